//! Stage 4 of 7: tokens -> candidates. One module for each kind.
//!
//! Takes the [`Context`] of one document, gives candidates with their evidence. Taggers never read each other's candidates:
//! only stage 5 ([`crate::resolve`]) sees all. Dates and figures come as whole spans with an unanchored meaning; names come as
//! named evidence on tokens, which `resolve::label` adds up and cuts into spans.

pub mod date;
pub mod figure;
pub mod name;
pub mod sweep;

use crate::config::Config;
use crate::gazetteer::{Gazetteer, Hit, Word};
use crate::mention::{Kind, Span, TokenRange};
use crate::resolve::custom::Customs;
use crate::segment::{Opening, Sentence, Token};

/// All that stages 4 and 5 may look at: one document, segmented and looked up.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The document's text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a [Token],
    /// One for each token.
    pub words: &'a [Word],
    /// Names of the lists, by first token.
    pub hits: &'a [Hit],
    /// Its sentences.
    pub sentences: &'a [Sentence],
    /// Headline, byline, dateline.
    pub opening: &'a Opening,
    /// Quoted speech, in text order.
    pub quotes: &'a [TokenRange],
    /// Publication date, where known.
    pub dct: Option<jiff::civil::Date>,
    /// The user's choices.
    pub config: &'a Config,
    /// The lists.
    pub gazetteer: &'a Gazetteer,
    /// Names of the user's lists.
    pub customs: Customs<'a>,
}

impl<'a> Context<'a> {
    /// Text of token `i`, empty outside the document, so that rules may look around without a bounds test.
    pub fn at(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |t| t.of(self.text))
    }
    /// Word facts of token `i`, nothing outside the document.
    pub fn word(&self, i: usize) -> Word {
        self.words.get(i).copied().unwrap_or_default()
    }
    /// Bytes from the first to the last token of a range.
    pub fn span(&self, range: TokenRange) -> Span {
        Span::new(self.tokens[range.first as usize].start, self.tokens[range.end as usize - 1].end)
    }
    /// Text of a range of tokens.
    pub fn text_of(&self, range: TokenRange) -> &'a str {
        self.span(range).of(self.text)
    }
    /// Bytes of token `i`, empty outside the document: cheaper than its text, which is cut at characters.
    #[inline]
    pub fn bytes(&self, i: usize) -> &'a [u8] {
        self.tokens.get(i).and_then(|t| self.text.as_bytes().get(t.start as usize..t.end as usize)).unwrap_or(&[])
    }
    /// True where token `i` equals `word` (lower case, ASCII) in any case. Nearly all words differ in length: that is looked at first.
    #[inline]
    pub fn is(&self, i: usize, word: &str) -> bool {
        let length = self.tokens.get(i).map_or(0, |t| t.end - t.start) as usize;
        length == word.len() && self.bytes(i).eq_ignore_ascii_case(word.as_bytes())
    }
}

/// A span that a tagger proposes for dates and figures; what it means lies in the tagger's own vector at `value`.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    /// `Kind::Date` or `Kind::Figure` from the taggers; `resolve` adds names.
    pub kind: Kind,
    /// Its tokens.
    pub tokens: TokenRange,
    /// Its bytes (mostly the tokens' own).
    pub span: Span,
    /// Sentence number.
    pub sent: u32,
    /// Stable rule name.
    pub rule: &'static str,
    /// What speaks for it, in the units of `gazetteers/weights/overlap.tsv`; the best non-overlapping set wins.
    pub score: f32,
    /// Probability or rule prior, for the column `confidence`.
    pub confidence: f32,
    /// May stand over a figure: a DURATION ("three months") is also how many of what. False for all others.
    pub shares: bool,
    /// Index into the tagger's vector of meanings.
    pub value: u32,
}
