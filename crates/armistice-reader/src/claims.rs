//! Clauses to claims: the trigger, who speaks, to whom, which way, according to whom, and the words themselves.

use armistice::case::claims::{ActorKind, Attribution, Claim, ClaimKind, ClaimState, ClaimStatus, Polarity};

use crate::actors::mentions::{Mention, Role, mentions};
use crate::actors::{ActorIndex, Registry};
use crate::clauses::{Clause, Opener, clauses};
use crate::focus::Focus;
use crate::issues::issues;
use crate::lexicon::{Frame, Trigger, lexicon};
use crate::modality::{self, Modality};
use crate::span;
use crate::text::Sentence;
use crate::token::{Tag, Token};
use crate::voices::{Voice, is_report};

/// Reads sentences one after the other and keeps what later ones need of earlier ones.
pub(crate) struct Reader {
    pub(crate) registry: Registry,
    pub(crate) claims: Vec<Claim>,
    pub(crate) focus: Focus,
    /// Who speaks the quotation that runs through this paragraph.
    pub(crate) quoting: Option<Voice>,
    paragraph: usize,
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
    pub(crate) clauses: Vec<Clause>,
    pub(crate) mentions: Vec<Mention>,
    /// Each clause's subject.
    pub(crate) subjects: Vec<Vec<ActorIndex>>,
    /// According to whom each clause is so.
    pub(crate) voices: Vec<Option<Voice>>,
}

impl Reader {
    pub(crate) fn new(registry: Registry) -> Self {
        Self { registry, claims: Vec::new(), focus: Focus::default(), paragraph: 0, quoting: None }
    }

    /// A new source: nothing said in another one is in mind any more.
    pub(crate) fn start(&mut self) {
        self.focus = Focus::default();
        self.quoting = None;
    }

    /// Drafts the claims of one sentence.
    pub(crate) fn sentence(
        &mut self,
        source: &str,
        text: &str,
        sentence: &Sentence,
        following: &[Sentence],
        tokens: &[Token<'_>],
    ) {
        if sentence.paragraph != self.paragraph {
            self.quoting = None;
            self.paragraph = sentence.paragraph;
        }
        let found = mentions(tokens, &mut self.registry);
        if sentence.heading {
            return;
        }
        let mut sense =
            Sense { text, tokens, clauses: clauses(tokens), mentions: found, subjects: Vec::new(), voices: Vec::new() };
        let ahead = following.iter().take(8).take_while(|s| s.paragraph == sentence.paragraph).count();
        let quoted = self.quoted_voice(&sense, &following[..ahead]);
        let according = self.according(&sense).or_else(|| self.thrown_in(&sense));
        let mut done = vec![false; sense.clauses.len()];
        let mut last: Option<(usize, Claim)> = None;
        for c in 0..sense.clauses.len() {
            self.place(&mut sense, c, quoted.as_ref(), according.as_ref());
            if done[c] {
                continue;
            }
            if let Some(claim) = self.condition(source, &sense, c, last.as_ref()) {
                self.push(claim);
                continue;
            }
            let Some(reading) = self.reading(&sense, c) else { continue };
            for claim in self.draft(source, &sense, c, reading, &mut done) {
                let through = (c..done.len()).take_while(|&d| d == c || done[d]).last().unwrap_or(c);
                last = Some((through, claim.clone()));
                self.push(claim);
            }
        }
        if let Some(voice) = quoted.or(according) {
            self.focus.enter(&voice.actors, true, &self.registry);
        }
    }

    fn push(&mut self, mut claim: Claim) {
        let twin = self.claims.iter().rev().take(4).any(|c| {
            c.source == claim.source
                && c.kind == claim.kind
                && c.start == claim.start
                && c.end == claim.end
                && c.speaker == claim.speaker
        });
        if !twin {
            claim.id = format!("c{}", self.claims.len() + 1);
            self.claims.push(claim);
        }
    }

    /// Settles subject and voice of clause `c`, and enters the subject into the focus.
    fn place(&mut self, sense: &mut Sense<'_, '_>, c: usize, quoted: Option<&Voice>, according: Option<&Voice>) {
        let clause = sense.clauses[c].clone();
        let voice = self.voice(sense, c, quoted, according);
        let speaker = voice.as_ref().map(|v| v.actors.clone()).unwrap_or_default();
        let verb = clause.verb.unwrap_or(clause.end);
        let own = self.subject_in(sense, clause.start, verb, &speaker);
        let inherits = matches!(clause.opener, Opener::Participle) || verb <= first_word(sense.tokens, &clause);
        let before = c.checked_sub(1);
        let subject = if !own.is_empty() {
            own
        } else if clause.opener == Opener::Relative {
            sense
                .mentions
                .iter()
                .rev()
                .find(|m| m.end <= clause.open)
                .map(|m| self.focus.resolve(m, &speaker))
                .unwrap_or_default()
        } else if inherits {
            before.and_then(|b| self.partner(sense, b)).map(|b| sense.subjects[b].clone()).unwrap_or_default()
        } else {
            self.after_copula(sense, &clause).unwrap_or_default()
        };
        let sideways: Vec<ActorIndex> = sense
            .mentions
            .iter()
            .filter(|m| m.start >= verb && m.end <= clause.end && m.role == Role::Actor)
            .flat_map(|m| m.actors.clone())
            .collect();
        self.focus.enter(&subject, true, &self.registry);
        self.focus.enter(&sideways, false, &self.registry);
        let near = sense.mentions.iter().find(|m| m.start >= clause.start && m.end <= verb).and_then(|m| m.near);
        self.focus.enter(near.as_slice(), true, &self.registry);
        sense.subjects.push(subject);
        sense.voices.push(voice);
    }

    /// The clause whose subject a clause without one shares: the one before, conditions and asides skipped.
    fn partner(&self, sense: &Sense<'_, '_>, from: usize) -> Option<usize> {
        (0..=from).rev().take(3).find(|&b| !sense.subjects[b].is_empty())
    }

    /// "Adding to the absences was President X": the subject behind the verb.
    fn after_copula(&self, sense: &Sense<'_, '_>, clause: &Clause) -> Option<Vec<ActorIndex>> {
        let verb = clause.verb?;
        let opens = sense.tokens.get(clause.start).is_some_and(|t| t.tag == Tag::Ing);
        let next = sense.mentions.iter().find(|m| m.start == verb + 1 && m.role == Role::Actor)?;
        (opens && sense.tokens[verb].tag == Tag::Be).then(|| next.actors.clone())
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

    /// Who is meant by the words before the verb.
    fn subject_in(&self, sense: &Sense<'_, '_>, start: usize, end: usize, speaker: &[ActorIndex]) -> Vec<ActorIndex> {
        let inside: Vec<&Mention> =
            sense.mentions.iter().filter(|m| m.start >= start && m.end <= end && m.role != Role::Place).collect();
        let Some(at) =
            inside.iter().position(|m| m.role != Role::Owner).or(if inside.is_empty() { None } else { Some(0) })
        else {
            return Vec::new();
        };
        // "It" as a placeholder and owners of things are nobody.
        let mut actors = self.meaning(inside[at], speaker);
        let mut last = inside[at].end;
        for m in &inside[at + 1..] {
            let between = &sense.tokens[last.min(m.start)..m.start];
            let joined = between.iter().any(|t| matches!(t.lower.as_str(), "and" | "nor" | "or" | "," | "&"))
                && between.len() <= 4
                && between.iter().all(|t| !t.is_finite() && t.tag != Tag::Prep);
            if joined && m.role == Role::Actor {
                actors.extend(m.actors.iter().copied().filter(|a| !actors.contains(a)).collect::<Vec<_>>());
            }
            last = m.end;
        }
        actors
    }

    /// The condition under which the claim before holds: "…, if X withdraws".
    fn condition(&self, source: &str, sense: &Sense<'_, '_>, c: usize, last: Option<&(usize, Claim)>) -> Option<Claim> {
        let clause = &sense.clauses[c];
        let (at, before) = last?;
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
        if clause.opener != Opener::Condition || !promise || at + 1 != c || clause.verb.is_none() {
            return None;
        }
        let (start, end) = span::trim(sense.text, sense.tokens, clause.open, clause.end)?;
        let target = self.targets(sense, clause.start, clause.end, &before.speaker);
        Some(Claim {
            kind: ClaimKind::Condition,
            polarity: Polarity::Positive,
            status: ClaimStatus::Present,
            target,
            issue: issues(&sense.tokens[clause.start..clause.end]),
            content: span::content(&sense.text[start..end]),
            quote: sense.text[start..end].to_owned(),
            start,
            end,
            source: source.to_owned(),
            ..before.clone()
        })
    }

    /// What the clause reports, if anything.
    fn reading(&self, sense: &Sense<'_, '_>, c: usize) -> Option<Reading> {
        let clause = &sense.clauses[c];
        let tokens = sense.tokens;
        // A verb of saying may reach into what is said: "hinted that he might".
        let content = sense.clauses.get(c + 1).filter(|n| n.opener == Opener::Content);
        let report = clause.head.filter(|&h| is_report(&tokens[h]));
        let verb = clause.verb.unwrap_or(clause.start);
        let voiced = sense.voices[c].is_some();
        let mut best: Option<(i32, Trigger)> = None;
        for i in clause.start..clause.end {
            let reach = if report == Some(i) { content.map_or(clause.end, |n| n.end) } else { clause.end };
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
            let passive =
                clause.head.is_some_and(|h| h > 0 && tokens[h].tag == Tag::Participle && tokens[h - 1].tag == Tag::Be);
            let acting = acting && !passive;
            if frame.weak && !finite || trigger.entry.kind == ClaimKind::Violence && !acting {
                continue;
            }
            let main = i32::from(i >= verb || trigger.end > verb);
            let near = i32::from(i <= verb + 6) + 2 * i32::from(clause.head.is_some_and(|h| i <= h && h < trigger.end));
            let score =
                main * 8 + near * 2 + i32::try_from(trigger.words).unwrap_or(0).min(4) - i32::from(frame.weak) * 6;
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
        if lexical.is_some_and(|r| !r.frame.weak && (r.frame.say || r.at <= verb + 3)) {
            return lexical;
        }
        let voice = sense.voices[c].as_ref();
        let own = voice.is_some_and(|v| {
            sense.subjects[c].iter().any(|&s| v.actors.iter().any(|&a| self.registry.side(a) == self.registry.side(s)))
        });
        let conditional = sense.clauses.get(c + 1).is_some_and(|n| n.opener == Opener::Condition);
        let modal =
            voice.and_then(|_| modality::of_clause(tokens, clause, own, conditional)).map(|m: Modality| Reading {
                kind: m.kind,
                polarity: m.polarity,
                frame: Frame { say: true, obj: true, ..Frame::default() },
                at: verb,
                to: clause.head.unwrap_or(verb) + 1,
                status: Some(m.status),
            });
        modal.or(lexical)
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
        let clause = &sense.clauses[c];
        let frame = reading.frame;
        let mut end = clause.end;
        let mut next = c + 1;
        if let Some(follower) = sense.clauses.get(next)
            && follower.opener == Opener::Content
            && (reading.to > clause.end || frame.that && continues(tokens, clause, follower, reading.to))
        {
            end = follower.end;
            done[next] = true;
            next += 1;
            // "… that the leaders, who are weak, will agree": the rest of what is said.
            while let Some(rest) = sense.clauses.get(next) {
                let resumes =
                    sense.clauses[next - 1].opener == Opener::Relative && rest.verb == Some(first_word(tokens, rest));
                if rest.opener != Opener::Relative && !resumes {
                    break;
                }
                end = rest.end;
                done[next] = true;
                next += 1;
            }
        }
        // A second predicate that reports nothing of its own completes the first.
        while let Some(follower) = sense.clauses.get(next) {
            let bare =
                follower.opener == Opener::Joined && follower.verb.is_some_and(|v| v <= first_word(tokens, follower));
            let silent = !(follower.start..follower.end).any(|i| lexicon().find(tokens, i, follower.end).is_some());
            if !(bare && silent && follower.head.is_none_or(|h| !is_report(&tokens[h]))) {
                break;
            }
            end = follower.end;
            next += 1;
        }
        let start = if frame.np && reading.at > clause.start {
            span::phrase_start(tokens, clause, reading.at)
        } else {
            clause.start
        };
        let start = if clause.opener == Opener::Condition && start == clause.start { clause.open } else { start };
        let Some((from, to)) = span::trim(sense.text, tokens, start, end) else { return Vec::new() };
        let negated = modality::is_negated(tokens, clause, reading.at, reading.to);
        let (kind, polarity) = modality::turn(reading.kind, reading.polarity, negated);
        let speaker = self.speakers(sense, c, reading);
        let ids: Vec<String> = speaker.iter().map(|&a| self.registry.id(a).to_owned()).collect();
        let target = if frame.obj || frame.with { self.targets(sense, reading.to, end, &ids) } else { Vec::new() };
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
        let attribution =
            sense.voices[c].as_ref().filter(|v| !v.text.is_empty() || !v.actors.is_empty()).map(|v| Attribution {
                actor: v.actors.first().map(|&a| self.registry.id(a).to_owned()),
                text: if v.text.is_empty() {
                    v.actors.first().map(|&a| self.registry.name(a).to_owned()).unwrap_or_default()
                } else {
                    v.text.clone()
                },
                direct: v.direct,
            });
        let claim = Claim {
            id: String::new(),
            source: source.to_owned(),
            kind,
            speaker: ids.clone(),
            target,
            issue,
            content: span::content(quote),
            polarity,
            status: reading.status.unwrap_or_else(|| self.status(sense, c)),
            attribution,
            quote: quote.to_owned(),
            start: from,
            end: to,
            when: None,
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

    /// When the clause's matter happens; an "-ing" clause goes with the clause it hangs on.
    fn status(&self, sense: &Sense<'_, '_>, c: usize) -> ClaimStatus {
        let main = if sense.clauses[c].opener == Opener::Participle {
            (0..c).rev().take(3).find(|&p| sense.clauses[p].opener != Opener::Participle).unwrap_or(c)
        } else {
            c
        };
        modality::status(sense.tokens, &sense.clauses[main], sense.voices[main].is_some())
    }

    fn speakers(&self, sense: &Sense<'_, '_>, c: usize, reading: Reading) -> Vec<ActorIndex> {
        let clause = &sense.clauses[c];
        let frame = reading.frame;
        let voice = sense.voices[c].as_ref();
        let speaker = voice.map(|v| v.actors.clone()).unwrap_or_default();
        if frame.say {
            return speaker;
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
            let own = sense.clauses.iter().position(|k| k.start <= reading.at && reading.at < k.end);
            let subject = own.and_then(|k| sense.subjects.get(k)).cloned().unwrap_or_default();
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

/// The first token of the clause that is not an adverb or the like.
pub(crate) fn first_word(tokens: &[Token<'_>], clause: &Clause) -> usize {
    let lead = |t: &Token<'_>| matches!(t.tag, Tag::Adv | Tag::Conj | Tag::Quote | Tag::Punct | Tag::Not);
    (clause.start..clause.end).find(|&i| !lead(&tokens[i])).unwrap_or(clause.start)
}

/// Whether the content clause completes the trigger that ends at `to`: "demand that …", not "…, aides said …", nor "… and that …".
fn continues(tokens: &[Token<'_>], clause: &Clause, content: &Clause, to: usize) -> bool {
    let that = tokens.get(content.open).is_some_and(|t| t.tag == Tag::That);
    let joined = content.open > 0 && tokens[content.open - 1].tag == Tag::Conj;
    let head = clause.head.is_some_and(|h| h < to);
    !joined && (that || head && to == clause.end)
}

/// Whether the clause speaks of what was demanded or offered just before.
fn refers_back(tokens: &[Token<'_>], clause: &Clause) -> bool {
    const BACK: &[&str] =
        &["demand", "offer", "proposal", "charge", "condition", "accusation", "request", "idea", "call", "plan"];
    let definite = |t: &Token<'_>| matches!(t.lower.as_str(), "the" | "that" | "this" | "these" | "those" | "both");
    let apposition = clause.opener == Opener::Apposition;
    tokens[clause.start..clause.end]
        .windows(2)
        .any(|w| (apposition || definite(&w[0])) && BACK.contains(&w[1].singular()))
}
