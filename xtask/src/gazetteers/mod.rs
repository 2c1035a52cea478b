//! The word lists: raw sources -> TSV -> compiled file.

use std::fs;
use std::path::{Path, PathBuf};

mod compile;
pub mod coverage;
mod inflect;
mod names;
mod orgs;
mod peoples;
mod places;
mod raw;
mod sums;
mod tsv;
mod words;

/// Errors are sentences for the person at the terminal.
pub type Result<T> = std::result::Result<T, String>;

/// The repository's `gazetteers/`.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../gazetteers")
}

/// Runs one of the sub-commands of `cargo xtask gazetteers`.
pub fn main(args: &[String]) -> Result<()> {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        [] => write_compiled(),
        ["--check"] => check(),
        ["--sums"] => sums::refresh(&root()),
        ["--sources", rest @ ..] => {
            let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/gazetteer-sources");
            let (sources, rest) = match rest {
                [dir, rest @ ..] if !dir.starts_with("--") => (PathBuf::from(dir), rest),
                rest => (shared, rest),
            };
            let extra = match rest {
                [] => sources.join("extra"),
                ["--extra", dir] => PathBuf::from(dir),
                _ => return Err("usage: cargo xtask gazetteers --sources [DIR] [--extra DIR]".into()),
            };
            from_sources(&raw::Raw { sources, extra })?;
            write_compiled()?;
            sums::refresh(&root())
        }
        _ => Err("usage: cargo xtask gazetteers [--check | --sums | --sources [DIR] [--extra DIR]]".into()),
    }
}

/// Writes every list that is made from raw sources. Lists written by hand are left alone.
fn from_sources(raw: &raw::Raw) -> Result<()> {
    let root = root();
    words::write(raw, &root)?;
    names::write(raw, &root)?;
    places::write(raw, &root)?;
    peoples::write(raw, &root)?;
    orgs::write(raw, &root)
}

fn write_compiled() -> Result<()> {
    let bytes = compile::compile(&root())?;
    let path = root().join("compiled/factbox.gaz");
    fs::write(&path, &bytes).map_err(|e| format!("{}: {e}", path.display()))?;
    let thanks = root().join("compiled/ACKNOWLEDGEMENTS.txt");
    fs::write(&thanks, sums::acknowledgements(&root())?).map_err(|e| format!("{}: {e}", thanks.display()))?;
    eprintln!("{}: {} bytes", path.display(), bytes.len());
    Ok(())
}

fn check() -> Result<()> {
    let bytes = compile::compile(&root())?;
    let committed = fs::read(root().join("compiled/factbox.gaz")).map_err(|e| e.to_string())?;
    if bytes != committed {
        return Err("gazetteers/compiled/factbox.gaz is not what gazetteers/*/*.tsv give: run `cargo xtask gazetteers`".into());
    }
    let thanks = fs::read_to_string(root().join("compiled/ACKNOWLEDGEMENTS.txt")).map_err(|e| e.to_string())?;
    if thanks != sums::acknowledgements(&root())? {
        return Err(
            "gazetteers/compiled/ACKNOWLEDGEMENTS.txt is not what SOURCES.toml gives: run `cargo xtask gazetteers`".into()
        );
    }
    sums::check(&root())
}
