//! How often something came of draws, in words: they are ways of filling in what is unknown, not beliefs about it (definitions §9.2).

use super::super::words::thousands;
use crate::analysis::Extent;
use crate::analysis::robustness::MOST_SORTED;
use crate::case::Case;

/// From so many draws on shares are told in tens: fewer are told as they are.
const FEW: u64 = 50;

/// "in about 8 of 10 ways of filling in what is unknown"; what came of all draws is said of the draws alone.
pub(super) fn ways(some: u64, all: u64) -> String {
    let tried = format!("{} ways tried of filling in what is unknown", thousands(all));
    match share(some, all) {
        Share::All => format!("in all {tried}"),
        Share::None => format!("in none of the {tried}"),
        Share::About(part, of) => format!("in about {part} of {of} ways of filling in what is unknown"),
        Share::Exactly => format!("in {} of the {tried}", thousands(some)),
    }
}

/// The same for a table: "about 8 of 10".
pub(super) fn part(some: u64, all: u64) -> String {
    match share(some, all) {
        Share::All => "all".to_owned(),
        Share::None => "none".to_owned(),
        Share::About(part, of) => format!("about {part} of {of}"),
        Share::Exactly => format!("{} of {}", thousands(some), thousands(all)),
    }
}

enum Share {
    All,
    None,
    About(u64, u64),
    Exactly,
}

fn share(some: u64, all: u64) -> Share {
    let of = |parts: u64| {
        let (some, all) = (u128::from(some), u128::from(all.max(1)));
        ((some * u128::from(parts) * 2 + all) / (2 * all)) as u64
    };
    match (of(10), of(100)) {
        _ if some == 0 => Share::None,
        _ if some == all => Share::All,
        _ if all < FEW => Share::Exactly,
        (tens @ 1..=9, _) => Share::About(tens, 10),
        (_, hundredths @ 1..=99) => Share::About(hundredths, 100),
        _ => Share::Exactly,
    }
}

/// What is said when not all draws were made; `None` when they were.
pub(super) fn stopped(extent: Extent) -> Option<String> {
    match extent {
        Extent::Whole => None,
        Extent::Stopped { done: 0, of } => {
            Some(format!("Unknown: it was ended before the first of {} draws was made.", thousands(of)))
        }
        Extent::Stopped { done, of } => Some(format!(
            "It was ended after {} of {} draws, which are what is told here.",
            thousands(done),
            thousands(of)
        )),
    }
}

/// Why fewer than two parties have nothing to agree on.
pub(super) const TOO_FEW: &str = "Fewer than two parties have to agree, so there is no deal to ask about.";

/// Why nothing was sampled of a case that is too large.
pub(super) fn too_large() -> String {
    format!(
        "Unknown: there are too many outcomes to go through them in every draw; up to {} combinations of options, or as many as `--max-outcomes` allows, are.",
        thousands(MOST_SORTED)
    )
}

/// The name of the party at a place of C.
pub(super) fn name(case: &Case, place: usize) -> String {
    case.signatories().get(place).map_or_else(String::new, |&p| case.parties[p].name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_and_never_all_nor_none_by_rounding() {
        let told: Vec<String> =
            [0, 1, 9, 10, 12, 100, 1_612, 1_899, 1_950, 1_999, 2_000].map(|some| part(some, 2_000)).to_vec();
        assert_eq!(
            told,
            [
                "none",
                "1 of 2,000",
                "9 of 2,000",
                "about 1 of 100",
                "about 1 of 100",
                "about 1 of 10",
                "about 8 of 10",
                "about 9 of 10",
                "about 98 of 100",
                "1,999 of 2,000",
                "all"
            ]
        );
        assert_eq!(part(3, 7), "3 of 7");
        assert_eq!(ways(2_000, 2_000), "in all 2,000 ways tried of filling in what is unknown");
    }
}
