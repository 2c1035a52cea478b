//! Rows of a list as plain data: all texts in one pool, so that a million rows are few allocations.

use super::columns::{self, ROLES, Role};
use crate::gazetteer::{Gazetteer, List, PlaceClass};
use crate::mention::{Kind, Pooled};
use std::collections::HashMap;

/// Longest name in bytes, and in words: what is longer is no name but a broken row.
pub(super) const LONGEST: usize = 200;
pub(super) const MOST_WORDS: usize = 16;

/// In which case a name is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CaseRule {
    /// Only as the list has it.
    Exact,
    /// In any case.
    Any,
}

/// One entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub line: u64,
    pub id: Pooled,
    pub name: Pooled,
    /// `|`-separated.
    pub aliases: Pooled,
    pub kind: Option<Kind>,
    pub subtype: Pooled,
    /// ISO 3166-1 alpha-2, zeros where unknown.
    pub country: [u8; 2],
    pub point: Option<(f32, f32)>,
    pub case: Option<CaseRule>,
    /// The row has a label that is no known type.
    pub unknown: bool,
    /// White space stood before or after the name or the id.
    pub spaced: bool,
}

/// Something wrong with a row.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Problem {
    /// The file, as it was given.
    pub file: String,
    /// Line in the file, from 1.
    pub line: u64,
    /// What is wrong.
    pub message: String,
    /// The row is left out; else only the part of it that the message names.
    pub skipped: bool,
    /// The encoding is at fault.
    pub encoding: bool,
}

/// All that a file of a list holds.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub pool: String,
    pub rows: Vec<Row>,
    /// The first problems, at most [`Rows::keep`] of them.
    pub problems: Vec<Problem>,
    pub keep: usize,
    /// Rows left out, and rows of which a part was left out.
    pub skipped: u64,
    pub warned: u64,
    countries: HashMap<String, Option<[u8; 2]>>,
}

impl Rows {
    /// Nothing yet; `keep` problems will be told one by one, the others counted.
    pub fn keeping(keep: usize) -> Rows {
        Rows { keep, ..Rows::default() }
    }

    /// A text of a row.
    pub fn text(&self, text: Pooled) -> &str {
        text.of(&self.pool)
    }

    /// The names of a row: its name, then its aliases.
    pub fn names(&self, row: &Row) -> impl Iterator<Item = &str> {
        let aliases = self.text(row.aliases).split('|').filter(|a| !a.is_empty());
        std::iter::once(self.text(row.name)).chain(aliases)
    }

    /// Leaves a row out.
    pub fn skip(&mut self, line: u64, message: impl Into<String>) {
        self.skipped += 1;
        self.problem(Problem { line, message: message.into(), skipped: true, encoding: false, ..Problem::default() });
    }

    fn warn(&mut self, line: u64, message: String) {
        self.warned += 1;
        self.problem(Problem { line, message, skipped: false, encoding: false, ..Problem::default() });
    }

    fn problem(&mut self, problem: Problem) {
        if self.problems.len() < self.keep {
            self.problems.push(problem);
        }
    }

    /// Takes one row: the cells by role, and the cells that hold aliases.
    pub fn take<'c>(
        &mut self,
        line: u64,
        cells: &[&str; ROLES],
        aliases: impl Iterator<Item = &'c str>,
        default: Option<(Kind, &'static str)>,
    ) {
        let cell = |role: Role| cells[role as usize];
        let name = cell(Role::Name);
        if let Some((message, encoding)) = unusable(name) {
            self.skipped += 1;
            return self.problem(Problem { line, message, skipped: true, encoding, ..Problem::default() });
        }
        let name_at = self.put_clean(name);
        let aliases = self.put_aliases(line, aliases);
        let (kind, subtype) = kind_and_subtype(cell(Role::Type).trim(), cell(Role::Subtype).trim(), default);
        let row = Row {
            line,
            id: Pooled::put(&mut self.pool, cell(Role::Id).trim()),
            name: name_at,
            aliases,
            kind,
            subtype: Pooled::put(&mut self.pool, subtype),
            country: self.country(line, cell(Role::Country).trim()),
            point: self.point(line, cell(Role::Lat).trim(), cell(Role::Lon).trim()),
            case: self.case(line, cell(Role::Case).trim()),
            unknown: !cell(Role::Type).trim().is_empty() && columns::label(cell(Role::Type)).is_none(),
            spaced: name.trim() != name || cell(Role::Id).trim() != cell(Role::Id),
        };
        self.rows.push(row);
    }

    /// Copies a name with each run of white space as one space.
    fn put_clean(&mut self, name: &str) -> Pooled {
        // Most names need no cleaning, which their bytes tell.
        let plain = name
            .bytes()
            .fold((true, b' '), |(plain, before), b| (plain && (b' '..0x7f).contains(&b) && (b != b' ' || before != b' '), b));
        if let (true, b'!'..) = plain {
            return Pooled::put(&mut self.pool, name);
        }
        let start = self.pool.len();
        for (k, word) in name.split_whitespace().enumerate() {
            self.pool.push_str(if k > 0 { " " } else { "" });
            self.pool.push_str(word);
        }
        Pooled { start: start as u32, len: (self.pool.len() - start) as u32 }
    }

    fn put_aliases<'c>(&mut self, line: u64, cells: impl Iterator<Item = &'c str>) -> Pooled {
        let start = self.pool.len();
        for alias in cells.flat_map(parts).map(str::trim).filter(|a| !a.is_empty()) {
            if let Some((message, encoding)) = unusable(alias) {
                self.warned += 1;
                self.problem(Problem {
                    line,
                    message: format!("alias: {message}"),
                    skipped: false,
                    encoding,
                    ..Problem::default()
                });
                continue;
            }
            if self.pool.len() > start {
                self.pool.push('|');
            }
            self.put_clean(alias);
        }
        Pooled { start: start as u32, len: (self.pool.len() - start) as u32 }
    }

    /// A country by code or by English name; of several the first.
    fn country(&mut self, line: u64, text: &str) -> [u8; 2] {
        let text = parts(text).next().unwrap_or_default().trim();
        if let [a, b] = *text.as_bytes()
            && a.is_ascii_alphabetic()
            && b.is_ascii_alphabetic()
        {
            return [a.to_ascii_uppercase(), b.to_ascii_uppercase()];
        }
        if text.is_empty() {
            return [0; 2];
        }
        let code = match self.countries.get(text) {
            Some(code) => *code,
            None => *self.countries.entry(text.to_owned()).or_insert_with(|| country_named(text)),
        };
        code.unwrap_or_else(|| {
            self.warn(line, format!("{text:?} is no country that is known; give its code of two letters (ISO 3166-1)"));
            [0; 2]
        })
    }

    fn point(&mut self, line: u64, lat: &str, lon: &str) -> Option<(f32, f32)> {
        if lat.is_empty() && lon.is_empty() {
            return None;
        }
        let point = degrees(lat, 90.0).zip(degrees(lon, 180.0));
        if point.is_none() {
            self.warn(line, format!("{lat:?}, {lon:?} are no degrees north and east; left out"));
        }
        point
    }

    fn case(&mut self, line: u64, text: &str) -> Option<CaseRule> {
        match text.to_ascii_lowercase().as_str() {
            "" => None,
            "exact" => Some(CaseRule::Exact),
            "any" => Some(CaseRule::Any),
            _ => {
                self.warn(line, format!("case {text:?} is unknown; expected exact or any"));
                None
            }
        }
    }
}

/// The parts of a cell that holds several: between bars, else between semicolons.
fn parts(cell: &str) -> std::str::Split<'_, char> {
    cell.split(if cell.contains('|') { '|' } else { ';' })
}

/// What a label means; one that is unknown is a subtype. `default` stands in for what the row does not say.
fn kind_and_subtype<'c>(label: &'c str, subtype: &'c str, default: Option<(Kind, &'static str)>) -> (Option<Kind>, &'c str) {
    let known = if label.is_empty() { default } else { columns::label(label) };
    let its = if label.is_empty() { default.map_or("", |d| d.1) } else { known.map_or(label, |k| k.1) };
    let kind = known.or(default).map(|k| k.0);
    (kind, if subtype.is_empty() { its } else { subtype })
}

/// Degrees, with a decimal point or comma.
fn degrees(text: &str, most: f32) -> Option<f32> {
    let number: f32 = text.replace(',', ".").parse().ok()?;
    (number.abs() <= most).then_some(number)
}

/// The code of the country that a name of the place list stands for.
fn country_named(name: &str) -> Option<[u8; 2]> {
    let gazetteer = Gazetteer::embedded();
    let hits = gazetteer.find(name);
    let places = hits.iter().filter(|h| h.first == 0 && h.list == List::Place).flat_map(|h| gazetteer.places(h.entry));
    let countries = places.map(|id| gazetteer.place(id)).filter(|p| p.class <= PlaceClass::CountryVariant);
    countries.filter_map(|p| p.country.as_bytes().first_chunk().copied()).next()
}

/// Why a name cannot be looked for, and whether the encoding is to blame.
fn unusable(name: &str) -> Option<(String, bool)> {
    let name = name.trim();
    let starts = || name.chars().take(40).collect::<String>();
    match () {
        () if name.is_empty() => Some(("the row has no name".into(), false)),
        () if name.contains('\u{fffd}') => {
            Some((format!("{:?} holds a character that could not be decoded; save the file as UTF-8", starts()), true))
        }
        () if !name.contains(char::is_alphanumeric) => Some((format!("{:?} holds no letter and no digit", starts()), false)),
        () if name.len() > LONGEST || name.len() > 2 * MOST_WORDS && name.split_whitespace().count() > MOST_WORDS => {
            Some((format!("\"{}...\" is longer than {LONGEST} bytes or {MOST_WORDS} words", starts()), false))
        }
        () => None,
    }
}
