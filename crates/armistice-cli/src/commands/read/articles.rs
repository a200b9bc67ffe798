//! From the files and folders that were named to the articles in them. What is wrong with one file costs that file only.

use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use armistice_intake::language::{self, Language};
use armistice_intake::{Document, document};
use sha2::{Digest, Sha256};

use crate::failure::{Failure, plain};
use crate::progress::Progress;
use crate::reading::{self, LARGEST};

/// The name that stands for standard input.
const STDIN: &str = "-";
/// Endings of the files that are read in a folder; files that are named are read whatever their ending.
const ENDINGS: &[&str] = &["txt", "text", "md", "markdown", "html", "htm", "xhtml", "pdf", "docx"];
/// Files that a folder may hold, and folders that may lie one in another.
const MANY: usize = 10_000;
const DEEP: usize = 64;
/// Bytes of text that are read at once. Claims, actors and quotes are held in memory till all is written.
const TOGETHER: usize = 256 << 20;

/// An article, with its name in the case.
pub(super) struct Article {
    pub(super) id: String,
    pub(super) file: String,
    /// The document's own name.
    pub(super) origin: String,
    /// SHA-256 of its bytes, if they were read.
    pub(super) digest: Option<String>,
    pub(super) document: Document,
}

/// What was found: the articles, and what was wrong with the files that gave none.
#[derive(Default)]
pub(super) struct Articles {
    pub(super) read: Vec<Article>,
    pub(super) problems: Vec<Failure>,
    /// Files in folders that were passed over, since their ending is none of a document.
    pub(super) passed: usize,
}

/// Reads the files, and in folders the documents; `without` is a folder that is left out, the one to be written to.
pub(super) fn articles(
    named: &[PathBuf],
    without: Option<&Path>,
    any_language: bool,
    progress: &mut Progress,
) -> Articles {
    let mut found = Articles::default();
    let mut files = Vec::new();
    let without = without.and_then(|dir| fs::canonicalize(dir).ok());
    for path in named {
        if path.as_os_str() != STDIN && path.is_dir() {
            let before = (files.len(), found.problems.len());
            walk(path, without.as_deref(), 0, &mut files, &mut found);
            if (files.len(), found.problems.len()) == before {
                let failure = Failure::input(format!("there are no documents in the folder `{}`", path.display()));
                found.problems.push(failure.help(format!("documents end in .{}", ENDINGS.join(", ."))));
            }
        } else {
            files.push(path.clone());
        }
    }
    let mut together = 0;
    for (n, path) in files.iter().enumerate() {
        progress.show(n, files.len(), &path.display().to_string());
        match article(path, any_language, &found.read) {
            Ok(article) if together + article.document.text.len() > TOGETHER => {
                let left = files.len() - n;
                let failure = Failure::input(format!(
                    "these are more than {} MB of text: `{}` and what follows it, {left} in all, is not read",
                    TOGETHER >> 20,
                    path.display()
                ));
                found.problems.push(failure.help("read them in portions, each into a folder of its own"));
                break;
            }
            Ok(article) => {
                together += article.document.text.len();
                found.read.push(article);
            }
            Err(failure) => found.problems.push(failure),
        }
    }
    progress.clear();
    found
}

/// The documents of a folder and of the folders in it, by name. Links to folders are not followed, so that none is walked for ever; what is hidden, and what is no ordinary
/// file, is passed over.
fn walk(folder: &Path, without: Option<&Path>, depth: usize, files: &mut Vec<PathBuf>, found: &mut Articles) {
    if without.is_some() && fs::canonicalize(folder).ok().as_deref() == without {
        return;
    }
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(error) => {
            found.problems.push(Failure::input(format!(
                "cannot read the folder `{}`: {}",
                folder.display(),
                plain(&error)
            )));
            return;
        }
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        let Some(kind) = entry.file_type().ok().filter(|_| !hidden) else { continue };
        if kind.is_dir() {
            if depth < DEEP {
                walk(&path, without, depth + 1, files, found);
            } else {
                found.problems.push(Failure::input(format!("`{}` lies more than {DEEP} folders deep", path.display())));
            }
        } else if path.is_file() {
            let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
            if !ENDINGS.contains(&ending.as_str()) {
                found.passed += 1;
            } else if files.len() < MANY {
                files.push(path);
            } else if files.len() == MANY {
                let failure = Failure::input(format!("there are more than {MANY} documents in `{}`", folder.display()));
                found.problems.push(failure.help("name a folder with fewer"));
                return;
            }
        }
    }
}

fn article(path: &Path, any_language: bool, before: &[Article]) -> Result<Article, Failure> {
    let stdin = path.as_os_str() == STDIN;
    // Read once: text and digest are of the same bytes, whatever happens to the file meanwhile.
    let bytes = if stdin { standard_input()? } else { reading::bytes(path)? };
    let shown = if stdin { "standard input".to_owned() } else { format!("`{}`", path.display()) };
    let origin = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let document = document(&origin, &bytes).map_err(|refusal| {
        let failure = Failure::input(format!("{shown} {}", refusal.what));
        refusal.help.iter().fold(failure, Failure::help)
    })?;
    if !any_language && let Language::Other(name) = language::of(&document.text) {
        return Err(Failure::input(format!("{shown} is in {name}; Armistice reads English only"))
            .help("translate it first; quotes are then those of the translation")
            .help("--any-language reads it as if it were English"));
    }
    let name = if stdin { "article".to_owned() } else { slug(path) };
    let taken = |id: &str| before.iter().any(|a| a.id == id);
    let numbered = (2..).map(|n: u32| format!("{name}-{n}"));
    let id = std::iter::once(name.clone()).chain(numbered).find(|id| !taken(id)).unwrap_or(name);
    let digest = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let origin = if stdin { "standard input".to_owned() } else { origin };
    Ok(Article { file: format!("sources/{id}.txt"), id, origin, digest: Some(digest), document })
}

fn standard_input() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| Failure::input(format!("cannot read standard input: {}", plain(&e))))?;
    if bytes.len() as u64 > LARGEST {
        return Err(reading::too_large("standard input"));
    }
    Ok(bytes)
}

/// A file's name as an id: letters, digits, `_` and `-`.
fn slug(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let mut id = String::new();
    for letter in stem.chars() {
        if letter.is_ascii_alphanumeric() || letter == '_' {
            id.push(letter);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    let id = id.trim_matches('-');
    if id.is_empty() { "article".to_owned() } else { id.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_become_ids() {
        for (path, id) in
            [("a/Monday's news (2).txt", "monday-s-news-2"), ("停戦.txt", "article"), ("x_1.tar.gz", "x_1-tar")]
        {
            assert_eq!(slug(Path::new(path)), id);
        }
    }
}
