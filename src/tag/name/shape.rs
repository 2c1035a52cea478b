//! Evidence in how a token and its neighbours are written: case, length, word ends, place in the sentence.

use super::View;
use super::facts::is_mark;
use super::near::{Around, Beside};
use super::own::Own;
use super::sink::{As, EvidenceSink, Template as T, Value, cap_of};

fn shape(code: u8) -> Value {
    Value(u32::from(code), As::Shape)
}

/// How the token seen `at` places away is written.
#[inline(always)]
pub(super) fn own<S: EvidenceSink>(own: &Own<'_>, at: i8, sink: &mut S) {
    let f = own.facts;
    if at.abs() <= 1 {
        sink.put(T::Shape, at, [shape(f.shape)]);
    }
    if at != 0 {
        return;
    }
    sink.add(T::Bias, []);
}

/// Length of a word with capitals, and its ends of two, three, four letters where it is longer.
#[inline(always)]
pub(super) fn ends<S: EvidenceSink>(v: &View<'_>, sink: &mut S) {
    let own = v.at(0);
    if !own.has_letters() {
        return;
    }
    sink.add(T::Length, [Value(u32::from(v.facts.lengths[v.i]), As::Number), cap_of(own.cap)]);
    let templates = [T::Suffix2, T::Suffix3, T::Suffix4];
    for (template, code) in templates.into_iter().zip(v.facts.suffixes[v.i]).filter(|(_, code)| *code != 0) {
        sink.add(template, [Value(code, As::Suffix)]);
    }
}

/// A capital after a mark.
#[inline(always)]
pub(super) fn beside<S: EvidenceSink>(b: &Beside, sink: &mut S) {
    if b.at == -1 && is_mark(b.word) {
        sink.add(T::AfterMark, [Value(b.word, As::Word), cap_of(b.cap)]);
    }
}

/// How the token and both neighbours are written.
#[inline(always)]
pub(super) fn around<S: EvidenceSink>(a: &Around, sink: &mut S) {
    sink.add(T::Shapes3, a.shape.map(shape));
}

/// Sentence start, headline, dateline.
#[inline(always)]
pub(super) fn opening<S: EvidenceSink>(v: &View<'_>, sink: &mut S) {
    let own = v.at(0);
    let head = Value(u32::from(v.head), As::Number);
    if v.i == v.first {
        sink.add(T::Start, [cap_of(own.cap), head]);
        sink.add(T::StartWord, [Value(own.word, As::Word)]);
        sink.add(T::StartBand, [Value(u32::from(own.band), As::Number), cap_of(own.cap)]);
    } else if v.i == v.first + 1 {
        sink.add(T::Second, [cap_of(own.cap)]);
    }
    if v.head != 0 {
        sink.add(T::ShapeHead, [cap_of(own.cap), head]);
        sink.add(T::HeadBand, [Value(u32::from(own.band), As::Number), head]);
        sink.add(T::HeadPlace, [Value(u32::from(own.place_class()), As::Class), head]);
        sink.add(T::HeadName, [Value(u32::from(own.names), As::Names), head]);
    }
    let dateline = v.facts.dateline.range();
    if dateline.contains(&v.i) {
        sink.add(T::Dateline, [Value((v.i - dateline.start).min(5) as u32, As::Number), cap_of(own.cap)]);
    }
}
