//! What can be proved of a deal while numbers are unknown (definitions §9.1): a deal whatever they are, none whatever they are, or
//! neither. In integers, outcome by outcome; nothing here is sampled.

mod ends;
mod scores;

use std::sync::atomic::{AtomicU64, Ordering};

use super::asked::Asked;
use num_traits::ToPrimitive;

use super::by_scan::{Question, Scratch};
use super::constraints::constraints;
use super::{AnalysisError, Extent, Request, Watch};
use crate::case::{Case, Condition, Issue, Outcome};
use crate::space::{Block, Collector, Numbers, Space, Terms, Worth, combinations, each_bit};
use ends::Gain;

/// What is proved of one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It is so, whatever the unknown numbers are.
    Sure,
    /// It is not so, whatever they are.
    Never,
    /// Neither is proved: it depends on them, or lies within the rounding of numbers.
    Open,
}

/// What is proved of the deal, or of one goal.
#[derive(Clone, Debug, PartialEq)]
pub struct Proved {
    /// The goal's id; `None` for the deal.
    pub goal: Option<String>,
    /// Whether there is a deal.
    pub deal: Proof,
    /// How many outcomes are acceptable to all whatever the unknown numbers are.
    pub sure: u64,
    /// How many may be.
    pub possible: u64,
    /// The sure outcome with the lowest index.
    pub example: Option<Outcome>,
    /// Per issue and option, whether some deal has it.
    pub open: Vec<Vec<Proof>>,
    /// How many outcomes were looked at. What was not looked at may hold deals.
    pub extent: Extent,
}

/// Proves what can be proved of the deal, then of every goal in order; empty with fewer than two parties in C.
///
/// # Errors
/// More constraints, or levers on trust, than can be told apart. Too many outcomes are no error: then nothing is proved.
pub fn proved(request: &Request<'_>) -> Result<Vec<Proved>, AnalysisError> {
    let Request { case, settings, watch } = *request;
    let signatories = case.signatories();
    if signatories.len() < 2 {
        return Ok(Vec::new());
    }
    let constraints = constraints(case)?;
    let terms = Terms::new(case, &Numbers::central(case), &settings.pulls).map_err(AnalysisError::TooManyLevers)?;
    let goals = settings.goals(case).map(|g| (Some(g.id.to_owned()), Some(g.condition)));
    let questions: Vec<(Option<String>, Option<&Condition>)> =
        std::iter::once((None, case.deal.as_ref())).chain(goals).collect();
    let combinations = combinations(case).to_u64().filter(|&n| n <= settings.max_outcomes);
    let (Some(of), Some(space)) = (combinations, Space::new(case)) else {
        let none = |(goal, _)| Proved::new(case, goal, Seen::default(), Extent::Stopped { done: 0, of: u64::MAX });
        return Ok(questions.into_iter().map(none).collect());
    };
    let worth = Worth::new(&space, &terms);
    let gains: Vec<Gain<'_>> = signatories.iter().map(|&p| Gain::new(case, p, &settings.pulls)).collect();
    let prove = |(goal, target): (Option<String>, Option<&Condition>)| {
        let question = Question::new(&space, &worth, Asked::new(case, &terms, &constraints, target));
        let work = Work { question: &question, gains: &gains, watch, done: AtomicU64::new(0), of };
        let Pass { seen, stopped, .. } = question.scan(|| Pass::new(&work));
        let done = work.done.load(Ordering::Relaxed);
        Proved::new(case, goal, seen, if stopped { Extent::Stopped { done, of } } else { Extent::Whole })
    };
    Ok(questions.into_iter().map(prove).collect())
}

impl Proved {
    fn new(case: &Case, goal: Option<String>, seen: Seen, extent: Extent) -> Self {
        let proof = |sure: bool, possible: bool| match (sure, possible, extent) {
            (true, _, _) => Proof::Sure,
            (false, false, Extent::Whole) => Proof::Never,
            _ => Proof::Open,
        };
        let has = |seen: &[Vec<bool>], issue: usize, option: usize| seen.get(issue).is_some_and(|s| s[option]);
        let of_issue = |(j, issue): (usize, &Issue)| {
            let options = 0..issue.options.len();
            options.map(|o| proof(has(&seen.in_sure, j, o), has(&seen.in_possible, j, o))).collect()
        };
        Self {
            goal,
            deal: proof(seen.sure > 0, seen.possible > 0),
            sure: seen.sure,
            possible: seen.possible,
            open: case.issues.iter().enumerate().map(of_issue).collect(),
            example: seen.example,
            extent,
        }
    }
}

/// What every chunk of the outcomes is looked at with.
struct Work<'w, 'q, 's, 'c> {
    question: &'w Question<'s, 'q, 'c>,
    gains: &'w [Gain<'c>],
    watch: &'w dyn Watch,
    done: AtomicU64,
    of: u64,
}

/// The sure and the possible deals among the outcomes seen.
#[derive(Default)]
struct Seen {
    sure: u64,
    possible: u64,
    example: Option<Outcome>,
    /// Per issue and option; empty as long as there is none.
    in_sure: Vec<Vec<bool>>,
    in_possible: Vec<Vec<bool>>,
}

struct Pass<'p, 'w, 'q, 's, 'c> {
    work: &'p Work<'w, 'q, 's, 'c>,
    scratch: Scratch,
    seen: Seen,
    stopped: bool,
}

impl<'p, 'w, 'q, 's, 'c> Pass<'p, 'w, 'q, 's, 'c> {
    fn new(work: &'p Work<'w, 'q, 's, 'c>) -> Self {
        Self { work, scratch: Scratch::new(work.question), seen: Seen::default(), stopped: false }
    }
}

impl Collector for Pass<'_, '_, '_, '_, '_> {
    fn block(&mut self, block: &Block<'_, '_>) {
        let Work { question, gains, watch, done, of } = self.work;
        let layout = &block.space.layout;
        if let Some(mask) = question.within_positions(block, &mut self.scratch) {
            let mut outcome: Outcome = block.head_options().to_vec();
            for (word, &bits) in mask.iter().enumerate() {
                each_bit(bits, |b| {
                    let position = word * 64 + b;
                    outcome.truncate(layout.split);
                    outcome.extend((layout.split..layout.radices.len()).map(|j| layout.tail_option(j, position)));
                    if gains.iter().all(|g| g.is_possible(&outcome)) {
                        let sure = gains.iter().all(|g| g.is_sure(&outcome));
                        self.seen.add(&outcome, sure, &layout.radices);
                    }
                });
            }
        }
        let before = done.fetch_add(layout.tail as u64, Ordering::Relaxed);
        self.stopped |= !watch.goes_on((before + layout.tail as u64).min(*of), *of);
    }

    fn merge(&mut self, later: Self) {
        self.seen.merge(later.seen);
        self.stopped |= later.stopped;
    }

    fn is_done(&self) -> bool {
        self.stopped
    }
}

impl Seen {
    fn add(&mut self, outcome: &Outcome, sure: bool, radices: &[usize]) {
        let mark = |seen: &mut Vec<Vec<bool>>| {
            if seen.is_empty() {
                *seen = radices.iter().map(|&r| vec![false; r]).collect();
            }
            seen.iter_mut().zip(outcome).for_each(|(options, &o)| options[o] = true);
        };
        self.possible += 1;
        mark(&mut self.in_possible);
        if sure {
            self.sure += 1;
            mark(&mut self.in_sure);
            self.example.get_or_insert_with(|| outcome.clone());
        }
    }

    fn merge(&mut self, later: Self) {
        self.sure += later.sure;
        self.possible += later.possible;
        if self.example.is_none() {
            self.example = later.example;
        }
        for (own, other) in [(&mut self.in_sure, later.in_sure), (&mut self.in_possible, later.in_possible)] {
            if own.is_empty() {
                *own = other;
            } else {
                let both = own.iter_mut().flatten().zip(other.into_iter().flatten());
                both.for_each(|(a, b)| *a |= b);
            }
        }
    }
}
