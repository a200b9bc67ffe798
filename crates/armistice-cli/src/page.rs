//! Parts of a page on the screen.

use armistice::report::page::{Cell, Inline, List, Part, Table};

use crate::screen::{self, compact, drawn, hanging, heading, lined};

/// The parts, one after the other, a blank line before each paragraph but the first.
pub(crate) fn text(parts: &[Part]) -> String {
    let mut out = String::new();
    for part in parts {
        match part {
            Part::Heading(title) => out.push_str(&heading(title)),
            Part::Paragraph(_, words) => {
                if matches!(out.as_bytes(), [.., before, b'\n'] if *before != b'\n') && !out.ends_with("\u{1b}[0m\n") {
                    out.push('\n');
                }
                out.push_str(&screen::prose(&inline(words)));
            }
            Part::List(items) => out.push_str(&list(items)),
            Part::Table(rows) => out.push_str(&table(rows)),
            // A screen of letters draws none.
            Part::Figure(_) => {}
        }
    }
    out
}

fn list(list: &List) -> String {
    let items = list.items.iter().enumerate().map(|(n, item)| {
        let mark = if list.numbered { format!("{:>3}. ", n + 1) } else { "  - ".to_owned() };
        hanging(&mark, &inline(&item.text))
    });
    items.collect()
}

fn table(table: &Table) -> String {
    let titles: Vec<&str> = table.columns.iter().map(|c| c.title.as_str()).collect();
    let high = table.rows.iter().flatten().any(|cell| cell.len() > 1);
    let mut out = if high { lined(&titles) } else { compact(&titles) };
    for row in &table.rows {
        out.add_row(row.iter().map(cell));
    }
    drawn(&out)
}

fn cell(cell: &Cell) -> String {
    cell.iter().map(|line| inline(line)).collect::<Vec<_>>().join("\n")
}

fn inline(words: &[Inline]) -> String {
    let word = |piece: &Inline| match piece {
        Inline::Text(text) | Inline::Strong(text) | Inline::Faint(text) => text.clone(),
        Inline::References(claims) => {
            let ids: Vec<&str> = claims.iter().map(|c| c.id.as_str()).collect();
            format!("[{}]", ids.join(", "))
        }
    };
    words.iter().map(word).collect()
}
