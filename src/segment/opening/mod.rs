//! The head of an article: headline, byline ("By Abdul Kerimkhanov"), dateline ("TROY, N.C. (AP) —").
//!
//! Reads at most [`LINES`] lines, each in turn as a byline, a line with a date, a dateline or a headline; the first line that is none of
//! them is the story. What is not certain is left out: a date only where it is written in full.

mod byline;
mod dateline;

use super::{Sentence, token::Case, token::Token, token::TokenKind};
use crate::mention::TokenRange;
use jiff::civil::Date;

/// What stands before the story.
#[derive(Debug, Clone, Copy, Default)]
pub struct Opening {
    /// Tokens of the headline.
    pub headline: Option<TokenRange>,
    /// Tokens of the author's name in the byline, without "By".
    pub byline: Option<TokenRange>,
    /// Tokens of the dateline up to its dash.
    pub dateline: Option<TokenRange>,
    /// Publication date that the dateline or a "Published on" line states.
    pub date: Option<Date>,
}

/// How many lines may stand before the story.
const LINES: usize = 12;
/// How many tokens of a line are looked at.
const WIDTH: usize = 48;

/// Finds the opening in the first few lines.
pub fn opening(text: &str, tokens: &[Token], sentences: &[Sentence]) -> Opening {
    let head = Head { text, tokens, sentences };
    let mut found = Opening::default();
    let mut at = 0;
    for _ in 0..LINES {
        let Some(line) = head.line(at) else { break };
        at = line.next;
        if line.tokens.range().is_empty() {
            continue;
        }
        if let Some(names) = byline::names(&head, line) {
            // A medium may stand before the author: "By Azernews", then "By Abdul Kerimkhanov".
            if found.byline.is_none_or(|b| b.range().len() == 1 && names.range().len() > 1) {
                found.byline = Some(names);
            }
        } else if let Some(date) = dateline::date_line(&head, line) {
            found.date = found.date.or(date);
        } else if let Some((dateline, date)) = dateline::dateline(&head, line) {
            found.dateline = Some(dateline);
            found.date = found.date.or(date);
            break;
        } else if found.byline.is_some() && byline::is_credit(&head, line) {
            continue;
        } else if let Some((headline, next)) = headline(&head, line) {
            // Only the first is the headline, a second one its deck.
            found.headline = found.headline.or(Some(headline));
            at = next;
        } else {
            break;
        }
    }
    found
}

/// A line without the marks of Markdown around it.
#[derive(Clone, Copy)]
struct Line {
    tokens: TokenRange,
    /// Goes on behind [`WIDTH`] tokens.
    long: bool,
    /// First token of the next line.
    next: usize,
}

struct Head<'a> {
    text: &'a str,
    tokens: &'a [Token],
    sentences: &'a [Sentence],
}

impl Head<'_> {
    fn word(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |t| t.of(self.text))
    }

    fn line(&self, first: usize) -> Option<Line> {
        let rest = self.tokens.get(first..).filter(|r| !r.is_empty())?;
        let n = rest.iter().skip(1).take(WIDTH).take_while(|t| !t.after_newline()).count() + 1;
        let (mut from, mut end) = (first, first + n);
        let markup = |i: usize| matches!(self.word(i), "*" | "_" | "#" | ">" | "=") || self.word(i).starts_with("--");
        while from < end && markup(from) {
            from += 1;
        }
        while end > from && markup(end - 1) {
            end -= 1;
        }
        Some(Line { tokens: TokenRange::new(from, end), long: n > WIDTH, next: first + n })
    }

    /// The sentence that holds token `i`.
    fn sentence(&self, i: usize) -> Sentence {
        let at = self.sentences.partition_point(|s| s.tokens.end as usize <= i);
        let all = Sentence { tokens: TokenRange::new(i, self.tokens.len()), all_caps: false };
        self.sentences.get(at).copied().unwrap_or(all)
    }

    /// Does the sentence end in a stop, closing quotes aside?
    fn has_stop(&self, sentence: Sentence) -> bool {
        const CLOSERS: usize = 3;
        let tokens = &self.tokens[sentence.tokens.range()];
        tokens.iter().rev().take(CLOSERS).any(|t| t.flags & (Token::STOP | Token::DOT) != 0)
    }
}

/// A short line, or two that belong together, without a final stop, with the story or another part of the opening behind it.
/// Gives its tokens and the first token behind it.
fn headline(head: &Head<'_>, line: Line) -> Option<(TokenRange, usize)> {
    let first = line.tokens.first as usize;
    let last = head.sentence(line.tokens.end as usize - 1);
    let end = (last.tokens.end as usize).max(line.next);
    let whole = TokenRange::new(first, (last.tokens.end as usize).min(end).max(line.tokens.end as usize));
    let next = head.tokens.get(end)?;
    let words = head.tokens[whole.range()].iter().any(|t| t.is_word());
    if line.long || whole.range().len() > WIDTH || !words || !next.after_newline() {
        return None;
    }
    let body = head.line(end)?;
    let story = head.sentence(end);
    let longer = head.has_stop(story) && story.tokens.range().len() > 10;
    let markup = head.word(end).starts_with(['=', '-']);
    let other = || {
        let parts = (byline::names(head, body), dateline::date_line(head, body), dateline::dateline(head, body));
        parts.0.is_some() || parts.1.is_some() || parts.2.is_some()
    };
    // With a stop it is one only right above another part of the opening.
    let behind = match ends_in_stop(head, last) {
        true => (last.all_caps || !next.after_blank()) && other(),
        false => next.after_blank() || longer || markup || other(),
    };
    let tidy = if line.next == end { line.tokens } else { whole };
    behind.then_some((tidy, end))
}

/// Does a headline's candidate end like a sentence of the story? `?` and `!` are common in headlines, unless a quotation ends there;
/// so is a short line with an abbreviation at its end.
fn ends_in_stop(head: &Head<'_>, sentence: Sentence) -> bool {
    const SHORT: usize = 16;
    let range = sentence.tokens.range();
    let last = &head.tokens[range.end - 1];
    match () {
        () if last.flags & Token::STOP != 0 => head.word(range.end - 1).starts_with('.'),
        () if last.flags & Token::DOT != 0 => range.len() > SHORT,
        () => head.has_stop(sentence),
    }
}

/// Is it a word that a name may hold?
fn is_name(token: &Token) -> bool {
    token.kind == TokenKind::Word && token.is_capital()
}

/// Printed in capitals, two letters or more.
fn is_capitals(token: &Token) -> bool {
    token.kind == TokenKind::Word && matches!(token.case, Case::Upper | Case::Dotted) && token.end - token.start > 1
}
