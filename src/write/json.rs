//! JSON Lines: one object a line, every column present, `null` for unknown.

use super::cells::Cells;

/// Writes cells as members of a JSON object.
#[derive(Debug, Default)]
pub struct JsonCells {
    /// Finished lines, then the open one.
    pub out: Vec<u8>,
    first: bool,
}

impl JsonCells {
    /// Opens a line.
    pub fn begin(&mut self) {
        self.out.push(b'{');
        self.first = true;
    }
    /// Closes it.
    pub fn end(&mut self) {
        self.out.extend_from_slice(b"}\n");
    }
}

impl Cells for JsonCells {
    fn key(&mut self, name: &str) {
        if !std::mem::replace(&mut self.first, false) {
            self.out.push(b',');
        }
        quoted(name, &mut self.out);
        self.out.push(b':');
    }
    fn plain_key(&mut self, name: &'static str) {
        let comma = if std::mem::replace(&mut self.first, false) { "" } else { "," };
        for part in [comma, "\"", name, "\":"] {
            self.out.extend_from_slice(part.as_bytes());
        }
    }
    fn text(&mut self, text: &str) {
        quoted(text, &mut self.out);
    }
    fn bare(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }
    fn null(&mut self) {
        self.out.extend_from_slice(b"null");
    }
    fn begin_list(&mut self) {
        self.out.push(b'[');
    }
    fn item(&mut self, text: &str) {
        if self.out.last() != Some(&b'[') {
            self.out.push(b',');
        }
        quoted(text, &mut self.out);
    }
    fn end_list(&mut self) {
        self.out.push(b']');
    }
}

/// A JSON string. Most texts need no escape at all, which eight bytes at a time can tell.
fn quoted(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    if plain(bytes) {
        out.extend_from_slice(bytes);
    } else {
        escaped(bytes, out);
    }
    out.push(b'"');
}

fn special(b: u8) -> bool {
    (b < 0x20) | (b == b'"') | (b == b'\\')
}

fn plain(bytes: &[u8]) -> bool {
    let (blocks, rest) = bytes.as_chunks::<8>();
    let mut found = blocks.iter().fold(0, |found, block| found | special_in(*block));
    found |= match (bytes.last_chunk::<8>(), rest.is_empty()) {
        (_, true) => 0,
        // The last eight bytes overlap what was looked at; that is cheaper than one at a time.
        (Some(last), false) => special_in(*last),
        (None, false) => {
            let mut last = [b' '; 8];
            last[..rest.len()].copy_from_slice(rest);
            special_in(last)
        }
    };
    found == 0
}

/// Not 0 where one of eight bytes is a control character, a quote or a backslash: the usual test for a zero byte, three times.
/// (A borrow may mark a byte above one that is special, never one in a block without any.)
fn special_in(block: [u8; 8]) -> u64 {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    let word = u64::from_le_bytes(block);
    let below = |word: u64, n: u8| word.wrapping_sub(ONES * u64::from(n)) & !word;
    let equal = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    (below(word, 0x20) | equal(b'"') | equal(b'\\')) & (ONES << 7)
}

fn escaped(bytes: &[u8], out: &mut Vec<u8>) {
    let mut from = 0;
    for (i, &b) in bytes.iter().enumerate().filter(|(_, b)| special(**b)) {
        out.extend_from_slice(&bytes[from..i]);
        from = i + 1;
        match b {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            _ => {
                let hex = |n: u8| b"0123456789abcdef"[n as usize];
                out.extend_from_slice(&[b'\\', b'u', b'0', b'0', hex(b >> 4), hex(b & 15)]);
            }
        }
    }
    out.extend_from_slice(&bytes[from..]);
}

#[cfg(test)]
mod tests {
    use super::{plain, quoted, special};

    #[test]
    fn strings_read_back_as_they_were() {
        let all: String = (0..0x250).filter_map(char::from_u32).collect();
        for text in ["", "plain", "a \"quote\" and a back\\slash over sixteen bytes", &all, "\u{1F600}\u{2028}"] {
            let mut out = Vec::new();
            quoted(text, &mut out);
            assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
        }
        // Every ASCII character at every place of a text of every length.
        for (length, place, c) in (1..20).flat_map(|l| (0..l).flat_map(move |p| (0..128_u8).map(move |c| (l, p, c)))) {
            let mut bytes = vec![b'x'; length];
            bytes[place] = c;
            assert_eq!(plain(&bytes), !special(c), "{bytes:?}");
        }
    }
}
