//! What the analyses beside the verdict are given, and what they give.

use std::fmt;

use super::division::FairDivision;
use super::leverage::Leverage;
use super::packages::Packages;
use super::progress::Progress;
use super::questions::Questions;
use super::roadmap::Roadmap;
use super::robustness::Robustness;
use super::side_tracks::SideTracks;
use super::table::Table;
use super::trust::Trust;
use super::{AnalysisError, Entry, Settings};
use crate::case::Case;

/// What an analysis beside the verdict is to look at.
#[derive(Clone, Copy)]
pub struct Request<'r> {
    /// The case.
    pub case: &'r Case,
    /// What is asked, and how much of it.
    pub settings: &'r Settings,
    /// Who waits for it.
    pub watch: &'r dyn Watch,
}

impl Request<'_> {
    /// Runs one analysis; `None` for an entry that is part of the verdict.
    ///
    /// # Errors
    /// The case is larger than what can be computed; the error says by which limit.
    pub fn run(&self, entry: &Entry) -> Option<Result<Finding, AnalysisError>> {
        entry.run().map(|run| run(self))
    }
}

impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("case", &self.case.title).field("settings", &self.settings).finish()
    }
}

/// Whoever waits for a long analysis: is told how far it is, and may end it.
pub trait Watch: Sync {
    /// Told from time to time, from any thread, that `done` of `of` steps are done. `false`: it is to end, with what it has.
    fn goes_on(&self, done: u64, of: u64) -> bool;
}

/// Nobody watches: everything is done to the end.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn goes_on(&self, _done: u64, _of: u64) -> bool {
        true
    }
}

/// How far an analysis came. What was not looked at is unknown, and never counted as "no".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// To the end.
    #[default]
    Whole,
    /// It was ended before.
    Stopped {
        /// Steps done.
        done: u64,
        /// Steps there are.
        of: u64,
    },
}

/// What an analysis beside the verdict found.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// What levers can do (definitions §4).
    Leverage(Leverage),
    /// What trust can do (definitions §5).
    Trust(Trust),
    /// How far the verdict hangs on numbers that are not known.
    Robustness(Box<Robustness>),
    /// Which unknown number matters most.
    Questions(Box<Questions>),
    /// Positions and distances, meeting by meeting (definitions §11).
    Progress(Progress),
    /// Trades across issues.
    Packages(Packages),
    /// Who gets what of what two want.
    Division(FairDivision),
    /// Who could decide what (definitions §8).
    Table(Table),
    /// Interim steps (definitions §7).
    Roadmap(Roadmap),
    /// What some could settle without the rest (definitions §13).
    SideTracks(SideTracks),
}

impl Finding {
    /// The name of its entry in the registry.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Leverage(_) => "leverage",
            Self::Trust(_) => "trust",
            Self::Robustness(_) => "robustness",
            Self::Questions(_) => "questions",
            Self::Progress(_) => "progress",
            Self::Packages(_) => "packages",
            Self::Division(_) => "division",
            Self::Table(_) => "table",
            Self::Roadmap(_) => "roadmap",
            Self::SideTracks(_) => "side_tracks",
        }
    }
}
