//! Which moves lose no arc of the right tree that could still be built.

use super::Row;
use crate::grammar::net::MOVES;
use crate::grammar::parser::allowed;
use crate::grammar::tags::Relation;
use crate::grammar::transition::{Move, State};

/// Whether no two arcs of the tree cross.
pub(crate) fn projective(rows: &[Row]) -> bool {
    let head = |i: usize| rows[i - 1].head as usize;
    (1..=rows.len()).all(|i| {
        let (a, b) = (i.min(head(i)), i.max(head(i)));
        (a + 1..b).all(|k| (a..=b).contains(&head(k)))
    })
}

/// How many arcs the kind of move loses: that of Goldberg and Nivre (2013), section 4.3.
fn cost(state: &State, m: Move, gold: &[Row]) -> usize {
    let head = |i: u32| if i == 0 { u32::MAX } else { gold[i as usize - 1].head };
    let next = state.next;
    let (top, below) = (state.stack(0), state.stack(1));
    let later = (next..=gold.len() as u32).filter(|&d| head(d) == top).count();
    match m {
        Move::Shift => {
            let up = state.stack.iter().rev().skip(1).any(|&s| head(next) == s);
            let down = state.stack.iter().filter(|&&s| head(s) == next).count();
            usize::from(up) + down
        }
        Move::Left(_) => later + usize::from(head(top) == below || head(top) > next && head(top) != u32::MAX),
        Move::Right(_) => later + usize::from(head(top) >= next && head(top) != u32::MAX),
    }
}

/// Whether the relation is the right one, or the word's head is lost already.
fn label_fits(state: &State, m: Move, gold: &[Row]) -> bool {
    let (head, relation) = match m {
        Move::Shift => return true,
        Move::Left(relation) => (state.next, relation),
        Move::Right(relation) => (state.stack(1), relation),
    };
    let row = &gold[state.stack(0) as usize - 1];
    relation == row.relation || row.head != head && (row.relation == Relation::Root || relation == Relation::Root)
}

fn kinds(possible: [bool; 3]) -> impl Iterator<Item = Move> {
    let all = [Move::Shift, Move::Left(Relation::Dep), Move::Right(Relation::Dep)];
    all.into_iter().zip(possible).filter(|p| p.1).map(|p| p.0)
}

/// The possible moves that lose least, with the right relation where the arc is right.
pub(crate) fn right(state: &State, moves: &[Move], gold: &[Row]) -> [bool; MOVES] {
    let possible = state.possible();
    let root = state.stack.len() == 2;
    let kind = |m: Move| match m {
        Move::Shift => 0,
        Move::Left(_) => 1,
        Move::Right(_) => 2,
    };
    let mut costs = [usize::MAX; 3];
    for k in kinds(possible) {
        costs[kind(k)] = cost(state, k, gold);
    }
    let least = costs.into_iter().min().unwrap_or(0);
    let cheap = |m: Move| allowed(m, possible, root) && costs[kind(m)] == least;
    let mut out = [false; MOVES];
    for strict in [true, false] {
        for (out, &m) in out.iter_mut().zip(moves) {
            *out = cheap(m) && (!strict || label_fits(state, m, gold));
        }
        if out.contains(&true) {
            break;
        }
    }
    out
}
