//! Draws: everything a case leaves unknown, filled in at random within what the case allows (definitions §1.8).
//!
//! A draw is a [`Numbers`] like the central model's, so that both go through [`super::Terms`]. Every unknown has a stream of its own
//! ([`crate::seed`]), named after what it is, so that leaving one out of the case shifts no other. Options that a `prefers` chain does not
//! name score 50 in draws, too; steps of a numeric issue that no two scored steps lie around are drawn each for itself.

use super::numbers::{NoDealNumbers, Numbers, interpolated, normalised};
use crate::case::{Case, IssueIndex, NoDeal, Number, OptionIndex, OutlookWord, PartyIndex, Scores, Weights};
use crate::points::Fraction;
use crate::seed::{Stream, Words, words};

/// A number, or numbers that depend on each other, that the case does not say. Parties, issues, links and levers are indices into
/// those of the case; places are those in the lists of [`Numbers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unknown {
    /// A party's weights.
    Weights(PartyIndex),
    /// A party's scores of the options of an issue.
    Scores(PartyIndex, IssueIndex),
    /// What no deal is worth to a party.
    NoDeal(PartyIndex),
    /// A party's trust.
    Trust(PartyIndex),
    /// What a party would put up with on the way.
    Patience(PartyIndex),
    /// What a party loses on an option if the others do not honour the deal; the place is that in its `exposure`.
    Exposure(PartyIndex, usize),
    /// Points of a link.
    Link(usize),
    /// Points of a lever, at a place.
    LeverWorth(usize, usize),
    /// Trust of a lever, at a place.
    LeverTrust(usize, usize),
}

/// All that a case leaves unknown.
#[derive(Clone, Debug)]
pub struct Unknowns<'c> {
    case: &'c Case,
    central: Numbers,
    /// In the order of [`Unknown`]'s kinds, each in file order.
    list: Vec<(Unknown, Stream)>,
}

impl<'c> Unknowns<'c> {
    /// What a case leaves unknown.
    pub fn of(case: &'c Case) -> Self {
        let central = Numbers::central(case);
        let mut list = Vec::new();
        let parties = 0..case.parties.len();
        let issues = 0..case.issues.len();
        list.extend(parties.clone().map(Unknown::Weights));
        list.extend(parties.clone().flat_map(|p| issues.clone().map(move |j| Unknown::Scores(p, j))));
        list.extend(parties.clone().map(Unknown::NoDeal));
        list.extend(parties.clone().map(Unknown::Trust));
        list.extend(parties.clone().map(Unknown::Patience));
        for party in parties {
            list.extend((0..central.parties[party].exposure.len()).map(|at| Unknown::Exposure(party, at)));
        }
        list.extend((0..case.links.len()).map(Unknown::Link));
        for (l, lever) in case.levers.iter().enumerate() {
            list.extend((0..lever.worth.len()).map(|at| Unknown::LeverWorth(l, at)));
            list.extend((0..lever.trust.len()).map(|at| Unknown::LeverTrust(l, at)));
        }
        let mut unknowns = Self { case, central, list: Vec::new() };
        list.retain(|unknown| unknowns.is_open(unknown));
        unknowns.list = list.into_iter().map(|unknown| (unknown, Stream::named(&unknowns.name(&unknown)))).collect();
        unknowns
    }

    /// The unknowns, in the order of [`Unknown`]'s kinds, each in file order.
    pub fn list(&self) -> impl Iterator<Item = Unknown> + '_ {
        self.list.iter().map(|(unknown, _)| *unknown)
    }

    /// The central model, which a draw is filled into.
    pub fn central(&self) -> &Numbers {
        &self.central
    }

    /// Keeps the unknowns that pass; the others stay at their central values.
    pub fn retain(&mut self, keep: impl Fn(&Unknown) -> bool) {
        self.list.retain(|(unknown, _)| keep(unknown));
    }

    /// Draw `draw` of a seed. `numbers` are any earlier draw, or [`Self::central`].
    pub fn fill(&self, numbers: &mut Numbers, seed: u64, draw: u64) {
        for at in 0..self.list.len() {
            self.fill_one(numbers, at, seed, draw);
        }
    }

    /// The same for the unknown at a place in [`Self::list`] alone.
    pub fn fill_one(&self, numbers: &mut Numbers, at: usize, seed: u64, draw: u64) {
        let Some(&(unknown, stream)) = self.list.get(at) else { return };
        let mut words = words(seed, stream, draw);
        let case = self.case;
        match unknown {
            Unknown::Weights(party) => {
                let weights = case.preferences_of(party).map(|p| &p.weights);
                numbers.parties[party].weights = weights_drawn(weights, case.issues.len(), &mut words);
            }
            Unknown::Scores(party, issue) => {
                let stated = case.preferences_of(party).and_then(|p| p.scores[issue].as_ref());
                numbers.parties[party].scores[issue] = Some(scores_drawn(case, stated, issue, &mut words));
            }
            Unknown::NoDeal(party) => {
                let no_deal = &mut numbers.parties[party].no_deal;
                match no_deal {
                    NoDealNumbers::Outlook(points) | NoDealNumbers::Points(points) => {
                        if let Some(number) = no_deal_number(&case.parties[party].no_deal) {
                            *points = between(number, &mut words);
                        }
                    }
                    NoDealNumbers::Between(_, _, share) => *share = unit(&mut words),
                }
            }
            Unknown::Trust(party) => {
                numbers.parties[party].trust = match case.parties[party].trust {
                    Some(number) => between(number, &mut words),
                    None => unit(&mut words),
                };
            }
            Unknown::Patience(party) => {
                let patience = case.parties[party].patience;
                numbers.parties[party].patience = patience.map_or(Fraction::ZERO, |n| between(n, &mut words));
            }
            Unknown::Exposure(party, at) => {
                if let Some(number) = exposure(case, party, at) {
                    numbers.parties[party].exposure[at].2 = between(number, &mut words);
                }
            }
            Unknown::Link(link) => numbers.links[link] = between(case.links[link].points, &mut words),
            Unknown::LeverWorth(lever, at) => {
                numbers.lever_worth[lever][at] = between(case.levers[lever].worth[at].1, &mut words);
            }
            Unknown::LeverTrust(lever, at) => {
                numbers.lever_trust[lever][at] = between(case.levers[lever].trust[at].1, &mut words);
            }
        }
    }

    /// Whether anything about it is open.
    fn is_open(&self, unknown: &Unknown) -> bool {
        let case = self.case;
        let range = |number: Number| number.low() != number.high();
        match *unknown {
            Unknown::Weights(party) => match case.preferences_of(party).map(|p| &p.weights) {
                // One issue weighs all there is.
                _ if case.issues.len() < 2 => false,
                None | Some(Weights::Unstated | Weights::Rank(_)) => true,
                Some(Weights::Numbers(numbers)) => numbers.iter().any(|&n| range(n)),
            },
            Unknown::Scores(party, issue) => match case.preferences_of(party).and_then(|p| p.scores[issue].as_ref()) {
                None | Some(Scores::Prefers(_)) => true,
                Some(Scores::Rank(groups)) => {
                    case.issues[issue].options.len() > 2 || groups.iter().any(|g| g.len() > 1)
                }
                Some(Scores::Points(points)) => {
                    (0..points.len()).any(|o| is_drawn(case, points, issue, o) && points[o].is_none_or(range))
                }
            },
            Unknown::NoDeal(party) => match &case.parties[party].no_deal {
                NoDeal::Between(a, b) => a != b,
                other => no_deal_number(other).is_some_and(range),
            },
            Unknown::Trust(party) => case.parties[party].trust.is_none_or(range),
            Unknown::Patience(party) => case.parties[party].patience.is_some_and(range),
            Unknown::Exposure(party, at) => exposure(case, party, at).is_some_and(range),
            Unknown::Link(link) => range(case.links[link].points),
            Unknown::LeverWorth(lever, at) => range(case.levers[lever].worth[at].1),
            Unknown::LeverTrust(lever, at) => range(case.levers[lever].trust[at].1),
        }
    }

    /// What its stream is called: made of ids, so that it stays the same when something else is left out of the case.
    fn name(&self, unknown: &Unknown) -> String {
        let case = self.case;
        let party = |p: PartyIndex| &case.parties[p].id;
        match *unknown {
            Unknown::Weights(p) => format!("weights {}", party(p)),
            Unknown::Scores(p, j) => format!("scores {} {}", party(p), case.issues[j].id),
            Unknown::NoDeal(p) => format!("no-deal {}", party(p)),
            Unknown::Trust(p) => format!("trust {}", party(p)),
            Unknown::Patience(p) => format!("patience {}", party(p)),
            Unknown::Exposure(p, at) => {
                let (j, o, _) = &self.central.parties[p].exposure[at];
                format!("exposure {} {} {}", party(p), case.issues[*j].id, case.issues[*j].options[*o].id)
            }
            Unknown::Link(k) => {
                // Links have no ids: the party, the condition as written, and the how-manieth of those alike.
                let link = &case.links[k];
                let alike = |other: &&crate::case::Link| other.party == link.party && other.when.text == link.when.text;
                let before = case.links[..k].iter().filter(alike).count();
                format!("link {} {} {before}", party(link.party), link.when.text)
            }
            Unknown::LeverWorth(l, at) => {
                let lever = &case.levers[l];
                format!("lever {} {}", lever.id, party(lever.worth[at].0))
            }
            Unknown::LeverTrust(l, at) => {
                let lever = &case.levers[l];
                format!("lever-trust {} {}", lever.id, party(lever.trust[at].0))
            }
        }
    }
}

/// The points that no deal is worth, where they are a number: of themselves, or against the status quo.
pub(crate) fn no_deal_number(no_deal: &NoDeal) -> Option<Number> {
    match no_deal {
        NoDeal::Unstated => Some(OutlookWord::Same.range()),
        NoDeal::Words(word) => Some(word.range()),
        NoDeal::Outlook(number) | NoDeal::Points(number) => Some(*number),
        NoDeal::Like(_) | NoDeal::Between(..) => None,
    }
}

/// The number at a place of a party's exposure.
pub(crate) fn exposure(case: &Case, party: PartyIndex, at: usize) -> Option<Number> {
    let mut all = case.exposures.iter().filter(|e| e.party == party).flat_map(|e| e.points.values());
    all.nth(at).copied()
}

/// Whether an option's score is a number of its own: stated, or with no scored steps of a numeric issue around it.
pub(crate) fn is_drawn(case: &Case, points: &[Option<Number>], issue: IssueIndex, option: OptionIndex) -> bool {
    points[option].is_some()
        || case.issues[issue].range.is_none()
        || points[..option].iter().all(Option::is_none)
        || points[option + 1..].iter().all(Option::is_none)
}

/// Half of the distance between two neighbouring uniforms, as bits: a word w stands for (2w + 1) / 2³³, the middle of its cell, so
/// that means come out exactly.
const UNIT_BITS: u32 = 33;

/// A uniform number of 1, 3, …, 2³³ − 1.
fn odd(words: &mut Words) -> i128 {
    2 * i128::from(words.word()) + 1
}

/// Uniform on 0…1.
fn unit(words: &mut Words) -> Fraction {
    Fraction::new(odd(words), 1 << UNIT_BITS)
}

/// Uniform between the ends of a number.
fn between(number: Number, words: &mut Words) -> Fraction {
    let share = unit(words);
    let (low, high) = (Fraction::from(number.low()), Fraction::from(number.high()));
    &low + &(&(&high - &low) * &share)
}

/// Uniform on 0…100, as a score.
fn score(odd: i128) -> Fraction {
    Fraction::new(100 * odd, 1 << UNIT_BITS)
}

/// `count` uniform numbers, largest first.
fn descending(count: usize, words: &mut Words) -> Vec<i128> {
    let mut drawn: Vec<i128> = (0..count).map(|_| odd(words)).collect();
    drawn.sort_unstable_by(|a, b| b.cmp(a));
    drawn
}

/// The members in the order of their groups, those of one group in any order.
fn in_order(groups: &[Vec<usize>], words: &mut Words) -> Vec<usize> {
    let mut order = Vec::new();
    for group in groups {
        if group.len() > 1 {
            let mut shuffled: Vec<(u32, usize)> = group.iter().map(|&member| (words.word(), member)).collect();
            shuffled.sort_by_key(|&(word, _)| word);
            order.extend(shuffled.into_iter().map(|(_, member)| member));
        } else {
            order.extend(group);
        }
    }
    order
}

/// What is left between `count − 1` sorted uniforms on 0…2³³, which is uniform on the simplex.
fn spacings(count: usize, words: &mut Words) -> Vec<i128> {
    let mut bounds = descending(count.saturating_sub(1), words);
    bounds.push(0);
    let mut above = 1 << UNIT_BITS;
    bounds.into_iter().map(|bound| std::mem::replace(&mut above, bound) - bound).collect()
}

fn weights_drawn(stated: Option<&Weights>, issues: usize, words: &mut Words) -> Vec<Fraction> {
    let share = |spacing: i128| Fraction::new(spacing, 1 << UNIT_BITS);
    match stated {
        None | Some(Weights::Unstated) => spacings(issues, words).into_iter().map(share).collect(),
        Some(Weights::Numbers(numbers)) => normalised(numbers.iter().map(|&n| between(n, words)).collect()),
        Some(Weights::Rank(groups)) => {
            let mut sorted = spacings(issues, words);
            sorted.sort_unstable_by(|a, b| b.cmp(a));
            let mut weights = vec![Fraction::ZERO; issues];
            for (issue, spacing) in in_order(groups, words).into_iter().zip(sorted) {
                weights[issue] = share(spacing);
            }
            weights
        }
    }
}

fn scores_drawn(case: &Case, stated: Option<&Scores>, issue: IssueIndex, words: &mut Words) -> Vec<Fraction> {
    let n = case.issues[issue].options.len();
    match stated {
        None => (0..n).map(|_| score(odd(words))).collect(),
        Some(Scores::Points(points)) => {
            // A word for every option, so that stating one score shifts no other.
            let drawn: Vec<Option<Fraction>> = (0..n)
                .map(|o| {
                    let own = match points[o] {
                        Some(number) => between(number, words),
                        None => score(odd(words)),
                    };
                    is_drawn(case, points, issue, o).then_some(own)
                })
                .collect();
            // What is interpolated lies between scored steps, not between drawn ones.
            (0..n).map(|o| interpolated(&drawn, &case.issues[issue], o).unwrap_or(Fraction::ZERO)).collect()
        }
        Some(Scores::Rank(groups)) => {
            let middle = descending(n.saturating_sub(2), words).into_iter().map(score);
            let hundred = std::iter::once(Fraction::new(100, 1));
            let sorted = hundred.chain(middle).chain(std::iter::once(Fraction::ZERO));
            let mut scores = vec![Fraction::ZERO; n];
            for (option, score) in in_order(groups, words).into_iter().zip(sorted) {
                scores[option] = score;
            }
            scores
        }
        Some(Scores::Prefers(chain)) => {
            let mut scores: Vec<Option<Fraction>> = vec![None; n];
            for (&option, odd) in chain.iter().zip(descending(chain.len(), words)) {
                scores[option] = Some(score(odd));
            }
            scores.into_iter().map(|known| known.unwrap_or_else(|| Fraction::new(50, 1))).collect()
        }
    }
}
