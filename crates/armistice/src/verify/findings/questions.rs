//! Re-checks what to ask next: where the central verdict turns, and, where there are few draws, every count.

use num_bigint::BigInt;
use num_traits::{One, ToPrimitive, Zero};

use super::super::filled::{Filled, on_the_line};
use super::super::report::Report;
use super::super::world::{Micro, Seen, World};
use super::super::worth::Party;
use super::super::{Mismatch, Question, TooLarge};
use super::robustness::{drawn, is_too_large, sway, zone};
use crate::analysis::Settings;
use crate::analysis::questions::{BINS, Flip, PAIRED, Questions, Third, Turn, Turned, Unknown};
use crate::analysis::robustness::Sway;
use crate::case::{Case, NoDeal, PartyIndex, Scores};
use crate::points::Exact;

/// Outcomes looked at over all draws made again.
const LOOKS: u64 = 1 << 17;
/// Outcomes looked at to check where the verdict turns: with very many numbers, that of the first ones is checked.
const FLIP_LOOKS: usize = 1 << 20;
/// What rounding each term of worth once may leave of a gain that is zero, in micro-points.
const ROUNDING: Micro = 200;

pub(super) fn check(case: &Case, settings: &Settings, found: &Questions) -> Result<Vec<Mismatch>, TooLarge> {
    let question = Question { case, target: None, levers: &settings.pulls };
    let world = World::new(&question)?;
    let mut report = Report::default();
    if found.sway == Sway::TooLarge {
        report.same("questions.sway", &true, &is_too_large(case, settings));
        return Ok(report.mismatches);
    }
    report.same("questions.seed", &settings.seed, &found.seed);
    report.same("questions.asked", &settings.draws, &found.asked);
    report.same("questions.central", &Some(zone(&world).next().is_some()), &found.central);
    sway(case, settings, &world, found.sway, &mut report);
    if found.sway != Sway::Numbers {
        report.same("questions.list", &0, &found.list.len());
        return Ok(report.mismatches);
    }
    let mut left = FLIP_LOOKS / (7 * world.outcomes.len().max(1));
    for asked in &found.list {
        for (k, turned) in asked.dials.iter().enumerate() {
            if left == 0 {
                break;
            }
            left -= 1;
            let dial = Dialled { question, party: asked.party, unknown: asked.unknown, of: turned.dial.of };
            dial.flip(turned, &format!("questions {:?} {k}", asked.unknown), &mut report)?;
        }
        let sizes: Vec<f64> = asked.dials.iter().map(|t| t.difference().abs()).collect();
        report.same(format!("questions {:?}: order", asked.unknown), &true, &sizes.is_sorted_by(|a, b| a >= b));
    }
    let looks = found.draws.saturating_mul(world.outcomes.len() as u64).saturating_mul(found.list.len() as u64 + 1);
    if looks <= LOOKS {
        recount(&question, settings, found, &mut report)?;
    }
    Ok(report.mismatches)
}

/// One number of one party.
struct Dialled<'q> {
    question: Question<'q>,
    party: PartyIndex,
    unknown: Unknown,
    of: Option<usize>,
}

impl Dialled<'_> {
    /// The central model but for this number.
    fn world(&self, value: &Exact) -> Result<World<'_>, TooLarge> {
        let case = self.question.case;
        let party = |p| {
            let mut filled = Filled::central(case, p);
            if p == self.party {
                self.turn(&mut filled, value);
            }
            Party::filled(case, p, filled)
        };
        World::filled(&self.question, case.signatories().into_iter().map(party).collect())
    }

    fn turn(&self, filled: &mut Filled, value: &Exact) {
        let case = self.question.case;
        match (self.unknown, self.of) {
            (Unknown::Weights(_), Some(issue)) => {
                let rest = Exact::one() - &filled.weights[issue];
                let others = Exact::from_integer(BigInt::from(filled.weights.len().max(2) - 1));
                for (j, weight) in filled.weights.iter_mut().enumerate() {
                    let share = if rest.is_zero() { Exact::one() / &others } else { &*weight / &rest };
                    *weight = if j == issue { value.clone() } else { (Exact::one() - value) * share };
                }
            }
            (Unknown::Scores(_, j), Some(option)) => {
                let issue = &case.issues[j];
                let mut scores = filled.scores[j].clone().unwrap_or_else(|| vec![Exact::zero(); issue.options.len()]);
                scores[option] = value.clone();
                if let Some(Scores::Points(points)) = case.preferences_of(self.party).and_then(|p| p.scores[j].as_ref())
                {
                    let own = scores.clone();
                    for (o, score) in scores.iter_mut().enumerate() {
                        if let Some(between) = on_the_line(issue, points, &own, o) {
                            *score = between;
                        }
                    }
                }
                filled.scores[j] = Some(scores);
            }
            (Unknown::NoDeal(_), _) => filled.no_deal = value.clone(),
            (Unknown::Trust(_), _) => filled.trust = value.clone(),
            (Unknown::Exposure(_, at), _) => {
                if let Some(points) = filled.exposure.values_mut().nth(at) {
                    *points = value.clone();
                }
            }
            (Unknown::Link(k), _) => filled.links[k] = value.clone(),
            (Unknown::LeverWorth(l, at), _) => filled.lever_worth[l][at] = value.clone(),
            (Unknown::LeverTrust(l, at), _) => filled.lever_trust[l][at] = value.clone(),
            (Unknown::Weights(_) | Unknown::Scores(..) | Unknown::Patience(_), _) => {}
        }
    }

    /// At both ends, in between, and at the turns themselves.
    fn flip(&self, turned: &Turned, what: &str, report: &mut Report) -> Result<(), TooLarge> {
        let (low, high) = (turned.dial.low.exact(), turned.dial.high.exact());
        let place = self.question.case.signatories().iter().position(|&p| p == self.party).unwrap_or_default();
        let turns: Vec<&Turn> = match &turned.flip {
            Flip::Never => Vec::new(),
            Flip::UpTo(turn) | Flip::From(turn) => vec![turn],
            Flip::Outside(first, second) => vec![first, second],
        };
        for turn in &turns {
            let world = self.world(&turn.value.exact())?;
            let gain = world.outcomes.iter().find(|x| x.index == turn.index).map(|x| x.gain[place]);
            if gain.is_none_or(|g| g.abs() > ROUNDING) {
                report.differs(format!("{what}: turn"), "a gain of 0", format!("{gain:?} at {:?}", turn.value));
            }
        }
        let central = zone(&self.world(&turned.dial.central.exact())?).next().is_some();
        for quarter in 0..=4i64 {
            let value = &low + (&high - &low) * Exact::new(quarter.into(), 4.into());
            let world = self.world(&value)?;
            // Where a gain is within rounding of nothing, either answer is right.
            if closest(&world, place) <= ROUNDING {
                continue;
            }
            let expected = zone(&world).next().is_some();
            let below = |turn: &Turn| value <= turn.value.exact();
            let said = match &turned.flip {
                Flip::Never => central,
                Flip::UpTo(turn) => below(turn),
                Flip::From(turn) => !below(turn),
                Flip::Outside(first, second) => below(first) || !below(second),
            };
            report.same(format!("{what}: a deal at {value}"), &expected, &said);
        }
        Ok(())
    }
}

/// How near to no deal any outcome in the range is for a party.
fn closest(world: &World<'_>, place: usize) -> Micro {
    let range = world.outcomes.iter().filter(|x| x.in_range());
    range.map(|x: &Seen| x.gain[place].abs()).min().unwrap_or(Micro::MAX)
}

/// Every draw again, and every unknown in each of them once more.
fn recount(
    question: &Question<'_>,
    settings: &Settings,
    found: &Questions,
    report: &mut Report,
) -> Result<(), TooLarge> {
    let case = question.case;
    let has_deal = |draw: u64, other: Option<(PartyIndex, &Filled)>| -> Result<bool, TooLarge> {
        let party = |p| {
            let own = || Filled::drawn(case, p, settings.seed, draw);
            Party::filled(case, p, other.filled_of(p).unwrap_or_else(own))
        };
        let world = World::filled(question, case.signatories().into_iter().map(party).collect())?;
        Ok(zone(&world).next().is_some())
    };
    let mut deals = Vec::new();
    for draw in 0..found.draws {
        deals.push(zone(&drawn(question, settings.seed, draw)?).next().is_some());
    }
    report.same("questions.deals", &(deals.iter().filter(|d| **d).count() as u64), &found.deals);
    for asked in &found.list {
        let mut switched = 0;
        for (draw, &deal) in deals.iter().enumerate() {
            let mut own = Filled::drawn(case, asked.party, settings.seed, draw as u64);
            let again = Filled::drawn(case, asked.party, settings.seed, draw as u64 | PAIRED);
            replace(case, &mut own, again, asked.unknown);
            switched += u64::from(has_deal(draw as u64, Some((asked.party, &own)))? != deal);
        }
        report.same(format!("questions {:?}.switched", asked.unknown), &switched, &asked.switched);
        for (k, turned) in asked.dials.iter().enumerate() {
            let bins: Vec<usize> = (0..found.draws)
                .map(|draw| bin(&Filled::drawn(case, asked.party, settings.seed, draw), asked.unknown, turned))
                .collect();
            let (lower, upper) = thirds(&bins, &deals);
            report.same(format!("questions {:?} {k}.lower", asked.unknown), &lower, &turned.lower);
            report.same(format!("questions {:?} {k}.upper", asked.unknown), &upper, &turned.upper);
        }
    }
    Ok(())
}

/// The numbers of one party in place of those drawn.
trait FilledOf {
    fn filled_of(&self, party: PartyIndex) -> Option<Filled>;
}

impl FilledOf for Option<(PartyIndex, &Filled)> {
    fn filled_of(&self, party: PartyIndex) -> Option<Filled> {
        self.filter(|(p, _)| *p == party).map(|(_, filled)| filled.clone())
    }
}

/// Puts one unknown of another draw in the place of that of the first.
fn replace(case: &Case, own: &mut Filled, again: Filled, unknown: Unknown) {
    match unknown {
        Unknown::Weights(_) => own.weights = again.weights,
        Unknown::Scores(_, j) => own.scores[j].clone_from(&again.scores[j]),
        Unknown::NoDeal(p) if !matches!(case.parties[p].no_deal, NoDeal::Like(_)) => own.no_deal = again.no_deal,
        Unknown::NoDeal(_) | Unknown::Patience(_) => {}
        Unknown::Trust(_) => own.trust = again.trust,
        Unknown::Exposure(_, at) => {
            if let (Some(to), Some(from)) = (own.exposure.values_mut().nth(at), again.exposure.values().nth(at)) {
                to.clone_from(from);
            }
        }
        Unknown::Link(k) => own.links[k].clone_from(&again.links[k]),
        Unknown::LeverWorth(l, at) => own.lever_worth[l][at].clone_from(&again.lever_worth[l][at]),
        Unknown::LeverTrust(l, at) => own.lever_trust[l][at].clone_from(&again.lever_trust[l][at]),
    }
}

/// Which of the equal parts of what it may be a number falls into.
fn bin(filled: &Filled, unknown: Unknown, turned: &Turned) -> usize {
    let value = match (unknown, turned.dial.of) {
        (Unknown::Weights(_), Some(issue)) => filled.weights.get(issue),
        (Unknown::Scores(_, j), Some(option)) => filled.scores[j].as_ref().and_then(|s| s.get(option)),
        (Unknown::NoDeal(_), _) => Some(&filled.no_deal),
        (Unknown::Trust(_), _) => Some(&filled.trust),
        (Unknown::Exposure(_, at), _) => filled.exposure.values().nth(at),
        (Unknown::Link(k), _) => filled.links.get(k),
        (Unknown::LeverWorth(l, at), _) => filled.lever_worth[l].get(at),
        (Unknown::LeverTrust(l, at), _) => filled.lever_trust[l].get(at),
        (Unknown::Weights(_) | Unknown::Scores(..) | Unknown::Patience(_), _) => None,
    };
    let (least, most) = (turned.dial.least.exact(), turned.dial.most.exact());
    let width = &most - &least;
    let share = if width.is_zero() { Exact::zero() } else { (value.unwrap_or(&least) - &least) / width };
    let bins = Exact::from_integer(BigInt::from(BINS));
    (share * bins).floor().to_usize().unwrap_or_default().min(BINS - 1)
}

/// Whole bins from either end until they hold a third of the draws.
fn thirds(bins: &[usize], deals: &[bool]) -> (Third, Third) {
    let of = |range: &dyn Fn(usize) -> bool| {
        let chosen = || bins.iter().zip(deals).filter(|(bin, _)| range(**bin));
        Third { draws: chosen().count() as u64, deals: chosen().filter(|(_, deal)| **deal).count() as u64 }
    };
    let enough = |third: Third| third.draws * 3 >= bins.len() as u64;
    let below = (0..BINS).find(|&end| enough(of(&|bin| bin <= end)));
    let above = (0..BINS).rev().find(|&start| enough(of(&|bin| bin >= start)));
    match (below, above) {
        (Some(below), Some(above)) if below < above && !bins.is_empty() => {
            (of(&|bin| bin <= below), of(&|bin| bin >= above))
        }
        _ => Default::default(),
    }
}
