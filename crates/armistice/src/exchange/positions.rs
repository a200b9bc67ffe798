//! Positions in a text, counted in bytes as claims do, in code points as the W3C's selectors do, or in UTF-16 units as browsers do.

/// Bytes between two marks: what has to be counted through for one position.
const STRIDE: usize = 1 << 10;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Unicode code points. The Web Annotation Data Model (§4.2.5) wants these.
    CodePoints,
    /// 16-bit units of UTF-16, in which letters beyond the Basic Multilingual Plane count two: positions of JavaScript's strings.
    Utf16,
}

/// A place known in all units.
#[derive(Clone, Copy, Debug)]
struct Mark {
    byte: usize,
    points: usize,
    units: usize,
}

impl Mark {
    fn of(&self, unit: Unit) -> usize {
        match unit {
            Unit::CodePoints => self.points,
            Unit::Utf16 => self.units,
        }
    }
}

/// The positions of a text. Making it takes time with the length of the text; each conversion then does not.
pub(super) struct Positions<'a> {
    text: &'a str,
    marks: Vec<Mark>,
}

impl<'a> Positions<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut marks = vec![Mark { byte: 0, points: 0, units: 0 }];
        let mut here = Mark { byte: 0, points: 0, units: 0 };
        for letter in text.chars() {
            if here.byte >= marks.len() * STRIDE {
                marks.push(here);
            }
            here = after(here, letter);
        }
        Self { text, marks }
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// The position of a byte in code points; `None` inside a letter and beyond the end.
    pub(super) fn points(&self, byte: usize) -> Option<usize> {
        self.text.is_char_boundary(byte).then_some(())?;
        let near = self.marks.partition_point(|m| m.byte <= byte).checked_sub(1)?;
        let mark = self.marks.get(near)?;
        Some(mark.points + self.text.get(mark.byte..byte)?.chars().count())
    }

    /// The byte at a position; `None` between the halves of a surrogate pair and beyond the end.
    pub(super) fn byte(&self, position: usize, unit: Unit) -> Option<usize> {
        let near = self.marks.partition_point(|m| m.of(unit) <= position).checked_sub(1)?;
        let mut here = *self.marks.get(near)?;
        for letter in self.text.get(here.byte..)?.chars() {
            if here.of(unit) >= position {
                break;
            }
            here = after(here, letter);
        }
        (here.of(unit) == position).then_some(here.byte)
    }
}

fn after(here: Mark, letter: char) -> Mark {
    Mark { byte: here.byte + letter.len_utf8(), points: here.points + 1, units: here.units + letter.len_utf16() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_of_one_to_four_bytes_are_counted() {
        // a: 1 byte; é: 2; —: 3; 𝄞: 4 bytes, 1 code point, 2 UTF-16 units.
        let positions = Positions::new("aé—𝄞b");
        assert_eq!([0, 1, 3, 6, 10, 11].map(|byte| positions.points(byte)), [0, 1, 2, 3, 4, 5].map(Some));
        assert_eq!((positions.points(2), positions.points(12)), (None, None));
        assert_eq!([0, 3, 4, 5].map(|at| positions.byte(at, Unit::CodePoints)), [0, 6, 10, 11].map(Some));
        assert_eq!([3, 5, 6].map(|at| positions.byte(at, Unit::Utf16)), [6, 10, 11].map(Some));
        // Between the halves of the clef's surrogate pair, and beyond the end.
        assert_eq!((positions.byte(4, Unit::Utf16), positions.byte(7, Unit::Utf16)), (None, None));
    }

    proptest! {
        #[test]
        fn every_letter_is_found_again(text in "[a-z é—𝄞\r\n👩‍👩]{0,3000}") {
            let positions = Positions::new(&text);
            let mut units = 0;
            for (points, (byte, letter)) in text.char_indices().enumerate().chain([(text.chars().count(), (text.len(), 'x'))]) {
                prop_assert_eq!(positions.points(byte), Some(points));
                prop_assert_eq!(positions.byte(points, Unit::CodePoints), Some(byte));
                prop_assert_eq!(positions.byte(units, Unit::Utf16), Some(byte));
                units += letter.len_utf16();
            }
        }
    }
}
