//! Bargains whose worth is exact in micro-points, and what definitions §1–3 say of them, by going through every outcome.
//! Nothing here knows the compiled space, nor `verify`.

use armistice::case::condition::{Atom, Expr, Test};
use armistice::case::*;
use armistice::points::Exact;
use num_bigint::BigInt;
use proptest::collection::vec;
use proptest::prelude::*;

use super::{blank, condition, number, precondition, red_line, wants};

/// One option per issue; `Vec`s are ordered as indices of outcomes are.
pub type Picked = Vec<usize>;

/// Parties that all sign, with scores for everything: every outcome is settled.
#[derive(Clone, Debug)]
pub struct Bargain {
    /// How many options each issue has.
    pub options: Vec<usize>,
    pub status_quo: Picked,
    pub sides: Vec<Side>,
    /// Combinations that cannot occur.
    pub impossible: Vec<Picked>,
    pub rules: Vec<Rule>,
    /// Options of the first issue that no deal has.
    pub no_deal_without: Vec<usize>,
}

/// What a party wants.
#[derive(Clone, Debug)]
pub struct Side {
    /// They sum to 100.
    pub weights: Vec<i64>,
    /// By issue and option, in thousandths of a point.
    pub scores: Vec<Vec<i64>>,
    /// In micro-points.
    pub no_deal: i64,
}

impl Side {
    /// In micro-points: a weight in hundredths times a score in thousandths of a point is ten of them.
    fn worth(&self, outcome: &[usize]) -> i64 {
        let issues = self.weights.iter().zip(&self.scores).zip(outcome);
        issues.map(|((w, scores), &o)| w * scores[o] * 10).sum()
    }
}

/// The party refuses outcomes that have all these options; of these, only the ones without `unless`.
#[derive(Clone, Debug)]
pub struct Rule {
    pub side: usize,
    pub refuses: Vec<(usize, usize)>,
    pub unless: Option<(usize, usize)>,
}

/// The letters that parties go by.
const NAMES: [&str; 4] = ["a", "b", "c", "d"];

impl Bargain {
    /// As a case. Rules are `rule-0` …, in the order red lines, preconditions.
    pub fn case(&self) -> Case {
        let parties: Vec<_> = NAMES[..self.sides.len()].iter().map(|id| (*id, Consent::Signs)).collect();
        let ids = ["o0", "o1", "o2", "o3"];
        let titles = ["i0", "i1", "i2", "i3"];
        let issues: Vec<(&str, &[&str])> = titles.iter().zip(&self.options).map(|(id, &n)| (*id, &ids[..n])).collect();
        let mut case = blank(&parties, &issues);
        case.status_quo.clone_from(&self.status_quo);
        for (party, side) in self.sides.iter().enumerate() {
            let weights = Weights::Numbers(side.weights.iter().map(|w| number(&w.to_string())).collect());
            let scores = |issue: &Vec<i64>| {
                Some(Scores::Points(issue.iter().map(|&s| Some(number(&format!("{s}e-3")))).collect()))
            };
            case.preferences.push(wants(party, weights, side.scores.iter().map(scores).collect()));
            case.parties[party].no_deal = NoDeal::Points(number(&format!("{}e-6", side.no_deal)));
        }
        let picks = |picked: &[(usize, usize)]| condition(all_of(picked.iter().copied()));
        for (k, rule) in self.rules.iter().enumerate() {
            let (id, before) = (format!("rule-{k}"), picks(&rule.refuses));
            match rule.unless {
                None => case.red_lines.push(red_line(&id, rule.side, before)),
                Some(first) => case.preconditions.push(precondition(&id, rule.side, picks(&[first]), before)),
            }
        }
        case.infeasible.extend(self.impossible.iter().map(|outcome| Infeasible {
            when: condition(all_of(outcome.iter().copied().enumerate())),
            grounds: Grounds::default(),
        }));
        if !self.no_deal_without.is_empty() {
            let ruled_out = self.no_deal_without.iter().map(|&o| Expr::Not(Box::new(atom(0, o))));
            case.deal = Some(condition(all(ruled_out.collect())));
        }
        case
    }

    /// Every outcome, in the order of their indices.
    pub fn outcomes(&self) -> Vec<Picked> {
        let mut all = vec![Vec::new()];
        for &n in &self.options {
            all = all.iter().flat_map(|x| (0..n).map(move |o| [x.as_slice(), &[o]].concat())).collect();
        }
        all.retain(|x| !self.impossible.contains(x));
        all
    }

    /// u_i − d_i, in micro-points.
    pub fn gains(&self, outcome: &[usize]) -> Vec<i64> {
        self.sides.iter().map(|side| side.worth(outcome) - side.no_deal).collect()
    }

    /// What the outcome violates (definitions §3.1): rules, then the floors of the parties, numbered on.
    pub fn violates(&self, outcome: &[usize]) -> Vec<usize> {
        let has = |&(issue, option): &(usize, usize)| outcome[issue] == option;
        let broken = |rule: &Rule| rule.refuses.iter().all(has) && !rule.unless.as_ref().is_some_and(has);
        let rules = self.rules.iter().enumerate().filter(|(_, rule)| broken(rule)).map(|(k, _)| k);
        let gains = self.gains(outcome);
        rules.chain((0..gains.len()).filter(|&i| gains[i] < 0).map(|i| self.rules.len() + i)).collect()
    }

    /// The outcomes that would be deals if all accepted them: the range of definitions §3.1.
    pub fn range(&self) -> Vec<Picked> {
        let counts = |x: &Picked| *x != self.status_quo && !self.no_deal_without.contains(&x[0]);
        self.outcomes().into_iter().filter(counts).collect()
    }

    /// Z (definitions §2).
    pub fn zone(&self) -> Vec<Picked> {
        self.range().into_iter().filter(|x| self.violates(x).is_empty()).collect()
    }

    /// m_i = max_Z g_i.
    pub fn ideals(&self) -> Vec<i64> {
        let gains: Vec<_> = self.zone().iter().map(|x| self.gains(x)).collect();
        (0..self.sides.len()).map(|i| gains.iter().map(|g| g[i]).max().unwrap_or(0)).collect()
    }

    /// What solutions are chosen from: the outcomes of Z that the status quo does not dominate.
    pub fn chosen_from(&self) -> Vec<Picked> {
        let today = self.gains(&self.status_quo);
        self.zone().into_iter().filter(|x| !dominates(&today, &self.gains(x))).collect()
    }

    /// The outcomes for which this is largest.
    pub fn maximisers<K: Ord>(&self, key: impl Fn(&[i64]) -> K) -> Vec<Picked> {
        let all: Vec<(K, Picked)> = self.chosen_from().into_iter().map(|x| (key(&self.gains(&x)), x)).collect();
        let Some(best) = all.iter().map(|(key, _)| key).max() else { return Vec::new() };
        all.iter().filter(|(key, _)| key == best).map(|(_, x)| x.clone()).collect()
    }
}

/// At least as much for all, more for one.
pub fn dominates(a: &[i64], b: &[i64]) -> bool {
    a != b && a.iter().zip(b).all(|(a, b)| a >= b)
}

/// How many gain, and the product of what they gain.
pub fn product(gains: &[i64]) -> (usize, BigInt) {
    let gaining = gains.iter().copied().filter(|&g| g > 0);
    (gaining.clone().count(), gaining.map(BigInt::from).product())
}

/// g_i / m_i, the least first: what leximin compares.
pub fn ratios(gains: &[i64], ideals: &[i64]) -> Vec<Exact> {
    let ratio =
        |(&g, &m): (&i64, &i64)| if m == 0 { Exact::new(1.into(), 1.into()) } else { Exact::new(g.into(), m.into()) };
    sorted(gains.iter().zip(ideals).map(ratio).collect())
}

/// The least first.
pub fn sorted<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort();
    all
}

fn atom(issue: usize, option: usize) -> Expr {
    Expr::Atom(Atom { issue, test: Test::Is(option) })
}

fn all_of(picks: impl Iterator<Item = (usize, usize)>) -> Expr {
    all(picks.map(|(issue, option)| atom(issue, option)).collect())
}

fn all(mut members: Vec<Expr>) -> Expr {
    if members.len() == 1 { members.remove(0) } else { Expr::And(members) }
}

/// Points in thousandths: often equal, so that ties come up.
fn points(high: i64) -> impl Strategy<Value = i64> + Clone {
    prop_oneof![3 => (0..=high / 5000).prop_map(|n| n * 5000), 1 => (0..=high / 500).prop_map(|n| n * 500)]
}

fn side(options: &[usize], no_deal: i64) -> impl Strategy<Value = Side> + use<> {
    let scores: Vec<_> = options.iter().map(|&n| vec(points(20_000), n)).collect();
    let n = options.len();
    let weights = vec(prop::sample::select(vec![5i64, 10, 20, 25]), n - 1).prop_map(|mut all| {
        all.push(100 - all.iter().sum::<i64>());
        all
    });
    // Sometimes next to as much as some outcome is worth: then that one gains next to nothing, but does gain.
    let near: Vec<_> = options.iter().map(|&n| 0..n).collect();
    let near = proptest::option::weighted(0.4, near);
    (weights, scores, points(no_deal), near).prop_map(|(weights, scores, no_deal, near)| {
        let mut side = Side { weights, scores, no_deal: no_deal * 1000 };
        if let Some(outcome) = near {
            side.no_deal = side.worth(&outcome) - 1;
        }
        side
    })
}

/// A bargain of 2 or 3 parties over 1–4 issues of 2–4 options, with few rules or none. `no_deal`: the most that no deal is worth,
/// in thousandths, where an outcome is worth at most 20,000.
pub fn bargain(no_deal: i64) -> impl Strategy<Value = Bargain> {
    (2..=3usize, vec(2..=4usize, 1..=4)).prop_flat_map(move |(parties, options)| {
        let picked: Vec<_> = options.iter().map(|&n| 0..n).collect();
        let pick = (0..options.len(), 0..4usize);
        let rule = (0..parties, vec(pick.clone(), 1..=2), proptest::option::of(pick));
        let narrow = proptest::option::weighted(0.3, 0..options[0]);
        (Just(options.clone()), picked, vec(side(&options, no_deal), parties), vec(rule, 0..=4), narrow).prop_map(
            |(options, status_quo, sides, rules, narrow)| {
                let fitted = |(issue, option): (usize, usize)| (issue, option % options[issue]);
                let mut rules: Vec<Rule> = rules
                    .into_iter()
                    .map(|(side, refuses, unless)| Rule {
                        side,
                        refuses: refuses.into_iter().map(fitted).collect(),
                        unless: unless.map(fitted),
                    })
                    .collect();
                rules.sort_by_key(|r| r.unless.is_some());
                Bargain {
                    options,
                    status_quo,
                    sides,
                    impossible: Vec::new(),
                    rules,
                    no_deal_without: narrow.into_iter().collect(),
                }
            },
        )
    })
}
