//! The cases that come with the command. Their path below `cases/` is their name.

use std::path::Path;

use include_dir::{Dir, include_dir};

static CASES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../cases");

/// Every bundled case's name, sorted.
pub(crate) fn names() -> Vec<&'static str> {
    let mut found = Vec::new();
    collect(&CASES, &mut found);
    found.sort_unstable();
    found
}

fn collect(dir: &'static Dir<'static>, found: &mut Vec<&'static str>) {
    for inner in dir.dirs() {
        if inner.get_file(inner.path().join("case.toml")).is_some() {
            found.extend(inner.path().to_str());
        } else {
            collect(inner, found);
        }
    }
}

/// Whether a bundled case has this name.
pub(crate) fn has(name: &str) -> bool {
    CASES.get_file(Path::new(name).join("case.toml")).is_some()
}

/// The bytes of a file of a bundled case.
pub(crate) fn file(name: &str, path: &str) -> Option<&'static [u8]> {
    Some(CASES.get_file(Path::new(name).join(path))?.contents())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_bundled() {
        assert!(names().contains(&"ukraine/istanbul-2025"), "{:?}", names());
        assert!(has("ukraine/istanbul-2025"));
        assert!(!has("ukraine"));
        assert!(file("ukraine/istanbul-2025", "claims.toml").is_some());
    }
}
