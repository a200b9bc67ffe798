//! Pareto frontiers gathered during a scan: the distinct vectors not dominated so far, with counts and lowest indices.

use std::collections::BTreeMap;

use super::scan::{Block, each_bit};

/// A vector of the frontier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) vector: Vec<i64>,
    /// The lowest index of an outcome that has it.
    pub(crate) index: u128,
    /// How many outcomes have it.
    pub(crate) count: u128,
}

/// The vectors not dominated (≥ everywhere, > somewhere) by any offered, exact until it outgrows its limit.
#[derive(Clone, Debug)]
pub(crate) struct FrontierSet {
    width: usize,
    limit: usize,
    store: Store,
    /// Vectors that dominated or equalled the last few losers: tried on whole blocks first.
    pivots: Vec<Vec<i64>>,
    /// Whether vectors had to be left out.
    pub(crate) overflowed: bool,
}

#[derive(Clone, Debug)]
enum Store {
    /// Up to two parties: by the first entry, ascending; the second then descends, and a look-up is a search.
    Staircase(BTreeMap<i64, Kept>),
    /// More: in no particular order.
    List(Vec<Kept>),
}

/// How many vectors are kept: every chunk of a scan holds as many, and with more than two parties an offer may look at all of them.
const STAIRCASE_LIMIT: usize = 20_000;
const LIST_LIMIT: usize = 5_000;
/// How many pivots are tried on a block before its outcomes are looked at one by one.
const PIVOTS: usize = 8;

impl FrontierSet {
    /// An empty frontier of vectors with `width` entries.
    pub(crate) fn new(width: usize) -> Self {
        let (store, limit) = if width <= 2 {
            (Store::Staircase(BTreeMap::new()), STAIRCASE_LIMIT)
        } else {
            (Store::List(Vec::new()), LIST_LIMIT)
        };
        Self { width, limit, store, pivots: Vec::new(), overflowed: false }
    }

    /// Offers `count` outcomes with this vector, the lowest of them `index`.
    pub(crate) fn offer(&mut self, vector: &[i64], index: u128, count: u128) {
        if self.overflowed && self.width > 2 {
            // What is kept is confirmed outcome by outcome later; going on would cost a look at all of it per offer.
            return;
        }
        let is_full = self.len() >= self.limit;
        let kept = || Kept { vector: vector.to_vec(), index, count };
        match &mut self.store {
            Store::Staircase(map) => {
                let (first, second) = (entry(vector, 0), entry(vector, 1));
                if let Some((_, above)) = map.range_mut(first..).next()
                    && entry(&above.vector, 1) >= second
                {
                    if above.vector == vector {
                        above.add(index, count);
                    }
                    promote(&mut self.pivots, &above.vector);
                    return;
                }
                let mut removed = 0;
                while let Some((&key, below)) = map.range(..=first).next_back()
                    && entry(&below.vector, 1) <= second
                {
                    map.remove(&key);
                    removed += 1;
                }
                if is_full && removed == 0 {
                    self.overflowed = true;
                } else {
                    map.insert(first, kept());
                }
            }
            Store::List(list) => {
                let rival = list.iter().position(|k| k.vector.iter().zip(vector).all(|(a, b)| a >= b));
                if let Some(rival) = rival {
                    if list[rival].vector == vector {
                        list[rival].add(index, count);
                    }
                    promote(&mut self.pivots, &list[rival].vector);
                    // What beat one candidate is likely to beat the next.
                    list.swap(rival, rival / 2);
                    return;
                }
                let before = list.len();
                list.retain(|k| !vector.iter().zip(&k.vector).all(|(a, b)| a >= b));
                if is_full && list.len() == before {
                    self.overflowed = true;
                } else {
                    list.push(kept());
                }
            }
        }
    }

    /// Offers the worth vectors of a block's outcomes in `mask`, which is used up.
    pub(crate) fn offer_block(&mut self, block: &Block<'_, '_>, mask: &mut [u64]) {
        if mask.iter().all(|&w| w == 0) {
            return;
        }
        let hopeless = |pivot: &Vec<i64>| {
            (0..self.width).all(|p| pivot[p] >= block.highest(p))
                && (0..self.width).any(|p| pivot[p] > block.highest(p))
        };
        if self.pivots.iter().any(hopeless) {
            return;
        }
        let mut above = vec![0u64; mask.len()];
        let mut equal = vec![0u64; mask.len()];
        let mut one = vec![0u64; mask.len()];
        for pivot in self.pivots.clone() {
            above.fill(0);
            equal.copy_from_slice(mask);
            for (party, &worth) in pivot.iter().enumerate() {
                block.at_least(party, worth.saturating_add(1), &mut one);
                above.iter_mut().zip(&one).for_each(|(a, o)| *a |= o);
                block.at_least(party, worth, &mut one);
                equal.iter_mut().zip(&one).for_each(|(e, o)| *e &= o);
            }
            equal.iter_mut().zip(&above).for_each(|(e, a)| *e &= !a);
            mask.iter_mut().zip(&above).for_each(|(m, a)| *m &= a);
            let count: u32 = equal.iter().map(|w| w.count_ones()).sum();
            if count > 0 {
                self.offer(&pivot, block.index(first_bit(&equal)), u128::from(count));
            }
            if mask.iter().all(|&w| w == 0) {
                return;
            }
        }
        let mut vector = vec![0; self.width];
        for (word, &bits) in mask.iter().enumerate() {
            each_bit(bits, |b| {
                let position = word * 64 + b;
                vector.iter_mut().enumerate().for_each(|(p, v)| *v = block.worth(p, position));
                self.offer(&vector, block.index(position), 1);
            });
        }
    }

    /// Vectors offered before that dominated or equalled the last few losers.
    pub(crate) fn pivots(&self) -> &[Vec<i64>] {
        &self.pivots
    }

    /// Takes in another frontier.
    pub(crate) fn merge(&mut self, other: Self) {
        self.overflowed |= other.overflowed;
        for kept in other.into_points() {
            self.offer(&kept.vector, kept.index, kept.count);
        }
    }

    /// How many vectors it holds.
    pub(crate) fn len(&self) -> usize {
        match &self.store {
            Store::Staircase(map) => map.len(),
            Store::List(list) => list.len(),
        }
    }

    /// The vectors, in order of their lowest index.
    pub(crate) fn into_points(self) -> Vec<Kept> {
        let mut points: Vec<Kept> = match self.store {
            Store::Staircase(map) => map.into_values().collect(),
            Store::List(list) => list,
        };
        points.sort_unstable_by_key(|k| k.index);
        points
    }
}

impl Kept {
    fn add(&mut self, index: u128, count: u128) {
        self.index = self.index.min(index);
        self.count += count;
    }
}

fn entry(vector: &[i64], place: usize) -> i64 {
    vector.get(place).copied().unwrap_or(0)
}

fn promote(pivots: &mut Vec<Vec<i64>>, vector: &[i64]) {
    match pivots.iter().position(|p| p == vector) {
        Some(0) => {}
        Some(place) => pivots[..=place].rotate_right(1),
        None => {
            pivots.truncate(PIVOTS - 1);
            pivots.insert(0, vector.to_vec());
        }
    }
}

/// The lowest position set; 0 when none is.
pub(crate) fn first_bit(mask: &[u64]) -> usize {
    mask.iter().position(|&w| w != 0).map_or(0, |word| word * 64 + mask[word].trailing_zeros() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The frontier by the definition: all pairs.
    fn plain(vectors: &[Vec<i64>]) -> Vec<Kept> {
        let dominates = |a: &[i64], b: &[i64]| a != b && a.iter().zip(b).all(|(x, y)| x >= y);
        let mut kept: Vec<Kept> = Vec::new();
        for (index, vector) in vectors.iter().enumerate() {
            if vectors.iter().any(|other| dominates(other, vector)) {
                continue;
            }
            match kept.iter_mut().find(|k| k.vector == *vector) {
                Some(k) => k.count += 1,
                None => kept.push(Kept { vector: vector.clone(), index: index as u128, count: 1 }),
            }
        }
        kept
    }

    #[test]
    fn offers_in_any_order_leave_the_frontier() {
        let mut state = 7u64;
        let mut random = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 33) % below) as i64
        };
        for width in 0..5 {
            for _ in 0..50 {
                let vectors: Vec<Vec<i64>> = (0..60).map(|_| (0..width).map(|_| random(6)).collect()).collect();
                let (mut left, mut right) = (FrontierSet::new(width), FrontierSet::new(width));
                for (i, v) in vectors.iter().enumerate() {
                    if i < 30 { left.offer(v, i as u128, 1) } else { right.offer(v, i as u128, 1) }
                }
                right.merge(left);
                assert_eq!(right.into_points(), plain(&vectors));
            }
        }
    }
}
