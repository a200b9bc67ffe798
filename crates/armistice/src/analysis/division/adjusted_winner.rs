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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn whole(points: &[u32]) -> Vec<Exact> {
        points.iter().map(|&p| Exact::from_integer(p.into())).collect()
    }

    /// The worked example of “Adjusted winner procedure”, Wikipedia: four goods, 200 points each. The second good is handed over in part, so
    /// that the first keeps 86 and gets 95/156 of 75: 6847/52, or 131.67 for both.
    #[test]
    fn the_published_example() {
        let division = adjusted_winner(&whole(&[86, 75, 30, 9]), &whole(&[19, 81, 60, 40])).unwrap();
        let zero = Exact::zero;
        assert_eq!(division.shares, [Exact::one(), Exact::new(95.into(), 156.into()), zero(), zero()]);
        assert_eq!(division.total, Exact::new(6847.into(), 52.into()));
    }

    #[test]
    fn what_cannot_be_divided_says_why() {
        let refused = |a: &[u32], b: &[u32]| adjusted_winner(&whole(a), &whole(b)).unwrap_err();
        assert_eq!(refused(&[1], &[1, 0]), NoDivision::Lengths);
        assert_eq!(refused(&[3, 1], &[2, 1]), NoDivision::Sums);
        assert_eq!(refused(&[0, 0], &[0, 0]), NoDivision::Sums);
        assert_eq!(refused(&[], &[]), NoDivision::Sums);
        let below = [Exact::from_integer((-1).into()), Exact::from_integer(2.into())];
        assert_eq!(adjusted_winner(&below, &whole(&[1, 0])), Err(NoDivision::Negative));
    }

    #[test]
    fn one_thing_that_both_want_is_cut_in_half() {
        let division = adjusted_winner(&whole(&[7]), &whole(&[7])).unwrap();
        assert_eq!(division.shares, [Exact::new(1.into(), 2.into())]);
    }

    fn points() -> impl Strategy<Value = (Vec<Exact>, Vec<Exact>)> {
        let bids = prop::collection::vec((0..12u32, 0..12u32), 1..6);
        bids.prop_filter_map("both give points", |bids| {
            let (one, other): (Vec<u32>, Vec<u32>) = bids.into_iter().unzip();
            let sums = [&one, &other].map(|list| list.iter().sum::<u32>());
            // The same sum for both.
            let scaled = |list: &[u32], by: u32| whole(&list.iter().map(|p| p * by).collect::<Vec<_>>());
            (sums[0] > 0 && sums[1] > 0).then(|| (scaled(&one, sums[1]), scaled(&other, sums[0])))
        })
    }

    proptest! {
        #[test]
        fn equitable_free_of_envy_efficient_and_at_most_one_is_split((one, other) in points()) {
            let division = adjusted_winner(&one, &other).unwrap();
            let worth = |shares: &[Exact]| -> [Exact; 2] {
                let own = shares.iter().zip(&one).map(|(s, a)| s * a).sum();
                [own, shares.iter().zip(&other).map(|(s, b)| (Exact::one() - s) * b).sum()]
            };
            let [first, second] = worth(&division.shares);
            prop_assert_eq!(&first, &division.total);
            prop_assert_eq!(&second, &division.total);
            let half = one.iter().sum::<Exact>() / Exact::from_integer(2.into());
            prop_assert!(division.total >= half);
            let split = division.shares.iter().filter(|s| !s.is_zero() && !s.is_one()).count();
            prop_assert!(split <= 1);
            // No division into quarters is better for one and as good for the other.
            for index in 0..5usize.pow(one.len() as u32) {
                let quarter = |k: usize| Exact::new((index / 5usize.pow(k as u32) % 5).into(), 4.into());
                let [a, b] = worth(&(0..one.len()).map(quarter).collect::<Vec<_>>());
                prop_assert!(!(a >= first && b >= second && (a > first || b > second)));
            }
        }

        #[test]
        fn turned_round_it_is_the_same((one, other) in points()) {
            let there = adjusted_winner(&one, &other).unwrap();
            let back = adjusted_winner(&other, &one).unwrap();
            prop_assert_eq!(there.total, back.total);
        }
    }
}
