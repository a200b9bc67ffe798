//! The `armistice` command.

mod bundled;
mod commands;
mod dossier;
mod drawing;
mod failure;
mod files;
mod model;
mod page;
mod progress;
mod quotes;
mod reading;
mod screen;
mod waiting;
mod words;
mod writing;

use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use commands::{analyze, cases, check, claims, completions, diff, draft, further, man, new, read, schema, show};
use failure::Failure;

/// Why a negotiation is stuck, and what would unstick it.
///
/// From news articles to claims with their quotes, to a case, to a verdict: is there a deal, who blocks it,
/// what is the smallest change that opens one.
#[derive(Parser, Debug)]
#[command(
    name = "armistice",
    version,
    arg_required_else_help = true,
    max_term_width = 100,
    after_help = "\
Examples:
  armistice analyze ukraine/istanbul-2025    the verdict on a bundled case
  armistice read article.txt --into talks    an article becomes claims
  armistice draft talks                      the claims become a case
  armistice analyze talks                    and the case gets a verdict

Exit codes: 0 fine, 1 a fault of Armistice, 2 something is wrong with what
it was given."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Write a commented case to start from
    New(new::New),
    /// Draft claims from news articles, each with its verbatim quote
    Read(read::Read),
    /// Look through claims: list, accept, reject, correct them, exchange them with other programs
    Claims(Box<claims::ClaimsArgs>),
    /// Draft a case from claims
    Draft(draft::Draft),
    /// Find every problem of a case
    Check(check::Check),
    /// Show the table: who wants and refuses what, with the quotes behind
    Show(show::Show),
    /// Say whether there is a deal, who blocks it, and what would open one
    Analyze(analyze::Analyze),
    #[command(flatten)]
    Further(further::Further),
    /// Say what changed between two cases, what that did to the verdict, and which change did it
    Diff(diff::Diff),
    /// List the cases that come with Armistice
    Cases(cases::Cases),
    /// Print the JSON Schema of case.toml, for editors
    Schema(schema::Schema),
    /// Print the script with which a shell completes commands and names of cases
    Completions(completions::Completions),
    /// Write the manual, as pages for `man` or as Markdown
    Man(man::Man),
}

fn run(cli: &Cli) -> Result<(), Failure> {
    match &cli.command {
        Command::New(args) => new::run(args),
        Command::Read(args) => read::run(args),
        Command::Claims(args) => claims::run(args),
        Command::Draft(args) => draft::run(args),
        Command::Check(args) => check::run(args),
        Command::Show(args) => show::run(args),
        Command::Analyze(args) => analyze::run(args),
        Command::Further(args) => further::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Cases(args) => cases::run(args),
        Command::Schema(args) => schema::run(args),
        Command::Completions(args) => completions::run(args, Cli::command()),
        Command::Man(args) => man::run(args, Cli::command()),
    }
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    // A panic is told below, once, in the words of the other failures.
    panic::set_hook(Box::new(|_| {}));
    let result = panic::catch_unwind(AssertUnwindSafe(|| run(&cli))).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("it stopped without a message");
        Err(Failure::Internal(text.to_owned()))
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            screen::note(&failure.text());
            ExitCode::from(failure.exit_code())
        }
    }
}
