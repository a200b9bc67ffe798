//! How a tree is built: the arc-hybrid system (Kuhlmann, Gómez-Rodríguez and Satta 2011).
//!
//! Words wait in a line; what is begun lies on a stack, the root at its bottom. *Shift* lays the next word on the stack; *left* hangs the top of the
//! stack on the next word; *right* hangs it on what lies beneath it. Twice as many moves as words build any tree without crossing arcs.

use super::tags::Relation;

/// One move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Move {
    /// The next word onto the stack.
    Shift,
    /// The top of the stack hangs on the next word.
    Left(Relation),
    /// The top of the stack hangs on what lies beneath it.
    Right(Relation),
}

/// No word.
pub(crate) const NONE: u32 = u32::MAX;

/// A word and what hangs on it so far. Word 0 is the root.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub(crate) head: u32,
    pub(crate) relation: Relation,
    /// The outermost and second dependents on the left, by when they came: the last is outermost.
    pub(crate) left: [u32; 2],
    /// The same on the right.
    pub(crate) right: [u32; 2],
    /// How many there are on each side.
    pub(crate) lefts: u8,
    pub(crate) rights: u8,
    /// Which relations hang on it, on either side: one bit for each.
    pub(crate) has: [u64; 2],
    /// Its first preposition, conjunction or other marker.
    pub(crate) marker: u32,
}

const FREE: Word = Word {
    head: NONE,
    relation: Relation::Dep,
    left: [NONE; 2],
    right: [NONE; 2],
    lefts: 0,
    rights: 0,
    has: [0; 2],
    marker: NONE,
};

/// A tree being built.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    pub(crate) stack: Vec<u32>,
    /// The next word.
    pub(crate) next: u32,
    /// Words with the root before them.
    pub(crate) words: Vec<Word>,
}

impl State {
    /// Starts anew on a sentence of `n` words.
    pub(crate) fn start(&mut self, n: usize) {
        self.stack.clear();
        self.stack.push(0);
        self.next = 1;
        self.words.clear();
        self.words.resize(n + 1, FREE);
    }

    /// The word on the stack with `k` above it.
    pub(crate) fn stack(&self, k: usize) -> u32 {
        self.stack.len().checked_sub(k + 1).and_then(|i| self.stack.get(i)).copied().unwrap_or(NONE)
    }

    /// The word with `k` before it in the line.
    pub(crate) fn line(&self, k: u32) -> u32 {
        let i = self.next + k;
        if (i as usize) < self.words.len() { i } else { NONE }
    }

    /// Nothing waits and only the root is left.
    pub(crate) fn done(&self) -> bool {
        self.stack.len() <= 1 && self.line(0) == NONE
    }

    /// Which of shift, left and right are possible. One word alone hangs on the root: the last that is left.
    pub(crate) fn possible(&self) -> [bool; 3] {
        let waiting = self.line(0) != NONE;
        let begun = self.stack.len();
        [waiting, waiting && begun > 1, begun > 2 || begun == 2 && !waiting]
    }

    /// Makes a move that is possible.
    pub(crate) fn make(&mut self, m: Move) {
        match m {
            Move::Shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Move::Left(relation) => {
                if let Some(top) = self.stack.pop() {
                    self.hang(top, self.next, relation);
                }
            }
            Move::Right(relation) => {
                if let Some(top) = self.stack.pop() {
                    let head = self.stack(0);
                    self.hang(top, head, relation);
                }
            }
        }
    }

    fn hang(&mut self, word: u32, head: u32, relation: Relation) {
        if let Some(w) = self.words.get_mut(word as usize) {
            w.head = head;
            w.relation = relation;
        }
        if let Some(h) = self.words.get_mut(head as usize) {
            let left = word < head;
            let side = if left { &mut h.left } else { &mut h.right };
            *side = [word, side[0]];
            if left {
                h.lefts = h.lefts.saturating_add(1);
            } else {
                h.rights = h.rights.saturating_add(1);
            }
            h.has[usize::from(!left)] |= 1 << (relation as u8);
            if matches!(relation, Relation::Case | Relation::Mark) {
                h.marker = word;
            }
        }
    }
}
