//! Tags, from left to right: each word takes the tag with the highest sum, given the tags before it.

use super::form::Form;
use super::lexicon::Lexicon;
use super::table::{CLASSES, Weights, feature};

/// The features of one word.
pub(crate) type Features = Vec<u32>;

/// A word outside the sentence.
const NONE: Form = Form { word: 1, common: 1, known: 1, entry: 0, endings: [1; 4], starts: [1; 2], shape: 1 << 12 };

/// No tag: before the sentence.
const START: u8 = CLASSES as u8;

/// What speaks for a word's tag.
pub(crate) fn features(forms: &[Form], tags: &[u8], i: usize, out: &mut Features) {
    let at = |k: isize| i.checked_add_signed(k).and_then(|j| forms.get(j)).unwrap_or(&NONE);
    let tag = |k: usize| u32::from(i.checked_sub(k).and_then(|j| tags.get(j)).copied().unwrap_or(START));
    let (w, a, b, y, z) = (at(0), at(-1), at(-2), at(1), at(2));
    let (t1, t2) = (tag(1), tag(2));
    out.clear();
    let mut n = 0;
    let mut add = |p: u32, q: u32, r: u32| {
        n += 1;
        out.push(feature(n, p, q, r));
    };
    add(0, 0, 0);
    add(w.word, 0, 0);
    add(w.word, w.shape, 0);
    add(w.shape, 0, 0);
    for ending in w.endings {
        add(ending, 0, 0);
    }
    add(w.endings[2], w.shape, 0);
    add(w.starts[0], 0, 0);
    add(w.starts[1], 0, 0);
    add(w.known, 0, 0);
    add(t1, 0, 0);
    add(t1, t2, 0);
    add(t1, w.word, 0);
    add(t1, w.known, 0);
    add(t1, w.endings[1], w.shape);
    add(t1, w.known, y.known);
    add(t1, t2, w.known);
    add(a.word, 0, 0);
    add(a.word, w.known, 0);
    add(b.word, 0, 0);
    add(y.word, 0, 0);
    add(y.word, w.known, 0);
    add(z.word, 0, 0);
    add(y.known, 0, 0);
    add(y.known, w.known, 0);
    add(y.known, z.known, w.known);
    add(a.word, w.word, 0);
    add(w.word, y.word, 0);
    add(a.word, y.word, 0);
    add(a.endings[2], 0, 0);
    add(y.endings[2], 0, 0);
    add(a.shape, w.shape, y.shape);
    add(t1, w.word, y.known);
}

/// The best of the classes a word can have.
pub(crate) fn best<W: Weights>(weights: &W, features: &[u32], can: &[u8], classes: usize) -> u8 {
    match can {
        [only] => *only,
        [] => {
            let mut sums = [W::Sum::default(); CLASSES];
            for &f in features {
                weights.add(f, &mut sums);
            }
            let top = sums[..classes.min(CLASSES)].iter().enumerate().max_by_key(|&(c, &s)| (s, std::cmp::Reverse(c)));
            top.map_or(0, |(c, _)| c as u8)
        }
        some => {
            let sum =
                |c: u8| features.iter().fold(W::Sum::default(), |s, &f| W::plus(s, weights.one(f, usize::from(c))));
            some.iter().copied().max_by_key(|&c| (sum(c), std::cmp::Reverse(c))).unwrap_or(0)
        }
    }
}

/// Tags a sentence.
pub(crate) fn tag<W: Weights>(
    weights: &W,
    lexicon: &Lexicon,
    classes: usize,
    forms: &[Form],
    tags: &mut Vec<u8>,
    room: &mut Features,
) {
    tags.clear();
    for (i, form) in forms.iter().enumerate() {
        let can = lexicon.can(form.entry);
        if can.len() != 1 {
            features(forms, tags, i, room);
        }
        tags.push(best(weights, room, can, classes));
    }
}
