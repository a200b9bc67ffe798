//! A page as data: what it says and in which parts, for every format to write.

use super::figure::Figure;

/// A brief, before it has a format.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The case's title.
    pub title: String,
    /// The verdict in few words: "No deal on stated positions".
    pub status: String,
    /// The line below the title: the day, who must agree, the case's digest.
    pub facts: Vec<String>,
    /// What it says, in order.
    pub parts: Vec<Part>,
    /// How it was computed, from what.
    pub provenance: String,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// What the parts that follow are about.
    Heading(String),
    /// A paragraph.
    Paragraph(Weight, Vec<Inline>),
    /// A list.
    List(List),
    /// A table.
    Table(Table),
    /// The deal space.
    Figure(Figure),
}

/// How much a paragraph matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The answer.
    Lead,
    /// Any other.
    Plain,
    /// An aside, in small print.
    Note,
}

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// As it is.
    Text(String),
    /// What the eye should find.
    Strong(String),
    /// What it may pass over.
    Faint(String),
    /// Claims, in square brackets.
    References(Vec<Reference>),
}

/// A claim that something rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The claim's id.
    pub id: String,
    /// Whether it is quoted on this page.
    pub quoted: bool,
}

/// A list, with bullets or numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// Whether the items are numbered, from 1.
    pub numbered: bool,
    /// Each with the quotes behind it.
    pub items: Vec<Item>,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it says.
    pub text: Vec<Inline>,
    /// The words it rests on.
    pub quotes: Vec<Quote>,
}

/// Words said, with who said them, when and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The claim's id: once on a page.
    pub id: String,
    /// Verbatim.
    pub words: String,
    /// Speaker, attribution, source and day.
    pub by: String,
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What it shows, for those who do not see it.
    pub caption: String,
    /// From left to right.
    pub columns: Vec<Column>,
    /// From top to bottom; each has a cell per column, the first of them names the row.
    pub rows: Vec<Vec<Cell>>,
}

/// Lines up to which a table stays on one page: moving a longer one would leave much of a page empty.
const SHORT: usize = 16;

impl Table {
    /// Whether it is to stay on one page. Lines are those before they wrap; a row is as high as its highest cell.
    pub(in crate::report) fn is_short(&self) -> bool {
        self.rows.iter().map(|row| row.iter().map(Vec::len).max().unwrap_or(0)).sum::<usize>() <= SHORT
    }
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its title; may be empty.
    pub title: String,
    /// Its share of the width, against the other columns' shares.
    pub share: u16,
}

/// The lines of a cell.
pub type Cell = Vec<Vec<Inline>>;

impl Part {
    /// A plain paragraph.
    pub(in crate::report) fn plain(text: impl Into<String>) -> Self {
        Self::Paragraph(Weight::Plain, vec![Inline::Text(text.into())])
    }

    /// A table of cells that are text, each line of it a line.
    pub(in crate::report) fn table(caption: &str, columns: &[(&str, u16)], rows: Vec<Vec<String>>) -> Self {
        let cell =
            |text: String| -> Cell { text.split('\n').map(|line| vec![Inline::Text(line.to_owned())]).collect() };
        Self::Table(Table {
            caption: caption.to_owned(),
            columns: columns.iter().map(|&(title, share)| Column { title: title.to_owned(), share }).collect(),
            rows: rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect(),
        })
    }

    /// A note.
    pub(in crate::report) fn note(text: impl Into<String>) -> Self {
        Self::Paragraph(Weight::Note, vec![Inline::Text(text.into())])
    }
}

impl Item {
    /// An item without quotes.
    pub(in crate::report) fn plain(text: impl Into<String>) -> Self {
        Self { text: vec![Inline::Text(text.into())], quotes: Vec::new() }
    }
}
