//! The space: a case compiled for computation.
//!
//! [`Space`] is what stays the same however the unknowns resolve: outcomes as mixed-radix indices, conditions as bit masks.
//! [`Numbers`] is one way of filling in the unknowns, [`Terms`] that filling compiled. [`structure`] answers by the structure of the
//! space, a scan by going through all of it.

mod draws;
mod frontier;
mod numbers;
mod rules;
mod scan;
pub(crate) mod structure;
mod terms;
mod unrounded;
mod worth;

use crate::case::condition::Expr;
use crate::case::{Case, IssueIndex, Outcome};

pub use draws::{Unknown, Unknowns};
pub(crate) use draws::{exposure, is_drawn, no_deal_number};
pub(crate) use frontier::{FrontierSet, Kept, first_bit};
pub(crate) use numbers::interpolated;
pub use numbers::{NoDealNumbers, Numbers, PartyNumbers};
pub(crate) use rules::{Layout, Rule};
pub(crate) use scan::{Block, Collector, each_bit, scan};
pub use terms::{MAX_CONDITIONAL_TRUST, Pull, Terms};
pub(crate) use unrounded::{Unrounded, UnroundedLever, UnroundedParty};
pub(crate) use worth::Worth;

/// A case's outcomes and rules, cut into blocks for a scan.
#[derive(Clone, Debug)]
pub struct Space<'c> {
    case: &'c Case,
    pub(crate) layout: Layout,
    /// The conditions of links and levers, compiled: where worth or trust is added.
    pub(crate) worth_rules: Vec<Rule>,
}

impl<'c> Space<'c> {
    /// Compiles a case; `None` when its combinations cannot be counted in 64 bits.
    pub fn new(case: &'c Case) -> Option<Self> {
        let layout = Layout::new(case.issues.iter().map(|i| i.options.len()).collect())?;
        let mut space = Self { case, layout, worth_rules: Vec::new() };
        space.worth_rules = terms::worth_conditions(case).into_iter().map(|when| space.rule_any(&[when])).collect();
        Some(space)
    }

    /// The rule met by outcomes that meet any of the conditions.
    pub(crate) fn rule_any(&self, conditions: &[&Expr]) -> Rule {
        Rule::any(conditions, &self.case.issues, &self.layout)
    }

    /// The rule met by outcomes that meet `all` and not `none`.
    pub(crate) fn rule_both(&self, all: &Expr, none: &Expr) -> Rule {
        Rule::both(all, none, &self.case.issues, &self.layout)
    }

    /// The rule met by outcomes with the status quo's option on each of these issues.
    pub(crate) fn rule_status_quo(&self, issues: &[IssueIndex]) -> Rule {
        let options: Vec<_> = issues.iter().map(|&j| (j, self.case.status_quo[j])).collect();
        Rule::equals(&options, &self.layout)
    }

    /// The rule met by combinations that cannot occur.
    pub(crate) fn rule_infeasible(&self) -> Rule {
        let conditions: Vec<&Expr> = self.case.infeasible.iter().map(|i| &i.when.expr).collect();
        self.rule_any(&conditions)
    }
}

/// The outcome with an index (definitions §1.1).
pub(crate) fn outcome_at(case: &Case, index: u128) -> Outcome {
    let mut rest = index;
    let mut options: Outcome = case
        .issues
        .iter()
        .rev()
        .map(|issue| {
            let radix = issue.options.len().max(1) as u128;
            let option = (rest % radix) as usize;
            rest /= radix;
            option
        })
        .collect();
    options.reverse();
    options
}

/// The number of combinations of a case, exactly, however large (definitions §1.1).
pub fn combinations(case: &Case) -> num_bigint::BigUint {
    case.issues.iter().map(|i| num_bigint::BigUint::from(i.options.len())).product()
}
