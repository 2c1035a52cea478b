//! Numeric lint: a stated count against the list that follows ("17 countries: Mexico, ... and Scotland").
//!
//! Takes the settled mentions and figures of one document; sets [`FigureValue::list_n`] and gives one [`Check`] a list. A name that holds
//! "and" ("Bosnia and Herzegovina") is one mention and so one item. Only an exact count before a closed list can be a mismatch; "such
//! as" and "including" may name fewer than the count.

use crate::mention::{Kind, Mention, Pooled, TokenRange};
use crate::tag::Context;
use crate::value::{Bound, Check, FigureKind, FigureValue};
use std::fmt::Write as _;

/// Tokens between a count and the words that open its list.
const REACH: usize = 14;
/// Tokens of the longest list.
const LONGEST: usize = 1500;
/// Tokens of the longest item that is still believed to be one.
const LONGEST_ITEM: usize = 12;

/// Counts lists; sets `list_n` on figures and appends checks. `list` is a buffer.
pub fn check(
    cx: &Context<'_>,
    mentions: &[Mention],
    figures: &mut [FigureValue],
    out: &mut Vec<Check>,
    pool: &mut String,
    list: &mut List,
) {
    for i in 0..figures.len() {
        let Some(lead) = lead_in(cx, figures, i) else { continue };
        list.clear();
        if lead.bullets {
            bullets(cx, list, lead.first);
        } else {
            let end = cx.sentences[figures[i].sent as usize].tokens.end as usize;
            enumeration(cx, mentions, list, lead.first, end.min(lead.first + LONGEST));
        }
        let Some(verdict) = verdict(&figures[i], &lead, list) else { continue };
        figures[i].list_n = Some(list.items.len() as u32);
        let stated = figures[i].value.unwrap_or_default();
        out.push(Check {
            check_type: "list_count",
            figure: i as u32,
            other_figure: None,
            verdict,
            stated,
            computed: list.items.len() as f64,
            message: message(cx, &figures[i], list, verdict, pool),
            items: items(cx, list, pool),
        });
    }
}

/// What opens the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opener {
    /// ":" or "namely": the whole list follows.
    Whole,
    /// "such as", "including", "among them": perhaps a part of it.
    Part,
    /// A dash or a bracket, which open many other things too.
    Aside,
    /// "The six ports are A, B and C".
    Are,
}

#[derive(Debug)]
struct LeadIn {
    opener: Opener,
    /// First token of the list.
    first: usize,
    /// The opener stands right behind the counted phrase.
    direct: bool,
    /// The items are lines with a bullet.
    bullets: bool,
}

/// The words that open a list for the count `i`, unless another count stands nearer to them.
fn lead_in(cx: &Context<'_>, figures: &[FigureValue], i: usize) -> Option<LeadIn> {
    let f = &figures[i];
    let whole = f.value.is_some_and(|v| (2.0..=1000.0).contains(&v) && v.fract() == 0.0);
    if f.kind != FigureKind::Count || !whole || is_total_of(cx, figures, i) {
        return None;
    }
    let start = f.tokens.end as usize;
    let sentence = cx.sentences.get(f.sent as usize)?.tokens.end as usize;
    let next = (i + 1..figures.len().min(i + 3)).find(|n| figures[*n].kind == FigureKind::Count && !is_total_of(cx, figures, *n));
    let stop = sentence.min(start + REACH).min(next.map_or(usize::MAX, |n| figures[n].tokens.first as usize));
    let phrase_end = f.counted_phrase.map_or(0, |p| p.end);
    for t in start..stop {
        if matches!(cx.at(t), ";" | "." | "?" | "!") {
            return None;
        }
        if let Some((opener, width)) = opener(cx, f, t) {
            // "17 countries, including" and "six provinces of Canada such as" are direct, "12 people were killed:" is not.
            let behind = cx.tokens[start..t].iter().filter(|k| k.start >= phrase_end && k.is_word()).count();
            let plain = cx.tokens[start..t].iter().enumerate().all(|(k, _)| !is_verb_like(cx, start + k));
            let bullets = opener == Opener::Whole && is_bullet(cx, t + width);
            return Some(LeadIn { opener, first: t + width, direct: behind <= 5 && plain, bullets });
        }
    }
    None
}

/// The 20 of "17 of the 20 countries: ...", which the list does not spell out.
fn is_total_of(cx: &Context<'_>, figures: &[FigureValue], i: usize) -> bool {
    let first = figures[i].tokens.first as usize;
    let back = if matches!(cx.at(first.wrapping_sub(1)), "the" | "its" | "their" | "all") { 2 } else { 1 };
    i > 0 && first >= back && cx.is(first - back, "of") && figures[i - 1].tokens.end as usize + 1 >= first - back
}

/// What opens at token `t`, and how many tokens that takes.
fn opener(cx: &Context<'_>, f: &FigureValue, t: usize) -> Option<(Opener, usize)> {
    let spaced = cx.tokens.get(t + 1).is_some_and(|n| !n.glued());
    match cx.at(t) {
        ":" if spaced => Some((Opener::Whole, 1)),
        "namely" => Some((Opener::Whole, 1)),
        "such" if cx.is(t + 1, "as") => Some((Opener::Part, 2)),
        "including" => Some((Opener::Part, 1)),
        "among" if cx.is(t + 1, "them") => Some((Opener::Part, 2)),
        "(" | "—" | "–" | "--" => Some((Opener::Aside, 1)),
        "-" if spaced && !cx.tokens[t].glued() => Some((Opener::Aside, 1)),
        "are" | "were" if f.tokens.first > 0 && cx.is(f.tokens.first as usize - 1, "the") => {
            Some((if cx.is(t + 1, ":") { Opener::Whole } else { Opener::Are }, 1 + usize::from(cx.is(t + 1, ":"))))
        }
        _ => None,
    }
}

fn is_verb_like(cx: &Context<'_>, t: usize) -> bool {
    matches!(cx.at(t), "was" | "were" | "is" | "are" | "has" | "have" | "had" | "will" | "would" | "said")
        || (cx.tokens[t].case == crate::segment::token::Case::Lower && cx.word(t).is_pos(crate::gazetteer::Word::MOSTLY_VERB))
}

/// A list and how far it may be trusted.
#[derive(Debug, Default)]
pub struct List {
    items: Vec<TokenRange>,
    /// Items that begin with a name of the document.
    named: usize,
    /// Of these, demonyms.
    norps: usize,
}

impl List {
    fn clear(&mut self) {
        self.items.clear();
        (self.named, self.norps) = (0, 0);
    }

    fn push(&mut self, cx: &Context<'_>, mentions: &[Mention], first: usize, end: usize) {
        if end > first {
            self.items.push(TokenRange::new(first, end));
            if let Some(name) = name_at(mentions, after_determiner(cx, first)) {
                self.named += 1;
                self.norps += usize::from(name.kind == Kind::Norp);
            }
        }
    }
}

/// The name mention that begins at token `t`.
fn name_at(mentions: &[Mention], t: usize) -> Option<&Mention> {
    let from = mentions.partition_point(|m| (m.tokens.first as usize) < t);
    let here = mentions[from..].iter().take_while(|m| m.tokens.first as usize == t);
    here.filter(|m| !m.nested && !matches!(m.kind, Kind::Date | Kind::Figure)).max_by_key(|m| m.tokens.end)
}

fn after_determiner(cx: &Context<'_>, t: usize) -> usize {
    t + usize::from(matches!(cx.at(t), "the" | "The"))
}

/// Cuts `A, B, the C and D` from token `first` on; stops where the list does.
fn enumeration(cx: &Context<'_>, mentions: &[Mention], list: &mut List, first: usize, end: usize) {
    let by_semicolon = (first..end).filter(|t| cx.is(*t, ";")).take(2).count() == 2;
    let (mut start, mut t, mut last) = (first, first, false);
    while t < end {
        if let Some(name) = name_at(mentions, t) {
            t = (name.tokens.end as usize).max(t + 1);
            if last && after_determiner(cx, start) == name.tokens.first as usize {
                list.push(cx, mentions, start, t.min(end));
                return;
            }
            continue;
        }
        match cx.at(t) {
            "," if !by_semicolon => t = close(cx, mentions, list, &mut start, t),
            ";" if by_semicolon => t = close(cx, mentions, list, &mut start, t),
            "and" | "or" | "&" if (!by_semicolon || start == t) && !joins_a_name(cx, mentions, t, end) => {
                t = close(cx, mentions, list, &mut start, t);
                last = true;
                continue;
            }
            ";" | "." | ":" | "(" | ")" | "—" | "–" | "--" | "?" | "!" | "\"" | "”" => break,
            "-" if !cx.tokens[t].glued() => break,
            // An unknown name ends before the first small word: "... and Xanadu recognise the border".
            _ if last && t > start && list.named * 2 > list.items.len() && !cx.tokens[t].is_capital() => break,
            _ => t += 1,
        }
        if last && start == t {
            return;
        }
    }
    if !is_attribute(cx, mentions, list, start) {
        list.push(cx, mentions, start, t.min(end));
    }
}

/// Ends the item that began at `start` before token `t`; gives the first token behind the separator.
fn close(cx: &Context<'_>, mentions: &[Mention], list: &mut List, start: &mut usize, t: usize) -> usize {
    if !is_attribute(cx, mentions, list, *start) {
        list.push(cx, mentions, *start, t);
    }
    *start = t + 1;
    t + 1
}

/// True for a chunk that says something of the item before it: an age, "a teacher", the state behind a city.
fn is_attribute(cx: &Context<'_>, mentions: &[Mention], list: &List, start: usize) -> bool {
    let Some(before) = list.items.last().and_then(|i| name_at(mentions, after_determiner(cx, i.first as usize))) else {
        return false;
    };
    if let Some(name) = name_at(mentions, start) {
        return name.kind == Kind::Place && before.subtype == "city" && matches!(name.subtype, "admin1" | "country");
    }
    let number = cx.tokens.get(start).is_some_and(|t| t.kind == crate::segment::token::TokenKind::Number);
    number || matches!(cx.at(start), "a" | "an" | "who" | "which" | "aged" | "of" | "from" | "his" | "her" | "all" | "both")
}

/// True where an unlisted name holds this "and", since the list goes on behind it: "Antigua and Barbuda, Chad, Mali and Peru".
fn joins_a_name(cx: &Context<'_>, mentions: &[Mention], t: usize, end: usize) -> bool {
    let Some(right) = name_at(mentions, t + 1) else { return false };
    let comma = right.tokens.end as usize;
    if right.kind != Kind::Place || comma + 1 >= end || !cx.is(comma, ",") || t == 0 || cx.is(t - 1, ",") {
        return false;
    }
    let Some(next) = name_at(mentions, comma + 1) else { return false };
    let after = next.tokens.end as usize;
    next.kind == Kind::Place && after < end && matches!(cx.at(after), "," | "and")
}

fn is_bullet(cx: &Context<'_>, t: usize) -> bool {
    cx.tokens.get(t).is_some_and(|k| k.after_newline()) && matches!(cx.at(t), "-" | "*" | "•" | "–" | "·")
}

/// Lines that begin with a bullet, from token `first` on.
fn bullets(cx: &Context<'_>, list: &mut List, first: usize) {
    let (mut start, mut t) = (first + 1, first + 1);
    let end = cx.tokens.len().min(first + LONGEST);
    while t < end {
        if is_bullet(cx, t) {
            list.push(cx, &[], start, t);
            start = t + 1;
        } else if cx.tokens[t].after_blank() && t > start {
            break;
        }
        t += 1;
    }
    list.push(cx, &[], start, t);
}

/// What the list says of the count; none where it is no list of what was counted.
fn verdict(f: &FigureValue, lead: &LeadIn, list: &List) -> Option<&'static str> {
    let (n, stated) = (list.items.len(), f.value? as usize);
    let all_named = list.named == n;
    let tidy = lead.bullets || list.items.iter().all(|i| i.range().len() <= LONGEST_ITEM);
    let believable = match lead.opener {
        Opener::Whole => tidy,
        Opener::Part => all_named || n == stated,
        Opener::Aside => lead.direct && all_named,
        Opener::Are => lead.direct && all_named && list.norps == 0,
    };
    if n < 2 || !believable {
        return None;
    }
    let open = !matches!(f.bound, Bound::Exact);
    Some(match (n == stated, lead.opener) {
        (true, _) => "ok",
        (_, Opener::Part) if n < stated => "note",
        _ if open => "note",
        (_, Opener::Are) if n < 3 => return None,
        _ if lead.direct && (all_named || list.items.iter().all(|i| i.range().len() <= 6)) => "mismatch",
        _ => "undetermined",
    })
}

fn message(cx: &Context<'_>, f: &FigureValue, list: &List, verdict: &str, pool: &mut String) -> Pooled {
    let start = pool.len();
    let surface =
        f.counted_phrase.filter(|p| p.start >= f.span.end).map_or(f.span, |p| crate::mention::Span::new(f.span.start, p.end));
    let link = if verdict == "ok" { "and" } else { "but" };
    // Writing to a String cannot fail.
    let _ = write!(pool, "The text says \"{}\", {link} the list has {} items.", surface.of(cx.text), list.items.len());
    Pooled { start: start as u32, len: (pool.len() - start) as u32 }
}

fn items(cx: &Context<'_>, list: &List, pool: &mut String) -> Pooled {
    let start = pool.len();
    for item in &list.items {
        if pool.len() > start {
            pool.push('|');
        }
        pool.push_str(cx.text_of(*item));
    }
    Pooled { start: start as u32, len: (pool.len() - start) as u32 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mention::{Section, Span};
    use crate::segment::{Opening, Sentence};

    /// One sentence: `[Mexico]` is a place, `{17}` a count of what follows it; gives the verdict and the number of items.
    fn run(marked: &str) -> Option<(&'static str, usize)> {
        let (mut text, mut places, mut count, mut open) = (String::new(), Vec::new(), Span::default(), 0);
        for c in marked.chars() {
            match c {
                '[' | '{' => open = text.len() as u32,
                ']' => places.push(Span::new(open, text.len() as u32)),
                '}' => count = Span::new(open, text.len() as u32),
                _ => text.push(c),
            }
        }
        let (mut tokens, mut words) = (Vec::new(), Vec::new());
        crate::segment::token::tokens(&text, &mut tokens);
        words.resize(tokens.len(), crate::gazetteer::Word::default());
        let range = |s: Span| {
            let first = tokens.iter().position(|t| t.start >= s.start).expect("a token begins there");
            TokenRange::new(first, tokens.iter().position(|t| t.start >= s.end).unwrap_or(tokens.len()))
        };
        let mentions: Vec<Mention> = places.iter().map(|s| place(*s, range(*s))).collect();
        let mut figures = vec![FigureValue { ..count_of(count, range(count), count.of(&text)) }];
        let sentences = [Sentence { tokens: TokenRange::new(0, tokens.len()), all_caps: false }];
        let cx = Context {
            text: &text,
            tokens: &tokens,
            words: &words,
            hits: &[],
            sentences: &sentences,
            opening: &Opening::default(),
            quotes: &[],
            dct: None,
            config: &crate::Config::default(),
            gazetteer: crate::gazetteer::Gazetteer::embedded(),
            customs: Default::default(),
        };
        let (mut out, mut pool) = (Vec::new(), String::new());
        check(&cx, &mentions, &mut figures, &mut out, &mut pool, &mut List::default());
        out.first().map(|c| (c.verdict, c.computed as usize))
    }

    fn place(span: Span, tokens: TokenRange) -> Mention {
        Mention {
            kind: Kind::Place,
            subtype: "",
            span,
            tokens,
            sent: 0,
            section: Section::Body,
            entity: None,
            nested: false,
            confidence: 1.0,
            rule: "test",
            value: 0,
        }
    }

    fn count_of(span: Span, tokens: TokenRange, number: &str) -> FigureValue {
        FigureValue {
            span,
            tokens,
            sent: 0,
            kind: FigureKind::Count,
            value: number.parse().ok(),
            low: None,
            high: None,
            bound: Bound::Exact,
            modifier: Pooled::default(),
            unit: Pooled::default(),
            unit_name: Pooled::default(),
            per: Pooled::default(),
            value_si: None,
            unit_si: Pooled::default(),
            counted: Pooled::default(),
            counted_head: Pooled::default(),
            counted_phrase: None,
            about: Pooled::default(),
            predicate: Pooled::default(),
            part_of: None,
            list_n: None,
            change_dir: "",
            change_from: None,
            as_of: None,
            place: None,
            attributed_to: None,
            attribution_cue: Pooled::default(),
            negated: false,
            modality: "asserted",
            confidence: 1.0,
            rule: "test",
        }
    }

    #[test]
    fn a_name_with_and_is_one_item() {
        let text = "It was signed by {4} states: [Chad], [Bosnia and Herzegovina], [Trinidad and Tobago] and [Peru] on Monday.";
        assert_eq!(run(text), Some(("ok", 4)));
        // Names that the lists do not hold whole.
        assert_eq!(run("It has {4} members: [Foo] and [Bar], [Chad], [Mali] and [Peru]."), Some(("ok", 4)));
    }

    #[test]
    fn words_behind_the_list_do_not_count() {
        assert_eq!(run("All {3} states of the union such as [Ohio], [Utah] and [Maine] recognise the day."), Some(("ok", 3)));
        assert_eq!(run("The {2} cities, [Oslo] and [Rome], agreed."), None);
        assert_eq!(run("The {3} ports are [Riga], [Turku] and [Gdansk], the ministry said, and all agreed."), Some(("ok", 3)));
        assert_eq!(run("{3} states - [Ohio], [Utah], and [Maine] - have signed it."), Some(("ok", 3)));
        assert_eq!(run("{3} lines have joined: [Balt], [Nord] and Silverwake last year."), Some(("ok", 3)));
    }

    #[test]
    fn wrong_counts() {
        assert_eq!(run("The {6} ports are [Gdansk], [Riga], [Tallinn] and [Turku], the ministry said."), Some(("mismatch", 4)));
        assert_eq!(run("They won in {3} towns: [Yendi], [Tolon], [Karaga] and [Tamale]."), Some(("mismatch", 4)));
        assert_eq!(run("They won in {12} towns, including [Yendi] and [Tolon]."), Some(("note", 2)));
        assert_eq!(run("They won in {2} towns such as [Yendi], [Tolon] and [Karaga]."), Some(("mismatch", 3)));
        assert_eq!(run("They have {3} demands: higher pay, shorter shifts and an end to overtime."), Some(("ok", 3)));
        assert_eq!(run("They have {4} demands: higher pay, shorter shifts and more buses."), Some(("mismatch", 3)));
    }

    #[test]
    fn attributes_are_not_items() {
        assert_eq!(run("Police named {2} men: [John Smith], 34, a teacher, and [Carl Jones], 41, of [Tulsa]."), Some(("ok", 2)));
    }

    #[test]
    fn bullets_are_items() {
        assert_eq!(run("The union made {3} demands:\n- more pay, more rest\n- buses\n- tea\n\nTalks go on."), Some(("ok", 3)));
    }

    #[test]
    fn no_list() {
        assert_eq!(run("He has {2} sons: one is a nurse."), None);
        assert_eq!(run("The train left with {12} people at 10:30, he said."), None);
    }
}
