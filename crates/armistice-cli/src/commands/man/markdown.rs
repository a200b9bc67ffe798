//! Every command on one page of Markdown: docs/commands.md.

use std::fmt::Write as _;

use clap::{Arg, ArgAction, Command};

const HEAD: &str = "\
# Commands

Every command with its arguments and options, as `armistice COMMAND --help` tells them. `CASE` is a folder with `case.toml`, a `.toml` file, or the
name of a bundled case. This page is made by `make reference`; change the command's own words instead.

";

/// The page, from the definitions of the commands, the first of which has the others.
pub(super) fn page(commands: &[Command]) -> String {
    let mut page = HEAD.to_owned();
    commands.iter().for_each(|command| section(command, &mut page));
    format!("{}\n", page.trim_end())
}

/// One command: what it does, its usage, arguments and options, and what its help ends with.
fn section(command: &Command, page: &mut String) {
    let mut usage = command.clone().render_usage().to_string();
    usage = usage.trim_start_matches("Usage: ").to_owned();
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name());
    let about = command.get_about().map(|about| about.to_string().trim_end_matches('.').to_owned()).unwrap_or_default();
    let _ = writeln!(page, "## {name}\n\n{about}.\n\n```text\n{usage}\n```\n");
    let arguments = || command.get_arguments().filter(|a| !a.is_hide_set());
    // What every command has is told of once.
    let own = |a: &&Arg| command.has_subcommands() || !matches!(a.get_id().as_str(), "help" | "version");
    if arguments().any(|a| own(&a)) {
        page.push_str("| | |\n|---|---|\n");
        for argument in arguments().filter(own) {
            let _ = writeln!(page, "| `{}` | {} |", cell(&named(argument)), cell(&told(argument)));
        }
        page.push('\n');
    }
    if let Some(after) = command.get_after_help() {
        let _ = writeln!(page, "```text\n{}\n```\n", after.to_string().trim_end());
    }
}

/// `CASE`, `--goal CONDITION`, `-h, --help`.
fn named(argument: &Arg) -> String {
    let values: Vec<&str> = argument.get_value_names().unwrap_or_default().iter().map(|v| v.as_str()).collect();
    let dots = if argument.get_num_args().is_some_and(|n| n.max_values() > 1)
        || argument.is_positional() && matches!(argument.get_action(), ArgAction::Append)
    {
        "..."
    } else {
        ""
    };
    let values = values.join(" ") + dots;
    if argument.is_positional() {
        return values;
    }
    let short = argument.get_short().map(|s| format!("-{s}"));
    let long = argument.get_long().map(|l| format!("--{l}"));
    let name = short.into_iter().chain(long).collect::<Vec<_>>().join(", ");
    if argument.get_action().takes_values() { format!("{name} {values}") } else { name }
}

/// What it does, whether it repeats, its choices and its default.
fn told(argument: &Arg) -> String {
    let mut text = argument.get_help().map(ToString::to_string).unwrap_or_default();
    if !argument.is_positional() && matches!(argument.get_action(), ArgAction::Append) {
        text.push_str("; may be given several times");
    }
    let choices: Vec<String> = argument
        .get_possible_values()
        .iter()
        .filter(|v| !v.is_hide_set())
        .map(|v| format!("`{}`", v.get_name()))
        .collect();
    if !choices.is_empty() && argument.get_action().takes_values() {
        let _ = write!(text, ": {}", choices.join(", "));
    }
    if let [default] = argument.get_default_values()
        && argument.get_action().takes_values()
    {
        let _ = write!(text, " [default: {}]", default.to_string_lossy());
    }
    text
}

/// Text in a table: a line, with its bars marked as no ends of cells.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}
