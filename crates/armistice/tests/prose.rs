//! The verdict in sentences, on small cases made by hand. The texts are what a reader sees; the arithmetic behind them is beside them.

#![allow(clippy::unwrap_used, reason = "a case that cannot be analysed fails the test")]

mod support;

use armistice::analysis::deal_zone::Entry;
use armistice::analysis::{Settings, Status, analyze};
use armistice::case::claims::{Actor, ActorKind, Attribution, Claim, ClaimKind, ClaimState, ClaimStatus, Polarity};
use armistice::case::{Case, Claims, Consent, NoDeal};
use armistice::report::prose;

use support::{blank, is, number, precondition, rank, red_line, wants, weights};

/// Two parties on three issues, with names and labels as a case has them.
fn hills() -> Case {
    let mut case = blank(
        &[("upland", Consent::Signs), ("rebels", Consent::Signs)],
        &[("truce", &["none", "agreed"]), ("valley", &["kept", "ceded"]), ("prisoners", &["held", "exchanged"])],
    );
    for (party, name) in case.parties.iter_mut().zip(["Upland", "Hill Tigers"]) {
        party.name = name.to_owned();
    }
    for (issue, title) in case.issues.iter_mut().zip(["Truce", "The valley", "Prisoners"]) {
        issue.title = title.to_owned();
    }
    case.deal = Some(is(0, 1));
    case.red_lines = vec![red_line("no-cession", 0, is(1, 1))];
    case.preconditions = vec![precondition("valley-first", 1, is(1, 1), is(0, 1))];
    case
}

/// Everybody has a ranking on everything; Upland weighs 2:1:1 and expects 10 points less of going on than today.
fn with_numbers(mut case: Case) -> Case {
    case.preferences = vec![
        wants(0, weights(&["2", "1", "1"]), vec![rank(&[1, 0]), rank(&[0, 1]), rank(&[1, 0])]),
        wants(1, weights(&["2", "1", "1"]), vec![rank(&[1, 0]), rank(&[1, 0]), rank(&[1, 0])]),
    ];
    case.parties[0].no_deal = NoDeal::Outlook(number("-10"));
    case
}

fn said(case: &Case) -> (Status, String) {
    let found = analyze(case, &Settings::default()).unwrap();
    (found.verdict.status, prose::verdict(case, &found).join("\n"))
}

/// Without the refusal: truce, valley and prisoners are worth 50 + 0 + 25 = 75 to Upland against 25 − 10 = 15, and 100 against 0 to the
/// Tigers. Without the demand: 100 against 15, and 75 against 0. The least to spare is 60, Upland's.
#[test]
fn no_deal_names_positions_before_numbers() {
    let (status, text) = said(&with_numbers(hills()));
    assert_eq!(status, Status::NoDeal);
    assert_eq!(
        text,
        "No deal on stated positions alone. Upland, in the analyst’s judgement, refuses “The valley: ceded”; the Hill Tigers, in the \
         analyst’s judgement, agree to “Truce: agreed” only with “The valley: ceded”.\n\
         On the central numbers, with 60 points to spare for Upland: without Upland’s refusal (no-cession), both could accept “Truce: \
         agreed” with “The valley: ceded” and “Prisoners: exchanged”; without the Hill Tigers’ demand (valley-first), both could accept \
         “Truce: agreed” with “Prisoners: exchanged”.\n\
         Short of that, both could accept “Prisoners: exchanged”."
    );
}

/// The same positions with nothing known of wishes: 4 outcomes with a truce, of which the refusal alone bars those with the valley ceded
/// (2), and the demand alone those without (2).
#[test]
fn no_deal_without_wishes_says_what_is_missing() {
    let (status, text) = said(&hills());
    assert_eq!(status, Status::NoDeal);
    assert!(!text.contains("points") && !text.contains("central"), "{text}");
    assert!(
        text.contains(
            "Without Upland’s refusal (no-cession), 2 outcomes would no longer be ruled out; without the Hill Tigers’ demand \
             (valley-first), 2 outcomes; but each changes something on which not everybody has taken a position."
        ),
        "{text}"
    );
    assert!(text.contains("Short of that, one outcome crosses no stated position"), "{text}");
    assert!(
        text.ends_with("What Upland and the Hill Tigers think of “Truce”, “The valley” and “Prisoners” is not stated."),
        "{text}"
    );
}

#[test]
fn hearsay_keeps_its_source() {
    let mut case = hills();
    case.preconditions[0].grounds.because = vec!["c1".to_owned()];
    let actor = |id: &str, kind| Actor {
        id: id.to_owned(),
        name: id.to_owned(),
        kind,
        of: None,
        office: None,
        names: Vec::new(),
    };
    let claim = Claim {
        id: "c1".to_owned(),
        kind: ClaimKind::Condition,
        speaker: vec!["rebels".to_owned()],
        target: Vec::new(),
        issue: Vec::new(),
        content: String::new(),
        polarity: Polarity::Positive,
        status: ClaimStatus::Present,
        attribution: Some(Attribution {
            actor: Some("source".to_owned()),
            text: "a senior Upland source".to_owned(),
            direct: false,
        }),
        source: "text".to_owned(),
        quote: String::new(),
        start: 0,
        end: 0,
        when: None,
        conditions: Vec::new(),
        also: Vec::new(),
        by: None,
        state: ClaimState::Drafted,
    };
    case.claims = Some(Claims {
        sources: Vec::new(),
        actors: vec![actor("rebels", ActorKind::Group), actor("source", ActorKind::Source)],
        claims: vec![claim],
    });
    let (_, text) = said(&case);
    assert!(
        text.contains("; the Hill Tigers, according to a senior Upland source, agree to “Truce: agreed” only with"),
        "{text}"
    );
}

/// Of the 8 outcomes, those with a truce and nothing ceded: truce alone is worth 75 to Upland against 15, with the exchange 100.
#[test]
fn a_deal_with_numbers_gives_them() {
    let mut case = with_numbers(hills());
    case.preconditions.clear();
    let (status, text) = said(&case);
    assert_eq!(status, Status::Deal);
    assert_eq!(
        text,
        "A deal is possible on the central numbers: 2 of 8 outcomes are acceptable to Upland and the Hill Tigers. The balanced one (Nash) \
         is “Truce: agreed” with “Prisoners: exchanged”: against going on without a deal it gains 85 points for Upland and 75 points for \
         the Hill Tigers.\n\
         It is tightest for the Hill Tigers: were going on worth 75 points more to them, nothing would be left. Upland, in the \
         analyst’s judgement, refuses “The valley: ceded”: that alone rules out 2 more (no-cession)."
    );
}

/// Ten issues, all changed by the first solution; the second leaves one as it is, the third leaves all but one.
#[test]
fn long_packages_are_told_in_short_and_by_what_differs() {
    let ids: Vec<String> = (0..10).map(|j| format!("i{j}")).collect();
    let issues: Vec<(&str, &[&str])> = ids.iter().map(|id| (id.as_str(), ["no", "yes"].as_slice())).collect();
    let mut case = blank(&[("a", Consent::Signs), ("b", Consent::Signs)], &issues);
    for (issue, id) in case.issues.iter_mut().zip(&ids) {
        issue.title.clone_from(id);
    }
    let entry = |index: u128, outcome: Vec<usize>| Entry { index, outcome, worth: vec![], gain: vec![], ties: 1 };
    let mut but_one = vec![1; 10];
    but_one[3] = 0;
    let mut only_one = vec![0; 10];
    only_one[9] = 1;
    let entries = [entry(1, vec![1; 10]), entry(2, but_one), entry(3, only_one)];
    let rows = vec![
        (vec!["Nash", "egalitarian"], &entries[0]),
        (vec!["Kalai–Smorodinsky"], &entries[1]),
        (vec!["utilitarian"], &entries[2]),
    ];
    let lines = prose::solutions_in_lines(&case, &rows);
    assert_eq!(lines[0].len(), 10);
    assert_eq!(lines[1], ["as Nash, but:", "i3: no"]);
    assert_eq!(lines[2], ["i9: yes"]);
    assert_eq!(
        prose::changes_in_short(&case, &entries[0].outcome),
        "“i0: yes” with “i1: yes”, “i2: yes” and 7 other changes"
    );
    assert_eq!(prose::changes_in_short(&case, &entries[2].outcome), "“i9: yes”");
}

/// Both want a truce, and nobody gave a number: no points are shown for what are only wishes.
#[test]
fn a_deal_on_wishes_alone_says_so() {
    let mut case = hills();
    case.red_lines.clear();
    case.preconditions.clear();
    let wish = |party| wants(party, armistice::case::Weights::Unstated, vec![rank(&[1, 0]), None, None]);
    case.preferences = vec![wish(0), wish(1)];
    let (status, text) = said(&case);
    assert_eq!(status, Status::Deal);
    assert_eq!(
        text,
        "Nothing that was said stands in the way of a deal: both could accept “Truce: agreed”. That rests on wishes alone: how much each \
         issue weighs, and what going on without a deal is worth, nobody has said. 3 other outcomes hang on what was not said.\n\
         What Upland and the Hill Tigers think of “The valley” and “Prisoners” is not stated."
    );
}

#[test]
fn what_nobody_has_taken_a_position_on_decides_nothing() {
    let mut case = hills();
    case.preconditions.clear();
    case.preferences = vec![wants(1, armistice::case::Weights::Unstated, vec![rank(&[1, 0]), None, None])];
    let (status, text) = said(&case);
    assert_eq!(status, Status::Undetermined);
    assert_eq!(
        text,
        "Undetermined. No stated position rules out a deal, but each of the 2 outcomes that would be one changes something on which not \
         everybody has taken a position.\n\
         Short of that, one outcome crosses no stated position, but not everybody has taken a position on what it changes.\n\
         What Upland thinks of “Truce”, “The valley” and “Prisoners” and what the Hill Tigers think of “The valley” and “Prisoners” are \
         not stated."
    );
}

#[test]
fn one_side_alone_makes_no_deal() {
    let mut case = hills();
    case.parties[1].consent = Consent::Outside;
    let (status, text) = said(&case);
    assert_eq!(status, Status::Undetermined);
    assert!(
        text.starts_with("Undetermined: only Upland is known as a party whose consent a deal needs, and it takes two."),
        "{text}"
    );
}

#[test]
fn long_lists_are_cut_short() {
    let issues: Vec<String> = (0..7).map(|n| format!("i{n}")).collect();
    let issues: Vec<(&str, &[&str])> = issues.iter().map(|i| (i.as_str(), ["no", "yes"].as_slice())).collect();
    let case = blank(&[("a", Consent::Signs), ("b", Consent::Signs)], &issues);
    let (_, text) = said(&case);
    assert!(text.contains("think of “i0”, “i1” and five other issues is not stated."), "{text}");
}

/// Upland prefers no truce and has said nothing else: a wish, not a number of points, is in the way.
#[test]
fn a_wish_in_the_way_is_no_number() {
    let mut case = blank(&[("upland", Consent::Signs), ("rebels", Consent::Signs)], &[("truce", &["none", "agreed"])]);
    case.preferences = vec![wants(0, armistice::case::Weights::Unstated, vec![rank(&[0, 1])])];
    let (status, text) = said(&case);
    assert_eq!(status, Status::NoDeal);
    assert_eq!(
        text,
        "No deal, as far as wishes were stated. Nothing that would count as a deal is what the upland wants.\n\
         If the upland expected less of going on without a deal, one outcome would no longer be ruled out; but it changes something on which \
         not everybody has taken a position.\n\
         What the rebels think of “truce” is not stated."
    );
}
