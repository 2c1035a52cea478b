//! Evidence in the words around a token: open words, cue lists, how common the words are.

use super::View;
use super::own::Own;
use super::sink::{As, EvidenceSink, Template as T, Value};

/// What a word says `at` places away.
#[inline(always)]
pub(super) fn own<S: EvidenceSink>(own: &Own<'_>, at: i8, sink: &mut S) {
    let f = own.facts;
    let (word, cap) = (Value(f.word, As::Word), Value(u32::from(f.cap), As::Cap));
    match at {
        -1..=1 => {
            sink.put(T::Word, at, [word, cap]);
            sink.put(T::Band, at, [Value(u32::from(f.band), As::Number), cap]);
        }
        -2 | 2 => sink.put(T::Word, at, [word]),
        _ => {}
    }
    if f.sense != 0 {
        sink.put(T::Sense, at, [Value(u32::from(f.sense) | u32::from(f.capital()) << 4, As::Number)]);
    }
    let mut cues = f.cues & 0x00ff_ffff;
    let capital = f.cues & 1 << 24;
    while cues != 0 {
        let lowest = cues & cues.wrapping_neg();
        sink.put(T::Cue, at, [Value(lowest | capital, As::Cues)]);
        cues &= cues - 1;
    }
}

/// The cues around a capitalised token taken together.
#[inline(always)]
pub(super) fn emit<S: EvidenceSink>(v: &View<'_>, sink: &mut S) {
    let cap = |k: isize| Value(u32::from(v.at(k).cap), As::Cap);
    let cues = |k: isize| Value(v.at(k).cues, As::Cues);
    if v.at(0).capital() && v.at(-1).cues | v.at(0).cues | v.at(1).cues != 0 {
        sink.add(T::Cues3, [cues(-1), cues(0), cues(1), cap(-1), cap(1)]);
    }
}
