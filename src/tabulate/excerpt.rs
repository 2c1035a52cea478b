//! Pieces of text for reading: the words around a mention, and its sentence. White space is collapsed to one blank.

use crate::extract::Segments;
use crate::mention::Span;

const CONTEXT: usize = 40;

/// `text[from..to]` with runs of white space as one blank; borrowed where there is nothing to collapse.
pub fn collapse<'a>(text: &'a str, buffer: &'a mut String) -> &'a str {
    let bytes = text.as_bytes();
    let rough = bytes.iter().any(|&b| b < b' ' || b >= 0x80) || memchr::memmem::find(bytes, b"  ").is_some();
    if !rough || !needs_collapse(text) {
        return text;
    }
    buffer.clear();
    let mut blank = false;
    for c in text.chars() {
        let space = c.is_whitespace();
        if !space {
            buffer.push(c);
        } else if !blank {
            buffer.push(' ');
        }
        blank = space;
    }
    buffer
}

fn needs_collapse(text: &str) -> bool {
    let mut blank = false;
    text.chars().any(|c| {
        let space = c.is_whitespace();
        let found = space && (blank || c != ' ');
        blank = space;
        found
    })
}

/// About 40 characters before `at`, beginning at a word.
pub fn before(text: &str, at: u32, ascii: bool) -> &str {
    let at = at as usize;
    let from = back(text, at, CONTEXT, ascii);
    if from == 0 {
        return &text[..at];
    }
    // Begin after the first white space, so that no word is cut; a single long word stays cut.
    let piece = &text[from..at];
    match piece.find(char::is_whitespace) {
        Some(i) => piece[i..].trim_start(),
        None => piece,
    }
}

/// About 40 characters after `at`, ending with a word.
pub fn after(text: &str, at: u32, ascii: bool) -> &str {
    let at = at as usize;
    let to = forth(text, at, CONTEXT, ascii);
    if to == text.len() {
        return &text[at..];
    }
    let piece = &text[at..to];
    match piece.rfind(char::is_whitespace) {
        Some(0) | None => piece,
        Some(i) => piece[..i].trim_end(),
    }
}

/// The sentence of number `sent`, cut to about `most` bytes around `span` so that no row grows with its sentence.
pub fn sentence<'t>(text: &'t str, segments: &Segments, sent: u32, span: Span, most: usize) -> &'t str {
    let Some(sentence) = segments.sentences.get(sent as usize) else { return span.of(text) };
    let range = sentence.tokens.range();
    let (Some(first), Some(last)) = (segments.tokens.get(range.start), segments.tokens.get(range.end.wrapping_sub(1))) else {
        return span.of(text);
    };
    let (start, end) = (first.start.min(span.start) as usize, last.end.max(span.end) as usize);
    if end - start <= most {
        return &text[start..end];
    }
    let (from, to) = (span.start as usize, (span.end as usize).min(span.start as usize + most));
    let from = floor(text, from.saturating_sub(most / 2).max(start));
    let to = floor(text, (to + most / 2).min(end));
    let piece = &text[from..to];
    let head = if from == start { 0 } else { piece.find(' ').filter(|&i| from + i < span.start as usize).map_or(0, |i| i + 1) };
    let tail =
        if to == end { piece.len() } else { piece.rfind(' ').filter(|&i| from + i >= span.end as usize).unwrap_or(piece.len()) };
    &piece[head..tail]
}

fn back(text: &str, at: usize, n: usize, ascii: bool) -> usize {
    if ascii {
        return at.saturating_sub(n);
    }
    text[..at].char_indices().rev().nth(n - 1).map_or(0, |(i, _)| i)
}

fn forth(text: &str, at: usize, n: usize, ascii: bool) -> usize {
    if ascii {
        return (at + n).min(text.len());
    }
    text[at..].char_indices().nth(n).map_or(text.len(), |(i, _)| at + i)
}

/// The nearest character boundary at or before `at`.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::{after, before, collapse};

    #[test]
    fn context_is_cut_between_words() {
        let text = "The ministry of the interior said on Monday that Baku was calm and that schools would open again.";
        let at = text.find("Baku").unwrap() as u32;
        assert_eq!(before(text, at, true), "of the interior said on Monday that ");
        assert_eq!(before(text, at, true), before(text, at, false));
        assert_eq!(after(text, at + 4, true), " was calm and that schools would open");
        assert_eq!(after(text, at + 4, true), after(text, at + 4, false));
        assert_eq!((before("Baku", 0, true), after("Baku", 4, true)), ("", ""));
    }

    #[test]
    fn white_space_runs_become_one_blank() {
        let mut buffer = String::new();
        assert_eq!(collapse("a\r\n b\u{a0}\tc d", &mut buffer), "a b c d");
        assert_eq!(collapse("é è", &mut buffer), "é è");
    }
}
