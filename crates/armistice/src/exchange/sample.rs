//! A small dossier for the tests.

use std::collections::BTreeMap;

use super::{Dossier, Known};
use crate::case::claims::{
    Actor, ActorKind, Attribution, Claim, ClaimKind, ClaimState, ClaimStatus, Claims, Place, Polarity,
};
use crate::case::model::Source;

pub(super) const NEWS: &str = "Talks in Arden 𝄞 — day two.\r\nUkraine “will not, ever;\r\nopen” the bridge, a guard said.\r\n=Vale= calls for a ceasefire.";

#[derive(Debug)]
pub(super) struct Sample {
    pub(super) claims: Claims,
    pub(super) known: Known,
    pub(super) texts: BTreeMap<String, String>,
}

impl Sample {
    pub(super) fn dossier(&self) -> Dossier<'_> {
        Dossier { claims: &self.claims, known: &self.known, texts: &self.texts }
    }
}

pub(super) fn claim(id: &str) -> Claim {
    let quote = "“will not, ever;\r\nopen” the bridge";
    let start = NEWS.find(quote).unwrap();
    Claim {
        id: id.to_owned(),
        source: "news".to_owned(),
        kind: ClaimKind::Refuse,
        speaker: vec!["ukraine".to_owned()],
        target: vec!["vale".to_owned()],
        issue: vec!["bridge; toll".to_owned()],
        content: "-1 bridge: \"open\"\nnever".to_owned(),
        polarity: Polarity::Negative,
        status: ClaimStatus::Future,
        when: Some("2031-04-03/2031-04-05".to_owned()),
        conditions: Vec::new(),
        attribution: Some(Attribution { actor: Some("guard".to_owned()), text: "a guard".to_owned(), direct: true }),
        quote: quote.to_owned(),
        start,
        end: start + quote.len(),
        also: vec![Place { source: "copy".to_owned(), start: start + 2, end: start + 2 + quote.len() }],
        by: Some("model x".to_owned()),
        state: ClaimState::Drafted,
    }
}

/// Two claims of two sources, three actors of which the case declares one.
pub(super) fn sample() -> Sample {
    let source = |id: &str, file: &str| Source {
        id: id.to_owned(),
        file: file.to_owned(),
        title: Some(format!("=The {id}")),
        published: Some("2031-04-02".to_owned()),
        origin: None,
        digest: None,
        note: None,
    };
    let actor = |id: &str, name: &str, kind, of: Option<&str>| Actor {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
        of: of.map(str::to_owned),
        office: None,
        names: vec![format!("{name} State")],
    };
    let quote = "=Vale= calls for a ceasefire";
    let start = NEWS.find(quote).unwrap();
    let second = Claim {
        kind: ClaimKind::Call,
        speaker: vec!["vale".to_owned()],
        target: vec!["ukraine".to_owned()],
        issue: vec!["ceasefire".to_owned()],
        content: "calls for a ceasefire".to_owned(),
        polarity: Polarity::Positive,
        status: ClaimStatus::Present,
        when: None,
        conditions: vec!["c1".to_owned()],
        attribution: None,
        quote: quote.to_owned(),
        start,
        end: start + quote.len(),
        also: Vec::new(),
        by: None,
        state: ClaimState::Accepted,
        ..claim("c2")
    };
    Sample {
        claims: Claims {
            sources: vec![source("news", "sources/day 2.txt"), source("copy", "sources/copy.txt")],
            actors: vec![
                actor("ukraine", "Ukraine", ActorKind::State, None),
                actor("guard", "a guard", ActorKind::Source, Some("vale")),
            ],
            claims: vec![claim("c1"), second],
        },
        known: Known { sources: Vec::new(), actors: vec![actor("vale", "Vale", ActorKind::Other, None)] },
        texts: BTreeMap::from([
            ("sources/day 2.txt".to_owned(), NEWS.to_owned()),
            ("sources/copy.txt".to_owned(), format!("> {NEWS}")),
        ]),
    }
}
