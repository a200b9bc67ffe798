//! `armistice analyze`: the verdict first, then the tables behind it.

mod brief;
mod explain;
mod tables;

use armistice::analysis::without::{Without, droppable, without};
use armistice::analysis::{self, Analysis, AnalysisError, Settings};
use armistice::case::words::either;
use armistice::case::{Case, Condition, condition};
use armistice::diagnostic::nearest;
use armistice::points::Decimal;
use armistice::space::{Pull, combinations};
use armistice::{report, verify};
use clap::{Args, ValueEnum};

use crate::drawing::{self, Texts};
use crate::failure::Failure;
use crate::{files, screen};

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
    let answers = analysis::REGISTRY.iter().map(|a| format!("  {:<10} {} ({})\n", a.name, a.summary, a.definitions));
    format!("Analyses:\n{}\n{EXAMPLES}", answers.collect::<String>())
}

#[derive(Args, Debug)]
#[command(after_help = after_help())]
pub(crate) struct Analyze {
    /// A case: a folder with case.toml, a .toml file, or a bundled case's name
    #[arg(value_hint = clap::ValueHint::AnyPath)]
    case: String,
    /// Print all results as one JSON object
    #[arg(long)]
    json: bool,
    /// Derive one block, unlock or constraint by its id: quotes, options and points, to be followed by hand
    #[arg(long, value_name = "ID")]
    explain: Option<String>,
    /// Ask also what blocks this condition, and what would open it
    #[arg(long, value_name = "CONDITION")]
    goal: Option<String>,
    /// Leave out a red line, precondition, norm or claim; or all claims that are `reported`, or from `unnamed` sources
    #[arg(long, value_name = "ID|reported|unnamed")]
    without: Vec<String>,
    /// Pull a lever, in full or at this strength
    #[arg(long, value_name = "ID[=STRENGTH]")]
    lever: Vec<String>,
    /// Check every result again, from the definitions, in separate and plainer code
    #[arg(long)]
    verify: bool,
    /// How to go through the outcomes: `scan` each of them, merge issue after issue (`structure`), or as suits the case (`auto`)
    #[arg(long, value_enum, default_value = "auto")]
    method: Method,
    /// Scan at most so many combinations of options; more can only be answered by structure
    #[arg(long, value_name = "N", default_value_t = Settings::default().max_outcomes)]
    max_outcomes: u64,
    /// Compute on so many cores [default: all; one for a small case]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    #[command(flatten)]
    briefs: brief::Briefs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Method {
    Auto,
    Scan,
    Structure,
}

/// Up to so many combinations, starting threads costs more than they save.
const FEW: u64 = 1 << 22;

/// From so many combinations on, people are told why they wait.
const LONG: u64 = 1 << 31;

/// Strengths a lever can be pulled at: beyond these, numbers mean nothing.
const STRONGEST: i32 = 100;

pub(crate) fn run(args: &Analyze) -> Result<(), Failure> {
    let case = files::load(&args.case)?.case_or_errors()?;
    let case = leave_out(&case, &args.without, &args.case)?;
    let printed = args.explain.as_ref().map(|_| "--explain").or(args.json.then_some("--json"));
    args.briefs.check(&case, &args.case, printed)?;
    let settings = Settings {
        pulls: levers(&case, &args.lever)?,
        without: args.without.clone(),
        goal: args.goal.as_deref().map(|text| goal(&case, text)).transpose()?,
        method: match args.method {
            Method::Auto => analysis::Method::Auto,
            Method::Scan => analysis::Method::Scan,
            Method::Structure => analysis::Method::Structure,
        },
        max_outcomes: args.max_outcomes,
        ..Settings::default()
    };
    let combinations = combinations(&case);
    let threads = args.threads.map(usize::from).or((combinations <= FEW.into()).then_some(1));
    if let Some(threads) = threads {
        // A single thread is this one: none is started.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let pool = if threads == 1 { pool.use_current_thread() } else { pool };
        pool.build_global().map_err(|e| Failure::Internal(format!("cannot start {threads} threads: {e}")))?;
    }
    if args.method == Method::Scan && combinations >= LONG.into() && combinations <= settings.max_outcomes.into() {
        screen::note(&format!("going through {combinations} combinations of options …\n"));
    }
    let found = match analysis::analyze(&case, &settings) {
        Ok(found) => found,
        Err(error) => return Err(not_analysed(args, &case, &error)),
    };
    if let Some(id) = &args.explain {
        explain::print(&case, &settings, &found, id, args.json)?;
    } else if args.json {
        screen::print_json(&report::json::analysis(&case, &found))?;
    } else if !args.briefs.are_asked() {
        screen::print(&tables::text(&case, &found))?;
    }
    if args.briefs.are_asked() {
        args.briefs.write(&case, &found)?;
    }
    if args.verify { check_again(&case, &settings, &found) } else { Ok(()) }
}

fn not_analysed(args: &Analyze, case: &Case, error: &AnalysisError) -> Failure {
    if args.json
        && matches!(error, AnalysisError::TooManyOutcomes { .. } | AnalysisError::NoStructure { .. })
        && let Err(failure) = screen::print_json(&report::json::unknown(case, &error.to_string()))
    {
        return failure;
    }
    Failure::input(error.to_string()).help(error.help())
}

fn leave_out(case: &Case, names: &[String], shown: &str) -> Result<Case, Failure> {
    let drop: Vec<Without> = names.iter().map(|n| Without::parse(n)).collect();
    without(case, &drop).map_err(|unknown| {
        let known = droppable(case);
        let named: Vec<String> = unknown.iter().map(|id| format!("`{id}`")).collect();
        let failure = Failure::input(format!(
            "there is no red line, precondition, norm or claim {} to leave out",
            either(&named, "or")
        ));
        let near: Vec<String> = unknown
            .iter()
            .filter_map(|id| nearest(id, known.iter().map(String::as_str)))
            .map(|near| format!("`{near}`"))
            .collect();
        if unknown.iter().any(|id| id.starts_with("floor:")) {
            failure.help("a floor cannot be left out; change the party's `outlook` or `no_deal` in case.toml")
        } else if near.is_empty() {
            failure.help(format!("`armistice show {shown}` lists them"))
        } else {
            failure.help(format!("did you mean {}?", either(&near, "and")))
        }
    })
}

fn levers(case: &Case, texts: &[String]) -> Result<Vec<Pull>, Failure> {
    let mut pulls: Vec<Pull> = Vec::new();
    for text in texts {
        let pull = lever(case, text)?;
        if pulls.iter().any(|known| known.0 == pull.0) {
            let id = &case.levers[pull.0].id;
            return Err(Failure::input(format!("the lever `{id}` is pulled twice")).help("give its strength once"));
        }
        pulls.push(pull);
    }
    Ok(pulls)
}

fn lever(case: &Case, text: &str) -> Result<Pull, Failure> {
    let (id, strength) = text.split_once('=').map_or((text, "1"), |(id, strength)| (id.trim(), strength.trim()));
    let Some(index) = case.levers.iter().position(|l| l.id == id) else {
        let failure = Failure::input(format!("the case has no lever `{id}`"));
        let ids: Vec<&str> = case.levers.iter().map(|l| l.id.as_str()).collect();
        return Err(match (nearest(id, ids.iter().copied()), ids.as_slice()) {
            (Some(near), _) => failure.help(format!("did you mean `{near}`?")),
            (None, []) => failure.help("add one to case.toml under [[levers]]"),
            (None, ids) => failure.help(format!("its levers are {}", screen::listed(ids))),
        });
    };
    match Decimal::parse(strength) {
        Ok(s) if !s.is_negative() && s <= Decimal::whole(STRONGEST) => Ok((index, s)),
        Ok(_) => Err(Failure::input(format!("the strength `{strength}` is not between 0 and {STRONGEST}"))
            .help("0 is not pulled, 1 is in full")),
        Err(error) => Err(Failure::input(format!("the strength `{strength}` is {error}"))
            .help(format!("write for instance --lever {id}=0.5"))),
    }
}

fn goal(case: &Case, text: &str) -> Result<Condition, Failure> {
    const FILE: &str = "--goal";
    if case.goals.iter().any(|g| g.id == "goal") {
        let failure =
            Failure::input("the case has a goal with the id `goal` of its own, the name that --goal answers under");
        return Err(failure.help("give the case's goal another id"));
    }
    condition::parse(text, 0..text.len(), FILE, &case.issues).map_err(|diagnostics| {
        let mut texts = Texts::default();
        texts.add(FILE, FILE.to_owned(), text.to_owned());
        screen::note(&drawing::draw(&diagnostics, &texts));
        Failure::Reported
    })
}

/// Says on standard error that every result was found again, or what was not.
fn check_again(case: &Case, settings: &Settings, found: &Analysis) -> Result<(), Failure> {
    match verify::analysis(case, settings, found) {
        Ok(wrong) if wrong.is_empty() => {
            screen::note("verified: computed again from the definitions, every result is the same\n");
            Ok(())
        }
        Ok(wrong) => {
            let lines: Vec<String> = wrong.iter().map(|m| format!("\n  {m}")).collect();
            Err(Failure::Internal(format!("the results do not hold when computed again:{}", lines.concat())))
        }
        Err(too_large) => {
            screen::note(&format!("not verified: {too_large}\n"));
            Ok(())
        }
    }
}
