//! What the network is told of a state beside its words: what hangs on them, how far they are apart.

use super::parser::Seen;
use super::table::feature;
use super::transition::{NONE, State};

const LABELS: u32 = 64;
const TAGS: u32 = 128;
const SMALL: u32 = 8;
const MARKERS: u32 = 256;
const PAIRS: u32 = 4096;

const SETS_AT: u32 = 0;
const TAGS_AT: u32 = SETS_AT + 5 * LABELS;
const LABELS_AT: u32 = TAGS_AT + 11 * TAGS;
const SMALL_AT: u32 = LABELS_AT + 5 * LABELS;
const MARKERS_AT: u32 = SMALL_AT + 7 * SMALL;
const PAIRS_AT: u32 = MARKERS_AT + 3 * MARKERS;

/// How many rows there are.
pub(crate) const ROWS: usize = (PAIRS_AT + PAIRS) as usize;

/// The words of the state that the network looks at.
pub(crate) fn places(state: &State) -> [u32; 4] {
    [state.stack(0), state.stack(1), state.stack(2), state.line(0)]
}

/// The rows that the state adds up. `seen` has the root first.
pub(crate) fn rows(state: &State, seen: &[Seen], out: &mut Vec<u32>) {
    let (i0, i1, i2) = (state.stack(0), state.stack(1), state.stack(2));
    let (j0, j1, j2) = (state.line(0), state.line(1), state.line(2));
    let word = |i: u32| state.words.get(i as usize);
    let tag = |i: u32| match seen.get(i as usize) {
        Some(s) => s.tag.min(TAGS - 2),
        None => TAGS - 1,
    };
    let far = |a: u32, b: u32| match b.wrapping_sub(a) {
        _ if a == NONE || b == NONE => 0,
        d @ 0..=4 => d,
        5..=7 => 5,
        8..=12 => 6,
        _ => 7,
    };
    out.clear();
    for (k, (i, side)) in (0..).zip([(i0, 0), (i0, 1), (i1, 0), (i1, 1), (j0, 0)]) {
        let mut left = word(i).map_or(0, |w| w.has[side]);
        while left != 0 {
            out.push(SETS_AT + k * LABELS + left.trailing_zeros());
            left &= left - 1;
        }
        let outer = word(i).map_or(NONE, |w| if side == 0 { w.left[0] } else { w.right[0] });
        out.push(TAGS_AT + (6 + k) * TAGS + tag(outer));
        out.push(LABELS_AT + k * LABELS + word(outer).map_or(LABELS - 1, |w| w.relation as u32));
        let count = word(i).map_or(7, |w| u32::from(if side == 0 { w.lefts } else { w.rights }.min(6)));
        out.push(SMALL_AT + k * SMALL + count);
    }
    for (k, i) in (0..).zip([i0, i1, i2, j0, j1, j2]) {
        out.push(TAGS_AT + k * TAGS + tag(i));
    }
    out.push(SMALL_AT + 5 * SMALL + far(i1, i0));
    out.push(SMALL_AT + 6 * SMALL + far(i0, j0));
    let marker = |i: u32| {
        let at = word(i).and_then(|w| seen.get(w.marker as usize));
        at.map_or(0, |s| s.word.wrapping_mul(0x9e37_79b9) >> 24)
    };
    for (k, i) in (0..).zip([i0, i1, j0]) {
        out.push(MARKERS_AT + k * MARKERS + marker(i));
    }
    let pairs = [
        feature(1, tag(i1), tag(i0), 0),
        feature(2, tag(i0), tag(j0), 0),
        feature(3, tag(i0), tag(j0), tag(j1)),
        feature(4, tag(i1), tag(i0), tag(j0)),
        feature(5, tag(i2), tag(i1), tag(i0)),
        feature(6, tag(i1), tag(i0), marker(i0)),
    ];
    out.extend(pairs.map(|p| PAIRS_AT + p % PAIRS));
}
