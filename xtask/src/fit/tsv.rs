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

/// The heaviest rows that are not all zero, relative to O.
pub fn rows(model: &Model, dictionary: &Dictionary, limit: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (id, weights) in model.weights.iter().enumerate() {
        let units = round(&weights.map(|w| w - weights[0]));
        let row: [i8; LABELS - 1] = std::array::from_fn(|k| units[k + 1]);
        if row != [0; LABELS - 1] {
            rows.push((dictionary.key(id), row));
        }
    }
    let size = |r: &Row| r.1.iter().map(|w| w.unsigned_abs()).max();
    rows.sort_by(|a, b| size(b).cmp(&size(a)).then(a.0.cmp(&b.0)));
    rows.truncate(limit);
    rows
}

/// Writes the table: transitions first, then evidence by name.
pub fn write(passes: [&Model; 2], rows: &[Row], named: &HashMap<u64, String>) -> String {
    let mut out = format!("evidence\tkey\t{}\n", NAMES.join("\t"));
    let mut line = |name: &str, key: &str, weights: &[i8]| {
        write!(out, "{name}\t{key}").unwrap_or_default();
        weights.iter().for_each(|w| write!(out, "\t{w}").unwrap_or_default());
        out.push('\n');
    };
    for (pass, model) in PASSES.iter().zip(passes) {
        for from in 0..LABELS {
            let scores = std::array::from_fn(|to| model.transitions.score[from][to].max(-5.0));
            line(&format!("{pass}{}", NAMES[from]), "-", &round(&scores));
        }
    }
    let mut rows: Vec<(&str, &Row)> = rows.iter().map(|r| (named.get(&r.0).map_or("?", String::as_str), r)).collect();
    rows.sort();
    for (name, (key, weights)) in rows {
        let all: [i8; LABELS] = std::array::from_fn(|k| if k == 0 { 0 } else { weights[k - 1] });
        line(name, &format!("{key:016x}"), &all);
    }
    out
}

/// Compiles the readable table.
pub fn compile(text: &str) -> Result<Vec<u8>> {
    let mut transitions = [[[0i8; LABELS]; LABELS]; 2];
    let mut rows: Vec<Row> = Vec::new();
    for (n, line) in text.lines().enumerate().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        if fields.len() != 2 + LABELS {
            return Err(format!("line {}: {} fields", n + 1, fields.len()).into());
        }
        let weights = fields[2..].iter().map(|f| f.parse::<i8>()).collect::<std::result::Result<Vec<_>, _>>()?;
        if fields[1] == "-" {
            let (pass, from) = transition(fields[0]).ok_or_else(|| format!("line {}: no such transition", n + 1))?;
            transitions[pass][from].copy_from_slice(&weights);
        } else {
            rows.push((u64::from_str_radix(fields[1], 16)?, std::array::from_fn(|k| weights[k + 1])));
        }
    }
    Ok(table::compile(&transitions, &rows))
}

const PASSES: [&str; 2] = ["first-pass-from=", "second-pass-from="];

fn transition(name: &str) -> Option<(usize, usize)> {
    let pass = PASSES.iter().position(|p| name.starts_with(p))?;
    Some((pass, NAMES.iter().position(|n| name[PASSES[pass].len()..] == **n)?))
}
