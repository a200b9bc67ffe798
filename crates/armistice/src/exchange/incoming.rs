//! What a file of claims says, before its quotes are looked for in the sources.

use crate::case::claims::{Actor, ActorKind, Claim, ClaimStatus, Polarity};
use crate::case::model::Source;

/// What a file of claims says.
#[derive(Debug, Default)]
pub struct Incoming {
    /// The sources it describes.
    pub sources: Vec<Source>,
    /// The actors it describes or names.
    pub(super) actors: Vec<Named>,
    /// Its claims.
    pub(super) entries: Vec<Entry>,
    /// What could not be understood.
    pub refused: Vec<Refused>,
}

/// Something that was not taken, or not as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Where in the file: "line 3", "annotation 4".
    pub place: String,
    /// Why, in a clause.
    pub why: String,
}

/// An actor of the file.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) actor: Actor,
    /// Whether the file describes it; else it is only mentioned, by id or name.
    pub(super) described: bool,
}

/// A claim of the file.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) place: String,
    /// The claim. Its id is empty where the file gives none; ids of sources and actors are the file's; the quote and its place are as `quoted` has it.
    pub(super) claim: Claim,
    pub(super) quoted: Quoted,
    /// Where the same words stand in other sources.
    pub(super) also: Vec<Selected>,
    /// What another tool left unsaid, if the entry comes from one.
    pub(super) partial: Option<Partial>,
}

/// How the file says where the quote is.
#[derive(Clone, Debug)]
pub(super) enum Quoted {
    /// By the claim's quote and bytes.
    Bytes,
    /// By selectors.
    Selected(Selected),
}

/// A place in a source as selectors give it.
#[derive(Clone, Debug, Default)]
pub(super) struct Selected {
    /// What the source may be called: a path, an address, a title. Empty: not said.
    pub(super) source: Vec<String>,
    /// The words.
    pub(super) exact: Option<String>,
    /// What stands before them.
    pub(super) prefix: String,
    /// What stands after them.
    pub(super) suffix: String,
    /// Positions in code points, or in UTF-16 units where that is what fits the words.
    pub(super) positions: Option<(usize, usize)>,
}

/// What another tool's annotation says of polarity, status and content; a claim has all of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Partial {
    pub(super) polarity: Option<Polarity>,
    pub(super) status: Option<ClaimStatus>,
    pub(super) content: Option<String>,
}

impl Incoming {
    pub(super) fn refuse(&mut self, place: &str, why: impl Into<String>) {
        self.refused.push(Refused { place: place.to_owned(), why: why.into() });
    }

    /// Notes an actor that is mentioned by id, name or both, and gives its id in this file.
    pub(super) fn mention(&mut self, id: &str, name: &str) -> String {
        let id = if id.is_empty() { name } else { id };
        match self.actors.iter_mut().find(|n| n.actor.id == id) {
            Some(named) if named.actor.name.is_empty() => named.actor.name = name.to_owned(),
            Some(_) => {}
            None => {
                let actor = Actor {
                    id: id.to_owned(),
                    name: name.to_owned(),
                    kind: ActorKind::Other,
                    of: None,
                    office: None,
                    names: Vec::new(),
                };
                self.actors.push(Named { actor, described: false });
            }
        }
        id.to_owned()
    }

    /// Notes an actor that the file describes.
    pub(super) fn describe(&mut self, actor: Actor) {
        match self.actors.iter_mut().find(|n| n.actor.id == actor.id) {
            Some(named) => *named = Named { actor, described: true },
            None => self.actors.push(Named { actor, described: true }),
        }
    }
}
