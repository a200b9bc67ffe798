//! Why a command ended early, and the exit code that says so.

use std::io;

/// The colours of diagnostics, for messages that have no place in a file.
const ERROR: &str = "\u{1b}[1;91m";
const HELP: &str = "\u{1b}[1;96m";
const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";

/// Why a command ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// What the user gave cannot be used: what is wrong, and the ways out. Exit code 2.
    Input {
        /// Lower case, names in backticks, no full stop.
        message: String,
        /// One line each.
        help: Vec<String>,
    },
    /// The same, and everything has been said already. Exit code 2.
    Reported,
    /// Armistice itself is at fault. Exit code 1.
    Internal(String),
    /// Whoever read the output went away. Silent, exit code 0.
    BrokenPipe,
}

impl Failure {
    /// Something is wrong with what the user gave.
    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self::Input { message: message.into(), help: Vec::new() }
    }

    /// Adds a way out.
    #[must_use]
    pub(crate) fn help(mut self, line: impl Into<String>) -> Self {
        if let Self::Input { help, .. } = &mut self {
            help.push(line.into());
        }
        self
    }

    /// A failure to write to the screen or a pipe.
    pub(crate) fn output(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::BrokenPipe,
            _ => Self::input(format!("cannot write the output: {}", plain(error))),
        }
    }

    /// What the process ends with.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Input { .. } | Self::Reported => 2,
            Self::Internal(_) => 1,
            Self::BrokenPipe => 0,
        }
    }

    /// The text for the screen; empty when there is nothing (more) to say.
    pub(crate) fn text(&self) -> String {
        let (message, help) = match self {
            Self::Reported | Self::BrokenPipe => return String::new(),
            Self::Input { message, help } => (message.clone(), help.clone()),
            Self::Internal(what) => (
                format!("internal failure: {what}"),
                vec![
                    "this is a fault of Armistice, not yours: please report it, with the command and its files"
                        .to_owned(),
                ],
            ),
        };
        let mut text = format!("{ERROR}error{PLAIN}{BOLD}: {message}{PLAIN}\n");
        for line in help {
            text.push_str(&format!("  {HELP}help{PLAIN}: {line}\n"));
        }
        text
    }
}

/// An operating system's error in words, without the number it appends.
pub(crate) fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let words = text.split_once(" (os error").map_or(text.as_str(), |(words, _)| words);
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
