//! Folding: what makes two spellings of a name the same, and the hash of the folded word.
//!
//! The text itself is never changed: folding happens character by character while hashing and comparing, so every offset is the text's
//! own. Two spellings are the same name where they agree after this:
//!
//! | in the text | counts as | where |
//! |---|---|---|
//! | capitals, small letters, `MIXED` | small letters | [`fold_char`]; names in capitals that are words too ask for theirs (`Spelling`, `CaseRule`) |
//! | `É`, `ẵ`, `Đ`, `Ł`, `İ`, `ı`; combining marks | `e`, `a`, `d`, `l`, `i`, `i`; nothing | [`fold_char`] |
//! | `ß`, `æ`, `œ`, `þ` | `ss`, `ae`, `oe`, `th` | [`fold_char`] |
//! | `’`, `ʼ`, `` ` ``, `´` | `'` | [`fold_char`] |
//! | dots of abbreviations (`U.S.`, `St.`), soft hyphens, zero-width marks | nothing | [`fold_char`] |
//! | a hyphen between two words, white space of any kind, one line break | one space | [`name_words`], the scan; a blank line ends a name |
//! | `'s` and a bare `'` behind a name | not part of it | the tokenizer |
//! | `Saint`/`St.`, `Sainte`/`Ste.`, `Mount`/`Mt.`, `Fort`/`Ft.` before another word | each other | [`spellings`], when a list is compiled |
//!
//! Other punctuation counts as it is written. Cases: `tests/folding.rs`.

/// Base letters of U+00C0 to U+025F; `_` where the character is no letter with an accent.
const LATIN: &[u8] = b"\
    aaaaaaaceeeeiiiidnooooo_ouuuuytsaaaaaaaceeeeiiiidnooooo_ouuuuyty\
    aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll\
    lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs\
    bb____o__dd___eaeff____ikk______oo__________tt_uu__yyzz_________\
    ____dddlllnnnaaiioouuuuuuuuuueaaaaaaggggkkoooo__jdddgg__nnaaaaoo\
    aaaaeeeeiiiioooorrrruuuusstt__hh______aaeeooooooooyy____________\
    ___b_______________bo_dd_a_e____\
    ";

/// Base letters of U+1E00 to U+1EFF.
const LATIN_ADDITIONAL: &[u8] = b"\
    aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm\
    mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv\
    wwwwwwwwwwxxxxyyzzzzzzhtwyas__s_aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee\
    eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy______\
    ";

/// Gives the folded form of `c` to `out`: nothing, one character or two.
pub fn fold_char(c: char, mut out: impl FnMut(char)) {
    match c {
        '.' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{300}'..='\u{36f}' => {}
        '\u{2018}' | '\u{2019}' | '\u{2bb}' | '\u{2bc}' | '\u{2b9}' | '`' | '\u{b4}' => out('\''),
        '\0'..='\u{7f}' => out(c.to_ascii_lowercase()),
        'ß' => two('s', 's', out),
        'æ' | 'Æ' => two('a', 'e', out),
        'œ' | 'Œ' => two('o', 'e', out),
        'þ' | 'Þ' => two('t', 'h', out),
        '\u{c0}'..='\u{25f}' => out(base(LATIN, c, 0xc0)),
        '\u{1e00}'..='\u{1eff}' => out(base(LATIN_ADDITIONAL, c, 0x1e00)),
        _ => c.to_lowercase().for_each(out),
    }
}

fn two(a: char, b: char, mut out: impl FnMut(char)) {
    out(a);
    out(b);
}

fn base(table: &[u8], c: char, first: u32) -> char {
    match table.get((c as u32 - first) as usize) {
        Some(b'_') | None => c,
        Some(&b) => b as char,
    }
}

/// The folded word as a string (for building and tests; the look-ups never need it).
pub fn folded(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    word.chars().for_each(|c| fold_char(c, |f| out.push(f)));
    out
}

/// True where `text` and `name` are the same after folding, white space and hyphens apart.
pub fn same_name(text: &str, name: &[u8]) -> bool {
    text.as_bytes() == name || std::str::from_utf8(name).is_ok_and(|name| same_folded(text, name))
}

/// True where letters and digits are the same, case and accents too.
pub fn same_letters(text: &str, name: &str) -> bool {
    let plain = |c: &char| c.is_alphanumeric();
    text.chars().filter(plain).eq(name.chars().filter(plain))
}

/// True where `folded` is the folded form of `word`.
pub fn is_folded(word: &str, folded: &[u8]) -> bool {
    if is_lower_but_first(word.as_bytes(), folded) || word.as_bytes().eq_ignore_ascii_case(folded) {
        return true;
    }
    let Ok(folded) = std::str::from_utf8(folded) else { return false };
    let (mut a, mut b) = (Folded::new(word), folded.chars());
    loop {
        let x = a.next_but(|_| false);
        if x != b.next() {
            return false;
        }
        if x.is_none() {
            return true;
        }
    }
}

/// Small letters behind the first, as nearly all words are written: their bytes are compared at once.
fn is_lower_but_first(word: &[u8], folded: &[u8]) -> bool {
    match (word, folded) {
        ([a, rest @ ..], [b, folded @ ..]) => a.eq_ignore_ascii_case(b) && rest == folded,
        _ => false,
    }
}

fn same_folded(text: &str, name: &str) -> bool {
    let separator = |c: &char| c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}');
    let mut a = Folded::new(text);
    let mut b = Folded::new(name);
    loop {
        let x = a.next_but(separator);
        if x != b.next_but(separator) {
            return false;
        }
        if x.is_none() {
            return true;
        }
    }
}

/// Folded characters of a text, one after the other.
struct Folded<'a> {
    chars: std::str::Chars<'a>,
    second: Option<char>,
}

impl<'a> Folded<'a> {
    fn new(text: &'a str) -> Self {
        Folded { chars: text.chars(), second: None }
    }

    fn next_but(&mut self, skip: impl Fn(&char) -> bool) -> Option<char> {
        if let Some(c) = self.second.take() {
            return Some(c);
        }
        loop {
            let c = self.chars.next()?;
            if skip(&c) {
                continue;
            }
            let mut first = None;
            let mut second = None;
            fold_char(c, |f| {
                if first.is_none() {
                    first = Some(f);
                } else {
                    second = Some(f);
                }
            });
            if first.is_some() {
                self.second = second;
                return first;
            }
        }
    }
}

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
const MULTIPLIER: u64 = 0xd6e8_feb8_6659_fd93;

/// One round: a 64 x 64 bit product folded to 64 bits (as wyhash does).
#[inline]
pub(super) fn mix(h: u64) -> u64 {
    let product = u128::from(h) * u128::from(MULTIPLIER);
    product as u64 ^ (product >> 64) as u64
}

/// Hash of bytes as they are.
pub fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut h = SEED;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        h = mix(h ^ chunk.first_chunk::<8>().map_or(0, |c| u64::from_le_bytes(*c)));
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        h = mix(h ^ partial(rest));
    }
    mix(h ^ bytes.len() as u64)
}

fn partial(rest: &[u8]) -> u64 {
    rest.iter().rev().fold(0, |x, b| x << 8 | u64::from(*b))
}

/// Hash of the folded form of `text[start..end]`.
pub fn hash_word(text: &str, start: usize, end: usize) -> u64 {
    match short(text.as_bytes(), start, end) {
        Some(chunk) => hash_short(chunk, text, start, end),
        None => hash_long(text, start, end),
    }
}

/// [`hash_word`] where [`short`] has read the word.
#[inline]
pub fn hash_short(chunk: u64, text: &str, start: usize, end: usize) -> u64 {
    match plain(chunk) {
        true => mix(mix(SEED ^ lower(chunk)) ^ (end - start) as u64),
        false => hash_slowly(&text[start..end]),
    }
}

/// [`hash_bytes`] of `bytes[start..end]`; what lies behind the end makes it faster.
#[inline]
pub fn hash_part(bytes: &[u8], start: usize, end: usize) -> u64 {
    match short(bytes, start, end) {
        Some(chunk) => mix(mix(SEED ^ chunk) ^ (end - start) as u64),
        None => hash_bytes(&bytes[start..end]),
    }
}

/// One to eight bytes as a number, zeros behind them, where eight can be read.
#[inline]
pub fn short(bytes: &[u8], start: usize, end: usize) -> Option<u64> {
    let less = end.wrapping_sub(start).wrapping_sub(1);
    let chunk = bytes.get(start..)?.first_chunk::<8>()?;
    (less < 8).then(|| u64::from_le_bytes(*chunk) & (u64::MAX >> (56 - 8 * less)))
}

/// [`hash_word`] for words longer than eight bytes or at the end of a text.
pub fn hash_long(text: &str, start: usize, end: usize) -> u64 {
    let bytes = text.as_bytes();
    if let Some((first, second)) = two_chunks(&bytes[start..end]) {
        return match plain(first) && plain(second) {
            true => mix(mix(mix(SEED ^ lower(first)) ^ lower(second)) ^ (end - start) as u64),
            false => hash_slowly(&text[start..end]),
        };
    }
    let mut h = SEED;
    let mut at = start;
    while at < end {
        let next = end.min(at + 8);
        let chunk = short(bytes, at, next).unwrap_or_else(|| partial(&bytes[at..next]));
        if !plain(chunk) {
            return hash_slowly(&text[start..end]);
        }
        h = mix(h ^ lower(chunk));
        at = next;
    }
    mix(h ^ (end - start) as u64)
}

/// Nine to sixteen bytes as two numbers, zeros behind them.
#[inline]
fn two_chunks(word: &[u8]) -> Option<(u64, u64)> {
    let more = word.len().wrapping_sub(9);
    let (first, last) = (word.first_chunk::<8>()?, word.last_chunk::<8>()?);
    (more < 8).then(|| (u64::from_le_bytes(*first), u64::from_le_bytes(*last) >> (56 - 8 * more)))
}

const ONES: u64 = 0x0101_0101_0101_0101;

/// ASCII, and no dot or backtick that folding would change.
#[inline]
fn plain(chunk: u64) -> bool {
    // In ASCII a byte plus 127 has its top bit set unless the byte is zero, and nothing is carried into the next byte.
    let not_zero = |x: u64| x + ONES * 127;
    let ascii = chunk & (ONES << 7) == 0;
    ascii && not_zero(chunk ^ (ONES * b'.' as u64)) & not_zero(chunk ^ (ONES * b'`' as u64)) & (ONES << 7) == ONES << 7
}

/// Lower-cases eight ASCII bytes at once; others stay non-ASCII.
#[inline]
pub fn lower(chunk: u64) -> u64 {
    let above_a = chunk.wrapping_add(ONES * (128 - b'A' as u64));
    let above_z = chunk.wrapping_add(ONES * (127 - b'Z' as u64));
    chunk | ((above_a & !above_z) & (ONES << 7)) >> 2
}

#[cold]
fn hash_slowly(word: &str) -> u64 {
    let (mut h, mut chunk, mut n) = (SEED, 0_u64, 0_usize);
    let mut utf8 = [0; 4];
    for c in word.chars() {
        fold_char(c, |f| {
            for b in f.encode_utf8(&mut utf8).bytes() {
                chunk |= u64::from(b) << (8 * (n % 8));
                n += 1;
                if n % 8 == 0 {
                    h = mix(h ^ chunk);
                    chunk = 0;
                }
            }
        });
    }
    if n % 8 != 0 {
        h = mix(h ^ chunk);
    }
    mix(h ^ n as u64)
}

/// Hash of a name's first word, from the word's hash.
#[inline]
pub fn first_word(word: u64) -> u64 {
    mix(word ^ SEED)
}

/// Hash of a name that goes on with a word.
#[inline]
pub fn next_word(name: u64, word: u64) -> u64 {
    mix(name.rotate_left(23) ^ word)
}

/// Words that names have long and short.
const SHORT: &[(&str, &str)] = &[("saint", "St."), ("sainte", "Ste."), ("mount", "Mt."), ("fort", "Ft.")];
const LONG: &[(&str, &str)] = &[("st", "Saint"), ("ste", "Sainte"), ("mt", "Mount"), ("ft", "Fort")];

/// The name, and the name with `Saint`, `Mount`, `Fort` short or long where another word follows.
pub fn spellings(name: &str) -> Vec<String> {
    let mut out = vec![name.to_string()];
    for table in [SHORT, LONG] {
        let other = |word: &str| table.iter().find(|(from, _)| *from == folded(word)).map(|(_, to)| *to);
        let mut respelt = String::new();
        let mut rest = name;
        while let Some(end) = rest.find([' ', '-']) {
            respelt.push_str(other(&rest[..end]).unwrap_or(&rest[..end]));
            respelt.push_str(&rest[end..end + 1]);
            rest = &rest[end + 1..];
        }
        respelt.push_str(rest);
        if !out.contains(&respelt) {
            out.push(respelt);
        }
    }
    out
}

/// The words of a name as the tokenizer would cut them, folded; hyphens are left out.
pub fn name_words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in name.split(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}')) {
        let mut rest = part;
        while let Some(c) = rest.chars().next() {
            let end = word_end(rest, c);
            let word = folded(&rest[..end]);
            if !word.is_empty() {
                words.push(word);
            }
            rest = &rest[end..];
        }
    }
    words
}

/// End of the first token of `rest`, which begins with `c`.
fn word_end(rest: &str, c: char) -> usize {
    if c.is_ascii_digit() {
        return rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    }
    let apostrophe = |c: char| matches!(c, '\'' | '\u{2019}');
    if apostrophe(c) && matches!(&rest[c.len_utf8()..], "s" | "S") {
        return rest.len();
    }
    if !c.is_alphanumeric() {
        return c.len_utf8();
    }
    let mark = |c: char| c.is_alphanumeric() || matches!(c, '.' | '\u{ad}' | '\u{300}'..='\u{36f}');
    for (i, c) in rest.char_indices() {
        if apostrophe(c) {
            let tail = &rest[i + c.len_utf8()..];
            if tail.is_empty() || matches!(tail, "s" | "S") || !tail.starts_with(char::is_alphabetic) {
                return i;
            }
        } else if !mark(c) {
            return i;
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fast_and_slow_hash_agree() {
        for word in [
            "a",
            "Soldiers",
            "O'Brien",
            "internationalisation",
            "U.S.",
            "ÉCOLE",
            "Zürich",
            "İstanbul",
            "d’Ivoire",
            "Nguyễn",
            "a.m",
            "Parliamentary",
            "responsibilities",
            "Mr.Blackwater",
            "résuméswritten",
        ] {
            let text = format!("{word} and more text behind it");
            let plain = folded(word);
            assert_eq!(hash_word(&text, 0, word.len()), hash_bytes(plain.as_bytes()), "{word}");
            assert_eq!(hash_word(word, 0, word.len()), hash_bytes(plain.as_bytes()), "{word}");
            assert_eq!(hash_part(text.as_bytes(), 0, word.len()), hash_bytes(word.as_bytes()), "{word}");
        }
        assert_eq!(folded("İstanbul"), "istanbul");
        assert_eq!(folded("Gəncə"), "ganca");
        assert_eq!(folded("Straße"), "strasse");
    }

    #[test]
    fn names_compare_without_separators() {
        assert!(same_name("Al-Qaeda", b"al Qaeda"));
        assert!(same_name("Nagorno\nKarabakh", b"Nagorno-Karabakh"));
        assert!(same_name("U.S.", b"US"));
        assert!(!same_name("Niger", b"Nigeria"));
        assert_eq!(name_words("People's Republic of China"), ["people", "'s", "republic", "of", "china"]);
        assert_eq!(name_words("Côte d'Ivoire"), ["cote", "d'ivoire"]);
        assert_eq!(name_words("Standard & Poor's"), ["standard", "&", "poor", "'s"]);
    }
}
