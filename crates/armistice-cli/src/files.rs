//! From a CASE argument to a case: a folder, a lone `.toml` file, or the name of a bundled case.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use armistice::case::{self, Case, Claims, claims_file};
use armistice::diagnostic::{Diagnostic, has_errors, nearest};

use crate::drawing::{self, Texts};
use crate::failure::Failure;
use crate::{bundled, reading, screen};

/// The case's own file in its folder.
pub(crate) const CASE: &str = "case.toml";
/// The claims in the same folder.
pub(crate) const CLAIMS: &str = "claims.toml";

/// A case as read, with all its problems and the texts they point into.
pub(crate) struct Loaded {
    /// The argument it was asked for by.
    pub(crate) shown: String,
    /// `None` when there are errors.
    pub(crate) case: Option<Case>,
    /// Errors and warnings.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// `case.toml`, `claims.toml` and the sources.
    pub(crate) texts: Texts,
}

impl Loaded {
    /// The case; or its errors, drawn on standard error. Warnings are only counted there.
    pub(crate) fn case_or_errors(self) -> Result<Case, Failure> {
        let warnings: Vec<Diagnostic> =
            self.diagnostics.iter().filter(|d| !has_errors(std::slice::from_ref(d))).cloned().collect();
        match self.case {
            Some(case) if !has_errors(&self.diagnostics) => {
                if !warnings.is_empty() {
                    screen::note(&format!(
                        "{}: `armistice check {}` shows more\n\n",
                        drawing::tally(&warnings),
                        self.shown
                    ));
                }
                Ok(case)
            }
            _ => {
                let drawn = drawing::draw(&self.diagnostics, &self.texts);
                screen::note(&format!("{drawn}{}: {}\n", self.shown, drawing::tally(&self.diagnostics)));
                Err(Failure::Reported)
            }
        }
    }
}

/// Where a case is kept.
pub(crate) enum Place {
    /// A folder with `case.toml`.
    Folder(PathBuf),
    /// A file of its own.
    Lone(PathBuf),
    /// Inside the command.
    Bundled(String),
}

impl Place {
    /// A path wins over a bundled case of the same name.
    pub(crate) fn find(argument: &str) -> Result<Self, Failure> {
        let path = Path::new(argument);
        if path.is_dir() {
            return if path.join(CASE).exists() { Ok(Self::Folder(path.to_owned())) } else { Err(no_case(path)) };
        }
        if path.exists() {
            return Ok(match (path.file_name(), path.parent()) {
                (Some(name), Some(folder)) if name == CASE => Self::Folder(folder.to_owned()),
                _ => Self::Lone(path.to_owned()),
            });
        }
        let name = argument.trim_end_matches('/');
        if bundled::has(name) { Ok(Self::Bundled(name.to_owned())) } else { Err(unknown(name)) }
    }

    /// One of the case's files: its path as the user would write it, and its bytes. `None` when it is not there.
    pub(crate) fn file(&self, file: &str) -> Result<Option<(String, Vec<u8>)>, Failure> {
        let path = match self {
            Self::Folder(folder) => folder.join(file),
            Self::Lone(path) if file == CASE => path.clone(),
            Self::Lone(path) => path.with_file_name(file),
            Self::Bundled(name) => {
                return Ok(bundled::file(name, file).map(|bytes| (format!("{name}/{file}"), bytes.to_vec())));
            }
        };
        if !path.exists() && file != CASE {
            return Ok(None);
        }
        Ok(Some((path.display().to_string(), reading::bytes(&path)?)))
    }

    /// The text of `case.toml`; empty when there is none.
    pub(crate) fn case(&self) -> Result<String, Failure> {
        match self {
            Self::Folder(folder) if !folder.join(CASE).exists() => Ok(String::new()),
            _ => match self.file(CASE)? {
                Some((named, bytes)) => reading::decode(&named, bytes),
                None => Ok(String::new()),
            },
        }
    }
}

/// Reads a case. The result may hold errors of the case's own; a failure means that there was nothing to read.
pub(crate) fn load(argument: &str) -> Result<Loaded, Failure> {
    let place = Place::find(argument)?;
    let mut texts = Texts::default();
    let mut text_of = |file: &str| -> Result<Option<String>, Failure> {
        let Some((shown, bytes)) = place.file(file)? else { return Ok(None) };
        let text = reading::decode(&shown, bytes)?;
        texts.add(file, shown, text.clone());
        Ok(Some(text))
    };
    let text = text_of(CASE)?.unwrap_or_default();
    // A lone file has no claims beside it: what is in its folder may belong to another case.
    let claims = if matches!(place, Place::Lone(_)) { None } else { text_of(CLAIMS)? };
    let parsed = case::Parsed::new(&text, claims.as_deref());
    let sources = sources(&place, parsed.source_files(), &mut texts)?;
    let reading = parsed.read(&sources);
    Ok(Loaded { shown: argument.to_owned(), case: reading.case, diagnostics: reading.diagnostics, texts })
}

/// The source texts that are there. Those that are text can be drawn, too.
pub(crate) fn sources(
    place: &Place,
    files: Vec<String>,
    texts: &mut Texts,
) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let mut sources = BTreeMap::new();
    for file in files.into_iter().filter(|f| inside(f)) {
        if let Some((shown, bytes)) = place.file(&file)? {
            if let Ok(text) = std::str::from_utf8(&bytes) {
                texts.add(&file, shown, text.to_owned());
            }
            sources.insert(file, bytes);
        }
    }
    Ok(sources)
}

/// Reads the claims of a folder that may have no case yet; their errors are drawn on standard error.
pub(crate) fn load_claims(folder: &Path) -> Result<Claims, Failure> {
    let named = folder.display();
    if !folder.is_dir() {
        return Err(Failure::input(format!("there is no folder `{named}`"))
            .help(format!("`armistice read ARTICLE --into {named}` drafts claims from an article")));
    }
    let path = folder.join(CLAIMS);
    if !path.exists() {
        return Err(Failure::input(format!("the folder `{named}` has no claims.toml"))
            .help(format!("`armistice read ARTICLE --into {named}` drafts claims from an article")));
    }
    let text = reading::text(&path)?;
    let place = Place::Folder(folder.to_owned());
    let mut texts = Texts::default();
    let sources = sources(&place, case::source_files("", Some(&text)), &mut texts)?;
    let (claims, diagnostics) = claims_file::read(&text, &sources, &BTreeMap::new());
    texts.add(CLAIMS, path.display().to_string(), text);
    match claims {
        Some(claims) if !has_errors(&diagnostics) => Ok(claims),
        _ => {
            let drawn = drawing::draw(&diagnostics, &texts);
            screen::note(&format!("{drawn}{}: {}\n", path.display(), drawing::tally(&diagnostics)));
            Err(Failure::Reported)
        }
    }
}

/// Whether a path named in a case stays inside the case's folder. Others are not opened.
fn inside(file: &str) -> bool {
    !file.is_empty()
        && Path::new(file).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

fn no_case(folder: &Path) -> Failure {
    let named = folder.display();
    let failure = Failure::input(format!("the folder `{named}` has no case.toml"));
    if folder.join(CLAIMS).exists() {
        return failure.help(format!("it has claims: `armistice draft {named}` makes a case of them"));
    }
    let inner = |entry: std::fs::DirEntry| entry.path().join(CASE).exists().then(|| entry.path());
    let mut below: Vec<PathBuf> =
        std::fs::read_dir(folder).map(|all| all.flatten().filter_map(inner).take(100).collect()).unwrap_or_default();
    below.sort();
    match below.first() {
        Some(first) => failure.help(format!("there is a case in `{}`", first.display())),
        None => failure
            .help(format!("`armistice new {named}` writes one to start from"))
            .help(format!("`armistice read ARTICLE --into {named}` drafts claims from an article")),
    }
}

fn unknown(name: &str) -> Failure {
    let failure = Failure::input(format!("there is no file, folder or bundled case `{name}`"));
    let names = bundled::names();
    let last = |full: &str| full.rsplit('/').next().unwrap_or(full).to_owned();
    let near = nearest(name, names.iter().copied())
        .or_else(|| names.iter().copied().find(|full| nearest(&last(name), [last(full).as_str()]).is_some()));
    let failure = match near {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure,
    };
    failure.help("`armistice cases` lists the bundled cases")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_leave_the_folder_are_not_opened() {
        assert!(inside("sources/article.txt"));
        assert!(inside("./a.txt"));
        assert!(!inside("../a.txt"));
        assert!(!inside("/etc/passwd"));
        assert!(!inside(""));
    }

    #[test]
    fn a_slip_in_a_bundled_name_is_forgiven() {
        assert!(unknown("ukraine/istanbull-2025").text().contains("did you mean `ukraine/istanbul-2025`"));
        assert!(unknown("istanbul-2025").text().contains("did you mean `ukraine/istanbul-2025`"));
        assert!(!unknown("talks").text().contains("did you mean"));
    }
}
