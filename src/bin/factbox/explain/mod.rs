//! `factbox explain`: the mentions of a text with the rule that made each; at one place also what the lists know of its words, what was
//! proposed, and the evidence that decided.

mod json;
mod lists;
mod mention;
mod names;
mod places;

use crate::args::{Explain, ExplainFormatArg};
use crate::single::{self, Found};
use crate::{exit, print, usage};
use factbox::decode::DecodeConfig;
use factbox::extract::Explanation;
use factbox::mention::TokenRange;
use factbox::read::ReadConfig;
use factbox::resolve::label::explain::NameReadings;
use factbox::tag::Candidate;
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
        let spot = offset.map(|offset| Spot::new(found, scratch, offset)).transpose()?;
        print(&match (args.format, &spot) {
            (ExplainFormatArg::Json, _) => json::document(found, spot.as_ref()),
            (ExplainFormatArg::Text, Some(spot)) => at_spot(found, spot),
            (ExplainFormatArg::Text, None) => all(found),
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

/// A place in a text and all that was said of it.
struct Spot {
    offset: usize,
    /// The same in bytes.
    byte: u32,
    /// The token that covers it; blanks have none.
    token: Option<usize>,
    explanation: Explanation,
}

impl Spot {
    fn new(found: &Found<'_>, scratch: &mut Scratch, offset: usize) -> Result<Spot> {
        let text = &found.document.text;
        let Some((byte, _)) = text.char_indices().nth(offset) else {
            let n = text.chars().count();
            return usage(format!("offset {offset} lies behind the text, which has {n} characters"));
        };
        let byte = byte as u32;
        let token = found.extraction.segments.tokens.iter().position(|t| t.start <= byte && byte < t.end);
        let here = token.map_or(TokenRange::new(0, 0), |t| TokenRange::new(t, t + 1));
        let ask = |scratch: &mut Scratch, range| found.extractor.explain(found.document, scratch, found.extraction, range);
        let near = ask(scratch, here);
        // The whole of what covers the token is read, since the labels of neighbours hang on each other.
        let spans = near.candidates.iter().map(|c| c.tokens).chain(near.names.first.iter().map(|n| n.tokens));
        let spans = spans.chain(near.names.second.iter().map(|n| n.tokens));
        let wide = spans.fold(here, |all, span| TokenRange { first: all.first.min(span.first), end: all.end.max(span.end) });
        let names = ask(scratch, wide).names;
        let near = Explanation { names: NameReadings { tokens: names.tokens, ..near.names }, ..near };
        Ok(Spot { offset, byte, token, explanation: near })
    }

    fn mentions<'a>(&self, found: &'a Found<'_>) -> impl Iterator<Item = &'a Mention> {
        let byte = self.byte;
        found.extraction.facts.mentions.iter().filter(move |m| m.span.start <= byte && byte < m.span.end)
    }
}

fn all(found: &Found<'_>) -> String {
    let mut out = format!("{}\n", heading(found));
    for m in &found.extraction.facts.mentions {
        out += &mention::lines(found, m);
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

/// The sentence of a token, on one line.
fn sentence(found: &Found<'_>, token: usize) -> Option<String> {
    let segments = &found.extraction.segments;
    let range = segments.sentences.iter().map(|s| s.tokens.range()).find(|range| range.contains(&token))?;
    let span = segments.tokens[range.start].start as usize..segments.tokens[range.end - 1].end as usize;
    Some(found.document.text[span].split_whitespace().collect::<Vec<_>>().join(" "))
}

fn at_spot(found: &Found<'_>, spot: &Spot) -> String {
    let mut out = format!("{}\n", heading(found));
    if let Some(sentence) = spot.token.and_then(|token| sentence(found, token)) {
        let _ = writeln!(out, "sentence: {sentence}");
    }
    let lines: Vec<String> = spot.mentions(found).map(|m| mention::lines(found, m)).collect();
    out += &if lines.is_empty() { "no mention covers this place\n".to_string() } else { lines.concat() };
    if let Some(token) = spot.token {
        out += &lists::lines(found, token);
        spot.explanation.candidates.iter().for_each(|c| out += &proposal(found, c));
        out += &places::lines(found, &spot.explanation.places);
        out += &names::lines(found, token, &spot.explanation);
    }
    out
}

/// What became of a candidate.
fn verdict(found: &Found<'_>, c: &Candidate) -> &'static str {
    let name = |kind: Kind| !matches!(kind, Kind::Date | Kind::Figure);
    let mut same = found.extraction.facts.mentions.iter().filter(|m| m.span == c.span && !m.nested);
    match same.find(|m| m.kind == c.kind || name(m.kind) && name(c.kind)) {
        None => "not chosen",
        Some(m) if m.kind == c.kind => "chosen",
        Some(_) => "chosen, then given the type of the name that the text spells out for it",
    }
}

fn proposal(found: &Found<'_>, c: &Candidate) -> String {
    let (text, weight) = (c.span.of(&found.document.text), factbox::resolve::overlap::weight(c));
    format!(
        "proposed: {} {text:?}  {} score {:.2}, with the weight of its type {weight:.2}, {}\n",
        c.kind.name(),
        c.rule,
        c.score,
        verdict(found, c)
    )
}
