//! One panel of the figure: the worth of outcomes to two parties, as a drawing.

use super::letters;
use super::place::{self, Label, Line, ON_A_DOT, ON_A_LINE, Wanted};
use super::scene::{Anchor, Ink, Mark, Place, Rect, Scene, Shape};
use crate::points::{MICRO, Points};
use crate::report::words;

/// Worth to the party across, and to the one upwards.
pub(super) type Pair = (Points, Points);

/// A point with a name.
#[derive(Clone, Debug)]
pub(super) struct Marked {
    pub mark: Mark,
    /// Names that would do, the best first.
    pub names: Vec<String>,
    pub worth: Pair,
    /// How far it falls short of no deal, across and upwards; 0 where it does not.
    pub short: Pair,
}

/// What a panel shows.
#[derive(Clone, Debug)]
pub(super) struct Panel {
    /// Names of the two parties, the one across first.
    pub names: (String, String),
    pub no_deal: Pair,
    pub marked: Vec<Marked>,
    /// In order of worth across.
    pub frontier: Vec<Pair>,
    /// Whether the frontier is one of these two parties alone, so that a line through it means something.
    pub joined: bool,
    /// Every outcome that can occur, and whether no position rules it out; empty when there are too many.
    pub outcomes: Vec<(Pair, bool)>,
}

/// Size of names, tenths of a unit.
const NAMES: i32 = 110;
/// Size of the numbers at the ticks.
const NUMBERS: i32 = 100;
/// Around the plot: for the numbers on the left, and the parties' names above and below.
const LEFT: i32 = 320;
const RIGHT: i32 = 40;
const TOP: i32 = 240;
const BOTTOM: i32 = 420;
/// Between two ticks at least, tenths of a unit.
const TICKS_APART: i32 = 450;

/// Where worth is in the drawing.
struct Scales {
    plot: Rect,
    across: Scale,
    up: Scale,
}

/// A range of worth, in micro-points, and the distance of its ticks.
struct Scale {
    low: i128,
    high: i128,
    step: i128,
}

impl Scale {
    /// The range that holds these worths, with some air, and ticks at round numbers: at most so many.
    fn new(worths: impl Iterator<Item = Points>, most_ticks: i32) -> Self {
        let (mut low, mut high) = (i128::MAX, i128::MIN);
        for worth in worths {
            (low, high) = (low.min(i128::from(worth.0)), high.max(i128::from(worth.0)));
        }
        if low > high {
            (low, high) = (0, 0);
        }
        // A range of a point at least: smaller differences mean nothing to the eye.
        let air = ((high - low) / 14).max(i128::from(MICRO) / 2);
        (low, high) = (low - air, high + air);
        let most = i128::from(most_ticks.max(2));
        let mut step = 1;
        for factor in [2, 5, 10].iter().cycle().scan(1i128, |unit, &f| {
            let next = *unit * f;
            *unit *= if f == 10 { 10 } else { 1 };
            Some(next)
        }) {
            if (high - low) / step <= most {
                break;
            }
            step = factor;
        }
        Self { low, high, step }
    }

    /// The round numbers within.
    fn ticks(&self) -> impl Iterator<Item = Points> {
        let first = self.low.div_euclid(self.step) + 1;
        let last = self.high.div_euclid(self.step);
        (first..=last).filter_map(|k| i64::try_from(k * self.step).ok()).map(Points)
    }

    /// Where a worth is between two ends.
    fn at(&self, worth: Points, from: i32, to: i32) -> i32 {
        let share = (i128::from(worth.0) - self.low) * i128::from(to - from) / (self.high - self.low).max(1);
        from + i32::try_from(share).unwrap_or(0)
    }
}

impl Scales {
    fn new(panel: &Panel, width: i32, height: i32) -> Self {
        let plot = Rect { left: LEFT, top: TOP, right: width - RIGHT, bottom: height - BOTTOM };
        let points = || {
            let marked = panel.marked.iter().map(|m| m.worth);
            let others = panel.frontier.iter().copied().chain(panel.outcomes.iter().map(|(worth, _)| *worth));
            marked.chain(others).chain([panel.no_deal])
        };
        Self {
            across: Scale::new(points().map(|p| p.0), (plot.right - plot.left) / TICKS_APART),
            up: Scale::new(points().map(|p| p.1), (plot.bottom - plot.top) / TICKS_APART),
            plot,
        }
    }

    fn x(&self, worth: Points) -> i32 {
        self.across.at(worth, self.plot.left, self.plot.right)
    }

    fn y(&self, worth: Points) -> i32 {
        self.up.at(worth, self.plot.bottom, self.plot.top)
    }

    fn place(&self, (across, up): Pair) -> Place {
        Place { x: self.x(across), y: self.y(up) }
    }
}

/// Draws a panel; the names of what found no room are given back.
pub(super) fn draw(panel: &Panel, width: i32, height: i32) -> (Scene, Vec<String>) {
    let scales = Scales::new(panel, width, height);
    let mut shapes = Vec::new();
    background(panel, &scales, &mut shapes);
    outcomes(panel, &scales, &mut shapes);
    let mut lines = no_deal(panel, &scales, &mut shapes);
    lines.extend(frontier(panel, &scales, &mut shapes));
    lines.extend(shortfalls(panel, &scales, &mut shapes));
    let dots = shapes.iter().filter_map(|shape| match shape {
        Shape::Mark(_, at) => Some(Line { ends: (*at, *at), cost: ON_A_DOT }),
        _ => None,
    });
    lines.extend(dots.collect::<Vec<_>>());
    let marked: Vec<(Mark, Place)> = panel.marked.iter().map(|m| (m.mark, scales.place(m.worth))).collect();
    let (labels, left_out) = labels(panel, &scales, &marked, &lines);
    let leaders = labels.iter().filter_map(|l| l.leader);
    shapes.extend(leaders.map(|(from, to)| Shape::Line(Ink::Leader, vec![from, to])));
    shapes.extend(marked.iter().map(|&(mark, at)| Shape::Mark(mark, at)));
    shapes.extend(labels.into_iter().map(|l| Shape::Text {
        ink: Ink::Text,
        at: l.at,
        anchor: l.anchor,
        size: NAMES,
        text: l.text,
    }));
    let title = format!("Worth to {} and to {}", panel.names.0, panel.names.1);
    (Scene { width, height, title, description: description(panel), shapes }, left_out)
}

/// The zone that is better for both, grid, ticks, frame and the names of the axes.
fn background(panel: &Panel, scales: &Scales, shapes: &mut Vec<Shape>) {
    let plot = &scales.plot;
    let corner = scales.place(panel.no_deal);
    let rect = |l: i32, t: i32, r: i32, b: i32| {
        vec![Place { x: l, y: t }, Place { x: r, y: t }, Place { x: r, y: b }, Place { x: l, y: b }]
    };
    shapes.push(Shape::Area(Ink::Zone, rect(corner.x, plot.top, plot.right, corner.y)));
    let text = |at, anchor, ink, size, text| Shape::Text { ink, at, anchor, size, text };
    for tick in scales.across.ticks() {
        let x = scales.x(tick);
        shapes.push(Shape::Line(Ink::Grid, vec![Place { x, y: plot.top }, Place { x, y: plot.bottom }]));
        let at = Place { x, y: plot.bottom + 140 };
        shapes.push(text(at, Anchor::Middle, Ink::Faint, NUMBERS, minus(tick.to_string())));
    }
    for tick in scales.up.ticks() {
        let y = scales.y(tick);
        shapes.push(Shape::Line(Ink::Grid, vec![Place { x: plot.left, y }, Place { x: plot.right, y }]));
        let at = Place { x: plot.left - 50, y: y + 35 };
        shapes.push(text(at, Anchor::End, Ink::Faint, NUMBERS, minus(tick.to_string())));
    }
    let mut frame = rect(plot.left, plot.top, plot.right, plot.bottom);
    frame.push(frame[0]);
    shapes.push(Shape::Line(Ink::Axis, frame));
    let named = |name: &str, sign: &str, room: i32| {
        let before = letters::width(&format!("Worth to  {sign}"), NAMES);
        format!("Worth to {} {sign}", letters::fitted(name, NAMES, room - before))
    };
    let across = named(&panel.names.0, "→", plot.right - plot.left);
    shapes.push(text(Place { x: plot.right, y: plot.bottom + 330 }, Anchor::End, Ink::Text, NAMES, across));
    let up = named(&panel.names.1, "↑", plot.right - 20);
    shapes.push(text(Place { x: 20, y: plot.top - 90 }, Anchor::Start, Ink::Text, NAMES, up));
}

/// A dot per outcome that can occur; one where several would cover each other.
fn outcomes(panel: &Panel, scales: &Scales, shapes: &mut Vec<Shape>) {
    // The more there are, the further apart they are kept.
    let cell = if panel.outcomes.len() > 300 { 35 } else { 10 };
    let mut dots: Vec<((i32, i32), Mark, Place)> = panel
        .outcomes
        .iter()
        .map(|&(worth, possible)| {
            let at = scales.place(worth);
            let mark = if possible { Mark::Possible } else { Mark::RuledOut };
            ((at.x.div_euclid(cell), at.y.div_euclid(cell)), mark, at)
        })
        .collect();
    dots.sort_by_key(|&(cell, mark, at)| (cell, std::cmp::Reverse(mark), at.x, at.y));
    dots.dedup_by_key(|(cell, _, _)| *cell);
    dots.sort_by_key(|&(_, mark, at)| (mark, at.x, at.y));
    shapes.extend(dots.into_iter().map(|(_, mark, at)| Shape::Mark(mark, at)));
}

fn no_deal(panel: &Panel, scales: &Scales, shapes: &mut Vec<Shape>) -> Vec<Line> {
    let (plot, corner) = (&scales.plot, scales.place(panel.no_deal));
    let ends = [
        (Place { x: corner.x, y: plot.top }, Place { x: corner.x, y: plot.bottom }),
        (Place { x: plot.left, y: corner.y }, Place { x: plot.right, y: corner.y }),
    ];
    shapes.extend(ends.iter().map(|&(from, to)| Shape::Line(Ink::NoDeal, vec![from, to])));
    ends.iter().map(|&ends| Line { ends, cost: ON_A_LINE }).collect()
}

fn frontier(panel: &Panel, scales: &Scales, shapes: &mut Vec<Shape>) -> Vec<Line> {
    let mut places: Vec<Place> = panel.frontier.iter().map(|&worth| scales.place(worth)).collect();
    places.dedup_by(|a, b| (a.x - b.x).abs() < 10 && (a.y - b.y).abs() < 10);
    let mut lines = Vec::new();
    if panel.joined && places.len() > 1 {
        lines.extend(places.windows(2).map(|two| Line { ends: (two[0], two[1]), cost: ON_A_LINE / 2 }));
        shapes.push(Shape::Line(Ink::Frontier, places.clone()));
    }
    shapes.extend(places.into_iter().map(|at| Shape::Mark(Mark::Frontier, at)));
    lines
}

/// From the best of an unlock to the lines of no deal that it does not reach.
fn shortfalls(panel: &Panel, scales: &Scales, shapes: &mut Vec<Shape>) -> Vec<Line> {
    let mut lines = Vec::new();
    for marked in &panel.marked {
        let at = scales.place(marked.worth);
        if marked.short.0.0 > 0 {
            lines.push((at, Place { x: scales.x(panel.no_deal.0), ..at }));
        }
        if marked.short.1.0 > 0 {
            lines.push((at, Place { y: scales.y(panel.no_deal.1), ..at }));
        }
    }
    shapes.extend(lines.iter().map(|&(from, to)| Shape::Line(Ink::Short, vec![from, to])));
    lines.into_iter().map(|ends| Line { ends, cost: ON_A_LINE }).collect()
}

fn labels(panel: &Panel, scales: &Scales, marked: &[(Mark, Place)], lines: &[Line]) -> (Vec<Label>, Vec<String>) {
    let plot = scales.plot;
    let mut wanted: Vec<Wanted> = Vec::new();
    for (one, &(mark, at)) in panel.marked.iter().zip(marked) {
        let near = |w: &&mut Wanted| (w.anchors[0].x - at.x).abs() < 30 && (w.anchors[0].y - at.y).abs() < 30;
        // What lies at the same place has one label.
        match wanted.iter_mut().find(near) {
            Some(known) => {
                let joined = |n: usize| {
                    let name = |names: &[String]| names.get(n).or(names.last()).cloned().unwrap_or_default();
                    format!("{}, {}", name(&known.texts), name(&one.names))
                };
                known.texts = (0..known.texts.len().max(one.names.len())).map(joined).collect();
            }
            None => wanted.push(Wanted {
                texts: one.names.clone(),
                anchors: vec![at],
                gap: mark.sign().half + 20,
                may_lead: true,
            }),
        }
    }
    let named = wanted.len();
    let corner = scales.place(panel.no_deal);
    let along = |worth: Points, anchors: Vec<Place>| Wanted {
        texts: vec![format!("no deal: {}", minus(words::points(worth))), "no deal".to_owned()],
        anchors,
        gap: 25,
        may_lead: false,
    };
    let (high, low) = (plot.top + 60, plot.bottom - 60);
    wanted.push(along(
        panel.no_deal.1,
        [plot.right - 15, plot.left + 15, (plot.left + plot.right) / 2].map(|x| Place { x, y: corner.y }).to_vec(),
    ));
    wanted.push(along(
        panel.no_deal.0,
        [high, low, high + 160, low - 160, (high + low) / 2].map(|y| Place { x: corner.x, y }).to_vec(),
    ));
    let taken: Vec<Rect> = marked.iter().map(|(mark, at)| Rect::around(*at, mark.sign().half + 8)).collect();
    let placed = place::place(&wanted, NAMES, &plot, &taken, lines);
    let without = wanted[..named].iter().zip(&placed).filter(|(_, label)| label.is_none());
    let left_out = without.filter_map(|(w, _)| w.texts.first().cloned()).collect();
    (placed.into_iter().flatten().collect(), left_out)
}

fn minus(number: String) -> String {
    number.replace('-', "−")
}

/// Every named point in words and numbers.
fn description(panel: &Panel) -> String {
    let shown = |worth| minus(words::points(worth));
    let (across, up) = &panel.names;
    let mut out = format!(
        "Going on without a deal is worth {} points to {across} and {} to {up}.",
        shown(panel.no_deal.0),
        shown(panel.no_deal.1)
    );
    for marked in &panel.marked {
        let name = marked.names.first().map_or("", String::as_str);
        out.push_str(&format!(" {name}: {} to {across}, {} to {up}.", shown(marked.worth.0), shown(marked.worth.1)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_within() {
        let scale = |low: i64, high: i64| Scale::new([Points(low), Points(high)].into_iter(), 5);
        for (low, high) in [
            (0, 100 * MICRO),
            (-5_500_000, 99_000_000),
            (0, 0),
            (46_999_999, 47_000_001),
            (-MICRO, 900_000_000_000_000),
        ] {
            let scale = scale(low, high);
            let ticks: Vec<i64> = scale.ticks().map(|p| p.0).collect();
            assert!((1..=6).contains(&ticks.len()), "{low}…{high}: {ticks:?}");
            let mut leading = scale.step;
            while leading % 10 == 0 {
                leading /= 10;
            }
            assert!([1, 2, 5].contains(&leading), "{low}…{high}: steps of {}", scale.step);
            for tick in ticks {
                assert!(
                    scale.low <= i128::from(tick)
                        && i128::from(tick) <= scale.high
                        && i128::from(tick) % scale.step == 0
                );
            }
        }
    }
}
