//! A text in pieces that a model can take in.

use std::ops::Range;

/// Bytes of a piece, but for paragraphs that are longer.
const LONGEST: usize = 6_000;
/// Bytes of a piece's last paragraph with which the next one may begin again, so that what hangs together is seen together once.
const OVERLAP: usize = 1_200;

/// The pieces of a text: whole paragraphs where these are not too long, each piece after the first beginning with the last paragraph of the one before.
pub(super) fn pieces(text: &str) -> Vec<Range<usize>> {
    let paragraphs = paragraphs(text);
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    while let Some(first) = paragraphs.get(from) {
        let fits = |p: &&Range<usize>| p.end - first.start <= LONGEST;
        let taken = paragraphs.iter().skip(from).take_while(fits).count().max(1);
        let Some(last) = paragraphs.get(from + taken - 1) else { break };
        pieces.push(first.start..last.end);
        let again = from + taken < paragraphs.len() && taken > 1 && last.len() <= OVERLAP;
        from += taken - usize::from(again);
    }
    pieces
}

/// The paragraphs with something in them; of long ones, parts.
fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let mut rest = start..end;
        while rest.len() > LONGEST {
            let cut = cut(text, rest.start);
            found.push(rest.start..cut);
            rest.start = cut;
        }
        if text.get(rest.clone()).is_some_and(|line| !line.trim().is_empty()) {
            found.push(rest);
        }
        start = end;
    }
    found
}

/// Where to cut a long paragraph that begins here: after a sentence, else a word, else a letter.
fn cut(text: &str, start: usize) -> usize {
    let end = (start..=(start + LONGEST).min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(start);
    let part = text.get(start..end).unwrap_or_default();
    let at = part.rfind(". ").map(|at| at + 2).or_else(|| part.rfind(' ').map(|at| at + 1));
    start + at.unwrap_or(part.len()).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_overlap_by_a_paragraph_and_leave_nothing_out() {
        let paragraph = |n: usize| format!("{n} {}\n\n", "They met again. ".repeat(30));
        let text: String = (0..40).map(paragraph).collect();
        let pieces = pieces(&text);
        assert!(pieces.len() > 3);
        assert_eq!((pieces[0].start, text[pieces.last().unwrap().end..].trim()), (0, ""));
        for two in pieces.windows(2) {
            assert!(two[1].start < two[0].end && two[1].start > two[0].start, "{two:?}");
            let again = &text[two[1].start..two[0].end];
            assert_eq!(again.trim().lines().count(), 1, "{again}");
        }
        assert!(pieces.iter().all(|p| p.len() <= LONGEST));
    }

    #[test]
    fn a_long_paragraph_is_cut_after_a_sentence() {
        let text = "Sie trafen sich — wieder. ".repeat(1_000);
        let pieces = pieces(&text);
        assert!(pieces.iter().all(|p| p.len() <= LONGEST && text[p.clone()].ends_with(". ")));
        assert_eq!(pieces.iter().map(|p| &text[p.clone()]).collect::<String>(), text);
        let wordless = "é".repeat(10_000);
        assert_eq!(super::pieces(&wordless).iter().map(ExactSizeIterator::len).sum::<usize>(), 20_000);
        assert_eq!(super::pieces(" \n\n"), []);
    }
}
