use super::*;
use crate::exchange::sample;

/// The codes of a claim of this kind, polarity, status and issue: `EVENT mode context CAMEO`.
fn coded(kind: &str, polarity: &str, status: &str, issue: &[&str]) -> String {
    let mut claim = sample::claim("c1");
    claim.kind = ClaimKind::from_word(kind).unwrap();
    claim.polarity = Polarity::from_word(polarity).unwrap();
    claim.status = ClaimStatus::from_word(status).unwrap();
    claim.issue = issue.iter().map(|&word| word.to_owned()).collect();
    let found = codes(&claim);
    [found.event, found.mode, found.context, found.cameo].map(|code| code.unwrap_or("-")).join(" ")
}

#[test]
fn every_row_is_read_and_its_codes_are_known() {
    let rows = lines(EVENTS).filter(|line| !line.contains(" = ")).count();
    assert_eq!(TABLES.rows.len(), rows);
    assert!(rows > 40);
    for row in &TABLES.rows {
        let cameo = row.codes.cameo.unwrap();
        assert!(TABLES.cameo.contains_key(cameo), "{cameo} has no Goldstein value");
        // The sixteen events of PLOVER as published; what is a statement only has none.
        let events = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT";
        assert!(row.codes.event.is_none_or(|event| events.split(' ').any(|known| known == event)), "{cameo}");
        assert_eq!(row.codes.event.is_none(), cameo.starts_with("01"), "{cameo}");
    }
    let used: std::collections::BTreeSet<_> = TABLES.rows.iter().filter_map(|row| row.codes.cameo).collect();
    assert_eq!(used.len(), TABLES.cameo.len(), "cameo.txt has codes that events.txt does not use");
    for (code, (goldstein, _)) in &TABLES.cameo {
        let value: f64 = goldstein.parse().unwrap();
        // Co-operation is not below zero and conflict not above, but for appeals to yield, which Goldstein's scale has at -0.3.
        let sign = if quad(code).unwrap() <= 2 { value >= -2.0 } else { value < 0.0 };
        assert!(sign, "{code} {value}");
    }
}

#[test]
fn claims_are_coded_as_the_codebooks_have_it() {
    // The codebook's own names of the codes: 036 express intent to meet or negotiate, 0256 appeal for de-escalation, 125 reject proposal to meet.
    assert_eq!(coded("meet", "+", "past", &[]), "CONSULT - - 040");
    assert_eq!(coded("meet", "+", "future", &["leaders meeting"]), "AGREE - diplomatic 036");
    assert_eq!(coded("call", "+", "present", &["ceasefire"]), "REQUEST yield military 0256");
    assert_eq!(coded("call", "+", "present", &["ceasefire", "direct talks"]), "REQUEST - - 020");
    assert_eq!(coded("refuse", "-", "future", &["direct talks"]), "REJECT meet diplomatic 125");
    assert_eq!(coded("willing", "-", "present", &[]), "REJECT - - 120");
    assert_eq!(coded("release", "+", "past", &["prisoners"]), "RETREAT release legal 0841");
    assert_eq!(coded("violence", "+", "past", &["attacks"]), "ASSAULT - military 190");
    assert_eq!(coded("deny", "-", "past", &[]), "- - - 016");
}

#[test]
fn what_is_no_event_gets_no_code() {
    for (kind, polarity, status) in [
        ("process", "+", "past"),
        ("condition", "+", "present"),
        ("attend", "-", "past"),
        ("meet", "-", "past"),
        ("meet", "+", "hypothetical"),
        ("agree", "-", "past"),
        ("sanction", "-", "past"),
        ("violence", "+", "future"),
    ] {
        assert_eq!(coded(kind, polarity, status, &[]), "- - - -", "{kind} {polarity} {status}");
    }
}

#[test]
fn actors_have_the_code_of_their_state() {
    let actor = |name: &str, kind, of: Option<&str>, office: Option<&str>| Actor {
        id: name.to_lowercase(),
        name: name.to_owned(),
        kind,
        of: of.map(str::to_owned),
        office: office.map(str::to_owned),
        names: Vec::new(),
    };
    let ukraine = actor("Ukraine", ActorKind::State, None, None);
    let find = |id: &str| (id == "ukraine").then_some(&ukraine);
    let code = |of: &Actor| super::actor(of, &find).unwrap_or_default();
    assert_eq!(code(&ukraine), "UKR");
    assert_eq!(code(&actor("the United Nations", ActorKind::Organisation, None, None)), "IGOUNO");
    assert_eq!(code(&actor("Zelensky", ActorKind::Person, Some("ukraine"), Some("president"))), "UKRGOV");
    assert_eq!(code(&actor("Ukrainian army", ActorKind::Delegation, Some("ukraine"), None)), "UKRMIL");
    assert_eq!(code(&actor("a Ukrainian source", ActorKind::Source, Some("ukraine"), None)), "UKR");
    assert_eq!(code(&actor("a party", ActorKind::Group, Some("ukraine"), None)), "");
    // A woman called Chad is no state.
    assert_eq!(code(&actor("Chad", ActorKind::Person, None, None)), "");
    assert_eq!(code(&actor("Arden", ActorKind::State, None, None)), "");
}
