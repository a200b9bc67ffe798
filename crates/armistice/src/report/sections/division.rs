//! Fair division in words: who gets what, what is split, and what that comes to.

use num_traits::{One, Zero};

use super::Section;
use super::tell::{name, names};
use crate::analysis::Entry;
use crate::analysis::division::{Divided, FairDivision, Item, as_f64};
use crate::case::words::{either, option_in_words, option_name};
use crate::case::{Case, PartyIndex};
use crate::points::Exact;
use crate::report::page::Part;
use crate::report::words;

pub(super) fn section(case: &Case, found: &FairDivision) -> Section {
    let (mut lead, mut rest, mut because) = (Vec::new(), Vec::new(), Vec::new());
    match found {
        FairDivision::NeedsTwo(signatories) => lead.push(Part::plain(needs_two(case, signatories))),
        FairDivision::NothingToDivide([one, other]) => lead.push(Part::plain(format!(
            "There is nothing to divide between {} and {}: on no issue with two options, or with options in an order, do they want opposite ends.",
            name(case, *one),
            name(case, *other)
        ))),
        FairDivision::Divided(divided) => {
            lead.push(Part::plain(format!("{} {}", shares(case, divided), but(case, divided))));
            rest.extend(comes_to(case, divided).map(Part::plain));
            rest.push(items(case, divided));
            rest.push(Part::note(
                "Adjusted Winner (Brams and Taylor 1996). Each bids 100 points, as much on an issue as the two ends of it differ for it by its central weights and scores. Both get equally much by their own bids, neither would rather have the other’s part, and nothing else would be better for both.",
            ));
            because = grounds(case, divided);
        }
    }
    Section { title: Entry::named("division").map_or("", |e| e.title), lead, rest, because }
}

fn needs_two(case: &Case, signatories: &[PartyIndex]) -> String {
    match signatories {
        [] | [_] => "Dividing by points takes two who would sign: the case has fewer.".to_owned(),
        [one, other, ..] => format!(
            "Dividing by points (Adjusted Winner) is between two, and {} would sign here. `--between {},{}` picks two of them.",
            names(case, signatories),
            case.parties[*one].id,
            case.parties[*other].id
        ),
    }
}

/// "65.3", of 100.
fn number(exact: &Exact) -> String {
    let text = format!("{:.1}", as_f64(exact));
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

fn option(case: &Case, item: &Item, side: usize) -> String {
    format!("“{}”", option_in_words(&case.issues[item.issue], item.ends[side]))
}

fn shares(case: &Case, divided: &Divided) -> String {
    let gets = |side: usize| -> Vec<String> {
        let whole = |i: &&Item| if side == 0 { i.share.is_one() } else { i.share.is_zero() };
        divided.items.iter().filter(whole).map(|i| option(case, i, side)).collect()
    };
    let [one, other] = divided.parties.map(|p| name(case, p));
    let mut parts: Vec<String> = Vec::new();
    for (side, who) in [(0, &one), (1, &other)] {
        let own = gets(side);
        if !own.is_empty() {
            let get = if parts.is_empty() { " would get" } else { "" };
            parts.push(format!("{who}{get} {}", either(&own, "and")));
        }
    }
    if let Some(split) = divided.split() {
        let percent = number(&(&split.share * Exact::from_integer(100.into())));
        parts.push(format!("“{}” would be split, {percent}% of the way for {one}", case.issues[split.issue].title));
    }
    format!(
        "If {one} and {other} divided what both want by points, {}. By their own bids, each would get {} of 100.",
        parts.join("; "),
        number(&divided.total)
    )
}

/// What the split comes to on the options there are.
fn comes_to(case: &Case, divided: &Divided) -> Option<String> {
    let split = divided.split()?;
    let [one, other] = divided.parties.map(|p| name(case, p));
    let issue = &case.issues[split.issue];
    let [first, second] = divided.rounded.each_ref().map(number);
    let nothing_between = if issue.options.len() == 2 { "it has nothing in between; " } else { "" };
    let uneven = if first == second { "" } else { " Something else would have to make up for the difference." };
    Some(format!(
        "For the split, {nothing_between}“{}” comes nearest: then {one} would have {first} of 100, {other} {second}.{uneven}",
        option_name(issue, split.option),
    ))
}

/// Whether everybody could accept what it comes to, or what stands against it.
fn but(case: &Case, divided: &Divided) -> String {
    let short: Vec<PartyIndex> =
        case.signatories().into_iter().zip(&divided.gain).filter(|(_, g)| g.0 < 0).map(|(p, _)| p).collect();
    let ruled_out = case.infeasible.iter().find(|i| i.when.expr.holds(&case.issues, &divided.outcome));
    let apart = ruled_out.map(|i| format!("{} cannot occur together", words::condition(case, &i.when)));
    let crosses = (!divided.crosses.is_empty()).then(|| format!("it crosses {}", crossed(case, &divided.crosses)));
    let worth =
        (!short.is_empty()).then(|| format!("going on without a deal is worth more to {}", names(case, &short)));
    let but: Vec<String> = [apart, crosses, worth].into_iter().flatten().collect();
    if but.is_empty() {
        let nearest = if divided.split().is_some() { "what comes nearest to that" } else { "that" };
        format!("Everybody who would sign could accept {nearest}.")
    } else {
        format!("But {}.", but.join("; "))
    }
}

/// "the red line no-cession of Ukraine [c6, c20]".
fn crossed(case: &Case, ids: &[String]) -> String {
    let line = |id: &String| {
        let red = case.red_lines.iter().find(|r| r.id == *id).map(|r| (r.party, &r.grounds));
        let first = case.preconditions.iter().find(|p| p.id == *id).map(|p| (p.party, &p.grounds));
        let norm = case.norms.iter().find(|n| n.id == *id).map(|n| (n.party, &n.grounds));
        let what = if red.is_some() {
            "red line"
        } else if first.is_some() {
            "demand"
        } else {
            "norm"
        };
        match red.or(first).or(norm) {
            Some((party, grounds)) => {
                let said = words::hearsay(case, party, &grounds.because);
                let comma = if said.is_empty() { "" } else { "," };
                format!("the {what} {id} of {}{said}{comma}{}", name(case, party), words::references(&grounds.because))
            }
            None => id.clone(),
        }
    };
    either(&ids.iter().map(line).collect::<Vec<_>>(), "and")
}

/// The claims behind what it crosses.
fn grounds(case: &Case, divided: &Divided) -> Vec<String> {
    let named = |id: &String| divided.crosses.contains(id);
    let red = case.red_lines.iter().filter(|r| named(&r.id)).map(|r| &r.grounds);
    let first = case.preconditions.iter().filter(|p| named(&p.id)).map(|p| &p.grounds);
    let norms = case.norms.iter().filter(|n| named(&n.id)).map(|n| &n.grounds);
    let mut all: Vec<String> = Vec::new();
    for claim in red.chain(first).chain(norms).flat_map(|g| &g.because) {
        if !all.contains(claim) {
            all.push(claim.clone());
        }
    }
    all
}

fn items(case: &Case, divided: &Divided) -> Part {
    let named = divided.parties.map(|p| case.parties[p].name.clone());
    let [one, other] = named.each_ref().map(|n| format!("{n} bids"));
    let columns = [("Issue", 5), (one.as_str(), 2), (other.as_str(), 2), ("Goes to", 4), ("As", 4)];
    let goes = |item: &Item| {
        if item.share.is_one() {
            named[0].clone()
        } else if item.share.is_zero() {
            named[1].clone()
        } else {
            let hundred = Exact::from_integer(100.into());
            format!(
                "{} {}%, {} {}%",
                named[0],
                number(&(&item.share * &hundred)),
                named[1],
                number(&((Exact::one() - &item.share) * &hundred))
            )
        }
    };
    let row = |item: &Item| {
        let issue = &case.issues[item.issue];
        let [first, second] = item.bids.each_ref().map(number);
        vec![issue.title.clone(), first, second, goes(item), option_name(issue, item.option)]
    };
    Part::table(
        "Who gets what of the issues on which the two want opposite ends",
        &columns,
        divided.items.iter().map(row).collect(),
    )
}
