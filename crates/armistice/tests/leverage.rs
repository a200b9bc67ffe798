//! Leverage and trust (definitions §4, §5): closed forms, laws, and random cases against `verify`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of a test; what goes wrong fails it")]

mod support;

use std::collections::BTreeMap;

use armistice::analysis::leverage::{Alone, Effect, Leverage, Opening, leverage};
use armistice::analysis::openings::targets::Positions;
use armistice::analysis::trust::{Threshold, Trust, trust};
use armistice::analysis::{Extent, Finding, Options, Request, Settings, Status, Unwatched, Watch, analyze};
use armistice::case::*;
use armistice::points::{Exact, Points};
use armistice::verify;
use proptest::prelude::*;
use support::{blank, decimal, is, number, red_line, wants, weights};

fn exact(numerator: i64, denominator: i64) -> Exact {
    Exact::new(numerator.into(), denominator.into())
}

fn asked(case: &Case, settings: &Settings) -> (Leverage, Trust) {
    let request = Request { case, settings, watch: &Unwatched };
    (leverage(&request).unwrap(), trust(&request).unwrap())
}

fn found(case: &Case) -> Leverage {
    asked(case, &few()).0
}

/// Few draws: they are checked one by one, not for what they come to.
fn few() -> Settings {
    Settings { draws: 20, ..Settings::default() }
}

/// What `verify` says of both.
fn checked(case: &Case, settings: &Settings) -> Vec<verify::Mismatch> {
    let (leverage, trust) = asked(case, settings);
    let findings = [Finding::Leverage(leverage), Finding::Trust(trust)];
    findings.iter().flat_map(|f| verify::finding(case, settings, f).unwrap()).collect()
}

/// `north` and `south` on one issue, where the status quo `now` is worth 50 to both and so is no deal; what the other options are worth
/// more or less than that.
fn one_issue(gains: &[(i64, i64)]) -> Case {
    let names = ["now", "a", "b", "c", "d"];
    let parties = [("north", Consent::Signs), ("south", Consent::Signs), ("outside", Consent::Outside)];
    let mut case = blank(&parties, &[("terms", &names[..=gains.len()])]);
    for party in 0..2 {
        let gain = |g: &(i64, i64)| if party == 0 { g.0 } else { g.1 };
        let scores = std::iter::once(0).chain(gains.iter().map(gain)).map(|g| Some(number(&(50 + g).to_string())));
        case.preferences.push(wants(party, weights(&["1"]), vec![Some(Scores::Points(scores.collect()))]));
        case.parties[party].no_deal = NoDeal::Points(number("50"));
    }
    case
}

fn lever(id: &str, when: Option<Condition>, worth: &[(usize, &str)], trust: &[(usize, &str)]) -> Lever {
    let numbers = |all: &[(usize, &str)]| all.iter().map(|&(p, n)| (p, number(n))).collect();
    let grounds = Grounds::default();
    Lever { id: id.to_owned(), title: None, party: 2, when, worth: numbers(worth), trust: numbers(trust), grounds }
}

fn opening(found: &Leverage) -> &Opening {
    found.questions[0].opening.as_ref().unwrap()
}

fn alone(found: &Leverage) -> &Alone {
    &opening(found).alone[0]
}

fn intervals(alone: &Alone) -> Vec<(Exact, Exact)> {
    alone.strengths.intervals().to_vec()
}

/// The verdict with a lever pulled this far, written with 12 places.
fn status(case: &Case, lever: usize, strength: &Exact) -> Status {
    let text = (strength * exact(1_000_000_000_000, 1)).round().to_integer();
    let pulls = vec![(lever, decimal(&format!("{text}e-12")))];
    analyze(case, &Settings { pulls, ..Settings::default() }).unwrap().verdict.status
}

/// From the issue: gains A = (0, −3) and B = (6, −5); −6 on south's and +4 on north's no-deal worth. A needs 4s ≤ 0 of north and 6s ≥ 3 of
/// south: never. B needs 4s ≤ 6 and 6s ≥ 5.
#[test]
fn a_lever_that_opens_and_closes_again() {
    let mut case = one_issue(&[(0, -3), (6, -5)]);
    case.levers.push(lever("squeeze", None, &[(1, "-6"), (0, "4"), (2, "-1.5")], &[]));
    let found = found(&case);
    assert_eq!(intervals(alone(&found)), [(exact(5, 6), exact(3, 2))]);
    assert!(!opening(&found).without);
    assert_eq!(checked(&case, &Settings::default()), []);
    let little = exact(1, 1_000_000);
    let (opens, closes) = (exact(5, 6), exact(3, 2));
    for (strength, expected) in [
        (&opens - &little, Status::NoDeal),
        (&opens + &little, Status::Deal),
        (&closes - &little, Status::Deal),
        (&closes + &little, Status::NoDeal),
    ] {
        assert_eq!(status(&case, 0, &strength), expected, "{strength}");
    }
    // Nothing clipped: A lacks 0 and 3, B −6 and 5.
    let row = |a: i64, b: i64| vec![Points(a * 1_000_000), Points(b * 1_000_000)];
    assert_eq!(found.questions[0].pressure.frontier, [row(-6, 5), row(0, 3)]);
    assert_eq!(found.questions[0].pressure.needed, [row(0, 3)]);
}

/// One outcome lacks 3 points for south; −9 points a unit of strength on south's no-deal worth make up for it at a third.
#[test]
fn a_break_even_known_in_closed_form() {
    let mut case = one_issue(&[(10, -3)]);
    case.levers.push(lever("pressure", None, &[(1, "-9")], &[]));
    // On the deal itself, to which the status quo does not belong: +2 a unit opens it at 3/2.
    case.levers.push(lever("reward", Some(is(0, 1)), &[(1, "2")], &[]));
    // On going on and on no deal alike, and so on no deal against the deal.
    case.levers.push(lever("sanctions", Some(is(0, 0)), &[(1, "-4")], &[]));
    // The same on everything.
    let anything = support::condition(armistice::case::condition::Expr::Or(vec![is(0, 0).expr, is(0, 1).expr]));
    case.levers.push(lever("weather", Some(anything), &[(1, "-4"), (0, "3")], &[]));
    let found = found(&case);
    let least: Vec<Option<Exact>> = opening(&found).alone.iter().map(|a| a.strengths.least().cloned()).collect();
    assert_eq!(least, [Some(exact(1, 3)), Some(exact(3, 2)), Some(exact(3, 4)), None]);
    assert_eq!(opening(&found).alone.iter().map(|a| a.effect).collect::<Vec<_>>(), [true, true, true, false]);
    // 9a + 2b ≥ 3.
    let both = &opening(&found).pairs[0];
    assert_eq!((both.levers, both.only_together), ([0, 1], false));
    assert_eq!(both.least_sum, Some([exact(1, 3), exact(0, 1)]));
    assert_eq!(both.corners, [[exact(0, 1), exact(3, 2)], [exact(1, 3), exact(0, 1)]]);
    let given = both.given.iter().find(|g| g.held == 1 && g.at == exact(1, 2)).unwrap();
    assert_eq!(given.other.intervals(), [(exact(2, 9), exact(2, 1))]);
    assert_eq!(checked(&case, &Settings::default()), []);
}

/// 3 points short for one and 4 for the other: 2a ≥ 3 and 3b ≥ 4, neither alone.
#[test]
fn levers_that_only_help_together() {
    let mut case = one_issue(&[(-3, -4)]);
    case.levers.push(lever("on-north", None, &[(0, "-2")], &[]));
    case.levers.push(lever("on-south", None, &[(1, "-3")], &[]));
    let found = found(&case);
    assert!(opening(&found).alone.iter().all(|a| a.strengths.is_empty() && a.effect));
    let [pair] = opening(&found).pairs.as_slice() else { panic!("{:?}", opening(&found).pairs) };
    assert!(pair.only_together);
    assert_eq!(pair.least_sum, Some([exact(3, 2), exact(4, 3)]));
    assert_eq!(pair.regions.len(), 1);
    assert_eq!(checked(&case, &Settings::default()), []);
    // One that stays pulled: then the other alone does.
    let pulls = vec![(0, decimal("1.75"))];
    let (with_north, _) = asked(&case, &Settings { pulls, ..Settings::default() });
    assert_eq!(with_north.levers.iter().map(|r| r.lever).collect::<Vec<_>>(), [1]);
    assert_eq!(alone(&with_north).strengths.least(), Some(&exact(4, 3)));
}

/// South loses 20 on the deal if north does not keep to it, and with full trust gains 5: 5 − 20·(1 − t) ≥ 0 from t = 3/4. Its trust is 0.25.
fn exposed() -> Case {
    let mut case = one_issue(&[(10, 5)]);
    let points = BTreeMap::from([((0, 1), number("20"))]);
    case.exposures.push(Exposure { party: 1, points, grounds: Grounds::default() });
    case.parties[1].trust = Some(number("0.25"));
    case.levers.push(lever("guarantee", None, &[], &[(1, "0.4"), (0, "0.4")]));
    case
}

#[test]
fn a_trust_threshold_known_in_closed_form() {
    let case = exposed();
    let (leverage, trust) = asked(&case, &Settings::default());
    let [deal] = trust.questions.as_slice() else { panic!("{:?}", trust.questions) };
    assert_eq!((&deal.common, deal.open), (&Threshold::From(exact(3, 4)), false));
    assert_eq!(deal.single, [Threshold::From(exact(3, 4))]);
    // 0.25 + 0.4·s ≥ 0.75; in full it carries to 0.65.
    assert_eq!(deal.guarantees[0].strengths.intervals(), [(exact(5, 4), exact(2, 1))]);
    assert_eq!(deal.guarantees[0].carries, [exact(13, 20)]);
    assert_eq!(intervals(alone(&leverage)), [(exact(5, 4), exact(2, 1))]);
    assert_eq!(checked(&case, &Settings::default()), []);
    assert_eq!(status(&case, 0, &(exact(5, 4) - exact(1, 1_000_000))), Status::NoDeal);
    assert_eq!(status(&case, 0, &(exact(5, 4) + exact(1, 1_000_000))), Status::Deal);
}

#[test]
fn trust_that_cannot_open_anything_says_what_else_blocks() {
    let mut case = exposed();
    case.red_lines.push(red_line("never", 0, is(0, 1)));
    let (leverage, trust) = asked(&case, &Settings::default());
    assert_eq!(trust.questions[0].common, Threshold::Never);
    assert_eq!(trust.questions[0].blocks, [vec![0]]);
    let [question] = leverage.questions.as_slice() else { panic!("{:?}", leverage.questions) };
    assert_eq!(question.positions, Positions::Refuse { blocks: vec![vec![0]], ways_out: vec![vec![0]] });
    assert!(question.pressure.frontier.is_empty() && question.opening.is_none());
    assert_eq!(question.given_up[0].opening.alone[0].strengths.least(), Some(&exact(5, 4)));
    assert_eq!(checked(&case, &Settings::default()), []);
    // A floor in the way: north would lose by it.
    let mut case = exposed();
    case.parties[0].no_deal = NoDeal::Points(number("61"));
    let (_, trust) = asked(&case, &Settings::default());
    assert_eq!((&trust.questions[0].common, &trust.questions[0].blocks), (&Threshold::Never, &vec![vec![0]]));
}

/// Trust that a lever carries past 1 stays at 1: the gain then falls with the points it costs, so it opens and closes again.
#[test]
fn trust_is_clamped_and_the_line_bends() {
    let mut case = exposed();
    // −20·(1 − t) + 5 + … with t = min(1, 0.25 + s) and 8 points a unit off south's worth of the deal:
    // rising part −10 + 20·s − 8·s ≥ 0 from 5/6; falling part 5 − 8·s ≥ 0 up to 5/8, but trust is full from 3/4 on. Never.
    case.levers[0] = lever("dear", Some(is(0, 1)), &[(1, "-8")], &[(1, "1")]);
    assert!(alone(&found(&case)).strengths.is_empty());
    // With 4 points a unit: −10 + 16·s ≥ 0 from 5/8, full from 3/4, and 5 − 4·s ≥ 0 up to 5/4.
    case.levers[0] = lever("cheaper", Some(is(0, 1)), &[(1, "-4")], &[(1, "1")]);
    assert_eq!(intervals(alone(&found(&case))), [(exact(5, 8), exact(5, 4))]);
    assert_eq!(checked(&case, &Settings::default()), []);
}

/// Twelve places everywhere: the common denominator is beyond 128 bits.
#[test]
fn numbers_of_any_width_are_held_exactly() {
    let mut case = exposed();
    case.issues.push(case.issues[0].clone());
    case.issues[1].id = "more".to_owned();
    case.status_quo.push(0);
    for (party, preferences) in case.preferences.iter_mut().enumerate() {
        preferences.weights = weights(&["3.123456789011", "0.987654321013"]);
        let fine = |texts: [&str; 2]| Some(Scores::Points(texts.iter().map(|t| Some(number(t))).collect()));
        let own = if party == 0 { ["50.000000000001", "49.123456789013"] } else { ["50", "51.123456789017"] };
        preferences.scores.push(fine(own));
    }
    case.parties[1].trust = Some(number("0.123456789019"));
    case.exposures[0].points =
        BTreeMap::from([((0, 1), number("20.123456789023")), ((1, 1), number("0.000000000029"))]);
    case.levers.push(lever("pressure", None, &[(1, "-7.123456789031")], &[]));
    let found = found(&case);
    let least = opening(&found).alone[1].strengths.least().unwrap().clone();
    assert!(least.denom().bits() > 100, "{least}");
    assert_eq!(checked(&case, &Settings::default()), []);
}

#[test]
fn levers_without_effect_are_told() {
    let mut case = one_issue(&[(-3, 5)]);
    case.levers.push(lever("outsiders", None, &[(2, "-5")], &[]));
    case.levers.push(lever("nothing", None, &[(0, "0")], &[]));
    case.levers.push(lever("soothing", None, &[], &[(0, "0.5")]));
    let found = found(&case);
    let effects: Vec<Effect> = found.levers.iter().map(|r| r.effect).collect();
    assert_eq!(effects, [Effect::OutsidersOnly, Effect::Zero, Effect::NothingExposed]);
    assert!(opening(&found).alone.iter().all(|a| !a.effect && a.strengths.is_empty()));
    assert!(opening(&found).pairs.is_empty());
    assert_eq!(checked(&case, &Settings::default()), []);
}

#[test]
fn the_strongest_pull_is_as_asked() {
    let mut case = one_issue(&[(10, -3)]);
    case.levers.push(lever("weak", None, &[(1, "-1")], &[]));
    assert!(alone(&found(&case)).strengths.is_empty());
    let up_to = |strongest: &str| {
        let mut options = Options::default();
        options.strongest.replace(decimal(strongest));
        Settings { options, ..Settings::default() }
    };
    let (far, _) = asked(&case, &up_to("4"));
    assert_eq!(intervals(alone(&far)), [(exact(3, 1), exact(4, 1))]);
    assert!(alone(&asked(&case, &up_to("0")).0).strengths.is_empty());
}

#[test]
fn without_levers_exposures_or_parties_there_is_an_answer() {
    let (leverage, trust) = asked(&one_issue(&[(1, 1)]), &Settings::default());
    assert!(leverage.levers.is_empty() && opening(&leverage).without && opening(&leverage).alone.is_empty());
    assert!(trust.exposed.is_empty() && trust.questions.is_empty());
    let (leverage, trust) = asked(&blank(&[("a", Consent::Signs)], &[("x", &["n", "y"])]), &Settings::default());
    assert!(leverage.too_few && trust.too_few);
}

struct Hasty;

impl Watch for Hasty {
    fn goes_on(&self, done: u64, _of: u64) -> bool {
        done < 1
    }
}

#[test]
fn what_is_cut_short_says_how_far_it_came() {
    let mut case = exposed();
    let goal = |id: &str| Goal {
        id: id.to_owned(),
        title: None,
        party: None,
        condition: is(0, 1),
        grounds: Grounds::default(),
    };
    case.goals = vec![goal("one"), goal("two")];
    let settings = Settings::default();
    let request = Request { case: &case, settings: &settings, watch: &Hasty };
    let stopped = Extent::Stopped { done: 1, of: 3 };
    assert_eq!((leverage(&request).unwrap().extent, trust(&request).unwrap().extent), (stopped, stopped));
    assert_eq!(leverage(&request).unwrap().questions.len(), 1);
}

/// A right result with one thing changed is not taken for right.
#[test]
fn wrong_findings_are_noticed() {
    let mut case = one_issue(&[(-3, -4), (5, -9)]);
    case.levers.push(lever("on-north", None, &[(0, "-2")], &[]));
    case.levers.push(lever("on-south", None, &[(1, "-3"), (0, "1")], &[]));
    case.levers.push(lever("on-all", None, &[(0, "-2"), (1, "-2")], &[]));
    case.goals.push(Goal {
        id: "b".to_owned(),
        title: None,
        party: None,
        condition: is(0, 2),
        grounds: Grounds::default(),
    });
    let settings = few();
    let right = found(&case);
    let check = |found: Leverage| verify::finding(&case, &settings, &Finding::Leverage(found)).unwrap();
    assert_eq!(check(right.clone()), []);
    type Change = (&'static str, fn(&mut Leverage));
    let changes: [Change; 13] = [
        ("a question less", |l| drop(l.questions.pop())),
        ("levers", |l| drop(l.levers.pop())),
        ("too few", |l| l.too_few = true),
        ("without", |l| opening_of(l).without = true),
        ("strengths", |l| opening_of(l).alone[2].strengths = Default::default()),
        ("settled", |l| opening_of(l).alone[2].settled = Default::default()),
        ("effect", |l| opening_of(l).alone[0].effect = false),
        ("regions", |l| opening_of(l).pairs[2].regions.clear()),
        ("corners", |l| opening_of(l).pairs[2].corners.push([exact(0, 1), exact(0, 1)])),
        ("least sum", |l| opening_of(l).pairs[2].least_sum = Some([exact(2, 1), exact(2, 1)])),
        ("only together", |l| opening_of(l).pairs[2].only_together ^= true),
        ("given", |l| opening_of(l).pairs[2].given[5].other = Default::default()),
        ("pressure", |l| l.questions[0].pressure.needed[0][0].0 += 1),
    ];
    for (name, change) in changes {
        let mut wrong = right.clone();
        change(&mut wrong);
        assert!(wrong != right, "{name}");
        assert_ne!(check(wrong), [], "{name}");
    }

    let case = exposed();
    let right = asked(&case, &settings).1;
    let check = |found: Trust| verify::finding(&case, &settings, &Finding::Trust(found)).unwrap();
    assert_eq!(check(right.clone()), []);
    type Distrust = (&'static str, fn(&mut Trust));
    let changes: [Distrust; 6] = [
        ("exposed", |t| drop(t.exposed.pop())),
        ("open", |t| t.questions[0].open = true),
        ("common", |t| t.questions[0].common = Threshold::Never),
        ("common, more", |t| t.questions[0].common = Threshold::From(exact(4, 5))),
        ("single", |t| t.questions[0].single[0] = Threshold::From(exact(0, 1))),
        ("guarantee", |t| t.questions[0].guarantees[0].strengths = Default::default()),
    ];
    for (name, change) in changes {
        let mut wrong = right.clone();
        change(&mut wrong);
        assert_ne!(check(wrong), [], "{name}");
    }
}

fn opening_of(found: &mut Leverage) -> &mut Opening {
    found.questions[0].opening.as_mut().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn random_cases_follow_from_the_definitions(asked in support::random::asked()) {
        prop_assert_eq!(checked(&asked.case, &Settings { draws: few().draws, ..asked.settings() }), []);
    }

    /// What opens with strength 0 of everything is what the verdict says; and so it is at every end of an interval, a little inside and a
    /// little outside.
    #[test]
    fn the_verdict_agrees_on_both_sides_of_a_break_even(case in support::random::case()) {
        let found = found(&case);
        let Some(Some(opening)) = found.questions.first().map(|q| &q.opening) else { return Ok(()) };
        let little = exact(1, 10_000);
        for alone in &opening.alone {
            let is_open = |s: &Exact| status(&case, alone.lever, s) != Status::NoDeal;
            for (from, to) in alone.strengths.intervals() {
                for (inside, outside) in [(from + &little, from - &little), (to - &little, to + &little)] {
                    if from + &little + &little < *to {
                        prop_assert!(is_open(&inside), "{} at {}", alone.lever, inside);
                    }
                    let far = outside >= exact(0, 1) && outside <= exact(2, 1);
                    if far && !alone.strengths.contains(&outside) && !near(alone, &outside, from, to) {
                        prop_assert!(!is_open(&outside), "{} at {}", alone.lever, outside);
                    }
                }
            }
        }
    }

    /// Lowering no-deal worths by more, party for party, still opens what less opened.
    #[test]
    fn more_pressure_opens_what_less_did(case in support::random::case(), by in 0..30i64, more in 0..30i64) {
        let lowered = |by: i64| {
            let mut case = case.clone();
            let parties = case.signatories();
            let points = number(&format!("{}", -by));
            let worth = parties.into_iter().map(|p| (p, points)).collect();
            let no_trust = Vec::new();
            case.levers = vec![Lever { worth, trust: no_trust, ..lever("lower", None, &[], &[]) }];
            let pulls = vec![(0, decimal("1"))];
            let (found, _) = asked(&case, &Settings { pulls, ..few() });
            found.questions.first().and_then(|q| q.opening.as_ref()).is_some_and(|o| o.without)
        };
        prop_assert!(!lowered(by) || lowered(by + more));
    }

    /// Full trust is the same as no exposure, for given no-deal worths.
    #[test]
    fn full_trust_is_no_exposure(mut case in support::random::case()) {
        for party in &mut case.parties {
            party.no_deal = NoDeal::Points(number("45"));
        }
        let (_, full) = asked(&case, &Settings::default());
        let mut unexposed = case.clone();
        unexposed.exposures.clear();
        let open = found(&unexposed).questions.iter().map(|q| q.opening.as_ref().is_some_and(|o| o.without)).collect::<Vec<_>>();
        for (question, open) in full.questions.iter().zip(open) {
            prop_assert_eq!(question.common != Threshold::Never, open);
        }
    }

    /// A lever at strength 0 changes nothing.
    #[test]
    fn a_lever_not_pulled_changes_nothing(case in support::random::case()) {
        let pulls = (0..case.levers.len()).map(|l| (l, decimal("0"))).collect();
        let (pulled, _) = asked(&case, &Settings { pulls, ..few() });
        let without = |f: &Leverage| f.questions.iter().map(|q| q.opening.as_ref().map(|o| o.without)).collect::<Vec<_>>();
        let found = found(&case);
        prop_assert_eq!(without(&pulled), without(&found));
        for question in &found.questions {
            let Some(opening) = &question.opening else { continue };
            for alone in &opening.alone {
                prop_assert_eq!(alone.strengths.contains(&exact(0, 1)), opening.without);
            }
        }
    }
}

/// Whether a strength is so near another interval than this one that rounding may decide.
fn near(alone: &Alone, strength: &Exact, from: &Exact, to: &Exact) -> bool {
    let little = exact(1, 10_000);
    let others = alone.strengths.intervals().iter().filter(|(a, b)| (a, b) != (from, to));
    others.into_iter().any(|(a, b)| a - &little <= *strength && *strength <= b + &little)
}
