//! What a piece of evidence is, and what may be done with it: a template, where it was seen, and small values.

use super::facts::{CAP_NAMES, FLAG_NAMES, NORP, ORG, TAGS};
use std::collections::HashMap;
use std::fmt::Write;

macro_rules! templates {
    ($($id:ident $name:literal,)*) => {
        /// The questions that evidence answers.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum Template { $($id),* }
        impl Template {
            /// The name before the `=`.
            pub fn name(self) -> &'static str {
                match self { $(Template::$id => $name),* }
            }
        }
    };
}

templates! {
    Bias "bias", Shape "shape", ShapeHead "shape-in-headline", Length "length", Shapes3 "shapes3",     Suffix2 "suffix2", Suffix3 "suffix3", Suffix4 "suffix4", Start "first", StartWord "first-word", StartBand "first-band",
    Second "second", AfterMark "after-mark", HeadBand "headline-band", HeadPlace "headline-place", HeadName "headline-person-name", Dateline "dateline",
    Word "word", Cue "cue", Band "band", Cues3 "cues3",     Place "place", PlaceWord "place-word", Places3 "places3",
    Lists "lists",
    Name "name", NameBand "name-band", Names2 "names2", NameWord "name-word",
    Norp "norp", NorpWord "norp-word", NorpShape "norp-shape", Org "org", OrgShape "org-shape",     RunAt "run", RunBefore "run-before", RunAfter "run-after",     RunLast "run-last-word", RunFirst "run-first-word", RunNames "run-names",
    RunNameFirst "run-name-first", RunNameLast "run-name-last",
    RunPlaces "run-places", RunHeads "run-heads", RunList "run-list", RunLeast "run-least", RunUnknown "run-unknown",
    RunBracket "run-bracket", RunStart "run-starts-sentence", Link "link", LinkCues "link-cues", LinkPlaces "link-places", LinkNames "link-names", LinkHeads "link-heads",
    WideFirst "wide-first-word",     DocLower "doc-lower", DocCapital "doc-capital", DocSeen "doc-seen", DocStart "doc-start", DocPosition "doc-position",
    DocLast "doc-only-last", DocFlag "doc-token", DocRun "doc-run", DocRunCount "doc-run-count",
    Vote "vote", VoteType "vote-type", VoteRun "vote-run", VoteNone "vote-none", Entity "entity", EntityShort "entity-short", EntityNear "entity-near", Sense "sense", VoteBefore "vote-before", VoteAfter "vote-after",
}

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum As {
    Number,
    Word,
    Suffix,
    Cap,
    Names,
    Tag,
    Norp,
    Org,
    Class,
    Cues,
    Flag,
    Type,
    Shape,
    Edge,
}

/// One value of a piece of evidence: a small number and how it is written.
#[derive(Debug, Clone, Copy)]
pub struct Value(pub u32, pub As);

/// Key of a piece of evidence: what the weight table is searched for.
#[inline(always)]
pub fn key<const N: usize>(template: Template, at: i8, values: [Value; N]) -> u64 {
    let mut hash = (u64::from(template as u8) << 8 | u64::from(at as u8)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for value in values {
        hash = (hash.rotate_left(26) ^ u64::from(value.0)).wrapping_mul(0xf135_7aea_2e62_a9c5);
    }
    hash ^ hash >> 32
}

/// Takes evidence on one token.
pub trait EvidenceSink {
    /// Evidence seen `at` tokens away (`Self::HERE` where that says nothing).
    fn put<const N: usize>(&mut self, template: Template, at: i8, values: [Value; N]);

    /// Evidence without a place.
    #[inline(always)]
    fn add<const N: usize>(&mut self, template: Template, values: [Value; N]) {
        self.put(template, HERE, values);
    }

    /// All evidence of a group.
    #[inline(always)]
    fn group<G: Group>(&mut self, group: &G)
    where
        Self: Sized,
    {
        group.emit(self);
    }
}

/// Evidence that a few small facts decide: a sink that adds up weights may remember the sum.
pub trait Group {
    /// Tells the groups apart.
    const NUMBER: u64;
    /// All that the evidence is made of, in the lower 60 bits.
    fn code(&self) -> u64;
    /// Names the evidence.
    fn emit<S: EvidenceSink>(&self, sink: &mut S);
}

/// Small numbers side by side, each in so many bits.
#[inline(always)]
pub(super) fn pack<const N: usize>(fields: [(u8, u32); N]) -> u64 {
    fields.into_iter().fold(0, |all, (field, bits)| {
        debug_assert!(u32::from(field) < 1 << bits, "{field} needs more than {bits} bits");
        all << bits | u64::from(field)
    })
}

/// The case of a token from its shape or cap code.
#[inline(always)]
pub(super) fn cap_of(shape: u8) -> Value {
    Value(u32::from(shape & 15), As::Cap)
}

/// The `at` of evidence that has no place.
pub const HERE: i8 = i8::MAX;

impl EvidenceSink for Vec<u64> {
    #[inline(always)]
    fn put<const N: usize>(&mut self, template: Template, at: i8, values: [Value; N]) {
        self.push(key(template, at, values));
    }
}

/// Writes evidence out: key and readable name.
#[derive(Debug, Default)]
pub struct Naming {
    /// Words and suffixes of the document by their codes.
    pub words: HashMap<u32, String>,
    /// What was named, in order.
    pub named: Vec<(u64, String)>,
}

impl EvidenceSink for Naming {
    fn put<const N: usize>(&mut self, template: Template, at: i8, values: [Value; N]) {
        let mut name = template.name().to_string();
        match at {
            HERE => {}
            0 => name.push('0'),
            _ => write!(name, "{at:+}").unwrap_or_default(),
        }
        for (n, value) in values.into_iter().enumerate() {
            name.push(if n == 0 { '=' } else { ',' });
            self.write(value, &mut name);
        }
        self.named.push((key(template, at, values), name));
    }
}

impl Naming {
    fn write(&self, Value(code, how): Value, out: &mut String) {
        match how {
            As::Word | As::Suffix => match self.words.get(&code) {
                Some(word) => out.push_str(word),
                None => out.push_str(&unknown_word(code)),
            },
            As::Cap => out.push_str(CAP_NAMES[code as usize & 15]),
            As::Shape => {
                out.push_str(CAP_NAMES[code as usize & 15]);
                out.push_str(if code & 16 != 0 { "+glued" } else { "" });
            }
            As::Names => write!(out, "given{}surname{}", code / 5, code % 5).unwrap_or_default(),
            As::Tag => out.push_str(&tag(code, &TAGS)),
            As::Class => out.push_str(TAGS[code as usize % TAGS.len()]),
            As::Norp => out.push_str(&tag(code, &NORP)),
            As::Org => out.push_str(&tag(code, &ORG)),
            As::Cues => out.push_str(&cues(code)),
            As::Flag => out.push_str(FLAG_NAMES[code as usize % FLAG_NAMES.len()]),
            As::Type => out.push_str(["none", "person", "place", "org", "norp"][code as usize % 5]),
            As::Edge => out.push_str(["B", "I", "E", "S", "none"][code as usize % 5]),
            As::Number => write!(out, "{code}").unwrap_or_default(),
        }
    }
}

fn unknown_word(code: u32) -> String {
    match code >> 24 {
        0 => "edge".into(),
        1 => format!("?{}", CAP_NAMES[code as usize & 15]),
        2 => format!("digits{}", code & 0xff),
        3 if code & 0xff_ffff == u32::from(b'"') => "quote".into(),
        3 => char::from_u32(code & 0xff_ffff).map_or(String::new(), String::from),
        _ => format!("#{code:x}"),
    }
}

/// A list tag is class * 4 + edge, 0 for none.
fn tag(code: u32, classes: &[&str]) -> String {
    match code >> 2 {
        0 => "none".into(),
        class => format!("{}:{}", ["B", "I", "E", "S"][code as usize & 3], classes.get(class as usize).unwrap_or(&"other")),
    }
}

/// Cue names joined by `+`.
fn cues(code: u32) -> String {
    const NAMES: [&str; 12] = [
        "org-head",
        "title",
        "say",
        "place-head",
        "norp",
        "calendar",
        "legal",
        "place-preposition",
        "event",
        "region",
        "connector",
        "compass",
    ];
    let mut out = String::new();
    for bit in 0..24 {
        if code >> bit & 1 == 1 {
            if !out.is_empty() {
                out.push('+');
            }
            match NAMES.get(bit) {
                Some(name) => out.push_str(name),
                None => write!(out, "cue{bit}").unwrap_or_default(),
            }
        }
    }
    if code >> 24 & 1 == 1 {
        out.push_str("+capital");
    }
    if out.is_empty() { "none".into() } else { out }
}
