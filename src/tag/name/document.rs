//! Evidence elsewhere in the document: how the word is written there, and what stands beside its other occurrences.

use super::View;
use super::facts::{FLAG_NAMES, Seen, position};
use super::sink::{As, EvidenceSink, Group, Template as T, Value, pack};

/// A count in steps.
fn bucket(n: u32) -> u8 {
    match n {
        0..=2 => n as u8,
        3..=4 => 3,
        5..=9 => 4,
        _ => 5,
    }
}

fn number(n: u8) -> Value {
    Value(u32::from(n), As::Number)
}

/// Names the document evidence on one capitalised token.
#[inline(always)]
pub(super) fn emit<S: EvidenceSink>(v: &View<'_>, sink: &mut S) {
    let own = v.at(0);
    let Some(seen) = (own.seen as usize).checked_sub(1).map(|n| &v.facts.words[n]) else { return };
    let starts = v.i == v.first;
    let middle = seen.middle - u16::from(!starts && seen.middle > 0);
    let mut word = WordElsewhere {
        band: own.band,
        starts,
        lower: bucket(u32::from(seen.lower)),
        middle: bucket(u32::from(middle)),
        all: bucket(u32::from(seen.all) - 1),
        run: None,
    };
    let Some(run) = v.run else { return sink.group(&word) };
    let here = position(v.i - run.tokens.range().start, run.tokens.range().len());
    let places = seen.position.iter().enumerate().fold(0, |all, (k, n)| all | u8::from(*n > u8::from(k == here)) << k);
    let text = (run.seen as usize).checked_sub(1).map(|n| &v.facts.texts[n]);
    word.run = Some(RunElsewhere {
        here: here as u8,
        places,
        last: seen.position[1] > 0 && seen.position[0] == 0,
        all: text.map(|t| bucket(u32::from(t.all) - 1)),
    });
    sink.group(&word);
    shared(seen, run.flags, T::DocFlag, here as u8, sink);
    if let Some(text) = text {
        shared(text, run.flags, T::DocRun, here as u8, sink);
    }
}

/// How often the word of a token stands elsewhere in the document, and how.
#[derive(Debug, Clone, Copy)]
struct WordElsewhere {
    band: u8,
    starts: bool,
    /// Counts in steps: in lower case, capitalised within sentences, capitalised.
    lower: u8,
    middle: u8,
    all: u8,
    run: Option<RunElsewhere>,
}

/// Where in a run it stands, here and elsewhere.
#[derive(Debug, Clone, Copy)]
struct RunElsewhere {
    here: u8,
    /// A bit for each position in other runs.
    places: u8,
    /// Last in some run and first in none.
    last: bool,
    /// How often a run of several tokens stands elsewhere.
    all: Option<u8>,
}

impl Group for WordElsewhere {
    const NUMBER: u64 = 5;

    #[inline(always)]
    fn code(&self) -> u64 {
        let run = self.run.map_or(0, |r| {
            let all = r.all.map_or(0, |n| n + 1);
            1 << 10 | pack([(r.here, 2), (r.places, 4), (u8::from(r.last), 1), (all, 3)])
        });
        run << 13 | pack([(self.band, 3), (u8::from(self.starts), 1), (self.lower, 3), (self.middle, 3), (self.all, 3)])
    }

    #[inline(always)]
    fn emit<S: EvidenceSink>(&self, sink: &mut S) {
        sink.add(T::DocLower, [number(self.lower), number(self.band)]);
        sink.add(T::DocCapital, [number(self.middle), number(self.band)]);
        sink.add(T::DocSeen, [number(self.all)]);
        if self.starts {
            sink.add(T::DocStart, [number(u8::from(self.lower > 0)), number(u8::from(self.middle > 0))]);
        }
        let Some(run) = self.run else { return };
        for k in (0..4).filter(|k| run.places >> k & 1 == 1) {
            sink.add(T::DocPosition, [number(k), number(run.here)]);
        }
        if run.here == ONLY && run.last {
            sink.add(T::DocLast, []);
        }
        if let Some(all) = run.all {
            sink.add(T::DocRunCount, [number(all)]);
        }
    }
}

/// Position of the only token of a run.
const ONLY: u8 = 3;

/// What at least half of the other occurrences of a word or run show.
#[derive(Debug, Clone, Copy)]
struct Shared {
    template: T,
    here: u8,
    flags: u32,
}

impl Group for Shared {
    const NUMBER: u64 = 6;

    #[inline(always)]
    fn code(&self) -> u64 {
        u64::from(self.flags) << 10 | u64::from(self.here) << 8 | self.template as u64
    }

    #[inline(always)]
    fn emit<S: EvidenceSink>(&self, sink: &mut S) {
        for k in (0..FLAG_NAMES.len() as u32).filter(|k| self.flags >> k & 1 == 1) {
            sink.add(self.template, [Value(k, As::Flag), number(self.here)]);
        }
    }
}

#[inline(always)]
fn shared<S: EvidenceSink>(seen: &Seen, own: u32, template: T, here: u8, sink: &mut S) {
    let others = seen.position.iter().map(|n| u32::from(*n)).sum::<u32>().max(u32::from(seen.all)).saturating_sub(1);
    if others == 0 {
        return;
    }
    let flags = seen.flags.others(own, others.div_ceil(2));
    if flags != 0 {
        sink.group(&Shared { template, here, flags });
    }
}
