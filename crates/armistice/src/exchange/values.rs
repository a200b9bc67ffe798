//! A claim, a source, an actor as JSON, and back.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::codes;
use super::incoming::{Entry, Incoming, Quoted};
use crate::case::claims::{Actor, ActorKind, Attribution, Claim, ClaimKind, ClaimState, ClaimStatus, Place, Polarity};
use crate::case::claims_file;
use crate::case::model::Source;

pub(super) type Actors<'a> = BTreeMap<&'a str, &'a Actor>;

/// `{id, name, code}` of an actor; the code where it has one.
pub(super) fn mention(id: &str, actors: &Actors<'_>) -> Value {
    let found = actors.get(id);
    let mut value = json!({ "id": id, "name": found.map_or(id, |a| a.name.as_str()) });
    if let Some(code) = found.and_then(|a| codes::actor(a, &|id| actors.get(id).copied())) {
        value["code"] = code.into();
    }
    value
}

/// The fields of a claim but for its quote and where it stands.
pub(super) fn claim(claim: &Claim, actors: &Actors<'_>) -> Map<String, Value> {
    let all = |ids: &[String]| ids.iter().map(|id| mention(id, actors)).collect::<Vec<_>>();
    let attribution = claim.attribution.as_ref().map(
        |by| json!({ "actor": by.actor.as_ref().map(|id| mention(id, actors)), "text": by.text, "direct": by.direct }),
    );
    let fields = [
        ("id", json!(claim.id)),
        ("kind", json!(claim.kind.word())),
        ("speaker", json!(all(&claim.speaker))),
        ("target", json!(all(&claim.target))),
        ("issue", json!(claim.issue)),
        ("content", json!(claim.content)),
        ("polarity", json!(claim.polarity.word())),
        ("status", json!(claim.status.word())),
        ("when", json!(claim.when)),
        ("conditions", json!(claim.conditions)),
        ("attribution", json!(attribution)),
        ("by", json!(claim.by)),
        ("state", json!(claim.state.word())),
    ];
    let mut map: Map<String, Value> = fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    let found = codes::codes(claim);
    let plover = found.event.map(|event| json!({ "event": event, "mode": found.mode, "context": found.context }));
    map.insert("plover".to_owned(), json!(plover));
    map.insert("cameo".to_owned(), json!(found.cameo));
    map
}

pub(super) fn source(source: &Source) -> Value {
    json!({ "id": source.id, "file": source.file, "title": source.title, "published": source.published, "origin": source.origin,
        "digest": source.digest, "note": source.note })
}

pub(super) fn actor(actor: &Actor) -> Value {
    json!({ "id": actor.id, "name": actor.name, "kind": actor.kind.word(), "of": actor.of, "office": actor.office, "names": actor.names })
}

/// A source described in JSON. Errors: what is wrong with it.
pub(super) fn read_source(value: &Value) -> Result<Source, String> {
    let mut fields = Fields::of(value)?;
    let published = fields.text("published");
    if published.as_deref().is_some_and(|day| day.len() != 10 || !claims_file::is_days(day)) {
        fields.wrong.push("`published` is no day: write 2025-05-17".to_owned());
    }
    let source = Source {
        id: fields.needed("id"),
        file: fields.needed("file"),
        title: fields.text("title"),
        published,
        origin: fields.text("origin"),
        digest: fields.text("digest"),
        note: fields.text("note"),
    };
    fields.done(source)
}

/// An actor described in JSON. Errors: what is wrong with it.
pub(super) fn read_actor(value: &Value) -> Result<Actor, String> {
    let mut fields = Fields::of(value)?;
    let actor = Actor {
        id: fields.needed("id"),
        name: fields.needed("name"),
        kind: fields.word("kind", ActorKind::from_word, ActorKind::Other),
        of: fields.text("of"),
        office: fields.text("office"),
        names: fields.list("names"),
    };
    fields.done(actor)
}

/// A claim in JSON. Errors: everything that is wrong with it.
pub(super) fn read_claim(value: &Value, place: &str, into: &mut Incoming) -> Result<Entry, String> {
    let mut fields = Fields::of(value)?;
    let kind = fields.needed("kind");
    if !kind.is_empty() && ClaimKind::from_word(&kind).is_none() {
        fields.wrong.push(format!("there is no kind `{kind}`"));
    }
    let mut claim = Claim {
        id: fields.text("id").unwrap_or_default(),
        source: fields.text("source").unwrap_or_default(),
        kind: ClaimKind::from_word(&kind).unwrap_or(ClaimKind::Process),
        speaker: fields.actors("speaker", into),
        target: fields.actors("target", into),
        issue: fields.list("issue"),
        content: fields.text("content").unwrap_or_default(),
        polarity: fields.word("polarity", Polarity::from_word, Polarity::Positive),
        status: fields.word("status", ClaimStatus::from_word, ClaimStatus::Present),
        when: fields.days("when"),
        conditions: fields.list("conditions"),
        attribution: fields.attribution(into),
        quote: fields.text("quote").unwrap_or_default(),
        start: fields.number("start").unwrap_or(0),
        end: fields.number("end").unwrap_or(0),
        also: Vec::new(),
        by: fields.text("by"),
        state: fields.word("state", ClaimState::from_word, ClaimState::Accepted),
    };
    claim.also = fields.also();
    let entry = Entry { place: place.to_owned(), claim, quoted: Quoted::Bytes, also: Vec::new(), partial: None };
    fields.done(entry)
}

/// The fields of an object, and what is wrong with them.
struct Fields<'a> {
    map: &'a Map<String, Value>,
    wrong: Vec<String>,
}

impl<'a> Fields<'a> {
    fn of(value: &'a Value) -> Result<Self, String> {
        let map = value.as_object().ok_or_else(|| "it is no JSON object".to_owned())?;
        Ok(Self { map, wrong: Vec::new() })
    }

    fn done<T>(self, value: T) -> Result<T, String> {
        if self.wrong.is_empty() { Ok(value) } else { Err(self.wrong.join("; ")) }
    }

    /// The field, unless it is left out or null.
    fn get(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key).filter(|value| !value.is_null())
    }

    fn text(&mut self, key: &str) -> Option<String> {
        let value = self.get(key)?;
        if !value.is_string() {
            self.wrong.push(format!("`{key}` is no string"));
        }
        value.as_str().map(str::to_owned)
    }

    fn needed(&mut self, key: &str) -> String {
        if self.get(key).is_none() {
            self.wrong.push(format!("it has no `{key}`"));
        }
        self.text(key).unwrap_or_default()
    }

    fn word<T>(&mut self, key: &str, known: fn(&str) -> Option<T>, left_out: T) -> T {
        let Some(written) = self.text(key) else { return left_out };
        known(&written).unwrap_or_else(|| {
            self.wrong.push(format!("`{written}` is no `{key}`"));
            left_out
        })
    }

    fn number(&mut self, key: &str) -> Option<usize> {
        let value = self.get(key)?;
        let number = value.as_u64().and_then(|n| usize::try_from(n).ok());
        if number.is_none() {
            self.wrong.push(format!("`{key}` is no whole number, 0 or more"));
        }
        number
    }

    fn array(&mut self, key: &str) -> &'a [Value] {
        let Some(value) = self.get(key) else { return &[] };
        value.as_array().map_or_else(
            || {
                self.wrong.push(format!("`{key}` is no list"));
                &[][..]
            },
            Vec::as_slice,
        )
    }

    fn list(&mut self, key: &str) -> Vec<String> {
        let all = self.array(key);
        if all.iter().any(|one| !one.is_string()) {
            self.wrong.push(format!("`{key}` is no list of strings"));
        }
        all.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect()
    }

    fn days(&mut self, key: &str) -> Option<String> {
        let written = self.text(key)?;
        if !claims_file::is_days(&written) {
            self.wrong.push(format!("`{key}` is no day: write 2025-05-17, 2025-05, 2025, or 2025-05-12/2025-05-16"));
        }
        Some(written)
    }

    /// An id, or an object with `id`, `name` or both.
    fn actor(&mut self, key: &str, value: &Value, into: &mut Incoming) -> Option<String> {
        let of = |field: &str| value.get(field).and_then(Value::as_str).unwrap_or_default();
        let (id, name) = value.as_str().map_or_else(|| (of("id"), of("name")), |id| (id, ""));
        if id.is_empty() && name.is_empty() {
            self.wrong.push(format!("an actor of `{key}` has neither id nor name"));
            return None;
        }
        Some(into.mention(id, name))
    }

    fn actors(&mut self, key: &str, into: &mut Incoming) -> Vec<String> {
        let all = self.array(key);
        all.iter().filter_map(|value| self.actor(key, value, into)).collect()
    }

    fn attribution(&mut self, into: &mut Incoming) -> Option<Attribution> {
        let value = self.get("attribution")?;
        let mut inner = Fields::of(value).ok().or_else(|| {
            self.wrong.push("`attribution` is no object".to_owned());
            None
        })?;
        let actor = inner.get("actor").and_then(|actor| self.actor("attribution", actor, into));
        let text = inner.text("text").unwrap_or_default();
        let direct = inner.get("direct").is_some_and(|direct| direct == &Value::Bool(true));
        self.wrong.extend(inner.wrong);
        Some(Attribution { actor, text, direct })
    }

    fn also(&mut self) -> Vec<Place> {
        let all = self.array("also");
        let mut places = Vec::new();
        for value in all {
            let Ok(mut inner) = Fields::of(value) else {
                self.wrong.push("a place of `also` is no object".to_owned());
                continue;
            };
            let (start, end) = (inner.number("start").unwrap_or(0), inner.number("end").unwrap_or(0));
            places.push(Place { source: inner.needed("source"), start, end });
            self.wrong.extend(inner.wrong);
        }
        places
    }
}
