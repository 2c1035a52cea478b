//! What a run did: counted batch by batch, told in `run.json` and in the closing lines of the command.

use super::RunConfig;
use crate::error::{Error, Result};
use crate::extract::Extractor;
use crate::gazetteer::user::UserList;
use crate::tabulate::columns::SCHEMA_VERSION;
use crate::tabulate::{Counts, Table};
use crate::write::output::{Target, Written, hash_of_hashes};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

/// How many failures and warnings are named one by one.
const NAMED: usize = 5;

/// A document that could not be read, and why.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Its id.
    pub doc_id: String,
    /// File, place and reason.
    pub message: String,
}

/// Counts of one batch, or of all batches so far.
#[derive(Debug, Default)]
pub struct Tally {
    pub ok: u64,
    pub skipped: u64,
    pub failed: u64,
    pub warned: u64,
    pub bytes: u64,
    pub rows: Counts,
    failures: Vec<Failure>,
    warnings: Vec<Failure>,
}

impl Tally {
    pub fn documents(&self) -> u64 {
        self.ok + self.skipped + self.failed
    }

    pub fn fail(&mut self, failure: Failure) {
        self.failed += 1;
        if self.failures.len() < NAMED {
            self.failures.push(failure);
        }
    }

    pub fn warn(&mut self, warning: Failure) {
        self.warned += 1;
        if self.warnings.len() < NAMED {
            self.warnings.push(warning);
        }
    }

    pub fn add(&mut self, other: &Tally) {
        self.ok += other.ok;
        self.skipped += other.skipped;
        self.failed += other.failed;
        self.warned += other.warned;
        self.bytes += other.bytes;
        self.rows.add(other.rows);
        for (all, more) in [(&mut self.failures, &other.failures), (&mut self.warnings, &other.warnings)] {
            all.extend(more.iter().take(NAMED - all.len().min(NAMED)).cloned());
        }
    }
}

/// What a run did.
#[derive(Debug, Clone)]
pub struct Summary {
    /// Documents whose text was read.
    pub ok: u64,
    /// Inputs left alone on purpose: hidden, binary, of a format not read.
    pub skipped: u64,
    /// Inputs that should have been read and could not.
    pub failed: u64,
    /// Documents read with something amiss (a date field that is no date).
    pub warned: u64,
    /// Documents whose id an earlier one has: their rows cannot be told from its rows by id.
    pub repeated_ids: u64,
    /// The first such id.
    pub repeated_id: Option<String>,
    /// The first failures.
    pub failures: Vec<Failure>,
    /// The first warnings.
    pub warnings: Vec<Failure>,
    /// Rows made.
    pub rows: Counts,
    /// Distinct entities.
    pub entities: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Wall clock.
    pub seconds: f64,
    /// Stopped before the end of the input.
    pub interrupted: bool,
    /// Files written.
    pub tables: Vec<(Table, Written)>,
}

impl Summary {
    pub(super) fn new(tally: &Tally, entities: u64, tables: Vec<(Table, Written)>, took: Duration, interrupted: bool) -> Summary {
        Summary {
            ok: tally.ok,
            skipped: tally.skipped,
            failed: tally.failed,
            warned: tally.warned,
            repeated_ids: 0,
            repeated_id: None,
            failures: tally.failures.clone(),
            warnings: tally.warnings.clone(),
            rows: tally.rows,
            entities,
            bytes: tally.bytes,
            seconds: took.as_secs_f64(),
            interrupted,
            tables,
        }
    }

    /// Documents of any status.
    pub fn documents(&self) -> u64 {
        self.ok + self.skipped + self.failed
    }

    /// Bytes of input a second.
    pub fn bytes_per_second(&self) -> f64 {
        if self.seconds > 0.0 { self.bytes as f64 / self.seconds } else { 0.0 }
    }

    /// Writes `run.json` last: where it stands, the tables beside it are whole. Tables of an earlier run that this one did not write
    /// (another format, fewer tables) are taken away, so that a folder never holds tables of two runs.
    pub(super) fn write(&self, config: &RunConfig, extractor: &Extractor) -> Result<()> {
        let Target::Folder(folder) = &config.target else { return Ok(()) };
        let (temporary, name) = (folder.join(".run.json.tmp"), folder.join("run.json"));
        for old in tables_of(&name).iter().filter(|old| self.tables.iter().all(|(_, w)| w.file != **old)) {
            // One that is gone already is as good.
            let _ = fs::remove_file(folder.join(old));
        }
        let mut text = serde_json::to_string_pretty(&self.report(config, extractor)).unwrap_or_default();
        text.push('\n');
        let written = fs::write(&temporary, text).and_then(|()| fs::rename(&temporary, &name));
        written.map_err(|e| Error::io(name.display().to_string(), &e))
    }

    fn report<'a>(&'a self, config: &'a RunConfig, extractor: &'a Extractor) -> Report<'a> {
        Report {
            tool: concat!("factbox ", env!("CARGO_PKG_VERSION")),
            schema_version: SCHEMA_VERSION,
            gazetteer_version: extractor.gazetteer().version(),
            lists: extractor.lists().iter().map(ListReport::of).collect(),
            arguments: &config.arguments,
            interrupted: self.interrupted,
            documents: [
                ("all", self.documents()),
                ("ok", self.ok),
                ("skipped", self.skipped),
                ("failed", self.failed),
                ("repeated_ids", self.repeated_ids),
            ]
            .into(),
            rows: [
                ("mentions", self.rows.mentions),
                ("entities", self.entities),
                ("figures", self.rows.figures),
                ("dates", self.rows.dates),
                ("checks", self.rows.checks),
            ]
            .into(),
            bytes: self.bytes,
            seconds: self.seconds,
            bytes_per_second: self.bytes_per_second() as u64,
            peak_memory_bytes: peak_memory(),
            tables: self.tables.iter().map(|(table, written)| (table.name(), written)).collect(),
            xxh3_128: hash_of_hashes(&self.tables),
        }
    }
}

/// The content of `run.json`. What differs between two runs over the same input (time, memory) stands only here.
#[derive(serde::Serialize)]
struct Report<'a> {
    tool: &'a str,
    schema_version: &'a str,
    gazetteer_version: &'a str,
    lists: Vec<ListReport<'a>>,
    arguments: &'a [String],
    interrupted: bool,
    documents: BTreeMap<&'a str, u64>,
    rows: BTreeMap<&'a str, u64>,
    bytes: u64,
    seconds: f64,
    bytes_per_second: u64,
    peak_memory_bytes: Option<u64>,
    tables: BTreeMap<&'a str, &'a Written>,
    xxh3_128: String,
}

/// A list of the user's, as `run.json` names it.
#[derive(serde::Serialize)]
struct ListReport<'a> {
    list: &'a str,
    file: &'a str,
    encodings: &'a [String],
    xxh3_128: &'a str,
    rows: u64,
    names: u64,
    skipped_rows: u64,
    warned_rows: u64,
}

impl<'a> ListReport<'a> {
    fn of(list: &'a UserList) -> ListReport<'a> {
        let facts = list.facts();
        ListReport {
            list: list.name(),
            file: list.file(),
            encodings: &facts.encodings,
            xxh3_128: &facts.xxh3_128,
            rows: facts.rows,
            names: facts.names,
            skipped_rows: facts.skipped,
            warned_rows: facts.warned,
        }
    }
}

/// Files that an earlier `run.json` names; only plain names of our own tables are believed.
pub(crate) fn tables_of(report: &Path) -> Vec<String> {
    let read = fs::read(report).ok().and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    let Some(serde_json::Value::Object(tables)) = read.map(|mut report| report["tables"].take()) else { return Vec::new() };
    let file = |(name, table): (&String, &serde_json::Value)| {
        let file = table["file"].as_str()?;
        let (stem, extension) = file.split_once('.')?;
        (stem == name && Table::parse(stem).is_some() && matches!(extension, "csv" | "jsonl")).then(|| file.to_string())
    };
    tables.iter().filter_map(file).collect()
}

/// Largest resident set of this process, where the system tells (Linux).
pub fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kb| kb * 1024)
}
