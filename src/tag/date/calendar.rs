//! Dates of the calendar: days, months, years, decades, centuries.

use super::cursor::{Cursor, Found};
use super::lexicon::{Class, Trust};
use super::meaning::{Core, Which, YearOf};
use crate::config::DateOrder;

/// Days a month can have; what lies outside is not proposed at all unless the month can have it in some year.
pub fn possible(month: u8, day: u8) -> bool {
    (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// `2020-02-24`, `2020/02/24`.
pub fn iso(c: &Cursor<'_>, i: usize) -> Option<Found> {
    if !(1..5).all(|k| c.glued(i + k)) {
        return None;
    }
    let year = c.digits(i, 4).filter(|_| c.at(i).len() == 4)?;
    let mark = c.at(i + 1);
    if !matches!(mark, "-" | "/") || c.at(i + 3) != mark || c.at(i + 4).len() > 2 {
        return None;
    }
    let (month, day) = (c.digits(i + 2, 2)? as u8, c.digits(i + 4, 2)? as u8);
    if !possible(month, day) || !(1000..=2199).contains(&year) {
        return None;
    }
    Found::new(i + 5, Core::Day { year: YearOf::Year(year as i16), month, day }, "date.iso", 3.0)
}

/// `24/02/2020`, `2/24/20`, `24.02.2020`: the order is the configured one unless a number above 12 decides.
pub fn numeric(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let (a, b, year, end) = numbers(c, i)?;
    let year = match year {
        (y, 4) if (1000..=2199).contains(&y) => y,
        (y, 2) => {
            if y < 50 {
                2000 + y
            } else {
                1900 + y
            }
        }
        _ => return None,
    };
    let european = c.at(i).contains('.') || c.cx.config.date_order == DateOrder::Dmy;
    let (day, month) = match (a > 12, b > 12) {
        (true, true) => return None,
        (true, false) => (a, b),
        (false, true) => (b, a),
        _ if european => (a, b),
        _ => (b, a),
    };
    if !possible(month as u8, day as u8) {
        return None;
    }
    let core = Core::Day { year: YearOf::Year(year as i16), month: month as u8, day: day as u8 };
    Found::new(end, core, "date.numeric", 2.5)
}

/// Two small numbers and a year with its digits, joined by `/` or `-`, or a single token joined by dots.
fn numbers(c: &Cursor<'_>, i: usize) -> Option<(u32, u32, (u32, usize), usize)> {
    let at = c.at(i);
    if at.as_bytes().contains(&b'.') {
        let mut parts = at.split('.');
        let (a, b, y) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || a.len() > 2 || b.len() != 2 {
            return None;
        }
        return Some((a.parse().ok()?, b.parse().ok()?, (y.parse().ok()?, y.len()), i + 1));
    }
    if !(1..5).all(|k| c.glued(i + k)) || c.glued(i + 5) && !c.closing(i + 5) {
        return None;
    }
    let mark = c.at(i + 1);
    if !matches!(mark, "/" | "-") || c.at(i + 3) != mark {
        return None;
    }
    let year = c.at(i + 4);
    if mark == "-" && year.len() != 4 {
        return None;
    }
    Some((c.digits(i, 2)?, c.digits(i + 2, 2)?, (c.digits(i + 4, 4)?, year.len()), i + 5))
}

/// A year after a day and month: `, 1992`, `1992`, `of that year`, `last year`.
fn year_after(c: &Cursor<'_>, i: usize) -> (YearOf, usize) {
    for from in [i, c.comma(i), c.skip(i, &["of"])] {
        if let Some((year, end)) = c.year(from)
            && !counted(c, end)
        {
            return (YearOf::Year(year), end);
        }
    }
    if let Some((year, end)) = c.spoken_year(c.comma(i)) {
        return (YearOf::Year(year), end);
    }
    if (c.is(i, "'") || c.is(i, "’"))
        && c.glued(i + 1)
        && c.at(i + 1).len() == 2
        && let Some(short) = c.digits(i + 1, 2)
    {
        return (YearOf::Year(if short < 50 { 2000 } else { 1900 } + short as i16), i + 2);
    }
    let step = c.skip(i, &["of"]);
    let step = if step != i { c.the(step) } else { step };
    if let Some((which, end)) = c.which(step)
        && c.is(end, "year")
        && !c.possessive(end + 1)
    {
        let year = match which {
            Which::Last | Which::Past | Which::Previous => Some(YearOf::Step(-1)),
            Which::This | Which::Current => Some(YearOf::Step(0)),
            Which::Next | Which::Coming => Some(YearOf::Step(1)),
            Which::That | Which::Same => Some(YearOf::Which(Which::That)),
            _ => None,
        };
        if let Some(year) = year {
            return (year, end + 1);
        }
    }
    (YearOf::Unknown, i)
}

/// True where a number before `i` counts what follows: "2,000 people", "2000 troops", "15 percent".
fn counted(c: &Cursor<'_>, i: usize) -> bool {
    c.cue(i, Trust::Counted) || c.is(i, "%") || (c.sense(i, Class::Unit).is_some_and(|s| s.trust == Trust::Plural))
}

/// `24 February 1992`, `the 4th of July`, `26 July`.
pub fn day_month(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let start = c.the(i);
    let (day, next) = c.day(start).or_else(|| c.ordinal(start))?;
    if day == 0 || day > 31 || c.at(c.before(i)) == "." && c.glued(i) {
        return None;
    }
    let of = c.skip(next, &["of", "-"]);
    let (month, end, trust) = c.month(of)?;
    if start != i && of == next && next == start + 1 && !c.number(start) {
        return None;
    }
    let (year, end) = year_after(c, end);
    if trust == Trust::Common && year == YearOf::Unknown && !c.capital(of) {
        return None;
    }
    match year {
        YearOf::Unknown => Found::new(end, Core::Day { year: shared_year(c, month, end), month, day }, "date.day-month", 2.2),
        _ => Found::new(end, Core::Day { year, month, day }, "date.day-month-year", 3.0),
    }
}

/// `February 24, 1992`, `Feb. 24`, `March eighth`.
pub fn month_day(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let start = c.skip(i, &["last", "this", "next"]);
    let (month, next, _) = c.month(start)?;
    let hyphen = c.hyphen(next).unwrap_or(next);
    let from = c.the(hyphen);
    let (day, end) = c.day(from).or_else(|| c.ordinal(from))?;
    if day == 0 || day > 31 || (c.glued(end) && !c.closing(end)) || counted(c, end) {
        return None;
    }
    if c.at(end) == ":" && c.glued(end) && c.glued(end + 1) {
        return None;
    }
    let (year, end) = match (c.which(i), year_after(c, end)) {
        (Some((which, _)), (YearOf::Unknown, _)) => (YearOf::Which(which), end),
        (_, after) => after,
    };
    match year {
        YearOf::Year(_) => Found::new(end, Core::Day { year, month, day }, "date.month-day-year", 3.0),
        YearOf::Unknown => Found::new(end, Core::Day { year: shared_year(c, month, end), month, day }, "date.month-day", 2.2),
        _ => Found::new(end, Core::Day { year, month, day }, "date.month-day", 2.2),
    }
}

/// A weekday in front of a date of its own: `Friday, Oct. 13`, `Friday 13 October 1989`.
pub fn weekday_date(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let start = c.skip(i, &["this", "last", "next"]);
    let start = c.skip(start, &["coming", "past"]);
    let (_, next, _) = c.weekday(start)?;
    let next = c.comma(next);
    let date = month_day(c, next).or_else(|| day_month(c, next)).or_else(|| numeric(c, next))?;
    Found::new(date.end, date.meaning.core, "date.weekday-date", 3.0)
}

/// `the 25th`, `April 24 and 25`: a day of the month that was just named.
pub fn day_of_month(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let start = c.the(i);
    if start != i && c.glued(start + 1) && c.any(start + 1, &["st", "nd", "rd", "th"]) {
        let (day, end) = c.day(start)?;
        let lone = c.any(c.before(i), &["on", "by", "until", "till", "of", "since"]) && (!c.word(end) || ends_phrase(c, end));
        return if lone { Found::new(end, Core::DayOfMonth(day), "date.day-of-month", 1.3) } else { None };
    }
    let (day, end) = c.day(i)?;
    if let Some(found) = first_day(c, i) {
        return Some(found);
    }
    let joined = c.any(c.before(i), JOINS);
    let before = c.back(i, 2);
    let named = c.month(c.back(i, 3)).is_some() && c.digits(before, 2).is_some();
    if !joined || !named {
        return None;
    }
    if counted(c, end) || (c.glued(end) && !c.closing(end)) {
        return None;
    }
    let (year, end) = year_after(c, end);
    let (month, _, _) = c.month(c.back(i, 3))?;
    Found::new(end, Core::Day { year, month, day }, "date.day-of-month", 1.6)
}

/// What joins the two ends of a range or the items of a list.
const JOINS: &[&str] = &["and", "or", "to", "-", "–", "through", "until"];

/// `15` in "15 to 22 February": the first day of two in one month.
fn first_day(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let (first, next) = c.day(i)?;
    if !c.any(next, JOINS) || c.glued(i) && c.at(c.before(i)) != "(" {
        return None;
    }
    let last = day_month(c, next + 1).filter(|_| c.number(next + 1))?;
    match last.meaning.core {
        Core::Day { year, month, day } if first < day => {
            Found::new(next, Core::Day { year, month, day: first }, "date.day-of-month", 1.6)
        }
        _ => None,
    }
}

/// The year that a later date shares with this one: "August and September 1914", "26 June - 4 August 1952".
fn shared_year(c: &Cursor<'_>, month: u8, end: usize) -> YearOf {
    let shared = || {
        let from = c.day(end + 1).map_or(end + 1, |d| d.1);
        let (later, next, _) = c.month(from)?;
        let next = c.day(next).map_or(next, |d| d.1);
        let (year, _) = c.year(c.comma(next))?;
        Some(year - i16::from(later < month))
    };
    if c.any(end, JOINS) { shared().map_or(YearOf::Unknown, YearOf::Year) } else { YearOf::Unknown }
}

/// True where the word at `i` cannot be a noun that an ordinal before it belongs to.
fn ends_phrase(c: &Cursor<'_>, i: usize) -> bool {
    c.any(
        i,
        &[
            "in", "at", "on", "to", "and", "but", "when", "for", "with", "by", "from", "after", "before", "as", "the", "a", "he",
            "she", "they", "it",
        ],
    )
}

/// `February 1992`, `January of that year`, `July last year`, `Dec '12`.
pub fn month_year(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let (month, next, _) = c.month(i)?;
    let next = c.hyphen(next).unwrap_or(next);
    let (year, end) = year_after(c, next);
    match year {
        YearOf::Unknown => None,
        _ => Found::new(end, Core::Month { year, month }, "date.month-year", 2.5),
    }
}

/// A month by itself; `May` and `March` only beside a word of time.
pub fn month(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let (which, start) = match c.which(i) {
        Some((
            which @ (Which::Last | Which::Past | Which::This | Which::Next | Which::Previous | Which::Coming | Which::Following),
            j,
        )) => (which, c.skip(j, &["past", "coming"])),
        _ => (Which::None, i),
    };
    let (month, end, trust) = c.month(start)?;
    let before = c.before(start);
    let cued = which != Which::None
        || c.cue(before, Trust::Year)
        || c.has(before, Class::Edge)
        || c.any(before, &["last", "each", "every", "and", "or", "-", "'s", "’s"])
            && c.month(end + 1).is_none()
            && c.cue(before, Trust::Year);
    let beside = c.any(end, &["and", "to", "or", "-", "–", "through"]) && c.has(end + 1, Class::Month)
        || c.any(before, &["and", "to", "or", "-", "–", "through", ","]) && c.has(c.back(before, 1), Class::Month);
    let named = c.capital(end) && !c.has(end, Class::Month) && !c.has(end, Class::Weekday);
    let believed = match trust {
        Trust::Sure => c.capital(start) && !(named && !cued && !c.possessive(end)) || cued,
        Trust::Short => cued && !named,
        _ => (cued || beside) && c.capital(start),
    };
    if !believed || (c.glued(end) && !c.closing(end)) {
        return None;
    }
    let year = if which == Which::None { shared_year(c, month, end) } else { YearOf::Which(which) };
    Found::new(end, Core::Month { year, month }, "date.month", if cued { 1.8 } else { 1.2 })
}

/// A year by itself with evidence that it is one: "since 1992", "1989 results" but not "2000 troops".
pub fn year(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let start = c.the(i);
    let titled = c.is(start, "year");
    let start = if titled { start + 1 } else { start };
    if start != i && !titled {
        return None;
    }
    if let Some((year, end)) = c.spoken_year(start) {
        let sure = titled || (year < 2000 && (end > start + 1));
        return if sure && !counted(c, end) { Found::new(end, Core::Year(year), "date.year", 1.6) } else { None };
    }
    if let Some(found) = before_christ(c, start) {
        return Some(found);
    }
    let (year, end) = c.year(start)?;
    let before = c.before(start);
    if c.any(end, &["period", "quarter"]) && c.is(before, "the") {
        return None;
    }
    if counted(c, end) || not_a_year(c, before, start) {
        return None;
    }
    let prior = titled
        || c.cue(before, Trust::Year)
        || c.set(before) & (Class::Edge.bit() | Class::Month.bit() | Class::Season.bit()) != 0;
    let bracketed = matches!(c.at(before), "(" | "[") && matches!(c.at(end), ")" | "]" | "-" | "–" | ",");
    if prior || bracketed {
        let counts = c.word(end) && !ends_phrase(c, end) && year < 1500;
        return if counts { None } else { Found::new(end, Core::Year(year), "date.year", 1.8) };
    }
    if bare_year(c, year, before, end) { Found::new(end, Core::Year(year), "date.year", 1.5) } else { None }
}

/// A year that no preposition announces: recent ones unless they count a plural, older ones only where no noun follows.
fn bare_year(c: &Cursor<'_>, year: i16, before: usize, end: usize) -> bool {
    let noun = c.word(end) && !ends_phrase(c, end);
    let plural = noun && !c.capital(end) && c.at(end).ends_with('s') && c.at(end).len() > 3;
    match year {
        1900..=2035 => !noun || c.any(before, &["the", "its", "his", "their", "a", "'s", "’s"]) || (c.word(before) && !plural),
        1500..1900 => !noun && c.word(before) && !c.any(before, &["of", "a"]),
        _ => false,
    }
}

/// What stands before a number that is not a year: currency, "No.", a decimal mark, a hyphen glued to a word.
fn not_a_year(c: &Cursor<'_>, before: usize, start: usize) -> bool {
    let at = c.at(before);
    if matches!(at, "$" | "£" | "€" | "#" | "¥" | "@" | "+" | "=")
        || c.any(
            before,
            &[
                "no.", "nos.", "no", "number", "flight", "page", "than", "least", "about", "route", "highway", "section",
                "model", "boeing", "us$",
            ],
        ) && !c.is(before, "about")
    {
        return true;
    }
    let joined = c.glued(start) && !matches!(at, "(" | "[" | "\"" | "“" | "‘" | "'" | "-" | "–" | "—" | "/" | "``" | "`");
    let word_hyphen = matches!(at, "-")
        && c.glued(start)
        && c.glued(before)
        && c.word(c.back(before, 1))
        && !c.cue(c.back(before, 1), Trust::Year);
    let clock = c.at(start + 1) == ":" && c.glued(start + 1);
    joined || word_hyphen || clock
}

/// `490 BC`, `241 B.C.`, `AD 79`.
fn before_christ(c: &Cursor<'_>, i: usize) -> Option<Found> {
    // All of these are capitals.
    if !c.capital(i + 1) && !c.capital(c.before(i)) {
        return None;
    }
    let year = c.digits(i, 4).filter(|y| *y > 0)? as i16;
    let era = c.at(i + 1);
    let (sign, end) = match () {
        () if matches!(era, "BC" | "B.C." | "BCE" | "B.C" | "B.C.E.") => (-1, i + 2),
        () if matches!(era, "AD" | "A.D." | "CE" | "C.E." | "A.D") => (1, i + 2),
        () if matches!(c.at(c.before(i)), "AD" | "A.D.") => (1, i + 1),
        () => return None,
    };
    Found::new(end, Core::Year(sign * year), "date.year", 1.9)
}

/// The second year of a range: `1960-1961`, `2012-13`, `1939/40`.
pub fn year_range(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let before = c.before(i);
    if !c.glued(i) || !c.glued(before) || !matches!(c.at(before), "-" | "–" | "/") {
        return None;
    }
    let (from, _) = c.year(c.back(before, 1))?;
    let till = c.digits(i, 4)? as i16;
    let year = match c.at(i).len() {
        4 => till,
        2 => from / 100 * 100 + till,
        _ => return None,
    };
    if year <= from || year > 2100 || counted(c, i + 1) || (c.glued(i + 1) && !c.closing(i + 1)) || c.at(i + 1) == "-" {
        return None;
    }
    Found::new(i + 1, Core::Year(year), "date.year-range", 1.6)
}

/// `the 1990s`, `the '80s`, `the eighties`, `1960's`.
pub fn decade(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let start = c.the(i);
    let quote = matches!(c.at(start), "'" | "’" | "‘") && c.glued(start + 1);
    let at = if quote { start + 1 } else { start };
    let plural = c.glued(at + 1) && (c.is(at + 1, "s") || c.is(at + 1, "'s") || c.is(at + 1, "’s"));
    if !plural && start == i {
        return None;
    }
    if let Some(n) = c.digits(at, 4).filter(|n| n % 10 == 0 && plural) {
        return match c.at(at).len() {
            4 if (1000..2100).contains(&n) => Found::new(at + 2, Core::Decade((n / 10) as i16), "date.decade", 2.0),
            // "In the 20s" is a temperature or an age as often as a decade.
            2 if quote || (start != i && n >= 50) => Found::new(at + 2, Core::ShortDecade((n / 10) as u8), "date.decade", 1.8),
            _ => None,
        };
    }
    let word = c.at(start);
    if start == i || !word.is_ascii() || word.len() < 6 {
        return None;
    }
    let tens = DECADES.iter().position(|d| word.eq_ignore_ascii_case(d))? + 2;
    Found::new(start + 1, Core::ShortDecade(tens as u8), "date.decade", 1.8)
}

/// `the 20th century`, `the fourth century BC`.
pub fn century(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let start = c.the(i);
    let (n, next) = c.ordinal(start)?;
    let next = c.hyphen(next).unwrap_or(next);
    let named = c.capital(next) && c.capital(next + 1) && !matches!(c.at(next + 1), "BC" | "B.C." | "BCE" | "AD");
    if !c.is(next, "century") || n > 22 || named {
        return None;
    }
    let bc = matches!(c.at(next + 1), "BC" | "B.C." | "BCE" | "B.C");
    let value = n as i8 - 1;
    let (value, end) = if bc { (-value - 1, next + 2) } else { (value, next + 1) };
    Found::new(end, Core::Century(value), "date.century", 2.0)
}

/// `the 1988 period`, `the 1988 quarter`: the part of that year that is being compared.
pub fn year_period(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let start = c.the(i);
    let (year, end) = c.year(start)?;
    if start == i || !c.any(end, &["period", "quarter"]) {
        return None;
    }
    Found::new(end + 1, Core::PeriodOf(year), "date.year-period", 1.8)
}

const DECADES: [&str; 8] = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];

/// True for `sixties`; cheap for all other words.
pub fn decade_word(word: &[u8]) -> bool {
    word.ends_with(b"ties") && DECADES.iter().any(|d| word.eq_ignore_ascii_case(d.as_bytes()))
}
