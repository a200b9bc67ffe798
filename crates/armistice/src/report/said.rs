//! The words behind a conclusion: who said what, and where it stands (definitions §12).

use super::words;
use crate::case::claims::{Claim, ClaimState};
use crate::case::words::either;
use crate::case::{Case, Claims};

/// A claim as it is quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The claim's id.
    pub id: String,
    /// Who said it, and according to whom; empty when nobody in particular did.
    pub by: String,
    /// Verbatim but for white space, which is one blank everywhere.
    pub quote: String,
    /// The id of its source.
    pub source: String,
    /// Whether it is as a machine drafted it, and nobody has looked at it.
    pub drafted: bool,
}

/// The quotes of these claims, in the order of `claims.toml`; empty without any.
pub fn said(case: &Case, ids: &[&str]) -> Vec<Said> {
    let Some(claims) = &case.claims else { return Vec::new() };
    claims.claims.iter().filter(|c| ids.contains(&c.id.as_str())).map(|claim| quoted(case, claims, claim)).collect()
}

fn quoted(case: &Case, claims: &Claims, claim: &Claim) -> Said {
    let speakers: Vec<String> = claim.speaker.iter().map(|id| words::actor(case, claims, id)).collect();
    let speaker = either(&speakers, "and");
    // "Zelensky, according to Zelensky" says nothing more than the name.
    let by = claim.attribution.as_ref().filter(|by| !by.actor.as_ref().is_some_and(|a| claim.speaker.contains(a)));
    Said {
        id: claim.id.clone(),
        by: match by {
            Some(by) if speaker.is_empty() => format!("according to {}", by.text),
            Some(by) => format!("{speaker}, according to {}", by.text),
            None => speaker,
        },
        quote: claim.quote.split_whitespace().collect::<Vec<_>>().join(" "),
        source: claim.source.clone(),
        drafted: claim.state == ClaimState::Drafted,
    }
}
