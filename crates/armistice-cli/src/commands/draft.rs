//! `armistice draft`: claims to a case, or to what is new in one.

mod memory;
mod telling;
mod unified;

use std::path::PathBuf;

use armistice::case::Claims;
use armistice::case::claims::ClaimState;
use armistice::case::update::{self, Update};
use armistice_reader::draft::{self, NothingToDraft, since};
use clap::Args;

use self::memory::Memory;
use self::telling::Told;
use super::new::shown;
use crate::failure::Failure;
use crate::files::{self, CASE, CLAIMS};
use crate::reading;
use crate::screen;
use crate::writing::Writing;

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  armistice draft talks              talks/claims.toml becomes talks/case.toml
  armistice draft talks --diff       what that would change, and by whose words
  armistice draft talks              what is new goes in; what you wrote stays
  armistice draft talks --accepted   from accepted and edited claims alone
  armistice draft talks --fresh      a new draft in place of the old case.toml

Every claim that is not rejected is used, if anything can be made of it.
What nobody said stays unstated: the draft is where your own work on the
case begins. What was drafted is kept in talks/.armistice/, so that the next
draft can tell what you changed since.")]
pub(crate) struct Draft {
    /// The folder with claims.toml and sources/
    dir: PathBuf,
    /// Use accepted and edited claims alone
    #[arg(long)]
    accepted: bool,
    /// Show what would change, and write nothing
    #[arg(long)]
    diff: bool,
    /// Add what is missing to a case.toml that was not drafted here: all that is in it is yours
    #[arg(long, conflicts_with = "fresh")]
    adopt: bool,
    /// Start over: replace the case.toml that is there by a new draft
    #[arg(long, visible_alias = "force")]
    fresh: bool,
    /// Print what was used, what was left out and what changes as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Draft) -> Result<(), Failure> {
    let claims = files::load_claims(&args.dir)?;
    let draft = drafted(args, &claims)?;
    let target = args.dir.join(CASE);
    let there = if target.exists() { Some(reading::text(&target)?) } else { None };
    let memory = memory::load(&args.dir)?;
    let old = there.as_deref().filter(|_| !args.fresh);
    let new = match old {
        Some(old) => updated(args, old, memory.as_ref(), &claims, &draft)?,
        None => update::begin(&draft.case),
    };
    let told = Told {
        dir: shown(&args.dir),
        command: command(args, old.is_some() && memory.is_none()),
        target: target.display().to_string(),
        fates: memory
            .as_ref()
            .and_then(|m| m.claims.as_ref())
            .map(|before| since::since(before, &claims, args.accepted))
            .unwrap_or_default(),
        behind: behind(args, memory.as_ref(), &claims, &new),
        draft: &draft,
        before: there.as_deref(),
        updates: old.is_some(),
        new: &new,
    };
    if !args.diff {
        let mut writing = Writing::default();
        if there.as_deref() != Some(new.text.as_str()) {
            writing.add(&target, &new.text)?;
        }
        memory::keep(&mut writing, &args.dir, &new.base, &reading::bytes(&args.dir.join(CLAIMS))?)?;
        writing.commit()?;
    }
    match (args.json, args.diff) {
        (true, _) => screen::print_json(&told.json(!args.diff)),
        (_, true) => screen::print(&told.difference()),
        _ => screen::print(&told.written()),
    }
}

fn drafted(args: &Draft, claims: &Claims) -> Result<draft::Draft, Failure> {
    maker(args)(claims).map_err(|error| {
        let failure = Failure::input(error.to_string()).help(error.help());
        match error {
            NothingToDraft::NoneAccepted(_) => {
                failure.help(format!("without --accepted: `armistice draft {}`", shown(&args.dir)))
            }
            _ => failure,
        }
    })
}

/// The command that writes what was only shown.
fn command(args: &Draft, adopt: bool) -> String {
    let flags = [(args.accepted, " --accepted"), (args.fresh, " --fresh"), (adopt, " --adopt")];
    let flags: String = flags.iter().filter(|(on, _)| *on).map(|(_, flag)| *flag).collect();
    format!("armistice draft {}{flags}", shown(&args.dir))
}

fn maker(args: &Draft) -> fn(&Claims) -> Result<draft::Draft, NothingToDraft> {
    if args.accepted { draft::draft_accepted } else { draft::draft }
}

/// The case that is there, brought up to date. Its errors are drawn, and nothing is changed.
fn updated(
    args: &Draft,
    old: &str,
    memory: Option<&Memory>,
    claims: &Claims,
    draft: &draft::Draft,
) -> Result<Update, Failure> {
    let target = args.dir.join(CASE).display().to_string();
    if memory.is_none() && !args.adopt && !args.diff {
        return Err(Failure::input(format!(
            "`{target}` was not drafted here: {} is missing",
            memory::named(&args.dir)
        ))
        .help("--diff shows what a draft would add to it")
        .help("--adopt adds that, and leaves everything that is there as it is")
        .help("--fresh replaces it by a new draft: what you changed there is lost"));
    }
    files::load(&args.dir.display().to_string())?.only_errors()?;
    let rejected = |id: &str| claims.claim(id).is_none_or(|c| c.state == ClaimState::Rejected);
    let base = memory.map(|m| m.draft.as_str());
    update::update(old, base, &draft.case, &rejected)
        .ok_or_else(|| Failure::input(format!("`{target}` cannot be read")).help("`armistice check` says why"))
}

/// The claims behind each change.
fn behind(args: &Draft, memory: Option<&Memory>, claims: &Claims, new: &Update) -> Vec<Vec<String>> {
    match memory.and_then(|m| m.claims.as_ref()) {
        Some(before) => {
            let fates = since::since(before, claims, args.accepted);
            since::behind(&new.changes, before, claims, &maker(args), &fates)
        }
        // Nobody knows what the case was made from: what each part rests on.
        None => new.changes.iter().map(|c| c.after.clone()).collect(),
    }
}
