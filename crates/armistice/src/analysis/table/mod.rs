//! The table: what those in the room could have decided, and whose mandate or absence stood in the way (definitions §8).

mod reach;

use std::cmp::Reverse;

use super::sheet::{Bits, Mark, Sheets};
use super::{AnalysisError, Settings, analyze, constraints};
use crate::case::condition::{Atom, Expr, Test};
use crate::case::{Attendance, Case, Condition, Consent, Meeting, Outcome, PartyIndex};
use crate::space::{Numbers, Terms};
use reach::{Patterns, Seen};

/// What could have been decided at every meeting of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The signatories, in file order: the parties whose mandates count.
    pub signatories: Vec<PartyIndex>,
    /// Ids and titles of the goals asked about, in the order of [`MeetingReach::goals`].
    pub goals: Vec<(String, String)>,
    /// The balanced deal (Nash) and the best side agreement, where there are any.
    pub examples: [Option<Outcome>; 2],
    /// In file order; empty when the case records no meeting.
    pub meetings: Vec<MeetingReach>,
}

/// What could have been decided at one meeting.
#[derive(Clone, Debug, PartialEq)]
pub struct MeetingReach {
    /// Index into [`Case::meetings`].
    pub meeting: usize,
    /// Per signatory: who spoke for it.
    pub seats: Vec<Seat>,
    /// Of X.
    pub everything: Reach,
    /// Of what would count as a deal.
    pub deal: Decidable,
    /// Of the side agreements.
    pub side: Within,
    /// Of what would count as each goal.
    pub goals: Vec<Decidable>,
    /// Per issue and option: of the outcomes of X with it. Empty when there are more than [`MOST_OPTIONS`].
    pub options: Vec<Vec<Within>>,
    /// How [`Table::examples`] stood.
    pub examples: [Option<Stand>; 2],
    /// What would change if somebody came.
    pub coming: Vec<Coming>,
    /// Unknown mandates that would decide something if they were known, the one that decides most first.
    pub ask: Vec<Ask>,
    /// How many days before the first dated source the meeting was, if that is more than [`LONG_BEFORE`].
    pub days_before_sources: Option<i64>,
}

/// A meeting longer than this before the first source is marked: what is known of mandates is from later.
pub const LONG_BEFORE: i64 = 31;

/// Beyond so many options of all issues together, what could be decided is not told option by option.
pub const MOST_OPTIONS: usize = 256;

/// How an outcome stood with the mandates of a meeting, or of one signatory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stand {
    /// Beyond somebody's mandate for certain.
    Outside,
    /// Perhaps within everybody's.
    Possible,
    /// Within everybody's for certain.
    Certain,
}

/// Who spoke for a signatory, and how much they may agree to.
#[derive(Clone, Debug, PartialEq)]
pub struct Seat {
    /// The signatory.
    pub party: PartyIndex,
    /// Indices into the meeting's `present`.
    pub representatives: Vec<usize>,
    /// What they may agree to, together.
    pub mandate: SeatMandate,
    /// How many outcomes of X they may certainly, and possibly, agree to.
    pub reach: Reach,
}

/// What a signatory's representatives at a meeting may agree to. Indices are into [`Case::mandates`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SeatMandate {
    /// Nobody was there.
    Absent,
    /// Its leader was there.
    Anything,
    /// The union of these stated mandates; at least one.
    Stated(Vec<usize>),
    /// Somebody's mandate is not known; those of others are these.
    Unknown(Vec<usize>),
}

/// How many outcomes of a set could have been decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// How many there are.
    pub total: u64,
    /// Within everybody's mandate for certain.
    pub certain: u64,
    /// Within everybody's mandate possibly.
    pub possible: u64,
}

/// How much of a set of outcomes could have been decided, and if none, who was in the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Within {
    /// How many.
    pub reach: Reach,
    /// The minimal sets of signatories within whose mandates together none of the outcomes lies; smallest first. About the possible
    /// reach when that is empty, about the certain reach when only that is empty.
    pub in_the_way: Vec<Vec<PartyIndex>>,
    /// The minimal sets of signatories that would have to come, or come with a mandate for anything.
    pub it_would_take: Vec<Vec<PartyIndex>>,
}

/// A deal or goal: what would count as it, and what of that all accept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decidable {
    /// The outcomes that meet it, break no norm and differ from the status quo.
    pub counts: Within,
    /// Those of them acceptable to all of C.
    pub accepted: Within,
}

/// What could have been decided if somebody had come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming {
    /// Indices into [`Case::people`]: one, or all leaders of signatories who were not there.
    pub people: Vec<usize>,
    /// Of X.
    pub everything: Reach,
    /// Of what would count as a deal, and of what all accept.
    pub deal: [Reach; 2],
    /// Of the side agreements.
    pub side: Reach,
    /// Per goal: of what would count as it, and of what all accept.
    pub goals: Vec<[Reach; 2]>,
}

/// An unknown mandate, by how many outcomes are only possible and would be certain if it alone were known to allow them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The signatory whose representatives they are.
    pub party: PartyIndex,
    /// Indices into the meeting's `present`: those whose mandate is not known.
    pub representatives: Vec<usize>,
    /// Of the deals all accept, of what would count as a deal, of the side agreements, of X.
    pub decides: [u64; 4],
}

/// What could have been decided at each meeting of a case (definitions §8).
///
/// # Errors
/// The case is larger than what can be laid out outcome by outcome.
pub fn table(case: &Case, settings: &Settings) -> Result<Table, AnalysisError> {
    let signatories: Vec<PartyIndex> =
        (0..case.parties.len()).filter(|&p| case.parties[p].consent == Consent::Signs).collect();
    let named = settings.goals(case).map(|g| (g.id.to_owned(), g.title.to_owned())).collect();
    let mut table = Table { signatories, goals: named, examples: [None, None], meetings: Vec::new() };
    if case.meetings.is_empty() {
        return Ok(table);
    }
    let conditions: Vec<&Condition> = settings.goals(case).map(|g| g.condition).collect();
    let sets = Sets::new(case, settings, &conditions)?;
    let zone = analyze(case, settings)?.deal_zone;
    table.examples = [zone.solutions.nash, zone.side_agreements.best].map(|best| best.map(|b| b.outcome));
    let meetings = 0..case.meetings.len();
    table.meetings = meetings.map(|m| meeting(case, &sets, &table.signatories, &table.examples, m)).collect();
    Ok(table)
}

/// The sets of outcomes a meeting's reach is held against.
struct Sets {
    everything: Bits,
    /// The status quo alone.
    today: Bits,
    /// What would count as a deal, and what of that all accept; then the same per goal.
    targets: Vec<[Bits; 2]>,
    side: Bits,
    /// Per mandate of the case: X within it.
    mandates: Vec<Bits>,
    /// Per issue and option: X with it.
    options: Vec<Vec<Bits>>,
    /// Indices of outcomes.
    strides: Vec<usize>,
}

impl Sets {
    /// The index of an outcome.
    fn index(&self, outcome: &Outcome) -> usize {
        outcome.iter().zip(&self.strides).map(|(o, s)| o * s).sum()
    }

    fn new(case: &Case, settings: &Settings, goals: &[&Condition]) -> Result<Self, AnalysisError> {
        let sheets = Sheets::new(case)?;
        let constraints = constraints::constraints(case)?;
        let terms = Terms::new(case, &Numbers::central(case), &settings.pulls).map_err(AnalysisError::TooManyLevers)?;
        let infeasible: Vec<&Expr> = case.infeasible.iter().map(|i| &i.when.expr).collect();
        let norms: Vec<&Expr> = case.norms.iter().map(|n| &n.forbids.expr).collect();
        let everywhere: Vec<usize> = (0..case.issues.len()).collect();
        let targets: Vec<[&Expr; 1]> = case.deal.iter().chain(goals.iter().copied()).map(|c| [&c.expr]).collect();
        let mandates: Vec<[&Expr; 1]> = case.mandates.iter().map(|m| [&m.may_agree.expr]).collect();
        let sizes = case.issues.iter().map(|i| i.options.len());
        let told = if sizes.clone().sum::<usize>() <= MOST_OPTIONS { sizes.collect() } else { Vec::new() };
        let is = |issue, option| [Expr::Atom(Atom { issue, test: Test::Is(option) })];
        let options: Vec<[Expr; 1]> =
            told.iter().enumerate().flat_map(|(j, &n)| (0..n).map(move |o| is(j, o))).collect();
        let options: Vec<[&Expr; 1]> = options.iter().map(|[e]| [e]).collect();
        let mut marks = vec![Mark::Any(&infeasible), Mark::Any(&norms), Mark::Unmoved(&everywhere)];
        marks.extend(options.iter().map(|o| Mark::Any(o)));
        marks.extend(targets.iter().map(|t| Mark::Any(t)));
        marks.extend(mandates.iter().map(|m| Mark::Any(m)));
        let refused: Vec<[&Expr; 1]> = constraints.refused.iter().map(|r| [r.meets]).collect();
        marks.extend(constraints.refused.iter().zip(&refused).map(|(r, meets)| match r.unless {
            None => Mark::Any(meets),
            Some(unless) => Mark::Both(r.meets, unless),
        }));
        marks.extend(terms.parties.iter().enumerate().map(|(k, p)| Mark::Worth(k, p.no_deal)));

        let mut laid = sheets.lay(&terms, &marks).into_iter();
        let mut next = || laid.next().unwrap_or_default();
        let (infeasible, norms, today) = (next(), next(), next());
        let mut everything = Bits::all(sheets.len);
        everything.remove(&infeasible);
        let mut changed = everything.clone();
        changed.remove(&today);
        changed.remove(&norms);
        let mut possible = || {
            let mut within = next();
            within.keep(&everything);
            within
        };
        let options: Vec<Vec<Bits>> = told.iter().map(|&n| (0..n).map(|_| possible()).collect()).collect();
        // Without a `deal` anything but the status quo counts as one.
        let deal = case.deal.as_ref().map_or_else(|| everything.clone(), |_| possible());
        let goals: Vec<Bits> = goals.iter().map(|_| possible()).collect();
        let mandates: Vec<Bits> = case.mandates.iter().map(|_| possible()).collect();
        let mut accepted = changed.clone();
        constraints.refused.iter().for_each(|_| accepted.remove(&next()));
        terms.parties.iter().for_each(|_| accepted.keep(&next()));
        let both = |condition: &Bits| {
            [&changed, &accepted].map(|set| {
                let mut set = set.clone();
                set.keep(condition);
                set
            })
        };
        let mut side = accepted.clone();
        side.remove(&deal);
        let targets = [&deal].into_iter().chain(&goals).map(both).collect();
        Ok(Self { everything, today, targets, side, mandates, options, strides: sheets.strides })
    }
}

fn meeting(
    case: &Case,
    sets: &Sets,
    signatories: &[PartyIndex],
    examples: &[Option<Outcome>; 2],
    index: usize,
) -> MeetingReach {
    let stated = &case.meetings[index];
    let mut seats = Vec::new();
    let mut seen = Vec::new();
    for &party in signatories {
        let (representatives, mandate) = seat(case, party, &stated.present);
        let both = reach_of(sets, &mandate);
        let reach =
            Reach { total: sets.everything.count(), certain: both.certain.count(), possible: both.possible.count() };
        seats.push(Seat { party, representatives, mandate, reach });
        seen.push(both);
    }
    let patterns = |set: &Bits| Patterns::new(set, sets.index(&case.status_quo), &seen);
    let everything = patterns(&sets.everything);
    let targets: Vec<[Patterns; 2]> =
        sets.targets.iter().map(|[counts, accepted]| [patterns(counts), patterns(accepted)]).collect();
    let side = patterns(&sets.side);

    let within = |patterns: &Patterns| patterns.within(signatories);
    let decidable =
        |[counts, accepted]: &[Patterns; 2]| Decidable { counts: within(counts), accepted: within(accepted) };
    let mut decided = targets.iter().map(decidable);
    let deal = decided.next().unwrap_or(Decidable { counts: Within::default(), accepted: Within::default() });
    let goals = decided.collect();

    let coming = comers(case, signatories, stated)
        .into_iter()
        .map(|people| {
            let come = |patterns: &Patterns| {
                let who = people.iter().filter_map(|&person| {
                    let stated = &case.people[person];
                    Some((signatories.iter().position(|&p| p == stated.party)?, stated.leader))
                });
                patterns.with(&who.collect::<Vec<_>>())
            };
            let both = |[counts, accepted]: &[Patterns; 2]| [come(counts), come(accepted)];
            let mut found = targets.iter().map(both);
            let deal = found.next().unwrap_or_default();
            Coming {
                everything: come(&everything),
                deal,
                side: come(&side),
                goals: found.collect(),
                people: people.clone(),
            }
        })
        .collect();

    let mut ask: Vec<Ask> = Vec::new();
    for (place, seat) in seats.iter().enumerate() {
        if let SeatMandate::Unknown(_) = seat.mandate {
            let unknown = |&r: &usize| mandate_of(case, seat.party, &stated.present[r]).is_unknown();
            let [counts, accepted] = &targets[0];
            ask.push(Ask {
                party: seat.party,
                representatives: seat.representatives.iter().copied().filter(unknown).collect(),
                decides: [accepted, counts, &side, &everything].map(|patterns| patterns.hang_on(place)),
            });
        }
    }
    ask.sort_by_key(|a| Reverse(a.decides));
    MeetingReach {
        meeting: index,
        everything: everything.reach(),
        deal,
        side: within(&side),
        goals,
        options: sets.options.iter().map(|issue| issue.iter().map(|o| within(&patterns(o))).collect()).collect(),
        examples: std::array::from_fn(|k| examples[k].as_ref().map(|outcome| stand(sets, &seen, outcome))),
        coming,
        ask,
        days_before_sources: days_before_sources(case, stated.date.as_deref()),
        seats,
    }
}

/// How an outcome stands with everybody's mandate; beyond all of them where nobody signs.
fn stand(sets: &Sets, seen: &[Seen], outcome: &Outcome) -> Stand {
    let at = sets.index(outcome);
    seen.iter().map(|own| own.stand(at)).min().unwrap_or(Stand::Outside)
}

/// Who is added, one after the other: whoever was expected, then leaders of signatories who were not; then all of these leaders.
fn comers(case: &Case, signatories: &[PartyIndex], meeting: &Meeting) -> Vec<Vec<usize>> {
    let present = |person: usize| meeting.present.contains(&Attendance::Person(person));
    let leaders: Vec<usize> = (0..case.people.len())
        .filter(|&p| case.people[p].leader && signatories.contains(&case.people[p].party) && !present(p))
        .collect();
    let expected = meeting.absent.iter().copied();
    let mut comers: Vec<Vec<usize>> =
        expected.chain(leaders.iter().copied().filter(|p| !meeting.absent.contains(p))).map(|p| vec![p]).collect();
    if leaders.len() > 1 {
        comers.push(leaders);
    }
    comers
}

/// What somebody at a meeting may agree to for a party.
enum MandateOf {
    /// Speaks for another party.
    NotTheirs,
    Anything,
    Stated(usize),
    Unknown,
}

impl MandateOf {
    fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }
}

fn mandate_of(case: &Case, party: PartyIndex, attendance: &Attendance) -> MandateOf {
    match attendance {
        Attendance::Level { party: of, level } if *of == party => {
            let stated = case.mandates.iter().position(|m| m.party == party && m.level == *level);
            stated.map_or(MandateOf::Unknown, MandateOf::Stated)
        }
        Attendance::Person(person) if case.people[*person].party == party => {
            if case.people[*person].leader {
                MandateOf::Anything
            } else {
                MandateOf::Unknown
            }
        }
        _ => MandateOf::NotTheirs,
    }
}

/// Who speaks for a party at a meeting, and what they may agree to together: the widest mandate counts.
fn seat(case: &Case, party: PartyIndex, present: &[Attendance]) -> (Vec<usize>, SeatMandate) {
    let (mut representatives, mut stated) = (Vec::new(), Vec::new());
    let (mut anything, mut unknown) = (false, false);
    for (at, attendance) in present.iter().enumerate() {
        match mandate_of(case, party, attendance) {
            MandateOf::NotTheirs => continue,
            MandateOf::Anything => anything = true,
            MandateOf::Unknown => unknown = true,
            MandateOf::Stated(mandate) if !stated.contains(&mandate) => stated.push(mandate),
            MandateOf::Stated(_) => {}
        }
        representatives.push(at);
    }
    let mandate = match (representatives.is_empty(), anything, unknown) {
        (true, ..) => SeatMandate::Absent,
        (_, true, _) => SeatMandate::Anything,
        (_, _, true) => SeatMandate::Unknown(stated),
        _ => SeatMandate::Stated(stated),
    };
    (representatives, mandate)
}

fn reach_of(sets: &Sets, mandate: &SeatMandate) -> Seen {
    let union = |stated: &[usize]| {
        let mut all = Bits::none_like(&sets.everything);
        stated.iter().for_each(|&m| all.add(&sets.mandates[m]));
        all
    };
    match mandate {
        SeatMandate::Absent => Seen { certain: union(&[]), possible: union(&[]) },
        SeatMandate::Anything => Seen { certain: sets.everything.clone(), possible: sets.everything.clone() },
        SeatMandate::Stated(stated) => Seen { certain: union(stated), possible: union(stated) },
        SeatMandate::Unknown(stated) => {
            let mut certain = union(stated);
            certain.add(&sets.today);
            Seen { certain, possible: sets.everything.clone() }
        }
    }
}

/// How long before the first source with a date, if that is long.
fn days_before_sources(case: &Case, date: Option<&str>) -> Option<i64> {
    let first = case.sources.iter().filter_map(|s| day_number(s.published.as_deref()?)).min()?;
    let days = first - day_number(date?)?;
    (days > LONG_BEFORE).then_some(days)
}

/// The number of days of a date, `YYYY-MM-DD`, counted in the Gregorian calendar (Hinnant, "chrono-compatible low-level date
/// algorithms", 2013).
fn day_number(date: &str) -> Option<i64> {
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(0..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year)
}

#[cfg(test)]
mod tests {
    use super::day_number;

    #[test]
    fn days_between_dates() {
        let between = |a: &str, b: &str| day_number(b).unwrap() - day_number(a).unwrap();
        assert_eq!(between("2024-02-28", "2024-03-01"), 2);
        assert_eq!(between("2023-02-28", "2023-03-01"), 1);
        assert_eq!(between("1999-12-31", "2000-01-01"), 1);
        // Unix time 1,700,000,000 is 14 November 2023: 19,675 days.
        assert_eq!(between("1970-01-01", "2023-11-14"), 19_675);
        assert_eq!(day_number("2023-13-01"), None);
        assert_eq!(day_number("soon"), None);
    }
}
