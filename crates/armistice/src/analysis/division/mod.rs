//! Fair division of what two signatories both want (definitions §14): Adjusted Winner (Brams & Taylor, *Fair Division*, 1996).
//!
//! An issue is *divisible* between two parties when its two ends are what they want: its options are ordered, or there are two, and
//! the best of them for one party is the first, for the other the last. Each party bids 100 points on these issues, as what the two
//! ends differ by is worth to it (swing weights, restricted to them).

mod adjusted_winner;

use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::constraints::constraints;
use super::packages::crossed;
use super::{AnalysisError, Request, Settings};
use crate::case::{Case, IssueIndex, OptionIndex, Outcome, PartyIndex};
use crate::points::{Exact, Points};
use crate::space::{Numbers, Terms};

pub use adjusted_winner::{Division, NoDivision, adjusted_winner};

/// What comes of dividing.
#[derive(Clone, Debug, PartialEq)]
pub enum FairDivision {
    /// It takes two, and nobody said which: the parties of C.
    NeedsTwo(Vec<PartyIndex>),
    /// No issue is divisible between the two, or one of them cares for none that is.
    NothingToDivide([PartyIndex; 2]),
    /// Who gets what.
    Divided(Box<Divided>),
}

/// Who gets what.
#[derive(Clone, Debug, PartialEq)]
pub struct Divided {
    /// The two, in the order asked for.
    pub parties: [PartyIndex; 2],
    /// The divisible issues, in file order.
    pub items: Vec<Item>,
    /// What each gets, of 100 by its own bids.
    pub total: Exact,
    /// What each gets of 100 once the issue that is split stands at one of its options.
    pub rounded: [Exact; 2],
    /// What it means: the items at their options, everything else as it is today.
    pub outcome: Outcome,
    /// Whether that outcome can occur.
    pub occurs: bool,
    /// Red lines and preconditions of C that it crosses, then norms that it breaks, by id.
    pub crosses: Vec<String>,
    /// u_i less d_i, per party of C.
    pub gain: Vec<Points>,
}

impl Divided {
    /// The item that is split, if one is.
    pub fn split(&self) -> Option<&Item> {
        self.items.iter().find(|i| i.is_split())
    }
}

/// One issue that is divided.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The issue.
    pub issue: IssueIndex,
    /// The end that each of the two wants.
    pub ends: [OptionIndex; 2],
    /// What each bids, of 100.
    pub bids: [Exact; 2],
    /// The share of the first of the two, 0…1.
    pub share: Exact,
    /// The option that comes nearest to that share, by its place in the order; of what everybody accepts, if any option of it does.
    pub option: OptionIndex,
}

impl Item {
    /// Whether both get some of it.
    pub fn is_split(&self) -> bool {
        self.share.is_positive() && self.share < Exact::one()
    }

    /// Where the share lies on the issue, as a place in the order of its options.
    pub fn place(&self) -> Exact {
        let end = |k: usize| Exact::from_integer(BigInt::from(self.ends[k]));
        end(1) + (end(0) - end(1)) * &self.share
    }
}

/// Divides what two parties of C both want ([`super::Options::between`]), on the central model.
///
/// # Errors
/// More constraints than a set holds, or levers that cannot be pulled together.
pub fn division(request: &Request<'_>) -> Result<FairDivision, AnalysisError> {
    let Request { case, settings, .. } = *request;
    let signatories = case.signatories();
    let parties = match (settings.options.between, signatories.as_slice()) {
        (Some(two), _) if two.iter().all(|p| signatories.contains(p)) && two[0] != two[1] => two,
        (None, &[one, other]) => [one, other],
        _ => return Ok(FairDivision::NeedsTwo(signatories)),
    };
    let numbers = Numbers::central(case);
    let worth = |party: usize, issue: IssueIndex| -> Option<Vec<Exact>> {
        let own = &numbers.parties[parties[party]];
        Some(own.scores[issue].as_ref()?.iter().map(|v| (v * &own.weights[issue]).exact()).collect())
    };
    let mut items: Vec<Item> = Vec::new();
    for (issue, stated) in case.issues.iter().enumerate() {
        let (Some(one), Some(other)) = (worth(0, issue), worth(1, issue)) else { continue };
        let last = stated.options.len() - 1;
        if !stated.ordered && last != 1 {
            continue;
        }
        let (Some(a), Some(b)) = (favourite(&numbers, parties[0], issue), favourite(&numbers, parties[1], issue))
        else {
            continue;
        };
        if [a, b] != [0, last] && [a, b] != [last, 0] {
            continue;
        }
        let bids = [&one[a] - &one[b], &other[b] - &other[a]];
        items.push(Item { issue, ends: [a, b], bids, share: Exact::zero(), option: case.status_quo[issue] });
    }
    let hundred = Exact::from_integer(BigInt::from(100));
    let sums: [Exact; 2] = [0, 1].map(|k| items.iter().map(|i| &i.bids[k]).sum());
    if sums.iter().any(|s| !s.is_positive()) {
        return Ok(FairDivision::NothingToDivide(parties));
    }
    for item in &mut items {
        item.bids = [0, 1].map(|k| &item.bids[k] * &hundred / &sums[k]);
    }
    let bids = |k: usize| items.iter().map(|i| i.bids[k].clone()).collect::<Vec<Exact>>();
    // Both bid 100 on something, so that it can be divided.
    let Ok(divided) = adjusted_winner(&bids(0), &bids(1)) else {
        return Ok(FairDivision::NothingToDivide(parties));
    };
    for (item, share) in items.iter_mut().zip(divided.shares) {
        item.share = share;
    }
    settle(case, settings, parties, items, divided.total).map(|d| FairDivision::Divided(Box::new(d)))
}

/// The one option that a party likes best by its central scores; `None` when it likes several equally.
fn favourite(numbers: &Numbers, party: PartyIndex, issue: IssueIndex) -> Option<OptionIndex> {
    let scores = numbers.parties[party].scores[issue].as_ref()?;
    let best = scores.iter().max()?;
    let mut all = (0..scores.len()).filter(|&o| scores[o] == *best);
    let first = all.next();
    first.filter(|_| all.next().is_none())
}

/// What the shares come to on the options of the case.
fn settle(
    case: &Case,
    settings: &Settings,
    parties: [PartyIndex; 2],
    mut items: Vec<Item>,
    total: Exact,
) -> Result<Divided, AnalysisError> {
    let constraints = constraints(case)?;
    let terms = Terms::new(case, &Numbers::central(case), &settings.pulls).map_err(AnalysisError::TooManyLevers)?;
    let no_deal = terms.no_deal();
    let mut outcome = case.status_quo.clone();
    for item in &items {
        outcome[item.issue] = if item.share.is_zero() { item.ends[1] } else { item.ends[0] };
    }
    let occurs = |x: &Outcome| !case.infeasible.iter().any(|i| i.when.expr.holds(&case.issues, x));
    let norms = |x: &Outcome| {
        let broken = case.norms.iter().filter(|n| n.forbids.expr.holds(&case.issues, x));
        broken.map(|n| n.id.clone()).collect::<Vec<String>>()
    };
    let gain = |x: &Outcome| -> Vec<Points> {
        terms.worth(case, x).iter().zip(&no_deal).map(|(u, d)| Points(u.0 - d.0)).collect()
    };
    let accepted = |x: &Outcome| {
        occurs(x)
            && norms(x).is_empty()
            && crossed(case, &constraints, x).is_empty()
            && gain(x).iter().all(|g| g.0 >= 0)
    };
    if let Some(split) = items.iter().find(|i| i.is_split()) {
        let place = split.place();
        let far = |o: &OptionIndex| (Exact::from_integer(BigInt::from(*o)) - &place).abs();
        let mut near: Vec<OptionIndex> = (0..case.issues[split.issue].options.len()).collect();
        near.sort_by_key(far);
        let at = |o: OptionIndex| {
            let mut x = outcome.clone();
            x[split.issue] = o;
            x
        };
        let chosen = near.iter().find(|&&o| accepted(&at(o))).or_else(|| near.iter().find(|&&o| occurs(&at(o))));
        if let Some(&option) = chosen.or(near.first()) {
            outcome[split.issue] = option;
        }
    }
    for item in &mut items {
        item.option = outcome[item.issue];
    }
    let numbers = Numbers::central(case);
    let rounded = [0, 1].map(|k| items.iter().map(|i| i.bids[k].clone() * part(&numbers, parties[k], i, k)).sum());
    let ids = crossed(case, &constraints, &outcome).into_iter().map(|k| constraints.list[k].id.clone());
    Ok(Divided {
        parties,
        total,
        rounded,
        occurs: occurs(&outcome),
        crosses: ids.chain(norms(&outcome)).collect(),
        gain: gain(&outcome),
        outcome,
        items,
    })
}

/// What part of an item a party has at its option: nothing at the other's end, all at its own.
fn part(numbers: &Numbers, party: PartyIndex, item: &Item, side: usize) -> Exact {
    let Some(scores) = &numbers.parties[party].scores[item.issue] else { return Exact::zero() };
    let [own, others, here] = [item.ends[side], item.ends[1 - side], item.option].map(|o| scores[o].exact());
    (here - &others) / (own - &others)
}

/// A fraction as a number for figures.
pub fn as_f64(exact: &Exact) -> f64 {
    exact.to_f64().unwrap_or(f64::NAN)
}
