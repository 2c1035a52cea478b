//! `SOURCES.toml`: rows and sha256 of every list, and the thanks made from it.

use super::Result;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

fn rows_and_sum(bytes: &[u8]) -> (u64, String) {
    let rows = bytes.iter().filter(|b| **b == b'\n').count().saturating_sub(1) as u64;
    (rows, sum(bytes))
}

fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut s, b| {
        _ = write!(s, "{b:02x}");
        s
    })
}

/// A line for `sha256sum --check`.
pub fn line(bytes: &[u8], file: &str) -> String {
    format!("{}  {file}\n", sum(bytes))
}

fn facts(root: &Path, file: &str) -> Result<(u64, String)> {
    fs::read(root.join(file)).map(|b| rows_and_sum(&b)).map_err(|e| format!("SOURCES.toml names {file}: {e}"))
}

/// Rewrites the lines `rows =` and `sha256 =` of every list; all other lines stay as they are.
pub fn refresh(root: &Path) -> Result<()> {
    let path = root.join("SOURCES.toml");
    let text = fs::read_to_string(&path).map_err(|e| e.to_string())?;
    let mut out = String::new();
    let mut now = (0, String::new());
    for line in text.lines() {
        if let Some(file) = line.strip_prefix("file = ") {
            now = facts(root, file.trim().trim_matches('"'))?;
        }
        if line.starts_with("rows = ") {
            _ = writeln!(out, "rows = {}", now.0);
        } else if line.starts_with("sha256 = ") {
            _ = writeln!(out, "sha256 = \"{}\"", now.1);
        } else {
            _ = writeln!(out, "{line}");
        }
    }
    fs::write(&path, out).map_err(|e| e.to_string())
}

fn lists(root: &Path) -> Result<Vec<toml::Value>> {
    let text = fs::read_to_string(root.join("SOURCES.toml")).map_err(|e| e.to_string())?;
    let value: toml::Table = text.parse().map_err(|e| format!("SOURCES.toml: {e}"))?;
    Ok(value.get("list").and_then(|l| l.as_array()).cloned().unwrap_or_default())
}

/// Compares rows and sums with the files.
pub fn check(root: &Path) -> Result<()> {
    for list in lists(root)? {
        let file = list["file"].as_str().unwrap_or("");
        let (rows, sum) = facts(root, file)?;
        if list["rows"].as_integer() != Some(rows as i64) || list["sha256"].as_str() != Some(&sum) {
            return Err(format!("gazetteers/{file} is not what SOURCES.toml says: run `cargo xtask gazetteers --sums`"));
        }
    }
    Ok(())
}

/// One line for each origin and licence.
pub fn acknowledgements(root: &Path) -> Result<String> {
    let mut origins = BTreeSet::new();
    for list in lists(root)? {
        for origin in list["origin"].as_str().unwrap_or("").split("; ").filter(|o| !o.starts_with("written for factbox")) {
            origins.insert(origin.to_string());
        }
    }
    let mut out = String::from(
        "The word lists of factbox hold data from these sources, changed: selected, folded, joined and re-formatted.\nTheir licences lie in gazetteers/licences/.\n\n",
    );
    origins.iter().for_each(|o| _ = writeln!(out, "* {o}"));
    Ok(out)
}
