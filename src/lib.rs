//! factbox turns articles into tables of who, where, when and how many.
//!
//! | stage | module | takes | gives |
//! |---|---|---|---|
//! | 1 | [`read`] | paths, folders, stdin | bytes |
//! | 2 | [`decode`] | bytes | [`Document`]: text, id, title, publication date |
//! | 3 | [`segment`] | text | tokens, sentences, headline, byline, dateline |
//! | 4 | [`tag`] | tokens, look-ups in the [`gazetteer`] | candidates with evidence |
//! | 5 | [`resolve`] | candidates | mentions, entities, dates, figures, checks |
//! | 6 | [`tabulate`] | mentions | rows |
//! | 7 | [`mod@write`] | rows | CSV, JSONL |
//!
//! [`extract`] runs stages 3-5 for one document, [`run`] all of them for many.
//!
//! ```
//! use factbox::{Config, Document, Extraction, Extractor, Scratch};
//!
//! let extractor = Extractor::new(Config::default());
//! let (mut scratch, mut found) = (Scratch::default(), Extraction::default());
//! let document = Document { text: "Prices rose 20 percent in Peru.".into(), ..Document::default() };
//! extractor.extract(&document, &mut scratch, &mut found);
//! for mention in &found.facts.mentions {
//!     println!("{} {}", mention.kind.name(), mention.span.of(&document.text));
//! }
//! ```

pub mod config;
pub mod correct;
pub mod decode;
pub mod document;
pub mod error;
pub mod extract;
pub mod gazetteer;
pub mod mention;
pub mod read;
pub mod resolve;
pub mod run;
pub mod segment;
pub mod tabulate;
pub mod tag;
pub mod value;
pub mod write;

pub use config::Config;
pub use document::Document;
pub use error::{Error, Result};
pub use extract::{Extraction, Extractor, Facts, Scratch, Segments};
pub use mention::{Kind, Mention, Span};
