//! Derivations hold: their sums are the analysis' worths, their cases cover every combination, their outcomes do what is said of them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of a test; what cannot be read fails it")]

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use armistice::analysis::impasse::{BlockBasis, ConstraintKind};
use armistice::analysis::{Analysis, Count, Settings, analyze};
use armistice::case::*;
use armistice::points::{Exact, Points};
use armistice::report::derivation::{
    BlockDerivation, Bound, ConstraintDerivation, Derivation, DerivationError, Reason, Row, Subject, UnlockDerivation,
    derive, ids,
};
use armistice::verify::worth::{self, Base, NoDealSum, Part, Sum};
use proptest::prelude::*;
use support::random::{Asked, asked};
use support::{blank, is, number, precondition, rank, red_line, wants, weights};

/// Everything that a derivation claims, gone through outcome by outcome. The sets of constraints come from the conditions themselves.
struct Check<'a> {
    case: &'a Case,
    settings: &'a Settings,
    analysis: &'a Analysis,
    derivation: &'a Derivation<'a>,
    worths: &'a Worths,
    /// In the range of definitions §3.1.
    range: Vec<Outcome>,
}

/// What each outcome is worth to each party of C.
type Worths = BTreeMap<(PartyIndex, Outcome), i64>;

impl<'a> Check<'a> {
    fn new(
        case: &'a Case,
        settings: &'a Settings,
        analysis: &'a Analysis,
        derivation: &'a Derivation<'a>,
        worths: &'a Worths,
    ) -> Self {
        let mut check = Self { case, settings, analysis, derivation, worths, range: Vec::new() };
        check.range = combinations(case).into_iter().filter(|x| check.no_reason(x).is_empty()).collect();
        check
    }

    /// Why a combination is not in the range.
    fn no_reason(&self, x: &Outcome) -> Vec<Reason> {
        let holds = |c: &Condition| c.expr.holds(&self.case.issues, x);
        let mut reasons = Vec::new();
        reasons.extend(self.derivation.target.filter(|t| !holds(t)).map(|_| Reason::NotADeal));
        reasons.extend((0..self.case.norms.len()).filter(|&n| holds(&self.case.norms[n].forbids)).map(Reason::Norm));
        reasons.extend(self.case.infeasible.iter().find(|i| holds(&i.when)).map(|_| Reason::CannotOccur));
        reasons.extend((*x == self.case.status_quo).then_some(Reason::StatusQuo));
        reasons
    }

    fn worth(&self, party: PartyIndex, x: &Outcome) -> i64 {
        self.worths[&(party, x.clone())]
    }

    fn no_deal(&self, party: PartyIndex) -> i64 {
        let place = self.case.signatories().iter().position(|&p| p == party).unwrap();
        self.analysis.no_deal[place].0
    }

    fn violates(&self, k: usize, x: &Outcome) -> bool {
        let constraint = &self.derivation.impasse.constraints[k];
        let holds = |c: &Condition| c.expr.holds(&self.case.issues, x);
        match constraint.kind {
            ConstraintKind::RedLine => {
                holds(&self.case.red_lines.iter().find(|r| r.id == constraint.id).unwrap().refuses)
            }
            ConstraintKind::Precondition => {
                let found = self.case.preconditions.iter().find(|p| p.id == constraint.id).unwrap();
                holds(&found.before) && !holds(&found.first)
            }
            ConstraintKind::Floor => self.worth(constraint.party, x) < self.no_deal(constraint.party),
        }
    }

    fn all(&self) {
        match &self.derivation.subject {
            Subject::Block(block) => self.block(block),
            Subject::Unlock(unlock) => self.unlock(unlock),
            Subject::Constraint(constraint) => self.constraint(constraint),
        }
    }

    fn block(&self, block: &BlockDerivation) {
        assert_eq!(block.needed.len(), block.members.len());
        for (k, x) in block.members.iter().zip(&block.needed) {
            assert!(self.range.contains(x));
            let violated: Vec<&usize> = block.members.iter().filter(|&&m| self.violates(m, x)).collect();
            assert_eq!(violated, [k]);
        }
        let floors: Vec<usize> = block.members.iter().copied().filter(|&k| self.is_floor(k)).collect();
        assert_eq!(block.basis == BlockBasis::Positions, floors.is_empty());
        assert_eq!(block.bounds.len(), floors.len());
        for (&k, bound) in floors.iter().zip(&block.bounds) {
            let others = |x: &&Outcome| !block.members.iter().any(|&m| m != k && self.violates(m, x));
            self.is_most(bound, self.range.iter().filter(others));
            assert!(bound.gain().0 < 0);
        }
        if let Some(rows) = &block.cases {
            self.cases(rows, &block.members);
            let open = rows.iter().any(|r| r.reason == Reason::Open);
            assert_eq!(
                open,
                !floors.is_empty(),
                "positions leave something open if and only if numbers are needed: {rows:?}"
            );
        }
    }

    /// Every combination is in one row, for a reason that holds for it.
    fn cases(&self, rows: &[Row], members: &[usize]) {
        for x in combinations(self.case) {
            let inside = |row: &&Row| row.options.iter().all(|(issue, options)| options.contains(&x[*issue]));
            let found: Vec<&Row> = rows.iter().filter(inside).collect();
            assert_eq!(found.len(), 1, "{x:?}");
            let refused = members.iter().copied().filter(|&k| !self.is_floor(k) && self.violates(k, &x));
            let reasons: Vec<Reason> = refused.map(Reason::Refused).chain(self.no_reason(&x)).collect();
            let given = found[0].reason;
            let fits = match given {
                Reason::Open => reasons.is_empty() || reasons == [Reason::StatusQuo],
                reason => reasons.contains(&reason),
            };
            assert!(fits, "{x:?} {given:?} {reasons:?}");
        }
    }

    fn unlock(&self, unlock: &UnlockDerivation) {
        assert_eq!(unlock.violated, unlock.unlock.violates);
        let x = unlock.outcome.as_ref().unwrap();
        assert!(self.range.contains(x));
        assert_eq!(unlock.is_best, unlock.unlock.best.nash.is_some());
        if let Some(nash) = &unlock.unlock.best.nash {
            let worths: Vec<Points> = unlock.worths.iter().map(|w| w.worth.total).collect();
            let gains: Vec<Points> = unlock.worths.iter().map(Bound::gain).collect();
            assert_eq!((x, &worths, &gains), (&nash.outcome, &nash.worth, &nash.gain));
        }
        unlock.worths.iter().for_each(|bound| self.adds_up(bound));
        for (k, block) in unlock.unlock.violates.iter().zip(&unlock.keeping) {
            let block = block.as_ref().unwrap();
            let Subject::Block(block) = derive(self.case, self.settings, self.analysis, block).unwrap().subject else {
                panic!("{block} is no block")
            };
            let shared: Vec<&usize> = block.members.iter().filter(|m| unlock.unlock.violates.contains(m)).collect();
            assert_eq!(shared, [k]);
        }
    }

    fn constraint(&self, constraint: &ConstraintDerivation) {
        let k = constraint.constraint;
        let left = self.range.iter().filter(|x| !self.violates(k, x)).count();
        assert_eq!((constraint.outcomes, constraint.left), (Count::from(self.range.len()), Count::from(left)));
        assert_eq!(constraint.bound.is_some(), self.is_floor(k) && !self.range.is_empty());
        if let Some(bound) = &constraint.bound {
            self.is_most(bound, self.range.iter());
        }
    }

    fn is_floor(&self, k: usize) -> bool {
        self.derivation.impasse.constraints[k].kind == ConstraintKind::Floor
    }

    fn is_most<'x>(&self, bound: &Bound, among: impl Iterator<Item = &'x Outcome>) {
        let most = among.map(|x| self.worth(bound.party, x)).max();
        assert_eq!(Some(bound.worth.total.0), most);
        self.adds_up(bound);
    }

    fn adds_up(&self, bound: &Bound) {
        adds_up(&bound.worth);
        assert_eq!(bound.no_deal.total.0, self.no_deal(bound.party));
        no_deal_adds_up(&bound.no_deal);
    }
}

/// The terms sum to the total, and each is the product of its factors, rounded.
fn adds_up(sum: &Sum) {
    assert_eq!(sum.terms.iter().map(|t| t.points.0).sum::<i64>(), sum.total.0);
    for term in &sum.terms {
        let product = term.factors.as_ref().map(|[a, b]| Points::round(&(a * b)).0);
        match term.part {
            Part::Issue(_) => assert_eq!(product.unwrap_or(0), term.points.0),
            Part::Exposure(_) => assert_eq!(product.map(|p| -p), Some(term.points.0)),
            Part::Lever(_) => assert_eq!(product, Some(term.points.0)),
            Part::Link(_) => assert_eq!(product, None),
        }
    }
}

fn no_deal_adds_up(sum: &NoDealSum) {
    let levers: i64 = sum.levers.iter().map(|t| t.points.0).sum();
    let base = sum.total.0 - levers;
    match &sum.base {
        Base::Outlook { today, outlook, .. } => {
            adds_up(today);
            assert_eq!(base, today.total.0 + outlook.0);
        }
        Base::Like(_, worth) => {
            adds_up(worth);
            assert_eq!(base, worth.total.0);
        }
        Base::Between([(_, a), (_, b)]) => {
            adds_up(a);
            adds_up(b);
            // Half of a micro-point may be rounded off.
            assert!((2 * base - a.total.0 - b.total.0).abs() <= 1);
        }
        Base::Given => {}
    }
}

fn combinations(case: &Case) -> Vec<Outcome> {
    case.issues.iter().fold(vec![Vec::new()], |heads, issue| {
        let longer = |head: &Outcome| {
            let head = head.clone();
            (0..issue.options.len()).map(move |o| head.iter().copied().chain([o]).collect())
        };
        heads.iter().flat_map(longer).collect()
    })
}

fn settings(asked: &Asked) -> Settings {
    let goal = asked.goal.map(|g| asked.case.goals[g].condition.clone());
    Settings { pulls: asked.levers.clone(), goal, ..Settings::default() }
}

/// Derives everything there is; how many derivations that were.
fn check_all(case: &Case, settings: &Settings) -> usize {
    let analysis = analyze(case, settings).unwrap();
    let ids = ids(&analysis);
    let outcomes = || combinations(case).into_iter();
    let worth = |party, x: Outcome| ((party, x.clone()), worth::worth(case, party, &x, &settings.pulls).total.0);
    let worths = case.signatories().into_iter().flat_map(|p| outcomes().map(move |x| (p, x)));
    let worths: Worths = worths.map(|(p, x)| worth(p, x)).collect();
    for id in &ids {
        let derivation = derive(case, settings, &analysis, id).unwrap();
        assert_eq!(&derivation.id, id);
        Check::new(case, settings, &analysis, &derivation, &worths).all();
    }
    ids.len()
}

#[test]
fn bundled_cases() {
    for name in ["ukraine/istanbul-2025", "nile/gerd-2020"] {
        let text = std::fs::read_to_string(root().join(name).join("case.toml")).unwrap();
        let reading = read(&Files { case: &text, claims: None, sources: &BTreeMap::new() });
        assert!(check_all(&reading.case.unwrap(), &Settings::default()) >= 6, "{name}");
    }
}

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, max_shrink_iters: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_cases(asked in asked()) {
        // Every outcome is weighed here by the slowest of code.
        prop_assume!(asked.case.issues.iter().map(|issue| issue.options.len()).product::<usize>() <= 1_024);
        check_all(&asked.case, &settings(&asked));
    }
}

/// Two issues of two options; a refuses the one, b the other without the one; deal: the other.
fn crossed() -> Case {
    let mut case = blank(
        &[("a", Consent::Signs), ("b", Consent::Signs)],
        &[("land", &["kept", "ceded"]), ("truce", &["none", "short", "long"])],
    );
    case.red_lines.push(red_line("never", 0, is(0, 1)));
    case.preconditions.push(precondition("land-first", 1, is(0, 1), is(1, 1)));
    case.red_lines.push(red_line("no-end", 1, is(1, 2)));
    case.deal = Some(support::condition(condition::Expr::Not(Box::new(is(1, 0).expr))));
    for party in [0, 1] {
        case.preferences.push(wants(party, weights(&["1", "3"]), vec![rank(&[0, 1]), rank(&[2, 1, 0])]));
    }
    case
}

#[test]
fn positions_are_told_apart_by_their_options() {
    let case = crossed();
    let settings = Settings::default();
    let analysis = analyze(&case, &settings).unwrap();
    let Subject::Block(block) = derive(&case, &settings, &analysis, "block-1").unwrap().subject else { panic!() };
    let names: Vec<&str> = block.members.iter().map(|&k| analysis.impasse.constraints[k].id.as_str()).collect();
    assert_eq!(names, ["never", "no-end", "land-first"]);
    // By the truce first: of its options, two are settled at once; by the land, one of two, but fewer of all.
    let row = |options: &[(usize, &[usize])], reason: Reason| Row {
        options: options.iter().map(|(issue, options)| (*issue, options.to_vec())).collect(),
        reason,
    };
    assert_eq!(
        block.cases.unwrap(),
        [
            row(&[(1, &[0])], Reason::NotADeal),
            row(&[(1, &[1]), (0, &[0])], Reason::Refused(2)),
            row(&[(1, &[1]), (0, &[1])], Reason::Refused(0)),
            row(&[(1, &[2])], Reason::Refused(1)),
        ]
    );
}

/// Refuses all but how things stand, which is no deal.
#[test]
fn things_as_they_stand_are_told_apart_where_nothing_else_is_left() {
    let mut case = crossed();
    case.deal = None;
    case.preconditions.clear();
    case.red_lines.truncate(1);
    let truce = support::condition(condition::Expr::Not(Box::new(is(1, 0).expr)));
    case.red_lines.push(red_line("no-truce", 1, truce));
    let settings = Settings::default();
    let analysis = analyze(&case, &settings).unwrap();
    let Subject::Block(block) = derive(&case, &settings, &analysis, "never+no-truce").unwrap().subject else {
        panic!()
    };
    let reasons: Vec<Reason> = block.cases.unwrap().iter().map(|row| row.reason).collect();
    assert_eq!(reasons, [Reason::StatusQuo, Reason::Refused(0), Reason::Refused(1)]);
}

/// Weights 1/4 and 3/4, ranks 100 and 50 and 0: a's short truce with its land kept is worth 25 + 37.5; the outlook is given as 70.
#[test]
fn worth_is_told_term_by_term() {
    let mut case = crossed();
    case.red_lines.retain(|r| r.id == "no-end");
    case.preconditions.clear();
    case.parties[0].no_deal = NoDeal::Points(number("70"));
    let settings = Settings::default();
    let analysis = analyze(&case, &settings).unwrap();
    let Subject::Block(block) = derive(&case, &settings, &analysis, "no-end + floor:a").unwrap().subject else {
        panic!()
    };
    let [bound] = block.bounds.as_slice() else { panic!("{block:?}") };
    let told: Vec<(Part, Option<[Exact; 2]>, Points)> =
        bound.worth.terms.iter().map(|t| (t.part, t.factors.clone(), t.points)).collect();
    let exact = |text: &str| support::decimal(text).exact();
    assert_eq!(
        told,
        [
            (Part::Issue(0), Some([exact("0.25"), exact("100")]), Points(25_000_000)),
            (Part::Issue(1), Some([exact("0.75"), exact("50")]), Points(37_500_000)),
        ]
    );
    assert_eq!(
        (bound.worth.total, bound.no_deal.total, bound.gain()),
        (Points(62_500_000), Points(70_000_000), Points(-7_500_000))
    );
}

#[test]
fn ids_are_found_in_every_way_of_writing_them() {
    let mut case = crossed();
    case.goals.push(Goal {
        id: "end".to_owned(),
        title: None,
        party: None,
        condition: is(1, 2),
        grounds: Grounds::default(),
    });
    let settings = Settings::default();
    let analysis = analyze(&case, &settings).unwrap();
    let id = |text: &str| derive(&case, &settings, &analysis, text).map(|d| (d.id, d.goal.map(str::to_owned)));
    assert_eq!(id("land-first+never + no-end"), Ok(("block-1".to_owned(), None)));
    assert_eq!(id("never"), Ok(("never".to_owned(), None)));
    assert_eq!(id("end/block-1"), Ok(("end/block-1".to_owned(), Some("end".to_owned()))));
    assert!(matches!(id("unlock-1"), Ok((id, None)) if id == "unlock-1"));
    let Err(DerivationError::Unknown(known)) = id("block-9") else { panic!() };
    for there in ["block-1", "unlock-1", "end/block-1", "floor:a", "never"] {
        assert!(known.iter().any(|k| k == there), "{known:?}");
    }
}
