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
    #[inline]
    pub fn begin(&mut self) {
        self.first = true;
    }
    /// Closes it.
    #[inline]
    pub fn end(&mut self) {
        if self.first {
            self.out.push(b'{');
        }
        self.out.extend_from_slice(b"}\n");
    }

    #[inline]
    fn before_key(&mut self) -> u8 {
        if std::mem::replace(&mut self.first, false) { b'{' } else { b',' }
    }
}

/// A key with all its marks fits in here, which a test of the schema makes sure of; copying a constant number of bytes is one or two
/// moves where copying a name's own length is a call.
const KEY: usize = 32;

impl Cells for JsonCells {
    fn key(&mut self, name: &str) {
        let mark = self.before_key();
        self.out.push(mark);
        quoted(name, &mut self.out);
        self.out.push(b':');
    }
    #[inline(always)]
    fn plain_key(&mut self, name: &'static str) {
        let n = name.len();
        if n + 4 > KEY {
            return self.key(name);
        }
        let mut key = [0; KEY];
        key[0] = self.before_key();
        key[1] = b'"';
        key[2..2 + n].copy_from_slice(name.as_bytes());
        key[2 + n] = b'"';
        key[3 + n] = b':';
        let end = self.out.len() + n + 4;
        self.out.extend_from_slice(&key);
        self.out.truncate(end);
    }
    #[inline]
    fn text(&mut self, text: &str) {
        quoted(text, &mut self.out);
    }
    #[inline]
    fn bare(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }
    #[inline]
    fn number(&mut self, number: u32) {
        match digits(number) {
            Some((digits, n)) => {
                let end = self.out.len() + n;
                self.out.extend_from_slice(&digits);
                self.out.truncate(end);
            }
            None => self.bare(itoa::Buffer::new().format(number)),
        }
    }
    #[inline]
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

/// The decimal digits of a number below 10^8 and how many they are, all eight worked out at once: halves, then pairs, then digits.
#[inline]
fn digits(number: u32) -> Option<([u8; 8], usize)> {
    if number >= 100_000_000 {
        return None;
    }
    let number = u64::from(number);
    let halves = (number / 10_000) | ((number % 10_000) << 32);
    // 10486 / 2^20 is a hundredth for numbers below 10,000, 103 / 2^10 a tenth for numbers below 100.
    let hundreds = ((halves * 10_486) >> 20) & 0x0000_007f_0000_007f;
    let pairs = hundreds | ((halves - hundreds * 100) << 16);
    let tens = ((pairs * 103) >> 10) & 0x000f_000f_000f_000f;
    let all = tens | ((pairs - tens * 10) << 8);
    let zeros = (all.trailing_zeros() / 8).min(7);
    Some((((all | 0x3030_3030_3030_3030) >> (8 * zeros)).to_le_bytes(), 8 - zeros as usize))
}

/// A JSON string. Most texts need no escape at all, which 16 bytes at a time can tell.
fn quoted(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    if plain(bytes) {
        append(bytes, out);
    } else {
        escaped(bytes, out);
    }
    out.push(b'"');
}

/// Short texts go in two pieces of constant size that may overlap, which spares a call each.
#[inline]
fn append(bytes: &[u8], out: &mut Vec<u8>) {
    #[inline]
    fn both<const N: usize>(bytes: &[u8], out: &mut Vec<u8>) -> bool {
        let (Some(first), Some(last)) = (bytes.first_chunk::<N>(), bytes.last_chunk::<N>()) else { return false };
        let end = out.len() + bytes.len();
        out.extend_from_slice(first);
        out.truncate(end - N);
        out.extend_from_slice(last);
        true
    }
    let done = match bytes.len() {
        4..8 => both::<4>(bytes, out),
        8..=16 => both::<8>(bytes, out),
        17..=32 => both::<16>(bytes, out),
        _ => false,
    };
    if !done {
        out.extend_from_slice(bytes);
    }
}

#[inline]
fn special(b: u8) -> bool {
    (b < 0x20) | (b == b'"') | (b == b'\\')
}

#[inline]
fn plain(bytes: &[u8]) -> bool {
    // The last bytes overlap what was looked at; that is cheaper than one at a time.
    if let Some(last) = bytes.last_chunk::<16>() {
        let (blocks, _) = bytes.as_chunks::<16>();
        let mut found = [0; 16];
        mark_special(last, &mut found);
        for block in blocks {
            mark_special(block, &mut found);
        }
        u128::from_ne_bytes(found) == 0
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        special_in_8(*first) | special_in_8(*last) == 0
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        let [a, b, c, d] = *first;
        let [e, f, g, h] = *last;
        special_in_8([a, b, c, d, e, f, g, h]) == 0
    } else {
        !bytes.iter().any(|b| special(*b))
    }
}

/// Marks the places where the bytes are special. Written so that the compiler looks at all of them with a few vector instructions.
#[inline(always)]
fn mark_special(block: &[u8; 16], found: &mut [u8; 16]) {
    for (found, &b) in found.iter_mut().zip(block) {
        *found |= u8::from(special(b));
    }
}

/// Not 0 where one of eight bytes is a control character, a quote or a backslash: the usual test for a zero byte, three times.
/// (A borrow may mark a byte above one that is special, never one in a block without any.)
#[inline]
fn special_in_8(block: [u8; 8]) -> u64 {
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
    use super::{KEY, digits, plain, quoted, special};
    use crate::tabulate::Table;

    #[test]
    fn names_of_columns_fit_and_are_plain() {
        for column in Table::ALL.iter().flat_map(|table| table.columns()) {
            assert!(column.name.len() + 4 <= KEY && plain(column.name.as_bytes()), "{}", column.name);
        }
    }

    #[test]
    fn digits_are_those_of_the_number() {
        let some = (0..200_000)
            .chain((0..8).flat_map(|e| (0..100).map(move |i| 10_u32.pow(e) - 1 + i)))
            .chain((0..99_999_999).step_by(997));
        for number in some.filter(|n| *n < 100_000_000) {
            let (digits, n) = digits(number).unwrap();
            assert_eq!(std::str::from_utf8(&digits[..n]).unwrap(), number.to_string());
        }
        assert!(digits(100_000_000).is_none());
    }

    #[test]
    fn strings_read_back_as_they_were() {
        let all: String = (0..0x250).filter_map(char::from_u32).collect();
        for text in ["", "plain", "a \"quote\" and a back\\slash over sixteen bytes", &all, "\u{1F600}\u{2028}"] {
            let mut out = Vec::new();
            quoted(text, &mut out);
            assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
        }
        // Every ASCII character at every place of a text of every length.
        for (length, place, c) in (1..40).flat_map(|l| (0..l).flat_map(move |p| (0..128_u8).map(move |c| (l, p, c)))) {
            let mut bytes = vec![b'x'; length];
            bytes[place] = c;
            assert_eq!(plain(&bytes), !special(c), "{bytes:?}");
        }
    }
}
