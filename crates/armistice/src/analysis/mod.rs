//! Analyses: from a space to results.
//!
//! [`analyze`] runs them on the central model. Every result is plain data; `report` puts it into words, `verify` checks it.

mod asked;
mod by_scan;
mod by_structure;
pub(crate) mod constraints;
mod count;
pub mod deal_zone;
pub mod division;
pub mod finding;
mod hitting_sets;
pub mod impasse;
pub mod leverage;
pub mod openings;
pub mod packages;
pub mod progress;
pub mod proved;
pub mod questions;
mod range;
pub mod roadmap;
pub mod robustness;
mod sampling;
mod sheet;
pub mod side_tracks;
mod solutions;
pub mod table;
pub mod trust;
pub mod turning;
pub mod verdict;
pub mod without;

use std::fmt;

use num_bigint::BigUint;

use crate::case::{Case, Condition, Outcome, PartyIndex};
use crate::points::{Decimal, Points};
use crate::space::{MAX_CONDITIONAL_TRUST, Numbers, Pull, Space, Terms, Worth, combinations};

use asked::{Asked, GivesUp};
use constraints::Constraints;
pub use count::Count;
pub use deal_zone::DealZone;
pub use finding::{Extent, Finding, Request, Unwatched, Watch};
pub use hitting_sets::MAX_CONSTRAINTS;
pub use impasse::Impasse;
pub use verdict::{Status, Verdict};

/// One analysis: the registry that subcommands, help, documents and contract tests are made from.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its name in results; with hyphens for underscores, that of its subcommand.
    pub name: &'static str,
    /// The heading of its section.
    pub title: &'static str,
    /// What it answers, in one line.
    pub summary: &'static str,
    /// Where its words are defined.
    pub definitions: &'static str,
    /// When it is run.
    pub cost: Cost,
}

/// What an analysis costs, and so when `analyze` runs it.
#[derive(Clone, Copy, Debug)]
pub enum Cost {
    /// Part of the verdict: always there, without a subcommand of its own.
    Verdict,
    /// Quick on most cases: by default.
    Quick(Run),
    /// When all is asked for.
    Long(Run),
}

/// Runs one analysis beside the verdict.
pub type Run = fn(&Request<'_>) -> Result<Finding, AnalysisError>;

impl Entry {
    /// Its subcommand; `None` for what is part of the verdict.
    pub fn command(&self) -> Option<String> {
        self.run().map(|_| self.name.replace('_', "-"))
    }

    /// What runs it; `None` for what is part of the verdict.
    pub const fn run(&self) -> Option<Run> {
        match self.cost {
            Cost::Verdict => None,
            Cost::Quick(run) | Cost::Long(run) => Some(run),
        }
    }

    /// The entry with this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        REGISTRY.iter().find(|e| e.name == name)
    }
}

/// Every analysis there is, in the order in which they are shown.
pub const REGISTRY: &[Entry] = &[
    Entry {
        name: "deal_zone",
        title: "The deal zone",
        summary: "which outcomes every signatory accepts, and the best of them",
        definitions: "definitions §2",
        cost: Cost::Verdict,
    },
    Entry {
        name: "impasse",
        title: "The impasse",
        summary: "which positions and numbers block a deal, and the smallest changes that open one",
        definitions: "definitions §3",
        cost: Cost::Verdict,
    },
    Entry {
        name: "robustness",
        title: "How robust it is",
        summary: "how far the verdict hangs on numbers that are not known",
        definitions: "definitions §9",
        cost: Cost::Quick(robustness::run),
    },
    Entry {
        name: "questions",
        title: "What to ask next",
        summary: "which unknown number matters most, and where the verdict turns on it",
        definitions: "definitions §9.3",
        cost: Cost::Long(questions::run),
    },
    Entry {
        name: "leverage",
        title: "Leverage",
        summary: "how far levers must be pulled to open a deal or a goal, alone and in pairs, and whom they cost",
        definitions: "definitions §4",
        cost: Cost::Quick(leverage::run),
    },
    Entry {
        name: "trust",
        title: "Trust",
        summary: "how much the signatories must trust each other for a deal or a goal, and what a guarantor adds",
        definitions: "definitions §5",
        cost: Cost::Quick(trust::run),
    },
    Entry {
        name: "table",
        title: "Who could decide",
        summary: "what each meeting could have decided, and whose mandate or absence stood in the way",
        definitions: "definitions §8",
        cost: Cost::Quick(|request| table::table(request.case, request.settings).map(Finding::Table)),
    },
    Entry {
        name: "roadmap",
        title: "In which order",
        summary: "the shortest sequences of interim steps that all would accept, and what would open one",
        definitions: "definitions §7",
        cost: Cost::Quick(|request| {
            roadmap::roadmap(request.case, request.settings, request.watch).map(Finding::Roadmap)
        }),
    },
    Entry {
        name: "side_tracks",
        title: "Side tracks",
        summary: "what some parties could settle without the rest, and whom that helps or hurts",
        definitions: "definitions §13",
        cost: Cost::Quick(|request| {
            side_tracks::side_tracks(request.case, request.settings, request.watch).map(Finding::SideTracks)
        }),
    },
    Entry {
        name: "packages",
        title: "Packages",
        summary: "which trades across issues make every signatory better off than an outcome, best first",
        definitions: "definitions §14",
        cost: Cost::Quick(|r| packages::packages(r).map(Finding::Packages)),
    },
    Entry {
        name: "division",
        title: "Fair division",
        summary: "who of two gets what of the issues that both want, by Adjusted Winner",
        definitions: "definitions §14",
        cost: Cost::Quick(|r| division::division(r).map(Finding::Division)),
    },
    Entry {
        name: "progress",
        title: "Progress",
        summary: "how far what the parties asked for at each meeting lies apart, and whether they come closer",
        definitions: "definitions §11",
        cost: Cost::Quick(|r| progress::progress(r).map(Finding::Progress)),
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
    /// How the outcomes are gone through.
    pub method: Method,
    /// More combinations than this are not scanned.
    pub max_outcomes: u64,
    /// How many points of a frontier, or members of a pressure list, are given.
    pub listed_points: usize,
    /// How many blocks, and how many unlocks, are given.
    pub listed_changes: usize,
    /// How many ways of filling in what is unknown are sampled (definitions §1.8).
    pub draws: u64,
    /// Which ways: the same seed gives the same draws everywhere.
    pub seed: u64,
    /// What only one analysis asks for.
    pub options: Options,
}

/// What only one analysis asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// The strongest pull of a lever that leverage and trust look at; `None`: 2 (definitions §4.2).
    pub strongest: Option<Decimal>,
    /// The outcome that trades start from; `None`: the status quo.
    pub outcome: Option<Outcome>,
    /// The two parties of C to divide between, in file order or another; `None`: the only two there are.
    pub between: Option<[PartyIndex; 2]>,
    /// Side tracks: the group asked about; empty for all worth asking about.
    pub among: Vec<PartyIndex>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            pulls: Vec::new(),
            without: Vec::new(),
            goal: None,
            method: Method::Auto,
            max_outcomes: 1 << 33,
            listed_points: 1_000,
            listed_changes: 100,
            draws: 2_000,
            seed: 1,
            options: Options::default(),
        }
    }
}

/// A goal asked about (definitions §3.4).
#[derive(Clone, Copy, Debug)]
pub(crate) struct AskedGoal<'g> {
    pub(crate) id: &'g str,
    /// Its title, or its condition as written.
    pub(crate) title: &'g str,
    pub(crate) condition: &'g Condition,
}

impl Settings {
    /// The goals of a case in their order, then the one asked for here.
    pub(crate) fn goals<'g>(&'g self, case: &'g Case) -> impl Iterator<Item = AskedGoal<'g>> {
        let stated = case.goals.iter().map(|g| (g.id.as_str(), g.title.as_deref(), &g.condition));
        stated
            .chain(self.goal.iter().map(|condition| ("goal", None, condition)))
            .map(|(id, title, condition)| AskedGoal { id, title: title.unwrap_or(&condition.text), condition })
    }
}

/// How the outcomes are gone through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// By structure where that is faster and exact, else by a scan, else by structure as far as it goes.
    #[default]
    Auto,
    /// One by one: always exact, up to [`Settings::max_outcomes`].
    Scan,
    /// By the structure of worth and conditions: issue after issue, whatever the number of outcomes.
    Structure,
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

impl Analysis {
    /// Which figures are exact.
    pub fn exact(&self) -> Exact {
        let zone = &self.deal_zone;
        let impasses = || self.goals.iter().map(|g| &g.impasse).chain([&self.impasse]);
        let unlocks = || impasses().flat_map(|i| &i.unlocks);
        let goals = self.goals.iter().flat_map(|g| [g.deals, g.unsettled]);
        let zone_counts = [
            zone.deals,
            zone.unsettled,
            zone.dominated_by_status_quo,
            zone.side_agreements.count,
            zone.side_agreements.unsettled,
        ];
        let margins = impasses().filter_map(|i| i.margins.as_ref()).flat_map(|m| m.constraints.iter().copied());
        let counts = zone_counts.into_iter().chain(zone.acceptable.iter().copied()).chain(goals).chain(margins);
        Exact {
            counts: counts.chain(unlocks().flat_map(|u| [u.outcomes, u.unsettled])).all(Count::is_exact),
            options: zone.open_exact,
            frontier: zone.frontier.exact,
            solutions: zone.solutions_exact && unlocks().all(|u| u.best_exact),
            impasse: impasses().all(|i| i.complete && i.margins.as_ref().is_none_or(|m| m.floors_exact)),
        }
    }
}

/// Which figures of an analysis are exact. The verdict always is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exact {
    /// Every count: those that are not are given as at least and at most.
    pub counts: bool,
    /// Every option that is said not to occur in a deal occurs in none.
    pub options: bool,
    /// The frontier, its size and every point of it.
    pub frontier: bool,
    /// The solutions: of the zone, and the best under every unlock.
    pub solutions: bool,
    /// Blocks and unlocks: none was left out but for the length of a list; and how far each floor could rise.
    pub impasse: bool,
}

impl Exact {
    /// Whether all of it is.
    pub const fn all(self) -> bool {
        self.counts && self.options && self.frontier && self.solutions && self.impasse
    }
}

/// How a result was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// The version of Armistice.
    pub version: &'static str,
    /// How the unknowns were filled in.
    pub model: &'static str,
    /// How the outcomes were gone through.
    pub method: Method,
    /// By structure: the most states that were told apart between two issues.
    pub widest: Option<usize>,
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
    pub deals: Count,
    /// How many of those are not settled.
    pub unsettled: Count,
    /// The same as for the deal.
    pub impasse: Impasse,
}

/// Why there is no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnalysisError {
    /// More combinations than may be scanned, and no structure that tells.
    TooManyOutcomes {
        /// How many there are.
        combinations: BigUint,
        /// How many may be scanned.
        limit: u64,
        /// Why their structure does not tell either; `None` when it was not to be looked at.
        why: Option<&'static str>,
    },
    /// More combinations than can be laid out side by side.
    TooManyStates {
        /// How many there are.
        combinations: BigUint,
        /// How many can be.
        limit: u64,
    },
    /// Asked to go by structure, which cannot tell.
    NoStructure {
        /// Why not.
        why: &'static str,
    },
    /// More constraints than a set holds.
    TooManyConstraints(usize),
    /// More conditional levers on trust than there are tables for; the message says whose.
    TooManyLevers(String),
    /// More outcomes that nothing dominates than can be held against the strengths of levers, or conditions that couple too many issues.
    TooManyOpenings {
        /// Why.
        why: &'static str,
    },
}

impl fmt::Display for AnalysisError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyOutcomes { combinations, limit, why } => {
                write!(
                    f,
                    "too many outcomes to go through one by one: the options combine to {}, the limit is {}",
                    count::readable(&combinations.to_string()),
                    count::readable(&limit.to_string())
                )?;
                why.map_or(Ok(()), |why| write!(f, "; nor does their structure tell, for {why}"))
            }
            Self::TooManyStates { combinations, limit } => write!(
                f,
                "too many outcomes to lay out side by side: the options combine to {}, the limit is {}",
                count::readable(&combinations.to_string()),
                count::readable(&limit.to_string())
            ),
            Self::NoStructure { why } => write!(f, "cannot be answered by structure: {why}"),
            Self::TooManyConstraints(count) => {
                write!(f, "{count} red lines, preconditions and floors: at most {MAX_CONSTRAINTS} can be told apart")
            }
            Self::TooManyLevers(message) => f.write_str(message),
            Self::TooManyOpenings { why } => write!(f, "strengths cannot be told exactly: {why}"),
        }
    }
}

impl std::error::Error for AnalysisError {}

impl AnalysisError {
    /// The way out.
    pub fn help(&self) -> String {
        match self {
            Self::TooManyOutcomes { why: None, .. } => {
                "leave the choice of the method to Armistice, which need not look at each, or raise `--max-outcomes`".to_owned()
            }
            Self::TooManyStates { .. } => {
                "leave out issues or options that nobody disputes, or take a larger `step` on numeric issues".to_owned()
            }
            Self::TooManyOutcomes { combinations, .. } if combinations.bits() > 64 => {
                "leave out issues or options that nobody disputes, or take a larger `step` on numeric issues".to_owned()
            }
            Self::TooManyOutcomes { .. } => {
                "leave out issues or options that nobody disputes, take a larger `step` on numeric issues, or raise `--max-outcomes`".to_owned()
            }
            Self::NoStructure { .. } => "leave the choice of the method to Armistice, or scan every outcome".to_owned(),
            Self::TooManyConstraints(_) => "join red lines of one party with `or`, or leave some out with `--without`".to_owned(),
            Self::TooManyOpenings { .. } => {
                "leave out issues or options that nobody disputes, or take a larger `step` on numeric issues".to_owned()
            }
            Self::TooManyLevers(_) => format!("pull at most {MAX_CONDITIONAL_TRUST} of them at once"),
        }
    }
}

/// Analyses a case on its central model (definitions §1–3).
///
/// # Errors
/// The case is larger than what can be computed; the error says by which limit.
pub fn analyze(case: &Case, settings: &Settings) -> Result<Analysis, AnalysisError> {
    let constraints = constraints::constraints(case)?;
    let terms = Terms::new(case, &Numbers::central(case), &settings.pulls).map_err(AnalysisError::TooManyLevers)?;
    let work = Work { case, settings, constraints: &constraints, terms: &terms };
    let combinations = combinations(case);
    let scannable = combinations <= settings.max_outcomes.into();
    let too_many =
        |why| AnalysisError::TooManyOutcomes { combinations: combinations.clone(), limit: settings.max_outcomes, why };
    let by_structure = || -> Result<Analysis, GivesUp> {
        if combinations.bits() > MOST_BITS { Err(GivesUp::TooMany) } else { work.by_structure() }
    };
    let by_scan = |why| if scannable { work.by_scan() } else { None }.ok_or_else(|| too_many(why));
    match settings.method {
        Method::Scan => by_scan(None),
        Method::Structure => by_structure().map_err(|gave_up| AnalysisError::NoStructure { why: gave_up.why() }),
        Method::Auto if scannable && combinations <= FEW.into() => by_scan(None),
        Method::Auto => match by_structure() {
            Ok(found) if !scannable || found.exact().all() || combinations > MANY.into() => Ok(found),
            Ok(_) => by_scan(None),
            Err(gave_up) => by_scan(Some(gave_up.why())),
        },
    }
}

/// Puts a question to the method that suits the case.
///
/// # Errors
/// The case is larger than what can be computed; the error says by which limit.
pub(crate) fn put<T>(
    asked: &Asked<'_>,
    settings: &Settings,
    answer: impl Fn(&dyn asked::Method) -> Result<T, GivesUp>,
) -> Result<T, AnalysisError> {
    let combinations = combinations(asked.case);
    let limit = settings.max_outcomes;
    let by_structure = || {
        if combinations.bits() > MOST_BITS {
            return Err(GivesUp::TooMany);
        }
        answer(&by_structure::Question::new(asked.clone()))
    };
    let by_scan = |why: Option<&'static str>| {
        let too_many = || AnalysisError::TooManyOutcomes { combinations: combinations.clone(), limit, why };
        let space = Space::new(asked.case).filter(|_| combinations <= limit.into()).ok_or_else(too_many)?;
        let worth = Worth::new(&space, asked.terms);
        answer(&by_scan::Question::new(&space, &worth, asked.clone())).map_err(|_| too_many())
    };
    if combinations <= FEW.min(limit).into() {
        return by_scan(None);
    }
    by_structure().or_else(|gave_up| by_scan(Some(gave_up.why())))
}

/// The space of a case whose outcomes are all to be looked at, which structure cannot spare (`why`).
pub(crate) fn scannable<'c>(
    case: &'c Case,
    settings: &Settings,
    why: &'static str,
) -> Result<Space<'c>, AnalysisError> {
    let combinations = combinations(case);
    let space = if combinations <= settings.max_outcomes.into() { Space::new(case) } else { None };
    space.ok_or(AnalysisError::TooManyOutcomes { combinations, limit: settings.max_outcomes, why: Some(why) })
}

/// Up to so many combinations a scan is as fast as anything.
const FEW: u64 = 1 << 12;
/// Beyond so many combinations, results by structure that are not all exact are preferred to a long scan.
const MANY: u64 = 1 << 25;
/// Indices and counts are held in 128 bits.
const MOST_BITS: u64 = 126;

/// What every way of answering starts from.
struct Work<'w> {
    case: &'w Case,
    settings: &'w Settings,
    constraints: &'w Constraints<'w>,
    terms: &'w Terms<'w>,
}

impl<'w> Work<'w> {
    /// `None` when the space cannot be cut into blocks.
    fn by_scan(&self) -> Option<Analysis> {
        let space = Space::new(self.case)?;
        let worth = Worth::new(&space, self.terms);
        self.answer(Method::Scan, |asked| Box::new(by_scan::Question::new(&space, &worth, asked))).ok()
    }

    fn by_structure(&self) -> Result<Analysis, GivesUp> {
        self.answer(Method::Structure, |asked| Box::new(by_structure::Question::new(asked)))
    }

    fn answer<'m>(
        &self,
        method: Method,
        ask: impl Fn(Asked<'w>) -> Box<dyn asked::Method + 'm>,
    ) -> Result<Analysis, GivesUp> {
        let Self { case, settings, constraints, terms } = *self;
        let listed = impasse::Listed { changes: settings.listed_changes, pressures: settings.listed_points };
        let question = ask(Asked::new(case, terms, constraints, case.deal.as_ref()));
        let survey = question.survey()?;
        let deal_zone = deal_zone::deal_zone(&*question, &survey, settings.listed_points)?;
        let impasse = impasse::impasse(&*question, &survey, listed)?;
        let mut widest = question.widest();

        let mut goals = Vec::new();
        for AskedGoal { id, title, condition } in settings.goals(case) {
            let question = ask(Asked::new(case, terms, constraints, Some(condition)));
            let survey = question.survey()?;
            goals.push(GoalResult {
                id: id.to_owned(),
                title: title.to_owned(),
                status: verdict::status(case, survey.deals, survey.settled),
                deals: survey.deals,
                unsettled: survey.unsettled,
                impasse: impasse::impasse(&*question, &survey, listed)?,
            });
            widest = widest.max(question.widest());
        }
        let strength = |&(lever, strength): &Pull| (case.levers[lever].id.clone(), strength.to_string());
        Ok(Analysis {
            provenance: Provenance {
                version: env!("CARGO_PKG_VERSION"),
                model: "central",
                method,
                widest,
                levers: settings.pulls.iter().map(strength).collect(),
                without: settings.without.clone(),
            },
            verdict: verdict::verdict(case, &settings.pulls, &survey, &deal_zone, &impasse),
            no_deal: terms.no_deal(),
            status_quo: terms.status_quo(),
            deal_zone,
            impasse,
            goals,
        })
    }
}
