//! Problems found in what a user wrote, as plain data. Only the edges render them.

use std::fmt;
use std::ops::Range;

/// A byte range in a file's text.
pub type Span = Range<usize>;

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The case cannot be computed with; the command exits with code 2.
    Error,
    /// The case can be computed with, but probably does not say what was meant.
    Warning,
}

/// One place in one file that a diagnostic points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The file's path inside the case folder, such as `case.toml`.
    pub file: String,
    /// Bytes of the file's text.
    pub span: Span,
    /// What is at this place; may be empty.
    pub text: String,
}

/// A problem: what is wrong, where, and the way out.
///
/// Messages start in lower case, put the names of things in backticks and have no full stop; each `help` says what to do next.
/// Both are one line each: what they repeat from a file cannot steer the terminal they are shown on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// A stable, kebab-case name of this sort of problem, one of [`CODES`].
    pub code: &'static str,
    /// What is wrong, in one line.
    pub message: String,
    /// Where: the first label is the primary one. Empty when the problem has no place in a file.
    pub labels: Vec<Label>,
    /// The ways out, one line each.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// An error without a place yet.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message.into())
    }

    /// A warning without a place yet.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message.into())
    }

    fn new(severity: Severity, code: &'static str, message: String) -> Self {
        debug_assert!(CODES.iter().any(|(known, _)| *known == code), "`{code}` is not in CODES");
        Self { severity, code, message: in_one_line(message), labels: Vec::new(), help: Vec::new() }
    }

    /// Adds a place; the first one added is the primary one.
    #[must_use]
    pub fn at(mut self, file: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { file: file.into(), span, text: in_one_line(text.into()) });
        self
    }

    /// Adds a way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.advise(help);
        self
    }

    /// Adds a way out in place.
    pub fn advise(&mut self, help: impl Into<String>) {
        self.help.push(in_one_line(help.into()));
    }
}

impl fmt::Display for Diagnostic {
    /// One line without places, for contexts that cannot draw.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{severity}[{}]: {}", self.code, self.message)
    }
}

/// The text with control characters, and those that turn the direction of writing, as escapes.
pub fn in_one_line(text: String) -> String {
    let steers = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.contains(steers) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if steers(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

/// Whether any of the diagnostics is an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

/// How many known names are looked through for the nearest one.
const MOST_KNOWN: usize = 1_000;

/// The known name nearest to what was written, for a `did you mean` line; `None` when nothing is near
/// (optimal string alignment distance above a third of the longer name's length, at least 1).
/// Of very many known names only the first thousand are looked at.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let start = |name: &str| name.chars().take(64).collect::<Vec<char>>();
    let (length, written) = (written.chars().count(), start(written));
    let near = |known: &&'a str| {
        let most = (length.max(known.chars().count()) / 3).max(1);
        distance(&written, &start(known), most)
    };
    let found = known.into_iter().take(MOST_KNOWN).filter_map(|k| near(&k).map(|d| (d, k)));
    found.min_by_key(|&(d, _)| d).map(|(_, k)| k)
}

/// Optimal string alignment distance (insertions, deletions, substitutions, swaps of neighbours), if it is `most` or less.
fn distance(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    // The row before the last, the last row and the present one.
    let (mut earlier, mut before, mut row) =
        (vec![0; b.len() + 1], vec![0; b.len() + 1], (0..=b.len()).collect::<Vec<_>>());
    for i in 1..=a.len() {
        (earlier, before, row) = (before, row, earlier);
        row[0] = i;
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (before[j] + 1).min(row[j - 1] + 1).min(before[j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(earlier[j - 2] + 1);
            }
            row[j] = best;
        }
        // Every way on from here leads through this row or, by a swap, past it from the one before.
        if row.iter().chain(&before).all(|&d| d > most) {
            return None;
        }
    }
    row.last().copied().filter(|&d| d <= most)
}

/// Every code with what it means, in alphabetical order: the source of the reference in the book.
pub const CODES: &[(&str, &str)] = &[
    ("bad-condition", "a condition that does not parse, compares what has no order, or is nested too deeply"),
    ("bad-date", "a date that is not written as YYYY-MM-DD, or does not exist"),
    ("bad-id", "an id with other characters than letters, digits, `_` and `-`"),
    ("bad-number", "a number out of its bounds, or not a number"),
    ("bad-range", "a numeric range that is empty, upside down, too fine, or not divided by its step"),
    ("bad-rank", "a ranking that leaves one out or names one twice"),
    ("bad-source", "a source file that is missing or is not text"),
    ("bad-word", "a word that is none of those allowed in its place"),
    ("claims-mismatch", "claims.toml and case.toml disagree"),
    ("conflict", "two ways of saying the same thing at once"),
    ("deep-precondition", "a precondition on itself"),
    ("duplicate", "the same id twice"),
    ("exposure-on-status-quo", "exposure on an option of the status quo, where nobody can defect"),
    ("few-signatories", "fewer than two parties whose consent is needed"),
    ("infeasible-outcome", "an outcome that an `infeasible` condition rules out"),
    ("infeasible-status-quo", "a status quo that an `infeasible` condition rules out"),
    ("interval-upside-down", "an interval whose lower end is above its upper end"),
    ("mandate-crosses-red-line", "a mandate that allows what the party's own red line refuses"),
    ("missing-key", "a required key is not there"),
    ("no-claims", "the case cites claims, but has no claims.toml"),
    ("quote-mismatch", "a quote that is not in its source at the bytes given"),
    ("red-line-outside", "a red line or precondition of a party whose consent is not needed"),
    ("rejected-claim", "the case cites a claim that claims.toml rejects"),
    ("scale", "scores without a 0 or without a 100"),
    ("syntax", "the file is not valid TOML"),
    ("too-large", "more of something than Armistice takes"),
    ("uncontrolled-issue", "an issue that no party whose consent is needed controls"),
    ("unknown-claim", "a claim id that claims.toml does not have"),
    ("unknown-key", "a key that the format does not have"),
    ("unknown-name", "a reference to a party, issue, option, person or source that the case does not have"),
    ("wrong-type", "a value of another type than the format wants"),
    ("zero-weights", "weights that are all zero"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_says_does_not_steer_the_terminal() {
        let problem = Diagnostic::error("bad-id", "`a\nb`").help("`\u{1b}[2J`, `\u{202e}`, `می\u{200c}خواهم`");
        let problem = problem.at("case.toml", 0..0, "\r");
        assert_eq!(problem.message, "`a\\u{a}b`");
        assert_eq!(problem.help, ["`\\u{1b}[2J`, `\\u{202e}`, `می\u{200c}خواهم`"]);
        assert_eq!(problem.labels[0].text, "\\u{d}");
    }

    #[test]
    fn nearest_forgives_a_slip_but_not_another_word() {
        assert_eq!(nearest("ceasfire", ["held", "ceasefire"]), Some("ceasefire"));
        assert_eq!(nearest("wieghts", ["weights", "scores"]), Some("weights"));
        assert_eq!(nearest("banana", ["held", "ceasefire"]), None);
    }

    #[test]
    fn codes_are_sorted_and_unique() {
        assert!(CODES.windows(2).all(|w| w[0].0 < w[1].0));
    }
}
