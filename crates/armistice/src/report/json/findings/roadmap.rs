//! Interim steps, as JSON (definitions §7).

use serde_json::{Value, json};

use super::super::{Writer, points};
use super::stopped;
use crate::analysis::roadmap::{Change, Destination, Found, Needed, Opening, Refusal, Roadmap, Route, Step, Way, Why};
use crate::case::Case;

pub(super) fn json(case: &Case, found: &Roadmap) -> Value {
    let told = Told { case, writer: Writer::new(case) };
    json!({
        "outcomes": found.outcomes,
        "reached": found.reached,
        "now": found.now.iter().map(|s| told.step(s)).collect::<Vec<_>>(),
        "now_total": found.now_total,
        "ways": found.ways.iter().map(|w| told.way(w)).collect::<Vec<_>>(),
        "stopped": stopped(found.extent),
        "figure": told.figure(found),
    })
}

struct Told<'c> {
    case: &'c Case,
    writer: Writer<'c>,
}

impl Told<'_> {
    fn way(&self, way: &Way) -> Value {
        let (kind, solutions, goal) = match &way.to {
            Destination::Solutions(names, _) => ("solution", names.clone(), Value::Null),
            Destination::Zone => ("zone", Vec::new(), Value::Null),
            Destination::Goal(id, _) => ("goal", Vec::new(), json!(id)),
        };
        let (found, route, stuck) = match &way.found {
            Found::Steps(route) => ("steps", self.route(route), Value::Null),
            Found::Unknown => ("unknown", Value::Null, Value::Null),
            Found::Stuck(stuck) => {
                let short = stuck.short.iter().map(|(p, by)| (self.case.parties[*p].id.clone(), points(*by)));
                let object = json!({
                    "cycle": self.preconditions(&stuck.cycle),
                    "needed": stuck.needed.iter().map(|n| self.needed(n)).collect::<Vec<_>>(),
                    "short": Value::Object(short.collect()),
                    "openings": stuck.openings.iter().map(|o| self.opening(o)).collect::<Vec<_>>(),
                });
                ("stuck", Value::Null, object)
            }
        };
        json!({
            "to": kind, "solutions": solutions, "goal": goal, "ends": way.ends, "found": found, "route": route, "stuck": stuck,
        })
    }

    fn preconditions(&self, places: &[usize]) -> Vec<&str> {
        places.iter().map(|&p| self.case.preconditions[p].id.as_str()).collect()
    }

    fn route(&self, route: &Route) -> Value {
        json!({ "steps": route.steps.iter().map(|s| self.step(s)).collect::<Vec<_>>(), "settled": route.settled })
    }

    fn step(&self, step: &Step) -> Value {
        json!({
            "outcome": self.writer.outcome(&step.outcome),
            "changed": step.changed.iter().map(|&j| &self.case.issues[j].id).collect::<Vec<_>>(),
            "package": step.package.map(|p| &self.case.packages[p].id),
            "over_today": self.writer.each(&step.over_today),
            "unstated": step.unstated,
        })
    }

    fn needed(&self, needed: &Needed) -> Value {
        let refusal = |r: &Refusal| {
            let (against, id, by) = match r.why {
                Why::RedLine(k) => ("red_line", json!(self.case.red_lines[k].id), Value::Null),
                Why::Precondition(k) => ("precondition", json!(self.case.preconditions[k].id), Value::Null),
                Why::Worth(by) => ("worth", Value::Null, points(by)),
            };
            json!({ "party": self.case.parties[r.party].id, "against": against, "id": id, "points": by })
        };
        json!({ "step": self.step(&needed.step), "refused": needed.refused.iter().map(refusal).collect::<Vec<_>>() })
    }

    fn opening(&self, opening: &Opening) -> Value {
        let (change, which, party, by) = match &opening.change {
            Change::GivenUp(which) => ("given_up", self.preconditions(which), None, None),
            Change::Together(p) => ("together", self.preconditions(&[*p]), None, None),
            Change::Patience(party, by) => ("patience", Vec::new(), *party, Some(points(*by))),
        };
        json!({
            "change": change,
            "preconditions": which,
            "party": party.map(|p| &self.case.parties[p].id),
            "points": by,
            "route": self.route(&opening.route),
        })
    }

    /// Worth against today over the steps of the first way found, a line per party of C.
    fn figure(&self, found: &Roadmap) -> Value {
        let route = found.ways.iter().find_map(|w| match &w.found {
            Found::Steps(route) => Some(route),
            _ => None,
        });
        let series = self.case.signatories().into_iter().enumerate().map(|(k, p)| {
            let over = route.iter().flat_map(|r| &r.steps).map(|s| points(s.over_today[k]));
            json!({ "party": self.case.parties[p].id, "over_today": over.collect::<Vec<_>>() })
        });
        json!({ "sampled": false, "unit": "points", "series": series.collect::<Vec<_>>() })
    }
}
