//! Fair division as JSON.

use serde_json::{Value, json};

use crate::analysis::division::{FairDivision, Item, as_f64};
use crate::case::{Case, PartyIndex};
use crate::points::Exact;
use crate::report::json::Writer;

/// An exact number, as near as JSON has it.
pub(super) fn number(exact: &Exact) -> Value {
    json!(as_f64(exact))
}

pub(super) fn json(case: &Case, found: &FairDivision) -> Value {
    let id = |p: &PartyIndex| case.parties[*p].id.clone();
    let (status, parties) = match found {
        FairDivision::NeedsTwo(_) => ("needs_two", Vec::new()),
        FairDivision::NothingToDivide(two) => ("nothing_to_divide", two.iter().map(id).collect()),
        FairDivision::Divided(d) => ("divided", d.parties.iter().map(id).collect()),
    };
    let divided = if let FairDivision::Divided(divided) = found { Some(divided) } else { None };
    let writer = Writer::new(case);
    let items = || divided.iter().flat_map(|d| &d.items);
    let per_party =
        |list: &[Exact; 2]| -> Value { Value::Object(parties.iter().cloned().zip(list.iter().map(number)).collect()) };
    let item = |i: &Item| {
        let issue = &case.issues[i.issue];
        let ends = i.ends.map(|o| json!(issue.options[o].id));
        json!({
            "issue": issue.id,
            "ends": Value::Object(parties.iter().cloned().zip(ends).collect()),
            "bids": per_party(&i.bids),
            "share": number(&i.share),
            "share_exact": i.share.to_string(),
            "option": issue.options[i.option].id,
        })
    };
    let series = |k: usize| {
        let values: Vec<Value> = items().map(|i| number(&i.bids[k])).collect();
        json!({ "name": parties.get(k), "unit": "points bid", "values": values })
    };
    json!({
        "status": status,
        "parties": parties,
        "items": items().map(item).collect::<Vec<_>>(),
        "total": divided.map(|d| number(&d.total)),
        "total_exact": divided.map(|d| d.total.to_string()),
        "rounded": divided.map(|d| per_party(&d.rounded)),
        "outcome": divided.map(|d| writer.outcome(&d.outcome)),
        "occurs": divided.map(|d| d.occurs),
        "crosses": divided.map(|d| d.crosses.clone()).unwrap_or_default(),
        "gain": divided.map(|d| writer.each(&d.gain)),
        "figure": {
            "sampled": false,
            "labels": items().map(|i| case.issues[i.issue].id.as_str()).collect::<Vec<_>>(),
            "series": (0..parties.len()).map(series).collect::<Vec<_>>(),
        },
    })
}
