//! Re-checks a whole analysis.

use num_traits::Signed;

use super::report::Report;
use super::world::World;
use super::{Mismatch, Question, TooLarge, constraints, deal_zone, impasse};
use crate::analysis::impasse::{BlockBasis, ConstraintKind};
use crate::analysis::{Analysis, Settings, Status, Verdict};
use crate::case::{Case, Condition, NoDeal, OutlookWord};
use crate::points::{Decimal, Exact};

/// Re-checks everything an analysis found but its words: no-deal and status-quo worth, the verdict with its basis and
/// what it misses, the deal zone, the impasse, and the same for every goal. Empty: it all follows from the definitions.
///
/// # Errors
/// It is too large to re-check in full.
pub fn analysis(case: &Case, settings: &Settings, result: &Analysis) -> Result<Vec<Mismatch>, TooLarge> {
    let question = Question { case, target: None, levers: &settings.pulls };
    let world = World::new(&question)?;
    let mut report = Report::default();
    report.points("no_deal", &world.no_deal, &result.no_deal);
    report.points("status_quo", &world.status_quo, &result.status_quo);
    verdict(&world, &settings.pulls, &result.verdict, &mut report);

    let mut found = report.mismatches;
    found.extend(deal_zone(&question, &result.deal_zone)?);
    found.extend(impasse(&question, &result.impasse)?);

    let stated = case.goals.iter().map(|goal| (goal.id.as_str(), &goal.condition));
    let asked: Vec<(&str, &Condition)> = stated.chain(settings.goal.iter().map(|goal| ("goal", goal))).collect();
    let mut report = Report::default();
    let expected: Vec<&str> = asked.iter().map(|(id, _)| *id).collect();
    let ids: Vec<&str> = result.goals.iter().map(|goal| goal.id.as_str()).collect();
    report.each("goals.id", &expected, &ids);
    for ((id, condition), goal) in asked.iter().zip(&result.goals) {
        let question = Question { target: Some(condition), ..question };
        let world = World::new(&question)?;
        let (deals, unsettled) = deals(&world);
        report.count(format!("goals.{id}.deals"), deals, goal.deals);
        report.count(format!("goals.{id}.unsettled"), unsettled, goal.unsettled);
        report.same(format!("goals.{id}.status"), &status(&world), &goal.status);
        for mut mismatch in impasse(&question, &goal.impasse)? {
            mismatch.what = format!("goals.{id}.{}", mismatch.what);
            report.mismatches.push(mismatch);
        }
    }
    found.extend(report.mismatches);
    Ok(found)
}

/// |Z|, and how many of it are not settled.
fn deals(world: &World<'_>) -> (usize, usize) {
    let zone = || world.outcomes.iter().filter(|x| x.in_range() && x.accepted_by_all());
    (zone().count(), zone().filter(|x| !x.settled).count())
}

fn status(world: &World<'_>) -> Status {
    let (deals, unsettled) = deals(world);
    if world.c.len() < 2 {
        Status::Undetermined
    } else if deals == 0 {
        Status::NoDeal
    } else if deals == unsettled {
        Status::Undetermined
    } else {
        Status::Deal
    }
}

/// Definitions §2 and §3.3, and §1.6 for the stalemate.
fn verdict(world: &World<'_>, levers: &[(usize, Decimal)], result: &Verdict, report: &mut Report) {
    let status = status(world);
    report.same("verdict.status", &status, &result.status);

    let rules = constraints::all(world);
    let positions = || rules.iter().filter(|r| r.kind != ConstraintKind::Floor);
    let in_range: Vec<usize> = (0..world.outcomes.len()).filter(|&at| world.outcomes[at].in_range()).collect();
    // A block of positions alone: every outcome violates some position.
    let refused = !in_range.is_empty() && in_range.iter().all(|&at| positions().any(|r| r.violated[at]));
    let basis = if refused { BlockBasis::Positions } else { BlockBasis::Numbers };
    report.same("verdict.basis", &(status == Status::NoDeal).then_some(basis), &result.basis);

    let case = world.case;
    let pairs = world.c.iter().flat_map(|&party| (0..case.issues.len()).map(move |issue| (party, issue)));
    let missing: Vec<_> = pairs.filter(|&(party, issue)| case.is_unstated(party, issue)).collect();
    report.same("verdict.missing", &missing, &result.missing);

    // The upper end of d_i − u_i(status quo). What a lever does where the status quo meets its `when`, it does to both.
    let pressed = |party: usize| -> Exact {
        let on_no_deal_alone = levers.iter().filter(|(lever, _)| case.levers[*lever].when.is_none());
        let ends = on_no_deal_alone.flat_map(|&(lever, strength)| {
            let of_party = case.levers[lever].worth.iter().filter(move |(p, _)| *p == party);
            of_party.map(move |(_, b)| (b.low().exact() * strength.exact()).max(b.high().exact() * strength.exact()))
        });
        ends.sum()
    };
    let outlook = |party: usize| match &case.parties[party].no_deal {
        NoDeal::Words(word) => Some(word.range().high()),
        NoDeal::Outlook(number) => Some(number.high()),
        NoDeal::Unstated => Some(OutlookWord::Same.range().high()),
        // Against worths that themselves hang on unknown numbers nothing is said.
        NoDeal::Like(_) | NoDeal::Between(..) | NoDeal::Points(_) => None,
    };
    let hurts = |&party: &usize| outlook(party).is_some_and(|high| (high.exact() + pressed(party)).is_negative());
    let hurting = !world.c.is_empty() && world.c.iter().all(hurts);
    report.same("verdict.mutually_hurting", &hurting, &result.mutually_hurting);
}
