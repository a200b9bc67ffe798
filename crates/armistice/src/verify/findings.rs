//! Re-checks what the analyses beside the verdict found. One file per analysis.

mod division;
mod packages;
mod progress;

use super::{Mismatch, TooLarge};
use crate::analysis::{Finding, Settings};
use crate::case::Case;

/// Re-checks one finding. Empty: it follows from the definitions.
///
/// # Errors
/// It is too large to re-check in full.
pub fn finding(case: &Case, settings: &Settings, finding: &Finding) -> Result<Vec<Mismatch>, TooLarge> {
    match finding {
        Finding::Progress(found) => progress::check(case, settings, found),
        Finding::Packages(found) => packages::check(case, settings, found),
        Finding::Division(found) => division::check(case, settings, found),
    }
}
