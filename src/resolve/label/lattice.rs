//! The labelling of one region: best path (Viterbi) and probabilities (forward-backward) over nine labels, in reused buffers.

/// Number of labels: O, and B and I of PERSON, PLACE, ORG, NORP.
pub const LABELS: usize = 9;
/// Score of one token under each label.
pub type Scores = [f32; LABELS];

/// What stands in for "never": I after anything but its own B or I.
pub const NEVER: f32 = -1e4;

/// Transition scores, `[from][to]`; forbidden ones are [`NEVER`].
#[derive(Debug, Clone)]
pub struct Transitions {
    /// Scores.
    pub score: [Scores; LABELS],
    /// Their exponentials, transposed: `[to][from]`.
    exp: [Scores; LABELS],
    exp_from: [Scores; LABELS],
}

/// True where label `to` may follow label `from`.
pub fn allowed(from: usize, to: usize) -> bool {
    to == 0 || to % 2 == 1 || from == to || from + 1 == to
}

impl Transitions {
    /// From raw scores; forbidden ones are overwritten.
    pub fn new(mut score: [Scores; LABELS]) -> Self {
        let (mut exp, mut exp_from) = ([[0.0; LABELS]; LABELS], [[0.0; LABELS]; LABELS]);
        for from in 0..LABELS {
            for to in 0..LABELS {
                if allowed(from, to) {
                    exp[to][from] = exp_of(score[from][to]);
                    exp_from[from][to] = exp[to][from];
                } else {
                    score[from][to] = NEVER;
                }
            }
        }
        Transitions { score, exp, exp_from }
    }
}

/// e to the power of `x` <= 0 to about five digits: 2^n by the exponent bits, the rest by a polynomial. Plain arithmetic, so that every
/// machine gives the same bits.
#[inline(always)]
fn exp(x: f32) -> f32 {
    let y = x.max(-80.0) * std::f32::consts::LOG2_E;
    // Truncation rounds up below zero; one less keeps `part` between 0 and 1.
    let whole = (y as i32 - 1) as f32;
    let part = (y - whole) * std::f32::consts::LN_2;
    let e = 1.0 + part * (1.0 + part * (0.5 + part * (0.166_666_67 + part * (0.041_666_67 + part * 0.008_6))));
    f32::from_bits(((whole as i32 + 127) as u32) << 23) * e
}

/// The same for any sign.
fn exp_of(x: f32) -> f32 {
    if x > 0.0 { 1.0 / exp(-x) } else { exp(x) }
}

/// Buffers of one region's labelling.
#[derive(Debug, Default)]
pub struct Lattice {
    alpha: Vec<Scores>,
    beta: Vec<Scores>,
    potential: Vec<Scores>,
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
        self.prepare(n);
        let mut previous = [0.0; LABELS];
        previous[0] = 1.0;
        for t in 0..n {
            let top = scores[t].iter().copied().fold(f32::MIN, f32::max);
            let mut potential = [0.0; LABELS];
            for k in 0..LABELS {
                potential[k] = exp(scores[t][k] - top);
            }
            let mut alpha = [0.0; LABELS];
            for from in 0..LABELS {
                for to in 0..LABELS {
                    alpha[to] += previous[from] * transitions.exp_from[from][to];
                }
            }
            for k in 0..LABELS {
                alpha[k] *= potential[k];
            }
            let scale = 1.0 / alpha.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            alpha.iter_mut().for_each(|a| *a *= scale);
            self.alpha[t] = alpha;
            self.potential[t] = potential;
            previous = alpha;
        }
        self.backward(n, transitions);
    }

    fn prepare(&mut self, n: usize) {
        self.alpha.resize(n, [0.0; LABELS]);
        self.beta.resize(n, [0.0; LABELS]);
        self.potential.resize(n, [0.0; LABELS]);
        self.marginal.resize(n, [0.0; LABELS]);
    }

    fn backward(&mut self, n: usize, transitions: &Transitions) {
        let mut next = [0.0; LABELS];
        for k in 0..LABELS {
            next[k] = transitions.exp_from[k][0];
        }
        for t in (0..n).rev() {
            self.beta[t] = next;
            let mut sum = 0.0;
            for k in 0..LABELS {
                self.marginal[t][k] = self.alpha[t][k] * next[k];
                sum += self.marginal[t][k];
            }
            let scale = 1.0 / f32::max(sum, f32::MIN_POSITIVE);
            self.marginal[t].iter_mut().for_each(|m| *m *= scale);
            let mut previous = [0.0f32; LABELS];
            for to in 0..LABELS {
                let weight = next[to] * self.potential[t][to];
                for from in 0..LABELS {
                    previous[from] += transitions.exp[to][from] * weight;
                }
            }
            let scale = 1.0 / previous.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
            next = previous.map(|p| p * scale);
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

    /// Fills `path` with the most probable label of each token, after [`Lattice::probabilities`]: cheaper than the best path and nearly always it.
    pub fn likeliest(&mut self, n: usize) {
        self.path.clear();
        let mut before = 0u8;
        for marginal in &self.marginal[..n] {
            let mut label = 0;
            for k in 1..LABELS {
                if marginal[k] > marginal[label] {
                    label = k;
                }
            }
            // An I whose B lost begins a name of its own.
            let orphan = label > 0 && label % 2 == 0 && !allowed(before as usize, label);
            before = (label - usize::from(orphan)) as u8;
            self.path.push(before);
        }
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
