//! Evidence from the lists of given names and surnames.

use super::View;
use super::sink::{As, EvidenceSink, Template as T, Value};

/// Names the evidence for PERSON on one capitalised token.
#[inline(always)]
pub(super) fn emit<S: EvidenceSink>(v: &View<'_>, sink: &mut S) {
    let own = v.at(0);
    let names = |k: isize| Value(u32::from(v.at(k).names), As::Names);
    sink.put(T::Name, 0, [names(0)]);
    sink.add(T::NameBand, [names(0), Value(u32::from(own.band), As::Number)]);
    for k in [-1, 1] {
        if v.at(k).capital() {
            sink.put(T::Name, k as i8, [names(k)]);
            sink.put(T::Names2, k as i8, [names(k), names(0)]);
        }
        sink.put(T::NameWord, k as i8, [names(0), Value(v.at(k).word, As::Word)]);
    }
}
