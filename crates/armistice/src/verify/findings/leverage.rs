//! Re-checks what levers can do (definitions §4).

use std::collections::BTreeSet;

use num_traits::Zero;

use super::super::openings::{Open, Openings, questions};
use super::super::report::{Report, clamp, shown};
use super::super::world::Micro;
use super::super::{Mismatch, Question as Asked, TooLarge, hitting};
use super::robustness::{drawn, zone};
use crate::analysis::leverage::{Alone, Leverage, Opening, Pair, Pressure, Question};
use crate::analysis::openings::sampled::{FIRST_KEPT, Sampled};
use crate::analysis::openings::strengths::Strengths;
use crate::analysis::openings::targets::{MOST_BLOCKS, Positions};
use crate::analysis::{Extent, Settings};
use crate::case::Case;
use crate::points::{Decimal, Exact, Points};

/// Re-checks leverage. Empty: everything in it follows from the definitions.
///
/// # Errors
/// It is too large to re-check in full.
pub(super) fn check(case: &Case, settings: &Settings, found: &Leverage) -> Result<Vec<Mismatch>, TooLarge> {
    let mut report = Report::default();
    report.same("leverage.too_few", &(case.signatories().len() < 2), &found.too_few);
    if found.too_few {
        return Ok(report.mismatches);
    }
    let varied: Vec<usize> =
        (0..case.levers.len()).filter(|l| !settings.pulls.iter().any(|(pulled, _)| pulled == l)).collect();
    report.each("leverage.levers", &varied, &found.levers.iter().map(|r| r.lever).collect::<Vec<_>>());
    let expected = questions(case, settings);
    let told = match found.extent {
        Extent::Whole => expected.len(),
        Extent::Stopped { done, .. } => done as usize,
    };
    report.same("leverage.questions.len", &told, &found.questions.len());
    for (n, ((goal, asked), question)) in expected.into_iter().zip(&found.questions).enumerate() {
        let what = format!("leverage.questions[{n}]");
        report.same(format!("{what}.goal"), &goal, &question.goal);
        let openings = Openings::new(&asked)?;
        let check = Check { openings: &openings, settings, found };
        check.question(question, &what, &mut report)?;
    }
    if let Some(sampled) = &found.sampled {
        check_sampled(case, settings, sampled, &mut report)?;
    }
    Ok(report.mismatches)
}

/// Makes the first draws again, and sees that the counts can follow from them.
fn check_sampled(case: &Case, settings: &Settings, found: &Sampled, report: &mut Report) -> Result<(), TooLarge> {
    report.same("leverage.sampled.seed", &settings.seed, &found.seed);
    report.same("leverage.sampled.asked", &settings.draws, &found.asked);
    for (n, row) in found.rows.iter().enumerate() {
        let what = format!("leverage.sampled.rows[{n}]");
        let pull: Vec<(usize, Decimal)> = row.lever.map(|l| (l, row.at)).into_iter().collect();
        let levers = [settings.pulls.as_slice(), &pull].concat();
        report.same(format!("{what}.first"), &(FIRST_KEPT.min(found.draws as usize)), &row.first.len());
        for (draw, first) in row.first.iter().enumerate() {
            let mut met = Vec::new();
            for (_, asked) in questions(case, settings) {
                let world = drawn(&Asked { levers: &levers, ..asked }, settings.seed, draw as u64)?;
                met.push(zone(&world).next().is_some());
            }
            report.each(&format!("{what}.first[{draw}]"), &met, first);
        }
        for (k, &met) in row.met.iter().enumerate() {
            let first = row.first.iter().filter(|f| f.get(k) == Some(&true)).count() as u64;
            let rest = found.draws - found.draws.min(row.first.len() as u64);
            if !(first..=first + rest).contains(&met) {
                report.differs(format!("{what}.met[{k}]"), format!("{first} to {}", first + rest), met.to_string());
            }
        }
    }
    Ok(())
}

struct Check<'c> {
    openings: &'c Openings<'c>,
    settings: &'c Settings,
    found: &'c Leverage,
}

impl Check<'_> {
    fn question(&self, found: &Question, what: &str, report: &mut Report) -> Result<(), TooLarge> {
        let crossed = self.openings.crossed();
        let positions = positions(&crossed, self.openings.rules.len());
        if let Some(positions) = &positions {
            report.same(format!("{what}.positions"), positions, &found.positions);
        }
        let within = self.openings.within(&[])?;
        pressure(&within, &found.pressure, &format!("{what}.pressure"), report);
        report.same(format!("{what}.opening"), &!within.is_empty(), &found.opening.is_some());
        if let Some(opening) = &found.opening {
            self.opening(&within, opening, &format!("{what}.opening"), report);
        }
        for (k, given_up) in found.given_up.iter().enumerate() {
            let what = format!("{what}.given_up[{k}]");
            if !crossed.contains(&given_up.positions) {
                report.differs(format!("{what}.positions"), "what an outcome crosses", shown(&given_up.positions));
            }
            self.opening(&self.openings.within(&given_up.positions)?, &given_up.opening, &what, report);
        }
        Ok(())
    }

    fn pulled(&self) -> Vec<(usize, Exact)> {
        self.settings.pulls.iter().map(|&(l, s)| (l, s.exact())).collect()
    }

    fn opening(&self, outcomes: &[Open<'_>], found: &Opening, what: &str, report: &mut Report) {
        if found.exact || found.without {
            report.same(format!("{what}.without"), &self.openings.is_open(outcomes, &self.pulled()), &found.without);
        }
        for (k, alone) in found.alone.iter().enumerate() {
            self.alone(outcomes, alone, &format!("{what}.alone[{k}]"), report);
        }
        for (k, pair) in found.pairs.iter().enumerate() {
            self.pair(outcomes, pair, &format!("{what}.pairs[{k}]"), report);
        }
    }

    fn alone(&self, outcomes: &[Open<'_>], found: &Alone, what: &str, report: &mut Report) {
        let strongest = self.found.strongest.exact();
        let pulled = self.pulled();
        let expected = self.openings.strengths(outcomes, &pulled, found.lever, &strongest);
        same(format!("{what}.strengths"), &expected, &found.strengths, found.exact, report);
        let settled = outcomes.iter().filter(|x| x.settled);
        let settled = self.openings.strengths(settled, &pulled, found.lever, &strongest);
        same(format!("{what}.settled"), &settled, &found.settled, found.exact, report);
        let at = |strength: &Exact| [pulled.as_slice(), &[(found.lever, strength.clone())]].concat();
        let differs = |x: &Open<'_>, k: usize| {
            let gain = |s: &Exact| self.openings.gain(x, k, &at(s), None);
            gain(&Exact::zero()) != gain(&strongest)
        };
        let parties = self.openings.world.c.len();
        if !found.effect && outcomes.iter().any(|x| (0..parties).any(|k| differs(x, k))) {
            report.differs(format!("{what}.effect"), "true", "false");
        }
    }

    /// Regions are tried in a grid of strengths and at their corners.
    fn pair(&self, outcomes: &[Open<'_>], found: &Pair, what: &str, report: &mut Report) {
        let strongest = self.found.strongest.exact();
        let pulled = self.pulled();
        let [first, second] = found.levers;
        let is_open = |[a, b]: &[Exact; 2]| {
            let both = [(first, a.clone()), (second, b.clone())];
            self.openings.is_open(outcomes, &[pulled.as_slice(), &both].concat())
        };
        let steps: Vec<Exact> = (0..=GRID).map(|n| &strongest * Exact::new(n.into(), GRID.into())).collect();
        let mut any = false;
        for a in &steps {
            for b in &steps {
                let at = [a.clone(), b.clone()];
                let (open, listed) = (is_open(&at), found.regions.iter().any(|r| r.contains(&at)));
                any |= open;
                if listed && !open || open && !listed && !found.truncated && found.exact {
                    report.differs(format!("{what}.regions at {a}, {b}"), shown(&open), shown(&listed));
                }
                if open && found.exact && found.least_sum.as_ref().is_none_or(|[x, y]| x + y > a + b) {
                    report.differs(format!("{what}.least_sum"), format!("at most {a} and {b}"), "more");
                }
            }
        }
        let corners = found.regions.iter().flat_map(|r| &r.corners).chain(&found.corners).chain(&found.least_sum);
        for corner in corners {
            any = true;
            if !is_open(corner) {
                report.differs(format!("{what}: {}, {}", corner[0], corner[1]), "open", "closed");
            }
        }
        let alone = |lever: usize| self.openings.strengths(outcomes, &pulled, lever, &strongest).is_empty();
        if found.exact {
            report.same(format!("{what}.only_together"), &(any && alone(first) && alone(second)), &found.only_together);
        }
        for given in &found.given {
            let (held, free) = if given.held == 0 { (first, second) } else { (second, first) };
            let held = [pulled.as_slice(), &[(held, given.at.clone())]].concat();
            let expected = self.openings.strengths(outcomes, &held, free, &strongest);
            same(format!("{what}.given[{} at {}]", given.held, given.at), &expected, &given.other, found.exact, report);
        }
    }
}

/// Into how many steps the square of strengths is cut.
const GRID: u32 = 6;

/// Demands the same closed intervals; of a result that does not claim to be all, that it is part of them.
pub(super) fn same(what: String, expected: &[(Exact, Exact)], found: &Strengths, exact: bool, report: &mut Report) {
    let within = |(a, b): &(Exact, Exact)| expected.iter().any(|(from, to)| from <= a && b <= to);
    let holds = if exact { expected == found.intervals() } else { found.intervals().iter().all(within) };
    if !holds {
        let written = |all: &[(Exact, Exact)]| {
            all.iter().map(|(from, to)| format!("{from} to {to}")).collect::<Vec<_>>().join(", ")
        };
        report.differs(what, written(expected), written(found.intervals()));
    }
}

/// What red lines and preconditions leave; `None` when showing that takes too many steps.
fn positions(crossed: &BTreeSet<Vec<usize>>, rules: usize) -> Option<Positions> {
    if crossed.is_empty() {
        return Some(Positions::CannotOccur);
    }
    let mut minimal: Vec<Vec<usize>> = Vec::new();
    let mut by_size: Vec<&Vec<usize>> = crossed.iter().collect();
    by_size.sort_by_key(|set| (set.len(), (*set).clone()));
    for set in by_size {
        if !minimal.iter().any(|part| part.iter().all(|k| set.contains(k))) {
            minimal.push(set.clone());
        }
    }
    if minimal.iter().all(Vec::is_empty) {
        return Some(Positions::Allow);
    }
    let mut blocks = hitting::all(&minimal, rules)?;
    blocks.sort_by_key(|set| (set.len(), set.clone()));
    blocks.truncate(MOST_BLOCKS);
    minimal.truncate(MOST_BLOCKS);
    Some(Positions::Refuse { blocks, ways_out: minimal })
}

/// The undominated d − u, and the same clipped at 0.
fn pressure(outcomes: &[Open<'_>], found: &Pressure, what: &str, report: &mut Report) {
    if !found.exact || found.truncated {
        return;
    }
    let rows = |clip: bool| -> Vec<Vec<Points>> {
        let lacking = |g: &Micro| if clip { (-g).max(0) } else { -g };
        let all: BTreeSet<Vec<Micro>> = outcomes.iter().map(|x| x.gain.iter().map(lacking).collect()).collect();
        let mut least: Vec<&Vec<Micro>> = Vec::new();
        // In order nothing comes after what it is enough for.
        for row in &all {
            if !least.iter().any(|l| l.iter().zip(row).all(|(a, b)| a <= b)) {
                least.push(row);
            }
        }
        least.into_iter().map(|row| row.iter().map(|&m| clamp(m)).collect()).collect()
    };
    report.each(&format!("{what}.frontier"), &rows(false), &found.frontier);
    let mut needed = found.needed.clone();
    needed.sort();
    report.each(&format!("{what}.needed"), &rows(true), &needed);
    let burden = |row: &Vec<Points>| (row.iter().filter(|p| p.0 > 0).count(), row.iter().max().copied());
    if !found.needed.is_sorted_by_key(burden) {
        report.differs(format!("{what}.needed"), "fewest parties first", "another order");
    }
}
