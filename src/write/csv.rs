//! CSV: lists joined with `|`, empty cells for unknown; on request in the dialect that Excel opens without harm.

use crate::tabulate::cells::{Cells, Column, List, Other, Short, Text};
use std::fmt;

/// Writes cells as fields of a CSV record.
pub struct CsvCells {
    out: csv::Writer<Vec<u8>>,
    excel: bool,
    list: Vec<u8>,
}

impl fmt::Debug for CsvCells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CsvCells").field("excel", &self.excel).finish_non_exhaustive()
    }
}

impl CsvCells {
    /// Cells that are appended to `out`.
    pub fn new(out: Vec<u8>, excel: bool) -> Self {
        CsvCells { out: writer(out, excel), excel, list: Vec::new() }
    }

    /// Ends the record.
    pub fn end(&mut self) {
        // Writing to a Vec cannot fail.
        let _ = self.out.write_record(None::<&[u8]>);
    }

    /// Gives the finished records and goes on with `next`.
    pub fn take(&mut self, next: Vec<u8>) -> Vec<u8> {
        let done = std::mem::replace(&mut self.out, writer(next, self.excel));
        done.into_inner().unwrap_or_default()
    }

    /// Bytes of the finished records.
    pub fn len(&mut self) -> usize {
        let _ = self.out.flush();
        self.out.get_ref().len()
    }

    /// Forgets the records after this many bytes, and an open one.
    pub fn truncate(&mut self, len: usize) {
        let mut kept = self.take(Vec::new());
        kept.truncate(len);
        self.take(kept);
    }

    /// Writes a cell as it is.
    pub fn put(&mut self, field: &[u8]) {
        let _ = self.out.write_field(field);
    }

    /// A text cell that Excel would take for a formula gets an apostrophe in front.
    fn put_text(&mut self, field: &[u8]) {
        if self.excel && matches!(field.first(), Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r')) {
            self.put(&[b"'", field].concat());
        } else {
            self.put(field);
        }
    }
}

pub(super) fn writer(out: Vec<u8>, excel: bool) -> csv::Writer<Vec<u8>> {
    let terminator = if excel { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
    csv::WriterBuilder::new().has_headers(false).terminator(terminator).from_writer(out)
}

impl Cells for CsvCells {
    fn text<C: Column>(&mut self, text: Text<'_>) {
        self.put_text(text.bytes());
    }
    fn word<C: Column>(&mut self, word: &'static str) {
        self.put_text(word.as_bytes());
    }
    fn plain<C: Column>(&mut self, text: &Short) {
        self.put_text(text.bytes());
    }
    fn number<C: Column>(&mut self, number: &Short) {
        self.put(number.bytes());
    }
    fn whole<C: Column>(&mut self, number: u64) {
        self.put(itoa::Buffer::new().format(number).as_bytes());
    }
    fn truth<C: Column>(&mut self, truth: bool) {
        self.put(if truth { b"true" } else { b"false" });
    }
    fn list<C: Column>(&mut self, items: List<'_>) {
        self.list.clear();
        for item in items.items() {
            if !self.list.is_empty() {
                self.list.push(b'|');
            }
            self.list.extend_from_slice(item);
        }
        let list = std::mem::take(&mut self.list);
        self.put_text(&list);
        self.list = list;
    }
    fn null<C: Column>(&mut self) {
        self.put(b"");
    }
    fn other(&mut self, _: &str, cell: Other<'_>) {
        match cell {
            Other::Text(text) => self.put_text(text.as_bytes()),
            Other::Number(number) => self.put(number.bytes()),
            Other::Truth(truth) => self.put(if truth { b"true" } else { b"false" }),
            Other::Null => self.put(b""),
        }
    }
}
