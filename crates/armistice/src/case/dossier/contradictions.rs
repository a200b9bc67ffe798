//! Claims that cannot all be so: somebody says and denies one thing, or two voices disagree on a fact.
//!
//! Rather silent than wrong: two claims are held to speak of the same thing only if they share an issue and most of their words, do not name
//! different numbers or places, and nothing that turns a meaning round (to end, to go on, to talk about) stands in one of them alone. What was
//! said on different days is a change of mind, and what may still happen contradicts nothing that did.

mod same_thing;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::super::claims::{Actor, ActorKind, Claim, ClaimKind, ClaimState, ClaimStatus, Claims, Polarity};
use same_thing::{Gist, Likeness};

/// Two claims that contradict each other, as indices into [`Claims::claims`], the earlier first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contradiction {
    /// Index of the claim that stands earlier in the file.
    pub first: usize,
    /// Index of the other.
    pub second: usize,
    /// How they contradict each other.
    pub reason: Reason,
}

/// How two claims contradict each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// One actor (its id) says yes and no to the same thing, by its own account.
    BothWays(String),
    /// Others say of an actor (its id) what it denies itself: an acceptance of what it refuses, a refusal of what it accepts.
    SpokenFor(String),
    /// Two sources, or two voices within one, disagree on what happened or was agreed.
    Disputed,
}

/// All contradictions among the claims that are not rejected, in the order of the first claims and then the second. At most
/// [`MOST`] are looked for.
pub fn contradictions(claims: &Claims) -> Vec<Contradiction> {
    let sides = Sides::new(&claims.actors);
    let days: BTreeMap<&str, &str> =
        claims.sources.iter().filter_map(|s| Some((s.id.as_str(), s.published.as_deref()?))).collect();
    let views: Vec<View<'_>> = claims
        .claims
        .iter()
        .enumerate()
        .filter(|(_, c)| c.state != ClaimState::Rejected && c.polarity != Polarity::Neutral)
        .filter_map(|(at, c)| View::new(at, c, &sides, &days))
        .collect();
    let mut found = BTreeSet::new();
    for (no, yes) in candidates(&views) {
        if let Some(reason) = views.get(no).zip(views.get(yes)).and_then(|(no, yes)| contradicts(no, yes)) {
            let (no, yes) = (views[no].at, views[yes].at);
            found.insert(Contradiction { first: no.min(yes), second: no.max(yes), reason });
            if found.len() == MOST {
                break;
            }
        }
    }
    found.into_iter().collect()
}

/// Contradictions that are looked for at most: more than anybody reads, and a bound for files made to have many.
pub const MOST: usize = 10_000;

/// Pairs of claims that are compared at most.
const COMPARED: usize = 4_000_000;

/// What a claim says yes or no to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Matter {
    /// What the speaker would do or put up with.
    Stance,
    /// That something happened or holds.
    Fact(ClaimKind),
    /// An accusation, to be denied by whom it is aimed at.
    Accusation,
    /// A denial of whatever it is about.
    Denial,
}

/// A claim as contradictions see it.
struct View<'c> {
    at: usize,
    claim: &'c Claim,
    matter: Matter,
    yes: bool,
    /// The sides that speak or act.
    speakers: BTreeSet<&'c str>,
    targets: BTreeSet<&'c str>,
    /// The side that says so, if the source names one, or its words for whoever does.
    voice: Option<&'c str>,
    /// The first and last day meant, as far as the claim or its source tells.
    days: Option<(&'c str, &'c str)>,
    gist: Gist<'c>,
}

impl<'c> View<'c> {
    /// `None` when the claim contradicts nothing: it only supposes, or makes conditions.
    fn new(at: usize, claim: &'c Claim, sides: &Sides<'c>, published: &BTreeMap<&'c str, &'c str>) -> Option<Self> {
        if claim.status == ClaimStatus::Hypothetical || !claim.conditions.is_empty() {
            return None;
        }
        let yes = claim.polarity == Polarity::Positive;
        let (matter, yes) = match claim.kind {
            ClaimKind::Accept | ClaimKind::Willing | ClaimKind::Pledge | ClaimKind::Offer => (Matter::Stance, yes),
            ClaimKind::Refuse if !yes => (Matter::Stance, false),
            ClaimKind::Deny if !yes => (Matter::Denial, false),
            ClaimKind::Criticize => (Matter::Accusation, true),
            ClaimKind::Agree
            | ClaimKind::Meet
            | ClaimKind::Attend
            | ClaimKind::Mediate
            | ClaimKind::Ceasefire
            | ClaimKind::Withdraw
            | ClaimKind::Release
            | ClaimKind::Sanction
            | ClaimKind::Suspend
            | ClaimKind::Violence => (Matter::Fact(claim.kind), yes),
            _ => return None,
        };
        let side = |ids: &'c [String]| ids.iter().map(|id| sides.of(id)).collect();
        let voice = claim.attribution.as_ref().map(|a| match &a.actor {
            Some(actor) => sides.of(actor),
            None => a.text.as_str(),
        });
        let day = claim.when.as_deref().or_else(|| published.get(claim.source.as_str()).copied());
        Some(Self {
            at,
            claim,
            matter,
            yes,
            speakers: side(&claim.speaker),
            targets: side(&claim.target),
            voice,
            days: day.map(|day| day.split_once('/').unwrap_or((day, day))),
            gist: Gist::new(claim),
        })
    }

    /// Whether nobody but the speakers says so.
    fn by_itself(&self) -> bool {
        self.voice.is_none_or(|voice| self.speakers.contains(voice))
    }

    /// Whether the same voice of the same source says both.
    fn told_with(&self, other: &Self) -> bool {
        self.claim.source == other.claim.source && self.voice == other.voice
    }

    /// Whether both are known to be of different days.
    fn on_other_days(&self, other: &Self) -> bool {
        let (Some((first, last)), Some((start, end))) = (self.days, other.days) else { return false };
        // A month or year is a prefix of the days in it.
        let before = |a: &str, b: &str| a < b && !b.starts_with(a);
        before(last, start) || before(end, first)
    }

    /// Whether both are of the past (or hold), or both still to come.
    fn in_step(&self, other: &Self) -> bool {
        let to_come = |view: &Self| view.claim.status == ClaimStatus::Future;
        to_come(self) == to_come(other)
    }

    /// A side that speaks in both.
    fn shared_speaker(&self, other: &Self) -> Option<&'c str> {
        self.speakers.intersection(&other.speakers).next().copied()
    }
}

/// How a claim that says no and one that says yes contradict each other, if they do.
fn contradicts(no: &View<'_>, yes: &View<'_>) -> Option<Reason> {
    if no.on_other_days(yes) {
        return None;
    }
    match (no.matter, yes.matter) {
        (Matter::Stance, Matter::Stance | Matter::Fact(ClaimKind::Agree)) => stances(no, yes),
        (Matter::Fact(a), Matter::Fact(b)) if a == b => facts(no, yes),
        (Matter::Denial, Matter::Fact(_) | Matter::Stance | Matter::Accusation) => denial(no, yes),
        _ => None,
    }
}

/// A refusal against an acceptance.
fn stances(no: &View<'_>, yes: &View<'_>) -> Option<Reason> {
    let actor = no.shared_speaker(yes)?;
    if no.gist.like(&yes.gist) < Likeness::Near {
        return None;
    }
    match (no.by_itself(), yes.by_itself()) {
        (true, true) => {
            // Within one story, "it refused" and "it is ready now" tell of a change.
            let past = |view: &View<'_>| view.claim.status == ClaimStatus::Past;
            let one_story = no.claim.source == yes.claim.source;
            (!one_story || past(no) == past(yes)).then(|| Reason::BothWays(actor.to_owned()))
        }
        (true, false) | (false, true) => Some(Reason::SpokenFor(actor.to_owned())),
        (false, false) => (!no.told_with(yes)).then_some(Reason::Disputed),
    }
}

/// Something that was done against its not having been done. One voice that tells both tells of two events.
fn facts(no: &View<'_>, yes: &View<'_>) -> Option<Reason> {
    no.shared_speaker(yes)?;
    if no.told_with(yes) || !no.in_step(yes) {
        return None;
    }
    let same_days = no.claim.source == yes.claim.source || no.days.is_some() && yes.days.is_some();
    match no.gist.like(&yes.gist) {
        Likeness::Same => Some(Reason::Disputed),
        Likeness::Near if same_days => Some(Reason::Disputed),
        _ => None,
    }
}

/// A denial against what it denies.
fn denial(no: &View<'_>, yes: &View<'_>) -> Option<Reason> {
    if no.told_with(yes) && yes.voice.is_some() {
        return None;
    }
    let likeness = no.gist.like(&yes.gist);
    let (accused, accuses) = match yes.matter {
        Matter::Accusation => (&yes.targets, &yes.speakers),
        _ => (&yes.speakers, &yes.targets),
    };
    let concerns_speaker = no.speakers.iter().any(|side| accused.contains(side));
    let answers = matches!(yes.matter, Matter::Accusation) && no.targets.iter().any(|side| accuses.contains(side));
    let enough = match likeness {
        Likeness::Same => true,
        Likeness::Near => concerns_speaker,
        Likeness::Issue => concerns_speaker && answers,
        Likeness::Other => false,
    };
    // Whoever says so itself does not deny it in the same breath.
    if !enough
        || (concerns_speaker && !matches!(yes.matter, Matter::Accusation) && yes.by_itself() && yes.voice.is_some())
    {
        return None;
    }
    let spoken_for = concerns_speaker && yes.matter == Matter::Stance;
    Some(match no.speakers.iter().find(|side| accused.contains(*side)) {
        Some(actor) if spoken_for => Reason::SpokenFor((*actor).to_owned()),
        _ => Reason::Disputed,
    })
}

/// Pairs (no, yes) of views with an issue or, without issues, a speaker in common: indices into the views.
fn candidates(views: &[View<'_>]) -> impl Iterator<Item = (usize, usize)> {
    let mut shelves: BTreeMap<(&str, bool), (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (at, view) in views.iter().enumerate() {
        let issues = view.claim.issue.iter().map(|issue| (issue.as_str(), true));
        let sides = view.speakers.iter().map(|side| (*side, false)).filter(|_| view.claim.issue.is_empty());
        for key in issues.chain(sides) {
            let (noes, ayes) = shelves.entry(key).or_default();
            if view.yes { ayes.push(at) } else { noes.push(at) }
        }
    }
    let pairs = shelves.into_values().flat_map(|(noes, ayes)| {
        noes.into_iter().flat_map(move |no| ayes.clone().into_iter().map(move |yes| (no, yes)))
    });
    pairs.take(COMPARED)
}

/// Who speaks for whom.
struct Sides<'c> {
    actors: BTreeMap<&'c str, &'c Actor>,
}

impl<'c> Sides<'c> {
    fn new(actors: &'c [Actor]) -> Self {
        Self { actors: actors.iter().map(|a| (a.id.as_str(), a)).collect() }
    }

    /// The actor that somebody speaks for: a delegation, an official or a source for what it is `of`; everybody else for themselves.
    fn of(&self, id: &'c str) -> &'c str {
        let mut side = id;
        // A circle of actors is followed once round at most.
        for _ in 0..=self.actors.len().min(16) {
            let Some(actor) = self.actors.get(side) else { break };
            let speaks_for_another = match actor.kind {
                ActorKind::Delegation | ActorKind::Source => true,
                ActorKind::Person => actor.office.as_deref().is_none_or(in_office),
                _ => false,
            };
            match actor.of.as_deref().filter(|_| speaks_for_another) {
                Some(of) => side = of,
                None => break,
            }
        }
        side
    }
}

/// Whether somebody of this office speaks for the state: not who held it once, nor who is against those who hold it.
fn in_office(office: &str) -> bool {
    let office = office.to_lowercase();
    !["former", "ex-", "opposition", "exiled", "retired"].iter().any(|word| office.contains(word))
}
