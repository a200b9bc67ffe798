//! Gold claims: what a person found in a text, a JSON object a line.

use armistice::case::claims::{ClaimKind, ClaimStatus, Polarity};
use armistice::diagnostic::{in_one_line, nearest};
use serde_json::{Map, Value};

use super::Stated;

/// What is wrong with a line of gold claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line, from 1.
    pub line: usize,
    /// Lower case, names in backticks, no full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// Letters of a quote that a message repeats.
const SHOWN: usize = 60;

/// Reads gold claims from JSON Lines, in their order, and holds them against their text; empty lines are skipped.
///
/// `kind` and `quote` are required; `speaker` (a list of names), `polarity`, `status` and `attribution` (a text, an object or null) mean what they
/// mean in `claims.toml` and have the same defaults, and the bytes `start` and `end` may be left out where the quote stands once. A claim whose `state` is
/// `rejected` is skipped. Other keys are not looked at.
///
/// # Errors
///
/// All problems of all lines.
pub fn parse(lines: &str, text: &str) -> Result<Vec<Stated>, Vec<Problem>> {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for (at, line) in lines.trim_start_matches('\u{feff}').lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let mut reading = Line { number: at + 1, problems: &mut problems };
        if let Some(claim) = reading.claim(line, text) {
            found.push(claim);
        }
    }
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

struct Line<'a> {
    number: usize,
    problems: &'a mut Vec<Problem>,
}

impl Line<'_> {
    fn wrong(&mut self, message: impl Into<String>, help: impl Into<Option<String>>) {
        self.problems.push(Problem { line: self.number, message: message.into(), help: help.into() });
    }

    fn claim(&mut self, line: &str, text: &str) -> Option<Stated> {
        let claim = match serde_json::from_str::<Value>(line) {
            Ok(Value::Object(claim)) => claim,
            Ok(_) => {
                self.wrong(
                    "the line is no JSON object",
                    "write a claim a line, as `{\"kind\": …, \"quote\": …}`".to_owned(),
                );
                return None;
            }
            Err(error) => {
                let what = error.to_string();
                let what = what.split(" at line").next().unwrap_or_default().to_owned();
                self.wrong(format!("the line is no JSON: {what}, at column {}", error.column()), None);
                return None;
            }
        };
        if claim.get("state").and_then(Value::as_str) == Some("rejected") {
            return None;
        }
        let kinds: Vec<&str> = ClaimKind::ALL.iter().map(|k| k.word()).collect();
        let polarities: Vec<&str> = Polarity::ALL.iter().map(|p| p.word()).collect();
        let statuses: Vec<&str> = ClaimStatus::ALL.iter().map(|s| s.word()).collect();
        // All of them are read, so that all that is wrong is said.
        let kind = self.word(&claim, "kind", None, &kinds).and_then(|w| ClaimKind::from_word(&w));
        let polarity = self.word(&claim, "polarity", Some("+"), &polarities).and_then(|w| Polarity::from_word(&w));
        let status = self.word(&claim, "status", Some("present"), &statuses).and_then(|w| ClaimStatus::from_word(&w));
        let speaker = self.names(&claim, "speaker");
        let attributed = self.attributed(&claim);
        let place = self.place(&claim, text);
        let (quote, start) = place?;
        Some(Stated {
            kind: kind?,
            speaker: speaker?,
            polarity: polarity?,
            status: status?,
            attributed: attributed?,
            end: start + quote.len(),
            start,
            quote,
        })
    }

    /// One of several words.
    fn word(&mut self, claim: &Map<String, Value>, key: &str, default: Option<&str>, words: &[&str]) -> Option<String> {
        let written = match (claim.get(key), default) {
            (None | Some(Value::Null), Some(default)) => return Some(default.to_owned()),
            (None | Some(Value::Null), None) => {
                self.wrong(format!("`{key}` is missing"), None);
                return None;
            }
            (Some(Value::String(written)), _) => written.clone(),
            (Some(other), _) => other.to_string(),
        };
        if words.contains(&written.as_str()) {
            return Some(written);
        }
        // Of single marks, each is as near as the next.
        let near = nearest(&written, words.iter().copied().filter(|w| w.len() > 1));
        let near = near.map(|near| format!("did you mean `{near}`?"));
        let all = || format!("it is one of {}", words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", "));
        self.wrong(format!("`{}` is no `{key}`", short(&written)), near.unwrap_or_else(all));
        None
    }

    fn names(&mut self, claim: &Map<String, Value>, key: &str) -> Option<Vec<String>> {
        let names: Option<Vec<String>> = match claim.get(key) {
            None | Some(Value::Null) => Some(Vec::new()),
            Some(Value::Array(names)) => names.iter().map(|n| n.as_str().map(str::to_owned)).collect(),
            Some(_) => None,
        };
        if names.is_none() {
            self.wrong(
                format!("`{key}` is no list of names"),
                Some("write names as `[\"Peru\", \"Chile\"]`".to_owned()),
            );
        }
        names
    }

    fn attributed(&mut self, claim: &Map<String, Value>) -> Option<bool> {
        match claim.get("attribution") {
            None | Some(Value::Null) => Some(false),
            Some(Value::String(by)) => Some(!by.is_empty()),
            Some(Value::Object(_)) => Some(true),
            Some(_) => {
                self.wrong("`attribution` is no text", Some("name who says so, or leave it out".to_owned()));
                None
            }
        }
    }

    /// The quote, and where it starts.
    fn place(&mut self, claim: &Map<String, Value>, text: &str) -> Option<(String, usize)> {
        let Some(quote) = claim.get("quote").and_then(Value::as_str).filter(|q| !q.is_empty()) else {
            self.wrong("`quote` is missing", Some("quote the text to the letter".to_owned()));
            return None;
        };
        let stands: Vec<usize> = text.match_indices(quote).map(|(at, _)| at).take(2).collect();
        let byte = |key: &str| claim.get(key).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
        match (byte("start"), byte("end")) {
            (Some(start), Some(end)) if text.get(start..end) == Some(quote) => return Some((quote.to_owned(), start)),
            (None, None) if !claim.contains_key("start") && !claim.contains_key("end") => {
                if let [only] = stands[..] {
                    return Some((quote.to_owned(), only));
                }
                if let [first, ..] = stands[..] {
                    self.wrong(
                        format!("the quote “{}” stands more than once in the text", short(quote)),
                        Some(format!("say where, as `\"start\": {first}, \"end\": {}`", first + quote.len())),
                    );
                    return None;
                }
            }
            _ => {}
        }
        let (message, help) = match stands[..] {
            [] => {
                ("is not in the text", "quotes are to the letter: quotation marks, dashes and spaces, too".to_owned())
            }
            [at] => ("is not at its bytes", format!("it is at {at} to {}", at + quote.len())),
            _ => ("is not at its bytes", "it stands more than once in the text: say which, in bytes".to_owned()),
        };
        self.wrong(format!("the quote “{}” {message}", short(quote)), Some(help));
        None
    }
}

/// The first letters of a text, in one line.
fn short(text: &str) -> String {
    let mut letters = text.chars();
    let start: String = letters.by_ref().take(SHOWN).collect();
    in_one_line(if letters.next().is_some() { format!("{}…", start.trim_end()) } else { start })
}
