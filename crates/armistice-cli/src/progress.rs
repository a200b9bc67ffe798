//! A bar that says how far the reading of several files is: on a terminal, and never in a pipe or a log.

use std::io::{IsTerminal, Write, stderr};

use crate::screen;

/// Columns of the bar itself.
const BAR: usize = 20;

/// How far it is.
pub(crate) struct Progress {
    shown: bool,
    drawn: bool,
}

impl Progress {
    /// A bar on standard error, if that is a terminal and it is wanted.
    pub(crate) fn new(wanted: bool) -> Self {
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self { shown: wanted && !dumb && stderr().is_terminal(), drawn: false }
    }

    /// Draws `done` of `all`, and the name of what is being read. One file is no progress.
    pub(crate) fn show(&mut self, done: usize, all: usize, name: &str) {
        if self.shown && all > 1 {
            self.draw(&line(done, all, name, screen::width()));
        }
    }

    /// Says what is done after the files are read.
    pub(crate) fn say(&mut self, what: &str) {
        if self.shown {
            self.draw(what);
        }
    }

    fn draw(&mut self, text: &str) {
        // Back to the line's start; what is left of the longer line before is erased.
        let _ = write!(stderr(), "\r{text}\u{1b}[K").and_then(|()| stderr().flush());
        self.drawn = true;
    }

    /// Takes it away.
    pub(crate) fn clear(&mut self) {
        if std::mem::take(&mut self.drawn) {
            let _ = write!(stderr(), "\r\u{1b}[K").and_then(|()| stderr().flush());
        }
    }
}

fn line(done: usize, all: usize, name: &str, width: usize) -> String {
    let full = done * BAR / all.max(1);
    let counts = format!("{done}/{all}");
    let room = width.saturating_sub(BAR + counts.len() + 6).max(8);
    let name: String = name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    format!("[{}{}] {counts} {}", "#".repeat(full), " ".repeat(BAR - full), screen::shorten(&name, room))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_fits_and_steers_nothing() {
        assert_eq!(line(5, 20, "monday.txt", 80), "[#####               ] 5/20 monday.txt");
        let long = line(0, 9, &"x\u{1b}[2J".repeat(100), 60);
        assert!(long.chars().count() < 60 && !long.contains('\u{1b}'), "{long}");
    }
}
