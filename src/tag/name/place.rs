//! Evidence from the place lists: what is a place there, how large, beside which words.

use super::facts::capital;
use super::near::{Around, Beside};
use super::own::Own;
use super::sink::{As, EvidenceSink, Template as T, Value};

fn class(code: u8) -> Value {
    Value(u32::from(code), As::Class)
}

/// What a listed word says `at` places away.
#[inline(always)]
pub(super) fn own<S: EvidenceSink>(own: &Own<'_>, at: i8, sink: &mut S) {
    let f = own.facts;
    if f.place != 0 && at.abs() <= 1 {
        sink.put(T::Place, at, [Value(u32::from(f.place), As::Tag)]);
    }
}

/// A capitalised token and its neighbour.
#[inline(always)]
pub(super) fn beside<S: EvidenceSink>(b: &Beside, sink: &mut S) {
    sink.put(T::PlaceWord, b.at, [class(b.class), Value(b.word, As::Word)]);
}

/// Places side by side.
#[inline(always)]
pub(super) fn around<S: EvidenceSink>(a: &Around, sink: &mut S) {
    if capital(a.shape[1] & 15) && a.class != [0; 3] {
        sink.add(T::Places3, a.class.map(class));
    }
}
