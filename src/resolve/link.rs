//! Figures -> the place they hold for, the date, and who said so.
//!
//! Takes the settled mentions; fills `place`, `as_of`, `attributed_to` and `attribution_cue` of each figure, with where the link was
//! found: `phrase`, `sentence`, or `document` for the place of the dateline or the place that the article names most. Nothing is
//! guessed across sentences but the place of the document and the person behind "he said".

use super::hash::Fast;
use crate::gazetteer::{Word, cue, fold};
use crate::mention::{Entity, Kind, Mention, Pooled, Section, Span, TokenRange};
use crate::segment::token::TokenKind;
use crate::tag::Context;
use crate::value::{DateValue, FigureKind, FigureValue, TimexType};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Tokens between a figure and its place or date that are worth one preposition less.
const NO_PREPOSITION: usize = 8;
/// Tokens of an apposition between a speaker and the verb.
const APPOSITION: usize = 14;

const ACCORDING: &str = "according";

static ACCORDING_HASH: LazyLock<u64> = LazyLock::new(|| fold::hash_word(ACCORDING, 0, ACCORDING.len()));

/// Tokens of the titles between "said" and a name.
const TITLES: usize = 9;

/// Who speaks in one sentence.
#[derive(Debug, Clone, Copy)]
struct Source {
    entity: Option<u32>,
    cue: Span,
}

/// Fills the links of all figures; all slices are in text order. `scratch` is cleared first.
pub fn link(
    cx: &Context<'_>,
    mentions: &[Mention],
    entities: &[Entity],
    dates: &[DateValue],
    figures: &mut [FigureValue],
    pool: &mut String,
    scratch: &mut Vec<u32>,
) {
    if figures.is_empty() {
        return;
    }
    let focus = focus(mentions, entities, scratch);
    let mut speaker = None;
    let mut first = 0;
    let (mut names_left, mut dates_left) = (mentions, dates);
    for sentence in cx.sentences {
        if first == figures.len() {
            break;
        }
        let mine = &mut figures[first..];
        let n = mine.partition_point(|f| f.tokens.first < sentence.tokens.end);
        first += n;
        let mine = &mut mine[..n];
        let of_sentence = take(&mut names_left, |m| m.tokens.first, sentence.tokens);
        let days = take(&mut dates_left, |d| d.tokens.first, sentence.tokens);
        if of_sentence.is_empty() && mine.is_empty() {
            continue;
        }
        let source = source(cx, sentence.tokens.range(), of_sentence, &mut speaker);
        let from = (dates.len() - dates_left.len() - days.len()) as u32;
        let cue = source.filter(|_| !mine.is_empty()).map(|s| Pooled::put(pool, s.cue.of(cx.text)));
        for f in mine {
            f.place = match place(cx, f, of_sentence) {
                Where::Found(entity, how) => Some((entity, how)),
                Where::Nowhere => None,
                Where::Unsaid => focus.filter(|_| f.kind != FigureKind::Age).map(|e| (e, "document")),
            };
            f.as_of = date(cx, f, days).map(|d| (from + d, "sentence"));
            f.attributed_to = source.and_then(|s| s.entity);
            f.attribution_cue = cue.unwrap_or_default();
        }
    }
}

/// Cuts the items off the front of a sorted slice whose keys lie in `tokens`, and those before them.
fn take<'a, T>(left: &mut &'a [T], key: impl Fn(&T) -> u32, tokens: TokenRange) -> &'a [T] {
    let before = |end: u32, of: &[T]| of.iter().take_while(|x| key(x) < end).count();
    let from = &left[before(tokens.first, left)..];
    let (taken, rest) = from.split_at(before(tokens.end, from));
    *left = rest;
    taken
}

/// The place of the dateline, else the one that is named most, twice at least.
fn focus(mentions: &[Mention], entities: &[Entity], counts: &mut Vec<u32>) -> Option<u32> {
    let places = || mentions.iter().filter(|m| m.kind == Kind::Place && !m.nested);
    if let Some(m) = places().find(|m| m.section == Section::Dateline) {
        return m.entity;
    }
    counts.clear();
    counts.resize(entities.len(), 0);
    for e in places().filter_map(|m| m.entity) {
        if let Some(count) = counts.get_mut(e as usize) {
            *count += 1;
        }
    }
    let known = |e: usize| entities[e].place.is_some() || entities[e].custom.is_some();
    let best = (0..counts.len()).filter(|e| known(*e)).max_by_key(|e| (counts[*e], usize::MAX - e))?;
    (counts[best] >= 2).then_some(best as u32)
}

/// What the sentence of a figure says of its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Where {
    Found(u32, &'static str),
    /// The sentence names places, but as the items of the list that the figure counts.
    Nowhere,
    Unsaid,
}

/// The place inside the counted phrase, else the nearest of the sentence: the items of a list are not where the list was counted, and
/// "Kenya's health ministry" is not in itself a place.
fn place(cx: &Context<'_>, f: &FigureValue, mentions: &[Mention]) -> Where {
    let mut best: Option<(usize, u32)> = None;
    let mut items = false;
    // The place of the dateline is that of the document; it is no part of the sentence behind it.
    let is_place = |m: &Mention| m.kind == Kind::Place && !m.nested && m.section != Section::Dateline;
    for (i, m) in mentions.iter().enumerate().filter(|(_, m)| is_place(m)) {
        if f.counted_phrase.is_some_and(|p| p.overlaps(m.span)) {
            return m.entity.map_or(Where::Unsaid, |e| Where::Found(e, "phrase"));
        }
        // The state behind a city says nothing new.
        let outer = i > 0 && mentions[i - 1].kind == Kind::Place && follows_comma(cx, &mentions[i - 1], m);
        let inner = mentions.get(i + 1).is_some_and(|n| n.kind == Kind::Place && follows_comma(cx, m, n));
        let listed = f.list_n.is_some() && m.tokens.first > f.tokens.first;
        items |= listed;
        if listed || outer || (inner && i > 1 && outer_of_list(cx, mentions, i)) || owns_organisation(cx, m, mentions.get(i + 1))
        {
            continue;
        }
        let cost = distance(cx, f, m.tokens.first as usize, m.tokens.end as usize);
        if best.is_none_or(|b| cost < b.0) {
            best = m.entity.map(|e| (cost, e));
        }
    }
    match best {
        Some((_, e)) => Where::Found(e, "sentence"),
        None if items => Where::Nowhere,
        None => Where::Unsaid,
    }
}

/// "Kenya's health ministry said", "Peru's Ministry of Mines": who speaks, not where.
fn owns_organisation(cx: &Context<'_>, m: &Mention, next: Option<&Mention>) -> bool {
    let mark = m.tokens.end as usize;
    if !matches!(cx.at(mark), "'s" | "’s" | "'" | "’") {
        return false;
    }
    if next.is_some_and(|n| n.kind == Kind::Org && (n.tokens.first as usize) <= mark + 3) {
        return true;
    }
    let in_phrase = |t: &usize| {
        let word = cx.word(*t);
        word.is_pos(Word::NOUN | Word::ADJECTIVE) && !word.is_pos(Word::CLOSED) && !word.is_cue(cue::SAY)
    };
    let end = mark + 1 + (mark + 1..mark + 5).take_while(in_phrase).count();
    let head = end - 1;
    head > mark && cx.word(head).is_cue(cue::ORG_HEAD) && cx.word(end).is_cue(cue::SAY)
}

fn follows_comma(cx: &Context<'_>, a: &Mention, b: &Mention) -> bool {
    a.tokens.end + 1 == b.tokens.first && cx.is(a.tokens.end as usize, ",")
}

fn outer_of_list(cx: &Context<'_>, mentions: &[Mention], i: usize) -> bool {
    follows_comma(cx, &mentions[i - 1], &mentions[i])
}

/// Tokens between, more where no preposition of place or time leads the name in, and over the border of a clause.
fn distance(cx: &Context<'_>, f: &FigureValue, first: usize, end: usize) -> usize {
    let (a, b) = (f.tokens.first as usize, f.tokens.end as usize);
    let (from, to) = if end <= a { (end, a) } else { (b, first.max(b)) };
    let lead = if first > 0 && matches!(cx.at(first - 1), "the" | "of") { first - 1 } else { first };
    let led = lead > 0
        && (cx.word(lead - 1).is_cue(cue::PLACE_PREPOSITION) || matches!(cx.at(lead - 1), "in" | "on" | "at" | "near" | "off"));
    let broken = (from..to).take(60).any(|t| opens_clause(cx, t));
    let away = lead > 0 && matches!(cx.at(lead - 1), "from" | "to" | "than" | "against" | "for");
    to - from + if away { 20 } else { 0 } + if led { 0 } else { NO_PREPOSITION } + if broken { 20 } else { 0 }
}

/// A semicolon, or a comma before a conjunction or a relative pronoun: what stands behind it is said of something else.
fn opens_clause(cx: &Context<'_>, t: usize) -> bool {
    if !matches!(cx.tokens[t].end - cx.tokens[t].start, 1 | 5 | 7) {
        return false;
    }
    match cx.bytes(t) {
        b";" => true,
        b"," => matches!(cx.bytes(t + 1), b"but" | b"while" | b"whereas" | b"which" | b"who" | b"where"),
        b"while" | b"whereas" => true,
        _ => false,
    }
}

/// The nearest resolved date of the sentence.
fn date(cx: &Context<'_>, f: &FigureValue, dates: &[DateValue]) -> Option<u32> {
    if f.kind == FigureKind::Age {
        return None;
    }
    let usable = |d: &DateValue| {
        matches!(d.timex_type, TimexType::Date | TimexType::Time) && d.iso_start.is_some() && !bounds_only(cx, f, d)
    };
    let near = dates.iter().enumerate().filter(|(_, d)| usable(d) && !d.tokens.overlaps(f.tokens));
    near.min_by_key(|(_, d)| distance(cx, f, d.tokens.first as usize, d.tokens.end as usize)).map(|(i, _)| i as u32)
}

/// "until May", "since 1997", "up from 860 a year earlier": the date says when something else began, ended or was so.
fn bounds_only(cx: &Context<'_>, f: &FigureValue, d: &DateValue) -> bool {
    let first = d.tokens.first as usize;
    let lead = |back: usize| first.checked_sub(back).map_or("", |t| cx.at(t));
    let edge =
        |w: &str| matches!(w, "until" | "till" | "by" | "since" | "before" | "after" | "from" | "between" | "through" | "to");
    let than = |t: usize| matches!(cx.at(t), "from" | "than" | "compared" | "against");
    let (from, to) = (f.tokens.end as usize, first);
    edge(lead(1)) || (lead(1) == "the" && edge(lead(2))) || (from..to.min(from + 40)).any(than)
}

/// The speaker of a sentence: "X said", "said X", "X, a teacher, told", "according to X"; "he said" goes to the speaker before.
fn source(cx: &Context<'_>, sentence: std::ops::Range<usize>, mentions: &[Mention], speaker: &mut Option<u32>) -> Option<Source> {
    let mut unnamed = None;
    let according = *ACCORDING_HASH;
    let mut left = sentence.clone();
    while let Some(n) = next_cue(&cx.words[left.clone()], according) {
        let t = left.start + n;
        left.start = t + 1;
        let found = if cx.is(t, ACCORDING) && cx.is(t + 1, "to") {
            let cue = Span::new(cx.tokens[t].start, cx.tokens[t + 1].end);
            named_after(cx, mentions, t + 2).map(|e| (e, cue)).ok_or(cue)
        } else if cx.word(t).is_cue(cue::SAY) && is_saying(cx.at(t)) && !noun_before(cx, t) {
            let cue = Span::new(cx.tokens[t].start, cx.tokens[t].end);
            subject(cx, mentions, sentence.start, t, *speaker)
                .or_else(|| named_after(cx, mentions, t + 1))
                .map(|e| (e, cue))
                .ok_or(cue)
        } else {
            continue;
        };
        match found {
            Ok((entity, cue)) => {
                if mentions.iter().any(|m| m.entity == Some(entity) && m.kind == Kind::Person) {
                    *speaker = Some(entity);
                }
                return Some(Source { entity: Some(entity), cue });
            }
            Err(cue) => unnamed = unnamed.or(Some(Source { entity: None, cue })),
        }
    }
    unnamed
}

/// The first of some words that may name a speaker. A function of its own, since the tightest loop goes over all words: most are passed
/// over here, without a look at their text.
#[inline(never)]
fn next_cue(words: &[Word], according: u64) -> Option<usize> {
    words.iter().position(|w| w.is_cue(cue::SAY) || w.hash == according)
}

/// Verbs that put what stands beside them into somebody's mouth; the cue list holds also verbs that only people are the subject of.
static SAYING: LazyLock<HashSet<&str, Fast>> =
    LazyLock::new(|| include_str!("../../gazetteers/link/say.tsv").lines().skip(1).collect());

fn is_saying(word: &str) -> bool {
    SAYING.contains(word)
}

/// "24 states", "the reports": a noun of the same form.
fn noun_before(cx: &Context<'_>, t: usize) -> bool {
    let before = t.checked_sub(1).map(|b| cx.tokens[b]);
    before.is_some_and(|b| b.kind == TokenKind::Number)
        || t > 0 && matches!(cx.at(t - 1), "the" | "a" | "its" | "of" | "these" | "those" | "two" | "three")
}

fn is_speaker(m: &Mention) -> bool {
    matches!(m.kind, Kind::Person | Kind::Org) && !m.nested
}

/// The name right before the verb at `t`, over an auxiliary and over an apposition between commas.
fn subject(cx: &Context<'_>, mentions: &[Mention], first: usize, verb: usize, speaker: Option<u32>) -> Option<u32> {
    let mut t = verb;
    while t > first && matches!(cx.at(t - 1), "has" | "had" | "have" | "also" | "later" | "then" | "earlier") {
        t -= 1;
    }
    if t > first && (cx.is(t - 1, "he") || cx.is(t - 1, "she")) {
        return speaker;
    }
    let before = &mentions[..mentions.partition_point(|m| (m.tokens.end as usize) <= t)];
    if let Some(m) = before.last().filter(|m| m.tokens.end as usize == t) {
        return m.entity.filter(|_| is_speaker(m));
    }
    // "Jean-Luc Ferrand, the agency's director, said".
    if t > first && cx.is(t - 1, ",") {
        let near = before.iter().rev().take(4).find(|m| m.kind == Kind::Person && cx.is(m.tokens.end as usize, ","));
        return near
            .filter(|m| (m.tokens.end as usize) + APPOSITION > t && (m.tokens.end as usize) < t - 1)
            .and_then(|m| m.entity);
    }
    None
}

/// The name right behind "said" or "according to", over its titles; of "said World Bank economist Ann Oduya" the person.
fn named_after(cx: &Context<'_>, mentions: &[Mention], t: usize) -> Option<u32> {
    let behind = &mentions[mentions.partition_point(|m| (m.tokens.first as usize) < t)..];
    let reach =
        |m: &&Mention| (m.tokens.first as usize) < t + TITLES && (t..m.tokens.first as usize).all(|k| is_title_part(cx, k));
    let near = || behind.iter().take(4).take_while(reach).filter(|m| is_speaker(m));
    let found = near().find(|m| m.kind == Kind::Person).or_else(|| near().next().filter(|m| lower_words(cx, t, m) == 0))?;
    found.entity
}

/// A word that may stand between "said" and the speaker's name; a comma, a verb or a preposition may not.
fn is_title_part(cx: &Context<'_>, t: usize) -> bool {
    let (token, word) = (&cx.tokens[t], cx.word(t));
    let small = word.is_pos(Word::NOUN | Word::ADJECTIVE) && !word.is_pos(Word::CLOSED | Word::MOSTLY_VERB);
    token.is_capital()
        || word.is_cue(cue::TITLE)
        || matches!(token.of(cx.text), "the" | "its" | "a" | "'s" | "’s" | "-")
        || (token.is_word() && small)
}

/// Words in small letters between `t` and the name, articles aside: the name is then not the speaker but says whose speaker it is.
fn lower_words(cx: &Context<'_>, t: usize, m: &Mention) -> usize {
    (t..m.tokens.first as usize).filter(|k| !cx.tokens[*k].is_capital() && !matches!(cx.at(*k), "the" | "its" | "a")).count()
}
