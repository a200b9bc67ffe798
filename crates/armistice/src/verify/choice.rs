//! The four solutions, by comparing every candidate (definitions §2).

use std::cmp::Reverse;

use num_bigint::BigInt;
use num_traits::One;

use super::report::{Chosen, ChosenFour};
use super::world::{Micro, Seen};
use crate::points::Exact;

/// An outcome that may be chosen, with its gains as they count for choosing.
pub(super) struct Candidate<'a> {
    pub(super) seen: &'a Seen,
    /// u_i − d_i, under an unlock with d_i lowered. None is below 0.
    pub(super) gain: Vec<Micro>,
}

/// All four, given the ideal gains m_i. Candidates come in order of index.
pub(super) fn all(candidates: &[Candidate<'_>], ideal: &[Micro]) -> ChosenFour {
    ChosenFour {
        nash: nash(candidates, ideal),
        kalai_smorodinsky: best(candidates, |c| leximin(ratios(&c.gain, ideal))),
        egalitarian: best(candidates, |c| leximin(c.gain.clone())),
        utilitarian: best(candidates, |c| c.gain.iter().sum::<Micro>()),
    }
}

/// First the number of parties that gain, then the product of what they gain, then leximin of g_i / m_i.
pub(super) fn nash(candidates: &[Candidate<'_>], ideal: &[Micro]) -> Option<Chosen> {
    best(candidates, |c| {
        let gaining: Vec<Micro> = c.gain.iter().copied().filter(|&g| g > 0).collect();
        let product: BigInt = gaining.iter().map(|&g| BigInt::from(g)).product();
        (gaining.len(), product, leximin(ratios(&c.gain, ideal)))
    })
}

/// The largest gain of each party over these outcomes.
pub(super) fn ideal<'a>(gains: impl Iterator<Item = &'a [Micro]>) -> Vec<Micro> {
    gains.fold(Vec::new(), |ideal, gain| {
        if ideal.is_empty() { gain.to_vec() } else { ideal.iter().zip(gain).map(|(&m, &g)| m.max(g)).collect() }
    })
}

/// g_i / m_i, and 1 where m_i = 0.
fn ratios(gain: &[Micro], ideal: &[Micro]) -> Vec<Exact> {
    let ratio = |(&g, &m): (&Micro, &Micro)| if m == 0 { Exact::one() } else { Exact::new(g.into(), m.into()) };
    gain.iter().zip(ideal).map(ratio).collect()
}

/// The order of leximin: the worst-off first. Of two lists the lexicographically larger is better.
fn leximin<T: Ord>(mut entries: Vec<T>) -> Vec<T> {
    entries.sort();
    entries
}

/// The first of the candidates with the largest `merit`, and how many have it.
fn best<M: Ord>(candidates: &[Candidate<'_>], merit: impl Fn(&Candidate<'_>) -> M) -> Option<Chosen> {
    let merits: Vec<M> = candidates.iter().map(merit).collect();
    let top = merits.iter().max()?;
    let first = merits.iter().position(|m| m == top)?;
    let seen = candidates[first].seen;
    Some(Chosen {
        index: seen.index,
        outcome: seen.outcome.clone(),
        worth: seen.worth.clone(),
        gain: seen.gain.clone(),
        ties: merits.iter().filter(|m| *m == top).count() as u128,
    })
}

/// The order in which the chosen shortfall comes first: the largest entry, then the next (definitions §3.2).
pub(super) fn burden(shortfall: &[Micro]) -> Vec<Micro> {
    let mut entries = shortfall.to_vec();
    entries.sort_by_key(|&e| Reverse(e));
    entries
}
