//! Which moves lose no arc of the right tree that could still be built.

use super::Row;
use crate::grammar::parser::allowed;
use crate::grammar::table::CLASSES;
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

/// Whether the move is one of those that lose least.
pub(crate) fn loses_nothing(state: &State, m: Move, gold: &[Row]) -> bool {
    let possible = state.possible();
    let least = kinds(possible).map(|k| cost(state, k, gold)).min().unwrap_or(0);
    cost(state, m, gold) == least && label_fits(state, m, gold)
}

fn kinds(possible: [bool; 3]) -> impl Iterator<Item = Move> {
    let all = [Move::Shift, Move::Left(Relation::Dep), Move::Right(Relation::Dep)];
    all.into_iter().zip(possible).filter(|p| p.1).map(|p| p.0)
}

/// Of the moves that lose least, the one with the highest sum.
pub(crate) fn best(state: &State, moves: &[Move], sums: &[i32; CLASSES], gold: &[Row]) -> Option<usize> {
    let possible = state.possible();
    let root = state.stack.len() == 2;
    let least = kinds(possible).map(|k| cost(state, k, gold)).min()?;
    let fits = |m: Move| allowed(m, possible, root) && label_fits(state, m, gold) && cost(state, m, gold) == least;
    let any = |m: Move| allowed(m, possible, root) && cost(state, m, gold) == least;
    let top = |f: &dyn Fn(Move) -> bool| {
        moves.iter().enumerate().filter(|(_, m)| f(**m)).max_by_key(|&(at, _)| (sums[at], std::cmp::Reverse(at)))
    };
    top(&fits).or_else(|| top(&any)).map(|(at, _)| at)
}
