//! `armistice analyze`: the verdict first, then the tables behind it.

mod brief;
mod explain;
mod tables;

use armistice::analysis::{self, AnalysisError, Cost, Finding, REGISTRY, Request};
use armistice::case::Case;
use armistice::space::combinations;
use armistice::{report, verify};
use clap::{Args, ValueEnum};

use super::asking::{Asking, checked_again};
use super::further;
use crate::failure::Failure;
use crate::screen;

const EXAMPLES: &str = "\
Examples:
  armistice analyze ukraine/istanbul-2025
  armistice analyze talks --json | jq .verdict

  why something blocks, or opens one, to be followed by hand:
  armistice analyze ukraine/istanbul-2025 --explain block-1
  armistice analyze talks --explain no-cession+floor:russia
  to hand on: two sides of A4, as a web page and for Word
  armistice analyze talks --html brief.html --docx brief.docx

  what blocks something else, and what would open it:
  armistice analyze talks --goal 'ceasefire = lasting'

  without a red line; without a claim; without all that is hearsay:
  armistice analyze talks --without no-cession
  armistice analyze talks --without c5
  armistice analyze talks --without reported --without unnamed

  with a lever pulled at half its strength:
  armistice analyze talks --lever sanctions=0.5";

/// What is answered, from the registry of analyses, and how to ask.
fn after_help() -> String {
    let width = REGISTRY.iter().map(|a| a.name.len()).max().unwrap_or(0);
    let line = |a: &analysis::Entry| {
        let all = if matches!(a.cost, Cost::Long(_)) { "; with --all" } else { "" };
        format!("  {:<width$}  {} ({}{all})\n", a.name, a.summary, a.definitions)
    };
    format!("Analyses:\n{}\n{EXAMPLES}", REGISTRY.iter().map(line).collect::<String>())
}

#[derive(Args, Debug)]
#[command(after_help = after_help())]
pub(crate) struct Analyze {
    #[command(flatten)]
    asking: Asking,
    /// Run every analysis, the long ones too
    #[arg(long, conflicts_with_all = ["verdict", "explain"])]
    all: bool,
    /// Only the verdict and what it rests on
    #[arg(long)]
    verdict: bool,
    /// Derive one block, unlock or constraint by its id: quotes, options and points, to be followed by hand
    #[arg(long, value_name = "ID")]
    explain: Option<String>,
    /// How to go through the outcomes: `scan` each of them, merge issue after issue (`structure`), or as suits the case (`auto`)
    #[arg(long, value_enum, default_value = "auto")]
    method: Method,
    #[command(flatten)]
    briefs: brief::Briefs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Method {
    Auto,
    Scan,
    Structure,
}

/// Up to so many combinations the quick analyses take a moment, and run by themselves.
const QUICK: u64 = 1 << 17;

/// From so many combinations on, people are told why they wait.
const LONG: u64 = 1 << 31;

pub(crate) fn run(args: &Analyze) -> Result<(), Failure> {
    let (case, mut settings) = args.asking.of_case()?;
    let printed = args.explain.as_ref().map(|_| "--explain").or(args.asking.json.then_some("--json"));
    args.briefs.check(&case, &args.asking.case, printed)?;
    settings.method = match args.method {
        Method::Auto => analysis::Method::Auto,
        Method::Scan => analysis::Method::Scan,
        Method::Structure => analysis::Method::Structure,
    };
    args.asking.start_threads(&case)?;
    let combinations = combinations(&case);
    if args.method == Method::Scan && combinations >= LONG.into() && combinations <= settings.max_outcomes.into() {
        screen::note(&format!("going through {combinations} combinations of options …\n"));
    }
    let found = match analysis::analyze(&case, &settings) {
        Ok(found) => found,
        Err(error) => return Err(not_analysed(args, &case, &error)),
    };
    let briefs = args.briefs.are_asked();
    let waiting = args.asking.waiting();
    let beside = if args.verdict || args.explain.is_some() || briefs {
        Beside::default()
    } else {
        beside(&Request { case: &case, settings: &settings, watch: &waiting }, args.all, combinations <= QUICK.into())
    };
    waiting.done();
    if let Some(id) = &args.explain {
        explain::print(&case, &settings, &found, id, args.asking.json)?;
    } else if args.asking.json {
        screen::print_json(&report::json::analysis(&case, &found, &beside.findings))?;
    } else if !briefs {
        let (sections, named) = further::in_analyze(&case, &beside.findings, &args.asking.case);
        screen::print(&tables::text(&case, &found, &sections, &named))?;
    }
    beside.left_out.iter().for_each(|note| screen::note(note));
    if briefs {
        args.briefs.write(&case, &found)?;
    }
    if !args.asking.verify {
        return Ok(());
    }
    let mut checks = vec![verify::analysis(&case, &settings, &found)];
    checks.extend(beside.findings.iter().map(|f| verify::finding(&case, &settings, f)));
    checked_again(checks)
}

/// What was found beside the verdict, and what could not be.
#[derive(Default)]
struct Beside {
    findings: Vec<Finding>,
    left_out: Vec<String>,
}

fn beside(request: &Request<'_>, all: bool, quick: bool) -> Beside {
    let mut beside = Beside::default();
    if !all && !quick {
        let what = "what goes beyond the verdict is not looked at by itself in a case this large: `--all` does, with `--time` for as long as you like\n";
        beside.left_out.push(what.to_owned());
        return beside;
    }
    for entry in REGISTRY.iter().filter(|e| all || matches!(e.cost, Cost::Quick(_))) {
        match request.run(entry) {
            None => {}
            Some(Ok(finding)) => beside.findings.push(finding),
            Some(Err(error)) => beside.left_out.push(format!("{} left out: {error}\n", entry.title)),
        }
    }
    beside
}

fn not_analysed(args: &Analyze, case: &Case, error: &AnalysisError) -> Failure {
    if args.asking.json
        && matches!(error, AnalysisError::TooManyOutcomes { .. } | AnalysisError::NoStructure { .. })
        && let Err(failure) = screen::print_json(&report::json::unknown(case, &error.to_string()))
    {
        return failure;
    }
    Failure::input(error.to_string()).help(error.help())
}
