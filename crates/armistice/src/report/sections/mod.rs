//! What the analyses beside the verdict found, in words and tables. One file per analysis.

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
pub fn section(_case: &Case, finding: &Finding) -> Section {
    match *finding {}
}
