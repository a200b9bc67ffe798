//! Who could decide what, as JSON (definitions §8).

use serde_json::{Map, Value, json};

use super::super::Writer;
use crate::analysis::table::{Coming, Decidable, MeetingReach, Reach, Seat, SeatMandate, Stand, Table, Within};
use crate::case::{Attendance, Case, PartyIndex};

pub(super) fn json(case: &Case, found: &Table) -> Value {
    let writer = Writer::new(case);
    let outcome = |k: usize| found.examples[k].as_ref().map(|o| writer.outcome(o));
    let meeting = |m: &MeetingReach| (case.meetings[m.meeting].id.clone(), told(case, found, m));
    json!({
        "deal": outcome(0),
        "side_agreement": outcome(1),
        "meetings": found.meetings.iter().map(meeting).collect::<Map<_, _>>(),
        "figure": figure(case, found),
    })
}

fn told(case: &Case, found: &Table, meeting: &MeetingReach) -> Value {
    let stated = &case.meetings[meeting.meeting];
    let goals = |goals: &mut dyn Iterator<Item = Value>| -> Map<String, Value> {
        found.goals.iter().map(|(id, _)| id.clone()).zip(goals).collect()
    };
    let coming = |c: &Coming| {
        json!({
            "people": c.people.iter().map(|&p| &case.people[p].id).collect::<Vec<_>>(),
            "outcomes": reach(&c.everything),
            "deal": reach(&c.deal[0]),
            "accepted": reach(&c.deal[1]),
            "side_agreements": reach(&c.side),
            "goals": goals(&mut c.goals.iter().map(|[counts, accepted]| {
                json!({ "counts": reach(counts), "accepted": reach(accepted) })
            })),
        })
    };
    let options = meeting.options.iter().zip(&case.issues).map(|(options, issue)| {
        let named = options.iter().zip(&issue.options).map(|(w, o)| (o.id.clone(), within(case, w)));
        (issue.id.clone(), Value::Object(named.collect()))
    });
    json!({
        "date": stated.date,
        "place": stated.place,
        "mandates": meeting.seats.iter().map(|s| (case.parties[s.party].id.clone(), seat(case, meeting, s))).collect::<Map<_, _>>(),
        "outcomes": reach(&meeting.everything),
        "deal": decidable(case, &meeting.deal),
        "side_agreements": within(case, &meeting.side),
        "goals": goals(&mut meeting.goals.iter().map(|g| decidable(case, g))),
        "options": if meeting.options.is_empty() { Value::Null } else { Value::Object(options.collect()) },
        "deal_was": meeting.examples[0].map(stand),
        "side_agreement_was": meeting.examples[1].map(stand),
        "coming": meeting.coming.iter().map(coming).collect::<Vec<_>>(),
        "ask": meeting.ask.iter().map(|ask| json!({
            "party": case.parties[ask.party].id,
            "representatives": names(case, meeting, &ask.representatives),
            "decides": {
                "accepted": ask.decides[0], "deal": ask.decides[1], "side_agreements": ask.decides[2], "outcomes": ask.decides[3],
            },
        })).collect::<Vec<_>>(),
        "days_before_sources": meeting.days_before_sources,
    })
}

/// Levels as they are called, people by their ids.
fn names(case: &Case, meeting: &MeetingReach, representatives: &[usize]) -> Vec<String> {
    let present = &case.meetings[meeting.meeting].present;
    let name = |&at: &usize| match &present[at] {
        Attendance::Level { level, .. } => level.clone(),
        Attendance::Person(person) => case.people[*person].id.clone(),
    };
    representatives.iter().map(name).collect()
}

fn seat(case: &Case, meeting: &MeetingReach, seat: &Seat) -> Value {
    let (known, stated) = match &seat.mandate {
        SeatMandate::Absent => ("absent", &[][..]),
        SeatMandate::Anything => ("anything", &[][..]),
        SeatMandate::Stated(stated) => ("stated", stated.as_slice()),
        SeatMandate::Unknown(stated) => ("unknown", stated.as_slice()),
    };
    let mut because: Vec<&String> = Vec::new();
    for claim in stated.iter().flat_map(|&m| &case.mandates[m].grounds.because) {
        if !because.contains(&claim) {
            because.push(claim);
        }
    }
    json!({
        "representatives": names(case, meeting, &seat.representatives),
        "mandate": known,
        "may_agree": stated.iter().map(|&m| &case.mandates[m].may_agree.text).collect::<Vec<_>>(),
        "because": because,
        "reach": reach(&seat.reach),
    })
}

fn decidable(case: &Case, of: &Decidable) -> Value {
    json!({ "counts": within(case, &of.counts), "accepted": within(case, &of.accepted) })
}

fn within(case: &Case, within: &Within) -> Value {
    let sets = |sets: &[Vec<PartyIndex>]| -> Vec<Vec<&str>> {
        sets.iter().map(|set| set.iter().map(|&p| case.parties[p].id.as_str()).collect()).collect()
    };
    json!({
        "total": within.reach.total,
        "certain": within.reach.certain,
        "possible": within.reach.possible,
        "in_the_way": sets(&within.in_the_way),
        "it_would_take": sets(&within.it_would_take),
    })
}

fn reach(reach: &Reach) -> Value {
    json!({ "total": reach.total, "certain": reach.certain, "possible": reach.possible })
}

const fn stand(stand: Stand) -> &'static str {
    match stand {
        Stand::Outside => "outside",
        Stand::Possible => "possible",
        Stand::Certain => "certain",
    }
}

/// Bars per meeting: of what can occur, of what would count as a deal, of what all accept.
fn figure(case: &Case, found: &Table) -> Value {
    let series = |name: &str, of: fn(&MeetingReach) -> Reach| {
        let all: Vec<Reach> = found.meetings.iter().map(of).collect();
        json!({
            "name": name,
            "total": all.iter().map(|r| r.total).collect::<Vec<_>>(),
            "certain": all.iter().map(|r| r.certain).collect::<Vec<_>>(),
            "possible": all.iter().map(|r| r.possible).collect::<Vec<_>>(),
        })
    };
    let series = [
        series("outcomes", |m| m.everything),
        series("deal", |m| m.deal.counts.reach),
        series("accepted", |m| m.deal.accepted.reach),
    ];
    json!({
        "sampled": false,
        "unit": "outcomes",
        "meetings": found.meetings.iter().map(|m| &case.meetings[m.meeting].id).collect::<Vec<_>>(),
        "series": series,
    })
}
