//! `factbox gazetteer list`: the word lists inside the binary, from the file that records their sources.

use std::fmt::Write;

const SOURCES: &str = include_str!("../../../gazetteers/SOURCES.toml");

/// A line for each list: file, rows, date, licence, origin.
pub fn table() -> String {
    let mut out = format!("{:36} {:>8}  {:12} licence; origin\n", "file", "rows", "date");
    for list in SOURCES.split("[[list]]").skip(1) {
        let field = |name: &str| {
            let line = list.lines().find_map(|line| line.strip_prefix(name)?.trim_start().strip_prefix('='));
            line.map_or("", |value| value.trim().trim_matches('"'))
        };
        let _ = writeln!(
            out,
            "{:36} {:>8}  {:12} {}; {}",
            field("file"),
            field("rows"),
            field("date"),
            field("licence"),
            field("origin")
        );
    }
    out
}
