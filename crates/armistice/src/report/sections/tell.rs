//! What sections of findings say alike.

use crate::case::words::{either, in_prose, is_plural};
use crate::case::{Case, PartyIndex};
use crate::report::page::{Column, Inline, Part, Table};

/// A party's name inside a sentence.
pub(super) fn name(case: &Case, party: PartyIndex) -> String {
    in_prose(&case.parties[party].name)
}

/// "Ukraine and Russia".
pub(super) fn names(case: &Case, parties: &[PartyIndex]) -> String {
    either(&parties.iter().map(|&p| name(case, p)).collect::<Vec<_>>(), "and")
}

/// The word for one, or that for several, as the party is spoken of.
pub(super) fn verb<'w>(case: &Case, party: PartyIndex, one: &'w str, several: &'w str) -> &'w str {
    if is_plural(&case.parties[party].name) { several } else { one }
}

/// A plain paragraph.
pub(super) fn plain(text: impl Into<String>) -> Part {
    Part::plain(text)
}

/// A table of texts; lines of a cell are parted by a line break.
pub(super) fn table(caption: &str, columns: &[(&str, u16)], rows: Vec<Vec<String>>) -> Part {
    let cell = |text: &String| text.split('\n').map(|line| vec![Inline::Text(line.to_owned())]).collect();
    Part::Table(Table {
        caption: caption.to_owned(),
        columns: columns.iter().map(|&(title, share)| Column { title: title.to_owned(), share }).collect(),
        rows: rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
    })
}
