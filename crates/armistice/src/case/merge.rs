//! Changing a user's TOML document only where its meaning changed.
//!
//! Three documents go in: the user's own, and what it said before and is to say now, both freshly written. Where these two agree, the user's text
//! stays as it is, however it says it; where they differ, the user's text is given what is new. So comments, order and notation survive.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Key, Table, TableLike, Value};

/// Puts a value into a table that is being written, if there is one.
pub(super) fn set(table: &mut Table, key: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        table.insert(key, Item::Value(value.into()));
    }
}

/// Puts a day into a table that is being written: as TOML's own date where it is one.
pub(super) fn set_date(table: &mut Table, key: &str, day: Option<&str>) {
    let value = day.map(|day| day.parse::<toml_edit::Datetime>().map_or_else(|_| Value::from(day), Value::from));
    set(table, key, value);
}

/// Puts the tables `[key.ID]` into a document that is being written.
pub(super) fn family<'a>(root: &mut Table, key: &str, members: impl Iterator<Item = (&'a str, Table)>) {
    let mut all = Table::new();
    all.set_implicit(true);
    for (id, table) in members {
        all.insert(id, Item::Table(table));
    }
    if !all.is_empty() {
        root.insert(key, Item::Table(all));
    }
}

/// Changes `text`, which means `before`, so that it means `after`.
pub(super) fn merge(text: &mut DocumentMut, before: &DocumentMut, after: &DocumentMut) {
    let mut orphans = Orphans::default();
    merge_tables(Place::Table(text.as_table_mut()), before.as_table(), after.as_table(), &mut orphans);
    orphans.house(text);
}

/// A table of either notation.
enum Place<'a> {
    Table(&'a mut Table),
    Inline(&'a mut InlineTable),
}

impl Place<'_> {
    fn table(&mut self) -> &mut dyn TableLike {
        match self {
            Self::Table(table) => *table,
            Self::Inline(table) => *table,
        }
    }

    /// Whether members have to stand in the line of their key, as values.
    fn holds_values_only(&self) -> bool {
        match self {
            Self::Table(table) => table.is_dotted(),
            Self::Inline(_) => true,
        }
    }

    fn sort(&mut self, rank: &BTreeMap<String, usize>) {
        let rank = |key: &Key| rank.get(key.get()).copied().unwrap_or(usize::MAX);
        match self {
            Self::Table(table) => table.sort_values_by(|a, _, b, _| rank(a).cmp(&rank(b))),
            Self::Inline(table) => {
                table.sort_values_by(|a, _, b, _| rank(a).cmp(&rank(b)));
                close(table);
            }
        }
    }
}

/// Moves the blank before the closing brace behind what is now the last value.
fn close(table: &mut InlineTable) {
    let count = table.len();
    let mut blank = None;
    for (at, (_, value)) in table.iter_mut().enumerate() {
        let decor = value.decor_mut();
        let suffix = decor.suffix().and_then(|s| s.as_str()).unwrap_or_default().to_owned();
        if at + 1 < count && !suffix.is_empty() && suffix.trim().is_empty() {
            blank = Some(suffix);
            decor.set_suffix("");
        } else if let Some(blank) = blank.take().filter(|_| at + 1 == count && suffix.is_empty()) {
            decor.set_suffix(blank);
        }
    }
}

/// Whether two freshly written things say the same.
fn same(a: &Item, b: &Item) -> bool {
    match (a, b) {
        (Item::Table(a), Item::Table(b)) => same_table(a, b),
        (Item::ArrayOfTables(a), Item::ArrayOfTables(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_table(a, b))
        }
        (Item::Value(a), Item::Value(b)) => a.to_string() == b.to_string(),
        _ => false,
    }
}

fn same_table(a: &Table, b: &Table) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|((k, a), (l, b))| k == l && same(a, b))
}

fn keys(table: &dyn TableLike) -> Vec<String> {
    table.iter().map(|(k, _)| k.to_owned()).collect()
}

fn merge_tables(mut place: Place<'_>, before: &dyn TableLike, after: &dyn TableLike, orphans: &mut Orphans) {
    for (key, _) in before.iter().filter(|(k, _)| !after.contains_key(k)) {
        if let Some(removed) = place.table().remove(key) {
            orphans.left_by(&removed);
        }
    }
    let values_only = place.holds_values_only();
    let mut inserted = Vec::new();
    for (key, new) in after.iter() {
        let old = before.get(key);
        if old.is_some_and(|old| same(old, new)) {
            continue;
        }
        match (place.table().get_mut(key), old) {
            (Some(item), Some(old)) => merge_items(item, old, new, orphans),
            (Some(item), None) => replace(item, new, orphans),
            (None, _) => {
                let new = if values_only { as_value(new) } else { new.clone() };
                place.table().insert(key, new);
                inserted.push(key);
            }
        }
    }
    let common = |from: &dyn TableLike, with: &dyn TableLike| -> Vec<String> {
        keys(from).into_iter().filter(|k| with.contains_key(k)).collect()
    };
    let moved = common(before, after) != common(after, before);
    if inserted.is_empty() && !moved {
        return;
    }
    let order = if moved {
        by_order_of(&keys(after), &keys(place.table()))
    } else {
        with_inserted(&keys(after), &keys(place.table()), &inserted)
    };
    place.sort(&order.into_iter().enumerate().map(|(i, k)| (k, i)).collect());
    if let Place::Table(table) = place {
        let mut children: Vec<&mut Table> = Vec::new();
        for (key, item) in table.iter_mut() {
            // A new section takes its place after the one before it by itself; only the members of one family have to be in order.
            if let (Item::Table(child), true) = (item, after.contains_key(key.get())) {
                children.push(child);
            }
        }
        in_order(&mut children, moved);
    }
}

/// `present` in the order of `wanted`; keys that are not wanted (defaults written out) stay behind what they follow.
fn by_order_of(wanted: &[String], present: &[String]) -> Vec<String> {
    let rank: BTreeMap<&String, usize> = wanted.iter().enumerate().map(|(i, k)| (k, i + 1)).collect();
    let mut last = 0;
    let mut ranked: Vec<(usize, &String)> = Vec::new();
    for key in present {
        last = rank.get(key).copied().unwrap_or(last);
        ranked.push((last, key));
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, k)| k.clone()).collect()
}

/// `present` with each of `inserted` moved behind what it follows in `wanted`.
fn with_inserted(wanted: &[String], present: &[String], inserted: &[&str]) -> Vec<String> {
    let mut followers: BTreeMap<Option<&String>, Vec<&String>> = BTreeMap::new();
    let (inserted, there): (BTreeSet<&str>, BTreeSet<&String>) =
        (inserted.iter().copied().collect(), present.iter().collect());
    let mut anchor = None;
    for key in wanted {
        if inserted.contains(&key.as_str()) {
            followers.entry(anchor).or_default().push(key);
        } else if there.contains(key) {
            anchor = Some(key);
        }
    }
    let mut order: Vec<String> = followers.remove(&None).into_iter().flatten().cloned().collect();
    for key in present.iter().filter(|k| !inserted.contains(&k.as_str())) {
        order.push(key.clone());
        order.extend(followers.remove(&Some(key)).into_iter().flatten().cloned());
    }
    order
}

fn merge_items(text: &mut Item, before: &Item, after: &Item, orphans: &mut Orphans) {
    if let (Some(before), Some(after)) = (before.as_table_like(), after.as_table_like()) {
        match text {
            Item::Table(table) => return merge_tables(Place::Table(table), before, after, orphans),
            Item::Value(Value::InlineTable(table)) => {
                return merge_tables(Place::Inline(table), before, after, orphans);
            }
            _ => {}
        }
    }
    if let (Item::ArrayOfTables(text), Item::ArrayOfTables(before), Item::ArrayOfTables(after)) =
        (&mut *text, before, after)
        && text.len() == before.len()
    {
        return merge_arrays(text, before, after, orphans);
    }
    replace(text, after, orphans);
}

/// The same as a value, for places where no table of its own may stand.
fn as_value(item: &Item) -> Item {
    item.clone().into_value().map_or(Item::None, Item::Value)
}

/// Writes a thing anew in the place of the old one, in its notation and with the comments around it.
fn replace(text: &mut Item, new: &Item, orphans: &mut Orphans) {
    if let Item::Value(old) = text {
        let decor = old.decor().clone();
        *text = as_value(new);
        if let Item::Value(new) = text {
            *new.decor_mut() = decor;
        }
        return;
    }
    let mut new = new.clone();
    if let (Item::Table(old), Item::Table(new)) = (&*text, &mut new) {
        *new.decor_mut() = old.decor().clone();
        new.set_position(old.position());
    } else {
        orphans.left_by(text);
    }
    *text = new;
}

/// Pairs the tables of two lists: equal ones and those with one `id` first; without ids, what is left over in turn.
fn pairs(before: &[&Table], after: &[&Table]) -> Vec<Option<usize>> {
    let identity = |t: &Table| t.get("id").and_then(Item::as_str).map(str::to_owned);
    let mut by_identity: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
    let mut left = vec![true; before.len()];
    for (i, table) in before.iter().enumerate() {
        by_identity.entry(identity(table).unwrap_or_else(|| table.to_string())).or_default().push_back(i);
    }
    let mut paired: Vec<Option<usize>> = after
        .iter()
        .map(|table| by_identity.get_mut(&identity(table).unwrap_or_else(|| table.to_string()))?.pop_front())
        .collect();
    paired.iter().flatten().for_each(|&i| left[i] = false);
    let mut leftover = (0..before.len()).filter(|&i| left[i] && identity(before[i]).is_none());
    for (pair, table) in paired.iter_mut().zip(after) {
        if pair.is_none() && identity(table).is_none() {
            *pair = leftover.next();
        }
    }
    paired
}

fn merge_arrays(text: &mut ArrayOfTables, before: &ArrayOfTables, after: &ArrayOfTables, orphans: &mut Orphans) {
    let (before, after): (Vec<&Table>, Vec<&Table>) = (before.iter().collect(), after.iter().collect());
    let paired = pairs(&before, &after);
    let mut old: Vec<Option<Table>> = text.iter().cloned().map(Some).collect();
    let mut merged: Vec<Table> = Vec::new();
    for (&new, &pair) in after.iter().zip(&paired) {
        let kept = pair.and_then(|i| Some((i, old.get_mut(i)?.take()?)));
        merged.push(match kept {
            Some((i, mut table)) => {
                merge_tables(Place::Table(&mut table), before[i], new, orphans);
                table
            }
            None => new.clone(),
        });
    }
    old.into_iter().flatten().for_each(|gone| orphans.left_by(&Item::Table(gone)));
    in_order(&mut merged.iter_mut().collect::<Vec<_>>(), true);
    text.clear();
    merged.into_iter().for_each(|table| text.push(table));
}

/// Gives tables places in the file that follow one another as the tables do. New tables take the place after the one before them by themselves,
/// but for the first ones; `sorted` says whether the old ones may have changed places too.
fn in_order(tables: &mut [&mut Table], sorted: bool) {
    let mut places = Vec::new();
    tables.iter_mut().for_each(|t| visit(t, &mut |t| places.push(t.position())));
    let mut known: Vec<isize> = places.iter().copied().flatten().collect();
    if sorted {
        known.sort_unstable();
    }
    let Some(&first) = known.first() else { return };
    let mut known = known.into_iter();
    let mut started = false;
    for table in tables {
        visit(table, &mut |t| {
            if t.position().is_some() {
                started = true;
                t.set_position(known.next());
            } else if !started && !t.is_implicit() {
                t.set_position(Some(first));
            }
        });
    }
}

/// Visits a table and those in it in the order of their entries.
fn visit(table: &mut Table, each: &mut impl FnMut(&mut Table)) {
    each(table);
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => visit(inner, each),
            Item::ArrayOfTables(all) => all.iter_mut().for_each(|inner| visit(inner, each)),
            _ => {}
        }
    }
}

/// Comments that stood before a removed table but are not its own: headings and remarks with an empty line after them.
#[derive(Default)]
struct Orphans {
    found: Vec<(isize, String)>,
}

impl Orphans {
    fn left_by(&mut self, removed: &Item) {
        let mut removed = removed.clone();
        let mut keep = |table: &mut Table| {
            let (Some(position), Some(prefix)) = (table.position(), table.decor().prefix().and_then(|p| p.as_str()))
            else {
                return;
            };
            let end = prefix.rfind("\n\n").map_or(0, |i| i + 2);
            if let Some(kept) = prefix.get(..end).filter(|kept| kept.contains('#')) {
                self.found.push((position, kept.to_owned()));
            }
        };
        match &mut removed {
            Item::Table(table) => visit(table, &mut keep),
            Item::ArrayOfTables(all) => all.iter_mut().for_each(|table| visit(table, &mut keep)),
            _ => {}
        }
    }

    /// Puts them before whatever comes next in the file.
    fn house(mut self, text: &mut DocumentMut) {
        self.found.sort();
        for (position, comment) in self.found.into_iter().rev() {
            let mut next: Option<isize> = None;
            visit(text.as_table_mut(), &mut |t| {
                if let Some(p) = t.position().filter(|&p| p > position && !t.is_implicit()) {
                    next = Some(next.map_or(p, |n| n.min(p)));
                }
            });
            let Some(next) = next else {
                let trailing = format!("{}{comment}", text.trailing().as_str().unwrap_or("")).trim_end().to_owned();
                text.set_trailing(format!("{trailing}\n"));
                continue;
            };
            let mut comment = Some(comment);
            visit(text.as_table_mut(), &mut |t| {
                let here = t.position() == Some(next) && !t.is_implicit();
                if let Some(comment) = comment.take_if(|_| here) {
                    let own = t.decor().prefix().and_then(|p| p.as_str()).unwrap_or("\n");
                    let joined = format!("{comment}{}", own.trim_start_matches('\n'));
                    t.decor_mut().set_prefix(joined);
                }
            });
        }
    }
}
