//! Changes of a case, drawn and as JSON.

use armistice::case::update::{Change, What};
use serde_json::{Value, json};

use crate::screen::hanging;

const GREEN: &str = "\u{1b}[32m";
const RED: &str = "\u{1b}[31m";
const YELLOW: &str = "\u{1b}[33m";
const PLAIN: &str = "\u{1b}[0m";

/// A change behind its mark.
pub(super) fn drawn(mark: char, text: &str) -> String {
    let colour = match mark {
        '+' => GREEN,
        '-' => RED,
        _ => YELLOW,
    };
    let plain = mark.to_string();
    hanging(&format!("       {mark} "), text).replacen(&plain, &format!("{colour}{mark}{PLAIN}"), 1)
}

/// A change as JSON, with the claims behind it.
pub(super) fn change_json(change: &Change, behind: &[String]) -> Value {
    let (word, what, without) = match &change.what {
        What::Refused { what, without } => ("refused", what.as_ref(), without.as_deref()),
        what => (word(what), what, None),
    };
    let (field, before, after) = match what {
        What::Changed { field, before, after } => (Some(field), before.as_ref(), after.as_ref()),
        What::Kept { field, yours, draft } => (Some(field), yours.as_ref(), draft.as_ref()),
        _ => (None, None, None),
    };
    json!({
        "what": word,
        "section": change.place.section,
        "id": change.place.id,
        "title": change.title,
        "field": field,
        "before": before,
        "after": after,
        "without": without,
        "claims": behind,
    })
}

const fn word(what: &What) -> &'static str {
    match what {
        What::Added(_) => "added",
        What::Removed => "removed",
        What::Changed { .. } => "changed",
        What::Kept { .. } => "kept",
        What::Unsupported => "unsupported",
        What::Refused { .. } => "refused",
    }
}

