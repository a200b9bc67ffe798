//! What the change from one case to another did to the verdict, and which part of the change did it (definitions §11).
//!
//! Parts of the change are put into the first case, alone and together, and each such case is analysed: the smallest sets of parts that turn
//! the answer into that of the second case are what turned it. With more parts than can be tried in all ways, parts are taken out one
//! after another instead, as long as the answer stays turned (delta debugging; Zeller & Hildebrandt 2002): then nothing can be left out of
//! what is named, but something else may have done as well.

use std::collections::{BTreeMap, BTreeSet};

use super::impasse::BlockBasis;
use super::{Analysis, AnalysisError, Count, Settings, Status, analyze};
use crate::case::Case;
use crate::case::update::Difference;
use crate::space::combinations;

/// How two cases compare.
#[derive(Clone, Debug, PartialEq)]
pub struct Turning {
    /// The answers in the first case.
    pub before: Answers,
    /// The answers in the second.
    pub after: Answers,
    /// What is answered otherwise, with what turned it.
    pub turns: Vec<Turn>,
    /// How many cases between the two were analysed.
    pub tried: usize,
}

/// What the analysis of a case answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// Whether there is a deal.
    pub status: Status,
    /// For "no deal": whether on positions alone.
    pub basis: Option<BlockBasis>,
    /// How many outcomes are in the zone.
    pub deals: Count,
    /// The blocks, as sets of ids of constraints.
    pub blocks: BTreeSet<BTreeSet<String>>,
    /// What each unlock gives up, likewise.
    pub unlocks: BTreeSet<BTreeSet<String>>,
    /// Per goal, whether it can be met.
    pub goals: BTreeMap<String, Status>,
}

impl Answers {
    /// What an analysis answers.
    pub fn of(found: &Analysis) -> Self {
        let ids = |members: &[usize]| members.iter().map(|&k| found.impasse.constraints[k].id.clone()).collect();
        Self {
            status: found.verdict.status,
            basis: found.verdict.basis,
            deals: found.deal_zone.deals,
            blocks: found.impasse.blocks.iter().map(|b| ids(&b.constraints)).collect(),
            unlocks: found.impasse.unlocks.iter().map(|u| ids(&u.violates)).collect(),
            goals: found.goals.iter().map(|g| (g.id.clone(), g.status)).collect(),
        }
    }
}

/// Something that is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// Whether there is a deal, and on what that rests.
    Verdict,
    /// What blocks one, where none is possible in either case.
    Blocks,
    /// How many outcomes are in the zone, where a deal is possible in both.
    Zone,
    /// Whether a goal that both cases have can be met.
    Goal(String),
}

impl Aspect {
    fn same(&self, a: &Answers, b: &Answers) -> bool {
        match self {
            Self::Verdict => a.status == b.status && a.basis == b.basis,
            Self::Blocks => a.status == b.status && a.blocks == b.blocks,
            Self::Zone => a.status == b.status && a.deals == b.deals,
            Self::Goal(id) => a.goals.get(id) == b.goals.get(id),
        }
    }
}

/// One thing that is answered otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// What.
    pub aspect: Aspect,
    /// What turned it.
    pub by: By,
}

/// What turned an answer: parts of a [`Difference`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// The smallest sets that do, all of them: each would have done it alone.
    Each(Vec<Vec<usize>>),
    /// One set that does and of which nothing can be left out. There may be others, and smaller ones.
    Together(Vec<usize>),
    /// Not even all of the parts together do it: it is the order of things, or what cannot be put in.
    Unknown,
}

/// Cases between the two that are analysed, at most.
pub const MOST_TRIED: usize = 1_000;
/// Combinations of options that these have in all, at most.
const MOST_COMBINATIONS: u64 = 1 << 26;

/// Compares the two cases of a difference, `from` the first of them, by what an analysis of each answers.
///
/// # Errors
/// One of the two cases is larger than what can be computed.
pub fn turning(from: &Case, difference: &Difference, settings: &Settings) -> Result<Turning, AnalysisError> {
    let to = difference.to();
    let before = Answers::of(&analyze(from, settings)?);
    let after = Answers::of(&analyze(to, settings)?);
    let sizes = [from, to].map(|case| u64::try_from(combinations(case)).unwrap_or(u64::MAX));
    let most = MOST_COMBINATIONS / sizes.into_iter().max().unwrap_or(1).max(1);
    let parts: Vec<usize> = (0..difference.parts()).filter(|&p| difference.bears(p)).collect();
    let mut trial = Trial {
        difference,
        settings,
        parts,
        known: BTreeMap::from([(Vec::new(), Some(before.clone()))]),
        left: usize::try_from(most).unwrap_or(MOST_TRIED).clamp(64, MOST_TRIED),
    };
    let goals = before.goals.keys().filter(|id| after.goals.contains_key(*id)).cloned().map(Aspect::Goal);
    let mut aspects = vec![Aspect::Verdict];
    if before.status == after.status {
        aspects.push(if after.status == Status::NoDeal { Aspect::Blocks } else { Aspect::Zone });
    }
    let mut turns: Vec<Turn> = Vec::new();
    for aspect in aspects.into_iter().chain(goals) {
        // The blocks turn with what they rest on.
        let told = aspect == Aspect::Blocks && turns.iter().any(|t| t.aspect == Aspect::Verdict);
        if !aspect.same(&before, &after) && !told {
            let by = trial.turned(&aspect, &after);
            turns.push(Turn { aspect, by });
        }
    }
    Ok(Turning { before, after, turns, tried: trial.known.len() - 1 })
}

/// The cases between the two.
struct Trial<'t> {
    difference: &'t Difference,
    settings: &'t Settings,
    /// The parts that an answer may hang on.
    parts: Vec<usize>,
    /// What was tried: the answers, unless it was no case.
    known: BTreeMap<Vec<usize>, Option<Answers>>,
    /// How many may be tried still.
    left: usize,
}

impl Trial<'_> {
    fn answers(&mut self, parts: &[usize]) -> Option<&Answers> {
        if !self.known.contains_key(parts) {
            self.left = self.left.saturating_sub(1);
            let case = self.difference.with(parts);
            let found = case.and_then(|case| analyze(&case, self.settings).ok()).map(|found| Answers::of(&found));
            self.known.insert(parts.to_vec(), found);
        }
        self.known.get(parts).and_then(Option::as_ref)
    }

    fn turns(&mut self, aspect: &Aspect, after: &Answers, parts: &[usize]) -> bool {
        self.answers(parts).is_some_and(|answers| aspect.same(answers, after))
    }

    fn turned(&mut self, aspect: &Aspect, after: &Answers) -> By {
        let all = self.parts.clone();
        if !self.turns(aspect, after, &all) {
            return By::Unknown;
        }
        // What is kept back is enough to take parts out one after another.
        let reserve = all.len();
        for size in 1..=all.len() {
            let sets = choose(all.len(), size);
            if sets.saturating_add(reserve) > self.left {
                break;
            }
            let mut found = Vec::new();
            let mut at: Vec<usize> = (0..size).collect();
            loop {
                let parts: Vec<usize> = at.iter().map(|&k| all[k]).collect();
                if self.turns(aspect, after, &parts) {
                    found.push(parts);
                }
                if !advance(&mut at, all.len()) {
                    break;
                }
            }
            if !found.is_empty() {
                return By::Each(found);
            }
        }
        let mut needed = all;
        let mut at = 0;
        while at < needed.len() {
            let mut fewer = needed.clone();
            fewer.remove(at);
            if self.turns(aspect, after, &fewer) {
                needed = fewer;
            } else {
                at += 1;
            }
        }
        By::Together(needed)
    }
}

/// How many sets of so many there are; at most `usize::MAX`.
fn choose(of: usize, size: usize) -> usize {
    (0..size).fold(1usize, |n, k| n.saturating_mul(of - k) / (k + 1))
}

/// The next set of places in order; `false` after the last.
fn advance(at: &mut [usize], of: usize) -> bool {
    let size = at.len();
    let Some(place) = (0..size).rev().find(|&k| at[k] < of - size + k) else { return false };
    at[place] += 1;
    for k in place + 1..size {
        at[k] = at[k - 1] + 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_comes_once() {
        let mut at = vec![0, 1, 2];
        let mut seen = vec![at.clone()];
        while advance(&mut at, 6) {
            seen.push(at.clone());
        }
        assert_eq!((seen.len(), choose(6, 3)), (20, 20));
        assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 20);
        assert!(choose(1_000_000, 9) > MOST_TRIED);
    }
}
