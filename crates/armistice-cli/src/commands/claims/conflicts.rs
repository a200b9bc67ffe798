//! `armistice claims CASE --conflicts`: claims that contradict each other, side by side.

use armistice::case::claims::Claim;
use armistice::case::dossier::{Reason, contradictions};

use super::json;
use super::list::who;
use crate::dossier::Dossier;
use crate::failure::Failure;
use crate::screen::{self, count, hanging};

pub(super) fn run(dossier: &Dossier, chosen: &[usize], as_json: bool) -> Result<(), Failure> {
    let mut found = contradictions(&dossier.claims);
    found.retain(|c| chosen.contains(&c.first) || chosen.contains(&c.second));
    if as_json {
        return screen::print_json(&json::conflicts(dossier, &found));
    }
    let mut table = screen::lined(&["Why", "One", "The other"]);
    for c in &found {
        let claims = &dossier.claims.claims;
        let why = match &c.reason {
            Reason::BothWays(actor) => format!("{} says yes and no", dossier.name(actor)),
            Reason::SpokenFor(actor) => format!("{} is said to say otherwise than it does", dossier.name(actor)),
            Reason::Disputed => "two voices disagree".to_owned(),
        };
        table.add_row([why, cell(dossier, &claims[c.first]), cell(dossier, &claims[c.second])]);
    }
    let out = if found.is_empty() { String::new() } else { screen::drawn(&table) };
    let number = count(found.len() as u64, "contradiction", "contradictions");
    let advice = "Which of two claims holds is yours to say: `armistice claims reject` takes one out.";
    let advice = if found.is_empty() { String::new() } else { hanging("", advice) };
    screen::print(&format!("{out}{number}\n{advice}"))
}

/// A claim in a cell: id, kind, who, the quote, and where it is from.
fn cell(dossier: &Dossier, claim: &Claim) -> String {
    let source = dossier.claims.sources.iter().find(|s| s.id == claim.source);
    let day = claim.when.as_deref().or_else(|| source.and_then(|s| s.published.as_deref()));
    let day = day.map(|day| format!(", {day}")).unwrap_or_default();
    let who = who(dossier, claim);
    let who = if who.is_empty() { String::new() } else { format!("{who}, ") };
    let by = claim.attribution.as_ref().map(|a| format!(", according to {}", a.text)).unwrap_or_default();
    let quote = claim.quote.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{} {who}{}{by}:\n“{quote}”\n({}{day})", claim.id, claim.kind.word(), claim.source)
}
