//! Re-checks fair division: not how it was reached, but that it is equitable, envy-free, efficient, and splits one item at most.

use num_traits::{One, Signed, Zero};

use super::super::central::{score, weights, whole};
use super::super::report::Report;
use super::super::world::{meets, refused};
use super::super::worth::{no_deal, worth};
use super::super::{Mismatch, TooLarge};
use crate::analysis::Settings;
use crate::analysis::division::{Divided, FairDivision, Item};
use crate::case::{Case, IssueIndex, OptionIndex, Outcome, PartyIndex};
use crate::points::{Exact, Points};

pub(super) fn check(case: &Case, settings: &Settings, found: &FairDivision) -> Result<Vec<Mismatch>, TooLarge> {
    let mut report = Report::default();
    let c = case.signatories();
    let parties = match settings.options.between {
        Some([a, b]) if a != b && c.contains(&a) && c.contains(&b) => Some([a, b]),
        None if c.len() == 2 => Some([c[0], c[1]]),
        _ => None,
    };
    let issues = parties.map(|two| divisible(case, two)).unwrap_or_default();
    let cares = |k: usize| issues.iter().any(|i| i.stakes[k].is_positive());
    match (parties, found) {
        (None, FairDivision::NeedsTwo(told)) => report.each("division.needs_two", &c, told),
        (Some(two), FairDivision::NothingToDivide(told)) => {
            report.same("division.parties", &two, told);
            report.same("division.nothing", &true, &!(cares(0) && cares(1)));
        }
        (Some(two), FairDivision::Divided(told)) => {
            report.same("division.parties", &two, &told.parties);
            report.same("division.nothing", &true, &(cares(0) && cares(1)));
            let expected: Vec<_> = issues.iter().map(|i| (i.issue, i.ends)).collect();
            report.each("division.items", &expected, &told.items.iter().map(|i| (i.issue, i.ends)).collect::<Vec<_>>());
            // What else it says can only be looked at when that is right.
            if report.mismatches.is_empty() {
                shares(&issues, told, &mut report);
                options(case, settings, told, &mut report);
            }
        }
        (expected, _) => report.differs("division", format!("between {expected:?}"), format!("{found:?}")),
    }
    Ok(report.mismatches)
}

/// An issue with its ends, and what they differ by for each.
struct Divisible {
    issue: IssueIndex,
    ends: [OptionIndex; 2],
    stakes: [Exact; 2],
}

fn divisible(case: &Case, two: [PartyIndex; 2]) -> Vec<Divisible> {
    let weights = two.map(|p| weights(case, p));
    let mut all = Vec::new();
    for (j, issue) in case.issues.iter().enumerate() {
        let n = issue.options.len();
        if !(issue.ordered || n == 2) {
            continue;
        }
        // The end that is better than every other option.
        let end = |party: PartyIndex| {
            [0, n - 1].into_iter().find(|&end| {
                let mut others = (0..n).filter(|&o| o != end);
                others.all(
                    |o| matches!((score(case, party, j, end), score(case, party, j, o)), (Some(a), Some(b)) if a > b),
                )
            })
        };
        let (Some(a), Some(b)) = (end(two[0]), end(two[1])) else { continue };
        if a == b {
            continue;
        }
        let value = |k: usize, o: OptionIndex| score(case, two[k], j, o).unwrap_or_else(Exact::zero);
        let stakes = [(0, a, b), (1, b, a)].map(|(k, own, other)| &weights[k][j] * (value(k, own) - value(k, other)));
        all.push(Divisible { issue: j, ends: [a, b], stakes });
    }
    all
}

fn shares(issues: &[Divisible], told: &Divided, report: &mut Report) {
    for k in 0..2 {
        let sum: Exact = issues.iter().map(|i| &i.stakes[k]).sum();
        for (issue, item) in issues.iter().zip(&told.items) {
            report.same(
                format!("division.items[{}].bids[{k}]", item.issue),
                &(&issue.stakes[k] * whole(100) / &sum),
                &item.bids[k],
            );
        }
    }
    let one = Exact::one();
    let within = |i: &Item| !i.share.is_negative() && i.share <= one;
    report.same("division.items.share", &true, &told.items.iter().all(within));
    let split = told.items.iter().filter(|i| !i.share.is_zero() && i.share != one).count();
    report.same("division.items split, at most one", &true, &(split <= 1));
    let first: Exact = told.items.iter().map(|i| &i.bids[0] * &i.share).sum();
    let second: Exact = told.items.iter().map(|i| &i.bids[1] * (&one - &i.share)).sum();
    report.same("division.total of the first", &first, &told.total);
    report.same("division.total of the second", &second, &told.total);
    report.same("division.total, at least half", &true, &(told.total >= whole(50)));
    // Efficient: what one has of an item, it values against what the other has of another at least as the other does.
    for a in told.items.iter().filter(|i| i.share.is_positive()) {
        for b in told.items.iter().filter(|i| i.share < one) {
            if &a.bids[0] * &b.bids[1] < &b.bids[0] * &a.bids[1] {
                report.differs("division, efficient", format!("issue {} before {}", b.issue, a.issue), "the other way");
            }
        }
    }
}

/// What the shares come to on the options.
fn options(case: &Case, settings: &Settings, told: &Divided, report: &mut Report) {
    let occurs = |x: &Outcome| !case.infeasible.iter().any(|i| meets(case, x, &i.when));
    let c = case.signatories();
    let floors: Vec<Points> = c.iter().map(|&p| no_deal(case, p, &settings.pulls).total).collect();
    let gain = |x: &Outcome| -> Vec<Points> {
        let worths = c.iter().map(|&p| worth(case, p, x, &settings.pulls).total);
        worths.zip(&floors).map(|(u, d)| Points(u.0 - d.0)).collect()
    };
    let accepted = |x: &Outcome| {
        occurs(x)
            && !case.norms.iter().any(|n| meets(case, x, &n.forbids))
            && c.iter().all(|&p| !refused(case, p, x))
            && gain(x).iter().all(|g| g.0 >= 0)
    };
    let mut expected = case.status_quo.clone();
    for item in &told.items {
        expected[item.issue] = item.option;
        if item.share.is_one() || item.share.is_zero() {
            let end = item.ends[usize::from(item.share.is_zero())];
            report.same(format!("division.items[{}].option", item.issue), &end, &item.option);
        }
    }
    report.each("division.outcome", &expected, &told.outcome);
    report.same("division.occurs", &occurs(&expected), &told.occurs);
    report.each("division.gain", &gain(&expected), &told.gain);
    let norms = case.norms.iter().filter(|n| meets(case, &expected, &n.forbids)).map(|n| &n.id);
    let broken: Vec<&String> = norms.collect();
    let refused_by: Vec<PartyIndex> = c.iter().copied().filter(|&p| refused(case, p, &expected)).collect();
    let crosses = told.crosses.iter().filter(|id| !broken.contains(id)).count();
    report.same("division.crosses a position", &!refused_by.is_empty(), &(crosses > 0));
    report.same("division.crosses norms", &broken.len(), &(told.crosses.len() - crosses));
    for (k, rounded) in told.rounded.iter().enumerate() {
        let party = told.parties[k];
        let part = |item: &Item| {
            let value = |o| score(case, party, item.issue, o).unwrap_or_else(Exact::zero);
            let (own, other) = (value(item.ends[k]), value(item.ends[1 - k]));
            &item.bids[k] * (value(item.option) - &other) / (own - &other)
        };
        report.same(format!("division.rounded[{k}]"), &told.items.iter().map(part).sum::<Exact>(), rounded);
    }
    // No option that everybody accepts lies nearer to the share; and without one, none that can occur.
    if let Some(split) = told.items.iter().find(|i| !i.share.is_zero() && !i.share.is_one()) {
        let [own, other] = split.ends.map(whole);
        let place = &other + (&own - &other) * &split.share;
        let far = |o: OptionIndex| (whole(o) - &place).abs();
        let at = |o: OptionIndex| {
            let mut x = expected.clone();
            x[split.issue] = o;
            x
        };
        let options = || 0..case.issues[split.issue].options.len();
        let (some_accepted, some_occurs) = (options().any(|o| accepted(&at(o))), options().any(|o| occurs(&at(o))));
        let fits = |o: OptionIndex| {
            if some_accepted { accepted(&at(o)) } else { !some_occurs || occurs(&at(o)) }
        };
        let nearest = options().filter(|&o| fits(o)).map(far).min();
        report.same("division.items.option, nearest", &nearest, &Some(far(split.option)));
    }
}
