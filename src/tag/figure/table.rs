//! Look-up by the hash that every token bears already: word sets and tables that cost a few instructions for a word that is not there.

use crate::gazetteer::fold;
use crate::tag::Context;

/// Words with what they mean, by the hash of their folded form; the spelling is compared on a hit only.
#[derive(Debug)]
pub(crate) struct Table<T> {
    entries: Vec<(u64, &'static str, T)>,
    /// Open addressing: number of the entry and one more, 0 for a free slot. Small, since the names' lists want the cache too.
    slots: Vec<u16>,
    /// One bit a word: says no to nearly every word that is not there, in a few instructions.
    sieve: [u64; 64],
}

impl<T> Default for Table<T> {
    fn default() -> Table<T> {
        Table { entries: Vec::new(), slots: vec![0; 64], sieve: [0; 64] }
    }
}

impl<T> Table<T> {
    /// Adds `word`; a word that is there already keeps what it has.
    pub fn insert(&mut self, word: &'static str, value: T) -> &mut T {
        if self.slots.len() < 4 * (self.entries.len() + 1) {
            self.grow();
        }
        let hash = fold::hash_word(word, 0, word.len());
        self.sieve[(hash >> 6) as usize & 63] |= 1 << (hash & 63);
        let mut at = self.first(hash);
        while self.entry(at).is_some_and(|(_, w, _)| *w != word) {
            at = (at + 1) & (self.slots.len() - 1);
        }
        if self.slots[at] == 0 {
            self.entries.push((hash, word, value));
            self.slots[at] = self.entries.len() as u16;
        }
        &mut self.entries[usize::from(self.slots[at]) - 1].2
    }

    /// The entry of token `i`, in any case.
    #[inline]
    pub fn get(&self, cx: &Context<'_>, i: usize) -> Option<&T> {
        let hash = cx.words.get(i)?.hash;
        if self.sieve[(hash >> 6) as usize & 63] >> (hash & 63) & 1 == 0 {
            return None;
        }
        self.find(cx, i, hash)
    }

    /// Hashes of all its words.
    pub fn hashes(&self) -> impl Iterator<Item = u64> {
        self.entries.iter().map(|(hash, _, _)| *hash)
    }

    fn find(&self, cx: &Context<'_>, i: usize, hash: u64) -> Option<&T> {
        let mut at = self.first(hash);
        while let Some((key, word, value)) = self.entry(at) {
            if *key == hash && cx.is(i, word) {
                return Some(value);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        None
    }

    fn entry(&self, slot: usize) -> Option<&(u64, &'static str, T)> {
        self.entries.get(usize::from(self.slots[slot]).checked_sub(1)?)
    }

    fn first(&self, hash: u64) -> usize {
        (hash >> 32) as usize & (self.slots.len() - 1)
    }

    /// Makes room, so that at least three slots in four stay free.
    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() * 2];
        for n in 0..self.entries.len() {
            let mut at = self.first(self.entries[n].0);
            while self.slots[at] != 0 {
                at = (at + 1) & (self.slots.len() - 1);
            }
            self.slots[at] = n as u16 + 1;
        }
    }
}

/// Words of which is only asked whether one may be there: one bit each.
#[derive(Debug)]
pub(crate) struct Hashes([u64; 1024]);

impl Default for Hashes {
    fn default() -> Hashes {
        Hashes([0; 1024])
    }
}

impl FromIterator<u64> for Hashes {
    fn from_iter<I: IntoIterator<Item = u64>>(all: I) -> Hashes {
        let mut hashes = Hashes::default();
        for hash in all {
            hashes.0[(hash >> 54) as usize] |= 1 << (hash >> 48 & 63);
        }
        hashes
    }
}

impl Hashes {
    /// False where no word has this hash.
    pub fn may_have(&self, hash: u64) -> bool {
        self.0[(hash >> 54) as usize] >> (hash >> 48 & 63) & 1 == 1
    }
}

/// A handful of words, made once by [`among!`].
#[derive(Debug)]
pub(crate) struct WordSet {
    bits: [u64; 4],
    hashes: Vec<u64>,
}

impl WordSet {
    /// The set of `words`, lower-case.
    pub fn new(words: &[&str]) -> WordSet {
        let hashes: Vec<u64> = words.iter().map(|w| fold::hash_word(w, 0, w.len())).collect();
        let mut bits = [0; 4];
        for hash in &hashes {
            bits[(hash >> 6) as usize & 3] |= 1 << (hash & 63);
        }
        WordSet { bits, hashes }
    }

    /// True where token `i` is one of them, in any case.
    pub fn has(&self, cx: &Context<'_>, i: usize) -> bool {
        let hash = cx.word(i).hash;
        self.bits[(hash >> 6) as usize & 3] >> (hash & 63) & 1 == 1 && self.hashes.contains(&hash)
    }
}

/// True where a token is one of some words: `among!(cx, i, ["a", "an"])`.
macro_rules! among {
    ($cx:expr, $i:expr, [$($word:literal),* $(,)?]) => {{
        static SET: std::sync::LazyLock<$crate::tag::figure::table::WordSet> =
            std::sync::LazyLock::new(|| $crate::tag::figure::table::WordSet::new(&[$($word),*]));
        SET.has($cx, $i)
    }};
}
pub(crate) use among;
