//! Rules on the labelled names: what a span never holds by the conventions, and which spans are believed.

use crate::gazetteer::{List, cue};
use crate::mention::{Kind, TokenRange};
use crate::resolve::NameSpan;
use crate::resolve::place::hit_at;
use crate::segment::Case;
use crate::tag::Context;

/// Names less probable than this are left out; a place that no more than half speaks for is mostly something else.
const FLOOR: f32 = 0.3;
const PLACE_FLOOR: f32 = 0.5;
/// Probability of an author's name that only its place in the byline speaks for.
const BYLINE: f32 = 0.6;

/// Cuts and trims the labelled names, drops the improbable ones, adds the byline; appends to `out` in text order.
pub fn settle(cx: &Context<'_>, raw: &[NameSpan], out: &mut Vec<NameSpan>) {
    let begin = out.len();
    let mut free = 0;
    for name in raw {
        let floor = if name.kind == Kind::Place { PLACE_FLOOR } else { FLOOR };
        if name.confidence >= floor && name.tokens.first >= free {
            let name = with_legal_form(cx, *name);
            free = name.tokens.end;
            cut(cx, name, out);
        }
    }
    join_listed(cx, begin, out);
    byline(cx, begin, out);
}

/// A name with a legal form is an organisation's, and the form is part of it: "Sable Inc", "Bruun, GmbH".
fn with_legal_form(cx: &Context<'_>, name: NameSpan) -> NameSpan {
    let (first, end) = (name.tokens.first as usize, name.tokens.end as usize);
    // "SA", "AS" and other short ones are South Africa and English words as well.
    let form = |i: usize| cx.at(i).len() > 2 && cx.tokens[i].is_capital() && cx.word(i).is_cue(cue::LEGAL);
    let mut longer = if cx.at(end) == "," && form(end + 1) { end + 2 } else { end };
    while form(longer) {
        longer += 1;
    }
    let short = name.kind == Kind::Person && cx.tokens[end - 1].case == Case::Upper && cx.word(end - 1).is_cue(cue::LEGAL);
    if longer == end && (end - first == 1 || !form(end - 1) && !short) {
        return name;
    }
    NameSpan { kind: Kind::Org, tokens: TokenRange::new(first, longer), rule: "org.evidence", ..name }
}

/// A place stops at a comma and at "in" ("Oujda, Morocco" are two); peoples joined by a hyphen are two.
fn cut(cx: &Context<'_>, name: NameSpan, out: &mut Vec<NameSpan>) {
    let mut first = name.tokens.first as usize;
    let end = name.tokens.end as usize;
    if name.kind == Kind::Org {
        // "Baker Ltd, Norway's largest builder" are two things; "Baker, Ltd" and "University of Hull, Leeds" are one.
        for i in name.tokens.range().skip(1).filter(|i| cx.at(*i) == ",") {
            if (i + 1..end.saturating_sub(1)).any(|k| matches!(cx.at(k), "'s" | "’s")) {
                push(cx, name, first, i, out);
                return named_after(cx, name, i + 1, end, out);
            }
        }
    }
    if name.kind == Kind::Place {
        for i in name.tokens.range() {
            if cx.at(i) == "," || cx.at(i) == "in" {
                push(cx, name, first, i, out);
                first = i + 1;
            }
        }
    }
    if name.kind == Kind::Norp {
        for i in name.tokens.range().skip(1) {
            if cx.at(i) == "-" && is_norp(cx, i + 1, end) && is_norp(cx, first, i) {
                push(cx, name, first, i, out);
                first = i + 1;
            }
        }
    }
    push(cx, name, first, end, out);
}

/// What stands behind "'s" is named; the owner is a place where the lists say so.
fn named_after(cx: &Context<'_>, name: NameSpan, first: usize, end: usize, out: &mut Vec<NameSpan>) {
    let owner = (first..end).find(|k| matches!(cx.at(*k), "'s" | "’s")).unwrap_or(first);
    let place = NameSpan { kind: Kind::Place, rule: "place.evidence", ..name };
    if owner > first && hit_at(cx, List::Place, TokenRange::new(first, owner)).is_some() {
        push(cx, place, first, owner, out);
    }
    push(cx, name, owner + 1, end, out);
}

/// The lists hold a people, religion or language from `first` that does not go beyond `end`.
fn is_norp(cx: &Context<'_>, first: usize, end: usize) -> bool {
    let at = cx.hits.partition_point(|h| (h.first as usize) < first);
    // Few lists, one hit of each for a start.
    cx.hits[at..].iter().take(3).any(|h| h.first as usize == first && h.list == List::Norp && h.end as usize <= end)
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

/// "Bosnia and Herzegovina": one listed name that was cut at its "and".
fn join_listed(cx: &Context<'_>, begin: usize, out: &mut Vec<NameSpan>) {
    let mut kept = begin;
    for i in begin..out.len() {
        let b = out[i];
        if let Some(a) = out[begin..kept].last().copied() {
            let joined = TokenRange { first: a.tokens.first, end: b.tokens.end };
            let near = a.tokens.end + 1 == b.tokens.first && matches!(cx.at(a.tokens.end as usize), "and" | "&");
            if near && a.kind == Kind::Place && b.kind == Kind::Place && hit_at(cx, List::Place, joined).is_some() {
                out[kept - 1] = NameSpan { tokens: joined, confidence: a.confidence.max(b.confidence), ..a };
                continue;
            }
        }
        out[kept] = b;
        kept += 1;
    }
    out.truncate(kept);
}

/// The author's name: two to four capitalised words that are not a likely organisation ("Reuters Staff"), whatever else they were taken for.
fn byline(cx: &Context<'_>, begin: usize, out: &mut Vec<NameSpan>) {
    let Some(range) = cx.opening.byline else { return };
    let words = range.range().filter(|i| cx.tokens.get(*i).is_some_and(|t| t.is_capital())).count();
    let from = begin + out[begin..].partition_point(|n| n.tokens.end <= range.first);
    let to = from + out[from..].partition_point(|n| n.tokens.first < range.end);
    let within = out[from..to].iter().all(|n| n.tokens.first >= range.first && n.tokens.end <= range.end);
    let agency = out[from..to].iter().any(|n| n.kind == Kind::Org && n.confidence > 0.5);
    if words != range.range().len() || !(2..=4).contains(&words) || !within || agency {
        return;
    }
    let person = out[from..to].iter().find(|n| n.kind == Kind::Person && n.tokens == range);
    let confidence = person.map_or(BYLINE, |n| n.confidence.max(BYLINE));
    let sent = cx.sentences.partition_point(|s| s.tokens.end <= range.first) as u32;
    out.splice(from..to, [NameSpan { kind: Kind::Person, tokens: range, sent, confidence, rule: "person.byline" }]);
}

#[cfg(test)]
mod tests {
    use crate::{Config, Document, Extraction, Extractor, Kind, Scratch};

    /// Names of a sentence: kind and text.
    fn names(text: &str) -> Vec<(Kind, String)> {
        let (mut scratch, mut found) = (Scratch::default(), Extraction::default());
        let document = Document { text: text.into(), ..Document::default() };
        Extractor::new(Config::default()).extract(&document, &mut scratch, &mut found);
        let named = |k: Kind| !matches!(k, Kind::Date | Kind::Figure);
        found.facts.mentions.iter().filter(|m| named(m.kind)).map(|m| (m.kind, m.span.of(text).to_string())).collect()
    }

    #[test]
    fn a_comma_parts_places() {
        let both = [(Kind::Place, "Oslo".to_string()), (Kind::Place, "Norway".to_string())];
        assert_eq!(names("The ship left for Oslo, Norway on Sunday."), both);
    }

    #[test]
    fn a_legal_form_makes_an_organisation() {
        let both = [(Kind::Org, "Sable Inc.".to_string()), (Kind::Org, "Bruun, GmbH".to_string())];
        assert_eq!(names("Sable Inc. and Bruun, GmbH, were sold."), both);
        assert!(!names("They live in Durban, SA.").iter().any(|n| n.0 == Kind::Org));
    }

    #[test]
    fn a_possessive_behind_a_comma_begins_another_name() {
        let found = names("The mine belongs to Northgate Metals, Japan's Hoshino Corp and the state copper company.");
        assert_eq!(found.iter().map(|n| n.1.as_str()).collect::<Vec<_>>(), ["Northgate Metals", "Japan", "Hoshino Corp"]);
    }

    #[test]
    fn titles_articles_and_possessives_stay_outside() {
        assert_eq!(names("President Maria Gonzalez's aides left."), [(Kind::Person, "Maria Gonzalez".to_string())]);
        assert_eq!(names("They flew to the United States on Sunday."), [(Kind::Place, "United States".to_string())]);
    }

    #[test]
    fn any_text_is_survived() {
        for text in ["", ".", "A", "-A-", "’s", "(A) (B)", "É É É", "\u{0}\u{301}", "A-", "-", "A & B &", "İstanbul ẞ ǅ"]
        {
            names(text);
        }
        names(&"A ".repeat(5000));
        names(&"Xa-".repeat(5000));
    }
}
