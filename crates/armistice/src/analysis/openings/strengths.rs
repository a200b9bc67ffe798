//! Strengths on a line: closed intervals, exactly.

use num_traits::{Signed, Zero};

use crate::points::Exact;

/// A set of strengths (or of degrees of trust): closed intervals, ascending, apart from each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strengths(Vec<(Exact, Exact)>);

impl Strengths {
    /// The set of these intervals' members.
    pub(crate) fn of(intervals: impl IntoIterator<Item = (Exact, Exact)>) -> Self {
        let mut all: Vec<(Exact, Exact)> = intervals.into_iter().filter(|(low, high)| low <= high).collect();
        all.sort();
        let mut joined: Vec<(Exact, Exact)> = Vec::new();
        for (low, high) in all {
            match joined.last_mut() {
                Some(last) if low <= last.1 => last.1 = high.max(last.1.clone()),
                _ => joined.push((low, high)),
            }
        }
        Self(joined)
    }

    /// Both ends of every interval, ascending.
    pub fn intervals(&self) -> &[(Exact, Exact)] {
        &self.0
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The least: the break-even (definitions §4.2).
    pub fn least(&self) -> Option<&Exact> {
        self.0.first().map(|(low, _)| low)
    }

    /// Whether this strength is among them.
    pub fn contains(&self, strength: &Exact) -> bool {
        self.0.iter().any(|(low, high)| low <= strength && strength <= high)
    }

    /// Whether every strength from `low` to `high` is among them.
    pub fn covers(&self, low: &Exact, high: &Exact) -> bool {
        self.0.iter().any(|(from, to)| from <= low && high <= to)
    }

    /// Those that are in both.
    pub(crate) fn and(&self, other: &Self) -> Self {
        let pairs = self.0.iter().flat_map(|a| other.0.iter().map(move |b| (a, b)));
        Self::of(pairs.map(|((a, b), (c, d))| (a.max(c).clone(), b.min(d).clone())))
    }

    /// Those that are in either.
    pub(crate) fn or(&self, other: &Self) -> Self {
        Self::of(self.0.iter().chain(&other.0).cloned())
    }

    /// Where a function is at least 0. It is linear between neighbouring `knots`, of which there is one at least.
    pub(crate) fn where_reached(knots: &[(Exact, Exact)]) -> Self {
        let mut found = Vec::new();
        for pair in knots.windows(2) {
            let [(from, at_from), (to, at_to)] = pair else { continue };
            let zero = || from + (to - from) * at_from / (at_from - at_to);
            match (at_from.is_negative(), at_to.is_negative()) {
                (false, false) => found.push((from.clone(), to.clone())),
                (true, false) => found.push((zero(), to.clone())),
                (false, true) => found.push((from.clone(), zero())),
                (true, true) => {}
            }
        }
        if let [(only, value)] = knots
            && *value >= Exact::zero()
        {
            found.push((only.clone(), only.clone()));
        }
        Self::of(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(numerator: i64, denominator: i64) -> Exact {
        Exact::new(numerator.into(), denominator.into())
    }

    fn set(ends: &[(i64, i64)]) -> Strengths {
        Strengths::of(ends.iter().map(|&(a, b)| (exact(a, 1), exact(b, 1))))
    }

    #[test]
    fn intervals_that_touch_are_one() {
        assert_eq!(set(&[(3, 4), (0, 1), (1, 2), (5, 3)]), set(&[(0, 2), (3, 4)]));
        assert_eq!(set(&[(0, 9), (1, 2)]).intervals().len(), 1);
        assert_eq!(set(&[(0, 2), (4, 6)]).and(&set(&[(1, 5)])), set(&[(1, 2), (4, 5)]));
        assert_eq!(set(&[(0, 2)]).and(&set(&[(2, 5)])), set(&[(2, 2)]));
        assert!(set(&[(0, 2)]).and(&set(&[(3, 5)])).is_empty());
    }

    /// From −1 at 0 up to 2 at 1, down to −1 at 2: at least 0 from 1/3 to 5/3.
    #[test]
    fn a_bent_line_is_reached_between_its_zeros() {
        let knots = [(0, -1), (1, 2), (2, -1)].map(|(s, g)| (exact(s, 1), exact(g, 1)));
        assert_eq!(Strengths::where_reached(&knots), Strengths::of([(exact(1, 3), exact(5, 3))]));
        // Touching 0 in one point counts: the floor is met there.
        let knots = [(0, -1), (1, 0), (2, -1)].map(|(s, g)| (exact(s, 1), exact(g, 1)));
        assert_eq!(Strengths::where_reached(&knots), Strengths::of([(exact(1, 1), exact(1, 1))]));
        assert!(Strengths::where_reached(&[(exact(0, 1), exact(-1, 1))]).is_empty());
    }
}
