//! TOML to tables with spans, and its syntax errors as diagnostics.

use toml::Spanned;
use toml::de::DeTable;

use super::Sink;
use crate::diagnostic::{Diagnostic, Span};

/// How many syntax errors are reported.
const MAX_ERRORS: usize = 100;

/// Parses as much as can be parsed. Whether anything was wrong comes second.
pub(super) fn parse<'t>(text: &'t str, file: &str, out: &mut Sink) -> (Spanned<DeTable<'t>>, bool) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let broken = !errors.is_empty();
    let lines = Lines::of(text);
    let mut told = 0usize;
    let mut last = None;
    let mut more: Option<(usize, Span)> = None;
    for error in errors {
        let span = clamp(error.span().unwrap_or(0..0), text);
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
        out.push(
            Diagnostic::error("syntax", format!("not valid TOML: {message}"))
                .at(file, span, "")
                .help(way_out(&message)),
        );
    }
    if let Some((more, span)) = more {
        let message = format!("{more} more lines are not valid TOML");
        out.push(Diagnostic::error("syntax", message).at(file, span, "from here on").help("mend the ones above first"));
    }
    (root, broken)
}

/// What to do about a parser's message.
fn way_out(message: &str) -> &'static str {
    if message.contains("duplicate key") {
        "a key or table stands once only: join the two, or rename one"
    } else if message.contains("unclosed") {
        "close what was opened here"
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
    let local = ["wrong-type", "bad-number", "interval-upside-down", "bad-date"];
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
}
