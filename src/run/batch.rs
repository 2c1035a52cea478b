//! One batch of inputs -> the bytes of its rows. A document that panics is caught, gets its row as failed, and the rest goes on.

use super::report::{Failure, Tally};
use crate::decode::{self, DecodeConfig};
use crate::document::Document;
use crate::error::Error;
use crate::extract::{Extraction, Extractor, Scratch};
use crate::read::{Item, Raw};
use crate::tabulate::entity::Seen;
use crate::tabulate::{Choice, Table, Tabulator};
use crate::write::{Buffers, Format};
use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// What all workers share and none changes.
#[derive(Debug)]
pub struct Work {
    pub extractor: Arc<Extractor>,
    pub decode: DecodeConfig,
    pub choice: Choice,
    pub tables: Vec<Table>,
    pub format: Format,
}

/// The rows of one batch, ready to be written.
#[derive(Debug, Default)]
pub struct Done {
    pub tables: Vec<(Table, Vec<u8>)>,
    pub seen: Seen,
    pub ids: Ids,
    pub tally: Tally,
}

/// The ids of a batch's documents, in order.
#[derive(Debug, Default)]
pub struct Ids {
    pool: String,
    ends: Vec<usize>,
}

impl Ids {
    fn push(&mut self, id: &str) {
        self.pool.push_str(id);
        self.ends.push(self.pool.len());
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts.zip(&self.ends).map(|(&start, &end)| &self.pool[start..end])
    }
}

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// True where a panic of this thread is caught and told in the row of its document: a panic hook need not say anything.
pub fn panic_is_caught() -> bool {
    GUARDED.get()
}

fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Box<dyn Any + Send>> {
    GUARDED.set(true);
    // The caller throws away all that a panic may leave half done.
    let caught = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(false);
    caught
}

/// Working memory of one worker.
#[derive(Debug)]
pub struct Worker {
    scratch: Scratch,
    found: Extraction,
    tabulator: Tabulator,
    buffers: Buffers,
}

impl Worker {
    pub fn new(work: &Work) -> Self {
        Worker {
            scratch: Scratch::default(),
            found: Extraction::default(),
            tabulator: Tabulator::default(),
            buffers: Buffers::new(work.format, &work.tables),
        }
    }

    /// All rows of a batch; `spare` and `seen` are memory to use again.
    pub fn batch(&mut self, work: &Work, items: Vec<Item>, spare: &mut Vec<(Table, Vec<u8>)>, mut seen: Seen) -> Done {
        let (mut tally, mut ids) = (Tally::default(), Ids::default());
        seen.clear();
        for item in items {
            match item {
                Item::Unit(raw) => self.unit(work, raw, &mut seen, &mut tally, &mut ids),
                Item::Skipped { doc_id, path, code, message, bytes } => {
                    tally.skipped += 1;
                    ids.push(&doc_id);
                    let doc = Document { id: doc_id, path, bytes, ..Document::default() };
                    self.tabulator.unread(&doc, "skipped", (code, &message), &work.choice, &mut self.buffers);
                }
                Item::Failed { doc_id, path, error } => {
                    ids.push(&doc_id);
                    let doc = Document { id: doc_id, path, ..Document::default() };
                    self.failed(work, &doc, &error, &mut tally);
                }
            }
        }
        Done { tables: self.buffers.take(spare), seen, ids, tally }
    }

    fn unit(&mut self, work: &Work, raw: Raw, seen: &mut Seen, tally: &mut Tally, ids: &mut Ids) {
        tally.bytes += size(&raw);
        let (id, path, format) = (raw.doc_id.clone(), raw.path.clone(), raw.format.name());
        let marks = (self.buffers.mark(), seen.mark());
        let caught = guarded(|| match decode::document(raw, &work.decode) {
            Ok(doc) => {
                self.read(work, &doc, seen, tally);
                Ok(doc.id)
            }
            Err((doc, error)) => Err((doc, error)),
        });
        match caught {
            Ok(Ok(id)) => ids.push(&id),
            Ok(Err((doc, error))) => {
                ids.push(&doc.id);
                self.failed(work, &doc, &error, tally);
            }
            Err(payload) => {
                // Whatever the panic left half done is thrown away: rows, records and working memory.
                self.buffers.rollback(&marks.0);
                seen.rollback(marks.1);
                (self.scratch, self.found, self.tabulator) = Default::default();
                ids.push(&id);
                let doc = Document { id, path: path.to_string(), format, ..Document::default() };
                let error = Error::panic(format!("the extractor stopped ({}); please report it with the text", said(&*payload)));
                self.failed(work, &doc, &error.in_input(path.to_string()), tally);
            }
        }
    }

    fn read(&mut self, work: &Work, doc: &Document, seen: &mut Seen, tally: &mut Tally) {
        let extractor = &*work.extractor;
        extractor.extract(doc, &mut self.scratch, &mut self.found);
        let (tabulator, buffers) = (&mut self.tabulator, &mut self.buffers);
        let counts = tabulator.document(doc, &self.found, extractor, &work.choice, buffers, seen);
        tally.ok += 1;
        tally.rows.add(counts);
        if let Some(warning) = &doc.warning {
            tally.warn(Failure { doc_id: doc.id.clone(), message: warning.to_string() });
        }
    }

    fn failed(&mut self, work: &Work, doc: &Document, error: &Error, tally: &mut Tally) {
        self.tabulator.unread(doc, "failed", (error.code(), error.message()), &work.choice, &mut self.buffers);
        tally.fail(Failure { doc_id: doc.id.clone(), message: error.to_string() });
    }
}

/// Bytes that were read for a document, with the line break of a line.
pub fn size(raw: &Raw) -> u64 {
    let record = raw.record.as_ref().map_or(0, |r| r.fields.as_slice().len() + r.fields.len());
    (raw.bytes.len() + record) as u64 + u64::from(raw.line > 0 && raw.record.is_none())
}

fn said(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

#[cfg(test)]
mod tests {
    use super::{Ids, guarded, panic_is_caught};

    #[test]
    fn a_guard_says_so_while_it_stands() {
        assert!(!panic_is_caught());
        assert!(guarded(panic_is_caught).unwrap());
        // Unwinds without a call of the hook, which would write into the tests' output.
        assert!(
            guarded(|| std::panic::resume_unwind(Box::new("stopped")))
                .is_err_and(|payload: Box<_>| super::said(&*payload) == "stopped")
        );
        assert!(!panic_is_caught());
    }

    #[test]
    fn ids_come_back_in_order() {
        let mut ids = Ids::default();
        ["a", "", "b\n", "a"].iter().for_each(|id| ids.push(id));
        assert_eq!(ids.iter().collect::<Vec<_>>(), ["a", "", "b\n", "a"]);
    }
}
