//! Small readers over tokens that the constructs share: numbers, months, units, years, phrases.
//!
//! Every reader takes a token number and gives what it read with the first token after it. Outside the document there are
//! only empty tokens, so no reader needs a bounds test.

use super::lexicon::{Class, Entry, Lexicon, Phrase, Sense, Trust};
use super::meaning::{Amount, Core, DateMeaning, Modifier, Tense, Unit, Which};
use crate::segment::TokenKind;
use crate::tag::Context;

/// A construct that was found: the caller knows where it begins.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    /// First token after it.
    pub end: usize,
    /// What it means.
    pub meaning: DateMeaning,
    /// Rule name.
    pub rule: &'static str,
    /// For the choice among overlapping candidates.
    pub score: f32,
}

impl Found {
    /// A find without time of day or modifier.
    pub fn new(end: usize, core: Core, rule: &'static str, score: f32) -> Option<Found> {
        let meaning = DateMeaning { core, clock: None, zone: None, modifier: Modifier::None, tense: Tense::Open };
        Some(Found { end, meaning, rule, score })
    }
    /// With TIMEX3's `mod`, unless there is one already.
    pub fn modified(mut self, modifier: Modifier) -> Found {
        if self.meaning.modifier == Modifier::None {
            self.meaning.modifier = modifier;
        }
        self
    }
}

/// True where `at` is `word` in any case. Nearly all words differ in length or first letter: that is looked at first.
#[inline]
fn same(at: &[u8], word: &str) -> bool {
    let word = word.as_bytes();
    at.len() == word.len()
        && at.first().zip(word.first()).is_none_or(|(a, b)| (a ^ b) & !0x20 == 0)
        && at.eq_ignore_ascii_case(word)
}

/// The document under the eyes of the constructs.
#[derive(Debug, Clone, Copy)]
pub struct Cursor<'a> {
    /// The document.
    pub cx: &'a Context<'a>,
    /// The lists.
    pub lex: &'static Lexicon,
    /// Classes of each token.
    pub classes: &'a [u32],
    /// Number of each token's entry in the lists.
    pub entries: &'a [u16],
}

impl<'a> Cursor<'a> {
    /// What the lists say of token `i`.
    pub fn entry(&self, i: usize) -> Entry {
        self.lex.entry(self.entries.get(i).copied().unwrap_or(0))
    }
    /// Classes of token `i`.
    pub fn set(&self, i: usize) -> u32 {
        self.classes.get(i).copied().unwrap_or(0)
    }
    /// Text of token `i`.
    pub fn at(&self, i: usize) -> &'a str {
        self.cx.at(i)
    }
    /// The sense of token `i` in that class.
    pub fn sense(&self, i: usize, class: Class) -> Option<Sense> {
        self.lex.sense(self.entry(i), class)
    }
    /// True where token `i` is of that class.
    pub fn has(&self, i: usize, class: Class) -> bool {
        self.set(i) & class.bit() != 0
    }
    /// Lists of cues that hold token `i`, [`Trust::bit`]s.
    pub fn cues(&self, i: usize) -> u32 {
        self.cx.words.get(i).map_or(0, |w| self.lex.cues(w.hash))
    }
    /// True where token `i` is on that list of cues.
    pub fn cue(&self, i: usize, cue: Trust) -> bool {
        self.cues(i) & cue.bit() != 0
    }
    /// True where token `i` is `word` in any case.
    #[inline]
    pub fn is(&self, i: usize, word: &str) -> bool {
        self.cx.is(i, word)
    }
    /// True where token `i` is one of `words` in any case.
    pub fn any(&self, i: usize, words: &[&str]) -> bool {
        let at = self.cx.bytes(i);
        words.iter().any(|w| same(at, w))
    }
    /// The `n`th token before `i`, a number outside the document for none; small enough that constructs may still add to it.
    pub fn back(&self, i: usize, n: usize) -> usize {
        i.checked_sub(n).unwrap_or(usize::MAX / 2)
    }
    /// The token before `i`, a number outside the document for none.
    pub fn before(&self, i: usize) -> usize {
        self.back(i, 1)
    }
    /// No white space before token `i`.
    pub fn glued(&self, i: usize) -> bool {
        self.cx.tokens.get(i).is_some_and(|t| t.glued())
    }
    /// Token `i` begins with a capital letter.
    pub fn capital(&self, i: usize) -> bool {
        self.cx.tokens.get(i).is_some_and(|t| t.is_capital())
    }
    /// Token `i` is a word.
    pub fn word(&self, i: usize) -> bool {
        self.cx.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Word)
    }
    /// Token `i` is a number.
    pub fn number(&self, i: usize) -> bool {
        self.cx.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Number)
    }
    /// First token after a glued hyphen or dash at `i`, for compounds such as `third-quarter`.
    pub fn hyphen(&self, i: usize) -> Option<usize> {
        (self.glued(i) && self.glued(i + 1) && matches!(self.at(i), "-" | "‐" | "‑" | "–")).then_some(i + 1)
    }
    /// Skips one of `words` at `i`.
    pub fn skip(&self, i: usize, words: &[&str]) -> usize {
        if self.any(i, words) { i + 1 } else { i }
    }
    /// Skips `the`.
    pub fn the(&self, i: usize) -> usize {
        i + usize::from(self.set(i) & Class::The.bit() != 0)
    }
    /// Skips a comma.
    pub fn comma(&self, i: usize) -> usize {
        self.skip(i, &[","])
    }
    /// True where token `i` is a possessive clitic.
    pub fn possessive(&self, i: usize) -> bool {
        self.glued(i) && matches!(self.at(i), "'s" | "’s" | "'S" | "’S" | "'" | "’")
    }

    /// Digits only, at most `max` (nine or less) of them.
    pub fn digits(&self, i: usize, max: usize) -> Option<u32> {
        let at = self.cx.bytes(i);
        if at.is_empty() || at.len() > max {
            return None;
        }
        at.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')))
    }

    /// 1 to 31 in digits, with or without `th`; never part of a longer number or a clock time.
    pub fn day(&self, i: usize) -> Option<(u8, usize)> {
        let day = self.digits(i, 2).filter(|d| (1..=31).contains(d))? as u8;
        let mut end = i + 1;
        if self.glued(end) && self.any(end, &["st", "nd", "rd", "th"]) {
            end += 1;
        }
        Some((day, end))
    }

    /// First to thirty-first in letters or digits with `th`.
    pub fn ordinal(&self, i: usize) -> Option<(u8, usize)> {
        if self.glued(i + 1) && self.any(i + 1, &["st", "nd", "rd", "th"]) {
            return self.digits(i, 2).filter(|n| *n > 0).map(|n| (n as u8, i + 2));
        }
        if let Some(sense) = self.sense(i, Class::Ordinal) {
            return Some((sense.value as u8, i + 1));
        }
        let tens = self.sense(i, Class::Count).filter(|s| s.trust == Trust::Tens)?;
        let next = self.hyphen(i + 1)?;
        let unit = self.sense(next, Class::Ordinal).filter(|s| s.value < 10)?;
        Some(((tens.value + unit.value) as u8, next + 1))
    }

    /// A month's name; `may`, `march` and short forms only with a capital.
    pub fn month(&self, i: usize) -> Option<(u8, usize, Trust)> {
        let sense = self.sense(i, Class::Month)?;
        if sense.trust != Trust::Sure && !self.capital(i) {
            return None;
        }
        let end = if sense.trust == Trust::Short && self.at(i + 1) == "." && self.glued(i + 1) { i + 2 } else { i + 1 };
        Some((sense.value as u8, end, sense.trust))
    }

    /// A weekday's name.
    pub fn weekday(&self, i: usize) -> Option<(u8, usize, Trust)> {
        let sense = self.sense(i, Class::Weekday)?;
        if sense.trust == Trust::Short && !self.capital(i) {
            return None;
        }
        let end = if sense.trust == Trust::Short && self.at(i + 1) == "." && self.glued(i + 1) { i + 2 } else { i + 1 };
        Some((sense.value as u8, end, sense.trust))
    }

    /// A unit of time.
    pub fn unit(&self, i: usize) -> Option<(Unit, bool, usize)> {
        let sense = self.sense(i, Class::Unit)?;
        Some((Unit::new(sense.value), sense.trust == Trust::Plural, i + 1))
    }

    /// `last`, `the following`, `this past`: the word and what follows it.
    pub fn which(&self, i: usize) -> Option<(Which, usize)> {
        let sense = self.sense(i, Class::Which)?;
        Some((Which::new(sense.value), i + 1))
    }

    /// Four digits from 1000 to 2100 with nothing glued behind that makes them something else.
    pub fn year(&self, i: usize) -> Option<(i16, usize)> {
        if self.capital(i + 1) && matches!(self.at(i + 1), "BC" | "B.C." | "BCE" | "B.C") {
            return self.digits(i, 4).filter(|y| *y > 0).map(|y| (-(y as i16), i + 2));
        }
        let year = self.digits(i, 4).filter(|y| (1000..=2100).contains(y))?;
        let next = i + 1;
        if self.glued(next) && !self.closing(next) {
            return None;
        }
        Some((year as i16, next))
    }

    /// Punctuation and clitics that may be glued to a whole expression.
    pub fn closing(&self, i: usize) -> bool {
        let at = self.at(i);
        match at.as_bytes().first() {
            None => true,
            Some(b'%' | b'$' | b':' | b'/') => self.at(i) == ":" && !self.glued(i + 1) || at == "/",
            Some(b'-') => true,
            Some(b) if b.is_ascii_alphanumeric() => false,
            _ => true,
        }
    }

    /// A year in words: `nineteen ninety-six`, `two thousand and four`.
    pub fn spoken_year(&self, i: usize) -> Option<(i16, usize)> {
        let head = self.sense(i, Class::Count)?;
        if head.trust == Trust::Number && (11..20).contains(&head.value) {
            let (rest, end) = self.under_hundred(i + 1).filter(|(n, _)| *n >= 10)?;
            return Some((head.value * 100 + rest as i16, end));
        }
        let thousand = head.value == 2 && head.trust == Trust::Number && self.is(i + 1, "thousand");
        if !thousand {
            return None;
        }
        let from = self.skip(i + 2, &["and"]);
        match self.under_hundred(from) {
            Some((rest, end)) => Some((2000 + rest as i16, end)),
            None => Some((2000, i + 2)),
        }
    }

    fn under_hundred(&self, i: usize) -> Option<(u32, usize)> {
        let sense = self.sense(i, Class::Count)?;
        match sense.trust {
            Trust::Number => Some((sense.value as u32, i + 1)),
            Trust::Tens => {
                let next = self.hyphen(i + 1).unwrap_or(i + 1);
                match self.sense(next, Class::Count).filter(|s| s.trust == Trust::Number && s.value < 10) {
                    Some(unit) => Some(((sense.value + unit.value) as u32, next + 1)),
                    None => Some((sense.value as u32, i + 1)),
                }
            }
            _ => None,
        }
    }

    /// How many units: `two`, `24`, `a`, `several`, `a few`, `a couple of`, `2 1/2`, `a hundred`. Second: approximate (`couple`).
    pub fn amount(&self, i: usize) -> Option<(Amount, usize, Modifier)> {
        if self.number(i) {
            return self.figure(i).map(|(a, end)| (a, end, Modifier::None));
        }
        let sense = self.sense(i, Class::Count)?;
        match sense.trust {
            Trust::Number | Trust::Tens => {
                let (n, end) = self.under_hundred(i)?;
                let (n, end) = self.scaled(n, end);
                let (half, end) = self.and_half(end);
                Some((Amount::Exact { whole: n, tenths: 0, half }, end, Modifier::None))
            }
            Trust::Vague => {
                let end = if self.any(i, &["few"]) || !self.is(i + 1, "of") { i + 1 } else { return None };
                Some((Amount::Vague, end, Modifier::None))
            }
            Trust::Couple => Some((Amount::whole(2), self.skip(i + 1, &["of"]), Modifier::Approx)),
            Trust::Half => {
                let end = self.skip(i + 1, &["a", "an"]);
                Some((Amount::Exact { whole: 0, tenths: 0, half: true }, end, Modifier::None))
            }
            Trust::Article => self.article(i),
            _ => None,
        }
    }

    /// `a`, `a few`, `a couple of`, `a hundred`.
    fn article(&self, i: usize) -> Option<(Amount, usize, Modifier)> {
        let next = self.sense(i + 1, Class::Count);
        match next.map(|s| s.trust) {
            Some(Trust::Vague | Trust::Couple | Trust::Half) => self.amount(i + 1),
            Some(Trust::Scale) => {
                let (n, end) = self.scaled(1, i + 1);
                Some((Amount::whole(n), end, Modifier::None))
            }
            _ => Some((Amount::whole(1), i + 1, Modifier::None)),
        }
    }

    fn scaled(&self, n: u32, i: usize) -> (u32, usize) {
        let (mut n, mut end) = (n, i);
        while let Some(scale) = self.sense(end, Class::Count).filter(|s| s.trust == Trust::Scale) {
            n = n.saturating_mul(scale.value as u32);
            end += 1;
        }
        (n, end)
    }

    fn and_half(&self, i: usize) -> (bool, usize) {
        match self.is(i, "and") && self.is(i + 1, "a") && self.is(i + 2, "half") {
            true => (true, i + 3),
            false => (false, i),
        }
    }

    /// `24`, `1,000`, `1.5`, `2 1/2`.
    fn figure(&self, i: usize) -> Option<(Amount, usize)> {
        let at = self.at(i);
        let (whole, tenths) = match at.split_once('.') {
            Some((whole, tenth)) if tenth.len() == 1 => (whole, tenth.parse().ok()?),
            Some(_) => return None,
            None => (at, 0),
        };
        let whole =
            whole.bytes().filter(|b| *b != b',').try_fold(0u32, |n, b| n.checked_mul(10)?.checked_add(u32::from(b - b'0')))?;
        if self.at(i + 1) == "½" {
            return Some((Amount::Exact { whole, tenths, half: true }, i + 2));
        }
        if self.at(i + 1) == "1" && self.at(i + 2) == "/" && self.at(i + 3) == "2" {
            return Some((Amount::Exact { whole, tenths, half: true }, i + 4));
        }
        if self.at(i + 1) == "/" {
            return None;
        }
        let (whole, end) = self.scaled(whole, i + 1);
        let (half, end) = self.and_half(end);
        Some((Amount::Exact { whole, tenths, half }, end))
    }

    /// The longest phrase of that class that begins at `i`.
    pub fn phrase(&self, i: usize, class: Class) -> Option<(&'static Phrase, usize)> {
        let entry = self.entry(i);
        // The second word of every phrase that begins with "the" is an inner one.
        let the = entry.set & Class::The.bit() != 0;
        if entry.set & class.bit() == 0 || the && !self.has(i + 1, Class::Inner) {
            return None;
        }
        let found = self.lex.phrases(entry).iter().find(|p| p.sense.class == class && self.reads(i, p))?;
        Some((found, i + found.words.len()))
    }

    /// The first word is known to fit; punctuation is compared as text.
    fn reads(&self, i: usize, phrase: &Phrase) -> bool {
        (1..phrase.words.len()).all(|n| match phrase.hashes[n] {
            0 => matches!((self.at(i + n), phrase.words[n]), ("'" | "’", "'")) || self.at(i + n) == phrase.words[n],
            hash => self.cx.words.get(i + n).is_some_and(|w| w.hash == hash),
        })
    }
}
