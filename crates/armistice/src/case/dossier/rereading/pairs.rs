//! Which draft is which claim of the dossier.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::case::claims::{Claim, ClaimState};

/// A claim of the dossier with where it stands in a text.
pub(super) struct Older<'a> {
    /// Its index.
    pub(super) at: usize,
    pub(super) claim: &'a Claim,
    pub(super) range: Range<usize>,
    /// Whether a person decided on it.
    pub(super) decided: bool,
}

/// Drafts and claims that are each other's, at most one for one; and drafts that are a second one of what a person decided.
pub(super) struct Pairs {
    /// Per draft, the claim that it is.
    claim_of: Vec<Option<usize>>,
    /// Per draft without one, the decided claim that it says again.
    second: Vec<Option<usize>>,
    draft_of: BTreeMap<usize, usize>,
}

/// How like a claim a draft is: higher is more.
type Likeness = usize;
/// The same in all that is compared.
const SAME: Likeness = 10_000;

impl Pairs {
    pub(super) fn new(drafts: usize) -> Self {
        Self { claim_of: vec![None; drafts], second: vec![None; drafts], draft_of: BTreeMap::new() }
    }

    /// Pairs the claims and drafts of one text, the likest first.
    pub(super) fn add(&mut self, older: &[Older<'_>], drafts: &[Claim], source: &str) {
        let mut sorted: Vec<&Older<'_>> = older.iter().collect();
        sorted.sort_by_key(|o| (o.range.start, o.at));
        // The furthest end so far: before the first claim that reaches a draft, none does.
        let mut reach = Vec::with_capacity(sorted.len());
        for old in &sorted {
            reach.push(reach.last().copied().unwrap_or(0).max(old.range.end));
        }
        let mut candidates: Vec<(Reverse<Likeness>, usize, usize)> = Vec::new();
        let mut seconds: Vec<(usize, usize)> = Vec::new();
        for (n, draft) in drafts.iter().enumerate().filter(|(_, d)| d.source == source) {
            let before = sorted.partition_point(|o| o.range.start < draft.end.max(draft.start + 1));
            for k in (0..before).rev() {
                if reach[k] <= draft.start {
                    break;
                }
                let old = sorted[k];
                let shared = overlap(&old.range, &(draft.start..draft.end));
                if let Some(likeness) = likeness(old, draft, shared) {
                    candidates.push((Reverse(likeness), old.at, n));
                }
                if old.decided && old.claim.kind == draft.kind && per_mille(&old.range, draft, shared) >= 500 {
                    seconds.push((n, old.at));
                }
            }
        }
        candidates.sort_unstable();
        for (_, at, n) in candidates {
            if self.claim_of[n].is_none() && !self.draft_of.contains_key(&at) {
                self.claim_of[n] = Some(at);
                self.draft_of.insert(at, n);
            }
        }
        seconds.sort_unstable();
        for (n, at) in seconds {
            if self.claim_of[n].is_none() && self.second[n].is_none() {
                self.second[n] = Some(at);
            }
        }
    }

    /// The claim of the dossier that a draft is, or says again.
    pub(super) fn claim_of(&self, draft: usize) -> Option<usize> {
        let own = self.claim_of.get(draft).copied().flatten();
        own.or_else(|| self.second.get(draft).copied().flatten())
    }

    /// The draft of a claim of the dossier.
    pub(super) fn draft_of(&self, claim: usize) -> Option<usize> {
        self.draft_of.get(&claim).copied()
    }

    /// Whether a draft is nothing that the dossier has.
    pub(super) fn is_new(&self, draft: usize) -> bool {
        self.claim_of(draft).is_none()
    }
}

/// How like a claim a draft is; `None` when it cannot be the same.
fn likeness(old: &Older<'_>, draft: &Claim, shared: usize) -> Option<Likeness> {
    let shorter = old.range.len().min(draft.end.saturating_sub(draft.start));
    if shared == 0 || 2 * shared < shorter {
        return None;
    }
    let union = per_mille(&old.range, draft, shared);
    let kind = old.claim.kind == draft.kind;
    // Who edits a claim may have changed its kind and cut its quote.
    if !kind && union < 500 && old.claim.state != ClaimState::Edited {
        return None;
    }
    let speaker = old.claim.speaker == draft.speaker;
    let polarity = old.claim.polarity == draft.polarity;
    if kind && union == 1000 && speaker && polarity && old.claim.target == draft.target {
        return Some(SAME + usize::from(old.claim.content == draft.content));
    }
    Some(union + 600 * usize::from(kind) + 200 * usize::from(speaker) + 100 * usize::from(polarity))
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// What two ranges share, per thousand of what they cover together.
fn per_mille(old: &Range<usize>, draft: &Claim, shared: usize) -> usize {
    let union = old.len() + draft.end.saturating_sub(draft.start) - shared;
    (1000 * shared).checked_div(union).unwrap_or(0)
}
