//! The search: changes of one issue, of two, of three and so on, cut off where some party cannot gain any more.

use std::cmp::Ordering;

use super::{Packages, Shift, Trade, crossed};
use crate::analysis::constraints::Constraints;
use crate::analysis::solutions::compare_products;
use crate::analysis::{Extent, Watch};
use crate::case::{Case, IssueIndex, OptionIndex, Outcome, PartyIndex};
use crate::points::Points;
use crate::space::Terms;

/// Changes looked at beyond three issues, at most.
pub const MOST_STEPS: u64 = 2_000_000;
/// Changes of up to three issues looked at, at most: enough for 60 issues of 8 options.
pub const MOST_STEPS_OF_THREE: u64 = 20_000_000;
/// Up to so many issues trades are looked for with the larger limit.
const EXACT: usize = 3;
/// How many trades are held before the worst of them are dropped.
const MOST_HELD: usize = 4_096;
/// How many refused changes are given.
const REFUSED: usize = 3;

/// A search for the trades at one outcome.
pub(super) struct Search<'s> {
    case: &'s Case,
    terms: &'s Terms<'s>,
    constraints: &'s Constraints<'s>,
    watch: &'s dyn Watch,
    signatories: Vec<PartyIndex>,
    at: Outcome,
    /// u_i at it.
    worth: Vec<i64>,
    /// Whether it meets `deal`.
    meets_deal: bool,
    left_out: Vec<(PartyIndex, IssueIndex)>,
    /// The changes there are, by issue.
    moves: Vec<Move>,
    /// Per number of issues passed over in [`Search::issues`], and party: the most that one of the others' changes adds.
    most: Vec<Vec<i64>>,
    /// The issues that can change.
    issues: Vec<IssueIndex>,
    /// Per party: the most that conditions can add, whatever changes.
    slack: Vec<i64>,
}

/// The changes of one issue.
struct Move {
    issue: IssueIndex,
    /// Options, with what each adds per party, conditions apart.
    options: Vec<(OptionIndex, Vec<i64>)>,
}

/// What is looked for: changes that cross nothing, or those that would be trades but for what is refused.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Allowed,
    Refused,
}

/// A change under way.
struct Step {
    outcome: Outcome,
    changed: Vec<IssueIndex>,
    /// What it adds per party, conditions apart.
    added: Vec<i64>,
}

/// What was found so far.
struct Found {
    trades: Vec<Trade>,
    total: u64,
    steps: u64,
    limit: u64,
    extent: Extent,
}

impl Found {
    fn new() -> Self {
        Self { trades: Vec::new(), total: 0, steps: 0, limit: MOST_STEPS_OF_THREE, extent: Extent::Whole }
    }
}

/// Every so many changes somebody is told how far the search is.
const TOLD: u64 = 4_096;

impl<'s> Search<'s> {
    pub(super) fn new(
        case: &'s Case,
        terms: &'s Terms<'s>,
        constraints: &'s Constraints<'s>,
        at: &Outcome,
        watch: &'s dyn Watch,
    ) -> Self {
        let signatories = case.signatories();
        let unstated =
            |j: IssueIndex| signatories.iter().filter(move |&&p| case.is_unstated(p, j)).map(move |&p| (p, j));
        let left_out: Vec<_> = (0..case.issues.len()).flat_map(unstated).collect();
        let issues: Vec<IssueIndex> =
            (0..case.issues.len()).filter(|j| !left_out.iter().any(|(_, out)| out == j)).collect();
        let table = |p: usize| {
            let own = &terms.parties[p];
            let met = |c: usize| terms.conditions[c].holds(&case.issues, at);
            &own.tables[own.trust.iter().enumerate().fold(0, |bits, (b, &t)| bits | usize::from(met(t)) << b)]
        };
        let tables: Vec<&Vec<Vec<i64>>> = (0..terms.parties.len()).map(table).collect();
        let moves: Vec<Move> = issues
            .iter()
            .map(|&issue| {
                let others = (0..case.issues[issue].options.len()).filter(|&o| o != at[issue]);
                let added = |o: usize| tables.iter().map(|t| t[issue][o] - t[issue][at[issue]]).collect();
                Move { issue, options: others.map(|o| (o, added(o))).collect() }
            })
            .collect();
        let mut most = vec![vec![0; terms.parties.len()]];
        for change in moves.iter().rev() {
            let mut here = most.last().cloned().unwrap_or_default();
            for (_, added) in &change.options {
                here.iter_mut().zip(added).for_each(|(most, &added)| *most = added.max(*most));
            }
            most.push(here);
        }
        most.reverse();
        let slack = terms.parties.iter().zip(&tables).map(|(own, table)| {
            let met = |c: usize| terms.conditions[c].holds(&case.issues, at);
            let bonuses: i64 =
                own.bonuses.iter().map(|&(c, points)| if met(c) { (-points).max(0) } else { points.max(0) }).sum();
            // What another table adds at most, issue by issue.
            let over = |other: &Vec<Vec<i64>>| -> i64 {
                let issues = other.iter().zip(table.iter());
                issues.map(|(a, b)| a.iter().zip(b).map(|(x, y)| x - y).max().unwrap_or(0)).sum()
            };
            bonuses + own.tables.iter().map(over).max().unwrap_or(0)
        });
        let slack = slack.collect();
        let deal = case.deal.as_ref();
        Self {
            case,
            terms,
            constraints,
            watch,
            signatories,
            worth: terms.worth(case, at).iter().map(|p| p.0).collect(),
            meets_deal: deal.is_none_or(|d| d.expr.holds(&case.issues, at)) && *at != case.status_quo,
            at: at.clone(),
            left_out,
            moves,
            most,
            issues,
            slack,
        }
    }

    pub(super) fn packages(&self, listed: usize) -> Packages {
        let ids = |at: &[OptionIndex]| crossed(self.case, self.constraints, at).iter().map(|&k| self.id(k)).collect();
        let mut found = Found::new();
        let searched = self.search(Kind::Allowed, self.issues.len(), listed, &mut found);
        let mut refused = Found::new();
        let refused_searched = match found.trades.is_empty() && found.extent == Extent::Whole {
            true => self.search(Kind::Refused, self.issues.len(), REFUSED, &mut refused),
            false => 0,
        };
        Packages {
            at: self.at.clone(),
            worth: self.worth.iter().map(|&u| Points(u)).collect(),
            no_deal: self.terms.no_deal(),
            crossed: ids(&self.at),
            trades: found.trades,
            total: found.total,
            refused: refused.trades,
            refused_searched,
            searched,
            movable: self.issues.len(),
            left_out: self.left_out.clone(),
            extent: found.extent,
        }
    }

    fn id(&self, constraint: usize) -> String {
        self.constraints.list[constraint].id.clone()
    }

    /// Looks at changes of one issue, two and so on, and returns up to how many all were looked at.
    fn search(&self, kind: Kind, most_issues: usize, listed: usize, found: &mut Found) -> usize {
        if self.signatories.is_empty() {
            return most_issues;
        }
        for size in 1..=most_issues {
            if size == EXACT + 1 {
                (found.steps, found.limit) = (0, MOST_STEPS);
            }
            let mut step =
                Step { outcome: self.at.clone(), changed: Vec::new(), added: vec![0; self.signatories.len()] };
            if !self.extend(kind, 0, size, &mut step, found) {
                self.keep_best(kind, listed, found);
                return size - 1;
            }
        }
        self.keep_best(kind, listed, found);
        most_issues
    }

    /// Adds `left` changes of the issues from `from` on; `false` when the limit is reached.
    fn extend(&self, kind: Kind, from: usize, left: usize, step: &mut Step, found: &mut Found) -> bool {
        if left == 0 {
            self.look(kind, step, found);
            return true;
        }
        for next in from..self.moves.len() {
            if self.moves.len() - next < left {
                break;
            }
            let change = &self.moves[next];
            for (option, added) in &change.options {
                found.steps += 1;
                if found.steps > found.limit {
                    return false;
                }
                if found.steps.is_multiple_of(TOLD) && !self.watch.goes_on(found.steps, found.limit) {
                    found.extent = Extent::Stopped { done: found.steps, of: found.limit };
                    return false;
                }
                let rest = (left - 1) as i64;
                let hopeless = (0..added.len()).any(|p| {
                    let most = step.added[p] + added[p] + self.slack[p];
                    most.saturating_add(rest.saturating_mul(self.most[next + 1][p])) <= 0
                });
                if hopeless {
                    continue;
                }
                step.outcome[change.issue] = *option;
                step.changed.push(change.issue);
                step.added.iter_mut().zip(added).for_each(|(sum, a)| *sum += a);
                let went_on = self.extend(kind, next + 1, left - 1, step, found);
                step.added.iter_mut().zip(added).for_each(|(sum, a)| *sum -= a);
                step.changed.pop();
                step.outcome[change.issue] = self.at[change.issue];
                if !went_on {
                    return false;
                }
            }
        }
        true
    }

    fn look(&self, kind: Kind, step: &Step, found: &mut Found) {
        let Some(gain) = self.gain(&step.outcome) else { return };
        let crosses = crossed(self.case, self.constraints, &step.outcome);
        if (kind == Kind::Allowed) != crosses.is_empty() || !self.can_be(&step.outcome) {
            return;
        }
        if self.has_part(step, &crosses) {
            return;
        }
        found.total += 1;
        found.trades.push(self.trade(step, gain, &crosses));
        if found.trades.len() > MOST_HELD {
            self.keep_best(kind, MOST_HELD / 2, found);
        }
    }

    /// What everybody gains, if everybody does.
    fn gain(&self, outcome: &[OptionIndex]) -> Option<Vec<i64>> {
        let worth = |p: usize| self.terms.parties[p].worth(self.case, &self.terms.conditions, outcome);
        let mut gain = Vec::with_capacity(self.worth.len());
        for (p, before) in self.worth.iter().enumerate() {
            let more = worth(p) - before;
            if more <= 0 {
                return None;
            }
            gain.push(more);
        }
        Some(gain)
    }

    /// Whether it can occur, breaks no norm, and is not less of an agreement than where it started.
    fn can_be(&self, outcome: &[OptionIndex]) -> bool {
        let case = self.case;
        let meets = |c: &crate::case::Condition| c.expr.holds(&case.issues, outcome);
        let is_deal = || case.deal.as_ref().is_none_or(&meets) && outcome != case.status_quo.as_slice();
        !case.infeasible.iter().any(|i| meets(&i.when))
            && !case.norms.iter().any(|n| meets(&n.forbids))
            && (!self.meets_deal || is_deal())
    }

    /// Whether a proper part of a change does it, and crosses nothing else.
    fn has_part(&self, step: &Step, crosses: &[usize]) -> bool {
        let mut outcome = self.at.clone();
        // No limit lets a search come to changes of more issues than that.
        let count = step.changed.len().min(20);
        (1..(1u32 << count) - 1).any(|part| {
            for (b, &issue) in step.changed.iter().enumerate().take(count) {
                outcome[issue] = if part >> b & 1 == 1 { step.outcome[issue] } else { self.at[issue] };
            }
            self.gain(&outcome).is_some()
                && self.can_be(&outcome)
                && crossed(self.case, self.constraints, &outcome).iter().all(|k| crosses.contains(k))
        })
    }

    fn trade(&self, step: &Step, gain: Vec<i64>, crosses: &[usize]) -> Trade {
        let table = |p: usize, outcome: &[OptionIndex]| {
            let own = &self.terms.parties[p];
            let met = |c: usize| self.terms.conditions[c].holds(&self.case.issues, outcome);
            own.trust.iter().enumerate().fold(0, |bits, (b, &t)| bits | usize::from(met(t)) << b)
        };
        let terms_of = |p: usize, outcome: &[OptionIndex], issue: IssueIndex| {
            self.terms.parties[p].tables[table(p, outcome)][issue][outcome[issue]]
        };
        let parties = 0..self.signatories.len();
        let shift = |&issue: &IssueIndex| {
            let points = |p: usize| Points(terms_of(p, &step.outcome, issue) - terms_of(p, &self.at, issue));
            Shift {
                issue,
                from: self.at[issue],
                to: step.outcome[issue],
                points: parties.clone().map(points).collect(),
            }
        };
        let changes: Vec<Shift> = step.changed.iter().map(shift).collect();
        let rest = |p: usize| Points(gain[p] - changes.iter().map(|c| c.points[p].0).sum::<i64>());
        let short = |p: &usize| self.worth[*p] + gain[*p] < self.terms.parties[*p].no_deal;
        Trade {
            elsewhere: parties.clone().map(rest).collect(),
            short: parties.clone().filter(short).map(|p| self.signatories[p]).collect(),
            gain: gain.into_iter().map(Points).collect(),
            outcome: step.outcome.clone(),
            crosses: crosses.iter().map(|&k| self.id(k)).collect(),
            changes,
        }
    }

    /// Sorts what was found, and keeps the first of it.
    fn keep_best(&self, kind: Kind, keep: usize, found: &mut Found) {
        let product = |a: &Trade, b: &Trade| {
            let gains = |t: &Trade| t.gain.iter().map(|g| g.0).collect::<Vec<i64>>();
            compare_products(&gains(b), &gains(a))
        };
        found.trades.sort_by(|a, b| {
            let crosses = if kind == Kind::Refused { a.crosses.len().cmp(&b.crosses.len()) } else { Ordering::Equal };
            crosses
                .then_with(|| a.changes.len().cmp(&b.changes.len()))
                .then_with(|| a.short.len().cmp(&b.short.len()))
                .then_with(|| product(a, b))
                .then_with(|| a.outcome.cmp(&b.outcome))
        });
        found.trades.truncate(keep);
    }
}
