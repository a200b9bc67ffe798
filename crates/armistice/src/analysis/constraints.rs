//! What parties hold to: red lines, preconditions and floors as constraints, with what each rests on (definitions §1.7, §3.1).

use super::AnalysisError;
use super::hitting_sets::MAX_CONSTRAINTS;
use super::impasse::{Basis, Constraint, ConstraintKind};
use crate::case::claims::{ActorKind, Claim};
use crate::case::condition::Expr;
use crate::case::words::condition_in_words;
use crate::case::{Belonging, Case, Condition, Grounds, Issue, OptionIndex, PartyIndex, Precondition, RedLine};
use crate::space::structure::{FormulaId, Formulas, Role};

/// The constraints of C, with the conditions of those that are red lines or preconditions.
pub(crate) struct Constraints<'c> {
    /// Red lines, preconditions, then the floors of C in its order.
    pub(crate) list: Vec<Constraint>,
    /// What each red line and precondition (not floor) rules out, in the order of `list`.
    pub(crate) refused: Vec<Refused<'c>>,
}

/// The outcomes a red line or precondition rules out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refused<'c> {
    /// These outcomes …
    pub(crate) meets: &'c Expr,
    /// … but for these.
    pub(crate) unless: Option<&'c Expr>,
}

impl Refused<'_> {
    /// Whether it rules out this outcome.
    pub(crate) fn holds(&self, case: &Case, outcome: &[OptionIndex]) -> bool {
        self.meets.holds(&case.issues, outcome) && !self.unless.is_some_and(|u| u.holds(&case.issues, outcome))
    }

    /// The formula met by what it rules out.
    pub(crate) fn formula(&self, formulas: &mut Formulas, issues: &[Issue]) -> FormulaId {
        let meets = formulas.compile(self.meets, issues, false);
        match self.unless {
            None => meets,
            Some(unless) => {
                let not = formulas.compile(unless, issues, true);
                formulas.all(vec![meets, not])
            }
        }
    }
}

/// Gathers K (definitions §3.1): constraints of one holder that rule out the same outcomes become one.
///
/// # Errors
/// More constraints than a set holds.
pub(crate) fn constraints(case: &Case) -> Result<Constraints<'_>, AnalysisError> {
    let in_c = |party: PartyIndex| case.parties[party].in_c();
    let belonging = Belonging::new(case);
    let red_lines = case.red_lines.iter().filter(|r| in_c(r.party)).map(|r| {
        let refused = Refused { meets: &r.refuses.expr, unless: None };
        (red_line(case, &belonging, r), refused)
    });
    let preconditions = case.preconditions.iter().filter(|p| in_c(p.party) && !p.transient).map(|p| {
        let refused = Refused { meets: &p.before.expr, unless: Some(&p.first.expr) };
        (precondition(case, &belonging, p), refused)
    });
    let mut list: Vec<Constraint> = Vec::new();
    let mut refused: Vec<Refused<'_>> = Vec::new();
    for (constraint, outcomes) in red_lines.chain(preconditions) {
        let twin =
            (0..list.len()).find(|&k| list[k].party == constraint.party && same_outcomes(case, &refused[k], &outcomes));
        match twin {
            Some(k) => {
                let known = &mut list[k];
                known.basis = known.basis.min(constraint.basis);
                known.also.push(constraint.id);
                for claim in constraint.because {
                    if !known.because.contains(&claim) {
                        known.because.push(claim);
                    }
                }
            }
            None => {
                list.push(constraint);
                refused.push(outcomes);
            }
        }
    }
    for party in case.signatories() {
        let stated = &case.parties[party];
        list.push(Constraint {
            id: format!("floor:{}", stated.id),
            party,
            also: Vec::new(),
            kind: ConstraintKind::Floor,
            basis: Basis::Inferred,
            text: "accepts nothing worth less to it than going on without a deal".to_owned(),
            because: stated.grounds.because.clone(),
        });
    }
    if list.len() > MAX_CONSTRAINTS {
        return Err(AnalysisError::TooManyConstraints(list.len()));
    }
    Ok(Constraints { list, refused })
}

/// A red line as a constraint.
pub(crate) fn red_line(case: &Case, belonging: &Belonging<'_>, line: &RedLine) -> Constraint {
    let what = line.title.clone().unwrap_or_else(|| condition_in_words(case, &line.refuses.expr));
    let text = format!("refuses {what}");
    position(case, belonging, &line.id, (line.party, ConstraintKind::RedLine), text, &line.grounds)
}

/// A precondition as a constraint.
pub(crate) fn precondition(case: &Case, belonging: &Belonging<'_>, stated: &Precondition) -> Constraint {
    let text = stated.title.clone().unwrap_or_else(|| {
        let words = |c: &Condition| condition_in_words(case, &c.expr);
        format!("agrees to {} only with {}", words(&stated.before), words(&stated.first))
    });
    position(case, belonging, &stated.id, (stated.party, ConstraintKind::Precondition), text, &stated.grounds)
}

fn position(
    case: &Case,
    belonging: &Belonging<'_>,
    id: &str,
    (party, kind): (PartyIndex, ConstraintKind),
    text: String,
    grounds: &Grounds,
) -> Constraint {
    Constraint {
        id: id.to_owned(),
        party,
        also: Vec::new(),
        kind,
        basis: basis(case, belonging, party, &grounds.because),
        text,
        because: grounds.because.clone(),
    }
}

/// The best basis of a holder's constraint among its claims (definitions §1.7). Ids that cannot be looked up count as reported.
fn basis(case: &Case, belonging: &Belonging<'_>, holder: PartyIndex, because: &[String]) -> Basis {
    because
        .iter()
        .map(|id| match case.claims.as_ref().and_then(|c| c.claim(id)) {
            Some(claim) if is_stated(case, belonging, holder, claim) => Basis::Stated,
            _ => Basis::Reported,
        })
        .min()
        .unwrap_or(Basis::Inferred)
}

/// Whether the claim is the holder's own word: one of its own is the speaker, and it is attributed to nobody or to a named actor
/// of its own.
pub(crate) fn is_stated(case: &Case, belonging: &Belonging<'_>, holder: PartyIndex, claim: &Claim) -> bool {
    let own = |actor: &str| belonging.has(actor, holder);
    claim.speaker.iter().any(|s| own(s))
        && match &claim.attribution {
            None => true,
            Some(attribution) => attribution.actor.as_deref().is_some_and(|a| own(a) && !is_unnamed(case, a)),
        }
}

/// Whether an actor is a source without a name.
pub(crate) fn is_unnamed(case: &Case, actor: &str) -> bool {
    case.claims.as_ref().and_then(|c| c.actor(actor)).is_some_and(|a| a.kind == ActorKind::Source)
}

/// Whether two constraints rule out the same outcomes of X: neither rules out a possible outcome that the other does not.
fn same_outcomes(case: &Case, a: &Refused<'_>, b: &Refused<'_>) -> bool {
    let mut formulas = Formulas::new(case.issues.iter().map(|i| i.options.len()).collect());
    let (a, b) = (a.formula(&mut formulas, &case.issues), b.formula(&mut formulas, &case.issues));
    if a == b {
        return true;
    }
    let infeasible: Vec<FormulaId> =
        case.infeasible.iter().map(|i| formulas.compile(&i.when.expr, &case.issues, false)).collect();
    let only = |formulas: &mut Formulas, one, other| {
        let mut conditions: Vec<_> = infeasible.iter().map(|&f| (f, Role::Forbidden)).collect();
        conditions.extend([(one, Role::Required), (other, Role::Forbidden)]);
        formulas.some_outcome(&conditions)
    };
    // Where that would take too many states, they are the same only when written the same.
    only(&mut formulas, a, b) == Some(false) && only(&mut formulas, b, a) == Some(false)
}
