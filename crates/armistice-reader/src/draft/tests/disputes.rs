//! Claims that contradict each other: positions become ranges, with both hands named.

use armistice::case::Number;
use armistice::points::Decimal;

use super::*;

/// Arlen demands the province; Boros refuses to give it up.
fn province() -> Claims {
    let mut claims = talks();
    say(&mut claims, ClaimKind::Demand, &["arlen"], &["boros"], "Arlen demanded that Boros cede the province of Vell");
    say(&mut claims, ClaimKind::Refuse, &["brandt"], &["arlen"], "Boros will never cede the province of Vell");
    claims
}

/// Adds that Boros would give it up, according to somebody.
fn willing(claims: &mut Claims, by: Option<(&str, &str)>) -> usize {
    let at = say(claims, ClaimKind::Willing, &["boros"], &["arlen"], "Boros would cede the province of Vell");
    claims.claims[at].attribution =
        by.map(|(actor, text)| Attribution { actor: Some(actor.to_owned()), text: text.to_owned(), direct: false });
    at
}

/// Lowest and highest points of Boros for keeping and ceding.
fn ranges(case: &Case) -> [(i32, i32); 2] {
    let issue = case.issue("territory").unwrap();
    let boros = case.preferences_of(case.party("boros").unwrap()).unwrap();
    let Some(Scores::Points(points)) = &boros.scores[issue] else { panic!("{:?}", boros.scores[issue]) };
    let whole = |low: i32, high: i32| Some(Number::Range(Decimal::whole(low), Decimal::whole(high)));
    [0, 1].map(|o| [(0, 50), (50, 100), (0, 100)].into_iter().find(|&(l, h)| points[o] == whole(l, h)).unwrap())
}

#[test]
fn a_partys_own_words_weigh_more_than_what_others_say_of_it() {
    let mut claims = province();
    willing(&mut claims, Some(("analysts", "analysts")));
    let case = drafted(&claims).case;
    assert_eq!(ranges(&case), [(50, 100), (0, 50)]);
    let [line] = case.red_lines.as_slice() else { panic!("{:?}", case.red_lines) };
    assert_eq!(line.grounds.because, ["c4", "c5"]);
    let note = line.grounds.note.as_deref().unwrap();
    assert!(note.contains("refused by its own words [c4]"), "{note}");
    assert!(note.contains("wanted or accepted according to analysts [c5]; its own words weigh more"), "{note}");
}

#[test]
fn what_it_accepts_itself_is_no_red_line_though_others_say_that_it_refuses() {
    let mut claims = talks();
    say(&mut claims, ClaimKind::Demand, &["arlen"], &["boros"], "Arlen demanded that Boros cede the province of Vell");
    let refusal =
        say(&mut claims, ClaimKind::Refuse, &["boros"], &["arlen"], "Boros will never cede the province of Vell");
    claims.claims[refusal].attribution =
        Some(Attribution { actor: Some("analysts".to_owned()), text: "analysts".to_owned(), direct: false });
    willing(&mut claims, None);
    let case = drafted(&claims).case;
    assert_eq!(ranges(&case), [(0, 50), (50, 100)]);
    assert!(case.red_lines.is_empty());
}

#[test]
fn of_two_words_of_its_own_the_later_weighs_more_and_of_one_day_neither() {
    let mut claims = province();
    let at = willing(&mut claims, None);
    let case = drafted(&claims).case;
    assert_eq!(ranges(&case), [(0, 100), (0, 100)]);
    assert!(case.red_lines.is_empty(), "{:?}", case.red_lines);
    claims.sources.push(Source {
        id: "late".to_owned(),
        published: Some("2031-05-09".to_owned()),
        ..claims.sources[0].clone()
    });
    claims.claims[at].source = "late".to_owned();
    let case = drafted(&claims).case;
    assert_eq!(ranges(&case), [(0, 50), (50, 100)]);
    let note = case.preferences_of(case.party("boros").unwrap()).unwrap().grounds.note.clone().unwrap();
    assert!(note.contains("the later word, of 2031-05-09, weighs more"), "{note}");
    // The other way round the refusal is the last word.
    claims.claims[at].source = "wire".to_owned();
    claims.claims[3].source = "late".to_owned();
    let case = drafted(&claims).case;
    assert_eq!((ranges(&case), case.red_lines.len()), ([(50, 100), (0, 50)], 1));
}

#[test]
fn a_general_wish_is_narrowed_by_what_is_refused() {
    let mut claims = talks();
    say(&mut claims, ClaimKind::Call, &["boros"], &["arlen"], "Boros called for a ceasefire");
    say(&mut claims, ClaimKind::Call, &["arlen"], &["boros"], "Arlen called for a lasting ceasefire");
    say(&mut claims, ClaimKind::Call, &["arlen"], &["boros"], "Arlen proposed a truce of 30 days");
    say(&mut claims, ClaimKind::Refuse, &["boros"], &["arlen"], "Boros refuses a 30-day truce");
    let case = drafted(&claims).case;
    assert_eq!(taste(&case, "boros", "ceasefire").as_deref(), Some("lasting / none 30-day"));
}

#[test]
fn different_lengths_are_left_side_by_side_and_named() {
    let mut claims = talks();
    say(&mut claims, ClaimKind::Demand, &["arlen"], &["boros"], "Arlen demands a ceasefire of 30 days");
    say(&mut claims, ClaimKind::Demand, &["arlen"], &["boros"], "Arlen demands a ceasefire of three months");
    say(&mut claims, ClaimKind::Call, &["league"], &["arlen", "boros"], "the League urged a truce of 30 days");
    say(&mut claims, ClaimKind::Call, &["league"], &["arlen", "boros"], "the League urged a truce of three months");
    let case = drafted(&claims).case;
    assert_eq!(taste(&case, "arlen", "ceasefire").as_deref(), Some("30-day 3-month / none"));
    let note = case.preferences_of(case.party("arlen").unwrap()).unwrap().grounds.note.clone().unwrap();
    assert!(note.contains("30 days [c3], 3 months [c4]"), "{note}");
    let [goal] = case.goals.as_slice() else { panic!("{:?}", case.goals) };
    assert_eq!((goal.condition.text.as_str(), goal.grounds.because.len()), ("ceasefire >= 30-day", 2));
    assert!(goal.grounds.note.as_deref().unwrap().ends_with("also 3 months [c6]"), "{:?}", goal.grounds.note);
}

#[test]
fn a_claim_with_several_sources_counts_once() {
    let mut claims = province();
    let once = drafted(&claims).case;
    claims.claims[3].also.push(armistice::case::claims::Place { source: "paper".to_owned(), start: 0, end: 5 });
    let twice = drafted(&claims).case;
    assert_eq!(write(&once), write(&twice));
}

#[test]
fn a_claim_that_names_its_condition_waits_for_it() {
    // Too far apart to be one sentence; the link alone joins them, and the condition is a claim of what the other side would do.
    let mut claims = talks();
    let main = say(&mut claims, ClaimKind::Willing, &["arlen"], &["boros"], "Arlen would return to the talks");
    let condition = say(&mut claims, ClaimKind::Withdraw, &["boros"], &[], "Boros withdraws its troops");
    claims.claims[condition].start += 5_000;
    claims.claims[condition].end += 5_000;
    claims.claims[condition].status = ClaimStatus::Hypothetical;
    assert!(drafted(&claims).case.preconditions.is_empty());
    claims.claims[main].conditions = vec!["c4".to_owned()];
    let case = drafted(&claims).case;
    let [p] = case.preconditions.as_slice() else { panic!("{:?}", case.preconditions) };
    assert_eq!((p.first.text.as_str(), p.before.text.as_str()), ("withdrawal = withdrawn", "talks = held"));
    assert_eq!((case.parties[p.party].id.as_str(), p.grounds.because.len()), ("arlen", 2));
    assert_eq!(case.issues[case.issue("withdrawal").unwrap()].control, [case.party("boros").unwrap()]);
    // A circle of conditions says nothing, and is no trouble.
    claims.claims[condition].conditions = vec!["c3".to_owned(), "c4".to_owned()];
    assert_eq!(drafted(&claims).case.preconditions.len(), 1);
}

#[test]
fn days_date_meetings_and_tell_them_apart() {
    let mut claims = talks();
    claims.claims[0].when = Some("2031-04-01".to_owned());
    let before = say(&mut claims, ClaimKind::Meet, &["arlen", "boros"], &[], "Arlen and Boros had met in the winter");
    claims.claims[before].when = Some("2031-01-10/2031-01-12".to_owned());
    claims.sources.push(Source { id: "paper".to_owned(), ..claims.sources[0].clone() });
    let again = say(&mut claims, ClaimKind::Meet, &["holt", "boros"], &[], "President Holt received the Borosians");
    claims.claims[again].when = Some("2031-04-01".to_owned());
    claims.claims[again].source = "paper".to_owned();
    let case = drafted(&claims).case;
    let told: Vec<(&str, Option<&str>)> = case.meetings.iter().map(|m| (m.id.as_str(), m.date.as_deref())).collect();
    assert_eq!(told, [("talks", Some("2031-04-01")), ("talks-2", Some("2031-01-10"))]);
    // Two sources of one meeting: whoever either names was there.
    assert!(case.meetings[0].grounds.because.contains(&"c4".to_owned()));
    assert!(case.meetings[0].present.iter().any(|a| matches!(a, Attendance::Person(_))));
    claims.claims[0].when = Some("2031-02-30".to_owned());
    assert!(drafted(&claims).case.meetings.iter().all(|m| m.date.as_deref() != Some("2031-02-30")));
}

#[test]
fn a_case_without_dated_sources_is_of_the_last_day_told() {
    let mut claims = talks();
    claims.sources[0].published = None;
    claims.claims[0].when = Some("2031-04-01".to_owned());
    let ahead = say(&mut claims, ClaimKind::Demand, &["arlen"], &["boros"], "Boros has to withdraw by June");
    claims.claims[ahead].when = Some("2031-06-01".to_owned());
    claims.claims[ahead].status = ClaimStatus::Future;
    let case = drafted(&claims).case;
    assert_eq!(case.as_of.as_deref(), Some("2031-04-01"));
    let note = case.issues[case.issue("withdrawal").unwrap()].grounds.note.clone().unwrap();
    assert!(note.ends_with("named for it: 2031-06-01 [c3]"), "{note}");
}

#[test]
fn what_others_say_it_would_do_for_a_price_it_may_still_refuse() {
    let mut claims = province();
    let offer = say(&mut claims, ClaimKind::Willing, &["boros"], &["arlen"], "Boros would cede the province of Vell");
    let price = say(&mut claims, ClaimKind::Condition, &["boros"], &["arlen"], "if Arlen lifts the blockade");
    let by = Attribution { actor: Some("analysts".to_owned()), text: "analysts".to_owned(), direct: false };
    claims.claims[offer].attribution = Some(by.clone());
    claims.claims[price].attribution = Some(by);
    let prices = |case: &Case| case.preconditions.iter().filter(|p| case.parties[p.party].id == "boros").count();
    let case = drafted(&claims).case;
    assert_eq!((case.red_lines.len(), prices(&case)), (1, 1));
    assert!(
        case.red_lines[0].grounds.note.as_deref().unwrap().contains("for a price [c5, c6]"),
        "{:?}",
        case.red_lines
    );
    // In its own words the price is what it asks, and it refuses nothing.
    claims.claims[offer].attribution = None;
    claims.claims[price].attribution = None;
    let case = drafted(&claims).case;
    assert_eq!((case.red_lines.len(), prices(&case)), (0, 1));
}
