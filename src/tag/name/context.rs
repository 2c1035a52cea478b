//! Evidence in the words around a token: open words, cue lists, how common the words are.

use super::View;
use super::sink::{As, EvidenceSink, Template as T, Value};

/// Names the context evidence of one token.
#[inline(always)]
pub(super) fn emit<S: EvidenceSink>(v: &View<'_>, sink: &mut S) {
    let word = |k: isize| Value(v.at(k).word, As::Word);
    let cap = |k: isize| Value(u32::from(v.at(k).cap), As::Cap);
    for k in [-1, 0, 1] {
        sink.put(T::Word, k as i8, [word(k), cap(k)]);
    }
    for k in [-2, 2] {
        sink.put(T::Word, k as i8, [word(k)]);
    }
    for k in -3..=3isize {
        let mut cues = v.at(k).cues & 0x00ff_ffff;
        let capital = v.at(k).cues & 1 << 24;
        while cues != 0 {
            let lowest = cues & cues.wrapping_neg();
            sink.put(T::Cue, k as i8, [Value(lowest | capital, As::Cues)]);
            cues &= cues - 1;
        }
    }
    let band = |k: isize| Value(u32::from(v.at(k).band), As::Number);
    for k in [-1, 0, 1] {
        sink.put(T::Band, k as i8, [band(k), cap(k)]);
    }
    if v.at(0).capital() {
        let cues = |k: isize| Value(v.at(k).cues, As::Cues);
        if v.at(-1).cues | v.at(0).cues | v.at(1).cues != 0 {
            sink.add(T::Cues3, [cues(-1), cues(0), cues(1), cap(-1), cap(1)]);
        }
    }
}
