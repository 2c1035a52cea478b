//! Stage 2 of 7: bytes -> documents.
//!
//! Takes one [`Raw`], gives one [`Document`]: decoded text (never changed afterwards, so offsets stay exact), id, title, publication
//! date and the pass-through columns. Runs in the workers.
//!
//! Fields of JSONL and CSV that are looked for where no flag names one, in this order: id `id`, `_id`, `url`; text `text`, `body`,
//! `content`, `article`; title `title`, `headline`; date `date`, `published`, `published_at`, `pub_date`; byline `byline`, `author`;
//! publisher `publisher`, `source`. A date that cannot be read leaves the document without one and becomes its [`Document::warning`].

pub mod date;
pub mod encoding;
mod fields;

pub use date::DateFrom;

use crate::config::DateOrder;
use crate::document::{DctSource, Document};
use crate::error::{Error, Result};
use crate::read::{Format, Raw};
use fields::Fields;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

/// Which fields hold what, and where the publication date comes from.
#[derive(Debug, Clone, Default)]
pub struct DecodeConfig {
    /// Field of the id; `None` tries the usual names.
    pub id: Option<String>,
    /// Field of the text.
    pub text: Option<String>,
    /// Field of the title.
    pub title: Option<String>,
    /// Field of the publication date.
    pub date: Option<String>,
    /// Fields to pass through.
    pub keep: Vec<String>,
    /// Publication date of every document.
    pub date_flag: Option<Date>,
    /// Where to look for a date that no field gives.
    pub date_from: DateFrom,
    /// How to read 3/4/2020 in a date field.
    pub date_order: DateOrder,
}

impl DecodeConfig {
    /// Takes the value of `--date`: a date is the publication date of every document, any other value names a field.
    pub fn set_date(&mut self, value: &str) {
        match date::parse(value, self.date_order).filter(|_| value.starts_with(|c: char| c.is_ascii_digit())) {
            Some(date) => self.date_flag = Some(date),
            None => self.date = Some(value.to_owned()),
        }
    }
}

/// Decodes one document. On failure the first part holds what is known of it, for its row in `documents`.
pub fn document(raw: Raw, config: &DecodeConfig) -> std::result::Result<Document, (Box<Document>, Error)> {
    let mut document = Document { path: raw.path.to_string(), format: raw.format.name(), ..Document::default() };
    let line = raw.line;
    document.id.clone_from(&raw.doc_id);
    let read = match raw.format {
        Format::Txt | Format::Md => whole_file(raw, &mut document),
        Format::Jsonl | Format::Csv | Format::Tsv => one_of_many(raw, &mut document, config),
    };
    let read = read.and_then(|()| small_enough(&document));
    if let Err(error) = read {
        let error = error.in_input(document.path.clone());
        return Err((Box::new(document), if line > 0 { error.at_line(line) } else { error }));
    }
    publication_date(&mut document, config);
    Ok(document)
}

fn small_enough(document: &Document) -> Result<()> {
    // Offsets are 32-bit inside; columns count code points, which are never more.
    if document.text.len() < u32::MAX as usize / 2 {
        Ok(())
    } else {
        Err(Error::too_large("a text may have at most 2 GB; split it"))
    }
}

fn publication_date(document: &mut Document, config: &DecodeConfig) {
    if let Some(date) = config.date_flag {
        (document.dct, document.dct_source) = (Some(date), DctSource::Flag);
    } else if document.dct.is_none()
        && let Some(date) = config.date_from.date(&document.path)
    {
        (document.dct, document.dct_source) = (Some(date), DctSource::Filename);
    }
}

fn whole_file(raw: Raw, document: &mut Document) -> Result<()> {
    document.bytes = raw.bytes.len() as u64;
    document.sha256 = sha256(&raw.bytes);
    let decoded = encoding::decode(raw.bytes);
    document.text = decoded.text;
    document.encoding = decoded.encoding;
    document.n_replaced = decoded.replaced;
    Ok(())
}

fn sha256(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from(b"0123456789abcdef"[usize::from(n)]);
    Sha256::digest(bytes).iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]).collect()
}

const ID: &[&str] = &["id", "_id", "url"];
const TEXT: &[&str] = &["text", "body", "content", "article"];
const TITLE: &[&str] = &["title", "headline"];
const DATE: &[&str] = &["date", "published", "published_at", "pub_date"];
const BYLINE: &[&str] = &["byline", "author"];
const PUBLISHER: &[&str] = &["publisher", "source"];

fn one_of_many(raw: Raw, document: &mut Document, config: &DecodeConfig) -> Result<()> {
    let flags = [&config.id, &config.text, &config.title, &config.date];
    let usual = [ID, TEXT, TITLE, DATE, BYLINE, PUBLISHER];
    let wanted = |name: &str| {
        let flagged = flags.iter().any(|f| f.as_deref() == Some(name)) || config.keep.iter().any(|k| k == name);
        flagged || usual.iter().any(|names| names.contains(&name))
    };
    let fields = Fields::read(raw, document, &wanted)?;
    if let Some(id) = fields.find(config.id.as_deref(), ID).and_then(fields::as_id) {
        document.id = id;
    } else if let Some(name) = config.id.as_deref().filter(|n| fields.find(Some(n), &[]).is_none()) {
        return Err(fields.missing(name));
    }
    let plain = |flag: Option<&str>, names| fields.find(flag, names).and_then(|v| v.as_str()).filter(|s| !s.is_empty());
    document.title = plain(config.title.as_deref(), TITLE).map(str::to_owned);
    document.byline = plain(None, BYLINE).map(str::to_owned);
    document.publisher = plain(None, PUBLISHER).map(str::to_owned);
    document.keep = config.keep.iter().map(|k| (k.clone(), fields.find(Some(k), &[]).cloned().unwrap_or_default())).collect();
    field_date(&fields, document, config);
    let text = fields.text(config.text.as_deref(), TEXT)?;
    document.bytes = text.len() as u64;
    document.sha256 = sha256(text.as_bytes());
    document.text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
    Ok(())
}

fn field_date(fields: &Fields, document: &mut Document, config: &DecodeConfig) {
    let value = match fields.find(config.date.as_deref(), DATE) {
        Some(serde_json::Value::String(value)) => value.clone(),
        Some(serde_json::Value::Number(value)) => value.to_string(),
        // Absent, null or not a date at all: the date is unknown, which is no error.
        _ => return,
    };
    if value.trim().is_empty() {
        return;
    }
    match date::parse(&value, config.date_order) {
        Some(date) => (document.dct, document.dct_source) = (Some(date), DctSource::Field),
        None => {
            let shown: String = value.chars().take(40).collect();
            let message =
                format!("the date field holds \"{shown}\", which is no date that factbox knows; write it as 2020-02-26");
            document.warning = Some(Error::field(message).in_input(document.path.clone()));
        }
    }
}
