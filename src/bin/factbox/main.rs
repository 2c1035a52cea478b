//! The command line: flags, progress, messages. Uses the public library only.
//!
//! Standard output is data only; all that is meant for people goes to standard error.

mod args;
mod check;
mod correct;
mod eval;
mod explain;
mod extract;
mod gaz;
mod lint;
mod lists;
mod progress;
mod schema;
mod single;
mod terminal;

use args::{Cli, Command, GazetteerCommand};
use clap::{CommandFactory, Parser};
use factbox::{Error, Result};
use std::io::Write;
use std::process::ExitCode;
use terminal::say;

/// Exit codes of the contract.
mod exit {
    pub const OK: u8 = 0;
    pub const MISMATCHES: u8 = 1;
    pub const USAGE: u8 = 2;
    pub const SOME_FAILED: u8 = 3;
    pub const NOTHING_READABLE: u8 = 4;
    pub const INTERRUPTED: u8 = 130;
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(code) => ExitCode::from(code),
        // `factbox ... | head` is no error.
        Err(error) if error.is_closed() => ExitCode::from(exit::OK),
        Err(error) => {
            say(&format!("factbox: {error}"));
            ExitCode::from(exit::USAGE)
        }
    }
}

fn run(cli: Cli) -> Result<u8> {
    if cli.acknowledgements {
        return print(factbox::gazetteer::ACKNOWLEDGEMENTS).map(|()| exit::OK);
    }
    match cli.command {
        Some(Command::Extract(args)) => extract::run(*args),
        Some(Command::Check(args)) => check::run(&args),
        Some(Command::Eval(args)) => eval::run(&args),
        Some(Command::Explain(args)) => explain::run(&args),
        Some(Command::Correct(args)) => correct::run(&args).map(|()| exit::OK),
        Some(Command::Schema(args)) => schema::run(&args).map(|()| exit::OK),
        Some(Command::Gazetteer(args)) => match args.what {
            GazetteerCommand::List => print(&lists::table()).map(|()| exit::OK),
            GazetteerCommand::Lint(args) => lint::run(&args),
            GazetteerCommand::Build(args) => gaz::build(&args),
        },
        Some(Command::Completions(args)) => {
            let mut script = Vec::new();
            clap_complete::generate(args.shell, &mut Cli::command(), "factbox", &mut script);
            print(&String::from_utf8_lossy(&script)).map(|()| exit::OK)
        }
        // clap prints the help where no argument is given at all.
        None => usage("no command; see factbox --help"),
    }
}

/// Data on standard output.
fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|e| match e.kind() {
        std::io::ErrorKind::BrokenPipe => Error::closed("standard output"),
        _ => Error::io("standard output", &e),
    })
}

/// A usage error in one call.
fn usage<T>(message: impl Into<String>) -> Result<T> {
    Err(Error::usage(message))
}
