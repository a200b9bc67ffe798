//! Gains before rounding, for thresholds, in the plainest code (definitions §1.4–1.6, §4.2, §5).

use num_traits::{One, Zero};

use super::central::{middle, score, weights, whole};
use super::world::meets;
use crate::case::{Case, Condition, NoDeal, Outcome, OutlookWord, PartyIndex};
use crate::points::Exact;

/// Levers pulled, and how far.
pub(super) type Strengths = [(usize, Exact)];

/// One outcome, to one party of C.
pub(super) struct Bare {
    /// Σ w·v + Σ links.
    plain: Exact,
    /// Σ e.
    pub(super) exposed: Exact,
}

/// A party of C.
pub(super) struct Party<'a> {
    case: &'a Case,
    index: PartyIndex,
    weights: Vec<Exact>,
    stated_trust: Exact,
    /// d with all levers at 0.
    no_deal: Exact,
}

impl<'a> Party<'a> {
    pub(super) fn new(case: &'a Case, index: PartyIndex) -> Self {
        let stated_trust = case.parties[index].trust.map_or_else(|| Exact::one() / whole(2), middle);
        let mut party = Self { case, index, weights: weights(case, index), stated_trust, no_deal: Exact::zero() };
        let plainly = |outcome: &Outcome| {
            let bare = party.bare(outcome);
            bare.plain - (Exact::one() - &party.stated_trust) * bare.exposed
        };
        let outlook = |points: Exact| plainly(&case.status_quo) + points;
        party.no_deal = match &case.parties[index].no_deal {
            NoDeal::Unstated => outlook(middle(OutlookWord::Same.range())),
            NoDeal::Words(word) => outlook(middle(word.range())),
            NoDeal::Outlook(number) => outlook(middle(*number)),
            NoDeal::Like(outcome) => plainly(outcome),
            NoDeal::Between(a, b) => (plainly(a) + plainly(b)) / whole(2),
            NoDeal::Points(number) => middle(*number),
        };
        party
    }

    pub(super) fn bare(&self, outcome: &Outcome) -> Bare {
        let scored = |(j, &o): (usize, &usize)| score(self.case, self.index, j, o).map(|v| &self.weights[j] * v);
        let links = self.case.links.iter().filter(|l| l.party == self.index && meets(self.case, outcome, &l.when));
        let exposures = self.case.exposures.iter().filter(|e| e.party == self.index).flat_map(|e| &e.points);
        Bare {
            plain: outcome.iter().enumerate().filter_map(scored).sum::<Exact>()
                + links.map(|l| middle(l.points)).sum::<Exact>(),
            exposed: exposures.filter(|((j, o), _)| outcome[*j] == *o).map(|(_, &e)| middle(e)).sum(),
        }
    }

    /// t_i(x), not clamped, with these levers pulled.
    pub(super) fn trust(&self, outcome: &Outcome, strengths: &Strengths) -> Exact {
        let mut trust = self.stated_trust.clone();
        for (lever, strength) in strengths {
            let lever = &self.case.levers[*lever];
            if lever.when.as_ref().is_none_or(|w| meets(self.case, outcome, w)) {
                let own = lever.trust.iter().filter(|(party, _)| *party == self.index);
                trust += own.map(|&(_, added)| strength * middle(added)).sum::<Exact>();
            }
        }
        trust
    }

    fn points(&self, strengths: &Strengths, holds: impl Fn(Option<&Condition>) -> bool) -> Exact {
        let held = strengths.iter().filter(|(l, _)| holds(self.case.levers[*l].when.as_ref()));
        let own = held.flat_map(|(l, s)| self.case.levers[*l].worth.iter().map(move |w| (w, s)));
        own.filter(|((party, _), _)| *party == self.index).map(|(&(_, b), s)| s * middle(b)).sum()
    }

    /// u_i(x) − d_i with these levers pulled; `trust` in place of t_i(x) in u_i.
    pub(super) fn gain(&self, outcome: &Outcome, bare: &Bare, strengths: &Strengths, trust: Option<&Exact>) -> Exact {
        let own = || self.trust(outcome, strengths).clamp(Exact::zero(), Exact::one());
        let trust = trust.cloned().unwrap_or_else(own);
        let in_deal = self.points(strengths, |when| when.is_some_and(|w| meets(self.case, outcome, w)));
        let on_no_deal = self.points(strengths, |when| when.is_none_or(|w| meets(self.case, &self.case.status_quo, w)));
        &bare.plain - (Exact::one() - trust) * &bare.exposed + in_deal - (&self.no_deal + on_no_deal)
    }
}
