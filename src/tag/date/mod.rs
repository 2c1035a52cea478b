//! Tokens -> date candidates with an unanchored meaning: one short function a construct, words from `gazetteers/date/*.tsv`.
//!
//! [`tag`] walks over the tokens once. Ordinary words leave at the first look-up; a word or number that may begin a time
//! expression is tried against the constructs whose first word it can be, and the longest find wins. Constructs look a
//! constant number of tokens around them. What a find means is a [`DateMeaning`]; `resolve::date` anchors it.

mod calendar;
mod clock;
mod cursor;
mod duration;
mod lexicon;
mod meaning;
mod period;
mod reference;
mod relative;

pub use lexicon::{HolidayRule, LEXICON};
pub use meaning::*;

use super::{Candidate, Context};
use crate::mention::{Kind, TokenRange};
use crate::segment::TokenKind;
use cursor::{Cursor, Found};
use lexicon::{Class, Trust};

/// Names of all rules of this tagger.
pub const RULES: &[&str] = &[
    "date.iso",
    "date.numeric",
    "date.day-month-year",
    "date.day-month",
    "date.month-day-year",
    "date.month-day",
    "date.weekday-date",
    "date.day-of-month",
    "date.month-year",
    "date.month",
    "date.year",
    "date.year-range",
    "date.year-period",
    "date.decade",
    "date.century",
    "date.quarter",
    "date.half",
    "date.fiscal-year",
    "date.season",
    "date.holiday",
    "date.weekend",
    "date.weekday",
    "date.relative-day",
    "date.relative-unit",
    "date.narrative",
    "date.ago",
    "date.year-earlier",
    "date.unit-reference",
    "date.year-end",
    "date.week-of",
    "date.clock",
    "date.clock-date",
    "date.day-part",
    "date.duration",
    "date.duration-adjective",
    "date.duration-window",
    "date.duration-bare",
    "date.set-every",
    "date.set-adverb",
    "date.set-times",
    "date.set-weekday",
    "date.past-ref",
    "date.present-ref",
    "date.future-ref",
];

/// Proposes dates; both vectors are appended to, `Candidate::value` points into `meanings`.
pub fn tag(cx: &Context<'_>, out: &mut Vec<Candidate>, meanings: &mut Vec<DateMeaning>) {
    let c = Cursor::new(cx);
    let (mut i, mut sent) = (0, 0);
    while i < cx.tokens.len() {
        match may_begin(&c, i).then(|| expression(&c, i)).flatten().and_then(|f| whole(&c, i, f)) {
            Some(found) => {
                while cx.sentences.get(sent).is_some_and(|s| s.tokens.end as usize <= i) {
                    sent += 1;
                }
                push(&c, TokenRange::new(i, found.end), sent as u32, found, out, meanings);
                i = found.end;
            }
            None => i += 1,
        }
    }
}

fn push(c: &Cursor<'_>, tokens: TokenRange, sent: u32, found: Found, out: &mut Vec<Candidate>, meanings: &mut Vec<DateMeaning>) {
    let mut meaning = found.meaning;
    meaning.tense = tense(c, sent, tokens.first as usize, tokens.end as usize);
    out.push(Candidate {
        kind: Kind::Date,
        tokens,
        span: c.cx.span(tokens),
        sent,
        rule: found.rule,
        score: found.score,
        shares: matches!(meaning.core, Core::Duration { .. }),
        confidence: (0.6 + 0.13 * found.score).min(0.98),
        value: meanings.len() as u32,
    });
    meanings.push(meaning);
}

/// What the words around speak of: the nearest cue before the expression decides ("will meet Friday", "said Friday"), else the
/// nearest after it.
fn tense(c: &Cursor<'_>, sent: u32, i: usize, end: usize) -> Tense {
    let Some(sentence) = c.cx.sentences.get(sent as usize) else { return Tense::Open };
    let before = c.before(i);
    if c.any(before, &["until", "till", "by"]) || c.is(before, "as") && c.any(before.wrapping_sub(1), &["soon", "early", "late"])
    {
        return Tense::Future;
    }
    if c.any(before, &["since", "after"]) {
        return Tense::Past;
    }
    for k in (i.saturating_sub(10).max(sentence.tokens.first as usize)..i).rev() {
        let infinitive = c.is(k, "to") && (c.is(k + 1, "be") || c.any(c.before(k), &["is", "are", "set", "due", "slated"]));
        if infinitive || c.cue(k, Trust::Future) {
            // "Had been scheduled" tells of a plan that time has overtaken.
            let overtaken = c.is(c.before(k), "been") || c.is(c.before(k), "had");
            return if overtaken { Tense::Past } else { Tense::Future };
        }
        if past(c, k) {
            return Tense::Past;
        }
    }
    for k in end..(end + 8).min(sentence.tokens.end as usize) {
        if c.any(k, &["will", "shall", "'ll", "’ll", "plans", "expects"]) {
            return Tense::Future;
        }
        if past(c, k) {
            return Tense::Past;
        }
    }
    Tense::Open
}

/// A verb of the past: listed, or in -ed.
fn past(c: &Cursor<'_>, k: usize) -> bool {
    let at = c.at(k);
    c.cue(k, Trust::Past) || at.len() > 4 && at.ends_with("ed") && c.word(k)
}

/// Cheap test on the first token: a number, a quote before `90s`, or a word of the lists that can begin an expression.
fn may_begin(c: &Cursor<'_>, i: usize) -> bool {
    let token = &c.cx.tokens[i];
    match token.kind {
        TokenKind::Number => true,
        TokenKind::Word => {
            let set = c.entry(i).set;
            set & !(Class::Cue.bit() | Class::Zone.bit()) != 0
                || (set != 0
                    || token.case == crate::segment::token::Case::Lower
                    || token.case == crate::segment::token::Case::Initial)
                    && opener(c, i)
        }
        TokenKind::Punct => matches!(token.byte(c.cx.text), b'\'' | 0xe2) && c.number(i + 1),
        TokenKind::Link => false,
    }
}

/// Words that begin expressions without meaning anything by themselves.
fn opener(c: &Cursor<'_>, i: usize) -> bool {
    c.any(i, &["the", "every", "each", "another", "once", "twice", "comparable", "fiscal", "q1", "q2", "q3", "q4"])
}

/// Drops what crosses a blank line or what a hyphen or a symbol glues to something else.
fn whole(c: &Cursor<'_>, i: usize, found: Found) -> Option<Found> {
    let tokens = c.cx.tokens.get(i..found.end)?;
    let broken = tokens.iter().skip(1).any(|t| t.after_blank());
    (!broken && !tokens.is_empty()).then_some(found)
}

/// The longest expression at `i`, with its modifier: "about two years", "late last week", "the end of 1990".
fn expression(c: &Cursor<'_>, i: usize) -> Option<Found> {
    longest([modified(c, i), edged(c, i), timed(c, i)])
}

fn longest<const N: usize>(finds: [Option<Found>; N]) -> Option<Found> {
    finds.into_iter().flatten().fold(None, |best: Option<Found>, f| match best {
        Some(b) if b.end >= f.end => Some(b),
        _ => Some(f),
    })
}

/// `about`, `nearly`, `at least` in front of an amount of time or, for `about` and `around`, a date.
fn modified(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let (phrase, next) = c.phrase(i, Class::Modifier)?;
    let modifier = Modifier::new(phrase.sense.value);
    let mut found = edged(c, next).or_else(|| timed(c, next))?;
    let amount = matches!(found.meaning.core, Core::Duration { .. }) || found.rule == "date.ago";
    let point = modifier == Modifier::Approx
        && c.any(i, &["about", "around", "circa", "approximately"])
        && !matches!(found.meaning.core, Core::Reference(_) | Core::Set(_) | Core::Weekday { .. });
    // "Over the past two years" and "over several years" are prepositions with their object.
    let preposition = c.any(i, &["over", "around", "about"]) && found.rule == "date.duration-window"
        || c.is(i, "over")
            && !matches!(found.meaning.core, Core::Duration { amount: Amount::Exact { .. }, .. } | Core::Step { .. });
    if !amount && !point || preposition || found.rule == "date.duration-bare" {
        return None;
    }
    found.meaning.modifier = modifier;
    Some(found)
}

/// `early`, `late`, `mid-`, `the end of`, `earlier` in front of a date.
fn edged(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let (modifier, next) = match c.phrase(i, Class::Edge) {
        Some((phrase, next)) => (Modifier::new(phrase.sense.value), next),
        None if c.is(i, "the") => {
            let (phrase, next) = c.phrase(i + 1, Class::Edge).filter(|(p, _)| p.words.len() <= 2)?;
            (Modifier::new(phrase.sense.value), next)
        }
        None => return None,
    };
    let next = c.hyphen(next).unwrap_or(next);
    let found = timed(c, next).or_else(|| on_day(c, next))?;
    let dated = !matches!(found.meaning.core, Core::Duration { .. } | Core::Set(_) | Core::Reference(_) | Core::VagueAgo { .. });
    let same_day = matches!(found.meaning.core, Core::Same { unit: Unit::Day, .. });
    (dated && found.rule != "date.ago" && !same_day).then(|| found.modified(modifier))
}

fn on_day(c: &Cursor<'_>, i: usize) -> Option<Found> {
    c.is(i, "on").then(|| base(c, i + 1).filter(|f| clock::is_day(f.meaning.core)))?
}

/// A date with a time of day before or after it, or either alone.
fn timed(c: &Cursor<'_>, i: usize) -> Option<Found> {
    longest([clock::before_date(c, i, base), base(c, i).map(|f| clock::after_date(c, f)), clock::alone(c, i)])
}

/// A date for "the morning of ...".
fn day_expression(c: &Cursor<'_>, i: usize) -> Option<Found> {
    longest([base(c, i)])
}

/// The longest construct at `i`, without modifier and time of day.
fn base(c: &Cursor<'_>, i: usize) -> Option<Found> {
    if c.number(i) {
        return numeric_base(c, i);
    }
    let set = c.entry(i).set;
    if set == 0 && !opener(c, i) && c.at(i) != "'" && c.at(i) != "’" && c.at(i) != "‘" {
        return None;
    }
    let calendar = longest([
        calendar::weekday_date(c, i),
        calendar::month_day(c, i),
        calendar::month_year(c, i),
        calendar::month(c, i),
        calendar::day_month(c, i),
        calendar::year(c, i),
        calendar::year_period(c, i),
        calendar::decade(c, i),
        calendar::century(c, i),
        calendar::day_of_month(c, i),
    ]);
    let period = longest([
        period::quarter(c, i),
        period::quarter_code(c, i),
        period::half(c, i),
        period::fiscal(c, i),
        period::season(c, i),
        period::holiday(c, i),
        period::weekend(c, i),
        period::weekday(c, i),
    ]);
    let relative = longest([
        relative::day(c, i),
        relative::which_unit(c, i),
        relative::ago(c, i),
        relative::year_earlier(c, i),
        relative::year_end(c, i),
        relative::week_of(c, i),
        clock::day_part(c, i),
    ]);
    let length = longest([
        duration::times(c, i),
        duration::every(c, i),
        duration::window(c, i),
        duration::counted(c, i),
        duration::adverb(c, i),
        duration::plural_day(c, i),
        duration::bare(c, i),
        reference::reference(c, i),
        relative::unit_reference(c, i),
    ]);
    longest([calendar, period, relative, length])
}

/// Constructs that begin with digits.
fn numeric_base(c: &Cursor<'_>, i: usize) -> Option<Found> {
    longest([
        calendar::iso(c, i),
        calendar::numeric(c, i),
        calendar::day_month(c, i),
        calendar::decade(c, i),
        calendar::century(c, i),
        calendar::year_range(c, i),
        calendar::year(c, i),
        calendar::day_of_month(c, i),
        relative::ago(c, i),
        duration::times(c, i),
        duration::counted(c, i),
        period::quarter(c, i),
    ])
}
