//! Stage 3 of 7: text -> tokens, sentences, sections.
//!
//! Takes the decoded text, gives reused vectors: tokens with byte spans and shape, sentences as token ranges, and the
//! opening (headline, byline, dateline). Allocates nothing once the vectors have grown.

pub mod opening;
pub mod quote;
pub mod sentence;
pub mod token;
pub mod words;

pub use opening::Opening;
pub use sentence::Sentence;
pub use token::{Case, Token, TokenKind};
