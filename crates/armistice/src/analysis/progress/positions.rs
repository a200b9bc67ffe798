//! The outcomes that are meant by what a party asked for: which options occur in them, and what they are worth to it at least.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::Meant;
use crate::analysis::{AnalysisError, Extent, Request, Watch, scannable};
use crate::case::condition::Expr;
use crate::case::{Case, Condition, OptionIndex, PartyIndex};
use crate::space::{Block, Collector, Numbers, Rule, Space, Terms, Worth, each_bit, scan};

/// What the outcomes of one position come to.
pub(super) struct Found {
    pub(super) meant: Meant,
    /// Per issue, the options that occur.
    pub(super) options: Vec<Vec<OptionIndex>>,
    /// The least they are worth to the party, in micro-points; `None` for outsiders.
    pub(super) least: Option<i64>,
}

/// One position, as a scan asks for it.
struct Wanted {
    /// The rules met by what satisfies it, and by what the party refuses.
    asked: usize,
    refused: usize,
    /// The party's place in C and d_i; `None` for an outsider.
    holder: Option<(usize, i64)>,
}

const INFEASIBLE: usize = 0;

/// Goes through the outcomes once for all positions: meeting, party, and what it asked for.
pub(super) fn gather(
    request: &Request<'_>,
    asked: &[(usize, PartyIndex, &Condition)],
) -> Result<(Vec<Found>, Extent), AnalysisError> {
    let Request { case, settings, watch } = *request;
    if asked.is_empty() {
        return Ok((Vec::new(), Extent::Whole));
    }
    let space = scannable(case, settings, "what a party insists on takes a look at each")?;
    let terms = Terms::new(case, &Numbers::central(case), &settings.pulls).map_err(AnalysisError::TooManyLevers)?;
    let worth = Worth::new(&space, &terms);
    let signatories = case.signatories();
    let mut rules = vec![space.rule_infeasible()];
    let mut wanted = Vec::new();
    for &(_, party, condition) in asked {
        let place = signatories.iter().position(|&p| p == party);
        wanted.push(Wanted {
            asked: rules.len(),
            refused: rules.len() + 1,
            holder: place.map(|place| (place, terms.parties[place].no_deal)),
        });
        rules.push(space.rule_any(&[&condition.expr]));
        rules.push(refused(&space, case, party));
    }
    let standing = standing(&space);
    let pace = Pace { watch, done: AtomicU64::new(0), of: space.layout.heads, ended: AtomicBool::new(false) };
    let gathered = scan(&space, &worth, &rules, || Gathered::new(case, &wanted, &standing, &pace));
    let found = gathered.seen.into_iter().zip(&wanted).map(|(seen, wanted)| seen.found(wanted)).collect();
    let ended = pace.ended.load(Ordering::Relaxed);
    let done = pace.done.load(Ordering::Relaxed);
    Ok((found, if ended { Extent::Stopped { done, of: pace.of } } else { Extent::Whole }))
}

/// The rule met by what crosses a red line of the party or breaks one of its preconditions.
fn refused(space: &Space<'_>, case: &Case, party: PartyIndex) -> Rule {
    let mut all: Vec<Expr> =
        case.red_lines.iter().filter(|r| r.party == party).map(|r| r.refuses.expr.clone()).collect();
    for p in case.preconditions.iter().filter(|p| p.party == party && !p.transient) {
        all.push(Expr::And(vec![p.before.expr.clone(), Expr::Not(Box::new(p.first.expr.clone()))]));
    }
    space.rule_any(&all.iter().collect::<Vec<_>>())
}

/// How far the scan is, and whether it is to go on.
struct Pace<'w> {
    watch: &'w dyn Watch,
    /// Blocks looked at, of so many.
    done: AtomicU64,
    of: u64,
    ended: AtomicBool,
}

/// Every so many blocks somebody is told.
const TOLD: u64 = 1_024;

impl Pace<'_> {
    fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if done.is_multiple_of(TOLD) && done < self.of && !self.watch.goes_on(done, self.of) {
            self.ended.store(true, Ordering::Relaxed);
        }
    }
}

/// Per issue of a block's tail and option: the positions where the issue stands at it.
type Standing = Vec<Vec<Vec<u64>>>;

fn standing(space: &Space<'_>) -> Standing {
    let layout = &space.layout;
    let options = |j: usize| (0..layout.radices[j]).map(move |o| layout.mask(|t| layout.tail_option(j, t) == o));
    (layout.split..layout.radices.len()).map(|j| options(j).collect()).collect()
}

/// What is known of the outcomes of every position.
struct Gathered<'w> {
    wanted: &'w [Wanted],
    standing: &'w Standing,
    pace: &'w Pace<'w>,
    seen: Vec<Both>,
    mask: Vec<u64>,
    spare: Vec<u64>,
}

/// The outcomes that the party accepts, and those that it does not refuse.
#[derive(Clone)]
struct Both {
    accepted: Seen,
    uncrossed: Seen,
}

#[derive(Clone)]
struct Seen {
    options: Vec<Vec<bool>>,
    /// The least worth; `i64::MAX` while there is none.
    least: i64,
    any: bool,
}

impl<'w> Gathered<'w> {
    fn new(case: &Case, wanted: &'w [Wanted], standing: &'w Standing, pace: &'w Pace<'w>) -> Self {
        let options = case.issues.iter().map(|i| vec![false; i.options.len()]).collect();
        let none = Seen { options, least: i64::MAX, any: false };
        let both = Both { accepted: none.clone(), uncrossed: none };
        Self { wanted, standing, pace, seen: vec![both; wanted.len()], mask: Vec::new(), spare: Vec::new() }
    }
}

impl Collector for Gathered<'_> {
    fn block(&mut self, block: &Block<'_, '_>) {
        self.pace.step();
        self.spare.resize(block.words(), 0);
        for (wanted, both) in self.wanted.iter().zip(&mut self.seen) {
            let (asked, refused) = (block.mask(wanted.asked), block.mask(wanted.refused));
            let infeasible = block.mask(INFEASIBLE);
            self.mask.clear();
            self.mask.extend(
                block.full().iter().enumerate().map(|(w, full)| full & asked[w] & !refused[w] & !infeasible[w]),
            );
            if self.mask.iter().all(|&w| w == 0) {
                continue;
            }
            let Some((place, no_deal)) = wanted.holder else {
                both.uncrossed.add(block, &self.mask, self.standing);
                continue;
            };
            // What it does not refuse matters only while it accepts nothing of it.
            if !both.accepted.any {
                both.uncrossed.add(block, &self.mask, self.standing);
                both.uncrossed.weigh(block, place, &self.mask, &mut self.spare);
            }
            block.at_least(place, no_deal, &mut self.spare);
            self.mask.iter_mut().zip(&self.spare).for_each(|(m, reached)| *m &= reached);
            if self.mask.iter().any(|&w| w != 0) {
                both.accepted.add(block, &self.mask, self.standing);
                both.accepted.weigh(block, place, &self.mask, &mut self.spare);
            }
        }
    }

    fn is_done(&self) -> bool {
        self.pace.ended.load(Ordering::Relaxed)
    }

    fn merge(&mut self, later: Self) {
        for (own, later) in self.seen.iter_mut().zip(later.seen) {
            own.accepted.merge(&later.accepted);
            own.uncrossed.merge(&later.uncrossed);
        }
    }
}

impl Seen {
    /// Takes in outcomes of a block: the options that occur in them.
    fn add(&mut self, block: &Block<'_, '_>, mask: &[u64], standing: &Standing) {
        self.any = true;
        let head = block.head_options();
        for (issue, &option) in head.iter().enumerate() {
            self.options[issue][option] = true;
        }
        for (options, masks) in self.options[head.len()..].iter_mut().zip(standing) {
            for (seen, here) in options.iter_mut().zip(masks).filter(|(seen, _)| !**seen) {
                *seen = mask.iter().zip(here).any(|(m, h)| m & h != 0);
            }
        }
    }

    /// The least worth of these outcomes to a party; looks at single ones only where some is worth less than any before.
    fn weigh(&mut self, block: &Block<'_, '_>, place: usize, mask: &[u64], above: &mut [u64]) {
        block.at_least(place, self.least, above);
        for (word, (bits, above)) in mask.iter().zip(above.iter()).enumerate() {
            each_bit(bits & !above, |b| self.least = self.least.min(block.worth(place, word * 64 + b)));
        }
    }

    fn merge(&mut self, other: &Self) {
        for (own, other) in self.options.iter_mut().zip(&other.options) {
            own.iter_mut().zip(other).for_each(|(a, b)| *a |= b);
        }
        self.least = self.least.min(other.least);
        self.any |= other.any;
    }
}

impl Both {
    fn found(self, wanted: &Wanted) -> Found {
        let (meant, seen) = match (self.accepted.any, self.uncrossed.any) {
            (true, _) => (Meant::Accepted, self.accepted),
            (false, true) => (Meant::Uncrossed, self.uncrossed),
            (false, false) => (Meant::Nothing, self.uncrossed),
        };
        let occurring = |options: &Vec<bool>| (0..options.len()).filter(|&o| options[o]).collect();
        Found {
            meant,
            options: seen.options.iter().map(occurring).collect(),
            least: wanted.holder.filter(|_| seen.any).map(|_| seen.least),
        }
    }
}
