//! Organisations made from raw sources: companies of stock indices, parties and international organisations.

use super::raw::Raw;
use super::{Result, tsv};
use std::collections::{BTreeMap, BTreeSet, HashSet};
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

/// Words of which a party's name has one, so that it is no ordinary phrase (`Real Democracy`, `Yes to the Future`).
const PARTY_HEADS: &[&str] = &[
    "alliance",
    "assembly",
    "association",
    "bloc",
    "coalition",
    "congress",
    "convention",
    "council",
    "federation",
    "forum",
    "front",
    "group",
    "initiative",
    "league",
    "movement",
    "organization",
    "parti",
    "partido",
    "parties",
    "party",
    "platform",
    "rally",
    "union",
];

/// The longest name of a party, in words.
const PARTY_WORDS: usize = 7;

/// Whether the name can be told from an ordinary phrase: two words to `PARTY_WORDS`, each with a capital or short, no sign or figure of
/// the Factbook's own, and among them a head, a word ending in `-ist(s)` or `-crat(s)`, or a word that is no common English one.
fn party_name(name: &str, common: &HashSet<String>) -> bool {
    let words: Vec<&str> = name.split([' ', '-']).filter(|w| !w.is_empty()).collect();
    let capital = |w: &str| w.starts_with(char::is_uppercase);
    let telling = |w: &str| {
        let word = w.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
        let stem = word.trim_end_matches('s').trim_end_matches('\'');
        let ending = ["ist", "crat", "ocratic"].iter().any(|e| stem.ends_with(e));
        PARTY_HEADS.contains(&word.as_str()) || ending || capital(w) && !common.contains(&word) && !common.contains(stem)
    };
    let remark = |w: &&str| ["other", "others", "none", "note", "former", "formerly"].contains(&w.to_lowercase().as_str());
    (2..=PARTY_WORDS).contains(&name.split_whitespace().count())
        && capital(name)
        && words.iter().all(|w| capital(w) || w.len() <= 4)
        && !name.contains(|c: char| c.is_ascii_digit() || "()[]%:;\"/.".contains(c))
        && !words.iter().any(remark)
        && words.iter().any(|w| telling(w))
}

/// Whether what stands in brackets behind a party's name is another name of it, not where it stands or what it was once. Acronyms of
/// three letters mean too much else.
fn party_alias(alias: &str, common: &HashSet<String>, countries: &BTreeMap<String, String>) -> bool {
    let capitals = (4..=8).contains(&alias.len()) && alias.bytes().all(|b| b.is_ascii_uppercase());
    let acronym = capitals && !common.contains(&alias.to_lowercase());
    let of_country = alias.split_whitespace().any(|w| countries.contains_key(w));
    acronym || party_name(alias, common) && !of_country
}

/// Parties of the public-domain World Factbook: names of two words and more, with their acronyms.
fn parties(raw: &Raw, root: &Path) -> Result<()> {
    let countries = super::places::country_codes(raw)?;
    let common = common_words(root)?;
    let mut parties: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for (country, book) in super::peoples::factbook(raw)? {
        let text = book["Government"]["Political parties and leaders"]["text"].as_str().unwrap_or("").to_string();
        for part in text.split("++") {
            let name = part.split('[').next().unwrap_or("").trim();
            let (name, acronym) = name.split_once(" or ").map_or((name, ""), |(n, a)| (n, a.trim()));
            let (name, inner) = name.split_once(" (").map_or((name, ""), |(n, a)| (n, a.trim_end_matches(')')));
            if party_name(name, &common) {
                let aliases = parties.entry((name.into(), country.clone())).or_default();
                let good = |a: &&str| *a != name && party_alias(a, &common, &countries);
                aliases.extend([acronym, inner].into_iter().filter(good).map(String::from));
            }
        }
    }
    let row = |((name, country), aliases): ((String, String), BTreeSet<String>)| {
        format!("{name}\t{}\tparty\t{country}", aliases.into_iter().collect::<Vec<_>>().join("|"))
    };
    tsv::write(&root.join("org/parties.tsv"), "name\taliases\tsubtype\tcountry", parties.into_iter().map(row))
}

/// The English words that `common/words.tsv` holds in one of its four more common bands.
pub fn common_words(root: &Path) -> Result<HashSet<String>> {
    let table = tsv::Table::read(&root.join("common/words.tsv"))?;
    Ok(table.rows().filter(|row| row("band").parse().is_ok_and(|b: u8| b <= 4)).map(|row| row("word").to_lowercase()).collect())
}
