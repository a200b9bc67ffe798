//! What a block or unlock is called, so that a person can ask about it: `block-1`, `unlock-2`, by their place in the list; those of a
//! goal behind its id: `road/block-1`.

use crate::analysis::Analysis;
use crate::analysis::impasse::Impasse;
use crate::case::{Case, Condition};

/// The id of the block at this place, from 0, of the deal or of a goal.
pub fn block(goal: Option<&str>, place: usize) -> String {
    of(goal, "block", place)
}

/// The id of the unlock at this place, from 0, of the deal or of a goal.
pub fn unlock(goal: Option<&str>, place: usize) -> String {
    of(goal, "unlock", place)
}

fn of(goal: Option<&str>, what: &str, place: usize) -> String {
    let number = place + 1;
    goal.map_or_else(|| format!("{what}-{number}"), |goal| format!("{goal}/{what}-{number}"))
}

/// Every id that can be explained: blocks and unlocks of the deal, then of the goals, then the constraints.
pub fn all(analysis: &Analysis) -> Vec<String> {
    let of_impasse = |goal: Option<&str>, impasse: &Impasse| {
        let blocks = (0..impasse.blocks.len()).map(|n| block(goal, n));
        blocks.chain((0..impasse.unlocks.len()).map(|n| unlock(goal, n))).collect::<Vec<_>>()
    };
    let mut ids = of_impasse(None, &analysis.impasse);
    ids.extend(analysis.goals.iter().flat_map(|goal| of_impasse(Some(&goal.id), &goal.impasse)));
    ids.extend(analysis.impasse.constraints.iter().map(|c| c.id.clone()));
    ids
}

/// What an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// Index into [`Impasse::blocks`].
    Block(usize),
    /// Index into [`Impasse::unlocks`].
    Unlock(usize),
    /// Index into [`Impasse::constraints`].
    Constraint(usize),
}

/// What is asked about: the deal, or a goal in its place.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The goal's id.
    pub(super) goal: Option<&'a str>,
    /// What would count, in place of the case's `deal`.
    pub(super) target: Option<&'a Condition>,
    pub(super) impasse: &'a Impasse,
}

/// Looks an id up: as listed, as constraints joined by `+` (a block before an unlock), as one constraint.
pub(super) fn find<'a>(
    case: &'a Case,
    goal: Option<&'a Condition>,
    analysis: &'a Analysis,
    id: &str,
) -> Option<(Asked<'a>, Named)> {
    let stated = |id: &str| case.goals.iter().find(|g| g.id == id).map(|g| &g.condition);
    let mut asked = vec![Asked { goal: None, target: case.deal.as_ref(), impasse: &analysis.impasse }];
    asked.extend(analysis.goals.iter().map(|g| Asked {
        goal: Some(&g.id),
        target: stated(&g.id).or(goal),
        impasse: &g.impasse,
    }));
    for asked in asked {
        let own = asked.goal.map_or(Some(id), |goal| id.strip_prefix(goal).and_then(|rest| rest.strip_prefix('/')));
        if let Some(named) = own.and_then(|own| named(asked.impasse, own)) {
            return Some((asked, named));
        }
    }
    None
}

fn named(impasse: &Impasse, id: &str) -> Option<Named> {
    let at = |list: usize, of: &dyn Fn(usize) -> String| (0..list).find(|&n| of(n) == id);
    if let Some(n) = at(impasse.blocks.len(), &|n| block(None, n)) {
        return Some(Named::Block(n));
    }
    if let Some(n) = at(impasse.unlocks.len(), &|n| unlock(None, n)) {
        return Some(Named::Unlock(n));
    }
    let place = |id: &str| impasse.constraints.iter().position(|c| c.id == id || c.also.iter().any(|a| a == id));
    if let Some(k) = place(id) {
        return Some(Named::Constraint(k));
    }
    let mut set = id.split('+').map(|part| place(part.trim())).collect::<Option<Vec<usize>>>()?;
    set.sort_unstable();
    set.dedup();
    let block = impasse.blocks.iter().position(|b| b.constraints == set).map(Named::Block);
    block.or_else(|| impasse.unlocks.iter().position(|u| u.violates == set).map(Named::Unlock))
}
