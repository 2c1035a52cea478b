//! The same as JSON, an object a document.

use super::{Spot, sentence, verdict};
use crate::single::Found;
use factbox::mention::{Span, TokenRange};
use factbox::resolve::label::KINDS;
use factbox::resolve::label::explain::{LABEL_NAMES, Reading, TokenReading, Weighed};
use factbox::resolve::label::lattice::Scores;
use factbox::{Kind, Mention};
use serde_json::{Map, Value, json};

/// One line: all mentions, or those of a place with all that was said of it.
pub fn document(found: &Found<'_>, spot: Option<&Spot>) -> String {
    let e = found.extraction;
    let mut out = json!({"doc_id": found.document.id, "dct": e.dct.map(|d| d.to_string()), "dct_source": e.dct_source.name()});
    let mentions: Vec<Value> = match spot {
        None => e.facts.mentions.iter().map(|m| mention(found, m)).collect(),
        Some(spot) => spot.mentions(found).map(|m| mention(found, m)).collect(),
    };
    out["mentions"] = mentions.into();
    if let Some(spot) = spot {
        out["offset"] = spot.offset.into();
        out["sentence"] = spot.token.and_then(|token| sentence(found, token)).into();
        at_spot(found, spot, &mut out);
    }
    format!("{out}\n")
}

fn at_spot(found: &Found<'_>, spot: &Spot, out: &mut Value) {
    let tokens = &found.extraction.segments.tokens;
    let span = |range: TokenRange| Span::new(tokens[range.first as usize].start, tokens[range.end as usize - 1].end);
    let candidates = spot.explanation.candidates.iter().map(|c| {
        let mut candidate = place(found, c.kind, c.span);
        candidate["rule"] = c.rule.into();
        candidate["score"] = rounded(c.score);
        candidate["weight"] = rounded(factbox::resolve::overlap::weight(c));
        candidate["verdict"] = verdict(found, c).into();
        candidate
    });
    out["candidates"] = candidates.collect::<Vec<_>>().into();
    let places = spot.explanation.places.iter().map(|p| {
        let place = found.extractor.gazetteer().place(p.id);
        json!({"entity_id": place.id.to_string(), "name": place.name, "country": place.country, "admin1": place.admin1,
               "prior": rounded(p.prior), "same_country": rounded(p.country), "same_division": rounded(p.admin), "near": rounded(p.near),
               "words_here": rounded(p.here), "words_elsewhere": rounded(p.elsewhere), "sum": rounded(p.score())})
    });
    out["places"] = places.collect::<Vec<_>>().into();
    let name = |kind: Kind, tokens: TokenRange, p: f32| {
        let mut name = place(found, kind, span(tokens));
        name["probability"] = rounded(p);
        name
    };
    let names = &spot.explanation.names;
    let first = names.first.iter().map(|s| name(KINDS[usize::from(s.kind) & 3], s.tokens, s.confidence));
    out["first_reading"] = first.collect::<Vec<_>>().into();
    out["second_reading"] = names.second.iter().map(|s| name(s.kind, s.tokens, s.confidence)).collect::<Vec<_>>().into();
    out["tokens"] = names.tokens.iter().map(|t| token(found, t)).collect::<Vec<_>>().into();
}

/// Offsets in code points, as in the tables.
fn place(found: &Found<'_>, kind: Kind, span: Span) -> Value {
    let text = &found.document.text;
    let chars = |byte: u32| text[..byte as usize].chars().count();
    json!({"type": kind.name(), "surface": span.of(text), "char_start": chars(span.start), "char_end": chars(span.end)})
}

fn mention(found: &Found<'_>, m: &Mention) -> Value {
    let facts = &found.extraction.facts;
    let mut out = place(found, m.kind, m.span);
    out["subtype"] = m.subtype.into();
    out["rule"] = m.rule.into();
    out["confidence"] = rounded(m.confidence);
    out["section"] = m.section.name().into();
    out["nested"] = m.nested.into();
    let text = |pooled: factbox::mention::Pooled| pooled.of(&facts.pool).to_string();
    let list = |pooled| text(pooled).split('|').filter(|s| !s.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    if let Some(e) = m.entity.and_then(|e| facts.entities.get(e as usize)) {
        out["name"] = text(e.name).into();
        out["entity_id"] = match (e.custom, e.place) {
            (Some(custom), _) => {
                let mut id = String::new();
                found.extractor.lists()[custom.list as usize].put_id(custom.entry, &mut id);
                id.into()
            }
            (None, place) => place.map(|p| found.extractor.gazetteer().place(p).id.to_string()).into(),
        };
        out["alt_entity_ids"] = list(e.alternatives).into();
        out["roles"] = list(e.roles).into();
        out["ambiguity"] = e.ambiguity.into();
    }
    match m.kind {
        Kind::Date => out["timex_value"] = facts.dates.get(m.value as usize).map(|d| text(d.timex_value)).into(),
        Kind::Figure => {
            if let Some(f) = facts.figures.get(m.value as usize) {
                out["value"] = f.value.into();
                out["bound"] = f.bound.name().into();
                out["unit_name"] = text(f.unit_name).into();
                out["counted"] = text(f.counted).into();
            }
        }
        _ => {}
    }
    out
}

fn token(found: &Found<'_>, t: &TokenReading) -> Value {
    let token = &found.extraction.segments.tokens[t.token as usize];
    let text = &found.document.text;
    let evidence = t.words.iter().map(|w| evidence(w, "words")).chain(t.document.iter().map(|w| evidence(w, "document")));
    json!({
        "surface": token.of(text),
        "char_start": text[..token.start as usize].chars().count(),
        "first": reading(&t.first),
        "second": reading(&t.second),
        "evidence": evidence.collect::<Vec<_>>(),
    })
}

fn reading(r: &Reading) -> Value {
    json!({"label": LABEL_NAMES.get(r.label), "sums": labels(&r.sums, true), "probability": labels(&r.probability, true)})
}

/// `cue-1=title` is the evidence `cue-1` with the value `title`.
fn evidence(w: &Weighed, pass: &str) -> Value {
    let (name, value) = w.evidence.split_once('=').unwrap_or((&w.evidence, ""));
    json!({"from": pass, "name": name, "value": value, "weights": labels(&w.weights, false)})
}

/// By label; zeros only where `all` are wanted.
fn labels(scores: &Scores, all: bool) -> Map<String, Value> {
    let pairs = LABEL_NAMES.iter().zip(scores).filter(|(_, score)| all || **score != 0.0);
    pairs.map(|(label, score)| ((*label).to_string(), rounded(*score))).collect()
}

/// To four places: more is noise of the arithmetic.
fn rounded(x: f32) -> Value {
    ((f64::from(x) * 1e4).round() / 1e4).into()
}
