//! The words behind a conclusion: who said what, where.

use armistice::case::Case;
use armistice::report::said;

use crate::screen::{hanging, heading};

/// The quotes of these claims, in the order of `claims.toml`; empty without any.
pub(crate) fn said(case: &Case, ids: &[&str]) -> String {
    let line = |said: said::Said| {
        let by = if said.by.is_empty() { String::new() } else { format!("{}: ", said.by) };
        hanging(&format!("{:>5}  ", said.id), &format!("{by}“{}” ({})", said.quote, said.source))
    };
    let out: String = said::said(case, ids).into_iter().map(line).collect();
    if out.is_empty() { out } else { heading("What was said") + &out }
}
