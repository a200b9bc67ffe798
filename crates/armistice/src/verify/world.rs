//! Every outcome of a case, with what the parties of C think of it (definitions §1, §2).

use super::worth::Party;
use super::{LIMIT, Question, TooLarge};
use crate::case::{Case, Condition, Outcome, PartyIndex};

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
    /// Whether it crosses a red line or breaks a precondition of a party of C.
    pub(super) is_refused: bool,
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
        let parties = question.case.signatories().into_iter().map(|p| Party::new(question.case, p)).collect();
        Self::filled(question, parties)
    }

    /// With these numbers: one party of C after the other.
    pub(super) fn filled(question: &Question<'a>, parties: Vec<Party<'a>>) -> Result<Self, TooLarge> {
        let case = question.case;
        let combinations = combinations(case).ok_or(TooLarge::Combinations)?;
        let c = case.signatories();
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
            let refuses: Vec<bool> = c.iter().map(|&party| refused(case, party, &outcome)).collect();
            let accepted = refuses.iter().zip(&gain).map(|(refuses, &g)| g >= 0 && !refuses).collect();
            outcomes.push(Seen {
                index: index.into(),
                accepted,
                is_refused: refuses.contains(&true),
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
pub(super) fn refused(case: &Case, party: PartyIndex, outcome: &Outcome) -> bool {
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
