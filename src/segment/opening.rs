//! The head of an article: headline, byline ("By Abdul Kerimkhanov"), dateline ("TROY, N.C. (AP) —").

use super::{Sentence, token::Token};
use crate::mention::TokenRange;

/// What stands before the story.
#[derive(Debug, Clone, Copy, Default)]
pub struct Opening {
    /// Tokens of the headline.
    pub headline: Option<TokenRange>,
    /// Tokens of the author's name in the byline, without "By".
    pub byline: Option<TokenRange>,
    /// Tokens of the dateline up to its dash.
    pub dateline: Option<TokenRange>,
    /// Publication date that the dateline or a "Published on" line states.
    pub date: Option<jiff::civil::Date>,
}

/// Finds the opening in the first few lines.
pub fn opening(_text: &str, _tokens: &[Token], _sentences: &[Sentence]) -> Opening {
    Opening::default()
}
