//! Structure: what is asked of the outcomes, answered without going through them.
//!
//! Worth is a sum over issues and conditions mention few of them, so outcomes are followed issue by issue through the states of a
//! [`Diagram`]: frontiers by merging and dropping what is dominated, counts by meeting in the middle. The work grows with the states
//! and with the frontier, not with the number of outcomes.

mod classes;
mod counting;
mod diagram;
mod formula;
mod pareto;
#[cfg(test)]
mod tests;
mod walk;

use std::sync::atomic::{AtomicUsize, Ordering};

use super::frontier::Kept;
use super::terms::Terms;
use crate::case::{Case, IssueIndex, OptionIndex};
use diagram::{Diagram, elimination_order};
use pareto::{Bounds, Reached};
use walk::Walk;

pub(crate) use classes::{Member, Sums, Whole, classes};
pub(crate) use diagram::Role;
pub(crate) use formula::{FormulaId, Formulas};

/// How many states a layer may have; wider ones are better gone through outcome by outcome.
const WIDEST: usize = 4_096;
/// For how many parties the sums are compiled.
const MOST_PARTIES: usize = 8;

/// Why a question cannot be answered by structure: its conditions leave too many states, or too many parties accept or refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooWide;

/// A case's outcomes, as sums along the paths of diagrams.
pub(crate) struct Structure<'t> {
    terms: &'t Terms<'t>,
    formulas: Formulas,
    /// The formulas of [`Terms::conditions`].
    worth: Vec<FormulaId>,
    /// The status quo.
    today: Vec<OptionIndex>,
    order: Vec<IssueIndex>,
    /// Per issue: what its next option adds to an outcome's index (definitions §1.1).
    places: Vec<u128>,
    widest: AtomicUsize,
}

/// Outcomes that meet conditions and reach floors.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ask {
    pub(crate) conditions: Vec<(FormulaId, Role)>,
    /// Whose worth matters: places in C.
    pub(crate) parties: Vec<usize>,
    /// The least it must be, per party that matters, in micro-points.
    pub(crate) floors: Vec<i64>,
    /// Issues that stand at an option.
    pub(crate) fixed: Vec<(IssueIndex, OptionIndex)>,
    /// Whether the status quo is left out.
    pub(crate) changed: bool,
}

impl Ask {
    /// The same without the parties whose floor is the least number there is: their worth makes no difference.
    pub(crate) fn without_lifted_floors(mut self) -> Self {
        let held = |floor: &i64| *floor != i64::MIN;
        let parties = self.parties.iter().zip(&self.floors).filter(|(_, f)| held(f)).map(|(p, _)| *p).collect();
        self.floors.retain(held);
        self.parties = parties;
        self
    }
}

/// Undominated sums.
#[derive(Clone, Debug, Default)]
pub(crate) struct Undominated {
    /// In the order of their lowest index.
    pub(crate) points: Vec<Kept>,
    /// Whether these are all, and each of them undominated; else some had to be left out on the way.
    pub(crate) exact: bool,
}

/// At least and at most so many: the same when they could be counted.
pub(crate) type Between = (u128, u128);

/// Runs a generic function for as many parties as there are.
macro_rules! by_parties {
    ($count:expr, $run:ident($($argument:expr),*)) => {
        match $count {
            0 => $run::<0>($($argument),*),
            1 => $run::<1>($($argument),*),
            2 => $run::<2>($($argument),*),
            3 => $run::<3>($($argument),*),
            4 => $run::<4>($($argument),*),
            5 => $run::<5>($($argument),*),
            6 => $run::<6>($($argument),*),
            7 => $run::<7>($($argument),*),
            _ => $run::<MOST_PARTIES>($($argument),*),
        }
    };
}

/// Outcomes that take the same table of worth, by the conditions on trust.
struct Slice {
    diagram: Diagram,
    /// Per party asked about: its table.
    tables: Vec<usize>,
}

impl<'t> Structure<'t> {
    /// The structure of a case. `formulas` are compiled over its issues, `ties` the issues that those to be asked about tie together.
    pub(crate) fn new(
        case: &Case,
        terms: &'t Terms<'t>,
        mut formulas: Formulas,
        mut ties: Vec<Vec<IssueIndex>>,
    ) -> Self {
        let worth: Vec<FormulaId> =
            terms.conditions.iter().map(|when| formulas.compile(when, &case.issues, false)).collect();
        let mut used: Vec<usize> =
            terms.parties.iter().flat_map(|p| p.trust.iter().copied().chain(p.bonuses.iter().map(|b| b.0))).collect();
        used.sort_unstable();
        used.dedup();
        ties.extend(used.iter().flat_map(|&condition| formulas.ties(worth[condition])));
        let radices = formulas.radices();
        let mut places = vec![1u128; radices.len()];
        for j in (1..radices.len()).rev() {
            places[j - 1] = places[j].saturating_mul(radices[j] as u128);
        }
        let order = elimination_order(radices.len(), &ties);
        Self { terms, worth, today: case.status_quo.clone(), order, places, formulas, widest: AtomicUsize::new(0) }
    }

    /// The most states a layer of any diagram had so far.
    pub(crate) fn widest(&self) -> usize {
        self.widest.load(Ordering::Relaxed)
    }

    /// The undominated worth vectors of the outcomes asked about, each with its lowest index and its number of outcomes.
    pub(crate) fn frontier(&self, ask: &Ask) -> Result<Undominated, TooWide> {
        self.undominated(ask, &vec![i64::MAX; ask.parties.len()])
    }

    /// The same with what is above the ceilings counting as being there; indices and numbers of outcomes are then only lower bounds
    /// of what shares a vector.
    pub(crate) fn undominated(&self, ask: &Ask, ceilings: &[i64]) -> Result<Undominated, TooWide> {
        let mut all = Undominated { points: Vec::new(), exact: true };
        let slices = self.slices(ask)?;
        let single = slices.len() == 1;
        for slice in &slices {
            let (points, exact) = by_parties!(ask.parties.len(), frontier_of(self, slice, ask, ceilings));
            all.points.extend(points);
            all.exact &= exact;
        }
        if !single {
            keep_undominated(&mut all.points);
        }
        Ok(all)
    }

    /// How many outcomes are asked about.
    pub(crate) fn count(&self, ask: &Ask) -> Result<Between, TooWide> {
        // The status quo is taken off at the end: to tell it apart on the way would double the states.
        let today = u128::from(ask.changed && self.asks_for_today(ask));
        let ask = &Ask { changed: false, ..ask.clone() };
        let mut sum = (0u128, 0u128);
        for slice in &self.slices(ask)? {
            let (least, most) = by_parties!(ask.parties.len(), count_of(self, slice, ask));
            sum = (sum.0.saturating_add(least), sum.1.saturating_add(most));
        }
        Ok((sum.0.saturating_sub(today), sum.1.saturating_sub(today)))
    }

    /// Whether the status quo meets the conditions and reaches the floors.
    fn asks_for_today(&self, ask: &Ask) -> bool {
        let today = &self.today;
        let mut formulas = self.formulas.clone();
        let mut meets = |formula: FormulaId| {
            today.iter().enumerate().fold(formula, |f, (issue, &option)| formulas.given(f, issue, option))
                == formula::ALWAYS
        };
        let allowed = |&(formula, role): &(FormulaId, Role)| match role {
            Role::Forbidden => !meets(formula),
            Role::Required => meets(formula),
            Role::Adds(_) => true,
        };
        let worth = |party: usize| self.terms.parties[party].status_quo;
        ask.conditions.iter().all(allowed)
            && ask.fixed.iter().all(|&(issue, option)| today[issue] == option)
            && ask.parties.iter().zip(&ask.floors).all(|(&party, &floor)| worth(party) >= floor)
    }

    /// Whether any outcome is asked about, and the lowest index of one that was found; `Err` inside when none was found but none could be
    /// ruled out.
    pub(crate) fn find(&self, ask: &Ask) -> Result<Result<Option<u128>, Undecided>, TooWide> {
        let found = self.undominated(ask, &ask.floors)?;
        Ok(match found.points.first() {
            Some(point) => Ok(Some(point.index)),
            None if found.exact => Ok(None),
            None => Err(Undecided),
        })
    }

    /// Per issue and option: whether it occurs among the outcomes asked about; and whether every "no" is sure.
    pub(crate) fn occurring(&self, ask: &Ask) -> Result<(Vec<Vec<bool>>, bool), TooWide> {
        let mut all: Vec<Vec<bool>> = self.formulas.radices().iter().map(|&r| vec![false; r]).collect();
        let mut sure = true;
        for slice in &self.slices(ask)? {
            let (occurring, exact) = by_parties!(ask.parties.len(), occurring_of(self, slice, ask));
            for (all, more) in all.iter_mut().zip(occurring) {
                all.iter_mut().zip(more).for_each(|(a, m)| *a |= m);
            }
            sure &= exact;
        }
        Ok((all, sure))
    }

    /// One diagram per way in which the conditions on trust of the parties asked about can be met.
    fn slices(&self, ask: &Ask) -> Result<Vec<Slice>, TooWide> {
        if ask.parties.len() > MOST_PARTIES {
            return Err(TooWide);
        }
        let parties = || ask.parties.iter().map(|&p| &self.terms.parties[p]);
        let mut trust: Vec<usize> = parties().flat_map(|p| p.trust.iter().copied()).collect();
        trust.sort_unstable();
        trust.dedup();
        if trust.len() > MOST_TRUST {
            return Err(TooWide);
        }
        let mut adding: Vec<usize> = parties().flat_map(|p| p.bonuses.iter().map(|b| b.0)).collect();
        adding.sort_unstable();
        adding.dedup();
        let mut formulas = self.formulas.clone();
        let mut slices = Vec::new();
        for met in 0..1usize << trust.len() {
            let is_met =
                |condition: usize| trust.iter().position(|&t| t == condition).is_some_and(|b| met >> b & 1 == 1);
            let mut conditions = ask.conditions.clone();
            if ask.changed {
                let stands = self.today.iter().enumerate();
                let stands = stands.map(|(issue, &option)| formulas.stands(issue, |o| o == option)).collect();
                conditions.push((formulas.all(stands), Role::Forbidden));
            }
            conditions.extend(
                ask.fixed.iter().map(|&(issue, option)| (formulas.stands(issue, |o| o == option), Role::Required)),
            );
            conditions.extend(
                trust.iter().map(|&t| (self.worth[t], if is_met(t) { Role::Required } else { Role::Forbidden })),
            );
            conditions.extend(adding.iter().map(|&condition| (self.worth[condition], Role::Adds(condition))));
            let diagram = Diagram::new(&mut formulas, &self.order, &conditions, WIDEST).ok_or(TooWide)?;
            self.widest.fetch_max(diagram.width(), Ordering::Relaxed);
            let table = |p: &super::terms::PartyTerms| {
                p.trust.iter().enumerate().fold(0, |bits, (b, &t)| bits | usize::from(is_met(t)) << b)
            };
            slices.push(Slice { diagram, tables: parties().map(table).collect() });
        }
        Ok(slices)
    }

    fn walk<'d, const K: usize>(&self, slice: &'d Slice, ask: &Ask) -> Walk<'d, K> {
        let party = |k: usize| &self.terms.parties[ask.parties[k]];
        let options =
            |issue: usize, option: usize| std::array::from_fn(|k| party(k).tables[slice.tables[k]][issue][option]);
        let bonuses = |condition: usize| {
            std::array::from_fn(|k| party(k).bonuses.iter().filter(|b| b.0 == condition).map(|b| b.1).sum())
        };
        Walk::new(&slice.diagram, &options, &bonuses, &self.places)
    }
}

/// How many conditions on trust are told apart: each doubles the diagrams.
const MOST_TRUST: usize = 8;

/// Neither found nor ruled out, since points had to be left out on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Undecided;

fn array<const K: usize>(list: &[i64]) -> [i64; K] {
    std::array::from_fn(|k| list[k])
}

fn frontier_of<const K: usize>(
    structure: &Structure<'_>,
    slice: &Slice,
    ask: &Ask,
    ceilings: &[i64],
) -> (Vec<Kept>, bool) {
    let walk: Walk<'_, K> = structure.walk(slice, ask);
    let Reached { points, exact } = walk.frontier(&Bounds { floors: array(&ask.floors), ceilings: array(ceilings) });
    let kept = points.into_iter().map(|p| Kept { vector: p.worth.to_vec(), index: p.index, count: p.count });
    (kept.collect(), exact)
}

fn count_of<const K: usize>(structure: &Structure<'_>, slice: &Slice, ask: &Ask) -> Between {
    structure.walk::<K>(slice, ask).count(array(&ask.floors))
}

fn occurring_of<const K: usize>(structure: &Structure<'_>, slice: &Slice, ask: &Ask) -> (Vec<Vec<bool>>, bool) {
    structure.walk::<K>(slice, ask).occurring(array(&ask.floors))
}

/// Keeps the undominated of some vectors; equal ones become one.
pub(crate) fn keep_undominated(kept: &mut Vec<Kept>) {
    fn typed<const K: usize>(kept: &mut Vec<Kept>) {
        let point = |k: &Kept| pareto::Point { worth: array::<K>(&k.vector), index: k.index, count: k.count };
        let mut points: Vec<_> = kept.iter().map(point).collect();
        pareto::keep_undominated(&mut points);
        points.sort_unstable_by_key(|p| p.index);
        *kept = points.into_iter().map(|p| Kept { vector: p.worth.to_vec(), index: p.index, count: p.count }).collect();
    }
    by_parties!(kept.first().map_or(0, |k| k.vector.len()), typed(kept));
}
