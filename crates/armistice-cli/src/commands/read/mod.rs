//! `armistice read`: news articles to claims.

mod articles;
mod eval;
mod into;

use std::collections::BTreeMap;
use std::path::PathBuf;

use armistice::case::{Claims, claims::Claim};
use armistice_reader::{SourceText, same::Repeat};
use clap::Args;

use articles::{Article, Articles};

use super::new::shown;
use crate::failure::Failure;
use crate::files::CLAIMS;
use crate::model;
use crate::progress::Progress;
use crate::screen::{self, count, listed, shorten};

/// Claims listed on the screen; more are only counted.
const LISTED: usize = 60;
/// Columns of the claim ids, kinds and speakers, and of the space between, in that list.
const BESIDE: usize = 44;

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  armistice read article.txt                       only shows the claims
  armistice read article.txt --into talks          writes talks/claims.toml
  armistice read monday.html tuesday.pdf --into talks
  armistice read clippings/ --into talks           every document in the folder
  armistice read - < article.txt                   standard input
  armistice read article.txt --json | jq '.claims[].quote'
  armistice read --eval gold --misses              scores it on texts of yours

Articles are in English: plain text, web pages saved as .html, Markdown, PDF
and Word (.docx). Nothing leaves this machine, unless --model asks a server
elsewhere. A file that cannot be read is named, and the others are read.
Claims are drafts: look them through with `armistice claims`. Reading into a
folder that has claims adds to them: what you accepted, rejected or edited
stays as it is and is not drafted again.")]
pub(crate) struct Read {
    /// Articles: documents, folders of documents, or - for standard input
    #[arg(required_unless_present = "eval", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The case's folder, to write claims.toml and sources/ to; it is made if need be
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// The article's headline, where the document's own is wrong or missing
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The day the article was published, such as 2025-05-16
    #[arg(long, value_name = "DATE", value_parser = day)]
    published: Option<String>,
    /// Read texts that do not look like English, too
    #[arg(long)]
    any_language: bool,
    #[command(flatten)]
    model: model::ModelArgs,
    /// Print the claims as JSON
    #[arg(long)]
    json: bool,
    /// Start anew: throw away the claims that are there already, with all decisions
    #[arg(long)]
    force: bool,
    /// Show no progress
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    eval: eval::Eval,
}

fn day(text: &str) -> Result<String, String> {
    armistice_intake::day(text).ok_or_else(|| "it is no day such as 2025-05-16".to_owned())
}

pub(crate) fn run(args: &Read) -> Result<(), Failure> {
    if let Some(dir) = &args.eval.eval {
        return eval::run(dir, &args.eval, args.json);
    }
    args.eval.unused()?;
    let mut progress = Progress::new(!args.quiet);
    let mut found = articles::articles(&args.files, args.into.as_deref(), args.any_language, &mut progress);
    told(args, &mut found.read)?;
    for problem in &found.problems {
        screen::note(&problem.text());
    }
    if found.read.is_empty() {
        return Err(Failure::Reported);
    }
    let before = args.into.as_deref().map_or(Ok(None), |dir| into::before(dir, args.force))?;
    let repeated = before.as_ref().map(|old| into::repeated(old, &found.read)).unwrap_or_default();
    found.read.splice(0..0, repeated);
    let sources: Vec<SourceText<'_>> = found.read.iter().map(Article::source).collect();
    progress.say("drafting the claims");
    // Who is read of again keeps the id.
    let known = before.as_ref().map_or(&[][..], |old| &old.claims.actors);
    let drafted = armistice_reader::read_with(&sources, known);
    progress.clear();
    let mut claims = model::draft(&args.model, &sources, drafted)?;
    let same = armistice_reader::same::fold(&sources, &mut claims);
    for (source, article) in claims.sources.iter_mut().zip(&found.read) {
        source.origin = Some(article.origin.clone());
        source.digest.clone_from(&article.digest);
    }
    if claims.claims.is_empty() && !args.json {
        let names: Vec<String> = found.read.iter().map(|a| format!("`{}`", a.origin)).collect();
        return Err(Failure::input(format!("no claims were found in {}", listed(&names)))
            .help("is it English text that says who met, demanded, offered or refused what?"));
    }
    let notes = notes(&found, &claims, &same);
    let (claims, report) = match &args.into {
        None => (claims, None),
        Some(dir) => {
            let texts: BTreeMap<String, String> =
                found.read.iter().map(|a| (a.id.clone(), a.document.text.clone())).collect();
            let mut kept = into::keep(dir, before.as_ref(), claims, &texts, args.force)?;
            let report = (!kept.report.is_empty()).then_some(kept.report);
            if report.is_some() && !args.json {
                kept.claims.claims.retain(|c| kept.fresh.contains(&c.id));
            }
            (kept.claims, report)
        }
    };
    if args.json {
        screen::print_json(&armistice_reader::json::to_json(&claims))?;
    } else {
        let table = if claims.claims.is_empty() { String::new() } else { table(&claims) + "\n" };
        let last = report.unwrap_or_else(|| next(args, &found.read, &claims));
        screen::print(&format!("{table}{notes}{last}"))?;
    }
    if found.problems.is_empty() {
        return Ok(());
    }
    let (bad, good) = (found.problems.len() as u64, found.read.len() as u64);
    let (bad, good) = (count(bad, "problem", "problems"), count(good, "article was", "articles were"));
    screen::note(&format!("{bad}, see above; {good} read all the same\n"));
    Err(Failure::Reported)
}

/// Headline and day as they were given on the command line, for the one article there is.
fn told(args: &Read, articles: &mut [Article]) -> Result<(), Failure> {
    if args.title.is_none() && args.published.is_none() {
        return Ok(());
    }
    if articles.len() > 1 || args.files.len() > 1 {
        return Err(Failure::input("--title and --published are of one article, and several were given")
            .help("read them one by one, or write title and date to claims.toml afterwards"));
    }
    for article in articles {
        let document = &mut article.document;
        document.title = args.title.clone().or_else(|| document.title.take());
        document.published = args.published.clone().or_else(|| document.published.take());
    }
    Ok(())
}

impl Article {
    fn source(&self) -> SourceText<'_> {
        SourceText {
            id: &self.id,
            file: &self.file,
            text: &self.document.text,
            title: self.document.title.as_deref(),
            published: self.document.published.as_deref(),
        }
    }
}

/// What was noticed on the way: articles that repeat others, guessed encodings, articles without claims, files passed over.
fn notes(found: &Articles, claims: &Claims, same: &[Repeat]) -> String {
    let mut lines = Vec::new();
    let origin = |id: &str| found.read.iter().find(|a| a.id == id).map_or("", |a| a.origin.as_str());
    for repeat in same {
        let (later, first) = (origin(&repeat.later), origin(&repeat.first));
        let kept = count(repeat.folded as u64, "claim is", "claims are");
        lines.push(format!("`{later}` has the text of `{first}`: {kept} kept once, with both sources"));
    }
    for article in &found.read {
        if let Some(encoding) = article.document.encoding {
            lines.push(format!("`{}` is no UTF-8 and was read as {encoding}", article.origin));
        }
        let quoted = |c: &Claim| c.source == article.id || c.also.iter().any(|p| p.source == article.id);
        if !claims.claims.iter().any(quoted) {
            lines.push(format!("no claims were found in `{}`", article.origin));
        }
    }
    if found.passed > 0 {
        lines.push(format!("{} of other kinds passed over", count(found.passed as u64, "file", "files")));
    }
    let mut text: String = lines.iter().take(LISTED).map(|line| screen::hanging("· ", line)).collect();
    if lines.len() > LISTED {
        text.push_str(&format!("and {} more notes\n", lines.len() - LISTED));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

fn table(claims: &Claims) -> String {
    let mut table = screen::compact(&["Claim", "Kind", "Who", "What"]);
    let room = screen::width().saturating_sub(BESIDE).max(20);
    for claim in claims.claims.iter().take(LISTED) {
        let row = [
            claim.id.clone(),
            claim.kind.word().to_owned(),
            shorten(&who(claims, claim), 20),
            shorten(&claim.content, room),
        ];
        table.add_row(row);
    }
    let left_over = claims.claims.len().saturating_sub(LISTED);
    let more = if left_over > 0 { format!("and {left_over} more\n") } else { String::new() };
    screen::drawn(&table) + &more
}

/// The speakers' names, or whom it is attributed to.
fn who(claims: &Claims, claim: &Claim) -> String {
    let names = claim.speaker.iter().map(|id| claims.actor(id).map_or(id.as_str(), |a| a.name.as_str()));
    let names: Vec<&str> = names.collect();
    match &claim.attribution {
        Some(by) if names.is_empty() => by.text.clone(),
        _ => listed(&names),
    }
}

fn next(args: &Read, articles: &[Article], claims: &Claims) -> String {
    let found = count(claims.claims.len() as u64, "claim", "claims");
    match &args.into {
        None => {
            let files: Vec<String> = args.files.iter().map(|f| shown(f)).collect();
            format!("{found}. Nothing was written. To keep them:\n\n  armistice read {} --into DIR\n", files.join(" "))
        }
        Some(dir) => {
            let texts = count(articles.len() as u64, "article", "articles");
            let dir_shown = shown(dir);
            format!(
                "{found} from {texts}, written to {}. Look them through, then:\n\n  armistice claims {dir_shown}\n  armistice draft {dir_shown}\n",
                dir.join(CLAIMS).display()
            )
        }
    }
}
