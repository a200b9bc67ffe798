//! What blocks a deal and what would open one; or, where there is one, which deals there are and what limits them; and the goals.

use super::super::page::{Cell, Column, Inline, Item, List, Part, Table};
use super::claims::{Quoting, item, linked};
use super::{ROWS, more};
use crate::analysis::deal_zone::{Entry, Solutions};
use crate::analysis::impasse::{Basis, Block, BlockBasis, Constraint, ConstraintKind, Impasse, Unlock};
use crate::analysis::{Analysis, Status};
use crate::case::Case;
use crate::case::words::{either, in_prose};
use crate::points::Points;
use crate::report::{prose, words};

/// Constraints listed where there is a deal.
const CONSTRAINTS: usize = 8;
/// Goals listed, and ways of opening one that are told.
const GOALS: usize = 6;
const WAYS: usize = 3;

/// What stands in the way or, where nothing does, what there is.
pub(super) fn changes(case: &Case, analysis: &Analysis, quoting: &mut Quoting<'_>) -> Vec<Part> {
    let mut parts = match analysis.verdict.status {
        Status::NoDeal => {
            let mut parts = blocks(case, &analysis.impasse, quoting);
            parts.extend(unlocks(case, analysis));
            parts
        }
        Status::Deal => {
            let mut parts = deals(case, analysis);
            parts.extend(limits(case, analysis, quoting, "What limits it"));
            parts
        }
        Status::Undetermined => limits(case, analysis, quoting, "What each refuses"),
    };
    parts.extend(side_agreements(case, analysis));
    parts
}

fn blocks(case: &Case, impasse: &Impasse, quoting: &mut Quoting<'_>) -> Vec<Part> {
    if !impasse.occurs {
        return Vec::new();
    }
    let mut parts = vec![Part::Heading("What blocks a deal".to_owned())];
    if impasse.blocks.is_empty() {
        parts.push(Part::plain("There are too many blocks to tell them apart."));
    }
    let shown = impasse.blocks.len().min(ROWS);
    for (n, block) in impasse.blocks.iter().take(shown).enumerate() {
        let number = if shown > 1 { format!("{}. ", n + 1) } else { String::new() };
        let strong = Inline::Strong(format!("{number}{}", opening(block)));
        parts.push(Part::Paragraph(super::Weight::Plain, vec![strong]));
        let items = block.constraints.iter().filter_map(|&k| impasse.constraints.get(k));
        let items = items.map(|c| constraint(case, c, None, quoting)).collect();
        parts.push(Part::List(List { numbered: false, items }));
    }
    parts.extend(more(shown, impasse.blocks_total, !impasse.complete, ""));
    parts
}

fn opening(block: &Block) -> &'static str {
    match (block.basis, block.constraints.len()) {
        (BlockBasis::Positions, 1) => "This alone rules out every deal, whatever the numbers are:",
        (BlockBasis::Positions, _) => "Together these rule out every deal, whatever the numbers are:",
        (BlockBasis::Numbers, 1) => "This alone rules out every deal, on the central numbers:",
        (BlockBasis::Numbers, _) => "Together these rule out every deal, on the central numbers:",
    }
}

/// A constraint with the words behind it; `but` is what else is to be said of it.
fn constraint(case: &Case, constraint: &Constraint, but: Option<String>, quoting: &mut Quoting<'_>) -> Item {
    let said = prose::capital(&prose::constraint(case, constraint));
    let mut item = item(case, &said, &constraint.because, quoting);
    item.text.extend(but.map(Inline::Text));
    if constraint.kind != ConstraintKind::Floor {
        let ids: Vec<String> = std::iter::once(&constraint.id).chain(&constraint.also).cloned().collect();
        item.text.push(Inline::Faint(format!(" ({})", ids.join(", "))));
    }
    item
}

fn unlocks(case: &Case, analysis: &Analysis) -> Vec<Part> {
    let impasse = &analysis.impasse;
    if impasse.unlocks.is_empty() {
        return Vec::new();
    }
    let short = impasse.unlocks.iter().take(ROWS).any(|u| u.shortfall.iter().any(|p| p.0 > 0));
    let mut columns = vec![("", 3), ("Given up", 25), ("Opens", 14)];
    if short {
        columns.push(("Points short", 14));
    }
    columns.extend([("Best for all", 36), ("Gain over no deal", 17)]);
    let row = |(n, unlock): (usize, &Unlock)| {
        let mut cells = vec![one((n + 1).to_string()), given_up(case, impasse, unlock), one(words::opens(unlock))];
        if short {
            let falls: Vec<(usize, Points)> =
                unlock.shortfall.iter().copied().enumerate().filter(|(_, p)| p.0 > 0).collect();
            cells.push(falls.iter().map(|&(k, p)| each(case, k, p, "")).collect());
        }
        cells.extend(outcome_and_gains(case, unlock.best.nash.as_ref()));
        cells
    };
    let rows: Vec<Vec<Cell>> = impasse.unlocks.iter().take(ROWS).enumerate().map(row).collect();
    let shown = rows.len();
    let mut parts = vec![
        Part::Heading("What would open one".to_owned()),
        Part::Table(table("The smallest changes that would open a deal", &columns, rows)),
    ];
    let unknown = impasse.unlocks_truncated && words::left_over(impasse.unlocks_total, impasse.unlocks.len()) == 0;
    parts.extend(more(shown, impasse.unlocks_total, unknown, ""));
    parts
}

/// "Without Ukraine’s refusal (no-cession)", and how far that refusal is known.
fn given_up(case: &Case, impasse: &Impasse, unlock: &Unlock) -> Cell {
    let mut cell = vec![linked(case, &prose::capital(&prose::terms(case, impasse, unlock)))];
    let members = || unlock.violates.iter().filter_map(|&k| impasse.constraints.get(k));
    for (basis, word) in [(Basis::Reported, "reported"), (Basis::Inferred, "a judgement")] {
        let of_basis = members().filter(|c| c.basis == basis && c.kind != ConstraintKind::Floor);
        let ids: Vec<String> = of_basis.map(|c| c.id.clone()).collect();
        if !ids.is_empty() {
            cell.push(vec![Inline::Faint(format!("{word}: {}", ids.join(", ")))]);
        }
    }
    cell
}

fn deals(case: &Case, analysis: &Analysis) -> Vec<Part> {
    let zone = &analysis.deal_zone;
    let mut line = format!("{} of {} outcomes would do", words::thousands(zone.deals), words::thousands(zone.outcomes));
    if !zone.unsettled.is_none() {
        line.push_str(&format!(", {} of which hang on something not stated", words::thousands(zone.unsettled)));
    }
    let no_better = words::part_of_unknown(zone.dominated_by_status_quo, zone.deals);
    if !no_better.is_empty() {
        line.push_str(&format!(", {no_better} of which are no better than today for anybody"));
    }
    let at_least = if zone.frontier.exact { "" } else { "at least " };
    line.push_str(&format!(
        ". By what they are worth, {at_least}{} cannot be bettered for one party without loss to another.",
        words::thousands(zone.frontier.size)
    ));
    let mut parts = vec![Part::Heading("Deals".to_owned()), Part::plain(line)];
    parts.extend(solutions(case, &zone.solutions));
    parts
}

fn solutions(case: &Case, solutions: &Solutions) -> Vec<Part> {
    let named = prose::named(solutions);
    let rows: Vec<Vec<Cell>> = named
        .iter()
        .zip(prose::solutions_in_lines(case, &named))
        .map(|((names, entry), changes)| {
            let mut cells = vec![names.iter().map(|n| vec![Inline::Text((*n).to_owned())]).collect::<Cell>()];
            let [mut outcome, gains] = [lines(changes), gains(case, entry)];
            if entry.ties > 1 {
                outcome.push(vec![Inline::Faint(format!("{} do as well", words::thousands(entry.ties - 1)))]);
            }
            cells.extend([outcome, gains]);
            cells
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let columns = [("Solution", 20), ("What changes", 55), ("Gain over no deal", 25)];
    let meaning = "Nash: the greatest product of gains. Kalai–Smorodinsky: to each the same share of what it could gain at most. \
                   Egalitarian: the least gain as great as can be; utilitarian: the greatest sum; both compare points across parties.";
    vec![Part::Table(table("What the four solutions pick", &columns, rows)), Part::note(meaning)]
}

/// Positions and numbers, with what each costs.
fn limits(case: &Case, analysis: &Analysis, quoting: &mut Quoting<'_>, title: &str) -> Vec<Part> {
    let impasse = &analysis.impasse;
    let numbers = !prose::nobody_gave_numbers(case);
    let positions = impasse.constraints.iter().filter(|c| c.kind != ConstraintKind::Floor).enumerate();
    let mut items: Vec<Item> = Vec::new();
    let mut total = 0u32;
    for (k, position) in positions {
        total += 1;
        if items.len() < CONSTRAINTS {
            let removed = impasse.margins.as_ref().and_then(|m| m.constraints.get(k));
            let removed = removed
                .filter(|n| !n.is_none())
                .map(|&n| format!(": alone it rules out {}", words::count(n, "deal", "deals")));
            items.push(constraint(case, position, removed, quoting));
        }
    }
    let shown = items.len();
    if let Some(margins) = impasse.margins.as_ref().filter(|_| numbers && case.signatories().len() > 1) {
        let rooms: Vec<String> = (case.signatories().iter().zip(&margins.floors))
            .map(|(&p, room)| format!("{} points more to {}", words::points(*room), in_prose(&case.parties[p].name)))
            .collect();
        items.push(Item::plain(format!("No deal would be left were going on worth {}", either(&rooms, "or"))));
    }
    if items.is_empty() {
        return Vec::new();
    }
    let mut parts = vec![Part::Heading(title.to_owned()), Part::List(List { numbered: false, items })];
    parts.extend(more(shown, total, false, " positions"));
    parts
}

fn side_agreements(case: &Case, analysis: &Analysis) -> Vec<Part> {
    let side = &analysis.deal_zone.side_agreements;
    if side.count == 0 {
        return Vec::new();
    }
    let mut line = words::count(side.count, "outcome", "outcomes");
    line.push_str(if side.count == 1 { " short of a deal is" } else { " short of a deal are" });
    line.push_str(" acceptable to all");
    if !side.unsettled.is_none() {
        line.push_str(&format!(", {}with something not stated", words::part(side.unsettled, side.count, " of them ")));
    }
    if let Some(best) = &side.best {
        let signatories = case.signatories();
        let gains: Vec<String> = signatories
            .iter()
            .zip(&best.gain)
            .map(|(&p, &g)| format!("{} for {}", words::points(g), in_prose(&case.parties[p].name)))
            .collect();
        line.push_str(&format!(
            "; the best, {}, gains {}",
            prose::changes_in_short(case, &best.outcome),
            either(&gains, "and")
        ));
    }
    let strong = Inline::Strong("Side agreements. ".to_owned());
    vec![Part::Paragraph(super::Weight::Plain, vec![strong, Inline::Text(format!("{}.", prose::capital(&line)))])]
}

/// Whether each goal can be met, what blocks it, and what would open it.
pub(super) fn goals(case: &Case, analysis: &Analysis, quoting: &mut Quoting<'_>) -> Vec<Part> {
    if analysis.goals.is_empty() {
        return Vec::new();
    }
    let mut items = Vec::new();
    for goal in analysis.goals.iter().take(GOALS) {
        let mut text = prose::goal(case, goal, &analysis.impasse);
        let unlocks = &goal.impasse.unlocks;
        if goal.status == Status::NoDeal && *unlocks != analysis.impasse.unlocks && !unlocks.is_empty() {
            let mut ways: Vec<String> =
                unlocks.iter().take(WAYS).map(|u| prose::terms(case, &goal.impasse, u)).collect();
            if unlocks.len() > WAYS {
                ways.push(format!(
                    "in one of {} other ways",
                    words::thousands(words::left_over(goal.impasse.unlocks_total, WAYS))
                ));
            }
            text.push_str(&format!(" It would open {}.", ways.join("; or ")));
        }
        let named = goal.impasse.blocks.iter().take(WAYS).flat_map(|b| &b.constraints);
        let because: Vec<String> =
            named.filter_map(|&k| goal.impasse.constraints.get(k)).flat_map(|c| c.because.clone()).collect();
        items.push(item(case, &text, &because, quoting));
    }
    let shown = items.len();
    let mut parts = vec![Part::Heading("Goals".to_owned()), Part::List(List { numbered: false, items })];
    parts.extend(more(shown, analysis.goals.len() as u128, false, ""));
    parts
}

fn table(caption: &str, columns: &[(&str, u16)], rows: Vec<Vec<Cell>>) -> Table {
    let columns = columns.iter().map(|&(title, share)| Column { title: title.to_owned(), share }).collect();
    Table { caption: caption.to_owned(), columns, rows }
}

fn one(text: String) -> Cell {
    vec![vec![Inline::Text(text)]]
}

/// "Ukraine 21.3".
fn each(case: &Case, k: usize, points: Points, sign: &str) -> Vec<Inline> {
    let name = case.signatories().get(k).map_or("", |&p| case.parties[p].name.as_str()).to_owned();
    vec![Inline::Text(format!("{name} {sign}{}", words::points(points).replace('-', "−")))]
}

/// What an outcome changes against today, a line each, and what it gains to whom.
fn outcome_and_gains(case: &Case, entry: Option<&Entry>) -> [Cell; 2] {
    let Some(entry) = entry else {
        return [vec![vec![Inline::Faint("not told: something in it was not stated".to_owned())]], Vec::new()];
    };
    [lines(prose::changed(case, &entry.outcome)), gains(case, entry)]
}

fn gains(case: &Case, entry: &Entry) -> Cell {
    entry.gain.iter().enumerate().map(|(k, &g)| each(case, k, g, if g.0 > 0 { "+" } else { "" })).collect()
}

fn lines(changed: Vec<String>) -> Cell {
    if changed.is_empty() {
        return one("things as they stand".to_owned());
    }
    cut(changed.into_iter().map(|change| vec![Inline::Text(change)]).collect())
}

/// The first changes of a long package.
fn cut(mut lines: Cell) -> Cell {
    const CHANGES: usize = 8;
    if lines.len() > CHANGES {
        let left_over = lines.len() - (CHANGES - 1);
        lines.truncate(CHANGES - 1);
        lines.push(vec![Inline::Faint(format!("and {left_over} more changes"))]);
    }
    lines
}
