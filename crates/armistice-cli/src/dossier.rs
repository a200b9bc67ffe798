//! The dossier of a folder: `claims.toml` with the texts it quotes and what `case.toml` says of it, read and written back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use armistice::case::claims::{Actor, ActorKind};
use armistice::case::dossier::InCase;
use armistice::case::{self, Claims, Source, claims_file};
use armistice::diagnostic::{Diagnostic, has_errors};
use armistice::exchange::Known;

use crate::drawing::{self, Texts};
use crate::failure::Failure;
use crate::files::{self, CASE, CLAIMS, Place};
use crate::writing::Writing;
use crate::{reading, screen};

/// A dossier with everything around it.
pub(crate) struct Dossier {
    /// The argument it was asked for by.
    pub(crate) shown: String,
    place: Place,
    /// `claims.toml` to the letter.
    text: String,
    pub(crate) claims: Claims,
    pub(crate) in_case: InCase,
    /// The texts that claims and case name, by their paths in the folder.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    texts: Texts,
}

impl Dossier {
    /// The dossier of a folder or a bundled case. Errors of `claims.toml` are drawn on standard error.
    pub(crate) fn load(argument: &str) -> Result<Self, Failure> {
        let path = Path::new(argument);
        let place = match path.file_name().and_then(|name| name.to_str()) {
            _ if path.is_dir() => Place::Folder(path.to_owned()),
            Some(CASE | CLAIMS) if path.exists() => Place::Folder(path.parent().unwrap_or(Path::new("")).to_owned()),
            _ => Place::find(argument)?,
        };
        if matches!(place, Place::Lone(_)) {
            return Err(Failure::input(format!("`{argument}` is no folder with a claims.toml"))
                .help("name the folder, or claims.toml itself"));
        }
        let (dossier, problems) = Self::read(argument.to_owned(), place)?;
        dossier.refuse(&problems)?;
        Ok(dossier)
    }

    /// The dossier of a folder, or an empty one where the folder has none yet.
    pub(crate) fn load_or_begin(argument: &str) -> Result<Self, Failure> {
        let folder = Path::new(argument);
        if !folder.is_dir() || folder.join(CLAIMS).exists() {
            return Self::load(argument);
        }
        let place = Place::Folder(folder.to_owned());
        let in_case = InCase::read(&place.case()?);
        let claims = Claims::default();
        let text = claims_file::write(&claims);
        let (files, texts) = (BTreeMap::new(), Texts::default());
        Ok(Self { shown: argument.to_owned(), place, text, claims, in_case, files, texts })
    }

    /// Adds further texts of the folder, where they are there.
    pub(crate) fn add_texts<'a>(&mut self, wanted: impl Iterator<Item = &'a str>) -> Result<(), Failure> {
        let wanted = wanted.filter(|file| !self.files.contains_key(*file)).map(str::to_owned).collect();
        let found = files::sources(&self.place, wanted, &mut self.texts)?;
        self.files.extend(found);
        Ok(())
    }

    /// The texts that are text, by their paths in the folder.
    pub(crate) fn source_texts(&self) -> BTreeMap<String, String> {
        let text = |(file, bytes): (&String, &Vec<u8>)| Some((file.clone(), String::from_utf8(bytes.clone()).ok()?));
        self.files.iter().filter_map(text).collect()
    }

    /// What the case declares besides: sources, parties and people.
    pub(crate) fn known(&self) -> Known {
        let source = |(id, file): (&String, &String)| Source {
            id: id.clone(),
            file: file.clone(),
            title: None,
            published: None,
            origin: None,
            digest: None,
            note: None,
        };
        let actor = |(id, name): (&String, &String)| Actor {
            id: id.clone(),
            name: name.clone(),
            kind: ActorKind::Other,
            of: None,
            office: None,
            names: Vec::new(),
        };
        Known {
            sources: self.in_case.sources.iter().map(source).collect(),
            actors: self.in_case.actors.iter().map(actor).collect(),
        }
    }

    /// The dossier of a folder that texts are being read into: quotes that are not where they were are none of its problems yet.
    pub(crate) fn to_read_into(folder: &Path) -> Result<Self, Failure> {
        let (dossier, mut problems) = Self::read(folder.display().to_string(), Place::Folder(folder.to_owned()))?;
        problems.retain(|problem| problem.code != "quote-mismatch");
        dossier.refuse(&problems)?;
        Ok(dossier)
    }

    fn read(shown: String, place: Place) -> Result<(Self, Vec<Diagnostic>), Failure> {
        let mut texts = Texts::default();
        let Some((named, bytes)) = place.file(CLAIMS)? else {
            let failure = Failure::input(format!("`{shown}` has no claims.toml"));
            return Err(failure.help(format!("`armistice read ARTICLE --into {shown}` drafts claims from an article")));
        };
        let text = reading::decode(&named, bytes)?;
        let case_text = place.case()?;
        let in_case = InCase::read(&case_text);
        let files = files::sources(&place, case::source_files(&case_text, Some(&text)), &mut texts)?;
        let (claims, problems) = claims_file::read(&text, &files, &in_case.sources);
        texts.add(CLAIMS, named, text.clone());
        let claims = claims.unwrap_or_default();
        Ok((Self { shown, place, text, claims, in_case, files, texts }, problems))
    }

    /// Ends with the errors among these problems drawn, if there are any.
    fn refuse(&self, problems: &[Diagnostic]) -> Result<(), Failure> {
        if !has_errors(problems) {
            return Ok(());
        }
        let drawn = drawing::draw(problems, &self.texts);
        screen::note(&format!("{drawn}{}: {}\n", self.shown, drawing::tally(problems)));
        Err(Failure::Reported)
    }

    /// The text of a source, if it is there.
    pub(crate) fn source_text(&self, id: &str) -> Option<&str> {
        let own = self.claims.sources.iter().find(|s| s.id == id).map(|s| s.file.as_str());
        let file = own.or_else(|| self.in_case.sources.get(id).map(String::as_str))?;
        std::str::from_utf8(self.files.get(file)?).ok()
    }

    /// The name of an actor; the id when nobody has it.
    pub(crate) fn name<'a>(&'a self, id: &'a str) -> &'a str {
        let own = self.claims.actor(id).map(|a| a.name.as_str());
        own.or_else(|| self.in_case.actors.get(id).map(String::as_str)).unwrap_or(id)
    }

    /// The highest number that a claim is known to have had.
    pub(crate) fn last(&self) -> u64 {
        claims_file::last(&self.text)
    }

    /// Writes changed claims. Comments stay.
    pub(crate) fn save(&self, claims: &Claims) -> Result<(), Failure> {
        self.save_with(claims, &[], None)
    }

    /// Writes changed claims, with new texts by their paths in the folder, and the highest number that a claim ever had if none has it now: all or
    /// nothing. What could not be read again is not written.
    pub(crate) fn save_with(
        &self,
        claims: &Claims,
        new_files: &[(String, String)],
        last: Option<u64>,
    ) -> Result<(), Failure> {
        let Place::Folder(folder) = &self.place else {
            return Err(Failure::input(format!("`{}` comes with Armistice and cannot be changed", self.shown))
                .help("change a case in a folder of your own"));
        };
        let mut text = claims_file::rewrite(&self.text, claims);
        if let Some(last) = last.filter(|&last| claims_file::last(&text) != last) {
            text = claims_file::with_last(&text, last);
        }
        if text == self.text && new_files.is_empty() {
            return Ok(());
        }
        let mut files = self.files.clone();
        files.extend(new_files.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())));
        let (_, problems) = claims_file::read(&text, &files, &self.in_case.sources);
        if has_errors(&problems) {
            let mut texts = Texts::default();
            texts.add(CLAIMS, format!("{} as it would be", folder.join(CLAIMS).display()), text);
            screen::note(&format!("{}nothing was changed\n", drawing::draw(&problems, &texts)));
            return Err(Failure::Reported);
        }
        let mut writing = Writing::default();
        for (path, text) in new_files {
            writing.add(&folder.join(path), text)?;
        }
        writing.add(&folder.join(CLAIMS), &text)?;
        writing.commit()
    }
}

/// The paths of all files in the folder for source texts.
pub(crate) fn source_paths(folder: &Path) -> std::collections::BTreeSet<String> {
    let entries = std::fs::read_dir(folder.join("sources")).into_iter().flatten().flatten();
    entries.map(|entry| format!("sources/{}", entry.file_name().to_string_lossy())).collect()
}

/// The bytes of a file of a folder, if there is one.
pub(crate) fn bytes(folder: &Path, file: &str) -> Result<Option<Vec<u8>>, Failure> {
    let path: PathBuf = folder.join(file);
    if path.is_file() { reading::bytes(&path).map(Some) } else { Ok(None) }
}
