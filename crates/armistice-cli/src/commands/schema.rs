//! `armistice schema`: the case format, for editors.

use clap::Args;

use crate::failure::Failure;
use crate::screen;

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  armistice schema > case.schema.json

Editors that know Taplo use it when case.toml begins with the line
#:schema ./case.schema.json")]
pub(crate) struct Schema {}

pub(crate) fn run(_: &Schema) -> Result<(), Failure> {
    screen::print_json(&armistice::case::schema())
}
