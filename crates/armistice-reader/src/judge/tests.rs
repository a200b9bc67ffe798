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
fn what_the_lexicon_drafted_needs_less_than_what_it_did_not() {
    let row = |others: i8, kind: i8, none: i8| {
        let mut row = [others; CLASSES];
        (row[0], row[NONE]) = (kind, none);
        row
    };
    let first = ClaimKind::ALL[0];
    // With the first row, which leaves one kind and none, shares of a third, a fifth and a seventeenth.
    let model = Model::new(vec![(6, row(-127, 0, 0)), (7, row(0, 0, 32)), (8, row(0, 0, 64)), (9, row(0, -64, 64))]);
    let kind = |feature, drafted| model.kind(&[6, 6, 6, feature], drafted).map(|k| k.0);
    assert_eq!(kind(7, None), Some(first));
    assert_eq!(kind(8, None), None);
    assert_eq!(kind(8, Some(first)), Some(first));
    assert_eq!(kind(9, Some(first)), None);
    // Another kind's draft is taken over only by a surer one.
    assert_eq!(kind(7, Some(ClaimKind::ALL[1])), Some(first));
}

#[test]
fn the_file_is_the_one_of_the_digest() {
    use sha2::{Digest, Sha256};
    let digest: String = Sha256::digest(FILE).iter().map(|b| format!("{b:02x}")).collect();
    let told = include_str!("../../model/english.claims.sha256");
    assert_eq!(told.split_whitespace().next(), Some(digest.as_str()), "run `cargo xtask train-claims`");
}
