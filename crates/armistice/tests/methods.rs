//! However the outcomes are gone through, the results are the same.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

mod support;

use armistice::analysis::{Analysis, Method, Settings, analyze};
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
