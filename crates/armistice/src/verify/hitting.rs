//! Minimal hitting sets (definitions §3.3).

/// Up to this many constraints every subset is tried.
const EVERY_SUBSET: usize = 16;
/// More constraints than this are not searched.
const SEARCHED: usize = 256;
/// How many looks at a member of the family the search may take.
const STEPS: u64 = 20_000_000;

/// Whether `set` has a member in common with every set of the family, and no longer when any of its members is left out.
pub(super) fn is_minimal_hitting_set(set: &[usize], family: &[Vec<usize>]) -> bool {
    let hits = |s: &[usize]| family.iter().all(|f| f.iter().any(|k| s.contains(k)));
    let without = |left_out: usize| set.iter().copied().filter(|&k| k != left_out).collect::<Vec<_>>();
    hits(set) && set.iter().all(|&k| !hits(&without(k)))
}

/// Every minimal hitting set of a family of sets of numbers below `n`, each ascending, in lexicographic order;
/// `None` when that would take too long.
pub(super) fn all(family: &[Vec<usize>], n: usize) -> Option<Vec<Vec<usize>>> {
    let mut found = if n <= EVERY_SUBSET { by_every_subset(family, n) } else { by_search(family, n)? };
    found.sort();
    Some(found)
}

fn by_every_subset(family: &[Vec<usize>], n: usize) -> Vec<Vec<usize>> {
    let masks: Vec<u32> = family.iter().map(|f| f.iter().fold(0, |mask, &k| mask | 1 << k)).collect();
    let hits = |set: u32| masks.iter().all(|f| f & set != 0);
    let minimal = |&set: &u32| hits(set) && (0..n).all(|k| set & 1 << k == 0 || !hits(set & !(1 << k)));
    let members = |set: u32| (0..n).filter(|&k| set & 1 << k != 0).collect();
    (0..1u32 << n).filter(minimal).map(members).collect()
}

/// Chooses one member after another of sets not yet hit (Murakami & Uno 2014, without the bookkeeping).
fn by_search(family: &[Vec<usize>], n: usize) -> Option<Vec<Vec<usize>>> {
    if n > SEARCHED {
        return None;
    }
    let mut search =
        Search { family, left_out: vec![false; n], chosen: Vec::new(), found: Vec::new(), steps_left: STEPS };
    search.extend()?;
    Some(search.found)
}

struct Search<'a> {
    family: &'a [Vec<usize>],
    left_out: Vec<bool>,
    chosen: Vec<usize>,
    found: Vec<Vec<usize>>,
    steps_left: u64,
}

impl Search<'_> {
    /// Finds the minimal hitting sets that hold all chosen and nothing left out. At most `n` deep; `None`: out of steps.
    fn extend(&mut self) -> Option<()> {
        self.steps_left = self.steps_left.checked_sub(self.family.len() as u64 + 1)?;
        let chosen_in = |f: &[usize]| f.iter().filter(|k| self.chosen.contains(k)).copied().collect::<Vec<_>>();
        let overlaps: Vec<Vec<usize>> = self.family.iter().map(|f| chosen_in(f)).collect();
        // A member that alone hits nothing is superfluous, and stays so however the choice goes on.
        if self.chosen.iter().any(|&k| !overlaps.iter().any(|o| o == &[k])) {
            return Some(());
        }
        let Some(not_hit) = overlaps.iter().position(Vec::is_empty) else {
            let mut set = self.chosen.clone();
            set.sort_unstable();
            self.found.push(set);
            return Some(());
        };
        let free: Vec<usize> = self.family[not_hit].iter().copied().filter(|&k| !self.left_out[k]).collect();
        for &k in &free {
            self.chosen.push(k);
            self.extend()?;
            self.chosen.pop();
            // All sets with it are found; go on with those that leave it out.
            self.left_out[k] = true;
        }
        for &k in &free {
            self.left_out[k] = false;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The family of Greiner, Smith & Wilkerson 1989, on which Reiter's algorithm of 1987 can miss one: {a,b}, {b,c}, {a,c},
    /// {b,d}, {b}.
    #[test]
    fn known_family() {
        let family = vec![vec![0, 1], vec![1, 2], vec![0, 2], vec![1, 3], vec![1]];
        let expected = vec![vec![0, 1], vec![1, 2]];
        assert_eq!(all(&family, 4), Some(expected.clone()));
        assert!(expected.iter().all(|s| is_minimal_hitting_set(s, &family)));
        assert!(!is_minimal_hitting_set(&[0, 1, 2], &family));
        assert!(!is_minimal_hitting_set(&[0, 2], &family));
    }

    /// n disjoint pairs have 2ⁿ minimal hitting sets.
    #[test]
    fn search_agrees_with_trying_every_subset() {
        let pairs: Vec<Vec<usize>> = (0..10).map(|k| vec![2 * k, 2 * k + 1]).collect();
        assert_eq!(by_search(&pairs, 20).map(|found| found.len()), Some(1024));
        for seed in 0..300u64 {
            // Seven sets of up to four numbers below 9, from the digits of a linear congruence.
            let mut state = seed;
            let mut next = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 33) as usize
            };
            let family: Vec<Vec<usize>> = (0..7)
                .map(|_| {
                    let mut set: Vec<usize> = (0..1 + next() % 4).map(|_| next() % 9).collect();
                    set.sort_unstable();
                    set.dedup();
                    set
                })
                .collect();
            let mut searched = by_search(&family, 9).unwrap();
            searched.sort();
            let mut tried = by_every_subset(&family, 9);
            tried.sort();
            assert_eq!(searched, tried, "{family:?}");
        }
    }

    #[test]
    fn gives_up_rather_than_hang() {
        // 3^60 minimal hitting sets.
        let triples: Vec<Vec<usize>> = (0..60).map(|k| vec![3 * k, 3 * k + 1, 3 * k + 2]).collect();
        let mut short = Search {
            family: &triples,
            left_out: vec![false; 180],
            chosen: Vec::new(),
            found: Vec::new(),
            steps_left: 100_000,
        };
        assert_eq!(short.extend(), None);
        assert_eq!(by_search(&[vec![300]], 301), None);
    }
}
