//! Plain text: taken as it is, line by line.

use crate::lines::{one_line, seen};
use crate::{Document, Format, dates};

/// Characters of a first line that may be a headline.
const HEADLINE: usize = 160;
/// Lines among which a line that is only a date is looked for.
const TOP: usize = 6;

/// The text with line feeds for line ends; its headline, and the date if a line near the top is nothing but that.
pub(crate) fn read(text: &str) -> Document {
    let text = seen(text).replace("\r\n", "\n").replace('\r', "\n");
    Document { title: headline(&text), published: dated(&text), text, format: Format::Plain, encoding: None }
}

/// The first line, if it looks like a headline: short, no sentence, and not all there is.
pub(crate) fn headline(text: &str) -> Option<String> {
    let mut lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
    let first = lines.next()?;
    lines.next()?;
    let short = first.chars().count() <= HEADLINE && !first.ends_with(['.', '!', '”', '"', ':']);
    (short && dates::stated(first).is_none()).then(|| one_line(first)).flatten()
}

/// The day in the first lines, if one of them says nothing else.
pub(crate) fn dated(text: &str) -> Option<String> {
    text.lines().map(str::trim).filter(|l| !l.is_empty()).take(TOP).find_map(dates::stated)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_is_a_short_first_line_that_is_no_sentence() {
        assert_eq!(headline("Talks end\n\nThey met."), Some("Talks end".to_owned()));
        assert_eq!(headline("They met.\nThey left."), None);
        assert_eq!(headline("Only one line"), None);
        assert_eq!(headline("16 May 2025\nThey left."), None);
    }

    #[test]
    fn a_line_that_is_a_date_dates_the_text() {
        assert_eq!(dated("Talks end\n\nPublished 16 May 2025\n\nThey met."), Some("2025-05-16".to_owned()));
        assert_eq!(dated("Talks end\n\nThey met on 16 May 2025."), None);
    }
}
