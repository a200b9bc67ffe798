//! What the analyses beside the verdict found, as JSON. One file per analysis.

mod division;
mod leverage;
mod packages;
mod progress;
mod questions;
mod roadmap;
mod robustness;
mod side_tracks;
mod table;
mod trust;

use serde_json::{Map, Value, json};

use super::{header, number};
use crate::analysis::{Extent, Finding, REGISTRY, Settings};
use crate::case::Case;

/// One finding as an object of its own, under its name in the registry.
pub fn alone(case: &Case, settings: &Settings, found: &Finding) -> Value {
    let strengths = settings.pulls.iter().map(|&(l, s)| (case.levers[l].id.clone(), number(&s.to_string())));
    let provenance = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "levers": strengths.collect::<Map<_, _>>(),
        "without": settings.without,
        "draws": settings.draws,
        "seed": settings.seed,
    });
    let mut object = header(case);
    object.insert("provenance".to_owned(), provenance);
    object.insert(found.name().to_owned(), finding(case, found));
    Value::Object(object)
}

/// Adds a member for every analysis that is not part of the verdict: what it found, or null where it was not run.
pub(super) fn add(object: &mut Value, case: &Case, findings: &[Finding]) {
    let Some(object) = object.as_object_mut() else { return };
    for entry in REGISTRY.iter().filter(|e| e.run().is_some()) {
        let found = findings.iter().find(|f| f.name() == entry.name);
        object.insert(entry.name.to_owned(), found.map_or(Value::Null, |f| finding(case, f)));
    }
}

fn finding(case: &Case, finding: &Finding) -> Value {
    match finding {
        Finding::Robustness(found) => robustness::json(case, found),
        Finding::Questions(found) => questions::json(case, found),
        Finding::Leverage(found) => leverage::json(case, found),
        Finding::Trust(found) => trust::json(case, found),
        Finding::Table(found) => table::json(case, found),
        Finding::Roadmap(found) => roadmap::json(case, found),
        Finding::SideTracks(found) => side_tracks::json(case, found),
        Finding::Packages(found) => packages::json(case, found),
        Finding::Division(found) => division::json(case, found),
        Finding::Progress(found) => progress::json(case, found),
    }
}

/// How far an analysis came that was ended before; null for one that was not.
pub(super) fn stopped(extent: Extent) -> Value {
    match extent {
        Extent::Whole => Value::Null,
        Extent::Stopped { done, of } => json!({ "done": done, "of": of }),
    }
}
