//! What sections of findings say alike.

use crate::case::words::{either, in_prose, is_plural};
use crate::case::{Case, PartyIndex};

/// A party's name inside a sentence.
pub(super) fn name(case: &Case, party: PartyIndex) -> String {
    in_prose(&case.parties[party].name)
}

/// "Ukraine and Russia".
pub(super) fn names(case: &Case, parties: &[PartyIndex]) -> String {
    either(&parties.iter().map(|&p| name(case, p)).collect::<Vec<_>>(), "and")
}

/// The word for one, or that for several, as the party is spoken of.
pub(super) fn verb<'w>(case: &Case, party: PartyIndex, one: &'w str, several: &'w str) -> &'w str {
    if is_plural(&case.parties[party].name) { several } else { one }
}
