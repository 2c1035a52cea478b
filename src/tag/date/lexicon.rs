//! The word lists of `gazetteers/date/`, parsed once: what a word may be inside a time expression.
//!
//! Takes the hash that the gazetteer gave a token, gives an [`Entry`]: a bit set of [`Class`]es with a value for each. A small bit
//! filter (`tag::sweep`) turns ordinary words away before the table is touched. Plurals are formed here, never listed.

use crate::gazetteer::Gazetteer;
use std::sync::LazyLock;

/// What a word can be in a time expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Class {
    /// `january`: 1 to 12.
    Month,
    /// `monday`: 1 to 7.
    Weekday,
    /// `year`: index of a `Unit`.
    Unit,
    /// `summer`: index of a `Season`.
    Season,
    /// `evening`: index of a `DayPart`.
    Part,
    /// `seven`, `several`, `a`.
    Count,
    /// `third`: 1 to 31.
    Ordinal,
    /// `last`: index of a `Which`.
    Which,
    /// `yesterday`: days from today.
    Day,
    /// `daily`: index into [`Lexicon::sets`].
    Set,
    /// `EST`: minutes from UTC.
    Zone,
    /// `now`, `the future`: index of a `Reference`.
    Reference,
    /// `at least`: index of a `Modifier`.
    Modifier,
    /// `the end of`: index of a `Modifier`.
    Edge,
    /// `Christmas Day`: index into [`Lexicon::holidays`].
    Holiday,
    /// Words that speak for or against a reading; see [`Trust`]. They are kept apart, since many of them are very common: no entry is
    /// of this class.
    Cue,
    /// `the`.
    The,
    /// `every`, `twice`: begins an expression without meaning anything by itself.
    Opener,
    /// The second word of a phrase that begins with an article.
    Inner,
    /// A number token.
    Number,
    /// `am`, `pm`, `o'clock`.
    Meridiem,
}

impl Class {
    /// The class's bit in [`Entry::set`].
    pub const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// How far a word is to be believed, or which list of cues it is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Trust {
    Sure,
    Common,
    Short,
    Plural,
    Number,
    Tens,
    Scale,
    Article,
    Vague,
    Couple,
    Half,
    Inner,
    Adjective,
    AfterAt,
    Alone,
    NotAs,
    Night,
    Overnight,
    Year,
    Future,
    Past,
    Counted,
    Paper,
    Filler,
}

impl Trust {
    /// The bit of a list of cues.
    pub const fn bit(self) -> u32 {
        1 << self as u32
    }
}

fn trust(name: &str) -> Trust {
    use Trust::*;
    match name {
        "common" => Common,
        "short" => Short,
        "plural" => Plural,
        "number" => Number,
        "tens" => Tens,
        "scale" => Scale,
        "article" => Article,
        "vague" => Vague,
        "couple" => Couple,
        "half" => Half,
        "inner" => Inner,
        "adjective" => Adjective,
        "after-at" => AfterAt,
        "alone" => Alone,
        "not-as" => NotAs,
        "NI" => Night,
        "overnight" => Overnight,
        "year" => Year,
        "future" => Future,
        "past" => Past,
        "counted" => Counted,
        "paper" => Paper,
        "filler" => Filler,
        _ => Sure,
    }
}

/// One meaning of a word.
#[derive(Debug, Clone, Copy)]
pub struct Sense {
    /// Which list.
    pub class: Class,
    /// Its value there.
    pub value: i16,
    /// How far to believe it.
    pub trust: Trust,
}

/// All meanings of a word.
#[derive(Debug, Clone, Copy, Default)]
pub struct Entry {
    /// Bits of the classes.
    pub set: u32,
    first: u16,
    end: u16,
    phrases: (u16, u16),
}

/// Several words with one meaning.
#[derive(Debug)]
pub struct Phrase {
    /// Its words as the tokenizer cuts them.
    pub words: Vec<&'static str>,
    /// Their hashes, 0 for punctuation.
    pub hashes: Vec<u64>,
    /// What it is.
    pub sense: Sense,
}

/// A table by hash in open addressing, half of the slots free; what is not there has the default, and so has hash 0.
#[derive(Debug)]
struct Slots<T> {
    slots: Vec<(u64, T)>,
    mask: usize,
    /// One bit a word: says no to nearly every word that is not there, and takes less of the cache than the slots.
    sieve: [u64; 64],
}

impl<T: Copy + Default> Slots<T> {
    fn new(of: &std::collections::BTreeMap<u64, T>) -> Slots<T> {
        let mask = (of.len() * 2).next_power_of_two() - 1;
        let mut slots = vec![(0, T::default()); mask + 1];
        let mut sieve = [0; 64];
        for (&key, &value) in of {
            sieve[(key >> 58) as usize] |= 1 << (key >> 52 & 63);
            let mut at = key as usize & mask;
            while slots[at].0 != 0 {
                at = (at + 1) & mask;
            }
            slots[at] = (key, value);
        }
        Slots { slots, mask, sieve }
    }

    #[inline]
    fn get(&self, hash: u64) -> T {
        if self.sieve[(hash >> 58) as usize] >> (hash >> 52 & 63) & 1 == 0 {
            return T::default();
        }
        let mut at = hash as usize & self.mask;
        loop {
            let (found, value) = self.slots[at];
            if found == hash || found == 0 {
                return value;
            }
            at = (at + 1) & self.mask;
        }
    }
}

/// When a holiday is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum HolidayRule {
    Fixed {
        month: i8,
        day: i8,
    },
    /// The `n`th (or last, -1) weekday of a month, plus days.
    Nth {
        month: i8,
        nth: i8,
        weekday: i8,
        plus: i8,
    },
    /// Days from Easter Sunday.
    Easter(i16),
}

/// The lists.
#[derive(Debug)]
pub struct Lexicon {
    /// For each word the number of its entry, and the entry's classes.
    words: Slots<(u16, u32)>,
    /// For each word the lists of cues that hold it, one bit each.
    cues: Slots<u32>,
    /// The first is empty, the second that of number tokens.
    entries: Vec<Entry>,
    senses: Vec<Sense>,
    phrases: Vec<Phrase>,
    /// Values of `set.tsv`.
    pub sets: Vec<&'static str>,
    /// Rules of `holiday.tsv`.
    pub holidays: Vec<HolidayRule>,
}

/// The lists, parsed on first use.
pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(build);

macro_rules! list {
    ($name:literal) => {
        include_str!(concat!("../../../gazetteers/date/", $name, ".tsv"))
    };
}

fn index(names: &[&str], name: &str) -> i16 {
    names.iter().position(|n| *n == name).unwrap_or(0) as i16
}

const SEASONS: &[&str] = &["SP", "SU", "FA", "WI"];
const PARTS: &[&str] = &["MO", "AF", "EV", "NI", "DT", "MI", "12:00", "24:00"];
const UNITS: &[&str] = &[
    "second",
    "minute",
    "hour",
    "day",
    "week",
    "fortnight",
    "month",
    "quarter",
    "half",
    "year",
    "decade",
    "century",
    "millennium",
    "weekend",
];
const WHICH: &[&str] = &[
    "none",
    "last",
    "past",
    "previous",
    "this",
    "current",
    "next",
    "coming",
    "following",
    "that",
    "same",
    "recent",
    "latest",
    "these",
    "those",
];
const REFERENCES: &[&str] = &["PAST_REF", "PRESENT_REF", "FUTURE_REF"];
/// TIMEX3's values of `mod`, by `Modifier` index.
pub const MODIFIERS: &[&str] =
    &["", "START", "MID", "END", "APPROX", "MORE_THAN", "EQUAL_OR_MORE", "LESS_THAN", "EQUAL_OR_LESS", "BEFORE", "AFTER"];

/// A list, and how its second column becomes a number.
type Source = (Class, &'static str, fn(&str) -> i16);

fn number(value: &str) -> i16 {
    value.parse().unwrap_or(0)
}

const SOURCES: &[Source] = &[
    (Class::Month, list!("month"), number),
    (Class::Weekday, list!("weekday"), number),
    (Class::Unit, list!("unit"), |v| index(UNITS, v)),
    (Class::Season, list!("season"), |v| index(SEASONS, v)),
    (Class::Part, list!("part"), |v| index(PARTS, v)),
    (Class::Count, list!("count"), number),
    (Class::Ordinal, list!("ordinal"), number),
    (Class::Which, list!("which"), |v| index(WHICH, v)),
    (Class::Day, list!("day"), number),
    (Class::Set, list!("set"), number),
    (Class::Zone, list!("zone"), number),
    (Class::Reference, list!("reference"), |v| index(REFERENCES, v)),
    (Class::Modifier, list!("modifier"), |v| index(MODIFIERS, v)),
    (Class::Edge, list!("edge"), |v| index(MODIFIERS, v)),
    (Class::Holiday, list!("holiday"), number),
    (Class::Cue, list!("cue"), number),
];

fn build() -> Lexicon {
    let mut words: std::collections::BTreeMap<u64, Vec<Sense>> = std::collections::BTreeMap::new();
    let mut cues: std::collections::BTreeMap<u64, u32> = std::collections::BTreeMap::new();
    let (mut phrases, mut sets, mut holidays) = (Vec::new(), Vec::new(), Vec::new());
    for &(class, text, value_of) in SOURCES {
        for line in text.lines().skip(1) {
            let mut fields = line.split('\t');
            let (Some(word), Some(value)) = (fields.next(), fields.next()) else { continue };
            let mut sense = Sense { class, value: value_of(value), trust: trust(fields.next().unwrap_or("")) };
            match class {
                Class::Set => {
                    sense.value = sets.len() as i16;
                    sets.push(value);
                }
                Class::Holiday => {
                    sense.value = holidays.len() as i16;
                    holidays.push(holiday(value));
                }
                Class::Cue => sense = cue(value),
                _ => {}
            }
            let pieces = pieces(word);
            let head = pieces[0];
            if sense.class == Class::Cue {
                *cues.entry(key(head)).or_default() |= sense.trust.bit();
                continue;
            }
            if matches!(class, Class::Reference | Class::Modifier | Class::Edge | Class::Holiday) {
                words.entry(key(head)).or_default();
                if let (true, Some(second)) = (matches!(head, "the" | "a"), pieces.get(1)) {
                    words.entry(key(second)).or_default().push(Sense { class: Class::Inner, value: 0, trust: Trust::Sure });
                }
                phrases.push(Phrase { hashes: hashes(&pieces), words: pieces, sense });
                continue;
            }
            words.entry(key(head)).or_default().push(sense);
            if has_plural(sense) {
                let plural = format!("{head}s");
                words.entry(key(&plural)).or_default().push(Sense { trust: Trust::Plural, ..sense });
            }
        }
    }
    phrases.sort_by(|a, b| (a.hashes[0], b.words.len()).cmp(&(b.hashes[0], a.words.len())));
    pack(&words, Slots::new(&cues), phrases, sets, holidays)
}

/// A row of `cue.tsv`.
fn cue(kind: &str) -> Sense {
    let class = match kind {
        "the" => Class::The,
        "opener" => Class::Opener,
        "inner" => Class::Inner,
        "meridiem" => Class::Meridiem,
        _ => Class::Cue,
    };
    Sense { class, value: 0, trust: trust(kind) }
}

fn has_plural(sense: Sense) -> bool {
    match sense.class {
        Class::Weekday => sense.trust != Trust::Short,
        Class::Unit | Class::Season | Class::Part => sense.trust != Trust::Plural,
        _ => false,
    }
}

/// Hashes of a phrase's words; punctuation is compared as text and has none.
fn hashes(pieces: &[&str]) -> Vec<u64> {
    pieces.iter().map(|w| if w.len() > 1 || w.starts_with(char::is_alphabetic) { key(w) } else { 0 }).collect()
}

fn pack(
    senses_of: &std::collections::BTreeMap<u64, Vec<Sense>>,
    cues: Slots<u32>,
    phrases: Vec<Phrase>,
    sets: Vec<&'static str>,
    holidays: Vec<HolidayRule>,
) -> Lexicon {
    let mut words = std::collections::BTreeMap::new();
    let mut entries = vec![Entry::default(), Entry { set: Class::Number.bit(), ..Entry::default() }];
    let mut senses = Vec::new();
    for (&key, list) in senses_of {
        let first = senses.len() as u16;
        senses.extend_from_slice(list);
        let from = phrases.partition_point(|p| p.hashes[0] < key);
        let till = phrases.partition_point(|p| p.hashes[0] <= key);
        let mut set = list.iter().fold(0, |set, s| set | s.class.bit());
        set |= phrases[from..till].iter().fold(0, |set, p| set | p.sense.class.bit());
        let entry = Entry { set, first, end: senses.len() as u16, phrases: (from as u16, till as u16) };
        words.insert(key, (entries.len() as u16, set));
        entries.push(entry);
    }
    Lexicon { words: Slots::new(&words), cues, entries, senses, phrases, sets, holidays }
}

fn holiday(rule: &str) -> HolidayRule {
    let (kind, rest) = rule.split_once(' ').unwrap_or(("fixed", rule));
    let (days, plus) = rest.split_once('+').unwrap_or((rest, "0"));
    let part = |n: usize, by: char| days.split(by).nth(n).and_then(|p| p.parse().ok()).unwrap_or(0);
    match kind {
        "nth" => {
            HolidayRule::Nth { month: part(0, '/'), nth: part(1, '/'), weekday: part(2, '/'), plus: plus.parse().unwrap_or(0) }
        }
        "easter" => HolidayRule::Easter(rest.parse().unwrap_or(0)),
        _ => HolidayRule::Fixed { month: part(0, '-'), day: part(1, '-') },
    }
}

/// Cuts a phrase the way the tokenizer does.
fn pieces(phrase: &'static str) -> Vec<&'static str> {
    let mut out = Vec::new();
    for word in phrase.split(' ') {
        let cut = word.find('\'').filter(|i| *i > 0).unwrap_or(word.len());
        out.push(&word[..cut]);
        if cut < word.len() {
            out.push(&word[cut..]);
        }
    }
    out
}

/// The hash that the gazetteer gives the word in any case.
fn key(word: &str) -> u64 {
    Gazetteer::embedded().word(word).hash
}

impl Lexicon {
    /// Number and classes of the entry that all number tokens have.
    pub const NUMBER: (u16, u32) = (1, Class::Number.bit());

    /// Number and classes of the entry of the word with that hash, zeros for words that no list holds.
    pub fn look_up(&self, hash: u64) -> (u16, u32) {
        self.words.get(hash)
    }

    /// The entry with that number.
    pub fn entry(&self, number: u16) -> Entry {
        self.entries.get(usize::from(number)).copied().unwrap_or_default()
    }

    /// Hashes of all words that [`Lexicon::look_up`] knows.
    pub fn hashes(&self) -> impl Iterator<Item = u64> {
        self.words.slots.iter().map(|(hash, _)| *hash).filter(|hash| *hash != 0)
    }

    /// The entry's sense in that class.
    pub fn sense(&self, entry: Entry, class: Class) -> Option<Sense> {
        if entry.set & class.bit() == 0 {
            return None;
        }
        self.senses[usize::from(entry.first)..usize::from(entry.end)].iter().find(|s| s.class == class).copied()
    }

    /// The lists of cues that hold the word with that hash, [`Trust::bit`]s.
    pub fn cues(&self, hash: u64) -> u32 {
        self.cues.get(hash)
    }

    /// Phrases that begin with the word, longest first.
    pub fn phrases(&self, entry: Entry) -> &[Phrase] {
        &self.phrases[usize::from(entry.phrases.0)..usize::from(entry.phrases.1)]
    }
}
