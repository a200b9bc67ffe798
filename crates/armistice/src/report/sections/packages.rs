//! Packages in words: what each trade gives and takes.

use super::Section;
use super::tell::{name, names};
use crate::analysis::packages::{Packages, Trade};
use crate::analysis::{Entry, Extent};
use crate::case::words::{either, option_in_words};
use crate::case::{Case, PartyIndex};
use crate::points::Points;
use crate::report::page::Part;
use crate::report::prose::{about, capital, changes_in_short};
use crate::report::words::{self, count, hearsay, references};

/// How many trades the table shows.
const SHOWN: usize = 10;

pub(super) fn section(case: &Case, packages: &Packages) -> Section {
    let signatories = case.signatories();
    let mut lead = Vec::new();
    let mut because: Vec<String> = Vec::new();
    if signatories.len() < 2 {
        lead.push(Part::plain("A trade takes two who would sign: the case has fewer."));
    } else {
        let mut sentences = vec![answer(case, packages, &signatories)];
        if packages.trades.is_empty() {
            sentences.extend(refused(case, packages, &signatories, &mut because));
        }
        sentences.extend(unknown(packages));
        lead.push(Part::plain(sentences.join(" ")));
    }
    let mut rest = Vec::new();
    if !packages.trades.is_empty() {
        rest.push(listed(case, "Trades, best first", &packages.trades, packages.total, &signatories));
        rest.push(Part::note(
            "Points against the outcome they start from; exposure is counted on its issue. Best: fewest issues; then what leaves nobody with less than going on without a deal; then the largest product of the gains, which does not compare points across parties. A trade of which a part would do alone is not listed.",
        ));
    } else if !packages.refused.is_empty() {
        let total = packages.refused.len() as u64;
        rest.push(listed(case, "Better for all, but refused", &packages.refused, total, &signatories));
    }
    rest.extend(left_out(case, packages));
    Section { title: Entry::named("packages").map_or("", |e| e.title), lead, rest, because }
}

/// "both", "all three".
fn everybody(signatories: &[PartyIndex]) -> String {
    const NUMBERS: [&str; 8] = ["three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    match signatories.len() {
        2 => "both".to_owned(),
        n => n
            .checked_sub(3)
            .and_then(|at| NUMBERS.get(at))
            .map_or_else(|| format!("all {n}"), |word| format!("all {word}")),
    }
}

/// Where the trades start.
fn start(case: &Case, packages: &Packages) -> String {
    if packages.at == case.status_quo {
        "things as they stand".to_owned()
    } else {
        changes_in_short(case, &packages.at)
    }
}

fn answer(case: &Case, packages: &Packages, signatories: &[PartyIndex]) -> String {
    let all = everybody(signatories);
    let from = start(case, packages);
    let Some(best) = packages.trades.first() else {
        let crossed = if packages.crossed.is_empty() { "" } else { " (which itself crosses one)" };
        return format!("Starting from {from}{crossed}, nothing makes {all} better off without crossing a red line.");
    };
    match packages.total {
        1 => format!(
            "Starting from {from}, one change makes {all} better off and crosses no red line: {}.",
            told(case, best, signatories)
        ),
        n => format!(
            "Starting from {from}, {} make {all} better off and cross no red line. The best: {}.",
            count(n, "change", "changes"),
            told(case, best, signatories)
        ),
    }
}

/// "“A: x” (Ukraine gives 3 points) with “B: y” (Russia gives 2), a gain of …".
fn told(case: &Case, trade: &Trade, signatories: &[PartyIndex]) -> String {
    let mut text = match trade.changes.as_slice() {
        [only] => format!("“{}”", option_in_words(&case.issues[only.issue], only.to)),
        several => {
            let parts: Vec<String> = several
                .iter()
                .map(|shift| {
                    let gives: Vec<String> = signatories
                        .iter()
                        .zip(&shift.points)
                        .filter(|(_, p)| p.0 < 0)
                        .map(|(&party, p)| format!("{} gives {}", name(case, party), about(Points(-p.0))))
                        .collect();
                    let gives = if gives.is_empty() { String::new() } else { format!(" ({})", either(&gives, "and")) };
                    format!("“{}”{gives}", option_in_words(&case.issues[shift.issue], shift.to))
                })
                .collect();
            either(&parts, "and")
        }
    };
    let gains: Vec<String> =
        signatories.iter().zip(&trade.gain).map(|(&p, g)| format!("{} for {}", about(*g), name(case, p))).collect();
    let comma = if trade.changes.len() > 1 { ": together" } else { "," };
    text.push_str(&format!("{comma} a gain of {}", either(&gains, "and")));
    if !trade.short.is_empty() {
        let expect = if trade.short.len() == 1 { "expects" } else { "expect" };
        text.push_str(&format!("; short of what {} {expect} from going on without a deal", names(case, &trade.short)));
    }
    text
}

/// What would be a trade, but for a refusal.
fn refused(case: &Case, packages: &Packages, signatories: &[PartyIndex], because: &mut Vec<String>) -> Option<String> {
    let nearest = packages.refused.first()?;
    let mut who: Vec<String> = Vec::new();
    for id in &nearest.crosses {
        let line = case.red_lines.iter().find(|r| r.id == *id).map(|r| (r.party, &r.grounds.because));
        let first = case.preconditions.iter().find(|p| p.id == *id).map(|p| (p.party, &p.grounds.because));
        let Some((party, claims)) = line.or(first) else { continue };
        let said = hearsay(case, party, claims);
        let comma = if said.is_empty() { "" } else { "," };
        who.push(format!("{}{said}{comma} refuses it ({id}){}", name(case, party), references(claims)));
        because.extend(claims.iter().filter(|c| !because.contains(c)).cloned().collect::<Vec<_>>());
    }
    Some(format!("Nearest to it comes {}; but {}.", told(case, nearest, signatories), either(&who, "and")))
}

fn unknown(packages: &Packages) -> Option<String> {
    if packages.is_whole() {
        return None;
    }
    let looked = match packages.searched {
        0 => "Not all changes of a single issue were looked at".to_owned(),
        1 => "All changes of one issue were looked at".to_owned(),
        n => format!("All changes of up to {n} issues were looked at"),
    };
    let why = if packages.extent == Extent::Whole { "" } else { " before it was ended" };
    Some(format!("{looked}{why}; whether larger trades would do more is unknown."))
}

fn listed(case: &Case, title: &str, trades: &[Trade], total: u64, signatories: &[PartyIndex]) -> Part {
    let number = |p: &Points| if p.0 > 0 { format!("+{}", words::points(*p)) } else { words::points(*p) };
    let mut columns = vec![("", 1), (title, 8)];
    let named: Vec<&str> = signatories.iter().map(|&p| case.parties[p].name.as_str()).collect();
    columns.extend(named.iter().map(|n| (*n, 2)));
    let mut rows = Vec::new();
    let shown = trades.iter().take(SHOWN);
    for (n, trade) in shown.clone().enumerate() {
        let mut lines: Vec<(String, Option<&[Points]>)> = Vec::new();
        for shift in &trade.changes {
            lines.push((option_in_words(&case.issues[shift.issue], shift.to), Some(&shift.points)));
        }
        if trade.elsewhere.iter().any(|p| p.0 != 0) {
            lines.push(("what goes with it".to_owned(), Some(&trade.elsewhere)));
        }
        if lines.len() > 1 {
            lines.push(("together".to_owned(), Some(&trade.gain)));
        }
        if !trade.short.is_empty() {
            lines.push((format!("(short of going on, for {})", names(case, &trade.short)), None));
        }
        if !trade.crosses.is_empty() {
            lines.push((format!("(refused: {})", trade.crosses.join(", ")), None));
        }
        for (k, (what, points)) in lines.into_iter().enumerate() {
            let mut row = vec![if k == 0 { (n + 1).to_string() } else { String::new() }, what];
            row.extend(points.into_iter().flatten().map(&number));
            row.resize(columns.len(), String::new());
            rows.push(row);
        }
    }
    let left = words::left_over(total, shown.len());
    if left > 0 {
        let mut row = vec![String::new(), format!("… and {left} more")];
        row.resize(columns.len(), String::new());
        rows.push(row);
    }
    Part::table("Trades with what each gives and takes, in points", &columns, rows)
}

fn left_out(case: &Case, packages: &Packages) -> Option<Part> {
    let mut titles: Vec<String> = Vec::new();
    let mut parties: Vec<PartyIndex> = Vec::new();
    for &(party, issue) in &packages.left_out {
        let title = format!("“{}”", case.issues[issue].title);
        if !titles.contains(&title) {
            titles.push(title);
        }
        if !parties.contains(&party) {
            parties.push(party);
        }
    }
    let stands = if titles.len() == 1 { "stays as it is" } else { "stay as they are" };
    let wants = if parties.len() == 1 { "wants" } else { "want" };
    (!titles.is_empty()).then(|| {
        Part::note(format!(
            "{} {stands}: what {} {wants} there is not stated.",
            capital(&either(&titles, "and")),
            names(case, &parties)
        ))
    })
}
