//! Clauses to claims: the trigger, who speaks, to whom, which way, according to whom, and the words themselves.

mod drafting;
mod features;
mod judging;
mod people;
mod reading;

use std::sync::Arc;

use armistice::case::claims::{Claim, ClaimKind, ClaimStatus, Polarity};

use crate::Parsed;
use crate::actors::mentions::{Role, mentions};
use crate::actors::{ActorIndex, Registry};
use crate::clauses::Opener;
use crate::focus::Focus;
use crate::judge::{Model, judge};
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
    /// Where the paragraph begins.
    opening: usize,
    judge: Arc<Model>,
    /// What the judge would have been shown, for its training.
    #[cfg(feature = "train")]
    pub(crate) examples: Option<Vec<crate::judge::train::Example>>,
    /// The day the source was published.
    published: Option<String>,
}

/// Where a candidate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// The lexicon, or a modal verb.
    Lexicon,
    /// A noun that names a move.
    Noun,
    /// A clause that opens as a condition.
    Condition,
    /// Nothing but that it is a clause.
    Silent,
}

impl How {
    fn word(self) -> &'static str {
        match self {
            Self::Lexicon => "lexicon",
            Self::Noun => "noun",
            Self::Condition => "condition",
            Self::Silent => "silent",
        }
    }
}

/// What may be a claim.
#[derive(Clone, Debug)]
struct Candidate {
    /// What the lexicon drafts: one claim, or one for each speaker; none where it is silent.
    claims: Vec<Claim>,
    clause: usize,
    how: How,
    reading: Reading,
    /// It stands in what another has claimed.
    within: bool,
    /// Another has taken it in.
    done: bool,
}

impl Candidate {
    fn new(clause: usize, how: How, reading: Reading, claims: Vec<Claim>) -> Self {
        Self { claims, clause, how, reading, within: false, done: false }
    }

    /// The lexicon's kind.
    fn drafted(&self) -> Option<ClaimKind> {
        self.claims.first().map(|claim| claim.kind)
    }
}

/// What was found in a sentence.
struct Found {
    candidates: Vec<Candidate>,
    /// For each clause the candidate its predicate makes.
    of: Vec<Option<usize>>,
    /// Candidates and those that are their conditions.
    conditions: Vec<(usize, usize)>,
}

impl Found {
    fn new(clauses: usize) -> Self {
        Self { candidates: Vec::new(), of: vec![None; clauses], conditions: Vec::new() }
    }

    /// Takes in a candidate of which there is a claim.
    fn add(&mut self, candidate: Candidate) {
        if !candidate.claims.is_empty() {
            self.candidates.push(candidate);
        }
    }

    fn claim(&self, candidate: usize) -> Option<&Claim> {
        self.candidates.get(candidate).and_then(|c| c.claims.first())
    }
}

/// What a trigger or a modal verb makes of a clause.
#[derive(Clone, Copy, Debug)]
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

    /// A clause of which nothing is known but its predicate.
    fn plain(sense: &Sense<'_, '_>, c: usize, kind: ClaimKind) -> Self {
        let clause = &sense.tree.clauses[c];
        let at = clause.head.unwrap_or(clause.root);
        let frame = Frame { obj: true, ..Frame::default() };
        Self { kind, polarity: Polarity::Positive, frame, at, to: at + 1, status: None }
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
            opening: 0,
            judge: judge(),
            #[cfg(feature = "train")]
            examples: None,
            quoting: None,
            author: None,
            published: None,
        }
    }

    /// The same with another judge.
    #[cfg(feature = "train")]
    pub(crate) fn with(registry: Registry, judge: Arc<Model>) -> Self {
        Self { judge, ..Self::new(registry) }
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
            self.opening = sentence.start;
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
            if self.is_within(&sense, c, &found) {
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
                let claims = self.draft(source, &sense, c, reading, &mut done);
                let price = claims.last().and_then(|claim| Self::price(source, &sense, c, claim));
                if !claims.is_empty() {
                    found.of[c] = Some(found.candidates.len());
                }
                found.add(Candidate::new(c, How::Lexicon, reading, claims));
                if let Some((price, of)) = price.zip(found.of[c]) {
                    found.conditions.push((of, found.candidates.len()));
                    let reading = Reading::plain(&sense, c, ClaimKind::Condition);
                    found.add(Candidate::new(c, How::Condition, reading, vec![price]));
                }
            }
            for reading in self.named(&sense, c, main) {
                let claims = self.draft(source, &sense, c, reading, &mut done);
                found.add(Candidate::new(c, How::Noun, reading, claims));
            }
        }
        for c in 0..n {
            if let Some((conditioned, claim)) = self.condition(source, &sense, c, &found) {
                found.conditions.push((conditioned, found.candidates.len()));
                let reading = Reading::plain(&sense, c, ClaimKind::Condition);
                found.add(Candidate::new(c, How::Condition, reading, vec![claim]));
            } else if let Some(reading) = self.lone_condition(&sense, c, &found) {
                let claims = self.draft(source, &sense, c, reading, &mut done);
                found.add(Candidate::new(c, How::Condition, reading, claims));
            }
        }
        if !self.judge.is_empty() || self.teaches() {
            self.silent(&sense, &mut found, &done);
            let place = [sentence.paragraph, usize::from(self.opening != sentence.start)];
            self.judged(source, &sense, &mut found, place, &done);
        }
        self.keep(found);
        if let Some(voice) = quoted.or(according) {
            self.focus.enter(&voice.actors, true, &self.registry);
        }
    }

    /// Whether clause `c` stands in what the clause above it has claimed, and only adds to it.
    fn is_within(&self, sense: &Sense<'_, '_>, c: usize, found: &Found) -> bool {
        let clause = &sense.tree.clauses[c];
        let within = clause.parent.and_then(|p| found.of[p]).and_then(|i| found.claim(i)).is_some_and(|above| {
            let (start, end) = (sense.tokens[clause.start].start, sense.tokens[clause.end - 1].end);
            above.start <= start && end <= above.end
        });
        within && matches!(clause.opener, Opener::Adjunct | Opener::Participle)
    }

    /// Takes in what a sentence has, in text order and each claim once, and links conditions to what they condition.
    fn keep(&mut self, found: Found) {
        let Found { candidates, conditions, .. } = found;
        let mut claims: Vec<Claim> = Vec::new();
        let mut place = vec![Vec::new(); candidates.len()];
        for (k, candidate) in candidates.into_iter().enumerate() {
            for claim in candidate.claims {
                place[k].push(claims.len());
                claims.push(claim);
            }
        }
        let conditions: Vec<(usize, usize)> = conditions
            .iter()
            .flat_map(|&(a, b)| {
                place[a].iter().flat_map(|&x| place[b].iter().map(move |&y| (x, y))).collect::<Vec<_>>()
            })
            .collect();
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
