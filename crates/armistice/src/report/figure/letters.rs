//! How wide text is, by the widths of Helvetica (Adobe's font metrics, the same as Arial's and Liberation Sans's).

/// Widths of the letters from the blank to the tilde, in thousandths of the size.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
];

/// The width of a letter in thousandths of the size: for other scripts a guess on the wide side.
pub(super) fn width_of(letter: char) -> i32 {
    match letter {
        ' '..='~' => i32::from(WIDTHS[letter as usize - ' ' as usize]),
        '–' | '‘' | '’' | '“' | '”' | '…' | '−' => 556,
        // Marks that stand on another letter, and signs of direction.
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => 0,
        c if (c as u32) < 0x1100 => 667,
        _ => 1000,
    }
}

/// The width of a text of this size, in the unit of the size.
pub(super) fn width(text: &str, size: i32) -> i32 {
    let thousandths: i64 = text.chars().map(|c| i64::from(width_of(c))).sum();
    i32::try_from(thousandths * i64::from(size) / 1000).unwrap_or(i32::MAX / 4)
}

/// The text, cut with an ellipsis where it is wider than `room`.
pub(super) fn fitted(text: &str, size: i32, room: i32) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for letter in text.chars() {
        kept.push(letter);
        if width(&kept, size) + width("…", size) > room {
            kept.pop();
            break;
        }
    }
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_as_wide_as_its_letters() {
        // "Nash": 722 + 556 + 500 + 556.
        assert_eq!(width("Nash", 1000), 2334);
        assert_eq!(width("~", 100), 58);
        assert_eq!(fitted("Ukraine", 10, 1000), "Ukraine");
        let cut = fitted("Government of National Unity", 100, 800);
        assert!(cut.ends_with('…') && width(&cut, 100) <= 800, "{cut}");
    }
}
