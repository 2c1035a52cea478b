//! Evidence -> name spans: adds up weights and finds the best labelling of each sentence by dynamic programming, twice (the second
//! time with what the document settled).

use super::NameSpan;
use crate::tag::Context;

/// Buffers of the labeller, reused from document to document.
#[derive(Debug, Default)]
pub struct LabelScratch {}

/// Appends the names of the document in text order.
pub fn label(_cx: &Context<'_>, _scratch: &mut LabelScratch, _out: &mut Vec<NameSpan>) {}
