//! Robustness and questions: closed forms, `verify` on random cases, and what must hold whatever the numbers.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed, which is what it is for")]

mod support;

use std::sync::atomic::{AtomicU64, Ordering};

use armistice::analysis::proved::{Proof, proved};
use armistice::analysis::questions::{Flip, Questions, Unknown};
use armistice::analysis::robustness::{Robustness, Sway};
use armistice::analysis::{Entry, Extent, Finding, Request, Settings, Status, Unwatched, Watch, analyze};
use armistice::case::{Case, Consent, NoDeal, Number, Scores, Weights};
use armistice::points::Decimal;
use armistice::report::json;
use armistice::verify;
use proptest::prelude::*;
use support::{blank, is, number, red_line, wants};

fn run(name: &str, case: &Case, settings: &Settings, watch: &dyn Watch) -> Finding {
    Request { case, settings, watch }.run(Entry::named(name).unwrap()).unwrap().unwrap()
}

fn robustness(case: &Case, settings: &Settings) -> Box<Robustness> {
    match run("robustness", case, settings, &Unwatched) {
        Finding::Robustness(found) => found,
        _ => panic!("another finding"),
    }
}

fn questions(case: &Case, settings: &Settings) -> Box<Questions> {
    match run("questions", case, settings, &Unwatched) {
        Finding::Questions(found) => found,
        _ => panic!("another finding"),
    }
}

fn drawn(draws: u64) -> Settings {
    Settings { draws, ..Settings::default() }
}

fn range(low: &str, high: &str) -> Number {
    Number::Range(Decimal::parse(low).unwrap(), Decimal::parse(high).unwrap())
}

/// Two parties, one issue, one change that is worth 10 points to both; going on is worth something unknown.
fn pair(first: Number, second: Number) -> Case {
    let mut case = blank(&[("a", Consent::Signs), ("b", Consent::Signs)], &[("x", &["now", "more"])]);
    for (p, outlook) in [first, second].into_iter().enumerate() {
        case.parties[p].no_deal = NoDeal::Outlook(outlook);
        let scores = Scores::Points(vec![Some(number("0")), Some(number("10"))]);
        case.preferences.push(wants(p, Weights::Numbers(vec![number("1")]), vec![Some(scores)]));
    }
    case
}

/// There is a deal where both outlooks are at most 10: of 0…20 and 0…40, in half and in a quarter of the draws.
#[test]
fn shares_are_those_of_a_closed_form() {
    let case = pair(range("0", "20"), range("0", "40"));
    let found = robustness(&case, &drawn(20_000));
    let share = found.deals as f64 / 20_000.0;
    // Five standard errors of 1/8.
    assert!((share - 0.125).abs() < 0.012, "{share}");
    assert_eq!((found.sway, found.extent, found.central), (Sway::Numbers, Extent::Whole, Some(false)));
    // In the draws without a deal: the first alone too high in 1/2 · 1/4 of all, the second alone in 1/2 · 3/4, both in 3/8.
    let floor = |ids: &[usize]| found.unlocks.iter().find(|u| u.constraints == ids).unwrap().times as f64 / 20_000.0;
    assert!(
        (floor(&[0]) - 0.125).abs() < 0.012
            && (floor(&[1]) - 0.375).abs() < 0.018
            && (floor(&[0, 1]) - 0.375).abs() < 0.018
    );
    // Gains are 10 less an outlook that is uniform on 0…10.
    let gains = found.solutions[0].gains[0];
    assert!((gains.half.as_f64() - 5.0).abs() < 0.4 && (gains.tenth.as_f64() - 1.0).abs() < 0.3, "{gains:?}");
}

/// The total-order index of an input of f = [x][y], true in half and in a quarter of the cases: E[Var(f | the other)] / Var f, which is
/// (1/4 · 1/4) / (1/8 · 7/8) = 4/7 for the first, and (1/2 · 3/16) / (7/64) = 6/7 for the second.
#[test]
fn indices_and_turns_are_those_of_a_closed_form() {
    let case = pair(range("0", "20"), range("0", "40"));
    let found = questions(&case, &drawn(20_000));
    let of = |party| found.list.iter().find(|q| q.unknown == Unknown::NoDeal(party)).unwrap();
    for (party, index) in [(0, 4.0 / 7.0), (1, 6.0 / 7.0)] {
        let estimate = found.total_order(of(party)).unwrap();
        assert!((estimate - index).abs() < 0.04, "{estimate} for {index}");
    }
    // The first's lower third lies below 10 whole, its upper third above: 1/4 against nothing.
    let first = &of(0).dials[0];
    assert!((first.difference() + 0.25).abs() < 0.02 && first.upper.deals == 0, "{first:?}");
    // Each alone: the other's middle of 20 is too high, so the first turns nothing; the second turns nothing either, but at the middle of
    // the first, 10, it is what decides: up to 10.
    assert_eq!(first.flip, Flip::Never);
    let Flip::UpTo(turn) = &of(1).dials[0].flip else { panic!("{:?}", of(1).dials[0]) };
    assert_eq!((turn.value.points().0, turn.index), (10_000_000, 1));
}

#[test]
fn positions_leave_nothing_to_numbers() {
    let mut case = pair(range("0", "20"), range("0", "40"));
    case.red_lines.push(red_line("never", 0, is(0, 1)));
    let found = robustness(&case, &drawn(100));
    assert_eq!((found.sway, found.deals, found.positions.as_slice()), (Sway::Positions, 0, [vec![0]].as_slice()));
    assert_eq!(questions(&case, &drawn(100)).list, []);
}

#[test]
fn nothing_unknown_is_the_central_model() {
    let mut case = pair(number("3"), number("12"));
    for party in &mut case.parties {
        party.trust = Some(number("1"));
    }
    let found = robustness(&case, &drawn(100));
    assert_eq!((found.sway, found.deals, found.central), (Sway::NothingUnknown, 0, Some(false)));
    case.parties[1].no_deal = NoDeal::Outlook(number("10"));
    assert_eq!(robustness(&case, &drawn(100)).deals, 100);
}

/// Ends after so many looks.
struct Patience(AtomicU64);

impl Watch for Patience {
    fn goes_on(&self, _done: u64, _of: u64) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok()
    }
}

#[test]
fn any_number_of_draws_and_any_patience() {
    let case = pair(range("0", "20"), range("0", "40"));
    for name in ["robustness", "questions"] {
        let none = run(name, &case, &drawn(0), &Unwatched);
        assert_eq!(verify::finding(&case, &drawn(0), &none).unwrap(), [], "{name}");
        let huge = drawn(1_000_000_000);
        for looks in [0, 2] {
            let found = run(name, &case, &huge, &Patience(AtomicU64::new(looks)));
            assert_eq!(verify::finding(&case, &huge, &found).unwrap(), [], "{name}");
            let (done, of) = if let Finding::Robustness(found) = &found {
                (found.draws, found.extent)
            } else if let Finding::Questions(found) = &found {
                (found.draws, found.extent)
            } else {
                panic!("another finding")
            };
            assert_eq!((of, done > 0), (Extent::Stopped { done, of: 1_000_000_000 }, looks > 0), "{name}");
        }
    }
}

#[test]
fn a_wrong_result_is_found() {
    let case = pair(range("0", "20"), range("0", "40"));
    let settings = drawn(60);
    let wrong = |change: &dyn Fn(&mut Robustness)| {
        let mut found = robustness(&case, &settings);
        change(&mut found);
        assert_ne!(verify::finding(&case, &settings, &Finding::Robustness(found)).unwrap(), []);
    };
    wrong(&|found| found.deals = 60);
    wrong(&|found| found.central = Some(true));
    wrong(&|found| found.sway = Sway::Positions);
    wrong(&|found| found.first[3].deal = !found.first[3].deal);
    wrong(&|found| found.first[7].unlocks.push(vec![1]));
    wrong(&|found| found.open[0][1] = 0);
    wrong(&|found| found.unlocks[0].times = 60);
    wrong(&|found| found.blocks.clear());
    wrong(&|found| found.draws = 59);
    let wrong = |change: &dyn Fn(&mut Questions)| {
        let mut found = questions(&case, &settings);
        change(&mut found);
        assert_ne!(verify::finding(&case, &settings, &Finding::Questions(found)).unwrap(), []);
    };
    wrong(&|found| found.deals += 1);
    wrong(&|found| found.list[0].switched += 1);
    wrong(&|found| found.list[0].dials[0].lower.deals += 1);
    wrong(&|found| found.list.iter_mut().for_each(|q| q.dials[0].flip = Flip::Never));
    wrong(&|found| {
        for turned in found.list.iter_mut().flat_map(|q| &mut q.dials) {
            if let Flip::UpTo(turn) = &mut turned.flip {
                turn.value = &turn.value + &turn.value;
            }
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is found follows from the definitions, and hangs on no number of threads.
    #[test]
    fn random_cases_are_checked_again(asked in support::random::asked()) {
        let settings = Settings { draws: 12, ..asked.settings() };
        for name in ["robustness", "questions"] {
            let found = run(name, &asked.case, &settings, &Unwatched);
            match verify::finding(&asked.case, &settings, &found) {
                Ok(wrong) => prop_assert_eq!(wrong, [], "{}", name),
                // What is proved has too many corners to go through; `tests/proved.rs` counts how often.
                Err(limit) => prop_assert_eq!((limit, name), (verify::TooLarge::Combinations, "robustness")),
            }
            let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
            let again = pool.install(|| run(name, &asked.case, &settings, &Unwatched));
            let written = |f: &Finding| json::alone(&asked.case, &settings, f).to_string();
            prop_assert_eq!(written(&found), written(&again));
        }
        // A sure deal is a deal in every draw, a deal in any draw is a possible one; so with goals and options.
        let found = robustness(&asked.case, &settings);
        let proofs = proved(&Request { case: &asked.case, settings: &settings, watch: &Unwatched }).unwrap();
        let fits = |proof: Proof, times: u64| match proof {
            Proof::Sure => times == found.draws,
            Proof::Never => times == 0,
            Proof::Open => true,
        };
        if let Some((deal, goals)) = proofs.split_first() {
            prop_assert!(fits(deal.deal, found.deals), "{:?} in {} draws", deal, found.deals);
            prop_assert!(goals.iter().zip(&found.goals).all(|(proof, goal)| fits(proof.deal, goal.met)));
            let options = deal.open.iter().flatten().zip(found.open.iter().flatten());
            prop_assert!(options.into_iter().all(|(proof, &times)| fits(*proof, times)));
        }
        // The central model is the one the verdict is about.
        let verdict = analyze(&asked.case, &settings).unwrap();
        if verdict.verdict.status != Status::Undetermined {
            prop_assert_eq!(found.central, Some(verdict.verdict.status == Status::Deal));
        }
    }
}
