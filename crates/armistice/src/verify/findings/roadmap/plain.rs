//! Steps from outcome to outcome, in the plainest code.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};

use super::super::super::central::middle;
use super::super::super::world::{Micro, World, meets};
use super::super::super::worth::Party;
use crate::case::{Direction, IssueIndex, Outcome, PartyIndex};
use crate::points::{Decimal, Points};

/// A party whose acceptance is asked.
pub(super) struct Judge {
    pub(super) party: PartyIndex,
    pub(super) cares: bool,
    /// min(d_i, u_i(status quo)).
    start: Micro,
    patience: Micro,
    /// u_i per outcome of the world.
    worth: Vec<Micro>,
}

/// What is otherwise than the case has it.
#[derive(Clone)]
pub(super) struct Changed {
    /// Preconditions given up.
    pub(super) given_up: Vec<usize>,
    /// Issues that may change together besides the packages; none if empty.
    pub(super) together: Vec<IssueIndex>,
    /// Per judge.
    pub(super) patience: Vec<Micro>,
}

impl Changed {
    pub(super) fn nothing(plain: &Plain<'_>) -> Self {
        let patience = plain.judges.iter().map(|j| j.patience).collect();
        Self { given_up: Vec::new(), together: Vec::new(), patience }
    }
}

pub(super) struct Plain<'a> {
    pub(super) world: &'a World<'a>,
    pub(super) judges: Vec<Judge>,
    /// The place of the status quo.
    pub(super) today: usize,
    places: BTreeMap<&'a Outcome, usize>,
}

/// An outcome a step leads to, and the issues it changes.
pub(super) type Neighbour = (usize, Vec<IssueIndex>);

impl<'a> Plain<'a> {
    pub(super) fn new(world: &'a World<'a>, levers: &[(usize, Decimal)]) -> Self {
        let case = world.case;
        let controls = |p: &PartyIndex| case.issues.iter().any(|i| i.control.contains(p));
        let mut asked = world.c.clone();
        asked.extend((0..case.parties.len()).filter(|p| !world.c.contains(p) && controls(p)));
        let judge = |party: PartyIndex| {
            let worths = Party::new(case, party);
            let patience = case.parties[party].patience.map_or(0, |n| Points::round(&middle(n)).0);
            Judge {
                party,
                cares: case.preferences.iter().any(|p| p.party == party),
                start: worths.no_deal(levers).min(worths.worth(&case.status_quo, levers)),
                patience: patience.into(),
                worth: world.outcomes.iter().map(|x| worths.worth(&x.outcome, levers)).collect(),
            }
        };
        let places: BTreeMap<&Outcome, usize> =
            world.outcomes.iter().enumerate().map(|(at, x)| (&x.outcome, at)).collect();
        let today = places.get(&case.status_quo).copied().unwrap_or_default();
        Self { world, judges: asked.into_iter().map(judge).collect(), today, places }
    }

    pub(super) fn place(&self, outcome: &Outcome) -> Option<usize> {
        self.places.get(outcome).copied()
    }

    /// The preconditions of those who are asked.
    pub(super) fn preconditions(&self) -> Vec<usize> {
        let stated = self.world.case.preconditions.iter().enumerate();
        stated.filter(|(_, p)| self.judges.iter().any(|j| j.party == p.party)).map(|(k, _)| k).collect()
    }

    /// Every step that can be made.
    pub(super) fn neighbours(&self, from: usize, changed: &Changed) -> Vec<Neighbour> {
        let case = self.world.case;
        let here = &self.world.outcomes[from].outcome;
        let single = (0..case.issues.len()).map(|j| vec![j]);
        let packages = case.packages.iter().map(|p| p.issues.clone()).chain([changed.together.clone()]);
        let mut found = Vec::new();
        for issues in single.chain(packages) {
            // All combinations of the options of these issues, one issue after the other.
            let mut outcomes: Vec<Outcome> = vec![here.clone()];
            for &j in &issues {
                outcomes = outcomes
                    .into_iter()
                    .flat_map(|x| {
                        (0..case.issues[j].options.len()).map(move |o| {
                            let mut y = x.clone();
                            y[j] = o;
                            y
                        })
                    })
                    .collect();
            }
            for outcome in outcomes {
                let moved: Vec<IssueIndex> = (0..here.len()).filter(|&j| here[j] != outcome[j]).collect();
                let enough = moved.len() == 1 && issues.len() == 1 || moved.len() > 1;
                if let (true, Some(to)) = (enough, self.place(&outcome))
                    && moved.iter().all(|&j| self.can_move(j, here[j], outcome[j]))
                {
                    found.push((to, moved));
                }
            }
        }
        found
    }

    /// Whether those who can move an issue can move it so.
    fn can_move(&self, j: IssueIndex, from: usize, to: usize) -> bool {
        let issue = &self.world.case.issues[j];
        let free = |party: &PartyIndex| {
            !issue.irreversible.iter().any(|(p, way)| {
                p == party && (*way == Direction::Up && to < from || *way == Direction::Down && to > from)
            })
        };
        let together = issue.control.iter().all(free);
        if to != self.world.case.status_quo[j] {
            return together;
        }
        match &issue.undo {
            None => issue.control.iter().any(free),
            Some(undo) => undo.iter().any(free) || issue.control.len() >= 2 && together,
        }
    }

    fn is_asked(&self, judge: &Judge, issues: &[IssueIndex]) -> bool {
        let case = self.world.case;
        case.parties[judge.party].in_c() || issues.iter().any(|&j| case.issues[j].control.contains(&judge.party))
    }

    /// Whether everybody asked accepts a step.
    pub(super) fn accepts(&self, from: usize, to: usize, issues: &[IssueIndex], changed: &Changed) -> bool {
        self.all_refusals(from, to, issues, changed).is_empty()
    }

    /// Who refuses a step of the case as it is, and for what.
    pub(super) fn refusals(
        &self,
        from: usize,
        to: usize,
        issues: &[IssueIndex],
    ) -> Vec<(PartyIndex, &'static str, Micro)> {
        self.all_refusals(from, to, issues, &Changed::nothing(self))
    }

    fn all_refusals(
        &self,
        from: usize,
        to: usize,
        issues: &[IssueIndex],
        changed: &Changed,
    ) -> Vec<(PartyIndex, &'static str, Micro)> {
        let case = self.world.case;
        let (x, y) = (&self.world.outcomes[from].outcome, &self.world.outcomes[to].outcome);
        let mut refusals = Vec::new();
        for (judge, patience) in self.judges.iter().zip(&changed.patience).filter(|(j, _)| self.is_asked(j, issues)) {
            let party = judge.party;
            let short = judge.start - patience - judge.worth[to];
            if judge.cares && short > 0 {
                refusals.push((party, "worth", short));
            }
            for (k, line) in case.red_lines.iter().enumerate() {
                if line.party == party && meets(case, y, &line.refuses) {
                    refusals.push((party, "red line", k as Micro));
                }
            }
            for (k, pre) in case.preconditions.iter().enumerate() {
                if pre.party != party || changed.given_up.contains(&k) {
                    continue;
                }
                let refused = if pre.transient {
                    let comes_true = meets(case, y, &pre.before) && !meets(case, x, &pre.before);
                    comes_true && !meets(case, x, &pre.first) && !meets(case, y, &pre.first)
                } else {
                    meets(case, y, &pre.before) && !meets(case, y, &pre.first)
                };
                if refused {
                    refusals.push((party, "precondition", k as Micro));
                }
            }
        }
        refusals
    }

    /// How many accepted steps lead to each outcome.
    pub(super) fn distances(&self, changed: &Changed) -> Vec<Option<usize>> {
        let mut distance = vec![None; self.world.outcomes.len()];
        distance[self.today] = Some(0);
        let mut queue = VecDeque::from([self.today]);
        while let Some(x) = queue.pop_front() {
            for (y, issues) in self.neighbours(x, changed) {
                if distance[y].is_none() && self.accepts(x, y, &issues, changed) {
                    distance[y] = distance[x].map(|d| d + 1);
                    queue.push_back(y);
                }
            }
        }
        distance
    }

    /// Per outcome: the fewest refused steps of any way there, and the fewest steps of those.
    pub(super) fn fewest_refusals(&self, changed: &Changed) -> Vec<Option<(usize, usize)>> {
        let mut cost: Vec<Option<(usize, usize)>> = vec![None; self.world.outcomes.len()];
        let mut heap = BinaryHeap::from([Reverse(((0, 0), self.today))]);
        while let Some(Reverse(((refused, steps), x))) = heap.pop() {
            if cost[x].is_some() {
                continue;
            }
            cost[x] = Some((refused, steps));
            for (y, issues) in self.neighbours(x, changed) {
                if cost[y].is_none() {
                    let refuses = usize::from(!self.accepts(x, y, &issues, changed));
                    heap.push(Reverse(((refused + refuses, steps + 1), y)));
                }
            }
        }
        cost
    }

    /// Whether an outcome is acceptable to all of C at the end.
    pub(super) fn is_content(&self, at: usize, changed: &Changed) -> bool {
        (0..self.world.c.len()).all(|k| self.is_content_with(k, at, &changed.given_up))
    }

    /// Whether it is to one of them, as the case stands.
    pub(super) fn is_content_alone(&self, k: usize, at: usize) -> bool {
        self.is_content_with(k, at, &[])
    }

    fn is_content_with(&self, k: usize, at: usize, given_up: &[usize]) -> bool {
        let (case, party, seen) = (self.world.case, self.world.c[k], &self.world.outcomes[at]);
        let x = &seen.outcome;
        let crossed = case.red_lines.iter().any(|r| r.party == party && meets(case, x, &r.refuses));
        let broken = case.preconditions.iter().enumerate().any(|(n, p)| {
            let bears = p.party == party && !p.transient && !given_up.contains(&n);
            bears && meets(case, x, &p.before) && !meets(case, x, &p.first)
        });
        seen.gain[k] >= 0 && !crossed && !broken
    }

    /// min over C of u_i − u_i(status quo).
    pub(super) fn low_point(&self, at: usize) -> Micro {
        let world = self.world;
        world.outcomes[at].worth.iter().zip(&world.status_quo).map(|(u, s)| u - s).min().unwrap_or(0)
    }

    /// How far below its start each outcome leaves a judge.
    pub(super) fn setbacks(&self, judge: usize) -> impl Iterator<Item = Micro> + '_ {
        let own = &self.judges[judge];
        own.worth.iter().map(|u| own.start - u)
    }

    /// Whether one precondition waits for another.
    pub(super) fn waits_for(&self, p: usize, q: usize, distance: &[Option<usize>]) -> bool {
        let case = self.world.case;
        let (p, q) = (&case.preconditions[p], &case.preconditions[q]);
        let with: Vec<usize> =
            (0..distance.len()).filter(|&at| meets(case, &self.world.outcomes[at].outcome, &p.first)).collect();
        !with.is_empty()
            && with.iter().all(|&at| distance[at].is_none() && meets(case, &self.world.outcomes[at].outcome, &q.before))
    }

    /// The length of the shortest cycle of preconditions that follows from those whose ψ all of `ends` have; 0 when there is none.
    pub(super) fn shortest_cycle(&self, ends: &[usize], distance: &[Option<usize>]) -> usize {
        let case = self.world.case;
        let all = self.preconditions();
        if ends.is_empty() {
            return 0;
        }
        let n = all.len();
        let waits: Vec<Vec<bool>> =
            (0..n).map(|a| (0..n).map(|b| a != b && self.waits_for(all[a], all[b], distance)).collect()).collect();
        // Where φ can hold at all, and no accepted step leads to it.
        let waiting = |a: usize| {
            let first = &case.preconditions[all[a]].first;
            let mut with =
                (0..distance.len()).filter(|&at| meets(case, &self.world.outcomes[at].outcome, first)).peekable();
            with.peek().is_some() && with.all(|at| distance[at].is_none())
        };
        let asked = |a: usize| {
            let before = &case.preconditions[all[a]].before;
            ends.iter().all(|&at| meets(case, &self.world.outcomes[at].outcome, before))
        };
        let edge = |a: usize, b: usize| waits[a][b] && waiting(b);
        let mut reached: Vec<usize> = (0..n).filter(|&a| waiting(a) && asked(a)).collect();
        let mut at = 0;
        while at < reached.len() {
            let a = reached[at];
            for b in (0..n).filter(|&b| edge(a, b)) {
                if !reached.contains(&b) {
                    reached.push(b);
                }
            }
            at += 1;
        }
        let cycle = |&start: &usize| {
            let mut front = vec![start];
            (1..=n).find(|_| {
                front = (0..n).filter(|&b| front.iter().any(|&a| edge(a, b))).collect();
                front.contains(&start)
            })
        };
        reached.iter().filter_map(cycle).min().unwrap_or(0)
    }
}
