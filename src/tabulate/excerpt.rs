//! Pieces of text for reading: the words around a mention, and its sentence. White space is collapsed to one blank.

use crate::extract::Segments;
use crate::mention::Span;
use std::ops::Range;

const CONTEXT: usize = 40;

/// Where white space in `text` needs work: every white-space character but a single blank, by its first byte. Found once for a
/// document, so that its many excerpts need not be read again one by one.
pub fn rough_spots(text: &str, spots: &mut Vec<u32>) {
    spots.clear();
    let bytes = text.as_bytes();
    let (mut at, mut blank) = (0, false);
    while at < bytes.len() {
        if !(blank && bytes[at] == b' ') {
            // The next look begins at the last byte of a smooth block, since that may be the first of two blanks.
            blank = false;
            let before = at;
            while let Some(block) = bytes[at..].first_chunk::<17>()
                && is_smooth_17(block)
            {
                at += 16;
            }
            while let Some(block) = bytes[at..].first_chunk::<8>()
                && is_smooth(*block)
            {
                at += 7;
            }
            if at > before {
                continue;
            }
        }
        let end = (at + 8).min(bytes.len());
        while at < end {
            let length = white_space(&bytes[at..]);
            if length > 0 && (blank || bytes[at] != b' ') {
                spots.push(at as u32);
            }
            blank = length > 0;
            at += length.max(1);
        }
    }
}

/// The same for 16 bytes and the one after them, written so that the compiler looks at all of them with a few vector instructions.
fn is_smooth_17(block: &[u8; 17]) -> bool {
    let mut rough = [0; 16];
    #[allow(clippy::needless_range_loop)] // With an iterator this is ten times as many instructions.
    for i in 0..16 {
        let (a, b) = (block[i], block[i + 1]);
        rough[i] = u8::from(!(b' '..0x80).contains(&a) | ((a == b' ') & (b == b' ')));
    }
    u128::from_ne_bytes(rough) == 0
}

/// Eight bytes of ASCII without control characters and without two blanks in a row.
fn is_smooth(block: [u8; 8]) -> bool {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    let word = u64::from_le_bytes(block);
    let below = |word: u64, n: u8| word.wrapping_sub(ONES * u64::from(n)) & !word;
    let blanks = below(word ^ (ONES * u64::from(b' ')), 1) & (ONES << 7);
    (((below(word, b' ') | word) & (ONES << 7)) | (blanks & (blanks >> 8))) == 0
}

/// Length in bytes of the white-space character at the start, else 0: `char::is_whitespace` on UTF-8.
fn white_space(bytes: &[u8]) -> usize {
    match bytes {
        [b' ' | 9..=13, ..] => 1,
        [0xc2, 0x85 | 0xa0, ..] => 2,
        [0xe1, 0x9a, 0x80, ..] | [0xe2, 0x80, 0x80..=0x8a | 0xa8 | 0xa9 | 0xaf, ..] => 3,
        [0xe2, 0x81, 0x9f, ..] | [0xe3, 0x80, 0x80, ..] => 3,
        _ => 0,
    }
}

/// The range of the text with runs of white space as one blank; borrowed where it holds none of the text's rough `spots`.
pub fn collapse<'a>(text: &'a str, range: Range<usize>, spots: &[u32], buffer: &'a mut String) -> &'a str {
    let first = spots.partition_point(|&spot| (spot as usize) < range.start);
    let inside = |spot: &&u32| (**spot as usize) < range.end;
    if !spots.get(first).iter().any(inside) {
        return &text[range];
    }
    buffer.clear();
    let mut at = range.start;
    for &spot in spots[first..].iter().take_while(inside) {
        let spot = spot as usize;
        buffer.push_str(&text[at..spot]);
        if !buffer.ends_with(' ') {
            buffer.push(' ');
        }
        at = spot + white_space(&text.as_bytes()[spot..]);
    }
    buffer.push_str(&text[at..range.end]);
    buffer
}

/// The same for a text that is looked at once.
pub fn collapse_all<'a>(text: &'a str, spots: &mut Vec<u32>, buffer: &'a mut String) -> &'a str {
    rough_spots(text, spots);
    collapse(text, 0..text.len(), spots, buffer)
}

/// About 40 characters before `at`, beginning at a word.
pub fn before(text: &str, at: u32) -> Range<usize> {
    let at = at as usize;
    let from = back(text, at, CONTEXT);
    if from == 0 {
        return 0..at;
    }
    // Begin after the first white space, so that no word is cut; a single long word stays cut.
    let piece = &text[from..at];
    match piece.find(char::is_whitespace) {
        Some(i) => at - piece[i..].trim_start().len()..at,
        None => from..at,
    }
}

/// About 40 characters after `at`, ending with a word.
pub fn after(text: &str, at: u32) -> Range<usize> {
    let at = at as usize;
    let to = forth(text, at, CONTEXT);
    if to == text.len() {
        return at..to;
    }
    let piece = &text[at..to];
    match piece.rfind(char::is_whitespace) {
        Some(0) | None => at..to,
        Some(i) => at..at + piece[..i].trim_end().len(),
    }
}

/// The sentence of number `sent`, cut to about `most` bytes around `span` so that no row grows with its sentence.
pub fn sentence(text: &str, segments: &Segments, sent: u32, span: Span, most: usize) -> Range<usize> {
    let own = span.start as usize..span.end as usize;
    let Some(sentence) = segments.sentences.get(sent as usize) else { return own };
    let range = sentence.tokens.range();
    let (Some(first), Some(last)) = (segments.tokens.get(range.start), segments.tokens.get(range.end.wrapping_sub(1))) else {
        return own;
    };
    let (start, end) = (first.start.min(span.start) as usize, last.end.max(span.end) as usize);
    if end - start <= most {
        return start..end;
    }
    let (from, to) = (span.start as usize, (span.end as usize).min(span.start as usize + most));
    let from = floor(text, from.saturating_sub(most / 2).max(start));
    let to = floor(text, (to + most / 2).min(end));
    let piece = &text[from..to];
    let head = if from == start { 0 } else { piece.find(' ').filter(|&i| from + i < span.start as usize).map_or(0, |i| i + 1) };
    let tail =
        if to == end { piece.len() } else { piece.rfind(' ').filter(|&i| from + i >= span.end as usize).unwrap_or(piece.len()) };
    from + head..from + tail
}

/// Where the `n` characters before `at` begin. Their bytes are mostly as many.
fn back(text: &str, at: usize, n: usize) -> usize {
    match &text.as_bytes()[at.saturating_sub(n)..at] {
        bytes if bytes.is_ascii() => at - bytes.len(),
        _ => text[..at].char_indices().rev().nth(n - 1).map_or(0, |(i, _)| i),
    }
}

/// Where the `n` characters from `at` on end.
fn forth(text: &str, at: usize, n: usize) -> usize {
    match &text.as_bytes()[at..(at + n).min(text.len())] {
        bytes if bytes.is_ascii() => at + bytes.len(),
        _ => text[at..].char_indices().nth(n).map_or(text.len(), |(i, _)| at + i),
    }
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
    use super::{after, before, collapse, collapse_all};

    #[test]
    fn context_is_cut_between_words() {
        let text = "The ministry of the interior said on Monday that Baku was calm and that schools would open again.";
        let at = text.find("Baku").unwrap() as u32;
        assert_eq!(&text[before(text, at)], "of the interior said on Monday that ");
        assert_eq!(&text[after(text, at + 4)], " was calm and that schools would open");
        assert_eq!((before("Baku", 0), after("Baku", 4)), (0..0, 4..4));
        let text = "Bakı şəhər icra hakimiyyətinin yaydığı məlumata görə, Ağdam rayonunda bu gün yeni məktəblər tikiləcəkdir.";
        let at = text.find("Ağdam").unwrap();
        assert_eq!(&text[before(text, at as u32)], "hakimiyyətinin yaydığı məlumata görə, ");
        assert_eq!(&text[after(text, (at + "Ağdam".len()) as u32)], " rayonunda bu gün yeni məktəblər");
    }

    /// The plain way to say it.
    fn collapsed(text: &str) -> String {
        let mut out = String::new();
        for c in text.chars() {
            match c.is_whitespace() {
                true if out.ends_with(' ') => {}
                true => out.push(' '),
                false => out.push(c),
            }
        }
        out
    }

    #[test]
    fn rough_spots_are_found_anywhere() {
        let (mut spots, mut buffer) = (Vec::new(), String::new());
        for c in (0..=0x3100).filter_map(char::from_u32) {
            for text in [format!("a{c}b"), format!("{c}b"), format!("a{c}"), format!("seven or {c} more \u{e9}{c}{c}.")] {
                assert_eq!(collapse_all(&text, &mut spots, &mut buffer), collapsed(&text), "{c:?}");
            }
        }
        for (length, at, gap) in
            (4..40).flat_map(|l| (0..l - 3).flat_map(move |at| ["  ", "\n ", " \n", "   "].map(|g| (l, at, g))))
        {
            let mut text = "x".repeat(length);
            text.replace_range(at..at + gap.len(), gap);
            assert_eq!(collapse_all(&text, &mut spots, &mut buffer), collapsed(&text), "{text:?}");
        }
    }

    #[test]
    fn every_piece_is_collapsed_as_if_it_stood_alone() {
        let text = "one  two\r\n three\u{a0}\tfour \u{2003} five\n";
        let (mut spots, mut buffer) = (Vec::new(), String::new());
        super::rough_spots(text, &mut spots);
        for (i, j) in (0..=text.len()).flat_map(|i| (i..=text.len()).map(move |j| (i, j))) {
            if let Some(piece) = text.get(i..j) {
                assert_eq!(collapse(text, i..j, &spots, &mut buffer), collapsed(piece), "{piece:?}");
            }
        }
    }
}
