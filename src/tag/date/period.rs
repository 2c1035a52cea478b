//! Parts of the year: quarters, halves, fiscal years, seasons, holidays, weekends, weekdays.

use super::cursor::{Cursor, Found};
use super::lexicon::{Class, Trust};
use super::meaning::{Core, From, Unit, Which, YearOf};

/// `the third quarter`, `third-quarter`, `the 1988 quarter`, `this year's third quarter`, `the third quarter of 1984`.
pub fn quarter(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let (year, start) = leading_year(c, i);
    let start = match c.is(start, "fiscal") {
        true => c.hyphen(start + 1).unwrap_or(start + 1),
        false => start,
    };
    let (n, next) = c.ordinal(start)?;
    let hyphen = c.hyphen(next);
    // "The third-quarter loss": the article is the noun's.
    if hyphen.is_some() && (c.is(i, "the") || c.is(i, "a")) {
        return None;
    }
    let next = hyphen.unwrap_or(next);
    if !(c.is(next, "quarter") || c.is(next, "quarters")) || !(1..=4).contains(&n) {
        return None;
    }
    let (year, end) = trailing_year(c, next + 1, year);
    Found::new(end, Core::Quarter { year, quarter: n }, "date.quarter", 2.0)
}

/// `Q3 2020`, `3Q`.
pub fn quarter_code(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let at = c.at(i).as_bytes();
    let quarter = match at {
        [b'Q' | b'q', n @ b'1'..=b'4'] => n - b'0',
        _ => return None,
    };
    let (year, end) = trailing_year(c, i + 1, YearOf::Unknown);
    Found::new(end, Core::Quarter { year, quarter }, "date.quarter", 1.8)
}

/// `the first half of 1990`, `the second half`.
pub fn half(c: &Cursor<'_>, i: usize) -> Option<Found> {
    // "The comparable year-ago twenty-first half" is as far off as it can be.
    if !(1..=8).any(|n| c.is(i + n, "half")) {
        return None;
    }
    let (year, start) = leading_year(c, i);
    let (n, next) = match c.ordinal(start) {
        Some(found) => found,
        None if c.any(start, &["last", "latter"]) => (2, start + 1),
        None => return None,
    };
    if !c.is(next, "half") || !(1..=2).contains(&n) {
        return None;
    }
    let (year, end) = trailing_year(c, next + 1, year);
    match year {
        YearOf::Unknown => None,
        _ => Found::new(end, Core::Half { year, half: n }, "date.half", 2.0),
    }
}

/// What comes before the name of a part of a year: `the`, `the 1988`, `this year's`, `last year's`, `the year-ago`.
fn leading_year(c: &Cursor<'_>, i: usize) -> (YearOf, usize) {
    let start = c.the(i);
    if let Some((year, end)) = c.year(start) {
        return (YearOf::Year(year), end);
    }
    if let Some((which, end)) = c.which(start)
        && c.is(end, "year")
        && c.possessive(end + 1)
    {
        return (step(which), end + 2);
    }
    if let Some(end) = year_ago(c, start) {
        return (YearOf::Step(-1), end);
    }
    (YearOf::Unknown, start)
}

/// `year-ago`, `year-earlier`, `comparable year-ago`.
pub fn year_ago(c: &Cursor<'_>, i: usize) -> Option<usize> {
    let start = c.skip(i, &["comparable"]);
    if !c.is(start, "year") {
        return None;
    }
    let next = c.hyphen(start + 1)?;
    c.any(next, &["ago", "earlier"]).then_some(next + 1)
}

fn step(which: Which) -> YearOf {
    match which {
        Which::Last | Which::Past | Which::Previous => YearOf::Step(-1),
        Which::Next | Which::Coming => YearOf::Step(1),
        Which::This | Which::Current => YearOf::Step(0),
        other => YearOf::Which(other),
    }
}

/// `of 1984`, `1984`, `of last year`, `this year`.
fn trailing_year(c: &Cursor<'_>, i: usize, known: YearOf) -> (YearOf, usize) {
    if known != YearOf::Unknown {
        return (known, i);
    }
    let of = c.skip(i, &["of", "in"]);
    let of = c.the(of);
    let of = c.skip(of, &["fiscal"]);
    if let Some((year, end)) = c.year(of) {
        return (YearOf::Year(year), end);
    }
    if let Some((year, end)) = c.spoken_year(of).filter(|_| of != i) {
        return (YearOf::Year(year), end);
    }
    if let Some((which, end)) = c.which(of)
        && c.is(end, "year")
        && !c.possessive(end + 1)
    {
        return (step(which), end + 1);
    }
    if of != i && c.is(of, "year") {
        return (YearOf::Step(0), of + 1);
    }
    (YearOf::Unknown, i)
}

/// `fiscal 1989`, `the current fiscal year`, `the fiscal year`, `fiscal year 1990`.
pub fn fiscal(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let start = c.the(i);
    let (which, start) = c.which(start).unwrap_or((Which::None, start));
    if !c.is(start, "fiscal") {
        return None;
    }
    let next = c.skip(start + 1, &["year"]);
    if let Some((year, end)) = c.year(next) {
        return Found::new(end, Core::Year(year), "date.fiscal-year", 2.0);
    }
    if next == start + 1 {
        return None;
    }
    let core = match which {
        Which::Last | Which::Past | Which::Previous | Which::Latest => {
            Core::Step { unit: Unit::Year, count: -1, from: From::Dct }
        }
        Which::Next | Which::Coming => Core::Step { unit: Unit::Year, count: 1, from: From::Dct },
        _ => Core::Same { unit: Unit::Year, from: From::Dct },
    };
    Found::new(next, core, "date.fiscal-year", 1.8)
}

/// `summer 1990`, `the winter of 1994`, `last fall`, `this past spring`; a bare `fall` or `spring` only after a preposition.
pub fn season(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let start = c.the(i);
    let (which, start) = match c.which(start) {
        Some((which, j)) => (which, c.skip(j, &["past", "coming", "same"])),
        None => (Which::None, start),
    };
    let sense = c.sense(start, Class::Season)?;
    if sense.trust == Trust::Plural {
        return None;
    }
    let season = sense.value as u8;
    let (year, end) = trailing_year(c, start + 1, YearOf::Unknown);
    if year != YearOf::Unknown {
        return Found::new(end, Core::Season { year, season }, "date.season", 2.0);
    }
    if matches!(which, Which::Recent | Which::Latest | Which::These | Which::Those | Which::Past) && start != i + 1 {
        return None;
    }
    let before = c.before(i);
    let cued = c.cue(before, Trust::Year) && !c.any(before, &["to", "of", "for", "as"]);
    let noun = c.word(end)
        && c.cx.word(end).is_pos(crate::gazetteer::Word::NOUN)
        && !c.cx.word(end).is_pos(crate::gazetteer::Word::CLOSED);
    let bare_ok = sense.trust == Trust::Sure && (cued || i != start) && !noun
        || sense.trust == Trust::Common && cued && !noun && !c.is(end, "of");
    if which == Which::None && !bare_ok {
        return None;
    }
    let year = if which == Which::None { YearOf::Unknown } else { YearOf::Which(which) };
    Found::new(end, Core::Season { year, season }, "date.season", 1.5)
}

/// `Thanksgiving Day`, `last Christmas`, `Easter 1998`.
pub fn holiday(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let (which, start) = match c.which(i) {
        Some((which @ (Which::Last | Which::This | Which::Next | Which::Past | Which::Coming), j)) => (which, j),
        _ => (Which::None, i),
    };
    let (phrase, end) = c.phrase(start, Class::Holiday)?;
    if !c.capital(start) && !phrase.words[0].eq_ignore_ascii_case("xmas") {
        return None;
    }
    let (year, end) = match trailing_year(c, end, YearOf::Unknown) {
        (YearOf::Unknown, _) if which != Which::None => (YearOf::Which(which), end),
        found => found,
    };
    Found::new(end, Core::Holiday { holiday: phrase.sense.value as u16, year }, "date.holiday", 1.8)
}

/// `the weekend`, `last weekend`, `this weekend`.
pub fn weekend(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let start = c.the(i);
    let (which, next) = c.which(start).unwrap_or((Which::None, start));
    if !c.is(next, "weekend") || next == i && !c.cue(c.before(i), Trust::Year) {
        return None;
    }
    Found::new(next + 1, Core::Weekend(which), "date.weekend", 1.5)
}

/// `Friday`, `last Friday`, `the previous Friday`, `Fri.` beside other evidence.
pub fn weekday(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let start = c.the(i);
    let (which, next) = match c.which(start) {
        Some((which, j)) => (which, c.skip(j, &["coming", "past"])),
        None => (Which::None, start),
    };
    if start != i && which == Which::None {
        return None;
    }
    let (weekday, end, trust) = c.weekday(next)?;
    let before = c.before(i);
    let believed = match trust {
        Trust::Plural => return None,
        Trust::Short => which != Which::None && which != Which::That || c.is(before, "on") || c.at(next).ends_with('.'),
        _ => true,
    };
    let paper = c.cue(end, Trust::Paper) && c.capital(end);
    if !believed || paper || (c.glued(end) && !c.closing(end)) {
        return None;
    }
    Found::new(end, Core::Weekday { weekday, which }, "date.weekday", 1.5)
}
