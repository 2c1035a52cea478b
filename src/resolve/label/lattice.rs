//! The labelling of one region: best path (Viterbi) and probabilities (forward-backward) over nine labels, in reused buffers.

/// Number of labels: O, and B and I of PERSON, PLACE, ORG, NORP.
pub const LABELS: usize = 9;
/// Score of one token under each label.
pub type Scores = [f32; LABELS];

/// A label more probable than this lies on the best path, as good as always.
const SURE: f32 = 0.7;

/// What stands in for "never": I after anything but its own B or I.
pub const NEVER: f32 = -1e4;

/// Labels padded to whole vectors of four.
const LANES: usize = 12;
type Lanes = [f32; LANES];

/// Transition scores, `[from][to]`; forbidden ones are [`NEVER`].
#[derive(Debug, Clone)]
pub struct Transitions {
    /// Scores.
    pub score: [Scores; LABELS],
    /// Their exponentials, transposed: `[to][from]`.
    exp: [Lanes; LABELS],
    exp_from: [Lanes; LABELS],
}

/// True where label `to` may follow label `from`.
pub fn allowed(from: usize, to: usize) -> bool {
    to == 0 || to % 2 == 1 || from == to || from + 1 == to
}

impl Transitions {
    /// From raw scores; forbidden ones are overwritten.
    pub fn new(mut score: [Scores; LABELS]) -> Self {
        let (mut exp, mut exp_from) = ([[0.0; LANES]; LABELS], [[0.0; LANES]; LABELS]);
        for from in 0..LABELS {
            for to in 0..LABELS {
                if allowed(from, to) {
                    exp[to][from] = self::exp(score[from][to]);
                    exp_from[from][to] = exp[to][from];
                } else {
                    score[from][to] = NEVER;
                }
            }
        }
        Transitions { score, exp, exp_from }
    }
}

/// e to the power of `x` (kept within +-60) to about five digits: 2^n by the exponent bits, the rest by a polynomial. Plain arithmetic
/// without branches: every machine gives the same bits, and four go in one vector.
#[inline(always)]
fn exp(x: f32) -> f32 {
    // Adding this rounds to a whole number, which then stands in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    let y = (x * std::f32::consts::LOG2_E).clamp(-86.0, 86.0);
    let rounded = y + ROUND;
    let part = (y - (rounded - ROUND)) * std::f32::consts::LN_2;
    let e = 1.0 + part * (1.0 + part * (0.5 + part * (0.166_666_67 + part * (0.041_666_67 + part * 0.008_333_33))));
    f32::from_bits((rounded.to_bits() << 23).wrapping_add(127 << 23)) * e
}

/// Sum in a fixed order that suits vectors.
#[inline(always)]
fn sum(x: &Lanes) -> f32 {
    let four: [f32; 4] = std::array::from_fn(|k| x[k] + x[k + 4] + x[k + 8]);
    (four[0] + four[2]) + (four[1] + four[3])
}

/// Sum of the rows, each times its factor.
#[inline(always)]
fn product(rows: &[Lanes; LABELS], factors: &Lanes) -> Lanes {
    let mut out = [0.0; LANES];
    for (row, factor) in rows.iter().zip(factors) {
        for k in 0..LANES {
            out[k] += row[k] * factor;
        }
    }
    out
}

/// Buffers of one region's labelling.
#[derive(Debug, Default)]
pub struct Lattice {
    alpha: Vec<Lanes>,
    beta: Vec<Lanes>,
    potential: Vec<Lanes>,
    /// Probability of each label at each token, after [`Lattice::probabilities`].
    pub marginal: Vec<Scores>,
    back: Vec<[u8; LABELS]>,
    /// Best label of each token, after [`Lattice::best`].
    pub path: Vec<u8>,
}

impl Lattice {
    /// Fills `marginal`. The tokens before and after the region are O.
    pub fn probabilities(&mut self, scores: &[Scores], transitions: &Transitions) {
        let n = scores.len();
        self.alpha.clear();
        self.potential.clear();
        self.beta.resize(n, [0.0; LANES]);
        self.marginal.resize(n, [0.0; LABELS]);
        let mut alpha = transitions.exp_from[0];
        for (t, token) in scores.iter().enumerate() {
            if t > 0 {
                alpha = product(&transitions.exp_from, &alpha);
            }
            let mut potential = [0.0; LANES];
            potential[..LABELS].copy_from_slice(token);
            for k in 0..LANES {
                potential[k] = exp(potential[k]);
                alpha[k] *= potential[k];
            }
            let scale = 1.0 / sum(&alpha).max(f32::MIN_POSITIVE);
            alpha.iter_mut().for_each(|a| *a *= scale);
            self.alpha.push(alpha);
            self.potential.push(potential);
        }
        self.backward(n, transitions);
    }

    fn backward(&mut self, n: usize, transitions: &Transitions) {
        let mut next = transitions.exp[0];
        for t in (0..n).rev() {
            let (alpha, potential) = (&self.alpha[t], &self.potential[t]);
            self.beta[t] = next;
            let mut marginal: Lanes = std::array::from_fn(|k| alpha[k] * next[k]);
            let scale = 1.0 / f32::max(sum(&marginal), f32::MIN_POSITIVE);
            marginal.iter_mut().for_each(|m| *m *= scale);
            self.marginal[t].copy_from_slice(&marginal[..LABELS]);
            if t > 0 {
                let weight: Lanes = std::array::from_fn(|k| next[k] * potential[k]);
                let scale = 1.0 / sum(&weight).max(f32::MIN_POSITIVE);
                next = product(&transitions.exp, &weight).map(|p| p * scale);
            }
        }
    }

    /// Expected count of the transition `from -> to` into token `t` (0 = from the O before the region), after [`Lattice::probabilities`].
    pub fn pair(&self, t: usize, transitions: &Transitions) -> [Scores; LABELS] {
        let mut out = [[0.0; LABELS]; LABELS];
        let mut sum = 0.0;
        for from in 0..LABELS {
            let alpha = if t == 0 { f32::from(u8::from(from == 0)) } else { self.alpha[t - 1][from] };
            for to in 0..LABELS {
                let p = alpha * transitions.exp_from[from][to] * self.potential[t][to] * self.beta[t][to];
                out[from][to] = p;
                sum += p;
            }
        }
        let scale = 1.0 / f32::max(sum, f32::MIN_POSITIVE);
        out.iter_mut().flatten().for_each(|p| *p *= scale);
        out
    }

    /// Fills `path` with the best labelling.
    pub fn best(&mut self, scores: &[Scores], transitions: &Transitions) {
        let n = scores.len();
        self.back.clear();
        self.path.clear();
        self.path.resize(n, 0);
        let mut previous = [NEVER; LABELS];
        previous[0] = 0.0;
        for token in scores {
            let mut top = [f32::MIN; LABELS];
            let mut back = [0u8; LABELS];
            for from in 0..LABELS {
                for to in 0..LABELS {
                    let score = previous[from] + transitions.score[from][to];
                    if score > top[to] {
                        (top[to], back[to]) = (score, from as u8);
                    }
                }
            }
            for k in 0..LABELS {
                previous[k] = top[k] + token[k];
            }
            self.back.push(back);
        }
        let mut label = (0..LABELS).max_by(|a, b| {
            let end = |k: &usize| previous[*k] + transitions.score[*k][0];
            end(a).total_cmp(&end(b)).then(b.cmp(a))
        });
        for t in (0..n).rev() {
            let now = label.unwrap_or(0);
            self.path[t] = now as u8;
            label = Some(usize::from(self.back[t][now]));
        }
    }

    /// Fills `path` with the most probable label of each token, after [`Lattice::probabilities`]: cheaper than the best path and nearly
    /// always it. True where it surely is.
    pub fn likeliest(&mut self, n: usize) -> bool {
        self.path.clear();
        let mut before = 0u8;
        let mut sure = true;
        for marginal in &self.marginal[..n] {
            let mut label = 0;
            if marginal[0] < 0.5 {
                for k in 1..LABELS {
                    if marginal[k] > marginal[label] {
                        label = k;
                    }
                }
            }
            sure &= marginal[label] > SURE;
            // An I whose B lost begins a name of its own.
            let orphan = label > 0 && label % 2 == 0 && !allowed(before as usize, label);
            before = (label - usize::from(orphan)) as u8;
            self.path.push(before);
        }
        sure
    }

    /// Names of the best path: kind 0-3, first and end token within the region, probability.
    pub fn spans(&self, mut take: impl FnMut(u8, usize, usize, f32)) {
        let n = self.path.len();
        let mut t = 0;
        while t < n {
            let label = self.path[t];
            if label == 0 {
                t += 1;
                continue;
            }
            let kind = (label - 1) / 2;
            let (first, mut least) = (t, self.marginal[t][label as usize]);
            t += 1;
            let inside = 2 * kind + 2;
            while t < n && self.path[t] == inside {
                least = least.min(self.marginal[t][inside as usize]);
                t += 1;
            }
            if t < n {
                least = least.min(1.0 - self.marginal[t][inside as usize]);
            }
            take(kind, first, t, least);
        }
    }
}
