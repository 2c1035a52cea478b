//! Linear-chain CRF by AdaGrad with lazy L1 and L2: small, single-threaded, deterministic.

use factbox::resolve::label::lattice::{LABELS, Labels, Lattice, Scores, Transitions, allowed};
use std::collections::HashMap;

/// Evidence keys and their dense numbers.
#[derive(Default)]
pub struct Dictionary {
    counts: HashMap<u64, (u32, u32)>,
    order: Vec<u64>,
    keys: Vec<u64>,
}

impl Dictionary {
    /// Counts what a document shows.
    pub fn count(&mut self, keys: &[u64]) {
        for key in keys {
            let entry = self.counts.entry(*key).or_insert((0, u32::MAX));
            if entry.0 == 0 {
                self.order.push(*key);
            }
            entry.0 += 1;
        }
    }
    /// Numbers all keys seen at least `least` times, in the order of their first appearance.
    pub fn settle(&mut self, least: u32) {
        self.keys.clear();
        for key in &self.order {
            if let Some(entry) = self.counts.get_mut(key) {
                entry.1 = u32::MAX;
                if entry.0 >= least {
                    entry.1 = self.keys.len() as u32;
                    self.keys.push(*key);
                }
            }
        }
    }
    /// Number of keys.
    pub fn len(&self) -> usize {
        self.keys.len()
    }
    /// Number of a key.
    pub fn id(&self, key: u64) -> Option<u32> {
        self.counts.get(&key).map(|e| e.1).filter(|n| *n != u32::MAX)
    }
    /// Key of a number and how often it was seen.
    pub fn key(&self, id: usize) -> u64 {
        self.keys[id]
    }
}

/// A document's regions with their evidence.
#[derive(Default)]
pub struct Example {
    pub labels: Vec<u8>,
    pub ids: Vec<u32>,
    pub ends: Vec<usize>,
    pub regions: Vec<usize>,
    /// Scores that are given and not learnt, one for each token; or empty.
    pub base: Vec<Scores>,
}

/// How to train.
pub struct Settings {
    pub eta: f32,
    pub l1: f32,
    pub l2: f32,
    pub epochs: usize,
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { eta: 0.02, l1: 1e-5, l2: 5e-5, epochs: 6, seed: 1 }
    }
}

/// Fitted weights.
pub struct Model {
    pub weights: Vec<Scores>,
    pub transitions: Transitions,
}

impl Default for Model {
    fn default() -> Self {
        Model { weights: vec![], transitions: Transitions::new([[0.0; LABELS]; LABELS]) }
    }
}

impl Model {
    /// Scores of all region tokens.
    pub fn scores(&self, example: &Example) -> Vec<Scores> {
        let (mut begin, mut n) = (0, 0);
        let sum = |end: &usize| {
            let mut sum = example.base.get(n).copied().unwrap_or_default();
            n += 1;
            for id in &example.ids[begin..*end] {
                if let Some(w) = self.weights.get(*id as usize) {
                    (0..LABELS).for_each(|k| sum[k] += w[k]);
                }
            }
            begin = *end;
            sum
        };
        example.ends.iter().map(sum).collect()
    }
}

#[derive(Clone, Copy, Default)]
struct Row {
    weight: Scores,
    square: Scores,
    last: u32,
}

impl Row {
    /// Applies the penalties of the steps since it was last seen.
    #[inline]
    fn decay(&mut self, step: u32, s: &Settings) {
        let elapsed = (step - self.last) as f32;
        self.last = step;
        if elapsed == 0.0 {
            return;
        }
        for k in 0..LABELS {
            if self.weight[k] != 0.0 {
                let rate = s.eta / (1e-6 + self.square[k].sqrt()) * elapsed;
                let w = self.weight[k] / (1.0 + rate * s.l2);
                self.weight[k] = w.signum() * (w.abs() - rate * s.l1).max(0.0);
            }
        }
    }
    #[inline]
    fn update(&mut self, gradient: &Scores, eta: f32) {
        for k in 0..LABELS {
            let g = gradient[k];
            if g.abs() > 1e-4 {
                self.square[k] += g * g;
                self.weight[k] -= eta * g / (1e-6 + self.square[k].sqrt());
            }
        }
    }
}

/// Fits one model.
pub fn train(examples: &[&Example], features: usize, settings: &Settings) -> Model {
    let mut rows = vec![Row::default(); features];
    let mut moves = [Row::default(); LABELS];
    let mut order: Vec<(u32, u32, u32)> = Vec::new();
    for (n, example) in examples.iter().enumerate() {
        let mut first = 0;
        for len in &example.regions {
            order.push((n as u32, first, first + *len as u32));
            first += *len as u32;
        }
    }
    let (mut random, mut step, mut lattice) = (settings.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1, 0, Lattice::default());
    let mut scores: Vec<Labels> = Vec::new();
    for _ in 0..settings.epochs {
        shuffle(&mut order, &mut random);
        for (n, first, end) in &order {
            step += 1;
            let example = examples[*n as usize];
            let transitions = Transitions::new(moves.map(|r| r.weight));
            scores.clear();
            for t in *first as usize..*end as usize {
                scores.push(token_score(example, t, &mut rows, step, settings).into());
            }
            lattice.probabilities(&scores, &transitions);
            learn(example, *first as usize, &mut rows, &mut moves, &lattice, &transitions, scores.len(), settings);
        }
    }
    rows.iter_mut().for_each(|r| r.decay(step, settings));
    Model { weights: rows.iter().map(|r| r.weight).collect(), transitions: Transitions::new(moves.map(|r| r.weight)) }
}

fn token_score(example: &Example, t: usize, rows: &mut [Row], step: u32, settings: &Settings) -> Scores {
    let begin = if t == 0 { 0 } else { example.ends[t - 1] };
    let mut sum = example.base.get(t).copied().unwrap_or_default();
    for id in &example.ids[begin..example.ends[t]] {
        let row = &mut rows[*id as usize];
        row.decay(step, settings);
        (0..LABELS).for_each(|k| sum[k] += row.weight[k]);
    }
    sum
}

#[allow(clippy::too_many_arguments)]
fn learn(
    example: &Example,
    first: usize,
    rows: &mut [Row],
    moves: &mut [Row; LABELS],
    lattice: &Lattice,
    transitions: &Transitions,
    n: usize,
    s: &Settings,
) {
    let mut moved = [[0.0; LABELS]; LABELS];
    for k in 0..n {
        let t = first + k;
        let gold = usize::from(example.labels[t]);
        let mut gradient = Scores::from(lattice.marginal[k]);
        gradient[gold] -= 1.0;
        let pair = lattice.pair(k, transitions);
        let before = if k == 0 { 0 } else { usize::from(example.labels[t - 1]) };
        for from in 0..LABELS {
            for to in 0..LABELS {
                moved[from][to] += pair[from][to];
            }
        }
        moved[before][gold] -= 1.0;
        if gradient.iter().all(|g| g.abs() < 1e-4) {
            continue;
        }
        let begin = if t == 0 { 0 } else { example.ends[t - 1] };
        for id in &example.ids[begin..example.ends[t]] {
            rows[*id as usize].update(&gradient, s.eta);
        }
    }
    for from in 0..LABELS {
        for to in 0..LABELS {
            if !allowed(from, to) {
                moved[from][to] = 0.0;
            }
        }
        moves[from].update(&moved[from], s.eta);
    }
}

fn shuffle<T>(items: &mut [T], random: &mut u64) {
    for i in (1..items.len()).rev() {
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        items.swap(i, (*random % (i as u64 + 1)) as usize);
    }
}
