//! Who is who: from actors to sides, and which sides negotiate with each other (definitions §1.2).

use std::collections::{BTreeMap, BTreeSet};

use armistice::case::claims::{ActorKind, Claim, ClaimKind, Claims};

use super::context::live;
use super::words::Words;

/// A side: the index in [`Claims::actors`] of the state, group, bloc or other body that answers for an actor.
pub(super) type Side = usize;

/// Words of whoever stands between the sides.
const BROKERING: &[&str] =
    &["effort|efforts|bid|attempt|trying|try|hope|hoping to|of broker*|mediat*", "offer*|hop* to mediate|broker"];

/// Speakers and targets of one claim that are looked at.
const MOST_NAMED: usize = 8;
/// Signatories of a draft at most.
const MOST_SIGNATORIES: usize = 12;
/// How far `of` is followed.
const DEPTH: usize = 32;

/// The actors of a dossier with the sides they belong to.
pub(super) struct Sides<'a> {
    actors: BTreeMap<&'a str, (usize, Option<Side>)>,
    /// The sides a deal needs.
    pub(super) signatories: BTreeSet<Side>,
    /// Claims that show a side negotiating (or, for outsiders, pressing), in file order.
    pub(super) shown_by: BTreeMap<Side, Vec<usize>>,
    /// Whether the signatories were seen to deal with each other; else they are a guess.
    pub(super) seen: bool,
}

impl<'a> Sides<'a> {
    /// Reads the sides off the claims that are not rejected.
    pub(super) fn of(claims: &'a Claims) -> Self {
        let mut actors: BTreeMap<&str, (usize, Option<Side>)> = BTreeMap::new();
        for (i, actor) in claims.actors.iter().enumerate() {
            actors.entry(&actor.id).or_insert((i, None));
        }
        let roots: Vec<(&str, Option<Side>)> =
            actors.iter().map(|(id, &(i, _))| (*id, root(claims, &actors, i))).collect();
        for (id, side) in roots {
            if let Some(entry) = actors.get_mut(id) {
                entry.1 = side;
            }
        }
        let mut sides = Self { actors, signatories: BTreeSet::new(), shown_by: BTreeMap::new(), seen: false };
        sides.find_signatories(claims);
        sides
    }

    /// The side of an actor; `None` for one nobody knows or that belongs to nobody.
    pub(super) fn side(&self, actor: &str) -> Option<Side> {
        self.actors.get(actor).and_then(|&(_, side)| side)
    }

    /// Whether a side is a person of whom nobody says to which side they belong.
    pub(super) fn is_person(&self, claims: &Claims, side: Side) -> bool {
        claims.actors.get(side).is_some_and(|a| a.kind == ActorKind::Person)
    }

    /// The index of an actor.
    pub(super) fn actor(&self, actor: &str) -> Option<usize> {
        self.actors.get(actor).map(|&(index, _)| index)
    }

    /// The sides of some actors, in order, without repeats.
    pub(super) fn sides(&self, actors: &[String]) -> Vec<Side> {
        let mut found = Vec::new();
        for side in actors.iter().take(MOST_NAMED).filter_map(|a| self.side(a)) {
            if !found.contains(&side) {
                found.push(side);
            }
        }
        found
    }

    /// The sides behind a claim: its speakers', or, when nobody known speaks, the side it is attributed to.
    pub(super) fn speakers(&self, claim: &Claim) -> Vec<Side> {
        let speakers = self.sides(&claim.speaker);
        if !speakers.is_empty() || !claim.speaker.is_empty() {
            return speakers;
        }
        claim.attribution.as_ref().and_then(|a| a.actor.as_deref()).and_then(|a| self.side(a)).into_iter().collect()
    }

    /// The sides that negotiate with each other: pairs are weighed by what passes between them, and a pair counts when it has at least
    /// half the weight of the heaviest. Whoever mediates is outside.
    fn find_signatories(&mut self, claims: &Claims) {
        let mut pairs: BTreeMap<(Side, Side), Pair> = BTreeMap::new();
        let in_the_middle = |office: &str| Words::of(office).has(&["mediator*|facilitator*", "peace envoy|monitor*"]);
        let named = claims.actors.iter().filter(|a| a.office.as_deref().is_some_and(in_the_middle));
        let mut mediators: BTreeSet<Side> = named.filter_map(|a| self.side(&a.id)).collect();
        let mut mediated = BTreeSet::new();
        // Organisations meet everybody, and a person of no known side may be anybody.
        let light = |side: Side| {
            claims.actors.get(side).is_some_and(|a| matches!(a.kind, ActorKind::Organisation | ActorKind::Person))
        };
        for (i, claim) in live(claims) {
            let speakers = self.speakers(claim);
            let targets = self.sides(&claim.target);
            for &side in &speakers {
                self.shown_by.entry(side).or_default().push(i);
            }
            // "He has met the rebels in an effort to broker a deal": who is named first is in the middle.
            let brokers = matches!(claim.kind, ClaimKind::Meet | ClaimKind::Process | ClaimKind::Offer)
                && Words::of(&claim.quote).has(BROKERING);
            if brokers && let Some((first, rest)) = speakers.split_first() {
                mediators.insert(*first);
                mediated.extend(rest.iter().chain(&targets).copied());
            }
            if claim.kind == ClaimKind::Mediate {
                mediators.extend(speakers.iter().copied());
                mediated.extend(targets.iter().copied());
            }
            let (among, across) = weight(claim.kind);
            let together: Vec<Side> = match claim.kind {
                ClaimKind::Call | ClaimKind::Mediate => targets.clone(),
                ClaimKind::Meet | ClaimKind::Agree | ClaimKind::Process => {
                    speakers.iter().chain(&targets).copied().collect()
                }
                _ => speakers.clone(),
            };
            for (a, b) in couples(&together, &together).filter(|(a, b)| a < b) {
                pairs.entry((a, b)).or_default().weight += if light(a) || light(b) { among.min(1) } else { among };
            }
            for (a, b) in couples(&speakers, &targets) {
                let pair = pairs.entry((a.min(b), a.max(b))).or_default();
                pair.weight += if light(a) || light(b) { across.min(1) } else { across };
                *(if a < b { &mut pair.there } else { &mut pair.back }) |= across > 0;
            }
        }
        mediators.retain(|m| !mediated.contains(m));
        let mut weights: Vec<(u64, Side, Side)> = pairs
            .into_iter()
            .filter(|((a, b), _)| !mediators.contains(a) && !mediators.contains(b))
            .map(|((a, b), p)| (p.weight + if p.there && p.back { 3 } else { 0 }, a, b))
            .filter(|&(weight, _, _)| weight >= 2)
            .collect();
        let vague = |side: Side| is_vague(claims, side);
        // Whoever deals with somebody vague is a side all the same; a person of no known side may be anybody, and shows nothing.
        let person = |side: Side| claims.actors.get(side).is_some_and(|a| a.kind == ActorKind::Person);
        let mut half: Vec<(u64, Side)> = Vec::new();
        if weights.iter().any(|&(_, a, b)| !vague(a) && !vague(b)) {
            let dropped = weights.iter().filter(|&&(_, a, b)| vague(a) != vague(b) && !person(a) && !person(b));
            half.extend(dropped.map(|&(weight, a, b)| (weight, if vague(a) { b } else { a })));
            weights.retain(|&(_, a, b)| !vague(a) && !vague(b));
        }
        weights.sort_by(|x, y| y.0.cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
        let heaviest = weights.first().map_or(0, |w| w.0);
        for (_, a, b) in weights.into_iter().filter(|w| w.0 >= heaviest.div_ceil(2)) {
            if self.signatories.len() + 2 <= MOST_SIGNATORIES {
                self.signatories.extend([a, b]);
            }
        }
        for (_, side) in half.into_iter().filter(|h| h.0 >= heaviest.div_ceil(2)) {
            if self.signatories.len() < MOST_SIGNATORIES {
                self.signatories.insert(side);
            }
        }
        self.seen = !self.signatories.is_empty();
        if !self.seen {
            self.guess_signatories(claims, &mediators);
        }
    }

    /// When nobody is seen to deal with anybody: those something is asked of, else those who take positions, else whoever speaks.
    fn guess_signatories(&mut self, claims: &Claims, mediators: &BTreeSet<Side>) {
        use ClaimKind::{Assess, Call, Criticize, Deny, Mediate, Sanction, Support, Violence};
        let asked = |c: &Claim| if c.kind == Sanction { Vec::new() } else { self.sides(&c.target) };
        let acting = |c: &Claim| match c.kind {
            Call | Mediate | Sanction | Support | Criticize | Assess | Deny | Violence => Vec::new(),
            _ => self.speakers(c),
        };
        let speaking = |c: &Claim| self.speakers(c);
        let gather =
            |of: &dyn Fn(&Claim) -> Vec<Side>| -> BTreeSet<Side> { live(claims).flat_map(|(_, c)| of(c)).collect() };
        let mut found: BTreeSet<Side> =
            gather(&asked).union(&gather(&acting)).copied().filter(|s| !mediators.contains(s)).collect();
        if found.is_empty() {
            found = gather(&speaking);
        }
        if found.iter().any(|&s| !is_vague(claims, s)) {
            found.retain(|&s| !is_vague(claims, s));
        }
        self.signatories = found.into_iter().take(MOST_SIGNATORIES).collect();
    }
}

/// Whether an actor can hardly be a side: a person of no known side, or armed people with no name for what they belong to.
fn is_vague(claims: &Claims, side: Side) -> bool {
    const NO_BODY: &[&str] = &["gunmen", "militants", "fighters", "attackers", "extremists", "terrorists", "bombers"];
    claims.actors.get(side).is_some_and(|a| {
        let last = a.name.split_whitespace().next_back().unwrap_or("");
        // "Islamic Jihad", "the Maoists"; not "Palestinian militants".
        let named = last.starts_with(char::is_uppercase);
        a.kind == ActorKind::Person || !named && (NO_BODY.contains(&last) || last == "groups")
    })
}

/// What passes between two sides.
#[derive(Default)]
struct Pair {
    weight: u64,
    there: bool,
    back: bool,
}

/// How much a claim shows that its sides negotiate with each other: those who act together, and the speaker with the target.
const fn weight(kind: ClaimKind) -> (u64, u64) {
    use ClaimKind::{
        Accept, Agree, Call, Ceasefire, Condition, Criticize, Demand, Deny, Mediate, Meet, Offer, Pledge, Process,
        Refuse, Release, Suspend, Threaten, Violence, Willing, Withdraw,
    };
    match kind {
        Mediate => (4, 0),
        Call => (3, 0),
        Meet | Process | Agree => (3, 3),
        Suspend | Ceasefire => (3, 2),
        Demand | Condition | Offer | Refuse | Accept | Willing | Pledge | Withdraw | Release | Violence => (1, 2),
        Criticize | Deny | Threaten => (0, 1),
        _ => (0, 0),
    }
}

fn couples<'s>(one: &'s [Side], other: &'s [Side]) -> impl Iterator<Item = (Side, Side)> + 's {
    one.iter().flat_map(move |&a| other.iter().map(move |&b| (a, b))).filter(|(a, b)| a != b)
}

/// The actor that answers for an actor: up along `of` to the first state, group or bloc. A source that belongs to nobody has no side.
fn root(claims: &Claims, index: &BTreeMap<&str, (usize, Option<Side>)>, actor: usize) -> Option<Side> {
    let mut at = actor;
    for _ in 0..DEPTH {
        let here = claims.actors.get(at)?;
        if matches!(here.kind, ActorKind::State | ActorKind::Group | ActorKind::Bloc) {
            return Some(at);
        }
        match here.of.as_deref().and_then(|of| index.get(of)) {
            Some(&(up, _)) if up != at => at = up,
            _ if here.kind == ActorKind::Source => return None,
            _ => return Some(at),
        }
    }
    None
}
