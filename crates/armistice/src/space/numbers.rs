//! Numbers: one way of filling in everything a case leaves unknown (definitions §1.8).
//!
//! A [`Numbers`] is what [`super::Space`] is compiled with. [`Numbers::central`] takes midpoints and central places; a draw
//! makes another `Numbers` of the same shape.

use crate::case::{Case, Issue, IssueIndex, NoDeal, Number, OptionIndex, Outcome, OutlookWord, Party, Scores, Weights};
use crate::points::Fraction;

/// Every number of a case, known. Parties, links and levers are in the case's order.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbers {
    /// Per party of the case.
    pub parties: Vec<PartyNumbers>,
    /// Points of each link.
    pub links: Vec<Fraction>,
    /// Points per lever, in the order of `Lever::worth`.
    pub lever_worth: Vec<Vec<Fraction>>,
    /// Trust per lever, in the order of `Lever::trust`.
    pub lever_trust: Vec<Vec<Fraction>>,
}

/// One party's numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct PartyNumbers {
    /// w_ij, summing to 1 over the issues.
    pub weights: Vec<Fraction>,
    /// v_ij per option, 0…100; `None`: the party has nothing to say on the issue, which adds nothing to its worth.
    pub scores: Vec<Option<Vec<Fraction>>>,
    /// t_i, 0…1.
    pub trust: Fraction,
    /// Points it would accept to be worse off on the way (definitions §7).
    pub patience: Fraction,
    /// e_ij, with its issue and option.
    pub exposure: Vec<(IssueIndex, OptionIndex, Fraction)>,
    /// How d_i is found.
    pub no_deal: NoDealNumbers,
}

/// How a party's no-deal worth d_i is found (definitions §1.6).
#[derive(Clone, Debug, PartialEq)]
pub enum NoDealNumbers {
    /// u_i(status quo) and these points.
    Outlook(Fraction),
    /// This share of the way from the worth of the first outcome to that of the second.
    Between(Outcome, Outcome, Fraction),
    /// These points.
    Points(Fraction),
}

impl Numbers {
    /// The central model: midpoints of intervals, central places of rankings (definitions §1.8).
    pub fn central(case: &Case) -> Self {
        let middle_of = |list: &[(usize, Number)]| list.iter().map(|&(_, n)| central(n)).collect();
        Self {
            parties: (0..case.parties.len()).map(|p| PartyNumbers::central(case, p)).collect(),
            links: case.links.iter().map(|l| central(l.points)).collect(),
            lever_worth: case.levers.iter().map(|l| middle_of(&l.worth)).collect(),
            lever_trust: case.levers.iter().map(|l| middle_of(&l.trust)).collect(),
        }
    }
}

impl PartyNumbers {
    fn central(case: &Case, index: usize) -> Self {
        let party = &case.parties[index];
        let preferences = case.preferences_of(index);
        let weights = match preferences.map(|p| &p.weights) {
            None | Some(Weights::Unstated) => {
                let share = ratio(1, case.issues.len());
                vec![share; case.issues.len()]
            }
            Some(Weights::Numbers(numbers)) => normalised(numbers.iter().map(|&n| central(n)).collect()),
            Some(Weights::Rank(groups)) => rank_order_centroids(groups, case.issues.len()),
        };
        let scores = case
            .issues
            .iter()
            .enumerate()
            .map(|(j, issue)| preferences.and_then(|p| p.scores[j].as_ref()).map(|s| central_scores(s, issue)))
            .collect();
        let exposure = case
            .exposures
            .iter()
            .filter(|e| e.party == index)
            .flat_map(|e| e.points.iter().map(|(&(j, o), &n)| (j, o, central(n))))
            .collect();
        Self {
            weights,
            scores,
            trust: party.trust.map_or_else(|| ratio(1, 2), central),
            patience: party.patience.map_or(Fraction::ZERO, central),
            exposure,
            no_deal: central_no_deal(party),
        }
    }
}

fn central_no_deal(party: &Party) -> NoDealNumbers {
    match &party.no_deal {
        NoDeal::Unstated => NoDealNumbers::Outlook(central(OutlookWord::Same.range())),
        NoDeal::Words(word) => NoDealNumbers::Outlook(central(word.range())),
        NoDeal::Outlook(number) => NoDealNumbers::Outlook(central(*number)),
        NoDeal::Points(number) => NoDealNumbers::Points(central(*number)),
        NoDeal::Like(outcome) => NoDealNumbers::Between(outcome.clone(), outcome.clone(), Fraction::ZERO),
        NoDeal::Between(a, b) => NoDealNumbers::Between(a.clone(), b.clone(), ratio(1, 2)),
    }
}

/// The midpoint of what is known of a number.
fn central(number: Number) -> Fraction {
    let (low, high) = (Fraction::from(number.low()), Fraction::from(number.high()));
    &(&low + &high) * &ratio(1, 2)
}

fn ratio(numerator: usize, denominator: usize) -> Fraction {
    Fraction::new(numerator as i128, denominator as i128)
}

/// Divided by their sum; equal shares should all be zero, which can only come of a file that says so.
pub(super) fn normalised(weights: Vec<Fraction>) -> Vec<Fraction> {
    let sum: Fraction = weights.iter().cloned().sum();
    if sum.is_zero() {
        return vec![ratio(1, weights.len()); weights.len()];
    }
    weights.iter().map(|w| w / &sum).collect()
}

/// Rank-order centroid weights: the place p of n weighs (1/n)·Σ_{k=p..n} 1/k; members of a group share the mean of its places.
fn rank_order_centroids(groups: &[Vec<IssueIndex>], issues: usize) -> Vec<Fraction> {
    let mut places = vec![Fraction::ZERO; issues];
    let mut tail = Fraction::ZERO;
    for p in (0..issues).rev() {
        tail = &tail + &ratio(1, p + 1);
        places[p] = &tail * &ratio(1, issues);
    }
    spread(groups, &places, issues).into_iter().map(|w| w.unwrap_or_else(|| Fraction::ZERO)).collect()
}

/// Gives every member of the p-th group the mean of the group's places; what is in no group gets `None`.
fn spread(groups: &[Vec<usize>], places: &[Fraction], len: usize) -> Vec<Option<Fraction>> {
    let mut given = vec![None; len];
    let mut first = 0;
    for group in groups {
        let sum: Fraction = places.iter().skip(first).take(group.len()).cloned().sum();
        for &member in group {
            given[member] = Some(&sum * &ratio(1, group.len()));
        }
        first += group.len();
    }
    given
}

fn central_scores(scores: &Scores, issue: &Issue) -> Vec<Fraction> {
    let n = issue.options.len();
    let hundred = ratio(100, 1);
    match scores {
        Scores::Rank(groups) => {
            let places: Vec<Fraction> = (0..n).map(|p| ratio(100 * (n - 1 - p), n - 1)).collect();
            spread(groups, &places, n).into_iter().map(|s| s.unwrap_or_else(|| Fraction::ZERO)).collect()
        }
        Scores::Prefers(chain) => {
            let k = chain.len();
            let places: Vec<Fraction> = (1..=k).map(|p| &hundred * &ratio(k + 1 - p, k + 1)).collect();
            let groups: Vec<Vec<usize>> = chain.iter().map(|&o| vec![o]).collect();
            spread(&groups, &places, n).into_iter().map(|s| s.unwrap_or_else(|| ratio(50, 1))).collect()
        }
        Scores::Points(points) => {
            let stated: Vec<Option<Fraction>> = points.iter().map(|p| p.map(central)).collect();
            (0..n).map(|o| interpolated(&stated, issue, o).unwrap_or_else(|| ratio(50, 1))).collect()
        }
    }
}

/// The score of an option: its own, or on a numeric issue the straight line between the nearest scored steps.
pub(crate) fn interpolated(stated: &[Option<Fraction>], issue: &Issue, option: OptionIndex) -> Option<Fraction> {
    if let Some(own) = &stated[option] {
        return Some(own.clone());
    }
    issue.range.as_ref()?;
    // The steps of a range are evenly spaced, so option indices serve as abscissae.
    let (below, low) = (0..option).rev().find_map(|o| stated[o].as_ref().map(|s| (o, s)))?;
    let (above, high) = (option + 1..stated.len()).find_map(|o| stated[o].as_ref().map(|s| (o, s)))?;
    Some(low + &(&(high - low) * &ratio(option - below, above - below)))
}
