//! Evidence of the second pass: what the first one made of the same word, run or name elsewhere in the document.
//!
//! [`Votes`] collects the first pass's probabilities by word and run, and its names as strings; [`emit`] names what the *other*
//! occurrences say of a token. What the first pass said of the token itself stays out: measured, it does harm.

use super::facts::{DocFacts, Index};
use super::sink::{As, EvidenceSink, Template as T, Value};
use crate::gazetteer::Word;
use crate::mention::TokenRange;

/// A name of the first pass.
#[derive(Debug, Clone, Copy)]
pub struct FirstSpan {
    /// Its tokens.
    pub tokens: TokenRange,
    /// 0 PERSON, 1 PLACE, 2 ORG, 3 NORP.
    pub kind: u8,
    /// Its probability.
    pub confidence: f32,
}

/// A string that the first pass took for a name somewhere.
#[derive(Debug, Clone, Copy, Default)]
struct Text {
    hash: u64,
    mass: [f32; 4],
}

/// Match of such a string at a token: kind plus one, edge, mass bucket, pure.
#[derive(Debug, Clone, Copy, Default)]
struct Match {
    kind: u8,
    edge: u8,
    mass: u8,
    pure: bool,
    length: u8,
}

/// What the first pass made of a document.
#[derive(Debug, Default)]
pub struct Votes {
    /// Type probabilities of each token.
    pub own: Vec<[f32; 4]>,
    /// Its names, in text order.
    pub spans: Vec<FirstSpan>,
    texts: Vec<Text>,
    index: Index,
    matches: Vec<Match>,
    short: Vec<Match>,
}

/// Longest name that is looked for elsewhere.
const LONGEST: usize = 8;

fn extend(hash: u64, word: &Word) -> u64 {
    (hash.rotate_left(23) ^ word.hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl Votes {
    /// Empties everything for a document of `n` tokens.
    pub fn clear(&mut self, n: usize) {
        self.own.clear();
        self.own.resize(n, [0.0; 4]);
        self.spans.clear();
        self.texts.clear();
        self.matches.clear();
        self.matches.resize(n, Match::default());
        self.short.clear();
        self.short.resize(n, Match::default());
    }

    /// Adds up what `own` and `spans` say, once both are filled.
    pub fn collect(&mut self, words: &[Word], facts: &mut DocFacts) {
        for seen in facts.words.iter_mut().chain(&mut facts.texts) {
            seen.votes = [0.0; 4];
            seen.longest = 0;
        }
        for region in &facts.regions {
            for i in region.tokens.range() {
                if let Some(seen) = (facts.tokens[i].seen as usize).checked_sub(1) {
                    add(&mut facts.words[seen].votes, self.own[i]);
                }
            }
        }
        for run in &facts.runs {
            if let Some(seen) = (run.seen as usize).checked_sub(1) {
                add(&mut facts.texts[seen].votes, self.run_vote(run.tokens));
            }
        }
        self.index.clear(self.spans.len());
        for k in 0..self.spans.len() {
            let span = self.spans[k];
            let range = span.tokens.range();
            let Some(seen) = (facts.tokens[range.start].seen as usize).checked_sub(1) else { continue };
            if range.len() > LONGEST {
                continue;
            }
            let longest = &mut facts.words[seen].longest;
            *longest = (*longest).max(range.len() as u8);
            let hash = words[range].iter().fold(1, extend);
            let n = self.text(hash);
            self.texts[n].mass[span.kind as usize] += span.confidence;
        }
        self.find(words, facts);
    }

    /// Number of the text with this hash, new where there is none.
    fn text(&mut self, hash: u64) -> usize {
        let texts = &self.texts;
        let slot = self.index.find(hash, |n| texts[n as usize].hash == hash);
        if *slot == 0 {
            self.texts.push(Text { hash, mass: [0.0; 4] });
            *slot = self.texts.len() as u32;
        }
        *slot as usize - 1
    }

    /// Mean type probabilities over a run.
    fn run_vote(&self, tokens: TokenRange) -> [f32; 4] {
        let mut sum = [0.0; 4];
        for i in tokens.range() {
            add(&mut sum, self.own[i]);
        }
        sum.map(|x| x / tokens.range().len() as f32)
    }

    /// Marks where the names stand: leftmost-longest, and one-word names apart.
    fn find(&mut self, words: &[Word], facts: &DocFacts) {
        let mut next_span = 0;
        let mut free = 0;
        for region in &facts.regions {
            let end = region.tokens.range().end;
            for i in region.tokens.range() {
                let Some(seen) = (facts.tokens[i].seen as usize).checked_sub(1) else { continue };
                let longest = usize::from(facts.words[seen].longest).min(end - i);
                while next_span < self.spans.len() && (self.spans[next_span].tokens.first as usize) < i {
                    next_span += 1;
                }
                let own = self.spans.get(next_span).copied().filter(|s| s.tokens.first as usize == i);
                let (mut hash, mut longer) = (1, None);
                for length in 1..=longest {
                    hash = extend(hash, &words[i + length - 1]);
                    let own = own.filter(|s| s.tokens.range().len() == length);
                    let Some(found) = self.look_up(hash, own) else { continue };
                    if length == 1 {
                        self.short[i] = Match { edge: 3, length: 1, ..found };
                    }
                    longer = Some((length, found));
                }
                if let Some((length, found)) = longer.filter(|_| i >= free) {
                    self.mark(i, length, found);
                    free = i + length;
                }
            }
        }
    }

    fn look_up(&mut self, hash: u64, own: Option<FirstSpan>) -> Option<Match> {
        let texts = &self.texts;
        let slot = *self.index.find(hash, |n| texts[n as usize].hash == hash);
        let mut mass = self.texts.get((slot as usize).wrapping_sub(1))?.mass;
        if let Some(own) = own {
            mass[own.kind as usize] -= own.confidence;
        }
        let (kind, best) = best(mass);
        let total: f32 = mass.iter().sum();
        (best > 0.3).then(|| Match {
            kind: kind as u8 + 1,
            edge: 0,
            mass: mass_bucket(total),
            pure: best > 0.9 * total,
            length: 0,
        })
    }

    fn mark(&mut self, first: usize, length: usize, found: Match) {
        for k in 0..length {
            let edge = match (k == 0, k + 1 == length) {
                (true, true) => 3,
                (true, false) => 0,
                (false, true) => 2,
                (false, false) => 1,
            };
            self.matches[first + k] = Match { edge, length: length.min(4) as u8, ..found };
        }
    }
}

fn add(sum: &mut [f32; 4], more: [f32; 4]) {
    sum.iter_mut().zip(more).for_each(|(s, m)| *s += m);
}

fn best(mass: [f32; 4]) -> (usize, f32) {
    let mut top = 0;
    for k in 1..4 {
        if mass[k] > mass[top] {
            top = k;
        }
    }
    (top, mass[top])
}

fn mass_bucket(mass: f32) -> u8 {
    match mass {
        m if m < 0.5 => 0,
        m if m < 1.0 => 1,
        m if m < 2.0 => 2,
        m if m < 4.0 => 3,
        _ => 4,
    }
}

/// Best type, its share, how much of it: of the other occurrences.
fn ballot(sum: [f32; 4], own: [f32; 4]) -> Option<[Value; 3]> {
    let mut others = sum;
    others.iter_mut().zip(own).for_each(|(s, m)| *s = (*s - m).max(0.0));
    let total: f32 = others.iter().sum();
    let (kind, top) = best(others);
    if total < 0.1 {
        return None;
    }
    let share = top / total;
    let share = u32::from(share > 0.5) + u32::from(share > 0.7) + u32::from(share > 0.9);
    Some([Value(kind as u32 + 1, As::Type), Value(share, As::Number), Value(u32::from(mass_bucket(total)), As::Number)])
}

/// Names the second-pass evidence on token `i` of a sentence `first..end`.
#[inline]
pub fn emit<S: EvidenceSink>(facts: &DocFacts, votes: &Votes, i: usize, first: usize, end: usize, sink: &mut S) {
    for k in [-1isize, 0, 1] {
        let j = i.wrapping_add_signed(k);
        if j < first || j >= end {
            continue;
        }
        let Some(seen) = (facts.tokens[j].seen as usize).checked_sub(1) else { continue };
        let seen = &facts.words[seen];
        match ballot(seen.votes, votes.own[j]) {
            Some([kind, share, mass]) => {
                sink.put(T::Vote, k as i8, [kind, share, mass]);
                if k == 0 {
                    sink.add(T::VoteType, [kind, Value(u32::from(facts.tokens[j].cap), As::Cap)]);
                }
            }
            None if seen.all > 1 => sink.put(T::VoteNone, k as i8, []),
            None => {}
        }
    }
    run_vote(facts, votes, i, sink);
    strings(votes, i, first, end, sink);
}

#[inline(always)]
fn run_vote<S: EvidenceSink>(facts: &DocFacts, votes: &Votes, i: usize, sink: &mut S) {
    let Some(run) = facts.run_of(i) else { return };
    let Some(seen) = (run.seen as usize).checked_sub(1) else { return };
    if let Some([kind, share, mass]) = ballot(facts.texts[seen].votes, votes.run_vote(run.tokens)) {
        let position = super::facts::position(i - run.tokens.range().start, run.tokens.range().len());
        sink.add(T::VoteRun, [kind, share, mass, Value(position as u32, As::Number)]);
    }
}

#[inline(always)]
fn strings<S: EvidenceSink>(votes: &Votes, i: usize, first: usize, end: usize, sink: &mut S) {
    let values = |m: &Match| {
        let flags = u32::from(m.mass) * 2 + u32::from(m.pure);
        [
            Value(u32::from(m.edge), As::Edge),
            Value(u32::from(m.kind), As::Type),
            Value(flags, As::Number),
            Value(u32::from(m.length), As::Number),
        ]
    };
    let here = &votes.matches[i];
    if here.kind != 0 {
        sink.add(T::Entity, values(here));
    }
    let short = &votes.short[i];
    if short.kind != 0 && here.length > 1 {
        sink.add(T::EntityShort, values(short));
    }
    for k in [-1isize, 1] {
        let j = i.wrapping_add_signed(k);
        if j >= first && j < end && votes.matches[j].kind != 0 {
            let m = &votes.matches[j];
            sink.put(T::EntityNear, k as i8, [Value(u32::from(m.edge), As::Edge), Value(u32::from(m.kind), As::Type)]);
        }
    }
}
