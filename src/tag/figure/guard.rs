//! What looks like a figure and is none: years, clock times, scores, phone numbers, ordinals, numbers inside names.

use super::number::{Number, NumberKind, is_hyphen};
use super::phrase;
use super::table::among;
use super::vocabulary::VOCABULARY;
use crate::gazetteer::cue;
use crate::segment::TokenKind;
use crate::tag::Context;

/// True where the characters glued to the left of token `first` make it part of something else.
pub(crate) fn left_bars(cx: &Context<'_>, first: usize) -> bool {
    let token = &cx.tokens[first];
    if first == 0 || !token.glued() {
        return false;
    }
    let before = &cx.tokens[first - 1];
    match before.kind {
        TokenKind::Punct => match before.of(cx.text) {
            "-" | "−" | "\u{2010}" | "\u{2011}" => {
                before.glued() && !["minus", "plus", "sub", "under", "over"].iter().any(|w| first > 1 && cx.is(first - 2, w))
            }
            "/" | "#" | "@" | "_" | "&" | "*" | "\\" | "^" => before.of(cx.text) != "/" || before.glued(),
            "." | ":" => before.glued() && first > 1 && !matches!(cx.at(first - 2), ")" | "]"),
            "'" | "’" | "‘" => cx.at(first).len() == 2,
            _ => false,
        },
        _ => true,
    }
}

/// True where what follows the number (and its unit) makes it part of something else; `unit` tells that a unit was found.
pub(crate) fn right_bars(cx: &Context<'_>, end: usize, unit: bool) -> bool {
    let Some(next) = cx.tokens.get(end) else { return false };
    if next.glued() {
        let digit_after = cx.tokens.get(end + 1).is_some_and(|t| t.glued() && t.kind == TokenKind::Number);
        match next.kind {
            TokenKind::Word => return !next.of(cx.text).starts_with(['\'', '’']),
            TokenKind::Number | TokenKind::Link => return true,
            TokenKind::Punct => match next.of(cx.text) {
                ":" | "/" | "'" | "," | "." | "−" | "\"" if digit_after => return true,
                "-" | "–" if digit_after && !unit => return true,
                "#" | "@" | "_" | "\\" => return true,
                _ => {}
            },
        }
    }
    !unit && among!(cx, end, ["am", "pm", "a.m.", "p.m.", "a.m", "p.m", "o'clock", "o’clock", "GMT", "hrs."])
}

fn is_month(cx: &Context<'_>, i: usize) -> bool {
    // The dot of "Feb." is no part of the hash.
    cx.tokens.get(i).is_some_and(|t| t.is_capital())
        && among!(
            cx,
            i,
            [
                "january",
                "february",
                "march",
                "april",
                "may",
                "june",
                "july",
                "august",
                "september",
                "october",
                "november",
                "december",
                "jan",
                "feb",
                "mar",
                "apr",
                "jun",
                "jul",
                "aug",
                "sept",
                "sep",
                "oct",
                "nov",
                "dec"
            ]
        )
}

/// `26 February`, `March 29`: the day of a date.
pub(crate) fn is_day(cx: &Context<'_>, number: &Number) -> bool {
    let day = number.value.is_some_and(|v| (1.0..=31.0).contains(&v) && v.fract() == 0.0) && number.bare_digits > 0;
    day && (is_month(cx, number.end) || number.first > 0 && is_month(cx, number.first - 1))
}

/// `2019` and its like: four digits, no unit, nothing that counts them.
pub(crate) fn is_year(cx: &Context<'_>, number: &Number, bounded: bool) -> bool {
    if number.bare_digits != 4 || bounded {
        return false;
    }
    let value = number.value.unwrap_or(0.0);
    if number.first > 0 && is_month(cx, number.first - 1) {
        return true;
    }
    let round = value % 100.0 == 0.0;
    let counted = phrase::noun_phrase(cx, number.end).is_some_and(|p| phrase::is_plural(cx, p.head));
    let preposition = number.first > 0
        && among!(
            cx,
            number.first - 1,
            ["in", "since", "by", "until", "till", "during", "late", "early", "mid", "year", "fiscal", "from", "before", "after"]
        );
    match value as u64 {
        1900..=2099 => !(round && counted && !preposition),
        1200..=1899 => preposition || !counted,
        _ => false,
    }
}

/// The number belongs to a name: `Boeing 737`, `Section 427`, `BBC One`, `iPhone 11`.
pub(crate) fn in_name(cx: &Context<'_>, number: &Number, sentence: usize) -> bool {
    let first = number.first;
    if number.kind == NumberKind::Words && cx.tokens[first].is_capital() && first > sentence {
        let follows = cx.tokens.get(number.end).is_some_and(|t| t.is_word() && t.is_capital());
        if cx.tokens[first - 1].is_capital() && cx.tokens[first - 1].is_word() || follows {
            return !counts(cx, number.end) || follows && !all_caps(cx, first);
        }
    }
    let Some(before) = first.checked_sub(1).filter(|b| *b >= sentence) else { return false };
    let token = &cx.tokens[before];
    let named = |i: usize| cx.tokens[i].is_capital() && cx.tokens[i].is_word();
    if token.kind != TokenKind::Word {
        return false;
    }
    if VOCABULARY.is_label(cx, before) && number.scale == 1.0 {
        return token.is_capital() && before > sentence || !counts(cx, number.end);
    }
    let calendar = cx.word(before).is_cue(cue::CALENDAR);
    let plain = number.kind == NumberKind::Digits && number.scale == 1.0 && number.bare_digits > 0;
    named(before) && before > sentence && plain && !calendar && !VOCABULARY.is_closed(cx, before) && !counts(cx, number.end)
}

/// A plural noun follows: the number counts something.
pub(crate) fn counts(cx: &Context<'_>, end: usize) -> bool {
    phrase::noun_phrase(cx, end).is_some_and(|p| phrase::is_plural(cx, p.head))
}

/// `one` as a pronoun, not as a count.
pub(crate) fn is_pronoun(cx: &Context<'_>, number: &Number) -> bool {
    if number.end != number.first + 1 || !cx.is(number.first, "one") {
        return false;
    }
    if number.first > 0
        && among!(
            cx,
            number.first - 1,
            [
                "this", "that", "the", "each", "every", "which", "another", "any", "no", "some", "good", "new", "big", "only",
                "day", "number", "these", "those", "same", "other", "old", "a",
            ]
        )
        && !(cx.is(number.first - 1, "only") && counts_one(cx, number.end))
    {
        return true;
    }
    !(cx.is(number.end, "of") || counts_one(cx, number.end) || is_hyphen(cx, number.end))
        || among!(cx, number.end, ["another", "day", "way", "thing"]) && !cx.is(number.first.wrapping_sub(1), "than")
}

fn counts_one(cx: &Context<'_>, end: usize) -> bool {
    phrase::noun_phrase(cx, end).is_some()
}

/// `1.` or `2)` at the beginning of a line.
pub(crate) fn is_bullet(cx: &Context<'_>, number: &Number) -> bool {
    let starts_line = cx.tokens[number.first].after_newline();
    starts_line
        && matches!(cx.at(number.end), "." | ")")
        && cx.tokens.get(number.end + 1).is_some_and(|t| !t.after_newline() && !t.glued())
}

/// The sentence of token `i` is printed in capitals; looked up by bisection.
fn all_caps(cx: &Context<'_>, i: usize) -> bool {
    let at = cx.sentences.partition_point(|s| s.tokens.end as usize <= i);
    cx.sentences.get(at).is_some_and(|s| s.all_caps)
}
