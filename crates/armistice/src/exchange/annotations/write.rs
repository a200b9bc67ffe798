//! Writing.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{ACTORS, CLAIM, CONTEXT, SOURCES, to_iri};
use crate::case::claims::{Claim, Place};
use crate::exchange::positions::Positions;
use crate::exchange::values::{self, Actors};
use crate::exchange::{Dossier, codes};

/// Letters before and after a quote that are written down with it, as annotation tools do.
const AROUND: usize = 32;

type Texts<'a> = BTreeMap<&'a str, Positions<'a>>;

pub(in crate::exchange) fn write(dossier: &Dossier<'_>) -> String {
    let texts: Texts<'_> = dossier.texts.iter().map(|(file, text)| (file.as_str(), Positions::new(text))).collect();
    let actors = dossier.actors();
    let claims = &dossier.claims.claims;
    let items: Vec<Value> = claims.iter().map(|claim| annotation(claim, dossier, &texts, &actors)).collect();
    // Our own terms hold JSON that is not taken apart further (JSON-LD 1.1 §4.2.2).
    let data = |term: &str| json!({ "@id": term, "@type": "@json" });
    let terms = json!({
        "armistice": "urn:armistice:",
        SOURCES: data(SOURCES),
        ACTORS: data(ACTORS),
        CLAIM: data(CLAIM),
    });
    let collection = json!({
        "@context": [CONTEXT, terms],
        "id": "claims.toml",
        "type": "AnnotationCollection",
        "label": "Claims",
        "generator": { "id": "urn:armistice", "type": "Software", "name": "Armistice" },
        SOURCES: dossier.sources_told().into_iter().map(values::source).collect::<Vec<_>>(),
        ACTORS: dossier.actors_told().into_iter().map(values::actor).collect::<Vec<_>>(),
        "total": items.len(),
        "first": { "id": "claims.toml#page", "type": "AnnotationPage", "startIndex": 0, "items": items },
    });
    format!("{collection:#}\n")
}

fn annotation(claim: &Claim, dossier: &Dossier<'_>, texts: &Texts<'_>, actors: &Actors<'_>) -> Value {
    let tag = |purpose: &str, value: &str| json!({ "type": "TextualBody", "purpose": purpose, "value": value });
    let mut body = vec![tag("classifying", claim.kind.word())];
    let found = codes::codes(claim);
    let coded = [("plover", found.event), ("cameo", found.cameo)];
    body.extend(coded.iter().filter_map(|(name, code)| Some(tag("classifying", &format!("{name}:{}", (*code)?)))));
    body.extend(claim.issue.iter().map(|issue| tag("tagging", issue)));
    body.push(json!({ "type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": "en", "value": claim.content }));
    let data = json!({ "type": "Dataset", "format": "application/json", CLAIM: values::claim(claim, actors) });
    body.push(json!({ "type": "SpecificResource", "purpose": "describing", "source": data }));
    let own = Place { source: claim.source.clone(), start: claim.start, end: claim.end };
    let mut targets: Vec<Value> =
        std::iter::once(&own).chain(&claim.also).map(|place| target(place, &claim.quote, dossier, texts)).collect();
    // One target is told as itself, several as a list, as the model's examples have it.
    let target = if targets.len() == 1 { targets.remove(0) } else { Value::Array(targets) };
    json!({
        "id": format!("claims.toml#{}", claim.id),
        "type": "Annotation",
        "motivation": "classifying",
        "body": body,
        "target": target,
    })
}

fn target(place: &Place, quote: &str, dossier: &Dossier<'_>, texts: &Texts<'_>) -> Value {
    let source = dossier.source(&place.source);
    let file = source.map_or(place.source.as_str(), |s| &s.file);
    let mut selectors = Vec::new();
    let mut quoted = json!({ "type": "TextQuoteSelector", "exact": quote });
    if let Some(positions) = texts.get(file) {
        if let Some((start, end)) = positions.points(place.start).zip(positions.points(place.end)) {
            selectors.push(json!({ "type": "TextPositionSelector", "start": start, "end": end }));
        }
        let text = positions.text();
        let before = text.get(..place.start).unwrap_or_default();
        let from = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
        let after: String = text.get(place.end..).unwrap_or_default().chars().take(AROUND).collect();
        quoted["prefix"] = before.get(from..).into();
        quoted["suffix"] = after.into();
    }
    selectors.push(quoted);
    json!({
        "type": "SpecificResource",
        "source": { "id": to_iri(file), "type": "Text", "format": "text/plain", "language": "en" },
        "selector": selectors,
    })
}
