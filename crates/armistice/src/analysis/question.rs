//! A question put to a space: what would count, what everybody holds to, and the masks of a block that answers are made of.

use super::constraints::Constraints;
use super::hitting_sets::ConstraintSet;
use crate::case::Condition;
use crate::space::{Block, Collector, Rule, Space, Worth, scan};

// The rules of a question, by place; from the last on, what each red line and precondition rules out.
pub(super) const INFEASIBLE: usize = 0;
pub(super) const TARGET: usize = 1;
pub(super) const STATUS_QUO: usize = 2;
pub(super) const NORM: usize = 3;
pub(super) const SETTLED: usize = 4;
pub(super) const FIRST_REFUSED: usize = 5;

/// Everything a scan needs to know: the space, the worth, K, and what is asked for (the deal, or a goal).
pub(crate) struct Question<'q, 'c> {
    pub(crate) space: &'q Space<'c>,
    pub(crate) worth: &'q Worth,
    pub(crate) constraints: &'q Constraints<'c>,
    rules: Vec<Rule>,
    /// Per red line and precondition: the place of its holder among the parties of C.
    pub(super) holders: Vec<usize>,
    /// d_i.
    pub(crate) no_deal: Vec<i64>,
    /// u_i(status quo).
    pub(crate) status_quo: Vec<i64>,
}

impl<'q, 'c> Question<'q, 'c> {
    /// `target` is what would count: `None` for anything but the status quo.
    pub(crate) fn new(
        space: &'q Space<'c>,
        worth: &'q Worth,
        constraints: &'q Constraints<'c>,
        target: Option<&Condition>,
    ) -> Self {
        let case = space.case;
        let everywhere: Vec<usize> = (0..case.issues.len()).collect();
        let unstated: Vec<usize> =
            everywhere.iter().copied().filter(|&j| space.signatories.iter().any(|&p| case.is_unstated(p, j))).collect();
        let norms: Vec<_> = case.norms.iter().map(|n| &n.forbids.expr).collect();
        let mut rules = vec![
            space.rule_infeasible(),
            match target {
                Some(condition) => space.rule_any(&[&condition.expr]),
                None => space.rule_status_quo(&[]),
            },
            space.rule_status_quo(&everywhere),
            space.rule_any(&norms),
            space.rule_status_quo(&unstated),
        ];
        rules.extend(constraints.refused.iter().map(|r| r.rule(space)));
        let place = |party: usize| space.signatories.iter().position(|&p| p == party).unwrap_or_default();
        Self {
            space,
            worth,
            constraints,
            rules,
            holders: constraints.list[..constraints.refused.len()].iter().map(|c| place(c.party)).collect(),
            no_deal: worth.no_deal().iter().map(|p| p.0).collect(),
            status_quo: worth.status_quo().iter().map(|p| p.0).collect(),
        }
    }

    pub(super) fn parties(&self) -> usize {
        self.no_deal.len()
    }

    pub(super) fn positions(&self) -> usize {
        self.holders.len()
    }

    pub(super) fn scan<C: Collector>(&self, new: impl Fn() -> C + Sync) -> C {
        scan(self.space, self.worth, &self.rules, new)
    }

    /// The selection of the outcomes that violate nothing: the zone, or the side agreements.
    pub(crate) fn violating_nothing(&self, side: bool) -> Selection {
        Selection { side, lifted: ConstraintSet::default(), floors: self.no_deal.clone() }
    }
}

/// Outcomes in the range of definitions §3.1 that violate at most `lifted`, and are worth at least `floors`.
#[derive(Clone, Debug)]
pub(crate) struct Selection {
    /// Those short of the target in place of those that meet it.
    pub(crate) side: bool,
    pub(crate) lifted: ConstraintSet,
    /// Micro-points per party of C: d_i, or lower where the floor is lifted.
    pub(crate) floors: Vec<i64>,
}

/// Masks of a block that several collectors need; reused from block to block.
pub(super) struct Scratch {
    /// In the range of definitions §3.1.
    pub(super) range: Vec<u64>,
    /// In that range but short of the target.
    pub(super) side: Vec<u64>,
    /// Per party of C: below its floor.
    pub(super) below: Vec<Vec<u64>>,
    /// Dominated by the status quo.
    pub(super) worse: Vec<u64>,
    /// The outcomes of the last selection; spare otherwise.
    pub(super) one: Vec<u64>,
}

impl Scratch {
    pub(super) fn new(question: &Question<'_, '_>) -> Self {
        let empty = vec![0u64; question.space.layout.words];
        Self {
            range: empty.clone(),
            side: empty.clone(),
            below: vec![empty.clone(); question.parties()],
            worse: empty.clone(),
            one: empty,
        }
    }

    /// Range and side; returns whether either has an outcome.
    pub(super) fn ranges(&mut self, block: &Block<'_, '_>) -> bool {
        let (infeasible, target) = (block.mask(INFEASIBLE), block.mask(TARGET));
        let (status_quo, norm) = (block.mask(STATUS_QUO), block.mask(NORM));
        let mut some = 0;
        for (w, &full) in block.full().iter().enumerate() {
            let possible = full & !(infeasible[w] | status_quo[w] | norm[w]);
            self.range[w] = possible & target[w];
            self.side[w] = possible & !target[w];
            some |= possible;
        }
        some != 0
    }

    pub(super) fn floors(&mut self, question: &Question<'_, '_>, block: &Block<'_, '_>) {
        for (party, below) in self.below.iter_mut().enumerate() {
            block.at_least(party, question.no_deal[party], below);
            below.iter_mut().zip(block.full()).for_each(|(b, full)| *b = full & !*b);
        }
    }

    /// The outcomes at most as good as the status quo for all, and worse for one.
    pub(super) fn worse_than_status_quo(&mut self, question: &Question<'_, '_>, block: &Block<'_, '_>) {
        self.worse.copy_from_slice(block.full());
        let mut somewhere = vec![0u64; self.worse.len()];
        for (party, &worth) in question.status_quo.iter().enumerate() {
            block.at_least(party, worth.saturating_add(1), &mut self.one);
            self.worse.iter_mut().zip(&self.one).for_each(|(w, above)| *w &= !above);
            block.at_least(party, worth, &mut self.one);
            somewhere.iter_mut().zip(&self.one).for_each(|(s, reached)| *s |= !reached);
        }
        self.worse.iter_mut().zip(&somewhere).for_each(|(w, s)| *w &= s);
    }

    /// The outcomes of a selection, written to `one`; returns whether there are any.
    pub(super) fn select(&mut self, question: &Question<'_, '_>, block: &Block<'_, '_>, selection: &Selection) -> bool {
        let mut mask = std::mem::take(&mut self.one);
        mask.copy_from_slice(if selection.side { &self.side } else { &self.range });
        for k in (0..question.positions()).filter(|&k| !selection.lifted.contains(k)) {
            mask.iter_mut().zip(block.mask(FIRST_REFUSED + k)).for_each(|(m, v)| *m &= !v);
        }
        let mut reached = vec![0u64; mask.len()];
        for (party, &floor) in selection.floors.iter().enumerate() {
            if mask.iter().all(|&w| w == 0) {
                break;
            }
            block.at_least(party, floor, &mut reached);
            mask.iter_mut().zip(&reached).for_each(|(m, r)| *m &= r);
        }
        self.one = mask;
        self.one.iter().any(|&w| w != 0)
    }
}

/// How many bits are set.
pub(super) fn ones(mask: &[u64]) -> u64 {
    mask.iter().map(|w| u64::from(w.count_ones())).sum()
}
