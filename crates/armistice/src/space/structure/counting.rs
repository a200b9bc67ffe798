//! Counts by meeting in the middle: how many outcomes reach floors, without going through them.
//!
//! The sums of the first half of the issues and those of the second are listed, equal ones merged; then the pairs that reach the
//! floors together are counted by divide and conquer (Bentley 1980), in n log^(parties−1) n steps for lists of n.

use rayon::prelude::*;

use super::pareto::{Bounds, Clip};
use super::walk::{Range, Walk, added, in_steps};

/// A sum of worths and how many outcomes have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sum<const K: usize> {
    worth: [i64; K],
    count: u128,
}

/// How much may be told apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// How many sums a half may have, before equal ones are merged, without being rounded.
    pub(super) sums: usize,
    /// About how many cells a half has, in all states together, when sums are rounded.
    pub(super) cells: usize,
}

impl Room {
    /// What takes a fraction of a second: the more parties, the longer pairs of sums take to be counted.
    const fn of(parties: usize) -> Self {
        let (sums, cells) = match parties {
            0 | 1 => (18, 16),
            2 | 3 => (18, 18),
            4 => (17, 18),
            5 => (16, 16),
            _ => (14, 14),
        };
        Self { sums: 1 << sums, cells: 1 << cells }
    }
}

/// About how many rounded sums a layer is made from: where an issue has thousands of options there are fewer cells.
const MOST_OFFERED: usize = 1 << 25;

/// The sums of the first issues and of the last, by state, until they meet.
#[derive(Clone)]
struct Halves<const K: usize> {
    /// The layer before which `behind` ends.
    first: usize,
    behind: Vec<Vec<Sum<K>>>,
    /// The layer before which `ahead` begins.
    last: usize,
    ahead: Vec<Vec<Sum<K>>>,
}

impl<const K: usize> Walk<'_, K> {
    /// How many outcomes are worth at least this to the parties: at least, and at most; both are the same where the sums could all be
    /// told apart. Else they are rounded, once down and once up, from where there are too many.
    pub(super) fn count(&self, floors: [i64; K]) -> (u128, u128) {
        self.count_within(floors, Room::of(K))
    }

    /// The same with so much room.
    pub(super) fn count_within(&self, floors: [i64; K], room: Room) -> (u128, u128) {
        if self.diagram.is_empty() {
            return (0, 0);
        }
        let mut halves = Halves {
            first: 0,
            behind: vec![vec![Sum { worth: self.base(), count: 1 }]],
            last: self.layers(),
            ahead: vec![vec![Sum { worth: [0; K], count: 1 }]],
        };
        self.meet(&mut halves, &floors, &self.steps(), (self, self), room.sums);
        if halves.first == halves.last {
            let exact = halves.reaching(&floors);
            return (exact, exact);
        }
        let options = self.diagram.layers.iter().map(|l| l.classes.len()).max().unwrap_or(1);
        let cells = room.cells.min(MOST_OFFERED / options.max(1));
        let across = (cells as f64 / self.diagram.width() as f64).powf(1.0 / K.max(1) as f64).max(2.0) as i64;
        let range = self.ahead(0, 0);
        let steps: [i64; K] = std::array::from_fn(|k| ((range.high[k] - range.low[k]) / 2 / across).max(1));
        let rounded = |up: bool| {
            let mut halves = halves.clone();
            for sum in halves.behind.iter_mut().chain(&mut halves.ahead).flatten() {
                sum.worth = in_steps(&sum.worth, &steps, up);
            }
            // What was added before was not rounded, what is still to come will be.
            let rounded = self.rounded(&steps, up);
            let extremes = if up { (self, &rounded) } else { (&rounded, self) };
            rounded.meet(&mut halves, &floors, &steps, extremes, usize::MAX);
            halves.reaching(&floors)
        };
        rayon::join(|| rounded(false), || rounded(true))
    }

    /// Extends the halves until they meet, or both would have more sums than `budget`. `extremes` tell what the rest of the walk adds
    /// at least and at most.
    fn meet(
        &self,
        halves: &mut Halves<K>,
        floors: &[i64; K],
        steps: &[i64; K],
        extremes: (&Self, &Self),
        budget: usize,
    ) {
        let bounds = Bounds { floors: *floors, ceilings: *floors };
        let clip = |rest: [&Range<K>; 2], own: [&Range<K>; 2]| {
            let between = |[low, high]: [&Range<K>; 2]| Range { low: low.low, high: high.high };
            Clip::new(&bounds, &between(rest), &between(own))
        };
        let (low, high) = extremes;
        while halves.first < halves.last {
            // The half that grows less takes the next issue.
            let forward: usize = self.ways(halves.first).map(|w| halves.behind[w.from].len()).sum();
            let backward: usize = self.ways(halves.last - 1).map(|w| halves.ahead[w.to].len()).sum();
            if forward.min(backward) > budget {
                return;
            }
            if forward <= backward {
                let layer = halves.first + 1;
                let clip = |state: usize| {
                    let behind = [low.behind(layer, state), high.behind(layer, state)];
                    clip([low.ahead(layer, state), high.ahead(layer, state)], behind)
                };
                let mut ways = vec![Vec::new(); self.diagram.states(layer)];
                self.ways(layer - 1).for_each(|w| ways[w.to].push((&halves.behind[w.from], w.adds)));
                halves.behind = extended(ways, clip, steps);
                halves.first = layer;
            } else {
                let layer = halves.last - 1;
                let clip = |state: usize| {
                    let ahead = [low.ahead(layer, state), high.ahead(layer, state)];
                    clip([low.behind(layer, state), high.behind(layer, state)], ahead)
                };
                let mut ways = vec![Vec::new(); self.diagram.states(layer)];
                self.ways(layer).for_each(|w| ways[w.from].push((&halves.ahead[w.to], w.adds)));
                halves.ahead = extended(ways, clip, steps);
                halves.last = layer;
            }
        }
    }
}

impl<const K: usize> Halves<K> {
    /// How many pairs of a sum of each reach the floors.
    fn reaching(self, floors: &[i64; K]) -> u128 {
        let pairs = |(mut needed, held): (Vec<Sum<K>>, Vec<Sum<K>>)| {
            for sum in &mut needed {
                sum.worth.iter_mut().zip(floors).for_each(|(w, f)| *w = f.saturating_sub(*w));
            }
            reaching_pairs(needed, held)
        };
        self.behind.into_par_iter().zip(self.ahead).map(pairs).sum()
    }
}

/// A list of sums that is extended, and what is added to each.
type Extension<'s, const K: usize> = (&'s Vec<Sum<K>>, [i64; K]);

/// Makes lists of sums, each by its extensions; equal sums become one.
fn extended<const K: usize>(
    lists: Vec<Vec<Extension<'_, K>>>,
    clip: impl Fn(usize) -> Clip<K> + Sync,
    steps: &[i64; K],
) -> Vec<Vec<Sum<K>>> {
    let extend = |(list, ways): (usize, Vec<Extension<'_, K>>)| {
        let clip = clip(list);
        let offered: usize = ways.iter().map(|w| w.0.len()).sum();
        // Everything in this list differs from this by steps; what is cut down is cut down to a step, too.
        let origin = ways.iter().find_map(|(from, adds)| Some(added(&from.first()?.worth, adds))).unwrap_or([0; K]);
        let clip = clip.in_steps(steps, &origin);
        let sums = || {
            ways.iter().flat_map(|(from, adds)| {
                from.iter().filter_map(|s| Some(Sum { worth: clip.cut(added(&s.worth, adds))?, count: s.count }))
            })
        };
        if offered > FEW_SUMS
            && let Some(grid) = Grid::around(sums(), steps, offered)
        {
            return grid.gathered(sums());
        }
        let mut sums: Vec<Sum<K>> = sums().collect();
        merge_equal(&mut sums);
        sums
    };
    lists.into_par_iter().enumerate().map(extend).collect()
}

/// So few sums are sorted rather than laid out on a grid.
const FEW_SUMS: usize = 1 << 10;

fn merge_equal<const K: usize>(sums: &mut Vec<Sum<K>>) {
    sums.par_sort_unstable_by(|a, b| a.worth.cmp(&b.worth));
    sums.dedup_by(|later, kept| {
        let equal = later.worth == kept.worth;
        if equal {
            kept.count += later.count;
        }
        equal
    });
}

/// Cells for all sums between two corners, in steps: equal sums meet in one.
struct Grid<const K: usize> {
    low: [i64; K],
    steps: [i64; K],
    /// Cells per party.
    across: [usize; K],
}

impl<const K: usize> Grid<K> {
    /// `None` when most cells would stay empty.
    fn around(sums: impl Iterator<Item = Sum<K>>, steps: &[i64; K], offered: usize) -> Option<Self> {
        let (mut low, mut high) = ([i64::MAX; K], [i64::MIN; K]);
        for sum in sums {
            for k in 0..K {
                low[k] = low[k].min(sum.worth[k]);
                high[k] = high[k].max(sum.worth[k]);
            }
        }
        let mut across = [0; K];
        let mut cells = 1usize;
        for k in 0..K {
            across[k] = usize::try_from(high[k].checked_sub(low[k])? / steps[k]).ok()? + 1;
            cells = cells.checked_mul(across[k]).filter(|&c| c <= 2 * offered)?;
        }
        Some(Self { low, steps: *steps, across })
    }

    fn gathered(&self, sums: impl Iterator<Item = Sum<K>>) -> Vec<Sum<K>> {
        let mut cells = vec![0u128; self.across.iter().product()];
        for sum in sums {
            let along = |k: usize| ((sum.worth[k] - self.low[k]) / self.steps[k]) as usize;
            cells[(0..K).fold(0, |cell, k| cell * self.across[k] + along(k))] += sum.count;
        }
        let held = cells.iter().enumerate().filter(|(_, count)| **count > 0);
        held.map(|(cell, &count)| Sum { worth: self.corner(cell), count }).collect()
    }

    fn corner(&self, cell: usize) -> [i64; K] {
        let mut rest = cell;
        let mut worth = self.low;
        for k in (0..K).rev() {
            worth[k] += (rest % self.across[k]) as i64 * self.steps[k];
            rest /= self.across[k];
        }
        worth
    }
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
    let held: Vec<Ranked<K>> = held.iter().map(|s| ranked(s, ranks.partition_point(|&r| r < s.worth[K - 1]))).collect();
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
    let pivot = if median > low {
        median
    } else {
        held.iter().map(|h| h.worth[dividing]).filter(|&w| w > low).min().unwrap_or(high)
    };
    let (less, more): (Vec<Ranked<K>>, Vec<Ranked<K>>) = held.iter().partition(|h| h.worth[dividing] < pivot);
    let (modest, greedy): (Vec<Ranked<K>>, Vec<Ranked<K>>) = needed.iter().partition(|n| n.worth[dividing] <= pivot);
    divide(&modest, &more, dividing - 1, tree)
        + divide(&modest, &less, dividing, tree)
        + divide(&greedy, &more, dividing, tree)
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
