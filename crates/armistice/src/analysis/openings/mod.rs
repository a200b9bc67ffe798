//! For which strengths of levers, and which trust, a deal exists: exactly (definitions §4.2, §5).
//!
//! An outcome's gains hang on the strengths through the class of outcomes it belongs to (which levers' conditions it meets), what it is
//! worth with the least trust that comes up, and what with the most. So per class the undominated of these worths say it all.

pub mod sampled;
pub mod square;
pub mod strengths;
pub mod targets;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::range::Range;
use crate::points::Exact;
use crate::space::structure::{Member, Role, Sums, TooWide, Whole, classes};
use crate::space::{Unrounded, UnroundedLever, UnroundedParty};
use square::{Plane, Polygon};
use strengths::Strengths;

/// A lever that stays pulled, and how far.
pub(crate) type Pulled = (usize, Exact);

/// What a party thinks of the outcomes, however far the levers are pulled.
#[derive(Clone, Debug)]
pub(crate) struct Bounds {
    /// The least and the most trust that comes up.
    pub(crate) trust: (Exact, Exact),
    /// Worth less than this, with the most trust, is never enough.
    pub(crate) floor: Option<Exact>,
    /// Worth this, with the least trust, is always enough.
    pub(crate) enough: Option<Exact>,
}

/// Outcomes that nothing dominates in their class.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Candidate {
    /// The conditions met, a bit each, in the order of those that outcomes were told apart by.
    met: u64,
    /// Whether no party has left something unstated that changes in them.
    pub(crate) settled: bool,
    /// Per party of C, levers that stay pulled included: worth with the least trust that comes up, and with the most.
    pub(crate) worth: Vec<(Exact, Exact)>,
}

/// The outcomes of a range in classes.
#[derive(Clone, Debug)]
pub(crate) struct Classes {
    pub(crate) candidates: Vec<Candidate>,
    /// Whether these are all; else a deal may exist where none of them is one.
    pub(crate) exact: bool,
    /// The conditions that outcomes are told apart by.
    told_apart: Vec<usize>,
    bounds: Vec<Bounds>,
}

/// The levers of a question: those that stay pulled, and those whose strengths are looked for.
#[derive(Clone, Debug)]
pub(crate) struct Levers<'l> {
    pub(crate) unrounded: &'l Unrounded<'l>,
    pub(crate) pulled: &'l [Pulled],
    pub(crate) varied: Vec<usize>,
    /// The strongest pull looked at.
    pub(crate) strongest: &'l Exact,
}

impl<'l> Levers<'l> {
    fn parties(&self) -> usize {
        self.unrounded.parties.len()
    }

    fn lever(&self, index: usize) -> &'l UnroundedLever {
        &self.unrounded.levers[index]
    }

    /// d_i with the levers pulled that stay so.
    pub(crate) fn no_deal(&self, party: usize) -> Exact {
        let pulled = self.pulled.iter().filter(|(l, _)| self.lever(*l).touches_no_deal);
        pulled.fold(self.unrounded.parties[party].no_deal.clone(), |d, (l, s)| d + s * &self.lever(*l).worth[party])
    }

    /// The conditions that classes are told apart by: those of varied levers, and of pulled ones that bear on trust.
    fn told_apart(&self) -> Vec<usize> {
        let bears_on_trust = |l: usize| self.lever(l).trust.iter().any(|t| !t.is_zero());
        let pulled = self.pulled.iter().map(|(l, _)| *l).filter(|&l| bears_on_trust(l));
        let mut all: Vec<usize> =
            self.varied.iter().copied().chain(pulled).filter_map(|l| self.lever(l).when).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// What strengths from 0 to the strongest can do to a party.
    pub(crate) fn bounds(&self, party: usize) -> Bounds {
        // What is added to the gain, and to trust: at least and at most.
        let (mut points, mut trust) = ((Exact::zero(), Exact::zero()), self.unrounded.parties[party].trust.clone());
        let mut spread = (Exact::zero(), Exact::zero());
        let widen = |range: &mut (Exact, Exact), ends: &[Exact]| {
            range.0 += ends.iter().min().cloned().unwrap_or_else(Exact::zero);
            range.1 += ends.iter().max().cloned().unwrap_or_else(Exact::zero);
        };
        for &l in &self.varied {
            let lever = self.lever(l);
            let full = self.strongest * &lever.worth[party];
            let (met, unmet) = match (lever.when, lever.touches_no_deal) {
                (None, _) => (-&full, -&full),
                (Some(_), true) => (Exact::zero(), -&full),
                (Some(_), false) => (full, Exact::zero()),
            };
            widen(&mut points, &[Exact::zero(), met, unmet]);
            widen(&mut spread, &[Exact::zero(), self.strongest * &lever.trust[party]]);
        }
        for (l, strength) in self.pulled {
            let lever = self.lever(*l);
            let added = strength * &lever.trust[party];
            match lever.when {
                None => trust += added,
                Some(_) => widen(&mut spread, &[Exact::zero(), added]),
            }
        }
        let unit = |t: Exact| t.clamp(Exact::zero(), Exact::one());
        let no_deal = self.no_deal(party);
        Bounds {
            trust: (unit(&trust + spread.0), unit(trust + spread.1)),
            floor: Some(&no_deal - points.1),
            enough: Some(no_deal - points.0),
        }
    }

    /// The outcomes of a range in classes.
    pub(crate) fn classes(&self, range: &Range, lifted: &dyn Fn(usize) -> bool) -> Result<Classes, TooWide> {
        let bounds = (0..self.parties()).map(|party| self.bounds(party)).collect();
        self.classes_within(range, lifted, bounds)
    }

    /// The same when trust, or what is enough, is not what the strengths make of it.
    pub(crate) fn classes_within(
        &self,
        range: &Range,
        lifted: &dyn Fn(usize) -> bool,
        bounds: Vec<Bounds>,
    ) -> Result<Classes, TooWide> {
        let told_apart = self.told_apart();
        let columns: Vec<Column> = (0..self.parties()).flat_map(|p| self.columns(p, &bounds[p])).collect();
        let (members, exact) = gather(self.unrounded, range, lifted, &told_apart, &columns)?;
        let settled = 1u64 << told_apart.len().min(63);
        let candidate = |(met, sums): Sum| {
            let mut sums = sums.into_iter();
            let mut worth = Vec::with_capacity(bounds.len());
            for own in &bounds {
                let least = sums.next().unwrap_or_else(Exact::zero);
                let most = if own.trust.0 == own.trust.1 { None } else { sums.next() };
                worth.push((least.clone(), most.unwrap_or(least)));
            }
            Candidate { met: met & !settled, settled: met & settled != 0, worth }
        };
        Ok(Classes { candidates: members.into_iter().map(candidate).collect(), exact, told_apart, bounds })
    }

    /// A party's worth with the least trust, and with the most where that differs.
    fn columns(&self, party: usize, bounds: &Bounds) -> Vec<Column> {
        let own = &self.unrounded.parties[party];
        let (least, most) = &bounds.trust;
        if least == most {
            return vec![self.column(own, party, least, bounds.floor.clone(), bounds.enough.clone())];
        }
        // What is enough with the least trust is with any; with more alone it would not be.
        vec![
            self.column(own, party, least, None, bounds.enough.clone()),
            self.column(own, party, most, bounds.floor.clone(), None),
        ]
    }

    fn column(
        &self,
        own: &UnroundedParty,
        party: usize,
        trust: &Exact,
        floor: Option<Exact>,
        ceiling: Option<Exact>,
    ) -> Column {
        let mut options = own.scores.clone();
        for (issue, option, e) in &own.exposure {
            options[*issue][*option] -= (Exact::one() - trust) * e;
        }
        let mut bonuses = vec![Exact::zero(); self.unrounded.conditions.len()];
        own.links.iter().for_each(|(condition, points)| bonuses[*condition] += points);
        for (l, strength) in self.pulled {
            let lever = self.lever(*l);
            if let Some(when) = lever.when {
                bonuses[when] += strength * &lever.worth[party];
            }
        }
        Column { options, bonuses, floor, ceiling }
    }
}

/// One sum over an outcome's options and conditions.
struct Column {
    /// Per issue and option.
    options: Vec<Vec<Exact>>,
    /// Per condition.
    bonuses: Vec<Exact>,
    floor: Option<Exact>,
    ceiling: Option<Exact>,
}

impl Column {
    fn numbers(&self) -> impl Iterator<Item = &Exact> {
        self.options.iter().flatten().chain(&self.bonuses)
    }

    /// The least common denominator of what is added.
    fn denominator(&self) -> BigInt {
        self.numbers().fold(BigInt::one(), |all, number| all.lcm(number.denom()))
    }

    /// The most that a sum can come to, either way, times the denominator.
    fn size(&self, denominator: &BigInt) -> BigInt {
        let size = |number: &Exact| number.numer().abs() * (denominator / number.denom());
        let options = self.options.iter().map(|issue| issue.iter().map(size).max().unwrap_or_default());
        let bounds = self.floor.iter().chain(&self.ceiling).map(|b| (b * denominator).ceil().to_integer().abs());
        options.sum::<BigInt>() + self.bonuses.iter().map(size).sum::<BigInt>() + bounds.sum::<BigInt>()
    }
}

/// The conditions met, a bit each, and a sum per column.
type Sum = (u64, Vec<Exact>);

/// The classes' undominated sums, and whether these are all; the bit after those of the conditions tells whether an outcome is settled.
fn gather(
    unrounded: &Unrounded<'_>,
    range: &Range,
    lifted: &dyn Fn(usize) -> bool,
    told_apart: &[usize],
    columns: &[Column],
) -> Result<(Vec<Sum>, bool), TooWide> {
    if told_apart.len() > MOST_TOLD_APART {
        return Err(TooWide);
    }
    let mut range = range.clone();
    let mut conditions = range.possible.clone();
    conditions.extend([(range.target, Role::Required), (range.today, Role::Forbidden)]);
    let held = range.refused.iter().enumerate().filter(|(k, _)| !lifted(*k));
    conditions.extend(held.map(|(_, &formula)| (formula, Role::Forbidden)));
    let settled = unrounded.conditions.len();
    let mut bits = vec![0u64; settled + 1];
    told_apart.iter().enumerate().for_each(|(bit, &condition)| bits[condition] = 1 << bit);
    bits[settled] = 1 << told_apart.len();
    conditions.push((range.settled, Role::Adds(settled)));
    for (place, when) in unrounded.conditions.iter().enumerate() {
        if bits[place] != 0 || columns.iter().any(|c| !c.bonuses[place].is_zero()) {
            let formula = range.formulas.compile(when, &unrounded.case.issues, false);
            conditions.push((formula, Role::Adds(place)));
        }
    }

    let radices = range.formulas.radices().to_vec();
    let denominators: Vec<BigInt> = columns.iter().map(Column::denominator).collect();
    let narrow = columns.iter().zip(&denominators).all(|(c, d)| c.size(d).bits() < NARROW);
    let exact = |member: Member<BigInt>| {
        let sums = member.sums.into_iter().zip(&denominators);
        (member.met, sums.map(|(sum, d)| Exact::new(sum, d.clone())).collect())
    };
    let (members, all): (Vec<Member<BigInt>>, bool) = if narrow {
        // What is asked fits, so that nothing is lost.
        let narrowed = |number: BigInt| number.to_i128().unwrap_or_default();
        let sums = sums(&radices, settled, columns, &denominators, &narrowed);
        let (members, all) = classes(&mut range.formulas, &conditions, &bits, &sums)?;
        let wide = |m: Member<i128>| Member { met: m.met, sums: m.sums.into_iter().map(BigInt::from).collect() };
        (members.into_iter().map(wide).collect(), all)
    } else {
        let sums = sums(&radices, settled, columns, &denominators, &|number| number);
        classes(&mut range.formulas, &conditions, &bits, &sums)?
    };
    Ok((members.into_iter().map(exact).collect(), all))
}

/// By how many conditions outcomes are told apart: a bit each, and one for what is settled.
const MOST_TOLD_APART: usize = 62;
/// Sums of fewer bits are held in 128.
const NARROW: u64 = 124;

/// The columns in whole numbers.
fn sums<N: Whole>(
    radices: &[usize],
    conditions: usize,
    columns: &[Column],
    denominators: &[BigInt],
    whole: &dyn Fn(BigInt) -> N,
) -> Sums<N> {
    let each = |pick: &dyn Fn(&Column) -> Exact| -> Vec<N> {
        columns.iter().zip(denominators).map(|(c, d)| whole((pick(c) * d).to_integer())).collect()
    };
    // A sum is a whole number: it reaches a bound when it reaches the next whole number.
    let bounds = |pick: &dyn Fn(&Column) -> Option<Exact>| -> Vec<Option<N>> {
        columns.iter().zip(denominators).map(|(c, d)| pick(c).map(|b| whole((b * d).ceil().to_integer()))).collect()
    };
    let issue =
        |(j, &options): (usize, &usize)| (0..options).map(|o| each(&|c| c.options[j][o].clone())).collect::<Vec<_>>();
    // The last is for what is settled, which adds nothing.
    let settled = std::iter::once(each(&|_| Exact::zero()));
    Sums {
        options: radices.iter().enumerate().map(issue).collect(),
        bonuses: (0..conditions).map(|b| each(&|c| c.bonuses[b].clone())).chain(settled).collect(),
        floors: bounds(&|c| c.floor.clone()),
        ceilings: bounds(&|c| c.ceiling.clone()),
    }
}

/// How the gain of one party on the outcomes of one class hangs on the strengths of some levers.
struct Slopes {
    /// Added to the gain, per unit of each strength.
    points: Vec<Exact>,
    /// d_i with the levers pulled that stay so.
    no_deal: Exact,
    /// Trust with the varied levers at 0, not clamped, and what each unit of strength adds.
    trust: Exact,
    trust_by: Vec<Exact>,
}

impl Slopes {
    fn is_flat(&self) -> bool {
        self.points.iter().all(Zero::is_zero) && self.trust_by.iter().all(Zero::is_zero)
    }
}

impl Levers<'_> {
    fn slopes(&self, classes: &Classes, candidate: &Candidate, party: usize, varied: &[usize]) -> Slopes {
        let met = |when: usize| {
            classes.told_apart.iter().position(|&c| c == when).is_some_and(|bit| candidate.met >> bit & 1 == 1)
        };
        let holds = |lever: &UnroundedLever| lever.when.is_none_or(met);
        let points = |&l: &usize| {
            let lever = self.lever(l);
            let in_deal = lever.when.is_some_and(met);
            let times = i64::from(in_deal) - i64::from(lever.touches_no_deal);
            crate::points::whole(times) * &lever.worth[party]
        };
        let trust_of = |l: usize| {
            let lever = self.lever(l);
            if holds(lever) { lever.trust[party].clone() } else { Exact::zero() }
        };
        let pulled = self.pulled.iter().map(|(l, s)| s * trust_of(*l));
        Slopes {
            points: varied.iter().map(points).collect(),
            no_deal: self.no_deal(party),
            trust: pulled.fold(self.unrounded.parties[party].trust.clone(), |sum, t| sum + t),
            trust_by: varied.iter().map(|&l| trust_of(l)).collect(),
        }
    }

    /// The classes that occur, without what their outcomes are worth.
    pub(crate) fn occurring(&self, range: &Range, lifted: &dyn Fn(usize) -> bool) -> Result<Classes, TooWide> {
        let told_apart = self.told_apart();
        let (members, exact) = gather(self.unrounded, range, lifted, &told_apart, &[])?;
        let candidate = |(met, _): Sum| Candidate { met, settled: false, worth: Vec::new() };
        let candidates = members.into_iter().map(candidate).collect();
        Ok(Classes { candidates, exact, told_apart, bounds: Vec::new() })
    }

    /// Whether pulling this lever changes any party's gain on outcomes of any class that occurs.
    pub(crate) fn has_effect(&self, occurring: &Classes, lever: usize) -> bool {
        occurring.candidates.iter().any(|candidate| {
            (0..self.parties()).any(|party| !self.slopes(occurring, candidate, party, &[lever]).is_flat())
        })
    }

    /// The strengths at which this lever, with the other varied ones at 0, opens some of these candidates.
    pub(crate) fn alone<'c>(
        &self,
        classes: &Classes,
        candidates: impl IntoIterator<Item = &'c Candidate>,
        lever: usize,
    ) -> Strengths {
        let all = || Strengths::of([(Exact::zero(), self.strongest.clone())]);
        let of_candidate = |candidate: &Candidate| {
            let mut open = all();
            for party in 0..self.parties() {
                let slopes = self.slopes(classes, candidate, party, &[lever]);
                open = open.and(&self.accepted(&slopes, &candidate.worth[party], &classes.bounds[party]));
                if open.is_empty() {
                    break;
                }
            }
            open
        };
        candidates.into_iter().map(of_candidate).fold(Strengths::default(), |all, one| all.or(&one))
    }

    /// Whether some candidate is open with all varied levers at 0.
    pub(crate) fn open_unpulled(&self, classes: &Classes) -> bool {
        let open = |candidate: &Candidate| (0..self.parties()).all(|party| self.accepts(classes, candidate, party));
        classes.candidates.iter().any(open)
    }

    /// Whether a party accepts a candidate with all varied levers at 0.
    pub(crate) fn accepts(&self, classes: &Classes, candidate: &Candidate, party: usize) -> bool {
        let slopes = self.slopes(classes, candidate, party, &[]);
        let trust = slopes.trust.clone().clamp(Exact::zero(), Exact::one());
        worth_at(&candidate.worth[party], &classes.bounds[party], &trust) >= slopes.no_deal
    }

    /// The strengths at which one party accepts.
    fn accepted(&self, slopes: &Slopes, worth: &(Exact, Exact), bounds: &Bounds) -> Strengths {
        let (trust, by) = (&slopes.trust, &slopes.trust_by[0]);
        let mut at = vec![Exact::zero(), self.strongest.clone()];
        if !by.is_zero() && worth.0 != worth.1 {
            // Where trust reaches an end of its range, the line bends.
            let bends = [Exact::zero(), Exact::one()].map(|end| (end - trust) / by);
            at.extend(bends.into_iter().filter(|s| s.is_positive() && s < self.strongest));
        }
        at.sort();
        at.dedup();
        let gain = |s: &Exact| {
            let trust = (trust + s * by).clamp(Exact::zero(), Exact::one());
            worth_at(worth, bounds, &trust) + s * &slopes.points[0] - &slopes.no_deal
        };
        let knots: Vec<(Exact, Exact)> = at.into_iter().map(|s| (s.clone(), gain(&s))).collect();
        Strengths::where_reached(&knots)
    }

    /// The pairs of strengths at which these two levers, with the other varied ones at 0, open a candidate.
    pub(crate) fn together(&self, classes: &Classes, candidate: &Candidate, levers: [usize; 2]) -> Vec<Polygon> {
        let mut regions = vec![Polygon::square(self.strongest)];
        for party in 0..self.parties() {
            let slopes = self.slopes(classes, candidate, party, &levers);
            let pieces = pieces(&slopes, &candidate.worth[party], &classes.bounds[party]);
            let cut = |region: &Polygon, planes: &[Plane]| {
                planes.iter().try_fold(region.clone(), |left, plane| left.cut(plane))
            };
            regions = regions.iter().flat_map(|r| pieces.iter().filter_map(|planes| cut(r, planes))).collect();
            if regions.is_empty() {
                break;
            }
        }
        regions
    }
}

/// What a worth comes to with this trust, which is in the range of the bounds.
fn worth_at((least, most): &(Exact, Exact), bounds: &Bounds, trust: &Exact) -> Exact {
    let (from, to) = &bounds.trust;
    if least == most || from == to {
        return least.clone();
    }
    least + (most - least) * (trust - from) / (to - from)
}

/// Where a party accepts, as regions each of which is where some planes are at least 0.
fn pieces(slopes: &Slopes, worth: &(Exact, Exact), bounds: &Bounds) -> Vec<Vec<Plane>> {
    let pair = |of: &[Exact]| -> [Exact; 2] { std::array::from_fn(|k| of.get(k).cloned().unwrap_or_else(Exact::zero)) };
    let by = pair(&slopes.points);
    let gain = |trust: &Exact| Plane { constant: worth_at(worth, bounds, trust) - &slopes.no_deal, by: by.clone() };
    let unit = |t: &Exact| t.clone().clamp(Exact::zero(), Exact::one());
    if worth.0 == worth.1 || slopes.trust_by.iter().all(Zero::is_zero) {
        return vec![vec![gain(&unit(&slopes.trust))]];
    }
    let trust = Plane { constant: slopes.trust.clone(), by: pair(&slopes.trust_by) };
    let mut distrust = trust.negated();
    distrust.constant += Exact::one();
    // Between the ends, the gain rises with trust.
    let (none, full) = (gain(&Exact::zero()), gain(&Exact::one()));
    let rise = &full.constant - &none.constant;
    let between = Plane {
        constant: &none.constant + &rise * &trust.constant,
        by: std::array::from_fn(|k| &by[k] + &rise * &trust.by[k]),
    };
    vec![vec![trust.negated(), none], vec![trust, distrust.clone(), between], vec![distrust.negated(), full]]
}
