//! Why there is no way, and the smallest changes that open one (definitions §7.3).

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, VecDeque};

use super::super::sheet::Bits;
use super::ground::{Ground, Holding};
use super::search::{self, Clock, Reached};
use super::{Aim, Change, Found, Opening, Stuck, Way};
use crate::case::IssueIndex;
use crate::points::Points;

/// Up to so many preconditions, pairs of them are tried.
const MOST_PAIRED: usize = 24;

/// Explains every way that was not found.
pub(super) fn explain(
    ground: &Ground<'_>,
    stated: &Holding,
    reached: &Reached,
    ways: &mut [(Way, Aim)],
    clock: &mut Clock<'_>,
) {
    let mut stuck: Vec<(usize, Aim, Stuck)> = ways
        .iter()
        .enumerate()
        .filter(|(_, (way, _))| matches!(way.found, Found::Stuck(_)))
        .map(|(at, (_, aim))| (at, *aim, Stuck::default()))
        .collect();
    if stuck.is_empty() {
        return;
    }
    clock.expect((2 * ground.waits.len() + 2 * ground.judges.len() + stuck.len()) as u64);
    for (_, aim, stuck) in &mut stuck {
        let ends = ground.ends(aim, stated);
        let wanted = if ends.all.is_empty() { ground.counts(aim) } else { ends.aimed };
        if wanted.is_empty() {
            continue;
        }
        stuck.cycle = cycle(ground, reached, &wanted);
        if let Some((needed, end)) = search::needed(ground, stated, &wanted, clock) {
            stuck.needed = needed;
            stuck.short = search::short(ground, end);
        }
    }

    let number = |w: usize| ground.waits[w].precondition;
    for w in 0..ground.waits.len() {
        let without = ground.holding(&[w], None, &[]);
        open(ground, &without, &mut stuck, &|| Change::GivenUp(vec![number(w)]), clock, |_| true);
        let issues = mentioned(ground, w);
        if issues.len() > 1 && (0..w).all(|earlier| mentioned(ground, earlier) != issues) {
            let together = ground.holding(&[], Some(issues), &[]);
            open(ground, &together, &mut stuck, &|| Change::Together(number(w)), clock, |_| true);
        }
    }
    patience(ground, &mut stuck, clock);
    // Pairs, where no single precondition opens a way.
    let alone = |stuck: &Stuck| stuck.openings.iter().all(|o| matches!(o.change, Change::Patience(..)));
    let alone: Vec<bool> = stuck.iter().map(|(_, _, s)| alone(s)).collect();
    let count = if ground.waits.len() <= MOST_PAIRED { ground.waits.len() } else { 0 };
    for (v, w) in (0..count).flat_map(|v| (v + 1..count).map(move |w| (v, w))) {
        let change = || Change::GivenUp(vec![number(v), number(w)]);
        let without = ground.holding(&[v, w], None, &[]);
        open(ground, &without, &mut stuck, &change, clock, |at| alone[at]);
    }
    for (at, _, found) in stuck {
        ways[at].0.found = Found::Stuck(Box::new(found));
    }
}

/// The issues of both sides of a precondition.
fn mentioned(ground: &Ground<'_>, wait: usize) -> Vec<IssueIndex> {
    let stated = &ground.case.preconditions[ground.waits[wait].precondition];
    let mut issues = stated.first.expr.issues();
    issues.extend(stated.before.expr.issues());
    issues.sort_unstable();
    issues.dedup();
    issues
}

/// Notes for every stuck way that a change opens it, if it does.
fn open(
    ground: &Ground<'_>,
    changed: &Holding,
    stuck: &mut [(usize, Aim, Stuck)],
    change: &dyn Fn() -> Change,
    clock: &mut Clock<'_>,
    concerns: impl Fn(usize) -> bool,
) {
    if clock.is_stopped() || !(0..stuck.len()).any(&concerns) {
        return;
    }
    let Some(reached) = search::reach(ground, changed, clock) else { return };
    for (_, (_, aim, stuck)) in stuck.iter_mut().enumerate().filter(|(at, _)| concerns(*at)) {
        if let Some(route) = search::best_route(ground, changed, &reached, &ground.ends(aim, changed)) {
            stuck.openings.push(Opening { change: change(), route });
        }
    }
}

/// The least patience of each party alone, and of all, that opens each way.
fn patience(ground: &Ground<'_>, stuck: &mut [(usize, Aim, Stuck)], clock: &mut Clock<'_>) {
    let stated = ground.holding(&[], None, &[]);
    let ends: Vec<Bits> = stuck.iter().map(|(_, aim, _)| ground.ends(aim, &stated).aimed).collect();
    let sought: Vec<&Bits> = ends.iter().filter(|e| !e.is_empty()).collect();
    if sought.is_empty() {
        return;
    }
    let caring: Vec<usize> = (0..ground.judges.len()).filter(|&k| ground.judges[k].cares).collect();
    let alone = caring.iter().map(|&k| (Some(k), vec![k]));
    for (judge, raised) in alone.chain((caring.len() > 1).then(|| (None, caring.clone()))) {
        if clock.is_stopped() {
            return;
        }
        let lifted = ground.holding(&[], None, &raised);
        let least = search::least_patience(ground, &lifted, &raised, &sought, clock);
        let mut least = least.into_iter();
        // Several ways often need the same patience: the ground is laid out once for each.
        let mut by_patience: BTreeMap<i64, Option<(Holding, Reached)>> = BTreeMap::new();
        for ((_, aim, stuck), _) in stuck.iter_mut().zip(&ends).filter(|(_, ends)| !ends.is_empty()) {
            let Some(points) = least.next().flatten() else { continue };
            let found = by_patience.entry(points).or_insert_with(|| {
                let of = |k: usize| {
                    let stated = ground.judges[k].patience;
                    if raised.contains(&k) { stated.max(points) } else { stated }
                };
                let holding = ground.with_patience(&(0..ground.judges.len()).map(of).collect::<Vec<_>>());
                search::reach(ground, &holding, clock).map(|reached| (holding, reached))
            });
            let Some((holding, reached)) = found else { continue };
            if let Some(route) = search::best_route(ground, holding, reached, &ground.ends(aim, holding)) {
                let party = judge.map(|k| ground.judges[k].party);
                stuck.openings.push(Opening { change: Change::Patience(party, Points(points)), route });
            }
        }
    }
}

/// A shortest cycle of preconditions each waiting for the next, from one whose ψ every end has on; places in the case. Empty without one.
fn cycle(ground: &Ground<'_>, reached: &Reached, ends: &Bits) -> Vec<usize> {
    let waits = &ground.waits;
    let waiting: Vec<usize> =
        (0..waits.len()).filter(|&w| !waits[w].first.is_empty() && !reached.meets(&waits[w].first)).collect();
    let after =
        |p: usize| waiting.iter().copied().filter(move |&q| q != p && waits[p].first.is_subset(&waits[q].before));
    let mut reachable: Vec<usize> = waiting.iter().copied().filter(|&w| ends.is_subset(&waits[w].before)).collect();
    let mut at = 0;
    while at < reachable.len() {
        for q in after(reachable[at]) {
            if !reachable.contains(&q) {
                reachable.push(q);
            }
        }
        at += 1;
    }
    let mut shortest: Vec<usize> = Vec::new();
    for &start in &reachable {
        let mut came: BTreeMap<usize, usize> = BTreeMap::new();
        let mut queue = VecDeque::from([start]);
        while let Some(p) = queue.pop_front() {
            if came.contains_key(&start) {
                break;
            }
            for q in after(p) {
                if let Entry::Vacant(new) = came.entry(q) {
                    new.insert(p);
                    queue.push_back(q);
                }
            }
        }
        let mut cycle = Vec::new();
        let mut p = start;
        while let Some(&before) = came.get(&start).and_then(|_| came.get(&p)) {
            cycle.push(before);
            p = before;
            if p == start {
                break;
            }
        }
        cycle.reverse();
        if !cycle.is_empty() && (shortest.is_empty() || cycle.len() < shortest.len()) {
            shortest = cycle;
        }
    }
    shortest.into_iter().map(|w| waits[w].precondition).collect()
}
