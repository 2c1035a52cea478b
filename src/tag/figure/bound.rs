//! Words that bound a figure: "about", "more than", "up to" before it, "or so", "or more", "+" after it.

use super::table::among;
use super::vocabulary::VOCABULARY;
use crate::mention::TokenRange;
use crate::tag::Context;
use crate::value::Bound;

/// The bound that stands right before token `first`, with its words.
pub(crate) fn before(cx: &Context<'_>, first: usize) -> Option<(Bound, TokenRange)> {
    let last = before_padding(cx, first)?;
    if cx.tokens[last].after_blank() && last + 1 < first {
        return None;
    }
    VOCABULARY.bounds(cx, last).iter().find_map(|phrase| {
        let n = phrase.before.len();
        let start = last.checked_sub(n)?;
        let same = phrase.before.iter().enumerate().all(|(k, word)| cx.is(last - 1 - k, word));
        (same && allowed(cx, start, last)).then(|| (phrase.bound, TokenRange::new(start, last + 1)))
    })
}

/// Steps back over words that may stand between the bound and its number: "about a", "more than the", "at least another".
fn before_padding(cx: &Context<'_>, first: usize) -> Option<usize> {
    let last = first.checked_sub(1)?;
    let padding = among!(cx, last, ["a", "an", "another", "the", "only", "just"]) || cx.at(last) == "(";
    if padding && last > 0 && !VOCABULARY.bounds(cx, last - 1).is_empty() { Some(last - 1) } else { Some(last) }
}

/// "They talked about two countries": no bound.
fn allowed(cx: &Context<'_>, start: usize, last: usize) -> bool {
    start == 0
        || start < last
        || !cx.is(last, "about")
        || !among!(
            cx,
            start - 1,
            [
                "worried",
                "concerned",
                "talk",
                "talked",
                "talking",
                "told",
                "know",
                "think",
                "asked",
                "questions",
                "information",
                "all",
            ]
        )
}

/// The bound right after a number that ends before token `i`: `500+`, `50 or so`, `three or more`.
pub(crate) fn after(cx: &Context<'_>, i: usize) -> Option<(Bound, TokenRange)> {
    if cx.at(i) == "+" && cx.tokens[i].glued() {
        return Some((Bound::AtLeast, TokenRange::new(i, i + 1)));
    }
    if cx.at(i) == "-" && cx.is(i + 1, "plus") && cx.tokens[i].glued() {
        return Some((Bound::AtLeast, TokenRange::new(i, i + 2)));
    }
    let second = |word: &str| cx.is(i + 1, word);
    let bound = match () {
        () if !(cx.is(i, "or") || cx.is(i, "and")) => return None,
        () if second("so") || second("thereabouts") => Bound::Approx,
        () if second("more") || second("above") || second("over") || second("older") || second("higher") => Bound::AtLeast,
        () if second("less") || second("fewer") || second("under") || second("below") || second("younger") => Bound::AtMost,
        () => return None,
    };
    Some((bound, TokenRange::new(i, i + 2)))
}
