//! Dials: the single numbers of an unknown, each of which can be turned while all else stays.

use super::BINS;
use crate::case::{Case, IssueIndex, Number, OptionIndex, PartyIndex, Scores, Weights};
use crate::points::Fraction;
use crate::space::{NoDealNumbers, Numbers, Unknown, exposure, interpolated, is_drawn, no_deal_number};

/// One number of an unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Dial {
    /// The issue whose weight it is, or the option whose score; `None` where the unknown is one number.
    pub of: Option<usize>,
    /// The least it is ever drawn.
    pub least: Fraction,
    /// The most.
    pub most: Fraction,
    /// How far down it can be turned while everything else stays at the central model.
    pub low: Fraction,
    /// How far up.
    pub high: Fraction,
    /// Where it stands in the central model.
    pub central: Fraction,
}

impl Dial {
    /// The dials of an unknown.
    pub(super) fn of(case: &Case, central: &Numbers, unknown: Unknown) -> Vec<Self> {
        match unknown {
            Unknown::Weights(party) => {
                (0..case.issues.len()).map(|issue| weight(case, central, party, issue)).collect()
            }
            Unknown::Scores(party, issue) => {
                (0..case.issues[issue].options.len()).filter_map(|o| score(case, central, (party, issue, o))).collect()
            }
            _ => {
                let (low, high) = ends(case, unknown);
                let central = value(central, unknown, None).cloned().unwrap_or(Fraction::ZERO);
                vec![Self { of: None, least: low.clone(), most: high.clone(), low, high, central }]
            }
        }
    }

    /// The bin its value falls into, between the least and the most.
    pub(super) fn bin(&self, numbers: &Numbers, unknown: Unknown) -> u16 {
        let (least, most) = (self.least.as_f64(), self.most.as_f64());
        let value = value(numbers, unknown, self.of).map_or(least, Fraction::as_f64);
        let share = if most > least { (value - least) / (most - least) } else { 0.0 };
        ((share * BINS as f64) as usize).min(BINS - 1) as u16
    }

    /// Turns it, leaving all else as it is in the central model.
    pub(super) fn turn(&self, case: &Case, numbers: &mut Numbers, unknown: Unknown, to: &Fraction) {
        match (unknown, self.of) {
            (Unknown::Weights(party), Some(issue)) => {
                // The others keep their proportions.
                let weights = &mut numbers.parties[party].weights;
                let rest = &Fraction::ONE - &weights[issue];
                let others = weights.len().saturating_sub(1).max(1) as i128;
                let left = &Fraction::ONE - to;
                for (j, weight) in weights.iter_mut().enumerate() {
                    *weight = if j == issue {
                        to.clone()
                    } else if rest.is_zero() {
                        &left * &Fraction::new(1, others)
                    } else {
                        &left * &(&*weight / &rest)
                    };
                }
            }
            (Unknown::Scores(party, issue), Some(option)) => {
                let scores = numbers.parties[party].scores[issue].take();
                let n = case.issues[issue].options.len();
                // An issue nobody scored adds nothing centrally: its other options stay there.
                let mut scores = scores.unwrap_or_else(|| vec![Fraction::ZERO; n]);
                scores[option] = to.clone();
                if let Some(Scores::Points(points)) = case.preferences_of(party).and_then(|p| p.scores[issue].as_ref())
                {
                    let drawn: Vec<Option<Fraction>> =
                        (0..n).map(|o| is_drawn(case, points, issue, o).then(|| scores[o].clone())).collect();
                    scores = (0..n)
                        .map(|o| interpolated(&drawn, &case.issues[issue], o).unwrap_or(Fraction::ZERO))
                        .collect();
                }
                numbers.parties[party].scores[issue] = Some(scores);
            }
            _ => {
                if let Some(value) = value_mut(numbers, unknown) {
                    *value = to.clone();
                }
            }
        }
    }
}

/// The ends of an unknown that is one number.
fn ends(case: &Case, unknown: Unknown) -> (Fraction, Fraction) {
    let unit = (Fraction::ZERO, Fraction::ONE);
    let of = |number: Option<Number>| number.map_or_else(|| unit.clone(), |n| (n.low().into(), n.high().into()));
    match unknown {
        Unknown::Weights(_) | Unknown::Scores(..) => unit,
        Unknown::NoDeal(p) => of(no_deal_number(&case.parties[p].no_deal)),
        Unknown::Trust(p) => of(case.parties[p].trust),
        Unknown::Patience(p) => of(case.parties[p].patience),
        Unknown::Exposure(p, at) => of(exposure(case, p, at)),
        Unknown::Link(k) => of(Some(case.links[k].points)),
        Unknown::LeverWorth(l, at) => of(Some(case.levers[l].worth[at].1)),
        Unknown::LeverTrust(l, at) => of(Some(case.levers[l].trust[at].1)),
    }
}

/// The value of a number of an unknown; `None` for a score of an issue nobody scored.
fn value(numbers: &Numbers, unknown: Unknown, of: Option<usize>) -> Option<&Fraction> {
    Some(match unknown {
        Unknown::Weights(p) => &numbers.parties[p].weights[of?],
        Unknown::Scores(p, j) => &numbers.parties[p].scores[j].as_ref()?[of?],
        Unknown::NoDeal(p) => match &numbers.parties[p].no_deal {
            NoDealNumbers::Outlook(n) | NoDealNumbers::Points(n) | NoDealNumbers::Between(_, _, n) => n,
        },
        Unknown::Trust(p) => &numbers.parties[p].trust,
        Unknown::Patience(p) => &numbers.parties[p].patience,
        Unknown::Exposure(p, at) => &numbers.parties[p].exposure[at].2,
        Unknown::Link(k) => &numbers.links[k],
        Unknown::LeverWorth(l, at) => &numbers.lever_worth[l][at],
        Unknown::LeverTrust(l, at) => &numbers.lever_trust[l][at],
    })
}

fn value_mut(numbers: &mut Numbers, unknown: Unknown) -> Option<&mut Fraction> {
    Some(match unknown {
        Unknown::Weights(_) | Unknown::Scores(..) => return None,
        Unknown::NoDeal(p) => match &mut numbers.parties[p].no_deal {
            NoDealNumbers::Outlook(n) | NoDealNumbers::Points(n) | NoDealNumbers::Between(_, _, n) => n,
        },
        Unknown::Trust(p) => &mut numbers.parties[p].trust,
        Unknown::Patience(p) => &mut numbers.parties[p].patience,
        Unknown::Exposure(p, at) => &mut numbers.parties[p].exposure[at].2,
        Unknown::Link(k) => &mut numbers.links[k],
        Unknown::LeverWorth(l, at) => &mut numbers.lever_worth[l][at],
        Unknown::LeverTrust(l, at) => &mut numbers.lever_trust[l][at],
    })
}

/// An issue's weight: how far it can move with the others in proportion, before an order is broken or an interval left.
fn weight(case: &Case, numbers: &Numbers, party: PartyIndex, issue: IssueIndex) -> Dial {
    let weights = &numbers.parties[party].weights;
    let central = weights[issue].clone();
    let rest = &Fraction::ONE - &central;
    // The other's share of what is left to the others.
    let among = |other: IssueIndex| if rest.is_zero() { Fraction::ZERO } else { &weights[other] / &rest };
    // This weight comes level with another's share c of the rest where w = (1 − w)·c.
    let level = |other: IssueIndex| {
        let share = among(other);
        &share / &(&Fraction::ONE + &share)
    };
    let (low, high) = match case.preferences_of(party).map(|p| &p.weights) {
        Some(Weights::Numbers(written)) => {
            let middle = |n: Number| {
                let (low, high) = (Fraction::from(n.low()), Fraction::from(n.high()));
                &(&low + &high) * &Fraction::new(1, 2)
            };
            let others: Fraction =
                written.iter().enumerate().filter(|(j, _)| *j != issue).map(|(_, n)| middle(*n)).sum();
            let share = |own: Fraction| &own / &(&own + &others);
            (share(written[issue].low().into()), share(written[issue].high().into()))
        }
        Some(Weights::Rank(groups)) => {
            let place = groups.iter().position(|g| g.contains(&issue)).unwrap_or_default();
            let high = groups[..place].iter().flatten().map(|&other| level(other)).min();
            let low = groups[place + 1..].iter().flatten().map(|&other| level(other)).max();
            (low.unwrap_or(Fraction::ZERO), high.unwrap_or(Fraction::ONE))
        }
        None | Some(Weights::Unstated) => (Fraction::ZERO, Fraction::ONE),
    };
    Dial { of: Some(issue), least: Fraction::ZERO, most: Fraction::ONE, low, high, central }
}

/// An option's score; `None` when it is known, or follows from others.
fn score(
    case: &Case,
    numbers: &Numbers,
    (party, issue, option): (PartyIndex, IssueIndex, OptionIndex),
) -> Option<Dial> {
    let known = numbers.parties[party].scores[issue].as_ref();
    let whole = || (Fraction::ZERO, Fraction::new(100, 1));
    let at = |option: OptionIndex| known.map_or(Fraction::ZERO, |scores| scores[option].clone());
    let (drawn, turned) = match case.preferences_of(party).and_then(|p| p.scores[issue].as_ref()) {
        None => (whole(), whole()),
        Some(Scores::Points(points)) => {
            if !is_drawn(case, points, issue, option) {
                return None;
            }
            let ends = match points[option] {
                Some(number) if number.low() == number.high() => return None,
                Some(number) => (number.low().into(), number.high().into()),
                None => whole(),
            };
            (ends.clone(), ends)
        }
        Some(Scores::Rank(groups)) => {
            let place = groups.iter().position(|g| g.contains(&option))?;
            let (first, last) = (place == 0, place + 1 == groups.len());
            if groups[place].len() == 1 && (first || last) {
                return None;
            }
            let high = if first { Fraction::new(100, 1) } else { groups[place - 1].iter().map(|&o| at(o)).min()? };
            let low = if last { Fraction::ZERO } else { groups[place + 1].iter().map(|&o| at(o)).max()? };
            (whole(), (low, high))
        }
        Some(Scores::Prefers(chain)) => match chain.iter().position(|&o| o == option) {
            // What the chain does not name scores 50.
            None => return None,
            Some(place) => {
                let high = if place == 0 { Fraction::new(100, 1) } else { at(chain[place - 1]) };
                let low = chain.get(place + 1).map_or(Fraction::ZERO, |&o| at(o));
                (whole(), (low, high))
            }
        },
    };
    Some(Dial { of: Some(option), least: drawn.0, most: drawn.1, low: turned.0, high: turned.1, central: at(option) })
}
