//! Words of a clause: finding topics, lengths of time and the turn of a condition in them, and making ids and titles of them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::topics::{CEASEFIRE, LASTING, PARTIAL, TALKS, TOPICS, WITHDRAWAL};

/// Words of a clause that are looked at; a longer clause is cut.
const MOST_WORDS: usize = 120;
/// Words that a `~` of a phrase skips at most.
const GAP: usize = 6;
/// Characters of a title at most.
const TITLE: usize = 90;

/// A clause as words: lower case without hyphens, each with its bytes in the clause.
pub(super) struct Words<'a> {
    text: &'a str,
    words: Vec<(String, std::ops::Range<usize>)>,
}

/// A phrase of the topic table, taken apart.
struct Phrase {
    topic: usize,
    choice: Choice,
    parts: Vec<&'static str>,
    /// How many words it has: the longer phrase wins.
    weight: usize,
    /// Whether it is a single word that names the topic where no phrase does; `None`: it serves with either.
    weak: Option<bool>,
}

/// The phrases of the topic table by the first letter of their first word: most words begin none of them.
static PHRASES: LazyLock<BTreeMap<char, Vec<Phrase>>> = LazyLock::new(|| {
    let mut by_letter: BTreeMap<char, Vec<Phrase>> = BTreeMap::new();
    for (topic, line) in TOPICS.iter().enumerate() {
        let asks = line.phrases.iter().map(|p| (p, Choice::Any, Some(false)));
        let names = line.words.iter().map(|p| (p, Choice::Any, Some(true)));
        let keeps = line.keeps.iter().map(|p| (p, Choice::Now, None));
        for (phrase, choice, weak) in asks.chain(names).chain(keeps) {
            let parts: Vec<&'static str> = phrase.split(' ').collect();
            let mut letters: Vec<char> = parts[0].split('|').filter_map(|p| p.chars().next()).collect();
            letters.sort_unstable();
            letters.dedup();
            let weight = parts.iter().filter(|p| **p != "~").count();
            for letter in letters {
                by_letter.entry(letter).or_default().push(Phrase { topic, choice, parts: parts.clone(), weight, weak });
            }
        }
    }
    by_letter
});

/// What is said for (or, with a refusal, against) on an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Choice {
    /// As things stand today.
    Now,
    /// The change, in whatever form.
    Any,
    /// A ceasefire of this length.
    Length(Length),
    /// A partial withdrawal.
    Partial,
    /// A lasting ceasefire.
    Full,
    /// An option made of a claim's own words, by its place.
    Own(usize),
}

/// A length of time as it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Length {
    /// For the order only: a month counts as 30 days, a year as 365.
    pub(super) hours: u32,
    /// How many of the unit.
    pub(super) count: u32,
    /// `hour`, `day`, `week`, `month` or `year`.
    pub(super) unit: &'static str,
}

/// A topic found in a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// Index into [`TOPICS`].
    pub(super) topic: usize,
    /// Which option is meant.
    pub(super) choice: Choice,
    /// Index of its first word.
    pub(super) at: usize,
}

/// Where a clause turns from what is asked first to what has to wait, as ranges of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    /// What is asked first.
    pub(super) first: std::ops::Range<usize>,
    /// What has to wait; may be empty.
    pub(super) before: std::ops::Range<usize>,
    /// Where the words put a price on something.
    pub(super) price: Price,
}

/// How surely words put a price on something: "must" does so in a condition alone, "before" in a demand too, "until" everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Price {
    /// In a claim read as a condition.
    InConditions,
    /// In demands too.
    InDemands,
    /// In offers and refusals too.
    Always,
}

/// Words after which the clause names what has to wait.
const THEN_WAITS: &[(&str, Price)] = &[
    ("as a condition|precondition for|of", Price::Always),
    ("as the price for|of", Price::Always),
    ("before", Price::InDemands),
    ("prior to", Price::InDemands),
];

/// Words after which the clause names what is asked first, the telling ones before the common ones.
const THEN_FIRST: &[(&str, Price)] = &[
    ("begin*|start* with", Price::Always),
    ("in exchange|return for", Price::Always),
    ("on condition|conditions", Price::Always),
    ("on the condition", Price::Always),
    ("depend*|conditional|conditioned|contingent on", Price::Always),
    ("only if|after|when", Price::Always),
    ("until", Price::Always),
    ("unless", Price::Always),
    ("provided", Price::Always),
    ("if", Price::Always),
    ("once", Price::Always),
    ("after", Price::InConditions),
    ("without", Price::InConditions),
    ("would have to", Price::InConditions),
    ("must", Price::InConditions),
    ("has|have|needs|need to", Price::InConditions),
    ("require*", Price::InConditions),
];

impl<'a> Words<'a> {
    /// Splits a clause; words beyond the first 120 are left out.
    pub(super) fn of(text: &'a str) -> Self {
        let mut words: Vec<(String, std::ops::Range<usize>)> = Vec::new();
        let mut open = false;
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            match c {
                '’' | '\'' => {}
                _ if c.is_alphanumeric() => match words.last_mut() {
                    Some((word, bytes)) if open => {
                        word.extend(c.to_lowercase());
                        bytes.end = end;
                    }
                    _ => {
                        if words.len() == MOST_WORDS {
                            break;
                        }
                        words.push((c.to_lowercase().collect(), at..end));
                        open = true;
                    }
                },
                _ => {
                    open = false;
                    if c == ',' && words.len() < MOST_WORDS {
                        words.push((",".to_owned(), at..end));
                    }
                }
            }
        }
        let mut joined: Vec<(String, std::ops::Range<usize>)> = Vec::with_capacity(words.len());
        for (word, bytes) in words {
            match joined.last_mut() {
                Some((last, range)) if last == "cease" && word.starts_with("fire") => {
                    last.push_str(&word);
                    range.end = bytes.end;
                }
                _ => joined.push((word, bytes)),
            }
        }
        Self { text, words: joined }
    }

    /// How many.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// The clause's own text between two words.
    pub(super) fn slice(&self, range: std::ops::Range<usize>) -> &'a str {
        let words = self.words.get(range).unwrap_or_default();
        match (words.first(), words.last()) {
            (Some(first), Some(last)) => self.text.get(first.1.start..last.1.end).unwrap_or_default(),
            _ => "",
        }
    }

    /// Whether any of the phrases occurs.
    pub(super) fn has(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|p| self.find(p).is_some())
    }

    /// Whether a word begins with the first word of a name (four letters at least): "Russian" names "Russia".
    pub(super) fn names(&self, name: &str) -> bool {
        let name = Words::of(name);
        name.words
            .iter()
            .any(|(n, _)| n.chars().count() >= 4 && self.words.iter().any(|(w, _)| w.starts_with(n.as_str())))
    }

    /// The topics a clause names, in order; where `weak`, by single words too, if no phrase of any topic occurs.
    pub(super) fn hits(&self, weak: bool) -> Vec<Hit> {
        let found = self.search(false);
        if found.is_empty() && weak { self.search(true) } else { found }
    }

    fn search(&self, weak: bool) -> Vec<Hit> {
        let mut found: Vec<(usize, Vec<usize>, Hit)> = Vec::new();
        for (at, (word, _)) in self.words.iter().enumerate() {
            let Some(phrases) = word.chars().next().and_then(|c| PHRASES.get(&c)) else { continue };
            for phrase in phrases.iter().filter(|p| p.weak.is_none_or(|w| w == weak)) {
                let mut taken = Vec::new();
                if self.matches(at, &phrase.parts, &mut taken) {
                    found.push((phrase.weight, taken, Hit { topic: phrase.topic, choice: phrase.choice, at }));
                }
            }
        }
        found.sort_by(|a, b| b.0.cmp(&a.0).then(a.2.at.cmp(&b.2.at)).then(a.2.topic.cmp(&b.2.topic)));
        let mut used = vec![false; self.words.len()];
        let mut hits: Vec<Hit> = Vec::new();
        for (_, taken, hit) in found {
            if taken.iter().any(|&w| used[w]) {
                continue;
            }
            taken.iter().for_each(|&w| used[w] = true);
            if hit.topic == TALKS || TOPICS[hit.topic].id == "prisoner-exchange" {
                self.modifiers(&taken).for_each(|w| used[w] = true);
            }
            hits.push(self.precise(hit));
        }
        hits.sort_by_key(|h| h.at);
        let mut seen: Vec<(usize, Choice)> = Vec::new();
        hits.retain(|h| {
            let new = !seen.contains(&(h.topic, h.choice));
            seen.push((h.topic, h.choice));
            new
        });
        hits
    }

    /// The words before the last word taken that say what sort of talks: "nuclear disarmament" in "nuclear disarmament talks".
    fn modifiers(&self, taken: &[usize]) -> std::ops::Range<usize> {
        let last = taken.iter().copied().max().unwrap_or(0);
        let mut from = last;
        while from > 0 && last - from < 3 {
            let word = self.words[from - 1].0.as_str();
            if taken.contains(&(from - 1)) || word.len() < 4 || word.ends_with("ing") {
                break;
            }
            from -= 1;
        }
        from..last
    }

    /// The hit with its option made precise: the length of a ceasefire, a lasting one, a partial withdrawal.
    fn precise(&self, hit: Hit) -> Hit {
        let choice = match (hit.topic, hit.choice) {
            (CEASEFIRE, Choice::Any) => match self.length(hit.at) {
                Some(length) => Choice::Length(length),
                None if self.has(LASTING) => Choice::Full,
                None => Choice::Any,
            },
            (WITHDRAWAL, Choice::Any) if self.has(PARTIAL) => Choice::Partial,
            (_, choice) => choice,
        };
        Hit { choice, ..hit }
    }

    /// The length of a ceasefire named at a word: "a 30-day humanitarian truce", "a truce of two months". Not "four years ago".
    fn length(&self, at: usize) -> Option<Length> {
        let word = |w: usize| self.words.get(w).map_or("", |(w, _)| w.as_str());
        let said = |w: usize| {
            let (count, (unit, hours)) = (number(word(w))?, unit(word(w + 1))?);
            Some(Length { hours: hours.saturating_mul(count), count, unit })
        };
        let before = (at.saturating_sub(4)..at).rev().find_map(|w| {
            let between = (w + 2..at).all(|b| !matches!(word(b), "of" | "ago" | "old" | "after" | "," | "in" | "and"));
            if between { said(w) } else { None }
        });
        let joined = (at + 1..at + 4).find(|&w| matches!(word(w), "of" | "for" | "lasting"));
        before.or_else(|| joined.and_then(|w| (w + 1..w + 4).find_map(said)))
    }

    /// Where the clause turns from what is asked first to what has to wait.
    pub(super) fn turn(&self) -> Option<Turn> {
        let all = 0..self.len();
        if let Some((at, _)) = self.find("in order for|to") {
            let comma = (at..self.len()).find(|&w| self.words[w].0 == ",");
            return Some(match comma {
                Some(comma) => Turn { first: comma..all.end, before: at..comma, price: Price::Always },
                None => Turn { first: 0..at, before: at..all.end, price: Price::Always },
            });
        }
        for &(phrase, price) in THEN_WAITS {
            if let Some((at, end)) = self.find(phrase) {
                return Some(Turn { first: 0..at, before: end..all.end, price });
            }
        }
        for &(phrase, price) in THEN_FIRST {
            let Some((at, end)) = self.find(phrase) else { continue };
            // "If A stops, B will withdraw": what is asked for ends at the comma, unless the comma goes on with it.
            let goes_on = |w: usize| {
                let next = self.words.get(w + 1).map(|(n, _)| n.as_str());
                next.is_none_or(|n| {
                    matches!(n, "and" | "or" | "including" | "such" | "especially" | "but" | "which" | "who")
                })
            };
            let comma = (end..self.len()).find(|&w| at == 0 && self.words[w].0 == "," && !goes_on(w));
            return Some(match comma {
                Some(comma) => Turn { first: end..comma, before: comma..all.end, price },
                None => Turn { first: end..all.end, before: 0..at, price },
            });
        }
        None
    }

    /// The first place a phrase occurs at: its first word and the word after its last.
    fn find(&self, phrase: &str) -> Option<(usize, usize)> {
        let parts: Vec<&str> = phrase.split(' ').collect();
        (0..self.words.len()).find_map(|at| {
            let mut taken = Vec::new();
            self.matches(at, &parts, &mut taken).then(|| (at, taken.iter().copied().max().unwrap_or(at) + 1))
        })
    }

    /// Whether the phrase stands at this word; `taken` gets the words it matched.
    fn matches(&self, at: usize, parts: &[&str], taken: &mut Vec<usize>) -> bool {
        let Some((part, rest)) = parts.split_first() else { return true };
        if *part == "~" {
            return (at..=at + GAP).any(|from| self.matches(from, rest, taken));
        }
        let Some((word, _)) = self.words.get(at) else { return false };
        let fits = part.split('|').any(|p| match p.strip_suffix('*') {
            Some(stem) => word.starts_with(stem),
            None => word == p,
        });
        if !fits {
            return false;
        }
        taken.push(at);
        if self.matches(at + 1, rest, taken) {
            return true;
        }
        taken.pop();
        false
    }
}

fn number(word: &str) -> Option<u32> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    if let Some(n) = WORDS.iter().position(|w| *w == word) {
        return Some(n as u32 + 1);
    }
    word.parse::<u32>().ok().filter(|n| (1..=999).contains(n))
}

fn unit(word: &str) -> Option<(&'static str, u32)> {
    match word.strip_suffix('s').unwrap_or(word) {
        "hour" => Some(("hour", 1)),
        "day" => Some(("day", 24)),
        "week" => Some(("week", 7 * 24)),
        "month" => Some(("month", 30 * 24)),
        "year" => Some(("year", 365 * 24)),
        _ => None,
    }
}

impl Length {
    /// The option's id, such as `30-day`.
    pub(super) fn id(self) -> String {
        format!("{}-{}", self.count, self.unit)
    }

    /// The option's label, such as "30 days".
    pub(super) fn label(self) -> String {
        format!("{} {}{}", self.count, self.unit, if self.count == 1 { "" } else { "s" })
    }
}

/// Words that carry no substance of their own in an id or a fallback title.
const EMPTY: &[&str] = &[
    "a",
    "an",
    "the",
    "that",
    "this",
    "these",
    "those",
    "its",
    "his",
    "her",
    "their",
    "our",
    "of",
    "to",
    "and",
    "or",
    "in",
    "on",
    "for",
    "with",
    "by",
    "from",
    "at",
    "as",
    "is",
    "are",
    "be",
    "been",
    "was",
    "were",
    "it",
    "he",
    "she",
    "they",
    "we",
    "will",
    "would",
    "should",
    "must",
    "any",
    "all",
    "if",
    "until",
    "has",
    "have",
    "had",
    "certain",
    "some",
    "condition",
    "conditions",
    "met",
    "demand",
    "demands",
    "demanded",
    "called",
    "calls",
    "said",
    "says",
    "not",
    "no",
    "more",
    "also",
    "do",
    "same",
    "who",
    "what",
    "which",
    "so",
];

/// How many words of a clause carry substance.
pub(super) fn substance(text: &str) -> usize {
    Words::of(text).words.iter().filter(|(w, _)| w != "," && !EMPTY.contains(&w.as_str())).count()
}

/// An id made of a clause's first four words of substance: ASCII letters, digits and `-`, beginning with a letter; `fallback` when none is left.
pub(super) fn slug(text: &str, fallback: &str) -> String {
    let words = Words::of(text);
    let mut id = String::new();
    for (word, _) in words.words.iter().filter(|(w, _)| !EMPTY.contains(&w.as_str())) {
        let plain: String = word.chars().filter(char::is_ascii_alphanumeric).take(24).collect();
        if plain.is_empty() {
            continue;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id.push_str(&plain);
        if id.matches('-').count() == 3 {
            break;
        }
    }
    if id.is_empty() {
        fallback.to_owned()
    } else if id.starts_with(|c: char| c.is_ascii_digit()) {
        format!("{fallback}-{id}")
    } else {
        id
    }
}

/// An id as written if the format takes it, else with what it does not take left out.
pub(super) fn valid_id(id: &str, fallback: &str) -> String {
    let kept: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')).take(64).collect();
    if kept.is_empty() { fallback.to_owned() } else { kept }
}

/// Words that ask, in front of what is asked.
const ASKING: &[&str] = &[
    "urge*|ask|asks|asked|asking|call|calls|called|calling|invit*|demand*|want|wants|wanted|request*|appeal*|persuad*|insist*|propos*|offer*|plan|plans|agree*|pledg*|promis*|vow*",
];
/// Words that end the wish and begin its circumstances.
const AROUND: &[&str] = &[
    "after", "before", "during", "because", "since", "which", "who", "while", "when", "where", "if", "unless", "until",
    "although", "saying", "as", "but", "so",
];
/// Words of a wish at most.
const WISH: usize = 10;

/// What a clause asks for, in a few of its own words: "do their part" from "he will urge the leaders to do their part, during …".
/// The clause as it is, cut short, where it does not say so.
pub(super) fn wish(text: &str) -> String {
    let words = Words::of(text);
    let word = |at: usize| words.words.get(at).map_or("", |(w, _)| w.as_str());
    let asked = ASKING.iter().find_map(|p| words.find(p)).map_or(0, |(_, end)| end);
    let small = |at: usize| words.slice(at..at + 1).starts_with(char::is_lowercase);
    let joint = (asked.max(1)..words.len()).take(12).find(|&at| match word(at) {
        "that" => at == asked,
        "to" => small(at + 1) && !matches!(word(at + 1), "the" | "a" | "an" | "its" | "their" | "his" | "her"),
        "for" => at == asked,
        "should" | "must" => true,
        _ => false,
    });
    let from = joint.map_or(0, |at| at + 1);
    let end = (from + 1..words.len().min(from + WISH))
        .find(|&at| word(at) == "," || AROUND.contains(&word(at)))
        .unwrap_or(words.len().min(from + WISH));
    let said = words.slice(from..end);
    let said = ["the ", "a ", "an "].iter().find_map(|a| said.strip_prefix(a)).unwrap_or(said);
    if substance(said) == 0 { title(text) } else { title(said) }
}

/// A clause on one line, cut at a word, with a capital first.
pub(super) fn title(text: &str) -> String {
    let mut line = phrase(text);
    if let Some(first) = line.chars().next() {
        let rest = line.split_off(first.len_utf8());
        line = first.to_uppercase().collect::<String>() + &rest;
    }
    line
}

/// A clause on one line, cut at a word.
pub(super) fn phrase(text: &str) -> String {
    let mut line = String::new();
    let mut length = 0;
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty());
    for word in words.skip_while(|w| {
        matches!(w.to_lowercase().as_str(), "as" | "and" | "but" | "that" | "while" | "so" | "–" | "—" | "-")
    }) {
        let more = word.chars().count() + 1;
        if length + more > TITLE {
            if line.is_empty() {
                line.extend(word.chars().take(TITLE));
            }
            line.push('…');
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        length += more;
    }
    line.trim_matches(|c: char| matches!(c, ',' | ';' | ':' | '.')).to_owned()
}
