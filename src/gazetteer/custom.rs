//! A user's own list: its entries and names in the compiled file, and how they are found.
//!
//! User names differ from ours in three things: they may begin at any token (also in lower case), each has its own case rule, and
//! one name may stand for any number of entries. Rows of a list come in their order; nothing is sorted by strength.

use super::build::{Strings, index};
use super::format::*;
use super::{Gazetteer, Hit, List, Scan, Trust, fold};
use crate::mention::Kind;
use crate::segment::token::{self, Token, TokenKind};

/// How a text must write a name of a user's list. White space, hyphens, accents and dots never matter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum CaseRule {
    /// In any case.
    #[default]
    Any,
    /// With a capital first, or just as the list has it.
    Capital,
    /// Just as the list has it.
    Exact,
}

impl CaseRule {
    fn of(number: u32) -> CaseRule {
        [CaseRule::Any, CaseRule::Capital, CaseRule::Exact, CaseRule::Exact][number as usize & 3]
    }

    /// True where a text that is the same as `name` after folding is written as the rule demands.
    fn admits(self, surface: &str, name: &str) -> bool {
        let exact = || fold::same_letters(surface, name);
        match self {
            CaseRule::Any => true,
            CaseRule::Capital => surface.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase) || exact(),
            CaseRule::Exact => exact(),
        }
    }
}

/// An entry of a user's list, to be compiled.
#[derive(Debug, Clone, Copy, Default)]
pub struct CustomRow<'a> {
    /// The user's id.
    pub id: &'a str,
    /// Canonical name, for the tables.
    pub name: &'a str,
    /// What it is, where the list says so.
    pub kind: Option<Kind>,
    /// The list's own label, where it says more than the kind.
    pub subtype: &'a str,
    /// Country, as the list has it.
    pub country: &'a str,
    /// Degrees north and east.
    pub point: Option<(f32, f32)>,
}

/// An entry of a user's list.
#[derive(Debug, Clone, Copy)]
pub struct Custom<'g> {
    /// The user's id.
    pub id: &'g str,
    /// Canonical name.
    pub name: &'g str,
    /// What it is, where the list says so.
    pub kind: Option<Kind>,
    /// The list's own label, empty where there is none.
    pub subtype: &'g str,
    /// Country, as the list has it.
    pub country: &'g str,
    /// Degrees north and east.
    pub point: Option<(f32, f32)>,
}

/// Fewest bytes of STARTS for user names; larger lists get a byte for each beginning, so that few of the bits are set.
const FEWEST_START_BYTES: usize = 1 << 10;

/// Most words of a name: the scan looks no further.
const MOST_WORDS: usize = 16;

/// Entries and names on their way into the compiled file.
#[derive(Debug, Default)]
pub(super) struct Customs {
    rows: Vec<u8>,
    /// Name, rule and entry, as in [`CUSTOM_NAMES`].
    names: Vec<[u32; 2]>,
    /// Hash of a prefix, and the number of the name that it is, `u32::MAX` where the name goes on.
    nodes: Vec<(u64, u32)>,
    starts: Vec<u64>,
    stems: Vec<u8>,
    tokens: Vec<Token>,
    hashes: Vec<u64>,
}

impl Customs {
    pub(super) fn row(&mut self, row: &CustomRow<'_>, strings: &mut Strings) -> u32 {
        let number = (self.rows.len() / ROW[CUSTOMS]) as u32;
        // Ids and names are mostly there once: only subtypes and countries are worth a search.
        let texts = [strings.push(row.id), strings.push(row.name), strings.add(row.subtype), strings.add(row.country)];
        let (lat, lon) = row.point.unwrap_or_default();
        let kind = row.kind.and_then(|kind| Kind::ALL.iter().position(|k| *k == kind));
        self.rows.extend(texts.into_iter().chain([lat.to_bits(), lon.to_bits()]).flat_map(u32::to_le_bytes));
        self.rows.extend([kind.map_or(0, |k| k as u8 + 1), u8::from(row.point.is_some()), 0, 0]);
        number
    }

    /// False where a text could never hold the name.
    pub(super) fn name(&mut self, name: &str, entry: u32, rule: CaseRule, strings: &mut Strings) -> bool {
        let name = name.trim();
        token::tokens(name, &mut self.tokens);
        hashes(name, &self.tokens, &mut self.hashes);
        let Some((last, before)) = self.hashes.split_last() else { return false };
        if before.len() >= MOST_WORDS || name.len() > usize::from(u8::MAX) {
            return false;
        }
        let number = self.names.len() as u32;
        let canonical = u32_at(&self.rows, entry as usize * ROW[CUSTOMS] + 4);
        let text = if strings.is(canonical, name) { canonical } else { strings.push(name) };
        self.names.push([text, (rule as u32) << RULE_SHIFT | entry & ENTRY]);
        self.starts.extend([self.hashes[0], two_words(self.hashes[0], self.hashes.get(1).copied())]);
        let mut hash = 0;
        for (i, word) in before.iter().enumerate() {
            hash = if i == 0 { fold::first_word(*word) } else { fold::next_word(hash, *word) };
            self.nodes.push((hash, u32::MAX));
        }
        hash = if before.is_empty() { fold::first_word(*last) } else { fold::next_word(hash, *last) };
        self.nodes.push((hash, number));
        true
    }

    pub(super) fn stem(&mut self, stem: &str, entry: u32, strings: &mut Strings) {
        self.stems.extend(strings.add(stem).to_le_bytes());
        self.stems.extend(entry.to_le_bytes());
    }

    /// Writes the sections; leaves them empty where there is no name.
    pub(super) fn write(mut self, sections: &mut [Vec<u8>; SECTIONS]) {
        sections[CUSTOMS] = self.rows;
        sections[CUSTOM_STEMS] = self.stems;
        self.starts.sort_unstable();
        self.starts.dedup();
        if self.names.is_empty() {
            return;
        }
        let mut bits = vec![0; FEWEST_START_BYTES.max(self.starts.len().next_power_of_two())];
        for hash in self.starts {
            let (byte, bit) = start_bit(hash, bits.len());
            bits[byte] |= bit;
        }
        sections[CUSTOM_STARTS] = bits;
        // Names of one node come together, in the order of the list.
        self.nodes.sort_unstable();
        let mut nodes: Vec<(u64, u32)> = Vec::with_capacity(self.nodes.len());
        let mut written = 0;
        let rows = &mut sections[CUSTOM_NAMES];
        for same in self.nodes.chunk_by(|a, b| a.0 == b.0) {
            let names = same.iter().filter(|(_, number)| *number != u32::MAX).count();
            let longer = names < same.len();
            let kind = if names > 0 { RECORD } else { 0 };
            nodes.push((same[0].0, payload(longer, kind, 0, written)));
            for (k, (_, number)) in same[..names].iter().enumerate() {
                let [text, entry] = self.names[*number as usize];
                let last = if k + 1 == names { LAST } else { 0 };
                rows.extend(text.to_le_bytes());
                rows.extend((entry | last).to_le_bytes());
            }
            written += names as u32;
        }
        sections[CUSTOM_INDEX] = index(&nodes);
    }
}

/// Hash of a name's first two words, or of its only one.
fn two_words(first: u64, second: Option<u64>) -> u64 {
    let first = fold::first_word(first);
    second.map_or(first, |second| fold::next_word(first, second))
}

/// Hashes of a name's tokens as the scan meets them; hyphens between two words are left out.
fn hashes(name: &str, tokens: &[Token], out: &mut Vec<u64>) {
    out.clear();
    for (i, token) in tokens.iter().enumerate() {
        if i == 0 || !super::is_hyphen(name, tokens, i) {
            out.push(token_hash(name, token));
        }
    }
}

fn token_hash(text: &str, token: &Token) -> u64 {
    match token.kind {
        TokenKind::Link => fold::hash_word(text, token.start as usize, token.end as usize),
        _ => super::hash(text, token),
    }
}

impl Gazetteer {
    /// The entries that a [`List::Custom`] hit stands for, in the order of the list; `surface` is the hit's text.
    pub fn customs<'g>(&'g self, entry: u32, surface: &'g str) -> impl Iterator<Item = u32> + 'g {
        self.custom_names(entry).filter_map(move |row| {
            let name = self.string(row[0]);
            let rule = CaseRule::of(row[1] >> RULE_SHIFT);
            (fold::same_name(surface, name.as_bytes()) && rule.admits(surface, name)).then_some(row[1] & ENTRY)
        })
    }

    /// Rows of CUSTOM_NAMES from `first` to the last of its node.
    fn custom_names(&self, first: u32) -> impl Iterator<Item = [u32; 2]> + '_ {
        let rows = self.section(CUSTOM_NAMES).as_chunks::<8>().0;
        let mut over = false;
        rows.iter().skip(first as usize).map(|row| [u32_at(row, 0), u32_at(row, 4)]).take_while(move |row| {
            let take = !over;
            over = row[1] & LAST != 0;
            take
        })
    }

    /// An entry of the user's list.
    pub fn custom(&self, number: u32) -> Custom<'_> {
        let rows = self.section(CUSTOMS);
        let row = rows.as_chunks::<28>().0.get(number as usize).unwrap_or(&[0; 28]);
        let degrees = |at| f32::from_bits(u32_at(row, at));
        Custom {
            id: self.string(u32_at(row, 0)),
            name: self.string(u32_at(row, 4)),
            kind: Kind::ALL.get((row[24] as usize).wrapping_sub(1)).copied(),
            subtype: self.string(u32_at(row, 8)),
            country: self.string(u32_at(row, 12)),
            point: (row[25] != 0).then(|| (degrees(16), degrees(20))),
        }
    }

    /// Beginnings of words in the user's list, with their entries, in the order of the list.
    pub fn stems(&self) -> impl Iterator<Item = (&str, u32)> {
        let rows = self.section(CUSTOM_STEMS).as_chunks::<8>().0;
        rows.iter().map(|row| (self.string(u32_at(row, 0)), u32_at(row, 4)))
    }

    /// What the maker of the file says of it, empty where nothing.
    pub fn note(&self) -> &str {
        std::str::from_utf8(self.section(NOTE)).unwrap_or("")
    }

    /// Number of entries of the user's list; their numbers run from 0.
    pub fn custom_count(&self) -> u32 {
        (self.section(CUSTOMS).len() / ROW[CUSTOMS]) as u32
    }
}

impl Scan<'_> {
    /// Pushes the longest user name that begins at each token.
    pub(super) fn customs(&self, out: &mut Vec<Hit>) {
        let starts = self.gazetteer.section(CUSTOM_STARTS);
        let index = Scan { names: slots(self.gazetteer.section(CUSTOM_INDEX)), ..*self };
        let may_be = |hash| may_start(starts, hash);
        for i in 0..self.tokens.len() {
            // People are called like words of every text ("Will", "An"): the second word tells more than the first.
            if may_be(self.hash(i)) && (may_be(two_words(self.hash(i), self.second(i))) || may_be(two_words(self.hash(i), None)))
            {
                let mut best = None;
                index.walk(i, |hash| index.find(hash), |found, end| best = self.custom_at(number_of(found), i, end).or(best));
                out.extend(best);
            }
        }
    }

    /// Hash of the word behind token `i`, where there is one.
    fn second(&self, i: usize) -> Option<u64> {
        let next = if super::is_hyphen(self.text, self.tokens, i + 1) { i + 2 } else { i + 1 };
        (next < self.tokens.len()).then(|| self.hash(next))
    }

    /// The token's hash; links have none among the words.
    pub(super) fn hash(&self, i: usize) -> u64 {
        match self.tokens[i].kind {
            TokenKind::Link => token_hash(self.text, &self.tokens[i]),
            _ => self.words[i].hash,
        }
    }

    fn custom_at(&self, entry: u32, first: usize, end: usize) -> Option<Hit> {
        let surface = self.surface(first, end);
        self.gazetteer.customs(entry, surface).next()?;
        let (first, end) = (first as u32, end as u32);
        Some(Hit { first, end, list: List::Custom, class: 0, trust: Trust::Sure, entry })
    }
}
