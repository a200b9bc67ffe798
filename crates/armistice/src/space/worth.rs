//! Worth: what every outcome is worth to every party of C, in whole micro-points (definitions §1.4–1.6).

use num_traits::{One, Zero};

use super::Space;
use super::numbers::{NoDealNumbers, Numbers, PartyNumbers};
use crate::case::condition::Expr;
use crate::case::{OptionIndex, PartyIndex};
use crate::points::{Decimal, Exact, Points};

/// A lever pulled: its index in the case, and the strength (definitions §1.5).
pub type Pull = (usize, Decimal);

/// How many trust levers with a `when` may be pulled at once: each doubles the worth tables.
pub const MAX_CONDITIONAL_TRUST: usize = 8;

/// The worth tables of one [`Numbers`] over one [`Space`].
#[derive(Clone, Debug)]
pub struct Worth {
    pub(crate) parties: Vec<PartyWorth>,
    /// The rules of the space, by index, that bear on some party's worth within blocks.
    pub(crate) rules: Vec<usize>,
}

/// The worth tables of one party.
#[derive(Clone, Debug)]
pub(crate) struct PartyWorth {
    pub(crate) no_deal: i64,
    pub(crate) status_quo: i64,
    /// Indices into [`Worth::rules`]: which of them are met picks the table (bit b for the b-th).
    pub(crate) trust_rules: Vec<usize>,
    pub(crate) tables: Vec<Table>,
    /// Indices into [`Worth::rules`] with what is added where they are met; those the block decides alone are in the tables.
    pub(crate) bonuses: Vec<(usize, i64)>,
}

/// Worth as a sum over issues: the head's options are added up, the tail's sums are all held.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// Micro-points per head issue and option.
    pub(crate) head: Vec<Vec<i64>>,
    /// Micro-points per position of a block.
    pub(crate) tail: Vec<i64>,
    /// The distinct values of `tail`, ascending.
    pub(crate) levels: Vec<i64>,
    /// Per level, the mask of positions worth that much or more; words of all levels one after the other.
    masks: Vec<u64>,
}

impl Table {
    fn new(space: &Space<'_>, issues: &[Vec<i64>], baked: &[(Vec<u64>, i64)]) -> Self {
        let layout = &space.layout;
        let mut tail: Vec<i64> = (0..layout.tail)
            .map(|t| (layout.split..issues.len()).map(|j| issues[j][layout.tail_option(j, t)]).sum())
            .collect();
        for (mask, points) in baked {
            tail.iter_mut()
                .enumerate()
                .filter(|(t, _)| mask[t / 64] >> (t % 64) & 1 == 1)
                .for_each(|(_, w)| *w += points);
        }
        let mut levels = tail.clone();
        levels.sort_unstable();
        levels.dedup();
        let masks = levels.iter().flat_map(|&level| layout.mask(|t| tail[t] >= level)).collect();
        Self { head: issues[..layout.split].to_vec(), tail, levels, masks }
    }

    /// The positions of a block worth at least `threshold`; `None` for none of them.
    pub(crate) fn at_least(&self, threshold: i64, words: usize) -> Option<&[u64]> {
        let level = self.levels.partition_point(|&l| l < threshold);
        self.masks.get(level * words..(level + 1) * words)
    }
}

/// Trust levers with a `when` bear on the table, so there is one per combination of them.
struct ConditionalTrust<'c> {
    when: &'c Expr,
    amount: Exact,
}

impl Worth {
    /// Compiles numbers over a space, with these levers pulled.
    ///
    /// # Errors
    /// A message when more than [`MAX_CONDITIONAL_TRUST`] trust levers with a `when` bear on one party.
    pub fn new(space: &Space<'_>, numbers: &Numbers, pulls: &[Pull]) -> Result<Self, String> {
        let mut worth = Self { parties: Vec::new(), rules: Vec::new() };
        for &party in &space.signatories {
            let compiled = worth.party(space, numbers, pulls, party)?;
            worth.parties.push(compiled);
        }
        Ok(worth)
    }

    fn party(
        &mut self,
        space: &Space<'_>,
        numbers: &Numbers,
        pulls: &[Pull],
        party: PartyIndex,
    ) -> Result<PartyWorth, String> {
        let case = space.case;
        let own = &numbers.parties[party];
        let scores = score_terms(space, own);
        let rounded = |exact: Exact| Points::round(&exact).0;

        // Links, and levers of points with a `when`; a lever moves no deal too where it holds in the status quo, or has no `when`.
        let mut bonuses: Vec<(&Expr, i64)> = Vec::new();
        for (link, points) in case.links.iter().zip(&numbers.links).filter(|(l, _)| l.party == party) {
            bonuses.push((&link.when.expr, Points::round(points).0));
        }
        let plain_bonuses = bonuses.len();
        let mut lever_no_deal = 0;
        let mut trust = own.trust.clone();
        let mut conditional = Vec::new();
        for &(lever, strength) in pulls {
            let strength = strength.exact();
            let stated = &case.levers[lever];
            for ((_, _), points) in
                stated.worth.iter().zip(&numbers.lever_worth[lever]).filter(|((p, _), _)| *p == party)
            {
                let points = rounded(&strength * points);
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
                    None => trust += amount,
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
                NoDealNumbers::Outlook(points) => plain_worth(&case.status_quo) + Points::round(points).0,
                NoDealNumbers::Points(points) => Points::round(points).0,
                NoDealNumbers::Between(from, to, share) => {
                    let (from, to) = (Points(plain_worth(from)).exact(), Points(plain_worth(to)).exact());
                    rounded(&from + (&to - &from) * share)
                }
            };

        let tables_of: Vec<Vec<Vec<i64>>> = (0..1usize << conditional.len())
            .map(|met| {
                let added: Exact = conditional
                    .iter()
                    .enumerate()
                    .filter(|(b, _)| met >> b & 1 == 1)
                    .fold(Exact::zero(), |sum, (_, c)| sum + &c.amount);
                exposed(&scores, own, &clamped(&trust + added))
            })
            .collect();
        let status_quo = {
            let met = conditional
                .iter()
                .enumerate()
                .filter(|(_, c)| c.when.holds(&case.issues, &case.status_quo))
                .fold(0, |met, (b, _)| met | 1 << b);
            let sum: i64 = tables_of[met].iter().zip(&case.status_quo).map(|(issue, &o)| issue[o]).sum();
            let added: i64 =
                bonuses.iter().filter(|(w, _)| w.holds(&case.issues, &case.status_quo)).map(|(_, points)| points).sum();
            sum + added
        };

        let mut used = |rule: usize| {
            self.rules.iter().position(|&known| known == rule).unwrap_or_else(|| {
                self.rules.push(rule);
                self.rules.len() - 1
            })
        };
        let trust_rules = conditional.iter().map(|c| used(space.worth_rule(c.when))).collect();
        let full = space.layout.full();
        let (mut baked, mut open) = (Vec::new(), Vec::new());
        for (when, points) in bonuses {
            let rule = space.worth_rule(when);
            if space.worth_rules[rule].is_tail_only() {
                let mut mask = vec![0; space.layout.words];
                space.worth_rules[rule].evaluate(&[], &full, &mut mask, &mut Vec::new());
                baked.push((mask, points));
            } else {
                open.push((used(rule), points));
            }
        }
        let tables = tables_of.iter().map(|issues| Table::new(space, issues, &baked)).collect();
        Ok(PartyWorth { no_deal, status_quo, trust_rules, tables, bonuses: open })
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

/// w_ij·v_ij per issue and option, rounded once each.
fn score_terms(space: &Space<'_>, own: &PartyNumbers) -> Vec<Vec<i64>> {
    space
        .case
        .issues
        .iter()
        .zip(own.weights.iter().zip(&own.scores))
        .map(|(issue, (weight, scores))| match scores {
            Some(scores) => scores.iter().map(|score| Points::round(&(weight * score)).0).collect(),
            None => vec![0; issue.options.len()],
        })
        .collect()
}

/// The score terms less (1−t)·e_ij, rounded once each.
fn exposed(scores: &[Vec<i64>], own: &PartyNumbers, trust: &Exact) -> Vec<Vec<i64>> {
    let mut terms = scores.to_vec();
    for (issue, option, points) in &own.exposure {
        terms[*issue][*option] -= Points::round(&((Exact::one() - trust) * points)).0;
    }
    terms
}

fn clamped(trust: Exact) -> Exact {
    trust.clamp(Exact::zero(), Exact::one())
}

impl Worth {
    /// No parties and no worth, for scans that only look at rules.
    pub(crate) const fn none() -> Self {
        Self { parties: Vec::new(), rules: Vec::new() }
    }
}
