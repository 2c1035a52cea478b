//! Corrections of tables that are written: entities merged, dropped, renamed, retyped, mentions pinned. No document is read.
//!
//! `extract --corrections` writes its tables and corrects them then, so that it and `correct` give the same. [`list`] reads
//! the file, [`tally`] counts anew what rows of `entities` say, and this goes through the tables: `mentions` first, then what refers to
//! entities (`figures`, `documents`), then `entities`. Memory grows with the entities that the file names, not with the tables.

pub mod list;
mod tally;

pub use list::Corrections;

use crate::error::{Error, Result};
use crate::gazetteer::Gazetteer;
use crate::run::tables_of;
use crate::tabulate::Table;
use crate::write::Format;
use crate::write::again::{Cell, Rows, Shape, Writer};
use crate::write::output::{Outputs, Target, Written, hash_of_hashes};
use csv::ByteRecord;
use list::Outcome;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use tally::{DocumentDates, Tally};

/// Bytes that are gathered before they are written.
const PIECE: usize = 1 << 20;

/// The tables that say something of entities, in the order in which they are corrected.
const TABLES: [Table; 4] = [Table::Mentions, Table::Figures, Table::Documents, Table::Entities];

/// What was done.
#[derive(Debug, Clone, Default)]
pub struct Done {
    /// Rows of mentions with another entity, name or type.
    pub changed: u64,
    /// Rows of mentions that are gone.
    pub dropped: u64,
    /// Lines of the file that fit nothing in the tables.
    pub idle: Vec<u64>,
    /// Rows of entities now.
    pub entities: u64,
    /// The same file was the last that was applied to these tables.
    pub again: bool,
}

/// Corrects the tables in a folder.
pub fn apply(folder: &Path, corrections: &Corrections, gazetteer: &Gazetteer) -> Result<Done> {
    let tables = tables(folder)?;
    let present: Vec<Table> = TABLES.into_iter().filter(|t| tables.contains_key(t)).collect();
    let Some(path) = present.first().map(|t| &tables[t]) else {
        return Err(Error::usage("no table with entities; nothing can be corrected").in_input(folder.display().to_string()));
    };
    let format = if path.extension().is_some_and(|e| e == "jsonl") { Format::Jsonl } else { Format::Csv { excel: false } };
    let outputs = Outputs::open(&Target::Folder(folder.to_path_buf()), &present, format)?;
    let mut job = Job {
        corrections,
        tables: &tables,
        outputs,
        tally: Tally::new(corrections),
        moved: HashMap::new(),
        gone: HashMap::new(),
        done: Done::default(),
    };
    if let Err(error) = job.run(gazetteer) {
        job.outputs.discard();
        return Err(error);
    }
    let Job { outputs, tally, mut done, .. } = job;
    let written = outputs.finish()?;
    done.idle = tally.idle(corrections);
    done.again = report(folder, corrections, &tables, &written, &done)?;
    Ok(done)
}

struct Job<'a> {
    corrections: &'a Corrections,
    tables: &'a BTreeMap<Table, PathBuf>,
    outputs: Outputs,
    tally: Tally,
    /// What became of ids of which some words only are pinned, document by document: none where it is not the same for all.
    moved: HashMap<(String, String), Option<String>>,
    /// Mentions that are gone, by document.
    gone: HashMap<String, u64>,
    done: Done,
}

impl Job<'_> {
    fn run(&mut self, gazetteer: &Gazetteer) -> Result<()> {
        self.pinned()?;
        self.entities_before(gazetteer)?;
        self.mentions()?;
        self.references(Table::Figures, &["place_entity_id", "attributed_to"])?;
        self.references(Table::Documents, &["dateline_place_id"])?;
        self.entities()
    }

    fn open(&self, table: Table) -> Result<Option<Rows<File>>> {
        self.tables.get(&table).map(|path| Rows::open(path)).transpose()
    }

    /// Finds the entities that pinned words belonged to so far.
    fn pinned(&mut self) -> Result<()> {
        let Some(mut rows) = self.open(Table::Mentions)?.filter(|_| self.corrections.is_partial()) else { return Ok(()) };
        let (shape, mut row) = (rows.shape().clone(), ByteRecord::new());
        let [doc, surface, id] = columns(&shape, ["doc_id", "surface", "entity_id"], self.tables, Table::Mentions)?;
        while rows.next(&mut row)? {
            let (doc, words, id) = (shape.text(&row, doc), shape.text(&row, surface), shape.text(&row, id));
            if id.is_empty() || !self.corrections.is_pinned(&words) {
                continue;
            }
            let outcome = self.corrections.outcome(&id, &doc, Some(&words));
            if outcome.id.as_ref() != Some(&id) {
                self.tally.watch(self.corrections, &id);
                outcome.id.iter().for_each(|new| self.tally.watch(self.corrections, new));
            }
        }
        Ok(())
    }

    /// Reads the rows of the entities that the corrections are about.
    fn entities_before(&mut self, gazetteer: &Gazetteer) -> Result<()> {
        if let Some(mut rows) = self.open(Table::Entities)? {
            let (shape, mut row) = (rows.shape().clone(), ByteRecord::new());
            let [id] = columns(&shape, ["entity_id"], self.tables, Table::Entities)?;
            while rows.next(&mut row)? {
                self.tally.keep(&shape.text(&row, id), &row);
            }
            self.tally.shape = Some(shape);
        }
        self.tally.prepare(self.corrections, gazetteer)
    }

    fn mentions(&mut self) -> Result<()> {
        let Some(mut rows) = self.open(Table::Mentions)? else { return Ok(()) };
        let mut dates = self.open(Table::Documents)?.map(DocumentDates::new).transpose()?;
        let (shape, mut row) = (rows.shape().clone(), ByteRecord::new());
        let names = ["doc_id", "surface", "entity_id", "norm", "type", "subtype", "alt_entity_ids", "ctx_left", "ctx_right"];
        let columns = columns(&shape, names, self.tables, Table::Mentions)?;
        self.tally.counts = true;
        let mut out = shape.writer();
        while rows.next(&mut row)? {
            self.flush(Table::Mentions, &mut out, PIECE)?;
            let id = shape.text(&row, columns[2]);
            if id.is_empty() || !self.tally.watches(&id) {
                out.row(&row);
            } else if let Some(row) = self.mention(&shape, &row, columns, &id, dates.as_mut())? {
                out.row(&row);
            }
        }
        self.flush(Table::Mentions, &mut out, 0)
    }

    /// A mention of an entity that the corrections are about, as it is then; none where it is dropped.
    fn mention(
        &mut self,
        shape: &Shape,
        row: &ByteRecord,
        [doc_id, surface, entity_id, norm, kind, subtype, alternatives, left, right]: [usize; 9],
        id: &str,
        dates: Option<&mut DocumentDates>,
    ) -> Result<Option<ByteRecord>> {
        let (doc, words) = (shape.text(row, doc_id), shape.text(row, surface));
        let outcome = self.corrections.outcome(id, &doc, Some(&words));
        self.tally.hit(&outcome);
        self.note_moved(&doc, id, &outcome);
        let Some(new) = &outcome.id else {
            self.done.dropped += 1;
            *self.gone.entry(doc).or_default() += 1;
            return Ok(None);
        };
        let date = dates.map(|d| d.date(&doc)).transpose()?.flatten();
        let example = || format!("{}{words}{}", shape.text(row, left), shape.text(row, right)).trim().to_string();
        let facts = self.tally.mention(new, &doc, &words, date, example);
        if *new == id && outcome.rows.is_empty() {
            return Ok(Some(row.clone()));
        }
        let mut cells = vec![(entity_id, Cell::Text(new.clone())), (norm, Cell::Text(facts.name.clone()))];
        cells.extend([(kind, Cell::Text(facts.kind.clone())), (subtype, Cell::Text(facts.subtype.clone()))]);
        if outcome.partial {
            cells.push((alternatives, Cell::List(Vec::new())));
        }
        let changed = shape.with(row, &cells);
        self.done.changed += u64::from(changed != *row);
        Ok(Some(changed))
    }

    fn note_moved(&mut self, doc: &str, id: &str, outcome: &Outcome) {
        if !self.corrections.is_partial() {
            return;
        }
        let new = self.moved.entry((doc.to_string(), id.to_string())).or_insert_with(|| outcome.id.clone());
        if *new != outcome.id {
            // Some mentions stay: what refers to the entity stays with them.
            *new = self.corrections.outcome(id, doc, None).id;
        }
    }

    /// Cells of other tables that name an entity.
    fn references(&mut self, table: Table, names: &[&str]) -> Result<()> {
        let Some(mut rows) = self.open(table)? else { return Ok(()) };
        let (shape, mut row) = (rows.shape().clone(), ByteRecord::new());
        let [doc_id] = columns(&shape, ["doc_id"], self.tables, table)?;
        let ids: Vec<usize> = names.iter().filter_map(|name| shape.column(name)).collect();
        let (place, source, count) = (shape.column("place_entity_id"), shape.column("place_source"), shape.column("n_mentions"));
        let mut out = shape.writer();
        while rows.next(&mut row)? {
            self.flush(table, &mut out, PIECE)?;
            let (mut cells, mut doc) = (Vec::new(), None);
            for &column in &ids {
                let id = shape.text(&row, column);
                if id.is_empty() || !self.tally.watches(&id) {
                    continue;
                }
                let doc = doc.get_or_insert_with(|| shape.text(&row, doc_id));
                let new = self.reference(&id, doc);
                if new.is_none() && Some(column) == place {
                    cells.extend(source.map(|source| (source, Cell::Null)));
                }
                self.tally.refer(new.as_deref());
                cells.push((column, new.map_or(Cell::Null, Cell::Text)));
            }
            if let Some(count) = count.filter(|_| !self.gone.is_empty())
                && let Some(gone) = self.gone.get(&shape.text(&row, doc_id))
            {
                cells.push((count, Cell::Number(shape.number(&row, count).unwrap_or_default().saturating_sub(*gone))));
            }
            out.row(&if cells.is_empty() { row.clone() } else { shape.with(&row, &cells) });
        }
        self.flush(table, &mut out, 0)
    }

    fn reference(&mut self, id: &str, doc: &str) -> Option<String> {
        let outcome = self.corrections.outcome(id, doc, None);
        self.tally.hit(&outcome);
        match self.moved.get(&(doc.to_string(), id.to_string())) {
            Some(new) => new.clone(),
            None => outcome.id,
        }
    }

    fn entities(&mut self) -> Result<()> {
        let Some(mut rows) = self.open(Table::Entities)? else { return Ok(()) };
        let (shape, mut row) = (rows.shape().clone(), ByteRecord::new());
        let [entity_id] = columns(&shape, ["entity_id"], self.tables, Table::Entities)?;
        let mut corrected = self.tally.rows(&shape).into_iter().peekable();
        let mut out = shape.writer();
        while rows.next(&mut row)? {
            self.flush(Table::Entities, &mut out, PIECE)?;
            let id = shape.text(&row, entity_id);
            while let Some((_, new)) = corrected.next_if(|(new, _)| *new < id) {
                out.row(&new);
                self.done.entities += 1;
            }
            if !self.tally.watches(&id) {
                out.row(&row);
                self.done.entities += 1;
            }
        }
        for (_, new) in corrected {
            out.row(&new);
            self.done.entities += 1;
        }
        self.flush(Table::Entities, &mut out, 0)
    }

    fn flush(&mut self, table: Table, out: &mut Writer, least: usize) -> Result<()> {
        if out.len() >= least { self.outputs.write(table, &out.take()) } else { Ok(()) }
    }
}

/// The files of the tables in a folder, as its `run.json` tells.
fn tables(folder: &Path) -> Result<BTreeMap<Table, PathBuf>> {
    let files = tables_of(&folder.join("run.json"));
    let table = |file: &String| Some((Table::parse(file.split_once('.')?.0)?, folder.join(file)));
    let tables: BTreeMap<Table, PathBuf> = files.iter().filter_map(table).collect();
    if tables.is_empty() {
        let message = "holds no tables of factbox extract (there is no run.json that names any)";
        return Err(Error::usage(message).in_input(folder.display().to_string()));
    }
    Ok(tables)
}

/// Numbers of the columns that must be there.
fn columns<const N: usize>(
    shape: &Shape,
    names: [&str; N],
    tables: &BTreeMap<Table, PathBuf>,
    table: Table,
) -> Result<[usize; N]> {
    let mut out = [0; N];
    for (number, name) in out.iter_mut().zip(names) {
        let place = || tables.get(&table).map_or(String::new(), |path| path.display().to_string());
        *number = shape.column(name).ok_or_else(|| Error::data(format!("the column {name} is missing")).in_input(place()))?;
    }
    Ok(out)
}

/// Brings `run.json` up to date: the files as they are now, and that they were corrected. True where this file was the last to do it.
fn report(
    folder: &Path,
    corrections: &Corrections,
    tables: &BTreeMap<Table, PathBuf>,
    written: &[(Table, Written)],
    done: &Done,
) -> Result<bool> {
    let (name, temporary) = (folder.join("run.json"), folder.join(".run.json.tmp"));
    let failed = |e: std::io::Error| Error::io(name.display().to_string(), &e);
    let mut report: Value = serde_json::from_slice(&fs::read(&name).map_err(failed)?).unwrap_or_default();
    let mut all = Vec::new();
    for table in tables.keys() {
        let entry = &mut report["tables"][table.name()];
        let text = |key: &str| entry[key].as_str().unwrap_or_default().to_string();
        let old = Written { file: text("file"), bytes: entry["bytes"].as_u64().unwrap_or_default(), xxh3_128: text("xxh3_128") };
        let now = written.iter().find(|(t, _)| t == table).map_or(old, |(_, new)| new.clone());
        *entry = json!(now);
        all.push((*table, now));
    }
    report["xxh3_128"] = json!(hash_of_hashes(&all));
    let mentions = report["rows"]["mentions"].as_u64().unwrap_or_default();
    report["rows"]["mentions"] = json!(mentions.saturating_sub(done.dropped));
    if tables.contains_key(&Table::Entities) {
        report["rows"]["entities"] = json!(done.entities);
    }
    let this = json!({ "file": corrections.file, "xxh3_128": corrections.xxh3_128, "rows": corrections.lines.len() });
    let again = report["corrections"].as_array().and_then(|a| a.last()).is_some_and(|last| last["xxh3_128"] == this["xxh3_128"]);
    match &mut report["corrections"] {
        _ if again => {}
        Value::Array(before) => before.push(this),
        other => *other = json!([this]),
    }
    let text = serde_json::to_string_pretty(&report).unwrap_or_default() + "\n";
    fs::write(&temporary, text).and_then(|()| fs::rename(&temporary, &name)).map_err(failed)?;
    Ok(again)
}
