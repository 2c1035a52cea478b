//! Numeric lint: a stated count against the list that follows ("17 countries: Mexico, ... and Scotland").

use crate::mention::Mention;
use crate::tag::Context;
use crate::value::{Check, FigureValue};

/// Counts lists; sets `list_n` on figures and appends checks.
pub fn check(_cx: &Context<'_>, _mentions: &[Mention], _figures: &mut [FigureValue], _out: &mut Vec<Check>, _pool: &mut String) {}
