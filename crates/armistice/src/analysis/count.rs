//! Counts of outcomes, which can outgrow what can be told apart.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

/// A number of outcomes: exact, or known to lie between two numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// There are at least so many.
    pub least: u128,
    /// There are at most so many.
    pub most: u128,
}

impl Count {
    /// None.
    pub const ZERO: Self = Self { least: 0, most: 0 };

    /// So many, exactly.
    pub fn exactly(count: impl Into<u128>) -> Self {
        let count = count.into();
        Self { least: count, most: count }
    }

    /// The number, where it is known.
    pub fn exact(self) -> Option<u128> {
        (self.least == self.most).then_some(self.least)
    }

    /// Whether the number is known.
    pub fn is_exact(self) -> bool {
        self.least == self.most
    }

    /// Whether there is none for sure.
    pub fn is_none(self) -> bool {
        self.most == 0
    }

    /// Known from elsewhere to be between these.
    pub(crate) fn within(self, least: u128, most: u128) -> Self {
        let least = self.least.max(least);
        Self { least, most: self.most.min(most).max(least) }
    }
}

impl From<(u128, u128)> for Count {
    fn from((least, most): (u128, u128)) -> Self {
        Self { least, most }
    }
}

impl From<u128> for Count {
    fn from(count: u128) -> Self {
        Self::exactly(count)
    }
}

impl Add for Count {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { least: self.least.saturating_add(other.least), most: self.most.saturating_add(other.most) }
    }
}

/// The rest, of a part.
impl Sub for Count {
    type Output = Self;

    fn sub(self, part: Self) -> Self {
        Self { least: self.least.saturating_sub(part.most), most: self.most.saturating_sub(part.least) }
    }
}

impl Sum for Count {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::ZERO, Add::add)
    }
}

impl From<u64> for Count {
    fn from(count: u64) -> Self {
        Self::exactly(count)
    }
}

impl From<usize> for Count {
    fn from(count: usize) -> Self {
        Self::exactly(count as u128)
    }
}

/// Whether there are exactly so many.
impl PartialEq<u128> for Count {
    fn eq(&self, count: &u128) -> bool {
        *self == Self::exactly(*count)
    }
}

/// The number as people read it; where it is not known, the two it lies between, or what both are to the first digits.
impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (least, most) = (readable(&self.least.to_string()), readable(&self.most.to_string()));
        match self.exact() {
            Some(_) => f.write_str(&least),
            None if self.most == u128::MAX => write!(f, "at least {least}"),
            None if self.least == 0 => write!(f, "at most {most}"),
            None if least == most => write!(f, "about {least}"),
            None => write!(f, "{least} to {most}"),
        }
    }
}

/// How many digits are written out.
const WRITTEN_OUT: usize = 15;

/// Digits in groups of three; of very large numbers the first two and the power of ten, which alone is a power of ten. A line never
/// breaks inside one.
pub(crate) fn readable(digits: &str) -> String {
    if digits.len() > WRITTEN_OUT {
        let power = (digits.len() - 1).to_string();
        let raised = |c: char| c.to_digit(10).and_then(|d| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(d as usize)).unwrap_or(c);
        let power: String = power.chars().map(raised).collect();
        if digits.trim_end_matches('0') == "1" {
            return format!("10{power}");
        }
        return format!("{}.{}\u{a0}×\u{a0}10{power}", &digits[..1], &digits[1..2]);
    }
    let mut out = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_readable() {
        assert_eq!(Count::exactly(999u64).to_string(), "999");
        assert_eq!(Count::exactly(1_234_567u64).to_string(), "1,234,567");
        assert_eq!(Count::exactly(10u128.pow(30)).to_string(), "10³⁰");
        assert_eq!(Count::exactly(10u128.pow(30) + 1).to_string(), "1.0\u{a0}×\u{a0}10³⁰");
        assert_eq!(Count::from((1500, 2 * 10u128.pow(16))).to_string(), "1,500 to 2.0\u{a0}×\u{a0}10¹⁶");
        assert_eq!(
            Count::from((31 * 10u128.pow(16), 31 * 10u128.pow(16) + 5)).to_string(),
            "about 3.1\u{a0}×\u{a0}10¹⁷"
        );
        assert_eq!(Count::from((0, 12)).to_string(), "at most 12");
        assert_eq!(Count::from((7, u128::MAX)).to_string(), "at least 7");
    }

    #[test]
    fn what_is_left_of_a_part_lies_between_the_extremes() {
        let (all, part) = (Count::from((10, 20)), Count::from((3, 12)));
        assert_eq!(all - part, Count::from((0, 17)));
        assert_eq!(Count::exactly(5u64) + part, Count::from((8, 17)));
    }
}
