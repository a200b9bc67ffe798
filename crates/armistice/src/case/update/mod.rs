//! Bringing a case that a person has worked on up to date with a new draft.
//!
//! Three texts meet: what was drafted last (the *base*), the case as it stands now, and the new draft. Where the case says what the base says, nobody
//! touched it, and it is given what the new draft says. Where it says something else, a person wrote that, and it stays. Changes are put in
//! in *units* that make sense alone (an issue with how it stands today); a unit that would make the case unreadable, because something a person
//! wrote speaks of what would go, is left out and told.

mod align;
mod book;
mod changes;
mod complete;
mod difference;
#[cfg(test)]
mod tests;
mod units;

use toml_edit::DocumentMut;

use self::book::Book;
pub use self::changes::{Change, Place, What};
pub use self::difference::Difference;
use super::model::Case;
use super::write;

/// A case brought up to date.
#[derive(Clone, Debug)]
pub struct Update {
    /// The new `case.toml`: byte for byte the old one where nothing changes.
    pub text: String,
    /// What was drafted, for the next update: the new draft, but for what was left out of the case now.
    pub base: String,
    /// What changed, and what did not though the draft would change it, in the order of the format.
    pub changes: Vec<Change>,
}

/// The new draft as a text, and what is to be kept as its base.
pub fn begin(draft: &Case) -> Update {
    let text = write::write(draft);
    Update { base: text.clone(), text, changes: Vec::new() }
}

/// Brings `text`, a `case.toml`, up to date with a new draft. `base`: the draft that it was made from; without one all that the text says is a person's.
/// `rejected` tells of a claim whether a person has rejected it. `None`: the text has errors.
pub fn update(text: &str, base: Option<&str>, draft: &Case, rejected: &dyn Fn(&str) -> bool) -> Option<Update> {
    let case = write::contents(text)?;
    let mine = write::document(&case);
    let mine_book = Book::of(&mine);
    let base_document = base.map(|b| base_of(b, &mine_book)).unwrap_or_default();
    let base_book = Book::of(&base_document);
    let mut draft = draft.clone();
    align::align(&mut draft, &base_book, &mine_book);
    let new = write::document(&draft);
    let new_book = Book::of(&new);
    let fresh = write::write(&draft);
    let mut plan = changes::plan(&base_book, &mine_book, &new_book, rejected);
    let merged = units::apply(&mine, &mut plan, &new);
    let untouched = base == Some(text) && plan.refused().next().is_none();
    let text = match write::contents(&merged.to_string()) {
        // As it was drafted: the new draft has the better order.
        _ if untouched => fresh.clone(),
        Some(case) => write::rewrite(text, &case),
        None => text.to_owned(),
    };
    let base =
        if plan.refused().next().is_none() { fresh } else { units::base(&base_document, &plan, &new).to_string() };
    Some(Update { text, base, changes: plan.changes })
}

/// What a case says at the place of a change: a value as it is written, or whether the table is there. For finding what brought a change about.
pub fn value(case: &Case, change: &Change) -> Option<String> {
    let book = Book::of(&write::document(case));
    let table = book.table(&change.place)?;
    let what = if let What::Refused { what, .. } = &change.what { what } else { &change.what };
    match what {
        What::Changed { field, .. } | What::Kept { field, .. } => table.get(field).map(book::told),
        _ => Some(String::new()),
    }
}

/// The base with its issues called as a person has renamed them since.
fn base_of(text: &str, mine: &Book) -> DocumentMut {
    let Some(mut case) = write::contents(text) else { return text.parse().unwrap_or_default() };
    align::follow_renames(&mut case, mine);
    write::document(&case)
}
