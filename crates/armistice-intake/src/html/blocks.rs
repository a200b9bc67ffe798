//! The paragraphs, headings and list items of a page.

use super::tree::{Item, Tree, is_block};

/// A stretch of text that stands on lines of its own.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) text: String,
    /// Letters of it that are links.
    pub(super) linked: usize,
    pub(super) kind: Kind,
    /// The innermost element that stands on lines of its own and holds it.
    pub(super) element: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Paragraph,
    Heading(u8),
    Item,
}

/// Elements whose contents are no text of the page.
const NO_TEXT: &[&str] = &[
    "audio", "button", "canvas", "datalist", "dialog", "head", "iframe", "map", "math", "noscript", "object", "script",
    "select", "style", "svg", "template", "textarea", "title", "video",
];

impl Block {
    /// Letters, as far as they are no link: what makes a page an article.
    pub(super) fn weight(&self) -> usize {
        let letters = letters(&self.text);
        if matches!(self.kind, Kind::Heading(_)) || letters < 25 || self.linked * 2 > letters {
            return 0;
        }
        letters.saturating_sub(self.linked)
    }

    /// Whether it is nearly all link.
    pub(super) fn is_link(&self) -> bool {
        self.linked * 5 >= letters(&self.text) * 4
    }
}

pub(super) fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// The blocks of an element that are shown, in order. `left_out` says which elements are no part of it.
pub(super) fn blocks(tree: &Tree, root: usize, left_out: &dyn Fn(usize) -> bool) -> Vec<Block> {
    let mut walk = Walk { tree, left_out, out: Vec::new(), text: String::new(), linked: 0, breaks: 0 };
    walk.element(root, Place { kind: Kind::Paragraph, element: root, link: false, pre: false });
    walk.out
}

struct Walk<'t> {
    tree: &'t Tree,
    left_out: &'t dyn Fn(usize) -> bool,
    out: Vec<Block>,
    text: String,
    linked: usize,
    breaks: usize,
}

#[derive(Clone, Copy)]
struct Place {
    kind: Kind,
    element: usize,
    link: bool,
    pre: bool,
}

impl Walk<'_> {
    // The tree is no deeper than `limits::DEPTH`.
    fn element(&mut self, at: usize, outer: Place) {
        let Some(element) = self.tree.elements.get(at) else { return };
        if element.hidden || NO_TEXT.contains(&element.name.as_str()) || (self.left_out)(at) {
            return;
        }
        if element.name == "br" {
            self.breaks += 1;
            self.text.push(' ');
            // Old pages part their paragraphs so.
            if self.breaks == 2 || outer.pre {
                self.flush(outer);
            }
            return;
        }
        let block = is_block(&element.name);
        let kind = match element.name.as_bytes() {
            [b'h', n @ b'1'..=b'6'] => Kind::Heading(n - b'0'),
            b"li" => Kind::Item,
            // A paragraph in an item is the item.
            _ if !block || matches!(element.name.as_str(), "p" | "div" | "section") => outer.kind,
            _ => Kind::Paragraph,
        };
        let place = Place {
            kind,
            element: if block { at } else { outer.element },
            link: outer.link || element.name == "a",
            pre: outer.pre || element.name == "pre",
        };
        if block {
            self.flush(outer);
        }
        for item in &element.items {
            match item {
                Item::Child(child) => self.element(*child, place),
                Item::Text(text) => self.words(text, place),
            }
        }
        if block {
            self.flush(place);
        }
    }

    fn words(&mut self, text: &str, place: Place) {
        // An empty line in preformatted text parts paragraphs.
        for (n, part) in text.split(if place.pre { "\n\n" } else { "\u{0}" }).enumerate() {
            if n > 0 {
                self.flush(place);
            }
            if !part.trim().is_empty() {
                self.breaks = 0;
            }
            self.text.push_str(part);
            if place.link {
                self.linked += letters(part);
            }
        }
    }

    fn flush(&mut self, place: Place) {
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        self.breaks = 0;
        if letters(&text) > 0 {
            self.out.push(Block { text, linked, kind: place.kind, element: place.element });
        }
    }
}
