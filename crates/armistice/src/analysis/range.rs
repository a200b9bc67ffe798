//! The range of definitions §3.1 as formulas, decided issue by issue.

use super::constraints::Constraints;
use crate::case::{Case, Condition, IssueIndex};
use crate::space::structure::{FormulaId, Formulas, Role};

/// What is asked about outcomes, compiled.
#[derive(Clone, Debug)]
pub(crate) struct Range {
    pub(crate) formulas: Formulas,
    /// What cannot occur.
    pub(crate) infeasible: Vec<(FormulaId, Role)>,
    /// The same, and what breaks a norm.
    pub(crate) possible: Vec<(FormulaId, Role)>,
    pub(crate) target: FormulaId,
    /// Where some party of C has taken no position, nothing changes.
    pub(crate) settled: FormulaId,
    /// What each red line and precondition rules out.
    pub(crate) refused: Vec<FormulaId>,
    /// Met by the status quo alone.
    pub(crate) today: FormulaId,
}

impl Range {
    /// `target`: what would count; `None`: anything but the status quo.
    pub(crate) fn new(case: &Case, constraints: &Constraints<'_>, target: Option<&Condition>) -> Self {
        let mut formulas = Formulas::new(case.issues.iter().map(|i| i.options.len()).collect());
        let forbidden = |formula: FormulaId| (formula, Role::Forbidden);
        let infeasible: Vec<_> =
            case.infeasible.iter().map(|i| forbidden(formulas.compile(&i.when.expr, &case.issues, false))).collect();
        let mut possible = infeasible.clone();
        possible.extend(case.norms.iter().map(|n| forbidden(formulas.compile(&n.forbids.expr, &case.issues, false))));
        let target = match target {
            Some(condition) => formulas.compile(&condition.expr, &case.issues, false),
            None => as_today(&mut formulas, case, &[]),
        };
        let settled = as_today(&mut formulas, case, &unstated(case));
        let refused = constraints.refused.iter().map(|r| r.formula(&mut formulas, &case.issues)).collect();
        let everywhere: Vec<IssueIndex> = (0..case.issues.len()).collect();
        let today = as_today(&mut formulas, case, &everywhere);
        Self { formulas, infeasible, possible, target, settled, refused, today }
    }
}

/// Issues on which some party of C has taken no position.
pub(crate) fn unstated(case: &Case) -> Vec<IssueIndex> {
    let signatories = case.signatories();
    (0..case.issues.len()).filter(|&j| signatories.iter().any(|&p| case.is_unstated(p, j))).collect()
}

/// Met where these issues stand as they do today.
fn as_today(formulas: &mut Formulas, case: &Case, issues: &[IssueIndex]) -> FormulaId {
    let members = issues.iter().map(|&j| formulas.stands(j, |o| o == case.status_quo[j])).collect();
    formulas.all(members)
}
