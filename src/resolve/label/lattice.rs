//! The labelling of one region: best path (Viterbi) and probabilities (forward-backward) over nine labels, in reused buffers.

use std::array::from_fn;

/// Number of labels: O, and B and I of PERSON, PLACE, ORG, NORP.
pub const LABELS: usize = 9;
/// Score of one token under each label.
pub type Scores = [f32; LABELS];

/// A label more probable than this lies on the best path, as good as always.
const SURE: f32 = 0.7;

/// What stands in for "never": I after anything but its own B or I.
pub const NEVER: f32 = -1e4;

/// A number for each kind.
type Four = [f32; 4];

/// A number for each label: O, and B and I of the kinds. B and I lie apart since I follows nothing but B and I of its own kind, so that
/// only O and the B need a product of matrices.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Labels {
    /// Of O.
    pub o: f32,
    /// Of the B.
    pub b: Four,
    /// Of the I.
    pub i: Four,
}

impl From<Scores> for Labels {
    fn from(all: Scores) -> Labels {
        Labels { o: all[0], b: from_fn(|k| all[2 * k + 1]), i: from_fn(|k| all[2 * k + 2]) }
    }
}

impl From<Labels> for Scores {
    fn from(labels: Labels) -> Scores {
        from_fn(|label| labels.of(label))
    }
}

impl Labels {
    /// The number of one label.
    #[inline]
    pub fn of(&self, label: usize) -> f32 {
        match label {
            0 => self.o,
            _ if label % 2 == 1 => self.b[label / 2],
            _ => self.i[label / 2 - 1],
        }
    }

    /// Each times its counterpart.
    #[inline(always)]
    fn times(&self, other: &Labels) -> Labels {
        Labels { o: self.o * other.o, b: from_fn(|k| self.b[k] * other.b[k]), i: from_fn(|k| self.i[k] * other.i[k]) }
    }

    /// Each plus its counterpart.
    #[inline(always)]
    pub fn plus(&self, other: &Labels) -> Labels {
        Labels { o: self.o + other.o, b: from_fn(|k| self.b[k] + other.b[k]), i: from_fn(|k| self.i[k] + other.i[k]) }
    }

    #[inline(always)]
    fn scaled(&self, factor: f32) -> Labels {
        Labels { o: self.o * factor, b: self.b.map(|x| x * factor), i: self.i.map(|x| x * factor) }
    }

    /// What brings the sum to one.
    #[inline(always)]
    fn scale(&self) -> f32 {
        1.0 / (self.o + total(from_fn(|k| self.b[k] + self.i[k]))).max(f32::MIN_POSITIVE)
    }
}

#[inline(always)]
fn total(x: Four) -> f32 {
    (x[0] + x[2]) + (x[1] + x[3])
}

/// True where label `to` may follow label `from`.
pub fn allowed(from: usize, to: usize) -> bool {
    to == 0 || to % 2 == 1 || from == to || from + 1 == to
}

/// Transition scores.
#[derive(Debug, Clone)]
pub struct Transitions {
    /// Scores, `[from][to]`; forbidden ones are [`NEVER`].
    pub score: [Scores; LABELS],
    /// Their exponentials; 0 where forbidden.
    exp: [Scores; LABELS],
    sums: Moves,
    products: Moves,
}

/// The numbers of all allowed transitions.
#[derive(Debug, Clone)]
struct Moves {
    o_o: f32,
    /// From O to each B.
    o_b: Four,
    /// From each B to O.
    b_o: Four,
    i_o: Four,
    /// From each B to I of the same kind.
    b_i: Four,
    i_i: Four,
    /// From the B (I) of a kind to each B.
    b_b: [Four; 4],
    i_b: [Four; 4],
    /// To the B of a kind from each B (I).
    to_b_b: [Four; 4],
    to_b_i: [Four; 4],
}

impl Moves {
    fn of(all: &[Scores; LABELS]) -> Moves {
        let (b, i) = (|k: usize| 2 * k + 1, |k: usize| 2 * k + 2);
        Moves {
            o_o: all[0][0],
            o_b: from_fn(|k| all[0][b(k)]),
            b_o: from_fn(|k| all[b(k)][0]),
            i_o: from_fn(|k| all[i(k)][0]),
            b_i: from_fn(|k| all[b(k)][i(k)]),
            i_i: from_fn(|k| all[i(k)][i(k)]),
            b_b: from_fn(|x| from_fn(|y| all[b(x)][b(y)])),
            i_b: from_fn(|x| from_fn(|y| all[i(x)][b(y)])),
            to_b_b: from_fn(|y| from_fn(|x| all[b(x)][b(y)])),
            to_b_i: from_fn(|y| from_fn(|x| all[i(x)][b(y)])),
        }
    }

    /// Sums over the label before, of its number times the transition's.
    #[inline(always)]
    fn forward(&self, from: &Labels) -> Labels {
        let kind = |f: usize| -> Four { from_fn(|k| from.b[f] * self.b_b[f][k] + from.i[f] * self.i_b[f][k]) };
        let (a, b, c, d) = (kind(0), kind(1), kind(2), kind(3));
        Labels {
            o: from.o * self.o_o + total(from_fn(|k| from.b[k] * self.b_o[k] + from.i[k] * self.i_o[k])),
            b: from_fn(|k| from.o * self.o_b[k] + ((a[k] + b[k]) + (c[k] + d[k]))),
            i: from_fn(|k| from.b[k] * self.b_i[k] + from.i[k] * self.i_i[k]),
        }
    }

    /// The same the other way round: sums over the label after.
    #[inline(always)]
    fn backward(&self, to: &Labels) -> Labels {
        let sums = |x: &[Four; 4]| -> Four {
            from_fn(|k| (to.b[0] * x[0][k] + to.b[1] * x[1][k]) + (to.b[2] * x[2][k] + to.b[3] * x[3][k]))
        };
        let (b, i) = (sums(&self.to_b_b), sums(&self.to_b_i));
        Labels {
            o: to.o * self.o_o + total(from_fn(|k| to.b[k] * self.o_b[k])),
            b: from_fn(|k| (to.o * self.b_o[k] + to.i[k] * self.b_i[k]) + b[k]),
            i: from_fn(|k| (to.o * self.i_o[k] + to.i[k] * self.i_i[k]) + i[k]),
        }
    }

    /// For each label the best score of a way to it and the label before on that way.
    #[inline(always)]
    fn best(&self, from: &Labels) -> (Labels, [u8; LABELS]) {
        let (mut top, mut back) = (Labels { o: from.o + self.o_o, b: [0.0; 4], i: [0.0; 4] }, [0; LABELS]);
        for k in 0..4 {
            (top.b[k], back[2 * k + 1]) = (from.o + self.o_b[k], 0);
            (top.i[k], back[2 * k + 2]) = (from.b[k] + self.b_i[k], 2 * k as u8 + 1);
            better(&mut top.i[k], &mut back[2 * k + 2], from.i[k] + self.i_i[k], 2 * k as u8 + 2);
        }
        for f in 0..4 {
            let (b, i) = (2 * f as u8 + 1, 2 * f as u8 + 2);
            better(&mut top.o, &mut back[0], from.b[f] + self.b_o[f], b);
            better(&mut top.o, &mut back[0], from.i[f] + self.i_o[f], i);
            for k in 0..4 {
                better(&mut top.b[k], &mut back[2 * k + 1], from.b[f] + self.b_b[f][k], b);
                better(&mut top.b[k], &mut back[2 * k + 1], from.i[f] + self.i_b[f][k], i);
            }
        }
        (top, back)
    }
}

#[inline(always)]
fn better(top: &mut f32, back: &mut u8, score: f32, label: u8) {
    if score > *top {
        (*top, *back) = (score, label);
    }
}

impl Transitions {
    /// From raw scores; forbidden ones are overwritten.
    pub fn new(mut score: [Scores; LABELS]) -> Self {
        let mut exp = [[0.0; LABELS]; LABELS];
        for from in 0..LABELS {
            for to in 0..LABELS {
                if allowed(from, to) {
                    exp[from][to] = self::exp(score[from][to]);
                } else {
                    score[from][to] = NEVER;
                }
            }
        }
        Transitions { score, exp, sums: Moves::of(&score), products: Moves::of(&exp) }
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

/// Buffers of one region's labelling.
#[derive(Debug, Default)]
pub struct Lattice {
    alpha: Vec<Labels>,
    beta: Vec<Labels>,
    potential: Vec<Labels>,
    /// Probability of each label at each token, after [`Lattice::probabilities`].
    pub marginal: Vec<Labels>,
    back: Vec<[u8; LABELS]>,
    /// Best label of each token, after [`Lattice::best`].
    pub path: Vec<u8>,
}

impl Lattice {
    /// Fills `marginal`. The tokens before and after the region are O.
    pub fn probabilities(&mut self, scores: &[Labels], transitions: &Transitions) {
        let (n, moves) = (scores.len(), &transitions.products);
        for buffer in [&mut self.alpha, &mut self.beta, &mut self.potential, &mut self.marginal] {
            buffer.resize(n, Labels::default());
        }
        let mut alpha = Labels { o: moves.o_o, b: moves.o_b, i: [0.0; 4] };
        for (t, score) in scores.iter().enumerate() {
            if t > 0 {
                alpha = moves.forward(&alpha);
            }
            // Relative to O, whose own potential is then 1.
            let potential = Labels { o: 1.0, b: score.b.map(|x| exp(x - score.o)), i: score.i.map(|x| exp(x - score.o)) };
            alpha = alpha.times(&potential);
            alpha = alpha.scaled(alpha.scale());
            (self.alpha[t], self.potential[t]) = (alpha, potential);
        }
        let mut next = Labels { o: moves.o_o, b: moves.b_o, i: moves.i_o };
        for t in (0..n).rev() {
            self.beta[t] = next;
            let both = self.alpha[t].times(&next);
            self.marginal[t] = both.scaled(both.scale());
            if t > 0 {
                let weight = next.times(&self.potential[t]);
                next = moves.backward(&weight.scaled(weight.scale()));
            }
        }
    }

    /// Expected count of the transition `from -> to` into token `t` (0 = from the O before the region), after [`Lattice::probabilities`].
    pub fn pair(&self, t: usize, transitions: &Transitions) -> [Scores; LABELS] {
        let mut out = [[0.0; LABELS]; LABELS];
        let mut sum = 0.0;
        for from in 0..LABELS {
            let alpha = if t == 0 { f32::from(u8::from(from == 0)) } else { self.alpha[t - 1].of(from) };
            for to in 0..LABELS {
                let p = alpha * transitions.exp[from][to] * self.potential[t].of(to) * self.beta[t].of(to);
                out[from][to] = p;
                sum += p;
            }
        }
        let scale = 1.0 / f32::max(sum, f32::MIN_POSITIVE);
        out.iter_mut().flatten().for_each(|p| *p *= scale);
        out
    }

    /// Fills `path` with the best labelling.
    pub fn best(&mut self, scores: &[Labels], transitions: &Transitions) {
        let (n, moves) = (scores.len(), &transitions.sums);
        self.back.resize(n, [0; LABELS]);
        self.path.resize(n, 0);
        let mut before = Labels { o: 0.0, b: [NEVER; 4], i: [NEVER; 4] };
        for (back, score) in self.back.iter_mut().zip(scores) {
            let top;
            (top, *back) = moves.best(&before);
            before = top.plus(score);
        }
        // The region ends in an O.
        let mut label = moves.best(&before).1[0];
        for (now, back) in self.path.iter_mut().zip(&self.back).rev() {
            *now = label;
            label = back[usize::from(label)];
        }
    }

    /// Fills `path` with the most probable label of each token, after [`Lattice::probabilities`]: cheaper than the best path and nearly
    /// always it. True where it surely is.
    pub fn likeliest(&mut self, n: usize) -> bool {
        self.path.resize(n, 0);
        let mut before = 0u8;
        let mut sure = true;
        for (now, marginal) in self.path.iter_mut().zip(&self.marginal) {
            let (mut label, mut top) = (0, marginal.o);
            if top < 0.5 {
                for k in 0..4 {
                    better(&mut top, &mut label, marginal.b[k], 2 * k as u8 + 1);
                    better(&mut top, &mut label, marginal.i[k], 2 * k as u8 + 2);
                }
            }
            sure &= top > SURE;
            // An I whose B lost begins a name of its own.
            let orphan = label > 0 && label % 2 == 0 && !allowed(usize::from(before), usize::from(label));
            before = label - u8::from(orphan);
            *now = before;
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
            let (first, mut least) = (t, self.marginal[t].of(usize::from(label)));
            t += 1;
            let (inside, within) = (2 * kind + 2, |t: usize| self.marginal[t].i[usize::from(kind)]);
            while t < n && self.path[t] == inside {
                least = least.min(within(t));
                t += 1;
            }
            if t < n {
                least = least.min(1.0 - within(t));
            }
            take(kind, first, t, least);
        }
    }
}
