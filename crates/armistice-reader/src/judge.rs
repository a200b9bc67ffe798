//! The judge: which of the clauses that the lexicon is silent on make a claim, and where the lexicon's kind is wrong. A multinomial logistic regression over
//! features of the clause (`claims/features.rs`), of which what the lexicon says is one; trained on annotated texts (`gold/train`).
//!
//! All that decides is whole numbers: weights are bytes, a candidate's score for a kind is their sum, and shares come out of a table of powers of two.
//! So every machine judges alike.

#[cfg(test)]
mod tests;
#[cfg(feature = "train")]
pub mod train;

use std::sync::{Arc, LazyLock};

use armistice::case::claims::ClaimKind;

use crate::grammar::hashed;

static FILE: &[u8] = include_bytes!("../model/english.claims");
const MARK: &[u8] = b"armistice claims 1\n";

/// The kinds, and none.
pub(crate) const CLASSES: usize = ClaimKind::ALL.len() + 1;
#[cfg(feature = "train")]
const NONE: usize = CLASSES - 1;
/// Of a score, so much makes a share twice as large.
const DOUBLE: i32 = 32;
/// All shares together.
pub(crate) const WHOLE: u32 = 1 << 16;

/// A claim of which the lexicon said nothing is made where a kind has so large a share.
const ADDS: u32 = WHOLE * 50 / 100;
/// A kind takes the place of the lexicon's where its share is so much larger.
const CHANGES: u32 = WHOLE * 55 / 100;

/// Learned weights.
#[derive(Debug, Default)]
pub(crate) struct Model {
    /// For a feature's number the place of its row, from 1; a table with free places (0), a power of two long.
    places: Vec<(u32, u32)>,
    rows: Vec<[i8; CLASSES]>,
}

static MODEL: LazyLock<Arc<Model>> = LazyLock::new(|| Arc::new(Model::read(FILE).unwrap_or_default()));

/// The judge that comes with the reader, loaded at first use.
pub(crate) fn judge() -> Arc<Model> {
    Arc::clone(&MODEL)
}

/// The number of a feature.
pub(crate) fn feature(name: &str, a: &str, b: &str) -> u32 {
    hashed([name, a, b])
}

impl Model {
    /// From the bytes of a file: a mark, the number of rows, and for each row its feature and its weights.
    fn read(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MARK)?;
        let (count, rest) = rest.split_first_chunk()?;
        let count = usize::try_from(u32::from_le_bytes(*count)).ok()?;
        let mut rows = Vec::new();
        for row in rest.chunks_exact(4 + CLASSES).take(count) {
            let (number, weights) = row.split_first_chunk()?;
            rows.push((u32::from_le_bytes(*number), std::array::from_fn(|i| weights[i] as i8)));
        }
        (rows.len() == count && rest.len() == count * (4 + CLASSES)).then(|| Self::new(rows))
    }

    fn new(rows: Vec<(u32, [i8; CLASSES])>) -> Self {
        let mut places = vec![(0, 0); (rows.len() * 2).next_power_of_two()];
        let mask = places.len() - 1;
        for (at, &(number, _)) in (1..).zip(&rows) {
            let mut place = number as usize & mask;
            while places[place].1 != 0 {
                place = (place + 1) & mask;
            }
            places[place] = (number, at);
        }
        Self { places, rows: rows.into_iter().map(|r| r.1).collect() }
    }

    /// Without weights it judges nothing, and the lexicon stands.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn row(&self, number: u32) -> Option<&[i8; CLASSES]> {
        let mask = self.places.len().checked_sub(1)?;
        let mut place = number as usize & mask;
        loop {
            match self.places.get(place) {
                Some(&(same, at)) if at != 0 => {
                    if same == number {
                        return self.rows.get(at as usize - 1);
                    }
                }
                _ => return None,
            }
            place = (place + 1) & mask;
        }
    }

    /// The shares of the kinds and of none, `WHOLE` together or a little less.
    pub(crate) fn shares(&self, features: &[u32]) -> [u32; CLASSES] {
        let mut sums = [0i32; CLASSES];
        for row in features.iter().filter_map(|&f| self.row(f)) {
            for (sum, &weight) in sums.iter_mut().zip(row) {
                *sum += i32::from(weight);
            }
        }
        let most = sums.iter().copied().max().unwrap_or(0);
        let powers = sums.map(|s| power(most - s));
        let all: u64 = powers.iter().sum();
        powers.map(|p| (p * u64::from(WHOLE) / all.max(1)) as u32)
    }

    /// The kind of a candidate and its share: `drafted`, the lexicon's, unless another is surer; if it has none, the likeliest, if that is sure enough.
    pub(crate) fn kind(&self, features: &[u32], drafted: Option<ClaimKind>) -> Option<(ClaimKind, u32)> {
        let shares = self.shares(features);
        let kinds = || ClaimKind::ALL.iter().copied().zip(shares);
        let best = kinds().max_by_key(|&(_, share)| share)?;
        match drafted.and_then(|drafted| kinds().find(|k| k.0 == drafted)) {
            None => Some(best).filter(|b| b.1 >= ADDS),
            Some(own) => Some(if best.1 >= own.1 + CHANGES { best } else { own }),
        }
    }
}

/// 2 to the power of minus `down` parts of `DOUBLE`, times 2 to the 40th.
fn power(down: i32) -> u64 {
    let (halvings, part) = (down / DOUBLE, down % DOUBLE);
    if halvings >= 40 {
        return 0;
    }
    // 2^(-1/32), 31 times at most, in 32 binary places.
    let step = |x: u64| (x * 4_202_935_003) >> 32;
    let value = (0..part).fold(1u64 << 32, |x, _| step(x));
    (value << 8) >> halvings
}
