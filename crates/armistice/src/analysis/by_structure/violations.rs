//! Minimal violations without going through the outcomes: found one by one, each proved minimal, until none can be left.
//!
//! What hits every known minimal violation and is itself minimal is either a block, which is proved by finding no outcome that
//! respects all of it, or shows an outcome with a violation not yet known (dualise and advance; Gunopulos et al. 2003).

use rayon::prelude::*;

use super::Question;
use crate::analysis::asked::GivesUp;
use crate::analysis::hitting_sets::{ConstraintSet, MAX_CONSTRAINTS, MinimalSets, minimal_hitting_sets};

/// How many sets are tried at a time, whatever the number of threads.
const BATCH: usize = 32;
/// How often outcomes are asked for at most.
const MOST_ASKED: usize = 20_000;
/// How many candidates for blocks are kept at a time.
const MOST_CANDIDATES: usize = 4_096;

/// What is found of them.
#[derive(Default)]
pub(super) struct Violations {
    /// The minimal violations of the outcomes in the range; overflowed when not all could be found.
    pub(super) minimal: MinimalSets,
    /// Sets that no outcome respects whole, while every smaller one is respected: all of them, unless `minimal` overflowed.
    pub(super) blocks: Vec<ConstraintSet>,
}

/// The minimal violations of the outcomes in the range.
pub(super) fn minimal(question: &Question<'_>) -> Result<Violations, GivesUp> {
    let all: ConstraintSet = (0..question.asked.constraints.list.len()).collect();
    let mut search = Search { question, asked: 0, known: MinimalSets::default() };
    let Some(first) = question.find_within(&all)? else { return Ok(Violations::default()) };
    let first = search.shrunk(first)?;
    search.known.offer(first);
    let mut blocks: Vec<ConstraintSet> = Vec::new();
    loop {
        let candidates = minimal_hitting_sets(&search.known.sets, MOST_CANDIDATES);
        let mut open: Vec<ConstraintSet> = candidates.sets.iter().filter(|c| !blocks.contains(c)).copied().collect();
        // Should the search end early, the blocks that say most are known.
        open.sort_by_key(ConstraintSet::len);
        if open.is_empty() {
            search.known.overflowed |= !candidates.complete;
            return Ok(Violations { minimal: search.known, blocks });
        }
        let mut advanced = false;
        for batch in open.chunks(BATCH) {
            if search.asked > MOST_ASKED {
                search.known.overflowed = true;
                return Ok(Violations { minimal: search.known, blocks });
            }
            // What an earlier batch brought to light may not be hit by these any more.
            let batch: Vec<ConstraintSet> =
                batch.iter().filter(|c| search.known.sets.iter().all(|k| k.meets(c))).copied().collect();
            let found: Vec<Option<ConstraintSet>> = batch
                .par_iter()
                .map(|candidate| question.find_within(&all.minus(candidate)))
                .collect::<Result<_, GivesUp>>()?;
            search.asked += batch.len();
            for (candidate, violation) in batch.into_iter().zip(found) {
                match violation {
                    None => blocks.push(candidate),
                    Some(violation) if search.known.sets.iter().any(|k| k.is_subset(&violation)) => advanced = true,
                    Some(violation) => {
                        let least = search.shrunk(violation)?;
                        search.known.offer(least);
                        advanced = true;
                    }
                }
            }
        }
        if !advanced && !candidates.complete {
            search.known.overflowed = true;
            return Ok(Violations { minimal: search.known, blocks });
        }
    }
}

struct Search<'s, 'q> {
    question: &'s Question<'q>,
    asked: usize,
    known: MinimalSets,
}

impl Search<'_, '_> {
    /// A minimal violation within one.
    fn shrunk(&mut self, violation: ConstraintSet) -> Result<ConstraintSet, GivesUp> {
        let mut least = violation;
        for member in (0..MAX_CONSTRAINTS).filter(|&m| violation.contains(m)) {
            if !least.contains(member) {
                continue;
            }
            self.asked += 1;
            let without = least.minus(&[member].into_iter().collect());
            if let Some(smaller) = self.question.find_within(&without)? {
                least = smaller;
            }
        }
        Ok(least)
    }
}

impl Question<'_> {
    /// What some outcome in the range that violates at most these does violate; `None` when there is no such outcome.
    fn find_within(&self, lifted: &ConstraintSet) -> Result<Option<ConstraintSet>, GivesUp> {
        Ok(self.find(&self.within(lifted))?.map(|index| self.violates(index)))
    }
}
