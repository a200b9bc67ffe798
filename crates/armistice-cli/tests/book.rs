//! The book in docs/: every page is in its table of contents, and no link is dead, there or in the pages beside the code.

#![allow(clippy::unwrap_used, reason = "helpers of a test; what cannot be read fails it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The Markdown files of a folder, by path from the root.
fn pages(folder: &str) -> BTreeMap<String, String> {
    let files = fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|e| e == "md"));
    let name = |path: &Path| path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
    files.map(|path| (name(&path), fs::read_to_string(path).unwrap())).collect()
}

/// The prose of a page: lines outside of code blocks, without what stands in backticks.
fn prose(page: &str) -> String {
    let mut inside = false;
    let mut out = String::new();
    for line in page.lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
        } else if !inside {
            out.extend(line.split('`').step_by(2));
            out.push('\n');
        }
    }
    out
}

/// The targets of the links in a page.
fn links(page: &str) -> Vec<String> {
    let prose = prose(page);
    prose.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target.to_owned()).collect()
}

/// What can be linked to inside a page: its headings, as Markdown renderers name them.
fn anchors(page: &str) -> Vec<String> {
    let mut inside = false;
    let mut found = Vec::new();
    for line in page.lines() {
        if line.starts_with("```") {
            inside = !inside;
        } else if let Some(title) = line.strip_prefix('#').filter(|_| !inside) {
            let title = title.trim_start_matches('#').trim().to_lowercase();
            let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            found.push(kept.map(|c| if c == ' ' { '-' } else { c }).collect());
        }
    }
    found
}

/// What is wrong with the links of a page.
fn dead(name: &str, page: &str, all: &BTreeMap<String, String>) -> Vec<String> {
    let folder = Path::new(name).parent().unwrap();
    let mut found = Vec::new();
    for link in links(page).into_iter().filter(|l| !l.contains("://")) {
        let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
        let target = if file.is_empty() { name.to_owned() } else { folder.join(file).to_str().unwrap().to_owned() };
        if name.starts_with("docs/") && file.starts_with("..") {
            found.push(format!("{name}: {link} leaves the book"));
        } else if !all.contains_key(&target) && !root().join(&target).exists() {
            found.push(format!("{name}: {link} is not there"));
        } else if !anchor.is_empty() && !all.get(&target).is_some_and(|p| anchors(p).iter().any(|a| a == anchor)) {
            found.push(format!("{name}: {link} has no such heading"));
        }
    }
    found
}

#[test]
fn every_page_is_in_the_table_of_contents() {
    let mut pages = pages("docs");
    let summary = pages.remove("docs/SUMMARY.md").unwrap();
    let mut listed: Vec<String> = links(&summary).into_iter().map(|link| format!("docs/{link}")).collect();
    listed.sort();
    // mdbook writes a page of that name itself, and builds nothing where there is one.
    assert!(!listed.iter().any(|page| page == "docs/print.md"));
    assert_eq!(listed, pages.into_keys().collect::<Vec<_>>());
}

#[test]
fn no_link_is_dead() {
    let mut all = pages("docs");
    all.extend(pages(""));
    assert!(all.contains_key("README.md") && all.len() > 10, "{:?}", all.keys());
    let found: Vec<String> = all.iter().flat_map(|(name, page)| dead(name, page, &all)).collect();
    assert_eq!(found, [] as [String; 0]);
    assert!(all.values().map(|page| links(page).len()).sum::<usize>() > 20);
}

#[test]
fn a_dead_link_is_noticed() {
    let page = "# One two, 3\n[a](definitions.md) [b](nothing.md) [c](#one-two-3) [d](#two) [e](../README.md) `[f](g)`\n```\n[h](i)\n```\n";
    let all: BTreeMap<String, String> = [("docs/here.md".to_owned(), page.to_owned())].into();
    assert_eq!(
        dead("docs/here.md", page, &all),
        [
            "docs/here.md: nothing.md is not there",
            "docs/here.md: #two has no such heading",
            "docs/here.md: ../README.md leaves the book",
        ]
    );
}
