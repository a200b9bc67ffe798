//! `case.toml`: every problem can be shown, and what is accepted is written back as the same case.

use armistice::case::write::{rewrite, write};
use armistice::case::{Case, Consent, NoDeal};
use armistice::diagnostic::has_errors;
use armistice::points::Decimal;

use super::{can_be_shown, parts, reading};

pub fn check(text: &str) {
    let (case, claims) = parts(text);
    let found = reading(case, claims);
    can_be_shown(&found.diagnostics, &[("case.toml", case), ("claims.toml", claims.unwrap_or_default())]);
    assert_eq!(found.case.is_none(), has_errors(&found.diagnostics), "{:?}", found.diagnostics);

    let Some(case) = reading(case, None).case else { return };
    let text = parts(text).0;
    let fresh = write(&case);
    assert_eq!(said(&accepted(&fresh)), said(&case), "\n{fresh}");
    assert_eq!(write(&accepted(&fresh)), fresh);
    assert_eq!(rewrite(text, &case), text);
    assert_eq!(rewrite(&fresh, &case), fresh);
    for changed in changes(&case) {
        let (edited, anew) = (rewrite(text, &changed), write(&changed));
        // Not every change leaves a case that can be read.
        if let Some(meant) = reading(&anew, None).case {
            assert_eq!(said(&accepted(&edited)), said(&meant), "\n{edited}");
        }
    }
}

fn accepted(text: &str) -> Case {
    let found = reading(text, None);
    found.case.unwrap_or_else(|| panic!("{:#?}\n{text}", found.diagnostics))
}

/// All that a case says, without the places it says it at and the digest.
fn said(case: &Case) -> String {
    let case = Case { digest: String::new(), ..case.clone() };
    let debug = format!("{case:#?}");
    debug.lines().filter(|line| !line.trim_start().starts_with("span: ")).collect::<Vec<_>>().join("\n")
}

/// What a person may do to any case.
fn changes(case: &Case) -> Vec<Case> {
    let mut all = Vec::new();
    let mut with = |change: &dyn Fn(&mut Case)| {
        let mut changed = case.clone();
        change(&mut changed);
        all.push(changed);
    };
    with(&|c| c.title.push_str(" ‘again’ \"\\"));
    with(&|c| c.deal = None);
    with(&|c| c.parties.reverse_consent());
    with(&|c| c.red_lines.reverse());
    with(&|c| {
        c.links.pop();
        c.preferences.pop();
        c.goals.clear();
    });
    with(&|c| {
        if let Some(party) = c.parties.first_mut() {
            party.no_deal = NoDeal::Points(armistice::case::Number::Value(Decimal::whole(40)));
            party.grounds.note = Some("a\n# note\t'''\"\"\"".to_owned());
        }
    });
    all
}

trait ReverseConsent {
    fn reverse_consent(&mut self);
}

impl ReverseConsent for Vec<armistice::case::Party> {
    /// Who signs stands aside, and who stands aside ratifies.
    fn reverse_consent(&mut self) {
        for party in self {
            party.consent = if party.in_c() { Consent::Outside } else { Consent::Ratifies };
        }
    }
}
