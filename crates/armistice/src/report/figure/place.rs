//! Where the labels of a crowded drawing go: never on one another, never on a mark, rather beside a line than on it.

use super::letters;
use super::scene::{Anchor, Place, Rect};

/// Something that wants a label.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// The texts that would do, the best first.
    pub texts: Vec<String>,
    /// The places it may belong to: that of its mark, or several along a line.
    pub anchors: Vec<Place>,
    /// How far from there it stays at least.
    pub gap: i32,
    /// Whether it may move away, with a line that leads to it.
    pub may_lead: bool,
}

/// A line, or a dot, that labels had better not cover.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// From and to.
    pub ends: (Place, Place),
    /// What covering it costs; a tenth of a unit that a label moves away costs 3.
    pub cost: i32,
}

/// What it costs to cover a line that means something.
pub(super) const ON_A_LINE: i32 = 400;
/// What it costs to lead through another mark or label.
const THROUGH_A_MARK: i32 = 1_500;
/// What it costs to cover one of many dots.
pub(super) const ON_A_DOT: i32 = 60;

/// A label with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub text: String,
    /// On the base line.
    pub at: Place,
    pub anchor: Anchor,
    /// What it covers.
    pub area: Rect,
    /// From the mark to the label, when it is not beside it.
    pub leader: Option<(Place, Place)>,
}

/// Right, left, above and below, and between these.
const DIRECTIONS: [(i32, i32); 8] = [(1, 0), (-1, 0), (1, -1), (1, 1), (-1, -1), (-1, 1), (0, -1), (0, 1)];
/// How much further away a label may go, tenths of a unit.
const DISTANCES: [i32; 6] = [0, 60, 130, 220, 330, 460];

/// Puts labels of letters of this size into `bounds`, first come first served; `None` for those that fit nowhere.
///
/// `taken` is never covered; each of `lines` is crossed only when that costs less than what else is left.
pub(super) fn place(wanted: &[Wanted], size: i32, bounds: &Rect, taken: &[Rect], lines: &[Line]) -> Vec<Option<Label>> {
    let mut taken = taken.to_vec();
    let mut lines = lines.to_vec();
    let mut placed = Vec::new();
    for one in wanted {
        let best = candidates(one, size)
            .filter(|(_, label)| bounds.holds(&label.area) && !taken.iter().any(|t| t.overlaps(&label.area)))
            .map(|(cost, label)| {
                let crossed: i32 = lines.iter().filter(|l| crosses(l.ends, &label.area)).map(|l| l.cost).sum();
                let through = label.leader.map_or(0, |leader| taken.iter().filter(|t| runs_through(t, leader)).count());
                (cost + crossed + THROUGH_A_MARK * i32::try_from(through).unwrap_or(10), label)
            })
            // The first of those that cost the least.
            .min_by_key(|(cost, _)| *cost)
            .map(|(_, label)| label);
        if let Some(label) = &best {
            taken.push(label.area);
            lines.extend(label.leader.map(|ends| Line { ends, cost: ON_A_LINE }));
        }
        placed.push(best);
    }
    placed
}

/// Everywhere a label could go, with what that costs.
fn candidates(one: &Wanted, size: i32) -> impl Iterator<Item = (i32, Label)> {
    let distances = if one.may_lead { DISTANCES.as_slice() } else { &DISTANCES[..1] };
    one.texts.iter().enumerate().flat_map(move |(t, text)| {
        one.anchors.iter().enumerate().flat_map(move |(a, &from)| {
            distances.iter().flat_map(move |&distance| {
                DIRECTIONS.iter().enumerate().map(move |(d, &direction)| {
                    let label = label(text, size, from, direction, one.gap, distance);
                    let rank = i32::try_from(1000 * t + 40 * a + d).unwrap_or(i32::MAX / 4);
                    (rank + 3 * distance, label)
                })
            })
        })
    })
}

fn label(text: &str, size: i32, from: Place, (dx, dy): (i32, i32), gap: i32, distance: i32) -> Label {
    let (wide, high) = (letters::width(text, size), size);
    // Slanting, a little nearer: the corner of the label is what comes close.
    let away = if dx != 0 && dy != 0 { (gap + distance) * 7 / 10 } else { gap + distance };
    let near = Place { x: from.x + dx * away, y: from.y + dy * away };
    let (anchor, left) = match dx {
        1 => (Anchor::Start, near.x),
        -1 => (Anchor::End, near.x - wide),
        _ => (Anchor::Middle, near.x - wide / 2),
    };
    let top = match dy {
        1 => near.y,
        -1 => near.y - high,
        _ => near.y - high / 2,
    };
    let area = Rect { left: left - 10, top, right: left + wide + 10, bottom: top + high };
    // Letters reach from a fifth of their size below the base line to three quarters above it.
    let at = Place { x: near.x, y: top + high * 4 / 5 };
    let leader = (distance > 0).then_some((from, near));
    Label { text: text.to_owned(), at, anchor, area, leader }
}

/// Whether a leader runs through what is taken on its way from its own mark.
fn runs_through(taken: &Rect, (from, to): (Place, Place)) -> bool {
    !taken.holds(&Rect::around(from, 0)) && crosses((from, to), taken)
}

/// Whether a line runs through a rectangle, told at close points on it.
fn crosses((from, to): (Place, Place), area: &Rect) -> bool {
    let far = (to.x - from.x).abs().max((to.y - from.y).abs());
    let steps = i64::from((far / 20).clamp(1, 400));
    (0..=steps).any(|k| {
        let between =
            |a: i32, b: i32| i32::try_from(i64::from(a) + (i64::from(b) - i64::from(a)) * k / steps).unwrap_or(a);
        let (x, y) = (between(from.x, to.x), between(from.y, to.y));
        area.left < x && x < area.right && area.top < y && y < area.bottom
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(x: i32, y: i32, text: &str) -> Wanted {
        Wanted { texts: vec![text.to_owned(), "1".to_owned()], anchors: vec![Place { x, y }], gap: 70, may_lead: true }
    }

    #[test]
    fn labels_of_a_crowd_stay_apart_and_inside() {
        // Sixteen marks within a fifth of the drawing.
        let wanted: Vec<Wanted> =
            (0..16).map(|k| mark(1500 + 90 * (k % 4), 1200 + 90 * (k / 4), &format!("outcome {k}"))).collect();
        let marks: Vec<Rect> = wanted.iter().map(|w| Rect::around(w.anchors[0], 50)).collect();
        let bounds = Rect { left: 0, top: 0, right: 4000, bottom: 3000 };
        let placed: Vec<Label> = place(&wanted, 110, &bounds, &marks, &[]).into_iter().flatten().collect();
        assert!(placed.len() >= 12, "only {} of 16 found a place", placed.len());
        for (k, label) in placed.iter().enumerate() {
            assert!(bounds.holds(&label.area));
            assert!(!marks.iter().any(|m| m.overlaps(&label.area)), "{label:?} covers a mark");
            assert!(!placed[..k].iter().any(|other| other.area.overlaps(&label.area)), "{label:?} covers another");
        }
    }

    #[test]
    fn a_label_goes_beside_a_line_rather_than_on_it() {
        let ends = (Place { x: 1000, y: 1000 }, Place { x: 3000, y: 1000 });
        let line = Line { ends, cost: ON_A_LINE };
        let bounds = Rect { left: 0, top: 0, right: 4000, bottom: 3000 };
        let placed = place(&[mark(1000, 1000, "Nash")], 110, &bounds, &[], &[line]);
        assert!(!crosses(ends, &placed[0].as_ref().unwrap().area));
    }

    #[test]
    fn where_nothing_fits_there_is_no_label() {
        let bounds = Rect { left: 0, top: 0, right: 100, bottom: 50 };
        assert_eq!(place(&[mark(50, 25, "Nash")], 110, &bounds, &[], &[]), [None]);
    }
}
