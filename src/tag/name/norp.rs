//! Evidence from the lists of peoples, religions and languages.

use super::View;
use super::sink::{As, EvidenceSink, Template as T, Value};

/// Names the evidence for NORP on one token.
#[inline(always)]
pub(super) fn emit<S: EvidenceSink>(v: &View<'_>, sink: &mut S) {
    let norp = |k: isize| Value(u32::from(v.at(k).norp), As::Norp);
    for k in [-1, 0, 1] {
        if v.at(k).norp != 0 {
            sink.put(T::Norp, k as i8, [norp(k)]);
        }
    }
    if v.at(0).norp != 0 {
        for k in [-1, 1] {
            sink.put(T::NorpWord, k as i8, [norp(0), Value(v.at(k).word, As::Word)]);
        }
        sink.add(T::NorpShape, [norp(0), Value(u32::from(v.at(1).cap), As::Cap)]);
    }
}
