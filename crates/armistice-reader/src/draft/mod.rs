//! Claims to a draft case: what everybody is on record for, as options, preferences, red lines and preconditions, and nothing beyond.
//!
//! The topic table says which words make which issue; `sides` who negotiates with whom; `positions` what each claim asks for or refuses;
//! `build` and `meetings` write it down as a case. Numbers nobody gave stay unstated, so a draft can show that positions collide, but
//! cannot show a deal that nobody spoke of.

mod build;
mod context;
mod disputes;
mod meetings;
mod options;
mod positions;
mod refusals;
mod sides;
pub mod since;
#[cfg(test)]
mod tests;
mod topics;
mod words;

use std::collections::BTreeMap;
use std::fmt;

use armistice::case::claims::{Claim, ClaimState};
use armistice::case::{Case, Claims};

/// A draft case, with the way of every claim that is not rejected.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The case. Its `digest` is empty: that is a property of the written file.
    pub case: Case,
    /// Claim id and what it became, in file order.
    pub used: Vec<(String, String)>,
    /// Claim id and why it is in no table of the case, in file order.
    pub left: Vec<(String, String)>,
}

/// Why no case can be drafted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NothingToDraft {
    /// There is no claim, or every claim is rejected.
    NoClaims,
    /// Accepted claims alone were to be used, and there are none: this many wait for a decision.
    NoneAccepted(usize),
    /// No claim names a state, group, body or person that could be a party.
    NobodyNamed,
    /// No claim asks for anything, offers, refuses or discusses anything.
    NothingAsked,
}

impl NothingToDraft {
    /// What to do about it, in one line.
    pub const fn help(self) -> &'static str {
        match self {
            Self::NoClaims => "read an article into the folder first, or accept some of its claims in `claims.toml`",
            Self::NoneAccepted(_) => {
                "set the `state` of claims in `claims.toml` to \"accepted\", or draft from all that are not rejected"
            }
            Self::NobodyNamed => "give the claims in `claims.toml` speakers and targets, and list those under `actors`",
            Self::NothingAsked => {
                "read another article on the same talks into the folder, or add what the sides want to `claims.toml` as demands, offers or refusals"
            }
        }
    }
}

impl fmt::Display for NothingToDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoClaims => "nothing to draft: there are no claims that are not rejected",
            Self::NoneAccepted(1) => "nothing to draft: no claim is accepted, and one waits for a decision",
            Self::NoneAccepted(_) => "nothing to draft: no claim is accepted",
            Self::NobodyNamed => "nothing to draft: no claim names anybody who could be a party",
            Self::NothingAsked => "nothing to draft: no claim asks for, offers or refuses anything",
        })
    }
}

impl std::error::Error for NothingToDraft {}

/// Drafts a case from the claims that a person has accepted or edited, and from no other.
///
/// # Errors
/// Nothing can be drafted: no claim is accepted, nobody named, or nothing asked.
pub fn draft_accepted(claims: &Claims) -> Result<Draft, NothingToDraft> {
    let undecided = |c: &&Claim| c.state == ClaimState::Drafted;
    let waiting = claims.claims.iter().filter(undecided).count();
    let mut accepted = claims.clone();
    accepted.claims.iter_mut().filter(|c| c.state == ClaimState::Drafted).for_each(|c| c.state = ClaimState::Rejected);
    let mut draft = draft(&accepted).map_err(|error| match error {
        NothingToDraft::NoClaims if waiting > 0 => NothingToDraft::NoneAccepted(waiting),
        error => error,
    })?;
    let place = |id: &str| claims.claims.iter().position(|c| c.id == id);
    let undecided = claims.claims.iter().filter(undecided);
    draft.left.extend(undecided.map(|c| (c.id.clone(), "not accepted yet".to_owned())));
    draft.left.sort_by_key(|(id, _)| place(id));
    draft.case.claims = Some(claims.clone());
    Ok(draft)
}

/// Drafts a case from every claim whose state is not `rejected`. Same claims in, same case out.
///
/// # Errors
/// Nothing can be drafted: no claims, nobody named, or nothing asked.
pub fn draft(claims: &Claims) -> Result<Draft, NothingToDraft> {
    if context::live(claims).next().is_none() {
        return Err(NothingToDraft::NoClaims);
    }
    let sides = sides::Sides::of(claims);
    if sides.signatories.is_empty() {
        return Err(NothingToDraft::NobodyNamed);
    }
    let mut record = Record::default();
    let positions = positions::read(claims, &sides, &mut record);
    if positions.issues.is_empty() {
        return Err(NothingToDraft::NothingAsked);
    }
    let case = build::case(claims, &sides, &positions, &mut record);
    let (mut used, mut left) = (Vec::new(), Vec::new());
    for (i, claim) in context::live(claims) {
        match record.used.remove(&i) {
            Some(became) => used.push((claim.id.clone(), became.join("; "))),
            None => left.push((
                claim.id.clone(),
                record.left.remove(&i).unwrap_or_else(|| positions::why_left(claim).to_owned()),
            )),
        }
    }
    Ok(Draft { case, used, left })
}

/// What becomes of each claim, by index.
#[derive(Default)]
struct Record {
    used: BTreeMap<usize, Vec<String>>,
    left: BTreeMap<usize, String>,
}

impl Record {
    /// The claim is in the case, as this.
    fn became(&mut self, claim: usize, what: impl Into<String>) {
        let what = what.into();
        let all = self.used.entry(claim).or_default();
        if !all.contains(&what) {
            all.push(what);
        }
    }

    /// Why the claim, unless something else uses it, is not in the case.
    fn leave(&mut self, claim: usize, why: impl Into<String>) {
        self.left.entry(claim).or_insert_with(|| why.into());
    }
}
