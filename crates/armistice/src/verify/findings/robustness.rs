//! Re-checks robustness: what can be said without a draw, the first draws one by one, and what follows for the counts.

use std::collections::{BTreeMap, BTreeSet};

use super::super::choice::{self, Candidate};
use super::super::constraints;
use super::super::filled::Filled;
use super::super::hitting;
use super::super::report::Report;
use super::super::world::{Seen, World, meets};
use super::super::worth::Party;
use super::super::{Mismatch, Question, TooLarge, proved};
use crate::analysis::robustness::{Drawn, FIRST_KEPT, Gains, MOST_SORTED, Often, Robustness, Sway};
use crate::analysis::{Extent, Settings};
use crate::case::{Case, Condition};

/// Outcomes looked at over all draws made again.
const LOOKS: usize = 1 << 16;

pub(super) fn check(case: &Case, settings: &Settings, found: &Robustness) -> Result<Vec<Mismatch>, TooLarge> {
    let question = Question { case, target: None, levers: &settings.pulls };
    let world = World::new(&question)?;
    let mut report = Report::default();
    if found.sway == Sway::TooLarge {
        report.same("robustness.sway", &true, &is_too_large(case, settings));
        return Ok(report.mismatches);
    }
    report.same("robustness.seed", &settings.seed, &found.seed);
    report.same("robustness.asked", &settings.draws, &found.asked);
    report.same("robustness.central", &Some(zone(&world).next().is_some()), &found.central);
    sway(case, settings, &world, found.sway, &mut report);
    let whole = found.draws == found.asked || found.sway == Sway::TooFewParties;
    report.same("robustness.extent", &whole, &(found.extent == Extent::Whole));
    report.same("robustness.first", &found.draws.min(FIRST_KEPT), &(found.first.len() as u64));

    let goals: Vec<&Condition> = case.goals.iter().map(|g| &g.condition).chain(&settings.goal).collect();
    report.same("robustness.goals", &goals.len(), &found.goals.len());
    let again = (LOOKS / world.outcomes.len().max(1)).clamp(1, FIRST_KEPT as usize);
    let mut sums = Sums::default();
    for (draw, first) in found.first.iter().enumerate().take(again) {
        let world = drawn(&question, settings.seed, draw as u64)?;
        let expected = outcome_of(&world, &goals, draw as u64);
        let what = |field: &str| format!("robustness.first[{draw}].{field}");
        report.same(what("draw"), &expected.draw, &first.draw);
        report.same(what("deal"), &expected.deal, &first.deal);
        report.same(what("goals"), &expected.goals, &first.goals);
        report.same(what("open"), &expected.open, &first.open);
        report.same(what("unlocks"), &expected.unlocks, &first.unlocks);
        report.same(what("chosen"), &expected.chosen, &first.chosen);
        sums.add(&expected, found.constraints.len());
    }
    counts(case, found, &sums, &mut report);
    if report.mismatches.is_empty() { proved(case, settings, &found.proved) } else { Ok(report.mismatches) }
}

/// Whether there are more combinations of options than are gone through in every draw.
pub(super) fn is_too_large(case: &Case, settings: &Settings) -> bool {
    let limit = u128::from(settings.max_outcomes.min(MOST_SORTED));
    case.issues.iter().fold(1u128, |n, issue| n.saturating_mul(issue.options.len() as u128)) > limit
}

/// The world with the numbers of a draw.
pub(in crate::verify) fn drawn<'a>(question: &Question<'a>, seed: u64, draw: u64) -> Result<World<'a>, TooLarge> {
    let case = question.case;
    let party = |p| Party::filled(case, p, Filled::drawn(case, p, seed, draw));
    let mut world = World::filled(question, case.signatories().into_iter().map(party).collect())?;
    // A draw leaves nothing unstated.
    world.outcomes.iter_mut().for_each(|x| x.settled = true);
    Ok(world)
}

/// Z.
pub(in crate::verify) fn zone<'w>(world: &'w World<'_>) -> impl Iterator<Item = &'w Seen> {
    world.outcomes.iter().filter(|x| x.in_range() && x.accepted_by_all())
}

/// What can be said without a draw.
pub(super) fn sway(case: &Case, settings: &Settings, world: &World<'_>, found: Sway, report: &mut Report) {
    let rules = constraints::all(world);
    let floors = world.c.len();
    let respected = |at: usize| rules[..rules.len() - floors].iter().all(|r| !r.violated[at]);
    let range = || world.outcomes.iter().enumerate().filter(|(_, x)| x.in_range());
    let expected = if world.c.len() < 2 {
        Sway::TooFewParties
    } else if range().next().is_none() {
        Sway::CannotOccur
    } else if !range().any(|(at, _)| respected(at)) {
        Sway::Positions
    } else if matches!(found, Sway::NothingUnknown) {
        // Then draws are all alike.
        let question = Question { case, target: None, levers: &settings.pulls };
        let same = (0..3).all(|draw| {
            drawn(&question, settings.seed, draw).is_ok_and(|other| {
                other.outcomes.iter().zip(&world.outcomes).all(|(a, b)| a.worth == b.worth && a.gain == b.gain)
            })
        });
        if same { Sway::NothingUnknown } else { Sway::Numbers }
    } else {
        Sway::Numbers
    };
    report.same("sway", &expected, &found);
}

/// What one draw comes to.
fn outcome_of(world: &World<'_>, goals: &[&Condition], draw: u64) -> Drawn {
    let case = world.case;
    let zone: Vec<&Seen> = zone(world).collect();
    let open = |j: usize, o: usize| zone.iter().any(|x| x.outcome[j] == o);
    let issues = case.issues.iter().enumerate();
    let goal = |condition: &&Condition| {
        let allowed = world.outcomes.iter().filter(|x| x.accepted_by_all() && !x.breaks_norm && !x.is_status_quo);
        allowed.into_iter().any(|x| meets(case, &x.outcome, condition))
    };
    let rules = constraints::all(world);
    let violated: BTreeSet<Vec<usize>> = world
        .outcomes
        .iter()
        .enumerate()
        .filter(|(_, x)| x.in_range())
        .map(|(at, _)| (0..rules.len()).filter(|&k| rules[k].violated[at]).collect())
        .collect();
    let part = |a: &Vec<usize>, b: &Vec<usize>| a != b && a.iter().all(|k| b.contains(k));
    let unlocks: Vec<Vec<usize>> =
        violated.iter().filter(|v| !violated.iter().any(|other| part(other, v))).cloned().collect();
    let ideal = choice::ideal(zone.iter().map(|x| x.gain.as_slice()));
    let candidates: Vec<Candidate<'_>> =
        zone.iter().filter(|x| !x.dominated).map(|x| Candidate { seen: x, gain: x.gain.clone() }).collect();
    let four = choice::all(&candidates, &ideal);
    Drawn {
        draw,
        deal: !zone.is_empty(),
        goals: goals.iter().map(goal).collect(),
        open: issues.map(|(j, issue)| (0..issue.options.len()).map(|o| open(j, o)).collect()).collect(),
        unlocks: if zone.is_empty() { unlocks } else { Vec::new() },
        chosen: [four.nash, four.kalai_smorodinsky, four.egalitarian, four.utilitarian].map(|c| c.map(|c| c.index)),
    }
}

/// What the draws made again add up to.
#[derive(Default)]
struct Sums {
    draws: u64,
    deals: u64,
    goals: Vec<u64>,
    open: Vec<Vec<u64>>,
    unlocks: BTreeMap<Vec<usize>, u64>,
    blocks: BTreeMap<Vec<usize>, u64>,
    chosen: [BTreeMap<u128, u64>; 4],
}

impl Sums {
    fn add(&mut self, drawn: &Drawn, constraints: usize) {
        self.draws += 1;
        self.deals += u64::from(drawn.deal);
        self.goals.resize(drawn.goals.len(), 0);
        self.goals.iter_mut().zip(&drawn.goals).for_each(|(sum, &met)| *sum += u64::from(met));
        self.open.resize(drawn.open.len(), Vec::new());
        for (sums, open) in self.open.iter_mut().zip(&drawn.open) {
            sums.resize(open.len(), 0);
            sums.iter_mut().zip(open).for_each(|(sum, &is_open)| *sum += u64::from(is_open));
        }
        for unlock in &drawn.unlocks {
            *self.unlocks.entry(unlock.clone()).or_default() += 1;
        }
        if !drawn.unlocks.is_empty() {
            for block in hitting::all(&drawn.unlocks, constraints).unwrap_or_default() {
                *self.blocks.entry(block).or_default() += 1;
            }
        }
        for (sums, chosen) in self.chosen.iter_mut().zip(&drawn.chosen) {
            if let Some(index) = chosen {
                *sums.entry(*index).or_default() += 1;
            }
        }
    }
}

/// Counts are at least those of the draws made again, and at most what the others could add.
fn counts(case: &Case, found: &Robustness, sums: &Sums, report: &mut Report) {
    let others = found.draws.saturating_sub(sums.draws);
    let mut fits = |what: String, sum: u64, count: u64| {
        if count < sum || count > sum + others {
            report.differs(what, format!("{sum} to {}", sum + others), count.to_string());
        }
    };
    fits("robustness.deals".to_owned(), sums.deals, found.deals);
    for (k, goal) in found.goals.iter().enumerate() {
        fits(format!("robustness.goals[{k}]"), sums.goals.get(k).copied().unwrap_or_default(), goal.met);
    }
    for (j, issue) in case.issues.iter().enumerate() {
        for o in 0..issue.options.len() {
            let sum = sums.open.get(j).map_or(0, |options| options[o]);
            let count = found.open.get(j).and_then(|options| options.get(o)).copied().unwrap_or_default();
            fits(format!("robustness.open[{j}][{o}]"), sum, count);
        }
    }
    let often = |list: &[Often]| -> BTreeMap<Vec<usize>, u64> {
        list.iter().map(|o| (o.constraints.clone(), o.times)).collect()
    };
    for (what, sums, list) in
        [("unlocks", &sums.unlocks, often(&found.unlocks)), ("blocks", &sums.blocks, often(&found.blocks))]
    {
        let all: BTreeSet<&Vec<usize>> = sums.keys().chain(list.keys()).collect();
        for set in all {
            // What was not counted may be any of them.
            let count = list.get(set).copied().unwrap_or_default();
            let sum = sums.get(set).copied().unwrap_or_default();
            if count + found.uncounted < sum || count > sum + others {
                report.differs(
                    format!("robustness.{what} {set:?}"),
                    format!("{sum} to {}", sum + others),
                    count.to_string(),
                );
            }
        }
        let sorted = list.values().all(|&times| times <= found.draws - found.deals);
        report.same(format!("robustness.{what}"), &true, &sorted);
    }
    for (k, (spread, sums)) in found.solutions.iter().zip(&sums.chosen).enumerate() {
        let total: u64 = spread.outcomes.iter().map(|o| o.times).sum::<u64>() + spread.others;
        report.same(format!("robustness.solutions[{k}].chosen"), &total, &spread.chosen);
        for chosen in &spread.outcomes {
            let sum = sums.get(&chosen.index).copied().unwrap_or_default();
            if chosen.times < sum || chosen.times > sum + others || spread.chosen > found.deals {
                report.differs(
                    format!("robustness.solutions[{k}] {}", chosen.index),
                    format!("{sum} to {}", sum + others),
                    chosen.times.to_string(),
                );
            }
        }
        let ascending = |g: &Gains| {
            let all = [g.tenth, g.quarter, g.half, g.three_quarters, g.nine_tenths];
            all.is_sorted() && all[0].0 >= 0
        };
        report.same(format!("robustness.solutions[{k}].gains"), &true, &spread.gains.iter().all(ascending));
    }
}
