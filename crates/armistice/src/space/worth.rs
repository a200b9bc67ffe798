//! Worth: what every outcome of a block is worth to every party of C, in whole micro-points (definitions §1.4).

use super::Space;
use super::terms::{PartyTerms, Terms};

/// The worth tables of one [`Terms`] over one [`Space`].
#[derive(Clone, Debug)]
pub(crate) struct Worth {
    pub(crate) parties: Vec<PartyWorth>,
    /// The rules of the space, by index, that bear on some party's worth within blocks.
    pub(crate) rules: Vec<usize>,
}

/// The worth tables of one party.
#[derive(Clone, Debug)]
pub(crate) struct PartyWorth {
    /// Indices into [`Worth::rules`]: which of them are met picks the table (bit b for the b-th).
    pub(crate) trust_rules: Vec<usize>,
    pub(crate) tables: Vec<Table>,
    /// Indices into [`Worth::rules`] with what is added where they are met; those the block decides alone are in the tables.
    pub(crate) bonuses: Vec<(usize, i64)>,
}

/// Worth as a sum over issues: the head's options are added up, the tail's sums are all held.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// Micro-points per head issue and option.
    pub(crate) head: Vec<Vec<i64>>,
    /// Micro-points per position of a block.
    pub(crate) tail: Vec<i64>,
    /// The distinct values of `tail`, ascending.
    pub(crate) levels: Vec<i64>,
    /// Per level, the mask of positions worth that much or more; words of all levels one after the other.
    masks: Vec<u64>,
}

impl Table {
    fn new(space: &Space<'_>, issues: &[Vec<i64>], baked: &[(Vec<u64>, i64)]) -> Self {
        let layout = &space.layout;
        let mut tail: Vec<i64> = (0..layout.tail)
            .map(|t| (layout.split..issues.len()).map(|j| issues[j][layout.tail_option(j, t)]).sum())
            .collect();
        for (mask, points) in baked {
            tail.iter_mut()
                .enumerate()
                .filter(|(t, _)| mask[t / 64] >> (t % 64) & 1 == 1)
                .for_each(|(_, w)| *w += points);
        }
        let mut levels = tail.clone();
        levels.sort_unstable();
        levels.dedup();
        let masks = levels.iter().flat_map(|&level| layout.mask(|t| tail[t] >= level)).collect();
        Self { head: issues[..layout.split].to_vec(), tail, levels, masks }
    }

    /// The positions of a block worth at least `threshold`; `None` for none of them.
    pub(crate) fn at_least(&self, threshold: i64, words: usize) -> Option<&[u64]> {
        let level = self.levels.partition_point(|&l| l < threshold);
        self.masks.get(level * words..(level + 1) * words)
    }
}

impl Worth {
    /// The tables of a case's terms over its space.
    pub(crate) fn new(space: &Space<'_>, terms: &Terms<'_>) -> Self {
        let mut worth = Self { parties: Vec::new(), rules: Vec::new() };
        for party in &terms.parties {
            let compiled = worth.party(space, party);
            worth.parties.push(compiled);
        }
        worth
    }

    fn party(&mut self, space: &Space<'_>, terms: &PartyTerms) -> PartyWorth {
        let mut used = |rule: usize| {
            self.rules.iter().position(|&known| known == rule).unwrap_or_else(|| {
                self.rules.push(rule);
                self.rules.len() - 1
            })
        };
        let trust_rules = terms.trust.iter().map(|&condition| used(condition)).collect();
        let full = space.layout.full();
        let (mut baked, mut open) = (Vec::new(), Vec::new());
        for &(condition, points) in &terms.bonuses {
            let rule = &space.worth_rules[condition];
            if rule.is_tail_only() {
                let mut mask = vec![0; space.layout.words];
                rule.evaluate(&[], &full, &mut mask, &mut Vec::new());
                baked.push((mask, points));
            } else {
                open.push((used(condition), points));
            }
        }
        let tables = terms.tables.iter().map(|issues| Table::new(space, issues, &baked)).collect();
        PartyWorth { trust_rules, tables, bonuses: open }
    }
}
