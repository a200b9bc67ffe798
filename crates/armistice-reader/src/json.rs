//! Claims as JSON, for programs that are not Armistice: actors by name.

use armistice::case::claims::{Actor, ActorKind, Claim, Claims};
use serde_json::{Value, json};

/// `{sources, claims}` with speakers, targets and attributed actors as names rather than ids; whose side somebody is on stands in brackets.
pub fn to_json(claims: &Claims) -> Value {
    let sources: Vec<Value> = claims
        .sources
        .iter()
        .map(|s| json!({ "id": s.id, "file": s.file, "title": s.title, "published": s.published, "origin": s.origin, "digest": s.digest }))
        .collect();
    let name_of = |id: &str| claims.actor(id).map(|a| a.name.as_str());
    // "FNL (National Liberation Forces)": the acronym of a movement or body with what the sources call it in full, or the other way round.
    let called = |a: &Actor| {
        let body = matches!(a.kind, ActorKind::Group | ActorKind::Organisation | ActorKind::Bloc);
        let shouts = |name: &str| !name.contains(char::is_lowercase);
        let other =
            a.names.iter().find(|n| body && shouts(n) != shouts(&a.name) && !says(&a.name, n) && !says(n, &a.name));
        other.map_or_else(|| a.name.clone(), |other| format!("{} ({other})", a.name))
    };
    let named = |a: &Actor| match a.of.as_deref().and_then(name_of) {
        Some(side) if a.kind == ActorKind::Person || !says(&a.name, side) => format!("{} ({side})", a.name),
        _ => called(a),
    };
    let names = claims.actors.iter().map(|a| (a.id.as_str(), named(a))).collect();
    json!({ "sources": sources, "claims": claims.claims.iter().map(|c| claim(c, &names)).collect::<Vec<_>>() })
}

/// Whether a name has the side's in it, word for word: "Burundian army" does not.
fn says(name: &str, side: &str) -> bool {
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    name.match_indices(side)
        .any(|(at, _)| apart(name[..at].chars().next_back()) && apart(name[at + side.len()..].chars().next()))
}

type Names<'a> = std::collections::BTreeMap<&'a str, String>;

fn claim(claim: &Claim, names: &Names<'_>) -> Value {
    let name = |id: &String| names.get(id.as_str()).cloned().unwrap_or_else(|| id.clone());
    let named = |ids: &[String]| ids.iter().map(name).collect::<Vec<_>>();
    let attribution = claim
        .attribution
        .as_ref()
        .map(|a| json!({ "actor": a.actor.as_ref().map(name), "text": a.text, "direct": a.direct }));
    json!({
        "id": claim.id,
        "source": claim.source,
        "kind": claim.kind.word(),
        "speaker": named(&claim.speaker),
        "target": named(&claim.target),
        "issue": claim.issue,
        "content": claim.content,
        "polarity": claim.polarity.word(),
        "status": claim.status.word(),
        "attribution": attribution,
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
    })
}
