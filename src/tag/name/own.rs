//! Evidence from one token's own facts, for itself and for the tokens around it.
//!
//! Whatever stands beside it, a token says the same of the token three places before it, two places before it and so on: a sink that adds
//! up weights works these sums out once for each kind of token ([`Own::code`]) and not at each place again. What differs from word to
//! word and tells only of the word itself (its length, its end, its name classes) is left to the token, so that kinds are few.

use super::facts::{BLANK, DocFacts, Facts};
use super::sink::EvidenceSink;
use super::{context, norp, org, place, shape};

/// How many tokens away a token is still evidence.
pub const REACH: usize = 3;

/// All that a token by itself is evidence with.
#[derive(Debug, Clone, Copy)]
pub struct Own<'a> {
    /// Its classes.
    pub(super) facts: &'a Facts,
}

impl<'a> Own<'a> {
    /// Token `i` of the document; what stands outside the sentence where there is none.
    #[inline(always)]
    pub fn new(facts: &'a DocFacts, i: Option<usize>) -> Own<'a> {
        Own { facts: i.map_or(&BLANK, |i| &facts.tokens[i]) }
    }

    /// A hash of everything in it that is evidence.
    #[inline(always)]
    pub fn code(&self) -> u64 {
        let f = self.facts;
        let lists = u64::from(f.place) | u64::from(f.norp) << 8 | u64::from(f.org) << 16;
        let rest = lists | u64::from(f.shape) << 32 | u64::from(f.band) << 40 | u64::from(f.sense) << 48;
        let words = u64::from(f.word) | u64::from(f.cues) << 32;
        mix(words ^ 0x243f_6a88_85a3_08d3, rest ^ 0x1319_8a2e_0370_7344)
    }

    /// The same for tokens that see it from afar ([`REACH`] places or one less): all that they are told.
    #[inline(always)]
    pub fn far_code(&self) -> u64 {
        mix(
            u64::from(self.facts.word) ^ 0xa409_3822_299f_31d0,
            u64::from(self.facts.cues) ^ u64::from(self.facts.sense) << 40 ^ 0x082e_fa98_ec4e_6c89,
        )
    }

    /// Says nothing to a token [`REACH`] places away.
    #[inline(always)]
    pub fn no_cues(&self) -> bool {
        self.facts.cues & 0xff_ffff == 0 && self.facts.sense == 0
    }

    /// Names what it says of the token that sees it `at` places on.
    #[inline(always)]
    pub fn emit<S: EvidenceSink>(&self, at: i8, sink: &mut S) {
        shape::own(self, at, sink);
        context::own(self, at, sink);
        place::own(self, at, sink);
        org::own(self, at, sink);
        norp::own(self, at, sink);
    }
}

/// Both halves of the product: each bit of it hangs on many of both numbers.
#[inline(always)]
fn mix(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}
