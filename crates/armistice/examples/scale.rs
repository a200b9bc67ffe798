//! Analyses a made-up case of a given size, to see what it costs:
//! `time scale ISSUES OPTIONS PARTIES [RED_LINES] [LINKS] [NO_DEAL] [auto|scan|structure|draws] [plain|zero-sum|wide|knotted]`.
//!
//! Red lines and links are of two issues each. In a zero-sum case what one party wins the other loses; a wide case has a red line
//! that touches every issue, a knotted one a red line that ties all of them together. With `draws` nobody's weights are known, nor quite what no
//! deal is worth, and 2,000 ways of filling that in are gone through. Scores and weights come from a small generator with a fixed seed, so every run does the same work.
#![allow(clippy::print_stdout, reason = "a program of its own, whose output is what it is for")]

#[path = "../tests/support/mod.rs"]
mod support;

use armistice::analysis::{Finding, Method, Request, Settings, Unwatched, analyze, robustness};
use armistice::case::condition::{Atom, Expr, Test};
use armistice::case::{Case, Condition, Consent, Grounds, Link, NoDeal, Number, Scores, Weights};

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound
    }

    fn number(&mut self, bound: usize) -> Number {
        support::number(&format!("{}.{}", self.below(bound), self.below(1000)))
    }

    fn condition(&mut self, issues: usize, options: usize) -> Condition {
        let first = self.below(issues);
        let second = (first + 1 + self.below(issues - 1)) % issues;
        let mut atom = |issue| Expr::Atom(Atom { issue, test: Test::Is(1 + self.below(options - 1)) });
        support::condition(Expr::And(vec![atom(first), atom(second)]))
    }
}

/// The case: the status quo is the first option of every issue, no deal the same for all.
fn scale(issues: usize, options: usize, parties: usize, red_lines: usize, links: usize, no_deal: usize) -> Case {
    let mut random = Random(42);
    let names = |letter: char, count: usize| -> Vec<String> { (0..count).map(|n| format!("{letter}{n}")).collect() };
    let (party_names, issue_names, option_names) = (names('p', parties), names('i', issues), names('o', options));
    let option_names: Vec<&str> = option_names.iter().map(String::as_str).collect();
    let signing: Vec<(&str, Consent)> = party_names.iter().map(|id| (id.as_str(), Consent::Signs)).collect();
    let listed: Vec<(&str, &[&str])> = issue_names.iter().map(|id| (id.as_str(), option_names.as_slice())).collect();
    let mut case = support::blank(&signing, &listed);
    for (p, party) in case.parties.iter_mut().enumerate() {
        party.no_deal = NoDeal::Points(support::number(&no_deal.to_string()));
        let weights = Weights::Numbers((0..issues).map(|_| random.number(100)).collect());
        let scored = |random: &mut Random| Scores::Points((0..options).map(|_| Some(random.number(100))).collect());
        let scores = (0..issues).map(|_| Some(scored(&mut random))).collect();
        case.preferences.push(support::wants(p, weights, scores));
    }
    for k in 0..links {
        let when = random.condition(issues, options);
        case.links.push(Link { party: k % parties, when, points: support::number("5"), grounds: Grounds::default() });
    }
    for k in 0..red_lines {
        let refuses = random.condition(issues, options);
        case.red_lines.push(support::red_line(&format!("r{k}"), k % parties, refuses));
    }
    case
}

/// Makes the second party want the opposite of the first.
#[allow(clippy::unwrap_used, reason = "decimals as the library itself writes them")]
fn oppose(case: &mut Case) {
    let opposite = |number: &Number| {
        let exact = number.low().to_string();
        let (whole, part) = exact.split_once('.').unwrap_or((&exact, "0"));
        let thousandths = whole.parse::<i64>().unwrap() * 1000 + format!("{part:0<3}").parse::<i64>().unwrap();
        support::number(&format!("{}.{:03}", (100_000 - thousandths) / 1000, (100_000 - thousandths) % 1000))
    };
    let mut second = case.preferences[0].clone();
    second.party = 1;
    for scores in second.scores.iter_mut().flatten() {
        if let Scores::Points(points) = scores {
            points.iter_mut().for_each(|p| *p = p.as_ref().map(opposite));
        }
    }
    case.preferences[1] = second;
}

/// A red line that touches every issue: some issue and the one half the table on, both at a certain option. Knotted, a third issue
/// joins each such pair, so that no order of elimination is of use.
fn touch_everything(case: &mut Case, knotted: bool) {
    let issues = case.issues.len();
    let at = |issue: usize, option: usize| Expr::Atom(Atom { issue: issue % issues, test: Test::Is(option) });
    let pairs = (0..if knotted { issues } else { issues / 2 }).map(|j| {
        let mut members = vec![at(j, 0), at(j + issues / 2, 0)];
        members.extend(knotted.then(|| at(j * 7 + 3, 1)));
        Expr::And(members)
    });
    case.red_lines.push(support::red_line("everywhere", 0, support::condition(Expr::Or(pairs.collect()))));
}

/// Leaves open how much issues weigh, and 5 points either way of what no deal is worth; samples both.
fn draw(case: &mut Case, no_deal: usize) {
    let decimal = |points: usize| support::decimal(&points.to_string());
    for party in &mut case.parties {
        party.no_deal = NoDeal::Points(Number::Range(decimal(no_deal.saturating_sub(5)), decimal(no_deal + 5)));
    }
    for preferences in &mut case.preferences {
        preferences.weights = Weights::Unstated;
    }
    let settings = Settings { max_outcomes: u64::MAX, ..Settings::default() };
    match robustness::run(&Request { case, settings: &settings, watch: &Unwatched }) {
        Ok(Finding::Robustness(found)) => {
            println!("unknowns {} draws {} deals {}", found.unknowns, found.draws, found.deals);
            println!("blocks {} unlocks {}", found.blocks.len(), found.unlocks.len());
        }
        Ok(_) => {}
        Err(error) => println!("{error}"),
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let argument = |place: usize, default: usize| arguments.get(place).and_then(|a| a.parse().ok()).unwrap_or(default);
    let mut case =
        scale(argument(0, 6), argument(1, 10), argument(2, 3), argument(3, 0), argument(4, 0), argument(5, 45));
    let method = match arguments.get(6).map(String::as_str) {
        Some("scan") => Method::Scan,
        Some("structure") => Method::Structure,
        _ => Method::Auto,
    };
    match arguments.get(7).map(String::as_str) {
        Some("zero-sum") => oppose(&mut case),
        Some("wide") => touch_everything(&mut case, false),
        Some("knotted") => touch_everything(&mut case, true),
        _ => {}
    }
    if arguments.get(6).is_some_and(|a| a == "draws") {
        return draw(&mut case, argument(5, 45));
    }
    match analyze(&case, &Settings { method, max_outcomes: u64::MAX, ..Settings::default() }) {
        Ok(found) => {
            println!("method {:?} widest {:?} {:?}", found.provenance.method, found.provenance.widest, found.exact());
            let zone = found.deal_zone;
            println!(
                "outcomes {} deals {} frontier {} exact {}",
                zone.outcomes, zone.deals, zone.frontier.size, zone.frontier.exact
            );
            println!("blocks {} unlocks {}", found.impasse.blocks_total, found.impasse.unlocks_total);
            println!("nash {:?}", zone.solutions.nash.map(|n| (n.index, n.ties)));
        }
        Err(error) => println!("{error}"),
    }
}
