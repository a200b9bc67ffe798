//! The outcomes in the range of definitions §3.1, sorted by which red lines and preconditions they violate.

use std::collections::BTreeMap;

use super::super::constraints::Constraints;
use super::super::hitting_sets::ConstraintSet;
use crate::case::{Case, Condition, IssueIndex};
use crate::space::{Block, Collector, Rule, Space, Terms, Worth, scan};

/// More combinations of options than this are not sorted: their masks would fill the memory, and each draw take seconds.
pub const MOST_SORTED: u64 = 1 << 24;

/// What holds of the outcomes whatever the numbers are.
pub(crate) struct Sorted {
    /// Options per issue.
    pub(crate) radices: Vec<usize>,
    /// Issues before this one are the head.
    pub(crate) split: usize,
    /// Outcomes of a block.
    pub(crate) tail: usize,
    /// Blocks with an outcome in the range, or one that meets a goal; in order of index.
    pub(crate) blocks: Vec<Sifted>,
    /// The different sets of red lines and preconditions that outcomes in the range violate.
    pub(crate) classes: Vec<ConstraintSet>,
    /// The place in `classes` of those that violate none.
    pub(crate) free: Option<usize>,
    /// How many red lines and preconditions there are: floors come after them in a [`ConstraintSet`].
    pub(crate) positions: usize,
    /// Outcomes in the range.
    pub(crate) outcomes: u64,
}

/// A block of outcomes, sifted.
pub(crate) struct Sifted {
    /// Which block.
    pub(crate) head: u64,
    /// The options of the head's issues.
    pub(crate) options: Vec<usize>,
    /// Those in the range: a place in [`Sorted::classes`], and the mask.
    pub(crate) groups: Vec<(usize, Vec<u64>)>,
    /// Per goal: those that meet it, break no norm, are not the status quo and violate no position; empty for none.
    pub(crate) goals: Vec<Vec<u64>>,
    /// Per condition of [`Terms::conditions`].
    pub(crate) conditions: Vec<Met>,
}

/// Where in a block a condition is met.
pub(crate) enum Met {
    Nowhere,
    Everywhere,
    At(Vec<u64>),
}

const INFEASIBLE: usize = 0;
const STATUS_QUO: usize = 1;
const NORM: usize = 2;
const TARGET: usize = 3;
const FIRST_REFUSED: usize = 4;

impl Sorted {
    /// Sorts the outcomes of a case; `goals` are asked about besides the case's `deal`. `None` when there are too many to count.
    pub(crate) fn new(
        case: &Case,
        constraints: &Constraints<'_>,
        terms: &Terms<'_>,
        goals: &[&Condition],
    ) -> Option<Self> {
        let space = Space::new(case)?;
        let everywhere: Vec<IssueIndex> = (0..case.issues.len()).collect();
        let norms: Vec<_> = case.norms.iter().map(|n| &n.forbids.expr).collect();
        let mut rules: Vec<Rule> =
            vec![space.rule_infeasible(), space.rule_status_quo(&everywhere), space.rule_any(&norms)];
        rules.push(match &case.deal {
            Some(condition) => space.rule_any(&[&condition.expr]),
            None => space.rule_status_quo(&[]),
        });
        rules.extend(constraints.refused.iter().map(|r| match r.unless {
            None => space.rule_any(&[r.meets]),
            Some(unless) => space.rule_both(r.meets, unless),
        }));
        let first_goal = rules.len();
        rules.extend(goals.iter().map(|g| space.rule_any(&[&g.expr])));
        let first_condition = rules.len();
        rules.extend(terms.conditions.iter().map(|c| space.rule_any(&[*c])));
        let sieve = Sieve { first_goal, first_condition, rules: rules.len() };
        // Worth is of no interest yet.
        let worth = Worth { parties: Vec::new(), rules: Vec::new() };
        let found = scan(&space, &worth, &rules, || Sifting { sieve, found: Vec::new(), outcomes: 0 });

        let mut places: BTreeMap<ConstraintSet, usize> = BTreeMap::new();
        let mut classes = Vec::new();
        let blocks = found.found.into_iter().map(|(rest, groups)| {
            let groups = groups.into_iter().map(|(violated, mask)| {
                let place = *places.entry(violated).or_insert_with(|| {
                    classes.push(violated);
                    classes.len() - 1
                });
                (place, mask)
            });
            Sifted { groups: groups.collect(), ..rest }
        });
        let blocks = blocks.collect();
        Some(Self {
            radices: space.layout.radices.clone(),
            split: space.layout.split,
            tail: space.layout.tail,
            blocks,
            free: places.get(&ConstraintSet::default()).copied(),
            classes,
            positions: constraints.refused.len(),
            outcomes: found.outcomes,
        })
    }

    /// The option of a tail issue at a position of a block.
    pub(crate) fn tail_option(&self, issue: IssueIndex, position: usize) -> usize {
        let below: usize = self.radices[issue + 1..].iter().product();
        position / below % self.radices[issue]
    }

    /// Words of a mask.
    pub(crate) fn words(&self) -> usize {
        self.tail.div_ceil(64)
    }
}

/// Where the rules stand.
#[derive(Clone, Copy)]
struct Sieve {
    first_goal: usize,
    first_condition: usize,
    rules: usize,
}

struct Sifting {
    sieve: Sieve,
    /// Blocks, with their groups by what is violated.
    found: Vec<(Sifted, Vec<(ConstraintSet, Vec<u64>)>)>,
    outcomes: u64,
}

impl Collector for Sifting {
    fn block(&mut self, block: &Block<'_, '_>) {
        let Sieve { first_goal, first_condition, rules } = self.sieve;
        let all = |mask: &[u64]| mask.iter().zip(block.full()).all(|(m, f)| m == f);
        let none = |mask: &[u64]| mask.iter().all(|&w| w == 0);
        let possible: Vec<u64> = (0..block.words())
            .map(|w| {
                let out = block.mask(INFEASIBLE)[w] | block.mask(STATUS_QUO)[w] | block.mask(NORM)[w];
                block.full()[w] & !out
            })
            .collect();
        if none(&possible) {
            return;
        }
        let and = |a: &[u64], b: &[u64]| -> Vec<u64> { a.iter().zip(b).map(|(a, b)| a & b).collect() };
        let and_not = |a: &[u64], b: &[u64]| -> Vec<u64> { a.iter().zip(b).map(|(a, b)| a & !b).collect() };
        let range = and(&possible, block.mask(TARGET));
        let mut groups = vec![(ConstraintSet::default(), range)];
        groups.retain(|(_, mask)| !none(mask));
        let mut allowed = possible;
        for k in FIRST_REFUSED..first_goal {
            let violated = block.mask(k);
            if none(violated) {
                continue;
            }
            allowed = and_not(&allowed, violated);
            let mut split = Vec::new();
            for (set, mask) in groups {
                let mut with = set;
                with.insert(k - FIRST_REFUSED);
                let pieces = [(set, and_not(&mask, violated)), (with, and(&mask, violated))];
                split.extend(pieces.into_iter().filter(|(_, mask)| !none(mask)));
            }
            groups = split;
        }
        let goals: Vec<Vec<u64>> = (first_goal..first_condition)
            .map(|k| and(&allowed, block.mask(k)))
            .map(|mask| if none(&mask) { Vec::new() } else { mask })
            .collect();
        if groups.is_empty() && goals.iter().all(Vec::is_empty) {
            return;
        }
        self.outcomes += groups.iter().flat_map(|(_, mask)| mask).map(|w| u64::from(w.count_ones())).sum::<u64>();
        let conditions = (first_condition..rules).map(|k| {
            let mask = block.mask(k);
            if none(mask) {
                Met::Nowhere
            } else if all(mask) {
                Met::Everywhere
            } else {
                Met::At(mask.to_vec())
            }
        });
        let sifted = Sifted {
            head: block.head(),
            options: block.head_options().to_vec(),
            groups: Vec::new(),
            goals,
            conditions: conditions.collect(),
        };
        self.found.push((sifted, groups));
    }

    fn merge(&mut self, later: Self) {
        self.found.extend(later.found);
        self.outcomes += later.outcomes;
    }
}
