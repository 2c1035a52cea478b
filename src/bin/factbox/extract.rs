//! `factbox extract`: flags -> a run, and what to say about it.

use crate::args::{AmbiguityArg, DateOrderArg, Extract, FormatArg, ProgressArg};
use crate::correct;
use crate::gaz;
use crate::progress::Bar;
use crate::terminal::{self, Style, say};
use crate::{exit, usage};
use factbox::config::{Ambiguity, DateOrder};
use factbox::correct::Corrections;
use factbox::decode::{DateFrom, DecodeConfig};
use factbox::read::ReadConfig;
use factbox::run::{self, Failure, RunConfig, Summary};
use factbox::tabulate::Table;
use factbox::write::{Format, output::Target};
use factbox::{Config, Kind, Result};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Runs the command; gives the exit code.
pub fn run(args: Extract) -> Result<u8> {
    let (config, run_config) = (extract_config(&args)?, run_config(&args)?);
    let corrections = corrections(&args, &run_config.target)?;
    let extractor = Arc::new(gaz::extractor(config, &args.lists, args.strict, args.quiet)?);
    let stop = Arc::new(AtomicBool::new(false));
    listen(&stop);
    hush_documents();
    let wanted = !args.quiet && args.progress == ProgressArg::Auto && run_config.target != Target::Stdout;
    let mut bar = (wanted && terminal::on_terminal()).then(|| Bar::new(&args.inputs));
    let whole = gaz::verify(&extractor);
    let done = run::run(Arc::clone(&extractor), &run_config, stop, &mut |progress| {
        if let Some(bar) = &mut bar {
            bar.show(progress);
        }
    });
    if let Some(bar) = bar {
        bar.clear();
    }
    let summary = done?;
    whole.join().unwrap_or(Ok(()))?;
    if !args.quiet {
        closing_words(&summary, &run_config.target);
    }
    if let (Some(corrections), Target::Folder(folder)) = (&corrections, &run_config.target) {
        correct::apply(folder, corrections, extractor.gazetteer(), args.quiet)?;
    }
    Ok(match () {
        () if summary.interrupted => exit::INTERRUPTED,
        () if summary.ok == 0 => exit::NOTHING_READABLE,
        () if args.strict && summary.failed > 0 => exit::SOME_FAILED,
        () => exit::OK,
    })
}

/// The corrections, read before anything else is done.
fn corrections(args: &Extract, target: &Target) -> Result<Option<Corrections>> {
    match (&args.corrections, target) {
        (Some(_), Target::Stdout) => {
            usage("--corrections needs a folder for the tables (-o OUT): entities are counted anew when all is read")
        }
        (Some(file), Target::Folder(_)) => Corrections::load(file).map(Some),
        (None, _) => Ok(None),
    }
}

/// The first Ctrl-C asks for an orderly end, the second is obeyed at once.
fn listen(stop: &Arc<AtomicBool>) {
    let stop = Arc::clone(stop);
    let set = ctrlc::set_handler(move || {
        if stop.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(exit::INTERRUPTED));
        }
        say("factbox: stopping; the tables will hold what is done (Ctrl-C again to leave at once)");
    });
    if let Err(error) = set {
        say(&format!("factbox: Ctrl-C will not end the run in order ({error})"));
    }
}

/// A panic inside a document is told in the row of the document; the hook's own words would only tear the progress bar.
fn hush_documents() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !run::panic_is_caught() {
            usual(info);
        }
    }));
}

fn extract_config(args: &Extract) -> Result<Config> {
    let mut kinds = Vec::new();
    for name in &args.types {
        match Kind::parse(name.trim()) {
            Some(kind) => kinds.push(kind),
            None => return usage(format!("--types {name}: expected person, place, org, norp, date or figure")),
        }
    }
    if !(0.0..=1.0).contains(&args.min_confidence) {
        return usage(format!("--min-confidence {}: expected a number from 0 to 1", args.min_confidence));
    }
    Ok(Config {
        date_order: date_order(args.date_order),
        ambiguity: match args.ambiguity {
            AmbiguityArg::Drop => Ambiguity::Drop,
            AmbiguityArg::Top => Ambiguity::Top,
            AmbiguityArg::All => Ambiguity::All,
        },
        min_confidence: args.min_confidence,
        nested: args.nested,
        kinds,
    })
}

fn date_order(order: DateOrderArg) -> DateOrder {
    match order {
        DateOrderArg::Dmy => DateOrder::Dmy,
        DateOrderArg::Mdy => DateOrder::Mdy,
        DateOrderArg::Ymd => DateOrder::Ymd,
    }
}

fn run_config(args: &Extract) -> Result<RunConfig> {
    let tables = tables(args)?;
    let target = match args.out.as_deref() {
        Some(out) if out == Path::new("-") => Target::Stdout,
        Some(out) => Target::Folder(out.to_path_buf()),
        None if tables.len() == 1 => Target::Stdout,
        None => return usage("where to? Give a folder with -o OUT, or one table with --tables for standard output"),
    };
    let format = match args.format {
        FormatArg::Csv => Format::Csv { excel: args.excel },
        _ if args.excel => return usage("--excel is a way to write CSV; leave out --format"),
        FormatArg::Jsonl => Format::Jsonl,
        FormatArg::Parquet => return usage("--format parquet is not in this version; jsonl is read by DuckDB and Spark"),
        FormatArg::Sqlite => return usage("--format sqlite is not in this version; see factbox schema --sql duckdb"),
    };
    if let Some(flag) = args.later.given() {
        return usage(format!("{flag} is not in this version of factbox; leave it out"));
    }
    Ok(RunConfig {
        inputs: args.inputs.clone(),
        read: ReadConfig { format: args.input.format()?, ..ReadConfig::default() },
        decode: decode_config(args)?,
        tables,
        format,
        target,
        jobs: match args.jobs {
            Some(0) => return usage("--jobs 0: expected at least 1"),
            jobs => jobs.unwrap_or(0),
        },
        arguments: std::env::args_os().skip(1).map(|a| a.to_string_lossy().into_owned()).collect(),
    })
}

fn tables(args: &Extract) -> Result<Vec<Table>> {
    let mut tables = Vec::new();
    for name in &args.tables {
        match Table::parse(name.trim()) {
            Some(table) if !tables.contains(&table) => tables.push(table),
            Some(_) => {}
            None => {
                let known: Vec<&str> = Table::ALL.iter().map(|t| t.name()).collect();
                return usage(format!("--tables {name}: there is no such table; expected {}", known.join(", ")));
            }
        }
    }
    if tables.is_empty() {
        tables.extend(Table::USUAL);
    }
    if args.with_text && !tables.contains(&Table::Texts) {
        tables.push(Table::Texts);
    }
    tables.sort_unstable();
    Ok(tables)
}

fn decode_config(args: &Extract) -> Result<DecodeConfig> {
    let mut decode = DecodeConfig {
        id: args.id.clone(),
        text: args.text.clone(),
        title: args.title.clone(),
        keep: args.keep.clone(),
        date_order: date_order(args.date_order),
        ..DecodeConfig::default()
    };
    if let Some(date) = &args.date {
        decode.set_date(date);
    }
    if let Some(from) = &args.date_from {
        decode.date_from = DateFrom::parse(from)?;
    }
    Ok(decode)
}

fn closing_words(summary: &Summary, target: &Target) {
    let n = |number: u64, one: &str| format!("{number} {one}{}", if number == 1 { "" } else { "s" });
    let mut line = n(summary.ok, "document");
    if summary.skipped > 0 {
        line += &format!(", {} skipped", summary.skipped);
    }
    if summary.failed > 0 {
        line += &terminal::paint(Style::Bad, &format!(", {} failed", summary.failed));
    }
    let rows = &summary.rows;
    line += &format!(
        ": {}, {}, {}, {} in {:.1} s ({:.1} MB/s)",
        n(rows.mentions, "mention"),
        n(rows.figures, "figure"),
        n(rows.dates, "date"),
        n(summary.entities, "distinct name"),
        summary.seconds,
        summary.bytes_per_second() / 1e6
    );
    say(&line);
    named("failed", summary.failed, &summary.failures);
    named("warning", summary.warned, &summary.warnings);
    if let Some(id) = &summary.repeated_id {
        let n = n(summary.repeated_ids, "document");
        let message = format!("  warning: the id of {n} was given before (\"{id}\"): rows of both have the same ids; see --id");
        say(&message);
    }
    match target {
        Target::Folder(folder) => say(&format!("tables in {}", folder.display())),
        Target::Stdout => {}
    }
    if summary.interrupted {
        say("stopped before the end of the input; the tables hold what was done");
    } else if summary.ok == 0 {
        say(&terminal::paint(Style::Bad, "nothing could be read; see status and error_message in the table documents"));
    }
}

fn named(what: &str, all: u64, first: &[Failure]) {
    for failure in first {
        say(&format!("  {what}: {}", failure.message));
    }
    if all > first.len() as u64 {
        say(&format!("  and {} more: see error_message in the table documents", all - first.len() as u64));
    }
}
