//! Claims as JSON, for other programs: the keys and ids of `claims.toml`.

use armistice::case::claims::{Claim, Claims};
use armistice::case::dossier::{Contradiction, Reason};
use serde_json::{Value, json};

use crate::dossier::Dossier;

/// The chosen claims with all sources and actors.
pub(super) fn claims(dossier: &Dossier, chosen: &[usize]) -> Value {
    let Claims { sources, actors, claims } = &dossier.claims;
    let source = |s: &armistice::case::Source| json!({ "id": s.id, "file": s.file, "title": s.title, "published": s.published, "note": s.note });
    let actor = |a: &armistice::case::claims::Actor| json!({ "id": a.id, "name": a.name, "kind": a.kind.word(), "of": a.of, "office": a.office, "names": a.names });
    json!({
        "sources": sources.iter().map(source).collect::<Vec<_>>(),
        "actors": actors.iter().map(actor).collect::<Vec<_>>(),
        "claims": chosen.iter().filter_map(|&at| claims.get(at)).map(claim).collect::<Vec<_>>(),
    })
}

/// Claims that contradict each other, by their ids.
pub(super) fn conflicts(dossier: &Dossier, found: &[Contradiction]) -> Value {
    let id = |at: usize| dossier.claims.claims.get(at).map(|c| c.id.as_str());
    let one = |c: &Contradiction| {
        let (reason, actor) = match &c.reason {
            Reason::BothWays(actor) => ("both-ways", Some(actor)),
            Reason::SpokenFor(actor) => ("spoken-for", Some(actor)),
            Reason::Disputed => ("disputed", None),
        };
        json!({ "first": id(c.first), "second": id(c.second), "reason": reason, "actor": actor })
    };
    let mut at: Vec<usize> = found.iter().flat_map(|c| [c.first, c.second]).collect();
    at.sort_unstable();
    at.dedup();
    let mut all = claims(dossier, &at);
    all["conflicts"] = Value::Array(found.iter().map(one).collect());
    all
}

fn claim(c: &Claim) -> Value {
    let by = c.attribution.as_ref().map(|a| json!({ "actor": a.actor, "text": a.text, "direct": a.direct }));
    let also = c.also.iter().map(|p| json!({ "source": p.source, "start": p.start, "end": p.end }));
    json!({
        "id": c.id, "source": c.source, "kind": c.kind.word(), "speaker": c.speaker, "target": c.target, "issue": c.issue,
        "content": c.content, "polarity": c.polarity.word(), "status": c.status.word(), "when": c.when, "conditions": c.conditions,
        "attribution": by, "quote": c.quote, "start": c.start, "end": c.end, "also": also.collect::<Vec<_>>(), "state": c.state.word(),
    })
}
