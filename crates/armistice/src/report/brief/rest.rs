//! What is not known, what was judged, where it comes from, and how it was computed.

use super::super::page::{Inline, Item, List, Part};
use super::claims::Quoting;
use super::more;
use crate::analysis::Analysis;
use crate::analysis::verdict::Judgement;
use crate::case::words::{either, in_prose, is_plural};
use crate::case::{Case, IssueIndex, Link, PartyIndex, Source};
use crate::report::{prose, words};

/// Items of each of these lists.
const LISTED: usize = 7;
/// Parties, issues or claims named in one line.
const NAMED: usize = 5;
/// Letters of an analyst's note.
const LETTERS: usize = 220;

/// What nobody said.
pub(super) fn missing(case: &Case, analysis: &Analysis, quoting: &Quoting<'_>) -> Vec<Part> {
    let missing = &analysis.verdict.missing;
    // Parties silent on the same issues are named together.
    let mut groups: Vec<(Vec<PartyIndex>, Vec<IssueIndex>)> = Vec::new();
    for party in case.signatories() {
        let issues: Vec<IssueIndex> = missing.iter().filter(|(p, _)| *p == party).map(|&(_, j)| j).collect();
        match groups.iter_mut().find(|(_, same)| *same == issues) {
            Some((parties, _)) => parties.push(party),
            None => groups.push((vec![party], issues)),
        }
    }
    groups.retain(|(_, issues)| !issues.is_empty());
    let line = |(parties, issues): &(Vec<PartyIndex>, Vec<IssueIndex>)| {
        let wants = match parties.as_slice() {
            [one] if !is_plural(&case.parties[*one].name) => "wants",
            _ => "want",
        };
        let names = parties.iter().map(|&p| in_prose(&case.parties[p].name)).collect();
        let titles = issues.iter().map(|&j| format!("“{}”", case.issues[j].title)).collect();
        format!("What {} {wants} on {}", listed(names, "parties"), listed(titles, "issues"))
    };
    let mut items: Vec<Item> = groups.iter().map(|group| Item::plain(line(group))).collect();
    if prose::nobody_gave_numbers(case) {
        items.push(Item::plain(
            "How much each issue weighs, and what going on without a deal is worth: hence no figure of the deal space",
        ));
    }
    let drafted = quoting.drafted();
    if drafted > 0 {
        let many = words::count(drafted, "quote", "quotes");
        items.push(Item::plain(format!("A person’s look at the claims: {many} above stand as a machine drafted them")));
    }
    let mut parts = vec![Part::Heading("What is missing".to_owned())];
    if items.is_empty() {
        parts.push(Part::plain("Every signatory has taken a position on every issue."));
        return parts;
    }
    let total = items.len();
    items.truncate(LISTED);
    parts.push(Part::List(List { numbered: false, items }));
    parts.extend(more(LISTED.min(total), total as u128, false, ""));
    parts
}

/// "a, b and 4 more issues".
fn listed(mut names: Vec<String>, of: &str) -> String {
    let left_over = names.len().saturating_sub(NAMED);
    // One more is named as easily as it is counted.
    if left_over > 1 {
        names.truncate(NAMED);
        names.push(format!("{left_over} more {of}"));
    }
    either(&names, "and")
}

/// What an analyst decided without a claim.
pub(super) fn judgements(case: &Case, analysis: &Analysis) -> Vec<Part> {
    let judgements = &analysis.verdict.judgements;
    if judgements.is_empty() {
        return Vec::new();
    }
    let item = |judgement: &Judgement| {
        let note = judgement.note.as_deref().unwrap_or("no note says why");
        let note = note.strip_prefix("judgement: ").unwrap_or(note);
        let note = super::text::shortened(note, LETTERS);
        let text = vec![
            Inline::Strong(about(case, &judgement.path)),
            Inline::Text(format!(": {note}")),
            Inline::Faint(format!(" ({})", judgement.path)),
        ];
        Item { text, quotes: Vec::new() }
    };
    let items: Vec<Item> = judgements.iter().take(LISTED).map(item).collect();
    let shown = items.len();
    let mut parts =
        vec![Part::Heading("Judgements it rests on".to_owned()), Part::List(List { numbered: false, items })];
    parts.extend(more(shown, judgements.len() as u128, false, ""));
    parts
}

/// What a judgement is about, from where it stands in the case: `parties.russia` is "Russia, outlook and trust".
fn about(case: &Case, path: &str) -> String {
    let party = |id: &str| case.party(id).map_or_else(|| id.to_owned(), |p| case.parties[p].name.clone());
    let holder = |id: &str| {
        let line = case.red_lines.iter().find(|r| r.id == id).map(|r| r.party);
        let holder = line.or_else(|| case.preconditions.iter().find(|p| p.id == id).map(|p| p.party));
        holder.map_or_else(|| id.to_owned(), |p| case.parties[p].name.clone())
    };
    match path.split_once('.') {
        Some(("parties", id)) => format!("{}, going on without a deal", party(id)),
        Some(("preferences", id)) => format!("{}, what it wants", party(id)),
        Some(("exposure", id)) => format!("{}, what broken promises would cost it", party(id)),
        Some(("red_lines", id)) => format!("{}, a refusal", holder(id)),
        Some(("preconditions", id)) => format!("{}, a precondition", holder(id)),
        _ => {
            let number = path.strip_prefix("links[").and_then(|rest| rest.strip_suffix(']'));
            let link = number.and_then(|n| n.parse::<usize>().ok()).and_then(|n| case.links.get(n));
            let named = |link: &Link| format!("{}, points for a combination", case.parties[link.party].name);
            link.map_or_else(|| path.to_owned(), named)
        }
    }
}

/// The texts the claims come from, and the claims that found no room.
pub(super) fn sources(case: &Case, quoting: &Quoting<'_>) -> Vec<Part> {
    let mut sources: Vec<&Source> = case.claims.iter().flat_map(|c| &c.sources).collect();
    for source in &case.sources {
        if !sources.iter().any(|known| known.id == source.id) {
            sources.push(source);
        }
    }
    let mut parts = Vec::new();
    if !sources.is_empty() {
        let item = |source: &&Source| {
            let title = source.title.as_deref().unwrap_or(&source.id);
            let day = source.published.as_deref().map(|d| format!(", {}", words::day(d))).unwrap_or_default();
            let text = vec![Inline::Text(format!("{title}{day}")), Inline::Faint(format!(" ({})", source.file))];
            Item { text, quotes: Vec::new() }
        };
        let items: Vec<Item> = sources.iter().take(LISTED).map(item).collect();
        let shown = items.len();
        parts.push(Part::Heading("Sources".to_owned()));
        parts.push(Part::List(List { numbered: false, items }));
        parts.extend(more(shown, sources.len() as u128, false, ""));
    }
    let left_out = quoting.left_out();
    if !left_out.is_empty() {
        parts.push(Part::note(format!("Not quoted for want of room: {}.", listed(left_out.to_vec(), "claims"))));
    }
    parts
}

/// How it was computed, from what.
pub(super) fn provenance(case: &Case, analysis: &Analysis) -> String {
    let mut text = prose::method(analysis);
    text.push_str(" A verdict follows from the positions and numbers above; it predicts nothing.");
    if !case.digest.is_empty() {
        text.push_str(&format!(" SHA-256 of case.toml: {}.", case.digest));
    }
    text
}
