//! The number grammar: tokens -> value. Digits with every grouping, number words, scales, fractions, vague magnitudes.

use super::table::among;
use super::vocabulary::{NumberWord, VOCABULARY};
use crate::segment::TokenKind;
use crate::tag::Context;

/// What the number was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberKind {
    /// Digits, with or without a scale word: `1,275`, `1.2bn`.
    Digits,
    /// Number words: `two hundred and six`.
    Words,
    /// `two thirds`, `half`, `1/4`.
    Fraction,
    /// `dozens`, `tens of thousands`.
    Vague,
    /// `threefold`.
    Fold,
}

/// A number at a token.
#[derive(Debug, Clone, Copy)]
pub struct Number {
    /// Its value; none for vague magnitudes.
    pub value: Option<f64>,
    /// Lower end of a vague magnitude.
    pub low: Option<f64>,
    /// Upper end of a vague magnitude.
    pub high: Option<f64>,
    /// First token (an article before a number word is taken in: `a dozen`).
    pub first: usize,
    /// One past the last token.
    pub end: usize,
    /// What it was made of.
    pub kind: NumberKind,
    /// The scale that was applied: 1 for none, 1e6 for `1.2 million`.
    pub scale: f64,
    /// A glued letter that may be a scale or a unit (`12.5m`), not yet applied; its token is `end`.
    pub letter: Option<f64>,
    /// Digits of the integer part where nothing but digits was written: `2019` -> 4.
    pub bare_digits: u8,
}

/// The number that starts at token `i`, if there is one. Looks at most a few words ahead.
pub fn parse_at(cx: &Context<'_>, i: usize) -> Option<Number> {
    let token = cx.tokens.get(i)?;
    match token.kind {
        TokenKind::Number => digits_at(cx, i),
        TokenKind::Word => words_at(cx, i),
        TokenKind::Punct => vulgar(cx.at(i)).map(|v| scaled(cx, plain(v, i, i + 1, NumberKind::Fraction))),
        TokenKind::Link => None,
    }
}

fn plain(value: f64, first: usize, end: usize, kind: NumberKind) -> Number {
    Number { value: Some(value), low: None, high: None, first, end, kind, scale: 1.0, letter: None, bare_digits: 0 }
}

/// True where token `i` may begin a number.
pub(crate) fn may_start(cx: &Context<'_>, i: usize) -> bool {
    let token = &cx.tokens[i];
    match token.kind {
        TokenKind::Number => true,
        TokenKind::Word => VOCABULARY.number_at(cx, i).is_some(),
        TokenKind::Punct => token.byte(cx.text) >= 0xc2 && vulgar(token.of(cx.text)).is_some(),
        TokenKind::Link => false,
    }
}

pub(crate) fn number_word(cx: &Context<'_>, i: usize) -> Option<NumberWord> {
    let token = cx.tokens.get(i)?;
    if token.kind != TokenKind::Word {
        return None;
    }
    VOCABULARY.number_at(cx, i)
}

/// Steps over a hyphen that stands between two words without spaces.
fn after_hyphen(cx: &Context<'_>, i: usize) -> usize {
    if is_hyphen(cx, i) && cx.tokens[i].glued() && cx.tokens.get(i + 1).is_some_and(|t| t.glued()) { i + 1 } else { i }
}

pub(crate) fn is_hyphen(cx: &Context<'_>, i: usize) -> bool {
    // U+2010 and U+2011 beside the one on the keyboard.
    matches!(cx.bytes(i), [b'-'] | [0xe2, 0x80, 0x90 | 0x91])
}

/// Value of a vulgar fraction character.
pub(crate) fn vulgar(text: &str) -> Option<f64> {
    if text.as_bytes().first().is_none_or(u8::is_ascii) {
        return None;
    }
    Some(match text {
        "½" => 0.5,
        "⅓" => 1.0 / 3.0,
        "⅔" => 2.0 / 3.0,
        "¼" => 0.25,
        "¾" => 0.75,
        "⅕" => 0.2,
        "⅖" => 0.4,
        "⅗" => 0.6,
        "⅘" => 0.8,
        "⅙" => 1.0 / 6.0,
        "⅚" => 5.0 / 6.0,
        "⅛" => 0.125,
        "⅜" => 0.375,
        "⅝" => 0.625,
        "⅞" => 0.875,
        _ => return None,
    })
}

/// Value and number of integer digits of a numeral such as `1,275.5`; none for versions, dates and lists glued together.
pub(crate) fn numeral(text: &str) -> Option<(f64, usize)> {
    let bytes = text.as_bytes();
    if bytes.len() > 32 || !bytes.first()?.is_ascii_digit() {
        return None;
    }
    if let Some(found) = short_numeral(bytes) {
        return Some(found);
    }
    let (whole, part) = match text.split_once('.') {
        Some((_, rest)) if rest.contains('.') => {
            // 1.234.567: dots as grouping, as continental papers write.
            let ok = text.split('.').skip(1).all(|g| g.len() == 3) && text.len() <= 15 && !text.contains(',');
            return ok.then(|| (digits_only(text), text.len()));
        }
        Some((_, rest)) if rest.contains(',') => return None,
        Some((whole, rest)) => (whole, rest),
        None => (text, ""),
    };
    if !groups_fit(whole) {
        return None;
    }
    let mut buffer = [0u8; 40];
    let mut n = 0;
    for b in whole.bytes().filter(|b| *b != b',').chain(if part.is_empty() { "" } else { "." }.bytes()).chain(part.bytes()) {
        buffer[n] = b;
        n += 1;
    }
    let value = std::str::from_utf8(&buffer[..n]).ok()?.parse().ok()?;
    Some((value, whole.bytes().filter(u8::is_ascii_digit).count()))
}

/// [`numeral`] for few digits with at most one dot and no comma. Both the digits and the power of ten are whole numbers that an `f64`
/// holds exactly, so that their quotient is the number nearest to the numeral.
fn short_numeral(bytes: &[u8]) -> Option<(f64, usize)> {
    if bytes.len() > 15 {
        return None;
    }
    let whole = bytes.iter().position(|b| *b == b'.').unwrap_or(bytes.len());
    let part = bytes.get(whole + 1..).unwrap_or(&[]);
    let digits = |n: u64, b: &u8| b.is_ascii_digit().then(|| n * 10 + u64::from(b - b'0'));
    let value = bytes[..whole].iter().chain(part).try_fold(0, digits)?;
    Some((value as f64 / 10f64.powi(part.len() as i32), whole))
}

fn digits_only(text: &str) -> f64 {
    text.bytes().filter(u8::is_ascii_digit).fold(0.0, |v, b| v * 10.0 + f64::from(b - b'0'))
}

/// `1,275` or `12,34,567`, and no comma at all.
fn groups_fit(whole: &str) -> bool {
    let mut groups = whole.split(',');
    let first = groups.next().map_or(0, str::len);
    if !whole.contains(',') {
        return true;
    }
    let last = whole.rsplit(',').next().map_or(0, str::len);
    let western = groups.clone().all(|g| g.len() == 3) && first <= 3;
    let indian = last == 3 && first <= 2 && whole.split(',').count() > 2 && groups.rev().skip(1).all(|g| g.len() == 2);
    western || indian
}

fn digits_at(cx: &Context<'_>, i: usize) -> Option<Number> {
    let text = cx.at(i);
    let (mut value, mut whole) = numeral(text)?;
    let mut first = i;
    let mut end = i + 1;
    let mut kind = NumberKind::Digits;
    let mut bare = text.bytes().all(|b| b.is_ascii_digit());
    if i > 0 && cx.tokens[i].glued() && cx.at(i - 1) == "." && !cx.tokens[i - 1].glued() && bare {
        // ".375" at the beginning of a word.
        value /= 10f64.powi(text.len() as i32);
        (first, bare) = (i - 1, false);
    }
    // Groups and fractions go on with a number or a sign.
    let word = cx.tokens.get(end).is_none_or(|t| t.is_word());
    if let Some((v, e)) = spaced_groups(cx, i, value) {
        (value, end, bare, whole) = (v, e, false, 9);
    } else if let Some((v, e)) = (!word).then(|| mixed_or_fraction(cx, i, value, whole)).flatten() {
        kind = if v < 1.0 { NumberKind::Fraction } else { kind };
        (value, end, bare) = (v, e, false);
    } else if let Some((v, e)) = power_of_ten(cx, end, value) {
        (value, end, bare) = (v, e, false);
    } else if let Some((v, e)) = and_a_half(cx, end) {
        (value, end, bare) = (value + v, e, false);
    }
    let mut number = plain(value, first, end, kind);
    number.bare_digits = if bare { whole.min(20) as u8 } else { 0 };
    Some(scaled(cx, number))
}

/// `816 000`: groups of three digits with one blank between, as French-style and scientific papers write.
fn spaced_groups(cx: &Context<'_>, i: usize, value: f64) -> Option<(f64, usize)> {
    let text = cx.at(i);
    if text.len() > 3 || text.starts_with('0') {
        return None;
    }
    let (mut total, mut end) = (value, i + 1);
    while let Some(token) = cx.tokens.get(end).filter(|t| t.kind == TokenKind::Number) {
        let group = token.of(cx.text);
        let gap = &cx.text[cx.tokens[end - 1].end as usize..token.start as usize];
        let blank = matches!(gap, " " | "\u{a0}" | "\u{202f}" | "\u{2009}");
        let (whole, part) = group.split_once('.').unwrap_or((group, ""));
        if !blank || whole.len() != 3 || whole.contains(',') || part.contains(['.', ',']) || end > i + 4 {
            break;
        }
        total = total * 1000.0 + numeral(group)?.0;
        end += 1;
        if !part.is_empty() {
            break;
        }
    }
    // A fourth digit right after ("12 345 6") would mean that these are separate numbers.
    (end > i + 1).then_some((total, end))
}

/// `2½`, `2 1/2`, `1/4`, `1⁄32`.
fn mixed_or_fraction(cx: &Context<'_>, i: usize, value: f64, whole: usize) -> Option<(f64, usize)> {
    if let Some(v) = vulgar(cx.at(i + 1)) {
        return Some((value + v, i + 2));
    }
    if let Some((v, end)) = slash_fraction(cx, i) {
        // Without a unit or "of" after it `1/4` is a date, a score or a page more often than a fraction.
        let sure = cx.at(i + 1) == "\u{2044}" || cx.is(end, "of") || super::unit::unit_after(cx, end).is_some();
        return sure.then_some((v, end));
    }
    let next = if is_hyphen(cx, i + 1) { i + 2 } else { i + 1 };
    if whole <= 3 && value.fract() == 0.0 {
        let (v, end) = slash_fraction(cx, next)?;
        return (v < 1.0).then_some((value + v, end));
    }
    None
}

fn slash_fraction(cx: &Context<'_>, i: usize) -> Option<(f64, usize)> {
    if !matches!(cx.at(i + 1), "/" | "\u{2044}") || !cx.tokens.get(i + 2)?.glued() || !cx.tokens[i + 1].glued() {
        return None;
    }
    let (above, below) = (numeral(cx.at(i))?.0, numeral(cx.at(i + 2))?.0);
    let chained = cx.at(i + 3) == "/" && cx.tokens[i + 3].glued();
    let usual = [2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 16.0, 32.0, 64.0, 100.0, 128.0].contains(&below);
    (usual && above < below && above >= 1.0 && !chained).then_some((above / below, i + 3))
}

/// `×10−30`, `x 10^6`, and `e-3` written on.
fn power_of_ten(cx: &Context<'_>, i: usize, value: f64) -> Option<(f64, usize)> {
    let mut j = i;
    if matches!(cx.at(j), "×" | "x" | "*") && cx.at(j + 1) == "10" {
        j += 2;
    } else if matches!(cx.at(j), "e" | "E") && cx.tokens[j].glued() {
        j += 1;
    } else {
        return None;
    }
    if cx.at(j) == "^" {
        j += 1;
    }
    let negative = matches!(cx.at(j), "-" | "−" | "–");
    if negative {
        j += 1;
    }
    let exponent = cx.tokens.get(j).filter(|t| t.glued() && t.kind == TokenKind::Number)?;
    let exponent: i32 = exponent.of(cx.text).parse().ok().filter(|e| *e <= 300)?;
    Some((value * 10f64.powi(if negative { -exponent } else { exponent }), j + 1))
}

/// `and a half`, `and three quarters`, `and one-half` after a whole number.
fn and_a_half(cx: &Context<'_>, i: usize) -> Option<(f64, usize)> {
    let i = after_hyphen(cx, i);
    if !cx.is(i, "and") {
        return None;
    }
    let i = after_hyphen(cx, i + 1);
    let count = match number_word(cx, i) {
        Some(NumberWord::Digit(n)) => n,
        _ if cx.is(i, "a") => 1.0,
        _ => return None,
    };
    let j = after_hyphen(cx, i + 1);
    let below = match number_word(cx, j)? {
        NumberWord::Half => 2.0,
        NumberWord::Part(n) if n <= 10.0 => n,
        _ => return None,
    };
    (count < below).then_some((count / below, j + 1))
}

/// `16.4` times a million is 16,400,000 and not a millionth less.
pub(crate) fn times(value: f64, factor: f64) -> f64 {
    let exact = value * factor;
    let whole = exact.round();
    if (exact - whole).abs() <= exact.abs() * 1e-12 { whole } else { exact }
}

/// Applies the scale words and abbreviations after a number.
fn scaled(cx: &Context<'_>, mut number: Number) -> Number {
    for _ in 0..2 {
        let j = after_hyphen(cx, number.end);
        let factor = match number_word(cx, j) {
            Some(NumberWord::Scale(s)) => s,
            Some(NumberWord::Hundred) => 100.0,
            Some(NumberWord::Dozen) => 12.0,
            Some(NumberWord::ShortScale(s)) if number.kind != NumberKind::Words => s,
            Some(NumberWord::LetterScale(s)) if number.kind == NumberKind::Digits && j == number.end && cx.tokens[j].glued() => {
                number.letter = Some(s);
                return number;
            }
            _ => return number,
        };
        number.value = number.value.map(|v| times(v, factor));
        number.scale *= factor;
        number.end = j + 1;
        number.bare_digits = 0;
        if number.kind == NumberKind::Fraction {
            number.kind = NumberKind::Words;
        }
    }
    number
}

fn words_at(cx: &Context<'_>, i: usize) -> Option<Number> {
    match number_word(cx, i)? {
        NumberWord::Vague(low) => vague(cx, i, low),
        NumberWord::Half => half(cx, i),
        NumberWord::Part(below) => part(cx, i, below),
        NumberWord::Fold(n) => Some(plain(n, i, i + 1, NumberKind::Fold)),
        NumberWord::ShortScale(_) | NumberWord::LetterScale(_) => None,
        NumberWord::Dozen | NumberWord::Hundred | NumberWord::Scale(_) => scale_alone(cx, i),
        NumberWord::Digit(n) => word_fraction(cx, i, n).or_else(|| cardinal(cx, i)),
        _ => cardinal(cx, i),
    }
}

/// `dozens`, `tens of thousands`, `hundreds of millions`: between the magnitude and ten times it.
fn vague(cx: &Context<'_>, i: usize, low: f64) -> Option<Number> {
    let of = cx.is(i + 1, "of");
    let (mut low, mut end) = (low, i + 1);
    if let (true, Some(NumberWord::Vague(more))) = (of, number_word(cx, i + 2))
        && more >= 1000.0
    {
        (low, end) = (low * more, i + 3);
    }
    // "scores" and "tens" alone are verbs, results and banknotes.
    if end == i + 1 && matches!(low as u64, 10 | 20) && (!of || cx.tokens.get(i + 2).is_some_and(|t| t.kind == TokenKind::Number))
    {
        return None;
    }
    let mut number = plain(low, i, end, NumberKind::Vague);
    (number.value, number.low, number.high) = (None, Some(low), Some(low * 10.0));
    Some(number)
}

/// `a hundred`, `half-dozen` aside: a scale word without a number before it.
fn scale_alone(cx: &Context<'_>, i: usize) -> Option<Number> {
    let article = i > 0 && (cx.is(i - 1, "a") || cx.is(i - 1, "an"));
    let few = i > 0 && (cx.is(i - 1, "few") || cx.is(i - 1, "several") || cx.is(i - 1, "many"));
    let mut number = cardinal(cx, i)?;
    if few {
        // "several hundred" says as much as "hundreds".
        let low = number.value?;
        (number.value, number.low, number.high, number.kind) = (None, Some(low), Some(low * 10.0), NumberKind::Vague);
        number.first = i - 1;
    } else if article {
        number.first = i - 1;
    }
    Some(number)
}

/// `half a million`, `half of`, `half the`, `a half`.
fn half(cx: &Context<'_>, i: usize) -> Option<Number> {
    let mut j = after_hyphen(cx, i + 1);
    if cx.is(j, "a") || cx.is(j, "an") {
        j = after_hyphen(cx, j + 1);
    }
    if let Some(NumberWord::Scale(_) | NumberWord::Dozen | NumberWord::Hundred) = number_word(cx, j) {
        let mut number = plain(0.5, i, j, NumberKind::Words);
        number = scaled(cx, number);
        return Some(number);
    }
    let measured = j > i + 1 && super::unit::unit_after(cx, j).is_some();
    let part = cx.is(i + 1, "of") || cx.is(i + 1, "the") || cx.is(i + 1, "its") || cx.is(i + 1, "their");
    let of_a_whole =
        i > 0 && among!(cx, i - 1, ["first", "second", "other", "latter", "better", "final", "last", "the", "this", "that"]);
    if of_a_whole || !(measured || part) {
        return None;
    }
    Some(plain(0.5, i, if measured { j } else { i + 1 }, NumberKind::Fraction))
}

/// `a third of`, `a quarter million`, `quarter of`.
fn part(cx: &Context<'_>, i: usize, below: f64) -> Option<Number> {
    let article = i > 0 && cx.is(i - 1, "a");
    let scale = matches!(number_word(cx, i + 1), Some(NumberWord::Scale(_)));
    let singular = !cx.at(i).ends_with('s');
    if !singular || !(article && cx.is(i + 1, "of") || scale && below == 4.0) {
        return None;
    }
    let first = if article { i - 1 } else { i };
    Some(scaled(cx, plain(1.0 / below, first, i + 1, NumberKind::Fraction)))
}

/// `two-thirds`, `one quarter`, `three quarters`, `one-half`.
fn word_fraction(cx: &Context<'_>, i: usize, above: f64) -> Option<Number> {
    let j = after_hyphen(cx, i + 1);
    let (below, plural) = match number_word(cx, j)? {
        NumberWord::Half => (2.0, false),
        NumberWord::Part(n) => (n, cx.at(j).ends_with(['s', 'S'])),
        _ => return None,
    };
    if plural == (above == 1.0) || above >= below || above < 1.0 {
        return None;
    }
    // "two fourth-quarter goals": not a fraction but an ordinal before another word.
    Some(scaled(cx, plain(above / below, i, j + 1, NumberKind::Fraction)))
}

/// Cardinal number words: `two hundred and six`, `twenty-one thousand`, `one and a half million`.
fn cardinal(cx: &Context<'_>, i: usize) -> Option<Number> {
    let mut sum = Sum { total: 0.0, current: None, scale: f64::INFINITY };
    let mut end = i;
    let mut at = i;
    let mut teens = 0;
    while let Some(word) = number_word(cx, at) {
        if !sum.add(word) {
            break;
        }
        teens += usize::from(matches!(word, NumberWord::Teen(_) | NumberWord::Tens(_)));
        end = at + 1;
        if end - i > 24 {
            break;
        }
        if let (Some((part, e)), Some(current)) = (and_a_half(cx, end), sum.current) {
            (sum.current, end) = (Some(current + part), e);
        }
        at = after_hyphen(cx, end);
        let open = sum.current.is_none() || sum.current.is_some_and(|c| c % 100.0 == 0.0);
        if open
            && (cx.is(at, "and") || cx.at(at) == "&")
            && !matches!(number_word(cx, at + 1), Some(NumberWord::Hundred | NumberWord::Scale(_)))
        {
            at += 1;
        } else if sum.current.is_none() && sum.total > 0.0 && cx.at(at) == "," && goes_on(cx, at + 1) {
            at += 1;
        }
    }
    // "nineteen ninety", "twenty ten": a year read aloud.
    let year =
        teens > 0 && sum.scale.is_infinite() && matches!(number_word(cx, end), Some(NumberWord::Teen(_) | NumberWord::Tens(_)));
    if end == i || year {
        return None;
    }
    let scale = if sum.scale.is_finite() { sum.scale } else { 1.0 };
    let mut number = plain(sum.total + sum.current.unwrap_or(0.0), i, end, NumberKind::Words);
    number.scale = scale;
    Some(if sum.scale.is_infinite() { scaled_dozen(cx, number) } else { number })
}

/// `three million, two hundred`: a comma goes on inside one number only before a lower scale of its own.
fn goes_on(cx: &Context<'_>, i: usize) -> bool {
    let small = matches!(number_word(cx, i), Some(NumberWord::Digit(_) | NumberWord::Teen(_) | NumberWord::Tens(_)));
    small && (1..3).any(|n| matches!(number_word(cx, i + n), Some(NumberWord::Hundred | NumberWord::Scale(_))))
}

fn scaled_dozen(cx: &Context<'_>, mut number: Number) -> Number {
    if number_word(cx, number.end) == Some(NumberWord::Dozen) {
        number.value = number.value.map(|v| v * 12.0);
        number.end += 1;
    }
    number
}

/// Running total of number words.
struct Sum {
    total: f64,
    current: Option<f64>,
    scale: f64,
}

impl Sum {
    /// Takes one more word; false where it cannot belong to the same number.
    fn add(&mut self, word: NumberWord) -> bool {
        let next = match (word, self.current) {
            (NumberWord::Digit(d), None) => d,
            (NumberWord::Digit(d), Some(c)) if d > 0.0 && c % 10.0 == 0.0 && c % 100.0 != 10.0 && c > 0.0 => c + d,
            (NumberWord::Teen(d) | NumberWord::Tens(d), None) => d,
            (NumberWord::Teen(d) | NumberWord::Tens(d), Some(c)) if c >= 100.0 && c % 100.0 == 0.0 => c + d,
            (NumberWord::Hundred, None) => 100.0,
            (NumberWord::Hundred, Some(c)) if c < 100.0 => c * 100.0,
            (NumberWord::Dozen, None) => 12.0,
            (NumberWord::Scale(s), c) if s < self.scale && !(c.is_none() && self.total > 0.0) => {
                self.total += c.unwrap_or(1.0) * s;
                (self.current, self.scale) = (None, s);
                return true;
            }
            _ => return false,
        };
        self.current = Some(next);
        true
    }
}
