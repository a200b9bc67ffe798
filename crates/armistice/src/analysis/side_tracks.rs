//! Side tracks: what some parties could settle without the rest, whom that helps or hurts, and what it does to the main deal
//! (definitions §13).

use super::count::Count;
use super::finding::{Extent, Watch};
use super::solutions::Champions;
use super::verdict::Status;
use super::{AnalysisError, Settings, analyze};
use crate::case::{Case, Direction, IssueIndex, OptionIndex, Outcome, PartyIndex};
use crate::points::Points;
use crate::space::{Numbers, Terms};

/// What groups of parties could settle among themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct SideTracks {
    /// Whether the group was named; else all worth asking about were looked for.
    pub named: bool,
    /// How the main deal stands today; `None` where no group has anything to change it by.
    pub today: Option<Standing>,
    /// The groups asked about, smallest first.
    pub groups: Vec<Group>,
    /// Whether every group worth asking about is there.
    pub complete: bool,
    /// How far it came.
    pub extent: Extent,
}

/// How the main deal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The verdict's status.
    pub status: Status,
    /// |Z|.
    pub deals: Count,
}

/// What one group could settle.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its members, in file order.
    pub parties: Vec<PartyIndex>,
    /// The issues in their hands.
    pub issues: Vec<IssueIndex>,
    /// Its side tracks.
    pub tracks: Tracks,
    /// The best of them, and what it does; `None` when there is none that is settled and not worse than today.
    pub best: Option<Best>,
}

/// How many side tracks there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tracks {
    /// So many, and how many of them are not settled.
    Counted(u64, u64),
    /// The issues in the group's hands combine to more than [`MOST_COMBINATIONS`], or the search was ended.
    Unknown,
}

/// More combinations of the issues in a group's hands than this are not gone through.
pub const MOST_COMBINATIONS: u64 = 1 << 20;

/// At most so many groups are asked about.
pub const MOST_GROUPS: usize = 64;

/// At most so many sets of parties are looked at to find groups.
const MOST_SETS: usize = 1 << 16;

/// The best side tracks of a group, and what the first does.
#[derive(Clone, Debug, PartialEq)]
pub struct Best {
    /// The solutions, those that pick the same outcome together, Nash first.
    pub solutions: Vec<(Vec<&'static str>, Outcome)>,
    /// u_i − u_i(status quo) of the Nash solution, per party with preferences, in file order.
    pub effects: Vec<(PartyIndex, Points)>,
    /// Red lines that it crosses of parties of C outside the group: indices into [`Case::red_lines`].
    pub crossed: Vec<usize>,
    /// How the main deal stands after it.
    pub after: Standing,
}

impl Best {
    /// What each group looks at first: the Nash solution.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.solutions.first().map(|(_, outcome)| outcome)
    }
}

/// Side tracks of the groups asked about, or of one named (definitions §13).
///
/// # Errors
/// The case is larger than what can be computed; the error says by which limit.
pub fn side_tracks(case: &Case, settings: &Settings, watch: &dyn Watch) -> Result<SideTracks, AnalysisError> {
    let among = &settings.options.among;
    let (groups, complete) = if among.is_empty() { groups(case) } else { (vec![sorted(among)], true) };
    let standing =
        |case: &Case| analyze(case, settings).map(|a| Standing { status: a.verdict.status, deals: a.deal_zone.deals });
    let everybody: Vec<PartyIndex> = (0..case.parties.len()).collect();
    let terms =
        Terms::of(case, &Numbers::central(case), &settings.pulls, &everybody).map_err(AnalysisError::TooManyLevers)?;
    let of = groups.len() as u64;
    let mut result =
        SideTracks { named: !among.is_empty(), today: None, groups: Vec::new(), complete, extent: Extent::Whole };
    for (done, parties) in groups.into_iter().enumerate() {
        if !watch.goes_on(done as u64, of) {
            result.extent = Extent::Stopped { done: done as u64, of };
            break;
        }
        let issues = in_hands(case, &parties);
        let search = Search { case, terms: &terms, parties: &parties, issues: &issues };
        let (tracks, solutions) = search.run();
        let best = match solutions.first() {
            Some((_, outcome)) => Some(Best {
                effects: effects(case, &terms, outcome),
                crossed: crossed(case, &parties, outcome),
                after: standing(&settled_on(case, outcome))?,
                solutions,
            }),
            None => None,
        };
        if best.is_some() && result.today.is_none() {
            result.today = Some(standing(case)?);
        }
        result.groups.push(Group { parties, issues, tracks, best });
    }
    Ok(result)
}

fn sorted(parties: &[PartyIndex]) -> Vec<PartyIndex> {
    let mut sorted = parties.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted
}

/// The issues whose controllers are all among these.
fn in_hands(case: &Case, parties: &[PartyIndex]) -> Vec<IssueIndex> {
    let own = |j: &IssueIndex| {
        let control = &case.issues[*j].control;
        !control.is_empty() && control.iter().all(|p| parties.contains(p))
    };
    (0..case.issues.len()).filter(own).collect()
}

/// The groups worth asking about, smallest first; and whether these are all.
fn groups(case: &Case) -> (Vec<Vec<PartyIndex>>, bool) {
    let c = case.signatories();
    let cares = |p: PartyIndex| case.preferences_of(p).is_some();
    let controls = |p: PartyIndex, issues: &[IssueIndex]| issues.iter().any(|&j| case.issues[j].control.contains(&p));
    let everything: Vec<IssueIndex> = (0..case.issues.len()).collect();
    let candidates: Vec<PartyIndex> =
        (0..case.parties.len()).filter(|&p| cares(p) || controls(p, &everything)).collect();
    let mut found: Vec<(Vec<PartyIndex>, Vec<IssueIndex>)> = Vec::new();
    let mut looked_at = 0;
    for size in 2..=candidates.len() {
        let mut chosen: Vec<usize> = (0..size).collect();
        loop {
            looked_at += 1;
            if looked_at > MOST_SETS || found.len() > MOST_GROUPS {
                found.truncate(MOST_GROUPS);
                return (found.into_iter().map(|(parties, _)| parties).collect(), false);
            }
            let parties: Vec<PartyIndex> = chosen.iter().map(|&k| candidates[k]).collect();
            let issues = in_hands(case, &parties);
            let is_part = |(part, same): &(Vec<PartyIndex>, Vec<IssueIndex>)| {
                *same == issues && part.iter().all(|p| parties.contains(p))
            };
            if !issues.is_empty()
                && !c.iter().all(|p| parties.contains(p))
                && parties.iter().all(|&p| cares(p) || controls(p, &issues))
                && !found.iter().any(is_part)
            {
                found.push((parties, issues));
            }
            // The next choice of so many, in lexical order.
            let Some(at) = (0..size).rev().find(|&at| chosen[at] < candidates.len() - size + at) else { break };
            chosen[at] += 1;
            (at + 1..size).for_each(|k| chosen[k] = chosen[k - 1] + 1);
        }
    }
    (found.into_iter().map(|(parties, _)| parties).collect(), true)
}

/// The search for the side tracks of one group.
struct Search<'s> {
    case: &'s Case,
    /// Of every party of the case.
    terms: &'s Terms<'s>,
    parties: &'s [PartyIndex],
    issues: &'s [IssueIndex],
}

impl Search<'_> {
    fn run(&self) -> (Tracks, Vec<(Vec<&'static str>, Outcome)>) {
        let case = self.case;
        let combinations =
            self.issues.iter().try_fold(1u64, |n, &j| n.checked_mul(case.issues[j].options.len() as u64));
        if combinations.is_none_or(|n| n > MOST_COMBINATIONS) {
            return (Tracks::Unknown, Vec::new());
        }
        let caring: Vec<PartyIndex> =
            self.parties.iter().copied().filter(|&p| case.preferences_of(p).is_some()).collect();
        let no_deal: Vec<i64> = caring.iter().map(|&p| self.terms.parties[p].no_deal).collect();
        let today: Vec<i64> = caring.iter().map(|&p| self.terms.parties[p].status_quo).collect();
        let worth = |outcome: &[OptionIndex]| -> Vec<i64> {
            caring.iter().map(|&p| self.terms.parties[p].worth(case, &self.terms.conditions, outcome)).collect()
        };

        let (mut count, mut unsettled) = (0, 0);
        let mut ideal = vec![0; caring.len()];
        let mut candidates: Vec<(Outcome, Vec<i64>)> = Vec::new();
        let mut outcome = case.status_quo.clone();
        for &j in self.issues {
            outcome[j] = 0;
        }
        loop {
            if outcome != case.status_quo && self.allows(&outcome) {
                let worth = worth(&outcome);
                if worth.iter().zip(&no_deal).all(|(u, d)| u >= d) {
                    count += 1;
                    ideal.iter_mut().zip(worth.iter().zip(&no_deal)).for_each(|(m, (u, d))| *m = (*m).max(u - d));
                    let dominated =
                        worth.iter().zip(&today).all(|(u, t)| u <= t) && worth.iter().zip(&today).any(|(u, t)| u < t);
                    let settled = self.is_settled(&outcome);
                    unsettled += u64::from(!settled);
                    if settled && !dominated && !caring.is_empty() {
                        candidates.push((outcome.clone(), worth));
                    }
                }
            }
            // The next combination, the last issue fastest.
            let moved = self.issues.iter().rev().find(|&&j| {
                outcome[j] = (outcome[j] + 1) % case.issues[j].options.len();
                outcome[j] != 0
            });
            if moved.is_none() {
                break;
            }
        }

        let mut champions = Champions::new(&no_deal, &ideal);
        for (at, (_, worth)) in candidates.iter().enumerate() {
            champions.offer(worth, at as u128, 1);
        }
        let names = ["nash", "kalai_smorodinsky", "egalitarian", "utilitarian"];
        let mut solutions: Vec<(Vec<&'static str>, Outcome)> = Vec::new();
        for (name, picked) in names.into_iter().zip(champions.picked()) {
            let Some((outcome, _)) = picked.and_then(|at| candidates.get(at as usize)) else { continue };
            match solutions.iter_mut().find(|(_, known)| known == outcome) {
                Some((names, _)) => names.push(name),
                None => solutions.push((vec![name], outcome.clone())),
            }
        }
        (Tracks::Counted(count, unsettled), solutions)
    }

    /// Whether it can occur, can be brought about, and nobody of the group refuses it whatever its worth.
    fn allows(&self, outcome: &[OptionIndex]) -> bool {
        let case = self.case;
        let meets = |condition: &crate::case::Condition| condition.expr.holds(&case.issues, outcome);
        let own = |party: &PartyIndex| self.parties.contains(party);
        !case.infeasible.iter().any(|i| meets(&i.when))
            && !self.issues.iter().any(|&j| barred(case, j, outcome[j]))
            && !case.red_lines.iter().any(|r| own(&r.party) && meets(&r.refuses))
            && !case.norms.iter().any(|n| own(&n.party) && meets(&n.forbids))
            && !case.preconditions.iter().any(|p| own(&p.party) && !p.transient && meets(&p.before) && !meets(&p.first))
    }

    fn is_settled(&self, outcome: &[OptionIndex]) -> bool {
        let case = self.case;
        let matters = |p: PartyIndex| case.parties[p].in_c() || case.preferences_of(p).is_some();
        let moved = || self.issues.iter().copied().filter(|&j| outcome[j] != case.status_quo[j]);
        !self.parties.iter().any(|&p| matters(p) && moved().any(|j| case.is_unstated(p, j)))
    }
}

/// Whether some controller of an issue never moves it to this option from the status quo's.
fn barred(case: &Case, j: IssueIndex, to: OptionIndex) -> bool {
    let (issue, from) = (&case.issues[j], case.status_quo[j]);
    issue.irreversible.iter().any(|(party, direction)| {
        issue.control.contains(party)
            && match direction {
                Direction::Up => to < from,
                Direction::Down => to > from,
            }
    })
}

/// u_i − u_i(status quo) of every party with preferences.
fn effects(case: &Case, terms: &Terms<'_>, outcome: &[OptionIndex]) -> Vec<(PartyIndex, Points)> {
    let caring = (0..case.parties.len()).filter(|&p| case.preferences_of(p).is_some());
    let effect = |p: PartyIndex| {
        let own = &terms.parties[p];
        Points(own.worth(case, &terms.conditions, outcome).saturating_sub(own.status_quo))
    };
    caring.map(|p| (p, effect(p))).collect()
}

/// The red lines an outcome crosses of parties of C that are not in the group.
fn crossed(case: &Case, parties: &[PartyIndex], outcome: &[OptionIndex]) -> Vec<usize> {
    let lines = case.red_lines.iter().enumerate();
    let other = |p: PartyIndex| case.parties[p].in_c() && !parties.contains(&p);
    lines.filter(|(_, r)| other(r.party) && r.refuses.expr.holds(&case.issues, outcome)).map(|(k, _)| k).collect()
}

/// The case as it would be once a side track is settled: nobody is exposed on what stands anyway.
fn settled_on(case: &Case, outcome: &Outcome) -> Case {
    let mut after = case.clone();
    after.status_quo.clone_from(outcome);
    for exposure in &mut after.exposures {
        exposure.points.retain(|&(issue, option), _| outcome[issue] != option);
    }
    after
}
