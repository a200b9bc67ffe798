//! The verdict: deal, no deal or undetermined, and what that rests on (definitions §2, §12).

use num_traits::Signed;

use super::asked::Survey;
use super::count::Count;
use super::deal_zone::DealZone;
use super::impasse::{Basis, BlockBasis, ConstraintKind, Impasse};
use crate::case::{Case, Grounds, IssueIndex, NoDeal, OutlookWord, PartyIndex};
use crate::space::Pull;

/// Whether a deal is possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The zone has a settled outcome.
    Deal,
    /// The zone is empty.
    NoDeal,
    /// The zone has no settled outcome, or fewer than two parties are in C.
    Undetermined,
}

impl Status {
    /// As written in results.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Deal => "deal",
            Self::NoDeal => "no_deal",
            Self::Undetermined => "undetermined",
        }
    }
}

/// The verdict on a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Whether a deal is possible.
    pub status: Status,
    /// For "no deal": whether it holds on positions alone.
    pub basis: Option<BlockBasis>,
    /// Ids of the claims it rests on, each once.
    pub because: Vec<String>,
    /// Numbers and constraints without claims that it rests on.
    pub judgements: Vec<Judgement>,
    /// What nobody said: parties of C and issues whose options they do not score.
    pub missing: Vec<(PartyIndex, IssueIndex)>,
    /// Going on without a deal is worse than the status quo for every party of C, at the upper end of what is known
    /// (Zartman 2000; definitions §1.6). False too when that cannot be told from outlooks alone.
    pub mutually_hurting: bool,
}

/// Something an analyst decided without a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Where it stands in the case, such as `parties.russia.outlook`.
    pub path: String,
    /// The analyst's words.
    pub note: Option<String>,
}

/// The three-valued status (definitions §2).
pub(crate) fn status(case: &Case, deals: Count, settled: bool) -> Status {
    if case.signatories().len() < 2 {
        Status::Undetermined
    } else if deals.is_none() {
        Status::NoDeal
    } else if settled {
        Status::Deal
    } else {
        Status::Undetermined
    }
}

/// The verdict.
pub(crate) fn verdict(case: &Case, pulls: &[Pull], survey: &Survey, zone: &DealZone, impasse: &Impasse) -> Verdict {
    let status = status(case, zone.deals, survey.settled);
    let basis = (status == Status::NoDeal).then_some(if impasse.occurs && !survey.positions_allow {
        BlockBasis::Positions
    } else {
        BlockBasis::Numbers
    });
    // What the conclusion names: the constraints of the blocks, those of positions alone when there are such.
    let named: Vec<usize> = impasse
        .blocks
        .iter()
        .filter(|b| basis.is_none_or(|basis| b.basis == basis))
        .flat_map(|b| b.constraints.iter().copied())
        .collect();
    let mut because: Vec<String> = Vec::new();
    let mut judgements = Vec::new();
    for (k, constraint) in impasse.constraints.iter().enumerate() {
        if !named.contains(&k) && status == Status::NoDeal {
            continue;
        }
        for claim in &constraint.because {
            if !because.contains(claim) {
                because.push(claim.clone());
            }
        }
        if constraint.basis == Basis::Inferred && constraint.kind != ConstraintKind::Floor {
            let table = if constraint.kind == ConstraintKind::RedLine { "red_lines" } else { "preconditions" };
            let note = note_of(case, &constraint.id);
            judgements.push(Judgement { path: format!("{table}.{}", constraint.id), note });
        }
    }
    judgements.extend(numbers_judged(case));
    let signatories = case.signatories();
    let pairs = signatories.iter().flat_map(|&p| (0..case.issues.len()).map(move |j| (p, j)));
    Verdict {
        status,
        basis,
        because,
        judgements,
        missing: pairs.filter(|&(p, j)| case.is_unstated(p, j)).collect(),
        mutually_hurting: is_mutually_hurting(case, pulls),
    }
}

fn note_of(case: &Case, id: &str) -> Option<String> {
    let red_line = case.red_lines.iter().find(|r| r.id == id).map(|r| &r.grounds);
    let precondition = case.preconditions.iter().find(|p| p.id == id).map(|p| &p.grounds);
    red_line.or(precondition).and_then(|g| g.note.clone())
}

/// The tables with numbers about parties of C that no claim stands behind.
fn numbers_judged(case: &Case) -> Vec<Judgement> {
    let judged = |grounds: &Grounds| grounds.because.is_empty();
    let in_c = |party: PartyIndex| case.parties[party].in_c();
    let judgement = |path: String, grounds: &Grounds| Judgement { path, note: grounds.note.clone() };
    let id = |party: PartyIndex| &case.parties[party].id;
    let parties = case.parties.iter().filter(|p| p.in_c() && p.no_deal != NoDeal::Unstated && judged(&p.grounds));
    let parties = parties.map(|p| judgement(format!("parties.{}", p.id), &p.grounds));
    let preferences = case.preferences.iter().filter(|p| in_c(p.party) && judged(&p.grounds));
    let preferences = preferences.map(|p| judgement(format!("preferences.{}", id(p.party)), &p.grounds));
    let links = case.links.iter().enumerate().filter(|(_, l)| in_c(l.party) && judged(&l.grounds));
    let links = links.map(|(k, l)| judgement(format!("links[{k}]"), &l.grounds));
    let exposures = case.exposures.iter().filter(|e| in_c(e.party) && judged(&e.grounds));
    let exposures = exposures.map(|e| judgement(format!("exposure.{}", id(e.party)), &e.grounds));
    parties.chain(preferences).chain(links).chain(exposures).collect()
}

fn is_mutually_hurting(case: &Case, pulls: &[Pull]) -> bool {
    let hurts = |party: PartyIndex| {
        let outlook = match &case.parties[party].no_deal {
            NoDeal::Unstated => OutlookWord::Same.range(),
            NoDeal::Words(word) => word.range(),
            NoDeal::Outlook(number) => *number,
            // Against worths that themselves hang on unknown numbers the upper end is not told from the outlook.
            NoDeal::Like(_) | NoDeal::Between(..) | NoDeal::Points(_) => return false,
        };
        let mut upper = outlook.high().exact();
        // A lever with `when` does to no deal what it does to the status quo.
        for (lever, strength) in
            pulls.iter().map(|(l, s)| (&case.levers[*l], s.exact())).filter(|(l, _)| l.when.is_none())
        {
            for (_, points) in lever.worth.iter().filter(|(p, _)| *p == party) {
                upper += (points.low().exact() * &strength).max(points.high().exact() * &strength);
            }
        }
        upper.is_negative()
    };
    let signatories = case.signatories();
    !signatories.is_empty() && signatories.into_iter().all(hurts)
}
