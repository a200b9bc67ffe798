//! What a word looks like, as numbers that features are made of.

use super::lexicon::{Entry, Lexicon};
use super::table::text;

/// A sentence's letters: whether capitals say anything in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// Capitals mark names.
    Sentence,
    /// "Talks Collapse After Envoy Leaves".
    Title,
    /// "TALKS COLLAPSE".
    Shouted,
}

/// A word's look.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Form {
    /// The word in lower case, digits as one.
    pub(crate) word: u32,
    /// The word as a parser sees it: rare ones by ending and shape alone.
    pub(crate) common: u32,
    /// The tags the word was seen with; of unknown words, a guess from ending and shape.
    pub(crate) known: u32,
    /// Index of the word in the lexicon, plus one; nothing for unknown words.
    pub(crate) entry: u32,
    /// The last one, two, three, four letters.
    pub(crate) endings: [u32; 4],
    /// The first two, three.
    pub(crate) starts: [u32; 2],
    /// Capitals, digits, hyphens.
    pub(crate) shape: u32,
}

impl Case {
    /// Of a sentence.
    pub(crate) fn of(words: &[&str]) -> Self {
        let (mut long, mut capital, mut shouted) = (0usize, 0usize, 0usize);
        for word in words {
            let mut letters = word.chars().filter(|c| c.is_alphabetic());
            let Some(first) = letters.next() else { continue };
            // Small words stay small in titles.
            if word.len() < 4 {
                continue;
            }
            long += 1;
            capital += usize::from(first.is_uppercase());
            shouted += usize::from(first.is_uppercase() && letters.all(char::is_uppercase));
        }
        if long >= 3 && shouted * 10 >= long * 8 {
            Self::Shouted
        } else if long >= 4 && capital * 10 >= long * 9 {
            Self::Title
        } else {
            Self::Sentence
        }
    }
}

impl Form {
    /// Of a word in a sentence of that case; `lower` is room to work in.
    pub(crate) fn of(word: &str, first: bool, case: Case, lexicon: &Lexicon, lower: &mut String) -> Self {
        lower.clear();
        for c in word.chars() {
            match c {
                '0'..='9' => lower.push('0'),
                '’' | '‘' | '`' if word.len() > 3 => lower.push('\''),
                c if c.is_ascii() => lower.push(c.to_ascii_lowercase()),
                c => lower.extend(c.to_lowercase()),
            }
        }
        let bytes = lower.as_bytes();
        let ending = |n: usize| text(&bytes[bytes.len().saturating_sub(n)..]);
        let start = |n: usize| text(&bytes[..bytes.len().min(n)]);
        let shape = shape(word) | u32::from(first) << 8 | (case as u32) << 9;
        let whole = text(bytes);
        let entry = lexicon.find(whole);
        let endings = [ending(1), ending(2), ending(3), ending(4)];
        let by_look = endings[2] ^ (shape & 0xff).wrapping_mul(0x9e37_79b9);
        let (known, common) = match entry {
            Some((_, Entry { tags, rare: false, .. })) => (*tags, whole),
            Some((_, Entry { tags, rare: true, .. })) => (*tags, by_look),
            None => (by_look, by_look),
        };
        Self {
            word: whole,
            common,
            known,
            entry: entry.map_or(0, |(at, _)| at as u32 + 1),
            endings,
            starts: [start(2), start(3)],
            shape,
        }
    }
}

/// Eight bits: first capital, all capitals, a capital inside, digits, all digits, hyphen, full stop, one letter.
fn shape(word: &str) -> u32 {
    let (mut bits, mut letters, mut capitals, mut digits, mut count) = (0u32, 0u32, 0u32, 0u32, 0u32);
    for (at, c) in word.chars().enumerate() {
        count += 1;
        if c.is_ascii_digit() {
            digits += 1;
        } else if c.is_alphabetic() {
            letters += 1;
            if c.is_uppercase() {
                capitals += 1;
                bits |= if at == 0 { 1 } else { 4 };
            }
        } else if c == '-' {
            bits |= 32;
        } else if c == '.' {
            bits |= 64;
        } else {
            bits |= 128;
        }
    }
    if letters > 0 && letters == capitals {
        bits = bits & !4 | 2;
    }
    if digits > 0 {
        bits |= 8;
    }
    if digits == count {
        bits |= 16;
    }
    if count == 1 {
        bits &= !2;
    }
    bits
}
