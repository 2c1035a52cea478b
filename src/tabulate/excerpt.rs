//! Pieces of text for reading: the words around a mention, and its sentence. White space is collapsed to one blank.

use crate::extract::Segments;
use crate::mention::Span;

const CONTEXT: usize = 40;

/// The text with runs of white space as one blank; borrowed where there is nothing to collapse.
pub fn collapse<'a>(text: &'a str, buffer: &'a mut String) -> &'a str {
    if !may_need_collapse(text.as_bytes()) || !needs_collapse(text) {
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

/// A quick look: control characters or two blanks in a row, and where the text is not ASCII a byte that begins other white space.
fn may_need_collapse(bytes: &[u8]) -> bool {
    rough_ascii(bytes) || (!bytes.is_ascii() && bytes.windows(3).any(begins_blank))
}

/// Eight bytes at a time, one of them twice so that no pair is missed.
fn rough_ascii(bytes: &[u8]) -> bool {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    let below = |word: u64, n: u8| word.wrapping_sub(ONES * u64::from(n)) & !word;
    let rough = |block: [u8; 8]| {
        let word = u64::from_le_bytes(block);
        let blanks = below(word ^ (ONES * u64::from(b' ')), 1) & (ONES << 7);
        (below(word, b' ') & (ONES << 7)) | (blanks & (blanks >> 8))
    };
    let mut found = 0;
    let mut at = 0;
    while let Some(block) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        found |= rough(*block);
        at += 7;
    }
    let mut last = [b'x'; 8];
    let rest = &bytes[at.min(bytes.len())..];
    last[..rest.len()].copy_from_slice(rest);
    found | rough(last) != 0
}

/// E2 80 also begins dashes and curly quotes (third byte 90 to A7), which need no second look.
fn begins_blank(three: &[u8]) -> bool {
    match three {
        [0xc2, b, _] | [_, 0xc2, b] => matches!(b, 0x85 | 0xa0),
        [0xe2, 0x80, c] => !matches!(c, 0x90..=0xa7),
        [0xe2, b, _] => *b == 0x81,
        [0xe1, b, _] => *b == 0x9a,
        [0xe3, b, _] => *b == 0x80,
        _ => false,
    }
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
    fn two_blanks_are_found_anywhere() {
        let mut buffer = String::new();
        for (length, at) in (2..40).flat_map(|l| (0..l - 1).map(move |at| (l, at))) {
            let mut text = "x".repeat(length);
            text.replace_range(at..at + 2, "  ");
            assert_eq!(collapse(&text, &mut buffer).len(), length - 1, "{text:?}");
        }
    }

    #[test]
    fn white_space_runs_become_one_blank() {
        let mut buffer = String::new();
        assert_eq!(collapse("a\r\n b\u{a0}\tc d", &mut buffer), "a b c d");
        assert_eq!(collapse("é è", &mut buffer), "é è");
        for c in (0..=0x3100).filter_map(char::from_u32) {
            let text = format!("a{c}b");
            assert_eq!(collapse(&text, &mut buffer) == "a b", c.is_whitespace(), "{c:?}");
            let text = format!("{c}b");
            assert_eq!(collapse(&text, &mut buffer) == " b", c.is_whitespace(), "{c:?}");
            let text = format!("a{c}");
            assert_eq!(collapse(&text, &mut buffer) == "a ", c.is_whitespace(), "{c:?}");
        }
    }
}
