//! `armistice read --eval`: how well the reader reads texts whose claims somebody has written down.

mod telling;

use std::fs;
use std::path::{Path, PathBuf};

use armistice::case::claims::ClaimState;
use armistice_reader::SourceText;
use armistice_reader::score::{self, Comparison, Score, Stated};
use clap::Args;

use crate::failure::{Failure, plain};
use crate::files::{self, CLAIMS};
use crate::reading;
use crate::screen;

#[derive(Args, Debug)]
pub(super) struct Eval {
    /// Score the reader instead: on each DIR/NAME.txt, against the claims in NAME.jsonl, or on a case's sources, against its accepted claims
    #[arg(long, value_name = "DIR", conflicts_with_all = ["files", "into", "force"])]
    pub(super) eval: Option<PathBuf>,
    /// With --eval: the folder with the texts, where it is another
    #[arg(long, value_name = "DIR")]
    texts: Option<PathBuf>,
    /// With --eval: list what was missed, superfluous or wrong, with its quotes
    #[arg(long)]
    misses: bool,
}

impl Eval {
    /// Without `--eval`, its other flags mean nothing; clap does not say so where it has seen that `--eval` would not fit.
    pub(super) fn unused(&self) -> Result<(), Failure> {
        for (flag, given) in [("--misses", self.misses), ("--texts", self.texts.is_some())] {
            if given {
                return Err(
                    Failure::input(format!("`{flag}` needs `--eval`")).help("armistice read --eval DIR --misses")
                );
            }
        }
        Ok(())
    }
}

/// A text whose claims are known, and what the reader made of it.
struct Scored {
    name: String,
    gold: Vec<Stated>,
    drafted: Vec<Stated>,
    comparison: Comparison,
}

impl Scored {
    /// Reads a text and compares.
    fn new(name: String, text: &str, gold: Vec<Stated>) -> Self {
        let claims =
            armistice_reader::read(&[SourceText { id: "text", file: &name, text, title: None, published: None }]);
        let drafted = score::stated(&claims, "text");
        let comparison = score::compare(&gold, &drafted);
        Self { name, gold, drafted, comparison }
    }

    fn score(&self) -> Score {
        let mut score = Score::default();
        score.add(&self.gold, &self.drafted, &self.comparison);
        score
    }
}

pub(super) fn run(dir: &Path, args: &Eval, json: bool) -> Result<(), Failure> {
    let lists = lists(dir)?;
    let texts = match (&args.texts, lists.is_empty() && dir.join(CLAIMS).exists()) {
        (Some(_), true) => {
            return Err(Failure::input(format!("`{}` is a case, and has its texts itself", dir.display()))
                .help("leave out --texts, or name a folder with NAME.jsonl files"));
        }
        (None, true) => case(dir)?,
        _ if lists.is_empty() => return Err(nothing(dir)),
        (texts, false) => listed(&lists, texts.as_deref().unwrap_or(dir))?,
    };
    let mut score = Score::default();
    for text in &texts {
        score.add(&text.gold, &text.drafted, &text.comparison);
    }
    if json {
        return screen::print_json(&telling::json(&texts, &score, args.misses));
    }
    screen::print(&telling::told(&texts, &score, args.misses))
}

/// The `.jsonl` files of a folder, by name.
fn lists(dir: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(dir).map_err(|e| {
        let failure = Failure::input(format!("cannot list the folder `{}`: {}", dir.display(), plain(&e)));
        failure.help("--eval takes a folder with NAME.txt and NAME.jsonl files")
    })?;
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "jsonl") && path.is_file())
        .collect();
    found.sort();
    Ok(found)
}

/// The failure of a folder that has no gold claims; names the folders inside that have.
fn nothing(dir: &Path) -> Failure {
    let failure = Failure::input(format!("the folder `{}` has no NAME.jsonl files and no {CLAIMS}", dir.display()));
    let inside = fs::read_dir(dir).into_iter().flatten().filter_map(|entry| entry.ok().map(|e| e.path()));
    let mut inside: Vec<PathBuf> = inside.filter(|path| lists(path).is_ok_and(|l| !l.is_empty())).collect();
    inside.sort();
    match inside.first() {
        Some(first) => failure.help(format!("the folder inside has some: --eval {}", first.display())),
        None => failure
            .help("write the claims of NAME.txt into NAME.jsonl, one a line: {\"kind\": \"agree\", \"quote\": \"…\"}"),
    }
}

/// The texts of lists of gold claims; all that is wrong with any of them is told.
fn listed(lists: &[PathBuf], texts: &Path) -> Result<Vec<Scored>, Failure> {
    let mut found = Vec::new();
    let mut wrong = Vec::new();
    for list in lists {
        let name = list.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let source = texts.join(format!("{name}.txt"));
        let text = reading::text(&source).map_err(|failure| wrong.push(failure));
        let lines = reading::text(list).map_err(|failure| wrong.push(failure));
        let (Ok(text), Ok(lines)) = (text, lines) else { continue };
        match score::parse(&lines, &text) {
            Ok(gold) => found.push((name, text, gold)),
            Err(problems) => wrong.extend(problems.into_iter().map(|problem| {
                let failure = Failure::input(format!("{}:{}: {}", list.display(), problem.line, problem.message));
                problem.help.into_iter().fold(failure, Failure::help)
            })),
        }
    }
    if !wrong.is_empty() {
        wrong.iter().for_each(|failure| screen::note(&failure.text()));
        return Err(Failure::Reported);
    }
    if found.iter().all(|(_, _, gold)| gold.is_empty()) {
        return Err(
            Failure::input("there are no gold claims to score against").help("write at least one into a NAME.jsonl")
        );
    }
    Ok(found.into_iter().map(|(name, text, gold)| Scored::new(name, &text, gold)).collect())
}

/// The sources of a case, with the claims that a person accepted or edited.
fn case(dir: &Path) -> Result<Vec<Scored>, Failure> {
    let mut claims = files::load_claims(dir)?;
    claims.claims.retain(|c| matches!(c.state, ClaimState::Accepted | ClaimState::Edited));
    if claims.claims.is_empty() {
        return Err(Failure::input(format!("no claim of `{}` is accepted or edited", dir.join(CLAIMS).display()))
            .help("look its claims through first: what nobody has looked at is no measure"));
    }
    let used = claims.sources.iter().map(|source| (source, score::stated(&claims, &source.id)));
    let mut found = Vec::new();
    for (source, gold) in used.filter(|(_, gold)| !gold.is_empty()) {
        found.push(Scored::new(source.id.clone(), &reading::text(&dir.join(&source.file))?, gold));
    }
    Ok(found)
}
