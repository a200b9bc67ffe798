//! Adjusted Winner (Brams & Taylor 1996), exactly.

use std::fmt;

use num_traits::{One, Signed, Zero};

use crate::points::Exact;

/// A division of items between two.
#[derive(Clone, Debug, PartialEq)]
pub struct Division {
    /// Per item, the share of the first of the two, 0…1; at most one lies between.
    pub shares: Vec<Exact>,
    /// What each gets, by its own points: the same for both.
    pub total: Exact,
}

/// Why nothing is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDivision {
    /// The two give points for different numbers of items.
    Lengths,
    /// A number of points is below 0.
    Negative,
    /// The two give out different sums of points, or none at all.
    Sums,
}

impl fmt::Display for NoDivision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lengths => "both must give points for the same items",
            Self::Negative => "points must not be below 0",
            Self::Sums => "both must give out the same sum of points, above 0",
        })
    }
}

impl std::error::Error for NoDivision {}

/// Divides items by the points that two parties give them, the same sum each.
///
/// Every item goes to whoever gives it more points (to the first when both give the same). Then whoever is ahead hands over items, those
/// first whose two numbers of points are nearest to each other, until both have the same; the last one handed over may have to be split.
/// The result is *equitable* (both get the same, by their own points), *envy-free* (at least half of the sum) and *efficient* (no other
/// division is better for one and as good for the other). Ties are broken by the order of the items.
///
/// # Errors
/// What [`NoDivision`] says.
pub fn adjusted_winner(one: &[Exact], other: &[Exact]) -> Result<Division, NoDivision> {
    if one.len() != other.len() {
        return Err(NoDivision::Lengths);
    }
    if one.iter().chain(other).any(Signed::is_negative) {
        return Err(NoDivision::Negative);
    }
    let sum: Exact = one.iter().sum();
    if sum.is_zero() || sum != other.iter().sum::<Exact>() {
        return Err(NoDivision::Sums);
    }
    let mut shares: Vec<Exact> =
        one.iter().zip(other).map(|(a, b)| if a >= b { Exact::one() } else { Exact::zero() }).collect();
    let has = |shares: &[Exact]| {
        let first: Exact = shares.iter().zip(one).map(|(s, a)| s * a).sum();
        let second: Exact = shares.iter().zip(other).map(|(s, b)| (Exact::one() - s) * b).sum();
        (first, second)
    };
    let (first, second) = has(&shares);
    let first_is_ahead = first > second;
    let (ahead, behind) = if first_is_ahead { (one, other) } else { (other, one) };
    let held = if first_is_ahead { Exact::one() } else { Exact::zero() };
    let cares = |k: usize| !ahead[k].is_zero() || !behind[k].is_zero();
    let mut handed_over: Vec<usize> = (0..shares.len()).filter(|&k| shares[k] == held && cares(k)).collect();
    // Nearest to each other: the least ahead[k] / behind[k]. What the other gives no points for stays to the end.
    handed_over.sort_by(|&j, &k| (&ahead[j] * &behind[k]).cmp(&(&ahead[k] * &behind[j])).then(j.cmp(&k)));
    let (mut more, mut less) = if first_is_ahead { (first, second) } else { (second, first) };
    for item in handed_over {
        let lead = &more - &less;
        if !lead.is_positive() {
            break;
        }
        // Handing over the part p closes the lead by p times what both give.
        let part = (lead / (&ahead[item] + &behind[item])).min(Exact::one());
        more -= &part * &ahead[item];
        less += &part * &behind[item];
        shares[item] = if first_is_ahead { Exact::one() - part } else { part };
    }
    Ok(Division { shares, total: more })
}
