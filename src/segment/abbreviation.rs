//! Abbreviations that keep their dot, and the words that open sentences: both from `gazetteers/segment/*.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a dot after the abbreviation says of the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Stands before a name: never an end (`Mr.`, `Gen.`, `vs.`).
    Never,
    /// Keeps its dot only before a number (`No. 5`).
    Number,
    /// Closes a company's name; an end where a sentence opener follows.
    Company,
    /// Streets and states; the same.
    Place,
    /// Months and weekdays; the same.
    Calendar,
    /// `Jr.`, `Univ.`; the same.
    Other,
    /// An end before any capital (`etc.`).
    End,
}

struct Entry {
    class: Class,
    /// Also abbreviated in lower case (`vs.`); the others only with a capital, since `mass.` is a word.
    any_case: bool,
}

/// Longest abbreviation in the list that still fits a key.
const LONGEST: usize = 8;

/// Words of up to eight bytes, lower-case, as one number.
fn key(word: &str) -> Option<u64> {
    let bytes = word.as_bytes();
    if bytes.len() > LONGEST || !word.is_ascii() {
        return None;
    }
    Some(bytes.iter().fold(0, |k, b| k << 8 | u64::from(b.to_ascii_lowercase())))
}

static ABBREVIATIONS: LazyLock<HashMap<u64, Entry>> = LazyLock::new(|| {
    let lines = include_str!("../../gazetteers/segment/abbreviations.tsv").lines().skip(1);
    lines.filter_map(entry).collect()
});

fn entry(line: &str) -> Option<(u64, Entry)> {
    let mut columns = line.split('\t');
    let key = key(columns.next()?)?;
    let class = match columns.next()? {
        "never" => Class::Never,
        "number" => Class::Number,
        "company" => Class::Company,
        "place" => Class::Place,
        "calendar" => Class::Calendar,
        "other" => Class::Other,
        "end" => Class::End,
        _ => return None,
    };
    Some((key, Entry { class, any_case: columns.next() == Some("any") }))
}

/// Rows of the list that the code understands (a test compares with the file).
pub fn rows() -> usize {
    ABBREVIATIONS.len()
}

/// The class of a word (with or without its dot).
pub(super) fn class(word: &str) -> Option<Class> {
    ABBREVIATIONS.get(&key(word.strip_suffix('.').unwrap_or(word))?).map(|e| e.class)
}

/// True where the dot behind `text[at..end]` belongs to the word.
pub(super) fn keeps_dot(text: &str, at: usize, end: usize, capital: bool) -> bool {
    let Some(entry) = key(&text[at..end]).and_then(|k| ABBREVIATIONS.get(&k)) else { return false };
    // "no." without a number is an answer.
    let number = || text.as_bytes()[end + 1..].iter().take(4).find(|b| **b != b' ').is_some_and(u8::is_ascii_digit);
    (capital || entry.any_case) && (entry.class != Class::Number || number())
}

static STARTERS: LazyLock<HashMap<u64, ()>> = LazyLock::new(|| {
    let lines = include_str!("../../gazetteers/segment/starters.tsv").lines().skip(1);
    lines.filter_map(|word| Some((starter_key(word)?, ()))).collect()
});

/// Openers may be longer than eight letters; the length and the first seven tell them apart.
fn starter_key(word: &str) -> Option<u64> {
    let short = word.get(..word.len().min(7))?;
    Some(key(short)? | (word.len() as u64) << 56)
}

/// True for a word that often opens a sentence and hardly ever a name: `The`, `He`, `However`.
pub(super) fn opens_sentence(word: &str) -> bool {
    starter_key(word).is_some_and(|k| STARTERS.contains_key(&k))
}
