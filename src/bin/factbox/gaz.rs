//! Lists of the user's: `--gaz` and `factbox gazetteer build`.

use crate::args::{Build, Lists};
use crate::terminal::say;
use crate::{exit, usage};
use factbox::gazetteer::Gazetteer;
use factbox::gazetteer::user::{self, Facts, Source, UserList};
use factbox::{Config, Error, Extractor, Result};
use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

/// Opens the lists of `--gaz` and tells what is wrong with them. With `strict` a row that cannot be used is an error.
fn load(args: &Lists, strict: bool, quiet: bool) -> Result<Vec<UserList>> {
    let cache = cache_folder(args.gaz_cache.as_deref());
    let mut lists: Vec<UserList> = Vec::new();
    for argument in &args.gaz {
        let mut warn = |warning: Error| {
            if !quiet {
                say(&format!("factbox: {warning}"));
            }
        };
        let list = UserList::load(&Source::parse(argument)?, cache.as_deref(), &mut warn)?;
        list.facts().warnings().for_each(&mut warn);
        if !quiet {
            say(&format!("list {}", summary(list.name(), list.facts())));
        }
        refuse_broken(list.file(), list.facts(), strict)?;
        if let Some(other) = lists.iter().find(|other| other.name() == list.name()) {
            let (name, first, second) = (list.name(), other.file(), list.file());
            return usage(format!(
                "{first} and {second} are both called {name} in ids; give one another name with FILE:list=NAME"
            ));
        }
        lists.push(list);
    }
    Ok(lists)
}

/// An extractor over the pack of `--gaz-pack` and the lists of `--gaz`.
pub fn extractor(config: Config, args: &Lists, strict: bool, quiet: bool) -> Result<Extractor> {
    let pack = args.gaz_pack.as_deref().map(pack).transpose()?;
    let extractor = Extractor::with_lists(config, load(args, strict, quiet)?);
    Ok(match pack {
        Some(pack) => extractor.with_gazetteer(pack),
        None => extractor,
    })
}

/// Every byte of a pack is checked before the run: it holds the words of the language too, without which all goes wrong.
pub fn pack(file: &Path) -> Result<Gazetteer> {
    let pack = Gazetteer::open_file(file)?;
    pack.verify()?;
    if pack.place_count() == 0 {
        return usage(format!("--gaz-pack {}: this holds a list of your own; give it with --gaz", file.display()));
    }
    Ok(pack)
}

/// Checks all bytes of compiled lists while the run begins: opening them looks at their headers only.
pub fn verify(extractor: &Arc<Extractor>) -> JoinHandle<Result<()>> {
    let extractor = Arc::clone(extractor);
    std::thread::spawn(move || {
        let damaged = extractor.lists().iter().find_map(|list| Some((list, list.verify().err()?)));
        let Some((list, error)) = damaged else { return Ok(()) };
        let message = format!("{}; the tables of this run may lack names: build the list again", error.message());
        Err(Error::data(message).in_input(list.file()))
    })
}

/// `factbox gazetteer build`.
pub fn build(args: &Build) -> Result<u8> {
    if args.out.extension().is_none_or(|e| !e.eq_ignore_ascii_case("gaz")) {
        return usage(format!("-o {}: the name must end in .gaz", args.out.display()));
    }
    let sources = args.files.iter().map(|file| Source::parse(file)).collect::<Result<Vec<_>>>()?;
    let list = Source::file(&args.out).list();
    let (bytes, facts) = UserList::compile(&sources, &list)?;
    facts.warnings().for_each(|warning| say(&format!("factbox: {warning}")));
    refuse_broken(&args.out.display().to_string(), &facts, args.strict)?;
    user::save(&args.out, &bytes)?;
    say(&format!("{}: list {}", args.out.display(), summary(&list, &facts)));
    Ok(exit::OK)
}

fn summary(name: &str, facts: &Facts) -> String {
    let mut line = format!("{name}: {} names in {} rows", facts.names, facts.rows);
    if facts.skipped > 0 {
        line += &format!(", {} rows left out", facts.skipped);
    }
    if facts.warned > 0 {
        line += &format!(", {} used in part", facts.warned);
    }
    line
}

fn refuse_broken(file: &str, facts: &Facts, strict: bool) -> Result<()> {
    if strict && facts.skipped + facts.warned > 0 {
        let (skipped, warned) = (facts.skipped, facts.warned);
        let message =
            format!("{skipped} rows cannot be used and {warned} only in part (--strict); factbox gazetteer lint names them all");
        return Err(Error::usage(message).in_input(file));
    }
    Ok(())
}

/// The folder that was asked for, else that of `FACTBOX_CACHE`, else the user's; none for `none`.
fn cache_folder(asked: Option<&Path>) -> Option<PathBuf> {
    let of = |name: &str| env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    match asked.map(Path::to_path_buf).or_else(|| of("FACTBOX_CACHE")) {
        Some(folder) if folder == Path::new("none") => None,
        Some(folder) => Some(folder),
        None => users_cache(of).map(|folder| folder.join("factbox")),
    }
}

/// Where programs of this system keep what they can make again.
fn users_cache(of: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    let home = || of(if cfg!(windows) { "USERPROFILE" } else { "HOME" });
    let absolute = |path: &PathBuf| path.is_absolute();
    match () {
        () if cfg!(windows) => of("LOCALAPPDATA"),
        () if cfg!(target_os = "macos") => home().map(|home| home.join("Library/Caches")),
        () => of("XDG_CACHE_HOME").filter(absolute).or_else(|| home().map(|home| home.join(".cache"))),
    }
}
