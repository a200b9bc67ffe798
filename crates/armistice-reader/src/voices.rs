//! According to whom a clause is so: "X said …", "…," said X, "according to X", quotation marks.

use crate::actors::ActorIndex;
use crate::actors::mentions::{Mention, Role, mentions};
use crate::claims::{Reader, Sense, first_word};
use crate::clauses::{Clause, Opener, clauses};
use crate::quotes::Quotation;
use crate::span;
use crate::text::Sentence;
use crate::token::{Tag, Token, tokens};
use crate::words::words;

/// According to whom.
#[derive(Clone, Debug, Default)]
pub(crate) struct Voice {
    pub(crate) actors: Vec<ActorIndex>,
    pub(crate) text: String,
    pub(crate) direct: bool,
}

/// "on Monday in a televised address": so many words say when and where something was said.
const WHEN: usize = 7;

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
        Some(Voice { actors: mention.map(|m| m.actors.clone()).unwrap_or_default(), text, direct: false })
    }

    /// "…, X said", "…, said X on Monday", "…, X said, …": a report thrown in between commas or at the end, without words of its own.
    pub(crate) fn thrown_in(&self, sense: &Sense<'_, '_>) -> Option<Voice> {
        let tokens = sense.tokens;
        let is_stop = |t: &Token<'_>| t.tag == Tag::Punct && matches!(t.text, "," | "." | ";" | "!" | "?" | "—" | "–");
        let verb = |t: &Token<'_>| t.is_finite() || matches!(t.tag, Tag::Be | Tag::Have | Tag::Do | Tag::Modal);
        let mut from = tokens.iter().position(|t| t.text == ",")? + 1;
        loop {
            let end = (from..tokens.len()).find(|&i| is_stop(&tokens[i])).unwrap_or(tokens.len());
            let part = from..end;
            let said = part.clone().find(|&i| is_report(&tokens[i]));
            let connected = tokens.get(from).is_none_or(|t| {
                t.quoted
                    || matches!(
                        t.tag,
                        Tag::Conj | Tag::Wh | Tag::That | Tag::Sub | Tag::Prep | Tag::Adv | Tag::Ing | Tag::To
                    )
            });
            if let Some(said) = said
                && !connected
                && part.clone().filter(|&i| verb(&tokens[i])).eq([said])
            {
                let inverted = said == from;
                let own = |m: &&Mention| {
                    let within =
                        if inverted { m.start > said && m.start <= said + 3 } else { m.start >= from && m.end <= said };
                    within && m.end <= end && m.role != Role::Place
                };
                let mention = sense
                    .mentions
                    .iter()
                    .find(|m| own(m) && m.role != Role::Owner)
                    .or_else(|| sense.mentions.iter().find(own));
                // What follows is at most when and where it was said.
                let rest = if inverted { mention.map_or(said + 1, |m| m.end) } else { said + 1 };
                let rest = &tokens[rest.min(end)..end];
                let only_when = rest.len() <= WHEN
                    && rest.first().is_none_or(|t| {
                        !matches!(
                            t.tag,
                            Tag::Det | Tag::Owner | Tag::Pron | Tag::That | Tag::Num | Tag::Infinitive | Tag::To
                        )
                    });
                if let Some(mention) = mention
                    && only_when
                {
                    let actors = self.focus.resolve(mention, &[]);
                    let (start, stop) = (opening(tokens, mention.start), mention.end);
                    let words = span::within_sentence(&span::text(sense.text, tokens, start, stop));
                    let text =
                        if matches!(mention.role, Role::Actor | Role::Owner) { words } else { self.names(&actors) };
                    return Some(Voice { actors, text, direct: false });
                }
                let words = span::within_sentence(&span::text(sense.text, tokens, from, said));
                if !inverted && only_when && tokens[from..said].iter().any(|t| matches!(t.tag, Tag::Noun | Tag::Proper))
                {
                    return Some(Voice { actors: Vec::new(), text: words, direct: false });
                }
            }
            if end >= tokens.len() {
                return None;
            }
            from = end + 1;
        }
    }

    /// Who speaks the quoted words of this sentence: "…," said X; X said: "…"; whoever did in the sentence before, or does in one to come.
    pub(crate) fn quoted_voice(&mut self, sense: &Sense<'_, '_>, ahead: &[Sentence]) -> Option<Voice> {
        // A sentence of nothing but marks says nothing, and looking ahead for its speaker costs five sentences.
        if !sense.tokens.iter().any(|t| t.quoted && t.text.starts_with(char::is_alphanumeric)) {
            return None;
        }
        if let Some(voice) = self.spoken_by(sense.text, sense.tokens, &sense.clauses, &sense.mentions) {
            self.quoting = Some(voice);
        } else if self.quoting.is_none() && sense.tokens.last().is_some_and(|t| t.quoted) {
            let mark = sense.tokens.iter().rfind(|t| t.tag == Tag::Quote).map_or("", |t| t.text);
            let mut open = Quotation::opened_by(mark);
            for next in ahead.iter().take(AHEAD) {
                let tokens = tokens(sense.text, next.start, next.end, &mut open);
                let found = mentions(&tokens, &mut self.registry);
                self.quoting = self.spoken_by(sense.text, &tokens, &clauses(&tokens), &found);
                if self.quoting.is_some() || !open.is_open() {
                    break;
                }
            }
        }
        self.quoting.clone()
    }

    /// Who says what is in quotation marks in these clauses.
    fn spoken_by(&self, text: &str, tokens: &[Token<'_>], clauses: &[Clause], found: &[Mention]) -> Option<Voice> {
        for clause in clauses {
            let Some(head) = clause.head.filter(|&h| is_report(&tokens[h]) && !tokens[h].quoted) else { continue };
            let quote = |i: usize| tokens.get(i).is_some_and(|t| t.tag == Tag::Quote);
            let follows = quote(clause.start) || clause.start > 0 && quote(clause.start - 1);
            let before = found.iter().rfind(|m| m.end <= head && m.start >= clause.start && m.role != Role::Place);
            let after = found.iter().find(|m| m.start > head && m.start <= head + 2 && m.end <= clause.end);
            let inverted = follows && head == first_word(tokens, clause);
            let mention = if inverted { after } else { before.or(if follows { after } else { None }) };
            if let Some(mention) = mention {
                let actors = self.focus.resolve(mention, &[]);
                let named = matches!(mention.role, Role::Actor | Role::Owner);
                let from = opening(tokens, mention.start);
                let words = span::within_sentence(&span::text(text, tokens, from, mention.end));
                let text = if named { words } else { self.names(&actors) };
                return Some(Voice { actors, text, direct: true });
            }
            // "the joint statement said": nobody known, but in so many words.
            let start = first_word(tokens, clause);
            let words = span::within_sentence(&span::text(text, tokens, start, head));
            if !follows && !words.is_empty() && tokens[start..head].iter().any(|t| t.tag == Tag::Noun) {
                return Some(Voice { actors: Vec::new(), text: words, direct: true });
            }
        }
        None
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
        let clause = &sense.clauses[c];
        let words = clause.end - clause.start;
        let in_quotes = sense.tokens[clause.start..clause.end].iter().filter(|t| t.quoted).count();
        if in_quotes * 4 > words * 3
            && let Some(voice) = quoted
        {
            return Some(voice.clone());
        }
        let of_parent = clause.parent.filter(|&p| p < c).and_then(|p| sense.voices[p].clone());
        let voice = match clause.opener {
            Opener::Content => {
                let joined = clause.open > 0 && sense.tokens[clause.open - 1].tag == Tag::Conj;
                match says(sense, c) {
                    _ if joined && of_parent.is_some() => of_parent,
                    Some(p) => {
                        let text = self.subject_text(sense, p);
                        let known = !sense.subjects[p].is_empty() || !text.is_empty();
                        let voice = Voice { actors: sense.subjects[p].clone(), text, direct: in_quotes > 0 };
                        if known { Some(voice) } else { of_parent }
                    }
                    None => of_parent,
                }
            }
            Opener::Condition | Opener::Apposition => of_parent,
            Opener::Joined => {
                let first = sense.tokens.get(first_word(sense.tokens, clause));
                let says = clause.head.is_some_and(|h| is_report(&sense.tokens[h]));
                let pronoun = first.is_some_and(|t| t.tag == Tag::Pron) && !says;
                // "… says it will withdraw and is asking …": another tense than the saying's.
                let modal = clause.verb.is_some_and(|v| sense.tokens[v].tag == Tag::Modal);
                let present =
                    clause.verb.is_some_and(|v| sense.tokens[v].tag == Tag::Be) && first.is_some_and(Token::is_finite);
                if pronoun || modal || present { of_parent } else { None }
            }
            _ => None,
        };
        voice.or_else(|| according.cloned())
    }

    /// The subject of clause `c` in the source's words, or by name where it is a pronoun or understood.
    fn subject_text(&self, sense: &Sense<'_, '_>, c: usize) -> String {
        let clause = &sense.clauses[c];
        let verb = clause.verb.unwrap_or(clause.end);
        let mut own =
            sense.mentions.iter().filter(|m| m.start >= clause.start && m.end <= verb && m.role != Role::Place);
        let own = own.clone().find(|m| m.role != Role::Owner).or_else(|| own.next());
        if let Some(m) = own
            && matches!(m.role, Role::Actor | Role::Owner)
        {
            let from = opening(sense.tokens, m.start);
            return span::within_sentence(&span::text(sense.text, sense.tokens, from, m.end));
        }
        let named = sense.subjects.get(c).map(|s| self.names(s)).unwrap_or_default();
        let start = first_word(sense.tokens, clause);
        let noun = start < verb && sense.tokens[start..verb].iter().any(|t| matches!(t.tag, Tag::Noun | Tag::Proper));
        if named.is_empty() && noun && own.is_none() && clause.opener != Opener::Participle {
            return span::within_sentence(&span::text(sense.text, sense.tokens, start, verb));
        }
        named
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

/// The clause that says what clause `c` contains: the nearest before whose verb, or whose last words, say something.
fn says(sense: &Sense<'_, '_>, c: usize) -> Option<usize> {
    let open = sense.clauses[c].open;
    let near = |p: usize| {
        let clause = &sense.clauses[p];
        let from = open.saturating_sub(6).max(clause.start);
        from < clause.end && sense.tokens[from..clause.end].iter().any(is_report)
    };
    (0..c).rev().take(4).find(|&p| {
        let clause = &sense.clauses[p];
        let head = clause.head.is_some_and(|h| is_report(&sense.tokens[h]));
        head && clause.opener != Opener::Relative || p + 1 == c && (clause.opener == Opener::Relative || near(p))
    })
}
