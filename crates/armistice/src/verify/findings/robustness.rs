//! Robustness.
use super::super::{Mismatch, TooLarge};
use crate::analysis::Settings;
use crate::analysis::robustness::Robustness;
use crate::case::Case;

pub(super) fn check(_case: &Case, _settings: &Settings, _found: &Robustness) -> Result<Vec<Mismatch>, TooLarge> {
    Ok(Vec::new())
}
