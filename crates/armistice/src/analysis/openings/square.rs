//! Two strengths at once: convex regions of a square, exactly.

use num_traits::{Signed, Zero};

use super::strengths::Strengths;
use crate::points::Exact;

/// A pair of strengths.
pub type Corner = [Exact; 2];

/// A convex region with its corners in order around it; a single point or a line has one or two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Polygon {
    /// At least one, each once.
    pub corners: Vec<Corner>,
}

/// `constant + by[0]·a + by[1]·b`.
#[derive(Clone, Debug)]
pub(crate) struct Plane {
    pub(crate) constant: Exact,
    pub(crate) by: [Exact; 2],
}

impl Plane {
    pub(crate) fn at(&self, [a, b]: &Corner) -> Exact {
        &self.constant + &self.by[0] * a + &self.by[1] * b
    }

    pub(crate) fn negated(&self) -> Self {
        Self { constant: -&self.constant, by: [-&self.by[0], -&self.by[1]] }
    }
}

impl Polygon {
    /// All pairs of strengths from 0 to `side`.
    pub(crate) fn square(side: &Exact) -> Self {
        let zero = Exact::zero;
        if side.is_zero() {
            return Self { corners: vec![[zero(), zero()]] };
        }
        let corners =
            vec![[zero(), zero()], [side.clone(), zero()], [side.clone(), side.clone()], [zero(), side.clone()]];
        Self { corners }
    }

    /// The part where the plane is at least 0.
    pub(crate) fn cut(&self, plane: &Plane) -> Option<Self> {
        let heights: Vec<Exact> = self.corners.iter().map(|c| plane.at(c)).collect();
        if heights.iter().all(|h| !h.is_negative()) {
            return Some(self.clone());
        }
        let mut corners: Vec<Corner> = Vec::new();
        for (k, here) in self.corners.iter().enumerate() {
            let next = (k + 1) % self.corners.len();
            let (h, n) = (&heights[k], &heights[next]);
            if !h.is_negative() {
                corners.push(here.clone());
            }
            if (h.is_positive() && n.is_negative()) || (h.is_negative() && n.is_positive()) {
                let share = h / (h - n);
                let there = &self.corners[next];
                corners.push(std::array::from_fn(|axis| &here[axis] + (&there[axis] - &here[axis]) * &share));
            }
        }
        // A line is gone along in both directions.
        let mut kept: Vec<Corner> = Vec::new();
        for corner in corners {
            if !kept.contains(&corner) {
                kept.push(corner);
            }
        }
        (!kept.is_empty()).then_some(Self { corners: kept })
    }

    /// Whether the pair is in it.
    pub fn contains(&self, pair: &Corner) -> bool {
        match self.corners.as_slice() {
            [] => false,
            [only] => only == pair,
            corners => {
                let turns: Vec<Exact> = (0..corners.len())
                    .map(|k| {
                        let (from, to) = (&corners[k], &corners[(k + 1) % corners.len()]);
                        (&to[0] - &from[0]) * (&pair[1] - &from[1]) - (&to[1] - &from[1]) * (&pair[0] - &from[0])
                    })
                    .collect();
                let one_sided = turns.iter().all(|t| !t.is_negative()) || turns.iter().all(|t| !t.is_positive());
                let in_box = |axis: usize| {
                    corners.iter().any(|c| c[axis] <= pair[axis]) && corners.iter().any(|c| c[axis] >= pair[axis])
                };
                one_sided && in_box(0) && in_box(1)
            }
        }
    }

    /// Whether all of the other is in it: convex regions are, when their corners are.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        other.corners.iter().all(|c| self.contains(c))
    }

    /// The strengths on one axis when that on the other is `fixed`.
    pub(crate) fn across(&self, axis: usize, fixed: &Exact) -> Strengths {
        let other = 1 - axis;
        let mut at: Vec<Exact> = Vec::new();
        for (k, here) in self.corners.iter().enumerate() {
            let there = &self.corners[(k + 1) % self.corners.len()];
            if here[other] == *fixed {
                at.push(here[axis].clone());
            }
            if (&here[other] < fixed && fixed < &there[other]) || (&there[other] < fixed && fixed < &here[other]) {
                let share = (fixed - &here[other]) / (&there[other] - &here[other]);
                at.push(&here[axis] + (&there[axis] - &here[axis]) * share);
            }
        }
        match (at.iter().min(), at.iter().max()) {
            (Some(low), Some(high)) => Strengths::of([(low.clone(), high.clone())]),
            _ => Strengths::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(numerator: i64, denominator: i64) -> Exact {
        Exact::new(numerator.into(), denominator.into())
    }

    fn plane(constant: i64, a: i64, b: i64) -> Plane {
        Plane { constant: exact(constant, 1), by: [exact(a, 1), exact(b, 1)] }
    }

    #[test]
    fn cuts_leave_what_is_above() {
        let square = Polygon::square(&exact(2, 1));
        // a + b ≥ 1 leaves five corners, and b ≤ 0 of that the line from (1, 0) to (2, 0).
        let upper = square.cut(&plane(-1, 1, 1)).unwrap();
        assert_eq!(upper.corners.len(), 5);
        assert!(upper.contains(&[exact(1, 2), exact(1, 2)]) && !upper.contains(&[exact(1, 2), exact(1, 3)]));
        let line = upper.cut(&plane(0, 0, -1)).unwrap();
        assert_eq!(line.corners.len(), 2);
        assert_eq!(line.across(0, &exact(0, 1)), Strengths::of([(exact(1, 1), exact(2, 1))]));
        assert!(line.contains(&[exact(3, 2), exact(0, 1)]) && !line.contains(&[exact(1, 2), exact(0, 1)]));
        let point = line.cut(&plane(1, -1, 0)).unwrap();
        assert_eq!(point.corners, [[exact(1, 1), exact(0, 1)]]);
        assert!(point.cut(&plane(-2, 1, 0)).is_none());
        assert!(square.covers(&upper) && !upper.covers(&square) && upper.covers(&point));
        assert_eq!(upper.across(0, &exact(1, 4)), Strengths::of([(exact(3, 4), exact(2, 1))]));
        assert!(Polygon::square(&exact(0, 1)).contains(&[exact(0, 1), exact(0, 1)]));
    }
}
