//! The word lists: raw sources -> TSV -> compiled file.

use compile::Pack;
use factbox::gazetteer::Gazetteer;
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
mod senses;
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
        ["--pack", file] => write_pack(Path::new(file)),
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
        _ => Err("usage: cargo xtask gazetteers [--check | --sums | --pack FILE | --sources [DIR] [--extra DIR]]".into()),
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

/// Where the sum of the world pack is recorded: the pack itself is too large for the repository.
const PACK_SUM: &str = "compiled/world.gaz.sha256";

fn write_pack(file: &Path) -> Result<()> {
    let bytes = world()?;
    write(file, &bytes)
}

/// The world pack, opened once to see that it can be.
fn world() -> Result<Vec<u8>> {
    let bytes = compile::compile(&root(), Pack::World)?;
    let pack = Gazetteer::from_bytes(bytes.clone()).map_err(|e| e.to_string())?;
    match pack.country("FR") {
        Some(_) => Ok(bytes),
        None => Err("the world pack does not know France".into()),
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).map_err(|e| format!("{}: {e}", path.display()))?;
    eprintln!("{}: {} bytes", path.display(), bytes.len());
    Ok(())
}

fn write_compiled() -> Result<()> {
    write(&root().join("compiled/factbox.gaz"), &compile::compile(&root(), Pack::Embedded)?)?;
    write(&root().join(PACK_SUM), sums::line(&world()?, "world.gaz").as_bytes())?;
    write(&root().join("compiled/ACKNOWLEDGEMENTS.txt"), sums::acknowledgements(&root())?.as_bytes())
}

fn check() -> Result<()> {
    let same = |file: &str, bytes: &[u8]| match fs::read(root().join(file)) {
        Ok(committed) if committed == bytes => Ok(()),
        Ok(_) => Err(format!("gazetteers/{file} is not what the lists give: run `cargo xtask gazetteers`")),
        Err(error) => Err(format!("gazetteers/{file}: {error}")),
    };
    same("compiled/factbox.gaz", &compile::compile(&root(), Pack::Embedded)?)?;
    same(PACK_SUM, sums::line(&world()?, "world.gaz").as_bytes())?;
    same("compiled/ACKNOWLEDGEMENTS.txt", sums::acknowledgements(&root())?.as_bytes())?;
    sums::check(&root())
}
