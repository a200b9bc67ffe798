//! The survey: one pass over all outcomes that counts, and gathers the frontier and the minimal violations.

use super::super::asked::Survey;
use super::super::count::Count;
use super::super::hitting_sets::{ConstraintSet, MinimalSets};
use super::{FIRST_REFUSED, INFEASIBLE, Question, SETTLED, Scratch, ones};
use crate::space::{Block, Collector, FrontierSet, Kept, each_bit};

/// How many points of an overgrown frontier are checked and shown.
const CONFIRMED: usize = 256;

impl Question<'_, '_, '_> {
    /// Counts, gathers the frontier and the minimal violations.
    pub(super) fn surveyed(&self) -> Survey {
        let pass = self.scan(|| Pass::new(self));
        let open = pass.open();
        let frontier_exact = !pass.frontier.overflowed;
        let mut frontier = pass.frontier.into_points();
        if !frontier_exact {
            // Those with the largest sums are the likeliest to hold against every outcome of the zone.
            let sum = |k: &Kept| k.vector.iter().map(|&w| i128::from(w)).sum::<i128>();
            frontier.sort_by_key(|k| (std::cmp::Reverse(sum(k)), k.index));
            frontier.truncate(CONFIRMED);
            frontier = self.confirm(frontier);
            frontier.sort_unstable_by_key(|k| k.index);
        }
        Survey {
            outcomes: pass.outcomes.into(),
            acceptable: pass.acceptable.into_iter().map(Count::exactly).collect(),
            deals: Count::exactly(pass.deals),
            settled: pass.deals > pass.unsettled,
            unsettled: Count::exactly(pass.unsettled),
            dominated: Count::exactly(pass.dominated),
            side: Count::exactly(pass.side),
            side_unsettled: Count::exactly(pass.side_unsettled),
            open,
            open_exact: true,
            frontier,
            frontier_exact,
            occurs: pass.occurs,
            positions_allow: pass.positions_allow,
            removed: pass.removed.into_iter().map(Count::exactly).collect(),
            minimal: pass.minimal,
            proved: Vec::new(),
        }
    }
}

/// What one pass over all outcomes finds.
struct Pass<'p, 's, 'q, 'c> {
    question: &'p Question<'s, 'q, 'c>,
    outcomes: u64,
    acceptable: Vec<u64>,
    deals: u64,
    unsettled: u64,
    dominated: u64,
    side: u64,
    side_unsettled: u64,
    /// Per head issue and option: whether it occurs in Z.
    head_open: Vec<Vec<bool>>,
    /// The positions of blocks that occur in Z.
    tail_open: Vec<u64>,
    frontier: FrontierSet,
    /// Whether the range of definitions §3.1 has an outcome.
    occurs: bool,
    /// Whether some outcome in the range violates no red line or precondition.
    positions_allow: bool,
    /// Per red line and precondition: outcomes in the range that violate it and nothing else.
    removed: Vec<u64>,
    minimal: MinimalSets,
    scratch: Scratch,
    refused: Vec<Vec<u64>>,
    zone: Vec<u64>,
}

impl<'p, 's, 'q, 'c> Pass<'p, 's, 'q, 'c> {
    fn new(question: &'p Question<'s, 'q, 'c>) -> Self {
        let layout = &question.space.layout;
        let empty = vec![0u64; layout.words];
        Self {
            question,
            outcomes: 0,
            acceptable: vec![0; question.parties()],
            deals: 0,
            unsettled: 0,
            dominated: 0,
            side: 0,
            side_unsettled: 0,
            head_open: layout.radices[..layout.split].iter().map(|&r| vec![false; r]).collect(),
            tail_open: empty.clone(),
            frontier: FrontierSet::new(question.parties()),
            occurs: false,
            positions_allow: false,
            removed: vec![0; question.positions()],
            minimal: MinimalSets::default(),
            scratch: Scratch::new(question),
            refused: vec![empty.clone(); question.parties()],
            zone: empty,
        }
    }

    /// Per issue and option: whether it occurs in Z.
    fn open(&self) -> Vec<Vec<bool>> {
        let layout = &self.question.space.layout;
        let mut open = self.head_open.clone();
        open.extend(layout.radices[layout.split..].iter().map(|&r| vec![false; r]));
        for (word, &bits) in self.tail_open.iter().enumerate() {
            each_bit(bits, |b| {
                for (j, options) in open.iter_mut().enumerate().skip(layout.split) {
                    options[layout.tail_option(j, word * 64 + b)] = true;
                }
            });
        }
        open
    }

    /// The mask of the outcomes that violate the k-th constraint.
    fn violated<'m>(&'m self, block: &'m Block<'_, '_>, k: usize) -> &'m [u64] {
        let positions = self.question.positions();
        if k < positions { block.mask(FIRST_REFUSED + k) } else { &self.scratch.below[k - positions] }
    }

    /// Offers the violations of outcomes in the range that no known minimal set is part of.
    fn offer_violations(&mut self, block: &Block<'_, '_>) {
        let mut remaining = self.scratch.range.clone();
        let mut ruled_out = vec![0u64; remaining.len()];
        for set in &self.minimal.sets {
            ruled_out.copy_from_slice(&remaining);
            for k in set.members() {
                ruled_out.iter_mut().zip(self.violated(block, k)).for_each(|(r, v)| *r &= v);
            }
            remaining.iter_mut().zip(&ruled_out).for_each(|(r, o)| *r &= !o);
            if remaining.iter().all(|&w| w == 0) {
                return;
            }
        }
        let count = self.question.asked.constraints.list.len();
        let mut found = Vec::new();
        for (word, &bits) in remaining.iter().enumerate() {
            each_bit(bits, |b| {
                found.push(
                    (0..count).filter(|&k| self.violated(block, k)[word] >> b & 1 == 1).collect::<ConstraintSet>(),
                );
            });
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().for_each(|set| self.minimal.offer(set));
    }
}

impl Collector for Pass<'_, '_, '_, '_> {
    fn block(&mut self, block: &Block<'_, '_>) {
        let question = self.question;
        let infeasible = block.mask(INFEASIBLE);
        let feasible = |w: usize| block.full()[w] & !infeasible[w];
        let here: u64 = (0..block.words()).map(|w| u64::from(feasible(w).count_ones())).sum();
        if here == 0 {
            return;
        }
        self.outcomes += here;
        let some = self.scratch.ranges(block);
        self.scratch.floors(question, block);
        for (party, refused) in self.refused.iter_mut().enumerate() {
            refused.copy_from_slice(&self.scratch.below[party]);
            for k in (0..question.positions()).filter(|&k| question.asked.holders[k] == party) {
                refused.iter_mut().zip(block.mask(FIRST_REFUSED + k)).for_each(|(r, v)| *r |= v);
            }
            self.acceptable[party] +=
                (0..refused.len()).map(|w| u64::from((feasible(w) & !refused[w]).count_ones())).sum::<u64>();
        }
        if !some {
            return;
        }
        let settled = block.mask(SETTLED);
        for w in 0..block.words() {
            let refused = self.refused.iter().fold(0, |any, r| any | r[w]);
            let (range, side) = (self.scratch.range[w], self.scratch.side[w] & !refused);
            self.occurs |= range != 0;
            self.zone[w] = range & !refused;
            self.side += u64::from(side.count_ones());
            self.side_unsettled += u64::from((side & !settled[w]).count_ones());
            if range != 0 {
                let (mut any, mut twice) = (0u64, 0u64);
                for k in 0..question.positions() {
                    let violated = block.mask(FIRST_REFUSED + k)[w];
                    twice |= any & violated;
                    any |= violated;
                }
                self.positions_allow |= range & !any != 0;
                for below in &self.scratch.below {
                    twice |= any & below[w];
                    any |= below[w];
                }
                let once = range & any & !twice;
                if once != 0 {
                    for (k, removed) in self.removed.iter_mut().enumerate() {
                        *removed += u64::from((once & block.mask(FIRST_REFUSED + k)[w]).count_ones());
                    }
                }
            }
        }
        let deals = ones(&self.zone);
        if deals == 0 {
            if self.deals == 0 {
                self.offer_violations(block);
            }
            return;
        }
        self.deals += deals;
        self.unsettled += (0..block.words()).map(|w| u64::from((self.zone[w] & !settled[w]).count_ones())).sum::<u64>();
        self.scratch.worse_than_status_quo(question, block);
        self.dominated +=
            (0..block.words()).map(|w| u64::from((self.zone[w] & self.scratch.worse[w]).count_ones())).sum::<u64>();
        for (open, &option) in self.head_open.iter_mut().zip(block.head_options()) {
            open[option] = true;
        }
        self.tail_open.iter_mut().zip(&self.zone).for_each(|(o, z)| *o |= z);
        self.frontier.offer_block(block, &mut self.zone);
    }

    fn merge(&mut self, later: Self) {
        self.outcomes += later.outcomes;
        let add = |a: &mut Vec<u64>, b: Vec<u64>| a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
        add(&mut self.acceptable, later.acceptable);
        add(&mut self.removed, later.removed);
        self.deals += later.deals;
        self.unsettled += later.unsettled;
        self.dominated += later.dominated;
        self.side += later.side;
        self.side_unsettled += later.side_unsettled;
        for (open, more) in self.head_open.iter_mut().zip(later.head_open) {
            open.iter_mut().zip(more).for_each(|(o, m)| *o |= m);
        }
        self.tail_open.iter_mut().zip(&later.tail_open).for_each(|(o, m)| *o |= m);
        self.frontier.merge(later.frontier);
        self.occurs |= later.occurs;
        self.positions_allow |= later.positions_allow;
        if self.deals == 0 {
            self.minimal.merge(later.minimal);
        } else {
            self.minimal = MinimalSets::default();
        }
    }
}
