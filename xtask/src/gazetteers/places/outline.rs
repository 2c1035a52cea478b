//! Points in the middle of outlines: TopoJSON (npm `world-atlas`, `us-atlas`) and ESRI shapes with their table (Natural Earth).

use crate::gazetteers::Result;
use serde_json::Value;
use std::collections::HashMap;

/// Degrees north and east.
pub type Point = (f64, f64);

/// Area and centre of one ring of (east, north) pairs.
fn ring(points: &[Point]) -> (f64, Point) {
    let (mut area, mut east, mut north) = (0.0, 0.0, 0.0);
    for pair in points.windows(2) {
        let ((x, y), (next_x, next_y)) = (pair[0], pair[1]);
        let cross = x * next_y - next_x * y;
        area += cross;
        east += (x + next_x) * cross;
        north += (y + next_y) * cross;
    }
    match area {
        0.0 => (0.0, points.first().map_or((0.0, 0.0), |p| (p.1, p.0))),
        _ => (area.abs(), (north / (3.0 * area), east / (3.0 * area))),
    }
}

/// The centre of the largest of several rings: the mainland, not the middle between it and its islands.
fn largest(rings: impl Iterator<Item = Vec<Point>>) -> Option<Point> {
    rings.map(|r| ring(&r)).max_by(|a, b| a.0.total_cmp(&b.0)).map(|r| r.1)
}

/// Centres of the shapes of a TopoJSON object, by the shapes' ids.
pub fn topojson(file: &Value, object: &str) -> HashMap<String, Point> {
    let number = |v: &Value, i: usize| v[i].as_f64().unwrap_or(0.0);
    let (scale, shift) = (&file["transform"]["scale"], &file["transform"]["translate"]);
    let arcs: Vec<Vec<Point>> = list(&file["arcs"])
        .map(|arc| {
            let (mut x, mut y) = (0.0, 0.0);
            let step = |d: &Value| {
                (x, y) = (x + number(d, 0), y + number(d, 1));
                (x * number(scale, 0) + number(shift, 0), y * number(scale, 1) + number(shift, 1))
            };
            list(arc).map(step).collect()
        })
        .collect();
    let outer = |polygon: &Value| {
        let mut points: Vec<Point> = Vec::new();
        for index in list(&polygon[0]).filter_map(Value::as_i64) {
            // A negative number is the arc of the neighbour, walked the other way.
            let arc = arcs.get(if index < 0 { !index } else { index } as usize).cloned().unwrap_or_default();
            let skip = usize::from(!points.is_empty());
            match index < 0 {
                true => points.extend(arc.into_iter().rev().skip(skip)),
                false => points.extend(arc.into_iter().skip(skip)),
            }
        }
        points
    };
    let mut out = HashMap::new();
    for shape in list(&file["objects"][object]["geometries"]) {
        let centre = match shape["type"].as_str() {
            Some("MultiPolygon") => largest(list(&shape["arcs"]).map(outer)),
            Some("Polygon") => largest(std::iter::once(outer(&shape["arcs"]))),
            _ => None,
        };
        if let (Some(id), Some(centre)) = (shape["id"].as_str(), centre) {
            out.insert(id.to_string(), centre);
        }
    }
    out
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Rows of a dBASE table: for each row its fields by name, trimmed.
pub fn dbase(bytes: &[u8]) -> Result<Vec<HashMap<String, String>>> {
    let short = |at: usize| bytes.get(at..at + 2).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]) as usize);
    let (header, width) = (short(8), short(10));
    let mut columns = Vec::new();
    let mut start = 1;
    for field in bytes.get(32..header.saturating_sub(1)).ok_or("dBASE table: no header")?.chunks_exact(32) {
        let name = field[..11].iter().take_while(|b| **b != 0).map(|b| *b as char).collect::<String>().to_lowercase();
        let length = field[16] as usize;
        columns.push((name, start..start + length));
        start += length;
    }
    let rows = bytes[header.min(bytes.len())..].chunks_exact(width.max(1));
    let field = |row: &[u8], range: &std::ops::Range<usize>| {
        String::from_utf8_lossy(row.get(range.clone()).unwrap_or(&[])).trim_matches([' ', '\0']).to_string()
    };
    Ok(rows.map(|row| columns.iter().map(|(name, range)| (name.clone(), field(row, range))).collect()).collect())
}

/// Centres of the polygons of an ESRI shape file, in its order; none for empty shapes.
pub fn shapes(bytes: &[u8]) -> Vec<Option<Point>> {
    let long = |at: usize, big: bool| {
        let b = bytes.get(at..).and_then(|b| b.first_chunk::<4>()).copied().unwrap_or_default();
        (if big { u32::from_be_bytes(b) } else { u32::from_le_bytes(b) }) as usize
    };
    let double = |at: usize| bytes.get(at..).and_then(|b| b.first_chunk::<8>()).map_or(0.0, |b| f64::from_le_bytes(*b));
    let mut out = Vec::new();
    let mut at = 100;
    while at + 8 < bytes.len() {
        let body = at + 8;
        at = body + 2 * long(at + 4, true);
        if !matches!(long(body, false), 5 | 15 | 25) {
            out.push(None);
            continue;
        }
        let (parts, points) = (long(body + 36, false), long(body + 40, false));
        let first = body + 44 + 4 * parts;
        let part = |i: usize| if i == parts { points } else { long(body + 44 + 4 * i, false) };
        let point = |i: usize| (double(first + 16 * i), double(first + 16 * i + 8));
        out.push(largest((0..parts).map(|i| (part(i)..part(i + 1)).map(point).collect())));
    }
    out
}
