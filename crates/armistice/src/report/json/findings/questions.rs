//! Questions to ask next as JSON.

use serde_json::{Value, json};

use super::super::Writer;
use super::robustness::{share, sway};
use crate::analysis::Extent;
use crate::analysis::questions::{Flip, Question, Questions, Turn, Turned, Unknown};
use crate::case::Case;
use crate::points::Fraction;
use crate::space::outcome_at;

pub(super) fn json(case: &Case, found: &Questions) -> Value {
    let writer = Writer::new(case);
    let one = |q: &Question| {
        json!({
            "kind": kind(q.unknown),
            "party": case.parties[q.party].id,
            "of": about(case, q),
            "numbers": q.dials.iter().map(|t| number(case, &writer, q, t)).collect::<Vec<_>>(),
            "switched": share(q.switched, found.draws),
            "total_order": found.total_order(q).map(places),
        })
    };
    let ids = |block: &Vec<usize>| block.iter().map(|&k| found.constraints[k].id.clone()).collect::<Vec<_>>();
    let label = |q: &Question| {
        format!("{} {} {}", kind(q.unknown), case.parties[q.party].id, about(case, q).as_str().unwrap_or_default())
    };
    let bars = |upper: bool| {
        let third =
            |q: &Question| q.dials.first().map_or(Value::Null, |t| share_of(if upper { t.upper } else { t.lower }));
        found.list.iter().map(third).collect::<Vec<_>>()
    };
    json!({
        "sampled": true,
        "asked": found.asked,
        "seed": found.seed,
        "draws": found.draws,
        "whole": found.extent == Extent::Whole,
        "sway": sway(found.sway),
        "central": found.central,
        "deals": share(found.deals, found.draws),
        "blocks": found.blocks.iter().map(ids).collect::<Vec<_>>(),
        "list": found.list.iter().map(one).collect::<Vec<_>>(),
        "figure": {
            "sampled": true,
            "labels": found.list.iter().map(|q| label(q).trim_end().to_owned()).collect::<Vec<_>>(),
            "series": [
                { "name": "a deal in the lower third", "unit": "share of draws", "values": bars(false) },
                { "name": "a deal in the upper third", "unit": "share of draws", "values": bars(true) },
            ],
        },
    })
}

fn share_of(third: crate::analysis::questions::Third) -> Value {
    if third.draws == 0 { Value::Null } else { json!(places(third.deals as f64 / third.draws as f64)) }
}

const fn kind(unknown: Unknown) -> &'static str {
    match unknown {
        Unknown::Weights(_) => "weights",
        Unknown::Scores(..) => "scores",
        Unknown::NoDeal(_) => "no_deal",
        Unknown::Trust(_) => "trust",
        Unknown::Patience(_) => "patience",
        Unknown::Exposure(..) => "exposure",
        Unknown::Link(_) => "link",
        Unknown::LeverWorth(..) => "lever",
        Unknown::LeverTrust(..) => "lever_trust",
    }
}

/// The issue, exposure, link or lever it is about; null where the party says it all.
fn about(case: &Case, question: &Question) -> Value {
    match question.unknown {
        Unknown::Scores(_, issue) => json!(case.issues[issue].id),
        Unknown::Exposure(party, at) => {
            let mut all = case.exposures.iter().filter(|e| e.party == party).flat_map(|e| e.points.keys());
            all.nth(at)
                .map_or(Value::Null, |&(j, o)| json!(format!("{} {}", case.issues[j].id, case.issues[j].options[o].id)))
        }
        Unknown::Link(link) => json!(case.links[link].when.text),
        Unknown::LeverWorth(lever, _) | Unknown::LeverTrust(lever, _) => json!(case.levers[lever].id),
        Unknown::Weights(_) | Unknown::NoDeal(_) | Unknown::Trust(_) | Unknown::Patience(_) => Value::Null,
    }
}

fn number(case: &Case, writer: &Writer<'_>, question: &Question, turned: &Turned) -> Value {
    let of = match (question.unknown, turned.dial.of) {
        (Unknown::Weights(_), Some(issue)) => json!(case.issues[issue].id),
        (Unknown::Scores(_, issue), Some(option)) => json!(case.issues[issue].options[option].id),
        _ => Value::Null,
    };
    let turn =
        |turn: &Turn| json!({ "value": value(&turn.value), "outcome": writer.outcome(&outcome_at(case, turn.index)) });
    let (up_to, from) = match &turned.flip {
        Flip::Never => (Value::Null, Value::Null),
        Flip::UpTo(end) => (turn(end), Value::Null),
        Flip::From(start) => (Value::Null, turn(start)),
        Flip::Outside(end, start) => (turn(end), turn(start)),
    };
    json!({
        "of": of,
        "least": value(&turned.dial.least),
        "most": value(&turned.dial.most),
        "low": value(&turned.dial.low),
        "high": value(&turned.dial.high),
        "central": value(&turned.dial.central),
        "lower": share(turned.lower.deals, turned.lower.draws),
        "upper": share(turned.upper.deals, turned.upper.draws),
        "difference": places(turned.difference()),
        "deal_up_to": up_to,
        "deal_from": from,
    })
}

fn value(fraction: &Fraction) -> Value {
    json!(places(fraction.as_f64()))
}

fn places(number: f64) -> f64 {
    // Without −0.
    (number * 1e6).round() / 1e6 + 0.0
}
