//! What fits on the screen: width, wrapping, tables, and writing that survives a closed pipe.

use std::io::Write;
use std::ops::Range;

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width, presets};
use serde_json::Value;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::failure::Failure;

pub(crate) use armistice::report::words::count;

/// Columns when the output is no terminal and `COLUMNS` is not set.
const PIPE_WIDTH: usize = 100;
/// Prose wider than this is hard to read.
const PROSE_WIDTH: usize = 100;

/// Columns to fill: `COLUMNS` if set, else the terminal's, else 100; at least 40 and at most 200.
pub(crate) fn width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|c| c.trim().parse::<usize>().ok());
    let seen = || terminal_size::terminal_size().map(|(terminal_size::Width(w), _)| usize::from(w));
    told.or_else(seen).unwrap_or(PIPE_WIDTH).clamp(40, 200)
}

/// Writes text to standard output, colours stripped where they are not wanted.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    out.write_all(harmless(text).as_bytes()).and_then(|()| out.flush()).map_err(|e| Failure::output(&e))
}

/// Writes JSON to standard output, to the letter.
pub(crate) fn print_json(value: &Value) -> Result<(), Failure> {
    // Standard output is written line by line; a whole text at once spares hundreds of calls of the system.
    print_exactly(format!("{value:#}\n").as_bytes())
}

/// Writes to standard output, to the letter.
pub(crate) fn print_exactly(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|e| Failure::output(&e))
}

/// Writes text to standard error, colours stripped where they are not wanted. A closed pipe there is no failure.
pub(crate) fn note(text: &str) {
    let mut out = anstream::stderr().lock();
    let _ = out.write_all(harmless(text).as_bytes()).and_then(|()| out.flush());
}

/// The text without control characters but for line breaks, tabs and colours: an article must not steer the terminal.
fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let taken = if letter == '\u{1b}' { colour(rest) } else { None };
        let taken = taken.unwrap_or(letter.len_utf8());
        match &rest[..taken] {
            _ if !letter.is_control() || matches!(letter, '\n' | '\t') => out.push(letter),
            sequence if taken > 1 && letter == '\u{1b}' => out.push_str(sequence),
            _ => out.push('\u{fffd}'),
        }
        rest = &rest[taken..];
    }
    out
}

/// The length of the colour sequence that a text begins with, such as `ESC [ 1 ; 91 m`.
fn colour(text: &str) -> Option<usize> {
    let digits = text.strip_prefix("\u{1b}[")?;
    let end = digits.find(|c: char| !c.is_ascii_digit() && c != ';')?;
    digits[end..].starts_with('m').then_some(2 + end + 1)
}

/// A section's heading.
pub(crate) fn heading(text: &str) -> String {
    format!("\n\u{1b}[1m{text}\u{1b}[0m\n")
}

/// Wraps prose to the width; paragraphs are separated by line breaks. Ends with a line break unless empty.
pub(crate) fn prose(text: &str) -> String {
    text.lines().map(|line| hanging("", line)).collect()
}

/// Wraps text behind a mark such as a bullet; further lines are indented by the mark's width.
pub(crate) fn hanging(mark: &str, text: &str) -> String {
    let indent = " ".repeat(mark.width());
    let room = width().min(PROSE_WIDTH).saturating_sub(mark.width()).max(20);
    let mut out = String::new();
    for (n, line) in wrap(text, room).iter().enumerate() {
        out.push_str(if n == 0 { mark } else { &indent });
        out.push_str(line);
        out.push('\n');
    }
    if out.is_empty() { format!("{}\n", mark.trim_end()) } else { out }
}

/// Breaks text into lines of at most `room` columns at spaces; words wider than that are broken.
fn wrap(text: &str, room: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    // A space that does not break holds a number together.
    for word in text.split(|c: char| c.is_whitespace() && c != '\u{a0}').filter(|word| !word.is_empty()) {
        let wide = word.width();
        if used > 0 && used + 1 + wide > room {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        if wide <= room {
            line.push_str(word);
            used += wide;
            continue;
        }
        for letter in word.chars() {
            let columns = letter.width().unwrap_or(0);
            if used + columns > room {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(letter);
            used += columns;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Shortens text to `room` columns, with an ellipsis where it was cut.
pub(crate) fn shorten(text: &str, room: usize) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.width() <= room {
        return flat;
    }
    let mut used = 0;
    let kept: String = flat
        .chars()
        .take_while(|c| {
            used += c.width().unwrap_or(0);
            used < room
        })
        .collect();
    format!("{}…", kept.trim_end())
}

/// A table in a grid, as wide as the screen at most.
pub(crate) fn grid(header: &[&str]) -> Table {
    table(header, presets::UTF8_FULL)
}

/// A table with lines between its rows, for cells of several lines.
pub(crate) fn lined(header: &[&str]) -> Table {
    table(header, presets::UTF8_HORIZONTAL_ONLY)
}

/// A table with a line under its header only.
pub(crate) fn compact(header: &[&str]) -> Table {
    table(header, presets::UTF8_HORIZONTAL_ONLY.row_separator(LineStyle::none()))
}

fn table(header: &[&str], style: TableStyle) -> Table {
    let mut table = Table::new();
    table.load_style(style);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width()).unwrap_or(100));
    table.set_header(header.to_vec());
    table
}

/// Keeps a column wide enough for its longest word, as far as half the screen, so that names stay whole.
pub(crate) fn unbroken(table: &mut Table, column: usize) {
    let rows = table.row_iter().filter_map(|row| row.cell_iter().nth(column)).map(comfy_table::Cell::content);
    let longest = rows.map(|text| text.split_whitespace().map(UnicodeWidthStr::width).max().unwrap_or(0)).max();
    // Two columns of padding.
    let wanted = longest.unwrap_or(0).min(width() / 2) + 2;
    if let Some(column) = table.column_mut(column) {
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(u16::try_from(wanted).unwrap_or(40))));
    }
}

/// Aligns columns to the right, for numbers.
pub(crate) fn right(table: &mut Table, columns: Range<usize>) {
    for column in columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// The table as text, without spaces at the ends of its lines. Ends with a line break.
pub(crate) fn drawn(table: &Table) -> String {
    table.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// Names as prose lists them: "a", "a and b", "a, b and c".
pub(crate) fn listed<S: AsRef<str>>(names: &[S]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            format!("{} and {}", first.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapping_keeps_every_letter_and_the_width() {
        assert_eq!(wrap("a bc  def", 4), ["a bc", "def"]);
        assert_eq!(wrap("abcdefghij k", 4), ["abcd", "efgh", "ij k"]);
        assert_eq!(wrap("about 3\u{a0}×\u{a0}10", 8), ["about", "3\u{a0}×\u{a0}10"]);
        assert_eq!(wrap("", 4), Vec::<String>::new());
        // Four ideographs are eight columns wide.
        assert_eq!(wrap("停戦交渉", 5), ["停戦", "交渉"]);
    }

    #[test]
    fn shortening_marks_the_cut() {
        assert_eq!(shorten("one two", 7), "one two");
        assert_eq!(shorten("one two three", 8), "one two…");
    }

    #[test]
    fn only_colours_reach_the_terminal() {
        let (bold, clear, title) = ("\u{1b}[1mé\u{1b}[0m\n", "\u{1b}[2J", "\u{1b}]0;x\u{7}");
        assert_eq!(harmless(bold), bold);
        assert_eq!(harmless(clear), "\u{fffd}[2J");
        assert_eq!(harmless(title), "\u{fffd}]0;x\u{fffd}");
        assert_eq!(harmless("a\r\u{1b}"), "a\u{fffd}\u{fffd}");
    }

    #[test]
    fn lists_in_words() {
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
    }
}
