//! An averaged perceptron over a hashed table.

use crate::grammar::table::{CLASSES, Weights};

/// Weights while they are learned.
#[derive(Debug)]
pub(crate) struct Learner {
    now: Vec<i32>,
    /// Changes, each times the step it was made at: what the average lacks.
    late: Vec<i64>,
    step: i64,
    mask: u32,
}

impl Learner {
    pub(crate) fn new(bits: u32) -> Self {
        let cells = (1 << bits) + CLASSES;
        Self { now: vec![0; cells], late: vec![0; cells], step: 0, mask: (1 << bits) - 1 }
    }

    /// One more decision was made.
    pub(crate) fn step(&mut self) {
        self.step += 1;
    }

    /// These features speak for `right` and against `wrong`.
    pub(crate) fn update(&mut self, features: &[u32], right: usize, wrong: usize) {
        for &f in features {
            let start = (f & self.mask) as usize;
            for (class, change) in [(right, 1), (wrong, -1)] {
                self.now[start + class] += change;
                self.late[start + class] += i64::from(change) * self.step;
            }
        }
    }

    /// The average over all steps, as bytes: the largest few are cut down to the most a byte holds.
    pub(crate) fn average(&self) -> Vec<i8> {
        let steps = self.step.max(1) as f64;
        let mean: Vec<f64> = self.now.iter().zip(&self.late).map(|(&n, &l)| f64::from(n) - l as f64 / steps).collect();
        let mut sizes: Vec<f64> = mean.iter().map(|m| m.abs()).filter(|&m| m > 0.0).collect();
        sizes.sort_by(f64::total_cmp);
        let most = sizes.get(sizes.len() - sizes.len() / 5000 - 1).copied().unwrap_or(1.0);
        mean.iter().map(|m| (m * 127.0 / most).round().clamp(-127.0, 127.0) as i8).collect()
    }
}

impl Weights for Learner {
    type Sum = i32;

    fn add(&self, feature: u32, sums: &mut [i32; CLASSES]) {
        let start = (feature & self.mask) as usize;
        for (sum, weight) in sums.iter_mut().zip(&self.now[start..start + CLASSES]) {
            *sum += weight;
        }
    }

    fn one(&self, feature: u32, class: usize) -> i32 {
        self.now[(feature & self.mask) as usize + class]
    }

    fn plus(a: i32, b: i32) -> i32 {
        a + b
    }
}

/// Numbers drawn from a seed: SplitMix64 (Steele, Lea and Flood 2014).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    /// A number below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// From 0 to below 1.
    pub(crate) fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u32 << 24) as f32
    }

    /// From -1 to below 1.
    pub(crate) fn centred(&mut self) -> f32 {
        2.0 * self.unit() - 1.0
    }

    /// Another order.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}
