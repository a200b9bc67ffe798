//! Clauses to claims: the trigger, who speaks, to whom, which way, according to whom, and the words themselves.

use armistice::case::claims::{ActorKind, Attribution, Claim, ClaimKind, ClaimState, ClaimStatus, Polarity};

use crate::Parsed;
use crate::actors::mentions::{Mention, Role, mentions};
use crate::actors::{ActorIndex, Registry};
use crate::clauses::{Clause, Opener, Tree};
use crate::focus::Focus;
use crate::grammar::Relation;
use crate::issues::issues;
use crate::lexicon::{Frame, Trigger, lexicon};
use crate::modality::{self, Modality};
use crate::span;
use crate::token::{Tag, Token};
use crate::voices::{Voice, is_report};
use crate::when::when;
use crate::words::words;

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

/// A sentence with everything found in it.
pub(crate) struct Sense<'t, 'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'t [Token<'a>],
    pub(crate) tree: Tree,
    pub(crate) mentions: Vec<Mention>,
    /// Each clause's subject.
    pub(crate) subjects: Vec<Vec<ActorIndex>>,
    /// According to whom each clause is so.
    pub(crate) voices: Vec<Option<Voice>>,
}

impl<'t, 'a> Sense<'t, 'a> {
    pub(crate) fn new(text: &'a str, tokens: &'t [Token<'a>], mentions: Vec<Mention>) -> Self {
        let tree = Tree::new(tokens);
        let n = tree.clauses.len();
        Self { text, tokens, tree, mentions, subjects: vec![Vec::new(); n], voices: vec![None; n] }
    }

    /// The clauses that hang on clause `c`.
    fn below(&self, c: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.tree.clauses.len()).filter(move |&k| k != c && self.tree.clauses[k].parent == Some(c))
    }

    /// A relative clause that only says which one is meant: "rockets that X fired".
    fn narrows(&self, c: usize) -> bool {
        let clause = &self.tree.clauses[c];
        clause.opener == Opener::Relative && self.tree.mark_before(self.tokens, clause.root).is_empty()
    }

    /// "a condition X considers unacceptable", "a charge X rejected": the noun a clause narrows down, when the clause has a subject of its own.
    fn narrowed(&self, c: usize) -> Option<usize> {
        let clause = &self.tree.clauses[c];
        let subject = clause.subject.filter(|&s| !matches!(self.tokens[s].tag, Tag::Wh | Tag::That));
        subject.and(self.tokens[clause.root].head).filter(|_| clause.opener == Opener::Relative)
    }

    /// What is said, wanted or demanded in clause `c`.
    fn content(&self, c: usize) -> Option<usize> {
        self.below(c).find(|&k| {
            self.tree.clauses[k].opener == Opener::Content && self.tree.clauses[k].start > self.tree.clauses[c].start
        })
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
        self.focus = Focus::default();
        self.quoting = None;
        self.author = None;
    }

    /// Drafts the claims of a part of a text.
    pub(crate) fn part(&mut self, source: &str, text: &str, part: &[Parsed<'_>]) {
        self.author = self.author.take().or_else(|| self.author_of(part));
        for (at, parsed) in part.iter().enumerate() {
            self.sentence(source, text, parsed, &part[at + 1..]);
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
        let according = self.according(&sense).or_else(|| self.thrown_in(&sense));
        for c in sense.tree.outside_in() {
            self.place(&mut sense, c, quoted.as_ref(), according.as_ref());
        }
        let n = sense.tree.clauses.len();
        let mut done = vec![false; n];
        let mut found = Found::new(n);
        for c in 0..n {
            if done[c] || sense.tree.clauses[c].opener == Opener::Condition {
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
            if let Some(reading) = main {
                for claim in self.draft(source, &sense, c, reading, &mut done) {
                    found.of[c] = Some(found.claims.len());
                    found.claims.push(claim);
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

    /// Who does what the clause says: its subject, the agent of a passive, the noun that a relative clause hangs on, or whoever the clause
    /// above is about.
    fn subject(&self, sense: &Sense<'_, '_>, clause: &Clause, speaker: &[ActorIndex]) -> Vec<ActorIndex> {
        let tokens = sense.tokens;
        let agent = clause.passive.then(|| sense.tree.child(tokens, clause.root, &[Relation::OblAgent])).flatten();
        let above = || clause.parent.and_then(|p| sense.subjects.get(p)).cloned().unwrap_or_default();
        let hung_on = |sense| tokens[clause.root].head.map(|h| self.who(sense, h, speaker)).unwrap_or_default();
        match (agent, clause.subject) {
            (Some(agent), _) => self.who(sense, agent, speaker),
            (None, Some(s)) if tokens[s].tag == Tag::Wh || tokens[s].tag == Tag::That => hung_on(sense),
            (None, Some(s)) => self.who(sense, s, speaker),
            (None, None) if clause.opener == Opener::Relative => hung_on(sense),
            (None, None) => above(),
        }
    }

    /// Who is meant by the phrase of word `head`: those it names, each of a row; else whoever is named in it.
    pub(crate) fn who(&self, sense: &Sense<'_, '_>, head: usize, speaker: &[ActorIndex]) -> Vec<ActorIndex> {
        let mut actors: Vec<ActorIndex> = Vec::new();
        for h in sense.tree.row(sense.tokens, head) {
            let named = sense.mentions.iter().find(|m| m.start <= h && h < m.end && m.role != Role::Place);
            let (first, last) = sense.tree.spread(h);
            let inside = || {
                let within = sense.mentions.iter().filter(|m| m.start >= first && m.end <= last + 1);
                within.filter(|m| m.role != Role::Place).min_by_key(|m| h.abs_diff(m.start))
            };
            if let Some(mention) = named.or_else(inside) {
                let mut meant = self.meaning(mention, speaker);
                // "Thai and Cambodian troops" are two sides'.
                let joined =
                    mention.start.checked_sub(1).filter(|&b| matches!(sense.tokens[b].lower.as_str(), "and" | ","));
                let beside = joined.and_then(|b| {
                    sense.mentions.iter().find(|m| m.end == b && m.start >= first && m.role == Role::Owner)
                });
                meant.extend(beside.into_iter().flat_map(|m| m.actors.clone()));
                actors.extend(meant.into_iter().filter(|a| !actors.contains(a)).collect::<Vec<_>>());
            }
        }
        actors
    }

    /// Whom a subject means: in what somebody says, a pronoun that can mean the speaker does.
    fn meaning(&self, mention: &Mention, speaker: &[ActorIndex]) -> Vec<ActorIndex> {
        use ActorKind::{Bloc, Delegation, Group, Organisation, Person, Source, State};
        let kind = speaker.first().map(|&a| self.registry.kind(a));
        let plural = speaker.len() > 1 || speaker.first().is_some_and(|&a| self.registry.is_plural(a));
        let fits = match mention.role {
            Role::Person => kind == Some(Person) || kind == Some(Source) && !plural,
            Role::Thing => matches!(kind, Some(State | Group | Bloc | Organisation | Delegation)),
            Role::Plural => plural || matches!(kind, Some(Group | Bloc | Delegation)),
            _ => false,
        };
        if fits { speaker.to_vec() } else { self.focus.resolve(mention, speaker) }
    }

    /// The condition under which the claim of the clause above holds: "…, if X withdraws".
    fn condition(&self, source: &str, sense: &Sense<'_, '_>, c: usize, found: &Found) -> Option<(usize, Claim)> {
        let clause = &sense.tree.clauses[c];
        if clause.opener != Opener::Condition {
            return None;
        }
        let above = clause.parent.and_then(|p| found.of[p]);
        // Whatever it hangs on, it conditions what stands right before it.
        let near = || {
            (0..found.of.len()).rev().filter(|&k| sense.tree.clauses[k].end <= clause.open).find_map(|k| found.of[k])
        };
        let conditioned = above.or_else(near)?;
        let before = &found.claims[conditioned];
        let promise = matches!(
            before.kind,
            ClaimKind::Willing
                | ClaimKind::Offer
                | ClaimKind::Pledge
                | ClaimKind::Refuse
                | ClaimKind::Accept
                | ClaimKind::Agree
                | ClaimKind::Ceasefire
                | ClaimKind::Withdraw
                | ClaimKind::Release
                | ClaimKind::Suspend
                | ClaimKind::Attend
        );
        if !promise {
            return None;
        }
        let (start, end) = span::trim(sense.text, sense.tokens, clause.open, clause.end)?;
        let target = self.targets(sense, clause.start, clause.end, &before.speaker);
        let words = sense.tokens[clause.open..clause.end].iter();
        Some((
            conditioned,
            Claim {
                kind: ClaimKind::Condition,
                polarity: Polarity::Positive,
                status: ClaimStatus::Present,
                when: when(words, self.published.as_deref(), ClaimStatus::Hypothetical),
                target,
                issue: issues(&sense.tokens[clause.start..clause.end]),
                content: span::content(&sense.text[start..end]),
                quote: sense.text[start..end].to_owned(),
                start,
                end,
                source: source.to_owned(),
                ..before.clone()
            },
        ))
    }

    /// What the clause reports, if anything.
    fn reading(&self, sense: &Sense<'_, '_>, c: usize) -> Option<Reading> {
        let clause = &sense.tree.clauses[c];
        let tokens = sense.tokens;
        // A verb of saying may reach into what is said: "hinted that he might".
        let content = sense.content(c).map(|k| &sense.tree.clauses[k]);
        let report = clause.head.filter(|&h| is_report(&tokens[h]));
        let verb = clause.verb.unwrap_or(clause.start);
        let voiced = sense.voices[c].is_some();
        let mut best: Option<(i32, Trigger)> = None;
        for i in clause.start..clause.end {
            if sense.tree.of[i] != c {
                continue;
            }
            let reach =
                if report == Some(i) { content.map_or(clause.end, |n| n.end.max(clause.end)) } else { clause.end };
            let Some(trigger) = lexicon().find(tokens, i, reach) else { continue };
            // What somebody claims of a clause needs that somebody.
            let frame = trigger.entry.frame;
            if frame.say && !voiced && trigger.entry.kind != ClaimKind::Assess {
                continue;
            }
            // Without a verb of its own a scrap of a sentence judges nothing; violence needs somebody doing it.
            let finite = clause.verb.is_some_and(|v| tokens[v].is_finite());
            let acting =
                finite && (i == verb || Some(i) <= clause.head || i <= verb + 3) && !sense.subjects[c].is_empty();
            let agent = sense.tree.child(tokens, clause.root, &[Relation::OblAgent]).is_some();
            let acting = acting && (!clause.passive || agent);
            if frame.np && frame.by && !frame.weak && !tokens[i].is_verb() {
                continue;
            }
            if frame.weak && !finite || trigger.entry.kind == ClaimKind::Violence && !acting {
                continue;
            }
            // What somebody does stands in the predicate, or right below "begin", "plan", "agree".
            let taken = takes_in(sense, c, trigger.start..trigger.end)
                || trigger.entry.kind == ClaimKind::Condition
                    && clause.verb.is_some_and(|v| (trigger.start..trigger.end).contains(&v));
            let light = tokens[clause.root].lemma.is_some_and(|l| LIGHT.contains(&l));
            if is_act(trigger.entry.kind) && !frame.np && !(finite && (taken || light)) {
                continue;
            }
            let main = i32::from(i >= verb || trigger.end > verb);
            let near = i32::from(i <= verb + 6) + 2 * i32::from(clause.head.is_some_and(|h| i <= h && h < trigger.end));
            // What the predicate itself says goes before what it speaks of.
            let own = i32::from(taken && !frame.weak) * 12
                + i32::from(taken && trigger.entry.kind == ClaimKind::Condition) * 6;
            let score = own + main * 8 + near * 2 + i32::try_from(trigger.words).unwrap_or(0).min(4)
                - i32::from(frame.weak) * 6;
            // "eager to meet": the meeting is what the eagerness is for.
            let governed = best.as_ref().is_some_and(|(_, b)| {
                !b.entry.frame.weak && b.end >= verb && b.end <= i && tokens[b.end - 1].tag == Tag::To
            });
            if !governed && best.as_ref().is_none_or(|b| score > b.0) {
                best = Some((score, trigger));
            }
        }
        let lexical = best.map(|(_, t)| Reading {
            kind: t.entry.kind,
            polarity: t.entry.polarity,
            frame: t.entry.frame,
            at: t.start,
            to: t.end,
            status: None,
        });
        let voice = sense.voices[c].as_ref();
        let own = voice.is_some_and(|v| {
            sense.subjects[c].iter().any(|&s| v.actors.iter().any(|&a| self.registry.side(a) == self.registry.side(s)))
        });
        if lexical.is_some_and(|r| !r.frame.weak && (r.frame.say || r.at <= verb + 3)) {
            // "will not delay": whatever it is, they refuse it.
            // "must stop firing": whatever it is, they ask for it.
            let act = lexical.filter(|r| voice.is_some() && is_act(r.kind));
            let turned = act.and_then(|_| modality::of_clause(tokens, clause, own, false));
            let turned = turned.filter(|m| matches!(m.kind, ClaimKind::Refuse | ClaimKind::Call));
            return lexical.map(|r| match turned {
                Some(m) => Reading {
                    kind: m.kind,
                    polarity: m.polarity,
                    frame: Frame { say: true, obj: true, asks: m.kind == ClaimKind::Call, ..Frame::default() },
                    ..r
                },
                None => r,
            });
        }
        let conditional = sense.below(c).any(|k| sense.tree.clauses[k].opener == Opener::Condition);
        let modal = voice
            .map(|_| ())
            .or(conditional.then_some(()))
            .and_then(|()| modality::of_clause(tokens, clause, own, conditional))
            .map(|m: Modality| Reading {
                kind: m.kind,
                polarity: m.polarity,
                frame: Frame { say: true, obj: true, asks: m.kind == ClaimKind::Call, ..Frame::default() },
                at: verb,
                to: clause.head.unwrap_or(verb) + 1,
                status: Some(m.status),
            });
        modal.or(lexical).or_else(|| denial(sense, c, own))
    }

    /// The moves that nouns of the clause name besides its verb: "rejected a demand from X", "efforts by X to persuade Y".
    fn named(&self, sense: &Sense<'_, '_>, c: usize, main: Option<Reading>) -> Vec<Reading> {
        let clause = &sense.tree.clauses[c];
        let mut out: Vec<Reading> = Vec::new();
        let mut i = clause.start;
        while i < clause.end {
            let trigger = (sense.tree.of[i] == c).then(|| lexicon().find(sense.tokens, i, clause.end)).flatten();
            let noun = matches!(sense.tokens[i].tag, Tag::Noun | Tag::Proper);
            let Some(t) = trigger.filter(|t| noun && t.entry.frame.np && t.entry.frame.by && !t.entry.frame.weak)
            else {
                i += 1;
                continue;
            };
            let apart = main.is_none_or(|m| (t.end <= m.at || m.to <= t.start) && m.kind != t.entry.kind);
            let reading = Reading {
                kind: t.entry.kind,
                polarity: t.entry.polarity,
                frame: t.entry.frame,
                at: t.start,
                to: t.end,
                status: None,
            };
            if apart
                && (self.owner(sense, reading, &[]).is_some()
                    || reading.kind == ClaimKind::Mediate && !sense.subjects[c].is_empty())
            {
                out.push(reading);
            }
            i = t.end;
        }
        out
    }

    /// The claim or claims the reading makes; marks the clauses it takes in.
    fn draft(
        &mut self,
        source: &str,
        sense: &Sense<'_, '_>,
        c: usize,
        reading: Reading,
        done: &mut [bool],
    ) -> Vec<Claim> {
        let tokens = sense.tokens;
        let clause = &sense.tree.clauses[c];
        let frame = reading.frame;
        let mut end = clause.end;
        if let Some(k) = sense.content(c) {
            let content = &sense.tree.clauses[k];
            if reading.to > clause.end || frame.that && content.start >= reading.to || content.end <= clause.end {
                end = end.max(content.end);
                done[k] = true;
            }
        }
        // A second predicate that reports nothing of its own completes the first.
        for k in sense.below(c).collect::<Vec<_>>() {
            let second = &sense.tree.clauses[k];
            let bare = second.opener == Opener::Joined && second.subject.is_none() && second.start >= end;
            let other = self.reading(sense, k);
            let silent = other.is_none_or(|r| r.kind == reading.kind);
            if bare && silent && second.head.is_none_or(|h| !is_report(&tokens[h])) {
                end = second.end;
                done[k] = true;
            }
            // A threat keeps its condition.
            if reading.kind == ClaimKind::Threaten && second.opener == Opener::Condition {
                end = end.max(second.end);
                done[k] = true;
            }
        }
        let mut start = clause.start;
        if frame.np && reading.at > clause.start && !tokens[reading.at].is_verb() {
            start = sense.tree.phrase(tokens, reading.at).max(clause.start);
            end = sense.tree.last(tokens, reading.at).max(reading.to - 1) + 1;
        }
        // "before any talks can start": the word that makes it a condition belongs to it.
        if reading.kind == ClaimKind::Condition && clause.opener == Opener::Adjunct {
            start = start.min(clause.open);
        }
        if let Some(noun) = sense.narrowed(c) {
            start = sense.tree.phrase(tokens, noun).min(start);
        }
        if reading.kind == ClaimKind::Threaten {
            let conditions = sense.below(c).map(|k| &sense.tree.clauses[k]).filter(|k| k.opener == Opener::Condition);
            start = conditions.map(|k| k.open).min().map_or(start, |open| open.min(start));
        }
        let Some((from, to)) = span::trim(sense.text, tokens, start, end) else { return Vec::new() };
        let negated = modality::is_negated(tokens, clause, reading.at, reading.to);
        let speaker = self.speakers(sense, c, reading);
        let status = reading.status.unwrap_or_else(|| self.status(sense, c));
        let asked = self.settled(sense, c, reading, &speaker, status);
        let (kind, polarity) = modality::turn(asked, reading.polarity, negated);
        let ids: Vec<String> = speaker.iter().map(|&a| self.registry.id(a).to_owned()).collect();
        let target = if frame.obj || frame.with { self.targets(sense, reading.at + 1, end, &ids) } else { Vec::new() };
        let quote = &sense.text[from..to];
        let (mut issue, mut target) = (issues(&tokens[start..end]), target);
        // "rejected that demand", "— a condition nobody accepts": about what was claimed just before, and by whom.
        if issue.is_empty()
            && refers_back(tokens, clause)
            && let Some(before) = self.claims.last().filter(|b| b.source == source)
        {
            issue.clone_from(&before.issue);
            if target.is_empty() && frame.obj {
                target = before.speaker.iter().filter(|s| !ids.contains(s)).cloned().collect();
            }
        }
        let attribution = sense.voices[c]
            .as_ref()
            .filter(|v| !v.author && (!v.text.is_empty() || !v.actors.is_empty()))
            .map(|v| Attribution {
                actor: v.actors.first().map(|&a| self.registry.id(a).to_owned()),
                text: if v.text.is_empty() {
                    v.actors.first().map(|&a| self.registry.name(a).to_owned()).unwrap_or_default()
                } else {
                    v.text.clone()
                },
                direct: v.direct,
            });
        use ClaimKind::{Call, Criticize, Demand, Pledge, Support, Willing};
        let stance = matches!(kind, Call | Criticize | Demand | Pledge | Support | Willing);
        let voiced = sense.voices[c].is_some();
        let paper = clause.subject.is_some_and(|s| words().is("paper", tokens[s].singular()));
        if stance && speaker.is_empty() && !voiced && paper {
            return Vec::new();
        }
        let claim = Claim {
            id: String::new(),
            source: source.to_owned(),
            kind,
            speaker: ids.clone(),
            target,
            issue,
            content: span::content(quote),
            polarity,
            status,
            attribution,
            quote: quote.to_owned(),
            start: from,
            end: to,
            when: self.when(sense, c, status),
            conditions: Vec::new(),
            also: Vec::new(),
            by: None,
            state: ClaimState::Drafted,
        };
        let each = ids.len() > 1
            && tokens[clause.start..clause.verb.unwrap_or(clause.end)].iter().any(|t| t.lower == "neither");
        if each {
            return ids.into_iter().map(|id| Claim { speaker: vec![id], ..claim.clone() }).collect();
        }
        vec![claim]
    }

    /// The kind, where it depends on who and when: what one side asks of the other is a demand, a round of talks to come is news of the process.
    fn settled(
        &self,
        sense: &Sense<'_, '_>,
        c: usize,
        reading: Reading,
        speaker: &[ActorIndex],
        status: ClaimStatus,
    ) -> ClaimKind {
        let sides = self.focus.sides();
        let side = |&a: &ActorIndex| Some(self.registry.side(a)).filter(|s| sides.contains(s));
        if reading.frame.asks {
            let author = sense.voices[c].as_ref().is_some_and(|v| v.author);
            let party = sides.is_empty() && !speaker.is_empty() || speaker.iter().find_map(side).is_some();
            return if party && !author { ClaimKind::Demand } else { reading.kind };
        }
        let words = &sense.tokens[reading.at..reading.to];
        let talks = words.iter().any(|t| matches!(t.singular(), "round" | "negotiation" | "talk"))
            && !words.iter().any(|t| t.lower == "with");
        if reading.kind == ClaimKind::Meet && status == ClaimStatus::Future && talks {
            ClaimKind::Process
        } else {
            reading.kind
        }
    }

    /// The days that the clause itself names.
    fn when(&self, sense: &Sense<'_, '_>, c: usize, status: ClaimStatus) -> Option<String> {
        let (first, last) = sense.tree.spread(sense.tree.clauses[c].root);
        let own = (first..=last).filter(|&i| sense.tree.of[i] == c).map(|i| &sense.tokens[i]);
        when(own, self.published.as_deref(), status)
    }

    /// When the clause's matter happens; an "-ing" clause goes with the clause it hangs on.
    fn status(&self, sense: &Sense<'_, '_>, c: usize) -> ClaimStatus {
        let main = if sense.tree.clauses[c].opener == Opener::Participle {
            sense.tree.clauses[c].parent.unwrap_or(c)
        } else {
            c
        };
        modality::status(sense.tokens, &sense.tree.clauses[main], sense.voices[main].is_some())
    }

    fn speakers(&self, sense: &Sense<'_, '_>, c: usize, reading: Reading) -> Vec<ActorIndex> {
        let clause = &sense.tree.clauses[c];
        let frame = reading.frame;
        let voice = sense.voices[c].as_ref();
        let speaker = voice.map(|v| v.actors.clone()).unwrap_or_default();
        if frame.say {
            // Without anybody quoted, whoever describes or doubts it does.
            let does = speaker.is_empty() && voice.is_none() && takes_in(sense, c, reading.at..reading.to);
            return if does { sense.subjects[c].clone() } else { speaker };
        }
        if frame.by
            && let Some(owner) = self.owner(sense, reading, &speaker)
        {
            return owner;
        }
        let mut actors = sense.subjects[c].clone();
        if frame.by && actors.is_empty() {
            actors.clone_from(&speaker);
        }
        let phrase: Vec<&Mention> = sense
            .mentions
            .iter()
            .filter(|m| {
                m.start >= reading.at
                    && m.end <= clause.end
                    && matches!(m.role, Role::Actor | Role::Person | Role::Plural)
            })
            .collect();
        if frame.with && (actors.len() < 2 || reading.kind == ClaimKind::Meet) {
            let with = sense.tokens[reading.at..clause.end]
                .iter()
                .position(|t| matches!(t.lower.as_str(), "with" | "between"));
            let others =
                with.map(|w| reading.at + w).map(|w| self.row(sense, w, clause.end, &speaker)).unwrap_or_default();
            actors.extend(others.into_iter().filter(|a| !actors.contains(a)).collect::<Vec<_>>());
        }
        if actors.is_empty() && frame.paired {
            actors = phrase.iter().flat_map(|m| m.actors.clone()).collect();
            if actors.is_empty() {
                actors = self.focus.sides();
            }
        }
        actors
    }

    /// Those named in a row after token `from`: "with A, B and C".
    fn row(&self, sense: &Sense<'_, '_>, from: usize, end: usize, speaker: &[ActorIndex]) -> Vec<ActorIndex> {
        let mut out: Vec<ActorIndex> = Vec::new();
        for m in sense.mentions.iter().filter(|m| m.start > from && m.end <= end && !matches!(m.role, Role::Place)) {
            out.extend(self.focus.resolve(m, speaker).into_iter().filter(|a| !out.contains(a)).collect::<Vec<_>>());
            if out.len() >= 6 {
                break;
            }
        }
        out
    }

    /// Whose demand, refusal or effort it is: "its …", "Peru's …", "a Peruvian …", "… from Peru".
    fn owner(&self, sense: &Sense<'_, '_>, reading: Reading, speaker: &[ActorIndex]) -> Option<Vec<ActorIndex>> {
        let near = |m: &&Mention| m.end <= reading.at && m.end + 3 > reading.at;
        let verb = sense.tokens[reading.at].is_verb();
        let before = sense.mentions.iter().rev().find(near).filter(|m| {
            let t = &sense.tokens[m.start];
            m.role == Role::Owner
                || verb
                || t.tag == Tag::Owner
                || matches!(t.lower.as_str(), "his" | "her" | "its" | "their" | "our")
        });
        let after = sense.mentions.iter().find(|m| {
            m.start >= reading.at && m.start <= reading.to + 1 && m.start > 0 && {
                let prep = sense.tokens[m.start - 1].lower.as_str();
                matches!(prep, "from" | "by" | "of")
            }
        });
        let mention = before.or(after)?;
        let actors = if sense.tokens[mention.start].tag == Tag::Owner {
            // A possessive pronoun goes back to the subject of its own clause.
            let subject =
                sense.tree.of.get(reading.at).and_then(|&k| sense.subjects.get(k)).cloned().unwrap_or_default();
            if subject.is_empty() { self.focus.resolve(mention, speaker) } else { subject }
        } else {
            self.focus.resolve(mention, speaker)
        };
        (!actors.is_empty()).then_some(actors)
    }

    /// Those addressed: the first row of actors after the trigger who do not speak themselves.
    fn targets(&self, sense: &Sense<'_, '_>, from: usize, end: usize, speakers: &[String]) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let mut last: Option<usize> = None;
        for m in sense
            .mentions
            .iter()
            .filter(|m| m.start >= from && m.end <= end && !matches!(m.role, Role::Speaker | Role::Place))
        {
            if last.is_some_and(|l| {
                sense.tokens[l.min(m.start)..m.start]
                    .iter()
                    .any(|t| !matches!(t.lower.as_str(), "and" | "," | "or" | "the"))
            }) {
                break;
            }
            for actor in self.focus.resolve(m, &[]) {
                let id = self.registry.id(actor).to_owned();
                if !speakers.contains(&id) && !out.contains(&id) {
                    out.push(id);
                }
            }
            if !out.is_empty() {
                last = Some(m.end);
            }
        }
        out
    }
}

/// Whether the trigger takes in the clause's predicate.
fn takes_in(sense: &Sense<'_, '_>, c: usize, trigger: std::ops::Range<usize>) -> bool {
    trigger.contains(&sense.tree.clauses[c].root)
}

/// "We did not walk out": what somebody says they did not do, without a word of the lexicon.
fn denial(sense: &Sense<'_, '_>, c: usize, own: bool) -> Option<Reading> {
    let clause = &sense.tree.clauses[c];
    let verb = clause.verb.filter(|_| own && sense.voices[c].as_ref().is_some_and(|v| !v.author))?;
    let done = matches!(sense.tokens[verb].tag, Tag::Do | Tag::Have | Tag::Be);
    (done && modality::is_negated(sense.tokens, clause, clause.root, clause.root + 1)).then(|| Reading {
        kind: ClaimKind::Deny,
        polarity: Polarity::Positive,
        frame: Frame { say: true, ..Frame::default() },
        at: clause.root,
        to: clause.root + 1,
        status: None,
    })
}

/// Verbs that only say how another is meant.
const LIGHT: &[&str] = &[
    "begin", "start", "continue", "plan", "agree", "decide", "announce", "order", "prepare", "intend", "vow", "resume",
    "move", "schedule", "set", "expect", "have", "be", "finish", "complete", "promise", "threaten", "keep", "succeed",
    "manage", "go",
];

/// Something done, rather than said.
fn is_act(kind: ClaimKind) -> bool {
    use ClaimKind::{Accept, Attend, Ceasefire, Release, Sanction, Suspend, Violence, Withdraw};
    matches!(kind, Accept | Attend | Ceasefire | Release | Sanction | Suspend | Violence | Withdraw)
}

/// Whether the clause speaks of what was demanded or offered just before.
fn refers_back(tokens: &[Token<'_>], clause: &Clause) -> bool {
    const BACK: &[&str] =
        &["demand", "offer", "proposal", "charge", "condition", "accusation", "request", "idea", "call", "plan"];
    let definite = |t: &Token<'_>| matches!(t.lower.as_str(), "the" | "that" | "this" | "these" | "those" | "both");
    let apposition = clause.opener == Opener::Beside;
    tokens[clause.start..clause.end]
        .windows(2)
        .any(|w| (apposition || definite(&w[0])) && BACK.contains(&w[1].singular()))
}
