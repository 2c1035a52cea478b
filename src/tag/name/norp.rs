//! Evidence from the lists of peoples, religions and languages.

use super::near::{Around, Beside};
use super::own::Own;
use super::sink::{As, EvidenceSink, Template as T, Value, cap_of};

fn norp(tag: u8) -> Value {
    Value(u32::from(tag), As::Norp)
}

/// What a listed word says `at` places away.
#[inline(always)]
pub(super) fn own<S: EvidenceSink>(own: &Own<'_>, at: i8, sink: &mut S) {
    if own.facts.norp != 0 && at.abs() <= 1 {
        sink.put(T::Norp, at, [norp(own.facts.norp)]);
    }
}

/// A listed word and its neighbour.
#[inline(always)]
pub(super) fn beside<S: EvidenceSink>(b: &Beside, sink: &mut S) {
    if b.norp != 0 {
        sink.put(T::NorpWord, b.at, [norp(b.norp), Value(b.word, As::Word)]);
    }
}

/// A listed word and how the next one is written.
#[inline(always)]
pub(super) fn around<S: EvidenceSink>(a: &Around, sink: &mut S) {
    if a.norp != 0 {
        sink.add(T::NorpShape, [norp(a.norp), cap_of(a.shape[2])]);
    }
}
