//! Publication dates outside the text: the value of a field, a file name, a path.

use crate::config::DateOrder;
use crate::error::{Error, Result};
use jiff::civil::Date;
use regex::Regex;

/// Where a publication date may be read from besides fields and flags.
#[derive(Debug, Clone, Default)]
pub enum DateFrom {
    /// The first `2020-02-26`, `20200226` or `2020_02_26` in the file name.
    Filename,
    /// A pattern of `%Y`, `%m` and `%d` in the path.
    Path(PathDate),
    /// Nowhere.
    #[default]
    None,
}

/// A compiled `path:FMT`.
#[derive(Debug, Clone)]
pub struct PathDate(Regex);

impl DateFrom {
    /// Reads the value of `--date-from`: `filename`, `none` or `path:FMT`.
    pub fn parse(value: &str) -> Result<DateFrom> {
        match value {
            "filename" => Ok(DateFrom::Filename),
            "none" => Ok(DateFrom::None),
            _ => match value.strip_prefix("path:") {
                Some(format) => PathDate::parse(format).map(DateFrom::Path),
                None => Err(Error::usage(format!(
                    "--date-from {value}: expected filename, none, or path: with a pattern such as path:%Y/%m/%d"
                ))),
            },
        }
    }

    /// The date that the path states.
    pub fn date(&self, path: &str) -> Option<Date> {
        match self {
            DateFrom::Filename => in_file_name(path.rsplit('/').next().unwrap_or(path)),
            DateFrom::Path(pattern) => pattern.date(path),
            DateFrom::None => None,
        }
    }
}

impl PathDate {
    fn parse(format: &str) -> Result<PathDate> {
        // Digits beside the pattern would make a number of another meaning: 120200226.
        let mut pattern = String::from("(?:^|[^0-9])");
        let mut parts = format.split('%');
        pattern.push_str(&regex::escape(parts.next().unwrap_or_default()));
        for part in parts {
            let mut rest = part.chars();
            pattern.push_str(match rest.next() {
                Some('Y') => "(?P<y>[0-9]{4})",
                Some('m') => "(?P<m>[0-9]{1,2})",
                Some('d') => "(?P<d>[0-9]{1,2})",
                other => {
                    let other = other.map_or_else(String::new, String::from);
                    return Err(Error::usage(format!("--date-from path:{format}: %{other} is none of %Y, %m, %d")));
                }
            });
            pattern.push_str(&regex::escape(rest.as_str()));
        }
        pattern.push_str("(?:[^0-9]|$)");
        let complete = ["%Y", "%m", "%d"].iter().all(|p| format.matches(p).count() == 1);
        let wrong = || Error::usage(format!("--date-from path:{format}: the pattern needs each of %Y, %m and %d once"));
        if complete { Regex::new(&pattern).map(PathDate).map_err(|_| wrong()) } else { Err(wrong()) }
    }

    /// The last match counts: deeper folders are closer to the article.
    fn date(&self, path: &str) -> Option<Date> {
        let (mut found, mut from) = (None, 0);
        // Matches may share the slash between them, which an ordinary iteration would skip.
        while let Some(c) = self.0.captures_at(path, from) {
            let number = |name: &str| c[name].parse::<i16>().ok();
            let date = number("y").zip(number("m")).zip(number("d")).and_then(|((y, m), d)| new_date(y, m, d));
            found = date.or(found);
            from = c.get(1).map_or(path.len(), |first| first.end());
        }
        found
    }
}

/// First plausible year, month and day in a file name.
fn in_file_name(name: &str) -> Option<Date> {
    let bytes = name.as_bytes();
    let begins = |i: usize| bytes[i].is_ascii_digit() && (i == 0 || !bytes[i - 1].is_ascii_digit());
    (0..bytes.len()).filter(|i| begins(*i)).find_map(|i| date_at(&bytes[i..]))
}

fn date_at(bytes: &[u8]) -> Option<Date> {
    let number = |from: usize, n: usize| {
        let digits = bytes.get(from..from + n)?;
        digits.iter().all(u8::is_ascii_digit).then(|| digits.iter().fold(0i16, |v, d| v * 10 + i16::from(d - b'0')))
    };
    let year = number(0, 4).filter(|y| (1800..2100).contains(y))?;
    let gap = usize::from(matches!(bytes.get(4), Some(b'-' | b'_' | b'.')));
    let second = 6 + gap;
    if gap == 1 && bytes.get(second) != bytes.get(4) {
        return None;
    }
    let (month, day) = (number(4 + gap, 2)?, number(second + gap, 2)?);
    if bytes.get(second + gap + 2).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    new_date(year, month, day)
}

fn new_date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().filter(|_| year >= 1000)
}

/// Reads a field's value: `2020-02-26`, RFC 3339, RFC 2822, `20200226`, `Feb 26, 2020`, `26 February 2020 10:00`, `26/2/2020`
/// (`order` decides where both readings are possible), seconds or milliseconds since 1970. The date is the local one as written.
pub fn parse(value: &str, order: DateOrder) -> Option<Date> {
    let value = value.trim();
    if value.len() > 100 || !value.is_ascii() {
        return None;
    }
    let parts: Vec<(usize, &str)> = words(value);
    with_month_name(value, &parts).or_else(|| numeric(value, &parts, order))
}

/// Runs of letters and of digits with the place where they begin.
fn words(value: &str) -> Vec<(usize, &str)> {
    let bytes = value.as_bytes();
    let class = |b: u8| (b.is_ascii_digit(), b.is_ascii_alphabetic());
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let kind = class(bytes[at]);
        let end = at + bytes[at..].iter().take_while(|b| class(**b) == kind).count();
        if kind != (false, false) {
            out.push((at, &value[at..end]));
        }
        at = end;
    }
    out
}

/// The month (1-12) of an English name or its abbreviation of three letters or more.
pub(crate) fn month_number(word: &str) -> Option<i16> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let is = |m: &&str| word.len() >= 3 && m.len() >= word.len() && m[..word.len()].eq_ignore_ascii_case(word);
    let found = if word.eq_ignore_ascii_case("sept") { Some(8) } else { MONTHS.iter().position(is) };
    found.map(|i| i as i16 + 1)
}

fn with_month_name(value: &str, parts: &[(usize, &str)]) -> Option<Date> {
    let at = parts.iter().position(|(_, w)| w.is_ascii() && month_number(w).is_some())?;
    let month = month_number(parts[at].1)?;
    let day_of = |i: usize| parts.get(i).filter(|(_, w)| w.len() <= 2).and_then(|(_, w)| w.parse::<i16>().ok());
    // "26th February": the ordinal's letters stand between.
    let before = at
        .checked_sub(1)
        .and_then(|i| if matches!(parts[i].1, "st" | "nd" | "rd" | "th") { day_of(i.checked_sub(1)?) } else { day_of(i) });
    let day = before.or_else(|| day_of(at + 1))?;
    let is_offset = |start: usize| start > 0 && (value.as_bytes()[start - 1] == b'+' || value[..start].ends_with(" -"));
    let year = parts.iter().find(|(start, w)| w.len() == 4 && w.as_bytes()[0].is_ascii_digit() && !is_offset(*start))?;
    new_date(year.1.parse().ok()?, month, day)
}

fn numeric(value: &str, parts: &[(usize, &str)], order: DateOrder) -> Option<Date> {
    let (_, first) = *parts.first()?;
    let number = |i: usize| parts.get(i).and_then(|(_, w)| w.parse::<i64>().ok());
    match (first.len(), number(0)?) {
        (8, n) if n < 21_000_000 => new_date((n / 10_000) as i16, (n / 100 % 100) as i16, (n % 100) as i16),
        (9..=10, n) if parts.len() == 1 => of_seconds(n),
        (12..=13, n) if parts.len() == 1 => of_seconds(n / 1000),
        (4, year) => new_date(year as i16, i16::try_from(number(1)?).ok()?, i16::try_from(number(2)?).ok()?),
        (1..=2, a) if matches!(value.as_bytes()[first.len()..].first(), Some(b'/' | b'.' | b'-')) => {
            let (b, year) = (number(1)?, number(2)?);
            let month_first = b > 12 || (a <= 12 && order != DateOrder::Dmy);
            let (month, day) = if month_first { (a, b) } else { (b, a) };
            new_date(i16::try_from(year).ok()?, i16::try_from(month).ok()?, i16::try_from(day).ok()?)
        }
        _ => None,
    }
}

fn of_seconds(seconds: i64) -> Option<Date> {
    let days = seconds.div_euclid(86_400);
    jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}
