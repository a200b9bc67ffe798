//! Re-checks what meetings could have decided, outcome by outcome (definitions §8).

use super::super::report::Report;
use super::super::world::{Seen, World, meets};
use super::super::{Mismatch, Question, TooLarge};
use crate::analysis::Settings;
use crate::analysis::table::{Ask, Reach, SeatMandate, Stand, Table, Within};
use crate::case::{Attendance, Case, Condition, Consent, Meeting, Outcome, PartyIndex};

/// For so many signatories all sets of them are tried.
const MOST_SIGNATORIES: usize = 12;

/// Re-checks a table.
///
/// # Errors
/// It is too large to re-check in full.
pub(super) fn check(case: &Case, settings: &Settings, found: &Table) -> Result<Vec<Mismatch>, TooLarge> {
    let mut report = Report::default();
    let signatories: Vec<PartyIndex> =
        (0..case.parties.len()).filter(|&p| case.parties[p].consent == Consent::Signs).collect();
    report.same("table.signatories", &signatories, &found.signatories);
    report.same("table.meetings", &case.meetings.len(), &found.meetings.len());
    if case.meetings.is_empty() {
        return Ok(report.mismatches);
    }
    if signatories.len() > MOST_SIGNATORIES {
        return Err(TooLarge::Combinations);
    }
    let world = World::new(&Question { case, target: None, levers: &settings.pulls })?;
    let goals: Vec<&Condition> = case.goals.iter().map(|g| &g.condition).chain(&settings.goal).collect();
    report.same("table.goals", &goals.len(), &found.goals.len());

    // The sets a reach is held against.
    let counts = |target: Option<&Condition>| -> Vec<&Seen> {
        let meets = |x: &&Seen| target.is_none_or(|t| meets(case, &x.outcome, t));
        world.outcomes.iter().filter(|x| !x.is_status_quo && !x.breaks_norm).filter(meets).collect()
    };
    let everything: Vec<&Seen> = world.outcomes.iter().collect();
    let deal = counts(case.deal.as_ref());
    let deals = accepted(&deal);
    let side: Vec<&Seen> = accepted(&counts(None)).into_iter().filter(|x| !x.meets_deal).collect();
    let of_goals: Vec<Vec<&Seen>> = goals.iter().map(|g| counts(Some(g))).collect();

    for (meeting, result) in case.meetings.iter().zip(&found.meetings) {
        let room = Room { case, meeting, signatories: &signatories, come: Vec::new() };
        let what = |part: &str| format!("table.{}.{part}", meeting.id);
        for seat in &result.seats {
            let at = signatories.iter().position(|&p| p == seat.party).unwrap_or_default();
            let own = |x: &&Seen| room.stand(seat.party, &x.outcome);
            let reach = Reach {
                total: everything.len() as u64,
                certain: everything.iter().filter(|x| own(x) == Stand::Certain).count() as u64,
                possible: everything.iter().filter(|x| own(x) != Stand::Outside).count() as u64,
            };
            report.same(what(&format!("seats[{at}].reach")), &reach, &seat.reach);
            let absent = !meeting.present.iter().any(|a| party_of(case, a) == seat.party);
            report.same(what(&format!("seats[{at}].absent")), &absent, &(seat.mandate == SeatMandate::Absent));
        }
        report.same(what("seats"), &signatories.len(), &result.seats.len());
        report.same(what("outcomes"), &room.reach(&everything), &result.everything);
        room.within(&what("deal.counts"), &deal, &result.deal.counts, &mut report);
        room.within(&what("deal.accepted"), &deals, &result.deal.accepted, &mut report);
        room.within(&what("side"), &side, &result.side, &mut report);
        report.same(what("goals"), &of_goals.len(), &result.goals.len());
        for (set, goal) in of_goals.iter().zip(&result.goals) {
            room.within(&what("goals.counts"), set, &goal.counts, &mut report);
            room.within(&what("goals.accepted"), &accepted(set), &goal.accepted, &mut report);
        }
        for (j, options) in result.options.iter().enumerate() {
            for (o, within) in options.iter().enumerate() {
                let with: Vec<&Seen> = everything.iter().copied().filter(|x| x.outcome[j] == o).collect();
                room.within(&what(&format!("options[{j}][{o}]")), &with, within, &mut report);
            }
        }
        for (outcome, stand) in found.examples.iter().zip(&result.examples) {
            let expected = outcome.as_ref().map(|x| room.stands(x));
            report.same(what("examples"), &expected, stand);
        }
        report.same(
            what("coming"),
            &comers(case, &signatories, meeting),
            &result.coming.iter().map(|c| c.people.clone()).collect(),
        );
        for coming in &result.coming {
            let room = Room { come: coming.people.clone(), ..room.clone() };
            let what = |part: &str| what(&format!("coming{:?}.{part}", coming.people));
            report.same(what("outcomes"), &room.reach(&everything), &coming.everything);
            report.same(what("deal"), &[room.reach(&deal), room.reach(&deals)], &coming.deal);
            report.same(what("side"), &room.reach(&side), &coming.side);
            let expected: Vec<[Reach; 2]> =
                of_goals.iter().map(|set| [room.reach(set), room.reach(&accepted(set))]).collect();
            report.each(&what("goals"), &expected, &coming.goals);
        }
        ask(&room, &what("ask"), [&deals, &deal, &side, &everything], &result.ask, &mut report);
    }
    Ok(report.mismatches)
}

/// What of a set all of C accept.
fn accepted<'a>(set: &[&'a Seen]) -> Vec<&'a Seen> {
    set.iter().copied().filter(|x| x.accepted_by_all()).collect()
}

/// One by one whoever was expected or leads a signatory; then all those leaders.
fn comers(case: &Case, signatories: &[PartyIndex], meeting: &Meeting) -> Vec<Vec<usize>> {
    let mut people = meeting.absent.clone();
    let mut leaders = Vec::new();
    for (k, person) in case.people.iter().enumerate() {
        if person.leader && signatories.contains(&person.party) && !meeting.present.contains(&Attendance::Person(k)) {
            leaders.push(k);
            if !people.contains(&k) {
                people.push(k);
            }
        }
    }
    let mut comers: Vec<Vec<usize>> = people.into_iter().map(|k| vec![k]).collect();
    if leaders.len() > 1 {
        comers.push(leaders);
    }
    comers
}

fn party_of(case: &Case, attendance: &Attendance) -> PartyIndex {
    match attendance {
        Attendance::Level { party, .. } => *party,
        Attendance::Person(person) => case.people[*person].party,
    }
}

/// A meeting, with people who come besides.
#[derive(Clone)]
struct Room<'a> {
    case: &'a Case,
    meeting: &'a Meeting,
    signatories: &'a [PartyIndex],
    come: Vec<usize>,
}

impl Room<'_> {
    /// How an outcome stands with the widest mandate of a party's representatives.
    fn stand(&self, party: PartyIndex, outcome: &Outcome) -> Stand {
        let unknown = if *outcome == self.case.status_quo { Stand::Certain } else { Stand::Possible };
        let of = |attendance: &Attendance| match attendance {
            Attendance::Person(person) if self.case.people[*person].leader => Stand::Certain,
            Attendance::Person(_) => unknown,
            Attendance::Level { level, .. } => {
                match self.case.mandates.iter().find(|m| m.party == party && m.level == *level) {
                    None => unknown,
                    Some(mandate) if meets(self.case, outcome, &mandate.may_agree) => Stand::Certain,
                    Some(_) => Stand::Outside,
                }
            }
        };
        let come = self.come.iter().map(|&person| Attendance::Person(person));
        let there = self.meeting.present.iter().cloned().chain(come);
        there.filter(|a| party_of(self.case, a) == party).map(|a| of(&a)).max().unwrap_or(Stand::Outside)
    }

    /// How it stands with everybody's.
    fn stands(&self, outcome: &Outcome) -> Stand {
        self.signatories.iter().map(|&p| self.stand(p, outcome)).min().unwrap_or(Stand::Outside)
    }

    fn reach(&self, set: &[&Seen]) -> Reach {
        let mut reach = Reach { total: set.len() as u64, ..Reach::default() };
        for x in set {
            match self.stands(&x.outcome) {
                Stand::Certain => {
                    reach.certain += 1;
                    reach.possible += 1;
                }
                Stand::Possible => reach.possible += 1,
                Stand::Outside => {}
            }
        }
        reach
    }

    fn within(&self, what: &str, set: &[&Seen], found: &Within, report: &mut Report) {
        let reach = self.reach(set);
        report.same(format!("{what}.reach"), &reach, &found.reach);
        let needed = match (reach.possible, reach.certain) {
            _ if set.is_empty() => None,
            (0, _) => Some(Stand::Possible),
            (_, 0) => Some(Stand::Certain),
            _ => None,
        };
        let (mut way, mut take) = (Vec::new(), Vec::new());
        if let Some(needed) = needed {
            // Per outcome the signatories whose mandate falls short.
            let mut lacking: Vec<u32> = set
                .iter()
                .map(|x| {
                    let short = |&(_, p): &(usize, &PartyIndex)| self.stand(*p, &x.outcome) < needed;
                    self.signatories.iter().enumerate().filter(short).fold(0, |bits, (k, _)| bits | 1 << k)
                })
                .collect();
            lacking.sort_unstable();
            lacking.dedup();
            let all = 0..1u32 << self.signatories.len();
            way = minimal(all.clone().filter(|set| lacking.iter().all(|l| l & set != 0)));
            take = minimal(all.filter(|set| lacking.iter().any(|l| l & !set == 0)));
        }
        report.same(format!("{what}.in_the_way"), &self.named(way), &found.in_the_way);
        report.same(format!("{what}.it_would_take"), &self.named(take), &found.it_would_take);
    }

    fn named(&self, sets: Vec<u32>) -> Vec<Vec<PartyIndex>> {
        let named = |set: &u32| -> Vec<PartyIndex> {
            self.signatories.iter().enumerate().filter(|(k, _)| set >> k & 1 == 1).map(|(_, p)| *p).collect()
        };
        let mut named: Vec<Vec<PartyIndex>> = sets.iter().map(named).collect();
        named.sort_by_key(|set| (set.len(), set.clone()));
        named
    }
}

/// The sets that contain no other.
fn minimal(sets: impl Iterator<Item = u32>) -> Vec<u32> {
    let sets: Vec<u32> = sets.collect();
    sets.iter().copied().filter(|&s| !sets.iter().any(|&t| t != s && t & !s == 0)).collect()
}

/// What hangs on each unknown mandate alone.
fn ask(room: &Room<'_>, what: &str, sets: [&[&Seen]; 4], found: &[Ask], report: &mut Report) {
    let hangs = |party: PartyIndex, x: &Seen| {
        room.signatories
            .iter()
            .all(|&p| room.stand(p, &x.outcome) == if p == party { Stand::Possible } else { Stand::Certain })
    };
    for ask in found {
        let expected = sets.map(|set| set.iter().filter(|x| hangs(ask.party, x)).count() as u64);
        report.same(format!("{what}[{}]", ask.party), &expected, &ask.decides);
    }
    if !found.windows(2).all(|pair| pair[0].decides >= pair[1].decides) {
        report.differs(what, "the one that decides most first", "another order");
    }
    let is_open = |&&party: &&PartyIndex| {
        let of = |a: &&Attendance| party_of(room.case, a) == party;
        let leads = |a: &Attendance| matches!(a, Attendance::Person(p) if room.case.people[*p].leader);
        let known = |a: &Attendance| match a {
            Attendance::Level { level, .. } => room.case.mandates.iter().any(|m| m.party == party && m.level == *level),
            Attendance::Person(_) => leads(a),
        };
        let there = || room.meeting.present.iter().filter(of);
        there().any(|a| !known(a)) && !there().any(leads)
    };
    let open = room.signatories.iter().filter(is_open).count();
    report.same(what, &open, &found.len());
}
