//! Lengths of time and recurring times.

use super::cursor::{Cursor, Found};
use super::lexicon::{Class, Trust};
use super::meaning::{Amount, Clock, Core, DayPart, Modifier, Recurrence, Unit, Which};

/// True where an amount of time is somebody's age: "45 years old", "8-year-old", "aged two years".
fn age(c: &Cursor<'_>, end: usize) -> bool {
    let next = c.hyphen(end).unwrap_or(end);
    c.any(next, &["old", "olds"]) || c.is(end, "of") && c.is(end + 1, "age")
}

/// `two years`, `several months`, `2 1/2 years`, `a decade`, `another three weeks`, `two more weeks`, `two or three days`.
pub fn counted(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let start = c.skip(i, &["the", "another", "those", "these"]);
    let ordinal = c.skip(start, &["first", "full"]);
    let ordinal = if ordinal != start && c.is(start, "first") && start == i { start } else { ordinal };
    let (amount, next, modifier) = c.amount(ordinal)?;
    let article = c.any(ordinal, &["a", "an"]) && next == ordinal + 1;
    let (amount, next, modifier) = range(c, next).map_or((amount, next, modifier), |(_, end)| (amount, end, modifier));
    let next = if c.cue(next, Trust::Filler) { next + 1 } else { next };
    let hyphen = c.hyphen(next);
    let (unit, plural, end) = c.unit(hyphen.unwrap_or(next))?;
    // "60 Minutes" is a programme; "5 second" and "a quarter" are ordinals and parts.
    let title = c.number(ordinal) && c.cx.tokens.get(end - 1).is_some_and(|t| t.case == crate::segment::Case::Initial);
    let misfit =
        !plural && hyphen.is_none() && amount.number() != Some(1) && !half(amount) && c.number(ordinal) && unit < Unit::Day;
    let part = unit == Unit::Quarter && (amount == Amount::whole(1) || hyphen.is_some());
    let compared = c.hyphen(end).is_some_and(|next| c.any(next, &["earlier", "ago"]));
    if title || part || compared || age(c, end) || unit == Unit::Weekend || (misfit && !c.glued(next)) {
        return None;
    }
    if article && (!lone_article(c, i, end, unit) || start != i) {
        return None;
    }
    // "The two-year plan": the article is the noun's.
    if hyphen.is_some() && (start != i || c.any(i, &["a", "an"])) {
        return None;
    }
    let (amount, end) = and_a_half(c, amount, end);
    let (end, modifier) = or_so(c, end, modifier);
    let core = Core::Duration { amount, unit, which: Which::None };
    let rule = if hyphen.is_some() { "date.duration-adjective" } else { "date.duration" };
    Some(Found::new(end, core, rule, 1.2)?.modified(modifier))
}

fn half(amount: Amount) -> bool {
    matches!(amount, Amount::Exact { half: true, .. } | Amount::Exact { tenths: 1.., .. })
}

/// `a year` is a duration, but in "$76 a year" and "once a year" it is a rate, and "a day" may head anything.
fn lone_article(c: &Cursor<'_>, i: usize, end: usize, unit: Unit) -> bool {
    if c.is(end, "of") || (unit == Unit::Second && !c.any(end, &[".", ",", "and"])) {
        return false;
    }
    let before = c.before(i);
    let scale = c.any(
        before,
        &["million", "billion", "thousand", "cents", "dollars", "percent", "times", "euros", "pounds", "tons", "barrels"],
    );
    let head = |n| c.number(c.back(i, n)) || c.has(c.back(i, n), Class::Count);
    // "Four flights a week", "24 hours a day".
    let things = c.word(before) && c.at(before).ends_with('s') && (head(2) || head(3));
    let rate = things || c.number(before) || scale || c.any(before, &["%", "$", "half", "such", "what", "quite"]);
    !rate && !(c.word(end) && c.capital(end))
}

/// `to three`, `or three`, `-3` after a first number.
fn range(c: &Cursor<'_>, i: usize) -> Option<(Amount, usize)> {
    let next = match c.any(i, &["to", "or"]) {
        true => i + 1,
        false => c.hyphen(i)?,
    };
    let (amount, end, _) = c.amount(next).filter(|_| !c.any(next, &["a", "an"]))?;
    Some((amount, end))
}

/// `a year and a half`.
fn and_a_half(c: &Cursor<'_>, amount: Amount, end: usize) -> (Amount, usize) {
    let said = c.is(end, "and") && c.any(end + 1, &["a", "one"]) && c.is(end + 2, "half");
    match (said, amount) {
        (true, Amount::Exact { whole, tenths, .. }) => (Amount::Exact { whole, tenths, half: true }, end + 3),
        _ => (amount, end),
    }
}

/// `a week or so`, `the next two years or so`, `a year or two`.
fn or_so(c: &Cursor<'_>, end: usize, modifier: Modifier) -> (usize, Modifier) {
    match c.is(end, "or") && (c.is(end + 1, "so") || c.is(end + 1, "two") || c.is(end + 1, "more")) {
        true => (end + 2, if c.is(end + 1, "more") { Modifier::EqualOrMore } else { Modifier::Approx }),
        false => (end, modifier),
    }
}

/// `the past two years`, `the next few months`, `recent weeks`, `coming days`, `the last 24 hours`, `the first nine months`.
pub fn window(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let start = c.the(i);
    let (which, next) = match c.which(start) {
        Some(found) => found,
        None if c.is(start, "first") => (Which::None, start + 1),
        None => return None,
    };
    if matches!(which, Which::That | Which::Same | Which::Current) {
        return None;
    }
    let (amount, from, modifier) = match c.amount(next) {
        Some(found) => found,
        None => (Amount::Vague, next, Modifier::None),
    };
    let (amount, from) = range(c, from).map_or((amount, from), |(_, end)| (amount, end));
    let from = c.skip(from, &["full", "fiscal", "consecutive", "more"]);
    let hyphen = c.hyphen(from);
    let (unit, plural, end) = c.unit(hyphen.unwrap_or(from))?;
    let counted = from != next;
    let first = which == Which::None;
    if (!plural && !(counted && hyphen.is_some())) || (!counted && first && (start == i || unit > Unit::Week)) || age(c, end) {
        return None;
    }
    let end = match c.is(end, "and") && c.unit(end + 1).is_some_and(|u| u.1) && !counted {
        true => end + 2,
        false => end,
    };
    let (end, modifier) = or_so(c, end, modifier);
    let core = Core::Duration { amount, unit, which };
    Some(Found::new(end, core, "date.duration-window", 1.6)?.modified(modifier))
}

/// A bare plural: "for years", "within days", "the years".
pub fn bare(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let (unit, plural, end) = c.unit(i)?;
    let before = c.before(i);
    let ruled_out = matches!(unit, Unit::Second | Unit::Quarter | Unit::Half | Unit::Weekend)
        || c.sense(i, Class::Unit).is_some_and(|s| s.trust == Trust::Short);
    let possessed = c.any(before, &["his", "her", "their", "my", "our", "'s", "’s", "early", "those"]);
    if !plural || ruled_out || age(c, end) || possessed || c.capital(i) && (c.capital(end) || c.capital(before)) {
        return None;
    }
    let end = match c.is(end, "or") || c.is(end, "and") {
        true if c.unit(end + 1).is_some_and(|u| u.1) => end + 2,
        _ => end,
    };
    Found::new(end, Core::Duration { amount: Amount::Vague, unit, which: Which::None }, "date.duration-bare", 1.0)
}

/// `every day`, `each Thursday`, `every two weeks`, `each July`, `every other week`.
pub fn every(c: &Cursor<'_>, i: usize) -> Option<Found> {
    if !c.any(i, &["every", "each"]) {
        return None;
    }
    let next = c.skip(i + 1, &["single"]);
    let (other, next) = if c.is(next, "other") { (2, next + 1) } else { (1, next) };
    if let Some((weekday, end, _)) = c.weekday(next) {
        let mut found = Found::new(end, Core::Set(Recurrence::Weekday(weekday)), "date.set-every", 1.8)?;
        if let Some(part) = c.sense(end, Class::Part) {
            found.end = end + 1;
            found.meaning.clock = Some(Clock::Part(DayPart::new(part.value)));
        }
        return Some(found);
    }
    if let Some((month, end, _)) = c.month(next) {
        return Found::new(end, Core::Set(Recurrence::Month(month)), "date.set-every", 1.8);
    }
    if let Some(season) = c.sense(next, Class::Season).filter(|s| s.trust != Trust::Plural) {
        return Found::new(next + 1, Core::Set(Recurrence::Season(season.value as u8)), "date.set-every", 1.6);
    }
    if let Some(part) = c.sense(next, Class::Part).filter(|s| s.trust != Trust::Plural) {
        return Found::new(next + 1, Core::Set(Recurrence::Part(DayPart::new(part.value))), "date.set-every", 1.6);
    }
    let (count, from) = match c.amount(next) {
        Some((amount, end, _)) => (amount.number()?, end),
        None => (other, next),
    };
    let (unit, _, end) = c.unit(from)?;
    let core = if unit == Unit::Weekend { Core::Set(Recurrence::Weekend) } else { Core::Set(Recurrence::Every(count, unit)) };
    Found::new(end, core, "date.set-every", 1.8)
}

/// `daily`, `annually`, `hourly`.
pub fn adverb(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let sense = c.sense(i, Class::Set)?;
    let name = c.capital(i) && (c.capital(i + 1) || c.capital(c.before(i)));
    // "A quarterly dividend" names a kind of dividend, "paid quarterly" a time.
    let kind = c.any(i, &["quarterly", "monthly", "weekly", "yearly"])
        && c.word(i + 1)
        && !c.any(i + 1, &["by", "in", "to", "and", "at", "for", "on", "with", "from"]);
    if name || kind {
        return None;
    }
    Found::new(i + 1, Core::Set(Recurrence::Listed(sense.value as u16)), "date.set-adverb", 1.2)
}

/// `twice a week`, `three times a day`, `once every year`.
pub fn times(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let next = match () {
        () if c.any(i, &["once", "twice", "thrice"]) => i + 1,
        () if c.amount(i).is_some_and(|(_, end, _)| c.is(end, "times")) => c.amount(i)?.1 + 1,
        () => return None,
    };
    if !c.any(next, &["a", "an", "every", "each", "per"]) {
        return None;
    }
    let (unit, plural, end) = c.unit(next + 1)?;
    if plural {
        return None;
    }
    Found::new(end, Core::Set(Recurrence::Every(1, unit)), "date.set-times", 1.8)
}

/// `Mondays`, `weekends`: recurring days.
pub fn plural_day(c: &Cursor<'_>, i: usize) -> Option<Found> {
    if let Some(sense) = c.sense(i, Class::Weekday).filter(|s| s.trust == Trust::Plural && c.capital(i)) {
        return Found::new(i + 1, Core::Set(Recurrence::Weekday(sense.value as u8)), "date.set-weekday", 1.4);
    }
    c.is(i, "weekends").then(|| Found::new(i + 1, Core::Set(Recurrence::Weekend), "date.set-weekday", 1.4))?
}
