//! The parts of a case in words, for tables.

use armistice::case::condition::{Condition, Expr};
use armistice::case::words::condition_in_words;
use armistice::case::{Case, Claims, Number, PartyIndex, claims::ActorKind};
use armistice::points::{MICRO, Points};

use crate::screen::listed;

/// A condition in words, with the titles of its issues.
pub(crate) fn condition(case: &Case, condition: &Condition) -> String {
    condition_in_words(case, &condition.expr)
}

/// A condition in words, without the title of the issue where it is a single test.
pub(crate) fn condition_untitled(case: &Case, condition: &Condition) -> String {
    let words = condition_in_words(case, &condition.expr);
    let Expr::Atom(atom) = &condition.expr else { return words };
    let title = case.issues.get(atom.issue).map_or("", |issue| issue.title.as_str());
    let bare = words.strip_prefix(&format!("“{title}: ")).and_then(|w| w.strip_suffix('”'));
    bare.map_or_else(|| words.clone(), str::to_owned)
}

/// A number, or the interval it lies in.
pub(crate) fn number(n: Number) -> String {
    match n {
        Number::Value(v) => v.to_string(),
        Number::Range(low, high) => format!("{low} to {high}"),
    }
}

/// Points for a table: one place, two below a point.
pub(crate) fn points(points: Points) -> String {
    if points.0.abs() < MICRO && points.0 != 0 { format!("{points:.2}") } else { format!("{points:.1}") }
}

/// A word in quotation marks.
pub(crate) fn quoted(word: &str) -> String {
    format!("“{word}”")
}

/// " [c1, c2]", or nothing.
pub(crate) fn references(claims: &[String]) -> String {
    if claims.is_empty() { String::new() } else { format!(" [{}]", claims.join(", ")) }
}

/// ", according to a senior source": who else says so, when none of the claims is the party's own word (definitions §12).
pub(crate) fn hearsay(case: &Case, party: PartyIndex, because: &[String]) -> String {
    let Some(claims) = &case.claims else { return String::new() };
    let unnamed = |id: &str| claims.actor(id).is_some_and(|a| a.kind == ActorKind::Source);
    let own = |id: &str| case.belongs(id, party) && !unnamed(id);
    let mut sources: Vec<&str> = Vec::new();
    for claim in because.iter().filter_map(|id| claims.claim(id)) {
        match &claim.attribution {
            Some(said) if !said.actor.as_deref().is_some_and(own) => {
                if !sources.contains(&said.text.as_str()) {
                    sources.push(&said.text);
                }
            }
            _ => return String::new(),
        }
    }
    if sources.is_empty() { String::new() } else { format!(", according to {}", listed(&sources)) }
}

/// The name of an actor of a claim; its id when nobody has it.
pub(crate) fn actor(case: &Case, claims: &Claims, id: &str) -> String {
    let party = || case.parties.iter().find(|p| p.id == id).map(|p| p.name.clone());
    let person = || case.people.iter().find(|p| p.id == id).map(|p| p.name.clone());
    claims.actor(id).map(|a| a.name.clone()).or_else(party).or_else(person).unwrap_or_else(|| id.to_owned())
}
