//! Sums of weights that were worked out before.
//!
//! Most of the evidence on a token is decided by a few small facts that come again and again: those of the token alone, and of the
//! [`Group`]s. Their sums stand in two small tables that a worker keeps from document to document; each place of a table holds what was
//! asked for last. Sums are of whole numbers, so what is remembered is what would be worked out.

use super::table::{Adder, Packed, Weights, zeros};
use crate::tag::name::{DocFacts, EvidenceSink, Group, Own, REACH, Region, Sent, Template, Value};

/// Places for groups and for tokens.
const GROUPS: usize = 1 << 12;
const TOKENS: usize = 1 << 12;
/// Tokens that see one token.
const SEEN: usize = 2 * REACH + 1;

/// The sum of a group by its code, 0 for none.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
struct GroupSum {
    code: u64,
    sum: Packed,
}

/// What one kind of token says of those that see it, from the one [`REACH`] places before it to the one [`REACH`] places after it.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct TokenSums {
    code: u64,
    sums: [Packed; SEEN],
}

/// The tables of one worker.
#[derive(Debug)]
pub struct Memo {
    /// Which weights they hold sums of.
    weights: u32,
    groups: Box<[GroupSum; GROUPS]>,
    tokens: Box<[TokenSums; TOKENS]>,
}

impl Default for Memo {
    fn default() -> Self {
        let groups = zeros(GroupSum { code: 0, sum: [0; 2] });
        Memo { weights: 0, groups, tokens: zeros(TokenSums { code: 0, sums: [[0; 2]; SEEN] }) }
    }
}

/// Place for a code: its upper bits, once they hang on all of it.
#[inline(always)]
fn place(code: u64, places: usize) -> usize {
    (code.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize & (places - 1)
}

impl Memo {
    /// Forgets the sums of other weights.
    pub fn serve(&mut self, weights: &Weights) {
        if self.weights != weights.id() {
            *self = Memo { weights: weights.id(), ..Memo::default() };
        }
    }

    /// Adds to `sums`, one for each token of a region, what all tokens say for themselves that the region's tokens see.
    pub fn add_own(&mut self, weights: &Weights, facts: &DocFacts, region: &Region, sent: Sent, sums: &mut [Packed]) {
        let (n, reach) = (sums.len() as isize, REACH as isize);
        for at in -reach..n + reach {
            let own = Own::new(facts, sent.seen(region.tokens.range().start, at));
            let (first, end) = ((at - reach).max(0), (at + reach + 1).min(n));
            let away = (-at).max(at + 1 - n);
            // The tokens around a short region are more than those in it, and they say little.
            if away == reach && own.no_cues() {
                continue;
            }
            let said = self.token(weights, &own, away + 1 >= reach)[(first + reach - at) as usize..].iter();
            for (sum, said) in sums[first as usize..end as usize].iter_mut().zip(said) {
                *sum = [sum[0].wrapping_add(said[0]), sum[1].wrapping_add(said[1])];
            }
        }
    }

    #[inline(always)]
    fn token(&mut self, weights: &Weights, own: &Own<'_>, far: bool) -> &[Packed; SEEN] {
        // An even code would do as well; 0 stands for none.
        let code = if far { own.far_code() } else { own.code() } | 1;
        let kept = &mut self.tokens[place(code, TOKENS)];
        if kept.code != code {
            *kept = TokenSums { code, sums: token_sums(weights, own, far) };
        }
        &kept.sums
    }
}

#[cold]
#[inline(never)]
fn token_sums(weights: &Weights, own: &Own<'_>, far: bool) -> [Packed; SEEN] {
    std::array::from_fn(|k| {
        let mut adder = Adder::new(weights);
        if !far || k.abs_diff(REACH) + 1 >= REACH {
            own.emit(REACH as i8 - k as i8, &mut adder);
        }
        adder.sum
    })
}

#[cold]
#[inline(never)]
fn group_sum<G: Group>(weights: &Weights, group: &G) -> Packed {
    let mut adder = Adder::new(weights);
    group.emit(&mut adder);
    adder.sum
}

/// Adds up the weights of one token, those of groups from memory.
pub struct Remembering<'m> {
    /// What is added up.
    pub adder: Adder<'m>,
    /// The memory.
    pub memo: &'m mut Memo,
}

impl EvidenceSink for Remembering<'_> {
    #[inline(always)]
    fn put<const N: usize>(&mut self, template: Template, at: i8, values: [Value; N]) {
        self.adder.put(template, at, values);
    }

    #[inline(always)]
    fn group<G: Group>(&mut self, group: &G) {
        // No group has the number 0, so no code is 0.
        let code = group.code() | G::NUMBER << 60;
        let kept = &mut self.memo.groups[place(code, GROUPS)];
        if kept.code != code {
            *kept = GroupSum { code, sum: group_sum(self.adder.weights, group) };
        }
        self.adder.add_sum(kept.sum);
    }
}
