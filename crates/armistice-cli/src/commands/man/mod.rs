//! `armistice man`: the manual, as pages for `man` or as one page of Markdown.

mod markdown;

use std::path::PathBuf;

use clap::{Args, Command};
use clap_mangen::Man as Page;

use super::new::shown;
use crate::failure::Failure;
use crate::screen;
use crate::writing::Writing;

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  armistice man ~/.local/share/man/man1    then: man armistice-analyze
  armistice man --markdown > commands.md")]
pub(crate) struct Man {
    /// The folder to write the pages to; it is made if need be
    #[arg(required_unless_present = "markdown")]
    dir: Option<PathBuf>,
    /// Print all commands as one page of Markdown instead
    #[arg(long, conflicts_with = "dir")]
    markdown: bool,
}

pub(crate) fn run(args: &Man, mut command: Command) -> Result<(), Failure> {
    command = command.disable_help_subcommand(true);
    command.build();
    let mut commands = Vec::new();
    gather(&command, &mut commands);
    let Some(dir) = &args.dir else { return screen::print(&markdown::page(&commands)) };
    let mut writing = Writing::default();
    for command in &commands {
        let version = command.get_version().unwrap_or(env!("CARGO_PKG_VERSION"));
        let page = Page::new(command.clone()).source(format!("armistice {version}")).manual("Armistice");
        let mut text = Vec::new();
        page.render(&mut text).map_err(|e| Failure::Internal(format!("a manual page cannot be made: {e}")))?;
        let text = String::from_utf8(text).map_err(|_| Failure::Internal("a manual page is no text".to_owned()))?;
        writing.add(&dir.join(page.get_filename()), &unfilled(&text))?;
    }
    writing.commit()?;
    let (pages, dir) = (commands.len(), shown(dir));
    screen::print(&format!("Wrote {pages} pages to {dir}: armistice.1 and one for each command.\n"))
}

/// A command and those below it, each before its own.
fn gather(command: &Command, all: &mut Vec<Command>) {
    all.push(command.clone());
    for below in command.get_subcommands().filter(|c| c.get_name() != "help") {
        gather(below, all);
    }
}

/// The page with its examples line by line, as they are written.
fn unfilled(page: &str) -> String {
    match page.split_once(".SH EXTRA\n") {
        Some((before, rest)) => {
            // Another section may follow.
            let (examples, after) = rest.split_at(rest.find("\n.SH ").map_or(rest.len(), |end| end + 1));
            format!("{before}.SH EXAMPLES\n.nf\n{}\n.fi\n{after}", examples.trim_end())
        }
        None => page.to_owned(),
    }
}
