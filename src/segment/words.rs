//! Abbreviations that keep their dot, words that open sentences, words of bylines and datelines: from `gazetteers/segment/*.tsv`.

use foldhash::fast::FixedState;
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

static ABBREVIATIONS: LazyLock<HashMap<u64, Entry, FixedState>> = LazyLock::new(|| {
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

static STARTERS: LazyLock<HashMap<u64, (), FixedState>> = LazyLock::new(|| {
    let lines = include_str!("../../gazetteers/segment/starters.tsv").lines().skip(1);
    lines.filter_map(|word| Some((long_key(word)?, ()))).collect()
});

/// Words may be longer than eight letters; the length and the first seven tell those of a list apart (a test looks).
fn long_key(word: &str) -> Option<u64> {
    let short = word.get(..word.len().min(7))?;
    Some(key(short)? | (word.len() as u64) << 56)
}

/// True for a word that often opens a sentence and hardly ever a name: `The`, `He`, `However`.
pub(super) fn opens_sentence(word: &str) -> bool {
    long_key(word).is_some_and(|k| STARTERS.contains_key(&k))
}

/// What a word can be at the head of an article; one word can be several.
pub(super) mod head {
    /// Last word of a credit: "Associated Press Writer".
    pub const CREDIT: u8 = 1;
    /// Before a colon or dash and yet no place: "Update:".
    pub const LABEL: u8 = 1 << 1;
    /// "Published", "Updated".
    pub const PUBLISHED: u8 = 1 << 2;
    /// What else a line with nothing but a date may hold: "on", "at", "GMT".
    pub const DATE_WORD: u8 = 1 << 3;
    /// Weekdays.
    pub const DAY: u8 = 1 << 4;
    /// Inside names: "de", "bin".
    pub const PARTICLE: u8 = 1 << 5;
    /// "Eastern" time.
    pub const ZONE: u8 = 1 << 6;
}

static HEAD: LazyLock<HashMap<u64, u8, FixedState>> = LazyLock::new(|| {
    let mut out = HashMap::default();
    for line in include_str!("../../gazetteers/segment/opening.tsv").lines().skip(1) {
        if let Some((word, class)) = line.split_once('\t')
            && let (Some(key), Some(class)) = (long_key(word), head_class(class))
        {
            *out.entry(key).or_insert(0) |= class;
        }
    }
    out
});

fn head_class(name: &str) -> Option<u8> {
    Some(match name {
        "credit" => head::CREDIT,
        "label" => head::LABEL,
        "published" => head::PUBLISHED,
        "dateword" => head::DATE_WORD,
        "day" => head::DAY,
        "particle" => head::PARTICLE,
        "zone" => head::ZONE,
        _ => return None,
    })
}

/// True where the word, in any case, has one of the [`head`] classes.
pub(super) fn is_head(word: &str, classes: u8) -> bool {
    long_key(word).and_then(|k| HEAD.get(&k)).is_some_and(|c| c & classes != 0)
}

/// Rows that the code understands: abbreviations, openers, and the classes of all words of bylines and datelines.
pub fn rows() -> [usize; 3] {
    [ABBREVIATIONS.len(), STARTERS.len(), HEAD.values().map(|c| c.count_ones() as usize).sum()]
}
