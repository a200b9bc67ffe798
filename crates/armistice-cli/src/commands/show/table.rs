//! Issues × parties: what each wants and refuses.

use std::fmt::Write as _;

use armistice::case::words::option_name;
use armistice::case::{Case, Consent, Issue, PartyIndex, Weights};
use armistice::report::wishes::{self, Scored};

use crate::{screen, words};

/// Columns a party needs at least in the table.
const PARTY_WIDTH: usize = 24;
/// Where a party said nothing.
const NOT_STATED: &str = "not stated";
/// Columns of the issues.
const ISSUE_WIDTH: usize = 22;
/// Options named in the table; more are counted.
const OPTIONS_NAMED: usize = 8;

/// Issues × the parties that a deal needs or that said what they want; several tables when one would be too narrow.
pub(super) fn table(case: &Case) -> String {
    let heard = (0..case.parties.len()).filter(|&p| case.parties[p].in_c() || case.preferences_of(p).is_some());
    let (mut parties, outside): (Vec<PartyIndex>, Vec<PartyIndex>) = heard.partition(|&p| case.parties[p].in_c());
    parties.extend(outside);
    let fit = (screen::width().saturating_sub(ISSUE_WIDTH) / PARTY_WIDTH).clamp(1, 4);
    let tables = parties.len().div_ceil(fit).max(1);
    let each = parties.len().div_ceil(tables).max(1);
    parties.chunks(each).map(|some| table_of(case, some)).collect::<Vec<_>>().join("\n")
}

fn table_of(case: &Case, parties: &[PartyIndex]) -> String {
    let names = parties.iter().map(|&p| match case.parties[p].consent {
        Consent::Signs => case.parties[p].name.clone(),
        Consent::Ratifies => format!("{} (ratifies)", case.parties[p].name),
        Consent::Outside => format!("{} (does not sign)", case.parties[p].name),
    });
    let header: Vec<String> = std::iter::once("Issue".to_owned()).chain(names).collect();
    let mut table = screen::grid(&header.iter().map(String::as_str).collect::<Vec<_>>());
    let silent = |cells: &[String]| cells.iter().all(|c| c.is_empty() || c == NOT_STATED);
    let sign = parties.iter().any(|&p| case.parties[p].in_c());
    for (j, issue) in case.issues.iter().enumerate() {
        let cells: Vec<String> = parties.iter().map(|&p| wishes(case, p, j)).collect();
        // Of outsiders only what they spoke of is worth a row.
        if sign || !silent(&cells) {
            table.add_row(std::iter::once(options(case, j, issue)).chain(cells));
        }
    }
    type Cell = fn(&Case, PartyIndex) -> String;
    let rows: [(&str, Cell); 6] = [
        ("Also refuses", refuses),
        ("Wants first", first),
        ("Matters most", matters_most),
        ("Interests", interests),
        ("Rests on", rests_on),
        ("Without a deal", wishes::without_a_deal),
    ];
    for (title, cell) in rows {
        let cells: Vec<String> = parties.iter().map(|&p| cell(case, p)).collect();
        if !silent(&cells) {
            table.add_row(std::iter::once(title.to_owned()).chain(cells));
        }
    }
    screen::drawn(&table)
}

/// The issue's title and options, today's marked.
fn options(case: &Case, j: usize, issue: &Issue) -> String {
    let today = case.status_quo.get(j).copied();
    let mut out = issue.title.clone();
    if let Some(range) = &issue.range {
        let unit = range.unit.as_deref().map(|u| format!(" {u}")).unwrap_or_default();
        let _ = write!(out, "\n· {} to {}{unit}, in steps of {}", range.from, range.to, range.step);
        if let Some(today) = today {
            let _ = write!(out, "\n· {} today", option_name(issue, today));
        }
        return out;
    }
    for o in 0..issue.options.len().min(OPTIONS_NAMED) {
        let mark = if Some(o) == today { " (today)" } else { "" };
        let _ = write!(out, "\n· {}{mark}", option_name(issue, o));
    }
    if issue.options.len() > OPTIONS_NAMED {
        let _ = write!(out, "\n· and {} more", issue.options.len() - OPTIONS_NAMED);
    }
    out
}

/// What a party wants on an issue, best first, and what it refuses there.
fn wishes(case: &Case, party: PartyIndex, j: usize) -> String {
    let wishes = wishes::wishes(case, party, j, Scored::WithPoints);
    let mut lines = wanted(wishes.best_first, wishes.next);
    if lines.is_empty() {
        lines.push(NOT_STATED.to_owned());
    }
    lines.extend(wishes.refuses.iter().map(|what| format!("refuses: {what}")));
    lines.join("\n")
}

/// A line per option; the middle of a long list is left out.
fn wanted(best_first: Vec<String>, next: &str) -> Vec<String> {
    let total = best_first.len();
    let mut lines = Vec::new();
    for (n, option) in best_first.into_iter().enumerate() {
        match n {
            0 => lines.push(format!("wants: {option}")),
            n if n + 1 < OPTIONS_NAMED || n + 1 == total => lines.push(format!("{next}: {option}")),
            n if n + 1 == OPTIONS_NAMED => lines.push("…".to_owned()),
            _ => {}
        }
    }
    lines
}

/// Red lines that run across issues.
fn refuses(case: &Case, party: PartyIndex) -> String {
    wishes::refuses_across(case, party).join("\n")
}

/// Preconditions.
fn first(case: &Case, party: PartyIndex) -> String {
    wishes::wants_first(case, party).join("\n")
}

/// The issues with the greatest weights, when anything is known of these.
fn matters_most(case: &Case, party: PartyIndex) -> String {
    let title = |&j: &usize| case.issues[j].title.as_str();
    match case.preferences_of(party).map(|p| &p.weights) {
        None | Some(Weights::Unstated) => NOT_STATED.to_owned(),
        Some(Weights::Rank(groups)) => {
            let firsts = groups.iter().take(2).map(|g| g.iter().map(title).collect::<Vec<_>>().join(" or "));
            wanted(firsts.collect(), "then").join("\n").replacen("wants: ", "", 1)
        }
        Some(Weights::Numbers(numbers)) => {
            let mut heaviest: Vec<_> = numbers.iter().enumerate().map(|(j, n)| (j, *n)).collect();
            heaviest.sort_by_key(|&(_, n)| std::cmp::Reverse((n.high(), n.low())));
            let lines = heaviest.iter().take(2).map(|(j, n)| format!("{} ({})", title(j), words::number(*n)));
            lines.collect::<Vec<_>>().join("\n")
        }
    }
}

fn interests(case: &Case, party: PartyIndex) -> String {
    let stated = case.preferences_of(party).and_then(|p| p.interests.clone());
    stated.unwrap_or_else(|| NOT_STATED.to_owned())
}

/// The claims behind what it wants.
fn rests_on(case: &Case, party: PartyIndex) -> String {
    match case.preferences_of(party).map(|p| &p.grounds.because) {
        None => String::new(),
        Some(because) if because.is_empty() => "judgement, no claims".to_owned(),
        Some(because) => because.join(", "),
    }
}
