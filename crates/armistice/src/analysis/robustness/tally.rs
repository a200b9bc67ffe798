//! What is counted from draw to draw.

use std::collections::BTreeMap;

use super::super::hitting_sets::{ConstraintSet, minimal_hitting_sets};
use super::super::sampling::Judge;
use super::{Chosen, Gains, Often, Spread};
use crate::case::Case;
use crate::points::{MICRO, Points};
use crate::space::outcome_at;

/// How many of the first draws are kept one by one: for `verify`, which makes them again.
pub const FIRST_KEPT: u64 = 50;
/// How many different lists of unlocks are told apart.
pub const FAMILIES_KEPT: usize = 4_096;
/// How many different outcomes are told apart that a solution chose.
pub const OUTCOMES_KEPT: usize = 4_096;
/// Gains are counted in bins this wide.
pub const BIN_POINTS: Points = Points(MICRO / 10);
/// Gains from here on are not told apart.
pub const HIGHEST_GAIN: Points = Points(200 * MICRO);
const BINS: usize = (HIGHEST_GAIN.0 / BIN_POINTS.0) as usize + 1;
/// How many blocks of one list of unlocks are worked out.
const BLOCKS_LIMIT: usize = 10_000;

/// What came of one draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Which.
    pub draw: u64,
    /// Whether there is a deal.
    pub deal: bool,
    /// Per goal: whether it can be met.
    pub goals: Vec<bool>,
    /// Per issue and option: whether it occurs in a deal.
    pub open: Vec<Vec<bool>>,
    /// The unlocks, as indices into the constraints, in order; empty when there is a deal.
    pub unlocks: Vec<Vec<usize>>,
    /// The index of the outcome that each solution chooses.
    pub chosen: [Option<u128>; 4],
}

/// Counts over draws.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    pub(super) deals: u64,
    pub(super) goals: Vec<u64>,
    pub(super) open: Vec<Vec<u64>>,
    /// Lists of unlocks.
    families: BTreeMap<Vec<ConstraintSet>, u64>,
    pub(super) uncounted: u64,
    chosen: [BTreeMap<u128, u64>; 4],
    others: [u64; 4],
    /// Per solution and party of C.
    gains: [Vec<Vec<u64>>; 4],
    pub(super) first: Vec<Drawn>,
}

impl Tally {
    pub(super) fn new(case: &Case, goals: usize) -> Self {
        Self {
            deals: 0,
            goals: vec![0; goals],
            open: case.issues.iter().map(|issue| vec![0; issue.options.len()]).collect(),
            families: BTreeMap::new(),
            uncounted: 0,
            chosen: Default::default(),
            others: [0; 4],
            gains: Default::default(),
            first: Vec::new(),
        }
    }

    /// Counts a draw.
    pub(super) fn take(&mut self, judge: &mut Judge<'_>, draw: u64) {
        let deal = judge.find_zone();
        let mut open: Vec<Vec<bool>> = self.open.iter().map(|options| vec![false; options.len()]).collect();
        let mut unlocks = Vec::new();
        let mut chosen = [None; 4];
        if deal {
            self.deals += 1;
            judge.open(&mut open);
            for (counts, options) in self.open.iter_mut().zip(&open) {
                counts.iter_mut().zip(options).for_each(|(count, &is_open)| *count += u64::from(is_open));
            }
            for (solution, best) in judge.choose().into_iter().enumerate() {
                let Some(best) = best else { continue };
                chosen[solution] = Some(best.index);
                let (known, others) = (&mut self.chosen[solution], &mut self.others[solution]);
                count(known, others, best.index, 1, OUTCOMES_KEPT);
                let gains = &mut self.gains[solution];
                gains.resize_with(best.gains.len(), || vec![0; BINS]);
                for (bins, gain) in gains.iter_mut().zip(best.gains) {
                    bins[((gain.max(0) / BIN_POINTS.0) as usize).min(BINS - 1)] += 1;
                }
            }
        } else {
            let found = judge.violations();
            unlocks = found.sets.iter().map(ConstraintSet::members).collect();
            if found.overflowed {
                self.uncounted += 1;
            } else {
                count(&mut self.families, &mut self.uncounted, found.sets, 1, FAMILIES_KEPT);
            }
        }
        let met: Vec<bool> = (0..self.goals.len()).map(|goal| judge.meets(goal)).collect();
        self.goals.iter_mut().zip(&met).for_each(|(count, &met)| *count += u64::from(met));
        if draw < FIRST_KEPT {
            unlocks.sort_unstable();
            self.first.push(Drawn { draw, deal, goals: met, open, unlocks, chosen });
        }
    }

    /// Takes in what a later chunk of draws came to.
    pub(super) fn merge(&mut self, later: Self) {
        let add = |counts: &mut [u64], more: &[u64]| counts.iter_mut().zip(more).for_each(|(c, m)| *c += m);
        self.deals += later.deals;
        self.uncounted += later.uncounted;
        add(&mut self.goals, &later.goals);
        add(&mut self.others, &later.others);
        self.open.iter_mut().zip(&later.open).for_each(|(counts, more)| add(counts, more));
        for (family, times) in later.families {
            count(&mut self.families, &mut self.uncounted, family, times, FAMILIES_KEPT);
        }
        let chosen = self.chosen.iter_mut().zip(&mut self.others).zip(later.chosen);
        for ((known, others), more) in chosen {
            for (index, times) in more {
                count(known, others, index, times, OUTCOMES_KEPT);
            }
        }
        for (gains, more) in self.gains.iter_mut().zip(later.gains) {
            gains.resize_with(gains.len().max(more.len()), || vec![0; BINS]);
            gains.iter_mut().zip(&more).for_each(|(counts, more)| add(counts, more));
        }
        self.first.extend(later.first);
    }

    /// Blocks and unlocks, most often first, then in file order.
    pub(super) fn often(&self) -> (Vec<Often>, Vec<Often>) {
        let (mut blocks, mut unlocks) = (BTreeMap::new(), BTreeMap::new());
        for (family, times) in &self.families {
            for unlock in family {
                *unlocks.entry(unlock.members()).or_default() += times;
            }
            // A list that hits every unlock and has no member to spare is a block (definitions §3.3).
            for block in minimal_hitting_sets(family, BLOCKS_LIMIT).sets {
                *blocks.entry(block.members()).or_default() += times;
            }
        }
        let sorted = |counts: BTreeMap<Vec<usize>, u64>| {
            let mut list: Vec<Often> =
                counts.into_iter().map(|(constraints, times)| Often { constraints, times }).collect();
            list.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.constraints.cmp(&b.constraints)));
            list
        };
        (sorted(blocks), sorted(unlocks))
    }

    /// What each solution chose.
    pub(super) fn spreads(&self, case: &Case) -> [Spread; 4] {
        [0, 1, 2, 3].map(|solution| {
            let mut outcomes: Vec<Chosen> = self.chosen[solution]
                .iter()
                .map(|(&index, &times)| Chosen { index, outcome: outcome_at(case, index), times })
                .collect();
            outcomes.sort_by(|a, b| b.times.cmp(&a.times).then(a.index.cmp(&b.index)));
            Spread {
                chosen: outcomes.iter().map(|o| o.times).sum::<u64>() + self.others[solution],
                outcomes,
                others: self.others[solution],
                gains: self.gains[solution].iter().map(|bins| quantiles(bins)).collect(),
            }
        })
    }
}

/// Counts one of what is told apart, as long as there is room for another.
fn count<T: Ord>(known: &mut BTreeMap<T, u64>, others: &mut u64, one: T, times: u64, limit: usize) {
    if known.len() < limit {
        *known.entry(one).or_default() += times;
    } else {
        match known.get_mut(&one) {
            Some(count) => *count += times,
            None => *others += times,
        }
    }
}

fn quantiles(bins: &[u64]) -> Gains {
    let all: u128 = bins.iter().map(|&n| u128::from(n)).sum();
    let at = |part: u128, of: u128| {
        let mut below = 0;
        let bin = bins.iter().position(|&n| {
            below += u128::from(n);
            below * of >= part * all && below > 0
        });
        Points(bin.unwrap_or_default() as i64 * BIN_POINTS.0)
    };
    Gains { tenth: at(1, 10), quarter: at(1, 4), half: at(1, 2), three_quarters: at(3, 4), nine_tenths: at(9, 10) }
}
