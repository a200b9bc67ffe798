//! Worth term by term, as tables.

use armistice::case::words::{in_prose, option_in_words};
use armistice::case::{Case, Issue, NoDeal, Number, Outcome};
use armistice::points::{Exact, MICRO, Points};
use armistice::report::derivation::Bound;
use armistice::verify::worth::{Base, Part, Sum, Term};

use super::{option_name, prose, quoted, words};
use crate::screen::{self, compact, drawn, heading, right};

/// What an outcome changes against today, one each.
pub(super) fn changed(case: &Case, outcome: &Outcome) -> Vec<String> {
    let changed = case.issues.iter().zip(outcome.iter().zip(&case.status_quo)).filter(|(_, (o, today))| o != today);
    changed.map(|(issue, (&option, _))| option_in_words(issue, option)).collect()
}

/// Points: two places, and all six where two would hide everything.
pub(super) fn told(micro: i64) -> String {
    let points = Points(micro);
    if micro != 0 && micro.unsigned_abs() < MICRO.unsigned_abs() / 100 {
        points.to_string()
    } else {
        format!("{points:.2}")
    }
}

/// The worths of one outcome, each beside that of no deal; what follows from that, in words; and where no deal's worth comes from.
pub(super) fn against_no_deal(case: &Case, bounds: &[Bound], conclusion: &str) -> String {
    let Some(first) = bounds.first() else { return String::new() };
    let columns: Vec<(&str, &Sum)> = bounds.iter().map(|b| (case.parties[b.party].name.as_str(), &b.worth)).collect();
    let totals = [
        ("Worth", bounds.iter().map(|b| b.worth.total.0).collect::<Vec<_>>()),
        ("No deal", bounds.iter().map(|b| b.no_deal.total.0).collect()),
        ("Difference", bounds.iter().map(|b| b.gain().0).collect()),
    ];
    let mut out = table(case, &first.outcome, &columns, &totals);
    out.push_str(&screen::prose("Weight × score, shown to the hundredth; sums are of millionths, as in `--json`."));
    out.push_str(&screen::prose(conclusion));
    for bound in bounds {
        out.push_str(&screen::prose(&no_deal(case, bound)));
    }
    // What no deal is measured by: the same outcome for several parties is one table.
    let mut measures: Vec<(&Outcome, Vec<(&str, &Sum)>)> = Vec::new();
    for bound in bounds {
        let name = case.parties[bound.party].name.as_str();
        let from: Vec<(&Outcome, &Sum)> = match &bound.no_deal.base {
            Base::Outlook { today, .. } => vec![(&case.status_quo, today)],
            Base::Like(outcome, worth) => vec![(outcome, worth)],
            Base::Between(ends) => ends.iter().map(|(outcome, worth)| (outcome, worth)).collect(),
            Base::Given => Vec::new(),
        };
        for (outcome, worth) in from {
            match measures.iter_mut().find(|(same, _)| *same == outcome) {
                Some((_, columns)) => columns.push((name, worth)),
                None => measures.push((outcome, vec![(name, worth)])),
            }
        }
    }
    for (outcome, columns) in measures {
        let title = if *outcome == case.status_quo {
            "What things as they stand are worth".to_owned()
        } else {
            format!("What {} is worth", prose::changes(case, outcome))
        };
        let totals = [("Worth", columns.iter().map(|(_, sum)| sum.total.0).collect())];
        out.push_str(&heading(&title));
        out.push_str(&table(case, outcome, &columns, &totals));
    }
    out
}

fn table(case: &Case, outcome: &Outcome, columns: &[(&str, &Sum)], totals: &[(&str, Vec<i64>)]) -> String {
    let mut header = vec!["Points"];
    header.extend(columns.iter().map(|(name, _)| *name));
    let mut table = compact(&header);
    let mut parts: Vec<Part> = Vec::new();
    for term in columns.iter().flat_map(|(_, sum)| &sum.terms) {
        if !parts.contains(&term.part) {
            parts.push(term.part);
        }
    }
    for part in parts {
        let mut row = vec![named(case, outcome, part)];
        let term = |sum: &Sum| sum.terms.iter().find(|t| t.part == part).map_or_else(String::new, product);
        row.extend(columns.iter().map(|(_, sum)| term(sum)));
        table.add_row(row);
    }
    for (name, of) in totals {
        let mut row = vec![format!("= {name}")];
        row.extend(of.iter().map(|&micro| told(micro)));
        table.add_row(row);
    }
    right(&mut table, 1..columns.len() + 1);
    drawn(&table)
}

/// "Ceasefire: 30-day"; links, exposure and levers by what they are.
fn named(case: &Case, outcome: &Outcome, part: Part) -> String {
    let option = |issue: &Issue, at: usize| option_name(issue, outcome[at]);
    match part {
        Part::Issue(j) => option_in_words(&case.issues[j], outcome[j]),
        Part::Link(k) => format!("together: {}", words::condition(case, &case.links[k].when)),
        Part::Exposure(j) => {
            format!("what “{}: {}” exposes it to", case.issues[j].title, option(&case.issues[j], j))
        }
        Part::Lever(l) => format!("lever {}", case.levers[l].id),
    }
}

/// "0.457 × 50 = 22.83".
fn product(term: &Term) -> String {
    let points = told(term.points.0);
    match (&term.factors, term.part) {
        (Some([a, b]), Part::Exposure(_)) => format!("-{} × {} = {points}", factor(a), factor(b)),
        (Some([a, b]), _) => format!("{} × {} = {points}", factor(a), factor(b)),
        (None, Part::Issue(_)) => "not stated".to_owned(),
        (None, _) => points,
    }
}

/// Three places, without zeros at the end.
fn factor(exact: &Exact) -> String {
    let text = format!("{:.3}", Points::round(exact));
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// "Going on without a deal is worth 34.22 to Ukraine: …"
fn no_deal(case: &Case, bound: &Bound) -> String {
    let party = &case.parties[bound.party];
    let from = match &bound.no_deal.base {
        Base::Outlook { today, word, outlook } => {
            let (today, outlook) = (told(today.total.0), told(outlook.0));
            match (word, &party.no_deal) {
                (_, NoDeal::Unstated) => format!("{today}, as things stand, since nothing was said of its outlook"),
                (Some(word), _) => format!(
                    "{today}, as things stand, and {outlook} for an outlook of {}, the middle of {}",
                    quoted(word.word()),
                    words::number(word.range())
                ),
                (None, NoDeal::Outlook(number @ Number::Range(..))) => format!(
                    "{today}, as things stand, and {outlook} for its outlook, the middle of {}",
                    words::number(*number)
                ),
                (None, _) => format!("{today}, as things stand, and {outlook} for its outlook"),
            }
        }
        Base::Like(outcome, worth) => {
            format!("{}, as much as {}", told(worth.total.0), prose::changes(case, outcome))
        }
        Base::Between([(a, of_a), (b, of_b)]) => format!(
            "half way between {} for {} and {} for {}",
            told(of_a.total.0),
            prose::changes(case, a),
            told(of_b.total.0),
            prose::changes(case, b)
        ),
        Base::Given => match party.no_deal {
            NoDeal::Points(number @ Number::Range(..)) => {
                format!("the middle of {}, as the case gives it", words::number(number))
            }
            _ => "as the case gives it".to_owned(),
        },
    };
    let levers = bound.no_deal.levers.iter().map(|term| {
        let id = if let Part::Lever(l) = term.part { case.levers[l].id.as_str() } else { "" };
        format!("; the lever {id} adds {}", product(term))
    });
    format!(
        "Going on without a deal is worth {} to {}: {from}{}.",
        told(bound.no_deal.total.0),
        in_prose(&party.name),
        levers.collect::<String>()
    )
}
