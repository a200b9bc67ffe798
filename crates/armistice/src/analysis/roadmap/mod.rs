//! Roadmaps: shortest sequences of interim steps that everybody asked accepts, and why there is none (definitions §7).

mod deadlock;
mod ground;
mod search;

use super::deal_zone::Solutions;
use super::finding::{Extent, Watch};
use super::sheet::Bits;
use super::{AnalysisError, Settings, analyze};
use crate::case::{Case, Condition, IssueIndex, Outcome, PartyIndex};
use crate::points::Points;
use ground::Ground;

/// The ways from the status quo to what is wanted. Per-party lists are in the order of the parties of C.
#[derive(Clone, Debug, PartialEq)]
pub struct Roadmap {
    /// |X|.
    pub outcomes: u64,
    /// How many of them acceptable steps reach, the status quo counted.
    pub reached: u64,
    /// Steps that would be acceptable today, the best for the worst-off party first; cut at [`LISTED`].
    pub now: Vec<Step>,
    /// How many there are.
    pub now_total: u64,
    /// To each solution, to the zone, to each goal.
    pub ways: Vec<Way>,
    /// Whether every change was tried that could open a way.
    pub extent: Extent,
}

/// How many steps that are acceptable today are listed.
pub const LISTED: usize = 20;

/// The way to one destination.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// Where to.
    pub to: Destination,
    /// How many of its outcomes are acceptable to all.
    pub ends: u64,
    /// What was found.
    pub found: Found,
}

/// Where a roadmap leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Destination {
    /// The outcome that these solutions pick.
    Solutions(Vec<&'static str>, Outcome),
    /// Any outcome of the zone.
    Zone,
    /// What meets a goal, by its id and title, and all accept.
    Goal(String, String),
}

/// Whether there is a way.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// A shortest sequence of acceptable steps.
    Steps(Route),
    /// There is none.
    Stuck(Box<Stuck>),
    /// The search was ended before it was known.
    Unknown,
}

/// A sequence of steps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Route {
    /// From the status quo on.
    pub steps: Vec<Step>,
    /// Whether nothing it ends with hangs on something unstated.
    pub settled: bool,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What it leads to.
    pub outcome: Outcome,
    /// The issues it changes.
    pub changed: Vec<IssueIndex>,
    /// The package it is taken by, for several issues; `None` also where they change together for the sake of an opening.
    pub package: Option<usize>,
    /// u_i(outcome) − u_i(status quo) per party of C.
    pub over_today: Vec<Points>,
    /// Whether some party of C has not stated what it thinks of an issue changed.
    pub unstated: bool,
}

/// Why there is no way, and what would open one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stuck {
    /// Indices into [`Case::preconditions`]: each waits for the next, the last for the first. Empty when that is not why.
    pub cycle: Vec<usize>,
    /// The steps it would take, with who refuses each. Empty when no sequence of possible steps leads there.
    pub needed: Vec<Needed>,
    /// Parties of C to which the end of these steps is worth less than no deal, and by how much.
    pub short: Vec<(PartyIndex, Points)>,
    /// Changes each of which opens a way.
    pub openings: Vec<Opening>,
}

/// A step that is needed.
#[derive(Clone, Debug, PartialEq)]
pub struct Needed {
    /// The step.
    pub step: Step,
    /// Who does not accept it, and why; empty when all asked do.
    pub refused: Vec<Refusal>,
}

/// Why a party does not accept a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Who.
    pub party: PartyIndex,
    /// Why.
    pub why: Why,
}

/// What a step runs against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Index into [`Case::red_lines`].
    RedLine(usize),
    /// Index into [`Case::preconditions`].
    Precondition(usize),
    /// It would be so many points below where it starts, less its patience.
    Worth(Points),
}

/// A change that opens a way.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// The change.
    pub change: Change,
    /// The way it opens.
    pub route: Route,
}

/// A smallest change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// These preconditions are given up: indices into [`Case::preconditions`].
    GivenUp(Vec<usize>),
    /// What the precondition wants first, and what is to wait for it, may change in one step.
    Together(usize),
    /// A party, or with `None` everybody, would accept to be so many points worse off on the way, and not less.
    Patience(Option<PartyIndex>, Points),
}

/// The way to every destination, all in one search from the status quo (definitions §7).
///
/// # Errors
/// The case is larger than what can be laid out outcome by outcome.
pub fn roadmap(case: &Case, settings: &Settings, watch: &dyn Watch) -> Result<Roadmap, AnalysisError> {
    let targets: Vec<Option<&Condition>> =
        [case.deal.as_ref()].into_iter().chain(settings.goals(case).map(|g| Some(g.condition))).collect();
    let ground = Ground::new(case, settings, &targets)?;
    let mut destinations: Vec<(Destination, Aim)> = Vec::new();
    for (names, outcome) in named(&analyze(case, settings)?.deal_zone.solutions) {
        let aim = Aim { target: 0, only: Some(ground.sheets.index(&outcome)) };
        destinations.push((Destination::Solutions(names, outcome), aim));
    }
    destinations.push((Destination::Zone, Aim { target: 0, only: None }));
    for (k, goal) in settings.goals(case).enumerate() {
        destinations
            .push((Destination::Goal(goal.id.to_owned(), goal.title.to_owned()), Aim { target: k + 1, only: None }));
    }

    let terms = ground.terms_as_stated();
    let mut clock = search::Clock::new(watch, ground.sheets.len as u64);
    let Some(reached) = search::reach(&ground, &terms, &mut clock) else {
        let unknown = |(to, aim): (Destination, Aim)| Way {
            to,
            ends: ground.ends(&aim, &terms).all.count(),
            found: Found::Unknown,
        };
        return Ok(Roadmap {
            outcomes: ground.feasible.count(),
            reached: 0,
            now: Vec::new(),
            now_total: 0,
            ways: destinations.into_iter().map(unknown).collect(),
            extent: clock.extent(),
        });
    };
    let mut ways: Vec<(Way, Aim)> = destinations
        .into_iter()
        .map(|(to, aim)| {
            let ends = ground.ends(&aim, &terms);
            let found = match search::best_route(&ground, &terms, &reached, &ends) {
                Some(route) => Found::Steps(route),
                None => Found::Stuck(Box::default()),
            };
            (Way { to, ends: ends.all.count(), found }, aim)
        })
        .collect();
    deadlock::explain(&ground, &terms, &reached, &mut ways, &mut clock);
    let now = search::first_steps(&ground, &terms);
    Ok(Roadmap {
        outcomes: ground.feasible.count(),
        reached: reached.count(),
        now_total: now.len() as u64,
        now: now.into_iter().take(LISTED).collect(),
        ways: ways.into_iter().map(|(way, _)| way).collect(),
        extent: clock.extent(),
    })
}

/// What is aimed at: outcomes that meet a target, or one of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Aim {
    /// Place among the ground's targets.
    pub(super) target: usize,
    /// The index of the only outcome that will do.
    pub(super) only: Option<usize>,
}

/// Where a roadmap may end.
pub(super) struct Ends {
    /// What all accept.
    pub(super) all: Bits,
    /// The settled of them; all of them when none is.
    pub(super) aimed: Bits,
    /// Whether those are settled.
    pub(super) settled: bool,
}

/// The solutions there are, those that pick the same outcome together.
fn named(solutions: &Solutions) -> Vec<(Vec<&'static str>, Outcome)> {
    let all = [
        ("nash", &solutions.nash),
        ("kalai_smorodinsky", &solutions.kalai_smorodinsky),
        ("egalitarian", &solutions.egalitarian),
        ("utilitarian", &solutions.utilitarian),
    ];
    let mut named: Vec<(Vec<&'static str>, Outcome)> = Vec::new();
    for (name, entry) in all.into_iter().filter_map(|(name, entry)| Some((name, entry.as_ref()?))) {
        match named.iter_mut().find(|(_, outcome)| *outcome == entry.outcome) {
            Some((names, _)) => names.push(name),
            None => named.push((vec![name], entry.outcome.clone())),
        }
    }
    named
}
