//! One conclusion as a derivation: why a block blocks, why an unlock opens and nothing smaller does, what one constraint does
//! (definitions §3). Everything can be followed by hand: options by who refuses them, worth term by term.

mod cases;
mod ids;
mod json;
mod search;

use std::fmt;

use crate::analysis::impasse::{BlockBasis, Constraint, ConstraintKind, Impasse, Unlock};
use crate::analysis::{Analysis, AnalysisError, Count, Settings};
use crate::case::{Case, Condition, Outcome, PartyIndex};
use crate::points::Points;
use crate::verify::worth::{self, NoDealSum, Sum};

pub use cases::{Reason, Row};
use ids::{Asked, Named};
pub use ids::{all as ids, block as block_id, unlock as unlock_id};
pub use json::derivation as json;
use search::Search;

/// One conclusion, derived.
#[derive(Clone, Debug, PartialEq)]
pub struct Derivation<'a> {
    /// Its id as listed.
    pub id: String,
    /// The goal it is about; `None`: the deal.
    pub goal: Option<&'a str>,
    /// What would count, in place of anything but the status quo.
    pub target: Option<&'a Condition>,
    /// The impasse it is from, whose constraints it speaks of.
    pub impasse: &'a Impasse,
    /// What it is.
    pub subject: Subject,
}

/// What is derived.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// Why no outcome satisfies these together.
    Block(BlockDerivation),
    /// What giving these up opens.
    Unlock(Box<UnlockDerivation>),
    /// What one constraint does.
    Constraint(Box<ConstraintDerivation>),
}

/// Why no outcome satisfies some constraints together, and any fewer of them leave one.
#[derive(Clone, Debug, PartialEq)]
pub struct BlockDerivation {
    /// Indices into [`Impasse::constraints`].
    pub members: Vec<usize>,
    /// Whether a floor is among them.
    pub basis: BlockBasis,
    /// What its positions leave open: nothing, if there is no floor among them. `None` when too long to be read, or without positions.
    pub cases: Option<Vec<Row>>,
    /// Per floor, in the order of `members`: the most that the other members leave its holder. Each alone shows that nothing is left.
    pub bounds: Vec<Bound>,
    /// Per member: an outcome that satisfies all the others.
    pub needed: Vec<Outcome>,
}

/// An outcome's worth to a party against that of no deal.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// Whose worth.
    pub party: PartyIndex,
    /// The outcome.
    pub outcome: Outcome,
    /// u_i.
    pub worth: Sum,
    /// d_i.
    pub no_deal: NoDealSum,
}

impl Bound {
    /// u_i − d_i.
    pub fn gain(&self) -> Points {
        Points(self.worth.total.0.saturating_sub(self.no_deal.total.0))
    }
}

/// What giving up some constraints opens, and that giving up fewer opens nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct UnlockDerivation {
    /// As analysed.
    pub unlock: Unlock,
    /// An outcome it opens: the best (Nash), or one that hangs on something unstated when there is no settled one.
    pub outcome: Option<Outcome>,
    /// Whether that is the best, and not just any.
    pub is_best: bool,
    /// Its worth, per party of C.
    pub worths: Vec<Bound>,
    /// The constraints it violates: `unlock.violates`, found again from the conditions and the sums.
    pub violated: Vec<usize>,
    /// Per constraint given up: were it kept, the id of a listed block that would still stand. `None` when none is listed that shows it.
    pub keeping: Vec<Option<String>>,
}

/// What one constraint does.
#[derive(Clone, Debug, PartialEq)]
pub struct ConstraintDerivation {
    /// Index into [`Impasse::constraints`].
    pub constraint: usize,
    /// How many outcomes would count as a deal, were nothing refused (definitions §3.1).
    pub outcomes: Count,
    /// How many of those it leaves.
    pub left: Count,
    /// When there is a deal: how many deals it alone removes. `None` for floors, and without a deal.
    pub removes_deals: Option<Count>,
    /// Of a floor: the most that any of those outcomes is worth to its holder.
    pub bound: Option<Bound>,
    /// The ids of the listed blocks that it is part of, goals' included.
    pub blocks: Vec<String>,
    /// The ids of the listed unlocks that give it up, goals' included.
    pub unlocks: Vec<String>,
}

/// Why nothing is derived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DerivationError {
    /// No block, unlock or constraint has this id; these are there.
    Unknown(Vec<String>),
    /// The case became too large.
    Analysis(AnalysisError),
}

impl fmt::Display for DerivationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(_) => f.write_str("no block, unlock or constraint has this id"),
            Self::Analysis(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for DerivationError {}

impl From<AnalysisError> for DerivationError {
    fn from(error: AnalysisError) -> Self {
        Self::Analysis(error)
    }
}

/// Derives what an id names: `block-1`, `unlock-2`, `GOAL/block-1`, the ids of a block's or an unlock's constraints joined by `+`, or a
/// constraint's own.
///
/// # Errors
/// The id names nothing, or an analysis on the way is too large.
pub fn derive<'a>(
    case: &'a Case,
    settings: &'a Settings,
    analysis: &'a Analysis,
    id: &str,
) -> Result<Derivation<'a>, DerivationError> {
    let found = ids::find(case, settings.goal.as_ref(), analysis, id);
    let (asked, named) = found.ok_or_else(|| DerivationError::Unknown(ids::all(analysis)))?;
    let deriving = Deriving { case, settings, analysis, search: Search { case, settings, asked }, asked };
    let (id, subject) = match named {
        Named::Block(n) => (ids::block(asked.goal, n), Subject::Block(deriving.block(n)?)),
        Named::Unlock(n) => (ids::unlock(asked.goal, n), Subject::Unlock(Box::new(deriving.unlock(n)?))),
        Named::Constraint(k) => {
            (asked.impasse.constraints[k].id.clone(), Subject::Constraint(Box::new(deriving.constraint(k)?)))
        }
    };
    Ok(Derivation { id, goal: asked.goal, target: asked.target, impasse: asked.impasse, subject })
}

/// The analyst's words on a constraint: on the position, or for a floor on its holder.
pub fn note<'c>(case: &'c Case, constraint: &Constraint) -> Option<&'c str> {
    let red_line = || case.red_lines.iter().find(|r| r.id == constraint.id).map(|r| &r.grounds);
    let precondition = || case.preconditions.iter().find(|p| p.id == constraint.id).map(|p| &p.grounds);
    let grounds = match constraint.kind {
        ConstraintKind::Floor => Some(&case.parties[constraint.party].grounds),
        ConstraintKind::RedLine => red_line(),
        ConstraintKind::Precondition => precondition(),
    };
    grounds.and_then(|g| g.note.as_deref())
}

struct Deriving<'a> {
    case: &'a Case,
    settings: &'a Settings,
    analysis: &'a Analysis,
    search: Search<'a>,
    asked: Asked<'a>,
}

impl Deriving<'_> {
    fn is_floor(&self, k: usize) -> bool {
        self.asked.impasse.constraints[k].kind == ConstraintKind::Floor
    }

    fn bound(&self, party: PartyIndex, outcome: &Outcome) -> Bound {
        let levers = &self.settings.pulls;
        Bound {
            party,
            outcome: outcome.clone(),
            worth: worth::worth(self.case, party, outcome, levers),
            no_deal: worth::no_deal(self.case, party, levers),
        }
    }

    fn block(&self, place: usize) -> Result<BlockDerivation, AnalysisError> {
        let block = &self.asked.impasse.blocks[place];
        let members = &block.constraints;
        let positions: Vec<usize> = members.iter().copied().filter(|&k| !self.is_floor(k)).collect();
        let cases = if positions.is_empty() {
            None
        } else {
            let closed = positions.len() == members.len();
            cases::rows(self.case, self.asked.target, &self.asked.impasse.constraints, &positions, closed)
        };
        let (mut bounds, mut needed) = (Vec::new(), Vec::new());
        for &k in members {
            let others: Vec<usize> = members.iter().copied().filter(|&other| other != k).collect();
            let party = self.asked.impasse.constraints[k].party;
            if self.is_floor(k) {
                let best = self.search.best_for(party, &others)?;
                bounds.extend(best.iter().map(|outcome| self.bound(party, outcome)));
                needed.extend(best);
            } else {
                needed.extend(match self.opened_by(members, k) {
                    Some(outcome) => Some(outcome),
                    None => self.search.any(&others)?,
                });
            }
        }
        Ok(BlockDerivation { members: members.clone(), basis: block.basis, cases, bounds, needed })
    }

    /// The best outcome of an unlock that gives up this member of a block and no other: it satisfies all constraints besides.
    fn opened_by(&self, block: &[usize], member: usize) -> Option<Outcome> {
        let unlocks = self.asked.impasse.unlocks.iter();
        let mut hits = unlocks.filter(|u| block.iter().all(|k| u.violates.contains(k) == (*k == member)));
        hits.find_map(|u| u.best.nash.as_ref().map(|entry| entry.outcome.clone()))
    }

    fn unlock(&self, place: usize) -> Result<UnlockDerivation, AnalysisError> {
        let impasse = self.asked.impasse;
        let unlock = &impasse.unlocks[place];
        let best = unlock.best.nash.as_ref().map(|entry| entry.outcome.clone());
        let is_best = best.is_some();
        let outcome = match best {
            Some(outcome) => Some(outcome),
            None => {
                let kept = (0..impasse.constraints.len()).filter(|k| !unlock.violates.contains(k));
                self.search.any(&kept.collect::<Vec<_>>())?
            }
        };
        let signatories = self.case.signatories();
        let worths: Vec<Bound> =
            outcome.iter().flat_map(|x| signatories.iter().map(|&party| self.bound(party, x))).collect();
        let crosses = |k: usize| {
            let constraint = &impasse.constraints[k];
            match constraint.kind {
                ConstraintKind::Floor => worths.iter().any(|w| w.party == constraint.party && w.gain().0 < 0),
                ConstraintKind::RedLine | ConstraintKind::Precondition => {
                    outcome.as_ref().is_some_and(|x| cases::is_refused(self.case, &constraint.id, x))
                }
            }
        };
        let violated = (0..impasse.constraints.len()).filter(|&k| crosses(k)).collect();
        let keeping = unlock.violates.iter().map(|k| {
            let only = |members: &[usize]| members.iter().all(|m| unlock.violates.contains(m) == (m == k));
            let block = impasse.blocks.iter().position(|b| b.constraints.contains(k) && only(&b.constraints));
            block.map(|n| ids::block(self.asked.goal, n))
        });
        Ok(UnlockDerivation { keeping: keeping.collect(), unlock: unlock.clone(), outcome, is_best, worths, violated })
    }

    fn constraint(&self, k: usize) -> Result<ConstraintDerivation, AnalysisError> {
        let constraint = &self.asked.impasse.constraints[k];
        let bound = if self.is_floor(k) {
            let best = self.search.best_for(constraint.party, &[])?;
            best.map(|outcome| self.bound(constraint.party, &outcome))
        } else {
            None
        };
        let margins = self.asked.impasse.margins.as_ref();
        let goals = self.analysis.goals.iter().map(|g| (Some(g.id.as_str()), &g.impasse));
        let impasses = || std::iter::once((None, &self.analysis.impasse)).chain(goals.clone());
        let mut blocks = Vec::new();
        let mut unlocks = Vec::new();
        for (goal, impasse) in impasses() {
            let named = impasse.blocks.iter().enumerate().filter(|(_, b)| b.constraints.contains(&k));
            blocks.extend(named.map(|(n, _)| ids::block(goal, n)));
            let named = impasse.unlocks.iter().enumerate().filter(|(_, u)| u.violates.contains(&k));
            unlocks.extend(named.map(|(n, _)| ids::unlock(goal, n)));
        }
        Ok(ConstraintDerivation {
            constraint: k,
            outcomes: self.search.outcomes(&[])?.deals,
            left: self.search.outcomes(&[k])?.deals,
            removes_deals: margins.and_then(|m| m.constraints.get(k).copied()),
            bound,
            blocks,
            unlocks,
        })
    }
}
