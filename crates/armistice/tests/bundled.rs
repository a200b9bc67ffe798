//! The cases in `cases/`: they read without a complaint, and their verdicts are the published ones.

#![allow(clippy::unwrap_used, reason = "helpers of a test; a case that cannot be read fails it")]

mod support;

use armistice::analysis::impasse::{Block, BlockBasis, Unlock};
use armistice::analysis::without::{Without, without};
use armistice::analysis::{Analysis, Count, Settings, Status, analyze};
use armistice::case::{Case, Number};
use armistice::report::prose;
use armistice::verify;
use support::folders::{case, folders, root};

#[test]
fn bundled_cases_read_without_a_complaint() {
    let folders = folders(&root());
    assert!(folders.len() >= 2, "{folders:?}");
    for folder in folders {
        let case = case(&folder);
        assert!(case.claims.is_some(), "{} has no claims", folder.display());
        let found = verify::analysis(&case, &Settings::default(), &analysis(&case)).unwrap();
        assert!(found.is_empty(), "{}: {found:?}", folder.display());
    }
}

#[test]
fn bundled_cases_explain_every_number() {
    for folder in folders(&root()) {
        let case = case(&folder);
        let explained = |what: &str, has_note: bool| assert!(has_note, "{}: {what} has no note", folder.display());
        let parties = case.parties.iter().filter(|p| p.in_c());
        parties.for_each(|p| explained(&p.id, p.grounds.note.is_some()));
        case.preferences.iter().for_each(|p| explained("a preference", p.grounds.note.is_some()));
        case.links.iter().for_each(|l| explained("a link", l.grounds.note.is_some()));
        case.exposures.iter().for_each(|e| explained("an exposure", e.grounds.note.is_some()));
        case.levers.iter().for_each(|l| explained(&l.id, l.grounds.note.is_some()));
        let rules = case.red_lines.iter().map(|r| (&r.id, &r.grounds));
        let rules = rules.chain(case.preconditions.iter().map(|p| (&p.id, &p.grounds)));
        let rules = rules.chain(case.norms.iter().map(|n| (&n.id, &n.grounds)));
        rules.for_each(|(id, g)| explained(id, g.note.is_some() || !g.because.is_empty()));
        assert!(
            case.parties.iter().filter_map(|p| p.trust).all(|t| matches!(t, Number::Range(..))),
            "trust is never known exactly"
        );
    }
}

/// The figures are from an independent computation in Python from the definitions, in exact fractions.
#[test]
fn istanbul_fails_on_two_positions() {
    let case = case(&root().join("ukraine/istanbul-2025"));
    let found = analysis(&case);
    assert_eq!(found.verdict.status, Status::NoDeal);
    assert_eq!(blocks(&found), [(vec!["no-cession", "cession-first"], BlockBasis::Positions)]);
    assert_eq!(
        unlocks(&found),
        ["no-cession: 2, 1 settled, +1.33 +0.48", "cession-first: 2, 1 settled, +21.33 +0.48"].map(str::to_owned)
    );
    assert_eq!(
        (found.deal_zone.side_agreements.count, found.deal_zone.side_agreements.unsettled),
        (Count::exactly(2u64), Count::exactly(1u64))
    );
    let text = prose::verdict(&case, &found).join("\n");
    assert!(text.contains("according to a senior Ukrainian source"), "{text}");
}

/// Likewise. That Ethiopia refuses to be bound only Egypt says; without that there is a deal.
#[test]
fn the_nile_dam_fails_on_a_position_known_by_hearsay() {
    let case = case(&root().join("nile/gerd-2020"));
    assert_eq!(case.signatories().len(), 3);
    let found = analysis(&case);
    assert_eq!(found.verdict.status, Status::NoDeal);
    assert_eq!(blocks(&found), [(vec!["egypt-binding", "ethiopia-unbound"], BlockBasis::Positions)]);
    assert_eq!(
        unlocks(&found),
        ["egypt-binding: 14, 14 settled, +53.36 +20.50 +82.71", "ethiopia-unbound: 2, 2 settled, +63.36 +5.50 +92.71"]
            .map(str::to_owned)
    );

    let case = without(&case, &[Without::Reported]).unwrap();
    let found = analysis(&case);
    assert_eq!(found.verdict.status, Status::Deal);
    assert_eq!((found.deal_zone.deals, found.deal_zone.frontier.size), (Count::exactly(2u64), 2));
    let margins = found.impasse.margins.unwrap();
    assert_eq!(margins.floors.iter().map(|m| format!("{m:.1}")).collect::<Vec<_>>(), ["68.9", "5.5", "96.0"]);
}

fn blocks(found: &Analysis) -> Vec<(Vec<&str>, BlockBasis)> {
    found.impasse.blocks.iter().map(|Block { constraints, basis }| (ids(found, constraints), *basis)).collect()
}

/// What each unlock gives up, how many outcomes it opens, and the gains of its Nash solution.
fn unlocks(found: &Analysis) -> Vec<String> {
    let unlock = |u: &Unlock| {
        let gain: Vec<String> = u.best.nash.iter().flat_map(|n| &n.gain).map(|g| format!("{g:+.2}")).collect();
        format!(
            "{}: {}, {} settled, {}",
            ids(found, &u.violates).join(" "),
            u.outcomes,
            u.outcomes - u.unsettled,
            gain.join(" ")
        )
    };
    found.impasse.unlocks.iter().map(unlock).collect()
}

fn ids<'a>(found: &'a Analysis, constraints: &[usize]) -> Vec<&'a str> {
    constraints.iter().map(|&c| found.impasse.constraints[c].id.as_str()).collect()
}

fn analysis(case: &Case) -> Analysis {
    analyze(case, &Settings::default()).unwrap()
}
