//! Rules for lemmas: for each ending under each tag the most frequent edit, where it differs from that of the next shorter ending.

use std::collections::BTreeMap;

use super::Sentence;
use crate::grammar::lemma::{Edit, LONGEST, Lemmas, ending, whole};

type Counts = BTreeMap<u32, BTreeMap<u16, usize>>;

/// Learns the rules.
pub(crate) fn learn(sentences: &[Sentence]) -> Lemmas {
    let mut edits: BTreeMap<Edit, usize> = BTreeMap::new();
    let mut pairs: BTreeMap<(String, u32), BTreeMap<Edit, usize>> = BTreeMap::new();
    for sentence in sentences {
        for (word, row) in sentence.words.iter().zip(&sentence.rows) {
            let edit = Edit::between(word, &row.lemma);
            if edit.put.chars().count() > 8 || row.lemma == "_" {
                continue;
            }
            *edits.entry(edit.clone()).or_default() += 1;
            *pairs.entry((word.to_lowercase(), row.xpos as u32)).or_default().entry(edit).or_default() += 1;
        }
    }
    let mut edits: Vec<(Edit, usize)> = edits.into_iter().collect();
    edits.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let edits: Vec<Edit> = edits.into_iter().map(|e| e.0).take(usize::from(u16::MAX)).collect();
    let place: BTreeMap<&Edit, u16> = edits.iter().enumerate().map(|(i, e)| (e, i as u16)).collect();

    // Each word counts once for its endings: a frequent word is an exception of its own.
    let mut counts: Vec<Counts> = vec![Counts::new(); LONGEST + 1];
    let mut words: Vec<(&str, u32, u16, usize)> = Vec::new();
    for ((word, tag), seen) in &pairs {
        let Some((edit, n)) = seen.iter().max_by_key(|&(e, n)| (n, std::cmp::Reverse(e))) else { continue };
        let Some(&at) = place.get(edit) else { continue };
        words.push((word, *tag, at, *n));
        for (n, counts) in counts.iter_mut().enumerate() {
            if let Some(key) = ending(word, n, *tag) {
                *counts.entry(key).or_default().entry(at).or_default() += 1;
            }
        }
    }
    let mut lemmas = Lemmas { edits: edits.clone(), rules: Vec::new() };
    // The shorter endings first, so that the longer ones can be compared with them.
    for n in 0..=LONGEST {
        let mut new = BTreeMap::new();
        for &(word, tag, ..) in &words {
            let Some(key) = ending(word, n, tag) else { continue };
            let Some((&at, &count)) =
                counts[n].get(&key).and_then(|c| c.iter().max_by_key(|&(at, n)| (n, std::cmp::Reverse(at))))
            else {
                continue;
            };
            let shorter = (0..n).rev().find_map(|m| {
                let key = ending(word, m, tag)?;
                lemmas.rules.binary_search_by_key(&key, |r| r.0).ok().map(|i| lemmas.rules[i].1)
            });
            if shorter != Some(at) && (n < 2 || count > 1) {
                new.insert(key, at);
            }
        }
        lemmas.rules.extend(new);
        lemmas.rules.sort_unstable();
        lemmas.rules.dedup_by_key(|r| r.0);
    }
    let exceptions: BTreeMap<u32, u16> = words
        .iter()
        .filter(|&&(word, tag, at, _)| lemmas.edit(word, tag) != at)
        .map(|&(word, tag, at, _)| (whole(word, tag), at))
        .collect();
    lemmas.rules.extend(exceptions);
    lemmas.rules.sort_unstable();
    lemmas.rules.dedup_by_key(|r| r.0);
    lemmas
}
