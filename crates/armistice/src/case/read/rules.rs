//! What makes sense only together: whose consent is needed and what those parties control, outcomes that can occur,
//! and mandates beside red lines.

use toml::de::{DeTable, DeValue};

use super::lower::Lower;
use super::{CASE_FILE, Node, Sink};
use crate::case::condition::Expr;
use crate::case::keys::Kind;
use crate::case::model::{Case, Infeasible, Issue, Mandate, OptionIndex, PartyIndex, RedLine};
use crate::diagnostic::{Diagnostic, Span};

/// The most combinations of options that are tried for one mandate and red line.
const MAX_COMBINATIONS: usize = 1_000_000;
/// The most tests of conditions on one issue for all mandates together.
const MAX_TESTS: usize = 20_000_000;

/// Whether each party is in C. One whose `consent` cannot be read counts as in C, so that nothing is said of it twice.
pub(super) fn signatories(parties: &DeTable<'_>) -> Vec<bool> {
    let in_c = |node: &Node<'_>| match node.get_ref().as_table().map(|t| t.get("consent").map(|n| n.get_ref())) {
        Some(None | Some(DeValue::Boolean(false))) => false,
        Some(Some(_)) | None => true,
    };
    parties.iter().map(|(_, node)| in_c(node)).collect()
}

impl Lower<'_> {
    /// Warns when fewer than two parties have to consent.
    pub(super) fn few_signatories(&mut self, root: &DeTable<'_>) {
        let signatories = self.in_c.iter().filter(|c| **c).count();
        if signatories >= 2 {
            return;
        }
        let Some((key, _)) = root.get_key_value("parties") else { return };
        let message = match signatories {
            0 => "no party has to consent to a deal, so nothing can be said of one",
            _ => "only one party has to consent to a deal, so nothing can be said of one",
        };
        self.out.push(
            Diagnostic::warning("few-signatories", message)
                .at(CASE_FILE, key.span(), "at least two of these should have to")
                .help("add `consent = true` to the parties without whom there is no deal"),
        );
    }

    /// Tells when no party of C is among those that control an issue.
    pub(super) fn controlled(&mut self, id: &str, table: &DeTable<'_>) {
        let Some(node) = table.get("control") else { return };
        let members = node.get_ref().as_array().into_iter().flatten();
        let controllers: Vec<Option<PartyIndex>> =
            members.map(|n| self.known.index(Kind::Party, n.get_ref().as_str()?)).collect();
        // An unknown controller was told of and may be the one.
        if controllers.iter().any(|c| c.is_none_or(|p| self.in_c.get(p) != Some(&false))) {
            return;
        }
        self.out.push(
            Diagnostic::error(
                "uncontrolled-issue",
                format!("`{id}` is controlled by no party whose consent is needed"),
            )
            .at(CASE_FILE, node.span(), "nobody who signs could bring it about")
            .help("add the parties that would have to act, or give one of these `consent = true`"),
        );
    }

    /// Warns of a red line or precondition of a party outside C, which stands in nobody's way.
    pub(super) fn binds(&mut self, what: &str, table: &DeTable<'_>) {
        let Some(node) = table.get("party") else { return };
        let Some(id) = node.get_ref().as_str() else { return };
        if self.known.index(Kind::Party, id).and_then(|p| self.in_c.get(p)) == Some(&false) {
            self.out.push(
                Diagnostic::warning(
                    "red-line-outside",
                    format!("the {what} of `{id}` stops no deal: its consent is not needed"),
                )
                .at(CASE_FILE, node.span(), "does not sign")
                .help(format!("if a deal needs it, give `{id}` `consent = true`"))
                .help("what a mediator or guarantor cannot put its name to is one of [[norms]]"),
            );
        }
    }

    /// Tells of an outcome that an `infeasible` condition rules out.
    pub(super) fn occurs(&mut self, outcome: &[OptionIndex], code: &'static str, name: &str, span: Span) {
        for Infeasible { when, .. } in &self.infeasible {
            if when.expr.holds(&self.issues, outcome) {
                self.out.push(
                    Diagnostic::error(code, format!("the outcome of `{name}` cannot occur"))
                        .at(CASE_FILE, span.clone(), "ruled out")
                        .at(CASE_FILE, when.span.clone(), "by this")
                        .help("change one of the two"),
                );
            }
        }
    }
}

/// Tells of mandates given twice.
pub(super) fn repeated_mandates(root: &DeTable<'_>, out: &mut Sink) {
    let mut seen: std::collections::BTreeMap<(&str, &str), Span> = std::collections::BTreeMap::new();
    for node in root.get("mandates").and_then(|n| n.get_ref().as_array()).into_iter().flatten() {
        let Some(table) = node.get_ref().as_table() else { continue };
        let (Some(party), Some(level)) = (table.get("party"), table.get("level")) else { continue };
        let (Some(party), Some(name)) = (party.get_ref().as_str(), level.get_ref().as_str()) else { continue };
        if let Some(before) = seen.insert((party, name), level.span()) {
            out.push(
                Diagnostic::error("duplicate", format!("`{party}` has two mandates for `{name}`"))
                    .at(CASE_FILE, level.span(), "again here")
                    .at(CASE_FILE, before, "first here")
                    .help("join them with `or`, or name the levels apart"),
            );
        }
    }
}

/// Warns of mandates that allow an outcome which a red line of the same party refuses. Decided exactly over the issues that
/// the two mention and the infeasible conditions that bear on these; passed over where that is too much work.
pub(super) fn mandates(case: &Case, out: &mut Sink) {
    let mut tests = MAX_TESTS;
    for mandate in &case.mandates {
        for red_line in case.red_lines.iter().filter(|r| r.party == mandate.party) {
            if crosses(case, mandate, red_line, &mut tests) == Some(true) {
                let party = case.parties.get(mandate.party).map_or("", |p| p.id.as_str());
                let message = format!(
                    "the mandate of `{party}`'s {} allows what its red line `{}` refuses",
                    mandate.level, red_line.id
                );
                out.push(
                    Diagnostic::warning("mandate-crosses-red-line", message)
                        .at(CASE_FILE, mandate.may_agree.span.clone(), "allowed here")
                        .at(CASE_FILE, red_line.refuses.span.clone(), "refused here")
                        .help(format!("narrow it: `({}) and not ({})`", mandate.may_agree.text, red_line.refuses.text)),
                );
            }
        }
    }
}

/// Whether some outcome of X lies within the mandate and meets the red line; `None` when that is too much work.
fn crosses(case: &Case, mandate: &Mandate, red_line: &RedLine, tests: &mut usize) -> Option<bool> {
    let mut conditions: Vec<(&Expr, bool)> = vec![(&mandate.may_agree.expr, true), (&red_line.refuses.expr, true)];
    let mut mentioned = vec![false; case.issues.len()];
    for (expr, _) in &conditions {
        expr.issues().into_iter().for_each(|i| mentioned[i] = true);
    }
    // Infeasible conditions on other issues alone can always be avoided: the status quo does.
    let mut others: Vec<(&Expr, Vec<usize>)> =
        case.infeasible.iter().map(|i| (&i.when.expr, i.when.expr.issues())).collect();
    loop {
        let (bearing, rest): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|(_, issues)| issues.iter().any(|&i| mentioned[i]));
        others = rest;
        if bearing.is_empty() {
            break;
        }
        for (expr, issues) in bearing {
            issues.into_iter().for_each(|i| mentioned[i] = true);
            conditions.push((expr, false));
        }
    }
    let free: Vec<usize> = (0..case.issues.len()).filter(|&i| mentioned[i]).collect();
    let combinations = free.iter().try_fold(1usize, |n, &i| n.checked_mul(case.issues[i].options.len()))?;
    let cost = combinations.checked_mul(conditions.iter().map(|(e, _)| atoms(e)).sum())?;
    if combinations > MAX_COMBINATIONS || cost > *tests {
        return None;
    }
    *tests -= cost;
    let mut outcome = case.status_quo.clone();
    free.iter().for_each(|&i| outcome[i] = 0);
    loop {
        if conditions.iter().all(|(expr, wanted)| expr.holds(&case.issues, &outcome) == *wanted) {
            return Some(true);
        }
        if !next(&mut outcome, &free, &case.issues) {
            return Some(false);
        }
    }
}

/// Goes on to the next combination of options of the free issues; false after the last.
fn next(outcome: &mut [OptionIndex], free: &[usize], issues: &[Issue]) -> bool {
    for &i in free {
        outcome[i] += 1;
        if outcome[i] < issues[i].options.len() {
            return true;
        }
        outcome[i] = 0;
    }
    false
}

/// How many tests of single options a condition makes at most.
fn atoms(expr: &Expr) -> usize {
    match expr {
        Expr::Atom(atom) => match &atom.test {
            crate::case::condition::Test::In(options) => options.len(),
            _ => 1,
        },
        Expr::Not(inner) => atoms(inner),
        Expr::And(members) | Expr::Or(members) => members.iter().map(atoms).sum(),
    }
}
