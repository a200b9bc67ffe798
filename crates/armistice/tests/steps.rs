//! Who could decide what, in which order, and what some could settle apart (definitions §7, §8, §13): by hand, and against `verify`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed, which is what it is for")]

mod support;

use armistice::analysis::roadmap::{Change, Found, Roadmap, Stuck, Why, roadmap};
use armistice::analysis::side_tracks::{Tracks, side_tracks};
use armistice::analysis::table::{Reach, SeatMandate, Stand, Table, table};
use armistice::analysis::{Extent, Finding, Settings, Status, Unwatched, Watch};
use armistice::case::condition::Expr;
use armistice::case::*;
use armistice::points::Points;
use armistice::report::sections::section;
use armistice::verify;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use support::{blank, condition, is, number, points, precondition, red_line, wants, weights};

/// Scores that are points, per option.
fn scored(all: &[&[&str]]) -> Vec<Option<Scores>> {
    all.iter().map(|issue| Some(Scores::Points(issue.iter().map(|s| Some(number(s))).collect()))).collect()
}

fn confirmed(case: &Case, settings: &Settings, finding: &Finding) {
    assert_eq!(verify::finding(case, settings, finding).unwrap(), []);
    assert!(!section(case, finding).lead.is_empty());
}

fn seen(case: &Case) -> Table {
    let settings = Settings::default();
    let found = table(case, &settings).unwrap();
    confirmed(case, &settings, &Finding::Table(found.clone()));
    found
}

fn going(case: &Case) -> Roadmap {
    let settings = Settings::default();
    let found = roadmap(case, &settings, &Unwatched).unwrap();
    confirmed(case, &settings, &Finding::Roadmap(found.clone()));
    found
}

// ---- the table -------------------------------------------------------------------------------------------

fn meeting(present: Vec<Attendance>, absent: &[usize]) -> Meeting {
    Meeting {
        id: "talks".to_owned(),
        date: Some("2030-05-01".to_owned()),
        place: None,
        present,
        absent: absent.to_vec(),
        asked: Vec::new(),
        result: None,
        grounds: Grounds::default(),
    }
}

fn level(party: PartyIndex, level: &str) -> Attendance {
    Attendance::Level { party, level: level.to_owned() }
}

fn mandate(party: PartyIndex, level: &str, may_agree: Condition) -> Mandate {
    Mandate { party, level: level.to_owned(), may_agree, grounds: Grounds::default() }
}

fn person(id: &str, party: PartyIndex, leader: bool) -> Person {
    Person { id: id.to_owned(), name: id.to_owned(), party, leader, grounds: Grounds::default() }
}

/// Two signatories, a parliament, an outsider; three options. `a`'s envoys may agree to `less`.
fn room() -> Case {
    let parties = [("a", Consent::Signs), ("b", Consent::Signs), ("house", Consent::Ratifies), ("o", Consent::Outside)];
    let mut case = blank(&parties, &[("x", &["now", "less", "more"])]);
    case.mandates.push(mandate(0, "envoys", is(0, 1)));
    case.mandates.push(mandate(1, "clerks", condition(Expr::And(vec![is(0, 0).expr, is(0, 1).expr]))));
    case.people = vec![person("lead", 1, true), person("aide", 1, false), person("guest", 3, true)];
    case
}

const fn reach(total: u64, certain: u64, possible: u64) -> Reach {
    Reach { total, certain, possible }
}

#[test]
fn an_unknown_mandate_is_certain_of_today_alone() {
    let mut case = room();
    case.meetings.push(meeting(vec![level(0, "envoys"), level(1, "ministers")], &[]));
    let found = seen(&case);
    let talks = &found.meetings[0];
    // a may agree to `less` alone, b certainly to `now` alone: nothing is certain, `less` is possible.
    assert_eq!(talks.everything, reach(3, 0, 1));
    assert_eq!(talks.deal.counts.reach, reach(2, 0, 1));
    // What is not certain: `less` lacks b, `more` lacks both.
    assert_eq!(talks.deal.counts.in_the_way, [[1]]);
    assert_eq!(talks.deal.counts.it_would_take, [[1]]);
    // `more` is beyond a, and a alone.
    assert_eq!(talks.options[0][2].in_the_way, [[0]]);
    assert_eq!((talks.ask[0].party, talks.ask[0].decides[1], talks.ask.len()), (1, 1, 1));
    // Only b's leader is expected of a signatory: with it `less` is certain.
    assert_eq!(talks.coming.iter().map(|c| c.people.clone()).collect::<Vec<_>>(), [vec![0]]);
    assert_eq!(talks.coming[0].everything, reach(3, 1, 1));
}

#[test]
fn nothing_is_decided_without_a_signatory() {
    let mut case = room();
    case.meetings.push(meeting(vec![level(0, "envoys"), level(3, "observers")], &[1, 2]));
    let found = seen(&case);
    let talks = &found.meetings[0];
    assert_eq!((talks.everything, &talks.seats[1].mandate), (reach(3, 0, 0), &SeatMandate::Absent));
    assert_eq!(talks.deal.counts.in_the_way, [[1]]);
    // An aide whose mandate nobody knows makes it possible, an outsider changes nothing, the leader makes it certain.
    let come: Vec<(usize, Reach)> = talks.coming.iter().map(|c| (c.people[0], c.everything)).collect();
    assert_eq!(come, [(1, reach(3, 0, 1)), (2, reach(3, 0, 0)), (0, reach(3, 1, 1))]);
}

#[test]
fn a_mandate_for_nothing_allows_nothing_and_the_widest_counts() {
    let mut case = room();
    case.meetings.push(meeting(vec![level(0, "envoys"), level(1, "clerks")], &[]));
    case.meetings.push(meeting(vec![level(0, "envoys"), level(1, "clerks"), Attendance::Person(0)], &[]));
    let found = seen(&case);
    assert_eq!(found.meetings[0].everything, reach(3, 0, 0));
    assert_eq!(found.meetings[0].deal.counts.in_the_way, [[1]]);
    assert_eq!(found.meetings[1].everything, reach(3, 1, 1));
    assert_eq!(found.meetings[1].seats[1].mandate, SeatMandate::Anything);
}

#[test]
fn mandates_can_exclude_each_other() {
    let mut case = room();
    case.mandates[1].may_agree = is(0, 2);
    case.meetings.push(meeting(vec![level(0, "envoys"), level(1, "clerks")], &[]));
    let found = seen(&case);
    let counts = &found.meetings[0].deal.counts;
    // Neither alone is in the way of a deal; a wider mandate of either would do.
    assert_eq!(counts.in_the_way, [[0, 1]]);
    assert_eq!(counts.it_would_take, [[0], [1]]);
}

#[test]
fn odd_meetings_have_sensible_answers() {
    let bare = room();
    let found = seen(&bare);
    assert!(found.meetings.is_empty());

    let mut case = room();
    case.sources.push(Source {
        id: "s".to_owned(),
        file: "sources/s.txt".to_owned(),
        title: None,
        published: Some("2030-12-01".to_owned()),
        origin: None,
        digest: None,
        note: None,
    });
    case.meetings.push(meeting(vec![level(3, "observers")], &[]));
    case.meetings.push(meeting(Vec::new(), &[]));
    let found = seen(&case);
    // 1 May to 1 December: 214 days.
    assert_eq!(found.meetings[0].days_before_sources, Some(214));
    assert_eq!(found.meetings[0].everything, reach(3, 0, 0));
    assert_eq!(found.meetings[1].everything, reach(3, 0, 0));

    let mut nobody = blank(&[("o", Consent::Outside), ("p", Consent::Outside)], &[("x", &["now", "less"])]);
    nobody.meetings.push(meeting(vec![level(0, "envoys")], &[]));
    assert_eq!(seen(&nobody).meetings[0].everything, reach(2, 0, 0));
}

#[test]
fn examples_are_told_by_how_they_stand() {
    let mut case = room();
    case.parties.truncate(2);
    case.issues[0].control.truncate(2);
    case.people.truncate(2);
    for p in 0..2 {
        case.preferences.push(wants(p, weights(&["1"]), scored(&[&["0", "50", "100"]])));
    }
    case.meetings.push(meeting(vec![level(0, "envoys"), Attendance::Person(0)], &[]));
    let found = seen(&case);
    assert_eq!(found.examples, [Some(vec![2]), None]);
    assert_eq!(found.meetings[0].examples, [Some(Stand::Outside), None]);
}

// ---- the roadmap -----------------------------------------------------------------------------------------

/// Withdrawal and a ceasefire, each the other side's condition. Worth against today: a −25 for w, +40 for c; b +50 and −10.
fn each_first() -> Case {
    let parties = [("a", Consent::Signs), ("b", Consent::Signs)];
    let mut case = blank(&parties, &[("w", &["no", "yes"]), ("c", &["no", "yes"])]);
    case.deal = Some(is(1, 1));
    case.preferences.push(wants(0, weights(&["1", "1"]), scored(&[&["50", "0"], &["0", "80"]])));
    case.preferences.push(wants(1, weights(&["1", "1"]), scored(&[&["0", "100"], &["20", "0"]])));
    case.parties.iter_mut().for_each(|p| p.no_deal = NoDeal::Outlook(number("0")));
    case
}

fn stuck(found: &Roadmap, way: usize) -> &Stuck {
    match &found.ways[way].found {
        Found::Stuck(stuck) => stuck,
        other => panic!("{other:?}"),
    }
}

fn changes(stuck: &Stuck) -> Vec<Change> {
    stuck.openings.iter().map(|o| o.change.clone()).collect()
}

#[test]
fn two_preconditions_each_waiting_for_the_other_are_a_deadlock() {
    let mut case = each_first();
    case.parties[0].patience = Some(number("25"));
    case.preconditions.push(precondition("w-first", 1, is(0, 1), is(1, 1)));
    case.preconditions.push(precondition("c-first", 0, is(1, 1), is(0, 1)));
    let found = going(&case);
    let zone = stuck(&found, 1);
    assert_eq!((found.ways[1].ends, found.reached), (1, 1));
    // From b's, whose ceasefire every deal has, and round.
    assert_eq!(zone.cycle, [0, 1]);
    // Without b's condition the ceasefire comes first, at −10 for b: refused. Without a's the withdrawal does, at −25 for a, which it bears.
    assert_eq!(changes(zone), [Change::Together(0), Change::GivenUp(vec![1])]);
    assert_eq!(zone.openings.iter().map(|o| o.route.steps.len()).collect::<Vec<_>>(), [1, 2]);

    // With a package that holds both there is no deadlock.
    let both = Package { id: "both".to_owned(), title: None, issues: vec![0, 1], grounds: Grounds::default() };
    case.packages.push(both);
    let Found::Steps(route) = &going(&case).ways[1].found else { panic!() };
    assert_eq!((route.steps.len(), route.steps[0].package), (1, Some(0)));
}

#[test]
fn patience_is_an_exact_threshold() {
    let mut case = each_first();
    case.preconditions.push(precondition("w-first", 1, is(0, 1), is(1, 1)));
    let found = going(&case);
    let zone = stuck(&found, 1);
    assert!(zone.cycle.is_empty());
    // One step refused: the withdrawal, which leaves a 25 below today.
    let refused: Vec<_> = zone.needed.iter().map(|n| n.refused.clone()).collect();
    assert_eq!(refused[0][0].why, Why::Worth(points("25")));
    assert!(refused[1].is_empty() && refused.len() == 2);
    let patience = |party| Change::Patience(party, points("25"));
    assert_eq!(changes(zone), [Change::Together(0), patience(Some(0)), patience(None)]);

    case.parties[0].patience = Some(Number::Value(armistice::points::Decimal::parse("24.999999").unwrap()));
    assert!(matches!(going(&case).ways[1].found, Found::Stuck(_)));
    case.parties[0].patience = Some(number("25"));
    let Found::Steps(route) = &going(&case).ways[1].found else { panic!() };
    assert_eq!(route.steps[0].over_today, [points("-25"), points("50")]);
    assert_eq!(route.steps[1].over_today, [points("15"), points("40")]);
}

#[test]
fn what_is_refused_in_the_end_is_told_as_the_steps_it_would_take() {
    let mut case = each_first();
    case.red_lines.push(red_line("no-ceasefire", 1, is(1, 1)));
    let found = going(&case);
    let zone = stuck(&found, 0);
    assert_eq!((found.ways[0].ends, found.ways.len()), (0, 1));
    assert_eq!(zone.needed.len(), 1);
    assert_eq!(zone.needed[0].refused[0].why, Why::RedLine(0));
    assert!(zone.openings.is_empty());
}

#[test]
fn what_only_binds_the_way_does_not_bind_the_end() {
    let mut case = each_first();
    case.parties[1].patience = Some(number("10"));
    let mut first = precondition("w-first", 1, is(0, 1), is(1, 1));
    first.transient = true;
    case.preconditions.push(first);
    // The ceasefire alone may not come before the withdrawal; the withdrawal alone a does not bear.
    assert!(matches!(going(&case).ways[1].found, Found::Stuck(_)));
    // Once a bears it, withdrawal and ceasefire follow each other.
    case.parties[0].patience = Some(number("25"));
    let Found::Steps(route) = &going(&case).ways[1].found else { panic!() };
    assert_eq!(route.steps.iter().map(|s| s.changed.clone()).collect::<Vec<_>>(), [[0], [1]]);
}

#[test]
fn steps_go_where_those_who_control_an_issue_can_move_it() {
    // Three rungs of which a goes up only; the goal is the middle one, today the top.
    let mut case = blank(&[("a", Consent::Signs), ("b", Consent::Signs)], &[("x", &["low", "mid", "high"])]);
    case.issues[0].ordered = true;
    case.issues[0].irreversible = vec![(0, Direction::Up)];
    case.status_quo = vec![2];
    let found = going(&case);
    assert_eq!(found.reached, 1);
    assert!(stuck(&found, 0).needed.is_empty());
    case.issues[0].irreversible = vec![(0, Direction::Down)];
    assert_eq!(going(&case).reached, 3);
    // What one alone controls and nobody can undo does not come back.
    let mut case = blank(&[("a", Consent::Signs), ("b", Consent::Signs)], &[("x", &["no", "yes"])]);
    case.issues[0].control = vec![0];
    case.issues[0].undo = Some(Vec::new());
    assert_eq!(going(&case).now.len(), 1);
}

#[test]
fn a_precondition_that_holds_in_itself_is_no_deadlock() {
    // "A lasting ceasefire before any": it comes in one step.
    let mut case = blank(&[("a", Consent::Signs), ("b", Consent::Signs)], &[("c", &["none", "short", "lasting"])]);
    let any = condition(Expr::Not(Box::new(is(0, 0).expr)));
    case.preconditions.push(precondition("all-or-nothing", 0, is(0, 2), any));
    let found = going(&case);
    let Found::Steps(route) = &found.ways[0].found else { panic!() };
    assert_eq!(route.steps[0].outcome, [2]);
}

/// Ends everything at once.
struct Hasty;

impl Watch for Hasty {
    fn goes_on(&self, _done: u64, _of: u64) -> bool {
        false
    }
}

#[test]
fn what_is_cut_short_is_unknown_and_never_no() {
    // 3^9 outcomes, more than are gone through before anybody asks.
    let issues: Vec<(String, &[&str])> = (0..9).map(|j| (format!("i{j}"), &["x", "y", "z"][..])).collect();
    let issues: Vec<(&str, &[&str])> = issues.iter().map(|(id, options)| (id.as_str(), *options)).collect();
    let mut case = blank(&[("a", Consent::Signs), ("b", Consent::Signs)], &issues);
    for p in 0..2 {
        let scores = vec![&["0", "50", "100"][..]; 9];
        case.preferences.push(wants(p, Weights::Unstated, scored(&scores)));
    }
    let settings = Settings::default();
    let found = roadmap(&case, &settings, &Hasty).unwrap();
    assert!(found.ways.iter().all(|w| w.found == Found::Unknown));
    assert!(matches!(found.extent, Extent::Stopped { .. }));
    let whole = roadmap(&case, &settings, &Unwatched).unwrap();
    assert_eq!((whole.reached, whole.extent), (19_683, Extent::Whole));
}

// ---- side tracks -----------------------------------------------------------------------------------------

/// Three signatories. `p` is a's to give (a −10, b +30, c −5), `q` b's (a +30, b −10); the main deal is `r`, which c wants at no price.
fn two_trade() -> Case {
    let parties = [("a", Consent::Signs), ("b", Consent::Signs), ("c", Consent::Signs), ("o", Consent::Outside)];
    let mut case = blank(&parties, &[("p", &["no", "yes"]), ("q", &["no", "yes"]), ("r", &["no", "yes"])]);
    case.issues[0].control = vec![0];
    case.issues[1].control = vec![1];
    case.issues[2].control = vec![0, 1, 2];
    case.deal = Some(is(2, 1));
    let thirds = || weights(&["1", "1", "1"]);
    case.preferences.push(wants(0, thirds(), scored(&[&["30", "0"], &["0", "90"], &["0", "30"]])));
    case.preferences.push(wants(1, thirds(), scored(&[&["0", "90"], &["30", "0"], &["0", "30"]])));
    case.preferences.push(wants(2, thirds(), scored(&[&["15", "0"], &["50", "50"], &["0", "30"]])));
    case.parties.iter_mut().for_each(|p| p.no_deal = NoDeal::Outlook(number("0")));
    case
}

#[test]
fn two_trade_behind_the_back_of_a_third() {
    let case = two_trade();
    let settings = Settings::default();
    let found = side_tracks(&case, &settings, &Unwatched).unwrap();
    confirmed(&case, &settings, &Finding::SideTracks(found.clone()));
    let groups: Vec<_> = found.groups.iter().map(|g| (g.parties.clone(), g.issues.clone())).collect();
    assert_eq!(groups, [(vec![0, 1], vec![0, 1]), (vec![0, 2], vec![0]), (vec![1, 2], vec![1])]);
    let pair = &found.groups[0];
    // Only the trade of both: each alone costs its giver 10.
    assert_eq!(pair.tracks, Tracks::Counted(1, 0));
    let best = pair.best.as_ref().unwrap();
    assert_eq!(best.outcome(), Some(&vec![1, 1, 0]));
    assert_eq!(best.effects, [(0, points("20")), (1, points("20")), (2, points("-5"))]);
    assert!(found.groups[1].best.is_none() && found.groups[2].best.is_none());
    // With no deal as good as today, r stays a deal; it may now come with or without the trade undone.
    assert_eq!((found.today.unwrap().status, best.after.status), (Status::Deal, Status::Deal));
}

#[test]
fn a_group_is_asked_about_by_name() {
    let case = two_trade();
    let ask = |among: &[PartyIndex]| {
        let mut settings = Settings::default();
        settings.options.among = among.to_vec();
        let found = side_tracks(&case, &settings, &Unwatched).unwrap();
        confirmed(&case, &settings, &Finding::SideTracks(found.clone()));
        found
    };
    // An outsider with c has nothing to give.
    let found = ask(&[3, 2]);
    assert_eq!((found.groups[0].parties.clone(), found.groups[0].tracks), (vec![2, 3], Tracks::Counted(0, 0)));
    // All of C together: the deal itself. Of 7 changes, p or q alone and what leaves c worse off is out: r, p+q+r, q+r … by sums:
    // r (10, 10, 10), p+r (0, 40, 5), q+r (40, 0, 10), p+q+r (30, 30, 5); p+q costs c 5.
    assert_eq!(ask(&[0, 1, 2]).groups[0].tracks, Tracks::Counted(4, 0));
}

#[test]
fn what_a_side_track_does_to_the_main_deal_is_told() {
    // b refuses r unless p is settled, and c, who has no say in p, would rather have nothing.
    let mut case = two_trade();
    case.preconditions.push(precondition("p-first", 1, is(0, 1), is(2, 1)));
    case.red_lines.push(red_line("never-with-p", 2, condition(Expr::And(vec![is(0, 1).expr, is(1, 1).expr]))));
    let settings = Settings::default();
    let found = side_tracks(&case, &settings, &Unwatched).unwrap();
    confirmed(&case, &settings, &Finding::SideTracks(found.clone()));
    let best = found.groups[0].best.as_ref().unwrap();
    assert_eq!(best.crossed, [0]);
    // Today p+r is a deal. After the trade a, at 20 above, would have to give q back.
    assert_eq!((found.today.unwrap().status, best.after.status), (Status::Deal, Status::NoDeal));
}

// ---- at random -------------------------------------------------------------------------------------------

/// A small stream of numbers.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % n.max(1) as u64) as usize
    }

    fn some(&mut self, of: usize) -> Vec<usize> {
        (0..of).filter(|_| self.below(2) == 0).collect()
    }
}

/// Adds to a random case who controls what, packages, patience, people, mandates and meetings.
fn furnished(mut case: Case, seed: u64) -> Case {
    let mut dice = Dice(seed);
    let (parties, issues) = (case.parties.len(), case.issues.len());
    for j in 0..issues {
        let mut control = dice.some(parties);
        if control.is_empty() {
            control.push(dice.below(parties));
        }
        case.issues[j].undo = match dice.below(3) {
            0 => Some(dice.some(parties)),
            _ => None,
        };
        if case.issues[j].ordered && dice.below(3) == 0 {
            let way = if dice.below(2) == 0 { Direction::Up } else { Direction::Down };
            case.issues[j].irreversible.push((control[0], way));
        }
        case.issues[j].control = control;
    }
    if issues > 1 && dice.below(2) == 0 {
        let first = dice.below(issues - 1);
        let issues = vec![first, first + 1];
        case.packages.push(Package { id: "pack".to_owned(), title: None, issues, grounds: Grounds::default() });
    }
    // Two demands that wait for each other, and a goal that needs both.
    if issues > 1 && dice.below(3) == 0 {
        let (i, j) = (0, issues - 1);
        let other = |k: usize| is(k, usize::from(case.status_quo[k] == 0));
        let (a, b) = (other(i), other(j));
        case.preconditions.push(precondition("mine-first", 0, a.clone(), b.clone()));
        case.preconditions.push(precondition("yours-first", 1, b.clone(), a.clone()));
        let both = condition(Expr::And(vec![a.expr, b.expr]));
        let (id, grounds) = ("both".to_owned(), Grounds::default());
        case.goals.push(Goal { id, title: None, party: None, condition: both, grounds });
    }
    for party in &mut case.parties {
        party.patience = (dice.below(2) == 0).then(|| number(&dice.below(20).to_string()));
    }
    let conditions: Vec<Condition> = case
        .red_lines
        .iter()
        .map(|r| r.refuses.clone())
        .chain(case.preconditions.iter().map(|p| p.first.clone()))
        .chain([is(0, 0), is(issues - 1, 1)])
        .collect();
    for (k, person) in case.people.iter_mut().enumerate() {
        person.leader = k % 2 == dice.below(2);
    }
    for party in 0..parties {
        for name in ["envoys", "clerks"] {
            if dice.below(2) == 0 {
                case.mandates.push(mandate(party, name, conditions[dice.below(conditions.len())].clone()));
            }
        }
    }
    for m in 0..dice.below(3) {
        let mut present = Vec::new();
        for party in 0..parties {
            match dice.below(5) {
                0 => {}
                1 => present.push(level(party, "ministers")),
                2 => present.extend([level(party, "envoys"), level(party, "clerks")]),
                _ => present.push(level(party, "envoys")),
            }
        }
        let (there, absent): (Vec<usize>, Vec<usize>) = (0..case.people.len()).partition(|_| dice.below(3) == 0);
        present.extend(there.iter().filter(|_| m == 0).map(|&p| Attendance::Person(p)));
        let mut one = meeting(present, if m == 0 { &absent } else { &[] });
        one.id = format!("talks-{m}");
        case.meetings.push(one);
    }
    case
}

/// Cases larger than this take `verify` too long to go through by the hundred.
const SMALL: usize = 1_100;

#[test]
fn findings_on_random_cases_follow_from_the_definitions() {
    let mut runner = TestRunner::deterministic();
    let mut met = [0; 10];
    for seed in 0..250u64 {
        let asked = support::random::asked().new_tree(&mut runner).unwrap().current();
        let settings = asked.settings();
        let case = furnished(asked.case, seed);
        if case.issues.iter().map(|i| i.options.len()).product::<usize>() > SMALL {
            continue;
        }
        let table = table(&case, &settings).unwrap();
        let roadmap = roadmap(&case, &settings, &Unwatched).unwrap();
        let side = side_tracks(&case, &settings, &Unwatched).unwrap();
        let mut note = |k: usize, is: bool| met[k] += usize::from(is);
        for way in &roadmap.ways {
            let (route, stuck) = match &way.found {
                Found::Steps(route) => (Some(route), None),
                Found::Stuck(stuck) => (None, Some(stuck)),
                Found::Unknown => (None, None),
            };
            note(0, route.is_some_and(|r| r.steps.len() > 1));
            note(1, stuck.is_some_and(|s| !s.cycle.is_empty()));
            note(2, stuck.is_some_and(|s| s.needed.len() > 1));
            for opening in stuck.iter().flat_map(|s| &s.openings) {
                note(3, matches!(&opening.change, Change::GivenUp(which) if which.len() == 1));
                note(4, matches!(&opening.change, Change::GivenUp(which) if which.len() == 2));
                note(5, matches!(opening.change, Change::Together(_)));
                note(6, matches!(opening.change, Change::Patience(Some(_), _)));
            }
        }
        note(7, side.groups.iter().any(|g| g.best.is_some()));
        note(8, table.meetings.iter().any(|m| m.everything.certain > 0));
        note(9, table.meetings.iter().any(|m| m.deal.counts.in_the_way.iter().any(|way| way.len() > 1)));
        for finding in [Finding::Table(table), Finding::Roadmap(roadmap), Finding::SideTracks(side)] {
            assert_eq!(verify::finding(&case, &settings, &finding).unwrap(), [], "seed {seed}");
            assert!(!section(&case, &finding).lead.is_empty());
        }
    }
    assert!(met.iter().all(|&n| n > 0), "random cases lack what is to be checked: {met:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    /// Patience never closes a way, nor does a package.
    #[test]
    fn more_patience_reaches_no_less(asked in support::random::asked(), seed in any::<u64>()) {
        let settings = asked.settings();
        let mut case = furnished(asked.case.clone(), seed);
        let before = roadmap(&case, &settings, &Unwatched).unwrap();
        for party in &mut case.parties {
            let stated = party.patience.map_or(Points(0), |n| Points::round(&n.low().exact()));
            party.patience = Some(number(&Points(stated.0 + 5_000_000).to_string()));
        }
        let after = roadmap(&case, &settings, &Unwatched).unwrap();
        prop_assert!(after.reached >= before.reached);
        for (b, a) in before.ways.iter().zip(&after.ways) {
            if let (Found::Steps(b), Found::Steps(a)) = (&b.found, &a.found) {
                prop_assert!(a.steps.len() <= b.steps.len());
            }
            prop_assert!(!(matches!(b.found, Found::Steps(_)) && matches!(a.found, Found::Stuck(_))));
        }
    }
}

/// A wrong result is found to be wrong.
#[test]
fn verify_sees_what_is_wrong() {
    let case = {
        let mut case = each_first();
        case.preconditions.push(precondition("w-first", 1, is(0, 1), is(1, 1)));
        case.parties[0].patience = Some(number("25"));
        case
    };
    let settings = Settings::default();
    let right = roadmap(&case, &settings, &Unwatched).unwrap();
    let wrong = |change: &dyn Fn(&mut Roadmap)| {
        let mut found = right.clone();
        change(&mut found);
        !verify::finding(&case, &settings, &Finding::Roadmap(found)).unwrap().is_empty()
    };
    assert!(!wrong(&|_| {}));
    assert!(wrong(&|r| r.reached += 1));
    assert!(wrong(&|r| if let Found::Steps(route) = &mut r.ways[1].found {
        route.steps.swap(0, 1)
    }));
    assert!(wrong(&|r| if let Found::Steps(route) = &mut r.ways[1].found {
        drop(route.steps.pop())
    }));
    assert!(wrong(&|r| r.ways[1].found = Found::Stuck(Box::default())));
    assert!(wrong(&|r| r.now.clear()));
}
