//! Common words: how frequent, which parts of speech, which rank among the open words.

use super::inflect::{adjective_forms, plural, verb_forms};
use super::raw::Raw;
use super::{Result, tsv};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// The first words by frequency are "open": weights may name them.
const OPEN: u32 = 10_000;

const CLOSED: &str = "a an the this that these those i you he she it we they me him her us them my your his its our their mine yours hers \
    ours theirs myself yourself himself herself itself ourselves yourselves themselves who whom whose which what of in on at by for with \
    about against between into through during before after above below to from up down out off over under again further than as until \
    while and but or nor so yet because although though unless since whether if is am are was were be been being have has had having do \
    does did doing will would shall should can could may might must ought not no each every either neither some any all both few many \
    much more most other another such own same several enough per via among amid despite toward towards upon within without across \
    around behind beside besides beyond except inside outside near onto throughout underneath unlike where when why how there here \
    's n't 're 've 'll 'd 'm else whoever whatever whichever wherever whenever however";

/// What WordNet says of a base form, by part of speech (noun, verb, adjective, adverb): tagged occurrences, if it has it.
type Counts = [Option<u32>; 4];

/// Writes `common/words.tsv`.
pub fn write(raw: &Raw, root: &Path) -> Result<()> {
    let levels = lower_case_words(raw)?;
    let mut ranked: Vec<(u64, String)> = Vec::new();
    for line in raw.text("words/symspell_freq/frequency_dictionary_en_82_765.txt")?.lines() {
        if let Some((word, count)) = line.trim_start_matches('\u{feff}').split_once(' ')
            && levels.contains_key(word)
        {
            ranked.push((count.trim().parse().unwrap_or(0), word.into()));
        }
    }
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let pos = parts_of_speech(raw, &levels)?;
    let senses = super::senses::senses(raw, &levels)?;
    let mut rows: BTreeMap<String, String> = BTreeMap::new();
    for (i, (_, word)) in ranked.iter().enumerate() {
        let rank = i as u32 + 1;
        let band = match rank {
            1..=300 => 1,
            301..=2_000 => 2,
            2_001..=8_000 => 3,
            8_001..=25_000 => 4,
            _ => 5,
        };
        // Words that only large dictionaries know in lower case (`john`, `chad`) are names first: they are never open.
        let open = if rank <= OPEN && levels[word] <= 50 { rank.to_string() } else { String::new() };
        let letters = pos.get(word).map_or("", String::as_str);
        let sense = if letters.contains('c') { "" } else { senses.get(word).copied().unwrap_or("") };
        rows.insert(word.clone(), format!("{word}\t{band}\t{open}\t{letters}\t{sense}"));
    }
    for word in CLOSED.split_whitespace() {
        rows.entry(word.into()).or_insert_with(|| format!("{word}\t1\t\tc\t"));
    }
    tsv::write(&root.join("common/words.tsv"), "word\tband\trank\tpos\tsense", rows.into_values())
}

/// Words that dictionaries write in lower case, with the smallest level of commonness.
fn lower_case_words(raw: &Raw) -> Result<HashMap<String, u8>> {
    let mut levels = HashMap::new();
    for line in raw.text("words/scowl/scowl_le70.tsv.gz")?.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, "words" | "contractions", level, word] = fields[..] else { continue };
        if word.chars().all(|c| c.is_ascii_lowercase() || c == '\'') && (word.len() > 1 || matches!(word, "a" | "i")) {
            let level = level.parse().unwrap_or(70);
            levels.entry(word.to_string()).and_modify(|l: &mut u8| *l = level.min(*l)).or_insert(level);
        }
    }
    levels.insert("i".into(), 10);
    Ok(levels)
}

/// Part-of-speech letters of every word and its inflected forms: n v a r (base), i (inflected), c (closed class), N V (mostly).
fn parts_of_speech(raw: &Raw, known: &HashMap<String, u8>) -> Result<HashMap<String, String>> {
    let counts = wordnet_counts(raw)?;
    let irregular = [exceptions(raw, "noun")?, exceptions(raw, "verb")?, exceptions(raw, "adj")?];
    let mut facts: HashMap<String, (Counts, bool)> = HashMap::new();
    for (lemma, lemma_counts) in &counts {
        let mut add = |form: &str, part: usize, inflected: bool| {
            if known.contains_key(form) {
                let entry = facts.entry(form.into()).or_insert(([None; 4], true));
                let more = lemma_counts[part].unwrap_or(0);
                entry.0[part] = Some(entry.0[part].unwrap_or(0) + more);
                entry.1 &= inflected;
            }
        };
        for part in 0..4 {
            if lemma_counts[part].is_none() {
                continue;
            }
            add(lemma, part, false);
            let listed = irregular.get(part).and_then(|list| list.get(lemma));
            let regular = match part {
                0 => vec![plural(lemma)],
                1 => verb_forms(lemma),
                2 => adjective_forms(lemma),
                _ => vec![],
            };
            listed.into_iter().flatten().chain(&regular).for_each(|form| add(form, part, true));
        }
    }
    let mut out: HashMap<String, String> =
        facts.into_iter().map(|(word, (c, inflected))| (word, letters(c, inflected))).collect();
    for word in CLOSED.split_whitespace() {
        out.entry(word.into()).or_default().push('c');
    }
    Ok(out)
}

fn letters(counts: Counts, inflected: bool) -> String {
    let mut out: String = "nvar".chars().zip(counts).filter_map(|(letter, c)| c.map(|_| letter)).collect();
    let total: u32 = counts.iter().flatten().sum();
    let alone = counts.iter().flatten().count() == 1;
    for (part, letter) in [(0, 'N'), (1, 'V')] {
        if counts[part].is_some_and(|c| alone || (total >= 5 && c * 5 >= total * 4)) {
            out.push(letter);
        }
    }
    if inflected {
        out.push('i');
    }
    out
}

fn wordnet_counts(raw: &Raw) -> Result<BTreeMap<String, Counts>> {
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    for (part, file) in ["noun", "verb", "adj", "adv"].iter().enumerate() {
        for line in raw.extra(&format!("wordnet/index.{file}"))?.lines().filter(|l| !l.starts_with(' ')) {
            let lemma = line.split(' ').next().unwrap_or("");
            if lemma.bytes().all(|b| b.is_ascii_lowercase() || b == b'\'') {
                counts.entry(lemma.into()).or_default()[part] = Some(0);
            }
        }
    }
    for line in raw.extra("wordnet/cntlist.rev")?.lines() {
        let mut fields = line.split(' ');
        let (Some(key), _, Some(count)) = (fields.next(), fields.next(), fields.next()) else { continue };
        let Some((lemma, sense)) = key.split_once('%') else { continue };
        let part = match sense.as_bytes().first() {
            Some(b'1') => 0,
            Some(b'2') => 1,
            Some(b'3' | b'5') => 2,
            _ => 3,
        };
        if let Some(Some(n)) = counts.get_mut(lemma).map(|c| &mut c[part]) {
            *n += count.parse::<u32>().unwrap_or(0);
        }
    }
    Ok(counts)
}

/// Irregular forms by base form.
pub fn exceptions(raw: &Raw, part: &str) -> Result<HashMap<String, Vec<String>>> {
    let mut out: HashMap<String, Vec<String>> = HashMap::new();
    for line in raw.extra(&format!("wordnet/{part}.exc"))?.lines() {
        let mut fields = line.split(' ');
        let Some(form) = fields.next() else { continue };
        fields.for_each(|lemma| out.entry(lemma.into()).or_default().push(form.into()));
    }
    Ok(out)
}
