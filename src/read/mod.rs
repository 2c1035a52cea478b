//! Stage 1 of 7: paths, folders, stdin -> bytes.
//!
//! Takes what the user named, gives one [`Item`] a document: its undecoded bytes ([`Raw`]), or the reason why there are none. Lazy and in
//! a fixed order (inputs as given, folders by path bytes). Holds one file, line or record at a time; parsing JSON and decoding
//! characters is left to stage 2, which the workers run.
//!
//! Ids: the path relative to INPUT with `/`, the file name where INPUT is a file, `stdin` for `-`; `#LINE` is added for the lines of
//! JSONL and the records of CSV. Where several inputs give the same id, the later ones get `~2`, `~3` and so on.

mod file;
mod format;
mod lines;
mod records;

pub use format::Format;

use crate::error::{Error, Result};
use std::collections::HashMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How to read.
#[derive(Debug, Clone)]
pub struct ReadConfig {
    /// Format of all inputs; `None` goes by the extension, then by a look at the first bytes.
    pub format: Option<Format>,
    /// Documents with more bytes fail with `too_large`.
    pub max_bytes: u64,
}

impl Default for ReadConfig {
    fn default() -> Self {
        ReadConfig { format: None, max_bytes: 1 << 30 }
    }
}

/// What the reader gives: a document, or a row about something that is none.
#[derive(Debug)]
pub enum Item {
    /// Bytes of one document.
    Unit(Raw),
    /// Something that was left alone on purpose.
    Skipped {
        /// Its id, as a document would have it.
        doc_id: String,
        /// Where it lies.
        path: String,
        /// `hidden`, `binary`, `unsupported`, `symlink_loop`, `special`.
        code: &'static str,
        /// One sentence: why, and what to do.
        message: String,
        /// Its size.
        bytes: u64,
    },
    /// Something that should have been read and could not.
    Failed {
        /// Its id, as a document would have it.
        doc_id: String,
        /// Where it lies.
        path: String,
        /// Why.
        error: Error,
    },
}

/// One document's bytes: a whole file, one line of JSONL, or one record of CSV.
#[derive(Debug, Clone)]
pub struct Raw {
    /// Id where the document itself holds none.
    pub doc_id: String,
    /// The file, as given; `-` for stdin.
    pub path: Arc<str>,
    /// What the bytes are.
    pub format: Format,
    /// The bytes of the file or line; empty for a record.
    pub bytes: Vec<u8>,
    /// Line in the file, counted from 1; 0 for whole files.
    pub line: u64,
    /// Column names and the fields of one CSV record.
    pub record: Option<Record>,
}

/// One CSV record with the names of its columns.
#[derive(Debug, Clone)]
pub struct Record {
    /// Column names.
    pub header: Arc<Vec<String>>,
    /// Fields, undecoded.
    pub fields: csv::ByteRecord,
}

/// All documents of the inputs, lazily.
pub struct Source {
    config: ReadConfig,
    inputs: std::vec::IntoIter<PathBuf>,
    walk: Option<(PathBuf, walkdir::IntoIter)>,
    parts: Option<Box<dyn Iterator<Item = Item> + Send>>,
    // Counts by hash of the id; only kept where ids can clash.
    seen: Option<HashMap<u64, u32>>,
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source").field("config", &self.config).field("inputs", &self.inputs).finish_non_exhaustive()
    }
}

impl Source {
    /// Checks the list of inputs; opens nothing yet. Inputs that do not exist come out as [`Item::Failed`].
    pub fn open<P: Into<PathBuf> + Clone>(inputs: &[P], config: &ReadConfig) -> Result<Source> {
        let inputs: Vec<PathBuf> = inputs.iter().cloned().map(Into::into).collect();
        if inputs.is_empty() {
            return Err(Error::usage("no input: name files, folders, or - for standard input"));
        }
        if inputs.iter().filter(|p| is_stdin(p)).count() > 1 {
            return Err(Error::usage("- (standard input) can be read only once"));
        }
        let seen = (inputs.len() > 1).then(HashMap::new);
        Ok(Source { config: config.clone(), inputs: inputs.into_iter(), walk: None, parts: None, seen })
    }

    fn begin(&mut self, input: PathBuf) -> Option<Item> {
        if is_stdin(&input) {
            let format = self.config.format.unwrap_or(Format::Txt);
            let id = self.unique("stdin".to_owned());
            return self.parts_of(Box::new(io::stdin()), id, "-".into(), format, None);
        }
        let path = path_text(&input);
        match std::fs::metadata(&input) {
            Err(e) => Some(Item::Failed { doc_id: name_of(&input), error: Error::io(&*path, &e), path }),
            Ok(meta) if meta.is_dir() => {
                self.walk = Some((input.clone(), file::walk(&input)));
                None
            }
            Ok(_) => {
                let id = name_of(&input);
                self.file(&input, id)
            }
        }
    }

    fn file(&mut self, path: &Path, id: String) -> Option<Item> {
        let id = self.unique(id);
        match file::inspect(path, &self.config) {
            Err(e) => Some(Item::Failed { error: Error::io(path_text(path), &e), path: path_text(path), doc_id: id }),
            Ok(file::Look::Skip { code, message, bytes }) => {
                Some(Item::Skipped { doc_id: id, path: path_text(path), code, message, bytes })
            }
            Ok(file::Look::Read { format, reader, bytes }) => {
                self.parts_of(Box::new(reader), id, path_text(path).into(), format, Some(bytes))
            }
        }
    }

    fn parts_of(
        &mut self,
        reader: Box<dyn Read + Send>,
        id: String,
        path: Arc<str>,
        format: Format,
        size: Option<u64>,
    ) -> Option<Item> {
        let max = self.config.max_bytes;
        match format {
            Format::Txt | Format::Md => Some(file::whole(reader, id, path, format, size, max)),
            Format::Jsonl => {
                self.parts = Some(Box::new(lines::Lines::new(reader, id, path, max)));
                None
            }
            Format::Csv | Format::Tsv => {
                self.parts = Some(Box::new(records::Records::new(reader, id, path, format)));
                None
            }
        }
    }

    fn entry(&mut self, entry: walkdir::Result<walkdir::DirEntry>, root: &Path) -> Option<Item> {
        match file::entry(entry, root) {
            file::Entry::Folder => None,
            file::Entry::File(path) => {
                let id = relative(&path, root);
                self.file(&path, id)
            }
            file::Entry::Other(item, hidden_folder) => {
                if hidden_folder && let Some((_, walk)) = &mut self.walk {
                    walk.skip_current_dir();
                }
                Some(item)
            }
        }
    }

    fn unique(&mut self, id: String) -> String {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let Some(seen) = &mut self.seen else { return id };
        let mut hasher = DefaultHasher::new();
        id.hash(&mut hasher);
        let n = seen.entry(hasher.finish()).or_insert(0);
        *n += 1;
        if *n == 1 { id } else { format!("{id}~{n}") }
    }
}

impl Iterator for Source {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(parts) = &mut self.parts {
                if let Some(item) = parts.next() {
                    return Some(item);
                }
                self.parts = None;
            }
            let found = if let Some((root, walk)) = &mut self.walk {
                let root = root.clone();
                match walk.next() {
                    Some(entry) => self.entry(entry, &root),
                    None => {
                        self.walk = None;
                        None
                    }
                }
            } else {
                let input = self.inputs.next()?;
                self.begin(input)
            };
            if found.is_some() {
                return found;
            }
        }
    }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The path as text with `/`, so that ids are the same on every system.
pub(crate) fn path_text(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

fn relative(path: &Path, root: &Path) -> String {
    path_text(path.strip_prefix(root).unwrap_or(path))
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| path_text(path), |n| n.to_string_lossy().into_owned())
}
