//! Roles of people: titles before the name ("Energy Minister Nino Lomidze") and appositions around it (", mayor of Turku,").

use crate::gazetteer::{Word, cue};
use crate::mention::{Span, TokenRange};
use crate::segment::token::{Case, TokenKind};
use crate::tag::Context;

/// Tokens of the longest role.
const LONGEST: usize = 18;

/// Appends the roles that stand beside the name at `tokens` of sentence `sent`.
pub fn roles(cx: &Context<'_>, tokens: TokenRange, sent: u32, out: &mut Vec<Span>) {
    let Some(sentence) = cx.sentences.get(sent as usize).map(|s| s.tokens) else { return };
    let (first, end) = (tokens.first as usize, tokens.end as usize);
    let left = (sentence.first as usize).max(first.saturating_sub(2 * LONGEST));
    let right = (sentence.end as usize).min(end + LONGEST);
    before(cx, left, first, out);
    // "Its country director, Jean-Luc Ferrand, said": only where a comma closes it too, else it opens a clause.
    let closed = end >= right || matches!(cx.at(end), "," | "." | ")");
    if closed
        && first > left + 1
        && cx.is(first - 1, ",")
        && let Some(start) = title_phrase(cx, left, first - 1)
    {
        push(cx, start, first - 1, out);
    }
    if let Some((a, b)) = after(cx, end, right) {
        push(cx, a, b, out);
    }
}

fn push(cx: &Context<'_>, first: usize, end: usize, out: &mut Vec<Span>) {
    if first < end {
        out.push(cx.span(TokenRange::new(first, end)));
    }
}

/// Titles that end right before token `first`; chains such as "Presidential Aide, Head of the Department" give one role each.
fn before(cx: &Context<'_>, left: usize, first: usize, out: &mut Vec<Span>) {
    let mut end = first;
    while end > left && is_abbreviated_title(cx, end - 1) {
        end -= 1;
    }
    if (end..first).any(|t| !is_courtesy(cx.at(t))) {
        push(cx, end, first, out);
    }
    for _ in 0..3 {
        let Some(start) = title_phrase(cx, left, end).or_else(|| head_of_phrase(cx, left, end)) else { return };
        if !(start + 1 == end && is_courtesy(cx.at(start))) {
            push(cx, start, end, out);
        }
        if start <= left + 1 || !matches!(cx.at(start - 1), "," | "and") {
            return;
        }
        end = start - 1;
    }
}

/// "Capt.", "Dr", "Lt. Gov.": a title that is a role of its own behind another one.
fn is_abbreviated_title(cx: &Context<'_>, t: usize) -> bool {
    let word = cx.at(t);
    is_courtesy(word) || (word.ends_with('.') && cx.tokens[t].is_capital() && cx.word(t).is_cue(cue::TITLE))
}

fn is_courtesy(word: &str) -> bool {
    if !matches!(word.as_bytes().first(), Some(b'm' | b'M')) {
        return false;
    }
    let word = word.trim_end_matches('.');
    ["mr", "mrs", "ms", "miss", "mx", "messrs", "madame"].iter().any(|c| word.eq_ignore_ascii_case(c))
}

fn is_title(cx: &Context<'_>, t: usize) -> bool {
    cx.word(t).is_cue(cue::TITLE)
}

/// First token of "Jordanian Water Minister", "Northgate chief executive" that ends before token `end`.
fn title_phrase(cx: &Context<'_>, left: usize, end: usize) -> Option<usize> {
    if end <= left || !is_title(cx, end - 1) || is_courtesy(cx.at(end - 1)) {
        return None;
    }
    let mut start = end - 1;
    while start > left && end - start < LONGEST && is_modifier(cx, start - 1) && !cx.tokens[start].after_blank() {
        start -= 1;
    }
    while start + 1 < end && matches!(cx.at(start), "-" | "–") {
        start += 1;
    }
    Some(start)
}

/// A word that may stand before a title inside the role.
fn is_modifier(cx: &Context<'_>, t: usize) -> bool {
    let (token, word) = (&cx.tokens[t], cx.word(t));
    if matches!(token.of(cx.text), "-" | "–") {
        return token.glued();
    }
    let calendar = word.is_cue(cue::CALENDAR) || token.kind != TokenKind::Word;
    if calendar || word.is_pos(Word::CLOSED) || word.is_cue(cue::SAY) || matches!(token.byte(cx.text), b'\'' | 0xe2) {
        return false;
    }
    token.is_capital() || (word.is_pos(Word::NOUN | Word::ADJECTIVE) && !word.is_pos(Word::MOSTLY_VERB))
}

/// First token of "Head of the Presidential Administration's Foreign Policy Affairs Department" that ends before token `end`.
fn head_of_phrase(cx: &Context<'_>, left: usize, end: usize) -> Option<usize> {
    let mut t = end;
    while t > left && end - t < LONGEST {
        t -= 1;
        let word = cx.at(t);
        if matches!(word, "of" | "for") && t > left && is_title(cx, t - 1) {
            return title_phrase(cx, left, t);
        }
        let inside = cx.tokens[t].is_capital()
            || matches!(word, "of" | "the" | "for" | "and" | "'s" | "’s" | "on" | "&" | "-" | "’" | "'");
        if !inside {
            return None;
        }
    }
    None
}

/// The apposition behind a name: ", 52, a nurse at Lodwar Hospital", ", mayor of Turku".
fn after(cx: &Context<'_>, end: usize, right: usize) -> Option<(usize, usize)> {
    if end >= right || !cx.is(end, ",") {
        return None;
    }
    let mut start = end + 1;
    if cx.tokens.get(start)?.kind == TokenKind::Number && cx.is(start + 1, ",") {
        start += 2;
    }
    while matches!(cx.at(start), "a" | "an" | "the" | "its" | "his" | "her" | "their" | "our") {
        start += 1;
    }
    // "34-year-old teacher": the age is a figure of its own.
    if cx.tokens.get(start)?.kind == TokenKind::Number && cx.is(start + 2, "year") && cx.is(start + 4, "old") {
        start += 5;
    }
    let mut stop = start;
    let mut titled = false;
    while stop < right && !ends_apposition(cx, stop) {
        titled |= stop < start + 8 && is_title(cx, stop);
        stop += 1;
    }
    let opens_small = cx.tokens.get(start)?.case == Case::Lower || cx.is(start + 1, "of") || start > end + 1;
    let closed = stop >= cx.tokens.len() || stop == right || !cx.word(stop).is_cue(cue::SAY) && !is_finite(cx.at(stop));
    (titled && opens_small && closed && stop > start && stop < end + LONGEST).then_some((start, stop))
}

fn ends_apposition(cx: &Context<'_>, t: usize) -> bool {
    let word = cx.at(t);
    cx.tokens[t].after_blank()
        || matches!(word, "," | "." | ";" | ":" | ")" | "(" | "—" | "–" | "--" | "\"" | "”" | "!" | "?")
        || matches!(word, "who" | "which" | "that" | "from" | "with" | "after" | "before" | "when" | "where" | "in" | "on" | "as")
        || cx.word(t).is_cue(cue::SAY)
        || is_finite(word)
}

fn is_finite(word: &str) -> bool {
    matches!(word, "is" | "was" | "are" | "were" | "has" | "had" | "have" | "will" | "would" | "could" | "can" | "may")
}
