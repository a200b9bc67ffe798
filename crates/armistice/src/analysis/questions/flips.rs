//! Flip points: where the central verdict turns when one number alone moves (definitions §9.3).
//!
//! What an outcome is worth to a party is linear in each of its numbers, and d_i with it; an outcome is worth no deal or more from
//! some value on, or up to one. So there is a deal up to one value, from another on, or both.

use super::dials::Dial;
use super::{AnalysisError, Bench, on_the_way};
use crate::analysis::sampling::Judge;
use crate::case::PartyIndex;
use crate::points::Fraction;
use crate::space::Unknown;

/// Where there is a deal as a number moves between the ends of its [`Dial`], everything else central.
#[derive(Clone, Debug, PartialEq)]
pub enum Flip {
    /// Everywhere, or nowhere.
    Never,
    /// Up to here.
    UpTo(Turn),
    /// From here on.
    From(Turn),
    /// Up to the first and from the second on.
    Outside(Turn, Turn),
}

/// A value at which the verdict turns.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// The value: to within what rounding worth to micro-points leaves open.
    pub value: Fraction,
    /// The index of the outcome that is worth exactly no deal there: the lowest of those that decide it.
    pub index: u128,
}

/// The share of the way from the low end to the high end at which an outcome's gain is zero, with its index.
type Zero = (Fraction, u128);

impl Bench<'_> {
    /// Where the central verdict turns when this number alone moves.
    pub(super) fn flip(&self, unknown: Unknown, party: PartyIndex, dial: &Dial) -> Result<Flip, AnalysisError> {
        let place = self.case.signatories().iter().position(|&p| p == party).unwrap_or_default();
        let at = |end: &Fraction| -> Result<Judge<'_>, AnalysisError> {
            let mut numbers = self.unknowns.central().clone();
            dial.turn(self.case, &mut numbers, unknown, end);
            let mut terms = self.central.clone();
            let renewed = terms.renew(self.case, &numbers, &self.request.settings.pulls, (place, party));
            renewed.map_err(AnalysisError::TooManyLevers)?;
            let mut judge = Judge::new(self.sorted);
            judge.load(&terms);
            Ok(judge)
        };
        let (mut low, mut high) = (at(&dial.low)?, at(&dial.high)?);
        let (mut always, mut up_to, mut from): (bool, Option<Zero>, Option<Zero>) = (false, None, None);
        low.each_gain(&mut high, place, |index, a, b| {
            if always || a < 0 && b < 0 {
                return;
            }
            if a >= 0 && b >= 0 {
                always = true;
                return;
            }
            let zero = Fraction::new(i128::from(a.abs()), i128::from(a.abs()) + i128::from(b.abs()));
            if a >= 0 {
                if up_to.as_ref().is_none_or(|(known, _)| zero > *known) {
                    up_to = Some((zero, index));
                }
            } else if from.as_ref().is_none_or(|(known, _)| zero < *known) {
                from = Some((zero, index));
            }
        });
        let turn = |(share, index): Zero| Turn { value: on_the_way(&dial.low, &dial.high, &share), index };
        Ok(match (up_to, from) {
            _ if always => Flip::Never,
            (None, None) => Flip::Never,
            (Some(end), None) => Flip::UpTo(turn(end)),
            (None, Some(start)) => Flip::From(turn(start)),
            (Some(end), Some(start)) if end.0 >= start.0 => Flip::Never,
            (Some(end), Some(start)) => Flip::Outside(turn(end), turn(start)),
        })
    }
}
