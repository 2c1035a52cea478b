//! The larger topic of a figure, as content words: what the percentage is of, whose price it is, who has the workers.

use crate::gazetteer::Word;
use crate::mention::{Pooled, TokenRange};
use crate::segment::TokenKind;
use crate::tag::Context;
use crate::tag::figure::phrase::noun_phrase;
use crate::tag::figure::table::among;
use crate::tag::figure::vocabulary::VOCABULARY;
use crate::value::{FigureKind, FigureValue};

/// Words looked at on either side.
const REACH: usize = 24;
/// Words written at most.
const MOST: usize = 12;

/// Fills `about`.
pub(super) fn fill(cx: &Context<'_>, figure: &mut FigureValue, sentence: TokenRange, pool: &mut String) {
    let start = pool.len();
    let mut words = 0;
    let counted = figure.kind == FigureKind::Count && !figure.counted.is_empty();
    if !counted {
        words += after(cx, figure, pool, start);
        words += before(cx, figure, sentence, pool, start);
    }
    if words < MOST {
        subject(cx, figure, sentence, pool, start, MOST - words);
    }
    figure.about = Pooled { start: start as u32, len: (pool.len() - start) as u32 };
}

/// "5% of its revenue", "a 25% tax on cars", "$9 billion in assets".
fn after(cx: &Context<'_>, figure: &FigureValue, pool: &mut String, start: usize) -> usize {
    let mut i = figure.tokens.end as usize;
    let mut words = 0;
    for _ in 0..2 {
        let linked = among!(cx, i, ["of", "in", "on", "for", "from"]);
        let mut j = if linked { i + 1 } else { i };
        if crate::tag::figure::number::is_hyphen(cx, j) {
            j += 1;
        }
        while j < i + 4
            && linked
            && among!(cx, j, ["the", "its", "their", "his", "her", "all", "a", "an", "our", "these", "those", "total"])
        {
            j += 1;
        }
        let Some(phrase) = noun_phrase(cx, j) else { break };
        words += push(cx, phrase.first..phrase.end, pool, start);
        i = phrase.end;
    }
    words
}

/// "a fine of $3 million", "the price is $20": the noun before the preposition or the copula.
fn before(cx: &Context<'_>, figure: &FigureValue, sentence: TokenRange, pool: &mut String, start: usize) -> usize {
    let mut i = figure.tokens.first as usize;
    let first = (sentence.first as usize).max(i.saturating_sub(8));
    // Steps back over bound words, prepositions and articles to the nearest noun, then takes its phrase.
    while i > first && !is_content(cx, i - 1) {
        i -= 1;
    }
    let end = i;
    while i > first && is_content(cx, i - 1) {
        i -= 1;
    }
    push(cx, i..end, pool, start)
}

/// The first nouns of the clause, up to its verb.
fn subject(cx: &Context<'_>, figure: &FigureValue, sentence: TokenRange, pool: &mut String, start: usize, most: usize) {
    let at = figure.tokens.first as usize;
    let from = clause_start(cx, at, sentence.first as usize);
    let (mut end, mut seen) = (from, 0);
    while end < at && seen < most {
        let noun = is_content(cx, end);
        if seen > 0 && is_verb(cx, end) {
            break;
        }
        seen += usize::from(noun);
        end += 1;
    }
    push(cx, from..end, pool, start);
}

/// Where the clause of token `at` begins: after the last semicolon, dash, or comma with a conjunction.
fn clause_start(cx: &Context<'_>, at: usize, first: usize) -> usize {
    let low = first.max(at.saturating_sub(REACH));
    (low..at)
        .rev()
        .find(|i| {
            let mark = matches!(cx.at(*i), ";" | ":" | "—" | "–");
            let joint = among!(cx, *i, ["while", "but", "whereas", "and", "as"])
                && (*i + 1..at).any(|j| is_verb(cx, j))
                && (low..*i).any(|j| is_verb(cx, j));
            mark || joint
        })
        .map_or(low, |i| i + 1)
}

fn is_verb(cx: &Context<'_>, i: usize) -> bool {
    let word = cx.word(i);
    let auxiliary =
        among!(cx, i, ["is", "was", "are", "were", "has", "have", "had", "will", "would", "can", "could", "may", "said", "says"]);
    let change = VOCABULARY.change(cx, i).is_some() && !word.is_pos(Word::MOSTLY_NOUN);
    auxiliary
        || change
        || !cx.tokens[i].is_capital() && word.is_pos(Word::VERB) && (!word.is_pos(Word::NOUN) || word.is_pos(Word::MOSTLY_VERB))
}

fn is_content(cx: &Context<'_>, i: usize) -> bool {
    let (text, word) = (cx.at(i), cx.word(i));
    let Some(token) = cx.tokens.get(i) else { return false };
    if token.kind != TokenKind::Word || VOCABULARY.is_closed(cx, i) || word.is_pos(Word::CLOSED) || text.starts_with(['\'', '’'])
    {
        return false;
    }
    // "Moreover," and "as a result" lead in and tell nothing.
    if word.pos() & (Word::NOUN | Word::ADJECTIVE | Word::VERB) == 0 && word.is_pos(Word::ADVERB)
        || cx.is(i, "result") && i > 1 && cx.is(i - 2, "as")
    {
        return false;
    }
    token.is_capital() || word.pos() == 0 || word.is_pos(Word::NOUN | Word::ADJECTIVE) && !word.is_pos(Word::MOSTLY_VERB)
}

/// Appends content words that are not there yet; gives how many.
fn push(cx: &Context<'_>, range: std::ops::Range<usize>, pool: &mut String, start: usize) -> usize {
    let mut n = 0;
    for i in range {
        let text = cx.at(i);
        if !is_content(cx, i) || pool[start..].split(' ').any(|w| w == text) {
            continue;
        }
        if pool.len() > start {
            pool.push(' ');
        }
        pool.push_str(text);
        n += 1;
    }
    n
}
