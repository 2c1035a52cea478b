//! `factbox eval`: how good this build is on texts whose names somebody marked.
//!
//! [`gold`] and [`marked`] read the marks, [`trim`] takes outer marks off both sides, [`tally`] and [`geo`] count, [`show`] prints.

mod geo;
mod gold;
mod marked;
mod show;
mod tally;
mod trim;

use crate::args::{Eval, EvalFormatArg};
use crate::terminal::say;
use crate::{exit, gaz, print, usage};
use factbox::mention::{Kind, Mention, Span};
use factbox::{Config, Extraction, Extractor, Result, Scratch};
use geo::{GeoCounts, Spot};
use gold::{Corpus, GoldDoc, GoldSpan};
use tally::{Item, Tally};

/// Runs the command; gives the exit code.
pub fn run(args: &Eval) -> Result<u8> {
    let mut corpus = Corpus::default();
    args.gold.iter().try_for_each(|path| corpus.read(path))?;
    if corpus.docs.is_empty() {
        say("factbox: no marked text could be read");
        return Ok(exit::NOTHING_READABLE);
    }
    let kinds = kinds(args, &corpus)?;
    tell(&corpus);
    let config = Config { nested: args.nested, ..Config::default() };
    let tally = score(&gaz::extractor(config, &args.lists, false, false)?, &corpus, &kinds);
    print(&match args.format {
        EvalFormatArg::Text => show::text(&tally, args.errors, args.reliability),
        EvalFormatArg::Csv => show::csv(&tally)?,
        EvalFormatArg::Json => show::json(&tally, args.errors),
    })?;
    Ok(exit::OK)
}

/// Kinds that were asked for, else those that the gold has.
fn kinds(args: &Eval, corpus: &Corpus) -> Result<Vec<Kind>> {
    let asked = args.types.iter().map(|name| match Kind::parse(name.trim()) {
        Some(kind) => Ok(kind),
        None => usage(format!("--types {name}: one of person, place, org, norp, date, figure")),
    });
    let asked = asked.collect::<Result<Vec<Kind>>>()?;
    let marked = |kind: &Kind| corpus.docs.iter().any(|d| d.spans.iter().any(|s| s.kind == *kind));
    Ok(match asked.is_empty() {
        true => Kind::ALL.into_iter().filter(marked).collect(),
        false => asked,
    })
}

/// What of the gold is not scored, or looks wrong.
fn tell(corpus: &Corpus) {
    if !corpus.foreign.is_empty() {
        let labels: Vec<String> = corpus.foreign.iter().map(|(label, n)| format!("{label} ({n})")).collect();
        say(&format!("factbox: labels that are not scored: {}", labels.join(", ")));
    }
    let (n, first) = &corpus.askew;
    if *n > 0 {
        say(&format!(
            "factbox: {n} spans have another text than their offsets say (the first: {first}); offsets count code points"
        ));
    }
}

/// Runs the extractor over the corpus and compares.
fn score(extractor: &Extractor, corpus: &Corpus, kinds: &[Kind]) -> Tally {
    let (mut scratch, mut found, mut tally) = (Scratch::default(), Extraction::default(), Tally::default());
    for doc in &corpus.docs {
        extractor.extract(&doc.document, &mut scratch, &mut found);
        let text = doc.document.text.as_str();
        let nested = extractor.config().nested;
        let marked = doc.spans.iter().filter(|s| kinds.contains(&s.kind) && (nested || !s.nested)).map(of_gold);
        let wanted = |m: &&Mention| kinds.contains(&m.kind) && (m.kind != Kind::Figure || corpus.marks_figure(m.subtype));
        let mentions = || found.facts.mentions.iter().filter(wanted);
        tally.add(doc, &tally::items(text, marked), &tally::items(text, mentions().map(|m| of_mention(extractor, &found, m))));
        if kinds.contains(&Kind::Place) {
            on_the_map(extractor, doc, &found, mentions(), &mut tally.geo);
        }
    }
    tally
}

/// Compares the points of places, where the gold has any.
fn on_the_map<'a>(
    extractor: &Extractor,
    doc: &GoldDoc,
    found: &Extraction,
    mentions: impl Iterator<Item = &'a Mention>,
    counts: &mut GeoCounts,
) {
    let mut chars = Chars { text: &doc.document.text, byte: 0, chars: 0 };
    let mut spot = |span: Span, point| {
        let start = chars.at(span.start as usize);
        Spot { start, end: start + span.of(&doc.document.text).chars().count(), point }
    };
    let gold = doc.spans.iter().filter(|s| s.kind == Kind::Place && (extractor.config().nested || !s.nested));
    let mut gold: Vec<Spot> = gold.map(|s| spot(s.span, s.point)).collect();
    gold.sort_by_key(|s| (s.start, s.end));
    let point = |m: &Mention| {
        let entity = found.facts.entities.get(m.entity? as usize)?;
        let place = extractor.gazetteer().place(entity.place?);
        // A river has no point.
        (!place.lat.is_nan()).then_some((f64::from(place.lat), f64::from(place.lon)))
    };
    let found: Vec<Spot> = mentions.filter(|m| m.kind == Kind::Place).map(|m| spot(m.span, point(m))).collect();
    counts.add(&gold, &found);
}

/// Bytes to code points; quick where they rise.
struct Chars<'t> {
    text: &'t str,
    byte: usize,
    chars: usize,
}

impl Chars<'_> {
    fn at(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            (self.byte, self.chars) = (0, 0);
        }
        self.chars += self.text[self.byte..byte].chars().count();
        self.byte = byte;
        self.chars
    }
}

fn of_gold(span: &GoldSpan) -> Item {
    let values = if span.value.is_empty() { vec![] } else { vec![span.value.clone()] };
    let (start, end) = (span.span.start as usize, span.span.end as usize);
    Item { start, end, kind: span.kind, values, confidence: 1.0 }
}

fn of_mention(extractor: &Extractor, found: &Extraction, m: &Mention) -> Item {
    let facts = &found.facts;
    let entity = m.entity.and_then(|e| facts.entities.get(e as usize));
    let values = match m.kind {
        Kind::Date => facts.dates.get(m.value as usize).map(|d| vec![d.timex_value.of(&facts.pool).to_string()]),
        Kind::Norp => entity.map(|e| vec![format!("country:{}", e.country.of(&facts.pool))]),
        _ => entity.and_then(|e| e.place).map(|place| {
            let place = extractor.gazetteer().place(place);
            // Gold of other corpora has GeoNames' number also for countries.
            vec![place.id.to_string(), format!("geonames:{}", place.geonames_id)]
        }),
    };
    let values = values.unwrap_or_default();
    Item { start: m.span.start as usize, end: m.span.end as usize, kind: m.kind, values, confidence: m.confidence }
}
