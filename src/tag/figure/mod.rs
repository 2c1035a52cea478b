//! Tokens -> figure candidates: numbers, units, bounds; words from `gazetteers/number/*.tsv`, `gazetteers/unit/*.tsv`.

use super::{Candidate, Context};
use crate::value::FigureValue;

/// Proposes figures; all are appended to, `Candidate::value` points into `values`. What is counted is filled in `resolve::figure`.
pub fn tag(_cx: &Context<'_>, _out: &mut Vec<Candidate>, _values: &mut Vec<FigureValue>, _pool: &mut String) {}
