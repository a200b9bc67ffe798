//! Short texts of our own on several conflicts, with the claims a reader must find in them.

use armistice::case::claims::{ActorKind, Claim, ClaimKind, ClaimStatus, Claims, Polarity};
use armistice_reader::{SourceText, json::to_json, read};
use proptest::prelude::*;

fn read_one(text: &str) -> Claims {
    read(&[SourceText { id: "text", file: "sources/text.txt", text, title: None, published: None }])
}

/// The only claim of the kind whose quote contains the words.
fn claim<'a>(claims: &'a Claims, kind: ClaimKind, words: &str) -> &'a Claim {
    let found: Vec<_> = claims.claims.iter().filter(|c| c.kind == kind && c.quote.contains(words)).collect();
    let all: Vec<_> = claims.claims.iter().map(|c| (c.kind.word(), c.quote.as_str())).collect();
    assert_eq!(found.len(), 1, "{} with {words:?} among {all:#?}", kind.word());
    found[0]
}

fn actor_kind(claims: &Claims, id: &str) -> Option<ActorKind> {
    claims.actor(id).map(|a| a.kind)
}

#[test]
fn demand_refusal_and_condition_at_a_dam() {
    let claims = read_one(
        "Ethiopia and Egypt have met for a third round of talks on the Nile dam. \
         According to a senior Egyptian diplomat, Cairo demanded that Ethiopia slow the filling of the reservoir and share the water. \
         Addis Ababa rejected the demand. \
         Ethiopian Prime Minister Tesfa Alemu said any agreement must respect his country's share of the water. \
         He added that Ethiopia will not sign a treaty unless Sudan joins the talks.",
    );
    let meet = claim(&claims, ClaimKind::Meet, "third round");
    assert_eq!(
        (meet.speaker.as_slice(), meet.polarity),
        (&["ethiopia".to_owned(), "egypt".to_owned()][..], Polarity::Positive)
    );
    let demand = claim(&claims, ClaimKind::Demand, "slow the filling");
    assert_eq!(
        (demand.speaker.as_slice(), demand.target.as_slice()),
        (&["egypt".to_owned()][..], &["ethiopia".to_owned()][..])
    );
    let attribution = demand.attribution.as_ref().unwrap();
    assert_eq!((attribution.text.as_str(), attribution.direct), ("a senior Egyptian diplomat", false));
    let source = claims.actor(attribution.actor.as_deref().unwrap()).unwrap();
    assert_eq!((source.kind, source.of.as_deref()), (ActorKind::Source, Some("egypt")));
    let refusal = claim(&claims, ClaimKind::Refuse, "Addis Ababa");
    assert_eq!((refusal.speaker.as_slice(), refusal.polarity), (&["ethiopia".to_owned()][..], Polarity::Negative));
    // What is rejected is the demand before: its issue and whoever made it.
    assert_eq!(
        (refusal.issue.as_slice(), refusal.target.as_slice()),
        (demand.issue.as_slice(), demand.speaker.as_slice())
    );
    let condition = claim(&claims, ClaimKind::Condition, "any agreement must respect");
    assert_eq!(condition.speaker, ["tesfa-alemu"]);
    let alemu = claims.actor("tesfa-alemu").unwrap();
    assert_eq!(
        (alemu.kind, alemu.of.as_deref(), alemu.office.as_deref()),
        (ActorKind::Person, Some("ethiopia"), Some("prime minister"))
    );
    let will_not = claim(&claims, ClaimKind::Refuse, "will not sign");
    assert_eq!(will_not.attribution.as_ref().unwrap().actor.as_deref(), Some("tesfa-alemu"));
    assert_eq!(claim(&claims, ClaimKind::Condition, "Sudan joins").quote, "unless Sudan joins the talks");
}

#[test]
fn neither_nor_gives_a_claim_each() {
    let claims = read_one(
        "Neither President Ana Ruiz of Colombia nor Venezuelan President Luis Mora attended the border summit. \
         Mora, who had earlier hinted that he might travel to the meeting, chose not to come.",
    );
    let both: Vec<_> = claims.claims.iter().filter(|c| c.quote.starts_with("Neither")).collect();
    assert_eq!(both.len(), 2);
    assert!(
        both.iter()
            .all(|c| c.kind == ClaimKind::Attend && c.polarity == Polarity::Negative && c.quote == both[0].quote)
    );
    assert_eq!(
        (both[0].speaker.as_slice(), both[1].speaker.as_slice()),
        (&["ana-ruiz".to_owned()][..], &["luis-mora".to_owned()][..])
    );
    let absent = claim(&claims, ClaimKind::Attend, "chose not to come");
    assert_eq!((absent.speaker.as_slice(), absent.polarity), (&["luis-mora".to_owned()][..], Polarity::Negative));
    assert_eq!(claim(&claims, ClaimKind::Willing, "might travel").polarity, Polarity::Positive);
}

#[test]
fn quotations_belong_to_their_speakers() {
    let claims = read_one(
        "“We will not accept foreign troops on our soil,” said Mariam Keita, a spokeswoman for the Malian government. \
         “The rebels must lay down their arms first.”\n\
         Rebel leader Ousmane Diallo accused Bamako of breaking the truce.",
    );
    let refusal = claim(&claims, ClaimKind::Refuse, "foreign troops");
    assert_eq!(refusal.quote, "We will not accept foreign troops on our soil");
    let attribution = refusal.attribution.as_ref().unwrap();
    assert_eq!((attribution.actor.as_deref(), attribution.direct), (Some("mariam-keita"), true));
    assert_eq!(refusal.speaker, ["mariam-keita"]);
    assert_eq!(claims.actor("mariam-keita").unwrap().of.as_deref(), Some("mali"));
    let demand = claims.claims.iter().find(|c| c.quote.contains("lay down")).unwrap();
    assert_eq!(demand.attribution.as_ref().unwrap().actor.as_deref(), Some("mariam-keita"));
    let accusation = claim(&claims, ClaimKind::Criticize, "breaking the truce");
    assert_eq!(
        (accusation.speaker.as_slice(), accusation.target.as_slice()),
        (&["ousmane-diallo".to_owned()][..], &["mali".to_owned()][..])
    );
}

#[test]
fn offers_with_conditions_and_sanctions_to_come() {
    let claims = read_one(
        "The Houthis said they were willing to observe a ceasefire if Saudi Arabia lifts its blockade. \
         British Foreign Secretary Helen Marsh announced plans to impose new sanctions on the movement. \
         The African Union urged both sides to release prisoners. \
         Saudi Arabia has shown no interest in a deal, and remains firm in its refusal to open the port.",
    );
    let willing = claim(&claims, ClaimKind::Willing, "willing to observe");
    assert_eq!((willing.speaker.as_slice(), willing.polarity), (&["houthis".to_owned()][..], Polarity::Positive));
    let condition = claim(&claims, ClaimKind::Condition, "lifts its blockade");
    assert_eq!(
        (condition.quote.as_str(), condition.speaker.as_slice()),
        ("if Saudi Arabia lifts its blockade", &["houthis".to_owned()][..])
    );
    let sanction = claim(&claims, ClaimKind::Sanction, "impose new sanctions");
    assert_eq!((sanction.speaker.as_slice(), sanction.status), (&["helen-marsh".to_owned()][..], ClaimStatus::Future));
    let call = claim(&claims, ClaimKind::Call, "release prisoners");
    assert_eq!(call.speaker, ["african-union"]);
    assert_eq!(call.issue, ["prisoners"]);
    assert_eq!(actor_kind(&claims, "african-union"), Some(ActorKind::Bloc));
    let unwilling = claim(&claims, ClaimKind::Willing, "no interest");
    assert_eq!(
        (unwilling.speaker.as_slice(), unwilling.polarity),
        (&["saudi-arabia".to_owned()][..], Polarity::Negative)
    );
    assert_eq!(claim(&claims, ClaimKind::Refuse, "refusal to open").speaker, ["saudi-arabia"]);
}

#[test]
fn delegations_blocs_and_line_breaks() {
    let claims = read_one(
        "Talks Open in Astana\n\
         The chair of the meeting was Kazakh Foreign Minister\n\
         Aigul Seitova, who welcomed the delegations.\n\
         The Armenian delegation proposed a joint patrol of the border. European leaders praised the proposal.",
    );
    let offer = claim(&claims, ClaimKind::Offer, "joint patrol");
    assert_eq!(offer.speaker, ["armenian-delegation"]);
    let delegation = claims.actor("armenian-delegation").unwrap();
    assert_eq!((delegation.kind, delegation.of.as_deref()), (ActorKind::Delegation, Some("armenia")));
    assert_eq!(claim(&claims, ClaimKind::Support, "praised").speaker, ["europe"]);
    assert_eq!(claims.actor("aigul-seitova").unwrap().of.as_deref(), Some("kazakhstan"));
    assert!(claims.claims.iter().all(|c| !c.quote.contains("Talks Open")));
}

#[test]
fn ids_run_over_all_sources_and_ranges_count_in_each() {
    let texts = ["Peru rejected the offer.", "Chile denied the charge. Chile rejected the map."];
    let sources: Vec<_> = texts
        .iter()
        .zip(["one", "two"])
        .map(|(text, id)| SourceText { id, file: "f.txt", text, title: Some("T"), published: Some("2025-01-02") })
        .collect();
    let claims = read(&sources);
    let found: Vec<_> = claims.claims.iter().map(|c| (c.id.as_str(), c.source.as_str(), c.kind, c.start)).collect();
    let expected = [
        ("c1", "one", ClaimKind::Refuse, 0),
        ("c2", "two", ClaimKind::Deny, 0),
        ("c3", "two", ClaimKind::Refuse, 25), // "Chile denied the charge. " has 25 bytes
    ];
    assert_eq!(found, expected);
    assert_eq!(claims.sources[1].published.as_deref(), Some("2025-01-02"));
    let json = to_json(&claims);
    assert_eq!(json["claims"][2]["speaker"][0], "Chile");
    assert_eq!(json["claims"][0]["attribution"], serde_json::Value::Null);
}

#[test]
fn a_text_that_reports_nothing_gives_no_claims() {
    for text in ["", " \n\n ", "The weather in Lima was fine. Nobody minded the rain.", "\u{200f}\u{202e}", "“”“”'''"]
    {
        assert_eq!(read_one(text).claims, [], "{text:?}");
    }
}

fn check(claims: &Claims, text: &str) {
    for c in &claims.claims {
        assert_eq!(text.get(c.start..c.end), Some(c.quote.as_str()));
        assert!(!c.quote.is_empty());
        let known = |id: &String| claims.actor(id).is_some();
        assert!(c.speaker.iter().chain(&c.target).all(known), "{c:?}");
        assert!(c.attribution.iter().filter_map(|a| a.actor.as_ref()).all(known), "{c:?}");
    }
    for a in &claims.actors {
        assert!(a.of.as_deref().is_none_or(|of| claims.actor(of).is_some()), "{a:?}");
    }
    let ids: std::collections::BTreeSet<_> = claims.actors.iter().map(|a| &a.id).collect();
    assert_eq!(ids.len(), claims.actors.len());
}

#[test]
fn strange_input_is_read_to_the_end() {
    let nested = format!("{}Iran said it will not accept the deal{}", "“".repeat(10_000), "”".repeat(10_000));
    let line = "Kenya and Somalia have agreed to reopen the border, officials said ".repeat(3_000);
    let marks = "\u{202e}Oman\u{200f} said “it” — rejected\u{feff} the ‘truce’ …\r\n".repeat(200);
    let binary: String = String::from_utf8_lossy(
        &(0..60_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect::<Vec<_>>(),
    )
    .into();
    let combining = "I\u{307}ran rejected İstanbul’s ﬁrst oﬀer. ".repeat(50);
    for text in [nested, line, marks, binary, combining, "'".repeat(5_000), "U.S.".repeat(5_000), "a-".repeat(5_000)] {
        check(&read_one(&text), &text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// Words that matter to the reader in any order, with any marks between: every quote is its range, every id resolves.
    #[test]
    fn every_quote_is_its_range(words in prop::collection::vec(prop::sample::select(vec![
        "Iran", "Iraq", "the", "Iraqi", "President", "Omar", "Haddad", "of", "said", "that", "it", "would", "not", "accept", "a", "ceasefire",
        "if", "rejected", "demand", "from", "delegation", "both", "sides", "met", "with", "“", "”", "\"", ",", ".", "—", "and", "neither",
        "nor", "attend", "its", "refusal", "to", "’s", "sources", "close", "U.S.", "according", "\n", "\n\n", "é", "\u{202e}", "who", "unless",
        "urging", "condition", "unacceptable", "(", ")", "hinted", "might", ":", ";", "we", "must",
    ]), 0..60), glue in prop::sample::select(vec![" ", "", "  "])) {
        let text = words.join(glue);
        check(&read_one(&text), &text);
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        check(&read_one(&text), &text);
    }
}

#[test]
fn names_are_those_a_reader_would_use() {
    let claims = read_one(
        "A top Hezbollah commander said the Lebanese militant group is ready for a truce. \
         Rebel leaders demanded the release of prisoners. \
         Peru's border police met the negotiators at the minister's official residence.",
    );
    let willing = claim(&claims, ClaimKind::Willing, "ready for a truce");
    assert_eq!(willing.speaker, ["hezbollah"], "the group is the one spoken of before");
    let said_by = willing.attribution.as_ref().map(|a| a.text.as_str());
    assert_eq!(said_by, Some("a top Hezbollah commander"));
    assert!(claims.actors.iter().all(|a| a.name != "official" && a.name != "rebel"), "{:?}", claims.actors);
}

#[test]
fn a_president_gets_the_side_that_a_later_sentence_gives() {
    let claims = read_one(
        "President Mira Holt demanded that the rebels leave the valley. The Peruvian president also refused a ceasefire.",
    );
    let holt = claims.actor("mira-holt").unwrap();
    assert_eq!(holt.of.as_deref(), Some("peru"));
}

#[test]
fn what_only_somebody_else_reports_is_never_put_into_a_mouth() {
    for (text, voice) in [
        ("Serbia rejected the plan, a senior Kosovar official said.", "a senior Kosovar official"),
        ("Serbia rejected the plan, Dragan Ilic said on Monday.", "Dragan Ilic"),
        ("Serbia has rejected the plan, said President Arta Krasniqi of Kosovo.", "President Arta Krasniqi of Kosovo"),
        ("Serbia rejected the plan, according to two diplomats.", "two diplomats"),
    ] {
        let claims = read_one(text);
        let refusal = claim(&claims, ClaimKind::Refuse, "rejected the plan");
        assert_eq!(refusal.speaker, ["serbia"], "{text}");
        assert_eq!(refusal.attribution.as_ref().map(|a| a.text.as_str()), Some(voice), "{text}");
    }
    for text in
        ["Serbia rejected the plan, and Kosovo said it would sign.", "Serbia rejected the plan, which said little."]
    {
        let claims = read_one(text);
        assert_eq!(claim(&claims, ClaimKind::Refuse, "rejected the plan").attribution, None, "{text}");
    }
}

#[test]
fn governments_of_states_act_and_days_stand_between() {
    for (text, speaker) in [
        ("The government of Bolivia rejected the plan.", "bolivia"),
        ("Authorities in Lima rejected the plan.", "peru"),
        ("Bolivia on Tuesday rejected a demand by Chile for the plan.", "bolivia"),
        ("Bolivia late on Monday refused to sign the plan.", "bolivia"),
    ] {
        let claims = read_one(text);
        let refusal = claim(&claims, ClaimKind::Refuse, "the plan");
        // The demand that was rejected is a claim of its own.
        assert!(claims.claims.iter().all(|c| c.kind == ClaimKind::Refuse || c.speaker == ["chile"]), "{text}");
        assert_eq!(
            (refusal.speaker.as_slice(), refusal.polarity),
            (&[speaker.to_owned()][..], Polarity::Negative),
            "{text}"
        );
    }
}
