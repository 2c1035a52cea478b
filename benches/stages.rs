//! Speed of each stage on one core (divan): `cargo bench --bench stages`.
//!
//! The text is the repository's own articles, repeated to about 1 MB; `FACTBOX_BENCH_TEXT=FILE` takes another.

use divan::Bencher;
use divan::counter::BytesCount;
use factbox::gazetteer::Gazetteer;
use factbox::segment::{opening, sentence, token};
use factbox::{Config, Document, Extraction, Extractor, Scratch};
use std::path::Path;
use std::sync::LazyLock;

fn main() {
    divan::main();
}

static TEXT: LazyLock<String> = LazyLock::new(|| {
    if let Some(file) = std::env::var_os("FACTBOX_BENCH_TEXT") {
        return std::fs::read_to_string(file).expect("FACTBOX_BENCH_TEXT names a UTF-8 file");
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/articles");
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("fixtures/articles").flatten().map(|e| e.path()).collect();
    files.sort();
    files.retain(|f| f.extension().is_some_and(|e| e == "txt"));
    let all: String = files.iter().map(|f| std::fs::read_to_string(f).expect("UTF-8") + "\n\n").collect();
    all.repeat((1 << 20) / all.len().max(1) + 1)
});

#[divan::bench]
fn tokens(bencher: Bencher) {
    let mut out = Vec::new();
    bencher.counter(BytesCount::of_str(&*TEXT)).bench_local(|| {
        token::tokens(&TEXT, &mut out);
        out.len()
    });
}

#[divan::bench]
fn sentences(bencher: Bencher) {
    let (mut tokens, mut out) = (Vec::new(), Vec::new());
    token::tokens(&TEXT, &mut tokens);
    bencher.counter(BytesCount::of_str(&*TEXT)).bench_local(|| {
        sentence::sentences(&TEXT, &tokens, &mut out);
        out.len()
    });
}

#[divan::bench]
fn tokens_and_sentences(bencher: Bencher) {
    let (mut tokens, mut out) = (Vec::new(), Vec::new());
    bencher.counter(BytesCount::of_str(&*TEXT)).bench_local(|| {
        token::tokens(&TEXT, &mut tokens);
        sentence::sentences(&TEXT, &tokens, &mut out);
        opening::opening(&TEXT, &tokens, &out);
        out.len()
    });
}

#[divan::bench]
fn words(bencher: Bencher) {
    let (mut tokens, mut out) = (Vec::new(), Vec::new());
    token::tokens(&TEXT, &mut tokens);
    let gazetteer = Gazetteer::embedded();
    bencher.counter(BytesCount::of_str(&*TEXT)).bench_local(|| {
        gazetteer.words(&TEXT, &tokens, &mut out);
        out.len()
    });
}

#[divan::bench]
fn scan(bencher: Bencher) {
    let (mut tokens, mut words, mut out) = (Vec::new(), Vec::new(), Vec::new());
    token::tokens(&TEXT, &mut tokens);
    let gazetteer = Gazetteer::embedded();
    gazetteer.words(&TEXT, &tokens, &mut words);
    bencher.counter(BytesCount::of_str(&*TEXT)).bench_local(|| {
        gazetteer.scan(&TEXT, &tokens, &words, &mut out);
        out.len()
    });
}

#[divan::bench]
fn extract(bencher: Bencher) {
    let extractor = Extractor::new(Config::default());
    let document = Document { text: TEXT.clone(), ..Document::default() };
    let (mut scratch, mut found) = (Scratch::default(), Extraction::default());
    bencher.counter(BytesCount::of_str(&*TEXT)).bench_local(|| {
        extractor.extract(&document, &mut scratch, &mut found);
        found.facts.mentions.len()
    });
}
