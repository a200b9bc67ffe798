//! What was read goes into a case's folder: a new dossier, or into the one that is there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use armistice::case::dossier::{Beside, Changes, InCase, merge};
use armistice::case::{Claims, claims_file};
use armistice_intake::{Document, Format};
use armistice_reader::{SourceText, same};

use super::articles::Article;
use crate::dossier::{self, Dossier};
use crate::failure::Failure;
use crate::files::{CASE, CLAIMS};
use crate::reading;
use crate::screen::{count, hanging, listed};
use crate::writing::Writing;

/// Ids listed in one line; more are only counted.
const LISTED: usize = 12;

/// What became of what was read.
pub(super) struct Kept {
    /// The dossier's claims of the texts that were read.
    pub(super) claims: Claims,
    /// Ids of those that are new or changed.
    pub(super) fresh: BTreeSet<String>,
    /// What changed, in words; empty for a new dossier.
    pub(super) report: String,
}

/// The dossier that is in a folder, unless it is to be thrown away.
pub(super) fn before(folder: &Path, force: bool) -> Result<Option<Dossier>, Failure> {
    if force || !folder.join(CLAIMS).exists() {
        return Ok(None);
    }
    Dossier::to_read_into(folder).map(Some)
}

/// The articles of a dossier that newly read ones repeat for the most part. They are read once more, so that a claim that stands in both is kept once,
/// with both sources.
pub(super) fn repeated(old: &Dossier, new: &[Article]) -> Vec<Article> {
    let anew =
        |id: &str, file: &str, text: &str| new.iter().any(|a| a.id == id || a.file == file || a.document.text == text);
    let mut known: Vec<Article> = Vec::new();
    for source in &old.claims.sources {
        match old.source_text(&source.id) {
            Some(text) if !anew(&source.id, &source.file, text) => known.push(Article {
                id: source.id.clone(),
                file: source.file.clone(),
                origin: source.origin.clone().unwrap_or_else(|| source.file.clone()),
                digest: source.digest.clone(),
                document: Document {
                    text: text.to_owned(),
                    title: source.title.clone(),
                    published: source.published.clone(),
                    format: Format::Plain,
                    encoding: None,
                },
            }),
            _ => {}
        }
    }
    let all: Vec<SourceText<'_>> = known.iter().chain(new).map(Article::source).collect();
    let repeated: BTreeSet<usize> =
        same::repeats(&all).into_iter().filter(|&(_, later)| later >= known.len()).map(|(first, _)| first).collect();
    let mut at = 0..;
    known.retain(|_| at.next().is_some_and(|n| repeated.contains(&n)));
    known
}

/// Puts newly drafted claims and their texts, by the ids of their sources, into a folder: into the dossier that was there before, as
/// [`armistice::case::dossier::merge`] says, or as a new one.
pub(super) fn keep(
    folder: &Path,
    old: Option<&Dossier>,
    drafted: Claims,
    texts: &BTreeMap<String, String>,
    force: bool,
) -> Result<Kept, Failure> {
    let target = folder.join(CLAIMS);
    let in_case = match old {
        Some(old) => old.in_case.clone(),
        None if force || !folder.join(CASE).is_file() => InCase::default(),
        None => InCase::read(&reading::text(&folder.join(CASE))?),
    };
    let mut files = old.map(|old| old.files.clone()).unwrap_or_default();
    let mut taken = BTreeSet::new();
    if !force {
        taken = dossier::source_paths(folder);
        for source in &drafted.sources {
            if let Some(bytes) = dossier::bytes(folder, &source.file)? {
                files.entry(source.file.clone()).or_insert(bytes);
            }
        }
    }
    let before = old.map(|old| old.claims.clone()).unwrap_or_default();
    let last = old.map_or(0, Dossier::last);
    let beside = Beside { files: &files, taken: &taken, read: texts, case: &in_case, last };
    let merged = merge(&before, drafted, &beside);
    match old {
        Some(old) => {
            old.save_with(&merged.claims, &merged.files, merged.last)?;
        }
        None => {
            let mut writing = Writing::default();
            for (path, text) in &merged.files {
                writing.add(&folder.join(path), text)?;
            }
            writing.add(&target, &claims_file::write(&merged.claims))?;
            writing.commit()?;
        }
    }
    let changes = merged.changes;
    let fresh: BTreeSet<String> = changes.new.iter().chain(&changes.redrafted).cloned().collect();
    let of_read: BTreeSet<&String> = [
        &changes.as_before,
        &changes.redrafted,
        &changes.new,
        &changes.kept,
        &changes.rejected,
        &changes.cited,
        &changes.others,
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut claims = merged.claims;
    claims.claims.retain(|c| of_read.contains(&c.id));
    let report = if old.is_some() { report(&changes) } else { String::new() };
    Ok(Kept { claims, fresh, report })
}

/// What changed, in a paragraph and a line for each claim that needs a look.
fn report(changes: &Changes) -> String {
    let ids = |all: &[String]| {
        let shown = all.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", ");
        let more = all.len().saturating_sub(LISTED);
        if more > 0 { format!("{shown} and {more} more") } else { shown }
    };
    let mut parts = vec![format!("{} as before", count(changes.as_before.len() as u64, "draft", "drafts"))];
    for (all, what) in [
        (&changes.redrafted, "drafted anew"),
        (&changes.new, "new"),
        (&changes.gone, "gone"),
        (&changes.moved, "moved with their words"),
        (&changes.cited, "not found again, but kept because something cites them"),
        (&changes.others, "of a model or another tool, not found by this reading, but kept"),
    ] {
        if !all.is_empty() {
            parts.push(format!("{} {what} ({})", all.len(), ids(all)));
        }
    }
    let mut out = format!("{}.", listed(&parts));
    let decided = changes.kept.len() + changes.rejected.len();
    if decided > 0 {
        let decided = count(decided as u64, "claim", "claims");
        out.push_str(&format!(" {decided} that you decided on stay as they are"));
        if !changes.rejected.is_empty() {
            let (n, all) = (changes.rejected.len(), ids(&changes.rejected));
            out.push_str(&format!("; {n} of them, rejected, not drafted again ({all})"));
        }
        out.push('.');
    }
    for (all, one, many) in [
        (&changes.changed_sources, "The text has changed", "The texts have changed"),
        (&changes.new_actors, "New among the actors", "New among the actors"),
        (&changes.gone_actors, "Nothing names any more", "Nothing names any more"),
    ] {
        if !all.is_empty() {
            out.push_str(&format!(" {}: {}.", if all.len() == 1 { one } else { many }, ids(all)));
        }
    }
    let mut out = hanging("", &out);
    for (claim, source) in &changes.lost {
        let line = format!("its words are no longer in the text; they are kept in `{source}`. Look at it again.");
        out.push_str(&hanging(&format!("{claim:>5}  "), &line));
    }
    out
}
