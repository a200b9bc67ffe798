//! What is wrong with a condition, at its place in the file.

use crate::diagnostic::{Diagnostic, Span, nearest};

/// Problems reported per condition; one more says how many are left out.
const MAX_PROBLEMS: usize = 50;
/// Problems of a condition from which on the nearest name is no longer looked for.
const MAX_SUGGESTIONS: usize = 5;

/// The problems found so far, and where their labels go.
pub(super) struct Problems<'a> {
    file: &'a str,
    span: Span,
    exact: bool,
    list: Vec<Diagnostic>,
    last: Option<usize>,
    more: usize,
}

impl<'a> Problems<'a> {
    /// No problems yet of the condition at `span` of `file`; `exact`: its bytes are those of the file.
    pub(super) fn new(file: &'a str, span: Span, exact: bool) -> Self {
        Self { file, span, exact, list: Vec::new(), last: None, more: 0 }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Adds a problem at these bytes of the condition. A second one at the same place is a consequence of the first and left out.
    pub(super) fn add(&mut self, problem: Diagnostic, at: &Span, label: &str) {
        if self.last == Some(at.start) {
            return;
        }
        self.last = Some(at.start);
        if self.list.len() >= MAX_PROBLEMS {
            self.more += 1;
            return;
        }
        self.add_surely(problem, at, label);
    }

    /// Adds a problem that nothing may hide.
    pub(super) fn add_surely(&mut self, problem: Diagnostic, at: &Span, label: &str) {
        let span = self.in_file(at);
        self.list.push(problem.at(self.file, span, label));
    }

    /// Adds a way out to the last problem, if it is that the name at these bytes is unknown. Whether it was.
    pub(super) fn advise_on_name(&mut self, at: &Span, help: &str) -> bool {
        let span = self.in_file(at);
        let last = self.list.last_mut().filter(|p| p.code == "unknown-name");
        let Some(last) = last.filter(|p| p.labels.first().is_some_and(|l| l.span == span)) else { return false };
        last.advise(help.to_owned());
        true
    }

    /// The known name nearest to what was written.
    pub(super) fn near<'k>(&self, written: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
        if self.list.len() < MAX_SUGGESTIONS { nearest(written, known) } else { None }
    }

    fn in_file(&self, at: &Span) -> Span {
        let shift = |n: usize| self.span.start.saturating_add(n);
        if self.exact { shift(at.start)..shift(at.end) } else { self.span.clone() }
    }

    /// All problems, with a last one for those left out.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        if self.more > 0 {
            let message = format!("{} more problems in the same condition are not shown", self.more);
            let problem = bad(message).help("mend the ones above first");
            self.list.push(problem.at(self.file, self.span, ""));
        }
        self.list
    }
}

/// An error with the code of conditions that do not parse.
pub(super) fn bad(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error("bad-condition", message)
}

/// Text from a file in a message: between backticks, short, and without characters that cannot be seen.
pub(crate) fn shown(text: &str) -> String {
    let mut out = String::from("`");
    for (i, c) in text.chars().enumerate() {
        if i == 60 {
            out.push('…');
            break;
        }
        if c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out.push('`');
    out
}
