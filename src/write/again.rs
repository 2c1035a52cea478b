//! Tables that are written already, read again row by row, so that cells of them can be changed. A cell that is not set keeps its bytes.

use super::Format;
use crate::error::{Error, Result};
use csv::ByteRecord;
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// A cell as it is set.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Unknown.
    Null,
    /// Text.
    Text(String),
    /// A whole number.
    Number(u64),
    /// Texts.
    List(Vec<String>),
}

/// Columns and format of a table: what is needed to read and to set its cells.
#[derive(Debug, Clone)]
pub struct Shape {
    /// Its format, and the dialect where it is CSV.
    pub format: Format,
    /// Names of its columns.
    columns: Vec<String>,
}

/// Reads the rows of a table.
pub struct Rows<R> {
    from: Source<R>,
    shape: Shape,
    place: String,
    line: u64,
}

enum Source<R> {
    Csv(Box<csv::Reader<BufReader<R>>>),
    /// With the first line, which told the columns.
    Json(BufReader<R>, Option<Vec<u8>>),
}

impl Rows<File> {
    /// Opens a table.
    pub fn open(path: &Path) -> Result<Self> {
        let place = path.display().to_string();
        let file = File::open(path).map_err(|e| Error::io(place.clone(), &e))?;
        let jsonl = path.extension().is_some_and(|e| e == "jsonl");
        Rows::new(file, jsonl, place)
    }
}

impl<R: Read> Rows<R> {
    /// A table that comes from somewhere; `place` names it in errors.
    pub fn new(from: R, jsonl: bool, place: String) -> Result<Self> {
        let mut from = BufReader::with_capacity(1 << 18, from);
        let failed = |e: std::io::Error| Error::io(place.clone(), &e);
        if jsonl {
            let first = read_line(&mut from).map_err(failed)?;
            let mut columns = Vec::new();
            let known = first.as_ref().is_none_or(|line| members(line, |name, _| columns.push(name.to_string())).is_some());
            if !known {
                return Err(foreign(&place, 1));
            }
            let shape = Shape { format: Format::Jsonl, columns };
            return Ok(Rows { from: Source::Json(from, first), shape, place, line: 0 });
        }
        let excel = from.fill_buf().map_err(failed)?.starts_with("\u{feff}".as_bytes());
        let mut reader = csv::ReaderBuilder::new().has_headers(true).from_reader(from);
        let header = reader.headers().map_err(|e| Error::data(e.to_string()).in_input(place.clone()))?;
        let columns = header.iter().map(|c| c.trim_start_matches('\u{feff}').to_string()).collect();
        let shape = Shape { format: Format::Csv { excel }, columns };
        Ok(Rows { from: Source::Csv(Box::new(reader)), shape, place, line: 1 })
    }

    /// Its columns and format.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Reads the next row; false at the end.
    pub fn next(&mut self, row: &mut ByteRecord) -> Result<bool> {
        match &mut self.from {
            Source::Csv(reader) => {
                reader.read_byte_record(row).map_err(|e| Error::data(e.to_string()).in_input(self.place.clone()))
            }
            Source::Json(from, first) => {
                let line = match first.take() {
                    Some(line) => Some(line),
                    None => read_line(from).map_err(|e| Error::io(self.place.clone(), &e))?,
                };
                self.line += 1;
                let Some(line) = line else { return Ok(false) };
                row.clear();
                let mut columns = self.shape.columns.iter();
                let mut same = true;
                let whole = members(&line, |name, value| {
                    same &= columns.next().is_some_and(|c| c == name);
                    row.push_field(value);
                });
                match whole.is_some() && same && row.len() == self.shape.columns.len() {
                    true => Ok(true),
                    false => Err(foreign(&self.place, self.line)),
                }
            }
        }
    }
}

fn foreign(place: &str, line: u64) -> Error {
    Error::data("this is no row as factbox writes it").in_input(place).at_line(line)
}

fn read_line(from: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    Ok((from.read_until(b'\n', &mut line)? > 0).then_some(line))
}

/// Gives the members of an object whose values are texts, numbers, lists of texts and the like, each as it is written.
fn members<'a>(line: &'a [u8], mut member: impl FnMut(&str, &'a [u8])) -> Option<()> {
    let mut at = 1;
    if line.first() != Some(&b'{') {
        return None;
    }
    while line.get(at) == Some(&b'"') {
        let name = end_of_text(line, at)?;
        let key: std::borrow::Cow<'_, str> = match line.get(at + 1..name - 1)? {
            plain if !plain.contains(&b'\\') => std::str::from_utf8(plain).ok()?.into(),
            _ => serde_json::from_slice::<String>(&line[at..name]).ok()?.into(),
        };
        let start = name + 1;
        let end = end_of_value(line, start)?;
        member(&key, &line[start..end]);
        match line.get(end)? {
            b',' => at = end + 1,
            b'}' => return Some(()),
            _ => return None,
        }
    }
    None
}

/// One past the closing quote of the text that begins at `at`.
fn end_of_text(line: &[u8], at: usize) -> Option<usize> {
    let mut at = at + 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', line.get(at..)?)?;
        match line[at] {
            b'"' => return Some(at + 1),
            _ => at += 2,
        }
    }
}

fn end_of_value(line: &[u8], start: usize) -> Option<usize> {
    match line.get(start)? {
        b'"' => end_of_text(line, start),
        b'[' => {
            let mut at = start + 1;
            loop {
                match line.get(at)? {
                    b']' => return Some(at + 1),
                    b'"' => at = end_of_text(line, at)?,
                    _ => at += 1,
                }
            }
        }
        _ => Some(start + line[start..].iter().position(|b| matches!(b, b',' | b'}'))?),
    }
}

impl Shape {
    /// Number of the column of that name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c == name)
    }

    /// The cell as text, empty where it is unknown.
    pub fn text(&self, row: &ByteRecord, column: usize) -> String {
        let raw = row.get(column).unwrap_or_default();
        match self.format {
            Format::Jsonl => match serde_json::from_slice(raw) {
                Ok(Value::String(text)) => text,
                Ok(Value::Null) | Err(_) => String::new(),
                Ok(other) => other.to_string(),
            },
            Format::Csv { excel } => {
                let text = String::from_utf8_lossy(raw).into_owned();
                match text.strip_prefix('\'') {
                    Some(guarded) if excel && is_formula(guarded) => guarded.to_string(),
                    _ => text,
                }
            }
        }
    }

    /// The cell as a list.
    pub fn list(&self, row: &ByteRecord, column: usize) -> Vec<String> {
        match self.format {
            Format::Jsonl => serde_json::from_slice(row.get(column).unwrap_or_default()).unwrap_or_default(),
            Format::Csv { .. } => self.text(row, column).split('|').filter(|item| !item.is_empty()).map(str::to_string).collect(),
        }
    }

    /// The cell as a whole number.
    pub fn number(&self, row: &ByteRecord, column: usize) -> Option<u64> {
        self.text(row, column).parse().ok()
    }

    /// The row with new cells.
    pub fn with(&self, row: &ByteRecord, cells: &[(usize, Cell)]) -> ByteRecord {
        let mut out = ByteRecord::with_capacity(row.as_slice().len() + 64, row.len());
        for (i, raw) in row.iter().enumerate() {
            match cells.iter().rev().find(|(column, _)| *column == i) {
                Some((_, cell)) => out.push_field(&self.raw(cell)),
                None => out.push_field(raw),
            }
        }
        out
    }

    fn raw(&self, cell: &Cell) -> Vec<u8> {
        let Format::Csv { excel } = self.format else {
            let value = match cell {
                Cell::Null => Value::Null,
                Cell::Text(text) if text.is_empty() => Value::Null,
                Cell::Text(text) => Value::from(text.as_str()),
                Cell::Number(number) => Value::from(*number),
                Cell::List(items) => Value::from(items.as_slice()),
            };
            return value.to_string().into_bytes();
        };
        let text = match cell {
            Cell::Null => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => return number.to_string().into_bytes(),
            // As everywhere: a separator inside of an item would part it.
            Cell::List(items) => items.iter().map(|item| item.replace('|', "/")).collect::<Vec<_>>().join("|"),
        };
        if excel && is_formula(&text) { format!("'{text}").into_bytes() } else { text.into_bytes() }
    }

    /// Writes rows of this shape.
    pub fn writer(&self) -> Writer {
        let Format::Csv { excel } = self.format else { return Writer::json(&self.columns) };
        let mut start = Vec::new();
        if excel {
            start.extend_from_slice("\u{feff}".as_bytes());
        }
        let mut csv = super::csv::writer(start, excel);
        // Writing to a Vec cannot fail.
        let _ = csv.write_record(&self.columns);
        Writer { names: Vec::new(), csv: Some((Box::new(csv), excel)), out: Vec::new() }
    }
}

/// What Excel would run.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Rows to bytes, with what opens the table before them.
pub struct Writer {
    /// What stands before each cell of JSON.
    names: Vec<Vec<u8>>,
    csv: Option<(Box<csv::Writer<Vec<u8>>>, bool)>,
    out: Vec<u8>,
}

impl Writer {
    fn json(columns: &[String]) -> Writer {
        let before = |(i, name): (usize, &String)| {
            format!("{}{}:", if i == 0 { '{' } else { ',' }, Value::from(name.as_str())).into_bytes()
        };
        Writer { names: columns.iter().enumerate().map(before).collect(), csv: None, out: Vec::new() }
    }

    /// Writes a row.
    pub fn row(&mut self, row: &ByteRecord) {
        if let Some((csv, _)) = &mut self.csv {
            let _ = csv.write_byte_record(row);
            return;
        }
        for (name, raw) in self.names.iter().zip(row) {
            self.out.extend_from_slice(name);
            self.out.extend_from_slice(raw);
        }
        self.out.extend_from_slice(b"}\n");
    }

    /// How many bytes wait; of CSV about as many.
    #[allow(clippy::len_without_is_empty)] // Nobody asks.
    pub fn len(&self) -> usize {
        self.csv.as_ref().map_or(self.out.len(), |(csv, _)| csv.get_ref().len())
    }

    /// The bytes so far.
    pub fn take(&mut self) -> Vec<u8> {
        match &mut self.csv {
            None => std::mem::take(&mut self.out),
            Some((csv, excel)) => {
                let done = std::mem::replace(csv, Box::new(super::csv::writer(Vec::new(), *excel)));
                done.into_inner().unwrap_or_default()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Rows};
    use crate::tabulate::cells::{List, Text};
    use crate::tabulate::rows::EntityRow;
    use crate::tabulate::{RowSink, Table};
    use crate::write::{Buffers, Format};

    const ODD: &[&str] = &["plain", "with \"quotes\", commas\nand lines", "=1+1", "'=1", "back\\slash \u{1}", "ə|x", ""];

    fn table(format: Format) -> Vec<u8> {
        let mut buffers = Buffers::new(format, &[Table::Entities]);
        buffers.header(Table::Entities, &[]);
        for text in ODD {
            let (name, aliases) = (Text::new(text), List(b"a|=b"));
            buffers.row(Table::Entities, &EntityRow { name, aliases, lat: Some(1.5), n_docs: 7, ..EntityRow::default() });
        }
        buffers.take(&mut Vec::new()).remove(0).1
    }

    #[test]
    fn rows_come_back_as_they_were() {
        for format in [Format::Csv { excel: false }, Format::Csv { excel: true }, Format::Jsonl] {
            let bytes = table(format);
            let mut rows = Rows::new(bytes.as_slice(), format == Format::Jsonl, "t".into()).unwrap();
            let (shape, mut row) = (rows.shape().clone(), csv::ByteRecord::new());
            assert_eq!(shape.format, format);
            let (mut same, mut set) = (shape.writer(), shape.writer());
            let column = |name| shape.column(name).unwrap();
            let (name, aliases, docs) = (column("name"), column("aliases"), column("n_docs"));
            let mut seen = Vec::new();
            while rows.next(&mut row).unwrap() {
                same.row(&row);
                let cells = [
                    (name, Cell::Text(shape.text(&row, name))),
                    (aliases, Cell::List(shape.list(&row, aliases))),
                    (docs, Cell::Number(shape.number(&row, docs).unwrap())),
                    (column("admin1"), Cell::Null),
                ];
                set.row(&shape.with(&row, &cells));
                seen.push(shape.text(&row, name));
            }
            assert!(same.take() == bytes && set.take() == bytes, "{format:?}");
            assert!(seen.iter().zip(ODD).all(|(a, b)| a == b || *b == "'=1"), "{seen:?}");
        }
    }

    #[test]
    fn foreign_lines_are_refused_by_number() {
        for (text, line) in [("no\n", 1), ("{\"a\":1}\n{\"b\":1}\n", 2), ("{\"a\":1}\n{\"a\":\"x\n", 2), ("{\"a\":1}\n{}\n", 2)] {
            let error = Rows::new(text.as_bytes(), true, "t".into()).and_then(|mut rows| {
                let mut row = csv::ByteRecord::new();
                while rows.next(&mut row)? {}
                Ok(())
            });
            assert!(error.unwrap_err().to_string().starts_with(&format!("t:{line}:")), "{text}");
        }
    }
}
