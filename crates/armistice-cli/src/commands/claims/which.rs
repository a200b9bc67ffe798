//! Which claims and actors are meant by what was written.

use armistice::diagnostic::{Diagnostic, nearest};

use crate::dossier::Dossier;
use crate::drawing::{self, Texts};
use crate::failure::Failure;
use crate::screen;

/// Ends with all these problems said, if there are any.
pub(super) fn refuse(problems: &[Diagnostic]) -> Result<(), Failure> {
    if problems.is_empty() {
        return Ok(());
    }
    screen::note(&format!("{}nothing was changed\n", drawing::draw(problems, &Texts::default())));
    Err(Failure::Reported)
}

/// The indices of the claims meant, in file order: ids, and numbers from … to as in `c5-c9`, with commas or blanks between. What is not there is
/// added to the problems.
pub(super) fn claims(dossier: &Dossier, written: &[String], problems: &mut Vec<Diagnostic>) -> Vec<usize> {
    let all = &dossier.claims.claims;
    let at = |id: &str| all.iter().position(|c| c.id == id);
    let mut found = Vec::new();
    for id in written.iter().flat_map(|w| w.split(',')).map(str::trim).filter(|id| !id.is_empty()) {
        let range = id.split_once('-').map(|(first, last)| (first.trim(), last.trim()));
        match (at(id), range.and_then(|(first, last)| Some((number(first)?, number(last)?)))) {
            (Some(at), _) => found.push(at),
            (None, Some((first, last))) => {
                let inside = |id: &str| number(id).is_some_and(|n| id.starts_with('c') && (first..=last).contains(&n));
                let before = found.len();
                found.extend(all.iter().enumerate().filter(|(_, c)| inside(&c.id)).map(|(at, _)| at));
                if found.len() == before {
                    let help = if first > last {
                        format!("write the lower one first: c{last}-c{first}")
                    } else {
                        there(dossier)
                    };
                    problems.push(
                        Diagnostic::error("unknown-claim", format!("there is no claim from c{first} to c{last}"))
                            .help(help),
                    );
                }
            }
            (None, None) => {
                let problem = Diagnostic::error("unknown-claim", format!("there is no claim `{id}`"));
                problems.push(match nearest(id, all.iter().map(|c| c.id.as_str())) {
                    Some(near) => problem.help(format!("did you mean `{near}`?")),
                    None => problem.help(there(dossier)),
                });
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// `c7` or `7` as a number.
fn number(id: &str) -> Option<u64> {
    id.strip_prefix('c').unwrap_or(id).parse().ok()
}

/// Which claims there are.
fn there(dossier: &Dossier) -> String {
    match dossier.claims.claims.as_slice() {
        [] => "claims.toml has no claims".to_owned(),
        [one] => format!("the only claim is `{}`", one.id),
        [first, .., last] => {
            format!("the claims are `{}` to `{}`; `armistice claims {}` lists them", first.id, last.id, dossier.shown)
        }
    }
}

/// The id of the actor meant: an id, or a name whatever its case. What is not there is added to the problems.
pub(super) fn actor(dossier: &Dossier, written: &str, problems: &mut Vec<Diagnostic>) -> Option<String> {
    let (own, in_case) = (&dossier.claims.actors, &dossier.in_case.actors);
    let written = written.trim();
    if own.iter().any(|a| a.id == written) || in_case.contains_key(written) {
        return Some(written.to_owned());
    }
    let is = |name: &str| name.to_lowercase() == written.to_lowercase();
    let named = own.iter().filter(|a| is(&a.name) || a.names.iter().any(|n| is(n))).map(|a| &a.id);
    let mut named: Vec<&String> = named.chain(in_case.iter().filter(|(_, name)| is(name)).map(|(id, _)| id)).collect();
    named.dedup();
    if let [one] = named.as_slice() {
        return Some((*one).clone());
    }
    if !named.is_empty() {
        let ids: Vec<String> = named.iter().map(|id| format!("`{id}`")).collect();
        let problem = Diagnostic::error("unknown-name", format!("`{written}` is the name of more than one actor"));
        problems.push(problem.help(format!("write the id of one: {}", screen::listed(&ids))));
        return None;
    }
    let problem = Diagnostic::error("unknown-name", format!("there is no actor `{written}`"));
    let known = own.iter().map(|a| a.id.as_str()).chain(in_case.keys().map(String::as_str));
    problems.push(match nearest(written, known).or_else(|| nearest(written, own.iter().map(|a| a.name.as_str()))) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help(format!("`armistice claims actors {}` lists them", dossier.shown)),
    });
    None
}
