//! A page's letters as lines, in the order in which they are read: column after column.

use super::content::{Drawn, Glyph};

/// A gap wider than this part of the letters' size parts words; and one wider than that parts columns.
const WORD: f64 = 0.18;
const COLUMN: f64 = 1.6;
/// Lines on either side of what may be the space between two columns.
const SIDE: usize = 4;
/// Spaces between columns that are tried, and how deep columns may lie in columns.
const TRIES: usize = 30;
const DEEP: usize = 4;
/// Bytes of a line that spans are still added to.
const LONGEST: usize = 4_000;

/// A line of a column.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) x0: f64,
    pub(super) x1: f64,
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) text: String,
    /// Number of the column on its page.
    pub(super) column: usize,
    /// At the page's upper or lower edge.
    pub(super) edge: bool,
}

/// The lines of a page.
pub(super) fn lines(drawn: Drawn) -> Vec<Line> {
    let (top, bottom) = (drawn.top, drawn.bottom);
    let edge = (bottom - top) * 0.11;
    let mut order = Order { out: Vec::new(), column: 0 };
    order.columns(spans(drawn.glyphs), 0);
    let mut lines = order.out;
    for line in &mut lines {
        line.edge = line.y < top + edge || line.y > bottom - edge;
    }
    lines
}

/// Letters that follow each other on a line, put together; in the order in which they are drawn.
fn spans(glyphs: Vec<Glyph>) -> Vec<Line> {
    let mut spans: Vec<Line> = Vec::new();
    let mut last: Option<(f64, f64)> = None;
    for glyph in glyphs {
        // Bold type made by printing twice.
        if last
            .is_some_and(|(x, y)| (x - glyph.x0).abs() < 0.06 * glyph.size && (y - glyph.y).abs() < 0.06 * glyph.size)
        {
            continue;
        }
        last = Some((glyph.x0, glyph.y));
        if let Some(span) = spans.last_mut() {
            let size = span.size.max(glyph.size);
            let gap = glyph.x0 - span.x1;
            if (glyph.y - span.y).abs() < 0.45 * size && gap > -0.7 * size && gap < COLUMN * size {
                let blank = glyph.text.trim().is_empty();
                if !blank && gap > WORD * size && !span.text.ends_with(' ') {
                    span.text.push(' ');
                }
                span.text.push_str(&glyph.text);
                if !blank {
                    span.x1 = span.x1.max(glyph.x1);
                    // A raised figure or a drop cap does not make the line.
                    if span.text.trim().chars().count() <= 2 {
                        (span.size, span.y) = (glyph.size, glyph.y);
                    }
                }
                continue;
            }
        }
        if !glyph.text.trim().is_empty() {
            let Glyph { x0, x1, y, size, text } = glyph;
            spans.push(Line { x0, x1, y, size, text, column: 0, edge: false });
        }
    }
    spans
}

struct Order {
    out: Vec<Line>,
    column: usize,
}

impl Order {
    /// Puts spans in order: what goes across the space between two columns parts the page; between such, the left column comes before the right.
    fn columns(&mut self, mut spans: Vec<Line>, depth: usize) {
        spans.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
        let Some(x) = (if depth < DEEP { gutter(&spans) } else { None }) else {
            self.rows(spans);
            return;
        };
        let (mut left, mut right): (Vec<Line>, Vec<Line>) = (Vec::new(), Vec::new());
        let mut across: Vec<Line> = Vec::new();
        for span in spans {
            if span.x0 < x && span.x1 > x {
                if !left.is_empty() || !right.is_empty() {
                    self.rows(std::mem::take(&mut across));
                    self.columns(std::mem::take(&mut left), depth + 1);
                    self.columns(std::mem::take(&mut right), depth + 1);
                }
                across.push(span);
                continue;
            }
            self.rows(std::mem::take(&mut across));
            if span.x1 <= x { left.push(span) } else { right.push(span) }
        }
        self.rows(across);
        self.columns(left, depth + 1);
        self.columns(right, depth + 1);
    }

    /// One column: spans that stand on one line are one.
    fn rows(&mut self, spans: Vec<Line>) {
        if spans.is_empty() {
            return;
        }
        let from = self.out.len();
        for mut span in spans {
            span.column = self.column;
            let open = self.out.get(from..).is_some_and(|own| !own.is_empty());
            let same = |l: &Line| (l.y - span.y).abs() < 0.45 * l.size.max(span.size) && l.text.len() < LONGEST;
            if let Some(line) = self.out.last_mut().filter(|l| open && same(l)) {
                // A list's mark or a raised figure does not make the line.
                if line.text.trim().chars().count() <= 2 {
                    line.size = span.size;
                }
                if span.x0 >= line.x0 {
                    line.text.push(' ');
                    line.text.push_str(span.text.trim());
                } else {
                    line.text.insert_str(0, &format!("{} ", span.text.trim()));
                }
                line.x0 = line.x0.min(span.x0);
                line.x1 = line.x1.max(span.x1);
                continue;
            }
            self.out.push(span);
        }
        self.column += 1;
    }
}

/// Where the space between two columns is, if there are two.
fn gutter(spans: &[Line]) -> Option<f64> {
    if spans.len() < 2 * SIDE {
        return None;
    }
    // Left edges that several lines share may be a column's.
    let mut edges: Vec<f64> = spans.iter().map(|s| s.x0).collect();
    edges.sort_by(f64::total_cmp);
    let shared = edges.chunk_by(|a, b| b - a < 2.0).filter(|same| same.len() >= SIDE);
    let tries = shared.filter_map(|same| same.first()).map(|x| x - 2.0).take(TRIES);
    let fits = |x: &f64| {
        let left: Vec<&Line> = spans.iter().filter(|s| s.x1 <= *x).collect();
        let right: Vec<&Line> = spans.iter().filter(|s| s.x0 >= *x).collect();
        let across = spans.len() - left.len() - right.len();
        // Columns stand beside each other, and most lines are in one; list marks before their items are none.
        let ends = |side: &[&Line]| Some((side.first()?.y, side.last()?.y));
        let (Some((a, b)), Some((c, d))) = (ends(&left), ends(&right)) else { return false };
        let both = b.min(d) - a.max(c);
        let long =
            |side: &[&Line]| side.iter().filter(|l| l.text.split_whitespace().count() >= 3).count() * 2 >= side.len();
        left.len() >= SIDE
            && right.len() >= SIDE
            && across * 10 <= spans.len() * 4
            && both * 2.0 > (b - a).min(d - c)
            && long(&left)
            && long(&right)
    };
    tries.into_iter().find(fits)
}
