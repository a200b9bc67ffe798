//! Numbers as people write them, exactly, and worth in whole micro-points.

mod fraction;

use std::cmp::Ordering;
use std::fmt;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive};

pub use fraction::Fraction;

/// An exact rational number: what decimals, midpoints and normalised weights are until they are rounded once.
pub type Exact = BigRational;

/// Micro-points in a point.
pub const MICRO: i64 = 1_000_000;

/// A decimal number as written in a file, held exactly: `mantissa · 10^−scale`.
///
/// At most 12 digits after the point and less than 10⁹ in size, so that sums of micro-points never leave 64 bits.
#[derive(Clone, Copy, Debug)]
pub struct Decimal {
    mantissa: i64,
    scale: u32,
}

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self { mantissa: 0, scale: 0 };

    /// Reads TOML's notations of a decimal number: sign, digits with `_` between them, fraction, exponent.
    ///
    /// # Errors
    /// The text is no decimal number, has more than 12 digits after the point, or is 10⁹ or more in size.
    pub fn parse(text: &str) -> Result<Self, DecimalError> {
        let clean: String = text.chars().filter(|&c| c != '_').collect();
        let (number, exponent) = match clean.split_once(['e', 'E']) {
            Some((n, e)) => (n, e.parse::<i32>().map_err(|_| DecimalError::NotANumber)?),
            None => (clean.as_str(), 0),
        };
        let (negative, digits) = match number.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, number.strip_prefix('+').unwrap_or(number)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() && fraction.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return Err(DecimalError::NotANumber);
        }
        let joined = format!("{whole}{fraction}");
        let significant = joined.trim_start_matches('0');
        if significant.is_empty() {
            return Ok(Self::ZERO);
        }
        let trimmed = significant.trim_end_matches('0');
        let dropped = significant.len() - trimmed.len();
        let scale = fraction.len() as i64 - dropped as i64 - i64::from(exponent);
        if scale > 12 {
            return Err(DecimalError::TooFine);
        }
        if trimmed.len() as i64 - scale > 9 {
            return Err(DecimalError::TooLarge);
        }
        let mut mantissa: i128 = trimmed.parse().map_err(|_| DecimalError::TooLarge)?;
        let mut scale = scale;
        while scale < 0 {
            mantissa *= 10;
            scale += 1;
        }
        let mantissa = i64::try_from(mantissa).map_err(|_| DecimalError::TooFine)?;
        Ok(Self { mantissa: if negative { -mantissa } else { mantissa }, scale: scale as u32 })
    }

    /// A whole number. Meant for constants of the format; sizes from 10⁹ on are not checked here.
    pub const fn whole(number: i32) -> Self {
        Self { mantissa: number as i64, scale: 0 }
    }

    /// The number as an exact rational.
    pub fn exact(self) -> Exact {
        match self.scale {
            0 => Exact::from_integer(BigInt::from(self.mantissa)),
            scale => Exact::new(BigInt::from(self.mantissa), BigInt::from(10).pow(scale)),
        }
    }

    /// Whether it is below zero.
    pub const fn is_negative(self) -> bool {
        self.mantissa < 0
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let scale = self.scale.max(other.scale);
        let lift = |d: &Self| i128::from(d.mantissa) * 10i128.pow(scale - d.scale);
        lift(self).cmp(&lift(other))
    }
}

impl fmt::Display for Decimal {
    /// Plain notation without exponent and without trailing zeros, such as `-0.25`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.mantissa.unsigned_abs().to_string();
        let scale = self.scale as usize;
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale);
        let fraction = fraction.trim_end_matches('0');
        let sign = if self.mantissa < 0 { "-" } else { "" };
        if fraction.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{fraction}") }
    }
}

/// Why a text is not a [`Decimal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalError {
    /// Not a decimal number at all (`inf` and `nan` included).
    NotANumber,
    /// More than 12 digits after the point, or more digits than 64 bits hold.
    TooFine,
    /// 10⁹ or more in size.
    TooLarge,
}

impl fmt::Display for DecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotANumber => "not a decimal number",
            Self::TooFine => "more digits than are kept: at most 12 after the point, 18 in all",
            Self::TooLarge => "too large: numbers stay below 1,000,000,000",
        })
    }
}

impl std::error::Error for DecimalError {}

/// Points as whole micro-points (10⁻⁶ point), the unit all worth is held, added and compared in (definitions §1.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(pub i64);

impl Points {
    /// The exact number of points, rounded half to even to a whole micro-point (definitions §1.4).
    ///
    /// Numbers beyond 64 bits of micro-points, which no checked case has, are held at the ends.
    pub fn round(exact: &Exact) -> Self {
        // In whole numbers: a rational would be reduced again at every step.
        let (floor, rest) = (exact.numer() * MICRO).div_mod_floor(exact.denom());
        let up = match (rest * 2u8).cmp(exact.denom()) {
            Ordering::Less => false,
            Ordering::Equal => floor.is_odd(),
            Ordering::Greater => true,
        };
        let rounded = floor + u8::from(up);
        Self(rounded.to_i64().unwrap_or(if rounded.is_negative() { i64::MIN / 4 } else { i64::MAX / 4 }))
    }

    /// The nearest floating-point number of points, for JSON and figures only.
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / MICRO as f64
    }

    /// The exact number of points.
    pub fn exact(self) -> Exact {
        Exact::new(BigInt::from(self.0), BigInt::from(MICRO))
    }
}

impl fmt::Display for Points {
    /// Up to six places; with a precision (`{:.1}`), rounded half to even to that many.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = f.precision().unwrap_or(6).min(6);
        let unit = 10i128.pow(6 - places as u32);
        let micro = i128::from(self.0);
        let (mut units, rest) = (micro.div_euclid(unit), micro.rem_euclid(unit));
        if 2 * rest > unit || (2 * rest == unit && units % 2 != 0) {
            units += 1;
        }
        let digits = format!("{:0>width$}", units.unsigned_abs(), width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        let fraction = if f.precision().is_none() { fraction.trim_end_matches('0') } else { fraction };
        let text = if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") };
        f.pad_integral(units >= 0, "", &text)
    }
}

/// A whole number, exactly.
pub fn whole(number: i64) -> Exact {
    Exact::from_integer(BigInt::from(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_read_what_toml_writes() {
        for (text, shown) in
            [("0", "0"), ("-0.0", "0"), ("1_000.50", "1000.5"), ("+2.5e2", "250"), ("25e-3", "0.025"), ("00.1", "0.1")]
        {
            assert_eq!(Decimal::parse(text).unwrap().to_string(), shown, "{text}");
        }
        assert_eq!(Decimal::parse("inf"), Err(DecimalError::NotANumber));
        assert_eq!(Decimal::parse("."), Err(DecimalError::NotANumber));
        assert_eq!(Decimal::parse("1e9"), Err(DecimalError::TooLarge));
        assert_eq!(Decimal::parse("0.0000000000001"), Err(DecimalError::TooFine));
        assert_eq!(Decimal::parse("1e999999999"), Err(DecimalError::TooLarge));
        assert!(Decimal::parse("0.10").unwrap() == Decimal::parse("0.1").unwrap());
        assert!(Decimal::parse("-1").unwrap() < Decimal::parse("-0.5").unwrap());
    }

    #[test]
    fn points_round_half_to_even() {
        let half = |n: i64| Exact::new(BigInt::from(n), BigInt::from(2 * MICRO));
        assert_eq!(Points::round(&half(1)), Points(0));
        assert_eq!(Points::round(&half(3)), Points(2));
        assert_eq!(Points::round(&half(-1)), Points(0));
        assert_eq!(Points::round(&half(-3)), Points(-2));
        let thirds = |n: i64| Exact::new(BigInt::from(n), BigInt::from(3));
        assert_eq!(Points::round(&thirds(1)), Points(333_333));
        assert_eq!(Points::round(&thirds(2)), Points(666_667));
        assert_eq!(Points::round(&thirds(-1)), Points(-333_333));
        assert_eq!(Points::round(&thirds(-2)), Points(-666_667));
    }

    #[test]
    fn points_show_up_to_six_places() {
        assert_eq!(Points(21_300_000).to_string(), "21.3");
        assert_eq!(Points(-480_001).to_string(), "-0.480001");
        assert_eq!(format!("{:.1}", Points(-40_000)), "0.0");
        assert_eq!(format!("{:+.1}", Points(21_250_000)), "+21.2");
    }
}
