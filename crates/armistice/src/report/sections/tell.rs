//! What several sections say in the same words.

use std::borrow::Borrow;

use crate::analysis::constraints;
use crate::case::words::{either, in_prose, is_plural};
use crate::case::{Belonging, Case, PartyIndex};
use crate::report::page::Part;
use crate::report::prose;

/// A party's name inside a sentence.
pub(super) fn name(case: &Case, party: PartyIndex) -> String {
    in_prose(&case.parties[party].name)
}

/// "Ukraine and Russia".
pub(super) fn names(case: &Case, parties: impl IntoIterator<Item = impl Borrow<PartyIndex>>) -> String {
    either(&parties.into_iter().map(|p| name(case, *p.borrow())).collect::<Vec<_>>(), "and")
}

/// The word for one, or that for several, as the party is spoken of.
pub(super) fn verb<'w>(case: &Case, party: PartyIndex, one: &'w str, several: &'w str) -> &'w str {
    if is_plural(&case.parties[party].name) { several } else { one }
}

/// A red line as a sentence part: its holder, according to whom, what it refuses, and the claims.
pub(super) fn red_line(case: &Case, index: usize) -> String {
    prose::constraint(case, &constraints::red_line(case, &Belonging::new(case), &case.red_lines[index]))
}

/// A precondition likewise.
pub(super) fn precondition(case: &Case, index: usize) -> String {
    prose::constraint(case, &constraints::precondition(case, &Belonging::new(case), &case.preconditions[index]))
}

/// A table of cells with several lines each.
pub(super) fn lined(caption: &str, columns: &[(&str, u16)], rows: Vec<Vec<Vec<String>>>) -> Part {
    let joined = |row: Vec<Vec<String>>| row.into_iter().map(|lines| lines.join("\n")).collect();
    Part::table(caption, columns, rows.into_iter().map(joined).collect())
}

/// A cell of one line.
pub(super) fn line(text: impl Into<String>) -> Vec<String> {
    vec![text.into()]
}

/// Points against something, with their sign.
pub(super) fn signed(points: crate::points::Points) -> String {
    let small = points.0.abs() < crate::points::MICRO && points.0 != 0;
    if points.0 == 0 {
        "0".to_owned()
    } else if small {
        format!("{points:+.2}")
    } else {
        format!("{points:+.1}")
    }
}

/// Adds the claims that are not yet among them.
pub(super) fn cite(because: &mut Vec<String>, claims: &[String], case: &Case) {
    for claim in claims {
        if !because.contains(claim) && case.claims.as_ref().is_some_and(|c| c.claim(claim).is_some()) {
            because.push(claim.clone());
        }
    }
}
