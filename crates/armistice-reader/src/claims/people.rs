//! Who does, says and is addressed in a clause.

use armistice::case::claims::{ActorKind, ClaimKind};

use super::{Reader, Reading};
use crate::actors::ActorIndex;
use crate::actors::mentions::{Mention, Role};
use crate::clauses::{Clause, Opener};
use crate::grammar::Relation;
use crate::sense::Sense;
use crate::token::Tag;
use crate::words::words;

/// What a passive's subject has done to it.
fn is_done_to(kind: ClaimKind) -> bool {
    use ClaimKind::{Call, Criticize, Demand, Sanction, Support, Violence};
    matches!(kind, Call | Criticize | Demand | Sanction | Support | Violence)
}

/// What is done by saying it.
fn is_stance(kind: ClaimKind) -> bool {
    use ClaimKind::{Accept, Assess, Call, Criticize, Demand, Deny, Offer, Pledge, Refuse, Support, Threaten, Willing};
    matches!(
        kind,
        Accept | Assess | Call | Criticize | Demand | Deny | Offer | Pledge | Refuse | Support | Threaten | Willing
    )
}

impl Reader {
    /// Who does what the clause says: its subject, the agent of a passive, the noun that a relative clause hangs on, or whoever the clause
    /// above is about.
    pub(super) fn subject(&self, sense: &Sense<'_, '_>, clause: &Clause, speaker: &[ActorIndex]) -> Vec<ActorIndex> {
        let tokens = sense.tokens;
        let agent = clause.passive.then(|| sense.tree.child(tokens, clause.root, &[Relation::OblAgent])).flatten();
        let by = || self.by(sense, clause, speaker);
        let above = || match sense.anchor(clause) {
            Some(a) => sense.subjects.get(a).cloned().unwrap_or_default(),
            None => Vec::new(),
        };
        let hung_on = |sense| tokens[clause.root].head.map(|h| self.who(sense, h, speaker)).unwrap_or_default();
        // A subject that the parse has lost: the name that the sentence opens with.
        if agent.is_none() && clause.subject.is_none() && clause.parent.is_none() && !clause.passive {
            let first = sense.mentions.iter().find(|m| m.start == clause.start && m.role == Role::Actor);
            let finite = clause.verb.is_none_or(|v| tokens[v].is_finite());
            let head = first.filter(|m| finite && m.end <= clause.verb.unwrap_or(clause.root)).map(|m| m.head);
            if let Some(head) = head {
                return self.who(sense, head, speaker);
            }
        }
        match (agent, clause.subject) {
            (Some(agent), _) => self.who(sense, agent, speaker),
            (None, Some(_)) if let Some(agent) = by() => agent,
            (None, Some(s)) if tokens[s].tag == Tag::Wh || tokens[s].tag == Tag::That => hung_on(sense),
            (None, Some(s)) => self.who(sense, s, speaker),
            (None, None) if clause.opener == Opener::Relative => hung_on(sense),
            (None, None) => above(),
        }
    }

    /// Who comes after the "by" of a passive, whatever that hangs on.
    fn by(&self, sense: &Sense<'_, '_>, clause: &Clause, speaker: &[ActorIndex]) -> Option<Vec<ActorIndex>> {
        let mut after = (clause.root + 1..clause.end).filter(|_| clause.passive);
        // "A day after a visit by X": the visit is by X.
        let of_noun = |i: usize| {
            i >= clause.root + 3
                && sense.tokens[i - 1].tag == Tag::Noun
                && matches!(sense.tokens[i - 2].tag, Tag::Det | Tag::Adj)
        };
        let by = after.find(|&i| sense.tokens[i].lower == "by").filter(|&i| !of_noun(i))?;
        Some(self.who(sense, sense.tokens[by].head?, speaker)).filter(|who| !who.is_empty())
    }

    fn by_agent(&self, sense: &Sense<'_, '_>, clause: &Clause) -> bool {
        sense.tree.child(sense.tokens, clause.root, &[Relation::OblAgent]).is_some()
            || self.by(sense, clause, &[]).is_some()
    }

    /// Who is meant by the phrase of word `head`: those it names, each of a row; else whoever is named in it.
    pub(crate) fn who(&self, sense: &Sense<'_, '_>, head: usize, speaker: &[ActorIndex]) -> Vec<ActorIndex> {
        let mut actors: Vec<ActorIndex> = Vec::new();
        for h in sense.tree.row(sense.tokens, head) {
            let (first, last) = sense.tree.spread(h);
            // What does something is no place.
            let acts = matches!(sense.tokens[h].relation, Relation::Nsubj | Relation::NsubjPass);
            let named = sense.mentions.iter().find(|m| m.start <= h && h < m.end && (acts || m.role != Role::Place));
            if named.is_none_or(|m| !self.is_person(m)) {
                let beside = self.put_beside(sense, h, named.map_or(h + 1, |m| m.end));
                if !beside.is_empty() {
                    actors.extend(beside.into_iter().filter(|a| !actors.contains(a)).collect::<Vec<_>>());
                    continue;
                }
            }
            let inside = || {
                // "Officers who backed X", "attacks on X": not X's doing.
                let own = |m: &&Mention| {
                    let before = m.start.checked_sub(1).map_or("", |b| sense.tokens[b].lower.as_str());
                    sense.tree.of[m.start] == sense.tree.of[h] && !matches!(before, "on" | "against" | "to" | "toward")
                };
                let within = sense.mentions.iter().filter(|m| m.start >= first && m.end <= last + 1);
                within.filter(own).filter(|m| m.role != Role::Place).min_by_key(|m| h.abs_diff(m.start))
            };
            if let Some(mention) = named.or_else(inside) {
                let mut meant = self.meaning(mention, speaker);
                // "Representatives of X and Y"
                let top = (mention.start..mention.end)
                    .find(|&i| sense.tokens[i].head.is_none_or(|h| !(mention.start..mention.end).contains(&h)));
                for mate in
                    sense.tree.row(sense.tokens, top.unwrap_or(h)).into_iter().skip(1).filter(|_| named.is_none())
                {
                    let with = sense.mentions.iter().find(|m| m.start <= mate && mate < m.end && m.role == Role::Actor);
                    meant.extend(with.into_iter().flat_map(|m| m.actors.clone()));
                }
                // "Thai and Cambodian troops" are two sides'.
                let joined =
                    mention.start.checked_sub(1).filter(|&b| matches!(sense.tokens[b].lower.as_str(), "and" | ","));
                let beside = joined.and_then(|b| {
                    sense.mentions.iter().find(|m| m.end == b && m.start >= first && m.role == Role::Owner)
                });
                meant.extend(beside.into_iter().flat_map(|m| m.actors.clone()));
                actors.extend(meant.into_iter().filter(|a| !actors.contains(a)).collect::<Vec<_>>());
            } else if words().is("writing", sense.tokens[h].singular()) {
                let joint = sense.tokens[first..h].iter().any(|t| t.lower == "joint");
                let named = sense.tokens[first..h].iter().any(|t| t.lower == "the");
                actors = if named { self.focus.signed(joint) } else { Vec::new() };
            }
        }
        actors
    }

    fn is_person(&self, mention: &Mention) -> bool {
        mention.role == Role::Person
            || mention.actors.first().is_some_and(|&a| self.registry.kind(a) == ActorKind::Person)
    }

    /// The people whose names are put beside what they are: "one of them, X, …", "the heads of both, X and Y, …".
    fn put_beside(&self, sense: &Sense<'_, '_>, head: usize, end: usize) -> Vec<ActorIndex> {
        let tokens = sense.tokens;
        let mark = (end..tokens.len().min(end + 6))
            .take_while(|&i| !tokens[i].is_verb() && !matches!(tokens[i].tag, Tag::Conj | Tag::Wh))
            .find(|&i| tokens[i].lower == ",");
        let Some(mark) = mark
            .filter(|_| matches!(tokens[head].tag, Tag::Noun | Tag::Num | Tag::Proper) || tokens[head].lower == "one")
        else {
            return Vec::new();
        };
        let mut out: Vec<ActorIndex> = Vec::new();
        let mut at = mark + 1;
        while let Some(m) = sense.mentions.iter().find(|m| m.start == at && m.role == Role::Actor && self.is_person(m))
        {
            out.extend(m.actors.iter().copied());
            at = m.end;
            match tokens.get(at).map(|t| t.lower.as_str()) {
                Some("and") => at += 1,
                // The row ends with a mark: else it is a row of subjects.
                Some(",") => return out,
                _ => break,
            }
        }
        Vec::new()
    }

    /// Whom a subject means: in what somebody says, a pronoun that can mean the speaker does.
    pub(super) fn meaning(&self, mention: &Mention, speaker: &[ActorIndex]) -> Vec<ActorIndex> {
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

    pub(super) fn speakers(&self, sense: &Sense<'_, '_>, c: usize, reading: Reading) -> Vec<ActorIndex> {
        let clause = &sense.tree.clauses[c];
        let frame = reading.frame;
        let voice = sense.voices[c].as_ref();
        let speaker = voice.map(|v| v.actors.clone()).unwrap_or_default();
        if frame.say {
            // "X said Y would not agree": it is Y who refuses.
            let side = |a: &ActorIndex| self.registry.side(*a);
            let predicate = sense.is_predicate(c, reading.at..reading.to);
            let own = matches!(reading.kind, ClaimKind::Refuse | ClaimKind::Accept | ClaimKind::Willing)
                || predicate && (reading.kind == ClaimKind::Pledge || sense.is_speech(clause.root));
            let other = !speaker.is_empty()
                && own
                && sense.subjects[c].first().is_some_and(|s| speaker.iter().all(|a| side(a) != side(s)));
            if other {
                return sense.subjects[c].clone();
            }
            // Without anybody quoted, whoever describes or doubts it does.
            let does = speaker.is_empty() && voice.is_none();
            return if does { sense.subjects[c].clone() } else { speaker };
        }
        if frame.by
            && let Some(owner) = self.owner(sense, reading, &speaker)
        {
            return owner;
        }
        // "Efforts by Peru to persuade …": whose they are.
        let noun = Some(&sense.tokens[reading.at]).filter(|t| t.relation == Relation::Acl && t.is_verb());
        let whose = noun.and_then(|t| t.head).map(|h| self.who(sense, h, &speaker)).filter(|w| !w.is_empty());
        let mut actors = whose.unwrap_or_else(|| sense.subjects[c].clone());
        // "Chile was urged to halt": not by Chile.
        let done_to = clause.passive && sense.is_predicate(c, reading.at..reading.to) && is_done_to(reading.kind);
        if done_to && !self.by_agent(sense, clause) {
            actors.clear();
        }
        if frame.by && actors.is_empty() {
            actors.clone_from(&speaker);
        }
        if frame.with && (actors.len() < 2 || reading.kind == ClaimKind::Meet) {
            let with = sense.tokens[reading.at..clause.end]
                .iter()
                .position(|t| matches!(t.lower.as_str(), "with" | "between"));
            let others =
                with.map(|w| reading.at + w).map(|w| self.row(sense, w, clause.end, &speaker)).unwrap_or_default();
            actors.extend(others.into_iter().filter(|a| !actors.contains(a)).collect::<Vec<_>>());
        }
        if actors.is_empty() && frame.paired {
            let inside = |m: &&Mention| m.start >= reading.at && m.end <= clause.end;
            let someone = |m: &&Mention| matches!(m.role, Role::Actor | Role::Person | Role::Plural);
            actors = sense.mentions.iter().filter(inside).filter(someone).flat_map(|m| m.actors.clone()).collect();
            if actors.is_empty() {
                actors = self.focus.sides();
            }
        }
        let event = clause.subject.is_some_and(|s| words().is("event", sense.tokens[s].singular()));
        // "A deal was signed", "it came to an agreement": between those whom the text is about.
        let shared = matches!(reading.kind, ClaimKind::Agree | ClaimKind::Ceasefire | ClaimKind::Meet);
        if actors.is_empty() && (event || shared) {
            actors = self.involved(reading.kind);
        }
        // "X said supplies could restart": nobody else offers it.
        if actors.is_empty() && !done_to && is_stance(reading.kind) {
            actors = speaker;
        }
        actors
    }

    /// Whose "the truce", "the talks", "an accord" are: those of the claim before that was about one, else the two sides.
    fn involved(&self, kind: ClaimKind) -> Vec<ActorIndex> {
        use ClaimKind::{Agree, Ceasefire, Meet, Process, Suspend};
        let before = self.claims.iter().skip(self.focus.since).rev();
        let found = before.clone().find(|c| match kind {
            Ceasefire => c.kind == Ceasefire && !c.speaker.is_empty(),
            Agree | Meet | Process | Suspend => matches!(c.kind, Agree | Meet | Process) && c.speaker.len() > 1,
            _ => false,
        });
        match found {
            Some(claim) => claim.speaker.iter().filter_map(|id| self.registry.of_id(id)).collect(),
            None if matches!(kind, Agree | Ceasefire | Meet | Process | Suspend) => self.focus.sides(),
            None => Vec::new(),
        }
    }

    /// Those named in a row after token `from`: "with A, B and C".
    pub(super) fn row(
        &self,
        sense: &Sense<'_, '_>,
        from: usize,
        end: usize,
        speaker: &[ActorIndex],
    ) -> Vec<ActorIndex> {
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
    pub(super) fn owner(
        &self,
        sense: &Sense<'_, '_>,
        reading: Reading,
        speaker: &[ActorIndex],
    ) -> Option<Vec<ActorIndex>> {
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
    pub(super) fn targets(&self, sense: &Sense<'_, '_>, from: usize, end: usize, speakers: &[String]) -> Vec<String> {
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
