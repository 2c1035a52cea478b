//! Why the tokens of a place got their labels: the same evidence and the same two readings as [`super::label`], written out.
//!
//! Slow and apart from the labelling: each piece of evidence is named ([`Naming`]) and weighed by itself, where
//! the labelling adds up what it remembers. Both emit from the same functions, and a test holds their sums against each other.

use super::lattice::{LABELS, Labels, Lattice, Scores, Transitions};
use super::table::{Adder, Weights};
use super::{LabelScratch, NameSpan, naming, sent};
use crate::mention::TokenRange;
use crate::tag::Context;
use crate::tag::name::{FirstSpan, Naming, Region, Sent, emit, emit_votes};

/// Names of the labels, as in `gazetteers/weights/names.tsv`.
pub const LABEL_NAMES: [&str; LABELS] = ["O", "B-PERSON", "I-PERSON", "B-PLACE", "I-PLACE", "B-ORG", "I-ORG", "B-NORP", "I-NORP"];

/// One piece of evidence and what it weighs.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighed {
    /// `cue-1=title`.
    pub evidence: String,
    /// Weight for each label, relative to O.
    pub weights: Scores,
}

/// What one of the two passes makes of a token.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Sum of all weights up to this pass.
    pub sums: Scores,
    /// Probability of each label, with the tokens around.
    pub probability: Scores,
    /// Number of the label that it got.
    pub label: usize,
}

/// All that was said of a token.
#[derive(Debug, Clone, PartialEq)]
pub struct TokenReading {
    /// The token.
    pub token: u32,
    /// Evidence of the words around that has a weight.
    pub words: Vec<Weighed>,
    /// Evidence of what the first pass made of the rest of the document.
    pub document: Vec<Weighed>,
    /// After the first pass.
    pub first: Reading,
    /// After the second.
    pub second: Reading,
}

/// How the names of a place came about.
#[derive(Debug, Clone, Default)]
pub struct NameReadings {
    /// Its tokens, as far as they were looked at: those far from any capital were not.
    pub tokens: Vec<TokenReading>,
    /// Names of the first pass.
    pub first: Vec<FirstSpan>,
    /// Names of the second, before what the conventions cut off.
    pub second: Vec<NameSpan>,
}

/// Explains the tokens of a range; call after [`super::label`] with the same scratch.
pub fn explain(cx: &Context<'_>, scratch: &LabelScratch, tokens: TokenRange) -> NameReadings {
    let mut out = NameReadings {
        first: scratch.votes.spans.iter().filter(|s| s.tokens.overlaps(tokens)).copied().collect(),
        second: scratch.raw.iter().filter(|s| s.tokens.overlaps(tokens)).copied().collect(),
        tokens: Vec::new(),
    };
    let mut namer = Namer { weights: Weights::embedded(), scratch, naming: naming(cx, &scratch.facts) };
    for (r, region) in scratch.facts.regions.iter().enumerate().filter(|(_, r)| r.tokens.overlaps(tokens)) {
        namer.region(region, sent(cx, &scratch.facts, r), tokens, &mut out.tokens);
    }
    out
}

struct Namer<'a> {
    weights: &'a Weights,
    scratch: &'a LabelScratch,
    naming: Naming,
}

impl Namer<'_> {
    /// Reads a whole region, since the labels of its tokens hang on each other; gives those that were asked for.
    fn region(&mut self, region: &Region, place: Sent, wanted: TokenRange, out: &mut Vec<TokenReading>) {
        let (facts, votes) = (&self.scratch.facts, &self.scratch.votes);
        let range = region.tokens.range();
        let sum = |pass: &dyn Fn(usize, &mut Adder<'_>)| -> Vec<Labels> {
            let one = |i| {
                let mut adder = Adder::new(self.weights);
                pass(i, &mut adder);
                adder.scores()
            };
            range.clone().map(one).collect()
        };
        let words = sum(&|i, adder| emit(facts, i, place, adder));
        let document = sum(&|i, adder| emit_votes(facts, votes, i, place.first, place.end, adder));
        let both: Vec<Labels> = words.iter().zip(&document).map(|(a, b)| a.plus(b)).collect();
        let first = readings(&words, &self.weights.first, false);
        let second = readings(&both, &self.weights.second, true);
        for (i, (first, second)) in range.zip(first.into_iter().zip(second)).filter(|(i, _)| wanted.range().contains(i)) {
            emit(facts, i, place, &mut self.naming);
            let words = self.weighed();
            emit_votes(facts, votes, i, place.first, place.end, &mut self.naming);
            let document = self.weighed();
            out.push(TokenReading { token: i as u32, words, document, first, second });
        }
    }

    /// What was named and has a weight.
    fn weighed(&mut self) -> Vec<Weighed> {
        let weights = self.weights;
        let one = |(key, evidence)| Some(Weighed { evidence, weights: weights.of(key)? });
        self.naming.named.drain(..).filter_map(one).collect()
    }
}

/// Probabilities and labels of a region, found as the labelling finds them: `best` where it would look for the best path.
fn readings(scores: &[Labels], transitions: &Transitions, best: bool) -> Vec<Reading> {
    let mut lattice = Lattice::default();
    lattice.probabilities(scores, transitions);
    if !lattice.likeliest(scores.len()) && best {
        lattice.best(scores, transitions);
    }
    let tokens = scores.iter().zip(&lattice.marginal).zip(&lattice.path);
    tokens
        .map(|((sums, p), label)| Reading { sums: (*sums).into(), probability: (*p).into(), label: usize::from(*label) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Config;
    use crate::gazetteer::{Gazetteer, Recent};
    use crate::resolve::label::label;
    use crate::segment::{Opening, opening, sentence, token};

    /// Calls `run` with a text as the labelling sees it.
    fn with(text: &str, run: impl FnOnce(&Context<'_>)) {
        let (mut tokens, mut sentences, mut words, mut hits) = (vec![], vec![], vec![], vec![]);
        let (gazetteer, config, mut recent) = (Gazetteer::embedded(), Config::default(), Recent::default());
        token::tokens(text, &mut tokens);
        sentence::sentences(text, &tokens, &mut sentences);
        let opening: Opening = opening::opening(text, &tokens, &sentences);
        gazetteer.words(text, &tokens, &mut recent, &mut words);
        gazetteer.scan(text, &tokens, &words, &mut recent, &mut hits);
        run(&Context {
            text,
            tokens: &tokens,
            words: &words,
            hits: &hits,
            sentences: &sentences,
            opening: &opening,
            quotes: &[],
            dct: None,
            config: &config,
            gazetteer,
            customs: Default::default(),
        });
    }

    fn articles() -> Vec<String> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/articles");
        let files = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
        files.map(|path| std::fs::read_to_string(path).unwrap()).collect()
    }

    fn near(a: &Scores, b: &Scores) -> bool {
        a.iter().zip(b).all(|(a, b)| (a - b).abs() < 2e-3)
    }

    /// Sum of the weights of a list of evidence.
    fn total<'a>(evidence: impl Iterator<Item = &'a Weighed>) -> Scores {
        evidence.fold([0.0; LABELS], |sum, w| std::array::from_fn(|k| sum[k] + w.weights[k]))
    }

    #[test]
    fn evidence_adds_up_to_the_scores_of_the_labelling() {
        let (mut scratch, mut names, mut seen) = (LabelScratch::default(), Vec::new(), 0);
        for text in articles() {
            with(&text, |cx| {
                names.clear();
                label(cx, &mut scratch, &mut names);
                let got = explain(cx, &scratch, TokenRange::new(0, cx.tokens.len()));
                assert_eq!(got.tokens.len(), scratch.scores.len());
                for (token, score) in got.tokens.iter().zip(&scratch.scores) {
                    let what = cx.at(token.token as usize);
                    let words = total(token.words.iter());
                    assert!(near(&words, &token.first.sums), "{what}: first pass");
                    let all = total(token.words.iter().chain(&token.document));
                    assert!(near(&all, &(*score).into()), "{what}: {all:?} is not {score:?}");
                    assert!(near(&all, &token.second.sums), "{what}: second pass");
                    seen += usize::from(!token.document.is_empty());
                }
            });
        }
        assert!(seen > 300, "{seen}");
    }

    proptest::proptest! {
        /// Any words in any order, and the memory of a worker that has seen other texts.
        #[test]
        fn evidence_adds_up_for_any_text(
            text in r"((Peru|Bank|of|Michael|Jordan|EBRD|U\.S\.|said|the|The|President|Northern|Reuters|É|-|,|\(|\)|'s|\.|\n\n|7|X|\PC{1,3}) ?){0,60}",
        ) {
            let mut scratch = LabelScratch::default();
            with("Prime Minister Jordan of Peru met the Bank of Jordan.", |cx| label(cx, &mut scratch, &mut Vec::new()));
            with(&text, |cx| {
                label(cx, &mut scratch, &mut Vec::new());
                let got = explain(cx, &scratch, TokenRange::new(0, cx.tokens.len()));
                assert_eq!(got.tokens.len(), scratch.scores.len());
                for (token, score) in got.tokens.iter().zip(&scratch.scores) {
                    let all = total(token.words.iter().chain(&token.document));
                    assert!(near(&all, &(*score).into()), "{all:?} is not {score:?}");
                }
            });
        }
    }

    #[test]
    fn readings_are_those_of_the_labelling() {
        let (mut scratch, mut names) = (LabelScratch::default(), Vec::new());
        for text in articles() {
            with(&text, |cx| {
                names.clear();
                label(cx, &mut scratch, &mut names);
                let got = explain(cx, &scratch, TokenRange::new(0, cx.tokens.len()));
                let second = |i: usize| got.tokens.iter().find(|t| t.token as usize == i).map_or(0, |t| t.second.label);
                for name in &got.second {
                    let kind = super::super::KINDS.iter().position(|k| *k == name.kind).unwrap();
                    let range = name.tokens.range();
                    assert_eq!(second(range.start), 2 * kind + 1, "{}", cx.text_of(name.tokens));
                    assert!(range.skip(1).all(|i| second(i) == 2 * kind + 2), "{}", cx.text_of(name.tokens));
                }
                let begun = got.tokens.iter().filter(|t| t.second.label % 2 == 1).count();
                assert_eq!(begun, got.second.len());
                for span in &got.first {
                    let own = scratch.votes.own[span.tokens.range().start];
                    let token = got.tokens.iter().find(|t| t.token == span.tokens.first).unwrap();
                    let kind = usize::from(span.kind);
                    let p = token.first.probability[2 * kind + 1] + token.first.probability[2 * kind + 2];
                    assert!((p - own[kind]).abs() < 1e-4, "{}: {p} is not {}", cx.text_of(span.tokens), own[kind]);
                }
            });
        }
    }

    #[test]
    fn only_what_was_asked_for_is_explained() {
        let (mut scratch, mut names) = (LabelScratch::default(), Vec::new());
        with("President Maria Gonzalez left for Peru on Sunday.", |cx| {
            label(cx, &mut scratch, &mut names);
            let got = explain(cx, &scratch, TokenRange::new(1, 2));
            assert_eq!(got.tokens.iter().map(|t| t.token).collect::<Vec<_>>(), [1]);
            assert_eq!(LABEL_NAMES[got.tokens[0].second.label], "B-PERSON");
            assert!(got.tokens[0].words.iter().any(|w| w.evidence.starts_with("cue-1=title")), "{:?}", got.tokens[0].words);
            assert!(explain(cx, &scratch, TokenRange::new(8, 8)).tokens.is_empty());
        });
    }
}
