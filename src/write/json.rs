//! JSON Lines: one object a line, every column present, `null` for unknown.

use crate::tabulate::cells::{Cells, Column, List, Other, Short, Text, digits, is_plain, is_special, special};

/// Writes cells as members of a JSON object.
///
/// A row has dozens of short cells, and most of the work would be to ask for each part of each whether there is room for it and how
/// many bytes are to be copied. So a cell with all its marks is put together in a block of constant size with parts of constant size,
/// each over the surplus of the one before it, and only the end moves by as much as counts.
#[derive(Debug)]
pub struct JsonCells {
    /// Finished lines, and what has been moved here of the open one.
    out: Vec<u8>,
    /// Where the open line begins.
    line: usize,
    /// The cells after that, and how many bytes they have.
    cells: Box<[u8; 2 * CELLS]>,
    end: usize,
}

/// Cells are moved when they have so many bytes; there is room for as many again. A power of two, so that the compiler sees it.
const CELLS: usize = 4096;
/// Room for a short cell: its name, [`SHORT`] bytes and all marks.
const ROOM: usize = 64;
/// A text below this size is a short cell.
const SHORT: usize = 32;

impl Default for JsonCells {
    fn default() -> Self {
        JsonCells { out: Vec::new(), line: 0, cells: Box::new([0; 2 * CELLS]), end: 0 }
    }
}

impl JsonCells {
    /// Opens a line.
    #[inline]
    pub fn begin(&mut self) {
        self.line = self.out.len();
    }

    /// Closes it.
    #[inline]
    pub fn finish(&mut self) {
        self.short(|room| {
            room[..2].copy_from_slice(b"}\n");
            2
        });
        self.move_cells();
        // Each member has its comma before it.
        if let Some(comma) = self.out.get_mut(self.line) {
            *comma = b'{';
        }
    }

    /// Bytes of all finished lines.
    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// Forgets all after this many bytes, and an open line.
    pub fn truncate(&mut self, len: usize) {
        self.out.truncate(len);
        self.end = 0;
    }

    /// Gives the lines and goes on with the memory of `next`.
    pub fn take(&mut self, next: Vec<u8>) -> Vec<u8> {
        std::mem::replace(&mut self.out, next)
    }

    /// A short cell: `write` puts it into a block and says how many bytes it has.
    #[inline(always)]
    fn short(&mut self, write: impl FnOnce(&mut [u8; ROOM]) -> usize) {
        if self.end >= CELLS {
            self.move_cells();
        }
        // It is below `CELLS` now, and the compiler believes it when it sees this.
        let start = self.end % CELLS;
        if let Some(room) = self.cells[start..].first_chunk_mut() {
            self.end = start + write(room);
        }
    }

    #[inline(never)]
    fn move_cells(&mut self) {
        self.out.extend_from_slice(&self.cells[..self.end]);
        self.end = 0;
    }

    /// A text that is no short cell, or may need escapes.
    #[inline(never)]
    fn long(&mut self, before: &Before, text: Text<'_>) {
        self.short(|room| before.and(room, &[], 0));
        let (bytes, start) = (text.bytes(), self.end);
        if !(text.is_plain() || is_plain(bytes)) || bytes.len() > CELLS / 2 {
            self.move_cells();
            append(bytes, &mut self.out);
            return self.out.push(b'"');
        }
        // A cell begins below `CELLS`, and this one has less than three quarters of that.
        match text.bytes_and_on().first_chunk::<64>() {
            Some(block) if bytes.len() <= 64 => self.cells[start..start + 64].copy_from_slice(block),
            _ => self.cells[start..start + bytes.len()].copy_from_slice(bytes),
        }
        self.end = start + bytes.len() + 1;
        self.cells[self.end - 1] = b'"';
    }

    #[inline(never)]
    fn items(&mut self, before: &Before, items: List<'_>) {
        self.move_cells();
        self.out.extend_from_slice(before.bytes());
        for (i, item) in items.items().enumerate() {
            self.out.extend_from_slice(if i > 0 { b",\"" } else { b"\"" });
            append(item, &mut self.out);
            self.out.push(b'"');
        }
        self.out.push(b']');
    }
}

/// Appends the content of a string.
fn append(bytes: &[u8], out: &mut Vec<u8>) {
    if is_plain(bytes) { out.extend_from_slice(bytes) } else { escaped(bytes, out) }
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

/// What stands before a cell: the comma, the name, and what every cell of its kind begins with.
struct Before {
    bytes: [u8; SHORT],
    len: usize,
}

impl Before {
    /// Made when this is compiled, and so is the check that the name fits and needs no escape.
    const fn new(name: &str, begin: &str) -> Before {
        let mut before = Before { bytes: [0; SHORT], len: 0 };
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
        assert!(before.len + SHORT < ROOM, "the name is too long for a short cell");
        before
    }

    fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// Writes it and gives the room behind it.
    #[inline(always)]
    fn write<'r>(&self, room: &'r mut [u8; ROOM]) -> &'r mut [u8] {
        room[..SHORT].copy_from_slice(&self.bytes);
        &mut room[self.len..]
    }

    /// The same with the first bytes of a block behind it; gives the size of both.
    #[inline(always)]
    fn and<const N: usize>(&self, room: &mut [u8; ROOM], block: &[u8; N], n: usize) -> usize {
        self.write(room)[..N].copy_from_slice(block);
        self.len + n
    }
}

impl Cells for JsonCells {
    #[inline(always)]
    fn text<C: Column>(&mut self, text: Text<'_>) {
        let before = const { &Before::new(C::NAME, "\"") };
        let n = text.len();
        match text.bytes_and_on().first_chunk::<SHORT>() {
            Some(block) if n < SHORT && (text.is_plain() || is_plain(text.bytes())) => self.short(|room| {
                let end = before.and(room, block, n);
                room[end] = b'"';
                end + 1
            }),
            _ => self.long(before, text),
        }
    }
    #[inline(always)]
    fn word<C: Column>(&mut self, word: &'static str) {
        let before = const { &Before::new(C::NAME, "\"") };
        if word.len() >= SHORT {
            return self.long(before, Text::known(word));
        }
        self.short(|room| {
            copy_short(word.as_bytes(), before.write(room));
            room[before.len + word.len()] = b'"';
            before.len + word.len() + 1
        });
    }
    #[inline(always)]
    fn plain<C: Column>(&mut self, text: &Short) {
        let before = const { &Before::new(C::NAME, "\"") };
        let (block, n) = text.block();
        self.short(|room| {
            let end = before.and(room, block, n);
            room[end] = b'"';
            end + 1
        });
    }
    #[inline(always)]
    fn number<C: Column>(&mut self, number: &Short) {
        let before = const { &Before::new(C::NAME, "") };
        let (block, n) = number.block();
        self.short(|room| before.and(room, block, n));
    }
    #[inline(always)]
    fn whole<C: Column>(&mut self, number: u64) {
        match u32::try_from(number).ok().and_then(digits) {
            Some((digits, n)) => self.short(|room| const { &Before::new(C::NAME, "") }.and(room, &digits, n)),
            None => self.number::<C>(&Short::unsigned(number)),
        }
    }
    #[inline(always)]
    fn truth<C: Column>(&mut self, truth: bool) {
        let (yes, no) = const { (&Before::new(C::NAME, "true"), &Before::new(C::NAME, "false")) };
        let before = if truth { yes } else { no };
        self.short(|room| before.and(room, &[], 0));
    }
    #[inline(always)]
    fn list<C: Column>(&mut self, items: List<'_>) {
        if !items.0.is_empty() {
            return self.items(const { &Before::new(C::NAME, "[") }, items);
        }
        self.short(|room| const { &Before::new(C::NAME, "[]") }.and(room, &[], 0));
    }
    #[inline(always)]
    fn null<C: Column>(&mut self) {
        self.short(|room| const { &Before::new(C::NAME, "null") }.and(room, &[], 0));
    }
    fn other(&mut self, name: &str, cell: Other<'_>) {
        self.move_cells();
        let out = &mut self.out;
        out.extend_from_slice(b",\"");
        append(name.as_bytes(), out);
        out.extend_from_slice(b"\":");
        match cell {
            Other::Text(text) => {
                out.push(b'"');
                append(text.as_bytes(), out);
                out.push(b'"');
            }
            Other::Number(number) => out.extend_from_slice(number.bytes()),
            Other::Truth(truth) => out.extend_from_slice(if truth { b"true" } else { b"false" }),
            Other::Null => out.extend_from_slice(b"null"),
        }
    }
}

/// Copies less than [`SHORT`] bytes that nothing stands behind: in two parts of constant size that may overlap.
#[inline(always)]
fn copy_short(bytes: &[u8], to: &mut [u8]) {
    #[inline(always)]
    fn halves<const N: usize>(bytes: &[u8], to: &mut [u8]) {
        if let (Some(first), Some(last)) = (bytes.first_chunk::<N>(), bytes.last_chunk::<N>()) {
            to[..N].copy_from_slice(first);
            to[bytes.len() - N..bytes.len()].copy_from_slice(last);
        }
    }
    match bytes.len() {
        4..8 => halves::<4>(bytes, to),
        8..16 => halves::<8>(bytes, to),
        16..32 => halves::<16>(bytes, to),
        n => to[..n].copy_from_slice(bytes),
    }
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
            cells.finish();
            let read: serde_json::Value = serde_json::from_slice(&cells.take(Vec::new())).unwrap();
            assert_eq!(read, serde_json::json!({ "own": text, "a \"name\"": text }));
        }
    }

    /// A line of one cell.
    fn line(write: impl FnOnce(&mut JsonCells)) -> String {
        let mut cells = JsonCells::default();
        cells.begin();
        write(&mut cells);
        cells.finish();
        String::from_utf8(cells.take(Vec::new())).unwrap()
    }

    #[test]
    fn texts_of_all_lengths_are_copied_whole() {
        let of = "0123456789".repeat(20);
        for (start, end) in (0..of.len()).flat_map(|i| (i + 1..=of.len()).map(move |j| (i, j))) {
            let made = line(|cells| cells.text::<Own>(Text::part(of.as_bytes(), start, end, true)));
            assert_eq!(made, format!("{{\"own\":\"{}\"}}\n", &of[start..end]));
        }
        for word in
            ["a", "abc", "four", "seven77", "eight888", "fifteen15151515", "sixteen161616161", "thirty-one313131313131313131313"]
        {
            assert_eq!(line(|cells| cells.word::<Own>(word)), format!("{{\"own\":\"{word}\"}}\n"));
        }
    }

    #[test]
    fn rows_may_have_any_size() {
        for (n, size) in (0..300).map(|n| (n, n * 37)) {
            let text = "long".repeat(size / 4 + 1);
            let made = line(|cells| {
                (0..n).for_each(|i| cells.whole::<Own>(i as u64));
                cells.text::<Own>(Text::new(&text));
                (0..n).for_each(|i| cells.text::<Own>(Text::new(&text[..i + 1])));
            });
            let mut plain: String = (0..n).map(|i| format!(",\"own\":{i}")).collect();
            plain += &format!(",\"own\":\"{text}\"");
            plain.extend((0..n).map(|i| format!(",\"own\":\"{}\"", &text[..i + 1])));
            assert_eq!(made, format!("{{{}}}\n", &plain[1..]));
        }
    }
}
