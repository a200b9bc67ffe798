//! Cases for tests, built without text: by hand ([`blank`] and friends) and at random ([`random`]).
#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]
#![allow(dead_code, unreachable_pub, reason = "a library of its own, of which each test takes what it needs")]

pub mod bargain;
pub mod corrupt;
pub mod folders;
pub mod random;

use armistice::case::condition::{Atom, Expr, Test};
use armistice::case::*;
use armistice::points::{Decimal, Points};

/// A case with these parties and issues (options in order, the first the status quo), and nothing else.
pub fn blank(parties: &[(&str, Consent)], issues: &[(&str, &[&str])]) -> Case {
    Case {
        title: "a test".to_owned(),
        as_of: None,
        deal: None,
        status_quo: vec![0; issues.len()],
        sources: Vec::new(),
        parties: parties.iter().map(|&(id, consent)| party(id, consent)).collect(),
        people: Vec::new(),
        issues: issues.iter().map(|&(id, options)| issue(id, options, parties)).collect(),
        infeasible: Vec::new(),
        packages: Vec::new(),
        preferences: Vec::new(),
        links: Vec::new(),
        red_lines: Vec::new(),
        preconditions: Vec::new(),
        norms: Vec::new(),
        goals: Vec::new(),
        levers: Vec::new(),
        exposures: Vec::new(),
        mandates: Vec::new(),
        meetings: Vec::new(),
        stability: Vec::new(),
        claims: None,
        digest: String::new(),
    }
}

fn party(id: &str, consent: Consent) -> Party {
    Party {
        id: id.to_owned(),
        name: id.to_owned(),
        consent,
        no_deal: NoDeal::Unstated,
        trust: None,
        patience: None,
        grounds: Grounds::default(),
    }
}

fn issue(id: &str, options: &[&str], parties: &[(&str, Consent)]) -> Issue {
    Issue {
        id: id.to_owned(),
        title: id.to_owned(),
        ordered: false,
        options: options.iter().map(|o| IssueOption { id: (*o).to_owned(), label: None, value: None }).collect(),
        range: None,
        control: (0..parties.len()).collect(),
        undo: None,
        irreversible: Vec::new(),
        grounds: Grounds::default(),
    }
}

/// A decimal, from its text.
pub fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

/// A known number, from its text.
pub fn number(text: &str) -> Number {
    Number::Value(decimal(text))
}

/// Points, from their text: at most six places.
pub fn points(text: &str) -> Points {
    Points::round(&decimal(text).exact())
}

/// A condition made of an expression; its text is only for people.
pub fn condition(expr: Expr) -> Condition {
    Condition { text: format!("{expr:?}"), span: 0..0, expr }
}

/// `issue = option`, by index.
pub fn is(issue: IssueIndex, option: OptionIndex) -> Condition {
    condition(Expr::Atom(Atom { issue, test: Test::Is(option) }))
}

/// What a party wants: weights on any scale, and scores per issue.
pub fn wants(party: PartyIndex, weights: Weights, scores: Vec<Option<Scores>>) -> Preferences {
    Preferences { party, weights, scores, interests: None, grounds: Grounds::default() }
}

/// A ranking without groups, best first.
pub fn rank(options: &[OptionIndex]) -> Option<Scores> {
    Some(Scores::Rank(options.iter().map(|&o| vec![o]).collect()))
}

/// Known weights.
pub fn weights(texts: &[&str]) -> Weights {
    Weights::Numbers(texts.iter().map(|t| number(t)).collect())
}

/// A red line.
pub fn red_line(id: &str, party: PartyIndex, refuses: Condition) -> RedLine {
    RedLine { id: id.to_owned(), title: None, party, refuses, grounds: Grounds::default() }
}

/// A precondition that is not transient.
pub fn precondition(id: &str, party: PartyIndex, first: Condition, before: Condition) -> Precondition {
    let (id, grounds) = (id.to_owned(), Grounds::default());
    Precondition { id, title: None, party, first, before, transient: false, grounds }
}
