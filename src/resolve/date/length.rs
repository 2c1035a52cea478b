//! TIMEX3 values of durations and sets.

use crate::tag::date::{Amount, Recurrence, Unit};
use std::fmt::Write;

/// How a unit is written: before the number, factor, after the number.
fn code(unit: Unit) -> (&'static str, u32, char) {
    match unit {
        Unit::Second => ("PT", 1, 'S'),
        Unit::Minute => ("PT", 1, 'M'),
        Unit::Hour => ("PT", 1, 'H'),
        Unit::Day => ("P", 1, 'D'),
        Unit::Weekend => ("P", 2, 'D'),
        Unit::Week => ("P", 1, 'W'),
        Unit::Fortnight => ("P", 2, 'W'),
        Unit::Month => ("P", 1, 'M'),
        Unit::Quarter => ("P", 1, 'Q'),
        Unit::Half => ("P", 6, 'M'),
        Unit::Year => ("P", 1, 'Y'),
        Unit::Decade => ("P", 10, 'Y'),
        Unit::Century => ("P", 100, 'Y'),
        Unit::Millennium => ("P", 1000, 'Y'),
    }
}

/// Appends `P2Y`, `PXD`, `PT2H`, `P2Y6M`.
pub fn write_duration(out: &mut String, amount: Amount, unit: Unit) {
    let (head, factor, tail) = code(unit);
    // Writing to a String cannot fail.
    let _ = match amount {
        Amount::Vague => match unit {
            Unit::Decade => write!(out, "PXDE"),
            Unit::Century => write!(out, "PXC"),
            Unit::Millennium => write!(out, "PXL"),
            _ => write!(out, "{head}X{tail}"),
        },
        Amount::Exact { whole, tenths: 0, half: false } => write!(out, "{head}{}{tail}", u64::from(whole) * u64::from(factor)),
        Amount::Exact { whole, tenths, half: false } if factor == 1 => write!(out, "{head}{whole}.{tenths}{tail}"),
        Amount::Exact { whole, tenths, half: false } => {
            write!(out, "{head}{}{tail}", u64::from(whole) * u64::from(factor) + u64::from(tenths) * u64::from(factor) / 10)
        }
        Amount::Exact { whole, .. } => write_half(out, whole, unit),
    };
}

/// A half is written in the next smaller unit: `P2Y6M`, `PT1M30S`.
fn write_half(out: &mut String, whole: u32, unit: Unit) -> std::fmt::Result {
    let (head, factor, tail) = code(unit);
    let rest = match unit {
        Unit::Year => "6M",
        Unit::Hour => "30M",
        Unit::Minute => "30S",
        Unit::Day => "T12H",
        _ if factor > 1 => return write!(out, "{head}{}{tail}", u64::from(whole) * u64::from(factor) + u64::from(factor) / 2),
        _ => return write!(out, "{head}{whole}.5{tail}"),
    };
    match whole {
        0 => write!(out, "{head}{rest}"),
        _ => write!(out, "{head}{whole}{tail}{rest}"),
    }
}

/// Appends `P1D`, `XXXX-WXX-4`, `XXXX-07`.
pub fn write_set(out: &mut String, recurrence: Recurrence) {
    let _ = match recurrence {
        Recurrence::Listed(n) => {
            out.push_str(crate::tag::date::LEXICON.sets.get(usize::from(n)).copied().unwrap_or("P1D"));
            Ok(())
        }
        Recurrence::Every(n, unit) => {
            write_duration(out, Amount::whole(n), unit);
            Ok(())
        }
        Recurrence::Weekday(day) => write!(out, "XXXX-WXX-{day}"),
        Recurrence::Month(month) => write!(out, "XXXX-{month:02}"),
        Recurrence::Season(season) => write!(out, "XXXX-{}", ["SP", "SU", "FA", "WI"][usize::from(season & 3)]),
        Recurrence::Part(part) => write!(out, "XXXX-XX-XXT{}", part.code()),
        Recurrence::Weekend => write!(out, "XXXX-WXX-WE"),
    };
}
