//! What would count, one after the other: the deal, every goal, and one asked for beside them (definitions §3.4); and what stands in the
//! way of it whatever the numbers are.

use super::super::asked::{Asked, GivesUp, Method, Selection};
use super::super::constraints::Constraints;
use super::super::hitting_sets::{ConstraintSet, minimal_hitting_sets};
use super::super::{AnalysisError, AskedGoal, Settings, put};
use crate::case::{Case, Condition};
use crate::points::Points;
use crate::space::Terms;

/// What a question is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// Its id; `goal` for one that is not the case's own.
    pub id: String,
    /// Its title, or its condition as written.
    pub title: String,
}

/// A question: the deal (`None`) or a goal, and the outcomes that would count; `None`: anything but the status quo.
pub(crate) type Target<'t> = (Option<Goal>, Option<&'t Condition>);

/// The deal, then the goals.
pub(crate) fn targets<'t>(case: &'t Case, settings: &'t Settings) -> Vec<Target<'t>> {
    let goal = |g: AskedGoal<'t>| (Some(Goal { id: g.id.to_owned(), title: g.title.to_owned() }), Some(g.condition));
    std::iter::once((None, case.deal.as_ref())).chain(settings.goals(case).map(goal)).collect()
}

/// What the positions of the parties leave of a question, whatever the numbers are.
#[derive(Clone, Debug, PartialEq)]
pub enum Positions {
    /// Outcomes that cross no red line and break no precondition.
    Allow,
    /// None. Indices into the constraints.
    Refuse {
        /// The smallest sets that no outcome satisfies together, as in [`super::super::impasse::Impasse::blocks`]; at most
        /// [`MOST_BLOCKS`].
        blocks: Vec<Vec<usize>>,
        /// The smallest sets whose giving up leaves an outcome, fewest first.
        ways_out: Vec<Vec<usize>>,
    },
    /// No possible outcome counts at all.
    CannotOccur,
}

/// How many blocks, and how many ways out, are listed.
pub const MOST_BLOCKS: usize = 8;

/// What positions alone leave, by asking what would block if nobody had a floor.
pub(crate) fn positions(
    case: &Case,
    settings: &Settings,
    constraints: &Constraints<'_>,
    terms: &Terms<'_>,
    target: Option<&Condition>,
) -> Result<Positions, AnalysisError> {
    let mut terms = terms.clone();
    terms.parties.iter_mut().for_each(|p| p.no_deal = NO_FLOOR);
    let asked = Asked::new(case, &terms, constraints, target);
    let look = |method: &dyn Method| -> Result<Positions, GivesUp> {
        let survey = method.survey()?;
        if !survey.deals.is_none() {
            return Ok(Positions::Allow);
        }
        if !survey.occurs {
            return Ok(Positions::CannotOccur);
        }
        let mut ways_out = survey.minimal.sets.clone();
        ways_out.sort_by_key(|set| (set.len(), set.members()));
        let mut blocks = if survey.minimal.overflowed {
            survey.proved.clone()
        } else {
            minimal_hitting_sets(&ways_out, MOST_SETS).sets
        };
        blocks.sort_by_key(|set| (set.len(), set.members()));
        let members = |sets: Vec<ConstraintSet>| sets.iter().take(MOST_BLOCKS).map(ConstraintSet::members).collect();
        Ok(Positions::Refuse { blocks: members(blocks), ways_out: members(ways_out) })
    };
    put(&asked, settings, look)
}

/// Less than any outcome is worth.
const NO_FLOOR: i64 = i64::MIN / 4;
/// How many blocks are looked for.
const MOST_SETS: usize = 10_000;

/// The Pareto-minimal r(x) = d − u over the outcomes in the range that cross no red line and break no precondition (definitions §4.1), in
/// order, and whether these are all.
pub(crate) fn pressures(
    case: &Case,
    settings: &Settings,
    constraints: &Constraints<'_>,
    terms: &Terms<'_>,
    target: Option<&Condition>,
) -> Result<(Vec<Vec<Points>>, bool), AnalysisError> {
    let asked = Asked::new(case, terms, constraints, target);
    let anything = Selection { side: false, lifted: ConstraintSet::default(), floors: vec![i64::MIN; asked.parties()] };
    let (kept, exact) = put(&asked, settings, |method| method.frontier(&anything))?;
    let lacking = |worth: Vec<i64>| asked.no_deal.iter().zip(worth).map(|(d, u)| Points(d - u)).collect();
    let mut all: Vec<Vec<Points>> = kept.into_iter().map(|k| lacking(k.vector)).collect();
    all.sort_unstable();
    Ok((all, exact))
}
