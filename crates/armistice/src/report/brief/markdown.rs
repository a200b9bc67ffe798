//! A brief as Markdown (CommonMark with tables, as GitHub and most editors read it).

use super::super::figure::Figure;
use super::super::page::{Cell, Document, Inline, Item, List, Part, Quote, Table, Weight};
use super::super::words;
use super::text::sound;

/// The page as Markdown. The figure is a table of its points: a picture inside a text file shows in few viewers.
pub fn markdown(document: &Document) -> String {
    let mut facts = vec![format!("**{}**", plain(&document.status))];
    facts.extend(document.facts.iter().map(|fact| plain(fact)));
    let mut blocks = vec![format!("# {}", plain(&document.title)), facts.join(" · ")];
    for part in &document.parts {
        blocks.extend(match part {
            Part::Heading(title) => vec![format!("## {}", plain(title))],
            Part::Paragraph(Weight::Note, text) => vec![format!("*{}*", inlines(text))],
            Part::Paragraph(Weight::Lead | Weight::Plain, text) => vec![paragraph(text)],
            Part::List(list) => vec![items(list)],
            Part::Table(of) => vec![table(of)],
            Part::Figure(of) => figure(of),
        });
    }
    blocks.extend(["---".to_owned(), format!("*{}*", plain(&document.provenance))]);
    blocks.join("\n\n") + "\n"
}

/// Text with every sign that means something in Markdown taken literally.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in sound(text).trim().chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

fn inlines(text: &[Inline]) -> String {
    let one = |inline: &Inline| {
        // Blanks stay outside of the stars: inside them they are no emphasis.
        let around = |text: &str, mark: &str| {
            let (before, after) =
                (if text.starts_with(' ') { " " } else { "" }, if text.ends_with(' ') { " " } else { "" });
            format!("{before}{mark}{}{mark}{after}", plain(text))
        };
        match inline {
            Inline::Text(text) | Inline::Faint(text) => around(text, ""),
            Inline::Strong(text) => around(text, "**"),
            // Square brackets without an address after them are no link.
            Inline::References(list) => {
                format!("[{}]", list.iter().map(|r| plain(&r.id)).collect::<Vec<_>>().join(", "))
            }
        }
    };
    text.iter().map(one).collect()
}

/// A paragraph whose first letters could be taken for a list's or a heading's mark does not begin with them.
fn paragraph(text: &[Inline]) -> String {
    let line = inlines(text);
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    if line.starts_with(['#', '+', '-', '=']) {
        format!("\\{line}")
    } else if digits.len() < line.len() && digits.starts_with(['.', ')']) {
        format!("{}\\{digits}", &line[..line.len() - digits.len()])
    } else {
        line
    }
}

fn items(list: &List) -> String {
    let one = |(n, item): (usize, &Item)| {
        let mark = if list.numbered { format!("{}. ", n + 1) } else { "- ".to_owned() };
        let indent = " ".repeat(mark.len());
        let quotes: String = item.quotes.iter().map(|q| format!("\n\n{}", quote(q, &indent))).collect();
        format!("{mark}{}{quotes}", paragraph(&item.text))
    };
    list.items.iter().enumerate().map(one).collect::<Vec<_>>().join("\n")
}

fn quote(quote: &Quote, indent: &str) -> String {
    format!("{indent}> “{}”\n{indent}> — {} \\[{}\\]", plain(&quote.words), plain(&quote.by), plain(&quote.id))
}

fn table(table: &Table) -> String {
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let mut lines = vec![row(table.columns.iter().map(|c| plain(&c.title)).collect())];
    lines.push(row(table.columns.iter().map(|_| "---".to_owned()).collect()));
    let cell = |cell: &Cell| cell.iter().map(|line| inlines(line)).collect::<Vec<_>>().join("<br>");
    lines.extend(table.rows.iter().map(|cells| row(cells.iter().map(cell).collect())));
    lines.join("\n")
}

/// The named points in numbers, with what would be told beside the drawing.
fn figure(figure: &Figure) -> Vec<String> {
    let mut lines = vec![
        "| Points | ".to_owned() + &figure.parties.iter().map(|p| plain(p)).collect::<Vec<_>>().join(" | ") + " |",
    ];
    lines.push(format!("| --- |{}", " ---: |".repeat(figure.parties.len())));
    for point in &figure.points {
        let worth = point.worth.iter().map(|&w| words::points(w).replace('-', "−")).collect::<Vec<_>>();
        lines.push(format!("| {} | {} |", plain(&point.name), worth.join(" | ")));
    }
    // What is said of the drawing alone has no place where there is none.
    let notes: Vec<String> = figure.notes.iter().map(|note| plain(note)).collect();
    let mut blocks = vec![lines.join("\n")];
    if !notes.is_empty() {
        blocks.push(format!("*{}*", notes.join(" ")));
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_others_wrote_is_markup() {
        assert_eq!(plain("a|b <script> [x](y) **z** `c` R&D"), r"a\|b \<script\> \[x\](y) \*\*z\*\* \`c\` R\&D");
        let text = |text: &str| paragraph(&[Inline::Text(text.to_owned())]);
        assert_eq!(text("# no heading"), r"\# no heading");
        assert_eq!(text("1. no list"), r"1\. no list");
        assert_eq!(text("30 days"), "30 days");
        assert_eq!(
            inlines(&[Inline::Text("a ".into()), Inline::Strong("b ".into()), Inline::Text("c".into())]),
            "a **b** c"
        );
    }
}
