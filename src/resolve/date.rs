//! Date meanings -> values: anchors to the publication date (news) or to the date before (narrative).

use crate::tag::{Candidate, Context, date::DateMeaning};
use crate::value::DateValue;

/// Resolves the chosen date candidates in text order; appends one value for each.
pub fn resolve(
    _cx: &Context<'_>,
    _chosen: &[Candidate],
    _meanings: &[DateMeaning],
    _out: &mut Vec<DateValue>,
    _pool: &mut String,
) {
}
