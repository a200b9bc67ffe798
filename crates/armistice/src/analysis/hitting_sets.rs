//! Sets of constraints: minimal violations, and their minimal hitting sets (definitions §3.2–3.3).

/// How many constraints a case may have.
pub const MAX_CONSTRAINTS: usize = 256;

/// A set of constraints, by index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ConstraintSet([u64; MAX_CONSTRAINTS / 64]);

impl ConstraintSet {
    pub(crate) fn insert(&mut self, member: usize) {
        self.0[member / 64] |= 1 << (member % 64);
    }

    pub(crate) fn contains(&self, member: usize) -> bool {
        self.0[member / 64] >> (member % 64) & 1 == 1
    }

    pub(crate) fn is_subset(&self, of: &Self) -> bool {
        self.0.iter().zip(&of.0).all(|(a, b)| a & !b == 0)
    }

    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    pub(crate) fn members(&self) -> Vec<usize> {
        (0..MAX_CONSTRAINTS).filter(|&m| self.contains(m)).collect()
    }

    pub(crate) fn minus(&self, other: &Self) -> Self {
        let mut rest = *self;
        rest.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a &= !b);
        rest
    }

    fn and(&self, other: &Self) -> Self {
        let mut common = *self;
        common.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a &= b);
        common
    }

    pub(crate) fn len(&self) -> u32 {
        self.0.iter().map(|w| w.count_ones()).sum()
    }
}

impl FromIterator<usize> for ConstraintSet {
    fn from_iter<I: IntoIterator<Item = usize>>(members: I) -> Self {
        let mut set = Self::default();
        members.into_iter().for_each(|m| set.insert(m));
        set
    }
}

/// The inclusion-minimal sets among those offered.
#[derive(Clone, Debug, Default)]
pub(crate) struct MinimalSets {
    pub(crate) sets: Vec<ConstraintSet>,
    /// Whether sets had to be left out.
    pub(crate) overflowed: bool,
}

/// How many minimal sets are kept.
const MINIMAL_SETS_LIMIT: usize = 16_384;

impl MinimalSets {
    pub(crate) fn offer(&mut self, set: ConstraintSet) {
        if let Some(place) = self.sets.iter().position(|s| s.is_subset(&set)) {
            // What ruled out one candidate is likely to rule out the next.
            self.sets.swap(place, place / 2);
            return;
        }
        self.sets.retain(|s| !set.is_subset(s));
        if self.sets.len() < MINIMAL_SETS_LIMIT {
            self.sets.push(set);
        } else {
            self.overflowed = true;
        }
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.overflowed |= other.overflowed;
        other.sets.into_iter().for_each(|s| self.offer(s));
    }
}

/// The minimal hitting sets found, and whether these are all.
#[derive(Clone, Debug, Default)]
pub(crate) struct HittingSets {
    pub(crate) sets: Vec<ConstraintSet>,
    pub(crate) complete: bool,
}

/// Enumerates the minimal sets that meet every edge, each once, by growing sets whose every member hits some edge that no other
/// member hits (MMCS; Murakami & Uno 2014). Stops after `limit` sets, or after a bounded number of steps.
pub(crate) fn minimal_hitting_sets(edges: &[ConstraintSet], limit: usize) -> HittingSets {
    let mut search = Search { edges, limit, steps: 0, found: HittingSets { sets: Vec::new(), complete: true } };
    let everything = edges.iter().fold(ConstraintSet::default(), |all, e| all_of(&all, e));
    let uncovered: Vec<usize> = (0..edges.len()).collect();
    if !edges.is_empty() {
        search.grow(&mut Vec::new(), &[], uncovered, everything);
    }
    search.found.sets.sort_unstable();
    search.found
}

fn all_of(a: &ConstraintSet, b: &ConstraintSet) -> ConstraintSet {
    let mut all = *a;
    all.0.iter_mut().zip(&b.0).for_each(|(x, y)| *x |= y);
    all
}

/// Bounds the search: nodes visited times edges looked at.
const STEPS_LIMIT: u64 = 2_000_000_000;

struct Search<'e> {
    edges: &'e [ConstraintSet],
    limit: usize,
    steps: u64,
    found: HittingSets,
}

impl Search<'_> {
    /// `critical[k]` are the edges that `chosen[k]` alone hits; `candidates` what may still be chosen.
    fn grow(
        &mut self,
        chosen: &mut Vec<usize>,
        critical: &[Vec<usize>],
        uncovered: Vec<usize>,
        mut candidates: ConstraintSet,
    ) {
        self.steps += uncovered.len() as u64 + critical.iter().map(|c| c.len() as u64).sum::<u64>() + 1;
        if self.steps > STEPS_LIMIT || self.found.sets.len() >= self.limit {
            self.found.complete = false;
            return;
        }
        let Some(&edge) = uncovered.iter().min_by_key(|&&e| self.edges[e].and(&candidates).len()) else {
            self.found.sets.push(chosen.iter().copied().collect());
            return;
        };
        let branch = self.edges[edge].and(&candidates);
        candidates = candidates.minus(&branch);
        for member in branch.members() {
            let still: Vec<Vec<usize>> = critical
                .iter()
                .map(|edges| edges.iter().copied().filter(|&e| !self.edges[e].contains(member)).collect())
                .collect();
            if still.iter().all(|edges: &Vec<usize>| !edges.is_empty()) {
                let (hit, open): (Vec<usize>, Vec<usize>) =
                    uncovered.iter().partition(|&&e| self.edges[e].contains(member));
                let mut next = still;
                next.push(hit);
                chosen.push(member);
                self.grow(chosen, &next, open, candidates);
                chosen.pop();
            }
            candidates.insert(member);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(edges: &[ConstraintSet], vertices: usize) -> Vec<ConstraintSet> {
        let sets: Vec<ConstraintSet> =
            (0u32..1 << vertices).map(|bits| (0..vertices).filter(|v| bits >> v & 1 == 1).collect()).collect();
        let hits = |s: &ConstraintSet| edges.iter().all(|e| e.meets(s));
        let mut found: Vec<ConstraintSet> = sets
            .iter()
            .filter(|s| hits(s) && s.members().iter().all(|m| !hits(&s.minus(&[*m].into_iter().collect()))))
            .copied()
            .collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn hitting_sets_match_the_definition_and_are_dual() {
        let mut state = 11u64;
        let mut random = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for _ in 0..300 {
            let vertices = 1 + random(8) as usize;
            let mut edges = MinimalSets::default();
            for _ in 0..1 + random(7) {
                let set: ConstraintSet = (0..vertices).filter(|_| random(3) == 0).collect();
                if set.len() > 0 {
                    edges.offer(set);
                }
            }
            if edges.sets.is_empty() {
                continue;
            }
            let found = minimal_hitting_sets(&edges.sets, 1_000_000);
            assert!(found.complete);
            assert_eq!(found.sets, plain(&edges.sets, vertices));
            let mut back = minimal_hitting_sets(&found.sets, 1_000_000).sets;
            edges.sets.sort_unstable();
            back.sort_unstable();
            assert_eq!(back, edges.sets);
        }
    }

    #[test]
    fn a_limit_is_owned_up_to() {
        // Ten disjoint pairs have 2^10 minimal hitting sets.
        let edges: Vec<ConstraintSet> = (0..10).map(|i| [2 * i, 2 * i + 1].into_iter().collect()).collect();
        assert_eq!(minimal_hitting_sets(&edges, 2000).sets.len(), 1024);
        assert!(!minimal_hitting_sets(&edges, 100).complete);
    }
}
