//! What is counted rather than learned: tags, moves, and the words with their tags.

use std::collections::BTreeMap;

use super::{Row, Sentence};
use crate::grammar::form::{Case, Form};
use crate::grammar::lexicon::{Entry, Lexicon};
use crate::grammar::model::Model;
use crate::grammar::net::MOVES;
use crate::grammar::table::{CLASSES, text};
use crate::grammar::tags::{Relation, Upos, Xpos};
use crate::grammar::transition::Move;

/// The most frequent `most` keys, in their own order.
fn frequent<K: Ord + Copy>(counts: &BTreeMap<K, usize>, most: usize) -> Vec<K> {
    let mut all: Vec<(K, usize)> = counts.iter().map(|(&k, &n)| (k, n)).collect();
    all.sort_by_key(|&(k, n)| (std::cmp::Reverse(n), k));
    all.truncate(most);
    let mut keys: Vec<K> = all.into_iter().map(|(k, _)| k).collect();
    keys.sort_unstable();
    keys
}

/// A model with tags, moves and lexicon.
pub(crate) fn gather(sentences: &[Sentence]) -> Model {
    let mut tags: BTreeMap<(Upos, Xpos), usize> = BTreeMap::new();
    let mut moves: BTreeMap<Move, usize> = BTreeMap::new();
    for sentence in sentences {
        for (at, row) in sentence.rows.iter().enumerate() {
            *tags.entry((row.upos, row.xpos)).or_default() += 1;
            let left = row.head as usize > at + 1;
            let m = if left { Move::Left(row.relation) } else { Move::Right(row.relation) };
            *moves.entry(m).or_default() += 1;
        }
    }
    tags.retain(|_, n| *n > 3);
    moves.retain(|m, n| *n > 3 || *m == Move::Right(Relation::Root));
    moves.insert(Move::Shift, usize::MAX);
    let mut model = Model { tags: frequent(&tags, CLASSES), moves: frequent(&moves, MOVES), ..Model::default() };

    let mut words: BTreeMap<u32, BTreeMap<u8, usize>> = BTreeMap::new();
    let (none, mut lower) = (Lexicon::default(), String::new());
    for sentence in sentences {
        for (word, class) in sentence.words.iter().zip(classes(&model, sentence)) {
            let form = Form::of(word, false, Case::Sentence, &none, &mut lower);
            *words.entry(form.word).or_default().entry(class).or_default() += 1;
        }
    }
    for (word, seen) in words {
        let count: usize = seen.values().sum();
        if count < 2 {
            continue;
        }
        let mut main: Vec<u8> = seen.iter().filter(|(_, n)| **n * 20 >= count).map(|(&c, _)| c).collect();
        main.sort_by_key(|c| std::cmp::Reverse(seen[c]));
        let can =
            if count < 10 { Vec::new() } else { seen.keys().copied().filter(|c| seen[c] * 500 >= count).collect() };
        model.lexicon.entries.push(Entry { word, tags: text(&main), rare: count < 4, can });
    }
    model
}

/// The tagger's classes of a sentence's words. A pair that is too seldom to be one counts as the first with its English tag.
pub(crate) fn classes(model: &Model, sentence: &Sentence) -> Vec<u8> {
    let class = |row: &Row| {
        let same = model.tags.iter().position(|&t| t == (row.upos, row.xpos));
        same.or_else(|| model.tags.iter().position(|t| t.0 == row.upos)).unwrap_or(0) as u8
    };
    sentence.rows.iter().map(class).collect()
}
