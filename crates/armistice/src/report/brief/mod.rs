//! A brief: the verdict with what it rests on, for two sides of A4.
//!
//! `brief` says what is on the page; `markdown`, `html` and `docx` only write it down. The same case gives the same bytes.

mod changes;
mod claims;
mod docx;
mod html;
mod markdown;
mod positions;
mod rest;
pub(super) mod text;

pub use super::page::Document;
pub use docx::docx;
pub use html::html;
pub use markdown::markdown;

use super::figure::figure;
use super::page::{Inline, Part, Weight};
use super::{prose, words};
use crate::analysis::impasse::BlockBasis;
use crate::analysis::{Analysis, Status};
use crate::case::Case;
use crate::case::words::{either, in_prose};
use claims::{Quoting, linked};

/// Rows of a table, and items of a list, before the rest is only counted.
const ROWS: usize = super::figure::UNLOCKS;

/// The brief on a case.
pub fn brief(case: &Case, analysis: &Analysis) -> Document {
    let mut quoting = Quoting::new(case);
    let mut parts = asked(analysis);
    for (n, paragraph) in prose::verdict(case, analysis).iter().enumerate() {
        let weight = if n == 0 { Weight::Lead } else { Weight::Plain };
        parts.push(Part::Paragraph(weight, linked(case, paragraph)));
    }
    parts.extend(positions::positions(case, analysis));
    parts.extend(changes::changes(case, analysis, &mut quoting));
    parts.extend(
        figure(case, analysis)
            .into_iter()
            .flat_map(|figure| [Part::Heading("The deal space".to_owned()), Part::Figure(figure)]),
    );
    parts.extend(rest::missing(case, analysis, &quoting));
    parts.extend(changes::goals(case, analysis, &mut quoting));
    parts.extend(rest::judgements(case, analysis));
    parts.extend(rest::sources(case, &quoting));
    let mut document = Document {
        title: case.title.clone(),
        status: status(case, analysis).to_owned(),
        facts: facts(case),
        parts,
        provenance: rest::provenance(case, analysis),
    };
    quoting.mark(&mut document);
    document
}

/// What the verdict leaves out, and what is pulled: no reader may miss that.
fn asked(analysis: &Analysis) -> Vec<Part> {
    let mut parts = Vec::new();
    let provenance = &analysis.provenance;
    let mut say = |what: &str, names: Vec<String>| {
        if !names.is_empty() {
            let line = vec![Inline::Strong(format!("{what} ")), Inline::Text(either(&names, "and"))];
            parts.push(Part::Paragraph(Weight::Plain, line));
        }
    };
    say("Asked without:", provenance.without.clone());
    say("Levers pulled:", provenance.levers.iter().map(|(id, s)| format!("{id}, at strength {s}")).collect());
    parts
}

/// The verdict in few words.
fn status(case: &Case, analysis: &Analysis) -> &'static str {
    match (analysis.verdict.status, analysis.verdict.basis) {
        (Status::Deal, _) => "A deal is possible",
        (Status::Undetermined, _) => "Undetermined",
        (Status::NoDeal, _) if !analysis.impasse.occurs => "No deal can occur",
        (Status::NoDeal, Some(BlockBasis::Positions)) => "No deal on stated positions",
        (Status::NoDeal, _) if prose::nobody_gave_numbers(case) => "No deal, as far as wishes were stated",
        (Status::NoDeal, _) => "No deal on the central numbers",
    }
}

/// The day it describes, who must agree, and which case it is.
fn facts(case: &Case) -> Vec<String> {
    let mut facts = Vec::new();
    let claims = case.claims.iter().flat_map(|c| &c.sources);
    let days = case.sources.iter().chain(claims).filter_map(|s| s.published.as_ref());
    let latest = days.chain(case.meetings.iter().filter_map(|m| m.date.as_ref())).max();
    match (&case.as_of, latest) {
        (Some(day), _) => facts.push(format!("As of {}", words::day(day))),
        (None, Some(day)) => facts.push(format!("Latest report of {}", words::day(day))),
        (None, None) => {}
    }
    let names: Vec<String> = case.signatories().iter().map(|&p| in_prose(&case.parties[p].name)).collect();
    match names.len() {
        0 => {}
        1..=6 => facts.push(format!("A deal needs {}", either(&names, "and"))),
        n => facts.push(format!("A deal needs {n} parties")),
    }
    let digest: String = case.digest.chars().take(12).collect();
    if !digest.is_empty() {
        facts.push(format!("Case {digest}"));
    }
    facts
}

/// "… and 7 more.", when a list goes on; `at_least` when even their number is not known.
fn more(shown: usize, total: impl Into<u128>, at_least: bool, of: &str) -> Option<Part> {
    let left_over = words::left_over(total, shown);
    let at_least = if at_least { "at least " } else { "" };
    (left_over > 0).then(|| Part::note(format!("… and {at_least}{} more{of}.", words::thousands(left_over))))
}
