//! Changes of a case, drawn.

use crate::screen::hanging;

const GREEN: &str = "\u{1b}[32m";
const RED: &str = "\u{1b}[31m";
const YELLOW: &str = "\u{1b}[33m";
const PLAIN: &str = "\u{1b}[0m";

/// A change behind its mark.
pub(super) fn drawn(mark: char, text: &str) -> String {
    let colour = match mark {
        '+' => GREEN,
        '-' => RED,
        _ => YELLOW,
    };
    let plain = mark.to_string();
    hanging(&format!("       {mark} "), text).replacen(&plain, &format!("{colour}{mark}{PLAIN}"), 1)
}
