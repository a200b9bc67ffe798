//! Re-checks what trust can do (definitions §5).

use std::collections::BTreeSet;

use num_traits::{One, Signed, Zero};

use super::super::openings::{Open, Openings, questions};
use super::super::report::{Report, shown};
use super::super::world::{Seen, World};
use super::super::{Mismatch, Question as Asked, TooLarge, hitting};
use super::leverage::same;
use crate::analysis::impasse::ConstraintKind;
use crate::analysis::trust::{Question, Threshold, Trust};
use crate::analysis::{Extent, Settings};
use crate::case::Case;
use crate::points::Exact;

/// Re-checks trust. Empty: everything in it follows from the definitions.
///
/// # Errors
/// It is too large to re-check in full.
pub(super) fn check(case: &Case, settings: &Settings, found: &Trust) -> Result<Vec<Mismatch>, TooLarge> {
    let mut report = Report::default();
    report.same("trust.too_few", &(case.signatories().len() < 2), &found.too_few);
    let expected = questions(case, settings);
    let told = match found.extent {
        _ if found.too_few || found.exposed.is_empty() => 0,
        Extent::Whole => expected.len(),
        Extent::Stopped { done, .. } => done as usize,
    };
    report.same("trust.questions.len", &told, &found.questions.len());
    let openings = Openings::new(&expected[0].1)?;
    let places: Vec<usize> = (0..openings.world.c.len()).filter(|&k| openings.is_exposed(k)).collect();
    let exposed: Vec<_> = places.iter().map(|&k| openings.world.c[k]).collect();
    report.each("trust.exposed", &exposed, &found.exposed.iter().map(|e| e.party).collect::<Vec<_>>());
    if exposed.len() != found.exposed.len() {
        return Ok(report.mismatches);
    }
    for (n, ((goal, asked), question)) in expected.into_iter().zip(&found.questions).enumerate() {
        let what = format!("trust.questions[{n}]");
        report.same(format!("{what}.goal"), &goal, &question.goal);
        let openings = Openings::new(&asked)?;
        let check = Check { openings: &openings, settings, found, places: &places };
        check.question(question, &what, &mut report)?;
        if question.common == Threshold::Never {
            blocks(&asked, &openings, question, &what, &mut report)?;
        }
    }
    Ok(report.mismatches)
}

struct Check<'c> {
    openings: &'c Openings<'c>,
    settings: &'c Settings,
    found: &'c Trust,
    /// The exposed parties' places in C.
    places: &'c [usize],
}

impl Check<'_> {
    fn question(&self, found: &Question, what: &str, report: &mut Report) -> Result<(), TooLarge> {
        let within = self.openings.within(&[])?;
        let pulled: Vec<(usize, Exact)> = self.settings.pulls.iter().map(|&(l, s)| (l, s.exact())).collect();
        if found.open_exact {
            report.same(format!("{what}.open"), &self.openings.is_open(&within, &pulled), &found.open);
        }
        agrees(format!("{what}.common"), &self.threshold(&within, self.places, &pulled), &found.common, report);
        report.same(format!("{what}.single.len"), &self.places.len(), &found.single.len());
        for (k, found) in self.places.iter().zip(&found.single) {
            agrees(format!("{what}.single[{k}]"), &self.threshold(&within, &[*k], &pulled), found, report);
        }
        for guarantee in &found.guarantees {
            let strongest = self.found.strongest.exact();
            let expected = self.openings.strengths(&within, &pulled, guarantee.lever, &strongest);
            same(
                format!("{what}.guarantees[{}]", guarantee.lever),
                &expected,
                &guarantee.strengths,
                guarantee.exact,
                report,
            );
        }
        Ok(())
    }

    /// The least trust of these parties at which everybody accepts one of the outcomes.
    fn threshold(&self, outcomes: &[Open<'_>], varied: &[usize], pulled: &[(usize, Exact)]) -> Threshold {
        let needed = |x: &Open<'_>| -> Option<Exact> {
            let mut needed = Exact::zero();
            for k in 0..self.openings.world.c.len() {
                if !varied.contains(&k) {
                    if self.openings.gain(x, k, pulled, None).is_negative() {
                        return None;
                    }
                    continue;
                }
                let gain = |trust: Exact| self.openings.gain(x, k, pulled, Some(&trust));
                let (none, full) = (gain(Exact::zero()), gain(Exact::one()));
                if full.is_negative() {
                    return None;
                }
                if none.is_negative() {
                    let enough = -&none / (&full - &none);
                    needed = needed.max(enough);
                }
            }
            Some(needed)
        };
        outcomes.iter().filter_map(needed).min().map_or(Threshold::Never, Threshold::From)
    }
}

/// Demands the same threshold; of one that is only an upper bound, that it is one.
fn agrees(what: String, expected: &Threshold, found: &Threshold, report: &mut Report) {
    let holds = match (expected, found) {
        (_, Threshold::Unknown) => true,
        (Threshold::From(least), Threshold::AtMost(most)) => least <= most,
        (expected, found) => expected == found,
    };
    if !holds {
        report.differs(what, shown(expected), shown(found));
    }
}

/// With full trust an exposure costs nothing: blocks of the case without exposures, held against the same no-deal worths.
fn blocks(
    asked: &Asked<'_>,
    openings: &Openings<'_>,
    found: &Question,
    what: &str,
    report: &mut Report,
) -> Result<(), TooLarge> {
    let mut case = asked.case.clone();
    case.exposures.clear();
    let trusting = World::new(&Asked { case: &case, ..*asked })?;
    let positions = openings.rules.iter().filter(|r| r.kind != ConstraintKind::Floor).count();
    let violates = |(at, x): (usize, &Seen)| {
        let crossed = (0..positions).filter(|&k| openings.rules[k].violated[at]);
        let no_deal = &openings.world.no_deal;
        crossed.chain((0..no_deal.len()).filter(|&k| x.worth[k] < no_deal[k]).map(|k| positions + k)).collect()
    };
    let ranged = trusting.outcomes.iter().enumerate().filter(|(_, x)| x.in_range());
    let family: Vec<Vec<usize>> = ranged.map(violates).collect::<BTreeSet<_>>().into_iter().collect();
    if family.is_empty() != found.blocks.is_empty() {
        report.differs(format!("{what}.blocks"), "some, unless nothing can occur", shown(&found.blocks));
    }
    for block in &found.blocks {
        if !hitting::is_minimal_hitting_set(block, &family) {
            report.differs(format!("{what}.blocks"), "a smallest set that nothing satisfies", shown(block));
        }
    }
    Ok(())
}
