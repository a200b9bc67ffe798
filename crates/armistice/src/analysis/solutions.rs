//! Bargaining solutions: which outcome of a set each rule picks (definitions §2).

use std::cmp::Ordering;

use num_bigint::BigUint;

use super::asked::Asked;
use super::deal_zone::{Entry, Solutions};
use crate::points::Points;
use crate::space::{Block, Kept, each_bit};

/// A rule that picks from gains g_i = u_i − d_i ≥ 0, given the ideal gains m_i.
///
/// All four are strictly monotone: an outcome that dominates another does better, so the best of a set are on its frontier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Solution {
    Nash,
    KalaiSmorodinsky,
    Egalitarian,
    Utilitarian,
}

impl Solution {
    /// Compares two vectors of gains; greater is better.
    fn compare(self, a: &[i64], b: &[i64], ideal: &[i64]) -> Ordering {
        match self {
            Self::Nash => {
                let winners = |gains: &[i64]| gains.iter().filter(|&&g| g > 0).count();
                winners(a)
                    .cmp(&winners(b))
                    .then_with(|| compare_products(a, b))
                    .then_with(|| Self::KalaiSmorodinsky.compare(a, b, ideal))
            }
            Self::KalaiSmorodinsky => {
                leximin(a.len(), &|k| share(a[k], ideal[k]), &|k| share(b[k], ideal[k]), &|x, y| {
                    (i128::from(x.0) * i128::from(y.1)).cmp(&(i128::from(y.0) * i128::from(x.1)))
                })
            }
            Self::Egalitarian => leximin(a.len(), &|k| a[k], &|k| b[k], &Ord::cmp),
            Self::Utilitarian => {
                let sum = |gains: &[i64]| gains.iter().map(|&g| i128::from(g)).sum::<i128>();
                sum(a).cmp(&sum(b))
            }
        }
    }
}

/// Compares the products of the positive gains, exactly.
pub(super) fn compare_products(a: &[i64], b: &[i64]) -> Ordering {
    let positive = |gains: &[i64]| gains.iter().filter(|&&g| g > 0).map(|g| g.unsigned_abs()).collect::<Vec<u64>>();
    let narrow = |gains: &[i64]| {
        gains.iter().filter(|&&g| g > 0).try_fold(1u128, |product, g| product.checked_mul(u128::from(g.unsigned_abs())))
    };
    match (narrow(a), narrow(b)) {
        (Some(x), Some(y)) => x.cmp(&y),
        _ => {
            let wide = |gains: &[i64]| positive(gains).into_iter().map(BigUint::from).product::<BigUint>();
            wide(a).cmp(&wide(b))
        }
    }
}

/// g / m as a fraction; 1 where m is 0.
const fn share(gain: i64, ideal: i64) -> (i64, i64) {
    if ideal == 0 { (1, 1) } else { (gain, ideal) }
}

/// Compares the least entries, then the next least, and so on. Most comparisons end at the least, before anything is sorted.
fn leximin<T: Copy>(
    len: usize,
    a: &dyn Fn(usize) -> T,
    b: &dyn Fn(usize) -> T,
    compare: &dyn Fn(&T, &T) -> Ordering,
) -> Ordering {
    let least = |entry: &dyn Fn(usize) -> T| (0..len).map(entry).min_by(compare);
    let (Some(x), Some(y)) = (least(a), least(b)) else { return Ordering::Equal };
    compare(&x, &y).then_with(|| {
        let sorted = |entry: &dyn Fn(usize) -> T| {
            let mut list: Vec<T> = (0..len).map(entry).collect();
            list.sort_by(compare);
            list
        };
        let (a, b) = (sorted(a), sorted(b));
        a.iter().zip(&b).map(|(x, y)| compare(x, y)).find(|o| o.is_ne()).unwrap_or(Ordering::Equal)
    })
}

/// The best outcomes offered so far, by each rule.
#[derive(Clone, Debug)]
pub(crate) struct Champions {
    /// d_i the gains are counted from.
    reservation: Vec<i64>,
    /// m_i.
    ideal: Vec<i64>,
    best: [Option<Kept>; 4],
    /// g_i of each of `best`.
    held: [Vec<i64>; 4],
    /// g_i of what is offered.
    offered: Vec<i64>,
}

const RULES: [Solution; 4] = [Solution::Nash, Solution::KalaiSmorodinsky, Solution::Egalitarian, Solution::Utilitarian];

impl Champions {
    /// Nobody yet. `ideal` are the ideal gains over `reservation`.
    pub(crate) fn new(reservation: &[i64], ideal: &[i64]) -> Self {
        Self {
            reservation: reservation.to_vec(),
            ideal: ideal.to_vec(),
            best: Default::default(),
            held: Default::default(),
            offered: Vec::new(),
        }
    }

    /// Offers `count` outcomes with this worth vector, the lowest of them `index`.
    pub(crate) fn offer(&mut self, worth: &[i64], index: u128, count: u128) {
        self.offered.clear();
        self.offered.extend(worth.iter().zip(&self.reservation).map(|(u, d)| u - d));
        for ((rule, best), held) in RULES.iter().zip(&mut self.best).zip(&mut self.held) {
            match best {
                Some(best) => match rule.compare(&self.offered, held, &self.ideal) {
                    Ordering::Less => continue,
                    Ordering::Equal => {
                        best.count += count;
                        if index >= best.index {
                            continue;
                        }
                        (best.index, best.vector) = (index, worth.to_vec());
                    }
                    Ordering::Greater => *best = Kept { vector: worth.to_vec(), index, count },
                },
                None => *best = Some(Kept { vector: worth.to_vec(), index, count }),
            }
            held.clone_from(&self.offered);
        }
    }

    /// Whether an outcome of the block could do as well as a champion: none can when one champion dominates all of it.
    pub(crate) fn could_rise(&self, block: &Block<'_, '_>) -> bool {
        let dominates = |champion: &Kept| {
            let mut pairs = champion.vector.iter().enumerate().map(|(p, &worth)| worth.cmp(&block.highest(p)));
            pairs.clone().all(Ordering::is_ge) && pairs.any(Ordering::is_gt)
        };
        !self.best.iter().flatten().any(dominates)
    }

    /// Offers the outcomes of a block in `mask`, but for those that a champion dominates.
    pub(crate) fn offer_block(&mut self, block: &Block<'_, '_>, mask: &mut [u64]) {
        let mut below = vec![0u64; mask.len()];
        let mut beaten = vec![0u64; mask.len()];
        for champion in self.best.iter().flatten() {
            // Beaten: nowhere above the champion, and somewhere below it.
            beaten.copy_from_slice(mask);
            let mut somewhere = vec![0u64; mask.len()];
            for (party, &worth) in champion.vector.iter().enumerate() {
                block.at_least(party, worth.saturating_add(1), &mut below);
                beaten.iter_mut().zip(&below).for_each(|(b, above)| *b &= !above);
                block.at_least(party, worth, &mut below);
                somewhere.iter_mut().zip(&below).for_each(|(s, reached)| *s |= !reached);
            }
            mask.iter_mut().zip(beaten.iter().zip(&somewhere)).for_each(|(m, (b, s))| *m &= !(b & s));
        }
        let mut worth = vec![0; self.reservation.len()];
        for (word, &bits) in mask.iter().enumerate() {
            each_bit(bits, |b| {
                let position = word * 64 + b;
                worth.iter_mut().enumerate().for_each(|(p, w)| *w = block.worth(p, position));
                self.offer(&worth, block.index(position), 1);
            });
        }
    }

    /// Takes in the champions of other outcomes.
    pub(crate) fn merge(&mut self, other: Self) {
        let rivals = other.best.into_iter().zip(other.held);
        for ((rule, (best, held)), (rival, gains)) in
            RULES.iter().zip(self.best.iter_mut().zip(&mut self.held)).zip(rivals)
        {
            let Some(mut rival) = rival else { continue };
            let order = best.as_ref().map_or(Ordering::Greater, |_| rule.compare(&gains, held, &self.ideal));
            if let Some(known) = best.as_mut().filter(|_| order.is_eq()) {
                let count = known.count + rival.count;
                known.count = count;
                rival.count = count;
            }
            let takes_over =
                order.is_gt() || order.is_eq() && best.as_ref().is_some_and(|known| rival.index < known.index);
            if takes_over {
                (*best, *held) = (Some(rival), gains);
            }
        }
    }

    /// What each rule chose.
    pub(crate) fn into_best(self) -> [Option<Kept>; 4] {
        self.best
    }

    /// The index of what each rule picked: Nash, Kalai–Smorodinsky, egalitarian, utilitarian.
    pub(crate) fn picked(&self) -> [Option<u128>; 4] {
        std::array::from_fn(|rule| self.best[rule].as_ref().map(|b| b.index))
    }

    /// The solutions; gains are printed over d, which is not lowered under an unlock.
    pub(crate) fn into_solutions(self, asked: &Asked<'_>) -> Solutions {
        let [nash, kalai_smorodinsky, egalitarian, utilitarian] = self.best.map(|best| best.map(|b| entry(&b, asked)));
        Solutions { nash, kalai_smorodinsky, egalitarian, utilitarian }
    }
}

fn entry(kept: &Kept, asked: &Asked<'_>) -> Entry {
    Entry {
        index: kept.index,
        outcome: asked.outcome(kept.index),
        worth: points(&kept.vector),
        gain: gains(&kept.vector, &asked.no_deal),
        ties: kept.count,
    }
}

/// Micro-points as points.
pub(crate) fn points(micro: &[i64]) -> Vec<Points> {
    micro.iter().map(|&m| Points(m)).collect()
}

/// u_i − d_i.
pub(crate) fn gains(worth: &[i64], no_deal: &[i64]) -> Vec<Points> {
    worth.iter().zip(no_deal).map(|(u, d)| Points(u - d)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pick(rule: usize, gains: &[[i64; 2]], ideal: [i64; 2]) -> usize {
        let mut champions = Champions::new(&[0, 0], &ideal);
        for (i, g) in gains.iter().enumerate() {
            champions.offer(g, i as u128, 1);
        }
        champions.best[rule].as_ref().map(|b| b.index as usize).unwrap()
    }

    #[test]
    fn each_rule_picks_its_own() {
        // Products 25, 24, 21, 0; sums 10, 11, 10, 13; least gains 5, 3, 3, 0; shares of (13, 8): 5/13, 3/13 …
        let gains = [[5, 5], [8, 3], [7, 3], [13, 0], [2, 8]];
        assert_eq!(pick(0, &gains, [13, 8]), 0);
        assert_eq!(pick(1, &gains, [13, 8]), 0);
        assert_eq!(pick(2, &gains, [13, 8]), 0);
        assert_eq!(pick(3, &gains, [13, 8]), 3);
    }

    #[test]
    fn nash_counts_winners_before_it_multiplies() {
        assert_eq!(pick(0, &[[1_000_000, 0], [1, 1]], [1_000_000, 1]), 1);
    }

    #[test]
    fn wide_products_are_exact() {
        let huge = [i64::MAX / 4; 5];
        let mut less = huge;
        less[4] -= 1;
        assert_eq!(compare_products(&less, &huge), Ordering::Less);
    }
}
