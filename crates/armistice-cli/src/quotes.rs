//! The words behind a conclusion: who said what, where.

use armistice::case::{Case, Claims};

use crate::screen::{hanging, heading, listed};
use crate::words;

/// The quotes of these claims under a heading, in the order of `claims.toml`; empty without any.
pub(crate) fn said(case: &Case, ids: &[&str]) -> String {
    let out = lines(case, ids, 0);
    if out.is_empty() { out } else { heading("What was said") + &out }
}

/// The quotes of these claims, indented, in the order of `claims.toml`.
pub(crate) fn lines(case: &Case, ids: &[&str], indent: usize) -> String {
    let Some(claims) = &case.claims else { return String::new() };
    let mut out = String::new();
    for claim in claims.claims.iter().filter(|c| ids.contains(&c.id.as_str())) {
        let speaker = speakers(case, claims, &claim.speaker);
        // "Zelensky, according to Zelensky" says nothing more than the name.
        let by = claim.attribution.as_ref().filter(|by| !by.actor.as_ref().is_some_and(|a| claim.speaker.contains(a)));
        let said = match by {
            Some(by) if speaker.is_empty() => format!("according to {}", by.text),
            Some(by) => format!("{speaker}, according to {}", by.text),
            None => speaker,
        };
        let said = if said.is_empty() { String::new() } else { format!("{said}: ") };
        let quote = claim.quote.split_whitespace().collect::<Vec<_>>().join(" ");
        let mark = format!("{}{:>5}  ", " ".repeat(indent), claim.id);
        out.push_str(&hanging(&mark, &format!("{said}“{quote}” ({})", claim.source)));
    }
    out
}

fn speakers(case: &Case, claims: &Claims, ids: &[String]) -> String {
    listed(&ids.iter().map(|id| words::actor(case, claims, id)).collect::<Vec<_>>())
}
