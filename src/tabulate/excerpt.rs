//! Pieces of text for reading: the words around a mention, and its sentence. White space is collapsed to one blank.

use super::cells::{Text, equal};
use super::offsets::{Marks, flaws, is_inside, white_space};
use crate::extract::Segments;
use crate::mention::Span;
use std::ops::Range;

const CONTEXT: usize = 40;

/// The range of the text, in which these `marks` stand, with runs of white space as one blank; borrowed where there is none to collapse.
#[inline(always)]
pub fn collapse<'a>(text: &'a str, range: Range<usize>, marks: &[u32], buffer: &'a mut String) -> Text<'a> {
    match marks {
        [] => Text::part(text.as_bytes(), range.start, range.end, true),
        _ => collapse_marked(text, range, marks, buffer),
    }
}

fn collapse_marked<'a>(text: &'a str, range: Range<usize>, marks: &[u32], buffer: &'a mut String) -> Text<'a> {
    let flaws = flaws(text, marks);
    if !flaws.rough {
        return Text::part(text.as_bytes(), range.start, range.end, !flaws.special);
    }
    buffer.clear();
    let mut at = range.start;
    for &mark in marks {
        let mark = mark as usize;
        let length = white_space(&text.as_bytes()[mark..]);
        if length == 0 {
            continue;
        }
        buffer.push_str(&text[at..mark]);
        if !buffer.ends_with(' ') {
            buffer.push(' ');
        }
        at = mark + length;
    }
    buffer.push_str(&text[at..range.end]);
    if flaws.special { Text::new(buffer) } else { Text::known(buffer) }
}

/// The same for a text that is looked at once.
pub fn collapse_all<'a>(text: &'a str, marks: &mut Marks, buffer: &'a mut String) -> Text<'a> {
    marks.read(text);
    collapse(text, 0..text.len(), marks.all(), buffer)
}

/// About 40 characters before `at`, beginning at a word, and their marks; `marks` are those before `at`.
#[inline]
pub fn before<'m>(text: &str, at: u32, marks: &'m [u32]) -> (Range<usize>, &'m [u32]) {
    let (at, bytes) = (at as usize, text.as_bytes());
    let (mut from, mut first) = (at.saturating_sub(CONTEXT), marks.len());
    // Characters of several bytes move the window's start.
    while let Some(mark) = first.checked_sub(1).and_then(|i| marks.get(i)).map(|&mark| mark as usize)
        && mark >= from
    {
        from -= usize::from(is_inside(bytes[mark]) && from > 0);
        first -= 1;
    }
    let marks = &marks[first..];
    if from == 0 {
        return (0..at, marks);
    }
    // Begin after the first white space, so that no word is cut; a single long word stays cut.
    let blank = position(&bytes[from..at], b' ').map(|i| from + i);
    if marks.is_empty() { (blank.map_or(from, |i| i + 1)..at, marks) } else { after_gap(bytes, from..at, blank, marks) }
}

/// What stands after the first white space of a range, be it the first blank or one of the marks.
fn after_gap<'m>(bytes: &[u8], range: Range<usize>, blank: Option<usize>, marks: &'m [u32]) -> (Range<usize>, &'m [u32]) {
    let rough = marks.iter().map(|&mark| mark as usize).find(|&mark| white_space(&bytes[mark..]) > 0);
    let mut from = match (blank, rough) {
        (Some(blank), Some(rough)) => blank.min(rough),
        (one, other) => one.or(other).unwrap_or(range.start),
    };
    while from < range.end
        && let length @ 1.. = white_space(&bytes[from..])
    {
        from += length;
    }
    let left_out = marks.iter().take_while(|&&mark| (mark as usize) < from).count();
    (from..range.end, &marks[left_out..])
}

/// About 40 characters after `at`, ending with a word, and their marks; `marks` are those from `at` on.
#[inline]
pub fn after<'m>(text: &str, at: u32, marks: &'m [u32]) -> (Range<usize>, &'m [u32]) {
    let (at, bytes) = (at as usize, text.as_bytes());
    let (mut to, mut n) = ((at + CONTEXT).min(bytes.len()), 0);
    while let Some(mark) = marks.get(n).map(|&mark| mark as usize)
        && (mark < to || mark == to && is_inside(bytes[mark]))
    {
        to = (to + usize::from(is_inside(bytes[mark]))).min(bytes.len());
        n += 1;
    }
    let marks = &marks[..n];
    if to == bytes.len() {
        return (at..to, marks);
    }
    let blank = last_position(&bytes[at..to], b' ').map(|i| at + i).filter(|i| *i > at);
    if marks.is_empty() { (at..blank.unwrap_or(to), marks) } else { before_gap(text, at..to, blank, marks) }
}

/// What stands before the last white space of a range that does not begin it, be it the last blank or one of the marks.
fn before_gap<'m>(text: &str, range: Range<usize>, blank: Option<usize>, marks: &'m [u32]) -> (Range<usize>, &'m [u32]) {
    let rough = marks.iter().rev().map(|&mark| mark as usize).find(|&mark| white_space(&text.as_bytes()[mark..]) > 0);
    let Some(gap) = blank.max(rough.filter(|i| *i > range.start)) else { return (range, marks) };
    let to = range.start + text[range.start..gap].trim_end().len();
    let left_out = marks.iter().rev().take_while(|&&mark| mark as usize >= to).count();
    (range.start..to, &marks[..marks.len() - left_out])
}

/// Where the byte stands first: mostly among the first eight.
#[inline]
fn position(bytes: &[u8], byte: u8) -> Option<usize> {
    let found = bytes.first_chunk::<8>().map_or(0, |block| equal(*block, byte));
    if found != 0 { Some(found.trailing_zeros() as usize / 8) } else { bytes.iter().position(|b| *b == byte) }
}

/// Where it stands last.
#[inline]
fn last_position(bytes: &[u8], byte: u8) -> Option<usize> {
    // Read backwards, since only the first found is sure.
    let found = bytes.last_chunk::<8>().map_or(0, |block| equal(u64::from_be_bytes(*block).to_le_bytes(), byte));
    let n = bytes.len();
    if found != 0 { Some(n - 1 - found.trailing_zeros() as usize / 8) } else { bytes.iter().rposition(|b| *b == byte) }
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

/// The nearest character boundary at or before `at`.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::super::offsets::Marks;
    use super::{Text, after, before, collapse, collapse_all};
    use std::ops::Range;

    fn left(text: &str, at: usize) -> Range<usize> {
        let mut marks = Marks::default();
        marks.read(text);
        let (range, inside) = before(text, at as u32, marks.within(0, at));
        assert_eq!(inside, marks.within(range.start, range.end));
        range
    }

    fn right(text: &str, at: usize) -> Range<usize> {
        let mut marks = Marks::default();
        marks.read(text);
        let (range, inside) = after(text, at as u32, marks.within(at, text.len()));
        assert_eq!(inside, marks.within(range.start, range.end));
        range
    }

    #[test]
    fn context_is_cut_between_words() {
        let text = "The ministry of the interior said on Monday that Baku was calm and that schools would open again.";
        let at = text.find("Baku").unwrap();
        assert_eq!(&text[left(text, at)], "of the interior said on Monday that ");
        assert_eq!(&text[right(text, at + 4)], " was calm and that schools would open");
        assert_eq!((left("Baku", 0), right("Baku", 4)), (0..0, 4..4));
        let text = "Bakı şəhər icra hakimiyyətinin yaydığı məlumata görə, Ağdam rayonunda bu gün yeni məktəblər tikiləcəkdir.";
        let at = text.find("Ağdam").unwrap();
        assert_eq!(&text[left(text, at)], "hakimiyyətinin yaydığı məlumata görə, ");
        assert_eq!(&text[right(text, at + "Ağdam".len())], " rayonunda bu gün yeni məktəblər");
    }

    /// The plain way to say it: forty characters, cut at white space.
    #[test]
    fn context_is_forty_characters() {
        let mixed = "“Nine  words”\r\n\r\nof a\u{a0}text — some very-long-ones-without-any-blank-in-them — \u{1F600}\u{1F600} then \
                    çok\u{2003}uzun\u{3000}şeyler\tmore\\than enough, and the end of it all  ";
        for text in [mixed, &"слово".repeat(40), &"words и слова, ".repeat(9), &"\u{1F600}".repeat(99), &"習近平 ".repeat(30)]
        {
            check_contexts(text);
        }
    }

    fn check_contexts(text: &str) {
        for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let from = text[..at].char_indices().rev().nth(39).map_or(0, |(i, _)| i);
            let piece = &text[from..at];
            let gap = piece.find(char::is_whitespace).filter(|_| from > 0);
            assert_eq!(&text[left(text, at)], gap.map_or(piece, |i| piece[i..].trim_start()));
            let to = text[at..].char_indices().nth(40).map_or(text.len(), |(i, _)| at + i);
            let piece = &text[at..to];
            let gap = piece.rfind(char::is_whitespace).filter(|&i| i > 0 && to < text.len());
            assert_eq!(&text[right(text, at)], gap.map_or(piece, |i| piece[..i].trim_end()));
        }
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

    fn is_special(text: &str) -> bool {
        text.contains(|c: char| c == '"' || c == '\\' || c < ' ')
    }

    fn said(text: Text<'_>) -> &str {
        std::str::from_utf8(text.bytes()).unwrap()
    }

    fn check(text: &str) {
        let (mut marks, mut buffer) = (Marks::default(), String::new());
        let piece = collapse_all(text, &mut marks, &mut buffer);
        assert_eq!(said(piece), collapsed(text), "{text:?}");
        assert_eq!(piece.is_plain(), !is_special(said(piece)), "{text:?}");
    }

    #[test]
    fn marks_are_found_anywhere() {
        for c in (0..=0x3100).filter_map(char::from_u32) {
            for text in [format!("a{c}b"), format!("{c}b"), format!("a{c}"), format!("seven or {c} more \u{e9}{c}{c}.")] {
                check(&text);
            }
        }
        for (length, at, gap) in (4..40).flat_map(|l| {
            (0..l - 3).flat_map(move |at| ["  ", "\n ", " \n", "   ", "\u{a0} ", " \"", "\"", "\u{1f} "].map(|g| (l, at, g)))
        }) {
            let mut text = "x".repeat(length);
            text.replace_range(at..at + gap.len(), gap);
            check(&text);
        }
    }

    #[test]
    fn every_piece_is_collapsed_as_if_it_stood_alone() {
        let text = "one  two\r\n three\u{a0}\t“four” \u{2003} fi\"ve\n";
        let (mut marks, mut buffer) = (Marks::default(), String::new());
        marks.read(text);
        for (i, j) in (0..=text.len()).flat_map(|i| (i..=text.len()).map(move |j| (i, j))) {
            if let Some(piece) = text.get(i..j) {
                let made = collapse(text, i..j, marks.within(i, j), &mut buffer);
                assert_eq!(said(made), collapsed(piece), "{piece:?}");
                assert_eq!(made.is_plain(), !is_special(said(made)), "{piece:?}");
            }
        }
    }
}
