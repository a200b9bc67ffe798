//! `armistice check`: every problem of a case, with its place and the way out.

use armistice::analysis::Count;
use armistice::case::Case;
use armistice::case::claims::{Claim, ClaimState};
use armistice::case::dossier::contradictions;
use armistice::diagnostic::has_errors;
use clap::Args;
use serde_json::json;

use crate::drawing;
use crate::failure::Failure;
use crate::files::{self, Loaded};
use crate::screen::{self, count, hanging};

/// Claims that a note names.
const LISTED: usize = 10;

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  armistice check talks              all problems of the case in a folder
  armistice check talks/case.toml
  armistice check talks --json       for editors and scripts

Exit code: 0 when the case can be analysed (warnings or not), 2 when not.")]
pub(crate) struct Check {
    /// A case: a folder with case.toml, a .toml file, or a bundled case's name
    #[arg(value_hint = clap::ValueHint::AnyPath)]
    case: String,
    /// Print the problems as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Check) -> Result<(), Failure> {
    let loaded = files::load(&args.case)?;
    let found = &loaded.diagnostics;
    if args.json {
        let listed = drawing::to_json(found, &loaded.texts);
        let number = |error| found.iter().filter(|&d| has_errors(std::slice::from_ref(d)) == error).count();
        let all = json!({ "diagnostics": listed, "errors": number(true), "warnings": number(false), "notes": notes(&loaded) });
        screen::print_json(&all)?;
    } else {
        let tally = if found.is_empty() { "no problems".to_owned() } else { drawing::tally(found) };
        let size = loaded.case.as_ref().map(|case| format!(" ({})", size(case))).unwrap_or_default();
        let notes: String = notes(&loaded).iter().map(|note| hanging("note: ", note)).collect();
        screen::print(&format!("{}{}: {tally}{size}\n{notes}", drawing::draw(found, &loaded.texts), loaded.shown))?;
    }
    if has_errors(found) { Err(Failure::Reported) } else { Ok(()) }
}

/// What is no problem, but good to know of the claims: those that the case cites and nobody has looked at, and those that contradict each other.
fn notes(loaded: &Loaded) -> Vec<String> {
    let Some(claims) = loaded.case.as_ref().and_then(|case| case.claims.as_ref()) else { return Vec::new() };
    let mut notes = Vec::new();
    let cited = |c: &&Claim| loaded.in_case.cited.contains_key(&c.id);
    let drafts = claims.claims.iter().filter(cited).filter(|c| c.state == ClaimState::Drafted);
    let drafts: Vec<&str> = drafts.map(|c| c.id.as_str()).collect();
    let shown = &loaded.shown;
    if !drafts.is_empty() {
        let named = drafts.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
        let more = if drafts.len() > LISTED { ", …" } else { "" };
        let of = count(loaded.in_case.cited.len() as u64, "claim", "claims");
        notes.push(format!(
            "nobody has looked at {} of the {of} that the case cites ({named}{more}): `armistice claims {shown} --state drafted`",
            drafts.len()
        ));
    }
    let found = contradictions(claims).len() as u64;
    if found > 0 {
        let pairs = count(found, "pair of claims contradicts itself", "pairs of claims contradict each other");
        notes.push(format!("{pairs}: `armistice claims {shown} --conflicts`"));
    }
    notes
}

/// How large a case is, in words.
pub(crate) fn size(case: &Case) -> String {
    let signatories = case.signatories().len() as u64;
    format!(
        "{}, {} of {} needed for a deal, {} combinations",
        count(case.issues.len() as u64, "issue", "issues"),
        signatories,
        count(case.parties.len() as u64, "party", "parties"),
        combinations(case),
    )
}

/// How many combinations of options there are: exact below 10¹⁵, else the power of ten.
pub(crate) fn combinations(case: &Case) -> String {
    match u128::try_from(armistice::space::combinations(case)) {
        Ok(exact) => Count::exactly(exact).to_string(),
        Err(_) => "more than 10³⁸".to_owned(),
    }
}
