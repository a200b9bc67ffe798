//! Re-checks progress (definitions §11).

use std::collections::{BTreeMap, BTreeSet};

use num_traits::{One, Zero};

use super::super::central::{weights, whole};
use super::super::report::Report;
use super::super::world::{Seen, World, meets, refused};
use super::super::{Mismatch, Question, TooLarge};
use crate::analysis::progress::{Meant, Progress};
use crate::analysis::{Extent, Settings};
use crate::case::{Case, Condition, IssueIndex, PartyIndex};
use crate::points::{Exact, Points};

/// What one party's position comes to.
struct Stand<'a> {
    outcomes: Vec<&'a Seen>,
    addressed: BTreeSet<IssueIndex>,
}

pub(super) fn check(case: &Case, settings: &Settings, found: &Progress) -> Result<Vec<Mismatch>, TooLarge> {
    if found.extent != Extent::Whole {
        // It says nothing.
        return Ok(Vec::new());
    }
    let world = World::new(&Question { case, target: None, levers: &settings.pulls })?;
    let mut report = Report::default();

    let mut meetings: Vec<usize> = (0..case.meetings.len()).filter(|&m| !case.meetings[m].asked.is_empty()).collect();
    let dated = meetings.iter().all(|&m| case.meetings[m].date.is_some());
    if dated {
        meetings.sort_by_key(|&m| case.meetings[m].date.as_deref());
    }
    report.same("progress.dated", &dated, &found.dated);
    report.each("progress.meetings", &meetings, &found.meetings.iter().map(|m| m.meeting).collect::<Vec<_>>());

    let mut distances: BTreeMap<[PartyIndex; 2], Vec<(usize, [Exact; 2])>> = BTreeMap::new();
    let mut courses: BTreeMap<PartyIndex, Vec<(usize, Points)>> = BTreeMap::new();
    for (at, (&meeting, told)) in meetings.iter().zip(&found.meetings).enumerate() {
        let what = format!("progress.meetings[{at}]");
        let asked: BTreeMap<PartyIndex, &Condition> =
            case.meetings[meeting].asked.iter().map(|(party, condition)| (*party, condition)).collect();
        let expected: Vec<PartyIndex> = asked.keys().copied().collect();
        report.each(&format!("{what}.party"), &expected, &told.positions.iter().map(|p| p.party).collect::<Vec<_>>());
        let mut stands: Vec<(PartyIndex, Stand<'_>)> = Vec::new();
        for ((&party, &condition), position) in asked.iter().zip(&told.positions) {
            let (meant, outcomes) = meant(&world, party, condition);
            let what = format!("{what}.positions[{}]", case.parties[party].id);
            report.same(format!("{what}.meant"), &meant, &position.meant);
            let occurring = |j: usize| outcomes.iter().map(|x| x.outcome[j]).collect::<BTreeSet<_>>();
            let options: Vec<Vec<usize>> = (0..case.issues.len()).map(|j| occurring(j).into_iter().collect()).collect();
            report.each(&format!("{what}.options"), &options, &position.options);
            let place = world.c.iter().position(|&p| p == party);
            let least = place.and_then(|i| outcomes.iter().map(|x| x.worth[i]).min());
            let shown = position.insists_on.map(|p| i128::from(p.0));
            report.same(format!("{what}.insists_on"), &least, &shown);
            if let Some(points) = position.insists_on {
                courses.entry(party).or_default().push((at, points));
            }
            let addressed = addressed(case, party, condition);
            report.each(
                &format!("{what}.addressed"),
                &addressed.iter().copied().collect::<Vec<_>>(),
                &position.addressed,
            );
            let listed = &case.meetings[meeting].grounds.because;
            if position.because.iter().any(|claim| !listed.contains(claim)) {
                report.differs(format!("{what}.because"), "claims of the meeting", position.because.join(", "));
            }
            stands.push((party, Stand { outcomes, addressed }));
        }
        for (k, (one, first)) in stands.iter().enumerate() {
            for (other, second) in &stands[k + 1..] {
                let sums = compared(case, [(*one, first), (*other, second)]);
                distances.entry([*one, *other]).or_default().push((at, sums));
            }
        }
    }
    let expected: Vec<[PartyIndex; 2]> = distances.keys().copied().collect();
    report.each("progress.pairs", &expected, &found.pairs.iter().map(|p| p.parties).collect::<Vec<_>>());
    for (expected, pair) in distances.values().zip(&found.pairs) {
        let what = format!("progress.pairs[{:?}]", pair.parties);
        report.same(format!("{what}.distances"), &expected.len(), &pair.distances.len());
        for ((at, [sum, weight]), told) in expected.iter().zip(&pair.distances) {
            report.same(format!("{what}.at"), at, &told.at);
            let overall = (!weight.is_zero()).then(|| sum / weight);
            report.same(format!("{what}.overall"), &overall, &told.overall);
        }
    }
    let expected: Vec<_> = courses.into_iter().collect();
    let told: Vec<_> = found.courses.iter().map(|c| (c.party, c.insisted_on.clone())).collect();
    report.each("progress.courses", &expected, &told);
    for course in &found.courses {
        let given: Points = course.concessions().iter().fold(Points(0), |sum, (_, p)| Points(sum.0 + p.0));
        if let [first, .., last] = course.insisted_on.as_slice() {
            report.same("progress.courses.concessions", &(first.1.0 - last.1.0), &given.0);
        }
    }
    Ok(report.mismatches)
}

fn meant<'w>(world: &'w World<'_>, party: PartyIndex, asked: &Condition) -> (Meant, Vec<&'w Seen>) {
    let case = world.case;
    let satisfying: Vec<&Seen> = world.outcomes.iter().filter(|x| meets(case, &x.outcome, asked)).collect();
    if let Some(i) = world.c.iter().position(|&p| p == party) {
        let accepted: Vec<&Seen> = satisfying.iter().copied().filter(|x| x.accepted[i]).collect();
        if !accepted.is_empty() {
            return (Meant::Accepted, accepted);
        }
    }
    let uncrossed: Vec<&Seen> = satisfying.into_iter().filter(|x| !refused(case, party, &x.outcome)).collect();
    (if uncrossed.is_empty() { Meant::Nothing } else { Meant::Uncrossed }, uncrossed)
}

fn addressed(case: &Case, party: PartyIndex, asked: &Condition) -> BTreeSet<IssueIndex> {
    let mut all: BTreeSet<IssueIndex> = asked.expr.issues().into_iter().collect();
    for line in case.red_lines.iter().filter(|r| r.party == party) {
        all.extend(line.refuses.expr.issues());
    }
    for pre in case.preconditions.iter().filter(|p| p.party == party) {
        all.extend(pre.first.expr.issues());
        all.extend(pre.before.expr.issues());
    }
    all
}

/// The sum of weighted distances over the issues that both addressed, and the sum of the weights.
fn compared(case: &Case, two: [(PartyIndex, &Stand<'_>); 2]) -> [Exact; 2] {
    let [(one, first), (other, second)] = two;
    let mut sums = [Exact::zero(), Exact::zero()];
    if first.outcomes.is_empty() || second.outcomes.is_empty() {
        return sums;
    }
    let (of_one, of_other) = (weights(case, one), weights(case, other));
    for &j in first.addressed.intersection(&second.addressed) {
        let issue = &case.issues[j];
        let options = |stand: &Stand<'_>| stand.outcomes.iter().map(|x| x.outcome[j]).collect::<BTreeSet<usize>>();
        let (a, b) = (options(first), options(second));
        let distance = if !a.is_disjoint(&b) {
            Exact::zero()
        } else if issue.ordered {
            let steps = a.iter().flat_map(|x| b.iter().map(move |y| x.abs_diff(*y))).min().unwrap_or(0);
            whole(steps) / whole(issue.options.len() - 1)
        } else {
            Exact::one()
        };
        let weight = (&of_one[j] + &of_other[j]) / whole(2);
        sums[0] += &weight * distance;
        sums[1] += weight;
    }
    sums
}
