//! The case without some of what it holds: what remains of a verdict when a demand, a rumour or a source is left out (definitions §3.6).

use super::constraints::{is_stated, is_unnamed};
use crate::case::{Belonging, Case, Grounds, PartyIndex};

/// What to leave out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Without {
    /// A red line, precondition or norm, or a claim, by id.
    Id(String),
    /// Claims that are not their holder's own word (definitions §1.7).
    Reported,
    /// Claims attributed to, or made by, sources without a name.
    Unnamed,
}

impl Without {
    /// Reads `reported`, `unnamed`, or an id.
    pub fn parse(text: &str) -> Self {
        match text {
            "reported" => Self::Reported,
            "unnamed" => Self::Unnamed,
            id => Self::Id(id.to_owned()),
        }
    }
}

/// The case without these; claims are dropped first, then the red lines, preconditions and norms that had claims and are left with
/// none.
///
/// # Errors
/// The ids that name nothing in the case.
pub fn without(case: &Case, drop: &[Without]) -> Result<Case, Vec<String>> {
    let mut ids: Vec<&str> = Vec::new();
    let (mut reported, mut unnamed) = (false, false);
    for what in drop {
        match what {
            Without::Id(id) => ids.push(id),
            Without::Reported => reported = true,
            Without::Unnamed => unnamed = true,
        }
    }
    let known = droppable(case);
    let unknown: Vec<String> =
        ids.iter().filter(|id| !known.iter().any(|k| k == **id)).map(|id| (*id).to_owned()).collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let belonging = Belonging::new(case);
    let kept = |holder: PartyIndex, claim: &str| {
        let stated = case.claims.as_ref().and_then(|c| c.claim(claim));
        let from_unnamed = stated.is_some_and(|c| {
            let attributed =
                c.attribution.as_ref().is_some_and(|a| a.actor.as_deref().is_none_or(|a| is_unnamed(case, a)));
            attributed || c.speaker.iter().any(|s| is_unnamed(case, s))
        });
        let own_word = stated.is_some_and(|c| is_stated(case, &belonging, holder, c));
        !(ids.contains(&claim) || reported && !own_word || unnamed && from_unnamed)
    };
    let stays = |id: &str, holder: PartyIndex, grounds: &mut Grounds| {
        let had = !grounds.because.is_empty();
        grounds.because.retain(|claim| kept(holder, claim));
        let left_bare = had && grounds.because.is_empty();
        !(left_bare || ids.contains(&id))
    };
    let mut left = case.clone();
    left.red_lines.retain_mut(|r| stays(&r.id, r.party, &mut r.grounds));
    left.preconditions.retain_mut(|p| stays(&p.id, p.party, &mut p.grounds));
    left.norms.retain_mut(|n| stays(&n.id, n.party, &mut n.grounds));
    Ok(left)
}

/// Every id that can be left out: red lines, preconditions, norms and claims.
pub fn droppable(case: &Case) -> Vec<String> {
    let cited = case.red_lines.iter().map(|r| &r.grounds).chain(case.preconditions.iter().map(|p| &p.grounds));
    let cited = cited.chain(case.norms.iter().map(|n| &n.grounds)).flat_map(|g| g.because.clone());
    let mut ids: Vec<String> = case.red_lines.iter().map(|r| r.id.clone()).collect();
    ids.extend(case.preconditions.iter().map(|p| p.id.clone()));
    ids.extend(case.norms.iter().map(|n| n.id.clone()));
    ids.extend(cited);
    ids.extend(case.claims.iter().flat_map(|c| c.claims.iter().map(|c| c.id.clone())));
    ids
}
