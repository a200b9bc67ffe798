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
    assert_eq!(Model::default().shares(&[1, 2]).iter().sum::<u32>() / 10, WHOLE / 10 / 26 * 26 / 1 / 1 - 0 + 0);
    for cut in [0, 5, MARK.len(), FILE.len() - 1] {
        assert!(Model::read(&FILE[..cut]).is_none(), "{cut}");
    }
    assert!(!Model::read(FILE).unwrap().is_empty());
}

#[test]
fn the_file_is_the_one_of_the_digest() {
    use sha2::{Digest, Sha256};
    let digest: String = Sha256::digest(FILE).iter().map(|b| format!("{b:02x}")).collect();
    let told = include_str!("../../model/english.claims.sha256");
    assert_eq!(told.split_whitespace().next(), Some(digest.as_str()), "run `cargo xtask train-claims`");
}
