//! `factbox explain`: the mentions of a text with the rule that made each; at one place also what the lists know of its words.

use crate::args::Explain;
use crate::single::{self, Found};
use crate::{exit, print, usage};
use factbox::decode::DecodeConfig;
use factbox::gazetteer::{Gazetteer, Hit, List, Recent, Word, cue};
use factbox::mention::{Section, TokenRange};
use factbox::read::ReadConfig;
use factbox::resolve::label::Weighed;
use factbox::{Kind, Mention, Result, Scratch};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Runs the command; gives the exit code.
pub fn run(args: &Explain) -> Result<u8> {
    let (path, offset) = place(&args.place)?;
    let read = ReadConfig { format: args.input.format()?, ..ReadConfig::default() };
    let mut fields = DecodeConfig::default();
    if let Some(date) = &args.date {
        fields.set_date(date);
    }
    let mut shown = 0;
    let wanted = |line: u64| args.line.is_none_or(|l| l == line);
    single::documents(&[path], &read, &fields, &args.lists, &mut |found, scratch| {
        if !wanted(found.line) {
            return Ok(());
        }
        shown += 1;
        print(&match offset {
            Some(offset) => at_offset(found, scratch, offset)?,
            None => all(found),
        })
    })?;
    if shown == 0 {
        crate::terminal::say("factbox: no such document could be read");
    }
    Ok(if shown == 0 { exit::NOTHING_READABLE } else { exit::OK })
}

/// `FILE:OFFSET`, unless there is a file of that whole name.
fn place(text: &str) -> Result<(PathBuf, Option<usize>)> {
    if !Path::new(text).exists()
        && let Some((path, offset)) = text.rsplit_once(':')
        && !offset.is_empty()
        && offset.bytes().all(|b| b.is_ascii_digit())
    {
        let Ok(offset) = offset.parse() else { return usage(format!("{offset}: the offset is too large")) };
        return Ok((path.into(), Some(offset)));
    }
    Ok((text.into(), None))
}

fn all(found: &Found<'_>) -> String {
    let mut out = format!("{}\n", heading(found));
    for m in &found.extraction.facts.mentions {
        out += &mention(found, m);
    }
    out
}

fn heading(found: &Found<'_>) -> String {
    let e = found.extraction;
    let dct = e.dct.map_or("unknown".to_string(), |d| format!("{d} ({})", e.dct_source.name()));
    format!(
        "{}: publication date {dct}; {} tokens, {} sentences, {} mentions",
        found.document.id,
        e.segments.tokens.len(),
        e.segments.sentences.len(),
        e.facts.mentions.len()
    )
}

/// One line for the mention, further lines for what it means.
fn mention(found: &Found<'_>, m: &Mention) -> String {
    let (text, facts) = (&found.document.text, &found.extraction.facts);
    let chars = |byte: u32| text[..byte as usize].chars().count();
    let mut out = String::new();
    let nested = if m.nested { ", nested" } else { "" };
    let section = if m.section == Section::Body { "" } else { m.section.name() };
    let _ = writeln!(
        out,
        "{}-{} {} {:?}  {} {:.2}{nested}{}{section}",
        chars(m.span.start),
        chars(m.span.end),
        m.kind.name(),
        m.span.of(text),
        m.rule,
        m.confidence,
        if section.is_empty() { "" } else { ", " },
    );
    let pooled = |p: factbox::mention::Pooled| p.of(&facts.pool);
    match m.kind {
        Kind::Date => {
            if let Some(d) = facts.dates.get(m.value as usize) {
                let iso = d.iso_start.map_or(String::new(), |s| format!(" from {s}"));
                let anchor = d.anchor_date.map_or(String::new(), |a| format!(" {a}"));
                let _ = writeln!(
                    out,
                    "    {} {}{iso} {}; anchor {}{anchor}; {}",
                    d.timex_type.name(),
                    pooled(d.timex_value),
                    d.granularity,
                    d.anchor,
                    if d.resolved { "resolved" } else { "not resolved" }
                );
            }
        }
        Kind::Figure => {
            if let Some(f) = facts.figures.get(m.value as usize) {
                let number = |n: Option<f64>| n.map_or("-".to_string(), |n| n.to_string());
                let _ = writeln!(
                    out,
                    "    {} {} value {} low {} high {} unit {:?} counted {:?} predicate {:?}",
                    f.kind.name(),
                    f.bound.name(),
                    number(f.value),
                    number(f.low),
                    number(f.high),
                    pooled(f.unit_name),
                    pooled(f.counted),
                    pooled(f.predicate)
                );
            }
        }
        _ => {
            if let Some(e) = m.entity.and_then(|e| facts.entities.get(e as usize)) {
                let mut id = e.place.map_or(String::new(), |p| format!(" = {}", found.extractor.gazetteer().place(p).id));
                if let Some(custom) = e.custom {
                    id += " = ";
                    found.extractor.lists()[custom.list as usize].put_id(custom.entry, &mut id);
                }
                let _ = write!(out, "    {:?}{id}", pooled(e.name));
                for (what, text) in [("roles", pooled(e.roles)), ("may also be", pooled(e.alternatives))] {
                    if !text.is_empty() {
                        let _ = write!(out, "; {what} {}", text.replace('|', ", "));
                    }
                }
                if e.ambiguity > 0 {
                    let _ = write!(out, "; {} listed", e.ambiguity);
                }
                out.push('\n');
            }
        }
    }
    out
}

fn at_offset(found: &Found<'_>, scratch: &mut Scratch, offset: usize) -> Result<String> {
    let text = &found.document.text;
    let n = text.chars().count();
    let Some((byte, _)) = text.char_indices().nth(offset) else {
        return usage(format!("offset {offset} lies behind the text, which has {n} characters"));
    };
    let byte = byte as u32;
    let segments = &found.extraction.segments;
    let mut out = format!("{}\n", heading(found));
    let token = segments.tokens.iter().position(|t| t.start <= byte && byte < t.end);
    let sentence = token.and_then(|t| segments.sentences.iter().find(|s| s.tokens.range().contains(&t)));
    if let Some(range) = sentence.map(|s| s.tokens.range()) {
        let span = segments.tokens[range.start].start as usize..segments.tokens[range.end - 1].end as usize;
        let _ = writeln!(out, "sentence: {}", text[span].split_whitespace().collect::<Vec<_>>().join(" "));
    }
    let here = found.extraction.facts.mentions.iter().filter(|m| m.span.start <= byte && byte < m.span.end);
    let lines: Vec<String> = here.map(|m| mention(found, m)).collect();
    out += &if lines.is_empty() { "no mention covers this place\n".to_string() } else { lines.concat() };
    if let Some(token) = token {
        out += &lists(found, token);
        out += &evidence(found, scratch, token);
    }
    Ok(out)
}

/// What was proposed over a token and not chosen, and the weights of the evidence for names on it.
fn evidence(found: &Found<'_>, scratch: &mut Scratch, token: usize) -> String {
    const LABELS: [&str; 9] = ["no name", "PERSON", "PERSON+", "PLACE", "PLACE+", "ORG", "ORG+", "NORP", "NORP+"];
    let explained = found.extractor.explain(found.document, scratch, found.extraction, TokenRange::new(token, token + 1));
    let mut out = String::new();
    for c in &explained.candidates {
        let chosen = found.extraction.facts.mentions.iter().any(|m| m.span == c.span && m.kind == c.kind);
        let verdict = if chosen { "chosen" } else { "not chosen" };
        let text = c.span.of(&found.document.text);
        let _ = writeln!(out, "proposed: {} {text:?}  {} score {:.2}, {verdict}", c.kind.name(), c.rule, c.score);
    }
    // The labels compete: a weight says something only against the mean of all labels.
    let spread = |w: &Weighed| {
        let mean = w.weights.iter().sum::<f32>() / LABELS.len() as f32;
        let shares: Vec<(f32, &str)> = w.weights.iter().map(|x| x - mean).zip(LABELS).collect();
        shares.into_iter().max_by(|a, b| a.0.abs().total_cmp(&b.0.abs())).unwrap_or_default()
    };
    let mut weighed: Vec<(f32, &str, &str)> =
        explained.evidence.iter().map(|w| (spread(w).0, spread(w).1, w.evidence.as_str())).collect();
    weighed.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    if !weighed.is_empty() {
        let _ = writeln!(out, "evidence for names, strongest first (+ marks the label of a word inside a name):");
    }
    for (weight, label, evidence) in weighed.iter().take(20) {
        let _ = writeln!(out, "    {weight:+.2} {label:8} {evidence}");
    }
    out
}

/// What the lists know of a token and of the names that begin at or cover it.
fn lists(found: &Found<'_>, token: usize) -> String {
    let (text, segments, gazetteer) = (&found.document.text, &found.extraction.segments, found.extractor.gazetteer());
    let (mut words, mut hits, mut recent) = (Vec::new(), Vec::new(), Recent::default());
    gazetteer.words(text, &segments.tokens, &mut recent, &mut words);
    gazetteer.scan(text, &segments.tokens, &words, &mut recent, &mut hits);
    let t = &segments.tokens[token];
    let word = words.get(token).copied().unwrap_or_default();
    let mut out = format!("token: {:?} {:?} {:?}; {}\n", t.of(text), t.kind, t.case, word_facts(word));
    out += &own_lists(found, token, &words);
    for hit in hits.iter().filter(|h| (h.first as usize..h.end as usize).contains(&token)) {
        out += &listed(gazetteer, hit, found);
    }
    out
}

/// What the user's lists hold at a token, whether it stands or not.
fn own_lists(found: &Found<'_>, token: usize, words: &[Word]) -> String {
    let (text, tokens) = (&found.document.text, &found.extraction.segments.tokens);
    let mut out = String::new();
    for list in found.extractor.lists() {
        let (mut hits, mut names) = (Vec::new(), Vec::new());
        list.find(text, tokens, words, &mut hits, &mut names);
        for name in names.iter().filter(|n| (n.first as usize..n.end as usize).contains(&token)) {
            let surface = &text[tokens[name.first as usize].start as usize..tokens[name.end as usize - 1].end as usize];
            let _ = write!(out, "your list {}: {surface:?}", list.name());
            for entry in std::iter::once(name.entry).chain(list.others(name, surface)) {
                let mut id = String::new();
                list.put_id(entry, &mut id);
                let _ = write!(out, "  {id} {:?}", list.entry(entry).name);
            }
            out.push('\n');
        }
    }
    out
}

fn word_facts(word: Word) -> String {
    const CUES: &[(u32, &str)] = &[
        (cue::ORG_HEAD, "organisation word"),
        (cue::TITLE, "title or role"),
        (cue::SAY, "verb of saying"),
        (cue::PLACE_HEAD, "place word"),
        (cue::NORP, "nationality"),
        (cue::CALENDAR, "month or weekday"),
        (cue::LEGAL, "legal form"),
        (cue::PLACE_PREPOSITION, "preposition of place"),
        (cue::EVENT, "event"),
        (cue::REGION, "region word"),
        (cue::CONNECTOR, "connector"),
        (cue::COMPASS, "compass word"),
    ];
    const POS: &[(u8, &str)] = &[
        (Word::NOUN, "noun"),
        (Word::VERB, "verb"),
        (Word::ADJECTIVE, "adjective"),
        (Word::ADVERB, "adverb"),
        (Word::CLOSED, "closed class"),
    ];
    let mut facts = vec![format!("frequency band {} given name {}/4 surname {}/4", word.band(), word.given(), word.surname())];
    facts.extend(POS.iter().filter(|(bit, _)| word.is_pos(*bit)).map(|(_, name)| (*name).to_string()));
    facts.extend(CUES.iter().filter(|(bit, _)| word.is_cue(*bit)).map(|(_, name)| (*name).to_string()));
    facts.join(", ")
}

fn listed(gazetteer: &Gazetteer, hit: &Hit, found: &Found<'_>) -> String {
    let tokens = &found.extraction.segments.tokens[hit.first as usize..hit.end as usize];
    let (first, last) = (tokens[0], tokens[tokens.len() - 1]);
    let name = &found.document.text[first.start as usize..last.end as usize];
    let mut out = format!("listed: {name:?} {:?}, trust {:?}\n", hit.list, hit.trust);
    match hit.list {
        List::Place => {
            for place in gazetteer.places(hit.entry).take(10).map(|id| gazetteer.place(id)) {
                let _ = writeln!(
                    out,
                    "    {} {} {} {} {:?} population {}",
                    place.id, place.name, place.country, place.subtype, place.class, place.population
                );
            }
        }
        List::Org => {
            let org = gazetteer.org(hit.entry);
            let _ = writeln!(out, "    {} {} {}", org.name, org.subtype, org.country);
        }
        List::Norp => {
            let norp = gazetteer.norp(hit.entry);
            let _ = writeln!(out, "    {} {} {}", norp.name, norp.subtype, norp.country);
        }
        List::Custom => {
            for custom in gazetteer.customs(hit.entry, name).take(10).map(|number| gazetteer.custom(number)) {
                let _ = writeln!(out, "    {} {} {} {}", custom.id, custom.name, custom.subtype, custom.country);
            }
        }
    }
    out
}
