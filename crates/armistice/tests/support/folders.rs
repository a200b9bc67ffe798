//! The cases in `cases/`, read from their folders.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use armistice::case::{Case, Files, read, source_files};

/// Every bundled case.
pub fn bundled() -> Vec<Case> {
    folders(&root()).iter().map(|folder| case(folder)).collect()
}

/// The case in a folder, which must read without a complaint.
pub fn case(folder: &Path) -> Case {
    let text = |file: &str| fs::read_to_string(folder.join(file)).unwrap();
    let (case, claims) = (text("case.toml"), text("claims.toml"));
    let files = source_files(&case, Some(&claims));
    let sources: BTreeMap<String, Vec<u8>> =
        files.into_iter().map(|f| (f.clone(), fs::read(folder.join(&f)).unwrap())).collect();
    let reading = read(&Files { case: &case, claims: Some(&claims), sources: &sources });
    assert!(reading.diagnostics.is_empty(), "{}: {:?}", folder.display(), reading.diagnostics);
    reading.case.unwrap()
}

/// Where they are.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases")
}

/// Every folder with a `case.toml`, at any depth.
pub fn folders(below: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(below).unwrap() {
        let path = entry.unwrap().path();
        if path.join("case.toml").exists() {
            found.push(path);
        } else if path.is_dir() {
            found.extend(folders(&path));
        }
    }
    found.sort();
    found
}
