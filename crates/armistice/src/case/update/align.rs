//! Giving what a new draft has in common with the case the ids that it has there: an id may depend on what else is drafted.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Book, Fields, LISTS, told};
use crate::case::model::Case;
use crate::case::write;

/// Values by which two tables are the same thing, whatever their ids and words.
const SAME: &[&str] = &[
    "party",
    "refuses",
    "first",
    "before",
    "condition",
    "forbids",
    "when",
    "worth",
    "date",
    "place",
    "present",
    "asked",
];

/// Renames issues and constraints of the draft to what the base, or else the case, calls them.
pub(super) fn align(draft: &mut Case, base: &Book, mine: &Book) {
    let title = |fields: &Fields| fields.text("title").map(str::to_owned);
    let known = known(&[base, mine], "issues", &title);
    let identity = draft.issues.iter().map(|i| Some(i.title.clone())).collect();
    let ids = draft.issues.iter().map(|i| i.id.clone()).collect();
    for (issue, id) in draft.issues.iter_mut().zip(renamed(ids, identity, &known)) {
        issue.id = id;
    }
    for section in LISTS {
        let known = self::known(&[base, mine], section, &|f| Some(identity_of(f)));
        let book = Book::of(&write::document(draft));
        let identities: BTreeMap<&str, String> = book.section(section).map(|(id, f)| (id, identity_of(f))).collect();
        let mut ids: Vec<&mut String> = match *section {
            "red_lines" => draft.red_lines.iter_mut().map(|r| &mut r.id).collect(),
            "preconditions" => draft.preconditions.iter_mut().map(|p| &mut p.id).collect(),
            "norms" => draft.norms.iter_mut().map(|n| &mut n.id).collect(),
            "goals" => draft.goals.iter_mut().map(|g| &mut g.id).collect(),
            "levers" => draft.levers.iter_mut().map(|l| &mut l.id).collect(),
            "meetings" => draft.meetings.iter_mut().map(|m| &mut m.id).collect(),
            _ => draft.packages.iter_mut().map(|p| &mut p.id).collect(),
        };
        let own: Vec<String> = ids.iter().map(|id| (**id).clone()).collect();
        let identity = own.iter().map(|id| identities.get(id.as_str()).cloned()).collect();
        for (id, new) in ids.iter_mut().zip(renamed(own, identity, &known)) {
            **id = new;
        }
    }
}

/// Calls an issue of the base as a person does now, where one of its title is there under another name.
pub(super) fn follow_renames(base: &mut Case, mine: &Book) {
    let now: BTreeSet<&str> = mine.section("issues").map(|(id, _)| id).collect();
    let before: BTreeSet<String> = base.issues.iter().map(|i| i.id.clone()).collect();
    for issue in base.issues.iter_mut().filter(|i| !now.contains(i.id.as_str())) {
        let titled = |(id, fields): &(&str, &Fields)| {
            !before.contains(*id) && fields.text("title") == Some(issue.title.as_str())
        };
        if let Some((id, _)) = mine.section("issues").find(titled) {
            issue.id = id.to_owned();
        }
    }
}

fn identity_of(fields: &Fields) -> String {
    let parts = SAME.iter().map(|name| fields.get(name).map(told).unwrap_or_default());
    parts.collect::<Vec<_>>().join("\u{1f}")
}

/// What is known of a section: each identity with its ids, the first book's before the others'.
fn known(
    books: &[&Book],
    section: &str,
    identity: &dyn Fn(&Fields) -> Option<String>,
) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for book in books {
        for (id, fields) in book.section(section) {
            if let Some(identity) = identity(fields) {
                found.entry(identity).or_default().push(id.to_owned());
            }
        }
    }
    found
}

/// The ids with known ones in place of those of the same identity; ids that are taken then get a number.
fn renamed(ids: Vec<String>, identity: Vec<Option<String>>, known: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let called = |(id, identity): (&String, &Option<String>)| {
        let same = known.get(identity.as_ref()?)?;
        // What is there twice under two names keeps its own.
        same.iter().find(|known| *known == id).or(same.first()).filter(|id| taken.insert((*id).clone())).cloned()
    };
    let mut new: Vec<Option<String>> = ids.iter().zip(&identity).map(called).collect();
    for (id, new) in ids.into_iter().zip(&mut new) {
        if new.is_none() {
            let numbered = (2..).map(|n: u32| format!("{id}-{n}"));
            let free = numbered.filter(|id| !known.values().flatten().any(|k| k == id));
            *new = std::iter::once(id.clone()).chain(free).find(|id| taken.insert(id.clone()));
        }
    }
    new.into_iter().flatten().collect()
}
