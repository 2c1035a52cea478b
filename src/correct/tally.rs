//! Rows of `entities` that corrections change, counted anew from the mentions.

use super::list::{Corrections, Outcome, kind_of};
use crate::error::Result;
use crate::gazetteer::{Gazetteer, PlaceId};
use crate::tabulate::cells::Text;
use crate::tabulate::rows::EntityRow;
use crate::tabulate::{RowSink, Table};
use crate::write::again::{Cell, Rows, Shape};
use crate::write::{Buffers, Format};
use csv::ByteRecord;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;

const MOST_ALIASES: usize = 32;
const MOST_ROLES: usize = 16;

/// What is known of the entities that corrections are about.
#[derive(Debug, Default)]
pub struct Tally {
    /// Of the table entities, where there is one.
    pub shape: Option<Shape>,
    /// There is a table of mentions to count from.
    pub counts: bool,
    /// Ids whose rows may change.
    watched: BTreeSet<String>,
    /// Their rows as they were.
    before: HashMap<String, ByteRecord>,
    /// The entities then, by id.
    after: BTreeMap<String, Facts>,
    hits: Vec<bool>,
}

/// An entity after the corrections.
#[derive(Debug, Default, Clone)]
pub struct Facts {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: String,
    /// Its subtype.
    pub subtype: String,
    /// Its row, or one to begin with.
    row: Option<ByteRecord>,
    /// Ids that it took in.
    sources: Vec<String>,
    aliases: Vec<String>,
    mentions: u64,
    docs: u64,
    last_doc: Option<String>,
    dates: Option<(String, String)>,
    example: String,
    /// Something in another table names it.
    referred: bool,
}

impl Tally {
    /// Watches all that the corrections name.
    pub fn new(corrections: &Corrections) -> Tally {
        let mut tally = Tally { hits: vec![false; corrections.lines.len()], ..Tally::default() };
        corrections.ids().for_each(|id| tally.watch(corrections, id));
        tally
    }

    /// Watches an id and what becomes of it.
    pub fn watch(&mut self, corrections: &Corrections, id: &str) {
        self.watched.extend(corrections.outcome(id, "", None).id);
        self.watched.insert(id.to_string());
    }

    /// True where the rows of this id may change.
    pub fn watches(&self, id: &str) -> bool {
        self.watched.contains(id)
    }

    /// Keeps the row of a watched id.
    pub fn keep(&mut self, id: &str, row: &ByteRecord) {
        if self.watches(id) {
            self.before.insert(id.to_string(), row.clone());
        }
    }

    /// Notes that rows of the file fitted something.
    pub fn hit(&mut self, outcome: &Outcome) {
        outcome.rows.iter().for_each(|row| self.hits[*row] = true);
    }

    /// Lines of the file that fitted nothing.
    pub fn idle(&self, corrections: &Corrections) -> Vec<u64> {
        corrections.lines.iter().zip(&self.hits).filter(|(_, hit)| !**hit).map(|(line, _)| *line).collect()
    }

    /// Works out names and types of the entities then, from their rows, what they took in, or the lists.
    pub fn prepare(&mut self, corrections: &Corrections, gazetteer: &Gazetteer) -> Result<()> {
        for id in std::mem::take(&mut self.watched) {
            let outcome = corrections.outcome(&id, "", None);
            if self.before.contains_key(&id) {
                self.hit(&outcome);
            }
            if let Some(new) = &outcome.id {
                let facts = self.after.entry(new.clone()).or_default();
                facts.name = outcome.name.unwrap_or(std::mem::take(&mut facts.name));
                if let Some(kind) = outcome.kind {
                    facts.kind = kind.name().to_string();
                }
                if *new != id {
                    facts.sources.push(id.clone());
                }
            }
            self.watched.insert(id);
        }
        let ids: Vec<String> = self.after.keys().filter(|id| !self.before.contains_key(*id)).cloned().collect();
        let mut listed = places(&ids, gazetteer, self.shape.as_ref())?;
        for (id, facts) in &mut self.after {
            let source = facts.sources.iter().find_map(|source| self.before.get(source));
            facts.row = self.before.get(id).cloned().or_else(|| listed.remove(id)).or_else(|| source.cloned());
            facts.settle(id, self.shape.as_ref(), corrections);
        }
        Ok(())
    }

    /// Counts a mention of an entity.
    pub fn mention(&mut self, id: &str, doc: &str, words: &str, date: Option<String>, example: impl Fn() -> String) -> &Facts {
        let facts = self.after.entry(id.to_string()).or_default();
        if facts.name.is_empty() {
            facts.name = words.to_string();
        }
        if facts.mentions == 0 {
            facts.example = example();
        }
        facts.mentions += 1;
        if facts.last_doc.as_deref() != Some(doc) {
            facts.docs += 1;
            facts.last_doc = Some(doc.to_string());
        }
        add(&mut facts.aliases, words.split_whitespace().collect::<Vec<_>>().join(" "), MOST_ALIASES);
        if let Some(date) = date {
            facts.see_date(date);
        }
        facts
    }

    /// Notes that a figure or a document names an entity.
    pub fn refer(&mut self, id: Option<&str>) {
        if let Some(id) = id {
            self.after.entry(id.to_string()).or_default().referred = true;
        }
    }

    /// The rows of the entities then, by id.
    pub fn rows(&mut self, shape: &Shape) -> Vec<(String, ByteRecord)> {
        let mut out = Vec::new();
        for (id, facts) in std::mem::take(&mut self.after) {
            let known = facts.sources.iter().chain([&id]).any(|id| self.before.contains_key(id));
            let there = if self.counts { facts.mentions > 0 || facts.referred } else { known };
            if there {
                out.push((id.clone(), self.row(&id, facts, shape)));
            }
        }
        out
    }

    fn row(&self, id: &str, mut facts: Facts, shape: &Shape) -> ByteRecord {
        let base = facts.row.take().or_else(|| blank(shape.format).ok()).unwrap_or_default();
        let ids = [id].into_iter().chain(facts.sources.iter().map(String::as_str));
        let before = Before { shape, rows: ids.filter_map(|id| self.before.get(id)).collect() };
        if facts.dates.is_none() {
            before.texts("first_date").chain(before.texts("last_date")).for_each(|date| facts.see_date(date));
        }
        let (first, last) = facts.dates.unwrap_or_default();
        let (mentions, docs, aliases) = match self.counts {
            true => (facts.mentions, Cell::Number(facts.docs), facts.aliases),
            // A document may have two of them, which only the mentions tell.
            false => {
                let docs = if before.rows.len() == 1 { Cell::Number(before.numbers("n_docs").sum()) } else { Cell::Null };
                (before.numbers("n_mentions").sum(), docs, before.lists("aliases", MOST_ALIASES))
            }
        };
        let ambiguity = before.numbers("ambiguity").max().unwrap_or(u64::from(id.contains(':')));
        let cells = [
            ("entity_id", Cell::Text(id.to_string())),
            ("type", Cell::Text(facts.kind)),
            ("subtype", Cell::Text(facts.subtype)),
            ("name", Cell::Text(facts.name)),
            ("roles", Cell::List(before.lists("roles", MOST_ROLES))),
            ("aliases", Cell::List(aliases)),
            ("n_mentions", Cell::Number(mentions)),
            ("n_docs", docs),
            ("ambiguity", Cell::Number(ambiguity)),
            ("first_date", Cell::Text(first)),
            ("last_date", Cell::Text(last)),
            ("example_sentence", Cell::Text(before.texts("example_sentence").next().unwrap_or(facts.example))),
        ];
        let set: Vec<(usize, Cell)> = cells.into_iter().filter_map(|(name, cell)| Some((shape.column(name)?, cell))).collect();
        shape.with(&base, &set)
    }
}

/// The rows that an entity had, and those that it took in.
struct Before<'a> {
    shape: &'a Shape,
    rows: Vec<&'a ByteRecord>,
}

impl Before<'_> {
    /// What stands in a column, where something does.
    fn texts(&self, column: &str) -> impl Iterator<Item = String> + '_ {
        let column = self.shape.column(column);
        self.rows.iter().filter_map(move |row| Some(self.shape.text(row, column?))).filter(|text| !text.is_empty())
    }

    fn numbers(&self, column: &str) -> impl Iterator<Item = u64> + '_ {
        self.texts(column).filter_map(|text| text.parse().ok())
    }

    fn lists(&self, column: &str, most: usize) -> Vec<String> {
        let mut all = Vec::new();
        if let Some(column) = self.shape.column(column) {
            self.rows.iter().flat_map(|row| self.shape.list(row, column)).for_each(|item| add(&mut all, item, most));
        }
        all
    }
}

impl Facts {
    /// Fills in what no correction says.
    fn settle(&mut self, id: &str, shape: Option<&Shape>, corrections: &Corrections) {
        let cell = |name: &str| {
            let text = |row| shape.and_then(|shape| Some(shape.text(row, shape.column(name)?)));
            self.row.as_ref().and_then(text).unwrap_or_default()
        };
        let (name, kind, subtype) = (cell("name"), cell("type"), cell("subtype"));
        if self.name.is_empty() {
            self.name = if name.is_empty() { corrections.words_of(id).unwrap_or_default() } else { name };
        }
        // A subtype is one of its type.
        if self.kind.is_empty() || self.kind == kind {
            self.subtype = subtype;
        }
        if self.kind.is_empty() {
            let told = kind_of(id).map(|(kind, _)| kind.name().to_string());
            self.kind = told.unwrap_or(if kind.is_empty() { "PLACE".to_string() } else { kind.clone() });
            if self.kind != kind {
                self.subtype = String::new();
            }
        }
    }

    fn see_date(&mut self, date: String) {
        let (first, last) = self.dates.get_or_insert_with(|| (date.clone(), date.clone()));
        if date < *first {
            *first = date;
        } else if date > *last {
            *last = date;
        }
    }
}

fn add(items: &mut Vec<String>, item: String, most: usize) {
    if items.len() < most && !items.contains(&item) {
        items.push(item);
    }
}

/// Rows for places of the lists that the table does not hold yet.
fn places(ids: &[String], gazetteer: &Gazetteer, shape: Option<&Shape>) -> Result<HashMap<String, ByteRecord>> {
    let mut found = HashMap::new();
    let Some(shape) = shape.filter(|_| ids.iter().any(|id| id.contains(':'))) else { return Ok(found) };
    let mut text = String::new();
    for place in (0..gazetteer.place_count()).map(|i| gazetteer.place(PlaceId(i))) {
        text.clear();
        place.id.put(&mut text);
        if !ids.contains(&text) || found.contains_key(&text) {
            continue;
        }
        let some = |number: u32| (number > 0).then_some(number);
        let point = Some((place.lat, place.lon)).filter(|p| !p.0.is_nan());
        let row = EntityRow {
            kind: "PLACE",
            subtype: place.subtype,
            name: Text::new(place.name),
            country: Text::new(place.country),
            admin1: Text::new(place.admin1),
            lat: point.map(|p| p.0),
            lon: point.map(|p| p.1),
            feature_code: Text::new(place.feature_code),
            population: some(place.population),
            geonames_id: some(place.geonames_id),
            ..EntityRow::default()
        };
        found.insert(text.clone(), record(shape.format, &row)?);
    }
    Ok(found)
}

fn blank(format: Format) -> Result<ByteRecord> {
    record(format, &EntityRow::default())
}

/// The cells of a row as its table would have them.
fn record(format: Format, row: &EntityRow<'_>) -> Result<ByteRecord> {
    let mut buffers = Buffers::new(format, &[Table::Entities]);
    buffers.header(Table::Entities, &[]);
    buffers.row(Table::Entities, row);
    let bytes = buffers.take(&mut Vec::new()).pop().map(|(_, bytes)| bytes).unwrap_or_default();
    let mut record = ByteRecord::new();
    Rows::new(bytes.as_slice(), format == Format::Jsonl, String::new())?.next(&mut record)?;
    Ok(record)
}

/// Publication dates, read beside the mentions: both tables have the documents in one order.
pub struct DocumentDates {
    rows: Rows<File>,
    row: ByteRecord,
    columns: Option<(usize, usize)>,
}

impl DocumentDates {
    pub fn new(rows: Rows<File>) -> Result<Self> {
        let columns = rows.shape().column("doc_id").zip(rows.shape().column("dct"));
        Ok(DocumentDates { rows, row: ByteRecord::new(), columns })
    }

    /// The date of a document, which must not stand before the one that was asked for last.
    pub fn date(&mut self, doc: &str) -> Result<Option<String>> {
        let Some((id, date)) = self.columns else { return Ok(None) };
        while self.row.is_empty() || self.rows.shape().text(&self.row, id) != doc {
            if !self.rows.next(&mut self.row)? {
                self.columns = None;
                return Ok(None);
            }
        }
        Ok(Some(self.rows.shape().text(&self.row, date)).filter(|date| !date.is_empty()))
    }
}
