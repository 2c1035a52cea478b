//! Evidence in the run of capitals that a token lies in: where in it, what it begins and ends with, what stands around it; and for the
//! connectors between two runs ("of", "and") whether they join.

use super::View;
use super::facts::{Facts, Run};
use super::sink::{As, EvidenceSink, Template as T, Value};
use crate::gazetteer::cue;

fn number(n: usize) -> Value {
    Value(n as u32, As::Number)
}

fn word(f: &Facts) -> Value {
    Value(f.word, As::Word)
}

fn names(f: &Facts) -> Value {
    Value(u32::from(f.names), As::Names)
}

fn cues(f: &Facts) -> Value {
    Value(f.cues & 0xff_ffff, As::Cues)
}

fn class(f: &Facts) -> Value {
    Value(u32::from(f.place_class()), As::Class)
}

/// Names the evidence in runs.
#[inline(always)]
pub(super) fn emit<S: EvidenceSink>(v: &View<'_>, sink: &mut S) {
    match v.run {
        Some(run) => inside(v, run, sink),
        None => between(v, sink),
    }
}

#[inline(always)]
fn inside<S: EvidenceSink>(v: &View<'_>, run: &Run, sink: &mut S) {
    let range = run.tokens.range();
    let length = number(range.len().min(5));
    let position = number(super::facts::position(v.i - range.start, range.len()));
    let (first, last) = (&v.facts.tokens[range.start], &v.facts.tokens[range.end - 1]);
    let (before, after) = (v.token(range.start.wrapping_sub(1)), v.token(range.end));
    sink.add(T::RunAt, [position, length]);
    sink.add(T::RunBefore, [word(before), position]);
    sink.add(T::RunAfter, [word(after), position]);
    sink.add(T::RunStart, [number(usize::from(range.start == v.first)), Value(u32::from(first.band), As::Number), length]);
    if run.bracket != 0 {
        sink.add(T::RunBracket, [number(usize::from(run.bracket)), position]);
    }
    if range.len() > 1 {
        ends(first, last, position, length, sink);
        whole(v, range, position, sink);
    }
    let wide = run.wide.range();
    if wide.len() > run.tokens.range().len() {
        let (first, last) = (&v.facts.tokens[wide.start], &v.facts.tokens[wide.end - 1]);
        sink.add(T::WideFirst, [word(first), cues(last)]);
    }
}

#[inline(always)]
fn ends<S: EvidenceSink>(first: &Facts, last: &Facts, position: Value, length: Value, sink: &mut S) {
    sink.add(T::RunLast, [word(last), position]);
    sink.add(T::RunFirst, [word(first), position]);
    sink.add(T::RunNameFirst, [names(first), position]);
    sink.add(T::RunNameLast, [names(last), position]);
    sink.add(T::RunNames, [names(first), names(last), length]);
    sink.add(T::RunPlaces, [class(first), class(last), position]);
}

/// Head words anywhere in the run, list entries that cover it, its least known word.
#[inline(always)]
fn whole<S: EvidenceSink>(v: &View<'_>, range: std::ops::Range<usize>, position: Value, sink: &mut S) {
    let tokens = &v.facts.tokens[range.clone()];
    let (mut left, mut right) = (0, 0);
    let (mut given, mut band, mut unknown) = (4, 9, 0);
    for (k, f) in tokens.iter().enumerate() {
        let heads = f.cues & (cue::ORG_HEAD | cue::LEGAL | cue::PLACE_HEAD | cue::EVENT | cue::TITLE);
        if range.start + k <= v.i {
            left |= heads
        } else {
            right |= heads
        }
        if f.capital() {
            given = given.min(f.given());
            band = band.min(if f.band == 0 { 6 } else { f.band });
            unknown += u32::from(f.band == 0 && f.names == 0 && f.place == 0);
        }
    }
    if left | right != 0 {
        sink.add(T::RunHeads, [Value(left, As::Cues), Value(right, As::Cues)]);
    }
    sink.add(T::RunLeast, [Value(u32::from(given), As::Number), Value(u32::from(band), As::Number), number(range.len().min(4))]);
    if unknown > 0 {
        sink.add(T::RunUnknown, [Value(unknown.min(3), As::Number), number(range.len().min(4)), position]);
    }
    let covers = |a: u8, b: u8| a & 3 == 0 && b & 3 == 2 && a != 0 && a >> 2 == b >> 2;
    let (first, last) = (tokens[0], tokens[tokens.len() - 1]);
    if covers(first.place, last.place) {
        sink.add(T::RunList, [Value(1, As::Number), class(&first)]);
    }
    if covers(first.org, last.org) {
        sink.add(T::RunList, [Value(2, As::Number), class(&first)]);
    }
}

/// A lower-case token with a run on each side.
#[inline(always)]
fn between<S: EvidenceSink>(v: &View<'_>, sink: &mut S) {
    let Some(left) = (1..=2).find_map(|k| v.at(-k).run.checked_sub(1)) else { return };
    let Some(right) = (1..=2).find_map(|k| v.at(k).run.checked_sub(1)) else { return };
    let (left, right) = (&v.facts.runs[left as usize], &v.facts.runs[right as usize]);
    if left.wide != right.wide {
        return;
    }
    let own = v.at(0);
    let tokens = &v.facts.tokens;
    let (a, b) = (left.tokens.range(), right.tokens.range());
    let (first, end) = (&tokens[a.start], &tokens[a.end - 1]);
    let (next, last) = (&tokens[b.start], &tokens[b.end - 1]);
    sink.add(T::Link, [word(own), word(first), Value(1, As::Number)]);
    sink.add(T::Link, [word(own), word(last), Value(2, As::Number)]);
    sink.add(T::LinkCues, [word(own), cues(end), cues(next)]);
    sink.add(T::LinkHeads, [word(own), cues(first), cues(last)]);
    sink.add(T::LinkPlaces, [word(own), class(end), class(next)]);
    sink.add(T::LinkNames, [word(own), names(end), names(next)]);
}
