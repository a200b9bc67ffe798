//! Re-checks the impasse (definitions §3).

use std::collections::{BTreeMap, BTreeSet};

use super::choice::{self, Candidate};
use super::constraints::{self, Rule, basis};
use super::hitting;
use super::report::Report;
use super::world::{Micro, Seen, World};
use super::{Mismatch, Question, TooLarge};
use crate::analysis::Count;
use crate::analysis::impasse::{Block, BlockBasis, ConstraintKind, Impasse, Margins, Unlock};

/// Re-checks an impasse. Empty: everything in it follows from the definitions.
///
/// # Errors
/// There are more combinations than [`LIMIT`](super::LIMIT), or so many blocks that none can be shown to be missing.
pub fn impasse(question: &Question<'_>, result: &Impasse) -> Result<Vec<Mismatch>, TooLarge> {
    let world = World::new(question)?;
    let mut report = Report::default();
    let rules = constraints::all(&world);
    check_constraints(&world, &rules, result, &mut report);

    // V(x) over the range of definitions §3.1: the outcomes of each set of violated constraints.
    let mut violated: BTreeMap<Vec<usize>, Vec<&Seen>> = BTreeMap::new();
    for (at, x) in world.outcomes.iter().enumerate().filter(|(_, x)| x.in_range()) {
        let v = (0..rules.len()).filter(|&k| rules[k].violated[at]).collect();
        violated.entry(v).or_default().push(x);
    }
    report.same("impasse.occurs", &!violated.is_empty(), &result.occurs);

    let zone = violated.get(&Vec::new());
    let mut unlocks: Vec<Opening> = match zone {
        Some(_) => Vec::new(),
        None => minimal(&violated).into_iter().map(|v| Opening::new(v, &violated[v], &rules)).collect(),
    };
    unlocks.sort_by(|a, b| a.order.cmp(&b.order));
    check_unlocks(&unlocks, result, &mut report);
    let complete = check_blocks(&unlocks, &rules, result, &mut report);

    let removed = |k: usize| violated.get(&vec![k]).map_or(0, Vec::len);
    let margins = zone.map(|zone| Margins {
        floors: choice::ideal(zone.iter().map(|x| x.gain.as_slice())).into_iter().map(super::report::clamp).collect(),
        floors_exact: true,
        constraints: (0..rules.len())
            .filter(|&k| rules[k].kind != ConstraintKind::Floor)
            .map(|k| Count::exactly(removed(k) as u128))
            .collect(),
    });
    match (&margins, &result.margins) {
        (Some(e), Some(f)) => {
            if f.floors_exact {
                report.each("impasse.margins.floors", &e.floors, &f.floors);
            }
            report.same("impasse.margins.constraints", &e.constraints.len(), &f.constraints.len());
            for (k, &found) in f.constraints.iter().enumerate() {
                report.count(format!("impasse.margins.constraints[{k}]"), removed(k), found);
            }
        }
        (e, f) => report.same("impasse.margins", e, f),
    }
    if report.mismatches.is_empty() && !complete {
        return Err(TooLarge::Blocks);
    }
    Ok(report.mismatches)
}

fn check_constraints(world: &World<'_>, rules: &[Rule], result: &Impasse, report: &mut Report) {
    let ids = |all: &mut dyn Iterator<Item = &String>| all.cloned().collect::<Vec<_>>();
    let expected = ids(&mut rules.iter().map(|r| &r.id));
    let found = ids(&mut result.constraints.iter().map(|c| &c.id));
    report.each("impasse.constraints.id", &expected, &found);
    for (k, (rule, constraint)) in rules.iter().zip(&result.constraints).enumerate() {
        let what = |field: &str| format!("impasse.constraints[{k}].{field}");
        report.same(what("party"), &rule.party, &constraint.party);
        report.same(what("also"), &rule.also, &constraint.also);
        report.same(what("kind"), &rule.kind, &constraint.kind);
        report.same(what("basis"), &basis(world.case, rule), &constraint.basis);
        report.same(what("because"), &rule.because, &constraint.because);
        if constraint.text.trim().is_empty() {
            report.differs(what("text"), "some words", "none");
        }
    }
}

/// The sets of which no other is a proper part. Looking from the smallest up, at minimal ones alone, is enough: a set
/// with a proper part among them has a minimal one.
fn minimal<'a>(violated: &'a BTreeMap<Vec<usize>, Vec<&Seen>>) -> Vec<&'a Vec<usize>> {
    let mut by_size: Vec<&Vec<usize>> = violated.keys().collect();
    by_size.sort_by_key(|v| v.len());
    let mut minimal: Vec<&Vec<usize>> = Vec::new();
    for v in by_size {
        if !minimal.iter().any(|part| part.iter().all(|k| v.contains(k))) {
            minimal.push(v);
        }
    }
    minimal
}

/// An unlock as it must be.
struct Opening<'a> {
    violates: &'a [usize],
    outcomes: &'a [&'a Seen],
    /// The Pareto-minimal shortfalls, sorted.
    pressure: Vec<Vec<Micro>>,
    shortfall: Vec<Micro>,
    /// Positions, floors, the least largest shortfall, the ids: as in definitions §3.2.
    order: (usize, usize, Option<Micro>, &'a [usize]),
}

impl<'a> Opening<'a> {
    fn new(violates: &'a [usize], outcomes: &'a [&'a Seen], rules: &[Rule]) -> Self {
        let all: BTreeSet<Vec<Micro>> = outcomes.iter().map(|x| shortfall(x)).collect();
        // In lexicographic order nothing below a vector in every entry comes after it.
        let mut pressure: Vec<Vec<Micro>> = Vec::new();
        for s in all {
            if !pressure.iter().any(|less| within(less, &s)) {
                pressure.push(s);
            }
        }
        let least = pressure.iter().map(|s| choice::burden(s)).min().unwrap_or_default();
        let chosen = outcomes.iter().map(|x| shortfall(x)).find(|s| choice::burden(s) == least).unwrap_or_default();
        let floors = violates.iter().filter(|&&k| rules[k].kind == ConstraintKind::Floor).count();
        let order = (violates.len() - floors, floors, least.first().copied(), violates);
        Self { violates, outcomes, pressure, shortfall: chosen, order }
    }

    fn check(&self, found: &Unlock, what: &str, report: &mut Report) {
        let unsettled = self.outcomes.iter().filter(|x| !x.settled).count();
        report.same(format!("{what}.violates"), self.violates, &found.violates);
        report.count(format!("{what}.outcomes"), self.outcomes.len(), found.outcomes);
        report.count(format!("{what}.unsettled"), unsettled, found.unsettled);
        report.points(format!("{what}.shortfall"), &self.shortfall, &found.shortfall);
        // May be cut short, but not to nothing.
        if found.pressure.is_empty() || found.pressure.len() > self.pressure.len() {
            let expected = format!("{} shortfalls", self.pressure.len());
            report.differs(format!("{what}.pressure"), expected, found.pressure.len().to_string());
        }
        let cut = found.pressure.len() < self.pressure.len();
        report.same(format!("{what}.pressure_truncated"), &cut, &found.pressure_truncated);
        if !(cut && found.pressure.as_slice() == std::slice::from_ref(&found.shortfall)) {
            for (k, (e, f)) in self.pressure.iter().zip(&found.pressure).enumerate() {
                report.points(format!("{what}.pressure[{k}]"), e, f);
            }
        }

        let near: Vec<&Seen> =
            self.outcomes.iter().copied().filter(|x| within(&shortfall(x), &self.shortfall)).collect();
        let raised = |x: &Seen| x.gain.iter().zip(&self.shortfall).map(|(g, s)| g + s).collect::<Vec<Micro>>();
        let gains: Vec<Vec<Micro>> = near.iter().map(|x| raised(x)).collect();
        let ideal = choice::ideal(gains.iter().map(Vec::as_slice));
        let allowed = near.into_iter().filter(|x| x.settled && !x.dominated);
        let candidates: Vec<Candidate> = allowed.map(|seen| Candidate { gain: raised(seen), seen }).collect();
        report.solutions(&format!("{what}.best"), &choice::all(&candidates, &ideal), &found.best);
    }
}

/// max(0, d_i − u_i) per party of C.
fn shortfall(x: &Seen) -> Vec<Micro> {
    x.gain.iter().map(|&g| (-g).max(0)).collect()
}

/// Whether `a` is at most `b` in every entry.
fn within(a: &[Micro], b: &[Micro]) -> bool {
    a.iter().zip(b).all(|(x, y)| x <= y)
}

fn check_unlocks(expected: &[Opening<'_>], result: &Impasse, report: &mut Report) {
    let listed = result.unlocks.len() as u64;
    let (total, truncated) = (result.unlocks_total, result.unlocks_truncated);
    check_total("unlocks", expected.len() as u64, listed, total, truncated, report);
    let mut rest = expected.iter();
    for (k, found) in result.unlocks.iter().enumerate() {
        let what = format!("impasse.unlocks[{k}]");
        // A list cut short may leave some out, but keeps their order.
        let next = if truncated { rest.find(|e| e.violates == found.violates.as_slice()) } else { rest.next() };
        match next {
            Some(opening) => opening.check(found, &what, report),
            None => report.differs(what, "no such unlock, or not here", format!("{:?}", found.violates)),
        }
    }
}

/// Whether the list could be shown to be complete, as far as it claims to be.
fn check_blocks(unlocks: &[Opening<'_>], rules: &[Rule], result: &Impasse, report: &mut Report) -> bool {
    let family: Vec<Vec<usize>> = unlocks.iter().map(|u| u.violates.to_vec()).collect();
    let is_floor = |k: &usize| rules.get(*k).is_some_and(|r| r.kind == ConstraintKind::Floor);
    for (k, Block { constraints, basis }) in result.blocks.iter().enumerate() {
        let what = format!("impasse.blocks[{k}]");
        if family.is_empty() || !hitting::is_minimal_hitting_set(constraints, &family) {
            let expected = "a smallest set with a member in common with every unlock";
            report.differs(format!("{what}.constraints"), expected, format!("{constraints:?}"));
        }
        if !constraints.is_sorted_by(|a, b| a < b) {
            report.differs(format!("{what}.constraints"), "ascending", format!("{constraints:?}"));
        }
        if result.blocks[..k].iter().any(|before| before.constraints == *constraints) {
            report.differs(format!("{what}.constraints"), "listed once", format!("{constraints:?} twice"));
        }
        let expected = if constraints.iter().any(is_floor) { BlockBasis::Numbers } else { BlockBasis::Positions };
        report.same(format!("{what}.basis"), &expected, basis);
    }
    if !result.blocks.is_sorted_by_key(|b| b.basis) {
        report.differs("impasse.blocks", "positions first", "another order");
    }
    let (listed, total, truncated) = (result.blocks.len() as u64, result.blocks_total, result.blocks_truncated);
    let expected = if family.is_empty() { Some(Vec::new()) } else { hitting::all(&family, rules.len()) };
    let Some(expected) = expected else {
        if total < listed || (total > listed && !truncated) {
            report.differs("impasse.blocks_total", listed.to_string(), total.to_string());
        }
        return truncated;
    };
    check_total("blocks", expected.len() as u64, listed, total, truncated, report);
    if !truncated {
        for set in expected.iter().filter(|set| !result.blocks.iter().any(|b| &b.constraints == *set)) {
            report.differs("impasse.blocks", format!("{set:?} among them"), "it is missing");
        }
    }
    true
}

/// A whole list has its total; one cut short is shorter than the truth, and its total at least what it lists and at
/// most the truth.
fn check_total(what: &str, expected: u64, listed: u64, total: u64, truncated: bool, report: &mut Report) {
    if truncated {
        if listed >= expected {
            report.differs(format!("impasse.{what}_truncated"), "false", "true");
        }
        if !(listed..=expected).contains(&total) {
            report.differs(format!("impasse.{what}_total"), format!("{listed} to {expected}"), total.to_string());
        }
    } else {
        report.same(format!("impasse.{what}.len"), &expected, &listed);
        report.same(format!("impasse.{what}_total"), &expected, &total);
    }
}
