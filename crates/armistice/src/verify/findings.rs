//! Re-checks what the analyses beside the verdict found. One file per analysis.

mod division;
mod packages;
mod progress;
mod questions;
pub(super) mod robustness;

use super::{Mismatch, TooLarge, leverage, roadmap, side_tracks, table, trust};
use crate::analysis::{Finding, Settings};
use crate::case::Case;

/// Re-checks one finding. Empty: it follows from the definitions.
///
/// # Errors
/// It is too large to re-check in full.
pub fn finding(case: &Case, settings: &Settings, finding: &Finding) -> Result<Vec<Mismatch>, TooLarge> {
    match finding {
        Finding::Leverage(found) => leverage::leverage(case, settings, found),
        Finding::Trust(found) => trust::trust(case, settings, found),
        Finding::Robustness(found) => robustness::check(case, settings, found),
        Finding::Questions(found) => questions::check(case, settings, found),
        Finding::Progress(found) => progress::check(case, settings, found),
        Finding::Packages(found) => packages::check(case, settings, found),
        Finding::Division(found) => division::check(case, settings, found),
        Finding::Table(found) => table::table(case, settings, found),
        Finding::Roadmap(found) => roadmap::roadmap(case, settings, found),
        Finding::SideTracks(found) => side_tracks::side_tracks(case, settings, found),
    }
}
