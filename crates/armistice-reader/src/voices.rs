//! According to whom a clause is so: "X said …", "…," said X, "according to X", quotation marks.

use armistice::case::claims::ActorKind;

use crate::Parsed;
use crate::actors::ActorIndex;
use crate::actors::mentions::{Mention, Role, mentions};
use crate::claims::Reader;
use crate::clauses::Opener;
use crate::grammar::Upos;
use crate::sense::Sense;
use crate::span;
use crate::token::{Tag, Token};
use crate::words::words;

/// According to whom.
#[derive(Clone, Debug, Default)]
pub(crate) struct Voice {
    pub(crate) actors: Vec<ActorIndex>,
    pub(crate) text: String,
    pub(crate) direct: bool,
    /// The text's own voice, in the first person: no attribution.
    pub(crate) author: bool,
}

/// Sentences looked ahead for who speaks a quotation that has begun.
const AHEAD: usize = 4;

/// Whether the token is a verb of saying or thinking.
pub(crate) fn is_report(token: &Token<'_>) -> bool {
    token.is_verb() && token.lemma.is_some_and(|l| words().is("report", l))
}

impl Reader {
    /// "According to X, …" and "…, according to X".
    pub(crate) fn according(&self, sense: &Sense<'_, '_>) -> Option<Voice> {
        let at = sense.tokens.windows(2).position(|w| w[0].lower == "according" && w[1].lower == "to")?;
        let stop = sense.tokens.iter().skip(at + 2).take(16).position(|t| t.tag == Tag::Punct).unwrap_or(16);
        let end = (at + 2 + stop).min(sense.tokens.len());
        let mention = sense.mentions.iter().find(|m| m.start >= at + 2 && m.start < end);
        let (from, to) = mention.map_or((at + 2, end), |m| (opening(sense.tokens, m.start), m.end));
        let text = span::within_sentence(&span::text(sense.text, sense.tokens, from, to));
        // "Peru, according to its minister, …"
        let whose = |m: &Mention| match sense.mentions.iter().find(|o| o.end <= at && o.role == Role::Actor) {
            Some(owner) if sense.tokens[m.start].tag == Tag::Owner => owner.actors.clone(),
            _ => self.focus.resolve(m, &[]),
        };
        Some(Voice { actors: mention.map(whose).unwrap_or_default(), text, direct: false, author: false })
    }

    /// Who speaks the quoted words of this sentence: "…," said X; X said: "…"; whoever did in the sentence before, or does in one to come.
    pub(crate) fn quoted_voice(&mut self, sense: &Sense<'_, '_>, ahead: &[Parsed<'_>]) -> Option<Voice> {
        // A sentence of nothing but marks says nothing, and looking ahead for its speaker costs five sentences.
        if !sense.tokens.iter().any(|t| t.quoted && t.text.starts_with(char::is_alphanumeric)) {
            return None;
        }
        if let Some(voice) = self.spoken_by(sense) {
            self.quoting = Some(voice);
        } else if self.quoting.is_none() && sense.tokens.last().is_some_and(|t| t.quoted) {
            for Parsed { tokens, .. } in ahead.iter().take(AHEAD) {
                let found = mentions(tokens, &mut self.registry);
                self.quoting = self.spoken_by(&Sense::new(sense.text, tokens, found));
                if self.quoting.is_some() || tokens.last().is_none_or(|t| !t.quoted) {
                    break;
                }
            }
        }
        self.quoting.clone()
    }

    /// Who says what is in quotation marks in this sentence.
    fn spoken_by(&self, sense: &Sense<'_, '_>) -> Option<Voice> {
        let tokens = sense.tokens;
        for clause in &sense.tree.clauses {
            if !is_report(&tokens[clause.root]) || tokens[clause.root].quoted {
                continue;
            }
            let Some(subject) = clause.subject.filter(|&s| !tokens[s].quoted) else { continue };
            let actors = self.who(sense, subject, &[]);
            let text = self.phrase(sense, subject, &actors);
            if !actors.is_empty() || !text.is_empty() {
                return Some(Voice { actors, text, direct: true, author: false });
            }
        }
        None
    }

    /// The words for whoever speaks, by name where they are a pronoun.
    fn phrase(&self, sense: &Sense<'_, '_>, head: usize, actors: &[ActorIndex]) -> String {
        let tokens = sense.tokens;
        let pronoun = matches!(tokens[head].upos, Upos::Pron | Upos::Det);
        let mention = sense.mentions.iter().find(|m| m.start <= head && head < m.end);
        let pointing = mention.is_some_and(|m| !matches!(m.role, Role::Actor | Role::Owner | Role::Place));
        if (pronoun || pointing) && !actors.is_empty() {
            return self.names(actors);
        }
        if pronoun {
            return String::new();
        }
        let from = mention.map_or(head, |m| opening(tokens, m.start)).min(sense.tree.lead(tokens, head));
        let to = mention.map_or(head + 1, |m| m.end).max(head + 1);
        span::within_sentence(&span::text(sense.text, tokens, from, to))
    }

    /// Who speaks in a text that says "I" and "we" outside quotation marks: whoever its headline says so of, or the state it calls "our".
    pub(crate) fn author_of(&mut self, part: &[Parsed<'_>]) -> Option<Voice> {
        let first = |t: &Token<'_>| {
            !t.quoted && matches!(t.lower.as_str(), "i" | "we" | "our" | "us" | "my") && t.tag != Tag::Proper
        };
        let own = part.iter().filter(|p| !p.sentence.heading && p.tokens.iter().any(first)).count();
        if own < 2 || own * 8 < part.len() {
            return None;
        }
        let introduced = part.iter().map(|p| self.introduced(&p.tokens)).find(|who| !who.is_empty());
        if let Some(actors) = introduced {
            return Some(Voice { actors, author: true, ..Voice::default() });
        }
        let mut tally: Vec<(usize, ActorIndex)> = Vec::new();
        for Parsed { sentence, tokens } in part {
            let statement =
                |t: &Token<'_>| matches!(t.lower.as_str(), "statement" | "remarks" | "address" | "speech" | "letter");
            let titled = sentence.heading && tokens.iter().any(statement);
            let owning = tokens.iter().any(first);
            if sentence.heading && !titled {
                continue;
            }
            let found = mentions(tokens, &mut self.registry);
            let opening = found.iter().find(|m| {
                m.role == Role::Actor
                    && (titled || m.start <= 1)
                    && m.actors.iter().all(|&a| self.registry.kind(a) != ActorKind::Source)
            });
            for &actor in opening.iter().flat_map(|m| &m.actors) {
                let state = self.registry.kind(actor) == ActorKind::State;
                let will = tokens.iter().take(6).any(|t| t.tag == Tag::Modal);
                let weight = match (titled, owning, state && will) {
                    (true, ..) => 100,
                    (_, true, _) => 3,
                    (_, _, true) => 2,
                    _ => 0,
                };
                match tally.iter_mut().find(|(_, a)| *a == actor) {
                    Some(entry) => entry.0 += weight,
                    None if weight > 0 => tally.push((weight, actor)),
                    None => {}
                }
            }
        }
        let author = tally.iter().max_by_key(|(n, _)| *n).map(|&(_, a)| a);
        let actors = match author {
            Some(author) => vec![author],
            None => part.iter().find(|p| !p.sentence.heading).map(|p| self.signatories(&p.tokens)).unwrap_or_default(),
        };
        Some(Voice { actors, author: true, ..Voice::default() })
    }

    /// Who says of themselves who they are: "we, the ministers of X, Y and Z, …".
    fn introduced(&mut self, tokens: &[Token<'_>]) -> Vec<ActorIndex> {
        let we = tokens
            .windows(3)
            .position(|w| w[0].lower == "we" && !w[0].quoted && w[1].lower == "," && w[2].tag == Tag::Det);
        let Some(we) = we else { return Vec::new() };
        let stop = tokens.iter().skip(we).position(Token::is_finite).map_or(tokens.len(), |at| we + at);
        let found = mentions(tokens, &mut self.registry);
        let named = found.iter().filter(|m| m.start > we && m.end <= stop && m.role != Role::Speaker);
        named.flat_map(|m| m.actors.clone()).take(12).collect()
    }

    /// Who a statement's first sentence says it is of: "As the envoy of X, I …", "a statement of X", "The governments of X, Y and Z welcome …".
    fn signatories(&mut self, tokens: &[Token<'_>]) -> Vec<ActorIndex> {
        let found = mentions(tokens, &mut self.registry);
        let someone = |m: &&Mention| {
            matches!(m.role, Role::Actor | Role::Owner)
                && m.actors.iter().all(|&a| self.registry.kind(a) != ActorKind::Source)
        };
        let of = tokens
            .windows(2)
            .position(|w| w[0].lower == "statement" && matches!(w[1].lower.as_str(), "of" | "by" | "from"));
        if let Some(of) = of {
            return found
                .iter()
                .filter(someone)
                .find(|m| m.start >= of + 2)
                .map(|m| m.actors.clone())
                .unwrap_or_default();
        }
        let stop = tokens.iter().position(|t| t.is_finite() || t.tag == Tag::Pron).unwrap_or(tokens.len());
        found.iter().filter(someone).filter(|m| m.start < stop).flat_map(|m| m.actors.clone()).take(12).collect()
    }

    fn names(&self, actors: &[ActorIndex]) -> String {
        actors.iter().map(|&a| self.registry.name(a)).collect::<Vec<_>>().join(", ")
    }

    /// According to whom clause `c` is so.
    pub(crate) fn voice(
        &self,
        sense: &Sense<'_, '_>,
        c: usize,
        quoted: Option<&Voice>,
        according: Option<&Voice>,
    ) -> Option<Voice> {
        let clause = &sense.tree.clauses[c];
        let words = clause.end - clause.start;
        let in_quotes = sense.tokens[clause.start..clause.end].iter().filter(|t| t.quoted).count();
        if in_quotes * 4 > words * 3
            && let Some(voice) = quoted
        {
            return Some(voice.clone());
        }
        let parent = clause.parent;
        let of_parent = || parent.and_then(|p| sense.voices[p].clone());
        let said_by = |p: usize, root: usize| {
            let speaks = &sense.tree.clauses[p];
            let actors = if p == c { Vec::new() } else { sense.subjects[p].clone() };
            let text = match speaks.subject {
                Some(s) => self.phrase(sense, s, &actors),
                None => self.names(&actors),
            };
            let direct = in_quotes > 0 && !sense.tokens[root].quoted;
            (!actors.is_empty() || !text.is_empty()).then_some(Voice { actors, text, direct, author: false })
        };
        let voice = match parent {
            Some(p) if clause.opener == Opener::Content && says(sense, c) => {
                said_by(p, sense.tree.clauses[p].root).or_else(of_parent)
            }
            // "X cautioned that no deal was near, though the gaps could be bridged": X goes on.
            Some(p) if clause.opener == Opener::Adjunct && goes_on(sense, p, c) => {
                said_by(p, sense.tree.clauses[p].root).or_else(of_parent)
            }
            Some(_) => of_parent(),
            None => None,
        };
        voice.or_else(|| self.beside(sense, c)).or_else(|| according.cloned()).or_else(|| self.author.clone())
    }

    /// "…, X said, …": what is put beside clause `c` says who says so.
    fn beside(&self, sense: &Sense<'_, '_>, c: usize) -> Option<Voice> {
        let tokens = sense.tokens;
        let said = sense.tree.clauses.iter().find(|k| {
            k.parent == Some(c) && k.opener == Opener::Beside && is_report(&tokens[k.root]) && !tokens[k.root].quoted
        })?;
        let subject = said.subject?;
        let actors = self.who(sense, subject, &[]);
        let text = self.phrase(sense, subject, &actors);
        (!actors.is_empty() || !text.is_empty()).then_some(Voice { actors, text, direct: false, author: false })
    }
}

/// Where the noun phrase of a mention opens, with its adjectives, when it has an article: "a senior Freedonian source".
fn opening(tokens: &[Token<'_>], start: usize) -> usize {
    let mut from = start;
    while from > 0 && start - from < 4 && matches!(tokens[from - 1].tag, Tag::Adj | Tag::Num) {
        from -= 1;
    }
    if from > 0 && tokens[from - 1].tag == Tag::Det { from - 1 } else { start }
}

/// Whether clause `c` comes after what the verb of saying of clause `p` says.
fn goes_on(sense: &Sense<'_, '_>, p: usize, c: usize) -> bool {
    let said = sense.content(p).is_some_and(|k| sense.tree.clauses[k].end <= sense.tree.clauses[c].start);
    said && is_report(&sense.tokens[sense.tree.clauses[p].root])
}

/// Whether what clause `c` hangs on says it: a verb of saying, or a noun of one.
fn says(sense: &Sense<'_, '_>, c: usize) -> bool {
    let root = sense.tree.clauses[c].root;
    const SURE: &[&str] = &[
        "convinced",
        "confident",
        "sure",
        "certain",
        "optimistic",
        "pessimistic",
        "hopeful",
        "doubtful",
        "sceptical",
        "skeptical",
        "adamant",
        "aware",
        "afraid",
        "worried",
        "concerned",
        "sorry",
        "glad",
        "grateful",
        "satisfied",
    ];
    sense.tokens[root].head.is_some_and(|h| {
        let word = &sense.tokens[h];
        is_report(word) || word.upos == Upos::Noun || SURE.contains(&word.lower.as_str())
    })
}
