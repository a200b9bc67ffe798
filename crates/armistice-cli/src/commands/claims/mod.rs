//! `armistice claims`: working with a dossier of claims.

mod export;
mod folder;
mod import;

use clap::{Args, Subcommand};

use crate::failure::Failure;

#[derive(Args, Debug)]
#[command(arg_required_else_help = true)]
pub(crate) struct Claims {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// Write the claims for other programs: JSON Lines, a table, Web Annotations, events
    Export(export::Export),
    /// Add claims from a file that another program wrote
    Import(import::Import),
}

pub(crate) fn run(args: &Claims) -> Result<(), Failure> {
    match &args.action {
        Action::Export(args) => export::run(args),
        Action::Import(args) => import::run(args),
    }
}
