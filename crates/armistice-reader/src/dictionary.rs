//! Tables asked for every word of a text, by spelling. What is in them is the program's own, so that no text can make spellings meet.

/// Values by spelling: a place follows from the spelling's number, and what meets there goes on to the next free one.
#[derive(Clone, Debug)]
pub(crate) struct Dictionary<T> {
    /// A power of two, at least twice as many as entries: the spelling's number and the entry's place plus one, 0 where nothing is.
    places: Vec<(u32, u32)>,
    entries: Vec<(String, T)>,
}

impl<T> Default for Dictionary<T> {
    fn default() -> Self {
        Self { places: vec![(0, 0); 64], entries: Vec::new() }
    }
}

impl<T> Dictionary<T> {
    /// What is entered under a spelling.
    #[inline]
    pub(crate) fn get(&self, word: &str) -> Option<&T> {
        self.find(word, number(word)).ok().and_then(|at| self.entries.get(at)).map(|e| &e.1)
    }

    /// Whether anything is.
    pub(crate) fn contains(&self, word: &str) -> bool {
        self.get(word).is_some()
    }

    /// What is entered under a spelling, `new` if there was nothing.
    pub(crate) fn entry(&mut self, word: &str, new: T) -> &mut T {
        let number = number(word);
        let at = match self.find(word, number) {
            Ok(at) => at,
            Err(free) => {
                let at = self.entries.len();
                self.entries.push((word.to_owned(), new));
                if self.entries.len() * 2 > self.places.len() {
                    self.grow();
                } else {
                    self.places[free] = (number, at as u32 + 1);
                }
                at
            }
        };
        &mut self.entries[at].1
    }

    /// The entry's place, or a free place for it.
    #[inline]
    fn find(&self, word: &str, number: u32) -> Result<usize, usize> {
        let mask = self.places.len() - 1;
        let mut place = number as usize & mask;
        loop {
            match self.places[place] {
                (_, 0) => return Err(place),
                (same, at) if same == number && self.entries[at as usize - 1].0 == word => return Ok(at as usize - 1),
                _ => place = (place + 1) & mask,
            }
        }
    }

    fn grow(&mut self) {
        let mask = self.places.len() * 2 - 1;
        self.places = vec![(0, 0); mask + 1];
        for (at, (word, _)) in self.entries.iter().enumerate() {
            let number = number(word);
            let mut place = number as usize & mask;
            while self.places[place].1 != 0 {
                place = (place + 1) & mask;
            }
            self.places[place] = (number, at as u32 + 1);
        }
    }
}

/// A spelling's number: eight bytes at a time, mixed.
#[inline]
fn number(word: &str) -> u32 {
    let (eights, rest) = word.as_bytes().as_chunks::<8>();
    let mut last = [0; 8];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    let mut sum = word.len() as u64;
    for part in eights.iter().chain([&last]) {
        sum = (sum.rotate_left(23) ^ u64::from_le_bytes(*part)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    (sum >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_has_its_own_value_however_many_there_are() {
        let mut table = Dictionary::default();
        let words: Vec<String> = (0..5_000).map(|n| format!("word{n}")).collect();
        for (n, word) in words.iter().enumerate() {
            assert!(!table.contains(word));
            *table.entry(word, 0) += n;
            assert_eq!(*table.entry(word, 7), n);
        }
        for (n, word) in words.iter().enumerate() {
            assert_eq!(table.get(word), Some(&n));
        }
        assert_eq!(table.get("word"), None);
        assert_eq!(table.get(""), None);
        table.entry("", 9);
        assert_eq!(table.get(""), Some(&9));
    }
}
