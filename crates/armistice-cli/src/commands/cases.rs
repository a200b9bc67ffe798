//! `armistice cases`: what comes with the command.

use clap::Args;

use super::check::combinations;
use crate::failure::Failure;
use crate::{bundled, files, screen};

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  armistice cases
  armistice show ukraine/istanbul-2025       a name stands for the case
  armistice analyze ukraine/istanbul-2025")]
pub(crate) struct Cases {}

pub(crate) fn run(_: &Cases) -> Result<(), Failure> {
    let mut table = screen::compact(&["Case", "Title", "Issues", "Sign", "Combinations", "Claims"]);
    for name in bundled::names() {
        let case = files::load(name)?.case_or_errors()?;
        table.add_row([
            name.to_owned(),
            case.title.clone(),
            case.issues.len().to_string(),
            case.signatories().len().to_string(),
            combinations(&case),
            case.claims.as_ref().map_or(0, |c| c.claims.len()).to_string(),
        ]);
    }
    screen::unbroken(&mut table, 0);
    screen::right(&mut table, 2..6);
    screen::print(&format!("{}\nTry: armistice show CASE, armistice analyze CASE\n", screen::drawn(&table)))
}
