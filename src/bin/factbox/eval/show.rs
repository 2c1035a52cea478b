//! Scores for people, as CSV and as JSON.

use super::geo::GeoCounts;
use super::tally::{BANDS, Band, Counts, Mistake, Rates, Seen, Tally, is_name, percent};
use crate::terminal::{Style, paint_if};
use factbox::mention::Kind;
use factbox::{Error, Result};
use serde_json::{Value, json};
use std::fmt::Write;
use std::io::IsTerminal;

/// Row of all names together.
const NAMES: &str = "NAMES";

/// Rows of the main table: each kind, then the names together where there are any.
fn rows(tally: &Tally) -> Vec<(&'static str, Counts)> {
    let (names, values): (Vec<_>, Vec<_>) = tally.kinds.iter().partition(|(kind, _)| is_name(**kind));
    let row = |(kind, counts): (&Kind, &Counts)| (kind.name(), *counts);
    let mut rows: Vec<_> = names.into_iter().map(row).collect();
    if !rows.is_empty() {
        rows.push((NAMES, tally.names()));
    }
    rows.extend(values.into_iter().map(row));
    rows
}

/// For a terminal.
pub fn text(tally: &Tally, errors: usize, reliable: bool) -> String {
    let shown = std::io::stdout().is_terminal();
    let faint = |text: &str| paint_if(shown, Style::Faint, text);
    let mut out = format!("{} documents\n\n", tally.docs.len());
    let head = "type       gold   found | strict: P      R     F1 | overlap: P      R     F1";
    let _ = writeln!(out, "{}", faint(head));
    for (name, counts) in rows(tally) {
        let (s, o) = (counts.strict(), counts.overlap());
        let _ = writeln!(
            out,
            "{name:7} {:7} {:7} |    {:6.2} {:6.2} {:6.2} |     {:6.2} {:6.2} {:6.2}",
            counts.gold, counts.found, s.precision, s.recall, s.f1, o.precision, o.recall, o.f1
        );
    }
    if let Some(mean) = tally.macro_f1() {
        let _ = writeln!(out, "mean of the documents' strict F1 over names: {mean:.2}");
    }
    for (kind, c) in tally.kinds.iter().filter(|(_, c)| c.valued > 0) {
        let what = if *kind == Kind::Date { "value" } else { "id" };
        let (found, all) = (percent(c.valued_right, c.valued_found), percent(c.valued_right, c.valued));
        let _ = writeln!(
            out,
            "{} with {what}: {} marked, {} found, {} with the right {what} ({found:.2} % of the found, {all:.2} % of all)",
            kind.name(),
            c.valued,
            c.valued_found,
            c.valued_right
        );
    }
    out += &on_the_map(&tally.geo);
    out += &confusion(tally, faint);
    if reliable {
        out += &reliability(tally, faint);
    }
    let frequent = tally.frequent(errors);
    if !frequent.is_empty() {
        let _ = writeln!(out, "\n{}", faint("the most frequent errors, each with its first place"));
    }
    frequent.iter().for_each(|(mistake, seen)| out += &error_line(mistake, seen, faint));
    out
}

/// Places that were put where they are; empty where the gold has no points.
fn on_the_map(geo: &GeoCounts) -> String {
    if geo.gold == 0 {
        return String::new();
    }
    let Rates { precision, recall, f1 } = geo.rates();
    format!(
        "PLACE with a point: {} marked, {} found, {} within 161 km ({:.2} % of the found); end to end P {precision:.2} R {recall:.2} F1 {f1:.2}\n",
        geo.gold,
        geo.matched,
        geo.near,
        percent(geo.near, geo.matched)
    )
}

fn confusion(tally: &Tally, faint: impl Fn(&str) -> String) -> String {
    let mut kinds: Vec<Option<Kind>> = tally.kinds.keys().map(|k| Some(*k)).collect();
    kinds.push(None);
    let name = |kind: Option<Kind>| kind.map_or("nothing", Kind::name);
    let heads: String = kinds.iter().map(|k| format!("{:>8}", name(*k))).collect();
    let mut out = format!("\n{}\n", faint(&format!("marked \\ found{heads}")));
    for marked in &kinds {
        let cell = |found: &Option<Kind>| match (marked, found) {
            (None, None) => String::new(),
            _ => tally.confusion.get(&(*marked, *found)).copied().unwrap_or(0).to_string(),
        };
        let cells: String = kinds.iter().map(|found| format!("{:>8}", cell(found))).collect();
        let _ = writeln!(out, "{:14}{}", name(*marked), cells.trim_end());
    }
    out
}

fn error_line(mistake: &Mistake, seen: &Seen, faint: impl Fn(&str) -> String) -> String {
    let side = |side: &Option<(Kind, String)>| side.as_ref().map(|(kind, text)| format!("{} {text:?}", kind.name()));
    let what = match (side(&mistake.gold), side(&mistake.found)) {
        (Some(gold), Some(found)) => format!("{gold} found as {found}"),
        (gold, found) => gold.or(found).unwrap_or_default(),
    };
    let surface = mistake.gold.as_ref().or(mistake.found.as_ref()).map_or("", |side| side.1.as_str());
    let place = format!("{}: {}[{surface}]{}", seen.doc, seen.before, seen.after);
    format!("{:4} {:17} {what}\n       {}\n", seen.count, mistake.what(), faint(&place))
}

/// Mean gap between confidence and precision, in points, weighted by how much lies in each band.
fn gap(bands: &[Band]) -> f64 {
    let found: u64 = bands.iter().map(|b| b.found).sum();
    let off: f64 = bands.iter().map(|b| (b.claimed - b.right as f64).abs()).sum();
    if found == 0 { 0.0 } else { 100.0 * off / found as f64 }
}

fn band_name(n: usize) -> String {
    let from = n.checked_sub(1).map_or(0, |before| BANDS[before]);
    format!("{:.2}-{:.2}", f64::from(from) / 100.0, f64::from(BANDS[n]) / 100.0)
}

/// Mean confidence of a band in percent.
fn claimed(band: &Band) -> f64 {
    if band.found == 0 { 0.0 } else { 100.0 * band.claimed / band.found as f64 }
}

fn reliability(tally: &Tally, faint: impl Fn(&str) -> String) -> String {
    let head = "confidence  type      found   mean confidence   precision";
    let mut out = format!("\n{}\n", faint(head));
    let mut all = [Band::default(); BANDS.len()];
    let line = |n: usize, name: &str, band: &Band| match band.found {
        0 => String::new(),
        found => format!("{:11} {name:7} {found:7} {:17.1} {:11.1}\n", band_name(n), claimed(band), percent(band.right, found)),
    };
    for (kind, bands) in &tally.bands {
        bands.iter().enumerate().for_each(|(n, band)| out += &line(n, kind.name(), band));
        for (sum, band) in all.iter_mut().zip(bands).filter(|_| is_name(*kind)) {
            sum.found += band.found;
            sum.right += band.right;
            sum.claimed += band.claimed;
        }
    }
    all.iter().enumerate().for_each(|(n, band)| out += &line(n, NAMES, band));
    let together = all.iter().any(|b| b.found > 0).then(|| format!("{NAMES} {:.1}", gap(&all)));
    let gaps = tally.bands.iter().map(|(kind, bands)| format!("{} {:.1}", kind.name(), gap(bands)));
    let gaps: Vec<String> = gaps.chain(together).collect();
    let _ = writeln!(out, "mean gap between confidence and precision, in points: {}", gaps.join(", "));
    out
}

/// Rows for each type, then for each document.
pub fn csv(tally: &Tally) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |e: csv::Error| Error::data(e.to_string());
    let head = [
        "document",
        "type",
        "gold",
        "found",
        "strict",
        "precision",
        "recall",
        "f1",
        "overlap",
        "overlap_f1",
        "valued",
        "valued_found",
        "valued_right",
    ];
    writer.write_record(head).map_err(failed)?;
    let all = rows(tally).into_iter().map(|(name, counts)| ("", name, counts));
    let docs = tally.docs.iter().map(|d| (d.id.as_str(), NAMES, d.counts)).filter(|_| tally.kinds.keys().any(|k| is_name(*k)));
    for (doc, name, c) in all.chain(docs) {
        let numbers = [c.gold, c.found, c.strict].map(|n| n.to_string());
        let Rates { precision, recall, f1 } = c.strict();
        let rates = [precision, recall, f1].map(|r| format!("{r:.2}"));
        let rest = [c.valued, c.valued_found, c.valued_right].map(|n| n.to_string());
        let row = [doc.to_string(), name.to_string()].into_iter().chain(numbers).chain(rates);
        let row = row.chain([c.overlap.to_string(), format!("{:.2}", c.overlap().f1)]).chain(rest);
        writer.write_record(row).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|e| Error::data(e.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Everything, as one object.
pub fn json(tally: &Tally, errors: usize) -> String {
    let types: serde_json::Map<String, Value> = rows(tally).into_iter().map(|(name, c)| (name.to_string(), counts(&c))).collect();
    let documents: Vec<Value> = tally.docs.iter().map(|d| json!({"id": d.id, "names": counts(&d.counts)})).collect();
    let confusion = tally
        .confusion
        .iter()
        .map(|((gold, found), n)| json!({"gold": gold.map(Kind::name), "found": found.map(Kind::name), "count": n}));
    let side = |side: &Option<(Kind, String)>| side.as_ref().map(|(kind, text)| json!({"type": kind.name(), "surface": text}));
    let errors = tally.frequent(errors).into_iter().map(|(m, seen)| {
        json!({"error": m.what(), "gold": side(&m.gold), "found": side(&m.found), "count": seen.count,
               "document": seen.doc, "before": seen.before, "after": seen.after})
    });
    let reliability = tally.bands.iter().flat_map(|(kind, bands)| {
        bands.iter().enumerate().filter(|(_, b)| b.found > 0).map(move |(n, band)| {
            json!({"type": kind.name(), "confidence": band_name(n), "found": band.found,
                   "mean_confidence": rounded(claimed(band)), "precision": rounded(percent(band.right, band.found))})
        })
    });
    let geo = (tally.geo.gold > 0).then(|| {
        let Rates { precision, recall, f1 } = tally.geo.rates();
        json!({"gold": tally.geo.gold, "matched": tally.geo.matched, "within_161_km": tally.geo.near,
               "share": rounded(percent(tally.geo.near, tally.geo.matched)),
               "end_to_end": {"precision": rounded(precision), "recall": rounded(recall), "f1": rounded(f1)}})
    });
    let whole = json!({
        "types": types, "macro_f1": tally.macro_f1().map(rounded), "documents": documents, "places": geo,
        "confusion": confusion.collect::<Vec<_>>(), "errors": errors.collect::<Vec<_>>(),
        "reliability": reliability.collect::<Vec<_>>(),
    });
    format!("{whole:#}\n")
}

fn counts(c: &Counts) -> Value {
    let rates = |r: Rates| json!({"precision": rounded(r.precision), "recall": rounded(r.recall), "f1": rounded(r.f1)});
    let values = (c.valued > 0).then(|| json!({"gold": c.valued, "found": c.valued_found, "right": c.valued_right}));
    json!({"gold": c.gold, "found": c.found, "correct": c.strict, "overlapping": c.overlap,
           "strict": rates(c.strict()), "overlap": rates(c.overlap()), "values": values})
}

/// To two places, as in the other forms.
fn rounded(x: f64) -> f64 {
    (x * 100.0).round() / 100.0
}
