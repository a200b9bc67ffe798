//! Heads and relations: the best move each time, by what lies on the stack, what comes next, and what hangs on either.

use super::net::{HIDDEN, MOVES, Net, Run};
use super::slots;
use super::transition::{Move, State};

/// What features see of a word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Seen {
    /// The word, or the look of a rare one.
    pub(crate) word: u32,
    /// The tagger's class.
    pub(crate) tag: u32,
}

/// The root, as features see it.
pub(crate) const ROOT: Seen = Seen { word: 3, tag: 201 };

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
pub(crate) fn best(state: &State, moves: &[Move], sums: &[f32; MOVES]) -> usize {
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

/// Builds the tree of a sentence whose words the network has read.
pub(crate) fn parse(net: &Net, run: &Run, moves: &[Move], seen: &[Seen], state: &mut State, rows: &mut Vec<u32>) {
    state.start(seen.len().saturating_sub(1));
    // Two moves for each word, and no more whatever the model.
    for _ in 0..2 * seen.len() {
        if state.done() {
            break;
        }
        if state.possible() == [true, false, false] {
            state.make(Move::Shift);
            continue;
        }
        slots::rows(state, seen, rows);
        let (mut hidden, mut sums) = ([0.0; HIDDEN], [0.0; MOVES]);
        net.hidden(run, slots::places(state), rows, &mut hidden);
        for h in &mut hidden {
            *h = h.max(0.0);
        }
        net.out(&hidden, &mut sums);
        match moves.get(best(state, moves, &sums)) {
            Some(&m) => state.make(m),
            None => break,
        }
    }
}
