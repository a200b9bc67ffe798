//! Who is spoken of: names known beforehand, names learned from the text, and what mentions of them mean.

mod collectives;
mod described;
mod dossier;
pub(crate) mod gazetteer;
mod learn;
pub(crate) mod mentions;
pub(crate) mod offices;
mod people;
mod places;
mod sources;

use std::collections::BTreeMap;

use armistice::case::claims::{Actor, ActorKind, Claim};

use crate::fold;
use crate::token::{Tag, Token};
use gazetteer::{Names, Way, gazetteer};
use offices::Office;

pub(crate) use learn::learn;

/// Index into the registry.
pub(crate) type ActorIndex = usize;

/// Other names kept for an actor, at most.
const NAMES: usize = 12;

/// A name in kebab case: "Côte d'Ivoire" is "cote-divoire"; letters of other scripts stay.
pub(crate) fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in fold::key(name).chars().filter(|c| !matches!(c, '.' | '\'')) {
        let plain = if c.is_alphanumeric() { c } else { '-' };
        if plain != '-' || !(out.is_empty() || out.ends_with('-')) {
            out.push(plain);
        }
    }
    let trimmed = out.trim_end_matches('-');
    if trimmed.is_empty() { "unnamed".to_owned() } else { trimmed.to_owned() }
}

/// All actors: the gazetteer's first, then those of the dossier and of the texts in order of first mention.
#[derive(Debug)]
pub(crate) struct Registry {
    actors: Vec<Entry>,
    ids: BTreeMap<String, ActorIndex>,
    /// Names learned from the text.
    names: Names<ActorIndex>,
    /// First names of people, which may stand alone where only one has it.
    firsts: BTreeMap<String, Option<ActorIndex>>,
    /// People by how their whole names sound.
    sounds: BTreeMap<String, ActorIndex>,
    /// People of the table that have been met.
    figures: BTreeMap<usize, ActorIndex>,
    /// Names that the dossier says whom they mean, and its descriptions of actors by slug.
    dossier: Names<ActorIndex>,
    described: BTreeMap<String, ActorIndex>,
    /// Actors of the table that the dossier has merged into others.
    moved: BTreeMap<ActorIndex, ActorIndex>,
    /// The last holder named of an office, by office and actor.
    holders: BTreeMap<(Office, ActorIndex), ActorIndex>,
    /// The last holder of an office whose side the text does not say.
    sideless: BTreeMap<Office, ActorIndex>,
    /// The last unnamed source with a noun: "the diplomat".
    sources: BTreeMap<String, ActorIndex>,
    /// Who was named last, while names are learned.
    pub(super) recent: Recent,
    /// Parties without a name, by their noun.
    collectives: BTreeMap<String, ActorIndex>,
    /// The groups with a name that the text names, up to two.
    named_groups: Vec<ActorIndex>,
    /// The state whose capital is in the text's dateline.
    pub(super) home: Option<ActorIndex>,
    /// The first state that the text names as a place: "talks in Kenya".
    pub(super) land: Option<ActorIndex>,
    /// The office of whoever was introduced last.
    pub(super) last_office: String,
    /// The states that the text names, up to four, and where its new actors begin.
    states: Vec<ActorIndex>,
    fresh: ActorIndex,
    /// The year of the text, when it is known.
    year: Option<u16>,
    /// Whether a group with a name has been mentioned.
    groups: bool,
}

/// Who was named last in the text, by kind.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Recent {
    pub(super) state: Option<ActorIndex>,
    pub(super) group: Option<ActorIndex>,
    pub(super) organisation: Option<ActorIndex>,
    pub(super) any: Option<ActorIndex>,
}

#[derive(Debug)]
struct Entry {
    id: String,
    name: String,
    kind: ActorKind,
    of: Option<ActorIndex>,
    office: Option<String>,
    female: Option<bool>,
    mentioned: bool,
    /// Other names met, and their keys.
    names: Vec<String>,
    /// The side is the table's, and the text's goes before.
    presumed: bool,
}

/// What pronouns and titles ask of whom they stand for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Traits {
    pub(crate) kind: ActorKind,
    pub(crate) side: ActorIndex,
    pub(crate) office: Office,
    pub(crate) female: Option<bool>,
}

impl Registry {
    pub(crate) fn new() -> Self {
        let mut registry = Self {
            actors: Vec::new(),
            ids: BTreeMap::new(),
            names: Names::default(),
            firsts: BTreeMap::new(),
            sounds: BTreeMap::new(),
            figures: BTreeMap::new(),
            dossier: Names::default(),
            described: BTreeMap::new(),
            moved: BTreeMap::new(),
            holders: BTreeMap::new(),
            sideless: BTreeMap::new(),
            sources: BTreeMap::new(),
            recent: Recent::default(),
            collectives: BTreeMap::new(),
            named_groups: Vec::new(),
            home: None,
            land: None,
            last_office: String::new(),
            states: Vec::new(),
            fresh: 0,
            year: None,
            groups: false,
        };
        for known in &gazetteer().actors {
            registry.add(known.id.clone(), known.name.to_owned(), known.kind, known.of);
        }
        registry
    }

    /// A new text: nobody said before in another one is meant by "the official". `published` is its day.
    pub(crate) fn start(&mut self, published: Option<&str>) {
        self.recent = Recent::default();
        self.home = None;
        self.land = None;
        self.last_office.clear();
        self.sources.clear();
        self.states.clear();
        self.collectives.clear();
        self.named_groups.clear();
        self.fresh = self.actors.len();
        self.year = published.and_then(|day| day.get(..4)).and_then(|year| year.parse().ok());
    }

    fn add(&mut self, id: String, name: String, kind: ActorKind, of: Option<ActorIndex>) -> ActorIndex {
        let index = self.actors.len();
        self.ids.insert(id.clone(), index);
        self.actors.push(Entry {
            id,
            name,
            kind,
            of,
            office: None,
            female: None,
            mentioned: false,
            names: Vec::new(),
            presumed: false,
        });
        index
    }

    /// The actor of this name and kind, made if there is none; a name that another kind has already gets its kind in the id.
    pub(crate) fn intern(&mut self, name: &str, kind: ActorKind, of: Option<ActorIndex>) -> ActorIndex {
        let name = fold::shown(name);
        let mut id = slug(&name);
        if let Some(&known) = self.described.get(&id) {
            return known;
        }
        if let Some(&found) = self.ids.get(&id) {
            if self.actors[found].kind == kind {
                let entry = &mut self.actors[found];
                entry.of = entry.of.or(of.filter(|&o| o != found));
                return found;
            }
            id = format!("{id}-{}", kind.word());
            if let Some(&found) = self.ids.get(&id) {
                return found;
            }
        }
        self.add(id, name, kind, of)
    }

    /// "Peruvian"; the name where there is no adjective.
    pub(super) fn adjective(&self, actor: ActorIndex) -> &str {
        gazetteer().actors.get(actor).map_or(&self.actors[actor].name, |known| known.adjective)
    }

    /// Whether a description says by name or adjective that it is of the actor.
    pub(super) fn is_named_in(&self, actor: ActorIndex, description: &str) -> bool {
        let description = fold::key(description);
        [self.adjective(actor), &self.actors[actor].name].iter().any(|n| description.contains(&fold::key(n)))
    }

    /// A body of an actor, whatever the text calls it: "Israeli troops" and "Israel's army" are one.
    pub(crate) fn body(&mut self, of: ActorIndex, body: &str) -> ActorIndex {
        let name = format!("{} {body}", self.adjective(of));
        self.intern(&name, ActorKind::Delegation, Some(of))
    }

    /// Lets the words mean the actor from now on, unless they mean somebody already.
    pub(crate) fn alias(&mut self, words: &str, actor: ActorIndex) {
        self.names.enter(words, actor);
    }

    pub(crate) fn kind(&self, actor: ActorIndex) -> ActorKind {
        self.actors[actor].kind
    }

    pub(crate) fn id(&self, actor: ActorIndex) -> &str {
        &self.actors[actor].id
    }

    /// The actor of the id.
    pub(crate) fn of_id(&self, id: &str) -> Option<ActorIndex> {
        self.ids.get(id).copied()
    }

    pub(crate) fn name(&self, actor: ActorIndex) -> &str {
        &self.actors[actor].name
    }

    /// Whether the name is a plural ("sources close to …").
    pub(crate) fn is_plural(&self, actor: ActorIndex) -> bool {
        let head = self
            .name(actor)
            .split(' ')
            .take_while(|w| {
                !matches!(*w, "close" | "to" | "of" | "in" | "from" | "familiar" | "for" | "with" | "briefed")
            })
            .last();
        head.is_some_and(|w| w.ends_with('s') || w == "people")
    }

    pub(crate) fn of(&self, actor: ActorIndex) -> Option<ActorIndex> {
        self.actors[actor].of
    }

    /// The state or movement the actor stands for in the end: itself, unless it belongs to one.
    pub(crate) fn side(&self, actor: ActorIndex) -> ActorIndex {
        let mut at = actor;
        for _ in 0..4 {
            match self.actors[at].of {
                Some(of) if of != at => at = of,
                _ => break,
            }
        }
        at
    }

    /// What pronouns and titles ask of the actor.
    pub(crate) fn traits(&self, actor: ActorIndex) -> Traits {
        let entry = &self.actors[actor];
        let office = match entry.kind {
            ActorKind::Source => offices::office(&entry.name.to_lowercase()),
            _ => entry.office.as_deref().map_or(0, offices::office),
        };
        Traits { kind: entry.kind, side: self.side(actor), office, female: entry.female }
    }

    /// Enters what the text says of a person: office and side. It goes before what the table says.
    pub(crate) fn set_office(&mut self, actor: ActorIndex, office: &str, of: Option<ActorIndex>) {
        let words = offices::office(office);
        let entry = &mut self.actors[actor];
        let open = entry.of.is_none() || entry.presumed && entry.kind == ActorKind::Person;
        if let Some(of) = of.filter(|&of| of != actor && open) {
            entry.of = Some(of);
            entry.presumed = false;
        }
        if !office.is_empty() && entry.office.is_none() {
            entry.office = Some(office.to_owned());
            if ["woman", "queen", "princess"].iter().any(|w| office.contains(w)) {
                entry.female = Some(true);
            } else if ["man", "king", "prince"].iter().any(|w| office.split(' ').any(|o| o.ends_with(w))) {
                entry.female = Some(false);
            }
        }
        match of.or(self.actors[actor].of) {
            Some(of) => _ = self.holders.insert((words, of), actor),
            None => _ = self.sideless.insert(words, actor),
        }
    }

    pub(crate) fn set_female(&mut self, actor: ActorIndex, female: bool) {
        self.actors[actor].female.get_or_insert(female);
    }

    /// Whether any group of that name has been spoken of.
    pub(crate) fn knows_a_group(&self) -> bool {
        self.groups || self.only_group().is_some()
    }

    /// The one group with a name that the text names.
    pub(super) fn only_group(&self) -> Option<ActorIndex> {
        if let [only] = self.named_groups[..] { Some(only) } else { None }
    }

    /// Gives somebody who has no side yet the side that the text turns out to say.
    pub(crate) fn give_side(&mut self, actor: ActorIndex, of: ActorIndex) {
        let entry = &mut self.actors[actor];
        if entry.of.is_none() && actor != of && entry.kind == ActorKind::Person {
            entry.of = Some(of);
        }
    }

    /// Who holds the office of the side: "the Kenyan president".
    pub(crate) fn holder(&self, office: &str, of: ActorIndex) -> Option<ActorIndex> {
        let words = offices::office(office);
        if words == 0 {
            return None;
        }
        let sideless = || self.sideless.get(&words).copied().filter(|&a| self.actors[a].of.is_none());
        // "The Kenyan minister" is the foreign minister, when no other minister of Kenya has been named.
        let called = || {
            let mut fitting = self
                .holders
                .iter()
                .filter(|((held, side), _)| *side == of && offices::answers(*held, words))
                .map(|(_, &a)| a);
            let first = fitting.next()?;
            fitting.all(|a| a == first).then_some(first)
        };
        self.holders.get(&(words, of)).copied().or_else(sideless).or_else(called)
    }

    /// Whether anybody named holds an office that can be called so.
    pub(super) fn has_holder(&self, called: Office) -> bool {
        self.holders
            .keys()
            .map(|(held, _)| held)
            .chain(self.sideless.keys())
            .any(|&held| offices::answers(held, called))
    }

    /// The last unnamed source called by the noun in this text.
    pub(crate) fn source_called(&self, noun: &str) -> Option<ActorIndex> {
        self.sources.get(noun).copied()
    }

    pub(crate) fn set_source(&mut self, noun: &str, actor: ActorIndex) {
        self.sources.insert(noun.to_owned(), actor);
    }

    pub(crate) fn mention(&mut self, actor: ActorIndex) {
        let mut at = Some(actor);
        for _ in 0..4 {
            let Some(a) = at else { break };
            self.actors[a].mentioned = true;
            let entry = &self.actors[a];
            self.groups |= entry.kind == ActorKind::Group && entry.name.starts_with(char::is_uppercase);
            at = self.actors[a].of;
        }
    }

    /// Who is named has been mentioned; somebody only described counts once a claim speaks of them.
    pub(super) fn name_met(&mut self, actor: ActorIndex) {
        let entry = &self.actors[actor];
        let collective = matches!(entry.kind, ActorKind::Group | ActorKind::Organisation)
            && entry.name.starts_with(char::is_lowercase);
        if !(entry.kind == ActorKind::Source || collective) {
            self.mention(actor);
        }
    }

    /// Notes another name by which the text calls the actor.
    pub(crate) fn met(&mut self, actor: ActorIndex, name: &str) {
        let entry = &mut self.actors[actor];
        let name = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
        let named = entry.name == name || entry.names.iter().any(|n| n == name);
        if !named && entry.names.len() < NAMES && name.len() > 1 && name.starts_with(char::is_uppercase) {
            entry.names.push(fold::shown(name));
        }
    }

    /// The known name that starts at token `at`: its end, its actor and in which way it names it. The longest wins.
    pub(crate) fn known(&self, tokens: &[Token<'_>], at: usize) -> Option<(usize, ActorIndex, Way)> {
        let table = gazetteer();
        let first = &tokens.get(at)?.lower;
        if matches!(first.as_str(), "north" | "south") {
            return self.half(tokens, at);
        }
        let longest = table.longest(first).max(self.dossier.longest(first));
        let mut best = None;
        spell(tokens, at, longest, |end, key| {
            if let Some(&actor) = self.dossier.get(key).filter(|_| tokens[at].capital()) {
                best = Some((end, actor, Way::Name));
            } else if let Some((actor, way)) = table.find(key, tokens[at].text) {
                best = Some((end, self.moved.get(&actor).copied().unwrap_or(actor), way));
            }
        });
        best
    }

    /// "The North", where the text speaks of North or South Korea; otherwise names that begin so ("South Sudan").
    fn half(&self, tokens: &[Token<'_>], at: usize) -> Option<(usize, ActorIndex, Way)> {
        let table = gazetteer();
        let mut best = None;
        spell(tokens, at, table.longest(&tokens[at].lower), |end, key| {
            best = table
                .find(key, tokens[at].text)
                .map(|(actor, way)| (end, self.moved.get(&actor).copied().unwrap_or(actor), way))
                .or(best);
        });
        let owner = tokens.get(at + 1).is_some_and(|t| t.tag == Tag::Possessive);
        let alone = at > 0 && tokens[at - 1].lower == "the" && (tokens[at].capital() || owner);
        if best.is_some() || !alone {
            return best;
        }
        let other = self.states.iter().find_map(|&s| {
            let name = &self.actors[s].name;
            name.strip_prefix("North ").or_else(|| name.strip_prefix("South "))
        })?;
        let key = format!("{} {}", tokens[at].lower, fold::key(other));
        let written = if tokens[at].lower == "north" { "North" } else { "South" };
        table.find(&key, written).map(|(actor, way)| (at + 1, actor, way))
    }

    /// The learned name that starts at token `at`: its end and its actor. The longest wins.
    pub(crate) fn learned(&self, tokens: &[Token<'_>], at: usize) -> Option<(usize, ActorIndex)> {
        let first = &tokens.get(at)?.lower;
        let mut best = None;
        spell(tokens, at, self.names.longest(first), |end, key| {
            if let Some(&actor) = self.names.get(key) {
                best = Some((end, actor));
            }
        });
        // "The Centre" is the one named before, "the Centre for Peace" is not.
        let goes_on = |end: usize| {
            tokens.get(end).is_some_and(|t| matches!(t.lower.as_str(), "for" | "of"))
                && tokens.get(end + 1).is_some_and(Token::capital)
        };
        best = best.filter(|&(end, actor)| end > at + 1 || self.kind(actor) == ActorKind::Person || !goes_on(end));
        // A first name alone, or a surname spelled in another way.
        best.or_else(|| {
            let alone = tokens[at].capital() && !beside_capital(tokens, at);
            let first = || self.firsts.get(first).copied().flatten();
            alone.then(first).flatten().map(|actor| (at + 1, actor))
        })
    }

    /// The person of the table whose name starts at token `at`; a single name stands alone.
    pub(super) fn figure(&self, tokens: &[Token<'_>], at: usize) -> Option<(usize, usize)> {
        let table = gazetteer();
        let mut best = None;
        spell(tokens, at, table.longest_figure(&tokens.get(at)?.lower), |end, key| {
            if let Some(figure) = table.figure(key)
                && (end > at + 1 || !beside_capital(tokens, at))
            {
                best = Some((end, figure));
            }
        });
        best.filter(|&(end, _)| tokens[at].capital() || end > at + 1 && tokens[at + 1].capital())
    }

    /// The actor who is this person of the table.
    pub(super) fn meet_figure(&mut self, figure: usize) -> ActorIndex {
        if let Some(&actor) = self.figures.get(&figure) {
            return actor;
        }
        let person = &gazetteer().people[figure];
        let side = self.moved.get(&person.side).copied().unwrap_or(person.side);
        let actor = self.intern(person.name, ActorKind::Person, None);
        let entry = &mut self.actors[actor];
        if entry.of.is_none() {
            (entry.of, entry.presumed) = (Some(side), true);
        }
        entry.female = entry.female.or(Some(person.female));
        self.figures.insert(figure, actor);
        actor
    }

    /// The office a person of the table held in the year of the text.
    pub(super) fn presume_offices(&mut self) {
        for (&figure, &actor) in &self.figures {
            let entry = &mut self.actors[actor];
            if entry.office.is_none() && entry.presumed {
                entry.office = gazetteer().people[figure].terms.office(self.year).map(str::to_owned);
            }
        }
    }

    /// Those mentioned or named by a claim, as claims files list them.
    pub(crate) fn into_actors(mut self, claims: &[Claim]) -> Vec<Actor> {
        for claim in claims {
            let said_by = claim.attribution.iter().filter_map(|a| a.actor.as_ref());
            for id in claim.speaker.iter().chain(&claim.target).chain(said_by) {
                if let Some(&actor) = self.ids.get(id) {
                    self.mention(actor);
                }
            }
        }
        self.presume_offices();
        let ids: Vec<String> = self.actors.iter().map(|a| a.id.clone()).collect();
        self.actors
            .into_iter()
            .filter(|a| a.mentioned)
            .map(|a| Actor {
                id: a.id,
                name: a.name,
                kind: a.kind,
                of: a.of.and_then(|o| ids.get(o).cloned()),
                office: a.office,
                names: a.names,
            })
            .collect()
    }
}

/// Calls `found` with the words of `tokens[at..end]` as tables have them, for one, two, … up to `longest` words.
fn spell(tokens: &[Token<'_>], at: usize, longest: usize, mut found: impl FnMut(usize, &str)) {
    if longest == 0 {
        return;
    }
    let mut key = String::new();
    for (n, t) in tokens.iter().skip(at).take(longest + 2).enumerate() {
        let joined = matches!(t.tag, Tag::Possessive) || t.lower == "'";
        if n > 0 && !joined {
            key.push(' ');
        }
        key.push_str(&t.lower);
        found(at + n + 1, &key);
    }
}

/// Whether the name at `at` is one of several in a row, so that it does not stand alone: "Sharon Stone".
pub(super) fn beside_capital(tokens: &[Token<'_>], at: usize) -> bool {
    let name = |t: &Token<'_>| t.tag == Tag::Proper && t.capital() && !t.is_any(&["head", "before", "address", "time"]);
    let before =
        at.checked_sub(1).map(|p| &tokens[p]).is_some_and(|t| name(t) && at > 1 && gazetteer().longest(&t.lower) == 0);
    before || tokens.get(at + 1).is_some_and(|t| name(t) && gazetteer().longest(&t.lower) == 0)
}

#[cfg(test)]
mod tests;
