//! Searches over the ground: breadth first, by fewest refusals, and by least patience.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BinaryHeap};

use super::super::finding::{Extent, Watch};
use super::super::sheet::Bits;
use super::super::solutions::Champions;
use super::ground::{Ground, Holding};
use super::{Ends, Needed, Route, Step};
use crate::case::IssueIndex;
use crate::points::Points;

/// Counts the outcomes gone through, for whoever waits.
pub(super) struct Clock<'w> {
    watch: &'w dyn Watch,
    done: u64,
    of: u64,
    stopped: bool,
}

/// How many outcomes are gone through before anybody is told.
const OFTEN: u64 = 4_096;

impl<'w> Clock<'w> {
    /// A search goes through at most `of` outcomes.
    pub(super) fn new(watch: &'w dyn Watch, of: u64) -> Self {
        Self { watch, done: 0, of, stopped: false }
    }

    /// So many more searches may follow.
    pub(super) fn expect(&mut self, searches: u64) {
        self.of = self.done.saturating_add(self.of.saturating_mul(searches));
    }

    /// One outcome more; `false`: it is to end.
    fn tick(&mut self) -> bool {
        self.done += 1;
        if self.done.is_multiple_of(OFTEN) {
            self.stopped |= !self.watch.goes_on(self.done.min(self.of), self.of);
        }
        !self.stopped
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped
    }

    pub(super) fn extent(&self) -> Extent {
        if self.stopped { Extent::Stopped { done: self.done.min(self.of), of: self.of } } else { Extent::Whole }
    }
}

/// How many steps it takes to every outcome.
pub(super) struct Reached {
    /// [`NEVER`] where acceptable steps do not lead.
    distance: Vec<u16>,
}

const NEVER: u16 = u16::MAX;

impl Reached {
    /// How many outcomes, the status quo counted.
    pub(super) fn count(&self) -> u64 {
        self.distance.iter().filter(|&&d| d != NEVER).count() as u64
    }

    /// Whether some member of the set is reached.
    pub(super) fn meets(&self, set: &Bits) -> bool {
        set.members().any(|at| self.distance[at] != NEVER)
    }

    /// The members of the set that are nearest, and how far they are; the status quo, where it all begins, is none.
    fn nearest(&self, set: &Bits) -> Option<(u16, Vec<usize>)> {
        let near = |at: &usize| self.distance[*at] != NEVER && self.distance[*at] > 0;
        let least = set.members().filter(near).map(|at| self.distance[at]).min()?;
        Some((least, set.members().filter(|&at| self.distance[at] == least).collect()))
    }
}

/// Breadth first from the status quo; `None` when whoever waits ended it.
pub(super) fn reach(ground: &Ground<'_>, holding: &Holding, clock: &mut Clock<'_>) -> Option<Reached> {
    let mut distance = vec![NEVER; ground.sheets.len];
    distance[ground.today] = 0;
    let mut level = vec![ground.today];
    let mut steps = 0;
    while !level.is_empty() && steps + 1 < NEVER {
        steps += 1;
        let mut next = Vec::new();
        for &from in &level {
            if !clock.tick() {
                return None;
            }
            ground.each_neighbour(from, &holding.packages, &mut |to, changed| {
                if distance[to] == NEVER
                    && ground.is_possible(from, to, changed)
                    && ground.accepts(holding, from, to, changed)
                {
                    distance[to] = steps;
                    next.push(to);
                }
            });
        }
        level = next;
    }
    Some(Reached { distance })
}

/// The best of the shortest ways (definitions §7.2); `None` when there is none.
pub(super) fn best_route(ground: &Ground<'_>, holding: &Holding, reached: &Reached, ends: &Ends) -> Option<Route> {
    let (length, nearest) = reached.nearest(&ends.aimed)?;
    let end = best_end(ground, &nearest)?;

    // The outcomes on shortest ways to it, from the last step to the first.
    let mut layers: Vec<Vec<usize>> = vec![vec![end]];
    for distance in (0..length).rev() {
        let mut before: Vec<usize> = Vec::new();
        for &to in layers.last().into_iter().flatten() {
            ground.each_neighbour(to, &holding.packages, &mut |from, changed| {
                if reached.distance[from] == distance
                    && ground.is_possible(from, to, changed)
                    && ground.accepts(holding, from, to, changed)
                {
                    before.push(from);
                }
            });
        }
        before.sort_unstable();
        before.dedup();
        layers.push(before);
    }
    layers.reverse();

    // From the last to the first: how low it gets at least on the best way on, the outcome itself counted.
    let mut low: Vec<BTreeMap<usize, i64>> = vec![BTreeMap::new(); layers.len()];
    for at in (0..layers.len()).rev() {
        let own: BTreeMap<usize, i64> = layers[at]
            .iter()
            .map(|&from| {
                let here = if at == 0 { i64::MAX } else { ground.low_point(from) };
                let onward = next_of(ground, holding, from, low.get(at + 1)).into_iter().map(|(_, l)| l).max();
                (from, here.min(onward.unwrap_or(i64::MAX)))
            })
            .collect();
        low[at] = own;
    }
    let lowest = low.first().and_then(|first| first.get(&ground.today)).copied()?;
    let mut way = vec![ground.today];
    for at in 0..usize::from(length) {
        let from = *way.last()?;
        let next = next_of(ground, holding, from, low.get(at + 1)).into_iter().filter(|(_, l)| *l >= lowest);
        way.push(next.map(|(to, _)| to).min()?);
    }
    let steps = way.windows(2).map(|pair| ground.step(pair[0], pair[1])).collect();
    Some(Route { steps, settled: ends.settled })
}

/// Which of a layer an acceptable step leads to, with its low point.
fn next_of(
    ground: &Ground<'_>,
    holding: &Holding,
    from: usize,
    layer: Option<&BTreeMap<usize, i64>>,
) -> Vec<(usize, i64)> {
    let mut found = Vec::new();
    let Some(layer) = layer else { return found };
    ground.each_neighbour(from, &holding.packages, &mut |to, changed| {
        if let Some(&low) = layer.get(&to)
            && ground.is_possible(from, to, changed)
            && ground.accepts(holding, from, to, changed)
        {
            found.push((to, low));
        }
    });
    found
}

/// The best by Nash among outcomes acceptable to all, with m_i taken over them.
fn best_end(ground: &Ground<'_>, ends: &[usize]) -> Option<usize> {
    if let [only] = ends {
        return Some(*only);
    }
    let no_deal: Vec<i64> = (0..ground.signing).map(|k| ground.no_deal(k)).collect();
    let worth = |at: usize| -> Vec<i64> { (0..ground.signing).map(|k| ground.worth(k, at)).collect() };
    let mut ideal = vec![0; ground.signing];
    for &at in ends {
        ideal.iter_mut().zip(worth(at)).zip(&no_deal).for_each(|((m, u), d)| *m = (*m).max(u - d));
    }
    let mut champions = Champions::new(&no_deal, &ideal);
    ends.iter().for_each(|&at| champions.offer(&worth(at), at as u128, 1));
    champions.picked()[0].map(|index| index as usize)
}

/// The steps that would be acceptable today: the one that leaves the worst-off party best first, then by index.
pub(super) fn first_steps(ground: &Ground<'_>, holding: &Holding) -> Vec<Step> {
    let mut found: Vec<usize> = Vec::new();
    let today = ground.today;
    ground.each_neighbour(today, &holding.packages, &mut |to, changed| {
        if ground.is_possible(today, to, changed) && ground.accepts(holding, today, to, changed) {
            found.push(to);
        }
    });
    found.sort_unstable();
    found.dedup();
    found.sort_by_key(|&to| Reverse(ground.low_point(to)));
    found.into_iter().map(|to| ground.step(today, to)).collect()
}

/// An outcome to look at, and where it was come from.
type Entry = (usize, usize);

/// The needed steps (definitions §7.3): fewest refused, then shortest; and the index of their end. `None` when no sequence of possible
/// steps leads to the ends, or it was ended.
pub(super) fn needed(
    ground: &Ground<'_>,
    holding: &Holding,
    ends: &Bits,
    clock: &mut Clock<'_>,
) -> Option<(Vec<Needed>, usize)> {
    let mut seen = Bits::none(ground.sheets.len);
    let mut parent = vec![u32::MAX; ground.sheets.len];
    let mut buckets: Vec<Vec<Entry>> = vec![vec![(ground.today, ground.today)]];
    while buckets.iter().any(|b| !b.is_empty()) {
        let mut refused: Vec<Vec<Entry>> = Vec::new();
        let (mut queued, mut queued_refused) = (seen.clone(), seen.clone());
        let mut length = 0;
        while length < buckets.len() {
            let mut found: Vec<usize> = Vec::new();
            let bucket = std::mem::take(&mut buckets[length]);
            for (from, came) in bucket {
                if seen.get(from) {
                    continue;
                }
                seen.set(from);
                parent[from] = came as u32;
                if !clock.tick() {
                    return None;
                }
                if from != ground.today && ends.get(from) {
                    found.push(from);
                }
                ground.each_neighbour(from, &holding.packages, &mut |to, changed| {
                    if seen.get(to) || !ground.is_possible(from, to, changed) {
                        return;
                    }
                    let (list, known) = if ground.accepts(holding, from, to, changed) {
                        (&mut buckets, &mut queued)
                    } else {
                        (&mut refused, &mut queued_refused)
                    };
                    if !known.get(to) {
                        known.set(to);
                        list.resize(list.len().max(length + 2), Vec::new());
                        list[length + 1].push((to, from));
                    }
                });
            }
            let against = |at: usize| (0..ground.signing).filter(|&k| !ground.is_content(k, at)).count();
            if let Some(&end) = found.iter().min_by_key(|&&at| (against(at), at)) {
                return Some((told(ground, &parent, end), end));
            }
            length += 1;
        }
        buckets = refused;
    }
    None
}

/// The steps to an outcome, each from its parent; the status quo is its own.
fn told(ground: &Ground<'_>, parent: &[u32], end: usize) -> Vec<Needed> {
    let mut way = vec![end];
    let mut at = end;
    while at != ground.today {
        at = parent[at] as usize;
        way.push(at);
    }
    way.reverse();
    let step = |pair: &[usize]| {
        let step = ground.step(pair[0], pair[1]);
        Needed { refused: ground.refusals(pair[0], pair[1], &step.changed), step }
    };
    way.windows(2).map(step).collect()
}

/// The least patience, in micro-points, with which each set of ends is reached, where the setbacks of `raised` judges count and their
/// floors are lifted from `holding`; `None` where none does, or it was ended.
pub(super) fn least_patience(
    ground: &Ground<'_>,
    holding: &Holding,
    raised: &[usize],
    ends: &[&Bits],
    clock: &mut Clock<'_>,
) -> Vec<Option<i64>> {
    let mut least = vec![None; ends.len()];
    let mut seen = Bits::none(ground.sheets.len);
    let mut heap: BinaryHeap<Reverse<(i64, usize)>> = BinaryHeap::new();
    // Where only parties of C count, what an outcome costs does not depend on the step, and the first to find it is the cheapest.
    let by_outcome = raised.iter().all(|&k| k < ground.signing || !ground.judges[k].cares);
    let mut queued = Bits::none(ground.sheets.len);
    heap.push(Reverse((0, ground.today)));
    while let Some(Reverse((cost, from))) = heap.pop() {
        if seen.get(from) {
            continue;
        }
        seen.set(from);
        if !clock.tick() {
            break;
        }
        if from != ground.today {
            for (found, _) in least.iter_mut().zip(ends).filter(|(found, ends)| found.is_none() && ends.get(from)) {
                *found = Some(cost);
            }
            if least.iter().all(Option::is_some) {
                break;
            }
        }
        ground.each_neighbour(from, &holding.packages, &mut |to, changed: &[IssueIndex]| {
            if seen.get(to)
                || by_outcome && queued.get(to)
                || !ground.is_possible(from, to, changed)
                || !ground.accepts(holding, from, to, changed)
            {
                return;
            }
            queued.set(to);
            let setbacks = ground.asked(changed).filter(|k| raised.contains(k) && ground.judges[*k].cares).map(|k| {
                let setback = ground.setback(k, to);
                if setback > ground.judges[k].patience { setback } else { 0 }
            });
            heap.push(Reverse((cost.max(setbacks.max().unwrap_or(0)), to)));
        });
    }
    least
}

/// Parties of C to which an outcome is worth less than no deal, and by how much.
pub(super) fn short(ground: &Ground<'_>, at: usize) -> Vec<(usize, Points)> {
    (0..ground.signing)
        .filter_map(|k| {
            let short = ground.no_deal(k).saturating_sub(ground.worth(k, at));
            (short.cmp(&0) == Ordering::Greater).then(|| (ground.judges[k].party, Points(short)))
        })
        .collect()
}
