//! Commands for those who work on factbox.
#![allow(clippy::print_stderr)]

mod fit;

fn main() -> std::process::ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rest = arguments.get(1..).unwrap_or_default();
    let done = match arguments.first().map(String::as_str) {
        Some("fit") => fit::fit(rest),
        Some("weights") => fit::weights(rest),
        Some("names") => fit::names(rest),
        Some("names-speed") => fit::speed(rest),
        _ => Err("commands: fit, weights, names, names-speed".into()),
    };
    match done {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            std::process::ExitCode::FAILURE
        }
    }
}
