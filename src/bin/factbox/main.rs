//! The command line: flags, progress, messages. Uses the public library only.
//!
//! Standard output is data only; all that is meant for people goes to standard error.

mod args;
mod extract;

use args::{Cli, Command};
use clap::Parser;
use factbox::Error;
use std::process::ExitCode;

/// Exit codes of the contract.
mod exit {
    pub const OK: u8 = 0;
    pub const USAGE: u8 = 2;
    pub const SOME_FAILED: u8 = 3;
    pub const NOTHING_READABLE: u8 = 4;
    pub const INTERRUPTED: u8 = 130;
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        Command::Extract(args) => extract::run(*args),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        // `factbox ... | head` is no error.
        Err(error) if error.is_closed() => ExitCode::from(exit::OK),
        Err(error) => {
            say(&format!("factbox: {error}"));
            ExitCode::from(exit::USAGE)
        }
    }
}

/// One line on standard error.
fn say(line: &str) {
    use std::io::Write;
    // Where standard error is closed there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// A usage error in one call.
fn usage<T>(message: impl Into<String>) -> factbox::Result<T> {
    Err(Error::usage(message))
}
