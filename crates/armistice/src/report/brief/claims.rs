//! Claims on the page: references in square brackets, and the words behind them, each once.

use super::super::page::{Document, Inline, Item, Part, Quote, Reference};
use super::text;
use crate::case::Case;
use crate::report::said::{self, Said};
use crate::report::words;

/// How many quotes a page has at most.
const QUOTES: usize = 14;
/// How many of them stand behind one statement.
const BEHIND_ONE: usize = 3;
/// Letters of a quote before it is cut.
const LETTERS: usize = 320;

/// Which claims have been quoted so far.
pub(super) struct Quoting<'c> {
    case: &'c Case,
    quoted: Vec<String>,
    /// Wanted, but the page was full.
    left_out: Vec<String>,
    drafted: usize,
}

impl<'c> Quoting<'c> {
    pub(super) fn new(case: &'c Case) -> Self {
        Self { case, quoted: Vec::new(), left_out: Vec::new(), drafted: 0 }
    }

    /// The words of those of these claims that have not been quoted yet, as long as there is room.
    pub(super) fn quotes(&mut self, ids: &[String]) -> Vec<Quote> {
        let known = |id: &&String| !self.quoted.contains(id) && !self.left_out.contains(id);
        let wanted: Vec<&str> = ids.iter().filter(known).map(String::as_str).collect();
        let mut quotes = Vec::new();
        for said in said::said(self.case, &wanted) {
            if quotes.len() < BEHIND_ONE && self.quoted.len() < QUOTES {
                self.quoted.push(said.id.clone());
                self.drafted += usize::from(said.drafted);
                quotes.push(self.quote(said));
            } else {
                self.left_out.push(said.id);
            }
        }
        quotes
    }

    fn quote(&self, said: Said) -> Quote {
        let claims = self.case.claims.iter().flat_map(|c| &c.sources);
        let source = claims.chain(&self.case.sources).find(|s| s.id == said.source);
        let title = source.and_then(|s| s.title.clone()).unwrap_or(said.source);
        let day = source.and_then(|s| s.published.as_deref()).map(|d| format!(", {}", words::day(d)));
        let by = if said.by.is_empty() { String::new() } else { format!("{}. ", said.by) };
        let draft = if said.drafted { " (drafted by machine, not looked through)" } else { "" };
        Quote {
            id: said.id,
            words: text::shortened(&said.quote, LETTERS),
            by: format!("{by}{title}{}{draft}", day.unwrap_or_default()),
        }
    }

    /// Claims that there was no room to quote.
    pub(super) fn left_out(&self) -> &[String] {
        &self.left_out
    }

    /// How many of those quoted nobody has looked at since a machine drafted them.
    pub(super) fn drafted(&self) -> usize {
        self.drafted
    }

    /// Tells every reference on the page whether its claim is quoted there.
    pub(super) fn mark(&self, document: &mut Document) {
        let mark = |text: &mut Vec<Inline>| {
            for inline in text {
                if let Inline::References(references) = inline {
                    references.iter_mut().for_each(|r| r.quoted = self.quoted.contains(&r.id));
                }
            }
        };
        for part in &mut document.parts {
            match part {
                Part::Paragraph(_, text) => mark(text),
                Part::List(list) => list.items.iter_mut().for_each(|item| mark(&mut item.text)),
                Part::Table(table) => {
                    table.rows.iter_mut().flatten().flatten().for_each(mark);
                }
                Part::Heading(_) | Part::Figure(_) => {}
            }
        }
    }
}

/// Text with its references found: square brackets around ids of claims of the case, as prose writes them.
pub(super) fn linked(case: &Case, text: &str) -> Vec<Inline> {
    let known = |id: &str| case.claims.as_ref().is_some_and(|c| c.claim(id).is_some());
    let mut out = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let ids = |inside: &'_ str| inside.split(", ").map(str::to_owned).collect::<Vec<String>>();
        let inside = rest[open + 1..].split_once(']').map(|(inside, after)| (ids(inside), after));
        match inside {
            Some((ids, after)) if ids.iter().all(|id| known(id)) => {
                plain.push_str(&rest[..open]);
                out.push(Inline::Text(std::mem::take(&mut plain)));
                let reference = |id| Reference { id, quoted: false };
                out.push(Inline::References(ids.into_iter().map(reference).collect()));
                rest = after;
            }
            _ => {
                plain.push_str(&rest[..=open]);
                rest = &rest[open + 1..];
            }
        }
    }
    plain.push_str(rest);
    out.push(Inline::Text(plain));
    out.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
    out
}

/// An item that says this, with the words behind these claims.
pub(super) fn item(case: &Case, said: &str, ids: &[String], quoting: &mut Quoting<'_>) -> Item {
    Item { text: linked(case, said), quotes: quoting.quotes(ids) }
}
