//! JSON Lines: an object a line. Sources and actors come first, then the claims.

use serde_json::{Value, json};

use super::incoming::Incoming;
use super::{Dossier, values};

/// What a line is.
const TYPE: &str = "type";

pub(super) fn write(dossier: &Dossier<'_>) -> String {
    let mut out = String::new();
    let mut line = |kind: &str, value: Value| {
        let mut object = json!({ TYPE: kind });
        if let (Some(object), Value::Object(fields)) = (object.as_object_mut(), value) {
            object.extend(fields);
        }
        out.push_str(&format!("{object}\n"));
    };
    for source in dossier.sources_told() {
        line("source", values::source(source));
    }
    for actor in dossier.actors_told() {
        line("actor", values::actor(actor));
    }
    let actors = dossier.actors();
    for claim in &dossier.claims.claims {
        let mut fields = values::claim(claim, &actors);
        let source = dossier.source(&claim.source);
        let also = |p: &crate::case::claims::Place| json!({ "source": p.source, "start": p.start, "end": p.end });
        let place = [
            ("source", json!(claim.source)),
            ("title", json!(source.and_then(|s| s.title.as_ref()))),
            ("published", json!(source.and_then(|s| s.published.as_ref()))),
            ("quote", json!(claim.quote)),
            ("start", json!(claim.start)),
            ("end", json!(claim.end)),
            ("also", claim.also.iter().map(also).collect()),
        ];
        fields.extend(place.map(|(key, value)| (key.to_owned(), value)));
        line("claim", Value::Object(fields));
    }
    out
}

pub(super) fn read(text: &str) -> Incoming {
    let mut incoming = Incoming::default();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let place = format!("line {}", number + 1);
        if let Err(why) = read_line(line, &place, &mut incoming) {
            incoming.refuse(&place, why);
        }
    }
    incoming
}

fn read_line(line: &str, place: &str, into: &mut Incoming) -> Result<(), String> {
    let value: Value = serde_json::from_str(line).map_err(|e| format!("it is not JSON: {}", without_line(&e)))?;
    // Lines of other programs need not say that they are claims.
    match value.get(TYPE).map_or(Some("claim"), Value::as_str) {
        Some("source") => into.sources.push(values::read_source(&value)?),
        Some("actor") => into.describe(values::read_actor(&value)?),
        Some("claim") => {
            let entry = values::read_claim(&value, place, into)?;
            into.entries.push(entry);
        }
        _ => return Err(format!("`{TYPE}` is none of `source`, `actor` and `claim`")),
    }
    Ok(())
}

/// A message of the JSON reader with the column only: every line is a text of its own.
pub(super) fn without_line(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let words = text.split(" at line ").next().unwrap_or_default().to_owned();
    format!("{words}, at column {}", error.column())
}
