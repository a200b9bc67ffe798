//! `armistice claims`: looking through a dossier, and deciding.

mod actors;
mod change;
mod conflicts;
mod edit;
mod export;
mod filter;
mod import;
mod json;
mod list;
mod show;
mod which;

use clap::{Args, Subcommand};

use crate::dossier::Dossier;
use crate::failure::Failure;

#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "\
Examples:
  armistice claims talks                            all claims
  armistice claims talks --speaker russia --kind demand,refuse
  armistice claims talks --conflicts                which contradict each other
  armistice claims show talks c3                    one, with what is around it
  armistice claims accept talks c1 c2 c5-c9
  armistice claims reject talks --kind violence
  armistice claims edit talks c3 --kind demand --quote \"give up land\"
  armistice claims merge talks kremlin russia       two actors are one
  armistice claims export talks --output claims.csv for a spreadsheet, and back:
  armistice claims import talks claims.csv"
)]
pub(crate) struct ClaimsArgs {
    #[command(subcommand)]
    command: Option<Command>,
    /// A case: a folder with claims.toml, or a bundled case's name
    #[arg(required = true, value_hint = clap::ValueHint::AnyPath)]
    case: Option<String>,
    #[command(flatten)]
    filter: filter::Filter,
    /// Only claims that contradict each other, side by side
    #[arg(long)]
    conflicts: bool,
    /// Print them as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Show claims with what is around their quotes, and who cites them
    Show(show::Show),
    /// Take claims as they are
    Accept(change::Decide),
    /// Use claims no more; they stay, so that they are not drafted again
    Reject(change::Decide),
    /// Take a decision back: claims are drafts again
    Reopen(change::Decide),
    /// Correct a claim
    Edit(edit::Edit),
    /// List the actors: everybody whom claims name
    Actors(actors::List),
    /// Make two actors one
    Merge(actors::Merge),
    /// Write the claims for other programs: JSON Lines, a table, Web Annotations, events
    Export(export::Export),
    /// Add claims from a file that another program wrote
    Import(import::Import),
}

pub(crate) fn run(args: &ClaimsArgs) -> Result<(), Failure> {
    use armistice::case::claims::ClaimState::{Accepted, Drafted, Rejected};
    match &args.command {
        Some(Command::Show(args)) => show::run(args),
        Some(Command::Accept(args)) => change::run(args, Accepted),
        Some(Command::Reject(args)) => change::run(args, Rejected),
        Some(Command::Reopen(args)) => change::run(args, Drafted),
        Some(Command::Edit(args)) => edit::run(args),
        Some(Command::Actors(args)) => actors::list(args),
        Some(Command::Merge(args)) => actors::merge(args),
        Some(Command::Export(args)) => export::run(args),
        Some(Command::Import(args)) => import::run(args),
        None => {
            let dossier = Dossier::load(args.case.as_deref().unwrap_or_default())?;
            let chosen = args.filter.choose(&dossier)?;
            if args.conflicts {
                conflicts::run(&dossier, &chosen, args.json)
            } else {
                list::run(&dossier, &chosen, args.json)
            }
        }
    }
}
