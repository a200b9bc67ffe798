//! Counts by meeting in the middle: how many outcomes reach floors, without going through them.
//!
//! The sums of the first half of the issues and those of the second are listed, equal ones merged; then the pairs that reach the
//! floors together are counted by divide and conquer (Bentley 1980), in n log^(parties−1) n steps for lists of n.

use rayon::prelude::*;

use super::pareto::{Bounds, Clip};
use super::walk::{Walk, added};

/// A sum of worths and how many outcomes have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sum<const K: usize> {
    worth: [i64; K],
    count: u128,
}

/// How many sums a half holds.
const fn budget(parties: usize) -> usize {
    match parties {
        0..=2 => 1 << 20,
        3 => 1 << 18,
        _ => 1 << 15,
    }
}

/// Which way sums are rounded when there are too many to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rounding {
    Down,
    Up,
}

impl<const K: usize> Walk<'_, K> {
    /// How many outcomes are worth at least this to the parties: at least, and at most; both are the same where the sums could all be
    /// told apart.
    pub(super) fn count(&self, floors: [i64; K]) -> (u128, u128) {
        if self.diagram.is_empty() {
            return (0, 0);
        }
        match self.count_rounded(floors, None) {
            Some(exact) => (exact, exact),
            None => rayon::join(
                || self.count_rounded(floors, Some(Rounding::Down)).unwrap_or(0),
                || self.count_rounded(floors, Some(Rounding::Up)).unwrap_or(u128::MAX),
            ),
        }
    }

    /// `None` when there are too many sums and they may not be rounded.
    fn count_rounded(&self, floors: [i64; K], rounding: Option<Rounding>) -> Option<u128> {
        let bounds = Bounds { floors, ceilings: floors };
        let (mut first, mut last) = (0, self.layers());
        let mut behind = vec![vec![Sum { worth: self.base(), count: 1 }]];
        let mut ahead = vec![vec![Sum { worth: [0; K], count: 1 }]];
        while first < last {
            // The half that grows less takes the next issue.
            let forward: usize = self.ways(first).map(|w| behind[w.from].len()).sum();
            let backward: usize = self.ways(last - 1).map(|w| ahead[w.to].len()).sum();
            if forward <= backward {
                let clip = |to: usize| Clip::new(&bounds, self.ahead(first + 1, to), self.behind(first + 1, to));
                let ways = self.ways(first).map(|w| (w.to, &behind[w.from], w.adds)).collect::<Vec<_>>();
                behind = extended(self.diagram.states(first + 1), &ways, clip, rounding)?;
                first += 1;
            } else {
                let clip = |from: usize| Clip::new(&bounds, self.behind(last - 1, from), self.ahead(last - 1, from));
                let ways = self.ways(last - 1).map(|w| (w.from, &ahead[w.to], w.adds)).collect::<Vec<_>>();
                ahead = extended(self.diagram.states(last - 1), &ways, clip, rounding)?;
                last -= 1;
            }
        }
        let pairs = |(behind, ahead): (Vec<Sum<K>>, Vec<Sum<K>>)| {
            let mut needed = behind;
            for sum in &mut needed {
                sum.worth.iter_mut().zip(&floors).for_each(|(w, f)| *w = f.saturating_sub(*w));
            }
            reaching_pairs(needed, ahead)
        };
        Some(behind.into_par_iter().zip(ahead).map(pairs).sum())
    }
}

/// Extends lists of sums by ways (the list added to, the one extended, and what it adds); equal sums become one.
fn extended<const K: usize>(
    lists: usize,
    ways: &[(usize, &Vec<Sum<K>>, [i64; K])],
    clip: impl Fn(usize) -> Clip<K> + Sync,
    rounding: Option<Rounding>,
) -> Option<Vec<Vec<Sum<K>>>> {
    let share = (budget(K) / lists.max(1)).max(64);
    (0..lists)
        .into_par_iter()
        .map(|list| {
            let clip = clip(list);
            let mut sums: Vec<Sum<K>> = Vec::new();
            let mut tidy = 0;
            for (_, from, adds) in ways.iter().filter(|w| w.0 == list) {
                for sum in *from {
                    if let Some(worth) = clip.cut(added(&sum.worth, adds)) {
                        sums.push(Sum { worth, count: sum.count });
                    }
                }
                if sums.len() > 2 * tidy + 4 * share {
                    tidy = merged(&mut sums, share, rounding)?;
                }
            }
            merged(&mut sums, share, rounding)?;
            Some(sums)
        })
        .collect()
}

/// Makes equal sums one; where too many are left they are rounded, or given up.
fn merged<const K: usize>(sums: &mut Vec<Sum<K>>, share: usize, rounding: Option<Rounding>) -> Option<usize> {
    let merge = |sums: &mut Vec<Sum<K>>| {
        sums.par_sort_unstable_by(|a, b| a.worth.cmp(&b.worth));
        sums.dedup_by(|later, kept| {
            let equal = later.worth == kept.worth;
            if equal {
                kept.count += later.count;
            }
            equal
        });
    };
    merge(sums);
    if sums.len() > 2 * share {
        let rounding = rounding?;
        let mut cells = (share as f64).powf(1.0 / K.max(1) as f64) as i64 + 1;
        while sums.len() > share {
            for k in 0..K {
                let low = sums.iter().map(|s| s.worth[k]).min().unwrap_or(0);
                let high = sums.iter().map(|s| s.worth[k]).max().unwrap_or(0);
                let step = ((high - low) / cells.max(1)).max(1);
                for sum in sums.iter_mut() {
                    let steps = (sum.worth[k] - low).div_euclid(step);
                    sum.worth[k] = match rounding {
                        Rounding::Down => low + steps * step,
                        Rounding::Up => low + (sum.worth[k] - low + step - 1).div_euclid(step) * step,
                    };
                }
            }
            merge(sums);
            cells = cells * 3 / 4;
        }
    }
    Some(sums.len())
}

/// How many pairs there are, by their counts, in which the second reaches what the first needs.
fn reaching_pairs<const K: usize>(mut needed: Vec<Sum<K>>, mut held: Vec<Sum<K>>) -> u128 {
    if K == 0 || needed.is_empty() || held.is_empty() {
        return total(&needed) * total(&held);
    }
    // The first party is swept over, the last one held in a tree of partial sums, those between are divided.
    needed.par_sort_unstable_by_key(|s| s.worth[0]);
    held.par_sort_unstable_by_key(|s| s.worth[0]);
    let mut ranks: Vec<i64> = held.iter().map(|s| s.worth[K - 1]).collect();
    ranks.sort_unstable();
    ranks.dedup();
    let ranked = |s: &Sum<K>, rank: usize| Ranked { worth: s.worth, count: s.count, rank: rank as u32 };
    let needed: Vec<Ranked<K>> =
        needed.iter().map(|s| ranked(s, ranks.partition_point(|&r| r < s.worth[K - 1]))).collect();
    let held: Vec<Ranked<K>> =
        held.iter().map(|s| ranked(s, ranks.partition_point(|&r| r < s.worth[K - 1]))).collect();
    let mut tree = Tree(vec![0; ranks.len() + 1]);
    divide(&needed, &held, K.saturating_sub(2), &mut tree)
}

fn total<const K: usize>(sums: &[Sum<K>]) -> u128 {
    sums.iter().map(|s| s.count).sum()
}

/// A sum with the rank of its worth to the last party among those held.
#[derive(Clone, Copy)]
struct Ranked<const K: usize> {
    worth: [i64; K],
    count: u128,
    rank: u32,
}

/// Counts by rank, with sums over all ranks from one on in logarithmic time (Fenwick 1994).
struct Tree(Vec<u128>);

impl Tree {
    fn add(&mut self, rank: u32, count: u128) {
        let mut place = rank as usize + 1;
        while place > 0 {
            self.0[place] = self.0[place].wrapping_add(count);
            place &= place - 1;
        }
    }

    fn from(&self, rank: u32) -> u128 {
        let mut place = rank as usize + 1;
        let mut sum = 0u128;
        while place < self.0.len() {
            sum = sum.wrapping_add(self.0[place]);
            place += place & place.wrapping_neg();
        }
        sum
    }
}

/// Pairs that reach each other for parties 0, `dividing`…1 and the last. Both lists ascend by worth to the first party.
fn divide<const K: usize>(needed: &[Ranked<K>], held: &[Ranked<K>], dividing: usize, tree: &mut Tree) -> u128 {
    if needed.is_empty() || held.is_empty() {
        return 0;
    }
    if dividing == 0 {
        return sweep(needed, held, tree);
    }
    let (mut low, mut high) = (i64::MAX, i64::MIN);
    held.iter().for_each(|h| {
        low = low.min(h.worth[dividing]);
        high = high.max(h.worth[dividing]);
    });
    if needed.iter().all(|n| n.worth[dividing] <= low) {
        return divide(needed, held, dividing - 1, tree);
    }
    if low == high {
        let reached: Vec<_> = needed.iter().filter(|n| n.worth[dividing] <= low).copied().collect();
        return divide(&reached, held, dividing - 1, tree);
    }
    let mut worths: Vec<i64> = held.iter().map(|h| h.worth[dividing]).collect();
    let middle = worths.len() / 2;
    let (_, &mut median, _) = worths.select_nth_unstable(middle);
    // Both parts get some: the pivot is above the lowest.
    let pivot = if median > low { median } else { held.iter().map(|h| h.worth[dividing]).filter(|&w| w > low).min().unwrap_or(high) };
    let (less, more): (Vec<Ranked<K>>, Vec<Ranked<K>>) = held.iter().partition(|h| h.worth[dividing] < pivot);
    let (modest, greedy): (Vec<Ranked<K>>, Vec<Ranked<K>>) = needed.iter().partition(|n| n.worth[dividing] <= pivot);
    divide(&modest, &more, dividing - 1, tree) + divide(&modest, &less, dividing, tree) + divide(&greedy, &more, dividing, tree)
}

/// Pairs that reach each other for the first party and the last.
fn sweep<const K: usize>(needed: &[Ranked<K>], held: &[Ranked<K>], tree: &mut Tree) -> u128 {
    let mut pairs = 0u128;
    if K == 1 {
        let mut above: u128 = held.iter().map(|h| h.count).sum();
        let mut place = 0;
        for need in needed {
            while place < held.len() && held[place].worth[0] < need.worth[0] {
                above -= held[place].count;
                place += 1;
            }
            pairs += need.count * above;
        }
        return pairs;
    }
    let mut place = held.len();
    for need in needed.iter().rev() {
        while place > 0 && held[place - 1].worth[0] >= need.worth[0] {
            place -= 1;
            tree.add(held[place].rank, held[place].count);
        }
        if (need.rank as usize) + 1 < tree.0.len() {
            pairs += need.count * tree.from(need.rank);
        }
    }
    held[place..].iter().for_each(|h| tree.add(h.rank, h.count.wrapping_neg()));
    pairs
}
