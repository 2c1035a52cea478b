//! CSV and TSV: one document a record. Fields stay undecoded; stage 2 picks them by column name.

use super::lines::{Broken, as_utf8};
use super::{Format, Item, Raw, Record};
use crate::decode::encoding;
use crate::error::Error;
use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;

type Bytes = BufReader<Box<dyn Read + Send>>;

pub(super) struct Records {
    reader: csv::Reader<Bytes>,
    header: Option<Arc<Vec<String>>>,
    id: String,
    path: Arc<str>,
    format: Format,
    done: bool,
}

impl Records {
    pub(super) fn new(reader: Box<dyn Read + Send>, id: String, path: Arc<str>, format: Format) -> Records {
        let mut reader = match as_utf8(reader) {
            Ok(reader) => reader,
            Err(error) => BufReader::new(Box::new(Broken(Some(error))) as Box<dyn Read + Send>),
        };
        let delimiter = if format == Format::Tsv { b'\t' } else { delimiter(&mut reader) };
        let reader = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(reader);
        Records { reader, header: None, id, path, format, done: false }
    }

    fn header(&mut self) -> csv::Result<Arc<Vec<String>>> {
        if let Some(header) = &self.header {
            return Ok(header.clone());
        }
        let names = self.reader.byte_headers()?;
        let names = names.iter().map(|n| encoding::decode(n.to_vec()).text.trim().to_owned()).collect();
        Ok(self.header.insert(Arc::new(names)).clone())
    }

    fn failed(&mut self, error: &csv::Error) -> Item {
        // Only reading fails here: records may have any number of fields and any bytes.
        self.done = true;
        let line = error.position().map_or(1, |p| p.line());
        let error = Error::decode(error.to_string()).in_input(&*self.path).at_line(line);
        Item::Failed { doc_id: format!("{}#{line}", self.id), path: self.path.to_string(), error }
    }
}

/// The separator that the header line holds most of: spreadsheets write `;` in much of Europe.
fn delimiter(reader: &mut Bytes) -> u8 {
    let head = reader.fill_buf().unwrap_or_default();
    let line = &head[..memchr::memchr(b'\n', head).unwrap_or(head.len())];
    let count = |d: u8| line.iter().filter(|b| **b == d).count();
    // The last maximum wins, so the comma stands last.
    [b'\t', b';', b','].into_iter().max_by_key(|d| count(*d)).unwrap_or(b',')
}

impl Iterator for Records {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        if self.done {
            return None;
        }
        let header = match self.header() {
            Ok(header) => header,
            Err(error) => return Some(self.failed(&error)),
        };
        let mut fields = csv::ByteRecord::new();
        match self.reader.read_byte_record(&mut fields) {
            Err(error) => Some(self.failed(&error)),
            Ok(false) => {
                self.done = true;
                None
            }
            Ok(true) => {
                let line = fields.position().map_or(0, csv::Position::line);
                let record = Some(Record { header, fields });
                let (doc_id, path) = (format!("{}#{line}", self.id), self.path.clone());
                Some(Item::Unit(Raw { doc_id, path, format: self.format, bytes: Vec::new(), line, record }))
            }
        }
    }
}
