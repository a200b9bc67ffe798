//! Events as event data sets have them: a row for each pair of a source and a target, tab-separated, without what was rejected or is no event.

use super::values::Actors;
use super::{Dossier, codes};
use crate::case::claims::{Claim, ClaimKind, ClaimState};

/// The columns: first those of event data sets in their usual order, then PLOVER's and where the event is from.
const COLUMNS: &[&str] = &[
    "date",
    "source",
    "target",
    "cameo",
    "quad_class",
    "goldstein",
    "plover_event",
    "plover_mode",
    "plover_context",
    "source_name",
    "target_name",
    "claim",
    "state",
    "attributed_to",
    "document",
    "sentence",
];

pub(super) fn write(dossier: &Dossier<'_>) -> String {
    let mut out = COLUMNS.join("\t") + "\n";
    let actors = dossier.actors();
    for claim in dossier.claims.claims.iter().filter(|c| c.state != ClaimState::Rejected) {
        let found = codes::codes(claim);
        let Some(cameo) = found.cameo else { continue };
        let source = dossier.source(&claim.source);
        let published = source.and_then(|s| s.published.as_deref());
        // The first of several days.
        let date = claim.when.as_deref().and_then(|when| when.split('/').next()).or(published).unwrap_or_default();
        let quad = codes::quad(cameo).map(|quad| quad.to_string()).unwrap_or_default();
        let named = |id: &str| actors.get(id).map_or(id, |a| a.name.as_str()).to_owned();
        let coded =
            |id: &str| actors.get(id).and_then(|a| codes::actor(a, &|id| actors.get(id).copied())).unwrap_or_default();
        let by = claim.attribution.as_ref().map(|by| by.text.clone()).unwrap_or_default();
        for (from, to) in pairs(claim, &actors) {
            let cells = [
                date.to_owned(),
                coded(from),
                coded(to),
                cameo.to_owned(),
                quad.clone(),
                codes::goldstein(cameo).unwrap_or_default().to_owned(),
                found.event.unwrap_or_default().to_owned(),
                found.mode.unwrap_or_default().to_owned(),
                found.context.unwrap_or_default().to_owned(),
                named(from),
                named(to),
                claim.id.clone(),
                claim.state.word().to_owned(),
                by.clone(),
                source.map_or(claim.source.as_str(), |s| s.title.as_deref().unwrap_or(&s.file)).to_owned(),
                claim.quote.clone(),
            ];
            out.push_str(&cells.map(|cell| flat(&cell)).join("\t"));
            out.push('\n');
        }
    }
    out
}

/// Sources and targets of a claim's events, by id; an event whose source is not known is none, one without target has the target "".
///
/// Several sources or targets make an event each (CAMEO's rule for compound actors), and those who meet or agree with one another make one each way.
fn pairs<'a>(claim: &'a Claim, actors: &Actors<'a>) -> Vec<(&'a str, &'a str)> {
    // A delegation and its state are two actors, and both are told.
    let both_ways = matches!(claim.kind, ClaimKind::Meet | ClaimKind::Agree);
    let know = |id: &&'a String| actors.contains_key(id.as_str());
    let speakers: Vec<&str> = claim.speaker.iter().filter(know).map(String::as_str).collect();
    let targets: Vec<&str> = claim.target.iter().filter(know).map(String::as_str).collect();
    let mut pairs = Vec::new();
    for &from in &speakers {
        pairs.extend(targets.iter().map(|&to| (from, to)));
        if both_ways {
            pairs.extend(speakers.iter().map(|&to| (from, to)));
        }
    }
    if both_ways {
        pairs.extend(targets.iter().flat_map(|&from| speakers.iter().map(move |&to| (from, to))));
    }
    pairs.retain(|(from, to)| from != to);
    if pairs.is_empty() {
        pairs.extend(speakers.iter().map(|&from| (from, "")));
    }
    pairs
}

/// Without tabs and line breaks, which separate cells and rows.
fn flat(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}
