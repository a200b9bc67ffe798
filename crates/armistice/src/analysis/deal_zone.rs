//! The deal zone: which outcomes every party of C accepts, and the best of them (definitions §2).

use super::asked::{Asked, GivesUp, Method, Selection, Survey};
use super::count::Count;
use super::solutions::{gains, points};
use crate::case::Outcome;
use crate::points::Points;
use crate::space::Kept;

/// What the deal zone looks like. Worth and gains are in the order of the parties of C (definitions §1.2).
#[derive(Clone, Debug, PartialEq)]
pub struct DealZone {
    /// |X|.
    pub outcomes: u128,
    /// |A_i| per party of C.
    pub acceptable: Vec<Count>,
    /// |Z|.
    pub deals: Count,
    /// How many of Z are not settled.
    pub unsettled: Count,
    /// How many of Z the status quo dominates: at least as good for all of C, better for one.
    pub dominated_by_status_quo: Count,
    /// Acceptable to all, short of what `deal` asks (definitions §1.3).
    pub side_agreements: SideAgreements,
    /// Whether the status quo is in A_i for every party of C.
    pub status_quo_acceptable: bool,
    /// Per issue and option: whether it occurs in Z. `None` when Z is empty.
    pub open: Option<Vec<Vec<bool>>>,
    /// Whether every option that is not open is known not to be.
    pub open_exact: bool,
    /// The distinct worth vectors of Z not dominated within Z.
    pub frontier: Frontier,
    /// Over the settled outcomes of Z that the status quo does not dominate.
    pub solutions: Solutions,
    /// Whether nothing better, nor anything equal, can have been left out of the solutions.
    pub solutions_exact: bool,
}

/// Outcomes of ⋂A_i other than the status quo that break no norm and do not meet `deal`.
#[derive(Clone, Debug, PartialEq)]
pub struct SideAgreements {
    /// How many.
    pub count: Count,
    /// How many of them are not settled.
    pub unsettled: Count,
    /// The Nash solution among those that are settled and not dominated by the status quo.
    pub best: Option<Entry>,
}

/// The Pareto frontier of a set of outcomes.
#[derive(Clone, Debug, PartialEq)]
pub struct Frontier {
    /// In order of `index`; cut at the limit asked for.
    pub points: Vec<FrontierPoint>,
    /// How many distinct worth vectors there are (when not `exact`: at least).
    pub size: u128,
    /// Whether `size` and every point are exact. When false the frontier outgrew what is kept.
    pub exact: bool,
}

/// One worth vector of the frontier.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontierPoint {
    /// The lowest index of an outcome that has it (definitions §1.1).
    pub index: u128,
    /// That outcome.
    pub outcome: Outcome,
    /// u_i.
    pub worth: Vec<Points>,
    /// u_i − d_i.
    pub gain: Vec<Points>,
    /// How many outcomes have this worth vector.
    pub count: u128,
}

/// The four solutions of definitions §2; `None` when no outcome is left to choose from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Solutions {
    /// Nash (1950).
    pub nash: Option<Entry>,
    /// Kalai–Smorodinsky (1975).
    pub kalai_smorodinsky: Option<Entry>,
    /// Kalai (1977): compares points across parties.
    pub egalitarian: Option<Entry>,
    /// The largest sum of gains: compares points across parties.
    pub utilitarian: Option<Entry>,
}

/// An outcome chosen by a solution.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The lowest index among ties (definitions §1.1).
    pub index: u128,
    /// The outcome.
    pub outcome: Outcome,
    /// u_i.
    pub worth: Vec<Points>,
    /// u_i − d_i (unlowered d, also under an unlock).
    pub gain: Vec<Points>,
    /// How many outcomes do equally well, this one included.
    pub ties: u128,
}

/// The deal zone, from a survey of it; `listed` points of the frontier are given.
pub(crate) fn deal_zone(method: &dyn Method, survey: &Survey, listed: usize) -> Result<DealZone, GivesUp> {
    let asked = method.asked();
    let selections = [asked.violating_nothing(false), asked.violating_nothing(true)];
    let wanted: Vec<Selection> =
        selections.into_iter().filter(|s| !if s.side { survey.side } else { survey.deals }.is_none()).collect();
    let (mut best, mut solutions, mut solutions_exact) = (None, Solutions::default(), true);
    if !wanted.is_empty() {
        for (selection, choice) in wanted.iter().zip(method.choose(&wanted)?) {
            solutions_exact &= choice.exact;
            let chosen = choice.champions.into_solutions(asked);
            if selection.side { best = chosen.nash } else { solutions = chosen }
        }
    }
    Ok(DealZone {
        outcomes: survey.outcomes,
        acceptable: survey.acceptable.clone(),
        deals: survey.deals,
        unsettled: survey.unsettled,
        dominated_by_status_quo: survey.dominated,
        side_agreements: SideAgreements { count: survey.side, unsettled: survey.side_unsettled, best },
        status_quo_acceptable: status_quo_acceptable(asked),
        open: (!survey.deals.is_none()).then(|| survey.open.clone()),
        open_exact: survey.open_exact,
        frontier: frontier(asked, survey, listed),
        solutions,
        solutions_exact,
    })
}

/// Whether the status quo is in A_i for every party of C: no red line or precondition refuses it, and it is worth no less than d_i.
fn status_quo_acceptable(asked: &Asked<'_>) -> bool {
    asked.status_quo.iter().zip(&asked.no_deal).all(|(u, d)| u >= d)
        && !asked.constraints.refused.iter().any(|r| r.holds(asked.case, &asked.case.status_quo))
}

fn frontier(asked: &Asked<'_>, survey: &Survey, listed: usize) -> Frontier {
    let point = |k: &Kept| FrontierPoint {
        index: k.index,
        outcome: asked.outcome(k.index),
        worth: points(&k.vector),
        gain: gains(&k.vector, &asked.no_deal),
        count: k.count,
    };
    Frontier {
        points: survey.frontier.iter().take(listed).map(point).collect(),
        size: survey.frontier.len() as u128,
        exact: survey.frontier_exact,
    }
}
