//! Analyses: from a space to results.
//!
//! [`analyze`] runs them on the central model. Every result is plain data; `report` puts it into words, `verify` checks it.

pub(crate) mod constraints;
pub mod deal_zone;
mod hitting_sets;
pub mod impasse;
mod question;
mod selections;
mod solutions;
mod survey;
pub mod verdict;
pub mod without;

use std::fmt;

use num_bigint::BigUint;

use crate::case::{Case, Condition};
use crate::points::Points;
use crate::space::{MAX_CONDITIONAL_TRUST, Numbers, Pull, Space, Worth, combinations};

pub use deal_zone::DealZone;
pub use hitting_sets::MAX_CONSTRAINTS;
pub use impasse::Impasse;
use question::Question;
pub use verdict::{Status, Verdict};

/// One analysis: the registry that help, documents and contract tests are made from.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its name in results.
    pub name: &'static str,
    /// What it answers, in one line.
    pub summary: &'static str,
    /// Where its words are defined.
    pub definitions: &'static str,
}

/// Every analysis there is.
pub const REGISTRY: &[Entry] = &[
    Entry {
        name: "deal_zone",
        summary: "which outcomes every signatory accepts, and the best of them",
        definitions: "definitions §2",
    },
    Entry {
        name: "impasse",
        summary: "which positions and numbers block a deal, and the smallest changes that open one",
        definitions: "definitions §3",
    },
];

/// What to analyse, and how much of it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Levers pulled, each once; the others stand at strength 0 (definitions §1.5).
    pub pulls: Vec<Pull>,
    /// What [`without::without`] left out of the case, as asked: only reported, for results that say what they leave out.
    pub without: Vec<String>,
    /// A goal besides the case's own, with the id `goal` (definitions §3.4).
    pub goal: Option<Condition>,
    /// More combinations than this are not enumerated.
    pub max_outcomes: u64,
    /// How many points of a frontier, or members of a pressure list, are given.
    pub listed_points: usize,
    /// How many blocks, and how many unlocks, are given.
    pub listed_changes: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            pulls: Vec::new(),
            without: Vec::new(),
            goal: None,
            max_outcomes: 1 << 33,
            listed_points: 1_000,
            listed_changes: 100,
        }
    }
}

/// What was found, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// How it was found.
    pub provenance: Provenance,
    /// d_i per party of C.
    pub no_deal: Vec<Points>,
    /// u_i(status quo) per party of C.
    pub status_quo: Vec<Points>,
    /// Whether a deal is possible, and on what that rests.
    pub verdict: Verdict,
    /// Which outcomes all accept.
    pub deal_zone: DealZone,
    /// What blocks a deal.
    pub impasse: Impasse,
    /// The same asked of every goal (definitions §3.4).
    pub goals: Vec<GoalResult>,
}

/// How a result was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// The version of Armistice.
    pub version: &'static str,
    /// How the unknowns were filled in.
    pub model: &'static str,
    /// How the outcomes were gone through.
    pub method: &'static str,
    /// Levers pulled: id and strength.
    pub levers: Vec<(String, String)>,
    /// What was left out of the case (definitions §3.6).
    pub without: Vec<String>,
}

/// What blocks a goal, and what would open it.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalResult {
    /// Its id.
    pub id: String,
    /// Its title, or its condition as written.
    pub title: String,
    /// As for the verdict.
    pub status: Status,
    /// How many outcomes meet it and are acceptable to all.
    pub deals: u64,
    /// How many of those are not settled.
    pub unsettled: u64,
    /// The same as for the deal.
    pub impasse: Impasse,
}

/// Why there is no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnalysisError {
    /// More combinations than may be enumerated.
    TooManyOutcomes {
        /// How many there are.
        combinations: BigUint,
        /// How many may be enumerated.
        limit: u64,
    },
    /// More constraints than a set holds.
    TooManyConstraints(usize),
    /// More conditional levers on trust than there are tables for; the message says whose.
    TooManyLevers(String),
}

impl fmt::Display for AnalysisError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyOutcomes { combinations, limit } => write!(
                f,
                "too many outcomes to enumerate: the options combine to {}, the limit is {limit}",
                rounded(combinations)
            ),
            Self::TooManyConstraints(count) => {
                write!(f, "{count} red lines, preconditions and floors: at most {MAX_CONSTRAINTS} can be told apart")
            }
            Self::TooManyLevers(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for AnalysisError {}

impl AnalysisError {
    /// The way out.
    pub fn help(&self) -> String {
        match self {
            Self::TooManyOutcomes { .. } => {
                "leave out issues or options that nobody disputes, take a larger `step` on numeric issues, or raise `--max-outcomes`".to_owned()
            }
            Self::TooManyConstraints(_) => "join red lines of one party with `or`, or leave some out with `--without`".to_owned(),
            Self::TooManyLevers(_) => format!("pull at most {MAX_CONDITIONAL_TRUST} of them at once"),
        }
    }
}

/// In full up to 15 digits, else as a power of ten.
fn rounded(number: &BigUint) -> String {
    let digits = number.to_string();
    if digits.len() <= 15 {
        digits
    } else {
        format!("about {}.{} × 10^{}", &digits[..1], &digits[1..2], digits.len() - 1)
    }
}

/// Analyses a case on its central model (definitions §1–3).
///
/// # Errors
/// The case is larger than what can be computed; the error says by which limit.
pub fn analyze(case: &Case, settings: &Settings) -> Result<Analysis, AnalysisError> {
    let too_many = || AnalysisError::TooManyOutcomes { combinations: combinations(case), limit: settings.max_outcomes };
    let space = Space::new(case).filter(|s| s.combinations() <= settings.max_outcomes).ok_or_else(too_many)?;
    let constraints = constraints::constraints(case)?;
    let worth = Worth::new(&space, &Numbers::central(case), &settings.pulls).map_err(AnalysisError::TooManyLevers)?;
    let listed = impasse::Listed { changes: settings.listed_changes, pressures: settings.listed_points };

    let question = Question::new(&space, &worth, &constraints, case.deal.as_ref());
    let survey = question.survey();
    let deal_zone = deal_zone::deal_zone(&question, &survey, settings.listed_points);
    let impasse = impasse::impasse(&question, &survey, listed);

    let stated = case.goals.iter().map(|g| (g.id.as_str(), g.title.as_deref(), &g.condition));
    let goals = stated
        .chain(settings.goal.iter().map(|condition| ("goal", None, condition)))
        .map(|(id, title, condition)| {
            let question = Question::new(&space, &worth, &constraints, Some(condition));
            let survey = question.survey();
            GoalResult {
                id: id.to_owned(),
                title: title.unwrap_or(&condition.text).to_owned(),
                status: verdict::status(case, survey.deals, survey.unsettled),
                deals: survey.deals,
                unsettled: survey.unsettled,
                impasse: impasse::impasse(&question, &survey, listed),
            }
        })
        .collect();
    let strength = |&(lever, strength): &Pull| (case.levers[lever].id.clone(), strength.to_string());
    Ok(Analysis {
        provenance: Provenance {
            version: env!("CARGO_PKG_VERSION"),
            model: "central",
            method: "scan of every outcome",
            levers: settings.pulls.iter().map(strength).collect(),
            without: settings.without.clone(),
        },
        verdict: verdict::verdict(case, &settings.pulls, &deal_zone, &impasse, survey.positions_allow),
        no_deal: worth.no_deal(),
        status_quo: worth.status_quo(),
        deal_zone,
        impasse,
        goals,
    })
}
