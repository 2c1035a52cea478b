//! The user's own lists: files in, names with ids of their own out.
//!
//! [`Source`] says which file and which of its columns; `parse` reads CSV, TSV, JSONL, spaCy's phrase patterns and plain names into rows,
//! broken rows counted and told; [`lint`] says what is doubtful in a list.

mod columns;
pub mod lint;
mod parse;
mod rows;
mod source;

pub use rows::Problem;
pub use source::Source;

use crate::error::{Error, Result};

/// The bytes of a list's file.
fn read(source: &Source) -> Result<Vec<u8>> {
    std::fs::read(&source.path).map_err(|e| Error::io(source.shown(), &e))
}
