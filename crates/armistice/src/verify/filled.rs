//! The numbers of one party: those of the central model, or of a draw, made again from what the definitions say of it (§1.8).

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_traits::{One, Zero};

use super::central::{middle, score, weights, whole};
use crate::case::{Case, Issue, IssueIndex, NoDeal, Number, OptionIndex, OutlookWord, PartyIndex, Scores, Weights};
use crate::points::Exact;
use crate::seed::{Stream, Words, words};

/// Every number that worth is computed from, for one party.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Filled {
    pub(super) weights: Vec<Exact>,
    /// Per issue and option; `None` for an issue that nobody scored and that adds nothing.
    pub(super) scores: Vec<Option<Vec<Exact>>>,
    pub(super) trust: Exact,
    pub(super) exposure: BTreeMap<(IssueIndex, OptionIndex), Exact>,
    /// Per link of the case.
    pub(super) links: Vec<Exact>,
    /// Per lever of the case, in the order of its points.
    pub(super) lever_worth: Vec<Vec<Exact>>,
    /// Per lever of the case, in the order of its trust.
    pub(super) lever_trust: Vec<Vec<Exact>>,
    /// The outlook; or the points; or the share of the way between two outcomes.
    pub(super) no_deal: Exact,
}

impl Filled {
    /// The central model.
    pub(super) fn central(case: &Case, party: PartyIndex) -> Self {
        let scores = |j: usize| (0..case.issues[j].options.len()).map(|o| score(case, party, j, o)).collect();
        let exposure = case.exposures.iter().filter(|e| e.party == party).flat_map(|e| &e.points);
        Self {
            weights: weights(case, party),
            scores: (0..case.issues.len()).map(scores).collect(),
            trust: case.parties[party].trust.map_or_else(|| Exact::one() / whole(2), middle),
            exposure: exposure.map(|(&place, &number)| (place, middle(number))).collect(),
            links: case.links.iter().map(|l| middle(l.points)).collect(),
            lever_worth: case.levers.iter().map(|l| l.worth.iter().map(|&(_, n)| middle(n)).collect()).collect(),
            lever_trust: case.levers.iter().map(|l| l.trust.iter().map(|&(_, n)| middle(n)).collect()).collect(),
            no_deal: match &case.parties[party].no_deal {
                NoDeal::Unstated => Exact::zero(),
                NoDeal::Words(word) => middle(word.range()),
                NoDeal::Outlook(number) | NoDeal::Points(number) => middle(*number),
                NoDeal::Like(_) => Exact::zero(),
                NoDeal::Between(..) => Exact::one() / whole(2),
            },
        }
    }

    /// Draw `draw` of a seed: each unknown has a stream of its own, named after it. What is known comes out as it is.
    pub(super) fn drawn(case: &Case, party: PartyIndex, seed: u64, draw: u64) -> Self {
        let stream = |name: String| words(seed, Stream::named(&name), draw);
        let id = &case.parties[party].id;
        let preferences = case.preferences_of(party);
        let scores = |(j, issue): (usize, &Issue)| {
            let stated = preferences.and_then(|p| p.scores[j].as_ref());
            Some(scores_drawn(issue, stated, &mut stream(format!("scores {id} {}", issue.id))))
        };
        let exposure = case.exposures.iter().filter(|e| e.party == party).flat_map(|e| &e.points);
        let exposure = exposure.map(|(&(j, o), &number)| {
            let (issue, option) = (&case.issues[j].id, &case.issues[j].options[o].id);
            ((j, o), between(number, &mut stream(format!("exposure {id} {issue} {option}"))))
        });
        let links = case.links.iter().enumerate().map(|(k, link)| {
            let alike = case.links[..k].iter().filter(|l| l.party == link.party && l.when.text == link.when.text);
            let holder = &case.parties[link.party].id;
            between(link.points, &mut stream(format!("link {holder} {} {}", link.when.text, alike.count())))
        });
        let lever = |kind: &str, lever: &str, list: &[(PartyIndex, Number)]| -> Vec<Exact> {
            let one = |&(p, number): &(PartyIndex, Number)| {
                between(number, &mut stream(format!("{kind} {lever} {}", case.parties[p].id)))
            };
            list.iter().map(one).collect()
        };
        let mut no_deal = stream(format!("no-deal {id}"));
        Self {
            weights: weights_drawn(
                preferences.map(|p| &p.weights),
                case.issues.len(),
                &mut stream(format!("weights {id}")),
            ),
            scores: case.issues.iter().enumerate().map(scores).collect(),
            trust: {
                let mut words = stream(format!("trust {id}"));
                match case.parties[party].trust {
                    Some(number) => between(number, &mut words),
                    None => unit(&mut words),
                }
            },
            exposure: exposure.collect(),
            links: links.collect(),
            lever_worth: case.levers.iter().map(|l| lever("lever", &l.id, &l.worth)).collect(),
            lever_trust: case.levers.iter().map(|l| lever("lever-trust", &l.id, &l.trust)).collect(),
            no_deal: match &case.parties[party].no_deal {
                NoDeal::Unstated => between(OutlookWord::Same.range(), &mut no_deal),
                NoDeal::Words(word) => between(word.range(), &mut no_deal),
                NoDeal::Outlook(number) | NoDeal::Points(number) => between(*number, &mut no_deal),
                NoDeal::Like(_) => Exact::zero(),
                NoDeal::Between(..) => unit(&mut no_deal),
            },
        }
    }
}

/// What the next word stands for on 0…1: the middle of its cell among 2³².
fn unit(words: &mut Words) -> Exact {
    Exact::new(BigInt::from(2 * u64::from(words.word()) + 1), BigInt::from(1u64 << 33))
}

fn between(number: Number, words: &mut Words) -> Exact {
    let (low, high) = (number.low().exact(), number.high().exact());
    &low + (&high - &low) * unit(words)
}

/// So many uniforms on 0…1, largest first.
fn sorted(count: usize, words: &mut Words) -> Vec<Exact> {
    let mut drawn: Vec<Exact> = (0..count).map(|_| unit(words)).collect();
    drawn.sort();
    drawn.reverse();
    drawn
}

/// Members by group, those of a group of several by one word each, the lowest first.
fn order(groups: &[Vec<usize>], words: &mut Words) -> Vec<usize> {
    let mut order = Vec::new();
    for group in groups {
        let mut members: Vec<(u32, usize)> =
            group.iter().map(|&m| (if group.len() > 1 { words.word() } else { 0 }, m)).collect();
        members.sort_by_key(|&(word, _)| word);
        order.extend(members.into_iter().map(|(_, m)| m));
    }
    order
}

pub(super) fn weights_drawn(stated: Option<&Weights>, n: usize, words: &mut Words) -> Vec<Exact> {
    if let Some(Weights::Numbers(numbers)) = stated {
        let drawn: Vec<Exact> = numbers.iter().map(|&number| between(number, words)).collect();
        let sum: Exact = drawn.iter().sum();
        let equal = || vec![Exact::one() / whole(n.max(1)); n];
        return if sum.is_zero() { equal() } else { drawn.iter().map(|w| w / &sum).collect() };
    }
    // What lies between n − 1 cuts of a line of length 1, from its upper end down.
    let mut cuts = sorted(n.saturating_sub(1), words);
    cuts.push(Exact::zero());
    let mut upper = Exact::one();
    let mut pieces = Vec::new();
    for cut in cuts {
        pieces.push(&upper - &cut);
        upper = cut;
    }
    if let Some(Weights::Rank(groups)) = stated {
        pieces.sort();
        pieces.reverse();
        let mut weights = vec![Exact::zero(); n];
        for (issue, piece) in order(groups, words).into_iter().zip(pieces) {
            weights[issue] = piece;
        }
        return weights;
    }
    pieces
}

fn scores_drawn(issue: &Issue, stated: Option<&Scores>, words: &mut Words) -> Vec<Exact> {
    let n = issue.options.len();
    let hundred = || whole(100);
    match stated {
        None => (0..n).map(|_| unit(words) * hundred()).collect(),
        Some(Scores::Points(points)) => {
            let own: Vec<Exact> = points
                .iter()
                .map(|p| match p {
                    Some(number) => between(*number, words),
                    None => unit(words) * hundred(),
                })
                .collect();
            (0..n).map(|o| on_the_line(issue, points, &own, o).unwrap_or_else(|| own[o].clone())).collect()
        }
        Some(Scores::Rank(groups)) => {
            let mut places = vec![hundred()];
            places.extend(sorted(n.saturating_sub(2), words).into_iter().map(|u| u * hundred()));
            places.push(Exact::zero());
            let mut scores = vec![Exact::zero(); n];
            for (option, place) in order(groups, words).into_iter().zip(places) {
                scores[option] = place;
            }
            scores
        }
        Some(Scores::Prefers(chain)) => {
            let places = sorted(chain.len(), words);
            let mut scores: Vec<Option<Exact>> = vec![None; n];
            for (&option, place) in chain.iter().zip(places) {
                scores[option] = Some(place * hundred());
            }
            scores.into_iter().map(|s| s.unwrap_or_else(|| whole(50))).collect()
        }
    }
}

/// The score of an option without one between two scored steps of a numeric issue; `own` are those drawn.
pub(super) fn on_the_line(
    issue: &Issue,
    points: &[Option<Number>],
    own: &[Exact],
    option: OptionIndex,
) -> Option<Exact> {
    if points[option].is_some() || issue.range.is_none() {
        return None;
    }
    let below = (0..option).rev().find(|&o| points[o].is_some())?;
    let above = (option + 1..points.len()).find(|&o| points[o].is_some())?;
    Some(&own[below] + (&own[above] - &own[below]) * whole(option - below) / whole(above - below))
}
