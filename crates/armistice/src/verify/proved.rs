//! Re-checks what was proved while numbers are unknown: by going through the corners of what they may be (definitions §9.1).

use num_traits::{One, Signed, Zero};

use super::report::Report;
use super::world::{World, meets};
use super::{Mismatch, Question, TooLarge};
use crate::analysis::proved::{Proof, Proved};
use crate::analysis::{Extent, Settings};
use crate::case::{Case, Condition, Issue, NoDeal, Number, Outcome, OutlookWord, PartyIndex, Scores, Weights};
use crate::points::Exact;

/// More corners of a party's weights than this are not gone through.
const CORNERS: usize = 5_000;
/// Nor more products of weights and scores in all.
const PRODUCTS: usize = 400_000;

/// Re-checks what was proved of the deal and of every goal. Empty: it follows from the definitions.
///
/// # Errors
/// It is too large to re-check in full.
pub fn proved(case: &Case, settings: &Settings, found: &[Proved]) -> Result<Vec<Mismatch>, TooLarge> {
    let mut report = Report::default();
    let goals = case.goals.iter().map(|g| (Some(g.id.clone()), Some(&g.condition)));
    let asked = settings.goal.iter().map(|c| (Some("goal".to_owned()), Some(c)));
    let questions: Vec<(Option<String>, Option<&Condition>)> =
        std::iter::once((None, case.deal.as_ref())).chain(goals).chain(asked).collect();
    if case.signatories().len() < 2 {
        report.same("proved", &0, &found.len());
        return Ok(report.mismatches);
    }
    report.same("proved", &questions.len(), &found.len());
    for ((goal, target), found) in questions.into_iter().zip(found) {
        let at = format!("proved.{}", goal.as_deref().unwrap_or("deal"));
        report.same(format!("{at}.goal"), &goal, &found.goal);
        check(case, settings, target, found, &at, &mut report)?;
    }
    Ok(report.mismatches)
}

fn check(
    case: &Case,
    settings: &Settings,
    target: Option<&Condition>,
    found: &Proved,
    at: &str,
    report: &mut Report,
) -> Result<(), TooLarge> {
    let world = World::new(&Question { case, target, levers: &settings.pulls })?;
    let parties: Vec<Corners<'_>> =
        world.c.iter().map(|&p| Corners::new(case, p, settings)).collect::<Result<_, _>>()?;
    let corners: usize = parties.iter().map(|p| p.weights.len()).sum();
    if corners.saturating_mul(world.outcomes.len() * case.issues.len()) > PRODUCTS {
        return Err(TooLarge::Combinations);
    }
    let seen: Vec<Told<'_>> = world
        .outcomes
        .iter()
        .filter(|x| x.in_range() && !x.is_refused)
        .map(|x| {
            let ends: Vec<(Exact, Exact)> = parties.iter().map(|p| p.ends(&x.outcome)).collect();
            let both = || parties.iter().zip(&ends);
            Told {
                outcome: &x.outcome,
                sure: all(both().map(|(p, (least, _))| told(&(least - &p.margin)))),
                possible: all(both().map(|(p, (_, most))| told(&(most + &p.margin)))),
            }
        })
        .collect();
    let whole = found.extent == Extent::Whole;
    let sure: Vec<Option<bool>> = seen.iter().map(|x| x.sure).collect();
    let possible: Vec<Option<bool>> = seen.iter().map(|x| x.possible).collect();
    for (name, answers, found) in [("sure", &sure, found.sure), ("possible", &possible, found.possible)] {
        let least = answers.iter().filter(|a| **a == Some(true)).count() as u64;
        let most = answers.iter().filter(|a| **a != Some(false)).count() as u64;
        if found > most || (whole && found < least) {
            report.differs(format!("{at}.{name}"), format!("{least} to {most}"), found.to_string());
        }
    }
    let proof = |sure: u64, possible: u64| match (sure, possible, whole) {
        (1.., _, _) => Proof::Sure,
        (0, 0, true) => Proof::Never,
        _ => Proof::Open,
    };
    report.same(format!("{at}.deal"), &proof(found.sure, found.possible), &found.deal);
    let first = seen.iter().find(|x| x.sure != Some(false)).map(|x| x.outcome);
    let near = seen.iter().any(|x| x.sure.is_none());
    if whole && !near {
        report.same(format!("{at}.example"), &first, &found.example.as_ref());
    }
    for (j, issue) in case.issues.iter().enumerate() {
        for (option, &told) in found.open.get(j).into_iter().flatten().enumerate() {
            let with = || seen.iter().filter(|x| x.outcome[j] == option);
            let wrong = match told {
                Proof::Sure => with().all(|x| x.sure == Some(false)),
                Proof::Never => !whole || with().any(|x| x.possible == Some(true)),
                Proof::Open => {
                    whole && (with().any(|x| x.sure == Some(true)) || with().all(|x| x.possible == Some(false)))
                }
            };
            if wrong {
                let name = format!("{at}.open.{}.{}", issue.id, issue.options[option].id);
                report.differs(name, "another proof", format!("{told:?}"));
            }
        }
    }
    Ok(())
}

/// An outcome within all positions: a deal whatever the numbers are, or for some; `None` where that is too near the margin to tell.
struct Told<'x> {
    outcome: &'x Outcome,
    sure: Option<bool>,
    possible: Option<bool>,
}

/// Whether all are so; `None` where it hangs on those that cannot be told.
fn all(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut every = Some(true);
    for answer in answers {
        match answer {
            Some(false) => return Some(false),
            None => every = None,
            Some(true) => {}
        }
    }
    every
}

/// Whether a number is above zero, or below; neither when it is as near as numbers are rounded.
fn told(number: &Exact) -> Option<bool> {
    let near = Exact::new(1.into(), 1_000_000_000.into());
    if number.abs() < near { None } else { Some(number.is_positive()) }
}

/// The corners of what one party's numbers may be.
struct Corners<'c> {
    case: &'c Case,
    settings: &'c Settings,
    party: PartyIndex,
    weights: Vec<Vec<Exact>>,
    margin: Exact,
}

impl<'c> Corners<'c> {
    fn new(case: &'c Case, party: PartyIndex, settings: &'c Settings) -> Result<Self, TooLarge> {
        let weights = weights(case, party).ok_or(TooLarge::Combinations)?;
        let exposures: usize = case.exposures.iter().filter(|e| e.party == party).map(|e| e.points.len()).sum();
        let links = case.links.iter().filter(|l| l.party == party).count();
        let pulled = settings.pulls.iter().flat_map(|&(l, _)| &case.levers[l].worth);
        let levers = pulled.filter(|(p, _)| *p == party).count();
        let terms = 2 * (case.issues.len() + exposures + links + levers) + 2;
        Ok(Self { case, settings, party, weights, margin: Exact::new(terms.into(), 1_000_000.into()) })
    }

    /// The least and the most that u_i(x) − d_i can be.
    fn ends(&self, outcome: &Outcome) -> (Exact, Exact) {
        let case = self.case;
        let (references, [low, high]) = match &case.parties[self.party].no_deal {
            NoDeal::Unstated => (vec![Some(&case.status_quo)], both(OutlookWord::Same.range())),
            NoDeal::Words(word) => (vec![Some(&case.status_quo)], both(word.range())),
            NoDeal::Outlook(number) => (vec![Some(&case.status_quo)], both(*number)),
            NoDeal::Points(number) => (vec![None], both(*number)),
            NoDeal::Like(a) => (vec![Some(a)], [Exact::zero(), Exact::zero()]),
            NoDeal::Between(a, b) => (vec![Some(a), Some(b)], [Exact::zero(), Exact::zero()]),
        };
        let mut found: Option<(Exact, Exact)> = None;
        for reference in references {
            let scores: Vec<(Exact, Exact)> = case
                .issues
                .iter()
                .enumerate()
                .map(|(j, issue)| {
                    let scores = case.preferences_of(self.party).and_then(|p| p.scores[j].as_ref());
                    score_ends(scores, issue, outcome[j], reference.map(|r| r[j]))
                })
                .collect();
            for trust in self.trusts(outcome) {
                let (mut least, mut most) = self.unweighed(outcome, reference, &trust);
                least -= &high;
                most -= &low;
                for weights in &self.weights {
                    let of = |end: &dyn Fn(&(Exact, Exact)) -> Exact| -> Exact {
                        weights.iter().zip(&scores).map(|(w, s)| w * end(s)).sum()
                    };
                    let own = (&least + of(&|s| s.0.clone()), &most + of(&|s| s.1.clone()));
                    found = Some(match found {
                        None => own,
                        Some((a, b)) => (a.min(own.0), b.max(own.1)),
                    });
                }
            }
        }
        found.unwrap_or_default()
    }

    /// What levers add to trust on an outcome.
    fn added(&self, outcome: &Outcome) -> [Exact; 2] {
        let mut added = [Exact::zero(), Exact::zero()];
        for &(lever, strength) in &self.settings.pulls {
            let lever = &self.case.levers[lever];
            if lever.when.as_ref().is_none_or(|w| meets(self.case, outcome, w)) {
                for &(_, amount) in lever.trust.iter().filter(|(p, _)| *p == self.party) {
                    added[0] += strength.exact() * amount.low().exact();
                    added[1] += strength.exact() * amount.high().exact();
                }
            }
        }
        added
    }

    /// Trust at its ends, and where levers take it to 0 or 1.
    fn trusts(&self, outcome: &Outcome) -> Vec<Exact> {
        let stated = self.case.parties[self.party].trust;
        let [low, high] = stated.map_or_else(|| [Exact::zero(), Exact::one()], both);
        let mut trusts = vec![low.clone(), high.clone()];
        for added in self.added(outcome) {
            trusts.extend([-&added, Exact::one() - &added].into_iter().filter(|t| low < *t && *t < high));
        }
        trusts
    }

    /// The ends of links, levers and exposure, at one trust.
    fn unweighed(&self, outcome: &Outcome, reference: Option<&Outcome>, trust: &Exact) -> (Exact, Exact) {
        let case = self.case;
        let mut ends = (Exact::zero(), Exact::zero());
        let mut add = |times: Exact, [low, high]: [Exact; 2]| {
            let (a, b) = (&times * low, &times * high);
            ends.0 += a.clone().min(b.clone());
            ends.1 += a.max(b);
        };
        let times = |plus: bool, minus: bool| Exact::from_integer((i32::from(plus) - i32::from(minus)).into());
        for link in case.links.iter().filter(|l| l.party == self.party) {
            let of_reference = reference.is_some_and(|r| meets(case, r, &link.when));
            add(times(meets(case, outcome, &link.when), of_reference), both(link.points));
        }
        for &(lever, strength) in &self.settings.pulls {
            let lever = &case.levers[lever];
            for &(_, points) in lever.worth.iter().filter(|(p, _)| *p == self.party) {
                let on_outcome = lever.when.as_ref().is_some_and(|w| meets(case, outcome, w));
                let on_no_deal = lever.when.as_ref().is_none_or(|w| meets(case, &case.status_quo, w));
                add(times(on_outcome, on_no_deal) * strength.exact(), both(points));
            }
        }
        let pressed = |added: &Exact| (trust + added).clamp(Exact::zero(), Exact::one());
        let [least, most] = self.added(outcome);
        let mut exposed = (Exact::zero(), Exact::zero());
        for exposure in case.exposures.iter().filter(|e| e.party == self.party) {
            for (&(issue, option), &points) in &exposure.points {
                let here = times(outcome[issue] == option, false);
                let there = times(reference.is_some_and(|r| r[issue] == option), false);
                let corner = |trust_on: &Exact, e: &Exact| {
                    (&there * (Exact::one() - trust) - &here * (Exact::one() - trust_on)) * e
                };
                let [low, high] = both(points);
                let (t0, t1) = (pressed(&least), pressed(&most));
                exposed.0 += corner(&t0, &low).min(corner(&t0, &high));
                exposed.1 += corner(&t1, &low).max(corner(&t1, &high));
            }
        }
        (ends.0 + exposed.0, ends.1 + exposed.1)
    }
}

fn both(number: Number) -> [Exact; 2] {
    [number.low().exact(), number.high().exact()]
}

/// The corners of a party's weights; `None` for too many.
fn weights(case: &Case, party: PartyIndex) -> Option<Vec<Vec<Exact>>> {
    let n = case.issues.len();
    let share = |chosen: &[usize]| -> Vec<Exact> {
        let part = Exact::new(1.into(), chosen.len().into());
        (0..n).map(|j| if chosen.contains(&j) { part.clone() } else { Exact::zero() }).collect()
    };
    match case.preferences_of(party).map(|p| &p.weights) {
        None | Some(Weights::Unstated) => Some((0..n).map(|j| share(&[j])).collect()),
        Some(Weights::Rank(groups)) => {
            // All orders that the groups allow.
            let mut orders: Vec<Vec<usize>> = vec![Vec::new()];
            for group in groups {
                for _ in group {
                    let longer = |order: &Vec<usize>| -> Vec<Vec<usize>> {
                        let next = group.iter().filter(|j| !order.contains(j));
                        next.map(|&j| order.iter().copied().chain([j]).collect()).collect()
                    };
                    orders = orders.iter().flat_map(longer).collect();
                    if orders.len() > CORNERS {
                        return None;
                    }
                }
            }
            Some(orders.iter().flat_map(|order| (1..=n).map(|k| share(&order[..k]))).collect())
        }
        Some(Weights::Numbers(numbers)) => {
            let mut corners: Vec<Vec<Exact>> = vec![Vec::new()];
            for &number in numbers {
                let ends = both(number);
                let ends = if ends[0] == ends[1] { &ends[..1] } else { &ends[..] };
                let longer = |c: &Vec<Exact>| -> Vec<Vec<Exact>> {
                    ends.iter().map(|e| c.iter().cloned().chain([e.clone()]).collect()).collect()
                };
                corners = corners.iter().flat_map(longer).collect();
                if corners.len() > CORNERS {
                    return None;
                }
            }
            let normalised = |corner: Vec<Exact>| {
                let sum: Exact = corner.iter().sum();
                if sum.is_zero() {
                    share(&(0..n).collect::<Vec<_>>())
                } else {
                    corner.iter().map(|w| w / &sum).collect()
                }
            };
            Some(corners.into_iter().map(normalised).collect())
        }
    }
}

/// The least and the most of v(option) − v(against), or of v(option) alone, over the corners of an issue's scores.
fn score_ends(scores: Option<&Scores>, issue: &Issue, option: usize, against: Option<usize>) -> (Exact, Exact) {
    let n = issue.options.len();
    let value = |v: &dyn Fn(usize) -> Exact| v(option) - against.map_or_else(Exact::zero, v);
    let hundred_if = |yes: bool| Exact::from_integer(if yes { 100 } else { 0 }.into());
    let mut found: Vec<Exact> = Vec::new();
    match scores {
        Some(Scores::Rank(groups)) => {
            // Every place the two may have, and every place from which on scores are 0 rather than 100.
            let mut places: Vec<Vec<usize>> = vec![Vec::new(); n];
            let mut first = 0;
            for group in groups {
                group.iter().for_each(|&o| places[o] = (first..first + group.len()).collect());
                first += group.len();
            }
            for &place in &places[option] {
                for &other in &places[against.unwrap_or(option)] {
                    let same = against.is_none_or(|a| a == option);
                    if same == (place == other) {
                        for from in 1..n {
                            found.push(value(&|o| hundred_if(if o == option { place < from } else { other < from })));
                        }
                    }
                }
            }
        }
        Some(Scores::Prefers(chain)) => {
            for from in 0..=chain.len() {
                found.push(value(&|o| match chain.iter().position(|&c| c == o) {
                    Some(place) => hundred_if(place < from),
                    None => Exact::from_integer(50.into()),
                }));
            }
        }
        None => {
            for corner in 0..4 {
                let end = |o: usize| hundred_if(if o == option { corner & 1 == 1 } else { corner & 2 == 2 });
                found.push(value(&end));
            }
        }
        Some(Scores::Points(points)) => {
            let (mut low, mut high) = (Exact::zero(), Exact::zero());
            for (step, stated) in points.iter().enumerate() {
                // What this step adds to the two when it alone is 1.
                let part = value(&|o| line(points, issue, o, step));
                let [a, b] = stated.map_or_else(|| [Exact::zero(), hundred_if(true)], both);
                low += (&part * &a).min(&part * &b);
                high += (&part * &a).max(&part * &b);
            }
            found = vec![low, high];
        }
    }
    let least = found.iter().min().cloned().unwrap_or_default();
    (least, found.into_iter().max().unwrap_or_default())
}

/// How much of an option's score is that of a step: straight lines between scored steps of a numeric issue, else its own alone.
fn line(points: &[Option<Number>], issue: &Issue, option: usize, step: usize) -> Exact {
    let own = |yes: bool| if yes { Exact::one() } else { Exact::zero() };
    if points[option].is_some() || issue.range.is_none() {
        return own(option == step);
    }
    let below = points[..option].iter().rposition(Option::is_some);
    let above = points[option..].iter().position(Option::is_some).map(|a| option + a);
    match (below, above) {
        (Some(below), Some(above)) => {
            let share = Exact::new((option - below).into(), (above - below).into());
            if step == below {
                Exact::one() - share
            } else if step == above {
                share
            } else {
                Exact::zero()
            }
        }
        _ => own(option == step),
    }
}
