//! Progress, packages and fair division: cases worked out by hand, and random ones against `verify`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of a test; what is not as expected fails it")]

mod support;

use armistice::analysis::division::{FairDivision, division};
use armistice::analysis::packages::{Packages, outcome_named, packages};
use armistice::analysis::progress::{Meant, Progress, progress};
use armistice::analysis::{Finding, Request, Settings, Unwatched};
use armistice::case::condition::{self, Expr};
use armistice::case::*;
use armistice::points::{Exact, Points};
use armistice::report::sections::section;
use armistice::verify;
use proptest::prelude::*;
use support::random::{any_condition, asked};
use support::{blank, condition, is, number, points, rank, red_line, wants, weights};

fn with<T>(case: &Case, settings: &Settings, run: impl Fn(&Request<'_>) -> T) -> T {
    run(&Request { case, settings, watch: &Unwatched })
}

fn progress_of(case: &Case) -> Progress {
    let settings = Settings::default();
    let found = with(case, &settings, progress).unwrap();
    assert_eq!(verify::finding(case, &settings, &Finding::Progress(found.clone())), Ok(Vec::new()));
    found
}

fn packages_of(case: &Case, settings: &Settings) -> Packages {
    let found = with(case, settings, packages).unwrap();
    assert_eq!(verify::finding(case, settings, &Finding::Packages(found.clone())), Ok(Vec::new()));
    found
}

fn division_of(case: &Case, settings: &Settings) -> FairDivision {
    let found = with(case, settings, division).unwrap();
    assert_eq!(verify::finding(case, settings, &Finding::Division(found.clone())), Ok(Vec::new()));
    found
}

fn ratio(text: &str) -> Exact {
    text.parse().unwrap()
}

fn meeting(id: &str, date: Option<&str>, asked: Vec<(PartyIndex, Condition)>) -> Meeting {
    Meeting {
        id: id.to_owned(),
        date: date.map(str::to_owned),
        place: None,
        present: Vec::new(),
        absent: Vec::new(),
        asked,
        result: None,
        grounds: Grounds::default(),
    }
}

fn at_least(issue: IssueIndex, option: OptionIndex) -> Condition {
    use armistice::case::condition::{Atom, Limit, Test};
    condition(Expr::Atom(Atom { issue, test: Test::AtLeast(Limit::Option(option)) }))
}

fn both(a: Condition, b: Condition) -> Condition {
    condition(Expr::And(vec![a.expr, b.expr]))
}

/// `x` has four options in order, which `a` wants high and `b` low; `y` has two without order. Weights 3 to 1 for `a`, even for `b`. What no
/// deal is worth keeps nobody from anything. `o` does not sign.
fn two_and_a_mediator() -> Case {
    let parties = [("a", Consent::Signs), ("b", Consent::Signs), ("o", Consent::Outside)];
    let mut case = blank(&parties, &[("x", &["0", "1", "2", "3"]), ("y", &["no", "yes"])]);
    case.issues[0].ordered = true;
    for party in &mut case.parties[..2] {
        party.no_deal = NoDeal::Points(number("0"));
    }
    case.preferences.push(wants(0, weights(&["3", "1"]), vec![rank(&[3, 2, 1, 0]), rank(&[1, 0])]));
    case.preferences.push(wants(1, weights(&["1", "1"]), vec![rank(&[0, 1, 2, 3]), rank(&[0, 1])]));
    case
}

/// The second meeting stands first in the file. Distances on `x`: 2/3, then 1/3; on `y`: 1, twice. The mean weights are (0.75 + 0.5) / 2 = 5/8
/// and 3/8: overall 5/8 · 2/3 + 3/8 = 19/24, then 5/8 · 1/3 + 3/8 = 7/12. `a` insists on 0.75 · 200/3 + 25 = 75, then 0.75 · 100/3 + 25 = 50.
#[test]
fn two_meetings_by_hand() {
    let mut case = two_and_a_mediator();
    let low = || both(is(0, 0), is(1, 0));
    let second = vec![(1, low()), (0, both(at_least(0, 1), is(1, 1)))];
    let first = vec![(0, both(at_least(0, 2), is(1, 1))), (1, low()), (2, is(1, 0))];
    case.meetings = vec![
        meeting("second", Some("2020-06-17"), second),
        meeting("nobody-asked", Some("2020-05-01"), Vec::new()),
        // Long before any source.
        meeting("first", Some("1815-06-09"), first),
    ];
    let found = progress_of(&case);
    assert_eq!(found.meetings.iter().map(|m| m.meeting).collect::<Vec<_>>(), [2, 0]);
    let pair = found.pairs.iter().find(|p| p.parties == [0, 1]).unwrap();
    let on_x: Vec<Exact> = pair.distances.iter().map(|d| d.issues[0].1.clone()).collect();
    assert_eq!(on_x, [ratio("2/3"), ratio("1/3")]);
    let overall: Vec<Exact> = pair.distances.iter().map(|d| d.overall.clone().unwrap()).collect();
    assert_eq!(overall, [ratio("19/24"), ratio("7/12")]);
    assert_eq!(found.courses[0].insisted_on, [(0, points("75")), (1, points("50"))]);
    assert_eq!(found.courses[0].concessions(), [(1, points("25"))]);
    assert_eq!(found.courses[1].concessions(), [(1, points("0"))]);
    // The mediator has a position and distances, and no worth.
    let mediator = found.meetings[0].positions.last().unwrap();
    assert_eq!((mediator.party, mediator.meant, mediator.insists_on), (2, Meant::Uncrossed, None));
    assert_eq!(found.pairs.iter().find(|p| p.parties == [1, 2]).unwrap().distances[0].overall, Some(ratio("0")));
    let words = format!("{:?}", section(&case, &Finding::Progress(found)).lead);
    assert!(words.contains("What a insists on came down by 25 points"), "{words}");
}

#[test]
fn positions_that_come_to_less_than_was_asked_for() {
    let mut case = two_and_a_mediator();
    case.red_lines.push(red_line("never", 0, is(1, 1)));
    case.infeasible.push(Infeasible { when: both(is(0, 3), is(1, 0)), grounds: Grounds::default() });
    case.parties[1].no_deal = NoDeal::Points(number("90"));
    // a asks for what it refuses itself; b for what is worth 50 to it, below 90.
    case.meetings = vec![
        meeting("one", None, vec![(0, is(1, 1)), (1, is(0, 3))]),
        meeting("two", None, vec![(1, both(is(0, 3), is(1, 0)))]),
    ];
    let found = progress_of(&case);
    let positions: Vec<_> = found.meetings.iter().flat_map(|m| &m.positions).collect();
    assert_eq!(
        positions.iter().map(|p| p.meant).collect::<Vec<_>>(),
        [Meant::Nothing, Meant::Uncrossed, Meant::Nothing]
    );
    assert_eq!(positions[1].insists_on, Some(points("0")));
    assert!(found.pairs[0].distances[0].issues.is_empty() && found.pairs[0].distances[0].overall.is_none());
    assert!(!found.compares() && !found.dated);
}

/// Beyond the limit there is an error, not a guess.
#[test]
fn too_many_outcomes_are_named() {
    let mut case = two_and_a_mediator();
    case.meetings = vec![meeting("one", None, vec![(0, is(1, 1))])];
    let settings = Settings { max_outcomes: 7, ..Settings::default() };
    let error = with(&case, &settings, progress).unwrap_err();
    assert!(error.to_string().contains("the limit is 7"), "{error}");
}

/// `x` costs `a` 25 and brings `b` 75 of its points; `y` the other way round; both want `z`, which weighs nothing beside them but a tenth.
fn log_rolling() -> Case {
    let option: &[&str] = &["no", "yes"];
    let mut case =
        blank(&[("a", Consent::Signs), ("b", Consent::Signs)], &[("x", option), ("y", option), ("z", option)]);
    case.preferences.push(wants(0, weights(&["20", "70", "10"]), vec![rank(&[0, 1]), rank(&[1, 0]), rank(&[1, 0])]));
    case.preferences.push(wants(1, weights(&["70", "20", "10"]), vec![rank(&[1, 0]), rank(&[0, 1]), rank(&[1, 0])]));
    case
}

/// `z` alone is good for both (10 each), `x` for `y` is the trade (50 each); the three together are more, but not minimal.
#[test]
fn a_trade_is_found_once_and_without_trimmings() {
    let mut case = log_rolling();
    let found = packages_of(&case, &Settings::default());
    let outcomes: Vec<_> = found.trades.iter().map(|t| t.outcome.clone()).collect();
    assert_eq!(outcomes, [vec![0, 0, 1], vec![1, 1, 0]]);
    assert_eq!(found.trades[1].gain, [points("50"), points("50")]);
    assert_eq!(found.trades[1].changes[0].points, [points("-20"), points("70")]);
    assert!(found.is_whole() && found.refused.is_empty());

    // What a combination adds is told apart from what the issues do.
    let when = both(is(0, 1), is(1, 1));
    case.links.push(Link { party: 0, when, points: number("-10"), grounds: Grounds::default() });
    let found = packages_of(&case, &Settings::default());
    assert_eq!(found.trades[1].elsewhere, [points("-10"), points("0")]);
    assert_eq!(found.trades[1].gain, [points("40"), points("50")]);

    // From where the trade is made already, only z is left; and with a red line against x, nothing crosses less than the trade.
    let at = Settings { options: options(Some(vec![1, 1, 1]), None), ..Settings::default() };
    assert_eq!(packages_of(&case, &at).trades, []);
    case.red_lines.push(red_line("no-x", 0, is(0, 1)));
    case.infeasible.push(Infeasible { when: is(2, 1), grounds: Grounds::default() });
    let found = packages_of(&case, &Settings::default());
    assert_eq!((found.trades.len(), found.refused.len()), (0, 1));
    assert_eq!(found.refused[0].crosses, ["no-x"]);
}

/// What a party does not say is not traded with.
#[test]
fn unstated_issues_are_left_out() {
    let mut case = log_rolling();
    case.preferences[1].scores[2] = None;
    let found = packages_of(&case, &Settings::default());
    assert_eq!(found.left_out, [(1, 2)]);
    assert_eq!(found.trades.iter().map(|t| t.outcome.clone()).collect::<Vec<_>>(), [vec![1, 1, 0]]);
}

/// 60 issues of 8 options: singles, pairs and triples are all looked at, in time, and what lies beyond is unknown.
#[test]
fn many_issues_are_searched_as_far_as_said() {
    let ids: Vec<String> = (0..60).map(|j| format!("i{j}")).collect();
    let names = ["o0", "o1", "o2", "o3", "o4", "o5", "o6", "o7"];
    let issues: Vec<(&str, &[&str])> = ids.iter().map(|id| (id.as_str(), names.as_slice())).collect();
    let mut case = blank(&[("a", Consent::Signs), ("b", Consent::Signs)], &issues);
    // Opposed on everything, with other weights: only trades help.
    for party in 0..2 {
        let weights: Vec<String> = (0..60).map(|j| if party == 0 { j + 1 } else { 60 - j }.to_string()).collect();
        let weights = support::weights(&weights.iter().map(String::as_str).collect::<Vec<_>>());
        let order: Vec<usize> = if party == 0 { (0..8).collect() } else { (0..8).rev().collect() };
        case.preferences.push(wants(party, weights, vec![rank(&order); 60]));
    }
    case.status_quo = vec![4; 60];
    let found = with(&case, &Settings::default(), packages).unwrap();
    assert!(found.searched >= 2 && !found.is_whole(), "{}", found.searched);
    assert!(found.total > 100 && found.trades.len() == 100);
    let words = format!("{:?}", section(&case, &Finding::Packages(found)).lead);
    assert!(words.contains("is unknown"), "{words}");
}

#[test]
fn an_outcome_is_named_by_one_option_for_each_issue() {
    let mut case = two_and_a_mediator();
    case.infeasible.push(Infeasible { when: both(is(0, 3), is(1, 0)), grounds: Grounds::default() });
    let named = |text: &str| {
        let condition = condition::parse(text, 0..text.len(), "--at", &case.issues).unwrap();
        outcome_named(&case, &condition)
    };
    assert_eq!(named("x = 2"), Ok(vec![2, 0]));
    assert_eq!(named("x = 2 and y = yes"), Ok(vec![2, 1]));
    assert_eq!(named("x >= 3 and y != no"), Ok(vec![3, 1]));
    for (text, problem) in [
        ("x >= 2", "more than one outcome"),
        ("x = 1 or y = yes", "more than one outcome"),
        ("x = 1 and x = 2", "`x` is given two options"),
        ("x = 3", "cannot occur"),
    ] {
        let (said, way_out) = named(text).unwrap_err();
        assert!(said.contains(problem) && !way_out.is_empty(), "{text}: {said}");
    }
}

/// `a` bids 75 on `x` and 25 on `y`, `b` even. `a` gets `x`, `b` `y`; `a` is ahead by 25 and hands over 25 / 125 of `x`, 1/5: both get 60. Of
/// four options, 4/5 of the way up is nearest to option 2 (0.8 · 3 = 2.4), where `a` has 50 of 75.
#[test]
fn a_division_by_hand() {
    let mut case = two_and_a_mediator();
    let settings = Settings::default();
    let FairDivision::Divided(found) = division_of(&case, &settings) else { panic!("nothing was divided") };
    assert_eq!(found.total, ratio("60"));
    assert_eq!(found.items.iter().map(|i| i.share.clone()).collect::<Vec<_>>(), [ratio("4/5"), ratio("0")]);
    assert_eq!((found.outcome.clone(), found.rounded.clone()), (vec![2, 0], [ratio("50"), ratio("200/3")]));
    // Where that is refused, the nearest option that is not.
    case.red_lines.push(red_line("not-two", 1, is(0, 2)));
    let FairDivision::Divided(found) = division_of(&case, &settings) else { panic!("nothing was divided") };
    assert_eq!((found.outcome.clone(), found.crosses.len()), (vec![3, 0], 0));
    // The other way round, it is the other's share that is told.
    let turned = Settings { options: options(None, Some([1, 0])), ..Settings::default() };
    let FairDivision::Divided(found) = division_of(&case, &turned) else { panic!("nothing was divided") };
    assert_eq!((found.total.clone(), found.items[0].share.clone()), (ratio("60"), ratio("1/5")));
}

#[test]
fn a_division_takes_two_who_want_the_opposite() {
    let mut case = two_and_a_mediator();
    let settings = Settings::default();
    case.parties[2].consent = Consent::Ratifies;
    assert_eq!(division_of(&case, &settings), FairDivision::NeedsTwo(vec![0, 1, 2]));
    let between = Settings { options: options(None, Some([0, 2])), ..Settings::default() };
    assert_eq!(division_of(&case, &between), FairDivision::NothingToDivide([0, 2]));
    case.parties[2].consent = Consent::Outside;
    case.preferences[1].scores = case.preferences[0].scores.clone();
    assert_eq!(division_of(&case, &settings), FairDivision::NothingToDivide([0, 1]));
}

fn options(outcome: Option<Outcome>, between: Option<[PartyIndex; 2]>) -> armistice::analysis::Options {
    armistice::analysis::Options { outcome, between, ..armistice::analysis::Options::default() }
}

/// A random case with meetings, and what is asked of it.
fn talks() -> impl Strategy<Value = (Case, Settings)> {
    asked().prop_flat_map(|asked| {
        let demand = (0..asked.case.parties.len(), any_condition(&asked.case));
        let date = prop::option::weighted(0.9, (1..=28u32).prop_map(|day| format!("2020-02-{day:02}")));
        let meetings = prop::collection::vec((date, prop::collection::vec(demand, 0..4)), 0..4);
        let outcome: Vec<_> = asked.case.issues.iter().map(|i| 0..i.options.len()).collect();
        let signatories = asked.case.signatories();
        let two = (0..signatories.len().max(1), 0..signatories.len().max(1), any::<bool>());
        (Just(asked), meetings, prop::option::of(outcome), two).prop_map(move |(asked, meetings, outcome, two)| {
            let mut case = asked.case.clone();
            for (k, (date, demands)) in meetings.into_iter().enumerate() {
                let mut of_parties: Vec<(PartyIndex, Condition)> = Vec::new();
                for (party, condition) in demands {
                    if !of_parties.iter().any(|(p, _)| *p == party) {
                        of_parties.push((party, condition));
                    }
                }
                case.meetings.push(meeting(&format!("m{k}"), date.as_deref(), of_parties));
            }
            let occurs = |x: &Outcome| !case.infeasible.iter().any(|i| i.when.expr.holds(&case.issues, x));
            let outcome = outcome.filter(occurs);
            let between = match (signatories.get(two.0), signatories.get(two.1)) {
                (Some(&a), Some(&b)) if a != b && two.2 => Some([a, b]),
                _ => None,
            };
            let settings = Settings { options: options(outcome, between), ..asked.settings() };
            (case, settings)
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_found_follows_from_the_definitions((case, settings) in talks()) {
        let found = [
            Finding::Progress(with(&case, &settings, progress).unwrap()),
            Finding::Packages(with(&case, &settings, packages).unwrap()),
            Finding::Division(with(&case, &settings, division).unwrap()),
        ];
        for found in found {
            prop_assert_eq!(verify::finding(&case, &settings, &found), Ok(Vec::new()));
            prop_assert!(!section(&case, &found).lead.is_empty());
        }
    }
}

/// What is not so is found out.
#[test]
fn a_wrong_finding_does_not_pass() {
    let case = log_rolling();
    let settings = Settings::default();
    let wrong = |found: Finding| !verify::finding(&case, &settings, &found).unwrap().is_empty();
    let found = packages_of(&case, &settings);
    let mut worse = found.clone();
    worse.trades[1].gain[0] = Points(worse.trades[1].gain[0].0 + 1);
    assert!(wrong(Finding::Packages(worse)));
    let mut fewer = found.clone();
    fewer.trades.swap(0, 1);
    assert!(wrong(Finding::Packages(fewer)));
    let mut larger = found;
    larger.trades[0].outcome = vec![1, 1, 1];
    assert!(wrong(Finding::Packages(larger)));

    let FairDivision::Divided(found) = division_of(&case, &settings) else { panic!("nothing was divided") };
    let mut unfair = found.clone();
    unfair.items[0].share = ratio("1/3");
    assert!(wrong(Finding::Division(FairDivision::Divided(unfair))));
    let mut rounded = found;
    rounded.rounded[1] = ratio("1");
    assert!(wrong(Finding::Division(FairDivision::Divided(rounded))));

    let mut case = two_and_a_mediator();
    case.meetings = vec![meeting("one", None, vec![(0, is(1, 1)), (1, is(0, 0))])];
    let found = progress_of(&case);
    let wrong = |found: Progress| !verify::finding(&case, &settings, &Finding::Progress(found)).unwrap().is_empty();
    let mut off = found.clone();
    off.meetings[0].positions[0].options[0].pop();
    assert!(wrong(off));
    let mut off = found;
    off.courses[0].insisted_on[0].1 = points("1");
    assert!(wrong(off));
}
