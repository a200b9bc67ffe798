//! The deal zone: which outcomes every party of C accepts, and the best of them (definitions §2).

use super::question::Question;
use super::solutions::{gains, points};
use super::survey::Survey;
use crate::case::Outcome;
use crate::points::Points;
use crate::space::{FrontierSet, Kept};

/// What the deal zone looks like. Worth and gains are in the order of the parties of C (definitions §1.2).
#[derive(Clone, Debug, PartialEq)]
pub struct DealZone {
    /// |X|.
    pub outcomes: u64,
    /// |A_i| per party of C.
    pub acceptable: Vec<u64>,
    /// |Z|.
    pub deals: u64,
    /// How many of Z are not settled.
    pub unsettled: u64,
    /// How many of Z the status quo dominates: at least as good for all of C, better for one.
    pub dominated_by_status_quo: u64,
    /// Acceptable to all, short of what `deal` asks (definitions §1.3).
    pub side_agreements: SideAgreements,
    /// Whether the status quo is in A_i for every party of C.
    pub status_quo_acceptable: bool,
    /// Per issue and option: whether it occurs in Z. `None` when Z is empty.
    pub open: Option<Vec<Vec<bool>>>,
    /// The distinct worth vectors of Z not dominated within Z.
    pub frontier: Frontier,
    /// Over the settled outcomes of Z that the status quo does not dominate.
    pub solutions: Solutions,
}

/// Outcomes of ⋂A_i other than the status quo that break no norm and do not meet `deal`.
#[derive(Clone, Debug, PartialEq)]
pub struct SideAgreements {
    /// How many.
    pub count: u64,
    /// How many of them are not settled.
    pub unsettled: u64,
    /// The Nash solution among those that are settled and not dominated by the status quo.
    pub best: Option<Entry>,
}

/// The Pareto frontier of a set of outcomes.
#[derive(Clone, Debug, PartialEq)]
pub struct Frontier {
    /// In order of `index`; cut at the limit asked for.
    pub points: Vec<FrontierPoint>,
    /// How many distinct worth vectors there are (when not `exact`: at least).
    pub size: u64,
    /// Whether `size` and every point are exact. When false the frontier outgrew what is kept.
    pub exact: bool,
}

/// One worth vector of the frontier.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontierPoint {
    /// The lowest index of an outcome that has it (definitions §1.1).
    pub index: u64,
    /// That outcome.
    pub outcome: Outcome,
    /// u_i.
    pub worth: Vec<Points>,
    /// u_i − d_i.
    pub gain: Vec<Points>,
    /// How many outcomes have this worth vector.
    pub count: u64,
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
    pub index: u64,
    /// The outcome.
    pub outcome: Outcome,
    /// u_i.
    pub worth: Vec<Points>,
    /// u_i − d_i (unlowered d, also under an unlock).
    pub gain: Vec<Points>,
    /// How many outcomes do equally well, this one included.
    pub ties: u64,
}

/// How many points of an overgrown frontier are checked and shown.
const CONFIRMED: usize = 256;

/// The deal zone, from a survey of it; `listed` points of the frontier are given.
pub(crate) fn deal_zone(question: &Question<'_, '_>, survey: &Survey<'_, '_, '_>, listed: usize) -> DealZone {
    let layout = &question.space.layout;
    let mut best = None;
    let mut solutions = Solutions::default();
    let selections = [question.violating_nothing(false), question.violating_nothing(true)];
    let wanted: Vec<_> =
        selections.into_iter().filter(|s| if s.side { survey.side > 0 } else { survey.deals > 0 }).collect();
    if !wanted.is_empty() {
        for (selection, champions) in wanted.iter().zip(question.choose(&wanted)) {
            let chosen = champions.into_solutions(&question.no_deal, layout);
            if selection.side { best = chosen.nash } else { solutions = chosen }
        }
    }
    DealZone {
        outcomes: survey.outcomes,
        acceptable: survey.acceptable.clone(),
        deals: survey.deals,
        unsettled: survey.unsettled,
        dominated_by_status_quo: survey.dominated,
        side_agreements: SideAgreements { count: survey.side, unsettled: survey.side_unsettled, best },
        status_quo_acceptable: status_quo_acceptable(question),
        open: (survey.deals > 0).then(|| survey.open()),
        frontier: frontier(question, survey.frontier.clone(), listed),
        solutions,
    }
}

/// Whether the status quo is in A_i for every party of C: no red line or precondition refuses it, and it is worth no less than d_i.
fn status_quo_acceptable(question: &Question<'_, '_>) -> bool {
    let case = question.space.case;
    question.status_quo.iter().zip(&question.no_deal).all(|(u, d)| u >= d)
        && !question.constraints.refused.iter().any(|r| r.holds(case, &case.status_quo))
}

fn frontier(question: &Question<'_, '_>, found: FrontierSet, listed: usize) -> Frontier {
    let exact = !found.overflowed;
    let mut kept = found.into_points();
    if !exact {
        // Those with the largest sums are the likeliest to hold against every outcome of the zone.
        let sum = |k: &Kept| k.vector.iter().map(|&w| i128::from(w)).sum::<i128>();
        kept.sort_by_key(|k| (std::cmp::Reverse(sum(k)), k.index));
        kept.truncate(CONFIRMED);
        kept = question.confirm(kept);
        kept.sort_unstable_by_key(|k| k.index);
    }
    let size = kept.len() as u64;
    let point = |k: &Kept| FrontierPoint {
        index: k.index,
        outcome: question.space.layout.decode(k.index),
        worth: points(&k.vector),
        gain: gains(&k.vector, &question.no_deal),
        count: k.count,
    };
    Frontier { points: kept.iter().take(listed).map(point).collect(), size, exact }
}
