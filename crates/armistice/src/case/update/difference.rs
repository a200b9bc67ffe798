//! What tells two cases apart, in parts of which any number can be put into the first.

use toml_edit::DocumentMut;

use super::book::Book;
use super::changes::{self, Change, Plan, What};
use super::{align, units};
use crate::case::model::Case;
use crate::case::write;

/// What turns one case into another.
#[derive(Debug)]
pub struct Difference {
    from: DocumentMut,
    to: DocumentMut,
    /// The second case, with what says the same called as in the first.
    aligned: Case,
    plan: Plan,
}

impl Difference {
    /// Compares two cases table by table and value by value. What has the same title, or says the same, is the same thing whatever its id.
    pub fn new(from: &Case, to: &Case) -> Self {
        let from = write::canonical(from);
        let book = Book::of(&from);
        let mut aligned = to.clone();
        align::align(&mut aligned, &book, &book);
        let to = write::canonical(&aligned);
        let plan = changes::plan(&book, &book, &Book::of(&to), &|_| false);
        Self { from, to, aligned, plan }
    }

    /// The second case, with the ids of the first for what says the same.
    pub fn to(&self) -> &Case {
        &self.aligned
    }

    /// All that changes, in the order of the format.
    pub fn changes(&self) -> &[Change] {
        &self.plan.changes
    }

    /// How many parts there are: changes that make sense alone, such as an issue with all that is said of its options.
    pub fn parts(&self) -> usize {
        self.plan.units.len()
    }

    /// The changes of a part, as indices into [`Difference::changes`].
    pub fn changes_of(&self, part: usize) -> &[usize] {
        self.plan.units.get(part).map_or(&[], |unit| &unit.changes)
    }

    /// Whether a part changes more than words, sources, and who was in the room: something that an outcome's worth or refusal hangs on.
    pub fn bears(&self, part: usize) -> bool {
        const ASIDE: &[&str] = &["sources", "people", "packages", "meetings", "mandates", "stability"];
        const WORDS: &[&str] = &[
            "because",
            "note",
            "title",
            "name",
            "labels",
            "interests",
            "as_of",
            "control",
            "undo",
            "irreversible",
            "patience",
        ];
        self.changes_of(part).iter().filter_map(|&c| self.plan.changes.get(c)).any(|change| {
            let words = matches!(&change.what, What::Changed { field, .. } if WORDS.contains(&field.as_str()));
            !words && !ASIDE.contains(&change.place.section.as_str())
        })
    }

    /// The first case with these parts put in, without claims; `None` when they do not make a case alone.
    pub fn with(&self, parts: &[usize]) -> Option<Case> {
        let mut document = self.from.clone();
        for unit in parts.iter().filter_map(|&part| self.plan.units.get(part)) {
            units::put(&mut document, unit, &self.to);
        }
        write::contents(&document.to_string())
    }
}
