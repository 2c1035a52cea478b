//! Numbers that belong together: ranges, shared units and scales, conversions in brackets, ages between commas.

use super::bound;
use super::emit::{Outer, Sink, acceptable};
use super::guard;
use super::number::{NumberKind, is_hyphen};
use super::phrase;
use super::quantity::{Quantity, quantity_at, quantity_from};
use super::table::among;
use super::vocabulary::VOCABULARY;
use crate::gazetteer::Word;
use crate::segment::TokenKind;
use crate::tag::Context;
use crate::value::FigureKind;

/// Puts the figures out that begin at token `i`; gives the token to go on from.
pub(crate) fn figures_at(cx: &Context<'_>, i: usize, sink: &mut Sink<'_>) -> usize {
    let Some(mut q) = quantity_at(cx, i) else { return i + 1 };
    let sentence = sink.sentence_start(cx);
    if guard::left_bars(cx, q.number.first) {
        return skip_chain(cx, q.number.end);
    }
    aged(cx, &mut q);
    let mut outer = Outer::default();
    if let Some((second, range)) = partner(cx, &q) {
        if range {
            let Some(joined) = joined(cx, &q, &second) else { return skip_chain(cx, second.end.max(second.number.end)) };
            sink.emit(cx, &joined.0, Some(joined.1), outer);
            return joined.0.past;
        }
        share(&mut q, &second);
    }
    if let Some(unit) = sink.carried(cx, &q).or_else(|| of_the(cx, &q)) {
        q.unit = Some(unit);
    }
    if acceptable(cx, &q, sentence) {
        sink.emit(cx, &q, None, outer);
        let mut past = q.past.max(q.end);
        if let Some(inner) = bracketed(cx, &q).filter(|b| acceptable(cx, b, sentence)) {
            outer.inherited = bound::before(cx, q.first);
            sink.emit(cx, &inner, None, outer);
            past = inner.past;
        }
        return past;
    }
    if guard::right_bars(cx, q.end, false) { skip_chain(cx, q.end) } else { q.number.end }
}

/// "40 million of the 90 million crowns": the part is in the currency of the whole.
fn of_the(cx: &Context<'_>, q: &Quantity) -> Option<u16> {
    if q.unit.is_some() || q.age || !cx.is(q.number.end, "of") || !among!(cx, q.number.end + 1, ["the", "its", "their"]) {
        return None;
    }
    let whole = quantity_from(cx, q.number.end + 2)?;
    (whole.kind() == FigureKind::Money && q.number.kind != NumberKind::Fraction).then_some(whole.unit)?
}

/// Goes past a run of numbers glued by punctuation (`555-1234`, `10:30`, `3/4/2020`, `2-1`).
fn skip_chain(cx: &Context<'_>, mut i: usize) -> usize {
    for _ in 0..16 {
        let glued = |k: usize| cx.tokens.get(k).is_some_and(|t| t.glued());
        let mark = matches!(cx.at(i), "-" | "–" | "/" | ":" | "," | "." | "−");
        if mark && glued(i) && glued(i + 1) && cx.tokens[i + 1].kind == TokenKind::Number {
            i += 2;
        } else {
            break;
        }
    }
    i
}

/// `aged 45`, `Lee, 45,`: the age without its unit.
fn aged(cx: &Context<'_>, q: &mut Quantity) {
    let n = &q.number;
    let fits = n.value.is_some_and(|v| (0.0..=125.0).contains(&v) && v.fract() == 0.0) && n.scale == 1.0 && q.unit.is_none();
    if !fits || n.first < 2 || !matches!(n.kind, NumberKind::Digits | NumberKind::Words) {
        if q.unit.is_some() && q.time() && n.first > 0 && cx.is(n.first - 1, "aged") {
            q.age = true;
        }
        return;
    }
    let before = n.first - 1;
    let cue = cx.is(before, "aged")
        || cx.is(before, "age") && !cx.at(n.end).starts_with("group")
        || cx.is(before, "of") && cx.is(before - 1, "age")
        || (cx.is(n.end, "yo") || cx.is(n.end, "y.o."));
    let named = |i: usize| cx.tokens[i].is_capital() && cx.tokens[i].is_word();
    // "Sofia Brandt, 29," and "the driver, 45,".
    let common = cx.word(before - 1).is_pos(Word::MOSTLY_NOUN) && cx.at(n.end) == "," && !phrase::is_plural(cx, before - 1);
    let apposed = cx.at(before) == ","
        && (named(before - 1) || common)
        && !VOCABULARY.is_closed(cx, before - 1)
        && n.bare_digits == 2
        && (cx.at(n.end) == ","
            || cx.at(n.end) == "." && cx.tokens.get(n.end + 1).is_none_or(|t| !t.glued())
            || cx.at(n.end) == ";"
            || cx.at(n.end) == ")")
        && !cx.at(n.end + 1).starts_with(|c: char| c.is_ascii_digit());
    if cue || apposed {
        let year = VOCABULARY.unit_spelt("year", "year").map(|s| s.unit);
        (q.unit, q.age) = (year, true);
        if cx.is(n.end, "yo") || cx.is(n.end, "y.o.") {
            q.end = n.end + 1;
        }
    }
}

/// The second number of a pair, and whether the two are the ends of one range.
fn partner(cx: &Context<'_>, q: &Quantity) -> Option<(Quantity, bool)> {
    let i = q.past;
    let hyphen = matches!(cx.at(i), "-" | "–" | "—" | "−") && i < cx.tokens.len();
    // "7- or 8-inch": the hyphen hangs.
    let hanging = hyphen && cx.tokens[i].glued() && cx.tokens.get(i + 1).is_some_and(|t| !t.glued());
    let j = if hanging && (cx.is(i + 1, "or") || cx.is(i + 1, "and") || cx.is(i + 1, "to")) {
        i + 1
    } else if hanging && cx.at(i) == "-" {
        return None;
    } else {
        i
    };
    let range = match () {
        () if hyphen && j == i => true,
        () if cx.is(j, "to") => true,
        () if cx.is(j, "and") => between(cx, q.first),
        () if cx.is(j, "or") => false,
        () => return None,
    };
    let start = if is_hyphen(cx, j + 1) && cx.is(j, "to") { j + 2 } else { j + 1 };
    let mut second = quantity_from(cx, start)?;
    if second.first > start + 1 || second.number.kind == NumberKind::Vague || q.number.kind == NumberKind::Vague {
        return None;
    }
    if hyphen && j == i {
        // The hyphen was read as a minus.
        second.number.value = second.number.value.map(f64::abs);
        second.first = second.first.max(start);
    }
    (compatible(q, &second) && (!range || !separate(cx, q, &second, j))).then_some((second, range))
}

fn between(cx: &Context<'_>, first: usize) -> bool {
    first > 0 && (cx.is(first - 1, "between") || first > 1 && cx.is(first - 2, "between"))
}

/// Same unit, or one of the two without.
fn compatible(q: &Quantity, second: &Quantity) -> bool {
    match (q.unit, second.unit) {
        (Some(a), Some(b)) => {
            a == b
                || VOCABULARY.units[a as usize].kind == FigureKind::Money
                    && VOCABULARY.units[b as usize].kind == FigureKind::Money
                    && !second.prefixed
        }
        _ => true,
    }
}

/// "rose 5 percent to 12 percent", "up 3 to 8": two figures and no range.
fn separate(cx: &Context<'_>, q: &Quantity, second: &Quantity, connector: usize) -> bool {
    if !cx.is(connector, "to") || q.first == 0 {
        return false;
    }
    let before = q.first - 1;
    // "rose by 130 to 140 percent": only the second bears the unit, and the two are of one size.
    let ratio = second.number.value.unwrap_or(0.0) / q.number.value.unwrap_or(1.0);
    if q.unit.is_none() && second.unit.is_some() && ratio > 1.0 && ratio < 10.0 {
        return false;
    }
    // "rose from up to 5 percent to 12 percent" is one stretch.
    if (before.saturating_sub(3)..=before).any(|i| cx.is(i, "from")) {
        return false;
    }
    let changed = |i: usize| VOCABULARY.change(cx, i).is_some();
    changed(before) || before > 0 && cx.is(before, "by") || before > 0 && changed(before - 1) && !cx.is(before, "from")
}

/// One quantity over both, with its ends; none where the two make a score, a season or a telephone number.
fn joined(cx: &Context<'_>, q: &Quantity, second: &Quantity) -> Option<(Quantity, (f64, f64))> {
    let (mut a, mut b) = (*q, *second);
    share(&mut a, &b);
    if b.unit.is_none() && a.unit.is_some() {
        b.unit = a.unit;
    }
    let (low, high) = a.number.value.zip(b.number.value)?;
    let united = b.unit.is_some();
    let spelt = cx.is(q.past, "to") || cx.is(q.past, "and");
    let counts = super::phrase::noun_phrase(cx, b.number.end).is_some();
    let years = a.number.bare_digits == 4 && matches!(b.number.bare_digits, 2 | 4) && (1500.0..2100.0).contains(&low);
    let listed = q.first > 0 && (cx.is(q.first - 1, "from") || between(cx, q.first) || bound::before(cx, q.first).is_some());
    if years && !(united && b.number.end < b.end && low < high) || guard::right_bars(cx, b.end, united) {
        return None;
    }
    if !united && !(low < high && counts || listed && spelt || low < high && b.number.scale > 1.0) {
        return None;
    }
    if united && !spelt && low > high && !q.prefixed {
        return None;
    }
    let mut all = b;
    all.first = a.first;
    all.per = all.per.or(a.per);
    all.prefixed = a.prefixed || b.prefixed;
    all.number.first = a.number.first;
    all.number.bare_digits = 0;
    Some((all, (low, high)))
}

/// Gives `q` the unit and the scale that its partner carries for both: "$26 and $31 million", "45 and 50 mg".
fn share(q: &mut Quantity, second: &Quantity) {
    let money = second.unit.is_some_and(|u| VOCABULARY.units[u as usize].kind == FigureKind::Money);
    let mantissa = second.number.value.unwrap_or(0.0) / second.number.scale;
    let small = q.number.value.is_some_and(|v| v.abs() < 1000.0 && v.abs() <= mantissa.max(1.0) * 1.5);
    if second.number.scale >= 1000.0 && q.number.scale == 1.0 && small && (q.unit.is_none() || q.prefixed) {
        q.number.value = q.number.value.map(|v| super::number::times(v, second.number.scale));
        q.number.scale = second.number.scale;
    }
    if q.unit.is_none() && second.unit.is_some() && !(money && second.prefixed && !q.prefixed) {
        q.unit = second.unit;
        q.age = second.age;
        q.per = second.per;
        q.number.bare_digits = 0;
    } else if q.unit.is_some() && q.per.is_none() {
        q.per = second.per;
    }
}

/// "8 miles (13 kilometers)": the same thing in another unit.
fn bracketed(cx: &Context<'_>, q: &Quantity) -> Option<Quantity> {
    if cx.at(q.past) != "(" || q.unit.is_none() {
        return None;
    }
    let inner = quantity_from(cx, q.past + 1)?;
    let close = matches!(cx.at(inner.past), ")" | "/");
    (close && inner.unit.is_some() && inner.first <= q.past + 2).then_some(inner)
}
