//! What trees of news sentences often get wrong, set right.

use crate::grammar::{Relation, Upos};
use crate::lexicon::lexicon;
use crate::token::{Tag, Token};
use crate::voices::is_report;
use crate::words::words;

/// "The rebels, known as X, promised …": a sentence `from..to` whose tree has a noun on top and its verb below it is turned round, so that the noun is
/// the verb's subject.
pub(crate) fn root(tokens: &mut [Token<'_>], from: usize, to: usize) {
    let Some(root) = (from..to).find(|&i| tokens[i].head.is_none()) else { return };
    let nominal = matches!(tokens[root].upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Adj);
    if !nominal || has(tokens, root, from..to, &[Relation::Cop, Relation::Aux, Relation::Mark]) {
        return;
    }
    let verbs = || (root + 1..to).filter(|&v| hangs_loose(tokens, root, v, to));
    let finite = |v: usize| {
        tokens[v].tag == Tag::Finite
            || (root + 1..v).any(|c| {
                tokens[c].head == Some(v)
                    && tokens[c].is_finite()
                    && matches!(tokens[c].relation, Relation::Aux | Relation::AuxPass)
            })
    };
    // Without any finite verb the last past participle of the row is read as a past tense; so is one after what is put beside the noun:
    // "Chile, the host, promised to …".
    let none_finite = !tokens[from..to].iter().any(Token::is_finite);
    let beside = tokens.get(root + 1).is_some_and(|t| t.text == ",") && has(tokens, root, from..to, &[Relation::Appos]);
    let past = || {
        let mut past = verbs().filter(|&v| tokens[v].is_past());
        if none_finite {
            past.next_back()
        } else {
            past.find(|&v| beside && tokens[v - 1].text == "," && tokens.get(v + 1).is_some_and(|t| t.lower != "by"))
        }
    };
    let Some(verb) = verbs().find(|&v| finite(v)).or_else(past) else { return };
    let (passive, finite) = (has(tokens, verb, from..to, &[Relation::AuxPass]), finite(verb));
    if tokens[verb].tag == Tag::Participle && !finite {
        tokens[verb].tag = Tag::Finite;
    }
    // Subjects that the verb has already are names beside the noun on top.
    for (c, t) in tokens.iter_mut().enumerate().take(to).skip(from) {
        if t.head == Some(verb) && c < verb && matches!(t.relation, Relation::Nsubj | Relation::NsubjPass) {
            (t.head, t.relation) = (Some(root), Relation::Appos);
        } else if t.head == Some(root) && c > verb {
            t.head = Some(verb);
        }
    }
    (tokens[verb].head, tokens[verb].relation) = (None, Relation::Root);
    (tokens[root].head, tokens[root].relation) =
        (Some(verb), if passive { Relation::NsubjPass } else { Relation::Nsubj });
}

/// "Chile demanded …": a name that opens a sentence and was taken for an adverb is the verb's subject.
pub(crate) fn opening_name(tokens: &mut [Token<'_>], from: usize, to: usize) {
    let Some(t) = tokens[from..to].first() else { return };
    let adverb = matches!(t.tag, Tag::Adv | Tag::Proper) && t.relation == Relation::Advmod && !t.lower.ends_with("ly")
        || t.relation == Relation::Aux && t.tag == Tag::Finite;
    let Some(verb) = t.head.filter(|_| adverb && t.capital() && !words().is_common(&t.lower)) else { return };
    let subjects = [Relation::Nsubj, Relation::NsubjPass, Relation::Expl, Relation::Csubj];
    let past = tokens[from].relation == Relation::Aux && tokens[verb].is_past();
    if (tokens[verb].is_finite() || past) && !has(tokens, verb, from..to, &subjects) {
        tokens[verb].tag = Tag::Finite;
        (tokens[from].tag, tokens[from].upos, tokens[from].relation) = (Tag::Proper, Upos::Propn, Relation::Nsubj);
    }
}

/// "welcomed the progress made and agreed to …": a past form after "and" that could be a participle is a second predicate.
pub(crate) fn second_predicates(tokens: &mut [Token<'_>], from: usize, to: usize) {
    for i in from + 2..to {
        let loose = tokens[i].tag == Tag::Participle && tokens[i].relation == Relation::Conj;
        let mut before = i - 1;
        while before > from && tokens[before].tag == Tag::Adv {
            before -= 1;
        }
        let joined = matches!(tokens[before].lower.as_str(), "and" | "but");
        let Some(head) = tokens[i].head.filter(|_| loose && joined) else { continue };
        let shares = tokens[head].tag == Tag::Participle && tokens[head].relation != Relation::Acl;
        if shares || has(tokens, i, from..to, &[Relation::Aux, Relation::AuxPass]) {
            continue;
        }
        let Some(first) = (from..before).rev().find(|&v| tokens[v].tag == Tag::Finite && tokens[v].is_past()) else {
            continue;
        };
        tokens[i].tag = Tag::Finite;
        tokens[i].head = Some(first);
    }
}

/// "After a long stalemate, Peru and Chile have met": a finite predicate without a subject gets the nouns that stand right before it, when they
/// hang on nothing before them.
pub(crate) fn subjects(tokens: &mut [Token<'_>], from: usize, to: usize) {
    for p in from..to {
        let alone = match tokens[p].relation {
            Relation::Root | Relation::Ccomp | Relation::Parataxis => true,
            Relation::Conj => !has(tokens, p, from..to, &[Relation::Cc]),
            _ => false,
        };
        if !alone || has(tokens, p, from..to, SUBJECTS) {
            continue;
        }
        let helps = |c: &usize| {
            tokens[*c].head == Some(p)
                && matches!(tokens[*c].relation, Relation::Aux | Relation::AuxPass | Relation::Cop)
        };
        let verb = (from..p).find(helps).unwrap_or(p);
        if tokens[verb].is_finite()
            && let Some(phrase) = before(tokens, from, verb).or_else(|| before_aside(tokens, from, verb))
        {
            give_subject(tokens, from, phrase, p);
        }
    }
}

const SUBJECTS: &[Relation] = &[
    Relation::Nsubj,
    Relation::NsubjPass,
    Relation::NsubjOuter,
    Relation::Csubj,
    Relation::CsubjPass,
    Relation::CsubjOuter,
    Relation::Expl,
];

/// The nouns right before the verb, back to a mark, a verb or the opening of the sentence: "Peru and Chile", "the heads of both houses".
fn before(tokens: &[Token<'_>], from: usize, verb: usize) -> Option<std::ops::Range<usize>> {
    let end = (from..verb).rev().find(|&i| tokens[i].tag != Tag::Adv)? + 1;
    let nominal = |t: &Token<'_>| matches!(t.tag, Tag::Noun | Tag::Proper) && t.upos != Upos::Adj;
    if !nominal(&tokens[end - 1]) {
        return None;
    }
    let inside = |t: &Token<'_>| {
        matches!(
            t.tag,
            Tag::Noun
                | Tag::Proper
                | Tag::Adj
                | Tag::Det
                | Tag::Num
                | Tag::Owner
                | Tag::Possessive
                | Tag::Conj
                | Tag::Prep
        ) || t.text == "-"
    };
    let start = (from..end).rev().take_while(|&i| inside(&tokens[i])).last()?;
    let opens = matches!(tokens[start].tag, Tag::Noun | Tag::Proper | Tag::Adj | Tag::Det | Tag::Num | Tag::Owner);
    let clear = start == from || tokens[start - 1].tag == Tag::Punct || tokens[start - 1].tag == Tag::Quote;
    (opens && clear).then_some(start..end)
}

/// The nouns before what is put beside them between commas: "Ana Ruiz, 52, asked", "Ana Ruiz, the trade minister, told".
fn before_aside(tokens: &[Token<'_>], from: usize, verb: usize) -> Option<std::ops::Range<usize>> {
    let close = verb.checked_sub(1).filter(|&c| c > from && tokens[c].text == ",")?;
    let open = (from + 1..close).rev().take(12).find(|&c| tokens[c].text == ",")?;
    let opens = matches!(tokens[open + 1].tag, Tag::Det | Tag::Owner | Tag::Num | Tag::Noun | Tag::Proper | Tag::Adj);
    let plain = tokens[open + 1..close].iter().all(|t| !t.is_finite() && !t.is_verb() && t.tag != Tag::Conj);
    before(tokens, from, open).filter(|_| opens && plain)
}

/// Makes the nouns of a phrase the subject of predicate `p`, each of a row after the first.
fn give_subject(tokens: &mut [Token<'_>], from: usize, phrase: std::ops::Range<usize>, p: usize) {
    let mut up = tokens[p].head;
    for _ in 0..tokens.len() {
        match up {
            Some(h) if phrase.contains(&h) => return,
            Some(h) => up = tokens[h].head,
            None => break,
        }
    }
    let stop = phrase.clone().find(|&i| tokens[i].tag == Tag::Prep).unwrap_or(phrase.end);
    let noun = |i: usize| matches!(tokens[i].tag, Tag::Noun | Tag::Proper) && tokens[i].upos != Upos::Adj;
    let ends = |i: usize| noun(i) && (i + 1 == stop || tokens[i + 1].tag == Tag::Conj);
    let heads: Vec<usize> = (phrase.start..stop).filter(|&i| ends(i)).collect();
    let Some(&first) = heads.first() else { return };
    let passive = has(tokens, p, phrase.end..p, &[Relation::AuxPass]);
    for i in phrase.clone() {
        let own = tokens[i].head.filter(|h| phrase.contains(h) && !heads.contains(&i));
        if heads.contains(&i) && i != first {
            (tokens[i].head, tokens[i].relation) = (Some(first), Relation::Conj);
        } else if i != first && own.is_none() {
            let next = heads.iter().copied().find(|&h| h > i).unwrap_or(first);
            tokens[i].head = Some(next);
            if matches!(tokens[i].relation, Relation::Conj | Relation::Obl | Relation::Root) {
                tokens[i].relation = Relation::Nmod;
            }
        }
    }
    for t in &mut tokens[from..phrase.start] {
        if t.head.is_some_and(|h| phrase.contains(&h)) {
            t.head = Some(p);
        }
    }
    (tokens[first].head, tokens[first].relation) =
        (Some(p), if passive { Relation::NsubjPass } else { Relation::Nsubj });
}

/// "All affirmed their commitment": a past tense between a pronoun and what it governs, in a sentence that has no verb.
pub(crate) fn lost_verb(tokens: &mut [Token<'_>], from: usize, to: usize) {
    let [who, verb, next, ..] = &tokens[from..to] else { return };
    let counts =
        matches!(who.lower.as_str(), "all" | "both" | "neither" | "they" | "some" | "others" | "most" | "several");
    let past = verb.lemma.is_some() && verb.lower.ends_with("ed");
    let governs = matches!(next.tag, Tag::Owner | Tag::Det | Tag::That | Tag::To);
    let none = !tokens[from..to].iter().any(Token::is_finite);
    let root = (from..to).find(|&i| tokens[i].head.is_none());
    let Some(root) = root.filter(|&r| counts && past && governs && none && r > from + 1) else { return };
    (tokens[from + 1].head, tokens[from + 1].relation) = (None, Relation::Root);
    (tokens[from + 1].tag, tokens[from + 1].upos) = (Tag::Finite, Upos::Verb);
    (tokens[from].head, tokens[from].relation) = (Some(from + 1), Relation::Nsubj);
    tokens[from].upos = Upos::Pron;
    (tokens[root].head, tokens[root].relation) = (Some(from + 1), Relation::Obj);
    tokens[from + 1].triggers = lexicon().words_of(&tokens[from + 1]);
}

/// "In response to the lack of progress, Ana Ruiz announced plans …": in a sentence without a verb, a past tense between a name and a noun that it was taken
/// to describe.
pub(crate) fn lost_past(tokens: &mut [Token<'_>], from: usize, to: usize) {
    if tokens[from..to].iter().any(|t| t.is_finite() && t.relation != Relation::Amod) {
        return;
    }
    let Some(root) = (from..to).find(|&i| tokens[i].head.is_none()) else { return };
    let described = |&v: &usize| {
        let noun = tokens[v].head.filter(|&n| n > v && n < to && tokens[v].relation == Relation::Amod);
        tokens[v].is_past() && tokens[v - 1].tag == Tag::Proper && noun.is_some()
    };
    let Some(verb) = (from + 1..to).find(described) else { return };
    let Some(object) = tokens[verb].head else { return };
    let mut name = verb - 1;
    while let Some(head) = tokens[name].head.filter(|&h| (from..verb).contains(&h) && tokens[h].tag == Tag::Proper) {
        name = head;
    }
    (tokens[verb].head, tokens[verb].relation) = (None, Relation::Root);
    (tokens[verb].tag, tokens[verb].upos) = (Tag::Finite, Upos::Verb);
    (tokens[name].head, tokens[name].relation) = (Some(verb), Relation::Nsubj);
    (tokens[object].head, tokens[object].relation) = (Some(verb), Relation::Obj);
    if root != name && root != object {
        (tokens[root].head, tokens[root].relation) = (Some(verb), Relation::Obl);
    }
}

/// "… issued a statement saying the truce is not enough": a clause that begins right behind a verb of saying is what is said.
pub(crate) fn said(tokens: &mut [Token<'_>], from: usize, to: usize) {
    for v in from..to.saturating_sub(2) {
        let plain = is_report(&tokens[v]) && matches!(tokens[v].tag, Tag::Ing | Tag::Finite);
        if !plain || has(tokens, v, v + 1..to, &[Relation::Ccomp, Relation::Obj, Relation::Xcomp, Relation::Nsubj]) {
            continue;
        }
        let nominal =
            |t: &Token<'_>| matches!(t.tag, Tag::Det | Tag::Owner | Tag::Adj | Tag::Noun | Tag::Proper | Tag::Pron);
        let phrase = tokens[v + 1..to].iter().take(6).take_while(|t| nominal(t)).count();
        let Some(s) = (v + 1..v + 1 + phrase).find(|&s| SUBJECTS.contains(&tokens[s].relation)) else { continue };
        let Some(p) = tokens[s].head.filter(|&p| p > s) else { continue };
        let loose =
            matches!(tokens[p].relation, Relation::Conj | Relation::Parataxis | Relation::Dep | Relation::Advcl)
                && tokens[p].head.is_some_and(|h| h < v)
                && !has(tokens, p, v + 1..p, &[Relation::Mark]);
        if loose {
            (tokens[p].head, tokens[p].relation) = (Some(v), Relation::Ccomp);
        }
    }
}

/// "The team, led by Ana Ruiz, will meet …": what a participle between commas has for its subject is the subject of the verb behind it.
pub(crate) fn beside_participle(tokens: &mut [Token<'_>], from: usize, to: usize) {
    for v in from + 2..to {
        let loose = tokens[v].tag == Tag::Participle && tokens[v - 1].text == ",";
        let Some(p) = tokens[v].head.filter(|&p| loose && p > v) else { continue };
        let subject = (from..v).find(|&s| {
            tokens[s].head == Some(v) && matches!(tokens[s].relation, Relation::Nsubj | Relation::NsubjPass)
        });
        let Some(s) = subject.filter(|_| !has(tokens, p, from..to, SUBJECTS)) else { continue };
        if has(tokens, v, from..to, &[Relation::Aux, Relation::AuxPass]) {
            continue;
        }
        let passive = has(tokens, p, v..p, &[Relation::AuxPass]);
        (tokens[s].head, tokens[s].relation) = (Some(p), if passive { Relation::NsubjPass } else { Relation::Nsubj });
        (tokens[v].head, tokens[v].relation) = (Some(s), Relation::Acl);
    }
}

/// "… considerable doubt …," said Ana Ruiz: the one behind the verb of saying says it, and what is quoted is no second subject.
pub(crate) fn postposed(tokens: &mut [Token<'_>], from: usize, to: usize) {
    for v in from + 1..to {
        let subject = |c: &usize| {
            tokens[*c].head == Some(v) && matches!(tokens[*c].relation, Relation::Nsubj | Relation::NsubjPass)
        };
        let (Some(first), Some(last)) = ((from..v).find(subject), (v + 1..to).find(subject)) else { continue };
        if is_report(&tokens[v]) && last <= v + 4 && matches!(tokens[v - 1].tag, Tag::Quote | Tag::Punct) {
            let said = (from..v).find(|&c| tokens[c].head == Some(v) && tokens[c].relation == Relation::Ccomp);
            tokens[first].head = said.filter(|&c| c != first).or(Some(v));
            tokens[first].relation = if said.is_some() { Relation::Nsubj } else { Relation::Dep };
        }
    }
}

/// A verb below the noun on top that no relative pronoun or conjunction makes a clause of the noun's.
fn hangs_loose(tokens: &[Token<'_>], root: usize, v: usize, to: usize) -> bool {
    let near = |h: usize| h == root || tokens[h].head == Some(root) && tokens[h].upos != Upos::Verb;
    let relations = [
        Relation::Acl,
        Relation::AclRelcl,
        Relation::Advcl,
        Relation::Ccomp,
        Relation::Conj,
        Relation::Parataxis,
        Relation::Dep,
        Relation::Appos,
    ];
    tokens[v].upos == Upos::Verb
        && tokens[v].head.is_some_and(near)
        && relations.contains(&tokens[v].relation)
        && !(root + 1..v).any(|c| tokens[c].head == Some(v) && matches!(tokens[c].tag, Tag::Wh | Tag::That))
        && !has(tokens, v, root..to, &[Relation::Mark])
}

fn has(tokens: &[Token<'_>], i: usize, mut among: std::ops::Range<usize>, relations: &[Relation]) -> bool {
    among.any(|c| tokens[c].head == Some(i) && relations.contains(&tokens[c].relation))
}
