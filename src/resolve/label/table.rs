//! The compiled weights: an open-addressing table of evidence keys, embedded.
//!
//! File: magic, checksum, number of rows; the transition weights of both passes; then for each row 32 bits of its key and eight weights,
//! for B and I of the four kinds relative to O. All numbers little-endian. Opening it builds an index of 2^16 slots and rows of sixteen
//! bytes, so that a look-up is one load and its addition one vector instruction.

use super::lattice::{LABELS, Labels, Scores, Transitions};
use crate::tag::name::{EvidenceSink, Template, Value, key};
use std::sync::LazyLock;

/// First bytes of the file.
pub const MAGIC: &[u8; 8] = b"fbxname3";
/// One weight unit.
pub const UNIT: f32 = 0.04;
/// Labels with weights: all but O.
const WEIGHTS: usize = LABELS - 1;
const HEADER: usize = 16;
const TRANSITIONS: usize = LABELS * LABELS;
/// Slots of the index: as many as a `u16` counts, so that no access needs a bounds test.
const SLOTS: usize = 1 << 16;
/// More rows than this would crowd the index.
const MOST_ROWS: usize = 40_000;
const ROW: usize = 4 + WEIGHTS;

/// One row of the weights: key, and weights relative to O.
pub type Row = (u64, [i8; WEIGHTS]);

/// Weights, opened.
#[derive(Debug)]
pub struct Weights {
    /// 15 bits of the key, one that says that a displaced key follows ([`MORE`]), number of the row (0 = free).
    slots: Box<[u32; SLOTS]>,
    /// Row 0 is empty: what is not found adds it.
    rows: Box<[Packed; SLOTS]>,
    used: usize,
    id: u32,
    /// Transitions of the first pass.
    pub first: Transitions,
    /// Transitions of the second pass.
    pub second: Transitions,
}

/// Bit of a slot: a key that begins here or before stands further on.
const MORE: u32 = 1 << 16;

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
        Weights { slots: zeros(0), rows: zeros([0; 2]), used: 0, id: 0, first: none(), second: none() }
    }

    /// Reads a compiled table; none where it is damaged.
    pub fn open(bytes: &[u8]) -> Option<Weights> {
        let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        let rest = bytes.get(HEADER..)?;
        let n = number(12)? as usize;
        let sound =
            bytes.starts_with(MAGIC) && n <= MOST_ROWS && rest.len() == 2 * TRANSITIONS + n * ROW && number(8)? == checksum(rest);
        if !sound {
            return None;
        }
        let (moves, rows) = rest.split_at(2 * TRANSITIONS);
        let (first, second) = (transitions(&moves[..TRANSITIONS]), transitions(&moves[TRANSITIONS..]));
        let mut out = Weights { slots: zeros(0), rows: zeros([0; 2]), used: n, id: number(8)?, first, second };
        for (k, row) in rows.chunks_exact(ROW).enumerate() {
            let number = k as u16 + 1;
            out.insert(u32::from_le_bytes([row[0], row[1], row[2], row[3]]), number);
            out.rows[usize::from(number)] = pack(std::array::from_fn(|w| row[4 + w] as i8));
        }
        Some(out)
    }

    fn insert(&mut self, code: u32, row: u16) {
        let mut at = (code >> 16) as u16;
        // A free slot is left: there are more slots than rows.
        while self.slots[usize::from(at)] as u16 != 0 {
            self.slots[usize::from(at)] |= MORE;
            at = at.wrapping_add(1);
        }
        let slot = &mut self.slots[usize::from(at)];
        *slot = *slot & MORE | code << 17 | u32::from(row);
    }

    /// Number of slots and of slots in use.
    pub fn size(&self) -> (usize, usize) {
        (SLOTS, self.used)
    }

    /// Tells weights apart: their checksum.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// Row of a key, 0 for none. Whether it is there is decided without a branch, which could not be foreseen; that a key was displaced
    /// is rare.
    #[inline(always)]
    fn find(&self, code: u32) -> u16 {
        let mut at = (code >> 16) as u16;
        let mut row = 0;
        loop {
            let slot = self.slots[usize::from(at)];
            row |= slot as u16 & u16::from(slot >> 17 == code & 0x7fff).wrapping_neg();
            if slot & MORE == 0 || row != 0 {
                return row;
            }
            at = at.wrapping_add(1);
        }
    }

    /// Weights of a key as scores.
    pub fn of(&self, key: u64) -> Option<Scores> {
        match self.find(code(key)) {
            0 => None,
            row => Some(labels(&self.rows[usize::from(row)]).into()),
        }
    }
}

/// A table on the heap.
pub(super) fn zeros<T: Clone, const N: usize>(zero: T) -> Box<[T; N]> {
    match vec![zero; N].into_boxed_slice().try_into() {
        Ok(array) => array,
        Err(_) => unreachable!("the vector has this length"),
    }
}

/// Eight numbers of 16 bits, the B and the I, each four as the sum of each times a power of 2^16: sums of such sums hold the sums of the
/// numbers, in two additions.
pub(super) type Packed = [i64; 2];

fn pack(row: [i8; WEIGHTS]) -> Packed {
    std::array::from_fn(|half| (0..4).fold(0, |all, k| all + (i64::from(row[2 * k + half]) << (16 * k))))
}

#[inline(always)]
fn labels(units: &Packed) -> Labels {
    Labels { o: 0.0, b: four(units[0]), i: four(units[1]) }
}

/// The four numbers of one half. A negative one has borrowed from its upper neighbour: adding half of the range to each undoes that.
#[inline(always)]
fn four(half: i64) -> [f32; 4] {
    const HALVES: i64 = 0x0000_8000_8000_8000;
    let numbers = half.wrapping_add(HALVES) ^ HALVES;
    std::array::from_fn(|k| f32::from((numbers >> (16 * k)) as i16) * UNIT)
}

fn transitions(bytes: &[u8]) -> Transitions {
    Transitions::new(std::array::from_fn(|from| std::array::from_fn(|to| f32::from(bytes[from * LABELS + to] as i8) * UNIT)))
}

/// The part of a key that is looked for.
#[inline(always)]
fn code(key: u64) -> u32 {
    (key >> 32) as u32
}

/// FNV-1a over 32 bits.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// The compiled form of weights; the same rows give the same bytes.
pub fn compile(transitions: &[[[i8; LABELS]; LABELS]; 2], rows: &[Row]) -> Vec<u8> {
    let mut rows: Vec<&Row> = rows.iter().collect();
    rows.sort();
    let mut rest: Vec<u8> = transitions.iter().flatten().flatten().map(|w| *w as u8).collect();
    for (key, row) in &rows {
        rest.extend(code(*key).to_le_bytes());
        rest.extend(row.iter().map(|w| *w as u8));
    }
    let mut out = MAGIC.to_vec();
    out.extend(checksum(&rest).to_le_bytes());
    out.extend((rows.len() as u32).to_le_bytes());
    out.extend(rest);
    out
}

/// Adds up the weights of one token.
pub struct Adder<'w> {
    pub(super) weights: &'w Weights,
    pub(super) sum: Packed,
}

impl<'w> Adder<'w> {
    /// Nothing added yet.
    pub fn new(weights: &'w Weights) -> Self {
        Adder { weights, sum: [0; 2] }
    }
    /// Adds a sum of weights.
    #[inline(always)]
    pub(super) fn add_sum(&mut self, sum: Packed) {
        self.sum = [self.sum[0].wrapping_add(sum[0]), self.sum[1].wrapping_add(sum[1])];
    }

    /// The sums as scores.
    #[inline(always)]
    pub fn scores(&self) -> Labels {
        labels(&self.sum)
    }
}

impl EvidenceSink for Adder<'_> {
    #[inline(always)]
    fn put<const N: usize>(&mut self, template: Template, at: i8, values: [Value; N]) {
        self.add_sum(self.weights.rows[usize::from(self.weights.find(code(key(template, at, values))))]);
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
