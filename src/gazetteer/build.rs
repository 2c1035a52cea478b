//! Rows -> the compiled form: what `cargo xtask gazetteers` and `factbox gazetteer build` call.
//!
//! Deterministic: the same rows in the same order give the same bytes.

use super::custom::Customs;
use super::fold::{first_word, folded, hash_bytes, name_words, next_word};
use super::format::*;
use super::{List, NORP_SUBTYPES, ORG_SUBTYPES, PLACE_SUBTYPES, PlaceClass, PlaceKey, Trust, Word};
use crate::error::{Error, Result};
use std::collections::{BTreeMap, HashMap};

pub use super::custom::{CaseRule, CustomRow};

/// A place to be compiled; fields as in [`super::Place`].
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct PlaceRow {
    pub id: String,
    pub name: String,
    pub class: u8,
    pub subtype: String,
    pub country: String,
    pub admin1: String,
    pub lat: f32,
    pub lon: f32,
    pub population: u32,
    pub feature_code: String,
    pub geonames_id: u32,
}

/// How a name must be written in a text to be found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spelling {
    /// Capitals as in the name.
    pub exact: bool,
    /// With the dot of the abbreviation.
    pub dot: bool,
}

#[derive(Debug, Default)]
struct Name {
    text: String,
    spelling: Spelling,
    places: Vec<u32>,
    place_trust: Trust,
    norp: Option<(u16, Trust)>,
    org: Option<(u16, Trust)>,
}

/// Collects rows, then writes them.
#[derive(Debug, Default)]
pub struct Builder {
    words: BTreeMap<String, u64>,
    places: Vec<PlaceRow>,
    named: [Vec<(String, u8, String)>; 2],
    names: BTreeMap<Vec<String>, Name>,
    customs: Customs,
    note: String,
    strings: Strings,
}

impl Word {
    /// Packs the facts of a word.
    #[allow(clippy::too_many_arguments)]
    pub fn pack(band: u8, given: u8, surname: u8, pos: u8, cues: u32, rank: u16, sense: u8) -> u64 {
        u64::from(band & 7)
            | u64::from(given & 7) << 3
            | u64::from(surname & 7) << 6
            | u64::from(pos) << 9
            | u64::from(cues & 0xff_ffff) << 17
            | u64::from(rank) << 41
            | u64::from(sense & 15) << 57
    }
}

impl Builder {
    /// Sets the facts of a word ([`Word::pack`]).
    pub fn word(&mut self, word: &str, bits: u64) {
        self.words.insert(folded(word), bits);
    }

    /// The facts of a word so far.
    pub fn bits(&self, word: &str) -> Word {
        Word { hash: 0, bits: self.words.get(&folded(word)).copied().unwrap_or(0) }
    }

    /// Adds a place; names for it follow with [`Builder::place_name`].
    pub fn place(&mut self, row: PlaceRow) -> u32 {
        self.places.push(row);
        self.places.len() as u32 - 1
    }

    /// A name of a place. Candidates are put in order of strength: countries, then by population.
    pub fn place_name(&mut self, name: &str, place: u32, trust: Trust, spelling: Spelling) {
        let Some(entry) = self.name(name, spelling) else { return };
        if entry.places.is_empty() {
            entry.place_trust = trust;
        } else {
            entry.place_trust = entry.place_trust.min(trust);
        }
        if !entry.places.contains(&place) {
            entry.places.push(place);
        }
    }

    /// Adds a demonym or an organisation.
    pub fn entry(&mut self, list: List, name: &str, subtype: &str, country: &str) -> u32 {
        let subtypes = if list == List::Org { ORG_SUBTYPES } else { NORP_SUBTYPES };
        let subtype = subtypes.iter().position(|s| *s == subtype).unwrap_or(subtypes.len() - 1) as u8;
        let rows = &mut self.named[usize::from(list == List::Org)];
        rows.push((name.into(), subtype, country.into()));
        rows.len() as u32 - 1
    }

    /// A name of a demonym or an organisation; the first entry keeps a name that two claim.
    pub fn entry_name(&mut self, list: List, name: &str, entry: u32, trust: Trust, spelling: Spelling) {
        let Some(found) = self.name(name, spelling) else { return };
        let place = if list == List::Org { &mut found.org } else { &mut found.norp };
        place.get_or_insert((entry as u16, trust));
    }

    /// Adds an entry of a user's list and gives its number; names for it follow with [`Builder::custom_name`].
    pub fn custom(&mut self, row: &CustomRow<'_>) -> u32 {
        self.customs.row(row, &mut self.strings)
    }

    /// A name of a user's entry. False where no text could hold it: no word, more than 16 words, more than 255 bytes.
    pub fn custom_name(&mut self, name: &str, entry: u32, rule: CaseRule) -> bool {
        self.customs.name(name, entry, rule, &mut self.strings)
    }

    /// A beginning of words that stands for a user's entry.
    pub fn custom_stem(&mut self, stem: &str, entry: u32) {
        self.customs.stem(stem, entry, &mut self.strings);
    }

    /// What the maker of the file wants to say of it ([`super::Gazetteer::note`]).
    pub fn note(&mut self, note: &str) {
        self.note = note.to_owned();
    }

    /// True where some list has the name already.
    pub fn has_name(&self, name: &str) -> bool {
        self.names.contains_key(&name_words(name))
    }

    fn name(&mut self, name: &str, spelling: Spelling) -> Option<&mut Name> {
        let words = name_words(name);
        if words.is_empty() || words.len() > 16 || name.len() > 200 {
            return None;
        }
        let fresh = !self.names.contains_key(&words);
        let entry = self.names.entry(words).or_default();
        if fresh {
            entry.text = name.into();
            entry.spelling = spelling;
        } else {
            // Short acronyms keep their capitals ("USA", not the town Usa); otherwise the more lenient spelling wins.
            let exact = [entry.spelling.exact, spelling.exact];
            if exact == [false, true] && name.len() <= 3 {
                entry.text = name.into();
            }
            entry.spelling.exact = if name.len() <= 3 { exact[0] | exact[1] } else { exact[0] & exact[1] };
            entry.spelling.dot &= spelling.dot;
        }
        Some(entry)
    }

    /// The compiled file. Fails where there is more than the format can number.
    pub fn finish(mut self) -> Result<Vec<u8>> {
        let mut out = Writer { strings: std::mem::take(&mut self.strings), ..Writer::default() };
        self.write_words(&mut out);
        self.write_places(&mut out);
        self.write_entries(&mut out);
        self.write_names(&mut out);
        self.customs.write(&mut out.sections);
        out.sections[NOTE] = self.note.into_bytes();
        out.finish()
    }

    fn write_words(&mut self, out: &mut Writer) {
        let mut facts: BTreeMap<u64, u16> = BTreeMap::new();
        facts.insert(0, 0);
        let mut by_facts: Vec<u64> = self.words.values().copied().collect();
        by_facts.sort_unstable();
        by_facts.dedup();
        for bits in by_facts {
            let next = facts.len() as u16;
            facts.entry(bits).or_insert(next);
        }
        let mut rows = vec![0; facts.len()];
        facts.iter().for_each(|(bits, i)| rows[*i as usize] = *bits);
        out.sections[FACTS] = rows.iter().flat_map(|b| b.to_le_bytes()).collect();
        // Commonest first, so that they come to lie in the slot of their hash and are found at the first look. Words without facts
        // are left out: not to be found says the same.
        let mut words: Vec<(u8, u64, &str, u16)> = Vec::with_capacity(self.words.len());
        for (word, bits) in self.words.iter().filter(|(_, bits)| **bits != 0) {
            let band = Word { hash: 0, bits: *bits }.band();
            words.push((band.wrapping_sub(1), hash_bytes(word.as_bytes()), word, facts[bits]));
        }
        words.sort_unstable();
        let mut table = vec![None; words.len() * 7 / 6 + 1];
        for (_, hash, word, facts) in words {
            let mut i = slot(hash, table.len());
            while table[i].is_some() {
                i = if i + 1 == table.len() { 0 } else { i + 1 };
            }
            table[i] = Some((hash, word, facts));
        }
        // Strings in the order of the slots: what is looked at together lies together, and the offsets compress well.
        let row =
            |slot: &Option<(u64, &str, u16)>| slot.map_or(0, |(hash, word, facts)| word_row(hash, facts, out.strings.add(word)));
        out.sections[WORDS] = table.iter().map(row).flat_map(u64::to_le_bytes).collect();
    }

    fn write_places(&mut self, out: &mut Writer) {
        let countries: BTreeMap<String, u32> =
            (0..).zip(&self.places).filter_map(|(i, p)| Some((p.id.strip_prefix("country:")?.into(), i))).collect();
        out.countries.insert(String::new(), 0);
        out.sections[COUNTRIES].extend(*b"--\xff\xff\xff\xff");
        let all = self.places.iter().map(|p| &p.country).chain(self.named.iter().flatten().map(|n| &n.2));
        let codes: std::collections::BTreeSet<&String> = all.filter(|c| c.len() == 2).collect();
        for (i, code) in codes.into_iter().enumerate() {
            out.countries.insert(code.clone(), (i + 1) as u8);
            out.sections[COUNTRIES].extend(code.as_bytes());
            out.sections[COUNTRIES].extend(countries.get(code).copied().unwrap_or(u32::MAX).to_le_bytes());
        }
        let admin1 = out.small_table(ADMIN1, self.places.iter().map(|p| p.admin1.as_str()));
        let features = out.small_table(FEATURES, self.places.iter().map(|p| p.feature_code.as_str()));
        for p in &self.places {
            let derived = PlaceKey::of(PlaceClass::of(p.class), &p.country, &p.admin1, p.geonames_id).to_string() == p.id;
            let number = if derived { p.geonames_id } else { out.string(&p.id) };
            let mut row = Vec::with_capacity(ROW[PLACES]);
            row.extend(out.string(&p.name).to_le_bytes());
            row.extend(&degrees(p.lat).to_le_bytes()[..3]);
            row.extend(&degrees(p.lon).to_le_bytes()[..3]);
            row.extend(p.population.to_le_bytes());
            row.extend(number.to_le_bytes());
            row.extend(admin1[p.admin1.as_str()].to_le_bytes());
            row.push(out.countries.get(&p.country).copied().unwrap_or(0));
            row.push(p.class | if derived { 0 } else { OWN_ID });
            row.push(PLACE_SUBTYPES.iter().position(|s| *s == p.subtype).unwrap_or(6) as u8);
            row.push(features[p.feature_code.as_str()] as u8);
            out.sections[PLACES].extend(row);
        }
    }

    fn write_entries(&mut self, out: &mut Writer) {
        for (rows, section) in self.named.iter().zip([NORPS, ORGS]) {
            for (name, subtype, country) in rows {
                let string = out.string(name).to_le_bytes();
                let country = out.countries.get(country).copied().unwrap_or(0);
                out.sections[section].extend(string);
                out.sections[section].extend([*subtype, country]);
            }
        }
    }

    fn write_names(&mut self, out: &mut Writer) {
        let mut nodes: BTreeMap<u64, u32> = BTreeMap::new();
        let names = std::mem::take(&mut self.names);
        for (words, mut name) in names {
            self.order(&mut name.places);
            let payload = self.payload(&name, out);
            let mut hash = 0;
            for (i, word) in words.iter().enumerate() {
                let word = hash_bytes(word.as_bytes());
                hash = if i == 0 { first_word(word) } else { next_word(hash, word) };
                let node = nodes.entry(hash).or_default();
                if i + 1 < words.len() {
                    *node |= LONGER;
                } else {
                    *node |= payload;
                }
            }
        }
        let nodes: Vec<(u64, u32)> = nodes.into_iter().collect();
        let mut starts = vec![0; start_bytes(nodes.len())];
        for (hash, _) in &nodes {
            let (byte, bit) = start_bit(*hash, starts.len());
            starts[byte] |= bit;
        }
        out.sections[STARTS] = starts;
        out.sections[NAMES] = index(&nodes);
    }

    /// Strongest first: a country, then whatever most people mean by population.
    fn order(&self, places: &mut [u32]) {
        let weight = |place: u32| {
            let row = &self.places[place as usize];
            let people = u64::from(row.population);
            match PlaceClass::of(row.class) {
                PlaceClass::Country => 1 << 40,
                PlaceClass::CountryVariant => 1 << 39,
                PlaceClass::Region => people.max(50_000_000),
                PlaceClass::Capital => people * 3 + 1_000_000,
                // Their population is the sum over their towns: the town of the same name comes first unless the division is far larger.
                PlaceClass::Admin1 => people / 3 + 50_000,
                PlaceClass::Physical => people.max(300_000),
                PlaceClass::Admin2 => people.max(15_000),
                _ => people,
            }
        };
        places.sort_by_key(|p| (std::cmp::Reverse(weight(*p)), *p));
    }

    /// The name's own part of its node: a place directly, or a record.
    fn payload(&self, name: &Name, out: &mut Writer) -> u32 {
        let plain = name.spelling == Spelling::default() && name.norp.is_none() && name.org.is_none();
        if let ([place], true) = (name.places.as_slice(), plain)
            && self.places[*place as usize].name == name.text
        {
            return payload(false, DIRECT, name.place_trust as u32, *place);
        }
        let number = (out.sections[RECORDS].len() / ROW[RECORDS]) as u32;
        let places = match name.places.as_slice() {
            [] => u32::MAX,
            [place] => ONE | place,
            several => {
                let at = (out.sections[CANDIDATES].len() / 4) as u32;
                for field in std::iter::once(several.len() as u32).chain(several.iter().copied()) {
                    out.sections[CANDIDATES].extend(field.to_le_bytes());
                }
                at
            }
        };
        let trust = |entry: Option<(u16, Trust)>| entry.map_or(0, |e| e.1 as u8);
        let flags = u8::from(name.spelling.exact) * EXACT | u8::from(name.spelling.dot) * DOT;
        let trusts = (name.place_trust as u8) << 2 | trust(name.org) << 4 | trust(name.norp) << 6;
        let mut row = Vec::with_capacity(ROW[RECORDS]);
        row.extend(out.string(&name.text).to_le_bytes());
        row.extend(places.to_le_bytes());
        row.extend(name.norp.map_or(u16::MAX, |n| n.0).to_le_bytes());
        row.extend(name.org.map_or(u16::MAX, |n| n.0).to_le_bytes());
        row.push(flags | trusts);
        row.push(name.places.first().map_or(0, |p| self.places[*p as usize].class));
        out.sections[RECORDS].extend(row);
        payload(false, RECORD, 0, number)
    }
}

/// The table over name prefixes: check bits of the hash, payload. Two prefixes with the same check bits in one run of slots would hide
/// each other; such a table is made again with one slot more.
pub(super) fn index(nodes: &[(u64, u32)]) -> Vec<u8> {
    let mut n = nodes.len() * 10 / 7 + 1;
    let table = loop {
        let mut table = vec![0_u64; n];
        if nodes.iter().all(|(hash, payload)| insert_alone(&mut table, *hash, *payload)) {
            break table;
        }
        n += 1;
    };
    let mut bytes = Vec::with_capacity(table.len() * 8);
    table.iter().for_each(|row| bytes.extend_from_slice(&row.to_le_bytes()));
    bytes
}

fn insert_alone(table: &mut [u64], hash: u64, payload: u32) -> bool {
    let mut i = slot(hash, table.len());
    while table[i] != 0 {
        if table[i] as u32 == hash as u32 {
            return false;
        }
        i = if i + 1 == table.len() { 0 } else { i + 1 };
    }
    table[i] = hash & 0xffff_ffff | u64::from(payload) << 32;
    true
}

/// Strings on their way into the compiled file, each once.
#[derive(Debug)]
pub(super) struct Strings {
    bytes: Vec<u8>,
    /// Offset by hash. Of two strings with one hash the second is written each time it comes.
    known: HashMap<u64, u32, foldhash::fast::FixedState>,
}

impl Default for Strings {
    fn default() -> Self {
        Strings { bytes: vec![0], known: HashMap::default() }
    }
}

impl Strings {
    /// Offset of a string that may have come before.
    pub(super) fn add(&mut self, text: &str) -> u32 {
        let text = shortened(text);
        if text.is_empty() {
            return 0;
        }
        let at = self.bytes.len() as u32;
        let known = *self.known.entry(hash_bytes(text.as_bytes())).or_insert(at);
        if known != at && self.is(known, text) { known } else { self.push(text) }
    }

    /// True where the string at an offset is this one.
    pub(super) fn is(&self, at: u32, text: &str) -> bool {
        string_bytes(&self.bytes, at) == text.as_bytes()
    }

    /// Offset of a string that is not looked for among the others.
    pub(super) fn push(&mut self, text: &str) -> u32 {
        let text = shortened(text);
        if text.is_empty() {
            return 0;
        }
        let at = self.bytes.len() as u32;
        match u8::try_from(text.len()) {
            Ok(len) if len != LONG => self.bytes.push(len),
            _ => {
                self.bytes.push(LONG);
                self.bytes.extend((text.len() as u16).to_le_bytes());
            }
        }
        self.bytes.extend(text.as_bytes());
        at
    }
}

/// The part of a string that its length can say: 65,535 bytes.
fn shortened(text: &str) -> &str {
    let most = (0..=text.len().min(usize::from(u16::MAX))).rev().find(|at| text.is_char_boundary(*at));
    &text[..most.unwrap_or(0)]
}

#[derive(Default)]
struct Writer {
    strings: Strings,
    sections: [Vec<u8>; SECTIONS],
    countries: BTreeMap<String, u8>,
}

impl Writer {
    fn string(&mut self, text: &str) -> u32 {
        self.strings.add(text)
    }

    fn small_table<'a>(&mut self, section: usize, values: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, u16> {
        let mut numbers: BTreeMap<&str, u16> = values.map(|v| (v, 0)).collect();
        for (i, (value, number)) in numbers.iter_mut().enumerate() {
            *number = i as u16;
            let at = self.string(value).to_le_bytes();
            self.sections[section].extend(at);
        }
        numbers
    }

    fn finish(mut self) -> Result<Vec<u8>> {
        self.sections[STRINGS] = std::mem::take(&mut self.strings.bytes);
        limit("bytes", self.sections.iter().map(Vec::len).sum(), u32::MAX as usize - HEADER)?;
        for (what, section, most) in LIMITS {
            limit(what, self.sections[*section].len() / ROW[*section], *most)?;
        }
        let mut index = Vec::new();
        let mut at = HEADER as u32;
        for section in &self.sections {
            index.extend(at.to_le_bytes());
            index.extend((section.len() as u32).to_le_bytes());
            at += section.len() as u32;
        }
        let body = self.sections.concat();
        let mut out = MAGIC.to_vec();
        out.extend(VERSION.to_le_bytes());
        out.extend((SECTIONS as u32).to_le_bytes());
        out.extend((body.len() as u64 + HEADER as u64).to_le_bytes());
        out.extend(checksum(&body).to_le_bytes());
        out.extend(index);
        out.extend(hash_bytes(&out).to_le_bytes());
        out.extend(body);
        Ok(out)
    }
}

/// How many rows of a section can be numbered.
const LIMITS: &[(&str, usize, usize)] = &[
    ("different facts of words", FACTS, 1 << 16),
    ("first-level divisions", ADMIN1, 1 << 16),
    ("feature codes", FEATURES, 1 << 8),
    ("countries", COUNTRIES, 1 << 8),
    ("demonyms", NORPS, u16::MAX as usize),
    ("organisations", ORGS, u16::MAX as usize),
    ("places", PLACES, 1 << NUMBER_BITS),
    ("names", RECORDS, 1 << NUMBER_BITS),
    ("names of the user's list", CUSTOM_NAMES, 1 << NUMBER_BITS),
];

fn limit(what: &str, n: usize, most: usize) -> Result<()> {
    if n <= most { Ok(()) } else { Err(Error::data(format!("a compiled gazetteer cannot hold {n} {what}, {most} is the most"))) }
}
