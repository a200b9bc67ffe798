//! What is asked of the outcomes, and what every way of answering gives.

use super::constraints::Constraints;
use super::count::Count;
use super::hitting_sets::{ConstraintSet, MinimalSets};
use super::solutions::Champions;
use crate::case::{Case, Condition, Outcome};
use crate::space::{Kept, Terms, outcome_at};

/// A question: what would count (the deal, or a goal), and what everybody holds to.
#[derive(Clone)]
pub(crate) struct Asked<'q> {
    pub(crate) case: &'q Case,
    pub(crate) terms: &'q Terms<'q>,
    pub(crate) constraints: &'q Constraints<'q>,
    /// What would count; `None`: anything but the status quo.
    pub(crate) target: Option<&'q Condition>,
    /// Per red line and precondition: the place of its holder among the parties of C.
    pub(crate) holders: Vec<usize>,
    /// d_i.
    pub(crate) no_deal: Vec<i64>,
    /// u_i(status quo).
    pub(crate) status_quo: Vec<i64>,
}

impl<'q> Asked<'q> {
    pub(crate) fn new(
        case: &'q Case,
        terms: &'q Terms<'q>,
        constraints: &'q Constraints<'q>,
        target: Option<&'q Condition>,
    ) -> Self {
        let signatories = case.signatories();
        let place = |party: usize| signatories.iter().position(|&p| p == party).unwrap_or_default();
        Self {
            case,
            terms,
            constraints,
            target,
            holders: constraints.list[..constraints.refused.len()].iter().map(|c| place(c.party)).collect(),
            no_deal: terms.parties.iter().map(|p| p.no_deal).collect(),
            status_quo: terms.parties.iter().map(|p| p.status_quo).collect(),
        }
    }

    /// How many parties are in C.
    pub(crate) fn parties(&self) -> usize {
        self.no_deal.len()
    }

    /// How many red lines and preconditions there are.
    pub(crate) fn positions(&self) -> usize {
        self.holders.len()
    }

    /// Issues on which some party of C has taken no position.
    pub(crate) fn unstated(&self) -> Vec<usize> {
        super::range::unstated(self.case)
    }

    /// The outcome with an index (definitions §1.1).
    pub(crate) fn outcome(&self, index: u128) -> Outcome {
        outcome_at(self.case, index)
    }

    /// The selection of the outcomes that violate nothing: the zone, or the side agreements.
    pub(crate) fn violating_nothing(&self, side: bool) -> Selection {
        Selection { side, lifted: ConstraintSet::default(), floors: self.no_deal.clone() }
    }
}

/// Outcomes in the range of definitions §3.1 that violate at most `lifted`, and are worth at least `floors`.
#[derive(Clone, Debug)]
pub(crate) struct Selection {
    /// Those short of the target in place of those that meet it.
    pub(crate) side: bool,
    pub(crate) lifted: ConstraintSet,
    /// Micro-points per party of C: d_i, or lower where the floor is lifted.
    pub(crate) floors: Vec<i64>,
}

/// What is known of all outcomes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Survey {
    /// |X|.
    pub(crate) outcomes: u128,
    /// |A_i|.
    pub(crate) acceptable: Vec<Count>,
    /// |Z|.
    pub(crate) deals: Count,
    /// Whether Z has a settled outcome.
    pub(crate) settled: bool,
    pub(crate) unsettled: Count,
    pub(crate) dominated: Count,
    pub(crate) side: Count,
    pub(crate) side_unsettled: Count,
    /// Per issue and option: whether it occurs in Z.
    pub(crate) open: Vec<Vec<bool>>,
    /// Whether every option that is not open is known not to be.
    pub(crate) open_exact: bool,
    /// The frontier of Z, by lowest index; when not exact, points of Z that are likely to be on it.
    pub(crate) frontier: Vec<Kept>,
    pub(crate) frontier_exact: bool,
    /// Whether the range of definitions §3.1 has an outcome.
    pub(crate) occurs: bool,
    /// Whether some outcome in the range violates no red line or precondition.
    pub(crate) positions_allow: bool,
    /// Per red line and precondition: outcomes in the range that violate it and nothing else.
    pub(crate) removed: Vec<Count>,
    /// When Z is empty.
    pub(crate) minimal: MinimalSets,
    /// When the minimal violations overflowed: blocks that were proved all the same.
    pub(crate) proved: Vec<ConstraintSet>,
}

/// What the outcomes of one selection lack.
#[derive(Clone, Debug)]
pub(crate) struct Pressure {
    pub(crate) outcomes: Count,
    pub(crate) unsettled: Count,
    /// The shortfall whose largest entry is least, then the next largest, and so on; among equals the lowest index.
    pub(crate) shortfall: Vec<i64>,
    /// Whether none can be less.
    pub(crate) shortfall_exact: bool,
    /// The Pareto-minimal shortfalls, ascending; `None` when they outgrew what is kept.
    pub(crate) shortfalls: Option<Vec<Vec<i64>>>,
    /// Whether an outcome violates only some of what is lifted: then the set is no unlock.
    pub(crate) needs_less: bool,
}

/// The best of one selection.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub(crate) champions: Champions,
    /// Whether nothing better can have been left out.
    pub(crate) exact: bool,
}

/// Why a way of answering gives up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GivesUp {
    /// The outcomes cannot be counted in 128 bits.
    TooMany,
    /// The conditions couple too many issues, or too many parties are in C.
    TooWide,
    /// Too many undominated outcomes to tell whether there is a deal.
    Undecided,
}

impl GivesUp {
    /// In words.
    pub(crate) const fn why(self) -> &'static str {
        match self {
            Self::TooMany => "there are more outcomes than 38 digits count",
            Self::TooWide => "its conditions couple too many issues, or it has too many signatories",
            Self::Undecided => "too many undominated outcomes to tell whether there is a deal",
        }
    }
}

/// A way of answering.
pub(crate) trait Method {
    fn asked(&self) -> &Asked<'_>;
    /// By structure: the most states told apart between two issues so far.
    fn widest(&self) -> Option<usize>;
    /// Counts, the frontier, and the minimal violations.
    fn survey(&self) -> Result<Survey, GivesUp>;
    /// The undominated worths of a selection, and whether these are all.
    fn frontier(&self, selection: &Selection) -> Result<(Vec<Kept>, bool), GivesUp>;
    /// What the outcomes of each selection lack.
    fn pressures(&self, selections: &[Selection]) -> Result<Vec<Pressure>, GivesUp>;
    /// max u_i over a selection that is not empty, and whether none can be more.
    fn ideal(&self, selection: &Selection) -> Result<(Vec<i64>, bool), GivesUp>;
    /// The best of each selection by every solution.
    fn choose(&self, selections: &[Selection]) -> Result<Vec<Choice>, GivesUp>;
}
