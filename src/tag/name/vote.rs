//! Evidence of the second pass: what the first one made of the same word, run or name elsewhere in the document.
//!
//! [`Votes`] collects the first pass's probabilities by word and run, and its names as strings; [`emit`] names what the *other*
//! occurrences say of a token. What the first pass said of the token itself stays out: measured, it does harm.

use super::facts::{DocFacts, Index};
use super::sink::{As, EvidenceSink, Group, Template as T, Value, pack};
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
    /// What each run is likely to be.
    lean: Vec<Lean>,
    /// What the other occurrences of each token's word say, for the tokens in regions and beside them.
    said: Vec<Ballot>,
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
        self.said.clear();
        self.said.resize(n, Ballot::default());
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
        self.read_ballots(facts);
        self.lean.clear();
        for run in &facts.runs {
            let vote = self.run_vote(run.tokens);
            self.lean.push(Lean::of(vote));
            if let Some(seen) = (run.seen as usize).checked_sub(1) {
                add(&mut facts.texts[seen].votes, vote);
            }
        }
        self.index.clear(self.spans.len());
        for k in 0..self.spans.len() {
            let span = self.spans[k];
            let range = span.tokens.range();
            let Some(seen) = (facts.tokens[range.start].seen as usize).checked_sub(1) else { continue };
            // A name whose first word stands nowhere else is not looked for.
            if range.len() > LONGEST || facts.words[seen].all == 1 {
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

    fn read_ballots(&mut self, facts: &DocFacts) {
        let n = self.said.len();
        for range in facts.regions.iter().map(|r| r.tokens.range()) {
            for i in range.start.saturating_sub(1)..(range.end + 1).min(n) {
                let Some(seen) = (facts.tokens[i].seen as usize).checked_sub(1) else { continue };
                let seen = &facts.words[seen];
                if seen.all > 1 {
                    self.said[i] = ballot(seen.votes, self.own[i]).unwrap_or(Ballot { kind: UNDECIDED, ..Ballot::default() });
                }
            }
        }
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
                if longest == 0 {
                    continue;
                }
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

/// Best type plus one, its share, how much of it, all in steps; type 0 where nothing is to be said.
#[derive(Debug, Clone, Copy, Default)]
struct Ballot {
    kind: u8,
    share: u8,
    mass: u8,
}

/// Type of a word that stands elsewhere too, but hardly in names.
const UNDECIDED: u8 = 5;

impl Ballot {
    #[inline(always)]
    fn values(self) -> [Value; 3] {
        let number = |n: u8| Value(u32::from(n), As::Number);
        [Value(u32::from(self.kind), As::Type), number(self.share), number(self.mass)]
    }
}

/// What the other occurrences say.
fn ballot(sum: [f32; 4], own: [f32; 4]) -> Option<Ballot> {
    let mut others = sum;
    others.iter_mut().zip(own).for_each(|(s, m)| *s = (*s - m).max(0.0));
    let total: f32 = others.iter().sum();
    let (kind, top) = best(others);
    if total < 0.1 {
        return None;
    }
    let share = top / total;
    let share = u8::from(share > 0.5) + u8::from(share > 0.7) + u8::from(share > 0.9);
    Some(Ballot { kind: kind as u8 + 1, share, mass: mass_bucket(total) })
}

/// Names the second-pass evidence on token `i` of a sentence `first..end`.
#[inline]
pub fn emit<S: EvidenceSink>(facts: &DocFacts, votes: &Votes, i: usize, first: usize, end: usize, sink: &mut S) {
    // Most names stand once in a document, and nothing is said of them.
    let words = Words::new(facts, votes, i, first, end);
    if words.three.iter().any(|b| b.kind != 0) {
        sink.group(&words);
    }
    run_vote(facts, votes, i, sink);
    beside_run(facts, votes, i, first, end, sink);
    let strings = Strings::new(votes, i, first, end);
    if strings.here.kind | strings.short.kind | strings.beside[0].kind | strings.beside[1].kind != 0 {
        sink.group(&strings);
    }
}

/// What is said of the words of the token before, the token itself and the one after.
#[derive(Debug, Clone, Copy)]
struct Words {
    three: [Ballot; 3],
    cap: u8,
}

impl Words {
    #[inline(always)]
    fn new(facts: &DocFacts, votes: &Votes, i: usize, first: usize, end: usize) -> Words {
        let said = |j: usize| if j >= first && j < end { votes.said[j] } else { Ballot::default() };
        Words { three: [said(i.wrapping_sub(1)), said(i), said(i + 1)], cap: facts.tokens[i].cap }
    }
}

impl Group for Words {
    const NUMBER: u64 = 8;

    #[inline(always)]
    fn code(&self) -> u64 {
        let three = self.three.iter().fold(0, |all, b| all << 8 | pack([(b.kind, 3), (b.share, 2), (b.mass, 3)]));
        three << 4 | u64::from(self.cap)
    }

    #[inline(always)]
    fn emit<S: EvidenceSink>(&self, sink: &mut S) {
        for (at, said) in (-1i8..).zip(&self.three) {
            match said.kind {
                0 => {}
                UNDECIDED => sink.put(T::VoteNone, at, []),
                _ => sink.put(T::Vote, at, said.values()),
            }
            if at == 0 && (1..UNDECIDED).contains(&said.kind) {
                sink.add(T::VoteType, [said.values()[0], Value(u32::from(self.cap), As::Cap)]);
            }
        }
    }
}

#[inline(always)]
fn run_vote<S: EvidenceSink>(facts: &DocFacts, votes: &Votes, i: usize, sink: &mut S) {
    let Some(run) = facts.run_of(i) else { return };
    let Some(seen) = (run.seen as usize).checked_sub(1).map(|n| &facts.texts[n]).filter(|s| s.all > 1) else { return };
    if let Some(said) = ballot(seen.votes, votes.run_vote(run.tokens)) {
        let position = super::facts::position(i - run.tokens.range().start, run.tokens.range().len());
        let [kind, share, mass] = said.values();
        sink.add(T::VoteRun, [kind, share, mass, Value(position as u32, As::Number)]);
    }
}

/// What the first pass made of the run before or after, and what stands between: neighbours in a list are of one kind.
#[derive(Debug, Clone, Copy)]
struct Neighbour {
    template: T,
    said: Lean,
    /// Tokens between, at most [`NEAR`].
    gap: u8,
    /// The token between that touches the run.
    word: u32,
    /// Of the token in its own run.
    position: u8,
}

/// The likeliest kind of a run plus one, and how likely it is, in steps; 0 where no kind is likelier than not.
#[derive(Debug, Clone, Copy, Default)]
struct Lean {
    kind: u8,
    sure: u8,
}

impl Lean {
    fn of(vote: [f32; 4]) -> Lean {
        let (kind, share) = best(vote);
        let sure = u8::from(share > 0.5) + u8::from(share > 0.9);
        Lean { kind: if sure == 0 { 0 } else { kind as u8 + 1 }, sure }
    }
}

/// Runs further apart say nothing of each other.
const NEAR: usize = 3;

impl Group for Neighbour {
    const NUMBER: u64 = 10;

    #[inline(always)]
    fn code(&self) -> u64 {
        let after = u8::from(self.template == T::VoteAfter);
        let small = [(after, 1), (self.said.kind, 3), (self.said.sure, 2), (self.gap, 2), (self.position, 2)];
        pack(small) << 32 | u64::from(self.word)
    }

    #[inline(always)]
    fn emit<S: EvidenceSink>(&self, sink: &mut S) {
        let number = |n: u8| Value(u32::from(n), As::Number);
        let (kind, word) = (Value(u32::from(self.said.kind), As::Type), Value(self.word, As::Word));
        sink.add(self.template, [kind, number(self.said.sure), word, number(self.gap), number(self.position)]);
    }
}

/// The runs on both sides of a token's run.
#[inline(always)]
fn beside_run<S: EvidenceSink>(facts: &DocFacts, votes: &Votes, i: usize, first: usize, end: usize, sink: &mut S) {
    let Some(number) = (facts.tokens[i].run as usize).checked_sub(1) else { return };
    let own = facts.runs[number].tokens.range();
    let position = super::facts::position(i - own.start, own.len()) as u8;
    let mut tell = |template: T, other: usize, gap: std::ops::Range<usize>, word: usize| {
        if (1..=NEAR).contains(&gap.len()) {
            let (said, word) = (votes.lean[other], facts.tokens[word].word);
            sink.group(&Neighbour { template, said, gap: gap.len() as u8, word, position });
        }
    };
    if let Some(before) = number.checked_sub(1).map(|n| facts.runs[n].tokens.range()).filter(|r| r.start >= first) {
        tell(T::VoteBefore, number - 1, before.end..own.start, own.start - 1);
    }
    if let Some(after) = facts.runs.get(number + 1).map(|r| r.tokens.range()).filter(|r| r.end <= end) {
        tell(T::VoteAfter, number + 1, own.end..after.start, own.end);
    }
}

/// Names of the first pass that stand here too and beside.
#[derive(Debug, Clone, Copy)]
struct Strings {
    here: Match,
    /// That of the word alone, where it stands in a longer one.
    short: Match,
    beside: [Match; 2],
}

impl Strings {
    #[inline(always)]
    fn new(votes: &Votes, i: usize, first: usize, end: usize) -> Strings {
        let near = |j: usize| if j >= first && j < end { votes.matches[j] } else { Match::default() };
        let here = votes.matches[i];
        let short = if here.length > 1 { votes.short[i] } else { Match::default() };
        Strings { here, short, beside: [near(i.wrapping_sub(1)), near(i + 1)] }
    }
}

impl Match {
    #[inline(always)]
    fn values(&self) -> [Value; 4] {
        let number = |n: u8| Value(u32::from(n), As::Number);
        let [edge, kind] = self.edge_and_kind();
        [edge, kind, number(self.mass * 2 + u8::from(self.pure)), number(self.length)]
    }

    #[inline(always)]
    fn edge_and_kind(&self) -> [Value; 2] {
        [Value(u32::from(self.edge), As::Edge), Value(u32::from(self.kind), As::Type)]
    }
}

impl Group for Strings {
    const NUMBER: u64 = 9;

    #[inline(always)]
    fn code(&self) -> u64 {
        let whole = |m: &Match| pack([(m.kind, 3), (m.edge, 2), (m.mass, 3), (u8::from(m.pure), 1), (m.length, 3)]);
        let [before, after] = self.beside.map(|m| pack([(m.kind, 3), (m.edge, 2)]));
        whole(&self.here) << 22 | whole(&self.short) << 10 | before << 5 | after
    }

    #[inline(always)]
    fn emit<S: EvidenceSink>(&self, sink: &mut S) {
        if self.here.kind != 0 {
            sink.add(T::Entity, self.here.values());
        }
        if self.short.kind != 0 {
            sink.add(T::EntityShort, self.short.values());
        }
        for (at, m) in [-1, 1].into_iter().zip(&self.beside).filter(|(_, m)| m.kind != 0) {
            sink.put(T::EntityNear, at, m.edge_and_kind());
        }
    }
}
