//! One list of the user, ready to look names up.

use super::compile::{self, Facts, TOLD};
use super::stems::Stems;
use super::{Source, cache, parse, read};
use crate::error::{Error, Result};
use crate::gazetteer::{Custom, Gazetteer, Hit, Word};
use crate::segment::Token;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// A list, compiled and opened.
#[derive(Debug)]
pub struct UserList {
    gazetteer: Gazetteer,
    facts: Facts,
    file: String,
    stems: Option<Stems>,
    subtypes: Vec<&'static str>,
}

/// A name of a list in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub end: u32,
    /// Number of the entry.
    pub entry: u32,
    /// Where the other entries of the name are found; a stem has none.
    pub name: Option<u32>,
}

impl UserList {
    /// Reads a list and compiles it, or takes it from the folder `cache` where it lies compiled; a `.gaz` file is compiled already.
    /// `warn` is told what did not keep the list from being used.
    pub fn load(source: &Source, cache: Option<&Path>, warn: &mut dyn FnMut(Error)) -> Result<UserList> {
        if source.extension() == "gaz" {
            return Self::open(Gazetteer::open_file(&source.path)?, source);
        }
        let bytes = read(source)?;
        let hash = cache::hash(&bytes);
        let place = cache.and_then(|folder| cache::place(folder, source, &bytes, &hash));
        let (kept, damaged) = place.as_deref().map_or((None, None), cache::load);
        if let Some(error) = damaged {
            let why = error.message();
            warn(
                Error::data(format!("the compiled list in the cache is damaged ({why}); it is made again"))
                    .in_input(source.shown()),
            );
        }
        if let Some(list) = kept.and_then(|gazetteer| Self::open_own(gazetteer, source).ok()) {
            return Ok(list);
        }
        let mut facts = Facts { list: source.list(), xxh3_128: hash, ..Facts::default() };
        let parsed = parse::parse(source, bytes, TOLD, false)?;
        let compiled = compile::compile(&[parsed], &mut facts).map_err(|e| e.in_input(source.shown()))?;
        if let Some(Err(error)) = place.map(|place| cache::save(&place, &compiled)) {
            let why = error.to_string();
            warn(Error::data(format!("the compiled list is not kept for the next run: {why}")).in_input(source.shown()));
        }
        Self::open_own(Gazetteer::from_bytes(compiled)?, source)
    }

    /// The compiled form of one list out of several files, for `UserList::load` to open, with what is told of it.
    pub fn compile(sources: &[Source], list: &str) -> Result<(Vec<u8>, Facts)> {
        let mut facts = Facts { list: list.to_owned(), ..Facts::default() };
        let (mut files, mut hashes) = (Vec::new(), String::new());
        for source in sources {
            let bytes = read(source)?;
            hashes += &cache::hash(&bytes);
            files.push(parse::parse(source, bytes, TOLD, false)?);
        }
        facts.xxh3_128 = if files.len() == 1 { hashes } else { cache::hash(hashes.as_bytes()) };
        let compiled = compile::compile(&files, &mut facts)?;
        Ok((compiled, facts))
    }

    /// [`UserList::open`] for what was compiled from the file itself, perhaps when it lay elsewhere.
    fn open_own(gazetteer: Gazetteer, source: &Source) -> Result<UserList> {
        let mut list = Self::open(gazetteer, source)?;
        list.facts.problems.iter_mut().for_each(|p| p.file.clone_from(&list.file));
        Ok(list)
    }

    fn open(gazetteer: Gazetteer, source: &Source) -> Result<UserList> {
        let foreign = || {
            let message = "holds no list of a user; lists of places and names of factbox are given with --gaz-pack";
            Error::usage(message).in_input(source.shown())
        };
        let facts: Facts = serde_json::from_str(gazetteer.note()).map_err(|_| foreign())?;
        let subtypes = facts.subtypes.iter().map(|s| interned(s)).collect();
        let stems = Stems::new(gazetteer.stems()).map_err(|e| e.in_input(source.shown()))?;
        Ok(UserList { gazetteer, file: source.shown(), stems, subtypes, facts })
    }

    /// Checks every byte of a list that was opened compiled; opening it looks at the header only, which takes no time.
    pub fn verify(&self) -> Result<()> {
        self.gazetteer.verify()
    }

    /// What ids call it.
    pub fn name(&self) -> &str {
        &self.facts.list
    }

    /// The file as it was given.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// What is known of it.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// All names of the list in a text, for each first token the longest; `hits` is memory to use again, `out` is added to.
    pub fn find(&self, text: &str, tokens: &[Token], words: &[Word], hits: &mut Vec<Hit>, out: &mut Vec<Found>) {
        self.gazetteer.scan_customs(text, tokens, words, hits);
        out.extend(hits.iter().filter_map(|hit| {
            let span = tokens[hit.first as usize].start as usize..tokens[hit.end as usize - 1].end as usize;
            let entry = self.gazetteer.customs(hit.entry, &text[span]).next()?;
            Some(Found { first: hit.first, end: hit.end, entry, name: Some(hit.entry) })
        }));
        if let Some(stems) = &self.stems {
            stems.find(text, tokens, out);
        }
    }

    /// The entries that a found name stands for besides its first, in the order of the list; the same one may come twice.
    pub fn others<'l>(&'l self, found: &Found, surface: &'l str) -> impl Iterator<Item = u32> + 'l {
        let first = found.entry;
        let all = found.name.into_iter().flat_map(move |name| self.gazetteer.customs(name, surface));
        all.filter(move |entry| *entry != first)
    }

    /// An entry by its number.
    pub fn entry(&self, number: u32) -> Custom<'_> {
        self.gazetteer.custom(number)
    }

    /// The subtype of an entry, as a text that outlives the list.
    pub fn subtype(&self, entry: &Custom<'_>) -> &'static str {
        self.subtypes.iter().find(|s| **s == entry.subtype).copied().unwrap_or("")
    }

    /// Appends the entity id of an entry: `gaz:LIST:ID`; entries without an id go by their name.
    pub fn put_id(&self, number: u32, out: &mut String) {
        let entry = self.entry(number);
        out.extend(["gaz:", self.name(), ":"]);
        if entry.id.is_empty() {
            return crate::tabulate::entity::put_plain(entry.name, out);
        }
        // Lists of ids are separated by bars.
        out.extend(entry.id.chars().map(|c| if c == '|' || c.is_whitespace() || c.is_control() { '-' } else { c }));
    }
}

/// One copy of a text for the whole process: rows carry subtypes as plain references. Lists have few subtypes, and a list that is
/// loaded again brings no new ones.
fn interned(text: &str) -> &'static str {
    static KNOWN: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let text = &*compile::plain(text);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(same) = known.get(text) {
        return same;
    }
    let kept: &'static str = Box::leak(text.into());
    known.insert(kept);
    kept
}
