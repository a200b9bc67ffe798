//! The scan: every outcome of a space, block by block, on all cores, in constant memory.

use rayon::prelude::*;

use super::Space;
use super::rules::{Part, Rule};
use super::worth::Worth;

/// What a scan gathers. Chunks of blocks are gathered separately and merged in their order, whatever the number of threads.
pub(crate) trait Collector: Send + Sized {
    /// Whether the worth of its outcomes alone makes a block of no interest: then its rules are not looked at.
    fn passes_over(&self, _worth: &Block<'_, '_>) -> bool {
        false
    }
    /// Takes in one block.
    fn block(&mut self, block: &Block<'_, '_>);
    /// Takes in what a later chunk gathered.
    fn merge(&mut self, later: Self);
    /// Whether nothing that follows could change what was gathered.
    fn is_done(&self) -> bool {
        false
    }
}

/// Into how many chunks a scan is cut: a fixed number, so that what a chunk sees never depends on the machine.
const CHUNKS: u64 = 64;

/// Shows every block of the space to collectors made by `new`, in parallel, and merges them in order.
pub(crate) fn scan<C: Collector>(space: &Space<'_>, worth: &Worth, rules: &[Rule], new: impl Fn() -> C + Sync) -> C {
    let heads = space.layout.heads;
    let chunks = CHUNKS.min(heads);
    let gathered: Vec<C> = (0..chunks)
        .into_par_iter()
        .map(|chunk| {
            let bound = |c: u64| (u128::from(heads) * u128::from(c) / u128::from(chunks)) as u64;
            let mut collector = new();
            let mut block = Block::new(space, worth, rules, bound(chunk));
            for head in bound(chunk)..bound(chunk + 1) {
                if head > bound(chunk) {
                    block.advance();
                }
                if collector.passes_over(&block) {
                    continue;
                }
                block.evaluate_rules();
                collector.block(&block);
                if collector.is_done() {
                    break;
                }
            }
            collector
        })
        .collect();
    let mut gathered = gathered.into_iter();
    let mut first = gathered.next().unwrap_or_else(&new);
    gathered.for_each(|later| first.merge(later));
    first
}

/// The head's issues that move within so many blocks are not reckoned among the slow ones.
const FAST: usize = 64;

/// The outcomes that share a head, with their worths, and for a collector's block also their rules, evaluated.
pub(crate) struct Block<'s, 'c> {
    pub(crate) space: &'s Space<'c>,
    worth: &'s Worth,
    full: Vec<u64>,
    head: u64,
    digits: Vec<usize>,
    rules: Vec<Followed<'s>>,
    worth_rules: Vec<Followed<'s>>,
    /// How many of the head's issues move rarely.
    slow: usize,
    parties: Vec<PartyBlock>,
    spare: Vec<Vec<u64>>,
}

/// A rule with what it says of the block last looked at.
struct Followed<'s> {
    rule: &'s Rule,
    /// What is left of it after none, one … of the head's issues that move rarely.
    parts: Vec<Part>,
    mask: Vec<u64>,
    /// The first of the head's issues that moved since it was looked at; `None` when none did.
    stale: Option<usize>,
}

impl<'s> Followed<'s> {
    fn new(rule: &'s Rule, words: usize) -> Self {
        Self { rule, parts: vec![rule.whole()], mask: vec![0; words], stale: Some(0) }
    }

    fn moved(&mut self, first: usize) {
        if self.rule.last_head >= Some(first) {
            self.stale = Some(self.stale.map_or(first, |known| known.min(first)));
        }
    }

    /// `slow` of the head's issues move rarely.
    fn evaluate(&mut self, digits: &[usize], slow: usize, full: &[u64], spare: &mut Vec<Vec<u64>>) {
        let Some(first) = self.stale.take() else { return };
        if first < slow {
            self.parts.truncate(first + 1);
        }
        while self.parts.len() <= slow {
            let issue = self.parts.len() - 1;
            let next = self.parts[issue].given(issue, digits[issue]);
            self.parts.push(next);
        }
        self.parts[slow].evaluate(digits, full, &mut self.mask, spare);
    }
}

/// A party's worths in the current block.
struct PartyBlock {
    table: usize,
    /// What the head adds to the table's tail.
    offset: i64,
    /// Worths by position, in place of the table, when a condition splits the block.
    direct: Vec<i64>,
    is_direct: bool,
    highest: i64,
}

impl<'s, 'c> Block<'s, 'c> {
    fn new(space: &'s Space<'c>, worth: &'s Worth, rules: &'s [Rule], head: u64) -> Self {
        let layout = &space.layout;
        let mut digits = layout.decode(head * layout.tail as u64);
        digits.truncate(layout.split);
        let party = || PartyBlock { table: 0, offset: 0, direct: Vec::new(), is_direct: false, highest: 0 };
        let mut slow = layout.split;
        let mut fast = 1;
        while slow > 0 && fast < FAST {
            slow -= 1;
            fast *= layout.radices[slow];
        }
        let followed = |rule: &'s Rule| Followed::new(rule, layout.words);
        let mut block = Self {
            space,
            worth,
            full: layout.full(),
            head,
            digits,
            rules: rules.iter().map(followed).collect(),
            worth_rules: worth.rules.iter().map(|&rule| followed(&space.worth_rules[rule])).collect(),
            slow,
            parties: worth.parties.iter().map(|_| party()).collect(),
            spare: Vec::new(),
        };
        block.evaluate_worth();
        block
    }

    /// Goes on to the next head.
    fn advance(&mut self) {
        self.head += 1;
        let mut moved = self.digits.len();
        while moved > 0 {
            moved -= 1;
            self.digits[moved] += 1;
            if self.digits[moved] < self.space.layout.radices[moved] {
                break;
            }
            self.digits[moved] = 0;
        }
        self.rules.iter_mut().chain(&mut self.worth_rules).for_each(|followed| followed.moved(moved));
        self.evaluate_worth();
    }

    /// Brings the rules up to date with the head.
    fn evaluate_rules(&mut self) {
        for followed in &mut self.rules {
            followed.evaluate(&self.digits, self.slow, &self.full, &mut self.spare);
        }
    }

    /// Brings worth, and the rules that bear on it, up to date with the head.
    fn evaluate_worth(&mut self) {
        for followed in &mut self.worth_rules {
            followed.evaluate(&self.digits, self.slow, &self.full, &mut self.spare);
        }
        for (party, own) in self.parties.iter_mut().zip(&self.worth.parties) {
            let is_split = |rule: usize| {
                let mask = &self.worth_rules[rule].mask;
                mask.iter().any(|&w| w != 0) && *mask != self.full
            };
            let is_met = |rule: usize| self.worth_rules[rule].mask.iter().any(|&w| w != 0);
            let head_sum = |table: usize| -> i64 {
                own.tables[table].head.iter().zip(&self.digits).map(|(issue, &o)| issue[o]).sum()
            };
            party.is_direct =
                own.trust_rules.iter().any(|&r| is_split(r)) || own.bonuses.iter().any(|&(r, _)| is_split(r));
            if party.is_direct {
                let met = |rule: usize, t: usize| self.worth_rules[rule].mask[t / 64] >> (t % 64) & 1 == 1;
                let heads: Vec<i64> = (0..own.tables.len()).map(head_sum).collect();
                party.direct.clear();
                party.direct.extend((0..self.space.layout.tail).map(|t| {
                    let table =
                        own.trust_rules.iter().enumerate().fold(0, |bits, (b, &r)| bits | usize::from(met(r, t)) << b);
                    heads[table] + own.tables[table].tail[t]
                }));
                for &(rule, points) in &own.bonuses {
                    for (word, &bits) in self.worth_rules[rule].mask.iter().enumerate() {
                        each_bit(bits, |b| party.direct[word * 64 + b] += points);
                    }
                }
                party.highest = party.direct.iter().copied().max().unwrap_or(i64::MIN);
            } else {
                party.table =
                    own.trust_rules.iter().enumerate().fold(0, |bits, (b, &r)| bits | usize::from(is_met(r)) << b);
                let added: i64 = own.bonuses.iter().filter(|(r, _)| is_met(*r)).map(|(_, points)| points).sum();
                party.offset = head_sum(party.table) + added;
                party.highest = party.offset + own.tables[party.table].levels.last().copied().unwrap_or(0);
            }
        }
    }

    /// How many words a mask has.
    pub(crate) fn words(&self) -> usize {
        self.full.len()
    }

    /// The mask of all positions.
    pub(crate) fn full(&self) -> &[u64] {
        &self.full
    }

    /// Which block: its outcomes' indices start at so many times the length of a block.
    pub(crate) fn head(&self) -> u64 {
        self.head
    }

    /// The options of the head's issues.
    pub(crate) fn head_options(&self) -> &[usize] {
        &self.digits
    }

    /// The positions that meet a rule of the scan.
    pub(crate) fn mask(&self, rule: usize) -> &[u64] {
        &self.rules[rule].mask
    }

    /// Writes the positions worth at least `threshold` micro-points to the `party`-th of C.
    pub(crate) fn at_least(&self, party: usize, threshold: i64, out: &mut [u64]) {
        let block = &self.parties[party];
        if block.is_direct {
            for (word, worths) in out.iter_mut().zip(block.direct.chunks(64)) {
                *word = worths.iter().enumerate().fold(0, |bits, (b, &w)| bits | u64::from(w >= threshold) << b);
            }
        } else {
            let table = &self.worth.parties[party].tables[block.table];
            match table.at_least(threshold.saturating_sub(block.offset), out.len()) {
                Some(mask) => out.copy_from_slice(mask),
                None => out.fill(0),
            }
        }
    }

    /// What the outcome at a position is worth to the `party`-th of C, in micro-points.
    pub(crate) fn worth(&self, party: usize, position: usize) -> i64 {
        let block = &self.parties[party];
        if block.is_direct {
            block.direct[position]
        } else {
            block.offset + self.worth.parties[party].tables[block.table].tail[position]
        }
    }

    /// No outcome of the block is worth more to the `party`-th of C.
    pub(crate) fn highest(&self, party: usize) -> i64 {
        self.parties[party].highest
    }

    /// The index of the outcome at a position (definitions §1.1).
    pub(crate) fn index(&self, position: usize) -> u128 {
        u128::from(self.head) * self.space.layout.tail as u128 + position as u128
    }
}

/// Calls `visit` with the position of every bit set, lowest first.
pub(crate) fn each_bit(mut bits: u64, mut visit: impl FnMut(usize)) {
    while bits != 0 {
        visit(bits.trailing_zeros() as usize);
        bits &= bits - 1;
    }
}
