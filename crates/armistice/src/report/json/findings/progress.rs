//! Progress as JSON.

use serde_json::{Map, Value, json};

use crate::analysis::Extent;
use crate::analysis::progress::{Course, Distances, Meant, MeetingPositions, Pair, Position, Progress};
use crate::case::Case;
use crate::points::Exact;
use crate::report::json::points;

use super::division::number;

pub(super) fn json(case: &Case, progress: &Progress) -> Value {
    let id = |at: usize| case.meetings[progress.meetings[at].meeting].id.clone();
    let distances = |d: &Distances| {
        let issues = d.issues.iter().map(|(j, distance)| (case.issues[*j].id.clone(), number(distance)));
        json!({
            "meeting": id(d.at),
            "issues": issues.collect::<Map<_, _>>(),
            "overall": d.overall.as_ref().map(number),
        })
    };
    let two = |p: &Pair| p.parties.map(|p| case.parties[p].id.clone());
    let pair =
        |p: &Pair| json!({ "parties": two(p), "distances": p.distances.iter().map(distances).collect::<Vec<_>>() });
    let course = |c: &Course| {
        let insisted = c.insisted_on.iter().map(|(at, p)| json!({ "meeting": id(*at), "points": points(*p) }));
        let given = c.concessions().into_iter().map(|(at, p)| json!({ "meeting": id(at), "points": points(p) }));
        let object = json!({
            "insisted_on": insisted.collect::<Vec<_>>(), "concessions": given.collect::<Vec<_>>(),
        });
        (case.parties[c.party].id.clone(), object)
    };
    let series = |p: &Pair| {
        let values = (0..progress.meetings.len()).map(|at| {
            let distance = p.distances.iter().find(|d| d.at == at).and_then(|d| d.overall.as_ref());
            distance.map_or(Value::Null, |d: &Exact| number(d))
        });
        json!({ "name": two(p).join(" – "), "unit": "distance", "values": values.collect::<Vec<_>>() })
    };
    json!({
        "complete": progress.extent == Extent::Whole,
        "dated": progress.dated,
        "meetings": progress.meetings.iter().map(|m| meeting(case, m)).collect::<Vec<_>>(),
        "pairs": progress.pairs.iter().map(pair).collect::<Vec<_>>(),
        "courses": progress.courses.iter().map(course).collect::<Map<_, _>>(),
        "figure": {
            "sampled": false,
            "labels": (0..progress.meetings.len()).map(id).collect::<Vec<_>>(),
            "series": progress.pairs.iter().map(series).collect::<Vec<_>>(),
        },
    })
}

fn meeting(case: &Case, meeting: &MeetingPositions) -> Value {
    let stated = &case.meetings[meeting.meeting];
    let position = |p: &Position| {
        let asked = stated.asked.iter().find(|(party, _)| *party == p.party).map(|(_, c)| c.text.clone());
        let issues = p.options.iter().enumerate().map(|(j, options)| {
            let named: Vec<&str> = options.iter().map(|&o| case.issues[j].options[o].id.as_str()).collect();
            (case.issues[j].id.clone(), json!(named))
        });
        let object = json!({
            "asked": asked,
            "meant": match p.meant {
                Meant::Accepted => "accepted",
                Meant::Uncrossed => "not_refused",
                Meant::Nothing => "nothing",
            },
            "addressed": p.addressed.iter().map(|&j| case.issues[j].id.as_str()).collect::<Vec<_>>(),
            "options": issues.collect::<Map<_, _>>(),
            "insists_on": p.insists_on.map(points),
            "because": p.because,
        });
        (case.parties[p.party].id.clone(), object)
    };
    json!({
        "id": stated.id,
        "date": stated.date,
        "positions": meeting.positions.iter().map(position).collect::<Map<_, _>>(),
    })
}
