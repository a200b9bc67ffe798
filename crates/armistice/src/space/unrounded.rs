//! Worth before it is rounded: what thresholds are computed from (definitions §4.2, §5).

use num_traits::Zero;

use super::numbers::{NoDealNumbers, Numbers, PartyNumbers};
use super::terms::worth_conditions;
use crate::case::condition::Expr;
use crate::case::{Case, IssueIndex, OptionIndex, PartyIndex};
use crate::points::{Exact, Fraction};

/// One [`Numbers`], with nothing rounded. Lists per party are in the order of C.
#[derive(Clone, Debug)]
pub(crate) struct Unrounded<'c> {
    pub(crate) case: &'c Case,
    /// The conditions of the case's links and levers, each once.
    pub(crate) conditions: Vec<&'c Expr>,
    pub(crate) parties: Vec<UnroundedParty>,
    /// In the case's order.
    pub(crate) levers: Vec<UnroundedLever>,
}

/// What an outcome is worth to a party, but for levers: Σ scores + Σ links − (1 − t)·Σ exposure, in points.
#[derive(Clone, Debug)]
pub(crate) struct UnroundedParty {
    /// w·v per issue and option.
    pub(crate) scores: Vec<Vec<Exact>>,
    /// e, where it is not 0.
    pub(crate) exposure: Vec<(IssueIndex, OptionIndex, Exact)>,
    /// Index into the conditions, and the points where it is met.
    pub(crate) links: Vec<(usize, Exact)>,
    /// t as stated.
    pub(crate) trust: Exact,
    /// d, with all levers at strength 0.
    pub(crate) no_deal: Exact,
}

/// A lever at strength 1.
#[derive(Clone, Debug)]
pub(crate) struct UnroundedLever {
    /// Index into the conditions.
    pub(crate) when: Option<usize>,
    /// Whether its points are added to no deal: it has no `when`, or the status quo meets it.
    pub(crate) touches_no_deal: bool,
    /// Points per party of C.
    pub(crate) worth: Vec<Exact>,
    /// Trust added, per party of C; 0 for parties without exposure, to which trust makes no difference.
    pub(crate) trust: Vec<Exact>,
}

impl<'c> Unrounded<'c> {
    pub(crate) fn new(case: &'c Case, numbers: &Numbers) -> Self {
        let conditions = worth_conditions(case);
        let place = |when: &Expr| conditions.iter().position(|known| *known == when).unwrap_or_default();
        let signatories = case.signatories();
        let parties: Vec<UnroundedParty> =
            signatories.iter().map(|&party| UnroundedParty::new(case, numbers, party, &place)).collect();
        let levers = case.levers.iter().enumerate().map(|(l, lever)| {
            let sum = |of: &[(PartyIndex, crate::case::Number)], exact: &[Fraction], party: PartyIndex| {
                of.iter().zip(exact).filter(|((p, _), _)| *p == party).map(|(_, e)| e.exact()).sum::<Exact>()
            };
            let trust = |(k, &party): (usize, &PartyIndex)| {
                if parties[k].exposure.is_empty() {
                    Exact::zero()
                } else {
                    sum(&lever.trust, &numbers.lever_trust[l], party)
                }
            };
            UnroundedLever {
                when: lever.when.as_ref().map(|w| place(&w.expr)),
                touches_no_deal: lever.when.as_ref().is_none_or(|w| w.expr.holds(&case.issues, &case.status_quo)),
                worth: signatories.iter().map(|&p| sum(&lever.worth, &numbers.lever_worth[l], p)).collect(),
                trust: signatories.iter().enumerate().map(trust).collect(),
            }
        });
        let levers = levers.collect();
        Self { case, conditions, parties, levers }
    }
}

impl UnroundedParty {
    fn new(case: &Case, numbers: &Numbers, party: PartyIndex, place: &dyn Fn(&Expr) -> usize) -> Self {
        let own = &numbers.parties[party];
        let links = case.links.iter().zip(&numbers.links).filter(|(l, points)| l.party == party && !points.is_zero());
        let exposure =
            own.exposure.iter().filter(|(_, _, e)| !e.is_zero()).map(|(j, o, e)| (*j, *o, e.exact())).collect();
        let mut terms = Self {
            scores: scores(case, own),
            exposure,
            links: links.map(|(l, points)| (place(&l.when.expr), points.exact())).collect(),
            trust: own.trust.exact(),
            no_deal: Exact::zero(),
        };
        let plain = |outcome: &[OptionIndex]| -> Exact {
            let scored: Exact = terms.scores.iter().zip(outcome).map(|(issue, &o)| &issue[o]).sum();
            let linked = case.links.iter().zip(&numbers.links);
            let linked = linked.filter(|(l, _)| l.party == party && l.when.expr.holds(&case.issues, outcome));
            let exposed = terms.exposure.iter().filter(|(j, o, _)| outcome[*j] == *o).map(|(_, _, e)| e);
            scored + linked.map(|(_, points)| points.exact()).sum::<Exact>()
                - (crate::points::whole(1) - own.trust.exact()) * exposed.sum::<Exact>()
        };
        terms.no_deal = match &own.no_deal {
            NoDealNumbers::Outlook(points) => plain(&case.status_quo) + points.exact(),
            NoDealNumbers::Points(points) => points.exact(),
            NoDealNumbers::Between(from, to, share) => {
                let (from, to) = (plain(from), plain(to));
                &from + (to - &from) * share.exact()
            }
        };
        terms
    }
}

/// w·v per issue and option; 0 where the party said nothing.
fn scores(case: &Case, own: &PartyNumbers) -> Vec<Vec<Exact>> {
    let issues = case.issues.iter().zip(own.weights.iter().zip(&own.scores));
    issues
        .map(|(issue, (weight, scores))| match scores {
            Some(scores) => scores.iter().map(|score| weight.exact() * score.exact()).collect(),
            None => vec![Exact::zero(); issue.options.len()],
        })
        .collect()
}
