//! Stage 7 of 7: rows -> csv, jsonl.
//!
//! [`Buffers`] takes the rows of one worker's batch and gives bytes for each table; [`output`] puts the bytes of all batches, in input
//! order, into files that get their names only when they are whole, or on a stream.

pub mod again;
mod csv;
mod json;
pub mod output;
mod relabel;

use crate::tabulate::rows::Row;
use crate::tabulate::{RowSink, Table};

/// How tables are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated, with a header line.
    Csv {
        /// Byte-order mark, CRLF, and no cell that Excel would run as a formula.
        excel: bool,
    },
    /// One JSON object a line.
    Jsonl,
}

impl Format {
    /// The extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Csv { .. } => "csv",
            Format::Jsonl => "jsonl",
        }
    }
}

#[derive(Debug)]
enum Rows {
    Csv(Box<csv::CsvCells>),
    Json(json::JsonCells),
}

impl Rows {
    fn len(&mut self) -> usize {
        match self {
            Rows::Csv(rows) => rows.len(),
            Rows::Json(rows) => rows.len(),
        }
    }
}

/// The rows of a batch, a buffer for each table.
#[derive(Debug)]
pub struct Buffers {
    format: Format,
    tables: Vec<(Table, Rows)>,
}

impl Buffers {
    /// Empty buffers for these tables.
    pub fn new(format: Format, tables: &[Table]) -> Self {
        let rows = || match format {
            Format::Csv { excel } => Rows::Csv(Box::new(csv::CsvCells::new(Vec::new(), excel))),
            Format::Jsonl => Rows::Json(json::JsonCells::default()),
        };
        Buffers { format, tables: tables.iter().map(|&t| (t, rows())).collect() }
    }

    /// Writes what opens a table: the header line of CSV with these columns after the table's own.
    pub fn header(&mut self, table: Table, more: &[&str]) {
        let Format::Csv { excel } = self.format else { return };
        let Some(Rows::Csv(rows)) = self.rows(table) else { return };
        let names: Vec<&str> = table.columns().iter().map(|c| c.name).chain(more.iter().copied()).collect();
        let start = if excel { "\u{feff}".into() } else { Vec::new() };
        let mut header = csv::CsvCells::new(start, excel);
        names.iter().for_each(|name| header.put(name.as_bytes()));
        header.end();
        **rows = csv::CsvCells::new(header.take(Vec::new()), excel);
    }

    /// Gives the bytes of each table so far and goes on with the memory of `spare`: each table with its own, since a buffer keeps the
    /// size of the largest table that it ever held.
    pub fn take(&mut self, spare: &mut Vec<(Table, Vec<u8>)>) -> Vec<(Table, Vec<u8>)> {
        let mut out = Vec::with_capacity(self.tables.len());
        for (table, rows) in &mut self.tables {
            let mut next = spare.iter().position(|(t, _)| t == table).map_or(Vec::new(), |i| spare.swap_remove(i).1);
            next.clear();
            let done = match rows {
                Rows::Csv(rows) => rows.take(next),
                Rows::Json(rows) => rows.take(next),
            };
            out.push((*table, done));
        }
        out
    }

    /// How much each table holds, for [`Buffers::rollback`].
    pub fn mark(&mut self) -> Vec<usize> {
        self.tables.iter_mut().map(|(_, rows)| rows.len()).collect()
    }

    /// Forgets the rows since the mark.
    pub fn rollback(&mut self, mark: &[usize]) {
        for ((_, rows), &len) in self.tables.iter_mut().zip(mark) {
            match rows {
                Rows::Csv(rows) => rows.truncate(len),
                Rows::Json(rows) => rows.truncate(len),
            }
        }
    }

    #[inline]
    fn rows(&mut self, table: Table) -> Option<&mut Rows> {
        self.tables.iter_mut().find(|(t, _)| *t == table).map(|(_, rows)| rows)
    }
}

impl RowSink for Buffers {
    fn wants(&self, table: Table) -> bool {
        self.tables.iter().any(|(t, _)| *t == table)
    }

    fn row(&mut self, table: Table, row: &impl Row) {
        match self.rows(table) {
            Some(Rows::Csv(cells)) => {
                row.cells(&mut **cells);
                cells.end();
            }
            Some(Rows::Json(cells)) => {
                cells.begin();
                row.cells(cells);
                cells.finish();
            }
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Buffers, Format};
    use crate::tabulate::cells::Text;
    use crate::tabulate::rows::TextRow;
    use crate::tabulate::{RowSink, Table};

    #[test]
    fn a_rollback_forgets_whole_rows() {
        for format in [Format::Csv { excel: false }, Format::Csv { excel: true }, Format::Jsonl] {
            let written = |texts: &[&str]| {
                let mut buffers = Buffers::new(format, &[Table::Texts]);
                for text in texts {
                    let mark = buffers.mark();
                    buffers.row(Table::Texts, &TextRow { doc_id: Text::new("a"), text: Text::new(text) });
                    if text.starts_with('x') {
                        buffers.rollback(&mark);
                    }
                }
                buffers.take(&mut Vec::new())
            };
            assert_eq!(written(&["one", "x, \"two\"", "three"]), written(&["one", "three"]));
        }
    }
}
