//! How many of a corpus's marked places the lists hold: `cargo xtask coverage [--world] GOLD.jsonl...`
//!
//! A place counts as found where the lists hold its whole name, or where it is a demonym with a country ("German": some corpora mark
//! these as places). Takes marked articles, gives counts and shares only. What is missed is never printed: whoever reads missed names writes them into
//! the lists sooner or later, and the corpus measures nothing from then on.

use super::compile::{self, Pack};
use super::{Result, root, tsv};
use factbox::gazetteer::fold::name_words;
use factbox::gazetteer::{Gazetteer, List, PlaceId};
use factbox::segment::token;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// The usual bound for "the same place".
const NEAR_KM: f64 = 161.0;

/// Which list has a name, and which list has a place.
#[derive(Default)]
struct Origins {
    names: HashMap<Vec<String>, BTreeSet<String>>,
    ids: HashMap<String, String>,
}

#[derive(Default)]
struct Counts {
    gold: u32,
    found: u32,
    with_point: u32,
    near: u32,
    candidates: u32,
    /// By list: mentions whose name it has, that only it has, mentions for which it has a near candidate, for which only it has one.
    lists: BTreeMap<String, [u32; 4]>,
    /// By the corpus's own label and GeoNames code: marked, found, near.
    labels: BTreeMap<String, [u32; 3]>,
}

/// Runs `cargo xtask coverage`.
pub fn main(args: &[String]) -> Result<()> {
    let (pack, files) = match args {
        [flag, rest @ ..] if flag == "--world" => (Pack::World, rest),
        rest => (Pack::Embedded, rest),
    };
    if files.is_empty() {
        return Err("usage: cargo xtask coverage [--world] GOLD.jsonl...".into());
    }
    let gazetteer = Gazetteer::from_bytes(compile::compile(&root(), pack)?).map_err(|e| e.to_string())?;
    let origins = origins(&root().join("place"), pack)?;
    for file in files {
        print(file, &count(file, &gazetteer, &origins)?);
    }
    Ok(())
}

fn origins(folder: &Path, pack: Pack) -> Result<Origins> {
    let mut out = Origins::default();
    let folders = [folder.to_path_buf(), folder.join("world")];
    for folder in folders.iter().take(if pack == Pack::World { 2 } else { 1 }) {
        let mut files: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|f| f.path()).collect();
        files.sort();
        for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "tsv")) {
            let list = file.strip_prefix(root().join("place")).unwrap_or(file).with_extension("").to_string_lossy().into_owned();
            for row in tsv::Table::read(file)?.rows() {
                for name in std::iter::once(row("name")).chain(row("aliases").split('|')).filter(|n| !n.is_empty()) {
                    out.names.entry(name_words(name)).or_default().insert(list.clone());
                }
                let id = compile::place_id(&row);
                if list != "aliases" && !id.is_empty() {
                    out.ids.entry(id).or_insert_with(|| list.clone());
                }
            }
        }
    }
    Ok(out)
}

fn count(file: &str, gazetteer: &Gazetteer, origins: &Origins) -> Result<Counts> {
    let mut counts = Counts::default();
    let text = std::fs::read_to_string(file).map_err(|e| format!("{file}: {e}"))?;
    for line in text.lines().filter(|l| !l.trim().is_empty()) {
        let doc: Value = serde_json::from_str(line).map_err(|e| format!("{file}: {e}"))?;
        let text: Vec<char> = doc["text"].as_str().unwrap_or("").chars().collect();
        for span in doc["spans"].as_array().into_iter().flatten().filter(|s| s["type"] == "PLACE") {
            let at = |key: &str| span[key].as_u64().map_or(0, |n| (n as usize).min(text.len()));
            let surface: String = text[at("start")..at("end").max(at("start"))].iter().collect();
            let point = span["lat"].as_f64().zip(span["lon"].as_f64());
            let (found, near) = (counts.found, counts.near);
            // "Va." is marked without its dot, which the lists ask for.
            let surface = bare(&surface);
            let abbreviated = text.get(at("end")) == Some(&'.') && surface.len() < 6;
            let surface = if abbreviated { format!("{surface}.") } else { surface.to_string() };
            mention(&surface, point, gazetteer, origins, &mut counts);
            let text = |key: &str| span[key].as_str().unwrap_or("-");
            let label = counts.labels.entry(format!("{} {} {}", text("label"), text("fclass"), text("fcode"))).or_default();
            label.iter_mut().zip([1, counts.found - found, counts.near - near]).for_each(|(sum, n)| *sum += n);
        }
    }
    Ok(counts)
}

/// Without a leading article and a trailing possessive, as the scorers compare.
fn bare(surface: &str) -> &str {
    let surface = surface.trim();
    let surface = surface.strip_prefix("the ").or(surface.strip_prefix("The ")).unwrap_or(surface);
    ["'s", "’s", "'", "’"].iter().find_map(|tail| surface.strip_suffix(tail)).unwrap_or(surface).trim()
}

fn mention(surface: &str, point: Option<(f64, f64)>, gazetteer: &Gazetteer, origins: &Origins, counts: &mut Counts) {
    counts.gold += 1;
    counts.with_point += u32::from(point.is_some());
    let mut tokens = Vec::new();
    token::tokens(surface, &mut tokens);
    let words = tokens.iter().filter(|t| t.of(surface) != ".").count();
    let hits = gazetteer.find(surface);
    let whole = |list| hits.iter().find(|h| h.list == list && h.first == 0 && h.end as usize >= words);
    let (ids, other): (Vec<PlaceId>, _) = match (whole(List::Place), whole(List::Norp)) {
        (Some(hit), _) => (gazetteer.places(hit.entry).collect(), "(variant spelling)"),
        (None, Some(hit)) => (gazetteer.country(gazetteer.norp(hit.entry).country).into_iter().collect(), "(demonym)"),
        _ => return,
    };
    if ids.is_empty() {
        return;
    }
    counts.found += 1;
    counts.candidates += ids.len() as u32;
    let other = BTreeSet::from([other.to_string()]);
    let lists = origins.names.get(&name_words(surface)).unwrap_or(&other);
    tally(&mut counts.lists, lists, 0);
    let Some(point) = point else { return };
    let near = ids.iter().map(|id| gazetteer.place(*id)).filter(|p| km(point, (p.lat.into(), p.lon.into())) <= NEAR_KM);
    let lists: BTreeSet<String> = near.filter_map(|p| origins.ids.get(p.id.to_string().as_str()).cloned()).collect();
    counts.near += u32::from(!lists.is_empty());
    tally(&mut counts.lists, &lists, 2);
}

fn tally(counts: &mut BTreeMap<String, [u32; 4]>, lists: &BTreeSet<String>, column: usize) {
    for list in lists {
        let row = counts.entry(list.clone()).or_default();
        row[column] += 1;
        row[column + 1] += u32::from(lists.len() == 1);
    }
}

/// Great-circle distance.
fn km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat1, lat2) = (a.0.to_radians(), b.0.to_radians());
    let half = |d: f64| (d.to_radians() / 2.0).sin().powi(2);
    let h = half(b.0 - a.0) + lat1.cos() * lat2.cos() * half(b.1 - a.1);
    2.0 * 6371.009 * h.sqrt().min(1.0).asin()
}

fn print(file: &str, c: &Counts) {
    let share = |n: u32, of: u32| 100.0 * f64::from(n) / f64::from(of.max(1));
    println!(
        "{file}: {} places, found {:.1} %, {:.1} candidates each",
        c.gold,
        share(c.found, c.gold),
        f64::from(c.candidates) / f64::from(c.found.max(1))
    );
    if c.with_point > 0 {
        println!("  of {} with a point, {:.1} % have a candidate within {NEAR_KM} km", c.with_point, share(c.near, c.with_point));
    }
    println!("  {:24} {:>7} {:>7} {:>7}", "label", "marked", "found", "near");
    for (label, [marked, found, near]) in c.labels.iter().filter(|l| l.1[0] >= 20) {
        println!("  {label:24} {marked:7} {found:7} {near:7}");
    }
    println!("  {:24} {:>7} {:>9} {:>7} {:>9}", "list", "has %", "alone %", "near %", "alone %");
    for (list, [has, alone, near, near_alone]) in &c.lists {
        let (gold, points) = (c.gold, c.with_point);
        println!(
            "  {list:24} {:7.1} {:9.1} {:7.1} {:9.1}",
            share(*has, gold),
            share(*alone, gold),
            share(*near, points),
            share(*near_alone, points)
        );
    }
}
