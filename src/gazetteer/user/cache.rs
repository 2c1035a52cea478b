//! Compiled lists kept from run to run: found by the hash of all that decides them, written whole or not at all.

use super::Source;
use crate::error::{Error, Result};
use crate::gazetteer::Gazetteer;
use std::fs;
use std::path::{Path, PathBuf};
use twox_hash::XxHash3_128;

/// Smaller lists are compiled faster than a file is looked up, for what it is worth.
const SMALLEST: usize = 64 << 10;

/// Counts up whenever compiling the same file gives another result.
const COMPILER: u32 = 2;

/// XXH3-128 of a file's bytes, hexadecimal.
pub(super) fn hash(bytes: &[u8]) -> String {
    format!("{:032x}", XxHash3_128::oneshot(bytes))
}

/// Where a list lies in the cache, none where it is too small for it.
pub(super) fn place(folder: &Path, source: &Source, bytes: &[u8], hash: &str) -> Option<PathBuf> {
    let version = (Gazetteer::embedded().version(), COMPILER, env!("CARGO_PKG_VERSION"));
    let key = format!("{version:?} {hash} {} {} {}", source.extension(), source.list(), source.key());
    let name = format!("{}-{}.gaz", source.list(), self::hash(key.as_bytes()));
    (bytes.len() >= SMALLEST).then(|| folder.join(name.replace(['/', '\\'], "-")))
}

/// The compiled list, where it is there and whole. One that is damaged gives the error besides.
pub(super) fn load(place: &Path) -> (Option<Gazetteer>, Option<Error>) {
    if !place.exists() {
        return (None, None);
    }
    match Gazetteer::open_file(place).and_then(|gazetteer| gazetteer.verify().map(|()| gazetteer)) {
        Ok(gazetteer) => (Some(gazetteer), None),
        Err(error) => (None, Some(error)),
    }
}

/// Writes a compiled list under a temporary name and renames it: two runs at a time do not see each other's halves.
pub fn save(place: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |e: std::io::Error| Error::io(place.display().to_string(), &e);
    let temporary = place.with_extension(format!("{}.tmp", std::process::id()));
    if let Some(folder) = place.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let written = fs::write(&temporary, bytes).and_then(|()| fs::rename(&temporary, place));
    written.map_err(|e| {
        // What is left of it is of no use.
        let _ = fs::remove_file(&temporary);
        failed(e)
    })
}
