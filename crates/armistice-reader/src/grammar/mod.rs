//! The grammar of a sentence: each word's part of speech, its lemma, the word it hangs on and how.
//!
//! A tagger and a dependency parser trained on Universal Dependencies treebanks (`cargo xtask train-parser`); `docs/reader.md` has the figures.
//! Sums are made in one order: the same sentence gives the same tree on any machine, in time linear in its length.

mod form;
mod lemma;
mod lexicon;
mod model;
mod net;
mod parser;
mod pieces;
mod slots;
mod table;
mod tagger;
mod tags;
#[cfg(test)]
mod tests;
#[cfg(feature = "train")]
pub mod train;
mod transition;

use std::borrow::Cow;
use std::sync::LazyLock;

use form::{Case, Form};
use model::Model;
use net::Run;
use parser::{ROOT, Seen};
use pieces::Pieces;
use transition::State;

pub(crate) use table::hashed;
pub(crate) use tags::{Relation, Upos, Xpos};

static MODEL: &[u8] = include_bytes!("../../model/english.grammar");

static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| Grammar { model: Model::read(MODEL).unwrap_or_default() });

/// The grammar of English, loaded at first use.
pub(crate) fn grammar() -> &'static Grammar {
    &GRAMMAR
}

/// A trained tagger, lemmatiser and parser.
#[derive(Debug)]
pub(crate) struct Grammar {
    model: Model,
}

/// A word in its sentence's tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    /// Universal part of speech.
    pub(crate) upos: Upos,
    /// English part of speech.
    pub(crate) xpos: Xpos,
    /// The word it hangs on, counted from 0; `None`: it is the sentence's root.
    pub(crate) head: Option<u32>,
    /// How it hangs on it.
    pub(crate) relation: Relation,
    lemma: u16,
}

/// Room to work in, kept from sentence to sentence.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    forms: Vec<Form>,
    tags: Vec<u8>,
    seen: Vec<Seen>,
    features: Vec<u32>,
    state: State,
    lower: String,
    pieces: Pieces,
    inner: Vec<Node>,
    run: Run,
}

impl Grammar {
    /// The tree of a sentence of the reader's tokens, one node for each. A token that is several words to a treebank ("30-day") has the node of the
    /// word the others hang on. `nodes` is overwritten.
    pub(crate) fn parse<'a>(
        &self,
        tokens: impl Iterator<Item = &'a str>,
        scratch: &mut Scratch,
        nodes: &mut Vec<Node>,
    ) {
        let (mut pieces, mut inner) = (std::mem::take(&mut scratch.pieces), std::mem::take(&mut scratch.inner));
        let mut words = Vec::new();
        pieces.cut(tokens, &mut words);
        self.parse_words(&words, scratch, &mut inner);
        pieces.join(&inner, nodes);
        (scratch.pieces, scratch.inner) = (pieces, inner);
    }

    /// The tree of a sentence cut into words as the treebanks do.
    fn parse_words(&self, words: &[&str], scratch: &mut Scratch, nodes: &mut Vec<Node>) {
        let m = &self.model;
        nodes.clear();
        look(m, words, &mut scratch.forms, &mut scratch.lower);
        tagger::tag(&m.tagger, &m.lexicon, m.tags.len(), &scratch.forms, &mut scratch.tags, &mut scratch.features);
        see(&scratch.forms, &scratch.tags, &mut scratch.seen);
        m.net.words(&scratch.forms, &scratch.seen, &mut scratch.run);
        m.net.context(words.len(), &mut scratch.run);
        m.net.places(words.len(), &mut scratch.run);
        parser::parse(&m.net, &scratch.run, &m.moves, &scratch.seen, &mut scratch.state, &mut scratch.features);
        let tree = scratch.state.words.iter().skip(1);
        for ((word, &tag), built) in words.iter().zip(&scratch.tags).zip(tree) {
            let (upos, xpos) = m.tags.get(usize::from(tag)).copied().unwrap_or_default();
            let head = built.head.checked_sub(1).filter(|&h| (h as usize) < words.len());
            scratch.lower.clear();
            scratch.lower.extend(word.chars().flat_map(char::to_lowercase));
            let lemma = m.lemmas.edit(&scratch.lower, xpos as u32);
            nodes.push(Node { upos, xpos, head, relation: built.relation, lemma });
        }
    }

    /// The lemma of the word that `node` is for.
    pub(crate) fn lemma<'a>(&self, word: &'a str, node: &Node) -> Cow<'a, str> {
        self.model.lemmas.edits.get(usize::from(node.lemma)).map_or(Cow::Borrowed(word), |e| e.apply(word))
    }
}

#[cfg(test)]
impl Grammar {
    /// A node that says nothing.
    fn blank(&self) -> Node {
        Node { upos: Upos::X, xpos: Xpos::Fw, head: None, relation: Relation::Dep, lemma: 0 }
    }
}

/// What the words of a sentence look like.
fn look(model: &Model, words: &[&str], forms: &mut Vec<Form>, lower: &mut String) {
    let case = Case::of(words);
    forms.clear();
    forms.extend(words.iter().enumerate().map(|(i, w)| Form::of(w, i == 0, case, &model.lexicon, lower)));
}

/// What the parser sees of a tagged sentence, with the root first.
fn see(forms: &[Form], tags: &[u8], seen: &mut Vec<Seen>) {
    seen.clear();
    seen.push(ROOT);
    seen.extend(forms.iter().zip(tags).map(|(f, &t)| Seen { word: f.common, tag: u32::from(t) }));
}
