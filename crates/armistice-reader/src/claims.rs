//! Clauses to claims: the trigger, who speaks, to whom, which way, according to whom, and the words themselves.

mod drafting;
mod people;
mod reading;

use armistice::case::claims::{Claim, ClaimKind, ClaimStatus, Polarity};

use crate::Parsed;
use crate::actors::mentions::{Role, mentions};
use crate::actors::{ActorIndex, Registry};
use crate::clauses::Opener;
use crate::focus::Focus;
use crate::lexicon::{Frame, Trigger};
use crate::modality::Modality;
use crate::sense::Sense;
use crate::voices::Voice;

/// Reads sentences one after the other and keeps what later ones need of earlier ones.
pub(crate) struct Reader {
    pub(crate) registry: Registry,
    pub(crate) claims: Vec<Claim>,
    pub(crate) focus: Focus,
    /// Who speaks in a text that says "I" or "we" itself.
    pub(crate) author: Option<Voice>,
    /// Who speaks the quotation that runs through this paragraph.
    pub(crate) quoting: Option<Voice>,
    paragraph: usize,
    /// The day the source was published.
    published: Option<String>,
}

/// What was found in a sentence.
struct Found {
    claims: Vec<Claim>,
    /// For each clause the claim its predicate makes.
    of: Vec<Option<usize>>,
    /// Claims and the claims that are their conditions.
    conditions: Vec<(usize, usize)>,
}

impl Found {
    fn new(clauses: usize) -> Self {
        Self { claims: Vec::new(), of: vec![None; clauses], conditions: Vec::new() }
    }
}

/// What a trigger or a modal verb makes of a clause.
#[derive(Clone, Copy)]
struct Reading {
    kind: ClaimKind,
    polarity: Polarity,
    frame: Frame,
    /// Tokens of the trigger.
    at: usize,
    to: usize,
    status: Option<ClaimStatus>,
}

impl Reading {
    fn of(trigger: &Trigger) -> Self {
        let entry = trigger.entry;
        let (at, to) = (trigger.start, trigger.end);
        Self { kind: entry.kind, polarity: entry.polarity, frame: entry.frame, at, to, status: None }
    }

    /// What a modal verb makes of the words `at..to`.
    fn modal(meant: Modality, at: usize, to: usize) -> Self {
        let frame = Frame { say: true, obj: true, asks: meant.kind == ClaimKind::Call, ..Frame::default() };
        Self { kind: meant.kind, polarity: meant.polarity, frame, at, to, status: Some(meant.status) }
    }
}

impl Reader {
    pub(crate) fn new(registry: Registry) -> Self {
        Self {
            registry,
            claims: Vec::new(),
            focus: Focus::default(),
            paragraph: 0,
            quoting: None,
            author: None,
            published: None,
        }
    }

    /// A new source: nothing said in another one is in mind any more.
    pub(crate) fn start(&mut self, published: Option<&str>) {
        self.published = published.map(str::to_owned);
        self.focus = Focus::new(self.claims.len());
        self.quoting = None;
        self.author = None;
    }

    /// Drafts the claims of a part of a text.
    pub(crate) fn part(&mut self, source: &str, text: &str, part: &[Parsed<'_>]) {
        self.author = self.author.take().or_else(|| self.author_of(part));
        for (at, parsed) in part.iter().enumerate() {
            self.sentence(source, text, parsed, &part[at + 1..]);
        }
        self.name_later();
    }

    /// "The parties have agreed …" before any is named: the first two named together later.
    fn name_later(&mut self) {
        let ids: Vec<String> = self.focus.first.iter().map(|&a| self.registry.id(a).to_owned()).collect();
        for claim in self.claims.iter_mut().skip(self.focus.since).filter(|c| c.speaker.is_empty()) {
            let shared = || {
                let mut words = claim.quote.split(|c: char| !c.is_alphanumeric());
                words.any(|w| matches!(w, "talks" | "round" | "date" | "sides" | "parties" | "negotiations"))
            };
            if matches!(claim.kind, ClaimKind::Agree | ClaimKind::Ceasefire | ClaimKind::Meet)
                || matches!(claim.kind, ClaimKind::Process | ClaimKind::Withdraw) && shared()
            {
                claim.speaker.clone_from(&ids);
            }
        }
    }

    /// Drafts the claims of one sentence.
    fn sentence(&mut self, source: &str, text: &str, parsed: &Parsed<'_>, following: &[Parsed<'_>]) {
        let Parsed { sentence, tokens } = parsed;
        if sentence.paragraph != self.paragraph {
            self.quoting = None;
            self.paragraph = sentence.paragraph;
        }
        let found = mentions(tokens, &mut self.registry);
        if sentence.heading {
            return;
        }
        let mut sense = Sense::new(text, tokens, found);
        let ahead = following.iter().take(8).take_while(|s| s.sentence.paragraph == sentence.paragraph).count();
        let quoted = self.quoted_voice(&sense, &following[..ahead]);
        let according = self.according(&sense);
        for c in sense.tree.outside_in() {
            self.place(&mut sense, c, quoted.as_ref(), according.as_ref());
        }
        let n = sense.tree.clauses.len();
        let mut done = vec![false; n];
        let mut found = Found::new(n);
        for c in 0..n {
            if done[c] || sense.tree.clauses[c].opener == Opener::Condition || sense.is_joined_condition(c) {
                continue;
            }
            // "…, before talks can start": said already in the clause it stands in.
            let clause = &sense.tree.clauses[c];
            let within = clause.parent.and_then(|p| found.of[p]).is_some_and(|i| {
                let (start, end) = (tokens[clause.start].start, tokens[clause.end - 1].end);
                found.claims[i].start <= start && end <= found.claims[i].end
            });
            if within && matches!(clause.opener, Opener::Adjunct | Opener::Participle) {
                continue;
            }
            let stance = |r: &Reading| {
                use ClaimKind::{Accept, Criticize, Demand, Deny, Pledge, Refuse};
                matches!(r.kind, Refuse | Accept | Demand | Pledge | Deny | Criticize) && sense.narrowed(c).is_some()
            };
            let narrows = sense.narrows(c);
            let main = self.reading(&sense, c).filter(|r| !narrows || stance(r));
            if narrows && main.is_none() {
                continue;
            }
            if let Some(reading) = main.map(|r| Self::priced(&sense, c, r)) {
                for claim in self.draft(source, &sense, c, reading, &mut done) {
                    let price = Self::price(source, &sense, c, &claim);
                    let at = found.claims.len();
                    found.of[c] = Some(at);
                    found.claims.push(claim);
                    if let Some(price) = price {
                        found.conditions.push((at, at + 1));
                        found.claims.push(price);
                    }
                }
            }
            for reading in self.named(&sense, c, main) {
                found.claims.extend(self.draft(source, &sense, c, reading, &mut done));
            }
        }
        for c in 0..n {
            if let Some((conditioned, claim)) = self.condition(source, &sense, c, &found) {
                found.conditions.push((conditioned, found.claims.len()));
                found.claims.push(claim);
            } else if let Some(reading) = self.lone_condition(&sense, c, &found) {
                found.claims.extend(self.draft(source, &sense, c, reading, &mut done));
            }
        }
        self.keep(found);
        if let Some(voice) = quoted.or(according) {
            self.focus.enter(&voice.actors, true, &self.registry);
        }
    }

    /// Takes in what a sentence has, in text order and each claim once, and links conditions to what they condition.
    fn keep(&mut self, found: Found) {
        let Found { claims, conditions, .. } = found;
        let mut order: Vec<usize> = (0..claims.len()).collect();
        order.sort_by_key(|&i| claims[i].start);
        let mut ids: Vec<String> = vec![String::new(); claims.len()];
        let before = self.claims.len();
        for &i in &order {
            let claim = &claims[i];
            let twin = self.claims[before..].iter().find(|c| {
                c.kind == claim.kind && (c.start, c.end) == (claim.start, claim.end) && c.speaker == claim.speaker
            });
            ids[i] = match twin {
                Some(twin) => twin.id.clone(),
                None => {
                    let id = format!("c{}", self.claims.len() + 1);
                    self.claims.push(Claim { id: id.clone(), ..claim.clone() });
                    id
                }
            };
        }
        for (conditioned, condition) in conditions {
            if let Some(claim) = self.claims[before..].iter_mut().find(|c| c.id == ids[conditioned])
                && !claim.conditions.contains(&ids[condition])
                && ids[condition] != claim.id
            {
                claim.conditions.push(ids[condition].clone());
            }
        }
    }

    /// Settles subject and voice of clause `c`, and enters the subject into the focus.
    fn place(&mut self, sense: &mut Sense<'_, '_>, c: usize, quoted: Option<&Voice>, according: Option<&Voice>) {
        let clause = sense.tree.clauses[c].clone();
        let voice = self.voice(sense, c, quoted, according);
        let speaker = voice.as_ref().map(|v| v.actors.clone()).unwrap_or_default();
        let subject = self.subject(sense, &clause, &speaker);
        let from = clause.verb.unwrap_or(clause.root);
        let sideways: Vec<ActorIndex> = sense
            .mentions
            .iter()
            .filter(|m| m.start >= from && m.end <= clause.end && m.role == Role::Actor)
            .flat_map(|m| m.actors.clone())
            .collect();
        self.focus.enter(&subject, true, &self.registry);
        self.focus.enter(&sideways, false, &self.registry);
        let near = sense.mentions.iter().find(|m| m.start >= clause.start && m.end <= from).and_then(|m| m.near);
        self.focus.enter(near.as_slice(), true, &self.registry);
        sense.subjects[c] = subject;
        sense.voices[c] = voice;
    }
}
