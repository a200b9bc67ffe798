//! What some could settle without the rest, as JSON (definitions §13).

use serde_json::{Map, Value, json};

use super::super::{Writer, count, points};
use super::stopped;
use crate::analysis::side_tracks::{Best, Group, SideTracks, Standing, Tracks};
use crate::case::{Case, PartyIndex};
use crate::points::Points;

pub(super) fn json(case: &Case, found: &SideTracks) -> Value {
    let told = Told { case, writer: Writer::new(case) };
    json!({
        "named": found.named,
        "today": found.today.as_ref().map(standing),
        "groups": found.groups.iter().map(|g| told.group(g)).collect::<Vec<_>>(),
        "complete": found.complete,
        "stopped": stopped(found.extent),
        "figure": told.figure(found),
    })
}

fn standing(standing: &Standing) -> Value {
    json!({ "status": standing.status.word(), "deals": count(standing.deals) })
}

struct Told<'c> {
    case: &'c Case,
    writer: Writer<'c>,
}

impl Told<'_> {
    fn ids(&self, parties: &[PartyIndex]) -> Vec<&str> {
        parties.iter().map(|&p| self.case.parties[p].id.as_str()).collect()
    }

    fn group(&self, group: &Group) -> Value {
        let (tracks, unsettled) = match group.tracks {
            Tracks::Counted(tracks, unsettled) => (json!(tracks), json!(unsettled)),
            Tracks::Unknown => (Value::Null, Value::Null),
        };
        json!({
            "parties": self.ids(&group.parties),
            "issues": group.issues.iter().map(|&j| &self.case.issues[j].id).collect::<Vec<_>>(),
            "tracks": tracks,
            "unsettled": unsettled,
            "best": group.best.as_ref().map(|b| self.best(b)),
        })
    }

    fn best(&self, best: &Best) -> Value {
        let solution =
            |names: &Vec<&'static str>, outcome| json!({ "solutions": names, "outcome": self.writer.outcome(outcome) });
        json!({
            "solutions": best.solutions.iter().map(|(names, outcome)| solution(names, outcome)).collect::<Vec<_>>(),
            "over_today": self.effects(&best.effects),
            "crossed": best.crossed.iter().map(|&k| &self.case.red_lines[k].id).collect::<Vec<_>>(),
            "after": standing(&best.after),
        })
    }

    fn effects(&self, effects: &[(PartyIndex, Points)]) -> Map<String, Value> {
        effects.iter().map(|(p, by)| (self.case.parties[*p].id.clone(), points(*by))).collect()
    }

    /// What the best of each group does to every party with preferences.
    fn figure(&self, found: &SideTracks) -> Value {
        let series = found.groups.iter().filter_map(|g| {
            let best = g.best.as_ref()?;
            Some(json!({ "parties": self.ids(&g.parties), "over_today": self.effects(&best.effects) }))
        });
        json!({ "sampled": false, "unit": "points", "series": series.collect::<Vec<_>>() })
    }
}
