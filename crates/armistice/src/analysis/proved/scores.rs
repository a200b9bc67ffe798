//! The ends of the score of one option, or of what it has more than another of the same issue (definitions §1.8, §9.1).

use num_traits::{One, Zero};

use crate::case::{Issue, Number, OptionIndex, Scores};
use crate::points::Exact;

/// The least and the most that v(option) − v(against) can be, or v(option) with nothing to hold it against.
pub(super) fn difference(
    scores: Option<&Scores>,
    issue: &Issue,
    option: OptionIndex,
    against: Option<OptionIndex>,
) -> [Exact; 2] {
    let hundred = || whole(100);
    if against == Some(option) {
        return [Exact::zero(), Exact::zero()];
    }
    match (scores, against) {
        (None, None) => [Exact::zero(), hundred()],
        (None, Some(_)) => [-hundred(), hundred()],
        (Some(Scores::Rank(groups)), None) => ranked(groups, issue.options.len(), option),
        (Some(Scores::Rank(groups)), Some(against)) => ranked_difference(groups, issue.options.len(), option, against),
        (Some(Scores::Prefers(chain)), None) => {
            if chain.contains(&option) {
                [Exact::zero(), hundred()]
            } else {
                [whole(50), whole(50)]
            }
        }
        (Some(Scores::Prefers(chain)), Some(against)) => {
            let place = |o| chain.iter().position(|&c| c == o);
            match (place(option), place(against)) {
                (Some(a), Some(b)) if a < b => [Exact::zero(), hundred()],
                (Some(_), Some(_)) => [-hundred(), Exact::zero()],
                (Some(_), None) | (None, Some(_)) => [whole(-50), whole(50)],
                (None, None) => [Exact::zero(), Exact::zero()],
            }
        }
        (Some(Scores::Points(points)), against) => {
            let mut parts = parts(points, issue, option);
            for (step, part) in against.into_iter().flat_map(|a| self::parts(points, issue, a)) {
                match parts.iter_mut().find(|(known, _)| *known == step) {
                    Some((_, known)) => *known -= part,
                    None => parts.push((step, -part)),
                }
            }
            parts.into_iter().fold([Exact::zero(), Exact::zero()], |[least, most], (step, part)| {
                let (low, high) = stated(points[step]);
                let (low, high) = (low * &part, high * &part);
                if low <= high { [least + low, most + high] } else { [least + high, most + low] }
            })
        }
    }
}

fn whole(number: i64) -> Exact {
    Exact::from_integer(number.into())
}

/// What is left out is 0…100.
fn stated(points: Option<Number>) -> (Exact, Exact) {
    points.map_or_else(|| (Exact::zero(), whole(100)), |n| (n.low().exact(), n.high().exact()))
}

/// An option's score as a sum of the scores of steps: its own, or on a numeric issue its share of the nearest scored ones.
fn parts(points: &[Option<Number>], issue: &Issue, option: OptionIndex) -> Vec<(OptionIndex, Exact)> {
    let scored = |o: &OptionIndex| points[*o].is_some();
    let below = (0..option).rev().find(scored);
    let above = (option + 1..points.len()).find(scored);
    match (below, above) {
        (Some(below), Some(above)) if points[option].is_none() && issue.range.is_some() => {
            let share = Exact::new((option - below).into(), (above - below).into());
            vec![(below, Exact::one() - &share), (above, share)]
        }
        _ => vec![(option, Exact::one())],
    }
}

/// The first and last place that an option may have among `n`, from 0.
fn places(groups: &[Vec<OptionIndex>], n: usize, option: OptionIndex) -> (usize, usize) {
    let mut first = 0;
    for group in groups {
        if group.contains(&option) {
            return (first, first + group.len() - 1);
        }
        first += group.len();
    }
    (0, n.saturating_sub(1))
}

/// The best option has 100, the worst 0, all others anything between that keeps the order.
fn ranked(groups: &[Vec<OptionIndex>], n: usize, option: OptionIndex) -> [Exact; 2] {
    let (first, last) = places(groups, n, option);
    let least = if last == 0 { whole(100) } else { Exact::zero() };
    let most = if first + 1 == n && n > 1 { Exact::zero() } else { whole(100) };
    [least, most]
}

fn ranked_difference(groups: &[Vec<OptionIndex>], n: usize, option: OptionIndex, against: OptionIndex) -> [Exact; 2] {
    let ((first, last), (other_first, other_last)) = (places(groups, n, option), places(groups, n, against));
    // Where the better of the two must be the best and the worse the worst, they are a hundred apart; else they may be next to equal.
    let above = |better_last: usize, worse_first: usize| {
        if n == 2 || (better_last == 0 && worse_first + 1 == n) { whole(100) } else { Exact::zero() }
    };
    if last < other_first {
        [above(last, other_first), whole(100)]
    } else if other_last < first {
        [-whole(100), -above(other_last, first)]
    } else {
        [-whole(100), whole(100)]
    }
}
