//! What a page says about itself: headline and day of publication.

use serde_json::Value;

use super::tree::{Item, Tree};
use crate::dates::day;
use crate::lines::one_line;

/// Headline and day, as far as the page tells.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) title: Option<String>,
    pub(super) published: Option<String>,
}

/// `<meta>` names of the day of publication, best first.
const DATES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date.published",
    "publish-date",
    "publish_date",
    "publication_date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "dcterms.created",
    "dcterms.date",
    "dc.date.issued",
    "dc.date",
    "date",
    "cxenseparse:recs:publishtime",
];

/// `<meta>` names of the headline.
const TITLES: &[&str] = &["og:title", "twitter:title", "headline", "dc.title", "dcterms.title", "title"];

/// Marks between a headline and a site's name in `<title>`.
const BETWEEN: &[&str] = &[" | ", " – ", " — ", " - ", " :: ", " » ", " « "];

pub(super) fn gather(tree: &Tree) -> Facts {
    let mut facts = Facts::default();
    for data in &tree.data {
        if let Ok(value) = serde_json::from_str::<Value>(data.trim()) {
            linked_data(&value, &mut facts, 0);
        }
    }
    let meta = |names: &[&str]| -> Vec<&str> {
        names
            .iter()
            .flat_map(|n| tree.meta.iter().filter(move |(name, _)| name == n))
            .map(|(_, v)| v.as_str())
            .collect()
    };
    let site = meta(&["og:site_name", "application-name"]).first().map(|s| s.trim().to_owned()).unwrap_or_default();
    facts.title = facts
        .title
        .or_else(|| meta(TITLES).into_iter().find_map(|t| one_line(&without_site(t, &site))))
        .or_else(|| element_text(tree, "h1"))
        .or_else(|| element_text(tree, "title").and_then(|t| one_line(&without_site(&t, &site))));
    facts.published = facts.published.or_else(|| meta(DATES).into_iter().find_map(day)).or_else(|| {
        let named = tree.elements.iter().filter(|e| e.property == "datepublished");
        let times = tree.elements.iter().filter(|e| e.name == "time");
        named.chain(times).find_map(|e| day(&e.datetime))
    });
    facts
}

/// An article's headline and date among a page's linked data.
fn linked_data(value: &Value, facts: &mut Facts, depth: usize) {
    if depth > 8 {
        return;
    }
    if let Value::Array(all) = value {
        all.iter().for_each(|v| linked_data(v, facts, depth + 1));
        return;
    }
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let article = |kind: &str| ["Article", "Posting", "Report"].iter().any(|end| kind.ends_with(end));
    let is_article = match value.get("@type") {
        Some(Value::String(kind)) => article(kind),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(article),
        _ => false,
    };
    if is_article {
        let headline = text("headline").and_then(one_line);
        facts.title = facts.title.take().or(headline);
        facts.published = facts.published.take().or_else(|| text("datePublished").and_then(day));
    }
    for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
        if let Some(inner) = value.get(key) {
            linked_data(inner, facts, depth + 1);
        }
    }
}

/// The text of the first element of a name.
fn element_text(tree: &Tree, name: &str) -> Option<String> {
    let at = tree.elements.iter().position(|e| e.name == name)?;
    let mut text = String::new();
    let mut left = vec![at];
    while let Some(here) = left.pop() {
        for item in &tree.elements.get(here)?.items {
            match item {
                Item::Text(words) => text.push_str(words),
                Item::Child(child) => left.push(*child),
            }
        }
    }
    one_line(&text)
}

/// "Talks end | The Paper" without " | The Paper": where the site's name is known, that; else a short tail behind a bar.
fn without_site(title: &str, site: &str) -> String {
    for between in BETWEEN {
        if let Some((head, tail)) = title.rsplit_once(between) {
            let named = !site.is_empty() && tail.trim().eq_ignore_ascii_case(site);
            let short = *between == " | " && tail.chars().count() * 2 < head.chars().count();
            if named || short {
                return head.to_owned();
            }
        }
    }
    title.to_owned()
}
