//! The single analyses: `armistice robustness CASE` and so on, a subcommand for every entry of the registry that is no part of the
//! verdict.

mod extras;

use armistice::analysis::{Entry, Finding, REGISTRY, Request};
use armistice::case::Case;
use armistice::report::sections::{Section, section};
use armistice::{report, verify};
use clap::{ArgMatches, Args, Command, Error, FromArgMatches, Subcommand};

use super::asking::{Asking, checked_again};
use crate::failure::Failure;
use crate::page;
use crate::quotes::said;
use crate::screen::{self, heading};

/// One analysis, as asked for.
#[derive(Debug)]
pub(crate) struct Further {
    entry: &'static Entry,
    asking: Asking,
    /// With the arguments that only this analysis has.
    matches: ArgMatches,
}

impl FromArgMatches for Further {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let chosen = matches.subcommand().and_then(|(name, own)| entry(name).map(|entry| (entry, own)));
        let Some((entry, own)) = chosen else {
            return Err(Error::new(clap::error::ErrorKind::InvalidSubcommand));
        };
        Ok(Self { entry, asking: Asking::from_arg_matches(own)?, matches: own.clone() })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Subcommand for Further {
    fn augment_subcommands(command: Command) -> Command {
        REGISTRY.iter().fold(command, |command, entry| match entry.command() {
            Some(name) => command.subcommand(of_entry(entry, name)),
            None => command,
        })
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        entry(name).is_some()
    }
}

fn entry(command: &str) -> Option<&'static Entry> {
    REGISTRY.iter().find(|e| e.command().as_deref() == Some(command))
}

fn of_entry(entry: &Entry, name: String) -> Command {
    let summary = report::prose::capital(entry.summary);
    let examples = extras::examples(entry.name);
    let more: String = examples.iter().map(|e| format!("\n  armistice {name} {e}")).collect();
    let after = format!(
        "Its words are defined in {}.\n\nExamples:\n  armistice {name} ukraine/istanbul-2025\n  armistice {name} talks --json{more}",
        entry.definitions
    );
    let command = Asking::augment_args(Command::new(name).about(summary)).after_help(after);
    command.args(extras::arguments(entry.name))
}

pub(crate) fn run(args: &Further) -> Result<(), Failure> {
    let (case, mut settings) = args.asking.of_case()?;
    extras::apply(args.entry.name, &args.matches, &case, &mut settings.options)?;
    args.asking.start_threads(&case)?;
    let waiting = args.asking.waiting();
    let request = Request { case: &case, settings: &settings, watch: &waiting };
    let Some(found) = request.run(args.entry) else {
        return Err(Failure::Internal(format!("`{}` is no analysis of its own", args.entry.name)));
    };
    waiting.done();
    let found = found.map_err(|error| Failure::input(error.to_string()).help(error.help()))?;
    if args.asking.json {
        screen::print_json(&report::json::alone(&case, &settings, &found))?;
    } else {
        screen::print(&whole(&case, &section(&case, &found)))?;
    }
    if args.asking.verify { checked_again(vec![verify::finding(&case, &settings, &found)]) } else { Ok(()) }
}

/// All that is said of a finding, with the quotes behind.
fn whole(case: &Case, section: &Section) -> String {
    let because: Vec<&str> = section.because.iter().map(String::as_str).collect();
    format!(
        "\u{1b}[1m{}\u{1b}[0m\n{}{}{}",
        case.title,
        heading(section.title),
        page::text(&[section.lead.as_slice(), &section.rest].concat()),
        said(case, &because)
    )
}

/// What `analyze` shows of the findings: the answers, and where there is more; with the claims that the answers name.
pub(crate) fn in_analyze(case: &Case, findings: &[Finding], shown: &str) -> (String, Vec<String>) {
    let mut out = String::new();
    let mut named = Vec::new();
    for finding in findings {
        let section = section(case, finding);
        if section.lead.is_empty() {
            continue;
        }
        out.push_str(&heading(section.title));
        let lead = page::text(&section.lead);
        let is_named = |id: &String| lead.contains(&format!("[{id}")) || lead.contains(&format!(" {id}"));
        named.extend(section.because.into_iter().filter(is_named));
        out.push_str(&lead);
        let command = Entry::named(finding.name()).and_then(Entry::command);
        if let Some(command) = command.filter(|_| !section.rest.is_empty()) {
            out.push_str(&screen::prose(&format!("`armistice {command} {shown}` has more")));
        }
    }
    (out, named)
}
