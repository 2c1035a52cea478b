//! Evidence in the run of capitals that a token lies in: where in it, what it begins and ends with, what stands around it; and for the
//! connectors between two runs ("of", "and") whether they join.

use super::View;
use super::facts::{Facts, Make, Run};
use super::sink::{As, EvidenceSink, Group, Template as T, Value, pack};

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
    let form = Form::new(v, run);
    sink.group(&form);
    let position = Value(u32::from(form.position), As::Number);
    let (before, after) = (v.token(range.start.wrapping_sub(1)), v.token(range.end));
    sink.add(T::RunBefore, [word(before), position]);
    sink.add(T::RunAfter, [word(after), position]);
    if range.len() > 1 {
        let (first, last) = (&v.facts.tokens[range.start], &v.facts.tokens[range.end - 1]);
        sink.add(T::RunFirst, [word(first), position]);
        sink.add(T::RunLast, [word(last), position]);
        sink.group(&Ends::new(&form, first, last));
        if run.heads != 0 {
            heads(v, range, sink);
        }
    }
    let wide = run.wide.range();
    if wide.len() > run.tokens.range().len() {
        let (first, last) = (&v.facts.tokens[wide.start], &v.facts.tokens[wide.end - 1]);
        sink.add(T::WideFirst, [word(first), cues(last)]);
    }
}

/// The run as a whole, seen from one of its tokens.
#[derive(Debug, Clone, Copy)]
struct Form {
    /// Where in the run the token is.
    position: u8,
    /// Tokens, at most 5.
    length: u8,
    starts: bool,
    /// Band of its first token.
    band: u8,
    bracket: u8,
    /// Only for runs of several tokens.
    make: Make,
    /// Place class of its first token where a list entry covers the run.
    class: u8,
}

impl Form {
    #[inline(always)]
    fn new(v: &View<'_>, run: &Run) -> Form {
        let range = run.tokens.range();
        let first = &v.facts.tokens[range.start];
        let class = if run.make.covers != 0 { first.place_class() } else { 0 };
        Form {
            position: super::facts::position(v.i - range.start, range.len()) as u8,
            length: range.len().min(5) as u8,
            starts: range.start == v.first,
            band: first.band,
            bracket: run.bracket,
            make: run.make,
            class,
        }
    }
}

impl Group for Form {
    const NUMBER: u64 = 3;

    #[inline(always)]
    fn code(&self) -> u64 {
        let Make { given, band, unknown, covers } = self.make;
        let seen = [(self.position, 2), (self.length, 3), (u8::from(self.starts), 1), (self.band, 3), (self.bracket, 3)];
        pack(seen) << 16 | pack([(given, 3), (band, 4), (unknown, 2), (covers, 2), (self.class, 4)])
    }

    #[inline(always)]
    fn emit<S: EvidenceSink>(&self, sink: &mut S) {
        let number = |n: u8| Value(u32::from(n), As::Number);
        let (position, length) = (number(self.position), number(self.length));
        sink.add(T::RunAt, [position, length]);
        sink.add(T::RunStart, [number(u8::from(self.starts)), number(self.band), length]);
        if self.bracket != 0 {
            sink.add(T::RunBracket, [number(self.bracket), position]);
        }
        if self.length == 1 {
            return;
        }
        let (make, length) = (self.make, number(self.length.min(4)));
        sink.add(T::RunLeast, [number(make.given), number(make.band), length]);
        if make.unknown > 0 {
            sink.add(T::RunUnknown, [number(make.unknown), length, position]);
        }
        for list in [1, 2] {
            if make.covers & list != 0 {
                sink.add(T::RunList, [number(list), Value(u32::from(self.class), As::Class)]);
            }
        }
    }
}

/// What the lists say of the first and the last token of a run of several.
#[derive(Debug, Clone, Copy)]
struct Ends {
    position: u8,
    length: u8,
    names: [u8; 2],
    class: [u8; 2],
}

impl Ends {
    #[inline(always)]
    fn new(form: &Form, first: &Facts, last: &Facts) -> Ends {
        let class = [first.place_class(), last.place_class()];
        Ends { position: form.position, length: form.length, names: [first.names, last.names], class }
    }
}

impl Group for Ends {
    const NUMBER: u64 = 4;

    #[inline(always)]
    fn code(&self) -> u64 {
        let ([a, b], [x, y]) = (self.names, self.class);
        pack([(self.position, 2), (self.length, 3), (a, 5), (b, 5), (x, 4), (y, 4)])
    }

    #[inline(always)]
    fn emit<S: EvidenceSink>(&self, sink: &mut S) {
        let position = Value(u32::from(self.position), As::Number);
        let [first, last] = self.names.map(|n| Value(u32::from(n), As::Names));
        let [begin, end] = self.class.map(|c| Value(u32::from(c), As::Class));
        sink.add(T::RunNameFirst, [first, position]);
        sink.add(T::RunNameLast, [last, position]);
        sink.add(T::RunNames, [first, last, Value(u32::from(self.length), As::Number)]);
        sink.add(T::RunPlaces, [begin, end, position]);
    }
}

/// Head words up to the token and after it.
#[inline(always)]
fn heads<S: EvidenceSink>(v: &View<'_>, range: std::ops::Range<usize>, sink: &mut S) {
    let all = |range: std::ops::Range<usize>| v.facts.tokens[range].iter().fold(0, |all, f| all | f.heads());
    let (left, right) = (all(range.start..v.i + 1), all(v.i + 1..range.end));
    sink.add(T::RunHeads, [Value(left, As::Cues), Value(right, As::Cues)]);
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
