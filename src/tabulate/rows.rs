//! The rows of the tables, borrowing from the document: field order is column order. An empty text is an unknown value, which every
//! format writes in its own way (an empty cell, `null`).

use jiff::civil::{Date, DateTime};
use serde::ser::{Serialize, Serializer};

/// A list kept as one text with `|` between its items.
#[derive(Debug, Clone, Copy, Default)]
pub struct List<'a>(pub &'a str);

impl Serialize for List<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.split('|').filter(|item| !item.is_empty()))
    }
}

/// A date or the moment of a day in ISO 8601, formatted without a `String`. Years 1 to 9999 only: what databases and spreadsheets read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// `2020-02-24`.
    Day(Date),
    /// `2020-02-24T17:30:00`.
    Time(DateTime),
}

impl Moment {
    /// The day, where its year has four digits.
    pub fn day(date: Date) -> Option<Moment> {
        (1..=9999).contains(&date.year()).then_some(Moment::Day(date))
    }
    /// The moment, where its year has four digits.
    pub fn time(moment: DateTime) -> Option<Moment> {
        (1..=9999).contains(&moment.year()).then_some(Moment::Time(moment))
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut text = [0; 32];
        let date = match self {
            Moment::Day(date) => *date,
            Moment::Time(moment) => moment.date(),
        };
        let mut n = put(&mut text, 0, date.year().unsigned_abs().into(), 4);
        for (mark, part) in [(b'-', date.month()), (b'-', date.day())] {
            text[n] = mark;
            n = put(&mut text, n + 1, part as u32, 2);
        }
        if let Moment::Time(moment) = self {
            for (mark, part) in [(b'T', moment.hour()), (b':', moment.minute()), (b':', moment.second())] {
                text[n] = mark;
                n = put(&mut text, n + 1, part as u32, 2);
            }
        }
        to.serialize_str(std::str::from_utf8(&text[..n]).unwrap_or_default())
    }
}

fn put(text: &mut [u8; 32], at: usize, mut number: u32, digits: usize) -> usize {
    for i in (at..at + digits).rev() {
        text[i] = b'0' + (number % 10) as u8;
        number /= 10;
    }
    at + digits
}

/// Row of `documents`; the columns of `--keep` follow it.
#[derive(Debug, Clone, Default, serde::Serialize)]
#[allow(missing_docs)]
pub struct DocumentRow<'a> {
    pub doc_id: &'a str,
    pub path: &'a str,
    pub title: &'a str,
    pub byline: &'a str,
    pub publisher: &'a str,
    pub dct: Option<Moment>,
    pub dct_source: &'a str,
    pub dateline_place_id: &'a str,
    pub lang: &'a str,
    pub sha256: &'a str,
    pub bytes: Option<u64>,
    pub chars: Option<u64>,
    pub tokens: Option<u64>,
    pub format: &'a str,
    pub encoding: &'a str,
    pub n_replaced: Option<u64>,
    pub dup_of: &'a str,
    pub dup_kind: &'a str,
    pub n_mentions: u64,
    pub n_figures: u64,
    pub n_dates: u64,
    pub n_checks: u64,
    pub status: &'a str,
    pub error_code: &'a str,
    pub error_message: &'a str,
    #[serde(flatten)]
    pub keep: Keep<'a>,
}

/// Pass-through columns: the names asked for, and what this document has of them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Keep<'a> {
    /// Column names in order: (field, column).
    pub columns: &'a [(String, String)],
    /// Fields of this document.
    pub values: &'a [(String, serde_json::Value)],
}

impl Serialize for Keep<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        use serde_json::Value;
        let mut map = to.serialize_map(Some(self.columns.len()))?;
        for (field, column) in self.columns {
            let value = self.values.iter().find(|(name, _)| name == field).map_or(&Value::Null, |(_, value)| value);
            match value {
                Value::Array(_) | Value::Object(_) => map.serialize_entry(column, &value.to_string())?,
                plain => map.serialize_entry(column, plain)?,
            }
        }
        map.end()
    }
}

/// Row of `mentions`.
#[derive(Debug, Clone, Default, serde::Serialize)]
#[allow(missing_docs)]
pub struct MentionRow<'a> {
    pub mention_id: &'a str,
    pub doc_id: &'a str,
    #[serde(rename = "type")]
    pub kind: &'a str,
    pub subtype: &'a str,
    pub surface: &'a str,
    pub norm: Norm<'a>,
    pub entity_id: &'a str,
    pub alt_entity_ids: List<'a>,
    pub char_start: u64,
    pub char_end: u64,
    pub byte_start: u32,
    pub byte_end: u32,
    pub line: u64,
    pub sent_no: u32,
    pub section: &'a str,
    pub ctx_left: &'a str,
    pub ctx_right: &'a str,
    pub nested: bool,
    pub confidence: Share,
    pub rule: &'a str,
}

/// The normal form of a mention, text in every format.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub enum Norm<'a> {
    Text(&'a str),
    Number(Option<f64>),
}

impl Default for Norm<'_> {
    fn default() -> Self {
        Norm::Text("")
    }
}

impl Serialize for Norm<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Norm::Text(text) => to.serialize_str(text),
            Norm::Number(None) => to.serialize_none(),
            Norm::Number(Some(number)) => to.collect_str(&Plain(*number)),
        }
    }
}

/// A number as people write it: 613 and not 613.0, 0.05 and not 5e-2.
#[derive(Debug, Clone, Copy)]
pub struct Plain(pub f64);

impl std::fmt::Display for Plain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0.abs() {
            size if size == 0.0 || (1e-6..1e21).contains(&size) => write!(f, "{}", self.0),
            _ => write!(f, "{:e}", self.0),
        }
    }
}

/// A probability, written with three decimals at most.
#[derive(Debug, Clone, Copy, Default)]
pub struct Share(pub f32);

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        // Shares are never below 0, where this rounds like `round` without a call.
        to.serialize_f64(f64::from((f64::from(self.0) * 1000.0 + 0.5) as u32) / 1000.0)
    }
}

/// Row of `entities`.
#[derive(Debug, Clone, Default, serde::Serialize)]
#[allow(missing_docs)]
pub struct EntityRow<'a> {
    pub entity_id: &'a str,
    #[serde(rename = "type")]
    pub kind: &'a str,
    pub subtype: &'a str,
    pub name: &'a str,
    pub aliases: List<'a>,
    pub n_mentions: u64,
    pub n_docs: u64,
    pub first_date: Option<Moment>,
    pub last_date: Option<Moment>,
    pub roles: List<'a>,
    pub country: &'a str,
    pub admin1: &'a str,
    pub lat: Option<f32>,
    pub lon: Option<f32>,
    pub feature_code: &'a str,
    pub population: Option<u32>,
    pub geonames_id: Option<u32>,
    pub custom_id: &'a str,
    pub ambiguity: u32,
    pub example_sentence: &'a str,
}

/// Row of `figures`.
#[derive(Debug, Clone, Default, serde::Serialize)]
#[allow(missing_docs)]
pub struct FigureRow<'a> {
    pub figure_id: &'a str,
    pub doc_id: &'a str,
    pub mention_id: &'a str,
    pub sent_no: u32,
    pub char_start: u64,
    pub char_end: u64,
    pub byte_start: u32,
    pub byte_end: u32,
    pub surface: &'a str,
    pub kind: &'a str,
    pub value: Option<f64>,
    pub value_low: Option<f64>,
    pub value_high: Option<f64>,
    pub bound: &'a str,
    pub modifier: &'a str,
    pub unit: &'a str,
    pub unit_name: &'a str,
    pub per: &'a str,
    pub value_si: Option<f64>,
    pub unit_si: &'a str,
    pub counted: &'a str,
    pub counted_head: &'a str,
    pub counted_phrase: &'a str,
    pub about: &'a str,
    pub predicate: &'a str,
    pub part_of_figure_id: &'a str,
    pub list_n: Option<u32>,
    pub change_dir: &'a str,
    pub change_from: Option<f64>,
    pub as_of_start: Option<Moment>,
    pub as_of_end: Option<Moment>,
    pub as_of_source: &'a str,
    pub place_entity_id: &'a str,
    pub place_source: &'a str,
    pub attributed_to: &'a str,
    pub attribution_cue: &'a str,
    pub negated: bool,
    pub modality: &'a str,
    pub confidence: Share,
    pub rule: &'a str,
    pub sentence: &'a str,
}

/// Row of `dates`.
#[derive(Debug, Clone, Default, serde::Serialize)]
#[allow(missing_docs)]
pub struct DateRow<'a> {
    pub date_id: &'a str,
    pub doc_id: &'a str,
    pub mention_id: &'a str,
    pub sent_no: u32,
    pub char_start: u64,
    pub char_end: u64,
    pub byte_start: u32,
    pub byte_end: u32,
    pub surface: &'a str,
    pub timex_type: &'a str,
    pub timex_value: &'a str,
    pub iso_start: Option<Moment>,
    pub iso_end: Option<Moment>,
    pub granularity: &'a str,
    #[serde(rename = "mod")]
    pub modifier: &'a str,
    pub anchor: &'a str,
    pub anchor_date: Option<Moment>,
    pub resolved: bool,
    pub confidence: Share,
    pub rule: &'a str,
    pub sentence: &'a str,
}

/// Row of `checks`.
#[derive(Debug, Clone, Default, serde::Serialize)]
#[allow(missing_docs)]
pub struct CheckRow<'a> {
    pub check_id: &'a str,
    pub check_type: &'a str,
    pub doc_id: &'a str,
    pub figure_id: &'a str,
    pub other_figure_id: &'a str,
    pub verdict: &'a str,
    pub stated: f64,
    pub computed: f64,
    pub message: &'a str,
    pub items: List<'a>,
}

/// Row of `texts`.
#[derive(Debug, Clone, Default, serde::Serialize)]
#[allow(missing_docs)]
pub struct TextRow<'a> {
    pub doc_id: &'a str,
    pub text: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tabulate::Table;
    use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

    /// The keys of a JSON object in the order in which they stand.
    fn keys(row: &impl Serialize) -> Vec<String> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Vec<String>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Vec<String>, M::Error> {
                let mut keys = Vec::new();
                while let Some((key, _)) = map.next_entry::<String, IgnoredAny>()? {
                    keys.push(key);
                }
                Ok(keys)
            }
        }
        let text = serde_json::to_string(row).unwrap();
        serde_json::Deserializer::from_str(&text).deserialize_map(Keys).unwrap()
    }

    #[test]
    fn rows_have_the_columns_of_the_schema() {
        for table in Table::ALL {
            let row = match table {
                Table::Documents => keys(&DocumentRow::default()),
                Table::Mentions => keys(&MentionRow::default()),
                Table::Entities => keys(&EntityRow::default()),
                Table::Figures => keys(&FigureRow::default()),
                Table::Dates => keys(&DateRow::default()),
                Table::Checks => keys(&CheckRow::default()),
                Table::Texts => keys(&TextRow::default()),
            };
            let columns: Vec<&str> = table.columns().iter().map(|c| c.name).collect();
            assert_eq!(row, columns, "{}", table.name());
        }
    }

    #[test]
    fn moments_are_iso_8601() {
        let shown = |moment: Moment| serde_json::to_string(&moment).unwrap();
        let date = jiff::civil::date(2020, 2, 4);
        assert_eq!(shown(Moment::Day(date)), "\"2020-02-04\"");
        assert_eq!(shown(Moment::Time(date.at(17, 5, 0, 0))), "\"2020-02-04T17:05:00\"");
    }

    #[test]
    fn plain_numbers() {
        assert_eq!(Plain(613.0).to_string(), "613");
        assert_eq!(Plain(0.05).to_string(), "0.05");
        assert_eq!(Plain(1e25).to_string(), "1e25");
    }
}
