//! Which column holds what: the names that columns go by, and the labels that rows carry.

use super::Source;
use crate::error::{Error, Result};
use crate::mention::Kind;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Role {
    Id,
    Name,
    Alias,
    Type,
    Subtype,
    Country,
    Lat,
    Lon,
    Case,
}

/// Number of roles.
pub(super) const ROLES: usize = 9;

impl Role {
    pub(super) const ALL: [Role; ROLES] =
        [Role::Id, Role::Name, Role::Alias, Role::Type, Role::Subtype, Role::Country, Role::Lat, Role::Lon, Role::Case];

    /// The word in a mapping.
    pub(super) fn name(self) -> &'static str {
        ["id", "name", "alias", "type", "subtype", "country", "lat", "lon", "case"][self as usize]
    }

    /// The role of a mapping's key; `aliases` and `label` are understood too.
    pub(super) fn parse(key: &str) -> Option<Role> {
        let key = key.to_ascii_lowercase();
        let known = Role::ALL.into_iter().find(|role| role.name() == key);
        known.or(match key.as_str() {
            "aliases" => Some(Role::Alias),
            "label" => Some(Role::Type),
            _ => None,
        })
    }
}

/// Letters and digits of a header or label, in lower case: `Entity ID` is `entityid`.
fn plain(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn rows(table: &'static str) -> impl Iterator<Item = [&'static str; 3]> {
    table.lines().skip(1).filter_map(|line| {
        let mut cells = line.split('\t');
        Some([cells.next()?, cells.next()?, cells.next()?])
    })
}

/// Column names: word, role, rank.
static COLUMNS: LazyLock<Vec<(&str, Role, u8)>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../../gazetteers/user/columns.tsv"));
    rows.filter_map(|[word, role, rank]| Some((word, Role::parse(role)?, rank.parse().ok()?))).collect()
});

static TYPES: LazyLock<HashMap<&str, (Option<Kind>, &str)>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../../gazetteers/user/types.tsv"));
    rows.map(|[word, kind, subtype]| (word, (Kind::parse(kind), subtype))).collect()
});

/// Kind and subtype of a label, where it is known.
pub(super) fn label(text: &str) -> Option<(Kind, &'static str)> {
    let (kind, subtype) = TYPES.get(plain(text).as_str())?;
    Some(((*kind)?, subtype))
}

/// Columns of a header, by role.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    single: [Option<usize>; ROLES],
    pub(super) aliases: Vec<usize>,
    /// Type and subtype of rows that have none of their own.
    pub(super) default: Option<(Kind, &'static str)>,
}

impl Columns {
    /// The columns that the mapping names, the others by the names they go by; of two that fit the better word wins, then the first.
    /// The error names a column that is not there and those that are.
    pub(super) fn of(header: &[&str], source: &Source) -> Result<Columns> {
        let mut columns = Columns::default();
        for (role, wanted) in &source.mapping {
            match position(header, wanted) {
                Some(at) => columns.set(*role, at),
                None if *role == Role::Type && label(wanted).is_some() => columns.default = label(wanted),
                None => return Err(absent(*role, wanted, header)),
            }
        }
        let words: Vec<String> = header.iter().map(|h| plain(h)).collect();
        columns.guess(&words, source);
        if columns.at(Role::Name).is_none() {
            return Err(nameless(header));
        }
        Ok(columns)
    }

    fn guess(&mut self, words: &[String], source: &Source) {
        // The name chooses first: `label` is the name only where nothing better is, else the type.
        let order = [Role::Name, Role::Id, Role::Type, Role::Subtype, Role::Country, Role::Lat, Role::Lon, Role::Case];
        for role in order.into_iter().filter(|role| source.column(*role).is_none() || *role == Role::Type) {
            if self.at(role).is_some() {
                continue;
            }
            let free = |i: &usize| !self.single.contains(&Some(*i)) && !self.aliases.contains(i);
            let ranked = (0..words.len()).filter(free).filter_map(|i| Some((rank(&words[i], role)?, i)));
            self.single[role as usize] = ranked.min().map(|(_, i)| i);
        }
        if source.column(Role::Alias).is_none() {
            let free = |i: &usize| !self.single.contains(&Some(*i));
            self.aliases = (0..words.len()).filter(free).filter(|i| rank(&words[*i], Role::Alias).is_some()).collect();
        }
    }

    fn set(&mut self, role: Role, at: usize) {
        match role {
            Role::Alias => self.aliases.push(at),
            _ => self.single[role as usize] = Some(at),
        }
    }

    /// The column of a role.
    pub(super) fn at(&self, role: Role) -> Option<usize> {
        self.single[role as usize]
    }
}

fn rank(word: &str, role: Role) -> Option<u8> {
    COLUMNS.iter().find(|(w, r, _)| *w == word && *r == role).map(|(_, _, rank)| *rank)
}

/// The column of exactly that name, else of that name in any case.
fn position(header: &[&str], wanted: &str) -> Option<usize> {
    let exact = header.iter().position(|h| *h == wanted);
    exact.or_else(|| header.iter().position(|h| h.eq_ignore_ascii_case(wanted)))
}

/// The first columns of a header, for messages.
pub(super) fn shown(header: &[&str]) -> String {
    const MOST: usize = 12;
    let more = if header.len() > MOST { ", ..." } else { "" };
    let cut = |h: &&str| if h.chars().count() > 40 { h.chars().take(40).collect::<String>() + "..." } else { h.to_string() };
    header.iter().take(MOST).map(cut).collect::<Vec<_>>().join(", ") + more
}

fn absent(role: Role, wanted: &str, header: &[&str]) -> Error {
    let types = if role == Role::Type { " and no type of that name (PERSON, PLACE, ORG, NORP)" } else { "" };
    let there = shown(header);
    Error::usage(format!(
        "there is no column {wanted:?} (asked for by {}={wanted}){types}; the columns are: {there}",
        role.name()
    ))
}

fn nameless(header: &[&str]) -> Error {
    let there = shown(header);
    Error::usage(format!(
        "no column holds the names; the columns are: {there}. Say which one with FILE:name=COLUMN (a list of names without a header is read as .txt)"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(header: &[&str]) -> Vec<(&'static str, usize)> {
        let columns = Columns::of(header, &Source::default()).unwrap();
        let single = Role::ALL.into_iter().filter_map(|r| Some((r.name(), columns.at(r)?)));
        single.chain(columns.aliases.iter().map(|i| ("alias", *i))).collect()
    }

    #[test]
    fn headers_by_any_usual_name() {
        assert_eq!(at(&["Entity_ID", "Title", "Label"]), [("id", 0), ("name", 1), ("type", 2)]);
        assert_eq!(at(&["id", "label"]), [("id", 0), ("name", 1)]);
        assert_eq!(at(&["label", "pattern", "id"]), [("id", 2), ("name", 1), ("type", 0)]);
        assert_eq!(
            at(&["title", "name", "Latitude", "LNG", "aliases", "aka"]),
            [("name", 1), ("lat", 2), ("lon", 3), ("alias", 4), ("alias", 5)]
        );
    }

    #[test]
    fn labels_by_any_usual_name() {
        assert_eq!(label("Person"), Some((Kind::Person, "")));
        assert_eq!(label("gpe"), Some((Kind::Place, "")));
        assert_eq!(label("FAC"), Some((Kind::Place, "facility")));
        assert_eq!(label("vessel"), None);
    }
}
