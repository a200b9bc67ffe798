//! Answering by a scan: the masks of a block that answers are made of.

mod selections;
mod survey;

use super::asked::{Asked, Choice, GivesUp, Method, Pressure, Selection, Survey};
use super::hitting_sets::ConstraintSet;
use crate::space::{Block, Collector, Rule, Space, Worth, scan};

// The rules of a question, by place; from the last on, what each red line and precondition rules out.
const INFEASIBLE: usize = 0;
const TARGET: usize = 1;
const STATUS_QUO: usize = 2;
const NORM: usize = 3;
const SETTLED: usize = 4;
const FIRST_REFUSED: usize = 5;

/// A question put to a scan.
pub(crate) struct Question<'s, 'q, 'c> {
    asked: Asked<'q>,
    space: &'s Space<'c>,
    worth: &'s Worth,
    rules: Vec<Rule>,
}

impl<'s, 'q, 'c> Question<'s, 'q, 'c> {
    pub(crate) fn new(space: &'s Space<'c>, worth: &'s Worth, asked: Asked<'q>) -> Self {
        let everywhere: Vec<usize> = (0..asked.case.issues.len()).collect();
        let norms: Vec<_> = asked.case.norms.iter().map(|n| &n.forbids.expr).collect();
        let mut rules = vec![
            space.rule_infeasible(),
            match asked.target {
                Some(condition) => space.rule_any(&[&condition.expr]),
                None => space.rule_status_quo(&[]),
            },
            space.rule_status_quo(&everywhere),
            space.rule_any(&norms),
            space.rule_status_quo(&asked.unstated()),
        ];
        rules.extend(asked.constraints.refused.iter().map(|r| match r.unless {
            None => space.rule_any(&[r.meets]),
            Some(unless) => space.rule_both(r.meets, unless),
        }));
        Self { asked, space, worth, rules }
    }

    fn parties(&self) -> usize {
        self.asked.parties()
    }

    fn positions(&self) -> usize {
        self.asked.positions()
    }

    pub(super) fn scan<C: Collector>(&self, new: impl Fn() -> C + Sync) -> C {
        scan(self.space, self.worth, &self.rules, new)
    }

    /// The outcomes of a block in the range of definitions §3.1 that cross no red line and break no precondition, whatever they are
    /// worth; `None` for none.
    pub(super) fn within_positions<'m>(&self, block: &Block<'_, '_>, scratch: &'m mut Scratch) -> Option<&'m [u64]> {
        let positions = Selection { side: false, lifted: ConstraintSet::default(), floors: Vec::new() };
        (scratch.ranges(block) && scratch.select(self, block, &positions)).then_some(&scratch.one)
    }
}

impl Method for Question<'_, '_, '_> {
    fn asked(&self) -> &Asked<'_> {
        &self.asked
    }

    fn widest(&self) -> Option<usize> {
        None
    }

    fn survey(&self) -> Result<Survey, GivesUp> {
        Ok(self.surveyed())
    }

    fn pressures(&self, selections: &[Selection]) -> Result<Vec<Pressure>, GivesUp> {
        Ok(self.weighed(selections))
    }

    fn ideal(&self, selection: &Selection) -> Result<(Vec<i64>, bool), GivesUp> {
        Ok((self.highest(std::slice::from_ref(selection)).pop().unwrap_or_default(), true))
    }

    fn choose(&self, selections: &[Selection]) -> Result<Vec<Choice>, GivesUp> {
        Ok(self.chosen(selections))
    }
}

/// Masks of a block that several collectors need; reused from block to block.
pub(super) struct Scratch {
    /// In the range of definitions §3.1.
    range: Vec<u64>,
    /// In that range but short of the target.
    side: Vec<u64>,
    /// Per party of C: below its floor.
    below: Vec<Vec<u64>>,
    /// Dominated by the status quo.
    worse: Vec<u64>,
    /// The outcomes of the last selection; spare otherwise.
    one: Vec<u64>,
}

impl Scratch {
    pub(super) fn new(question: &Question<'_, '_, '_>) -> Self {
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
    fn ranges(&mut self, block: &Block<'_, '_>) -> bool {
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

    fn floors(&mut self, question: &Question<'_, '_, '_>, block: &Block<'_, '_>) {
        for (party, below) in self.below.iter_mut().enumerate() {
            block.at_least(party, question.asked.no_deal[party], below);
            below.iter_mut().zip(block.full()).for_each(|(b, full)| *b = full & !*b);
        }
    }

    /// The outcomes at most as good as the status quo for all, and worse for one.
    fn worse_than_status_quo(&mut self, question: &Question<'_, '_, '_>, block: &Block<'_, '_>) {
        self.worse.copy_from_slice(block.full());
        let mut somewhere = vec![0u64; self.worse.len()];
        for (party, &worth) in question.asked.status_quo.iter().enumerate() {
            block.at_least(party, worth.saturating_add(1), &mut self.one);
            self.worse.iter_mut().zip(&self.one).for_each(|(w, above)| *w &= !above);
            block.at_least(party, worth, &mut self.one);
            somewhere.iter_mut().zip(&self.one).for_each(|(s, reached)| *s |= !reached);
        }
        self.worse.iter_mut().zip(&somewhere).for_each(|(w, s)| *w &= s);
    }

    /// The outcomes of a selection, written to `one`; returns whether there are any.
    fn select(&mut self, question: &Question<'_, '_, '_>, block: &Block<'_, '_>, selection: &Selection) -> bool {
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
fn ones(mask: &[u64]) -> u64 {
    mask.iter().map(|w| u64::from(w.count_ones())).sum()
}
