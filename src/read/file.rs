//! Files and folders: what to descend into, what to leave alone, whole-file documents.

use super::format::{Format, is_binary, unsupported};
use super::{Item, Raw, ReadConfig, path_text, relative};
use crate::error::Error;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Enough of a file to tell text from anything else.
const HEAD: usize = 8 << 10;

/// A folder in the order of the whole paths' bytes: a folder sorts as if its name ended in `/`.
pub(super) fn walk(root: &Path) -> walkdir::IntoIter {
    walkdir::WalkDir::new(root).follow_links(true).sort_by(|a, b| sort_key(a).cmp(&sort_key(b))).into_iter()
}

fn sort_key(entry: &walkdir::DirEntry) -> Vec<u8> {
    let mut key = entry.file_name().as_encoded_bytes().to_vec();
    if entry.file_type().is_dir() {
        key.push(b'/');
    }
    key
}

/// What a folder's entry is.
pub(super) enum Entry {
    /// A folder to descend into.
    Folder,
    /// A file to look at.
    File(PathBuf),
    /// A row, and whether it stands for a whole hidden folder.
    Other(Item, bool),
}

pub(super) fn entry(entry: walkdir::Result<walkdir::DirEntry>, root: &Path) -> Entry {
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => return Entry::Other(walk_error(&error, root), false),
    };
    let skipped = |code, message: &str| {
        let bytes = entry.metadata().map_or(0, |m| if m.is_dir() { 0 } else { m.len() });
        let (doc_id, path) = (relative(entry.path(), root), path_text(entry.path()));
        Entry::Other(Item::Skipped { doc_id, path, code, message: message.to_owned(), bytes }, entry.file_type().is_dir())
    };
    if entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".") {
        return skipped("hidden", "hidden files and folders are not read; name it as an input to read it");
    }
    match entry.file_type() {
        kind if kind.is_dir() => Entry::Folder,
        kind if kind.is_file() => Entry::File(entry.into_path()),
        // Reading a pipe or a device inside a folder could block for ever.
        _ => skipped("special", "not an ordinary file"),
    }
}

fn walk_error(error: &walkdir::Error, root: &Path) -> Item {
    let at = error.path().unwrap_or(root);
    let (doc_id, path) = (relative(at, root), path_text(at));
    if error.loop_ancestor().is_some() {
        let message = "a symbolic link to a folder that holds it".to_owned();
        return Item::Skipped { doc_id, path, code: "symlink_loop", message, bytes: 0 };
    }
    let cause = error.io_error().map_or_else(|| io::Error::other("cannot be read"), |e| io::Error::new(e.kind(), e.to_string()));
    Item::Failed { doc_id, error: Error::io(&*path, &cause), path }
}

/// What to do with a file.
pub(super) enum Look {
    /// Leave it alone.
    Skip { code: &'static str, message: String, bytes: u64 },
    /// Read it.
    Read { format: Format, reader: io::Chain<Cursor<Vec<u8>>, File>, bytes: u64 },
}

pub(super) fn inspect(path: &Path, config: &ReadConfig) -> io::Result<Look> {
    let extension = path.extension().map_or_else(Default::default, |e| e.to_string_lossy());
    let known = config.format.or_else(|| Format::of_extension(&extension));
    let mut file = File::open(path)?;
    let bytes = file.metadata()?.len();
    if known.is_none()
        && let Some(hint) = unsupported(&extension)
    {
        return Ok(Look::Skip { code: "unsupported", message: hint.to_owned(), bytes });
    }
    let mut head = Vec::with_capacity(HEAD);
    file.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    if is_binary(&head) {
        let message = "the first 8 KB hold bytes that no text has; formats read: txt, md, jsonl, csv, tsv".to_owned();
        return Ok(Look::Skip { code: "binary", message, bytes });
    }
    Ok(Look::Read { format: known.unwrap_or(Format::Txt), reader: Cursor::new(head).chain(file), bytes })
}

/// A document that is a whole file.
pub(super) fn whole(
    mut reader: Box<dyn Read + Send>,
    doc_id: String,
    path: Arc<str>,
    format: Format,
    size: Option<u64>,
    max: u64,
) -> Item {
    let mut bytes = Vec::with_capacity(size.unwrap_or(0).min(max) as usize);
    let read = reader.by_ref().take(max + 1).read_to_end(&mut bytes);
    match read {
        Err(e) => Item::Failed { doc_id, path: path.to_string(), error: Error::io(&*path, &e) },
        Ok(n) if n as u64 > max => {
            let error = Error::too_large(format!("a document may have at most {max} bytes; split the file")).in_input(&*path);
            Item::Failed { doc_id, path: path.to_string(), error }
        }
        // Standard input passes no `inspect`.
        Ok(n) if is_binary(&bytes[..n.min(HEAD)]) => {
            let message = "the first 8 KB hold bytes that no text has".to_owned();
            Item::Skipped { doc_id, path: path.to_string(), code: "binary", message, bytes: n as u64 }
        }
        Ok(_) => Item::Unit(Raw { doc_id, path, format, bytes, line: 0, record: None }),
    }
}
