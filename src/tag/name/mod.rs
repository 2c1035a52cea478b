//! Tokens -> named evidence for PERSON, PLACE, ORG and NORP.
//!
//! Takes the [`Context`](crate::tag::Context) of a document; [`DocFacts::read`] condenses it into small classes for each token, run and
//! word of the document, and [`emit`] names, for one token, everything that speaks for or against a name there: `cue-1=title`,
//! `place0=B:country`, `suffix3=ian`. An [`EvidenceSink`] decides what becomes of it: at run time each piece is hashed and its
//! weight added up (`resolve::label`), the fitting and `factbox explain` write it out.
//!
//! No evidence holds the identity of a name: only open words (`Word::rank`), classes of the lists, counts and affixes enter, so the weights cannot
//! memorise who was in the news when they were fitted.

mod context;
mod document;
mod facts;
mod near;
mod norp;
mod org;
mod own;
mod person;
mod place;
mod run;
mod shape;
mod sink;
mod tally;
mod vote;

pub use facts::{DocFacts, Facts, Index, Region, Run, Seen};
pub use own::{Own, REACH};
pub use sink::{As, EvidenceSink, Group, HERE, Naming, Template, Value, key};
pub use vote::{FirstSpan, Votes, emit as emit_votes};

/// Rule names of the names in the column `rule`.
pub const RULES: &[&str] = &["person.evidence", "person.byline", "place.evidence", "org.evidence", "norp.evidence"];
/// Those of each kind, in the order of `fixtures/rules/{person,place,org,norp}.md`.
pub const RULES_OF: [&[&str]; 4] =
    [&["person.evidence", "person.byline"], &["place.evidence"], &["org.evidence"], &["norp.evidence"]];

/// One token and its neighbourhood, as the evidence modules see it.
pub struct View<'a> {
    facts: &'a DocFacts,
    /// Tokens -2 to +2; blank outside the sentence.
    window: [&'a Facts; 5],
    i: usize,
    first: usize,
    end: usize,
    run: Option<&'a Run>,
    /// Headline style of the sentence.
    head: u8,
}

impl<'a> View<'a> {
    /// The surroundings of token `i` of a sentence.
    pub fn new(facts: &'a DocFacts, i: usize, place: Sent) -> Self {
        let Sent { first, end, head } = place;
        let window = match facts.tokens.get(i.wrapping_sub(2)..i + 3) {
            Some([a, b, c, d, e]) if i >= first + 2 && i + 3 <= end => [a, b, c, d, e],
            _ => [-2, -1, 0, 1, 2].map(|k| place.seen(i, k).map_or(&facts::BLANK, |j| &facts.tokens[j])),
        };
        let run = facts.run_of(i);
        View { facts, window, i, first, end, run, head }
    }

    /// Facts of the token `k` places on (-2 to 2).
    #[inline(always)]
    fn at(&self, k: isize) -> &'a Facts {
        self.window[(k + 2) as usize]
    }

    /// Facts of token `i` of the document if it lies in the sentence.
    fn token(&self, i: usize) -> &'a Facts {
        if i >= self.first && i < self.end { &self.facts.tokens[i] } else { &facts::BLANK }
    }
}

/// The sentence that a token stands in.
#[derive(Debug, Clone, Copy)]
pub struct Sent {
    /// Its first token.
    pub first: usize,
    /// One past its last token.
    pub end: usize,
    /// Headline style: 0 none, 1 capitals, 2 title case.
    pub head: u8,
}

impl Sent {
    /// The token `at` places from token `i`, where it lies in the sentence.
    #[inline(always)]
    pub fn seen(&self, i: usize, at: isize) -> Option<usize> {
        Some(i.wrapping_add_signed(at)).filter(|j| (self.first..self.end).contains(j))
    }
}

/// Names all first-pass evidence on token `i` of a sentence.
#[inline]
pub fn emit<S: EvidenceSink>(facts: &DocFacts, i: usize, place: Sent, sink: &mut S) {
    for at in -(REACH as isize)..=REACH as isize {
        Own::new(facts, place.seen(i, at)).emit(at as i8, sink);
    }
    emit_joint(facts, i, place, sink);
}

/// Names the first-pass evidence on token `i` that [`Own`] leaves out: what takes more than one token.
#[inline]
pub fn emit_joint<S: EvidenceSink>(facts: &DocFacts, i: usize, place: Sent, sink: &mut S) {
    let view = View::new(facts, i, place);
    shape::ends(&view, sink);
    near::emit(&view, sink);
    shape::opening(&view, sink);
    context::emit(&view, sink);
    run::emit(&view, sink);
    if view.at(0).capital() {
        sink.group(&person::Listed::new(view.at(0)));
        document::emit(&view, sink);
    }
}
