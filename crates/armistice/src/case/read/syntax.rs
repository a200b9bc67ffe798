//! The syntax errors of a TOML file as diagnostics.

use super::Sink;
use crate::case::document::Document;
use crate::diagnostic::{Diagnostic, Span};

/// How many syntax errors are reported.
const MAX_ERRORS: usize = 100;

/// Says what could not be parsed, and whether there was any of it.
pub(super) fn report(document: &Document<'_>, file: &str, out: &mut Sink) -> bool {
    let Document { text, errors, .. } = document;
    let lines = Lines::of(text);
    let mut told = 0usize;
    let mut last = None;
    let mut more: Option<(usize, Span)> = None;
    // Up to where the keys belong to a table that stands twice: that they stand twice as well follows from it.
    let mut repeated = 0usize;
    for error in errors {
        let span = clamp(error.span().unwrap_or(0..0), text);
        if error.message().contains("duplicate key") {
            if span.start < repeated {
                continue;
            }
            if lines.text(text, span.start).trim_start().starts_with('[') {
                let rest = text.get(span.end..).unwrap_or_default();
                repeated = rest.find("\n[").map_or(text.len(), |next| span.end + next);
            }
        }
        // What follows on the same line is nearly always the first error again.
        let line = lines.line(span.start);
        if last == Some(line) {
            continue;
        }
        last = Some(line);
        if told >= MAX_ERRORS {
            more.get_or_insert((0, span)).0 += 1;
            continue;
        }
        told += 1;
        let message = error.message().trim().to_owned();
        let code = if message.contains("invalid date") { "bad-date" } else { "syntax" };
        out.push(
            Diagnostic::error(code, format!("not valid TOML: {message}")).at(file, span, "").help(way_out(&message)),
        );
    }
    if let Some((more, span)) = more {
        let message = format!("{more} more lines are not valid TOML");
        out.push(Diagnostic::error("syntax", message).at(file, span, "from here on").help("mend the ones above first"));
    }
    !errors.is_empty()
}

/// What to do about a parser's message.
fn way_out(message: &str) -> &'static str {
    if message.contains("duplicate key") {
        "a key or table stands once only: join the two, or rename one"
    } else if message.contains("unclosed") {
        "close what was opened here"
    } else if message.contains("invalid date") {
        "write days as YYYY-MM-DD, such as 2025-05-17"
    } else if message.contains("unquoted key") || message.contains("invalid key") {
        "the parts of a key are letters a to z, digits, `_` and `-`, with one dot between two; others stand in quotation marks"
    } else if message.contains("string") || message.contains("quote") {
        "texts stand in quotation marks: key = \"text\""
    } else {
        "every line is `key = value`, a [table] header or a # comment; texts stand in quotation marks"
    }
}

/// Keeps, of the diagnostics of a file with syntax errors, those about one value on a line without a syntax error.
pub(super) fn keep_local(text: &str, diagnostics: Vec<Diagnostic>, out: &mut Sink) {
    let lines = Lines::of(text);
    let broken: Vec<usize> = out.diagnostics.iter().flat_map(|d| &d.labels).map(|l| lines.line(l.span.start)).collect();
    let local = ["wrong-type", "bad-word", "bad-number", "interval-upside-down", "bad-date"];
    out.extend(
        diagnostics.into_iter().filter(|d| {
            local.contains(&d.code) && d.labels.iter().all(|l| !broken.contains(&lines.line(l.span.start)))
        }),
    );
}

/// A span that can be sliced.
fn clamp(span: Span, text: &str) -> Span {
    let fit = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) = (fit(span.start), fit(span.end));
    start..end.max(start)
}

/// Where the lines of a text begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(text.bytes().enumerate().filter(|&(_, b)| b == b'\n').map(|(at, _)| at + 1).collect())
    }

    fn line(&self, at: usize) -> usize {
        self.0.partition_point(|&start| start <= at)
    }

    /// The line that holds this byte.
    fn text<'t>(&self, text: &'t str, at: usize) -> &'t str {
        let line = self.line(at);
        let start = line.checked_sub(1).map_or(0, |before| self.0[before]);
        let end = self.0.get(line).copied().unwrap_or(text.len());
        text.get(start..end).unwrap_or_default()
    }
}
