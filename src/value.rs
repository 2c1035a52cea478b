//! What a date or a figure is worth: structured values of stage 5, before any column is written.

use crate::mention::{Pooled, Span, TokenRange};
use jiff::civil::{Date, DateTime};

/// A resolved time expression (one row of `dates`).
#[derive(Debug, Clone, Copy)]
pub struct DateValue {
    /// Where.
    pub span: Span,
    /// Its tokens.
    pub tokens: TokenRange,
    /// Sentence number.
    pub sent: u32,
    /// TIMEX3 type.
    pub timex_type: TimexType,
    /// TIMEX3 value: `2020-02-24`, `XXXX-02-24`, `P2Y`, `PRESENT_REF`.
    pub timex_value: Pooled,
    /// First moment, where known.
    pub iso_start: Option<DateTime>,
    /// First moment after it, where known.
    pub iso_end: Option<DateTime>,
    /// `day`, `month`, `year`, `decade`, `week`, `hour`, ...
    pub granularity: &'static str,
    /// TIMEX3 mod: `START`, `END`, `MID`, `APPROX`, `MORE_THAN`, ...; else empty.
    pub modifier: &'static str,
    /// What it was counted from: `explicit`, `dct`, `previous` or `none`.
    pub anchor: &'static str,
    /// The date of that anchor.
    pub anchor_date: Option<Date>,
    /// True where `iso_start` is certain in the sense of the document.
    pub resolved: bool,
    /// Probability or rule prior.
    pub confidence: f32,
    /// Rule name.
    pub rule: &'static str,
}

/// TIMEX3 types (ISO 24617-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum TimexType {
    Date,
    Time,
    Duration,
    Set,
}

impl TimexType {
    /// The word in the column `timex_type`.
    pub fn name(self) -> &'static str {
        match self {
            TimexType::Date => "DATE",
            TimexType::Time => "TIME",
            TimexType::Duration => "DURATION",
            TimexType::Set => "SET",
        }
    }
}

/// A figure (one row of `figures`).
#[derive(Debug, Clone, Copy)]
pub struct FigureValue {
    /// Where: the numeral with unit or percent sign; for counts the numeral alone.
    pub span: Span,
    /// Its tokens.
    pub tokens: TokenRange,
    /// Sentence number.
    pub sent: u32,
    /// What kind of figure.
    pub kind: FigureKind,
    /// The value in the text's own unit.
    pub value: Option<f64>,
    /// Lower bound, where the text gives one.
    pub low: Option<f64>,
    /// Upper bound, where the text gives one.
    pub high: Option<f64>,
    /// How the text bounds it.
    pub bound: Bound,
    /// The words that bound it: "more than".
    pub modifier: Pooled,
    /// ISO 4217, UCUM or `%`.
    pub unit: Pooled,
    /// English singular: "US dollar", "kilometer", "percent".
    pub unit_name: Pooled,
    /// "barrel" in "$76 a barrel".
    pub per: Pooled,
    /// The value in SI units, for measures.
    pub value_si: Option<f64>,
    /// UCUM code of that unit.
    pub unit_si: Pooled,
    /// What is counted: lower-case singular noun phrase ("heart transplant").
    pub counted: Pooled,
    /// Its head ("transplant").
    pub counted_head: Pooled,
    /// The phrase as written.
    pub counted_phrase: Option<Span>,
    /// The larger topic, content words.
    pub about: Pooled,
    /// Lemma of the verb it goes with ("kill").
    pub predicate: Pooled,
    /// The figure of which this is a part, as index into the document's figures.
    pub part_of: Option<u32>,
    /// Number of items in the list that spells this figure out ("17 countries: ...").
    pub list_n: Option<u32>,
    /// `up` or `down`; else empty.
    pub change_dir: &'static str,
    /// The value it changed from.
    pub change_from: Option<f64>,
    /// Date it holds for, as index into the document's dates, and how that was found (`sentence`, `document`).
    pub as_of: Option<(u32, &'static str)>,
    /// Place it holds for, as index into the document's entities, and how that was found.
    pub place: Option<(u32, &'static str)>,
    /// Who said it, as index into the document's entities.
    pub attributed_to: Option<u32>,
    /// The cue: "said", "according to".
    pub attribution_cue: Pooled,
    /// "did not kill 5".
    pub negated: bool,
    /// `asserted`, `forecast`, `conditional` or `denied`.
    pub modality: &'static str,
    /// Probability or rule prior.
    pub confidence: f32,
    /// Rule name.
    pub rule: &'static str,
}

/// Kinds of figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum FigureKind {
    Count,
    Percent,
    Money,
    Measure,
    Age,
    Ratio,
    Rank,
    Score,
    Temperature,
}

impl FigureKind {
    /// The word in the column `kind`.
    pub fn name(self) -> &'static str {
        match self {
            FigureKind::Count => "count",
            FigureKind::Percent => "percent",
            FigureKind::Money => "money",
            FigureKind::Measure => "measure",
            FigureKind::Age => "age",
            FigureKind::Ratio => "ratio",
            FigureKind::Rank => "rank",
            FigureKind::Score => "score",
            FigureKind::Temperature => "temperature",
        }
    }
}

/// How the text bounds a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Bound {
    Exact,
    Approx,
    Nearly,
    MoreThan,
    AtLeast,
    LessThan,
    AtMost,
    Range,
    Vague,
}

impl Bound {
    /// The word in the column `bound`.
    pub fn name(self) -> &'static str {
        match self {
            Bound::Exact => "exact",
            Bound::Approx => "approx",
            Bound::Nearly => "nearly",
            Bound::MoreThan => "more_than",
            Bound::AtLeast => "at_least",
            Bound::LessThan => "less_than",
            Bound::AtMost => "at_most",
            Bound::Range => "range",
            Bound::Vague => "vague",
        }
    }
}

/// One finding of the numeric lint (one row of `checks`).
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// `list_count`, ...
    pub check_type: &'static str,
    /// The figure checked.
    pub figure: u32,
    /// The figure it was held against.
    pub other_figure: Option<u32>,
    /// `ok`, `mismatch`, `note` or `undetermined`.
    pub verdict: &'static str,
    /// What the text says.
    pub stated: f64,
    /// What counting gives.
    pub computed: f64,
    /// One sentence.
    pub message: Pooled,
    /// `|`-separated items.
    pub items: Pooled,
}
