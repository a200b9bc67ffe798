//! A page as a tree of its elements, flat where it is deeper than anybody writes.
//!
//! The tokens are html5gum's, which follow the standard. The tree is simpler than the standard's: an end tag closes the nearest element of its name, a
//! paragraph ends where a block begins. That is enough to tell paragraphs and what contains them, and it is linear in the page whatever it holds.

use std::convert::Infallible;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use crate::Refusal;
use crate::limits::{DEPTH, ELEMENTS};

/// The page's elements; the first is the root, and every element comes after its parent.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) elements: Vec<Element>,
    /// Name (or property) and content of its `<meta>`, lower-case names.
    pub(super) meta: Vec<(String, String)>,
    /// What its `<script type="application/ld+json">` hold.
    pub(super) data: Vec<String>,
}

#[derive(Debug, Default)]
pub(super) struct Element {
    /// In lower case.
    pub(super) name: String,
    /// Its place among the elements.
    pub(super) parent: usize,
    /// Text and elements in order.
    pub(super) items: Vec<Item>,
    /// `class`, `id` and `role`, separated by spaces.
    pub(super) marks: String,
    /// It is not shown.
    pub(super) hidden: bool,
    /// `itemprop`.
    pub(super) property: String,
    /// `datetime`, or `content` of an `itemprop`.
    pub(super) datetime: String,
}

#[derive(Debug)]
pub(super) enum Item {
    Text(String),
    Child(usize),
}

/// Elements without content.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements that stand on lines of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// What a start tag closes, as far as the element that is named last.
fn closes(name: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match name {
        "li" => (&["li"], &["ul", "ol", "menu"]),
        "dt" | "dd" => (&["dt", "dd"], &["dl"]),
        "tr" => (&["tr"], &["table"]),
        "td" | "th" => (&["td", "th"], &["tr", "table"]),
        "option" => (&["option"], &["select"]),
        _ if is_block(name) => (&["p"], &["td", "th", "table", "button", "object"]),
        _ => (&[], &[]),
    }
}

pub(super) fn parse(page: &str) -> Result<Tree, Refusal> {
    let mut builder = Builder {
        tree: Tree { elements: vec![Element { name: "root".to_owned(), ..Element::default() }], ..Tree::default() },
        open: vec![0],
        data: false,
    };
    let mut emitter = DefaultEmitter::<()>::default();
    // Scripts, styles and titles hold text only, whatever looks like a tag in them.
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(page, emitter) {
        let Ok::<_, Infallible>(token) = token;
        match token {
            Token::StartTag(tag) => builder.start(&tag),
            Token::EndTag(tag) => builder.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => builder.text(&String::from_utf8_lossy(&text)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
        if builder.tree.elements.len() > ELEMENTS {
            return Err(Refusal::new(
                format!("is a web page of more than {ELEMENTS} elements"),
                "save the part that matters as a page of its own, or as plain text",
            ));
        }
    }
    Ok(builder.tree)
}

struct Builder {
    tree: Tree,
    /// The elements that are open, outermost first.
    open: Vec<usize>,
    /// In a script that holds data.
    data: bool,
}

impl Builder {
    fn name(&self, at: usize) -> &str {
        self.open.get(at).and_then(|&e| self.tree.elements.get(e)).map_or("", |e| e.name.as_str())
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let attribute = |key: &str| {
            tag.attributes.get(key.as_bytes()).map(|v| String::from_utf8_lossy(v).into_owned()).unwrap_or_default()
        };
        self.data = name == "script" && attribute("type").eq_ignore_ascii_case("application/ld+json");
        if name == "meta" {
            let known = ["property", "name", "itemprop"].iter().map(|key| attribute(key)).find(|v| !v.is_empty());
            self.tree.meta.push((known.unwrap_or_default().to_lowercase(), attribute("content")));
        }
        let (closed, within) = closes(&name);
        for at in (1..self.open.len()).rev() {
            let open = self.name(at);
            if within.contains(&open) {
                break;
            }
            if closed.contains(&open) {
                self.open.truncate(at);
                break;
            }
        }
        let style: String = attribute("style").chars().filter(|c| !c.is_whitespace()).collect();
        let hidden = tag.attributes.contains_key(b"hidden".as_slice())
            || attribute("aria-hidden").eq_ignore_ascii_case("true")
            || style.contains("display:none")
            || style.contains("visibility:hidden");
        let datetime = Some(attribute("datetime")).filter(|v| !v.is_empty()).unwrap_or_else(|| attribute("content"));
        let parent = self.open.last().copied().unwrap_or(0);
        let element = Element {
            marks: [attribute("class"), attribute("id"), attribute("role")].join(" "),
            parent,
            hidden,
            property: attribute("itemprop").to_lowercase(),
            datetime,
            items: Vec::new(),
            name,
        };
        let here = self.tree.elements.len();
        let void = VOID.contains(&element.name.as_str());
        self.tree.elements.push(element);
        self.add(Item::Child(here));
        if !void && self.open.len() < DEPTH {
            self.open.push(here);
        }
    }

    fn end(&mut self, name: &str) {
        self.data = false;
        if let Some(at) = (1..self.open.len()).rev().find(|&at| self.name(at) == name) {
            self.open.truncate(at);
        }
    }

    fn text(&mut self, text: &str) {
        if self.data {
            self.tree.data.push(text.to_owned());
        } else {
            self.add(Item::Text(text.to_owned()));
        }
    }

    fn add(&mut self, item: Item) {
        let last = self.open.last().copied().unwrap_or(0);
        if let Some(element) = self.tree.elements.get_mut(last) {
            element.items.push(item);
        }
    }
}
