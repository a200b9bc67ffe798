//! Whom pronouns and nouns like "the president" mean: who was spoken of last, and who was the subject of a clause.

use std::collections::VecDeque;

use armistice::case::claims::ActorKind;

use crate::actors::mentions::{Mention, Role, What, kind_bit};
use crate::actors::offices;
use crate::actors::{ActorIndex, Registry, Traits};

/// How many of those spoken of last are in mind.
const MEMORY: usize = 24;

/// Who is in the reader's mind at this point of the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Focus {
    /// How many claims there were before this text.
    pub(crate) since: usize,
    person: Option<ActorIndex>,
    thing: Option<ActorIndex>,
    movement: Option<ActorIndex>,
    plural: Vec<ActorIndex>,
    /// The last person who acted, and the people it was with.
    company: Vec<ActorIndex>,
    pair: Vec<ActorIndex>,
    /// The first two sides named together.
    pub(crate) first: Vec<ActorIndex>,
    /// The last two people named together.
    couple: Vec<ActorIndex>,
    /// The last two named together, whoever they are: the former and the latter.
    listed: Vec<ActorIndex>,
    /// The last three or more named together.
    many: Vec<ActorIndex>,
    /// The latest first.
    recent: VecDeque<Recent>,
}

#[derive(Clone, Copy, Debug)]
struct Recent {
    actor: ActorIndex,
    traits: Traits,
    /// How often it was a subject.
    acted: u32,
}

impl Focus {
    /// Nobody is in mind yet; `since` claims were found in other texts.
    pub(crate) fn new(since: usize) -> Self {
        Self { since, ..Self::default() }
    }

    /// Whose a statement is that the text speaks of: the last who acted; of a joint one the last two people named together, or the two sides.
    pub(crate) fn signed(&self, joint: bool) -> Vec<ActorIndex> {
        match &self.couple[..] {
            [_, _] if joint => self.couple.clone(),
            _ if joint => self.sides(),
            _ => self.recent.iter().find(|r| r.acted > 0).map(|r| r.actor).into_iter().collect(),
        }
    }

    /// Enters the subject of a clause; a lone mention elsewhere only where nobody is yet.
    pub(crate) fn enter(&mut self, actors: &[ActorIndex], subject: bool, registry: &Registry) {
        for &actor in actors {
            self.remember(actor, subject, registry);
            // Who speaks of a movement's commanders speaks of the movement.
            let side = registry.side(actor);
            if side != actor && registry.kind(side) == ActorKind::Group && (subject || self.movement.is_none()) {
                self.movement = Some(side);
            }
            let slot = match registry.kind(actor) {
                ActorKind::Person => &mut self.person,
                ActorKind::State | ActorKind::Bloc | ActorKind::Organisation | ActorKind::Delegation => &mut self.thing,
                ActorKind::Group => &mut self.movement,
                ActorKind::Source | ActorKind::Other => continue,
            };
            // A group that has no name does not drive out one that has.
            let named = |a: ActorIndex| registry.name(a).starts_with(char::is_uppercase);
            let weaker = registry.kind(actor) == ActorKind::Group && !named(actor) && slot.is_some_and(named);
            let stronger = registry.kind(actor) == ActorKind::Group && named(actor) && slot.is_some_and(|s| !named(s));
            if subject && !weaker || slot.is_none() || stronger {
                *slot = Some(actor);
            }
            if subject && registry.kind(actor) == ActorKind::Group {
                self.thing = Some(actor);
            }
        }
        let collective = |a: &ActorIndex| !matches!(registry.kind(*a), ActorKind::Person);
        if subject && (actors.len() > 1 || actors.first().is_some_and(collective)) {
            self.plural = actors.to_vec();
        }
        if let [former, latter] = actors[..] {
            self.listed = vec![former, latter];
        }
        if actors.len() > 2 {
            self.many = actors.to_vec();
        }
        for &actor in actors.iter().filter(|&&a| registry.kind(a) == ActorKind::Person) {
            if subject && actors.len() == 1 {
                self.company.clear();
            }
            if !self.company.contains(&actor) && self.company.len() < 8 {
                self.company.push(actor);
            }
        }
        let people = actors.iter().filter(|&&a| registry.kind(a) == ActorKind::Person);
        if people.clone().count() == 2 {
            self.couple = people.copied().collect();
        }
        self.enter_pair(actors, registry);
    }

    fn remember(&mut self, actor: ActorIndex, subject: bool, registry: &Registry) {
        let before = self.recent.iter().position(|r| r.actor == actor).and_then(|at| self.recent.remove(at));
        let acted = before.map_or(0, |b| b.acted) + u32::from(subject);
        self.recent.push_front(Recent { actor, traits: registry.traits(actor), acted });
        self.recent.truncate(MEMORY);
    }

    /// Two sides named together are the sides from then on; otherwise the last two are.
    fn enter_pair(&mut self, actors: &[ActorIndex], registry: &Registry) {
        let mut sides: Vec<ActorIndex> = Vec::new();
        for &actor in actors {
            let side = registry.side(actor);
            let party = matches!(registry.kind(side), ActorKind::State | ActorKind::Group);
            if party && !sides.contains(&side) {
                sides.push(side);
            }
        }
        if sides.len() == 2 {
            if self.first.is_empty() {
                self.first.clone_from(&sides);
            }
            self.pair = sides;
        } else if self.pair.len() < 2 {
            for side in sides.into_iter().take(2) {
                if !self.pair.contains(&side) && self.pair.len() < 2 {
                    self.pair.push(side);
                }
            }
        }
    }

    /// The two sides, when two are known.
    pub(crate) fn sides(&self) -> Vec<ActorIndex> {
        if self.pair.len() == 2 { self.pair.clone() } else { Vec::new() }
    }

    /// Whom "both", "each" and "the parties" mean: the two sides, else the last two spoken of who could be sides.
    fn both(&self) -> Vec<ActorIndex> {
        if self.pair.len() == 2 {
            return self.pair.clone();
        }
        let mut found = self.pair.clone();
        let party = |r: &&Recent| {
            use ActorKind::{Group, Organisation, State};
            matches!(r.traits.kind, State | Group | Organisation)
        };
        for recent in self.recent.iter().filter(party) {
            if !found.contains(&recent.actor) && found.len() < 2 {
                found.push(recent.actor);
            }
        }
        if found.len() == 2 { found } else { Vec::new() }
    }

    /// Two people: those last named together, or the last two who lead different sides.
    fn leaders(&self) -> Vec<ActorIndex> {
        if self.couple.len() == 2 {
            return self.couple.clone();
        }
        let mut found: Vec<&Recent> = Vec::new();
        for recent in &self.recent {
            let leads = recent.traits.kind == ActorKind::Person
                && offices::answers(recent.traits.office, offices::office("leader"));
            if leads && found.iter().all(|f| f.traits.side != recent.traits.side) && found.len() < 2 {
                found.push(recent);
            }
        }
        if found.len() == 2 { found.iter().rev().map(|f| f.actor).collect() } else { self.both() }
    }

    /// The last one spoken of whom the words fit; a subject before others.
    fn fitting(&self, what: What) -> Option<ActorIndex> {
        let fits = |r: &&Recent| {
            let kind = what.kinds == 0 || what.kinds & kind_bit(r.traits.kind) != 0;
            let office = what.office == 0 || offices::answers(r.traits.office, what.office);
            let sex = what.female.is_none() || r.traits.female.is_none() || r.traits.female == what.female;
            kind && office && sex
        };
        let found = || self.recent.iter().filter(fits);
        found().find(|r| r.acted > 0).or_else(|| found().next()).map(|r| r.actor)
    }

    /// A person: the last subject, unless "she" or "the president" cannot be that one.
    fn person(&self, what: What) -> Option<ActorIndex> {
        let wanted = What { kinds: kind_bit(ActorKind::Person), ..what };
        if what.office != 0 {
            let unknown = || self.person.filter(|&p| self.recent.iter().any(|r| r.actor == p && r.traits.office == 0));
            return self.fitting(wanted).or_else(unknown);
        }
        let last = self.person?;
        let traits = self.recent.iter().find(|r| r.actor == last).map(|r| r.traits);
        let wrong = traits.is_some_and(|t| what.female.is_some() && t.female.is_some() && t.female != what.female);
        if wrong { self.fitting(wanted) } else { Some(last) }
    }

    /// "It", or "the country", "the union", "the army".
    fn thing(&self, what: What) -> Option<ActorIndex> {
        if what.kinds == 0 {
            return self.thing;
        }
        let fits =
            |a: &ActorIndex| self.recent.iter().any(|r| r.actor == *a && what.kinds & kind_bit(r.traits.kind) != 0);
        let state_of = |a: ActorIndex| self.recent.iter().find(|r| r.actor == a).map(|r| r.traits.side);
        let state = what.kinds == kind_bit(ActorKind::State);
        // "The government" after its ministry or its president has spoken.
        let of_last = || self.thing.filter(|_| state).and_then(state_of).filter(fits);
        self.thing.filter(fits).or_else(of_last).or_else(|| self.fitting(what)).or(self.thing.filter(|_| state))
    }

    /// Whom the mention means. `speaker`: whoever the words are quoted from.
    pub(crate) fn resolve(&self, mention: &Mention, speaker: &[ActorIndex]) -> Vec<ActorIndex> {
        let what = mention.what;
        match mention.role {
            Role::Actor | Role::Owner | Role::Place => mention.actors.clone(),
            Role::Person => self.person(what).into_iter().collect(),
            Role::Thing => self.thing(what).or_else(|| mention.actors.first().copied()).into_iter().collect(),
            Role::Movement => {
                let known = self.movement.or_else(|| self.fitting(what));
                known.or_else(|| mention.actors.first().copied()).or(self.thing).into_iter().collect()
            }
            Role::Plural if self.plural.is_empty() && self.company.len() > 1 => self.company.clone(),
            Role::Plural => self.plural.clone(),
            Role::Sides if what.which > 2 => {
                Some(self.many.clone()).filter(|m| m.len() == usize::from(what.which)).unwrap_or_default()
            }
            Role::Sides if what.which > 0 => {
                self.listed.get(usize::from(what.which) - 1).copied().into_iter().collect()
            }
            Role::Sides if what.people => self.leaders(),
            Role::Sides => self.both(),
            Role::Speaker => speaker.to_vec(),
        }
    }
}
