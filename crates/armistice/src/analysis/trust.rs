//! Trust: how much of it a deal needs, and what a guarantor adds (definitions §5).

use num_traits::{One, Zero};

use super::asked::{Asked, GivesUp, Method};
use super::constraints::{Constraints, constraints};
use super::impasse::{Constraint, Listed, impasse};
use super::leverage::STRONGEST;
use super::openings::strengths::Strengths;
use super::openings::targets::{Goal, Target, targets};
use super::openings::{Bounds, Candidate, Classes, Levers, Pulled};
use super::range::Range;
use super::{AnalysisError, Extent, Finding, Request, put};
use crate::case::{Condition, PartyIndex};
use crate::points::{Decimal, Exact, Fraction};
use crate::space::{Numbers, Pull, Terms, Unrounded};

/// What trust can do. Degrees of trust are exact and come from unrounded numbers: they may differ from a verdict by 10⁻⁶ point.
#[derive(Clone, Debug, PartialEq)]
pub struct Trust {
    /// Whether fewer than two parties have to agree: then nothing is asked.
    pub too_few: bool,
    /// The strongest pull of a lever looked at.
    pub strongest: Decimal,
    /// Levers that stay pulled throughout.
    pub pulled: Vec<Pull>,
    /// The parties of C that lose something if the others do not keep to a deal; to the others trust makes no difference.
    pub exposed: Vec<Exposed>,
    /// K (definitions §3.1), for what blocks.
    pub constraints: Vec<Constraint>,
    /// The deal, then the goals. Empty when nobody is exposed.
    pub questions: Vec<Question>,
    /// How far it came.
    pub extent: Extent,
}

/// A party that trust makes a difference to.
#[derive(Clone, Debug, PartialEq)]
pub struct Exposed {
    /// Index into the case's parties.
    pub party: PartyIndex,
    /// Its trust, 0…1, with the levers that stay pulled and hold everywhere.
    pub trust: Exact,
}

/// How much trust the deal, or a goal, needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// `None`: the deal.
    pub goal: Option<Goal>,
    /// Whether a deal exists with trust as stated.
    pub open: bool,
    /// Whether every outcome was looked at for that; else there are too many, and one may exist where none was found.
    pub open_exact: bool,
    /// All exposed parties trusting as much as each other.
    pub common: Threshold,
    /// Each exposed party, with the others' trust as stated.
    pub single: Vec<Threshold>,
    /// The levers on the trust of an exposed party that are not pulled.
    pub guarantees: Vec<Guarantee>,
    /// When full trust of all opens nothing: the blocks that stand then, each as indices into the constraints; at most three.
    pub blocks: Vec<Vec<usize>>,
}

/// The least trust at which a deal exists; more never closes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Threshold {
    /// This much, 0…1.
    From(Exact),
    /// This much at most: there are too many outcomes to tell whether less is enough.
    AtMost(Exact),
    /// Full trust is not enough.
    Never,
    /// There are too many outcomes to tell.
    Unknown,
}

/// What a guarantor's lever adds.
#[derive(Clone, Debug, PartialEq)]
pub struct Guarantee {
    /// Index into the case's levers.
    pub lever: usize,
    /// The strengths at which a deal exists.
    pub strengths: Strengths,
    /// Whether these are all such strengths.
    pub exact: bool,
    /// The trust of each exposed party with the lever at strength 1, where it holds.
    pub carries: Vec<Exact>,
}

/// How many blocks are named.
const NAMED_BLOCKS: usize = 3;

/// The analysis, for the registry.
///
/// # Errors
/// The case is larger than what can be computed; the error says by which limit.
pub fn run(request: &Request<'_>) -> Result<Finding, AnalysisError> {
    trust(request).map(Finding::Trust)
}

/// What trust can do, on the central model.
///
/// # Errors
/// The case is larger than what can be computed; the error says by which limit.
pub fn trust(request: &Request<'_>) -> Result<Trust, AnalysisError> {
    let Request { case, settings, .. } = *request;
    let numbers = Numbers::central(case);
    let unrounded = Unrounded::new(case, &numbers);
    let constraints = constraints(case)?;
    let strongest = settings.options.strongest.unwrap_or(STRONGEST);
    let signatories = case.signatories();
    let places: Vec<usize> = (0..signatories.len()).filter(|&k| !unrounded.parties[k].exposure.is_empty()).collect();
    let everywhere = |k: usize| {
        let holds = settings.pulls.iter().filter(|(l, _)| unrounded.levers[*l].when.is_none());
        let added: Exact = holds.map(|(l, s)| s.exact() * &unrounded.levers[*l].trust[k]).sum();
        (&unrounded.parties[k].trust + added).clamp(Exact::zero(), Exact::one())
    };
    let mut found = Trust {
        too_few: signatories.len() < 2,
        strongest,
        pulled: settings.pulls.clone(),
        exposed: places.iter().map(|&k| Exposed { party: signatories[k], trust: everywhere(k) }).collect(),
        constraints: constraints.list.clone(),
        questions: Vec::new(),
        extent: Extent::Whole,
    };
    if found.too_few || found.exposed.is_empty() {
        return Ok(found);
    }
    let pulled: Vec<Pulled> = settings.pulls.iter().map(|&(l, s)| (l, s.exact())).collect();
    let strongest = strongest.exact();
    let levers = Levers { unrounded: &unrounded, pulled: &pulled, varied: Vec::new(), strongest: &strongest };
    let trusting = trusting(request, &numbers)?;
    let work = Work { request, constraints: &constraints, trusting: &trusting, levers: &levers, exposed: &places };
    let targets = targets(case, settings);
    let of = targets.len() as u64;
    for (done, target) in targets.into_iter().enumerate() {
        let done = done as u64;
        if !request.watch.goes_on(done, of) {
            found.extent = Extent::Stopped { done, of };
            break;
        }
        found.questions.push(work.question(target, &found.exposed)?);
    }
    Ok(found)
}

/// The case with full trust of all, but with the no-deal worths as they are: trust is varied in u and not in d.
fn trusting<'c>(request: &Request<'c>, numbers: &Numbers) -> Result<Terms<'c>, AnalysisError> {
    let Request { case, settings, .. } = *request;
    let terms =
        |numbers: &Numbers, pulls: &[Pull]| Terms::new(case, numbers, pulls).map_err(AnalysisError::TooManyLevers);
    let stated = terms(numbers, &settings.pulls)?;
    let mut full = numbers.clone();
    full.parties.iter_mut().for_each(|p| {
        p.trust = Fraction::from(Exact::one());
        p.exposure.clear();
    });
    let mut trusting = terms(&full, &settings.pulls)?;
    trusting.parties.iter_mut().zip(&stated.parties).for_each(|(t, s)| t.no_deal = s.no_deal);
    Ok(trusting)
}

/// What every question starts from.
struct Work<'w> {
    request: &'w Request<'w>,
    constraints: &'w Constraints<'w>,
    trusting: &'w Terms<'w>,
    /// With none varied.
    levers: &'w Levers<'w>,
    /// The places of the exposed parties in C.
    exposed: &'w [usize],
}

impl Work<'_> {
    fn question(&self, (goal, target): Target<'_>, exposed: &[Exposed]) -> Result<Question, AnalysisError> {
        let range = Range::new(self.request.case, self.constraints, target);
        let stated = self.levers.classes(&range, &|_| false)?;
        let common = self.threshold(&range, self.exposed)?;
        let single = self.exposed.iter().map(|&k| self.threshold(&range, &[k])).collect::<Result<_, _>>()?;
        let bears_on_trust = |l: usize| self.levers.unrounded.levers[l].trust.iter().any(|t| !t.is_zero());
        let pulled = |l: usize| self.levers.pulled.iter().any(|(known, _)| *known == l);
        let mut guarantees = Vec::new();
        for lever in (0..self.request.case.levers.len()).filter(|&l| bears_on_trust(l) && !pulled(l)) {
            let levers = Levers { varied: vec![lever], ..self.levers.clone() };
            let classes = levers.classes(&range, &|_| false)?;
            let added = &self.levers.unrounded.levers[lever].trust;
            let carries = self.exposed.iter().zip(exposed);
            guarantees.push(Guarantee {
                lever,
                strengths: levers.alone(&classes, &classes.candidates, lever),
                exact: classes.exact,
                carries: carries.map(|(&k, e)| (&e.trust + &added[k]).clamp(Exact::zero(), Exact::one())).collect(),
            });
        }
        let blocks = if common == Threshold::Never { self.blocks(target)? } else { Vec::new() };
        let open = self.levers.open_unpulled(&stated);
        Ok(Question { goal, open, open_exact: open || stated.exact, common, single, guarantees, blocks })
    }

    /// The least trust of these parties, the same for all of them, at which a deal exists.
    fn threshold(&self, range: &Range, varied: &[usize]) -> Result<Threshold, AnalysisError> {
        let bounds = (0..self.levers.unrounded.parties.len()).map(|k| {
            let stated = self.levers.bounds(k);
            if varied.contains(&k) { Bounds { trust: (Exact::zero(), Exact::one()), ..stated } } else { stated }
        });
        let classes = self.levers.classes_within(range, &|_| false, bounds.collect())?;
        let needed = classes.candidates.iter().filter_map(|candidate| self.needed(&classes, candidate, varied));
        Ok(match (needed.min(), classes.exact) {
            // Less than none there is not.
            (Some(least), exact) if exact || least.is_zero() => Threshold::From(least),
            (Some(least), _) => Threshold::AtMost(least),
            (None, true) => Threshold::Never,
            (None, false) => Threshold::Unknown,
        })
    }

    /// The least trust of these parties at which all accept a candidate.
    fn needed(&self, classes: &Classes, candidate: &Candidate, varied: &[usize]) -> Option<Exact> {
        let mut needed = Exact::zero();
        for party in 0..candidate.worth.len() {
            if !varied.contains(&party) {
                if !self.levers.accepts(classes, candidate, party) {
                    return None;
                }
                continue;
            }
            let (without, full) = &candidate.worth[party];
            let no_deal = self.levers.no_deal(party);
            if *full < no_deal {
                return None;
            }
            if *without < no_deal {
                // Worth rises in a straight line with trust.
                needed = needed.max((no_deal - without) / (full - without));
            }
        }
        Some(needed)
    }

    /// What blocks with full trust of all.
    fn blocks(&self, target: Option<&Condition>) -> Result<Vec<Vec<usize>>, AnalysisError> {
        let Request { case, settings, .. } = *self.request;
        let asked = Asked::new(case, self.trusting, self.constraints, target);
        let listed = Listed { changes: NAMED_BLOCKS, pressures: 1 };
        let look = |method: &dyn Method| -> Result<Vec<Vec<usize>>, GivesUp> {
            let found = impasse(method, &method.survey()?, listed)?;
            Ok(found.blocks.into_iter().map(|b| b.constraints).collect())
        };
        put(&asked, settings, look)
    }
}
