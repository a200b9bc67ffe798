//! A sentence and what is found in it, before anything is made of it.

use crate::actors::ActorIndex;
use crate::actors::mentions::Mention;
use crate::clauses::{Opener, Tree};
use crate::token::{Tag, Token};
use crate::voices::Voice;

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
    pub(crate) fn below(&self, c: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.tree.clauses.len()).filter(move |&k| k != c && self.tree.clauses[k].parent == Some(c))
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
