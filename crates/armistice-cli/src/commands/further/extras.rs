//! What only one analysis can be told.

use armistice::analysis::leverage::STRONGEST;
use armistice::analysis::{Options, packages};
use armistice::case::words::either;
use armistice::case::{Case, Condition, Outcome, PartyIndex, condition};
use armistice::diagnostic::nearest;
use armistice::points::Decimal;
use clap::{Arg, ArgMatches};

use crate::commands::asking;
use crate::drawing::{self, Texts};
use crate::failure::Failure;
use crate::screen;

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
        "packages" => vec![
            Arg::new("at")
                .long("at")
                .value_name("OUTCOME")
                .help("Start from this outcome, as `issue = option and …`; issues not named stand as today [default: the status quo]"),
        ],
        "division" => vec![
            Arg::new("between")
                .long("between")
                .value_name("A,B")
                .value_delimiter(',')
                .help("Divide between these two signatories [default: the only two there are]"),
        ],
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
        "leverage" => &["talks --strongest 1", "talks --without no-cession --lever guarantee=0.5"],
        "trust" => &["talks --without no-cession"],
        "packages" => &["talks --at 'ceasefire = 30-day and prisoners = exchanged'"],
        "division" => &["nile/gerd-2020 --between egypt,ethiopia"],
        "side_tracks" => &["ukraine/istanbul-2025 --among europe,us"],
        _ => &[],
    }
}

/// Reads them.
pub(super) fn apply(analysis: &str, matches: &ArgMatches, case: &Case, options: &mut Options) -> Result<(), Failure> {
    match analysis {
        "leverage" | "trust" => {
            let strength = matches.get_one::<String>(STRONGEST_PULL);
            options.strongest = strength.map(|text| strongest(text)).transpose()?;
        }
        "packages" => {
            let at = matches.get_one::<String>("at");
            options.outcome = at.map(|text| outcome(case, text)).transpose()?;
        }
        "division" => {
            let named: Vec<&String> = matches.get_many::<String>("between").into_iter().flatten().collect();
            options.between = if named.is_empty() { None } else { Some(between(case, &named)?) };
        }
        "side_tracks" => options.among = among(matches, case)?,
        _ => {}
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

/// An outcome, written as a condition that names one option per issue; a list with commas will do.
fn outcome(case: &Case, text: &str) -> Result<Outcome, Failure> {
    const FILE: &str = "--at";
    let parse = |text: &str| condition::parse(text, 0..text.len(), FILE, &case.issues);
    let listed = || parse(&text.replace(',', " and ")).ok();
    let condition: Condition = match parse(text).map_err(|problems| (listed(), problems)) {
        Ok(condition) | Err((Some(condition), _)) => condition,
        Err((None, problems)) => {
            let mut texts = Texts::default();
            texts.add(FILE, FILE.to_owned(), text.to_owned());
            screen::note(&drawing::draw(&problems, &texts));
            return Err(Failure::Reported);
        }
    };
    packages::outcome_named(case, &condition).map_err(|(problem, way_out)| Failure::input(problem).help(way_out))
}

fn between(case: &Case, named: &[&String]) -> Result<[PartyIndex; 2], Failure> {
    let signatories = case.signatories();
    let ids: Vec<String> = signatories.iter().map(|&p| format!("`{}`", case.parties[p].id)).collect();
    let who = || match ids.as_slice() {
        [] => "the case has no signatories: give two parties `consent = true`".to_owned(),
        ids => format!("its signatories are {}", either(ids, "and")),
    };
    let mut found = Vec::new();
    for id in named.iter().map(|id| id.trim()) {
        match case.party(id) {
            Some(party) if signatories.contains(&party) => found.push(party),
            Some(_) => {
                return Err(
                    Failure::input(format!("`{id}` does not sign: what is divided is between signatories")).help(who())
                );
            }
            None => {
                let failure = Failure::input(format!("the case has no party `{id}`"));
                let near = nearest(id, signatories.iter().map(|&p| case.parties[p].id.as_str()));
                return Err(match near {
                    Some(near) => failure.help(format!("did you mean `{near}`?")),
                    None => failure.help(who()),
                });
            }
        }
    }
    match found.as_slice() {
        &[one, other] if one != other => Ok([one, other]),
        _ => Err(Failure::input("--between takes two different signatories, as `A,B`").help(who())),
    }
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
