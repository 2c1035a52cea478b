//! The user's own lists: files in, names with ids of their own out.
//!
//! [`Source`] says which file and which of its columns; `parse` reads CSV, TSV, JSONL, spaCy's phrase patterns and plain names into rows,
//! broken rows counted and told; `compile` makes them the compiled form, which `cache` keeps from run to run; a [`UserList`] looks its
//! names up. [`lint`] says what is doubtful in a list.
//!
//! ```no_run
//! use factbox::gazetteer::user::{Source, UserList};
//! use factbox::{Config, Extractor};
//!
//! let list = UserList::load(&Source::file("watchlist.csv"), None, &mut |warning| println!("{warning}"))?;
//! let extractor = Extractor::with_lists(Config::default(), vec![list]);
//! # Ok::<(), factbox::Error>(())
//! ```

mod cache;
mod columns;
mod compile;
pub mod lint;
mod list;
mod parse;
mod rows;
mod source;
mod stems;

pub use cache::save;
pub use compile::Facts;
pub use list::{Found, UserList};
pub use rows::Problem;
pub use source::Source;

use crate::error::{Error, Result};

/// The bytes of a list's file.
fn read(source: &Source) -> Result<Vec<u8>> {
    std::fs::read(&source.path).map_err(|e| Error::io(source.shown(), &e))
}
