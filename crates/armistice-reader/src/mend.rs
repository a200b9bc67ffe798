//! What trees of news sentences often get wrong, set right.

use crate::grammar::{Relation, Upos};
use crate::token::{Tag, Token};
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
    // Without any finite verb the last past participle of the row is read as a past tense.
    let none_finite = !tokens[from..to].iter().any(Token::is_finite);
    let past = || if none_finite { verbs().rfind(|&v| tokens[v].is_past()) } else { None };
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
    let adverb = t.tag == Tag::Adv && t.relation == Relation::Advmod && !t.lower.ends_with("ly");
    let Some(verb) = t.head.filter(|_| adverb && t.capital() && !words().is_common(&t.lower)) else { return };
    let subjects = [Relation::Nsubj, Relation::NsubjPass, Relation::Expl, Relation::Csubj];
    if tokens[verb].is_finite() && !has(tokens, verb, from..to, &subjects) {
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
