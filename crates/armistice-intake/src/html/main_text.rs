//! Which part of a page is the article, and what in it is not: navigation, cookie banners, related stories, comments.

use super::blocks::{Block, Kind, blocks, letters};
use super::tree::{Element, Tree};

/// Words in classes and ids that name what is beside the article.
const BESIDE: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "advertising",
    "banner",
    "bio",
    "breadcrumb",
    "breadcrumbs",
    "caption",
    "comment",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "copyright",
    "credit",
    "credits",
    "disqus",
    "footer",
    "gdpr",
    "infobox",
    "login",
    "masthead",
    "menu",
    "modal",
    "nav",
    "navbar",
    "navbox",
    "navigation",
    "newsletter",
    "newsletters",
    "outbrain",
    "overlay",
    "pager",
    "pagination",
    "paywall",
    "popular",
    "popup",
    "promo",
    "promos",
    "promotion",
    "recirc",
    "recirculation",
    "recommendation",
    "recommendations",
    "recommended",
    "reflist",
    "related",
    "respond",
    "share",
    "sharing",
    "sidebar",
    "signup",
    "skip",
    "social",
    "sponsor",
    "sponsored",
    "subscribe",
    "subscription",
    "taboola",
    "tags",
    "teaser",
    "teasers",
    "toc",
    "toolbar",
    "trending",
    "widget",
];

/// Pairs of words that do so together.
const PAIRS: &[(&str, &str)] = &[
    ("most", "read"),
    ("most", "viewed"),
    ("more", "stories"),
    ("more", "news"),
    ("more", "on"),
    ("read", "more"),
    ("read", "next"),
    ("see", "also"),
    ("also", "read"),
    ("sr", "only"),
    ("visually", "hidden"),
    ("screen", "reader"),
    ("up", "next"),
    ("sign", "up"),
    ("you", "may"),
];

/// What is beside the article by its tag or role.
const TAGS: &[&str] = &["nav", "aside", "footer", "figcaption", "menu"];
const ROLES: &[&str] =
    &["navigation", "complementary", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar"];

/// Lines that a page puts between the paragraphs of an article.
const LINES: &[&str] = &[
    "advertisement",
    "ad",
    "read more",
    "read also",
    "related",
    "related stories",
    "related articles",
    "share",
    "share this",
    "save",
    "listen",
    "story continues below advertisement",
    "article continues below",
    "sign up",
    "subscribe",
    "skip to content",
    "skip to main content",
    "comments",
    "follow us",
    "print",
    "copy link",
    "loading",
];

/// Of a hundred letters of a page's paragraphs, those that an element must hold for the article to be in it.
const MOST: usize = 70;
/// The same where the page marks the element as the article.
const MARKED: usize = 60;

/// The blocks of the article; those of the whole page where no part of it stands out.
pub(super) fn select(tree: &Tree) -> Vec<Block> {
    let all = weights(tree, &blocks(tree, 0, &|_| false));
    let total = all.first().copied().unwrap_or(0);
    let mut left_out = vec![false; tree.elements.len()];
    for (at, element) in tree.elements.iter().enumerate() {
        // What holds half of the paragraphs is the article, whatever it is called.
        let small = all.get(at).is_some_and(|w| w * 2 < total || total == 0);
        let inside = left_out.get(element.parent).copied().unwrap_or(false);
        if let Some(out) = left_out.get_mut(at) {
            *out = inside || small && beside(tree, element);
        }
    }
    let out = |at: usize| left_out.get(at).copied().unwrap_or(false);
    let root = container(tree, &weights(tree, &blocks(tree, 0, &out)));
    let kept = tidied(blocks(tree, root, &out));
    if kept.is_empty() { blocks(tree, 0, &|_| false) } else { kept }
}

/// The weight of the blocks in each element.
fn weights(tree: &Tree, blocks: &[Block]) -> Vec<usize> {
    let mut weights = vec![0usize; tree.elements.len()];
    for block in blocks {
        if let Some(weight) = weights.get_mut(block.element) {
            *weight += block.weight();
        }
    }
    // A parent comes before what it holds.
    for at in (1..weights.len()).rev() {
        let (weight, parent) = (weights[at], tree.elements[at].parent);
        weights[parent] += weight;
    }
    weights
}

/// The element that holds the article: down from the root as long as one child holds most, then up again to what the page marks as the article.
fn container(tree: &Tree, weights: &[usize]) -> usize {
    let weight = |at: usize| weights.get(at).copied().unwrap_or(0);
    let total = weight(0);
    if total == 0 {
        return 0;
    }
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); tree.elements.len()];
    for (at, element) in tree.elements.iter().enumerate().skip(1) {
        if let Some(list) = children.get_mut(element.parent) {
            list.push(at);
        }
    }
    let mut way = vec![0usize];
    while let Some(&here) = way.last() {
        let holds = children.get(here).into_iter().flatten().copied().find(|&c| weight(c) * 100 >= total * MOST);
        match holds {
            // A page of one paragraph is more than that paragraph.
            Some(child) if tree.elements.get(child).is_some_and(|e| e.name != "p") => way.push(child),
            _ => break,
        }
    }
    let marked = |test: &dyn Fn(&Element) -> bool| {
        way.iter()
            .rev()
            .copied()
            .find(|&at| tree.elements.get(at).is_some_and(test) && weight(at) * 100 >= total * MARKED)
    };
    marked(&|e| e.name == "article")
        .or_else(|| marked(&|e| e.name == "main" || e.marks.split_whitespace().any(|m| m == "main")))
        .or_else(|| way.last().copied())
        .unwrap_or(0)
}

/// Whether an element is beside the article, by its tag, role, class or id.
fn beside(tree: &Tree, element: &Element) -> bool {
    if TAGS.contains(&element.name.as_str()) {
        return true;
    }
    if matches!(element.name.as_str(), "body" | "html" | "article" | "main") || element.property == "articlebody" {
        return false;
    }
    if element.name == "header" {
        // A page's header; an article's has its headline.
        let parent = tree.elements.get(element.parent).map_or("", |e| e.name.as_str());
        return parent == "body" && !holds_headline(tree, element, 3);
    }
    if ROLES.iter().any(|role| element.marks.split_whitespace().any(|m| m.eq_ignore_ascii_case(role))) {
        return true;
    }
    let words = words(&element.marks);
    words.iter().any(|w| BESIDE.contains(&w.as_str()))
        || words.windows(2).any(|pair| matches!(pair, [a, b] if PAIRS.contains(&(a.as_str(), b.as_str()))))
}

fn holds_headline(tree: &Tree, element: &Element, depth: usize) -> bool {
    element.items.iter().any(|item| match item {
        super::tree::Item::Child(child) => {
            tree.elements.get(*child).is_some_and(|e| e.name == "h1" || depth > 0 && holds_headline(tree, e, depth - 1))
        }
        super::tree::Item::Text(_) => false,
    })
}

/// The words of classes and ids: "moreStories_list" is "more", "stories", "list".
fn words(marks: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut last_lower = false;
    for c in marks.chars().take(2_000) {
        if !c.is_alphanumeric() || c.is_uppercase() && last_lower {
            out.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = out.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        last_lower = c.is_lowercase();
    }
    out.retain(|w| !w.is_empty());
    out
}

/// Without lists of links, lines such as "Advertisement", and headings that are left with nothing under them.
fn tidied(blocks: Vec<Block>) -> Vec<Block> {
    let mut kept: Vec<Block> = Vec::new();
    for block in blocks {
        let line = block.text.trim().trim_end_matches([':', '…', '.']).to_lowercase();
        let link = block.is_link() && !matches!(block.kind, Kind::Heading(1)) && letters(&block.text) < 400;
        if link || LINES.contains(&line.as_str()) {
            continue;
        }
        // What is read under a heading is not another of its rank or above.
        if let Kind::Heading(rank) = block.kind {
            while let Some(Kind::Heading(before)) = kept.last().map(|b| b.kind) {
                if before < rank || before == 1 {
                    break;
                }
                kept.pop();
            }
        }
        kept.push(block);
    }
    while kept.last().is_some_and(|b| matches!(b.kind, Kind::Heading(_))) && kept.len() > 1 {
        kept.pop();
    }
    kept
}
