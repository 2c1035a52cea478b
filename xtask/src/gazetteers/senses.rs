//! What words are about: a person, a group, a place, an act of saying, by WordNet's lexicographer files.
//!
//! A word that is too rare for a weight of its own still tells what stands beside it: "the haulier X", "the hamlet of X".

use super::Result;
use super::inflect::{adjective_forms, plural, verb_forms};
use super::raw::Raw;
use super::words::exceptions;
use std::collections::{BTreeMap, HashMap};

/// The senses, in the order of `Word::sense` less one.
const SENSES: &[&str] =
    &["person", "group", "place", "artifact", "message", "act", "time", "noun", "say", "deal", "verb", "adjective", "adverb"];
const OTHER_NOUN: u8 = 8;
const OTHER_VERB: u8 = 11;
/// A sense must have this share of a word's uses.
const SHARE: f32 = 0.4;

/// Number of a sense by its name in `common/words.tsv`.
pub fn number(name: &str) -> u8 {
    SENSES.iter().position(|s| *s == name).map_or(0, |n| n as u8 + 1)
}

/// Sense of a lexicographer file (`lexnames(5WN)`).
fn sense(file: u8) -> u8 {
    match file {
        0..=2 => 13 - u8::from(file < 2),
        4 | 11 => 6,
        6 => 4,
        10 => 5,
        14 => 2,
        15 => 3,
        18 => 1,
        28 => 7,
        3..=28 => OTHER_NOUN,
        32 => 9,
        33 | 40 | 41 => 10,
        _ => OTHER_VERB,
    }
}

/// The sense of every known word: that of the commonest of its base forms.
pub fn senses(raw: &Raw, known: &HashMap<String, u8>) -> Result<HashMap<String, &'static str>> {
    let counts = tagged(raw)?;
    let mut best: HashMap<String, (f32, u8)> = HashMap::new();
    for (number, part) in ["noun", "verb", "adj", "adv"].into_iter().enumerate() {
        let files = lexicographer_files(raw, part)?;
        let irregular = if number < 3 { exceptions(raw, part)? } else { HashMap::new() };
        for line in raw.extra(&format!("wordnet/index.{part}"))?.lines().filter(|l| !l.starts_with(' ')) {
            let Some((lemma, (weight, sense))) = lemma_sense(line, number as u8, &files, &counts) else { continue };
            let regular = match number {
                0 => vec![plural(lemma)],
                1 => verb_forms(lemma),
                2 => adjective_forms(lemma),
                _ => vec![],
            };
            let forms = irregular.get(lemma).into_iter().flatten().cloned().chain(regular).chain([lemma.to_string()]);
            for form in forms.filter(|f| known.contains_key(f)) {
                let entry = best.entry(form).or_insert((0.0, 0));
                // The list of parts of speech has nouns first, and so do equal weights.
                if weight > entry.0 {
                    *entry = (weight, sense);
                }
            }
        }
    }
    Ok(best.into_iter().map(|(word, (_, sense))| (word, SENSES[usize::from(sense) - 1])).collect())
}

/// How often each sense of a lemma was tagged, by lemma, part of speech (1 noun, 2 verb, 3 adjective, 4 adverb) and number.
fn tagged(raw: &Raw) -> Result<HashMap<(String, u8, u32), u32>> {
    let mut out = HashMap::new();
    for line in raw.extra("wordnet/cntlist.rev")?.lines() {
        let mut fields = line.split(' ');
        let (Some(key), Some(number), Some(count)) = (fields.next(), fields.next(), fields.next()) else { continue };
        let Some((lemma, rest)) = key.split_once('%') else { continue };
        let part = match rest.as_bytes().first() {
            Some(b'5') => 3,
            Some(digit) => digit - b'0',
            None => continue,
        };
        *out.entry((lemma.to_string(), part, number.parse().unwrap_or(0))).or_insert(0) += count.parse().unwrap_or(0);
    }
    Ok(out)
}

/// Lexicographer file of each synset.
fn lexicographer_files(raw: &Raw, part: &str) -> Result<HashMap<String, u8>> {
    let text = raw.extra(&format!("wordnet/data.{part}"))?;
    let lines = text.lines().filter(|l| !l.starts_with(' '));
    Ok(lines
        .filter_map(|line| {
            let mut fields = line.split(' ');
            Some((fields.next()?.to_string(), fields.next()?.parse().ok()?))
        })
        .collect())
}

/// A lemma, how often it was tagged and the sense that most of it has.
fn lemma_sense<'a>(
    line: &'a str,
    part: u8,
    files: &HashMap<String, u8>,
    counts: &HashMap<(String, u8, u32), u32>,
) -> Option<(&'a str, (f32, u8))> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let lemma = *fields.first()?;
    if !lemma.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let synsets = &fields[fields.len() - fields.get(2)?.parse::<usize>().ok()?..];
    let mut sums: BTreeMap<u8, f32> = BTreeMap::new();
    for (n, synset) in (1u32..).zip(synsets) {
        let count = counts.get(&(lemma.to_string(), part + 1, n)).copied().unwrap_or(0);
        *sums.entry(sense(*files.get(*synset)?)).or_default() += count as f32 + 0.5 / n as f32;
    }
    let total: f32 = sums.values().sum();
    let (best, weight) = sums.iter().fold((0, 0.0), |best, (s, w)| if *w > best.1 { (*s, *w) } else { best });
    let other = [OTHER_NOUN, OTHER_VERB, 12, 13][usize::from(part)];
    Some((lemma, (total, if weight >= SHARE * total { best } else { other })))
}
