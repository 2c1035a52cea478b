//! Stages 3-5 for one document: no IO, cannot fail, reuses a [`Scratch`].

use crate::config::{Ambiguity, Config};
use crate::document::{DctSource, Document};
use crate::gazetteer::{Gazetteer, Hit, Recent, Word, user::UserList};
use crate::mention::{Entity, Kind, Mention, Section, Span, TokenRange};
use crate::resolve::custom::{self, CustomScratch, CustomSpan, Customs, KindScratch};
use crate::resolve::{self, NameSpan, alias::AliasScratch, label::LabelScratch, overlap::OverlapScratch};
use crate::segment::{self, Opening, Sentence, Token};
use crate::tag::{self, Candidate, Context, date::DateMeaning};
use crate::value::{Check, DateValue, FigureValue};

/// Everything found in one document. Owned by the caller and reused: [`Extractor::extract`] clears it first.
#[derive(Debug, Default)]
pub struct Extraction {
    /// What stage 3 made of the text.
    pub segments: Segments,
    /// Publication date used.
    pub dct: Option<jiff::civil::Date>,
    /// Where it came from.
    pub dct_source: DctSource,
    /// What stages 4 and 5 found in it.
    pub facts: Facts,
}

/// Tokens, sentences and the head of the article.
#[derive(Debug, Default)]
pub struct Segments {
    /// Tokens of the text.
    pub tokens: Vec<Token>,
    /// Sentences of the text.
    pub sentences: Vec<Sentence>,
    /// Headline, byline, dateline.
    pub opening: Opening,
    /// Quoted speech.
    pub quotes: Vec<TokenRange>,
}

/// Mentions and what they are worth.
#[derive(Debug, Default)]
pub struct Facts {
    /// Mentions in text order.
    pub mentions: Vec<Mention>,
    /// Entities of this document.
    pub entities: Vec<Entity>,
    /// Dates in text order.
    pub dates: Vec<DateValue>,
    /// Figures in text order.
    pub figures: Vec<FigureValue>,
    /// Findings of the numeric lint.
    pub checks: Vec<Check>,
    /// ISO 3166-1 alpha-2 of the country that the document is about, where one leads.
    pub focus: Option<[u8; 2]>,
    /// Text that entities, dates, figures and checks point into.
    pub pool: String,
}

impl Facts {
    fn clear(&mut self) {
        self.mentions.clear();
        self.entities.clear();
        self.dates.clear();
        self.figures.clear();
        self.checks.clear();
        self.focus = None;
        self.pool.clear();
    }
}

/// Working memory of one worker.
#[derive(Debug, Default)]
pub struct Scratch {
    words: Vec<Word>,
    hits: Vec<Hit>,
    recent: Recent,
    custom: CustomScratch,
    work: Work,
}

/// The part of [`Scratch`] that changes while the look-ups are borrowed.
#[derive(Debug, Default)]
struct Work {
    names: Vec<NameSpan>,
    kept: Vec<NameSpan>,
    kinds: KindScratch,
    label: LabelScratch,
    candidates: Vec<Candidate>,
    overlap: OverlapScratch,
    meanings: Vec<DateMeaning>,
    sweep: tag::sweep::Sweep,
    proposed: Vec<FigureValue>,
    alias: AliasScratch,
    entity_of: Vec<u32>,
    counts: Vec<u32>,
    list: resolve::check::List,
}

/// Finds who, where, when and how many; shared by all workers.
#[derive(Debug)]
pub struct Extractor {
    config: Config,
    /// In place of the embedded lists.
    pack: Option<Gazetteer>,
    lists: Vec<UserList>,
}

impl Extractor {
    /// An extractor over the embedded gazetteer.
    pub fn new(config: Config) -> Self {
        Self::with_lists(config, Vec::new())
    }

    /// The same with lists of the user's, whose names win over all others; of two lists the first.
    pub fn with_lists(config: Config, lists: Vec<UserList>) -> Self {
        Extractor { config, pack: None, lists }
    }

    /// Looks names up in other lists than the embedded ones: a larger pack ([`Gazetteer::open_file`]).
    #[must_use]
    pub fn with_gazetteer(self, gazetteer: Gazetteer) -> Self {
        Extractor { pack: Some(gazetteer), ..self }
    }

    /// The choices it was built with.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The lists it looks names up in.
    pub fn gazetteer(&self) -> &Gazetteer {
        self.pack.as_ref().unwrap_or_else(|| Gazetteer::embedded())
    }

    /// The user's lists.
    pub fn lists(&self) -> &[UserList] {
        &self.lists
    }

    /// Stages 3-5 for one document; `out` is cleared first.
    pub fn extract(&self, document: &Document, scratch: &mut Scratch, out: &mut Extraction) {
        let text = document.text.as_str();
        let Scratch { words, hits, recent, custom, work } = scratch;
        let Extraction { segments, dct, dct_source, facts } = out;
        facts.clear();
        segment::token::tokens(text, &mut segments.tokens);
        segment::sentence::sentences(text, &segments.tokens, &mut segments.sentences);
        segments.opening = segment::opening::opening(text, &segments.tokens, &segments.sentences);
        segment::quote::quotes(text, &segments.tokens, &mut segments.quotes);
        (*dct, *dct_source) = publication_date(document, &segments.opening);
        self.gazetteer().words(text, &segments.tokens, recent, words);
        self.gazetteer().scan(text, &segments.tokens, words, recent, hits);
        if !self.lists.is_empty() {
            custom::find(&self.lists, text, &segments.tokens, words, custom);
        }
        let cx = self.context(text, segments, (words.as_slice(), hits.as_slice(), self.spans(custom)), *dct);
        propose(&cx, work, facts);
        resolve::overlap::choose(&mut work.candidates, &mut work.overlap);
        settle(&cx, work, facts);
    }
}

impl Extractor {
    /// Why the tokens of a range became what they are: all that was proposed over them, chosen or not, and the weighed evidence for
    /// names. Call after [`Extractor::extract`] with the same document, scratch and extraction.
    pub fn explain(&self, document: &Document, scratch: &mut Scratch, found: &Extraction, tokens: TokenRange) -> Explanation {
        let Scratch { words, hits, custom, work, .. } = scratch;
        let looked_up = (words.as_slice(), hits.as_slice(), self.spans(custom));
        let cx = self.context(&document.text, &found.segments, looked_up, found.dct);
        propose(&cx, work, &mut Facts::default());
        let candidates = work.candidates.iter().filter(|c| c.tokens.overlaps(tokens)).copied().collect();
        let place = work.kept.iter().position(|n| n.kind == Kind::Place && n.tokens.overlaps(tokens));
        let places = place.map_or(Vec::new(), |name| work.alias.places().explain(name));
        Explanation { candidates, names: resolve::label::explain::explain(&cx, &work.label, tokens), places }
    }

    /// The user's names; the scratch of another extractor may hold names of its lists.
    fn spans<'s>(&self, scratch: &'s CustomScratch) -> &'s [CustomSpan] {
        if self.lists.is_empty() { &[] } else { &scratch.spans }
    }

    fn context<'a>(
        &'a self,
        text: &'a str,
        segments: &'a Segments,
        (words, hits, customs): (&'a [Word], &'a [Hit], &'a [CustomSpan]),
        dct: Option<jiff::civil::Date>,
    ) -> Context<'a> {
        Context {
            text,
            tokens: &segments.tokens,
            words,
            hits,
            sentences: &segments.sentences,
            opening: &segments.opening,
            quotes: &segments.quotes,
            dct,
            config: &self.config,
            gazetteer: self.gazetteer(),
            customs: Customs { spans: customs, lists: &self.lists },
        }
    }
}

/// What speaks for the mentions at a place.
#[derive(Debug)]
pub struct Explanation {
    /// Spans proposed there, before the best set without overlaps was chosen.
    pub candidates: Vec<Candidate>,
    /// Evidence for names on its tokens, and what became of it.
    pub names: resolve::label::explain::NameReadings,
    /// Which places the PLACE there may be, the likeliest first.
    pub places: Vec<resolve::place::PlaceWeighed>,
}

fn publication_date(document: &Document, opening: &Opening) -> (Option<jiff::civil::Date>, DctSource) {
    match (document.dct, opening.date) {
        (Some(date), _) => (Some(date), document.dct_source),
        (None, Some(date)) => (Some(date), DctSource::Dateline),
        (None, None) => (None, DctSource::None),
    }
}

/// Stage 4, and the labelling that turns evidence into name candidates.
fn propose(cx: &Context<'_>, work: &mut Work, facts: &mut Facts) {
    work.candidates.clear();
    work.meanings.clear();
    work.proposed.clear();
    work.names.clear();
    work.sweep.read(cx);
    tag::date::tag(cx, &work.sweep, &mut work.candidates, &mut work.meanings);
    tag::figure::tag(cx, &work.sweep, &mut work.candidates, &mut work.proposed, &mut facts.pool);
    resolve::label::label(cx, &mut work.label, &mut work.names);
    if !cx.customs.spans.is_empty() {
        custom::enforce(cx, &mut work.names, &mut work.candidates, &mut work.kinds);
    }
    for (i, name) in work.names.iter().enumerate() {
        work.candidates.push(Candidate {
            kind: name.kind,
            tokens: name.tokens,
            span: cx.span(name.tokens),
            sent: name.sent,
            rule: name.rule,
            score: name.confidence,
            confidence: name.confidence,
            shares: false,
            value: i as u32,
        });
    }
}

/// Values and links of the chosen candidates, then their mentions.
fn settle(cx: &Context<'_>, work: &mut Work, facts: &mut Facts) {
    let chosen = &work.candidates;
    work.kept.clear();
    work.kept.extend(chosen.iter().filter(|c| is_name(c.kind)).map(|c| work.names[c.value as usize]));
    resolve::alias::retype(cx, &mut work.kept, &mut work.alias);
    resolve::date::resolve(cx, chosen, &work.meanings, &mut facts.dates, &mut facts.pool);
    facts.figures.extend(chosen.iter().filter(|c| c.kind == Kind::Figure).map(|c| work.proposed[c.value as usize]));
    resolve::figure::resolve(cx, &work.kept, &mut facts.figures, &mut facts.pool);
    let mut inner = work.kept.len();
    if cx.config.nested {
        resolve::place::nested(cx, &mut work.kept);
    }
    let names = &work.kept;
    resolve::alias::entities(cx, names, &mut work.alias, &mut work.entity_of, &mut facts.entities, &mut facts.pool);
    facts.focus = work.alias.focus();
    let (mut name, mut date, mut figure) = (0, 0, 0);
    for c in chosen {
        let counter = match c.kind {
            Kind::Date => &mut date,
            Kind::Figure => &mut figure,
            _ => &mut name,
        };
        let value = *counter;
        *counter += 1;
        let outer = match is_name(c.kind) {
            true => name_mention(cx, c.span, &names[value as usize], work.entity_of[value as usize], &facts.entities),
            false => value_mention(cx, c, value, &facts.figures),
        };
        facts.mentions.push(outer);
        // Inner names stand behind all others in `names`, in text order.
        while is_name(c.kind) && names.get(inner).is_some_and(|n| n.tokens.first < c.tokens.end) {
            facts.mentions.push(nested_mention(cx, &outer, &names[inner], work.entity_of[inner], &facts.entities));
            inner += 1;
        }
    }
    resolve::check::check(cx, &facts.mentions, &mut facts.figures, &mut facts.checks, &mut facts.pool, &mut work.list);
    let Facts { mentions, entities, dates, figures, pool, .. } = facts;
    if cx.config.ambiguity == Ambiguity::Drop {
        // Only now, since the items of a list are counted whether it is known which place they are or not.
        mentions.retain(|m| !m.entity.is_some_and(|e| entities[e as usize].is_undecided()));
    }
    resolve::link::link(cx, mentions, entities, dates, figures, pool, &mut work.counts);
}

fn is_name(kind: Kind) -> bool {
    !matches!(kind, Kind::Date | Kind::Figure)
}

fn name_mention(cx: &Context<'_>, span: Span, name: &NameSpan, entity: u32, entities: &[Entity]) -> Mention {
    Mention {
        kind: name.kind,
        subtype: entities[entity as usize].subtype,
        span,
        tokens: name.tokens,
        sent: name.sent,
        section: section(cx, name.tokens),
        entity: Some(entity),
        nested: false,
        confidence: name.confidence,
        rule: name.rule,
        value: 0,
    }
}

fn value_mention(cx: &Context<'_>, c: &Candidate, value: u32, figures: &[FigureValue]) -> Mention {
    Mention {
        kind: c.kind,
        subtype: if c.kind == Kind::Figure { figures[value as usize].kind.name() } else { "" },
        span: c.span,
        tokens: c.tokens,
        sent: c.sent,
        section: section(cx, c.tokens),
        entity: None,
        nested: false,
        confidence: c.confidence,
        rule: c.rule,
        value,
    }
}

fn nested_mention(cx: &Context<'_>, outer: &Mention, name: &NameSpan, entity: u32, entities: &[Entity]) -> Mention {
    Mention {
        kind: name.kind,
        subtype: entities[entity as usize].subtype,
        span: cx.span(name.tokens),
        tokens: name.tokens,
        entity: Some(entity),
        nested: true,
        rule: name.rule,
        ..*outer
    }
}

fn section(cx: &Context<'_>, tokens: TokenRange) -> Section {
    let inside = |part: Option<TokenRange>| part.is_some_and(|p| p.overlaps(tokens));
    match () {
        () if inside(cx.opening.headline) => Section::Headline,
        () if inside(cx.opening.byline) => Section::Byline,
        () if inside(cx.opening.dateline) => Section::Dateline,
        () if quoted(cx.quotes, tokens) => Section::Quote,
        () => Section::Body,
    }
}

fn quoted(quotes: &[TokenRange], tokens: TokenRange) -> bool {
    let next = quotes.partition_point(|q| q.end <= tokens.first);
    quotes.get(next).is_some_and(|q| q.first <= tokens.first)
}
