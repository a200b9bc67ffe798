//! Tests of the judge's arithmetic and file.

use super::*;

#[test]
fn powers_halve_at_every_step_of_double() {
    for down in 0..200 {
        let (here, below) = (power(down), power(down + DOUBLE));
        assert!(here / 2 - below <= 1, "{down}: {here} {below}");
    }
    assert!(power(DOUBLE / 2).abs_diff(((1u64 << 40) as f64 / std::f64::consts::SQRT_2) as u64) < 1 << 12);
    assert_eq!(power(i32::MAX), 0);
}

#[test]
fn a_model_without_rows_judges_nothing_and_a_broken_file_is_none() {
    assert!(Model::default().is_empty());
    let even = Model::default().shares(&[1, 2]);
    assert!(even.iter().all(|&share| share == WHOLE / u32::try_from(CLASSES).unwrap()), "{even:?}");
    for cut in [0, 5, MARK.len(), FILE.len() - 1] {
        assert!(Model::read(&FILE[..cut]).is_none(), "{cut}");
    }
    assert!(!Model::read(FILE).unwrap().is_empty());
}

#[test]
fn the_judge_speaks_where_the_lexicon_is_silent_and_else_only_when_it_is_much_surer() {
    let [first, second] = [ClaimKind::ALL[0], ClaimKind::ALL[1]];
    let row = |kind: i8, other: i8| {
        let mut row = [-127; CLASSES];
        (row[0], row[1]) = (kind, other);
        row
    };
    // With the first row, which leaves two kinds, shares of two thirds, of eight ninths; without any, all kinds have the same.
    let model = Model::new(vec![(6, row(0, 0)), (7, row(32, 0)), (8, row(96, 0))]);
    let kind = |features: &[u32], drafted| model.kind(features, drafted).map(|k| k.0);
    assert_eq!(kind(&[], None), None);
    assert_eq!(kind(&[], Some(second)), Some(second));
    assert_eq!(kind(&[6, 6, 6, 7], None), Some(first));
    assert_eq!(kind(&[6, 6, 6, 7], Some(second)), Some(second));
    assert_eq!(kind(&[6, 6, 6, 8], Some(second)), Some(first));
}

#[test]
fn the_file_is_the_one_of_the_digest() {
    use sha2::{Digest, Sha256};
    let digest: String = Sha256::digest(FILE).iter().map(|b| format!("{b:02x}")).collect();
    let told = include_str!("../../model/english.claims.sha256");
    assert_eq!(told.split_whitespace().next(), Some(digest.as_str()), "run `cargo xtask train-claims`");
}
