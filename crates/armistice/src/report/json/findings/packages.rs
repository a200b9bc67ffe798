//! Packages as JSON.

use serde_json::{Value, json};

use crate::analysis::packages::{Packages, Shift, Trade};
use crate::case::Case;
use crate::points::Points;
use crate::report::json::{Writer, points};

pub(super) fn json(case: &Case, packages: &Packages) -> Value {
    let writer = Writer::new(case);
    let signatories = case.signatories();
    let shift = |s: &Shift| {
        let issue = &case.issues[s.issue];
        json!({
            "issue": issue.id,
            "from": issue.options[s.from].id,
            "to": issue.options[s.to].id,
            "points": writer.each(&s.points),
        })
    };
    let trade = |t: &Trade| {
        json!({
            "changes": t.changes.iter().map(shift).collect::<Vec<_>>(),
            "elsewhere": writer.each(&t.elsewhere),
            "gain": writer.each(&t.gain),
            "outcome": writer.outcome(&t.outcome),
            "short": t.short.iter().map(|&p| case.parties[p].id.as_str()).collect::<Vec<_>>(),
            "crosses": t.crosses,
        })
    };
    let trades = |list: &[Trade]| list.iter().map(trade).collect::<Vec<_>>();
    let missing = |&(p, j): &(usize, usize)| json!({ "party": case.parties[p].id, "issue": case.issues[j].id });
    let series = signatories.iter().enumerate().map(|(k, &p)| {
        let values: Vec<Value> =
            packages.trades.iter().map(|t| t.gain.get(k).map_or(Value::Null, |g: &Points| points(*g))).collect();
        json!({ "name": case.parties[p].name, "unit": "points", "values": values })
    });
    json!({
        "at": writer.outcome(&packages.at),
        "worth": writer.each(&packages.worth),
        "no_deal": writer.each(&packages.no_deal),
        "crossed": packages.crossed,
        "trades": trades(&packages.trades),
        "total": packages.total,
        "refused": trades(&packages.refused),
        "searched": packages.searched,
        "complete": packages.is_whole(),
        "left_out": packages.left_out.iter().map(missing).collect::<Vec<_>>(),
        "figure": {
            "sampled": false,
            "labels": (1..=packages.trades.len()).map(|n| n.to_string()).collect::<Vec<_>>(),
            "series": series.collect::<Vec<_>>(),
        },
    })
}
