//! The readable weights: one row a piece of evidence, weights in units of 0.04, and their compiled form.

use super::Result;
use super::crf::{Dictionary, Model};
use factbox::resolve::label::lattice::{LABELS, Scores};
use factbox::resolve::label::table::{self, Row, UNIT};
use std::collections::HashMap;
use std::fmt::Write;

const NAMES: [&str; LABELS] = ["O", "B-PERSON", "I-PERSON", "B-PLACE", "I-PLACE", "B-ORG", "I-ORG", "B-NORP", "I-NORP"];

fn round(weights: &Scores) -> [i8; LABELS] {
    weights.map(|w| (w / UNIT).round().clamp(-127.0, 127.0) as i8)
}

/// The heaviest rows of both passes that are not all zero.
pub fn rows(first: &Model, second: &Model, dictionary: &Dictionary, limit: usize) -> Vec<Row> {
    let none = [0.0; LABELS];
    let mut rows: Vec<Row> = (0..second.weights.len())
        .map(|id| (dictionary.key(id), round(first.weights.get(id).unwrap_or(&none)), round(&second.weights[id])))
        .filter(|r| r.1 != [0; LABELS] || r.2 != [0; LABELS])
        .collect();
    let size = |r: &Row| r.1.iter().chain(&r.2).map(|w| w.unsigned_abs()).max();
    rows.sort_by(|a, b| size(b).cmp(&size(a)).then(a.0.cmp(&b.0)));
    rows.truncate(limit);
    rows
}

/// Writes the table: transitions first, then evidence by name.
pub fn write(first: &Model, second: &Model, rows: &[Row], named: &HashMap<u64, String>) -> String {
    let mut out = String::from("evidence\tkey");
    for pass in ["1", "2"] {
        NAMES.iter().for_each(|name| write!(out, "\t{pass}:{name}").unwrap_or_default());
    }
    out.push('\n');
    let mut line = |name: &str, key: &str, a: &[i8; LABELS], b: &[i8; LABELS]| {
        write!(out, "{name}\t{key}").unwrap_or_default();
        a.iter().chain(b).for_each(|w| write!(out, "\t{w}").unwrap_or_default());
        out.push('\n');
    };
    for from in 0..LABELS {
        let allowed = |s: &Scores| round(&std::array::from_fn(|to| s[to].max(-5.0)));
        line(
            &format!("from={}", NAMES[from]),
            "-",
            &allowed(&first.transitions.score[from]),
            &allowed(&second.transitions.score[from]),
        );
    }
    let mut rows: Vec<(&str, &Row)> = rows.iter().map(|r| (named.get(&r.0).map_or("?", String::as_str), r)).collect();
    rows.sort();
    for (name, (key, a, b)) in rows {
        line(name, &format!("{key:016x}"), a, b);
    }
    out
}

/// Compiles the readable table.
pub fn compile(text: &str) -> Result<Vec<u8>> {
    let mut transitions = [[[0i8; LABELS]; LABELS]; 2];
    let mut rows: Vec<Row> = Vec::new();
    for (n, line) in text.lines().enumerate().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        if fields.len() != 2 + 2 * LABELS {
            return Err(format!("line {}: {} fields", n + 1, fields.len()).into());
        }
        let weights = fields[2..].iter().map(|f| f.parse::<i8>()).collect::<std::result::Result<Vec<_>, _>>()?;
        let pass = |p: usize| std::array::from_fn(|k| weights[p * LABELS + k]);
        match NAMES.iter().position(|name| fields[0].strip_prefix("from=") == Some(name)) {
            Some(from) if fields[1] == "-" => (transitions[0][from], transitions[1][from]) = (pass(0), pass(1)),
            _ => rows.push((u64::from_str_radix(fields[1], 16)?, pass(0), pass(1))),
        }
    }
    Ok(table::compile(&transitions, &rows))
}
