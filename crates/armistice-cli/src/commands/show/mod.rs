//! `armistice show`: the table a mediator would draw.

mod lists;
mod table;

use std::fmt::Write as _;

use armistice::case::Case;
use clap::Args;

use crate::failure::Failure;
use crate::screen::{self, hanging};
use crate::{files, words};

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  armistice show ukraine/istanbul-2025      a bundled case
  armistice show talks                      the case in a folder
  armistice show talks | less               without colours
  COLUMNS=160 armistice show talks > a.txt  as wide as you like")]
pub(crate) struct Show {
    /// A case: a folder with case.toml, a .toml file, or a bundled case's name
    #[arg(value_hint = clap::ValueHint::AnyPath)]
    case: String,
}

pub(crate) fn run(args: &Show) -> Result<(), Failure> {
    let case = files::load(&args.case)?.case_or_errors()?;
    screen::print(&shown(&case))
}

fn shown(case: &Case) -> String {
    let mut out = format!("\u{1b}[1m{}\u{1b}[0m\n", case.title);
    if let Some(day) = &case.as_of {
        let _ = writeln!(out, "as of {day}");
    }
    if let Some(deal) = &case.deal {
        out.push_str(&hanging("A deal would be: ", &words::condition(case, deal)));
    }
    out.push('\n');
    out.push_str(&table::table(case));
    out.push_str(&lists::quotes(case));
    out.push_str(&lists::who(case));
    out.push_str(&lists::meetings(case));
    out.push_str(&lists::levers(case));
    out.push_str(&lists::goals(case));
    out
}
