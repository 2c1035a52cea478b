//! Candidates of all kinds -> the best set without overlaps: weighted interval scheduling.
//!
//! Takes every tagger's candidates with their scores, gives the set of greatest total weight in text order. Weights by kind are
//! `gazetteers/weights/overlap.tsv`. A duration may stand over the figure inside it ("three months" is a DURATION and 3 months).

use crate::mention::Kind;
use crate::tag::Candidate;
use std::sync::LazyLock;

/// Buffers, reused from document to document.
#[derive(Debug, Default)]
pub struct OverlapScratch {
    shared: Vec<Candidate>,
    best: Vec<f32>,
    before: Vec<u32>,
}

static WEIGHTS: LazyLock<[f32; 6]> = LazyLock::new(|| {
    let table = include_str!("../../gazetteers/weights/overlap.tsv");
    Kind::ALL.map(|kind| {
        let row = table.lines().find(|l| l.split('\t').next() == Some(kind.name()));
        row.and_then(|r| r.split('\t').nth(1)).and_then(|w| w.parse().ok()).unwrap_or(1.0)
    })
});

/// Keeps the best non-overlapping candidates, in text order.
pub fn choose(candidates: &mut Vec<Candidate>, scratch: &mut OverlapScratch) {
    scratch.shared.clear();
    scratch.shared.extend(candidates.iter().filter(|c| c.shares));
    candidates.retain(|c| !c.shares);
    schedule(candidates, scratch);
    // A duration gives way to any name or date that was chosen; figures do not hinder it. The chosen do not overlap, so that the order
    // by end is the order by beginning.
    let chosen = candidates.len();
    for i in 0..scratch.shared.len() {
        let duration = scratch.shared[i];
        let from = candidates[..chosen].partition_point(|c| c.tokens.end <= duration.tokens.first);
        let mut around = candidates[from..chosen].iter().take_while(|c| c.tokens.first < duration.tokens.end);
        if around.all(|c| c.kind == Kind::Figure || !c.tokens.overlaps(duration.tokens)) {
            candidates.push(duration);
        }
    }
    if candidates.len() > chosen {
        candidates.sort_by_key(|c| (c.span.start, std::cmp::Reverse(c.span.end), c.kind));
    }
}

/// Weighted interval scheduling: `best[i]` is the greatest weight of the first `i` candidates by end, `before[i]` how many of them
/// end before candidate `i` begins.
fn schedule(candidates: &mut Vec<Candidate>, scratch: &mut OverlapScratch) {
    // Each tagger's candidates come nearly sorted, so that the merging sort has little to do.
    let key = |first: u32, second: u32| u64::from(first) << 32 | u64::from(second);
    candidates.sort_by_key(|c| (key(c.tokens.end, c.tokens.first), key(c.kind as u32, c.value)));
    let OverlapScratch { best, before, .. } = scratch;
    best.clear();
    before.clear();
    best.push(0.0);
    for (i, c) in candidates.iter().enumerate() {
        // Few candidates overlap, so that the last one that ends in time is near.
        let free = candidates[..i].iter().rposition(|b| b.tokens.end <= c.tokens.first).map_or(0, |b| b + 1);
        before.push(free as u32);
        best.push(best[i].max(best[free] + weight(c)));
    }
    let mut i = candidates.len();
    let mut keep = i;
    while i > 0 {
        let free = before[i - 1] as usize;
        if best[i] > best[i - 1] {
            keep -= 1;
            candidates.swap(keep, i - 1);
            i = free;
        } else {
            i -= 1;
        }
    }
    candidates.drain(..keep);
}

/// What a candidate brings to the set: its score times the weight of its kind.
pub fn weight(candidate: &Candidate) -> f32 {
    candidate.score * WEIGHTS[candidate.kind as usize]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mention::{Span, TokenRange};

    fn candidate(kind: Kind, first: usize, end: usize, score: f32) -> Candidate {
        Candidate {
            kind,
            tokens: TokenRange::new(first, end),
            span: Span::new(first as u32 * 10, end as u32 * 10),
            sent: 0,
            rule: "test",
            score,
            confidence: score,
            shares: false,
            value: 0,
        }
    }

    fn chosen(mut candidates: Vec<Candidate>) -> Vec<(Kind, u32, u32)> {
        choose(&mut candidates, &mut OverlapScratch::default());
        candidates.iter().map(|c| (c.kind, c.tokens.first, c.tokens.end)).collect()
    }

    #[test]
    fn the_heaviest_set_wins_over_the_first() {
        let all = vec![candidate(Kind::Figure, 0, 1, 0.8), candidate(Kind::Date, 0, 3, 3.0), candidate(Kind::Figure, 2, 3, 1.3)];
        assert_eq!(chosen(all), [(Kind::Date, 0, 3)]);
        let all = vec![candidate(Kind::Org, 3, 6, 0.9), candidate(Kind::Figure, 0, 1, 1.0), candidate(Kind::Figure, 5, 6, 0.8)];
        assert_eq!(chosen(all), [(Kind::Figure, 0, 1), (Kind::Org, 3, 6)]);
    }

    #[test]
    fn a_duration_stands_over_its_figure_but_not_over_a_name() {
        let duration = |first, end| Candidate { shares: true, ..candidate(Kind::Date, first, end, 1.2) };
        assert_eq!(chosen(vec![duration(0, 2), candidate(Kind::Figure, 0, 2, 1.0)]).len(), 2);
        assert_eq!(chosen(vec![duration(1, 3), candidate(Kind::Org, 0, 3, 0.9)]), [(Kind::Org, 0, 3)]);
    }
}
