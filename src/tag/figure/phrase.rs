//! A small noun-phrase finder: where the phrase that begins at a token ends, and which word is its head.

use super::number::is_hyphen;
use super::table::among;
use super::vocabulary::VOCABULARY;
use crate::gazetteer::{List, Word};
use crate::segment::TokenKind;
use crate::tag::Context;

/// A noun phrase: tokens `first..end`, its head is the last noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub first: usize,
    pub head: usize,
    pub end: usize,
}

/// Longest phrase looked at, in tokens.
const LONGEST: usize = 10;

/// The noun phrase that begins at token `start`.
pub(crate) fn noun_phrase(cx: &Context<'_>, start: usize) -> Option<Phrase> {
    let mut head: Option<usize> = None;
    let mut first = start;
    let mut i = start;
    while i < cx.tokens.len() && i < start + LONGEST {
        let token = &cx.tokens[i];
        if i > start && (token.after_blank() || token.flags & crate::segment::Token::NEWLINE != 0 && token.is_capital()) {
            break;
        }
        if i > start && is_hyphen(cx, i) && token.glued() && cx.tokens.get(i + 1).is_some_and(|t| t.glued() && t.is_word()) {
            i += 1;
            continue;
        }
        if token.kind != TokenKind::Word {
            break;
        }
        if head.is_none() && i == first && among!(cx, i, ["more", "other", "such", "further", "additional", "separate"]) {
            first = i + 1;
            i += 1;
            continue;
        }
        match step(cx, i, head) {
            Step::Head => head = Some(i),
            Step::Modifier => {}
            Step::Stop => break,
        }
        i += 1;
    }
    let head = head?;
    (head >= first).then_some(Phrase { first, head, end: head + 1 })
}

enum Step {
    Head,
    Modifier,
    Stop,
}

/// What token `i` is to a phrase whose last noun so far is `head`.
fn step(cx: &Context<'_>, i: usize, head: Option<usize>) -> Step {
    let (text, word) = (cx.at(i), cx.word(i));
    let capital = cx.tokens[i].is_capital();
    let pos = word.pos();
    if (pos & Word::CLOSED != 0 && !capital) || VOCABULARY.is_closed(cx, i) || text.starts_with(['\'', '’']) {
        return Step::Stop;
    }
    let joined = i > 0 && is_hyphen(cx, i - 1) && cx.tokens[i].glued();
    let joins = is_hyphen(cx, i + 1) && cx.tokens[i + 1].glued() && cx.tokens.get(i + 2).is_some_and(|t| t.glued());
    let many = is_plural(cx, i);
    if let Some(h) = head.filter(|_| !joined)
        && is_plural(cx, h)
    {
        return if !capital && many && pos & Word::NOUN != 0 && pos & Word::VERB == 0 && !joins {
            Step::Head
        } else {
            Step::Stop
        };
    }
    if joins {
        return Step::Modifier;
    }
    if capital || pos == 0 {
        return if text.ends_with("ly") && !capital { Step::Modifier } else { Step::Head };
    }
    let (noun, verb, adjective) = (pos & Word::NOUN != 0, pos & Word::VERB != 0, pos & Word::ADJECTIVE != 0);
    match head {
        None if noun => Step::Head,
        None if adjective || joined => Step::Modifier,
        None if verb && pos & Word::INFLECTED != 0 && noun_at(cx, i + 1) => Step::Modifier,
        None if pos & Word::ADVERB != 0 => Step::Modifier,
        Some(_) if noun && !(pos & Word::MOSTLY_VERB != 0) && (!verb || many || pos & Word::MOSTLY_NOUN != 0) => Step::Head,
        Some(_) if joined && noun => Step::Head,
        Some(_) if (adjective || noun) && noun_at(cx, i + 1) && !verb => Step::Modifier,
        _ => Step::Stop,
    }
}

fn noun_at(cx: &Context<'_>, i: usize) -> bool {
    let Some(token) = cx.tokens.get(i) else { return false };
    let pos = cx.word(i).pos();
    token.is_word()
        && !VOCABULARY.is_closed(cx, i)
        && pos & Word::CLOSED == 0
        && (pos == 0 || pos & (Word::NOUN | Word::ADJECTIVE) != 0)
}

/// True for a noun in the plural.
pub(crate) fn is_plural(cx: &Context<'_>, i: usize) -> bool {
    let (text, word) = (cx.at(i), cx.word(i));
    match text.as_bytes().last() {
        Some(b's' | b'S') => ends_as_plural(cx, i, text, word),
        Some(b'e') => matches!(text, "people" | "police" | "mice"),
        Some(b'n') => matches!(text, "men" | "women" | "children") || man(cx, text).is_some(),
        Some(b'l') => text == "personnel",
        Some(b't') => text == "feet",
        _ => false,
    }
}

fn ends_as_plural(cx: &Context<'_>, i: usize, text: &str, word: Word) -> bool {
    if text.len() <= 2 || text.ends_with("ss") || text.ends_with("us") {
        return false;
    }
    if text.ends_with("is") {
        // "Azerbaijanis", but neither "crisis" nor "Paris".
        return cx.tokens.get(i).is_some_and(|t| t.is_capital()) && people(cx, i);
    }
    // "rooms" stands in the word list by itself, as a verb or in a sense of its own; its stem tells that it is a plural too.
    word.pos() == 0
        || word.is_pos(Word::INFLECTED)
        || word.is_pos(Word::NOUN)
            && !word.is_pos(Word::ADJECTIVE)
            && cx.gazetteer.word(&text[..text.len() - 1]).is_pos(Word::NOUN)
}

/// A name of a people begins at token `i`; the hits lie in text order.
fn people(cx: &Context<'_>, i: usize) -> bool {
    let from = cx.hits.partition_point(|h| (h.first as usize) < i);
    cx.hits[from..].iter().take_while(|h| h.first as usize == i).any(|h| h.list == List::Norp)
}

/// "Frenchmen", "gunmen": the length of the part before "men" where that part and "man" make a word, or a name.
fn man(cx: &Context<'_>, text: &str) -> Option<usize> {
    let stem = text.strip_suffix("men").filter(|s| s.len() > 1 && s.len() < 24 && s.is_ascii())?;
    let mut word = [0; 28];
    word[..stem.len()].copy_from_slice(stem.as_bytes());
    word[stem.len()..stem.len() + 3].copy_from_slice(b"man");
    let known = cx.gazetteer.word(std::str::from_utf8(&word[..stem.len() + 3]).ok()?).is_pos(Word::NOUN);
    (known || stem.ends_with("ch") || stem.ends_with("sh")).then_some(stem.len())
}

/// Appends `word` in lower case to `out`.
pub(crate) fn push_lower(word: &str, out: &mut String) {
    if word.is_ascii() {
        let start = out.len();
        out.push_str(word);
        out[start..].make_ascii_lowercase();
    } else {
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
}

/// Appends the singular of token `i` in lower case to `out`; words that are no plural go in unchanged.
pub(crate) fn push_singular(cx: &Context<'_>, i: usize, out: &mut String) {
    let (start, text) = (out.len(), cx.at(i));
    push_lower(text, out);
    if let Some(singular) = VOCABULARY.irregular(&out[start..]) {
        out.truncate(start);
        out.push_str(singular);
        return;
    }
    if let Some(stem) = man(cx, text) {
        out.truncate(start + stem);
        out.push_str("man");
        return;
    }
    if !is_plural(cx, i) || !out.ends_with('s') {
        return;
    }
    let end = &out[start..];
    let (cut, add) = match () {
        () if end.ends_with("ies") && end.len() > 4 => (3, "y"),
        () if ["sses", "shes", "ches", "xes", "zzes"].iter().any(|e| end.ends_with(e)) => (2, ""),
        () => (1, ""),
    };
    out.truncate(out.len() - cut);
    out.push_str(add);
}
