//! Markdown: the text without its marks; headline and date from the front matter, or the first heading.

use pulldown_cmark::{Event, HeadingLevel, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use crate::lines::{Lines, one_line};
use crate::{Document, Format, dates, plain};

pub(crate) fn read(text: &str) -> Document {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut lines = Lines::default();
    let (mut title, mut published, mut heading) = (None, None, None);
    let mut open = String::new();
    let mut front: Option<(MetadataBlockKind, String)> = None;
    // Lists that are open, and what is no text: code, pictures and HTML.
    let (mut items, mut silent) = (0usize, 0usize);
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::MetadataBlock(kind)) => front = Some((kind, String::new())),
            Event::End(TagEnd::MetadataBlock(_)) => {
                if let Some((_, block)) = front.take() {
                    title = entry(&block, &["title", "headline"]).and_then(|t| one_line(&t));
                    published =
                        entry(&block, &["date", "published", "pubdate", "publish_date"]).and_then(|d| dates::day(&d));
                }
            }
            Event::Text(words) => match &mut front {
                Some((_, block)) => block.push_str(&words),
                None if silent == 0 => open.push_str(&words),
                None => {}
            },
            Event::Code(words) if silent == 0 => open.push_str(&words),
            Event::SoftBreak | Event::HardBreak => open.push(' '),
            Event::Start(Tag::CodeBlock(_) | Tag::Image { .. } | Tag::HtmlBlock) => silent += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Image | TagEnd::HtmlBlock) => silent = silent.saturating_sub(1),
            Event::Start(Tag::Item) => {
                flush(&mut lines, &mut open, items);
                items += 1;
            }
            Event::End(TagEnd::Item) => {
                flush(&mut lines, &mut open, items);
                items = items.saturating_sub(1);
            }
            Event::End(TagEnd::Heading(level)) => {
                if level == HeadingLevel::H1 && heading.is_none() {
                    heading = one_line(&open);
                }
                lines.paragraph(&std::mem::take(&mut open));
            }
            Event::End(TagEnd::TableCell) => open.push_str("  "),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::BlockQuote(_)
                | TagEnd::TableRow
                | TagEnd::TableHead
                | TagEnd::FootnoteDefinition,
            ) => {
                flush(&mut lines, &mut open, items);
            }
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::List(_) | Tag::BlockQuote(_)) => {
                flush(&mut lines, &mut open, items);
            }
            _ => {}
        }
    }
    flush(&mut lines, &mut open, 0);
    let text = lines.finish();
    let title = title.or(heading).or_else(|| plain::headline(&text));
    let published = published.or_else(|| plain::dated(&text));
    Document { text, title, published, format: Format::Markdown, encoding: None }
}

fn flush(lines: &mut Lines, open: &mut String, items: usize) {
    let words = std::mem::take(open);
    if items > 0 { lines.item(&words) } else { lines.paragraph(&words) }
}

/// The value of a key of front matter that is one line, in YAML or TOML: both write `title: "…"` or `title = "…"` so.
fn entry(block: &str, keys: &[&str]) -> Option<String> {
    block.lines().find_map(|line| {
        let (key, value) = line.split_once([':', '='])?;
        if !keys.iter().any(|k| key.trim().eq_ignore_ascii_case(k)) {
            return None;
        }
        let value = value.trim();
        let bare = ['"', '\''].iter().find_map(|&q| value.strip_prefix(q)?.strip_suffix(q)).unwrap_or(value);
        (!bare.is_empty()).then(|| bare.replace("\\\"", "\""))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_names_headline_and_date() {
        for front in [
            "---\ntitle: \"Talks: day two\"\ndate: 2031-04-02T10:00:00Z\n---\n",
            "+++\ntitle = 'Talks: day two'\ndate = 2031-04-02\n+++\n",
        ] {
            let found = read(&format!("{front}\nThe *Hill State* will not\nopen [the bridge](http://x.example).\n"));
            assert_eq!(found.title.as_deref(), Some("Talks: day two"));
            assert_eq!(found.published.as_deref(), Some("2031-04-02"));
            assert_eq!(found.text, "The Hill State will not open the bridge.\n");
        }
    }

    #[test]
    fn marks_go_and_structure_stays() {
        let text = "# Talks in Arden\n\nThey agreed:\n\n- to *free* all prisoners\n- to open\n  the bridge\n\n> “Never,” he said.\n\n```\nlet x = 1;\n```\n\n![map](m.png)\n";
        let found = read(text);
        assert_eq!(
            found.text,
            "Talks in Arden\n\nThey agreed:\n\n• to free all prisoners\n\n• to open the bridge\n\n“Never,” he said.\n"
        );
        assert_eq!(found.title.as_deref(), Some("Talks in Arden"));
    }
}
