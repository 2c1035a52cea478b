//! Date meanings -> values: anchors to the publication date (news) or to the date before (narrative).
//!
//! Takes the chosen candidates in text order with what the tagger says they mean, gives one [`DateValue`] each. A date that says
//! its year is explicit; a partial or relative one is counted from the publication date, or, for "the following day" and in
//! narratives, from the date mentioned before. What has no anchor stays open (`XXXX-02-24`) and unresolved.

mod length;
mod period;

use crate::mention::{Kind, Pooled};
use crate::tag::date::{Clock, Core, DateMeaning, DayPart, From, LEXICON, Reference, Tense, Unit, Which, YearOf};
use crate::tag::{Candidate, Context};
use crate::value::{DateValue, TimexType};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use period::{Period, holiday, plus_days};
use std::fmt::Write;

/// What the dates before have settled.
#[derive(Debug, Clone, Copy)]
struct State {
    dct: Option<Date>,
    narrative: bool,
    previous: Option<Previous>,
    /// The last one that is a day or a month: what a narrative flows on from.
    flow: Option<Previous>,
    /// The quarter the text speaks of.
    quarter: Option<(i16, i8)>,
}

/// The last calendar date mentioned.
#[derive(Debug, Clone, Copy)]
struct Previous {
    period: Period,
    first: Date,
    sent: u32,
    explicit: bool,
}

/// What a meaning became.
#[derive(Debug, Clone, Copy)]
struct Anchored {
    period: Option<Period>,
    anchor: &'static str,
    anchor_date: Option<Date>,
    /// First day and first day after it, where no period of the calendar says so.
    span: Option<(Date, Date)>,
}

/// Resolves the chosen date candidates in text order; appends one value for each.
pub fn resolve(cx: &Context<'_>, chosen: &[Candidate], meanings: &[DateMeaning], out: &mut Vec<DateValue>, pool: &mut String) {
    let dates = chosen.iter().filter(|c| c.kind == Kind::Date);
    let mut state =
        State { dct: cx.dct, narrative: narrative(cx.dct, chosen, meanings), previous: None, flow: None, quarter: None };
    for c in dates {
        let Some(meaning) = meanings.get(c.value as usize) else { continue };
        out.push(value(&mut state, c, meaning, pool));
    }
}

/// True for texts that tell of other times than their publication date: most years they name lie far from it.
fn narrative(dct: Option<Date>, chosen: &[Candidate], meanings: &[DateMeaning]) -> bool {
    let (mut far, mut near, mut relative) = (0, 0, 0);
    for c in chosen.iter().filter(|c| c.kind == Kind::Date) {
        let year = match meanings.get(c.value as usize).map(|m| m.core) {
            Some(Core::Day { year: YearOf::Year(y), .. } | Core::Month { year: YearOf::Year(y), .. } | Core::Year(y)) => y,
            Some(Core::Reference(_) | Core::Duration { .. } | Core::Set(_)) | None => continue,
            Some(Core::Step { from: From::Dct, .. } | Core::Weekday { .. }) => {
                relative += 1;
                continue;
            }
            _ => continue,
        };
        match dct {
            Some(d) if (i32::from(d.year()) - i32::from(year)).abs() <= 1 => near += 1,
            _ => far += 1,
        }
    }
    far >= 5 && 2 * far >= near && far >= 3 * relative
}

fn value(state: &mut State, c: &Candidate, meaning: &DateMeaning, pool: &mut String) -> DateValue {
    let from = pool.len();
    let (timex_type, anchored) = match meaning.core {
        Core::Duration { amount, unit, which } => {
            length::write_duration(pool, amount, unit);
            (TimexType::Duration, window(state, amount.number(), unit, which))
        }
        Core::Set(recurrence) => {
            length::write_set(pool, recurrence);
            (TimexType::Set, NOWHERE)
        }
        Core::Reference(reference) => {
            pool.push_str(["PAST_REF", "PRESENT_REF", "FUTURE_REF"][reference as usize]);
            let anchored = match (reference, state.dct) {
                (Reference::Present, Some(dct)) => Anchored { period: None, anchor: "dct", anchor_date: Some(dct), span: None },
                _ => NOWHERE,
            };
            (TimexType::Date, anchored)
        }
        Core::VagueAgo { later } => {
            pool.push_str(if later { "FUTURE_REF" } else { "PAST_REF" });
            (TimexType::Date, NOWHERE)
        }
        core => {
            let anchored = anchor(state, c, core, meaning);
            match anchored.period {
                Some(period) => period.write(pool),
                None => open(pool, core),
            }
            (if meaning.clock.is_some() { TimexType::Time } else { TimexType::Date }, anchored)
        }
    };
    if let Some(clock) = meaning.clock {
        write_clock(pool, clock);
    }
    remember(state, c, meaning.core, anchored);
    finish(c, meaning, timex_type, anchored, Pooled { start: from as u32, len: (pool.len() - from) as u32 })
}

const NOWHERE: Anchored = Anchored { period: None, anchor: "none", anchor_date: None, span: None };

fn finish(c: &Candidate, meaning: &DateMeaning, timex_type: TimexType, anchored: Anchored, text: Pooled) -> DateValue {
    let bounds = anchored.period.and_then(Period::bounds).or(anchored.span).filter(|_| timex_type != TimexType::Set);
    let midnight = |d: Date| d.to_datetime(Time::midnight());
    let (mut start, mut end) = (bounds.map(|b| midnight(b.0)), bounds.map(|b| midnight(b.1)));
    let mut granularity = match (meaning.core, anchored.period) {
        (Core::Duration { unit, .. }, _) => unit_name(unit),
        (Core::Reference(_) | Core::VagueAgo { .. } | Core::Set(_), _) => "",
        (_, Some(period)) => period.granularity(),
        (core, None) => open_granularity(core),
    };
    if let (Some(clock), Some((day, _))) = (meaning.clock, bounds) {
        (start, end, granularity) = hours(clock, day);
    }
    DateValue {
        span: c.span,
        tokens: c.tokens,
        sent: c.sent,
        timex_type,
        timex_value: text,
        iso_start: start,
        iso_end: end,
        granularity,
        modifier: meaning.modifier.name(),
        anchor: anchored.anchor,
        anchor_date: anchored.anchor_date,
        resolved: start.is_some(),
        confidence: c.confidence,
        rule: c.rule,
    }
}

/// The half-open interval of a time of day.
fn hours(clock: Clock, day: Date) -> (Option<DateTime>, Option<DateTime>, &'static str) {
    let at = |h: i8, m: i8, s: i8| Time::new(h, m, s, 0).ok().map(|t| day.to_datetime(t));
    let next = plus_days(day, 1).map(|d| d.to_datetime(Time::midnight()));
    let minute = jiff::SignedDuration::from_secs(60);
    let midnight = (next, next.and_then(|n| n.checked_add(minute).ok()), "minute");
    match clock {
        Clock::At { hour: 24, .. } | Clock::Part(DayPart::Midnight) => midnight,
        Clock::At { hour, minute, second } => {
            let start = at(hour as i8, minute as i8, second.unwrap_or(0) as i8);
            let grain = if second.is_some() { "second" } else { "minute" };
            let length = jiff::SignedDuration::from_secs(if second.is_some() { 1 } else { 60 });
            (start, start.and_then(|s| s.checked_add(length).ok()), grain)
        }
        Clock::Part(part) => {
            let (from, till) = match part {
                DayPart::Morning => (5, 12),
                DayPart::Afternoon => (12, 18),
                DayPart::Evening => (18, 24),
                DayPart::Night => (20, 24),
                DayPart::Daytime => (6, 20),
                DayPart::Midday => (11, 14),
                DayPart::Noon => return (at(12, 0, 0), at(12, 1, 0), "minute"),
                DayPart::Midnight => return midnight,
            };
            (at(from, 0, 0), if till == 24 { next } else { at(till, 0, 0) }, "part of day")
        }
    }
}

fn write_clock(pool: &mut String, clock: Clock) {
    // Writing to a String cannot fail.
    let _ = match clock {
        Clock::At { hour, minute, second: Some(second) } => write!(pool, "T{hour:02}:{minute:02}:{second:02}"),
        Clock::At { hour, minute, second: None } => write!(pool, "T{hour:02}:{minute:02}"),
        Clock::Part(part) => write!(pool, "T{}", part.code()),
    };
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Second => "second",
        Unit::Minute => "minute",
        Unit::Hour => "hour",
        Unit::Day => "day",
        Unit::Week | Unit::Fortnight => "week",
        Unit::Month => "month",
        Unit::Quarter => "quarter",
        Unit::Half => "half",
        Unit::Year => "year",
        Unit::Decade => "decade",
        Unit::Century => "century",
        Unit::Millennium => "millennium",
        Unit::Weekend => "weekend",
    }
}

/// The value of a partial date that nothing completes.
fn open(pool: &mut String, core: Core) {
    let _ = match core {
        Core::Day { year: YearOf::Year(year), month, day } => write!(pool, "{year:04}-{month:02}-{day:02}"),
        Core::Day { month, day, .. } => write!(pool, "XXXX-{month:02}-{day:02}"),
        Core::DayOfMonth(day) => write!(pool, "XXXX-XX-{day:02}"),
        Core::Month { month, .. } => write!(pool, "XXXX-{month:02}"),
        Core::ShortYear(year) => write!(pool, "XX{year:02}"),
        Core::ShortDecade(decade) => write!(pool, "XX{decade}"),
        Core::Quarter { quarter, .. } => write!(pool, "XXXX-Q{quarter}"),
        Core::Half { half, .. } => write!(pool, "XXXX-H{half}"),
        Core::Season { season, .. } => write!(pool, "XXXX-{}", ["SP", "SU", "FA", "WI"][usize::from(season & 3)]),
        Core::Weekday { weekday, .. } => write!(pool, "XXXX-WXX-{weekday}"),
        Core::Weekend(_) => write!(pool, "XXXX-WXX-WE"),
        Core::WeekOf { .. } => write!(pool, "XXXX-WXX"),
        Core::Holiday { holiday, .. } => match LEXICON.holidays.get(usize::from(holiday)) {
            Some(crate::tag::date::HolidayRule::Fixed { month, day }) => write!(pool, "XXXX-{month:02}-{day:02}"),
            _ => write!(pool, "XXXX-XX-XX"),
        },
        Core::Step { unit, .. } | Core::Same { unit, .. } => write!(
            pool,
            "{}",
            match unit {
                Unit::Week | Unit::Fortnight | Unit::Weekend => "XXXX-WXX",
                Unit::Month => "XXXX-XX",
                Unit::Quarter => "XXXX-QX",
                Unit::Half => "XXXX-HX",
                Unit::Year => "XXXX",
                Unit::Decade => "XXX",
                Unit::Century => "XX",
                Unit::Millennium => "X",
                _ => "XXXX-XX-XX",
            }
        ),
        Core::YearBefore => write!(pool, "XXXX"),
        _ => write!(pool, "XXXX-XX-XX"),
    };
}

fn open_granularity(core: Core) -> &'static str {
    match core {
        Core::Month { .. } => "month",
        Core::ShortYear(_) | Core::Year(_) | Core::YearBefore => "year",
        Core::ShortDecade(_) | Core::Decade(_) => "decade",
        Core::Century(_) => "century",
        Core::Quarter { .. } => "quarter",
        Core::Half { .. } => "half",
        Core::Season { .. } => "season",
        Core::Weekend(_) => "weekend",
        Core::WeekOf { .. } => "week",
        Core::Step { unit, .. } | Core::Same { unit, .. } => unit_name(unit),
        _ => "day",
    }
}

/// `the past two years` ends at the publication date, `the next two weeks` begins there.
fn window(state: &State, number: Option<u32>, unit: Unit, which: Which) -> Anchored {
    let back = match which {
        Which::Past | Which::Last | Which::Recent => true,
        Which::Next | Which::Coming => false,
        _ => return NOWHERE,
    };
    let Some(dct) = state.dct else { return NOWHERE };
    let length = number.map(i64::from).filter(|n| *n <= 10_000).and_then(|n| match unit {
        Unit::Day => Some(n.days()),
        Unit::Week => Some(n.weeks()),
        Unit::Month => Some(n.months()),
        Unit::Year => Some(n.years()),
        _ => None,
    });
    let span =
        length.and_then(|l| if back { Some((dct.checked_sub(l).ok()?, dct)) } else { Some((dct, dct.checked_add(l).ok()?)) });
    Anchored { period: None, anchor: "dct", anchor_date: Some(dct), span }
}

fn remember(state: &mut State, c: &Candidate, core: Core, anchored: Anchored) {
    let Some(period) = anchored.period else { return };
    if let Period::Quarter(y, q) = period {
        // Only a quarter of about now is what "a year earlier" is held against.
        let current = state.dct.is_none_or(|d| (0..=1).contains(&(i32::from(d.year()) - i32::from(y))));
        if current && !matches!(core, Core::YearBefore | Core::PeriodOf(_)) {
            state.quarter = Some((y, q));
        }
    }
    let Some((first, _)) = period.bounds() else { return };
    let narrower = !matches!(period, Period::Decade(_) | Period::Century(_) | Period::Millennium(_));
    if narrower && core != Core::Context {
        let previous = Previous { period, first, sent: c.sent, explicit: anchored.anchor == "explicit" };
        state.previous = Some(previous);
        if matches!(period, Period::Day(_) | Period::Month(..)) {
            state.flow = Some(previous);
        }
    }
}

impl State {
    /// The date that "yesterday" or "last year" is counted from.
    fn now(&self) -> (Option<Date>, &'static str) {
        match (self.narrative, self.previous, self.dct) {
            (true, Some(p), _) => (Some(p.first), "previous"),
            (_, _, Some(dct)) => (Some(dct), "dct"),
            _ => (None, "none"),
        }
    }
    /// The date that "the following day" is counted from.
    fn then(&self) -> (Option<Date>, &'static str) {
        match (self.previous, self.dct) {
            (Some(p), _) => (Some(p.first), "previous"),
            (None, Some(dct)) => (Some(dct), "dct"),
            _ => (None, "none"),
        }
    }
    fn from(&self, from: From) -> (Option<Date>, &'static str) {
        match from {
            From::Dct => self.now(),
            From::Previous => self.then(),
        }
    }
}

fn explicit(period: Option<Period>) -> Anchored {
    Anchored { period, anchor: "explicit", anchor_date: None, span: None }
}

/// Counted from a date of the document.
fn counted((date, anchor): (Option<Date>, &'static str), period: impl FnOnce(Date) -> Option<Period>) -> Anchored {
    match date {
        Some(date) => Anchored { period: period(date), anchor, anchor_date: Some(date), span: None },
        None => NOWHERE,
    }
}

fn anchor(state: &State, c: &Candidate, core: Core, meaning: &DateMeaning) -> Anchored {
    let now = state.now();
    match core {
        Core::Day { year, month, day } => in_year(
            state,
            c,
            year,
            meaning,
            |y| Some(Period::Day(Date::new(y, month as i8, day as i8).ok()?)),
            Some((month, day)),
        ),
        Core::DayOfMonth(day) => counted(state.then(), |d| Some(Period::Day(Date::new(d.year(), d.month(), day as i8).ok()?))),
        Core::Month { year, month } => in_year(state, c, year, meaning, |y| Some(Period::Month(y, month as i8)), None),
        Core::Year(y) => explicit(Some(Period::Year(y))),
        Core::ShortYear(y) => counted(now, |d| Some(Period::Year(pivot(d.year(), i16::from(y), 100)))),
        Core::Decade(n) => explicit(Some(Period::Decade(n))),
        Core::ShortDecade(n) => counted(now, |d| Some(Period::Decade(pivot(d.year() / 10, i16::from(n), 10)))),
        Core::PeriodOf(year) => match state.quarter {
            Some((_, q)) => explicit(Some(Period::Quarter(year, q))),
            None => explicit(Some(Period::Year(year))),
        },
        Core::Century(n) => explicit(Some(Period::Century(i16::from(n)))),
        Core::Quarter { year, quarter } => in_year(state, c, year, meaning, |y| Some(Period::Quarter(y, quarter as i8)), None),
        Core::Half { year, half } => in_year(state, c, year, meaning, |y| Some(Period::Half(y, half as i8)), None),
        Core::Season { year, season } => in_year(state, c, year, meaning, |y| Some(Period::Season(y, season as i8)), None),
        Core::Holiday { holiday: index, year } => {
            let rule = LEXICON.holidays.get(usize::from(index)).copied();
            in_year(state, c, year, meaning, |y| Some(Period::Day(holiday(rule?, y)?)), Some((0, 0)))
        }
        Core::WeekOf { month, day } => in_year(
            state,
            c,
            YearOf::Unknown,
            meaning,
            |y| Period::around(Unit::Week, Date::new(y, month as i8, day as i8).ok()?),
            Some((month, day)),
        ),
        // Six weeks before its end lies well inside it, whatever month the business year begins with.
        Core::QuarterEnding { month, day } => in_year(
            state,
            c,
            YearOf::Unknown,
            meaning,
            |y| Period::around(Unit::Quarter, plus_days(Date::new(y, month as i8, day as i8).ok()?, -45)?),
            None,
        ),
        Core::Weekday { weekday, which } => on_weekday(state, weekday, which, meaning),
        Core::Weekend(which) => weekend(state, which, meaning),
        Core::Step { unit, count, from } => step(state, unit, count, from),
        Core::Same { unit, from } => same(state, unit, from),
        Core::YearBefore => year_before(state, c),
        Core::Context => context(state, c),
        _ => NOWHERE,
    }
}

/// The latest number ending in `short` that is not after `now`: '89 seen from 1998 is 1989.
fn pivot(now: i16, short: i16, modulus: i16) -> i16 {
    let n = now - now.rem_euclid(modulus) + short;
    if n > now { n - modulus } else { n }
}

/// Completes a date that repeats every year.
fn in_year(
    state: &State,
    c: &Candidate,
    year: YearOf,
    meaning: &DateMeaning,
    period: impl Fn(i16) -> Option<Period>,
    day: Option<(u8, u8)>,
) -> Anchored {
    let now = state.now();
    match year {
        YearOf::Year(y) => explicit(period(y)),
        YearOf::Step(n) => counted(now, |d| period(d.year().checked_add(i16::from(n))?)),
        YearOf::Which(Which::That | Which::Same) => counted(state.then(), |d| period(d.year())),
        YearOf::Which(Which::This | Which::Current) => counted(now, |d| period(d.year())),
        YearOf::Which(Which::Next | Which::Coming | Which::Following) => counted(now, |d| after(d, &period)),
        YearOf::Which(Which::None) | YearOf::Unknown => unknown_year(state, c, meaning, period, day),
        YearOf::Which(_) => counted(now, |d| before(d, &period)),
    }
}

fn unknown_year(
    state: &State,
    c: &Candidate,
    meaning: &DateMeaning,
    period: impl Fn(i16) -> Option<Period>,
    day: Option<(u8, u8)>,
) -> Anchored {
    if let Some(p) = state
        .previous
        .filter(|p| state.narrative || (p.explicit && p.sent == c.sent && state.dct.is_none_or(|d| d.year() != p.first.year())))
    {
        if let Some(flow) = state.flow.filter(|f| state.narrative && p.sent != c.sent && f.first != p.first) {
            // A year named in passing does not turn the story: what follows closely on the last day told goes on from there.
            if let Some(next) = narrated(flow, flow.first, &period).filter(|n| close(flow.first, *n)) {
                return counted((Some(flow.first), "previous"), |_| Some(next));
            }
        }
        return counted((Some(p.first), "previous"), |d| narrated(p, d, &period));
    }
    if state.narrative {
        return NOWHERE;
    }
    counted(state.now(), |d| {
        let near = nearest(d, &period)?;
        let days = near.bounds()?.0.since(d).ok()?.get_days();
        match (day, meaning.tense) {
            (None, Tense::Future) if !matches!(near, Period::Quarter(..)) => from(d, &period),
            (None, _) => until(d, &period),
            // The nearest is meant unless it lies some months on the wrong side of the verb.
            (Some(_), Tense::Future) if days < -60 => from(d, &period),
            (Some(_), Tense::Past) if days > 90 => until(d, &period),
            (Some(_), _) => Some(near),
        }
    })
}

/// Narratives go forward: a month well before the last one named is next year's.
fn narrated(p: Previous, d: Date, period: &impl Fn(i16) -> Option<Period>) -> Option<Period> {
    let same = period(d.year())?;
    let fine = matches!(p.period, Period::Day(_) | Period::Month(..) | Period::Season(..));
    let months = i32::from(same.bounds()?.0.month()) - i32::from(d.month());
    if fine && months <= -8 { period(d.year().checked_add(1)?) } else { Some(same) }
}

/// True for a period from a month before to four months after the day.
fn close(d: Date, period: Period) -> bool {
    period.bounds().and_then(|b| b.0.since(d).ok()).is_some_and(|s| (-31..=120).contains(&s.get_days()))
}

/// The last such period that begins on or before the day.
fn until(d: Date, period: &impl Fn(i16) -> Option<Period>) -> Option<Period> {
    let same = period(d.year())?;
    if same.bounds()?.0 <= d { Some(same) } else { period(d.year().checked_sub(1)?) }
}

/// The last such period that ends on or before the day.
fn before(d: Date, period: &impl Fn(i16) -> Option<Period>) -> Option<Period> {
    let same = period(d.year())?;
    if same.bounds()?.1 <= d { Some(same) } else { period(d.year().checked_sub(1)?) }
}

/// The first such period that begins after the day.
fn after(d: Date, period: &impl Fn(i16) -> Option<Period>) -> Option<Period> {
    let same = period(d.year())?;
    if same.bounds()?.0 > d { Some(same) } else { period(d.year().checked_add(1)?) }
}

/// The first such period that ends after the day.
fn from(d: Date, period: &impl Fn(i16) -> Option<Period>) -> Option<Period> {
    let same = period(d.year())?;
    if same.bounds()?.1 > d { Some(same) } else { period(d.year().checked_add(1)?) }
}

/// The such period whose beginning is nearest to the day. A day that most years lack (29 February) is looked for in all three.
fn nearest(d: Date, period: &impl Fn(i16) -> Option<Period>) -> Option<Period> {
    let distance = |p: &Period| p.bounds().and_then(|b| b.0.since(d).ok()).map_or(i32::MAX, |s| s.get_days().abs());
    (-1..=1).filter_map(|n| period(d.year().checked_add(n)?)).min_by_key(distance)
}

fn on_weekday(state: &State, day: u8, which: Which, meaning: &DateMeaning) -> Anchored {
    let base = match which {
        Which::Previous | Which::Following | Which::That | Which::Same => state.then(),
        _ => state.now(),
    };
    counted(base, |d| {
        let back = (i64::from(d.weekday().to_monday_one_offset()) - i64::from(day)).rem_euclid(7);
        let days = match which {
            Which::None | Which::That | Which::Same if back == 0 => 0,
            Which::None if (meaning.tense == Tense::Future) => 7 - back,
            Which::Next | Which::Coming | Which::Following => 7 - back,
            Which::This => {
                if back == 0 || !(meaning.tense == Tense::Future) {
                    -back
                } else {
                    7 - back
                }
            }
            Which::Last | Which::Past | Which::Previous if back == 0 => -7,
            _ => -back,
        };
        Some(Period::Day(plus_days(d, days)?))
    })
}

fn weekend(state: &State, which: Which, meaning: &DateMeaning) -> Anchored {
    counted(state.now(), |d| {
        let this = Period::around(Unit::Weekend, d)?;
        let at_weekend = d.weekday().to_monday_one_offset() >= 6;
        match which {
            Which::Last | Which::Past | Which::Previous => this.step(-1),
            Which::Next | Which::Coming | Which::Following => this.step(if at_weekend || which != Which::Next { 1 } else { 0 }),
            Which::This | Which::Current => Some(this),
            _ if at_weekend || (meaning.tense == Tense::Future) => Some(this),
            _ => this.step(-1),
        }
    })
}

fn step(state: &State, unit: Unit, count: i32, from: From) -> Anchored {
    // Tomorrow and yesterday hold for the publication date even in a narrative without a date so far.
    let base = state.from(from);
    if unit < Unit::Day {
        return NOWHERE;
    }
    if unit == Unit::Quarter
        && count == -1
        && let Some((y, q)) = state.quarter
    {
        return Anchored { period: Some(Period::Quarter(y, q)), anchor: "previous", anchor_date: None, span: None };
    }
    let count = if unit == Unit::Fortnight { count.saturating_mul(2) } else { count };
    counted(base, |d| Period::around(unit, d)?.step(count))
}

fn same(state: &State, unit: Unit, from: From) -> Anchored {
    if unit == Unit::Quarter && from == From::Previous {
        return match state.quarter {
            Some((y, q)) => Anchored { period: Some(Period::Quarter(y, q)), anchor: "previous", anchor_date: None, span: None },
            None => counted(state.now(), |d| Period::around(Unit::Quarter, d)?.step(-1)),
        };
    }
    counted(state.from(from), |d| Period::around(unit, d))
}

/// A year before the period that is being compared: the quarter the text speaks of, else the year.
fn year_before(state: &State, c: &Candidate) -> Anchored {
    if let Some((y, q)) = state.quarter.filter(|_| !state.narrative) {
        return Anchored { period: Period::Quarter(y, q).step(-4), anchor: "previous", anchor_date: None, span: None };
    }
    let base = match state.previous {
        Some(p) if state.narrative || (p.sent == c.sent && p.explicit) => (Some(p.first), "previous"),
        _ => state.now(),
    };
    counted(base, |d| Period::around(Unit::Year, d)?.step(-1))
}

/// The day that a time of day belongs to: one named in the same sentence, else today.
fn context(state: &State, c: &Candidate) -> Anchored {
    match state.previous {
        Some(Previous { period: Period::Day(day), sent, .. }) if sent == c.sent || state.narrative || state.dct.is_none() => {
            Anchored { period: Some(Period::Day(day)), anchor: "previous", anchor_date: Some(day), span: None }
        }
        _ => counted((state.dct, "dct"), |d| Some(Period::Day(d))),
    }
}
