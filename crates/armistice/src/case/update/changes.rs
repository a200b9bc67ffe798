//! What a new draft would change in a case, table by table and value by value.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::Value;

use super::book::{Book, Fields, told};

/// A table of a case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// `parties`, `red_lines`, …; empty for the head of the file.
    pub section: String,
    /// The table's name or id in its section.
    pub id: String,
}

impl Place {
    pub(super) fn new(section: &str, id: &str) -> Self {
        Self { section: section.to_owned(), id: id.to_owned() }
    }

    pub(super) fn head() -> Self {
        Self::new("", "")
    }

    /// Whether this is the head of the file: title, date, deal and status quo.
    pub fn is_head(&self) -> bool {
        self.section.is_empty()
    }
}

/// One thing that changes, or stays though the draft would change it.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The table.
    pub place: Place,
    /// The table's title or name, before or after.
    pub title: Option<String>,
    /// What happens to it.
    pub what: What,
    /// The claims that the table rested on.
    pub before: Vec<String>,
    /// The claims that it rests on in the new draft.
    pub after: Vec<String>,
}

/// What happens to a table.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// It is new: its values as written.
    Added(Vec<(String, String)>),
    /// It goes: nothing supports it any more, and nobody had touched it.
    Removed,
    /// A value nobody had touched is given what the new draft says.
    Changed {
        /// The value's name; `status_quo.ISSUE` and `scores.ISSUE` for those inside.
        field: String,
        /// As it was written; `None`: it was not there.
        before: Option<String>,
        /// As it is written; `None`: it goes.
        after: Option<String>,
    },
    /// A value that a person wrote stays, though the draft changed its mind.
    Kept {
        /// The value's name.
        field: String,
        /// As the person wrote it; `None`: took it out.
        yours: Option<String>,
        /// As the draft would write it.
        draft: Option<String>,
    },
    /// Nothing in the new draft supports it, or all its claims are rejected; it stays, for a person wrote or changed it.
    Unsupported,
    /// Left as it was, since the change does not go with what a person wrote.
    Refused {
        /// The change.
        what: Box<What>,
        /// What it speaks of and a person took out; `None`: something that a person wrote speaks of what would go.
        without: Option<String>,
    },
}

/// A step on a document.
#[derive(Clone, Debug)]
pub(super) enum Edit {
    /// Takes the table from the new draft.
    AddTable(Place),
    RemoveTable(Place),
    /// Takes the value from here.
    Set(Place, String, Value),
    Remove(Place, String),
}

/// Edits that make sense together only.
#[derive(Clone, Debug, Default)]
pub(super) struct Unit {
    pub(super) edits: Vec<Edit>,
    /// The changes that tell of it, as indices.
    pub(super) changes: Vec<usize>,
    pub(super) refused: bool,
}

/// All that a new draft asks for.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) changes: Vec<Change>,
    pub(super) units: Vec<Unit>,
}

impl Plan {
    pub(super) fn refused(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(|u| u.refused)
    }
}

/// Values that are sets of names: what either side put in or took out counts.
const SETS: &[&str] = &["because", "absent"];
/// Values that say what a table means; a title speaks of them.
const MEANING: &[&str] = &["refuses", "first", "before", "forbids", "condition"];
/// Values that are words for a person.
const WORDS: &[&str] = &["because", "note", "title", "name", "result", "labels", "interests", "file", "id"];
/// Sections whose tables are called after a party.
const OF_PARTY: &[&str] = &["preferences", "exposure", "stability"];
/// Values that say which options an issue has.
const SHAPE: &[&str] = &["options", "range", "ordered", "labels"];

/// Compares the three.
pub(super) fn plan(base: &Book, mine: &Book, new: &Book, rejected: &dyn Fn(&str) -> bool) -> Plan {
    let taken_out = |place: &&Place| {
        matches!(place.section.as_str(), "issues" | "parties" | "people")
            && base.table(place).is_some()
            && mine.table(place).is_none()
    };
    let gone = new.tables().map(|t| t.0).filter(taken_out).map(|place| place.id.clone()).collect();
    let mut planner = Planner { base, mine, new, gone, plan: Plan::default(), loose: Vec::new() };
    let places: Vec<&Place> = new.tables().map(|t| t.0).collect();
    let known: BTreeSet<&Place> = places.iter().copied().collect();
    let mine_only = mine.tables().map(|t| t.0).filter(|place| !known.contains(place));
    for place in places.into_iter().chain(mine_only) {
        planner.compare(place, rejected);
    }
    planner.finish()
}

struct Planner<'a> {
    base: &'a Book,
    mine: &'a Book,
    new: &'a Book,
    /// Issues, parties and people that a person took out.
    gone: BTreeSet<String>,
    plan: Plan,
    /// Edits with the change that tells of each.
    loose: Vec<(Edit, usize)>,
}

impl Planner<'_> {
    fn compare(&mut self, place: &Place, rejected: &dyn Fn(&str) -> bool) {
        let (base, mine, new) = (self.base.table(place), self.mine.table(place), self.new.table(place));
        match (base, mine, new) {
            (None, None, Some(new)) => {
                let values = new.names().filter_map(|n| Some((n.to_owned(), told(new.get(n)?)))).collect();
                let without = new.names().find_map(|n| self.without(n, new.get(n)));
                let own = self.gone.get(&place.id).filter(|_| OF_PARTY.contains(&place.section.as_str()));
                match without.or_else(|| own.cloned()) {
                    None => {
                        let change = self.tell(place, What::Added(values));
                        self.loose.push((Edit::AddTable(place.clone()), change));
                    }
                    without => drop(self.tell(place, What::Refused { what: Box::new(What::Added(values)), without })),
                }
            }
            // A person took it out, and it stays out; or it is in neither.
            (_, None, _) => {}
            (Some(base), Some(mine), None) if base.same(mine) => {
                let change = self.tell(place, What::Removed);
                self.loose.push((Edit::RemoveTable(place.clone()), change));
            }
            (Some(_), Some(_), None) => {
                self.tell(place, What::Unsupported);
            }
            (None, Some(mine), _) => {
                let because = mine.list("because");
                if !because.is_empty() && because.iter().all(|c| rejected(c)) {
                    self.tell(place, What::Unsupported);
                }
            }
            (Some(base), Some(mine), Some(new)) => self.fields(place, base, mine, new),
        }
    }

    fn fields(&mut self, place: &Place, base: &Fields, mine: &Fields, new: &Fields) {
        let mut names: Vec<&str> = new.names().collect();
        names.extend(base.names().filter(|n| new.get(n).is_none()));
        let edited = |field: &&str| base.get(field).map(told) != mine.get(field).map(told);
        let own = |field: &&str| edited(field) && mine.get(field).map(told) != new.get(field).map(told);
        // Words that were drafted for something else than it says now.
        let stale = mine.get("title").is_some() && !edited(&"title") && MEANING.iter().any(own);
        for field in names {
            let (was, is, to) = (base.get(field), mine.get(field), new.get(field));
            let inner = field.split_once('.').map(|(_, issue)| issue);
            if was.map(told) == to.map(told)
                || is.map(told) == to.map(told)
                || stale && field == "title"
                || inner.is_some_and(|issue| self.gone.contains(issue))
            {
                continue;
            }
            let shown = |v: Option<&Value>| v.map(told);
            let (to, kept) = match () {
                () if was.map(told) == is.map(told) => (to.cloned(), false),
                () if SETS.contains(&field) => {
                    let list = |f: &Fields| f.list(field);
                    let merged = sets(&list(base), &list(mine), &list(new));
                    ((!merged.is_empty()).then(|| Value::from_iter(merged)), false)
                }
                () => (to.cloned(), true),
            };
            if kept {
                self.tell(place, What::Kept { field: field.to_owned(), yours: shown(is), draft: shown(to.as_ref()) });
                continue;
            }
            if shown(is) == shown(to.as_ref()) {
                continue;
            }
            let what = What::Changed { field: field.to_owned(), before: shown(is), after: shown(to.as_ref()) };
            if let without @ Some(_) = self.without(field, to.as_ref()) {
                self.tell(place, What::Refused { what: Box::new(what), without });
                continue;
            }
            let change = self.tell(place, what);
            self.loose.push((edit(place, field, to), change));
        }
        if stale {
            let before = mine.get("title").map(told);
            let change = self.tell(place, What::Changed { field: "title".to_owned(), before, after: None });
            self.loose.push((edit(place, "title", None), change));
        }
    }

    /// What a value speaks of that a person took out.
    fn without(&self, field: &str, value: Option<&Value>) -> Option<String> {
        let value = value.filter(|_| !WORDS.contains(&field))?;
        let text = told(value);
        self.gone.iter().find(|id| names(&text, id)).cloned()
    }

    fn tell(&mut self, place: &Place, what: What) -> usize {
        let of = |book: &Book| book.table(place).cloned().unwrap_or_default();
        let (mine, new) = (of(self.mine), of(self.new));
        let named = |f: &Fields| f.text("title").or_else(|| f.text("name")).map(str::to_owned);
        let title = if place.is_head() { None } else { named(&mine).or_else(|| named(&new)) };
        let change =
            Change { place: place.clone(), title, what, before: mine.list("because"), after: new.list("because") };
        self.plan.changes.push(change);
        self.plan.changes.len() - 1
    }

    /// Puts edits that need each other into one unit: all about an issue that comes, goes or gets other options.
    fn finish(mut self) -> Plan {
        let mut heads: BTreeMap<String, usize> = BTreeMap::new();
        for (edit, _) in &self.loose {
            if let Some(issue) = reshaped(edit) {
                let next = heads.len();
                heads.entry(issue.to_owned()).or_insert(next);
            }
        }
        let mut units = vec![Unit::default(); heads.len()];
        for (edit, change) in std::mem::take(&mut self.loose) {
            let whole_table = matches!(&edit, Edit::AddTable(p) | Edit::RemoveTable(p) if p.section != "issues");
            let about =
                if whole_table { None } else { heads.iter().find(|(issue, _)| speaks_of(&edit, issue, self.mine)) };
            match about {
                Some((_, &unit)) => {
                    units[unit].edits.push(edit);
                    units[unit].changes.push(change);
                }
                None => units.push(Unit { edits: vec![edit], changes: vec![change], refused: false }),
            }
        }
        self.plan.units = units;
        self.plan
    }
}

fn edit(place: &Place, field: &str, to: Option<Value>) -> Edit {
    match to {
        Some(value) => Edit::Set(place.clone(), field.to_owned(), value),
        None => Edit::Remove(place.clone(), field.to_owned()),
    }
}

/// The issue whose options an edit changes.
fn reshaped(edit: &Edit) -> Option<&str> {
    match edit {
        Edit::AddTable(place) | Edit::RemoveTable(place) if place.section == "issues" => Some(&place.id),
        Edit::Set(place, field, _) | Edit::Remove(place, field)
            if place.section == "issues" && SHAPE.contains(&field.as_str()) =>
        {
            Some(&place.id)
        }
        _ => None,
    }
}

/// Whether an edit is to the issue, to what is said of its options, or to a condition that names it.
fn speaks_of(edit: &Edit, issue: &str, mine: &Book) -> bool {
    match edit {
        Edit::AddTable(place) | Edit::RemoveTable(place) => place.section == "issues" && place.id == issue,
        Edit::Set(place, field, _) | Edit::Remove(place, field) => {
            let inner = field.split_once('.').map(|(_, inner)| inner);
            let own = place.section == "issues" && place.id == issue;
            let tells = WORDS.contains(&field.as_str());
            let says = |value: Option<&Value>| value.is_some_and(|v| names(&told(v), issue));
            let new = if let Edit::Set(_, _, value) = edit { Some(value) } else { None };
            own && (SHAPE.contains(&field.as_str()) || field == "undo")
                || inner == Some(issue)
                || !tells
                    && !own
                    && inner.is_none()
                    && (says(new) || says(mine.table(place).and_then(|t| t.get(field))))
        }
    }
}

/// Whether a text has a name among its words.
fn names(text: &str, id: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-'))).any(|word| word == id)
}

/// A set with what both sides did to it: what a person put in stays, and what the draft no longer has goes.
fn sets(base: &[String], mine: &[String], new: &[String]) -> Vec<String> {
    let mut merged: Vec<String> = mine.iter().filter(|m| new.contains(m) || !base.contains(m)).cloned().collect();
    merged.extend(new.iter().filter(|n| !base.contains(n) && !mine.contains(n)).cloned());
    merged
}
