//! JSON Lines: one object a line, every column present, `null` for unknown.

use crate::tabulate::cells::{Cells, Column, List, Other, Short, Text, digits, is_plain, is_special, special};

/// Writes cells as members of a JSON object.
#[derive(Debug, Default)]
pub struct JsonCells {
    /// Finished lines, then the open one.
    pub out: Vec<u8>,
    /// Where that begins.
    line: usize,
}

impl JsonCells {
    /// Opens a line.
    #[inline]
    pub fn begin(&mut self) {
        self.line = self.out.len();
    }

    /// Closes it.
    #[inline]
    pub fn end(&mut self) {
        // Each member has its comma before it.
        match self.out.get_mut(self.line) {
            Some(comma) => *comma = b'{',
            None => self.out.push(b'{'),
        }
        self.out.extend_from_slice(b"}\n");
    }

    /// The first `n` bytes of a block.
    #[inline(always)]
    fn block<const N: usize>(&mut self, block: &[u8; N], n: usize) {
        let end = self.out.len() + n;
        self.out.extend_from_slice(block);
        self.out.truncate(end);
    }

    /// A text and the quote behind it. Most need no escape at all, and are copied with what stands behind them in a block of constant
    /// size: a few moves, where copying a text's own length is a call.
    #[inline(always)]
    fn content(&mut self, text: Text<'_>) {
        let bytes = text.bytes();
        match text.bytes_and_on().first_chunk::<32>() {
            Some(block) if bytes.len() < 32 && (text.is_plain() || is_plain(bytes)) => {
                let end = self.out.len() + bytes.len();
                self.out.extend_from_slice(block);
                self.out[end] = b'"';
                self.out.truncate(end + 1);
            }
            _ => self.long_content(bytes, text.is_plain()),
        }
    }

    #[inline(never)]
    fn long_content(&mut self, bytes: &[u8], plain: bool) {
        if !plain && !is_plain(bytes) {
            escaped(bytes, &mut self.out);
        } else {
            self.append(bytes);
        }
        self.out.push(b'"');
    }

    /// Texts that nothing stands behind go in two pieces of constant size that may overlap.
    #[inline]
    fn append(&mut self, bytes: &[u8]) {
        match bytes.len() {
            4..8 => self.both::<4>(bytes),
            8..16 => self.both::<8>(bytes),
            16..32 => self.both::<16>(bytes),
            32..64 => self.both::<32>(bytes),
            _ => self.out.extend_from_slice(bytes),
        }
    }

    #[inline(always)]
    fn both<const N: usize>(&mut self, bytes: &[u8]) {
        if let (Some(first), Some(last)) = (bytes.first_chunk::<N>(), bytes.last_chunk::<N>()) {
            self.block(first, bytes.len() - N);
            self.out.extend_from_slice(last);
        }
    }
}

/// What stands before a cell: the comma, the name, and what every cell of its kind begins with.
struct Before {
    bytes: [u8; 40],
    len: usize,
}

impl Before {
    /// Made when this is compiled, and so is the check that the name fits and needs no escape.
    const fn new(name: &str, begin: &str) -> Before {
        let mut before = Before { bytes: [0; 40], len: 0 };
        let parts = [",\"", name, "\":", begin];
        let mut part = 0;
        while part < parts.len() {
            let (bytes, mut i) = (parts[part].as_bytes(), 0);
            while i < bytes.len() {
                assert!(part != 1 || bytes[i].is_ascii_alphanumeric() || bytes[i] == b'_');
                before.bytes[before.len] = bytes[i];
                before.len += 1;
                i += 1;
            }
            part += 1;
        }
        before
    }

    #[inline(always)]
    const fn bytes(&self) -> &[u8] {
        self.bytes.split_at(self.len).0
    }
}

impl Cells for JsonCells {
    #[inline(always)]
    fn text<C: Column>(&mut self, text: Text<'_>) {
        self.out.extend_from_slice(const { &Before::new(C::NAME, "\"") }.bytes());
        self.content(text);
    }
    #[inline(always)]
    fn plain<C: Column>(&mut self, text: &Short) {
        self.out.extend_from_slice(const { &Before::new(C::NAME, "\"") }.bytes());
        let (block, n) = text.block();
        self.block(block, n);
        self.out.push(b'"');
    }
    #[inline(always)]
    fn number<C: Column>(&mut self, number: &Short) {
        self.out.extend_from_slice(const { &Before::new(C::NAME, "") }.bytes());
        let (block, n) = number.block();
        self.block(block, n);
    }
    #[inline(always)]
    fn whole<C: Column>(&mut self, number: u64) {
        self.out.extend_from_slice(const { &Before::new(C::NAME, "") }.bytes());
        match u32::try_from(number).ok().and_then(digits) {
            Some((digits, n)) => self.block(&digits, n),
            None => self.out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes()),
        }
    }
    #[inline(always)]
    fn truth<C: Column>(&mut self, truth: bool) {
        let (yes, no) = const { (&Before::new(C::NAME, "true"), &Before::new(C::NAME, "false")) };
        self.out.extend_from_slice(if truth { yes.bytes() } else { no.bytes() });
    }
    #[inline(always)]
    fn list<C: Column>(&mut self, items: List<'_>) {
        if items.0.is_empty() {
            return self.out.extend_from_slice(const { &Before::new(C::NAME, "[]") }.bytes());
        }
        self.out.extend_from_slice(const { &Before::new(C::NAME, "[") }.bytes());
        self.items(items);
    }
    #[inline(always)]
    fn null<C: Column>(&mut self) {
        self.out.extend_from_slice(const { &Before::new(C::NAME, "null") }.bytes());
    }
    fn other(&mut self, name: &str, cell: Other<'_>) {
        self.out.extend_from_slice(b",\"");
        self.content(Text::new(name));
        self.out.push(b':');
        match cell {
            Other::Text(text) => {
                self.out.push(b'"');
                self.content(Text::new(text));
            }
            Other::Number(number) => self.out.extend_from_slice(number.bytes()),
            Other::Truth(truth) => self.out.extend_from_slice(if truth { b"true" } else { b"false" }),
            Other::Null => self.out.extend_from_slice(b"null"),
        }
    }
}

impl JsonCells {
    fn items(&mut self, items: List<'_>) {
        for (i, item) in items.items().enumerate() {
            self.out.extend_from_slice(if i > 0 { b",\"" } else { b"\"" });
            self.content(Text::new(item));
        }
        self.out.push(b']');
    }
}

/// Appends a text with its special characters escaped.
fn escaped(bytes: &[u8], out: &mut Vec<u8>) {
    let (mut from, mut at) = (0, 0);
    while at < bytes.len() {
        if let Some(block) = bytes[at..].first_chunk::<8>() {
            let found = special(*block);
            if found == 0 {
                at += 8;
                continue;
            }
            at += found.trailing_zeros() as usize / 8;
        } else if !is_special(bytes[at]) {
            at += 1;
            continue;
        }
        out.extend_from_slice(&bytes[from..at]);
        match bytes[at] {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b => {
                let hex = |n: u8| b"0123456789abcdef"[n as usize];
                out.extend_from_slice(&[b'\\', b'u', b'0', b'0', hex(b >> 4), hex(b & 15)]);
            }
        }
        at += 1;
        from = at;
    }
    out.extend_from_slice(&bytes[from..]);
}

#[cfg(test)]
mod tests {
    use super::JsonCells;
    use crate::tabulate::cells::{Cells, Column, Other, Text};

    struct Own;
    impl Column for Own {
        const NAME: &'static str = "own";
    }

    #[test]
    fn strings_read_back_as_they_were() {
        let all: String = (0..0x250).filter_map(char::from_u32).collect();
        let long = "a \"quote\" and a back\\slash over sixteen bytes";
        for text in ["plain", long, &long[..9], "\u{1}", "1234567\n", "12345678\t", &all, "\u{1F600}\u{2028}"] {
            let mut cells = JsonCells::default();
            cells.begin();
            cells.text::<Own>(Text::new(text));
            cells.other("a \"name\"", Other::Text(text));
            cells.end();
            let read: serde_json::Value = serde_json::from_slice(&cells.out).unwrap();
            assert_eq!(read, serde_json::json!({ "own": text, "a \"name\"": text }));
        }
    }

    #[test]
    fn texts_of_all_lengths_are_copied_whole() {
        let (of, mut cells) = ("0123456789".repeat(20), JsonCells::default());
        for (start, end) in (0..of.len()).flat_map(|i| (i + 1..=of.len()).map(move |j| (i, j))) {
            cells.out.clear();
            cells.content(Text::part(of.as_bytes(), start, end, true));
            assert_eq!(cells.out, format!("{}\"", &of[start..end]).as_bytes());
        }
    }
}
