//! `armistice read`: news articles to claims.

mod eval;
mod into;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use armistice::case::{Claims, claims::Claim};
use armistice_reader::SourceText;
use clap::Args;

use super::new::shown;
use crate::failure::Failure;
use crate::files::CLAIMS;
use crate::model;
use crate::reading;
use crate::screen::{self, count, listed, shorten};

/// Claims listed on the screen; more are only counted.
const LISTED: usize = 60;
/// Columns of the claim ids, kinds and speakers, and of the space between, in that list.
const BESIDE: usize = 44;
/// Characters of a first line that may be a headline.
const HEADLINE: usize = 160;

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  armistice read article.txt                       only shows the claims
  armistice read article.txt --into talks          writes talks/claims.toml
  armistice read monday.txt tuesday.txt --into talks
  armistice read article.txt --json | jq '.claims[].quote'
  armistice read --eval gold --misses              scores it on texts of yours

Articles are English plain text in UTF-8. Nothing leaves this machine,
unless --model asks a server elsewhere.
Claims are drafts: look them through with `armistice claims`. Reading into a
folder that has claims adds to them: what you accepted, rejected or edited
stays as it is and is not drafted again.")]
pub(crate) struct Read {
    /// Articles as plain text
    #[arg(required_unless_present = "eval", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The case's folder, to write claims.toml and sources/ to; it is made if need be
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    #[command(flatten)]
    model: model::ModelArgs,
    /// Print the claims as JSON
    #[arg(long)]
    json: bool,
    /// Start anew: throw away the claims that are there already, with all decisions
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    eval: eval::Eval,
}

/// An article, with its name in the case.
struct Article {
    id: String,
    file: String,
    text: String,
}

impl Article {
    /// Its first line, if that looks like a headline: short, no sentence, and not all there is.
    fn title(&self) -> Option<&str> {
        let mut lines = self.text.lines().map(str::trim).filter(|l| !l.is_empty());
        let first = lines.next()?;
        lines.next()?;
        (first.chars().count() <= HEADLINE && !first.ends_with(['.', '!', '”', '"', ':'])).then_some(first)
    }
}

pub(crate) fn run(args: &Read) -> Result<(), Failure> {
    if let Some(dir) = &args.eval.eval {
        return eval::run(dir, &args.eval, args.json);
    }
    args.eval.unused()?;
    let articles = articles(&args.files)?;
    let sources: Vec<SourceText<'_>> = articles
        .iter()
        .map(|a| SourceText { id: &a.id, file: &a.file, text: &a.text, title: a.title(), published: None })
        .collect();
    let claims = model::draft(&args.model, &sources, armistice_reader::read(&sources))?;
    if claims.claims.is_empty() && !args.json {
        let names: Vec<String> = args.files.iter().map(|f| format!("`{}`", f.display())).collect();
        return Err(Failure::input(format!("no claims were found in {}", listed(&names)))
            .help("is it English text that says who met, demanded, offered or refused what?"));
    }
    let Some(dir) = &args.into else {
        if args.json {
            return screen::print_json(&armistice_reader::json::to_json(&claims));
        }
        return screen::print(&format!("{}\n{}", table(&claims), next(args, &articles, &claims)));
    };
    let texts: BTreeMap<String, String> = articles.iter().map(|a| (a.id.clone(), a.text.clone())).collect();
    let kept = into::keep(dir, claims, &texts, args.force)?;
    if args.json {
        return screen::print_json(&armistice_reader::json::to_json(&kept.claims));
    }
    if kept.report.is_empty() {
        return screen::print(&format!("{}\n{}", table(&kept.claims), next(args, &articles, &kept.claims)));
    }
    let mut fresh = kept.claims;
    fresh.claims.retain(|c| kept.fresh.contains(&c.id));
    let table = if fresh.claims.is_empty() { String::new() } else { table(&fresh) + "\n" };
    screen::print(&format!("{table}{}", kept.report))
}

/// Reads the articles and names them after their files.
fn articles(files: &[PathBuf]) -> Result<Vec<Article>, Failure> {
    let mut articles: Vec<Article> = Vec::new();
    for path in files {
        let text = reading::text(path)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
        if text.trim().is_empty() {
            return Err(Failure::input(format!("`{}` is empty", path.display())).help("give it the article's text"));
        }
        let name = slug(path);
        let taken = |id: &str| articles.iter().any(|a| a.id == id);
        let numbered = (2..).map(|n: u32| format!("{name}-{n}"));
        let id = std::iter::once(name.clone()).chain(numbered).find(|id| !taken(id)).unwrap_or(name);
        articles.push(Article { file: format!("sources/{id}.txt"), id, text });
    }
    Ok(articles)
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

    #[test]
    fn a_headline_is_a_short_first_line_that_is_no_sentence() {
        let title = |text: &str| {
            Article { id: String::new(), file: String::new(), text: text.to_owned() }.title().map(str::to_owned)
        };
        assert_eq!(title("Talks end\n\nThey met."), Some("Talks end".to_owned()));
        assert_eq!(title("They met.\nThey left."), None);
        assert_eq!(title("Only one line"), None);
    }
}
