//! What to ask next, in words.

use super::super::page::Part;
use super::super::prose::{block, capital, changes_in_short};
use super::super::words::{condition, thousands};
use super::Section;
use super::ways::{TOO_FEW, part, stopped, too_large, ways};
use crate::analysis::questions::{Flip, Question, Questions, Third, Turn, Turned, Unknown};
use crate::analysis::robustness::Sway;
use crate::case::words::option_in_words;
use crate::case::{Case, NoDeal, PartyIndex};
use crate::points::Fraction;
use crate::space::outcome_at;

/// How many questions are told.
const TOLD: usize = 10;
/// Differences below this are told only of what turns the verdict.
const SMALL: f64 = 0.05;

pub(super) fn section(case: &Case, found: &Questions) -> Section {
    let mut because: Vec<String> = Vec::new();
    for claim in found.blocks.iter().flatten().flat_map(|&k| &found.constraints[k].because) {
        if !because.contains(claim) {
            because.push(claim.clone());
        }
    }
    Section { title: "What to ask next", lead: lead(case, found), rest: rest(case, found), because }
}

/// The questions worth asking.
pub(in crate::report) fn worth_asking(found: &Questions) -> impl Iterator<Item = &Question> {
    found.list.iter().filter(|q| q.dials.iter().any(|t| t.difference().abs() >= SMALL || t.flip != Flip::Never))
}

fn lead(case: &Case, found: &Questions) -> Vec<Part> {
    let nothing = match found.sway {
        Sway::TooFewParties => Some(TOO_FEW.to_owned()),
        Sway::TooLarge => Some(too_large()),
        Sway::CannotOccur => {
            Some("No number decides it: nothing that would count as a deal can occur, whatever they are.".to_owned())
        }
        Sway::Positions => {
            let mut said = vec!["No number decides it: positions alone rule out every deal.".to_owned()];
            said.extend(found.blocks.iter().take(2).map(|b| block(case, &found.constraints, b)));
            said.push("What to ask is whether one of these would be given up.".to_owned());
            Some(said.join(" "))
        }
        Sway::NothingUnknown => Some("No number that bears on it is unknown: there is none to ask about.".to_owned()),
        Sway::Numbers if found.asked == 0 => {
            Some("Unknown: nothing was sampled, since no draws were asked for.".to_owned())
        }
        Sway::Numbers if found.draws == 0 => stopped(found.extent),
        Sway::Numbers => None,
    };
    if let Some(nothing) = nothing {
        return vec![Part::plain(nothing)];
    }
    let mut said: Vec<String> = stopped(found.extent).into_iter().collect();
    let Some(first) = worth_asking(found).next() else {
        let deal = if found.deals == 0 {
            "there is no deal".to_owned()
        } else {
            format!("there is a deal {}", ways(found.deals, found.draws))
        };
        said.push(match found.deals {
            0 => format!(
                "No single number was found to decide it: in all {} ways tried of filling in what is unknown {deal}.",
                thousands(found.draws)
            ),
            _ => format!("No single number was found to decide it: {deal}, whichever of them is high or low."),
        });
        return vec![Part::plain(said.join(" "))];
    };
    let turned = told(first);
    said.push(format!("Ask first: {}", question(case, first, turned)));
    if turned.lower.draws > 0 {
        let thirds = |third: Third| part(third.deals, third.draws);
        said.push(format!(
            "Of the ways tried of filling in what is unknown, there is a deal in {} where {} is in its lower third, and in {} where it is in its upper third.",
            thirds(turned.lower),
            what(case, first, turned),
            thirds(turned.upper)
        ));
    }
    if turned.flip != Flip::Never {
        said.push(decides(case, first, turned, found.central == Some(true)));
    }
    vec![Part::plain(said.join(" "))]
}

fn rest(case: &Case, found: &Questions) -> Vec<Part> {
    if found.draws == 0 {
        return Vec::new();
    }
    let rows: Vec<Vec<String>> = worth_asking(found)
        .take(TOLD)
        .map(|q| {
            let turned = told(q);
            let alone = turning(turned, found.central == Some(true), unit_of(case, q));
            let third = |third: Third| if third.draws == 0 { "–".to_owned() } else { part(third.deals, third.draws) };
            vec![question(case, q, turned), third(turned.lower), third(turned.upper), alone]
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let columns =
        [("Question", 5), ("A deal in: lower third", 2), ("upper third", 2), ("Alone it turns the verdict", 3)];
    let mut parts = vec![Part::table("Questions", &columns, rows)];
    let left = found.list.len() - worth_asking(found).take(TOLD).count();
    if left > 0 {
        parts.push(Part::note(format!("{left} other unknowns make less of a difference; `--json` has all.")));
    }
    parts.push(Part::note(format!(
        "Sampled: {} draws (seed {}). Where an answer alone turns the verdict is worked out with every other number at its middle, and is no sampling.",
        thousands(found.draws),
        found.seed
    )));
    parts
}

/// The number that is told of: one that turns the verdict, else the one with the largest difference.
fn told(question: &Question) -> &Turned {
    question.dials.iter().find(|t| t.flip != Flip::Never).unwrap_or(&question.dials[0])
}

/// What a number is called: "what going on is worth to Russia".
fn what(case: &Case, question: &Question, turned: &Turned) -> String {
    let party = &case.parties[question.party].name;
    match (question.unknown, turned.dial.of) {
        (Unknown::Weights(_), Some(issue)) => format!("the weight of “{}” for {party}", case.issues[issue].title),
        (Unknown::Scores(_, issue), Some(option)) => {
            format!("what “{}” is worth to {party}", option_in_words(&case.issues[issue], option))
        }
        (Unknown::NoDeal(_), _) => format!("what going on without a deal is worth to {party}"),
        (Unknown::Trust(_), _) => format!("the trust of {party}"),
        (Unknown::Exposure(_, at), _) => {
            format!("what {party} loses by “{}” if it is not honoured", exposed(case, question.party, at))
        }
        (Unknown::Link(link), _) => format!("what {} adds for {party}", condition(case, &case.links[link].when)),
        (Unknown::LeverWorth(lever, _), _) => format!("what {} does to {party}", lever_name(case, lever)),
        (Unknown::LeverTrust(lever, _), _) => format!("what {} does to the trust of {party}", lever_name(case, lever)),
        _ => format!("a number of {party}"),
    }
}

/// The question a person would ask.
fn question(case: &Case, question: &Question, turned: &Turned) -> String {
    let party = &case.parties[question.party].name;
    let asked = match (question.unknown, turned.dial.of) {
        (Unknown::Weights(_), Some(issue)) => {
            format!("How much does “{}” weigh for {party}, of all it wants", case.issues[issue].title)
        }
        (Unknown::Scores(_, issue), Some(option)) => {
            format!(
                "How good is “{}” for {party}, from 0 for the worst to 100 for the best",
                option_in_words(&case.issues[issue], option)
            )
        }
        (Unknown::NoDeal(_), _) => format!("What would going on without a deal be worth to {party}"),
        (Unknown::Trust(_), _) => format!("How far does {party} trust that others would honour a deal, from 0 to 1"),
        (Unknown::Exposure(_, at), _) => {
            format!("What would {party} lose by “{}” if others did not honour it", exposed(case, question.party, at))
        }
        (Unknown::Link(link), _) => {
            format!("What does {} together add for {party}", condition(case, &case.links[link].when))
        }
        (Unknown::LeverWorth(lever, _), _) => format!("What would {} do to {party}", lever_name(case, lever)),
        (Unknown::LeverTrust(lever, _), _) => {
            format!("What would {} add to the trust of {party}", lever_name(case, lever))
        }
        _ => format!("What of {party}"),
    };
    let values = match &turned.flip {
        Flip::Never => return format!("{asked}?"),
        Flip::UpTo(turn) | Flip::From(turn) => worded(case, question, turned, &turn.value),
        Flip::Outside(first, second) => {
            let (first, second) = (shown(&first.value, turned, question), shown(&second.value, turned, question));
            return format!("{asked}: below {first}, above {second}, or in between?");
        }
    };
    format!("{asked}: more or less than {values}?")
}

/// A value with its unit, and against what it counts: "3.0 points above today".
fn worded(case: &Case, question: &Question, turned: &Turned, value: &Fraction) -> String {
    let number = shown(value, turned, question);
    match (question.unknown, &case.parties[question.party].no_deal) {
        (Unknown::NoDeal(_), NoDeal::Points(_)) => format!("{number} points"),
        (Unknown::NoDeal(_), NoDeal::Between(a, b)) => {
            format!("{number} of the way from {} to {}", changes_in_short(case, a), changes_in_short(case, b))
        }
        (Unknown::NoDeal(_), _) => {
            let side = if *value < Fraction::ZERO { "below" } else { "above" };
            format!("{} points {side} today", number.trim_start_matches('−'))
        }
        _ => format!("{number}{}", unit_of(case, question)),
    }
}

/// What its values are counted in.
fn unit_of(case: &Case, question: &Question) -> &'static str {
    let between = matches!(case.parties[question.party].no_deal, NoDeal::Between(..));
    match question.unknown {
        Unknown::NoDeal(_) if between => " of the way",
        Unknown::NoDeal(_) | Unknown::Exposure(..) | Unknown::Link(_) | Unknown::LeverWorth(..) => " points",
        _ => "",
    }
}

/// A value to as many places as tell it from the ends: shares of weight in per cent.
fn shown(value: &Fraction, turned: &Turned, question: &Question) -> String {
    let number = value.as_f64();
    if matches!(question.unknown, Unknown::Weights(_)) {
        return format!("{:.0} %", number * 100.0);
    }
    let width = turned.dial.high.as_f64() - turned.dial.low.as_f64();
    let text = if width <= 2.0 { format!("{number:.2}") } else { format!("{number:.1}") };
    text.replace('-', "−")
}

/// Where a number alone turns the verdict, for a table.
fn turning(turned: &Turned, central: bool, unit: &str) -> String {
    let weight = |turn: &Turn| {
        let number = turn.value.as_f64();
        if turned.dial.of.is_some() && turned.dial.most == Fraction::ONE {
            format!("{:.0} %", number * 100.0)
        } else if turned.dial.high.as_f64() - turned.dial.low.as_f64() <= 2.0 {
            format!("{number:.2}{unit}").replace('-', "−")
        } else {
            format!("{number:.1}{unit}").replace('-', "−")
        }
    };
    match (&turned.flip, central) {
        (Flip::Never, _) => "never".to_owned(),
        (Flip::UpTo(turn), true) => format!("no deal above {}", weight(turn)),
        (Flip::UpTo(turn), false) => format!("a deal up to {}", weight(turn)),
        (Flip::From(turn), true) => format!("no deal below {}", weight(turn)),
        (Flip::From(turn), false) => format!("a deal from {}", weight(turn)),
        (Flip::Outside(first, second), _) => format!("no deal between {} and {}", weight(first), weight(second)),
    }
}

/// "With every other number at its middle, there is a deal up to 3.2 points above today: whether Russia prefers … to going on decides it."
fn decides(case: &Case, question: &Question, turned: &Turned, central: bool) -> String {
    let party = &case.parties[question.party].name;
    let turn = match &turned.flip {
        Flip::Never => return String::new(),
        Flip::UpTo(turn) | Flip::From(turn) => turn,
        Flip::Outside(first, second) => {
            // The turn that is nearer to where the number stands.
            let middle = &turned.dial.central;
            if (middle - &first.value) <= (&second.value - middle) { first } else { second }
        }
    };
    let outcome = changes_in_short(case, &outcome_at(case, turn.index));
    format!(
        "With every other number at its middle, it turns the verdict ({}): whether {party} prefers {outcome} to going on decides it.",
        turning(turned, central, unit_of(case, question))
    )
}

fn exposed(case: &Case, party: PartyIndex, at: usize) -> String {
    let mut all = case.exposures.iter().filter(|e| e.party == party).flat_map(|e| e.points.keys());
    all.nth(at).map_or_else(String::new, |&(issue, option)| option_in_words(&case.issues[issue], option))
}

fn lever_name(case: &Case, lever: usize) -> String {
    let lever = &case.levers[lever];
    format!("“{}”", lever.title.as_deref().map_or_else(|| lever.id.clone(), capital))
}
