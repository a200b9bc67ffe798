//! Formulas: conditions in a shape that is decided issue by issue.

use std::collections::BTreeMap;

use crate::case::condition::Expr;
use crate::case::{Issue, IssueIndex, OptionIndex};

/// A formula of a [`Formulas`]: equal ids mean equal formulas.
pub(crate) type FormulaId = u32;

/// The formula met by nothing.
pub(crate) const NEVER: FormulaId = 0;
/// The formula met by everything.
pub(crate) const ALWAYS: FormulaId = 1;

/// Negations are pushed down to the options, so there are none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Never,
    Always,
    /// The issue stands at one of these options: a bit each.
    Stands(IssueIndex, Vec<u64>),
    /// Members ascending, no repeats, none of them a conjunction.
    All(Vec<FormulaId>),
    /// Members ascending, no repeats, none of them a disjunction.
    Any(Vec<FormulaId>),
}

/// Formulas over some issues, each held once.
#[derive(Clone, Debug)]
pub(crate) struct Formulas {
    /// Options per issue.
    radices: Vec<usize>,
    forms: Vec<Form>,
    ids: BTreeMap<Form, FormulaId>,
}

impl Formulas {
    /// No formulas yet, over issues with these many options.
    pub(crate) fn new(radices: Vec<usize>) -> Self {
        let mut formulas = Self { radices, forms: Vec::new(), ids: BTreeMap::new() };
        formulas.intern(Form::Never);
        formulas.intern(Form::Always);
        formulas
    }

    /// Options per issue.
    pub(crate) fn radices(&self) -> &[usize] {
        &self.radices
    }

    fn intern(&mut self, form: Form) -> FormulaId {
        if let Some(&known) = self.ids.get(&form) {
            return known;
        }
        let id = self.forms.len() as FormulaId;
        self.forms.push(form.clone());
        self.ids.insert(form, id);
        id
    }

    /// A condition, or its negation.
    pub(crate) fn compile(&mut self, expr: &Expr, issues: &[Issue], negated: bool) -> FormulaId {
        match expr {
            Expr::Atom(atom) => self.stands(atom.issue, |o| atom.allows(&issues[atom.issue], o) != negated),
            Expr::Not(inner) => self.compile(inner, issues, !negated),
            Expr::And(members) | Expr::Or(members) => {
                let members = members.iter().map(|m| self.compile(m, issues, negated)).collect();
                if matches!(expr, Expr::And(_)) == negated { self.any(members) } else { self.all(members) }
            }
        }
    }

    /// Met when the issue stands at an option that passes the test.
    pub(crate) fn stands(&mut self, issue: IssueIndex, allows: impl Fn(OptionIndex) -> bool) -> FormulaId {
        let count = self.radices[issue];
        let mut bits = vec![0u64; count.div_ceil(64)];
        let mut met = 0;
        for option in (0..count).filter(|&o| allows(o)) {
            bits[option / 64] |= 1 << (option % 64);
            met += 1;
        }
        match met {
            0 => NEVER,
            _ if met == count => ALWAYS,
            _ => self.intern(Form::Stands(issue, bits)),
        }
    }

    /// Met when all members are.
    pub(crate) fn all(&mut self, members: Vec<FormulaId>) -> FormulaId {
        self.join(
            members,
            NEVER,
            ALWAYS,
            |form| if let Form::All(inner) = form { Some(inner) } else { None },
            Form::All,
        )
    }

    /// Met when any member is.
    pub(crate) fn any(&mut self, members: Vec<FormulaId>) -> FormulaId {
        self.join(
            members,
            ALWAYS,
            NEVER,
            |form| if let Form::Any(inner) = form { Some(inner) } else { None },
            Form::Any,
        )
    }

    /// `decisive` members decide it, `neutral` ones fall out; members of the same kind are taken apart.
    fn join(
        &mut self,
        members: Vec<FormulaId>,
        decisive: FormulaId,
        neutral: FormulaId,
        apart: impl Fn(&Form) -> Option<&Vec<FormulaId>>,
        form: impl Fn(Vec<FormulaId>) -> Form,
    ) -> FormulaId {
        let mut flat = Vec::with_capacity(members.len());
        for member in members {
            match apart(&self.forms[member as usize]) {
                Some(inner) => flat.extend_from_slice(inner),
                None => flat.push(member),
            }
        }
        flat.sort_unstable();
        flat.dedup();
        flat.retain(|&m| m != neutral);
        match flat[..] {
            [] => neutral,
            _ if flat.contains(&decisive) => decisive,
            [only] => only,
            _ => self.intern(form(flat)),
        }
    }

    /// What is left of a formula once the issue stands at the option.
    pub(crate) fn given(&mut self, formula: FormulaId, issue: IssueIndex, option: OptionIndex) -> FormulaId {
        let (members, is_all) = match &self.forms[formula as usize] {
            Form::Never | Form::Always => return formula,
            Form::Stands(on, bits) if *on == issue => {
                return if bits[option / 64] >> (option % 64) & 1 == 1 { ALWAYS } else { NEVER };
            }
            Form::Stands(..) => return formula,
            Form::All(members) => (members.clone(), true),
            Form::Any(members) => (members.clone(), false),
        };
        let left: Vec<FormulaId> = members.iter().map(|&m| self.given(m, issue, option)).collect();
        if left == members {
            return formula;
        }
        if is_all { self.all(left) } else { self.any(left) }
    }

    /// The issues that a formula ties together: those that stand side by side in a conjunction or disjunction, a list each.
    pub(crate) fn ties(&self, formula: FormulaId) -> Vec<Vec<IssueIndex>> {
        let mut ties = Vec::new();
        self.add_ties(formula, &mut ties);
        ties
    }

    fn add_ties(&self, formula: FormulaId, ties: &mut Vec<Vec<IssueIndex>>) {
        let (Form::All(members) | Form::Any(members)) = &self.forms[formula as usize] else { return };
        let mut together = Vec::new();
        for &member in members {
            match &self.forms[member as usize] {
                Form::Stands(issue, _) => together.push(*issue),
                _ => self.add_ties(member, ties),
            }
        }
        together.sort_unstable();
        together.dedup();
        ties.push(together);
    }

    /// Shows every test of an issue's options in a formula.
    pub(crate) fn visit(&self, formula: FormulaId, show: &mut dyn FnMut(IssueIndex, &[u64])) {
        match &self.forms[formula as usize] {
            Form::Never | Form::Always => {}
            Form::Stands(issue, bits) => show(*issue, bits),
            Form::All(members) | Form::Any(members) => members.iter().for_each(|&m| self.visit(m, show)),
        }
    }
}
