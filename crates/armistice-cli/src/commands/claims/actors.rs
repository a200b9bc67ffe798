//! `armistice claims actors` and `merge`: one table of everybody whom claims name.

use std::collections::BTreeMap;

use armistice::case::claims::{Actor, ActorKind, Claim};
use armistice::diagnostic::Diagnostic;
use clap::Args;

use super::which;
use crate::dossier::Dossier;
use crate::failure::Failure;
use crate::screen::{self, count, listed};

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  armistice claims actors talks")]
pub(super) struct List {
    /// A case: a folder with claims.toml, or a bundled case's name
    #[arg(value_hint = clap::ValueHint::AnyPath)]
    case: String,
}

pub(super) fn list(args: &List) -> Result<(), Failure> {
    let dossier = Dossier::load(&args.case)?;
    let mut spoken: BTreeMap<&str, usize> = BTreeMap::new();
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    for claim in &dossier.claims.claims {
        claim.speaker.iter().for_each(|id| *spoken.entry(id).or_default() += 1);
        let by = claim.attribution.as_ref().and_then(|a| a.actor.as_ref());
        claim.target.iter().chain(by).for_each(|id| *named.entry(id).or_default() += 1);
    }
    let mut table = screen::compact(&["Actor", "Name", "Kind", "Of", "Says", "Is named"]);
    for actor in &dossier.claims.actors {
        let number = |of: &BTreeMap<&str, usize>| of.get(actor.id.as_str()).map_or(String::new(), usize::to_string);
        let names: String = actor.names.iter().map(|n| format!("; {n}")).collect();
        let office = actor.office.as_ref().map(|o| format!(", {o}")).unwrap_or_default();
        table.add_row([
            actor.id.clone(),
            format!("{}{office}{names}", actor.name),
            actor.kind.word().to_owned(),
            actor.of.clone().unwrap_or_default(),
            number(&spoken),
            number(&named),
        ]);
    }
    screen::unbroken(&mut table, 0);
    screen::right(&mut table, 4..6);
    let drawn = if dossier.claims.actors.is_empty() { String::new() } else { screen::drawn(&table) };
    screen::print(&format!("{drawn}{}\n", count(dossier.claims.actors.len() as u64, "actor", "actors")))
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  armistice claims merge talks kremlin moscow russia

The last one stays and takes on the names of the others, so that reading
again knows them. Parties and people of case.toml can only be the last.")]
pub(super) struct Merge {
    /// A case: a folder with claims.toml
    #[arg(value_hint = clap::ValueHint::DirPath)]
    case: String,
    /// Actors, by id or name: those that go, and last the one that stays
    #[arg(value_name = "ACTOR", required = true, num_args = 2..)]
    actors: Vec<String>,
}

pub(super) fn merge(args: &Merge) -> Result<(), Failure> {
    let dossier = Dossier::load(&args.case)?;
    let mut problems = Vec::new();
    let mut ids: Vec<String> = Vec::new();
    for written in &args.actors {
        ids.extend(which::actor(&dossier, written, &mut problems));
    }
    which::refuse(&problems)?;
    let Some((into, from)) = ids.split_last() else { return Ok(()) };
    for id in from {
        if id == into {
            problems.push(
                Diagnostic::error("conflict", format!("`{id}` cannot be merged into itself")).help("name two actors"),
            );
        } else if dossier.in_case.actors.contains_key(id) {
            let problem = Diagnostic::error("conflict", format!("`{id}` is a party or person of case.toml"));
            problems.push(problem.help(format!(
                "name it last, so that it stays: `armistice claims merge {} {into} {id}`",
                dossier.shown
            )));
        }
    }
    which::refuse(&problems)?;
    let mut claims = dossier.claims.clone();
    let mut goes: Vec<Actor> = Vec::new();
    claims.actors.retain(|a| {
        let gone = from.contains(&a.id);
        if gone {
            goes.push(a.clone());
        }
        !gone
    });
    if !claims.actors.iter().any(|a| a.id == *into) {
        // A party of the case that claims.toml has no entry for yet: its other names need one.
        let kind = goes.first().map_or(ActorKind::Other, |a| a.kind);
        let name = dossier.name(into).to_owned();
        claims.actors.push(Actor { id: into.clone(), name, kind, of: None, office: None, names: Vec::new() });
    }
    let mut known = Vec::new();
    for actor in claims.actors.iter_mut() {
        if actor.of.as_ref().is_some_and(|of| from.contains(of)) {
            actor.of = Some(into.clone());
        }
        if actor.id == *into {
            actor.of = actor.of.take().filter(|of| of != into);
            for name in goes.iter().flat_map(|a| std::iter::once(&a.name).chain(&a.names)) {
                if *name != actor.name && !actor.names.contains(name) {
                    actor.names.push(name.clone());
                }
            }
            known.clone_from(&actor.names);
        }
    }
    let changed = claims.claims.iter_mut().filter_map(|claim| rename(claim, from, into).then(|| claim.id.clone()));
    let changed: Vec<String> = changed.collect();
    dossier.save(&claims, &[])?;
    let mut out = String::new();
    for actor in &goes {
        out.push_str(&format!("{} ({}) is {into} now\n", actor.id, actor.name));
    }
    let known = if known.is_empty() { String::new() } else { format!(", also called {}", listed(&known)) };
    let number = count(changed.len() as u64, "claim", "claims");
    let changed = if changed.is_empty() { String::new() } else { format!(": {}", changed.join(", ")) };
    screen::print(&format!("{out}{into}: {}{known}\n{number} changed{changed}\n", dossier.name(into)))
}

/// Puts one actor for others in a claim. False when it named none of them.
fn rename(claim: &mut Claim, from: &[String], into: &str) -> bool {
    let mut changed = false;
    for list in [&mut claim.speaker, &mut claim.target] {
        if !list.iter().any(|id| from.contains(id)) {
            continue;
        }
        changed = true;
        let mut all: Vec<String> = Vec::new();
        for id in std::mem::take(list) {
            let id = if from.contains(&id) { into.to_owned() } else { id };
            if !all.contains(&id) {
                all.push(id);
            }
        }
        *list = all;
    }
    if let Some(actor) = claim.attribution.as_mut().and_then(|a| a.actor.as_mut())
        && from.contains(actor)
    {
        into.clone_into(actor);
        changed = true;
    }
    changed
}
