//! Stage 6 of 7: mentions -> rows.
//!
//! Takes one [`Document`] with its [`Extraction`], gives rows to a [`RowSink`]: ids, code points and lines, excerpts. Rows borrow from
//! the document and from the [`Tabulator`]'s buffers, and no format is known here. Entities are recorded in [`entity::Seen`] and become
//! rows when all documents are through.

pub mod cells;
pub mod columns;
pub mod entity;
mod excerpt;
mod merge;
pub mod offsets;
pub mod rows;
mod slots;

pub use columns::{Column, Table, Type};

use crate::config::Config;
use crate::document::Document;
use crate::extract::{Extraction, Extractor};
use crate::mention::{Entity, Kind, Mention, Pooled, Section, Span, TokenRange};
use crate::value::{DateValue, FigureValue, TimexType};
use cells::{List, Short, Text};
use entity::{Entry, Seen};
use offsets::{Cursor, Marks};
use rows::{CheckRow, DateRow, DocumentRow, FigureRow, Keep, MentionRow, Moment, Norm, Row, Share, TextRow};
use slots::Slots;
use std::ops::Range;

/// Bytes of the sentence that a row quotes, and that an entity keeps as its example.
const SENTENCE: usize = 600;
const EXAMPLE: usize = 300;

/// Takes rows: stage 7, or a test.
pub trait RowSink {
    /// True where the rows of the table are wanted; others need not be made.
    fn wants(&self, table: Table) -> bool;
    /// Takes one row.
    fn row(&mut self, table: Table, row: &impl Row);
}

/// What a run asks of the tables.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// Fields passed through to `documents`: (field, column).
    pub keep: Vec<(String, String)>,
}

impl Choice {
    /// Pass-through columns for these fields; a field named like a column of `documents` becomes `keep_FIELD`.
    pub fn keeping(fields: &[String]) -> Choice {
        let own = Table::Documents.columns();
        let column = |field: &String| match own.iter().any(|c| c.name == field) {
            true => format!("keep_{field}"),
            false => field.clone(),
        };
        Choice { keep: fields.iter().map(|field| (field.clone(), column(field))).collect() }
    }
}

/// Rows made of one document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Counts {
    pub mentions: u64,
    pub figures: u64,
    pub dates: u64,
    pub checks: u64,
}

impl Counts {
    /// Adds the rows of another document.
    pub fn add(&mut self, other: Counts) {
        self.mentions += other.mentions;
        self.figures += other.figures;
        self.dates += other.dates;
        self.checks += other.checks;
    }
}

/// Buffers of one worker, reused from document to document.
#[derive(Debug, Default)]
pub struct Tabulator {
    /// `doc#m12` and the like, one buffer for each id that a row shows at a time.
    doc_id: Id,
    mention_id: Id,
    child_id: Id,
    other_id: Id,
    /// Ids of the document's entities.
    entity_pool: String,
    entity_ids: Vec<Range<usize>>,
    /// What goes out of each entity, and the mention of the same entity that follows each mention.
    groups: Vec<Group>,
    next: Vec<u32>,
    /// The entities whose mentions go out, in text order.
    mentioned: Vec<u32>,
    /// The entities by their ids.
    by_id: Slots,
    /// Number of each figure and date among those put out, and of its mention; 0 means left out.
    figures: Vec<Number>,
    dates: Vec<Number>,
    left: String,
    right: String,
    sentence: String,
    items: String,
    /// Marks of the text, and of a text beside it.
    marks: Marks,
    other_marks: Marks,
}

#[derive(Debug, Clone, Copy, Default)]
struct Number {
    own: u32,
    mention: u32,
}

/// The mentions of one entity that go out: a chain through [`Tabulator::next`].
#[derive(Debug, Clone, Copy)]
struct Group {
    /// The first entity of the document with the same id: two names may be of one place.
    same: u32,
    first: u32,
    last: u32,
    count: u32,
}

/// What all rows of one document share.
#[derive(Clone, Copy)]
struct View<'a> {
    doc: &'a Document,
    found: &'a Extraction,
    config: &'a Config,
    marks: &'a Marks,
}

impl<'a> View<'a> {
    fn keeps(&self, m: &Mention) -> bool {
        self.config.wants(m.kind) && m.confidence >= self.config.min_confidence && (self.config.nested || !m.nested)
    }
    fn cursor(&self) -> Cursor<'a> {
        self.marks.cursor(&self.doc.text)
    }
    fn pooled(&self, text: Pooled) -> Text<'a> {
        let start = text.start as usize;
        Text::part(self.found.facts.pool.as_bytes(), start, start + text.len as usize, false)
    }
    fn list(&self, text: Pooled) -> List<'a> {
        List(text.of(&self.found.facts.pool).as_bytes())
    }
    fn span(&self, span: Span, plain: bool) -> Text<'a> {
        Text::part(self.doc.text.as_bytes(), span.start as usize, span.end as usize, plain)
    }
    fn sentence<'b>(&self, sent: u32, span: Span, most: usize, buffer: &'b mut String) -> Text<'b>
    where
        'a: 'b,
    {
        let range = excerpt::sentence(&self.doc.text, &self.found.segments, sent, span, most);
        let marks = self.marks.within(range.start, range.end);
        excerpt::collapse(&self.doc.text, range, marks, buffer)
    }
    fn tokens(&self, range: Option<TokenRange>) -> &'a str {
        let tokens = range.and_then(|r| self.found.segments.tokens.get(r.range())).unwrap_or_default();
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => Span::new(first.start, last.end).of(&self.doc.text),
            _ => "",
        }
    }
}

impl Tabulator {
    /// Makes all rows of one document, as `extractor` found them, and records its entities.
    pub fn document(
        &mut self,
        doc: &Document,
        found: &Extraction,
        extractor: &Extractor,
        choice: &Choice,
        sink: &mut impl RowSink,
        seen: &mut Seen,
    ) -> Counts {
        let mut marks = std::mem::take(&mut self.marks);
        marks.read(&doc.text);
        let view = View { doc, found, config: extractor.config(), marks: &marks };
        let counts = self.rows(view, extractor, choice, sink, seen);
        self.marks = marks;
        counts
    }

    fn rows(
        &mut self,
        view: View<'_>,
        extractor: &Extractor,
        choice: &Choice,
        sink: &mut impl RowSink,
        seen: &mut Seen,
    ) -> Counts {
        let doc = view.doc;
        for id in [&mut self.doc_id, &mut self.mention_id, &mut self.child_id, &mut self.other_id] {
            id.begin(&doc.id);
        }
        self.name_entities(view, extractor);
        let mut counts = self.number(view);
        if sink.wants(Table::Mentions) {
            self.mentions(view, sink);
        }
        if sink.wants(Table::Figures) {
            self.figure_rows(view, sink);
        }
        if sink.wants(Table::Dates) {
            self.date_rows(view, sink);
        }
        counts.checks = self.check_rows(view, sink);
        if sink.wants(Table::Entities) {
            self.record_entities(view, seen);
        }
        if sink.wants(Table::Documents) {
            self.document_row(view, choice, counts, sink);
        }
        if sink.wants(Table::Texts) {
            sink.row(Table::Texts, &TextRow { doc_id: self.doc_id.of_document(), text: Text::new(&doc.text) });
        }
        counts
    }

    /// The row of an input that gave no text: `skipped` or `failed`.
    pub fn unread(
        &self,
        doc: &Document,
        status: &'static str,
        (error_code, error_message): (&'static str, &str),
        choice: &Choice,
        sink: &mut impl RowSink,
    ) {
        if !sink.wants(Table::Documents) {
            return;
        }
        let row = DocumentRow {
            doc_id: Text::new(&doc.id),
            path: Text::new(&doc.path),
            title: Text::new(doc.title.as_deref().unwrap_or_default()),
            byline: Text::new(doc.byline.as_deref().unwrap_or_default()),
            publisher: Text::new(doc.publisher.as_deref().unwrap_or_default()),
            dct: doc.dct.and_then(Moment::day),
            dct_source: doc.dct_source.name(),
            sha256: Text::known(&doc.sha256),
            bytes: (doc.bytes > 0).then_some(doc.bytes),
            format: doc.format,
            encoding: doc.encoding,
            status,
            error_code,
            error_message: Text::new(error_message),
            keep: Keep { columns: &choice.keep, values: &doc.keep },
            ..DocumentRow::default()
        };
        sink.row(Table::Documents, &row);
    }

    fn name_entities(&mut self, view: View<'_>, extractor: &Extractor) {
        let (gazetteer, lists) = (extractor.gazetteer(), extractor.lists());
        self.entity_pool.clear();
        self.entity_ids.clear();
        for entity in &view.found.facts.entities {
            let start = self.entity_pool.len();
            if let Some(custom) = entity.custom {
                lists[custom.list as usize].put_id(custom.entry, &mut self.entity_pool);
                self.entity_ids.push(start..self.entity_pool.len());
                continue;
            }
            match entity.place {
                Some(place) => gazetteer.place(place).id.put(&mut self.entity_pool),
                None => entity::put_slug(entity.kind, entity.name.of(&view.found.facts.pool), &mut self.entity_pool),
            }
            self.entity_ids.push(start..self.entity_pool.len());
        }
    }

    fn entity_id(&self, entity: Option<u32>) -> &str {
        entity.and_then(|e| self.entity_ids.get(e as usize)).map_or("", |range| &self.entity_pool[range.clone()])
    }

    fn entity(&self, entity: Option<u32>) -> Text<'_> {
        let range = entity.and_then(|e| self.entity_ids.get(e as usize)).cloned().unwrap_or_default();
        Text::part(self.entity_pool.as_bytes(), range.start, range.end, false)
    }

    /// Numbers the mentions that go out, and with them figures and dates, in text order.
    fn number(&mut self, view: View<'_>) -> Counts {
        let facts = &view.found.facts;
        self.figures.clear();
        self.figures.resize(facts.figures.len(), Number::default());
        self.dates.clear();
        self.dates.resize(facts.dates.len(), Number::default());
        let mut counts = Counts::default();
        for m in facts.mentions.iter().filter(|m| view.keeps(m)) {
            counts.mentions += 1;
            let (numbers, count) = match m.kind {
                Kind::Figure => (&mut self.figures, &mut counts.figures),
                Kind::Date => (&mut self.dates, &mut counts.dates),
                _ => continue,
            };
            if let Some(number) = numbers.get_mut(m.value as usize) {
                *count += 1;
                *number = Number { own: *count as u32, mention: counts.mentions as u32 };
            }
        }
        counts
    }

    fn mentions(&mut self, view: View<'_>, sink: &mut impl RowSink) {
        let (facts, text) = (&view.found.facts, view.doc.text.as_str());
        let mut cursor = view.cursor();
        let mut id = std::mem::take(&mut self.mention_id);
        let (mut left, mut right) = (std::mem::take(&mut self.left), std::mem::take(&mut self.right));
        for (i, m) in facts.mentions.iter().filter(|m| view.keeps(m)).enumerate() {
            let entity = m.entity.and_then(|e| facts.entities.get(e as usize));
            let norm = match m.kind {
                Kind::Date => {
                    Norm::Text(view.pooled(facts.dates.get(m.value as usize).map_or(Pooled::default(), |d| d.timex_value)))
                }
                Kind::Figure => Norm::Number(facts.figures.get(m.value as usize).and_then(|f| f.value.or(f.low).or(f.high))),
                _ => Norm::Text(view.pooled(entity.map_or(Pooled::default(), |e| e.name))),
            };
            let char_start = cursor.chars(m.span.start);
            let line = cursor.line();
            let left_of = cursor.marks_before();
            let char_end = cursor.chars(m.span.end);
            let (before, marks_before) = excerpt::before(text, m.span.start, left_of);
            let (after, marks_after) = excerpt::after(text, m.span.end, cursor.marks_from());
            let row = MentionRow {
                mention_id: id.number(b'm', i as u32 + 1),
                doc_id: self.doc_id.of_document(),
                kind: m.kind.name(),
                subtype: m.subtype,
                surface: view.span(m.span, cursor.marks_before().len() == left_of.len()),
                norm,
                entity_id: self.entity(m.entity),
                alt_entity_ids: view.list(entity.map_or(Pooled::default(), |e| e.alternatives)),
                char_start,
                char_end,
                byte_start: m.span.start,
                byte_end: m.span.end,
                line,
                sent_no: m.sent,
                section: m.section.name(),
                ctx_left: excerpt::collapse(text, before, marks_before, &mut left),
                ctx_right: excerpt::collapse(text, after, marks_after, &mut right),
                nested: m.nested,
                confidence: Share(m.confidence),
                rule: m.rule,
            };
            sink.row(Table::Mentions, &row);
        }
        (self.mention_id, self.left, self.right) = (id, left, right);
    }

    fn figure_rows(&mut self, view: View<'_>, sink: &mut impl RowSink) {
        let facts = &view.found.facts;
        let mut cursor = view.cursor();
        let mut sentence = std::mem::take(&mut self.sentence);
        let (mut id, mut mention, mut other) =
            (std::mem::take(&mut self.child_id), std::mem::take(&mut self.mention_id), std::mem::take(&mut self.other_id));
        for (f, number) in facts.figures.iter().zip(&self.figures).filter(|(_, number)| number.own > 0) {
            let ids = [
                id.number(b'f', number.own),
                mention.number(b'm', number.mention),
                other.maybe(b'f', f.part_of.and_then(|p| self.figures.get(p as usize)).map_or(0, |n| n.own)),
            ];
            let row = self.figure_row(view, f, ids, &mut cursor, view.sentence(f.sent, f.span, SENTENCE, &mut sentence));
            sink.row(Table::Figures, &row);
        }
        (self.child_id, self.mention_id, self.other_id, self.sentence) = (id, mention, other, sentence);
    }

    fn figure_row<'r>(
        &'r self,
        view: View<'r>,
        f: &'r FigureValue,
        [figure_id, mention_id, part_of_figure_id]: [Text<'r>; 3],
        cursor: &mut Cursor<'_>,
        sentence: Text<'r>,
    ) -> FigureRow<'r> {
        let pooled = |text: Pooled| view.pooled(text);
        let as_of = f.as_of.and_then(|(d, _)| view.found.facts.dates.get(d as usize));
        let (as_of_start, as_of_end) = as_of.map_or((None, None), interval);
        FigureRow {
            figure_id,
            doc_id: self.doc_id.of_document(),
            mention_id,
            sent_no: f.sent,
            char_start: cursor.chars(f.span.start),
            char_end: cursor.chars(f.span.end),
            byte_start: f.span.start,
            byte_end: f.span.end,
            surface: view.span(f.span, false),
            kind: f.kind.name(),
            value: f.value,
            value_low: f.low,
            value_high: f.high,
            bound: f.bound.name(),
            modifier: pooled(f.modifier),
            unit: pooled(f.unit),
            unit_name: pooled(f.unit_name),
            per: pooled(f.per),
            value_si: f.value_si,
            unit_si: pooled(f.unit_si),
            counted: pooled(f.counted),
            counted_head: pooled(f.counted_head),
            counted_phrase: f.counted_phrase.map_or(Text::default(), |span| view.span(span, false)),
            about: pooled(f.about),
            predicate: pooled(f.predicate),
            part_of_figure_id,
            list_n: f.list_n,
            change_dir: f.change_dir,
            change_from: f.change_from,
            as_of_start,
            as_of_end,
            as_of_source: if as_of.is_some() { f.as_of.map_or("", |(_, how)| how) } else { "" },
            place_entity_id: self.entity(f.place.map(|(e, _)| e)),
            place_source: f.place.map_or("", |(_, how)| how),
            attributed_to: self.entity(f.attributed_to),
            attribution_cue: pooled(f.attribution_cue),
            negated: f.negated,
            modality: f.modality,
            confidence: Share(f.confidence),
            rule: f.rule,
            sentence,
        }
    }

    fn date_rows(&mut self, view: View<'_>, sink: &mut impl RowSink) {
        let mut cursor = view.cursor();
        for (d, number) in view.found.facts.dates.iter().zip(&self.dates).filter(|(_, number)| number.own > 0) {
            let (iso_start, iso_end) = interval(d);
            let row = DateRow {
                date_id: self.child_id.number(b'd', number.own),
                doc_id: self.doc_id.of_document(),
                mention_id: self.mention_id.number(b'm', number.mention),
                sent_no: d.sent,
                char_start: cursor.chars(d.span.start),
                char_end: cursor.chars(d.span.end),
                byte_start: d.span.start,
                byte_end: d.span.end,
                surface: view.span(d.span, false),
                timex_type: d.timex_type.name(),
                timex_value: view.pooled(d.timex_value),
                iso_start,
                iso_end,
                granularity: d.granularity,
                modifier: d.modifier,
                anchor: d.anchor,
                anchor_date: d.anchor_date.and_then(Moment::day),
                resolved: d.resolved,
                confidence: Share(d.confidence),
                rule: d.rule,
                sentence: view.sentence(d.sent, d.span, SENTENCE, &mut self.sentence),
            };
            sink.row(Table::Dates, &row);
        }
    }

    /// Checks of the figures that go out; gives their number.
    fn check_rows(&mut self, view: View<'_>, sink: &mut impl RowSink) -> u64 {
        let mut n = 0;
        for check in &view.found.facts.checks {
            let number = |figure: u32| self.figures.get(figure as usize).map_or(0, |number| number.own);
            let (figure, other) = (number(check.figure), check.other_figure.map_or(0, number));
            if figure == 0 {
                continue;
            }
            n += 1;
            if !sink.wants(Table::Checks) {
                continue;
            }
            let row = CheckRow {
                check_id: self.mention_id.number(b'c', n as u32),
                check_type: check.check_type,
                doc_id: self.doc_id.of_document(),
                figure_id: self.child_id.number(b'f', figure),
                other_figure_id: self.other_id.maybe(b'f', other),
                verdict: check.verdict,
                stated: check.stated,
                computed: check.computed,
                message: view.pooled(check.message),
                items: List(
                    excerpt::collapse_all(check.items.of(&view.found.facts.pool), &mut self.other_marks, &mut self.items).bytes(),
                ),
            };
            sink.row(Table::Checks, &row);
        }
        n
    }

    fn record_entities(&mut self, view: View<'_>, seen: &mut Seen) {
        let facts = &view.found.facts;
        seen.begin(&view.doc.id);
        self.join_same_entities();
        self.group_mentions(view);
        let mut sentence = std::mem::take(&mut self.sentence);
        for &e in &self.mentioned {
            let group = self.groups[e as usize];
            let first = &facts.mentions[group.first as usize];
            let entity = &facts.entities[first.entity.unwrap_or_default() as usize];
            let example = view.sentence(first.sent, first.span, EXAMPLE, &mut sentence);
            let entry = self.entry(view, entity, self.entity_id(Some(e)), group.count, example);
            let chain = std::iter::successors(Some(group.first), |&m| Some(self.next[m as usize]));
            seen.push(&entry, chain.take(group.count as usize).map(|m| facts.mentions[m as usize].span.of(&view.doc.text)));
        }
        self.record_referred(view, &mut sentence, seen);
        self.sentence = sentence;
    }

    /// Begins an empty group for each entity and finds those with one id, which share that of the first of them.
    fn join_same_entities(&mut self) {
        let (ids, pool) = (&self.entity_ids, self.entity_pool.as_bytes());
        self.groups.clear();
        self.by_id.clear(ids.len());
        for (id, e) in ids.iter().zip(0..) {
            let id = &pool[id.clone()];
            let same = self.by_id.number(id, e, |other| &pool[ids[other as usize].clone()] == id);
            self.groups.push(Group { same, first: 0, last: 0, count: 0 });
        }
    }

    fn group_mentions(&mut self, view: View<'_>) {
        let mentions = &view.found.facts.mentions;
        self.next.clear();
        self.next.resize(mentions.len(), 0);
        self.mentioned.clear();
        for (m, i) in mentions.iter().zip(0..).filter(|(m, _)| view.keeps(m)) {
            let Some(e) = m.entity.and_then(|e| self.groups.get(e as usize)).map(|group| group.same) else { continue };
            let group = &mut self.groups[e as usize];
            if group.count == 0 {
                self.mentioned.push(e);
                group.first = i;
            } else {
                self.next[group.last as usize] = i;
            }
            group.last = i;
            group.count += 1;
        }
    }

    /// Entities that figures refer to while no mention of theirs goes out (left out by kind or confidence): joins must find them.
    fn record_referred(&self, view: View<'_>, sentence: &mut String, seen: &mut Seen) {
        let facts = &view.found.facts;
        let is_mentioned = |e: u32| self.groups.get(e as usize).is_some_and(|g| self.groups[g.same as usize].count > 0);
        for (f, _) in facts.figures.iter().zip(&self.figures).filter(|(_, number)| number.own > 0) {
            for e in [f.place.map(|(e, _)| e), f.attributed_to].into_iter().flatten() {
                let Some(entity) = facts.entities.get(e as usize).filter(|_| !is_mentioned(e)) else { continue };
                let example = view.sentence(f.sent, f.span, EXAMPLE, sentence);
                seen.push(&self.entry(view, entity, self.entity_id(Some(e)), 0, example), std::iter::empty());
            }
        }
    }

    fn entry<'a>(&self, view: View<'a>, entity: &Entity, id: &'a str, mentions: u32, example: Text<'a>) -> Entry<'a> {
        Entry {
            id,
            kind: entity.kind,
            subtype: entity.subtype,
            name: entity.name.of(&view.found.facts.pool),
            country: entity.country.of(&view.found.facts.pool),
            roles: entity.roles.of(&view.found.facts.pool),
            place: entity.place,
            custom: entity.custom,
            ambiguity: entity.ambiguity,
            mentions,
            date: view.found.dct,
            focus: view.found.facts.focus,
            courtesy: entity.courtesy,
            listed: entity.listed,
            example,
        }
    }

    fn document_row(&mut self, view: View<'_>, choice: &Choice, counts: Counts, sink: &mut impl RowSink) {
        let (doc, found) = (view.doc, view.found);
        let opening = &found.segments.opening;
        let title = doc.title.as_deref().unwrap_or_else(|| view.tokens(opening.headline));
        let byline = doc.byline.as_deref().unwrap_or_else(|| view.tokens(opening.byline));
        // Only a place that has a row of its own, so that the id joins.
        let in_dateline = |m: &&Mention| m.kind == Kind::Place && m.section == Section::Dateline && view.keeps(m);
        let dateline = found.facts.mentions.iter().find(in_dateline);
        let focus = found.facts.focus.as_ref().and_then(|country| std::str::from_utf8(country).ok()).unwrap_or_default();
        let row = DocumentRow {
            doc_id: self.doc_id.of_document(),
            path: Text::new(&doc.path),
            title: excerpt::collapse_all(title, &mut self.other_marks, &mut self.left),
            byline: excerpt::collapse_all(byline, &mut self.other_marks, &mut self.right),
            publisher: Text::new(doc.publisher.as_deref().unwrap_or_default()),
            dct: found.dct.and_then(Moment::day),
            dct_source: found.dct_source.name(),
            dateline_place_id: {
                let range = dateline.and_then(|m| m.entity).and_then(|e| self.entity_ids.get(e as usize));
                Text::new(range.map_or("", |range| &self.entity_pool[range.clone()]))
            },
            sha256: Text::known(&doc.sha256),
            bytes: Some(doc.bytes),
            chars: Some(view.marks.chars(&doc.text)),
            tokens: Some(found.segments.tokens.len() as u64),
            format: doc.format,
            encoding: doc.encoding,
            n_replaced: Some(doc.n_replaced),
            n_mentions: counts.mentions,
            n_figures: counts.figures,
            n_dates: counts.dates,
            n_checks: counts.checks,
            status: "ok",
            error_code: doc.warning.as_ref().map_or("", |w| w.code()),
            error_message: Text::new(doc.warning.as_ref().map_or("", |w| w.message())),
            focus_country: Text::new(focus),
            keep: Keep { columns: &choice.keep, values: &doc.keep },
            ..DocumentRow::default()
        };
        sink.row(Table::Documents, &row);
    }
}

/// Start and end of a date: days where it is about days, moments where it is about the clock.
fn interval(date: &DateValue) -> (Option<Moment>, Option<Moment>) {
    let midnight = |m: Option<jiff::civil::DateTime>| m.is_none_or(|m| m.time() == jiff::civil::Time::midnight());
    let days = date.timex_type != TimexType::Time && midnight(date.iso_start) && midnight(date.iso_end);
    let moment = |m: jiff::civil::DateTime| if days { Moment::day(m.date()) } else { Moment::time(m) };
    (date.iso_start.and_then(moment), date.iso_end.and_then(moment))
}

/// `doc#m12`, written again and again into one buffer.
#[derive(Debug, Default)]
struct Id {
    bytes: Vec<u8>,
    doc: usize,
    plain: bool,
}

impl Id {
    fn begin(&mut self, doc: &str) {
        self.bytes.clear();
        self.bytes.extend_from_slice(doc.as_bytes());
        self.doc = self.bytes.len();
        // Room for the number, and room behind it: see `Text`.
        self.bytes.extend_from_slice(b"#");
        self.bytes.extend_from_slice(&[0; 1 + Short::SIZE + Short::SIZE]);
        self.plain = cells::is_plain(doc.as_bytes());
    }

    fn number(&mut self, letter: u8, number: u32) -> Text<'_> {
        let at = self.doc + 2;
        self.bytes[at - 1] = letter;
        let n = match cells::digits(number) {
            Some((digits, n)) => {
                self.bytes[at..at + digits.len()].copy_from_slice(&digits);
                n
            }
            None => {
                let digits = Short::whole(number.into());
                self.bytes[at..at + Short::SIZE].copy_from_slice(digits.block().0);
                digits.block().1
            }
        };
        Text::part(&self.bytes, 0, at + n, self.plain)
    }

    /// The document's own.
    fn of_document(&self) -> Text<'_> {
        Text::part(&self.bytes, 0, self.doc, self.plain)
    }

    /// Empty for number 0.
    fn maybe(&mut self, letter: u8, number: u32) -> Text<'_> {
        if number == 0 { Text::default() } else { self.number(letter, number) }
    }
}
