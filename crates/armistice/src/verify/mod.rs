//! Re-checks results from the definitions, in the plainest code.
//!
//! Everything is enumerated, worth is computed from the case's decimals with exact rationals, and nothing is shared
//! with the code that found the result: `verify` knows the case and the result types, never the compiled space.
//! Written to be read beside the definitions, not to be fast.

mod analysis;
mod central;
mod choice;
mod constraints;
mod deal_zone;
mod filled;
mod findings;
mod hitting;
mod impasse;
mod openings;
mod proved;
mod report;
mod unrounded;
mod world;
pub mod worth;

use std::fmt;

use crate::case::{Case, Condition};
use crate::points::Decimal;

pub use analysis::analysis;
pub use deal_zone::deal_zone;
pub use findings::finding;
pub use impasse::impasse;
pub use proved::proved;

/// Combinations of options, infeasible ones counted, beyond which nothing is re-checked.
pub const LIMIT: u64 = 1 << 18;

/// What a result answers.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The case.
    pub case: &'a Case,
    /// In place of the case's `deal`, for goals (definitions §3.4).
    pub target: Option<&'a Condition>,
    /// The levers pulled: index into [`Case::levers`] and strength (definitions §1.5).
    pub levers: &'a [(usize, Decimal)],
}

/// Where a result and the definitions disagree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The place in the result, such as `deal_zone.acceptable[0]`.
    pub what: String,
    /// What follows from the definitions.
    pub expected: String,
    /// What the result says.
    pub found: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}, found {}", self.what, self.expected, self.found)
    }
}

/// Why a result was not re-checked in full. It says nothing about the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooLarge {
    /// More than [`LIMIT`] combinations of options.
    Combinations,
    /// Everything else was right, but showing that no block is missing takes too many steps.
    Blocks,
    /// Too many outcomes to hold against every strength of a lever.
    Strengths,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Combinations => write!(f, "too large to re-check in full: more than {LIMIT} combinations of options"),
            Self::Strengths => f.write_str(
                "too large to re-check in full: too many outcomes to hold against every strength of a lever",
            ),
            Self::Blocks => f.write_str("too large to re-check in full: the list of blocks may not be complete"),
        }
    }
}

impl std::error::Error for TooLarge {}
