//! What each claim puts on the table, and what each side asks for there.

use std::collections::{BTreeMap, BTreeSet};

use armistice::case::claims::{Claim, ClaimKind, ClaimState, ClaimStatus, Claims, Polarity};

use super::Record;
use super::context::{Context, NEAR, apart, live, turn_of};
use super::refusals;
use super::sides::{Side, Sides};
use super::topics::{CEASEFIRE, EXHORTATIONS, LEADERS, Moves, PEACE, TALKS, TOPICS};
use super::words::{Choice, Hit, Price, Turn, Words, phrase, slug, substance, title};

/// Issues of a draft at most: the outcomes are the product of all their options.
const MOST_ISSUES: usize = 24;
/// Options that an issue made of the claims' own words has at most, beside how things stand today.
const MOST_OWN: usize = 8;

/// What is on the table and what everybody asks for there.
#[derive(Default)]
pub(super) struct Positions {
    /// What is on the table, in order of first mention.
    pub(super) issues: Vec<Topical>,
    /// What each side asks for or refuses.
    pub(super) positions: Vec<Position>,
    /// What a side wants first.
    pub(super) needs: Vec<Need>,
    /// Claims that show a side's attitude and name no issue.
    pub(super) attitudes: BTreeMap<Side, Vec<usize>>,
    index: BTreeMap<Key, usize>,
    by_claim: BTreeMap<usize, Vec<usize>>,
    with_needs: BTreeSet<usize>,
}

/// What an issue is about, and who would have to act.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// What it is about.
    pub(super) matter: Matter,
    /// Who would have to act, sorted; empty: the signatories together.
    pub(super) movers: Vec<Side>,
}

/// What an issue is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Matter {
    /// A line of the topic table.
    Topic(usize),
    /// None of them: the id made of the claims' own words.
    Own(String),
}

/// An issue in the making.
pub(super) struct Topical {
    /// What and who.
    pub(super) key: Key,
    /// The options named, beside how things stand.
    pub(super) choices: BTreeSet<Choice>,
    /// The claims that put it on the table, in order.
    pub(super) claims: BTreeSet<usize>,
    /// For an issue made of the claims' own words: its title and the words of each option.
    pub(super) own: Option<(String, Vec<(String, String)>)>,
    /// Whether claims differ on who would have to act.
    pub(super) shared: bool,
    /// The option in force today, and the claim that says so, where it is not the one that the table has.
    pub(super) today: Option<(Choice, usize)>,
}

/// One thing a side asks for or refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    /// Whose.
    pub(super) side: Side,
    /// Index into [`Positions::issues`].
    pub(super) issue: usize,
    /// Which option.
    pub(super) choice: Choice,
    /// Whether it wants the option; else it refuses it.
    pub(super) wants: bool,
    /// Index of the claim.
    pub(super) claim: usize,
}

/// Something a side wants before something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Need {
    /// Whose.
    pub(super) side: Side,
    /// Issue and option that come first.
    pub(super) first: (usize, Choice),
    /// Issue and option that wait; `None`: what the talks are about.
    pub(super) before: Option<(usize, Choice)>,
    /// The claims.
    pub(super) claims: Vec<usize>,
    /// Why it is a judgement, if it is.
    pub(super) note: Option<&'static str>,
}

/// Why a claim that nothing uses is in no table.
pub(super) fn why_left(claim: &Claim) -> &'static str {
    use ClaimKind::{
        Assess, Attend, Ceasefire, Criticize, Deny, Meet, Release, Sanction, Suspend, Threaten, Violence, Withdraw,
    };
    match claim.kind {
        Assess => "an assessment asks for nothing",
        Criticize => "criticism asks for nothing",
        Deny => "a denial asks for nothing",
        Violence | Ceasefire | Withdraw | Release | Suspend => "reports an act, not a position",
        Sanction | Threaten => "does not say against whom, or is in force already",
        Meet | Attend => "names nobody known",
        _ if claim.speaker.is_empty() => "nobody known says it",
        _ => "names no issue",
    }
}

/// Whether a meeting that a claim tells of took place; else it is wished for or planned.
pub(super) fn took_place(claim: &Claim) -> bool {
    const WISHED: &[&str] =
        &["eager|hope|hopes|hoping|want|wants|willing|ready|plan*|will|would|could|may|might|should|propos*|invit*"];
    !matches!(claim.status, ClaimStatus::Future | ClaimStatus::Hypothetical) && !Words::of(&claim.quote).has(WISHED)
}

/// Reads all positions off the claims.
pub(super) fn read(claims: &Claims, sides: &Sides<'_>, record: &mut Record) -> Positions {
    let context = Context::of(claims, sides);
    let mut positions = Positions::default();
    for (i, claim) in live(claims) {
        positions.ask(&context, i, claim, record);
    }
    for (i, claim) in live(claims) {
        positions.discuss(&context, i, claim);
    }
    for (i, claim) in live(claims) {
        refusals::refuse(&mut positions, &context, i, claim, record);
    }
    for (i, claim) in live(claims) {
        positions.price(&context, i, claim);
        positions.force(&context, i, claim, record);
    }
    positions
}

impl Positions {
    /// The issue with this key, made if it is new; `None` when the draft has as many as it takes.
    pub(super) fn issue(&mut self, key: Key, choice: Choice, claim: usize) -> Option<usize> {
        let at = match self.index.get(&key) {
            Some(&at) => at,
            None if self.issues.len() >= MOST_ISSUES => return None,
            None => {
                let topical = Topical {
                    key: key.clone(),
                    choices: BTreeSet::new(),
                    claims: BTreeSet::new(),
                    own: None,
                    shared: false,
                    today: None,
                };
                self.issues.push(topical);
                self.index.insert(key, self.issues.len() - 1);
                self.issues.len() - 1
            }
        };
        let issue = &mut self.issues[at];
        issue.choices.insert(choice);
        issue.claims.insert(claim);
        Some(at)
    }

    /// The first issue on a topic that one of the sides would have to act on, or anybody.
    pub(super) fn on_topic(&self, topic: usize, mover: Option<&[Side]>) -> Option<usize> {
        self.issues.iter().position(|i| {
            i.key.matter == Matter::Topic(topic) && mover.is_none_or(|m| i.key.movers.iter().any(|s| m.contains(s)))
        })
    }

    /// What the signatories' talks are about: a ceasefire, else peace, else talks at all.
    pub(super) fn main(&self) -> Option<usize> {
        [CEASEFIRE, PEACE, TALKS].iter().find_map(|&topic| self.between_all(topic))
    }

    /// The issue on a topic that the signatories would move together.
    fn between_all(&self, topic: usize) -> Option<usize> {
        self.index.get(&Key { matter: Matter::Topic(topic), movers: Vec::new() }).copied()
    }

    /// The issue for a topic of a claim: where nobody is said to have to act, the one that is there already.
    fn topical(&mut self, context: &Context<'_>, hit: Hit, claim: usize, offers: bool) -> Option<usize> {
        let key = context.key(hit.topic, &context.claims.claims[claim], offers);
        let there = if key.movers.is_empty() && TOPICS[hit.topic].moves == Moves::OneSide {
            self.on_topic(hit.topic, None).map(|at| self.issues[at].key.clone())
        } else {
            None
        };
        self.issue(there.unwrap_or(key), hit.choice, claim)
    }

    /// An issue made of a claim's own words; `None` when they say nothing.
    pub(super) fn own(
        &mut self,
        context: &Context<'_>,
        claim: usize,
        text: &str,
        offers: bool,
    ) -> Option<(usize, Choice)> {
        let of = &context.claims.claims[claim];
        let words = if substance(text) > 0 { text } else { of.content.as_str() };
        if substance(words) < 2 || Words::of(words).has(EXHORTATIONS) {
            return None;
        }
        let word = of.issue.iter().find(|w| substance(w) > 0).map_or(words, String::as_str);
        let movers = if offers { context.sides.speakers(of) } else { context.others(of, false) };
        let key = context.keyed(Matter::Own(slug(word, "matter")), movers);
        // Who would have to act is mostly a guess here, and no reason for a second issue of the same words.
        let there = self.issues.iter().position(|i| i.key.matter == key.matter);
        let at = match there {
            Some(at) => {
                let known = &mut self.issues[at];
                known.shared |= known.key.movers != key.movers;
                let key = known.key.clone();
                self.issue(key, Choice::Now, claim)?
            }
            None => self.issue(key, Choice::Now, claim)?,
        };
        let (_, options) = self.issues[at].own.get_or_insert_with(|| (title(word), Vec::new()));
        let id = slug(words, "as-asked");
        let place = match options.iter().position(|(known, _)| *known == id) {
            Some(place) => place,
            None if options.len() >= MOST_OWN => return None,
            None => {
                options.push((id, phrase(words)));
                options.len() - 1
            }
        };
        let choice = Choice::Own(place);
        self.issues[at].choices.insert(choice);
        Some((at, choice))
    }

    /// Takes down a position of every side behind a claim.
    pub(super) fn take(&mut self, context: &Context<'_>, claim: usize, issue: usize, choice: Choice, wants: bool) {
        let of = &context.claims.claims[claim];
        // Who would like to meet is the one named first; what the other would like is not said.
        let wish = if of.kind == ClaimKind::Meet { 1 } else { usize::MAX };
        for side in context.sides.speakers(of).into_iter().take(wish) {
            self.by_claim.entry(claim).or_default().push(self.positions.len());
            self.positions.push(Position { side, issue, choice, wants, claim });
        }
    }

    /// The positions a claim was read as.
    pub(super) fn of_claim(&self, claim: usize) -> impl Iterator<Item = Position> + '_ {
        self.by_claim.get(&claim).into_iter().flatten().map(|&at| self.positions[at])
    }

    /// First pass: what is asked, offered or agreed to.
    fn ask(&mut self, context: &Context<'_>, i: usize, claim: &Claim, record: &mut Record) {
        use ClaimKind::{
            Accept, Agree, Call, Condition, Demand, Mediate, Meet, Offer, Pledge, Release, Support, Willing, Withdraw,
        };
        if claim.kind != Condition && self.linked(context, i, claim) {
            return;
        }
        let negative = claim.polarity == Polarity::Negative;
        let future = matches!(claim.status, ClaimStatus::Future | ClaimStatus::Hypothetical);
        let (offers, needs_substance) = match claim.kind {
            Demand | Call | Condition => (false, true),
            Mediate => (false, false),
            Offer if !negative => (true, true),
            Support if !negative => (false, false),
            Willing | Pledge | Accept | Agree if !negative => (true, false),
            Meet if !negative && !took_place(claim) => (true, false),
            Withdraw | Release if !negative && future => (true, false),
            _ => return,
        };
        let turned = match claim.kind {
            Condition => turn_of(claim, Price::InConditions),
            Demand => turn_of(claim, Price::InDemands),
            Offer | Willing | Pledge | Accept => turn_of(claim, Price::Always),
            _ => None,
        };
        if let Some((words, turn)) = turned {
            if self.bargain(context, i, claim, &words, &turn, record) {
                return;
            }
        } else if claim.kind == Condition {
            self.condition(context, i, claim, &Words::of(&claim.quote), None, record);
            return;
        }
        let mut asked = Vec::new();
        let mut hits = context.matters(claim);
        if hits.is_empty() && Words::of(&claim.quote).has(&["the same", "likewise"]) {
            // "… and asks the rebels to do the same."
            let before = context.around(i).filter(|&o| context.claims.claims[o].start < claim.start).last();
            hits = before.map(|o| context.matters(&context.claims.claims[o])).unwrap_or_default();
        }
        let outside = context.sides.speakers(claim).iter().all(|s| !context.sides.signatories.contains(s));
        for hit in hits {
            // An outsider that would come to the talks says nothing on whether the sides should hold them.
            if hit.topic == TALKS && outside && matches!(claim.kind, Willing | Pledge | Meet) {
                continue;
            }
            match self.topical(context, hit, i, offers) {
                Some(issue) => asked.push((issue, hit.choice)),
                None => record.leave(i, format!("the draft takes {MOST_ISSUES} issues, and this would be one more")),
            }
        }
        if asked.is_empty() && needs_substance {
            match self.own(context, i, &claim.content, offers) {
                Some(own) => asked.push(own),
                None => record.leave(i, "asks for nothing definite, or is on an issue too many"),
            }
        }
        if asked.is_empty() {
            if matches!(claim.kind, Willing | Pledge | Accept) {
                for side in context.sides.speakers(claim) {
                    self.attitudes.entry(side).or_default().push(i);
                }
            }
            return;
        }
        let bound = context.conditioned.contains_key(&i);
        for (issue, choice) in asked {
            // What a side would do itself for a price is not what it likes best.
            let for_a_price = bound && !self.issues[issue].key.movers.is_empty();
            // What a meeting is to be about is on the table; what anybody wants of it is not said.
            let agenda =
                claim.kind == Meet && ![TALKS, LEADERS].map(Matter::Topic).contains(&self.issues[issue].key.matter);
            if !for_a_price && !agenda {
                self.take(context, i, issue, choice, true);
            }
        }
    }

    /// A claim that another one names as its condition: "… unless Boros withdraws", where that is a claim on Boros. Whether it was one.
    fn linked(&mut self, context: &Context<'_>, i: usize, claim: &Claim) -> bool {
        let Some(&main) = context.main_of.get(&i) else { return false };
        let of = &context.claims.claims[main];
        // "If Boros attacks" asks for no attack, and "as long as it does not" turns round what its words ask for.
        if claim.kind == ClaimKind::Violence || claim.polarity == Polarity::Negative {
            return false;
        }
        let (Some(waits), firsts) = (context.matters(of).first().copied(), context.matters(claim)) else {
            return false;
        };
        if firsts.is_empty() {
            return false;
        }
        let choice = if waits.choice == Choice::Now { Choice::Any } else { waits.choice };
        let Some(before) = self.topical(context, Hit { choice, ..waits }, main, true) else { return false };
        let mut asked = false;
        for hit in firsts.into_iter().filter(|h| (h.topic, h.choice) != (waits.topic, waits.choice)) {
            // Who speaks in the condition is who would have to act.
            let Some(first) = self.topical(context, hit, i, true) else { continue };
            let mut claims = vec![i, main];
            claims.sort_unstable();
            for side in context.sides.speakers(of) {
                self.by_claim.entry(i).or_default().push(self.positions.len());
                self.positions.push(Position { side, issue: first, choice: hit.choice, wants: true, claim: i });
                let first = (first, hit.choice);
                self.needs.push(Need {
                    side,
                    first,
                    before: Some((before, choice)),
                    claims: claims.clone(),
                    note: None,
                });
            }
            self.with_needs.insert(i);
            asked = true;
        }
        asked
    }

    /// A claim in whose words one thing comes before another. Whether anything came of it.
    fn bargain(
        &mut self,
        context: &Context<'_>,
        i: usize,
        claim: &Claim,
        words: &Words<'_>,
        turn: &Turn,
        record: &mut Record,
    ) -> bool {
        if claim.kind == ClaimKind::Condition {
            self.condition(context, i, claim, words, Some(turn), record);
            return true;
        }
        let first = context.matters_within(words, &turn.first);
        let before = context.matters_within(words, &turn.before);
        if first.is_empty() || before.is_empty() {
            return false;
        }
        let asks = claim.kind == ClaimKind::Demand;
        let Some(waiting) = self.topical(context, before[0], i, true) else { return false };
        if !asks && self.issues[waiting].key.movers.is_empty() {
            self.take(context, i, waiting, before[0].choice, true);
        }
        for hit in first {
            let Some(issue) = self.topical(context, hit, i, false) else { continue };
            self.take(context, i, issue, hit.choice, true);
            self.need(context, i, (issue, hit.choice), Some((waiting, before[0].choice)), vec![i]);
        }
        true
    }

    /// A condition: what comes first, and what waits for it.
    fn condition(
        &mut self,
        context: &Context<'_>,
        i: usize,
        claim: &Claim,
        words: &Words<'_>,
        turn: Option<&Turn>,
        record: &mut Record,
    ) {
        let main = context.main_of.get(&i).copied();
        let waiting = turn.map(|t| context.matters_within(words, &t.before)).unwrap_or_default();
        let mut firsts = match turn {
            Some(t) => context.matters_within(words, &t.first),
            None => context.matters(claim),
        };
        let seen = matches!(claim.state, ClaimState::Accepted | ClaimState::Edited);
        let of_issue = if seen { context.issue_topics(claim) } else { Vec::new() };
        let borne_out = of_issue.iter().any(|h| firsts.iter().any(|f| f.topic == h.topic));
        if firsts.is_empty() || claim.issue.len() == 1 && !borne_out {
            let others: Vec<Hit> =
                of_issue.iter().filter(|h| waiting.iter().all(|w| w.topic != h.topic)).copied().collect();
            if !others.is_empty() {
                firsts = others;
            }
        }
        let mut asked: Vec<(usize, Choice)> = Vec::new();
        for hit in firsts.into_iter().filter(|h| waiting.iter().all(|w| w.topic != h.topic || w.choice != h.choice)) {
            asked.extend(self.topical(context, hit, i, false).map(|issue| (issue, hit.choice)));
        }
        if asked.is_empty() {
            let text = turn.map_or("", |t| words.slice(t.first.clone()));
            asked.extend(self.own(context, i, text, false));
        }
        if asked.is_empty() {
            record.leave(i, "does not say what the condition is");
            return;
        }
        // What waits: named in the condition itself, else in the clause it hangs on, else what the talks are about.
        let before = match waiting.first().copied() {
            Some(hit) => self.topical(context, hit, i, true).map(|issue| (issue, hit.choice)),
            None => main.and_then(|m| {
                let hit = context.matters(&context.claims.claims[m]).first().copied()?;
                let choice = if hit.choice == Choice::Now { Choice::Any } else { hit.choice };
                self.topical(context, Hit { choice, ..hit }, m, true).map(|issue| (issue, choice))
            }),
        };
        for (issue, choice) in asked {
            self.take(context, i, issue, choice, true);
            let mut grounds = vec![i];
            grounds.extend(main);
            self.need(context, i, (issue, choice), before, grounds);
        }
    }

    /// Takes down a precondition of every side behind a claim.
    pub(super) fn need(
        &mut self,
        context: &Context<'_>,
        claim: usize,
        first: (usize, Choice),
        before: Option<(usize, Choice)>,
        mut claims: Vec<usize>,
    ) {
        claims.sort_unstable();
        self.with_needs.insert(claim);
        let note = before.is_none().then_some(
            "drafted: the claim does not say what has to wait; that it is what the talks are about is a judgement",
        );
        for side in context.sides.speakers(&context.claims.claims[claim]) {
            self.needs.push(Need { side, first, before, claims: claims.clone(), note });
        }
    }

    /// Second pass: what is discussed, or talks on what were called off. It puts an issue on the table and takes no side.
    fn discuss(&mut self, context: &Context<'_>, i: usize, claim: &Claim) {
        if !matches!(claim.kind, ClaimKind::Process | ClaimKind::Suspend | ClaimKind::Ceasefire) {
            return;
        }
        for hit in context.matters(claim) {
            let Some(issue) = self.topical(context, hit, i, true) else { continue };
            let started = claim.kind == ClaimKind::Ceasefire && claim.polarity == Polarity::Positive;
            if started && hit.topic == CEASEFIRE {
                self.take(context, i, issue, hit.choice, true);
            }
        }
    }

    /// Fourth pass: a demand that is put as the price of what the talks are about becomes a precondition.
    fn price(&mut self, context: &Context<'_>, i: usize, claim: &Claim) {
        let Some(main) = self.main() else { return };
        let speakers = context.sides.speakers(claim);
        let signs = |s: &Side| context.sides.signatories.contains(s);
        if claim.kind != ClaimKind::Demand
            || !speakers.iter().any(signs)
            || self.with_needs.contains(&i)
            || !context.others(claim, false).iter().any(signs)
        {
            return;
        }
        const PRICE: &[&str] = &["condition*|precondition*|prerequisite*", "sticking point*", "price for|of"];
        let called_so = Words::of(&claim.quote).has(PRICE)
            || context.around(i).any(|o| {
                let other = &context.claims.claims[o];
                apart(claim, other) <= NEAR && Words::of(&other.quote).has(PRICE)
            });
        let about_peace = [CEASEFIRE, PEACE].iter().any(|&t| self.issues[main].key.matter == Matter::Topic(t));
        let in_talks = about_peace
            && context.around(i).any(|o| {
                let other = &context.claims.claims[o];
                other.kind == ClaimKind::Process && self.issues[main].claims.contains(&o)
            });
        if !called_so && !in_talks {
            return;
        }
        let note = if called_so {
            "drafted: that this demand is the price of what the talks are about is a judgement; the source calls it a condition or a sticking point"
        } else {
            "drafted: that this demand is the price of what the talks are about is a judgement, for it was put there"
        };
        let asked: Vec<Position> = self.of_claim(i).filter(|p| p.wants && p.issue != main).collect();
        for p in asked {
            self.needs.push(Need {
                side: p.side,
                first: (p.issue, p.choice),
                before: Some((main, Choice::Any)),
                claims: vec![i],
                note: Some(note),
            });
        }
    }

    /// Fifth pass: a ceasefire that both keep is how things stand today, until a later claim says that it is broken.
    fn force(&mut self, context: &Context<'_>, i: usize, claim: &Claim, record: &mut Record) {
        if !matches!(claim.kind, ClaimKind::Ceasefire | ClaimKind::Suspend | ClaimKind::Violence) {
            return;
        }
        let Some(at) = self.between_all(CEASEFIRE) else { return };
        let here = context.matters(claim).into_iter().find(|h| h.topic == CEASEFIRE);
        let Some(hit) = here else { return };
        let kept = claim.kind == ClaimKind::Ceasefire
            && claim.polarity == Polarity::Positive
            && matches!(claim.status, ClaimStatus::Past | ClaimStatus::Present)
            && context.sides.speakers(claim).len() != 1
            && !Words::of(&claim.quote).has(&["unilateral*", "break*|broke*|violat*|end|ended|ends", "call* off"]);
        self.issues[at].today = kept.then_some((if hit.choice == Choice::Now { Choice::Any } else { hit.choice }, i));
        record.became(i, "how the ceasefire stands today");
    }
}
