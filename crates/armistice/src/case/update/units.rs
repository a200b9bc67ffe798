//! Putting changes into a case so that it can always be read.

use std::collections::BTreeSet;

use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

use super::book::{FAMILIES, id_of, table_at};
use super::changes::{Edit, Place, Plan, Unit, What};
use super::complete::complete;
use crate::case::write;

/// How often changes that did not fit are tried again after others went in, at most.
const MOST_ROUNDS: usize = 5;

/// The case with the changes of a plan: all of them if it can be read then, else as many as it can be read with. Those left out are marked.
pub(super) fn apply(mine: &DocumentMut, plan: &mut Plan, new: &DocumentMut) -> DocumentMut {
    let reads = |document: &DocumentMut| write::contents(&document.to_string()).is_some();
    let mut all = mine.clone();
    for unit in &plan.units {
        put(&mut all, unit, new);
    }
    if reads(&all) {
        return all;
    }
    let mut kept = mine.clone();
    let mut waiting: Vec<usize> = (0..plan.units.len()).collect();
    for _ in 0..MOST_ROUNDS {
        let before = waiting.len();
        waiting.retain(|&at| {
            let mut tried = kept.clone();
            put(&mut tried, &plan.units[at], new);
            let fits = reads(&tried);
            if fits {
                kept = tried;
            }
            !fits
        });
        if waiting.is_empty() || waiting.len() == before {
            break;
        }
    }
    for at in waiting {
        plan.units[at].refused = true;
        for change in plan.units[at].changes.clone() {
            let what = &mut plan.changes[change].what;
            *what = What::Refused { what: Box::new(what.clone()), without: None };
        }
    }
    kept
}

/// The base of the next update: the new draft, but for what could not be put into the case.
pub(super) fn base(old: &DocumentMut, plan: &Plan, new: &DocumentMut) -> DocumentMut {
    let refused: BTreeSet<&Place> = plan
        .refused()
        .flat_map(|u| &u.edits)
        .map(|e| match e {
            Edit::AddTable(place) | Edit::RemoveTable(place) | Edit::Set(place, ..) | Edit::Remove(place, _) => place,
        })
        .collect();
    let mut base = new.clone();
    // A table with anything refused stays as the base had it, so that the next update sees the same difference again.
    for place in refused {
        let mut old = old.clone();
        match table_at(&mut old, place).cloned() {
            Some(table) if place.is_head() => {
                for (key, item) in table.iter().filter(|(_, i)| !i.is_table() && !i.is_array_of_tables()) {
                    base.insert(key, item.clone());
                }
            }
            Some(table) => {
                remove_table(&mut base, place);
                add_table(&mut base, place, table);
            }
            None => remove_table(&mut base, place),
        }
    }
    base
}

pub(super) fn put(document: &mut DocumentMut, unit: &Unit, new: &DocumentMut) {
    for edit in &unit.edits {
        match edit {
            Edit::AddTable(place) => {
                if let Some(table) = table_at(&mut new.clone(), place).cloned() {
                    add_table(document, place, table);
                    follow(document, place, new);
                }
            }
            Edit::RemoveTable(place) => remove_table(document, place),
            Edit::Set(place, field, value) => set(document, place, field, Some(value.clone())),
            Edit::Remove(place, field) => set(document, place, field, None),
        }
    }
    for edit in &unit.edits {
        if let Edit::AddTable(place) = edit
            && place.section == "issues"
        {
            complete(document, &place.id);
        }
    }
}

fn add_table(document: &mut DocumentMut, place: &Place, table: Table) {
    let root = document.as_table_mut();
    if FAMILIES.contains(&place.section.as_str()) {
        let family = root.entry(&place.section).or_insert_with(|| {
            let mut family = Table::new();
            family.set_implicit(true);
            Item::Table(family)
        });
        if let Item::Table(family) = family {
            family.insert(&place.id, Item::Table(table));
        }
    } else if let Item::ArrayOfTables(all) =
        root.entry(&place.section).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()))
    {
        all.push(table);
    }
}

/// Moves the last table of a section behind the one that it follows in the new draft.
fn follow(document: &mut DocumentMut, place: &Place, new: &DocumentMut) {
    let wanted = ids(new, &place.section);
    let before: Vec<&String> = wanted.iter().take_while(|id| **id != place.id).collect();
    match document.get_mut(&place.section) {
        Some(Item::Table(family)) => {
            let mut order: Vec<String> = family.iter().map(|(k, _)| k.to_owned()).filter(|k| *k != place.id).collect();
            let at = before.iter().rev().find_map(|b| order.iter().position(|o| o == *b)).map_or(0, |at| at + 1);
            order.insert(at, place.id.clone());
            let rank = |key: &str| order.iter().position(|o| o == key);
            // Tables are shown in the order of their places in the file, if they have any: a document in the making has none.
            family.sort_values_by(|a, _, b, _| rank(a.get()).cmp(&rank(b.get())));
        }
        Some(Item::ArrayOfTables(all)) => {
            let mut tables: Vec<Table> = all.iter().cloned().collect();
            let Some(last) = tables.pop() else { return };
            let id = |t: &Table| id_of(&place.section, t).unwrap_or_default();
            let at = before.iter().rev().find_map(|b| tables.iter().position(|t| id(t) == **b)).map_or(0, |at| at + 1);
            tables.insert(at, last);
            all.clear();
            tables.into_iter().for_each(|t| all.push(t));
        }
        _ => {}
    }
}

fn ids(document: &DocumentMut, section: &str) -> Vec<String> {
    match document.get(section) {
        Some(Item::Table(family)) => family.iter().map(|(k, _)| k.to_owned()).collect(),
        Some(Item::ArrayOfTables(all)) => all.iter().filter_map(|t| id_of(section, t)).collect(),
        _ => Vec::new(),
    }
}

fn remove_table(document: &mut DocumentMut, place: &Place) {
    let empty = match document.get_mut(&place.section) {
        Some(Item::Table(family)) => {
            family.remove(&place.id);
            family.is_empty()
        }
        Some(Item::ArrayOfTables(all)) => {
            all.retain(|t| id_of(&place.section, t).as_deref() != Some(place.id.as_str()));
            all.is_empty()
        }
        _ => false,
    };
    if empty {
        document.remove(&place.section);
    }
}

fn set(document: &mut DocumentMut, place: &Place, field: &str, value: Option<Value>) {
    let Some(table) = table_at(document, place) else { return };
    let Some((outer, inner)) = field.split_once('.') else {
        match value {
            Some(value) => drop(table.insert(field, Item::Value(value))),
            None => drop(table.remove(field)),
        }
        return;
    };
    let entry = table.entry(outer).or_insert_with(|| {
        if place.is_head() {
            return Item::Value(InlineTable::new().into());
        }
        let mut inner = Table::new();
        inner.set_dotted(true);
        Item::Table(inner)
    });
    let Some(table) = entry.as_table_like_mut() else { return };
    match value {
        Some(value) => drop(table.insert(inner, Item::Value(value))),
        None => drop(table.remove(inner)),
    }
    if table.is_empty() && !place.is_head() {
        self::set(document, place, outer, None);
    }
}
