//! The whole way: a case that is accepted is analysed outcome by outcome and by structure, and `verify` finds the same from the
//! definitions.

use armistice::analysis::without::{Without, without};
use armistice::analysis::{Analysis, AnalysisError, Finding, Method, REGISTRY, Request, Settings, Unwatched, analyze};
use armistice::case::Case;
use armistice::points::Decimal;
use armistice::report::sections::section;
use armistice::report::{json, prose};
use armistice::verify;

use super::{parts, reading};

/// What is enumerated at most, so that a case takes a moment.
const COMBINATIONS: u32 = 400;

/// Whether there was a verdict to check.
pub fn check(text: &str) -> bool {
    let (case, claims) = parts(text);
    let Some(case) = reading(case, claims).case else { return false };
    let plain = Settings { method: Method::Scan, max_outcomes: COMBINATIONS.into(), ..Settings::default() };
    let Some(found) = verified(&case, &plain) else { return false };
    for goal in &found.goals {
        prose::goal(&case, goal, &found.impasse);
    }
    assert!(!prose::verdict(&case, &found).is_empty());
    assert!(json::analysis(&case, &found, &beside(&case)).is_object());

    let half = Decimal::parse("0.5").unwrap();
    if !case.levers.is_empty() {
        let pulls = (0..case.levers.len()).map(|lever| (lever, half)).collect();
        verified(&case, &Settings { pulls, listed_points: 2, listed_changes: 1, ..plain.clone() });
    }
    for drop in ["reported", "unnamed"] {
        if let Ok(rest) = without(&case, &[Without::parse(drop)])
            && rest != case
        {
            verified(&rest, &plain);
        }
    }
    true
}

/// What the other analyses find, each verified.
fn beside(case: &Case) -> Vec<Finding> {
    let settings = Settings { draws: 20, ..Settings::default() };
    let request = Request { case, settings: &settings, watch: &Unwatched };
    let found: Vec<Finding> = REGISTRY.iter().filter_map(|entry| request.run(entry)?.ok()).collect();
    for finding in &found {
        assert!(!section(case, finding).lead.is_empty(), "{}", finding.name());
        match verify::finding(case, &settings, finding) {
            Ok(mismatches) => assert_eq!(mismatches, [], "{}", finding.name()),
            Err(too_large) => assert_eq!(too_large, verify::TooLarge::Blocks),
        }
    }
    found
}

/// The analysis, unless the case is too large for it.
fn verified(case: &Case, settings: &Settings) -> Option<Analysis> {
    let found = analyze(case, settings).ok()?;
    match verify::analysis(case, settings, &found) {
        Ok(mismatches) => assert_eq!(mismatches, []),
        Err(too_large) => assert_eq!(too_large, verify::TooLarge::Blocks),
    }
    by_structure(case, settings, &found);
    Some(found)
}

/// By structure the results are the same, where they can be found that way.
fn by_structure(case: &Case, settings: &Settings, found: &Analysis) {
    match analyze(case, &Settings { method: Method::Structure, ..settings.clone() }) {
        Ok(mut same) if same.exact().all() && found.exact().all() => {
            (same.provenance.method, same.provenance.widest) = (found.provenance.method, found.provenance.widest);
            assert_eq!(&same, found);
        }
        Ok(rough) => assert_eq!(rough.verdict.status, found.verdict.status),
        Err(none) => assert!(matches!(none, AnalysisError::NoStructure { .. }), "{none}"),
    }
}
