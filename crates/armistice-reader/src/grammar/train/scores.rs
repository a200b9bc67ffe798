//! How well a model does on a treebank.

use super::Sentence;
use crate::grammar::model::Model;
use crate::grammar::{Grammar, Scratch};

/// Counts of words, all and right. Words and sentences are the treebank's; tags are the model's own.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scores {
    /// Words.
    pub words: usize,
    /// Right universal part of speech.
    pub upos: usize,
    /// Right English part of speech.
    pub xpos: usize,
    /// Right lemma.
    pub lemma: usize,
    /// Right head.
    pub head: usize,
    /// Right head and relation, by the relation's main type, as the shared task of CoNLL 2018 counts (LAS).
    pub labelled: usize,
    /// Right head and relation with its subtype.
    pub subtyped: usize,
}

/// Scores the model of a file; `None` if it is no model.
pub fn score(file: &[u8], sentences: &[Sentence]) -> Option<Scores> {
    let grammar = Grammar { model: Model::read(file)? };
    let (mut scratch, mut nodes) = (Scratch::default(), Vec::new());
    let mut s = Scores::default();
    for sentence in sentences {
        grammar.parse_words(&sentence.texts(), &mut scratch, &mut nodes);
        for ((word, row), node) in sentence.words.iter().zip(&sentence.rows).zip(&nodes) {
            let head = node.head.map_or(0, |h| h + 1) == row.head;
            s.words += 1;
            s.upos += usize::from(node.upos == row.upos);
            s.xpos += usize::from(node.xpos == row.xpos);
            s.lemma += usize::from(grammar.lemma(word, node) == row.lemma);
            s.head += usize::from(head);
            s.labelled += usize::from(head && node.relation.main() == row.relation.main());
            s.subtyped += usize::from(head && node.relation == row.relation);
        }
    }
    Some(s)
}

/// The columns FORM, LEMMA, UPOS, XPOS, HEAD and DEPREL that the model of a file gives each sentence's words; `None` if it is no model.
pub fn trees(file: &[u8], sentences: &[Vec<&str>]) -> Option<Vec<Vec<[String; 6]>>> {
    let grammar = Grammar { model: Model::read(file)? };
    let (mut scratch, mut nodes) = (Scratch::default(), Vec::new());
    let tree = |words: &Vec<&str>| {
        grammar.parse_words(words, &mut scratch, &mut nodes);
        let columns = words.iter().zip(&nodes).map(|(word, node)| {
            let head = node.head.map_or(0, |h| h + 1).to_string();
            let tags = [node.upos.name(), node.xpos.name()].map(str::to_owned);
            let [upos, xpos] = tags;
            [
                (*word).to_owned(),
                grammar.lemma(word, node).into_owned(),
                upos,
                xpos,
                head,
                node.relation.name().to_owned(),
            ]
        });
        columns.collect()
    };
    Some(sentences.iter().map(tree).collect())
}
