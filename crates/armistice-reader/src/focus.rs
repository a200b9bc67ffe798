//! Whom pronouns mean: who was last the subject of a clause.

use armistice::case::claims::ActorKind;

use crate::actors::mentions::{Mention, Role};
use crate::actors::{ActorIndex, Registry};

/// Who is in the reader's mind at this point of the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Focus {
    person: Option<ActorIndex>,
    thing: Option<ActorIndex>,
    movement: Option<ActorIndex>,
    plural: Vec<ActorIndex>,
    pair: Vec<ActorIndex>,
}

impl Focus {
    /// Enters the subject of a clause; a lone mention elsewhere only where nobody is yet.
    pub(crate) fn enter(&mut self, actors: &[ActorIndex], subject: bool, registry: &Registry) {
        for &actor in actors {
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
            if subject || slot.is_none() {
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
        self.enter_pair(actors, registry);
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

    /// Whom the mention means. `speaker`: whoever the words are quoted from.
    pub(crate) fn resolve(&self, mention: &Mention, speaker: &[ActorIndex]) -> Vec<ActorIndex> {
        match mention.role {
            Role::Actor | Role::Owner | Role::Place => mention.actors.clone(),
            Role::Person => self.person.into_iter().collect(),
            Role::Thing => self.thing.into_iter().collect(),
            Role::Movement => self.movement.or(self.thing).into_iter().collect(),
            Role::Plural => self.plural.clone(),
            Role::Sides => self.sides(),
            Role::Speaker => speaker.to_vec(),
        }
    }
}
