//! What must hold of any text at all, one file per way in. The fuzz targets run these checks on texts that the fuzzer makes up,
//! and `crates/armistice-cli/tests/corpora.rs` runs them on the texts of `fuzz/corpus/`. A check fails by panicking.

#![allow(dead_code, unreachable_pub, reason = "each fuzz target takes its own part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a check that panics has failed, which is what it is for")]

pub mod article;
pub mod case;
pub mod claims;
pub mod condition;
pub mod gold;
pub mod verdict;

use std::collections::BTreeMap;

use armistice::case::{Files, Reading, read, source_files};
use armistice::diagnostic::{CODES, Diagnostic};

/// The line that parts one text into two files: `case.toml` and `claims.toml`, or two articles.
const PARTING: &str = "# ---- next file ----\n";

/// What every source text says.
const NEWS: &str =
    "Talks in Arden: day two.\nThe Hill State will not open the bridge, a guard said. “Never,” he said.\n";

/// The first file of a text and the second one, if there is one.
fn parts(text: &str) -> (&str, Option<&str>) {
    match text.split_once(PARTING) {
        Some((first, second)) => (first, Some(second)),
        None => (text, None),
    }
}

/// Reads a case whose sources all say the same.
fn reading(case: &str, claims: Option<&str>) -> Reading {
    let sources: BTreeMap<String, Vec<u8>> =
        source_files(case, claims).into_iter().map(|file| (file, NEWS.as_bytes().to_vec())).collect();
    read(&Files { case, claims, sources: &sources })
}

/// Every problem is of a known sort, says in one line what it is and points at whole characters of the file it names.
fn can_be_shown(problems: &[Diagnostic], files: &[(&str, &str)]) {
    for problem in problems {
        assert!(CODES.iter().any(|(code, _)| *code == problem.code), "{problem:?}");
        for line in problem.help.iter().chain([&problem.message]) {
            assert!(!line.is_empty() && !line.contains(['\n', '\r', '\u{1b}']), "{problem:?}");
        }
        for label in &problem.labels {
            let Some((_, text)) = files.iter().find(|(name, _)| *name == label.file) else { continue };
            assert!(text.get(label.span.clone()).is_some(), "{problem:?}");
        }
    }
}
