//! Text -> tokens: one pass over the bytes, spans out, nothing copied.
//!
//! ASCII words are cut eight bytes at a time; only a word that ends at an apostrophe, a dot, a hyphen, `@`, `:` or a non-ASCII byte
//! takes the slower way. Every look-ahead has a cap, so time is linear for any text.
//!
//! What is one token (cases: `tests/segment.rs`):
//! * a run of letters with its marks; an apostrophe inside stays (`O'Brien`, `Qur'an`), a clitic is its own token
//!   (`Azerbaijan` `'s`, `did` `n't`, `they` `'re`), a bare plural possessive too (`Azerbaijanis` `’`);
//! * letters and digits when the letters come first (`A320`, `G7`, `COVID19`); digits first are cut (`10` `km`, `1990` `s`, `5` `th`);
//! * a dotted abbreviation with its dots (`U.S.`, `D.C.`, `a.m.`, `Ph.D.`), a single capital with its dot (`F.`), and a listed
//!   abbreviation with its dot (`Mr.`, `Gen.`, `Feb.`, `Inc.`);
//! * a number with inner `,` or `.` between digits (`1,275`, `12.5`, `24.02.2020`); hyphen, slash and colon are cut (`2020` `-` `02`);
//! * hyphens are tokens of their own (`Al` `-` `Qaeda`); runs of `.`, `-`, `` ` `` and `'` are one (`...`, `--`, ` `` `);
//! * a URL, e-mail address or `@handle` whole; any other symbol alone (`$`, `%`, `£`);
//! * nothing longer than [`CAP`] bytes (links: [`LINK_CAP`]): what goes on longer is cut there.

use super::words;

/// A token: where, what, how written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What it is.
    pub kind: TokenKind,
    /// How its letters are written.
    pub case: Case,
    /// Bit set of `Token::GLUED`, `Token::NEWLINE`, `Token::BLANK`, `Token::STOP`, `Token::DOT`.
    pub flags: u8,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum TokenKind {
    /// Letters, or letters with digits after them, or an abbreviation with its dots.
    Word,
    /// Digits with inner `,` and `.`.
    Number,
    /// Punctuation and symbols.
    Punct,
    /// URL, e-mail address, handle.
    Link,
}

/// How a word's letters are written (`shape` in the literature).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Case {
    /// No letter.
    None,
    /// `troops`.
    Lower,
    /// `Georgia`.
    Initial,
    /// `UN`, `NATO`, `G7`.
    Upper,
    /// `F`, `F.`, `I`.
    Single,
    /// `U.S.`, `D.C.`.
    Dotted,
    /// `McDonald`, `AlJazeera`: a capital first, another inside.
    Mixed,
    /// `iPhone`: lower first, a capital inside.
    Inner,
}

impl Token {
    /// No white space before it.
    pub const GLUED: u8 = 1;
    /// A line break in the white space before it.
    pub const NEWLINE: u8 = 2;
    /// A blank line (paragraph end) before it.
    pub const BLANK: u8 = 4;
    /// Begins with `.`, `!`, `?` or `…`: a sentence may end here.
    pub const STOP: u8 = 8;
    /// A word that ends in a dot (`U.S.`, `Mr.`): a sentence may end here too.
    pub const DOT: u8 = 16;

    /// The token's text.
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start as usize..self.end as usize]
    }
    /// Its first byte, for cheap tests on punctuation.
    pub fn byte(&self, text: &str) -> u8 {
        text.as_bytes()[self.start as usize]
    }
    /// No white space before it.
    pub fn glued(&self) -> bool {
        self.flags & Self::GLUED != 0
    }
    /// First token of a line.
    pub fn after_newline(&self) -> bool {
        self.flags & (Self::NEWLINE | Self::BLANK) != 0
    }
    /// First token of a paragraph.
    pub fn after_blank(&self) -> bool {
        self.flags & Self::BLANK != 0
    }
    /// Begins with a capital letter.
    pub fn is_capital(&self) -> bool {
        matches!(self.case, Case::Initial | Case::Upper | Case::Single | Case::Dotted | Case::Mixed)
    }
    /// A word or an abbreviation.
    pub fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }
}

/// Longest token in bytes, links aside.
pub const CAP: usize = 256;
/// Longest link in bytes.
pub const LINK_CAP: usize = 2048;
/// Offsets are 32-bit; what lies beyond is left out (`decode` refuses such texts before).
const MAX_TEXT: usize = u32::MAX as usize;

/// What a byte begins.
#[derive(Clone, Copy, PartialEq)]
enum Class {
    Space,
    Break,
    Letter,
    Digit,
    /// Punctuation of which a run is one token.
    Run,
    Quote,
    At,
    Stop,
    Other,
    High,
}

const CLASS: [Class; 256] = {
    let mut table = [Class::Other; 256];
    let mut b = 0;
    while b < 256 {
        table[b] = match b as u8 {
            b'\n' | b'\r' => Class::Break,
            0..=b' ' | 0x7f => Class::Space,
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'-' | b'`' | b'.' => Class::Run,
            b'\'' => Class::Quote,
            b'@' => Class::At,
            b'!' | b'?' => Class::Stop,
            0x80.. => Class::High,
            _ => Class::Other,
        };
        b += 1;
    }
    table
};

/// End, kind, case and additional flags of the token being cut.
type Piece = (usize, TokenKind, Case, u8);

/// Cuts `text` into tokens; `out` is cleared first and reused.
pub fn tokens(text: &str, out: &mut Vec<Token>) {
    out.clear();
    let text = (0..4).find_map(|back| text.get(..text.len().min(MAX_TEXT) - back)).unwrap_or_default();
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut flags = Token::BLANK;
    while at < bytes.len() {
        // Most tokens are words behind one space; taking that space here spares a turn of the loop, and a wrong guess of the branch.
        if bytes[at] == b' ' {
            flags &= !Token::GLUED;
            at += 1;
            if at == bytes.len() {
                break;
            }
        }
        let (end, kind, case, more) = match CLASS[bytes[at] as usize] {
            Class::Space => {
                at += 1;
                flags &= !Token::GLUED;
                continue;
            }
            Class::Letter => match plain_word(bytes, at) {
                Some((end, case)) => (end, TokenKind::Word, case, 0),
                None => word(text, at),
            },
            Class::Break => {
                flags = after_break(bytes, at, flags);
                at += 1;
                continue;
            }
            Class::Digit => (number_end(bytes, at), TokenKind::Number, Case::None, 0),
            Class::Run => run(bytes, at),
            Class::Stop => (at + 1, TokenKind::Punct, Case::None, Token::STOP),
            Class::Other => (at + 1, TokenKind::Punct, Case::None, 0),
            Class::Quote => quote(text, at, flags),
            Class::At => handle(text, at),
            Class::High => match high(text, at, flags) {
                Ok(piece) => piece,
                Err((end, gap)) => {
                    at = end;
                    flags = gap;
                    continue;
                }
            },
        };
        out.push(Token { start: at as u32, end: end as u32, kind, case, flags: flags | more });
        at = end;
        flags = Token::GLUED;
    }
}

/// Flags after one more line break; `\r\n` is one break.
fn after_break(bytes: &[u8], at: usize, flags: u8) -> u8 {
    if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') {
        return flags & !Token::GLUED;
    }
    if flags & (Token::NEWLINE | Token::BLANK) == 0 { Token::NEWLINE } else { Token::BLANK }
}

fn next_char(text: &str, at: usize) -> char {
    text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or('\0')
}

/// True where no letter or digit goes on at `at`.
fn boundary(text: &str, at: usize) -> bool {
    match text.as_bytes().get(at) {
        None => true,
        Some(b) if b.is_ascii() => !b.is_ascii_alphanumeric(),
        Some(_) => !next_char(text, at).is_alphanumeric(),
    }
}

/// A token that begins with a non-ASCII character, or the end and flags of the white space there.
fn high(text: &str, at: usize, flags: u8) -> Result<Piece, (usize, u8)> {
    let c = next_char(text, at);
    let end = at + c.len_utf8();
    if c == '\u{2028}' || c == '\u{2029}' || c == '\u{85}' {
        return Err((end, after_break(text.as_bytes(), at, flags)));
    }
    if c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}' || c.is_control() {
        return Err((end, flags & !Token::GLUED));
    }
    Ok(match c {
        '’' => quote(text, at, flags),
        '…' => (end, TokenKind::Punct, Case::None, Token::STOP),
        _ if c.is_alphabetic() => word_from(text, at, at, 0),
        _ => (end, TokenKind::Punct, Case::None, 0),
    })
}

fn run(bytes: &[u8], at: usize) -> Piece {
    let n = bytes[at..].iter().take(CAP).take_while(|b| **b == bytes[at]).count();
    let stop = if bytes[at] == b'.' { Token::STOP } else { 0 };
    (at + n, TokenKind::Punct, Case::None, stop)
}

fn quote(text: &str, at: usize, flags: u8) -> Piece {
    if flags & Token::GLUED != 0
        && let Some(end) = clitic_end(text, at)
    {
        return (end, TokenKind::Word, Case::Lower, 0);
    }
    if text.as_bytes()[at] == b'\'' { run(text.as_bytes(), at) } else { (at + '’'.len_utf8(), TokenKind::Punct, Case::None, 0) }
}

fn handle(text: &str, at: usize) -> Piece {
    if boundary(text, at + 1) {
        return (at + 1, TokenKind::Punct, Case::None, 0);
    }
    let goes_on = |c: char| c.is_alphanumeric() || c == '_';
    let n: usize = text[at + 1..].chars().take(CAP / 4).take_while(|c| goes_on(*c)).map(char::len_utf8).sum();
    (at + 1 + n, TokenKind::Link, Case::None, 0)
}

fn number_end(bytes: &[u8], at: usize) -> usize {
    let limit = bytes.len().min(at + CAP);
    let mut end = at + 1;
    while end < limit {
        let inner = || matches!(bytes[end], b',' | b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !(bytes[end].is_ascii_digit() || inner()) {
            break;
        }
        end += 1;
    }
    // A cut by the cap must not leave a comma at the end.
    if matches!(bytes[end - 1], b',' | b'.') { end - 1 } else { end }
}

/// What letters and digits a word holds; the first letter counts by itself.
mod shape {
    pub const FIRST_UPPER: u8 = 1;
    pub const LOWER: u8 = 2;
    pub const UPPER: u8 = 4;
    pub const DIGIT: u8 = 8;
}

fn case(shape: u8) -> Case {
    use shape::{DIGIT, FIRST_UPPER, LOWER, UPPER};
    match (shape & FIRST_UPPER != 0, shape & UPPER != 0, shape & LOWER != 0) {
        (true, false, false) if shape & DIGIT == 0 => Case::Single,
        (true, _, false) => Case::Upper,
        (true, false, true) => Case::Initial,
        (true, true, true) => Case::Mixed,
        (false, false, _) => Case::Lower,
        (false, true, _) => Case::Inner,
    }
}

/// What ends a word whatever came before it: no letter or digit, and nothing of which a longer token is made.
const ENDS: [bool; 256] = {
    let mut table = [true; 256];
    let mut b = 0;
    while b < 256 {
        let goes_on = matches!(b as u8, b'.' | b'\'' | b'@' | b'_' | b'+' | b'-' | b':' | 0x80..);
        table[b] = !goes_on && !(b as u8).is_ascii_alphanumeric();
        b += 1;
    }
    table
};

/// The word at `at`, if it is as most are: up to 31 small letters, of which the first may be a capital, and an end that is sure.
#[inline]
fn plain_word(bytes: &[u8], at: usize) -> Option<(usize, Case)> {
    let mut end = at;
    // The first letter counts as a small one.
    let mut first = 0x20;
    for _ in 0..4 {
        let x = u64::from_le_bytes(*bytes.get(end..)?.first_chunk()?);
        let others = (!within((x | first) & !TOPS, b'a', b'z') | x) & TOPS;
        if others != 0 {
            let n = others.trailing_zeros() & !7;
            end += n as usize / 8;
            let case = match (bytes[at] & 0x20 == 0, end - at) {
                (false, _) => Case::Lower,
                (true, 1) => Case::Single,
                (true, _) => Case::Initial,
            };
            return ENDS[(x >> n) as usize & 0xff].then_some((end, case));
        }
        end += 8;
        first = 0;
    }
    None
}

const ONES: u64 = 0x0101_0101_0101_0101;
const TOPS: u64 = 0x8080_8080_8080_8080;

/// Top bit of each byte of `x` (all below 0x80) that lies in `low..=high`.
fn within(x: u64, low: u8, high: u8) -> u64 {
    x.wrapping_add(ONES * u64::from(0x80 - low)) & !x.wrapping_add(ONES * u64::from(0x7f - high))
}

/// End of the run of ASCII letters and digits that begins at `at`, and its shape.
fn ascii_run(bytes: &[u8], at: usize) -> (usize, u8) {
    let mut end = at;
    let mut shape = 0;
    // The first letter is told apart from the others by its place.
    let mut first: u64 = 0x80;
    while end - at < CAP {
        let x = match bytes.get(end..end + 8).and_then(|b| b.try_into().ok()) {
            Some(eight) => u64::from_le_bytes(eight),
            None => padded(&bytes[end..]),
        };
        let seven = x & !TOPS;
        let letters = within(seven | (ONES * 0x20), b'a', b'z') & TOPS & !x;
        let digits = within(seven, b'0', b'9') & TOPS & !x;
        let others = !(letters | digits) & TOPS;
        let n = (others.trailing_zeros() / 8) as usize;
        // All bytes before the first that is neither; the whole word where there is none.
        let inside = (others & others.wrapping_neg()).wrapping_sub(1) & TOPS;
        let upper = letters & !(x << 2) & inside;
        let lower = letters & (x << 2) & inside;
        shape |= u8::from(upper & first != 0) * shape::FIRST_UPPER
            | u8::from(lower & !first != 0) * shape::LOWER
            | u8::from(upper & !first != 0) * shape::UPPER
            | u8::from(digits & inside != 0) * shape::DIGIT;
        end += n;
        first = 0;
        if n < 8 {
            break;
        }
    }
    (end, shape)
}

/// The last bytes of a text, filled up with spaces.
fn padded(rest: &[u8]) -> u64 {
    let mut eight = [b' '; 8];
    let n = rest.len().min(8);
    eight[..n].copy_from_slice(&rest[..n]);
    u64::from_le_bytes(eight)
}

fn word(text: &str, at: usize) -> Piece {
    let (end, shape) = ascii_run(text.as_bytes(), at);
    match text.as_bytes().get(end) {
        Some(b'.') => dotted(text, at, end, shape),
        Some(b'\'' | 0x80..) => word_from(text, at, end, shape),
        Some(b'@' | b'_' | b'+' | b'-') => match mail_end(text, at, end) {
            Some(link) => (link, TokenKind::Link, Case::None, 0),
            None => (end, TokenKind::Word, case(shape), 0),
        },
        Some(b':') if text[end..].starts_with("://") && matches!(&text[at..end], "http" | "https") => link(text, at),
        _ => (end, TokenKind::Word, case(shape), 0),
    }
}

/// A word with apostrophes or non-ASCII letters, known up to `end`.
fn word_from(text: &str, at: usize, mut end: usize, mut shape: u8) -> Piece {
    while end - at < CAP {
        let c = next_char(text, end);
        let after = end + c.len_utf8();
        if c.is_ascii_alphanumeric() {
            let (stop, more) = ascii_run(text.as_bytes(), end);
            // Its first letter is an inner one here.
            let inner = more & !shape::FIRST_UPPER | if c.is_ascii_lowercase() { shape::LOWER } else { 0 };
            shape |= inner | if c.is_ascii_uppercase() { shape::UPPER } else { 0 };
            end = stop;
        } else if matches!(c, '\'' | '’') && next_char(text, after).is_alphabetic() {
            if clitic_end(text, end).is_some() {
                break;
            }
            if let Some(stop) = negation(text, at, end, after) {
                return (stop, TokenKind::Word, if stop > end { Case::Lower } else { case(shape) }, 0);
            }
            end = after;
        } else if c.is_alphanumeric() {
            shape |= match (end == at, c.is_uppercase(), c.is_alphabetic()) {
                (true, true, _) => shape::FIRST_UPPER,
                (false, true, _) => shape::UPPER,
                (false, false, true) => shape::LOWER,
                (true, false, true) => 0,
                (_, _, false) => shape::DIGIT,
            };
            end = after;
        } else if is_mark(c) {
            end = after;
        } else {
            break;
        }
    }
    if text.as_bytes().get(end) == Some(&b'.') { dotted(text, at, end, shape) } else { (end, TokenKind::Word, case(shape), 0) }
}

/// Where the word at `at` ends if `n't` follows (`quote` is its apostrophe): before the `n`, or after the `t` where the word is `n't`.
fn negation(text: &str, at: usize, quote: usize, after: usize) -> Option<usize> {
    let n = quote.checked_sub(1).filter(|n| *n >= at && matches!(text.as_bytes()[*n], b'n' | b'N'))?;
    let t = matches!(text.as_bytes().get(after), Some(b't' | b'T')) && boundary(text, after + 1);
    t.then_some(if n == at { after + 1 } else { n })
}

/// Combining accents, and the invisible signs that steer hyphenation and joining.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c) || matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}')
}

/// End of `'s`, `’re`, ... right after a word, number, abbreviation or closing bracket.
fn clitic_end(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let before = match *bytes.get(at.checked_sub(1)?)? {
        b if b.is_ascii() => b.is_ascii_alphanumeric() || matches!(b, b'.' | b')'),
        _ => text[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || is_mark(c)),
    };
    let from = at + next_char(text, at).len_utf8();
    let letter = |i: usize| bytes.get(from + i).map_or(0, u8::to_ascii_lowercase);
    let n = match (letter(0), letter(1)) {
        (b'r' | b'v', b'e') | (b'l', b'l') => 2,
        (b's' | b'd' | b'm', _) => 1,
        _ => return None,
    };
    (before && boundary(text, from + n)).then_some(from + n)
}

/// A word with a dot right behind it: takes the dots of `U.S.`, `F.`, `Mr.` in.
fn dotted(text: &str, at: usize, end: usize, shape: u8) -> Piece {
    // With white space behind it, as at the end of a sentence, the dot can only be an abbreviation's.
    let apart = text.as_bytes().get(end + 1).is_none_or(u8::is_ascii_whitespace);
    if !apart && let Some(longer) = dotted_on(text, at, end, shape) {
        return longer;
    }
    let keeps = (apart || boundary(text, end + 1))
        && (case(shape) == Case::Single || words::keeps_dot(text, at, end, shape & shape::FIRST_UPPER != 0));
    (end + usize::from(keeps), TokenKind::Word, case(shape), if keeps { Token::DOT } else { 0 })
}

/// The same where the dot is not the last sign: addresses, letters with dots, a run of dots.
fn dotted_on(text: &str, at: usize, end: usize, shape: u8) -> Option<Piece> {
    let bytes = text.as_bytes();
    if let Some(link) = mail_end(text, at, end) {
        return Some((link, TokenKind::Link, Case::None, 0));
    }
    if &bytes[at..end] == b"www" && !boundary(text, end + 1) {
        return Some(link(text, at));
    }
    if bytes.get(end + 1) == Some(&b'.') {
        return Some((end, TokenKind::Word, case(shape), 0));
    }
    let stop = letters_with_dots(bytes, at, end)?;
    let kept = if bytes[stop - 1] == b'.' { Token::DOT } else { 0 };
    let case = if bytes[at].is_ascii_uppercase() { Case::Dotted } else { Case::Lower };
    Some((stop, TokenKind::Word, case, kept))
}

/// End of `U.S.`, `a.m.`, `Ph.D.`: one letter (or a capital and one more) before each dot.
fn letters_with_dots(bytes: &[u8], at: usize, end: usize) -> Option<usize> {
    let begins = end - at == 1 || (end - at == 2 && bytes[at].is_ascii_uppercase() && bytes[at + 1].is_ascii_lowercase());
    let limit = bytes.len().min(at + CAP);
    let mut stop = end;
    while stop < limit
        && bytes[stop] == b'.'
        && bytes.get(stop + 1).is_some_and(u8::is_ascii_alphabetic)
        && !bytes.get(stop + 2).is_some_and(|b| b.is_ascii_alphanumeric() || !b.is_ascii())
    {
        stop += 2;
    }
    if !begins || stop == end {
        return None;
    }
    Some(if bytes.get(stop) == Some(&b'.') { stop + 1 } else { stop })
}

/// End of the e-mail address whose first word is `at..end`; looks no further than addresses may be long.
fn mail_end(text: &str, at: usize, end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let span = |from: usize, cap: usize, ok: fn(u8) -> bool| {
        from + bytes.get(from..).unwrap_or_default().iter().take(cap).take_while(|b| ok(**b)).count()
    };
    let sign = span(end, 64, |b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'+' | b'-'));
    if bytes.get(sign) != Some(&b'@') || sign - at > 64 {
        return None;
    }
    let mut stop = span(sign + 1, 255, |b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    while stop > sign + 1 && matches!(bytes[stop - 1], b'.' | b'-') {
        stop -= 1;
    }
    bytes[sign + 1..stop].contains(&b'.').then_some(stop)
}

/// A web address: up to white space or a sign that none holds, without the punctuation of the sentence around it.
fn link(text: &str, at: usize) -> Piece {
    let holds = |c: char| !(c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '“' | '”' | '(' | ')'));
    let n: usize = text[at..].chars().take(LINK_CAP / 4).take_while(|c| holds(*c)).map(char::len_utf8).sum();
    let shown = text[at..at + n].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’']);
    (at + shown.len(), TokenKind::Link, Case::None, 0)
}
