//! What a change between two cases did to the verdict: by hand, on the bundled cases, and at random.

#![allow(clippy::unwrap_used, reason = "helpers of a test; what is not as expected fails it")]

mod support;

use armistice::analysis::turning::{Answers, Aspect, By, Turning, turning};
use armistice::analysis::{Settings, Status, analyze};
use armistice::case::update::Difference;
use armistice::case::{Case, NoDeal, write};
use armistice::report::turning::Compared;
use proptest::prelude::*;
use support::folders::{bundled, case, root};
use support::random;
use support::{is, number, red_line};

fn compare(from: &Case, to: &Case) -> (Difference, Turning) {
    let difference = Difference::new(from, to);
    let turning = turning(from, &difference, &Settings::default()).unwrap();
    (difference, turning)
}

/// The tables that a set of parts changes.
fn places(difference: &Difference, set: &[usize]) -> Vec<String> {
    let changes = set.iter().flat_map(|&part| difference.changes_of(part));
    changes.map(|&c| difference.changes()[c].place.id.clone()).collect()
}

fn istanbul() -> Case {
    case(&root().join("ukraine/istanbul-2025"))
}

#[test]
fn a_case_and_itself() {
    for case in bundled() {
        let (difference, turning) = compare(&case, &case);
        assert_eq!((difference.changes().len(), turning.turns.len(), turning.tried), (0, 0, 0));
    }
}

/// Without Ukraine's refusal there is a deal, and the goal can be met; that the levers and a note changed as well did nothing.
#[test]
fn the_one_change_that_turned_it_is_named() {
    let from = istanbul();
    let mut to = from.clone();
    to.red_lines.clear();
    to.parties[0].grounds.note = Some("another note".to_owned());
    to.levers.remove(1);
    let (difference, found) = compare(&from, &to);
    assert_eq!((found.before.status, found.after.status), (Status::NoDeal, Status::Deal));
    let by: Vec<(&Aspect, Vec<String>)> = found
        .turns
        .iter()
        .map(|turn| match &turn.by {
            By::Each(sets) => (&turn.aspect, sets.iter().flat_map(|s| places(&difference, s)).collect()),
            other => (&turn.aspect, vec![format!("{other:?}")]),
        })
        .collect();
    let goal = Aspect::Goal("thirty-days".to_owned());
    assert_eq!(by, [(&Aspect::Verdict, vec!["no-cession".to_owned()]), (&goal, vec!["no-cession".to_owned()])]);
    let compared = Compared { from: &from, difference: &difference, turning: &found };
    assert_eq!(
        compared.answer(),
        "The verdict turns. Before: no deal on stated positions alone. Now: a deal is possible on the central numbers."
    );
    let told = compared.turns().remove(0);
    assert_eq!(told.items, ["red line `no-cession` (ceding territory it holds) goes [c6, c20]"]);
}

/// Two red lines each block everything: only without both of them is there a deal. A floor that falls as well is not needed.
#[test]
fn changes_that_only_help_together_are_named_together() {
    let mut from = support::blank(
        &[("a", armistice::case::Consent::Signs), ("b", armistice::case::Consent::Signs)],
        &[("x", &["no", "yes"])],
    );
    from.preferences = vec![
        support::wants(0, support::weights(&["1"]), vec![support::rank(&[1, 0])]),
        support::wants(1, support::weights(&["1"]), vec![support::rank(&[1, 0])]),
    ];
    from.red_lines = vec![red_line("mine", 0, is(0, 1)), red_line("yours", 1, is(0, 1))];
    let mut to = from.clone();
    to.red_lines.clear();
    to.parties[0].no_deal = NoDeal::Outlook(number("-5"));
    let (difference, found) = compare(&from, &to);
    let By::Each(sets) = &found.turns[0].by else { panic!("{:?}", found.turns) };
    assert_eq!(sets.iter().map(|s| places(&difference, s)).collect::<Vec<_>>(), [["mine", "yours"]]);

    // The other way round, each of the two alone blocks it.
    let (difference, found) = compare(&to, &from);
    let By::Each(sets) = &found.turns[0].by else { panic!("{:?}", found.turns) };
    assert_eq!(sets.iter().map(|s| places(&difference, s)).collect::<Vec<_>>(), [["mine"], ["yours"]]);
}

/// Links and combinations that cannot occur have no ids, and count all the same.
#[test]
fn what_has_no_id_is_compared_too() {
    let from = istanbul();
    let mut to = from.clone();
    to.links[0].points = number("-50");
    to.infeasible.clear();
    to.mandates.clear();
    let (difference, _) = compare(&from, &to);
    let sections: Vec<&str> = difference.changes().iter().map(|c| c.place.section.as_str()).collect();
    assert_eq!(sections, ["links", "infeasible", "mandates"]);
    assert_eq!(difference.parts(), 3);
    let with = difference.with(&[0, 1, 2]).unwrap();
    assert_eq!((with.links[0].points, with.infeasible.len(), with.mandates.len()), (number("-50"), 0, 0));
}

/// Two cases about something else: what cannot be put into the first alone is not blamed.
#[test]
fn two_cases_that_have_nothing_in_common() {
    let all = bundled();
    let (difference, found) = compare(&all[0], &all[1]);
    assert!(difference.changes().len() > 50);
    let compared = Compared { from: &all[0], difference: &difference, turning: &found };
    assert!(!compared.answer().is_empty());
    assert!(compared.json()["turns"].is_array());
}

/// A random case, and the same with some of it taken out or changed.
fn versions() -> impl Strategy<Value = [Case; 2]> {
    (random::case(), any::<[bool; 12]>(), 0..60i32).prop_map(|(case, keep, points)| {
        let mut other = case.clone();
        // So that it can be written: conditions and claims of random cases have no text.
        let retain = |keep: &[bool], k: usize| keep[k % keep.len()];
        let mut k = 0;
        other.red_lines.retain(|_| (retain(&keep, k), k += 1).0);
        other.preconditions.retain(|_| (retain(&keep, k), k += 1).0);
        other.norms.retain(|_| (retain(&keep, k), k += 1).0);
        other.levers.retain(|_| (retain(&keep, k), k += 1).0);
        if keep[0] {
            other.parties[0].no_deal = NoDeal::Points(number(&points.to_string()));
        }
        [case, other].map(|c| Case { claims: None, people: Vec::new(), ..c })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// All parts together make the second case; what is said to have turned an answer turns it, and no part of that does.
    #[test]
    fn what_turned_it_turns_it([from, to] in versions()) {
        // What a random case has may not be writable, such as two red lines of one id.
        let whole = |case: &Case| armistice::case::read(&armistice::case::Files {
            case: &write::write(case), claims: None, sources: &std::collections::BTreeMap::new(),
        }).case;
        let (Some(from), Some(to)) = (whole(&from), whole(&to)) else { return Ok(()) };
        let (difference, found) = compare(&from, &to);
        let all: Vec<usize> = (0..difference.parts()).collect();
        let put = difference.with(&all).unwrap();
        let settings = Settings::default();
        let answers = |case: &Case| Answers::of(&analyze(case, &settings).unwrap());
        prop_assert_eq!(answers(&put), answers(&to));
        let same = |aspect: &Aspect, a: &Answers| match aspect {
            Aspect::Verdict => (a.status, a.basis) == (found.after.status, found.after.basis),
            Aspect::Blocks => a.blocks == found.after.blocks,
            Aspect::Zone => a.status == found.after.status && a.deals == found.after.deals,
            Aspect::Goal(id) => a.goals.get(id) == found.after.goals.get(id),
        };
        for turn in &found.turns {
            let sets = match &turn.by {
                By::Each(sets) => sets.clone(),
                By::Together(set) => vec![set.clone()],
                By::Unknown => return Err(TestCaseError::fail("unknown though all parts go in")),
            };
            for set in sets {
                prop_assert!(same(&turn.aspect, &answers(&difference.with(&set).unwrap())));
                for k in 0..set.len() {
                    let mut fewer = set.clone();
                    fewer.remove(k);
                    let turned = difference.with(&fewer).is_some_and(|c| same(&turn.aspect, &answers(&c)));
                    prop_assert!(!turned, "{:?} does not need {k} of {set:?}", turn.aspect);
                }
            }
        }
    }
}
