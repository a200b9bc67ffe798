//! What only one analysis can be told.

use armistice::analysis::Options;
use armistice::case::{Case, PartyIndex};
use clap::{Arg, ArgMatches};

use crate::failure::Failure;

/// The arguments that only this analysis has, by its name in the registry.
pub(super) fn arguments(analysis: &str) -> Vec<Arg> {
    match analysis {
        "side_tracks" => vec![
            Arg::new("among")
                .long("among")
                .value_name("PARTIES")
                .value_delimiter(',')
                .help("Ask about these parties alone, by their ids, such as `us,europe`"),
        ],
        _ => Vec::new(),
    }
}

/// Further examples of its use, without the command.
pub(super) fn examples(analysis: &str) -> &'static [&'static str] {
    match analysis {
        "side_tracks" => &["ukraine/istanbul-2025 --among europe,us"],
        _ => &[],
    }
}

/// Reads them.
pub(super) fn apply(analysis: &str, matches: &ArgMatches, case: &Case, options: &mut Options) -> Result<(), Failure> {
    if analysis == "side_tracks" {
        options.among = among(matches, case)?;
    }
    Ok(())
}

/// The parties of a group: two or more, each known.
fn among(matches: &ArgMatches, case: &Case) -> Result<Vec<PartyIndex>, Failure> {
    let Some(ids) = matches.get_many::<String>("among") else { return Ok(Vec::new()) };
    let mut parties = Vec::new();
    for id in ids.map(|id| id.trim()) {
        let Some(party) = case.party(id) else {
            let known: Vec<&str> = case.parties.iter().map(|p| p.id.as_str()).collect();
            let help = format!("the case has {}", known.join(", "));
            return Err(Failure::input(format!("`--among`: unknown party `{id}`")).help(help));
        };
        if !parties.contains(&party) {
            parties.push(party);
        }
    }
    if parties.len() < 2 {
        return Err(Failure::input("`--among` needs two parties or more")
            .help("name them with commas between, such as `--among us,europe`"));
    }
    Ok(parties)
}
