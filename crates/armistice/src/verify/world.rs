//! Every outcome of a case, with what the parties of C think of it (definitions §1, §2).

use num_traits::{One, Zero};

use super::central::{middle, score, weights, whole};
use super::{LIMIT, Question, TooLarge};
use crate::case::{Case, Condition, NoDeal, Outcome, PartyIndex};
use crate::points::{Decimal, Exact, Points};

/// Micro-points, wide enough that no sum can overflow.
pub(super) type Micro = i128;

/// X, and what is asked of it. Per-party lists are in the order of the parties of C.
pub(super) struct World<'a> {
    pub(super) case: &'a Case,
    /// The parties of C.
    pub(super) c: Vec<PartyIndex>,
    /// X in order of index.
    pub(super) outcomes: Vec<Seen>,
    /// d_i.
    pub(super) no_deal: Vec<Micro>,
    /// u_i of the status quo.
    pub(super) status_quo: Vec<Micro>,
}

/// One outcome.
pub(super) struct Seen {
    pub(super) index: u128,
    pub(super) outcome: Outcome,
    /// u_i.
    pub(super) worth: Vec<Micro>,
    /// u_i − d_i.
    pub(super) gain: Vec<Micro>,
    /// Whether it is in A_i.
    pub(super) accepted: Vec<bool>,
    /// Whether it is the status quo.
    pub(super) is_status_quo: bool,
    /// Whether it breaks a norm.
    pub(super) breaks_norm: bool,
    /// Whether it meets `deal`, or the target asked for in its place.
    pub(super) meets_deal: bool,
    /// Whether no party of C has an unstated issue on which it differs from the status quo.
    pub(super) settled: bool,
    /// Whether the status quo is at least as good for all of C and better for one.
    pub(super) dominated: bool,
}

impl Seen {
    /// Whether it is in the range of definitions §3.1.
    pub(super) fn in_range(&self) -> bool {
        self.meets_deal && !self.breaks_norm && !self.is_status_quo
    }

    /// Whether it is in ⋂A_i.
    pub(super) fn accepted_by_all(&self) -> bool {
        self.accepted.iter().all(|&a| a)
    }
}

impl<'a> World<'a> {
    pub(super) fn new(question: &Question<'a>) -> Result<Self, TooLarge> {
        let case = question.case;
        let combinations = combinations(case).ok_or(TooLarge::Combinations)?;
        let c = case.signatories();
        let parties: Vec<Party> = c.iter().map(|&p| Party::new(case, p)).collect();
        let no_deal: Vec<Micro> = parties.iter().map(|p| p.no_deal(question.levers)).collect();
        let status_quo: Vec<Micro> = parties.iter().map(|p| p.worth(&case.status_quo, question.levers)).collect();
        let deal = question.target.or(case.deal.as_ref());
        let mut outcomes = Vec::new();
        for index in 0..combinations {
            let outcome = outcome_at(case, index);
            if case.infeasible.iter().any(|i| meets(case, &outcome, &i.when)) {
                continue;
            }
            let worth: Vec<Micro> = parties.iter().map(|p| p.worth(&outcome, question.levers)).collect();
            let gain: Vec<Micro> = worth.iter().zip(&no_deal).map(|(u, d)| u - d).collect();
            let accepted = c.iter().zip(&gain).map(|(&party, &g)| g >= 0 && !refused(case, party, &outcome)).collect();
            outcomes.push(Seen {
                index: index.into(),
                accepted,
                is_status_quo: outcome == case.status_quo,
                breaks_norm: case.norms.iter().any(|n| meets(case, &outcome, &n.forbids)),
                meets_deal: match deal {
                    Some(condition) => meets(case, &outcome, condition),
                    None => outcome != case.status_quo,
                },
                settled: settled(case, &c, &outcome),
                dominated: dominates(&status_quo, &worth),
                outcome,
                worth,
                gain,
            });
        }
        Ok(Self { case, c, outcomes, no_deal, status_quo })
    }
}

/// How many combinations of options there are; `None` beyond [`LIMIT`].
fn combinations(case: &Case) -> Option<u64> {
    case.issues.iter().try_fold(1u64, |n, issue| n.checked_mul(issue.options.len() as u64).filter(|&n| n <= LIMIT))
}

/// The outcome with this index: mixed radix, first issue slowest (definitions §1.1).
fn outcome_at(case: &Case, index: u64) -> Outcome {
    let mut rest = index;
    let mut outcome: Outcome = Vec::new();
    for issue in case.issues.iter().rev() {
        let n = issue.options.len() as u64;
        outcome.push((rest % n) as usize);
        rest /= n;
    }
    outcome.reverse();
    outcome
}

/// Whether an outcome meets a condition.
pub(super) fn meets(case: &Case, outcome: &Outcome, condition: &Condition) -> bool {
    condition.expr.holds(&case.issues, outcome)
}

/// Whether it meets a red line or breaks a precondition of the party (definitions §1.7).
fn refused(case: &Case, party: PartyIndex, outcome: &Outcome) -> bool {
    case.red_lines.iter().any(|r| r.party == party && meets(case, outcome, &r.refuses))
        || case.preconditions.iter().any(|p| {
            p.party == party && !p.transient && meets(case, outcome, &p.before) && !meets(case, outcome, &p.first)
        })
}

fn settled(case: &Case, c: &[PartyIndex], outcome: &Outcome) -> bool {
    let mut moved = (0..case.issues.len()).filter(|&j| outcome[j] != case.status_quo[j]);
    moved.all(|issue| c.iter().all(|&party| !case.is_unstated(party, issue)))
}

/// Whether `a` is at least as good as `b` for all and better for one.
pub(super) fn dominates(a: &[Micro], b: &[Micro]) -> bool {
    a.iter().zip(b).all(|(x, y)| x >= y) && a.iter().zip(b).any(|(x, y)| x > y)
}

/// What worth is computed from, for one party of C.
struct Party<'a> {
    case: &'a Case,
    index: PartyIndex,
    /// w_ij · v_ij, rounded, per issue and option.
    scored: Vec<Vec<Micro>>,
}

impl<'a> Party<'a> {
    fn new(case: &'a Case, index: PartyIndex) -> Self {
        let weights = weights(case, index);
        let scored = case.issues.iter().enumerate().map(|(j, issue)| {
            let term = |o| score(case, index, j, o).map_or(0, |v| rounded(&(&weights[j] * v)));
            (0..issue.options.len()).map(term).collect()
        });
        Self { case, index, scored: scored.collect() }
    }

    /// u_i (definitions §1.4) with these levers pulled.
    fn worth(&self, outcome: &Outcome, levers: &[(usize, Decimal)]) -> Micro {
        let mut worth: Micro = outcome.iter().zip(&self.scored).map(|(&o, of_issue)| of_issue[o]).sum();
        for link in self.case.links.iter().filter(|l| l.party == self.index && meets(self.case, outcome, &l.when)) {
            worth += rounded(&middle(link.points));
        }
        for exposure in self.case.exposures.iter().filter(|e| e.party == self.index) {
            for (&(issue, option), &points) in &exposure.points {
                if outcome[issue] == option {
                    worth -= rounded(&((Exact::one() - self.trust(outcome, levers)) * middle(points)));
                }
            }
        }
        let met = |when: &Option<Condition>| when.as_ref().is_some_and(|w| meets(self.case, outcome, w));
        worth + self.pressed(levers, met)
    }

    /// t_i(x) (definitions §1.5).
    fn trust(&self, outcome: &Outcome, levers: &[(usize, Decimal)]) -> Exact {
        let stated = self.case.parties[self.index].trust;
        let mut trust = stated.map_or_else(|| Exact::one() / whole(2), middle);
        for &(lever, strength) in levers {
            let lever = &self.case.levers[lever];
            if lever.when.as_ref().is_none_or(|w| meets(self.case, outcome, w)) {
                for &(_, added) in lever.trust.iter().filter(|(party, _)| *party == self.index) {
                    trust += strength.exact() * middle(added);
                }
            }
        }
        trust.clamp(Exact::zero(), Exact::one())
    }

    /// The points of the levers whose `when` passes.
    fn pressed(&self, levers: &[(usize, Decimal)], holds: impl Fn(&Option<Condition>) -> bool) -> Micro {
        let mut sum = 0;
        for &(lever, strength) in levers {
            let lever = &self.case.levers[lever];
            if holds(&lever.when) {
                for &(_, points) in lever.worth.iter().filter(|(party, _)| *party == self.index) {
                    sum += rounded(&(strength.exact() * middle(points)));
                }
            }
        }
        sum
    }

    /// d_i (definitions §1.6) with these levers pulled.
    fn no_deal(&self, levers: &[(usize, Decimal)]) -> Micro {
        let today = |outlook| self.worth(&self.case.status_quo, &[]) + rounded(&outlook);
        let stated = match &self.case.parties[self.index].no_deal {
            NoDeal::Unstated => today(Exact::zero()),
            NoDeal::Words(word) => today(middle(word.range())),
            NoDeal::Outlook(number) => today(middle(*number)),
            NoDeal::Like(outcome) => self.worth(outcome, &[]),
            NoDeal::Between(a, b) => {
                let sum = self.worth(a, &[]) + self.worth(b, &[]);
                let half = sum.div_euclid(2);
                // Half a micro-point goes to the even neighbour.
                if sum.rem_euclid(2) == 1 && half.rem_euclid(2) == 1 { half + 1 } else { half }
            }
            NoDeal::Points(number) => rounded(&middle(*number)),
        };
        let touches_no_deal =
            |when: &Option<Condition>| when.as_ref().is_none_or(|w| meets(self.case, &self.case.status_quo, w));
        stated + self.pressed(levers, touches_no_deal)
    }
}

fn rounded(points: &Exact) -> Micro {
    Micro::from(Points::round(points).0)
}
