//! Heads and relations: the best move each time, by what lies on the stack, what comes next, and what hangs on either.
//!
//! The features follow Zhang and Nivre (2011), fitted to the arc-hybrid system, with the marker of a phrase ("*to* Geneva") added, which Universal
//! Dependencies hang below the noun.

use super::table::{CLASSES, Weights, feature};
use super::transition::{Move, NONE, State};

/// What features see of a word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Seen {
    /// The word, or the look of a rare one.
    pub(crate) word: u32,
    /// The tagger's class.
    pub(crate) tag: u32,
    /// The universal part of speech.
    pub(crate) upos: u32,
    /// The last three letters.
    pub(crate) ending: u32,
}

const NOBODY: Seen = Seen { word: 2, tag: 200, upos: 200, ending: 2 };

/// The root, as features see it.
pub(crate) const ROOT: Seen = Seen { word: 3, tag: 201, upos: 201, ending: 3 };

/// What speaks for the next move. `seen` has the root first.
pub(crate) fn features(state: &State, seen: &[Seen], out: &mut Vec<u32>) {
    let see = |i: u32| seen.get(i as usize).unwrap_or(&NOBODY);
    let word = |i: u32| state.words.get(i as usize);
    let left = |i: u32, k: usize| word(i).map_or(NONE, |w| w.left[k]);
    let right = |i: u32, k: usize| word(i).map_or(NONE, |w| w.right[k]);
    let relation = |i: u32| word(i).map_or(99, |w| w.relation as u32);
    let marker = |i: u32| see(word(i).map_or(NONE, |w| w.marker)).word;
    let has = |i: u32, k: usize| word(i).map_or(1, |w| (w.has[k] ^ w.has[k] >> 29) as u32);
    let rights = |i: u32| word(i).map_or(9, |w| u32::from(w.rights.min(5)));
    let lefts = |i: u32| word(i).map_or(9, |w| u32::from(w.lefts.min(5)));
    let far = |a: u32, b: u32| match b.wrapping_sub(a) {
        _ if a == NONE || b == NONE => 0,
        d @ 0..=4 => d,
        5..=7 => 5,
        8..=12 => 6,
        _ => 7,
    };

    let (i0, i1, i2) = (state.stack(0), state.stack(1), state.stack(2));
    let (j0, j1, j2) = (state.line(0), state.line(1), state.line(2));
    let (s0, s1, s2) = (see(i0), see(i1), see(i2));
    let (n0, n1, n2) = (see(j0), see(j1), see(j2));
    let (s0l, s0r, s1l, s1r, n0l) = (left(i0, 0), right(i0, 0), left(i1, 0), right(i1, 0), left(j0, 0));
    let (s0l2, s0r2, s1r2, n0l2) = (left(i0, 1), right(i0, 1), right(i1, 1), left(j0, 1));
    let (near, off) = (far(i0, j0), far(i1, i0));
    let pair = |w: &Seen| w.word ^ w.tag.wrapping_mul(0x85eb_ca6b);
    let both = |a: u32, b: u32| a << 8 ^ b;

    out.clear();
    let mut n = 0;
    let mut add = |p: u32, q: u32, r: u32| {
        n += 1;
        out.push(feature(n, p, q, r));
    };
    // One word.
    for w in [s0, s1, n0, n1] {
        add(w.word, 0, 0);
        add(w.tag, 0, 0);
        add(w.word, w.tag, 0);
        add(w.ending, w.tag, 0);
    }
    for w in [s2, n2] {
        add(w.word, w.tag, 0);
        add(w.tag, 0, 0);
    }
    // Two: the pairs that a move would join, and neighbours.
    for (a, b, d) in [(s0, n0, near), (s1, s0, off)] {
        add(pair(a), pair(b), 0);
        add(pair(a), b.word, 0);
        add(a.word, pair(b), 0);
        add(a.word, b.word, 0);
        add(pair(a), b.tag, 0);
        add(a.tag, pair(b), 0);
        add(a.tag, b.tag, d);
        add(a.tag, b.tag, 0);
        add(a.word, d, 0);
        add(a.tag, d, 0);
        add(b.word, d, 0);
        add(b.tag, d, 0);
        add(a.word, b.word, d);
    }
    add(s1.tag, n0.tag, s0.upos);
    add(s1.word, n0.word, 0);
    add(n0.tag, n1.tag, 0);
    add(n0.word, n1.word, 0);
    add(s0.tag, n1.tag, 0);
    // Three.
    add(n0.tag, n1.tag, n2.tag);
    add(s0.tag, n0.tag, n1.tag);
    add(s0.word, n0.tag, n1.tag);
    add(s0.tag, n0.word, n1.tag);
    add(both(s1.tag, s0.tag), n0.tag, n1.tag);
    add(s2.tag, s1.tag, s0.tag);
    add(s1.tag, s0.tag, n0.tag);
    add(s1.word, s0.tag, n0.tag);
    add(s1.tag, s0.word, n0.tag);
    add(s1.tag, s0.tag, n0.word);
    add(s2.upos, both(s1.tag, s0.tag), n0.tag);
    // What hangs on them.
    for (w, at) in [(s0, s0l), (s0, s0r), (s1, s1l), (s1, s1r), (n0, n0l)] {
        let v = see(at);
        add(w.tag, v.tag, relation(at));
        add(w.word, v.word, 0);
        add(v.word, v.tag, 0);
        add(relation(at), 0, 0);
        add(w.word, relation(at), 0);
    }
    for (w, a, b) in [(s0, s0l, s0l2), (s0, s0r, s0r2), (s1, s1r, s1r2), (n0, n0l, n0l2)] {
        add(w.tag, relation(a), relation(b));
        add(w.tag, see(a).tag, see(b).tag);
    }
    add(s0.tag, see(s0l).tag, n0.tag);
    add(s0.tag, see(s0r).tag, n0.tag);
    add(s0.tag, see(n0l).tag, n0.tag);
    add(s1.tag, see(s1l).tag, s0.tag);
    add(s1.tag, see(s1r).tag, s0.tag);
    add(s1.tag, see(s0l).tag, s0.tag);
    add(s1.tag, see(s0r).tag, s0.tag);
    for (w, i) in [(s0, i0), (s1, i1)] {
        add(w.word, rights(i), 0);
        add(w.tag, rights(i), 0);
        add(w.word, lefts(i), 0);
        add(w.tag, lefts(i), 0);
        add(w.word, has(i, 0), 0);
        add(w.tag, has(i, 0), 0);
        add(w.word, has(i, 1), 0);
        add(w.tag, has(i, 1), 0);
    }
    add(n0.word, lefts(j0), 0);
    add(n0.tag, lefts(j0), 0);
    add(n0.word, has(j0, 0), 0);
    add(n0.tag, has(j0, 0), 0);
    // The marker of a phrase, with what the phrase could hang on.
    let (m0, m1, mn) = (marker(i0), marker(i1), marker(j0));
    add(s1.word, m0, 0);
    add(s1.tag, m0, 0);
    add(s1.tag, m0, s0.tag);
    add(s1.word, m0, s0.tag);
    add(s1.tag, m0, both(n0.tag, s0.tag));
    add(m1, m0, s1.tag);
    add(m1, s1.tag, s0.tag);
    add(m1, s1.tag, n0.tag);
    add(s0.tag, mn, n0.tag);
    add(s0.word, mn, 0);
    add(s2.tag, m1, m0);
    add(both(s2.tag, s1.tag), m0, s0.tag);
    add(s2.word, m0, s0.tag);
}

/// Sums for all moves.
pub(crate) fn sums<W: Weights>(weights: &W, features: &[u32]) -> [W::Sum; CLASSES] {
    let mut sums = [W::Sum::default(); CLASSES];
    for &f in features {
        weights.add(f, &mut sums);
    }
    sums
}

/// Whether a move is possible in a state that allows these kinds; the last word, and no other, becomes the root.
pub(crate) fn allowed(m: Move, possible: [bool; 3], root: bool) -> bool {
    use super::tags::Relation::Root;
    match m {
        Move::Shift => possible[0],
        Move::Left(relation) => possible[1] && relation != Root,
        Move::Right(relation) => possible[2] && (relation == Root) == root,
    }
}

/// The best possible move.
pub(crate) fn best<S: Copy + Ord>(state: &State, moves: &[Move], sums: &[S; CLASSES]) -> usize {
    let possible = state.possible();
    let root = state.stack.len() == 2;
    let mut top = None;
    for (at, (&m, &sum)) in moves.iter().zip(sums).enumerate() {
        if allowed(m, possible, root) && top.is_none_or(|(_, s)| sum > s) {
            top = Some((at, sum));
        }
    }
    top.map_or(0, |(at, _)| at)
}

/// Builds the tree of a sentence.
pub(crate) fn parse<W: Weights>(weights: &W, moves: &[Move], seen: &[Seen], state: &mut State, room: &mut Vec<u32>) {
    state.start(seen.len().saturating_sub(1));
    // Two moves for each word, and no more whatever the model.
    for _ in 0..2 * seen.len() {
        if state.done() {
            break;
        }
        features(state, seen, room);
        let at = best(state, moves, &sums(weights, room));
        match moves.get(at) {
            Some(&m) => state.make(m),
            None => break,
        }
    }
}
