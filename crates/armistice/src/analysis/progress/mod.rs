//! Progress: how far what the parties asked for at each meeting lies apart, and whether they come closer (definitions §11).

mod positions;

use num_traits::{One, Zero};

use super::{AnalysisError, Extent, Request};
use crate::case::claims::ClaimKind;
use crate::case::{Belonging, Case, Condition, IssueIndex, OptionIndex, PartyIndex};
use crate::points::{Exact, Fraction, Points};
use crate::space::Numbers;

/// What was asked for at the meetings of a case, and how far apart that is.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// The meetings at which somebody asked for something, in their order (see [`Progress::dated`]).
    pub meetings: Vec<MeetingPositions>,
    /// Whether that order is the order of their dates; else some have none, and it is the order of the file.
    pub dated: bool,
    /// Every two parties that asked for something at the same meeting, in file order.
    pub pairs: Vec<Pair>,
    /// What each party of C that asked for something insisted on, in file order.
    pub courses: Vec<Course>,
    /// When it was ended before the end, nothing is known of any meeting.
    pub extent: Extent,
}

/// The positions at one meeting.
#[derive(Clone, Debug, PartialEq)]
pub struct MeetingPositions {
    /// Index into [`Case::meetings`].
    pub meeting: usize,
    /// In the order of the parties.
    pub positions: Vec<Position>,
}

/// What one party asked for at one meeting, and what that comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// Whose.
    pub party: PartyIndex,
    /// Issues named in what it asked for, or in any of its red lines or preconditions; ascending.
    pub addressed: Vec<IssueIndex>,
    /// Which outcomes are meant.
    pub meant: Meant,
    /// O_ij(t) per issue of the case, ascending; all empty when `meant` is [`Meant::Nothing`].
    pub options: Vec<Vec<OptionIndex>>,
    /// min u_i over the outcomes meant; `None` for outsiders, whose worth nobody reckons with, and when there are none.
    pub insists_on: Option<Points>,
    /// The party's own statements among the claims of the meeting.
    pub because: Vec<String>,
}

/// Which outcomes are taken to be meant by what a party asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meant {
    /// Those that satisfy it and that the party accepts: x ∈ A_i.
    Accepted,
    /// For want of those, the ones that cross none of its red lines and break none of its preconditions. Always so for outsiders.
    Uncrossed,
    /// There are none of these either: what it asked for cannot occur, or it refuses it itself.
    Nothing,
}

/// How far apart two parties were, meeting by meeting.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The two, in file order.
    pub parties: [PartyIndex; 2],
    /// The meetings at which both asked for something, as indices into [`Progress::meetings`].
    pub distances: Vec<Distances>,
}

/// How far apart two parties were at one meeting.
#[derive(Clone, Debug, PartialEq)]
pub struct Distances {
    /// Index into [`Progress::meetings`].
    pub at: usize,
    /// Issues that both addressed with the distance on each, 0…1; empty, too, when what one of them asked for means nothing.
    pub issues: Vec<(IssueIndex, Exact)>,
    /// Their average, by the mean of the two parties' central weights; `None` when both addressed none that weighs anything.
    pub overall: Option<Exact>,
}

/// What one party insisted on, meeting by meeting.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// Whose.
    pub party: PartyIndex,
    /// Meetings (indices into [`Progress::meetings`]) with what it insisted on there, in points.
    pub insisted_on: Vec<(usize, Points)>,
}

impl Course {
    /// What it gave way, from each meeting to the next at which it asked for something: the drop in what it insists on, below 0 when
    /// it asked for more.
    pub fn concessions(&self) -> Vec<(usize, Points)> {
        self.insisted_on.windows(2).map(|two| (two[1].0, Points(two[0].1.0 - two[1].1.0))).collect()
    }
}

impl Progress {
    /// Whether some party, or two parties, can be compared over meetings.
    pub fn compares(&self) -> bool {
        self.pairs.iter().any(|p| p.distances.len() > 1) || self.courses.iter().any(|c| c.insisted_on.len() > 1)
    }

    /// The claims that what was asked for rests on, each once.
    pub fn because(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for claim in self.meetings.iter().flat_map(|m| &m.positions).flat_map(|p| &p.because) {
            if !all.contains(claim) {
                all.push(claim.clone());
            }
        }
        all
    }
}

/// Compares what was asked for at the meetings of a case, on its central model.
///
/// # Errors
/// More outcomes than may be gone through, or levers that cannot be pulled together.
pub fn progress(request: &Request<'_>) -> Result<Progress, AnalysisError> {
    let case = request.case;
    let (order, dated) = in_order(case);
    let mut asked: Vec<(usize, PartyIndex, &Condition)> = Vec::new();
    for &meeting in &order {
        let mut wanted: Vec<_> =
            case.meetings[meeting].asked.iter().map(|(party, what)| (meeting, *party, what)).collect();
        wanted.sort_by_key(|&(_, party, _)| party);
        asked.extend(wanted);
    }
    let (stands, extent) = positions::gather(request, &asked)?;
    let belonging = Belonging::new(case);
    let mut meetings: Vec<MeetingPositions> = Vec::new();
    for (&(meeting, party, condition), found) in asked.iter().zip(stands) {
        let position = Position {
            party,
            addressed: addressed(case, party, condition),
            meant: found.meant,
            options: found.options,
            insists_on: found.least.map(Points),
            because: own_words(case, &belonging, party, &case.meetings[meeting].grounds.because),
        };
        match meetings.last_mut().filter(|last| last.meeting == meeting) {
            Some(last) => last.positions.push(position),
            None => meetings.push(MeetingPositions { meeting, positions: vec![position] }),
        }
    }
    let pairs = pairs(case, &meetings);
    let courses = courses(&meetings);
    if extent != Extent::Whole {
        // What was not looked at may hold an option, or be worth less.
        return Ok(Progress { meetings: Vec::new(), dated, pairs: Vec::new(), courses: Vec::new(), extent });
    }
    Ok(Progress { meetings, dated, pairs, courses, extent })
}

/// The meetings at which somebody asked for something, by date when all have one (those of one day as in the file); and whether all have.
fn in_order(case: &Case) -> (Vec<usize>, bool) {
    let mut order: Vec<usize> = (0..case.meetings.len()).filter(|&m| !case.meetings[m].asked.is_empty()).collect();
    let dated = order.iter().all(|&m| case.meetings[m].date.is_some());
    if dated {
        order.sort_by(|&a, &b| case.meetings[a].date.cmp(&case.meetings[b].date));
    }
    (order, dated)
}

fn addressed(case: &Case, party: PartyIndex, asked: &Condition) -> Vec<IssueIndex> {
    let red_lines = case.red_lines.iter().filter(|r| r.party == party).flat_map(|r| r.refuses.expr.issues());
    let preconditions = case.preconditions.iter().filter(|p| p.party == party);
    let preconditions = preconditions.flat_map(|p| [p.first.expr.issues(), p.before.expr.issues()].concat());
    let mut all: Vec<IssueIndex> = asked.expr.issues().into_iter().chain(red_lines).chain(preconditions).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What somebody of the party asked for or refused, among the claims of a meeting.
fn own_words(case: &Case, belonging: &Belonging<'_>, party: PartyIndex, because: &[String]) -> Vec<String> {
    const STANDS: &[ClaimKind] = &[
        ClaimKind::Demand,
        ClaimKind::Condition,
        ClaimKind::Call,
        ClaimKind::Offer,
        ClaimKind::Willing,
        ClaimKind::Accept,
        ClaimKind::Refuse,
        ClaimKind::Support,
    ];
    let claim = |id: &String| case.claims.as_ref().and_then(|c| c.claim(id));
    let own = |id: &&String| {
        claim(id).is_some_and(|c| STANDS.contains(&c.kind) && c.speaker.iter().any(|s| belonging.has(s, party)))
    };
    because.iter().filter(own).cloned().collect()
}

fn pairs(case: &Case, meetings: &[MeetingPositions]) -> Vec<Pair> {
    let numbers = Numbers::central(case);
    let mut pairs: Vec<Pair> = Vec::new();
    for (at, meeting) in meetings.iter().enumerate() {
        for (k, one) in meeting.positions.iter().enumerate() {
            for other in &meeting.positions[k + 1..] {
                let parties = [one.party, other.party];
                let weights = parties.map(|p| numbers.parties[p].weights.as_slice());
                let distances = distances(case, at, [one, other], weights);
                match pairs.iter_mut().find(|p| p.parties == parties) {
                    Some(pair) => pair.distances.push(distances),
                    None => pairs.push(Pair { parties, distances: vec![distances] }),
                }
            }
        }
    }
    pairs.sort_by_key(|p| p.parties);
    pairs
}

fn distances(case: &Case, at: usize, positions: [&Position; 2], weights: [&[Fraction]; 2]) -> Distances {
    let [one, other] = positions;
    let both = one.addressed.iter().filter(|j| other.addressed.contains(j));
    let issues: Vec<(IssueIndex, Exact)> =
        both.filter_map(|&j| Some((j, distance(case, j, &one.options[j], &other.options[j])?))).collect();
    let weight = |j: IssueIndex| (&weights[0][j] + &weights[1][j]).exact() / Exact::from_integer(2.into());
    let all: Exact = issues.iter().map(|(j, _)| weight(*j)).sum();
    let overall = (!all.is_zero()).then(|| issues.iter().map(|(j, d)| weight(*j) * d).sum::<Exact>() / all);
    Distances { at, issues, overall }
}

/// The distance of two sets of options of an issue; `None` when one is empty.
fn distance(case: &Case, issue: IssueIndex, one: &[OptionIndex], other: &[OptionIndex]) -> Option<Exact> {
    let issue = &case.issues[issue];
    let least = one.iter().flat_map(|a| other.iter().map(|b| a.abs_diff(*b))).min()?;
    Some(match least {
        0 => Exact::zero(),
        _ if issue.ordered => Exact::new(least.into(), issue.options.len().saturating_sub(1).max(1).into()),
        _ => Exact::one(),
    })
}

fn courses(meetings: &[MeetingPositions]) -> Vec<Course> {
    let mut courses: Vec<Course> = Vec::new();
    for (at, meeting) in meetings.iter().enumerate() {
        for position in &meeting.positions {
            let Some(points) = position.insists_on else { continue };
            match courses.iter_mut().find(|c| c.party == position.party) {
                Some(course) => course.insisted_on.push((at, points)),
                None => courses.push(Course { party: position.party, insisted_on: vec![(at, points)] }),
            }
        }
    }
    courses.sort_by_key(|c| c.party);
    courses
}
