//! Names known beforehand: states with their peoples and capitals, blocs, organisations, armed groups, parties, and people in office.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use armistice::case::claims::ActorKind;

use super::offices::Terms;
use super::slug;
use crate::dictionary::Dictionary;
use crate::fold;
use crate::words::rows;

const STATES: &str = include_str!("../tables/states.txt");
const BODIES: &str = include_str!("../tables/bodies.txt");
const PEOPLE: &str = include_str!("../tables/people.txt");
const TITLES: &str = include_str!("../tables/titles.txt");

/// In which way a name names its actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// The name itself.
    Name,
    /// An adjective: "Peruvian". Alone it says only whose something is.
    Adjective,
    /// A people: "Peruvians".
    People,
    /// A capital or a region: after "in" or "to" it is a place.
    Seat,
}

/// Somebody known beforehand.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) id: String,
    pub(crate) name: &'static str,
    pub(crate) kind: ActorKind,
    /// "Peruvian"; the name itself where it has none.
    pub(crate) adjective: &'static str,
    /// The actor it belongs to.
    pub(crate) of: Option<usize>,
    /// A region, whose name is a place before it is an actor.
    pub(crate) region: bool,
}

/// A person known beforehand.
#[derive(Debug)]
pub(crate) struct Figure {
    pub(crate) name: &'static str,
    pub(crate) side: usize,
    pub(crate) terms: Terms,
    pub(crate) female: bool,
}

/// The names, by their words as `fold::key` has them.
#[derive(Debug, Default)]
pub(crate) struct Gazetteer {
    pub(crate) actors: Vec<Known>,
    pub(crate) people: Vec<Figure>,
    /// Names of actors while the table is read, and afterwards.
    names: Names<(usize, Way, &'static str)>,
    known: Dictionary<(usize, Way, &'static str)>,
    /// For each first word of a name, the most words of an actor's and of a person's.
    openers: Dictionary<(usize, usize)>,
    /// Whole names of people, and names that mean them alone.
    figures: Names<usize>,
    /// People by their last name.
    surnames: BTreeMap<String, Vec<usize>>,
    titles: BTreeMap<String, usize>,
}

/// Names of one or more words, and what each means.
#[derive(Debug)]
pub(crate) struct Names<T> {
    entries: BTreeMap<String, T>,
    /// For each first word, the most words a name beginning so has.
    longest: BTreeMap<String, usize>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self { entries: BTreeMap::new(), longest: BTreeMap::new() }
    }
}

impl<T> Names<T> {
    /// Enters a name unless it has a meaning; says whether it had none.
    pub(crate) fn enter(&mut self, name: &str, meaning: T) -> bool {
        let key = words_of(name);
        let mut words = key.split(' ');
        let Some(first) = words.next().filter(|f| !f.is_empty()) else { return false };
        let count = words.count() + 1;
        // "Lord's Resistance Army" begins with two tokens.
        let owner = first.strip_suffix("'s").or_else(|| first.strip_suffix('\''));
        for first in std::iter::once(first).chain(owner) {
            let longest = self.longest.entry(first.to_owned()).or_insert(0);
            *longest = count.max(*longest);
        }
        let fresh = !self.entries.contains_key(&key);
        if fresh {
            self.entries.insert(key, meaning);
        }
        fresh
    }

    /// Lets a name mean something else from now on.
    pub(crate) fn set(&mut self, name: &str, meaning: T) {
        self.entries.remove(&words_of(name));
        self.enter(name, meaning);
    }

    pub(crate) fn get(&self, key: &str) -> Option<&T> {
        self.entries.get(key)
    }

    /// The most words a name that starts with this word has; 0 when none does.
    pub(crate) fn longest(&self, first: &str) -> usize {
        self.longest.get(first).copied().unwrap_or(0)
    }
}

/// A name as its tokens read, one space between: "SPLM/A" is "splm / a".
pub(crate) fn words_of(name: &str) -> String {
    let key = fold::key(name);
    if !key.contains(['/', '+', '(', ')', '&', ',']) {
        return key.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let mut spaced = String::new();
    for c in key.chars() {
        if matches!(c, '/' | '+' | '(' | ')' | '&' | ',') {
            spaced.extend([' ', c, ' ']);
        } else {
            spaced.push(c);
        }
    }
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
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
            let region = head.starts_with('~');
            let head = head.trim_start_matches('~');
            let (id, name) = match head.split_once('=') {
                Some((id, name)) => (id.trim().to_owned(), name.trim()),
                None => (slug(head), head),
            };
            let actor = table.actor(id, name, ActorKind::State);
            table.actors[actor].region = region;
            table.name(name, actor, if region { Way::Seat } else { Way::Name });
            for (field, way) in fields.zip([Way::Adjective, Way::Seat, Way::Name]) {
                table.listed(field, actor, way);
            }
        }
        let mut owners = Vec::new();
        for row in rows(BODIES) {
            let mut fields = row.split('|').map(str::trim);
            let (Some(kind), Some(id), Some(name)) = (fields.next(), fields.next(), fields.next()) else { continue };
            let kind = ActorKind::from_word(kind).unwrap_or(ActorKind::Other);
            let actor = table.actor(id.to_owned(), name, kind);
            table.name(name, actor, Way::Name);
            for (field, way) in fields.by_ref().take(2).zip([Way::Adjective, Way::Name]) {
                table.listed(field, actor, way);
            }
            if let Some(owner) = fields.next() {
                owners.push((actor, owner));
            }
        }
        let ids: BTreeMap<String, usize> = table.actors.iter().enumerate().map(|(i, a)| (a.id.clone(), i)).collect();
        for (actor, owner) in owners {
            table.actors[actor].of = ids.get(owner).copied().filter(|&o| o != actor);
        }
        for row in rows(PEOPLE) {
            table.person(row, &ids);
        }
        for row in rows(TITLES) {
            if let Some((title, side)) = row.split_once('|')
                && let Some(&side) = ids.get(side.trim())
            {
                table.titles.insert(title.trim().to_owned(), side);
            }
        }
        for (name, meaning) in std::mem::take(&mut table.names.entries) {
            table.known.entry(&name, meaning);
        }
        for (first, &longest) in &table.names.longest {
            table.openers.entry(first, (0, 0)).0 = longest;
        }
        for (first, &longest) in &table.figures.longest {
            table.openers.entry(first, (0, 0)).1 = longest;
        }
        table
    }

    fn listed(&mut self, field: &'static str, actor: usize, way: Way) {
        for word in field.split(',').map(str::trim).filter(|w| !w.is_empty()) {
            let plural = word.ends_with('s') && !word.ends_with("ss") || word.ends_with("men");
            let people = way == Way::Adjective && plural;
            if way == Way::Adjective && !people && self.actors[actor].adjective == self.actors[actor].name {
                self.actors[actor].adjective = word;
            }
            self.name(word, actor, if people { Way::People } else { way });
        }
    }

    fn person(&mut self, row: &'static str, ids: &BTreeMap<String, usize>) {
        let fields: Vec<&'static str> = row.split('|').map(str::trim).collect();
        let [name, others, side, terms, ref rest @ ..] = fields[..] else { return };
        let Some(&side) = ids.get(side) else { return };
        let index = self.people.len();
        let female = rest.first() == Some(&"she");
        self.people.push(Figure { name, side, terms: Terms::read(terms), female });
        for other in std::iter::once(name).chain(others.split(',').map(str::trim)).filter(|o| !o.is_empty()) {
            self.figures.enter(other, index);
            let last = surname(other);
            let list = self.surnames.entry(last).or_default();
            if !list.contains(&index) {
                list.push(index);
            }
        }
        // Where the surname comes first.
        if let Some((first, _)) = name.split_once(' ')
            && is_family_first(&fold::key(first))
        {
            let list = self.surnames.entry(fold::key(first)).or_default();
            if !list.contains(&index) {
                list.push(index);
            }
        }
    }

    fn actor(&mut self, id: String, name: &'static str, kind: ActorKind) -> usize {
        self.actors.push(Known { id, name, kind, adjective: name, of: None, region: false });
        self.actors.len() - 1
    }

    fn name(&mut self, name: &'static str, actor: usize, way: Way) {
        if !name.is_empty() {
            self.names.enter(name, (actor, way, name));
        }
    }

    /// The most words a name that starts with this word has; 0 when none does.
    pub(crate) fn longest(&self, first: &str) -> usize {
        self.openers.get(first).map_or(0, |o| o.0)
    }

    /// The actor with this name: words as `fold::key` has them, and the first as written ("us" is not the US, "western" no state).
    pub(crate) fn find(&self, lower: &str, written: &str) -> Option<(usize, Way)> {
        let &(actor, way, name) = self.known.get(lower)?;
        let shouted = |w: &str| w.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
        let capital = |w: &str| w.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
        let fits = if shouted(name) && name.len() <= 4 { shouted(written) } else { capital(written) || !capital(name) };
        fits.then_some((actor, way))
    }

    /// The most words a person's name that starts with this word has.
    pub(crate) fn longest_figure(&self, first: &str) -> usize {
        self.openers.get(first).map_or(0, |o| o.1)
    }

    /// The person with this name.
    pub(crate) fn figure(&self, lower: &str) -> Option<usize> {
        self.figures.get(lower).copied()
    }

    /// The people with this last name.
    pub(crate) fn namesakes(&self, surname: &str) -> &[usize] {
        self.surnames.get(surname).map_or(&[], Vec::as_slice)
    }

    /// The only side that gives a title.
    pub(crate) fn title(&self, office: &str) -> Option<usize> {
        self.titles.get(office).copied()
    }
}

/// The last name: from its particles on without them ("bin Salman" is "salman").
fn surname(name: &str) -> String {
    let key = words_of(name);
    let last = key.rsplit(' ').find(|w| !matches!(*w, "jr" | "jr." | "sr" | "ii" | "iii")).unwrap_or(&key);
    bare(last).to_owned()
}

/// A name without the article grown to it: "al-Burhan" is "burhan".
pub(crate) fn bare(word: &str) -> &str {
    const ARTICLES: &[&str] = &["al-", "el-", "ad-", "as-", "ar-", "an-", "at-", "az-", "ul-", "ash-"];
    ARTICLES.iter().find_map(|a| word.strip_prefix(a)).filter(|rest| rest.len() > 2).unwrap_or(word)
}

/// Whether the word is a family name that comes before the given one: "Kim", "Xi", "Nguyen".
pub(crate) fn is_family_first(word: &str) -> bool {
    const NAMES: &[&str] = &[
        "kim", "lee", "park", "pak", "choi", "choe", "ri", "rhee", "moon", "yoon", "yun", "roh", "chung", "chong",
        "kang", "han", "cho", "jo", "im", "lim", "song", "shin", "sin", "paek", "hong", "hwang", "xi", "hu", "wen",
        "li", "wang", "zhang", "chen", "yang", "liu", "zhao", "wu", "zhou", "jiang", "deng", "mao", "qin", "he", "lin",
        "lai", "tsai", "hua", "tang", "qian", "nguyen", "tran", "pham", "phan", "vo", "hun", "thein", "than",
    ];
    NAMES.contains(&word)
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
            ("White House", "us", Way::Name),
            ("Türkiye", "turkey", Way::Name),
            ("Elysée", "france", Way::Name),
            ("AU", "african-union", Way::Name),
            ("SPLM/A", "splm", Way::Name),
            ("Kashmir", "kashmir", Way::Seat),
            ("Houthi", "houthis", Way::Adjective),
            ("Frenchmen", "france", Way::People),
        ] {
            let (actor, found) = table.find(&words_of(name), name).unwrap();
            assert_eq!((table.actors[actor].id.as_str(), found), (id, way), "{name}");
        }
        assert!(table.find("us", "us").is_none());
    }

    #[test]
    fn rows_are_whole_and_ids_unique() {
        let mut ids: Vec<_> = gazetteer().actors.iter().map(|a| &a.id).collect();
        ids.sort();
        let all = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), all);
        for row in rows(PEOPLE) {
            let fields: Vec<_> = row.split('|').map(str::trim).collect();
            assert!(fields.len() == 4 || fields.len() == 5 && fields[4] == "she", "{row}");
            assert!(gazetteer().actors.iter().any(|a| a.id == fields[2]), "unknown side: {row}");
            assert!(!Terms::read(fields[3]).is_empty(), "{row}");
        }
        for row in rows(BODIES) {
            let fields: Vec<_> = row.split('|').map(str::trim).collect();
            assert!(matches!(fields.len(), 5 | 6) && ActorKind::from_word(fields[0]).is_some(), "{row}");
            assert!(fields.get(5).is_none_or(|of| gazetteer().actors.iter().any(|a| a.id == *of)), "{row}");
        }
        assert_eq!(gazetteer().people.len(), rows(PEOPLE).count());
    }
}
