//! Web pages: the main text, the headline and the date.
//!
//! The way of a page: `tree` elements → `blocks` the paragraphs with the share of them that is links → `main_text` which element holds the article, and what in it is no
//! part of the article → text. `facts` finds headline and date in what the page says about itself.

mod blocks;
mod facts;
mod main_text;
mod tree;

use crate::lines::{Lines, one_line};
use crate::{Document, Format, Refusal, plain};
use blocks::Kind;

/// The article of a page.
pub(crate) fn read(page: &str) -> Result<Document, Refusal> {
    let tree = tree::parse(page)?;
    let blocks = main_text::select(&tree);
    let shown = {
        let mut top = blocks.iter().filter(|b| b.kind == Kind::Heading(1)).filter_map(|b| one_line(&b.text));
        top.next().filter(|_| top.next().is_none())
    };
    let facts = facts::gather(&tree);
    let title = shown.or(facts.title);
    let mut lines = Lines::default();
    lines.paragraph(title.as_deref().unwrap_or_default());
    for block in &blocks {
        match block.kind {
            Kind::Heading(_) if title.is_some() && one_line(&block.text) == title => {}
            Kind::Item => lines.item(&block.text),
            _ => lines.paragraph(&block.text),
        }
    }
    let text = if blocks.is_empty() { String::new() } else { lines.finish() };
    let published = facts.published.or_else(|| plain::dated(&text));
    Ok(Document { text, title, published, format: Format::Html, encoding: None })
}
