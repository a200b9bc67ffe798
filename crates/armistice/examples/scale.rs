//! Analyses a made-up case of a given size, to see what a scan costs: `time scale ISSUES OPTIONS PARTIES [RED_LINES] [LINKS] [NO_DEAL]`.
//!
//! Scores and weights come from a small generator with a fixed seed, so every run does the same work.

use armistice::analysis::{Settings, analyze};
use armistice::case::condition::{Atom, Expr, Test};
use armistice::case::{
    Case, Condition, Consent, Grounds, Issue, IssueOption, Link, NoDeal, Number, Party, Preferences, RedLine, Scores,
    Weights,
};
use armistice::points::Decimal;

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound
    }

    fn number(&mut self, bound: usize) -> Number {
        let text = format!("{}.{}", self.below(bound), self.below(1000));
        Number::Value(Decimal::parse(&text).unwrap_or(Decimal::ZERO))
    }

    fn condition(&mut self, issues: usize, options: usize) -> Condition {
        let first = self.below(issues);
        let second = (first + 1 + self.below(issues - 1)) % issues;
        let mut atom = |issue| Expr::Atom(Atom { issue, test: Test::Is(1 + self.below(options - 1)) });
        Condition { text: String::new(), span: 0..0, expr: Expr::And(vec![atom(first), atom(second)]) }
    }
}

fn main() {
    let arguments: Vec<usize> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let argument = |place: usize, default: usize| arguments.get(place).copied().unwrap_or(default);
    let (issues, options, parties) = (argument(0, 6), argument(1, 10), argument(2, 3));
    let (red_lines, links, no_deal) = (argument(3, 0), argument(4, 0), argument(5, 45));
    let mut random = Random(42);
    let grounds = Grounds::default;
    let party = |p: usize| Party {
        id: format!("p{p}"),
        name: format!("Party {p}"),
        consent: Consent::Signs,
        no_deal: NoDeal::Points(Number::Value(Decimal::whole(no_deal as i32))),
        trust: None,
        patience: None,
        grounds: grounds(),
    };
    let option = |o: usize| IssueOption { id: format!("o{o}"), label: None, value: None };
    let issue = |j: usize| Issue {
        id: format!("i{j}"),
        title: format!("Issue {j}"),
        ordered: false,
        options: (0..options).map(option).collect(),
        range: None,
        control: vec![0],
        undo: None,
        irreversible: Vec::new(),
        grounds: grounds(),
    };
    let preferences = (0..parties).map(|p| Preferences {
        party: p,
        weights: Weights::Numbers((0..issues).map(|_| random.number(100)).collect()),
        scores: (0..issues)
            .map(|_| Some(Scores::Points((0..options).map(|_| Some(random.number(100))).collect())))
            .collect(),
        interests: None,
        grounds: grounds(),
    });
    let preferences: Vec<Preferences> = preferences.collect();
    let case = Case {
        title: "scale".to_owned(),
        as_of: None,
        deal: None,
        status_quo: vec![0; issues],
        sources: Vec::new(),
        parties: (0..parties).map(party).collect(),
        people: Vec::new(),
        issues: (0..issues).map(issue).collect(),
        infeasible: Vec::new(),
        packages: Vec::new(),
        preferences,
        links: (0..links)
            .map(|k| Link {
                party: k % parties,
                when: random.condition(issues, options),
                points: Number::Value(Decimal::whole(5)),
                grounds: grounds(),
            })
            .collect(),
        red_lines: (0..red_lines)
            .map(|k| RedLine {
                id: format!("r{k}"),
                title: None,
                party: k % parties,
                refuses: random.condition(issues, options),
                grounds: grounds(),
            })
            .collect(),
        preconditions: Vec::new(),
        norms: Vec::new(),
        goals: Vec::new(),
        levers: Vec::new(),
        exposures: Vec::new(),
        mandates: Vec::new(),
        meetings: Vec::new(),
        stability: Vec::new(),
        claims: None,
        digest: String::new(),
    };
    match analyze(&case, &Settings { max_outcomes: u64::MAX, ..Settings::default() }) {
        Ok(found) => {
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
