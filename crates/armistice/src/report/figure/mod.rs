//! The deal space as a figure: what outcomes are worth to two parties at a time (definitions §2, §3).

mod chart;
mod emf;
mod letters;
mod place;
pub mod scene;
mod svg;

pub use emf::emf;
pub use svg::svg;

use super::{prose, words};
use crate::analysis::constraints::constraints;
use crate::analysis::impasse::{ConstraintKind, Unlock};
use crate::analysis::{Analysis, Status};
use crate::case::words::either;
use crate::case::{Case, PartyIndex};
use crate::points::{Decimal, Points};
use crate::space::{Numbers, Pull, Terms, combinations};
use chart::{Marked, Panel};
use scene::{Ink, Mark, Scene, Shape};

/// The deal space, drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// One per pair of signatories that is shown.
    pub panels: Vec<Scene>,
    /// What the signs mean.
    pub legend: Vec<Key>,
    /// What is not shown, and what the numbers do not say.
    pub notes: Vec<String>,
    /// The names of the parties of C.
    pub parties: Vec<String>,
    /// The named points in numbers, for where nothing can be drawn.
    pub points: Vec<Named>,
}

/// A sign and what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The sign alone.
    pub sign: Scene,
    /// Its meaning.
    pub text: String,
}

/// A named point, with its worth to every party of C.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// u_i, or d_i for no deal.
    pub worth: Vec<Points>,
}

/// How many pairs are drawn.
const PANELS: usize = 3;
/// How many unlocks are marked: as many as the brief tells of.
pub(super) const UNLOCKS: usize = 5;
/// Up to so many combinations every outcome is drawn.
const DRAWN: u32 = 2_000;

/// The figure; `None` when there are fewer than two signatories, or nobody gave a number to draw.
pub fn figure(case: &Case, analysis: &Analysis) -> Option<Figure> {
    let signatories = case.signatories();
    if signatories.len() < 2 || prose::nobody_gave_numbers(case) {
        return None;
    }
    let marked = marked(case, analysis);
    let outcomes = outcomes(case, analysis);
    let all = pairs(signatories.len());
    let chosen = most_telling(&all, &signatories, analysis);
    let (width, height) = if chosen.len() == 1 { (4400, 3200) } else { (2300, 2350) };
    let mut notes = Vec::new();
    let mut panels = Vec::new();
    let mut unlabelled = Vec::new();
    for &(a, b) in &chosen {
        let panel = panel(case, analysis, (a, b), &marked, &outcomes);
        let (scene, left_out) = chart::draw(&panel, width, height);
        panels.push(scene);
        unlabelled.extend(left_out);
    }
    if chosen.len() < all.len() {
        let why = match analysis.verdict.status {
            Status::NoDeal => "those whose positions meet in most blocks",
            Status::Deal | Status::Undetermined => "those with the least room",
        };
        notes.push(format!("{} of {} pairs of signatories are drawn: {why}.", chosen.len(), all.len()));
    }
    unlabelled.sort();
    unlabelled.dedup();
    if !unlabelled.is_empty() {
        notes.push(format!("No room for the name of {}.", either(&unlabelled, "and")));
    }
    let frontier = &analysis.deal_zone.frontier;
    let left_out = words::left_over(frontier.size, frontier.points.len());
    if left_out > 0 {
        notes.push(format!("{} further points of the frontier are not drawn.", words::thousands(left_out)));
    }
    notes.push("Points of different parties do not compare.".to_owned());
    let legend = legend(&panels, outcomes.is_empty(), signatories.len() == 2);
    let parties = signatories.iter().map(|&p| case.parties[p].name.clone()).collect();
    Some(Figure { panels, legend, notes, parties, points: named(analysis, &marked) })
}

/// A point to be marked, with its worth to every party of C.
struct Point {
    mark: Mark,
    names: Vec<String>,
    worth: Vec<Points>,
    short: Vec<Points>,
}

/// The status quo, the best side agreement, the best of each unlock, and the solutions.
fn marked(case: &Case, analysis: &Analysis) -> Vec<Point> {
    let point = |mark, names: Vec<String>, worth: &[Points]| Point {
        mark,
        names,
        worth: worth.to_vec(),
        short: vec![Points(0); worth.len()],
    };
    let mut points = Vec::new();
    for (names, entry) in prose::named(&analysis.deal_zone.solutions) {
        let mark = match names[0] {
            "Nash" => Mark::Nash,
            "Kalai–Smorodinsky" => Mark::KalaiSmorodinsky,
            "egalitarian" => Mark::Egalitarian,
            _ => Mark::Utilitarian,
        };
        let short = match names.len() - 1 {
            1 => format!("{} and another", names[0]),
            others => format!("{} and {others} others", names[0]),
        };
        let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
        let long = if names.len() == 4 { "all four solutions".to_owned() } else { either(&names, "and") };
        points.push(point(mark, if names.len() > 1 { vec![long, short] } else { vec![long] }, &entry.worth));
    }
    for (n, unlock) in analysis.impasse.unlocks.iter().take(UNLOCKS).enumerate() {
        if let Some(entry) = &unlock.best.nash {
            let number = (n + 1).to_string();
            let names = vec![format!("{number}: {}", given_up(case, analysis, unlock)), number];
            points.push(Point { short: unlock.shortfall.clone(), ..point(Mark::Unlock, names, &entry.worth) });
        }
    }
    if let Some(entry) = &analysis.deal_zone.side_agreements.best {
        let names = vec!["best side agreement".to_owned(), "side agreement".to_owned(), "side".to_owned()];
        points.push(point(Mark::Side, names, &entry.worth));
    }
    points.push(point(Mark::Today, vec!["today".to_owned()], &analysis.status_quo));
    points
}

/// "without no-cession", "Russia expects less", in few words.
fn given_up(case: &Case, analysis: &Analysis, unlock: &Unlock) -> String {
    let constraint = |&k: &usize| analysis.impasse.constraints.get(k);
    let Some(first) = unlock.violates.iter().find_map(constraint) else { return String::new() };
    let text = match first.kind {
        ConstraintKind::Floor => format!("{} settles for less", case.parties[first.party].name),
        ConstraintKind::RedLine | ConstraintKind::Precondition => format!("without {}", first.id),
    };
    let more = unlock.violates.len() - 1;
    if more == 0 { text } else { format!("{text} + {more}") }
}

fn pairs(signatories: usize) -> Vec<(usize, usize)> {
    (0..signatories).flat_map(|a| (a + 1..signatories).map(move |b| (a, b))).collect()
}

/// The pairs to draw, in order: all of them when they are few; else those that most blocks, or the least room, concern.
fn most_telling(all: &[(usize, usize)], signatories: &[PartyIndex], analysis: &Analysis) -> Vec<(usize, usize)> {
    let impasse = &analysis.impasse;
    let meets = |block: &crate::analysis::impasse::Block, at: usize| {
        block
            .constraints
            .iter()
            .filter_map(|&k| impasse.constraints.get(k))
            .any(|c| Some(&c.party) == signatories.get(at))
    };
    let weight = |&(a, b): &(usize, usize)| {
        let blocks = impasse.blocks.iter().filter(|block| meets(block, a) && meets(block, b)).count();
        let room = impasse.margins.as_ref().map(|m| {
            let of = |at: usize| m.floors.get(at).map_or(0, |p| i128::from(p.0));
            of(a) + of(b)
        });
        (std::cmp::Reverse(blocks), room.unwrap_or(0))
    };
    let mut ranked: Vec<(usize, usize)> = all.to_vec();
    ranked.sort_by_key(weight);
    ranked.truncate(PANELS);
    ranked.sort_unstable();
    ranked
}

fn panel(
    case: &Case,
    analysis: &Analysis,
    (a, b): (usize, usize),
    marked: &[Point],
    outcomes: &[(Vec<Points>, bool)],
) -> Panel {
    let signatories = case.signatories();
    let name = |at: usize| signatories.get(at).map_or_else(String::new, |&p| case.parties[p].name.clone());
    let of = |worth: &[Points]| {
        let one = |at: usize| worth.get(at).copied().unwrap_or_default();
        (one(a), one(b))
    };
    let mut frontier: Vec<_> = analysis.deal_zone.frontier.points.iter().map(|p| of(&p.worth)).collect();
    frontier.sort_unstable();
    frontier.dedup();
    Panel {
        names: (name(a), name(b)),
        no_deal: of(&analysis.no_deal),
        marked: marked
            .iter()
            .map(|m| Marked { mark: m.mark, names: m.names.clone(), worth: of(&m.worth), short: of(&m.short) })
            .collect(),
        frontier,
        joined: signatories.len() == 2,
        outcomes: outcomes.iter().map(|(worth, possible)| (of(worth), *possible)).collect(),
    }
}

/// Every outcome that can occur: its worth to all of C, and whether no position or norm rules it out. Empty when there are too many.
fn outcomes(case: &Case, analysis: &Analysis) -> Vec<(Vec<Points>, bool)> {
    if combinations(case) > DRAWN.into() {
        return Vec::new();
    }
    let pull = |(id, strength): &(String, String)| -> Option<Pull> {
        Some((case.levers.iter().position(|l| l.id == *id)?, Decimal::parse(strength).ok()?))
    };
    let pulls: Vec<Pull> = analysis.provenance.levers.iter().filter_map(pull).collect();
    let (Ok(terms), Ok(positions)) = (Terms::new(case, &Numbers::central(case), &pulls), constraints(case)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut outcome = vec![0; case.issues.len()];
    loop {
        let meets = |c: &crate::case::Condition| c.expr.holds(&case.issues, &outcome);
        if !case.infeasible.iter().any(|i| meets(&i.when)) {
            let refused = positions.refused.iter().any(|r| r.holds(case, &outcome));
            let possible = !refused && !case.norms.iter().any(|n| meets(&n.forbids));
            found.push((terms.worth(case, &outcome), possible));
        }
        // The next one, the last issue fastest.
        let Some(j) = (0..outcome.len()).rev().find(|&j| outcome[j] + 1 < case.issues[j].options.len()) else { break };
        outcome[j] += 1;
        outcome[j + 1..].fill(0);
    }
    found
}

/// What the signs that occur mean, in the order they matter.
fn legend(panels: &[Scene], no_outcomes: bool, joined: bool) -> Vec<Key> {
    let shapes = || panels.iter().flat_map(|p| &p.shapes);
    let has = |mark: Mark| shapes().any(|s| matches!(s, Shape::Mark(m, _) if *m == mark));
    let inks = |ink: Ink| shapes().any(|s| matches!(s, Shape::Line(i, _) | Shape::Area(i, _) if *i == ink));
    let mut legend = Vec::new();
    let mut add = |there: bool, sign: Scene, text: &str| {
        if there {
            legend.push(Key { sign, text: text.to_owned() });
        }
    };
    add(true, Scene::of_ink(Ink::NoDeal), "what going on without a deal is worth");
    add(true, Scene::of_ink(Ink::Zone), "worth at least that to both");
    let frontier = if joined { Scene::of_ink(Ink::Frontier) } else { Scene::of_mark(Mark::Frontier) };
    add(has(Mark::Frontier), frontier, "deals that cannot be bettered for one without loss to another");
    for (mark, text) in [
        (Mark::Nash, "Nash solution"),
        (Mark::KalaiSmorodinsky, "Kalai–Smorodinsky solution"),
        (Mark::Egalitarian, "egalitarian solution"),
        (Mark::Utilitarian, "utilitarian solution"),
        (Mark::Unlock, "best for all when what blocks a deal is given up, numbered as above"),
        (Mark::Side, "best agreement short of a deal"),
        (Mark::Today, "today"),
    ] {
        add(has(mark), Scene::of_mark(mark), text);
    }
    add(inks(Ink::Short), Scene::of_ink(Ink::Short), "what it falls short of no deal");
    add(
        !no_outcomes && has(Mark::Possible),
        Scene::of_mark(Mark::Possible),
        "other outcomes that no position rules out",
    );
    add(!no_outcomes && has(Mark::RuledOut), Scene::of_mark(Mark::RuledOut), "outcomes that a position rules out");
    legend
}

fn named(analysis: &Analysis, marked: &[Point]) -> Vec<Named> {
    let no_deal = Named { name: "no deal".to_owned(), worth: analysis.no_deal.clone() };
    let name = |p: &Point| p.names.first().cloned().unwrap_or_default();
    let mut points: Vec<Named> = marked.iter().map(|p| Named { name: name(p), worth: p.worth.clone() }).collect();
    // No deal and today first: what all else is measured against.
    points.rotate_right(1);
    points.insert(0, no_deal);
    points
}
