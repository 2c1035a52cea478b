//! Chosen figures -> what is counted, predicate, links to dates, places and speakers.

use crate::tag::Context;
use crate::value::FigureValue;

/// Fills `counted`, `about`, `predicate`, `part_of`, ... of the document's chosen figures, in text order.
pub fn resolve(_cx: &Context<'_>, _names: &[super::NameSpan], _figures: &mut [FigureValue], _pool: &mut String) {}
