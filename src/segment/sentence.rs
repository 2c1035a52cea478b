//! Tokens -> sentences, for news: abbreviations, initials, quotes, bullets, headlines, soft line wraps.

use super::token::Token;
use crate::mention::TokenRange;

/// A sentence as a range of tokens; sentences cover all tokens in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: TokenRange,
    /// It is printed mostly in capitals (headline style).
    pub all_caps: bool,
}

/// Cuts tokens into sentences; `out` is cleared first and reused.
pub fn sentences(text: &str, tokens: &[Token], out: &mut Vec<Sentence>) {
    out.clear();
    let mut first = 0;
    for i in 0..tokens.len() {
        let ends = i + 1 == tokens.len() || tokens[i + 1].after_blank() || ends_here(text, tokens, i);
        if ends {
            out.push(Sentence { tokens: TokenRange::new(first, i + 1), all_caps: false });
            first = i + 1;
        }
    }
}

fn ends_here(text: &str, tokens: &[Token], i: usize) -> bool {
    let mark = tokens[i].of(text);
    let next = &tokens[i + 1];
    matches!(mark, "." | "!" | "?") && !next.glued() && !next.of(text).starts_with(char::is_lowercase)
}
