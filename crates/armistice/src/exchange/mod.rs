//! Claims for other programs, and back: JSON Lines, tables for spreadsheets, W3C Web Annotations; events with PLOVER and CAMEO codes, one way.
//!
//! Text in, text out. [`export`] writes a dossier; [`read`] takes apart what a file says, and [`Incoming::merge`] looks for its quotes in the sources
//! and adds it to a dossier. What somebody decided there is never overwritten unasked, and a quote that does not stand in its source is reported, not
//! mended. `docs/exchange.md` describes the formats.

mod annotations;
pub mod codes;
mod csv;
mod events;
mod incoming;
mod json_lines;
mod merge;
mod positions;
#[cfg(test)]
mod sample;
mod spans;
mod table;
#[cfg(test)]
mod tests;
mod values;

use std::collections::BTreeMap;

use crate::case::claims::{Actor, Claims};
use crate::case::model::Source;

pub use incoming::{Incoming, Refused};
pub use merge::{Known, Merged};

/// What claims are exchanged as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A JSON object a line.
    JsonLines,
    /// A table with a claim a row: RFC 4180, for spreadsheets.
    Csv,
    /// W3C Web Annotations, as JSON-LD.
    Annotations,
    /// Events with CAMEO codes, tab-separated. Cannot be read back.
    Events,
}

impl Format {
    /// Every format.
    pub const ALL: &[Self] = &[Self::JsonLines, Self::Csv, Self::Annotations, Self::Events];

    /// Its name on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::JsonLines => "jsonl",
            Self::Csv => "csv",
            Self::Annotations => "annotations",
            Self::Events => "events",
        }
    }
}

/// A dossier as it is written.
#[derive(Clone, Copy, Debug)]
pub struct Dossier<'a> {
    /// The claims, with the sources and actors that `claims.toml` declares.
    pub claims: &'a Claims,
    /// Sources and actors that the case declares besides.
    pub known: &'a Known,
    /// The texts of the sources, by their files.
    pub texts: &'a BTreeMap<String, String>,
}

impl<'a> Dossier<'a> {
    /// The source with this id.
    fn source(&self, id: &str) -> Option<&'a Source> {
        self.claims.sources.iter().chain(&self.known.sources).find(|s| s.id == id)
    }

    /// Everybody by id; what `claims.toml` says comes first.
    fn actors(&self) -> BTreeMap<&'a str, &'a Actor> {
        self.known.actors.iter().chain(&self.claims.actors).map(|a| (a.id.as_str(), a)).collect()
    }

    /// Sources to hand over: those of `claims.toml`, and of the others those that claims come from.
    fn sources_told(&self) -> Vec<&'a Source> {
        let own = &self.claims.sources;
        let mentioned = |s: &&Source| {
            self.claims.claims.iter().any(|c| c.source == s.id || c.also.iter().any(|p| p.source == s.id))
        };
        let others = self.known.sources.iter().filter(|s| own.iter().all(|o| o.id != s.id));
        own.iter().chain(others.filter(mentioned)).collect()
    }

    /// Actors to hand over: those of `claims.toml`, and of the others those whom it names.
    fn actors_told(&self) -> Vec<&'a Actor> {
        let own = &self.claims.actors;
        let mut named: Vec<&str> = own.iter().filter_map(|a| a.of.as_deref()).collect();
        for claim in &self.claims.claims {
            let by = claim.attribution.iter().filter_map(|a| a.actor.as_ref());
            named.extend(claim.speaker.iter().chain(&claim.target).chain(by).map(String::as_str));
        }
        let others = self.known.actors.iter().filter(|a| own.iter().all(|o| o.id != a.id));
        own.iter().chain(others.filter(|a| named.contains(&a.id.as_str()))).collect()
    }
}

/// Writes a dossier.
pub fn export(dossier: &Dossier<'_>, format: Format) -> String {
    match format {
        Format::JsonLines => json_lines::write(dossier),
        Format::Csv => table::write(dossier),
        Format::Annotations => annotations::write(dossier),
        Format::Events => events::write(dossier),
    }
}

/// Takes apart a file of claims. Errors: the text is not of the format at all, said in a sentence; what is wrong with single claims is in
/// [`Incoming::refused`].
pub fn read(text: &str, format: Format) -> Result<Incoming, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match format {
        Format::JsonLines => Ok(json_lines::read(text)),
        Format::Csv => table::read(text),
        Format::Annotations => annotations::read(text),
        Format::Events => Err("events cannot be read back: they have no quotes".to_owned()),
    }
}
