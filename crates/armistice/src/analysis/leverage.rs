//! Leverage: how far levers must be pulled to open a deal, alone and in pairs, and whom they cost (definitions §4).

use num_traits::Zero;

use super::constraints::{Constraints, constraints};
use super::impasse::Constraint;
use super::openings::sampled::{Sampled, rounded_up, sampled};
use super::openings::square::{Corner, Polygon};
use super::openings::strengths::Strengths;
use super::openings::targets::{Goal, Positions, Target, positions, pressures, targets};
use super::openings::{Classes, Levers, Pulled};
use super::range::Range;
use super::{AnalysisError, Extent, Finding, Request};
use crate::case::{Case, PartyIndex};
use crate::points::{Decimal, Exact, Points, whole};
use crate::space::structure::TooWide;
use crate::space::{Numbers, Pull, Terms, Unrounded};

/// The strongest pull looked at when nothing else is said (definitions §4.2).
pub const STRONGEST: Decimal = Decimal::whole(2);

/// What levers can do. Strengths are exact and come from unrounded numbers: they may differ from a verdict by 10⁻⁶ point.
#[derive(Clone, Debug, PartialEq)]
pub struct Leverage {
    /// Whether fewer than two parties have to agree: then nothing is asked.
    pub too_few: bool,
    /// The strongest pull looked at.
    pub strongest: Decimal,
    /// Levers that stay pulled throughout.
    pub pulled: Vec<Pull>,
    /// The levers whose strengths are looked for: all others, in the case's order.
    pub levers: Vec<Reach>,
    /// K (definitions §3.1), for the positions named.
    pub constraints: Vec<Constraint>,
    /// The deal, then the goals.
    pub questions: Vec<Question>,
    /// How far it came.
    pub extent: Extent,
    /// What levers do over many ways of filling in what is unknown; `None` when no question leaves anything to levers, nothing is unknown,
    /// or the case is too large to be gone through so often.
    pub sampled: Option<Sampled>,
}

/// Whom a lever reaches.
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    /// Index into the case's levers.
    pub lever: usize,
    /// Whether its points are added to no deal.
    pub touches_no_deal: bool,
    /// What it does to each party it names, at strength 1.
    pub touches: Vec<Touch>,
    /// Whether it can make a difference to anybody who has to agree.
    pub effect: Effect,
}

/// What a lever does to one party, at strength 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Touch {
    /// Index into the case's parties.
    pub party: PartyIndex,
    /// Points, in the middle of what is known.
    pub points: Exact,
    /// Trust added, in the middle of what is known.
    pub trust: Exact,
}

/// Whether a lever can make a difference to anybody who has to agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It adds points or trust for a signatory.
    Some,
    /// It names nobody who has to agree.
    OutsidersOnly,
    /// It adds only trust, and only for parties that lose nothing if the others do not keep to a deal.
    NothingExposed,
    /// All that it adds is 0.
    Zero,
}

/// What would open the deal, or a goal.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// `None`: the deal.
    pub goal: Option<Goal>,
    /// What the positions leave.
    pub positions: Positions,
    /// When they leave something: what pressure opens it.
    pub pressure: Pressure,
    /// When they leave something: what levers do.
    pub opening: Option<Opening>,
    /// When they leave nothing: what levers would do were these given up, for the first few ways out.
    pub given_up: Vec<GivenUp>,
}

/// How much less going on would have to be worth (definitions §4.1). Rows have an entry per party of C.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pressure {
    /// The Pareto-minimal d − u, not clipped, ascending.
    pub frontier: Vec<Vec<Points>>,
    /// The same clipped at 0: what is needed. Fewest parties first, then the least largest entry.
    pub needed: Vec<Vec<Points>>,
    /// Whether a list was cut to [`super::Settings::listed_points`].
    pub truncated: bool,
    /// Whether every outcome was held against every other; else some rows may be missing, and some may not be the least.
    pub exact: bool,
}

/// What would be were some positions given up.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenUp {
    /// Indices into the constraints.
    pub positions: Vec<usize>,
    /// What levers would do then. Pairs are not looked at.
    pub opening: Opening,
}

/// What levers do.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// Whether a deal exists without any of them.
    pub without: bool,
    /// Each lever alone, in the order of [`Leverage::levers`]; fewer when it was ended before.
    pub alone: Vec<Alone>,
    /// The pairs of levers that have an effect each.
    pub pairs: Vec<Pair>,
    /// Whether every outcome was held against the strengths; else there are too many, and where no deal was found one may still exist:
    /// [`Opening::without`] may be wrong in that way, and so may each lever and pair that is not exact itself.
    pub exact: bool,
}

/// One lever, the others at strength 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Alone {
    /// Index into the case's levers.
    pub lever: usize,
    /// Whether it changes anybody's gain on any outcome that may count.
    pub effect: bool,
    /// The strengths at which a deal exists.
    pub strengths: Strengths,
    /// Those at which a settled one does (definitions §2).
    pub settled: Strengths,
    /// Whether these are all such strengths.
    pub exact: bool,
}

/// Two levers at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Indices into the case's levers.
    pub levers: [usize; 2],
    /// Whether they open a deal together while neither does alone.
    pub only_together: bool,
    /// Where a deal exists: the union of these convex regions of the square of strengths.
    pub regions: Vec<Polygon>,
    /// Whether there are more regions than are listed. What follows is of all of them.
    pub truncated: bool,
    /// Whether a deal exists nowhere else.
    pub exact: bool,
    /// The pair of strengths with the least sum; among equals the least first one.
    pub least_sum: Option<Corner>,
    /// The corners to which no other region has one that is at most as strong in both.
    pub corners: Vec<Corner>,
    /// For some strengths of one: those of the other at which a deal exists.
    pub given: Vec<Given>,
}

/// One lever held at a strength.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// Which of the pair is held: 0 or 1.
    pub held: usize,
    /// How far.
    pub at: Exact,
    /// The strengths of the other at which a deal exists.
    pub other: Strengths,
}

/// How many regions of a pair are listed.
const MOST_REGIONS: usize = 64;
/// For how many ways out of a block of positions the levers are tried.
const MOST_WAYS_OUT: usize = 4;

/// The analysis, for the registry.
///
/// # Errors
/// The case is larger than what can be computed; the error says by which limit.
pub fn run(request: &Request<'_>) -> Result<Finding, AnalysisError> {
    leverage(request).map(Finding::Leverage)
}

/// What levers can do, on the central model.
///
/// # Errors
/// The case is larger than what can be computed; the error says by which limit.
pub fn leverage(request: &Request<'_>) -> Result<Leverage, AnalysisError> {
    let Request { case, settings, .. } = *request;
    let numbers = Numbers::central(case);
    let unrounded = Unrounded::new(case, &numbers);
    let constraints = constraints(case)?;
    let strongest = settings.options.strongest.unwrap_or(STRONGEST);
    let mut found = Leverage {
        too_few: case.signatories().len() < 2,
        strongest,
        pulled: settings.pulls.clone(),
        levers: reaches(case, &numbers, &unrounded, &settings.pulls),
        constraints: constraints.list.clone(),
        questions: Vec::new(),
        extent: Extent::Whole,
        sampled: None,
    };
    if found.too_few {
        return Ok(found);
    }
    let terms = Terms::new(case, &numbers, &settings.pulls).map_err(AnalysisError::TooManyLevers)?;
    let pulled: Vec<Pulled> = settings.pulls.iter().map(|&(l, s)| (l, s.exact())).collect();
    let levers = Levers {
        unrounded: &unrounded,
        pulled: &pulled,
        varied: found.levers.iter().filter(|r| r.effect == Effect::Some).map(|r| r.lever).collect(),
        strongest: &strongest.exact(),
    };
    let targets = targets(case, settings);
    let work = Work { request, constraints: &constraints, terms: &terms, levers: &levers };
    let of = targets.len() as u64;
    for (done, target) in targets.iter().enumerate() {
        let done = done as u64;
        if !request.watch.goes_on(done, of) {
            found.extent = Extent::Stopped { done, of };
            break;
        }
        found.questions.push(work.question(target.clone(), &found.levers)?);
    }
    if found.questions.iter().any(|q| q.opening.is_some()) && settings.draws > 0 {
        let pulls = tried(&found);
        found.sampled = sampled(request, &constraints, &targets, &pulls)?;
    }
    Ok(found)
}

/// The strengths tried in draws: quarters up to 1, and where each lever first opens the deal or a goal centrally.
fn tried(found: &Leverage) -> Vec<Pull> {
    let openings = || found.questions.iter().filter_map(|q| q.opening.as_ref());
    let mut pulls: Vec<Pull> = Vec::new();
    for reach in found.levers.iter().filter(|r| r.effect == Effect::Some) {
        let alone = openings().flat_map(|o| &o.alone).filter(|a| a.lever == reach.lever);
        let opens = alone.filter_map(|a| a.strengths.least()).filter(|s| !s.is_zero()).cloned();
        let mut at: Vec<Exact> = (1..=4).map(|n| whole(n) / whole(4)).chain(opens).collect();
        at.retain(|s| *s <= found.strongest.exact());
        let mut at: Vec<Decimal> = at.iter().filter_map(rounded_up).collect();
        at.sort();
        at.dedup();
        pulls.extend(at.into_iter().map(|s| (reach.lever, s)));
    }
    pulls
}

/// Whom each lever reaches that is not pulled already.
fn reaches(case: &Case, numbers: &Numbers, unrounded: &Unrounded<'_>, pulls: &[Pull]) -> Vec<Reach> {
    let reach = |l: usize| {
        let (lever, exact) = (&case.levers[l], &unrounded.levers[l]);
        let mut touches: Vec<Touch> = Vec::new();
        let mut touch =
            |party: PartyIndex, points: Exact, trust: Exact| match touches.iter_mut().find(|t| t.party == party) {
                Some(known) => {
                    known.points += points;
                    known.trust += trust;
                }
                None => touches.push(Touch { party, points, trust }),
            };
        for ((party, _), points) in lever.worth.iter().zip(&numbers.lever_worth[l]) {
            touch(*party, points.exact(), Exact::zero());
        }
        for ((party, _), trust) in lever.trust.iter().zip(&numbers.lever_trust[l]) {
            touch(*party, Exact::zero(), trust.exact());
        }
        let named = touches.iter().filter(|t| case.parties[t.party].in_c());
        let effect = if exact.worth.iter().chain(&exact.trust).any(|n| !n.is_zero()) {
            Effect::Some
        } else if named.clone().next().is_none() {
            Effect::OutsidersOnly
        } else if named.into_iter().any(|t| !t.trust.is_zero()) {
            Effect::NothingExposed
        } else {
            Effect::Zero
        };
        Reach { lever: l, touches_no_deal: exact.touches_no_deal, touches, effect }
    };
    (0..case.levers.len()).filter(|l| !pulls.iter().any(|(pulled, _)| pulled == l)).map(reach).collect()
}

impl From<TooWide> for AnalysisError {
    fn from(TooWide: TooWide) -> Self {
        Self::TooManyOpenings { why: "the conditions of the case couple too many issues" }
    }
}

/// The pressure frontier, with what is needed.
fn pressure(mut frontier: Vec<Vec<Points>>, exact: bool, listed: usize) -> Pressure {
    let clipped = |r: &Vec<Points>| r.iter().map(|p| Points(p.0.max(0))).collect::<Vec<_>>();
    let mut all: Vec<Vec<Points>> = frontier.iter().map(clipped).collect();
    all.sort();
    all.dedup();
    // In order nothing comes after what it is enough for.
    let mut needed: Vec<Vec<Points>> = Vec::new();
    for row in all {
        if !needed.iter().any(|less| less.iter().zip(&row).all(|(a, b)| a <= b)) {
            needed.push(row);
        }
    }
    needed.sort_by_cached_key(|row| {
        let (parties, most) = (row.iter().filter(|p| p.0 > 0).count(), row.iter().max().copied());
        (parties, most, row.clone())
    });
    let truncated = frontier.len().max(needed.len()) > listed;
    frontier.truncate(listed);
    needed.truncate(listed);
    Pressure { frontier, needed, truncated, exact }
}

/// What every question starts from.
struct Work<'w> {
    request: &'w Request<'w>,
    constraints: &'w Constraints<'w>,
    terms: &'w Terms<'w>,
    levers: &'w Levers<'w>,
}

impl Work<'_> {
    fn question(&self, (goal, target): Target<'_>, reaches: &[Reach]) -> Result<Question, AnalysisError> {
        let Request { case, settings, .. } = *self.request;
        let (frontier, exact) = pressures(case, settings, self.constraints, self.terms, target)?;
        let range = Range::new(case, self.constraints, target);
        let mut question = Question {
            goal,
            positions: Positions::Allow,
            pressure: pressure(frontier, exact, settings.listed_points),
            opening: None,
            given_up: Vec::new(),
        };
        if !question.pressure.frontier.is_empty() {
            question.opening = Some(self.opening(&range, &[], reaches, true)?);
            return Ok(question);
        }
        question.positions = positions(case, settings, self.constraints, self.terms, target)?;
        if let Positions::Refuse { ways_out, .. } = &question.positions {
            for way_out in ways_out.iter().take(MOST_WAYS_OUT) {
                let opening = self.opening(&range, way_out, reaches, false)?;
                question.given_up.push(GivenUp { positions: way_out.clone(), opening });
            }
        }
        Ok(question)
    }

    /// What levers do when these positions are given up.
    fn opening(
        &self,
        range: &Range,
        given_up: &[usize],
        reaches: &[Reach],
        with_pairs: bool,
    ) -> Result<Opening, AnalysisError> {
        let levers = self.levers;
        let lifted = |k: usize| given_up.contains(&k);
        // All at once where that can be kept; else lever by lever, and pair by pair.
        let all = levers.classes(range, &lifted)?;
        let few = |varied: &[usize]| -> Result<(Levers<'_>, Option<Classes>), TooWide> {
            let levers = Levers { varied: varied.to_vec(), ..levers.clone() };
            let own = if all.exact { None } else { Some(levers.classes(range, &lifted)?) };
            Ok((levers, own))
        };
        let occurring = levers.occurring(range, &lifted)?;
        let (none, unpulled) = few(&[])?;
        let unpulled = unpulled.as_ref().unwrap_or(&all);
        let mut opening = Opening {
            without: none.open_unpulled(unpulled),
            exact: unpulled.exact,
            alone: Vec::new(),
            pairs: Vec::new(),
        };
        for reach in reaches {
            let lever = reach.lever;
            let varied: &[usize] = if reach.effect == Effect::Some { &[lever] } else { &[] };
            let (own_levers, own) = few(varied)?;
            let classes = own.as_ref().unwrap_or(&all);
            let settled = classes.candidates.iter().filter(|c| c.settled);
            opening.alone.push(Alone {
                lever,
                effect: levers.has_effect(&occurring, lever),
                strengths: own_levers.alone(classes, &classes.candidates, lever),
                settled: own_levers.alone(classes, settled, lever),
                exact: classes.exact,
            });
        }
        if !with_pairs {
            return Ok(opening);
        }
        let felt: Vec<&Alone> = opening.alone.iter().filter(|a| a.effect).collect();
        let mut pairs = Vec::new();
        for (k, first) in felt.iter().enumerate() {
            for second in &felt[k + 1..] {
                let both = [first.lever, second.lever];
                let (own_levers, own) = few(&both)?;
                let neither = [first, second].iter().all(|a| a.strengths.is_empty() && a.exact);
                pairs.push(pair(&own_levers, own.as_ref().unwrap_or(&all), both, neither));
            }
        }
        opening.pairs = pairs;
        Ok(opening)
    }
}

/// Two levers at once; `neither`: alone neither opens anything.
fn pair(levers: &Levers<'_>, classes: &Classes, both: [usize; 2], neither: bool) -> Pair {
    let mut regions: Vec<Polygon> =
        classes.candidates.iter().flat_map(|candidate| levers.together(classes, candidate, both)).collect();
    let sum = |c: &Corner| (&c[0] + &c[1], c[0].clone());
    let least_sum = regions.iter().flat_map(|r| &r.corners).min_by_key(|c| sum(c)).cloned();
    let mut by_strength: Vec<&Corner> = regions.iter().flat_map(|r| &r.corners).collect();
    by_strength.sort();
    let mut corners: Vec<Corner> = Vec::new();
    for corner in by_strength {
        if corners.last().is_none_or(|last| corner[1] < last[1]) {
            corners.push(corner.clone());
        }
    }
    let mut given = Vec::new();
    for held in 0..2 {
        for at in quarters(levers.strongest) {
            let across = regions.iter().flat_map(|r| r.across(1 - held, &at).intervals().to_vec());
            let other = Strengths::of(across);
            given.push(Given { held, at, other });
        }
    }
    // Those that take least first; what lies inside another region says nothing more.
    regions.sort_by_cached_key(|r| r.corners.iter().map(&sum).min());
    let mut kept: Vec<Polygon> = Vec::new();
    let mut truncated = false;
    for region in regions {
        if kept.iter().any(|k| k.covers(&region)) {
            continue;
        }
        kept.retain(|k| !region.covers(k));
        if kept.len() < MOST_REGIONS {
            kept.push(region);
        } else {
            truncated = true;
        }
    }
    Pair {
        levers: both,
        only_together: neither && !kept.is_empty(),
        regions: kept,
        truncated,
        exact: classes.exact,
        least_sum,
        corners,
        given,
    }
}

/// 0, ¼, ½, ¾, 1, and the strongest where it is more.
fn quarters(strongest: &Exact) -> Vec<Exact> {
    let mut all: Vec<Exact> = (0..=4).map(|n| whole(n) / whole(4)).filter(|q| q < strongest).collect();
    all.push(strongest.clone());
    all
}
