//! One number with what belongs to it: sign, currency before or after, unit, "years old", "per barrel".

use super::number::{self, Number, NumberKind, is_hyphen};
use super::table::among;
use super::unit::{currency_before, per_after, unit_after};
use super::vocabulary::{Folded, NumberWord, VOCABULARY};
use crate::mention::TokenRange;
use crate::segment::{Token, TokenKind};
use crate::tag::Context;
use crate::value::FigureKind;

/// A number and its unit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quantity {
    pub number: Number,
    /// First token with sign and currency.
    pub first: usize,
    /// One past the number and its unit.
    pub end: usize,
    pub unit: Option<u16>,
    /// The currency stands before the number.
    pub prefixed: bool,
    /// `years old`: an age.
    pub age: bool,
    /// Tokens of the noun after "per".
    pub per: Option<TokenRange>,
    /// One past all of it, "per" with it.
    pub past: usize,
    /// A plus sign stood before it.
    pub plus: bool,
}

impl Quantity {
    /// Which kind of figure its unit makes; a count without one.
    pub fn kind(&self) -> FigureKind {
        match self.unit {
            _ if self.age => FigureKind::Age,
            Some(u) => VOCABULARY.units[u as usize].kind,
            None => FigureKind::Count,
        }
    }
    /// True for time units.
    pub fn time(&self) -> bool {
        self.unit.is_some_and(|u| VOCABULARY.units[u as usize].time)
    }
}

/// The quantity whose number is at token `i`.
pub(crate) fn quantity_at(cx: &Context<'_>, i: usize) -> Option<Quantity> {
    if let Some(q) = glued_money(cx, i) {
        return Some(q);
    }
    let number = number::parse_at(cx, i)?;
    let mut q = Quantity {
        number,
        first: number.first,
        end: number.end,
        unit: None,
        prefixed: false,
        age: false,
        per: None,
        past: number.end,
        plus: false,
    };
    if let Some((unit, first)) = currency_before(cx, number.first) {
        (q.unit, q.first, q.prefixed) = (Some(unit), first, true);
    }
    signed(cx, &mut q);
    letter_scale(cx, &mut q);
    units_after(cx, &mut q);
    if q.unit.is_some_and(|u| VOCABULARY.units[u as usize].kind == FigureKind::Money) {
        cents(cx, &mut q);
    }
    q.past = q.end;
    if let Some((first, end)) = q.unit.and_then(|_| per_after(cx, q.end, q.kind() == FigureKind::Money)) {
        (q.per, q.past) = (Some(TokenRange::new(first, end)), end);
    }
    Some(q)
}

/// The quantity that begins at token `i`, which may be a currency sign, a bracket or a sign.
pub(crate) fn quantity_from(cx: &Context<'_>, i: usize) -> Option<Quantity> {
    (i..i + 4).take_while(|j| *j < cx.tokens.len()).find_map(|j| {
        if number::may_start(cx, j) || may_be_glued_money(cx, &cx.tokens[j]) {
            return Some(quantity_at(cx, j).filter(|q| q.first <= i.max(q.number.first)));
        }
        let sign = VOCABULARY.prefix(cx.at(j)).is_some()
            || matches!(cx.at(j), "-" | "−" | "US" | "C" | "A" | "HK" | "about" | "around" | "a" | "an" | ".");
        (!sign).then_some(None)
    })?
}

/// Takes a minus or plus in.
fn signed(cx: &Context<'_>, q: &mut Quantity) {
    let Some(before) = q.number.first.checked_sub(1) else { return };
    let glued = cx.tokens[q.number.first].glued();
    let mut sign = before;
    if !glued && !cx.is(before, "minus") {
        return;
    }
    let mut text = cx.at(sign);
    if q.prefixed && !matches!(text, "-" | "−") {
        // "-$5 million", "+€3"
        let Some(outer) = q.first.checked_sub(1).filter(|_| cx.tokens[q.first].glued()) else { return };
        (sign, text) = (outer, cx.at(outer));
    }
    let word = text == "-" && sign > 0 && cx.is(sign - 1, "minus") && cx.tokens[sign].glued();
    let free = sign == 0 || !cx.tokens[sign].glued() || matches!(cx.at(sign - 1), "(" | "[") || q.prefixed && sign > q.first;
    match text {
        "-" | "−" if free || word => {
            q.number.value = q.number.value.map(|v| -v);
            q.first = q.first.min(if word { sign - 1 } else { sign });
            q.number.bare_digits = 0;
        }
        "minus" => {
            q.number.value = q.number.value.map(|v| -v);
            q.first = q.first.min(sign);
        }
        "+" if free => (q.plus, q.number.bare_digits) = (true, 0),
        _ => {}
    }
}

/// `12.5m`, `$5b`, `10k`: whether the letter is a scale.
fn letter_scale(cx: &Context<'_>, q: &mut Quantity) {
    let j = q.number.end;
    let letter = match (q.number.letter, number::number_word(cx, j)) {
        (Some(s), _) => s,
        (None, Some(NumberWord::LetterScale(s))) if q.prefixed && cx.at(j).len() == 1 && q.number.kind == NumberKind::Digits => s,
        _ => return,
    };
    let (text, next) = (cx.at(j), j + 1);
    let money_after = unit_after(cx, next).is_some_and(|(u, _)| VOCABULARY.units[u as usize].kind == FigureKind::Money);
    let counts = super::guard::counts(cx, next) && cx.tokens.get(next).is_some_and(|t| !t.is_capital());
    let scale = match text {
        "k" | "K" | "M" | "B" | "T" => true,
        _ => q.prefixed || money_after || counts && matches!(text, "m" | "b"),
    };
    let runs_on = cx.tokens.get(next).is_some_and(|t| t.glued() && t.kind != TokenKind::Punct);
    if scale && !runs_on && (q.prefixed || money_after || text != "T") {
        q.number.value = q.number.value.map(|v| number::times(v, letter));
        (q.number.scale, q.number.end, q.number.bare_digits) = (q.number.scale * letter, next, 0);
        q.end = next;
    }
}

fn units_after(cx: &Context<'_>, q: &mut Quantity) {
    let mut j = q.number.end;
    if q.prefixed {
        // "$76 US a barrel", "$5 million Canadian": the country after the amount.
        if matches!(cx.at(j), "US" | "U.S." | "USD" | "AUD" | "CAD" | "EUR" | "NZ") {
            if let Some(unit) = VOCABULARY.prefix(match cx.at(j) {
                "US" | "U.S." => "US$",
                "NZ" => "NZ$",
                other => other,
            }) {
                (q.unit, q.end) = (Some(unit), j + 1);
            }
        } else if let Some((unit, end)) =
            unit_after(cx, j).filter(|(u, _)| VOCABULARY.units[*u as usize].kind == FigureKind::Money)
        {
            // "$100 dollars", "Rs 500 rupees"
            if !VOCABULARY.units[unit as usize].code.is_empty() {
                q.end = end;
            }
        }
        return;
    }
    if q.number.kind == NumberKind::Fold {
        return;
    }
    if cx.is(j, "of") && q.number.kind == NumberKind::Vague || cx.is(j, "a") && q.number.kind == NumberKind::Fraction {
        j += 1;
    }
    if (cx.at(j) == "(" || cx.at(j) == "{") && matches!(cx.at(j + 2), ")" | "}") {
        j += 1;
    }
    let Some((unit, end)) = unit_after(cx, j) else { return };
    // "two crowns" and "three soles" are rarely money; "300 crowns" are.
    let listed = &VOCABULARY.units[unit as usize];
    if matches!(listed.name, "crown" | "sol" | "mark") && q.number.value.is_some_and(|v| v < 20.0) {
        return;
    }
    let unit = match listed.code {
        "GBP" if weighs(cx, q, end) => of_code("[lb_av]").unwrap_or(unit),
        "[lb_av]" if pays(cx, q, end) => of_code("GBP").unwrap_or(unit),
        _ => unit,
    };
    (q.unit, q.end) = (Some(unit), end);
    if q.time() {
        age(cx, q);
    }
}

/// "a 20-pound turkey", "20 pounds of rice", "she weighs 20 pounds": a pound that is no money.
fn weighs(cx: &Context<'_>, q: &Quantity, end: usize) -> bool {
    let (first, small) = (q.number.first, q.number.scale == 1.0 && q.number.value.is_some_and(|v| v < 1000.0));
    let pound = cx.is(end - 1, "pound") || cx.is(end - 1, "pounds");
    let joined = is_hyphen(cx, q.number.end) && !super::guard::counts(cx, end);
    let cue = (1..4).any(|n| among!(cx, first.wrapping_sub(n), ["weigh", "weighs", "weighed", "weighing", "weight"]));
    pound
        && small
        && (joined || cue || cx.is(end, "of") && !among!(cx, end + 1, ["the", "its", "their", "his", "her", "my", "our"]))
}

/// "3 million pounds", "she paid 20 pounds": a pound that is money.
fn pays(cx: &Context<'_>, q: &Quantity, end: usize) -> bool {
    let first = q.number.first;
    let cue = || {
        (1..4).any(|n| {
            among!(
                cx,
                first.wrapping_sub(n),
                ["pay", "pays", "paid", "cost", "costs", "fine", "fined", "price", "worth", "spent", "earns"]
            )
        })
    };
    cx.is(end - 1, "pounds") && !cx.is(end, "of") && (q.number.scale >= 1e6 || cue())
}

fn of_code(code: &str) -> Option<u16> {
    VOCABULARY.units.iter().position(|u| u.code == code).map(|unit| unit as u16)
}

/// `years old`, `-year-old`, `years of age`, `yo`.
fn age(cx: &Context<'_>, q: &mut Quantity) {
    let j = if is_hyphen(cx, q.end) { q.end + 1 } else { q.end };
    let end = match () {
        () if cx.is(j, "old") || cx.is(j, "olds") => j + 1,
        () if cx.is(j, "of") && cx.is(j + 1, "age") => j + 2,
        () => return,
    };
    (q.age, q.end) = (true, end);
}

/// `15 dollars 50`, `thirteen dollars and forty-five cents`, `5 euros and 20 cents`.
fn cents(cx: &Context<'_>, q: &mut Quantity) {
    if q.prefixed || q.number.scale != 1.0 || q.number.value.is_none_or(|v| v.fract() != 0.0) {
        return;
    }
    let and = cx.is(q.end, "and");
    let Some(small) = number::parse_at(cx, q.end + usize::from(and))
        .filter(|n| n.value.is_some_and(|v| (1.0..100.0).contains(&v) && v.fract() == 0.0))
    else {
        return;
    };
    let named = cx.is(small.end, "cents") || cx.is(small.end, "cent") || cx.is(small.end, "pence");
    let glued_or_number = cx
        .tokens
        .get(small.end)
        .is_none_or(|t| t.kind == TokenKind::Punct && !t.glued() || matches!(t.of(cx.text), "." | "," | "?" | "!"));
    if named
        || !and
            && (small.bare_digits == 2 || small.kind == NumberKind::Words && small.value.is_some_and(|v| v >= 10.0))
            && (glued_or_number || cx.is(small.end, "more"))
    {
        q.number.value = q.number.value.zip(small.value).map(|(v, c)| v + c / 100.0);
        q.end = if named { small.end + 1 } else { small.end };
    }
}

/// True where a word ends in a digit, as `US55` of `$US55,931` and `RM23` do.
#[inline]
pub(crate) fn may_be_glued_money(cx: &Context<'_>, token: &Token) -> bool {
    // At its end, or before a letter or two: `USD10m`.
    let tail = token.end.saturating_sub(3).max(token.start) as usize..token.end as usize;
    token.is_word() && token.is_capital() && cx.text.as_bytes()[tail].iter().any(u8::is_ascii_digit)
}

/// `USD115`, `RM23.50`, `$US55,931,000`, `USD10m`: a currency code glued to its number.
fn glued_money(cx: &Context<'_>, i: usize) -> Option<Quantity> {
    let token = cx.tokens.get(i).filter(|t| may_be_glued_money(cx, t))?;
    let text = token.of(cx.text);
    let cut = text.find(|c: char| c.is_ascii_digit())?;
    let dollar = i > 0 && cx.at(i - 1) == "$" && token.glued();
    let mut key = Folded::empty();
    let fits = (!dollar || key.push_as_is("$")) && key.push_as_is(&text[..cut]);
    let unit = fits.then(|| VOCABULARY.prefix(key.as_str())).flatten()?;
    let start = token.start as usize + cut;
    let mut run = 0;
    let tail = cx.text.as_bytes().get(start..)?;
    while run < 32 && run < tail.len() {
        let inner = matches!(tail[run], b',' | b'.') && tail.get(run + 1).is_some_and(u8::is_ascii_digit);
        if !(tail[run].is_ascii_digit() || inner) {
            break;
        }
        run += 1;
    }
    let (value, _) = number::numeral(&cx.text[start..start + run])?;
    let stop = (start + run) as u32;
    let mut end = i;
    while end < cx.tokens.len() && cx.tokens[end].start < stop && end < i + 8 {
        end += 1;
    }
    let last = &cx.tokens[end - 1];
    let suffix = cx.text.get(stop as usize..last.end as usize).unwrap_or("");
    let scale = match suffix {
        "" => 1.0,
        s => match VOCABULARY.number_word(s)? {
            NumberWord::ShortScale(s) | NumberWord::LetterScale(s) => s,
            _ => return None,
        },
    };
    let mut number = Number {
        value: Some(number::times(value, scale)),
        low: None,
        high: None,
        first: i,
        end,
        kind: NumberKind::Digits,
        scale,
        letter: None,
        bare_digits: 0,
    };
    if let Some(NumberWord::Scale(s) | NumberWord::ShortScale(s)) = number::number_word(cx, end).filter(|_| scale == 1.0) {
        (number.value, number.scale, number.end) = (Some(number::times(value, s)), s, end + 1);
    } else if let Some(NumberWord::LetterScale(s)) =
        number::number_word(cx, end).filter(|_| scale == 1.0 && cx.tokens[end].glued())
    {
        (number.value, number.scale, number.end) = (Some(number::times(value, s)), s, end + 1);
    }
    let first = if dollar { i - 1 } else { i };
    let mut q = Quantity {
        number,
        first,
        end: number.end,
        unit: Some(unit),
        prefixed: true,
        age: false,
        per: None,
        past: number.end,
        plus: false,
    };
    if let Some((f, e)) = per_after(cx, q.end, true) {
        (q.per, q.past) = (Some(TokenRange::new(f, e)), e);
    }
    Some(q)
}
