//! `docs/json.md` against what is really written: every key that is documented is there, and no other, with values of its type.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of a test; what cannot be read fails it")]

mod support;

use std::collections::BTreeMap;

use armistice::analysis::turning::turning;
use armistice::analysis::{Finding, REGISTRY, Request, Settings, Unwatched, analyze};
use armistice::case::update::Difference;
use armistice::case::{Case, Consent, Scores, Weights};
use armistice::report::turning::Compared;
use armistice::report::{derivation, json};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::Value;
use support::{blank, is, rank, red_line, wants, weights};

const PAGE: &str = include_str!("../../../docs/json.md");

/// The tables of the page: per object, its keys with their types.
type Shapes<'a> = BTreeMap<&'a str, BTreeMap<&'a str, &'a str>>;

fn shapes(page: &str) -> Shapes<'_> {
    let mut shapes = Shapes::new();
    let mut current = "";
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix('#') {
            current = heading.trim_start_matches('#').trim();
        } else if let Some(row) = line.strip_prefix("| `") {
            let (key, rest) = row.split_once("` | `").unwrap();
            shapes.entry(current).or_default().insert(key, rest.split_once("` |").unwrap().0);
        }
    }
    shapes
}

/// `a or b` at its outermost level.
fn alternatives(of: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, sign) in of.char_indices() {
        match sign {
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            ' ' if depth == 0 && of[at..].starts_with(" or ") => {
                found.push(&of[start..at]);
                start = at + " or ".len();
            }
            _ => {}
        }
    }
    found.push(&of[start..]);
    found
}

/// What is wrong with a value, as seen from the page.
fn differences(shapes: &Shapes<'_>, kind: &str, value: &Value, path: &str, found: &mut Vec<String>) {
    let fits = |one: &&str| match *one {
        "null" => value.is_null(),
        "true" => value == &Value::Bool(true),
        "false" => value == &Value::Bool(false),
        "text" => value.is_string(),
        "count" => value.is_number() && value.to_string().bytes().all(|b| b.is_ascii_digit()),
        "points" | "number" => value.is_number(),
        list if list.starts_with('[') => value.is_array(),
        one if one.starts_with('{') || shapes.contains_key(one) => value.is_object(),
        literal => serde_json::from_str::<Value>(literal).is_ok_and(|l| l == *value),
    };
    let Some(one) = alternatives(kind).into_iter().find(fits) else {
        found.push(format!("{path}: {value} is no `{kind}`"));
        return;
    };
    if let Some(inner) = one.strip_prefix('[').and_then(|i| i.strip_suffix(']')) {
        for member in value.as_array().unwrap() {
            differences(shapes, inner, member, &format!("{path}[]"), found);
        }
    } else if let Some(inner) = one.strip_prefix('{').and_then(|i| i.strip_suffix('}')) {
        let (_, inner) = inner.split_once(": ").unwrap();
        for (id, member) in value.as_object().unwrap() {
            differences(shapes, inner, member, &format!("{path}.{id}"), found);
        }
    } else if let Some(keys) = shapes.get(one) {
        let object = value.as_object().unwrap();
        found.extend(
            object.keys().filter(|k| !keys.contains_key(k.as_str())).map(|k| format!("{path}.{k}: not told of")),
        );
        for (key, kind) in keys {
            match object.get(*key) {
                Some(member) => differences(shapes, kind, member, &format!("{path}.{key}"), found),
                None => found.push(format!("{path}.{key}: not there")),
            }
        }
    }
}

fn check(value: &Value) -> Vec<String> {
    check_as("Analysis", value)
}

fn check_as(kind: &str, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    differences(&shapes(PAGE), kind, value, "", &mut found);
    found
}

/// What is wrong with the derivations of everything in a case.
fn check_derivations(case: &Case) -> Vec<String> {
    let settings = Settings::default();
    let analysis = analyze(case, &settings).unwrap();
    let value = |id: &String| derivation::json(case, &derivation::derive(case, &settings, &analysis, id).unwrap());
    derivation::ids(&analysis).iter().flat_map(|id| check_as("Derivation", &value(id))).collect()
}

fn written(case: &Case) -> Value {
    let settings = Settings { draws: 40, ..Settings::default() };
    let request = Request { case, settings: &settings, watch: &Unwatched };
    let beside: Vec<Finding> = REGISTRY.iter().filter_map(|entry| request.run(entry)?.ok()).collect();
    json::analysis(case, &analyze(case, &settings).unwrap(), &beside)
}

/// Two parties, one issue, opposite wishes, and what no deal is worth to both.
fn case(no_deal: &str) -> Case {
    let mut case = blank(&[("a", Consent::Signs), ("b", Consent::Ratifies)], &[("x", &["now", "less", "more"])]);
    for (p, scores) in [rank(&[2, 1, 0]), rank(&[1, 2, 0])].into_iter().enumerate() {
        case.parties[p].no_deal = armistice::case::NoDeal::Points(support::number(no_deal));
        case.preferences.push(wants(p, weights(&["1"]), vec![scores]));
    }
    case
}

/// 8 options on each of 30 issues, 2^90 outcomes, with numbers that have no common measure.
fn too_many_to_count() -> Case {
    let ids: Vec<String> = (0..30).map(|j| format!("i{j}")).collect();
    let options = ["o0", "o1", "o2", "o3", "o4", "o5", "o6", "o7"];
    let issues: Vec<(&str, &[&str])> = ids.iter().map(|id| (id.as_str(), options.as_slice())).collect();
    let mut case = blank(&[("a", Consent::Signs), ("b", Consent::Signs)], &issues);
    let mut state = 3u64;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        support::number(&format!("{}.{:03}", (state >> 33) % 100, (state >> 40) % 1000))
    };
    for p in 0..2 {
        case.parties[p].no_deal = armistice::case::NoDeal::Points(support::number("45"));
        let weights = Weights::Numbers(issues.iter().map(|_| random()).collect());
        let scores =
            issues.iter().map(|_| Some(Scores::Points(options.iter().map(|_| Some(random())).collect()))).collect();
        case.preferences.push(wants(p, weights, scores));
    }
    case
}

#[test]
fn every_key_is_documented_and_every_documented_key_is_there() {
    let deal = written(&case("10"));
    assert_eq!((deal["verdict"]["status"].as_str(), check(&deal)), (Some("deal"), Vec::new()));
    assert!(deal["impasse"]["margins"].is_object() && deal["deal_zone"]["frontier"]["points"][0].is_object());

    let mut stuck = case("60");
    stuck.red_lines.push(red_line("never", 0, is(0, 1)));
    let stuck = written(&stuck);
    assert_eq!((stuck["verdict"]["status"].as_str(), check(&stuck)), (Some("no_deal"), Vec::new()));
    assert_eq!(stuck["impasse"]["blocks"][0]["id"], "block-1");
    assert!(stuck["impasse"]["unlocks"][0].is_object() && stuck["verdict"]["judgements"][0].is_object());

    let large = written(&too_many_to_count());
    assert_eq!((large["verdict"]["status"].as_str(), check(&large)), (Some("deal"), Vec::new()));
    assert_eq!(large["deal_zone"]["outcomes"].to_string(), "1237940039285380274899124224");
    assert!(large["deal_zone"]["deals"]["at_least"].is_number());

    let unknown = json::unknown(&case("10"), "too many outcomes");
    assert_eq!((unknown["verdict"]["status"].as_str(), check(&unknown)), (Some("unknown"), Vec::new()));
}

#[test]
fn what_is_written_of_the_bundled_cases_is_as_documented() {
    for case in support::folders::bundled() {
        assert_eq!(check(&written(&case)), [] as [String; 0], "{}", case.title);
    }
}

/// Two of three signatories have an issue in their hands, and both want it changed.
#[test]
fn a_side_track_is_as_documented() {
    let parties = [("a", Consent::Signs), ("b", Consent::Signs), ("c", Consent::Signs)];
    let mut case = blank(&parties, &[("x", &["now", "less", "more"])]);
    case.issues[0].control = vec![0, 1];
    for p in 0..3 {
        case.preferences.push(wants(p, weights(&["1"]), vec![rank(if p == 2 { &[0, 1, 2] } else { &[2, 1, 0] })]));
    }
    case.red_lines.push(red_line("never", 2, is(0, 2)));
    let value = written(&case);
    assert_eq!(check(&value), [] as [String; 0]);
    assert_eq!(value["side_tracks"]["groups"][0]["best"]["crossed"][0], "never");
}

#[test]
fn whatever_is_written_is_as_documented() {
    let mut runner = TestRunner::deterministic();
    for _ in 0..100 {
        let case = support::random::case().new_tree(&mut runner).unwrap().current();
        assert_eq!(check(&written(&case)), [] as [String; 0]);
        assert_eq!(check_derivations(&case), [] as [String; 0]);
    }
}

#[test]
fn a_key_too_few_or_too_many_is_found() {
    let mut value = written(&case("10"));
    let zone = value["deal_zone"].as_object_mut().unwrap();
    zone.remove("deals");
    zone.insert("extra".to_owned(), Value::Null);
    value["verdict"]["status"] = Value::from("perhaps");
    assert_eq!(
        check(&value),
        [
            ".deal_zone.extra: not told of",
            ".deal_zone.deals: not there",
            ".verdict.status: \"perhaps\" is no `\"deal\" or \"no_deal\" or \"undetermined\" or \"unknown\"`",
        ]
    );
}

/// What only some settings, or some meetings, bring about.
#[test]
fn trades_meetings_and_divisions_are_as_documented() {
    let folder = support::folders::root();
    for name in ["ukraine/istanbul-2025", "nile/gerd-2020"] {
        let case = support::folders::case(&folder.join(name));
        let value = written(&case);
        assert_eq!(check(&value), [] as [String; 0], "{name}");
        assert!(value["progress"]["meetings"][0].is_object() && value["progress"]["pairs"][0].is_object(), "{name}");
        let trades = &value["packages"];
        assert!(trades["trades"][0].is_object() || trades["refused"][0].is_object(), "{name}");
    }
}

#[test]
fn what_a_change_did_is_as_documented() {
    let [nile, istanbul] = ["nile/gerd-2020", "ukraine/istanbul-2025"]
        .map(|name| support::folders::case(&support::folders::root().join(name)));
    let mut agreed = istanbul.clone();
    agreed.red_lines.clear();
    for (from, to) in [(&istanbul, &agreed), (&agreed, &istanbul), (&istanbul, &nile)] {
        let difference = Difference::new(from, to);
        let turning = turning(from, &difference, &Settings::default()).unwrap();
        let mut value = Compared { from, difference: &difference, turning: &turning }.json();
        // What the command adds.
        value["claims"] = serde_json::json!([{ "claim": "c1", "became": "gone" }]);
        assert_eq!(check_as("Diff", &value), [] as [String; 0]);
        assert!(value["turns"][0].is_object());
    }
}
