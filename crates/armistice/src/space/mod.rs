//! The space: a case compiled for computation.
//!
//! [`Space`] is what stays the same however the unknowns resolve: outcomes as mixed-radix indices, conditions as bit masks.
//! [`Numbers`] is one way of filling in the unknowns, [`Worth`] that filling compiled over the space. One space serves many.

mod at;
mod frontier;
mod numbers;
mod rules;
mod scan;
mod worth;

use crate::case::condition::Expr;
use crate::case::{Case, Issue, IssueIndex, PartyIndex};

pub(crate) use frontier::{FrontierSet, Kept, first_bit};
pub use numbers::{NoDealNumbers, Numbers, PartyNumbers};
pub(crate) use rules::{Layout, Rule};
pub(crate) use scan::{Block, Collector, each_bit, scan};
pub use worth::{MAX_CONDITIONAL_TRUST, Pull, Worth};

/// A case's outcomes and rules, or those of some of its issues.
#[derive(Clone, Debug)]
pub struct Space<'c> {
    pub(crate) case: &'c Case,
    /// The parties of C, in file order.
    pub(crate) signatories: Vec<PartyIndex>,
    /// The issues covered, ascending: all of them, but for a projection.
    issues: Vec<IssueIndex>,
    pub(crate) layout: Layout,
    /// The conditions of links and levers, each once: where worth or trust is added.
    worth_conditions: Vec<&'c Expr>,
    /// The same, compiled.
    pub(crate) worth_rules: Vec<Rule>,
}

impl<'c> Space<'c> {
    /// Compiles a case; `None` when its combinations cannot be counted in 64 bits.
    pub fn new(case: &'c Case) -> Option<Self> {
        let mut space = Self::of_issues(case, (0..case.issues.len()).collect())?;
        let links = case.links.iter().map(|l| &l.when.expr);
        for when in links.chain(case.levers.iter().filter_map(|l| l.when.as_ref()).map(|w| &w.expr)) {
            if !space.worth_conditions.contains(&when) {
                space.worth_conditions.push(when);
                space.worth_rules.push(space.rule_any(&[when]));
            }
        }
        Some(space)
    }

    /// The place of a link's or lever's condition among the rules on worth.
    pub(crate) fn worth_rule(&self, when: &Expr) -> usize {
        self.worth_conditions.iter().position(|known| *known == when).unwrap_or_default()
    }

    /// The space of some of a case's issues, for rules that mention no others.
    pub(crate) fn of_issues(case: &'c Case, issues: Vec<IssueIndex>) -> Option<Self> {
        let layout = Layout::new(issues.iter().map(|&j| case.issues[j].options.len()).collect())?;
        Some(Self {
            case,
            signatories: case.signatories(),
            issues,
            layout,
            worth_conditions: Vec::new(),
            worth_rules: Vec::new(),
        })
    }

    /// All combinations of options, infeasible ones included.
    pub fn combinations(&self) -> u64 {
        self.layout.heads * self.layout.tail as u64
    }

    /// The rule met by outcomes that meet any of the conditions.
    pub(crate) fn rule_any(&self, conditions: &[&Expr]) -> Rule {
        Rule::any(conditions, &self.covered(), &self.layout, &|j| self.place(j))
    }

    /// The rule met by outcomes that meet `all` and not `none`.
    pub(crate) fn rule_both(&self, all: &Expr, none: &Expr) -> Rule {
        Rule::both(all, none, &self.covered(), &self.layout, &|j| self.place(j))
    }

    /// The rule met by outcomes with the status quo's option on each of these issues.
    pub(crate) fn rule_status_quo(&self, issues: &[IssueIndex]) -> Rule {
        let options: Vec<_> = issues.iter().map(|&j| (self.place(j), self.case.status_quo[j])).collect();
        Rule::equals(&options, &self.layout)
    }

    /// The rule met by combinations that cannot occur.
    pub(crate) fn rule_infeasible(&self) -> Rule {
        let mentioned = |i: &&crate::case::Infeasible| i.when.expr.issues().iter().all(|j| self.issues.contains(j));
        let conditions: Vec<&Expr> = self.case.infeasible.iter().filter(mentioned).map(|i| &i.when.expr).collect();
        self.rule_any(&conditions)
    }

    fn covered(&self) -> Vec<&'c Issue> {
        self.issues.iter().map(|&j| &self.case.issues[j]).collect()
    }

    fn place(&self, issue: IssueIndex) -> usize {
        self.issues.binary_search(&issue).unwrap_or_default()
    }
}

/// The number of combinations of a case, exactly, however large (definitions §1.1).
pub fn combinations(case: &Case) -> num_bigint::BigUint {
    case.issues.iter().map(|i| num_bigint::BigUint::from(i.options.len())).product()
}
