//! The outcomes that some pressure or trust might open, and where it does (definitions §4, §5).

use std::collections::BTreeSet;

use num_traits::{One, Signed, Zero};

use super::constraints::{self, Rule};
use super::unrounded::{Bare, Party, Strengths};
use super::world::{Micro, Seen, World};
use super::{Question, TooLarge};
use crate::analysis::Settings;
use crate::analysis::impasse::ConstraintKind;
use crate::analysis::openings::targets::Goal;
use crate::case::{Case, Condition, Outcome};
use crate::points::Exact;

/// Outcomes beyond which strengths are not looked for again.
const MOST: usize = 20_000;

/// What every question is, as it must be: the deal, the case's goals, the one asked for.
pub(super) fn questions<'a>(case: &'a Case, settings: &'a Settings) -> Vec<(Option<Goal>, Question<'a>)> {
    let question = |target: Option<&'a Condition>| Question { case, target, levers: &settings.pulls };
    let goal = |id: &str, title: &str| Some(Goal { id: id.to_owned(), title: title.to_owned() });
    let own = case
        .goals
        .iter()
        .map(|g| (goal(&g.id, g.title.as_deref().unwrap_or(&g.condition.text)), question(Some(&g.condition))));
    let asked = settings.goal.iter().map(|c| (goal("goal", &c.text), question(Some(c))));
    std::iter::once((None, question(None))).chain(own).chain(asked).collect()
}

/// One question's outcomes.
pub(super) struct Openings<'a> {
    pub(super) world: World<'a>,
    pub(super) rules: Vec<Rule>,
    parties: Vec<Party<'a>>,
}

/// An outcome in the range.
pub(super) struct Open<'o> {
    outcome: &'o Outcome,
    pub(super) settled: bool,
    pub(super) gain: &'o [Micro],
    /// Per party of C.
    bare: Vec<Bare>,
}

impl<'a> Openings<'a> {
    pub(super) fn new(question: &Question<'a>) -> Result<Self, TooLarge> {
        let world = World::new(question)?;
        let rules = constraints::all(&world);
        let parties = world.c.iter().map(|&p| Party::new(question.case, p)).collect();
        Ok(Self { world, rules, parties })
    }

    /// The red lines and preconditions that each outcome in the range violates.
    pub(super) fn crossed(&self) -> BTreeSet<Vec<usize>> {
        self.in_range().map(|(crossed, _)| crossed).collect()
    }

    fn in_range(&self) -> impl Iterator<Item = (Vec<usize>, &Seen)> {
        let held = |k: &usize| self.rules[*k].kind != ConstraintKind::Floor;
        let ranged = self.world.outcomes.iter().enumerate().filter(|(_, x)| x.in_range());
        ranged.map(move |(at, x)| {
            ((0..self.rules.len()).filter(held).filter(|&k| self.rules[k].violated[at]).collect(), x)
        })
    }

    /// The outcomes in the range that cross at most these red lines and preconditions.
    pub(super) fn within(&self, lifted: &[usize]) -> Result<Vec<Open<'_>>, TooLarge> {
        let allowed = self.in_range().filter(|(crossed, _)| crossed.iter().all(|k| lifted.contains(k)));
        let open: Vec<Open<'_>> = allowed
            .map(|(_, x)| Open {
                outcome: &x.outcome,
                settled: x.settled,
                gain: &x.gain,
                bare: self.parties.iter().map(|p| p.bare(&x.outcome)).collect(),
            })
            .collect();
        if open.len() > MOST { Err(TooLarge::Strengths) } else { Ok(open) }
    }

    /// u_i(x) − d_i of the `k`-th party of C.
    pub(super) fn gain(&self, x: &Open<'_>, k: usize, strengths: &Strengths, trust: Option<&Exact>) -> Exact {
        self.parties[k].gain(x.outcome, &x.bare[k], strengths, trust)
    }

    /// Whether the `k`-th party of C is exposed anywhere.
    pub(super) fn is_exposed(&self, k: usize) -> bool {
        let exposures = self.world.case.exposures.iter().filter(|e| e.party == self.world.c[k]);
        exposures.flat_map(|e| e.points.values()).any(|&e| !super::central::middle(e).is_zero())
    }

    /// Whether everybody accepts one of these outcomes.
    pub(super) fn is_open(&self, outcomes: &[Open<'_>], strengths: &Strengths) -> bool {
        let accepts = |x: &Open<'_>, k: usize| !self.gain(x, k, strengths, None).is_negative();
        outcomes.iter().any(|x| (0..self.parties.len()).all(|k| accepts(x, k)))
    }

    /// The strengths of one lever, from 0 to `strongest`, at which everybody accepts one of these outcomes, the others held as given: as
    /// closed intervals, ascending, that do not touch.
    pub(super) fn strengths<'o>(
        &self,
        outcomes: impl IntoIterator<Item = &'o Open<'o>>,
        held: &Strengths,
        lever: usize,
        strongest: &Exact,
    ) -> Vec<(Exact, Exact)> {
        let mut pieces = Vec::new();
        for x in outcomes {
            let at = |s: &Exact| [held, &[(lever, s.clone())]].concat();
            // Where a party's answer can change: the ends, where its trust reaches an end of its own, and where its gain is 0.
            let mut turns: BTreeSet<Exact> = [Exact::zero(), strongest.clone()].into();
            for (k, party) in self.parties.iter().enumerate() {
                let gain = |s: &Exact| self.gain(x, k, &at(s), None);
                let trust = |s: &Exact| party.trust(x.outcome, &at(s));
                let (from, to) = (trust(&Exact::zero()), trust(strongest));
                let mut bends: BTreeSet<Exact> = [Exact::zero(), strongest.clone()].into();
                for end in [Exact::zero(), Exact::one()] {
                    bends.extend((from != to).then(|| strongest * (end - &from) / (&to - &from)));
                }
                bends.retain(|s| !s.is_negative() && s <= strongest);
                let bends: Vec<Exact> = bends.into_iter().collect();
                for pair in bends.windows(2) {
                    let [a, b] = pair else { continue };
                    let (at_a, at_b) = (gain(a), gain(b));
                    turns.extend((at_a != at_b).then(|| a + (b - a) * &at_a / (&at_a - &at_b)));
                }
                turns.extend(bends);
            }
            turns.retain(|s| !s.is_negative() && s <= strongest);
            let turns: Vec<Exact> = turns.into_iter().collect();
            let accepted = |s: &Exact| (0..self.parties.len()).all(|k| !self.gain(x, k, &at(s), None).is_negative());
            for (j, turn) in turns.iter().enumerate() {
                if accepted(turn) {
                    pieces.push((turn.clone(), turn.clone()));
                }
                if let Some(next) = turns.get(j + 1)
                    && accepted(&((turn + next) / (Exact::one() + Exact::one())))
                {
                    pieces.push((turn.clone(), next.clone()));
                }
            }
        }
        joined(pieces)
    }
}

/// Closed intervals, those that touch made one.
fn joined(mut pieces: Vec<(Exact, Exact)>) -> Vec<(Exact, Exact)> {
    pieces.sort();
    let mut all: Vec<(Exact, Exact)> = Vec::new();
    for (from, to) in pieces {
        match all.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.clone().max(to),
            _ => all.push((from, to)),
        }
    }
    all
}
