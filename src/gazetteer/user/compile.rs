//! Rows -> the compiled form of a list, and what is known of the list besides its names.

use super::parse::Parsed;
use super::rows::{self, Problem, Row, Rows};
use crate::error::{Error, Result};
use crate::gazetteer::build::{Builder, CaseRule, CustomRow};
use crate::gazetteer::{Gazetteer, cue, fold};
use crate::mention::Kind;
use foldhash::fast::FixedState;
use std::borrow::Cow;
use std::collections::HashMap;

/// Problems of a file that are told one by one.
pub(super) const TOLD: usize = 10;

/// Distinct subtypes that a list may have; those of further rows are left out.
const MOST_SUBTYPES: usize = 4096;

/// What is told of a list; stands in its compiled file too.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Facts {
    /// What ids call it.
    pub list: String,
    /// Usable rows.
    pub rows: u64,
    /// Distinct ids among them.
    pub entries: u64,
    /// Names, aliases with them.
    pub names: u64,
    /// Rows that could not be used.
    pub skipped: u64,
    /// Rows of which a part could not be used.
    pub warned: u64,
    /// The first of both.
    pub problems: Vec<Problem>,
    /// Distinct subtypes.
    pub subtypes: Vec<String>,
    /// What the files were read as: `utf-8`, `utf-16le`, `utf-16be`, `windows-1252`.
    pub encodings: Vec<String>,
    /// XXH3-128 of the files that it was made from, hexadecimal.
    pub xxh3_128: String,
}

impl Facts {
    /// Rows that were left out or not wholly used, the first ones, as messages with file and line.
    pub fn warnings(&self) -> impl Iterator<Item = Error> + '_ {
        self.problems.iter().map(|p| {
            let what = if p.skipped { "row left out: " } else { "" };
            Error::data(format!("{what}{}", p.message)).in_input(&*p.file).at_line(p.line)
        })
    }
}

/// An entry: all rows of one id. The first of them names it.
struct Entry {
    file: usize,
    row: usize,
    kind: Option<Kind>,
    subtype: u32,
    country: [u8; 2],
    point: Option<(f32, f32)>,
}

/// Compiles the rows of all files of a list, in their order; fills in the facts.
pub(super) fn compile(files: &[Parsed], facts: &mut Facts) -> Result<Vec<u8>> {
    let mut compiler = Compiler { file: "", builder: Builder::default(), facts };
    let mut entry_of = compiler.entries(files).into_iter();
    for file in files {
        compiler.names(file, &mut entry_of);
    }
    let note = serde_json::to_string(compiler.facts).unwrap_or_default();
    compiler.builder.note(&note);
    compiler.builder.finish()
}

/// Rows of one id are one entry; without ids, rows of one name.
#[derive(PartialEq, Eq, Hash)]
enum Key<'r> {
    Id(&'r str),
    Name(String),
}

fn key<'r>(rows: &'r Rows, row: &Row) -> Key<'r> {
    match rows.text(row.id) {
        "" => Key::Name(fold::name_words(rows.text(row.name)).join(" ")),
        id => Key::Id(id),
    }
}

impl Entry {
    fn new((file, row): (usize, usize), first: &Row, subtype: u32) -> Entry {
        Entry { file, row, kind: first.kind, subtype, country: first.country, point: first.point }
    }

    /// A later row of the same id says what the first left open.
    fn complete(&mut self, row: &Row, subtype: u32) {
        self.kind = self.kind.or(row.kind);
        self.point = self.point.or(row.point);
        if self.subtype == 0 {
            self.subtype = subtype;
        }
        if self.country == [0; 2] {
            self.country = row.country;
        }
    }
}

struct Compiler<'f> {
    /// The file whose names are compiled.
    file: &'f str,
    builder: Builder,
    facts: &'f mut Facts,
}

impl<'f> Compiler<'f> {
    /// Puts the entries of all files down; gives the number of the entry of each row.
    fn entries(&mut self, files: &[Parsed]) -> Vec<u32> {
        let mut by_id = HashMap::with_hasher(FixedState::default());
        let (mut entries, mut entry_of) = (Vec::new(), Vec::new());
        for (file, Parsed { rows, .. }) in files.iter().enumerate() {
            for (i, row) in rows.rows.iter().enumerate() {
                let number = *by_id.entry(key(rows, row)).or_insert(entries.len() as u32);
                entry_of.push(number);
                let subtype = self.subtype(rows.text(row.subtype));
                match entries.get_mut(number as usize) {
                    Some(entry) => Entry::complete(entry, row, subtype),
                    None => entries.push(Entry::new((file, i), row, subtype)),
                }
            }
        }
        for entry in &entries {
            self.entry(&files[entry.file].rows, entry);
        }
        self.facts.entries = entries.len() as u64;
        entry_of
    }

    /// Puts the names of a file down, and what is told of it.
    fn names(&mut self, parsed: &'f Parsed, entry_of: &mut impl Iterator<Item = u32>) {
        let Parsed { file, rows, encoding } = parsed;
        self.file = file;
        for (row, entry) in rows.rows.iter().zip(entry_of) {
            for name in rows.names(row) {
                self.name(name, row, entry);
            }
        }
        self.facts.encodings.push((*encoding).to_owned());
        self.facts.rows += rows.rows.len() as u64;
        self.facts.skipped += rows.skipped;
        self.facts.warned += rows.warned;
        let problems = rows.problems.iter().map(|p| Problem { file: file.clone(), ..p.clone() });
        self.facts.problems.extend(problems);
    }

    /// Number of a subtype, from 1; 0 for none.
    fn subtype(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        let (known, text) = (&mut self.facts.subtypes, plain(text));
        // Lists have few subtypes.
        if let Some(at) = known.iter().position(|s| *s == text) {
            return at as u32 + 1;
        }
        if known.len() == MOST_SUBTYPES {
            return 0;
        }
        known.push(text.into_owned());
        known.len() as u32
    }

    fn entry(&mut self, rows: &Rows, entry: &Entry) {
        let row = &rows.rows[entry.row];
        let subtype = (entry.subtype as usize).checked_sub(1).map_or("", |i| &self.facts.subtypes[i]);
        self.builder.custom(&CustomRow {
            id: rows.text(row.id),
            name: rows.text(row.name).trim_end_matches('*'),
            kind: entry.kind,
            subtype,
            country: std::str::from_utf8(&entry.country).unwrap_or("").trim_end_matches('\0'),
            point: entry.point,
        });
    }

    /// Names have few tokens; a row with more is no name.
    fn too_long(&mut self, name: &str, line: u64) {
        self.facts.warned += 1;
        if self.facts.problems.len() < TOLD {
            let message = format!("{name:?} has too many parts to be looked for");
            self.facts.problems.push(Problem { file: self.file.to_owned(), line, message, ..Problem::default() });
        }
    }

    fn name(&mut self, name: &str, row: &Row, entry: u32) {
        self.facts.names += 1;
        if let Some(stem) = name.strip_suffix('*') {
            return self.builder.custom_stem(stem.trim_end(), entry);
        }
        let rule = rule(name, row.case);
        if !self.builder.custom_name(name, entry, rule) {
            return self.too_long(name, row.line);
        }
        if let Some(other) = with_other_comma(name) {
            self.builder.custom_name(&other, entry, rule);
        }
        if may_be_respelt(name) {
            for other in fold::spellings(name).iter().skip(1) {
                self.builder.custom_name(other, entry, rule);
            }
        }
    }
}

/// "Acme Inc." for "Acme, Inc." and the other way round.
fn with_other_comma(name: &str) -> Option<String> {
    let (before, form) = name.rsplit_once(' ')?;
    let legal = Gazetteer::embedded().word(form).is_cue(cue::LEGAL);
    legal.then(|| match before.strip_suffix(',') {
        Some(before) => format!("{before} {form}"),
        None => format!("{before}, {form}"),
    })
}

/// False where the built-in lists would spell a name one way only: its words begin like none of `Saint`, `Mount`, `Fort` and their
/// short forms. Looking further takes as long as all the rest.
fn may_be_respelt(name: &str) -> bool {
    let letter = |b: &u8| b.to_ascii_lowercase();
    let may_be = |word: &str| match word.as_bytes() {
        [a, b, ..] => matches!((letter(a), letter(b)), (b's', b'a' | b't') | (b'm', b'o' | b't') | (b'f', b'o' | b't')),
        _ => false,
    };
    name.split([' ', '-']).any(may_be)
}

/// How a text must write a name: as the list says, else in any case, but with a capital what is an English word in lower case, and in
/// capitals an acronym that is one ("WHO" is not "Who").
fn rule(name: &str, case: Option<rows::CaseRule>) -> CaseRule {
    match case {
        Some(rows::CaseRule::Exact) => CaseRule::Exact,
        Some(rows::CaseRule::Any) => CaseRule::Any,
        None if !is_common(name) => CaseRule::Any,
        None if name.chars().nth(1).is_some_and(char::is_uppercase) => CaseRule::Exact,
        None => CaseRule::Capital,
    }
}

/// A subtype as rows hold it: without quotes, backslashes and control characters, which no format has to look for then.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let special = |c: char| c == '"' || c == '\\' || c.is_control();
    match text.contains(special) {
        true => Cow::Owned(text.replace(special, " ")),
        false => Cow::Borrowed(text),
    }
}

/// One word that is among the commoner ones of English.
pub(super) fn is_common(name: &str) -> bool {
    name.len() <= 24 && name.chars().all(char::is_alphabetic) && (1..=4).contains(&Gazetteer::embedded().word(name).band())
}
