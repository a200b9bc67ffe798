//! The words behind a conclusion: who said what, where.

use armistice::case::Case;
use armistice::report::said;

use crate::screen::{hanging, heading};

/// The quotes of these claims under a heading, in the order of `claims.toml`; empty without any.
pub(crate) fn said(case: &Case, ids: &[&str]) -> String {
    let out = lines(case, ids, 0);
    if out.is_empty() { out } else { heading("What was said") + &out }
}

/// The quotes of these claims, indented, in the order of `claims.toml`.
pub(crate) fn lines(case: &Case, ids: &[&str], indent: usize) -> String {
    let line = |said: said::Said| {
        let by = if said.by.is_empty() { String::new() } else { format!("{}: ", said.by) };
        let mark = format!("{}{:>5}  ", " ".repeat(indent), said.id);
        hanging(&mark, &format!("{by}“{}” ({})", said.quote, said.source))
    };
    said::said(case, ids).into_iter().map(line).collect()
}
