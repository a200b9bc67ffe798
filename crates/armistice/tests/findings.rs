//! What must hold of every analysis of the registry, whatever it is about.

#![allow(clippy::unwrap_used, reason = "helpers of a test; a case that cannot be read fails it")]

mod support;

use std::collections::BTreeSet;

use armistice::analysis::{Entry, Finding, REGISTRY, Request, Settings, Unwatched, Watch};
use armistice::case::{Case, Consent};
use armistice::report::json;
use armistice::report::page::{Inline, Part};
use armistice::report::sections::section;
use armistice::verify;
use support::blank;
use support::folders::bundled;

/// The entries that are no part of the verdict, each with what it finds in a case.
fn all(case: &Case, watch: &dyn Watch) -> Vec<(&'static Entry, Finding)> {
    let settings = Settings::default();
    let request = Request { case, settings: &settings, watch };
    REGISTRY.iter().filter_map(|e| request.run(e).map(|found| (e, found.unwrap()))).collect()
}

/// Cases with too little in them.
fn bare() -> Vec<Case> {
    let issues: &[(&str, &[&str])] = &[("x", &["now", "less", "more"]), ("y", &["no", "yes"])];
    vec![
        blank(&[("a", Consent::Signs), ("b", Consent::Signs)], issues),
        blank(&[("a", Consent::Signs)], issues),
        blank(&[("a", Consent::Outside), ("b", Consent::Outside)], &[("x", &["now", "less"])]),
        blank(&[("a", Consent::Signs), ("b", Consent::Ratifies), ("c", Consent::Outside)], issues),
    ]
}

fn words(part: &Part) -> String {
    let inline = |line: &[Inline]| -> String {
        line.iter()
            .map(|i| match i {
                Inline::Text(t) | Inline::Strong(t) | Inline::Faint(t) => t.clone(),
                Inline::References(_) => String::new(),
            })
            .collect()
    };
    match part {
        Part::Heading(text) => text.clone(),
        Part::Paragraph(_, line) => inline(line),
        Part::List(list) => list.items.iter().map(|i| inline(&i.text)).collect::<Vec<_>>().join("\n"),
        Part::Table(table) => {
            table.rows.iter().flatten().flatten().map(|line| inline(line)).collect::<Vec<_>>().join("\n")
        }
        Part::Figure(_) => String::new(),
    }
}

#[test]
fn entries_are_told_apart() {
    let names: BTreeSet<&str> = REGISTRY.iter().map(|e| e.name).collect();
    assert_eq!(names.len(), REGISTRY.len());
    for entry in REGISTRY {
        assert!(entry.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{}", entry.name);
        assert!(entry.definitions.starts_with("definitions §") && !entry.summary.ends_with('.'), "{}", entry.name);
    }
}

#[test]
fn findings_answer_in_words_and_follow_from_the_definitions() {
    let settings = Settings::default();
    for case in bundled().into_iter().chain(bare()) {
        for (entry, found) in all(&case, &Unwatched) {
            let name = entry.name;
            assert_eq!(found.name(), name);
            let section = section(&case, &found);
            assert!(!section.lead.is_empty(), "{}: {name} says nothing", case.title);
            for part in section.lead.iter().chain(&section.rest) {
                let text = words(part);
                for jargon in ["probab", "likelihood", "likely", "chance", "Pareto", "NaN", "None", "Some("] {
                    assert!(!text.contains(jargon), "{}: {name} says `{jargon}`: {text}", case.title);
                }
            }
            let known = |id: &String| case.claims.as_ref().is_some_and(|c| c.claim(id).is_some());
            assert!(section.because.iter().all(known), "{}: {name} cites {:?}", case.title, section.because);
            assert_eq!(verify::finding(&case, &settings, &found).unwrap(), [], "{}: {name}", case.title);
            let value = json::alone(&case, &settings, &found);
            assert!(value[name].is_object(), "{}: {name}", case.title);
        }
    }
}

/// Ends everything at once.
struct Hasty;

impl Watch for Hasty {
    fn goes_on(&self, _done: u64, _of: u64) -> bool {
        false
    }
}

#[test]
fn what_is_cut_short_answers_too() {
    for case in bundled().into_iter().chain(bare()) {
        for (entry, found) in all(&case, &Hasty) {
            assert!(!section(&case, &found).lead.is_empty(), "{}: {}", case.title, entry.name);
            assert!(json::alone(&case, &Settings::default(), &found)[entry.name].is_object());
        }
    }
}

#[test]
fn findings_are_the_same_on_any_number_of_threads() {
    let written = |threads: usize| -> Vec<String> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let cases = bundled().into_iter();
            let settings = Settings::default();
            cases
                .flat_map(|case| {
                    let found = all(&case, &Unwatched);
                    found.iter().map(|(_, f)| json::alone(&case, &settings, f).to_string()).collect::<Vec<_>>()
                })
                .collect()
        })
    };
    assert_eq!(written(1), written(3));
}
