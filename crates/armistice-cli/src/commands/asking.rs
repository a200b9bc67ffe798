//! What is asked of a case, and how: the arguments that `analyze` and every single analysis share.

use std::time::Duration;

use armistice::analysis::Settings;
use armistice::analysis::without::{Without, droppable, without};
use armistice::case::words::either;
use armistice::case::{Case, Condition, condition};
use armistice::diagnostic::nearest;
use armistice::points::Decimal;
use armistice::space::{Pull, combinations};
use armistice::verify::{Mismatch, TooLarge};
use clap::Args;

use crate::drawing::{self, Texts};
use crate::failure::Failure;
use crate::waiting::Waiting;
use crate::{files, screen};

#[derive(Args, Debug)]
pub(crate) struct Asking {
    /// A case: a folder with case.toml, a .toml file, or a bundled case's name
    #[arg(value_hint = clap::ValueHint::AnyPath)]
    pub(crate) case: String,
    /// Print all results as one JSON object
    #[arg(long)]
    pub(crate) json: bool,
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
    pub(crate) verify: bool,
    /// Scan at most so many combinations of options; more can only be answered by structure
    #[arg(long, value_name = "N", default_value_t = Settings::default().max_outcomes)]
    max_outcomes: u64,
    /// Fill in what is unknown in so many ways, to see how sure a result is
    #[arg(long, value_name = "N", default_value_t = Settings::default().draws, value_parser = clap::value_parser!(u64).range(0..=MOST_DRAWS))]
    draws: u64,
    /// Fill it in in other ways: the same seed, the same ways
    #[arg(long, value_name = "N", default_value_t = Settings::default().seed)]
    seed: u64,
    /// End after so many seconds, and say how far it came; so does Ctrl-C
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    time: Option<Duration>,
    /// Compute on so many cores [default: all; one for a small case]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

/// Draws beyond this say nothing that fewer do not.
const MOST_DRAWS: u64 = 1_000_000_000;

/// Up to so many combinations, starting threads costs more than they save.
const FEW: u64 = 1 << 22;

/// Strengths a lever can be pulled at: beyond these, numbers mean nothing.
const STRONGEST: i32 = 100;

impl Asking {
    /// The case, without what is to be left out, and what is asked of it.
    pub(crate) fn of_case(&self) -> Result<(Case, Settings), Failure> {
        let case = files::load(&self.case)?.case_or_errors()?;
        let case = leave_out(&case, &self.without, &self.case)?;
        let settings = Settings {
            pulls: levers(&case, &self.lever)?,
            without: self.without.clone(),
            goal: self.goal.as_deref().map(|text| goal(&case, text)).transpose()?,
            max_outcomes: self.max_outcomes,
            draws: self.draws,
            seed: self.seed,
            ..Settings::default()
        };
        Ok((case, settings))
    }

    /// Starts as many threads as are wanted.
    pub(crate) fn start_threads(&self, case: &Case) -> Result<(), Failure> {
        let threads = self.threads.map(usize::from).or((combinations(case) <= FEW.into()).then_some(1));
        let Some(threads) = threads else { return Ok(()) };
        // A single thread is this one: none is started.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let pool = if threads == 1 { pool.use_current_thread() } else { pool };
        pool.build_global().map_err(|e| Failure::Internal(format!("cannot start {threads} threads: {e}")))
    }

    /// Waits for long analyses, as long as is wanted.
    pub(crate) fn waiting(&self) -> Waiting {
        Waiting::new(self.time)
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    Duration::try_from_secs_f64(seconds).map_err(|_| "not a length of time".to_owned())
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
pub(crate) fn checked_again(checks: Vec<Result<Vec<Mismatch>, TooLarge>>) -> Result<(), Failure> {
    let mut lines = Vec::new();
    let mut too_large: Vec<TooLarge> = Vec::new();
    for check in checks {
        match check {
            Ok(wrong) => lines.extend(wrong.iter().map(|m| format!("\n  {m}"))),
            Err(limit) if too_large.contains(&limit) => {}
            Err(limit) => too_large.push(limit),
        }
    }
    if !lines.is_empty() {
        return Err(Failure::Internal(format!("the results do not hold when computed again:{}", lines.concat())));
    }
    if too_large.is_empty() {
        screen::note("verified: computed again from the definitions, every result is the same\n");
    }
    for limit in too_large {
        screen::note(&format!("not verified: {limit}\n"));
    }
    Ok(())
}
