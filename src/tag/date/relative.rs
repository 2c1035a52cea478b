//! Dates counted from another date: yesterday, last year, two weeks ago, the following day.

use super::cursor::{Cursor, Found};
use super::lexicon::{Class, Trust};
use super::meaning::{Amount, Clock, Core, DayPart, From, Modifier, Unit, Which};
use super::period::year_ago;

/// `yesterday`, `today`, `tomorrow`, `tonight`, `overnight`.
pub fn day(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let sense = c.sense(i, Class::Day)?;
    let core = Core::Step { unit: Unit::Day, count: i32::from(sense.value), from: From::Dct };
    let titled =
        c.capital(i) && (c.capital(i + 1) || c.is(c.before(i), "USA")) && !c.cx.tokens.get(i).is_some_and(|t| t.after_newline());
    if titled && !c.has(i + 1, Class::Weekday) && c.cue(i + 1, Trust::Paper) || c.is(c.before(i), "USA") {
        return None;
    }
    let mut found = Found::new(i + 1, core, "date.relative-day", 1.8)?;
    if matches!(sense.trust, Trust::Night | Trust::Overnight) {
        found.meaning.clock = Some(Clock::Part(DayPart::Night));
    }
    Some(found)
}

/// `last year`, `this month`, `next week`, `the current quarter`, `the previous day`, `that same year`, `the following month`.
pub fn which_unit(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let start = c.the(i);
    let article = start != i;
    let (mut which, mut next) = c.which(start)?;
    if let Some((second, j)) = c.which(next) {
        match (which, second) {
            (Which::This, Which::Past | Which::Coming) => which = if second == Which::Past { Which::Last } else { Which::Next },
            (Which::That | Which::This, Which::Same) => which = Which::That,
            _ => return None,
        }
        next = j;
    }
    next = c.skip(next, &["very", "calendar", "full", "fiscal"]);
    let (unit, plural, end) = c.unit(next)?;
    if plural || matches!(unit, Unit::Second | Unit::Minute) || (c.hyphen(end).is_some() && !c.any(end + 1, &["end"])) {
        return None;
    }
    let core = core_of(which, unit, article)?;
    let rule = match core {
        Core::Step { from: From::Previous, .. } | Core::Same { from: From::Previous, .. } => "date.narrative",
        Core::Duration { .. } => "date.duration-window",
        _ => "date.relative-unit",
    };
    let found = Found::new(end, core, rule, 1.8)?;
    Some(match c.is(end, "or") && c.is(end + 1, "so") {
        true => Found { end: end + 2, ..found.modified(Modifier::Approx) },
        false => found,
    })
}

/// `last year` steps from the publication date, `the previous year` from the date before; `the past year` is a duration.
fn core_of(which: Which, unit: Unit, article: bool) -> Option<Core> {
    let step = |count, from| Some(Core::Step { unit, count, from });
    let small = unit < Unit::Day;
    match which {
        Which::Past if unit == Unit::Year => step(-1, From::Dct),
        Which::Past => Some(Core::Duration { amount: Amount::whole(1), unit, which }),
        Which::Last | Which::Next | Which::Coming if small || (article && unit == Unit::Decade) => {
            Some(Core::Duration { amount: Amount::whole(1), unit, which })
        }
        Which::Next if article => step(1, if unit == Unit::Day { From::Previous } else { From::Dct }),
        Which::Last => step(-1, From::Dct),
        Which::Next | Which::Coming => step(1, From::Dct),
        Which::This | Which::Current if unit == Unit::Day && which == Which::This => Some(Core::Same { unit, from: From::Dct }),
        Which::This | Which::Current => Some(Core::Same { unit, from: From::Dct }),
        Which::Latest => match unit {
            Unit::Quarter => step(-1, From::Dct),
            _ => Some(Core::Same { unit, from: From::Dct }),
        },
        Which::Previous => step(-1, From::Previous),
        Which::Following => step(1, From::Previous),
        Which::That | Which::Same => Some(Core::Same { unit, from: From::Previous }),
        _ => None,
    }
}

/// `two weeks ago`, `a year earlier`, `ten days later`, `several years ago`, `a day before`.
pub fn ago(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let (amount, next, modifier) = match c.unit(i) {
        Some((_, true, _)) => (Amount::Vague, i, Modifier::None),
        _ => c.amount(i)?,
    };
    let next = c.hyphen(next).unwrap_or(next);
    let (unit, _, end) = c.unit(next)?;
    let (end, approx) = match c.is(end, "or") && c.is(end + 1, "so") {
        true => (end + 2, Modifier::Approx),
        false => (end, modifier),
    };
    let end = match c.hyphen(end) {
        Some(_) if c.any(i, &["a", "an"]) => return None,
        Some(next) => next,
        None => end,
    };
    let (sign, from) = direction(c, end)?;
    let core = match amount.number() {
        Some(1) if unit == Unit::Year && sign < 0 => Core::YearBefore,
        Some(n) if n <= 100_000 => Core::Step { unit, count: sign * n as i32, from },
        _ => Core::VagueAgo { later: sign > 0 },
    };
    Some(Found::new(end + 1, core, "date.ago", 2.0)?.modified(approx))
}

/// The word after the unit: back or forth, and from where.
fn direction(c: &Cursor<'_>, i: usize) -> Option<(i32, From)> {
    let at = |words: &[&str]| c.any(i, words);
    match () {
        () if at(&["ago"]) => Some((-1, From::Dct)),
        () if at(&["earlier"]) && !c.is(i + 1, "than") => Some((-1, From::Previous)),
        () if at(&["before", "previously", "beforehand"]) && !(c.word(i + 1) && !c.any(i + 1, &["and", "but", "when", "in"])) => {
            Some((-1, From::Previous))
        }
        () if at(&["later", "afterwards", "afterward"]) => Some((1, From::Previous)),
        () if at(&["hence"]) => Some((1, From::Dct)),
        () => None,
    }
}

/// `the year-ago quarter`, `year-earlier`, `the year-earlier period`, `the corresponding period last year`.
pub fn year_earlier(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let start = c.the(i);
    let end = year_ago(c, start)?;
    let end = match c.any(end, &["period", "quarter"]) {
        true => end + 1,
        false if start != i => return None,
        false => end,
    };
    Found::new(end, Core::YearBefore, "date.year-earlier", 1.8)
}

/// `the quarter`, `the year`, `the week`, `the latest period`: the one the text speaks of.
pub fn unit_reference(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let start = c.the(i);
    if start == i {
        return None;
    }
    let latest = c.skip(start, &["latest", "full"]);
    let (unit, plural, end) = match c.unit(latest) {
        Some(found) => found,
        None if latest != start && c.is(latest, "period") => (Unit::Quarter, false, latest + 1),
        None => return None,
    };
    let fits = matches!(unit, Unit::Quarter) || matches!(unit, Unit::Year | Unit::Month | Unit::Week) && free(c, i, end);
    if plural || !fits || c.hyphen(end).is_some() || c.is(end, "of") {
        return None;
    }
    if unit == Unit::Quarter
        && c.any(end, &["ended", "ending"])
        && let Some(Core::Day { month, day, .. }) = super::calendar::month_day(c, end + 1).map(|f| f.meaning.core)
    {
        return Found::new(end, Core::QuarterEnding { month, day }, "date.unit-reference", 1.3);
    }
    let from = if unit == Unit::Quarter { From::Previous } else { From::Dct };
    Found::new(end, Core::Same { unit, from }, "date.unit-reference", 1.3)
}

/// "the year" as an adverbial of its own, not the head of "the year of living dangerously".
fn free(c: &Cursor<'_>, i: usize, end: usize) -> bool {
    let prior = c.any(
        c.before(i),
        &["in", "for", "during", "of", "throughout", "earlier", "later", "on", "by", "through", "within", "in"],
    );
    let noun = c.word(end)
        && c.cx.word(end).is_pos(crate::gazetteer::Word::NOUN)
        && !c.cx.word(end).is_pos(crate::gazetteer::Word::CLOSED);
    prior && !noun && !c.any(end, &["that", "when", "of"])
}

/// `year-end`, `year end`, `year's end`.
pub fn year_end(c: &Cursor<'_>, i: usize) -> Option<Found> {
    if !c.is(i, "year") {
        return None;
    }
    let next = if c.possessive(i + 1) { i + 2 } else { c.hyphen(i + 1).unwrap_or(i + 1) };
    if next == i || !c.is(next, "end") {
        return None;
    }
    Some(Found::new(next + 1, Core::Same { unit: Unit::Year, from: From::Dct }, "date.year-end", 1.6)?.modified(Modifier::End))
}

/// `the week of March 6`.
pub fn week_of(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let start = c.the(i);
    if !c.is(start, "week") || !c.any(start + 1, &["of", "ending", "ended", "starting", "beginning"]) {
        return None;
    }
    let date = super::calendar::month_day(c, start + 2)?;
    match date.meaning.core {
        Core::Day { month, day, .. } => Found::new(date.end, Core::WeekOf { month, day }, "date.week-of", 2.3),
        _ => None,
    }
}
