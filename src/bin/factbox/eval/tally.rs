//! Counting: what was marked, found and right, by kind and by document; what was taken for what; how far confidence can be trusted.
//!
//! Strict: same beginning, same end, same kind, after trimming both sides ([`super::trim`]). Overlap: same kind and a character in
//! common, one to one, exact pairs first, then the longest overlap.

use super::geo::GeoCounts;
use super::gold::GoldDoc;
use super::trim::trim;
use factbox::mention::Kind;
use std::collections::{BTreeMap, HashMap};

/// A span on either side of the comparison, trimmed.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
    /// Ids of a place or values of a date that are as good as each other.
    pub values: Vec<String>,
    /// Of what was found.
    pub confidence: f32,
}

impl Item {
    fn place(&self) -> (usize, usize, Kind) {
        (self.start, self.end, self.kind)
    }

    /// Characters in common.
    fn shared(&self, other: &Item, text: &str) -> usize {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        if start < end { text[start..end].chars().count() } else { 0 }
    }
}

/// Trims spans, drops what is then empty or there twice, sorts.
pub fn items(text: &str, spans: impl Iterator<Item = Item>) -> Vec<Item> {
    let mut out: Vec<Item> = spans
        .map(|item| {
            let (start, end) = trim(text, item.start, item.end);
            Item { start, end, ..item }
        })
        .filter(|item| item.start < item.end)
        .collect();
    out.sort_by(|a, b| a.place().cmp(&b.place()).then(b.confidence.total_cmp(&a.confidence)));
    out.dedup_by(|again, first| again.place() == first.place());
    out
}

/// How many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub gold: u64,
    pub found: u64,
    /// Found and right, strictly.
    pub strict: u64,
    /// Found in part, strictly or not.
    pub overlap: u64,
    /// Marked with an id or value.
    pub valued: u64,
    /// Strictly right ones of these.
    pub valued_found: u64,
    /// With the right id or value too.
    pub valued_right: u64,
}

impl Counts {
    pub fn add(&mut self, other: &Counts) {
        let Counts { gold, found, strict, overlap, valued, valued_found, valued_right } = other;
        self.gold += gold;
        self.found += found;
        self.strict += strict;
        self.overlap += overlap;
        self.valued += valued;
        self.valued_found += valued_found;
        self.valued_right += valued_right;
    }

    /// Precision, recall and F1 in percent.
    pub fn strict(&self) -> Rates {
        Rates::new(self.strict, self.found, self.gold)
    }

    /// The same of overlaps.
    pub fn overlap(&self) -> Rates {
        Rates::new(self.overlap, self.found, self.gold)
    }
}

/// In percent; 0 where there is nothing to divide by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rates {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
}

impl Rates {
    /// Of counts.
    pub fn new(right: u64, found: u64, gold: u64) -> Rates {
        Rates { precision: percent(right, found), recall: percent(right, gold), f1: percent(2 * right, found + gold) }
    }
}

/// A share in percent, 0 of nothing.
pub fn percent(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

/// One way to be wrong: what was marked (if anything) and what was found (if anything).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mistake {
    pub gold: Option<(Kind, String)>,
    pub found: Option<(Kind, String)>,
}

impl Mistake {
    /// Its name.
    pub fn what(&self) -> &'static str {
        match (&self.gold, &self.found) {
            (_, None) => "missed",
            (None, _) => "spurious",
            (Some(g), Some(f)) if g.1 == f.1 => "kind",
            (Some(g), Some(f)) if g.0 == f.0 => "boundary",
            _ => "kind and boundary",
        }
    }
}

/// How often, and where first.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    pub count: u64,
    pub doc: String,
    pub before: String,
    pub after: String,
}

/// Upper ends of the bands of confidence, in hundredths.
pub const BANDS: [u32; 8] = [50, 60, 70, 80, 90, 95, 99, 100];

/// A band of confidence.
#[derive(Debug, Clone, Copy, Default)]
pub struct Band {
    pub found: u64,
    pub right: u64,
    /// Sum of confidences.
    pub claimed: f64,
}

/// A document's score over all names.
#[derive(Debug, Clone)]
pub struct DocScore {
    pub id: String,
    pub counts: Counts,
}

/// Everything counted.
#[derive(Debug, Default)]
pub struct Tally {
    pub kinds: BTreeMap<Kind, Counts>,
    pub docs: Vec<DocScore>,
    /// Marked kind (none: nothing marked) and found kind (none: nothing found).
    pub confusion: BTreeMap<(Option<Kind>, Option<Kind>), u64>,
    pub mistakes: HashMap<Mistake, Seen>,
    pub bands: BTreeMap<Kind, [Band; BANDS.len()]>,
    /// Places held against their points.
    pub geo: GeoCounts,
}

/// Not a date or figure.
pub fn is_name(kind: Kind) -> bool {
    !matches!(kind, Kind::Date | Kind::Figure)
}

impl Tally {
    /// Compares one document.
    pub fn add(&mut self, doc: &GoldDoc, gold: &[Item], found: &[Item]) {
        let text = doc.document.text.as_str();
        let mut names = Counts::default();
        for kind in Kind::ALL {
            let of = |items: &[Item]| items.iter().filter(|i| i.kind == kind).cloned().collect::<Vec<_>>();
            let counts = compare(text, &of(gold), &of(found));
            if counts != Counts::default() {
                self.kinds.entry(kind).or_default().add(&counts);
            }
            if is_name(kind) {
                names.add(&counts);
            }
        }
        self.docs.push(DocScore { id: doc.document.id.clone(), counts: names });
        for item in found {
            let right = gold.binary_search_by_key(&item.place(), Item::place).is_ok();
            let band = BANDS.iter().position(|end| item.confidence * 100.0 < *end as f32).unwrap_or(BANDS.len() - 1);
            let band = &mut self.bands.entry(item.kind).or_default()[band];
            band.found += 1;
            band.right += u64::from(right);
            band.claimed += f64::from(item.confidence);
        }
        self.confuse(&doc.document.id, text, gold, found);
    }

    /// Who was taken for what: exact pairs first, then the same span, then the longest overlap.
    fn confuse(&mut self, doc: &str, text: &str, gold: &[Item], found: &[Item]) {
        let rank = |g: &Item, f: &Item| {
            let span = (g.start, g.end) == (f.start, f.end);
            u8::from(span) * 2 + u8::from(g.kind == f.kind)
        };
        let (of_gold, of_found) = pairs(text, gold, found, |g, f| Some(rank(g, f)));
        let surface = |item: &Item| (item.kind, text[item.start..item.end].split_whitespace().collect::<Vec<_>>().join(" "));
        for (n, g) in gold.iter().enumerate() {
            let f = of_gold[n].map(|n| &found[n]);
            *self.confusion.entry((Some(g.kind), f.map(|f| f.kind))).or_default() += 1;
            if f.is_none_or(|f| f.place() != g.place()) {
                self.note(Mistake { gold: Some(surface(g)), found: f.map(surface) }, doc, text, g);
            }
        }
        for (_, f) in found.iter().enumerate().filter(|(n, _)| of_found[*n].is_none()) {
            *self.confusion.entry((None, Some(f.kind))).or_default() += 1;
            self.note(Mistake { gold: None, found: Some(surface(f)) }, doc, text, f);
        }
    }

    fn note(&mut self, mistake: Mistake, doc: &str, text: &str, at: &Item) {
        let seen = self.mistakes.entry(mistake).or_default();
        seen.count += 1;
        if seen.count == 1 {
            seen.doc = doc.to_string();
            seen.before = last(&text[..at.start]);
            seen.after = first(&text[at.end..]);
        }
    }

    /// Counts of all names together.
    pub fn names(&self) -> Counts {
        let mut all = Counts::default();
        self.kinds.iter().filter(|(kind, _)| is_name(**kind)).for_each(|(_, counts)| all.add(counts));
        all
    }

    /// Mean of the documents' strict F1, over those that have names on either side.
    pub fn macro_f1(&self) -> Option<f64> {
        let scores: Vec<f64> =
            self.docs.iter().filter(|d| d.counts.gold + d.counts.found > 0).map(|d| d.counts.strict().f1).collect();
        (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64)
    }

    /// The mistakes, the most frequent first.
    pub fn frequent(&self, n: usize) -> Vec<(&Mistake, &Seen)> {
        let mut all: Vec<_> = self.mistakes.iter().collect();
        all.sort_by(|a, b| b.1.count.cmp(&a.1.count).then_with(|| a.0.cmp(b.0)));
        all.truncate(n);
        all
    }
}

/// One kind in one document.
fn compare(text: &str, gold: &[Item], found: &[Item]) -> Counts {
    let same = |g: &Item| found.binary_search_by_key(&g.place(), Item::place).ok().map(|n| &found[n]);
    let (paired, _) = pairs(text, gold, found, |g, f| (g.kind == f.kind).then(|| u8::from(g.place() == f.place())));
    let mut counts = Counts { gold: gold.len() as u64, found: found.len() as u64, ..Counts::default() };
    for (g, pair) in gold.iter().zip(paired) {
        let hit = same(g);
        counts.strict += u64::from(hit.is_some());
        counts.overlap += u64::from(pair.is_some());
        if !g.values.is_empty() {
            counts.valued += 1;
            counts.valued_found += u64::from(hit.is_some());
            counts.valued_right += u64::from(hit.is_some_and(|f| f.values.iter().any(|v| g.values.contains(v))));
        }
    }
    counts
}

/// For each marked item the found one that it is paired with, and the other way round: overlapping ones, those of the highest rank
/// first, then those that share most.
fn pairs(
    text: &str,
    gold: &[Item],
    found: &[Item],
    rank: impl Fn(&Item, &Item) -> Option<u8>,
) -> (Vec<Option<usize>>, Vec<Option<usize>>) {
    let (mut all, mut from) = (Vec::new(), 0);
    for (g, marked) in gold.iter().enumerate() {
        // Both sides are sorted by their beginning: what ends before this one ends before all that follow.
        while found.get(from).is_some_and(|f| f.end <= marked.start) {
            from += 1;
        }
        let near = found.iter().enumerate().skip(from).take_while(|(_, f)| f.start < marked.end);
        for (f, other) in near.filter(|(_, f)| f.end > marked.start) {
            if let Some(rank) = rank(marked, other) {
                all.push((std::cmp::Reverse((rank, marked.shared(other, text))), g, f));
            }
        }
    }
    all.sort();
    let (mut of_gold, mut of_found) = (vec![None; gold.len()], vec![None; found.len()]);
    for (_, g, f) in all {
        if of_gold[g].is_none() && of_found[f].is_none() {
            (of_gold[g], of_found[f]) = (Some(f), Some(g));
        }
    }
    (of_gold, of_found)
}

/// Characters of context on either side.
const CONTEXT: usize = 40;

fn last(text: &str) -> String {
    let start = text.char_indices().rev().take(CONTEXT).last().map_or(text.len(), |(at, _)| at);
    on_one_line(&text[start..])
}

fn first(text: &str) -> String {
    let end = text.char_indices().nth(CONTEXT).map_or(text.len(), |(at, _)| at);
    on_one_line(&text[..end])
}

fn on_one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
