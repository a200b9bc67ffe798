//! Re-checks side tracks, outcome by outcome (definitions §13).

use std::collections::BTreeSet;

use super::super::choice::{self, Candidate};
use super::super::report::{ChosenFour, Report, clamp};
use super::super::world::{Micro, Seen, World, dominates, meets};
use super::super::worth::Party;
use super::super::{Mismatch, Question, TooLarge};
use crate::analysis::side_tracks::{Group, MOST_GROUPS, SideTracks, Standing, Tracks};
use crate::analysis::{Extent, Settings, Status};
use crate::case::{Case, Direction, IssueIndex, Outcome, PartyIndex};

/// For so many parties all groups of them are tried.
const MOST_PARTIES: usize = 10;

/// Re-checks side tracks.
///
/// # Errors
/// It is too large to re-check in full.
pub(super) fn check(case: &Case, settings: &Settings, found: &SideTracks) -> Result<Vec<Mismatch>, TooLarge> {
    let question = Question { case, target: None, levers: &settings.pulls };
    let world = World::new(&question)?;
    let mut report = Report::default();
    let changes = found.groups.iter().any(|g| g.best.is_some());
    report.same("side_tracks.today", &changes, &found.today.is_some());
    if let Some(today) = &found.today {
        standing(&world, today, "side_tracks.today", &mut report);
    }
    let among: BTreeSet<PartyIndex> = settings.options.among.iter().copied().collect();
    report.same("side_tracks.named", &!among.is_empty(), &found.named);
    let listed: Vec<Vec<PartyIndex>> = found.groups.iter().map(|g| g.parties.clone()).collect();
    if found.extent == Extent::Whole {
        if !among.is_empty() {
            report.same("side_tracks.groups", &vec![among.into_iter().collect::<Vec<_>>()], &listed);
        } else if case.parties.len() <= MOST_PARTIES && found.complete {
            report.same("side_tracks.groups", &groups(case), &listed);
        }
        report.same("side_tracks.complete", &(found.named || listed.len() < MOST_GROUPS), &found.complete);
    }
    for (at, group) in found.groups.iter().enumerate() {
        self::group(&world, settings, group, &format!("side_tracks.groups[{at}]"), &mut report)?;
    }
    Ok(report.mismatches)
}

/// The verdict's status and |Z|.
fn standing(world: &World<'_>, found: &Standing, what: &str, report: &mut Report) {
    let zone: Vec<&Seen> = world.outcomes.iter().filter(|x| x.in_range() && x.accepted_by_all()).collect();
    let settled = zone.iter().any(|x| x.settled);
    let status = match (world.c.len() < 2, zone.is_empty(), settled) {
        (true, ..) => Status::Undetermined,
        (_, true, _) => Status::NoDeal,
        (_, _, true) => Status::Deal,
        _ => Status::Undetermined,
    };
    report.same(format!("{what}.status"), &status, &found.status);
    report.count(format!("{what}.deals"), zone.len(), found.deals);
}

fn in_hands(case: &Case, group: &[PartyIndex]) -> Vec<IssueIndex> {
    let own = |j: &IssueIndex| {
        let control = &case.issues[*j].control;
        !control.is_empty() && control.iter().all(|p| group.contains(p))
    };
    (0..case.issues.len()).filter(own).collect()
}

fn cares(case: &Case, party: PartyIndex) -> bool {
    case.preferences.iter().any(|p| p.party == party)
}

/// Every group worth asking about, from all sets of parties.
fn groups(case: &Case) -> Vec<Vec<PartyIndex>> {
    let n = case.parties.len();
    let mut sets: Vec<Vec<PartyIndex>> =
        (0..1u32 << n).map(|bits| (0..n).filter(|p| bits >> p & 1 == 1).collect()).collect();
    sets.sort_by_key(|set: &Vec<PartyIndex>| (set.len(), set.clone()));
    let asked = |set: &Vec<PartyIndex>| {
        let issues = in_hands(case, set);
        let has_part = |p: &PartyIndex| cares(case, *p) || issues.iter().any(|&j| case.issues[j].control.contains(p));
        let is_all_of_c = case.signatories().iter().all(|p| set.contains(p));
        set.len() >= 2 && !issues.is_empty() && !is_all_of_c && set.iter().all(has_part)
    };
    let mut found: Vec<Vec<PartyIndex>> = Vec::new();
    for set in sets.into_iter().filter(asked) {
        let same = |part: &Vec<PartyIndex>| {
            part.iter().all(|p| set.contains(p)) && in_hands(case, part) == in_hands(case, &set)
        };
        if !found.iter().any(same) {
            found.push(set);
        }
    }
    found
}

fn group(
    world: &World<'_>,
    settings: &Settings,
    group: &Group,
    what: &str,
    report: &mut Report,
) -> Result<(), TooLarge> {
    let case = world.case;
    let issues = in_hands(case, &group.parties);
    report.same(format!("{what}.issues"), &issues, &group.issues);
    let Tracks::Counted(count, unsettled) = group.tracks else { return Ok(()) };

    let caring: Vec<PartyIndex> = group.parties.iter().copied().filter(|&p| cares(case, p)).collect();
    let worths: Vec<Party<'_>> = caring.iter().map(|&p| Party::new(case, p)).collect();
    let worth = |x: &Outcome| -> Vec<Micro> { worths.iter().map(|w| w.worth(x, &settings.pulls)).collect() };
    let today = worth(&case.status_quo);
    let no_deal: Vec<Micro> = worths.iter().map(|w| w.no_deal(&settings.pulls)).collect();
    let gain = |x: &Outcome| -> Vec<Micro> { worth(x).iter().zip(&no_deal).map(|(u, d)| u - d).collect() };
    let tracks: Vec<&Seen> = world
        .outcomes
        .iter()
        .filter(|x| !x.is_status_quo && is_theirs(case, &group.parties, &issues, &x.outcome))
        .filter(|x| gain(&x.outcome).iter().all(|&g| g >= 0))
        .collect();
    let settled = |x: &Outcome| {
        let moved: Vec<IssueIndex> = issues.iter().copied().filter(|&j| x[j] != case.status_quo[j]).collect();
        let matters = |p: &&PartyIndex| case.parties[**p].in_c() || cares(case, **p);
        group.parties.iter().filter(matters).all(|&p| moved.iter().all(|&j| !case.is_unstated(p, j)))
    };
    let open = tracks.iter().filter(|x| !settled(&x.outcome)).count() as u64;
    report.same(format!("{what}.tracks"), &(tracks.len() as u64, open), &(count, unsettled));

    let ideal = choice::ideal(tracks.iter().map(|x| gain(&x.outcome)).collect::<Vec<_>>().iter().map(Vec::as_slice));
    let worse = |x: &Outcome| dominates(&today, &worth(x));
    let candidates: Vec<Candidate<'_>> = tracks
        .iter()
        .filter(|x| settled(&x.outcome) && !worse(&x.outcome) && !caring.is_empty())
        .map(|&seen| Candidate { seen, gain: gain(&seen.outcome) })
        .collect();
    let ChosenFour { nash, kalai_smorodinsky, egalitarian, utilitarian } = choice::all(&candidates, &ideal);
    let mut expected: Vec<(Vec<&str>, Outcome)> = Vec::new();
    let four = [
        ("nash", nash),
        ("kalai_smorodinsky", kalai_smorodinsky),
        ("egalitarian", egalitarian),
        ("utilitarian", utilitarian),
    ];
    for (name, chosen) in four.into_iter().filter_map(|(name, chosen)| Some((name, chosen?))) {
        match expected.iter_mut().find(|(_, x)| *x == chosen.outcome) {
            Some((names, _)) => names.push(name),
            None => expected.push((vec![name], chosen.outcome)),
        }
    }
    let solutions = group.best.as_ref().map(|b| b.solutions.clone()).unwrap_or_default();
    report.each(&format!("{what}.solutions"), &expected, &solutions);

    let (Some(best), Some((_, outcome))) = (&group.best, expected.first()) else { return Ok(()) };
    let effects: Vec<_> = (0..case.parties.len())
        .filter(|&p| cares(case, p))
        .map(|p| {
            let own = Party::new(case, p);
            let over = own.worth(outcome, &settings.pulls) - own.worth(&case.status_quo, &settings.pulls);
            (p, clamp(over))
        })
        .collect();
    report.each(&format!("{what}.effects"), &effects, &best.effects);
    let lines = case.red_lines.iter().enumerate().filter(|(_, r)| {
        case.parties[r.party].in_c() && !group.parties.contains(&r.party) && meets(case, outcome, &r.refuses)
    });
    report.each(&format!("{what}.crossed"), &lines.map(|(k, _)| k).collect::<Vec<_>>(), &best.crossed);

    let mut after = case.clone();
    after.status_quo.clone_from(outcome);
    for exposure in &mut after.exposures {
        exposure.points.retain(|(j, o), _| outcome[*j] != *o);
    }
    let world = World::new(&Question { case: &after, target: None, levers: &settings.pulls })?;
    standing(&world, &best.after, &format!("{what}.after"), report);
    Ok(())
}

/// Whether an outcome changes nothing but these issues, in ways open to those who control them, and nobody of the group refuses it.
fn is_theirs(case: &Case, group: &[PartyIndex], issues: &[IssueIndex], x: &Outcome) -> bool {
    let others_stand = (0..x.len()).all(|j| issues.contains(&j) || x[j] == case.status_quo[j]);
    let barred = issues.iter().any(|&j| {
        let issue = &case.issues[j];
        issue.irreversible.iter().any(|(party, way)| {
            let against = match way {
                Direction::Up => x[j] < case.status_quo[j],
                Direction::Down => x[j] > case.status_quo[j],
            };
            against && issue.control.contains(party)
        })
    });
    let refused = case.red_lines.iter().any(|r| group.contains(&r.party) && meets(case, x, &r.refuses))
        || case.norms.iter().any(|n| group.contains(&n.party) && meets(case, x, &n.forbids))
        || case.preconditions.iter().any(|p| {
            group.contains(&p.party) && !p.transient && meets(case, x, &p.before) && !meets(case, x, &p.first)
        });
    others_stand && !barred && !refused
}
