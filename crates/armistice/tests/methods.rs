//! However the outcomes are gone through, the results are the same.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

mod support;

use armistice::analysis::impasse::BlockBasis;
use armistice::analysis::{Analysis, Method, Settings, analyze};
use armistice::case::{Consent, NoDeal, Scores, Weights};
use armistice::verify;
use proptest::prelude::*;
use support::random::asked;

/// The results by one method, but for what says which method it was.
fn by(method: Method, asked: &support::random::Asked) -> Analysis {
    let mut found = analyze(&asked.case, &Settings { method, ..asked.settings() }).unwrap();
    assert_eq!(found.provenance.method, method);
    assert!(found.exact().all());
    found.provenance.method = Method::Auto;
    found.provenance.widest = None;
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn structure_finds_what_a_scan_finds(asked in asked()) {
        prop_assert_eq!(by(Method::Structure, &asked), by(Method::Scan, &asked));
    }

    #[test]
    fn a_larger_case_is_no_different(case in support::random::broad()) {
        let asked = support::random::Asked { case, goal: None, levers: Vec::new() };
        prop_assert_eq!(by(Method::Structure, &asked), by(Method::Scan, &asked));
    }

    #[test]
    fn results_by_structure_follow_from_the_definitions(asked in asked()) {
        let settings = Settings { method: Method::Structure, ..asked.settings() };
        let found = analyze(&asked.case, &settings).unwrap();
        prop_assert_eq!(verify::analysis(&asked.case, &settings, &found).unwrap(), Vec::new());
    }
}

/// As many combinations as are counted: what is added up on the way to a figure may be more than what 128 bits hold.
#[test]
fn figures_are_right_up_to_the_largest_cases() {
    const ISSUES: usize = 125;
    let names: Vec<String> = (0..ISSUES).map(|j| format!("i{j}")).collect();
    let issues: Vec<(&str, &[&str])> = names.iter().map(|id| (id.as_str(), ["as-is", "other"].as_slice())).collect();
    let parties = ["a", "b", "c", "d"].map(|id| (id, Consent::Signs));
    let mut case = support::blank(&parties, &issues);
    for party in 0..parties.len() {
        // The first issue could be better for all, the second worse, and the others make no difference.
        let scores = |j| [support::number("50"), support::number(["100", "0", "50"][usize::min(j, 2)])];
        let scores = (0..ISSUES).map(|j| Some(Scores::Points(scores(j).map(Some).to_vec()))).collect();
        case.preferences.push(support::wants(party, Weights::Numbers(vec![support::number("1"); ISSUES]), scores));
        case.parties[party].no_deal = NoDeal::Points(support::number("0"));
    }
    let found = analyze(&case, &Settings::default()).unwrap();
    assert!(found.exact().all());
    assert_eq!(found.deal_zone.deals, (1 << ISSUES) - 1);
    assert_eq!(found.deal_zone.dominated_by_status_quo, 1 << (ISSUES - 2));
    assert_eq!(found.deal_zone.solutions.nash.unwrap().ties, 1 << (ISSUES - 2));
}

/// On each of 14 issues one party refuses the one option and the other the other: 2^14 unlocks, too many to ask for, and 14 blocks of
/// two; and if the one party refuses every change, nothing is left but the status quo. What was proved is given, and it is said that
/// there may be more.
#[test]
fn blocks_are_given_even_where_unlocks_are_too_many() {
    let ids: Vec<String> = (0..14).map(|j| format!("i{j}")).collect();
    let issues: Vec<(&str, &[&str])> = ids.iter().map(|id| (id.as_str(), ["no", "yes"].as_slice())).collect();
    let mut case = support::blank(&[("a", Consent::Signs), ("b", Consent::Signs)], &issues);
    for (j, id) in ids.iter().enumerate() {
        case.red_lines.push(support::red_line(&format!("a-{id}"), 0, support::is(j, 1)));
        case.red_lines.push(support::red_line(&format!("b-{id}"), 1, support::is(j, 0)));
    }
    let found = analyze(&case, &Settings { method: Method::Structure, ..Settings::default() }).unwrap();
    assert!(!found.impasse.complete && !found.exact().impasse && found.impasse.blocks_truncated);
    assert_eq!(found.verdict.basis, Some(BlockBasis::Positions));
    let mut expected: Vec<Vec<usize>> = (0..14).map(|j| vec![2 * j, 2 * j + 1]).collect();
    expected.push((0..14).map(|j| 2 * j).collect());
    let blocks: Vec<Vec<usize>> = found.impasse.blocks.into_iter().map(|b| b.constraints).collect();
    assert_eq!(blocks, expected);
}
