//! The words a model has seen, with the tags they had.

/// A word of the training texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The word's number (`Form::word`).
    pub(crate) word: u32,
    /// The number of its set of tags.
    pub(crate) tags: u32,
    /// Seen so seldom that its ending says more than the word.
    pub(crate) rare: bool,
    /// The tags it can have, as classes of the tagger; empty: any.
    pub(crate) can: Vec<u8>,
}

/// Words in the order of their numbers.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    pub(crate) entries: Vec<Entry>,
}

impl Lexicon {
    /// The entry of a word, with its place.
    pub(crate) fn find(&self, word: u32) -> Option<(usize, &Entry)> {
        let at = self.entries.binary_search_by_key(&word, |e| e.word).ok()?;
        Some((at, self.entries.get(at)?))
    }

    /// The tags the word at this place, plus one, can have.
    pub(crate) fn can(&self, entry: u32) -> &[u8] {
        (entry as usize).checked_sub(1).and_then(|at| self.entries.get(at)).map_or(&[], |e| &e.can)
    }
}
