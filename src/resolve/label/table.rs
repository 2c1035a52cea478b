//! The compiled weights: an open-addressing table of evidence keys, embedded.
//!
//! File: magic, checksum, number of slots; the transition weights of both passes; 16 bits of the key for each slot (0 = free); eight weights
//! for each slot, for B and I of the four kinds relative to O. All numbers little-endian. The marks are apart from the weights so that a
//! look-up that finds nothing, which most do, stays in the nearest cache.

use super::lattice::{LABELS, Scores, Transitions};
use crate::tag::name::{EvidenceSink, Template, Value, key};
use std::sync::LazyLock;

/// First bytes of the file.
pub const MAGIC: &[u8; 8] = b"fbxname2";
/// One weight unit.
pub const UNIT: f32 = 0.04;
/// Labels with weights: all but O.
const WEIGHTS: usize = LABELS - 1;
const HEADER: usize = 16;
const TRANSITIONS: usize = LABELS * LABELS;

/// One row of the weights: key, and weights relative to O.
pub type Row = (u64, [i8; WEIGHTS]);

/// Weights, opened.
#[derive(Debug)]
pub struct Weights {
    marks: Vec<u16>,
    weights: Vec<[i8; WEIGHTS]>,
    /// Transitions of the first pass.
    pub first: Transitions,
    /// Transitions of the second pass.
    pub second: Transitions,
}

impl Weights {
    /// The table inside the binary.
    pub fn embedded() -> &'static Weights {
        static ONE: LazyLock<Weights> = LazyLock::new(|| {
            Weights::open(include_bytes!("../../../gazetteers/compiled/names.weights")).unwrap_or_else(Weights::empty)
        });
        &ONE
    }

    /// A table without evidence: nothing is a name.
    fn empty() -> Weights {
        let none = || Transitions::new([[0.0; LABELS]; LABELS]);
        Weights { marks: vec![0], weights: vec![[0; WEIGHTS]], first: none(), second: none() }
    }

    /// Reads a compiled table; none where it is damaged.
    pub fn open(bytes: &[u8]) -> Option<Weights> {
        let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        let rest = bytes.get(HEADER..)?;
        let n = number(12)? as usize;
        let sound = bytes.starts_with(MAGIC)
            && number(8)? == checksum(rest)
            && n > 0
            && rest.len() == 2 * TRANSITIONS + n * (2 + WEIGHTS);
        if !sound {
            return None;
        }
        let (moves, slots) = rest.split_at(2 * TRANSITIONS);
        let (marks, weights) = slots.split_at(2 * n);
        let marks: Vec<u16> = marks.chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]])).collect();
        // A free slot must be left, or a search would not end.
        let weights = weights.chunks_exact(WEIGHTS).map(|c| std::array::from_fn(|k| c[k] as i8)).collect();
        let (first, second) = (transitions(&moves[..TRANSITIONS]), transitions(&moves[TRANSITIONS..]));
        marks.contains(&0).then_some(Weights { marks, weights, first, second })
    }

    /// Number of slots and of slots in use.
    pub fn size(&self) -> (usize, usize) {
        (self.marks.len(), self.marks.iter().filter(|m| **m != 0).count())
    }

    /// Slot of a key.
    #[inline(always)]
    fn find(&self, key: u64) -> Option<usize> {
        self.follow(slot(key, self.marks.len()), mark(key))
    }

    /// The slot at or after `at` with this mark.
    #[inline(always)]
    fn follow(&self, mut at: usize, mark: u16) -> Option<usize> {
        loop {
            match self.marks[at] {
                0 => return None,
                m if m == mark => return Some(at),
                _ => at = if at + 1 == self.marks.len() { 0 } else { at + 1 },
            }
        }
    }

    /// Weights of a key as scores.
    pub fn of(&self, key: u64) -> Option<Scores> {
        let slot = self.weights[self.find(key)?];
        Some(std::array::from_fn(|k| if k == 0 { 0.0 } else { f32::from(slot[k - 1]) * UNIT }))
    }
}

fn transitions(bytes: &[u8]) -> Transitions {
    Transitions::new(std::array::from_fn(|from| std::array::from_fn(|to| f32::from(bytes[from * LABELS + to] as i8) * UNIT)))
}

/// Part of the key kept in the slot, never 0 (that marks a free one).
#[inline(always)]
fn mark(key: u64) -> u16 {
    key as u16 | 1
}

/// Where the search for a key begins.
#[inline(always)]
fn slot(key: u64, n: usize) -> usize {
    ((key >> 32) * n as u64 >> 32) as usize
}

/// FNV-1a over 32 bits.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// The compiled form of weights; the same rows give the same bytes.
pub fn compile(transitions: &[[[i8; LABELS]; LABELS]; 2], rows: &[Row]) -> Vec<u8> {
    let n = rows.len() * 2 + 2;
    let (mut marks, mut weights) = (vec![0u16; n], vec![[0i8; WEIGHTS]; n]);
    let mut rows: Vec<&Row> = rows.iter().collect();
    rows.sort();
    for (key, row) in rows {
        let mut at = slot(*key, n);
        while marks[at] != 0 {
            at = (at + 1) % n;
        }
        (marks[at], weights[at]) = (mark(*key), *row);
    }
    let mut rest: Vec<u8> = transitions.iter().flatten().flatten().map(|w| *w as u8).collect();
    rest.extend(marks.iter().flat_map(|m| m.to_le_bytes()));
    rest.extend(weights.iter().flatten().map(|w| *w as u8));
    let mut out = MAGIC.to_vec();
    out.extend(checksum(&rest).to_le_bytes());
    out.extend((n as u32).to_le_bytes());
    out.extend(rest);
    out
}

/// Adds up the weights of one token.
pub struct Adder<'w> {
    weights: &'w Weights,
    sum: [i16; WEIGHTS],
}

impl<'w> Adder<'w> {
    /// Nothing added yet.
    pub fn new(weights: &'w Weights) -> Self {
        Adder { weights, sum: [0; WEIGHTS] }
    }
    /// The sums as scores.
    pub fn scores(&self) -> Scores {
        std::array::from_fn(|k| if k == 0 { 0.0 } else { f32::from(self.sum[k - 1]) * UNIT })
    }
    /// Adds the weights of many keys. First all marks are fetched without a branch, so that the waits for memory overlap; only then are
    /// those that may be there followed up.
    pub fn add_all(&mut self, keys: &[u64]) {
        for keys in keys[..keys.len().min(MOST)].chunks(CHUNK) {
            let (mut found, mut n) = ([(0u32, 0u16); CHUNK], 0);
            for key in keys {
                let at = slot(*key, self.weights.marks.len());
                found[n] = (at as u32, mark(*key));
                n += usize::from(self.weights.marks[at] != 0);
            }
            for (at, mark) in &found[..n] {
                if let Some(slot) = self.weights.follow(*at as usize, *mark) {
                    let row = &self.weights.weights[slot];
                    for k in 0..WEIGHTS {
                        self.sum[k] = self.sum[k].wrapping_add(i16::from(row[k]));
                    }
                }
            }
        }
    }
}

/// More pieces of evidence than this on one token are left out, so that the sums cannot overflow.
const MOST: usize = 256;
const CHUNK: usize = 64;

impl EvidenceSink for Adder<'_> {
    #[inline(always)]
    fn put<const N: usize>(&mut self, template: Template, at: i8, values: [Value; N]) {
        self.add_all(&[key(template, at, values)]);
    }
}

#[cfg(test)]
mod tests {
    use super::{LABELS, Weights, compile};

    #[test]
    fn the_embedded_table_is_sound() {
        let (slots, used) = Weights::embedded().size();
        assert!(used > 1000 && used < slots);
    }

    #[test]
    fn what_is_compiled_is_found_and_damage_is_noticed() {
        let rows: Vec<_> = (1..500u64).map(|n| (n.wrapping_mul(0x9e37_79b9_7f4a_7c15), [n as i8; LABELS - 1])).collect();
        let mut bytes = compile(&[[[0; LABELS]; LABELS]; 2], &rows);
        let weights = Weights::open(&bytes).expect("sound");
        assert!(rows.iter().all(|r| weights.of(r.0).is_some_and(|w| (w[1] / super::UNIT).round() as i8 == r.1[0])));
        bytes[100] ^= 1;
        assert!(Weights::open(&bytes).is_none());
        assert!(Weights::open(&[]).is_none());
    }
}
