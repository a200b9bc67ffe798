//! What contradicts what, and what does not although it looks so.

use super::*;
use crate::case::claims::Attribution;
use crate::case::model::Source;

fn actor(id: &str, kind: ActorKind, of: Option<&str>) -> Actor {
    let of = of.map(str::to_owned);
    Actor { id: id.to_owned(), name: id.to_owned(), kind, of, office: None, names: Vec::new() }
}

/// `KIND POLARITY STATUS SPEAKER ISSUE: CONTENT`, with `@SOURCE`, `~VOICE` or `?TARGET` words before the colon.
fn claim(n: usize, line: &str) -> Claim {
    let (head, content) = line.split_once(": ").unwrap();
    let words: Vec<&str> = head.split(' ').collect();
    let marked = |mark: char| words.iter().find_map(|w| w.strip_prefix(mark));
    let plain = |at: usize| words[at].to_owned();
    Claim {
        id: format!("c{}", n + 1),
        source: marked('@').unwrap_or("news").to_owned(),
        kind: ClaimKind::from_word(words[0]).unwrap(),
        speaker: vec![plain(3)],
        target: marked('?').into_iter().map(str::to_owned).collect(),
        issue: vec![plain(4)],
        content: content.to_owned(),
        polarity: Polarity::from_word(words[1]).unwrap(),
        status: ClaimStatus::from_word(words[2]).unwrap(),
        when: marked('/').map(str::to_owned),
        conditions: Vec::new(),
        attribution: marked('~').map(|v| Attribution { actor: Some(v.to_owned()), text: v.to_owned(), direct: false }),
        quote: String::new(),
        start: 0,
        end: 0,
        also: Vec::new(),
        by: None,
        state: ClaimState::Drafted,
    }
}

fn dossier(lines: &[&str]) -> Claims {
    let source = |id: &str, day: Option<&str>| Source {
        id: id.to_owned(),
        file: format!("sources/{id}.txt"),
        title: None,
        published: day.map(str::to_owned),
        origin: None,
        digest: None,
        note: None,
    };
    Claims {
        sources: vec![source("news", None), source("may", Some("2031-05-02")), source("june", Some("2031-06-02"))],
        actors: vec![
            actor("hill", ActorKind::State, None),
            actor("vale", ActorKind::State, None),
            actor("envoy", ActorKind::Person, Some("hill")),
            actor("union", ActorKind::Bloc, None),
            actor("coast", ActorKind::State, Some("union")),
        ],
        claims: lines.iter().enumerate().map(|(n, line)| claim(n, line)).collect(),
    }
}

fn found(lines: &[&str]) -> Vec<Reason> {
    contradictions(&dossier(lines)).into_iter().map(|c| c.reason).collect()
}

#[test]
fn somebody_says_yes_and_no() {
    let both = [Reason::BothWays("hill".to_owned())];
    let no = "refuse - present hill ceasefire: will not agree to a ceasefire of 30 days";
    assert_eq!(found(&[no, "willing + present hill ceasefire: ready for a truce of 30 days"]), both);
    assert_eq!(found(&[no, "willing + present envoy ceasefire ~envoy: he wants a cease-fire"]), both, "its envoy does");
    assert_eq!(found(&[no, "agree + past hill ceasefire @may: agreed to the ceasefire"]), both);
    // Within one story a refusal before and readiness now are a change, and so are two days.
    let then = "refuse - past hill ceasefire: rejected a ceasefire of 30 days";
    assert_eq!(found(&[then, "willing + present hill ceasefire: ready for a ceasefire"]), []);
    assert_eq!(
        found(&[
            "refuse - past hill ceasefire @may: rejected a ceasefire",
            "accept + past hill ceasefire @june: accepted a ceasefire"
        ]),
        []
    );
}

#[test]
fn somebody_is_spoken_for() {
    let no = "refuse - present hill bridge ~hill: it will never open the bridge";
    let yes = "accept + past hill bridge ~vale: the Hill State has accepted to open the bridge";
    assert_eq!(found(&[no, yes]), [Reason::SpokenFor("hill".to_owned())]);
    assert_eq!(
        found(&["deny - present hill bridge: it accepted to open the bridge", yes]),
        [Reason::SpokenFor("hill".to_owned())]
    );
}

#[test]
fn two_voices_disagree_on_a_fact() {
    let yes = "withdraw + past hill forces ~hill: its troops withdrew from the bridge";
    assert_eq!(
        found(&[yes, "withdraw - past hill forces ~vale: hill troops have not withdrawn from the bridge"]),
        [Reason::Disputed]
    );
    assert_eq!(
        found(&[yes, "withdraw - past hill forces ~vale: no troops withdrew from the bridge"]),
        [Reason::Disputed]
    );
    assert_eq!(found(&[yes, "deny - past vale forces: that troops withdrew from the bridge"]), [Reason::Disputed]);
    let accused = "criticize - past vale raids ?hill: accused it of raids on villages";
    assert_eq!(
        found(&[accused, "deny - past hill raids: denied involvement in raids on villages"]),
        [Reason::Disputed]
    );
    assert_eq!(found(&[accused, "deny - past hill raids ?vale: denied the charge"]), [Reason::Disputed]);
    assert_eq!(found(&[accused, "deny - past hill raids: its soldiers never left Arden"]), [Reason::Disputed]);
    assert_eq!(found(&[accused, "deny - past hill raids @may: its soldiers never left Arden"]), []);
    assert_eq!(found(&[accused, "deny - past coast raids: its soldiers never left Arden"]), []);
    let agreed = "agree + past hill ceasefire @may: agreed on a ceasefire at the border crossing";
    assert_eq!(
        found(&[agreed, "agree - past hill ceasefire @news: no ceasefire at the border crossing"]),
        [Reason::Disputed]
    );
    assert_eq!(found(&[agreed, "agree - past hill ceasefire @june: no ceasefire at the border crossing"]), []);
}

#[test]
fn what_only_looks_like_a_contradiction() {
    for (no, yes) in [
        // Another actor, another issue, another number, another place.
        (
            "refuse - present hill ceasefire: refuses a ceasefire",
            "accept + present vale ceasefire: accepts a ceasefire",
        ),
        (
            "refuse - present coast ceasefire: refuses a ceasefire",
            "accept + present union ceasefire: accepts a ceasefire",
        ),
        ("refuse - present hill ceasefire: refuses a truce", "accept + present hill prisoners: accepts a truce"),
        (
            "refuse - present hill ceasefire: refuses a 60-day truce",
            "accept + present hill ceasefire: accepts a 30-day truce",
        ),
        (
            "refuse - present hill troops: will not withdraw from Arden",
            "pledge + present hill troops: will withdraw from Brock",
        ),
        // What is refused is not what is offered.
        (
            "refuse - present hill territory: refuses to cede territory",
            "pledge + present hill territory: will liberate its territory",
        ),
        ("refuse - future hill attacks: will not attack", "pledge + future hill attacks: will stop attacks"),
        (
            "refuse - present hill ceasefire: refuses a ceasefire",
            "willing + present hill ceasefire: ready to discuss a ceasefire",
        ),
        // It only might.
        (
            "refuse - present hill ceasefire: refuses a ceasefire",
            "willing + hypothetical hill ceasefire: would accept a ceasefire",
        ),
        // No agreement was reached, however willing one side was; and what is to come contradicts nothing that has not come yet.
        (
            "agree - past hill ceasefire: no ceasefire was agreed",
            "willing + present hill ceasefire: ready for a ceasefire",
        ),
        (
            "attend - past hill summit @may: did not attend the summit",
            "attend + future hill summit @news: will attend the summit",
        ),
        // One voice tells of two events.
        (
            "ceasefire - past hill ceasefire: ended its ceasefire",
            "ceasefire + past hill ceasefire: declared a ceasefire",
        ),
    ] {
        assert_eq!(found(&[no, yes]), [], "{no} / {yes}");
        assert_eq!(found(&[yes, no]), [], "{yes} / {no}");
    }
}

#[test]
fn rejected_and_conditional_claims_contradict_nothing() {
    let mut claims = dossier(&[
        "refuse - present hill ceasefire: refuses a ceasefire",
        "accept + present hill ceasefire: accepts a ceasefire",
        "accept + present vale bridge: opens the bridge",
    ]);
    let expected = Contradiction { first: 0, second: 1, reason: Reason::BothWays("hill".to_owned()) };
    assert_eq!(contradictions(&claims), [expected]);
    claims.claims[1].conditions = vec!["c3".to_owned()];
    assert_eq!(contradictions(&claims), []);
    claims.claims[1].conditions.clear();
    claims.claims[0].state = ClaimState::Rejected;
    assert_eq!(contradictions(&claims), []);
}

#[test]
fn many_claims_and_circles_of_actors_end() {
    let mut claims = dossier(&["refuse - present hill ceasefire: no"; 6_000]);
    let yes = claim(0, "accept + present envoy ceasefire: yes");
    claims.claims.extend(std::iter::repeat_n(yes, 6_000));
    claims.actors[2].of = Some("envoy".to_owned());
    assert_eq!(contradictions(&claims), []);
    claims.actors[2].of = Some("hill".to_owned());
    assert_eq!(contradictions(&claims).len(), MOST);
}
