//! `armistice claims import`.

use std::path::PathBuf;

use armistice::exchange::{self, Format, Merged, Refused};
use clap::Args;

use super::export::{Word, by_ending};
use crate::dossier::Dossier;
use crate::failure::Failure;
use crate::reading;
use crate::screen::{self, count};

/// Ids listed by name; more are only counted.
const LISTED: usize = 12;

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  armistice claims import talks claims.csv           a table that came from here
  armistice claims import talks annotations.json     what an annotation tool wrote

Quotes must stand in the sources of the folder to the letter; what does not,
and what is not understood, is reported with its line and not taken. What
you accepted, rejected or edited stays, unless --overwrite is given.

Exit code: 0 when anything was taken, 2 when nothing could be.")]
pub(crate) struct Import {
    /// The folder with claims.toml and sources/
    #[arg(value_hint = clap::ValueHint::DirPath)]
    dir: String,
    /// JSON Lines, a table or Web Annotations
    file: PathBuf,
    /// What it is; left out, its ending says it
    #[arg(long, value_enum)]
    format: Option<Word>,
    /// Where both have decided on a claim, take the file's decision
    #[arg(long)]
    overwrite: bool,
}

pub(crate) fn run(args: &Import) -> Result<(), Failure> {
    let shown = args.file.display();
    let format = args.format.map(|word| word.0).or_else(|| by_ending(&args.file)).ok_or_else(|| {
        Failure::input(format!("the ending of `{shown}` stands for no format"))
            .help("say which with --format jsonl, csv or annotations")
    })?;
    let mut dossier = Dossier::load_or_begin(&args.dir)?;
    let text = reading::text(&args.file)?;
    let incoming = exchange::read(&text, format).map_err(|why| {
        let failure = Failure::input(format!("cannot read `{shown}`: {why}"));
        match format {
            Format::Events => failure.help("export as jsonl, csv or annotations instead"),
            _ => failure.help(format!("is it {}? say what it is with --format", what(format))),
        }
    })?;
    dossier.add_texts(incoming.sources.iter().map(|s| s.file.as_str()))?;
    let merged = incoming.merge(&dossier.claims, &dossier.known(), &dossier.source_texts(), args.overwrite);
    for (Refused { place, why }, end) in merged
        .refused
        .iter()
        .map(|r| (r, ""))
        .chain(merged.kept.iter().map(|r| (r, "; kept, as --overwrite is not given")))
    {
        screen::note(&format!("\u{1b}[1;93mwarning\u{1b}[0m: {shown}, {place}: {why}{end}\n"));
    }
    let taken = merged.added.len() + merged.changed.len() + merged.same + merged.kept.len();
    if taken == 0 {
        return Err(Failure::input(format!("nothing in `{shown}` could be taken"))
            .help("docs/exchange.md says what each format has to hold"));
    }
    dossier.save(&merged.claims)?;
    screen::print(&format!("{}\n", told(&merged)))
}

fn what(format: Format) -> &'static str {
    match format {
        Format::JsonLines => "JSON Lines",
        Format::Csv => "a table with a row of names first",
        Format::Annotations => "JSON with Web Annotations",
        Format::Events => "a table of events",
    }
}

/// What became of the file, in a line or two.
fn told(merged: &Merged) -> String {
    let named = |ids: &[String]| {
        let more = if ids.len() > LISTED { ", …" } else { "" };
        let ids: Vec<&str> = ids.iter().take(LISTED).map(String::as_str).collect();
        if ids.is_empty() { String::new() } else { format!(" ({}{more})", ids.join(", ")) }
    };
    let claims = |number: usize| count(number as u64, "claim", "claims");
    let mut parts = vec![
        format!("{} added{}", claims(merged.added.len()), named(&merged.added)),
        format!("{} changed{}", merged.changed.len(), named(&merged.changed)),
        format!("{} as before", merged.same),
    ];
    if !merged.kept.is_empty() {
        parts.push(format!("{} kept against the file", merged.kept.len()));
    }
    if !merged.refused.is_empty() {
        parts.push(count(merged.refused.len() as u64, "warning", "warnings"));
    }
    let actors = match merged.actors.len() {
        0 => String::new(),
        n => format!("\n{}{}", count(n as u64, "new actor", "new actors"), named(&merged.actors)),
    };
    format!("{}{actors}", parts.join(", "))
}
