//! Robustness: how far the verdict hangs on what is not known: what is proved of it (definitions §9.1), then many draws (§9.2).
//!
//! Everything is counted as it comes, so that the memory does not grow with the number of draws. Figures rest on sampling and say how
//! many draws they come from; draws are ways of filling in what is unknown, not beliefs about it.

mod tally;

use rayon::prelude::*;

use super::constraints::{self, Constraints};
use super::finding::{Extent, Finding, Request};
use super::impasse::Constraint;
use super::proved::{Proved, proved};
use super::sampling::{Judge, Sorted, bearing};
use super::{AnalysisError, AskedGoal, Settings};
use crate::case::{Case, Condition, Outcome};
use crate::points::Points;
use crate::space::{Numbers, Terms, Unknowns, combinations};
use tally::Tally;

pub use super::sampling::MOST_SORTED;
pub use tally::{BIN_POINTS, Drawn, FAMILIES_KEPT, FIRST_KEPT, HIGHEST_GAIN, OUTCOMES_KEPT};

/// The four solutions of definitions §2, in the order in which they are counted.
pub const SOLUTIONS: [&str; 4] = ["nash", "kalai_smorodinsky", "egalitarian", "utilitarian"];

/// What many ways of filling in the unknown numbers come to. Per-party lists are in the order of the parties of C.
#[derive(Clone, Debug, PartialEq)]
pub struct Robustness {
    /// How many draws were asked for.
    pub asked: u64,
    /// Of which seed.
    pub seed: u64,
    /// How many draws were made.
    pub draws: u64,
    /// Whether that is all of them.
    pub extent: Extent,
    /// How many numbers, or groups of numbers that depend on each other, are unknown and bear on what the parties of C accept.
    pub unknowns: usize,
    /// What can be said without a draw.
    pub sway: Sway,
    /// What is proved of the deal, then of every goal; empty where the case is too large, or fewer than two parties have to agree.
    pub proved: Vec<Proved>,
    /// The blocks of positions alone, when these leave nothing to numbers: indices into `constraints`, ascending.
    pub positions: Vec<Vec<usize>>,
    /// In how many there is a deal.
    pub deals: u64,
    /// Whether there is one in the central model; `None` where the case is too large.
    pub central: Option<bool>,
    /// Per goal: the case's, then that of the settings.
    pub goals: Vec<GoalShare>,
    /// Per issue and option: in how many it occurs in a deal.
    pub open: Vec<Vec<u64>>,
    /// K (definitions §3.1).
    pub constraints: Vec<Constraint>,
    /// In how many each block is one: most often first. Only draws without a deal have any.
    pub blocks: Vec<Often>,
    /// The same of unlocks.
    pub unlocks: Vec<Often>,
    /// Draws without a deal whose blocks and unlocks are not counted: there were too many different lists of them.
    pub uncounted: u64,
    /// What each of [`SOLUTIONS`] chooses, in the draws with a deal.
    pub solutions: [Spread; 4],
    /// What came of the first draws, one by one.
    pub first: Vec<Drawn>,
}

/// Whether numbers can make a difference at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sway {
    /// They may.
    Numbers,
    /// No: every outcome that would count crosses a red line or breaks a precondition.
    Positions,
    /// No: nothing that would count can occur, or every such outcome breaks a norm.
    CannotOccur,
    /// No: every number is known.
    NothingUnknown,
    /// Fewer than two parties have to agree.
    TooFewParties,
    /// Unknown: there are too many outcomes to go through in every draw.
    TooLarge,
}

/// In how many draws a goal can be met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoalShare {
    /// Its id.
    pub id: String,
    /// Its title, or its condition as written.
    pub title: String,
    /// In how many.
    pub met: u64,
}

/// A set of constraints, and in how many draws it is a block, or an unlock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Often {
    /// Indices into [`Robustness::constraints`], ascending.
    pub constraints: Vec<usize>,
    /// In how many.
    pub times: u64,
}

/// What a solution chooses.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spread {
    /// In how many draws it chooses anything: there is none where the status quo is better than every deal.
    pub chosen: u64,
    /// Which outcomes, most often first.
    pub outcomes: Vec<Chosen>,
    /// Draws in which it chose another outcome, when more were chosen than are kept.
    pub others: u64,
    /// Per party: its gain.
    pub gains: Vec<Gains>,
}

/// An outcome a solution chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Its index (definitions §1.1).
    pub index: u128,
    /// The outcome.
    pub outcome: Outcome,
    /// In how many draws.
    pub times: u64,
}

/// What a party gains, u_i − d_i, in a tenth, a quarter, half … of the draws at most. Rounded down to [`BIN_POINTS`], since gains are
/// counted in bins that wide; [`HIGHEST_GAIN`] stands for all from there on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gains {
    /// A tenth of the draws.
    pub tenth: Points,
    /// A quarter.
    pub quarter: Points,
    /// Half: the median.
    pub half: Points,
    /// Three quarters.
    pub three_quarters: Points,
    /// Nine tenths.
    pub nine_tenths: Points,
}

/// Chunks of draws that are made between two looks at the watch.
const CHUNKS: u64 = 64;
/// Outcomes that a chunk of draws looks at, more or less.
const CHUNK_OUTCOMES: u64 = 1 << 14;

/// What stays the same from draw to draw.
struct Bench<'b> {
    case: &'b Case,
    settings: &'b Settings,
    unknowns: &'b Unknowns<'b>,
    central: &'b Terms<'b>,
    sorted: &'b Sorted,
}

/// Samples how far the verdict hangs on the unknown numbers (definitions §9.2).
///
/// # Errors
/// Too many constraints or levers. Too many outcomes are no error: then nothing is sampled.
pub fn run(request: &Request<'_>) -> Result<Finding, AnalysisError> {
    let (case, settings) = (request.case, request.settings);
    let constraints = constraints::constraints(case)?;
    let unknowns = bearing(case, &settings.pulls);
    let central = compiled(case, unknowns.central(), settings)?;
    let goals: Vec<AskedGoal<'_>> = settings.goals(case).collect();
    let conditions: Vec<&Condition> = goals.iter().map(|g| g.condition).collect();
    let none = Tally::new(case, goals.len());
    let Some(sorted) = sort(case, settings, &constraints, &central, &conditions) else {
        return Ok(finding(request, unknowns.list().count(), constraints, &goals, none, Sampled::default()));
    };
    let mut judge = Judge::new(&sorted);
    judge.load(&central);
    let mut sampled = Sampled {
        sway: sway(case, &sorted, unknowns.list().count()),
        central: Some(judge.has_deal()),
        ..Sampled::default()
    };
    if sampled.sway == Sway::Positions {
        sampled.positions = judge.blocks_of_positions();
    }
    sampled.proved = proved(request)?;
    let bench = Bench { case, settings, unknowns: &unknowns, central: &central, sorted: &sorted };
    let mut tally = none;
    if sampled.sway != Sway::TooFewParties {
        (tally, sampled.draws) = bench.sample(request, goals.len());
    }
    Ok(finding(request, unknowns.list().count(), constraints, &goals, tally, sampled))
}

/// What is known besides what is counted.
struct Sampled {
    sway: Sway,
    central: Option<bool>,
    proved: Vec<Proved>,
    positions: Vec<Vec<usize>>,
    draws: u64,
}

impl Default for Sampled {
    fn default() -> Self {
        Self { sway: Sway::TooLarge, central: None, proved: Vec::new(), positions: Vec::new(), draws: 0 }
    }
}

fn finding(
    request: &Request<'_>,
    unknowns: usize,
    constraints: Constraints<'_>,
    goals: &[AskedGoal<'_>],
    tally: Tally,
    sampled: Sampled,
) -> Finding {
    let settings = request.settings;
    let Sampled { sway, central, proved, positions, draws } = sampled;
    let shares = goals.iter().zip(&tally.goals).map(|(goal, &met)| GoalShare {
        id: goal.id.to_owned(),
        title: goal.title.to_owned(),
        met,
    });
    let goals = shares.collect();
    let whole = draws == settings.draws || sway == Sway::TooFewParties;
    let (blocks, unlocks) = tally.often();
    Finding::Robustness(Box::new(Robustness {
        asked: settings.draws,
        seed: settings.seed,
        draws,
        extent: if whole { Extent::Whole } else { Extent::Stopped { done: draws, of: settings.draws } },
        unknowns,
        sway,
        proved,
        positions,
        deals: tally.deals,
        central,
        goals,
        open: tally.open.clone(),
        constraints: constraints.list,
        blocks,
        unlocks,
        uncounted: tally.uncounted,
        solutions: tally.spreads(request.case),
        first: tally.first,
    }))
}

/// Numbers compiled as the settings ask.
pub(super) fn compiled<'c>(case: &'c Case, numbers: &Numbers, settings: &Settings) -> Result<Terms<'c>, AnalysisError> {
    Terms::new(case, numbers, &settings.pulls).map_err(AnalysisError::TooManyLevers)
}

/// The outcomes of a case, sorted; `None` when there are too many.
pub(super) fn sort(
    case: &Case,
    settings: &Settings,
    constraints: &Constraints<'_>,
    terms: &Terms<'_>,
    goals: &[&Condition],
) -> Option<Sorted> {
    let limit = settings.max_outcomes.min(MOST_SORTED);
    if combinations(case) > limit.into() {
        return None;
    }
    Sorted::new(case, constraints, terms, goals)
}

/// What can be said without a draw.
pub(super) fn sway(case: &Case, sorted: &Sorted, unknowns: usize) -> Sway {
    if case.signatories().len() < 2 {
        Sway::TooFewParties
    } else if sorted.outcomes == 0 {
        Sway::CannotOccur
    } else if sorted.free.is_none() {
        Sway::Positions
    } else if unknowns == 0 {
        Sway::NothingUnknown
    } else {
        Sway::Numbers
    }
}

impl Bench<'_> {
    /// All draws, or as many as the watch allows.
    fn sample(&self, request: &Request<'_>, goals: usize) -> (Tally, u64) {
        let all = self.settings.draws;
        let chunk = (CHUNK_OUTCOMES / self.sorted.outcomes.max(1)).clamp(1, 64);
        let mut tally = Tally::new(self.case, goals);
        let mut done = 0;
        while done < all && request.watch.goes_on(done, all) {
            let wave = (all - done).min(CHUNKS * chunk);
            let gathered: Vec<Tally> = (0..wave.div_ceil(chunk))
                .into_par_iter()
                .map(|n| self.chunk(done + n * chunk..(done + (n + 1) * chunk).min(done + wave), goals))
                .collect();
            gathered.into_iter().for_each(|later| tally.merge(later));
            done += wave;
        }
        (tally, done)
    }

    fn chunk(&self, draws: std::ops::Range<u64>, goals: usize) -> Tally {
        let mut tally = Tally::new(self.case, goals);
        let mut judge = Judge::new(self.sorted);
        let mut numbers = self.unknowns.central().clone();
        let mut terms = self.central.clone();
        for draw in draws {
            self.unknowns.fill(&mut numbers, self.settings.seed, draw);
            for (place, party) in self.case.signatories().into_iter().enumerate() {
                // The levers were counted when the central model was compiled.
                let _ = terms.renew(self.case, &numbers, &self.settings.pulls, (place, party));
            }
            judge.load(&terms);
            tally.take(&mut judge, draw);
        }
        tally
    }
}
