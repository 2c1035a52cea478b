//! `cargo xtask COMMAND`: what those who work on factbox run. The product never needs it.
#![allow(clippy::print_stderr, clippy::print_stdout)]

mod fit;
mod gazetteers;

const USAGE: &str = "cargo xtask gazetteers                 gazetteers/*/*.tsv -> gazetteers/compiled/
cargo xtask gazetteers --check         rebuild in memory and compare with the committed bytes
cargo xtask gazetteers --sums          refresh rows and sha256 in gazetteers/SOURCES.toml
cargo xtask gazetteers --sources DIR [--extra DIR]
                                       raw sources -> gazetteers/*/*.tsv (then compile); see gazetteers/README.md
cargo xtask coverage [--world] GOLD.jsonl...
                                       share of marked places that the lists hold
cargo xtask fit | weights | names | names-speed
                                       weights of the name labeller";

fn main() -> std::process::ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rest = arguments.get(1..).unwrap_or_default();
    let done = match arguments.first().map(String::as_str) {
        Some("gazetteers") => gazetteers::main(rest).map_err(Into::into),
        Some("coverage") => gazetteers::coverage::main(rest).map_err(Into::into),
        Some("fit") => fit::fit(rest),
        Some("weights") => fit::weights(rest),
        Some("names") => fit::names(rest),
        Some("names-speed") => fit::speed(rest),
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            std::process::ExitCode::FAILURE
        }
    }
}
