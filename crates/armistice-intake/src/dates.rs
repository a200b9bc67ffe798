//! Days as web pages, documents and articles write them, to `YYYY-MM-DD`.

/// Words that stand before or after a date in a line that is nothing but a date.
const AROUND: &[&str] = &[
    "published",
    "posted",
    "updated",
    "issued",
    "released",
    "date",
    "dated",
    "on",
    "at",
    "first",
    "last",
    "modified",
    "gmt",
    "utc",
    "bst",
    "est",
    "edt",
    "cet",
    "cest",
    "pst",
    "pdt",
    "am",
    "pm",
    "a.m.",
    "p.m.",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The day that a date in a document's data begins with or names: `2025-05-16T10:00:00Z`, `20250516`, `Fri, 16 May 2025 10:00:00 GMT`,
/// `May 16, 2025`. The day is the one that is written, whatever the time zone.
pub fn day(text: &str) -> Option<String> {
    let text = text.trim();
    numeric(text).or_else(|| worded(text))
}

/// The day of a line that says nothing else: "Published: 16 May 2025, 10:30 GMT".
pub(crate) fn stated(line: &str) -> Option<String> {
    if line.len() > 80 {
        return None;
    }
    let lower = line.to_lowercase();
    let month = |w: &str| MONTHS.iter().any(|m| is_month(w, m));
    let words = lower.split(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '|' | '(' | ')' | '–' | '—'));
    let only = words.filter(|w| !w.is_empty()).all(|w| {
        w == "-" || w.starts_with(|c: char| c.is_ascii_digit()) || AROUND.contains(&w) || month(w.trim_end_matches('.'))
    });
    let bare = lower.trim_start_matches(|c: char| !c.is_ascii_digit());
    if only { numeric(bare).or_else(|| worded(line)) } else { None }
}

/// `2025-05-16…`, `2025/05/16…`, `20250516…`
fn numeric(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let number = |from: usize, len: usize| -> Option<u32> {
        let part = bytes.get(from..from + len)?;
        if part.iter().all(u8::is_ascii_digit) { std::str::from_utf8(part).ok()?.parse().ok() } else { None }
    };
    let separator = |at: usize| bytes.get(at).copied().filter(|b| matches!(b, b'-' | b'/' | b'.'));
    let ends = |at: usize| bytes.get(at).is_none_or(|b| !b.is_ascii_digit());
    match (separator(4), separator(7)) {
        (Some(a), Some(b)) if a == b && ends(10) => valid(number(0, 4)?, number(5, 2)?, number(8, 2)?),
        // "20250516", "20250516T101010", "20250516101010"
        (None, _) if ends(8) || number(8, 6).is_some() && ends(14) => {
            valid(number(0, 4)?, number(4, 2)?, number(6, 2)?)
        }
        _ => None,
    }
}

/// A day, a month by name and a year near each other, in either order.
fn worded(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(12).collect();
    let at = words.iter().position(|w| MONTHS.iter().any(|m| is_month(w, m)))?;
    let month = MONTHS.iter().position(|m| words.get(at).is_some_and(|w| is_month(w, m)))?;
    let number = |i: Option<usize>| -> Option<u32> {
        let word = words.get(i?)?;
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        digits.parse().ok()
    };
    let year = |n: Option<u32>| n.filter(|y| (1900..2200).contains(y));
    let month = u32::try_from(month + 1).ok()?;
    // "16 May 2025", "May 16, 2025"
    if let (Some(day), Some(year)) = (number(at.checked_sub(1)), year(number(Some(at + 1)))) {
        return valid(year, month, day);
    }
    valid(year(number(Some(at + 2)))?, month, number(Some(at + 1))?)
}

fn is_month(word: &str, month: &str) -> bool {
    word == month || word.len() >= 3 && (word == "sept" || word.len() == 3) && month.starts_with(word)
}

fn valid(year: u32, month: u32, day: u32) -> Option<String> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    ((1900..2200).contains(&year) && (1..=days).contains(&day)).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_the_ways_they_are_written() {
        for text in [
            "2025-05-16",
            "2025-05-16T23:30:00-05:00",
            "2025/05/16 10:00",
            "20250516",
            "20250516T101010Z",
            "20250516101010",
            "Fri, 16 May 2025 10:00:00 GMT",
            "May 16, 2025",
            "16th May 2025",
            "Friday 16 May 2025",
            "16-MAY-2025",
        ] {
            assert_eq!(day(text).as_deref(), Some("2025-05-16"), "{text}");
        }
        for text in
            ["", "2025-13-01", "2025-02-29", "today", "May", "May 2025", "16.05.2025", "0000-00-00", "202505161"]
        {
            assert_eq!(day(text), None, "{text}");
        }
        assert_eq!(day("Sept. 3, 2024").as_deref(), Some("2024-09-03"));
    }

    #[test]
    fn a_line_is_a_date_only_when_it_says_nothing_else() {
        for line in
            ["16 May 2025", "Published: Fri 16 May 2025, 10:30 GMT", "Updated May 16, 2025 at 4:05 p.m.", "2025-05-16"]
        {
            assert_eq!(stated(line).as_deref(), Some("2025-05-16"), "{line}");
        }
        for line in ["They met on 16 May 2025.", "May 16, 2025, was a long day", "", "On Monday", "Résumé ½ 2025"] {
            assert_eq!(stated(line), None, "{line}");
        }
    }
}
