//! Organisations made from raw sources: companies of stock indices, parties and international organisations.

use super::raw::Raw;
use super::{Result, tsv};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Legal forms and the like that newspapers leave out.
const LEGAL: &[&str] = &[
    "inc",
    "inc.",
    "corp",
    "corp.",
    "corporation",
    "co",
    "co.",
    "company",
    "ltd",
    "ltd.",
    "limited",
    "plc",
    "ag",
    "se",
    "sa",
    "s.a.",
    "nv",
    "n.v.",
    "ab",
    "asa",
    "as",
    "oyj",
    "spa",
    "s.p.a.",
    "kgaa",
    "holding",
    "holdings",
    "group",
    "&",
    "gmbh",
    "sgps",
    "publ",
    "(publ)",
    "the",
    "kg",
    "adr",
    "reit",
    "abp",
    "oy",
    "a/s",
    "se.",
    "and",
    "cl",
    "class",
    "a",
    "b",
    "sca",
    "sab",
];

/// Writes `org/companies.tsv` and `org/parties.tsv`.
pub fn write(raw: &Raw, root: &Path) -> Result<()> {
    let countries = super::places::country_codes(raw)?;
    let mut companies: BTreeMap<String, (BTreeSet<String>, String)> = BTreeMap::new();
    for line in raw.text("orgs/pytickersymbols/companies.tsv")?.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let full = fields[1].trim();
        let short = without_legal_form(full);
        if short.len() < 3 || !short.starts_with(char::is_alphabetic) {
            continue;
        }
        let country = countries.get(fields[2]).cloned().unwrap_or_default();
        let entry = companies.entry(short.clone()).or_insert((BTreeSet::new(), country));
        if full != short {
            entry.0.insert(full.into());
        }
    }
    let rows = companies.into_iter().map(|(name, (aliases, country))| {
        format!("{name}\t{}\tcompany\t{country}", aliases.into_iter().collect::<Vec<_>>().join("|"))
    });
    tsv::write(&root.join("org/companies.tsv"), "name\taliases\tsubtype\tcountry", rows)?;
    parties(raw, root)
}

fn without_legal_form(name: &str) -> String {
    let name = name.split(['(', '/', ',']).next().unwrap_or(name);
    let mut words: Vec<&str> = name.split_whitespace().collect();
    let legal = |w: &str| LEGAL.contains(&w.to_lowercase().as_str());
    while words.len() > 1 && words.last().is_some_and(|w| legal(w)) {
        words.pop();
    }
    if words.first().is_some_and(|w| w.eq_ignore_ascii_case("the")) {
        words.remove(0);
    }
    words.join(" ")
}

/// Parties of the public-domain World Factbook: names of two words and more, with their acronyms.
fn parties(raw: &Raw, root: &Path) -> Result<()> {
    let mut rows = Vec::new();
    for (country, book) in super::peoples::factbook(raw)? {
        let text = book["Government"]["Political parties and leaders"]["text"].as_str().unwrap_or("").to_string();
        for part in text.split("++") {
            let name = part.split('[').next().unwrap_or("").trim();
            let (name, acronym) = name.split_once(" or ").map_or((name, ""), |(n, a)| (n, a.trim()));
            let (name, inner) = name.split_once(" (").map_or((name, ""), |(n, a)| (n, a.trim_end_matches(')')));
            let words: Vec<&str> = name.split_whitespace().collect();
            let good = words.len() >= 2
                && words.len() <= 7
                && words.iter().all(|w| w.starts_with(char::is_uppercase) || w.starts_with(char::is_lowercase) && w.len() <= 4)
                && !name.contains([':', ';', '"', '/', '.'])
                && name.starts_with(char::is_uppercase);
            let acronym =
                if (3..=8).contains(&acronym.len()) && acronym.bytes().all(|b| b.is_ascii_uppercase()) { acronym } else { "" };
            if good {
                let aliases: Vec<&str> =
                    [acronym, inner].into_iter().filter(|a| a.len() > 3 && a.starts_with(char::is_uppercase)).collect();
                rows.push(format!("{name}\t{}\tparty\t{country}", aliases.join("|")));
            }
        }
    }
    tsv::write(&root.join("org/parties.tsv"), "name\taliases\tsubtype\tcountry", rows)
}
