//! `armistice draft`: claims to a case.

use std::path::PathBuf;

use armistice::case::write;
use clap::Args;

use super::new::shown;
use crate::failure::Failure;
use crate::files::{self, CASE};
use crate::screen::{self, hanging, heading};
use crate::writing::Writing;

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  armistice draft talks            talks/claims.toml becomes talks/case.toml
  armistice draft talks --force    the same, in place of the old case.toml

Every claim that is not rejected is used, if anything can be made of it.
What nobody said stays unstated: the draft is where your own work on the
case begins.")]
pub(crate) struct Draft {
    /// The folder with claims.toml and sources/
    dir: PathBuf,
    /// Overwrite a case.toml that is there already
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(args: &Draft) -> Result<(), Failure> {
    let claims = files::load_claims(&args.dir)?;
    let target = args.dir.join(CASE);
    if target.exists() && !args.force {
        return Err(Failure::input(format!("`{}` is there already", target.display()))
            .help("--force replaces it by a new draft: what you changed there is lost"));
    }
    let draft = armistice_reader::draft::draft(&claims).map_err(|e| Failure::input(e.to_string()).help(e.help()))?;
    let mut writing = Writing::default();
    writing.add(&target, &write::write(&draft.case))?;
    writing.commit()?;
    let mut out = format!("\u{1b}[1m{}\u{1b}[0m\n", draft.case.title);
    for (title, list) in [("Used", &draft.used), ("Left out", &draft.left)] {
        if !list.is_empty() {
            out.push_str(&heading(title));
            for (id, what) in list {
                out.push_str(&hanging(&format!("{id:>5}  "), what));
            }
        }
    }
    let dir = shown(&args.dir);
    screen::print(&format!(
        "{out}\nWrote {}, from {} of {} claims. Next:\n\n  armistice check {dir}\n  armistice show {dir}\n  armistice analyze {dir}\n",
        target.display(),
        draft.used.len(),
        draft.used.len() + draft.left.len(),
    ))
}
