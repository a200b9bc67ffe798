//! Drawing diagnostics: as rustc does on the terminal, or as JSON. Diagnostics themselves are plain data of the library.

use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use armistice::diagnostic::{Diagnostic, Label, Severity};
use serde_json::{Value, json};

use crate::screen;

/// Lines longer than this are shown only around the place meant.
const LONGEST_LINE: usize = 2_000;
/// Bytes shown on each side of the place in such a line.
const AROUND: usize = 200;

/// The texts that diagnostics point into, by the path used in [`Label::file`].
#[derive(Debug, Default)]
pub(crate) struct Texts {
    texts: BTreeMap<String, Text>,
}

#[derive(Debug)]
struct Text {
    /// As the user would write it.
    shown: String,
    text: String,
    /// Where each line begins.
    lines: Vec<usize>,
}

impl Texts {
    /// Adds a text: the path in labels, the path as the user would write it, and the contents.
    pub(crate) fn add(&mut self, file: &str, shown: String, text: String) {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        self.texts.insert(file.to_owned(), Text { shown, text, lines });
    }
}

impl Text {
    /// The line (from 0) a byte is on.
    fn line(&self, byte: usize) -> usize {
        self.lines.partition_point(|&start| start <= byte).saturating_sub(1)
    }

    fn line_start(&self, line: usize) -> usize {
        self.lines.get(line).copied().unwrap_or(self.text.len())
    }

    /// The span, moved to where the text can be cut.
    fn sound(&self, span: &Range<usize>) -> Range<usize> {
        let floor =
            |at: usize| (0..=at.min(self.text.len())).rev().find(|&i| self.text.is_char_boundary(i)).unwrap_or(0);
        let start = floor(span.start);
        start..floor(span.end).max(start)
    }

    /// Line and column, both from 1, the column in characters.
    fn position(&self, byte: usize) -> (usize, usize) {
        let at = self.sound(&(byte..byte)).start;
        let line = self.line(at);
        (line + 1, self.text[self.line_start(line)..at].chars().count() + 1)
    }

    /// The part of the text worth drawing for some spans: their lines, or less when these are very long.
    fn excerpt(&self, spans: &[Range<usize>]) -> Range<usize> {
        let first = spans.iter().map(|s| s.start).min().unwrap_or(0);
        let last = spans.iter().map(|s| s.end).max().unwrap_or(0);
        let (from, to) = (self.line_start(self.line(first)), self.line_start(self.line(last) + 1));
        if to - from <= LONGEST_LINE.max(2 * (last - first)) {
            return from..to;
        }
        self.sound(&(first.saturating_sub(AROUND).max(from)..last.saturating_add(AROUND).min(to)))
    }
}

/// A label that can be drawn: where it is in the text, and whether it is the primary one.
struct Mark<'a> {
    label: &'a Label,
    span: Range<usize>,
    kind: AnnotationKind,
}

/// Diagnostics as rustc draws them, errors first, each followed by an empty line.
pub(crate) fn draw(diagnostics: &[Diagnostic], texts: &Texts) -> String {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|d| d.severity);
    sorted.into_iter().map(|d| draw_one(d, texts) + "\n\n").collect()
}

fn draw_one(diagnostic: &Diagnostic, texts: &Texts) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = level.primary_title(&diagnostic.message).id(diagnostic.code).elements(snippets(diagnostic, texts));
    for line in &diagnostic.help {
        group = group.element(Level::HELP.message(line));
    }
    Renderer::styled().hyperlink(false).term_width(screen::width()).render(&[group])
}

/// One snippet per file and stretch of lines: places far apart are drawn apart.
fn snippets<'a>(diagnostic: &'a Diagnostic, texts: &'a Texts) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let mut parts: Vec<(&Text, Vec<Mark<'_>>)> = Vec::new();
    for (n, label) in diagnostic.labels.iter().enumerate() {
        let Some(text) = texts.texts.get(&label.file) else { continue };
        let span = text.sound(&label.span);
        let near = |marks: &[Mark<'_>]| marks.iter().all(|m| m.span.start.abs_diff(span.start) <= LONGEST_LINE);
        let mark = Mark {
            label,
            span: span.clone(),
            kind: if n == 0 { AnnotationKind::Primary } else { AnnotationKind::Context },
        };
        match parts.iter_mut().find(|(t, marks)| std::ptr::eq(*t, text) && near(marks)) {
            Some((_, marks)) => marks.push(mark),
            None => parts.push((text, vec![mark])),
        }
    }
    let snippet = |(text, marks): (&'a Text, Vec<Mark<'a>>)| {
        let spans: Vec<Range<usize>> = marks.iter().map(|m| m.span.clone()).collect();
        let cut = text.excerpt(&spans);
        let line = text.line(cut.start);
        let annotations = marks.into_iter().map(|m| {
            let annotation = m.kind.span(m.span.start - cut.start..m.span.end - cut.start);
            if m.label.text.is_empty() { annotation } else { annotation.label(&m.label.text) }
        });
        let annotations: Vec<_> = annotations.collect();
        Snippet::source(&text.text[cut.clone()]).line_start(line + 1).path(text.shown.as_str()).annotations(annotations)
    };
    parts.into_iter().map(snippet).collect()
}

/// "2 errors, 1 warning"; empty when there is neither.
pub(crate) fn tally(diagnostics: &[Diagnostic]) -> String {
    let number = |severity| diagnostics.iter().filter(|d| d.severity == severity).count() as u64;
    let (errors, warnings) = (number(Severity::Error), number(Severity::Warning));
    let mut parts = Vec::new();
    if errors > 0 {
        parts.push(screen::count(errors, "error", "errors"));
    }
    if warnings > 0 {
        parts.push(screen::count(warnings, "warning", "warnings"));
    }
    parts.join(", ")
}

/// Diagnostics as JSON: spans are bytes, lines and columns count from 1.
pub(crate) fn to_json(diagnostics: &[Diagnostic], texts: &Texts) -> Value {
    let label = |label: &Label| {
        let position = texts.texts.get(&label.file).map(|t| t.position(label.span.start));
        json!({
            "file": label.file, "start": label.span.start, "end": label.span.end,
            "line": position.map(|p| p.0), "column": position.map(|p| p.1), "text": label.text,
        })
    };
    let one = |d: &Diagnostic| {
        json!({
            "severity": match d.severity { Severity::Error => "error", Severity::Warning => "warning" },
            "code": d.code, "message": d.message,
            "labels": d.labels.iter().map(label).collect::<Vec<_>>(), "help": d.help,
        })
    };
    Value::Array(diagnostics.iter().map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Texts {
        let mut texts = Texts::default();
        texts.add("case.toml", "peace/case.toml".into(), text.into());
        texts
    }

    fn drawn(diagnostic: Diagnostic, text: &str) -> String {
        anstream::adapter::strip_str(&draw(&[diagnostic], &texts(text))).to_string()
    }

    #[test]
    fn a_place_is_drawn_with_its_line_and_the_way_out() {
        let text = "format = 1\ntilte = \"x\"\n";
        let drawn = drawn(
            Diagnostic::error("unknown-key", "unknown key `tilte`")
                .at("case.toml", 11..16, "")
                .help("did you mean `title`?"),
            text,
        );
        assert!(drawn.contains("error[unknown-key]: unknown key `tilte`"), "{drawn}");
        assert!(drawn.contains("--> peace/case.toml:2:1"), "{drawn}");
        assert!(drawn.contains("^^^^^"), "{drawn}");
        assert!(drawn.contains("help: did you mean `title`?"), "{drawn}");
    }

    #[test]
    fn spans_outside_the_text_or_inside_a_letter_are_moved_not_fatal() {
        for span in [100..200, 1..2, Range { start: 5, end: 3 }, 0..usize::MAX] {
            assert!(drawn(Diagnostic::error("syntax", "odd").at("case.toml", span, "here"), "éé").contains("odd"));
        }
        assert!(drawn(Diagnostic::error("syntax", "odd").at("case.toml", 0..0, "here"), "").contains("odd"));
        assert!(drawn(Diagnostic::error("syntax", "odd").at("elsewhere.toml", 0..1, "here"), "x").contains("odd"));
    }

    #[test]
    fn only_the_place_in_an_endless_line_is_drawn() {
        let text = format!("a = \"{}\"", "x".repeat(100_000));
        let drawn = drawn(Diagnostic::error("syntax", "odd").at("case.toml", 50_000..50_002, "here"), &text);
        assert!(drawn.len() < 1_000, "{}", drawn.len());
        assert!(drawn.contains("^^"), "{drawn}");
    }
}
