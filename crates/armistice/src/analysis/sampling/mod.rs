//! Many ways of filling in what is unknown, put to one compiled space (definitions §1.8).
//!
//! What does not hang on numbers (what can occur, what would count, norms, red lines, preconditions, conditions that add to worth) is
//! worked out once: [`Sorted`]. One filling-in is a `Terms`; a [`Judge`] says what it comes to.

mod judge;
mod sorted;

pub(crate) use judge::Judge;
pub use sorted::MOST_SORTED;
pub(crate) use sorted::Sorted;

use crate::case::{Case, PartyIndex};
use crate::space::{Pull, Unknown, Unknowns};

/// The unknowns that can bear on what the parties of C accept, with these levers pulled.
pub(crate) fn bearing<'c>(case: &'c Case, pulls: &[Pull]) -> Unknowns<'c> {
    let mut unknowns = Unknowns::of(case);
    let exposed = |party: PartyIndex| case.exposures.iter().any(|e| e.party == party && !e.points.is_empty());
    let in_c = |party: PartyIndex| case.parties[party].in_c();
    let pulled =
        |lever: usize| pulls.iter().any(|(l, strength)| *l == lever && *strength != crate::points::Decimal::ZERO);
    unknowns.retain(|unknown| match *unknown {
        Unknown::Weights(p) | Unknown::Scores(p, _) | Unknown::NoDeal(p) | Unknown::Exposure(p, _) => in_c(p),
        Unknown::Trust(p) => in_c(p) && exposed(p),
        Unknown::Patience(_) => false,
        Unknown::Link(k) => in_c(case.links[k].party),
        Unknown::LeverWorth(l, at) => pulled(l) && in_c(case.levers[l].worth[at].0),
        Unknown::LeverTrust(l, at) => {
            let party = case.levers[l].trust[at].0;
            pulled(l) && in_c(party) && exposed(party)
        }
    });
    unknowns
}
