//! JSONL: one document a line. The line is only cut out here; stage 2 parses it.

use super::{Format, Item, Raw};
use crate::decode::encoding;
use crate::error::Error;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::Arc;

pub(super) struct Lines {
    reader: BufReader<Box<dyn Read + Send>>,
    id: String,
    path: Arc<str>,
    line: u64,
    max: u64,
    done: bool,
}

/// Buffers the stream and takes a byte-order mark off. A UTF-16 stream is decoded as a whole: such files come from
/// spreadsheets and are small, and cutting lines needs UTF-8.
pub(super) fn as_utf8(reader: Box<dyn Read + Send>) -> io::Result<BufReader<Box<dyn Read + Send>>> {
    let mut buffered = BufReader::with_capacity(256 << 10, reader);
    let head = buffered.fill_buf()?;
    if head.starts_with(&[0xef, 0xbb, 0xbf]) {
        buffered.consume(3);
    } else if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        let mut all = Vec::new();
        buffered.read_to_end(&mut all)?;
        let text = encoding::decode(all).text;
        return Ok(BufReader::new(Box::new(Cursor::new(text.into_bytes()))));
    }
    Ok(buffered)
}

impl Lines {
    pub(super) fn new(reader: Box<dyn Read + Send>, id: String, path: Arc<str>, max: u64) -> Lines {
        let (reader, done) = match as_utf8(reader) {
            Ok(reader) => (reader, false),
            // The same error comes again at the first read, with the place named.
            Err(error) => (BufReader::new(Box::new(Broken(Some(error))) as Box<dyn Read + Send>), false),
        };
        Lines { reader, id, path, line: 0, max, done }
    }

    fn failed(&self, error: Error) -> Item {
        let error = error.in_input(&*self.path).at_line(self.line);
        Item::Failed { doc_id: format!("{}#{}", self.id, self.line), path: self.path.to_string(), error }
    }

    fn skip_rest_of_line(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(());
            }
            match memchr::memchr(b'\n', buffer) {
                Some(i) => {
                    self.reader.consume(i + 1);
                    return Ok(());
                }
                None => {
                    let n = buffer.len();
                    self.reader.consume(n);
                }
            }
        }
    }
}

/// A reader that gives the error met while looking at the first bytes.
pub(super) struct Broken(pub(super) Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

impl Iterator for Lines {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while !self.done {
            self.line += 1;
            let mut bytes = Vec::new();
            match self.reader.by_ref().take(self.max + 1).read_until(b'\n', &mut bytes) {
                Err(e) => {
                    self.done = true;
                    return Some(self.failed(Error::io(&*self.path, &e)));
                }
                Ok(0) => self.done = true,
                Ok(n) if n as u64 > self.max && !bytes.ends_with(b"\n") => {
                    self.done = self.skip_rest_of_line().is_err();
                    return Some(self.failed(Error::too_large(format!("a document may have at most {} bytes", self.max))));
                }
                Ok(_) if bytes.iter().all(u8::is_ascii_whitespace) => {}
                Ok(_) => {
                    let end = bytes.iter().rposition(|b| !matches!(b, b'\n' | b'\r')).map_or(0, |i| i + 1);
                    bytes.truncate(end);
                    let doc_id = format!("{}#{}", self.id, self.line);
                    let (path, line) = (self.path.clone(), self.line);
                    return Some(Item::Unit(Raw { doc_id, path, format: Format::Jsonl, bytes, line, record: None }));
                }
            }
        }
        None
    }
}
