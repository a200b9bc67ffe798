//! What the passes over the claims need to know: which topics a claim names, who would have to act, and which clauses belong together.

use std::collections::{BTreeMap, BTreeSet};

use armistice::case::claims::{Claim, ClaimKind, ClaimState, Claims};

use super::positions::{Key, Matter};
use super::sides::{Side, Sides};
use super::topics::{CEASEFIRE, Moves, PEACE, TOPICS};
use super::words::{Choice, Hit, Price, Turn, Words};

/// Bytes between a condition and the claim it conditions at most: they are clauses of one sentence.
pub(super) const NEAR: usize = 120;

/// Conditions of one claim that are looked at.
const MOST_LINKED: usize = 8;

/// The claims that are not rejected, with their indices.
pub(super) fn live(claims: &Claims) -> impl Iterator<Item = (usize, &Claim)> {
    claims.claims.iter().enumerate().filter(|(_, c)| c.state != ClaimState::Rejected)
}

/// The claims with what the passes over them need to know.
pub(super) struct Context<'a> {
    pub(super) claims: &'a Claims,
    pub(super) sides: &'a Sides<'a>,
    /// Whether a ceasefire is on the table: then a peace agreement is its last option.
    ceasefire: bool,
    /// The claims of each source by their place in it.
    by_place: BTreeMap<&'a str, Vec<usize>>,
    /// Conditions that stand apart, by the claim they condition.
    pub(super) conditioned: BTreeMap<usize, usize>,
    /// The other way round.
    pub(super) main_of: BTreeMap<usize, usize>,
}

impl<'a> Context<'a> {
    /// Looks over the claims.
    pub(super) fn of(claims: &'a Claims, sides: &'a Sides<'a>) -> Self {
        let mut context = Context {
            claims,
            sides,
            ceasefire: false,
            by_place: BTreeMap::new(),
            conditioned: BTreeMap::new(),
            main_of: BTreeMap::new(),
        };
        context.ceasefire = live(claims)
            .filter(|(_, c)| {
                !matches!(c.kind, ClaimKind::Violence | ClaimKind::Assess | ClaimKind::Criticize | ClaimKind::Deny)
            })
            .any(|(_, c)| context.matters(c).iter().any(|h| h.topic == CEASEFIRE));
        for (i, claim) in live(claims) {
            context.by_place.entry(&claim.source).or_default().push(i);
        }
        for places in context.by_place.values_mut() {
            places.sort_by_key(|&i| (claims.claims[i].start, i));
        }
        context.join_conditions();
        context
    }

    /// The topics a claim names: in its quote, else in its content. Issue words alone do not say what is wanted of the issue, so they serve
    /// where nothing is wanted, or where a person has been over the claim; a person's single issue word even goes before the text.
    pub(super) fn matters(&self, claim: &Claim) -> Vec<Hit> {
        use ClaimKind::{Agree, Mediate, Meet, Process, Suspend};
        let quote = Words::of(&claim.quote);
        let content = Words::of(&claim.content);
        let mut hits = named(&quote, false);
        for (words, weak) in [(&content, false), (&quote, true), (&content, true)] {
            if hits.is_empty() {
                hits = named(words, weak);
            }
        }
        let seen = matches!(claim.state, ClaimState::Accepted | ClaimState::Edited);
        let open = matches!(claim.kind, Agree | Meet | Mediate | Process | Suspend);
        if hits.is_empty() && (seen || open) || seen && claim.issue.len() == 1 {
            let of_issue = self.issue_topics(claim);
            let borne_out = of_issue.iter().any(|i| hits.iter().any(|h| h.topic == i.topic));
            if hits.is_empty() || !of_issue.is_empty() && !borne_out {
                hits = of_issue;
            }
        }
        self.merged(hits)
    }

    /// The topics of the issue words.
    pub(super) fn issue_topics(&self, claim: &Claim) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        for hit in claim.issue.iter().take(8).flat_map(|w| Words::of(w).hits(true)) {
            if hits.iter().all(|h| h.topic != hit.topic) {
                hits.push(hit);
            }
        }
        self.merged(hits)
    }

    /// Peace is the last option of the ceasefire where both are on the table.
    pub(super) fn merged(&self, mut hits: Vec<Hit>) -> Vec<Hit> {
        if self.ceasefire {
            for hit in hits.iter_mut().filter(|h| h.topic == PEACE) {
                *hit = Hit { topic: CEASEFIRE, choice: Choice::Full, at: hit.at };
            }
        }
        hits
    }

    /// Joins what the claims themselves link, then conditions that stand apart ("until …") with the nearest clause of the same speaker.
    fn join_conditions(&mut self) {
        use ClaimKind::{Accept, Agree, Ceasefire, Condition, Offer, Pledge, Refuse, Release, Willing, Withdraw};
        let place: BTreeMap<&str, usize> = live(self.claims).map(|(i, c)| (c.id.as_str(), i)).collect();
        for (i, claim) in live(self.claims) {
            for condition in claim.conditions.iter().take(MOST_LINKED).filter_map(|id| place.get(id.as_str())) {
                // A claim that is its own condition, or the condition of what it waits for, says nothing.
                if *condition != i && self.main_of.get(&i) != Some(condition) {
                    self.main_of.entry(*condition).or_insert(i);
                    self.conditioned.entry(i).or_insert(*condition);
                }
            }
        }
        for (i, claim) in live(self.claims).filter(|(_, c)| c.kind == Condition) {
            if self.main_of.contains_key(&i) {
                continue;
            }
            let speakers = self.sides.speakers(claim);
            let waits = Words::of(&claim.quote).turn().is_some_and(|t| {
                self.matters_within(&Words::of(&claim.quote), &t.before).iter().any(|h| h.choice != Choice::Now)
            });
            if waits {
                continue;
            }
            let nearest = self
                .around(i)
                .filter(|&o| {
                    let other = &self.claims.claims[o];
                    matches!(
                        other.kind,
                        Willing | Offer | Refuse | Pledge | Accept | Agree | Ceasefire | Withdraw | Release
                    ) && apart(claim, other) <= NEAR
                        && self.sides.speakers(other).iter().any(|s| speakers.contains(s))
                        && !self.conditioned.contains_key(&o)
                })
                .min_by_key(|&o| (apart(claim, &self.claims.claims[o]), o));
            if let Some(main) = nearest {
                self.conditioned.insert(main, i);
                self.main_of.insert(i, main);
            }
        }
    }

    /// Up to six claims before and after a claim in its source.
    pub(super) fn around(&self, claim: usize) -> impl Iterator<Item = usize> + '_ {
        let source = self.claims.claims[claim].source.as_str();
        let places = self.by_place.get(source).map(Vec::as_slice).unwrap_or_default();
        let start = self.claims.claims[claim].start;
        let at = places.partition_point(|&o| (self.claims.claims[o].start, o) < (start, claim));
        places[at.saturating_sub(6)..places.len().min(at + 7)].iter().copied().filter(move |&o| o != claim)
    }

    /// The topics named in a range of words.
    pub(super) fn matters_within(&self, words: &Words<'_>, range: &std::ops::Range<usize>) -> Vec<Hit> {
        let strong: Vec<Hit> = words.hits(false).into_iter().filter(|h| range.contains(&h.at)).collect();
        let part = words.slice(range.clone());
        let hits = if strong.is_empty() { Words::of(part).hits(true) } else { strong };
        self.merged(hits)
    }

    /// The other end: whom a claim is addressed to; else, if `named`, whom its words name ("Russian troops"); else, where the sides are
    /// two, the one that does not speak.
    pub(super) fn others(&self, claim: &Claim, named: bool) -> Vec<Side> {
        let speakers = self.sides.speakers(claim);
        let targets: Vec<Side> =
            self.sides.sides(&claim.target).into_iter().filter(|t| !speakers.contains(t)).collect();
        if !targets.is_empty() {
            return targets;
        }
        let signatories = &self.sides.signatories;
        let quote = Words::of(&claim.quote);
        let rest: Vec<Side> = signatories.iter().copied().filter(|s| !speakers.contains(s)).collect();
        let found: Vec<Side> =
            rest.iter().copied().filter(|&s| named && quote.names(&self.claims.actors[s].name)).collect();
        match (found.len(), signatories.len(), rest.len()) {
            (1.., ..) => found,
            (0, 2, 1) => rest,
            _ => Vec::new(),
        }
    }

    /// Who would have to act on what a claim says about a topic; `offers`: the speaker itself.
    pub(super) fn key(&self, topic: usize, claim: &Claim, offers: bool) -> Key {
        use ClaimKind::{Accept, Agree, Meet, Offer, Pledge, Refuse, Willing};
        let speakers = self.sides.speakers(claim);
        let movers = match TOPICS[topic].moves {
            // What a signatory and an outsider would do with each other is another matter than that between the signatories.
            Moves::Together if matches!(claim.kind, Accept | Agree | Meet | Offer | Pledge | Refuse | Willing) => {
                let mut pair = speakers;
                pair.extend(self.sides.sides(&claim.target));
                pair.sort_unstable();
                pair.dedup();
                let outside = pair.iter().filter(|s| !self.sides.signatories.contains(s)).count();
                if outside == 1 && pair.len() == 2 { pair } else { Vec::new() }
            }
            Moves::Together => Vec::new(),
            // Who acts on what several have agreed to is not said.
            Moves::OneSide if claim.kind == Agree => Vec::new(),
            // Whoever is for somebody's territorial integrity offers nothing of its own.
            Moves::OneSide if offers && Words::of(&claim.quote).has(&["territorial integrity"]) => {
                self.others(claim, false)
            }
            // Who accepts self-rule gets it; who grants it rules there.
            Moves::OneSide
                if offers && TOPICS[topic].joint == "granted by" && matches!(claim.kind, Accept | Willing) =>
            {
                self.others(claim, false)
            }
            Moves::OneSide if offers => speakers,
            Moves::OneSide => self.others(claim, matches!(TOPICS[topic].joint, "by" | "of" | "held by")),
        };
        self.keyed(Matter::Topic(topic), movers)
    }

    /// A key with its movers in order: signatories where there are any, and nobody where all of them move.
    pub(super) fn keyed(&self, matter: Matter, movers: Vec<Side>) -> Key {
        let signatories = &self.sides.signatories;
        let mut movers: BTreeSet<Side> = movers.into_iter().collect();
        // A person of no known side holds no territory and commands no troops; whose they are is for the analyst to say.
        movers.retain(|&m| signatories.contains(&m) || !self.sides.is_person(self.claims, m));
        let pair = matches!(matter, Matter::Topic(t) if TOPICS[t].moves == Moves::Together);
        if !pair && movers.iter().any(|m| signatories.contains(m)) {
            movers.retain(|m| signatories.contains(m));
        }
        if movers == *signatories && movers.len() > 1 {
            movers.clear();
        }
        Key { matter, movers: movers.into_iter().collect() }
    }
}

/// The topics of a clause, without those it only wants discussed or dates something by.
fn named(words: &Words<'_>, weak: bool) -> Vec<Hit> {
    let discussed = |at: usize| {
        let near = |count: usize| Words::of(words.slice(at.saturating_sub(count)..at));
        near(5).has(&["discuss*|about|regarding"]) || near(3).has(&["before|since"])
    };
    // "Confidence in Monday's nuclear disarmament agreement", "the Dayton Peace Agreement": what there is already is not asked for.
    let named = |hit: &Hit| {
        let after = |from: usize| Words::of(words.slice(hit.at + from..(hit.at + 4).min(words.len())));
        let agreed = ![CEASEFIRE, PEACE].contains(&hit.topic) && after(1).has(&["agreement|deal|accord|pact|treaty"]);
        let is_name = |at: usize| words.slice(at..at + 1).starts_with(char::is_uppercase);
        let own_name =
            hit.topic == PEACE && hit.at > 0 && is_name(hit.at - 1) && is_name(hit.at) && is_name(hit.at + 1);
        agreed && Words::of(words.slice(hit.at.saturating_sub(4)..hit.at)).has(&["in|under|of|by|to"]) || own_name
    };
    words.hits(weak).into_iter().filter(|h| !discussed(h.at) && !named(h)).collect()
}

/// Bytes between two claims.
pub(super) fn apart(a: &Claim, b: &Claim) -> usize {
    a.start.max(b.start).saturating_sub(a.end.min(b.end))
}

/// The turn in a claim's words, in its quote or else its content, where they put a price on something so surely.
pub(super) fn turn_of(claim: &Claim, price: Price) -> Option<(Words<'_>, Turn)> {
    [&claim.quote, &claim.content].into_iter().find_map(|text| {
        let words = Words::of(text);
        let turn = words.turn().filter(|t| t.price >= price)?;
        Some((words, turn))
    })
}
