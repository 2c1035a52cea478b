//! The rows of the tables, borrowing from the document: field order is column order. An empty text is an unknown value, which every
//! format writes in its own way (an empty cell, `null`).

use super::cells::{Cell, Cells, Column, List, Other, Short, Text};
use jiff::civil::{Date, DateTime};
use serde_json::Value;

/// A row that can be taken apart.
pub trait Row {
    /// Hands over all cells in the order of the columns.
    fn cells(&self, to: &mut impl Cells);
}

/// Declares rows: a struct each, its fields as cells in their order. A column whose name is no Rust name stands before its field.
macro_rules! rows {
    ($($(#[$about:meta])* $row:ident<$life:lifetime> { $($($column:literal)? $field:ident: $kind:ty,)* })*) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, Default)]
        #[allow(missing_docs)]
        pub struct $row<$life> { $(pub $field: $kind,)* }

        impl Row for $row<'_> {
            #[inline]
            fn cells(&self, to: &mut impl Cells) {
                $({
                    struct This;
                    impl Column for This {
                        const NAME: &'static str = rows!(@name $($column)? $field);
                    }
                    self.$field.put::<This>(to);
                })*
            }
        }
    )*};
    (@name $column:literal $field:ident) => { $column };
    (@name $field:ident) => { stringify!($field) };
}

rows! {
    /// Row of `documents`; the columns of `--keep` follow it.
    DocumentRow<'a> {
        doc_id: Text<'a>,
        path: Text<'a>,
        title: Text<'a>,
        byline: Text<'a>,
        publisher: Text<'a>,
        dct: Option<Moment>,
        dct_source: &'static str,
        dateline_place_id: Text<'a>,
        lang: &'static str,
        sha256: Text<'a>,
        bytes: Option<u64>,
        chars: Option<u64>,
        tokens: Option<u64>,
        format: &'static str,
        encoding: &'static str,
        n_replaced: Option<u64>,
        dup_of: Text<'a>,
        dup_kind: &'static str,
        n_mentions: u64,
        n_figures: u64,
        n_dates: u64,
        n_checks: u64,
        status: &'static str,
        error_code: &'static str,
        error_message: Text<'a>,
        focus_country: Text<'a>,
        keep: Keep<'a>,
    }

    /// Row of `mentions`.
    MentionRow<'a> {
        mention_id: Text<'a>,
        doc_id: Text<'a>,
        "type" kind: &'static str,
        subtype: &'static str,
        surface: Text<'a>,
        norm: Norm<'a>,
        entity_id: Text<'a>,
        alt_entity_ids: List<'a>,
        char_start: u64,
        char_end: u64,
        byte_start: u32,
        byte_end: u32,
        line: u64,
        sent_no: u32,
        section: &'static str,
        ctx_left: Text<'a>,
        ctx_right: Text<'a>,
        nested: bool,
        confidence: Share,
        rule: &'static str,
    }

    /// Row of `entities`.
    EntityRow<'a> {
        entity_id: Text<'a>,
        "type" kind: &'static str,
        subtype: &'static str,
        name: Text<'a>,
        aliases: List<'a>,
        n_mentions: u64,
        n_docs: u64,
        first_date: Option<Moment>,
        last_date: Option<Moment>,
        roles: List<'a>,
        country: Text<'a>,
        admin1: Text<'a>,
        lat: Option<f32>,
        lon: Option<f32>,
        feature_code: Text<'a>,
        population: Option<u32>,
        geonames_id: Option<u32>,
        custom_id: Text<'a>,
        ambiguity: u32,
        example_sentence: Text<'a>,
    }

    /// Row of `figures`.
    FigureRow<'a> {
        figure_id: Text<'a>,
        doc_id: Text<'a>,
        mention_id: Text<'a>,
        sent_no: u32,
        char_start: u64,
        char_end: u64,
        byte_start: u32,
        byte_end: u32,
        surface: Text<'a>,
        kind: &'static str,
        value: Option<f64>,
        value_low: Option<f64>,
        value_high: Option<f64>,
        bound: &'static str,
        modifier: Text<'a>,
        unit: Text<'a>,
        unit_name: Text<'a>,
        per: Text<'a>,
        value_si: Option<f64>,
        unit_si: Text<'a>,
        counted: Text<'a>,
        counted_head: Text<'a>,
        counted_phrase: Text<'a>,
        about: Text<'a>,
        predicate: Text<'a>,
        part_of_figure_id: Text<'a>,
        list_n: Option<u32>,
        change_dir: &'static str,
        change_from: Option<f64>,
        as_of_start: Option<Moment>,
        as_of_end: Option<Moment>,
        as_of_source: &'static str,
        place_entity_id: Text<'a>,
        place_source: &'static str,
        attributed_to: Text<'a>,
        attribution_cue: Text<'a>,
        negated: bool,
        modality: &'static str,
        confidence: Share,
        rule: &'static str,
        sentence: Text<'a>,
    }

    /// Row of `dates`.
    DateRow<'a> {
        date_id: Text<'a>,
        doc_id: Text<'a>,
        mention_id: Text<'a>,
        sent_no: u32,
        char_start: u64,
        char_end: u64,
        byte_start: u32,
        byte_end: u32,
        surface: Text<'a>,
        timex_type: &'static str,
        timex_value: Text<'a>,
        iso_start: Option<Moment>,
        iso_end: Option<Moment>,
        granularity: &'static str,
        "mod" modifier: &'static str,
        anchor: &'static str,
        anchor_date: Option<Moment>,
        resolved: bool,
        confidence: Share,
        rule: &'static str,
        sentence: Text<'a>,
    }

    /// Row of `checks`.
    CheckRow<'a> {
        check_id: Text<'a>,
        check_type: &'static str,
        doc_id: Text<'a>,
        figure_id: Text<'a>,
        other_figure_id: Text<'a>,
        verdict: &'static str,
        stated: f64,
        computed: f64,
        message: Text<'a>,
        items: List<'a>,
    }

    /// Row of `texts`.
    TextRow<'a> {
        doc_id: Text<'a>,
        text: Text<'a>,
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

impl Cell for Moment {
    #[inline]
    fn put<C: Column>(&self, to: &mut impl Cells) {
        let mut text = Short::default();
        let date = match self {
            Moment::Day(date) => *date,
            Moment::Time(moment) => moment.date(),
        };
        text.digits(date.year().unsigned_abs().into(), 4);
        for part in [date.month(), date.day()] {
            text.push(b'-');
            text.digits(part as u32, 2);
        }
        if let Moment::Time(moment) = self {
            for (mark, part) in [(b'T', moment.hour()), (b':', moment.minute()), (b':', moment.second())] {
                text.push(mark);
                text.digits(part as u32, 2);
            }
        }
        to.plain::<C>(&text);
    }
}

/// Pass-through columns: the names asked for, and what this document has of them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Keep<'a> {
    /// Column names in order: (field, column).
    pub columns: &'a [(String, String)],
    /// Fields of this document.
    pub values: &'a [(String, Value)],
}

impl Cell for Keep<'_> {
    fn put<C: Column>(&self, to: &mut impl Cells) {
        for (field, column) in self.columns {
            let value = self.values.iter().find(|(name, _)| name == field).map_or(&Value::Null, |(_, value)| value);
            match value {
                Value::Null => to.other(column, Other::Null),
                Value::Bool(truth) => to.other(column, Other::Truth(*truth)),
                Value::String(text) => to.other(column, if text.is_empty() { Other::Null } else { Other::Text(text) }),
                Value::Number(number) => to.other(column, Other::Number(Short::json(number))),
                Value::Array(_) | Value::Object(_) => to.other(column, Other::Text(&value.to_string())),
            }
        }
    }
}

/// The normal form of a mention, text in every format.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub enum Norm<'a> {
    Text(Text<'a>),
    Number(Option<f64>),
}

impl Default for Norm<'_> {
    fn default() -> Self {
        Norm::Text(Text::default())
    }
}

impl Cell for Norm<'_> {
    #[inline(always)]
    fn put<C: Column>(&self, to: &mut impl Cells) {
        match self {
            Norm::Text(text) => text.put::<C>(to),
            Norm::Number(None) => to.null::<C>(),
            Norm::Number(Some(number)) => to.plain::<C>(&Short::decimal(*number)),
        }
    }
}

/// A probability, written with three decimals at most.
#[derive(Debug, Clone, Copy, Default)]
pub struct Share(pub f32);

impl Cell for Share {
    #[inline(always)]
    fn put<C: Column>(&self, to: &mut impl Cells) {
        // Shares are never below 0, where this rounds like `round` without a call.
        to.number::<C>(&Short::thousandths((f64::from(self.0) * 1000.0 + 0.5) as u64, false));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tabulate::{Table, Type};

    /// Notes each column with the types that its cell may stand for.
    #[derive(Default)]
    struct Columns(Vec<(String, Vec<Type>)>);

    impl Columns {
        fn note<C: Column>(&mut self, kinds: &[Type]) {
            self.0.push((C::NAME.to_string(), kinds.to_vec()));
        }
    }

    impl Cells for Columns {
        fn text<C: Column>(&mut self, _: Text<'_>) {
            self.note::<C>(&[Type::Text]);
        }
        fn word<C: Column>(&mut self, _: &'static str) {
            self.note::<C>(&[Type::Text]);
        }
        fn plain<C: Column>(&mut self, _: &Short) {
            self.note::<C>(&[Type::Text, Type::Date, Type::DateTime]);
        }
        fn number<C: Column>(&mut self, _: &Short) {
            self.note::<C>(&[Type::Float]);
        }
        fn whole<C: Column>(&mut self, _: u64) {
            self.note::<C>(&[Type::Int]);
        }
        fn truth<C: Column>(&mut self, _: bool) {
            self.note::<C>(&[Type::Bool]);
        }
        fn list<C: Column>(&mut self, _: List<'_>) {
            self.note::<C>(&[Type::List]);
        }
        fn null<C: Column>(&mut self) {
            self.note::<C>(&[Type::Text, Type::Int, Type::Float, Type::Bool, Type::Date, Type::DateTime, Type::List]);
        }
        fn other(&mut self, name: &str, _: Other<'_>) {
            unreachable!("{name} is no column of the schema");
        }
    }

    fn columns(row: &impl Row) -> Vec<(String, Vec<Type>)> {
        let mut columns = Columns::default();
        row.cells(&mut columns);
        columns.0
    }

    #[test]
    fn rows_have_the_columns_of_the_schema() {
        for table in Table::ALL {
            let row = match table {
                Table::Documents => columns(&DocumentRow::default()),
                Table::Mentions => columns(&MentionRow::default()),
                Table::Entities => columns(&EntityRow::default()),
                Table::Figures => columns(&FigureRow::default()),
                Table::Dates => columns(&DateRow::default()),
                Table::Checks => columns(&CheckRow::default()),
                Table::Texts => columns(&TextRow::default()),
            };
            let names: Vec<&str> = row.iter().map(|(name, _)| name.as_str()).collect();
            let schema: Vec<&str> = table.columns().iter().map(|c| c.name).collect();
            assert_eq!(names, schema, "{}", table.name());
            for ((name, kinds), column) in row.iter().zip(table.columns()) {
                assert!(kinds.contains(&column.kind), "{}.{name} is no {:?}", table.name(), column.kind);
            }
        }
    }
}
