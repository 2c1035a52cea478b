//! Gold: texts whose names, dates and figures somebody marked, as JSONL or as marked Markdown.
//!
//! JSONL, an object a line: `{"id", "text", "dct" or "date", "title", "spans" or "mentions": [{"start", "end", "type" or "label",
//! "entity_id" or "geonameid", "lat" and "lon", "value"}]}`; offsets in code points, ends exclusive; other members are passed over. Markdown: see
//! [`super::marked`]. Takes paths, gives a [`Corpus`]. Gold must be right, so that anything wrong in it ends the run.

use super::marked;
use factbox::document::DctSource;
use factbox::mention::{Kind, Span};
use factbox::{Document, Error, Result};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A marked span.
#[derive(Debug, Clone)]
pub struct GoldSpan {
    pub span: Span,
    pub kind: Kind,
    /// Id of a place, of the country behind a nationality, value of a date; empty where the gold has none.
    pub value: String,
    /// Lies inside another marked span of Markdown.
    pub nested: bool,
    /// Of a place: degrees north and east.
    pub point: Option<(f64, f64)>,
}

/// A marked text.
#[derive(Debug)]
pub struct GoldDoc {
    pub document: Document,
    pub spans: Vec<GoldSpan>,
}

/// All that is to be compared.
#[derive(Debug, Default)]
pub struct Corpus {
    pub docs: Vec<GoldDoc>,
    /// Kinds of figures that are marked; others are not looked for.
    pub figures: Vec<&'static str>,
    /// Labels that are none of ours, and how often they stand.
    pub foreign: BTreeMap<String, u64>,
    /// Spans whose copy of their text is not what their offsets say, and the first of them.
    pub askew: (u64, String),
}

/// Labels of other corpora, and ours.
const LABELS: &[(&str, Kind)] = &[
    ("PERSON", Kind::Person),
    ("PER", Kind::Person),
    ("PLACE", Kind::Place),
    ("LOC", Kind::Place),
    ("LOCATION", Kind::Place),
    ("GPE", Kind::Place),
    ("FAC", Kind::Place),
    ("FACILITY", Kind::Place),
    ("ORG", Kind::Org),
    ("ORGANIZATION", Kind::Org),
    ("ORGANISATION", Kind::Org),
    ("NORP", Kind::Norp),
    ("DATE", Kind::Date),
    ("TIME", Kind::Date),
    ("DURATION", Kind::Date),
    ("SET", Kind::Date),
    ("TIMEX3", Kind::Date),
];

const ALL_FIGURES: &[&str] = &["count", "percent", "money", "measure", "age", "ratio", "rank", "score", "temperature"];

/// Labels of figures, and which kinds of ours they mark.
const FIGURES: &[(&str, &[&str])] = &[
    ("FIGURE", ALL_FIGURES),
    ("COUNT", &["count"]),
    ("NUMBER", &["count"]),
    ("CARDINAL", &["count"]),
    ("PERCENT", &["percent"]),
    ("MONEY", &["money"]),
    ("MEASURE", &["measure", "age", "temperature"]),
    ("QUANTITY", &["measure", "age", "temperature"]),
    ("AGE", &["age"]),
    ("RATIO", &["ratio"]),
    ("RANK", &["rank"]),
    ("SCORE", &["score"]),
    ("TEMPERATURE", &["temperature"]),
];

impl Corpus {
    /// Reads a file, or all `.md` and `.jsonl` files of a folder but `README.md`.
    pub fn read(&mut self, path: &Path) -> Result<()> {
        for file in files(path)? {
            let name = file.display().to_string();
            let text = std::fs::read_to_string(&file).map_err(|e| Error::io(&name, &e))?;
            if file.extension().is_some_and(|e| e.eq_ignore_ascii_case("md")) {
                let doc = self.markdown(&file, &text).map_err(|(line, what)| wrong(&name, line, &what))?;
                self.docs.push(doc);
                continue;
            }
            // Not `lines()`: only a line feed ends a line of JSONL.
            for (n, line) in text.split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty()) {
                let doc = self.object(line, &format!("{name}#{}", n + 1)).map_err(|what| wrong(&name, n + 1, &what))?;
                self.docs.push(doc);
            }
        }
        Ok(())
    }

    /// A kind of figures that the gold marks.
    pub fn marks_figure(&self, subtype: &str) -> bool {
        self.figures.is_empty() || self.figures.contains(&subtype)
    }

    fn markdown(&mut self, file: &Path, source: &str) -> std::result::Result<GoldDoc, (usize, String)> {
        let read = marked::read(source)?;
        let stem = file.file_stem().map_or(String::new(), |s| s.to_string_lossy().into_owned());
        let field = |name: &str| read.fields.get(name).filter(|v| !v.is_empty()).cloned();
        let date = field("date").map(|d| date(&d)).transpose().map_err(|what| (1, what))?;
        let document = document(field("id").unwrap_or(stem), field("title"), date, read.text);
        let mut spans = Vec::new();
        for mark in read.marks {
            let Some(kind) = self.kind(&mark.label) else {
                return Err((
                    mark.line,
                    format!("({}) is no label; PERSON, PLACE, ORG, NORP, DATE or a kind of figure", mark.label),
                ));
            };
            let span = Span::new(mark.start as u32, mark.end as u32);
            spans.push(GoldSpan { span, kind, value: mark.value, nested: mark.nested, point: None });
        }
        Ok(GoldDoc { document, spans })
    }

    fn object(&mut self, line: &str, place: &str) -> std::result::Result<GoldDoc, String> {
        let object: Map<String, Value> = serde_json::from_str(line).map_err(|e| format!("not a JSON object: {e}"))?;
        let string = |name: &str| object.get(name).and_then(Value::as_str).filter(|s| !s.is_empty()).map(str::to_owned);
        let id = string("id").or_else(|| object.get("id").filter(|v| v.is_number()).map(Value::to_string));
        let text = object.get("text").and_then(Value::as_str).ok_or("no field text")?.to_owned();
        let date = string("dct").or_else(|| string("date")).map(|d| date(&d)).transpose()?;
        let marks = object.get("spans").or_else(|| object.get("mentions")).and_then(Value::as_array);
        let marks = marks.ok_or("no list spans or mentions")?;
        let bytes: Vec<u32> = text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect();
        let mut spans = Vec::new();
        for mark in marks {
            spans.extend(self.span(mark, &text, &bytes)?);
        }
        Ok(GoldDoc { document: document(id.unwrap_or(place.to_owned()), string("title"), date, text), spans })
    }

    fn span(&mut self, mark: &Value, text: &str, bytes: &[u32]) -> std::result::Result<Option<GoldSpan>, String> {
        let offset = |name: &str| {
            let at = mark.get(name).and_then(Value::as_u64).ok_or_else(|| format!("a span without {name}: {mark}"))?;
            Ok::<u32, String>(bytes[(at as usize).min(bytes.len() - 1)])
        };
        let span = Span::new(offset("start")?, offset("end")?);
        if span.start > span.end {
            return Err(format!("a span that ends before it starts: {mark}"));
        }
        let label = ["type", "label"].iter().find_map(|name| mark.get(name)?.as_str());
        let label = label.ok_or_else(|| format!("a span without type: {mark}"))?;
        let copy = mark.get("text").and_then(Value::as_str);
        if let Some(copy) = copy.filter(|copy| *copy != span.of(text)) {
            self.askew.0 += 1;
            if self.askew.0 == 1 {
                self.askew.1 = format!("{copy:?} is {:?}", span.of(text));
            }
        }
        let degrees = |name: &str| mark.get(name).and_then(Value::as_f64);
        let point = degrees("lat").zip(degrees("lon"));
        let Some(kind) = self.kind(label) else {
            *self.foreign.entry(label.to_owned()).or_default() += 1;
            return Ok(None);
        };
        Ok(Some(GoldSpan { span, kind, value: value(mark, kind), nested: false, point }))
    }

    /// The kind of a label, in any case; what is marked of figures is noted.
    fn kind(&mut self, label: &str) -> Option<Kind> {
        if let Some((_, kind)) = LABELS.iter().find(|(name, _)| name.eq_ignore_ascii_case(label)) {
            return Some(*kind);
        }
        let (_, kinds) = FIGURES.iter().find(|(name, _)| name.eq_ignore_ascii_case(label))?;
        for kind in *kinds {
            if !self.figures.contains(kind) {
                self.figures.push(kind);
            }
        }
        Some(Kind::Figure)
    }
}

fn value(mark: &Value, kind: Kind) -> String {
    let text = |name: &str| match mark.get(name) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let geonames = || ["geonameid", "geonames_id"].iter().find_map(|n| text(n)).map(|n| format!("geonames:{n}"));
    match kind {
        Kind::Place => text("entity_id").or_else(geonames).unwrap_or_default(),
        Kind::Norp => text("entity_id").unwrap_or_default(),
        Kind::Date => text("value").unwrap_or_default(),
        _ => String::new(),
    }
}

fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
        let entry = entry.map_err(|e| Error::usage(e.to_string()))?;
        let name = entry.file_name().to_string_lossy().to_ascii_lowercase();
        let gold = (name.ends_with(".md") || name.ends_with(".jsonl")) && name != "readme.md" && !name.starts_with('.');
        if entry.file_type().is_file() && gold {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

fn wrong(file: &str, line: usize, what: &str) -> Error {
    Error::usage(what).in_input(file).at_line(line as u64)
}

fn date(text: &str) -> std::result::Result<jiff::civil::Date, String> {
    text.get(..10).unwrap_or(text).parse().map_err(|_| format!("{text} is no date like 2020-02-26"))
}

fn document(id: String, title: Option<String>, dct: Option<jiff::civil::Date>, text: String) -> Document {
    let dct_source = if dct.is_some() { DctSource::Field } else { DctSource::None };
    Document { id, title, dct, dct_source, text, ..Document::default() }
}
