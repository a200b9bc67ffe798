//! Text that others wrote, made harmless for the formats it goes into.

/// The text for HTML, SVG and XML, inside an element or between quotation marks.
pub(in crate::report) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in sound(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(letter),
        }
    }
    out
}

/// The text on one line, without letters that XML does not know. No sign of direction in it touches what stands behind it: overrides,
/// which make letters read backwards, are left out, and every other change is taken back at the end.
pub(super) fn sound(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Vec<char> = Vec::new();
    for letter in text.chars() {
        match letter {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            '\u{202d}' | '\u{202e}' => {}
            // Embeddings end with one sign, isolates with another.
            '\u{202a}' | '\u{202b}' => {
                open.push('\u{202c}');
                out.push(letter);
            }
            '\u{2066}'..='\u{2068}' => {
                open.push('\u{2069}');
                out.push(letter);
            }
            '\u{202c}' => {
                if open.last() == Some(&letter) {
                    open.pop();
                    out.push(letter);
                }
            }
            '\u{2069}' => {
                if let Some(at) = open.iter().rposition(|end| *end == letter) {
                    open.truncate(at);
                    out.push(letter);
                }
            }
            c => out.push(c),
        }
    }
    out.extend(open.into_iter().rev());
    out
}

/// The text with the signs of its negative numbers as long as a plus.
pub(super) fn minus(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        let negative = letter == '-' && before == ' ' && letters.peek().is_some_and(char::is_ascii_digit);
        out.push(if negative { '−' } else { letter });
        before = letter;
    }
    out
}

/// The text cut at a blank after at most `most` letters, with dots in square brackets where it was cut.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let kept = &text[..end];
    let kept = kept.rsplit_once(' ').map_or(kept, |(before, _)| before);
    format!("{kept} […]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gets_out_of_its_element() {
        assert_eq!(
            escaped("<script>\"a\" & 'b'</script> ]]>"),
            "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt; ]]&gt;"
        );
        assert_eq!(escaped("a\u{0}b\u{1b}c\nd\u{ffff}"), "a\u{fffd}b\u{fffd}c d\u{fffd}");
    }

    #[test]
    fn directions_are_taken_back() {
        assert_eq!(sound("\u{202e}abc\u{202c}"), "abc");
        assert_eq!(sound("\u{202b}abc"), "\u{202b}abc\u{202c}");
        assert_eq!(sound("\u{2067}a\u{202a}b\u{2069}c"), "\u{2067}a\u{202a}b\u{2069}c");
        assert_eq!(sound("\u{202c}a\u{2069}"), "a");
        assert_eq!(sound("سلام"), "سلام");
    }

    #[test]
    fn only_negative_numbers_get_a_minus() {
        assert_eq!(minus("-4 to 10, 30-day, c-5, - 3, of -0.5"), "−4 to 10, 30-day, c-5, - 3, of −0.5");
    }

    #[test]
    fn long_text_is_cut_between_words() {
        assert_eq!(shortened("one two three", 13), "one two three");
        assert_eq!(shortened("one two three", 9), "one two […]");
        assert_eq!(shortened("ééééé", 3), "ééé […]");
    }
}
