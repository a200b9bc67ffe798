//! A small network that reads a sentence's words in their context and judges the moves of the parser.
//!
//! A word is the sum of what is known of its look and tag. A window of three words, then two layers of simple recurrent units in both directions (Lei
//! et al. 2018), carry what stands around it. The words on the stack and next in line, and what hangs on them, then speak for a move, as in
//! Kiperwasser and Goldberg (2016). All in plain single-precision sums of a fixed order, so that every machine gets the same.

use pulp::{Arch, Simd, WithSimd};

use super::form::Form;
use super::parser::Seen;
use super::slots;
use super::table::CLASSES;

/// Numbers that stand for a word.
pub(crate) const WIDE: usize = 96;
/// Of these, from each direction.
pub(crate) const HALF: usize = WIDE / 2;
/// Numbers that stand for a state of the parser.
pub(crate) const HIDDEN: usize = 80;
/// The most moves there can be.
pub(crate) const MOVES: usize = 80;
/// Recurrent units have three inputs: what they take in, what they keep, what they let out.
pub(crate) const GATES: usize = 6 * HALF;
/// Places in the state whose word is looked at: three on the stack, one in the line.
pub(crate) const PLACES: usize = 4;

/// Rows that hashed looks fall into.
pub(crate) const LOOKS: usize = 4096;
/// Rows for shapes.
pub(crate) const SHAPES: usize = 2048;

/// A part of the network's numbers: a matrix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) start: usize,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
}

/// Where each part is.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Layout {
    pub(crate) word: Block,
    pub(crate) looks: [Block; 3],
    pub(crate) shape: Block,
    pub(crate) tag: Block,
    pub(crate) root: Block,
    /// The word before, the word itself, the word after.
    pub(crate) window: Block,
    pub(crate) window_bias: Block,
    pub(crate) units: [Block; 2],
    pub(crate) units_bias: [Block; 2],
    pub(crate) places: Block,
    pub(crate) slots: Block,
    pub(crate) out: Block,
    pub(crate) out_bias: Block,
}

impl Layout {
    /// For a lexicon of so many words; with all blocks in order, and the number of numbers.
    pub(crate) fn new(words: usize) -> (Self, Vec<Block>) {
        let mut blocks: Vec<Block> = Vec::new();
        let mut block = |rows: usize, columns: usize| {
            let start = blocks.last().map_or(0, |b| b.start + b.rows * b.columns);
            let new = Block { start, rows, columns };
            blocks.push(new);
            new
        };
        let layout = Self {
            word: block(words + 1, WIDE),
            looks: [block(LOOKS, WIDE), block(LOOKS, WIDE), block(LOOKS, WIDE)],
            shape: block(SHAPES, WIDE),
            tag: block(CLASSES, WIDE),
            root: block(1, WIDE),
            window: block(3 * WIDE, WIDE),
            window_bias: block(1, WIDE),
            units: [block(WIDE, GATES), block(WIDE, GATES)],
            units_bias: [block(1, GATES), block(1, GATES)],
            places: block(WIDE, PLACES * HIDDEN),
            slots: block(slots::ROWS, HIDDEN),
            out: block(HIDDEN, MOVES),
            out_bias: block(1, MOVES),
        };
        (layout, blocks)
    }
}

/// The network.
#[derive(Clone, Debug, Default)]
pub(crate) struct Net {
    pub(crate) layout: Layout,
    pub(crate) values: Vec<f32>,
}

/// What a sentence goes through; kept from sentence to sentence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Run {
    /// Words, with nothing before the first and after the last.
    pub(crate) x: Vec<f32>,
    /// What the window adds to each.
    pub(crate) near: Vec<f32>,
    /// What goes into each layer, and out of the last, where the root comes first.
    pub(crate) y: [Vec<f32>; 3],
    /// Inputs of the units of each layer, then gates, in place.
    pub(crate) z: [Vec<f32>; 2],
    /// What the units hold.
    pub(crate) c: [Vec<f32>; 2],
    /// Each word's part in each place; the root first.
    pub(crate) q: Vec<f32>,
}

impl Net {
    /// The numbers of a block.
    pub(crate) fn block(&self, b: Block) -> &[f32] {
        self.values.get(b.start..b.start + b.rows * b.columns).unwrap_or_default()
    }

    /// One row of a block of so many columns.
    #[inline(always)]
    pub(crate) fn row<const N: usize>(&self, b: Block, at: usize) -> &[f32; N] {
        let start = b.start + at.min(b.rows.saturating_sub(1)) * N;
        self.values.get(start..).and_then(|v| v.first_chunk()).unwrap_or(&[0.0; N])
    }

    /// The words as sums of their looks, into `run.x`.
    pub(crate) fn words(&self, forms: &[Form], seen: &[Seen], run: &mut Run) {
        run.x.clear();
        run.x.resize((forms.len() + 2) * WIDE, 0.0);
        let x = run.x.get_mut(WIDE..).unwrap_or_default();
        Arch::new().dispatch(Words { net: self, forms, seen, x });
    }

    /// The words in their context, into `run.y[2]`, the root first.
    pub(crate) fn context(&self, n: usize, run: &mut Run) {
        let l = &self.layout;
        run.near.clear();
        let bias = self.block(l.window_bias);
        for _ in 0..n {
            run.near.extend_from_slice(bias);
        }
        multiply(&run.x, WIDE, self.block(l.window), 3 * WIDE, &mut run.near, WIDE);
        let [first, second, last] = &mut run.y;
        first.clear();
        let words = run.x.get(WIDE..).unwrap_or_default();
        first.extend(words.iter().zip(&run.near).map(|(x, near)| x + near.max(0.0)));
        let [z0, z1] = &mut run.z;
        let [c0, c1] = &mut run.c;
        second.clear();
        self.layer(0, n, first, z0, c0, second, 0);
        last.clear();
        last.extend_from_slice(self.block(self.layout.root));
        self.layer(1, n, second, z1, c1, last, WIDE);
    }

    /// One layer: `from` to `to`, where the words begin at `skip`.
    #[expect(clippy::too_many_arguments, reason = "the buffers of one layer")]
    fn layer(
        &self,
        at: usize,
        n: usize,
        from: &[f32],
        z: &mut Vec<f32>,
        c: &mut Vec<f32>,
        to: &mut Vec<f32>,
        skip: usize,
    ) {
        let l = &self.layout;
        z.clear();
        let bias = self.block(l.units_bias[at]);
        for _ in 0..n {
            z.extend_from_slice(bias);
        }
        multiply(from, WIDE, self.block(l.units[at]), WIDE, z, GATES);
        c.clear();
        c.resize(n * WIDE, 0.0);
        to.resize(skip + n * WIDE, 0.0);
        Arch::new().dispatch(Units { from, z, c, to: to.get_mut(skip..).unwrap_or_default() });
    }

    /// Each word's part in each place of a state, into `run.q`.
    pub(crate) fn places(&self, n: usize, run: &mut Run) {
        run.q.clear();
        run.q.resize((n + 1) * PLACES * HIDDEN, 0.0);
        multiply(&run.y[2], WIDE, self.block(self.layout.places), WIDE, &mut run.q, PLACES * HIDDEN);
    }

    /// What a state says, before its negative parts are cut off.
    pub(crate) fn hidden(&self, run: &Run, places: [u32; PLACES], rows: &[u32], hidden: &mut [f32; HIDDEN]) {
        Arch::new().dispatch(Hidden { net: self, run, places, rows, hidden });
    }

    /// What speaks for each move.
    pub(crate) fn out(&self, hidden: &[f32; HIDDEN], sums: &mut [f32; MOVES]) {
        *sums = *self.row(self.layout.out_bias, 0);
        multiply(hidden, HIDDEN, self.block(self.layout.out), HIDDEN, sums, MOVES);
    }
}

/// The rows that a word is the sum of.
#[inline(always)]
pub(crate) fn looks(l: &Layout, form: &Form, seen: &Seen) -> [(Block, usize); 6] {
    let hashed = |look: u32| (look.wrapping_mul(0x9e37_79b9) >> 20) as usize;
    [
        (l.word, form.entry as usize),
        (l.looks[0], hashed(form.endings[2])),
        (l.looks[1], hashed(form.endings[1])),
        (l.looks[2], hashed(form.starts[1])),
        (l.shape, form.shape as usize),
        (l.tag, seen.tag as usize),
    ]
}

#[inline(always)]
fn add<const N: usize>(to: &mut [f32; N], from: &[f32; N]) {
    for j in 0..N {
        to[j] += from[j];
    }
}

/// Words and columns that are summed at a time: their sums fit the registers, and what is read of the matrix serves all these words.
const TALL: usize = 4;
const BROAD: usize = 16;
/// Columns at a time of a word that is alone.
const ALONE: usize = 80;

/// `out += x w`: `x` has rows `deep` long that begin `stride` apart, `w` has `deep` rows of `wide`, which is a multiple of 16.
pub(crate) fn multiply(x: &[f32], stride: usize, w: &[f32], deep: usize, out: &mut [f32], wide: usize) {
    Arch::new().dispatch(Product { x, stride, w, deep, out, wide });
}

/// What is worth the widest registers the machine has. `pulp` compiles each twice and asks the machine; the sums are the same either way, as every
/// one is made number by number in one order.
struct Words<'a> {
    net: &'a Net,
    forms: &'a [Form],
    seen: &'a [Seen],
    x: &'a mut [f32],
}

impl WithSimd for Words<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let words = self.forms.iter().zip(self.seen.iter().skip(1));
        for ((form, seen), x) in words.zip(self.x.as_chunks_mut::<WIDE>().0) {
            let mut sum = [0.0; WIDE];
            for (block, row) in looks(&self.net.layout, form, seen) {
                add(&mut sum, self.net.row(block, row));
            }
            *x = sum;
        }
    }
}

/// The units of a layer, once forwards and once backwards.
struct Units<'a> {
    from: &'a [f32],
    z: &'a mut [f32],
    c: &'a mut [f32],
    to: &'a mut [f32],
}

impl WithSimd for Units<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let (from, z) = (self.from.as_chunks::<HALF>().0, self.z.as_chunks_mut::<HALF>().0);
        let (c, to) = (self.c.as_chunks_mut::<HALF>().0, self.to.as_chunks_mut::<HALF>().0);
        let n = to.len() / 2;
        for side in 0..2 {
            let mut held = [0.0; HALF];
            for step in 0..n {
                let t = if side == 0 { step } else { n - 1 - step };
                let word = 2 * t + side;
                let Some([input, keep, open]) = z.get_mut(3 * word..).and_then(|z| z.first_chunk_mut()) else { return };
                let (Some(x), Some(c), Some(y)) = (from.get(word), c.get_mut(word), to.get_mut(word)) else { return };
                for j in 0..HALF {
                    keep[j] = sigmoid(keep[j]);
                    open[j] = sigmoid(open[j]);
                    held[j] = keep[j] * held[j] + (1.0 - keep[j]) * input[j];
                    y[j] = open[j] * tanh(held[j]) + (1.0 - open[j]) * x[j];
                }
                *c = held;
            }
        }
    }
}

struct Hidden<'a> {
    net: &'a Net,
    run: &'a Run,
    places: [u32; PLACES],
    rows: &'a [u32],
    hidden: &'a mut [f32; HIDDEN],
}

impl WithSimd for Hidden<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let mut sum = [0.0; HIDDEN];
        for (k, &word) in self.places.iter().enumerate() {
            let start = (word as usize).saturating_mul(PLACES * HIDDEN).saturating_add(k * HIDDEN);
            if let Some(part) = self.run.q.get(start..).and_then(|q| q.first_chunk()) {
                add(&mut sum, part);
            }
        }
        for &row in self.rows {
            add(&mut sum, self.net.row(self.net.layout.slots, row as usize));
        }
        *self.hidden = sum;
    }
}

struct Product<'a> {
    x: &'a [f32],
    stride: usize,
    w: &'a [f32],
    deep: usize,
    out: &'a mut [f32],
    wide: usize,
}

impl WithSimd for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { x, stride, w, deep, out, wide } = self;
        // So many rows of the matrix stay in the nearest cache while all words go by.
        let mut top = 0;
        while top < deep {
            let left = deep - top;
            top += match left {
                _ if left >= WIDE => rows::<WIDE>(x, stride, w, top, out, wide),
                _ if left >= HIDDEN => rows::<HIDDEN>(x, stride, w, top, out, wide),
                _ => rows::<1>(x, stride, w, top, out, wide),
            };
        }
    }
}

/// What `D` rows of the matrix from `top` add; how many they are.
#[inline(always)]
fn rows<const D: usize>(x: &[f32], stride: usize, w: &[f32], top: usize, out: &mut [f32], wide: usize) -> usize {
    let w = w.get(top * wide..).unwrap_or_default();
    let words = out.len() / wide.max(1);
    let many = words - words % TALL;
    let (four, few) = out.split_at_mut(many * wide);
    for at in (0..wide).step_by(BROAD) {
        for (group, out) in four.chunks_exact_mut(TALL * wide).enumerate() {
            columns::<TALL, BROAD, D>(x, group * TALL * stride + top, stride, w, out, wide, at);
        }
    }
    for (t, out) in few.chunks_exact_mut(wide).enumerate() {
        let from = (many + t) * stride + top;
        let mut at = 0;
        while at + ALONE <= wide {
            columns::<1, ALONE, D>(x, from, stride, w, out, wide, at);
            at += ALONE;
        }
        while at < wide {
            columns::<1, BROAD, D>(x, from, stride, w, out, wide, at);
            at += BROAD;
        }
    }
    D
}

/// `N` columns from `at` of the sums of `M` words, whose numbers begin at `from` in `x`.
#[inline(always)]
fn columns<const M: usize, const N: usize, const D: usize>(
    x: &[f32],
    from: usize,
    stride: usize,
    w: &[f32],
    out: &mut [f32],
    wide: usize,
    at: usize,
) {
    let mut acc = [[0.0; N]; M];
    let mut words = [&[0.0; D]; M];
    for m in 0..M {
        let word = x.get(from + m * stride..).and_then(|x| x.first_chunk());
        let sums = out.get(m * wide + at..).and_then(|o| o.first_chunk());
        let (Some(word), Some(sums)) = (word, sums) else { return };
        (words[m], acc[m]) = (word, *sums);
    }
    for (k, w) in w.chunks_exact(wide).take(D).enumerate() {
        let Some(w) = w.get(at..).and_then(|w| w.first_chunk::<N>()) else { return };
        for m in 0..M {
            let x = words[m][k];
            for j in 0..N {
                acc[m][j] += x * w[j];
            }
        }
    }
    for (m, done) in acc.iter().enumerate() {
        if let Some(sums) = out.get_mut(m * wide + at..).and_then(|o| o.first_chunk_mut()) {
            *sums = *done;
        }
    }
}

/// Close to the hyperbolic tangent, and the same on every machine.
#[inline(always)]
pub(crate) fn tanh(x: f32) -> f32 {
    let x = x.clamp(-3.0, 3.0);
    let square = x * x;
    x * (27.0 + square) / (27.0 + 9.0 * square)
}

/// Close to the logistic function.
#[inline(always)]
pub(crate) fn sigmoid(x: f32) -> f32 {
    0.5 + 0.5 * tanh(0.5 * x)
}
