//! Training the network: gradients by hand, Adam (Kingma and Ba 2015), and an average of the weights along the way.

use super::Row;
use super::learner::Random;
use super::oracle;
use crate::grammar::form::Form;
use crate::grammar::net::Block;
use crate::grammar::net::{GATES, HALF, HIDDEN, Layout, MOVES, Net, PLACES, Run, WIDE, looks, tanh};
use crate::grammar::parser::{Seen, allowed};
use crate::grammar::slots;
use crate::grammar::transition::{Move, State};

/// How often words are dropped while training, common and rare; and how many of the numbers between layers.
const DROP_WORD: [f32; 2] = [0.1, 0.4];
const DROP: f32 = 0.2;

/// What the average keeps of itself at each step.
const KEEP: f32 = 0.999;

/// A network being trained.
#[derive(Debug)]
pub(crate) struct Trainer {
    pub(crate) net: Net,
    blocks: Vec<Block>,
    slope: Vec<f32>,
    first: Vec<f32>,
    second: Vec<f32>,
    mean: Vec<f32>,
    steps: i32,
    /// The step at which each row last moved.
    moved: Vec<i32>,
    random: Random,
    run: Run,
    state: State,
}

/// A sentence to learn from.
pub(crate) struct Lesson<'a> {
    pub(crate) forms: &'a [Form],
    pub(crate) seen: &'a [Seen],
    pub(crate) gold: &'a [Row],
}

impl Trainer {
    pub(crate) fn new(words: usize, seed: u64) -> Self {
        let (layout, blocks) = Layout::new(words);
        let last = blocks[blocks.len() - 1];
        let size = last.start + last.rows * last.columns;
        let mut random = Random(seed);
        let mut values = vec![0.0; size];
        for &b in &blocks {
            let summed = b.start < layout.root.start || b == layout.slots;
            let range = match b {
                b if b.rows == 1 && b != layout.root => 0.0,
                _ if summed => 0.15,
                b => (6.0 / (b.rows + b.columns.min(2 * b.rows)) as f32).sqrt(),
            };
            for v in &mut values[b.start..b.start + b.rows * b.columns] {
                *v = range * random.centred();
            }
        }
        // Units keep what they hold until they learn not to.
        for b in layout.units_bias {
            for side in 0..2 {
                values[b.start + side * 3 * HALF + HALF..][..HALF].fill(1.0);
            }
        }
        let zero = vec![0.0; size];
        Self {
            net: Net { layout, values: values.clone() },
            slope: zero.clone(),
            first: zero.clone(),
            second: zero,
            mean: values,
            steps: 0,
            moved: vec![0; blocks.iter().map(|b| b.rows).sum()],
            blocks,
            random,
            run: Run::default(),
            state: State::default(),
        }
    }

    /// The network with averaged weights.
    pub(crate) fn averaged(&self) -> Net {
        let mut values = self.mean.clone();
        let rows = self
            .blocks
            .iter()
            .flat_map(|b| (b.start..b.start + b.rows * b.columns).step_by(b.columns).map(|s| s..s + b.columns));
        for (range, &moved) in rows.zip(&self.moved) {
            let lag = KEEP.powi(self.steps - moved);
            for (mean, value) in values[range.clone()].iter_mut().zip(&self.net.values[range]) {
                *mean = value + lag * (*mean - value);
            }
        }
        Net { layout: self.net.layout, values }
    }

    /// Forgets the average so far: weights from before most was learned only hold it back.
    pub(crate) fn forget(&mut self) {
        self.mean.copy_from_slice(&self.net.values);
        self.moved.fill(self.steps);
    }

    /// Learns from a few sentences at once; gives how many moves were wrong.
    pub(crate) fn learn(&mut self, moves: &[Move], lessons: &[Lesson<'_>], rate: f32, explore: bool) -> usize {
        let words: usize = lessons.iter().map(|l| l.gold.len()).sum();
        let wrong = lessons.iter().map(|l| self.sentence(moves, l, explore)).sum();
        self.adam(rate, 1.0 / (2 * words.max(1)) as f32);
        wrong
    }

    /// One step of Adam. Rows without a slope stay as they are; their averages follow when they next move.
    fn adam(&mut self, rate: f32, share: f32) {
        self.steps += 1;
        let (one, two) = (1.0 - 0.9f32.powi(self.steps), 1.0 - 0.998f32.powi(self.steps));
        let rate = rate * two.sqrt() / one;
        let mut row = 0;
        for b in &self.blocks {
            for start in (b.start..b.start + b.rows * b.columns).step_by(b.columns) {
                let slopes = &mut self.slope[start..start + b.columns];
                row += 1;
                if slopes.iter().all(|&s| s == 0.0) {
                    continue;
                }
                let gap = self.steps - std::mem::replace(&mut self.moved[row - 1], self.steps);
                let lag = KEEP.powi(gap - 1);
                let values = self.net.values[start..].iter_mut().zip(&mut self.mean[start..]);
                let moments = self.first[start..].iter_mut().zip(&mut self.second[start..]);
                for (((value, mean), (first, second)), slope) in values.zip(moments).zip(slopes) {
                    let s = *slope * share;
                    *slope = 0.0;
                    *first += 0.1 * (s - *first);
                    *second += 0.002 * (s * s - *second);
                    *mean = *value + lag * (*mean - *value);
                    *value -= rate * *first / (second.sqrt() + 1e-8);
                    *mean += (1.0 - KEEP) * (*value - *mean);
                }
            }
        }
    }

    fn sentence(&mut self, moves: &[Move], lesson: &Lesson<'_>, explore: bool) -> usize {
        let n = lesson.gold.len();
        let mut run = std::mem::take(&mut self.run);
        let mut forms = lesson.forms.to_vec();
        for f in &mut forms {
            let rare = f.common != f.word;
            if self.random.unit() < DROP_WORD[usize::from(rare)] {
                f.entry = 0;
            }
        }
        self.net.words(&forms, lesson.seen, &mut run);
        let drop_x = self.drop(&mut run.y[0]);
        self.net.context(n, &mut run);
        let drop_y = self.drop(&mut run.y[2]);
        self.net.places(n, &mut run);

        let mut dq = vec![0.0; run.q.len()];
        let wrong = self.moves(moves, lesson, &run, &mut dq, explore);

        let l = self.net.layout;
        let mut dy = vec![0.0; (n + 1) * WIDE];
        self.back(l.places, &run.y[2], &dq, PLACES * HIDDEN, &mut dy);
        times(&mut dy, &drop_y);
        add(slope(&mut self.slope, l.root), &dy[..WIDE]);
        let mut dy = dy[WIDE..].to_vec();
        for layer in [1, 0] {
            dy = self.layer_back(layer, n, &run, &dy);
        }
        times(&mut dy, &drop_x);
        for (i, d) in dy.chunks_exact(WIDE).enumerate() {
            for (block, row) in looks(&l, &forms, lesson.seen, i) {
                let start = block.start + row.min(block.rows - 1) * block.columns;
                add(&mut self.slope[start..start + WIDE], d);
            }
        }
        self.run = run;
        wrong
    }

    /// Drops some of the numbers; gives what each was multiplied by.
    fn drop(&mut self, x: &mut [f32]) -> Vec<f32> {
        let mask: Vec<f32> =
            x.iter().map(|_| if self.random.unit() < DROP { 0.0 } else { 1.0 / (1.0 - DROP) }).collect();
        times(x, &mask);
        mask
    }

    /// Goes through the moves of a sentence, with slopes for what each place said.
    fn moves(&mut self, moves: &[Move], lesson: &Lesson<'_>, run: &Run, dq: &mut [f32], explore: bool) -> usize {
        let l = self.net.layout;
        let mut state = std::mem::take(&mut self.state);
        let mut rows = Vec::new();
        let mut wrong = 0;
        state.start(lesson.gold.len());
        while !state.done() {
            slots::rows(&state, lesson.seen, &mut rows);
            let places = slots::places(&state);
            let (mut hidden, mut sums) = ([0.0; HIDDEN], [0.0; MOVES]);
            self.net.hidden(run, places, &rows, &mut hidden);
            let mut mask = [0.0; HIDDEN];
            for (h, m) in hidden.iter_mut().zip(&mut mask) {
                *m = if *h <= 0.0 || self.random.unit() < DROP { 0.0 } else { 1.0 / (1.0 - DROP) };
                *h *= *m;
            }
            self.net.out(&hidden, &mut sums);

            let right = oracle::right(&state, moves, lesson.gold);
            let possible = state.possible();
            let root = state.stack.len() == 2;
            let can = |at: usize| allowed(moves[at], possible, root);
            let top = (0..moves.len()).filter(|&m| can(m)).map(|m| sums[m]).fold(f32::MIN, f32::max);
            let mut shares = [0.0f32; MOVES];
            for m in (0..moves.len()).filter(|&m| can(m)) {
                shares[m] = (sums[m] - top).exp();
            }
            let all: f32 = shares.iter().sum();
            let good: f32 = (0..moves.len()).filter(|&m| right[m]).map(|m| shares[m]).sum();
            let guess = best_of(&shares);
            let best_right =
                best_of(&std::array::from_fn(|m| if right[m] { shares[m].max(f32::MIN_POSITIVE) } else { 0.0 }));
            wrong += usize::from(!right[guess]);

            let mut d = [0.0f32; MOVES];
            for m in 0..moves.len() {
                d[m] = shares[m] / all - if right[m] { shares[m] / good.max(1e-20) } else { 0.0 };
            }
            let mut dh = [0.0; HIDDEN];
            self.back(l.out, &hidden, &d, MOVES, &mut dh);
            add(slope(&mut self.slope, l.out_bias), &d);
            times(&mut dh, &mask);
            for (k, &word) in places.iter().enumerate() {
                if (word as usize) < lesson.seen.len() {
                    add(&mut dq[word as usize * PLACES * HIDDEN + k * HIDDEN..][..HIDDEN], &dh);
                }
            }
            for &row in &rows {
                add(&mut self.slope[l.slots.start + row as usize * HIDDEN..][..HIDDEN], &dh);
            }

            let next =
                if explore && self.random.unit() < 0.9 { draw(&shares, all, &mut self.random) } else { best_right };
            state.make(moves[next]);
        }
        self.state = state;
        wrong
    }

    /// Back through `y = x w`: slopes of `w`, and of `x` into `dx`.
    fn back(&mut self, block: Block, x: &[f32], dy: &[f32], wide: usize, dx: &mut [f32]) {
        let deep = block.rows;
        let w = self.net.values[block.start..].get(..deep * wide).unwrap_or_default();
        let dw = slope(&mut self.slope, block);
        let rows = dy.len() / wide;
        for (k, (w, dw)) in w.chunks_exact(wide).zip(dw.chunks_exact_mut(wide)).enumerate() {
            for t in 0..rows {
                let xk = x[t * deep + k];
                let dy = &dy[t * wide..][..wide];
                let mut sums = [0.0f32; 16];
                for ((w, dw), dy) in w.chunks_exact(16).zip(dw.chunks_exact_mut(16)).zip(dy.chunks_exact(16)) {
                    for j in 0..16 {
                        sums[j] += w[j] * dy[j];
                        dw[j] += xk * dy[j];
                    }
                }
                dx[t * deep + k] += sums.iter().sum::<f32>();
            }
        }
    }

    /// Back through a layer of units.
    fn layer_back(&mut self, at: usize, n: usize, run: &Run, dy: &[f32]) -> Vec<f32> {
        let l = self.net.layout;
        let (x, z, c) = (&run.y[at], &run.z[at], &run.c[at]);
        let mut dx = vec![0.0; n * WIDE];
        let mut dz = vec![0.0; n * GATES];
        for side in 0..2 {
            let mut dc = [0.0; HALF];
            for step in (0..n).rev() {
                let t = if side == 0 { step } else { n - 1 - step };
                let before = if step == 0 { None } else { Some(if side == 0 { t - 1 } else { t + 1 }) };
                let word = t * WIDE + side * HALF;
                let gates = t * GATES + side * 3 * HALF;
                for j in 0..HALF {
                    let (input, keep, open) = (z[gates + j], z[gates + HALF + j], z[gates + 2 * HALF + j]);
                    let held = c[word + j];
                    let old = before.map_or(0.0, |b| c[b * WIDE + side * HALF + j]);
                    let (g, d) = (tanh(held), dy[word + j]);
                    dz[gates + 2 * HALF + j] = d * (g - x[word + j]) * open * (1.0 - open);
                    dx[word + j] += d * (1.0 - open);
                    dc[j] += d * open * (1.0 - g * g);
                    dz[gates + HALF + j] = dc[j] * (old - input) * keep * (1.0 - keep);
                    dz[gates + j] = dc[j] * (1.0 - keep);
                    dc[j] *= keep;
                }
            }
        }
        for row in dz.chunks_exact(GATES) {
            add(slope(&mut self.slope, l.units_bias[at]), row);
        }
        self.back(l.units[at], x, &dz, GATES, &mut dx);
        dx
    }
}

fn slope(slopes: &mut [f32], b: Block) -> &mut [f32] {
    &mut slopes[b.start..b.start + b.rows * b.columns]
}

fn add(to: &mut [f32], from: &[f32]) {
    for (t, f) in to.iter_mut().zip(from) {
        *t += f;
    }
}

fn times(x: &mut [f32], mask: &[f32]) {
    for (x, m) in x.iter_mut().zip(mask) {
        *x *= m;
    }
}

fn best_of(shares: &[f32; MOVES]) -> usize {
    (0..MOVES).fold(0, |best, m| if shares[m] > shares[best] { m } else { best })
}

fn draw(shares: &[f32; MOVES], all: f32, random: &mut Random) -> usize {
    let mut left = random.unit() * all;
    for (m, &share) in shares.iter().enumerate() {
        if share > 0.0 {
            left -= share;
            if left <= 0.0 {
                return m;
            }
        }
    }
    best_of(shares)
}
