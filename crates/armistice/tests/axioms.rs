//! The axioms of bargaining theory, as far as they hold of a finite set of outcomes, on the sets of maximisers of definitions §2; and the
//! duality of blocks and unlocks (definitions §3).
//!
//! Every law speaks of what `analyze` says: the sets are worked out by enumeration, and `analyze` has to name their first member and
//! their size. Nash, "The bargaining problem", 1950; Kalai and Smorodinsky, "Other solutions to Nash's bargaining problem", 1975;
//! Kalai, "Proportional solutions to bargaining situations", 1977.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

mod support;

use armistice::analysis::deal_zone::{Entry, Solutions};
use armistice::analysis::{Analysis, Settings, analyze};
use proptest::prelude::*;
use support::bargain::{Bargain, Picked, Side, bargain, dominates, product, ratios, sorted};

/// The sets of maximisers, by solution.
#[derive(Clone, Debug, PartialEq)]
struct Best {
    /// Before the leximin that decides between equal products.
    product: Vec<Picked>,
    nash: Vec<Picked>,
    kalai_smorodinsky: Vec<Picked>,
    egalitarian: Vec<Picked>,
    utilitarian: Vec<Picked>,
}

impl Best {
    fn all(&self) -> [(&'static str, &[Picked]); 4] {
        [
            ("Nash", &self.nash),
            ("Kalai–Smorodinsky", &self.kalai_smorodinsky),
            ("egalitarian", &self.egalitarian),
            ("utilitarian", &self.utilitarian),
        ]
    }

    /// The sets after the same change of every outcome.
    fn map(&self, change: impl Fn(&Picked) -> Option<Picked>) -> Self {
        let each = |set: &Vec<Picked>| sorted(set.iter().filter_map(&change).collect());
        Self {
            product: each(&self.product),
            nash: each(&self.nash),
            kalai_smorodinsky: each(&self.kalai_smorodinsky),
            egalitarian: each(&self.egalitarian),
            utilitarian: each(&self.utilitarian),
        }
    }
}

fn analysed(bargain: &Bargain) -> Analysis {
    analyze(&bargain.case(), &Settings::default()).unwrap()
}

fn chosen(solutions: &Solutions) -> [&Option<Entry>; 4] {
    [&solutions.nash, &solutions.kalai_smorodinsky, &solutions.egalitarian, &solutions.utilitarian]
}

/// The sets, each of which `analyze` has named the first member and the size of.
fn best(bargain: &Bargain) -> Best {
    let ideals = bargain.ideals();
    let best = Best {
        product: bargain.maximisers(product),
        nash: bargain.maximisers(|g| (product(g), ratios(g, &ideals))),
        kalai_smorodinsky: bargain.maximisers(|g| ratios(g, &ideals)),
        egalitarian: bargain.maximisers(|g| sorted(g.to_vec())),
        utilitarian: bargain.maximisers(|g| g.iter().sum::<i64>()),
    };
    let said = analysed(bargain).deal_zone.solutions;
    for ((name, set), said) in best.all().into_iter().zip(chosen(&said)) {
        assert_eq!(said.as_ref().map(|e| &e.outcome), set.first(), "{name} of {bargain:#?}");
        assert!(
            said.as_ref().is_none_or(|e| usize::try_from(e.ties) == Ok(set.len())),
            "{name} has {} maximisers: {said:?}",
            set.len()
        );
    }
    best
}

/// Whether some deal makes everybody gain: then Nash's products are over all parties.
fn all_can_gain(bargain: &Bargain) -> bool {
    bargain.chosen_from().iter().any(|x| bargain.gains(x).iter().all(|&g| g > 0))
}

fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(usual), failure_persistence: None, ..ProptestConfig::default() }
}

/// No deal is worth so little that most bargains have deals.
const EASY: i64 = 10_000;
/// No deal is worth so much that many have none.
const HARD: i64 = 20_000;

proptest! {
    #![proptest_config(cases(256))]

    /// Individual rationality and Pareto optimality, strict: nothing in the whole zone is better for one and worse for none.
    #[test]
    fn nobody_loses_and_nothing_is_left_on_the_table(bargain in bargain(EASY)) {
        let zone = bargain.zone();
        for (name, set) in best(&bargain).all() {
            prop_assert_eq!(set.is_empty(), bargain.chosen_from().is_empty());
            for chosen in set {
                let gains = bargain.gains(chosen);
                prop_assert!(gains.iter().all(|&g| g >= 0), "{} is no gain", name);
                prop_assert!(!zone.iter().any(|x| dominates(&bargain.gains(x), &gains)), "{} is dominated", name);
            }
        }
    }

    /// Who is called what makes no difference.
    #[test]
    fn parties_can_change_names(bargain in bargain(EASY), turn in 1usize..3) {
        let mut other = bargain.clone();
        let parties = other.sides.len();
        other.sides.rotate_left(turn % parties);
        other.rules.iter_mut().for_each(|r| r.side = (r.side + parties - turn % parties) % parties);
        prop_assert_eq!(best(&bargain), best(&other));
    }

    /// Where two parties stand alike, so do the solutions: what is one of the best stays so when the two change places. The second issue
    /// is to the one what the first is to the other.
    #[test]
    fn alike_parties_are_treated_alike(bargain in bargain(EASY), at in 0usize..4) {
        let (mut alike, n) = (bargain, 4);
        let (first, second) = (alike.sides[0].clone(), alike.sides[1].clone());
        let scores = |side: &Side| (0..n).map(|o| side.scores[0][o % side.scores[0].len()]).collect::<Vec<_>>();
        let (own, others) = (scores(&first), scores(&second));
        let weight = first.weights[0].clamp(5, 95);
        alike.options = vec![n, n];
        alike.status_quo = vec![at, at];
        alike.rules.clear();
        alike.no_deal_without.clear();
        alike.sides.truncate(2);
        for (k, side) in alike.sides.iter_mut().enumerate() {
            side.no_deal = first.no_deal;
            side.weights = vec![weight, 100 - weight];
            side.scores = vec![own.clone(), others.clone()];
            if k == 1 {
                side.weights.reverse();
                side.scores.reverse();
            }
        }
        let found = best(&alike);
        prop_assert_eq!(&found.map(|x| Some(vec![x[1], x[0]])), &found);
    }

    /// What a party's points are counted in makes no difference to Nash and Kalai–Smorodinsky, and where they are counted from makes
    /// none to any. Nash's products must be over the same parties, though: where nobody can make everybody gain, one product may be
    /// of what two parties gain, another of what two others do.
    #[test]
    fn scales_make_no_difference(bargain in bargain(EASY), party in 0usize..3, times in 2i64..=5, more in 0i64..=20) {
        let party = party % bargain.sides.len();
        let mut scaled = bargain.clone();
        let scale = |points: &mut i64| *points *= times;
        let side = &mut scaled.sides[party];
        side.scores.iter_mut().flatten().for_each(scale);
        scale(&mut side.no_deal);
        let (here, there) = (best(&bargain), best(&scaled));
        prop_assert_eq!(&here.kalai_smorodinsky, &there.kalai_smorodinsky);
        if all_can_gain(&bargain) {
            prop_assert_eq!(&here.nash, &there.nash);
        }

        // All parties' alike: then points can be compared across parties as before.
        let mut scaled = bargain.clone();
        for side in &mut scaled.sides {
            side.scores.iter_mut().flatten().for_each(scale);
            scale(&mut side.no_deal);
        }
        prop_assert_eq!(&here, &best(&scaled));

        // A start: so many points for whatever comes of an issue, and for no deal.
        let mut raised = bargain;
        let side = &mut raised.sides[party];
        side.scores[0].iter_mut().for_each(|s| *s += more * 1000);
        side.no_deal += more * 10_000 * side.weights[0];
        prop_assert_eq!(here, best(&raised));
    }

    /// Independence of irrelevant alternatives. When some outcomes turn out impossible, but not all of the best, the best are those that
    /// are left of them: for Nash's products, the egalitarian and the utilitarian solution always, and for Kalai–Smorodinsky and
    /// what decides between equal products as long as everybody's ideal gain stays what it was.
    #[test]
    fn what_is_not_chosen_does_not_matter(bargain in bargain(EASY), gone in prop::collection::vec(any::<prop::sample::Index>(), 1..12)) {
        let all = bargain.outcomes();
        let before = best(&bargain);
        let mut fewer = bargain.clone();
        fewer.impossible = sorted(gone.iter().map(|i| i.get(&all).clone()).filter(|x| *x != bargain.status_quo).collect());
        fewer.impossible.dedup();
        let after = best(&fewer);
        let left = before.map(|x| (!fewer.impossible.contains(x)).then(|| x.clone()));
        let same_ideals = bargain.ideals() == fewer.ideals();
        for (name, left, after, holds) in [
            ("Nash's products", &left.product, &after.product, true),
            ("egalitarian", &left.egalitarian, &after.egalitarian, true),
            ("utilitarian", &left.utilitarian, &after.utilitarian, true),
            ("Nash", &left.nash, &after.nash, same_ideals),
            ("Kalai–Smorodinsky", &left.kalai_smorodinsky, &after.kalai_smorodinsky, same_ideals),
        ] {
            prop_assert!(!holds || left.is_empty() || left == after, "{}: {:?} of {:?}", name, after, left);
        }
    }

    /// Monotonicity. With more outcomes to choose from, the party that gains least in the egalitarian solution gains no less; nor does, in
    /// Kalai–Smorodinsky, the one that comes least near to its ideal gain, if the ideals stay what they were.
    #[test]
    fn more_to_choose_from_is_no_loss_to_the_least(bargain in bargain(EASY), gone in prop::collection::vec(any::<prop::sample::Index>(), 1..12)) {
        let all = bargain.outcomes();
        let mut fewer = bargain.clone();
        fewer.impossible = gone.iter().map(|i| i.get(&all).clone()).filter(|x| *x != bargain.status_quo).collect();
        let said = |b: &Bargain| analysed(b).deal_zone.solutions;
        let (more, less) = (said(&bargain), said(&fewer));
        let gains = |entry: &Option<Entry>| entry.as_ref().map(|e| e.gain.iter().map(|g| g.0).collect::<Vec<_>>());
        if let Some(less) = gains(&less.egalitarian) {
            prop_assert!(gains(&more.egalitarian).is_some_and(|more| sorted(more) >= sorted(less)));
        }
        let ideals = bargain.ideals();
        if let Some(less) = gains(&less.kalai_smorodinsky).filter(|_| ideals == fewer.ideals()) {
            let more = gains(&more.kalai_smorodinsky).unwrap_or_default();
            prop_assert!(ratios(&more, &ideals) >= ratios(&less, &ideals));
        }
    }

    /// Blocks and unlocks are each other's minimal hitting sets, blocks are what cannot all be met, and unlocks what it takes to be rid of.
    #[test]
    fn blocks_and_unlocks_are_dual(bargain in bargain(HARD)) {
        let found = analysed(&bargain).impasse;
        // The constraints under the numbers `Bargain::violates` gives them; merged ones have several.
        let numbers = |id: &String| match id.strip_prefix("rule-") {
            Some(number) => number.parse::<usize>().unwrap(),
            None => bargain.rules.len() + ["floor:a", "floor:b", "floor:c"].iter().position(|floor| floor == id).unwrap(),
        };
        let members: Vec<Vec<usize>> = found.constraints.iter().map(|c| c.also.iter().chain([&c.id]).map(numbers).collect()).collect();
        prop_assert_eq!(sorted(members.concat()), (0..bargain.rules.len() + bargain.sides.len()).collect::<Vec<_>>());
        // Sets of constraints as bits.
        let violated: Vec<u32> = bargain.range().iter().map(|x| {
            let violates = bargain.violates(x);
            (0..members.len()).filter(|&k| members[k].iter().any(|m| violates.contains(m))).map(|k| 1 << k).sum()
        }).collect();
        prop_assert_eq!(found.occurs, !violated.is_empty());
        let bits = |set: &Vec<usize>| set.iter().map(|k| 1u32 << k).sum::<u32>();
        let blocks = sorted(found.blocks.iter().map(|b| bits(&b.constraints)).collect());
        let unlocks = sorted(found.unlocks.iter().map(|u| bits(&u.violates)).collect());
        prop_assert!(!found.blocks_truncated && !found.unlocks_truncated);
        if violated.is_empty() || violated.contains(&0) {
            prop_assert!(blocks.is_empty() && unlocks.is_empty());
            return Ok(());
        }

        let sets = || 0u32..1 << members.len();
        let minimal = |holds: &dyn Fn(u32) -> bool| -> Vec<u32> {
            let one_less = |set: u32| (0..32).map(|k| 1 << k).filter(move |k| set & k != 0).map(move |k| set & !k);
            sets().filter(|&set| holds(set) && one_less(set).all(|less| !holds(less))).collect()
        };
        let met_together = |set: u32| violated.iter().any(|v| v & set == 0);
        prop_assert_eq!(&blocks, &minimal(&|set| !met_together(set)), "minimal sets that no outcome meets");
        prop_assert_eq!(&unlocks, &minimal(&|set| violated.iter().any(|v| v & !set == 0)), "minimal sets that all but would be met");
        prop_assert_eq!(&blocks, &minimal(&|set| unlocks.iter().all(|u| u & set != 0)), "hitting sets of the unlocks");
        prop_assert_eq!(&unlocks, &minimal(&|set| blocks.iter().all(|b| b & set != 0)), "hitting sets of the blocks");
    }
}

/// Two parties, one issue, and what each option gains them in thousandths of a point; today's, the first, gains nobody anything.
fn of_gains(gains: &[[i64; 2]]) -> Bargain {
    let side = |k: usize| Side {
        weights: vec![100],
        scores: vec![std::iter::once(0).chain(gains.iter().map(|g| g[k])).collect()],
        no_deal: 0,
    };
    Bargain {
        options: vec![gains.len() + 1],
        status_quo: vec![0],
        sides: vec![side(0), side(1)],
        impossible: Vec::new(),
        rules: Vec::new(),
        no_deal_without: Vec::new(),
    }
}

/// What hardly comes up at random: that both gain a thousandth counts before that one gains twenty points.
#[test]
fn how_many_gain_counts_before_what_they_gain() {
    assert_eq!(best(&of_gains(&[[20_000, 0], [1, 1]])).nash, [[2]]);
}

/// Three options of the same product. With ideal gains of 12 and 3 the shares are 4/12 and 3/3, 6/12 and 2/3, 12/12 and 1/3: the second has the
/// largest least. Without the third the ideal gains are 6 and 3, the shares 4/6 and 3/3, 6/6 and 2/3, and both are as good: so
/// independence of what is not chosen needs the same ideals here, and holds of the products without.
#[test]
fn equal_products_are_told_apart_by_shares() {
    let mut bargain = of_gains(&[[4000, 3000], [6000, 2000], [12_000, 1000]]);
    let all = best(&bargain);
    assert_eq!((all.product, all.nash), (vec![vec![1], vec![2], vec![3]], vec![vec![2]]));
    bargain.impossible.push(vec![3]);
    assert_eq!(best(&bargain).nash, [[1], [2]]);
}

/// Why the scale must be the same for all where nobody can make everybody gain: with the first party's points doubled, the product of what it gains alone
/// outgrows that of what the other gains alone.
#[test]
fn products_over_different_parties_hang_on_the_scale() {
    let mut bargain = of_gains(&[[2000, 0], [0, 3000]]);
    assert_eq!(best(&bargain).nash, [[2]]);
    bargain.sides[0].scores[0][1] *= 2;
    assert_eq!(best(&bargain).nash, [[1]]);
}

/// Laws over random bargains are worth as much as these are varied: the interesting ones have to come up.
#[test]
fn random_bargains_are_varied() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen = std::collections::BTreeMap::<&str, u32>::new();
    for _ in 0..400 {
        let easy = bargain(EASY).new_tree(&mut runner).unwrap().current();
        let hard = bargain(HARD).new_tree(&mut runner).unwrap().current();
        let (best, impasse) = (best(&easy), analysed(&hard).impasse);
        for (what, is_so) in [
            ("a tie", best.nash.len() > 1),
            ("Nash not Kalai–Smorodinsky", best.nash != best.kalai_smorodinsky),
            ("Nash not utilitarian", best.nash != best.utilitarian),
            ("Kalai–Smorodinsky not egalitarian", best.kalai_smorodinsky != best.egalitarian),
            ("no gain for everybody", !best.nash.is_empty() && !all_can_gain(&easy)),
            ("a deal worse than today", easy.chosen_from().len() < easy.zone().len()),
            ("three unlocks", impasse.unlocks.len() >= 3),
            ("three blocks", impasse.blocks.len() >= 3),
            ("a block of three", impasse.blocks.iter().any(|b| b.constraints.len() >= 3)),
        ] {
            *seen.entry(what).or_default() += u32::from(is_so);
        }
    }
    let rare: Vec<_> = seen.iter().filter(|&(_, &times)| times < 4).collect();
    assert!(rare.is_empty(), "hardly ever: {rare:?}");
}
