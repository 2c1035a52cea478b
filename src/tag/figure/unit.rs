//! Units and currencies beside a number: signs before it, symbols and words after it, and what it is counted `per`.

use super::number::is_hyphen;
use super::table::among;
use super::vocabulary::{Folded, VOCABULARY};
use crate::segment::{Case, TokenKind};
use crate::tag::Context;

/// A unit found after a number: index into the vocabulary, one past its last token.
pub(crate) type Found = (u16, usize);

/// The unit that begins at token `i`, longest spelling first; a hyphen before it is stepped over.
pub(crate) fn unit_after(cx: &Context<'_>, i: usize) -> Option<Found> {
    let start =
        if is_hyphen(cx, i) && cx.tokens[i].glued() && cx.tokens.get(i + 1).is_some_and(|t| t.glued()) { i + 1 } else { i };
    let token = cx.tokens.get(start)?;
    if token.after_blank() || token.kind == TokenKind::Number || token.kind == TokenKind::Link {
        return None;
    }
    // A word bears its hash already.
    if token.is_word() && !VOCABULARY.begins_unit(cx.word(start).hash) {
        return None;
    }
    let (key, ends) = spellings(cx, start);
    let lower = key.lower();
    (0..ends.len()).rev().find_map(|n| {
        let len = ends[n];
        let spelling = (len > 0).then(|| VOCABULARY.unit_spelt(key.get(len), lower.get(len)))??;
        let end = start + n + 1;
        stands(cx, start, end, spelling.glued).then_some((spelling.unit, end))
    })
}

/// The next tokens as one key, four at most and no more than a unit's spelling may go on with, and its length after each: spaces and
/// hyphens as one space, nothing between glued tokens.
fn spellings(cx: &Context<'_>, start: usize) -> (Folded, [usize; 4]) {
    let (mut key, mut ends) = (Folded::empty(), [0; 4]);
    for (n, end) in ends.iter_mut().enumerate() {
        let Some(token) = cx.tokens.get(start + n) else { break };
        if n > 0 && (token.after_blank() || token.kind == TokenKind::Link) {
            break;
        }
        let hyphen = n > 0 && is_hyphen(cx, start + n);
        let space = n > 0 && (hyphen || !token.glued()) && !is_hyphen(cx, start + n - 1);
        if space && !key.push_as_is(" ") || !hyphen && !key.push_as_is(token.of(cx.text)) {
            break;
        }
        // A first word is known to begin one.
        if (n > 0 || !token.is_word()) && !VOCABULARY.begins_unit(key.hash()) {
            break;
        }
        *end = if hyphen { 0 } else { key.len() };
    }
    (key, ends)
}

/// Whether an ambiguous symbol may stand for its unit here.
fn stands(cx: &Context<'_>, start: usize, end: usize, glued_only: bool) -> bool {
    let glued = cx.tokens[start].glued();
    let runs_on = cx.tokens.get(end).is_some_and(|t| t.glued() && t.kind != TokenKind::Punct);
    if runs_on {
        return false;
    }
    if end > start + 1 {
        return true;
    }
    match cx.at(start) {
        // `10 in thick`, `2 1/2 in.`: the preposition is far more common.
        "in" => is_hyphen(cx, start - 1) || (among!(cx, end, ["thick", "wide", "tall", "long", "deep", "high", "diameter"])),
        // "5 C", "20 F" without a degree sign are temperatures only when glued; so are "5 s", "48 t".
        "l" | "L" | "g" | "h" | "W" | "V" | "N" | "J" | "A" | "w" | "v" | "t" => glued || !is_word(cx, end) || cx.is(end, "of"),
        "m" => glued || !cx.tokens[start].is_capital(),
        "s" => glued && !names_years(cx, start - 1),
        "pc" | "pp" | "bp" | "ppt" => true,
        "US" | "U.S." => false,
        _ => glued || !glued_only,
    }
}

/// "her 70s", "the 1990s", "an iPhone 5s": the letter after the number at token `i` is no second.
fn names_years(cx: &Context<'_>, i: usize) -> bool {
    let text = cx.at(i);
    let round = text.ends_with('0') && matches!(text.len(), 2 | 4) && text.bytes().all(|b| b.is_ascii_digit());
    round || i > 0 && cx.tokens[i - 1].is_capital() && cx.tokens[i - 1].is_word()
}

fn is_word(cx: &Context<'_>, i: usize) -> bool {
    cx.tokens.get(i).is_some_and(|t| t.is_word())
}

/// A currency before the number at token `i` (`$`, `US$`, `USD`, `HK $`): its unit and its first token.
pub(crate) fn currency_before(cx: &Context<'_>, i: usize) -> Option<(u16, usize)> {
    let mut sign = i.checked_sub(1)?;
    // "$-50.8bn"
    if matches!(cx.at(sign), "-" | "−") && cx.tokens[i].glued() && sign > 0 && cx.tokens[sign].glued() {
        sign -= 1;
    }
    let token = cx.tokens[sign];
    let text = token.of(cx.text);
    match token.kind {
        TokenKind::Punct => {
            let unit = VOCABULARY.prefix(text)?;
            // `A$40`, but "a $40 ticket" and "A $40 ticket".
            let country = sign.checked_sub(1).filter(|c| {
                let article = cx.is(*c, "a") && !(token.glued() && cx.at(*c) == "A");
                cx.tokens[*c].is_word() && !article
            });
            let country = country.and_then(|c| {
                let mut key = Folded::empty();
                let fits = key.push_as_is(cx.at(c)) && key.push_as_is(text);
                fits.then(|| country_sign(&key)).flatten().map(|unit| (unit, c))
            });
            Some(country.unwrap_or((unit, sign)))
        }
        TokenKind::Word if matches!(token.case, Case::Upper | Case::Initial | Case::Mixed) => code_before(cx, sign, text),
        // "dollar 22.5 million", "sen 100,000" stand before their number only in the singular.
        TokenKind::Word => {
            let lone = matches!(text, "dollar" | "sen" | "euro");
            let unit = lone.then(|| Folded::new(text).and_then(|k| VOCABULARY.unit_spelt(k.as_str(), k.as_str())))??;
            Some((unit.unit, sign))
        }
        _ => None,
    }
}

fn code_before(_cx: &Context<'_>, sign: usize, text: &str) -> Option<(u16, usize)> {
    // Two letters ("RM", "Rs") and three-letter codes; "Rs." comes with its dot.
    (text.len() <= 4 || text.ends_with('.')).then(|| VOCABULARY.prefix(text)).flatten().map(|unit| (unit, sign))
}

/// `US$`, `c$`, `mex$` in any case.
fn country_sign(key: &Folded) -> Option<u16> {
    let text = key.as_str();
    if let Some(unit) = VOCABULARY.prefix(text) {
        return Some(unit);
    }
    let mut upper = [0u8; 48];
    let bytes = text.as_bytes();
    upper[..bytes.len()].copy_from_slice(bytes);
    upper.make_ascii_uppercase();
    VOCABULARY.prefix(std::str::from_utf8(&upper[..bytes.len()]).ok()?)
}

/// What comes after `per`, `a`, `each` or `/`: the tokens of the noun.
pub(crate) fn per_after(cx: &Context<'_>, i: usize, money: bool) -> Option<(usize, usize)> {
    let slash = cx.at(i) == "/" && cx.tokens[i].glued() && cx.tokens.get(i + 1).is_some_and(|t| t.glued());
    let mut j = if is_hyphen(cx, i) { i + 1 } else { i };
    let per = cx.is(j, "per");
    let article = cx.is(j, "a") || cx.is(j, "an") || cx.is(j, "each") || cx.is(j, "every");
    if !(slash || per || article) {
        return None;
    }
    j = if slash { i + 1 } else { j + 1 };
    if is_hyphen(cx, j) && cx.tokens[j].glued() {
        j += 1;
    }
    if !is_word(cx, j) {
        return None;
    }
    if let Some((unit, end)) = unit_after(cx, j) {
        let unit = &VOCABULARY.units[unit as usize];
        let rate = unit.time || per || slash || money;
        return (rate && unit.kind != crate::value::FigureKind::Money).then_some((j, end));
    }
    let known = among!(
        cx,
        j,
        [
            "share",
            "piece",
            "person",
            "head",
            "night",
            "ticket",
            "unit",
            "capita",
            "vote",
            "game",
            "match",
            "annum",
            "household",
            "child",
            "student",
            "patient",
            "vehicle",
            "car",
            "ride",
            "trip",
            "seat",
            "bottle",
            "pack",
            "plate",
            "visit",
        ]
    );
    (per || (money || slash) && known).then_some((j, j + 1))
}
