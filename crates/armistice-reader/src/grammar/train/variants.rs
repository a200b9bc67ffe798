//! The treebanks' sentences as newspapers might set them.

use super::Sentence;
use super::learner::Random;
use crate::grammar::tags::{Upos, Xpos};

/// The sentences, half of those with quotation marks now with curly ones, and after them some again as headings, in capitals or Title Case.
pub(crate) fn varied(sentences: &[Sentence], random: &mut Random) -> Vec<Sentence> {
    let mut out: Vec<Sentence> = sentences
        .iter()
        .map(|s| {
            let mut s = s.clone();
            if random.below(2) == 0 {
                curl(&mut s);
            }
            s
        })
        .collect();
    for s in sentences.iter().filter(|s| (4..=20).contains(&s.len())) {
        let set: fn(&str, Upos) -> String = match random.below(20) {
            0 => |word, _| word.to_uppercase(),
            1 => title,
            _ => continue,
        };
        let mut s = s.clone();
        for (word, row) in s.words.iter_mut().zip(&s.rows) {
            *word = set(word, row.upos);
        }
        // Headings have no full stop.
        let last = s.rows.len() as u32;
        if s.words.last().is_some_and(|w| w == ".") && s.rows.iter().all(|r| r.head != last) {
            s.words.pop();
            s.rows.pop();
        }
        out.push(s);
    }
    out
}

fn curl(sentence: &mut Sentence) {
    for (word, row) in sentence.words.iter_mut().zip(&sentence.rows) {
        let curly = match (word.as_str(), row.xpos) {
            ("\"", Xpos::OpenQuote) => "“",
            ("\"", Xpos::CloseQuote) => "”",
            ("'", Xpos::OpenQuote) => "‘",
            ("'", Xpos::CloseQuote) => "’",
            _ => continue,
        };
        *word = curly.to_owned();
    }
}

fn title(word: &str, upos: Upos) -> String {
    let small = matches!(upos, Upos::Adp | Upos::Det | Upos::Cconj | Upos::Part | Upos::Punct);
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if !small => first.to_uppercase().chain(letters).collect(),
        _ => word.to_owned(),
    }
}
