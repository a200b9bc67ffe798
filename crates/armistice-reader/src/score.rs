//! Scores: how the claims drafted from a text compare with those a person found in it.
//!
//! A drafted claim matches a gold claim of the same kind when the bytes they share are at least half of the bytes from the first of either to the
//! last of either. Each matches once at most, those that share most first; of two that share as much, the one that comes first. Speaker, polarity,
//! status and attribution are compared on matched claims alone.
//!
//! A speaker is right when it shares an actor with the gold speaker (`actors`); a claim whose gold speaker names nobody is left out. An attribution
//! is right when there is one on both sides, or on neither.

mod actors;
mod gold;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use armistice::case::claims::{ClaimKind, ClaimStatus, Claims, Polarity};

pub use gold::{Problem, parse};

/// What is compared of a claim, drafted or gold.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// What it reports.
    pub kind: ClaimKind,
    /// Names of those who said or did it.
    pub speaker: Vec<String>,
    /// Asserting or negating.
    pub polarity: Polarity,
    /// When.
    pub status: ClaimStatus,
    /// Whether it is attributed to somebody.
    pub attributed: bool,
    /// Bytes `start..end` of the text.
    pub quote: String,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// The claims from the source with this id, in their order, with names for the ids of actors.
pub fn stated(claims: &Claims, source: &str) -> Vec<Stated> {
    let names: BTreeMap<&str, &str> = claims.actors.iter().map(|a| (a.id.as_str(), a.name.as_str())).collect();
    let name = |id: &String| names.get(id.as_str()).map_or_else(|| id.clone(), |&name| name.to_owned());
    let of_source = claims.claims.iter().filter(|c| c.source == source);
    let stated = of_source.map(|c| Stated {
        kind: c.kind,
        speaker: c.speaker.iter().map(name).collect(),
        polarity: c.polarity,
        status: c.status,
        attributed: c.attribution.is_some(),
        quote: c.quote.clone(),
        start: c.start,
        end: c.end,
    });
    stated.collect()
}

/// A gold claim and the drafted claim that matches it, by their places in what was compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Place of the gold claim.
    pub gold: usize,
    /// Place of the drafted claim.
    pub drafted: usize,
    /// Whether they share a speaker; `None` when the gold speaker names nobody.
    pub speaker: Option<bool>,
    /// Whether the polarity is the same.
    pub polarity: bool,
    /// Whether the status is the same.
    pub status: bool,
    /// Whether both are attributed, or neither.
    pub attribution: bool,
}

/// Which claims of a text match, and which do not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Those that match, in the order of the gold claims.
    pub pairs: Vec<Pair>,
    /// Places of gold claims that nothing matches.
    pub missed: Vec<usize>,
    /// Places of drafted claims that match nothing.
    pub superfluous: Vec<usize>,
    /// Of the missed and the superfluous, those that share bytes: `(gold, drafted)`, each once at most. Of another kind, or too far apart.
    pub near: Vec<(usize, usize)>,
}

/// Compares what was drafted from a text with its gold claims.
pub fn compare(gold: &[Stated], drafted: &[Stated]) -> Comparison {
    let matched = greedy(gold, drafted, |g, d, shared| g.kind == d.kind && 2 * shared.common >= shared.hull);
    let taken = |matched: &[(usize, usize)]| -> (BTreeSet<usize>, BTreeSet<usize>) {
        (matched.iter().map(|m| m.0).collect(), matched.iter().map(|m| m.1).collect())
    };
    let (found, used) = taken(&matched);
    let missed: Vec<usize> = (0..gold.len()).filter(|g| !found.contains(g)).collect();
    let superfluous: Vec<usize> = (0..drafted.len()).filter(|d| !used.contains(d)).collect();
    let (rest, more): (Vec<Stated>, Vec<Stated>) =
        (missed.iter().map(|&g| gold[g].clone()).collect(), superfluous.iter().map(|&d| drafted[d].clone()).collect());
    let near = greedy(&rest, &more, |_, _, shared| shared.common > 0);
    let near = near.into_iter().map(|(g, d)| (missed[g], superfluous[d])).collect();
    let pairs = matched.into_iter().map(|(g, d)| pair(g, &gold[g], d, &drafted[d])).collect();
    Comparison { pairs, missed, superfluous, near }
}

fn pair(g: usize, gold: &Stated, d: usize, drafted: &Stated) -> Pair {
    let named = actors::actors(&gold.speaker);
    Pair {
        gold: g,
        drafted: d,
        speaker: (!named.is_empty()).then(|| !named.is_disjoint(&actors::actors(&drafted.speaker))),
        polarity: gold.polarity == drafted.polarity,
        status: gold.status == drafted.status,
        attribution: gold.attributed == drafted.attributed,
    }
}

/// The bytes two claims share, and those from the first of either to the last of either.
#[derive(Clone, Copy, Debug)]
struct Shared {
    common: u128,
    hull: u128,
}

impl Shared {
    fn of(a: &Stated, b: &Stated) -> Self {
        let common = a.end.min(b.end).saturating_sub(a.start.max(b.start));
        let hull = a.end.max(b.end).saturating_sub(a.start.min(b.start));
        Self { common: common as u128, hull: hull as u128 }
    }

    /// By the share of `common` in `hull`, without rounding.
    fn cmp(self, other: Self) -> Ordering {
        (self.common * other.hull).cmp(&(other.common * self.hull))
    }
}

/// Pairs that may match, the largest share first, each claim once at most; in the order of the gold claims.
fn greedy(gold: &[Stated], drafted: &[Stated], may: impl Fn(&Stated, &Stated, Shared) -> bool) -> Vec<(usize, usize)> {
    // In the order of their starts, only a few drafted claims can reach a gold one.
    let mut order: Vec<usize> = (0..drafted.len()).collect();
    order.sort_by_key(|&d| drafted[d].start);
    let longest = drafted.iter().map(|d| d.end.saturating_sub(d.start)).max().unwrap_or(0);
    let mut pairs: Vec<(Shared, usize, usize)> = Vec::new();
    for (g, one) in gold.iter().enumerate() {
        let first = order.partition_point(|&d| drafted[d].start.saturating_add(longest) <= one.start);
        for &d in order[first..].iter().take_while(|&&d| drafted[d].start < one.end) {
            let shared = Shared::of(one, &drafted[d]);
            if may(one, &drafted[d], shared) {
                pairs.push((shared, g, d));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.cmp(a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut found, mut used) = (BTreeSet::new(), BTreeSet::new());
    let mut out = Vec::new();
    for (_, g, d) in pairs {
        if !found.contains(&g) && !used.contains(&d) {
            found.insert(g);
            used.insert(d);
            out.push((g, d));
        }
    }
    out.sort_unstable();
    out
}

/// How many claims there are, were drafted, and match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Gold claims.
    pub gold: usize,
    /// Drafted claims.
    pub drafted: usize,
    /// Drafted claims that match a gold claim.
    pub matched: usize,
}

impl Tally {
    /// The share of drafted claims that match; 0 when none was drafted.
    pub fn precision(&self) -> f64 {
        share(self.matched, self.drafted)
    }

    /// The share of gold claims that were found; 0 when there are none.
    pub fn recall(&self) -> f64 {
        share(self.matched, self.gold)
    }

    /// The harmonic mean of both.
    pub fn f1(&self) -> f64 {
        share(2 * self.matched, self.gold + self.drafted)
    }
}

/// How many are right, of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Right ones.
    pub right: usize,
    /// All that were looked at.
    pub of: usize,
}

impl Share {
    /// The share that is right; 0 when none was looked at.
    pub fn value(&self) -> f64 {
        share(self.right, self.of)
    }

    fn count(&mut self, right: bool) {
        self.of += 1;
        self.right += usize::from(right);
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The scores of one text or of several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// By kind; kinds that are neither gold nor drafted are absent.
    pub kinds: BTreeMap<ClaimKind, Tally>,
    /// Of all kinds.
    pub overall: Tally,
    /// Right speakers of matched claims whose gold speaker names somebody.
    pub speaker: Share,
    /// Right polarities of matched claims.
    pub polarity: Share,
    /// Right statuses of matched claims.
    pub status: Share,
    /// Matched claims attributed on both sides, or on neither.
    pub attribution: Share,
}

impl Score {
    /// F1 when a match counts only if its speaker is right, too. Unlike the share of right speakers, it does not fall because more is found.
    pub fn f1_with_speaker(&self) -> f64 {
        self.f1_less(self.speaker)
    }

    /// F1 when a match counts only if its polarity is right, too.
    pub fn f1_with_polarity(&self) -> f64 {
        self.f1_less(self.polarity)
    }

    fn f1_less(&self, share: Share) -> f64 {
        let wrong = share.of.saturating_sub(share.right);
        Tally { matched: self.overall.matched.saturating_sub(wrong), ..self.overall }.f1()
    }

    /// Adds a text.
    pub fn add(&mut self, gold: &[Stated], drafted: &[Stated], comparison: &Comparison) {
        for claim in gold {
            self.kinds.entry(claim.kind).or_default().gold += 1;
        }
        for claim in drafted {
            self.kinds.entry(claim.kind).or_default().drafted += 1;
        }
        for pair in &comparison.pairs {
            if let Some(claim) = gold.get(pair.gold) {
                self.kinds.entry(claim.kind).or_default().matched += 1;
            }
            if let Some(right) = pair.speaker {
                self.speaker.count(right);
            }
            self.polarity.count(pair.polarity);
            self.status.count(pair.status);
            self.attribution.count(pair.attribution);
        }
        self.overall.gold += gold.len();
        self.overall.drafted += drafted.len();
        self.overall.matched += comparison.pairs.len();
    }
}

#[cfg(test)]
mod tests;
