//! One look at a document's text for all its rows: where something stands that a row has to know of, and a cursor over these places
//! that turns byte offsets into code points and lines.

use super::cells::{HIGHEST, equal, special};

/// The bytes of a text that are neither printable ASCII nor a single blank: white space to collapse, quotes, backslashes, control
/// characters, and what belongs to characters of several bytes. All pieces of text between two of these marks are one byte a
/// character and stand in any format as they are.
#[derive(Debug, Default)]
pub struct Marks {
    places: Vec<u32>,
}

/// What a piece of text holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flaws {
    /// White space other than single blanks.
    pub rough: bool,
    /// Quotes, backslashes or control characters other than white space.
    pub special: bool,
}

impl Marks {
    /// Looks at the text.
    pub fn read(&mut self, text: &str) {
        self.places.clear();
        let bytes = text.as_bytes();
        // The place behind the last mark, or behind all the marks of one character.
        let mut done = self.mark(bytes, 0, 0);
        let mut at = 1;
        while let Some(block) = bytes.get(at - 1..).and_then(|rest| rest.first_chunk::<17>()) {
            if !is_smooth(block) {
                done = self.eight(bytes, at, done);
                done = self.eight(bytes, at + 8, done);
            }
            at += 16;
        }
        for at in at..bytes.len() {
            done = self.mark(bytes, at, done);
        }
    }

    /// Looks at eight bytes of which some are to mark.
    #[inline]
    fn eight(&mut self, bytes: &[u8], at: usize, mut done: usize) -> usize {
        let block = |at: usize| bytes[at..].first_chunk::<8>().copied().unwrap_or_default();
        let (before, block) = (block(at - 1), block(at));
        let blanks = equal(before, b' ') & equal(block, b' ');
        let mut found = special(block) | (u64::from_le_bytes(block) & HIGHEST) | blanks;
        // Wrong answers among these do no harm, since `mark` looks again.
        while found != 0 {
            done = self.mark(bytes, at + found.trailing_zeros() as usize / 8, done);
            found &= found - 1;
        }
        done
    }

    /// Marks the byte, if it is one to mark and not `done`, and with white space the rest of it and a blank behind it.
    #[inline]
    fn mark(&mut self, bytes: &[u8], at: usize, done: usize) -> usize {
        let Some(&byte) = bytes.get(at).filter(|_| at >= done) else { return done };
        let length = white_space(&bytes[at..]);
        let marked = match byte {
            b' ' => at > 0 && bytes[at - 1] == b' ',
            b'"' | b'\\' | 0..b' ' | 0x80..0xc0 => true,
            _ => length > 0,
        };
        if !marked {
            return done;
        }
        // A blank behind a blank is found by itself, since most are single ones and looked at sixteen at a time.
        let blank = length > 0 && byte != b' ' && bytes.get(at + length) == Some(&b' ');
        let end = at + length.max(1) + usize::from(blank);
        self.places.extend((at..end).map(|place| place as u32));
        end
    }

    /// A cursor at the start of the text that was looked at.
    pub fn cursor<'a>(&'a self, text: &'a str) -> Cursor<'a> {
        Cursor { text: text.as_bytes(), places: &self.places, next: 0, inside: 0, line: 1 }
    }

    /// Code points of the text.
    pub fn chars(&self, text: &str) -> u64 {
        let bytes = text.as_bytes();
        (bytes.len() - self.places.iter().filter(|&&place| is_inside(bytes[place as usize])).count()) as u64
    }

    /// All marks.
    pub fn all(&self) -> &[u32] {
        &self.places
    }

    /// The marks in `start..end`.
    pub fn within(&self, start: usize, end: usize) -> &[u32] {
        let first = self.places.partition_point(|&place| (place as usize) < start);
        let marks = &self.places[first..];
        &marks[..marks.iter().take_while(|&&place| (place as usize) < end).count()]
    }
}

/// The byte goes on with a character that began before it.
#[inline]
pub fn is_inside(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

/// Sixteen bytes, with the one before them, without any but printable ASCII and single blanks. Written so that the compiler looks at
/// all of them with a few vector instructions.
#[inline]
fn is_smooth(block: &[u8; 17]) -> bool {
    let mut marks = [0; 16];
    #[allow(clippy::needless_range_loop)] // With an iterator this is ten times as many instructions.
    for i in 0..16 {
        let (before, byte) = (block[i], block[i + 1]);
        // Signed, so that all but ASCII is below the blank as well.
        let strange = ((byte as i8) < 0x20) | (byte == b'"') | (byte == b'\\');
        marks[i] = u8::from(strange | ((before == b' ') & (byte == b' ')));
    }
    u128::from_ne_bytes(marks) == 0
}

/// Length in bytes of the white-space character at the start, else 0: `char::is_whitespace` on UTF-8.
#[inline]
pub fn white_space(bytes: &[u8]) -> usize {
    match bytes {
        [b' ' | 9..=13, ..] => 1,
        [0xc2, 0x85 | 0xa0, ..] => 2,
        [0xe1, 0x9a, 0x80, ..] | [0xe2, 0x80, 0x80..=0x8a | 0xa8 | 0xa9 | 0xaf, ..] => 3,
        [0xe2, 0x81, 0x9f, ..] | [0xe3, 0x80, 0x80, ..] => 3,
        _ => 0,
    }
}

/// What these marks of a text stand for.
pub fn flaws(text: &str, marks: &[u32]) -> Flaws {
    let bytes = text.as_bytes();
    let mut flaws = Flaws::default();
    for &mark in marks {
        let at = mark as usize;
        if !is_inside(bytes[at]) {
            let rough = white_space(&bytes[at..]) > 0;
            flaws.rough |= rough;
            flaws.special |= !rough;
        }
    }
    flaws
}

/// Counts code points and lines up to a byte, from the byte asked for last: O(n) for a document's spans in text order. Going back is
/// right, and costs what lies between.
#[derive(Debug, Clone)]
pub struct Cursor<'a> {
    text: &'a [u8],
    places: &'a [u32],
    next: usize,
    inside: u32,
    line: u32,
}

impl<'a> Cursor<'a> {
    /// Goes to byte `at` and gives the code points before it.
    #[inline]
    pub fn chars(&mut self, at: u32) -> u64 {
        while let Some(&place) = self.places.get(self.next)
            && place < at
        {
            let byte = self.text[place as usize];
            self.inside += u32::from(is_inside(byte));
            self.line += u32::from(byte == b'\n');
            self.next += 1;
        }
        while let Some(before) = self.next.checked_sub(1)
            && let Some(&place) = self.places.get(before)
            && place >= at
        {
            let byte = self.text[place as usize];
            self.inside -= u32::from(is_inside(byte));
            self.line -= u32::from(byte == b'\n');
            self.next = before;
        }
        u64::from(at - self.inside)
    }

    /// The line where it is, from 1.
    #[inline]
    pub fn line(&self) -> u64 {
        u64::from(self.line)
    }

    /// The marks before the cursor.
    #[inline]
    pub fn marks_before(&self) -> &'a [u32] {
        &self.places[..self.next]
    }

    /// The marks from the cursor on.
    #[inline]
    pub fn marks_from(&self) -> &'a [u32] {
        &self.places[self.next..]
    }
}

#[cfg(test)]
mod tests {
    use super::Marks;

    /// Counting the plain way.
    fn check(text: &str) {
        let mut marks = Marks::default();
        marks.read(text);
        assert_eq!(marks.chars(text), text.chars().count() as u64);
        let mut cursor = marks.cursor(text);
        let all: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        for &at in all.iter().chain(all.iter().rev()) {
            assert_eq!(cursor.chars(at as u32), text[..at].chars().count() as u64);
            assert_eq!(cursor.line(), 1 + text[..at].matches('\n').count() as u64);
        }
    }

    #[test]
    fn counts_forward_and_back() {
        check("");
        check("Ağdam\nİki “söz”\n\u{1F600} end");
        check(
            "A long line of plain words,\r\nthen one with a \u{1F600} in it, and\n\n  another — with “quotes” \u{a0} and \\ signs \u{7f}.",
        );
        for n in [15, 16, 17, 40, 300] {
            for c in ["e", "é", "x\u{1F600}Ə", "\n", "  "] {
                check(&c.repeat(n));
            }
        }
    }
}
