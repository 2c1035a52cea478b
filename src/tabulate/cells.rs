//! Between rows and formats: a row hands its cells over one by one, each with the name of its column.
//!
//! No serde here, though rows are data: two rules are the same in all formats and belong in one place (an empty text is unknown; 613.0
//! is written 613), and rows are ten times as many bytes as the text that they come from, so that a dispatch for each cell is felt.

use std::fmt::{self, Write};

/// Takes the cells of one row in the order of the columns: a format, or a test.
pub trait Cells {
    /// A text that is not empty.
    fn text<C: Column>(&mut self, text: Text<'_>);
    /// A word of ours that is not empty: plain (see [`Text::known`]).
    fn word<C: Column>(&mut self, word: &'static str);
    /// A short text without any character that a format writes in another way: a date, a number that counts as text.
    fn plain<C: Column>(&mut self, text: &Short);
    /// A number in its decimal notation.
    fn number<C: Column>(&mut self, number: &Short);
    /// A whole number.
    fn whole<C: Column>(&mut self, number: u64);
    /// A truth value.
    fn truth<C: Column>(&mut self, truth: bool);
    /// Texts.
    fn list<C: Column>(&mut self, items: List<'_>);
    /// Unknown.
    fn null<C: Column>(&mut self);
    /// A cell of a column that the user named.
    fn other(&mut self, name: &str, cell: Other<'_>);
}

/// A column as a type, so that a format can prepare what stands around its cells when it is compiled.
pub trait Column {
    /// Its name.
    const NAME: &'static str;
}

/// Something that stands in a column.
pub trait Cell {
    /// Hands it over.
    fn put<C: Column>(&self, to: &mut impl Cells);
}

/// What stands in a column that the user named.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub enum Other<'a> {
    Text(&'a str),
    Number(Short),
    Truth(bool),
    Null,
}

/// A text that lies among other bytes. Formats that copy short texts in blocks of constant size, which spares most of the work, may
/// read on behind it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Text<'a> {
    on: &'a [u8],
    len: usize,
    plain: bool,
}

impl<'a> Text<'a> {
    /// A text of which nothing is known.
    #[inline]
    pub fn new(text: &'a str) -> Self {
        Text { on: text.as_bytes(), len: text.len(), plain: false }
    }

    /// A text known to be plain: without quotes, backslashes and control characters.
    #[inline]
    pub fn known(text: &'a str) -> Self {
        Text { on: text.as_bytes(), len: text.len(), plain: true }
    }

    /// The UTF-8 text `start..end` of some bytes.
    #[inline]
    pub fn part(of: &'a [u8], start: usize, end: usize, plain: bool) -> Self {
        let on = &of[start..];
        Text { on, len: (end - start).min(on.len()), plain }
    }

    /// Its size in bytes.
    #[inline]
    #[allow(clippy::len_without_is_empty)] // An empty text is no cell.
    pub fn len(self) -> usize {
        self.len
    }

    /// Known to be plain.
    #[inline]
    pub fn is_plain(self) -> bool {
        self.plain
    }

    /// Its bytes.
    #[inline]
    pub fn bytes(self) -> &'a [u8] {
        &self.on[..self.len]
    }

    /// Its bytes and all that stands behind them.
    #[inline]
    pub fn bytes_and_on(self) -> &'a [u8] {
        self.on
    }
}

/// True for a text without quotes, backslashes and control characters, which eight bytes at a time can tell.
#[inline]
pub fn is_plain(bytes: &[u8]) -> bool {
    let (blocks, rest) = bytes.as_chunks::<8>();
    match (bytes.first_chunk::<4>(), bytes.last_chunk::<8>(), bytes.last_chunk::<4>()) {
        // The last eight bytes may be looked at twice, which is less work than one by one.
        (_, Some(last), _) => blocks.iter().chain([last]).fold(0, |found, block| found | special(*block)) == 0,
        (Some(&[a, b, c, d]), _, Some(&[e, f, g, h])) => special([a, b, c, d, e, f, g, h]) == 0,
        _ => !rest.iter().any(|b| is_special(*b)),
    }
}

/// Quotes, backslashes and control characters.
#[inline]
pub fn is_special(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

const ONES: u64 = u64::from_le_bytes([1; 8]);
/// The highest bit of each of eight bytes, where the tests below give their answers. Their lowest answer is right; above it there may
/// be wrong ones.
pub const HIGHEST: u64 = ONES << 7;

/// Marks the special ones of eight bytes: the usual test for a zero byte, three times.
#[inline]
pub fn special(block: [u8; 8]) -> u64 {
    let word = u64::from_le_bytes(block);
    (word.wrapping_sub(ONES * 0x20) & !word & HIGHEST) | equal(block, b'"') | equal(block, b'\\')
}

/// Marks those of eight bytes that are `byte`.
#[inline]
pub fn equal(block: [u8; 8], byte: u8) -> u64 {
    let word = u64::from_le_bytes(block) ^ (ONES * u64::from(byte));
    word.wrapping_sub(ONES) & !word & HIGHEST
}

/// The decimal digits of a number below 10^8 and how many they are, all eight worked out at once: halves, then pairs, then digits.
#[inline]
pub fn digits(number: u32) -> Option<([u8; 8], usize)> {
    if number < 10_000 {
        return Some(four_digits(number));
    }
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

/// The same for a number below 10,000, which most are, with half the work.
#[inline]
fn four_digits(number: u32) -> ([u8; 8], usize) {
    // 5243 / 2^19 is a hundredth.
    let hundreds = (number * 5243) >> 19;
    let pairs = hundreds | ((number - hundreds * 100) << 16);
    let tens = ((pairs * 103) >> 10) & 0x000f_000f;
    let all = tens | ((pairs - tens * 10) << 8);
    let zeros = (all.trailing_zeros() / 8).min(3);
    (u64::from((all | 0x3030_3030) >> (8 * zeros)).to_le_bytes(), 4 - zeros as usize)
}

/// A list kept as one text with `|` between its items.
#[derive(Debug, Clone, Copy, Default)]
pub struct List<'a>(pub &'a [u8]);

impl<'a> List<'a> {
    /// Its items.
    pub fn items(self) -> impl Iterator<Item = &'a [u8]> {
        self.0.split(|b| *b == b'|').filter(|item| !item.is_empty())
    }
}

/// A few ASCII characters, kept without a `String`: numbers and dates.
#[derive(Debug, Clone, Copy, Default)]
pub struct Short {
    bytes: [u8; Short::SIZE],
    len: usize,
}

impl Short {
    /// Room for the longest.
    pub const SIZE: usize = 32;

    /// Its bytes.
    #[inline]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// All its room, of which only the first are the text's, and how many those are.
    #[inline]
    pub fn block(&self) -> (&[u8; Short::SIZE], usize) {
        (&self.bytes, self.len)
    }

    /// Appends one character.
    #[inline]
    pub fn push(&mut self, byte: u8) {
        self.bytes[self.len] = byte;
        self.len += 1;
    }

    /// Appends a number with this many digits.
    #[inline]
    pub fn digits(&mut self, mut number: u32, digits: usize) {
        for place in self.bytes[self.len..self.len + digits].iter_mut().rev() {
            *place = b'0' + (number % 10) as u8;
            number /= 10;
        }
        self.len += digits;
    }

    /// A whole number.
    #[inline]
    pub fn whole(number: i64) -> Short {
        let mut short = Short::default();
        match u32::try_from(number).ok().and_then(digits) {
            Some((digits, n)) => {
                short.bytes[..8].copy_from_slice(&digits);
                short.len = n;
            }
            None => short.put(itoa::Buffer::new().format(number).as_bytes()),
        }
        short
    }

    /// A large whole number.
    pub fn unsigned(number: u64) -> Short {
        let mut short = Short::default();
        short.put(itoa::Buffer::new().format(number).as_bytes());
        short
    }

    /// A number of thousandths, without zeros at the end.
    #[inline]
    pub fn thousandths(number: u64, negative: bool) -> Short {
        let mut short = Short::default();
        if negative {
            short.push(b'-');
        }
        match number / 1000 {
            whole @ 0..=9 => short.push(b'0' + whole as u8),
            whole => short.put(itoa::Buffer::new().format(whole).as_bytes()),
        }
        let rest = (number % 1000) as u32;
        let decimals = match rest {
            0 => return short,
            _ if rest.is_multiple_of(100) => 1,
            _ if rest.is_multiple_of(10) => 2,
            _ => 3,
        };
        let digit = |number: u32| b'0' + (number % 10) as u8;
        let end = short.len;
        short.bytes[end..end + 4].copy_from_slice(&[b'.', digit(rest / 100), digit(rest / 10), digit(rest)]);
        short.len += 1 + decimals;
        short
    }

    /// A number as people write it: 613 and not 613.0, 0.05 and not 5e-2. Whole numbers and those with up to three decimals, which are
    /// nearly all, need no search for the shortest form.
    pub fn decimal(number: f64) -> Short {
        let size = number.abs();
        if size < 1e12 {
            let whole = number as i64;
            if whole as f64 == number {
                return Short::whole(whole);
            }
            // Where the number rounded to thousandths is the number again, its decimals are these.
            let thousandths = (size * 1000.0 + 0.5) as u64;
            if thousandths as f64 / 1000.0 == size {
                return Short::thousandths(thousandths, number < 0.0);
            }
        }
        // The shortest form of a double has at most 17 digits, and at most six zeros stand before or behind them here.
        let mut short = Short::default();
        let _ = if (1e-6..1e21).contains(&size) { write!(short, "{number}") } else { write!(short, "{number:e}") };
        short
    }

    /// A number of a JSON field.
    pub fn json(number: &serde_json::Number) -> Short {
        match (number.as_i64(), number.as_u64()) {
            (Some(whole), _) => Short::whole(whole),
            (_, Some(whole)) => Short::unsigned(whole),
            _ => Short::decimal(number.as_f64().unwrap_or_default()),
        }
    }

    fn put(&mut self, bytes: &[u8]) {
        self.bytes[self.len..self.len + bytes.len()].copy_from_slice(bytes);
        self.len += bytes.len();
    }
}

impl Write for Short {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.len + text.len() > self.bytes.len() {
            return Err(fmt::Error);
        }
        self.put(text.as_bytes());
        Ok(())
    }
}

impl Cell for Text<'_> {
    #[inline(always)]
    fn put<C: Column>(&self, to: &mut impl Cells) {
        if self.len == 0 { to.null::<C>() } else { to.text::<C>(*self) }
    }
}

impl Cell for &'static str {
    #[inline(always)]
    fn put<C: Column>(&self, to: &mut impl Cells) {
        if self.is_empty() { to.null::<C>() } else { to.word::<C>(self) }
    }
}

impl Cell for List<'_> {
    #[inline(always)]
    fn put<C: Column>(&self, to: &mut impl Cells) {
        to.list::<C>(*self);
    }
}

impl Cell for bool {
    #[inline(always)]
    fn put<C: Column>(&self, to: &mut impl Cells) {
        to.truth::<C>(*self);
    }
}

impl Cell for u32 {
    #[inline(always)]
    fn put<C: Column>(&self, to: &mut impl Cells) {
        to.whole::<C>(u64::from(*self));
    }
}

impl Cell for u64 {
    #[inline(always)]
    fn put<C: Column>(&self, to: &mut impl Cells) {
        to.whole::<C>(*self);
    }
}

impl Cell for f64 {
    #[inline]
    fn put<C: Column>(&self, to: &mut impl Cells) {
        if self.is_finite() { to.number::<C>(&Short::decimal(*self)) } else { to.null::<C>() }
    }
}

impl Cell for f32 {
    /// The shortest form of the single is what its list says (40.4093, not 40.40930175781).
    fn put<C: Column>(&self, to: &mut impl Cells) {
        let mut short = Short::default();
        let _ = write!(short, "{self}");
        to.number::<C>(&short);
    }
}

impl<T: Cell> Cell for Option<T> {
    #[inline(always)]
    fn put<C: Column>(&self, to: &mut impl Cells) {
        match self {
            Some(cell) => cell.put::<C>(to),
            None => to.null::<C>(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Short, digits, is_plain, is_special};

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
    fn plain_is_without_special_bytes() {
        // Every byte at every place of a text of every length.
        for (length, place, c) in (1..40).flat_map(|l| (0..l).flat_map(move |p| (0..=255_u8).map(move |c| (l, p, c)))) {
            let mut bytes = vec![b'x'; length];
            bytes[place] = c;
            assert_eq!(is_plain(&bytes), !is_special(c), "{bytes:?}");
        }
        assert!(is_plain(b""));
    }

    #[test]
    fn decimals_are_short_and_exact() {
        for (number, text) in [
            (613.0, "613"),
            (-0.05, "-0.05"),
            (12.5, "12.5"),
            (0.05, "0.05"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1.2e9, "1200000000"),
            (1e300, "1e300"),
            (1.0 / 3.0, "0.3333333333333333"),
            (0.95, "0.95"),
            (0.7, "0.7"),
            (10.001, "10.001"),
            (10.01, "10.01"),
            (-1234.5, "-1234.5"),
            (0.001, "0.001"),
            (0.0005, "0.0005"),
            (-0.0, "0"),
            (-7.0, "-7"),
            (4294967296.0, "4294967296"),
            (999999999999.999, "999999999999.999"),
            (1234567890123456.0, "1234567890123456"),
            (123456789012345680000.0, "123456789012345680000"),
            (1e21, "1e21"),
            (-1.234567890123456e-6, "-0.000001234567890123456"),
            (-2.2250738585072014e-308, "-2.2250738585072014e-308"),
            (f64::MAX, "1.7976931348623157e308"),
        ] {
            assert_eq!(std::str::from_utf8(Short::decimal(number).bytes()).unwrap(), text);
        }
    }
}
