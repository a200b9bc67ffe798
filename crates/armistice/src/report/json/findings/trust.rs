//! What trust can do, as JSON.

use serde_json::{Map, Value, json};

use super::super::number;
use super::leverage::{decimal, exact, sets, strengths};
use super::stopped;
use crate::analysis::trust::{Question, Threshold, Trust};
use crate::case::{Case, PartyIndex};

pub(super) fn json(case: &Case, found: &Trust) -> Value {
    let party = |p: PartyIndex| case.parties[p].id.clone();
    let threshold = |t: &Threshold| match t {
        Threshold::From(least) | Threshold::AtMost(least) => exact(least),
        Threshold::Never | Threshold::Unknown => Value::Null,
    };
    let is_exact = |t: &Threshold| matches!(t, Threshold::From(_) | Threshold::Never);
    let question = |q: &Question| {
        let single = found.exposed.iter().zip(&q.single).map(|(e, t)| (party(e.party), threshold(t)));
        let guarantees = q.guarantees.iter().map(|g| {
            let carries = found.exposed.iter().zip(&g.carries).map(|(e, t)| (party(e.party), exact(t)));
            let object = json!({
                "strengths": strengths(&g.strengths),
                "exact": g.exact,
                "carries": carries.collect::<Map<_, _>>(),
            });
            (case.levers[g.lever].id.clone(), object)
        });
        json!({
            "open": q.open,
            "exact": q.open_exact && is_exact(&q.common) && q.single.iter().all(is_exact),
            "common": threshold(&q.common),
            "single": single.collect::<Map<_, _>>(),
            "guarantees": guarantees.collect::<Map<_, _>>(),
            "blocks": sets(&found.constraints, &q.blocks),
        })
    };
    let (deal, goals): (Vec<&Question>, Vec<&Question>) = found.questions.iter().partition(|q| q.goal.is_none());
    let goals = goals.into_iter().filter_map(|q| q.goal.as_ref().map(|g| (g.id.clone(), question(q))));
    let series = found.questions.iter().flat_map(|q| {
        let goal = q.goal.as_ref().map(|g| g.id.clone());
        found.exposed.iter().zip(&q.single).map(move |(e, t)| {
            let needed = match t {
                Threshold::From(least) | Threshold::AtMost(least) => decimal(least),
                Threshold::Never | Threshold::Unknown => Value::Null,
            };
            json!({ "name": party(e.party), "goal": goal, "has": decimal(&e.trust), "needs": needed })
        })
    });
    json!({
        "strongest": number(&found.strongest.to_string()),
        "asked": !found.too_few,
        "stopped": stopped(found.extent),
        "exposed": found.exposed.iter().map(|e| (party(e.party), exact(&e.trust))).collect::<Map<_, _>>(),
        "deal": deal.first().map(|q| question(q)),
        "goals": goals.collect::<Map<_, _>>(),
        "figure": {
            "sampled": false,
            "unit": "trust",
            "from": 0,
            "to": 1,
            "series": series.collect::<Vec<_>>(),
        },
    })
}
