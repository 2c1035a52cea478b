//! Any text: stages 3 to 5 never panic, and every mention lies within the text. `cargo +nightly fuzz run extract`
#![no_main]

use factbox::{Config, Document, Extraction, Extractor, Scratch};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: String| {
    let document = Document { text, ..Document::default() };
    let mut found = Extraction::default();
    Extractor::new(Config::default()).extract(&document, &mut Scratch::default(), &mut found);
    for mention in &found.facts.mentions {
        let _ = mention.span.of(&document.text);
    }
});
