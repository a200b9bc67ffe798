//! Sheets: which of a case's combinations meet what, one bit each, for analyses that go back and forth between outcomes.

use super::AnalysisError;
use crate::case::condition::Expr;
use crate::case::{Case, IssueIndex, OptionIndex, Outcome};
use crate::space::{Block, Collector, Rule, Space, Terms, Worth, combinations, scan};

/// More combinations than this are not laid out: a bit each, and a few dozen sheets.
pub(crate) const MOST_STATES: u64 = 1 << 24;

/// One bit per combination of options, infeasible ones counted, in the order of their index (definitions §1.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    /// So many, none of them set.
    pub(crate) fn none(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)], len }
    }

    /// So many, all of them set.
    pub(crate) fn all(len: usize) -> Self {
        let mut all = Self { words: vec![u64::MAX; len.div_ceil(64)], len };
        if let Some(last) = all.words.last_mut().filter(|_| !len.is_multiple_of(64)) {
            *last = (1 << (len % 64)) - 1;
        }
        all
    }

    /// As many as of another, none of them set.
    pub(crate) fn none_like(other: &Self) -> Self {
        Self::none(other.len)
    }

    pub(crate) fn get(&self, at: usize) -> bool {
        self.words[at / 64] >> (at % 64) & 1 == 1
    }

    pub(crate) fn set(&mut self, at: usize) {
        self.words[at / 64] |= 1 << (at % 64);
    }

    pub(crate) fn clear(&mut self, at: usize) {
        self.words[at / 64] &= !(1 << (at % 64));
    }

    /// Keeps this one, if it is a member, and no other.
    pub(crate) fn keep_only(&mut self, at: usize) {
        let is_member = self.get(at);
        self.words.fill(0);
        if is_member {
            self.set(at);
        }
    }

    pub(crate) fn words(&self) -> &[u64] {
        &self.words
    }

    pub(crate) fn count(&self) -> u64 {
        self.words.iter().map(|w| u64::from(w.count_ones())).sum()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.iter().all(|&w| w == 0)
    }

    /// Whether every member is one of `of`.
    pub(crate) fn is_subset(&self, of: &Self) -> bool {
        self.words.iter().zip(&of.words).all(|(a, b)| a & !b == 0)
    }

    /// Keeps what `other` has, too.
    pub(crate) fn keep(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a &= b);
    }

    /// Takes out what `other` has.
    pub(crate) fn remove(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a &= !b);
    }

    /// Puts in what `other` has.
    pub(crate) fn add(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a |= b);
    }

    /// The members, ascending.
    pub(crate) fn members(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(w, &word)| {
            let mut bits = word;
            std::iter::from_fn(move || {
                (bits != 0).then(|| {
                    let bit = bits.trailing_zeros() as usize;
                    bits &= bits - 1;
                    w * 64 + bit
                })
            })
        })
    }

    /// Appends the first `len` bits of these words; no bit beyond is set.
    fn append(&mut self, words: &[u64], len: usize) {
        let shift = self.len % 64;
        for &word in words {
            match self.words.last_mut().filter(|_| shift != 0) {
                Some(last) => {
                    *last |= word << shift;
                    self.words.push(word >> (64 - shift));
                }
                None => self.words.push(word),
            }
        }
        self.len += len;
        self.words.truncate(self.len.div_ceil(64));
    }
}

/// What a sheet is to show.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mark<'m> {
    /// Met by the outcomes that meet any of these.
    Any(&'m [&'m Expr]),
    /// Met by the outcomes that meet the first and not the second.
    Both(&'m Expr, &'m Expr),
    /// The status quo's option on each of these issues.
    Unmoved(&'m [IssueIndex]),
    /// Worth at least so many micro-points to the party at this place of the terms.
    Worth(usize, i64),
}

/// A case small enough to lay out.
#[derive(Clone, Debug)]
pub(crate) struct Sheets<'c> {
    case: &'c Case,
    space: Space<'c>,
    /// How far apart neighbouring options of each issue are.
    pub(crate) strides: Vec<usize>,
    /// How many combinations there are.
    pub(crate) len: usize,
}

impl<'c> Sheets<'c> {
    /// # Errors
    /// More combinations than [`MOST_STATES`].
    pub(crate) fn new(case: &'c Case) -> Result<Self, AnalysisError> {
        let combinations = combinations(case);
        let len = u64::try_from(&combinations).ok().filter(|n| (1..=MOST_STATES).contains(n));
        let (Some(len), Some(space)) = (len, Space::new(case)) else {
            return Err(AnalysisError::TooManyStates { combinations, limit: MOST_STATES });
        };
        let mut strides = vec![1usize; case.issues.len()];
        for j in (1..strides.len()).rev() {
            strides[j - 1] = strides[j] * case.issues[j].options.len();
        }
        Ok(Self { case, space, strides, len: len as usize })
    }

    /// The sheets of these marks, in their order.
    pub(crate) fn lay(&self, terms: &Terms<'_>, marks: &[Mark<'_>]) -> Vec<Bits> {
        let rules: Vec<Rule> = marks.iter().filter_map(|mark| self.rule(mark)).collect();
        let worth = Worth::new(&self.space, terms);
        let new = || Layer { marks, bits: vec![Bits::default(); marks.len()], tail: self.space.layout.tail };
        scan(&self.space, &worth, &rules, new).bits
    }

    fn rule(&self, mark: &Mark<'_>) -> Option<Rule> {
        match mark {
            Mark::Any(conditions) => Some(self.space.rule_any(conditions)),
            Mark::Both(all, none) => Some(self.space.rule_both(all, none)),
            Mark::Unmoved(issues) => Some(self.space.rule_status_quo(issues)),
            Mark::Worth(..) => None,
        }
    }

    /// The combination at an index.
    pub(crate) fn outcome(&self, index: usize) -> Outcome {
        (0..self.strides.len()).map(|j| self.option(index, j)).collect()
    }

    /// The option of an issue in the combination at an index.
    pub(crate) fn option(&self, index: usize, issue: IssueIndex) -> OptionIndex {
        index / self.strides[issue] % self.case.issues[issue].options.len()
    }

    /// The index of a combination.
    pub(crate) fn index(&self, outcome: &[OptionIndex]) -> usize {
        outcome.iter().zip(&self.strides).map(|(o, s)| o * s).sum()
    }
}

/// Gathers the sheets block by block.
struct Layer<'m> {
    marks: &'m [Mark<'m>],
    bits: Vec<Bits>,
    tail: usize,
}

impl Collector for Layer<'_> {
    fn block(&mut self, block: &Block<'_, '_>) {
        let mut rule = 0;
        let mut reached = vec![0u64; block.words()];
        for (mark, bits) in self.marks.iter().zip(&mut self.bits) {
            match *mark {
                Mark::Worth(party, least) => {
                    block.at_least(party, least, &mut reached);
                    reached.iter_mut().zip(block.full()).for_each(|(r, f)| *r &= f);
                }
                _ => {
                    reached.copy_from_slice(block.mask(rule));
                    rule += 1;
                }
            }
            bits.append(&reached, self.tail);
        }
    }

    fn merge(&mut self, later: Self) {
        for (bits, more) in self.bits.iter_mut().zip(&later.bits) {
            bits.append(&more.words, more.len);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_any_length_are_joined_bit_by_bit() {
        let mut bits = Bits::default();
        bits.append(&[0b101], 3);
        bits.append(&[u64::MAX, 1], 65);
        bits.append(&[], 0);
        bits.append(&[0b10], 2);
        assert_eq!(bits.len, 70);
        let members: Vec<usize> = bits.members().collect();
        assert_eq!(members, [0].into_iter().chain(2..68).chain([69]).collect::<Vec<_>>());
        assert_eq!(bits.count(), 68);
    }
}
