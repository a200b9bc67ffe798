//! What several sections say in the same words.

use crate::analysis::constraints;
use crate::case::{Belonging, Case};
use crate::report::page::Part;
use crate::report::prose;

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

/// Adds claims that are not there yet.
pub(super) fn cite(because: &mut Vec<String>, claims: &[String]) {
    for claim in claims {
        if !because.contains(claim) {
            because.push(claim.clone());
        }
    }
}
