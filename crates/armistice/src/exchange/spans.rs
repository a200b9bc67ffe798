//! Looking for quotes in their sources. What is taken stands there to the letter.

use super::incoming::Selected;
use super::positions::{Positions, Unit};

/// Places of the same words that are told apart by what stands around them.
const MOST_PLACES: usize = 1_000;

/// The bytes of a quote given by its bytes: there, or else at the only place that has it. Line ends are those of the source, whatever a
/// spreadsheet made of them.
pub(super) fn quoted(text: &str, quote: &str, start: usize, end: usize) -> Result<(usize, usize), String> {
    if quote.is_empty() {
        return Err("it has no quote".to_owned());
    }
    if let Some(there) = text.get(start..end)
        && (there == quote || with_plain_ends(there) == with_plain_ends(quote))
    {
        return Ok((start, end));
    }
    let mut places = text.match_indices(quote).map(|(at, _)| at);
    match (places.next(), places.next()) {
        (Some(at), None) => Ok((at, at + quote.len())),
        (Some(_), Some(_)) => Err("its source has the quote more than once, and not at the bytes given".to_owned()),
        (None, _) => Err("its source does not have the quote".to_owned()),
    }
}

fn with_plain_ends(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// The bytes that selectors select.
pub(super) fn selected(positions: &Positions<'_>, sought: &Selected) -> Result<(usize, usize), String> {
    let text = positions.text();
    let at = |unit| {
        let (start, end) = sought.positions?;
        let found = (positions.byte(start, unit)?, positions.byte(end, unit)?);
        (found.0 < found.1).then_some(found)
    };
    let Some(exact) = sought.exact.as_deref().filter(|e| !e.is_empty()) else {
        return match sought.positions {
            Some((start, end)) => {
                at(Unit::CodePoints).ok_or_else(|| format!("its source has no letters at positions {start} to {end}"))
            }
            None => Err("it selects no words of a text".to_owned()),
        };
    };
    for unit in [Unit::CodePoints, Unit::Utf16] {
        if let Some((start, end)) = at(unit).filter(|&(start, end)| text.get(start..end) == Some(exact)) {
            return Ok((start, end));
        }
    }
    let places: Vec<usize> = text.match_indices(exact).map(|(at, _)| at).take(MOST_PLACES).collect();
    let around = |&&at: &&usize| {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + exact.len()..).unwrap_or_default());
        ends_like(before, &sought.prefix) && starts_like(after, &sought.suffix)
    };
    let fitting: Vec<usize> = places.iter().filter(around).copied().collect();
    match (places.as_slice(), fitting.as_slice()) {
        ([], _) => Err("its source does not have the words".to_owned()),
        (_, [at]) | ([at], _) => Ok((*at, at + exact.len())),
        _ => Err("its source has the words more than once".to_owned()),
    }
}

/// Whether a text begins with the letters of another, white space left out of account: browsers do not keep it.
fn starts_like(text: &str, start: &str) -> bool {
    like(text.chars(), start.chars())
}

fn ends_like(text: &str, end: &str) -> bool {
    like(text.chars().rev(), end.chars().rev())
}

fn like(text: impl Iterator<Item = char>, sought: impl Iterator<Item = char>) -> bool {
    let mut text = text.filter(|c| !c.is_whitespace());
    sought.filter(|c| !c.is_whitespace()).all(|c| text.next() == Some(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "𝄞 They said no.\r\nThey said so. They said no again.";

    fn sought(exact: Option<&str>, prefix: &str, suffix: &str, positions: Option<(usize, usize)>) -> Selected {
        let text = |t: &str| t.to_owned();
        Selected { source: Vec::new(), exact: exact.map(text), prefix: text(prefix), suffix: text(suffix), positions }
    }

    fn find(sought: &Selected) -> Result<&'static str, String> {
        let (start, end) = selected(&Positions::new(TEXT), sought)?;
        Ok(&TEXT[start..]).map(|rest| &rest[..(end - start + 4).min(rest.len())])
    }

    #[test]
    fn selectors_find_what_they_select() {
        // Code points: the clef is one; as UTF-16 units it is two. 2..11 and 3..12 both are "They said".
        assert_eq!(find(&sought(None, "", "", Some((2, 11)))), Ok("They said no."));
        assert_eq!(find(&sought(Some("They said"), "", "", Some((2, 11)))), Ok("They said no."));
        assert_eq!(find(&sought(Some("They said"), "", "", Some((3, 12)))), Ok("They said no."));
        assert_eq!(find(&sought(Some("said so"), "", "", None)), Ok("said so. Th"));
        // A browser's line break is no carriage return.
        assert_eq!(find(&sought(Some("They said"), "no.\n", "", None)), Ok("They said so."));
        assert_eq!(find(&sought(Some("They said"), "", " no again", None)), Ok("They said no "));
        assert!(find(&sought(Some("They said"), "", " no", None)).unwrap_err().contains("more than once"));
        assert!(find(&sought(Some("They say"), "", "", Some((2, 10)))).unwrap_err().contains("does not have"));
        assert!(find(&sought(None, "", "", Some((2, 999)))).is_err());
        assert!(find(&sought(None, "", "", Some((3, 3)))).is_err());
        assert!(find(&sought(None, "", "", None)).is_err());
    }

    #[test]
    fn quotes_are_at_their_bytes_or_at_the_only_place() {
        let said = TEXT.find("They").unwrap();
        assert_eq!(quoted(TEXT, "They said", said, said + 9), Ok((said, said + 9)));
        assert_eq!(quoted(TEXT, "said so", 0, 0).map(|(at, _)| at), Ok(TEXT.find("said so").unwrap()));
        assert!(quoted(TEXT, "They said", 0, 9).unwrap_err().contains("more than once"));
        assert!(quoted(TEXT, "they said", 0, 9).unwrap_err().contains("does not have"));
        assert!(quoted(TEXT, "", 0, 0).is_err());
        // The source's line end has two bytes, the spreadsheet's one.
        let start = TEXT.find("no.").unwrap();
        assert_eq!(quoted(TEXT, "no.\nThey", start, start + 9), Ok((start, start + 9)));
    }
}
