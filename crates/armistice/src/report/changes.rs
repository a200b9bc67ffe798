//! What an update changed in a case, in words.

use serde_json::{Value, json};

use crate::case::update::{Change, Place, What};

/// One line on a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// `+` new, `-` gone, `~` changed, `=` stays as a person wrote it, `?` for a person to decide.
    pub mark: char,
    /// A sentence without a full stop; of a line that only `cites`, the name of the table.
    pub text: String,
    /// Whether nothing changes but the claims that a party, person or issue rests on.
    pub cites: bool,
    /// Index into the changes.
    pub change: usize,
}

/// Between what something changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Between {
    /// A case and a new draft of it.
    Drafts,
    /// Two cases.
    Cases,
}

/// A line for each change, but for what only repeats another.
pub fn lines(changes: &[Change], between: Between) -> Vec<Line> {
    let whole = |id: &str| {
        changes.iter().any(|c| {
            c.place.section == "issues" && c.place.id == id && matches!(c.what, What::Added(_) | What::Removed)
        })
    };
    let changed = |change: &Change, what: &dyn Fn(&str) -> bool| matches!(&change.what, What::Changed { field, .. } if what(field));
    // That a table rests on other claims goes without saying where something else of it changes; a note is told once.
    let says_more =
        |of: &Change| changes.iter().any(|c| c.place == of.place && changed(c, &|f| f != "because" && f != "note"));
    let mut notes: Vec<&str> = Vec::new();
    let mut told = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        let repeats = match &change.what {
            What::Changed { field, .. } if field == "because" => says_more(change),
            What::Changed { field, after: Some(after), .. } if field == "note" => {
                notes.contains(&after.as_str()) || {
                    notes.push(after);
                    false
                }
            }
            What::Changed { field, .. } => field.strip_prefix("status_quo.").is_some_and(whole),
            _ => false,
        };
        if repeats {
            continue;
        }
        let cites = changed(change, &|f| f == "because") && CITING.contains(&change.place.section.as_str());
        let text =
            if cites { name(&change.place, change.title.as_deref()) } else { line(change, &change.what, between) };
        told.push(Line { mark: mark(&change.what), text, cites, change: at });
    }
    told
}

/// Sections whose tables rest on all that names them.
const CITING: &[&str] = &["parties", "people", "issues"];

fn mark(what: &What) -> char {
    match what {
        What::Added(_) => '+',
        What::Removed => '-',
        What::Changed { .. } => '~',
        What::Kept { .. } => '=',
        What::Unsupported | What::Refused { .. } => '?',
    }
}

fn line(change: &Change, what: &What, between: Between) -> String {
    let name = name(&change.place, change.title.as_deref());
    match what {
        What::Added(values) => match details(&change.place, values) {
            details if details.is_empty() => format!("new {name}"),
            details => format!("new {name}: {details}"),
        },
        What::Removed if between == Between::Cases => format!("{name} goes"),
        What::Removed => format!("{name} goes: no claim supports it any more"),
        What::Changed { field, before, after } if field == "because" => {
            let list = |v: &Option<String>| v.as_deref().map_or_else(|| "nothing".to_owned(), bare);
            format!("{name} rests on {} instead of {}", list(after), list(before))
        }
        What::Changed { field, before: None, after: Some(after) } => format!("{}: {after}", field_of(&name, field)),
        What::Changed { field, before: Some(before), after: None }
            if field == "title" && between == Between::Drafts =>
        {
            format!("{name} loses its title {before}, which no longer says what you made of it")
        }
        What::Changed { field, before: Some(before), after: None } => {
            format!("{}: no longer {before}", field_of(&name, field))
        }
        What::Changed { field, before, after } => {
            let [before, after] = [before, after].map(|v| v.as_deref().unwrap_or("nothing"));
            format!("{}: {after} instead of {before}", field_of(&name, field))
        }
        What::Kept { field, yours, draft } => {
            let draft = draft.as_deref().map_or_else(|| "would leave it out".to_owned(), |d| format!("says {d}"));
            match yours {
                Some(yours) => format!("{}: {yours} stays, as you wrote it; the draft {draft}", field_of(&name, field)),
                None => format!("{}: stays out, as you took it out; the draft {draft}", field_of(&name, field)),
            }
        }
        What::Unsupported => {
            format!("{name} stays, as you wrote it, though no claim supports it any more: take it out?")
        }
        What::Refused { what, without } => {
            let why = match without {
                Some(id) => format!("it speaks of `{id}`, which you took out"),
                None => "it does not go with what you wrote".to_owned(),
            };
            format!("left as it was, for {why}: {}", line(change, what, between))
        }
    }
}

/// The head of the file as prose calls it.
const HEAD: &str = "the case";

/// A table as prose calls it: "red line `no-cession` (ceding territory it holds)".
fn name(place: &Place, title: Option<&str>) -> String {
    let noun = match place.section.as_str() {
        "" => return HEAD.to_owned(),
        "sources" => "source",
        "parties" => "party",
        "people" => "person",
        "issues" => "issue",
        "preferences" => return format!("what `{}` wants", place.id),
        "exposure" => return format!("the exposure of `{}`", place.id),
        "stability" => return format!("the order of states of `{}`", place.id),
        "red_lines" => "red line",
        "preconditions" => "precondition",
        "norms" => "norm",
        "goals" => "goal",
        "levers" => "lever",
        "meetings" => "meeting",
        "infeasible" => return format!("what cannot occur (`{}`)", place.id),
        "links" => return format!("the link of {}", linked(&place.id)),
        "mandates" => return format!("the mandate of {}", linked(&place.id)),
        _ => "package",
    };
    let title = title.map(|t| format!(" ({t})")).unwrap_or_default();
    format!("{noun} `{}`{title}", place.id)
}

/// "`russia` (`held = ceded`)": a party, and what tells its table apart.
fn linked(id: &str) -> String {
    match id.split_once(": ") {
        Some((party, of)) => format!("`{party}` (`{of}`)"),
        None => format!("`{id}`"),
    }
}

/// A list of names as prose has it.
fn bare(list: &str) -> String {
    list.replace(['[', ']', '"'], "")
}

/// A value of a table as prose calls it.
fn field_of(name: &str, field: &str) -> String {
    match (field, field.split_once('.')) {
        ("title", _) if name == HEAD => "the title".to_owned(),
        ("as_of", _) => "the day described".to_owned(),
        ("deal", _) => "what counts as a deal".to_owned(),
        (_, Some(("status_quo", issue))) => format!("how `{issue}` stands today"),
        (_, Some(("scores", issue))) => format!("{name} on `{issue}`"),
        ("because", _) => format!("{name} rests on"),
        ("note", _) => format!("the note on {name}"),
        (field, _) => format!("{field} of {name}"),
    }
}

/// What a new table says, in its own values.
fn details(place: &Place, values: &[(String, String)]) -> String {
    const SHOWN: &[&str] = &[
        "options",
        "consent",
        "party",
        "refuses",
        "first",
        "before",
        "condition",
        "when",
        "worth",
        "date",
        "file",
        "forbids",
        "points",
    ];
    let shown = values.iter().filter_map(|(field, value)| match field.split_once('.') {
        Some((_, issue)) => Some(format!("{issue} {value}")),
        None if SHOWN.contains(&field.as_str()) && place.section != "people" => Some(format!("{field} {value}")),
        None => None,
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// A change as JSON, with the claims behind it.
pub fn json(change: &Change, behind: &[String]) -> Value {
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
