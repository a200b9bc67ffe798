//! Draws against what is known of them: exact moments, even spread, and the bounds a case sets (definitions §1.8).

#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

mod support;

use armistice::case::{Case, Consent, NoDeal, Number, NumericRange, Scores, Weights};
use armistice::points::{Decimal, Fraction};
use armistice::space::{NoDealNumbers, Numbers, Terms, Unknown, Unknowns};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use support::{blank, number, wants};

const OPTIONS: [&str; 4] = ["a", "b", "c", "d"];

/// One party, four issues of four options.
fn case(weights: Weights, scores: Scores) -> Case {
    let issues = ["i", "j", "k", "l"].map(|id| (id, OPTIONS.as_slice()));
    let mut case = blank(&[("p", Consent::Signs), ("q", Consent::Signs)], &issues);
    let plain = Scores::Points(vec![Some(number("0")); 4]);
    case.preferences.push(wants(0, weights, vec![Some(scores), Some(plain.clone()), Some(plain.clone()), Some(plain)]));
    case
}

fn range(low: &str, high: &str) -> Number {
    Number::Range(Decimal::parse(low).unwrap(), Decimal::parse(high).unwrap())
}

/// What `of` is in each of so many draws.
fn draws(case: &Case, count: u64, of: impl Fn(&Numbers) -> f64) -> Vec<f64> {
    let unknowns = Unknowns::of(case);
    let mut numbers = unknowns.central().clone();
    (0..count)
        .map(|draw| {
            unknowns.fill(&mut numbers, 7, draw);
            of(&numbers)
        })
        .collect()
}

const MANY: u64 = 8_000;

/// Mean and variance are these, within five standard errors (of the variance: as if it were normal, doubled).
fn moments(drawn: &[f64], mean: f64, variance: f64, what: &str) {
    let n = drawn.len() as f64;
    let found = drawn.iter().sum::<f64>() / n;
    assert!((found - mean).abs() < 5.0 * (variance / n).sqrt(), "{what}: mean {found}, not {mean}");
    let spread = drawn.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
    let error = 10.0 * variance * (2.0 / n).sqrt();
    assert!((spread - variance).abs() < error, "{what}: variance {spread}, not {variance}");
}

/// Pearson's sum against equal shares.
fn chi_square(counts: &[u64]) -> f64 {
    let even = counts.iter().sum::<u64>() as f64 / counts.len() as f64;
    counts.iter().map(|&c| (c as f64 - even).powi(2) / even).sum()
}

fn beta_variance(a: f64, b: f64) -> f64 {
    a * b / ((a + b).powi(2) * (a + b + 1.0))
}

/// The p-th largest of n spacings has mean (1/n) Σ_{k≥p} 1/k, the rank-order centroid, and second moment
/// (Σ 1/k² + (Σ 1/k)²) / (n (n + 1)): it is Σ_{k≥p} E_k / k over Σ E_k, with E_k independent and exponential (Rényi 1953).
#[test]
fn ranked_weights_have_the_moments_of_sorted_spacings() {
    let order = [2, 0, 3, 1];
    let ranked = case(Weights::Rank(order.map(|j| vec![j]).to_vec()), Scores::Rank(vec![vec![0, 1, 2, 3]]));
    for (place, &issue) in order.iter().enumerate() {
        let terms = || (place + 1..=4).map(|k| 1.0 / k as f64);
        let mean = terms().sum::<f64>() / 4.0;
        let second = (terms().map(|t| t * t).sum::<f64>() + terms().sum::<f64>().powi(2)) / 20.0;
        let drawn = draws(&ranked, MANY, |n| n.parties[0].weights[issue].as_f64());
        moments(&drawn, mean, second - mean * mean, &format!("place {place}"));
    }
    // A group shares its places: each of two has the mean of both.
    let grouped = case(Weights::Rank(vec![vec![2], vec![0, 3], vec![1]]), Scores::Rank(vec![vec![0, 1, 2, 3]]));
    let mean = |issue: usize| {
        draws(&grouped, MANY, |n| n.parties[0].weights[issue].as_f64()).iter().sum::<f64>() / MANY as f64
    };
    assert!((mean(0) - 10.0 / 48.0).abs() < 0.006 && (mean(3) - 10.0 / 48.0).abs() < 0.006);
}

#[test]
fn unstated_weights_are_uniform_on_the_simplex() {
    let open = case(Weights::Unstated, Scores::Rank(vec![vec![0, 1, 2, 3]]));
    for issue in 0..4 {
        // Beta(1, 3).
        let drawn = draws(&open, MANY, |n| n.parties[0].weights[issue].as_f64());
        moments(&drawn, 0.25, beta_variance(1.0, 3.0), &format!("issue {issue}"));
    }
}

#[test]
fn chains_have_the_moments_of_sorted_uniforms() {
    let chain = case(Weights::Unstated, Scores::Prefers(vec![3, 0, 1]));
    for (place, option) in [3, 0, 1].into_iter().enumerate() {
        // The p-th largest of three: Beta(4 − p, p).
        let p = place as f64 + 1.0;
        let drawn = draws(&chain, MANY, |n| n.parties[0].scores[0].as_ref().unwrap()[option].as_f64());
        moments(&drawn, 100.0 * (4.0 - p) / 4.0, 1e4 * beta_variance(4.0 - p, p), &format!("option {option}"));
    }
    // What the chain does not name.
    assert!(draws(&chain, 20, |n| n.parties[0].scores[0].as_ref().unwrap()[2].as_f64()).iter().all(|&s| s == 50.0));

    let ranked = case(Weights::Unstated, Scores::Rank([1, 3, 0, 2].map(|o| vec![o]).to_vec()));
    for (place, option) in [3, 0].into_iter().enumerate() {
        let p = place as f64 + 1.0;
        let drawn = draws(&ranked, MANY, |n| n.parties[0].scores[0].as_ref().unwrap()[option].as_f64());
        moments(&drawn, 100.0 * (3.0 - p) / 3.0, 1e4 * beta_variance(3.0 - p, p), &format!("rank of option {option}"));
    }
}

#[test]
fn intervals_are_even_and_groups_come_in_any_order() {
    let mut open = case(Weights::Unstated, Scores::Rank(vec![vec![0, 1, 2], vec![3]]));
    open.parties[0].no_deal = NoDeal::Outlook(range("-4", "12"));
    let mut bins = [0u64; 16];
    let outlook = |n: &Numbers| match &n.parties[0].no_deal {
        NoDealNumbers::Outlook(points) => points.as_f64(),
        _ => f64::NAN,
    };
    draws(&open, MANY, outlook).iter().for_each(|x| bins[(x + 4.0) as usize] += 1);
    // 15 degrees of freedom: 37.7 is passed once in a thousand times.
    assert!(chi_square(&bins) < 37.7, "{bins:?}");

    let mut orders = [0u64; 6];
    let order = |n: &Numbers| {
        let s = n.parties[0].scores[0].as_ref().unwrap();
        let place = |o: usize| (0..3).filter(|&other| s[other] > s[o]).count();
        (place(0) * 2 + usize::from(place(1) > place(2))) as f64
    };
    draws(&open, MANY, order).iter().for_each(|&o| orders[o as usize] += 1);
    // 5 degrees of freedom.
    assert!(chi_square(&orders) < 20.5, "{orders:?}");
}

#[test]
fn other_unknowns_shift_nothing() {
    let ranked = || Scores::Rank(vec![vec![0, 1, 2, 3]]);
    let mut open = case(Weights::Unstated, ranked());
    open.parties[0].no_deal = NoDeal::Outlook(range("-4", "12"));
    let fewer = case(Weights::Numbers(vec![number("1"); 4]), ranked());
    let score = |n: &Numbers| n.parties[0].scores[0].as_ref().unwrap()[1].as_f64();
    assert_eq!(draws(&open, 20, score), draws(&fewer, 20, score));
    // Stating one score leaves those of the other options.
    let points = |first| Scores::Points(vec![first, None, None, None]);
    let (stated, unstated) =
        (case(Weights::Unstated, points(Some(number("3")))), case(Weights::Unstated, points(None)));
    assert_eq!(draws(&stated, 20, score), draws(&unstated, 20, score));
}

#[test]
fn steps_between_scored_ones_lie_on_the_line() {
    let mut open =
        case(Weights::Unstated, Scores::Points(vec![None, Some(range("10", "30")), None, Some(range("50", "90"))]));
    let step = |n: i32| Decimal::whole(n);
    open.issues[0].range = Some(NumericRange { from: step(0), to: step(3), step: step(1), unit: None });
    let off = |n: &Numbers| {
        let s: Vec<f64> = n.parties[0].scores[0].as_ref().unwrap().iter().map(Fraction::as_f64).collect();
        s[2] - (s[1] + s[3]) / 2.0
    };
    assert!(draws(&open, 200, off).iter().all(|x| x.abs() < 1e-9));
    let outside = draws(&open, MANY, |n| n.parties[0].scores[0].as_ref().unwrap()[0].as_f64());
    moments(&outside, 50.0, 1e4 / 12.0, "before the first scored step");
}

#[test]
fn without_unknowns_every_draw_is_the_central_model() {
    let known = || Scores::Points(["0", "20", "70", "100"].map(|n| Some(number(n))).to_vec());
    let issues = ["i", "j"].map(|id| (id, OPTIONS.as_slice()));
    let mut case = blank(&[("p", Consent::Signs), ("q", Consent::Signs)], &issues);
    for p in 0..2 {
        case.parties[p].no_deal = NoDeal::Points(number("33"));
        case.parties[p].trust = Some(number("0.5"));
        let weights = Weights::Numbers(vec![number("3"), number("4")]);
        case.preferences.push(wants(p, weights, vec![Some(known()), Some(known())]));
    }
    let unknowns = Unknowns::of(&case);
    assert_eq!(unknowns.list().collect::<Vec<Unknown>>(), []);
    let mut numbers = unknowns.central().clone();
    unknowns.fill(&mut numbers, 1, 5);
    assert_eq!(numbers, Numbers::central(&case));
}

/// Every draw of random cases keeps what the case says.
#[test]
fn draws_keep_to_what_the_case_allows() {
    let mut runner = TestRunner::deterministic();
    let hundred = Fraction::new(100, 1);
    let inside = |n: &Fraction, number: Number| *n >= number.low().into() && *n <= number.high().into();
    for _ in 0..200 {
        let case = support::random::case().new_tree(&mut runner).unwrap().current();
        let unknowns = Unknowns::of(&case);
        let mut numbers = unknowns.central().clone();
        for draw in 0..10 {
            unknowns.fill(&mut numbers, 3, draw);
            assert!(Terms::new(&case, &numbers, &[]).is_ok());
            for (p, own) in numbers.parties.iter().enumerate() {
                let sum: Fraction = own.weights.iter().cloned().sum();
                assert_eq!(sum, Fraction::ONE);
                assert!(own.weights.iter().all(|w| *w >= Fraction::ZERO));
                assert!(own.trust >= Fraction::ZERO && own.trust <= Fraction::ONE);
                assert!(case.parties[p].trust.is_none_or(|n| inside(&own.trust, n)));
                let wants = case.preferences_of(p);
                if let Some(Weights::Rank(groups)) = wants.map(|w| &w.weights) {
                    for pair in groups.windows(2) {
                        let least = pair[0].iter().map(|&j| &own.weights[j]).min().unwrap();
                        assert!(pair[1].iter().all(|&j| own.weights[j] <= *least));
                    }
                }
                for (j, scores) in own.scores.iter().enumerate() {
                    let scores = scores.as_ref().unwrap();
                    assert!(scores.iter().all(|s| *s >= Fraction::ZERO && *s <= hundred));
                    match wants.and_then(|w| w.scores[j].as_ref()) {
                        Some(Scores::Points(points)) => {
                            assert!(points.iter().zip(scores).all(|(p, s)| p.is_none_or(|n| inside(s, n))));
                        }
                        Some(Scores::Rank(groups)) => {
                            assert!(scores.contains(&hundred) && scores.contains(&Fraction::ZERO));
                            let worst = |g: &Vec<usize>| g.iter().map(|&o| &scores[o]).min().unwrap();
                            let best = |g: &Vec<usize>| g.iter().map(|&o| &scores[o]).max().unwrap();
                            assert!(groups.windows(2).all(|g| worst(&g[0]) >= best(&g[1])));
                        }
                        Some(Scores::Prefers(chain)) => {
                            assert!(chain.windows(2).all(|o| scores[o[0]] >= scores[o[1]]));
                        }
                        None => {}
                    }
                }
            }
            for (link, points) in case.links.iter().zip(&numbers.links) {
                assert!(inside(points, link.points));
            }
        }
    }
}
