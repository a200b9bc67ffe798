//! What was drafted last, kept beside the case so that the next draft can tell what a person changed since: `.armistice/draft.toml`,
//! and the claims it was drafted from, `.armistice/claims.toml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use armistice::case::{Claims, claims_file};

use crate::failure::Failure;
use crate::files::CLAIMS;
use crate::reading;
use crate::writing::Writing;

/// The folder, inside the case's.
const FOLDER: &str = ".armistice";
const DRAFT: &str = "draft.toml";
/// Stands before the draft.
const HEADER: &str = "\
# Kept by `armistice draft`: the case as it drafted it last. What differs from this in case.toml is yours,
# and the next draft leaves it alone. Keep this file with the case, and do not change it.

";

/// What is remembered of the last draft.
pub(crate) struct Memory {
    /// The case as drafted.
    pub(crate) draft: String,
    /// The claims it was drafted from, if they can still be read.
    pub(crate) claims: Option<Claims>,
}

/// What was drafted last in a folder; `None` where nothing was.
pub(crate) fn load(dir: &Path) -> Result<Option<Memory>, Failure> {
    let path = place(dir, DRAFT);
    if !path.exists() {
        return Ok(None);
    }
    let text = reading::text(&path)?;
    let draft = text.strip_prefix(HEADER).unwrap_or(&text).to_owned();
    let claims = place(dir, CLAIMS);
    let claims = if claims.exists() {
        // The source texts may have changed since: the quotes are not asked for.
        claims_file::read(&reading::text(&claims)?, &BTreeMap::new(), &BTreeMap::new()).0
    } else {
        None
    };
    Ok(Some(Memory { draft, claims }))
}

/// Puts what is drafted now among the files to be written, where it is new.
pub(crate) fn keep(writing: &mut Writing, dir: &Path, draft: &str, claims: &[u8]) -> Result<(), Failure> {
    for (file, contents) in [(DRAFT, [HEADER.as_bytes(), draft.as_bytes()].concat()), (CLAIMS, claims.to_vec())] {
        let path = place(dir, file);
        let same = path.exists() && reading::bytes(&path)? == contents;
        if !same {
            writing.add(&path, &contents)?;
        }
    }
    Ok(())
}

/// The path of the draft that is kept, for messages.
pub(crate) fn named(dir: &Path) -> String {
    place(dir, DRAFT).display().to_string()
}

fn place(dir: &Path, file: &str) -> PathBuf {
    dir.join(FOLDER).join(file)
}
