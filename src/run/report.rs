//! What a run did: counted batch by batch, told in `run.json` and in the closing lines of the command.

use super::RunConfig;
use crate::error::{Error, Result};
use crate::tabulate::columns::SCHEMA_VERSION;
use crate::tabulate::{Counts, Table};
use crate::write::output::{Target, Written, hash_of_hashes};
use serde_json::{Map, Value, json};
use std::fs;
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
    run: Map<String, Value>,
}

impl Summary {
    pub(super) fn new(tally: &Tally, entities: u64, tables: Vec<(Table, Written)>, took: Duration, interrupted: bool) -> Summary {
        Summary {
            ok: tally.ok,
            skipped: tally.skipped,
            failed: tally.failed,
            warned: tally.warned,
            failures: tally.failures.clone(),
            warnings: tally.warnings.clone(),
            rows: tally.rows,
            entities,
            bytes: tally.bytes,
            seconds: took.as_secs_f64(),
            interrupted,
            tables,
            run: Map::new(),
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

    pub(super) fn describe(&mut self, config: &RunConfig, gazetteer: &str) {
        let tables: Map<String, Value> = self
            .tables
            .iter()
            .map(|(table, w)| (table.name().to_string(), json!({ "file": w.file, "bytes": w.bytes, "sha256": w.sha256 })))
            .collect();
        let run = json!({
            "tool": concat!("factbox ", env!("CARGO_PKG_VERSION")),
            "schema_version": SCHEMA_VERSION,
            "gazetteer_version": gazetteer,
            "arguments": config.arguments,
            "interrupted": self.interrupted,
            "documents": { "all": self.documents(), "ok": self.ok, "skipped": self.skipped, "failed": self.failed },
            "rows": {
                "mentions": self.rows.mentions, "figures": self.rows.figures, "dates": self.rows.dates,
                "checks": self.rows.checks, "entities": self.entities,
            },
            "bytes": self.bytes,
            "seconds": self.seconds,
            "bytes_per_second": self.bytes_per_second().round(),
            "peak_memory_bytes": peak_memory(),
            "tables": tables,
            "sha256": hash_of_hashes(&self.tables),
        });
        if let Value::Object(run) = run {
            self.run = run;
        }
    }

    /// Writes `run.json` last: where it stands, the tables beside it are whole.
    pub(super) fn write(&self, target: &Target) -> Result<()> {
        let Target::Folder(folder) = target else { return Ok(()) };
        let (temporary, name) = (folder.join(".run.json.tmp"), folder.join("run.json"));
        let mut text = serde_json::to_string_pretty(&self.run).unwrap_or_default();
        text.push('\n');
        let written = fs::write(&temporary, text).and_then(|()| fs::rename(&temporary, &name));
        written.map_err(|e| Error::io(name.display().to_string(), &e))
    }
}

/// Largest resident set of this process, where the system tells (Linux).
pub fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kb| kb * 1024)
}
