//! What is doubtful in a list: names that will be found where nobody is meant, or never.

use super::compile::is_common;
use super::rows::{CaseRule, MOST_WORDS, Row, Rows};
use super::{Source, parse, read};
use crate::error::{Error, Result};
use crate::gazetteer::{Gazetteer, Hit, List, Recent, Word, fold};
use crate::mention::Kind;
use crate::segment::token::{self, Token};
use std::collections::{HashMap, HashSet};

/// What was found, in the words of the column `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// A row that cannot be used, or a cell of it.
    BrokenRow,
    /// A pattern of spaCy's that is an array.
    TokenPattern,
    /// Characters that were lost, or text decoded twice.
    Encoding,
    /// The name was given before with the same id.
    Duplicate,
    /// The name was given before with another id.
    SeveralIds,
    /// An ordinary English word.
    CommonWord,
    /// One letter.
    OneLetter,
    /// No letter.
    Numeric,
    /// A stem of few letters, which fits many words.
    ShortStem,
    /// White space around a name or id.
    Space,
    /// Several names in one cell.
    Separator,
    /// A label that is no known type; told once for each label.
    UnknownType,
    /// The built-in lists hold the name as something else.
    OtherKind,
}

impl Check {
    /// All checks, in the order of the documentation.
    pub const ALL: [Check; 13] = [
        Check::BrokenRow,
        Check::TokenPattern,
        Check::Encoding,
        Check::Duplicate,
        Check::SeveralIds,
        Check::CommonWord,
        Check::OneLetter,
        Check::Numeric,
        Check::ShortStem,
        Check::Space,
        Check::Separator,
        Check::UnknownType,
        Check::OtherKind,
    ];

    /// The word in the column `check`.
    pub fn name(self) -> &'static str {
        match self {
            Check::BrokenRow => "broken_row",
            Check::TokenPattern => "token_pattern",
            Check::Encoding => "encoding",
            Check::Duplicate => "duplicate",
            Check::SeveralIds => "several_ids",
            Check::CommonWord => "common_word",
            Check::OneLetter => "one_letter",
            Check::Numeric => "numeric",
            Check::ShortStem => "short_stem",
            Check::Space => "space",
            Check::Separator => "separator",
            Check::UnknownType => "unknown_type",
            Check::OtherKind => "other_kind",
        }
    }
}

/// One doubt.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// The file as it was given.
    pub file: String,
    /// Line in it, from 1.
    pub line: u64,
    /// Which check.
    #[serde(serialize_with = "check_name")]
    pub check: Check,
    /// The name, empty where the row has none.
    pub name: String,
    /// Its id, empty where it has none.
    pub id: String,
    /// What is wrong and what it leads to.
    pub message: String,
}

fn check_name<S: serde::Serializer>(check: &Check, to: S) -> std::result::Result<S::Ok, S::Error> {
    to.serialize_str(check.name())
}

/// What a list holds and what is doubtful in it.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Usable rows.
    pub rows: u64,
    /// Names in them, aliases with them.
    pub names: u64,
    /// In the order of lines.
    pub findings: Vec<Finding>,
}

/// Looks through a list. Fails where it cannot be read at all.
pub fn lint(source: &Source) -> Result<Report> {
    if source.extension() == "gaz" {
        let message = "a compiled list cannot be looked through; give the file that it was made from";
        return Err(Error::usage(message).in_input(source.shown()));
    }
    let parsed = parse::parse(source, read(source)?, usize::MAX, true)?;
    let (report, seen, lookup, unknown) = Default::default();
    let mut linter = Linter { file: source.shown(), rows: &parsed.rows, report, seen, lookup, unknown };
    linter.problems();
    for row in &parsed.rows.rows {
        linter.row(row);
    }
    let mut report = linter.report;
    report.rows = parsed.rows.rows.len() as u64;
    report.findings.sort_by_key(|f| f.line);
    Ok(report)
}

struct Linter<'r> {
    file: String,
    rows: &'r Rows,
    report: Report,
    /// Folded name -> line and id of its first row.
    seen: HashMap<String, (u64, &'r str)>,
    lookup: Lookup,
    /// Labels that were told of.
    unknown: HashSet<String>,
}

/// Buffers for looking names up in the built-in lists.
#[derive(Default)]
struct Lookup {
    tokens: Vec<Token>,
    words: Vec<Word>,
    recent: Recent,
    hits: Vec<Hit>,
}

impl<'r> Linter<'r> {
    fn find(&mut self, line: u64, check: Check, name: &str, id: &str, message: impl Into<String>) {
        let (file, name, id) = (self.file.clone(), name.to_owned(), id.to_owned());
        self.report.findings.push(Finding { file, line, check, name, id, message: message.into() });
    }

    /// What reading the rows has brought up already.
    fn problems(&mut self) {
        for problem in &self.rows.problems {
            let check = match () {
                () if problem.message.starts_with(parse::TOKEN_PATTERN) => Check::TokenPattern,
                () if problem.encoding => Check::Encoding,
                () => Check::BrokenRow,
            };
            self.find(problem.line, check, "", "", problem.message.clone());
        }
    }

    fn row(&mut self, row: &'r Row) {
        let rows = self.rows;
        let id = rows.text(row.id);
        if row.spaced {
            self.find(row.line, Check::Space, rows.text(row.name), id, "white space around the name or id; it is left out");
        }
        if row.unknown {
            self.unknown_type(row);
        }
        for name in rows.names(row) {
            self.report.names += 1;
            token::tokens(name, &mut self.lookup.tokens);
            if self.lookup.tokens.iter().filter(|t| t.of(name) != "-").count() > MOST_WORDS {
                self.find(row.line, Check::BrokenRow, name, id, "has too many parts to be looked for");
            }
            self.twice(row, name, id);
            self.shape(row, name, id);
            if mojibake(name) {
                let message = "looks like UTF-8 that was read as Windows-1252 and saved so";
                self.find(row.line, Check::Encoding, name, id, message);
            }
            self.other_kind(row, name, id);
        }
        if rows.text(row.name).contains([';', '|']) {
            let message = "one name with a separator in it: further names belong in a column aliases";
            self.find(row.line, Check::Separator, rows.text(row.name), id, message);
        }
    }

    fn unknown_type(&mut self, row: &Row) {
        let (name, id, label) = (self.rows.text(row.name), self.rows.text(row.id), self.rows.text(row.subtype));
        if self.unknown.insert(label.to_owned()) {
            let message = format!("the type {label:?} is none of PERSON, PLACE, ORG, NORP: it becomes the subtype");
            self.find(row.line, Check::UnknownType, name, id, message);
        }
    }

    fn twice(&mut self, row: &Row, name: &'r str, id: &'r str) {
        let key = fold::name_words(name).join(" ");
        match self.seen.get(&key) {
            None => {
                self.seen.insert(key, (row.line, id));
            }
            // An alias that repeats the name of its own row does no harm.
            Some((line, _)) if *line == row.line => {}
            Some((line, other)) if *other == id => {
                let message = format!("given before in line {line}");
                self.find(row.line, Check::Duplicate, name, id, message);
            }
            Some((line, other)) => {
                let message =
                    format!("line {line} has it with the id {other:?}; that one is taken, this one becomes an alternative");
                self.find(row.line, Check::SeveralIds, name, id, message);
            }
        }
    }

    fn shape(&mut self, row: &Row, name: &str, id: &str) {
        let letters = name.chars().filter(|c| c.is_alphabetic()).count();
        let characters = name.chars().filter(|c| c.is_alphanumeric()).count();
        if let Some(stem) = name.strip_suffix('*') {
            if stem.chars().count() < 4 {
                let message = "a stem of so few letters fits many words";
                self.find(row.line, Check::ShortStem, name, id, message);
            }
            return;
        }
        if letters == 0 {
            self.find(row.line, Check::Numeric, name, id, "holds no letter: it is found wherever the number stands");
        } else if characters == 1 {
            self.find(row.line, Check::OneLetter, name, id, "one letter: it is found in initials and lists");
        } else if is_common(name) && row.case != Some(CaseRule::Exact) {
            let capital = name.chars().next().is_some_and(char::is_uppercase);
            let message = match (row.case.is_some(), capital) {
                (true, _) => "an ordinary English word",
                (false, true) => "an ordinary English word: found only with a capital, at the start of a sentence too",
                (false, false) => "an ordinary English word: every use of it is found",
            };
            self.find(row.line, Check::CommonWord, name, id, message);
        }
    }

    fn other_kind(&mut self, row: &Row, name: &str, id: &str) {
        let Some(kind) = row.kind else { return };
        let gazetteer = Gazetteer::embedded();
        let Lookup { tokens, words, recent, hits } = &mut self.lookup;
        gazetteer.words(name, tokens, recent, words);
        gazetteer.scan(name, tokens, words, recent, hits);
        let whole = hits.iter().filter(|h| h.first == 0 && h.end as usize == tokens.len());
        let other = whole.filter_map(|h| Some((h, listed_kind(h.list).filter(|k| *k != kind)?))).next();
        let Some((hit, listed)) = other else { return };
        let what = match hit.list {
            List::Place => gazetteer.places(hit.entry).next().map_or(String::new(), |id| gazetteer.place(id).id.to_string()),
            List::Org => gazetteer.org(hit.entry).name.to_string(),
            _ => gazetteer.norp(hit.entry).name.to_string(),
        };
        let message = format!("the built-in lists hold it as {} ({what}); this list wins, as {}", listed.name(), kind.name());
        self.find(row.line, Check::OtherKind, name, id, message);
    }
}

/// The kind of what a built-in list holds.
fn listed_kind(list: List) -> Option<Kind> {
    match list {
        List::Place => Some(Kind::Place),
        List::Org => Some(Kind::Org),
        List::Norp => Some(Kind::Norp),
        List::Custom => None,
    }
}

/// `Ã©`, `â€™`: the marks of text that was decoded with the wrong table.
fn mojibake(name: &str) -> bool {
    let mut before = ' ';
    name.chars().any(|c| {
        let pair = (before == 'Ã' && ('\u{80}'..='\u{bf}').contains(&c)) || (before == 'â' && matches!(c, '€' | '\u{80}'));
        before = c;
        pair
    })
}
