//! The named fields of one JSONL line or CSV record.

use super::encoding;
use crate::document::Document;
use crate::error::{Error, Result};
use crate::read::{Raw, Record};
use serde_json::{Map, Value};

/// Field names with their values.
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    /// Parses the line or record; notes encoding and replacements in the document.
    pub(super) fn read(raw: Raw, document: &mut Document) -> Result<Fields> {
        match raw.record {
            Some(record) => Ok(of_record(&record, document)),
            None => of_line(raw.bytes, document),
        }
    }

    /// The value of the field that a flag names, else of the first of the usual names that is there and not null.
    pub(super) fn find(&self, flag: Option<&str>, usual: &[&str]) -> Option<&Value> {
        match flag {
            Some(name) => self.0.get(name),
            None => usual.iter().filter_map(|name| self.0.get(*name)).find(|v| !v.is_null()),
        }
    }

    /// The text, or an error that says which field was looked for and which there are.
    pub(super) fn text(&self, flag: Option<&str>, usual: &[&str]) -> Result<&str> {
        let wanted = flag.map_or_else(|| usual.join(", "), str::to_owned);
        match self.find(flag, usual) {
            None | Some(Value::Null) => Err(self.missing(&wanted)),
            Some(Value::String(text)) if text.trim().is_empty() => {
                Err(Error::field(format!("the text field ({wanted}) is empty")))
            }
            Some(Value::String(text)) => Ok(text),
            Some(_) => Err(Error::field(format!("the text field ({wanted}) holds no string"))),
        }
    }

    /// The error for a field that is not there.
    pub(super) fn missing(&self, wanted: &str) -> Error {
        const SHOWN: usize = 12;
        let mut there: Vec<&str> = self.0.keys().take(SHOWN).map(String::as_str).collect();
        if self.0.len() > SHOWN {
            there.push("...");
        }
        Error::field(format!("no field {wanted}; the fields are: {}", there.join(", ")))
    }
}

/// An id is text or a number.
pub(super) fn as_id(value: &Value) -> Option<String> {
    match value {
        Value::String(id) if !id.trim().is_empty() => Some(id.trim().to_owned()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

fn of_record(record: &Record, document: &mut Document) -> Fields {
    document.encoding = "utf-8";
    let mut map = Map::new();
    for (name, field) in record.header.iter().zip(record.fields.iter()) {
        let decoded = encoding::decode(field.to_vec());
        document.n_replaced += decoded.replaced;
        if decoded.encoding != "utf-8" {
            document.encoding = decoded.encoding;
        }
        // Of two columns with one name the first counts.
        map.entry(name.as_str()).or_insert(Value::String(decoded.text));
    }
    Fields(map)
}

fn of_line(bytes: Vec<u8>, document: &mut Document) -> Result<Fields> {
    document.bytes = bytes.len() as u64;
    let decoded = encoding::decode(bytes);
    document.encoding = decoded.encoding;
    document.n_replaced = decoded.replaced;
    let parsed = serde_json::from_str(&decoded.text).or_else(|error| {
        // A lone surrogate escape is common in scraped text and no reason to lose the article.
        let (text, replaced) = without_lone_surrogates(&decoded.text).ok_or(error)?;
        document.n_replaced += replaced;
        serde_json::from_str(&text)
    });
    match parsed {
        Ok(Value::Object(map)) => Ok(Fields(map)),
        Ok(_) => Err(Error::decode("the line holds JSON but no object; expected one object a line (jq -c '.[]' makes them)")),
        Err(error) => Err(Error::decode(format!("the line is not JSON: {}", without_line(&error.to_string())))),
    }
}

/// serde_json counts lines inside the line: always 1.
fn without_line(message: &str) -> String {
    message.replace(" at line 1 column ", " at byte ")
}

/// Puts `\ufffd` for `\ud800`-`\udfff` escapes that form no pair; `None` where there are none.
fn without_lone_surrogates(json: &str) -> Option<(String, u64)> {
    let (mut out, mut replaced, mut at) = (String::with_capacity(json.len()), 0, 0);
    while let Some(i) = json[at..].find('\\').map(|i| i + at) {
        out.push_str(&json[at..i]);
        let (unit, next) = (surrogate(json, i), surrogate(json, i + 6));
        let n = match (unit, next) {
            (Some(true), Some(false)) => 12,
            (Some(_), _) => {
                out.push_str("\\ufffd");
                replaced += 1;
                at = i + 6;
                continue;
            }
            // An escape of another kind: it and the character it escapes.
            (None, _) => 1 + json[i + 1..].chars().next().map_or(0, char::len_utf8),
        };
        out.push_str(&json[i..i + n]);
        at = i + n;
    }
    out.push_str(&json[at..]);
    (replaced > 0).then_some((out, replaced))
}

/// A surrogate escape at `i`: `Some(true)` for the first half of a pair, `Some(false)` for the second.
fn surrogate(json: &str, i: usize) -> Option<bool> {
    let hex = json.get(i..i + 6)?.strip_prefix("\\u")?;
    let unit = u16::from_str_radix(hex, 16).ok()?;
    (0xd800..0xe000).contains(&unit).then_some(unit < 0xdc00)
}
