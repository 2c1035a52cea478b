//! What a count counts: "700 heart transplants" -> "heart transplant"; "150 of them" -> what the figure before counted.

use crate::mention::{Pooled, Span};
use crate::tag::Context;
use crate::tag::figure::number::is_hyphen;
use crate::tag::figure::phrase::{Phrase, noun_phrase, push_lower, push_singular};
use crate::tag::figure::table::among;
use crate::tag::figure::unit::per_after;
use crate::value::{FigureKind, FigureValue};

/// Figures back that "of them" is looked up in.
const REACH: usize = 8;

/// Fills `counted`, `counted_head`, `counted_phrase`, `per` and `part_of` of figure `i`.
pub(super) fn fill(cx: &Context<'_>, figures: &mut [FigureValue], i: usize, pool: &mut String) {
    if figures[i].kind != FigureKind::Count {
        return;
    }
    let end = figures[i].tokens.end as usize;
    let of = cx.is(end, "of");
    if of && refers_back(cx, end + 1) {
        part_of(figures, i);
        return;
    }
    if of_before(cx, figures[i].tokens.first as usize) {
        // "Of them, 40 women": its own noun, filled in below, goes before.
        part_of(figures, i);
    }
    let Some(phrase) = phrase(cx, end, of).or_else(|| shared(cx, figures, i)) else { return };
    let before = figures[i].tokens.first.checked_sub(1).map(|b| b as usize);
    let rank = before.filter(|b| cx.is(*b, "top") || cx.is(*b, "record"));
    let figure = &mut figures[i];
    figure.counted = put(cx, &phrase, rank, pool);
    let start = pool.len();
    push_singular(cx, phrase.head, pool);
    figure.counted_head = Pooled { start: start as u32, len: (pool.len() - start) as u32 };
    figure.counted_phrase = Some(Span::new(cx.tokens[phrase.first].start, cx.tokens[phrase.end - 1].end));
    if let Some((first, _)) = per_after(cx, phrase.end, false) {
        let start = pool.len();
        push_singular(cx, first, pool);
        figure.per = Pooled { start: start as u32, len: (pool.len() - start) as u32 };
    }
}

/// "them", "whom"; "these" only where no noun of its own follows.
fn refers_back(cx: &Context<'_>, i: usize) -> bool {
    among!(cx, i, ["them", "whom", "which"]) || (cx.is(i, "these") || cx.is(i, "those")) && noun_phrase(cx, i + 1).is_none()
}

/// "Of them, 40 were hurt", "of whom 40 were hurt": the number that begins at token `first` has no noun of its own.
fn of_before(cx: &Context<'_>, first: usize) -> bool {
    let pronoun = if first > 0 && cx.at(first - 1) == "," { first - 1 } else { first };
    // "on the worst of them, 9 corals" says nothing of the kind.
    let opens = |of: usize| cx.tokens[of].is_capital() || of > 0 && matches!(cx.at(of - 1), "," | ";" | "(" | "—" | "–");
    pronoun > 1
        && cx.is(pronoun - 2, "of")
        && opens(pronoun - 2)
        && among!(cx, pronoun - 1, ["them", "these", "those", "whom", "which"])
}

/// The noun phrase after a number that ends before token `end`.
fn phrase(cx: &Context<'_>, end: usize, of: bool) -> Option<Phrase> {
    let mut i = end;
    if is_hyphen(cx, i) && cx.tokens[i].glued() {
        i += 1;
    }
    if of {
        i += 1;
        while i < end + 3
            && among!(cx, i, ["the", "its", "their", "his", "her", "our", "my", "your", "these", "those", "all", "a", "an"])
        {
            i += 1;
        }
    }
    if matches!(cx.at(i), "\"" | "“" | "‘") {
        i += 1;
    }
    noun_phrase(cx, i)
}

/// "five and six prizes": what the next figure counts, where the two are joined.
fn shared(cx: &Context<'_>, figures: &[FigureValue], i: usize) -> Option<Phrase> {
    let end = figures[i].tokens.end as usize;
    let joined = cx.is(end, "and") || cx.is(end, "or") || cx.at(end) == ",";
    let next = figures.get(i + 1).filter(|n| joined && n.tokens.first as usize == end + 1 && n.kind == FigureKind::Count)?;
    phrase(cx, next.tokens.end as usize, false)
}

/// Links "of them" to the last count before it and takes over what that counts.
fn part_of(figures: &mut [FigureValue], i: usize) {
    let whole =
        (i.saturating_sub(REACH)..i).rev().find(|w| figures[*w].kind == FigureKind::Count && !figures[*w].counted.is_empty());
    if let Some(whole) = whole {
        figures[i].part_of = Some(whole as u32);
        (figures[i].counted, figures[i].counted_head) = (figures[whole].counted, figures[whole].counted_head);
    }
}

/// The phrase in lower case, its head in the singular.
fn put(cx: &Context<'_>, phrase: &Phrase, rank: Option<usize>, pool: &mut String) -> Pooled {
    let start = pool.len();
    if let Some(rank) = rank {
        push_lower(cx.at(rank), pool);
        pool.push(' ');
    }
    for i in phrase.first..phrase.end {
        if i > phrase.first && !cx.tokens[i].glued() {
            pool.push(' ');
        }
        if i == phrase.head {
            push_singular(cx, i, pool);
        } else {
            push_lower(cx.at(i), pool);
        }
    }
    Pooled { start: start as u32, len: (pool.len() - start) as u32 }
}
