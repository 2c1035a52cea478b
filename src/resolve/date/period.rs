//! Periods of the calendar: their first and last day, their TIMEX3 text, stepping from one to another. Nothing here panics at
//! the ends of jiff's calendar: what lies outside is `None`.

use crate::tag::date::{HolidayRule, Unit};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use std::fmt::Write;

/// A period that TIMEX3 has a name for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Period {
    Day(Date),
    /// By its Monday.
    Week(Date),
    /// By its Saturday.
    Weekend(Date),
    Month(i16, i8),
    Quarter(i16, i8),
    Half(i16, i8),
    /// 0 spring, 1 summer, 2 autumn, 3 winter.
    Season(i16, i8),
    Year(i16),
    /// 198 for the 1980s.
    Decade(i16),
    /// 19 for the twentieth century.
    Century(i16),
    Millennium(i16),
}

/// The day `n` days after `date`.
pub fn plus_days(date: Date, n: i64) -> Option<Date> {
    if n.abs() > 4_000_000 {
        return None;
    }
    date.checked_add(n.days()).ok()
}

/// The Monday of the date's ISO week.
pub fn monday(date: Date) -> Option<Date> {
    plus_days(date, -i64::from(date.weekday().to_monday_zero_offset()))
}

/// First day of a month, the month counted from 0 over year borders.
fn month_first(year: i16, month0: i32) -> Option<Date> {
    let year = i32::from(year) + month0.div_euclid(12);
    Date::new(i16::try_from(year).ok()?, month0.rem_euclid(12) as i8 + 1, 1).ok()
}

impl Period {
    /// The period of that unit around a day.
    pub fn around(unit: Unit, date: Date) -> Option<Period> {
        Some(match unit {
            Unit::Week | Unit::Fortnight => Period::Week(monday(date)?),
            Unit::Weekend => Period::Weekend(plus_days(monday(date)?, 5)?),
            Unit::Month => Period::Month(date.year(), date.month()),
            Unit::Quarter => Period::Quarter(date.year(), (date.month() - 1) / 3 + 1),
            Unit::Half => Period::Half(date.year(), (date.month() - 1) / 6 + 1),
            Unit::Year => Period::Year(date.year()),
            Unit::Decade => Period::Decade(date.year().div_euclid(10)),
            Unit::Century => Period::Century(date.year().div_euclid(100)),
            Unit::Millennium => Period::Millennium(date.year().div_euclid(1000)),
            _ => Period::Day(date),
        })
    }

    /// The period `n` of its own kind later.
    pub fn step(self, n: i32) -> Option<Period> {
        let year = |y: i16, n: i32| i32::from(y).checked_add(n).and_then(|y| i16::try_from(y).ok());
        let part = |y: i16, k: i8, of: i32| {
            let index = (i32::from(y) * of + i32::from(k) - 1).checked_add(n)?;
            Some((i16::try_from(index.div_euclid(of)).ok()?, index.rem_euclid(of) as i8 + 1))
        };
        Some(match self {
            Period::Day(d) => Period::Day(plus_days(d, i64::from(n))?),
            Period::Week(d) => Period::Week(plus_days(d, 7 * i64::from(n))?),
            Period::Weekend(d) => Period::Weekend(plus_days(d, 7 * i64::from(n))?),
            Period::Month(y, m) => part(y, m, 12).map(|(y, m)| Period::Month(y, m))?,
            Period::Quarter(y, q) => part(y, q, 4).map(|(y, q)| Period::Quarter(y, q))?,
            Period::Half(y, h) => part(y, h, 2).map(|(y, h)| Period::Half(y, h))?,
            Period::Season(y, s) => Period::Season(year(y, n)?, s),
            Period::Year(y) => Period::Year(year(y, n)?),
            Period::Decade(d) => Period::Decade(year(d, n)?),
            Period::Century(c) => Period::Century(year(c, n)?),
            Period::Millennium(m) => Period::Millennium(year(m, n)?),
        })
    }

    /// First day, and first day after it.
    pub fn bounds(self) -> Option<(Date, Date)> {
        let years = |first: i32, n: i32| {
            Some((Date::new(i16::try_from(first).ok()?, 1, 1).ok()?, Date::new(i16::try_from(first + n).ok()?, 1, 1).ok()?))
        };
        let months = |y: i16, from: i32, n: i32| Some((month_first(y, from)?, month_first(y, from + n)?));
        match self {
            Period::Day(d) => Some((d, plus_days(d, 1)?)),
            Period::Week(d) => Some((d, plus_days(d, 7)?)),
            Period::Weekend(d) => Some((d, plus_days(d, 2)?)),
            Period::Month(y, m) => months(y, i32::from(m) - 1, 1),
            Period::Quarter(y, q) => months(y, 3 * (i32::from(q) - 1), 3),
            Period::Half(y, h) => months(y, 6 * (i32::from(h) - 1), 6),
            // Seasons are meteorological: spring is March to May.
            Period::Season(y, s) => months(y, 2 + 3 * i32::from(s), 3),
            Period::Year(y) => years(i32::from(y), 1),
            Period::Decade(d) => years(10 * i32::from(d), 10),
            Period::Century(c) => years(100 * i32::from(c), 100),
            Period::Millennium(m) => years(1000 * i32::from(m), 1000),
        }
    }

    /// The word in the column `granularity`.
    pub fn granularity(self) -> &'static str {
        match self {
            Period::Day(_) => "day",
            Period::Week(_) => "week",
            Period::Weekend(_) => "weekend",
            Period::Month(..) => "month",
            Period::Quarter(..) => "quarter",
            Period::Half(..) => "half",
            Period::Season(..) => "season",
            Period::Year(_) => "year",
            Period::Decade(_) => "decade",
            Period::Century(_) => "century",
            Period::Millennium(_) => "millennium",
        }
    }

    /// Appends the TIMEX3 value.
    pub fn write(self, out: &mut String) {
        // Writing to a String cannot fail.
        let _ = match self {
            Period::Day(d) => write_day(out, d),
            Period::Week(d) => {
                let week = d.iso_week_date();
                write!(out, "{:04}-W{:02}", week.year(), week.week())
            }
            Period::Weekend(d) => {
                let week = d.iso_week_date();
                write!(out, "{:04}-W{:02}-WE", week.year(), week.week())
            }
            Period::Month(y, m) => write_year(out, y).and_then(|()| write_two(out, m)),
            Period::Quarter(y, q) => write_year(out, y).and_then(|()| write!(out, "-Q{q}")),
            Period::Half(y, h) => write_year(out, y).and_then(|()| write!(out, "-H{h}")),
            Period::Season(y, s) => {
                write_year(out, y).and_then(|()| write!(out, "-{}", ["SP", "SU", "FA", "WI"][(s & 3) as usize]))
            }
            Period::Year(y) => write_year(out, y),
            Period::Decade(d) => write!(out, "{d:03}"),
            Period::Century(c) if c < 0 => write!(out, "BC{:02}", -(c + 1)),
            Period::Century(c) => write!(out, "{c:02}"),
            Period::Millennium(m) => write!(out, "{m}"),
        };
    }
}

fn write_year(out: &mut String, year: i16) -> std::fmt::Result {
    match year {
        // What nearly all years are, without the machinery of formats.
        1000..=9999 => {
            let digit = |by: i16| char::from(b'0' + (year / by % 10) as u8);
            [1000, 100, 10, 1].into_iter().for_each(|by| out.push(digit(by)));
            Ok(())
        }
        0.. => write!(out, "{year:04}"),
        _ => write!(out, "BC{:04}", -year),
    }
}

/// A month or a day with its hyphen: `-02`.
fn write_two(out: &mut String, n: i8) -> std::fmt::Result {
    match n {
        0..=99 => {
            out.push('-');
            out.push(char::from(b'0' + n as u8 / 10));
            out.push(char::from(b'0' + n as u8 % 10));
            Ok(())
        }
        _ => write!(out, "-{n:02}"),
    }
}

fn write_day(out: &mut String, d: Date) -> std::fmt::Result {
    write_year(out, d.year())?;
    write_two(out, d.month())?;
    write_two(out, d.day())
}

/// Monday 1 ... Sunday 7.
pub fn weekday(n: u8) -> Weekday {
    Weekday::from_monday_one_offset(n.clamp(1, 7) as i8).unwrap_or(Weekday::Monday)
}

/// The day of a holiday in a year.
pub fn holiday(rule: HolidayRule, year: i16) -> Option<Date> {
    match rule {
        HolidayRule::Fixed { month, day } => Date::new(year, month, day).ok(),
        HolidayRule::Nth { month, nth, weekday: day, plus } => {
            let first = Date::new(year, month, 1).ok()?;
            plus_days(first.nth_weekday_of_month(nth, weekday(day as u8)).ok()?, i64::from(plus))
        }
        HolidayRule::Easter(offset) => plus_days(easter(year)?, i64::from(offset)),
    }
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15).rem_euclid(30);
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4).rem_euclid(7);
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19).rem_euclid(32);
    Date::new(year, month as i8, day as i8).ok()
}
