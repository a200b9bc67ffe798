//! Terms: what every option and every condition adds to what an outcome is worth, in whole micro-points (definitions §1.4–1.6).

use super::numbers::{NoDealNumbers, Numbers, PartyNumbers};
use crate::case::condition::Expr;
use crate::case::{Case, OptionIndex, PartyIndex};
use crate::points::{Decimal, Fraction, MICRO, Points};

/// A lever pulled: its index in the case, and the strength (definitions §1.5).
pub type Pull = (usize, Decimal);

/// How many trust levers with a `when` may be pulled at once: each doubles the worth tables.
pub const MAX_CONDITIONAL_TRUST: usize = 8;

/// One [`Numbers`] compiled, with these levers pulled: the worth of an outcome is a sum of whole numbers.
#[derive(Clone, Debug)]
pub struct Terms<'c> {
    /// The conditions of the case's links and levers, each once: where worth or trust is added.
    pub(crate) conditions: Vec<&'c Expr>,
    /// In the order of C.
    pub(crate) parties: Vec<PartyTerms>,
}

/// The terms of one party, in micro-points.
#[derive(Clone, Debug)]
pub(crate) struct PartyTerms {
    /// d_i.
    pub(crate) no_deal: i64,
    /// u_i(status quo).
    pub(crate) status_quo: i64,
    /// Conditions of levers on trust: which of them are met picks the table (bit b for the b-th).
    pub(crate) trust: Vec<usize>,
    /// Per table, issue and option.
    pub(crate) tables: Vec<Vec<Vec<i64>>>,
    /// Conditions with what is added where they are met.
    pub(crate) bonuses: Vec<(usize, i64)>,
}

/// Trust levers with a `when` bear on the table, so there is one per combination of them.
struct ConditionalTrust<'c> {
    when: &'c Expr,
    amount: Fraction,
}

/// The conditions of a case's links and levers, each once.
pub(crate) fn worth_conditions(case: &Case) -> Vec<&Expr> {
    let mut conditions: Vec<&Expr> = Vec::new();
    let links = case.links.iter().map(|l| &l.when.expr);
    for when in links.chain(case.levers.iter().filter_map(|l| l.when.as_ref()).map(|w| &w.expr)) {
        if !conditions.contains(&when) {
            conditions.push(when);
        }
    }
    conditions
}

impl<'c> Terms<'c> {
    /// Compiles numbers, with these levers pulled.
    ///
    /// # Errors
    /// A message when more than [`MAX_CONDITIONAL_TRUST`] trust levers with a `when` bear on one party.
    pub fn new(case: &'c Case, numbers: &Numbers, pulls: &[Pull]) -> Result<Self, String> {
        Self::of(case, numbers, pulls, &case.signatories())
    }

    /// The same for these parties, whether a deal needs them or not; they then stand for C in what follows.
    ///
    /// # Errors
    /// As for [`Terms::new`].
    pub fn of(case: &'c Case, numbers: &Numbers, pulls: &[Pull], parties: &[PartyIndex]) -> Result<Self, String> {
        let conditions = worth_conditions(case);
        let parties = parties.iter().map(|&party| PartyTerms::new(case, numbers, pulls, party, &conditions));
        Ok(Self { parties: parties.collect::<Result<_, _>>()?, conditions })
    }

    /// Compiles anew what the numbers of the party at a place of C have become.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub(crate) fn renew(
        &mut self,
        case: &Case,
        numbers: &Numbers,
        pulls: &[Pull],
        (place, party): (usize, PartyIndex),
    ) -> Result<(), String> {
        self.parties[place] = PartyTerms::new(case, numbers, pulls, party, &self.conditions)?;
        Ok(())
    }

    /// u_i(x) per party of C (definitions §1.4); `case` is the one this was compiled from, `outcome` has an option per issue.
    pub fn worth(&self, case: &Case, outcome: &[OptionIndex]) -> Vec<Points> {
        self.parties.iter().map(|p| Points(p.worth(case, &self.conditions, outcome))).collect()
    }

    /// d_i per party of C (definitions §1.6).
    pub fn no_deal(&self) -> Vec<Points> {
        self.parties.iter().map(|p| Points(p.no_deal)).collect()
    }

    /// u_i(status quo) per party of C.
    pub fn status_quo(&self) -> Vec<Points> {
        self.parties.iter().map(|p| Points(p.status_quo)).collect()
    }
}

impl PartyTerms {
    fn new(
        case: &Case,
        numbers: &Numbers,
        pulls: &[Pull],
        party: PartyIndex,
        conditions: &[&Expr],
    ) -> Result<Self, String> {
        let place = |when: &Expr| conditions.iter().position(|known| *known == when).unwrap_or_default();
        let own = &numbers.parties[party];
        let scores = score_terms(case, own);

        // Links, and levers of points with a `when`; a lever moves no deal too where it holds in the status quo, or has no `when`.
        let mut bonuses: Vec<(&Expr, i64)> = Vec::new();
        for (link, points) in case.links.iter().zip(&numbers.links).filter(|(l, _)| l.party == party) {
            bonuses.push((&link.when.expr, points.points().0));
        }
        let plain_bonuses = bonuses.len();
        let mut lever_no_deal = 0;
        let mut trust = own.trust.clone();
        let mut conditional = Vec::new();
        for &(lever, strength) in pulls {
            let strength = Fraction::from(strength);
            let stated = &case.levers[lever];
            for ((_, _), points) in
                stated.worth.iter().zip(&numbers.lever_worth[lever]).filter(|((p, _), _)| *p == party)
            {
                let points = (&strength * points).points().0;
                match &stated.when {
                    Some(when) => {
                        bonuses.push((&when.expr, points));
                        if when.expr.holds(&case.issues, &case.status_quo) {
                            lever_no_deal += points;
                        }
                    }
                    None => lever_no_deal += points,
                }
            }
            for ((_, _), amount) in
                stated.trust.iter().zip(&numbers.lever_trust[lever]).filter(|((p, _), _)| *p == party)
            {
                let amount = &strength * amount;
                match &stated.when {
                    Some(when) => conditional.push(ConditionalTrust { when: &when.expr, amount }),
                    None => trust = &trust + &amount,
                }
            }
        }
        if own.exposure.is_empty() {
            conditional.clear();
        }
        if conditional.len() > MAX_CONDITIONAL_TRUST {
            return Err(format!(
                "{} levers on trust with a `when` bear on `{}`: at most {MAX_CONDITIONAL_TRUST} can be pulled at once",
                conditional.len(),
                case.parties[party].id
            ));
        }

        // The plain worth, without levers, is what d_i is computed from.
        let plain = exposed(&scores, own, &own.trust);
        let plain_worth = |outcome: &[OptionIndex]| -> i64 {
            let links: i64 = bonuses[..plain_bonuses]
                .iter()
                .filter(|(when, _)| when.holds(&case.issues, outcome))
                .map(|(_, points)| points)
                .sum();
            plain.iter().zip(outcome).map(|(issue, &o)| issue[o]).sum::<i64>() + links
        };
        let no_deal = lever_no_deal
            + match &own.no_deal {
                NoDealNumbers::Outlook(points) => plain_worth(&case.status_quo) + points.points().0,
                NoDealNumbers::Points(points) => points.points().0,
                NoDealNumbers::Between(from, to, share) => {
                    let (from, to) = (plain_worth(from), plain_worth(to));
                    let way = Fraction::new(i128::from(to) - i128::from(from), i128::from(MICRO));
                    // Added to a whole number of micro-points: half a micro-point goes to the even sum, not the even part.
                    (&Fraction::new(i128::from(from), i128::from(MICRO)) + &(&way * share)).points().0
                }
            };

        let tables: Vec<Vec<Vec<i64>>> = (0..1usize << conditional.len())
            .map(|met| {
                let added: Fraction = conditional
                    .iter()
                    .enumerate()
                    .filter(|(b, _)| met >> b & 1 == 1)
                    .fold(Fraction::ZERO, |sum, (_, c)| &sum + &c.amount);
                exposed(&scores, own, &(&trust + &added).clamp(Fraction::ZERO, Fraction::ONE))
            })
            .collect();
        let status_quo = {
            let met = conditional
                .iter()
                .enumerate()
                .filter(|(_, c)| c.when.holds(&case.issues, &case.status_quo))
                .fold(0, |met, (b, _)| met | 1 << b);
            let sum: i64 = tables[met].iter().zip(&case.status_quo).map(|(issue, &o)| issue[o]).sum();
            let added: i64 =
                bonuses.iter().filter(|(w, _)| w.holds(&case.issues, &case.status_quo)).map(|(_, points)| points).sum();
            sum + added
        };

        Ok(Self {
            no_deal,
            status_quo,
            trust: conditional.iter().map(|c| place(c.when)).collect(),
            tables,
            bonuses: bonuses.into_iter().map(|(when, points)| (place(when), points)).collect(),
        })
    }
}

impl PartyTerms {
    /// u_i of an outcome; `conditions` are those of the [`Terms`].
    pub(crate) fn worth(&self, case: &Case, conditions: &[&Expr], outcome: &[OptionIndex]) -> i64 {
        let met = |condition: usize| conditions[condition].holds(&case.issues, outcome);
        let table = self.trust.iter().enumerate().fold(0, |bits, (b, &t)| bits | usize::from(met(t)) << b);
        let options: i64 = self.tables[table].iter().zip(outcome).map(|(issue, &o)| issue[o]).sum();
        let bonuses: i64 = self.bonuses.iter().filter(|b| met(b.0)).map(|b| b.1).sum();
        options + bonuses
    }
}

/// w_ij·v_ij per issue and option, rounded once each.
fn score_terms(case: &Case, own: &PartyNumbers) -> Vec<Vec<i64>> {
    case.issues
        .iter()
        .zip(own.weights.iter().zip(&own.scores))
        .map(|(issue, (weight, scores))| match scores {
            Some(scores) => scores.iter().map(|score| (weight * score).points().0).collect(),
            None => vec![0; issue.options.len()],
        })
        .collect()
}

/// The score terms less (1−t)·e_ij, rounded once each.
fn exposed(scores: &[Vec<i64>], own: &PartyNumbers, trust: &Fraction) -> Vec<Vec<i64>> {
    let mut terms = scores.to_vec();
    for (issue, option, points) in &own.exposure {
        terms[*issue][*option] -= (&(&Fraction::ONE - trust) * points).points().0;
    }
    terms
}
