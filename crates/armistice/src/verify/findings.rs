//! Re-checks what the analyses beside the verdict found. One file per analysis.

use super::{Mismatch, TooLarge, roadmap, side_tracks, table};
use crate::analysis::{Finding, Settings};
use crate::case::Case;

/// Re-checks one finding. Empty: it follows from the definitions.
///
/// # Errors
/// It is too large to re-check in full.
pub fn finding(case: &Case, settings: &Settings, finding: &Finding) -> Result<Vec<Mismatch>, TooLarge> {
    match finding {
        Finding::Table(found) => table::table(case, settings, found),
        Finding::Roadmap(found) => roadmap::roadmap(case, settings, found),
        Finding::SideTracks(found) => side_tracks::side_tracks(case, settings, found),
    }
}
