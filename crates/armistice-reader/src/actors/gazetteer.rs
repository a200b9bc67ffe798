//! Names known beforehand: states with their peoples and capitals, blocs, organisations, armed groups.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use armistice::case::claims::ActorKind;

use super::slug;
use crate::words::rows;

const STATES: &str = include_str!("../tables/states.txt");
const BODIES: &str = include_str!("../tables/bodies.txt");

/// In which way a name names its actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// The name itself.
    Name,
    /// An adjective: "Peruvian". Alone it says only whose something is.
    Adjective,
    /// A people: "Peruvians".
    People,
    /// A capital or seat of government: after "in" or "to" it is a place.
    Seat,
}

/// Somebody known beforehand.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) id: String,
    pub(crate) name: &'static str,
    pub(crate) kind: ActorKind,
}

/// The names, by their words in lower case.
#[derive(Debug, Default)]
pub(crate) struct Gazetteer {
    pub(crate) actors: Vec<Known>,
    names: BTreeMap<String, (usize, Way, &'static str)>,
    /// For each first word, the most words a name beginning so has.
    longest: BTreeMap<String, usize>,
}

static TABLE: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::load);

/// The table, read once.
pub(crate) fn gazetteer() -> &'static Gazetteer {
    &TABLE
}

impl Gazetteer {
    fn load() -> Self {
        let mut table = Self::default();
        for row in rows(STATES) {
            let mut fields = row.split('|').map(str::trim);
            let head = fields.next().unwrap_or_default();
            let (id, name) = match head.split_once('=') {
                Some((id, name)) => (id.trim().to_owned(), name.trim()),
                None => (slug(head), head),
            };
            let actor = table.actor(id, name, ActorKind::State);
            table.name(name, actor, Way::Name);
            for (field, way) in fields.zip([Way::Adjective, Way::Seat, Way::Name]) {
                for word in field.split(',').map(str::trim) {
                    let people = way == Way::Adjective
                        && (word.ends_with('s') && !word.ends_with("ss") || word.ends_with("men"));
                    table.name(word, actor, if people { Way::People } else { way });
                }
            }
        }
        for row in rows(BODIES) {
            let fields: Vec<_> = row.split('|').map(str::trim).collect();
            let [kind, id, name, others] = fields[..] else { continue };
            let kind = ActorKind::from_word(kind).unwrap_or(ActorKind::Other);
            let actor = table.actor(id.to_owned(), name, kind);
            table.name(name, actor, Way::Name);
            for word in others.split(',').map(str::trim) {
                let adjective = matches!(
                    word,
                    "European" | "Houthi" | "Maoist" | "Bosniak" | "Greek Cypriot" | "Tigrayan" | "Tamil Tiger"
                );
                table.name(word, actor, if adjective { Way::Adjective } else { Way::Name });
            }
        }
        table
    }

    fn actor(&mut self, id: String, name: &'static str, kind: ActorKind) -> usize {
        self.actors.push(Known { id, name, kind });
        self.actors.len() - 1
    }

    fn name(&mut self, name: &'static str, actor: usize, way: Way) {
        if name.is_empty() {
            return;
        }
        let key = name.to_lowercase();
        let mut words = key.split(' ');
        let first = words.next().unwrap_or_default().to_owned();
        let count = words.count() + 1;
        let longest = self.longest.entry(first).or_insert(0);
        *longest = count.max(*longest);
        self.names.entry(key).or_insert((actor, way, name));
    }

    /// The most words a name that starts with this word has; 0 when none does.
    pub(crate) fn longest(&self, first: &str) -> usize {
        self.longest.get(first).copied().unwrap_or(0)
    }

    /// The actor with this name: words in lower case, and as written ("us" is not the US, "western" no state).
    pub(crate) fn find(&self, lower: &str, written: &str) -> Option<(usize, Way)> {
        let &(actor, way, name) = self.names.get(lower)?;
        let shouted = |w: &str| w.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
        let capital = |w: &str| w.chars().next().is_some_and(char::is_uppercase);
        let fits = if shouted(name) && name.len() <= 4 { shouted(written) } else { capital(written) || !capital(name) };
        fits.then_some((actor, way))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_known_by_name_people_and_capital() {
        let table = gazetteer();
        assert!(table.actors.iter().filter(|a| a.kind == ActorKind::State).count() >= 195);
        for (name, id, way) in [
            ("Peru", "peru", Way::Name),
            ("Peruvian", "peru", Way::Adjective),
            ("Nairobi", "kenya", Way::Seat),
            ("South Koreans", "south-korea", Way::People),
            ("White House", "us", Way::Seat),
            ("Türkiye", "turkey", Way::Name),
            ("AU", "african-union", Way::Name),
        ] {
            let (actor, found) = table.find(&name.to_lowercase(), name).unwrap();
            assert_eq!((table.actors[actor].id.as_str(), found), (id, way), "{name}");
        }
        assert!(table.find("us", "us").is_none());
    }

    #[test]
    fn ids_are_unique() {
        let mut ids: Vec<_> = gazetteer().actors.iter().map(|a| &a.id).collect();
        ids.sort();
        let all = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), all);
    }
}
