//! Where the lists come from, for `factbox gazetteer list`.

/// A list of `gazetteers/`, as its row in `SOURCES.toml` has it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Source {
    /// Path below `gazetteers/`.
    pub file: &'static str,
    /// Packages and makers, "written for factbox" for our own lists.
    pub origin: &'static str,
    /// Date or version of the origin.
    pub date: &'static str,
    /// SPDX expression.
    pub licence: &'static str,
    /// Rows without the header.
    pub rows: u32,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: &'static str,
}

/// All lists, in the order of `SOURCES.toml`.
pub fn sources() -> Vec<Source> {
    let mut out: Vec<Source> = Vec::new();
    for line in include_str!("../../gazetteers/SOURCES.toml").lines() {
        if line == "[[list]]" {
            out.push(Source::default());
        }
        let (Some(last), Some((key, value))) = (out.last_mut(), line.split_once(" = ")) else { continue };
        let value = value.trim_matches('"');
        match key {
            "file" => last.file = value,
            "origin" => last.origin = value,
            "date" => last.date = value,
            "licence" => last.licence = value,
            "rows" => last.rows = value.parse().unwrap_or(0),
            "sha256" => last.sha256 = value,
            _ => {}
        }
    }
    out
}
