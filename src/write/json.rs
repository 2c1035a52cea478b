//! JSON Lines: one object a line, every column present, `null` for unknown.

use crate::tabulate::cells::{Cells, Key, List, Short, Text, digits, is_plain, is_special, special};

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

    /// A comma, the name, and what follows it. The name is known where this is inlined, and with it the whole block and how many of its
    /// bytes count: a few moves, where copying a name's own length is a call.
    #[inline(always)]
    fn key<const N: usize>(&mut self, key: Key<'_>, behind: &[u8; N]) {
        let n = key.name.len();
        if !key.own || n + 3 + N > KEY {
            return self.foreign_key(key.name, behind);
        }
        let mut block = [0; KEY];
        block[0] = b',';
        block[1] = b'"';
        block[2..2 + n].copy_from_slice(key.name.as_bytes());
        block[2 + n] = b'"';
        block[3 + n..3 + n + N].copy_from_slice(behind);
        self.block(&block, n + 3 + N);
    }

    #[cold]
    fn foreign_key(&mut self, name: &str, behind: &[u8]) {
        self.out.extend_from_slice(b",\"");
        self.content(Text::new(name));
        self.out.push(b'"');
        self.out.extend_from_slice(behind);
    }

    /// The first `n` bytes of a block.
    #[inline(always)]
    fn block<const N: usize>(&mut self, block: &[u8; N], n: usize) {
        let end = self.out.len() + n;
        self.out.extend_from_slice(block);
        self.out.truncate(end);
    }

    /// A text between its quotes. Most need no escape at all.
    #[inline]
    fn content(&mut self, text: Text<'_>) {
        let bytes = text.bytes();
        if !text.is_plain() && !is_plain(bytes) {
            return escaped(bytes, &mut self.out);
        }
        match (text.bytes_and_on().first_chunk::<32>(), bytes.len()) {
            (Some(block), n @ 0..=32) => self.block(block, n),
            _ => self.long(bytes),
        }
    }

    /// Texts that nothing stands behind go in two pieces of constant size that may overlap.
    fn long(&mut self, bytes: &[u8]) {
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

/// Every key fits in here with all its marks and `null`, which a test of the schema makes sure of.
const KEY: usize = 32;

impl Cells for JsonCells {
    #[inline(always)]
    fn text(&mut self, key: Key<'_>, text: Text<'_>) {
        self.key(key, b":\"");
        self.content(text);
        self.out.push(b'"');
    }
    #[inline(always)]
    fn plain(&mut self, key: Key<'_>, text: &Short) {
        self.key(key, b":\"");
        let (block, n) = text.block();
        self.block(block, n);
        self.out.push(b'"');
    }
    #[inline(always)]
    fn number(&mut self, key: Key<'_>, number: &Short) {
        self.key(key, b":");
        let (block, n) = number.block();
        self.block(block, n);
    }
    #[inline(always)]
    fn whole(&mut self, key: Key<'_>, number: u64) {
        self.key(key, b":");
        match u32::try_from(number).ok().and_then(digits) {
            Some((digits, n)) => self.block(&digits, n),
            None => self.out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes()),
        }
    }
    #[inline(always)]
    fn truth(&mut self, key: Key<'_>, truth: bool) {
        if truth { self.key(key, b":true") } else { self.key(key, b":false") }
    }
    #[inline(always)]
    fn list(&mut self, key: Key<'_>, items: List<'_>) {
        if items.0.is_empty() {
            return self.key(key, b":[]");
        }
        self.key(key, b":[");
        self.items(items);
    }
    #[inline(always)]
    fn null(&mut self, key: Key<'_>) {
        self.key(key, b":null");
    }
}

impl JsonCells {
    fn items(&mut self, items: List<'_>) {
        for (i, item) in items.items().enumerate() {
            self.out.extend_from_slice(if i > 0 { b",\"" } else { b"\"" });
            self.content(Text::new(item));
            self.out.push(b'"');
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
    use super::{JsonCells, KEY};
    use crate::tabulate::Table;
    use crate::tabulate::cells::{Cell, Key, Text, is_plain};

    #[test]
    fn names_of_columns_fit_and_are_plain() {
        for column in Table::ALL.iter().flat_map(|table| table.columns()) {
            assert!(column.name.len() + "\"\":false,".len() <= KEY && is_plain(column.name.as_bytes()), "{}", column.name);
        }
    }

    #[test]
    fn strings_read_back_as_they_were() {
        let all: String = (0..0x250).filter_map(char::from_u32).collect();
        let long = "a \"quote\" and a back\\slash over sixteen bytes";
        for text in ["plain", long, &long[..9], "\u{1}", "1234567\n", "12345678\t", &all, "\u{1F600}\u{2028}"].map(Text::new) {
            let mut cells = JsonCells::default();
            cells.begin();
            text.put(Key { name: "own", own: true }, &mut cells);
            text.put(Key { name: "a \"name\"", own: false }, &mut cells);
            cells.end();
            let read: serde_json::Value = serde_json::from_slice(&cells.out).unwrap();
            let text = std::str::from_utf8(text.bytes()).unwrap();
            assert_eq!(read, serde_json::json!({ "own": text, "a \"name\"": text }));
        }
    }

    #[test]
    fn texts_of_all_lengths_are_copied_whole() {
        let (of, mut cells) = ("0123456789".repeat(20), JsonCells::default());
        for (start, end) in (0..of.len()).flat_map(|i| (i + 1..=of.len()).map(move |j| (i, j))) {
            cells.out.clear();
            cells.content(Text::part(of.as_bytes(), start, end, true));
            assert_eq!(cells.out, &of.as_bytes()[start..end]);
        }
    }
}
