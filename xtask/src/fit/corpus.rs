//! Corpora of marked articles (JSONL): reading, cleaning, labels for tokens, scores.

use super::{FOLDS, Prepared, Result};
use factbox::Config;
use factbox::gazetteer::{Gazetteer, Hit, Recent, Word};
use factbox::mention::Kind;
use factbox::resolve::NameSpan;
use factbox::resolve::label::{self, KINDS, LabelScratch, table::Row, table::Weights};
use factbox::segment::{Opening, Sentence, Token, opening, sentence, token};
use factbox::tag::Context;
use factbox::tag::name::{DocFacts, emit, emit_votes};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fmt;

/// A gold or predicted name: bytes and number of its kind.
pub type Gold = (u32, u32, u8);

/// One article.
pub struct Doc {
    pub id: String,
    pub text: String,
    pub gold: Vec<Gold>,
    /// Kinds that the corpus marks.
    pub fold: usize,
    /// A recased copy.
    pub copy: bool,
}

/// Reads a corpus; names are trimmed to the conventions and places cut at commas.
pub fn load(path: &str) -> Result<Vec<Doc>> {
    let mut docs = Vec::new();
    for line in std::fs::read_to_string(path)?.lines().filter(|l| !l.trim().is_empty()) {
        let value: Value = serde_json::from_str(line)?;
        let text = value["text"].as_str().unwrap_or("").to_string();
        let id = value["id"].as_str().unwrap_or("").to_string();
        let bytes: Vec<u32> = text.char_indices().map(|(b, _)| b as u32).chain([text.len() as u32]).collect();
        let mut gold = Vec::new();
        for span in value["spans"].as_array().into_iter().flatten() {
            let at = |key: &str| span[key].as_u64().and_then(|n| bytes.get(n as usize).copied());
            let kind = span["type"].as_str().and_then(Kind::parse).and_then(|k| KINDS.iter().position(|x| *x == k));
            if let (Some(a), Some(b), Some(kind)) = (at("start"), at("end"), kind) {
                clean(&text, a, b, kind as u8, &mut gold);
            }
        }
        gold.sort();
        let fold = id.bytes().fold(17u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)) as usize % FOLDS;
        docs.push(Doc { id, text, gold, fold, copy: false });
    }
    Ok(docs)
}

fn clean(text: &str, a: u32, b: u32, kind: u8, out: &mut Vec<Gold>) {
    let whole = &text[a as usize..b as usize];
    let mut from = a;
    let cuts: Vec<u32> = if kind == 1 { whole.match_indices(',').map(|(k, _)| a + k as u32).collect() } else { vec![] };
    for end in cuts.into_iter().chain([b]) {
        let (x, y) = trim(text, from, end);
        if x < y {
            out.push((x, y, kind));
        }
        from = end + 1;
    }
}

/// Without quotes, article, final dot and possessive, as the scorer compares.
pub fn trim(text: &str, a: u32, b: u32) -> (u32, u32) {
    let mut rest = &text[a as usize..b as usize];
    loop {
        let before = rest;
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || "'\"“”‘’(,;:-–—".contains(c));
        rest = rest.trim_end_matches(|c: char| c.is_whitespace() || "\"“”‘,;:)-–—.".contains(c));
        let lower = rest.get(..4).unwrap_or("").to_ascii_lowercase();
        if lower == "the " {
            rest = &rest[4..];
        }
        for tail in ["'s", "’s", "'S", "’S", "'", "’"] {
            rest = rest.strip_suffix(tail).unwrap_or(rest);
        }
        if rest.len() == before.len() {
            let start = (rest.as_ptr() as usize - text.as_ptr() as usize) as u32;
            return (start, start + rest.len() as u32);
        }
    }
}

/// A copy of the first sentences of every second document in capitals or title case, so that headlines are learnt.
pub fn recase(doc: &Doc, n: usize) -> Option<Doc> {
    if n % 2 == 1 {
        return None;
    }
    let segments = Segments::new(&doc.text);
    let end = segments.sentences.get(3).or(segments.sentences.last()).map(|s| segments.tokens[s.tokens.end as usize - 1].end)?;
    let title = n % 20 >= 14;
    let mut text = String::with_capacity(end as usize);
    let mut begins = true;
    for c in doc.text[..end as usize].chars() {
        let upper = c.to_uppercase().next().filter(|u| u.len_utf8() == c.len_utf8()).unwrap_or(c);
        text.push(if !title || begins { upper } else { c });
        begins = c.is_whitespace() || c == '-';
    }
    let gold = doc.gold.iter().copied().filter(|g| g.1 <= end).collect();
    Some(Doc { id: format!("{}+", doc.id), text, gold, fold: doc.fold, copy: true })
}

/// Stage 3 and the look-ups of one text.
pub struct Segments {
    pub tokens: Vec<Token>,
    pub sentences: Vec<Sentence>,
    opening: Opening,
    words: Vec<Word>,
    hits: Vec<Hit>,
    config: Config,
}

impl Segments {
    pub fn new(text: &str) -> Segments {
        let (mut tokens, mut sentences, mut words, mut hits) = (vec![], vec![], vec![], vec![]);
        token::tokens(text, &mut tokens);
        sentence::sentences(text, &tokens, &mut sentences);
        let opening = opening::opening(text, &tokens, &sentences);
        let gazetteer = Gazetteer::embedded();
        let mut recent = Recent::default();
        gazetteer.words(text, &tokens, &mut recent, &mut words);
        gazetteer.scan(text, &tokens, &words, &mut recent, &mut hits);
        Segments { tokens, sentences, opening, words, hits, config: Config::default() }
    }

    pub fn with<T>(&self, text: &str, run: impl FnOnce(&Context<'_>) -> T) -> T {
        run(&Context {
            text,
            tokens: &self.tokens,
            words: &self.words,
            hits: &self.hits,
            sentences: &self.sentences,
            opening: &self.opening,
            quotes: &[],
            dct: None,
            config: &self.config,
            gazetteer: Gazetteer::embedded(),
            customs: Default::default(),
        })
    }
}

/// Labels of all region tokens: a token belongs to the name that holds its first byte.
pub fn labels(doc: &Doc, segments: &Segments, facts: &DocFacts) -> Vec<u8> {
    let mut out = Vec::new();
    for region in &facts.regions {
        let mut last: Option<usize> = None;
        for i in region.tokens.range() {
            let start = segments.tokens[i].start;
            let n = doc.gold.partition_point(|g| g.1 <= start);
            let inside = doc.gold.get(n).filter(|g| g.0 <= start).map(|g| (n, g.2));
            out.push(match inside {
                None => 0,
                Some((n, kind)) => 2 * kind + if last == Some(n) { 2 } else { 1 },
            });
            last = inside.map(|(n, _)| n);
        }
    }
    out
}

/// Names of the keys in `rows`.
pub fn names(docs: &[Doc], prepared: &[Prepared], rows: &[Row]) -> HashMap<u64, String> {
    let mut names: HashMap<u64, String> = rows.iter().map(|r| (r.0, String::new())).collect();
    for (doc, p) in docs.iter().zip(prepared) {
        p.segments.with(&doc.text, |cx| {
            let mut naming = label::naming(cx, &p.facts);
            for (r, region) in p.facts.regions.iter().enumerate() {
                let sent = label::sent(cx, &p.facts, r);
                for i in region.tokens.range() {
                    emit(&p.facts, i, sent, &mut naming);
                    emit_votes(&p.facts, &p.votes, i, sent.first, sent.end, &mut naming);
                    for (key, name) in naming.named.drain(..) {
                        if let Some(slot) = names.get_mut(&key).filter(|s| s.is_empty()) {
                            *slot = name;
                        }
                    }
                }
            }
        });
    }
    names
}

/// Counts of gold, predicted and right names by kind.
#[derive(Default)]
pub struct Score {
    counts: [[usize; 3]; 4],
}

impl Score {
    pub fn add(&mut self, text: &str, gold: &[Gold], predicted: &[Gold]) {
        let predicted: Vec<Gold> = predicted.iter().map(|p| (trim(text, p.0, p.1), p.2)).map(|((a, b), k)| (a, b, k)).collect();
        for g in gold {
            self.counts[g.2 as usize][0] += 1;
        }
        for p in &predicted {
            self.counts[p.2 as usize][1] += 1;
            self.counts[p.2 as usize][2] += usize::from(gold.binary_search(p).is_ok());
        }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f1 = |c: [usize; 3]| 200.0 * c[2] as f64 / (c[0] + c[1]).max(1) as f64;
        let marked: Vec<_> = self.counts.iter().filter(|c| c[0] > 0).collect();
        let sum = marked.iter().fold([0; 3], |a, c| std::array::from_fn(|k| a[k] + c[k]));
        let (p, r) = (100.0 * sum[2] as f64 / sum[1].max(1) as f64, 100.0 * sum[2] as f64 / sum[0].max(1) as f64);
        write!(f, "F1 {:.2} (P {p:.1} R {r:.1})", f1(sum))?;
        for (kind, count) in KINDS.iter().zip(self.counts).filter(|(_, c)| c[0] > 0) {
            write!(f, " {} {:.1}", kind.name(), f1(count))?;
        }
        Ok(())
    }
}

fn spans(cx: &Context<'_>, names: &[NameSpan]) -> Vec<Gold> {
    let number = |kind: Kind| KINDS.iter().position(|k| *k == kind).unwrap_or(0) as u8;
    names.iter().map(|n| (cx.span(n.tokens).start, cx.span(n.tokens).end, number(n.kind))).collect()
}

/// Scores weights on a corpus, through the whole labelling.
pub fn evaluate(path: &str, weights: &Weights) -> Result<Score> {
    let (mut scratch, mut out, mut score) = (LabelScratch::default(), Vec::new(), Score::default());
    for doc in load(path)? {
        let segments = Segments::new(&doc.text);
        out.clear();
        segments.with(&doc.text, |cx| {
            label::label_with(weights, cx, &mut scratch, &mut out);
            score.add(&doc.text, &doc.gold, &spans(cx, &out));
        });
    }
    Ok(score)
}

/// Tags a corpus with the embedded weights and writes the scorers' format (code points).
pub fn tag(input: &str, output: &str) -> Result<()> {
    let (mut scratch, mut out, mut lines) = (LabelScratch::default(), Vec::new(), String::new());
    for doc in load(input)? {
        let segments = Segments::new(&doc.text);
        out.clear();
        let chars = |byte: u32| doc.text[..byte as usize].chars().count();
        let spans: Vec<Value> = segments.with(&doc.text, |cx| {
            label::label(cx, &mut scratch, &mut out);
            out.iter()
                .map(|n| json!({"start": chars(cx.span(n.tokens).start), "end": chars(cx.span(n.tokens).end), "type": n.kind.name(), "p": n.confidence, "text": cx.text_of(n.tokens)}))
                .collect()
        });
        lines += &json!({"id": doc.id, "spans": spans}).to_string();
        lines.push('\n');
    }
    Ok(std::fs::write(output, lines)?)
}
