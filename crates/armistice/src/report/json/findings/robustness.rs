//! Robustness as JSON.

use serde_json::{Map, Value, json};

use super::super::{Writer, points};
use super::stopped;
use crate::analysis::Extent;
use crate::analysis::proved::{Proof, Proved};
use crate::analysis::robustness::{Gains, Often, Robustness, SOLUTIONS, Spread, Sway};
use crate::case::Case;

pub(super) fn json(case: &Case, found: &Robustness) -> Value {
    let writer = Writer::new(case);
    let all = found.draws;
    let goal = |g: &crate::analysis::robustness::GoalShare| {
        (g.id.clone(), json!({ "title": g.title, "met": share(g.met, all) }))
    };
    let options = case.issues.iter().zip(&found.open).map(|(issue, counts)| {
        let of = issue.options.iter().zip(counts).map(|(o, &n)| (o.id.clone(), share(n, all)));
        (issue.id.clone(), Value::Object(of.collect()))
    });
    let often = |list: &[Often]| -> Vec<Value> {
        let one = |o: &Often| {
            let ids: Vec<&str> = o.constraints.iter().map(|&k| found.constraints[k].id.as_str()).collect();
            json!({ "constraints": ids, "times": share(o.times, all) })
        };
        list.iter().map(one).collect()
    };
    let solutions = SOLUTIONS.iter().zip(&found.solutions).map(|(name, s)| ((*name).to_owned(), spread(&writer, s)));
    let figure = |(issue, counts): (&crate::case::Issue, &Vec<u64>)| json!({ "name": issue.title, "unit": "draws", "labels": issue.options.iter().map(|o| &o.id).collect::<Vec<_>>(), "values": counts });
    json!({
        "sampled": true,
        "asked": found.asked,
        "seed": found.seed,
        "draws": all,
        "whole": found.extent == Extent::Whole,
        "unknowns": found.unknowns,
        "sway": sway(found.sway),
        "central": found.central,
        "proved": found.proved.iter().map(|p| proved(case, &writer, p)).collect::<Vec<_>>(),
        "deals": share(found.deals, all),
        "goals": found.goals.iter().map(goal).collect::<Map<_, _>>(),
        "options": options.collect::<Map<_, _>>(),
        "constraints": found.constraints.iter().map(|c| writer.constraint(c)).collect::<Vec<_>>(),
        "blocks": often(&found.blocks),
        "unlocks": often(&found.unlocks),
        "uncounted": found.uncounted,
        "solutions": solutions.collect::<Map<_, _>>(),
        "figure": {
            "sampled": true,
            "of": all,
            "series": case.issues.iter().zip(&found.open).map(figure).collect::<Vec<_>>(),
        },
    })
}

pub(super) const fn sway(sway: Sway) -> &'static str {
    match sway {
        Sway::Numbers => "numbers",
        Sway::Positions => "positions",
        Sway::CannotOccur => "cannot_occur",
        Sway::NothingUnknown => "nothing_unknown",
        Sway::TooFewParties => "too_few_parties",
        Sway::TooLarge => "too_large",
    }
}

fn proved(case: &Case, writer: &Writer<'_>, proved: &Proved) -> Value {
    let options = case.issues.iter().zip(&proved.open).map(|(issue, proofs)| {
        let of = issue.options.iter().zip(proofs).map(|(o, &p)| (o.id.clone(), json!(proof(p))));
        (issue.id.clone(), Value::Object(of.collect()))
    });
    json!({
        "goal": proved.goal,
        "deal": proof(proved.deal),
        "sure": proved.sure,
        "possible": proved.possible,
        "example": proved.example.as_ref().map(|x| writer.outcome(x)),
        "options": options.collect::<Map<_, _>>(),
        "stopped": stopped(proved.extent),
    })
}

const fn proof(proof: Proof) -> &'static str {
    match proof {
        Proof::Sure => "sure",
        Proof::Never => "never",
        Proof::Open => "open",
    }
}

fn spread(writer: &Writer<'_>, spread: &Spread) -> Value {
    let outcomes = spread.outcomes.iter().map(
        |o| json!({ "index": o.index, "outcome": writer.outcome(&o.outcome), "times": share(o.times, spread.chosen) }),
    );
    let gains = |g: &Gains| {
        json!({
            "tenth": points(g.tenth),
            "quarter": points(g.quarter),
            "half": points(g.half),
            "three_quarters": points(g.three_quarters),
            "nine_tenths": points(g.nine_tenths),
        })
    };
    json!({
        "chosen": spread.chosen,
        "outcomes": outcomes.collect::<Vec<_>>(),
        "others": spread.others,
        "gains": writer.per_signatory(&spread.gains, gains),
    })
}

/// A share with its Wilson interval at 95 % (E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
/// 1927): what sampling alone leaves open.
pub(super) fn share(some: u64, all: u64) -> Value {
    if all == 0 {
        return json!({ "count": 0, "of": 0, "share": null, "low": null, "high": null });
    }
    let (n, p) = (all as f64, some as f64 / all as f64);
    let z = 1.959_963_984_540_054_f64;
    let middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt() / (1.0 + z * z / n);
    let places = |x: f64| (x.clamp(0.0, 1.0) * 1e6).round() / 1e6;
    json!({ "count": some, "of": all, "share": places(p), "low": places(middle - half), "high": places(middle + half) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 81 of 263: 0.255 to 0.366 (R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17,
    /// 1998, table I, score method without continuity correction: 0.2553 to 0.3662).
    #[test]
    fn intervals_are_those_published() {
        let found = share(81, 263);
        let near = |key: &str, value: f64| (found[key].as_f64().unwrap() - value).abs() < 5e-5;
        assert!(near("low", 0.2553) && near("high", 0.3662), "{found}");
        // 0 of 20: 0 to 0.1611 (the same table).
        assert!((share(0, 20)["high"].as_f64().unwrap() - 0.1611).abs() < 5e-5);
    }
}
