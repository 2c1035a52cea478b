//! Evidence in how a token and its neighbours are written: case, length, word ends, place in the sentence.

use super::View;
use super::sink::{As, EvidenceSink, Template as T, Value};

fn shape(code: u8) -> Value {
    Value(u32::from(code), As::Shape)
}

fn cap(code: u8) -> Value {
    Value(u32::from(code), As::Cap)
}

/// Names the shape evidence of one token.
#[inline(always)]
pub(super) fn emit<S: EvidenceSink>(v: &View<'_>, sink: &mut S) {
    let own = v.at(0);
    sink.add(T::Bias, []);
    sink.put(T::Shape, 0, [shape(own.shape)]);
    for k in [-1, 1] {
        sink.put(T::Shape, k as i8, [shape(v.at(k).shape)]);
    }
    sink.add(T::Shapes3, [shape(v.at(-1).shape), shape(own.shape), shape(v.at(1).shape)]);
    if own.capital() || own.cap == 7 {
        letters(v, sink);
    }
    opening(v, sink);
}

#[inline(always)]
fn letters<S: EvidenceSink>(v: &View<'_>, sink: &mut S) {
    let own = v.at(0);
    sink.add(T::Length, [Value(u32::from(v.facts.lengths[v.i]), As::Number), cap(own.cap)]);
    let templates = [T::Suffix2, T::Suffix3, T::Suffix4];
    for (template, code) in templates.into_iter().zip(v.facts.suffixes[v.i]) {
        if code != 0 {
            sink.add(template, [Value(code, As::Suffix)]);
        }
    }
}

/// Sentence start, headline, dateline.
#[inline(always)]
fn opening<S: EvidenceSink>(v: &View<'_>, sink: &mut S) {
    let own = v.at(0);
    let head = Value(u32::from(v.head), As::Number);
    if v.i == v.first {
        sink.add(T::Start, [cap(own.cap), head]);
        sink.add(T::StartWord, [Value(own.word, As::Word)]);
        sink.add(T::StartBand, [Value(u32::from(own.band), As::Number), cap(own.cap)]);
    } else if v.i == v.first + 1 {
        sink.add(T::Second, [cap(own.cap)]);
    }
    if v.head != 0 {
        sink.add(T::ShapeHead, [cap(own.cap), head]);
        sink.add(T::HeadBand, [Value(u32::from(own.band), As::Number), head]);
        sink.add(T::HeadPlace, [Value(u32::from(own.place_class()), As::Class), head]);
        sink.add(T::HeadName, [Value(u32::from(own.names), As::Names), head]);
    }
    if own.capital() && v.at(-1).cap == MARK {
        sink.add(T::AfterMark, [Value(v.at(-1).word, As::Word), cap(own.cap)]);
    }
    let dateline = v.facts.dateline.range();
    if dateline.contains(&v.i) {
        sink.add(T::Dateline, [Value((v.i - dateline.start).min(5) as u32, As::Number), cap(own.cap)]);
    }
}

/// Cap code of punctuation.
const MARK: u8 = 10;
