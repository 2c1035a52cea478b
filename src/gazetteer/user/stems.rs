//! Stems (`sanction*`): found at the start of a word, up to the word's end.
//!
//! Their first words lie in one Aho-Corasick automaton, which is right for the few stems that lists have; further words of a stem
//! (`money launder*`) are compared where the first was found. ASCII letters match in any case, white space matches any other.

use super::list::Found;
use crate::error::{Error, Result};
use crate::segment::Token;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::collections::BTreeMap;

/// White space between two words of a stem, at most.
const WIDEST_GAP: usize = 64;

/// The stems of a list.
#[derive(Debug)]
pub(super) struct Stems {
    automaton: AhoCorasick,
    /// For each pattern the stems that begin with it.
    rests: Vec<Vec<Rest>>,
}

/// What makes a stem of its first word.
#[derive(Debug)]
struct Rest {
    /// The words that must follow.
    words: Vec<Box<str>>,
    entry: u32,
}

impl Stems {
    /// None where there are no stems.
    pub fn new<'s>(stems: impl Iterator<Item = (&'s str, u32)>) -> Result<Option<Stems>> {
        let mut by_first: BTreeMap<String, Vec<Rest>> = BTreeMap::new();
        for (stem, entry) in stems {
            let mut words = stem.split_whitespace();
            let Some(first) = words.next() else { continue };
            by_first.entry(first.to_ascii_lowercase()).or_default().push(Rest { words: words.map(Box::from).collect(), entry });
        }
        if by_first.is_empty() {
            return Ok(None);
        }
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .kind((by_first.len() > 2000).then_some(AhoCorasickKind::ContiguousNFA))
            .build(by_first.keys())
            .map_err(|e| Error::usage(format!("the stems of the list cannot be compiled: {e}")))?;
        Ok(Some(Stems { automaton, rests: by_first.into_values().collect() }))
    }

    /// Appends the longest stem that begins at each word, of two alike the first.
    pub fn find(&self, text: &str, tokens: &[Token], out: &mut Vec<Found>) {
        let mut at = 0;
        // Ends of the stems themselves, of which several may end in one word.
        let (begin, mut ends) = (out.len(), Vec::new());
        for found in self.automaton.find_overlapping_iter(text) {
            while tokens.get(at).is_some_and(|t| (t.end as usize) < found.end()) {
                at += 1;
            }
            let Some(first) = starts_word(tokens, at, found.start()) else { continue };
            for rest in &self.rests[found.pattern().as_usize()] {
                let Some(end) = follow(text.as_bytes(), found.end(), &rest.words) else { continue };
                let last = at + tokens[at..].partition_point(|t| (t.end as usize) < end);
                let (first, last) = (first as u32, (last + 1).min(tokens.len()) as u32);
                let found = Found { first, end: last, entry: rest.entry, name: None };
                // Matches come by their ends, so that one of the same word lies shortly before.
                match (begin..out.len()).rev().take(8).find(|i| out[*i].first == first) {
                    Some(i) if ends[i - begin] < end => (out[i], ends[i - begin]) = (found, end),
                    Some(_) => {}
                    None => {
                        out.push(found);
                        ends.push(end);
                    }
                }
            }
        }
    }
}

/// The token that begins at byte `start`, at or shortly before token `at`: a stem may hold hyphens.
fn starts_word(tokens: &[Token], at: usize, start: usize) -> Option<usize> {
    let from = at.saturating_sub(8);
    let near = tokens.get(from..=at)?;
    near.iter().rposition(|t| t.start as usize == start).map(|i| from + i)
}

/// The end of the words that follow at `at`, where they do.
fn follow(text: &[u8], mut at: usize, words: &[Box<str>]) -> Option<usize> {
    for word in words {
        let gap = text[at..].iter().take(WIDEST_GAP).take_while(|b| b.is_ascii_whitespace()).count();
        let next = text.get(at + gap..at + gap + word.len())?;
        if gap == 0 || !next.eq_ignore_ascii_case(word.as_bytes()) {
            return None;
        }
        at += gap + word.len();
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::token;

    fn found(stems: &[&str], text: &str) -> Vec<(String, u32)> {
        let stems = Stems::new(stems.iter().copied().zip(0..)).unwrap().unwrap();
        let (mut tokens, mut out) = (Vec::new(), Vec::new());
        token::tokens(text, &mut tokens);
        stems.find(text, &tokens, &mut out);
        out.iter()
            .map(|f| (text[tokens[f.first as usize].start as usize..tokens[f.end as usize - 1].end as usize].into(), f.entry))
            .collect()
    }

    #[test]
    fn a_stem_begins_a_word_and_goes_to_its_end() {
        let text = "Sanctions were sanctioned; unsanctioned trade, SANCTION's end.";
        assert_eq!(found(&["sanction"], text), [("Sanctions".into(), 0), ("sanctioned".into(), 0), ("SANCTION".into(), 0)]);
    }

    #[test]
    fn the_longest_stem_wins() {
        assert_eq!(
            found(&["sanct", "sanction", "sanction"], "sanctions, sanctuary"),
            [("sanctions".into(), 1), ("sanctuary".into(), 0)]
        );
    }

    #[test]
    fn stems_of_several_words_and_with_hyphens() {
        let text = "money\nlaunderers; money was laundered; anti-corruption; Money laundering";
        assert_eq!(
            found(&["money launder", "anti-corr"], text),
            [("money\nlaunderers".into(), 0), ("anti-corruption".into(), 1), ("Money laundering".into(), 0)]
        );
    }

    #[test]
    fn any_text_is_survived() {
        for text in ["", "s", "sanction", "é sanction\u{301}s", "sanction-", "-sanction-", "\u{0}sanction"] {
            found(&["sanction", "é", "s"], text);
        }
        found(&["a", "aa", "aaa"], &"a".repeat(5000));
    }
}
