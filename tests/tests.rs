//! All integration tests in one binary; one module for each concern.

mod articles; // whole articles against their expected tables
mod cli; // the binary: exit codes, pipes, formats, same bytes for any number of jobs
mod correct; // corrections of entities: on extract, afterwards, again
mod damaged; // compiled gazetteers with wrong bytes
mod docs; // every path that ARCHITECTURE.md names exists; every rule has its cases
mod encodings; // bytes -> text
mod entities; // names over documents: what is one person or organisation
mod eval; // scores of marked texts, and those of eval/articles
mod explain; // why a name is a name: evidence, sums, what decided
mod fixture; // the marked-text format and its runner
mod folding; // spellings of a name that are the same
mod gaz; // users' lists: errors, lint, precedence, ids
mod gazetteers; // lists: sources, order, rows, compiled form
mod offsets; // text[start..end] == surface, for any text
mod resolve; // aliases, ambiguous places, places of figures
mod rules; // fixtures/rules/*.md
mod segment; // tokens, sentences, openings
