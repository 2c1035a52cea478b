//! Evidence elsewhere in the document: how the word is written there, and what stands beside its other occurrences.

use super::View;
use super::facts::{FLAG_NAMES, Seen, position};
use super::sink::{As, EvidenceSink, Template as T, Value};

fn bucket(n: u32) -> Value {
    Value(
        match n {
            0..=2 => n,
            3..=4 => 3,
            5..=9 => 4,
            _ => 5,
        },
        As::Number,
    )
}

/// Names the document evidence on one capitalised token.
#[inline(always)]
pub(super) fn emit<S: EvidenceSink>(v: &View<'_>, sink: &mut S) {
    let own = v.at(0);
    let Some(seen) = (own.seen as usize).checked_sub(1).map(|n| &v.facts.words[n]) else { return };
    let starts = v.i == v.first;
    let middle = bucket(u32::from(seen.middle) - u32::from(!starts && seen.middle > 0));
    let lower = bucket(u32::from(seen.lower));
    let band = Value(u32::from(own.band), As::Number);
    sink.add(T::DocLower, [lower, band]);
    sink.add(T::DocCapital, [middle, band]);
    sink.add(T::DocSeen, [bucket(u32::from(seen.all) - 1)]);
    if starts {
        sink.add(T::DocStart, [Value(u32::from(seen.lower > 0), As::Number), Value(u32::from(seen.middle > 0), As::Number)]);
    }
    let Some(run) = v.run else { return };
    let length = run.tokens.range().len();
    let here = position(v.i - run.tokens.range().start, length);
    for (k, n) in seen.position.iter().enumerate() {
        if u32::from(*n) > u32::from(k == here) {
            sink.add(T::DocPosition, [Value(k as u32, As::Number), Value(here as u32, As::Number)]);
        }
    }
    if length == 1 && seen.position[1] > 0 && seen.position[0] == 0 {
        sink.add(T::DocLast, []);
    }
    shared(seen, run.flags, T::DocFlag, here, sink);
    if run.seen > 0 {
        let text = &v.facts.texts[run.seen as usize - 1];
        sink.add(T::DocRunCount, [bucket(u32::from(text.all) - 1)]);
        shared(text, run.flags, T::DocRun, here, sink);
    }
}

/// Flags that at least half of the other occurrences show.
#[inline(always)]
fn shared<S: EvidenceSink>(seen: &Seen, own: u32, template: T, here: usize, sink: &mut S) {
    let others = seen.position.iter().map(|n| u32::from(*n)).sum::<u32>().max(u32::from(seen.all)).saturating_sub(1);
    if others == 0 {
        return;
    }
    for k in 0..FLAG_NAMES.len() {
        let n = u32::from(seen.flags[k]).saturating_sub(own >> k & 1);
        if n > 0 && 2 * n >= others {
            sink.add(template, [Value(k as u32, As::Flag), Value(here as u32, As::Number)]);
        }
    }
}
