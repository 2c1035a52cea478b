//! Tokens -> date candidates with an unanchored meaning: one short function a construct, words from `gazetteers/date/*.tsv`.

use super::{Candidate, Context};

/// What a date candidate means before it is anchored (TIMEX3 without the document's date).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DateMeaning {
    /// FIXME: the grammar's own variants come here.
    Unknown,
}

/// Proposes dates; both vectors are appended to, `Candidate::value` points into `meanings`.
pub fn tag(_cx: &Context<'_>, _out: &mut Vec<Candidate>, _meanings: &mut Vec<DateMeaning>) {}
