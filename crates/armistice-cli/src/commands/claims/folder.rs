//! The dossier of a folder or a bundled case, with its texts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use armistice::case::claims::{Actor, ActorKind};
use armistice::case::{self, Case, Claims, claims_file};
use armistice::diagnostic::has_errors;
use armistice::exchange::{Dossier, Known};

use crate::drawing::{self, Texts};
use crate::failure::Failure;
use crate::files::{CASE, CLAIMS};
use crate::{bundled, files, reading, screen};

/// A dossier as it is kept.
pub(crate) struct Folder {
    /// `None`: a bundled case.
    path: Option<PathBuf>,
    /// `claims.toml` to the letter; empty when there is none yet.
    pub(crate) text: String,
    pub(crate) claims: Claims,
    /// What the case declares.
    pub(crate) known: Known,
    /// Source texts by their files.
    pub(crate) texts: BTreeMap<String, String>,
}

impl Folder {
    /// Reads the claims. Their errors are drawn on standard error.
    pub(crate) fn load(argument: &str) -> Result<Self, Failure> {
        let path = Path::new(argument);
        let name = argument.trim_end_matches('/');
        let path = match path.is_dir() {
            true => Some(path.to_owned()),
            false if bundled::has(name) => None,
            false => {
                return Err(Failure::input(format!("there is no folder or bundled case `{argument}`"))
                    .help("give the folder that claims.toml is in"));
            }
        };
        let mut folder = Self {
            path,
            text: String::new(),
            claims: Claims::default(),
            known: Known::default(),
            texts: BTreeMap::new(),
        };
        folder.text = folder.file(name, CLAIMS)?.unwrap_or_default();
        let case_text = folder.file(name, CASE)?.unwrap_or_default();
        let there = !folder.text.is_empty();
        let parsed = case::Parsed::new(&case_text, there.then_some(folder.text.as_str()));
        let mut bytes = BTreeMap::new();
        let mut drawn = Texts::default();
        for file in parsed.source_files() {
            if let Some(text) = folder.file(name, &file)? {
                drawn.add(&file, format!("{name}/{file}"), text.clone());
                bytes.insert(file.clone(), text.clone().into_bytes());
                folder.texts.insert(file, text);
            }
        }
        if let Some(case) = parsed.read(&bytes).case {
            folder.known = known(&case);
        }
        if there {
            let case_sources = folder.known.sources.iter().map(|s| (s.id.clone(), s.file.clone())).collect();
            let (claims, problems) = claims_file::read(&folder.text, &bytes, &case_sources);
            drawn.add(CLAIMS, format!("{name}/{CLAIMS}"), folder.text.clone());
            match claims {
                Some(claims) if !has_errors(&problems) => folder.claims = claims,
                _ => {
                    let problems_drawn = drawing::draw(&problems, &drawn);
                    screen::note(&format!("{problems_drawn}{name}/{CLAIMS}: {}\n", drawing::tally(&problems)));
                    return Err(Failure::Reported);
                }
            }
        }
        Ok(folder)
    }

    /// A text of the folder, if it is there.
    fn file(&self, name: &str, file: &str) -> Result<Option<String>, Failure> {
        match &self.path {
            None => bundled::file(name, file).map(|bytes| reading::decode(file, bytes.to_vec())).transpose(),
            Some(folder) if folder.join(file).is_file() => reading::text(&folder.join(file)).map(Some),
            Some(_) => Ok(None),
        }
    }

    /// Adds the texts of further sources, where they are in the folder.
    pub(crate) fn add_texts<'a>(&mut self, wanted: impl Iterator<Item = &'a str>) -> Result<(), Failure> {
        for file in wanted {
            if files::inside(file) && !self.texts.contains_key(file) {
                let text = self.file("", file)?;
                self.texts.extend(text.map(|text| (file.to_owned(), text)));
            }
        }
        Ok(())
    }

    /// The folder, to write to.
    pub(crate) fn path(&self) -> Result<&Path, Failure> {
        self.path.as_deref().ok_or_else(|| {
            Failure::input("a case that comes with Armistice cannot be changed").help("work on a folder of your own")
        })
    }

    pub(crate) fn dossier(&self) -> Dossier<'_> {
        Dossier { claims: &self.claims, known: &self.known, texts: &self.texts }
    }
}

/// What a case declares besides its claims.
fn known(case: &Case) -> Known {
    let actor = |id: &str, name: &str, kind| Actor {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
        of: None,
        office: None,
        names: Vec::new(),
    };
    let parties = case.parties.iter().map(|p| actor(&p.id, &p.name, ActorKind::Other));
    let people = case.people.iter().map(|p| actor(&p.id, &p.name, ActorKind::Person));
    Known { sources: case.sources.clone(), actors: parties.chain(people).collect() }
}
