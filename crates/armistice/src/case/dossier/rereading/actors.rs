//! One table of actors: who the dossier knows stays as a person left him.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use crate::case::claims::{Actor, ActorKind, Claim, Claims};

/// The draft's actors among the dossier's.
pub(super) struct Actors {
    /// From ids of the draft to those of the dossier.
    ids: BTreeMap<String, String>,
    /// Those that the dossier does not have, by their ids there.
    fresh: Vec<Actor>,
}

impl Actors {
    pub(super) fn place(old: &[Actor], new: Vec<Actor>, in_case: &BTreeMap<String, String>) -> Self {
        let mut by_name: BTreeMap<String, &str> = BTreeMap::new();
        let known = old.iter().flat_map(|a| std::iter::once(&a.name).chain(&a.names).map(|name| (name, a.id.as_str())));
        for (name, id) in known.chain(in_case.iter().map(|(id, name)| (name, id.as_str()))) {
            by_name.entry(key(name)).or_insert(id);
        }
        let by_id: BTreeMap<&str, &Actor> = old.iter().map(|a| (a.id.as_str(), a)).collect();
        let mut taken: BTreeSet<String> = old.iter().map(|a| a.id.clone()).chain(in_case.keys().cloned()).collect();
        let mut ids = BTreeMap::new();
        let mut fresh = Vec::new();
        for actor in new {
            let found = std::iter::once(&actor.name)
                .chain(&actor.names)
                .find_map(|name| by_name.get(&key(name)).copied())
                .or_else(|| renamed(&by_id, &actor))
                .or_else(|| in_case.contains_key(&actor.id).then_some(actor.id.as_str()));
            let id = found.map_or_else(|| free(&actor.id, &taken), str::to_owned);
            ids.insert(actor.id.clone(), id.clone());
            if found.is_none() {
                taken.insert(id.clone());
                fresh.push(Actor { id, ..actor });
            }
        }
        for actor in &mut fresh {
            actor.of = actor.of.take().map(|of| translated(&ids, of)).filter(|of| *of != actor.id);
        }
        Self { ids, fresh }
    }

    /// A claim of the draft with the dossier's ids.
    pub(super) fn translate(&self, mut claim: Claim) -> Claim {
        for list in [&mut claim.speaker, &mut claim.target] {
            let mut all: Vec<String> = Vec::new();
            for id in std::mem::take(list) {
                let id = translated(&self.ids, id);
                // Of two that a person made one, one is left.
                if !all.contains(&id) {
                    all.push(id);
                }
            }
            *list = all;
        }
        if let Some(by) = &mut claim.attribution {
            by.actor = by.actor.take().map(|id| translated(&self.ids, id));
        }
        claim
    }

    /// The table for these claims; who is new in it; and whose entry goes, because only claims that are gone named him.
    pub(super) fn table(self, old: &Claims, claims: &[Claim]) -> (Vec<Actor>, Vec<String>, Vec<String>) {
        let drafted: BTreeSet<&str> = self.ids.values().map(String::as_str).collect();
        let before: BTreeSet<&str> = old.claims.iter().flat_map(named).collect();
        let now: BTreeSet<&str> = claims.iter().flat_map(named).collect();
        let under: BTreeSet<&str> = old.actors.iter().chain(&self.fresh).filter_map(|a| a.of.as_deref()).collect();
        let goes = |a: &Actor| {
            let id = a.id.as_str();
            before.contains(id)
                && !now.contains(id)
                && !drafted.contains(id)
                && !under.contains(id)
                && a.names.is_empty()
        };
        let gone = old.actors.iter().filter(|a| goes(a)).map(|a| a.id.clone()).collect();
        let added = self.fresh.iter().map(|a| a.id.clone()).collect();
        let table = old.actors.iter().filter(|a| !goes(a)).cloned().chain(self.fresh.iter().cloned()).collect();
        (table, added, gone)
    }
}

/// Everybody a claim names.
pub(super) fn named(claim: &Claim) -> impl Iterator<Item = &str> {
    let by = claim.attribution.as_ref().and_then(|a| a.actor.as_ref());
    claim.speaker.iter().chain(&claim.target).chain(by).map(String::as_str)
}

fn translated(ids: &BTreeMap<String, String>, id: String) -> String {
    ids.get(&id).cloned().unwrap_or(id)
}

/// The actor of this id, or of this id with a number, under another name that a person gave it.
fn renamed<'a>(by_id: &BTreeMap<&'a str, &'a Actor>, actor: &Actor) -> Option<&'a str> {
    let numbered = |id: &str| {
        let rest = id.strip_prefix(actor.id.as_str()).and_then(|rest| rest.strip_prefix('-'));
        rest.is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()))
    };
    let from = by_id
        .range::<str, _>((Bound::Included(actor.id.as_str()), Bound::Unbounded))
        .take_while(|(id, _)| id.starts_with(actor.id.as_str()));
    let mut same = from.filter(|(id, _)| **id == actor.id || actor.kind == ActorKind::Person && numbered(id));
    same.find(|(_, a)| !other_person(a, actor)).map(|(id, _)| *id)
}

/// Whether two that have one id are two persons all the same, as Yasser and Mahmoud Abbas are: both with a full name, none of whose first words is
/// the other's. Any other difference of names is a person's correction of one.
fn other_person(a: &Actor, b: &Actor) -> bool {
    let first = |actor: &Actor| {
        let words: Vec<String> = actor.name.split_whitespace().map(str::to_lowercase).collect();
        words.first().filter(|_| words.len() > 1).cloned()
    };
    let persons = a.kind == ActorKind::Person && b.kind == ActorKind::Person;
    persons && first(a).zip(first(b)).is_some_and(|(a, b)| a != b)
}

/// A name as it is compared: without case, articles and superfluous space.
pub(super) fn key(name: &str) -> String {
    let lower = name.replace('’', "'").to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    match words.as_slice() {
        ["the", rest @ ..] if !rest.is_empty() => rest.join(" "),
        all => all.join(" "),
    }
}

/// The id itself, or with the first number that makes it one of its own.
pub(super) fn free(id: &str, taken: &BTreeSet<String>) -> String {
    let numbered = (2..).map(|n: u32| format!("{id}-{n}"));
    std::iter::once(id.to_owned()).chain(numbered).find(|id| !taken.contains(id)).unwrap_or_default()
}
