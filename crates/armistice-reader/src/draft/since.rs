//! Which statements are behind the changes of a draft: what became of the claims since the draft before.

use std::collections::{BTreeMap, BTreeSet};

use armistice::case::claims::{Claim, ClaimState, Claims};
use armistice::case::update::{Change, value};

use super::{Draft, NothingToDraft};

/// What became of a claim since a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was not there, or not used, and is now.
    New,
    /// A person changed it, or it was read anew.
    Changed,
    /// It was used, and is not any more: rejected.
    Rejected,
    /// It was used, and is not there any more.
    Gone,
}

impl Fate {
    /// In a word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Rejected => "rejected",
            Self::Gone => "gone",
        }
    }
}

/// Claims drafted at most to find the statement behind a change, over all drafts that are tried.
const MOST_TRIED: usize = 100_000;

/// What became of each claim that is not as it was, in file order, those gone last. `accepted`: only accepted and edited claims are used.
pub fn since(before: &Claims, now: &Claims, accepted: bool) -> Vec<(String, Fate)> {
    let used = |c: &Claim| match c.state {
        ClaimState::Rejected => false,
        ClaimState::Drafted => !accepted,
        ClaimState::Accepted | ClaimState::Edited => true,
    };
    // Whether a claim is accepted as it is says nothing new.
    let said = |c: &Claim| Claim { state: ClaimState::Accepted, also: Vec::new(), ..c.clone() };
    let old: BTreeMap<&str, &Claim> = before.claims.iter().map(|c| (c.id.as_str(), c)).collect();
    let mut found = Vec::new();
    for claim in &now.claims {
        let was = old.get(claim.id.as_str()).copied();
        let fate = match (was.is_some_and(used), used(claim)) {
            (false, true) => Fate::New,
            (true, false) => Fate::Rejected,
            (true, true) if was.map(said) != Some(said(claim)) => Fate::Changed,
            _ => continue,
        };
        found.push((claim.id.clone(), fate));
    }
    let there: BTreeSet<&str> = now.claims.iter().map(|c| c.id.as_str()).collect();
    let gone = before.claims.iter().filter(|c| used(c) && !there.contains(c.id.as_str()));
    found.extend(gone.map(|c| (c.id.clone(), Fate::Gone)));
    found
}

/// The claims behind each change: of those it rests on, or rested on, the ones that are not as they were; where none of these is, the claim with
/// which the draft turned, found by letting the claims become what they are now one after another.
pub fn behind(
    changes: &[Change],
    before: &Claims,
    now: &Claims,
    drafted: &dyn Fn(&Claims) -> Result<Draft, NothingToDraft>,
    fates: &[(String, Fate)],
) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = changes
        .iter()
        .map(|change| {
            let rests_on = |id: &String| change.before.contains(id) || change.after.contains(id);
            fates.iter().map(|(id, _)| id).filter(|id| rests_on(id)).cloned().collect()
        })
        .collect();
    let open: Vec<usize> = (0..changes.len()).filter(|&at| found[at].is_empty()).collect();
    if open.is_empty() || fates.len().saturating_mul(now.claims.len()) > MOST_TRIED {
        return found;
    }
    let values = |claims: &Claims| -> Vec<Option<String>> {
        let case = drafted(claims).ok().map(|d| d.case);
        open.iter().map(|&at| value(case.as_ref()?, &changes[at])).collect()
    };
    let mut claims = Claims { claims: before.claims.clone(), ..now.clone() };
    let mut last = values(&claims);
    for (id, _) in fates {
        let new = now.claim(id).cloned();
        match (claims.claims.iter().position(|c| c.id == *id), new) {
            (Some(at), Some(new)) => claims.claims[at] = new,
            (Some(at), None) => drop(claims.claims.remove(at)),
            (None, Some(new)) => claims.claims.push(new),
            (None, None) => {}
        }
        let here = values(&claims);
        for (place, &at) in open.iter().enumerate() {
            if here[place] != last[place] {
                found[at] = vec![id.clone()];
            }
        }
        last = here;
    }
    found
}
