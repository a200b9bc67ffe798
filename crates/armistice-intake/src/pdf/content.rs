//! What a page draws: its letters, with their places.

use std::collections::BTreeMap;
use std::rc::Rc;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::dict::keys::{RESOURCES, SUBTYPE};
use hayro_syntax::object::{Array, Dict, Name, Number, Object, ObjectIdentifier};
use hayro_syntax::page::{Page, Resources, Rotation};

use super::fonts::Font;

/// Forms that may lie one in another.
const DEEP: usize = 12;
/// Instructions, in all pages. A page of text has some thousands.
const INSTRUCTIONS: usize = 20_000_000;
/// Letters, in all pages: a thousand pages have three million.
const LETTERS: usize = 8_000_000;

/// Letters on the page that go with each other: drawn at once, on one line.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    /// From the left, in points; `y` from the top, of the line on which the letters stand.
    pub(super) x0: f64,
    pub(super) x1: f64,
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) text: String,
}

/// A page's letters, and where its edges are.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

/// `[a b c d e f]`: x' = ax + cy + e, y' = bx + dy + f.
type Matrix = [f64; 6];

/// `a` first, then `b`.
fn then(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    spacing: f64,
    word_spacing: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

/// Reads pages, and keeps what several need.
#[derive(Default)]
pub(super) struct Content {
    fonts: BTreeMap<(u32, i32), Rc<Font>>,
    /// Letters drawn, in all pages; those whose meaning the font does not tell; pictures.
    pub(super) drawn: usize,
    pub(super) unknown: usize,
    pub(super) pictures: usize,
    instructions: usize,
}

impl Content {
    /// The letters of a page, as it is seen: turned if it is to be turned.
    pub(super) fn page(&mut self, page: &Page<'_>) -> Drawn {
        let matrix: Matrix = match page.rotation() {
            Rotation::None => [1.0, 0.0, 0.0, -1.0, 0.0, 0.0],
            Rotation::Horizontal => [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
            Rotation::Flipped => [-1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
            Rotation::FlippedHorizontal => [0.0, -1.0, -1.0, 0.0, 0.0, 0.0],
        };
        let shown = page.intersected_crop_box();
        let ends = [(shown.x0, shown.y0), (shown.x1, shown.y1)].map(|(x, y)| matrix[1] * x + matrix[3] * y);
        let mut drawn = Drawn { glyphs: Vec::new(), top: ends[0].min(ends[1]), bottom: ends[0].max(ends[1]) };
        let state = State {
            matrix,
            font: None,
            size: 0.0,
            spacing: 0.0,
            word_spacing: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        self.run(page.typed_operations(), page.resources(), state, 0, &mut drawn);
        drawn
    }

    fn run(
        &mut self,
        mut operations: TypedIter<'_>,
        resources: &Resources<'_>,
        mut state: State,
        depth: usize,
        out: &mut Drawn,
    ) {
        let n = |number: &Number| number.as_f64();
        let mut saved: Vec<State> = Vec::new();
        let (mut line, mut at) = (IDENTITY, IDENTITY);
        // What is marked as no part of the text: page numbers, running heads. Marks nest.
        let mut marks: Vec<bool> = Vec::new();
        while let Some(op) = operations.next() {
            self.instructions += 1;
            if self.instructions > INSTRUCTIONS || self.drawn > LETTERS {
                return;
            }
            let silent = marks.contains(&true);
            match op {
                Op::SaveState(_) if saved.len() < 1_000 => saved.push(state.clone()),
                Op::RestoreState(_) => {
                    if let Some(before) = saved.pop() {
                        state = before;
                    }
                }
                Op::Transform(t) => {
                    state.matrix = then([n(&t.0), n(&t.1), n(&t.2), n(&t.3), n(&t.4), n(&t.5)], state.matrix)
                }
                Op::BeginText(_) => (line, at) = (IDENTITY, IDENTITY),
                Op::CharacterSpacing(t) => state.spacing = n(&t.0),
                Op::WordSpacing(t) => state.word_spacing = n(&t.0),
                Op::HorizontalScaling(t) => state.stretch = n(&t.0) / 100.0,
                Op::TextLeading(t) => state.leading = n(&t.0),
                Op::TextRise(t) => state.rise = n(&t.0),
                Op::TextFont(t) => {
                    state.size = n(&t.1);
                    state.font = resources.get_font(t.0).map(|dict| self.font(&dict));
                }
                Op::SetTextMatrix(t) => {
                    line = [n(&t.0), n(&t.1), n(&t.2), n(&t.3), n(&t.4), n(&t.5)];
                    at = line;
                }
                Op::NextLine(t) => {
                    line = then([1.0, 0.0, 0.0, 1.0, n(&t.0), n(&t.1)], line);
                    at = line;
                }
                Op::NextLineAndSetLeading(t) => {
                    state.leading = -n(&t.1);
                    line = then([1.0, 0.0, 0.0, 1.0, n(&t.0), n(&t.1)], line);
                    at = line;
                }
                Op::NextLineUsingLeading(_) => {
                    line = then([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], line);
                    at = line;
                }
                Op::ShowText(t) => self.show(t.0.as_bytes(), &state, &mut at, silent, out),
                Op::NextLineAndShowText(t) => {
                    line = then([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], line);
                    at = line;
                    self.show(t.0.as_bytes(), &state, &mut at, silent, out);
                }
                Op::ShowTextWithParameters(t) => {
                    (state.word_spacing, state.spacing) = (n(&t.0), n(&t.1));
                    line = then([1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], line);
                    at = line;
                    self.show(t.2.as_bytes(), &state, &mut at, silent, out);
                }
                Op::ShowTexts(t) => self.show_all(t.0, &state, &mut at, silent, out),
                Op::BeginMarkedContent(t) => marks.push(t.0.as_str() == "Artifact"),
                Op::BeginMarkedContentWithProperties(t) => marks.push(t.0.as_str() == "Artifact"),
                Op::EndMarkedContent(_) => {
                    marks.pop();
                }
                Op::InlineImage(_) => self.pictures += 1,
                Op::XObject(t) if depth < DEEP => {
                    let Some(form) = resources.get_x_object(t.0) else { continue };
                    let kind = form.dict().get::<Name<'_>>(SUBTYPE);
                    if kind.as_ref().is_none_or(|k| k.as_str() != "Form") {
                        self.pictures += 1;
                        continue;
                    }
                    let Ok(data) = form.decoded_data() else { continue };
                    let numbers: Vec<f64> = form
                        .dict()
                        .get::<Array<'_>>("Matrix")
                        .map(|a| a.iter::<f64>().take(6).collect())
                        .unwrap_or_default();
                    let mut inner = state.clone();
                    if let Ok(matrix) = Matrix::try_from(numbers) {
                        inner.matrix = then(matrix, inner.matrix);
                    }
                    let own = form.dict().get::<Dict<'_>>(RESOURCES).map(Resources::new);
                    if !silent {
                        self.run(TypedIter::new(&data), own.as_ref().unwrap_or(resources), inner, depth + 1, out);
                    }
                }
                _ => {}
            }
        }
    }

    fn font(&mut self, dict: &Dict<'_>) -> Rc<Font> {
        let key = dict.obj_id().map(|ObjectIdentifier { obj_number, gen_number }| (obj_number, gen_number));
        if let Some(font) = key.and_then(|key| self.fonts.get(&key)) {
            return Rc::clone(font);
        }
        let font = Rc::new(Font::new(dict));
        if let Some(key) = key {
            self.fonts.insert(key, Rc::clone(&font));
        }
        font
    }

    fn show_all(&mut self, parts: &Array<'_>, state: &State, at: &mut Matrix, silent: bool, out: &mut Drawn) {
        for part in parts.iter::<Object<'_>>() {
            match part {
                Object::String(text) => self.show(text.as_bytes(), state, at, silent, out),
                Object::Number(back) => {
                    let x = -back.as_f64() / 1000.0 * state.size * state.stretch;
                    *at = then([1.0, 0.0, 0.0, 1.0, x, 0.0], *at);
                }
                _ => {}
            }
        }
    }

    fn show(&mut self, bytes: &[u8], state: &State, at: &mut Matrix, silent: bool, out: &mut Drawn) {
        let Some(font) = &state.font else { return };
        font.codes(bytes, &mut |code, length| {
            let width = font.width(code) / 1000.0 * state.size;
            let space = if length == 1 && code == 32 { state.word_spacing } else { 0.0 };
            let advance = (width + state.spacing + space) * state.stretch;
            let from =
                then(then([state.size * state.stretch, 0.0, 0.0, state.size, 0.0, state.rise], *at), state.matrix);
            *at = then([1.0, 0.0, 0.0, 1.0, advance, 0.0], *at);
            let to = then([1.0, 0.0, 0.0, 1.0, -state.spacing * state.stretch, 0.0], *at);
            let x1 = then(to, state.matrix)[4];
            // What runs up the side of a page, or upside down, is no line of the text.
            let upright = from[0] > 0.0 && from[1].abs() < from[0] && from[3] < 0.0;
            let size = from[3].abs();
            if silent
                || !upright
                || !(0.5..2_000.0).contains(&size)
                || ![from[4], from[5], x1].iter().all(|v| v.abs() < 1e6)
            {
                return;
            }
            self.drawn += 1;
            match font.text(code) {
                Some(text) => out.glyphs.push(Glyph { x0: from[4], x1, y: from[5], size, text }),
                None => self.unknown += 1,
            }
        });
    }
}
