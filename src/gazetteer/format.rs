//! The compiled file: header, sections, and reading little-endian fields in place.
//!
//! ```text
//! magic "fbxgaz\r\n" | version u32 | sections u32 | total length u64 | checksum of the sections u64
//!     | (offset u32, length u32) for each section | checksum of all before u64 | sections
//! ```
//! [`open`] reads the header only, so that starting costs nothing; [`verify`] reads all. Sections, in order:
//!
//! | section | rows of | holds |
//! |---|---|---|
//! | STRINGS | bytes | length byte (255: u16 behind it), then UTF-8; offset 0 is the empty string |
//! | WORDS | 8 | open addressing: string u32, facts u16, lower 16 bits of the word's hash; common words lie in the slot of their hash |
//! | STARTS | bytes | bitmap over the hashes of all beginnings of names, a power of two: most words, and most words behind one, need no look-up |
//! | FACTS | 8 | [`super::Word::bits`] |
//! | NAMES | 8 | open addressing over prefixes of names: check u32, payload u32 (`LONGER`, kind, trust, number) |
//! | RECORDS | 14 | string u32, places u32, norp u16, org u16, flags and trusts u8 (see [`EXACT`]), class u8 |
//! | CANDIDATES | 4 | count, then place numbers, strongest first |
//! | PLACES | 24 | string u32, degrees u24 x 2, population u32, GeoNames id u32, admin1 u16, country, class, subtype, feature u8 |
//! | ADMIN1, FEATURES | 4 | string u32 |
//! | COUNTRIES | 6 | code (2 bytes), place number u32 |
//! | NORPS, ORGS | 6 | string u32, subtype u8, country u8 |
//! | CUSTOMS | 28 | entries of a user's list: strings u32 for id, name, subtype, country; degrees f32 x 2, kind u8 (0: none), has degrees u8, 0 x 2 |
//! | CUSTOM_NAMES | 8 | string u32, entry u32 with case rule and `LAST`; the names of one node follow each other |
//! | CUSTOM_INDEX | 8 | as NAMES, for names of the user's list; numbers of CUSTOM_NAMES |
//! | CUSTOM_STARTS | bytes | bitmap over the hashes of first words and of first two words; as large as the list needs (a power of two) |
//! | CUSTOM_STEMS | 8 | stems of a user's list: string u32, entry u32 |
//! | NOTE | bytes | what its maker says of the file, UTF-8 |

use super::fold::{hash_bytes, mix};
use crate::error::{Error, Result};
use std::ops::Range;

pub(super) const MAGIC: [u8; 8] = *b"fbxgaz\r\n";
pub(super) const VERSION: u32 = 3;
pub(super) const SECTIONS: usize = 19;
pub(super) const HEADER: usize = INDEX_END + 8;
/// Where the header's own checksum lies.
pub(super) const INDEX_END: usize = 32 + 8 * SECTIONS;

pub(super) const STRINGS: usize = 0;
pub(super) const WORDS: usize = 1;
pub(super) const FACTS: usize = 2;
pub(super) const NAMES: usize = 3;
pub(super) const RECORDS: usize = 4;
pub(super) const CANDIDATES: usize = 5;
pub(super) const PLACES: usize = 6;
pub(super) const ADMIN1: usize = 7;
pub(super) const FEATURES: usize = 8;
pub(super) const COUNTRIES: usize = 9;
pub(super) const NORPS: usize = 10;
pub(super) const ORGS: usize = 11;
pub(super) const STARTS: usize = 12;
pub(super) const CUSTOMS: usize = 13;
pub(super) const CUSTOM_NAMES: usize = 14;
pub(super) const CUSTOM_INDEX: usize = 15;
pub(super) const CUSTOM_STARTS: usize = 16;
pub(super) const CUSTOM_STEMS: usize = 17;
pub(super) const NOTE: usize = 18;

/// Bytes of STARTS for a number of beginnings: few of the bits are set, and the whole stays near.
pub(super) fn start_bytes(beginnings: usize) -> usize {
    (beginnings / 2).next_power_of_two().clamp(64, 1 << 20)
}

/// Byte and bit of a hash in a bitmap of `bytes` bytes (a power of two).
#[inline]
pub(super) fn start_bit(hash: u64, bytes: usize) -> (usize, u8) {
    let bit = (hash >> 32) as usize;
    (bit / 8 & bytes.wrapping_sub(1), 1 << (bit % 8))
}

/// True where a bitmap has the hash.
#[inline]
pub(super) fn may_start(bits: &[u8], hash: u64) -> bool {
    let (byte, bit) = start_bit(hash, bits.len());
    bits.get(byte).is_some_and(|b| b & bit != 0)
}

/// Row of CUSTOM_NAMES: bits of the entry's number, place of the case rule, and the mark of the last name of a node.
pub(super) const ENTRY: u32 = (1 << RULE_SHIFT) - 1;
pub(super) const RULE_SHIFT: u32 = 29;
pub(super) const LAST: u32 = 1 << 31;

/// Degrees as 24 bits, about 3 m apart; 0 for no point.
pub(super) fn degrees(degrees: f32) -> u32 {
    if degrees.is_nan() { 0 } else { ((degrees * 40_000.0).round() as i32 + (1 << 23)) as u32 }
}
/// Degrees from their 24 bits; no number for no point.
pub(super) fn of_degrees(bits: u32) -> f32 {
    if bits == 0 { f32::NAN } else { (bits as i32 - (1 << 23)) as f32 / 40_000.0 }
}

/// Bytes of a row of each section.
pub(super) const ROW: [usize; SECTIONS] = [1, 8, 8, 8, 14, 4, 24, 4, 4, 6, 6, 6, 1, 28, 8, 8, 1, 8, 1];

/// A row of WORDS: check bits of the hash, facts, string.
pub(super) fn word_row(hash: u64, facts: u16, string: u32) -> u64 {
    hash << 48 | u64::from(facts) << 32 | u64::from(string)
}

/// A longer name of the lists goes on after this prefix.
pub(super) const LONGER: u32 = 1 << 31;
/// Payload kind: the number is a place (the name is its main name, the only candidate).
pub(super) const DIRECT: u32 = 1;
/// Payload kind: the number is a record.
pub(super) const RECORD: u32 = 2;

/// Bits of the number in a payload.
pub(super) const NUMBER_BITS: u32 = 27;

pub(super) const fn payload(longer: bool, kind: u32, trust: u32, number: u32) -> u32 {
    (longer as u32) << 31 | kind << 29 | trust << 27 | number
}
pub(super) const fn kind_of(payload: u32) -> u32 {
    payload >> 29 & 3
}
pub(super) const fn trust_of(payload: u32) -> u8 {
    (payload >> 27 & 3) as u8
}
pub(super) const fn number_of(payload: u32) -> u32 {
    payload & ((1 << NUMBER_BITS) - 1)
}

/// Record flag: the text must be written as the name is (capitals for capitals, dots apart).
pub(super) const EXACT: u8 = 1;
/// Record flag: the text must have the abbreviation's dot. The trusts of place, org and norp lie above, two bits each.
pub(super) const DOT: u8 = 2;

/// Bit of a place's class: its id cannot be made of its numbers; what would be the GeoNames id is the string of the id.
pub(super) const OWN_ID: u8 = 1 << 7;

/// Top bit of a place entry: the rest is the place itself, not a row of CANDIDATES.
pub(super) const ONE: u32 = 1 << 31;

/// The slots of WORDS or NAMES.
pub(super) fn slots(section: &[u8]) -> &[[u8; 8]] {
    section.as_chunks().0
}

/// Slot of a hash in a table of `n` slots.
#[inline]
pub(super) fn slot(hash: u64, n: usize) -> usize {
    ((u128::from(hash) * n as u128) >> 64) as usize
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..).and_then(|b| b.first_chunk()).map_or(0, |c| u16::from_le_bytes(*c))
}
pub(super) fn u24_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(|b| b.first_chunk::<3>()).map_or(0, |c| u32::from_le_bytes([c[0], c[1], c[2], 0]))
}
pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(|b| b.first_chunk()).map_or(0, |c| u32::from_le_bytes(*c))
}
pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(|b| b.first_chunk()).map_or(0, |c| u64::from_le_bytes(*c))
}

/// Length byte of strings whose length follows in two bytes.
pub(super) const LONG: u8 = u8::MAX;

/// The string at an offset of STRINGS; empty where the offset is wrong.
pub(super) fn string(strings: &[u8], at: u32) -> &str {
    std::str::from_utf8(string_bytes(strings, at)).unwrap_or("")
}

/// The same as bytes, for comparing.
pub(super) fn string_bytes(strings: &[u8], at: u32) -> &[u8] {
    let at = at as usize;
    let (start, len) = match strings.get(at).copied().unwrap_or(0) {
        LONG => (at + 3, u16_at(strings, at + 1) as usize),
        len => (at + 1, len as usize),
    };
    strings.get(start..start + len).unwrap_or(&[])
}

/// What is said of a file of another kind.
pub(super) fn foreign() -> Error {
    Error::data("this is no compiled gazetteer of factbox")
}

/// Checks the header and gives the sections.
pub(super) fn open(bytes: &[u8]) -> Result<[Range<usize>; SECTIONS]> {
    if bytes.get(..8) != Some(&MAGIC) {
        return Err(foreign());
    }
    let version = u32_at(bytes, 8);
    if version != VERSION {
        return Err(Error::data(format!(
            "compiled gazetteer of format version {version}, this factbox reads version {VERSION}: build it again"
        )));
    }
    let total = u64_at(bytes, 16);
    if total != bytes.len() as u64 {
        let what = if (bytes.len() as u64) < total { "is cut short" } else { "has bytes behind its end" };
        return Err(Error::data(format!("the compiled gazetteer {what}: {} bytes instead of {total}", bytes.len())));
    }
    if bytes.get(..INDEX_END).map(hash_bytes) != Some(u64_at(bytes, INDEX_END)) || u32_at(bytes, 12) as usize != SECTIONS {
        return Err(damaged("header"));
    }
    let mut sections = std::array::from_fn(|_| 0..0);
    for (i, section) in sections.iter_mut().enumerate() {
        let start = u32_at(bytes, 32 + 8 * i) as usize;
        let end = start.saturating_add(u32_at(bytes, 36 + 8 * i) as usize);
        if start < HEADER || end > bytes.len() || !(end - start).is_multiple_of(ROW[i]) {
            return Err(damaged("table of sections"));
        }
        *section = start..end;
    }
    Ok(sections)
}

fn damaged(what: &str) -> Error {
    Error::data(format!("the compiled gazetteer is damaged: the checksum of its {what} does not match"))
}

/// Checks every byte against the checksum.
pub(super) fn verify(bytes: &[u8]) -> Result<()> {
    let sections = bytes.get(HEADER..).unwrap_or(&[]);
    if u64_at(bytes, 24) == checksum(sections) { Ok(()) } else { Err(damaged("sections")) }
}

/// Checksum of the sections: four hashes side by side, as fast as memory gives the bytes.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    let mut lanes = [1_u64, 2, 3, 4];
    let (blocks, rest) = bytes.as_chunks::<32>();
    for block in blocks {
        for (lane, part) in lanes.iter_mut().zip(block.as_chunks::<8>().0) {
            *lane = mix(*lane ^ u64::from_le_bytes(*part));
        }
    }
    lanes.into_iter().fold(hash_bytes(rest), |sum, lane| mix(sum ^ lane))
}
