//! Evidence from the place lists: what is a place there, how large, beside which words.

use super::View;
use super::sink::{As, EvidenceSink, Template as T, Value};

/// Names the evidence for PLACE on one token.
#[inline(always)]
pub(super) fn emit<S: EvidenceSink>(v: &View<'_>, sink: &mut S) {
    let own = v.at(0);
    for k in [-1, 0, 1] {
        if v.at(k).place != 0 {
            sink.put(T::Place, k as i8, [Value(u32::from(v.at(k).place), As::Tag)]);
        }
    }
    if !own.capital() {
        return;
    }
    let class = |k: isize| Value(u32::from(v.at(k).place_class()), As::Class);
    let band = Value(u32::from(own.band), As::Number);
    let names = Value(u32::from(own.names), As::Names);
    for k in [-1, 1] {
        sink.put(T::PlaceWord, k as i8, [class(0), Value(v.at(k).word, As::Word)]);
    }
    if own.place | v.at(-1).place | v.at(1).place != 0 {
        sink.add(T::Places3, [class(-1), class(0), class(1)]);
    }
    sink.add(T::Lists, [class(0), names, band, Value(u32::from(own.norp), As::Norp), Value(u32::from(own.org), As::Org)]);
}
