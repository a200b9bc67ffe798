//! Lines to paragraphs: joined where they were only broken to fit, over columns and pages, with broken words mended; without what stands at the edge of every page.

use std::collections::{BTreeMap, BTreeSet};

use super::lines::Line;
use crate::lines::{Lines, one_line};

/// Marks of list items.
const MARKS: [char; 7] = ['•', '·', '▪', '●', '◦', '‣', '\u{2212}'];
/// First parts of words that keep their hyphen.
const HYPHENATED: &[&str] = &[
    "all", "anti", "co", "counter", "cross", "ex", "far", "first", "four", "full", "half", "high", "ill", "inter",
    "long", "low", "mid", "multi", "near", "non", "one", "post", "pre", "pro", "quasi", "second", "self", "semi",
    "short", "so", "third", "three", "two", "vice", "well",
];

/// The text of the pages, and what is set in the largest letters on the first, if it reads like a headline.
pub(super) fn paragraphs(pages: Vec<Vec<Line>>) -> (String, Option<String>) {
    let pages = without_edges(pages);
    let usual = usual_size(&pages);
    let words = vocabulary(&pages);
    let headline = headline(&pages, usual);
    let mut out = Lines::default();
    let mut open: Option<Paragraph> = None;
    for lines in &pages {
        let leading = leading(lines);
        let mut columns: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
        for line in lines {
            let (left, right) = columns.entry(line.column).or_insert((line.x0, line.x1));
            (*left, *right) = (left.min(line.x0), right.max(line.x1));
        }
        for (at, line) in lines.iter().enumerate() {
            let (left, right) = columns.get(&line.column).copied().unwrap_or((line.x0, line.x1));
            let before = at.checked_sub(1).and_then(|b| lines.get(b)).filter(|b| b.column == line.column);
            let goes_on = open.as_ref().is_some_and(|p| p.goes_on(line, before, leading, left, usual));
            if !goes_on && let Some(paragraph) = open.take() {
                paragraph.give(&mut out);
            }
            let paragraph = open.get_or_insert_with(|| Paragraph::new(line));
            paragraph.add(line, right, goes_on, &words);
        }
    }
    if let Some(paragraph) = open {
        paragraph.give(&mut out);
    }
    (out.finish(), headline)
}

/// A paragraph in the making.
struct Paragraph {
    text: String,
    size: f64,
    /// Room left on its last line, to the column's right edge.
    room: f64,
    item: bool,
}

impl Paragraph {
    fn new(line: &Line) -> Self {
        Self { text: String::new(), size: line.size, room: 0.0, item: line.text.trim_start().starts_with(MARKS) }
    }

    /// Whether a line belongs to it. `before` is the line before it in the same column; without one, the line begins a column or a page.
    fn goes_on(&self, line: &Line, before: Option<&Line>, leading: f64, left: f64, usual: f64) -> bool {
        let text = line.text.trim();
        if (line.size - self.size).abs() > 0.08 * self.size.max(line.size) || text.starts_with(MARKS) {
            return false;
        }
        let ended = self.text.trim_end_matches(['"', '”', '’', '\'', ')', ']']).ends_with(['.', '!', '?', ':', '…']);
        let opens_low = text.starts_with(char::is_lowercase);
        let Some(before) = before else {
            // Over the end of a column, a sentence goes on.
            return !ended && (opens_low || self.text.ends_with(['-', ',', ';']))
                || !ended && self.size <= usual * 1.08 && self.room < 2.0 * self.size;
        };
        let gap = line.y - before.y;
        if gap > 1.35 * leading.max(line.size) || gap < 0.0 {
            return false;
        }
        // The lines of a headline.
        if self.size > usual * 1.15 {
            return true;
        }
        // A line that is set in, where the one before is not.
        if line.x0 > left + 0.8 * line.size && before.x0 < line.x0 - 0.8 * line.size && !self.item {
            return false;
        }
        // The first word would have had room on the line before: somebody ended it there.
        let first = text.split_whitespace().next().unwrap_or("").chars().count();
        #[expect(clippy::cast_precision_loss, reason = "a word's letters")]
        let needed = first as f64 * 0.5 * line.size + 0.25 * line.size;
        self.room < needed + 0.6 * line.size || opens_low && !ended
    }

    fn add(&mut self, line: &Line, right: f64, goes_on: bool, words: &BTreeSet<String>) {
        let text = line.text.trim();
        if goes_on {
            join(&mut self.text, text, words);
        } else {
            self.text.push_str(text);
        }
        self.room = right - line.x1;
        self.size = line.size;
    }

    fn give(self, out: &mut Lines) {
        if self.item { out.item(&self.text) } else { out.paragraph(&self.text) }
    }
}

/// Adds a line, mending the word that is broken at the end of what is there.
fn join(text: &mut String, line: &str, words: &BTreeSet<String>) {
    let broken = text.ends_with(['-', '\u{ad}', '\u{2010}']) && line.starts_with(char::is_alphabetic);
    let head = text.trim_end_matches(['-', '\u{ad}', '\u{2010}']);
    // No word is longer.
    let tail = head.char_indices().rev().nth(80).map_or(head, |(at, _)| head.get(at..).unwrap_or(head));
    let letters = |w: &str| {
        w.chars().filter(|c| c.is_alphanumeric() || *c == '-').flat_map(char::to_lowercase).collect::<String>()
    };
    let first =
        tail.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '“' | '"' | '‘' | '—' | '–')).next().unwrap_or("");
    if !broken || first.is_empty() || !first.ends_with(char::is_alphanumeric) {
        text.push(' ');
        text.push_str(line);
        return;
    }
    let second = line.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let whole = letters(&format!("{first}{second}"));
    let parted = letters(&format!("{first}-{second}"));
    let keeps = !second.starts_with(char::is_lowercase)
        || first.contains('-')
        || !text.ends_with('\u{ad}')
            && !words.contains(&whole)
            && (words.contains(&parted) || HYPHENATED.contains(&letters(first).as_str()));
    let length = head.len();
    text.truncate(length);
    if keeps {
        text.push('-');
    }
    text.push_str(line);
}

/// The words of the document in lower case, those with hyphens as they are; but for words at the ends of lines, which may be broken.
fn vocabulary(pages: &[Vec<Line>]) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for line in pages.iter().flatten() {
        for word in line.text.split_whitespace() {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-').to_lowercase();
            if bare.chars().count() > 3 && !bare.ends_with('-') && words.len() < 500_000 {
                words.insert(bare);
            }
        }
    }
    words
}

/// Without running heads and page numbers: lines at the edges of pages that other pages have too, but for their numbers.
fn without_edges(pages: Vec<Vec<Line>>) -> Vec<Vec<Line>> {
    let shape = |line: &Line| -> String {
        let mut shape = String::new();
        for c in line.text.trim().chars() {
            let c = if c.is_ascii_digit() { '0' } else { c };
            if !(c == '0' && shape.ends_with('0')) {
                shape.extend(c.to_lowercase());
            }
        }
        shape
    };
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for lines in &pages {
        let own: BTreeSet<String> = lines.iter().filter(|l| l.edge).map(&shape).collect();
        for shape in own {
            *seen.entry(shape).or_default() += 1;
        }
    }
    let number = |line: &Line| {
        let text = line.text.trim().to_lowercase();
        let bare = text
            .trim_start_matches("page")
            .trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|'));
        !bare.is_empty()
            && bare
                .split_whitespace()
                .all(|w| matches!(w, "of" | "/") || w.chars().all(|c| c.is_ascii_digit() || c == '/'))
    };
    let often = |line: &Line| seen.get(&shape(line)).is_some_and(|&n| n >= 3 || n == 2 && pages.len() <= 3);
    pages.iter().map(|lines| lines.iter().filter(|l| !(l.edge && (number(l) || often(l)))).cloned().collect()).collect()
}

/// The size in which most letters are set.
fn usual_size(pages: &[Vec<Line>]) -> f64 {
    let mut sizes: Vec<(f64, usize)> = pages.iter().flatten().map(|l| (l.size, l.text.len())).collect();
    middle(&mut sizes).unwrap_or(10.0)
}

/// The usual distance from a line of a page to the next.
fn leading(lines: &[Line]) -> f64 {
    let mut gaps: Vec<(f64, usize)> = lines
        .windows(2)
        .filter_map(|two| if let [a, b] = two { Some((a, b)) } else { None })
        .filter(|(a, b)| a.column == b.column && b.y > a.y && b.y - a.y < 3.0 * a.size.max(b.size))
        .map(|(a, b)| (b.y - a.y, b.text.len()))
        .collect();
    middle(&mut gaps).unwrap_or(0.0)
}

/// The middle of the values, each as often as its weight.
fn middle(values: &mut [(f64, usize)]) -> Option<f64> {
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = values.iter().map(|v| v.1).sum::<usize>() / 2;
    let mut so_far = 0;
    values
        .iter()
        .find(|v| {
            so_far += v.1;
            so_far > half
        })
        .map(|v| v.0)
}

/// The lines in the largest letters of the first page, if they are larger than the text and read like a headline.
fn headline(pages: &[Vec<Line>], usual: f64) -> Option<String> {
    let first = pages.iter().find(|lines| !lines.is_empty())?;
    let largest = first.iter().map(|l| l.size).fold(0.0, f64::max);
    if largest < usual * 1.15 {
        return None;
    }
    let at = first.iter().position(|l| l.size > largest * 0.97)?;
    let lines = first.get(at..)?.iter().take_while(|l| l.size > largest * 0.97).take(5);
    let text = one_line(&lines.map(|l| l.text.trim()).collect::<Vec<_>>().join(" "))?;
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (letters >= 8 && text.chars().count() <= 250 && text.contains(' ')).then_some(text)
}
