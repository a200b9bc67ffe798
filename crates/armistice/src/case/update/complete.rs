//! What has to name every issue, when one is new: weights in numbers, and whole outcomes.

use toml_edit::{Array, DocumentMut, InlineTable, Item, Value};

use super::book::FAMILIES;

/// Names a new issue wherever a case has to: it may weigh anything from nothing to what the weightiest does, and stands as it does today in outcomes.
pub(super) fn complete(document: &mut DocumentMut, issue: &str) {
    let today = document.get("status_quo").and_then(|s| s.get(issue)).and_then(Item::as_value).cloned();
    let tables = FAMILIES.iter().filter(|f| matches!(**f, "preferences" | "parties" | "stability"));
    for section in tables {
        let Some(Item::Table(family)) = document.get_mut(section) else { continue };
        for (_, table) in family.iter_mut() {
            let Some(table) = table.as_table_mut() else { continue };
            if let Some(weights) = table.get_mut("weights").and_then(Item::as_inline_table_mut) {
                weigh(weights, issue);
            }
            for key in ["no_deal", "ranking"] {
                if let (Some(value), Some(today)) = (table.get_mut(key).and_then(Item::as_value_mut), &today) {
                    outcomes(value, issue, today);
                }
            }
        }
    }
}

fn weigh(weights: &mut InlineTable, issue: &str) {
    if weights.contains_key("rank") || weights.contains_key(issue) {
        return;
    }
    let upper = |value: &Value| match value {
        Value::Array(ends) => ends.get(1).cloned(),
        value => Some(value.clone()),
    };
    let size = |value: &Value| value.as_float().or_else(|| value.as_integer().map(|i| i as f64)).unwrap_or(0.0);
    let most = weights.iter().filter_map(|(_, v)| upper(v)).max_by(|a, b| size(a).total_cmp(&size(b)));
    let Some(mut most) = most.filter(|m| size(m) > 0.0) else { return };
    most.decor_mut().clear();
    weights.insert(issue, Value::Array([Value::from(0), most].into_iter().collect::<Array>()));
}

/// Adds the issue to every outcome in a value.
fn outcomes(value: &mut Value, issue: &str, today: &Value) {
    match value {
        Value::Array(array) => array.iter_mut().for_each(|inner| outcomes(inner, issue, today)),
        Value::InlineTable(table) => {
            // An issue may be called so, too.
            let holder = |key: &&str| table.get(key).is_some_and(|v| v.is_inline_table() || v.is_array());
            if let Some(inner) = ["like", "between"].into_iter().find(holder) {
                table.get_mut(inner).into_iter().for_each(|inner| outcomes(inner, issue, today));
                return;
            }
            if !table.contains_key(issue) {
                table.insert(issue, today.clone());
            }
        }
        _ => {}
    }
}
