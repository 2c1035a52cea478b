//! Stages 1-7 over many documents: workers, order, bad documents.
//!
//! Each worker reads a batch from the one [`Source`], makes its rows with its own scratch, and leaves the bytes in a queue ([`queue`]);
//! whoever finds the next batch there writes it, so output is in input order for any number of workers and no thread only does IO. A
//! window bounds the batches in flight, which keeps memory flat. One bad document, even one that panics, never stops a run.

mod batch;
mod queue;
mod report;
mod trail;

pub use batch::panic_is_caught;
pub(crate) use report::tables_of;
pub use report::{Failure, Summary};

use crate::decode::DecodeConfig;
use crate::error::{Error, Result};
use crate::extract::Extractor;
use crate::read::{ReadConfig, Source};
use crate::tabulate::{Choice, Table};
use crate::write::output::{Outputs, Target};
use crate::write::{Buffers, Format};
use queue::Shared;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use trail::Trail;

/// What to read and where to write.
#[derive(Debug, Clone)]
pub struct RunConfig {
    /// Files, folders, `-` for standard input.
    pub inputs: Vec<PathBuf>,
    /// How to read them.
    pub read: ReadConfig,
    /// Which fields hold what.
    pub decode: DecodeConfig,
    /// Tables to write, each once.
    pub tables: Vec<Table>,
    /// How to write them.
    pub format: Format,
    /// Where to.
    pub target: Target,
    /// Worker threads; 0 means one for each processor.
    pub jobs: usize,
    /// The command line as given, for `run.json`.
    pub arguments: Vec<String>,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Progress {
    /// Documents whose rows are written.
    pub documents: u64,
    /// Bytes read for them.
    pub bytes: u64,
}

/// How often a waiting run looks at its stop flag and reports progress.
const TICK: Duration = Duration::from_millis(50);

/// Runs all stages. `stop` ends the run early with whole tables of what was done; `progress` is called now and then.
pub fn run(
    extractor: Arc<Extractor>,
    config: &RunConfig,
    stop: Arc<AtomicBool>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Summary> {
    let began = Instant::now();
    if config.target == Target::Stdout && config.tables.len() != 1 {
        return Err(Error::usage("standard output takes one table: choose it with --tables, or give a folder with -o"));
    }
    let source = Source::open(&config.inputs, &config.read)?;
    let choice = Choice::keeping(&config.decode.keep);
    let mut outputs = Outputs::open(&config.target, &config.tables, config.format)?;
    write_headers(config, &choice, &mut outputs)?;
    let jobs = if config.jobs == 0 { std::thread::available_parallelism().map_or(1, usize::from) } else { config.jobs };
    let work =
        batch::Work { extractor, decode: config.decode.clone(), choice, tables: config.tables.clone(), format: config.format };
    let shared = Arc::new(Shared::new(source, (outputs, trail(config)?), work, config, jobs, Arc::clone(&stop)));
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        .thread_name(|i| format!("factbox-{i}"))
        .build()
        .map_err(|e| Error::usage(format!("cannot start {jobs} threads ({e}); try a smaller --jobs")))?;
    for _ in 0..jobs {
        let shared = Arc::clone(&shared);
        pool.spawn(move || shared.work());
    }
    while !shared.wait(TICK) && !stop.load(Ordering::Relaxed) {
        progress(shared.progress());
    }
    // A worker may hang in a read that never ends; it is left behind, and what it had read so far is done here.
    shared.close();
    while !shared.wait(TICK) {}
    let summary = shared.finish(config, began, stop.load(Ordering::Relaxed));
    progress(shared.progress());
    summary
}

/// Names are joined over documents where a folder takes the tables and the entities are among them.
fn trail(config: &RunConfig) -> Result<Option<Trail>> {
    match &config.target {
        Target::Folder(folder) if config.tables.contains(&Table::Entities) => Trail::open(folder).map(Some),
        _ => Ok(None),
    }
}

fn write_headers(config: &RunConfig, choice: &Choice, outputs: &mut Outputs) -> Result<()> {
    let mut buffers = Buffers::new(config.format, &config.tables);
    for &table in &config.tables {
        let keep: Vec<&str> = choice.keep.iter().map(|(_, column)| column.as_str()).collect();
        buffers.header(table, if table == Table::Documents { &keep } else { &[] });
    }
    buffers.take(&mut Vec::new()).into_iter().try_for_each(|(table, bytes)| outputs.write(table, &bytes))
}
