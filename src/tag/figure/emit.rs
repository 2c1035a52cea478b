//! A settled quantity -> candidate and value: bound, direction of change, SI value, scores.

use super::number::NumberKind;
use super::quantity::Quantity;
use super::table::among;
use super::vocabulary::VOCABULARY;
use super::{bound, guard};
use crate::gazetteer::Word;
use crate::mention::{Kind, Pooled, Span, TokenRange};
use crate::tag::{Candidate, Context};
use crate::value::{Bound, FigureKind, FigureValue};

/// Where candidates go, and how far they have come.
pub(crate) struct Sink<'a> {
    pub out: &'a mut Vec<Candidate>,
    pub values: &'a mut Vec<FigureValue>,
    pub pool: &'a mut String,
    /// Sentence of the token under way.
    pub sent: usize,
    /// First token that no figure holds yet.
    pub min: usize,
    /// Currency of the last sum of millions, with its sentence and the token after it.
    pub sum: Option<(u16, usize, usize)>,
}

impl Sink<'_> {
    /// Moves on to the sentence of token `i`; tokens only ever go forward.
    pub fn enter(&mut self, cx: &Context<'_>, i: usize) {
        while cx.sentences.get(self.sent).is_some_and(|s| s.tokens.end as usize <= i) {
            self.sent += 1;
        }
    }

    /// First token of that sentence.
    pub fn sentence_start(&self, cx: &Context<'_>) -> usize {
        cx.sentences.get(self.sent).map_or(0, |s| s.tokens.first as usize)
    }

    /// "€90 million in 2021, 110 million in 2022": the currency that a bare "N million" takes over from the one before it.
    pub fn carried(&self, cx: &Context<'_>, q: &Quantity) -> Option<u16> {
        const REACH: usize = 12;
        let (unit, sent, end) = self.sum?;
        let joined = || {
            let before = q.first.wrapping_sub(1);
            // "160 million euros, Kestrel SA 121 million"
            let payer = cx.tokens.get(before).is_some_and(|t| t.is_capital() && t.is_word());
            payer || cx.at(before) == "," || among!(cx, before, ["and", "or", "to", "from", "against", "than", "versus"])
        };
        let bare = q.unit.is_none() && !q.age && q.number.scale >= 1e6 && q.number.kind == NumberKind::Digits;
        let near = sent == self.sent && q.first >= end && q.first <= end + REACH;
        let counts = || cx.is(q.number.end, "of") || super::phrase::noun_phrase(cx, q.number.end).is_some();
        (bare && near && joined() && !counts()).then_some(unit)
    }

    /// Puts one figure out; `ends` are the two values of a range.
    pub fn emit(&mut self, cx: &Context<'_>, q: &Quantity, ends: Option<(f64, f64)>, context: Outer) {
        let first = q.first.max(self.min);
        if q.number.end <= first {
            return;
        }
        let kind = q.kind();
        // For counts the numeral alone; with a unit, the numeral and its unit.
        let end = if q.unit.is_some() || q.age { q.end.max(q.number.end) } else { q.number.end };
        let tokens = TokenRange::new(first, end);
        let (bound, words, low_first) = self.bound(cx, q, context);
        let mut value = FigureValue {
            span: cx.span(tokens),
            tokens,
            sent: self.sent as u32,
            kind,
            value: q.number.value,
            low: q.number.low,
            high: q.number.high,
            bound,
            modifier: words.map_or(Pooled::default(), |w| Pooled::put(self.pool, cx.text_of(w))),
            unit: Pooled::default(),
            unit_name: Pooled::default(),
            per: Pooled::default(),
            value_si: None,
            unit_si: Pooled::default(),
            counted: Pooled::default(),
            counted_head: Pooled::default(),
            counted_phrase: None,
            about: Pooled::default(),
            predicate: Pooled::default(),
            part_of: None,
            list_n: None,
            change_dir: change(cx, q, low_first, kind),
            change_from: None,
            as_of: None,
            place: None,
            attributed_to: None,
            attribution_cue: Pooled::default(),
            negated: false,
            modality: "asserted",
            confidence: 0.9,
            rule: rule(kind, q.number.kind, ends.is_some()),
        };
        if let Some(unit) = q.unit.filter(|_| kind == FigureKind::Money && q.number.scale >= 1e6) {
            self.sum = Some((unit, self.sent, end));
        }
        set_bounds(&mut value, q, ends);
        self.set_unit(cx, &mut value, q);
        self.push(cx, value, q);
    }

    fn bound(&self, cx: &Context<'_>, q: &Quantity, context: Outer) -> (Bound, Option<TokenRange>, usize) {
        let first = context.first.unwrap_or(q.first);
        let found = bound::before(cx, first).filter(|(_, w)| w.first as usize >= self.min && !extent(cx, q, *w));
        if let Some((bound, words)) = found {
            return (bound, Some(words), words.first as usize);
        }
        if let Some((bound, words)) = context.inherited {
            return (bound, Some(words), first);
        }
        if let Some((bound, words)) = bound::after(cx, q.end).or_else(|| bound::after(cx, q.past)) {
            return (bound, Some(words), first);
        }
        let plain = if q.number.kind == NumberKind::Vague { Bound::Vague } else { Bound::Exact };
        (plain, None, first)
    }

    fn set_unit(&mut self, cx: &Context<'_>, value: &mut FigureValue, q: &Quantity) {
        if q.number.kind == NumberKind::Fold {
            value.kind = FigureKind::Ratio;
            value.unit_name = Pooled::put(self.pool, "count");
        }
        let Some(unit) = q.unit.map(|u| &VOCABULARY.units[u as usize]) else { return };
        value.unit = Pooled::put(self.pool, unit.code);
        value.unit_name = Pooled::put(self.pool, unit.name);
        if value.kind != FigureKind::Age {
            value.value_si = value.value.and_then(|v| si(v, unit.code, unit.factor));
        }
        if value.value_si.is_some() {
            value.unit_si = Pooled::put(self.pool, unit.si);
        }
        if let Some(per) = q.per {
            value.per = self.per(cx, per);
            (value.value_si, value.unit_si) = (None, Pooled::default());
        }
    }

    /// The noun after "per" in the singular, a listed unit by its name.
    fn per(&mut self, cx: &Context<'_>, per: TokenRange) -> Pooled {
        if let Some((unit, _)) = super::unit::unit_after(cx, per.first as usize) {
            return Pooled::put(self.pool, VOCABULARY.units[unit as usize].name);
        }
        let start = self.pool.len();
        super::phrase::push_singular(cx, per.first as usize, self.pool);
        Pooled { start: start as u32, len: (self.pool.len() - start) as u32 }
    }

    fn push(&mut self, cx: &Context<'_>, mut value: FigureValue, q: &Quantity) {
        let united = q.unit.is_some() || q.age;
        let bare = !united && super::phrase::noun_phrase(cx, q.number.end).is_none();
        // "US $5" and "300 Norwegian crowns" hold a word that is a name elsewhere.
        let named =
            value.kind == FigureKind::Money && (value.tokens.first..value.tokens.end).any(|t| cx.tokens[t as usize].is_capital());
        let score = if named {
            2.6
        } else if united {
            1.3
        } else if bare {
            0.8
        } else {
            1.0
        };
        value.confidence = if united {
            0.95
        } else if bare {
            0.6
        } else {
            0.85
        };
        self.min = value.tokens.end as usize;
        self.out.push(Candidate {
            kind: Kind::Figure,
            tokens: value.tokens,
            span: Span::new(value.span.start, value.span.end),
            sent: value.sent,
            rule: value.rule,
            score,
            confidence: value.confidence,
            value: self.values.len() as u32,
            shares: false,
        });
        self.values.push(value);
    }
}

/// What stands around a figure that is one of several.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Outer {
    /// Where to look back from, if not from the quantity itself.
    pub first: Option<usize>,
    /// A bound that covers it too: "more than 7 million crowns ($1 million)".
    pub inherited: Option<(Bound, TokenRange)>,
}

fn set_bounds(value: &mut FigureValue, q: &Quantity, ends: Option<(f64, f64)>) {
    if let Some((low, high)) = ends {
        (value.value, value.low, value.high) = (None, Some(low), Some(high));
        if value.bound == Bound::Exact {
            value.bound = Bound::Range;
        }
        return;
    }
    if q.number.kind == NumberKind::Vague {
        value.bound = Bound::Vague;
        return;
    }
    match value.bound {
        Bound::MoreThan | Bound::AtLeast => value.low = value.value,
        Bound::LessThan | Bound::AtMost | Bound::Nearly => value.high = value.value,
        _ => {}
    }
}

/// "worked there over two years", "spread over 5 kilometres": what is covered, not what is exceeded.
fn extent(cx: &Context<'_>, q: &Quantity, words: TokenRange) -> bool {
    let over = words.first as usize;
    if words.end as usize != over + 1 || !cx.is(over, "over") {
        return false;
    }
    let Some(before) = over.checked_sub(1) else { return q.time() };
    if !q.time() {
        let length = q.unit.is_some_and(|u| VOCABULARY.units[u as usize].si == "m");
        return length
            && among!(
                cx,
                before,
                ["spread", "scattered", "strewn", "dispersed", "distributed", "stretched", "extended", "drifted"]
            );
    }
    let opens = cx.tokens[over].is_capital();
    let word = cx.word(before);
    opens
        || word.pos() & (Word::NOUN | Word::VERB) != 0
            && !word.is_pos(Word::CLOSED)
            && !among!(
                cx,
                before,
                [
                    "is", "was", "are", "were", "been", "took", "takes", "take", "taken", "lasted", "lasts", "last", "lasting",
                    "spent", "served", "has",
                ]
            )
}

/// `rose 5%`, `down by about 3 points`: the direction of the words right before.
fn change(cx: &Context<'_>, q: &Quantity, first: usize, kind: FigureKind) -> &'static str {
    if q.plus {
        return "up";
    }
    if q.time()
        || matches!(kind, FigureKind::Count | FigureKind::Age | FigureKind::Ratio) && !cx.at(q.number.end).starts_with("point")
    {
        return "";
    }
    let mut i = first;
    for _ in 0..3 {
        let Some(before) = i.checked_sub(1) else { return "" };
        if let Some(direction) = VOCABULARY.change(cx, before) {
            return direction;
        }
        if !(among!(
            cx,
            before,
            [
                "by", "a", "an", "another", "further", "just", "only", "some", "as", "much", "about", "around", "nearly",
                "almost", "over", "the",
            ]
        ) || cx.at(before).ends_with("ly"))
        {
            return "";
        }
        i = before;
    }
    ""
}

fn si(value: f64, code: &str, factor: Option<f64>) -> Option<f64> {
    let exact = match code {
        "Cel" => value + 273.15,
        "[degF]" => (value + 459.67) * 5.0 / 9.0,
        _ => value * factor?,
    };
    // What multiplication adds after twelve significant digits is noise.
    twelve_digits(exact).or_else(|| format!("{exact:.11e}").parse().ok())
}

/// `exact` to twelve significant digits, by arithmetic: as writing and reading it would, unless it lies too near to the middle of two.
fn twelve_digits(exact: f64) -> Option<f64> {
    // The logarithm of nothing is the smallest number there is.
    let places = 11_i32.saturating_sub(exact.abs().log10().floor() as i32);
    // Powers of ten are exact up to there.
    let power = (0..=22).contains(&places).then(|| 10f64.powi(places))?;
    let (shifted, whole) = (exact * power, (exact * power).round());
    let fits = (1e11..1e12).contains(&shifted.abs()) && (shifted - whole).abs() < 0.499;
    fits.then_some(whole / power)
}

fn rule(kind: FigureKind, number: NumberKind, range: bool) -> &'static str {
    match (kind, number) {
        _ if range => "figure.range",
        (FigureKind::Age, _) => "figure.age",
        (FigureKind::Money, _) => "figure.money",
        (FigureKind::Percent, _) => "figure.percent",
        (FigureKind::Temperature, _) => "figure.temperature",
        (_, NumberKind::Vague) => "figure.vague",
        (_, NumberKind::Fold) => "figure.fold",
        (FigureKind::Measure | FigureKind::Ratio, _) => "figure.measure",
        (_, NumberKind::Fraction) => "figure.fraction",
        _ => "figure.count",
    }
}

/// True where a quantity may go out at all.
pub(crate) fn acceptable(cx: &Context<'_>, q: &Quantity, sentence: usize) -> bool {
    let (n, united) = (&q.number, q.unit.is_some() || q.age);
    if n.letter.is_some() && !united && n.scale == 1.0 {
        return false;
    }
    if guard::left_bars(cx, n.first) || guard::right_bars(cx, q.end, united) {
        return false;
    }
    if united {
        return true;
    }
    let bounded = bound::before(cx, q.first).is_some();
    !(guard::is_day(cx, n)
        || guard::is_year(cx, n, bounded)
        || guard::in_name(cx, n, sentence)
        || guard::is_pronoun(cx, n)
        || guard::is_bullet(cx, n))
        && !(matches!(cx.at(n.first.wrapping_sub(1)), "[" | "#"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_is_nothing_in_any_unit() {
        assert_eq!(super::si(0.0, "km", Some(1000.0)), Some(0.0));
        assert_eq!(super::si(0.0, "Cel", None), Some(273.15));
    }
}
