//! Undominated sums of outcomes told apart by conditions, in whole numbers of any width.
//!
//! Where a lever's condition is met the lever adds the same to every outcome, so among the outcomes that meet the same conditions
//! only the undominated matter, however far the levers are pulled.

use std::collections::BTreeMap;
use std::ops::{AddAssign, Sub};

use num_traits::Zero;
use rayon::prelude::*;

use super::TooWide;
use super::diagram::{Diagram, Role, elimination_order};
use super::formula::{FormulaId, Formulas};

/// Whole numbers: 128 bits, or as many as are needed.
pub(crate) trait Whole:
    Clone + Ord + Send + Sync + Zero + for<'a> AddAssign<&'a Self> + for<'a> Sub<&'a Self, Output = Self>
{
}

impl<T> Whole for T where T: Clone + Ord + Send + Sync + Zero + for<'a> AddAssign<&'a T> + for<'a> Sub<&'a T, Output = T>
{}

/// What options and conditions add to each of some sums.
#[derive(Clone, Debug)]
pub(crate) struct Sums<N> {
    /// Per issue, option and sum.
    pub(crate) options: Vec<Vec<Vec<N>>>,
    /// Per condition and sum.
    pub(crate) bonuses: Vec<Vec<N>>,
    /// Per sum: outcomes with less are left out.
    pub(crate) floors: Vec<Option<N>>,
    /// Per sum: what is above counts as being there.
    pub(crate) ceilings: Vec<Option<N>>,
}

/// Outcomes that meet the same conditions: the sums of those that no other of them reaches in every one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member<N> {
    /// The conditions met, a bit each, of those that outcomes are told apart by.
    pub(crate) met: u64,
    pub(crate) sums: Vec<N>,
}

/// How many states a layer may have.
const WIDEST: usize = 1 << 16;
/// About how many sums are kept in all between two issues.
const KEPT: usize = 1 << 14;
/// The least that every class of every state keeps, however many there are.
const LEAST_SHARE: usize = 16;

/// The undominated sums of the outcomes that meet the conditions, by the conditions they meet of those with a bit in `told_apart`
/// (per bonus; 0 for one that only adds); and whether these are all, or else only sums of some outcomes.
///
/// # Errors
/// The conditions leave more states than can be told apart.
pub(crate) fn classes<N: Whole>(
    formulas: &mut Formulas,
    conditions: &[(FormulaId, Role)],
    told_apart: &[u64],
    sums: &Sums<N>,
) -> Result<(Vec<Member<N>>, bool), TooWide> {
    let ties: Vec<_> = conditions.iter().flat_map(|&(f, _)| formulas.ties(f)).collect();
    let order = elimination_order(formulas.radices().len(), &ties);
    let diagram = Diagram::new(formulas, &order, conditions, WIDEST).ok_or(TooWide)?;
    if diagram.is_empty() {
        return Ok((Vec::new(), true));
    }
    let walk = Walk { diagram: &diagram, told_apart, sums };
    Ok(walk.members())
}

struct Walk<'w, N> {
    diagram: &'w Diagram,
    told_apart: &'w [u64],
    sums: &'w Sums<N>,
}

/// The least and the most, per sum.
type Range<N> = Option<Vec<(N, N)>>;

impl<N: Whole> Walk<'_, N> {
    fn members(&self) -> (Vec<Member<N>>, bool) {
        let mut start = Member { met: 0, sums: vec![N::zero(); self.sums.floors.len()] };
        self.add_bonuses(&self.diagram.everywhere, &mut start);
        let ahead = self.ahead();
        let mut states = vec![vec![start]];
        let mut exact = true;
        for layer in 0..self.diagram.layers.len() {
            states = self.step(layer, &states, &ahead[layer + 1], &mut exact);
        }
        (states.into_iter().flatten().collect(), exact)
    }

    fn add_bonuses(&self, bonuses: &[usize], to: &mut Member<N>) {
        for &bonus in bonuses {
            to.met |= self.told_apart[bonus];
            to.sums.iter_mut().zip(&self.sums.bonuses[bonus]).for_each(|(s, b)| *s += b);
        }
    }

    /// What a way adds: the option's share and the bonuses met.
    fn adds(&self, issue: usize, option: usize, bonuses: usize) -> Member<N> {
        let mut adds = Member { met: 0, sums: self.sums.options[issue][option].clone() };
        self.add_bonuses(&self.diagram.bonuses[bonuses], &mut adds);
        adds
    }

    /// Per layer and state: what the rest of the way can add.
    fn ahead(&self) -> Vec<Vec<Range<N>>> {
        let width = self.sums.floors.len();
        let mut ahead: Vec<Vec<Range<N>>> = vec![vec![Some(vec![(N::zero(), N::zero()); width])]];
        for layer in self.diagram.layers.iter().rev() {
            let after = &ahead[ahead.len() - 1];
            let of_state = |row: &Vec<Option<super::diagram::Edge>>| {
                let mut range: Range<N> = None;
                for (option, &class) in layer.classes.iter().enumerate() {
                    let Some(edge) = row[class] else { continue };
                    let Some(rest) = &after[edge.to] else { continue };
                    let adds = self.adds(layer.issue, option, edge.bonuses);
                    let ends = rest.iter().zip(&adds.sums).map(|((low, high), add)| {
                        let (mut low, mut high) = (low.clone(), high.clone());
                        low += add;
                        high += add;
                        (low, high)
                    });
                    range = Some(match range {
                        None => ends.collect(),
                        Some(known) => known.into_iter().zip(ends).map(|(a, b)| (a.0.min(b.0), a.1.max(b.1))).collect(),
                    });
                }
                range
            };
            ahead.push(layer.states.iter().map(of_state).collect());
        }
        ahead.reverse();
        ahead
    }

    /// The undominated sums on the way to every state after a layer.
    fn step(
        &self,
        layer: usize,
        states: &[Vec<Member<N>>],
        ahead: &[Range<N>],
        exact: &mut bool,
    ) -> Vec<Vec<Member<N>>> {
        let of = &self.diagram.layers[layer];
        let mut ways: Vec<Vec<(usize, Member<N>)>> = vec![Vec::new(); self.diagram.states(layer + 1)];
        for (from, row) in of.states.iter().enumerate() {
            for (option, &class) in of.classes.iter().enumerate() {
                if let Some(edge) = row[class] {
                    ways[edge.to].push((from, self.adds(of.issue, option, edge.bonuses)));
                }
            }
        }
        let share = KEPT / ways.len().max(1);
        let extended: Vec<(Vec<Member<N>>, bool)> = ways
            .into_par_iter()
            .zip(ahead)
            .map(|(ways, ahead)| {
                let clip = Clip::new(self.sums, ahead.as_ref());
                let mut classes: BTreeMap<u64, Vec<Vec<N>>> = BTreeMap::new();
                let (mut held, mut tidied, mut thinned) = (0, 0, false);
                for (from, adds) in ways {
                    for member in &states[from] {
                        let mut sums = member.sums.clone();
                        sums.iter_mut().zip(&adds.sums).for_each(|(s, a)| *s += a);
                        if clip.cut(&mut sums) {
                            classes.entry(member.met | adds.met).or_default().push(sums);
                            held += 1;
                        }
                    }
                    if held > 2 * tidied + 4 * share {
                        thinned |= tidy_up(&mut classes, share);
                        tidied = classes.values().map(Vec::len).sum();
                        held = tidied;
                    }
                }
                thinned |= tidy_up(&mut classes, share);
                let members = |(met, sums): (u64, Vec<Vec<N>>)| sums.into_iter().map(move |sums| Member { met, sums });
                (classes.into_iter().flat_map(members).collect(), thinned)
            })
            .collect();
        extended
            .into_iter()
            .map(|(members, thinned)| {
                *exact &= !thinned;
                members
            })
            .collect()
    }
}

/// What sums on the way are held against, given what the rest of it can add.
struct Clip<N> {
    least: Vec<Option<N>>,
    most: Vec<Option<N>>,
}

impl<N: Whole> Clip<N> {
    fn new(sums: &Sums<N>, ahead: Option<&Vec<(N, N)>>) -> Self {
        let less = |bounds: &[Option<N>], pick: &dyn Fn(&(N, N)) -> N| {
            let one = |(k, bound): (usize, &Option<N>)| {
                bound.as_ref().map(|b| b.clone() - &ahead.map_or_else(N::zero, |range| pick(&range[k])))
            };
            bounds.iter().enumerate().map(one).collect()
        };
        Self { least: less(&sums.floors, &|r| r.1.clone()), most: less(&sums.ceilings, &|r| r.0.clone()) }
    }

    /// Cuts sums down to what matters; returns whether the floors are within reach.
    fn cut(&self, sums: &mut [N]) -> bool {
        if sums.iter().zip(&self.least).any(|(s, least)| least.as_ref().is_some_and(|l| s < l)) {
            return false;
        }
        for (sum, most) in sums.iter_mut().zip(&self.most) {
            if let Some(most) = most.as_ref().filter(|m| *sum > **m) {
                *sum = most.clone();
            }
        }
        true
    }
}

/// Keeps the undominated sums of every class, and of those about so many in all, spread over the whole; returns whether some had to go.
fn tidy_up<N: Ord + Clone>(classes: &mut BTreeMap<u64, Vec<Vec<N>>>, share: usize) -> bool {
    let each = (share / classes.len().max(1)).max(LEAST_SHARE);
    let mut thinned = false;
    for sums in classes.values_mut() {
        let held = keep_undominated(sums);
        if held > each {
            *sums = (0..each).map(|place| sums[place * (held - 1) / (each - 1)].clone()).collect();
            thinned = true;
        }
    }
    thinned
}

/// Keeps the sums that no other reaches in every entry, each once, and returns how many they are.
fn keep_undominated<N: Ord>(sums: &mut Vec<Vec<N>>) -> usize {
    sums.sort_unstable_by(|a, b| b.cmp(a));
    sums.dedup();
    let mut kept: Vec<Vec<N>> = Vec::new();
    // What beat one is likely to beat the next: looked at first.
    let mut probes: Vec<usize> = Vec::new();
    for sum in sums.drain(..) {
        // In descending order nothing dominates what comes before it.
        let rivals = match sum.len() {
            // With two entries the last kept has the highest second one.
            0..=2 => kept.last().is_some_and(|last| last.iter().zip(&sum).all(|(a, b)| a >= b)),
            _ => match probes.iter().position(|&p| kept[p].iter().zip(&sum).all(|(a, b)| a >= b)) {
                Some(place) => {
                    probes.swap(place, place / 2);
                    true
                }
                None => false,
            },
        };
        if !rivals {
            probes.push(kept.len());
            kept.push(sum);
        }
    }
    *sums = kept;
    sums.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_what_the_definition_says() {
        let mut state = 11u64;
        let mut random = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 33) % below) as i128
        };
        for width in 0..5 {
            for _ in 0..50 {
                let all: Vec<Vec<i128>> = (0..60).map(|_| (0..width).map(|_| random(7)).collect()).collect();
                let reaches = |a: &[i128], b: &[i128]| a.iter().zip(b).all(|(x, y)| x >= y);
                let mut plain: Vec<Vec<i128>> =
                    all.iter().filter(|s| !all.iter().any(|o| o != *s && reaches(o, s))).cloned().collect();
                plain.sort_unstable_by(|a, b| b.cmp(a));
                plain.dedup();
                let mut kept = all.clone();
                keep_undominated(&mut kept);
                assert_eq!(kept, plain);
            }
        }
    }
}
