//! "TROY, N.C. (AP) —", "LONDON, March 3 (Reuters) -", "Cairo:", and lines that only hold a date: "Published on 3 March 2020".

use super::{Head, Line, is_capitals, is_name};
use crate::decode::date::month_number;
use crate::mention::TokenRange;
use crate::segment::token::{Case, Token, TokenKind};
use crate::segment::words::{head as class, is_head, opens_sentence};
use jiff::civil::Date;

/// Longest dateline in tokens.
const LONGEST: usize = 24;

/// The dateline that the story's first line begins with, and its date where that has a year.
pub(super) fn dateline(head: &Head<'_>, line: Line) -> Option<(TokenRange, Option<Date>)> {
    let first = line.tokens.first as usize;
    if let Some(found) = place_and_date(head, line) {
        return Some(found);
    }
    if !line.long && head.line(line.next).is_some_and(|below| place_and_date(head, below).is_some()) {
        return None;
    }
    let dash = dash(head, first, line.tokens.end as usize)?;
    let dash = behind_date(head, dash).unwrap_or(dash);
    let mut end = dash;
    while end > first && head.word(end - 1) == "*" {
        end -= 1;
    }
    let range = TokenRange::new(first, end);
    // A headline with a dash or colon has no stop at its end.
    let sentence = head.sentence(dash);
    let story = (head.has_stop(sentence) || line.long) && !sentence.all_caps;
    (story && is_place(head, range, dash)).then(|| (range, full_date(head, range)))
}

/// The dash or colon behind the dateline; before it only names, dates, brackets and their punctuation.
fn dash(head: &Head<'_>, first: usize, line_end: usize) -> Option<usize> {
    let mut depth = 0usize;
    for i in first..line_end.min(first + LONGEST) {
        let (t, word) = (&head.tokens[i], head.word(i));
        let last_glued = head.tokens.get(i + 1).is_some_and(Token::glued);
        match word {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            "—" | "–" | "--" | "_" | "―" if i > first => return Some(i),
            "-" if i > first && !last_glued => return Some(i),
            ":" if i > first && t.glued() && !last_glued => return Some(i),
            "," | "/" | "." | "*" | "-" | "|" | "’s" => {}
            _ if is_name(t) || t.kind == TokenKind::Number => {}
            "of" | "and" | "de" | "la" | "del" | "the" | "al" | "el" | "do" | "di" | "da" | "st" | "nd" | "rd" | "th" => {}
            // "afrol News": a source's own name.
            _ if i == first && t.case == Case::Lower && head.tokens.get(i + 1).is_some_and(is_name) => {}
            _ => return None,
        }
    }
    None
}

/// The second dash or colon of "CAIRO – 26 July 2022: ", where only a date stands between the two.
fn behind_date(head: &Head<'_>, dash: usize) -> Option<usize> {
    let of_date = |i: &usize| {
        let word = head.word(*i);
        word == "," || head.tokens[*i].kind == TokenKind::Number || month_number(word.trim_end_matches('.')).is_some()
    };
    let n = (dash + 1..head.tokens.len()).take(5).take_while(of_date).count();
    let end = dash + 1 + n;
    (n >= 2 && matches!(head.word(end), ":" | "—" | "–" | "--" | "-")).then_some(end)
}

/// Does what stands before the dash look like a place with an agency or a date?
fn is_place(head: &Head<'_>, range: TokenRange, dash: usize) -> bool {
    let tokens = &head.tokens[range.range()];
    let names = tokens.iter().filter(|t| is_name(t)).count();
    let agency = tokens.iter().any(|t| t.byte(head.text) == b'(');
    let dated = range.range().any(|i| month_number(head.word(i).trim_end_matches('.')).is_some())
        && tokens.iter().any(|t| t.kind == TokenKind::Number);
    let Some(first) = tokens.first() else { return false };
    let follows = head
        .tokens
        .get(dash + 1)
        .is_some_and(|t| t.kind != TokenKind::Punct && t.case != Case::Lower || is_quote(head, dash + 1));
    let markup = tokens.iter().all(|t| t.kind == TokenKind::Punct);
    if markup
        || !follows
        || opens_sentence(head.word(range.first as usize))
        || is_head(head.word(range.first as usize), class::LABEL)
    {
        return false;
    }
    let short = names <= 3 && tokens.len() <= 6;
    let dash_apart = !head.tokens[dash].glued() || head.word(dash) == ":";
    is_capitals(first) || agency || dated || (is_name(first) && short && dash_apart)
}

fn is_quote(head: &Head<'_>, i: usize) -> bool {
    matches!(head.word(i), "\"" | "“" | "‘" | "``" | "$" | "€" | "£" | "'")
}

/// A line of its own: "LONDON 1996-08-30".
pub(super) fn place_and_date(head: &Head<'_>, line: Line) -> Option<(TokenRange, Option<Date>)> {
    let range = line.tokens.range();
    let first = head.tokens.get(range.start).filter(|t| is_capitals(t))?;
    if line.long || range.len() > 12 || month_number(first.of(head.text)).is_some() {
        return None;
    }
    let date = full_date(head, line.tokens)?;
    let plain = range.clone().all(|i| {
        let t = &head.tokens[i];
        is_name(t) || t.kind == TokenKind::Number || matches!(head.word(i), "," | "-" | "/")
    });
    plain.then_some((line.tokens, Some(date)))
}

/// A line that holds a date and nothing of the story; the date only where it has a year.
pub(super) fn date_line(head: &Head<'_>, line: Line) -> Option<Option<Date>> {
    let range = line.tokens.range();
    if line.long || range.len() > 20 {
        return None;
    }
    let words = range.clone().filter(|i| head.tokens[*i].is_word()).all(|i| is_date_word(head.word(i)));
    let links = range.clone().any(|i| head.tokens[i].kind == TokenKind::Link);
    let cue = range.clone().any(|i| is_head(head.word(i), class::PUBLISHED));
    let date = full_date(head, line.tokens);
    let number = range.clone().any(|i| head.tokens[i].kind == TokenKind::Number);
    let month = range.clone().any(|i| month_number(head.word(i).trim_end_matches('.')).is_some());
    (words && !links && number && (date.is_some() || (month && cue))).then_some(date)
}

fn is_date_word(word: &str) -> bool {
    const CLASSES: u8 = class::PUBLISHED | class::DATE_WORD | class::DAY;
    let plain = word.trim_end_matches('.');
    is_head(word, CLASSES) || is_head(plain, CLASSES) || month_number(plain).is_some()
}

/// The first date with day, month and year among the tokens.
fn full_date(head: &Head<'_>, range: TokenRange) -> Option<Date> {
    range.range().find_map(|i| written_date(head, i, range.end as usize).or_else(|| iso_date(head, i)))
}

fn number(head: &Head<'_>, i: usize) -> Option<i16> {
    head.word(i).parse().ok().filter(|_| head.tokens[i].kind == TokenKind::Number)
}

/// "26 June 2010", "June 26th, 2010" around the month at `i`.
fn written_date(head: &Head<'_>, i: usize, end: usize) -> Option<Date> {
    let month = month_number(head.word(i).trim_end_matches('.')).filter(|_| head.tokens[i].is_word())?;
    let ordinal = |i: usize| matches!(head.word(i), "st" | "nd" | "rd" | "th");
    let year_at = |mut i: usize| {
        i += usize::from(head.word(i) == ",");
        number(head, i).filter(|y| i < end && (1000..=2999).contains(y))
    };
    let before = i.checked_sub(1).map(|b| if ordinal(b) { b.saturating_sub(1) } else { b });
    let (day, year) = match (before.and_then(|b| number(head, b)), year_at(i + 1)) {
        (Some(day), Some(year)) => (day, year),
        _ => {
            let after = i + 2 + usize::from(ordinal(i + 2));
            (number(head, i + 1).filter(|_| i + 1 < end)?, year_at(after)?)
        }
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `2020-02-26` in five tokens without spaces.
fn iso_date(head: &Head<'_>, i: usize) -> Option<Date> {
    let five = head.tokens.get(i..i + 5)?;
    let glued = five[1..].iter().all(Token::glued);
    let dashes = head.word(i + 1) == "-" && head.word(i + 3) == "-";
    let year = number(head, i).filter(|y| glued && dashes && (1000..=2999).contains(y))?;
    Date::new(year, i8::try_from(number(head, i + 2)?).ok()?, i8::try_from(number(head, i + 4)?).ok()?).ok()
}
