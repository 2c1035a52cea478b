//! Which names stand in which document, kept in a file while a run goes on: names that turn out to be one are counted once for each
//! document, and memory must not grow with the documents. Four bytes a name, some hundredths of the input.

use crate::error::{Error, Result};
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// Stands before the names of a document.
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

    /// Begins a document.
    pub fn document(&mut self) -> Result<()> {
        self.name(DOCUMENT)
    }

    /// Notes a name of the document.
    pub fn name(&mut self, number: u32) -> Result<()> {
        self.to.write_all(&number.to_le_bytes()).map_err(|e| Error::io(self.path.display().to_string(), &e))
    }

    /// Gives all that was noted to `read`: `None` before each document.
    pub fn replay(mut self, read: impl FnOnce(&mut dyn Iterator<Item = Option<u32>>)) -> Result<()> {
        let failed = |e: std::io::Error| Error::io(self.path.display().to_string(), &e);
        self.to.flush().map_err(failed)?;
        let file = File::open(&self.path).map_err(failed)?;
        let (mut file, mut error) = (BufReader::new(file), None);
        let mut bytes = [0; 4];
        read(&mut std::iter::from_fn(|| match file.read_exact(&mut bytes) {
            Ok(()) => Some(Some(u32::from_le_bytes(bytes)).filter(|number| *number != DOCUMENT)),
            Err(e) => {
                error = Some(e).filter(|e| e.kind() != std::io::ErrorKind::UnexpectedEof);
                None
            }
        }));
        error.map_or(Ok(()), |e| Err(failed(e)))
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
    use super::Trail;

    #[test]
    fn what_was_noted_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let mut trail = Trail::open(folder.path()).unwrap();
        for notes in [&[7, 0][..], &[], &[7]] {
            trail.document().unwrap();
            notes.iter().for_each(|n| trail.name(*n).unwrap());
        }
        let mut all = Vec::new();
        trail.replay(|notes| all.extend(notes)).unwrap();
        assert_eq!(all, [None, Some(7), Some(0), None, None, Some(7)]);
        assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none());
    }
}
