//! Tokens -> where dates and figures may be: one pass for both taggers, so that neither visits the tokens that concern it not.
//!
//! Nearly all tokens leave at one byte: a word whose hash the sieve does not know is in no list of time expressions and is no number
//! word. What stays is looked up, and noted for the tagger that it concerns.

use super::Context;
use super::date::{LEXICON, Lexicon, opens_date};
use super::figure::may_be_glued_money;
use super::figure::number::vulgar;
use super::figure::vocabulary::VOCABULARY;
use crate::gazetteer::Word;
use crate::segment::{Case, Token, TokenKind};
use std::sync::LazyLock;

/// What one document's tokens may be to dates and figures; reused from document to document.
#[derive(Debug, Default)]
pub struct Sweep {
    /// For each token the classes of time words that it belongs to, as bits.
    pub(super) classes: Vec<u32>,
    /// For each token its number in the lexicon of time words, 0 where it has none.
    pub(super) entries: Vec<u16>,
    /// Tokens that a date may begin with.
    pub(super) dates: Vec<u32>,
    /// Tokens that a number may begin with.
    pub(super) figures: Vec<u32>,
}

impl Sweep {
    /// Looks at each token of the document once.
    pub fn read(&mut self, cx: &Context<'_>) {
        let sieve = &*SIEVE;
        self.classes.clear();
        self.classes.resize(cx.tokens.len(), 0);
        self.entries.clear();
        self.entries.resize(cx.tokens.len(), 0);
        self.dates.clear();
        self.figures.clear();
        for (i, (token, word)) in cx.tokens.iter().zip(cx.words).enumerate() {
            let lists = sieve.lists(word.hash);
            // Two of three tokens are words in small letters that no list holds.
            if token.case != Case::Lower || lists != 0 {
                self.token(cx, i, token, word, lists);
            }
        }
    }

    fn token(&mut self, cx: &Context<'_>, i: usize, token: &Token, word: &Word, lists: u8) {
        match token.kind {
            TokenKind::Word => {
                if lists & DATE != 0 {
                    self.date(i, word);
                }
                if lists & NUMBER != 0 && VOCABULARY.number_at(cx, i).is_some()
                    || token.is_capital() && may_be_glued_money(cx, token)
                {
                    self.figures.push(i as u32);
                }
            }
            TokenKind::Number => self.number(cx, i),
            TokenKind::Punct if token.byte(cx.text) >= 0xc2 && vulgar(cx.at(i)).is_some() => self.figures.push(i as u32),
            TokenKind::Punct | TokenKind::Link => {}
        }
    }

    fn date(&mut self, i: usize, word: &Word) {
        let (entry, classes) = LEXICON.look_up(word.hash);
        (self.entries[i], self.classes[i]) = (entry, classes);
        if opens_date(classes) {
            self.dates.push(i as u32);
        }
    }

    fn number(&mut self, cx: &Context<'_>, i: usize) {
        (self.entries[i], self.classes[i]) = Lexicon::NUMBER;
        // `'60s`: the decade begins at its quotation mark.
        if i > 0 && matches!(cx.at(i - 1), "'" | "’" | "‘") {
            self.dates.push(i as u32 - 1);
        }
        self.dates.push(i as u32);
        self.figures.push(i as u32);
    }
}

/// By thirteen bits of a word's hash the lists that may hold it: nearly all words are on neither.
struct Sieve([u8; 8192]);

/// The time words of `gazetteers/date/`.
const DATE: u8 = 1;
/// The number words of `gazetteers/number/`.
const NUMBER: u8 = 2;

static SIEVE: LazyLock<Sieve> = LazyLock::new(|| {
    let mut sieve = Sieve([0; 8192]);
    LEXICON.hashes().for_each(|hash| sieve.0[Sieve::slot(hash)] |= DATE);
    VOCABULARY.number_hashes().for_each(|hash| sieve.0[Sieve::slot(hash)] |= NUMBER);
    sieve
});

impl Sieve {
    #[inline]
    fn slot(hash: u64) -> usize {
        (hash >> 51) as usize
    }

    #[inline]
    fn lists(&self, hash: u64) -> u8 {
        self.0[Sieve::slot(hash)]
    }
}
