//! Packages: trades across issues that make every signatory better off than a given outcome (definitions §14).
//!
//! A *trade* changes the options of some issues so that every party of C gains, and leads to an outcome that can occur, breaks no
//! norm, crosses no red line, breaks no precondition, and meets `deal` if the outcome it starts from does. Of these the minimal ones are
//! given: no part of one is a trade already. Best first: fewest issues; then those that leave nobody below what going on without a
//! deal is worth to it; then the largest product of what the parties gain, which does not compare points across parties (Nash 1950).

mod search;

use super::constraints::{Constraints, constraints};
use super::{AnalysisError, Extent, Request};
use crate::case::condition::{Expr, Test};
use crate::case::{Case, Condition, IssueIndex, OptionIndex, Outcome, PartyIndex};
use crate::points::Points;
use crate::space::{Numbers, Terms};

pub use search::{MOST_STEPS, MOST_STEPS_OF_THREE};

/// The trades at an outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Packages {
    /// The outcome they start from.
    pub at: Outcome,
    /// u_i there, per party of C.
    pub worth: Vec<Points>,
    /// d_i, per party of C.
    pub no_deal: Vec<Points>,
    /// The red lines and preconditions that this outcome itself crosses, by id.
    pub crossed: Vec<String>,
    /// The minimal trades, best first; cut at the length of a list.
    pub trades: Vec<Trade>,
    /// How many minimal trades were found.
    pub total: u64,
    /// When there is no trade: the changes that would be one but for what is refused, those first that cross least.
    pub refused: Vec<Trade>,
    /// All such changes of up to so many issues were looked for; 0 when there are trades.
    pub refused_searched: usize,
    /// All trades of up to so many issues were looked for: as many as can change, unless a limit was reached
    /// ([`MOST_STEPS`], [`MOST_STEPS_OF_THREE`]).
    pub searched: usize,
    /// How many issues can change.
    pub movable: usize,
    /// Issues that no trade touches, for a party of C has not said what it wants of them.
    pub left_out: Vec<(PartyIndex, IssueIndex)>,
    /// Whether somebody ended the search before it reached its limits.
    pub extent: Extent,
}

impl Packages {
    /// Whether trades of more issues than were looked for may exist.
    pub const fn is_whole(&self) -> bool {
        self.searched >= self.movable
    }
}

/// One trade.
#[derive(Clone, Debug, PartialEq)]
pub struct Trade {
    /// What changes, in the order of the issues.
    pub changes: Vec<Shift>,
    /// Per party of C, what links, levers and the exposure on other issues add.
    pub elsewhere: Vec<Points>,
    /// Per party of C, the sum of it all: u_i after less u_i before, above 0.
    pub gain: Vec<Points>,
    /// Where it leads.
    pub outcome: Outcome,
    /// The parties of C that would still do better going on without a deal.
    pub short: Vec<PartyIndex>,
    /// The red lines and preconditions it crosses, by id; empty but for [`Packages::refused`].
    pub crosses: Vec<String>,
}

/// One issue of a trade.
#[derive(Clone, Debug, PartialEq)]
pub struct Shift {
    /// The issue.
    pub issue: IssueIndex,
    /// Its option before.
    pub from: OptionIndex,
    /// Its option after.
    pub to: OptionIndex,
    /// Per party of C, what that adds to its worth, exposure on this issue included: above 0 it is given something, below 0 it gives.
    pub points: Vec<Points>,
}

/// Looks for the trades at an outcome ([`super::Options::outcome`]), on the central model.
///
/// # Errors
/// More constraints than a set holds, or levers that cannot be pulled together.
pub fn packages(request: &Request<'_>) -> Result<Packages, AnalysisError> {
    let Request { case, settings, watch } = *request;
    let constraints = constraints(case)?;
    let terms = Terms::new(case, &Numbers::central(case), &settings.pulls).map_err(AnalysisError::TooManyLevers)?;
    let at = settings.options.outcome.as_ref().unwrap_or(&case.status_quo);
    Ok(search::Search::new(case, &terms, &constraints, at, watch).packages(settings.listed_changes))
}

/// The outcome that a condition names: every issue it tests at the option named, every other as it stands today.
///
/// # Errors
/// What is wrong with it, and the way out.
pub fn outcome_named(case: &Case, condition: &Condition) -> Result<Outcome, (String, String)> {
    let mut named: Vec<Option<OptionIndex>> = vec![None; case.issues.len()];
    let members = match &condition.expr {
        Expr::And(members) => members.as_slice(),
        one => std::slice::from_ref(one),
    };
    for member in members {
        let Expr::Atom(atom) = member else {
            return Err(several(case));
        };
        let allowed: Vec<OptionIndex> = match &atom.test {
            Test::Is(option) => vec![*option],
            _ => {
                let issue = &case.issues[atom.issue];
                (0..issue.options.len()).filter(|&o| atom.allows(issue, o)).collect()
            }
        };
        let [option] = allowed.as_slice() else { return Err(several(case)) };
        if named[atom.issue].replace(*option).is_some_and(|before| before != *option) {
            let id = &case.issues[atom.issue].id;
            return Err((format!("`{id}` is given two options"), "give each issue one option".to_owned()));
        }
    }
    let outcome: Outcome = named.iter().zip(&case.status_quo).map(|(o, today)| o.unwrap_or(*today)).collect();
    if let Some(ruled_out) = case.infeasible.iter().find(|i| i.when.expr.holds(&case.issues, &outcome)) {
        let bears = ruled_out.when.expr.issues();
        let unnamed = bears.iter().filter(|&&j| named[j].is_none()).map(|&j| format!("`{}`", case.issues[j].id));
        let today: Vec<String> = unnamed.collect();
        let stands = if today.is_empty() {
            String::new()
        } else {
            format!(" (as today, for it is not named: {})", today.join(", "))
        };
        return Err((
            format!("this outcome cannot occur: the case rules out `{}`{stands}", ruled_out.when.text),
            "name options that go together".to_owned(),
        ));
    }
    Ok(outcome)
}

fn several(case: &Case) -> (String, String) {
    let example: Vec<String> =
        case.issues.iter().take(2).filter_map(|i| Some(format!("{} = {}", i.id, i.options.last()?.id))).collect();
    (
        "this names more than one outcome".to_owned(),
        format!(
            "give issues one option each, joined by `and`: '{}'; the others stay as they are today",
            example.join(" and ")
        ),
    )
}

/// The ids of the red lines and preconditions of C that an outcome crosses.
pub(crate) fn crossed(case: &Case, constraints: &Constraints<'_>, outcome: &[OptionIndex]) -> Vec<usize> {
    (0..constraints.refused.len()).filter(|&k| constraints.refused[k].holds(case, outcome)).collect()
}
