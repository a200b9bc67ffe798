//! What the analyses beside the verdict found, in words and tables. One file per analysis.

mod division;
mod leverage;
mod packages;
mod progress;
mod questions;
mod roadmap;
mod robustness;
mod side_tracks;
mod strengths;
mod table;
mod tell;
mod trust;
mod ways;

use super::page::Part;
use crate::analysis::Finding;
use crate::case::Case;

/// What is said of one finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Its heading.
    pub title: &'static str,
    /// The answer, in a few sentences.
    pub lead: Vec<Part>,
    /// What it rests on: tables and further sentences.
    pub rest: Vec<Part>,
    /// Ids of the claims it rests on.
    pub because: Vec<String>,
}

/// A finding in words.
pub fn section(case: &Case, finding: &Finding) -> Section {
    match finding {
        Finding::Robustness(found) => robustness::section(case, found),
        Finding::Questions(found) => questions::section(case, found),
        Finding::Leverage(found) => leverage::section(case, found),
        Finding::Trust(found) => trust::section(case, found),
        Finding::Table(found) => table::section(case, found),
        Finding::Roadmap(found) => roadmap::section(case, found),
        Finding::SideTracks(found) => side_tracks::section(case, found),
        Finding::Packages(found) => packages::section(case, found),
        Finding::Division(found) => division::section(case, found),
        Finding::Progress(found) => progress::section(case, found),
    }
}
