//! The JSON Schema of `case.toml`, made from the table of keys. It says what a file must look like; that references lead
//! somewhere and that the whole makes sense is for [`super::read()`] to say.

use serde_json::{Map, Value, json};

use super::keys::{Bounds, CASE, FORMAT, Names, Rule, Shape, Table};

/// What ids look like, as a regular expression.
const ID: &str = "^[A-Za-z0-9_-]{1,100}$";

/// The JSON Schema (draft 2020-12) of `case.toml`, for editors and other tools. Days are strings in it, as in JSON.
pub fn schema() -> Value {
    let mut definitions = Map::new();
    definitions.insert("id".to_owned(), json!({ "type": "string", "pattern": ID }));
    let mut root = table(&CASE, &mut definitions);
    let mut head = Map::new();
    head.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    head.insert("title".to_owned(), json!("An Armistice case (case.toml)"));
    head.append(&mut root);
    head.insert("$defs".to_owned(), Value::Object(definitions));
    Value::Object(head)
}

fn table(table: &'static Table, definitions: &mut Map<String, Value>) -> Map<String, Value> {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for key in table.keys {
        let mut value = shape(&key.shape, definitions);
        value.insert("description".to_owned(), json!(key.doc));
        properties.insert(key.name.to_owned(), Value::Object(value));
        if key.required {
            required.push(key.name);
        }
    }
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    schema.insert("properties".to_owned(), Value::Object(properties));
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    match table.rest {
        None => {
            schema.insert("additionalProperties".to_owned(), json!(false));
        }
        Some((_, rest)) => {
            schema.insert("propertyNames".to_owned(), json!({ "$ref": "#/$defs/id" }));
            schema.insert("additionalProperties".to_owned(), Value::Object(shape(rest, definitions)));
        }
    }
    let rules: Vec<Value> = table.rules.iter().map(rule).collect();
    if !rules.is_empty() {
        schema.insert("allOf".to_owned(), Value::Array(rules));
    }
    schema
}

fn rule(rule: &Rule) -> Value {
    let present = |names: &[&str]| names.iter().map(|n| json!({ "required": [n] })).collect::<Vec<_>>();
    match *rule {
        Rule::ExactlyOne(names) => json!({ "oneOf": present(names) }),
        Rule::AtLeastOne(names) => json!({ "anyOf": present(names) }),
        Rule::AtMostOne(names) => json!({ "not": { "required": names } }),
        Rule::Together(first, second) => json!({ "dependentRequired": { first: [second], second: [first] } }),
    }
}

fn shape(of: &'static Shape, definitions: &mut Map<String, Value>) -> Map<String, Value> {
    let schema = match of {
        Shape::Format => json!({ "const": FORMAT }),
        Shape::Text => json!({ "type": "string", "pattern": "\\S" }),
        Shape::Bool => json!({ "type": "boolean" }),
        Shape::Date => json!({ "type": "string", "format": "date", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" }),
        Shape::Words(words) => json!({ "enum": words }),
        Shape::Decimal(bounds) => number(*bounds),
        Shape::Number(bounds) => json!({
            "anyOf": [number(*bounds), { "type": "array", "items": number(*bounds), "minItems": 2, "maxItems": 2 }]
        }),
        Shape::Condition => json!({ "type": "string", "pattern": "\\S" }),
        Shape::NewId(_) | Shape::Ref(_) => json!({ "$ref": "#/$defs/id" }),
        Shape::NewOption => json!({ "type": "string", "pattern": "\\S", "maxLength": 100 }),
        Shape::Option => json!({ "type": ["string", "number"] }),
        Shape::List(inner, least) => {
            let mut list = json!({ "type": "array", "items": shape(inner, definitions) });
            if *least > 0 {
                list["minItems"] = json!(least);
            }
            list
        }
        Shape::Pair(inner) => {
            json!({ "type": "array", "items": shape(inner, definitions), "minItems": 2, "maxItems": 2 })
        }
        Shape::Table(inner) => {
            let name = definition(inner);
            if !definitions.contains_key(&name) {
                // Held free first: a table that contains itself would not end.
                definitions.insert(name.clone(), Value::Null);
                let made = Value::Object(table(inner, definitions));
                definitions.insert(name.clone(), made);
            }
            json!({ "$ref": format!("#/$defs/{name}") })
        }
        Shape::Map(names, inner, least) => {
            let mut map = json!({ "type": "object", "additionalProperties": shape(inner, definitions) });
            if let Names::New(_) | Names::Of(_) = names {
                map["propertyNames"] = json!({ "$ref": "#/$defs/id" });
            }
            if *least > 0 {
                map["minProperties"] = json!(least);
            }
            map
        }
        Shape::Either(shapes) => {
            let all: Vec<Value> = shapes.iter().map(|s| Value::Object(shape(s, definitions))).collect();
            json!({ "anyOf": all })
        }
    };
    match schema {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn number(bounds: Bounds) -> Value {
    let mut schema = json!({ "type": "number" });
    if let Some(least) = bounds.least {
        schema["minimum"] = json!(least);
    }
    if let Some(most) = bounds.most {
        schema["maximum"] = json!(most);
    }
    schema
}

/// A table's name among the definitions: without its article.
fn definition(table: &Table) -> String {
    let name = table.name.strip_prefix("a ").or_else(|| table.name.strip_prefix("an ")).unwrap_or(table.name);
    name.replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_schema_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/case.schema.json");
        let made = format!("{}\n", serde_json::to_string_pretty(&schema()).unwrap());
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &made).unwrap();
        }
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert!(committed == made, "docs/case.schema.json is stale: run `UPDATE=1 cargo test -p armistice schema`");
    }
}
