//! How many outcomes of a set stand how with each signatory's mandate: all that is asked of a meeting follows from that.

use std::collections::BTreeMap;

use super::super::hitting_sets::{ConstraintSet, MinimalSets, minimal_hitting_sets};
use super::super::sheet::Bits;
use super::{Reach, Stand, Within};
use crate::case::PartyIndex;

/// What a signatory's representatives may agree to.
pub(super) struct Seen {
    pub(super) certain: Bits,
    pub(super) possible: Bits,
}

impl Seen {
    /// How the outcome at an index stands.
    pub(super) fn stand(&self, at: usize) -> Stand {
        match (self.certain.get(at), self.possible.get(at)) {
            (true, _) => Stand::Certain,
            (_, true) => Stand::Possible,
            _ => Stand::Outside,
        }
    }
}

/// The outcomes of a set by how they stand with every signatory's mandate.
pub(super) struct Patterns {
    /// All but the status quo.
    counts: BTreeMap<Vec<Stand>, u64>,
    /// How the status quo stands, if it is one of them: to that even a mandate nobody knows agrees for certain.
    today: Option<Vec<Stand>>,
}

/// How many sets of signatories in the way are given.
const LISTED: usize = 100;

impl Patterns {
    /// Of a set; `today` is the index of the status quo.
    pub(super) fn new(set: &Bits, today: usize, seen: &[Seen]) -> Self {
        let stands = || seen.iter().map(|own| own.stand(today)).collect();
        let mut patterns = Self { counts: BTreeMap::new(), today: set.get(today).then(stands) };
        let mut pattern = Vec::with_capacity(seen.len());
        for (w, &word) in set.words().iter().enumerate() {
            let word = if w == today / 64 { word & !(1 << (today % 64)) } else { word };
            patterns.split(seen, w, word, &mut pattern);
        }
        patterns
    }

    /// Every pattern with its number of outcomes, and whether it is that of the status quo.
    fn each(&self) -> impl Iterator<Item = (&[Stand], u64, bool)> {
        let others = self.counts.iter().map(|(pattern, &count)| (pattern.as_slice(), count, false));
        others.chain(self.today.iter().map(|pattern| (pattern.as_slice(), 1, true)))
    }

    /// Divides the outcomes of one word by the mandates that follow.
    fn split(&mut self, seen: &[Seen], w: usize, bits: u64, pattern: &mut Vec<Stand>) {
        if bits == 0 {
            return;
        }
        let Some(next) = seen.get(pattern.len()) else {
            let count = u64::from(bits.count_ones());
            match self.counts.get_mut(pattern) {
                Some(known) => *known += count,
                None => drop(self.counts.insert(pattern.clone(), count)),
            }
            return;
        };
        let (certain, possible) = (next.certain.words()[w], next.possible.words()[w]);
        for (stand, part) in
            [(Stand::Certain, certain), (Stand::Possible, possible & !certain), (Stand::Outside, !possible & !certain)]
        {
            pattern.push(stand);
            self.split(seen, w, bits & part, pattern);
            pattern.pop();
        }
    }

    /// How many are within everybody's mandate.
    pub(super) fn reach(&self) -> Reach {
        self.with(&[])
    }

    /// The same if these had come: the place of a signatory, and whether it is its leader. Anybody else comes with a mandate that is not
    /// known.
    pub(super) fn with(&self, come: &[(usize, bool)]) -> Reach {
        let mut reach = Reach::default();
        for (pattern, count, is_today) in self.each() {
            let brought = |place: usize| {
                let brings =
                    |&(_, leader): &(usize, bool)| if leader || is_today { Stand::Certain } else { Stand::Possible };
                come.iter().filter(|c| c.0 == place).map(brings).max().unwrap_or(Stand::Outside)
            };
            let least = pattern.iter().enumerate().map(|(place, &stand)| stand.max(brought(place))).min();
            reach.total += count;
            reach.possible += if least >= Some(Stand::Possible) { count } else { 0 };
            reach.certain += if least == Some(Stand::Certain) { count } else { 0 };
        }
        reach
    }

    /// How many are possible, and certain but for this signatory.
    pub(super) fn hang_on(&self, place: usize) -> u64 {
        let hangs = |pattern: &[Stand]| {
            let others = pattern.iter().enumerate().filter(|(k, _)| *k != place);
            pattern[place] == Stand::Possible && others.map(|(_, &stand)| stand).all(|stand| stand == Stand::Certain)
        };
        self.each().filter(|(pattern, ..)| hangs(pattern)).map(|(_, count, _)| count).sum()
    }

    /// How many could be decided, and who is in the way if none could.
    pub(super) fn within(&self, signatories: &[PartyIndex]) -> Within {
        let reach = self.reach();
        let needed = match (reach.possible, reach.certain) {
            (0, _) => Stand::Possible,
            (_, 0) => Stand::Certain,
            _ => return Within { reach, ..Within::default() },
        };
        let mut minimal = MinimalSets::default();
        for (pattern, ..) in self.each() {
            minimal.offer((0..pattern.len()).filter(|&place| pattern[place] < needed).collect());
        }
        let parties = |sets: Vec<ConstraintSet>| {
            let named = |set: ConstraintSet| {
                set.members().into_iter().filter_map(|place| signatories.get(place).copied()).collect::<Vec<_>>()
            };
            let mut named: Vec<Vec<PartyIndex>> = sets.into_iter().map(named).collect();
            named.sort_by_key(|set| (set.len(), set.clone()));
            named.truncate(LISTED);
            named
        };
        let in_the_way = parties(minimal_hitting_sets(&minimal.sets, LISTED).sets);
        Within { reach, in_the_way, it_would_take: parties(minimal.sets) }
    }
}
