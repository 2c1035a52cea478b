//! "By Abdul Kerimkhanov", "BY ANA LOPES in Lisbon", "From KOFI AMANKWAH", and the credit below it.

use super::{Head, Line, dateline, is_capitals, is_name};
use crate::decode::date::month_number;
use crate::mention::TokenRange;
use crate::segment::token::{Token, TokenKind};
use crate::segment::words::{head as class, is_head, opens_sentence};

/// Longest byline, title and place included.
const LONGEST: usize = 25;

/// The names in a byline, without "By" and without what follows a comma.
pub(super) fn names(head: &Head<'_>, line: Line) -> Option<TokenRange> {
    let range = line.tokens.range();
    if line.long || range.len() > LONGEST {
        return None;
    }
    let cue = head.word(range.start);
    let (by, from) = (cue.eq_ignore_ascii_case("by"), cue == "From");
    if !by && !from {
        return author(head, line);
    }
    let first = range.start + 1 + usize::from(head.word(range.start + 1) == ":");
    let end = names_end(head, first, range.end);
    let name = head.tokens.get(first).filter(|_| end > first)?;
    let word = head.word(first);
    let calendar = month_number(word).is_some() || is_head(word, class::DAY);
    let opener = opens_sentence(word) && !word.eq_ignore_ascii_case("the");
    // "From Russia with love" is a headline; correspondents' names stand in capitals there.
    let sure = by || (is_capitals(name) && end > first + 1);
    (sure && !calendar && !opener && ends_well(head, end, range.end)).then(|| TokenRange::new(first, end))
}

/// Names joined by particles, hyphens and "and".
fn names_end(head: &Head<'_>, first: usize, line_end: usize) -> usize {
    let name = |i: usize| i < line_end && is_name(&head.tokens[i]);
    let mut end = first;
    while end < line_end {
        let word = head.word(end);
        let joins = matches!(word, "and" | "&" | "And" | "AND") && end > first && name(end + 1);
        let hyphen = word == "-" && head.tokens[end].glued() && end > first && end + 1 < line_end && head.tokens[end + 1].glued();
        let particle =
            is_head(word, class::PARTICLE) && (name(end + 1) || (name(end + 2) && end > first) || head.word(end + 1) == "-");
        if !(name(end) || joins || hyphen || particle) {
            break;
        }
        end += 1;
    }
    end
}

/// What may stand behind the names: nothing, a title or agency behind a comma, a place, an address.
fn ends_well(head: &Head<'_>, end: usize, line_end: usize) -> bool {
    if end == line_end {
        return true;
    }
    let short = line_end - end <= 12;
    let place = matches!(head.word(end), "in" | "for" | "at" | "IN" | "FOR");
    let token = &head.tokens[end];
    let stop = token.flags & Token::STOP != 0;
    match token.kind {
        TokenKind::Link | TokenKind::Number => short,
        TokenKind::Word => short && place && (is_name(&head.tokens[end + 1]) || head.word(end + 1).eq_ignore_ascii_case("the")),
        TokenKind::Punct => short && (!stop || end + 1 == line_end),
    }
}

/// An author without "By": two to four names, then a credit behind a comma or in the next line, or the dateline there.
fn author(head: &Head<'_>, line: Line) -> Option<TokenRange> {
    let range = line.tokens.range();
    let end = names_end(head, range.start, range.end);
    if !(2..=4).contains(&(end - range.start)) || head.tokens[range.start..end].iter().any(|t| !is_name(t)) {
        return None;
    }
    let credit = match head.word(end) {
        "," | "|" if end < range.end => is_head(head.word(range.end - 1), class::CREDIT),
        _ if end == range.end => {
            let below = head.line(line.next)?;
            let near = !head.tokens[line.next].after_blank();
            let credit = is_credit(head, below) && is_head(head.word(below.tokens.end as usize - 1), class::CREDIT);
            let between = range.start > 0 && dateline::place_and_date(head, below).is_some();
            near && (credit || between)
        }
        _ => false,
    };
    credit.then(|| TokenRange::new(range.start, end))
}

/// The line below a byline: an agency, a title, an address.
pub(super) fn is_credit(head: &Head<'_>, line: Line) -> bool {
    let tokens = &head.tokens[line.tokens.range()];
    let words = tokens.iter().all(|t| {
        let word = t.of(head.text);
        t.kind == TokenKind::Link || is_name(t) || matches!(word, "of" | "and" | "the" | "for" | "," | "&" | "/" | "-" | "|")
    });
    let link = tokens.iter().any(|t| t.kind == TokenKind::Link);
    !line.long
        && tokens.len() <= 8
        && words
        && (link || is_head(head.word(line.tokens.end as usize - 1), class::CREDIT) || tokens.len() <= 3)
}
