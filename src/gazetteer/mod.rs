//! The word lists, compiled: what one word may be, and which names begin at a token.
//!
//! Two look-ups serve all taggers, so that no tagger hashes a token twice: [`Gazetteer::words`] gives one [`Word`] a token,
//! [`Gazetteer::scan`] gives the names ([`Hit`]) that the lists hold, longest first. Built by `cargo xtask gazetteers` from
//! `gazetteers/*.tsv`; the compiled file is embedded and read in place ([`build`] writes the same format from any rows).

use crate::error::{Error, Result};
use crate::segment::{Case, Token, TokenKind};
use format::*;
use recent::{RecentNames, RecentWords};
use std::borrow::Cow;
use std::fs::File;
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

pub mod build;
mod custom;
pub mod fold;
mod format;
mod recent;
mod sources;
pub mod user;

pub use custom::{CaseRule, Custom, CustomRow};
pub use recent::Recent;
pub use sources::{Source, sources};

/// What the lists say of one word, whatever its case: one per token.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Word {
    /// Hash of the folded word (lower case, accents removed, apostrophes straight, dots of abbreviations dropped).
    pub hash: u64,
    /// Packed facts; see the methods.
    pub bits: u64,
}

impl Word {
    /// How common the word is in English text: 0 unknown, 1 among the first 300, 2 first 2,000, 3 first 8,000, 4 first 25,000, 5 rarer.
    pub fn band(self) -> u8 {
        (self.bits & 7) as u8
    }
    /// How often it is a given name somewhere in the world: 0 never ... 4 very often.
    pub fn given(self) -> u8 {
        (self.bits >> 3 & 7) as u8
    }
    /// How often it is a surname somewhere in the world: 0 never ... 4 very often.
    pub fn surname(self) -> u8 {
        (self.bits >> 6 & 7) as u8
    }
    /// Parts of speech, `Word::NOUN` and so on; 0 for unknown words.
    pub fn pos(self) -> u8 {
        (self.bits >> 9 & 0xff) as u8
    }
    /// Cue lists that hold the word, `cue::TITLE` and so on.
    pub fn cues(self) -> u32 {
        (self.bits >> 17 & 0x00ff_ffff) as u32
    }
    /// Rank among the open words (1 = commonest), 0 for the rest: the only word identities that weights may name.
    pub fn rank(self) -> u16 {
        (self.bits >> 41 & 0xffff) as u16
    }
    /// What its commonest meaning is about, by WordNet's lexicographer files: 0 unknown, 1 a person, 2 a group, 3 a place, 4 a thing
    /// made, 5 a message, 6 an act or event, 7 a time, 8 another noun, 9 a verb of saying, 10 one of dealings between people,
    /// 11 another verb, 12 an adjective, 13 an adverb.
    pub fn sense(self) -> u8 {
        (self.bits >> 57 & 15) as u8
    }
    /// True where any of the parts of speech is possible.
    pub fn is_pos(self, pos: u8) -> bool {
        self.pos() & pos != 0
    }
    /// True where any of the cue lists holds it.
    pub fn is_cue(self, cues: u32) -> bool {
        self.cues() & cues != 0
    }

    /// Noun (WordNet).
    pub const NOUN: u8 = 1;
    /// Verb.
    pub const VERB: u8 = 2;
    /// Adjective.
    pub const ADJECTIVE: u8 = 4;
    /// Adverb.
    pub const ADVERB: u8 = 8;
    /// Closed class: article, pronoun, preposition, conjunction, auxiliary.
    pub const CLOSED: u8 = 16;
    /// An inflected form (plural noun, -ed, -ing), as against a base form.
    pub const INFLECTED: u8 = 32;
    /// Noun is by far its commonest use (WordNet's counts).
    pub const MOSTLY_NOUN: u8 = 64;
    /// Verb is by far its commonest use.
    pub const MOSTLY_VERB: u8 = 128;
}

/// Cue lists, one bit each (`gazetteers/cue/*.tsv`).
pub mod cue {
    /// Head words of organisations: ministry, university, party.
    pub const ORG_HEAD: u32 = 1;
    /// Titles, honorifics and roles: president, Mr, spokesman.
    pub const TITLE: u32 = 1 << 1;
    /// Verbs of saying: said, told.
    pub const SAY: u32 = 1 << 2;
    /// Head words of places and facilities: river, province, airport.
    pub const PLACE_HEAD: u32 = 1 << 3;
    /// Nationality-like words kept by hand.
    pub const NORP: u32 = 1 << 4;
    /// Months, weekdays.
    pub const CALENDAR: u32 = 1 << 5;
    /// Legal forms: Inc, GmbH.
    pub const LEGAL: u32 = 1 << 6;
    /// Prepositions of place.
    pub const PLACE_PREPOSITION: u32 = 1 << 7;
    /// Events: war, summit, championship.
    pub const EVENT: u32 = 1 << 8;
    /// northern, central, greater.
    pub const REGION: u32 = 1 << 9;
    /// Connectors inside names: of, and, de, al, bin.
    pub const CONNECTOR: u32 = 1 << 10;
    /// Compass words.
    pub const COMPASS: u32 = 1 << 11;
}

/// Which list a hit comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum List {
    /// Places; `Hit::entry` gives candidates through [`Gazetteer::places`].
    Place,
    /// Organisations.
    Org,
    /// Demonyms, religions, languages, ethnic groups.
    Norp,
    /// A user's own list; `Hit::entry` gives entries through [`Gazetteer::customs`].
    Custom,
}

/// A name of the lists at a token range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub end: u32,
    /// Which list.
    pub list: List,
    /// Class inside the list: for places the strongest candidate's [`PlaceClass`] as u8, for NORP and ORG see the list's README.
    pub class: u8,
    /// `trust::SURE`, `AMBIGUOUS`, `COMMON` (also an ordinary word), `NEVER_ALONE`.
    pub trust: Trust,
    /// The name's entry, for `places`, `norp`, `org`, `customs`.
    pub entry: u32,
}

/// How far a name may be believed without other evidence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Trust {
    /// Nothing else goes by this name.
    #[default]
    Sure,
    /// Persons, organisations or other things share it.
    Ambiguous,
    /// An ordinary English word as well.
    Common,
    /// Only inside a longer name or beside other evidence.
    NeverAlone,
}

/// Strength classes of a place, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum PlaceClass {
    Country,
    CountryVariant,
    Admin1,
    Region,
    Capital,
    City1M,
    City200k,
    City50k,
    City10k,
    City2k,
    Town,
    Admin2,
    Physical,
}

impl PlaceClass {
    /// All classes, strongest first; the index is the number in [`Hit::class`].
    pub const ALL: [PlaceClass; 13] = [
        Self::Country,
        Self::CountryVariant,
        Self::Admin1,
        Self::Region,
        Self::Capital,
        Self::City1M,
        Self::City200k,
        Self::City50k,
        Self::City10k,
        Self::City2k,
        Self::Town,
        Self::Admin2,
        Self::Physical,
    ];

    /// The class of a number, as in [`Hit::class`].
    pub fn of(number: u8) -> PlaceClass {
        Self::ALL.get(number as usize).copied().unwrap_or(Self::Physical)
    }
}

impl Trust {
    fn of(number: u8) -> Trust {
        [Trust::Sure, Trust::Ambiguous, Trust::Common, Trust::NeverAlone][number as usize & 3]
    }
}

/// Subtypes of places; the compiled file holds the index.
pub const PLACE_SUBTYPES: &[&str] = &[
    "country",
    "territory",
    "admin1",
    "admin2",
    "city",
    "district",
    "region",
    "continent",
    "sea",
    "ocean",
    "river",
    "lake",
    "island",
    "mountain",
    "desert",
    "strait",
    "canal",
    "peninsula",
    "bay",
    "valley",
    "forest",
    "park",
    "facility",
    "building",
    "street",
    "square",
    "bloc",
    "former",
    "disputed",
    "planet",
    "waterfall",
    "dam",
    "airport",
    "glacier",
    "volcano",
];

/// Subtypes of [`Norp`]; [`Hit::class`] of a NORP hit is the index.
pub const NORP_SUBTYPES: &[&str] = &["nationality", "religion", "ethnic", "language", "political", "regional"];

/// Subtypes of [`Org`]; [`Hit::class`] of an ORG hit is the index.
pub const ORG_SUBTYPES: &[&str] = &[
    "igo",
    "agency",
    "company",
    "media",
    "party",
    "armed",
    "sport",
    "edu",
    "ngo",
    "market",
    "religion",
    "union",
    "military",
    "court",
    "parliament",
    "bank",
    "research",
    "health",
    "culture",
    "other",
];

/// Whom to thank for the lists, with what their licences ask to be said (`gazetteers/SOURCES.toml` in short).
pub const ACKNOWLEDGEMENTS: &str = include_str!("../../gazetteers/compiled/ACKNOWLEDGEMENTS.txt");

/// Number of a place in the compiled file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(pub u32);

/// A place of the lists.
#[derive(Debug, Clone, Copy)]
pub struct Place<'g> {
    /// `country:AZ`, `admin1:US-GA`, `geonames:1234`, `region:nagorno-karabakh`.
    pub id: PlaceKey<'g>,
    /// Main English name.
    pub name: &'g str,
    /// Strength class.
    pub class: PlaceClass,
    /// `country`, `admin1`, `admin2`, `city`, `region`, `sea`, `river`, `island`, `mountain`, ...
    pub subtype: &'static str,
    /// ISO 3166-1 alpha-2, empty for seas and the like.
    pub country: &'g str,
    /// Admin-1 part (`GA` in `US-GA`), empty where there is none.
    pub admin1: &'g str,
    /// Degrees north, not a number for a river and the like whose point no source gives.
    pub lat: f32,
    /// Degrees east.
    pub lon: f32,
    /// Inhabitants, 0 unknown.
    pub population: u32,
    /// GeoNames feature code, empty where the source has none.
    pub feature_code: &'g str,
    /// GeoNames id, 0 where there is none.
    pub geonames_id: u32,
}

/// What is weighed of a place: a candidate that is not chosen needs no name.
#[derive(Debug, Clone, Copy)]
pub struct PlaceFacts<'g> {
    /// Coarse class.
    pub class: PlaceClass,
    /// ISO 3166-1 alpha-2, empty where there is none.
    pub country: &'g str,
    /// Code of the first-order division, empty where there is none.
    pub admin1: &'g str,
    /// Degrees north.
    pub lat: f32,
    /// Degrees east.
    pub lon: f32,
    /// Inhabitants, 0 unknown.
    pub population: u32,
}

/// Id of a place: most are made of its numbers and lie nowhere as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceKey<'g> {
    /// `country:AZ`.
    Country(&'g str),
    /// `admin1:US-GA`.
    Admin1(&'g str, &'g str),
    /// `geonames:1234`.
    GeoNames(u32),
    /// Any other.
    Own(&'g str),
}

impl<'g> PlaceKey<'g> {
    /// The id that a place has unless it has one of its own.
    fn of(class: PlaceClass, country: &'g str, admin1: &'g str, geonames_id: u32) -> Self {
        match class {
            PlaceClass::Country | PlaceClass::CountryVariant => PlaceKey::Country(country),
            PlaceClass::Admin1 => PlaceKey::Admin1(country, admin1),
            _ => PlaceKey::GeoNames(geonames_id),
        }
    }

    /// Puts the id behind `out`.
    pub fn put(&self, out: &mut String) {
        match self {
            PlaceKey::Country(country) => out.extend(["country:", country]),
            PlaceKey::Admin1(country, admin1) => out.extend(["admin1:", country, "-", admin1]),
            PlaceKey::GeoNames(number) => out.extend(["geonames:", itoa::Buffer::new().format(*number)]),
            PlaceKey::Own(id) => out.push_str(id),
        }
    }
}

impl std::fmt::Display for PlaceKey<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = String::new();
        self.put(&mut text);
        f.write_str(&text)
    }
}

/// A demonym, religion, language or ethnic group of the lists.
#[derive(Debug, Clone, Copy)]
pub struct Norp<'g> {
    /// Canonical form: "Azerbaijani" for "Azerbaijanis".
    pub name: &'g str,
    /// `nationality`, `religion`, `ethnic`, `language`, `political`, `regional`.
    pub subtype: &'static str,
    /// ISO 3166-1 alpha-2 of the country behind a nationality, else empty.
    pub country: &'g str,
}

/// An organisation of the lists.
#[derive(Debug, Clone, Copy)]
pub struct Org<'g> {
    /// Canonical name: "United Nations" for "U.N.".
    pub name: &'g str,
    /// `igo`, `company`, `media`, `party`, `agency`, `club`, ...
    pub subtype: &'static str,
    /// ISO 3166-1 alpha-2 where known, else empty.
    pub country: &'g str,
}

/// Where the compiled lists lie.
#[derive(Debug)]
enum Bytes {
    Here(Cow<'static, [u8]>),
    Mapped(memmap2::Mmap),
}

impl std::ops::Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Bytes::Here(bytes) => bytes,
            Bytes::Mapped(map) => map,
        }
    }
}

/// The compiled lists, opened.
#[derive(Debug)]
pub struct Gazetteer {
    bytes: Bytes,
    sections: [Range<usize>; SECTIONS],
    version: String,
    /// The file, for errors; empty where there is none.
    name: String,
    /// Tells these lists from all others that were opened, for [`Recent`].
    number: u64,
}

/// A number that no other lists have.
fn next_number() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

static EMBEDDED: &[u8] = include_bytes!("../../gazetteers/compiled/factbox.gaz");

impl Gazetteer {
    /// The lists inside the binary.
    pub fn embedded() -> &'static Gazetteer {
        static ONE: OnceLock<Gazetteer> = OnceLock::new();
        ONE.get_or_init(|| Self::open(Bytes::Here(Cow::Borrowed(EMBEDDED))).unwrap_or_else(|_| Self::empty()))
    }

    /// Lists compiled by [`build::Builder`], every byte checked. Fails with one sentence that says what is wrong.
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Gazetteer> {
        let gazetteer = Self::open_bytes(bytes)?;
        gazetteer.verify()?;
        Ok(gazetteer)
    }

    /// As [`Gazetteer::open_file`] for bytes in memory: the header alone is checked, which takes no time.
    pub fn open_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Gazetteer> {
        Self::open(Bytes::Here(bytes.into()))
    }

    /// Maps a compiled file into memory. Header and table of sections are checked against their own checksum, which takes microseconds
    /// whatever the size; [`Gazetteer::verify`] checks the rest. Fails with one sentence that names the file.
    pub fn open_file(path: impl AsRef<Path>) -> Result<Gazetteer> {
        let path = path.as_ref();
        let name = path.display().to_string();
        let file = File::open(path).map_err(|e| Error::io(&*name, &e))?;
        let length = file.metadata().map_err(|e| Error::io(&*name, &e))?;
        if !length.is_file() || length.len() < HEADER as u64 {
            return Err(format::foreign().in_input(name));
        }
        let map = map(&file).map_err(|e| Error::io(&*name, &e))?;
        match Self::open(Bytes::Mapped(map)) {
            Ok(gazetteer) => Ok(Gazetteer { name, ..gazetteer }),
            Err(error) => Err(error.in_input(name)),
        }
    }

    /// Checks every byte against the checksum.
    pub fn verify(&self) -> Result<()> {
        verify(&self.bytes).map_err(|e| if self.name.is_empty() { e } else { e.in_input(&*self.name) })
    }

    /// Checks the embedded lists against their checksum.
    pub fn check_embedded() -> Result<()> {
        open(EMBEDDED)?;
        verify(EMBEDDED)
    }

    /// Lists that hold nothing.
    pub fn empty() -> Gazetteer {
        let bytes = Bytes::Here(Cow::Borrowed(&[][..]));
        let sections = std::array::from_fn(|_| 0..0);
        Gazetteer { bytes, sections, version: "0".into(), name: String::new(), number: next_number() }
    }

    fn open(bytes: Bytes) -> Result<Gazetteer> {
        let sections = open(&bytes)?;
        let version = format!("{VERSION}-{:016x}", u64_at(&bytes, 24));
        Ok(Gazetteer { bytes, sections, version, name: String::new(), number: next_number() })
    }

    fn section(&self, which: usize) -> &[u8] {
        self.bytes.get(self.sections[which].clone()).unwrap_or(&[])
    }

    fn string(&self, at: u32) -> &str {
        string(self.section(STRINGS), at)
    }

    /// One [`Word`] a token; `out` is cleared first.
    pub fn words(&self, text: &str, tokens: &[Token], recent: &mut Recent, out: &mut Vec<Word>) {
        out.clear();
        let (table, Some(mut recent)) = (self.word_table(), recent.words(self.number)) else { return };
        for block in tokens.chunks(BLOCK) {
            table.block(text, block, &mut recent, out);
        }
    }

    /// The word's facts, looked up by its text (for tests, `explain` and small callers).
    pub fn word(&self, word: &str) -> Word {
        self.word_table().word(word)
    }

    fn word_table(&self) -> WordTable<'_> {
        let section = |which| slots(self.section(which));
        WordTable { slots: section(WORDS), facts: section(FACTS), strings: self.section(STRINGS) }
    }

    /// All names of the lists that begin at a capitalised token or number, in order of their first token; for each start the longest
    /// name of each list. `out` is cleared first.
    pub fn scan(&self, text: &str, tokens: &[Token], words: &[Word], recent: &mut Recent, out: &mut Vec<Hit>) {
        out.clear();
        let scan = Scan {
            text,
            tokens: &tokens[..tokens.len().min(words.len())],
            words,
            names: slots(self.section(NAMES)),
            gazetteer: self,
        };
        if !self.section(CUSTOM_INDEX).is_empty() {
            scan.customs(out);
        }
        if scan.names.is_empty() {
            return;
        }
        let (starts, Some(mut recent)) = (self.section(STARTS), recent.names(self.number)) else { return };
        let (mut some, mut n) = ([0; BLOCK], 0);
        for (i, (token, word)) in scan.tokens.iter().zip(words).enumerate() {
            let candidate = token.is_capital() || word.is_cue(cue::CONNECTOR) || token.kind == TokenKind::Number;
            if candidate && may_start(starts, fold::first_word(word.hash)) && scan.may_start(i) {
                some[n % BLOCK] = i as u32;
                n += 1;
                if n == BLOCK {
                    scan.block(&some, starts, &mut recent, out);
                    n = 0;
                }
            }
        }
        scan.block(&some[..n], starts, &mut recent, out);
    }

    /// The user's names alone, at any token; for each start the longest. `out` is cleared first.
    pub fn scan_customs(&self, text: &str, tokens: &[Token], words: &[Word], out: &mut Vec<Hit>) {
        out.clear();
        let tokens = &tokens[..tokens.len().min(words.len())];
        let scan = Scan { text, tokens, words, names: &[], gazetteer: self };
        if !self.section(CUSTOM_INDEX).is_empty() {
            scan.customs(out);
        }
    }

    /// Candidates of a place hit, strongest first.
    pub fn places(&self, entry: u32) -> impl Iterator<Item = PlaceId> + '_ {
        let one = (entry & ONE != 0).then_some(PlaceId(entry & !ONE));
        let rows = self.section(CANDIDATES).as_chunks::<4>().0.get(entry as usize..).filter(|_| one.is_none());
        let (count, rows) = rows.and_then(<[_]>::split_first).map_or((0, &[][..]), |(n, rows)| (u32::from_le_bytes(*n), rows));
        one.into_iter().chain(rows.iter().take(count as usize).map(|row| PlaceId(u32::from_le_bytes(*row))))
    }

    /// The place behind an id.
    pub fn place(&self, id: PlaceId) -> Place<'_> {
        let row = self.place_row(id);
        let PlaceFacts { class, country, admin1, lat, lon, population } = self.facts_of(row);
        let (name, subtype, _) = self.place_label(id);
        let (own, number) = (row[21] & OWN_ID != 0, u32_at(row, 14));
        Place {
            id: if own { PlaceKey::Own(self.string(number)) } else { PlaceKey::of(class, country, admin1, number) },
            name,
            lat,
            lon,
            population,
            geonames_id: if own { 0 } else { number },
            admin1,
            country,
            class,
            subtype,
            feature_code: self.string(u32_at(self.section(FEATURES), row[23] as usize * ROW[FEATURES])),
        }
    }

    /// What is weighed of the place behind an id: a part of [`Gazetteer::place`], with few strings to read.
    pub fn place_facts(&self, id: PlaceId) -> PlaceFacts<'_> {
        self.facts_of(self.place_row(id))
    }

    /// Name, subtype and country of the place behind an id, as [`Gazetteer::place`] gives them.
    pub fn place_label(&self, id: PlaceId) -> (&str, &'static str, &str) {
        let row = self.place_row(id);
        let subtype = PLACE_SUBTYPES.get(row[22] as usize).copied().unwrap_or("");
        (self.string(u32_at(row, 0)), subtype, self.code(row[20]))
    }

    fn facts_of(&self, row: &[u8; 24]) -> PlaceFacts<'_> {
        PlaceFacts {
            class: PlaceClass::of(row[21] & !OWN_ID),
            country: self.code(row[20]),
            admin1: self.string(u32_at(self.section(ADMIN1), u16_at(row, 18) as usize * ROW[ADMIN1])),
            lat: of_degrees(u24_at(row, 4)),
            lon: of_degrees(u24_at(row, 7)),
            population: u32_at(row, 10),
        }
    }

    /// The row of a place, zeros where there is none.
    fn place_row(&self, id: PlaceId) -> &[u8; 24] {
        self.section(PLACES).as_chunks::<24>().0.get(id.0 as usize).unwrap_or(&[0; 24])
    }

    /// ISO code of a row of COUNTRIES.
    fn code(&self, row: u8) -> &str {
        let rows = self.section(COUNTRIES).as_chunks::<6>().0;
        rows.get(row as usize).map_or("", |row| code_text(&row[..2]))
    }

    /// Number of places; ids run from 0.
    pub fn place_count(&self) -> u32 {
        (self.section(PLACES).len() / ROW[PLACES]) as u32
    }

    /// The entry of a NORP hit.
    pub fn norp(&self, entry: u32) -> Norp<'_> {
        let (name, subtype, country) = self.named(NORPS, entry);
        Norp { name, subtype: NORP_SUBTYPES.get(subtype as usize).copied().unwrap_or(""), country }
    }

    /// The entry of an ORG hit.
    pub fn org(&self, entry: u32) -> Org<'_> {
        let (name, subtype, country) = self.named(ORGS, entry);
        Org { name, subtype: ORG_SUBTYPES.get(subtype as usize).copied().unwrap_or(""), country }
    }

    fn named(&self, section: usize, entry: u32) -> (&str, u8, &str) {
        let rows = self.section(section).as_chunks::<6>().0;
        let row = rows.get(entry as usize).unwrap_or(&[0; 6]);
        (self.string(u32_at(row, 0)), row[4], self.code(row[5]))
    }

    /// The country of an ISO 3166-1 alpha-2 code.
    pub fn country(&self, code: &str) -> Option<PlaceId> {
        let rows = self.section(COUNTRIES).chunks_exact(ROW[COUNTRIES]);
        let row = rows.into_iter().find(|row| code.len() == 2 && &row[..2] == code.as_bytes())?;
        let place = u32_at(row, 2);
        (place != u32::MAX).then_some(PlaceId(place))
    }

    /// Version of the lists, for `run.json`: format version and checksum.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// All hits of a short text, for tests and small callers.
    pub fn find(&self, text: &str) -> Vec<Hit> {
        let (mut tokens, mut words, mut hits, mut recent) = (Vec::new(), Vec::new(), Vec::new(), Recent::default());
        crate::segment::token::tokens(text, &mut tokens);
        self.words(text, &tokens, &mut recent, &mut words);
        self.scan(text, &tokens, &words, &mut recent, &mut hits);
        hits
    }
}

/// The file's bytes in memory, read as they are needed.
#[allow(unsafe_code)]
fn map(file: &File) -> std::io::Result<memmap2::Mmap> {
    // SAFETY: what is mapped must not change while it is read. Nothing of factbox writes into a compiled file: it is made under another
    // name and renamed. Should somebody else do so, look-ups answer wrongly but stay within bounds: every offset and every string is
    // checked when it is read. A file that is cut short while it is mapped ends the process, as with every program that maps files.
    unsafe { memmap2::Mmap::map(file) }
}

/// `XX` as text, empty for the row that stands for no country.
fn code_text(code: &[u8]) -> &str {
    if code == b"--" { "" } else { std::str::from_utf8(code).unwrap_or("") }
}

/// Tokens that are looked up together: the processor waits for the memory of many look-ups at once if nothing that it has to guess
/// lies between them, so each step of the work is done for a whole block before the next.
const BLOCK: usize = 256;

/// The sections that a word look-up needs.
struct WordTable<'g> {
    slots: &'g [[u8; 8]],
    facts: &'g [[u8; 8]],
    strings: &'g [u8],
}

impl WordTable<'_> {
    /// Appends the words of up to [`BLOCK`] tokens.
    fn block(&self, text: &str, tokens: &[Token], recent: &mut RecentWords<'_>, out: &mut Vec<Word>) {
        let from = out.len();
        let mut keys = [recent::NO_KEY; BLOCK];
        keys.iter_mut().zip(tokens).for_each(|(key, token)| *key = recent::key(text.as_bytes(), token));
        let keys = &keys[..tokens.len().min(BLOCK)];
        recent.touch(keys);
        let (mut rest, mut n) = ([0_u8; BLOCK], 0);
        out.extend(keys.iter().enumerate().map(|(i, key)| {
            let (known, word) = recent.get(*key);
            rest[n % BLOCK] = i as u8;
            n += usize::from(!known);
            word
        }));
        let words = &mut out[from..];
        for i in &rest[..n] {
            words[*i as usize] = Word { hash: hash(text, &tokens[*i as usize]), bits: 0 };
        }
        self.touch(rest[..n].iter().map(|i| words[*i as usize].hash));
        for i in &rest[..n] {
            let (token, word) = (&tokens[*i as usize], &mut words[*i as usize]);
            if token.kind == TokenKind::Word {
                word.bits = self.facts(word.hash, token.of(text));
            }
            recent.put(keys[*i as usize], *word);
        }
    }

    /// Reads what the look-ups of these hashes will read first, and does nothing else: see [`BLOCK`].
    #[inline]
    fn touch(&self, hashes: impl Iterator<Item = u64> + Clone) {
        let n = self.slots.len();
        let row = |hash| self.slots.get(slot(hash, n)).map_or(0, |row| u64::from_le_bytes(*row));
        std::hint::black_box(hashes.clone().fold(0, |all, hash| all ^ row(hash)));
        let text = |row: u64| self.strings.get(row as u32 as usize).copied().unwrap_or(0);
        std::hint::black_box(hashes.fold(0, |all, hash| all ^ text(row(hash))));
    }

    fn word(&self, word: &str) -> Word {
        let hash = fold::hash_word(word, 0, word.len());
        Word { hash, bits: self.facts(hash, word) }
    }

    /// Facts of a word with that hash, 0 for words that no list holds.
    fn facts(&self, hash: u64, word: &str) -> u64 {
        let n = self.slots.len();
        let mut i = slot(hash, n);
        for _ in 0..n {
            let row = u64::from_le_bytes(self.slots[i]);
            if row == 0 {
                break;
            }
            if row >> 48 == hash & 0xffff && fold::is_folded(word, string_bytes(self.strings, row as u32)) {
                return self.facts.get((row >> 32) as usize & 0xffff).map_or(0, |f| u64::from_le_bytes(*f));
            }
            i = if i + 1 == n { 0 } else { i + 1 };
        }
        0
    }
}

/// Hash of a token: folded for words, as it is for numbers and marks, 0 for links.
fn hash(text: &str, token: &Token) -> u64 {
    let (start, end) = (token.start as usize, token.end as usize);
    match token.kind {
        TokenKind::Word => fold::hash_word(text, start, end),
        TokenKind::Link => 0,
        _ => fold::hash_part(text.as_bytes(), start, end),
    }
}

/// A hyphen with nothing around it: names are the same with and without.
#[inline]
fn is_hyphen(text: &str, tokens: &[Token], i: usize) -> bool {
    // Few tokens are marks without a space before them; the text is not looked at for the others.
    tokens.get(i).is_some_and(|t| t.kind == TokenKind::Punct && t.glued()) && is_glued_hyphen(text, tokens, i)
}

fn is_glued_hyphen(text: &str, tokens: &[Token], i: usize) -> bool {
    matches!(tokens[i].of(text), "-" | "\u{2010}" | "\u{2011}" | "\u{2013}") && tokens.get(i + 1).is_some_and(|t| t.glued())
}

/// What a name look-up needs.
#[derive(Clone, Copy)]
struct Scan<'a> {
    text: &'a str,
    tokens: &'a [Token],
    words: &'a [Word],
    names: &'a [[u8; 8]],
    gazetteer: &'a Gazetteer,
}

impl Scan<'_> {
    /// A capital, `al` in `al-Shabaab` (a small connector glued to a hyphen), or a number with a name behind it.
    fn may_start(&self, i: usize) -> bool {
        match self.tokens[i].kind {
            TokenKind::Number => self.tokens.get(i + 1).is_some_and(|t| t.is_capital() || (t.glued() && t.is_word())),
            _ => self.tokens[i].is_capital() || is_hyphen(self.text, self.tokens, i + 1),
        }
    }

    /// Pushes the names that begin at some tokens.
    fn block(&self, some: &[u32], starts: &[u8], recent: &mut RecentNames<'_>, out: &mut Vec<Hit>) {
        self.touch(some, starts, recent);
        some.iter().for_each(|i| self.names_at(*i as usize, starts, recent, out));
    }

    /// Reads what the look-ups at up to [`BLOCK`] tokens will read first, step by step, and does nothing else.
    fn touch(&self, some: &[u32], starts: &[u8], recent: &RecentNames<'_>) {
        let name = |i: usize| fold::first_word(self.words[i].hash);
        let mut payloads = [0; BLOCK];
        for (payload, i) in payloads.iter_mut().zip(some) {
            let hash = name(*i as usize);
            let (known, found) = recent.known(hash);
            let row = self.names.get(if known { 0 } else { slot(hash, self.names.len()) });
            *payload = if known { found } else { row.map_or(0, |row| u32_at(row, 4)) };
        }
        let g = self.gazetteer;
        let (places, records) = (g.section(PLACES), g.section(RECORDS));
        let mut all = 0;
        for payload in &mut payloads[..some.len()] {
            let number = number_of(*payload) as usize;
            let direct = kind_of(*payload) == DIRECT;
            let (rows, at) = if direct { (places, number * ROW[PLACES]) } else { (records, number * ROW[RECORDS]) };
            // Both begin with the place of the name.
            *payload = u32_at(rows, at);
        }
        let strings = g.section(STRINGS);
        for (payload, i) in payloads.iter().zip(some) {
            let next = self.words.get(*i as usize + 1).map_or(0, |word| word.hash);
            all ^= strings.get(*payload as usize).copied().unwrap_or(0);
            all ^= u8::from(may_start(starts, fold::next_word(name(*i as usize), next)));
        }
        std::hint::black_box(all);
    }

    /// Pushes the longest name of each list that begins at token `i`.
    #[inline(never)]
    fn names_at(&self, i: usize, starts: &[u8], recent: &mut RecentNames<'_>, out: &mut Vec<Hit>) {
        let mut best: [Option<Hit>; 3] = [None; 3];
        let find = |hash| if may_start(starts, hash) { recent.get(hash, || self.find(hash)) } else { 0 };
        self.walk(i, find, |found, end| self.take(found, i, end, &mut best));
        out.extend(best.into_iter().flatten());
    }

    /// Goes through the table from token `i`, as long as some name goes on; gives payload and end of each that may be a name.
    #[inline]
    fn walk(&self, i: usize, mut find: impl FnMut(u64) -> u32, mut each: impl FnMut(u32, usize)) {
        let mut hash = fold::first_word(self.hash(i));
        let mut found = find(hash);
        let mut end = i + 1;
        loop {
            if kind_of(found) != 0 {
                each(found, end);
            }
            if found & LONGER == 0 {
                break;
            }
            let next = if is_hyphen(self.text, self.tokens, end) { end + 1 } else { end };
            match self.tokens.get(next) {
                Some(token) if !token.after_blank() => hash = fold::next_word(hash, self.hash(next)),
                _ => break,
            }
            found = find(hash);
            end = next + 1;
        }
    }

    /// The text of a range of tokens.
    fn surface(&self, first: usize, end: usize) -> &str {
        &self.text[self.tokens[first].start as usize..self.tokens[end - 1].end as usize]
    }

    /// Payload of the beginning of a name, 0 where there is none.
    fn find(&self, hash: u64) -> u32 {
        let n = self.names.len();
        let mut i = slot(hash, n);
        for _ in 0..n {
            let row = u64::from_le_bytes(self.names[i]);
            if row == 0 || row as u32 == hash as u32 {
                return (row >> 32) as u32;
            }
            i = if i + 1 == n { 0 } else { i + 1 };
        }
        0
    }

    /// Compares the name behind a payload with the text and keeps it as the longest of its lists.
    fn take(&self, found: u32, first: usize, end: usize, best: &mut [Option<Hit>; 3]) {
        let g = self.gazetteer;
        let text = self.surface(first, end);
        let hit = |list, class, trust, entry| Some(Hit { first: first as u32, end: end as u32, list, class, trust, entry });
        if kind_of(found) == DIRECT {
            let Some(row) = g.section(PLACES).as_chunks::<24>().0.get(number_of(found) as usize) else { return };
            if fold::same_name(text, string_bytes(g.section(STRINGS), u32_at(row, 0))) {
                best[0] = hit(List::Place, row[21] & !OWN_ID, Trust::of(trust_of(found)), ONE | number_of(found));
            }
            return;
        }
        let Some(record) = g.section(RECORDS).as_chunks::<14>().0.get(number_of(found) as usize) else { return };
        let (name, flags) = (u32_at(record, 0), record[12] & (EXACT | DOT));
        let same = fold::same_name(text, string_bytes(g.section(STRINGS), name));
        if !same || flags != 0 && !self.written_as(flags, text, g.string(name), end) {
            return;
        }
        let caps = flags & EXACT != 0 && end == first + 1 && self.words[first].band() > 0 && self.all_caps_around(first);
        let trust = |i: usize| Trust::of(record[12] >> (2 + 2 * i) & 3).max(if caps { Trust::Common } else { Trust::Sure });
        if u32_at(record, 4) != u32::MAX {
            best[0] = hit(List::Place, record[13], trust(0), u32_at(record, 4));
        }
        let (norp, org) = (u16_at(record, 8), u16_at(record, 10));
        if org != u16::MAX {
            let class = g.section(ORGS).get(org as usize * ROW[ORGS] + 4).copied().unwrap_or(0);
            best[1] = hit(List::Org, class, trust(1), org.into());
        }
        if norp != u16::MAX {
            let class = g.section(NORPS).get(norp as usize * ROW[NORPS] + 4).copied().unwrap_or(0);
            best[2] = hit(List::Norp, class, trust(2), norp.into());
        }
    }

    /// Flags of a record: capitals and dots that the text must have.
    fn written_as(&self, flags: u8, text: &str, name: &str, end: usize) -> bool {
        if flags & EXACT != 0 && !fold::same_letters(text, name) {
            return false;
        }
        flags & DOT == 0 || text.ends_with('.') || self.tokens.get(end).is_some_and(|t| t.byte(self.text) == b'.')
    }

    /// The words around are capitals too: `US` may be the word "us" there.
    fn all_caps_around(&self, i: usize) -> bool {
        let near = self.tokens[i.saturating_sub(3)..(i + 4).min(self.tokens.len())].iter();
        let mut others = 0;
        for token in near.filter(|t| t.is_word() && t.start != self.tokens[i].start) {
            match token.case {
                Case::Upper => others += 1,
                Case::Single => {}
                _ => return false,
            }
        }
        others > 0
    }
}
