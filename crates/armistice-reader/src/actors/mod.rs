//! Who is spoken of: names known beforehand, names learned from the text, and what mentions of them mean.

pub(crate) mod gazetteer;
mod learn;
pub(crate) mod mentions;

use std::collections::BTreeMap;

use armistice::case::claims::{Actor, ActorKind};

use crate::token::{Tag, Token};
use gazetteer::gazetteer;

pub(crate) use learn::learn;

/// Index into the registry.
pub(crate) type ActorIndex = usize;

/// A name in kebab case: "Côte d'Ivoire" is "cote-divoire"; letters of other scripts stay.
pub(crate) fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        let plain = match c {
            'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' => 'a',
            'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ě' => 'e',
            'í' | 'ì' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
            'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'ō' => 'o',
            'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'ů' => 'u',
            'ç' | 'č' | 'ć' => 'c',
            'ñ' | 'ń' => 'n',
            'š' | 'ş' | 'ș' | 'ś' => 's',
            'ž' | 'ż' | 'ź' => 'z',
            'ğ' => 'g',
            'ł' => 'l',
            'ý' => 'y',
            '.' | '\'' | '’' | '\u{307}' => continue,
            c if c.is_alphanumeric() => c,
            _ => '-',
        };
        if plain != '-' || !(out.is_empty() || out.ends_with('-')) {
            out.push(plain);
        }
    }
    let trimmed = out.trim_end_matches('-');
    if trimmed.is_empty() { "unnamed".to_owned() } else { trimmed.to_owned() }
}

/// All actors: the gazetteer's first, then those of the texts in order of first mention.
#[derive(Debug)]
pub(crate) struct Registry {
    actors: Vec<Entry>,
    ids: BTreeMap<String, ActorIndex>,
    /// Names learned from the text, words in lower case.
    names: BTreeMap<String, ActorIndex>,
    /// For each first word, the most words a learned name has.
    longest: BTreeMap<String, usize>,
    /// The last holder named of an office, by office and actor.
    holders: BTreeMap<(String, ActorIndex), ActorIndex>,
    /// The last holder of an office whose side the text does not say.
    sideless: BTreeMap<String, ActorIndex>,
    /// Whether a group with a name has been mentioned.
    groups: bool,
}

#[derive(Debug)]
struct Entry {
    id: String,
    name: String,
    kind: ActorKind,
    of: Option<ActorIndex>,
    office: Option<String>,
    mentioned: bool,
}

impl Registry {
    pub(crate) fn new() -> Self {
        let mut registry = Self {
            actors: Vec::new(),
            ids: BTreeMap::new(),
            names: BTreeMap::new(),
            longest: BTreeMap::new(),
            holders: BTreeMap::new(),
            sideless: BTreeMap::new(),
            groups: false,
        };
        for known in &gazetteer().actors {
            registry.add(known.id.clone(), known.name.to_owned(), known.kind, None);
        }
        registry
    }

    fn add(&mut self, id: String, name: String, kind: ActorKind, of: Option<ActorIndex>) -> ActorIndex {
        let index = self.actors.len();
        self.ids.insert(id.clone(), index);
        self.actors.push(Entry { id, name, kind, of, office: None, mentioned: false });
        index
    }

    /// The actor of this name and kind, made if there is none; a name that another kind has already gets its kind in the id.
    pub(crate) fn intern(&mut self, name: &str, kind: ActorKind, of: Option<ActorIndex>) -> ActorIndex {
        let mut id = slug(name);
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
        self.add(id, name.to_owned(), kind, of)
    }

    /// Lets the words mean the actor from now on, unless they mean somebody already.
    pub(crate) fn alias(&mut self, words: &str, actor: ActorIndex) {
        let key = words.to_lowercase();
        let mut parts = key.split(' ');
        let Some(first) = parts.next().filter(|f| !f.is_empty()) else { return };
        let count = parts.count() + 1;
        let longest = self.longest.entry(first.to_owned()).or_insert(0);
        *longest = count.max(*longest);
        self.names.entry(key).or_insert(actor);
    }

    pub(crate) fn kind(&self, actor: ActorIndex) -> ActorKind {
        self.actors[actor].kind
    }

    pub(crate) fn id(&self, actor: ActorIndex) -> &str {
        &self.actors[actor].id
    }

    pub(crate) fn name(&self, actor: ActorIndex) -> &str {
        &self.actors[actor].name
    }

    /// Whether the name is a plural ("sources close to …").
    pub(crate) fn is_plural(&self, actor: ActorIndex) -> bool {
        let head = self
            .name(actor)
            .split(' ')
            .take_while(|w| !matches!(*w, "close" | "to" | "of" | "in" | "from" | "familiar"))
            .last();
        head.is_some_and(|w| w.ends_with('s'))
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

    pub(crate) fn set_office(&mut self, actor: ActorIndex, office: &str, of: Option<ActorIndex>) {
        if let Some(of) = of {
            if self.actors[actor].of.is_none() && of != actor {
                self.actors[actor].of = Some(of);
            }
            self.holders.insert((office.to_owned(), of), actor);
        } else if self.actors[actor].of.is_none() {
            self.sideless.insert(office.to_owned(), actor);
        }
        let entry = &mut self.actors[actor];
        if entry.office.is_none() && !office.is_empty() {
            entry.office = Some(office.to_owned());
        }
    }

    /// Whether any group of that name has been spoken of.
    pub(crate) fn knows_a_group(&self) -> bool {
        self.groups
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
        let sideless = || self.sideless.get(office).copied().filter(|&a| self.actors[a].of.is_none());
        self.holders.get(&(office.to_owned(), of)).copied().or_else(sideless)
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

    /// The learned name that starts at token `at`: its end and its actor. The longest wins.
    fn learned(&self, tokens: &[Token<'_>], at: usize) -> Option<(usize, ActorIndex)> {
        let longest = *self.longest.get(&tokens[at].lower)?;
        let mut key = String::new();
        let mut best = None;
        for (n, t) in tokens.iter().skip(at).take(longest + usize::from(longest > 0) * 2).enumerate() {
            if n > 0 && t.tag != Tag::Possessive {
                key.push(' ');
            }
            key.push_str(&t.lower);
            if let Some(&actor) = self.names.get(&key) {
                best = Some((at + n + 1, actor));
            }
        }
        best
    }

    /// Those mentioned, as claims files list them.
    pub(crate) fn into_actors(self) -> Vec<Actor> {
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
                names: Vec::new(),
            })
            .collect()
    }
}

/// The known name that starts at token `at`: its end, its actor and in which way it names it. The longest wins.
pub(crate) fn known_name(tokens: &[Token<'_>], at: usize) -> Option<(usize, ActorIndex, gazetteer::Way)> {
    let table = gazetteer();
    let longest = table.longest(&tokens[at].lower);
    let mut key = String::new();
    let mut best = None;
    for (n, t) in tokens.iter().skip(at).take(longest + usize::from(longest > 0) * 2).enumerate() {
        if n > 0 && !matches!(t.tag, Tag::Possessive) && t.lower != "'" {
            key.push(' ');
        }
        key.push_str(&t.lower);
        if let Some((actor, way)) = table.find(&key, tokens[at].text) {
            best = Some((at + n + 1, actor, way));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_plain_kebab_case() {
        assert_eq!(slug("Côte d'Ivoire"), "cote-divoire");
        assert_eq!(slug("U.S. delegation"), "us-delegation");
        assert_eq!(slug("  A – B  "), "a-b");
        assert_eq!(slug("«»"), "unnamed");
    }
}
