//! A drawing as data: lines, areas, marks and text on a page of its own, for every format to draw.

/// A place in a drawing, in tenths of a unit (1⁄96 inch) from its upper left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// To the right.
    pub x: i32,
    /// Downwards.
    pub y: i32,
}

/// A rectangle, in tenths of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    /// Left edge.
    pub left: i32,
    /// Upper edge.
    pub top: i32,
    /// Right edge.
    pub right: i32,
    /// Lower edge.
    pub bottom: i32,
}

impl Rect {
    /// The square of this half side around a place.
    pub const fn around(at: Place, half: i32) -> Self {
        Self { left: at.x - half, top: at.y - half, right: at.x + half, bottom: at.y + half }
    }

    /// Whether the two have more than an edge in common.
    pub const fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// Whether `other` lies inside.
    pub const fn holds(&self, other: &Self) -> bool {
        self.left <= other.left && self.top <= other.top && self.right >= other.right && self.bottom >= other.bottom
    }
}

/// What a line, area or text is there for; each format has its colours, told apart in grey too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// The frame.
    Axis,
    /// Lines at the ticks.
    Grid,
    /// Worth at least as much as no deal to both.
    Zone,
    /// Dashed: what no deal is worth.
    NoDeal,
    /// Between the points of a frontier.
    Frontier,
    /// From the best of an unlock to the line it falls short of.
    Short,
    /// From a mark to its label.
    Leader,
    /// Names.
    Text,
    /// Numbers at the ticks.
    Faint,
}

/// Colour, width and dashes of an [`Ink`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pen {
    /// For style sheets.
    pub class: &'static str,
    /// Red, green, blue.
    pub colour: [u8; 3],
    /// Tenths of a unit.
    pub width: i32,
    /// Length of a dash and of a gap, tenths of a unit.
    pub dash: Option<i32>,
}

impl Ink {
    /// How it looks on white paper.
    pub const fn pen(self) -> Pen {
        let (class, colour, width, dash) = match self {
            Self::Axis => ("axis", [0x5b, 0x63, 0x6b], 10, None),
            Self::Grid => ("grid", [0xe1, 0xe4, 0xe7], 7, None),
            Self::Zone => ("zone", [0xe9, 0xf1, 0xec], 0, None),
            Self::NoDeal => ("no-deal", [0x8c, 0x2f, 0x1b], 13, Some(45)),
            Self::Frontier => ("frontier", [0x1d, 0x5a, 0x86], 13, None),
            Self::Short => ("short", [0x8c, 0x2f, 0x1b], 22, None),
            Self::Leader => ("leader", [0x5b, 0x63, 0x6b], 6, None),
            Self::Text => ("text", [0x1c, 0x20, 0x24], 0, None),
            Self::Faint => ("faint", [0x5b, 0x63, 0x6b], 0, None),
        };
        Pen { class, colour, width, dash }
    }
}

/// A sign for a point; each has a shape of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// An outcome that some position rules out.
    RuledOut,
    /// An outcome that no position rules out.
    Possible,
    /// A point of the frontier.
    Frontier,
    /// The status quo.
    Today,
    /// The best side agreement.
    Side,
    /// The best of an unlock.
    Unlock,
    /// The utilitarian solution.
    Utilitarian,
    /// The egalitarian solution.
    Egalitarian,
    /// The Kalai–Smorodinsky solution.
    KalaiSmorodinsky,
    /// The Nash solution.
    Nash,
}

/// How a [`Mark`] is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// For style sheets.
    pub class: &'static str,
    /// Its outline: corners around the place, tenths of a unit; empty for a circle.
    pub corners: Vec<(i32, i32)>,
    /// Half its width, tenths of a unit.
    pub half: i32,
    /// Red, green, blue of the outline and, when filled, of the inside.
    pub colour: [u8; 3],
    /// Whether the inside has the colour; white otherwise.
    pub filled: bool,
    /// A cross has no inside: its corners are ends of two strokes.
    pub cross: bool,
}

impl Sign {
    /// Whether it is one of many, with a thin outline.
    pub(super) const fn is_dot(&self) -> bool {
        self.half < 30
    }
}

impl Mark {
    /// How it is drawn on white paper.
    pub fn sign(self) -> Sign {
        const BLUE: [u8; 3] = [0x1d, 0x5a, 0x86];
        const INK: [u8; 3] = [0x1c, 0x20, 0x24];
        const RED: [u8; 3] = [0x8c, 0x2f, 0x1b];
        const PALE: [u8; 3] = [0xa9, 0xb0, 0xb6];
        const GREY: [u8; 3] = [0x7d, 0x86, 0x8e];
        let circle =
            |class, half, colour, filled| Sign { class, corners: Vec::new(), half, colour, filled, cross: false };
        let shape = |class, half, colour, filled, corners: &[(i32, i32)]| Sign {
            class,
            corners: corners.iter().map(|(x, y)| (x * half / 10, y * half / 10)).collect(),
            half,
            colour,
            filled,
            cross: false,
        };
        const DIAMOND: [(i32, i32); 4] = [(0, -10), (10, 0), (0, 10), (-10, 0)];
        const SQUARE: [(i32, i32); 4] = [(-8, -8), (8, -8), (8, 8), (-8, 8)];
        const TRIANGLE: [(i32, i32); 3] = [(0, -10), (10, 8), (-10, 8)];
        const CROSS: [(i32, i32); 4] = [(-8, -8), (8, 8), (-8, 8), (8, -8)];
        match self {
            Self::RuledOut => circle("ruled-out", 12, PALE, false),
            Self::Possible => circle("possible", 12, GREY, true),
            Self::Frontier => circle("on-frontier", 22, BLUE, true),
            Self::Today => Sign { cross: true, ..shape("today", 50, INK, false, &CROSS) },
            Self::Side => circle("side", 40, INK, false),
            Self::Unlock => shape("unlock", 52, RED, false, &DIAMOND),
            Self::Utilitarian => shape("solution", 50, BLUE, true, &TRIANGLE),
            Self::Egalitarian => shape("solution", 50, BLUE, true, &SQUARE),
            Self::KalaiSmorodinsky => shape("solution", 54, BLUE, true, &DIAMOND),
            Self::Nash => circle("solution", 44, BLUE, true),
        }
    }
}

/// Which end of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// Something drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A line through places.
    Line(Ink, Vec<Place>),
    /// A filled polygon.
    Area(Ink, Vec<Place>),
    /// A sign at a place.
    Mark(Mark, Place),
    /// Text on a base line.
    Text {
        /// Its colour.
        ink: Ink,
        /// Where.
        at: Place,
        /// Which end is there.
        anchor: Anchor,
        /// Size of its letters, tenths of a unit.
        size: i32,
        /// What it says.
        text: String,
    },
}

/// A drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scene {
    /// Tenths of a unit.
    pub width: i32,
    /// Tenths of a unit.
    pub height: i32,
    /// What it shows, in few words; empty for a sign in a legend.
    pub title: String,
    /// What is to be seen, for those who do not see it.
    pub description: String,
    /// The first are covered by those after.
    pub shapes: Vec<Shape>,
}

impl Scene {
    /// A sign alone, as big as a letter, for a legend.
    pub(super) fn of_mark(mark: Mark) -> Self {
        Self::swatch(vec![Shape::Mark(mark, Place { x: 80, y: 60 })])
    }

    /// A piece of line or area, for a legend.
    pub(super) fn of_ink(ink: Ink) -> Self {
        Self::swatch(vec![match ink {
            Ink::Zone => Shape::Area(
                ink,
                [(0, 10), (160, 10), (160, 110), (0, 110)].iter().map(|&(x, y)| Place { x, y }).collect(),
            ),
            _ => Shape::Line(ink, vec![Place { x: 0, y: 60 }, Place { x: 160, y: 60 }]),
        }])
    }

    fn swatch(shapes: Vec<Shape>) -> Self {
        Self { width: 160, height: 120, title: String::new(), description: String::new(), shapes }
    }
}
