//! `armistice new`: a commented case to start from.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::failure::Failure;
use crate::screen;
use crate::writing::Writing;

/// The starter case: invented, commented, with the constructs most cases need.
pub(crate) const TEMPLATE: &str = include_str!("../../templates/case.toml");

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  armistice new talks          writes talks/case.toml, with comments
  armistice check talks        says whether what you changed makes sense
  armistice analyze talks      says whether there is a deal")]
pub(crate) struct New {
    /// The folder to write the case to; it is made if need be
    dir: PathBuf,
}

pub(crate) fn run(args: &New) -> Result<(), Failure> {
    let dir = &args.dir;
    let target = dir.join("case.toml");
    if target.exists() {
        return Err(Failure::input(format!("`{}` is there already", target.display()))
            .help("choose another folder; `armistice new` overwrites nothing"));
    }
    let mut writing = Writing::default();
    writing.add(&target, TEMPLATE)?;
    writing.commit()?;
    let shown = shown(dir);
    screen::print(&format!(
        "Wrote {}, an invented case with comments. Change it to yours, then:\n\n  \
         armistice check {shown}\n  armistice show {shown}\n  armistice analyze {shown}\n  armistice analyze {shown} --lever sanctions\n",
        target.display()
    ))
}

/// A path as it can be pasted into a command line.
pub(crate) fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-+,:@%".contains(c);
    if !text.is_empty() && text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}
