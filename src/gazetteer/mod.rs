//! The word lists, compiled: what one word may be, and which names begin at a token.
//!
//! Two look-ups serve all taggers, so that no tagger hashes a token twice: [`Gazetteer::words`] gives one [`Word`] a token,
//! [`Gazetteer::scan`] gives the names ([`Hit`]) that the lists hold, longest first. Built by `cargo xtask gazetteers` from
//! `gazetteers/*.tsv`; the compiled file is embedded and read in place.

use crate::segment::Token;

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
    /// The name's entry, for `places`, `norp`, `org`.
    pub entry: u32,
}

/// How far a name may be believed without other evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Trust {
    /// Nothing else goes by this name.
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

/// Number of a place in the compiled file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(pub u32);

/// A place of the lists.
#[derive(Debug, Clone, Copy)]
pub struct Place<'g> {
    /// `country:AZ`, `admin1:US-GA`, `geonames:1234`, `region:nagorno-karabakh`.
    pub id: &'g str,
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
    /// Degrees north.
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

/// The compiled lists, opened.
#[derive(Debug)]
pub struct Gazetteer {
    _private: (),
}

impl Gazetteer {
    /// The lists inside the binary.
    pub fn embedded() -> &'static Gazetteer {
        static ONE: Gazetteer = Gazetteer { _private: () };
        &ONE
    }

    /// One [`Word`] a token; `out` is cleared first.
    pub fn words(&self, _text: &str, tokens: &[Token], out: &mut Vec<Word>) {
        out.clear();
        out.resize(tokens.len(), Word::default());
    }

    /// All names of the lists that begin at a capitalised token or number, in order of their first token; for each start the longest
    /// name of each list. `out` is cleared first.
    pub fn scan(&self, _text: &str, _tokens: &[Token], _words: &[Word], out: &mut Vec<Hit>) {
        out.clear();
    }

    /// The word's facts, looked up by its text (for tests, `explain` and small callers).
    pub fn word(&self, _word: &str) -> Word {
        Word::default()
    }

    /// Candidates of a place hit, strongest first.
    pub fn places(&self, _entry: u32) -> impl Iterator<Item = PlaceId> + '_ {
        std::iter::empty()
    }

    /// The place behind an id.
    pub fn place(&self, _id: PlaceId) -> Place<'_> {
        Place {
            id: "",
            name: "",
            class: PlaceClass::Town,
            subtype: "",
            country: "",
            admin1: "",
            lat: 0.0,
            lon: 0.0,
            population: 0,
            feature_code: "",
            geonames_id: 0,
        }
    }

    /// The entry of a NORP hit.
    pub fn norp(&self, _entry: u32) -> Norp<'_> {
        Norp { name: "", subtype: "", country: "" }
    }

    /// The entry of an ORG hit.
    pub fn org(&self, _entry: u32) -> Org<'_> {
        Org { name: "", subtype: "", country: "" }
    }

    /// The country of an ISO 3166-1 alpha-2 code.
    pub fn country(&self, _code: &str) -> Option<PlaceId> {
        None
    }

    /// Version of the lists, for `run.json`.
    pub fn version(&self) -> &str {
        "0"
    }
}
