//! What only one analysis can be told.

use armistice::analysis::Options;
use armistice::analysis::leverage::STRONGEST;
use armistice::case::Case;
use armistice::points::Decimal;
use clap::{Arg, ArgMatches};

use crate::commands::asking;
use crate::failure::Failure;

const STRONGEST_PULL: &str = "strongest";

/// The arguments that only this analysis has, by its name in the registry.
pub(super) fn arguments(analysis: &str) -> Vec<Arg> {
    match analysis {
        "leverage" | "trust" => vec![
            Arg::new(STRONGEST_PULL)
                .long(STRONGEST_PULL)
                .value_name("STRENGTH")
                .help(format!("Look at levers pulled up to this strength; 1 is in full [default: {STRONGEST}]")),
        ],
        _ => Vec::new(),
    }
}

/// Further examples of its use, without the command.
pub(super) fn examples(analysis: &str) -> &'static [&'static str] {
    match analysis {
        "leverage" => &["talks --strongest 1", "talks --without no-cession --lever guarantee=0.5"],
        "trust" => &["talks --without no-cession"],
        _ => &[],
    }
}

/// Reads them.
pub(super) fn apply(analysis: &str, matches: &ArgMatches, _case: &Case, options: &mut Options) -> Result<(), Failure> {
    if matches!(analysis, "leverage" | "trust")
        && let Some(text) = matches.get_one::<String>(STRONGEST_PULL)
    {
        options.strongest = Some(strongest(text)?);
    }
    Ok(())
}

fn strongest(text: &str) -> Result<Decimal, Failure> {
    let most = asking::STRONGEST;
    match Decimal::parse(text) {
        Ok(s) if s > Decimal::ZERO && s <= Decimal::whole(most) => Ok(s),
        Ok(_) => Err(Failure::input(format!("the strongest pull `{text}` is not above 0 and up to {most}"))
            .help("1 is in full, 2 twice that")),
        Err(error) => Err(Failure::input(format!("the strongest pull `{text}` is {error}"))
            .help("write for instance --strongest 1.5")),
    }
}
