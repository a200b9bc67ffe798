//! What is proved while numbers are unknown, against the corners of what they may be (definitions §9.1).
#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

mod support;

use armistice::analysis::proved::{Proof, Proved, proved};
use armistice::analysis::{Extent, Request, Settings, Unwatched, Watch, analyze};
use armistice::case::{Case, Consent, NoDeal, OutlookWord, Weights};
use armistice::verify;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use support::random::asked;
use support::{blank, decimal, number, rank, wants, weights};

fn of(case: &Case, settings: &Settings) -> Vec<Proved> {
    proved(&Request { case, settings, watch: &Unwatched }).unwrap()
}

fn deal(case: &Case) -> Proof {
    of(case, &Settings::default())[0].deal
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn random_cases_agree_with_their_corners(asked in asked()) {
        let settings = asked.settings();
        let found = of(&asked.case, &settings);
        match verify::proved(&asked.case, &settings, &found) {
            Ok(wrong) => prop_assert_eq!(wrong, []),
            Err(limit) => prop_assert_eq!(limit, verify::TooLarge::Combinations),
        }
    }

    #[test]
    fn what_is_sure_is_so_in_the_central_model(asked in asked()) {
        let settings = asked.settings();
        let central = analyze(&asked.case, &settings).unwrap().deal_zone;
        if let Some(found) = of(&asked.case, &settings).first() {
            // What a party says nothing of is unknown here, and nothing in the central model.
            let all_said = asked.case.signatories().iter().all(|&p| (0..asked.case.issues.len()).all(|j| !asked.case.is_unstated(p, j)));
            prop_assert!(!all_said || found.sure as u128 <= central.deals.most, "{found:?}");
            prop_assert!(!all_said || found.possible as u128 >= central.deals.least, "{found:?}");
        }
    }
}

#[test]
fn random_cases_have_all_three_proofs() {
    let mut runner = TestRunner::deterministic();
    let (mut sure, mut never, mut open) = (0, 0, 0);
    let mut verified = 0;
    for _ in 0..200 {
        let asked = asked().new_tree(&mut runner).unwrap().current();
        let settings = asked.settings();
        verified += usize::from(verify::proved(&asked.case, &settings, &of(&asked.case, &settings)).is_ok());
        for proof in of(&asked.case, &asked.settings()).iter().map(|p| p.deal) {
            match proof {
                Proof::Sure => sure += 1,
                Proof::Never => never += 1,
                Proof::Open => open += 1,
            }
        }
    }
    assert!(verified > 150, "only {verified} small enough to verify");
    assert!(sure > 0 && never > 5 && open > 5, "{sure} sure, {never} never, {open} open");
}

/// Two parties and two issues; each wants one of them changed, and likes the other as it is.
fn swap(first: Weights, second: Weights) -> Case {
    let parties = [("a", Consent::Signs), ("b", Consent::Signs)];
    let mut case = blank(&parties, &[("x", &["no", "yes"]), ("y", &["no", "yes"])]);
    case.preferences.push(wants(0, first, vec![rank(&[1, 0]), rank(&[0, 1])]));
    case.preferences.push(wants(1, second, vec![rank(&[0, 1]), rank(&[1, 0])]));
    for party in &mut case.parties {
        party.no_deal = NoDeal::Points(number("0"));
    }
    case
}

/// Changing both is worth to each what it wants less what it gives; d is set so that this is what decides.
fn against_today(mut case: Case, outlook: &str) -> Case {
    for party in &mut case.parties {
        party.no_deal = NoDeal::Outlook(number(outlook));
    }
    case
}

fn ranges(list: &[(&str, &str)]) -> Weights {
    use armistice::case::Number;
    Weights::Numbers(list.iter().map(|(low, high)| Number::Range(decimal(low), decimal(high))).collect())
}

#[test]
fn weights_decide_a_swap() {
    let heavy = || ranges(&[("3", "5"), ("1", "2")]);
    let mirrored = || ranges(&[("1", "2"), ("3", "5")]);
    // Both changed: at least 3/5 of a hundred won, at most 2/5 lost.
    assert_eq!(deal(&against_today(swap(heavy(), mirrored()), "0")), Proof::Sure);
    // 20 points better than today at the least, 66.7 at the most.
    assert_eq!(deal(&against_today(swap(heavy(), mirrored()), "19.9")), Proof::Sure);
    assert_eq!(deal(&against_today(swap(heavy(), mirrored()), "20.1")), Proof::Open);
    assert_eq!(deal(&against_today(swap(heavy(), mirrored()), "66.6")), Proof::Open);
    assert_eq!(deal(&against_today(swap(heavy(), mirrored()), "66.7")), Proof::Never);
    // A ranking: between nothing and all of it.
    let ranked = || Weights::Rank(vec![vec![0], vec![1]]);
    let other = || Weights::Rank(vec![vec![1], vec![0]]);
    assert_eq!(deal(&against_today(swap(ranked(), other()), "-0.1")), Proof::Sure);
    assert_eq!(deal(&against_today(swap(ranked(), other()), "0.1")), Proof::Open);
    assert_eq!(deal(&against_today(swap(ranked(), other()), "99.9")), Proof::Open);
    assert_eq!(deal(&against_today(swap(ranked(), other()), "100.1")), Proof::Never);
    // Nothing known of weights: either issue may be all that matters.
    assert_eq!(deal(&against_today(swap(Weights::Unstated, Weights::Unstated), "-99.9")), Proof::Open);
}

#[test]
fn rounding_leaves_a_margin() {
    let equal = || weights(&["1", "1"]);
    let outlook = |text: &str| deal(&against_today(swap(equal(), equal()), text));
    // Both changed is worth what today is, to a micro-point.
    assert_eq!(outlook("-0.0001"), Proof::Sure);
    assert_eq!(outlook("0"), Proof::Open);
    assert_eq!(outlook("0.000001"), Proof::Open);
    assert_eq!(outlook("0.0001"), Proof::Never);
}

#[test]
fn positions_alone_leave_nothing_possible() {
    let mut case = against_today(swap(weights(&["1", "1"]), weights(&["1", "1"])), "-50");
    case.deal = Some(support::is(0, 1));
    case.red_lines.push(support::red_line("no-x", 1, support::is(0, 1)));
    let found = of(&case, &Settings::default());
    assert_eq!((found[0].deal, found[0].possible), (Proof::Never, 0));
    assert_eq!(found[0].open[1], [Proof::Never, Proof::Never]);
}

#[test]
fn fewer_than_two_signatories_prove_nothing() {
    let mut case = swap(weights(&["1", "1"]), weights(&["1", "1"]));
    case.parties[1].consent = Consent::Outside;
    assert_eq!(of(&case, &Settings::default()), []);
}

struct Hasty;

impl Watch for Hasty {
    fn goes_on(&self, _done: u64, _of: u64) -> bool {
        false
    }
}

#[test]
fn what_was_not_looked_at_is_not_ruled_out() {
    let mut case = swap(weights(&["1", "1"]), weights(&["1", "1"]));
    for party in &mut case.parties {
        party.no_deal = NoDeal::Words(OutlookWord::MuchBetter);
    }
    assert_eq!(deal(&case), Proof::Never);
    let settings = Settings::default();
    let found = proved(&Request { case: &case, settings: &settings, watch: &Hasty }).unwrap();
    let few = Settings { max_outcomes: 3, ..Settings::default() };
    for found in [&found[0], &of(&case, &few)[0]] {
        if found.extent != Extent::Whole {
            assert_eq!(found.deal, Proof::Open);
            assert!(found.open.iter().flatten().all(|p| *p == Proof::Open));
        }
    }
    assert_ne!(of(&case, &few)[0].extent, Extent::Whole);
}

#[test]
fn wrong_proofs_are_noticed() {
    let case = against_today(swap(ranges(&[("3", "5"), ("1", "2")]), ranges(&[("1", "2"), ("3", "5")])), "0");
    let settings = Settings::default();
    let right = of(&case, &settings);
    assert_eq!(verify::proved(&case, &settings, &right).unwrap(), []);
    let wrong = |change: &dyn Fn(&mut Proved)| {
        let mut found = right.clone();
        change(&mut found[0]);
        verify::proved(&case, &settings, &found).unwrap()
    };
    assert_ne!(wrong(&|p| p.sure += 1), []);
    assert_ne!(wrong(&|p| p.possible -= 1), []);
    assert_ne!(wrong(&|p| p.deal = Proof::Never), []);
    assert_ne!(wrong(&|p| p.example = None), []);
    assert_ne!(wrong(&|p| p.open[0][1] = Proof::Never), []);
    assert_ne!(wrong(&|p| p.goal = Some("g".to_owned())), []);
}
