//! Rules on the labelled names: what a span never holds by the conventions, and which spans are believed.

use crate::gazetteer::cue;
use crate::mention::{Kind, TokenRange};
use crate::resolve::NameSpan;
use crate::tag::Context;

/// Names less probable than this are left out; a place that no more than half speaks for is mostly something else.
const FLOOR: f32 = 0.3;
const PLACE_FLOOR: f32 = 0.5;
/// Probability of an author's name that only its place in the byline speaks for.
const BYLINE: f32 = 0.6;

/// Cuts and trims the labelled names, drops the improbable ones, adds the byline; appends to `out` in text order.
pub fn settle(cx: &Context<'_>, raw: &[NameSpan], out: &mut Vec<NameSpan>) {
    let begin = out.len();
    for name in raw {
        let floor = if name.kind == Kind::Place { PLACE_FLOOR } else { FLOOR };
        if name.confidence >= floor {
            cut(cx, *name, out);
        }
    }
    byline(cx, begin, out);
}

/// A place stops at a comma and at "in": "Oujda, Morocco" are two.
fn cut(cx: &Context<'_>, name: NameSpan, out: &mut Vec<NameSpan>) {
    let mut first = name.tokens.first as usize;
    let end = name.tokens.end as usize;
    if name.kind == Kind::Place {
        for i in first..end {
            if cx.at(i) == "," || cx.at(i) == "in" {
                push(cx, name, first, i, out);
                first = i + 1;
            }
        }
    }
    push(cx, name, first, end, out);
}

fn push(cx: &Context<'_>, name: NameSpan, mut first: usize, mut end: usize, out: &mut Vec<NameSpan>) {
    (first, end) = trim(cx, first, end);
    first = match name.kind {
        Kind::Person => after_titles(cx, first, end),
        Kind::Place => after_compass(cx, first, end),
        _ => first,
    };
    if first < end {
        out.push(NameSpan { tokens: TokenRange::new(first, end), ..name });
    }
}

/// Leaves a leading article, quotes and a trailing "'s" out.
fn trim(cx: &Context<'_>, mut first: usize, mut end: usize) -> (usize, usize) {
    while first < end
        && (matches!(cx.at(first), "\"" | "“" | "”" | "'" | "‘" | "-" | ",") || (end - first > 1 && cx.is(first, "the")))
    {
        first += 1;
    }
    while end > first && matches!(cx.at(end - 1), "'s" | "’s" | "'" | "’" | "\"" | "”" | "," | "-") {
        end -= 1;
    }
    (first, end)
}

/// "President Vo" is Vo; a title that is all there is stays.
fn after_titles(cx: &Context<'_>, first: usize, end: usize) -> usize {
    let mut at = first;
    while at + 1 < end && cx.word(at).is_cue(cue::TITLE) && cx.word(at).given() < 2 {
        at += 1;
    }
    at
}

/// "northern Mali" is Mali; "Northern Ireland" stays whole.
fn after_compass(cx: &Context<'_>, first: usize, end: usize) -> usize {
    let mut at = first;
    while at + 1 < end && cx.word(at).is_cue(cue::COMPASS | cue::REGION) && !cx.tokens[at].is_capital() {
        at += 1;
    }
    at
}

/// The author's name: two to four capitalised words that nothing else claims.
fn byline(cx: &Context<'_>, begin: usize, out: &mut Vec<NameSpan>) {
    let Some(range) = cx.opening.byline else { return };
    let words = range.range().filter(|i| cx.tokens.get(*i).is_some_and(|t| t.is_capital())).count();
    let plain = words == range.range().len() && (2..=4).contains(&words);
    if !plain || out[begin..].iter().any(|n| n.tokens.overlaps(range)) {
        return;
    }
    let sent = cx.sentences.partition_point(|s| s.tokens.end <= range.first) as u32;
    let at = begin + out[begin..].partition_point(|n| n.tokens.first < range.first);
    out.insert(at, NameSpan { kind: Kind::Person, tokens: range, sent, confidence: BYLINE, rule: "person.byline" });
}
