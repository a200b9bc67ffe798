//! What is asked of some of the outcomes once a survey has told which: shortfalls, ideals, the best.

use super::super::asked::{self, Choice, Selection};
use super::super::count::Count;
use super::super::solutions::Champions;
use super::{FIRST_REFUSED, Question, SETTLED, Scratch, ones};
use crate::space::{Block, Collector, FrontierSet, Kept, each_bit, first_bit};

impl Question<'_, '_, '_> {
    /// Which of the vectors no outcome of the zone dominates: those of a frontier that outgrew what is kept have to be checked.
    pub(super) fn confirm(&self, candidates: Vec<Kept>) -> Vec<Kept> {
        let confirmed =
            self.scan(|| Confirm { question: self, dominated: vec![false; candidates.len()], candidates: &candidates });
        let dominated = confirmed.dominated;
        candidates.iter().zip(dominated).filter(|(_, d)| !d).map(|(k, _)| k.clone()).collect()
    }

    /// The undominated worths of a selection, and whether these are all.
    pub(super) fn undominated(&self, selection: &Selection) -> (Vec<Kept>, bool) {
        let new = || Undominated {
            question: self,
            selection,
            found: FrontierSet::new(self.parties()),
            scratch: Scratch::new(self),
        };
        let found = self.scan(new).found;
        let exact = !found.overflowed;
        (found.into_points(), exact)
    }

    /// Counts the outcomes of each selection and finds the Pareto-minimal shortfalls.
    pub(super) fn weighed(&self, selections: &[Selection]) -> Vec<asked::Pressure> {
        let width = self.parties();
        let new = || Pressures {
            question: self,
            selections,
            found: selections.iter().map(|_| Pressure::new(width)).collect(),
            scratch: Scratch::new(self),
        };
        self.scan(new).found.into_iter().map(Pressure::finished).collect()
    }

    /// max u_i over each selection; the least number there is for an empty one.
    pub(super) fn highest(&self, selections: &[Selection]) -> Vec<Vec<i64>> {
        let new = || Ideals {
            question: self,
            selections,
            highest: vec![vec![i64::MIN; self.parties()]; selections.len()],
            scratch: Scratch::new(self),
        };
        self.scan(new).highest
    }

    /// The best of each selection by every solution.
    pub(super) fn chosen(&self, selections: &[Selection]) -> Vec<Choice> {
        let ideals = self.highest(selections);
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
        self.scan(new).champions.into_iter().map(|champions| Choice { champions, exact: true }).collect()
    }
}

/// Looks for outcomes of the zone that dominate candidates for the frontier.
struct Confirm<'p, 's, 'q, 'c> {
    question: &'p Question<'s, 'q, 'c>,
    candidates: &'p [Kept],
    dominated: Vec<bool>,
}

impl Confirm<'_, '_, '_, '_> {
    /// Whether some outcome of the block could dominate the candidate.
    fn could_dominate(candidate: &Kept, block: &Block<'_, '_>) -> bool {
        candidate.vector.iter().enumerate().all(|(p, &worth)| block.highest(p) >= worth)
    }
}

impl Collector for Confirm<'_, '_, '_, '_> {
    fn passes_over(&self, block: &Block<'_, '_>) -> bool {
        let mut open = self.candidates.iter().zip(&self.dominated).filter(|(_, dominated)| !**dominated);
        !open.any(|(candidate, _)| Self::could_dominate(candidate, block))
    }

    fn block(&mut self, block: &Block<'_, '_>) {
        let mut scratch = None;
        for (candidate, dominated) in self.candidates.iter().zip(&mut self.dominated) {
            if *dominated || !Self::could_dominate(candidate, block) {
                continue;
            }
            let parties = candidate.vector.iter().enumerate();
            let scratch = scratch.get_or_insert_with(|| {
                let mut scratch = Scratch::new(self.question);
                scratch.ranges(block);
                scratch.select(self.question, block, &self.question.asked.violating_nothing(false));
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

/// Gathers the frontier of a selection.
struct Undominated<'p, 's, 'q, 'c> {
    question: &'p Question<'s, 'q, 'c>,
    selection: &'p Selection,
    found: FrontierSet,
    scratch: Scratch,
}

impl Collector for Undominated<'_, '_, '_, '_> {
    fn block(&mut self, block: &Block<'_, '_>) {
        if self.scratch.ranges(block) && self.scratch.select(self.question, block, self.selection) {
            self.found.offer_block(block, &mut self.scratch.one);
        }
    }

    fn merge(&mut self, later: Self) {
        self.found.merge(later.found);
    }
}

/// What the outcomes of one selection lack.
#[derive(Clone, Debug)]
struct Pressure {
    outcomes: u64,
    unsettled: u64,
    /// Negated shortfalls, so that the frontier is the Pareto-minimal ones.
    relief: FrontierSet,
    /// The least shortfall (entries descending, index, negated): right also when `relief` outgrew what is kept.
    least: Option<(Vec<i64>, u128, Vec<i64>)>,
    /// Whether an outcome violates only some of what is lifted: then the set is no unlock.
    needs_less: bool,
}

impl Pressure {
    fn new(width: usize) -> Self {
        Self { outcomes: 0, unsettled: 0, relief: FrontierSet::new(width), least: None, needs_less: false }
    }

    fn offer(&mut self, relief: &[i64], index: u128, count: u128) {
        let mut burden: Vec<i64> = relief.iter().map(|r| -r).collect();
        burden.sort_unstable_by(|a, b| b.cmp(a));
        self.weigh((burden, index, relief.to_vec()));
        self.relief.offer(relief, index, count);
    }

    fn weigh(&mut self, rival: (Vec<i64>, u128, Vec<i64>)) {
        if self.least.as_ref().is_none_or(|least| rival < *least) {
            self.least = Some(rival);
        }
    }

    fn finished(self) -> asked::Pressure {
        let overgrown = self.relief.overflowed;
        let shortfall = |relief: Vec<i64>| relief.iter().map(|r| -r).collect::<Vec<i64>>();
        let mut shortfalls: Vec<Vec<i64>> =
            self.relief.into_points().into_iter().map(|kept| shortfall(kept.vector)).collect();
        shortfalls.sort_unstable();
        asked::Pressure {
            outcomes: Count::exactly(self.outcomes),
            unsettled: Count::exactly(self.unsettled),
            shortfall: self.least.map(|(_, _, relief)| shortfall(relief)).unwrap_or_default(),
            shortfall_exact: true,
            shortfalls: (!overgrown).then_some(shortfalls),
            needs_less: self.needs_less,
        }
    }
}

struct Pressures<'p, 's, 'q, 'c> {
    question: &'p Question<'s, 'q, 'c>,
    selections: &'p [Selection],
    found: Vec<Pressure>,
    scratch: Scratch,
}

impl Collector for Pressures<'_, '_, '_, '_> {
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
                    block.at_least(k - positions, self.question.asked.no_deal[k - positions], &mut reached);
                    reached.iter_mut().for_each(|r| *r = !*r);
                    &reached
                };
                found.needs_less |= mask.iter().zip(violated).any(|(m, v)| m & !v != 0);
            }
            let outcomes = ones(mask);
            found.outcomes += outcomes;
            found.unsettled += mask.iter().zip(settled).map(|(m, s)| u64::from((m & !s).count_ones())).sum::<u64>();
            let no_deal = &self.question.asked.no_deal;
            if selection.floors == *no_deal {
                found.offer(&vec![0; no_deal.len()], block.index(first_bit(mask)), outcomes.into());
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
                    found.offer(&relief, block.index(position), 1);
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
            if let Some(least) = more.least {
                found.weigh(least);
            }
        }
    }
}

/// max u_i over each selection.
struct Ideals<'p, 's, 'q, 'c> {
    question: &'p Question<'s, 'q, 'c>,
    selections: &'p [Selection],
    highest: Vec<Vec<i64>>,
    scratch: Scratch,
}

/// Whether an outcome of the block is worth more to somebody than the highest known.
fn could_rise(highest: &[i64], block: &Block<'_, '_>) -> bool {
    highest.iter().enumerate().any(|(p, &h)| block.highest(p) > h)
}

impl Collector for Ideals<'_, '_, '_, '_> {
    fn passes_over(&self, block: &Block<'_, '_>) -> bool {
        !self.highest.iter().any(|highest| could_rise(highest, block))
    }

    fn block(&mut self, block: &Block<'_, '_>) {
        if !self.scratch.ranges(block) {
            return;
        }
        let mut above = vec![0u64; block.words()];
        for (selection, highest) in self.selections.iter().zip(&mut self.highest) {
            if !could_rise(highest, block) || !self.scratch.select(self.question, block, selection) {
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
struct Choose<'p, 's, 'q, 'c> {
    question: &'p Question<'s, 'q, 'c>,
    selections: &'p [Selection],
    champions: Vec<Champions>,
    scratch: Scratch,
}

impl Collector for Choose<'_, '_, '_, '_> {
    fn passes_over(&self, block: &Block<'_, '_>) -> bool {
        !self.champions.iter().any(|champions| champions.could_rise(block))
    }

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
