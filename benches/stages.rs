//! Speed of each stage on one core (divan): `cargo bench --bench stages`.
//!
//! The documents are the repository's own articles, repeated to about 1 MB; `FACTBOX_BENCH_JSONL=FILE` takes others (field `text`).
//! A stage's time is its own: what it needs is made before, document by document.

use divan::Bencher;
use divan::counter::BytesCount;
use factbox::decode::{self, DecodeConfig};
use factbox::extract::Segments;
use factbox::gazetteer::{Gazetteer, Hit, Recent, Word};
use factbox::read::{Format, Raw};
use factbox::resolve::label::{self, LabelScratch};
use factbox::segment::{opening, sentence, token};
use factbox::tabulate::entity::Seen;
use factbox::tabulate::{Choice, Table, Tabulator};
use factbox::tag::sweep::Sweep;
use factbox::tag::{self, Context};
use factbox::write::{self, Buffers};
use factbox::{Config, Document, Extraction, Extractor, Scratch};
use std::path::Path;
use std::sync::LazyLock;

fn main() {
    divan::main();
}

static CONFIG: LazyLock<Config> = LazyLock::new(Config::default);

static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    if let Some(file) = std::env::var_os("FACTBOX_BENCH_JSONL") {
        let file = std::fs::read_to_string(file).expect("FACTBOX_BENCH_JSONL names a file");
        let text = |line: &str| serde_json::from_str::<serde_json::Value>(line).ok()?["text"].as_str().map(str::to_owned);
        return file.lines().filter_map(text).collect();
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/articles");
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("fixtures/articles").flatten().map(|e| e.path()).collect();
    files.sort();
    files.retain(|f| f.extension().is_some_and(|e| e == "txt"));
    let all: Vec<String> = files.iter().map(|f| std::fs::read_to_string(f).expect("UTF-8")).collect();
    let size: usize = all.iter().map(String::len).sum();
    all.iter().cycle().take(all.len() * ((1 << 20) / size.max(1) + 1)).cloned().collect()
});

fn bytes() -> BytesCount {
    BytesCount::new(TEXTS.iter().map(String::len).sum::<usize>())
}

/// A document with all that the taggers look at.
struct Ready {
    text: &'static str,
    segments: Segments,
    words: Vec<Word>,
    hits: Vec<Hit>,
}

impl Ready {
    fn context(&self) -> Context<'_> {
        Context {
            text: self.text,
            tokens: &self.segments.tokens,
            words: &self.words,
            hits: &self.hits,
            sentences: &self.segments.sentences,
            opening: &self.segments.opening,
            quotes: &self.segments.quotes,
            dct: None,
            config: &CONFIG,
            gazetteer: Gazetteer::embedded(),
            customs: Default::default(),
        }
    }
}

static READY: LazyLock<Vec<Ready>> = LazyLock::new(|| {
    let ready = |text: &'static String| {
        let mut ready = Ready { text, segments: Segments::default(), words: Vec::new(), hits: Vec::new() };
        let Segments { tokens, sentences, opening, quotes } = &mut ready.segments;
        token::tokens(text, tokens);
        sentence::sentences(text, tokens, sentences);
        *opening = opening::opening(text, tokens, sentences);
        factbox::segment::quote::quotes(text, tokens, quotes);
        let mut recent = Recent::default();
        Gazetteer::embedded().words(text, tokens, &mut recent, &mut ready.words);
        Gazetteer::embedded().scan(text, tokens, &ready.words, &mut recent, &mut ready.hits);
        ready
    };
    TEXTS.iter().map(ready).collect()
});

#[divan::bench]
fn s2_decode_jsonl(bencher: Bencher) {
    let raw = |text: &String| Raw {
        doc_id: "x.jsonl#1".into(),
        path: "x.jsonl".into(),
        format: Format::Jsonl,
        bytes: serde_json::json!({ "id": 1, "text": text, "date": "2020-02-26" }).to_string().into_bytes(),
        line: 1,
        record: None,
    };
    let raws: Vec<Raw> = TEXTS.iter().map(raw).collect();
    let config = DecodeConfig::default();
    bencher
        .counter(bytes())
        .with_inputs(|| raws.clone())
        .bench_local_values(|raws| raws.into_iter().filter(|r| decode::document(r.clone(), &config).is_ok()).count());
}

#[divan::bench]
fn s3_tokens(bencher: Bencher) {
    let mut out = Vec::new();
    bencher.counter(bytes()).bench_local(|| TEXTS.iter().for_each(|text| token::tokens(text, &mut out)));
}

#[divan::bench]
fn s3_tokens_sentences_opening(bencher: Bencher) {
    let (mut tokens, mut sentences) = (Vec::new(), Vec::new());
    bencher.counter(bytes()).bench_local(|| {
        for text in TEXTS.iter() {
            token::tokens(text, &mut tokens);
            sentence::sentences(text, &tokens, &mut sentences);
            divan::black_box(opening::opening(text, &tokens, &sentences));
        }
    });
}

#[divan::bench]
fn s4_words(bencher: Bencher) {
    let (mut recent, mut out) = (Recent::default(), Vec::new());
    let gazetteer = Gazetteer::embedded();
    bencher.counter(bytes()).bench_local(|| {
        for r in READY.iter() {
            gazetteer.words(r.text, &r.segments.tokens, &mut recent, &mut out);
        }
    });
}

#[divan::bench]
fn s4_scan(bencher: Bencher) {
    let (mut recent, mut out) = (Recent::default(), Vec::new());
    let gazetteer = Gazetteer::embedded();
    bencher.counter(bytes()).bench_local(|| {
        for r in READY.iter() {
            gazetteer.scan(r.text, &r.segments.tokens, &r.words, &mut recent, &mut out);
        }
    });
}

#[divan::bench]
fn s4_dates(bencher: Bencher) {
    let (mut sweep, mut out, mut meanings) = (Sweep::default(), Vec::new(), Vec::new());
    bencher.counter(bytes()).bench_local(|| {
        for r in READY.iter() {
            out.clear();
            meanings.clear();
            sweep.read(&r.context());
            tag::date::tag(&r.context(), &sweep, &mut out, &mut meanings);
        }
    });
}

#[divan::bench]
fn s4_figures(bencher: Bencher) {
    let (mut sweep, mut out, mut values, mut pool) = (Sweep::default(), Vec::new(), Vec::new(), String::new());
    bencher.counter(bytes()).bench_local(|| {
        for r in READY.iter() {
            out.clear();
            values.clear();
            pool.clear();
            sweep.read(&r.context());
            tag::figure::tag(&r.context(), &sweep, &mut out, &mut values, &mut pool);
        }
    });
}

#[divan::bench]
fn s5_names(bencher: Bencher) {
    let (mut scratch, mut out) = (LabelScratch::default(), Vec::new());
    bencher.counter(bytes()).bench_local(|| {
        for r in READY.iter() {
            out.clear();
            label::label(&r.context(), &mut scratch, &mut out);
        }
    });
}

#[divan::bench]
fn s3_to_s5_extract(bencher: Bencher) {
    let extractor = Extractor::new(Config::default());
    let documents: Vec<Document> = TEXTS.iter().map(|text| Document { text: text.clone(), ..Document::default() }).collect();
    let (mut scratch, mut found) = (Scratch::default(), Extraction::default());
    bencher.counter(bytes()).bench_local(|| documents.iter().for_each(|d| extractor.extract(d, &mut scratch, &mut found)));
}

#[divan::bench]
fn s6_s7_tabulate_jsonl(bencher: Bencher) {
    let extractor = Extractor::new(Config::default());
    let mut scratch = Scratch::default();
    let found = |text: &String| {
        let document = Document { id: "x".into(), text: text.clone(), ..Document::default() };
        let mut found = Extraction::default();
        extractor.extract(&document, &mut scratch, &mut found);
        (document, found)
    };
    let all: Vec<_> = TEXTS.iter().map(found).collect();
    let mut rows = Buffers::new(write::Format::Jsonl, &Table::USUAL);
    let (mut tabulator, mut spare, choice) = (Tabulator::default(), Vec::new(), Choice::default());
    bencher.counter(bytes()).bench_local(|| {
        for (document, found) in &all {
            let seen = &mut Seen::default();
            tabulator.document(document, found, &extractor, &choice, &mut rows, seen);
            spare = rows.take(&mut spare);
        }
    });
}
