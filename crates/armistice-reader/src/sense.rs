//! A sentence and what is found in it, before anything is made of it.

use crate::actors::ActorIndex;
use crate::actors::mentions::Mention;
use crate::clauses::{Clause, Opener, Tree};
use crate::lexicon::{Trigger, lexicon};
use crate::token::{Tag, Token};
use crate::voices::Voice;
use crate::words::words;

/// What one does with words, besides saying that something is so.
const SPEECH: &[&str] = &[
    "accuse",
    "urge",
    "call",
    "blame",
    "praise",
    "criticize",
    "criticise",
    "condemn",
    "demand",
    "appeal",
    "describe",
    "reject",
    "vow",
    "promise",
    "threaten",
    "welcome",
    "caution",
    "denounce",
    "ask",
    "pledge",
    "offer",
];

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
    /// The best trigger that starts at each word and ends within the word's clause.
    pub(crate) triggers: Vec<Option<Trigger>>,
}

impl<'t, 'a> Sense<'t, 'a> {
    pub(crate) fn new(text: &'a str, tokens: &'t [Token<'a>], mentions: Vec<Mention>) -> Self {
        let tree = Tree::new(tokens);
        let n = tree.clauses.len();
        let within = |i: usize| tree.clauses.get(tree.of[i]).map_or(0, |clause| clause.end);
        let triggers = (0..tokens.len()).map(|i| lexicon().find(tokens, i, within(i))).collect();
        Self { text, tokens, tree, mentions, subjects: vec![Vec::new(); n], voices: vec![None; n], triggers }
    }

    /// The clauses that hang on clause `c`.
    pub(crate) fn below(&self, c: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.tree.clauses.len()).filter(move |&k| k != c && self.tree.clauses[k].parent == Some(c))
    }

    /// The clause whose subject a clause without one shares: the nearest above that has anybody. "X said the plan was fair, adding …" and "X said
    /// the bloc should hit back, accusing …" go on about X.
    pub(crate) fn anchor(&self, clause: &Clause) -> Option<usize> {
        let first = clause.parent?;
        let told = |k: usize| self.tree.clauses[k].opener == Opener::Content && self.tree.clauses[k].parent.is_some();
        let speech = clause.opener == Opener::Participle && self.is_speech(clause.root);
        let mut at = if speech && told(first) { self.tree.clauses[first].parent? } else { first };
        for _ in 0..self.tree.clauses.len() {
            match self.tree.clauses[at].parent {
                Some(up) if self.subjects[at].is_empty() => at = up,
                _ => break,
            }
        }
        Some(at)
    }

    /// Whether the word is a verb for what is done with words.
    pub(crate) fn is_speech(&self, i: usize) -> bool {
        self.tokens[i].lemma.is_some_and(|l| words().is("report", l) || SPEECH.contains(&l))
    }

    /// The clauses that clause `c` hangs on, from the nearest, as far as they tell the same matter.
    pub(crate) fn above(&self, c: usize) -> impl Iterator<Item = usize> + '_ {
        let parent = |&k: &usize| self.tree.clauses[k].parent;
        let told = move |&k: &usize| matches!(self.tree.clauses[k].opener, Opener::Content | Opener::Joined);
        std::iter::successors(parent(&c), move |k| Some(k).filter(|k| told(k)).and_then(parent)).take(8)
    }

    /// A clause joined to a condition, which is one with it: "until X leaves and Y returns".
    pub(crate) fn is_joined_condition(&self, c: usize) -> bool {
        let mut at = c;
        for _ in 0..8 {
            match (self.tree.clauses[at].opener, self.tree.clauses[at].parent) {
                (Opener::Condition, _) => return at != c,
                (Opener::Joined, Some(up)) => at = up,
                _ => return false,
            }
        }
        false
    }

    /// Where clause `c` ends with the clauses that are joined to it.
    pub(crate) fn joined_end(&self, c: usize) -> usize {
        let clause = &self.tree.clauses[c];
        let given = matches!(self.tokens[clause.root].lower.as_str(), "provided" | "providing" | "assuming");
        let ends = self.below(c).filter(|&k| {
            let second = &self.tree.clauses[k];
            second.start >= clause.root
                && (second.opener == Opener::Joined || given && second.opener == Opener::Content)
        });
        ends.map(|k| self.joined_end(k)).fold(clause.end, usize::max)
    }

    /// A relative clause that only says which one is meant: "rockets that X fired".
    pub(crate) fn narrows(&self, c: usize) -> bool {
        let clause = &self.tree.clauses[c];
        clause.opener == Opener::Relative && self.tree.mark_before(self.tokens, clause.root).is_empty()
    }

    /// "a condition X considers unacceptable", "a charge X rejected": the noun a clause narrows down, when the clause has a subject of its own.
    pub(crate) fn narrowed(&self, c: usize) -> Option<usize> {
        let clause = &self.tree.clauses[c];
        let subject = clause.subject.filter(|&s| !matches!(self.tokens[s].tag, Tag::Wh | Tag::That));
        subject.and(self.tokens[clause.root].head).filter(|_| clause.opener == Opener::Relative)
    }

    /// What is said, wanted or demanded in clause `c`.
    pub(crate) fn content(&self, c: usize) -> Option<usize> {
        self.below(c).find(|&k| {
            self.tree.clauses[k].opener == Opener::Content && self.tree.clauses[k].start > self.tree.clauses[c].start
        })
    }

    /// Whether a trigger takes in the predicate of clause `c`.
    pub(crate) fn is_predicate(&self, c: usize, trigger: std::ops::Range<usize>) -> bool {
        trigger.contains(&self.tree.clauses[c].root)
    }
}
