//! The verb that a figure goes with, as a lemma, with its negation and modality: "613 civilians were killed" -> "kill".

use crate::gazetteer::Word;
use crate::mention::{Pooled, TokenRange};
use crate::tag::Context;
use crate::tag::figure::phrase::push_lower;
use crate::tag::figure::table::among;
use crate::tag::figure::vocabulary::VOCABULARY;
use crate::value::FigureValue;

/// Tokens between a figure and its verb.
const REACH: usize = 14;

/// Fills `predicate`, `negated` and `modality`.
pub(super) fn fill(cx: &Context<'_>, figure: &mut FigureValue, sentence: TokenRange, pool: &mut String) {
    let (first, end) = (figure.tokens.first as usize, figure.tokens.end as usize);
    let low = (sentence.first as usize).max(first.saturating_sub(REACH));
    let high = (sentence.end as usize).min(end + REACH);
    // As an object the figure follows its verb; at the head of a clause it comes before it.
    let before = (low..first).rev().take_while(|i| !breaks(cx, *i)).find(|i| is_verb(cx, *i));
    let verb = before.or_else(|| (end..high).take_while(|i| cx.at(*i) != ";").find(|i| is_verb(cx, *i)));
    let Some(verb) = verb else { return };
    figure.predicate = lemma(cx, verb, pool);
    (figure.negated, figure.modality) = mood(cx, verb, sentence);
}

fn breaks(cx: &Context<'_>, i: usize) -> bool {
    match cx.tokens[i].is_word() {
        true => among!(cx, i, ["and", "but", "while", "that", "because"]),
        false => matches!(cx.at(i), ";" | "," | ":" | "—"),
    }
}

fn is_auxiliary(cx: &Context<'_>, i: usize) -> bool {
    among!(
        cx,
        i,
        [
            "is", "are", "was", "were", "be", "been", "being", "am", "has", "have", "had", "having", "do", "does", "did", "'s",
            "'re", "'ve",
        ]
    )
}

fn is_verb(cx: &Context<'_>, i: usize) -> bool {
    let word = cx.word(i);
    if !word.is_pos(Word::VERB) || cx.tokens[i].is_capital() || is_auxiliary(cx, i) {
        return false;
    }
    let after_auxiliary = i > 0 && (is_auxiliary(cx, i - 1) || modal(cx, i - 1).is_some());
    let finite = word.is_pos(Word::INFLECTED) && !word.is_pos(Word::MOSTLY_NOUN) && !cx.at(i).ends_with("ing");
    let plural_noun = word.is_pos(Word::NOUN) && cx.at(i).ends_with('s') && !word.is_pos(Word::MOSTLY_VERB);
    after_auxiliary || finite && !plural_noun && (!word.is_pos(Word::ADJECTIVE) || word.is_pos(Word::MOSTLY_VERB))
}

/// What a modal makes of the verb.
fn modal(cx: &Context<'_>, i: usize) -> Option<&'static str> {
    if among!(cx, i, ["will", "shall", "'ll", "expected", "forecast"]) {
        Some("forecast")
    } else if among!(cx, i, ["would", "could", "may", "might", "should"]) {
        Some("conditional")
    } else {
        None
    }
}

/// Negation and modality from the few words before the verb.
fn mood(cx: &Context<'_>, verb: usize, sentence: TokenRange) -> (bool, &'static str) {
    let low = (sentence.first as usize).max(verb.saturating_sub(5));
    let negated = (low..verb).any(|i| among!(cx, i, ["not", "n't", "n’t", "never"]) && !cx.is(i + 1, "only"));
    let denied = among!(cx, verb, ["deny", "denied", "denies"]);
    let by_modal = (low..=verb).find_map(|i| modal(cx, i));
    let condition = (low..verb).any(|i| cx.is(i, "if") || cx.is(i, "unless"));
    let modality = match () {
        () if denied => "denied",
        () if condition => "conditional",
        () => by_modal.unwrap_or("asserted"),
    };
    (negated, modality)
}

/// The base form of the verb, checked against the word list.
fn lemma(cx: &Context<'_>, verb: usize, pool: &mut String) -> Pooled {
    let start = pool.len();
    push_lower(cx.at(verb), pool);
    base_form(cx, start, pool);
    Pooled { start: start as u32, len: (pool.len() - start) as u32 }
}

/// Turns the form that the pool ends with into its base; one that no rule explains stays.
fn base_form(cx: &Context<'_>, start: usize, pool: &mut String) {
    let form = &pool[start..];
    if let Some(base) = VOCABULARY.irregular_verb(form) {
        pool.truncate(start);
        pool.push_str(base);
        return;
    }
    let Some(ending) = ["ed", "ing", "es", "s"].into_iter().find(|e| form.ends_with(e)) else { return };
    let stem = &form[..form.len() - ending.len()];
    let doubled = match stem.as_bytes() {
        [_, .., a, b] => a == b && b.is_ascii(),
        _ => false,
    };
    // "carried", "killed", "named", "stopped": letters taken from the stem, and what is put in their place.
    let candidates = [(stem.ends_with('i'), 1, "y"), (true, 0, ""), (true, 0, "e"), (doubled, 1, "")];
    let (end, stem) = (pool.len(), start + stem.len());
    for (_, cut, add) in candidates.into_iter().filter(|(possible, ..)| *possible) {
        // Behind the form, so that it is there for the next one.
        pool.extend_from_within(start..stem - cut);
        pool.push_str(add);
        let facts = cx.gazetteer.word(&pool[end..]);
        if facts.is_pos(Word::VERB) && !facts.is_pos(Word::INFLECTED) {
            pool.drain(start..end);
            return;
        }
        pool.truncate(end);
    }
}
