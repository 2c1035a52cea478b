//! Byte offsets -> code points and line numbers: a cursor that only counts what lies between two questions.

/// Counts code points and lines up to a byte, from the byte asked for last: O(n) for a document's spans in text order.
#[derive(Debug)]
pub struct Cursor<'a> {
    text: &'a [u8],
    ascii: bool,
    chars_at: usize,
    chars: u64,
    line_at: usize,
    line: u64,
}

impl<'a> Cursor<'a> {
    /// A cursor at the start of `text`; `ascii` says that all of it is ASCII, so that code points are bytes.
    pub fn new(text: &'a str, ascii: bool) -> Self {
        Cursor { text: text.as_bytes(), ascii, chars_at: 0, chars: 0, line_at: 0, line: 1 }
    }

    /// Code points before byte `at`. Going back is right, and costs what lies between.
    pub fn chars(&mut self, at: u32) -> u64 {
        let at = at as usize;
        if self.ascii {
            return at as u64;
        }
        if at >= self.chars_at {
            self.chars += count_chars(&self.text[self.chars_at..at]);
        } else {
            self.chars -= count_chars(&self.text[at..self.chars_at]);
        }
        self.chars_at = at;
        self.chars
    }

    /// The line of byte `at`, from 1.
    pub fn line(&mut self, at: u32) -> u64 {
        let at = at as usize;
        if at >= self.line_at {
            self.line += memchr::memchr_iter(b'\n', &self.text[self.line_at..at]).count() as u64;
        } else {
            self.line -= memchr::memchr_iter(b'\n', &self.text[at..self.line_at]).count() as u64;
        }
        self.line_at = at;
        self.line
    }
}

/// Code points that begin in `bytes` (UTF-8).
pub fn count_chars(bytes: &[u8]) -> u64 {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    let (words, rest) = bytes.as_chunks::<8>();
    let mut inside = 0;
    // Each of the eight sums has one byte, so 255 words may be added up before they are drawn together.
    for words in words.chunks(255) {
        let sums =
            words.iter().map(|word| u64::from_le_bytes(*word)).fold(0, |sums, word| sums + ((word >> 7) & (!word >> 6) & ONES));
        let pairs = (sums & 0x00ff_00ff_00ff_00ff) + ((sums >> 8) & 0x00ff_00ff_00ff_00ff);
        inside += pairs.wrapping_mul(0x0001_0001_0001_0001) >> 48;
    }
    let rest_inside = rest.iter().filter(|&&b| b & 0xc0 == 0x80).count();
    bytes.len() as u64 - inside - rest_inside as u64
}

#[cfg(test)]
mod tests {
    use super::{Cursor, count_chars};

    #[test]
    fn long_texts_are_counted_to_the_end() {
        for n in (0..40).chain([2039, 2040, 2041, 4100, 70_000]) {
            for text in ["e".repeat(n), "é".repeat(n), "x\u{1F600}Ə".repeat(n)] {
                assert_eq!(count_chars(text.as_bytes()), text.chars().count() as u64);
            }
        }
    }

    #[test]
    fn counts_forward_and_back() {
        let text = "Ağdam\nİki “söz”\n\u{1F600} end";
        let mut cursor = Cursor::new(text, false);
        let all: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
        for &at in all.iter().chain(all.iter().rev()) {
            assert_eq!(cursor.chars(at as u32), text[..at].chars().count() as u64);
            assert_eq!(cursor.line(at as u32), 1 + text[..at].matches('\n').count() as u64);
        }
    }
}
