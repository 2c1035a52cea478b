//! A file of corrections -> what becomes of each id.

use crate::decode::encoding;
use crate::error::{Error, Result};
use crate::mention::Kind;
use crate::tabulate::entity::put_plain;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;
use twox_hash::XxHash3_128;

/// The columns, each once, in any order; the last two may be missing.
const COLUMNS: [&str; 5] = ["action", "entity_id", "value", "doc_id", "note"];
/// A chain of corrections that is longer goes in a circle.
const LONGEST: usize = 64;

/// Corrections, checked.
#[derive(Debug, Clone, Default)]
pub struct Corrections {
    /// The file, as it was given.
    pub file: String,
    /// XXH3 (128 bits) of its bytes, in hex.
    pub xxh3_128: String,
    /// Lines of its rows.
    pub lines: Vec<u64>,
    moves: HashMap<(String, Option<String>), Move>,
    pins: HashMap<(String, Option<String>), (String, usize)>,
    /// All words that are pinned.
    words: HashSet<String>,
    names: HashMap<String, (String, usize)>,
    kinds: HashMap<String, (Kind, usize)>,
}

#[derive(Debug, Clone)]
struct Move {
    /// The id in its place; none where its mentions are dropped.
    to: Option<String>,
    row: usize,
}

/// What becomes of an id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The id then; none where its mentions are dropped.
    pub id: Option<String>,
    /// The kind that it is given.
    pub kind: Option<Kind>,
    /// Its new name.
    pub name: Option<String>,
    /// It holds in one document, or for some words only.
    pub partial: bool,
    /// The rows of the file behind it.
    pub rows: Vec<usize>,
}

/// A row of the file before it is put where it belongs.
struct Row {
    action: String,
    id: String,
    value: String,
    doc: Option<String>,
}

impl Corrections {
    /// Reads and checks a file.
    pub fn load(path: &Path) -> Result<Corrections> {
        let file = path.display().to_string();
        let bytes = fs::read(path).map_err(|e| Error::usage(format!("cannot be read: {e}")).in_input(file.clone()))?;
        Self::parse(&file, bytes)
    }

    /// The same with the bytes of the file.
    pub fn parse(file: &str, bytes: Vec<u8>) -> Result<Corrections> {
        let mut hash = XxHash3_128::new();
        hash.write(&bytes);
        let mut all =
            Corrections { file: file.to_string(), xxh3_128: format!("{:032x}", hash.finish_128()), ..Corrections::default() };
        all.read(&encoding::decode(bytes).text).map_err(|e| e.in_input(file))?;
        Ok(all)
    }

    fn read(&mut self, text: &str) -> Result<()> {
        let first = text.lines().next().unwrap_or_default();
        let delimiter = if first.contains(';') && !first.contains(',') { b';' } else { b',' };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let (mut columns, mut record) = (None, csv::StringRecord::new());
        loop {
            let more = reader.read_record(&mut record);
            let line = record.position().map_or(1, |at| line_of(text, at));
            if !more.map_err(|e| Error::usage(e.to_string()).at_line(line))? {
                break;
            }
            match &columns {
                None => columns = Some(header(&record).map_err(|e| e.at_line(line))?),
                Some(columns) => self.row(columns, &record, line).map_err(|e| e.at_line(line))?,
            }
        }
        if columns.is_none() {
            return wrong(format!("the file is empty; expected the columns {}", COLUMNS.join(", "))).map_err(|e| e.at_line(1));
        }
        self.check_circles()
    }

    fn row(&mut self, columns: &[usize; 5], record: &csv::StringRecord, line: u64) -> Result<()> {
        if record.len() > columns.iter().filter(|c| **c != usize::MAX).count() {
            return wrong(format!(
                "{} cells, but the first line names fewer columns; a value with a comma needs quotes",
                record.len()
            ));
        }
        let cell = |i: usize| record.get(columns[i]).unwrap_or_default().to_string();
        let row =
            Row { action: cell(0).to_lowercase(), id: cell(1), value: cell(2), doc: Some(cell(3)).filter(|d| !d.is_empty()) };
        if row.action.is_empty() && row.id.is_empty() && row.value.is_empty() || row.action.starts_with('#') {
            return Ok(());
        }
        let number = self.lines.len();
        self.lines.push(line);
        check_id("entity_id", &row.id)?;
        self.put(row, number)
    }

    fn put(&mut self, row: Row, number: usize) -> Result<()> {
        let Row { action, id, value, doc } = row;
        let scoped = matches!(action.as_str(), "merge" | "drop" | "pin");
        if doc.is_some() && !scoped {
            return wrong(format!("{action} holds for all documents; leave doc_id empty"));
        }
        if value.is_empty() && matches!(action.as_str(), "merge" | "rename" | "retype" | "pin") {
            return wrong(format!("{action} needs a value: {}", needed(&action)));
        }
        match action.as_str() {
            "merge" => {
                check_id("value", &value)?;
                if id == value {
                    return wrong(format!("{id} is merged with itself"));
                }
                self.put_move(id, doc, Move { to: Some(value), row: number })
            }
            "drop" if !value.is_empty() => wrong("drop takes no value; to merge two entities, write merge"),
            "drop" => self.put_move(id, doc, Move { to: None, row: number }),
            "rename" => once(&mut self.names, &self.lines, id, value, number, "renamed"),
            "retype" => match Kind::parse(&value) {
                Some(kind @ (Kind::Person | Kind::Place | Kind::Org | Kind::Norp)) => {
                    once(&mut self.kinds, &self.lines, id, kind, number, "retyped")
                }
                _ => wrong(format!("value {value}: expected PERSON, PLACE, ORG or NORP")),
            },
            "pin" => {
                self.words.insert(value.clone());
                once(&mut self.pins, &self.lines, (value, doc), id, number, "pinned")
            }
            "" => wrong("no action; expected merge, drop, rename, retype or pin"),
            _ => wrong(format!("there is no action {action}; expected merge, drop, rename, retype or pin")),
        }
    }

    fn put_move(&mut self, id: String, doc: Option<String>, to: Move) -> Result<()> {
        if let Some(old) = self.moves.get(&(id.clone(), doc.clone())) {
            return wrong(format!("{id} was merged or dropped in line {} already", self.lines[old.row]));
        }
        self.moves.insert((id, doc), to);
        Ok(())
    }

    /// Whether anything but whole ids changes, so that mentions have to be asked one by one.
    pub fn is_partial(&self) -> bool {
        !self.pins.is_empty() || self.moves.keys().any(|(_, doc)| doc.is_some())
    }

    /// True where these words are pinned in some document.
    pub fn is_pinned(&self, words: &str) -> bool {
        self.words.contains(words)
    }

    /// Words that are pinned to an id: the first of the alphabet.
    pub fn words_of(&self, id: &str) -> Option<String> {
        self.pins.iter().filter(|(_, (to, _))| to == id).map(|((words, _), _)| words).min().cloned()
    }

    /// All ids that a row of the file names.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let moves = self.moves.iter().flat_map(|((id, _), to)| [Some(id), to.to.as_ref()]).flatten();
        moves.chain(self.pins.values().map(|(id, _)| id)).chain(self.names.keys()).chain(self.kinds.keys()).map(String::as_str)
    }

    /// What becomes of `id` in a document: of a mention with these words, or of a reference without any.
    pub fn outcome(&self, id: &str, doc: &str, words: Option<&str>) -> Outcome {
        let mut out = Outcome { id: Some(id.to_string()), ..Outcome::default() };
        if let Some(words) = words.filter(|_| !self.pins.is_empty()) {
            let pin = |doc: Option<&str>| self.pins.get(&(words.to_string(), doc.map(str::to_string)));
            if let Some((to, row)) = pin(Some(doc)).or_else(|| pin(None)) {
                out.partial = true;
                out.rows.push(*row);
                out.id = Some(to.clone());
            }
        }
        while let Some(id) = out.id.clone().filter(|_| out.rows.len() < LONGEST) {
            self.see(&id, &mut out);
            let own = self.moves.get(&(id.clone(), Some(doc.to_string())));
            let Some(to) = own.or_else(|| self.moves.get(&(id.clone(), None))) else {
                let Some(new) = out.kind.and_then(|kind| retyped(&id, kind)) else { break };
                if new == id {
                    break;
                }
                out.id = Some(new);
                continue;
            };
            out.partial |= own.is_some();
            out.rows.push(to.row);
            out.id.clone_from(&to.to);
        }
        out
    }

    /// Notes the name and the kind that an id on the way is given.
    fn see(&self, id: &str, out: &mut Outcome) {
        if let Some((name, row)) = self.names.get(id) {
            out.name = Some(name.clone());
            out.rows.push(*row);
        }
        if let Some((kind, row)) = self.kinds.get(id) {
            out.kind = Some(*kind);
            out.rows.push(*row);
        }
    }

    fn check_circles(&self) -> Result<()> {
        let mut moves: Vec<(usize, &String, &Option<String>)> =
            self.moves.iter().map(|((id, doc), to)| (to.row, id, doc)).collect();
        moves.sort_unstable();
        for (row, id, doc) in moves {
            if self.outcome(id, doc.as_deref().unwrap_or_default(), None).rows.len() >= LONGEST {
                return wrong(format!("{id} is merged in a circle")).map_err(|e| e.at_line(self.lines[row]));
            }
        }
        Ok(())
    }
}

/// The id of a name of another kind; ids of lists say no kind and stay.
fn retyped(id: &str, kind: Kind) -> Option<String> {
    let (_, slug) = kind_of(id)?;
    Some(format!("{}/{slug}", kind.name()))
}

/// The kind that an id tells, and the rest of it.
pub fn kind_of(id: &str) -> Option<(Kind, &str)> {
    let (kind, slug) = id.split_once('/')?;
    let kind = [Kind::Person, Kind::Place, Kind::Org, Kind::Norp].into_iter().find(|k| k.name() == kind)?;
    Some((kind, slug))
}

/// The line where a record begins: blank lines before it count as its own for the reader.
fn line_of(text: &str, at: &csv::Position) -> u64 {
    let rest = text.as_bytes().get(at.byte() as usize..).unwrap_or_default();
    at.line() + rest.iter().take_while(|b| matches!(b, b'\n' | b'\r')).filter(|b| **b == b'\n').count() as u64
}

fn header(record: &csv::StringRecord) -> Result<[usize; 5]> {
    let mut columns = [usize::MAX; 5];
    for (i, name) in record.iter().enumerate() {
        let Some(column) = COLUMNS.iter().position(|c| c.eq_ignore_ascii_case(name.trim_start_matches('\u{feff}'))) else {
            return wrong(format!("there is no column {name}; expected {}", COLUMNS.join(", ")));
        };
        if columns[column] != usize::MAX {
            return wrong(format!("the column {name} stands twice"));
        }
        columns[column] = i;
    }
    match columns[..3].iter().position(|c| *c == usize::MAX) {
        Some(missing) => wrong(format!("the column {} is missing; expected {}", COLUMNS[missing], COLUMNS.join(", "))),
        None => Ok(columns),
    }
}

fn check_id(column: &str, id: &str) -> Result<()> {
    let listed = id.split_once(':').is_some_and(|(list, rest)| !list.is_empty() && !rest.is_empty() && !list.contains('/'));
    if listed || kind_of(id).is_some_and(|(_, slug)| !slug.is_empty()) {
        return Ok(());
    }
    let mut example = String::from("PERSON/");
    put_plain(if id.is_empty() { "john smith" } else { id }, &mut example);
    wrong(format!("{column} \"{id}\" is no id; expected one as in the column entity_id, such as {example} or country:KE"))
}

fn once<K: std::hash::Hash + Eq, V>(
    map: &mut HashMap<K, (V, usize)>,
    lines: &[u64],
    key: K,
    value: V,
    number: usize,
    what: &str,
) -> Result<()> {
    if let Some((_, old)) = map.get(&key) {
        return wrong(format!("was {what} in line {} already", lines[*old]));
    }
    map.insert(key, (value, number));
    Ok(())
}

fn needed(action: &str) -> &'static str {
    match action {
        "merge" => "the id that takes it in",
        "rename" => "the new name",
        "retype" => "PERSON, PLACE, ORG or NORP",
        _ => "the words as they stand in the text",
    }
}

fn wrong<T>(message: impl Into<String>) -> Result<T> {
    Err(Error::usage(message))
}

#[cfg(test)]
mod tests {
    use super::Corrections;
    use crate::mention::Kind;

    fn parse(text: &str) -> Result<Corrections, String> {
        Corrections::parse("c.csv", text.as_bytes().to_vec()).map_err(|e| e.to_string())
    }

    #[test]
    fn chains_are_followed() {
        let all = parse(
            "action,entity_id,value,doc_id,note\nmerge,PERSON/a,PERSON/b\nmerge,PERSON/b,PERSON/c,,why\n\n# a remark\nretype,PERSON/c,org\n\
             rename,PERSON/b,The C\ndrop,PERSON/d\ndrop,PERSON/e,,x.txt\npin,country:GE,Georgia\npin,admin1:US-GA,Georgia,us.txt\n",
        )
        .unwrap();
        let at = |id: &str, doc: &str, words: Option<&str>| all.outcome(id, doc, words);
        let c = at("PERSON/a", "x", None);
        assert_eq!((c.id.as_deref(), c.kind, c.name.as_deref()), (Some("ORG/c"), Some(Kind::Org), Some("The C")));
        assert_eq!(at("PERSON/d", "x", None).id, None);
        assert_eq!((at("PERSON/e", "x.txt", None).id, at("PERSON/e", "y", None).id), (None, Some("PERSON/e".into())));
        assert_eq!(at("admin1:US-GA", "ge.txt", Some("Georgia")).id.as_deref(), Some("country:GE"));
        assert_eq!(at("country:GE", "us.txt", Some("Georgia")).id.as_deref(), Some("admin1:US-GA"));
        assert!(at("PERSON/z", "us.txt", Some("Z")).rows.is_empty());
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let head = "action,entity_id,value\n";
        for (text, said) in [
            (String::new(), "c.csv:1: the file is empty"),
            ("action,entity,value\n".into(), "c.csv:1: there is no column entity"),
            ("action,value\n".into(), "c.csv:1: the column entity_id is missing"),
            (format!("{head}merge,PERSON/a,PERSON/b\n\nmerg,PERSON/a,PERSON/b\n"), "c.csv:4: there is no action merg"),
            (
                format!("{head}merge,John Smith,PERSON/b\n"),
                "c.csv:2: entity_id \"John Smith\" is no id; expected one as in the column entity_id, such as PERSON/john-smith",
            ),
            (format!("{head}merge,PERSON/a,B\n"), "c.csv:2: value \"B\" is no id"),
            (format!("{head}merge,PERSON/a,\n"), "c.csv:2: merge needs a value"),
            (format!("{head}drop,PERSON/a,PERSON/b\n"), "c.csv:2: drop takes no value"),
            (format!("{head}retype,PERSON/a,animal\n"), "c.csv:2: value animal: expected PERSON"),
            (format!("{head}rename,PERSON/a,Smith, John\n"), "c.csv:2: 4 cells"),
            (format!("{head}merge,PERSON/a,PERSON/a\n"), "c.csv:2: PERSON/a is merged with itself"),
            (
                format!("{head}merge,PERSON/a,PERSON/b\nmerge,PERSON/a,PERSON/c\n"),
                "c.csv:3: PERSON/a was merged or dropped in line 2",
            ),
            (format!("{head}merge,PERSON/a,PERSON/b\nmerge,PERSON/b,PERSON/a\n"), "c.csv:2: PERSON/a is merged in a circle"),
            ("action;entity_id;value;doc_id\nrename;PERSON/a;B;x.txt\n".into(), "c.csv:2: rename holds for all documents"),
        ] {
            let error = parse(&text).unwrap_err();
            assert!(error.starts_with(said), "{text}: {error}");
        }
    }
}
