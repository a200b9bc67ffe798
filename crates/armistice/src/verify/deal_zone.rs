//! Re-checks the deal zone (definitions §2).

use std::collections::BTreeMap;

use super::choice::{self, Candidate};
use super::report::Report;
use super::world::{Micro, Seen, World, dominates};
use super::{Mismatch, Question, TooLarge};
use crate::analysis::deal_zone::{DealZone, Frontier};

/// Re-checks a deal zone. Empty: every number in it follows from the definitions.
///
/// # Errors
/// There are more combinations than [`LIMIT`](super::LIMIT).
pub fn deal_zone(question: &Question<'_>, result: &DealZone) -> Result<Vec<Mismatch>, TooLarge> {
    let world = World::new(question)?;
    let mut report = Report::default();

    let acceptable = |i: usize| world.outcomes.iter().filter(|x| x.accepted[i]).count();
    report.same("deal_zone.outcomes", &(world.outcomes.len() as u128), &result.outcomes);
    report.same("deal_zone.acceptable", &world.c.len(), &result.acceptable.len());
    for (i, &found) in result.acceptable.iter().enumerate().take(world.c.len()) {
        report.count(format!("deal_zone.acceptable[{i}]"), acceptable(i), found);
    }

    let accepted = || world.outcomes.iter().filter(|x| x.accepted_by_all());
    let zone: Vec<&Seen> = accepted().filter(|x| x.in_range()).collect();
    report.count("deal_zone.deals", zone.len(), result.deals);
    report.count("deal_zone.unsettled", unsettled(&zone), result.unsettled);
    let dominated = zone.iter().filter(|x| x.dominated).count();
    report.count("deal_zone.dominated_by_status_quo", dominated, result.dominated_by_status_quo);
    let status_quo = accepted().any(|x| x.is_status_quo);
    report.same("deal_zone.status_quo_acceptable", &status_quo, &result.status_quo_acceptable);
    options(&world, &zone, result, &mut report);
    frontier(&zone, &result.frontier, &mut report);

    let ideal = choice::ideal(zone.iter().map(|x| x.gain.as_slice()));
    let chosen = choice::all(&candidates(&zone), &ideal);
    report.solutions("deal_zone.solutions", &chosen, &result.solutions);

    let side: Vec<&Seen> = accepted().filter(|x| !x.meets_deal && !x.breaks_norm && !x.is_status_quo).collect();
    report.count("deal_zone.side_agreements.count", side.len(), result.side_agreements.count);
    report.count("deal_zone.side_agreements.unsettled", unsettled(&side), result.side_agreements.unsettled);
    let ideal = choice::ideal(side.iter().map(|x| x.gain.as_slice()));
    let best = choice::nash(&candidates(&side), &ideal);
    report.entry("deal_zone.side_agreements.best", best.as_ref(), result.side_agreements.best.as_ref());
    Ok(report.mismatches)
}

fn unsettled(outcomes: &[&Seen]) -> usize {
    outcomes.iter().filter(|x| !x.settled).count()
}

/// What a solution may choose from: settled, and not dominated by the status quo.
fn candidates<'a>(outcomes: &[&'a Seen]) -> Vec<Candidate<'a>> {
    let allowed = outcomes.iter().filter(|x| x.settled && !x.dominated);
    allowed.map(|seen| Candidate { seen, gain: seen.gain.clone() }).collect()
}

fn options(world: &World<'_>, zone: &[&Seen], result: &DealZone, report: &mut Report) {
    let expected: Option<Vec<Vec<bool>>> = (!zone.is_empty()).then(|| {
        let open = |j: usize, o: usize| zone.iter().any(|x| x.outcome[j] == o);
        let issues = world.case.issues.iter().enumerate();
        issues.map(|(j, issue)| (0..issue.options.len()).map(|o| open(j, o)).collect()).collect()
    });
    match (&expected, &result.open) {
        (Some(e), Some(f)) => report.each("deal_zone.open", e, f),
        (e, f) => report.same("deal_zone.open", e, f),
    }
}

/// The points come in order of index and may be cut short; what is listed must be right and the size exact.
fn frontier(zone: &[&Seen], found: &Frontier, report: &mut Report) {
    let mut distinct: BTreeMap<&[Micro], Vec<&Seen>> = BTreeMap::new();
    for x in zone {
        distinct.entry(&x.worth).or_default().push(x);
    }
    // From the largest sum down: whatever dominates a vector has a larger sum, and if it is dominated itself, then
    // by something that dominates both. So it is enough to look at the undominated ones found before.
    let mut by_sum: Vec<&[Micro]> = distinct.keys().copied().collect();
    by_sum.sort_by_key(|worth| std::cmp::Reverse(worth.iter().sum::<Micro>()));
    let mut undominated: Vec<&[Micro]> = Vec::new();
    for worth in by_sum {
        if !undominated.iter().any(|other| dominates(other, worth)) {
            undominated.push(worth);
        }
    }
    let mut expected: Vec<&Vec<&Seen>> = undominated.iter().filter_map(|worth| distinct.get(worth)).collect();
    expected.sort_by_key(|outcomes| outcomes.first().map(|x| x.index));

    let size = expected.len() as u128;
    if found.exact {
        report.same("deal_zone.frontier.size", &size, &found.size);
    } else if found.size > size {
        report.differs("deal_zone.frontier.size", format!("at most {size}"), found.size.to_string());
    }
    if found.points.len() as u128 > found.size {
        report.differs("deal_zone.frontier.points", format!("at most {}", found.size), found.points.len().to_string());
    }
    let mut listed = expected.iter();
    for (k, point) in found.points.iter().enumerate() {
        // An exact list is the beginning of the whole one; another may have gaps.
        let next = if found.exact {
            listed.next()
        } else {
            listed.find(|outcomes| outcomes.first().is_some_and(|x| x.index == point.index))
        };
        let what = format!("deal_zone.frontier.points[{k}]");
        let Some(first) = next.and_then(|outcomes| outcomes.first()) else {
            report.differs(what, "no such point of the frontier", format!("outcome {}", point.index));
            continue;
        };
        report.same(format!("{what}.index"), &first.index, &point.index);
        report.same(format!("{what}.outcome"), &first.outcome, &point.outcome);
        report.points(format!("{what}.worth"), &first.worth, &point.worth);
        report.points(format!("{what}.gain"), &first.gain, &point.gain);
        report.same(format!("{what}.count"), &next.map_or(0, |outcomes| outcomes.len() as u128), &point.count);
    }
}
