//! Re-checks what the analyses beside the verdict found. One file per analysis.

mod division;
mod leverage;
mod packages;
mod progress;
mod questions;
mod roadmap;
pub(super) mod robustness;
mod side_tracks;
mod table;
mod trust;

use super::{Mismatch, TooLarge};
use crate::analysis::{Finding, Settings};
use crate::case::Case;

/// Re-checks one finding. Empty: it follows from the definitions.
///
/// # Errors
/// It is too large to re-check in full.
pub fn finding(case: &Case, settings: &Settings, finding: &Finding) -> Result<Vec<Mismatch>, TooLarge> {
    match finding {
        Finding::Robustness(found) => robustness::check(case, settings, found),
        Finding::Questions(found) => questions::check(case, settings, found),
        Finding::Leverage(found) => leverage::check(case, settings, found),
        Finding::Trust(found) => trust::check(case, settings, found),
        Finding::Table(found) => table::check(case, settings, found),
        Finding::Roadmap(found) => roadmap::check(case, settings, found),
        Finding::SideTracks(found) => side_tracks::check(case, settings, found),
        Finding::Packages(found) => packages::check(case, settings, found),
        Finding::Division(found) => division::check(case, settings, found),
        Finding::Progress(found) => progress::check(case, settings, found),
    }
}
