//! Stage 5 of 7: candidates -> mentions.
//!
//! Sees all candidates: adds up the evidence for names (`label`), chooses the best set without overlaps (`overlap`), then settles
//! what the chosen mean: dates against the publication date (`date`), figures (`figure`), people and aliases (`alias`), places (`place`),
//! counts of lists (`check`).

pub mod alias;
pub mod check;
pub mod custom;
pub mod date;
pub mod figure;
mod hash;
pub mod label;
pub mod link;
pub mod overlap;
pub mod place;
pub mod role;

use crate::mention::Kind;
use crate::mention::TokenRange;

/// A name that `label` settled on: what `alias` and `place` start from.
#[derive(Debug, Clone, Copy)]
pub struct NameSpan {
    /// PERSON, PLACE, ORG or NORP.
    pub kind: Kind,
    /// Its tokens.
    pub tokens: TokenRange,
    /// Sentence number.
    pub sent: u32,
    /// Calibrated probability.
    pub confidence: f32,
    /// Rule name.
    pub rule: &'static str,
}
