//! Actors that a dossier has already: their ids, their names, and who was merged into whom.

use armistice::case::claims::{Actor, ActorKind};

use super::gazetteer::{gazetteer, words_of};
use super::{ActorIndex, Registry, slug};

impl Registry {
    /// Takes over the actors of a dossier: they keep their ids, and their names mean them. An actor whose name is among the other names of one of
    /// them has been merged into it, and stays so.
    pub(crate) fn adopt(&mut self, actors: &[Actor]) {
        let places: Vec<ActorIndex> = actors.iter().map(|actor| self.place_of(actor)).collect();
        for (actor, &at) in actors.iter().zip(&places) {
            let of = actor.of.as_ref().and_then(|of| {
                let known = actors.iter().position(|a| a.id == *of).map(|i| places[i]);
                known.or_else(|| self.ids.get(of).copied())
            });
            let entry = &mut self.actors[at];
            entry.of = of
                .filter(|&of| of != at)
                .or(entry.of.filter(|_| actor.of.is_none() && entry.kind != ActorKind::Person));
            entry.office.clone_from(&actor.office);
            entry.names.clone_from(&actor.names);
            if let (Some(office), Some(of)) = (&actor.office, of) {
                self.holders.insert((super::offices::office(office), of), at);
            }
            for name in std::iter::once(&actor.name).chain(&actor.names) {
                self.name_means(name, at);
            }
        }
    }

    /// The entry of a dossier's actor: the table's, when its id or its name is there, or a new one.
    fn place_of(&mut self, actor: &Actor) -> ActorIndex {
        let by_id = self.ids.get(&actor.id).copied().filter(|&at| self.actors[at].kind == actor.kind);
        let by_name = || {
            let (at, _) = gazetteer().find(&words_of(&actor.name), &actor.name)?;
            let own = self.actors[at].kind == actor.kind && gazetteer().actors[at].name == actor.name;
            own.then_some(at)
        };
        let Some(at) = by_id.or_else(by_name) else {
            return self.add(actor.id.clone(), actor.name.clone(), actor.kind, None);
        };
        let entry = &mut self.actors[at];
        if entry.id != actor.id {
            self.ids.remove(&entry.id);
            entry.id.clone_from(&actor.id);
            self.ids.insert(actor.id.clone(), at);
        }
        entry.name.clone_from(&actor.name);
        at
    }

    fn name_means(&mut self, name: &str, actor: ActorIndex) {
        self.described.insert(slug(name), actor);
        if !name.starts_with(char::is_uppercase) {
            return;
        }
        let key = words_of(name);
        if let Some((known, _)) = gazetteer().find(&key, name)
            && known != actor
            && gazetteer().actors[known].name == name
        {
            self.moved.insert(known, actor);
        }
        if self.actors[actor].kind == ActorKind::Person {
            if let Some(figure) = gazetteer().figure(&key) {
                self.figures.insert(figure, actor);
            }
            self.name_person(name, actor);
        } else {
            self.dossier.enter(name, actor);
        }
    }
}
