//! Sentences to tagged words.

use crate::fold;
use crate::grammar::{Relation, Scratch, Upos, Xpos, grammar};
use crate::lexicon::{WordId, lexicon};
use crate::mend;
use crate::quotes::Quotation;
use crate::words::words;

/// The part a word plays, as far as reading claims needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    Punct,
    Quote,
    Possessive,
    Det,
    Owner,
    Pron,
    Prep,
    To,
    Sub,
    Conj,
    Modal,
    Be,
    Have,
    Do,
    Not,
    Adv,
    Wh,
    That,
    Num,
    /// A finite verb.
    Finite,
    /// A bare infinitive or a base form after "to" or a modal.
    Infinitive,
    /// An "-ing" form used as a verb.
    Ing,
    /// A past participle.
    Participle,
    Adj,
    Noun,
    Proper,
}

/// One word or mark.
#[derive(Clone, Debug)]
pub(crate) struct Token<'a> {
    /// First byte in the source.
    pub(crate) start: usize,
    /// Byte after the last.
    pub(crate) end: usize,
    /// As written.
    pub(crate) text: &'a str,
    /// In lower case, with straight apostrophes, without accents (`fold::key`).
    pub(crate) lower: String,
    /// The verb's lemma, if the spelling can be a verb's.
    pub(crate) lemma: Option<&'static str>,
    /// What it is here.
    pub(crate) tag: Tag,
    /// Inside quotation marks.
    pub(crate) quoted: bool,
    /// Its part of speech in the sentence's tree.
    pub(crate) upos: Upos,
    /// The token it hangs on there.
    pub(crate) head: Option<usize>,
    /// And how.
    pub(crate) relation: Relation,
    past: bool,
    /// The words of the lexicon that it is, as written, as a verb's lemma, as a noun's singular.
    pub(crate) triggers: [WordId; 4],
    /// A plural noun's lemma: "hostility" of "hostilities".
    singular: Option<String>,
}

impl Token<'_> {
    /// Starts with a capital.
    pub(crate) fn capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// The noun without its plural ending, roughly.
    pub(crate) fn singular(&self) -> &str {
        let w = self.lower.as_str();
        match &self.singular {
            Some(singular) => singular,
            None if w.len() > 3 && w.ends_with('s') && !w.ends_with("ss") => &w[..w.len() - 1],
            None => w,
        }
    }

    /// What [`matches`](Self::matches) a word: each spelling once.
    pub(crate) fn spellings(&self) -> impl Iterator<Item = &str> {
        let (lower, singular) = (self.lower.as_str(), self.singular());
        let lemma = self.lemma.filter(|l| *l != lower && *l != singular);
        [lower].into_iter().chain(Some(singular).filter(|s| *s != lower)).chain(lemma)
    }

    /// A verb in any form, auxiliaries aside.
    pub(crate) fn is_verb(&self) -> bool {
        matches!(self.tag, Tag::Finite | Tag::Infinitive | Tag::Ing | Tag::Participle)
    }

    /// A verb or auxiliary that makes a clause.
    pub(crate) fn is_finite(&self) -> bool {
        match self.tag {
            Tag::Finite | Tag::Modal => true,
            Tag::Be => !matches!(self.lower.as_str(), "be" | "been" | "being"),
            Tag::Have => self.lower != "having",
            Tag::Do => !matches!(self.lower.as_str(), "doing" | "done"),
            _ => false,
        }
    }

    /// A past form.
    pub(crate) fn is_past(&self) -> bool {
        self.past
    }

    /// Whether the word is this one: as written, as a verb's lemma, or as a noun's singular.
    pub(crate) fn matches(&self, word: &str) -> bool {
        self.lower == word || self.lemma == Some(word) || self.singular() == word
    }

    /// Whether the word belongs to one of the classes of words.
    pub(crate) fn is_any(&self, classes: &[&str]) -> bool {
        words().classes(&self.lower).iter().any(|c| classes.contains(c))
    }
}

/// The tagged tokens of `text[start..end]`, in room of their own.
#[cfg(test)]
pub(crate) fn tokens<'a>(text: &'a str, start: usize, end: usize, quoted: &mut Quotation) -> Vec<Token<'a>> {
    tokens_in(text, start, end, quoted, &mut Scratch::default())
}

/// The tagged tokens of `text[start..end]`. `quoted` says whether a quotation is open, before and after; `scratch` is room to work in.
pub(crate) fn tokens_in<'a>(
    text: &'a str,
    start: usize,
    end: usize,
    quoted: &mut Quotation,
    scratch: &mut Scratch,
) -> Vec<Token<'a>> {
    let mut out = Vec::new();
    let part = &text[start..end];
    let mut chars = part.char_indices().peekable();
    while let Some(&(i, c)) = chars.peek() {
        chars.next();
        if !c.is_alphanumeric() {
            if c.is_whitespace() || c.is_control() || fold::is_format(c) {
                continue;
            }
            let mut stop = i + c.len_utf8();
            // Runs of dots are one mark.
            while c == '.' && chars.peek().is_some_and(|&(_, d)| d == '.') {
                stop += 1;
                chars.next();
            }
            push(&mut out, text, start + i, start + stop, quoted);
            continue;
        }
        let mut stop = i + c.len_utf8();
        while let Some(&(j, d)) = chars.peek() {
            // Marks that nobody sees do not part a word.
            if fold::is_format(d) {
                let rest = part[j..].trim_start_matches(fold::is_format);
                if !rest.starts_with(char::is_alphanumeric) {
                    break;
                }
                while chars.next_if(|&(_, f)| fold::is_format(f)).is_some() {}
                continue;
            }
            let after = part[j + d.len_utf8()..].chars().next();
            let inner = after.is_some_and(char::is_alphanumeric);
            let abbreviation = d == '.' && is_abbreviation(&part[i..j], after);
            if !(d.is_alphanumeric()
                || fold::is_combining(d)
                || inner && matches!(d, '\'' | '’' | '-' | '.' | ',' | ':' | '\u{2011}') && joins(&part[i..j], d)
                || abbreviation)
            {
                break;
            }
            stop = j + d.len_utf8();
            chars.next();
        }
        word(&mut out, text, start + i, start + stop, quoted);
    }
    settle(&mut out, scratch);
    out
}

fn joins(before: &str, mark: char) -> bool {
    match mark {
        ':' => before.chars().all(|c| c.is_ascii_digit()),
        ',' => before.chars().all(|c| c.is_ascii_digit() || c == ','),
        _ => true,
    }
}

/// The full stop of "U.S.", "a.m.", "Mr." and initials belongs to the word.
fn is_abbreviation(before: &str, after: Option<char>) -> bool {
    let ends = after.is_none_or(|c| !c.is_alphanumeric());
    ends && (before.contains('.') && before.chars().all(|c| c.is_alphabetic() || c == '.')
        || before.chars().count() == 1 && before.chars().all(char::is_uppercase)
        || before.len() < 8 && words().is("address", &format!("{}.", before.to_lowercase())))
}

/// A word, with "'s", "n't", "'ll" and the like split off, and "UN-backed" split in two.
fn word<'a>(out: &mut Vec<Token<'a>>, text: &'a str, start: usize, end: usize, quoted: &mut Quotation) {
    let part = &text[start..end];
    for tail in ["'s", "’s", "'S", "’S", "n't", "n’t", "'ll", "’ll", "'re", "’re", "'ve", "’ve", "'d", "’d", "'m", "’m"]
    {
        if part.len() > tail.len() && part.ends_with(tail) {
            let cut = end - tail.len();
            // "can't", "won't"
            push(out, text, start, cut, quoted);
            push(out, text, cut, end, quoted);
            return;
        }
    }
    if let Some((head, tail)) = part.split_once('-')
        && head.chars().next().is_some_and(char::is_uppercase)
        && tail.chars().all(|c| c.is_lowercase())
        && (tail.ends_with("ed") || matches!(tail, "led" | "held" | "run" | "sponsored"))
    {
        let cut = start + head.len();
        push(out, text, start, cut, quoted);
        push(out, text, cut, cut + 1, quoted);
        push(out, text, cut + 1, end, quoted);
        return;
    }
    push(out, text, start, end, quoted);
}

fn push<'a>(out: &mut Vec<Token<'a>>, text: &'a str, start: usize, end: usize, quoted: &mut Quotation) {
    let raw = &text[start..end];
    let lower = fold::key(raw);
    let known = words();
    let quote = raw.starts_with(|c: char| !c.is_alphanumeric()) && quoted.take(text, start, end);
    let found = known.verb(&lower).or_else(|| lower.rsplit_once('-').and_then(|(_, last)| known.verb(last)));
    let mut token = Token {
        start,
        end,
        text: raw,
        lower,
        lemma: found.map(|(lemma, _)| lemma),
        tag: Tag::Noun,
        quoted: quoted.is_open(),
        upos: Upos::X,
        head: None,
        relation: Relation::Dep,
        past: false,
        triggers: [0; 4],
        singular: None,
    };
    token.tag = first_tag(&token, quote);
    out.push(token);
}

/// The tag by the word alone; open classes are settled by `tag`.
fn first_tag(t: &Token<'_>, quote: bool) -> Tag {
    let word = t.lower.as_str();
    if quote {
        return Tag::Quote;
    }
    if !t.text.starts_with(|c: char| c.is_alphanumeric() || c == '\'' || c == '’') || word == "'" {
        return Tag::Punct;
    }
    match word {
        "'s" => return Tag::Possessive,
        "to" => return Tag::To,
        "that" => return Tag::That,
        "not" | "n't" | "never" => return Tag::Not,
        _ => {}
    }
    if t.text.starts_with(|c: char| c.is_ascii_digit()) {
        return Tag::Num;
    }
    // "US" is no pronoun, "May" in the middle of a sentence no modal.
    let shouted = t.text.len() > 1 && t.text.chars().all(|c| c.is_uppercase() || c == '.');
    if shouted && word != "a" {
        return Tag::Proper;
    }
    let classes = words().classes(word);
    for (class, tag) in [
        ("be", Tag::Be),
        ("have", Tag::Have),
        ("do", Tag::Do),
        ("modal", Tag::Modal),
        ("poss", Tag::Owner),
        ("sub", Tag::Sub),
        ("wh", Tag::Wh),
        ("adj", Tag::Adj),
        ("det", Tag::Det),
        ("pron", Tag::Pron),
        ("prep", Tag::Prep),
        ("maysub", Tag::Prep),
        ("conj", Tag::Conj),
        ("adv", Tag::Adv),
    ] {
        if classes.contains(&class) {
            return tag;
        }
    }
    let manner = word.ends_with("ly") && t.lemma.is_none() && !t.capital();
    if manner || classes.contains(&"time") && t.capital() {
        Tag::Adv
    } else if t.capital() {
        Tag::Proper
    } else {
        Tag::Noun
    }
}

/// Gives each token its place in the sentence's tree, and the tag that follows from it. What a semicolon separates is parsed by itself, and the
/// later parts stand beside the first.
fn settle(tokens: &mut [Token<'_>], scratch: &mut Scratch) {
    let mut nodes = Vec::with_capacity(tokens.len());
    let mut first_root = None;
    let mut from = 0;
    while from < tokens.len() {
        let to = tokens[from..].iter().position(|t| t.text == ";").map_or(tokens.len(), |at| from + at + 1);
        let part = &mut tokens[from..to];
        grammar().parse(part.iter().map(|t| t.text), scratch, &mut nodes);
        for (token, node) in part.iter_mut().zip(&nodes) {
            token.head = node.head.and_then(|h| usize::try_from(h).ok()).map(|h| h + from);
            token.relation = node.relation;
            token.upos = node.upos;
            token.past = matches!(node.xpos, Xpos::Vbd | Xpos::Vbn);
            token.tag = tag(token, node.xpos);
            if matches!(node.xpos, Xpos::Nns | Xpos::Nnps) {
                let lemma = grammar().lemma(&token.lower, node);
                token.singular = (lemma != token.lower).then(|| lemma.into_owned());
            }
            token.triggers = lexicon().words_of(token);
        }
        mend::opening_name(tokens, from, to);
        mend::lost_verb(tokens, from, to);
        mend::lost_past(tokens, from, to);
        mend::root(tokens, from, to);
        mend::second_predicates(tokens, from, to);
        mend::beside_participle(tokens, from, to);
        mend::subjects(tokens, from, to);
        mend::postposed(tokens, from, to);
        mend::said(tokens, from, to);
        let root = (from..to).find(|&i| tokens[i].head.is_none());
        if let (Some(root), Some(first)) = (root, first_root) {
            tokens[root].head = Some(first);
            tokens[root].relation = Relation::Parataxis;
        }
        first_root = first_root.or(root);
        from = to;
    }
}

/// What a word is, seen from its tag in the tree. Words of closed classes are what they are.
fn tag(t: &Token<'_>, xpos: Xpos) -> Tag {
    let verb = matches!(t.upos, Upos::Verb | Upos::Aux);
    match (t.tag, xpos) {
        (Tag::Possessive, Xpos::Vbz | Xpos::Vbp) => Tag::Be,
        (Tag::Do | Tag::Have, Xpos::Vb) if t.upos == Upos::Verb => Tag::Infinitive,
        (
            Tag::Quote | Tag::Punct | Tag::Possessive | Tag::Be | Tag::Have | Tag::Do | Tag::Not | Tag::To | Tag::Owner,
            _,
        ) => t.tag,
        (_, Xpos::Md) => Tag::Modal,
        (_, Xpos::Vbd | Xpos::Vbp | Xpos::Vbz) if verb => Tag::Finite,
        (_, Xpos::Vb) if verb => Tag::Infinitive,
        (_, Xpos::Vbg) if verb => Tag::Ing,
        (_, Xpos::Vbn) if verb => Tag::Participle,
        (_, Xpos::Jj | Xpos::Jjr | Xpos::Jjs) if !matches!(t.tag, Tag::Det | Tag::Num | Tag::Proper) => Tag::Adj,
        (_, Xpos::Nnp | Xpos::Nnps) if t.capital() => Tag::Proper,
        (_, Xpos::Nn | Xpos::Nns) => {
            if t.tag == Tag::Proper {
                Tag::Proper
            } else {
                Tag::Noun
            }
        }
        (Tag::Noun | Tag::Proper | Tag::Adj | Tag::Adv, Xpos::Rb | Xpos::Rbr | Xpos::Rbs) => Tag::Adv,
        (Tag::Noun | Tag::Modal, Xpos::Cd) => Tag::Num,
        (Tag::Modal, _) => Tag::Proper,
        _ => t.tag,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(text: &str) -> Vec<(String, Tag)> {
        tokens(text, 0, text.len(), &mut Quotation::default()).into_iter().map(|t| (t.lower, t.tag)).collect()
    }

    fn tag_of(text: &str, word: &str) -> Tag {
        tags(text).into_iter().find(|(w, _)| w == word).unwrap().1
    }

    #[test]
    fn words_that_are_noun_and_verb_are_told_apart() {
        assert_eq!(tag_of("The talks collapsed on Monday.", "talks"), Tag::Noun);
        assert_eq!(tag_of("Kenya demands that rebels leave.", "demands"), Tag::Finite);
        assert_eq!(tag_of("The two sides plan to hold a third round of talks.", "plan"), Tag::Finite);
        assert_eq!(tag_of("It rejected the demand.", "demand"), Tag::Noun);
        assert_eq!(tag_of("They want to talk.", "talk"), Tag::Infinitive);
    }

    #[test]
    fn contractions_possessives_and_abbreviations_are_split_well() {
        let words: Vec<_> =
            tags("The U.S. didn’t accept Mali's offer of 1,200 men.").into_iter().map(|t| t.0).collect();
        assert_eq!(words, ["the", "u.s.", "did", "n't", "accept", "mali", "'s", "offer", "of", "1,200", "men", "."]);
        assert_eq!(tag_of("It wasn't us but the US.", "us"), Tag::Pron);
    }

    #[test]
    fn quotation_marks_open_and_close() {
        let text = "He said “no deal” and \"no\" again.";
        let quoted: Vec<_> = tokens(text, 0, text.len(), &mut Quotation::default())
            .into_iter()
            .filter(|t| t.quoted && t.tag != Tag::Quote)
            .map(|t| t.lower)
            .collect();
        assert_eq!(quoted, ["no", "deal", "no"]);
    }
}
