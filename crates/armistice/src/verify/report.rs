//! Comparing what a result says with what was recomputed.

use std::fmt::Debug;

use super::Mismatch;
use super::world::Micro;
use crate::analysis::Count;
use crate::analysis::deal_zone::{Entry, Solutions};
use crate::points::Points;

/// The mismatches found so far.
#[derive(Default)]
pub(super) struct Report {
    pub(super) mismatches: Vec<Mismatch>,
}

/// How much of a list is printed.
const SHOWN: usize = 200;

impl Report {
    /// Notes a disagreement in words.
    pub(super) fn differs(&mut self, what: impl Into<String>, expected: impl Into<String>, found: impl Into<String>) {
        self.mismatches.push(Mismatch { what: what.into(), expected: expected.into(), found: found.into() });
    }

    /// Demands equality.
    pub(super) fn same<T: PartialEq + Debug + ?Sized>(&mut self, what: impl Into<String>, expected: &T, found: &T) {
        if expected != found {
            self.differs(what, shown(expected), shown(found));
        }
    }

    /// Demands equality of two lists, member by member.
    pub(super) fn each<T: PartialEq + Debug>(&mut self, what: &str, expected: &[T], found: &[T]) {
        if expected.len() != found.len() {
            return self.differs(what, shown(expected), shown(found));
        }
        for (k, (e, f)) in expected.iter().zip(found).enumerate() {
            self.same(format!("{what}[{k}]"), e, f);
        }
    }

    /// Demands a number of outcomes; where the result only gives bounds, that they are right.
    pub(super) fn count(&mut self, what: impl Into<String>, expected: usize, found: Count) {
        let expected = expected as u128;
        if expected < found.least || expected > found.most {
            self.differs(what, expected.to_string(), found.to_string());
        }
    }

    /// Demands equality of points per party.
    pub(super) fn points(&mut self, what: impl Into<String>, expected: &[Micro], found: &[Points]) {
        if expected.len() != found.len() || expected.iter().zip(found).any(|(&e, f)| e != Micro::from(f.0)) {
            let expected: Vec<String> = expected.iter().map(|&m| clamp(m).to_string()).collect();
            let found: Vec<String> = found.iter().map(ToString::to_string).collect();
            self.differs(what, expected.join(", "), found.join(", "));
        }
    }

    /// Demands the same chosen outcome, or none on both sides.
    pub(super) fn entry(&mut self, what: &str, expected: Option<&Chosen>, found: Option<&Entry>) {
        match (expected, found) {
            (None, None) => {}
            (Some(e), None) => self.differs(what, format!("outcome {}", e.index), "none"),
            (None, Some(f)) => self.differs(what, "none", format!("outcome {}", f.index)),
            (Some(e), Some(f)) => {
                self.same(format!("{what}.index"), &e.index, &f.index);
                self.same(format!("{what}.outcome"), &e.outcome, &f.outcome);
                self.points(format!("{what}.worth"), &e.worth, &f.worth);
                self.points(format!("{what}.gain"), &e.gain, &f.gain);
                self.same(format!("{what}.ties"), &e.ties, &f.ties);
            }
        }
    }

    /// Demands the same four solutions.
    pub(super) fn solutions(&mut self, what: &str, expected: &ChosenFour, found: &Solutions) {
        self.entry(&format!("{what}.nash"), expected.nash.as_ref(), found.nash.as_ref());
        let (e, f) = (&expected.kalai_smorodinsky, &found.kalai_smorodinsky);
        self.entry(&format!("{what}.kalai_smorodinsky"), e.as_ref(), f.as_ref());
        self.entry(&format!("{what}.egalitarian"), expected.egalitarian.as_ref(), found.egalitarian.as_ref());
        self.entry(&format!("{what}.utilitarian"), expected.utilitarian.as_ref(), found.utilitarian.as_ref());
    }
}

/// An outcome that a solution must choose.
pub(super) struct Chosen {
    pub(super) index: u128,
    pub(super) outcome: Vec<usize>,
    pub(super) worth: Vec<Micro>,
    pub(super) gain: Vec<Micro>,
    pub(super) ties: u128,
}

/// What the four solutions must choose.
pub(super) struct ChosenFour {
    pub(super) nash: Option<Chosen>,
    pub(super) kalai_smorodinsky: Option<Chosen>,
    pub(super) egalitarian: Option<Chosen>,
    pub(super) utilitarian: Option<Chosen>,
}

pub(super) fn clamp(micro: Micro) -> Points {
    Points(i64::try_from(micro).unwrap_or(if micro < 0 { i64::MIN } else { i64::MAX }))
}

pub(super) fn shown<T: Debug + ?Sized>(value: &T) -> String {
    let text = format!("{value:?}");
    if text.chars().count() > SHOWN { text.chars().take(SHOWN).chain(['…']).collect() } else { text }
}
