//! A file of a list -> its rows: CSV and TSV by their header, JSONL and spaCy patterns by their fields, plain names by the line.

use super::Source;
use super::columns::{self, Columns, ROLES, Role};
use super::rows::Rows;
use crate::decode::encoding;
use crate::error::{Error, Result};
use serde_json::Value;
use std::borrow::Cow;

/// Places in the pool of rows are 32-bit numbers, and cleaning may make a file longer.
const LARGEST: usize = 1 << 31;

/// A file, decoded.
#[derive(Debug)]
pub(super) struct Parsed {
    /// The file, as it was given.
    pub file: String,
    pub rows: Rows,
    /// What the file was read as.
    pub encoding: &'static str,
}

/// Reads all rows of a file's bytes; `keep` problems are kept one by one. With `patient` token patterns are left out like broken rows,
/// else they end the reading.
pub(super) fn parse(source: &Source, bytes: Vec<u8>, keep: usize, patient: bool) -> Result<Parsed> {
    if bytes.len() > LARGEST {
        return Err(Error::too_large(format!("a list may have at most {LARGEST} bytes")).in_input(source.shown()));
    }
    let decoded = encoding::decode(bytes);
    // Line breaks of old: a carriage return alone.
    let text = if decoded.text.contains('\n') { Cow::Borrowed(&*decoded.text) } else { decoded.text.replace('\r', "\n").into() };
    let text = &*text;
    let wrong = |line, message: &str| Err(Error::usage(message).in_input(source.shown()).at_line(line));
    if text.trim().is_empty() {
        return wrong(1, "the list is empty");
    }
    if let Some(at) = memchr::memchr(0, text.as_bytes()) {
        return wrong(line_of(text, at), "the file holds zero bytes: it is no text, or UTF-16 without a mark; save it as UTF-8");
    }
    let mut rows = Rows::keeping(keep);
    let read = match source.extension().as_str() {
        "tsv" | "tab" => table(source, text, b'\t', &mut rows),
        "csv" => table(source, text, delimiter(text), &mut rows),
        "jsonl" | "ndjson" | "json" => lines(source, text, patient, &mut rows),
        "txt" | "lst" | "" => names(source, text, &mut rows),
        other => {
            let message = format!(".{other} is no kind of list; expected .csv, .tsv, .jsonl, .txt or .gaz");
            return Err(Error::usage(message).in_input(source.shown()));
        }
    };
    read.map_err(|e| e.in_input(source.shown()))?;
    if rows.rows.is_empty() {
        let first = rows.problems.first().map_or(String::new(), |p| format!("; line {}: {}", p.line, p.message));
        return wrong(1, &format!("the list has no usable row{first}"));
    }
    Ok(Parsed { file: source.shown(), rows, encoding: decoded.encoding })
}

fn line_of(text: &str, at: usize) -> u64 {
    1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count() as u64
}

/// The separator that the header holds most of: spreadsheets write `;` in much of Europe.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().next().unwrap_or_default();
    let count = |d: u8| memchr::memchr_iter(d, line.as_bytes()).count();
    // The last maximum wins, so the comma stands last.
    [b'\t', b';', b','].into_iter().max_by_key(|d| count(*d)).unwrap_or(b',')
}

fn table(source: &Source, text: &str, delimiter: u8, rows: &mut Rows) -> Result<()> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let failed = |e: csv::Error| Error::decode(e.to_string());
    let header: Vec<String> = reader.headers().map_err(failed)?.iter().map(|h| h.trim().to_owned()).collect();
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let columns = Columns::of(&header, source).map_err(|e| e.at_line(1))?;
    let mut record = csv::StringRecord::new();
    let mut lines = Lines { text, at: 0, line: 1 };
    while reader.read_record(&mut record).map_err(failed)? {
        let start = record.position().map_or(0, |p| p.byte() as usize);
        let end = reader.position().byte() as usize;
        let line = lines.line_at(start);
        if unclosed(&text[start..end.min(text.len())]) {
            return Err(Error::decode("a quotation mark is opened in this row and never closed").at_line(line));
        }
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if record.len() > header.len() {
            let message =
                format!("the row has {} cells, the header {}; is a quotation mark missing?", record.len(), header.len());
            rows.skip(line, message);
            continue;
        }
        let cells = Role::ALL.map(|role| columns.at(role).and_then(|i| record.get(i)).unwrap_or(""));
        let aliases = columns.aliases.iter().filter_map(|i| record.get(*i));
        rows.take(line, &cells, aliases, columns.default);
    }
    Ok(())
}

/// A record over several lines whose quotation marks do not pair: it has swallowed rows.
fn unclosed(record: &str) -> bool {
    let inner = record.trim().as_bytes();
    memchr::memchr(b'\n', inner).is_some() && memchr::memchr_iter(b'"', inner).count() % 2 == 1
}

/// Counts lines while going through a text; the reader's own count is off behind empty lines.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the first character at or behind `start` that is no line break.
    fn line_at(&mut self, start: usize) -> u64 {
        let bytes = self.text.as_bytes();
        let breaks = bytes[start..].iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
        let to = start + breaks;
        self.line += memchr::memchr_iter(b'\n', &bytes[self.at..to]).count() as u64;
        self.at = to;
        self.line
    }
}

fn names(source: &Source, text: &str, rows: &mut Rows) -> Result<()> {
    let columns = Columns::of(&["name"], source).map_err(|e| e.at_line(1))?;
    for (line, name) in (1..).zip(text.lines()).filter(|(_, name)| !name.trim().is_empty()) {
        let mut cells = [""; ROLES];
        cells[Role::Name as usize] = name;
        rows.take(line, &cells, std::iter::empty(), columns.default);
    }
    Ok(())
}

/// One JSON object a line. Fields differ from line to line, so each line has its own header.
fn lines(source: &Source, text: &str, patient: bool, rows: &mut Rows) -> Result<()> {
    if text.trim_start().starts_with('[') {
        let message = "the file is one JSON array; expected one object a line (jq -c '.[]' makes them)";
        return Err(Error::decode(message).at_line(1));
    }
    let mut header = Header::default();
    for (line, json) in (1..).zip(text.lines()).filter(|(_, json)| !json.trim().is_empty()) {
        match serde_json::from_str::<Value>(json) {
            Ok(Value::Object(fields)) => {
                if let Some(hint) = token_pattern(&fields) {
                    if !patient {
                        return Err(Error::usage(hint).at_line(line));
                    }
                    rows.skip(line, hint);
                    continue;
                }
                header.row(source, line, &fields, rows)?;
            }
            Ok(_) => rows.skip(line, "the line holds JSON but no object"),
            Err(error) => {
                let message = error.to_string().replace(" at line 1 column ", " at byte ");
                rows.skip(line, format!("the line is not JSON: {message}"));
            }
        }
    }
    header.complete(source)
}

/// Start of every message about a token pattern.
pub(super) const TOKEN_PATTERN: &str = "a token pattern";

/// What to do about a pattern of spaCy's that is an array.
fn token_pattern(fields: &serde_json::Map<String, Value>) -> Option<String> {
    let Some(Value::Array(tokens)) = fields.get("pattern") else { return None };
    let words: Option<Vec<&str>> = tokens.iter().map(literal).collect();
    let advice = match words {
        Some(words) if !words.is_empty() => format!("write it as a phrase: \"pattern\": {:?}", words.join(" ")),
        _ => "write the phrases out that it stands for, or leave it to spaCy".into(),
    };
    Some(format!("{TOKEN_PATTERN} (\"pattern\" is an array) cannot be looked for; {advice}"))
}

/// The word of a token that stands for just that word.
fn literal(token: &Value) -> Option<&str> {
    let mut fields = token.as_object()?.iter();
    let (key, value) = fields.next()?;
    let literal = ["LOWER", "TEXT", "ORTH"].iter().any(|k| key.eq_ignore_ascii_case(k)) && fields.next().is_none();
    value.as_str().filter(|_| literal)
}

/// The columns of the last line, used again while the fields stay the same.
#[derive(Default)]
struct Header {
    fields: Vec<String>,
    columns: Columns,
    /// Columns of the mapping that no line has had so far.
    absent: Option<Vec<String>>,
    buffer: Vec<String>,
}

impl Header {
    fn row(&mut self, source: &Source, line: u64, fields: &serde_json::Map<String, Value>, rows: &mut Rows) -> Result<()> {
        if !fields.keys().eq(self.fields.iter()) {
            self.fields = fields.keys().cloned().collect();
            let names: Vec<&str> = self.fields.iter().map(String::as_str).collect();
            note_absent(&mut self.absent, source, &names);
            let mapping = source.mapping.iter().filter(|(r, c)| applies(*r, c, &names)).cloned().collect();
            let there = Source { mapping, ..Source::default() };
            match Columns::of(&names, &there) {
                Ok(columns) => self.columns = columns,
                Err(error) => {
                    self.fields.clear();
                    rows.skip(line, error.message());
                    return Ok(());
                }
            }
        }
        let values: Vec<&Value> = fields.values().collect();
        self.buffer.clear();
        self.buffer.extend(values.iter().map(|v| plain(v)));
        let wanted = self.columns.at(Role::Name).and_then(|i| values.get(i));
        if wanted.is_some_and(|v| !v.is_string()) {
            rows.skip(line, format!("the name is no text: {}", wanted.map_or(String::new(), |v| v.to_string())));
            return Ok(());
        }
        let cell = |i: usize| self.buffer.get(i).map_or("", String::as_str);
        let cells = Role::ALL.map(|role| self.columns.at(role).map_or("", cell));
        rows.take(line, &cells, self.columns.aliases.iter().map(|i| cell(*i)), self.columns.default);
        Ok(())
    }

    /// A column that was asked for and that no line has is a slip of the pen.
    fn complete(&self, source: &Source) -> Result<()> {
        let missing =
            |c: &&String| source.mapping.iter().any(|(r, m)| m == *c && !(*r == Role::Type && columns::label(m).is_some()));
        match self.absent.iter().flatten().find(missing) {
            Some(column) => {
                let names: Vec<&str> = self.fields.iter().map(String::as_str).collect();
                let there = columns::shown(&names);
                Err(Error::usage(format!("no line has the field {column:?}; the fields of the last one are: {there}")).at_line(1))
            }
            None => Ok(()),
        }
    }
}

fn note_absent(absent: &mut Option<Vec<String>>, source: &Source, names: &[&str]) {
    let absent = absent.get_or_insert_with(|| source.mapping.iter().map(|(_, c)| c.clone()).collect());
    absent.retain(|c| !names.iter().any(|n| n.eq_ignore_ascii_case(c)));
}

fn applies(role: Role, column: &str, names: &[&str]) -> bool {
    names.iter().any(|n| n.eq_ignore_ascii_case(column)) || role == Role::Type && columns::label(column).is_some()
}

/// A value as a cell: lists become `|`-separated.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join("|"),
        other => other.to_string(),
    }
}
