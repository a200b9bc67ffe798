//! The texts of `fuzz/corpus/` pass the checks of the fuzz targets: those that fuzzing starts from, and those it once broke something with.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that panics has failed, and then its output is shown"
)]

#[path = "../../../fuzz/checks/mod.rs"]
mod checks;

use std::fs;
use std::path::{Path, PathBuf};

/// Checks every text of a target's corpus.
fn all(target: &str, check: fn(&str)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut files: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 12, "{}: {} files", folder.display(), files.len());
    for file in files {
        println!("{}", file.display());
        check(&fs::read_to_string(&file).unwrap());
    }
}

#[test]
fn articles() {
    all("article", checks::article::check);
}

#[test]
fn cases() {
    all("case", checks::case::check);
}

#[test]
fn claims() {
    all("claims", checks::claims::check);
}

#[test]
fn conditions() {
    all("condition", checks::condition::check);
}

#[test]
fn gold() {
    all("gold", checks::gold::check);
}

#[test]
fn verdicts() {
    all("verdict", |text| assert!(checks::verdict::check(text), "no verdict"));
}
