//! Fractions for draws: exact like [`Exact`], and cheap as long as two 128-bit integers hold them.

use std::cmp::Ordering;
use std::ops::{Add, Div, Mul, Sub};

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{ToPrimitive, Zero};

use super::{Decimal, Exact, MICRO, Points};

/// An exact fraction. It is reduced only when it would outgrow 128 bits, and held in integers of any width when that does not help.
#[derive(Clone, Debug)]
pub struct Fraction(Held);

#[derive(Clone, Debug)]
enum Held {
    /// Numerator, and a denominator above zero.
    Narrow(i128, i128),
    Wide(Box<Exact>),
}

impl Fraction {
    /// Zero.
    pub const ZERO: Self = Self(Held::Narrow(0, 1));
    /// One.
    pub const ONE: Self = Self(Held::Narrow(1, 1));

    /// `numerator / denominator`; the denominator counts as 1 when it is below that.
    pub const fn new(numerator: i128, denominator: i128) -> Self {
        Self(Held::Narrow(numerator, if denominator < 1 { 1 } else { denominator }))
    }

    /// In integers of any width.
    pub fn exact(&self) -> Exact {
        match &self.0 {
            Held::Narrow(n, d) => Exact::new(BigInt::from(*n), BigInt::from(*d)),
            Held::Wide(exact) => (**exact).clone(),
        }
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        match &self.0 {
            Held::Narrow(n, _) => *n == 0,
            Held::Wide(exact) => exact.is_zero(),
        }
    }

    /// So many points, rounded half to even to a whole micro-point (definitions §1.4).
    pub fn points(&self) -> Points {
        let micro = i128::from(MICRO);
        match &self.0 {
            // Where both fit in 64 bits divisions are much cheaper.
            Held::Narrow(n, d) => match n.checked_mul(micro) {
                Some(scaled) => Points(nearest(scaled, *d)),
                None => Points::round(&self.exact()),
            },
            Held::Wide(exact) => Points::round(exact),
        }
    }

    /// The nearest floating-point number, for figures and for sorting into bins.
    pub fn as_f64(&self) -> f64 {
        match &self.0 {
            Held::Narrow(n, d) => *n as f64 / *d as f64,
            Held::Wide(exact) => exact.to_f64().unwrap_or_default(),
        }
    }

    fn narrow(&self) -> Option<(i128, i128)> {
        match self.0 {
            Held::Narrow(n, d) => Some((n, d)),
            Held::Wide(_) => None,
        }
    }

    /// The same with the least denominator there is.
    fn reduced(&self) -> Self {
        match &self.0 {
            Held::Narrow(n, d) => {
                let common = n.gcd(d).max(1);
                Self(Held::Narrow(n / common, d / common))
            }
            Held::Wide(_) => self.clone(),
        }
    }

    /// Reckons in 128 bits, else again with both reduced, else in integers of any width.
    fn reckon(
        &self,
        other: &Self,
        narrow: impl Fn((i128, i128), (i128, i128)) -> Option<(i128, i128)>,
        wide: impl Fn(Exact, Exact) -> Exact,
    ) -> Self {
        let with = |a: &Self, b: &Self| narrow(a.narrow()?, b.narrow()?);
        match with(self, other).or_else(|| with(&self.reduced(), &other.reduced())) {
            Some((n, d)) => Self(Held::Narrow(n, d)),
            None => Self::from(wide(self.exact(), other.exact())),
        }
    }
}

/// The whole number nearest to `n / d`, of two the even one; ends of 64 bits beyond them, as in [`Points::round`].
fn nearest(n: i128, d: i128) -> i64 {
    let (floor, rest) = match (i64::try_from(n), i64::try_from(d)) {
        (Ok(n), Ok(d)) => (i128::from(n.div_euclid(d)), i128::from(n.rem_euclid(d))),
        _ => (n.div_euclid(d), n.rem_euclid(d)),
    };
    let up = match rest.cmp(&(d - rest)) {
        Ordering::Less => false,
        Ordering::Equal => floor.is_odd(),
        Ordering::Greater => true,
    };
    let rounded = floor + i128::from(up);
    i64::try_from(rounded).unwrap_or(if rounded < 0 { i64::MIN / 4 } else { i64::MAX / 4 })
}

impl From<Exact> for Fraction {
    fn from(exact: Exact) -> Self {
        match (exact.numer().to_i128(), exact.denom().to_i128()) {
            (Some(n), Some(d)) => Self::new(n, d),
            _ => Self(Held::Wide(Box::new(exact))),
        }
    }
}

impl From<Decimal> for Fraction {
    fn from(decimal: Decimal) -> Self {
        Self::new(i128::from(decimal.mantissa), 10i128.pow(decimal.scale))
    }
}

/// The sum or difference over a common denominator: without a product where one denominator goes into the other.
fn combined(a: (i128, i128), b: (i128, i128), combine: impl Fn(i128, i128) -> Option<i128>) -> Option<(i128, i128)> {
    if a.1 == b.1 {
        Some((combine(a.0, b.0)?, a.1))
    } else if a.1 % b.1 == 0 {
        Some((combine(a.0, b.0.checked_mul(a.1 / b.1)?)?, a.1))
    } else if b.1 % a.1 == 0 {
        Some((combine(a.0.checked_mul(b.1 / a.1)?, b.0)?, b.1))
    } else {
        Some((combine(a.0.checked_mul(b.1)?, b.0.checked_mul(a.1)?)?, a.1.checked_mul(b.1)?))
    }
}

impl Add for &Fraction {
    type Output = Fraction;

    fn add(self, other: Self) -> Fraction {
        self.reckon(other, |a, b| combined(a, b, i128::checked_add), |a, b| a + b)
    }
}

impl Sub for &Fraction {
    type Output = Fraction;

    fn sub(self, other: Self) -> Fraction {
        self.reckon(other, |a, b| combined(a, b, i128::checked_sub), |a, b| a - b)
    }
}

impl Mul for &Fraction {
    type Output = Fraction;

    fn mul(self, other: Self) -> Fraction {
        self.reckon(other, |a, b| Some((a.0.checked_mul(b.0)?, a.1.checked_mul(b.1)?)), |a, b| a * b)
    }
}

impl Div for &Fraction {
    type Output = Fraction;

    /// Division by zero gives zero: callers divide by sums they have looked at.
    fn div(self, other: Self) -> Fraction {
        if other.is_zero() {
            return Fraction::ZERO;
        }
        let narrow = |a: (i128, i128), b: (i128, i128)| {
            let (n, d) = if a.1 == b.1 { (a.0, b.0) } else { (a.0.checked_mul(b.1)?, a.1.checked_mul(b.0)?) };
            if d < 0 { Some((n.checked_neg()?, d.checked_neg()?)) } else { Some((n, d)) }
        };
        self.reckon(other, narrow, |a, b| a / b)
    }
}

impl std::iter::Sum for Fraction {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Self::ZERO, |sum, number| &sum + &number)
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Fraction {}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        let narrow = || {
            let (a, b) = (self.narrow()?, other.narrow()?);
            Some(a.0.checked_mul(b.1)?.cmp(&b.0.checked_mul(a.1)?))
        };
        narrow().unwrap_or_else(|| self.exact().cmp(&other.exact()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numerators and denominators from small to the widest there are.
    fn fractions() -> Vec<Fraction> {
        let parts = [0, 1, 2, 3, 7, 1_000_000, 1 << 33, (1 << 62) + 1, (1 << 90) - 1, i128::MAX, i128::MAX - 2];
        let mut all = Vec::new();
        for n in parts {
            for d in parts.into_iter().filter(|&d| d > 0) {
                all.extend([Fraction::new(n, d), Fraction::new(-n, d)]);
            }
        }
        let wide = Exact::new(BigInt::from(i128::MAX).pow(2), BigInt::from(3));
        all.push(Fraction::from(wide));
        all
    }

    #[test]
    fn reckoning_is_that_of_rationals() {
        let all = fractions();
        for a in &all {
            assert_eq!(a.points(), Points::round(&a.exact()), "{a:?}");
            for b in all.iter().step_by(7) {
                assert_eq!((a + b).exact(), a.exact() + b.exact(), "{a:?} + {b:?}");
                assert_eq!((a - b).exact(), a.exact() - b.exact(), "{a:?} − {b:?}");
                assert_eq!((a * b).exact(), a.exact() * b.exact(), "{a:?} · {b:?}");
                assert_eq!(a.cmp(b), a.exact().cmp(&b.exact()), "{a:?} and {b:?}");
                if !b.is_zero() {
                    assert_eq!((a / b).exact(), a.exact() / b.exact(), "{a:?} / {b:?}");
                }
            }
        }
    }

    #[test]
    fn halves_go_to_the_even_side() {
        let halves = |n: i128| Fraction::new(n, 2 * i128::from(MICRO)).points();
        assert_eq!([1, 3, -1, -3].map(halves), [0, 2, 0, -2].map(Points));
        // The same beyond 64 bits.
        let wide = |n: i128| Fraction::new(n << 70, (2 * i128::from(MICRO)) << 70).points();
        assert_eq!([1, 3, -1, -3].map(wide), [0, 2, 0, -2].map(Points));
    }
}
