//! In how many ways of filling in what is unknown levers open a deal (definitions §9.2).

use num_bigint::BigInt;
use rayon::prelude::*;

use super::super::constraints::Constraints;
use super::super::sampling::{Judge, MOST_SORTED, Sorted, bearing};
use super::super::{AnalysisError, Extent, Request};
use super::targets::Target;
use crate::case::Condition;
use crate::points::{Decimal, Exact};
use crate::space::{Pull, Terms, Unknowns, combinations};

/// What levers do over many ways of filling in what is unknown. Figures rest on sampling.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampled {
    /// How many draws were asked for.
    pub asked: u64,
    /// Of which seed.
    pub seed: u64,
    /// How many were made.
    pub draws: u64,
    /// Whether that is all of them.
    pub extent: Extent,
    /// The first with no lever pulled but those that stay so.
    pub rows: Vec<Row>,
}

/// One lever pulled this far, the others at strength 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Index into the case's levers; `None`: no lever.
    pub lever: Option<usize>,
    /// How far.
    pub at: Decimal,
    /// Per question, the deal first: in how many draws an outcome that all accept meets it.
    pub met: Vec<u64>,
    /// The same for each of the first [`FIRST_KEPT`] draws.
    pub first: Vec<Vec<bool>>,
}

/// How many draws are kept one by one.
pub const FIRST_KEPT: usize = 8;

/// Chunks of draws that are made between two looks at the watch.
const CHUNKS: u64 = 16;
/// Draws of a chunk.
const CHUNK: u64 = 8;

/// The next strength above with six places: a break-even may have no end of them.
pub(crate) fn rounded_up(strength: &Exact) -> Option<Decimal> {
    let millionths = (strength * Exact::from_integer(BigInt::from(1_000_000))).ceil().to_integer();
    Decimal::parse(&format!("{millionths}e-6")).ok()
}

/// Draws, with each of these levers pulled this far in turn; `None` when nothing is unknown that bears on it, or when the case is too large to be
/// gone through in every draw.
///
/// # Errors
/// More levers on trust than there are tables for.
pub(crate) fn sampled(
    request: &Request<'_>,
    constraints: &Constraints<'_>,
    targets: &[Target<'_>],
    pulls: &[Pull],
) -> Result<Option<Sampled>, AnalysisError> {
    let Request { case, settings, watch } = *request;
    let all: Vec<Pull> = settings.pulls.iter().chain(pulls).copied().collect();
    let unknowns = bearing(case, &all);
    let limit = settings.max_outcomes.min(MOST_SORTED);
    if unknowns.list().next().is_none() || combinations(case) > limit.into() {
        return Ok(None);
    }
    let central = Terms::new(case, unknowns.central(), &settings.pulls).map_err(AnalysisError::TooManyLevers)?;
    for &pull in pulls {
        // What the levers do to trust is counted before it is drawn.
        let with = [settings.pulls.as_slice(), &[pull]].concat();
        Terms::new(case, unknowns.central(), &with).map_err(AnalysisError::TooManyLevers)?;
    }
    let goals: Vec<&Condition> = targets.iter().skip(1).filter_map(|t| t.1).collect();
    let Some(sorted) = Sorted::new(case, constraints, &central, &goals) else { return Ok(None) };
    let bench = Bench { request, unknowns: &unknowns, central: &central, sorted: &sorted, pulls, goals: goals.len() };
    let mut rows = bench.rows();
    let (all, mut done) = (settings.draws, 0);
    while done < all && watch.goes_on(done, all) {
        let wave = (all - done).min(CHUNKS * CHUNK);
        let chunks: Vec<Vec<Row>> = (0..wave.div_ceil(CHUNK))
            .into_par_iter()
            .map(|n| bench.chunk(done + n * CHUNK..(done + (n + 1) * CHUNK).min(done + wave)))
            .collect();
        for (row, later) in chunks.into_iter().flat_map(|chunk| chunk.into_iter().enumerate()) {
            rows[row].met.iter_mut().zip(&later.met).for_each(|(all, more)| *all += more);
            let room = FIRST_KEPT.saturating_sub(rows[row].first.len());
            rows[row].first.extend(later.first.into_iter().take(room));
        }
        done += wave;
    }
    let extent = if done == all { Extent::Whole } else { Extent::Stopped { done, of: all } };
    Ok(Some(Sampled { asked: all, seed: settings.seed, draws: done, extent, rows }))
}

/// What stays the same from draw to draw.
struct Bench<'b> {
    request: &'b Request<'b>,
    unknowns: &'b Unknowns<'b>,
    central: &'b Terms<'b>,
    sorted: &'b Sorted,
    pulls: &'b [Pull],
    goals: usize,
}

impl Bench<'_> {
    fn rows(&self) -> Vec<Row> {
        let row = |lever, at| Row { lever, at, met: vec![0; self.goals + 1], first: Vec::new() };
        let pulled = self.pulls.iter().map(|&(lever, at)| row(Some(lever), at));
        std::iter::once(row(None, Decimal::ZERO)).chain(pulled).collect()
    }

    fn chunk(&self, draws: std::ops::Range<u64>) -> Vec<Row> {
        let Request { case, settings, .. } = *self.request;
        let mut rows = self.rows();
        let mut judge = Judge::new(self.sorted);
        let mut numbers = self.unknowns.central().clone();
        let mut terms = self.central.clone();
        let signatories = case.signatories();
        for draw in draws {
            self.unknowns.fill(&mut numbers, settings.seed, draw);
            for (place, &party) in signatories.iter().enumerate() {
                // The levers were counted when the central model was compiled.
                let _ = terms.renew(case, &numbers, &settings.pulls, (place, party));
            }
            judge.load(&terms);
            self.take(&mut judge, &mut rows[0]);
            for (row, &pull) in rows[1..].iter_mut().zip(self.pulls) {
                let lever = &case.levers[pull.0];
                let touched = |party: usize| lever.worth.iter().chain(&lever.trust).any(|(p, _)| *p == party);
                let with = [settings.pulls.as_slice(), &[pull]].concat();
                let mut pulled = terms.clone();
                let places = signatories.iter().enumerate().filter(|(_, party)| touched(**party));
                let places: Vec<(usize, usize)> = places.map(|(place, &party)| (place, party)).collect();
                for &at in &places {
                    let _ = pulled.renew(case, &numbers, &with, at);
                    judge.load_party(&pulled, at.0);
                }
                self.take(&mut judge, row);
                places.iter().for_each(|&(place, _)| judge.load_party(&terms, place));
            }
        }
        rows
    }

    fn take(&self, judge: &mut Judge<'_>, row: &mut Row) {
        let met: Vec<bool> =
            std::iter::once(judge.has_deal()).chain((0..self.goals).map(|goal| judge.meets(goal))).collect();
        row.met.iter_mut().zip(&met).for_each(|(all, &met)| *all += u64::from(met));
        if row.first.len() < FIRST_KEPT {
            row.first.push(met);
        }
    }
}
