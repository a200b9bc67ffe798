//! The conditions language: which outcomes are meant, said over the options of issues.
//!
//! `issue = option`, `!=`, `in {a, b}`, and on ordered and numeric issues `<`, `<=`, `>`, `>=`; `not` binds before `and`, `and` before `or`; `( )`.
//! Names of letters, digits, `_` and `-` are written bare, others and the keywords in single or double quotes.

mod lex;
mod parse;
mod print;
mod problems;
mod resolve;
#[cfg(test)]
mod tests;

pub use parse::parse;

pub use lex::is_bare;
pub(crate) use problems::shown;

use super::model::{Issue, IssueIndex, OptionIndex};
use crate::diagnostic::Span;
use crate::points::Decimal;

/// A condition as written, with what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// As written, without the quotation marks of the file.
    pub text: String,
    /// Bytes of `case.toml` that hold the string's contents; empty for a condition from elsewhere.
    pub span: Span,
    /// What it means.
    pub expr: Expr,
}

/// A condition's tree. At most [`MAX_DEPTH`] deep.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A test of one issue.
    Atom(Atom),
    /// Not met.
    Not(Box<Expr>),
    /// All met; at least two members.
    And(Vec<Expr>),
    /// Any met; at least two members.
    Or(Vec<Expr>),
}

/// A test of the option of one issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Atom {
    /// The issue tested.
    pub issue: IssueIndex,
    /// What is asked of its option.
    pub test: Test,
}

/// What is asked of an option.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// `=`
    Is(OptionIndex),
    /// `!=`
    IsNot(OptionIndex),
    /// `in {…}`; sorted, no repeats, not empty.
    In(Vec<OptionIndex>),
    /// `<`
    Below(Limit),
    /// `<=`
    AtMost(Limit),
    /// `>`
    Above(Limit),
    /// `>=`
    AtLeast(Limit),
}

/// What an ordered comparison compares with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// By list order.
    Option(OptionIndex),
    /// By number, on or off the grid.
    Number(Decimal),
}

/// How deeply conditions nest at most.
pub const MAX_DEPTH: usize = 200;

impl Atom {
    /// Whether the option of the atom's issue passes the test. `issue` is that issue.
    pub fn allows(&self, issue: &Issue, option: OptionIndex) -> bool {
        let order = |limit: Limit| match limit {
            Limit::Option(o) => option.cmp(&o),
            Limit::Number(n) => issue.options[option].value.unwrap_or(Decimal::ZERO).cmp(&n),
        };
        match &self.test {
            Test::Is(o) => option == *o,
            Test::IsNot(o) => option != *o,
            Test::In(set) => set.contains(&option),
            Test::Below(l) => order(*l).is_lt(),
            Test::AtMost(l) => order(*l).is_le(),
            Test::Above(l) => order(*l).is_gt(),
            Test::AtLeast(l) => order(*l).is_ge(),
        }
    }
}

impl Expr {
    /// Whether the outcome (one option per issue of `issues`) meets the condition.
    pub fn holds(&self, issues: &[Issue], outcome: &[OptionIndex]) -> bool {
        match self {
            Self::Atom(atom) => atom.allows(&issues[atom.issue], outcome[atom.issue]),
            Self::Not(inner) => !inner.holds(issues, outcome),
            Self::And(all) => all.iter().all(|e| e.holds(issues, outcome)),
            Self::Or(any) => any.iter().any(|e| e.holds(issues, outcome)),
        }
    }

    /// The issues it mentions, sorted, no repeats.
    pub fn issues(&self) -> Vec<IssueIndex> {
        let mut found = Vec::new();
        self.collect_issues(&mut found);
        found.sort_unstable();
        found.dedup();
        found
    }

    fn collect_issues(&self, found: &mut Vec<IssueIndex>) {
        match self {
            Self::Atom(atom) => found.push(atom.issue),
            Self::Not(inner) => inner.collect_issues(found),
            Self::And(members) | Self::Or(members) => members.iter().for_each(|m| m.collect_issues(found)),
        }
    }
}
