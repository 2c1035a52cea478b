//! Tokens -> quoted speech: what stands between quotation marks and is long enough to be somebody's words.
//!
//! Marks are `"`, curly double quotes, and the doubled `` `` `` and `''` of old wire copy. A quote ends at its mark or, as in print, runs to
//! the end of a paragraph whose closing mark is left out because the next paragraph goes on with it. Single quotes are not read: they
//! cannot be told from apostrophes.

use super::{Token, TokenKind};
use crate::mention::TokenRange;

/// Fewer tokens than this between the marks are a title, a nickname or a doubt, not speech.
const SPEECH: usize = 5;

/// Finds quoted speech in text order; `out` is cleared first and reused.
pub fn quotes(text: &str, tokens: &[Token], out: &mut Vec<TokenRange>) {
    out.clear();
    let mut open: Option<usize> = None;
    for (i, token) in tokens.iter().enumerate() {
        if token.kind != TokenKind::Punct && !token.after_blank() {
            continue;
        }
        if token.after_blank()
            && let Some(first) = open.take()
        {
            push(first, i, out);
        }
        let mark = match token.byte(text) {
            b'"' | 0xe2 | b'`' | b'\'' => token.of(text),
            _ => continue,
        };
        match (mark, open) {
            ("“" | "``", _) | ("\"", None) => open = Some(i + 1),
            ("”" | "''" | "\"", Some(first)) => {
                push(first, i, out);
                open = None;
            }
            _ => {}
        }
    }
    if let Some(first) = open {
        push(first, tokens.len(), out);
    }
}

fn push(first: usize, end: usize, out: &mut Vec<TokenRange>) {
    if end >= first + SPEECH {
        out.push(TokenRange::new(first, end));
    }
}

#[cfg(test)]
mod tests {
    fn quoted(text: &str) -> Vec<String> {
        let (mut tokens, mut quotes) = (Vec::new(), Vec::new());
        crate::segment::token::tokens(text, &mut tokens);
        super::quotes(text, &tokens, &mut quotes);
        let span =
            |q: &crate::mention::TokenRange| tokens[q.first as usize].start as usize..tokens[q.end as usize - 1].end as usize;
        quotes.iter().map(|q| text[span(q)].to_owned()).collect()
    }

    #[test]
    fn speech_is_quoted_and_titles_are_not() {
        assert_eq!(quoted("\"We will build in Quito next year,\" she said."), ["We will build in Quito next year,"]);
        assert_eq!(
            quoted("“Peru is not for sale, nor is it cheap.\n\n“It never was, he said."),
            ["Peru is not for sale, nor is it cheap.", "It never was, he said."]
        );
        assert_eq!(quoted("``This is how we live in Oruro,'' he said."), ["This is how we live in Oruro,"]);
        assert!(quoted("The film \"Lake Titicaca\" opened in La Paz, said the mayor's office.").is_empty());
        assert!(quoted("The mayor's and the miners' plans do not agree with each other at all.").is_empty());
    }
}
