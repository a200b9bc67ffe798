//! Drafts of invented dossiers: two imagined neighbours, Arlen and Boros, and those around them.

mod any;
mod disputes;
mod table;
mod updates;

use std::collections::BTreeMap;

use armistice::analysis::{Settings, analyze};
use armistice::case::claims::{
    Actor, ActorKind, Attribution, Claim, ClaimKind, ClaimState, ClaimStatus, Claims, Polarity,
};
use armistice::case::write::write;
use armistice::case::{Attendance, Case, Consent, Files, NoDeal, Scores, Source, Weights, claims_file, read};
use armistice::report::json;

use super::{Draft, NothingToDraft, draft};

/// A dossier of one source in which Arlen and Boros have met over a ceasefire.
fn dossier() -> Claims {
    let actor = |id: &str, name: &str, kind, of: Option<&str>, office: Option<&str>| Actor {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
        of: of.map(str::to_owned),
        office: office.map(str::to_owned),
        names: Vec::new(),
    };
    Claims {
        sources: vec![Source {
            id: "wire".to_owned(),
            file: "sources/wire.txt".to_owned(),
            title: Some("Neighbours meet".to_owned()),
            published: Some("2031-04-02".to_owned()),
            origin: None,
            digest: None,
            note: None,
        }],
        actors: vec![
            actor("arlen", "Arlen", ActorKind::State, None, None),
            actor("boros", "Boros", ActorKind::State, None, None),
            actor("calda", "Calda", ActorKind::State, None, None),
            actor("league", "Coastal League", ActorKind::Bloc, None, None),
            actor("holt", "Mira Holt", ActorKind::Person, Some("arlen"), Some("president")),
            actor("brandt", "Ole Brandt", ActorKind::Person, Some("boros"), Some("Foreign Minister")),
            actor("arlen-delegation", "Arlenian delegation", ActorKind::Delegation, Some("arlen"), None),
            actor("boros-source", "a senior Borosian source", ActorKind::Source, Some("boros"), None),
            actor("analysts", "analysts", ActorKind::Source, None, None),
        ],
        claims: Vec::new(),
    }
}

/// Adds a claim 40 bytes after the last, in the words of the quote.
fn say(claims: &mut Claims, kind: ClaimKind, speaker: &[&str], target: &[&str], quote: &str) -> usize {
    let start = claims.claims.last().map_or(0, |c| c.end + 40);
    let own = |ids: &[&str]| ids.iter().map(|&i| i.to_owned()).collect();
    let negative = kind == ClaimKind::Refuse;
    claims.claims.push(Claim {
        id: format!("c{}", claims.claims.len() + 1),
        source: "wire".to_owned(),
        kind,
        speaker: own(speaker),
        target: own(target),
        issue: Vec::new(),
        content: quote.to_owned(),
        polarity: if negative { Polarity::Negative } else { Polarity::Positive },
        status: ClaimStatus::Past,
        attribution: None,
        quote: quote.to_owned(),
        start,
        end: start + quote.len(),
        when: None,
        conditions: Vec::new(),
        also: Vec::new(),
        by: None,
        state: ClaimState::Drafted,
    });
    claims.claims.len() - 1
}

/// The two sides met over a ceasefire: claims c1 and c2.
fn talks() -> Claims {
    let mut claims = dossier();
    say(&mut claims, ClaimKind::Meet, &["arlen", "boros"], &[], "Arlen and Boros met for a second round");
    say(&mut claims, ClaimKind::Process, &["arlen", "boros"], &[], "the round was meant to bring a ceasefire");
    claims
}

fn drafted(claims: &Claims) -> Draft {
    draft(claims).expect("the dossier asks for something")
}

/// What a party thinks of an issue, best first, with `/` between groups.
fn taste(case: &Case, party: &str, issue: &str) -> Option<String> {
    let (party, issue) = (case.party(party)?, case.issue(issue)?);
    let name = |&o: &usize| case.issues[issue].options[o].id.clone();
    match case.preferences_of(party)?.scores[issue].as_ref()? {
        Scores::Rank(groups) => Some(
            groups.iter().map(|g| g.iter().map(name).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(" / "),
        ),
        Scores::Prefers(chain) => Some(chain.iter().map(name).collect::<Vec<_>>().join(" > ")),
        Scores::Points(_) => None,
    }
}

#[test]
fn a_demand_put_as_the_price_of_the_ceasefire_meets_a_red_line() {
    let mut claims = talks();
    let demand = say(
        &mut claims,
        ClaimKind::Demand,
        &["arlen-delegation"],
        &["boros"],
        "the Arlenian delegation asked that Boros cede the province of Vell",
    );
    claims.claims[demand].attribution = Some(Attribution {
        actor: Some("boros-source".to_owned()),
        text: "a senior Borosian source".to_owned(),
        direct: false,
    });
    say(&mut claims, ClaimKind::Refuse, &["boros"], &["arlen"], "a condition that Boros calls out of the question");
    say(&mut claims, ClaimKind::Refuse, &["brandt"], &[], "we shall never give up land");
    let Draft { case, used, left } = drafted(&claims);

    let issue = case.issue("territory").unwrap();
    assert_eq!(case.issues[issue].title, "Territory held by Boros");
    assert_eq!(case.issues[issue].control, [case.party("boros").unwrap()]);
    assert_eq!(taste(&case, "arlen", "territory").as_deref(), Some("ceded / kept"));
    assert_eq!(taste(&case, "boros", "territory").as_deref(), Some("kept / ceded"));

    // The demand rests on what a Borosian source says alone, so that its basis stays `reported` (definitions §1.7).
    let [first] = case.preconditions.as_slice() else { panic!("{:?}", case.preconditions) };
    assert_eq!((first.first.text.as_str(), first.before.text.as_str()), ("territory = ceded", "ceasefire = agreed"));
    assert_eq!(first.grounds.because, ["c3"]);
    assert!(first.grounds.note.as_ref().is_some_and(|n| n.contains("judgement")));

    let [line] = case.red_lines.as_slice() else { panic!("{:?}", case.red_lines) };
    assert_eq!((line.party, line.refuses.text.as_str()), (case.party("boros").unwrap(), "territory = ceded"));
    assert_eq!(line.grounds.because, ["c4", "c5"]);
    assert_eq!(case.deal.as_ref().map(|d| d.text.as_str()), Some("ceasefire = agreed"));
    assert_eq!((used.len(), left.len()), (5, 0));
}

#[test]
fn nothing_that_nobody_said_is_filled_in() {
    let mut claims = talks();
    say(&mut claims, ClaimKind::Demand, &["arlen"], &["boros"], "Boros has to pull back its troops");
    let case = drafted(&claims).case;
    assert!(case.parties.iter().all(|p| p.no_deal == NoDeal::Unstated && p.trust.is_none()));
    assert!(case.preferences.iter().all(|p| p.weights == Weights::Unstated));
    let boros = case.party("boros").unwrap();
    assert!((0..case.issues.len()).all(|i| case.is_unstated(boros, i)), "Boros has not said a word");
    assert_eq!(taste(&case, "arlen", "ceasefire"), None, "that a ceasefire was discussed does not say who wants it");
}

#[test]
fn a_condition_comes_before_what_it_is_a_condition_for() {
    let mut claims = talks();
    say(
        &mut claims,
        ClaimKind::Condition,
        &["holt"],
        &[],
        "any peace agreement must start with the release of the prisoners Boros holds",
    );
    let case = drafted(&claims).case;
    let [p] = case.preconditions.as_slice() else { panic!("{:?}", case.preconditions) };
    assert_eq!((p.first.text.as_str(), p.before.text.as_str()), ("prisoners = released", "ceasefire = lasting"));
    assert_eq!(case.parties[p.party].id, "arlen");
    assert_eq!(case.issues[case.issue("prisoners").unwrap()].control, [case.party("boros").unwrap()]);
}

#[test]
fn a_refusal_with_until_is_a_precondition_and_no_red_line() {
    let mut claims = dossier();
    say(&mut claims, ClaimKind::Demand, &["boros"], &["arlen"], "Boros wants Arlen to return to the talks");
    say(&mut claims, ClaimKind::Refuse, &["arlen"], &["boros"], "Arlen will not return to the talks");
    say(&mut claims, ClaimKind::Condition, &["arlen"], &["boros"], "until Boros lifts the blockade");
    let apart = drafted(&claims).case;
    let mut claims = dossier();
    say(&mut claims, ClaimKind::Demand, &["boros"], &["arlen"], "Boros wants Arlen to return to the talks");
    say(
        &mut claims,
        ClaimKind::Refuse,
        &["arlen"],
        &["boros"],
        "Arlen will not return to the talks until Boros lifts the blockade",
    );
    let joined = drafted(&claims).case;
    for case in [apart, joined] {
        let [p] = case.preconditions.as_slice() else { panic!("{:?}", case.preconditions) };
        assert_eq!((p.first.text.as_str(), p.before.text.as_str()), ("blockade = lifted", "talks = held"));
        assert!(case.red_lines.is_empty());
        assert_eq!(taste(&case, "arlen", "talks"), None, "what it thinks of talks without the blockade is not said");
        assert_eq!(taste(&case, "arlen", "blockade").as_deref(), Some("lifted / in-place"));
    }
}

#[test]
fn an_offer_for_a_price_is_a_precondition_and_no_liking() {
    let mut claims = dossier();
    say(&mut claims, ClaimKind::Offer, &["arlen"], &["boros"], "Arlen would withdraw from the valley");
    say(&mut claims, ClaimKind::Condition, &["arlen"], &["boros"], "if Boros stops its shelling");
    let case = drafted(&claims).case;
    assert_eq!(case.preconditions[0].first.text, "attacks = stopped");
    assert_eq!(case.preconditions[0].before.text, "withdrawal = withdrawn");
    assert_eq!(case.preconditions[0].grounds.because, ["c1", "c2"]);
    assert_eq!(taste(&case, "arlen", "withdrawal"), None);
}

#[test]
fn outsiders_have_goals_and_levers() {
    let mut claims = talks();
    say(&mut claims, ClaimKind::Call, &["league"], &["arlen", "boros"], "the League urged a truce of two weeks");
    let sanction =
        say(&mut claims, ClaimKind::Sanction, &["calda"], &["arlen"], "Calda is preparing a ban on trade with Arlen");
    claims.claims[sanction].status = ClaimStatus::Future;
    let case = drafted(&claims).case;
    let outside: Vec<&str> =
        case.parties.iter().filter(|p| p.consent == Consent::Outside).map(|p| p.id.as_str()).collect();
    assert_eq!(outside, ["calda", "league"]);
    let [goal] = case.goals.as_slice() else { panic!("{:?}", case.goals) };
    assert_eq!(
        (goal.condition.text.as_str(), goal.title.as_deref()),
        ("ceasefire = 2-week", Some("A 2-week ceasefire"))
    );
    let [lever] = case.levers.as_slice() else { panic!("{:?}", case.levers) };
    assert_eq!(lever.when.as_ref().map(|w| w.text.as_str()), Some("ceasefire = none"));
    assert_eq!(lever.worth.iter().map(|w| case.parties[w.0].id.as_str()).collect::<Vec<_>>(), ["arlen"]);
    assert!(lever.worth.iter().all(|(_, n)| n.low() < n.high()), "nobody said how much, so it is a range");
}

#[test]
fn a_precise_call_makes_the_lengths_of_an_ordered_ceasefire() {
    let mut claims = talks();
    say(&mut claims, ClaimKind::Call, &["league"], &["boros"], "the League wants a 40-day ceasefire");
    say(&mut claims, ClaimKind::Call, &["calda"], &["boros"], "Calda wants a 72-hour truce");
    say(&mut claims, ClaimKind::Call, &["calda"], &["boros"], "Calda wants a lasting ceasefire after that");
    let case = drafted(&claims).case;
    let issue = &case.issues[case.issue("ceasefire").unwrap()];
    assert!(issue.ordered);
    assert_eq!(
        issue.options.iter().map(|o| o.id.as_str()).collect::<Vec<_>>(),
        ["none", "72-hour", "40-day", "lasting"]
    );
    let goals: Vec<&str> = case.goals.iter().map(|g| g.condition.text.as_str()).collect();
    assert_eq!(goals, ["ceasefire >= 72-hour", "ceasefire = lasting", "ceasefire >= 40-day"]);
}

#[test]
fn meetings_list_who_came_and_who_stayed_away() {
    let mut claims = talks();
    let away = say(&mut claims, ClaimKind::Attend, &["holt"], &[], "President Holt did not come");
    claims.claims[away].polarity = Polarity::Negative;
    say(&mut claims, ClaimKind::Attend, &["brandt"], &[], "Foreign Minister Brandt attended");
    say(&mut claims, ClaimKind::Demand, &["brandt"], &["arlen"], "Arlen has to disarm its militias");
    let none = say(&mut claims, ClaimKind::Agree, &["arlen", "boros"], &[], "no agreement was reached");
    claims.claims[none].polarity = Polarity::Negative;
    let case = drafted(&claims).case;
    let [meeting] = case.meetings.as_slice() else { panic!("{:?}", case.meetings) };
    let person = |id: &str| case.people.iter().position(|p| p.id == id).unwrap();
    assert_eq!(meeting.absent, [person("holt")]);
    let level = |id: &str| Attendance::Level { party: case.party(id).unwrap(), level: "delegation".to_owned() };
    assert_eq!(meeting.present, [level("arlen"), level("boros"), Attendance::Person(person("brandt"))]);
    assert!(case.people[person("holt")].leader && !case.people[person("brandt")].leader);
    assert_eq!(meeting.result.as_deref(), Some("no agreement was reached"));
    let [(party, asked)] = meeting.asked.as_slice() else { panic!("{:?}", meeting.asked) };
    assert_eq!((case.parties[*party].id.as_str(), asked.text.as_str()), ("boros", "disarmament = disarmed"));
}

#[test]
fn who_contradicts_itself_gets_a_range() {
    let mut claims = talks();
    say(&mut claims, ClaimKind::Willing, &["arlen"], &["boros"], "Arlen is ready for a ceasefire");
    say(&mut claims, ClaimKind::Refuse, &["holt"], &["boros"], "Holt ruled out a ceasefire");
    let Draft { case, used, .. } = drafted(&claims);
    assert_eq!(taste(&case, "arlen", "ceasefire"), None);
    assert!(case.red_lines.is_empty());
    let preferences = case.preferences_of(case.party("arlen").unwrap()).unwrap();
    assert_eq!(preferences.grounds.because, ["c3", "c4"]);
    assert!(preferences.grounds.note.as_ref().is_some_and(|n| n.contains("what it says on `ceasefire` differs")));
    assert!(used.iter().filter(|(_, what)| what.contains("a range of")).map(|(id, _)| id.as_str()).eq(["c3", "c4"]));
}

#[test]
fn the_same_demand_twice_is_one_wish_with_two_grounds() {
    let mut claims = dossier();
    say(&mut claims, ClaimKind::Demand, &["boros"], &["arlen"], "Arlen must hand over the hostages and release them");
    say(&mut claims, ClaimKind::Demand, &["brandt"], &["arlen"], "all hostages have to be freed");
    let case = drafted(&claims).case;
    assert_eq!(case.issues.len(), 1);
    assert_eq!(case.issues[0].grounds.because, ["c1", "c2"]);
    assert_eq!(case.preferences.len(), 1);
    assert_eq!(case.preferences[0].grounds.because, ["c1", "c2"]);
}

#[test]
fn what_no_topic_covers_is_asked_in_its_own_words() {
    let mut claims = dossier();
    say(&mut claims, ClaimKind::Demand, &["boros"], &["arlen"], "Arlen should rename its northern highway");
    let case = drafted(&claims).case;
    let [issue] = case.issues.as_slice() else { panic!("{:?}", case.issues) };
    assert_eq!(issue.title, "Rename its northern highway");
    assert_eq!(issue.options.iter().map(|o| o.id.as_str()).collect::<Vec<_>>(), ["as-today", "as-asked"]);
    assert_eq!(taste(&case, "boros", &issue.id).as_deref(), Some("as-asked / as-today"));
    assert!(taste(&case, "arlen", &issue.id).is_none());
}

#[test]
fn not_accepting_foreign_soldiers_is_wanting_them_gone() {
    let mut claims = dossier();
    say(&mut claims, ClaimKind::Refuse, &["boros"], &["arlen"], "we will not accept a single soldier in our hills");
    say(&mut claims, ClaimKind::Refuse, &["arlen"], &["boros"], "the soldiers would stay deployed in the hills");
    let case = drafted(&claims).case;
    assert_eq!(case.issues.len(), 1);
    assert_eq!(taste(&case, "boros", "withdrawal").as_deref(), Some("withdrawn / in-place"));
    assert_eq!(taste(&case, "arlen", "withdrawal").as_deref(), Some("in-place / withdrawn"));
}

#[test]
fn one_side_alone_still_drafts() {
    let mut claims = dossier();
    say(&mut claims, ClaimKind::Call, &["calda"], &["arlen"], "Calda called on Arlen to hold elections");
    let case = drafted(&claims).case;
    assert_eq!(case.signatories(), [case.party("arlen").unwrap()]);
    assert_eq!(case.goals.len(), 1);
}

#[test]
fn a_truce_that_holds_is_how_things_stand_until_it_breaks() {
    let mut claims = talks();
    say(&mut claims, ClaimKind::Ceasefire, &["arlen", "boros"], &[], "a two-week ceasefire took effect");
    let holds = drafted(&claims).case;
    let at = holds.issue("ceasefire").unwrap();
    assert_eq!(holds.issues[at].options[holds.status_quo[at]].id, "2-week");
    let broken = say(&mut claims, ClaimKind::Ceasefire, &["arlen"], &[], "Arlen broke the ceasefire");
    claims.claims[broken].polarity = Polarity::Negative;
    let case = drafted(&claims).case;
    assert_eq!(case.status_quo[case.issue("ceasefire").unwrap()], 0);
}

#[test]
fn nothing_to_draft_says_why_and_what_to_do() {
    let mut claims = dossier();
    assert_eq!(draft(&claims), Err(NothingToDraft::NoClaims));
    say(&mut claims, ClaimKind::Demand, &["boros"], &["arlen"], "Arlen must disarm");
    claims.claims[0].state = ClaimState::Rejected;
    assert_eq!(draft(&claims), Err(NothingToDraft::NoClaims));
    let mut claims = dossier();
    say(&mut claims, ClaimKind::Demand, &[], &[], "the militias must disarm");
    say(&mut claims, ClaimKind::Demand, &["analysts"], &["nobody-we-know"], "the militias must disarm");
    assert_eq!(draft(&claims), Err(NothingToDraft::NobodyNamed));
    let mut claims = dossier();
    say(&mut claims, ClaimKind::Violence, &["arlen"], &["boros"], "Arlen shelled two border towns");
    assert_eq!(draft(&claims), Err(NothingToDraft::NothingAsked));
    for nothing in [NothingToDraft::NoClaims, NothingToDraft::NobodyNamed, NothingToDraft::NothingAsked] {
        assert!(nothing.to_string().starts_with("nothing to draft") && !nothing.help().is_empty());
    }
}

#[test]
fn a_rejected_claim_leaves_no_trace() {
    let mut claims = talks();
    say(&mut claims, ClaimKind::Demand, &["boros"], &["arlen"], "Arlen must pay reparations");
    let without = drafted(&claims).case;
    say(&mut claims, ClaimKind::Demand, &["arlen"], &["boros"], "Boros must open the border");
    claims.claims[3].state = ClaimState::Rejected;
    let Draft { case, used, left } = drafted(&claims);
    assert_eq!(Case { claims: None, ..case }, Case { claims: None, ..without });
    assert!(used.iter().chain(&left).all(|(id, _)| id != "c4"));
}

/// The source text that has every claim's quote at its bytes.
fn source_text(claims: &Claims) -> Vec<u8> {
    let mut text = vec![b' '; claims.claims.last().map_or(0, |c| c.end)];
    for claim in &claims.claims {
        text[claim.start..claim.end].copy_from_slice(claim.quote.as_bytes());
    }
    text
}

/// The verdict on a draft that was written, read back without a complaint, and analysed: status and basis.
fn verdict(claims: &Claims) -> (String, String) {
    let text = write(&drafted(claims).case);
    let sources = BTreeMap::from([("sources/wire.txt".to_owned(), source_text(claims))]);
    let reading = read(&Files { case: &text, claims: Some(&claims_file::write(claims)), sources: &sources });
    assert!(reading.diagnostics.is_empty(), "{:#?}\n{text}", reading.diagnostics);
    let case = reading.case.unwrap();
    let json = json::analysis(&case, &analyze(&case, &Settings::default()).unwrap(), &[]);
    let word = |key: &str| json["verdict"][key].as_str().unwrap_or("null").to_owned();
    (word("status"), word("basis"))
}

#[test]
fn the_verdict_on_a_draft_speaks_of_positions_and_claims_no_deal_out_of_ignorance() {
    let is = |status: &str, basis: &str| (status.to_owned(), basis.to_owned());
    let mut claims = talks();
    say(&mut claims, ClaimKind::Call, &["league"], &["arlen", "boros"], "the League urged a truce of two weeks");
    assert_eq!(verdict(&claims), is("undetermined", "null"), "neither side has said what it thinks of a truce");
    say(
        &mut claims,
        ClaimKind::Demand,
        &["arlen"],
        &["boros"],
        "Arlen's price for a truce: Boros cedes the province of Vell",
    );
    assert_eq!(verdict(&claims), is("undetermined", "null"), "Boros has not said a word");
    say(&mut claims, ClaimKind::Refuse, &["boros"], &["arlen"], "Boros will never cede the province");
    assert_eq!(verdict(&claims), is("no_deal", "positions"));
}

/// Somebody known only as gunmen is no side; who deals with them is one.
#[test]
fn gunmen_sign_nothing() {
    let mut claims = talks();
    let actor = Actor {
        id: "gunmen".to_owned(),
        name: "gunmen".to_owned(),
        kind: ActorKind::Group,
        of: None,
        office: None,
        names: Vec::new(),
    };
    claims.actors.push(actor);
    for _ in 0..3 {
        say(
            &mut claims,
            ClaimKind::Demand,
            &["calda"],
            &["gunmen"],
            "Calda demanded that the gunmen release the hostages",
        );
    }
    let case = drafted(&claims).case;
    let signs = |id: &str| case.parties.iter().any(|p| p.id == id && p.consent == Consent::Signs);
    assert!(!signs("gunmen") && signs("arlen") && signs("boros") && signs("calda"));
}

/// Constraints carry titles that read as sentences: what is refused, and what comes only with what.
#[test]
fn positions_read_as_sentences() {
    let mut claims = talks();
    say(&mut claims, ClaimKind::Demand, &["arlen"], &["boros"], "Boros must withdraw its troops before any ceasefire");
    say(&mut claims, ClaimKind::Refuse, &["boros"], &["arlen"], "Boros refuses to withdraw its troops");
    let case = drafted(&claims).case;
    let [first] = case.preconditions.as_slice() else { panic!("{:?}", case.preconditions) };
    assert_eq!(first.title.as_deref(), Some("agrees to a ceasefire only with a withdrawal of troops by Boros"));
    let [line] = case.red_lines.as_slice() else { panic!("{:?}", case.red_lines) };
    assert_eq!(line.title.as_deref(), Some("a withdrawal of troops"));
}
