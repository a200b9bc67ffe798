//! `armistice completions`: scripts with which a shell completes commands, options and names of cases.

use clap::builder::PossibleValuesParser;
use clap::{Args, Command};
use clap_complete::Shell;

use crate::failure::Failure;
use crate::{bundled, screen};

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  armistice completions bash >> ~/.bash_completion
  armistice completions zsh > ~/.zfunc/_armistice
  armistice completions fish > ~/.config/fish/completions/armistice.fish

For zsh, ~/.zshrc needs the line `fpath+=~/.zfunc` before `compinit`.")]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

pub(crate) fn run(args: &Completions, mut command: Command) -> Result<(), Failure> {
    if args.shell == Shell::Bash {
        command = with_cases(command);
    }
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "armistice", &mut script);
    let script = String::from_utf8(script).map_err(|_| Failure::Internal("the script is no text".to_owned()))?;
    screen::print(&script)
}

/// Bash offers words beside files: the names of bundled cases. Other shells take words for the only choices.
fn with_cases(command: Command) -> Command {
    command.mut_subcommands(|subcommand| {
        let takes_case = subcommand.get_arguments().any(|a| a.get_id() == "case");
        if takes_case {
            subcommand.mut_arg("case", |case| case.value_parser(PossibleValuesParser::new(bundled::names())))
        } else {
            subcommand
        }
    })
}
