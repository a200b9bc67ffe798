//! `armistice analyze --markdown`, `--html` and `--docx`: the verdict on two sides of A4, to hand on.

use std::fs;
use std::path::{Path, PathBuf};

use armistice::analysis::Analysis;
use armistice::case::Case;
use armistice::case::words::either;
use armistice::report::brief;
use clap::Args;

use crate::failure::Failure;
use crate::files::{CASE, CLAIMS};
use crate::screen;
use crate::writing::Writing;

/// Where briefs go. `-` is standard output.
#[derive(Args, Debug)]
#[command(next_help_heading = "To hand on")]
pub(super) struct Briefs {
    /// Write a brief as Markdown; `-` for standard output
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
    /// Write a brief as a web page that prints on two sides of A4; `-` for standard output
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Write a brief as a Word document
    #[arg(long, value_name = "FILE")]
    docx: Option<PathBuf>,
}

impl Briefs {
    fn asked(&self) -> impl Iterator<Item = (&'static str, &Path)> {
        let asked = [("--markdown", &self.markdown), ("--html", &self.html), ("--docx", &self.docx)];
        asked.into_iter().filter_map(|(flag, path)| path.as_deref().map(|path| (flag, path)))
    }

    /// Whether any is asked for.
    pub(super) fn are_asked(&self) -> bool {
        self.asked().next().is_some()
    }

    /// Whether all can go where they are to go, before anything is computed. `shown` is the case as it was named,
    /// `printed` the flag whose answer goes to standard output.
    pub(super) fn check(&self, case: &Case, shown: &str, printed: Option<&str>) -> Result<(), Failure> {
        let mut known: Vec<(&str, &Path)> = Vec::new();
        for (flag, path) in self.asked() {
            if is_stdout(path) && flag == "--docx" {
                return Err(Failure::input("a Word document is no text for standard output")
                    .help("name a file: --docx brief.docx"));
            }
            if let Some(other) = printed.filter(|_| is_stdout(path)) {
                return Err(Failure::input(format!("`{other}` and `{flag} -` both go to standard output"))
                    .help(format!("name a file: {flag} brief.{}", flag.trim_start_matches('-'))));
            }
            if let Some((other, _)) = known.iter().find(|(_, other)| *other == path) {
                let place =
                    if is_stdout(path) { "standard output".to_owned() } else { format!("`{}`", path.display()) };
                return Err(Failure::input(format!("`{other}` and `{flag}` both go to {place}"))
                    .help("give each a file of its own"));
            }
            if is_of_the_case(path, case, Path::new(shown)) {
                return Err(Failure::input(format!(
                    "`{}` is part of the case; `{flag}` would overwrite it",
                    path.display()
                ))
                .help("choose another name for the brief"));
            }
            known.push((flag, path));
        }
        Ok(())
    }

    /// Writes what is asked for: all of it, or nothing.
    pub(super) fn write(&self, case: &Case, found: &Analysis) -> Result<(), Failure> {
        let document = brief::brief(case, found);
        let mut writing = Writing::default();
        let mut written = Vec::new();
        let mut printed = None;
        for (flag, path) in self.asked() {
            let bytes = match flag {
                "--markdown" => brief::markdown(&document).into_bytes(),
                "--html" => brief::html(&document).into_bytes(),
                _ => brief::docx(&document),
            };
            if is_stdout(path) {
                printed = Some(bytes);
            } else {
                writing.add(path, &bytes)?;
                written.push(path.display().to_string());
            }
        }
        writing.commit()?;
        if !written.is_empty() {
            screen::note(&format!("wrote {}\n", either(&written, "and")));
        }
        printed.map_or(Ok(()), |bytes| screen::print_exactly(&bytes))
    }
}

fn is_stdout(path: &Path) -> bool {
    path == Path::new("-")
}

/// Whether a path leads to the case's own file, its claims or one of its sources.
fn is_of_the_case(path: &Path, case: &Case, named: &Path) -> bool {
    let Some(target) = fs::canonicalize(path).ok().filter(|t| t.is_file()) else { return false };
    let folder = if named.is_dir() { named } else { named.parent().unwrap_or(named) };
    let sources = case.sources.iter().chain(case.claims.iter().flat_map(|c| &c.sources));
    let own = [CASE, CLAIMS].into_iter().chain(sources.map(|s| s.file.as_str())).map(|file| folder.join(file));
    own.chain([named.to_owned()]).any(|own| fs::canonicalize(own).is_ok_and(|own| own == target))
}
