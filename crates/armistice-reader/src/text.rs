//! Text to sentences: paragraphs, headings and list items by line, sentences by punctuation.

use crate::words::words;

/// A sentence or a heading: bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sentence {
    /// First byte.
    pub(crate) start: usize,
    /// Byte after the last.
    pub(crate) end: usize,
    /// A headline, crosshead or dateline: it names actors but is not read for claims.
    pub(crate) heading: bool,
    /// Number of its paragraph. Paragraphs through which one quotation runs, each opening it again, count as one; others end what is open.
    pub(crate) paragraph: usize,
    /// Its first mark opens a quotation again that is open already.
    pub(crate) reopens: bool,
}

/// From here on a sentence ends at the next space, so that work per sentence stays bounded.
const LONG: usize = 2_000;
/// And here it ends wherever it is.
const LONGEST: usize = 3_000;

/// The sentences of a text, in order.
pub(crate) fn sentences(text: &str) -> Vec<Sentence> {
    let mut out = Vec::new();
    let mut running = false;
    let mut paragraph = 0;
    for block in blocks(text) {
        if block.heading {
            running = false;
            paragraph += 1;
            if block.end - block.start <= LONG {
                out.push(Sentence { start: block.start, end: block.end, heading: true, paragraph, reopens: false });
            }
            continue;
        }
        let part = &text[block.start..block.end];
        let reopens = running && part.starts_with(['“', '"', '‘', '«', '„']);
        if !reopens {
            paragraph += 1;
        }
        running = left_open(part);
        let from = block.start + dateline(part);
        if from > block.start {
            out.push(Sentence { start: block.start, end: from, heading: true, paragraph, reopens: false });
        }
        let first = out.len();
        split(text, from, block.end, paragraph, &mut out);
        if let Some(sentence) = out.get_mut(first) {
            sentence.reopens = reopens;
        }
    }
    out
}

/// Whether a quotation that began in the paragraph is still open at its end.
fn left_open(paragraph: &str) -> bool {
    let (mut open, mut last) = (false, ' ');
    for c in paragraph.chars() {
        match c {
            '“' | '„' | '«' => open = true,
            '”' | '»' => open = false,
            '"' => open = !open,
            // A paragraph that is one quotation in single marks and lacks the closing one.
            '‘' if last == ' ' => open = true,
            '’' if open && matches!(last, '.' | ',' | '!' | '?') => open = false,
            _ => {}
        }
        last = c;
    }
    open
}

/// How many bytes at most a dateline has.
const DATELINE: usize = 80;

/// The bytes of "GENEVA, March 3 (Agency) — " at a paragraph's start, which are no part of what its first sentence says: capital
/// letters, then names, days and brackets, a dash, and a sentence that begins.
fn dateline(paragraph: &str) -> usize {
    let dash =
        [" — ", " – ", " -- ", " - ", ": "].iter().filter_map(|d| paragraph.find(d).map(|at| (at, at + d.len()))).min();
    let Some((at, end)) = dash.filter(|&(at, _)| at <= DATELINE) else { return 0 };
    let mut bracketed = false;
    let fits = paragraph[..at].split_whitespace().all(|word| {
        let inside = bracketed || word.starts_with('(');
        bracketed = inside && !word.trim_end_matches([',', '.']).ends_with(')');
        inside || word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
    });
    let first = paragraph.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let shouted = first.chars().count() >= 3 && first.chars().all(char::is_uppercase);
    // "Geneva (Agency) – ", "Geneva, 3 March 2025 – "
    let place = first.starts_with(char::is_uppercase) && first.chars().count() >= 3;
    let dated = place && (paragraph[..at].contains('(') || paragraph[..at].contains(|c: char| c.is_ascii_digit()));
    let bracket = paragraph.starts_with('(') && paragraph[..at].ends_with(')');
    let begins = paragraph[end..].starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '‘' | '\'' | '«'));
    // "NEW DELHI: The government …", but not "Talks: The way on" nor "UN: Nobody came".
    let before = &paragraph[..at];
    let colon = paragraph[at..].starts_with(':');
    let place = colon
        && shouted
        && (first.chars().count() >= 4 || before.contains(' '))
        && !before.contains(char::is_lowercase);
    let dashed = !colon && (shouted || dated || bracket);
    if fits && (dashed || place) && begins { end } else { 0 }
}

struct Block {
    start: usize,
    end: usize,
    heading: bool,
}

/// Lines joined to paragraphs. A line that does not end a sentence and is no heading runs on into the next.
fn blocks(text: &str) -> Vec<Block> {
    let mut lines: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let lead = line.len() - line.trim_start().len();
        lines.push((at + lead, at + lead + trimmed.len()));
        at += line.len();
    }
    let mut out = Vec::new();
    let mut open: Option<usize> = None;
    let mut first = true;
    for (i, &(start, end)) in lines.iter().enumerate() {
        let mark = if start < end { bullet(&text[start..end]) } else { 0 };
        if mark > 0 {
            if let Some(from) = open.take() {
                out.push(Block { start: from, end: last_end(&lines, i), heading: false });
            }
            // What a list's item says is read, full stop or none; a line that goes on belongs to it.
            let start = start + mark;
            let goes_on = lines.get(i + 1).is_some_and(|&(s, e)| {
                text[s..e].starts_with(char::is_lowercase)
                    && bullet(&text[s..e]) == 0
                    && !ends_sentence(&text[start..end])
            });
            if goes_on {
                open = Some(start);
            } else {
                out.push(Block { start, end, heading: false });
            }
            first = false;
            continue;
        }
        if start >= end {
            if let Some(from) = open.take() {
                out.push(Block { start: from, end: last_end(&lines, i), heading: false });
            }
            continue;
        }
        let line = &text[start..end];
        let next = lines.get(i + 1..lines.len().min(i + 3)).unwrap_or(&[]).iter();
        let next = next.map(|&(s, e)| &text[s..e]).find(|l| !l.is_empty());
        let blank_after = lines.get(i + 1).is_none_or(|&(s, e)| s >= e);
        if open.is_none() && is_heading(line, next, first, blank_after) {
            out.push(Block { start, end, heading: true });
        } else {
            let from = *open.get_or_insert(start);
            if ends_sentence(line) || next.is_none() {
                out.push(Block { start: from, end, heading: false });
                open = None;
            }
        }
        first = false;
    }
    if let Some(from) = open {
        out.push(Block { start: from, end: last_end(&lines, lines.len()), heading: false });
    }
    out
}

/// Bytes of the mark that makes a line a list's item: "• ", "- ", "1. ", "(a) "; 0 when it has none.
fn bullet(line: &str) -> usize {
    let first = line.split_whitespace().next().unwrap_or("");
    let numbered = || {
        let inner = first.trim_start_matches('(').trim_end_matches(['.', ')']);
        let marked = first.ends_with(')') || first.ends_with('.') && inner.chars().all(|c| c.is_ascii_digit());
        marked && inner.chars().count() <= 2 && inner.chars().all(|c| c.is_ascii_alphanumeric()) && !inner.is_empty()
    };
    let marked =
        matches!(first, "•" | "·" | "‣" | "◦" | "▪" | "●" | "-" | "–" | "*" | "+" | "□" | "➢" | "✓") || numbered();
    let rest = line[first.len()..].trim_start();
    if marked && rest.len() > 1 { line.len() - rest.len() } else { 0 }
}

fn last_end(lines: &[(usize, usize)], before: usize) -> usize {
    lines.get(..before).unwrap_or(&[]).iter().rev().find(|l| l.0 < l.1).map_or(0, |l| l.1)
}

fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
    let ended = bare.ends_with(['.', '!', '?', '…', ':']);
    let last = bare.rsplit(char::is_whitespace).next().unwrap_or("");
    ended && !is_title_abbreviation(last)
}

fn is_title_abbreviation(word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let lower = word.to_lowercase();
    lower.ends_with('.') && (words().is("address", &lower) || lower == "u.s.")
}

fn is_heading(line: &str, next: Option<&str>, first: bool, blank_after: bool) -> bool {
    if is_byline(line) {
        return true;
    }
    if line.len() > 200 || ends_sentence(line) || line.ends_with([',', ';', '-', '–', '—']) {
        return false;
    }
    let tokens: Vec<&str> = line.split_whitespace().collect();
    let Some(&last) = tokens.last() else { return false };
    let lower = last.to_lowercase();
    let known = words();
    let opens = |l: &str| l.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
    // A title, an article or a preposition at the end waits for what the next line brings.
    if next.is_some_and(opens)
        || is_title_abbreviation(last)
        || ["det", "prep", "conj", "poss", "head"].iter().any(|c| known.is(c, &lower)) && next.is_some()
    {
        return false;
    }
    let weekday = tokens.first().is_some_and(|w| known.is("time", &w.trim_end_matches(',').to_lowercase()));
    if weekday && tokens.len() <= 5 && line.chars().any(|c| c.is_ascii_digit()) {
        return true;
    }
    let long: Vec<_> = tokens.iter().filter(|w| w.chars().filter(|c| c.is_alphabetic()).count() >= 4).collect();
    let capital = |w: &str| w.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let capitals = long.iter().filter(|w| capital(w)).count();
    let title_case = tokens.len() <= 25 && !long.is_empty() && capitals * 4 >= long.len() * 3;
    let apart = first && next.is_some_and(|n| blank_after || n.len() > line.len() + 20 || n.len() < 40);
    title_case && next.is_some() || apart || blank_after && tokens.len() <= 15
}

/// Who wrote a text is no part of what it says: "By Ana Ruiz", "Reporting by …; editing by …", "(Agency)".
fn is_byline(line: &str) -> bool {
    let by = line.strip_prefix("By ").or_else(|| line.strip_prefix("BY ")).is_some_and(|names| {
        let words = names.split_whitespace().count();
        words <= 8
            && names
                .split_whitespace()
                .all(|w| w.starts_with(char::is_uppercase) || matches!(w, "and" | "in" | "|" | "–" | "-"))
            && !names.ends_with('.')
    });
    let credits = ["Reporting by ", "(Reporting by ", "Additional reporting by ", "Editing by ", "Writing by "];
    by || line.len() <= 300 && credits.iter().any(|c| line.starts_with(c))
}

fn split(text: &str, start: usize, end: usize, paragraph: usize, out: &mut Vec<Sentence>) {
    let mut from = start;
    let mut push = |from: usize, to: usize| {
        let part = &text[from..to];
        let lead = part.len() - part.trim_start().len();
        let trimmed = part.trim();
        if !trimmed.is_empty() {
            let start = from + lead;
            out.push(Sentence { start, end: start + trimmed.len(), heading: false, paragraph, reopens: false });
        }
    };
    let block = &text[start..end];
    let mut chars = block.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let at = start + i;
        if (at - from > LONG && c.is_whitespace()) || at - from > LONGEST {
            push(from, at);
            from = at;
            continue;
        }
        if !matches!(c, '.' | '!' | '?' | '…') {
            continue;
        }
        let mut stop = at + c.len_utf8();
        while let Some(&(j, d)) = chars.peek() {
            if !matches!(d, '"' | '”' | '’' | '\'' | ')' | ']' | '.' | '!' | '?' | '»') {
                break;
            }
            stop = start + j + d.len_utf8();
            chars.next();
        }
        let rest = &text[stop..end];
        if rest.is_empty() || (rest.starts_with(char::is_whitespace) && breaks(text, from, at, c, rest)) {
            push(from, stop);
            from = stop;
        }
    }
    if from < end {
        push(from, end);
    }
}

/// Whether the stop at `at` ends a sentence, given what comes before it and the rest after it.
fn breaks(text: &str, from: usize, at: usize, stop: char, rest: &str) -> bool {
    let next = rest.trim_start();
    let Some(letter) = next.chars().find(|c| c.is_alphanumeric()) else { return true };
    if letter.is_lowercase() {
        return false;
    }
    if stop != '.' {
        return true;
    }
    let before = &text[from..at];
    let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '—')).next().unwrap_or("");
    let lower = word.to_lowercase();
    if word.contains('.') || (word.chars().count() == 1 && letter.is_uppercase()) {
        // "U.S." and initials end a sentence only before a word that plainly opens one.
        let opener = next.trim_start_matches(|c: char| !c.is_alphanumeric());
        let opener = opener.split(|c: char| !c.is_alphabetic()).next().unwrap_or("").to_lowercase();
        return word.contains('.') && words().is("starter", &opener);
    }
    !words().is("abbrev", &lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        sentences(text).iter().filter(|s| !s.heading).map(|s| &text[s.start..s.end]).collect()
    }

    #[test]
    fn abbreviations_do_not_end_sentences() {
        let text = "Gen. Amadou Ba met U.S. Ambassador J. K. Lowe on Jan. 5 in the capital. He left. The U.S. The end?";
        let expected = [
            "Gen. Amadou Ba met U.S. Ambassador J. K. Lowe on Jan. 5 in the capital.",
            "He left.",
            "The U.S.",
            "The end?",
        ];
        assert_eq!(texts(text), expected);
    }

    #[test]
    fn datelines_are_no_part_of_what_is_said() {
        for dateline in ["BAMAKO — ", "GENEVA, March 3 (World News) – ", "LIMA (AP) -- ", "ISLAMABAD, Pakistan - "]
        {
            assert_eq!(
                texts(&format!("{dateline}The rebels left. Nobody spoke.")),
                ["The rebels left.", "Nobody spoke."]
            );
        }
        for text in ["UNESCO — the agency — left.", "Peru — The host — left.", "PERU left — Nobody spoke."] {
            assert_eq!(texts(text), [text], "{text}");
        }
    }

    #[test]
    fn quotation_marks_stay_with_their_sentence() {
        let text = "“We will not sign.” The envoy left. \"Never!\" he said. It was 3.5 km.";
        assert_eq!(texts(text), ["“We will not sign.”", "The envoy left.", "\"Never!\" he said.", "It was 3.5 km."]);
    }

    #[test]
    fn broken_lines_run_on_and_headings_stand_alone() {
        let text = "Talks Fail Again in Geneva\n\nThe host was Swiss President\nAnna Keller, who left\nearly.\nA Long Road Ahead\nNobody knows.\n";
        let found = sentences(text);
        let expected = [
            ("Talks Fail Again in Geneva", true),
            ("The host was Swiss President\nAnna Keller, who left\nearly.", false),
            ("A Long Road Ahead", true),
            ("Nobody knows.", false),
        ];
        let found: Vec<_> = found.iter().map(|s| (&text[s.start..s.end], s.heading)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn windows_line_ends_are_one_line_end() {
        assert_eq!(texts("One side met\r\nthe other.\r\n\r\nThe end."), ["One side met\r\nthe other.", "The end."]);
    }

    #[test]
    fn a_sentence_without_end_is_cut() {
        let found = sentences(&"word ".repeat(4_000)).len();
        assert_eq!(found, 10); // 20 000 bytes in pieces of a little over 2 000
        assert!(sentences(&"x".repeat(100_000)).len() >= 33);
    }
    #[test]
    fn list_items_are_read_and_bylines_are_not() {
        let text = "By Ana Ruiz and Bo Lin\n\nThe sides agreed:\n\n• to free all prisoners;\n• to open\nthe road\n1. Peru will leave.\n(b) Chile will pay\n\nReporting by Ana Ruiz; editing by Bo Lin\n";
        let found: Vec<_> = sentences(text).iter().filter(|s| !s.heading).map(|s| &text[s.start..s.end]).collect();
        assert_eq!(
            found,
            ["The sides agreed:", "to free all prisoners;", "to open\nthe road", "Peru will leave.", "Chile will pay"]
        );
    }

    #[test]
    fn a_quotation_runs_through_paragraphs_that_open_it_again() {
        for (open, close) in [('“', '”'), ('"', '"'), ('«', '»')] {
            let text = format!(
                "He said: {open}We will not sign.\n\n{open}We will leave.{close}\n\n{open}No,{close} she said."
            );
            let found: Vec<_> = sentences(&text).iter().map(|s| (s.paragraph, s.reopens)).collect();
            assert_eq!(found, [(1, false), (1, true), (2, false)], "{text}");
        }
    }

    #[test]
    fn datelines_come_with_agency_or_day() {
        for dateline in [
            "Geneva (Agency) – ",
            "Geneva, 3 March 2025 – ",
            "(Agency) — ",
            "NEW DELHI: ",
            "RIO DE JANEIRO, Brazil (Agency) - ",
        ] {
            let fits = if dateline.starts_with("RIO") { dateline.replace(" DE ", " ") } else { dateline.to_owned() };
            assert_eq!(texts(&format!("{fits}The rebels left.")), ["The rebels left."], "{fits}");
        }
    }
}
