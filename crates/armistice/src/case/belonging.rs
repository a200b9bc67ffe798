//! Who belongs to which party: its people, and whoever `claims.toml` puts under it.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::model::{Case, PartyIndex};

/// The actors of each party, worked out for a party when it is first asked for.
#[derive(Debug)]
pub struct Belonging<'c> {
    case: &'c Case,
    /// Per party, the ids of all that belong to it.
    members: Vec<OnceCell<BTreeSet<&'c str>>>,
}

impl<'c> Belonging<'c> {
    /// Of the parties of this case.
    pub fn new(case: &'c Case) -> Self {
        Self { case, members: vec![OnceCell::new(); case.parties.len()] }
    }

    /// Whether an actor (named by its id in claims, or that of a person or party of the case) belongs to the party: is it, is one of
    /// its people, or is, by the actors of `claims.toml`, `of` somebody who belongs to it. Nobody belongs to a party that the case
    /// does not have.
    pub fn has(&self, actor: &str, party: PartyIndex) -> bool {
        self.members.get(party).is_some_and(|m| m.get_or_init(|| members(self.case, party)).contains(actor))
    }
}

/// Follows each actor to whom it is `of`, no further than to one followed before: a chain may be long, shared by many, or a circle.
fn members(case: &Case, party: PartyIndex) -> BTreeSet<&str> {
    let people = case.people.iter().filter(|p| p.party == party).map(|p| p.id.as_str());
    let mut members: BTreeSet<&str> = people.chain([case.parties[party].id.as_str()]).collect();
    let mut of: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for actor in case.claims.iter().flat_map(|c| &c.actors) {
        of.entry(&actor.id).or_insert(actor.of.as_deref());
    }
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for &actor in of.keys() {
        let mut path = Vec::new();
        let mut next = Some(actor);
        while let Some(id) = next {
            if members.contains(id) {
                members.append(&mut path.into_iter().collect());
                break;
            }
            if !seen.insert(id) {
                break;
            }
            path.push(id);
            next = of.get(id).copied().flatten();
        }
    }
    members
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::claims::{Actor, ActorKind, Claims};
    use crate::case::{Files, read};

    const CASE: &str = r#"
format = 1
title = "T"
status_quo = { x = "a" }
[parties.p]
name = "P"
consent = true
[parties.q]
name = "Q"
consent = true
[people.minister]
name = "M"
party = "q"
[issues.x]
title = "X"
options = ["a", "b"]
control = ["p", "q"]
"#;

    fn case(of: &[(&str, Option<&str>)]) -> Case {
        let mut case = read(&Files { case: CASE, claims: None, sources: &BTreeMap::new() }).case.unwrap();
        let actor = |&(id, of): &(&str, Option<&str>)| Actor {
            id: id.to_owned(),
            name: id.to_owned(),
            kind: ActorKind::Other,
            of: of.map(str::to_owned),
            office: None,
            names: Vec::new(),
        };
        case.claims = Some(Claims { actors: of.iter().map(actor).collect(), ..Claims::default() });
        case
    }

    #[test]
    fn belongs_through_people_and_chains_and_not_to_circles() {
        let case = case(&[
            ("aide", Some("minister")),
            ("clerk", Some("aide")),
            ("minister", None),
            ("north", Some("south")),
            ("south", Some("east")),
            ("east", Some("north")),
            ("west", Some("south")),
            ("self", Some("self")),
            ("stray", Some("nobody")),
            // A party under another: whoever is of the one belongs to both.
            ("p", Some("q")),
            ("envoy", Some("p")),
        ]);
        let belonging = Belonging::new(&case);
        let of = |party| {
            let ids = case.claims.iter().flat_map(|c| &c.actors).map(|a| a.id.as_str()).chain(["q", "nobody"]);
            ids.filter(|id| belonging.has(id, party)).collect::<Vec<_>>()
        };
        assert_eq!(of(0), ["p", "envoy"]);
        assert_eq!(of(1), ["aide", "clerk", "minister", "p", "envoy", "q"]);
        assert_eq!(of(2), [""; 0]);
    }

    #[test]
    fn a_circle_through_a_party_belongs_to_it() {
        let case = case(&[("p", Some("b")), ("b", Some("a")), ("a", Some("p"))]);
        let belonging = Belonging::new(&case);
        assert!(["p", "a", "b"].iter().all(|id| belonging.has(id, 0)));
        assert!(!["p", "a", "b", "q"].iter().all(|id| belonging.has(id, 1)));
    }

    /// Chains that share their ends are each followed once: one after another, this would be 10^10 steps.
    #[test]
    fn long_chains_are_followed_once() {
        let ids: Vec<String> = (0..100_000).map(|k| format!("a{k}")).collect();
        let under = |k: usize| ids.get(k + 1).map_or("q", String::as_str);
        let chain: Vec<(&str, Option<&str>)> =
            ids.iter().enumerate().map(|(k, id)| (id.as_str(), Some(under(k)))).collect();
        let case = case(&chain);
        let belonging = Belonging::new(&case);
        assert!(ids.iter().all(|id| belonging.has(id, 1) && !belonging.has(id, 0)));
    }
}
