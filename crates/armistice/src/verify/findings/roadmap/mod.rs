//! Re-checks roadmaps step by step, and by plain search (definitions §7).

mod plain;

use std::collections::BTreeMap;

use super::super::choice::{self, Candidate};
use super::super::report::{Report, clamp};
use super::super::world::{Micro, World, meets};
use super::super::{Mismatch, Question, TooLarge};
use crate::analysis::roadmap::{Change, Destination, Found, LISTED, Roadmap, Route, Step, Stuck, Way, Why};
use crate::analysis::{Extent, Settings};
use crate::case::{Case, Condition, IssueIndex};
use plain::{Changed, Plain};

/// Re-checks a roadmap.
///
/// # Errors
/// It is too large to re-check in full.
pub(super) fn check(case: &Case, settings: &Settings, found: &Roadmap) -> Result<Vec<Mismatch>, TooLarge> {
    let world = World::new(&Question { case, target: None, levers: &settings.pulls })?;
    let plain = Plain::new(&world, &settings.pulls);
    let stated = Changed::nothing(&plain);
    let distance = plain.distances(&stated);
    let reached = distance.iter().filter(|d| d.is_some()).count() as u64;
    let whole = found.extent == Extent::Whole;

    let mut report = Report::default();
    report.same("roadmap.outcomes", &(world.outcomes.len() as u64), &found.outcomes);
    let known = found.ways.iter().any(|w| w.found != Found::Unknown);
    if known || whole {
        report.same("roadmap.reached", &reached, &found.reached);
        today(&plain, &stated, found, &mut report);
    }
    let goals: Vec<(&str, &Condition)> = {
        let stated = case.goals.iter().map(|g| (g.id.as_str(), &g.condition));
        stated.chain(settings.goal.iter().map(|g| ("goal", g))).collect()
    };
    let mut goals = goals.into_iter();
    for (at, way) in found.ways.iter().enumerate() {
        let what = format!("roadmap.ways[{at}]");
        let target = match &way.to {
            Destination::Solutions(_, outcome) => Target { condition: case.deal.as_ref(), only: Some(outcome) },
            Destination::Zone => Target { condition: case.deal.as_ref(), only: None },
            Destination::Goal(id, _) => {
                let Some((expected, condition)) = goals.next() else {
                    report.differs(what, "no further goal", id.clone());
                    continue;
                };
                report.same(format!("{what}.goal"), expected, id.as_str());
                Target { condition: Some(condition), only: None }
            }
        };
        let ends = target.ends(&plain, &stated);
        report.same(format!("{what}.ends"), &(ends.all as u64), &way.ends);
        match &way.found {
            Found::Unknown => report.same(format!("{what}.found"), &false, &whole),
            Found::Steps(route) => check_route(&plain, &stated, &ends, route, &what, &mut report),
            Found::Stuck(stuck) => {
                let near = ends.aimed.iter().filter(|&&x| x != plain.today && distance[x].is_some()).count();
                report.same(format!("{what}.reached"), &0, &near);
                let told = Told { plain: &plain, target: &target, ends: &ends, distance: &distance, what: &what };
                told.check(way, stuck, whole, &mut report);
            }
        }
    }
    if goals.next().is_some() {
        report.differs("roadmap.ways", "a way to every goal", "fewer");
    }
    Ok(report.mismatches)
}

/// What is aimed at.
struct Target<'t> {
    condition: Option<&'t Condition>,
    only: Option<&'t Vec<usize>>,
}

/// Where a way may end: places in the world.
struct Ends {
    all: usize,
    aimed: Vec<usize>,
    settled: bool,
}

impl Target<'_> {
    /// What would count.
    fn counts(&self, plain: &Plain<'_>) -> Vec<usize> {
        let outcomes = plain.world.outcomes.iter().enumerate();
        let counts = outcomes.filter(|(_, x)| {
            !x.is_status_quo
                && !x.breaks_norm
                && self.condition.is_none_or(|c| meets(plain.world.case, &x.outcome, c))
                && self.only.is_none_or(|only| x.outcome == *only)
        });
        counts.map(|(at, _)| at).collect()
    }

    fn ends(&self, plain: &Plain<'_>, changed: &Changed) -> Ends {
        let all: Vec<usize> = self.counts(plain).into_iter().filter(|&at| plain.is_content(at, changed)).collect();
        let settled: Vec<usize> = all.iter().copied().filter(|&at| plain.world.outcomes[at].settled).collect();
        let is_settled = !settled.is_empty();
        Ends { all: all.len(), aimed: if is_settled { settled } else { all }, settled: is_settled }
    }
}

/// The steps that are acceptable today.
fn today(plain: &Plain<'_>, stated: &Changed, found: &Roadmap, report: &mut Report) {
    let mut now: Vec<usize> = plain
        .neighbours(plain.today, stated)
        .into_iter()
        .filter(|(to, changed)| plain.accepts(plain.today, *to, changed, stated))
        .map(|(to, _)| to)
        .collect();
    now.sort_unstable();
    now.dedup();
    now.sort_by_key(|&to| std::cmp::Reverse(plain.low_point(to)));
    report.same("roadmap.now_total", &(now.len() as u64), &found.now_total);
    now.truncate(LISTED);
    let expected: Vec<&Vec<usize>> = now.iter().map(|&to| &plain.world.outcomes[to].outcome).collect();
    let listed: Vec<&Vec<usize>> = found.now.iter().map(|s| &s.outcome).collect();
    report.each("roadmap.now", &expected, &listed);
    found.now.iter().for_each(|s| check_step(plain, plain.today, s, "roadmap.now", report));
}

/// What is told of a step.
fn check_step(plain: &Plain<'_>, from: usize, step: &Step, what: &str, report: &mut Report) {
    let world = plain.world;
    let before = &world.outcomes[from].outcome;
    let changed: Vec<IssueIndex> = (0..before.len()).filter(|&j| before[j] != step.outcome[j]).collect();
    report.same(format!("{what}.changed"), &changed, &step.changed);
    let Some(to) = plain.place(&step.outcome) else {
        return report.differs(what, "an outcome that can occur", "another");
    };
    let over: Vec<Micro> = world.outcomes[to].worth.iter().zip(&world.status_quo).map(|(u, s)| u - s).collect();
    report.points(format!("{what}.over_today"), &over, &step.over_today);
    let unstated = changed.iter().any(|&j| world.c.iter().any(|&p| world.case.is_unstated(p, j)));
    report.same(format!("{what}.unstated"), &unstated, &step.unstated);
    if let Some(package) = step.package {
        let stated = &world.case.packages[package].issues;
        report.same(format!("{what}.package"), &true, &changed.iter().all(|j| stated.contains(j)));
    }
}

/// A route: every step accepted, as short as any, and the best of its kind.
fn check_route(plain: &Plain<'_>, changed: &Changed, ends: &Ends, route: &Route, what: &str, report: &mut Report) {
    let mut from = plain.today;
    let mut low: Option<Micro> = None;
    for (at, step) in route.steps.iter().enumerate() {
        let what = format!("{what}.steps[{at}]");
        let Some(to) = plain.place(&step.outcome) else {
            return report.differs(what, "an outcome that can occur", "another");
        };
        check_step(plain, from, step, &what, report);
        let accepted =
            plain.neighbours(from, changed).iter().any(|(y, j)| *y == to && plain.accepts(from, to, j, changed));
        report.same(format!("{what}.accepted"), &true, &accepted);
        low = Some(low.map_or(plain.low_point(to), |l| l.min(plain.low_point(to))));
        from = to;
    }
    report.same(format!("{what}.settled"), &ends.settled, &route.settled);
    report.same(format!("{what}.end"), &true, &ends.aimed.contains(&from));

    let distance = plain.distances(changed);
    let reached = ends.aimed.iter().filter(|&&x| x != plain.today).filter_map(|&x| distance[x]);
    let Some(least) = reached.min() else { return report.differs(what, "no way at all", "one") };
    report.same(format!("{what}.length"), &least, &route.steps.len());
    let nearest = ends.aimed.iter().copied().filter(|&x| distance[x] == Some(least));
    let candidates: Vec<Candidate<'_>> =
        nearest.map(|x| &plain.world.outcomes[x]).map(|seen| Candidate { seen, gain: seen.gain.clone() }).collect();
    let ideal = choice::ideal(candidates.iter().map(|c| c.gain.as_slice()));
    let best = choice::nash(&candidates, &ideal).map(|c| c.outcome);
    report.same(format!("{what}.best"), &best, &route.steps.last().map(|s| s.outcome.clone()));

    // The highest low point of any way so long, level by level.
    let mut level: BTreeMap<usize, Option<Micro>> = BTreeMap::from([(plain.today, None)]);
    for _ in 0..least {
        let mut next: BTreeMap<usize, Option<Micro>> = BTreeMap::new();
        for (&x, &low) in &level {
            for (y, j) in plain.neighbours(x, changed) {
                if distance[y] == distance[x].map(|d| d + 1) && plain.accepts(x, y, &j, changed) {
                    let here = Some(low.map_or(plain.low_point(y), |l| l.min(plain.low_point(y))));
                    let known = next.entry(y).or_insert(here);
                    *known = (*known).max(here);
                }
            }
        }
        level = next;
    }
    report.same(format!("{what}.low_point"), &level.get(&from).copied().flatten(), &low);
}

/// A way that was not found.
struct Told<'t> {
    plain: &'t Plain<'t>,
    target: &'t Target<'t>,
    ends: &'t Ends,
    distance: &'t [Option<usize>],
    what: &'t str,
}

impl Told<'_> {
    fn check(&self, way: &Way, stuck: &Stuck, whole: bool, report: &mut Report) {
        let (plain, what) = (self.plain, self.what);
        let stated = Changed::nothing(plain);
        let wanted = if way.ends == 0 { self.target.counts(plain) } else { self.ends.aimed.clone() };
        if whole {
            let cycle = plain.shortest_cycle(&wanted, self.distance);
            report.same(format!("{what}.cycle"), &cycle, &stuck.cycle.len());
        }
        for (at, &p) in stuck.cycle.iter().enumerate() {
            let next = stuck.cycle[(at + 1) % stuck.cycle.len()];
            report.same(format!("{what}.cycle[{at}]"), &true, &plain.waits_for(p, next, self.distance));
        }
        self.needed(stuck, &wanted, whole, report);
        for (at, opening) in stuck.openings.iter().enumerate() {
            let changed = self.changed(&opening.change);
            let ends = self.target.ends(plain, &changed);
            check_route(plain, &changed, &ends, &opening.route, &format!("{what}.openings[{at}]"), report);
        }
        if !whole {
            return;
        }
        let opens = |change: &Change| {
            let changed = self.changed(change);
            let distance = plain.distances(&changed);
            self.target.ends(plain, &changed).aimed.iter().any(|&x| x != plain.today && distance[x].is_some())
        };
        let listed = |change: &Change| stuck.openings.iter().any(|o| o.change == *change);
        let preconditions = plain.preconditions();
        let mut any = false;
        for &p in &preconditions {
            for change in [Change::GivenUp(vec![p]), Change::Together(p)] {
                // What two preconditions tie together is tried once.
                let issues = |p: usize| self.changed(&Change::Together(p)).together;
                let again = preconditions.iter().any(|&q| q < p && issues(q) == issues(p));
                let expected = opens(&change) && !(again && matches!(change, Change::Together(_)));
                any |= expected;
                report.same(format!("{what}.openings.{change:?}"), &expected, &listed(&change));
            }
        }
        if preconditions.len() <= 24 {
            let pairs = preconditions.iter().flat_map(|&p| preconditions.iter().map(move |&q| (p, q)));
            for (p, q) in pairs.filter(|(p, q)| p < q) {
                let change = Change::GivenUp(vec![p, q]);
                report.same(format!("{what}.openings.{change:?}"), &(!any && opens(&change)), &listed(&change));
            }
        }
        self.patience(stuck, &stated, report);
    }

    fn changed(&self, change: &Change) -> Changed {
        let mut changed = Changed::nothing(self.plain);
        match change {
            Change::GivenUp(which) => changed.given_up.clone_from(which),
            Change::Together(p) => {
                let stated = &self.plain.world.case.preconditions[*p];
                let mut issues = stated.first.expr.issues();
                issues.extend(stated.before.expr.issues());
                issues.sort_unstable();
                issues.dedup();
                changed.together = issues;
            }
            Change::Patience(party, points) => {
                for (judge, patience) in self.plain.judges.iter().zip(&mut changed.patience) {
                    if party.is_none_or(|p| p == judge.party) {
                        *patience = (*patience).max(points.0.into());
                    }
                }
            }
        }
        changed
    }

    /// The steps it would take: possible, with every refusal told, and none with fewer.
    fn needed(&self, stuck: &Stuck, wanted: &[usize], whole: bool, report: &mut Report) {
        let (plain, what) = (self.plain, self.what);
        let stated = Changed::nothing(plain);
        let cost = plain.fewest_refusals(&stated);
        let least = wanted.iter().filter(|&&x| x != plain.today).filter_map(|&x| cost[x].map(|c| (c, x)));
        let against = |x: usize| {
            let of_c = 0..plain.world.c.len();
            of_c.filter(|&k| !plain.is_content_alone(k, x)).count()
        };
        let best = least.map(|((refused, length), x)| (refused, length, against(x), x)).min();
        if stuck.needed.is_empty() {
            if whole && !wanted.is_empty() {
                report.same(format!("{what}.needed"), &None, &best);
            }
            return;
        }
        let mut from = plain.today;
        let mut refused = 0;
        for (at, needed) in stuck.needed.iter().enumerate() {
            let what = format!("{what}.needed[{at}]");
            check_step(plain, from, &needed.step, &what, report);
            let Some(to) = plain.place(&needed.step.outcome) else { return };
            let possible = plain.neighbours(from, &stated).iter().any(|(y, _)| *y == to);
            report.same(format!("{what}.possible"), &true, &possible);
            let mut expected = plain.refusals(from, to, &needed.step.changed);
            let mut found: Vec<(usize, &str, Micro)> = needed
                .refused
                .iter()
                .map(|r| match r.why {
                    Why::RedLine(k) => (r.party, "red line", k as Micro),
                    Why::Precondition(k) => (r.party, "precondition", k as Micro),
                    Why::Worth(by) => (r.party, "worth", by.0.into()),
                })
                .collect();
            expected.sort_unstable();
            found.sort_unstable();
            report.same(format!("{what}.refused"), &expected, &found);
            refused += usize::from(!found.is_empty());
            from = to;
        }
        let found = (refused, stuck.needed.len(), against(from), from);
        report.same(format!("{what}.needed"), &best, &Some(found));
        let end = &plain.world.outcomes[from];
        let short = plain.world.c.iter().zip(&end.gain).filter(|(_, g)| **g < 0);
        let expected: Vec<_> = short.map(|(&p, &g)| (p, clamp(-g))).collect();
        report.same(format!("{what}.short"), &expected, &stuck.short);
    }

    /// The least patience, tried one value after the other.
    fn patience(&self, stuck: &Stuck, stated: &Changed, report: &mut Report) {
        let plain = self.plain;
        let caring: Vec<usize> = (0..plain.judges.len()).filter(|&k| plain.judges[k].cares).collect();
        let alone = caring.iter().map(|&k| (Some(plain.judges[k].party), vec![k]));
        for (party, raised) in alone.chain((caring.len() > 1).then(|| (None, caring.clone()))) {
            let mut values: Vec<Micro> = raised.iter().flat_map(|&k| plain.setbacks(k)).filter(|&s| s > 0).collect();
            values.sort_unstable();
            values.dedup();
            let opens = |value: Micro| {
                let mut changed = stated.clone();
                raised.iter().for_each(|&k| changed.patience[k] = changed.patience[k].max(value));
                let distance = plain.distances(&changed);
                self.ends.aimed.iter().any(|&x| x != plain.today && distance[x].is_some())
            };
            let least = values.partition_point(|&value| !opens(value));
            let expected = values.get(least).map(|&v| clamp(v));
            let found = stuck.openings.iter().find_map(|o| match o.change {
                Change::Patience(p, points) if p == party => Some(points),
                _ => None,
            });
            report.same(format!("{}.openings.patience", self.what), &expected, &found);
        }
    }
}
