//! Laws that hold for the draft of any dossier.

use std::collections::{BTreeMap, BTreeSet};

use armistice::case::claims::{
    Actor, ActorKind, Attribution, Claim, ClaimKind, ClaimState, ClaimStatus, Claims, Polarity,
};
use armistice::case::write::write;
use armistice::case::{Case, Files, Scores, Source, read};
use armistice::diagnostic::Severity;
use proptest::prelude::*;
use proptest::sample::select;

use super::super::draft;

const FRAGMENTS: &[&str] = &[
    "a ceasefire",
    "a 30-day truce",
    "a lasting ceasefire",
    "a peace agreement",
    "resume talks",
    "withdraw its troops",
    "troops would remain",
    "cede territory",
    "release all prisoners",
    "an exchange of prisoners",
    "lift the sanctions",
    "lift the blockade",
    "recognise the state",
    "hold elections",
    "stop its attacks",
    "a meeting of the leaders",
    "share power",
    "open the dam",
    "repair the railway",
    "new sanctions",
    "until",
    "if",
    "before",
    "must",
    "in exchange for",
    "as a condition for",
    "in order for",
    "will not",
    "rejects the demand",
    "the same",
    ",",
    "мир",
    "\u{202e}",
    "\"",
    "\\",
    "\n",
    "=",
    "…",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(select(FRAGMENTS), 0..6).prop_map(|parts| parts.join(" "))
}

fn actors() -> impl Strategy<Value = Vec<Actor>> {
    let of = prop::option::of(0usize..7);
    let one = (
        select(ActorKind::ALL),
        of,
        prop::option::of(select(&["president", "envoy", ""][..])),
        select(&["Arlen", "", "United Isles", "A\"b\n"][..]),
    );
    prop::collection::vec(one, 0..6).prop_map(|all| {
        let actor = |(i, (kind, of, office, name)): (usize, (_, Option<usize>, Option<&str>, &str))| Actor {
            id: format!("a{i}"),
            name: name.to_owned(),
            kind,
            of: of.map(|o| format!("a{o}")),
            office: office.map(str::to_owned),
            names: Vec::new(),
        };
        all.into_iter().enumerate().map(actor).collect()
    })
}

fn who() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec((0usize..7).prop_map(|i| format!("a{i}")), 0..4)
}

pub(super) fn dossiers() -> impl Strategy<Value = Claims> {
    let what = (select(ClaimKind::ALL), select(Polarity::ALL), select(ClaimStatus::ALL), select(ClaimState::ALL));
    let claim = (
        what,
        who(),
        who(),
        text(),
        text(),
        prop::option::of(0usize..7),
        0usize..300,
        prop::collection::vec(text(), 0..3),
        0usize..2,
    );
    (actors(), prop::collection::vec(claim, 0..14)).prop_map(|(actors, claims)| {
        let claim = |(i, (what, speaker, target, quote, content, by, start, issue, source)): (usize, _)| -> Claim {
            let (kind, polarity, status, state) = what;
            let (quote, by): (String, Option<usize>) = (quote, by);
            Claim {
                id: format!("c{}", i + 1),
                source: format!("s{source}"),
                kind,
                speaker,
                target,
                issue,
                content,
                polarity,
                status,
                attribution: by.map(|a| Attribution {
                    actor: Some(format!("a{a}")),
                    text: "a source".to_owned(),
                    direct: false,
                }),
                start,
                end: start + quote.len(),
                quote,
                when: None,
                conditions: Vec::new(),
                also: Vec::new(),
                by: None,
                state,
            }
        };
        let source = |i: usize| Source {
            id: format!("s{i}"),
            file: format!("sources/s{i}.txt"),
            title: None,
            published: Some("2031-04-02".to_owned()),
            origin: None,
            digest: None,
            note: None,
        };
        Claims {
            sources: vec![source(0), source(1)],
            actors,
            claims: claims.into_iter().enumerate().map(claim).collect(),
        }
    })
}

/// What the format asks of every case, in the plainest form.
fn is_sound(case: &Case) -> Result<(), TestCaseError> {
    let unique = |ids: Vec<&String>| ids.iter().collect::<BTreeSet<_>>().len() == ids.len();
    let plain =
        |id: &String| !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    let lists: [Vec<&String>; 8] = [
        case.parties.iter().map(|p| &p.id).collect(),
        case.people.iter().map(|p| &p.id).collect(),
        case.issues.iter().map(|i| &i.id).collect(),
        case.red_lines.iter().map(|r| &r.id).chain(case.preconditions.iter().map(|p| &p.id)).collect(),
        case.goals.iter().map(|g| &g.id).collect(),
        case.levers.iter().map(|l| &l.id).collect(),
        case.meetings.iter().map(|m| &m.id).collect(),
        Vec::new(),
    ];
    for ids in lists {
        prop_assert!(ids.iter().all(|id| plain(id)), "{ids:?}");
        prop_assert!(unique(ids.clone()), "{ids:?}");
    }
    let signs = case.signatories();
    prop_assert!(!signs.is_empty() && !case.issues.is_empty());
    prop_assert_eq!(case.status_quo.len(), case.issues.len());
    for (issue, &today) in case.issues.iter().zip(&case.status_quo) {
        prop_assert!(issue.options.len() > 1 && today < issue.options.len());
        prop_assert!(
            unique(issue.options.iter().map(|o| &o.id).collect()) && issue.options.iter().all(|o| plain(&o.id))
        );
        prop_assert!(issue.control.iter().any(|c| signs.contains(c)));
    }
    for preferences in &case.preferences {
        for (scores, issue) in preferences.scores.iter().zip(&case.issues) {
            match scores {
                Some(Scores::Rank(groups)) => {
                    let mut all: Vec<usize> = groups.iter().flatten().copied().collect();
                    all.sort_unstable();
                    prop_assert!(all.into_iter().eq(0..issue.options.len()) && groups.iter().all(|g| !g.is_empty()));
                }
                Some(Scores::Prefers(chain)) => prop_assert!(chain.len() == 2 && chain[0] != chain[1]),
                Some(Scores::Points(points)) => {
                    let noted = preferences.grounds.note.as_deref().is_some_and(|n| n.contains("points are ranges"));
                    prop_assert!(noted && points.len() == issue.options.len(), "points that nobody gave");
                }
                None => {}
            }
        }
    }
    for p in &case.preconditions {
        prop_assert!(p.first.expr.issues() != p.before.expr.issues());
        prop_assert!(signs.contains(&p.party));
    }
    let text = write(case);
    let files = Files { case: &text, claims: None, sources: &BTreeMap::new() };
    let errors: Vec<String> =
        read(&files).diagnostics.iter().filter(|d| d.severity == Severity::Error).map(ToString::to_string).collect();
    prop_assert!(errors.is_empty(), "{errors:#?}\n{text}");
    if let Some(deal) = &case.deal {
        prop_assert!(!deal.expr.holds(&case.issues, &case.status_quo));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_dossier_gives_a_sound_case_or_says_why_not(claims in dossiers()) {
        let Ok(draft) = draft(&claims) else { return Ok(()) };
        is_sound(&draft.case)?;
        let mut ids: Vec<&String> = draft.used.iter().chain(&draft.left).map(|(id, _)| id).collect();
        ids.sort();
        let mut live: Vec<&String> = claims.claims.iter().filter(|c| c.state != ClaimState::Rejected).map(|c| &c.id).collect();
        live.sort();
        prop_assert_eq!(ids, live, "each claim that is not rejected goes to one place");
        prop_assert!(draft.used.iter().chain(&draft.left).all(|(_, what)| !what.is_empty()));
    }

    #[test]
    fn the_same_claims_give_the_same_draft(claims in dossiers()) {
        prop_assert_eq!(draft(&claims), draft(&claims.clone()));
    }
}

#[test]
fn a_flood_of_claims_is_drafted_in_bounds() {
    // 3,000 claims on ever other matters by ever other actors: more than any article holds.
    let mut claims = Claims::default();
    for i in 0..3_000 {
        claims.actors.push(Actor {
            id: format!("a{i}"),
            name: format!("Group {i}"),
            kind: ActorKind::Group,
            of: None,
            office: None,
            names: Vec::new(),
        });
        let quote = format!("group {i} must open dam number {i} before a ceasefire");
        claims.claims.push(Claim {
            id: format!("c{}", i + 1),
            source: "s".to_owned(),
            kind: ClaimKind::ALL[i % ClaimKind::ALL.len()],
            speaker: vec![format!("a{i}")],
            target: vec![format!("a{}", i / 2)],
            issue: Vec::new(),
            content: quote.clone(),
            polarity: Polarity::ALL[i % 3],
            status: ClaimStatus::Past,
            attribution: None,
            start: i * 50,
            end: i * 50 + quote.len(),
            quote,
            when: None,
            conditions: Vec::new(),
            also: Vec::new(),
            by: None,
            state: ClaimState::Drafted,
        });
    }
    let drafted = draft(&claims).unwrap();
    is_sound(&drafted.case).unwrap();
    assert!(drafted.case.issues.len() <= 24 && drafted.case.red_lines.len() + drafted.case.preconditions.len() <= 200);
    assert!(
        drafted.left.iter().any(|(_, why)| why.contains("one would be one issue too many") || why.contains("too many"))
    );
}

#[test]
fn what_is_said_over_and_over_is_drafted_in_bounds() {
    // More claims of one demand than a list of a case may have members.
    let text = "Egypt demanded that Sudan withdraw. ".repeat(10_100);
    let claims =
        crate::read(&[crate::SourceText { id: "s", file: "s.txt", text: &text, title: None, published: None }]);
    assert!(claims.claims.len() >= 10_100);
    is_sound(&draft(&claims).unwrap().case).unwrap();
}
