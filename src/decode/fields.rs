//! The named fields of one JSONL line or CSV record.

use super::encoding;
use crate::document::Document;
use crate::error::{Error, Result};
use crate::read::{Raw, Record};
use serde::Deserializer as _;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use serde_json::error::Category;

/// Field names with their values, as far as stage 2 can need them; of the other fields only the names.
#[derive(Default)]
pub(super) struct Fields {
    wanted: Vec<(String, Value)>,
    others: Vec<String>,
}

/// How many names an error shows.
const SHOWN: usize = 12;

impl Fields {
    /// Parses the line or record, keeping the `wanted` fields; notes encoding and replacements in the document.
    pub(super) fn read(raw: Raw, document: &mut Document, wanted: &dyn Fn(&str) -> bool) -> Result<Fields> {
        match raw.record {
            Some(record) => Ok(of_record(&record, document, wanted)),
            None => of_line(raw.bytes, document, wanted),
        }
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.wanted.iter().find(|(n, _)| n == name).map(|(_, value)| value)
    }

    fn pass_over(&mut self, name: &str) {
        if self.others.len() < SHOWN {
            self.others.push(name.to_owned());
        }
    }

    /// The value of the field that a flag names, else of the first of the usual names that is there and not null.
    pub(super) fn find(&self, flag: Option<&str>, usual: &[&str]) -> Option<&Value> {
        match flag {
            Some(name) => self.get(name),
            None => usual.iter().filter_map(|name| self.get(name)).find(|v| !v.is_null()),
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
        let names = self.wanted.iter().map(|(name, _)| name).chain(&self.others);
        let there: Vec<&str> = names.take(SHOWN).map(String::as_str).collect();
        let more = if self.wanted.len() + self.others.len() >= SHOWN { ", ..." } else { "" };
        Error::field(format!("no field {wanted}; the fields are: {}{more}", there.join(", ")))
    }
}

/// Reads one JSON object; values that nobody wants are only skipped.
struct Object<'a>(&'a dyn Fn(&str) -> bool);

impl<'de> Visitor<'de> for Object<'_> {
    type Value = Fields;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("one JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Fields, A::Error> {
        let mut fields = Fields::default();
        while let Some(name) = map.next_key::<String>()? {
            if !(self.0)(&name) {
                fields.pass_over(&name);
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let value = map.next_value()?;
            // Of two fields with one name the last counts, as elsewhere in JSON.
            fields.wanted.retain(|(n, _)| *n != name);
            fields.wanted.push((name, value));
        }
        Ok(fields)
    }
}

fn parse(json: &str, wanted: &dyn Fn(&str) -> bool) -> serde_json::Result<Fields> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let fields = reader.deserialize_map(Object(wanted))?;
    reader.end().map(|()| fields)
}

/// An id is text or a number.
pub(super) fn as_id(value: &Value) -> Option<String> {
    match value {
        Value::String(id) if !id.trim().is_empty() => Some(id.trim().to_owned()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

fn of_record(record: &Record, document: &mut Document, wanted: &dyn Fn(&str) -> bool) -> Fields {
    document.encoding = "utf-8";
    let mut fields = Fields::default();
    for (name, field) in record.header.iter().zip(record.fields.iter()) {
        // Of two columns with one name the first counts.
        if !wanted(name) || fields.get(name).is_some() {
            fields.pass_over(name);
            continue;
        }
        let decoded = encoding::decode(field.to_vec());
        document.n_replaced += decoded.replaced;
        if decoded.encoding != "utf-8" {
            document.encoding = decoded.encoding;
        }
        fields.wanted.push((name.clone(), Value::String(decoded.text)));
    }
    fields
}

fn of_line(bytes: Vec<u8>, document: &mut Document, wanted: &dyn Fn(&str) -> bool) -> Result<Fields> {
    document.bytes = bytes.len() as u64;
    let decoded = encoding::decode(bytes);
    document.encoding = decoded.encoding;
    document.n_replaced = decoded.replaced;
    let parsed = parse(&decoded.text, wanted).or_else(|error| {
        // A lone surrogate escape is common in scraped text and no reason to lose the article.
        let (text, replaced) = without_lone_surrogates(&decoded.text).ok_or(error)?;
        document.n_replaced += replaced;
        parse(&text, wanted)
    });
    parsed.map_err(|error| match error.classify() {
        Category::Data => Error::decode("the line holds JSON but no object; expected one object a line (jq -c '.[]' makes them)"),
        _ => Error::decode(format!("the line is not JSON: {}", without_line(&error.to_string()))),
    })
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
