//! Evidence -> name spans: adds up weights and finds the best labelling of each region near capitals by dynamic programming, twice
//! (the second time with what the first settled for the whole document).
//!
//! Takes the evidence of [`crate::tag::name`] and the weights of `gazetteers/weights/names.tsv` (compiled to
//! `gazetteers/compiled/names.weights`; fitted by `cargo xtask fit` against the current lists, so fit again when the lists change
//! much); gives [`NameSpan`]s in text order with calibrated probabilities.

pub mod explain;
pub mod lattice;
mod memo;
pub mod post;
pub mod table;

use super::NameSpan;
use crate::mention::{Kind, TokenRange};
use crate::tag::Context;
use crate::tag::name::{DocFacts, FirstSpan, Naming, Sent, Votes, emit_joint, emit_votes};
use lattice::{Labels, Lattice};
use memo::{Memo, Remembering};
use table::{Adder, Packed, Weights};

/// Buffers of the labeller, reused from document to document.
#[derive(Debug, Default)]
pub struct LabelScratch {
    /// Classes of tokens, runs, words.
    pub facts: DocFacts,
    /// What the first pass says to the second.
    pub votes: Votes,
    lattice: Lattice,
    memo: Memo,
    sums: Vec<Packed>,
    scores: Vec<Labels>,
    raw: Vec<NameSpan>,
}

/// Kinds in the order of the labels.
pub const KINDS: [Kind; 4] = [Kind::Person, Kind::Place, Kind::Org, Kind::Norp];

/// Appends the names of the document in text order.
pub fn label(cx: &Context<'_>, scratch: &mut LabelScratch, out: &mut Vec<NameSpan>) {
    label_with(Weights::embedded(), cx, scratch, out);
}

/// [`label`] with other weights.
pub fn label_with(weights: &Weights, cx: &Context<'_>, scratch: &mut LabelScratch, out: &mut Vec<NameSpan>) {
    let LabelScratch { facts, votes, memo, sums, lattice, scores, raw } = scratch;
    facts.read(cx);
    votes.clear(cx.tokens.len());
    scores.clear();
    memo.serve(weights);
    for (r, region) in facts.regions.iter().enumerate() {
        let sent = sent(cx, facts, r);
        sums.clear();
        sums.resize(region.tokens.range().len(), [0; 2]);
        memo.add_own(weights, facts, region, sent, sums);
        for (i, sum) in region.tokens.range().zip(sums.iter()) {
            let mut sink = Remembering { adder: Adder { weights, sum: *sum }, memo };
            emit_joint(facts, i, sent, &mut sink);
            scores.push(sink.adder.scores());
        }
    }
    first_pass(facts, scores, &weights.first, lattice, votes);
    votes.collect(cx.words, facts);
    raw.clear();
    let mut done = 0;
    for (r, region) in facts.regions.iter().enumerate() {
        let sent = sent(cx, facts, r);
        let range = region.tokens.range();
        let scores = &mut scores[done..done + range.len()];
        done += range.len();
        for (i, score) in range.clone().zip(scores.iter_mut()) {
            let mut sink = Remembering { adder: Adder::new(weights), memo };
            emit_votes(facts, votes, i, sent.first, sent.end, &mut sink);
            if sink.adder.sum != [0; 2] {
                *score = score.plus(&sink.adder.scores());
            }
        }
        lattice.probabilities(scores, &weights.second);
        // Where every token is nearly sure, the best path is the most probable labels.
        if !lattice.likeliest(range.len()) {
            lattice.best(scores, &weights.second);
        }
        lattice
            .spans(|kind, a, b, confidence| raw.push(name_span(kind, range.start + a, range.start + b, region.sent, confidence)));
    }
    post::settle(cx, raw, out);
}

/// Fills `votes` with what the first pass makes of each region.
pub fn first_pass(
    facts: &DocFacts,
    scores: &[Labels],
    transitions: &lattice::Transitions,
    lattice: &mut Lattice,
    votes: &mut Votes,
) {
    let mut done = 0;
    for region in &facts.regions {
        let range = region.tokens.range();
        let scores = &scores[done..done + range.len()];
        done += range.len();
        lattice.probabilities(scores, transitions);
        lattice.likeliest(range.len());
        for (i, m) in range.clone().zip(&lattice.marginal) {
            votes.own[i] = std::array::from_fn(|k| m.b[k] + m.i[k]);
        }
        lattice.spans(|kind, a, b, confidence| {
            let tokens = TokenRange::new(range.start + a, range.start + b);
            votes.spans.push(FirstSpan { tokens, kind, confidence });
        });
    }
}

/// The sentence of region `r`.
pub fn sent(cx: &Context<'_>, facts: &DocFacts, r: usize) -> Sent {
    let range = cx.sentences[facts.regions[r].sent as usize].tokens.range();
    Sent { first: range.start, end: range.end, head: facts.headline[r] }
}

/// A name as the labelling gives it.
pub fn name_span(kind: u8, first: usize, end: usize, sent: u32, confidence: f32) -> NameSpan {
    let rule = ["person.evidence", "place.evidence", "org.evidence", "norp.evidence"][kind as usize & 3];
    NameSpan { kind: KINDS[kind as usize & 3], tokens: TokenRange::new(first, end), sent, confidence, rule }
}

/// A sink that writes evidence out, with the words of this document.
pub fn naming(cx: &Context<'_>, facts: &DocFacts) -> Naming {
    let mut naming = Naming::default();
    for (i, f) in facts.tokens.iter().enumerate() {
        let folded =
            || cx.at(i).to_lowercase().replace(['.', '\u{2019}'], if cx.at(i).starts_with('\u{2019}') { "'" } else { "" });
        if f.word >> 31 == 1 {
            naming.words.entry(f.word).or_insert_with(folded);
        }
        // The ends of other tokens were not read.
        let known = f.capital() || f.cap == 7;
        for (k, code) in facts.suffixes[i].iter().enumerate().filter(|(_, c)| known && **c != 0) {
            naming.words.entry(*code).or_insert_with(|| {
                let lower: Vec<char> = cx.at(i).to_lowercase().chars().collect();
                lower[lower.len().saturating_sub(k + 2)..].iter().collect()
            });
        }
    }
    naming
}
