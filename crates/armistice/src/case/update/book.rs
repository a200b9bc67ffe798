//! A case's document as tables with values, to be compared with another.

use std::collections::BTreeMap;

use toml_edit::{DocumentMut, Item, Table, TableLike, Value};

use super::changes::Place;

/// The tables of a document by place, in its order.
#[derive(Clone, Debug, Default)]
pub(super) struct Book {
    order: Vec<Place>,
    tables: BTreeMap<Place, Fields>,
}

/// The values of a table: `name`, `because`; of inner tables with a dot, `scores.ceasefire`.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields {
    order: Vec<String>,
    values: BTreeMap<String, Value>,
}

/// The sections whose tables have names: `[parties.arlen]`.
pub(super) const FAMILIES: &[&str] =
    &["sources", "parties", "people", "issues", "preferences", "exposure", "stability"];
/// The sections that are lists of tables with ids: `[[red_lines]]`.
pub(super) const LISTS: &[&str] = &["red_lines", "preconditions", "norms", "goals", "levers", "meetings", "packages"];
/// The sections that are lists of tables without ids, with the values that tell their tables apart.
const NAMELESS: &[(&str, &[&str])] =
    &[("infeasible", &["when"]), ("links", &["party", "when"]), ("mandates", &["party", "level"])];
/// Tables inside of tables whose entries are values of their own.
const OPENED: &[&str] = &["status_quo", "scores"];

impl Book {
    /// Opens a document: one that was freshly written, or such a text read again.
    pub(super) fn of(document: &DocumentMut) -> Self {
        let mut book = Self::default();
        let root = document.as_table();
        let mut head = Fields::default();
        for (key, item) in root.iter().filter(|(k, _)| *k != "format") {
            if item.is_value() || OPENED.contains(&key) {
                head.add(key, item);
            }
        }
        book.add(Place::head(), head);
        for section in FAMILIES {
            for (id, table) in root.get(section).and_then(Item::as_table_like).into_iter().flat_map(TableLike::iter) {
                if let Some(table) = table.as_table_like() {
                    book.add(Place::new(section, id), Fields::of(table));
                }
            }
        }
        for section in LISTS.iter().copied().chain(NAMELESS.iter().map(|n| n.0)) {
            for table in root.get(section).and_then(Item::as_array_of_tables).into_iter().flatten() {
                if let Some(id) = id_of(section, table) {
                    book.add(Place::new(section, &id), Fields::of(table));
                }
            }
        }
        book
    }

    fn add(&mut self, place: Place, fields: Fields) {
        if self.tables.insert(place.clone(), fields).is_none() {
            self.order.push(place);
        }
    }

    pub(super) fn table(&self, place: &Place) -> Option<&Fields> {
        self.tables.get(place)
    }

    /// The tables in order.
    pub(super) fn tables(&self) -> impl Iterator<Item = (&Place, &Fields)> {
        self.order.iter().filter_map(|place| Some((place, self.tables.get(place)?)))
    }

    /// The tables of a section in order.
    pub(super) fn section<'a>(&'a self, section: &'a str) -> impl Iterator<Item = (&'a str, &'a Fields)> {
        self.tables()
            .filter(move |(place, _)| place.section == section)
            .map(|(place, fields)| (place.id.as_str(), fields))
    }
}

impl Fields {
    fn of(table: &dyn TableLike) -> Self {
        let mut fields = Self::default();
        for (key, item) in table.iter() {
            fields.add(key, item);
        }
        fields
    }

    fn add(&mut self, key: &str, item: &Item) {
        if OPENED.contains(&key)
            && let Some(inner) = item.as_table_like()
        {
            for (name, value) in inner.iter() {
                self.put(format!("{key}.{name}"), value);
            }
            return;
        }
        self.put(key.to_owned(), item);
    }

    fn put(&mut self, key: String, item: &Item) {
        if let Ok(value) = item.clone().into_value()
            && self.values.insert(key.clone(), bare(value)).is_none()
        {
            self.order.push(key);
        }
    }

    pub(super) fn get(&self, field: &str) -> Option<&Value> {
        self.values.get(field)
    }

    /// The names of the values in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.order.iter().map(String::as_str)
    }

    /// A text, if the value is one.
    pub(super) fn text(&self, field: &str) -> Option<&str> {
        self.get(field)?.as_str()
    }

    /// The texts of a list.
    pub(super) fn list(&self, field: &str) -> Vec<String> {
        let list = self.get(field).and_then(Value::as_array).into_iter().flatten();
        list.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// Whether both say the same, in whatever order.
    pub(super) fn same(&self, other: &Self) -> bool {
        self.values.len() == other.values.len()
            && self.values.iter().zip(&other.values).all(|((k, a), (l, b))| k == l && told(a) == told(b))
    }
}

/// A value without the blanks and comments around it.
fn bare(mut value: Value) -> Value {
    value.decor_mut().clear();
    match &mut value {
        Value::Array(array) => {
            let inner: Vec<Value> = array.iter().cloned().map(bare).collect();
            *array = inner.into_iter().collect();
        }
        Value::InlineTable(table) => {
            let inner: Vec<(String, Value)> = table.iter().map(|(k, v)| (k.to_owned(), bare(v.clone()))).collect();
            *table = inner.into_iter().collect();
        }
        _ => {}
    }
    value
}

/// A value as it is written.
pub(super) fn told(value: &Value) -> String {
    value.to_string()
}

/// By what a table of a list is known: its id, or what tells it apart.
pub(super) fn id_of(section: &str, table: &Table) -> Option<String> {
    let text = |field: &str| table.get(field).and_then(Item::as_str);
    match NAMELESS.iter().find(|(name, _)| *name == section) {
        Some((_, fields)) => Some(fields.iter().filter_map(|f| text(f)).collect::<Vec<_>>().join(": ")),
        None => text("id").map(str::to_owned),
    }
}

/// The table at a place of a document.
pub(super) fn table_at<'d>(document: &'d mut DocumentMut, place: &Place) -> Option<&'d mut Table> {
    if place.is_head() {
        return Some(document.as_table_mut());
    }
    match document.get_mut(&place.section)? {
        Item::Table(family) => family.get_mut(&place.id)?.as_table_mut(),
        Item::ArrayOfTables(all) => {
            all.iter_mut().find(|t| id_of(&place.section, t).as_deref() == Some(place.id.as_str()))
        }
        _ => None,
    }
}
