//! The central model: one value for every unknown number (definitions §1.8).

use num_bigint::BigInt;
use num_traits::{One, Zero};

use crate::case::{Case, Issue, IssueIndex, Number, OptionIndex, PartyIndex, Scores, Weights};
use crate::points::{Decimal, Exact};

/// A whole number, exactly.
pub(super) fn whole(number: usize) -> Exact {
    Exact::from_integer(BigInt::from(number))
}

/// The middle of what a number may be.
pub(super) fn middle(number: Number) -> Exact {
    (number.low().exact() + number.high().exact()) / whole(2)
}

/// The weights of a party's issues: they sum to 1 unless all that was written is zero.
pub(super) fn weights(case: &Case, party: PartyIndex) -> Vec<Exact> {
    let n = case.issues.len();
    match case.preferences_of(party).map_or(&Weights::Unstated, |p| &p.weights) {
        Weights::Unstated => vec![Exact::one() / whole(n.max(1)); n],
        Weights::Numbers(numbers) => {
            let middles: Vec<Exact> = numbers.iter().map(|&w| middle(w)).collect();
            let sum: Exact = middles.iter().sum();
            if sum.is_zero() { middles } else { middles.iter().map(|w| w / &sum).collect() }
        }
        Weights::Rank(groups) => {
            // The centroid of place p of n: (1/p + 1/(p+1) + … + 1/n) / n. A group shares the mean of its places.
            let centroid = |place: usize| (place..=n).map(|k| Exact::one() / whole(k)).sum::<Exact>() / whole(n);
            spread(groups, n, centroid)
        }
    }
}

/// The score of an option for a party, 0…100; `None` when the issue is unstated for it.
pub(super) fn score(case: &Case, party: PartyIndex, issue: IssueIndex, option: OptionIndex) -> Option<Exact> {
    let n = case.issues[issue].options.len();
    let scores = case.preferences_of(party)?.scores[issue].as_ref()?;
    Some(match scores {
        Scores::Points(points) => points_score(&case.issues[issue], points, option),
        Scores::Rank(groups) => {
            let by_place = |place: usize| whole(100) * whole(n.saturating_sub(place)) / whole((n - 1).max(1));
            spread(groups, n, by_place)[option].clone()
        }
        Scores::Prefers(chain) => match chain.iter().position(|&o| o == option) {
            Some(before) => whole(100) * whole(chain.len() - before) / whole(chain.len() + 1),
            None => whole(50),
        },
    })
}

/// Left out is 0…100, so 50, except between two scored steps of a numeric issue: on the line between them.
fn points_score(issue: &Issue, points: &[Option<Number>], option: OptionIndex) -> Exact {
    if let Some(number) = points[option] {
        return middle(number);
    }
    let scored = |o: &OptionIndex| points[*o].is_some();
    let below = (0..option).rev().find(scored);
    let above = (option + 1..points.len()).find(scored);
    let at = |o: OptionIndex| issue.options[o].value.map(Decimal::exact);
    let on_line = || {
        let (a, b) = (below?, above?);
        let (from, to) = (middle(points[a]?), middle(points[b]?));
        Some(&from + (&to - &from) * (at(option)? - at(a)?) / (at(b)? - at(a)?))
    };
    on_line().unwrap_or_else(|| whole(50))
}

/// Gives each of `n` ranked things the mean of `by_place` (1 the first) over the places its group takes up.
fn spread(groups: &[Vec<usize>], n: usize, by_place: impl Fn(usize) -> Exact) -> Vec<Exact> {
    let mut values = vec![Exact::zero(); n];
    let mut first = 1;
    for group in groups.iter().filter(|g| !g.is_empty()) {
        let places = first..first + group.len();
        let mean = places.map(&by_place).sum::<Exact>() / whole(group.len());
        for &member in group {
            values[member] = mean.clone();
        }
        first += group.len();
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        match text.split_once('/') {
            Some((n, d)) => exact(n) / exact(d),
            None => Decimal::parse(text).unwrap().exact(),
        }
    }

    fn number(text: &str) -> Number {
        Number::Value(Decimal::parse(text).unwrap())
    }

    /// Barron & Barrett, "Decision quality using ranked attribute weights", Management Science 42 (1996), give .5208,
    /// .2708, .1458 and .0625 for four attributes: 25/48, 13/48, 7/48 and 3/48.
    #[test]
    fn rank_order_centroid_of_four() {
        let n = 4;
        let centroid = |place: usize| (place..=n).map(|k| Exact::one() / whole(k)).sum::<Exact>() / whole(n);
        let weights = spread(&[vec![2], vec![0], vec![3], vec![1]], n, centroid);
        assert_eq!(weights, ["13/48", "3/48", "25/48", "7/48"].map(exact));
        let grouped = spread(&[vec![2], vec![0, 3], vec![1]], n, centroid);
        assert_eq!(grouped, ["10/48", "3/48", "25/48", "10/48"].map(exact));
    }

    #[test]
    fn numeric_issues_are_interpolated_between_scored_steps_only() {
        let step = |value: &str| crate::case::IssueOption {
            id: value.to_owned(),
            label: None,
            value: Some(Decimal::parse(value).unwrap()),
        };
        let mut issue = Issue {
            id: "days".to_owned(),
            title: "days".to_owned(),
            ordered: true,
            options: ["0", "30", "60", "90", "120", "150"].map(step).to_vec(),
            range: None,
            control: Vec::new(),
            undo: None,
            irreversible: Vec::new(),
            grounds: crate::case::Grounds::default(),
        };
        let interval = Number::Range(Decimal::parse("60").unwrap(), Decimal::parse("100").unwrap());
        let points = [None, Some(number("20")), None, None, Some(interval), None];
        let scores = |issue: &Issue| (0..6).map(|o| points_score(issue, &points, o)).collect::<Vec<_>>();
        // From 20 at 30 days to 80 (the middle of 60 and 100) at 120: two points for every three days.
        assert_eq!(scores(&issue), ["50", "20", "40", "60", "80", "50"].map(exact));
        // Labels have nothing between them.
        issue.options.iter_mut().for_each(|o| o.value = None);
        assert_eq!(scores(&issue), ["50", "20", "50", "50", "80", "50"].map(exact));
    }
}
