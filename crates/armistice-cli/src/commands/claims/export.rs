//! `armistice claims export`.

use std::path::{Path, PathBuf};

use armistice::exchange::{self, Format};
use clap::{Args, ValueEnum};

use crate::dossier::Dossier;
use crate::failure::Failure;
use crate::screen::{self, count};
use crate::writing::Writing;

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  armistice claims export talks                          JSON Lines, to the screen
  armistice claims export talks --output claims.csv      a table for a spreadsheet
  armistice claims export talks --format annotations     W3C Web Annotations
  armistice claims export talks --format events          events with CAMEO codes

`armistice claims import` reads all of them back but events.")]
pub(crate) struct Export {
    /// A folder with claims.toml, or a bundled case's name
    #[arg(value_hint = clap::ValueHint::DirPath)]
    case: String,
    /// What to write; left out, the ending of --output says it, and else it is jsonl
    #[arg(long, value_enum)]
    format: Option<Word>,
    /// Write to a file instead of the screen
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// [`Format`] as a word of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word(pub(super) Format);

impl ValueEnum for Word {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: &[Word] =
            &[Word(Format::JsonLines), Word(Format::Csv), Word(Format::Annotations), Word(Format::Events)];
        ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        let help = match self.0 {
            Format::JsonLines => "JSON Lines: an object a line",
            Format::Csv => "a table, for spreadsheets",
            Format::Annotations => "W3C Web Annotations, as JSON-LD",
            Format::Events => "events with CAMEO codes, tab-separated; cannot be read back",
        };
        Some(clap::builder::PossibleValue::new(self.0.word()).help(help))
    }
}

/// The format that a file's name stands for.
pub(super) fn by_ending(path: &Path) -> Option<Format> {
    let ending = path.extension()?.to_str()?.to_lowercase();
    Some(match ending.as_str() {
        "jsonl" | "ndjson" => Format::JsonLines,
        "csv" => Format::Csv,
        "json" | "jsonld" => Format::Annotations,
        "tsv" | "tab" => Format::Events,
        _ => return None,
    })
}

pub(crate) fn run(args: &Export) -> Result<(), Failure> {
    let by_name = args.output.as_deref().map(|path| {
        by_ending(path).ok_or_else(|| {
            Failure::input(format!("the ending of `{}` stands for no format", path.display()))
                .help("say which with --format jsonl, csv, annotations or events")
        })
    });
    let format = match (args.format, by_name) {
        (Some(Word(format)), _) => format,
        (None, Some(by_name)) => by_name?,
        (None, None) => Format::JsonLines,
    };
    let dossier = Dossier::load(&args.case)?;
    let (known, texts) = (dossier.known(), dossier.source_texts());
    let claims = &dossier.claims;
    let text = exchange::export(&exchange::Dossier { claims, known: &known, texts: &texts }, format);
    let Some(output) = &args.output else {
        return screen::print_exactly(text.as_bytes());
    };
    let mut writing = Writing::default();
    writing.add(output, &text)?;
    writing.commit()?;
    let written = match format {
        Format::Events => count(text.lines().count().saturating_sub(1) as u64, "event", "events"),
        _ => count(claims.claims.len() as u64, "claim", "claims"),
    };
    screen::print(&format!("{written} written to {}\n", output.display()))
}
