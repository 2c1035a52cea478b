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

pub use lexicon::{HolidayRule, LEXICON, Lexicon};
pub use meaning::*;

use super::figure::table::among;
use super::sweep::Sweep;
use super::{Candidate, Context};
use crate::mention::{Kind, TokenRange};
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
pub fn tag(cx: &Context<'_>, sweep: &Sweep, out: &mut Vec<Candidate>, meanings: &mut Vec<DateMeaning>) {
    let c = Cursor { cx, lex: &LEXICON, classes: &sweep.classes, entries: &sweep.entries };
    let (mut free, mut sent) = (0, 0);
    for &i in &sweep.dates {
        let i = i as usize;
        if i < free || !may_begin(&c, i, c.set(i)) {
            continue;
        }
        if let Some(found) = expression(&c, i).and_then(|f| whole(&c, i, f)) {
            while cx.sentences.get(sent).is_some_and(|s| s.tokens.end as usize <= i) {
                sent += 1;
            }
            push(&c, TokenRange::new(i, found.end), sent as u32, found, out, meanings);
            free = found.end;
        }
    }
}

/// True for classes of which a word may begin an expression.
#[inline]
pub(super) fn opens_date(classes: u32) -> bool {
    classes & !PASSIVE != 0
}

const fn bits<const N: usize>(classes: [Class; N]) -> u32 {
    let (mut set, mut k) = (0, 0);
    while k < N {
        set |= classes[k].bit();
        k += 1;
    }
    set
}

/// Classes that never begin an expression.
const PASSIVE: u32 = bits([Class::Zone, Class::Inner, Class::Meridiem]);
/// Classes that can be an expression, or its first word, with little beside them.
const STRONG: u32 = bits([
    Class::Month,
    Class::Weekday,
    Class::Unit,
    Class::Season,
    Class::Part,
    Class::Day,
    Class::Set,
    Class::Reference,
    Class::Holiday,
    Class::Number,
]);
/// Classes that a word such as "last" or "every" points to.
const HEADS: u32 = bits([
    Class::Month,
    Class::Weekday,
    Class::Unit,
    Class::Season,
    Class::Part,
    Class::Holiday,
    Class::Number,
    Class::Count,
    Class::Which,
    Class::Opener,
    Class::Ordinal,
    Class::Inner,
]);

/// Cheap test before the constructs are tried: "the", "a", "last" or "two" need a word of time close behind.
fn may_begin(c: &Cursor<'_>, i: usize, mut set: u32) -> bool {
    const UNIT: u32 = Class::Unit.bit();
    let next = c.set(i + 1);
    if set == 0 {
        return quoted_decade(c, i);
    }
    for class in [Class::Reference, Class::Holiday, Class::Modifier, Class::Edge] {
        // Words such as "as", "not" and "new" begin many phrases and are mostly none.
        if set & class.bit() != 0 && set & Class::The.bit() == 0 && c.phrase(i, class).is_none() {
            set &= !class.bit();
        }
    }
    match () {
        () if set == 0 => false,
        () if set & Class::The.bit() != 0 => next & AFTER_THE != 0 || decade_follows(c, i + 1),
        () if set & Class::Number.bit() != 0 => number_may_begin(c, i, next),
        () if set & STRONG != 0 => true,
        () if set & Class::Count.bit() != 0 => {
            let near = next | c.set(i + 2) | c.set(i + 3);
            near & (UNIT | Class::Opener.bit()) != 0 || next & bits([Class::Count, Class::Meridiem]) != 0 || c.at(i + 1) == "-"
        }
        () if set & bits([Class::Modifier, Class::Edge]) != 0 => (1..=4).any(|n| c.set(i + n) & (HEADS | STRONG) != 0),
        () => (next | c.set(i + 2) | c.set(i + 3)) & HEADS != 0,
    }
}

/// A number that may be a day, a year, an hour, or count units of time.
fn number_may_begin(c: &Cursor<'_>, i: usize, next: u32) -> bool {
    let at = c.at(i);
    let beside = next | c.set(i + 2);
    at.len() == 4
        || c.glued(i + 1)
        || at.contains('.')
        || beside & !Class::The.bit() != 0
        || matches!(c.at(c.before(i)), "-" | "–" | "/" | "and" | "or" | "to" | "AD")
        || matches!(c.at(i + 1), "BC" | "B.C." | "BCE" | "AD" | "CE" | "A.D." | "½")
}

/// `sixties`, `'60s`.
fn decade_follows(c: &Cursor<'_>, i: usize) -> bool {
    match c.word(i) {
        true => calendar::decade_word(c.cx.bytes(i)),
        false => matches!(c.at(i), "'" | "’" | "‘"),
    }
}

/// A quotation mark in front of `90s`.
fn quoted_decade(c: &Cursor<'_>, i: usize) -> bool {
    c.set(i + 1) & Class::Number.bit() != 0 && matches!(c.at(i), "'" | "’" | "‘")
}

fn push(c: &Cursor<'_>, tokens: TokenRange, sent: u32, found: Found, out: &mut Vec<Candidate>, meanings: &mut Vec<DateMeaning>) {
    let mut meaning = found.meaning;
    if meaning.core.hangs_on_tense() {
        meaning.tense = tense(c, sent, tokens.first as usize, tokens.end as usize);
    }
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
    let as_soon = c.is(before, "as") && c.any(c.back(before, 1), &["soon", "early", "late"]);
    if as_soon || among!(c.cx, before, ["until", "till", "by"]) {
        return Tense::Future;
    }
    if among!(c.cx, before, ["since", "after"]) {
        return Tense::Past;
    }
    for k in (i.saturating_sub(10).max(sentence.tokens.first as usize)..i).rev() {
        let infinitive = c.is(k, "to") && (c.is(k + 1, "be") || c.any(c.before(k), &["is", "are", "set", "due", "slated"]));
        let cues = c.cues(k);
        if infinitive || cues & Trust::Future.bit() != 0 {
            // "Had been scheduled" tells of a plan that time has overtaken.
            let overtaken = c.is(c.before(k), "been") || c.is(c.before(k), "had");
            return if overtaken { Tense::Past } else { Tense::Future };
        }
        if past(c, k, cues) {
            return Tense::Past;
        }
    }
    for k in end..(end + 8).min(sentence.tokens.end as usize) {
        if among!(c.cx, k, ["will", "shall", "'ll", "plans", "expects"]) {
            return Tense::Future;
        }
        if past(c, k, c.cues(k)) {
            return Tense::Past;
        }
    }
    Tense::Open
}

/// A verb of the past: listed, or in -ed.
fn past(c: &Cursor<'_>, k: usize, cues: u32) -> bool {
    let at = c.cx.bytes(k);
    cues & Trust::Past.bit() != 0 || at.len() > 4 && at.ends_with(b"ed") && c.word(k)
}

/// Drops what crosses a blank line or what a hyphen or a symbol glues to something else.
fn whole(c: &Cursor<'_>, i: usize, found: Found) -> Option<Found> {
    let tokens = c.cx.tokens.get(i..found.end)?;
    let broken = tokens.iter().skip(1).any(|t| t.after_blank());
    (!broken && !tokens.is_empty()).then_some(found)
}

/// The longest expression at `i`, with its modifier: "about two years", "late last week", "the end of 1990".
fn expression(c: &Cursor<'_>, i: usize) -> Option<Found> {
    match c.set(i) & bits([Class::Modifier, Class::Edge, Class::The]) {
        0 => timed(c, i),
        _ => longest([modified(c, i), edged(c, i), timed(c, i)]),
    }
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
        None if c.set(i) & Class::The.bit() != 0 => {
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
    let dated = base(c, i).map(|f| clock::after_date(c, f));
    match clock::time(c, i) {
        Some(time) => longest([clock::before_date(c, time, base), dated, clock::alone(c, time)]),
        None => dated,
    }
}

/// A date for "the morning of ...".
fn day_expression(c: &Cursor<'_>, i: usize) -> Option<Found> {
    longest([base(c, i)])
}

/// A construct: the classes its first word can be of, the classes its second can be of where the first is "the", the class without
/// which it cannot be within [`REACH`].
type Construct = (u32, u32, u32, fn(&Cursor<'_>, usize) -> Option<Found>);

/// Tokens that the longest construct needs up to its month, weekday or unit: "the first two hundred and a half to three hundred ...".
const REACH: usize = 16;

const CONSTRUCTS: &[Construct] = &[
    (bits([Class::Weekday, Class::Which]), 0, Class::Weekday.bit(), calendar::weekday_date),
    (bits([Class::Month, Class::Which]), 0, Class::Month.bit(), calendar::month_day),
    (bits([Class::Month]), 0, Class::Month.bit(), calendar::month_year),
    (bits([Class::Month, Class::Which]), 0, Class::Month.bit(), calendar::month),
    (
        bits([Class::Ordinal, Class::Count, Class::Number]),
        bits([Class::Ordinal, Class::Count, Class::Number]),
        Class::Month.bit(),
        calendar::day_month,
    ),
    (bits([Class::Unit, Class::Count, Class::Number]), bits([Class::Unit]), 0, calendar::year),
    (0, bits([Class::Number]), Class::Number.bit(), calendar::year_period),
    (
        bits([Class::Ordinal, Class::Count, Class::Number]),
        bits([Class::Ordinal, Class::Count, Class::Number]),
        Class::Unit.bit(),
        calendar::century,
    ),
    (bits([Class::Number]), bits([Class::Number]), 0, calendar::day_of_month),
    (bits([Class::Number]), bits([Class::Number]), 0, calendar::decade),
    (bits([Class::Number]), 0, 0, calendar::iso),
    (bits([Class::Number]), 0, 0, calendar::numeric),
    (bits([Class::Number]), 0, 0, calendar::year_range),
    (
        bits([Class::Which, Class::Ordinal, Class::Unit, Class::Opener, Class::Number]),
        bits([Class::Which, Class::Ordinal, Class::Unit, Class::Opener, Class::Number]),
        Class::Unit.bit(),
        period::quarter,
    ),
    (bits([Class::Opener]), 0, 0, period::quarter_code),
    (bits([Class::Which, Class::Ordinal]), bits([Class::Which, Class::Ordinal, Class::Number]), 0, period::half),
    (bits([Class::Which, Class::Opener]), bits([Class::Which, Class::Opener]), 0, period::fiscal),
    (bits([Class::Which, Class::Season]), bits([Class::Which, Class::Season]), Class::Season.bit(), period::season),
    (bits([Class::Which, Class::Holiday]), 0, Class::Holiday.bit(), period::holiday),
    (bits([Class::Which, Class::Unit]), bits([Class::Which, Class::Unit]), Class::Unit.bit(), period::weekend),
    (bits([Class::Which, Class::Weekday]), bits([Class::Which]), Class::Weekday.bit(), period::weekday),
    (bits([Class::Day]), 0, Class::Day.bit(), relative::day),
    (bits([Class::Which]), bits([Class::Which]), Class::Unit.bit(), relative::which_unit),
    (bits([Class::Count, Class::Unit, Class::Number]), 0, Class::Unit.bit(), relative::ago),
    (bits([Class::Unit, Class::Opener]), bits([Class::Unit, Class::Opener]), Class::Unit.bit(), relative::year_earlier),
    (bits([Class::Unit]), 0, Class::Unit.bit(), relative::year_end),
    (bits([Class::Unit]), bits([Class::Unit]), Class::Unit.bit(), relative::week_of),
    (bits([Class::Which, Class::Part]), bits([Class::Which, Class::Part]), Class::Part.bit(), clock::day_part),
    (bits([Class::Opener, Class::Count, Class::Number]), 0, Class::Unit.bit(), duration::times),
    (bits([Class::Opener]), 0, 0, duration::every),
    (bits([Class::Which]), bits([Class::Which, Class::Ordinal]), Class::Unit.bit(), duration::window),
    (
        bits([Class::Which, Class::Opener, Class::Count, Class::Number]),
        bits([Class::Inner, Class::Count, Class::Number, Class::Ordinal]),
        Class::Unit.bit(),
        duration::counted,
    ),
    (bits([Class::Set]), 0, 0, duration::adverb),
    (bits([Class::Weekday, Class::Unit]), 0, 0, duration::plural_day),
    (bits([Class::Unit]), 0, 0, duration::bare),
    (bits([Class::Reference]), 0, 0, reference::reference),
    (0, bits([Class::Unit, Class::Which, Class::Inner]), 0, relative::unit_reference),
];

/// Classes of which the word behind "the" must be, for a construct, a phrase or an edge to begin there.
const AFTER_THE: u32 = {
    let (mut set, mut k) = (bits([Class::Inner, Class::Edge]), 0);
    while k < CONSTRUCTS.len() {
        set |= CONSTRUCTS[k].1;
        k += 1;
    }
    set
};

/// For each class the constructs that can begin with it, alone and after "the", as bits: a word is tried against those only.
const BY_CLASS: [(u64, u64); 32] = {
    let (mut table, mut k) = ([(0, 0); 32], 0);
    while k < CONSTRUCTS.len() {
        let mut class = 0;
        while class < 32 {
            table[class].0 |= ((CONSTRUCTS[k].0 >> class & 1) as u64) << k;
            table[class].1 |= ((CONSTRUCTS[k].1 >> class & 1) as u64) << k;
            class += 1;
        }
        k += 1;
    }
    table
};

/// The longest construct at `i`, without modifier and time of day; of equals the first of the table.
fn base(c: &Cursor<'_>, i: usize) -> Option<Found> {
    let set = c.set(i);
    if set == 0 {
        return if quoted_decade(c, i) { calendar::decade(c, i) } else { None };
    }
    let the = set & Class::The.bit() != 0;
    if the && decade_follows(c, i + 1) {
        return calendar::decade(c, i);
    }
    let mut classes = if the { c.set(i + 1) } else { set };
    let mut constructs = if the && set & Class::Reference.bit() != 0 { BY_CLASS[Class::Reference as usize].0 } else { 0 };
    while classes != 0 {
        let (alone, after_the) = BY_CLASS[classes.trailing_zeros() as usize];
        constructs |= if the { after_the } else { alone };
        classes &= classes - 1;
    }
    let near = near(c, i);
    let mut best: Option<Found> = None;
    while constructs != 0 {
        let (_, _, needs, construct) = CONSTRUCTS[constructs.trailing_zeros() as usize];
        constructs &= constructs - 1;
        if needs & near != needs {
            continue;
        }
        if let Some(found) = construct(c, i)
            && best.is_none_or(|b| b.end < found.end)
        {
            best = Some(found);
        }
    }
    best
}

/// Classes of the tokens that a construct may reach from `i`.
fn near(c: &Cursor<'_>, i: usize) -> u32 {
    let all = |classes: &[u32]| classes.iter().fold(0, |near, set| near | set);
    // A length known beforehand makes a few wide instructions of it.
    match c.classes.get(i..).and_then(|rest| rest.first_chunk::<REACH>()) {
        Some(reach) => all(reach),
        None => all(c.classes.get(i..).unwrap_or(&[])),
    }
}
