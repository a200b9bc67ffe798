//! A drawing as an Enhanced Metafile, the vector format that every word processor draws (\[MS-EMF\]).

use super::letters;
use super::scene::{Anchor, Mark, Place, Scene, Shape};

// Numbers of the records, \[MS-EMF\] 2.1.1.
const HEADER: u32 = 1;
const POLYGON: u32 = 3;
const POLYLINE: u32 = 4;
const SET_WINDOW_EXTENT: u32 = 9;
const SET_WINDOW_ORIGIN: u32 = 10;
const SET_VIEWPORT_EXTENT: u32 = 11;
const SET_VIEWPORT_ORIGIN: u32 = 12;
const END: u32 = 14;
const SET_MAP_MODE: u32 = 17;
const SET_BACKGROUND_MODE: u32 = 18;
const SET_TEXT_ALIGN: u32 = 22;
const SET_TEXT_COLOUR: u32 = 24;
const SELECT: u32 = 37;
const CREATE_PEN: u32 = 38;
const CREATE_BRUSH: u32 = 39;
const ELLIPSE: u32 = 42;
const CREATE_FONT: u32 = 82;
const TEXT: u32 = 84;

/// Objects every device has.
const NO_BRUSH: u32 = 0x8000_0005;
const NO_PEN: u32 = 0x8000_0008;

/// The drawing as the bytes of an `.emf` file. Logical units are tenths of 1⁄96 inch.
pub fn emf(scene: &Scene) -> Vec<u8> {
    let mut file = File::default();
    // Map mode 8: any scale; 1: what is behind letters stays.
    file.record(SET_MAP_MODE, &[8]);
    file.record(SET_WINDOW_ORIGIN, &[0, 0]);
    file.record(SET_WINDOW_EXTENT, &[scene.width as u32, scene.height as u32]);
    file.record(SET_VIEWPORT_ORIGIN, &[0, 0]);
    file.record(SET_VIEWPORT_EXTENT, &[(scene.width / 10) as u32, (scene.height / 10) as u32]);
    file.record(SET_BACKGROUND_MODE, &[1]);
    for shape in &scene.shapes {
        file.shape(shape);
    }
    file.record(END, &[0, 16, 20]);
    file.finish(scene)
}

/// What is drawn with. Each is made when it is first wanted, and stays.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tool {
    NoPen,
    /// Colour and width.
    Pen([u8; 3], i32),
    NoBrush,
    Brush([u8; 3]),
    /// Arial of this size.
    Font(i32),
}

#[derive(Default)]
struct File {
    /// All records after the header.
    records: Vec<u8>,
    count: u32,
    /// The tool made as number n + 1.
    made: Vec<Tool>,
    pen: Option<Tool>,
    brush: Option<Tool>,
    font: Option<Tool>,
}

impl File {
    fn record(&mut self, number: u32, words: &[u32]) {
        self.count += 1;
        for word in [number, 8 + 4 * words.len() as u32].iter().chain(words) {
            self.records.extend(word.to_le_bytes());
        }
    }

    /// Draws with a tool from now on.
    fn take(&mut self, tool: Tool) {
        let held = match tool {
            Tool::NoPen | Tool::Pen(..) => &mut self.pen,
            Tool::NoBrush | Tool::Brush(_) => &mut self.brush,
            Tool::Font(_) => &mut self.font,
        };
        if held.replace(tool) == Some(tool) {
            return;
        }
        let number = match tool {
            Tool::NoPen => NO_PEN,
            Tool::NoBrush => NO_BRUSH,
            Tool::Pen(..) | Tool::Brush(_) | Tool::Font(_) => self.number_of(tool),
        };
        self.record(SELECT, &[number]);
    }

    fn number_of(&mut self, tool: Tool) -> u32 {
        if let Some(known) = self.made.iter().position(|made| *made == tool) {
            return known as u32 + 1;
        }
        self.made.push(tool);
        let number = self.made.len() as u32;
        match tool {
            Tool::Pen(colour, width) => self.record(CREATE_PEN, &[number, 0, width as u32, 0, reference(colour)]),
            Tool::Brush(colour) => self.record(CREATE_BRUSH, &[number, 0, reference(colour), 0]),
            Tool::Font(size) => self.font(number, size),
            Tool::NoPen | Tool::NoBrush => {}
        }
        number
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Line(ink, places) => {
                let pen = ink.pen();
                self.take(Tool::Pen(pen.colour, pen.width));
                match pen.dash {
                    // Dashes of a pen as wide as this are drawn by few; a line per dash by all.
                    Some(dash) => dashes(places, dash).iter().for_each(|d| self.polygon(POLYLINE, d)),
                    None => self.polygon(POLYLINE, places),
                }
            }
            Shape::Area(ink, places) => {
                self.take(Tool::NoPen);
                self.take(Tool::Brush(ink.pen().colour));
                self.polygon(POLYGON, places);
            }
            Shape::Mark(mark, at) => self.mark(*mark, *at),
            Shape::Text { ink, at, anchor, size, text } => self.text(ink.pen().colour, *at, *anchor, *size, text),
        }
    }

    fn mark(&mut self, mark: Mark, at: Place) {
        let sign = mark.sign();
        let corners: Vec<Place> = sign.corners.iter().map(|(dx, dy)| Place { x: at.x + dx, y: at.y + dy }).collect();
        self.take(Tool::Pen(sign.colour, if sign.is_dot() { 8 } else { 15 }));
        if sign.cross {
            self.take(Tool::NoBrush);
            corners.chunks(2).for_each(|two| self.polygon(POLYLINE, two));
            return;
        }
        self.take(Tool::Brush(if sign.filled { sign.colour } else { [0xff; 3] }));
        if corners.is_empty() {
            let [left, top, right, bottom] = [at.x - sign.half, at.y - sign.half, at.x + sign.half, at.y + sign.half];
            self.record(ELLIPSE, &[left as u32, top as u32, right as u32, bottom as u32]);
        } else {
            self.polygon(POLYGON, &corners);
        }
    }

    fn polygon(&mut self, number: u32, places: &[Place]) {
        let end = |pick: fn(&Place) -> i32, greatest: bool| {
            let all = places.iter().map(pick);
            (if greatest { all.max() } else { all.min() }).unwrap_or(0) as u32
        };
        let mut words =
            vec![end(|p| p.x, false), end(|p| p.y, false), end(|p| p.x, true), end(|p| p.y, true), places.len() as u32];
        words.extend(places.iter().flat_map(|p| [p.x as u32, p.y as u32]));
        self.record(number, &words);
    }

    fn text(&mut self, colour: [u8; 3], at: Place, anchor: Anchor, size: i32, text: &str) {
        self.take(Tool::Font(size));
        self.record(SET_TEXT_COLOUR, &[reference(colour)]);
        // 24: the place is on the base line.
        let align = match anchor {
            Anchor::Start => 0,
            Anchor::Middle => 6,
            Anchor::End => 2,
        };
        self.record(SET_TEXT_ALIGN, &[24 | align]);
        let mut units: Vec<u16> = Vec::new();
        let mut advances: Vec<u32> = Vec::new();
        let mut buffer = [0; 2];
        // The place of each letter is rounded, not its width, so that nothing adds up.
        let (mut along, mut before) = (0i64, 0i64);
        for letter in text.chars() {
            along += i64::from(letters::width_of(letter)) * i64::from(size);
            let encoded = letter.encode_utf16(&mut buffer);
            advances.push(u32::try_from(along / 1000 - before / 1000).unwrap_or(0));
            advances.extend(encoded.iter().skip(1).map(|_| 0));
            units.extend_from_slice(encoded);
            before = along;
        }
        let padded = units.len().div_ceil(2);
        // Everything before the string is 76 bytes long. Graphics mode 2: the scales that follow mean nothing.
        let mut words = vec![0, 0, 0, 0, 2, 0, 0];
        words.extend([at.x as u32, at.y as u32, units.len() as u32, 76, 0, 0, 0, 0, 0, 76 + 4 * padded as u32]);
        let pair = |two: &[u16]| u32::from(two[0]) | u32::from(two.get(1).copied().unwrap_or(0)) << 16;
        words.extend(units.chunks(2).map(pair));
        words.extend(advances);
        self.record(TEXT, &words);
    }

    /// Arial: what is not there is replaced by its like.
    fn font(&mut self, number: u32, size: i32) {
        // LOGFONTW: height, width, two angles, weight; then bytes for italics and such, 1 for the system's default character set.
        let mut words: Vec<u32> = vec![number, size.wrapping_neg() as u32, 0, 0, 0, 400, 0x0100_0000, 0];
        let name: Vec<u16> = "Arial".encode_utf16().chain(std::iter::repeat(0)).take(32).collect();
        words.extend(name.chunks(2).map(|two| u32::from(two[0]) | u32::from(two[1]) << 16));
        // Full name, style, version, vendor and Panose: none.
        words.resize(1 + 320 / 4, 0);
        self.record(CREATE_FONT, &words);
    }

    fn finish(mut self, scene: &Scene) -> Vec<u8> {
        self.count += 1;
        let (width, height) = ((scene.width / 10) as u32, (scene.height / 10) as u32);
        // Hundredths of a millimetre: 96 units are 25.4 mm.
        let metric = |tenths: i32| (i64::from(tenths) * 2540 / 960) as u32;
        let mut out = Vec::new();
        let words = [
            HEADER,
            88,
            0,
            0,
            width,
            height,
            0,
            0,
            metric(scene.width),
            metric(scene.height),
            // " EMF"
            0x464D_4520,
            0x0001_0000,
            88 + self.records.len() as u32,
            self.count,
            // Tools, with the one that is always there.
            self.made.len() as u32 + 1,
            0,
            0,
            0,
            // A device of 1920 × 1080 points, 508 × 286 mm: 96 to the inch.
            1920,
            1080,
            508,
            286,
        ];
        for word in words {
            out.extend(word.to_le_bytes());
        }
        out.extend(self.records);
        out
    }
}

/// 0x00bbggrr.
const fn reference([red, green, blue]: [u8; 3]) -> u32 {
    red as u32 | (green as u32) << 8 | (blue as u32) << 16
}

/// A line through places in dashes, with gaps as long.
fn dashes(places: &[Place], length: i32) -> Vec<Vec<Place>> {
    let mut out = Vec::new();
    for two in places.windows(2) {
        let (from, to) = (two[0], two[1]);
        // Lines of no deal run level or upright: their length is one of the two differences.
        let far = (to.x - from.x).abs().max((to.y - from.y).abs());
        let at = |n: i32| {
            let share =
                |a: i32, b: i32| a + ((i64::from(b) - i64::from(a)) * i64::from(n) / i64::from(far.max(1))) as i32;
            Place { x: share(from.x, to.x), y: share(from.y, to.y) }
        };
        let mut n = 0;
        while n < far {
            out.push(vec![at(n), at((n + length).min(far))]);
            n += 2 * length.max(1);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::scene::Ink;
    use super::*;

    #[test]
    fn records_follow_one_another_to_the_end() {
        let at = Place { x: 500, y: 400 };
        let text = Shape::Text { ink: Ink::Text, at, anchor: Anchor::Middle, size: 110, text: "Ĉ 🌍".to_owned() };
        let shapes = vec![
            Shape::Line(Ink::NoDeal, vec![Place { x: 0, y: 9 }, Place { x: 1000, y: 9 }]),
            Shape::Area(Ink::Zone, vec![at; 3]),
            Shape::Mark(Mark::Nash, at),
            Shape::Mark(Mark::Today, at),
            text,
        ];
        let scene = Scene { width: 1000, height: 800, title: String::new(), description: String::new(), shapes };
        let bytes = emf(&scene);
        let word = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        assert_eq!((word(40), word(48)), (0x464D_4520, bytes.len()));
        let (mut at, mut count) = (0, 0);
        let mut last = 0;
        while at < bytes.len() {
            assert!(word(at + 4) >= 8 && word(at + 4) % 4 == 0, "a record of {} bytes at {at}", word(at + 4));
            last = word(at);
            at += word(at + 4);
            count += 1;
        }
        assert_eq!((at, count, last), (bytes.len(), word(52), END as usize));
    }
}
