//! How far the verdict hangs on what is unknown, in words.

use super::super::page::Part;
use super::super::prose::{block, capital, changes_in_short, given_up};
use super::super::words::thousands;
use super::Section;
use super::ways::{TOO_FEW, name, part, stopped, too_large, ways};
use crate::analysis::proved::{Proof, Proved};
use crate::analysis::robustness::{Robustness, Sway};
use crate::case::Case;
use crate::case::words::option_in_words;
use crate::points::Points;

/// How many blocks, unlocks and outcomes are told.
const TOLD: usize = 8;

pub(super) fn section(case: &Case, found: &Robustness) -> Section {
    let mut because: Vec<String> = Vec::new();
    for claim in found.positions.iter().flatten().flat_map(|&k| &found.constraints[k].because) {
        if !because.contains(claim) {
            because.push(claim.clone());
        }
    }
    Section { title: "How robust it is", lead: lead(case, found), rest: rest(case, found), because }
}

fn lead(case: &Case, found: &Robustness) -> Vec<Part> {
    let mut said = match found.sway {
        Sway::TooFewParties => return vec![Part::plain(TOO_FEW)],
        Sway::TooLarge => return vec![Part::plain(too_large())],
        Sway::CannotOccur => {
            return vec![Part::plain(
                "No numbers decide it: nothing that would count as a deal can occur, whatever they are.",
            )];
        }
        Sway::Positions => {
            vec!["No numbers decide it: positions alone rule out every deal, whatever the numbers are.".to_owned()]
        }
        Sway::NothingUnknown => {
            let deal = if found.central == Some(true) { "There is a deal" } else { "There is no deal" };
            vec![format!("{deal}, and no number that bears on it is unknown: there is nothing to fill in.")]
        }
        Sway::Numbers => Vec::new(),
    };
    let proof = found.proved.first().filter(|_| found.sway == Sway::Numbers).and_then(|p| proved(case, p));
    let is_proved = proof.is_some();
    said.extend(proof);
    if found.asked == 0 && found.sway == Sway::Numbers {
        said.push("Unknown: nothing was sampled, since no draws were asked for.".to_owned());
        return vec![Part::plain(said.join(" "))];
    }
    if found.sway == Sway::Numbers {
        said.extend(stopped(found.extent));
        if found.draws > 0 {
            if !is_proved {
                said.push(deals(found));
            }
            said.extend(favourite(case, found));
        }
    }
    vec![Part::plain(said.join(" "))]
}

/// What holds whatever the unknown numbers are.
fn proved(case: &Case, proved: &Proved) -> Option<String> {
    match proved.deal {
        Proof::Sure => {
            let example = proved.example.as_ref().map(|x| changes_in_short(case, x)).unwrap_or_default();
            Some(format!("There is a deal, whatever the unknown numbers are: {example} is acceptable to all. That is proved, not sampled."))
        }
        Proof::Never => Some(
            "There is no deal, whatever the unknown numbers are: no outcome is worth enough to all at once. That is proved, not sampled."
                .to_owned(),
        ),
        Proof::Open => None,
    }
}

fn deals(found: &Robustness) -> String {
    let (deals, all) = (found.deals, found.draws);
    let share = ways(deals, all);
    match (found.central == Some(true), deals) {
        (true, _) if deals == all => format!("There is a deal {share}, and with the middle of every number."),
        (false, 0) => format!("There is a deal {share}, nor with the middle of every number.")
            .replace("is a deal in none", "is no deal in any"),
        (true, _) => format!("There is a deal {share}; with the middle of every number there is one."),
        (false, _) => format!("There is a deal {share}; with the middle of every number there is none."),
    }
}

/// What the Nash solution chooses most often.
fn favourite(case: &Case, found: &Robustness) -> Option<String> {
    let nash = &found.solutions[0];
    let first = nash.outcomes.first()?;
    let what = changes_in_short(case, &first.outcome);
    let share = part(first.times, nash.chosen);
    Some(match share.as_str() {
        "all" => format!("Where there is one, the Nash solution is always {what} in the ways tried."),
        _ => format!("Where there is one, the Nash solution most often is {what}: in {share} of these."),
    })
}

fn rest(case: &Case, found: &Robustness) -> Vec<Part> {
    let blocks = found.positions.iter().map(|b| block(case, &found.constraints, b));
    let mut parts: Vec<Part> = blocks.take(2).map(Part::plain).collect();
    if found.draws == 0 {
        return parts;
    }
    let all = found.draws;
    if !found.goals.is_empty() {
        let proof = |id: &str| found.proved.iter().find(|p| p.goal.as_deref() == Some(id)).map(|p| p.deal);
        let rows = found.goals.iter().map(|g| {
            let met = match proof(&g.id) {
                Some(Proof::Sure) => "all, whatever the numbers are".to_owned(),
                Some(Proof::Never) => "none, whatever the numbers are".to_owned(),
                _ => part(g.met, all),
            };
            vec![capital(&g.title), met]
        });
        parts.push(Part::table("Goals", &[("Goal", 3), ("Can be met in", 1)], rows.collect()));
    }
    if found.deals > 0 {
        let rows = case.issues.iter().zip(&found.open).flat_map(|(issue, options)| {
            (0..issue.options.len()).map(move |o| vec![option_in_words(issue, o), part(options[o], all)])
        });
        parts.push(Part::Heading("What a deal can contain".to_owned()));
        parts.push(Part::table("What a deal can contain", &[("Option", 3), ("In a deal in", 1)], rows.collect()));
        parts.extend(solutions(case, found));
    }
    if found.deals < all {
        parts.push(Part::Heading("What stands in the way where there is no deal".to_owned()));
        let rows = found.blocks.iter().take(TOLD);
        let rows = rows.map(|b| vec![block(case, &found.constraints, &b.constraints), part(b.times, all)]).collect();
        parts.push(Part::table("Blocks", &[("Block", 5), ("Holds in", 1)], rows));
        parts.push(Part::Heading("The smallest changes that open one".to_owned()));
        let rows = found.unlocks.iter().take(TOLD);
        let rows = rows.map(|u| vec![capital(&given_up(case, &found.constraints, &u.constraints)), part(u.times, all)]);
        parts.push(Part::table("Unlocks", &[("Change", 5), ("Is one in", 1)], rows.collect()));
        let more = found.blocks.len().saturating_sub(TOLD) + found.unlocks.len().saturating_sub(TOLD);
        if more > 0 {
            let rarer = if more == 1 { "1 rarer one is".to_owned() } else { format!("{more} rarer ones are") };
            parts.push(Part::note(format!("{rarer} not shown; `--json` has all.")));
        }
        if found.uncounted > 0 {
            parts.push(Part::note(format!(
                "In {} draws what stands in the way was not counted: there were too many different lists of it.",
                thousands(found.uncounted)
            )));
        }
    }
    let numbers = if found.unknowns == 1 { "unknown is" } else { "unknowns are" };
    parts.push(Part::note(format!(
        "Sampled: {} {numbers} filled in at random within what the case allows, {} times (seed {}). These are ways of filling in what nobody stated, and say nothing of what is to be expected.",
        thousands(found.unknowns as u128),
        thousands(all),
        found.seed
    )));
    parts
}

fn solutions(case: &Case, found: &Robustness) -> Vec<Part> {
    let named = ["Nash", "Kalai–Smorodinsky", "egalitarian", "utilitarian"];
    let mut rows = Vec::new();
    for (solution, spread) in named.iter().zip(&found.solutions) {
        for chosen in spread.outcomes.iter().take(3) {
            rows.push(vec![
                (*solution).to_owned(),
                changes_in_short(case, &chosen.outcome),
                part(chosen.times, spread.chosen),
            ]);
        }
    }
    let points = |p: Points| format!("{p:.1}");
    let gains = found.solutions[0]
        .gains
        .iter()
        .enumerate()
        .map(|(place, g)| vec![name(case, place), points(g.tenth), points(g.half), points(g.nine_tenths)]);
    let gains: Vec<Vec<String>> = gains.collect();
    let mut parts = vec![Part::Heading("Which deals the solutions choose".to_owned())];
    if rows.is_empty() {
        parts.push(Part::plain("None: wherever there is a deal, today is better for everybody."));
        return parts;
    }
    parts.push(Part::table("Solutions", &[("Solution", 2), ("Deal", 5), ("In", 2)], rows));
    let columns = [("Gain in the Nash solution", 3), ("a tenth below", 1), ("half below", 1), ("nine tenths below", 1)];
    parts.push(Part::table("Gains", &columns, gains));
    parts
}
