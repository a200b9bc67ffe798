//! The two laws, on a text with every construct in several notations: a case that did not change leaves its text alone, and what was written
//! or rewritten reads as what was meant.

use super::*;
use crate::case::condition::{Condition, Expr};
use crate::case::model::*;
use crate::points::Decimal;
use proptest::prelude::*;

/// Every construct of the format.
const FULL: &str = include_str!("full.toml");

fn reading(text: &str) -> Case {
    let parsed = Parsed::new(text, None);
    let sources = parsed.source_files().into_iter().map(|file| (file, Vec::new())).collect();
    let reading = parsed.read(&sources);
    reading.case.unwrap_or_else(|| panic!("{:#?}\n{text}", reading.diagnostics))
}

/// All that a case says, without the places it says it at and the digest.
fn said(case: &Case) -> String {
    let mut case = case.clone();
    case.digest = String::new();
    let debug = format!("{case:#?}");
    let places = debug.lines().filter(|line| {
        let line = line.trim();
        !line.starts_with("span: ")
    });
    places.collect::<Vec<_>>().join("\n")
}

fn differences(a: &str, b: &str) -> String {
    let pairs = a.lines().zip(b.lines()).enumerate().filter(|(_, (a, b))| a != b).take(5);
    pairs.map(|(i, (a, b))| format!("{i}: {a} | {b}\n")).collect()
}

fn assert_reads_as(text: &str, case: &Case) {
    let (read, meant) = (said(&reading(text)), said(case));
    assert!(read == meant, "{}\n{text}", differences(&read, &meant));
}

#[test]
fn a_case_that_did_not_change_leaves_its_text_alone() {
    let case = reading(FULL);
    assert_eq!(rewrite(FULL, &case), FULL);
    let windows = FULL.replace('\n', "\r\n");
    assert_eq!(rewrite(&windows, &reading(&windows)), windows);
}

#[test]
fn a_fresh_file_reads_as_its_case() {
    let case = reading(FULL);
    let text = write(&case);
    assert_reads_as(&text, &case);
    assert_eq!(write(&reading(&text)), text);
    assert_eq!(rewrite(&text, &case), text);
    assert!(text.contains("\n# ---- who ---"), "{text}");
    assert!(text.contains("\nscores.bridge = { rank = [\"shut\", [\"half open\", \"open\"]] }\n"), "{text}");
    assert!(
        text.contains(
            "\nstatus_quo = { bridge = \"shut\", toll = 0, flag = \"hill\", rent = -2.5, ferry = \"none\" }\n"
        ),
        "{text}"
    );
}

fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

fn condition(text: &str, case: &Case) -> Condition {
    crate::case::condition::parse(text, 0..text.len(), "case.toml", &case.issues).unwrap()
}

fn added_party(at: usize, case: &mut Case) {
    // Indices of parties move, so this is done on cases without references to later ones: at the end, or by renaming.
    let mut party = case.parties[at].clone();
    party.id = "newcomer".to_owned();
    party.name = "The newcomer".to_owned();
    case.parties.push(party);
}

/// What a person may do to a case, each with how many lines of the text it may touch.
type Change = (&'static str, usize, fn(&mut Case));

const CHANGES: &[Change] = &[
    ("another title", 1, |c| c.title = "The ford of Arden".to_owned()),
    ("no day", 1, |c| c.as_of = None),
    ("another deal", 1, |c| c.deal = Some(condition("bridge = open", c))),
    ("no deal said", 1, |c| c.deal = None),
    ("another status quo", 1, |c| c.status_quo[1] = 1),
    ("another name", 1, |c| c.parties[1].name = "The Vale".to_owned()),
    ("an outlook in points", 1, |c| {
        c.parties[0].no_deal = NoDeal::Outlook(Number::Range(decimal("-4"), decimal("2.5")))
    }),
    ("no-deal worth in place of an outlook", 1, |c| {
        c.parties[3].no_deal = NoDeal::Points(Number::Value(decimal("12")))
    }),
    ("trust unknown", 1, |c| c.parties[0].trust = None),
    ("a signatory more", 1, |c| c.parties[3].consent = Consent::Signs),
    ("a note", 1, |c| c.parties[2].grounds.note = Some("not \"sure\"\nat all".to_owned())),
    ("a party more", 5, |c| added_party(2, c)),
    ("another leader", 1, |c| c.people[1].leader = true),
    ("people in another order", 0, |c| {
        c.people.swap(0, 1);
        c.meetings[0].present[1] = Attendance::Person(1);
        c.meetings[0].absent[0] = 0;
    }),
    ("a label less", 1, |c| c.issues[0].options[2].label = None),
    ("undo as by default", 1, |c| c.issues[1].undo = None),
    ("other steps are labelled", 1, |c| c.issues[1].options[5].label = Some("dear".to_owned())),
    ("one package more", 0, |c| {
        let mut package = c.packages[0].clone();
        package.id = "others".to_owned();
        package.issues = vec![2, 3];
        c.packages.insert(0, package);
    }),
    ("weights as numbers", 1, |c| {
        c.preferences[0].weights = Weights::Numbers(vec![Number::Value(Decimal::whole(3)); 5])
    }),
    ("scores of one option", 1, |c| {
        if let Some(Scores::Points(points)) = &mut c.preferences[1].scores[0] {
            points[1] = Some(Number::Value(decimal("55.5")));
        }
    }),
    ("scores where there were none", 1, |c| c.preferences[0].scores[4] = Some(Scores::Prefers(vec![1, 0]))),
    ("an issue unstated", 1, |c| c.preferences[0].scores[2] = None),
    ("a ranking under its own header", 1, |c| c.preferences[2].scores[4] = Some(Scores::Rank(vec![vec![0, 1]]))),
    ("a rule without its title", 1, |c| c.red_lines[0].title = None),
    ("rules in another order", 0, |c| c.preconditions.swap(0, 1)),
    ("a rule more, between", 0, |c| {
        let mut rule = c.preconditions[0].clone();
        rule.id = "between".to_owned();
        rule.transient = false;
        c.preconditions.insert(1, rule);
    }),
    ("a goal renamed", 3, |c| c.goals[0].id = "wide-open".to_owned()),
    ("a stronger lever", 1, |c| c.levers[0].worth[0].1 = Number::Value(decimal("-20"))),
    ("a lever everywhere", 1, |c| c.levers[0].when = None),
    ("less exposure", 1, |c| {
        c.exposures[0].points.remove(&(0, 1));
    }),
    ("a wider mandate", 1, |c| c.mandates[0].may_agree = condition("bridge != open", c)),
    ("somebody else in the room", 5, |c| {
        c.meetings[0].present = vec![Attendance::Person(0)];
        c.meetings[0].absent.clear();
    }),
    ("asked for more", 1, |c| {
        let asked = condition("ferry = weekly", c);
        c.meetings[0].asked.push((2, asked));
    }),
    ("a result", 1, |c| c.meetings[1].result = Some("a date".to_owned())),
    ("other priorities", 1, |c| {
        if let StabilityOrder::Priorities(all) = &mut c.stability[0].order {
            all.reverse();
        }
    }),
    // What takes things away comes last, so that the others find them.
    ("one combination less", 3, |c| {
        c.infeasible.remove(0);
    }),
    ("preferences no more", 4, |c| {
        c.preferences.remove(2);
    }),
    ("a link less", 2, |c| {
        c.links.remove(0);
    }),
    ("a rule no more", 8, |c| {
        c.red_lines.remove(0);
    }),
    ("stability no more", 7, |c| {
        c.stability.pop();
    }),
];

#[test]
fn each_change_touches_its_own_lines_only() {
    for (what, lines, change) in CHANGES {
        let mut case = reading(FULL);
        change(&mut case);
        let text = edited(FULL, &case).unwrap();
        assert_reads_as(&text, &case);
        assert_eq!(rewrite(FULL, &case), text, "{what}");
        let gone: Vec<_> = FULL.lines().filter(|line| !text.lines().any(|l| l == *line)).collect();
        assert!(gone.len() <= *lines, "{what}: {gone:#?}\n{text}");
        assert_eq!(rewrite(&text, &reading(&text)), text, "{what}");
    }
}

#[test]
fn comments_of_what_changed_stay_beside_it() {
    let mut case = reading(FULL);
    case.parties[0].no_deal = NoDeal::Words(OutlookWord::MuchWorse);
    case.parties.truncate(5);
    case.red_lines.clear();
    let text = rewrite(FULL, &case);
    assert!(text.contains("\noutlook = \"much worse\"                     # a judgement\n"), "{text}");
    assert!(text.contains("# ---- refuses ----"), "a heading outlives the first table under it: {text}");
    assert!(!text.contains("# The line that matters."), "{text}");
    assert!(text.ends_with("\n# the end\n"), "{text}");
}

#[test]
fn conditions_that_mean_the_same_keep_their_spelling() {
    let mut case = reading(FULL);
    let issues = case.issues.clone();
    case.deal = case.deal.map(|c| Condition::from_expr(c.expr, &issues));
    case.links[0].when = Condition::from_expr(case.links[0].when.expr.clone(), &issues);
    assert_eq!(rewrite(FULL, &case), FULL);
    // A text that no longer says what the condition means gives way.
    case.goals[0].condition.expr = Expr::Not(Box::new(case.goals[0].condition.expr.clone()));
    assert!(rewrite(FULL, &case).contains("\ncondition = \"not bridge = open\"\n"));
}

#[test]
fn a_renamed_issue_is_renamed_everywhere() {
    let mut case = reading(FULL);
    case.issues[2].id = "banner".to_owned();
    let text = rewrite(FULL, &case);
    let again = reading(&text);
    assert_eq!(again.issues[2].id, "banner");
    assert_eq!(again.red_lines[0].refuses.expr, case.red_lines[0].refuses.expr);
    assert!(text.contains("# The line that matters."), "{text}");
}

#[test]
fn a_text_with_errors_gives_way_to_a_fresh_one() {
    let case = reading(FULL);
    assert_eq!(rewrite("format = ", &case), write(&case));
    assert_eq!(rewrite("", &case), write(&case));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_changes_together_are_read_again(which in prop::collection::btree_set(0..CHANGES.len(), 0..12), fresh_first in any::<bool>()) {
        let mut case = reading(FULL);
        let text = if fresh_first { write(&case) } else { FULL.to_owned() };
        which.iter().for_each(|&i| CHANGES[i].2(&mut case));
        let done: Vec<_> = which.iter().map(|&i| CHANGES[i].0).collect();
        let new = edited(&text, &case).unwrap();
        let (read, meant) = (said(&reading(&new)), said(&case));
        prop_assert!(read == meant, "{:?}\n{}\n{}", done, differences(&read, &meant), new);
    }
}
