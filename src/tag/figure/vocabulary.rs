//! The words of figures: number words, units, currencies, bounds, change verbs. Parsed once from `gazetteers/number/*.tsv` and
//! `gazetteers/unit/*.tsv`; plurals are made here, so that no list spells them out.

use super::table::{Hashes, Table};
use crate::gazetteer::fold;
use crate::tag::Context;
use crate::value::{Bound, FigureKind};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// FNV-1a: the keys are a few bytes long, where SipHash costs more than the look-up it serves.
#[derive(Default)]
pub(crate) struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.0 = (self.0 ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

pub(crate) type Map<T> = HashMap<&'static str, T, BuildHasherDefault<Fnv>>;
type OwnedMap<T> = HashMap<Box<str>, T, BuildHasherDefault<Fnv>>;

/// What a word does in a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum NumberWord {
    /// zero to nine.
    Digit(f64),
    /// ten to nineteen.
    Teen(f64),
    /// twenty to ninety.
    Tens(f64),
    /// hundred.
    Hundred,
    /// thousand, million, crore.
    Scale(f64),
    /// bn, mn, tn: only after digits.
    ShortScale(f64),
    /// k, m, b, t: only after digits, and `m` only where it cannot be the metre.
    LetterScale(f64),
    /// dozen.
    Dozen,
    /// dozens, hundreds, millions.
    Vague(f64),
    /// half.
    Half,
    /// third, quarter, fifths: the denominator.
    Part(f64),
    /// threefold.
    Fold(f64),
}

/// A unit or currency.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unit {
    /// English singular.
    pub name: &'static str,
    /// UCUM or ISO 4217; empty where a bare noun ("rupee") names no one currency.
    pub code: &'static str,
    /// Which kind of figure it makes.
    pub kind: FigureKind,
    /// A unit of time: "three months", "45 years old".
    pub time: bool,
    /// Times this gives the SI value.
    pub factor: Option<f64>,
    /// UCUM code of the SI unit.
    pub si: &'static str,
}

/// How a spelling of a unit may stand after a number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spelling {
    /// Index into [`Vocabulary::units`].
    pub unit: u16,
    /// Only without a space: `48m`, `5in`, `20C`.
    pub glued: bool,
}

/// A phrase that bounds the number after it; the words before its last one, nearest first.
#[derive(Debug)]
pub(crate) struct BoundPhrase {
    pub before: Vec<&'static str>,
    pub bound: Bound,
}

/// All lists, ready for look-up.
pub(crate) struct Vocabulary {
    pub units: Vec<Unit>,
    symbols: OwnedMap<Spelling>,
    /// All that tokens can cut off a unit's spelling at its beginning.
    begins: Hashes,
    words: OwnedMap<Spelling>,
    prefixes: Map<u16>,
    numbers: Map<NumberWord>,
    by_hash: Table<NumberWord>,
    bounds: Table<Vec<BoundPhrase>>,
    change: Table<&'static str>,
    labels: Table<()>,
    closed: Table<()>,
    verbs: Map<&'static str>,
    plurals: Map<&'static str>,
    /// One bit for each (first letter, last letter, length) of a number word: says no to nearly every ordinary word.
    sieve: [u64; 16],
}

/// The lists inside the binary.
pub(crate) static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::read);

/// Longest word or phrase that the lists hold, in bytes.
const LONGEST: usize = 48;

/// A lower-case copy of a short text on the stack.
pub(crate) struct Folded {
    bytes: [u8; LONGEST],
    len: usize,
}

impl Folded {
    /// `text` in lower case; nothing where it is longer than all listed words.
    pub fn new(text: &str) -> Option<Folded> {
        let mut folded = Folded { bytes: [0; LONGEST], len: 0 };
        folded.push(text).then_some(folded)
    }
    /// Nothing yet.
    pub fn empty() -> Folded {
        Folded { bytes: [0; LONGEST], len: 0 }
    }
    /// Appends `text` as it is; false where there is no room.
    pub fn push_as_is(&mut self, text: &str) -> bool {
        let end = self.len + text.len();
        if end > LONGEST {
            return false;
        }
        self.bytes[self.len..end].copy_from_slice(text.as_bytes());
        self.len = end;
        true
    }
    fn push(&mut self, text: &str) -> bool {
        let start = self.len;
        if !self.push_as_is(text) {
            return false;
        }
        self.bytes[start..self.len].make_ascii_lowercase();
        true
    }
    /// The same in lower case.
    pub fn lower(&self) -> Folded {
        let mut other = Folded { bytes: self.bytes, len: self.len };
        other.bytes.make_ascii_lowercase();
        other
    }
    /// Its length in bytes.
    pub fn len(&self) -> usize {
        self.len
    }
    /// Its first `len` bytes.
    pub fn get(&self, len: usize) -> &str {
        self.as_str().get(..len).unwrap_or("")
    }
    /// Hash of its folded form, as that of a word.
    pub fn hash(&self) -> u64 {
        fold::hash_word(self.as_str(), 0, self.len)
    }
    /// The text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.len]).unwrap_or("")
    }
}

impl Vocabulary {
    fn read() -> Vocabulary {
        let mut v = Vocabulary {
            units: Vec::new(),
            symbols: OwnedMap::default(),
            begins: Hashes::default(),
            words: OwnedMap::default(),
            prefixes: Map::default(),
            numbers: Map::default(),
            by_hash: Table::default(),
            bounds: Table::default(),
            change: Table::default(),
            labels: Table::default(),
            closed: Table::default(),
            verbs: Map::default(),
            plurals: Map::default(),
            sieve: [0; 16],
        };
        for [plural, singular] in rows(include_str!("../../../gazetteers/number/plurals.tsv")) {
            v.plurals.insert(plural, singular);
        }
        for [word, class, value] in rows(include_str!("../../../gazetteers/number/words.tsv")) {
            let value = value.parse().unwrap_or(1.0);
            v.numbers.insert(word, number_word(class, value));
            v.by_hash.insert(word, number_word(class, value));
            let bit = sieve_bit(word.as_bytes());
            v.sieve[bit >> 6] |= 1 << (bit & 63);
        }
        for [phrase, bound] in rows(include_str!("../../../gazetteers/number/bounds.tsv")) {
            v.bound_phrase(phrase, bound);
        }
        for [word, direction] in rows(include_str!("../../../gazetteers/number/change.tsv")) {
            v.change.insert(word, direction);
        }
        for [word] in rows(include_str!("../../../gazetteers/number/labels.tsv")) {
            v.labels.insert(word, ());
        }
        for [form, base] in rows(include_str!("../../../gazetteers/number/verbs.tsv")) {
            v.verbs.insert(form, base);
        }
        for [word] in rows(include_str!("../../../gazetteers/number/closed.tsv")) {
            v.closed.insert(word, ());
        }
        for row in rows(include_str!("../../../gazetteers/unit/units.tsv")) {
            v.unit(row);
        }
        for row in rows(include_str!("../../../gazetteers/unit/currencies.tsv")) {
            v.currency(row);
        }
        v.begins = v.symbols.keys().chain(v.words.keys()).flat_map(|s| beginnings(s)).collect();
        v
    }

    fn bound_phrase(&mut self, phrase: &'static str, bound: &str) {
        let mut words = phrase.split(' ').rev();
        let Some(last) = words.next() else { return };
        let list = self.bounds.insert(last, Vec::new());
        list.push(BoundPhrase { before: words.collect(), bound: bound_of(bound) });
        list.sort_by_key(|p| std::cmp::Reverse(p.before.len()));
    }

    fn unit(&mut self, [name, code, dimension, symbols, glued, words, factor, si]: [&'static str; 8]) {
        let kind = match dimension {
            "percent" => FigureKind::Percent,
            "ratio" => FigureKind::Ratio,
            "temperature" => FigureKind::Temperature,
            _ => FigureKind::Measure,
        };
        let unit = self.units.len() as u16;
        self.units.push(Unit { name, code, kind, time: dimension == "time", factor: factor.parse().ok(), si });
        for symbol in list(symbols) {
            self.symbols.insert(symbol.into(), Spelling { unit, glued: false });
        }
        for symbol in list(glued) {
            self.symbols.insert(symbol.into(), Spelling { unit, glued: true });
        }
        self.unit_words(unit, words);
    }

    fn currency(&mut self, [name, code, prefixes, words]: [&'static str; 4]) {
        let unit = self.units.len() as u16;
        self.units.push(Unit { name, code, kind: FigureKind::Money, time: false, factor: None, si: "" });
        for prefix in list(prefixes) {
            self.prefixes.insert(prefix, unit);
            self.symbols.entry(prefix.into()).or_insert(Spelling { unit, glued: false });
        }
        self.unit_words(unit, words);
    }

    fn unit_words(&mut self, unit: u16, words: &'static str) {
        for word in list(words) {
            let spelling = Spelling { unit, glued: false };
            // "mile per hour" has its plural in the first part, "cubic foot" in the last word.
            let parts = || word.split_once(" per ").or_else(|| word.split_once(" an "));
            let (head, tail) = word.contains(' ').then(parts).flatten().unwrap_or((word, ""));
            let between = &word[head.len()..word.len() - tail.len()];
            let cut = head.rfind(' ').map_or(0, |i| i + 1);
            let plural = match word.strip_prefix("degree ") {
                Some(scale) => ["degrees ", scale].concat(),
                None => [&head[..cut], &plural(&head[cut..]), between, tail].concat(),
            };
            self.words.entry(plural.into()).or_insert(spelling);
            self.words.insert(word.into(), spelling);
        }
    }

    /// What token `i` does in a number.
    pub fn number_at(&self, cx: &Context<'_>, i: usize) -> Option<NumberWord> {
        self.by_hash.get(cx, i).copied()
    }

    /// Hashes of all number words.
    pub fn number_hashes(&self) -> impl Iterator<Item = u64> {
        self.by_hash.hashes()
    }

    /// What the word does in a number.
    pub fn number_word(&self, word: &str) -> Option<NumberWord> {
        let bit = sieve_bit(word.as_bytes());
        if self.sieve[bit >> 6] >> (bit & 63) & 1 == 0 {
            return None;
        }
        self.numbers.get(Folded::new(word)?.as_str()).copied()
    }

    /// False where no unit's spelling begins with the folded word or words of this hash.
    pub fn begins_unit(&self, hash: u64) -> bool {
        self.begins.may_have(hash)
    }

    /// The unit spelt so: symbols to the letter, words in any case.
    pub fn unit_spelt(&self, key: &str, lower: &str) -> Option<Spelling> {
        self.symbols.get(key).or_else(|| self.words.get(lower)).copied()
    }

    /// The currency whose sign or code stands before the number.
    pub fn prefix(&self, sign: &str) -> Option<u16> {
        self.prefixes.get(sign).copied()
    }

    /// Phrases that bound a number and end in token `i`.
    pub fn bounds(&self, cx: &Context<'_>, i: usize) -> &[BoundPhrase] {
        self.bounds.get(cx, i).map_or(&[], |list| list)
    }

    /// `up` or `down` for words of change.
    pub fn change(&self, cx: &Context<'_>, i: usize) -> Option<&'static str> {
        self.change.get(cx, i).copied()
    }

    /// True for words that make the number after them a name: "section", "flight".
    pub fn is_label(&self, cx: &Context<'_>, i: usize) -> bool {
        self.labels.get(cx, i).is_some()
    }

    /// Base form of an irregular verb form, both in lower case.
    pub fn irregular_verb(&self, form: &str) -> Option<&'static str> {
        self.verbs.get(form).copied()
    }

    /// True for words that no noun phrase runs across: prepositions, pronouns, conjunctions, auxiliaries.
    pub fn is_closed(&self, cx: &Context<'_>, i: usize) -> bool {
        self.closed.get(cx, i).is_some()
    }

    /// Singular of an irregular plural, lower-case.
    pub fn irregular(&self, plural: &str) -> Option<&'static str> {
        self.plurals.get(plural).copied()
    }
}

/// Hashes of the beginnings of a spelling, itself included, that end where a token can: not between two letters.
fn beginnings(spelling: &str) -> impl Iterator<Item = u64> {
    let ends = spelling.char_indices().map(|(i, c)| (i + c.len_utf8(), c));
    let ends = ends.filter(|(end, c)| !(c.is_alphabetic() && spelling[*end..].starts_with(char::is_alphabetic)));
    ends.map(|(end, _)| fold::hash_word(spelling, 0, end))
}

fn sieve_bit(word: &[u8]) -> usize {
    let (Some(first), Some(last)) = (word.first(), word.last()) else { return 0 };
    let (first, last) = (usize::from(first | 32), usize::from(last | 32));
    (first.wrapping_mul(37) ^ last.wrapping_mul(11) ^ word.len().wrapping_mul(101)) & 1023
}

fn number_word(class: &str, value: f64) -> NumberWord {
    match class {
        "digit" => NumberWord::Digit(value),
        "teen" => NumberWord::Teen(value),
        "tens" => NumberWord::Tens(value),
        "hundred" => NumberWord::Hundred,
        "scale" => NumberWord::Scale(value),
        "short-scale" => NumberWord::ShortScale(value),
        "letter-scale" => NumberWord::LetterScale(value),
        "dozen" => NumberWord::Dozen,
        "vague" => NumberWord::Vague(value),
        "half" => NumberWord::Half,
        "fold" => NumberWord::Fold(value),
        _ => NumberWord::Part(value),
    }
}

fn bound_of(name: &str) -> Bound {
    match name {
        "approx" => Bound::Approx,
        "nearly" => Bound::Nearly,
        "more_than" => Bound::MoreThan,
        "at_least" => Bound::AtLeast,
        "less_than" => Bound::LessThan,
        _ => Bound::AtMost,
    }
}

fn rows<const N: usize>(tsv: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    tsv.lines().skip(1).map(|line| {
        let mut cells = line.split('\t');
        std::array::from_fn(|_| cells.next().unwrap_or(""))
    })
}

fn list(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split('|').filter(|s| !s.is_empty())
}

/// Plural of an English unit word.
fn plural(word: &str) -> String {
    match word {
        "foot" => "feet".into(),
        "hertz" | "yen" | "yuan" | "baht" | "rand" | "won" | "horsepower" => word.into(),
        "century" => "centuries".into(),
        "penny" => "pennies".into(),
        "millennium" => "millennia".into(),
        _ if word.ends_with('h') && !word.ends_with("th") => [word, "es"].concat(),
        _ => [word, "s"].concat(),
    }
}
