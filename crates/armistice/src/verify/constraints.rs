//! K: what the parties of C refuse, merged and with its basis (definitions §1.7, §3.1).

use std::collections::BTreeSet;

use super::world::{Seen, World, meets};
use crate::analysis::impasse::{Basis, ConstraintKind};
use crate::case::claims::{ActorKind, Claim};
use crate::case::{Case, PartyIndex};

/// One member of K as it must be.
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) party: PartyIndex,
    pub(super) also: Vec<String>,
    pub(super) kind: ConstraintKind,
    pub(super) because: Vec<String>,
    /// Whether each outcome of X violates it.
    pub(super) violated: Vec<bool>,
}

/// K in order: red lines and preconditions of C in file order, then the floors of C.
pub(super) fn all(world: &World<'_>) -> Vec<Rule> {
    let case = world.case;
    let mut rules: Vec<Rule> = Vec::new();
    for line in case.red_lines.iter().filter(|r| world.c.contains(&r.party)) {
        let violated = over(world, |x| meets(case, &x.outcome, &line.refuses));
        add(&mut rules, &line.id, line.party, ConstraintKind::RedLine, &line.grounds.because, violated);
    }
    for pre in case.preconditions.iter().filter(|p| world.c.contains(&p.party) && !p.transient) {
        let violated = over(world, |x| meets(case, &x.outcome, &pre.before) && !meets(case, &x.outcome, &pre.first));
        add(&mut rules, &pre.id, pre.party, ConstraintKind::Precondition, &pre.grounds.because, violated);
    }
    for (i, &party) in world.c.iter().enumerate() {
        rules.push(Rule {
            id: format!("floor:{}", case.parties[party].id),
            party,
            also: Vec::new(),
            kind: ConstraintKind::Floor,
            because: case.parties[party].grounds.because.clone(),
            violated: over(world, |x| x.gain[i] < 0),
        });
    }
    rules
}

fn over(world: &World<'_>, violates: impl Fn(&Seen) -> bool) -> Vec<bool> {
    world.outcomes.iter().map(violates).collect()
}

/// Adds a red line or precondition, or merges it with an earlier one of the same holder and the same outcomes.
fn add(
    rules: &mut Vec<Rule>,
    id: &str,
    party: PartyIndex,
    kind: ConstraintKind,
    because: &[String],
    violated: Vec<bool>,
) {
    if let Some(same) = rules.iter_mut().find(|r| r.party == party && r.violated == violated) {
        same.also.push(id.to_owned());
        for claim in because {
            if !same.because.contains(claim) {
                same.because.push(claim.clone());
            }
        }
        return;
    }
    let because = because.to_vec();
    rules.push(Rule { id: id.to_owned(), party, also: Vec::new(), kind, because, violated });
}

/// The best basis among the rule's claims (definitions §1.7).
pub(super) fn basis(case: &Case, rule: &Rule) -> Basis {
    let claim = |id: &String| case.claims.as_ref().and_then(|claims| claims.claim(id));
    if rule.because.is_empty() || rule.kind == ConstraintKind::Floor {
        // What a floor is worth is always an analyst's number.
        Basis::Inferred
    } else {
        let members = members(case, rule.party);
        let stated = rule.because.iter().filter_map(claim).any(|claim| is_stated(case, claim, &members));
        if stated { Basis::Stated } else { Basis::Reported }
    }
}

/// Whether a speaker belongs to the holder, and the claim is attributed to nobody or to a named actor of the holder.
fn is_stated(case: &Case, claim: &Claim, members: &BTreeSet<&str>) -> bool {
    let unnamed = |actor: &str| {
        case.claims.as_ref().and_then(|claims| claims.actor(actor)).is_some_and(|a| a.kind == ActorKind::Source)
    };
    let attributed_to_holder = match &claim.attribution {
        None => true,
        Some(attribution) => {
            attribution.actor.as_ref().is_some_and(|actor| members.contains(actor.as_str()) && !unnamed(actor))
        }
    };
    attributed_to_holder && claim.speaker.iter().any(|actor| members.contains(actor.as_str()))
}

/// Who belongs to the party: itself, its people, and whoever is of one that does.
fn members(case: &Case, holder: PartyIndex) -> BTreeSet<&str> {
    let people = case.people.iter().filter(|person| person.party == holder).map(|person| person.id.as_str());
    let mut members: BTreeSet<&str> = people.chain([case.parties[holder].id.as_str()]).collect();
    loop {
        let known = members.len();
        for actor in case.claims.iter().flat_map(|claims| &claims.actors) {
            if actor.of.as_deref().is_some_and(|of| members.contains(of)) {
                members.insert(&actor.id);
            }
        }
        if members.len() == known {
            return members;
        }
    }
}
