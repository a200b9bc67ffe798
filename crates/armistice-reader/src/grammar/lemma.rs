//! Lemmas: a word's ending, with its tag, says what to cut off and what to put there.

use std::borrow::Cow;

use super::table::{feature, text};

/// What to do to a word.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edit {
    /// The lemma has the word's capitals.
    pub(crate) as_written: bool,
    /// Letters to cut off the end.
    pub(crate) cut: u8,
    /// What to put there.
    pub(crate) put: String,
}

/// Rules, the one for the longest ending first. The rule for a whole word is for an ending with a mark before it.
#[derive(Debug, Default)]
pub(crate) struct Lemmas {
    pub(crate) edits: Vec<Edit>,
    /// Numbers of tag and ending, ascending, with the place of the edit.
    pub(crate) rules: Vec<(u32, u16)>,
}

/// The longest ending that rules look at, in letters.
pub(crate) const LONGEST: usize = 6;

impl Edit {
    /// The edit that makes `lemma` of `word`.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn between(word: &str, lemma: &str) -> Self {
        let as_written = lemma.chars().any(char::is_uppercase);
        let from = if as_written { word.to_owned() } else { word.to_lowercase() };
        let same = from.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
        let cut = from.chars().count() - same;
        Self { as_written, cut: cut.min(255) as u8, put: lemma.chars().skip(same).collect() }
    }

    /// The word's lemma.
    pub(crate) fn apply<'a>(&self, word: &'a str) -> Cow<'a, str> {
        let plain = self.as_written || !word.chars().any(char::is_uppercase);
        let base = if plain { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) };
        if self.cut == 0 && self.put.is_empty() {
            return base;
        }
        let end = base.char_indices().rev().take(usize::from(self.cut)).last().map_or(base.len(), |(i, _)| i);
        Cow::Owned(format!("{}{}", &base[..end], self.put))
    }
}

/// The number of an ending of `n` letters under a tag; `None` if the word is shorter. One letter more than the word has is the whole word.
pub(crate) fn ending(lower: &str, n: usize, tag: u32) -> Option<u32> {
    let letters = lower.chars().count();
    if n > letters {
        return None;
    }
    let from = lower.char_indices().nth(letters - n).map_or(lower.len(), |(i, _)| i);
    Some(feature(901, text(&lower.as_bytes()[from..]), tag, 0))
}

/// The number of a whole word under a tag.
pub(crate) fn whole(lower: &str, tag: u32) -> u32 {
    feature(902, text(lower.as_bytes()), tag, 0)
}

impl Lemmas {
    fn rule(&self, number: u32) -> Option<u16> {
        let at = self.rules.binary_search_by_key(&number, |r| r.0).ok()?;
        self.rules.get(at).map(|r| r.1)
    }

    /// The place of the edit for a word, in lower case, with that tag.
    pub(crate) fn edit(&self, lower: &str, tag: u32) -> u16 {
        self.rule(whole(lower, tag))
            .or_else(|| (0..=LONGEST).rev().find_map(|n| self.rule(ending(lower, n, tag)?)))
            .unwrap_or(0)
    }
}
