//! The deal zone: which outcomes every party of C accepts, and the best of them (definitions §2).

use crate::case::Outcome;
use crate::points::Points;

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
