//! What only one analysis can be told.

use armistice::analysis::Options;
use armistice::case::Case;
use clap::{Arg, ArgMatches};

use crate::failure::Failure;

/// The arguments that only this analysis has, by its name in the registry.
pub(super) fn arguments(_analysis: &str) -> Vec<Arg> {
    Vec::new()
}

/// Further examples of its use, without the command.
pub(super) fn examples(_analysis: &str) -> &'static [&'static str] {
    &[]
}

/// Reads them.
pub(super) fn apply(
    _analysis: &str,
    _matches: &ArgMatches,
    _case: &Case,
    _options: &mut Options,
) -> Result<(), Failure> {
    Ok(())
}
