//! The claims beside the case: read with their sources, and held against what the case says of them.

use toml::de::DeTable;

use super::names::Known;
use super::{Files, Sink};
use crate::case::claims::Claims;

/// Reads `claims.toml` and the sources it names.
pub(super) fn read(_files: &Files<'_>, _out: &mut Sink) -> Option<Claims> {
    None
}

/// Whether a path stays inside the case folder.
pub(super) fn stays_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains(['\\', '\0', ':'])
        && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
}

/// Checks that case and claims agree.
pub(super) fn check(
    _files: &Files<'_>,
    _root: &DeTable<'_>,
    _known: &Known,
    _claims: Option<&Claims>,
    _out: &mut Sink,
) {
}
