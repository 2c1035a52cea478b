//! Times of day: 8:30 p.m. EST, noon, Thursday evening, last night; and their joining with a date.

use super::cursor::{Cursor, Found};
use super::lexicon::{Class, Trust};
use super::meaning::{Clock, Core, DayPart, From, Modifier, Unit, Which};

/// A time of day and the first token after it.
#[derive(Debug, Clone, Copy)]
pub struct Time {
    /// First token after it.
    pub end: usize,
    /// The time.
    pub clock: Clock,
    /// Minutes from UTC.
    pub zone: Option<i16>,
    /// It can stand without a date.
    pub sure: bool,
}

/// `8:30 p.m. EST`, `10am`, `1430 GMT`, `5 o'clock`, `4 in the morning`, `noon`.
pub fn time(c: &Cursor<'_>, i: usize) -> Option<Time> {
    if c.set(i) & TIME == 0 {
        return None;
    }
    let mut time = if c.number(i) { digits(c, i)? } else { word(c, i)? };
    if let Some(zone) =
        c.sense(time.end, Class::Zone).filter(|_| c.at(time.end).bytes().all(|b| b.is_ascii_uppercase() || b == b'.'))
    {
        time.zone = Some(zone.value);
        time.end += 1;
        time.sure = true;
    } else if c.any(time.end, &["local", "eastern"]) && c.is(time.end + 1, "time") {
        time.end += 2;
        time.sure = true;
    }
    Some(time)
}

/// `a.m.` 0, `p.m.` 12.
fn meridiem(c: &Cursor<'_>, i: usize) -> Option<(u8, usize)> {
    let at = c.at(i);
    let half = match () {
        () if ["am", "a.m.", "a.m"].iter().any(|m| at.eq_ignore_ascii_case(m)) => 0,
        () if ["pm", "p.m.", "p.m"].iter().any(|m| at.eq_ignore_ascii_case(m)) => 12,
        () => return None,
    };
    Some((half, i + 1))
}

fn digits(c: &Cursor<'_>, i: usize) -> Option<Time> {
    if c.at(i) == "12"
        && let Some(time) = word(c, i + 1).filter(|t| matches!(t.clock, Clock::Part(_)))
    {
        return Some(time);
    }
    let (hour, minute, second, end) = hour_minute(c, i)?;
    let joined = c.hyphen(end).unwrap_or(end);
    if let Some((half, end)) = meridiem(c, joined).filter(|_| (1..=12).contains(&hour)) {
        let clock = Clock::At { hour: hour % 12 + half, minute: minute.unwrap_or(0), second };
        return Some(Time { end, clock, zone: None, sure: true });
    }
    let clock = Clock::At { hour, minute: minute.unwrap_or(0), second };
    if c.is(end, "o'clock") || c.is(end, "o’clock") {
        return Some(Time { end: end + 1, clock, zone: None, sure: true });
    }
    if c.is(end, "in") && c.is(end + 1, "the") && (1..=12).contains(&hour) {
        let half = match c.sense(end + 2, Class::Part).map(|s| DayPart::new(s.value))? {
            DayPart::Morning => 0,
            DayPart::Afternoon | DayPart::Evening => 12,
            _ => return None,
        };
        return Some(Time {
            end: end + 3,
            clock: Clock::At { hour: hour % 12 + half, minute: minute.unwrap_or(0), second },
            zone: None,
            sure: true,
        });
    }
    let military = c.at(i).len() == 4 && minute.is_some() && c.at(i + 1) != ":";
    if military {
        return c.has(end, Class::Zone).then_some(Time { end, clock, zone: None, sure: true });
    }
    minute?;
    let sure = c.any(c.before(i), &["at", "by", "until", "till", "around", "from", "before", "after", "about"]);
    Some(Time { end, clock, zone: None, sure })
}

/// `8:30`, `8.30`, `8`, `1430`, `8:30:15`: hour, minute, second.
fn hour_minute(c: &Cursor<'_>, i: usize) -> Option<(u8, Option<u8>, Option<u8>, usize)> {
    if c.glued(i) && matches!(c.at(c.before(i)), "$" | "£" | "€" | ":" | "/") {
        return None;
    }
    let at = c.at(i);
    if let Some((h, m)) = at.split_once('.') {
        let (hour, minute) = (h.parse().ok()?, m.parse().ok()?);
        return (h.len() <= 2 && m.len() == 2 && hour < 24 && minute < 60 && meridiem(c, i + 1).is_some()).then_some((
            hour,
            Some(minute),
            None,
            i + 1,
        ));
    }
    if at.len() == 4 {
        let n = c.digits(i, 4)?;
        return (n / 100 < 24 && n % 100 < 60).then_some(((n / 100) as u8, Some((n % 100) as u8), None, i + 1));
    }
    let hour = c.digits(i, 2).filter(|h| *h <= 24)? as u8;
    let colon = |k: usize| c.at(k) == ":" && c.glued(k) && c.glued(k + 1) && c.at(k + 1).len() == 2;
    if !colon(i + 1) {
        return Some((hour, None, None, i + 1));
    }
    let minute = c.digits(i + 2, 2).filter(|m| *m < 60)? as u8;
    if colon(i + 3) {
        let second = c.digits(i + 4, 2).filter(|s| *s < 60)? as u8;
        return Some((hour, Some(minute), Some(second), i + 5));
    }
    Some((hour, Some(minute), None, i + 3))
}

/// `noon`, `midnight`, `five o'clock`.
fn word(c: &Cursor<'_>, i: usize) -> Option<Time> {
    if let Some(sense) = c.sense(i, Class::Part).filter(|s| s.trust != Trust::Plural) {
        let part = DayPart::new(sense.value);
        return matches!(part, DayPart::Noon | DayPart::Midnight).then_some(Time {
            end: i + 1,
            clock: Clock::Part(part),
            zone: None,
            sure: true,
        });
    }
    let hour = c.sense(i, Class::Count).filter(|s| s.trust == Trust::Number && s.value <= 12)?.value as u8;
    let (half, end) = match c.is(i + 1, "o'clock") || c.is(i + 1, "o’clock") {
        true => (None, i + 2),
        false => meridiem(c, i + 1).map(|(half, end)| (Some(half), end))?,
    };
    let hour = half.map_or(hour, |half| hour % 12 + half);
    Some(Time { end, clock: Clock::At { hour, minute: 0, second: None }, zone: None, sure: true })
}

/// A time of day without a date: the day comes from the text around.
pub fn alone(c: &Cursor<'_>, time: Time) -> Option<Found> {
    if !time.sure || c.glued(time.end) && !c.closing(time.end) {
        return None;
    }
    let mut found = Found::new(time.end, Core::Context, "date.clock", 1.8)?;
    found.meaning.clock = Some(time.clock);
    found.meaning.zone = time.zone;
    Some(found)
}

/// A time of day in front of its date: `noon Thursday`, `5 p.m. EST Nov. 9`, `9 a.m. on Tuesday`.
pub fn before_date(c: &Cursor<'_>, time: Time, date: fn(&Cursor<'_>, usize) -> Option<Found>) -> Option<Found> {
    let next = c.comma(time.end);
    let next = c.skip(next, &["on"]);
    let mut found = date(c, next)
        .filter(|f| is_day(f.meaning.core) && matches!(f.meaning.clock, None | Some(Clock::Part(DayPart::Night))))?;
    found.meaning.clock = Some(time.clock);
    found.meaning.zone = time.zone;
    found.rule = "date.clock-date";
    found.score += 0.5;
    Some(found)
}

/// True for a meaning that is one day.
pub fn is_day(core: Core) -> bool {
    matches!(
        core,
        Core::Day { .. }
            | Core::DayOfMonth(_)
            | Core::Weekday { .. }
            | Core::Holiday { .. }
            | Core::Step { unit: Unit::Day, .. }
            | Core::Same { unit: Unit::Day, .. }
    )
}

/// A part of the day or a time after its date: `Thursday evening`, `Nov. 9 at 5 p.m.`, `yesterday afternoon`.
pub fn after_date(c: &Cursor<'_>, found: Found) -> Found {
    if !is_day(found.meaning.core) || found.meaning.clock.is_some() {
        return found;
    }
    let mut with = found;
    let next = c.skip(found.end, &["early", "late"]);
    if let Some(sense) = c.sense(next, Class::Part) {
        with.meaning.clock = Some(Clock::Part(DayPart::new(sense.value)));
        with.end = next + 1;
        with.rule = "date.day-part";
        if sense.trust == Trust::Plural {
            return match found.meaning.core {
                Core::Weekday { weekday, which: Which::None } => {
                    with.meaning.core = Core::Set(super::meaning::Recurrence::Weekday(weekday));
                    with.rule = "date.set-weekday";
                    with
                }
                _ => found,
            };
        }
        return with;
    }
    let next = c.skip(c.comma(found.end), &["at", "around", "about"]);
    if let Some(time) = time(c, next).filter(|t| t.sure || next != found.end) {
        with.meaning.clock = Some(time.clock);
        with.meaning.zone = time.zone;
        with.end = time.end;
        with.rule = "date.clock-date";
        return with;
    }
    found
}

/// `this morning`, `last night`, `the next morning`, `the morning`, `mid-afternoon`, `morning`.
pub fn day_part(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let start = c.the(i);
    let (which, next) = c.which(start).unwrap_or((Which::None, start));
    let next = c.skip(next, &["same"]);
    let sense = c.sense(next, Class::Part).filter(|s| s.trust != Trust::Plural)?;
    let part = DayPart::new(sense.value);
    if next == i && matches!(part, DayPart::Noon | DayPart::Midnight) {
        return None;
    }
    let step = |count, from| Core::Step { unit: Unit::Day, count, from };
    let core = match which {
        Which::Last => step(-1, From::Dct),
        Which::Next if start != i => step(1, From::Previous),
        Which::Following => step(1, From::Previous),
        Which::Previous => step(-1, From::Previous),
        Which::Next => step(1, From::Dct),
        Which::This => step(0, From::Dct),
        Which::That | Which::Same => Core::Same { unit: Unit::Day, from: From::Previous },
        Which::None if start != i => Core::Context,
        _ => return None,
    };
    let lone = which == Which::None
        && !(c.any(c.before(i), &["in", "during", "by", "through", "for", "into", "of", "on"]) && !c.word(next + 1)
            || c.any(next + 1, &["of"]));
    if lone {
        return None;
    }
    let mut end = next + 1;
    let mut found = Found::new(end, core, "date.day-part", 1.6)?;
    found.meaning.clock = Some(Clock::Part(part));
    if which == Which::None && c.is(end, "of") {
        let date = super::day_expression(c, c.the(end + 1))
            .or_else(|| super::day_expression(c, end + 1))
            .filter(|d| is_day(d.meaning.core))?;
        end = date.end;
        found.meaning.core = date.meaning.core;
        found.end = end;
        found.score = date.score + 0.5;
    }
    Some(found.modified(Modifier::None))
}

/// Classes that a time of day can begin with.
const TIME: u32 = Class::Number.bit() | Class::Part.bit() | Class::Count.bit();
