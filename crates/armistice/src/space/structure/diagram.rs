//! Diagrams: all outcomes as paths through a few states, issue after issue.
//!
//! Taking the issues one by one, what has been chosen so far matters to the conditions only through what is left of them. The
//! outcomes that leave the same of every condition share a *state*, whatever else they chose; a layer has the states between two
//! issues. This is variable elimination over the graph of the issues that conditions mention together, along an order that keeps few
//! conditions open at once (Dechter 1999; a multi-valued decision diagram in the words of Andersen et al. 2007).

use std::collections::BTreeMap;

use super::formula::{ALWAYS, FormulaId, Formulas, NEVER};
use crate::case::IssueIndex;

/// What a condition does to outcomes that meet it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// They are left out.
    Forbidden,
    /// The others are left out.
    Required,
    /// They are worth more: an index into the caller's list of bonuses.
    Adds(usize),
}

/// The outcomes that meet all that is required and nothing that is forbidden.
#[derive(Clone, Debug)]
pub(crate) struct Diagram {
    /// One per issue, in the order in which they are taken.
    pub(crate) layers: Vec<Layer>,
    /// Bonuses that every outcome has.
    pub(crate) everywhere: Vec<usize>,
    /// Lists of bonuses met at an edge; the first is empty.
    pub(crate) bonuses: Vec<Vec<usize>>,
}

/// The states before an issue is decided, and where each class of its options leads.
#[derive(Clone, Debug)]
pub(crate) struct Layer {
    pub(crate) issue: IssueIndex,
    /// Per option: options of one class lead from every state to the same.
    pub(crate) classes: Vec<usize>,
    /// Per state and class; `None` where no outcome is left.
    pub(crate) states: Vec<Vec<Option<Edge>>>,
}

/// Where a class of options leads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    /// A state of the next layer; 0 after the last.
    pub(crate) to: usize,
    /// An index into [`Diagram::bonuses`].
    pub(crate) bonuses: usize,
}

impl Diagram {
    /// The diagram of the conditions, taking the issues in this order; `None` when a layer would have more than `widest` states, or more
    /// ways from them than can be held.
    pub(crate) fn new(
        formulas: &mut Formulas,
        order: &[IssueIndex],
        conditions: &[(FormulaId, Role)],
        widest: usize,
    ) -> Option<Self> {
        let mut diagram =
            Self { layers: Vec::with_capacity(order.len()), everywhere: Vec::new(), bonuses: vec![Vec::new()] };
        let mut open: Vec<(FormulaId, Role)> = Vec::new();
        let mut is_empty = false;
        for &(formula, role) in conditions {
            match (formula, role) {
                (ALWAYS, Role::Forbidden) | (NEVER, Role::Required) => is_empty = true,
                (ALWAYS, Role::Adds(bonus)) => diagram.everywhere.push(bonus),
                (ALWAYS | NEVER, _) => {}
                _ => open.push((formula, role)),
            }
        }
        let roles: Vec<Role> = open.iter().map(|&(_, role)| role).collect();
        let mut states: Vec<Vec<FormulaId>> =
            if is_empty { Vec::new() } else { vec![open.iter().map(|&(f, _)| f).collect()] };
        let mut known_bonuses: BTreeMap<Vec<usize>, usize> = BTreeMap::from([(Vec::new(), 0)]);
        let all_classes = option_classes(formulas, &open);
        for &issue in order {
            let classes = all_classes[issue].clone();
            let count = classes.iter().max().map_or(0, |&c| c + 1);
            let first_of: Vec<usize> =
                (0..count).map(|c| classes.iter().position(|&k| k == c).unwrap_or_default()).collect();
            if states.len() * classes.len() > MOST_WAYS {
                return None;
            }
            let mut next: BTreeMap<Vec<FormulaId>, usize> = BTreeMap::new();
            // What is left of a formula, per class: states share most of them.
            let mut known_rests: Vec<BTreeMap<FormulaId, FormulaId>> = vec![BTreeMap::new(); count];
            let mut edges = Vec::with_capacity(states.len());
            for state in &states {
                let mut row = Vec::with_capacity(count);
                for (&option, rests) in first_of.iter().zip(&mut known_rests) {
                    let mut given = |f| *rests.entry(f).or_insert_with(|| formulas.given(f, issue, option));
                    row.push(step(&mut given, state, &roles).map(|(left, met)| {
                        let bonuses = match known_bonuses.get(&met) {
                            Some(&known) => known,
                            None => {
                                diagram.bonuses.push(met.clone());
                                known_bonuses.insert(met, diagram.bonuses.len() - 1);
                                diagram.bonuses.len() - 1
                            }
                        };
                        let place = next.len();
                        Edge { to: *next.entry(left).or_insert(place), bonuses }
                    }));
                }
                edges.push(row);
                if next.len() > widest {
                    return None;
                }
            }
            diagram.layers.push(Layer { issue, classes, states: edges });
            let mut ordered: Vec<(Vec<FormulaId>, usize)> = next.into_iter().collect();
            ordered.sort_unstable_by_key(|&(_, place)| place);
            states = ordered.into_iter().map(|(state, _)| state).collect();
        }
        diagram.drop_dead_ends();
        Some(diagram)
    }

    /// Whether there is no outcome at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.layers.iter().any(|l| l.states.is_empty())
    }

    /// How many states the widest layer has.
    pub(crate) fn width(&self) -> usize {
        self.layers.iter().map(|l| l.states.len()).max().unwrap_or(0)
    }

    /// How many states stand before the layer; one after the last.
    pub(crate) fn states(&self, layer: usize) -> usize {
        self.layers.get(layer).map_or(1, |l| l.states.len())
    }

    /// Takes out the states from which no outcome is left to reach.
    fn drop_dead_ends(&mut self) {
        let mut places: Option<Vec<Option<usize>>> = None;
        for layer in self.layers.iter_mut().rev() {
            if let Some(places) = &places {
                for edge in layer.states.iter_mut().flatten() {
                    *edge = edge.and_then(|e| places[e.to].map(|to| Edge { to, ..e }));
                }
            }
            let mut alive = 0;
            places = Some(
                layer
                    .states
                    .iter()
                    .map(|row| {
                        row.iter().any(Option::is_some).then(|| {
                            alive += 1;
                            alive - 1
                        })
                    })
                    .collect(),
            );
            layer.states.retain(|row| row.iter().any(Option::is_some));
        }
    }
}

/// What is left of a state's conditions, and the bonuses met; `None` when the outcomes are out.
fn step(
    given: &mut dyn FnMut(FormulaId) -> FormulaId,
    state: &[FormulaId],
    roles: &[Role],
) -> Option<(Vec<FormulaId>, Vec<usize>)> {
    let mut left = Vec::with_capacity(state.len());
    let mut met = Vec::new();
    for (&formula, &role) in state.iter().zip(roles) {
        // What was settled before stands as NEVER, or as ALWAYS where it was required; both are left as they are.
        let rest = given(formula);
        match (rest, role) {
            (ALWAYS, Role::Forbidden) | (NEVER, Role::Required) => return None,
            (ALWAYS, Role::Adds(bonus)) => {
                met.push(bonus);
                left.push(NEVER);
            }
            _ => left.push(rest),
        }
    }
    Some((left, met))
}

/// Per issue and option: options that no condition tells apart share a class.
fn option_classes(formulas: &Formulas, conditions: &[(FormulaId, Role)]) -> Vec<Vec<usize>> {
    let radices = formulas.radices();
    let mut tests: Vec<Vec<Vec<u64>>> = vec![Vec::new(); radices.len()];
    for &(formula, _) in conditions {
        formulas.visit(formula, &mut |issue, bits| {
            if !tests[issue].iter().any(|known| known == bits) {
                tests[issue].push(bits.to_vec());
            }
        });
    }
    radices
        .iter()
        .zip(&tests)
        .map(|(&radix, tests)| {
            let mut signatures: Vec<Vec<bool>> = Vec::new();
            (0..radix)
                .map(|o| {
                    let signature: Vec<bool> = tests.iter().map(|bits| bits[o / 64] >> (o % 64) & 1 == 1).collect();
                    signatures.iter().position(|s| *s == signature).unwrap_or_else(|| {
                        signatures.push(signature);
                        signatures.len() - 1
                    })
                })
                .collect()
        })
        .collect()
}

/// An order of the issues in which few conditions are open at once: decided in part, by some of their issues.
///
/// From every issue in turn the one is taken next that leaves the fewest conditions open; the order is kept whose sum of open
/// ties is least. `ties` are lists of issues that conditions tie together; one that ties all of them is open in any order.
pub(crate) fn elimination_order(issues: usize, ties: &[Vec<IssueIndex>]) -> Vec<IssueIndex> {
    let coupling: Vec<&Vec<IssueIndex>> = ties.iter().filter(|s| s.len() > 1 && s.len() < issues.max(2)).collect();
    let of_issue: Vec<Vec<usize>> =
        (0..issues).map(|j| (0..coupling.len()).filter(|&c| coupling[c].contains(&j)).collect()).collect();
    let mut starts: Vec<IssueIndex> = (0..issues).filter(|&j| !of_issue[j].is_empty()).collect();
    // Every start is tried where that is cheap.
    starts.truncate((MOST_LOOKED_AT / (issues * issues * coupling.len().max(1)).max(1)).max(1));
    let mut best: Option<(usize, usize, Vec<IssueIndex>)> = None;
    for start in starts {
        let mut order = Vec::with_capacity(issues);
        let mut left: Vec<usize> = coupling.iter().map(|s| s.len()).collect();
        let mut taken = vec![false; issues];
        let (mut sum, mut most) = (0, 0);
        let mut next = Some(start);
        while let Some(issue) = next {
            taken[issue] = true;
            order.push(issue);
            of_issue[issue].iter().for_each(|&c| left[c] -= 1);
            let open = (0..coupling.len()).filter(|&c| left[c] > 0 && left[c] < coupling[c].len()).count();
            sum += open;
            most = most.max(open);
            let change = |j: IssueIndex| {
                of_issue[j]
                    .iter()
                    .fold(0isize, |sum, &c| sum + isize::from(left[c] == coupling[c].len()) - isize::from(left[c] == 1))
            };
            next =
                (0..issues).filter(|&j| !taken[j]).min_by_key(|&j| (change(j), std::cmp::Reverse(of_issue[j].len())));
        }
        if best.as_ref().is_none_or(|(m, s, _)| (most, sum) < (*m, *s)) {
            best = Some((most, sum, order));
        }
    }
    best.map_or_else(|| (0..issues).collect(), |(_, _, order)| order)
}

/// How many ways may lead on from the states of a layer: each takes a hundred bytes with many parties.
const MOST_WAYS: usize = 1 << 20;

/// Bounds the search for an order.
const MOST_LOOKED_AT: usize = 20_000_000;

impl Formulas {
    /// Whether any outcome meets these conditions; `None` when too many states would have to be told apart.
    pub(crate) fn some_outcome(&mut self, conditions: &[(FormulaId, Role)]) -> Option<bool> {
        let ties: Vec<Vec<IssueIndex>> = conditions.iter().flat_map(|&(f, _)| self.ties(f)).collect();
        let order = elimination_order(self.radices().len(), &ties);
        Diagram::new(self, &order, conditions, super::WIDEST).map(|diagram| !diagram.is_empty())
    }
}
