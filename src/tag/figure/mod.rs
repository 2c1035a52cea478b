//! Tokens -> figure candidates: numbers, units, bounds; words from `gazetteers/number/*.tsv`, `gazetteers/unit/*.tsv`.
//!
//! `number` reads the value, `unit` what stands beside it, `range` joins two numbers, `bound` reads "more than" and its like,
//! `guard` turns away what only looks like a figure, `emit` makes the candidate. What is counted is found in `resolve::figure`.

mod bound;
mod emit;
mod guard;
pub mod number;
pub(crate) mod phrase;
mod quantity;
mod range;
pub(crate) mod table;
pub(crate) mod unit;
pub(crate) mod vocabulary;

use super::sweep::Sweep;
use super::{Candidate, Context};
use crate::value::FigureValue;
use emit::Sink;
pub(super) use quantity::may_be_glued_money;

/// Names of the rules.
pub const RULES: &[&str] = &[
    "figure.age",
    "figure.count",
    "figure.fold",
    "figure.fraction",
    "figure.measure",
    "figure.money",
    "figure.percent",
    "figure.range",
    "figure.temperature",
    "figure.vague",
];

/// Proposes figures; all are appended to, `Candidate::value` points into `values`. What is counted is filled in `resolve::figure`.
pub fn tag(cx: &Context<'_>, sweep: &Sweep, out: &mut Vec<Candidate>, values: &mut Vec<FigureValue>, pool: &mut String) {
    let mut sink = Sink { out, values, pool, sent: 0, min: 0, sum: None };
    let mut free = 0;
    for &i in &sweep.figures {
        let i = i as usize;
        if i >= free {
            sink.enter(cx, i);
            free = range::figures_at(cx, i, &mut sink);
        }
    }
}
