//! [`Case`] → `case.toml`: a fresh file, or the user's own with only what changed written anew.

mod document;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use toml_edit::{DocumentMut, Item, Table};

use self::document::Writer;
use super::merge::merge;
use super::model::Case;
use super::read::Parsed;

/// The headings of a fresh file, before the first of these sections that is there.
const HEADINGS: &[(&str, &[&str])] = &[
    ("who", &["parties", "people"]),
    ("what is on the table", &["issues", "infeasible", "packages"]),
    ("what each wants", &["preferences", "links"]),
    ("what each refuses", &["red_lines", "preconditions", "norms", "goals"]),
    ("who can press, and how", &["levers", "exposure"]),
    ("who was in the room", &["mandates", "meetings", "stability"]),
];

/// The case as a fresh `case.toml`. Reading it gives the same case, apart from places and digest; its claims are written by
/// [`super::claims_file::write`].
pub fn write(case: &Case) -> String {
    let mut document = Writer::new(case, None).document();
    for (heading, sections) in HEADINGS {
        let rule = "-".repeat(100 - heading.len());
        let first = sections.iter().find_map(|s| document.get(s).is_some().then_some(*s));
        if let Some(table) = first.and_then(|s| first_table(document.get_mut(s)?)) {
            table.decor_mut().set_prefix(format!("\n# ---- {heading} {rule}\n\n"));
        }
    }
    document.to_string()
}

/// The first table that a section shows.
fn first_table(section: &mut Item) -> Option<&mut Table> {
    match section {
        Item::Table(family) => family.iter_mut().next()?.1.as_table_mut(),
        Item::ArrayOfTables(all) => all.get_mut(0),
        _ => None,
    }
}

/// `text`, a `case.toml`, changed so that it reads as `case`, with comments, order and notation of everything whose meaning did not change:
/// for the case that `text` reads as, that is `text` itself, byte for byte. A text that has errors is replaced by a fresh one.
pub fn rewrite(text: &str, case: &Case) -> String {
    let says = |text: &str| contents(text).map(|read| fresh(&read));
    match edited(text, case) {
        Some(new) if says(&new).is_some_and(|said| said == fresh(case)) => new,
        // A case with errors can be written, but not read back: nothing is gained by giving the comments up.
        Some(new) if says(&write(case)).is_none() => new,
        // The merge is right for every notation that the tests try; should another break it, content goes before comments.
        _ => write(case),
    }
}

/// The text with its changes, if it can be read.
fn edited(text: &str, case: &Case) -> Option<String> {
    let before = contents(text)?;
    let (old, new) = (Writer::new(&before, None).document(), Writer::new(case, Some(&before)).document());
    if old.to_string() == new.to_string() {
        return Some(text.to_owned());
    }
    let mut edited = text.parse::<DocumentMut>().ok()?;
    merge(&mut edited, &old, &new);
    Some(edited.to_string())
}

/// What a case says, in one notation.
fn fresh(case: &Case) -> String {
    canonical(case).to_string()
}

/// The case as a document without headings.
pub(super) fn document(case: &Case) -> DocumentMut {
    Writer::new(case, None).document()
}

/// The case as a document in which what means the same is written the same.
pub(super) fn canonical(case: &Case) -> DocumentMut {
    Writer::canonical(case).document()
}

/// The case that a text reads as on its own: the sources it names are taken to be there.
pub(super) fn contents(text: &str) -> Option<Case> {
    let parsed = Parsed::new(text, None);
    let sources: BTreeMap<String, Vec<u8>> = parsed.source_files().into_iter().map(|file| (file, Vec::new())).collect();
    parsed.read(&sources).case
}
