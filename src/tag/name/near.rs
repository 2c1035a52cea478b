//! Evidence from a token together with those right beside it.

use super::facts::capital;
use super::sink::{EvidenceSink, Group, pack};
use super::{View, norp, org, person, place, shape};

/// A token and one of its neighbours.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beside {
    /// 1 for the one after it, -1 for the one before.
    pub at: i8,
    /// Of the token itself.
    pub cap: u8,
    pub names: u8,
    pub class: u8,
    pub norp: u8,
    /// Of the neighbour.
    pub word: u32,
    /// The same, where it begins with a capital.
    pub other_names: Option<u8>,
}

impl Beside {
    #[inline(always)]
    fn new(v: &View<'_>, at: i8) -> Beside {
        let (own, other) = (v.at(0), v.at(isize::from(at)));
        let other_names = other.capital().then_some(other.names);
        Beside { at, cap: own.cap, names: own.names, class: own.place_class(), norp: own.norp, word: other.word, other_names }
    }
}

impl Group for Beside {
    const NUMBER: u64 = 1;

    #[inline(always)]
    fn code(&self) -> u64 {
        let other = self.other_names.map_or(0, |n| n + 1);
        let small = [(u8::from(self.at > 0), 1), (self.cap, 4), (self.names, 5), (self.class, 4), (self.norp, 6), (other, 5)];
        pack(small) << 32 | u64::from(self.word)
    }

    #[inline(always)]
    fn emit<S: EvidenceSink>(&self, sink: &mut S) {
        norp::beside(self, sink);
        if capital(self.cap) {
            shape::beside(self, sink);
            place::beside(self, sink);
            person::beside(self, sink);
        }
    }
}

/// The token before, the token itself, the token after.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around {
    pub shape: [u8; 3],
    pub class: [u8; 3],
    pub norp: u8,
    pub org: u8,
}

impl Around {
    #[inline(always)]
    fn new(v: &View<'_>) -> Around {
        let three = [v.at(-1), v.at(0), v.at(1)];
        Around { shape: three.map(|f| f.shape), class: three.map(|f| f.place_class()), norp: v.at(0).norp, org: v.at(0).org }
    }
}

impl Group for Around {
    const NUMBER: u64 = 2;

    #[inline(always)]
    fn code(&self) -> u64 {
        let ([a, b, c], [x, y, z]) = (self.shape, self.class);
        pack([(a, 5), (b, 5), (c, 5), (x, 4), (y, 4), (z, 4), (self.norp, 6), (self.org, 6)])
    }

    #[inline(always)]
    fn emit<S: EvidenceSink>(&self, sink: &mut S) {
        shape::around(self, sink);
        place::around(self, sink);
        org::around(self, sink);
        norp::around(self, sink);
    }
}

/// Names the evidence of a token with its neighbours.
#[inline(always)]
pub(super) fn emit<S: EvidenceSink>(v: &View<'_>, sink: &mut S) {
    sink.group(&Around::new(v));
    let own = v.at(0);
    if own.capital() || own.norp != 0 {
        sink.group(&Beside::new(v, -1));
        sink.group(&Beside::new(v, 1));
    }
}
