//! Evidence from the lists of given names and surnames.

use super::facts::Facts;
use super::near::Beside;
use super::sink::{As, EvidenceSink, Group, Template as T, Value, pack};

fn names(classes: u8) -> Value {
    Value(u32::from(classes), As::Names)
}

/// What the lists together say of a capitalised token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Listed {
    names: u8,
    band: u8,
    class: u8,
    norp: u8,
    org: u8,
}

impl Listed {
    /// That of a token.
    #[inline(always)]
    pub(super) fn new(f: &Facts) -> Listed {
        Listed { names: f.names, band: f.band, class: f.place_class(), norp: f.norp, org: f.org }
    }
}

impl Group for Listed {
    const NUMBER: u64 = 7;

    #[inline(always)]
    fn code(&self) -> u64 {
        pack([(self.names, 5), (self.band, 3), (self.class, 4), (self.norp, 6), (self.org, 6)])
    }

    #[inline(always)]
    fn emit<S: EvidenceSink>(&self, sink: &mut S) {
        let (own, band) = (names(self.names), Value(u32::from(self.band), As::Number));
        let class = Value(u32::from(self.class), As::Class);
        let (norp, org) = (Value(u32::from(self.norp), As::Norp), Value(u32::from(self.org), As::Org));
        sink.put(T::Name, 0, [own]);
        sink.add(T::NameBand, [own, band]);
        sink.add(T::Lists, [class, own, band, norp, org]);
    }
}

/// A capitalised token and its neighbour.
#[inline(always)]
pub(super) fn beside<S: EvidenceSink>(b: &Beside, sink: &mut S) {
    if let Some(other) = b.other_names {
        sink.put(T::Name, b.at, [names(other)]);
        sink.put(T::Names2, b.at, [names(other), names(b.names)]);
    }
    sink.put(T::NameWord, b.at, [names(b.names), Value(b.word, As::Word)]);
}
