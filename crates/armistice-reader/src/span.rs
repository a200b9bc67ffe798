//! The words of a claim: where its quote begins and ends.

use crate::token::{Tag, Token};

/// Longest content, in characters.
const CONTENT: usize = 160;

/// Bytes of the tokens `start..end` without loose marks, conjunctions and adverbs around them; `None` when nothing is left.
pub(crate) fn trim(text: &str, tokens: &[Token<'_>], start: usize, end: usize) -> Option<(usize, usize)> {
    let (mut from, mut to) = (start, end.min(tokens.len()));
    while from < to && loose_before(tokens, from, to) {
        from += 1;
    }
    while to > from && loose_after(tokens, from, to) {
        to -= 1;
    }
    let (first, last) = (tokens.get(from)?, tokens.get(to.checked_sub(1)?)?);
    (from < to && text.is_char_boundary(first.start) && text.is_char_boundary(last.end))
        .then_some((first.start, last.end))
}

/// Where an aside on the time begins: "…, two weeks after the clashes", "…, following talks in Lima".
pub(crate) fn aside(tokens: &[Token<'_>], from: usize, end: usize) -> Option<usize> {
    (from..end.min(tokens.len())).find(|&i| {
        let link = |t: &Token<'_>| matches!(t.lower.as_str(), "after" | "before" | "following");
        let Some(at) = (i + 1..end.min(i + 6)).find(|&k| link(&tokens[k])) else { return false };
        let unit = |t: &Token<'_>| matches!(t.singular(), "hour" | "day" | "week" | "month" | "year");
        let plain = at == i + 1 && tokens[at].lower != "before" || at > i + 1 && unit(&tokens[at - 1]);
        tokens[i].lower == "," && plain && !tokens[at..end].iter().any(|t| t.lower == ",")
    })
}

fn loose_before(tokens: &[Token<'_>], from: usize, to: usize) -> bool {
    let t = &tokens[from];
    match t.tag {
        Tag::Quote => !tokens[from + 1..to].iter().any(|t| t.tag == Tag::Quote),
        Tag::Punct => !matches!(t.text, "(" | "["),
        Tag::Conj => t.lower != "neither",
        Tag::Prep => t.lower == "as",
        Tag::Adv => !matches!(t.lower.as_str(), "only" | "here" | "there" | "today"),
        _ => false,
    }
}

fn loose_after(tokens: &[Token<'_>], from: usize, to: usize) -> bool {
    let t = &tokens[to - 1];
    let count = |open: &str, shut: &str| tokens[from..to - 1].iter().any(|t| t.text == open) && t.text == shut;
    match t.tag {
        Tag::Quote => tokens[from..to - 1].iter().filter(|t| t.tag == Tag::Quote).count() % 2 == 0,
        Tag::Punct => !(count("(", ")") || count("[", "]")),
        Tag::Conj | Tag::That | Tag::Prep => true,
        _ => false,
    }
}

/// The source's own words from token `start` to `end`.
pub(crate) fn text(text: &str, tokens: &[Token<'_>], start: usize, end: usize) -> String {
    trim(text, tokens, start, end).map(|(from, to)| squeeze(&text[from..to])).unwrap_or_default()
}

/// A mention as it reads within a sentence: the article in lower case, no possessive ending.
pub(crate) fn within_sentence(text: &str) -> String {
    let article = ["The ", "A ", "An "].into_iter().find(|a| text.starts_with(a));
    let lowered = article.map_or_else(|| text.to_owned(), |a| format!("{}{}", a.to_lowercase(), &text[a.len()..]));
    let spoken =
        [" also", " later", " earlier", " again"].iter().find_map(|w| lowered.strip_suffix(w)).unwrap_or(&lowered);
    spoken.trim_end_matches("'s").trim_end_matches("’s").to_owned()
}

/// All white space as single spaces.
fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A quote as a short clause: one line, cut at a word when long.
pub(crate) fn content(quote: &str) -> String {
    let line = squeeze(quote);
    if line.chars().count() <= CONTENT {
        return line;
    }
    let cut: String = line.chars().take(CONTENT).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{whole} …")
}
