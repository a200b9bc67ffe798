//! Walks against all outcomes, one by one.

use super::counting::Room;
use super::diagram::{Diagram, Role, elimination_order};
use super::formula::{FormulaId, Formulas};
use super::pareto::{Bounds, Point, keep_undominated};
use super::walk::{Walk, reaches};

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

/// A made-up question: conditions over a few issues, worth by option, bonuses by condition.
struct Made<const K: usize> {
    formulas: Formulas,
    order: Vec<usize>,
    conditions: Vec<(FormulaId, Role)>,
    options: Vec<Vec<[i64; K]>>,
    bonuses: Vec<[i64; K]>,
    places: Vec<u128>,
}

fn formula(formulas: &mut Formulas, random: &mut Random, depth: usize) -> FormulaId {
    let count = formulas.radices().len();
    if depth == 0 || random.below(3) == 0 {
        let issue = random.below(count);
        let chosen = random.below(1 << formulas.radices()[issue]);
        return formulas.stands(issue, |o| chosen >> o & 1 == 1);
    }
    let members = (0..2 + random.below(2)).map(|_| formula(formulas, random, depth - 1)).collect();
    if random.below(2) == 0 { formulas.all(members) } else { formulas.any(members) }
}

fn made<const K: usize>(seed: u64, spread: usize) -> Made<K> {
    let mut random = Random(seed);
    let radices: Vec<usize> = (0..2 + random.below(4)).map(|_| 1 + random.below(4)).collect();
    let mut formulas = Formulas::new(radices.clone());
    let mut conditions = Vec::new();
    let mut bonuses = Vec::new();
    for _ in 0..random.below(5) {
        let role = match random.below(4) {
            0 => Role::Required,
            1 => Role::Forbidden,
            _ => {
                bonuses.push(std::array::from_fn(|_| random.below(spread) as i64 - spread as i64 / 2));
                Role::Adds(bonuses.len() - 1)
            }
        };
        conditions.push((formula(&mut formulas, &mut random, 2), role));
    }
    let ties: Vec<Vec<usize>> = conditions.iter().flat_map(|&(f, _)| formulas.ties(f)).collect();
    let order = elimination_order(radices.len(), &ties);
    let mut places = vec![1u128; radices.len()];
    for j in (1..radices.len()).rev() {
        places[j - 1] = places[j] * radices[j] as u128;
    }
    let options = radices
        .iter()
        .map(|&r| (0..r).map(|_| std::array::from_fn(|_| random.below(spread) as i64)).collect())
        .collect();
    Made { formulas, order, conditions, options, bonuses, places }
}

impl<const K: usize> Made<K> {
    /// Every outcome that meets the conditions, with its worth, by the definition.
    fn outcomes(&mut self) -> Vec<(Vec<usize>, Point<K>)> {
        let radices = self.formulas.radices().to_vec();
        let mut all = Vec::new();
        for index in 0..radices.iter().map(|&r| r as u128).product::<u128>() {
            let outcome: Vec<usize> =
                radices.iter().zip(&self.places).map(|(&r, &p)| (index / p % r as u128) as usize).collect();
            let mut worth = [0; K];
            let mut add = |more: &[i64; K]| worth.iter_mut().zip(more).for_each(|(w, m)| *w += m);
            outcome.iter().enumerate().for_each(|(j, &o)| add(&self.options[j][o]));
            let mut is_in = true;
            for &(formula, role) in &self.conditions {
                let decided = outcome.iter().enumerate().fold(formula, |f, (j, &o)| self.formulas.given(f, j, o));
                let met = decided == super::formula::ALWAYS;
                match role {
                    Role::Forbidden => is_in &= !met,
                    Role::Required => is_in &= met,
                    Role::Adds(bonus) if met => add(&self.bonuses[bonus]),
                    Role::Adds(_) => {}
                }
            }
            if is_in {
                all.push((outcome, Point { worth, index, count: 1 }));
            }
        }
        all
    }
}

fn plain_frontier<const K: usize>(points: &[Point<K>]) -> Vec<Point<K>> {
    let mut kept: Vec<Point<K>> = Vec::new();
    for point in points {
        if points.iter().any(|p| p.worth != point.worth && reaches(&p.worth, &point.worth)) {
            continue;
        }
        match kept.iter_mut().find(|k| k.worth == point.worth) {
            Some(known) => known.count += 1,
            None => kept.push(*point),
        }
    }
    kept
}

fn check<const K: usize>(seed: u64) {
    let spread = [4, 30, 1000][(seed % 3) as usize];
    let mut made = made::<K>(seed, spread);
    let outcomes = made.outcomes();
    let mut random = Random(seed ^ 0xabc);
    let high = 3 * spread;
    let floors: [i64; K] = std::array::from_fn(|_| {
        if random.below(4) == 0 { i64::MIN } else { random.below(high) as i64 - spread as i64 / 2 }
    });
    let (order, conditions) = (made.order.clone(), made.conditions.clone());
    let diagram = Diagram::new(&mut made.formulas, &order, &conditions, 1000).unwrap();
    let walk: Walk<'_, K> = Walk::new(&diagram, &|j, o| made.options[j][o], &|b| made.bonuses[b], &made.places);
    assert_eq!(diagram.is_empty(), outcomes.is_empty(), "seed {seed}");

    let inside: Vec<Point<K>> = outcomes.iter().map(|(_, p)| *p).filter(|p| reaches(&p.worth, &floors)).collect();
    let found = walk.frontier(&Bounds { floors, ceilings: [i64::MAX; K] });
    assert!(found.exact);
    assert_eq!(found.points, plain_frontier(&inside), "seed {seed}");

    let expected = inside.len() as u128;
    assert_eq!(walk.count(floors), (expected, expected), "seed {seed}");
    for (sums, cells) in [(0, 1), (3, 8), (12, 64), (12, 4096)] {
        let (least, most) = walk.count_within(floors, Room { sums, cells });
        assert!(least <= expected && expected <= most, "seed {seed}: {expected} is not in {least}…{most}");
    }

    let (occurring, sure) = walk.occurring(floors);
    assert!(sure);
    for (issue, options) in occurring.iter().enumerate() {
        for (option, &occurs) in options.iter().enumerate() {
            let plain = outcomes.iter().any(|(x, p)| x[issue] == option && reaches(&p.worth, &floors));
            assert_eq!(occurs, plain, "seed {seed} issue {issue} option {option}");
        }
    }

    // With little room, what is found is there, and what is said to be all is.
    let mut narrow: Walk<'_, K> = Walk::new(&diagram, &|j, o| made.options[j][o], &|b| made.bonuses[b], &made.places);
    narrow.kept = 2 + (seed % 3) as usize;
    let few = narrow.frontier(&Bounds { floors, ceilings: [i64::MAX; K] });
    assert!(few.points.iter().all(|p| inside.iter().any(|q| (q.worth, q.index) == (p.worth, p.index))), "seed {seed}");
    assert!(!few.exact || few.points == found.points, "seed {seed}");
    let (seen, sure) = narrow.occurring(floors);
    let missed = |all: &Vec<bool>, seen: &Vec<bool>| all.iter().zip(seen).any(|(a, s)| a != s && (*s || sure));
    assert!(!occurring.iter().zip(&seen).any(|(all, seen)| missed(all, seen)), "seed {seed}");

    // Above the ceilings nothing is told apart.
    let ceilings: [i64; K] = std::array::from_fn(|k| floors[k].max(-1).saturating_add(random.below(5) as i64));
    let cut = |p: &Point<K>| -> [i64; K] { std::array::from_fn(|k| p.worth[k].min(ceilings[k])) };
    let vectors = |points: &[Point<K>]| {
        let mut cut: Vec<Point<K>> = points.iter().map(|p| Point { worth: cut(p), ..*p }).collect();
        keep_undominated(&mut cut);
        cut.iter().map(|p| p.worth).collect::<Vec<_>>()
    };
    assert_eq!(vectors(&walk.frontier(&Bounds { floors, ceilings }).points), vectors(&inside), "seed {seed}");
}

#[test]
fn walks_agree_with_all_outcomes() {
    for seed in 0..400 {
        check::<0>(seed);
        check::<1>(seed);
        check::<2>(seed);
        check::<3>(seed);
        check::<4>(seed);
    }
}
