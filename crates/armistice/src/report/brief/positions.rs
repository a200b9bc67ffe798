//! The table a mediator would draw: issues against signatories.

use super::super::page::{Cell, Column, Inline, Part, Table};
use super::claims::linked;
use super::text;
use crate::analysis::{Analysis, Count};
use crate::case::words::{either, option_name};
use crate::case::{Case, Consent, IssueIndex, PartyIndex};
use crate::report::wishes::{self, Scored};
use crate::report::{prose, words};

/// Signatories side by side; more stand in a second table.
const ABREAST: usize = 5;
/// Issues in the table; the others are named below it.
const ISSUES: usize = 12;
/// Options of an issue that are named, of a party's wishes or of those open and closed.
const OPTIONS: usize = 4;
/// Issues named in a line.
const NAMED: usize = 6;

/// The heading, a table or several, and what they leave out.
pub(super) fn positions(case: &Case, analysis: &Analysis) -> Vec<Part> {
    let signatories = case.signatories();
    if signatories.is_empty() || case.issues.is_empty() {
        return Vec::new();
    }
    let issues = most_telling(case, analysis);
    let mut parts = vec![Part::Heading("What each asks for".to_owned())];
    let each = signatories.len().div_ceil(signatories.len().div_ceil(ABREAST));
    for some in signatories.chunks(each) {
        parts.push(Part::Table(table(case, analysis, &issues, some)));
    }
    let left_out: Vec<usize> = (0..case.issues.len()).filter(|j| !issues.contains(j)).collect();
    if !left_out.is_empty() {
        let mut names: Vec<String> =
            left_out.iter().take(NAMED).map(|&j| format!("“{}”", case.issues[j].title)).collect();
        if left_out.len() > NAMED {
            names.push(format!("{} others", left_out.len() - NAMED));
        }
        let many = words::count(left_out.len(), "more issue", "more issues");
        parts.push(Part::note(format!("… and {many}: {}.", either(&names, "and"))));
    }
    parts
}

/// The issues to show, in their order: all when they are few, else first those that a position is about.
fn most_telling(case: &Case, analysis: &Analysis) -> Vec<IssueIndex> {
    let constraints = &analysis.impasse.constraints;
    let blocks = analysis.impasse.blocks.iter().flat_map(|b| &b.constraints);
    let named: Vec<&str> = blocks.filter_map(|&k| constraints.get(k)).map(|c| c.id.as_str()).collect();
    let about = |ids: &dyn Fn(&str) -> bool| {
        let refused = case.red_lines.iter().filter(|r| ids(&r.id)).flat_map(|r| r.refuses.expr.issues());
        let first = case.preconditions.iter().filter(|p| ids(&p.id));
        refused.chain(first.flat_map(|p| [p.first.expr.issues(), p.before.expr.issues()].concat())).collect::<Vec<_>>()
    };
    let mut order = about(&|id| named.contains(&id));
    order.extend(about(&|_| true));
    order.extend(0..case.issues.len());
    let mut chosen: Vec<IssueIndex> = Vec::new();
    for j in order {
        if chosen.len() < ISSUES && !chosen.contains(&j) {
            chosen.push(j);
        }
    }
    chosen.sort_unstable();
    chosen
}

fn table(case: &Case, analysis: &Analysis, issues: &[IssueIndex], parties: &[PartyIndex]) -> Table {
    let name = |&p: &PartyIndex| match case.parties[p].consent {
        Consent::Ratifies => format!("{} (ratifies)", case.parties[p].name),
        Consent::Signs | Consent::Outside => case.parties[p].name.clone(),
    };
    let first = if parties.len() > 3 { 20 } else { 26 };
    let mut columns = vec![Column { title: "Issue".to_owned(), share: first }];
    let share = (100 - first) / u16::try_from(parties.len()).unwrap_or(u16::MAX).max(1);
    columns.extend(parties.iter().map(|p| Column { title: name(p), share }));
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for &j in issues {
        rows.push(
            std::iter::once(issue(case, analysis, j)).chain(parties.iter().map(|&p| wanted(case, p, j))).collect(),
        );
    }
    let lines = |list: Vec<String>| list.iter().map(|line| linked(case, &text::minus(line))).collect::<Cell>();
    type Of<'a> = Box<dyn Fn(PartyIndex) -> Vec<String> + 'a>;
    let place = |p: PartyIndex| case.signatories().iter().position(|&s| s == p);
    let further: [(&str, Of<'_>); 5] = [
        ("Also refuses", Box::new(|p| wishes::refuses_across(case, p))),
        ("Wants first", Box::new(|p| wishes::wants_first(case, p))),
        ("Going on without a deal", Box::new(|p| vec![wishes::without_a_deal(case, p)])),
        (
            "Worth today; of no deal",
            Box::new(|p| {
                let of = |list: &[crate::points::Points]| {
                    place(p).and_then(|k| list.get(k)).map(|&points| words::points(points))
                };
                match (of(&analysis.status_quo), of(&analysis.no_deal)) {
                    (Some(today), Some(no_deal)) if !prose::nobody_gave_numbers(case) => {
                        vec![format!("{today}; {no_deal} points")]
                    }
                    _ => Vec::new(),
                }
            }),
        ),
        (
            "Could accept",
            Box::new(|p| {
                let zone = &analysis.deal_zone;
                let some = place(p).and_then(|k| zone.acceptable.get(k));
                let line = |n: Count| format!("{n} of {} outcomes", words::thousands(zone.outcomes));
                some.copied().map(line).into_iter().collect()
            }),
        ),
    ];
    for (title, of) in further {
        let cells: Vec<Cell> = parties.iter().map(|&p| lines(of(p))).collect();
        if cells.iter().flatten().any(|line| !line.is_empty()) {
            rows.push(std::iter::once(vec![vec![Inline::Text(title.to_owned())]]).chain(cells).collect());
        }
    }
    Table { caption: "What each signatory wants and refuses, issue by issue".to_owned(), columns, rows }
}

/// The issue, how it stands today and, where there is a deal, which of its options occur in some.
fn issue(case: &Case, analysis: &Analysis, j: IssueIndex) -> Cell {
    let issue = &case.issues[j];
    let today = case.status_quo.get(j).map_or_else(String::new, |&o| option_name(issue, o));
    let mut cell = vec![vec![Inline::Strong(issue.title.clone())], vec![Inline::Faint(format!("today: {today}"))]];
    if let Some(open) = analysis.deal_zone.open.as_ref().and_then(|open| open.get(j)) {
        let names = |wanted: bool| -> Vec<String> {
            let which = open.iter().enumerate().filter(|&(_, &is)| is == wanted);
            which.map(|(o, _)| option_name(issue, o)).collect()
        };
        let (open, closed) = (names(true), names(false));
        if let [only] = open.as_slice() {
            cell.push(vec![Inline::Faint(format!("in every deal: {only}"))]);
        } else if !closed.is_empty() {
            cell.push(vec![Inline::Faint(format!("in no deal: {}", cut(closed).join(", ")))]);
        }
    }
    cell
}

/// What a party wants on an issue, best first, and what it refuses there.
fn wanted(case: &Case, party: PartyIndex, j: IssueIndex) -> Cell {
    let said = wishes::wishes(case, party, j, Scored::InOrder);
    let mut cell = Vec::new();
    let names = cut(said.best_first);
    match names.split_first() {
        None => cell.push(vec![Inline::Faint("not stated".to_owned())]),
        Some((best, [])) => cell.push(vec![Inline::Text(best.clone())]),
        Some((best, others)) => {
            cell.push(vec![Inline::Text(best.clone()), Inline::Faint(format!(" › {}", others.join(" › ")))]);
        }
    }
    for refused in said.refuses {
        let mut line = vec![Inline::Strong("refuses ".to_owned())];
        line.extend(linked(case, &refused));
        cell.push(line);
    }
    cell
}

/// The middle of a long list is left out.
fn cut(mut names: Vec<String>) -> Vec<String> {
    if names.len() > OPTIONS + 1 {
        let last = names.split_off(names.len() - 1);
        names.truncate(OPTIONS - 1);
        names.push("…".to_owned());
        names.extend(last);
    }
    names
}
