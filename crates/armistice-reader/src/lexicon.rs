//! The lexicon: which words report which kind of claim, and how the claim is cut out of its clause. Data in `lexicon.txt`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use armistice::case::claims::{ClaimKind, Polarity};

use crate::dictionary::Dictionary;
use crate::grammar::Relation;
use crate::token::{Tag, Token};
use crate::words::rows;

const LEXICON: &str = include_str!("lexicon.txt");
/// Words a `*` in a pattern may stand for.
const GAP: usize = 5;

/// How one trigger becomes a claim; the flags of `lexicon.txt`.
#[derive(Clone, Copy, Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "independent flags of a table row")]
pub(crate) struct Frame {
    /// Whoever is quoted as saying so speaks, not the clause's subject.
    pub(crate) say: bool,
    /// The owner of the noun speaks.
    pub(crate) by: bool,
    /// The claim starts at the noun's phrase unless the noun is what the subject does.
    pub(crate) np: bool,
    /// The following that-clause belongs to the claim.
    pub(crate) that: bool,
    /// Those met or agreed with speak too.
    pub(crate) with: bool,
    /// Without actors, the two sides speak.
    pub(crate) paired: bool,
    /// Those named after the trigger are the target.
    pub(crate) obj: bool,
    /// A demand of the other side, a call on anybody else.
    pub(crate) asks: bool,
    /// Counts only when nothing else does.
    pub(crate) weak: bool,
}

/// A row of the lexicon.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) kind: ClaimKind,
    pub(crate) polarity: Polarity,
    pub(crate) frame: Frame,
}

/// The number of a word of the lexicon, in alphabetical order; 0 is none.
pub(crate) type WordId = u16;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Use {
    Any,
    Verb,
    Other,
}

#[derive(Debug)]
enum Step {
    Words(Vec<(WordId, Use)>),
    /// So many words at least and at most.
    Gap(usize, usize),
}

#[derive(Debug)]
struct Pattern {
    entry: usize,
    steps: Vec<Step>,
    /// How many steps are words.
    words: usize,
}

/// The rows and, by first word, their patterns.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    entries: Vec<Entry>,
    patterns: Vec<Pattern>,
    /// The words of all patterns.
    words: Dictionary<WordId>,
    /// For each word, the patterns that it begins.
    first: Vec<Vec<usize>>,
    /// The number of "have".
    have: WordId,
}

/// A trigger found: tokens `start..end`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trigger {
    pub(crate) entry: &'static Entry,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Words of the pattern that were met: the more, the surer.
    pub(crate) words: usize,
}

static TABLE: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::parse(LEXICON));

/// The lexicon, read once.
pub(crate) fn lexicon() -> &'static Lexicon {
    &TABLE
}

/// A row: the kind, polarity and flags of the line above that names them, and patterns.
struct Row {
    kind: &'static str,
    polarity: &'static str,
    flags: &'static str,
    patterns: &'static str,
}

/// The rows of patterns. A line that begins with a blank holds patterns; any other one names what those below it are.
fn triggers(text: &'static str) -> impl Iterator<Item = Row> {
    let mut heading = ("", "", "");
    let lines = text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with(['#', '@']));
    lines.filter_map(move |line| {
        if line.starts_with(' ') {
            return Some(Row { kind: heading.0, polarity: heading.1, flags: heading.2, patterns: line });
        }
        let mut fields = line.split('|').map(str::trim);
        heading = (fields.next()?, fields.next()?, fields.next()?);
        None
    })
}

/// The lemmas of the patterns' `_v` words, so that the verb table knows them all.
pub(crate) fn verb_lemmas() -> impl Iterator<Item = &'static str> {
    triggers(LEXICON)
        .flat_map(|row| row.patterns.split([',', ' ', '|']))
        .filter_map(|word| word.strip_suffix("_v"))
        .filter(|word| !word.ends_with("ing"))
}

impl Lexicon {
    fn parse(text: &'static str) -> Self {
        let mut lexicon = Self::default();
        let groups: Groups = rows(text)
            .filter_map(|row| row.strip_prefix('@')?.split_once('='))
            .map(|(n, w)| (n.trim(), w.trim()))
            .collect();
        let steps = triggers(text).flat_map(|row| row.patterns.split([',', ' ']));
        let steps = steps.filter(|s| !s.is_empty() && gap(s).is_none());
        let words: BTreeSet<&str> = steps.flat_map(|s| choices(s, &groups).collect::<Vec<_>>()).map(|w| w.0).collect();
        for (word, id) in words.iter().zip(1..) {
            lexicon.words.entry(word, id);
        }
        lexicon.have = lexicon.words.get("have").copied().unwrap_or(0);
        lexicon.first.resize(words.len() + 1, Vec::new());
        for Row { kind, polarity, flags, patterns } in triggers(text) {
            let (Some(kind), Some(polarity)) = (ClaimKind::from_word(kind), Polarity::from_word(polarity)) else {
                continue;
            };
            let has = |flag| flags.split(',').any(|f| f.trim() == flag);
            let frame = Frame {
                say: has("say"),
                by: has("by"),
                np: has("np"),
                that: has("that"),
                with: has("with"),
                paired: has("paired"),
                obj: has("obj"),
                asks: has("asks"),
                weak: has("weak"),
            };
            let entry = lexicon.entries.len();
            lexicon.entries.push(Entry { kind, polarity, frame });
            for pattern in patterns.split(',').map(str::trim).filter(|p| !p.is_empty()) {
                lexicon.add(entry, pattern, &groups);
            }
        }
        lexicon
    }

    fn add(&mut self, entry: usize, pattern: &'static str, groups: &Groups) {
        let word = |(word, usage)| (self.words.get(word).copied().unwrap_or(0), usage);
        let step = |step: &'static str| match gap(step) {
            Some((least, most)) => Step::Gap(least, most),
            None => Step::Words(choices(step, groups).map(word).collect()),
        };
        let steps: Vec<Step> = pattern.split_whitespace().map(step).collect();
        if let Some(Step::Words(firsts)) = steps.first() {
            for (word, _) in firsts {
                if let Some(patterns) = self.first.get_mut(usize::from(*word)) {
                    patterns.push(self.patterns.len());
                }
            }
        }
        let words = steps.iter().filter(|s| matches!(s, Step::Words(_))).count();
        self.patterns.push(Pattern { entry, steps, words });
    }

    /// The words of the lexicon that a token is.
    pub(crate) fn words_of(&self, token: &Token<'_>) -> [WordId; 4] {
        let not = (token.lower == "n't").then_some("not");
        let mut out = [0; 4];
        for (to, word) in out.iter_mut().zip(token.spellings().chain(not)) {
            *to = self.words.get(word).copied().unwrap_or(0);
        }
        // In alphabetical order, which of two equal triggers is found does not hang on the form of the word.
        out.sort_unstable();
        out
    }

    /// The best trigger starting at token `at` and ending before `limit`: of most words, then the closest together.
    pub(crate) fn find(&'static self, tokens: &[Token<'_>], at: usize, limit: usize) -> Option<Trigger> {
        self.find_fitting(tokens, at, limit, |_| true)
    }

    /// The same among the triggers that fit.
    pub(crate) fn find_fitting(
        &'static self,
        tokens: &[Token<'_>],
        at: usize,
        limit: usize,
        fits: impl Fn(&Entry) -> bool,
    ) -> Option<Trigger> {
        let token = tokens.get(at)?;
        let mut best: Option<Trigger> = None;
        for &index in token.triggers.iter().filter_map(|&word| self.first.get(usize::from(word))).flatten() {
            let Some(pattern) = self.patterns.get(index) else { continue };
            #[cfg(feature = "train")]
            if hiding::hides(index) {
                continue;
            }
            let Some(entry) = self.entries.get(pattern.entry) else { continue };
            let words = pattern.words;
            if best.is_some_and(|b| words < b.words) || !fits(entry) {
                continue;
            }
            if let Some(end) = follow(&pattern.steps, tokens, at, limit)
                && best.is_none_or(|b| words > b.words || words == b.words && end < b.end)
            {
                best = Some(Trigger { entry, start: at, end, words });
            }
        }
        best
    }
}

/// The groups of words that have a name.
type Groups = BTreeMap<&'static str, &'static str>;

/// The gap that a step of a pattern is: so many words at least and at most.
fn gap(step: &str) -> Option<(usize, usize)> {
    match step {
        "*" => Some((0, GAP)),
        "+" => Some((1, GAP)),
        "?" => Some((0, 1)),
        _ => None,
    }
}

/// The words that a step of a pattern can be.
fn choices(step: &'static str, groups: &Groups) -> impl Iterator<Item = (&'static str, Use)> {
    step.split('|')
        .flat_map(|w| w.strip_prefix('@').map_or(w, |g| groups.get(g).copied().unwrap_or(w)).split('|'))
        .map(used)
}

fn used(word: &'static str) -> (&'static str, Use) {
    if let Some(word) = word.strip_suffix("_v") {
        (word, Use::Verb)
    } else if let Some(word) = word.strip_suffix("_n") {
        (word, Use::Other)
    } else {
        (word, Use::Any)
    }
}

fn meets(words: &[(WordId, Use)], token: &Token<'_>) -> bool {
    words.iter().any(|&(word, usage)| {
        word != 0
            && token.triggers.contains(&word)
            // "have agreed" has no talks.
            && (token.relation != Relation::Aux || word != lexicon().have)
            && match usage {
                Use::Any => true,
                Use::Verb => is_form_of_verb(token),
                Use::Other => !is_form_of_verb(token),
            }
    })
}

/// A verb in any form, "be", "have" and "do" among them.
fn is_form_of_verb(token: &Token<'_>) -> bool {
    token.is_verb() || matches!(token.tag, Tag::Be | Tag::Have | Tag::Do)
}

/// Where the pattern ends if it starts at `at`. A gap takes as little as it can; there are few, so no search is needed.
fn follow(steps: &[Step], tokens: &[Token<'_>], at: usize, limit: usize) -> Option<usize> {
    let mut at = at;
    let mut slack = (0, 0);
    for step in steps {
        match step {
            Step::Gap(least, most) => slack = (*least, *most),
            Step::Words(words) => {
                let stop = limit.min(tokens.len()).min(at + slack.1 + 1);
                at = (at + slack.0..stop).find(|&i| meets(words, &tokens[i]))? + 1;
                slack = (0, 0);
            }
        }
    }
    Some(at)
}

/// Patterns hidden while the judge is trained, so that it learns what to make of clauses that the lexicon knows less well than those of the texts it was
/// written with.
#[cfg(feature = "train")]
pub(crate) mod hiding {
    use std::cell::Cell;

    /// Every so many patterns, one is hidden.
    pub(crate) const PARTS: usize = 3;

    thread_local! {
        static HIDDEN: Cell<Option<usize>> = const { Cell::new(None) };
    }

    /// Hides a part of the patterns, or none.
    pub(crate) fn hide(part: Option<usize>) {
        HIDDEN.set(part);
    }

    pub(super) fn hides(pattern: usize) -> bool {
        // Neighbours are alike, so they are not counted off.
        let mixed = (pattern as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
        HIDDEN.get().is_some_and(|part| mixed % PARTS as u64 == part as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokens;

    #[test]
    fn every_row_of_the_lexicon_is_read() {
        assert_eq!(lexicon().entries.len(), triggers(LEXICON).count());
        let kinds: std::collections::BTreeSet<_> = lexicon().entries.iter().map(|e| e.kind).collect();
        assert_eq!(kinds.len(), ClaimKind::ALL.len(), "some kind has no trigger");
        let known = ["say", "by", "np", "that", "with", "paired", "obj", "asks", "weak", ""];
        for row in triggers(LEXICON) {
            assert!(row.flags.split(',').all(|f| known.contains(&f.trim())), "{}", row.flags);
        }
    }

    #[test]
    fn groups_of_words_are_defined_and_used() {
        let defined: BTreeSet<&str> =
            rows(LEXICON).filter_map(|r| r.strip_prefix('@')?.split_once('=')).map(|g| g.0.trim()).collect();
        let patterns = triggers(LEXICON).map(|row| row.patterns);
        let used: BTreeSet<&str> =
            patterns.flat_map(|p| p.split([',', ' ', '|'])).filter_map(|word| word.strip_prefix('@')).collect();
        assert_eq!(defined, used);
    }

    #[test]
    fn longer_patterns_win_and_gaps_are_bounded() {
        let find = |text: &str, word: &str| {
            let tokens = tokens(text, 0, text.len(), &mut Default::default());
            let at = tokens.iter().position(|t| t.lower == word).unwrap();
            lexicon().find(&tokens, at, tokens.len()).map(|t| t.entry.kind)
        };
        assert_eq!(find("The army declined to attend.", "declined"), Some(ClaimKind::Refuse));
        assert_eq!(find("The army declined to comment.", "declined"), Some(ClaimKind::Process));
        assert_eq!(find("They imposed a second package of sanctions.", "imposed"), Some(ClaimKind::Sanction));
        assert_eq!(find("They imposed a very long and rather dull list of many sanctions.", "imposed"), None);
    }
}
