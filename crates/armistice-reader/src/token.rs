//! Sentences to tagged words.

use crate::fold;
use crate::quotes::Quotation;
use crate::words::{BASE, Forms, ING, PARTICIPLE, PAST, THIRD, words};

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
    forms: Forms,
}

impl Token<'_> {
    /// Starts with a capital.
    pub(crate) fn capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// The noun without its plural ending, roughly.
    pub(crate) fn singular(&self) -> &str {
        let w = self.lower.as_str();
        if w.len() > 3 && w.ends_with('s') && !w.ends_with("ss") { &w[..w.len() - 1] } else { w }
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
        self.forms & PAST != 0
    }

    /// Whether the word is this one: as written, as a verb's lemma, or as a noun's singular.
    pub(crate) fn matches(&self, word: &str) -> bool {
        self.lower == word || self.lemma == Some(word) || self.singular() == word
    }

    fn is(&self, class: &str) -> bool {
        words().is(class, &self.lower)
    }
}

/// The tagged tokens of `text[start..end]`. `quoted` says whether a quotation is open, before and after.
pub(crate) fn tokens<'a>(text: &'a str, start: usize, end: usize, quoted: &mut Quotation) -> Vec<Token<'a>> {
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
    tag(&mut out);
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
    let found = known.verb(&lower).or_else(|| known.verb(lower.rsplit('-').next().unwrap_or("")));
    let (lemma, forms) = found.map_or((None, 0), |(l, f)| (Some(l), f));
    let mut token = Token { start, end, text: raw, lower, lemma, tag: Tag::Noun, quoted: quoted.is_open(), forms };
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
        if t.is(class) {
            return tag;
        }
    }
    let manner = word.ends_with("ly") && t.lemma.is_none() && !t.capital();
    if manner || t.is("time") && t.capital() {
        Tag::Adv
    } else if t.capital() {
        Tag::Proper
    } else {
        Tag::Noun
    }
}

/// Settles which of the words that can be verbs are verbs, left to right.
fn tag(tokens: &mut [Token<'_>]) {
    // Whether the clause has its finite verb already; what it is decides what may follow.
    let mut finite = false;
    for i in 0..tokens.len() {
        let prev = previous(tokens, i);
        if tokens[i].tag == Tag::Proper && prev.is_none() && opening_adverb(&tokens[i]) {
            tokens[i].tag = Tag::Adv;
        }
        let t = &tokens[i];
        match t.tag {
            Tag::Punct | Tag::Sub | Tag::Conj | Tag::Wh | Tag::That | Tag::Quote => finite = false,
            Tag::Noun | Tag::Proper if t.forms != 0 && (!t.capital() || prev.is_none() || after_quote(tokens, i)) => {
                let tag = open_tag(tokens, i, prev, finite);
                if tag == Tag::Finite {
                    // What somebody says starts a clause of its own.
                    finite = !tokens[i].lemma.is_some_and(|l| words().is("report", l));
                }
                tokens[i].tag = tag;
            }
            Tag::Do | Tag::Have if prev.is_some_and(|p| tokens[p].tag == Tag::To) => tokens[i].tag = Tag::Infinitive,
            _ if t.is_finite() => finite = true,
            _ => {}
        }
    }
}

/// "Ultimately" at a sentence's start; "Italy" is none.
fn opening_adverb(t: &Token<'_>) -> bool {
    t.lemma.is_none() && ["ally", "tely", "ntly", "edly", "sly", "rly"].iter().any(|e| t.lower.ends_with(e))
}

fn after_quote(tokens: &[Token<'_>], i: usize) -> bool {
    i > 0 && tokens[i - 1].tag == Tag::Quote
}

/// The word before; adverbs, quotation marks, and when something was ("Kenya on late Monday refused") aside.
fn previous(tokens: &[Token<'_>], i: usize) -> Option<usize> {
    let aside = |j: usize| matches!(tokens[j].tag, Tag::Adv | Tag::Not | Tag::Quote);
    let when = |j: usize| {
        let next = (j + 1..i).find(|&k| tokens[k].tag != Tag::Adv || words().is("time", &tokens[k].lower));
        tokens[j].tag == Tag::Prep && next.is_some_and(|k| words().is("time", &tokens[k].lower))
    };
    (i.saturating_sub(6)..i).rev().find(|&j| !aside(j) && !when(j))
}

fn open_tag(tokens: &[Token<'_>], i: usize, prev: Option<usize>, finite: bool) -> Tag {
    let t = &tokens[i];
    let noun = if t.capital() && i > 0 { Tag::Proper } else { Tag::Noun };
    let lemma = t.lemma.unwrap_or_default();
    let before = prev.map(|p| &tokens[p]);
    let before_tag = before.map(|b| b.tag);
    let next = tokens.get(i + 1).map_or(Tag::Punct, |n| n.tag);
    let next_word = tokens.get(i + 1).map_or("", |n| n.lower.as_str());
    let auxiliary = matches!(before_tag, Some(Tag::Modal | Tag::Do)) || before_tag == Some(Tag::To);
    if t.forms & BASE != 0 && auxiliary {
        // "to talks" is no infinitive, but "to talk" is; "to surrender Kyiv" as well.
        return Tag::Infinitive;
    }
    if t.forms & (PAST | PARTICIPLE) != 0 && matches!(before_tag, Some(Tag::Have | Tag::Be)) {
        return Tag::Participle;
    }
    let opens_phrase =
        matches!(before_tag, Some(Tag::Det | Tag::Owner | Tag::Possessive | Tag::Adj | Tag::Num | Tag::Prep));
    if t.forms & ING != 0 {
        let nominal = opens_phrase && before_tag != Some(Tag::Prep) || next_word == "of";
        return if nominal { noun } else { Tag::Ing };
    }
    if t.forms & (PAST | PARTICIPLE) != 0 && t.forms & BASE == 0 {
        if opens_phrase {
            return Tag::Adj;
        }
        let passive = matches!(next_word, "by" | "at" | "between" | "during") && before_tag != Some(Tag::Pron);
        return if t.forms & PAST == 0 || finite || before_tag.is_none() || passive && !has_finite_ahead(tokens, i) {
            Tag::Participle
        } else {
            Tag::Finite
        };
    }
    if opens_phrase {
        return noun;
    }
    let complement = matches!(
        next,
        Tag::Det
            | Tag::Owner
            | Tag::Proper
            | Tag::That
            | Tag::To
            | Tag::Pron
            | Tag::Not
            | Tag::Num
            | Tag::Ing
            | Tag::Wh
    );
    let for_on = matches!(next_word, "for" | "on" | "against" | "with")
        && matches!(lemma, "call" | "push" | "insist" | "press" | "agree");
    let nouny = words().is("nouny", lemma);
    let subject_like = matches!(before_tag, Some(Tag::Pron | Tag::Proper | Tag::Wh | Tag::That | Tag::Noun));
    if t.forms & THIRD != 0 {
        let verb = if nouny {
            matches!(before_tag, Some(Tag::Proper | Tag::Pron | Tag::Wh))
                && (complement || for_on || matches!(next, Tag::Adj | Tag::Noun))
                || before_tag == Some(Tag::Noun) && for_on
        } else {
            subject_like || matches!(before_tag, Some(Tag::Punct | Tag::Conj | Tag::Adv | Tag::Quote))
        };
        return if verb && !(finite && nouny) { Tag::Finite } else { noun };
    }
    // Base forms, and pasts that look like them: after plurals, pairs and pronouns; after "and" beside another.
    let plural = before.is_some_and(|b| {
        b.tag == Tag::Pron && !matches!(b.lower.as_str(), "it" | "he" | "she")
            || matches!(b.tag, Tag::Noun | Tag::Proper) && b.lower.ends_with('s')
            || matches!(b.tag, Tag::Noun | Tag::Proper) && pair_before(tokens, prev.unwrap_or(0))
    });
    // "that Peru leave": the subjunctive.
    let singular = before.is_some_and(|b| !b.lower.ends_with('s'));
    let subjunctive =
        singular && subject_like && prev.is_some_and(|p| (p.saturating_sub(2)..p).any(|j| tokens[j].tag == Tag::That));
    if subjunctive && !finite {
        return Tag::Infinitive;
    }
    if before.is_some_and(|b| matches!(b.lower.as_str(), "they" | "we" | "you" | "i" | "who")) {
        return Tag::Finite;
    }
    let says =
        words().is("report", lemma) && matches!(next, Tag::Pron | Tag::Det | Tag::Proper | Tag::That | Tag::Owner);
    if says && subject_like && !nouny {
        return Tag::Finite;
    }
    let past = t.forms & PAST != 0 && subject_like && !finite;
    let joined = before_tag == Some(Tag::Conj) && (complement || next == Tag::Adj);
    if past
        || plural && !finite && (complement || for_on || !nouny)
        || plural && complement && before_tag == Some(Tag::Pron)
    {
        Tag::Finite
    } else if joined
        || !nouny && before.is_some_and(|b| b.tag == Tag::Proper || b.tag == Tag::Noun) && !finite && complement
    {
        Tag::Infinitive
    } else {
        noun
    }
}

fn has_finite_ahead(tokens: &[Token<'_>], i: usize) -> bool {
    !tokens[i + 1..].iter().take(12).any(|t| t.is_finite() || (t.forms & (PAST | THIRD) != 0 && t.tag == Tag::Noun))
}

/// "India and Pakistan": the noun at `i` ends a pair.
fn pair_before(tokens: &[Token<'_>], i: usize) -> bool {
    (i.saturating_sub(3)..i).any(|j| tokens[j].lower == "and" && j > 0)
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
        assert_eq!(tag_of("Peru and Chile plan to meet.", "plan"), Tag::Finite);
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
