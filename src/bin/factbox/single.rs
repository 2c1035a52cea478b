//! What `check` and `explain` share: the documents of a few inputs, one after another.

use crate::args::Lists;
use crate::gaz;
use crate::terminal::say;
use factbox::decode::{self, DecodeConfig};
use factbox::read::{Item, ReadConfig, Source};
use factbox::{Config, Document, Extraction, Extractor, Result, Scratch};
use std::path::PathBuf;

/// A document with the line of its file (0 for a whole file) and what was found in it.
pub struct Found<'a> {
    pub document: &'a Document,
    pub line: u64,
    pub extractor: &'a Extractor,
    pub extraction: &'a Extraction,
}

/// Calls `each` for every document of the inputs, with the working memory that holds its traces; gives the number of documents read. What cannot be read is named on standard error.
pub fn documents(
    inputs: &[PathBuf],
    read: &ReadConfig,
    fields: &DecodeConfig,
    lists: &Lists,
    each: &mut dyn FnMut(&Found<'_>, &mut Scratch) -> Result<()>,
) -> Result<u64> {
    let extractor = gaz::extractor(Config::default(), lists, false, false)?;
    let (mut scratch, mut extraction) = (Scratch::default(), Extraction::default());
    let mut n = 0;
    for item in Source::open(inputs, read)? {
        match item {
            Item::Unit(raw) => {
                let line = raw.line;
                match decode::document(raw, fields) {
                    Ok(document) => {
                        n += 1;
                        extractor.extract(&document, &mut scratch, &mut extraction);
                        let found = Found { document: &document, line, extractor: &extractor, extraction: &extraction };
                        each(&found, &mut scratch)?;
                    }
                    Err((_, error)) => say(&format!("factbox: {error}")),
                }
            }
            Item::Skipped { path, message, .. } => say(&format!("factbox: {path}: skipped: {message}")),
            Item::Failed { error, .. } => say(&format!("factbox: {error}")),
        }
    }
    Ok(n)
}
