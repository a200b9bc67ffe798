//! A brief as one HTML page that needs nothing else: no script, no font, no request. It is well-formed XML too.

use std::fmt::Write as _;

use super::super::figure::{Figure, svg};
use super::super::page::{Cell, Document, Inline, Item, List, Part, Quote, Table, Weight};
use super::text::escaped;

/// How the page looks, on a screen and on paper.
const STYLE: &str = include_str!("style.css");

/// The page as HTML.
pub fn html(document: &Document) -> String {
    let page = Page { quotes: quotes(document) };
    let facts: String = document.facts.iter().map(|fact| format!(" <span>{}</span>", escaped(fact))).collect();
    let (title, status) = (escaped(&document.title), escaped(&document.status));
    let mut body = String::new();
    let mut open = false;
    for part in &document.parts {
        if let Part::Heading(heading) = part {
            let close = if open { "</section>\n" } else { "" };
            let _ = write!(body, "{close}<section>\n<h2>{}</h2>\n", escaped(heading));
            open = true;
        } else {
            body.push_str(&page.part(part));
        }
    }
    if open {
        body.push_str("</section>\n");
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n\
         <meta name=\"color-scheme\" content=\"light dark\"/>\n\
         <meta name=\"generator\" content=\"Armistice\"/>\n\
         <meta name=\"description\" content=\"{status}. {}\"/>\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <header>\n<h1 dir=\"auto\">{title}</h1>\n<p class=\"facts\"><strong>{status}</strong>{facts}</p>\n</header>\n\
         {body}</main>\n<footer>{}</footer>\n</body>\n</html>\n",
        escaped(&document.facts.join(". ")),
        escaped(&document.provenance)
    )
}

/// The ids of the claims quoted on a page, in order: their places are the names that references lead to.
pub(super) fn quotes(document: &Document) -> Vec<&str> {
    let lists = document.parts.iter().filter_map(|part| match part {
        Part::List(list) => Some(list),
        _ => None,
    });
    lists.flat_map(|list| &list.items).flat_map(|item| &item.quotes).map(|quote| quote.id.as_str()).collect()
}

struct Page<'d> {
    quotes: Vec<&'d str>,
}

impl Page<'_> {
    fn part(&self, part: &Part) -> String {
        match part {
            Part::Heading(title) => format!("<h2>{}</h2>\n", escaped(title)),
            Part::Paragraph(weight, text) => {
                let class = match weight {
                    Weight::Lead => " class=\"lead\"",
                    Weight::Plain => "",
                    Weight::Note => " class=\"note\"",
                };
                format!("<p{class}>{}</p>\n", self.inlines(text))
            }
            Part::List(list) => self.list(list),
            Part::Table(table) => self.table(table),
            Part::Figure(figure) => figure_of(figure),
        }
    }

    fn inlines(&self, text: &[Inline]) -> String {
        let one = |inline: &Inline| match inline {
            Inline::Text(text) => escaped(text),
            Inline::Strong(text) => format!("<strong>{}</strong>", escaped(text)),
            Inline::Faint(text) => format!("<span class=\"faint\">{}</span>", escaped(text)),
            Inline::References(list) => {
                let reference = |id: &str| match self.quotes.iter().position(|known| *known == id) {
                    Some(n) => format!("<a href=\"#quote-{}\">{}</a>", n + 1, escaped(id)),
                    None => escaped(id),
                };
                let list: Vec<String> = list.iter().map(|r| reference(&r.id)).collect();
                format!("<span class=\"claims\">[{}]</span>", list.join(", "))
            }
        };
        text.iter().map(one).collect()
    }

    fn list(&self, list: &List) -> String {
        let tag = if list.numbered { "ol" } else { "ul" };
        let item = |item: &Item| {
            let quotes: String = item.quotes.iter().map(|quote| self.quote(quote)).collect();
            format!("<li>{}{quotes}</li>\n", self.inlines(&item.text))
        };
        format!("<{tag}>\n{}</{tag}>\n", list.items.iter().map(item).collect::<String>())
    }

    fn quote(&self, quote: &Quote) -> String {
        let n = self.quotes.iter().position(|id| *id == quote.id).unwrap_or_default() + 1;
        format!(
            "\n<blockquote id=\"quote-{n}\"><p dir=\"auto\">“{}”</p> <cite>{} <span class=\"claims\">[{}]</span></cite></blockquote>\n",
            escaped(&quote.words),
            escaped(&quote.by),
            escaped(&quote.id)
        )
    }

    fn table(&self, table: &Table) -> String {
        let all: u32 = table.columns.iter().map(|c| u32::from(c.share)).sum::<u32>().max(1);
        let mut columns = String::new();
        let mut header = String::new();
        for column in &table.columns {
            let _ = write!(columns, "<col style=\"width:{}%\"/>", u32::from(column.share) * 100 / all);
            let _ = write!(header, "<th scope=\"col\" dir=\"auto\">{}</th>", escaped(&column.title));
        }
        let cell = |(n, cell): (usize, &Cell)| {
            let lines: String =
                cell.iter().map(|line| format!("<div dir=\"auto\">{}</div>", self.inlines(line))).collect();
            let title = table.columns.get(n).map_or("", |c| c.title.as_str());
            if n == 0 {
                format!("<th scope=\"row\">{lines}</th>")
            } else {
                format!("<td data-column=\"{}\">{lines}</td>", escaped(title))
            }
        };
        let row = |row: &Vec<Cell>| format!("<tr>{}</tr>\n", row.iter().enumerate().map(cell).collect::<String>());
        format!(
            "<div class=\"{}\"><table>\n<caption>{}</caption>\n<colgroup>{columns}</colgroup>\n<thead><tr>{header}</tr></thead>\n<tbody>\n{}</tbody>\n</table></div>\n",
            if table.is_short() { "table short" } else { "table" },
            escaped(&table.caption),
            table.rows.iter().map(row).collect::<String>()
        )
    }
}

fn figure_of(figure: &Figure) -> String {
    let panels: Vec<String> =
        figure.panels.iter().enumerate().map(|(n, scene)| svg(scene, &format!("panel-{}", n + 1))).collect();
    let keys: String =
        figure.legend.iter().map(|key| format!("<li>{} {}</li>\n", svg(&key.sign, ""), escaped(&key.text))).collect();
    let class = if panels.len() == 1 { "one" } else { "several" };
    format!(
        "<figure class=\"{class}\">\n<div class=\"panels\">\n{}\n</div>\n<figcaption>\n<ul>\n{keys}</ul>\n<p class=\"note\">{}</p>\n</figcaption>\n</figure>\n",
        panels.join("\n"),
        escaped(&figure.notes.join(" "))
    )
}
