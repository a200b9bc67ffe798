//! The scans behind the deal zone and the impasse: one pass that counts, one that finds what is asked of it.

use super::constraints::Constraints;
use super::hitting_sets::{ConstraintSet, MinimalSets};
use super::solutions::Champions;
use crate::case::Condition;
use crate::space::{Block, Collector, FrontierSet, Kept, Rule, Space, Worth, each_bit, first_bit, scan};

const INFEASIBLE: usize = 0;
const TARGET: usize = 1;
const STATUS_QUO: usize = 2;
const NORM: usize = 3;
const SETTLED: usize = 4;
const FIRST_REFUSED: usize = 5;

/// Everything a scan needs to know: the space, the worth, K, and what is asked for (the deal, or a goal).
pub(crate) struct Question<'q, 'c> {
    pub(crate) space: &'q Space<'c>,
    pub(crate) worth: &'q Worth,
    pub(crate) constraints: &'q Constraints<'c>,
    rules: Vec<Rule>,
    /// Per red line and precondition: the place of its holder among the parties of C.
    holders: Vec<usize>,
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

    fn parties(&self) -> usize {
        self.no_deal.len()
    }

    fn positions(&self) -> usize {
        self.holders.len()
    }

    fn scan<C: Collector>(&self, new: impl Fn() -> C + Sync) -> C {
        scan(self.space, self.worth, &self.rules, new)
    }

    /// Counts, gathers the frontier and the minimal violations.
    pub(crate) fn survey(&self) -> Survey<'_, 'q, 'c> {
        self.scan(|| Survey::new(self))
    }

    /// Which of the vectors no outcome of the zone dominates: those of a frontier that outgrew what is kept have to be checked.
    pub(crate) fn confirm(&self, candidates: Vec<Kept>) -> Vec<Kept> {
        let confirmed =
            self.scan(|| Confirm { question: self, dominated: vec![false; candidates.len()], candidates: &candidates });
        let dominated = confirmed.dominated;
        candidates.iter().zip(dominated).filter(|(_, d)| !d).map(|(k, _)| k.clone()).collect()
    }

    /// Counts the outcomes of each selection and finds the Pareto-minimal shortfalls.
    pub(crate) fn pressures(&self, selections: &[Selection]) -> Vec<Pressure> {
        let width = self.parties();
        let new = || Pressures {
            question: self,
            selections,
            found: selections.iter().map(|_| Pressure::new(width)).collect(),
            scratch: Scratch::new(self),
        };
        self.scan(new).found
    }

    /// max u_i over each selection; the least number there is for an empty one.
    pub(crate) fn ideals(&self, selections: &[Selection]) -> Vec<Vec<i64>> {
        let new = || Ideals {
            question: self,
            selections,
            highest: vec![vec![i64::MIN; self.parties()]; selections.len()],
            scratch: Scratch::new(self),
        };
        self.scan(new).highest
    }

    /// The best of each selection by every solution.
    pub(crate) fn choose(&self, selections: &[Selection]) -> Vec<Champions> {
        let ideals = self.ideals(selections);
        let champions = |(selection, highest): (&Selection, &Vec<i64>)| {
            let ideal: Vec<i64> = highest.iter().zip(&selection.floors).map(|(u, d)| u.saturating_sub(*d)).collect();
            Champions::new(&selection.floors, &ideal)
        };
        let new = || Choose {
            question: self,
            selections,
            champions: selections.iter().zip(&ideals).map(champions).collect(),
            scratch: Scratch::new(self),
        };
        self.scan(new).champions
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
struct Scratch {
    /// In the range of definitions §3.1.
    range: Vec<u64>,
    /// In that range but short of the target.
    side: Vec<u64>,
    /// Per party of C: below its floor.
    below: Vec<Vec<u64>>,
    /// Dominated by the status quo.
    worse: Vec<u64>,
    one: Vec<u64>,
}

impl Scratch {
    fn new(question: &Question<'_, '_>) -> Self {
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

    fn floors(&mut self, question: &Question<'_, '_>, block: &Block<'_, '_>) {
        for (party, below) in self.below.iter_mut().enumerate() {
            block.at_least(party, question.no_deal[party], below);
            below.iter_mut().zip(block.full()).for_each(|(b, full)| *b = full & !*b);
        }
    }

    /// The outcomes at most as good as the status quo for all, and worse for one.
    fn worse_than_status_quo(&mut self, question: &Question<'_, '_>, block: &Block<'_, '_>) {
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
    fn select(&mut self, question: &Question<'_, '_>, block: &Block<'_, '_>, selection: &Selection) -> bool {
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

/// What one pass over all outcomes finds.
pub(crate) struct Survey<'s, 'q, 'c> {
    question: &'s Question<'q, 'c>,
    pub(crate) outcomes: u64,
    pub(crate) acceptable: Vec<u64>,
    pub(crate) deals: u64,
    pub(crate) unsettled: u64,
    pub(crate) dominated: u64,
    pub(crate) side: u64,
    pub(crate) side_unsettled: u64,
    /// Per head issue and option: whether it occurs in Z.
    head_open: Vec<Vec<bool>>,
    /// The positions of blocks that occur in Z.
    tail_open: Vec<u64>,
    pub(crate) frontier: FrontierSet,
    /// Whether the range of definitions §3.1 has an outcome.
    pub(crate) occurs: bool,
    /// Whether some outcome in the range violates no red line or precondition.
    pub(crate) positions_allow: bool,
    /// Per red line and precondition: outcomes in the range that violate it and nothing else.
    pub(crate) removed: Vec<u64>,
    pub(crate) minimal: MinimalSets,
    scratch: Scratch,
    refused: Vec<Vec<u64>>,
    zone: Vec<u64>,
}

impl<'s, 'q, 'c> Survey<'s, 'q, 'c> {
    fn new(question: &'s Question<'q, 'c>) -> Self {
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
    pub(crate) fn open(&self) -> Vec<Vec<bool>> {
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
        let count = self.question.constraints.list.len();
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

fn ones(mask: &[u64]) -> u64 {
    mask.iter().map(|w| u64::from(w.count_ones())).sum()
}

impl Collector for Survey<'_, '_, '_> {
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
            for k in (0..question.positions()).filter(|&k| question.holders[k] == party) {
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

/// Looks for outcomes of the zone that dominate candidates for the frontier.
struct Confirm<'s, 'q, 'c> {
    question: &'s Question<'q, 'c>,
    candidates: &'s [Kept],
    dominated: Vec<bool>,
}

impl Collector for Confirm<'_, '_, '_> {
    fn block(&mut self, block: &Block<'_, '_>) {
        let mut scratch = None;
        for (candidate, dominated) in self.candidates.iter().zip(&mut self.dominated) {
            let parties = candidate.vector.iter().enumerate();
            if *dominated || parties.clone().any(|(p, &worth)| block.highest(p) < worth) {
                continue;
            }
            let scratch = scratch.get_or_insert_with(|| {
                let mut scratch = Scratch::new(self.question);
                scratch.ranges(block);
                scratch.select(self.question, block, &self.question.violating_nothing(false));
                scratch.range.copy_from_slice(&scratch.one);
                scratch
            });
            let (mut reached, mut above) = (scratch.range.clone(), vec![0u64; scratch.range.len()]);
            for (party, &worth) in parties {
                block.at_least(party, worth, &mut scratch.one);
                reached.iter_mut().zip(&scratch.one).for_each(|(r, o)| *r &= o);
                block.at_least(party, worth.saturating_add(1), &mut scratch.one);
                above.iter_mut().zip(&scratch.one).for_each(|(a, o)| *a |= o);
            }
            *dominated = reached.iter().zip(&above).any(|(r, a)| r & a != 0);
        }
    }

    fn merge(&mut self, later: Self) {
        self.dominated.iter_mut().zip(later.dominated).for_each(|(d, l)| *d |= l);
    }
}

/// What the outcomes of one selection lack.
#[derive(Clone, Debug)]
pub(crate) struct Pressure {
    pub(crate) outcomes: u64,
    pub(crate) unsettled: u64,
    /// Negated shortfalls, so that the frontier is the Pareto-minimal ones.
    pub(crate) relief: FrontierSet,
    /// Whether an outcome violates only some of what is lifted: then the set is no unlock.
    pub(crate) needs_less: bool,
}

impl Pressure {
    fn new(width: usize) -> Self {
        Self { outcomes: 0, unsettled: 0, relief: FrontierSet::new(width), needs_less: false }
    }
}

struct Pressures<'s, 'q, 'c> {
    question: &'s Question<'q, 'c>,
    selections: &'s [Selection],
    found: Vec<Pressure>,
    scratch: Scratch,
}

impl Collector for Pressures<'_, '_, '_> {
    fn block(&mut self, block: &Block<'_, '_>) {
        if !self.scratch.ranges(block) {
            return;
        }
        let settled = block.mask(SETTLED);
        let mut reached = vec![0u64; block.words()];
        for (selection, found) in self.selections.iter().zip(&mut self.found) {
            if !self.scratch.select(self.question, block, selection) {
                continue;
            }
            let mask = &self.scratch.one;
            for k in selection.lifted.members() {
                let positions = self.question.positions();
                let violated = if k < positions {
                    block.mask(FIRST_REFUSED + k)
                } else {
                    block.at_least(k - positions, self.question.no_deal[k - positions], &mut reached);
                    reached.iter_mut().for_each(|r| *r = !*r);
                    &reached
                };
                found.needs_less |= mask.iter().zip(violated).any(|(m, v)| m & !v != 0);
            }
            let outcomes = ones(mask);
            found.outcomes += outcomes;
            found.unsettled += mask.iter().zip(settled).map(|(m, s)| u64::from((m & !s).count_ones())).sum::<u64>();
            let no_deal = &self.question.no_deal;
            if selection.floors == *no_deal {
                found.relief.offer(&vec![0; no_deal.len()], block.index(first_bit(mask)), outcomes);
                continue;
            }
            // What lacks at least as much as a known shortfall, for every party, adds nothing: blocks come in order of index, so
            // an equal vector's lowest index is known already.
            let mut remaining = mask.clone();
            for pivot in found.relief.pivots() {
                let mut adds = vec![0u64; remaining.len()];
                for (party, &relief) in pivot.iter().enumerate().filter(|(_, r)| **r < 0) {
                    block.at_least(party, no_deal[party] + relief + 1, &mut reached);
                    adds.iter_mut().zip(&reached).for_each(|(a, r)| *a |= r);
                }
                remaining.iter_mut().zip(&adds).for_each(|(m, a)| *m &= a);
            }
            let mut relief = vec![0; no_deal.len()];
            for (word, &bits) in remaining.iter().enumerate() {
                each_bit(bits, |b| {
                    let position = word * 64 + b;
                    for (party, r) in relief.iter_mut().enumerate() {
                        *r = (block.worth(party, position) - no_deal[party]).min(0);
                    }
                    found.relief.offer(&relief, block.index(position), 1);
                });
            }
        }
    }

    fn merge(&mut self, later: Self) {
        for (found, more) in self.found.iter_mut().zip(later.found) {
            found.outcomes += more.outcomes;
            found.unsettled += more.unsettled;
            found.needs_less |= more.needs_less;
            found.relief.merge(more.relief);
        }
    }
}

/// max u_i over each selection.
struct Ideals<'s, 'q, 'c> {
    question: &'s Question<'q, 'c>,
    selections: &'s [Selection],
    highest: Vec<Vec<i64>>,
    scratch: Scratch,
}

impl Collector for Ideals<'_, '_, '_> {
    fn block(&mut self, block: &Block<'_, '_>) {
        let could_rise = |highest: &[i64]| highest.iter().enumerate().any(|(p, &h)| block.highest(p) > h);
        if !self.highest.iter().any(|h| could_rise(h)) || !self.scratch.ranges(block) {
            return;
        }
        let mut above = vec![0u64; block.words()];
        for (selection, highest) in self.selections.iter().zip(&mut self.highest) {
            if !could_rise(highest) || !self.scratch.select(self.question, block, selection) {
                continue;
            }
            for (party, highest) in highest.iter_mut().enumerate() {
                block.at_least(party, highest.saturating_add(1), &mut above);
                for (word, (&a, &m)) in above.iter().zip(&self.scratch.one).enumerate() {
                    each_bit(a & m, |b| *highest = (*highest).max(block.worth(party, word * 64 + b)));
                }
            }
        }
    }

    fn merge(&mut self, later: Self) {
        for (highest, more) in self.highest.iter_mut().zip(later.highest) {
            highest.iter_mut().zip(more).for_each(|(h, m)| *h = (*h).max(m));
        }
    }
}

/// The best of each selection among what is settled and not dominated by the status quo.
struct Choose<'s, 'q, 'c> {
    question: &'s Question<'q, 'c>,
    selections: &'s [Selection],
    champions: Vec<Champions>,
    scratch: Scratch,
}

impl Collector for Choose<'_, '_, '_> {
    fn block(&mut self, block: &Block<'_, '_>) {
        let settled = block.mask(SETTLED);
        if settled.iter().all(|&w| w == 0) || !self.scratch.ranges(block) {
            return;
        }
        let mut known_worse = false;
        for (selection, champions) in self.selections.iter().zip(&mut self.champions) {
            if !champions.could_rise(block) || !self.scratch.select(self.question, block, selection) {
                continue;
            }
            let mut mask = self.scratch.one.clone();
            if !known_worse {
                self.scratch.worse_than_status_quo(self.question, block);
                known_worse = true;
            }
            mask.iter_mut().zip(settled.iter().zip(&self.scratch.worse)).for_each(|(m, (s, worse))| *m &= s & !worse);
            champions.offer_block(block, &mut mask);
        }
    }

    fn merge(&mut self, later: Self) {
        self.champions.iter_mut().zip(later.champions).for_each(|(c, l)| c.merge(l));
    }
}
