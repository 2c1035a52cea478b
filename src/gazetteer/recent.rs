//! What a worker looked up last: nine of ten words of a text, and most names, are among it.
//!
//! The tables of the lists are larger than the processor's near memory, so that every look-up in them waits. The two small tables here
//! stay near. Each has one row for a hash, and the latest comer takes it; what is asked is compared in full, so that an answer from
//! here is the one that the lists would give.

use super::Word;
use crate::segment::Token;

/// Rows of the table of words, two words each: 512 kB.
const WORDS: usize = 1 << WORD_BITS;
const WORD_BITS: u32 = 13;
/// Rows of the table of names: 64 kB.
const NAMES: usize = 1 << NAME_BITS;
const NAME_BITS: u32 = 12;

/// Working memory of look-ups; one for each worker.
#[derive(Debug, Default)]
pub struct Recent {
    /// Number of the lists that it knows, 0 before the first.
    of: u64,
    words: Vec<WordRow>,
    names: Vec<KnownName>,
}

#[derive(Debug, Clone, Copy, Default)]
struct KnownWord {
    key: Key,
    word: Word,
}

/// The first comer, mostly a common word, and the latest.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
struct WordRow([KnownWord; 2]);

#[derive(Debug, Clone, Copy, Default)]
struct KnownName {
    hash: u64,
    payload: u32,
}

impl Recent {
    /// Gets ready for the lists of this number; what is known of others is forgotten.
    fn prepare(&mut self, of: u64) {
        if self.of != of {
            self.words = vec![WordRow::default(); WORDS];
            self.names = vec![KnownName::default(); NAMES];
            self.of = of;
        }
    }

    /// The table of words for the lists of this number.
    pub(super) fn words(&mut self, of: u64) -> Option<RecentWords<'_>> {
        self.prepare(of);
        self.words.first_chunk_mut().map(RecentWords)
    }

    /// The table of names for the lists of this number.
    pub(super) fn names(&mut self, of: u64) -> Option<RecentNames<'_>> {
        self.prepare(of);
        self.names.first_chunk_mut().map(RecentNames)
    }
}

/// A token's text of up to fifteen bytes with zeros behind it, and its kind in the last byte.
pub(super) type Key = [u64; 2];

/// For longer tokens.
pub(super) const NO_KEY: Key = [u64::MAX; 2];

/// Bits of a key that the first bytes take.
const MASKS: [Key; 16] = {
    let mut masks = [[0; 2]; 16];
    let mut len = 1;
    while len < 16 {
        masks[len] = if len < 8 { [(1 << (8 * len)) - 1, 0] } else { [u64::MAX, (1 << (8 * (len - 8))) - 1] };
        len += 1;
    }
    masks
};

#[inline]
pub(super) fn key(text: &[u8], token: &Token) -> Key {
    let start = token.start as usize;
    let Some(mask) = MASKS.get((token.end - token.start) as usize) else { return NO_KEY };
    let bytes = match text.get(start..).and_then(|rest| rest.first_chunk::<16>()) {
        Some(bytes) => *bytes,
        None => last_bytes(&text[start..]),
    };
    let [first, second] = *bytes.as_chunks().0 else { return NO_KEY };
    let kind = (token.kind as u64 + 1) << 56;
    [u64::from_le_bytes(first) & mask[0], u64::from_le_bytes(second) & mask[1] | kind]
}

/// The same of fewer bytes, at the end of a text.
#[cold]
fn last_bytes(rest: &[u8]) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..rest.len()].copy_from_slice(rest);
    bytes
}

#[inline]
fn row(key: Key) -> usize {
    let mixed = (key[0] ^ key[1].rotate_left(23)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    (mixed >> (64 - WORD_BITS)) as usize
}

/// Words of the tokens seen last.
pub(super) struct RecentWords<'a>(&'a mut [WordRow; WORDS]);

impl RecentWords<'_> {
    /// Reads a byte of the rows of these keys and does nothing else, so that the processor waits for all of them at once.
    #[inline]
    pub fn touch(&self, keys: &[Key]) {
        std::hint::black_box(keys.iter().fold(0, |all, key| all ^ self.0[row(*key)].0[0].key[1]));
    }

    /// A word from the key's row, and whether it is that key's.
    #[inline]
    pub fn get(&self, key: Key) -> (bool, Word) {
        let [first, latest] = &self.0[row(key)].0;
        let is_first = first.key == key;
        (is_first | (latest.key == key), if is_first { first.word } else { latest.word })
    }

    /// Keeps the word of a key.
    pub fn put(&mut self, key: Key, word: Word) {
        let [first, latest] = &mut self.0[row(key)].0;
        if key != NO_KEY {
            *(if first.key == Key::default() { first } else { latest }) = KnownWord { key, word };
        }
    }
}

/// Beginnings of names looked up last.
pub(super) struct RecentNames<'a>(&'a mut [KnownName; NAMES]);

impl RecentNames<'_> {
    /// The payload of a name's hash where it is known.
    #[inline]
    pub fn known(&self, hash: u64) -> (bool, u32) {
        let known = &self.0[(hash >> (64 - NAME_BITS)) as usize];
        (known.hash == hash, known.payload)
    }

    /// The payload of a name's hash, 0 for none; `find` looks it up in the lists. No beginning of a name has the hash 0.
    #[inline]
    pub fn get(&mut self, hash: u64, find: impl FnOnce() -> u32) -> u32 {
        let known = &mut self.0[(hash >> (64 - NAME_BITS)) as usize];
        if known.hash != hash {
            *known = KnownName { hash, payload: find() };
        }
        known.payload
    }
}
