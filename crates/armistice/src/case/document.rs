//! A TOML file, parsed once for all that read it.

use toml::Spanned;
use toml::de::{DeTable, Error};

/// A text, as much of its tables as could be parsed, and what could not.
#[derive(Debug)]
pub(super) struct Document<'t> {
    pub(super) text: &'t str,
    pub(super) root: Spanned<DeTable<'t>>,
    pub(super) errors: Vec<Error>,
}

impl<'t> Document<'t> {
    pub(super) fn parse(text: &'t str) -> Self {
        let (root, errors) = DeTable::parse_recoverable(text);
        Self { text, root, errors }
    }

    /// The files of the sources that it declares.
    pub(super) fn source_files(&self) -> impl Iterator<Item = &str> {
        let sources = self.root.get_ref().get("sources").and_then(|s| s.get_ref().as_table()).into_iter().flatten();
        sources.filter_map(|(_, source)| source.get_ref().get("file")?.get_ref().as_str())
    }
}
