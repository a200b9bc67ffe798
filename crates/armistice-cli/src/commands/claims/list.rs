//! `armistice claims CASE`: the claims as a table.

use armistice::case::claims::{Claim, ClaimState, Polarity};

use super::json;
use crate::dossier::Dossier;
use crate::failure::Failure;
use crate::screen::{self, count, listed, shorten};

/// Columns beside the quote, with the space between.
const BESIDE: usize = 56;

pub(super) fn run(dossier: &Dossier, chosen: &[usize], as_json: bool) -> Result<(), Failure> {
    if as_json {
        return screen::print_json(&json::claims(dossier, chosen));
    }
    let all = &dossier.claims.claims;
    let mut out = String::new();
    if !chosen.is_empty() {
        let mut table = screen::compact(&["Claim", "State", "Kind", "Who", "±", "Words"]);
        let room = screen::width().saturating_sub(BESIDE).max(20);
        for claim in chosen.iter().map(|&at| &all[at]) {
            table.add_row([
                claim.id.clone(),
                claim.state.word().to_owned(),
                claim.kind.word().to_owned(),
                shorten(&who(dossier, claim), 18),
                sign(claim.polarity).to_owned(),
                words(claim, room),
            ]);
        }
        out = screen::drawn(&table);
    }
    screen::print(&format!("{out}{}\n", tally(dossier, chosen)))
}

/// The quote, shortened, and according to whom.
fn words(claim: &Claim, room: usize) -> String {
    let quote = format!("“{}”", shorten(&claim.quote, 2 * room));
    match &claim.attribution {
        Some(by) => format!("{quote} ({})", shorten(&by.text, room)),
        None => quote,
    }
}

/// The speakers' names.
pub(super) fn who(dossier: &Dossier, claim: &Claim) -> String {
    listed(&claim.speaker.iter().map(|id| dossier.name(id)).collect::<Vec<_>>())
}

/// A polarity as it is read best in a column.
pub(super) fn sign(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Positive => "+",
        Polarity::Negative => "−",
        Polarity::Neutral => "0",
    }
}

/// "12 of 26 claims: 10 drafted, 2 accepted".
fn tally(dossier: &Dossier, chosen: &[usize]) -> String {
    let all = &dossier.claims.claims;
    let in_all = count(all.len() as u64, "claim", "claims");
    let number = if chosen.len() == all.len() { in_all } else { format!("{} of {in_all}", chosen.len()) };
    let states = ClaimState::ALL.iter().filter_map(|state| {
        let n = chosen.iter().filter(|&&at| all[at].state == *state).count();
        (n > 0).then(|| format!("{n} {}", state.word()))
    });
    let states: Vec<String> = states.collect();
    if states.is_empty() { number } else { format!("{number}: {}", states.join(", ")) }
}
