//! `factbox correct`, and the corrections of `extract`.

use crate::args::Correct;
use crate::gaz;
use crate::terminal::say;
use factbox::Result;
use factbox::correct::{self, Corrections};
use factbox::gazetteer::Gazetteer;
use std::path::Path;

/// Lines of the file that are named one by one.
const NAMED: usize = 5;

/// Runs the command.
pub fn run(args: &Correct) -> Result<()> {
    let corrections = Corrections::load(&args.corrections)?;
    let pack = args.gaz_pack.as_deref().map(gaz::pack).transpose()?;
    apply(&args.folder, &corrections, pack.as_ref().unwrap_or_else(|| Gazetteer::embedded()), args.quiet)
}

/// Corrects the tables in a folder and says what was done.
pub fn apply(folder: &Path, corrections: &Corrections, gazetteer: &Gazetteer, quiet: bool) -> Result<()> {
    let done = correct::apply(folder, corrections, gazetteer)?;
    if quiet {
        return Ok(());
    }
    let n = |number: u64| format!("{number} mention{}", if number == 1 { "" } else { "s" });
    let file = &corrections.file;
    say(&format!("corrections: {} changed, {} dropped, {} distinct names now", n(done.changed), n(done.dropped), done.entities));
    if done.again {
        say(&format!("  {file} was applied to these tables before"));
        return Ok(());
    }
    for line in done.idle.iter().take(NAMED) {
        say(&format!("  warning: {file}:{line}: nothing in the tables fits this row"));
    }
    if done.idle.len() > NAMED {
        say(&format!("  and {} rows more", done.idle.len() - NAMED));
    }
    Ok(())
}
