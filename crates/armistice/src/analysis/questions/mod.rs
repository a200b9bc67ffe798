//! Questions to ask next: which unknown number matters most, and where the verdict turns on it (definitions §9.3).

mod dials;
mod flips;

use rayon::prelude::*;

use super::AnalysisError;
use super::constraints;
use super::finding::{Extent, Finding, Request};
use super::impasse::Constraint;
use super::robustness::{Sway, compiled, sort, sway};
use super::sampling::{Judge, Sorted, bearing};
use crate::case::{Case, PartyIndex};
use crate::points::Fraction;
use crate::space::{Terms, Unknowns};

pub use crate::space::Unknown;
pub use dials::Dial;
pub use flips::{Flip, Turn};

/// What to find out first. Per-party lists are in the order of the parties of C.
#[derive(Clone, Debug, PartialEq)]
pub struct Questions {
    /// How many draws were asked for.
    pub asked: u64,
    /// Of which seed.
    pub seed: u64,
    /// How many draws were made.
    pub draws: u64,
    /// Whether that is all of them.
    pub extent: Extent,
    /// Whether numbers can make a difference at all.
    pub sway: Sway,
    /// The blocks of positions alone, when these leave nothing to numbers.
    pub blocks: Vec<Vec<usize>>,
    /// K (definitions §3.1).
    pub constraints: Vec<Constraint>,
    /// Whether there is a deal in the central model; `None` where the case is too large.
    pub central: Option<bool>,
    /// In how many draws there is a deal.
    pub deals: u64,
    /// One per unknown, the largest difference first.
    pub list: Vec<Question>,
}

/// What one unknown does.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The unknown.
    pub unknown: Unknown,
    /// Whose numbers it is about.
    pub party: PartyIndex,
    /// Its numbers (the weights of issues, the scores of options; else one), the largest difference first.
    pub dials: Vec<Turned>,
    /// Draws in which filling in this unknown alone once more changes whether there is a deal.
    pub switched: u64,
}

/// What one number does.
#[derive(Clone, Debug, PartialEq)]
pub struct Turned {
    /// Which.
    pub dial: Dial,
    /// Draws with the number in the lower third of what was drawn of it.
    pub lower: Third,
    /// And in the upper third.
    pub upper: Third,
    /// Where the central verdict turns when it alone moves; the weights of the other issues keep their proportions.
    pub flip: Flip,
}

/// Some of the draws.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Third {
    /// How many.
    pub draws: u64,
    /// In how many of them there is a deal.
    pub deals: u64,
}

impl Third {
    fn share(self) -> f64 {
        if self.draws == 0 { 0.0 } else { self.deals as f64 / self.draws as f64 }
    }
}

impl Turned {
    /// By how much the share of draws with a deal is larger in the upper third; 0 when there are no thirds to compare.
    pub fn difference(&self) -> f64 {
        if self.lower.draws == 0 || self.upper.draws == 0 { 0.0 } else { self.upper.share() - self.lower.share() }
    }
}

impl Questions {
    /// Jansen's estimate of the total-order index of an unknown: the part of the variance of "there is a deal" in which it has a hand, alone or
    /// with others (M. J. W. Jansen, "Analysis of variance designs for model output", Computer Physics Communications 117, 1999).
    /// `None` when there is no variance.
    pub fn total_order(&self, question: &Question) -> Option<f64> {
        let (all, deals) = (self.draws as f64, self.deals as f64);
        let variance = deals / all * (1.0 - deals / all);
        (self.deals > 0 && self.deals < self.draws).then(|| question.switched as f64 / (2.0 * all * variance))
    }
}

/// The second draw of an unknown, to go with draw k, is draw k + this.
pub const PAIRED: u64 = 1 << 63;
/// Into how many bins the values of a number are sorted; thirds are made of whole bins.
pub const BINS: usize = 1_200;
/// Chunks of draws between two looks at the watch, and draws of a chunk.
const CHUNKS: u64 = 16;
const CHUNK: u64 = 8;

/// Asks which unknown matters most (definitions §9.3).
///
/// # Errors
/// As [`super::robustness::run`].
pub fn run(request: &Request<'_>) -> Result<Finding, AnalysisError> {
    let (case, settings) = (request.case, request.settings);
    let constraints = constraints::constraints(case)?;
    let unknowns = bearing(case, &settings.pulls);
    let central = compiled(case, unknowns.central(), settings)?;
    let sorted = sort(case, settings, &constraints, &central, &[]);
    let mut found = Questions {
        asked: settings.draws,
        seed: settings.seed,
        draws: 0,
        extent: Extent::Whole,
        sway: Sway::TooLarge,
        blocks: Vec::new(),
        constraints: constraints.list,
        central: None,
        deals: 0,
        list: Vec::new(),
    };
    let Some(sorted) = sorted else { return Ok(Finding::Questions(Box::new(found))) };
    let mut judge = Judge::new(&sorted);
    judge.load(&central);
    found.sway = sway(case, &sorted, unknowns.list().count());
    found.central = Some(judge.has_deal());
    if found.sway == Sway::Positions {
        found.blocks = judge.blocks_of_positions();
    }
    if found.sway == Sway::Numbers {
        let bench = Bench { case, request, unknowns: &unknowns, central: &central, sorted: &sorted };
        bench.fill_in(&mut found)?;
    }
    Ok(Finding::Questions(Box::new(found)))
}

/// What stays the same from draw to draw.
struct Bench<'b> {
    case: &'b Case,
    request: &'b Request<'b>,
    unknowns: &'b Unknowns<'b>,
    central: &'b Terms<'b>,
    sorted: &'b Sorted,
}

/// What came of one draw.
struct Seen {
    deal: bool,
    /// Per dial of every unknown: the bin of its value.
    bins: Vec<u16>,
    /// Per unknown: whether filling it in once more changes whether there is a deal.
    switched: Vec<bool>,
}

impl Bench<'_> {
    fn fill_in(&self, found: &mut Questions) -> Result<(), AnalysisError> {
        let settings = self.request.settings;
        let unknowns: Vec<Unknown> = self.unknowns.list().collect();
        let dials: Vec<Vec<Dial>> =
            unknowns.iter().map(|unknown| Dial::of(self.case, self.unknowns.central(), *unknown)).collect();
        let width: usize = dials.iter().map(Vec::len).sum();
        // Per dial and bin: draws, and those with a deal.
        let mut bins = vec![vec![Third::default(); BINS]; width];
        let mut switched = vec![0u64; unknowns.len()];
        while found.draws < settings.draws && self.request.watch.goes_on(found.draws, settings.draws) {
            let wave = (settings.draws - found.draws).min(CHUNKS * CHUNK);
            let first = found.draws;
            let seen: Vec<Vec<Seen>> = (0..wave.div_ceil(CHUNK))
                .into_par_iter()
                .map(|n| self.chunk(first + n * CHUNK..(first + (n + 1) * CHUNK).min(first + wave), &unknowns, &dials))
                .collect();
            for draw in seen.iter().flatten() {
                let deal = u64::from(draw.deal);
                found.deals += deal;
                for (bins, &bin) in bins.iter_mut().zip(&draw.bins) {
                    let bin = &mut bins[usize::from(bin)];
                    (bin.draws, bin.deals) = (bin.draws + 1, bin.deals + deal);
                }
                switched.iter_mut().zip(&draw.switched).for_each(|(count, &s)| *count += u64::from(s));
            }
            found.draws += wave;
        }
        if found.draws < settings.draws {
            found.extent = Extent::Stopped { done: found.draws, of: settings.draws };
        }
        let mut bins = bins.iter();
        for ((&unknown, dials), switched) in unknowns.iter().zip(dials).zip(switched) {
            let party = owner(self.case, unknown);
            let mut turned = Vec::new();
            for dial in dials {
                let Some(bins) = bins.next() else { break };
                let (lower, upper) = thirds(bins, found.draws);
                let flip = self.flip(unknown, party, &dial)?;
                turned.push(Turned { dial, lower, upper, flip });
            }
            turned.sort_by(|a, b| b.difference().abs().total_cmp(&a.difference().abs()));
            found.list.push(Question { unknown, party, dials: turned, switched });
        }
        let size = |q: &Question| q.dials.first().map_or(0.0, |t| t.difference().abs());
        found.list.sort_by(|a, b| size(b).total_cmp(&size(a)));
        Ok(())
    }

    fn chunk(&self, draws: std::ops::Range<u64>, unknowns: &[Unknown], dials: &[Vec<Dial>]) -> Vec<Seen> {
        let settings = self.request.settings;
        let signatories = self.case.signatories();
        let mut judge = Judge::new(self.sorted);
        let mut numbers = self.unknowns.central().clone();
        let (mut terms, mut turned) = (self.central.clone(), self.central.clone());
        let mut seen = Vec::new();
        for draw in draws {
            self.unknowns.fill(&mut numbers, settings.seed, draw);
            for (place, &party) in signatories.iter().enumerate() {
                // The levers were counted when the central model was compiled.
                let _ = terms.renew(self.case, &numbers, &settings.pulls, (place, party));
            }
            judge.load(&terms);
            let deal = judge.has_deal();
            let all = unknowns.iter().zip(dials).flat_map(|(unknown, dials)| dials.iter().map(move |d| (unknown, d)));
            let bins = all.map(|(unknown, dial)| dial.bin(&numbers, *unknown)).collect();
            let mut switched = Vec::new();
            for (at, unknown) in unknowns.iter().enumerate() {
                let party = owner(self.case, *unknown);
                let place = signatories.iter().position(|&p| p == party).unwrap_or_default();
                self.unknowns.fill_one(&mut numbers, at, settings.seed, draw | PAIRED);
                let _ = turned.renew(self.case, &numbers, &settings.pulls, (place, party));
                self.unknowns.fill_one(&mut numbers, at, settings.seed, draw);
                judge.load_party(&turned, place);
                switched.push(judge.has_deal() != deal);
                judge.load_party(&terms, place);
            }
            seen.push(Seen { deal, bins, switched });
        }
        seen
    }
}

/// Whose numbers an unknown is about.
fn owner(case: &Case, unknown: Unknown) -> PartyIndex {
    match unknown {
        Unknown::Weights(p)
        | Unknown::Scores(p, _)
        | Unknown::NoDeal(p)
        | Unknown::Trust(p)
        | Unknown::Patience(p)
        | Unknown::Exposure(p, _) => p,
        Unknown::Link(k) => case.links[k].party,
        Unknown::LeverWorth(l, at) => case.levers[l].worth[at].0,
        Unknown::LeverTrust(l, at) => case.levers[l].trust[at].0,
    }
}

/// The draws of the lowest bins that hold a third of them at least, and of the highest; nothing when these would overlap.
fn thirds(bins: &[Third], draws: u64) -> (Third, Third) {
    let gather = |order: &mut dyn Iterator<Item = usize>| {
        let (mut sum, mut last) = (Third::default(), 0);
        for bin in order {
            if u128::from(sum.draws) * 3 >= u128::from(draws) {
                break;
            }
            sum.draws += bins[bin].draws;
            sum.deals += bins[bin].deals;
            last = bin;
        }
        (sum, last)
    };
    let (lower, below) = gather(&mut (0..bins.len()));
    let (upper, above) = gather(&mut (0..bins.len()).rev());
    if draws == 0 || below >= above { Default::default() } else { (lower, upper) }
}

/// A share of the way between two fractions.
fn on_the_way(low: &Fraction, high: &Fraction, share: &Fraction) -> Fraction {
    low + &(&(high - low) * share)
}
