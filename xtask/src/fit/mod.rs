//! `cargo xtask fit --train TRAIN.jsonl [--eval DEV.jsonl]... [--out TSV] [--rows N]`: fits the weights of the names.
//! `cargo xtask weights [--check]`: compiles `gazetteers/weights/names.tsv`.
//! `cargo xtask names IN.jsonl OUT.jsonl`: tags a corpus, for the scorers.
//!
//! A linear-chain CRF over the evidence of `factbox::tag::name`, trained twice: the second time with the votes of first-pass models that
//! had not seen the document (five folds). The same data gives the same bytes: fixed seeds, fixed order, one thread a model.

mod corpus;
mod crf;
mod tsv;

use corpus::{Doc, Score};
use crf::{Dictionary, Example, Model, Settings};
use factbox::resolve::label::{self, LabelScratch, lattice::Labels, lattice::Lattice, table};
use factbox::tag::name::{DocFacts, EvidenceSink, Template, Value, Votes, emit, emit_votes, key};
use std::error::Error;

pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

const FOLDS: usize = 5;

struct Options {
    train: Vec<String>,
    eval: Vec<String>,
    out: Option<String>,
    rows: usize,
    settings: Settings,
    folds: bool,
    drop: Vec<String>,
}

/// Runs `fit`.
pub fn fit(arguments: &[String]) -> Result<()> {
    let options = options(arguments)?;
    let clock = std::time::Instant::now();
    let mut docs = Vec::new();
    for path in &options.train {
        docs.extend(corpus::load(path)?);
    }
    let extra: Vec<Doc> = docs.iter().enumerate().filter_map(|(n, d)| corpus::recase(d, n)).collect();
    docs.extend(extra);
    let mut prepared: Vec<Prepared> = docs.iter().map(Prepared::new).collect();
    let mut dictionary = Dictionary::default();
    for (doc, p) in docs.iter().zip(&mut prepared) {
        p.first_features(doc, &mut dictionary, &options.drop);
    }
    dictionary.settle(2);
    eprintln!(
        "{} documents, {} tokens in regions, {} pieces of evidence, {:.1?}",
        docs.len(),
        prepared.iter().map(|p| p.labels.len()).sum::<usize>(),
        dictionary.len(),
        clock.elapsed()
    );
    let examples: Vec<Example> = prepared.iter().map(|p| p.example(&dictionary)).collect();
    let first = folds(&examples, &dictionary, &options.settings, &docs, true);
    eprintln!("first pass fitted {:.1?}", clock.elapsed());
    for (n, p) in prepared.iter_mut().enumerate() {
        p.votes(&first[docs[n].fold], &examples[n]);
    }
    let mut second_dictionary = Dictionary::default();
    for (doc, p) in docs.iter().zip(&mut prepared) {
        p.second_features(doc, &mut second_dictionary);
    }
    second_dictionary.settle(2);
    let bases: Vec<_> = examples.iter().zip(&docs).map(|(e, d)| first[d.fold].scores(e)).collect();
    let mut examples: Vec<Example> = prepared.iter().map(|p| p.example(&second_dictionary)).collect();
    examples.iter_mut().zip(bases).for_each(|(e, b)| e.base = b);
    let second = folds(&examples, &second_dictionary, &options.settings, &docs, options.folds);
    eprintln!("second pass fitted {:.1?}", clock.elapsed());
    if options.folds {
        let mut score = Score::default();
        for (n, p) in prepared.iter().enumerate().filter(|(n, _)| !docs[*n].copy) {
            p.score(&docs[n], &second[docs[n].fold], &examples[n], &mut score);
        }
        eprintln!("held out by folds, before rounding and post rules: {score}");
    }
    let mut rows = tsv::rows(&first[FOLDS], &dictionary, options.rows);
    rows.extend(tsv::rows(&second[FOLDS], &second_dictionary, options.rows));
    let named = corpus::names(&docs, &prepared, &rows);
    let text = tsv::write([&first[FOLDS], &second[FOLDS]], &rows, &named);
    let bytes = tsv::compile(&text)?;
    let weights = table::Weights::open(&bytes).ok_or("compiled table is damaged")?;
    eprintln!("{} rows, {} KB compiled", rows.len(), bytes.len() / 1024);
    for path in &options.eval {
        eprintln!("{path}: {}", corpus::evaluate(path, &weights)?);
    }
    if let Some(out) = options.out {
        std::fs::write(out, text)?;
    }
    Ok(())
}

fn options(arguments: &[String]) -> Result<Options> {
    let mut options = Options {
        train: vec![],
        eval: vec![],
        out: None,
        rows: 20_000,
        settings: Settings::default(),
        folds: false,
        drop: vec![],
    };
    let mut rest = arguments.iter();
    while let Some(flag) = rest.next() {
        if flag == "--folds" {
            options.folds = true;
            continue;
        }
        let value = rest.next().ok_or_else(|| format!("{flag} needs a value"))?;
        match flag.as_str() {
            "--train" => options.train.push(value.clone()),
            "--eval" => options.eval.push(value.clone()),
            "--out" => options.out = Some(value.clone()),
            "--rows" => options.rows = value.parse()?,
            "--eta" => options.settings.eta = value.parse()?,
            "--l1" => options.settings.l1 = value.parse()?,
            "--l2" => options.settings.l2 = value.parse()?,
            "--epochs" => options.settings.epochs = value.parse()?,
            "--seed" => options.settings.seed = value.parse()?,
            "--drop" => options.drop.extend(value.split(',').map(str::to_string)),
            _ => return Err(format!("unknown flag {flag}").into()),
        }
    }
    Ok(options)
}

/// Models without each fold, then the one on everything. Models that nobody asked for are empty.
fn folds(examples: &[Example], dictionary: &Dictionary, settings: &Settings, docs: &[Doc], jackknife: bool) -> Vec<Model> {
    let one = |fold: usize| {
        if fold < FOLDS && !jackknife {
            return Model::default();
        }
        let chosen: Vec<&Example> = examples.iter().zip(docs).filter(|(_, d)| d.fold != fold).map(|(e, _)| e).collect();
        crf::train(&chosen, dictionary.len(), settings)
    };
    let (a, b) = std::thread::scope(|scope| {
        let half = scope.spawn(|| [0, 2, 4].map(one));
        let b = [1, 3, FOLDS].map(one);
        (half.join().expect("training does not panic"), b)
    });
    let mut out: Vec<Model> = Vec::new();
    for (x, y) in a.into_iter().zip(b) {
        out.extend([x, y]);
    }
    out
}

/// One document, read once.
pub struct Prepared {
    facts: DocFacts,
    votes: Votes,
    /// First token of each region's sentence and so on.
    segments: corpus::Segments,
    labels: Vec<u8>,
    /// Evidence of each region token: keys, and where each token's end.
    keys: Vec<u64>,
    ends: Vec<usize>,
    extra: Vec<u64>,
    extra_ends: Vec<usize>,
}

/// Keys of all evidence but some templates, to see what those are worth.
struct Choosy<'a> {
    keys: &'a mut Vec<u64>,
    drop: &'a [String],
}

impl EvidenceSink for Choosy<'_> {
    fn put<const N: usize>(&mut self, template: Template, at: i8, values: [Value; N]) {
        let dropped = |d: &String| d == template.name() || d.strip_prefix(template.name()) == Some(&at.to_string());
        if !self.drop.iter().any(dropped) {
            self.keys.push(key(template, at, values));
        }
    }
}

impl Prepared {
    fn new(doc: &Doc) -> Prepared {
        let segments = corpus::Segments::new(&doc.text);
        let mut facts = DocFacts::default();
        segments.with(&doc.text, |cx| facts.read(cx));
        let labels = corpus::labels(doc, &segments, &facts);
        Prepared {
            facts,
            votes: Votes::default(),
            segments,
            labels,
            keys: vec![],
            ends: vec![],
            extra: vec![],
            extra_ends: vec![],
        }
    }

    fn first_features(&mut self, doc: &Doc, dictionary: &mut Dictionary, drop: &[String]) {
        let mut sink = Choosy { keys: &mut self.keys, drop };
        let (facts, ends) = (&self.facts, &mut self.ends);
        self.segments.with(&doc.text, |cx| {
            for (r, region) in facts.regions.iter().enumerate() {
                for i in region.tokens.range() {
                    emit(facts, i, label::sent(cx, facts, r), &mut sink);
                    ends.push(sink.keys.len());
                }
            }
        });
        dictionary.count(&self.keys);
    }

    fn second_features(&mut self, doc: &Doc, dictionary: &mut Dictionary) {
        let (facts, keys, ends, votes) = (&mut self.facts, &mut self.extra, &mut self.extra_ends, &mut self.votes);
        self.segments.with(&doc.text, |cx| {
            votes.collect(cx.words, facts);
            for (r, region) in facts.regions.iter().enumerate() {
                let sent = label::sent(cx, facts, r);
                for i in region.tokens.range() {
                    emit_votes(facts, votes, i, sent.first, sent.end, keys);
                    ends.push(keys.len());
                }
            }
        });
        dictionary.count(keys);
    }

    /// What a first-pass model makes of the document.
    fn votes(&mut self, model: &Model, example: &Example) {
        self.votes.clear(self.facts.tokens.len());
        let scores: Vec<Labels> = model.scores(example).into_iter().map(Labels::from).collect();
        label::first_pass(&self.facts, &scores, &model.transitions, &mut Lattice::default(), &mut self.votes);
    }

    fn example(&self, dictionary: &Dictionary) -> Example {
        let mut example = Example { labels: self.labels.clone(), ..Example::default() };
        let (mut a, mut b) = (0, 0);
        for t in 0..self.labels.len() {
            example.ids.extend(self.keys[a..self.ends[t]].iter().filter_map(|k| dictionary.id(*k)));
            a = self.ends[t];
            if let Some(end) = self.extra_ends.get(t) {
                example.ids.extend(self.extra[b..*end].iter().filter_map(|k| dictionary.id(*k)));
                b = *end;
            }
            example.ends.push(example.ids.len());
        }
        example.regions = self.facts.regions.iter().map(|r| r.tokens.range().len()).collect();
        example
    }

    fn score(&self, doc: &Doc, model: &Model, example: &Example, score: &mut Score) {
        let scores: Vec<Labels> = model.scores(example).into_iter().map(Labels::from).collect();
        let mut lattice = Lattice::default();
        let mut votes = Votes::default();
        votes.clear(self.facts.tokens.len());
        label::first_pass(&self.facts, &scores, &model.transitions, &mut lattice, &mut votes);
        let spans: Vec<_> = votes
            .spans
            .iter()
            .map(|s| {
                (self.segments.tokens[s.tokens.first as usize].start, self.segments.tokens[s.tokens.end as usize - 1].end, s.kind)
            })
            .collect();
        score.add(&doc.text, &doc.gold, &spans);
    }
}

/// Runs `weights`: compiles the table, or checks that it is the compiled one.
pub fn weights(arguments: &[String]) -> Result<()> {
    let bytes = tsv::compile(&std::fs::read_to_string("gazetteers/weights/names.tsv")?)?;
    let path = "gazetteers/compiled/names.weights";
    if !arguments.iter().any(|a| a == "--check") {
        return Ok(std::fs::write(path, bytes)?);
    }
    if std::fs::read(path)? == bytes {
        Ok(())
    } else {
        Err(format!("{path} is not what gazetteers/weights/names.tsv compiles to: run `cargo xtask weights`").into())
    }
}

/// Runs `names`: tags a corpus with the embedded weights.
pub fn names(arguments: &[String]) -> Result<()> {
    let [input, output, ..] = arguments else { return Err("names IN.jsonl OUT.jsonl".into()) };
    corpus::tag(input, output)
}

/// Runs `names-speed IN.jsonl`: processor time of the labelling alone, per token.
pub fn speed(arguments: &[String]) -> Result<()> {
    let docs = corpus::load(arguments.first().ok_or("names-speed IN.jsonl")?)?;
    let prepared: Vec<_> = docs.iter().map(|d| (d, corpus::Segments::new(&d.text))).collect();
    let (mut scratch, mut out) = (LabelScratch::default(), Vec::new());
    let tokens: usize = prepared.iter().map(|(_, s)| s.tokens.len()).sum();
    let mut time = |name: &str, run: &mut dyn FnMut(&factbox::tag::Context<'_>, &mut LabelScratch)| {
        let before = thread_time();
        for _ in 0..ROUNDS {
            for (doc, segments) in &prepared {
                segments.with(&doc.text, |cx| run(cx, &mut scratch));
            }
        }
        eprintln!("{name}: {:.1} ns per token", (thread_time() - before) as f64 / (ROUNDS * tokens) as f64);
    };
    time("classes", &mut |cx, scratch| scratch.facts.read(cx));
    let (mut keys, mut in_regions) = (Vec::new(), 0);
    time("classes and evidence", &mut |cx, scratch| {
        scratch.facts.read(cx);
        in_regions = 0;
        for (r, region) in scratch.facts.regions.iter().enumerate() {
            keys.clear();
            for i in region.tokens.range() {
                emit(&scratch.facts, i, label::sent(cx, &scratch.facts, r), &mut keys);
            }
        }
    });
    time("all", &mut |cx, scratch| {
        out.clear();
        label::label(cx, scratch, &mut out);
    });
    for (doc, segments) in &prepared {
        segments.with(&doc.text, |cx| {
            scratch.facts.read(cx);
            for (r, region) in scratch.facts.regions.iter().enumerate() {
                for i in region.tokens.range() {
                    in_regions += 1;
                    emit(&scratch.facts, i, label::sent(cx, &scratch.facts, r), &mut keys);
                }
            }
        });
    }
    eprintln!(
        "{tokens} tokens, {:.1} % near capitals, {:.1} pieces of evidence each",
        100.0 * in_regions as f64 / tokens as f64,
        keys.len() as f64 / in_regions as f64
    );
    Ok(())
}

/// Rounds of the speed test.
const ROUNDS: usize = 30;

/// Processor time of this thread in nanoseconds, so that other processes do not count.
fn thread_time() -> u64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or(0)
}
