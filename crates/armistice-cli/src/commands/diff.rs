//! `armistice diff`: what changed between two cases, what that did to the verdict, and which change did it.

use armistice::analysis::turning::turning;
use armistice::analysis::{Settings, analyze};
use armistice::case::update::Difference;
use armistice::case::{Case, Claims};
use armistice::report::changes::{Between, lines};
use armistice::report::turning::Compared;
use armistice::verify;
use armistice_reader::draft::since::{Fate, since};
use clap::Args;
use serde_json::{Value, json};

use super::asking::checked_again;
use super::changes::drawn;
use crate::failure::Failure;
use crate::screen::{self, hanging, heading};
use crate::{files, quotes};

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  armistice diff talks-may talks-june                what a new version changed
  armistice diff talks-may talks-june --json         the same, for programs
  armistice diff talks/.armistice/draft.toml talks   what you did to the draft

What has the same id or title, or says the same, is the same thing in both.
The parts of the change are put into the first case alone and together, and
what turns the verdict is named: the smallest sets of parts that do; with
many parts, one set of which none can be left out. The exit code is 0
whether or not the two differ.")]
pub(crate) struct Diff {
    /// A case: a folder with case.toml, a .toml file, or a bundled case's name
    #[arg(value_hint = clap::ValueHint::AnyPath)]
    before: String,
    /// The case to compare it with, such as a later version
    #[arg(value_hint = clap::ValueHint::AnyPath)]
    after: String,
    /// Print the changes and what they did as one JSON object
    #[arg(long)]
    json: bool,
    /// Check both verdicts again, from the definitions, in separate and plainer code
    #[arg(long)]
    verify: bool,
}

pub(crate) fn run(args: &Diff) -> Result<(), Failure> {
    // Both are read before either is complained about.
    let [from, to] = [&args.before, &args.after].map(|named| files::load(named));
    let [from, to] = [from.and_then(|l| l.case_or_errors()), to.and_then(|l| l.case_or_errors())];
    let (from, to) = match (from, to) {
        (Ok(from), Ok(to)) => (from, to),
        (Err(first), Err(second)) => {
            screen::note(&first.text());
            return Err(second);
        }
        (Err(failure), _) | (_, Err(failure)) => return Err(failure),
    };
    let settings = Settings::default();
    let difference = Difference::new(&from, &to);
    let turning =
        turning(&from, &difference, &settings).map_err(|error| Failure::input(error.to_string()).help(error.help()))?;
    let compared = Compared { from: &from, difference: &difference, turning: &turning };
    let fates = fates(&from, &to);
    if args.json {
        screen::print_json(&whole_json(&compared, &fates))?;
    } else {
        screen::print(&whole(args, &compared, &fates))?;
    }
    if args.verify {
        let check = |case: &Case| analyze(case, &settings).map(|found| verify::analysis(case, &settings, &found)).ok();
        return checked_again([check(&from), check(&to)].into_iter().flatten().collect());
    }
    Ok(())
}

/// What became of the claims.
fn fates(from: &Case, to: &Case) -> Vec<(String, Fate)> {
    match (&from.claims, &to.claims) {
        (None, None) => Vec::new(),
        (before, after) => {
            let none = Claims::default();
            since(before.as_ref().unwrap_or(&none), after.as_ref().unwrap_or(&none), false)
        }
    }
}

fn whole(args: &Diff, compared: &Compared<'_>, fates: &[(String, Fate)]) -> String {
    let (from, to) = (compared.from, compared.difference.to());
    let title = if from.title == to.title { to.title.clone() } else { format!("{} → {}", from.title, to.title) };
    let mut out = format!("\u{1b}[1m{title}\u{1b}[0m\n{}\n", hanging("", &format!("{} → {}", args.before, args.after)));
    out.push_str(&screen::prose(&compared.answer()));
    let mut because: Vec<String> = Vec::new();
    for told in compared.turns() {
        out.push('\n');
        out.push_str(&screen::prose(&told.title));
        told.items.iter().for_each(|item| out.push_str(&hanging("  - ", item)));
        because.extend(told.because.into_iter().filter(|c| !because.contains(c)).collect::<Vec<_>>());
    }
    let all = compared.difference.changes();
    let lines = lines(all, Between::Cases);
    if lines.is_empty() {
        out.push_str("\nNothing that the two cases say is different.\n");
    } else {
        out.push_str(&heading("What changed"));
    }
    for line in &lines {
        let claims = all.get(line.change).map(|c| compared.behind(c)).unwrap_or_default();
        let rests = armistice::report::words::references(&claims);
        let text = if line.cites { format!("the claims behind {}", line.text) } else { line.text.clone() };
        out.push_str(&drawn(line.mark, &format!("{text}{rests}")));
    }
    if !fates.is_empty() {
        let list: Vec<String> = fates.iter().map(|(id, fate)| format!("{id} {}", fate.word())).collect();
        out.push_str(&heading("Claims"));
        out.push_str(&hanging("  ", &list.join(", ")));
    }
    let ids: Vec<&str> = because.iter().map(String::as_str).collect();
    let known = |id: &&str| to.claims.as_ref().is_some_and(|c| c.claim(id).is_some());
    let (now, gone): (Vec<&str>, Vec<&str>) = ids.into_iter().partition(known);
    out.push_str(&quotes::said(to, &now));
    let gone = quotes::lines(from, &gone, 0);
    if !gone.is_empty() {
        out.push_str(&heading("What was said before"));
        out.push_str(&gone);
    }
    out
}

fn whole_json(compared: &Compared<'_>, fates: &[(String, Fate)]) -> Value {
    let mut object = compared.json();
    let claims: Vec<Value> = fates.iter().map(|(id, fate)| json!({ "claim": id, "became": fate.word() })).collect();
    if let Some(object) = object.as_object_mut() {
        object.insert("claims".to_owned(), json!(claims));
    }
    object
}
