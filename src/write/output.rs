//! Where tables go: a folder (each file under a temporary name until it is whole) or a stream.

use super::Format;
use super::relabel::{self, relabel};
use crate::error::{Error, Result};
use crate::tabulate::Table;
use crate::tabulate::entity::NewIds;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use twox_hash::XxHash3_128;

/// Where the tables of a run go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// One file for each table and `run.json`.
    Folder(PathBuf),
    /// One table on standard output.
    Stdout,
}

/// A written table, for `run.json`.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Written {
    /// Its file, or `-`.
    pub file: String,
    /// Size.
    pub bytes: u64,
    /// XXH3 (128 bits) of the file, in hex as `xxhsum -H2` shows it.
    pub xxh3_128: String,
}

/// The open files of a run.
#[derive(Debug)]
pub struct Outputs {
    tables: Vec<(Table, OpenTable)>,
}

struct OpenTable {
    to: Box<dyn Write + Send>,
    /// Temporary and final name; none on a stream.
    names: Option<(PathBuf, PathBuf)>,
    hash: XxHash3_128,
    bytes: u64,
}

impl std::fmt::Debug for OpenTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenTable").field("names", &self.names).field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

impl Outputs {
    /// Opens a place for each table.
    pub fn open(target: &Target, tables: &[Table], format: Format) -> Result<Outputs> {
        let open = |to: Box<dyn Write + Send>, names| OpenTable { to, names, hash: XxHash3_128::new(), bytes: 0 };
        let folder = match target {
            Target::Stdout => {
                let stdout = || open(Box::new(io::stdout()), None);
                return Ok(Outputs { tables: tables.iter().map(|&t| (t, stdout())).collect() });
            }
            Target::Folder(folder) => folder,
        };
        prepare(folder)?;
        let mut out = Vec::with_capacity(tables.len());
        for &table in tables {
            let name = format!("{}.{}", table.name(), format.extension());
            let temporary = folder.join(format!(".{name}.tmp"));
            let file = File::create(&temporary).map_err(|e| Error::io(temporary.display().to_string(), &e))?;
            out.push((table, open(Box::new(file), Some((temporary, folder.join(name))))));
        }
        Ok(Outputs { tables: out })
    }

    /// Appends to a table.
    pub fn write(&mut self, table: Table, bytes: &[u8]) -> Result<()> {
        let Some((_, open)) = self.tables.iter_mut().find(|(t, _)| *t == table) else { return Ok(()) };
        open.hash.write(bytes);
        open.bytes += bytes.len() as u64;
        let place = || open.names.as_ref().map_or_else(|| "standard output".to_string(), |(t, _)| t.display().to_string());
        open.to.write_all(bytes).map_err(|e| output_error(place(), &e))
    }

    /// Puts new ids for old ones into the files written so far.
    pub fn relabel(&mut self, ids: &NewIds, format: Format) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        for (table, open) in self.tables.iter_mut().filter(|(table, _)| !relabel::columns(*table).is_empty()) {
            let Some((temporary, _)) = &open.names else { continue };
            let failed = |e: io::Error| Error::io(temporary.display().to_string(), &e);
            open.to.flush().map_err(failed)?;
            let mut hash = XxHash3_128::new();
            let mut file = File::options().read(true).write(true).open(temporary).map_err(failed)?;
            let size = relabel(*table, format, ids, &mut file, |bytes| hash.write(bytes)).map_err(failed)?;
            file.set_len(size).map_err(failed)?;
            (open.hash, open.bytes) = (hash, size);
        }
        Ok(())
    }

    /// Closes all tables and gives the files their names.
    pub fn finish(self) -> Result<Vec<(Table, Written)>> {
        let mut out = Vec::with_capacity(self.tables.len());
        for (table, mut open) in self.tables {
            let place = |names: &Option<(PathBuf, PathBuf)>| {
                names.as_ref().map_or_else(|| "standard output".to_string(), |(t, _)| t.display().to_string())
            };
            open.to.flush().map_err(|e| output_error(place(&open.names), &e))?;
            drop(open.to);
            let mut file = "-".to_string();
            if let Some((temporary, name)) = &open.names {
                fs::rename(temporary, name).map_err(|e| Error::io(name.display().to_string(), &e))?;
                file = name.file_name().unwrap_or_default().to_string_lossy().into_owned();
            }
            out.push((table, Written { file, bytes: open.bytes, xxh3_128: hex(open.hash.finish_128()) }));
        }
        Ok(out)
    }

    /// Removes the unfinished files after an error, so that no half table stays.
    pub fn discard(self) {
        for (temporary, _) in self.tables.into_iter().filter_map(|(_, open)| open.names) {
            let _ = fs::remove_file(temporary);
        }
    }
}

fn output_error(place: String, error: &io::Error) -> Error {
    if error.kind() == io::ErrorKind::BrokenPipe { Error::closed(place) } else { Error::io(place, error) }
}

fn prepare(folder: &Path) -> Result<()> {
    if folder.exists() && !folder.is_dir() {
        let message = "is a file; -o takes a folder for the tables (or - for standard output)";
        return Err(Error::usage(message).in_input(folder.display().to_string()));
    }
    fs::create_dir_all(folder).map_err(|e| Error::usage(format!("cannot be made: {e}")).in_input(folder.display().to_string()))
}

fn hex(hash: u128) -> String {
    format!("{hash:032x}")
}

/// The same hash over the tables' own, in their order: one figure to compare two runs by.
pub fn hash_of_hashes(tables: &[(Table, Written)]) -> String {
    let mut all = XxHash3_128::new();
    for (table, written) in tables {
        all.write(format!("{} {}\n", table.name(), written.xxh3_128).as_bytes());
    }
    hex(all.finish_128())
}

#[cfg(test)]
mod tests {
    use super::{XxHash3_128, hex};

    /// The value for no bytes at all, as the reference implementation gives it.
    #[test]
    fn hashes_are_shown_in_canonical_order() {
        assert_eq!(hex(XxHash3_128::new().finish_128()), "99aa06d3014798d86001c324468d497f");
    }
}
