//! Frontiers by merging issue after issue: what is dominated among the ways to a state is dominated however it goes on.

use rayon::prelude::*;

use super::walk::{Range, Walk, Way, added, dominates, reaches};

/// A sum of worths, with the outcomes that have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Point<const K: usize> {
    pub(super) worth: [i64; K],
    /// The lowest index of an outcome that has it.
    pub(super) index: u128,
    /// How many outcomes have it.
    pub(super) count: u128,
}

/// Points of which none dominates another.
pub(super) struct Reached<const K: usize> {
    pub(super) points: Vec<Point<K>>,
    /// Whether these are all; otherwise points had to be left out on the way, and some of these may be dominated by others.
    pub(super) exact: bool,
}

/// What is asked of the sums at the end of a walk.
#[derive(Clone, Copy)]
pub(super) struct Bounds<const K: usize> {
    /// Outcomes worth less to a party are left out.
    pub(super) floors: [i64; K],
    /// What is above counts as being there.
    pub(super) ceilings: [i64; K],
}

/// How many points a layer keeps: each is 64 bytes or so, and is extended by every option that is worth trying. From four parties on
/// each is held against all others, and nearly all hold.
pub(super) const fn limit(parties: usize) -> usize {
    match parties {
        0..=2 => 1 << 14,
        3 => 1 << 15,
        4 => 1 << 13,
        5 => 1 << 12,
        6 => 1 << 11,
        _ => 1 << 10,
    }
}

impl<const K: usize> Walk<'_, K> {
    /// The undominated sums of all outcomes, by the lowest index.
    pub(super) fn frontier(&self, bounds: &Bounds<K>) -> Reached<K> {
        let mut exact = true;
        let mut states = vec![self.start()];
        for layer in 0..self.layers() {
            states = self.forward(layer, &states, bounds, &mut exact);
        }
        let mut points = states.into_iter().next().unwrap_or_default();
        points.sort_unstable_by_key(|p| p.index);
        Reached { points, exact }
    }

    fn start(&self) -> Vec<Point<K>> {
        if self.diagram.is_empty() { Vec::new() } else { vec![Point { worth: self.base(), index: 0, count: 1 }] }
    }

    /// The undominated sums on the way to every state after a layer.
    fn forward(
        &self,
        layer: usize,
        states: &[Vec<Point<K>>],
        bounds: &Bounds<K>,
        exact: &mut bool,
    ) -> Vec<Vec<Point<K>>> {
        let ways = self.best_ways(layer);
        let clip = |to: usize| Clip::new(bounds, self.ahead(layer + 1, to), self.behind(layer + 1, to));
        extend(self.diagram.states(layer + 1), self.kept, &ways, |w| (w.to, &states[w.from]), clip, exact)
    }

    /// The undominated sums on the way from every state before a layer.
    fn backward(
        &self,
        layer: usize,
        states: &[Vec<Point<K>>],
        bounds: &Bounds<K>,
        exact: &mut bool,
    ) -> Vec<Vec<Point<K>>> {
        let ways = self.best_ways(layer);
        let clip = |from: usize| Clip::new(bounds, self.behind(layer, from), self.ahead(layer, from));
        extend(self.diagram.states(layer), self.kept, &ways, |w| (w.from, &states[w.to]), clip, exact)
    }

    /// Per issue and option: whether an outcome with it reaches the floors. The second tells whether every "no" is sure.
    pub(super) fn occurring(&self, floors: [i64; K]) -> (Vec<Vec<bool>>, bool) {
        let bounds = Bounds { floors, ceilings: floors };
        let layers = self.layers();
        let mut exact = true;
        let mut ahead = vec![vec![vec![Point { worth: [0; K], index: 0, count: 1 }]]];
        for layer in (0..layers).rev() {
            let next = self.backward(layer, &ahead[ahead.len() - 1], &bounds, &mut exact);
            ahead.push(next);
        }
        ahead.reverse();
        let mut occurring = vec![Vec::new(); layers];
        let mut behind = vec![self.start()];
        for layer in 0..layers {
            let of = &self.diagram.layers[layer];
            let mut met = vec![false; of.classes.len()];
            for way in self.ways(layer) {
                if !met[way.option] {
                    let mut needed = floors;
                    needed.iter_mut().zip(&way.adds).for_each(|(n, a)| *n = n.saturating_sub(*a));
                    met[way.option] = some_pair_reaches(&behind[way.from], &ahead[layer + 1][way.to], &needed);
                }
            }
            occurring[of.issue] = met;
            behind = self.forward(layer, &behind, &bounds, &mut exact);
        }
        (occurring, exact)
    }
}

/// What a sum on the way is held against, given what the rest of the walk can add.
pub(super) struct Clip<const K: usize> {
    /// With less, the floors are out of reach.
    least: [i64; K],
    /// With this, the ceilings are reached in any case: more makes no difference.
    most: [i64; K],
}

impl<const K: usize> Clip<K> {
    /// `rest` is what the rest of the walk can add, `own` what this part can.
    pub(super) fn new(bounds: &Bounds<K>, rest: &Range<K>, own: &Range<K>) -> Self {
        let mut clip = Self { least: [0; K], most: [0; K] };
        for k in 0..K {
            clip.least[k] = bounds.floors[k].saturating_sub(rest.high[k]);
            // Never below what this part adds at least: two parts that were both cut down to less would not add up to enough.
            clip.most[k] = bounds.ceilings[k].saturating_sub(rest.low[k]).max(own.low[k]);
        }
        clip
    }

    /// The same for sums that differ from `origin` by steps: what is cut down still does.
    pub(super) fn in_steps(mut self, steps: &[i64; K], origin: &[i64; K]) -> Self {
        for k in 0..K {
            let over = self.most[k].saturating_sub(origin[k]).rem_euclid(steps[k]);
            if over > 0 {
                self.most[k] = self.most[k].saturating_add(steps[k] - over);
            }
        }
        self
    }

    /// The sum, cut down to what matters; `None` when a floor is out of reach.
    pub(super) fn cut(&self, mut worth: [i64; K]) -> Option<[i64; K]> {
        if (0..K).any(|k| worth[k] < self.least[k]) {
            return None;
        }
        worth.iter_mut().zip(&self.most).for_each(|(w, m)| *w = (*w).min(*m));
        Some(worth)
    }
}

/// The least that every list keeps, however many there are.
const LEAST_SHARE: usize = 64;

/// Extends lists of points by the ways of a layer, and keeps what is undominated in each list that results: in all about `kept`.
///
/// `ends` gives the list a way adds to and the one it extends, `clip` what sums of a list are held against.
fn extend<'p, const K: usize>(
    lists: usize,
    kept: usize,
    ways: &[Way<K>],
    ends: impl Fn(&Way<K>) -> (usize, &'p Vec<Point<K>>) + Sync,
    clip: impl Fn(usize) -> Clip<K> + Sync,
    exact: &mut bool,
) -> Vec<Vec<Point<K>>> {
    let share = (kept / lists.max(1)).max(LEAST_SHARE.min(kept));
    let mut to_list: Vec<Vec<&Way<K>>> = vec![Vec::new(); lists];
    ways.iter().for_each(|way| to_list[ends(way).0].push(way));
    let extended: Vec<(Vec<Point<K>>, bool)> = to_list
        .into_par_iter()
        .enumerate()
        .map(|(list, ways)| {
            let clip = clip(list);
            let mut points: Vec<Point<K>> = Vec::new();
            let mut tidy = 0;
            let mut thinned = false;
            for way in ways {
                for point in ends(way).1 {
                    if let Some(worth) = clip.cut(added(&point.worth, &way.adds)) {
                        points.push(Point { worth, index: point.index + way.place, count: point.count });
                    }
                }
                if points.len() > 2 * tidy + 8 * share {
                    thinned |= tidy_up(&mut points, share);
                    tidy = points.len();
                }
            }
            thinned |= tidy_up(&mut points, share);
            (points, thinned)
        })
        .collect();
    extended
        .into_iter()
        .map(|(points, thinned)| {
            *exact &= !thinned;
            points
        })
        .collect()
}

/// Keeps what is undominated, and of that at most so many, spread over the whole; returns whether some had to go.
fn tidy_up<const K: usize>(points: &mut Vec<Point<K>>, share: usize) -> bool {
    keep_undominated(points);
    let held = points.len();
    if held <= share {
        return false;
    }
    for place in 0..share {
        points[place] = points[place * (held - 1) / (share - 1)];
    }
    points.truncate(share);
    true
}

/// Keeps the undominated points, by worth to the first party and so on, descending; equal ones become one.
pub(super) fn keep_undominated<const K: usize>(points: &mut Vec<Point<K>>) {
    points.sort_unstable_by_key(|p| std::cmp::Reverse(p.worth));
    points.dedup_by(|later, kept| {
        let equal = later.worth == kept.worth;
        if equal {
            kept.index = kept.index.min(later.index);
            kept.count += later.count;
        }
        equal
    });
    match K {
        0 => {}
        1 => points.truncate(1),
        2 => {
            let mut second = None;
            points.retain(|p| {
                let higher = second.is_none_or(|s| p.worth[1] > s);
                if higher {
                    second = Some(p.worth[1]);
                }
                higher
            });
        }
        3 => {
            // The steps: worth to the second party descending, to the third ascending, of those kept so far.
            let mut steps: Vec<(i64, i64)> = Vec::new();
            points.retain(|p| {
                let (second, third) = (p.worth[1], p.worth[2]);
                let place = steps.partition_point(|s| s.0 >= second);
                if place > 0 && steps[place - 1].1 >= third {
                    return false;
                }
                let beaten = steps[place..].iter().take_while(|s| s.1 <= third).count();
                // One of the same worth to the second party, but less to the third, is a step no more.
                let first = place - usize::from(place > 0 && steps[place - 1].0 == second);
                steps.splice(first..place + beaten, [(second, third)]);
                true
            });
        }
        _ => {
            let mut kept: Vec<Point<K>> = Vec::new();
            // What beat one is likely to beat the next: looked at first.
            let mut probes: Vec<usize> = Vec::new();
            for point in points.iter() {
                match probes.iter().position(|&p| dominates(&kept[p].worth, &point.worth)) {
                    Some(place) => probes.swap(place, place / 2),
                    None => {
                        probes.push(kept.len());
                        kept.push(*point);
                    }
                }
            }
            *points = kept;
        }
    }
}

/// Whether a sum of one of each reaches what is needed. Both are as [`keep_undominated`] leaves them.
fn some_pair_reaches<const K: usize>(a: &[Point<K>], b: &[Point<K>], needed: &[i64; K]) -> bool {
    if K == 0 {
        return !a.is_empty() && !b.is_empty();
    }
    // As the first entry of `a` falls, fewer of `b` make up for it; among those the last has most of a second entry.
    let mut enough = b.len();
    for point in a {
        while enough > 0 && point.worth[0] + b[enough - 1].worth[0] < needed[0] {
            enough -= 1;
        }
        let candidates = match K {
            1 | 2 => enough.saturating_sub(1)..enough,
            _ => 0..enough,
        };
        if b[candidates].iter().any(|other| reaches(&added(&point.worth, &other.worth), needed)) {
            return true;
        }
    }
    false
}
