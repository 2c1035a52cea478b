//! The compiled weights: an open-addressing table of evidence keys, one cache-line half each, embedded and read in place.
//!
//! File: magic, version of the keys, checksum, number of slots; then the transition weights of both passes; then the slots. A slot is 24
//! bytes: 32 bits of the key, nine weights of the first pass, nine of the second, two unused. All numbers little-endian.

use super::lattice::{LABELS, Scores, Transitions};
use crate::tag::name::{EvidenceSink, Template, Value, key};
use std::sync::LazyLock;

/// First bytes of the file.
pub const MAGIC: &[u8; 8] = b"fbxname1";
/// One weight unit.
pub const UNIT: f32 = 0.04;
const HEADER: usize = 24;
/// Bytes of a slot.
const SLOT: usize = 24;
const TRANSITIONS: usize = 2 * LABELS * LABELS + 2;

/// One row of the weights: key, first pass, second pass.
pub type Row = (u64, [i8; LABELS], [i8; LABELS]);

/// Weights, opened.
#[derive(Debug)]
pub struct Weights {
    slots: Vec<[u8; SLOT]>,
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
        Weights { slots: vec![[0; SLOT]], first: none(), second: none() }
    }

    /// Reads a compiled table; none where it is damaged.
    pub fn open(bytes: &[u8]) -> Option<Weights> {
        let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        let rest = bytes.get(HEADER..)?;
        let n = number(16)? as usize;
        let sound = bytes.starts_with(MAGIC)
            && number(8)? == checksum(rest)
            && n.is_power_of_two()
            && rest.len() == TRANSITIONS + n * SLOT;
        if !sound {
            return None;
        }
        let slots = rest[TRANSITIONS..].chunks_exact(SLOT).filter_map(|c| c.try_into().ok()).collect();
        Some(Weights { slots, first: transitions(&rest[..LABELS * LABELS]), second: transitions(&rest[LABELS * LABELS..]) })
    }

    /// Number of slots and of slots in use.
    pub fn size(&self) -> (usize, usize) {
        (self.slots.len(), self.slots.iter().filter(|s| s[..4] != [0; 4]).count())
    }

    /// Weights of a key, both passes.
    #[inline(always)]
    fn find(&self, key: u64) -> Option<&[u8; SLOT]> {
        let mask = self.slots.len() - 1;
        let mark = mark(key).to_le_bytes();
        let mut at = key as usize & mask;
        loop {
            let slot = &self.slots[at & mask];
            if slot[..4] == mark {
                return Some(slot);
            }
            if slot[..4] == [0; 4] {
                return None;
            }
            at += 1;
        }
    }

    /// Weights of a key in both passes, in score units.
    pub fn of(&self, key: u64) -> Option<[Scores; 2]> {
        let slot = self.find(key)?;
        let pass = |from: usize| std::array::from_fn(|k| f32::from(slot[from + k] as i8) * UNIT);
        Some([pass(4), pass(4 + LABELS)])
    }
}

fn transitions(bytes: &[u8]) -> Transitions {
    Transitions::new(std::array::from_fn(|from| std::array::from_fn(|to| f32::from(bytes[from * LABELS + to] as i8) * UNIT)))
}

/// The upper half of the key, never 0 (that marks a free slot).
fn mark(key: u64) -> u32 {
    (key >> 32) as u32 | 1
}

/// FNV-1a over 32 bits.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// The compiled form of weights; the same rows give the same bytes.
pub fn compile(transitions: &[[[i8; LABELS]; LABELS]; 2], rows: &[Row]) -> Vec<u8> {
    let n = (rows.len() * 3 / 2 + 1).next_power_of_two();
    let mut slots = vec![[0u8; SLOT]; n];
    let mut rows: Vec<&Row> = rows.iter().collect();
    rows.sort();
    for (key, first, second) in rows {
        let mut at = *key as usize & (n - 1);
        while slots[at][..4] != [0; 4] {
            at = (at + 1) & (n - 1);
        }
        slots[at][..4].copy_from_slice(&mark(*key).to_le_bytes());
        for k in 0..LABELS {
            slots[at][4 + k] = first[k] as u8;
            slots[at][4 + LABELS + k] = second[k] as u8;
        }
    }
    let mut rest: Vec<u8> = transitions.iter().flatten().flatten().map(|w| *w as u8).collect();
    rest.resize(TRANSITIONS, 0);
    rest.extend(slots.iter().flatten());
    let mut out = MAGIC.to_vec();
    for number in [checksum(&rest), 0, n as u32, 0] {
        out.extend(number.to_le_bytes());
    }
    out.extend(rest);
    out
}

/// Adds up weights of one token, both passes at once.
pub struct Adder<'w> {
    weights: &'w Weights,
    /// Lanes: nine of the first pass, nine of the second, two unused.
    pub sum: [i16; 20],
}

impl<'w> Adder<'w> {
    /// Nothing added yet.
    pub fn new(weights: &'w Weights) -> Self {
        Adder { weights, sum: [0; 20] }
    }
    /// The sums of pass 0 or 1 as scores.
    pub fn scores(&self, pass: usize) -> Scores {
        std::array::from_fn(|k| f32::from(self.sum[pass * LABELS + k]) * UNIT)
    }
}

impl EvidenceSink for Adder<'_> {
    #[inline(always)]
    fn put<const N: usize>(&mut self, template: Template, at: i8, values: [Value; N]) {
        if let Some(slot) = self.weights.find(key(template, at, values)) {
            for k in 0..20 {
                self.sum[k] += i16::from(slot[4 + k] as i8);
            }
        }
    }
}
