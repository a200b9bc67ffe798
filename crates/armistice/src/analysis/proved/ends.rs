//! The ends of a party's gain u_i(x) − d_i over everything its case leaves unknown (definitions §9.1).
//!
//! In a gain every unknown is multiplied by other unknowns at most, never by itself. So whatever the others are, an end is reached
//! with each at one of its own: scores at the top or bottom their issue allows, apart from all other issues; the share of the way
//! between two outcomes at 0 or 1; trust at an end or where it reaches 0 or 1; and given all that, weights at a corner of what they
//! may be. Numbers are whole trillionths (10⁻¹² point), rounded away from the middle, far below the margin that is left anyway.

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

use super::scores::difference;
use crate::case::condition::Expr;
use crate::case::{Case, IssueIndex, NoDeal, Number, OptionIndex, Outcome, OutlookWord, PartyIndex, Weights};
use crate::points::{Decimal, Exact};
use crate::space::Pull;

/// Trillionths in a whole.
const UNIT: i128 = 1_000_000_000_000;
/// The margin for each rounded term: a micro-point.
const MARGIN: i128 = UNIT / 1_000_000;

/// Which end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Least,
    Most,
}

impl End {
    /// Rounded so that nothing lies beyond.
    fn rounded(self, exact: &Exact) -> i128 {
        let scaled = exact * Exact::from_integer(BigInt::from(UNIT));
        let whole = match self {
            Self::Least => scaled.floor(),
            Self::Most => scaled.ceil(),
        };
        // Numbers of a case stay below 10⁹, and are added up by the thousand at most.
        whole.to_integer().to_i128().unwrap_or(if exact.is_negative() { i128::MIN / 4 } else { i128::MAX / 4 })
    }

    /// A product of two numbers of trillionths, in trillionths.
    fn product(self, a: i128, b: i128) -> i128 {
        let exact = BigInt::from(a) * BigInt::from(b);
        self.rounded(&Exact::new(exact, BigInt::from(UNIT) * BigInt::from(UNIT)))
    }

    fn of<T: Copy>(self, ends: [T; 2]) -> T {
        match self {
            Self::Least => ends[0],
            Self::Most => ends[1],
        }
    }
}

/// A number known to lie between two.
type Ends = [i128; 2];

/// Everything that the ends of one party's gain are made of.
#[derive(Debug)]
pub(super) struct Gain<'c> {
    case: &'c Case,
    weights: WeightEnds,
    /// What no deal is measured by: an outcome at either end of the way between two, or none where it is given in points.
    references: Vec<Option<Outcome>>,
    /// Per reference, issue and option: the score less that of the reference.
    scores: Vec<Vec<Vec<Ends>>>,
    /// What is taken off whatever the outcome: the outlook, or the points of no deal.
    constant: Ends,
    /// Points of links.
    links: Vec<(&'c Expr, Ends)>,
    /// Points of levers, with whether they move no deal; without a condition they move nothing else.
    levers: Vec<(Option<&'c Expr>, bool, Ends)>,
    trust: Ends,
    /// Trust that levers add.
    trust_levers: Vec<(Option<&'c Expr>, Ends)>,
    /// Points lost on an option, per issue.
    exposure: Vec<(IssueIndex, OptionIndex, Ends)>,
    /// The margin for rounding.
    margin: i128,
}

impl<'c> Gain<'c> {
    pub(super) fn new(case: &'c Case, party: PartyIndex, pulls: &[Pull]) -> Self {
        let stated = &case.parties[party];
        let preferences = case.preferences_of(party);
        let (references, constant) = match &stated.no_deal {
            NoDeal::Unstated => (vec![Some(case.status_quo.clone())], ends(OutlookWord::Same.range())),
            NoDeal::Words(word) => (vec![Some(case.status_quo.clone())], ends(word.range())),
            NoDeal::Outlook(number) => (vec![Some(case.status_quo.clone())], ends(*number)),
            NoDeal::Points(number) => (vec![None], ends(*number)),
            NoDeal::Like(outcome) => (vec![Some(outcome.clone())], [0, 0]),
            NoDeal::Between(a, b) => (vec![Some(a.clone()), Some(b.clone())], [0, 0]),
        };
        let of_reference = |reference: &Option<Outcome>| -> Vec<Vec<Ends>> {
            let issues = case.issues.iter().enumerate();
            let of_issue = |(j, issue): (usize, &crate::case::Issue)| {
                let scores = preferences.and_then(|p| p.scores[j].as_ref());
                let against = reference.as_ref().map(|r| r[j]);
                let options = 0..issue.options.len();
                let ends = options.map(|option| {
                    let [low, high] = difference(scores, issue, option, against);
                    [End::Least.rounded(&low), End::Most.rounded(&high)]
                });
                ends.collect()
            };
            issues.map(of_issue).collect()
        };
        let pulled = |strength: Decimal, number: Number| {
            let [low, high] = [number.low(), number.high()].map(|n| strength.exact() * n.exact());
            [End::Least.rounded(&low), End::Most.rounded(&high)]
        };
        let mut levers = Vec::new();
        let mut trust_levers = Vec::new();
        for &(lever, strength) in pulls {
            let lever = &case.levers[lever];
            let when = lever.when.as_ref().map(|w| &w.expr);
            let moves_no_deal = when.is_none_or(|w| w.holds(&case.issues, &case.status_quo));
            let own = |list: &'c [(PartyIndex, Number)]| list.iter().filter(move |(p, _)| *p == party);
            levers.extend(own(&lever.worth).map(|&(_, n)| (when, moves_no_deal, pulled(strength, n))));
            trust_levers.extend(own(&lever.trust).map(|&(_, n)| (when, pulled(strength, n))));
        }
        let links: Vec<(&Expr, Ends)> =
            case.links.iter().filter(|l| l.party == party).map(|l| (&l.when.expr, ends(l.points))).collect();
        let exposures = case.exposures.iter().filter(|e| e.party == party);
        let exposure: Vec<(IssueIndex, OptionIndex, Ends)> =
            exposures.flat_map(|e| e.points.iter().map(|(&(j, o), &n)| (j, o, ends(n)))).collect();
        // Of u_i and of d_i: a term per issue, exposure, link and lever; the outlook; and the way between two outcomes.
        let terms = 2 * (case.issues.len() + exposure.len() + links.len() + levers.len()) + 2;
        Self {
            case,
            weights: WeightEnds::new(preferences.map_or(&Weights::Unstated, |p| &p.weights), case.issues.len()),
            scores: references.iter().map(of_reference).collect(),
            references,
            constant,
            links,
            levers,
            trust: stated.trust.map_or([0, UNIT], ends),
            trust_levers,
            exposure,
            margin: MARGIN * terms as i128,
        }
    }

    /// Whether the gain on an outcome is sure never to be below zero.
    pub(super) fn is_sure(&self, outcome: &[OptionIndex]) -> bool {
        self.fillings(outcome, End::Least).all(|(reference, rest)| {
            self.weights.all(&self.coefficients(reference, outcome, End::Least), rest - self.margin)
        })
    }

    /// Whether the gain on an outcome may be zero or more.
    pub(super) fn is_possible(&self, outcome: &[OptionIndex]) -> bool {
        self.fillings(outcome, End::Most).any(|(reference, rest)| {
            self.weights.any(&self.coefficients(reference, outcome, End::Most), rest + self.margin)
        })
    }

    /// What the weights are multiplied by, per issue.
    fn coefficients(&self, reference: usize, outcome: &[OptionIndex], end: End) -> Vec<i128> {
        self.scores[reference].iter().zip(outcome).map(|(options, &o)| end.of(options[o])).collect()
    }

    /// Per reference and trust that an end may be reached with: everything but the weighed scores.
    fn fillings<'g>(&'g self, outcome: &'g [OptionIndex], end: End) -> impl Iterator<Item = (usize, i128)> + 'g {
        let holds = |when: &Expr, outcome: &[OptionIndex]| when.holds(&self.case.issues, outcome);
        let levers = self.levers.iter().map(move |&(when, moves_no_deal, points)| {
            let times = i128::from(when.is_some_and(|w| holds(w, outcome))) - i128::from(moves_no_deal);
            times_ends(times, points, end)
        });
        let levers: i128 = levers.sum();
        let constant = times_ends(-1, self.constant, end) + levers;
        let met = self.trust_levers.iter().filter(move |(when, _)| when.is_none_or(|w| holds(w, outcome)));
        // More trust never makes an outcome worth less.
        let added: i128 = met.map(|&(_, amount)| end.of(amount)).sum();
        self.references.iter().enumerate().flat_map(move |(r, reference)| {
            let links = self.links.iter().map(|&(when, points)| {
                let of_reference = reference.as_ref().is_some_and(|r| holds(when, r));
                times_ends(i128::from(holds(when, outcome)) - i128::from(of_reference), points, end)
            });
            let rest = constant + links.sum::<i128>();
            let trusts = if self.exposure.is_empty() { vec![self.trust[0]] } else { self.trusts(added) };
            trusts
                .into_iter()
                .map(move |trust| (r, rest + self.exposed(outcome, reference.as_ref(), trust, added, end)))
        })
    }

    /// The trust with which an end may be reached: its own ends, and where what levers add takes it to 0 or 1.
    fn trusts(&self, added: i128) -> Vec<i128> {
        let [low, high] = self.trust;
        let mut trusts = vec![low, high];
        trusts.extend([-added, UNIT - added].into_iter().filter(|t| low < *t && *t < high));
        trusts.dedup();
        trusts
    }

    /// What exposure takes off, less what it takes off the reference.
    fn exposed(
        &self,
        outcome: &[OptionIndex],
        reference: Option<&Outcome>,
        trust: i128,
        added: i128,
        end: End,
    ) -> i128 {
        let distrust = UNIT - (trust + added).clamp(0, UNIT);
        let terms = self.exposure.iter().map(|&(issue, option, points)| {
            let of_reference = reference.is_some_and(|r| r[issue] == option);
            let factor = i128::from(of_reference) * (UNIT - trust) - i128::from(outcome[issue] == option) * distrust;
            let [a, b] = points.map(|p| end.product(factor, p));
            match end {
                End::Least => a.min(b),
                End::Most => a.max(b),
            }
        });
        terms.sum()
    }
}

fn ends(number: Number) -> Ends {
    [End::Least.rounded(&number.low().exact()), End::Most.rounded(&number.high().exact())]
}

/// The end of an unknown taken so many times: −1, 0 or 1.
fn times_ends(times: i128, [low, high]: Ends, end: End) -> i128 {
    match end {
        End::Least => (times * low).min(times * high),
        End::Most => (times * low).max(times * high),
    }
}

/// What is known of a party's weights.
#[derive(Debug)]
enum WeightEnds {
    /// Any that sum to 1.
    Any,
    /// Groups, the most important first; any order within one.
    Ranked(Vec<Vec<IssueIndex>>),
    /// Each between two, divided by their sum.
    Between(Vec<Ends>),
}

impl WeightEnds {
    fn new(weights: &Weights, issues: usize) -> Self {
        match weights {
            Weights::Unstated => Self::Any,
            Weights::Rank(groups) => Self::Ranked(groups.clone()),
            Weights::Numbers(numbers) => {
                let ends: Vec<Ends> = numbers.iter().map(|&n| ends(n)).collect();
                // All zero, which a checked case never has, is equal shares.
                let nothing = ends.iter().all(|e| e[1] == 0);
                Self::Between(if nothing { vec![[UNIT, UNIT]; issues] } else { ends })
            }
        }
    }

    /// Whether Σ w·c + `rest` ≥ 0 for some weights.
    fn any(&self, coefficients: &[i128], rest: i128) -> bool {
        self.reach(coefficients, rest, End::Most)
    }

    /// Whether it is for all.
    fn all(&self, coefficients: &[i128], rest: i128) -> bool {
        self.reach(coefficients, rest, End::Least)
    }

    /// Whether the end of Σ w·c + `rest` is zero or more.
    fn reach(&self, coefficients: &[i128], rest: i128, end: End) -> bool {
        // The weights sum to 1, so what is left may be added to each coefficient.
        let lifted = || coefficients.iter().map(|c| c + rest);
        match self {
            Self::Any => match end {
                End::Most => lifted().any(|c| c >= 0),
                End::Least => lifted().all(|c| c >= 0),
            },
            Self::Ranked(groups) => {
                // The corners are equal weights on the first so many issues.
                let mut sum = 0;
                let mut sums = Vec::with_capacity(coefficients.len());
                for group in groups {
                    let mut own: Vec<i128> = group.iter().map(|&j| coefficients[j] + rest).collect();
                    own.sort_unstable();
                    if end == End::Most {
                        own.reverse();
                    }
                    for c in own {
                        sum += c;
                        sums.push(sum);
                    }
                }
                match end {
                    End::Most => sums.into_iter().any(|s| s >= 0),
                    End::Least => sums.into_iter().all(|s| s >= 0),
                }
            }
            Self::Between(weights) => {
                let at_end =
                    |(c, &[low, high]): (i128, &Ends)| (if (c >= 0) == (end == End::Most) { high } else { low }, c);
                let end_reached = is_not_below_zero(lifted().zip(weights).map(at_end));
                // When all may be zero, they may be equal shares.
                let equal = || lifted().sum::<i128>() >= 0;
                match (end, weights.iter().all(|w| w[0] == 0)) {
                    (_, false) => end_reached,
                    (End::Most, true) => end_reached_with_weight(lifted().zip(weights)) || equal(),
                    (End::Least, true) => end_reached && equal(),
                }
            }
        }
    }
}

/// Whether some coefficient with a weight that may be more than zero is not below zero.
fn end_reached_with_weight<'w>(mut pairs: impl Iterator<Item = (i128, &'w Ends)>) -> bool {
    pairs.any(|(c, weight)| c >= 0 && weight[1] > 0)
}

/// Whether the sum of the products is zero or more.
fn is_not_below_zero(pairs: impl Iterator<Item = (i128, i128)> + Clone) -> bool {
    let narrow = pairs.clone().try_fold(0i128, |sum, (a, b)| sum.checked_add(a.checked_mul(b)?));
    match narrow {
        Some(sum) => sum >= 0,
        None => !pairs.map(|(a, b)| BigInt::from(a) * BigInt::from(b)).sum::<BigInt>().is_negative(),
    }
}
