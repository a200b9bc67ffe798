//! Reading `case.toml`: text to [`Case`], with every problem of the file found at once (definitions §1).
//!
//! Three passes: the walk holds the file against the table of keys, resolves ids and checks numbers; the lowering builds the
//! case, resolving options and conditions; the checks ask whether the whole makes sense. What one pass has complained about
//! the next passes over in silence.

mod claims;
mod lower;
mod names;
mod options;
mod rules;
mod syntax;
mod walk;
mod wants;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use self::names::Known;
use super::document::Document;
use super::model::{Case, Source};
use crate::diagnostic::{Diagnostic, has_errors, nearest};

/// A value of the file with its place.
type Node<'a> = Spanned<DeValue<'a>>;

/// The path of the case inside its folder.
pub(super) const CASE_FILE: &str = "case.toml";

/// The texts of a case, as its folder holds them.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    /// The contents of `case.toml`.
    pub case: &'a str,
    /// The contents of `claims.toml`, if there is one.
    pub claims: Option<&'a str>,
    /// Source texts: the path inside the folder, and the bytes. What is not here was not found.
    pub sources: &'a BTreeMap<String, Vec<u8>>,
}

/// What came of reading a case.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The case; `None` if and only if there is an error among the diagnostics.
    pub case: Option<Case>,
    /// All problems, sorted by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads and checks a case.
pub fn read(files: &Files<'_>) -> Reading {
    Parsed::new(files.case, files.claims).read(files.sources)
}

/// The two files of a case, parsed but not yet read: the source texts that they name can be loaded in between.
#[derive(Debug)]
pub struct Parsed<'a> {
    case: Document<'a>,
    claims: Option<Document<'a>>,
}

impl<'a> Parsed<'a> {
    /// Parses the contents of `case.toml`, and of `claims.toml` if there is one.
    pub fn new(case: &'a str, claims: Option<&'a str>) -> Self {
        Self { case: Document::parse(case), claims: claims.map(Document::parse) }
    }

    /// The paths of the source texts that the two files name, for the caller to load. A best effort without diagnostics:
    /// [`Parsed::read`] says what is wrong.
    pub fn source_files(&self) -> Vec<String> {
        let named = [Some(&self.case), self.claims.as_ref()].into_iter().flatten().flat_map(Document::source_files);
        let mut files: Vec<String> = named.filter(|file| claims::stays_inside(file)).map(str::to_owned).collect();
        files.sort_unstable();
        files.dedup();
        files
    }

    /// Reads and checks the case. Source texts: the path inside the folder, and the bytes; what is not here was not found.
    pub fn read(&self, sources: &BTreeMap<String, Vec<u8>>) -> Reading {
        let files = Files { case: self.case.text, claims: self.claims.as_ref().map(|c| c.text), sources };
        let mut out = Sink::default();
        let broken = syntax::report(&self.case, CASE_FILE, &mut out);
        let root = self.case.root.get_ref();
        let claims = claims::read(self.claims.as_ref(), files.sources, root, &mut out);
        let known = Known::collect(root, claims.as_ref());
        if broken {
            // The tables are guesses now: only what is wrong with a single value can be trusted, off the lines already named.
            let mut inner = Sink::default();
            walk::walk(root, &known, &mut inner);
            syntax::keep_local(files.case, inner.diagnostics, &mut out);
            return out.finish(None);
        }
        // What is larger than the limits is not looked into.
        let case =
            if walk::walk(root, &known, &mut out) { lower::lower(files.case, root, &known, &mut out) } else { None };
        claims::check(&files, root, &known, claims.as_ref(), &mut out);
        let case = case.map(|case| Case { claims, digest: digest(files.case), ..case });
        out.finish(case)
    }
}

/// The paths of the source texts that the two files name: [`Parsed::source_files`], for those who read only later.
pub fn source_files(case_text: &str, claims_text: Option<&str>) -> Vec<String> {
    Parsed::new(case_text, claims_text).source_files()
}

/// The SHA-256 of a text in lower-case hexadecimal.
fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Collects diagnostics.
#[derive(Debug, Default)]
pub(super) struct Sink {
    diagnostics: Vec<Diagnostic>,
    suggestions: usize,
}

impl Sink {
    /// How often the nearest name is looked for: looking through all names for each of 100,000 wrong ones would take minutes.
    const MAX_SUGGESTIONS: usize = 100;
    /// How many diagnostics are kept; nobody reads more.
    const MAX_KEPT: usize = 1_000;

    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        diagnostics.into_iter().for_each(|d| self.push(d));
    }

    /// The known name nearest to what was written.
    pub(super) fn suggest<'k>(&mut self, written: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
        self.suggestions += 1;
        if self.suggestions > Self::MAX_SUGGESTIONS {
            return None;
        }
        nearest(written, known)
    }

    fn finish(mut self, case: Option<Case>) -> Reading {
        let failed = has_errors(&self.diagnostics);
        let place = |d: &Diagnostic| d.labels.first().map(|l| (l.file.clone(), l.span.start, l.span.end));
        self.diagnostics.sort_by_cached_key(|d| (d.labels.is_empty(), place(d), d.severity, d.code));
        if self.diagnostics.len() > Self::MAX_KEPT {
            let more = self.diagnostics.len() - Self::MAX_KEPT;
            self.diagnostics.truncate(Self::MAX_KEPT);
            let message = format!("{more} more problems are not shown");
            let last = if failed {
                Diagnostic::error("too-large", message)
            } else {
                Diagnostic::warning("too-large", message)
            };
            self.diagnostics.push(last.help("mend the ones above first"));
        }
        Reading { case: case.filter(|_| !failed), diagnostics: self.diagnostics }
    }
}

/// `a`, `b` and `c`: names in prose, at most ten of them.
pub(super) fn listed<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    const MOST: usize = 10;
    let names: Vec<String> = names.into_iter().map(|n| format!("`{n}`")).collect();
    match names.as_slice() {
        [] => "none".to_owned(),
        [one] => one.clone(),
        [head @ .., last] if names.len() <= MOST => format!("{} and {last}", head.join(", ")),
        _ => format!("{} and {} more", names[..MOST].join(", "), names.len() - MOST),
    }
}

/// The source's path, title, date and note; keys of another type are left out.
fn source(id: &str, table: &DeTable<'_>) -> Source {
    Source {
        id: id.to_owned(),
        file: text(table, "file").unwrap_or_default(),
        title: text(table, "title"),
        published: table.get("published").and_then(walk::date),
        origin: text(table, "origin"),
        digest: text(table, "digest"),
        note: text(table, "note"),
    }
}

/// The string at a key.
fn text(table: &DeTable<'_>, key: &str) -> Option<String> {
    table.get(key).and_then(|n| n.get_ref().as_str()).map(str::to_owned)
}

/// The tables inside a table of tables, with their keys and places.
fn tables<'t, 'a>(
    root: &'t DeTable<'a>,
    key: &str,
) -> impl Iterator<Item = (&'t str, &'t DeTable<'a>, &'t Node<'a>)> + use<'t, 'a> {
    let tables = root.get(key).and_then(|n| n.get_ref().as_table()).into_iter().flatten();
    tables.filter_map(|(key, node)| Some((key.get_ref().as_ref(), node.get_ref().as_table()?, node)))
}
