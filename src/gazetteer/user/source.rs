//! What `--gaz` was given: a file, and which of its columns hold what.
//!
//! `FILE` alone is mapped by its header. `FILE:name=Title,id=Nr` names columns; `type=PERSON` gives all rows a type, where there is no
//! column of that name; `list=NAME` is what the list is called in ids, else the file's stem.

use super::columns::Role;
use crate::error::{Error, Result};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// A list of the user, not yet read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// The file.
    pub path: PathBuf,
    /// Columns that were named: (role, column).
    pub(super) mapping: Vec<(Role, String)>,
    pub(super) list: Option<String>,
}

impl Source {
    /// A file whose columns are found by its header.
    pub fn file(path: impl Into<PathBuf>) -> Source {
        Source { path: path.into(), ..Source::default() }
    }

    /// Reads `FILE` or `FILE:key=column,key=column`. A file of that whole name wins, so that any file can be given.
    pub fn parse(argument: &OsStr) -> Result<Source> {
        let plain = || Source::file(argument);
        let Some(text) = argument.to_str().filter(|_| !Path::new(argument).exists()) else { return Ok(plain()) };
        let Some((path, mapping)) = split(text) else { return Ok(plain()) };
        let mut source = Source::file(path);
        for pair in pairs(mapping) {
            source.set(pair).map_err(|e| e.in_input(text))?;
        }
        Ok(source)
    }

    fn set(&mut self, (key, column): (&str, &str)) -> Result<()> {
        let column = column.trim();
        if column.is_empty() {
            return Err(Error::usage(format!("{key}= names no column")));
        }
        if key.eq_ignore_ascii_case("list") {
            self.list = Some(column.to_owned());
            return Ok(());
        }
        let Some(role) = Role::parse(key) else {
            let known = Role::ALL.map(Role::name).join(", ");
            return Err(Error::usage(format!("{key}= is unknown; expected {known} or list")));
        };
        if role != Role::Alias && self.mapping.iter().any(|(r, _)| *r == role) {
            return Err(Error::usage(format!("{key}= is given twice")));
        }
        self.mapping.push((role, column.to_owned()));
        Ok(())
    }

    /// The path as messages show it.
    pub fn shown(&self) -> String {
        self.path.display().to_string()
    }

    /// What ids call the list: `gaz:NAME:ID`.
    pub fn list(&self) -> String {
        let stem = || self.path.file_stem().map_or("list".into(), |s| s.to_string_lossy().into_owned());
        // A colon or a bar would tear ids and lists of ids apart.
        let clean = |c: char| if c.is_whitespace() || c.is_control() || matches!(c, ':' | '|') { '-' } else { c };
        self.list.clone().unwrap_or_else(stem).chars().map(clean).collect()
    }

    /// The column that was named for a role.
    pub(super) fn column(&self, role: Role) -> Option<&str> {
        self.mapping.iter().find(|(r, _)| *r == role).map(|(_, column)| column.as_str())
    }

    /// The mapping as one text, part of the key of a compiled list.
    pub(super) fn key(&self) -> String {
        self.mapping.iter().map(|(role, column)| format!("{}={column},", role.name())).collect()
    }

    /// The extension in lower case.
    pub(super) fn extension(&self) -> String {
        self.path.extension().map_or(String::new(), |e| e.to_string_lossy().to_ascii_lowercase())
    }
}

/// Cuts at the first colon that a `key=` follows: `C:\x.csv` and `a:b.csv` have none.
fn split(text: &str) -> Option<(&str, &str)> {
    let colons = text.char_indices().filter(|(_, c)| *c == ':');
    colons.map(|(i, _)| (&text[..i], &text[i + 1..])).find(|(path, rest)| !path.is_empty() && key(rest).is_some())
}

/// The letters before a `=` that a text begins with.
fn key(text: &str) -> Option<&str> {
    let (key, _) = text.split_once('=')?;
    (!key.is_empty() && key.bytes().all(|b| b.is_ascii_alphabetic())).then_some(key)
}

/// Cuts at the commas that a `key=` follows, so that the name of a column may hold others.
fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let all = rest?;
        let name = key(all)?;
        let from = name.len() + 1;
        let comma = all[from..].match_indices(',').map(|(i, _)| from + i).find(|i| key(&all[i + 1..]).is_some());
        rest = comma.map(|i| &all[i + 1..]);
        Some((name, &all[from..comma.unwrap_or(all.len())]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> (String, Vec<(&'static str, String)>) {
        let source = Source::parse(OsStr::new(text)).unwrap();
        (source.shown(), source.mapping.iter().map(|(r, c)| (r.name(), c.clone())).collect())
    }

    #[test]
    fn files_and_mappings() {
        let none = Vec::new();
        assert_eq!(parsed("list.csv"), ("list.csv".into(), none.clone()));
        assert_eq!(parsed(r"C:\lists\x.csv"), (r"C:\lists\x.csv".into(), none.clone()));
        assert_eq!(parsed("a:b.csv"), ("a:b.csv".into(), none));
        let name = |c: &str| ("name", c.to_string());
        assert_eq!(parsed(r"C:\x.csv:name=Title"), (r"C:\x.csv".into(), vec![name("Title")]));
        assert_eq!(parsed("x.csv:name=dc:title,id=Nr"), ("x.csv".into(), vec![name("dc:title"), ("id", "Nr".into())]));
        assert_eq!(
            parsed("x.csv:name=Last, First,type=ORG"),
            ("x.csv".into(), vec![name("Last, First"), ("type", "ORG".into())])
        );
        assert_eq!(parsed("x.csv:alias=a,alias=b").1, [("alias", "a".into()), ("alias", "b".into())]);
    }

    #[test]
    fn wrong_mappings_say_what_is_expected() {
        let error = |text: &str| Source::parse(OsStr::new(text)).unwrap_err().to_string();
        assert_eq!(
            error("x.csv:nam=Title"),
            "x.csv:nam=Title: nam= is unknown; expected id, name, alias, type, subtype, country, lat, lon, case or list"
        );
        assert!(error("x.csv:name=a,name=b").contains("given twice"));
        assert!(error("x.csv:name=").contains("names no column"));
    }

    #[test]
    fn lists_are_called_after_their_file() {
        assert_eq!(Source::file("dir/watch list.csv").list(), "watch-list");
        assert_eq!(Source::parse(OsStr::new("a.csv:list=b")).unwrap().list(), "b");
    }
}
