//! Which names stand in which document, kept in a file while a run goes on: names that turn out to be one are counted once for each
//! document, and people of one name get ids of their own by document; memory must not grow with the documents. Four bytes a name and
//! twelve a document, some hundredths of the input.

use crate::error::{Error, Result};
use crate::tabulate::entity::Note;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// Stands before a document: the hash of its id follows.
const DOCUMENT: u32 = u32::MAX;

/// The file, under a name of its own in the folder of the tables; gone when this is dropped.
#[derive(Debug)]
pub struct Trail {
    path: PathBuf,
    to: BufWriter<File>,
}

impl Trail {
    pub fn open(folder: &Path) -> Result<Trail> {
        let path = folder.join(".names.tmp");
        let file = File::options().read(true).write(true).create(true).truncate(true).open(&path);
        let file = file.map_err(|e| Error::io(path.display().to_string(), &e))?;
        Ok(Trail { path, to: BufWriter::new(file) })
    }

    /// Notes a document or a name of it.
    pub fn note(&mut self, note: Note) -> Result<()> {
        let written = match note {
            Note::Name(number) => self.to.write_all(&number.to_le_bytes()),
            Note::Document(hash) => {
                self.to.write_all(&DOCUMENT.to_le_bytes()).and_then(|()| self.to.write_all(&hash.to_le_bytes()))
            }
        };
        written.map_err(|e| Error::io(self.path.display().to_string(), &e))
    }

    /// Gives all that was noted to `read`.
    pub fn replay(mut self, read: &mut dyn FnMut(Note)) -> Result<()> {
        let failed = |e: std::io::Error| Error::io(self.path.display().to_string(), &e);
        self.to.flush().map_err(failed)?;
        let mut file = BufReader::new(File::open(&self.path).map_err(failed)?);
        let mut bytes = [0; 4];
        while !file.fill_buf().map_err(failed)?.is_empty() {
            file.read_exact(&mut bytes).map_err(failed)?;
            let mut hash = [0; 8];
            match u32::from_le_bytes(bytes) {
                DOCUMENT => {
                    file.read_exact(&mut hash).map_err(failed)?;
                    read(Note::Document(u64::from_le_bytes(hash)));
                }
                number => read(Note::Name(number)),
            }
        }
        Ok(())
    }
}

impl Drop for Trail {
    fn drop(&mut self) {
        // One that is gone already is as good.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::{Note, Trail};

    #[test]
    fn what_was_noted_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let mut trail = Trail::open(folder.path()).unwrap();
        let notes = [Note::Document(u64::MAX), Note::Name(7), Note::Name(0), Note::Document(1), Note::Document(0), Note::Name(7)];
        notes.iter().for_each(|n| trail.note(*n).unwrap());
        let mut all = Vec::new();
        trail.replay(&mut |note| all.push(note)).unwrap();
        assert_eq!(all, notes);
        assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none());
    }
}
