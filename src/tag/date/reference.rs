//! `now`, `recently`, `the future`: times that only point.

use super::cursor::{Cursor, Found};
use super::lexicon::{Class, Trust};
use super::meaning::{Core, Reference};

/// `now`, `currently`, `recently`, `soon`, `the past`, `the future`, `these days`.
pub fn reference(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let (phrase, end) = c.phrase(i, Class::Reference)?;
    let (value, rule) = match phrase.sense.value {
        0 => (Reference::Past, "date.past-ref"),
        1 => (Reference::Present, "date.present-ref"),
        _ => (Reference::Future, "date.future-ref"),
    };
    if !fits(c, i, end, phrase.sense.trust) {
        return None;
    }
    Found::new(end, Core::Reference(value), rule, 1.0)
}

fn fits(c: &Cursor<'_>, i: usize, end: usize, trust: Trust) -> bool {
    let before = c.before(i);
    let joined = c.hyphen(end).is_some() || (c.glued(i) && c.at(before) == "-");
    if joined || (c.capital(i) && c.capital(end) && !c.cx.tokens.get(i).is_some_and(|t| t.after_newline())) {
        return false;
    }
    match trust {
        Trust::AfterAt => c.is(before, "at"),
        Trust::Alone => !c.word(end) || c.any(end, FUNCTION_WORDS),
        Trust::NotAs => {
            let ahead = |k: usize| {
                c.cue(k, Trust::Future)
                    || c.any(k, &["to", "be", "can", "may", "might", "could", "would", "should", "is", "are", "not"])
            };
            let coming = (1..=5).any(|n| i >= n && ahead(i - n)) || c.any(end, &["will", "to"]);
            coming
                && !c.any(before, &["as", "too", "so", "how"])
                && !c.any(end, &["as", "after", "afterward", "afterwards", "enough"])
        }
        Trust::Adjective => c.word(end) && !c.has(end, Class::Unit) && !c.has(end, Class::Which),
        _ => true,
    }
}

/// Words that cannot be the noun of "the past ..." or "the future ...".
const FUNCTION_WORDS: &[&str] = &[
    "and", "but", "as", "is", "was", "will", "has", "have", "by", "to", "when", "with", "for", "in", "if", "that", "it", "he",
    "she", "they", "we", "i", "you", "on", "at", "or", "than", "because", "would", "could", "may", "might", "can", "should",
    "without", "from", "the", "a", "an", "this", "there", "had", "were", "are", "not",
];
