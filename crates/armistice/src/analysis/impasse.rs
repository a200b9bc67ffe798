//! Impasse: what blocks a deal, and the smallest changes that open one (definitions §3).

use super::asked::{GivesUp, Method, Pressure, Selection, Survey};
use super::count::Count;
use super::deal_zone::Solutions;
use super::hitting_sets::{ConstraintSet, MAX_CONSTRAINTS, minimal_hitting_sets};
use super::solutions::points;
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
    /// Whether every block and unlock is known, listed or not.
    pub complete: bool,
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
    pub outcomes: Count,
    /// How many of those are not settled.
    pub unsettled: Count,
    /// The member of `pressure` whose largest entry is least (then leximin, lowest index).
    pub shortfall: Vec<Points>,
    /// The Pareto-minimal shortfalls max(0, d_i − u_i), sorted; cut at the frontier limit, and to `shortfall` alone when they outgrew
    /// what is kept.
    pub pressure: Vec<Vec<Points>>,
    /// Whether `pressure` does not list them all.
    pub pressure_truncated: bool,
    /// The solutions with d lowered by `shortfall`, over settled outcomes of the unlock within it that the status quo does not dominate.
    pub best: Solutions,
    /// Whether `shortfall` is the least, and nothing better, nor anything equal, can have been left out of `best`.
    pub best_exact: bool,
}

/// How much room there is (definitions §3.5).
#[derive(Clone, Debug, PartialEq)]
pub struct Margins {
    /// Per party of C: how far d_i could rise with the zone not empty.
    pub floors: Vec<Points>,
    /// Whether none of them could rise further.
    pub floors_exact: bool,
    /// Per red line and precondition of [`Impasse::constraints`] (floors left out): deals it alone removes.
    pub constraints: Vec<Count>,
}

/// How many lists of an impasse are given.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    /// Blocks, and unlocks.
    pub changes: usize,
    /// Members of `pressure`.
    pub pressures: usize,
}

/// How many blocks are counted.
const BLOCKS_LIMIT: usize = 100_000;
/// For how many unlocks the shortfalls are computed before the list is put in order and cut.
const WEIGHED_UNLOCKS: usize = 1_024;

/// The impasse, from a survey of the zone.
pub(crate) fn impasse(method: &dyn Method, survey: &Survey, listed: Listed) -> Result<Impasse, GivesUp> {
    let asked = method.asked();
    let constraints = asked.constraints.list.clone();
    let positions = asked.positions();
    let mut result = Impasse {
        constraints,
        occurs: survey.occurs,
        blocks: Vec::new(),
        blocks_total: 0,
        blocks_truncated: false,
        complete: true,
        unlocks: Vec::new(),
        unlocks_total: 0,
        unlocks_truncated: false,
        margins: None,
    };
    if !survey.deals.is_none() {
        let (highest, floors_exact) = method.ideal(&asked.violating_nothing(false))?;
        let floors = highest.iter().zip(&asked.no_deal).map(|(u, d)| Points(u - d)).collect();
        result.margins = Some(Margins { floors, floors_exact, constraints: survey.removed.clone() });
        return Ok(result);
    }
    let mut violations = survey.minimal.sets.clone();
    let floors: ConstraintSet = (positions..MAX_CONSTRAINTS).collect();
    let weight = |set: &ConstraintSet| {
        let members = set.members();
        let held = members.iter().filter(|&&k| k < positions).count();
        (held, members.len() - held)
    };
    violations.sort_by_key(|set| (weight(set), set.members()));
    result.unlocks_total = violations.len() as u64;

    let overflowed = survey.minimal.overflowed;
    // When not all unlocks are known, their hitting sets would not be the blocks.
    let (sets, all) = if overflowed {
        (survey.proved.clone(), false)
    } else {
        let found = minimal_hitting_sets(&violations, BLOCKS_LIMIT);
        (found.sets, found.complete)
    };
    let mut blocks: Vec<Block> = sets
        .iter()
        .map(|set| Block {
            constraints: set.members(),
            basis: if set.meets(&floors) { BlockBasis::Numbers } else { BlockBasis::Positions },
        })
        .collect();
    blocks.sort_by(|a, b| {
        (a.basis, a.constraints.len(), &a.constraints).cmp(&(b.basis, b.constraints.len(), &b.constraints))
    });
    result.complete = !survey.occurs || all;
    result.blocks_total = blocks.len() as u64;
    result.blocks_truncated = !result.complete || blocks.len() > listed.changes;
    blocks.truncate(listed.changes);
    result.blocks = blocks;

    let complete = !overflowed && violations.len() <= WEIGHED_UNLOCKS;
    violations.truncate(WEIGHED_UNLOCKS);
    let lifted = |set: &ConstraintSet| Selection {
        side: false,
        lifted: *set,
        floors: (asked.no_deal.iter().enumerate())
            .map(|(p, &d)| if set.contains(positions + p) { i64::MIN } else { d })
            .collect(),
    };
    let selections: Vec<Selection> = violations.iter().map(lifted).collect();
    let mut weighed: Vec<(ConstraintSet, Pressure)> =
        violations.iter().copied().zip(method.pressures(&selections)?).collect();
    if overflowed {
        // A set whose part had to be left out may have slipped in.
        weighed.retain(|(_, pressure)| !pressure.needs_less);
        result.unlocks_total = weighed.len() as u64;
    }
    weighed.sort_by_cached_key(|(set, pressure)| {
        (weight(set), pressure.shortfall.iter().copied().max().unwrap_or(0), set.members())
    });
    result.unlocks_truncated = !complete || weighed.len() > listed.changes;
    weighed.truncate(listed.changes);

    let within: Vec<Selection> = weighed
        .iter()
        .map(|(set, pressure)| Selection {
            side: false,
            lifted: *set,
            floors: asked.no_deal.iter().zip(&pressure.shortfall).map(|(d, s)| d - s).collect(),
        })
        .collect();
    let chosen = if within.is_empty() { Vec::new() } else { method.choose(&within)? };
    for ((set, pressure), choice) in weighed.into_iter().zip(chosen) {
        let shortfall = points(&pressure.shortfall);
        let best_exact = choice.exact && pressure.shortfall_exact;
        let mut pressure_truncated = pressure.shortfalls.is_none();
        let mut shortfalls: Vec<Vec<Points>> = match pressure.shortfalls {
            Some(all) => all.iter().map(|s| points(s)).collect(),
            None => vec![shortfall.clone()],
        };
        pressure_truncated |= shortfalls.len() > listed.pressures;
        shortfalls.truncate(listed.pressures);
        result.unlocks.push(Unlock {
            violates: set.members(),
            outcomes: pressure.outcomes,
            unsettled: pressure.unsettled,
            shortfall,
            pressure: shortfalls,
            pressure_truncated,
            best: choice.champions.into_solutions(asked),
            best_exact,
        });
    }
    Ok(result)
}
