//! Where a quote stands in a text that has changed.

use std::ops::Range;

/// Bytes looked at before and behind a quote to tell its places apart.
const CONTEXT: usize = 80;

/// Where the quote that stood at a range of the text before stands now: there still, or at the place that has most of what stood around it, or the
/// nearest. `None` when the words are gone.
pub(super) fn follow(quote: &str, was: Range<usize>, before: Option<&str>, now: &str) -> Option<Range<usize>> {
    if quote.is_empty() {
        let at = now.floor_char_boundary(was.start);
        return Some(at..at);
    }
    let known = before.filter(|text| text.get(was.clone()) == Some(quote));
    let unchanged = known.is_none_or(|text| text == now);
    if unchanged && now.get(was.clone()) == Some(quote) {
        return Some(was);
    }
    let around = known.map(|text| (&text.as_bytes()[..was.start], &text.as_bytes()[was.end..]));
    let best = now.match_indices(quote).map(|(at, _)| at).min_by_key(|&at| {
        let alike = around.map_or(0, |(left, right)| {
            let (l, r) = (&now.as_bytes()[..at], &now.as_bytes()[at + quote.len()..]);
            common(left.iter().rev(), l.iter().rev()) + common(right.iter(), r.iter())
        });
        (std::cmp::Reverse(alike), at.abs_diff(was.start))
    })?;
    Some(best..best + quote.len())
}

/// How many bytes two texts have in common from their start on.
fn common<'a>(a: impl Iterator<Item = &'a u8>, b: impl Iterator<Item = &'a u8>) -> usize {
    a.zip(b).take(CONTEXT).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_is_followed_to_where_its_surroundings_are() {
        let before = "No, said Ann. No, said Bob. No, said Cid.";
        // Bob's "No" is at byte 14; a line before it and Ann's words gone, it is the first of two.
        let now = "Two answers.\nNo, said Bob. No, said Cid.";
        assert_eq!(follow("No", 14..16, Some(before), now), Some(13..15));
        assert_eq!(follow("No", 28..30, Some(before), now), Some(27..29));
        assert_eq!(follow("No", 0..2, Some(before), "No."), Some(0..2));
        assert_eq!(follow("said Ann", 4..12, Some(before), now), None);
        // A line before the same words moves each of them, though the first then stands near where the second stood.
        let moved = format!("01234567890123{before}");
        assert_eq!(follow("No", 14..16, Some(before), &moved), Some(28..30));
    }

    #[test]
    fn without_the_text_before_the_nearest_place_counts() {
        assert_eq!(follow("No", 14..16, None, "No. No. No. No. No."), Some(12..14));
        assert_eq!(follow("No", 4..6, None, "No. No. No."), Some(4..6));
        assert_eq!(follow("", 4..4, None, "é"), Some(2..2));
        // Bytes that do not hold the quote in the text before tell nothing.
        assert_eq!(follow("No", 1..3, Some("No. No."), "Yes. No."), Some(5..7));
        assert_eq!(follow("No", 90..92, Some("No"), "No"), Some(0..2));
    }
}
