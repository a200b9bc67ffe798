//! Impasse: what blocks a deal, and the smallest changes that open one (definitions §3).

use super::deal_zone::Solutions;
use crate::case::PartyIndex;
use crate::points::Points;

/// Why there is no deal, or how much room there is. Per-party lists are in the order of the parties of C.
#[derive(Clone, Debug, PartialEq)]
pub struct Impasse {
    /// K (definitions §3.1): red lines and preconditions of C in file order (red lines first), then the floors of C.
    pub constraints: Vec<Constraint>,
    /// Whether any outcome is in the range of definitions §3.1.
    pub occurs: bool,
    /// The minimal sets of constraints that no outcome satisfies together; positions first. Indices into `constraints`, ascending.
    pub blocks: Vec<Block>,
    /// How many blocks there are; at least, when `blocks_truncated`.
    pub blocks_total: u64,
    /// Whether `blocks` does not list them all.
    pub blocks_truncated: bool,
    /// The inclusion-minimal V(x), in the order of definitions §3.2. Empty when the zone is not empty.
    pub unlocks: Vec<Unlock>,
    /// How many unlocks there are; at least, when `unlocks_truncated`.
    pub unlocks_total: u64,
    /// Whether `unlocks` does not list them all.
    pub unlocks_truncated: bool,
    /// When the zone is not empty.
    pub margins: Option<Margins>,
}

/// One member of K.
#[derive(Clone, Debug, PartialEq)]
pub struct Constraint {
    /// The id of the first red line or precondition that says it; `floor:PARTY` for a floor.
    pub id: String,
    /// Whose.
    pub party: PartyIndex,
    /// Ids of others of the same holder with the same set of outcomes (definitions §1.7).
    pub also: Vec<String>,
    /// What sort.
    pub kind: ConstraintKind,
    /// What it rests on.
    pub basis: Basis,
    /// In words.
    pub text: String,
    /// The claims behind it.
    pub because: Vec<String>,
}

/// What sort of constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstraintKind {
    /// Refused whatever its worth.
    RedLine,
    /// One thing before another.
    Precondition,
    /// u_i(x) ≥ d_i.
    Floor,
}

/// What a constraint rests on (definitions §1.7), best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// The holder said so.
    Stated,
    /// Somebody says the holder said so.
    Reported,
    /// An analyst's judgement, or a floor.
    Inferred,
}

/// A minimal set of constraints that no outcome satisfies together.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Indices into [`Impasse::constraints`], ascending.
    pub constraints: Vec<usize>,
    /// Whether it holds whatever the numbers are.
    pub basis: BlockBasis,
}

/// Whether a block holds on positions alone (definitions §3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BlockBasis {
    /// No floor in it.
    Positions,
    /// A floor in it.
    Numbers,
}

/// A minimal set of constraints whose giving up opens a deal.
#[derive(Clone, Debug, PartialEq)]
pub struct Unlock {
    /// Indices into [`Impasse::constraints`], ascending.
    pub violates: Vec<usize>,
    /// How many outcomes violate exactly these.
    pub outcomes: u64,
    /// How many of those are not settled.
    pub unsettled: u64,
    /// The member of `pressure` whose largest entry is least (then leximin, lowest index).
    pub shortfall: Vec<Points>,
    /// The Pareto-minimal shortfalls max(0, d_i − u_i), sorted; cut at the frontier limit.
    pub pressure: Vec<Vec<Points>>,
    /// The solutions with d lowered by `shortfall`, over settled outcomes of the unlock within it that the status quo does not dominate.
    pub best: Solutions,
}

/// How much room there is (definitions §3.5).
#[derive(Clone, Debug, PartialEq)]
pub struct Margins {
    /// Per party of C: how far d_i could rise with the zone not empty.
    pub floors: Vec<Points>,
    /// Per red line and precondition of [`Impasse::constraints`] (floors left out): deals it alone removes.
    pub constraints: Vec<u64>,
}
