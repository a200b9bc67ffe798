//! Writing: a fresh file, or the user's own with only what changed written anew.

use std::collections::BTreeMap;

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value, value};

use super::FORMAT;
use crate::case::claims::{Actor, Attribution, Claim, Claims, Place};
use crate::case::merge::{family, merge, set, set_date};
use crate::case::model::Source;

/// The claims as a fresh `claims.toml`: sources, actors, claims, one line each for what a person may want to change.
pub fn write(claims: &Claims) -> String {
    document(claims).to_string()
}

/// `old_text` changed so that it reads as `claims`, with comments, order and notation of everything whose value did not change.
/// A text that cannot be read is replaced by a fresh one.
pub fn rewrite(old_text: &str, claims: &Claims) -> String {
    match edited(old_text, claims) {
        // The merge keeps this law for every notation that is tried in the tests; should another break it, content goes before comments.
        Some(text) if contents(&text).as_ref() == Some(claims) => text,
        _ => write(claims),
    }
}

/// `text`, a `claims.toml`, with the highest number that a claim ever had, which [`super::last`] reads.
pub fn with_last(text: &str, last: u64) -> String {
    let (Ok(mut document), Ok(last)) = (text.parse::<DocumentMut>(), i64::try_from(last)) else {
        return text.to_owned();
    };
    match document.get_mut("last") {
        Some(item) => *item = value(last),
        None => {
            document.insert("last", value(last));
        }
    }
    document.to_string()
}

/// The text with its changes, if it can be read.
pub(super) fn edited(old_text: &str, claims: &Claims) -> Option<String> {
    let before = contents(old_text)?;
    if before == *claims {
        return Some(old_text.to_owned());
    }
    let mut text = old_text.parse::<DocumentMut>().ok()?;
    merge(&mut text, &document(&before), &document(claims));
    Some(text.to_string())
}

/// What a text says. Its quotes are not checked, since the source files are not at hand and stay as they are.
fn contents(text: &str) -> Option<Claims> {
    let (found, problems) = super::read(text, &BTreeMap::new(), &BTreeMap::new());
    found.filter(|_| problems.iter().all(|p| matches!(p.code, "bad-source" | "unknown-name" | "former-text")))
}

fn document(claims: &Claims) -> DocumentMut {
    let mut document = DocumentMut::new();
    document.insert("format", value(FORMAT));
    let root = document.as_table_mut();
    family(root, "sources", claims.sources.iter().map(|s| (s.id.as_str(), source_table(s))));
    family(root, "actors", claims.actors.iter().map(|a| (a.id.as_str(), actor(a))));
    if !claims.claims.is_empty() {
        let mut all = ArrayOfTables::new();
        claims.claims.iter().for_each(|c| all.push(claim(c)));
        root.insert("claims", Item::ArrayOfTables(all));
    }
    document
}

/// A source as a table; `case.toml` writes its sources so too.
pub(crate) fn source_table(source: &Source) -> Table {
    let mut table = Table::new();
    set(&mut table, "file", Some(source.file.as_str()));
    set(&mut table, "title", source.title.as_deref());
    set_date(&mut table, "published", source.published.as_deref());
    set(&mut table, "origin", source.origin.as_deref());
    set(&mut table, "digest", source.digest.as_deref());
    set(&mut table, "note", source.note.as_deref());
    table
}

fn actor(actor: &Actor) -> Table {
    let mut table = Table::new();
    set(&mut table, "name", Some(actor.name.as_str()));
    set(&mut table, "kind", Some(actor.kind.word()));
    set(&mut table, "of", actor.of.as_deref());
    set(&mut table, "office", actor.office.as_deref());
    set(&mut table, "names", list(&actor.names));
    table
}

fn claim(claim: &Claim) -> Table {
    let mut table = Table::new();
    set(&mut table, "id", Some(claim.id.as_str()));
    set(&mut table, "source", Some(claim.source.as_str()));
    set(&mut table, "kind", Some(claim.kind.word()));
    set(&mut table, "speaker", list(&claim.speaker));
    set(&mut table, "target", list(&claim.target));
    set(&mut table, "issue", list(&claim.issue));
    set(&mut table, "content", Some(claim.content.as_str()));
    set(&mut table, "polarity", Some(claim.polarity.word()));
    set(&mut table, "status", Some(claim.status.word()));
    set(&mut table, "when", claim.when.as_deref());
    set(&mut table, "conditions", list(&claim.conditions));
    set(&mut table, "attribution", claim.attribution.as_ref().map(attribution));
    set(&mut table, "quote", Some(claim.quote.as_str()));
    set(&mut table, "start", i64::try_from(claim.start).ok());
    set(&mut table, "end", i64::try_from(claim.end).ok());
    set(&mut table, "also", (!claim.also.is_empty()).then(|| claim.also.iter().map(place).collect::<Array>()));
    set(&mut table, "by", claim.by.as_deref());
    set(&mut table, "state", Some(claim.state.word()));
    table
}

/// A list, left out when it is empty.
fn list(all: &[String]) -> Option<Array> {
    (!all.is_empty()).then(|| all.iter().map(String::as_str).collect())
}

fn place(place: &Place) -> Value {
    let mut table = InlineTable::new();
    table.insert("source", place.source.as_str().into());
    for (key, byte) in [("start", place.start), ("end", place.end)] {
        if let Ok(byte) = i64::try_from(byte) {
            table.insert(key, byte.into());
        }
    }
    table.into()
}

fn attribution(attribution: &Attribution) -> Value {
    let mut table = InlineTable::new();
    if let Some(actor) = &attribution.actor {
        table.insert("actor", actor.as_str().into());
    }
    table.insert("text", attribution.text.as_str().into());
    table.insert("direct", attribution.direct.into());
    table.into()
}
