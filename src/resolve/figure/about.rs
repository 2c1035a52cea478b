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
/// Words that the topic may have before the subject is added, and with it at most.
const MOST: usize = 12;
/// Words of two phrases after the figure, of one before it, and of the subject.
const ROOM: usize = 48;

/// Fills `about`.
pub(super) fn fill(cx: &Context<'_>, figure: &mut FigureValue, sentence: TokenRange, pool: &mut String) {
    let mut topic = Topic { cx, start: pool.len(), pool, taken: [0; ROOM], n: 0 };
    let counted = figure.kind == FigureKind::Count && !figure.counted.is_empty();
    if !counted {
        after(figure, &mut topic);
        before(figure, sentence, &mut topic);
    }
    if topic.n < MOST {
        subject(figure, sentence, &mut topic);
    }
    figure.about = Pooled { start: topic.start as u32, len: (topic.pool.len() - topic.start) as u32 };
}

/// The content words found so far, in the pool from `start` on.
struct Topic<'a> {
    cx: &'a Context<'a>,
    pool: &'a mut String,
    start: usize,
    /// Their tokens.
    taken: [u32; ROOM],
    n: usize,
}

impl Topic<'_> {
    /// Appends the content words of a range that are not there yet.
    fn push(&mut self, range: std::ops::Range<usize>) {
        for i in range {
            if is_content(self.cx, i) {
                self.push_word(i);
            }
        }
    }

    fn push_word(&mut self, i: usize) {
        let cx = self.cx;
        let (text, hash) = (cx.bytes(i), cx.word(i).hash);
        let there = |k: &u32| cx.words[*k as usize].hash == hash && cx.bytes(*k as usize) == text;
        if self.n == ROOM || self.taken[..self.n].iter().any(there) {
            return;
        }
        self.taken[self.n] = i as u32;
        self.n += 1;
        if self.pool.len() > self.start {
            self.pool.push(' ');
        }
        self.pool.push_str(cx.at(i));
    }
}

/// "5% of its revenue", "a 25% tax on cars", "$9 billion in assets".
fn after(figure: &FigureValue, topic: &mut Topic<'_>) {
    let cx = topic.cx;
    let mut i = figure.tokens.end as usize;
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
        topic.push(phrase.first..phrase.end);
        i = phrase.end;
    }
}

/// "a fine of $3 million", "the price is $20": the noun before the preposition or the copula.
fn before(figure: &FigureValue, sentence: TokenRange, topic: &mut Topic<'_>) {
    let cx = topic.cx;
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
    (i..end).for_each(|i| topic.push_word(i));
}

/// The first nouns of the clause, up to its verb.
fn subject(figure: &FigureValue, sentence: TokenRange, topic: &mut Topic<'_>) {
    let cx = topic.cx;
    let at = figure.tokens.first as usize;
    let (mut seen, most) = (0, MOST - topic.n);
    for i in clause_start(cx, at, sentence.first as usize)..at {
        if seen == most {
            break;
        }
        let noun = is_content(cx, i);
        if seen > 0 && is_verb(cx, i) {
            break;
        }
        if noun {
            topic.push_word(i);
            seen += 1;
        }
    }
}

/// Where the clause of token `at` begins: after the last semicolon, dash, or conjunction with a verb on either side.
fn clause_start(cx: &Context<'_>, at: usize, first: usize) -> usize {
    let low = first.max(at.saturating_sub(REACH));
    let verb = |mut range: std::ops::Range<usize>| range.any(|i| is_verb(cx, i));
    (low..at)
        .rev()
        .find(|i| match cx.tokens[*i].is_word() {
            true => among!(cx, *i, ["while", "but", "whereas", "and", "as"]) && verb(*i + 1..at) && verb(low..*i),
            false => matches!(cx.at(*i), ";" | ":" | "—" | "–"),
        })
        .map_or(low, |i| i + 1)
}

fn is_verb(cx: &Context<'_>, i: usize) -> bool {
    let word = cx.word(i);
    let listed = || word.is_pos(Word::VERB) && (!word.is_pos(Word::NOUN) || word.is_pos(Word::MOSTLY_VERB));
    let auxiliary = || {
        among!(cx, i, ["is", "was", "are", "were", "has", "have", "had", "will", "would", "can", "could", "may", "said", "says"])
    };
    listed() && !cx.tokens[i].is_capital() || auxiliary() || VOCABULARY.change(cx, i).is_some() && !word.is_pos(Word::MOSTLY_NOUN)
}

fn is_content(cx: &Context<'_>, i: usize) -> bool {
    let (Some(token), word) = (cx.tokens.get(i), cx.word(i)) else { return false };
    if token.kind != TokenKind::Word || word.is_pos(Word::CLOSED) || VOCABULARY.is_closed(cx, i) {
        return false;
    }
    // "'s" and "’s".
    if matches!(cx.bytes(i), [b'\'', ..] | [0xe2, 0x80, 0x99, ..]) {
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
